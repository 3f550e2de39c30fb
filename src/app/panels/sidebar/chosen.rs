//! What can be done with all chosen articles: the line above the list, and the part of a row's menu.

use egui::{Align, Layout, RichText, Ui};

use crate::{
    app::{
        action::Action,
        choosing::{ChoiceAction, Which},
        state::State,
        theme::Theme,
        widgets::{
            button::{Button, Kind},
            icon::Icon,
            menu,
        },
    },
    export::Format,
    library::{ContentHash, Tags},
    words::Words,
};

/// Tags that a menu lists.
const MOST_TAGS: usize = 10;
/// Of more articles it is not looked at each frame which tags all of them have.
const MOST_PAGES: usize = 2_000;

/// Draws the line, while articles are chosen.
pub(super) fn show(ui: &mut Ui, state: &State, theme: &Theme, words: &Words, actions: &mut Vec<Action>) {
    let count = state.chosen.docs.len();
    if count == 0 {
        return;
    }
    egui::Frame::new().fill(theme.chosen_row()).corner_radius(7).inner_margin(egui::Margin::symmetric(8, 2)).show(
        ui,
        |ui| {
            ui.horizontal(|ui| {
                ui.spacing_mut().item_spacing.x = 4.0;
                let text = words.tn("choice-count", &[("n", super::counted(count))]);
                ui.label(RichText::new(text).font(Theme::bold(13.5)).color(theme.ink));
                ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                    let clear = words.t("choice-clear");
                    if Button::icon(Kind::Quiet, Icon::Close, &clear).height(26.0).show(ui, theme).clicked() {
                        actions.push(Action::Choice(ChoiceAction::Clear));
                    }
                    let text = words.t("choice-menu");
                    let button = Button::new(Kind::Quiet, &text).trailing(Icon::ArrowDown).height(26.0);
                    let button = button.show(ui, theme);
                    menu::under(&button, theme, 220.0, |ui| items(ui, state, theme, words, actions));
                });
            });
        },
    );
}

/// The items for all chosen articles.
pub(super) fn items(ui: &mut Ui, state: &State, theme: &Theme, words: &Words, actions: &mut Vec<Action>) {
    let mut item = |ui: &mut Ui, id: &str, action: ChoiceAction| {
        if menu::item(ui, theme, &words.t(id), "", None, true) {
            actions.push(Action::Choice(action));
        }
    };
    item(ui, "row-mark-read", ChoiceAction::MarkRead(Which::Chosen, true));
    item(ui, "row-mark-unread", ChoiceAction::MarkRead(Which::Chosen, false));
    item(ui, "row-star", ChoiceAction::Star(Which::Chosen, true));
    item(ui, "row-unstar", ChoiceAction::Star(Which::Chosen, false));
    menu::rule(ui, theme);
    let snapshot = &state.listing.snapshot;
    let pages: Vec<ContentHash> =
        state.chosen.docs.iter().take(MOST_PAGES + 1).filter_map(|doc| snapshot.get(*doc)).map(|d| d.hash).collect();
    tags(ui, &state.tags, &pages, &Which::Chosen, theme, words, actions);
    menu::rule(ui, theme);
    menu::heading(ui, theme, &words.t("choice-export"));
    for format in Format::ALL.map(Format::name) {
        if menu::item(ui, theme, &words.t(&format!("reader-export-{format}")), "", None, true) {
            actions.push(Action::Choice(ChoiceAction::Export(format.to_owned())));
        }
    }
}

/// The tags of these pages, and the way to new ones. A tag that all of them have is taken away.
pub(super) fn tags(
    ui: &mut Ui,
    tags: &Tags,
    pages: &[ContentHash],
    which: &Which,
    theme: &Theme,
    words: &Words,
    actions: &mut Vec<Action>,
) {
    menu::heading(ui, theme, &words.t("facet-tags"));
    for name in tags.names().into_iter().take(MOST_TAGS) {
        let on = (1..=MOST_PAGES).contains(&pages.len()) && pages.iter().all(|page| tags.has(*page, name));
        if menu::item(ui, theme, &format!("#{name}"), "", Some(on), true) {
            actions.push(Action::Choice(ChoiceAction::Tag(which.clone(), name.to_owned(), !on)));
        }
    }
    if menu::item(ui, theme, &words.t("tag-new"), "", None, true) {
        actions.push(Action::Choice(ChoiceAction::NameTag(which.clone(), String::new())));
    }
}
