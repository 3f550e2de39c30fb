//! What can be typed into the search box; and the name of a view that is saved.

use egui::{Id, RichText, Ui, vec2};

use super::save_or_cancel;
use crate::{
    app::{
        action::Action,
        searching::SearchAction,
        state::{Overlay, State},
        theme::Theme,
        widgets::field::{self, Field},
    },
    words::Words,
};

/// The lines of the help: what is typed, and what it finds. Both are messages.
const LINES: [(&str, &str); 17] = [
    ("search-help-all", "search-help-all-means"),
    ("search-help-phrase", "search-help-phrase-means"),
    ("search-help-not", "search-help-not-means"),
    ("search-help-or", "search-help-or-means"),
    ("search-help-group", "search-help-group-means"),
    ("search-help-title", "search-help-title-means"),
    ("search-help-source", "search-help-source-means"),
    ("search-help-city", "search-help-city-means"),
    ("search-help-date", "search-help-date-means"),
    ("search-help-has", "search-help-has-means"),
    ("search-help-script", "search-help-script-means"),
    ("search-help-is", "search-help-is-means"),
    ("search-help-tag", "search-help-tag-means"),
    ("search-help-near", "search-help-near-means"),
    ("search-help-pattern", "search-help-pattern-means"),
    ("search-help-exact", "search-help-exact-means"),
    ("search-help-sound", "search-help-sound-means"),
];

/// Draws the help.
pub(super) fn help(ui: &mut Ui, theme: &Theme, words: &Words) {
    ui.label(RichText::new(words.t("search-help-about")).color(theme.ink2));
    ui.add_space(10.0);
    let height = (ui.ctx().content_rect().height() - 220.0).max(160.0);
    let list = egui::ScrollArea::vertical().max_height(height).min_scrolled_height(height).auto_shrink([false, true]);
    list.show(ui, |ui| {
        ui.spacing_mut().interact_size.y = 20.0;
        egui::Grid::new("search-help").num_columns(2).spacing(vec2(28.0, 9.0)).show(ui, |ui| {
            for (typed, means) in LINES {
                ui.label(RichText::new(words.t(typed)).font(Theme::bold(13.5)).color(theme.ink));
                ui.scope(|ui| {
                    ui.set_max_width((ui.available_width()).max(120.0));
                    ui.label(RichText::new(words.t(means)).color(theme.ink2));
                });
                ui.end_row();
            }
        });
    });
}

/// Draws the form for the name of a view.
pub(super) fn name(
    ui: &mut Ui,
    state: &State,
    name: &str,
    fresh: bool,
    theme: &Theme,
    words: &Words,
    actions: &mut Vec<Action>,
) {
    ui.label(RichText::new(words.t("view-save-about")).color(theme.ink2));
    ui.add_space(8.0);
    let mut typed = name.to_owned();
    let (label, hint, clear) = (words.t("view-name-field"), words.t("view-name-hint"), words.t("field-clear"));
    let id = Id::unique("view-name");
    let field = Field { id, name: &label, hint: &hint, clear: &clear, aside: "", height: 36.0, glass: false };
    if fresh {
        field::choose_all(ui, id, &typed);
    }
    let output = field::show(ui, theme, field, &mut typed);
    let known = state.search.views.iter().any(|view| view.name == typed.trim());
    if known {
        ui.add_space(6.0);
        ui.label(RichText::new(words.t("view-name-known")).font(Theme::sans(12.5)).color(theme.amber));
    }
    let ready = !typed.trim().is_empty();
    let save = save_or_cancel(ui, ready, theme, words, actions) || output.entered && ready;
    if save {
        actions.push(Action::Search(SearchAction::SaveView(typed)));
    } else if output.changed {
        actions.push(Action::ShowOverlay(Overlay::ViewName(typed)));
    }
}
