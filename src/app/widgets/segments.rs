//! A switch of several parts side by side, of which one holds.

use egui::{CornerRadius, Rect, Role, Sense, StrokeKind, Ui, WidgetInfo, pos2, vec2};

use super::{focus_ring, line, put};
use crate::app::theme::{CONTROL_HEIGHT, RADIUS, Theme};

/// Draws it; the part that was clicked.
pub fn show(ui: &mut Ui, theme: &Theme, texts: &[String], on: Option<usize>) -> Option<usize> {
    let galleys: Vec<_> = texts
        .iter()
        .enumerate()
        .map(|(at, text)| {
            let (font, ink) =
                if on == Some(at) { (Theme::bold(13.5), theme.on_accent) } else { (Theme::sans(13.5), theme.ink) };
            line(ui, text, font, ink, 160.0)
        })
        .collect();
    let width: f32 = galleys.iter().map(|galley| galley.size().x + 24.0).sum();
    let (rect, _) = ui.allocate_exact_size(vec2(width, CONTROL_HEIGHT), Sense::hover());
    ui.painter().rect(rect, f32::from(RADIUS), theme.paper, theme.hairline(), StrokeKind::Inside);
    let mut clicked = None;
    let mut x = rect.left();
    let last = galleys.len().saturating_sub(1);
    for (at, (galley, text)) in galleys.into_iter().zip(texts).enumerate() {
        let part = Rect::from_min_size(pos2(x, rect.top()), vec2(galley.size().x + 24.0, CONTROL_HEIGHT));
        let response = ui.interact(part, ui.scope_id().with(("segment", at)), Sense::click());
        response.widget_info(|| WidgetInfo::selected(Role::Tab, true, on == Some(at), text));
        let (left, right) = (if at == 0 { RADIUS } else { 0 }, if at == last { RADIUS } else { 0 });
        let corners = CornerRadius { nw: left, sw: left, ne: right, se: right };
        if on == Some(at) {
            ui.painter().rect_filled(part, corners, theme.accent);
        } else if response.hovered() {
            ui.painter().rect_filled(part.shrink2(vec2(0.0, 1.0)), corners, theme.hover);
        }
        if at > 0 && on != Some(at) && on != Some(at - 1) {
            ui.painter().vline(part.left(), part.y_range().shrink(1.0), theme.hairline());
        }
        put(ui, galley, part.left() + 12.0, part.center().y);
        focus_ring(ui, theme, &response, part.shrink(2.0));
        if response.clicked() {
            clicked = Some(at);
        }
        x = part.right();
    }
    clicked
}
