//! The header: mark, library switcher, search, layout, theme, and everything else in one menu.

mod colours;
mod faces;
mod layout;
mod search;

use egui::{Align, Align2, Layout, Rect, Ui, pos2, vec2};
pub use search::search_id;

use super::sidebar::{counted, number};
use crate::{
    app::{
        action::Action,
        command::{self, Command},
        ledger::{LedgerAction, View},
        state::{Recent, State, ThemeChoice},
        theme::{CONTROL_HEIGHT, Theme},
        widgets::{
            button::{Button, Kind},
            icon::Icon,
            menu, segments,
        },
    },
    corpus::Target,
    words::{Language, Words},
};

/// What the header keeps between frames.
#[derive(Debug, Default)]
pub struct HeaderView {
    /// Put the cursor into the search box.
    pub focus_search: bool,
    /// The offer below the search box that Enter takes.
    choice: Option<usize>,
    /// Where the card below the search box lies.
    card: Option<Rect>,
    /// The view the header was last drawn over.
    drawn_over: Option<View>,
}

/// The name of what is open.
#[must_use]
pub fn library_name(target: Option<&Target>, words: &Words) -> String {
    match target {
        Some(Target::Folder(folder)) => {
            folder.file_name().map_or_else(|| folder.display().to_string(), |n| n.to_string_lossy().into_owned())
        }
        Some(Target::Files(files)) => words.tn("library-files", &[("n", files.len().into())]),
        Some(Target::BuiltIn) | None => words.t("library-built-in").into_owned(),
    }
}

/// Draws it into the whole of `ui`.
pub fn show(
    ui: &mut Ui,
    state: &State,
    view: &mut HeaderView,
    theme: &Theme,
    words: &Words,
    actions: &mut Vec<Action>,
) {
    let full = ui.max_rect();
    let left = ui
        .scope_builder(egui::UiBuilder::new().max_rect(full).layout(Layout::left_to_right(Align::Center)), |ui| {
            ui.spacing_mut().item_spacing.x = 16.0;
            mark(ui, theme);
            let reads = state.ledger.view == View::Reader;
            if reads && (state.sidebar_folds || !state.settings.sidebar_open) {
                let name = words.t("cmd-sidebar");
                if Button::icon(Kind::Outlined, Icon::Sidebar, &name).show(ui, theme).clicked() {
                    actions.push(Action::ToggleSidebar);
                }
            }
            library(ui, state, theme, words, actions);
            ui.min_rect().right()
        })
        .inner;
    let right = ui
        .scope_builder(egui::UiBuilder::new().max_rect(full).layout(Layout::right_to_left(Align::Center)), |ui| {
            ui.spacing_mut().item_spacing.x = 10.0;
            more(ui, state, theme, words, actions);
            let (icon, name) = if theme.dark { (Icon::Sun, "theme-to-light") } else { (Icon::Moon, "theme-to-dark") };
            if Button::icon(Kind::Outlined, icon, &words.t(name)).show(ui, theme).clicked() {
                actions.push(Action::ToggleTheme);
            }
            layout::show(ui, state, theme, words, actions);
            if state.filter_folds || !state.settings.filter_open {
                let text = words.t("header-filter");
                let on = !state.filter.include.is_empty() || !state.filter.exclude.is_empty();
                if Button::new(Kind::Outlined, &text).trailing(Icon::Down).selected(on).show(ui, theme).clicked() {
                    actions.push(Action::ToggleFilter);
                }
            }
            views(ui, state, theme, words, actions);
            ui.min_rect().left()
        })
        .inner;
    search::show(ui, state, view, (left + 20.0, right - 20.0), theme, words, actions);
}

/// The message of a view.
const fn view_id(view: View) -> &'static str {
    match view {
        View::Reader => "view-reader",
        View::Map => "view-map",
        View::Timeline => "view-timeline",
        View::Ledger => "view-ledger",
        View::Hits => "view-hits",
    }
}

/// The switch of the views; in a narrow window a menu.
fn views(ui: &mut Ui, state: &State, theme: &Theme, words: &Words, actions: &mut Vec<Action>) {
    let now = state.ledger.view;
    let show = |view| Action::Ledger(LedgerAction::Show(view));
    if state.filter_folds {
        let text = words.t(view_id(now));
        let name = words.tn("view-name", &[("view", text.clone().into_owned().into())]);
        let button = Button::new(Kind::Outlined, &text).trailing(Icon::Down).name(&name).show(ui, theme);
        menu::under(&button, theme, 180.0, |ui| {
            for view in View::ALL {
                if menu::item(ui, theme, &words.t(view_id(view)), "", Some(view == now), true) {
                    actions.push(show(view));
                }
            }
        });
        return;
    }
    let texts = View::ALL.map(|view| words.t(view_id(view)).into_owned());
    if let Some(at) = segments::show(ui, theme, &texts, View::ALL.iter().position(|view| *view == now)) {
        actions.extend(View::ALL.get(at).map(|view| show(*view)));
    }
}

fn mark(ui: &mut Ui, theme: &Theme) {
    let (rect, _) = ui.allocate_exact_size(vec2(36.0, CONTROL_HEIGHT), egui::Sense::hover());
    // The embedded serif has one weight; a second impression half a point aside makes the mark as strong as it should be.
    for aside in [0.0, 0.5] {
        let at = pos2(rect.left() + aside, rect.center().y);
        ui.painter().text(at, Align2::LEFT_CENTER, "双城", Theme::serif(18.0), theme.accent);
    }
}

