//! The form for a fact: kind, status, name, parties and dates, under the sentence that tells it.

use egui::{Align, Id, Layout, RichText, Ui, vec2};

use super::{save_or_cancel, scrolled_above};
use crate::{
    app::{
        action::Action,
        fact_form::{FactForm, Gap},
        ledger::LedgerAction,
        state::{Overlay, State},
        theme::Theme,
        widgets::{
            button::{Button, Kind as Look, choices},
            field::{self, Field},
        },
    },
    facts::{Kind, Status, typed::typed_value},
    words::Words,
};

/// Characters of the sentence that are shown.
const MOST_CHARS: usize = 160;
/// Height of what stands below the fields: why it cannot be saved, and the buttons, points.
const FOOT: f32 = 76.0;

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
    let mut typed = form.clone();
    let mut entered = false;
    // The buttons are always in sight, however low the window is.
    scrolled_above(ui, FOOT, |ui| entered = fields(ui, state, &mut typed, fresh, theme, words));
    let gap = typed.gap();
    ui.add_space(6.0);
    ui.allocate_ui_with_layout(vec2(ui.available_width(), 18.0), Layout::left_to_right(Align::Center), |ui| {
        let (text, ink) = match &gap {
            Some(gap) => (gap_words(gap, words), theme.ink2),
            None => (words.t("fact-form-kept").into_owned(), theme.ink3),
        };
        ui.add(egui::Label::new(RichText::new(text).font(Theme::sans(12.5)).color(ink)).truncate());
        let said = state.ledger.fact().is_some_and(|fact| fact.said.is_some());
        if !form.added && said {
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                let text = words.t("cmd-revert-fact");
                if Button::new(Look::Link, &text).height(20.0).text_pt(12.5).show(ui, theme).clicked() {
                    actions.push(Action::CloseOverlay);
                    actions.push(Action::Ledger(LedgerAction::Revert));
                }
            });
        }
    });
    let ready = gap.is_none();
    let save = save_or_cancel(ui, ready, theme, words, actions) || entered && ready;
    if save || typed != *form {
        actions.push(Action::ShowOverlay(Overlay::Fact(Box::new(typed))));
    }
    if save {
        actions.push(Action::SaveForm);
    }
}

/// Why the form cannot be saved.
fn gap_words(gap: &Gap, words: &Words) -> String {
    let id = match gap {
        Gap::Name => "fact-form-no-name",
        Gap::Parties => "fact-form-no-parties",
        Gap::Date => "fact-form-date-unclear",
        Gap::Deadline => "fact-form-deadline-unclear",
        Gap::Quantities(part) => return words.tn("fact-form-quantity-unclear", &[("part", part.as_str().into())]),
        Gap::Nothing => "fact-form-no-change",
    };
    words.t(id).into_owned()
}

/// What can be chosen and typed; true when Enter was pressed.
fn fields(ui: &mut Ui, state: &State, form: &mut FactForm, fresh: bool, theme: &Theme, words: &Words) -> bool {
    let Some(document) = state.snapshot.find(&form.path).and_then(|ix| state.snapshot.get(ix)) else { return false };
    let page = document.page();
    let sentence = form.sentence.of(&page.article.text).trim();
    let mut shown: String = sentence.chars().take(MOST_CHARS).collect();
    if shown.len() < sentence.len() {
        shown.push('…');
    }
    ui.label(RichText::new(shown).font(Theme::serif(15.0)).color(theme.ink));
    ui.add_space(8.0);
    label(ui, "fact-column-kind", theme, words);
    let kinds = Kind::ALL.map(|kind| (kind, words.fact_kind(kind).into_owned()));
    if let Some(kind) = choices(ui, theme, &kinds, form.typed.kind, false) {
        form.typed.kind = kind;
    }
    ui.add_space(4.0);
    label(ui, "fact-column-status", theme, words);
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
    let mut entered = false;
    let name = Input { slot: "name", id: "ledger-column-name", hint: "", help: "" };
    entered |= name.show(ui, &mut typed.name, fresh, theme, words);
    let parties = Input { slot: "parties", id: "fact-column-parties", hint: "", help: "fact-form-parties-help" };
    entered |= parties.show(ui, &mut typed.parties, false, theme, words);
    let mut unclear = false;
    ui.columns(2, |columns| {
        let two = [
            ("date", "fact-column-date", "2021-03-05", &mut typed.date),
            ("deadline", "fact-column-deadline", "2025", &mut typed.deadline),
        ];
        for (ui, (slot, id, hint, text)) in columns.iter_mut().zip(two) {
            entered |= Input { slot, id, hint, help: "" }.show(ui, text, false, theme, words);
            unclear |= typed_value(text, slot == "deadline").is_none();
        }
    });
    let dates = words.t("fact-form-dates-help");
    let ink = if unclear { theme.accent } else { theme.ink3 };
    ui.label(RichText::new(dates).font(Theme::sans(12.0)).color(ink));
    ui.add_space(2.0);
    let help = "fact-form-quantities-help";
    entered
        | Input { slot: "quantities", id: "fact-column-quantities", hint: "", help }.show(
            ui,
            &mut typed.quantities,
            false,
            theme,
            words,
        )
}

fn label(ui: &mut Ui, id: &str, theme: &Theme, words: &Words) {
    ui.label(RichText::new(words.t(id)).font(Theme::sans(12.5)).color(theme.ink2));
}

/// A text field with its name above it, and below it how to write in it.
struct Input {
    slot: &'static str,
    id: &'static str,
    hint: &'static str,
    help: &'static str,
}

impl Input {
    /// True when Enter was pressed.
    fn show(&self, ui: &mut Ui, text: &mut String, fresh: bool, theme: &Theme, words: &Words) -> bool {
        label(ui, self.id, theme, words);
        let (name, clear) = (words.t(self.id), words.t("field-clear"));
        let id = Id::unique(("correct-fact", self.slot));
        let field = Field { id, name: &name, hint: self.hint, clear: &clear, aside: "", height: 32.0, glass: false };
        if fresh {
            ui.memory_mut(|m| m.request_focus(id));
        }
        let entered = field::show(ui, theme, field, text).entered;
        if !self.help.is_empty() {
            ui.label(RichText::new(words.t(self.help)).font(Theme::sans(12.0)).color(theme.ink3));
        }
        ui.add_space(2.0);
        entered
    }
}
