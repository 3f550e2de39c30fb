//! Each thing a user can do, declared once: menus, key handling and the list of shortcuts read it from here.

mod facts;
mod keys;

use egui::{Key, KeyboardShortcut, Modifiers};

pub use facts::{
    CORRECT_FACT, HERE, HIDE_FACT, MARGIN, MARK_FACT, MERGE_FACTS, OPEN_WITNESS, REVERT_FACT, SPLIT_FACT, VIEW_LEDGER,
    VIEW_MAP, VIEW_READER, VIEW_TIMELINE,
};
pub use keys::take_keys;

use super::{
    action::{Action, ReaderCommand},
    choosing::{ChoiceAction, Which},
    ledger::{LedgerAction, View},
    searching::SearchAction,
    state::{Layout, Overlay, Pane, State},
};
use crate::library::marks::Colour;

/// A key with its modifiers. Keys without Ctrl work only while no text field has the cursor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shortcut(pub Modifiers, pub Key);

const CTRL: Modifiers = Modifiers::COMMAND;
const CTRL_SHIFT: Modifiers = Modifiers::COMMAND.plus(Modifiers::SHIFT);
const PLAIN: Modifiers = Modifiers::NONE;
const SHIFT: Modifiers = Modifiers::SHIFT;
const ALT: Modifiers = Modifiers::ALT;

impl Shortcut {
    /// True when it types a character, and must leave text fields alone.
    #[must_use]
    pub fn types(self) -> bool {
        !self.0.command
            && !self.0.alt
            && !matches!(self.1, Key::F1 | Key::F3 | Key::F5 | Key::F6 | Key::F11 | Key::Escape)
    }

    /// True when a control that has the focus uses the key itself.
    #[must_use]
    pub fn presses_control(self) -> bool {
        !self.0.command
            && matches!(
                self.1,
                Key::Space | Key::Enter | Key::ArrowUp | Key::ArrowDown | Key::ArrowLeft | Key::ArrowRight
            )
    }

    /// The egui form.
    #[must_use]
    pub const fn egui(self) -> KeyboardShortcut {
        KeyboardShortcut::new(self.0, self.1)
    }

    /// As menus print it.
    #[must_use]
    pub fn text(self, ctx: &egui::Context) -> String {
        match (self.0, self.1) {
            (m, Key::Slash) if m == PLAIN => "/".into(),
            (_, Key::Questionmark) => "?".into(),
            (m, key) if key.name().len() == 1 && m == PLAIN => key.name().to_lowercase(),
            // As the keys are labelled.
            (_, key @ (Key::Plus | Key::Equals | Key::Minus)) => {
                let shown = ctx.format_shortcut(&self.egui());
                let stem = shown.strip_suffix(key.name()).unwrap_or(&shown);
                format!("{stem}{}", key.symbol_or_name())
            }
            _ => ctx.format_shortcut(&self.egui()),
        }
    }
}

/// A heading of the list of shortcuts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Group {
    /// Opening and saving.
    File,
    /// Moving in the list.
    List,
    /// Putting right.
    Correcting,
    /// Highlights, notes, bookmarks.
    Marking,
    /// Reading.
    Reading,
    /// Facts: ledger, timeline, network.
    Facts,
    /// The window.
    Window,
}

impl Group {
    /// All, in order.
    pub const ALL: [Self; 7] =
        [Self::File, Self::List, Self::Correcting, Self::Marking, Self::Facts, Self::Reading, Self::Window];

    /// The words of it.
    #[must_use]
    pub const fn words_id(self) -> &'static str {
        match self {
            Self::File => "keys-file",
            Self::List => "keys-list",
            Self::Correcting => "keys-correcting",
            Self::Marking => "keys-marking",
            Self::Reading => "keys-reading",
            Self::Facts => "keys-facts",
            Self::Window => "keys-window",
        }
    }
}

/// A command.
#[derive(Clone, Copy, Debug)]
pub struct Command {
    /// The words of it.
    pub words_id: &'static str,
    /// Where it is listed.
    pub group: Group,
    /// Its keys; the first one is printed.
    pub keys: &'static [Shortcut],
    /// Whether it can be done now.
    pub enabled: fn(&State) -> bool,
    /// What it does.
    pub action: fn(&State) -> Action,
}

const fn always(_: &State) -> bool {
    true
}

fn reads(state: &State) -> bool {
    state.ledger.view == View::Reader
}

fn reads_or_full(state: &State) -> bool {
    state.fullscreen || has_article(state)
}

