//! Chips: places of an article, and filters that can be taken away.

use egui::{Pos2, Rect, Response, Role, Sense, Ui, WidgetInfo, vec2};

use super::{
    focus_ring,
    icon::{self, Icon},
    line, put,
};
use crate::app::theme::Theme;

/// Height of a place chip, points.
pub const HEIGHT: f32 = 19.0;

/// Paints place chips from `at` to the right until `right`; what does not fit, and what has no name, becomes “+n”. True when
/// all had room.
#[must_use]
pub fn paint_places(ui: &Ui, theme: &Theme, at: Pos2, right: f32, places: &[(String, bool)]) -> bool {
    let mut x = at.x;
    for (i, (name, primary)) in places.iter().enumerate() {
        let (fill, ink) = if *primary { (theme.place, theme.on_place) } else { (theme.place_tint, theme.place) };
        let galley = line(ui, name, Theme::sans(12.0), ink, 120.0);
        let width = galley.size().x + 16.0;
        let left = places.len() - i;
        let reserve = if left > 1 { 30.0 } else { 0.0 };
        if (name.is_empty() || x + width + reserve > right) && i > 0 {
            let more = line(ui, &format!("+{left}"), Theme::sans(12.0), theme.ink3, 60.0);
            put(ui, more, x + 2.0, at.y + HEIGHT / 2.0);
            return false;
        }
        let rect = Rect::from_min_size(egui::pos2(x, at.y), vec2(width, HEIGHT));
        ui.painter().rect_filled(rect, HEIGHT / 2.0, fill);
        put(ui, galley, x + 8.0, rect.center().y);
        x += width + 5.0;
    }
    true
}

/// A filter chip with a cross. `name` is what the cross does, for screen readers. Clicked: take it away.
pub fn removable(ui: &mut Ui, theme: &Theme, text: &str, name: &str, excluded: bool) -> Response {
    let ink = if excluded { theme.accent } else { theme.place };
    let galley = line(ui, text, Theme::sans(12.5), ink, 160.0);
    let (rect, response) = ui.allocate_exact_size(vec2(galley.size().x + 34.0, 24.0), Sense::click());
    response.widget_info(|| WidgetInfo::labeled(Role::Button, ui.is_enabled(), name));
    let fill = if response.hovered() { theme.hover } else { theme.place_tint };
    ui.painter().rect_filled(rect, 12.0, fill);
    let width = galley.size().x;
    put(ui, galley, rect.left() + 10.0, rect.center().y);
    if excluded {
        let y = rect.center().y + 1.0;
        ui.painter().hline(rect.left() + 9.0..=rect.left() + 11.0 + width, y, egui::Stroke::new(1.0, ink));
    }
    let cross = Rect::from_center_size(egui::pos2(rect.right() - 13.0, rect.center().y), vec2(11.0, 11.0));
    icon::paint(ui.painter(), cross, Icon::Close, theme.ink2);
    focus_ring(ui, theme, &response, rect);
    response.on_hover_text(name)
}
