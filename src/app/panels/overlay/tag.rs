//! A new tag for the chosen articles, with those there are to choose from.

use egui::{Id, RichText, Ui, vec2};

use super::save_or_cancel;
use crate::{
    app::{
        action::Action,
        choosing::{ChoiceAction, Which},
        state::State,
        theme::Theme,
        widgets::{
            button::{Button, Kind},
            field::{self, Field},
        },
    },
    library::tags::tidy,
    words::Words,
};

/// Tags that are offered.
const MOST: usize = 24;

/// Draws the form.
pub(super) fn show(
    ui: &mut Ui,
    state: &State,
    (which, typed): (&Which, &str),
    fresh: bool,
    theme: &Theme,
    words: &Words,
    actions: &mut Vec<Action>,
) {
    let count = if *which == Which::Chosen { state.chosen.docs.len() } else { 1 };
    ui.label(RichText::new(words.tn("tag-about", &[("n", count.into())])).color(theme.ink2));
    ui.add_space(8.0);
    let mut text = typed.to_owned();
    let (label, hint, clear) = (words.t("tag-field"), words.t("tag-hint"), words.t("field-clear"));
    let id = Id::unique("tag-name");
    let field = Field { id, name: &label, hint: &hint, clear: &clear, aside: "", height: 36.0, glass: false };
    if fresh {
        ui.memory_mut(|m| m.request_focus(id));
    }
    let output = field::show(ui, theme, field, &mut text);
    let known = state.tags.names();
    if !known.is_empty() {
        ui.add_space(8.0);
        ui.horizontal_wrapped(|ui| {
            ui.spacing_mut().item_spacing = vec2(6.0, 6.0);
            for name in known.iter().filter(|name| name.starts_with(text.trim())).take(MOST) {
                if Button::new(Kind::Outlined, name)
                    .height(26.0)
                    .text_pt(12.5)
                    .max_width(200.0)
                    .show(ui, theme)
                    .clicked()
                {
                    actions.push(Action::Choice(ChoiceAction::Tag(which.clone(), (*name).to_owned(), true)));
                }
            }
        });
    }
    let ready = tidy(&text).is_some();
    let save = save_or_cancel(ui, ready, theme, words, actions) || output.entered && ready;
    if save {
        actions.push(Action::Choice(ChoiceAction::Tag(which.clone(), text, true)));
    } else if output.changed {
        actions.push(Action::Choice(ChoiceAction::NameTag(which.clone(), text)));
    }
}