fn has_differences(state: &State) -> bool {
    let known = state.beside.as_ref().and_then(|beside| beside.differences.as_ref());
    has_article(state) && known.is_some_and(|differences| !differences.places.is_empty())
}

fn has_article(state: &State) -> bool {
    reads(state) && state.selected.is_some()
}

fn has_rows(state: &State) -> bool {
    reads(state) && !state.listing.answer.hits.is_empty()
}

fn asks(state: &State) -> bool {
    !state.filter.text.trim().is_empty()
}

fn searches(state: &State) -> bool {
    asks(state) && has_rows(state)
}

fn has_spots(state: &State) -> bool {
    state.ledger.view == View::Hits && !state.search.spots.listed.found.spots.is_empty()
}

fn list_has_keys(state: &State) -> bool {
    state.pane == Pane::List && has_rows(state)
}

fn has_group(state: &State) -> bool {
    let doc = state.selected_row().and_then(|row| state.listing.answer.hits.get(row));
    list_has_keys(state) && doc.is_some_and(|hit| state.listing.snapshot.known_reposts().group_of(hit.doc).is_some())
}

fn can_open_group(state: &State) -> bool {
    has_group(state) && state.selected.as_ref().is_some_and(|path| !state.open_groups.contains(path))
}

fn can_close_group(state: &State) -> bool {
    has_group(state) && state.selected.as_ref().is_some_and(|path| state.open_groups.contains(path))
}

fn toggle_group(state: &State) -> Action {
    Action::Choice(ChoiceAction::ToggleGroup(state.selected.clone().unwrap_or_default()))
}

fn reader_has_keys(state: &State) -> bool {
    state.pane == Pane::Reader && has_article(state)
}

fn can_correct(state: &State) -> bool {
    has_article(state) && state.corrections.is_some()
}

fn can_mark(state: &State) -> bool {
    has_article(state) && state.marks.is_some()
}

const fn highlight(colour: Option<Colour>) -> Action {
    Action::Reader(ReaderCommand::Highlight(colour))
}

fn has_hits(state: &State) -> bool {
    reads(state) && !state.focused_reader().hits.is_empty()
}

/// Shorthand for one line of the table.
const fn command(
    words_id: &'static str,
    group: Group,
    keys: &'static [Shortcut],
    enabled: fn(&State) -> bool,
    action: fn(&State) -> Action,
) -> Command {
    Command { words_id, group, keys, enabled, action }
}

/// Open a folder.
pub const OPEN_FOLDER: Command =
    command("cmd-open-folder", Group::File, &[Shortcut(CTRL, Key::O)], always, |_| Action::PickFolder);
/// Open files.
pub const OPEN_FILES: Command =
    command("cmd-open-files", Group::File, &[Shortcut(CTRL_SHIFT, Key::O)], always, |_| Action::PickFiles);
/// Read the folder again.
pub const RELOAD: Command =
    command("cmd-reload", Group::File, &[Shortcut(PLAIN, Key::F5)], |s| s.target.is_some(), |_| Action::Reload);
/// Export.
pub const EXPORT: Command = command("cmd-export", Group::File, &[Shortcut(CTRL, Key::E)], has_article, |s| {
    if s.chosen.docs.len() > 1 {
        Action::Choice(ChoiceAction::Export(s.settings.export.format.clone()))
    } else {
        Action::Export { path: None, format: None }
    }
});
/// Copy with source.
pub const COPY_WITH_SOURCE: Command =
    command("cmd-copy-source", Group::File, &[Shortcut(CTRL_SHIFT, Key::C)], has_article, |_| {
        Action::Reader(ReaderCommand::CopyWithSource)
    });
/// Search the folder.
pub const SEARCH: Command =
    command("cmd-search", Group::List, &[Shortcut(PLAIN, Key::Slash), Shortcut(CTRL_SHIFT, Key::F)], always, |_| {
        Action::FocusSearch
    });
/// Find in the article.
pub const FIND: Command = command("cmd-find", Group::Reading, &[Shortcut(CTRL, Key::F)], always, |s| {
    if has_article(s) { Action::Reader(ReaderCommand::Find) } else { Action::FocusSearch }
});
/// The article before this one.
pub const BACK: Command =
    command("cmd-back", Group::Reading, &[Shortcut(ALT, Key::ArrowLeft)], |s| !s.back.is_empty(), |_| Action::GoBack);
