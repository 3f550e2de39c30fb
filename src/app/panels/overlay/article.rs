//! The form for title, date, source and writers of a page.

use egui::{Id, RichText, Ui};

use super::save_or_cancel;
use crate::{
    app::{
        action::Action,
        forms::{ArticleForm, typed_date},
        state::{Overlay, State},
        theme::Theme,
        widgets::{
            button::{Button, Kind},
            field::{self, Field},
        },
    },
    library::corrections::Key,
    words::Words,
};

/// Draws the form.
pub(super) fn show(
    ui: &mut Ui,
    state: &State,
    form: &ArticleForm,
    fresh: bool,
    theme: &Theme,
    words: &Words,
    actions: &mut Vec<Action>,
) {
    let mut form = form.clone();
    let date_ok = typed_date(&form.date).is_ok();
    let mut changed = false;
    let mut entered = false;
    let rows = [
        ("correct-title", "title", &mut form.title, ""),
        ("correct-date", "date", &mut form.date, "2021-03-05"),
        ("correct-source", "source", &mut form.source, ""),
        ("correct-authors", "authors", &mut form.authors, ""),
    ];
    for (label, slot, text, hint) in rows {
        let name = words.t(label);
        ui.horizontal(|ui| {
            ui.label(RichText::new(&*name).font(Theme::sans(12.5)).color(theme.ink2));
            if let Some(key) = corrected(state, &form.path, slot) {
                let back = words.tn("correct-as-read", &[("what", name.as_ref().into())]);
                let text = words.t("correct-as-read-short");
                let button = Button::new(Kind::Link, &text).name(&back).height(20.0);
                if button.show(ui, theme).clicked() {
                    actions.push(Action::Correct(vec![(key, None)]));
                    actions.push(Action::CloseOverlay);
                }
            }
        });
        let none = words.t("correct-none");
        let field = Field {
            id: Id::unique(("correct-article", slot)),
            name: &name,
            hint: if hint.is_empty() { &none } else { hint },
            clear: &words.t("field-clear"),
            aside: "",
            height: 34.0,
            glass: false,
        };
        if fresh && slot == "title" {
            ui.memory_mut(|m| m.request_focus(field.id));
        }
        let output = field::show(ui, theme, field, text);
        changed |= output.changed;
        entered |= output.entered;
        if slot == "date" && !date_ok {
            ui.label(RichText::new(words.t("correct-date-unclear")).font(Theme::sans(12.0)).color(theme.accent));
        }
        ui.add_space(6.0);
    }
    ui.label(RichText::new(words.t("correct-kept")).font(Theme::sans(12.0)).color(theme.ink3));
    if save_or_cancel(ui, date_ok, theme, words, actions) || entered && date_ok {
        actions.push(Action::ShowOverlay(Overlay::Article(form)));
        actions.push(Action::SaveForm);
    } else if changed {
        actions.push(Action::ShowOverlay(Overlay::Article(form)));
    }
}

/// The key of a correction of this page, when there is one.
fn corrected(state: &State, path: &str, slot: &str) -> Option<Key> {
    let document = state.snapshot.find(path).and_then(|ix| state.snapshot.get(ix))?;
    let corrections = state.corrections.as_ref()?;
    let page = corrections.page_of(document.hash, path);
    let key = Key { page: Some(page), slot: slot.to_owned() };
    corrections.get(&key).map(|_| key)
}