fn library(ui: &mut Ui, state: &State, theme: &Theme, words: &Words, actions: &mut Vec<Action>) {
    let name = library_name(state.target.as_ref(), words);
    let count = words.tn("status-count", &[("n", counted(state.snapshot.documents.len()))]);
    let spoken = words.tn("library-switch", &[("name", name.clone().into()), ("count", count.clone().into())]);
    let button = Button::new(Kind::Outlined, &name)
        .bold()
        .count(&count)
        .trailing(Icon::Down)
        .name(&spoken)
        .max_width(220.0)
        .show(ui, theme);
    menu::under(&button, theme, 320.0, |ui| {
        for command in [command::OPEN_FOLDER, command::OPEN_FILES, command::RELOAD] {
            command_item(ui, &command, state, theme, words, actions);
        }
        menu::rule(ui, theme);
        let built_in = state.target == Some(Target::BuiltIn);
        if menu::item(ui, theme, &words.t("library-built-in"), "", Some(built_in), true) {
            actions.push(Action::Open(Target::BuiltIn));
        }
        if !state.recents.is_empty() {
            menu::rule(ui, theme);
            menu::heading(ui, theme, &words.t("library-recent"));
            for recent in &state.recents {
                recent_item(ui, recent, state, theme, words, actions);
            }
            if menu::item(ui, theme, &words.t("library-clear-recent"), "", None, true) {
                actions.push(Action::ClearRecents);
            }
        }
    });
}

fn recent_item(ui: &mut Ui, recent: &Recent, state: &State, theme: &Theme, words: &Words, actions: &mut Vec<Action>) {
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 0.0;
        let here = matches!(&state.target, Some(Target::Folder(folder)) if *folder == recent.path);
        let name = recent
            .path
            .file_name()
            .map_or_else(|| recent.path.display().to_string(), |n| n.to_string_lossy().into_owned());
        ui.scope(|ui| {
            ui.set_width(ui.available_width() - 56.0);
            let count = number(recent.count as usize);
            if menu::item(ui, theme, &name, &count, Some(here), true) {
                actions.push(Action::Open(Target::Folder(recent.path.clone())));
            }
        });
        let id = if recent.pinned { "library-unpin" } else { "library-pin" };
        let text = words.tn(id, &[("name", name.clone().into())]);
        if Button::icon(Kind::Quiet, Icon::Pin, &text).height(28.0).selected(recent.pinned).show(ui, theme).clicked() {
            actions.push(Action::PinRecent(recent.path.clone(), !recent.pinned));
        }
        let text = words.tn("library-forget", &[("name", name.into())]);
        if Button::icon(Kind::Quiet, Icon::Close, &text).height(28.0).show(ui, theme).clicked() {
            actions.push(Action::ForgetRecent(recent.path.clone()));
        }
    });
}

fn more(ui: &mut Ui, state: &State, theme: &Theme, words: &Words, actions: &mut Vec<Action>) {
    let name = words.t("header-more");
    let button = Button::icon(Kind::Outlined, Icon::More, &name).show(ui, theme);
    menu::under(&button, theme, 250.0, |ui| {
        menu::heading(ui, theme, &words.t("menu-language"));
        for language in Language::ALL {
            if menu::item(ui, theme, language.own_name(), "", Some(state.language() == language), true) {
                actions.push(Action::SetLanguage(Some(language)));
            }
        }
        menu::rule(ui, theme);
        menu::heading(ui, theme, &words.t("menu-theme"));
        for (choice, id) in [
            (ThemeChoice::System, "theme-system"),
            (ThemeChoice::Light, "theme-light"),
            (ThemeChoice::Dark, "theme-dark"),
        ] {
            if menu::item(ui, theme, &words.t(id), "", Some(state.settings.theme == choice), true) {
                actions.push(Action::SetTheme(choice));
            }
        }
        menu::rule(ui, theme);
        for command in [command::BACK, command::FORWARD, command::BESIDE, command::FULLSCREEN] {
            command_item(ui, &command, state, theme, words, actions);
        }
        menu::rule(ui, theme);
        for command in [command::SIDEBAR, command::FILTER, command::EXPORT] {
            command_item(ui, &command, state, theme, words, actions);
        }
        menu::rule(ui, theme);
        for command in [
            command::HERE,
            command::MARGIN,
            command::MARKS,
            command::PLACES,
            command::CORRECT,
            command::CORRECT_LINE,
            command::CORRECTIONS,
            command::UNDO,
        ] {
            command_item(ui, &command, state, theme, words, actions);
        }
        menu::rule(ui, theme);
        for command in [command::HITS, command::SAVE_VIEW, command::SEARCH_HELP] {
            command_item(ui, &command, state, theme, words, actions);
        }
        menu::rule(ui, theme);
        for command in [command::SHORTCUTS, command::ABOUT] {
            command_item(ui, &command, state, theme, words, actions);
        }
    });
}

/// A command as a menu item.
pub fn command_item(
    ui: &mut Ui,
    command: &Command,
    state: &State,
    theme: &Theme,
    words: &Words,
    actions: &mut Vec<Action>,
) {
    let keys = command.keys.first().map(|key| key.text(ui.ctx())).unwrap_or_default();
    if menu::item(ui, theme, &words.t(command.words_id), &keys, None, (command.enabled)(state)) {
        actions.push((command.action)(state));
    }
}