/// The article left by going back.
pub const FORWARD: Command = command(
    "cmd-forward",
    Group::Reading,
    &[Shortcut(ALT, Key::ArrowRight)],
    |s| !s.forward.is_empty(),
    |_| Action::GoForward,
);
/// Two articles side by side.
pub const BESIDE: Command =
    command("cmd-beside", Group::Reading, &[Shortcut(PLAIN, Key::V)], has_article, |_| Action::ToggleBeside);
/// Read aloud, or stop.
pub const ALOUD: Command = command(
    "cmd-aloud",
    Group::Reading,
    &[Shortcut(PLAIN, Key::R)],
    |s| has_article(s) && s.voice.is_some(),
    |_| Action::ReadAloud,
);
/// The keys go to the other of two articles.
pub const OTHER_SIDE: Command = command(
    "cmd-other-side",
    Group::Reading,
    &[Shortcut(PLAIN, Key::F6)],
    |s| s.beside.is_some(),
    |_| Action::OtherSide,
);
/// Nothing but the article.
pub const FULLSCREEN: Command =
    command("cmd-fullscreen", Group::Window, &[Shortcut(PLAIN, Key::F11)], reads_or_full, |_| Action::ToggleFullscreen);
/// Theme.
pub const THEME: Command =
    command("cmd-theme", Group::Window, &[Shortcut(CTRL_SHIFT, Key::D)], always, |_| Action::ToggleTheme);
/// Sidebar.
pub const SIDEBAR: Command =
    command("cmd-sidebar", Group::Window, &[Shortcut(CTRL, Key::B)], always, |_| Action::ToggleSidebar);
/// Filter panel.
pub const FILTER: Command =
    command("cmd-filter", Group::Window, &[Shortcut(CTRL_SHIFT, Key::B)], always, |_| Action::ToggleFilter);
/// List of shortcuts.
pub const SHORTCUTS: Command = command(
    "cmd-shortcuts",
    Group::Window,
    &[Shortcut(PLAIN, Key::Questionmark), Shortcut(PLAIN, Key::F1)],
    always,
    |s| {
        if s.overlay == Some(Overlay::Shortcuts) {
            Action::CloseOverlay
        } else {
            Action::ShowOverlay(Overlay::Shortcuts)
        }
    },
);
/// About.
pub const ABOUT: Command = command("cmd-about", Group::Window, &[], always, |_| Action::ShowOverlay(Overlay::About));
/// Original page.
pub const ORIGINAL: Command =
    command("cmd-original", Group::Reading, &[Shortcut(PLAIN, Key::O)], has_article, |_| Action::ToggleOriginal);
/// As it is written, in simplified, in traditional characters.
pub const SCRIPT: Command = command("cmd-script", Group::Reading, &[Shortcut(PLAIN, Key::S)], has_article, |s| {
    let layout = s.settings.layout.clone();
    Action::SetLayout(Layout { script: layout.script.next(), ..layout })
});
/// Put title, date, source and writers right.
pub const CORRECT: Command = command("cmd-correct", Group::Correcting, &[Shortcut(PLAIN, Key::E)], can_correct, |_| {
    Action::CorrectArticle(None)
});
/// The place names of the article.
pub const PLACES: Command = command("cmd-places", Group::Correcting, &[Shortcut(PLAIN, Key::P)], has_article, |_| {
    Action::ShowOverlay(Overlay::Places)
});
/// What the selected line is, or the first one in view.
pub const CORRECT_LINE: Command =
    command("cmd-correct-line", Group::Correcting, &[Shortcut(PLAIN, Key::L)], can_correct, |_| {
        Action::Reader(ReaderCommand::CorrectLine)
    });
/// Highlight the selection.
pub const HIGHLIGHT: Command =
    command("cmd-highlight", Group::Marking, &[Shortcut(PLAIN, Key::H)], can_mark, |_| highlight(None));
/// Dots under the selection.
pub const DOTS: Command =
    command("cmd-dots", Group::Marking, &[Shortcut(PLAIN, Key::D)], can_mark, |_| Action::Reader(ReaderCommand::Dots));
/// Pinyin above the selection.
pub const SPELL: Command = command("cmd-spell", Group::Reading, &[Shortcut(PLAIN, Key::Y)], has_article, |_| {
    Action::Reader(ReaderCommand::Spell)
});
/// Pinyin above everything.
pub const SPELL_ALL: Command = command("cmd-spell-all", Group::Reading, &[Shortcut(SHIFT, Key::Y)], has_article, |s| {
    let layout = s.settings.layout.clone();
    Action::SetLayout(Layout { pinyin: !layout.pinyin, ..layout })
});
/// Write a note beside the selection.
pub const NOTE: Command =
    command("cmd-note", Group::Marking, &[Shortcut(PLAIN, Key::C)], can_mark, |_| Action::Reader(ReaderCommand::Note));
