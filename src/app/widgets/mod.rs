//! Controls without state of the program in them.

pub mod button;
pub mod chip;
pub mod field;
pub mod icon;
pub mod map;
pub mod menu;
pub mod page;
pub mod page_line;
pub mod page_select;
pub mod segments;
pub mod slider;
pub mod swatch;
pub mod table;

use std::sync::Arc;

use egui::{Color32, FontId, Galley, Rect, Response, Ui, text::LayoutJob};

use super::theme::{RADIUS, Theme};

/// Whether something is part of the filter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark {
    /// Not.
    None,
    /// Must occur.
    Included,
    /// Must not occur.
    Excluded,
}

/// One line of text, cut with … at `width`.
#[must_use]
pub fn line(ui: &Ui, text: &str, font: FontId, color: Color32, width: f32) -> Arc<Galley> {
    let mut job = LayoutJob::simple_singleline(text.to_owned(), font, color);
    job.wrap.max_width = width.max(1.0);
    job.wrap.max_rows = 1;
    job.wrap.break_anywhere = true;
    ui.painter().layout_job(job)
}

/// The end of one line of text, cut with … before it at `width`.
#[must_use]
pub fn line_end(ui: &Ui, text: &str, font: &FontId, color: Color32, width: f32) -> Arc<Galley> {
    let whole = |text: String| ui.painter().layout_no_wrap(text, font.clone(), color);
    let galley = whole(text.to_owned());
    let over = galley.size().x - width;
    if over <= 0.0 {
        return galley;
    }
    let room = over + whole("…".to_owned()).size().x;
    let glyphs = galley.rows.iter().flat_map(|row| &row.glyphs);
    let cut = glyphs.take_while(|glyph| glyph.pos.x < room).count();
    whole(format!("…{}", text.chars().skip(cut).collect::<String>()))
}

/// Paints `galley` with its left edge at `left`, centred on `middle`.
pub fn put(ui: &Ui, galley: Arc<Galley>, left: f32, middle: f32) {
    let y = (middle - galley.size().y / 2.0).round();
    ui.painter().galley(egui::pos2(left.round(), y), galley, Color32::PLACEHOLDER);
}

/// The ring around a control with the keyboard focus.
pub fn focus_ring(ui: &Ui, theme: &Theme, response: &Response, rect: Rect) {
    if response.has_focus() {
        ui.painter().rect_stroke(
            rect.expand(2.0),
            f32::from(RADIUS) + 2.0,
            theme.focus_ring(),
            egui::StrokeKind::Inside,
        );
    }
}
