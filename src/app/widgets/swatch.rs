//! Colours as round buttons: the four of highlights, and the themes.

use egui::{Rect, Response, Role, Sense, Stroke, Ui, WidgetInfo, vec2};

use super::focus_ring;
use crate::{app::theme::Theme, library::marks::Colour, words::Words};

/// Side of a button, points.
pub const SIDE: f32 = 30.0;

/// Message id of a colour.
#[must_use]
pub fn colour_id(colour: Colour) -> String {
    format!("colour-{}", colour.name())
}

/// The four in a row; the chosen one when it is pressed. `current` has a ring.
pub fn row(ui: &mut Ui, theme: &Theme, words: &Words, current: Option<Colour>) -> Option<Colour> {
    let mut chosen = None;
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 4.0;
        for colour in Colour::ALL {
            if one(ui, theme, colour, current == Some(colour), &words.t(&colour_id(colour))).clicked() {
                chosen = Some(colour);
            }
        }
    });
    chosen
}

fn one(ui: &mut Ui, theme: &Theme, colour: Colour, on: bool, name: &str) -> Response {
    let (rect, response) = ui.allocate_exact_size(vec2(SIDE, SIDE), Sense::click());
    response.widget_info(|| WidgetInfo::selected(Role::RadioButton, ui.is_enabled(), on, name));
    let dot = Rect::from_center_size(rect.center(), vec2(18.0, 18.0));
    let edge = if on { Stroke::new(2.0, theme.accent) } else { Stroke::new(1.0, theme.ink3) };
    if response.hovered() {
        ui.painter().circle_filled(rect.center(), 13.0, theme.hover);
    }
    ui.painter().circle(dot.center(), 9.0, theme.highlight(colour), edge);
    focus_ring(ui, theme, &response, dot);
    response.on_hover_text(name)
}

/// A theme as a round button of its own ground. `on` has a ring.
pub fn theme(ui: &mut Ui, theme: &Theme, ground: egui::Color32, on: bool, name: &str) -> Response {
    let (rect, response) = ui.allocate_exact_size(vec2(36.0, 36.0), Sense::click());
    response.widget_info(|| WidgetInfo::selected(Role::RadioButton, ui.is_enabled(), on, name));
    let edge = if on { Stroke::new(2.5, theme.accent) } else { Stroke::new(1.0, theme.ink3) };
    ui.painter().circle(rect.center(), if response.hovered() { 15.5 } else { 14.0 }, ground, edge);
    focus_ring(ui, theme, &response, rect.shrink(2.0));
    response.on_hover_text(name)
}
