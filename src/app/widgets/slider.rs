//! A slider with a label at its left and the value at its right; arrow keys move it.

use egui::{EventFilter, Key, Rect, Role, Sense, Stroke, Ui, WidgetInfo, pos2, vec2};

use super::{focus_ring, line, put};
use crate::app::theme::Theme;

/// What a slider is told.
#[derive(Clone, Copy, Debug)]
pub struct Slider<'a> {
    /// Label and accessible name.
    pub label: &'a str,
    /// The value in words.
    pub shown: &'a str,
    /// Smallest and largest value.
    pub range: (f32, f32),
    /// Values are multiples of this.
    pub step: f32,
}

/// Draws it as wide as the room; the new value when it was moved.
pub fn show(ui: &mut Ui, theme: &Theme, slider: Slider<'_>, value: f32) -> Option<f32> {
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), 27.0), Sense::hover());
    let label = line(ui, slider.label, Theme::sans(13.0), theme.ink2, 64.0);
    put(ui, label, rect.left(), rect.center().y);
    let shown = line(ui, slider.shown, Theme::sans(13.0), theme.ink2, 60.0);
    put(ui, shown, rect.right() - 48.0, rect.center().y);
    let track = Rect::from_min_max(pos2(rect.left() + 68.0, rect.top()), pos2(rect.right() - 60.0, rect.bottom()));
    let response =
        ui.interact(track.expand2(vec2(7.0, 0.0)), ui.scope_id().with(slider.label), Sense::click_and_drag());
    let (low, high) = slider.range;
    response.widget_info(|| {
        let mut info = WidgetInfo::slider(ui.is_enabled(), f64::from(value), slider.label);
        info.role = Role::Slider;
        info
    });
    let mut new = value;
    if let Some(at) = response.interact_pointer_pos().filter(|_| response.dragged() || response.clicked()) {
        new = low + (high - low) * ((at.x - track.left()) / track.width()).clamp(0.0, 1.0);
    }
    if response.has_focus() {
        ui.memory_mut(|m| {
            m.set_focus_lock_filter(response.id, EventFilter { horizontal_arrows: true, ..EventFilter::default() });
        });
        let steps = ui.input(|i| i16::from(i.key_pressed(Key::ArrowRight)) - i16::from(i.key_pressed(Key::ArrowLeft)));
        new += f32::from(steps) * slider.step;
    }
    new = ((new / slider.step).round() * slider.step).clamp(low, high);
    let x = track.left() + track.width() * ((new - low) / (high - low)).clamp(0.0, 1.0);
    let y = track.center().y;
    let rail = |from: f32, to: f32| Rect::from_min_max(pos2(from, y - 2.0), pos2(to, y + 2.0));
    ui.painter().rect_filled(rail(track.left(), track.right()), 2.0, theme.track);
    ui.painter().rect_filled(rail(track.left(), x), 2.0, theme.accent);
    ui.painter().circle(pos2(x, y), 6.0, theme.paper, Stroke::new(2.0, theme.accent));
    focus_ring(ui, theme, &response, Rect::from_center_size(pos2(x, y), vec2(14.0, 14.0)));
    ((new - value).abs() > slider.step * 0.25).then_some(new)
}