/// Set a bookmark, or take it away.
pub const BOOKMARK: Command = command("cmd-bookmark", Group::Marking, &[Shortcut(PLAIN, Key::B)], can_mark, |_| {
    Action::Reader(ReaderCommand::Bookmark)
});
/// Every highlight, note and bookmark.
pub const MARKS: Command =
    command("cmd-marks", Group::Marking, &[Shortcut(PLAIN, Key::M)], always, |_| Action::ShowOverlay(Overlay::Marks));
/// Everything that was put right.
pub const CORRECTIONS: Command =
    command("cmd-corrections", Group::Correcting, &[], always, |_| Action::ShowOverlay(Overlay::Corrections));
/// Take the last correction back.
pub const UNDO: Command = command(
    "cmd-undo",
    Group::Correcting,
    &[Shortcut(CTRL, Key::Z)],
    |s| !s.done.is_empty(),
    |_| Action::UndoCorrection,
);
/// Do it again.
pub const REDO: Command = command(
    "cmd-redo",
    Group::Correcting,
    &[Shortcut(CTRL_SHIFT, Key::Z), Shortcut(CTRL, Key::Y)],
    |s| !s.undone.is_empty(),
    |_| Action::RedoCorrection,
);
/// Every article of the list read.
pub const MARK_ALL_READ: Command = command("cmd-mark-all-read", Group::List, &[], has_rows, |_| Action::MarkAllRead);

/// A star for the shown article.
pub const STAR: Command = command("cmd-star", Group::List, &[Shortcut(PLAIN, Key::F)], has_article, |s| {
    let snapshot = &s.listing.snapshot;
    let mut chosen = s.chosen.docs.iter().filter_map(|doc| snapshot.get(*doc));
    if s.chosen.docs.is_empty() {
        Action::Search(SearchAction::Star(None))
    } else {
        let lacking = chosen.any(|document| !s.search.starred.contains(&document.hash));
        Action::Choice(ChoiceAction::Star(Which::Chosen, lacking))
    }
});
/// A tag for the chosen articles, or for the shown one.
pub const TAG: Command = command("cmd-tag", Group::List, &[Shortcut(PLAIN, Key::G)], has_article, |s| {
    let one = || Which::One(s.selected.clone().unwrap_or_default());
    let which = if s.chosen.docs.is_empty() { one() } else { Which::Chosen };
    Action::Choice(ChoiceAction::NameTag(which, String::new()))
});
/// All hits in context, or the article again.
pub const HITS: Command = command("view-hits", Group::List, &[Shortcut(CTRL, Key::Num5)], asks, |s| {
    Action::Ledger(LedgerAction::Show(if s.ledger.view == View::Hits { View::Reader } else { View::Hits }))
});
/// What can be typed into the search box.
pub const SEARCH_HELP: Command =
    command("search-help", Group::List, &[], always, |_| Action::ShowOverlay(Overlay::SearchHelp));
/// Keep search and filters under a name.
pub const SAVE_VIEW: Command = command("view-save", Group::List, &[Shortcut(CTRL, Key::S)], State::filtered, |s| {
    Action::Search(SearchAction::NameView(s.filter.text.trim().to_owned()))
});

/// Rows that `PageUp` and `PageDown` move by.
const PAGE_ROWS: isize = 6;

/// All commands, group by group in the order in which the list of shortcuts shows them.
pub fn commands() -> impl Iterator<Item = &'static Command> {
    COMMANDS.iter().chain(facts::COMMANDS)
}

