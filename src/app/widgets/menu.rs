//! Menus: the card they stand on, their items and lines.

use egui::{Popup, PopupCloseBehavior, Response, Role, ScrollArea, Sense, Ui, WidgetInfo, vec2};

use super::{
    focus_ring,
    icon::{self, Icon},
    line, put,
};
use crate::app::theme::Theme;

/// Shows a menu under `button` while it is open, or above it where there is more room.
pub fn under(button: &Response, theme: &Theme, width: f32, content: impl FnOnce(&mut Ui)) {
    Popup::menu(button).frame(theme.card()).width(width).show(|ui| {
        let window = ui.ctx().content_rect();
        let (below, above) = (window.bottom() - button.rect.bottom(), button.rect.top() - window.top());
        scrolled(ui, width, below.max(above) - 28.0, content);
    });
}

/// Shows a card under `button` that stays while it is used.
pub fn card_under(button: &Response, theme: &Theme, width: f32, content: impl FnOnce(&mut Ui)) {
    Popup::menu(button)
        .frame(theme.card().inner_margin(16))
        .close_behavior(PopupCloseBehavior::CloseOnClickOutside)
        .width(width)
        .show(|ui| {
            ui.set_width(width);
            content(ui);
        });
}

/// The card under `button` was opened: `field` gets the cursor. To be said in the card.
pub fn cursor_into(ui: &Ui, button: &Response, field: egui::Id) {
    let id = button.id.with("cursor");
    if button.clicked() {
        ui.data_mut(|data| data.insert_temp(id, true));
    }
    // In the first pass the card only measures itself, and no field can have the cursor.
    if !ui.is_sizing_pass() && ui.data_mut(|data| data.remove_temp::<bool>(id)).is_some() {
        ui.memory_mut(|m| m.request_focus(field));
    }
}

/// Shows a menu where `response` was clicked with the other button.
pub fn context(response: &Response, theme: &Theme, width: f32, content: impl FnOnce(&mut Ui)) {
    Popup::context_menu(response).frame(theme.card()).width(width).show(|ui| {
        let whole = ui.ctx().content_rect().height();
        scrolled(ui, width, whole - 28.0, content);
    });
}

/// The items; they scroll where the window is too low for all of them.
fn scrolled(ui: &mut Ui, width: f32, height: f32, content: impl FnOnce(&mut Ui)) {
    ui.set_width(width);
    let height = height.max(90.0);
    ScrollArea::vertical().max_height(height).min_scrolled_height(height).auto_shrink([false, true]).show(ui, |ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        content(ui);
    });
}

/// Height of an item, points.
pub const ROW_HEIGHT: f32 = 30.0;

/// An item that leaves the card open: one of several, `on` when it holds.
pub fn choice(ui: &mut Ui, theme: &Theme, text: &str, on: bool) -> bool {
    row(ui, theme, text, "", Some(on), true)
}

/// The same with a count.
pub fn counted(ui: &mut Ui, theme: &Theme, text: &str, count: &str, on: bool) -> bool {
    row(ui, theme, text, count, Some(on), true)
}

/// An item. `aside`: shortcut or count. `checked`: whether it is the one that holds, `None` when it is no choice.
pub fn item(ui: &mut Ui, theme: &Theme, text: &str, aside: &str, checked: Option<bool>, enabled: bool) -> bool {
    let clicked = row(ui, theme, text, aside, checked, enabled);
    if clicked {
        ui.close();
    }
    clicked
}

fn row(ui: &mut Ui, theme: &Theme, text: &str, aside: &str, checked: Option<bool>, enabled: bool) -> bool {
    let width = ui.available_width();
    let sense = if enabled { Sense::click() } else { Sense::hover() };
    let (rect, response) = ui.allocate_exact_size(vec2(width, ROW_HEIGHT), sense);
    let role = if checked.is_some() { Role::MenuItemRadio } else { Role::MenuItem };
    response.widget_info(|| match checked {
        Some(on) => WidgetInfo::selected(role, enabled, on, text),
        None => WidgetInfo::labeled(role, enabled, text),
    });
    if enabled && (response.hovered() || response.has_focus()) {
        ui.painter().rect_filled(rect, 5.0, theme.hover);
    }
    let ink = if enabled { theme.ink } else { theme.ink3 };
    let mut left = rect.left() + 12.0;
    if let Some(on) = checked {
        if on {
            let at = egui::Rect::from_center_size(egui::pos2(left + 5.0, rect.center().y), vec2(12.0, 12.0));
            icon::paint(ui.painter(), at, Icon::Check, theme.accent);
        }
        left += 20.0;
    }
    let aside = line(ui, aside, Theme::sans(12.5), theme.ink3, width * 0.5);
    let aside_width = aside.size().x;
    put(ui, aside, rect.right() - 12.0 - aside_width, rect.center().y);
    let galley = line(ui, text, Theme::sans(13.5), ink, rect.right() - 22.0 - aside_width - left);
    put(ui, galley, left, rect.center().y);
    focus_ring(ui, theme, &response, rect.shrink(2.0));
    response.clicked()
}

/// A heading among the items.
pub fn heading(ui: &mut Ui, theme: &Theme, text: &str) {
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), 26.0), Sense::hover());
    let galley = line(ui, text, Theme::sans(12.0), theme.ink3, rect.width() - 24.0);
    put(ui, galley, rect.left() + 12.0, rect.center().y + 2.0);
}

/// A line between items.
pub fn rule(ui: &mut Ui, theme: &Theme) {
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), 11.0), Sense::hover());
    ui.painter().hline(rect.x_range().shrink(4.0), rect.center().y, theme.hairline());
}
