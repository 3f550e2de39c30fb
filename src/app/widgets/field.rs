//! One-line text fields with a hint, an accessible name and a cross that empties them.

use egui::{
    Align2, Frame, Id, Margin, Rect, TextEdit, Ui,
    text::{CCursor, CCursorRange},
    text_edit::TextEditState,
    vec2,
};

use super::{
    button::{Button, Kind},
    icon::{self, Icon},
};
use crate::app::theme::{RADIUS, Theme};

/// What a text field is told.
#[derive(Clone, Copy, Debug)]
pub struct Field<'a> {
    /// Id, for moving the cursor into it.
    pub id: Id,
    /// Accessible name.
    pub name: &'a str,
    /// Shown while it is empty.
    pub hint: &'a str,
    /// Words of the cross.
    pub clear: &'a str,
    /// Faint text at its right end, while there is room.
    pub aside: &'a str,
    /// Height, points.
    pub height: f32,
    /// A magnifying glass at its left end.
    pub glass: bool,
}

/// What happened to a text field.
#[derive(Clone, Copy, Debug, Default)]
pub struct FieldOutput {
    /// The text is another.
    pub changed: bool,
    /// Enter was pressed in it.
    pub entered: bool,
    /// It has the cursor.
    pub focused: bool,
}

/// Puts the cursor into a field, with all of its text chosen: what is typed takes its place.
pub fn choose_all(ui: &Ui, id: Id, text: &str) {
    ui.memory_mut(|m| m.request_focus(id));
    let mut state = TextEditState::load(ui.ctx(), id).unwrap_or_default();
    let all = CCursorRange::two(CCursor::new(0), CCursor::new(text.chars().count()));
    state.cursor.set_char_range(Some(all));
    state.store(ui.ctx(), id);
}

/// Draws a field as wide as the room.
pub fn show(ui: &mut Ui, theme: &Theme, field: Field<'_>, text: &mut String) -> FieldOutput {
    let mut output = FieldOutput::default();
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), field.height), egui::Sense::hover());
    let focused = ui.memory(|m| m.has_focus(field.id));
    let stroke = if focused { egui::Stroke::new(1.5, theme.accent) } else { theme.hairline() };
    ui.painter().rect(rect, f32::from(RADIUS), theme.paper, stroke, egui::StrokeKind::Inside);
    let mut left = rect.left() + 11.0;
    if field.glass {
        let at = Rect::from_center_size(egui::pos2(rect.left() + 19.0, rect.center().y), vec2(15.0, 15.0));
        icon::paint(ui.painter(), at, Icon::Search, theme.ink3);
        left += 24.0;
    }
    let mut right = rect.right() - 8.0;
    if !text.is_empty() {
        let at = Rect::from_center_size(egui::pos2(rect.right() - 17.0, rect.center().y), vec2(24.0, 24.0));
        let mut child = ui.new_child(egui::UiBuilder::new().max_rect(at));
        if Button::icon(Kind::Quiet, Icon::Close, field.clear).height(24.0).no_stop().show(&mut child, theme).clicked()
        {
            text.clear();
            output.changed = true;
            ui.memory_mut(|m| m.request_focus(field.id));
        }
        right -= 26.0;
    } else if !field.aside.is_empty() && rect.width() > 420.0 {
        let at = egui::pos2(right - 4.0, rect.center().y);
        ui.painter().text(at, Align2::RIGHT_CENTER, field.aside, Theme::sans(12.5), theme.ink3);
    }
    let inner = Rect::from_min_max(egui::pos2(left, rect.top()), egui::pos2(right, rect.bottom()));
    let mut child =
        ui.new_child(egui::UiBuilder::new().max_rect(inner).layout(egui::Layout::left_to_right(egui::Align::Center)));
    let edit = TextEdit::singleline(text)
        .id(field.id)
        .frame(Frame::NONE)
        .margin(Margin::ZERO)
        .font(Theme::sans(13.5))
        .text_color(theme.ink)
        .hint_text(egui::RichText::new(field.hint).font(Theme::sans(13.5)).color(theme.ink3))
        .align(Align2::LEFT_CENTER)
        .min_size(inner.size())
        .desired_width(inner.width());
    let response = child.add(edit);
    ui.ctx().accesskit_node_builder(field.id, |node| node.set_label(field.name));
    output.changed |= response.changed();
    output.entered = response.lost_focus() && ui.input(|i| i.key_pressed(egui::Key::Enter));
    output.focused = response.has_focus();
    output
}