/// All but those of facts.
const COMMANDS: &[Command] = &[
    OPEN_FOLDER,
    OPEN_FILES,
    RELOAD,
    EXPORT,
    COPY_WITH_SOURCE,
    CORRECTIONS,
    SEARCH,
    command("cmd-next", Group::List, &[Shortcut(PLAIN, Key::J)], has_rows, |_| Action::SelectBy(1)),
    command("cmd-previous", Group::List, &[Shortcut(PLAIN, Key::K)], has_rows, |_| Action::SelectBy(-1)),
    command("cmd-next", Group::List, &[Shortcut(PLAIN, Key::ArrowDown)], list_has_keys, |_| Action::SelectBy(1)),
    command("cmd-previous", Group::List, &[Shortcut(PLAIN, Key::ArrowUp)], list_has_keys, |_| Action::SelectBy(-1)),
    command("cmd-page-rows-down", Group::List, &[Shortcut(PLAIN, Key::PageDown)], list_has_keys, |_| {
        Action::SelectBy(PAGE_ROWS)
    }),
    command("cmd-page-rows-up", Group::List, &[Shortcut(PLAIN, Key::PageUp)], list_has_keys, |_| {
        Action::SelectBy(-PAGE_ROWS)
    }),
    command("cmd-first", Group::List, &[Shortcut(PLAIN, Key::Home)], list_has_keys, |_| Action::SelectFirst),
    command("cmd-last", Group::List, &[Shortcut(PLAIN, Key::End)], list_has_keys, |_| Action::SelectLast),
    command("cmd-choose-next", Group::List, &[Shortcut(SHIFT, Key::ArrowDown)], list_has_keys, |_| {
        Action::Choice(ChoiceAction::Step(1))
    }),
    command("cmd-choose-previous", Group::List, &[Shortcut(SHIFT, Key::ArrowUp)], list_has_keys, |_| {
        Action::Choice(ChoiceAction::Step(-1))
    }),
    command("cmd-choose-first", Group::List, &[Shortcut(SHIFT, Key::Home)], list_has_keys, |_| {
        Action::Choice(ChoiceAction::End { last: false })
    }),
    command("cmd-choose-last", Group::List, &[Shortcut(SHIFT, Key::End)], list_has_keys, |_| {
        Action::Choice(ChoiceAction::End { last: true })
    }),
    command("cmd-choose-all", Group::List, &[Shortcut(CTRL, Key::A)], list_has_keys, |_| {
        Action::Choice(ChoiceAction::All)
    }),
    command("cmd-open-group", Group::List, &[Shortcut(PLAIN, Key::ArrowRight)], can_open_group, toggle_group),
    command("cmd-close-group", Group::List, &[Shortcut(PLAIN, Key::ArrowLeft)], can_close_group, toggle_group),
    TAG,
    command("cmd-read", Group::List, &[Shortcut(PLAIN, Key::Enter)], list_has_keys, |_| Action::SetPane(Pane::Reader)),
    MARK_ALL_READ,
    STAR,
    HITS,
    SEARCH_HELP,
    SAVE_VIEW,
    command("cmd-next-match", Group::List, &[Shortcut(PLAIN, Key::N)], searches, |_| {
        Action::Search(SearchAction::NextArticle(1))
    }),
    command("cmd-previous-match", Group::List, &[Shortcut(SHIFT, Key::N)], searches, |_| {
        Action::Search(SearchAction::NextArticle(-1))
    }),
    command("cmd-next", Group::List, &[Shortcut(PLAIN, Key::J), Shortcut(PLAIN, Key::ArrowDown)], has_spots, |_| {
        Action::Search(SearchAction::Step(1))
    }),
    command("cmd-previous", Group::List, &[Shortcut(PLAIN, Key::K), Shortcut(PLAIN, Key::ArrowUp)], has_spots, |_| {
        Action::Search(SearchAction::Step(-1))
    }),
    command("cmd-page-rows-down", Group::List, &[Shortcut(PLAIN, Key::PageDown)], has_spots, |_| {
        Action::Search(SearchAction::Step(3 * PAGE_ROWS))
    }),
    command("cmd-page-rows-up", Group::List, &[Shortcut(PLAIN, Key::PageUp)], has_spots, |_| {
        Action::Search(SearchAction::Step(-3 * PAGE_ROWS))
    }),
    command("cmd-first", Group::List, &[Shortcut(PLAIN, Key::Home)], has_spots, |_| {
        Action::Search(SearchAction::End { last: false })
    }),
    command("cmd-last", Group::List, &[Shortcut(PLAIN, Key::End)], has_spots, |_| {
        Action::Search(SearchAction::End { last: true })
    }),
    command("cmd-read", Group::List, &[Shortcut(PLAIN, Key::Enter)], has_spots, |_| Action::Search(SearchAction::Open)),
    command("cmd-page-down", Group::Reading, &[Shortcut(PLAIN, Key::Space)], has_article, |_| {
        Action::Reader(ReaderCommand::PageDown)
    }),
    command("cmd-page-up", Group::Reading, &[Shortcut(SHIFT, Key::Space)], has_article, |_| {
        Action::Reader(ReaderCommand::PageUp)
    }),
    command("cmd-page-down", Group::Reading, &[Shortcut(PLAIN, Key::PageDown)], reader_has_keys, |_| {
        Action::Reader(ReaderCommand::PageDown)
    }),
    command("cmd-page-up", Group::Reading, &[Shortcut(PLAIN, Key::PageUp)], reader_has_keys, |_| {
        Action::Reader(ReaderCommand::PageUp)
    }),
    command("cmd-line-down", Group::Reading, &[Shortcut(PLAIN, Key::ArrowDown)], reader_has_keys, |_| {
        Action::Reader(ReaderCommand::LineDown)
    }),
    command("cmd-line-up", Group::Reading, &[Shortcut(PLAIN, Key::ArrowUp)], reader_has_keys, |_| {
        Action::Reader(ReaderCommand::LineUp)
    }),
    command("cmd-top", Group::Reading, &[Shortcut(PLAIN, Key::Home)], reader_has_keys, |_| {
        Action::Reader(ReaderCommand::Top)
    }),
    command("cmd-bottom", Group::Reading, &[Shortcut(PLAIN, Key::End)], reader_has_keys, |_| {
        Action::Reader(ReaderCommand::Bottom)
    }),
    FIND,
    BACK,
    FORWARD,
    BESIDE,
    OTHER_SIDE,
    ALOUD,
    command("cmd-next-difference", Group::Reading, &[Shortcut(ALT, Key::ArrowDown)], has_differences, |_| {
        Action::StepDifference(1)
    }),
    command("cmd-previous-difference", Group::Reading, &[Shortcut(ALT, Key::ArrowUp)], has_differences, |_| {
        Action::StepDifference(-1)
    }),
    command("cmd-next-hit", Group::Reading, &[Shortcut(PLAIN, Key::F3)], has_hits, |_| Action::StepHit(1)),
    command("cmd-previous-hit", Group::Reading, &[Shortcut(SHIFT, Key::F3)], has_hits, |_| Action::StepHit(-1)),
    ORIGINAL,
    SCRIPT,
    SPELL,
    SPELL_ALL,
    PLACES,
    CORRECT,
    CORRECT_LINE,
    UNDO,
    REDO,
    HIGHLIGHT,
    command("cmd-highlight-yellow", Group::Marking, &[Shortcut(PLAIN, Key::Num1)], can_mark, |_| {
        highlight(Some(Colour::Yellow))
    }),
    command("cmd-highlight-green", Group::Marking, &[Shortcut(PLAIN, Key::Num2)], can_mark, |_| {
        highlight(Some(Colour::Green))
    }),
    command("cmd-highlight-blue", Group::Marking, &[Shortcut(PLAIN, Key::Num3)], can_mark, |_| {
        highlight(Some(Colour::Blue))
    }),
    command("cmd-highlight-red", Group::Marking, &[Shortcut(PLAIN, Key::Num4)], can_mark, |_| {
        highlight(Some(Colour::Red))
    }),
    DOTS,
    NOTE,
    BOOKMARK,
    MARKS,
    command("cmd-select-all", Group::Reading, &[Shortcut(CTRL, Key::A)], reader_has_keys, |_| {
        Action::Reader(ReaderCommand::SelectAll)
    }),
    command("cmd-larger", Group::Reading, &[Shortcut(CTRL, Key::Plus), Shortcut(CTRL, Key::Equals)], always, |_| {
        Action::StepTextSize(1)
    }),
    command("cmd-smaller", Group::Reading, &[Shortcut(CTRL, Key::Minus)], always, |_| Action::StepTextSize(-1)),
    command("cmd-normal-size", Group::Reading, &[Shortcut(CTRL, Key::Num0)], always, |_| Action::StepTextSize(0)),
    FULLSCREEN,
    SIDEBAR,
    FILTER,
    THEME,
    command(
        "cmd-scale-up",
        Group::Window,
        &[Shortcut(CTRL_SHIFT, Key::Plus), Shortcut(CTRL_SHIFT, Key::Equals)],
        always,
        |_| Action::StepScale(1),
    ),
    command("cmd-scale-down", Group::Window, &[Shortcut(CTRL_SHIFT, Key::Minus)], always, |_| Action::StepScale(-1)),
    SHORTCUTS,
    ABOUT,
];

#[cfg(test)]
mod tests;
