//! The field for finding in the article: at the top right, with the count of hits and the ways to the next and previous one.

use egui::{Id, Rect, RichText, Ui, UiBuilder, pos2, vec2};

use super::{
    model::{ReaderModel, Side},
    view::ReaderView,
};
use crate::{
    app::{
        action::Action,
        theme::Theme,
        widgets::{
            button::{Button, Kind},
            field::{self, Field},
            icon::Icon,
        },
    },
    words::Words,
};

/// Width and height of the card, points.
const SIZE: egui::Vec2 = vec2(432.0, 46.0);

/// Id of the field.
#[must_use]
pub fn find_id() -> Id {
    Id::unique("find-in-article")
}

/// Draws the field and carries out its keys.
pub(super) fn show(
    ui: &mut Ui,
    model: &ReaderModel,
    view: &mut ReaderView,
    rect: Rect,
    theme: &Theme,
    words: &Words,
    actions: &mut Vec<Action>,
) {
    let Some(find) = &model.find else { return };
    let width = SIZE.x.min(rect.width() - 48.0);
    // Under the bar of the second of two articles.
    let top = if model.side == Side::Beside { 56.0 } else { 10.0 };
    let card = Rect::from_min_size(pos2(rect.right() - 24.0 - width, rect.top() + top), vec2(width, SIZE.y));
    // Nothing beneath is pointed at.
    ui.interact(card, ui.scope_id().with("find-card"), egui::Sense::CLICK | egui::Sense::DRAG);
    let frame = theme.card();
    ui.painter().add(frame.paint(card));
    let inner = card.shrink2(vec2(7.0, 7.0));
    let mut child = ui.new_child(
        UiBuilder::new().max_rect(inner).layout(egui::Layout::right_to_left(egui::Align::Center)).id_salt("find"),
    );
    child.spacing_mut().item_spacing.x = 2.0;
    if Button::icon(Kind::Quiet, Icon::Close, &words.t("find-close")).height(28.0).show(&mut child, theme).clicked() {
        actions.push(Action::CloseFind);
    }
    let some = !model.hits.is_empty();
    for (icon, name, by) in [(Icon::Down, "cmd-next-hit", 1), (Icon::Up, "cmd-previous-hit", -1)] {
        let name = words.t(name);
        let button = Button::icon(Kind::Quiet, icon, &name).height(28.0);
        if child.add_enabled_ui(some, |ui| button.show(ui, theme)).inner.clicked() {
            actions.push(Action::StepHit(by));
        }
    }
    let count = count_words(model, find, words);
    let text = RichText::new(&count).font(Theme::sans(12.5)).color(if some { theme.ink2 } else { theme.ink3 });
    child.add_space(4.0);
    child.add(egui::Label::new(text));
    child.add_space(6.0);
    let (name, clear) = (words.t("cmd-find"), words.t("field-clear"));
    let field = Field { id: find_id(), name: &name, hint: &name, clear: &clear, aside: "", height: 32.0, glass: true };
    let mut typed = find.clone();
    if std::mem::take(&mut view.focus_find) {
        // What stands there is typed over.
        field::choose_all(&child, find_id(), &typed);
    }
    let output = field::show(&mut child, theme, field, &mut typed);
    if output.changed {
        actions.push(Action::SetFind(typed));
    }
    if output.entered {
        let back = child.input(|i| i.modifiers.shift);
        actions.push(Action::StepHit(if back { -1 } else { 1 }));
        child.memory_mut(|m| m.request_focus(find_id()));
    }
}

/// Which hit of how many.
fn count_words(model: &ReaderModel, find: &str, words: &Words) -> String {
    if find.trim().is_empty() {
        return String::new();
    }
    if model.hits.is_empty() {
        return words.t("find-none").into_owned();
    }
    let at = model.current_hit.map_or(0, |hit| hit + 1);
    words.tn("find-count", &[("at", at.into()), ("all", model.hits.len().into())])
}
