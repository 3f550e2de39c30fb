//! The form for a fact: kind, status, name, parties and dates, under the sentence that tells it.

use egui::{Id, RichText, Ui};

use super::save_or_cancel;
use crate::{
    app::{
        action::Action,
        fact_form::{FactForm, typed_value},
        state::{Overlay, State},
        theme::Theme,
        widgets::{
            button::choices,
            field::{self, Field},
        },
    },
    facts::{Kind, Status},
    words::Words,
};

/// Characters of the sentence that are shown.
const MOST_CHARS: usize = 160;

/// Draws the form.
pub(super) fn show(
    ui: &mut Ui,
    state: &State,
    form: &FactForm,
    fresh: bool,
    theme: &Theme,
    words: &Words,
    actions: &mut Vec<Action>,
) {
    let Some(document) = state.snapshot.find(&form.path).and_then(|ix| state.snapshot.get(ix)) else { return };
    let page = document.page();
    let sentence = form.sentence.of(&page.article.text).trim();
    let mut shown: String = sentence.chars().take(MOST_CHARS).collect();
    if shown.len() < sentence.len() {
        shown.push('…');
    }
    ui.label(RichText::new(shown).font(Theme::serif(15.0)).color(theme.ink));
    ui.add_space(8.0);
    let mut form = form.clone();
    let was = form.clone();
    let mut entered = false;
    let label = |ui: &mut Ui, id: &str| {
        ui.label(RichText::new(words.t(id)).font(Theme::sans(12.5)).color(theme.ink2));
    };
    label(ui, "fact-column-kind");
    let kinds = Kind::ALL.map(|kind| (kind, words.fact_kind(kind).into_owned()));
    if let Some(kind) = choices(ui, theme, &kinds, form.typed.kind, false) {
        form.typed.kind = kind;
    }
    ui.add_space(4.0);
    label(ui, "fact-column-status");
    let statuses = Status::ALL.map(|status| (status, words.fact_status(status).into_owned()));
    for (row, statuses) in statuses.chunks(4).enumerate() {
        ui.push_id(row, |ui| {
            if let Some(status) = choices(ui, theme, statuses, form.typed.status, false) {
                form.typed.status = status;
            }
        });
        ui.add_space(4.0);
    }
    let typed = &mut form.typed;
    for (slot, id, hint, text) in [
        ("name", "ledger-column-name", "", &mut typed.name),
        ("parties", "fact-column-parties", "", &mut typed.parties),
        ("date", "fact-column-date", "2021-03-05", &mut typed.date),
        ("deadline", "fact-column-deadline", "2025", &mut typed.deadline),
    ] {
        label(ui, id);
        let (name, clear) = (words.t(id), words.t("field-clear"));
        let id = Id::unique(("correct-fact", slot));
        let field = Field { id, name: &name, hint, clear: &clear, aside: "", height: 32.0, glass: false };
        if fresh && slot == "name" {
            ui.memory_mut(|m| m.request_focus(id));
        }
        entered |= field::show(ui, theme, field, text).entered;
        if matches!(slot, "date" | "deadline") && typed_value(text).is_none() {
            ui.label(RichText::new(words.t("correct-date-unclear")).font(Theme::sans(12.0)).color(theme.accent));
        }
        ui.add_space(2.0);
    }
    ui.label(RichText::new(words.t("fact-form-kept")).font(Theme::sans(12.0)).color(theme.ink3));
    let ready = form.is_complete();
    if save_or_cancel(ui, ready, theme, words, actions) || entered && ready {
        actions.push(Action::ShowOverlay(Overlay::Fact(Box::new(form))));
        actions.push(Action::SaveForm);
    } else if form != was {
        actions.push(Action::ShowOverlay(Overlay::Fact(Box::new(form))));
    }
}
