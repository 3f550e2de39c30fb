//! The form for a highlight's colour and note, or a bookmark's note.

use egui::{RichText, TextEdit, Ui};

use super::save_or_cancel;
use crate::{
    app::{
        action::Action,
        forms::NoteForm,
        state::Overlay,
        theme::Theme,
        widgets::{
            button::{Button, Kind},
            swatch,
        },
    },
    library::marks::{MOST_CHARS, MarkKind},
    words::Words,
};

/// Characters of the passage that are shown.
const MOST_SHOWN: usize = 160;

/// Id of the text field.
#[must_use]
fn field_id() -> egui::Id {
    egui::Id::unique("note-text")
}

/// Draws the form.
pub(super) fn show(ui: &mut Ui, form: &NoteForm, fresh: bool, theme: &Theme, words: &Words, actions: &mut Vec<Action>) {
    let mut new = form.clone();
    let mut quote: String = form.kept.mark.at.quote.chars().take(MOST_SHOWN).collect();
    if quote.len() < form.kept.mark.at.quote.len() {
        quote.push('…');
    }
    ui.label(RichText::new(quote).font(Theme::serif(15.0)).color(theme.ink2));
    ui.add_space(8.0);
    if let MarkKind::Highlight(colour) = form.kept.mark.kind {
        if let Some(chosen) = swatch::row(ui, theme, words, Some(colour)) {
            new.kept.mark.kind = MarkKind::Highlight(chosen);
        }
        ui.add_space(8.0);
    }
    let name = words.t("note-name");
    let edit = TextEdit::multiline(&mut new.kept.mark.note)
        .id(field_id())
        .font(Theme::sans(14.0))
        .text_color(theme.ink)
        .hint_text(RichText::new(words.t("note-hint")).font(Theme::sans(14.0)).color(theme.ink3))
        .char_limit(MOST_CHARS)
        .desired_rows(5)
        .desired_width(f32::INFINITY);
    ui.add(edit);
    ui.ctx().accesskit_node_builder(field_id(), |node| node.set_label(&*name));
    if fresh {
        ui.memory_mut(|m| m.request_focus(field_id()));
    }
    // As the key was pressed: Ctrl may be up again by now.
    let saves = |event: &egui::Event| matches!(event, egui::Event::Key { key: egui::Key::Enter, pressed: true, modifiers, .. } if modifiers.command);
    let entered = ui.input(|i| i.events.iter().any(saves));
    if form.known {
        ui.add_space(6.0);
        if Button::new(Kind::Link, &words.t("mark-remove")).height(26.0).show(ui, theme).clicked() {
            actions.push(Action::SetMarks(vec![(form.key.clone(), None)]));
            return;
        }
    }
    let save = save_or_cancel(ui, true, theme, words, actions);
    if new != *form {
        actions.push(Action::ShowOverlay(Overlay::Note(new)));
    }
    if save || entered {
        actions.push(Action::SaveForm);
    }
}
