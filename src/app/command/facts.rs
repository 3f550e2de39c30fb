//! What a user can do with facts: the views, the keys of table, timeline and network, and putting facts right.

use egui::Key;

use super::{CTRL, Command, Group, PLAIN, Shortcut, always, command, has_article};
use crate::app::{
    action::Action,
    here::Lens,
    ledger::{LedgerAction, View},
    state::State,
};

/// The middle of the window shows facts.
fn has_table(state: &State) -> bool {
    !matches!(state.ledger.view, View::Reader | View::Hits)
}

/// The table, the timeline or the network is there and has facts.
fn has_facts(state: &State) -> bool {
    has_table(state) && !state.ledger.listed.facts.is_empty()
}

/// The timeline is there and has facts: arrows go along it.
fn has_time(state: &State) -> bool {
    state.ledger.view == View::Timeline && has_facts(state)
}

fn has_rows_of_facts(state: &State) -> bool {
    state.ledger.view != View::Timeline && has_facts(state)
}

fn has_row(state: &State) -> bool {
    state.ledger.view != View::Timeline && has_fact(state)
}

fn has_fact(state: &State) -> bool {
    has_table(state) && state.ledger.chosen.is_some()
}

fn can_correct_fact(state: &State) -> bool {
    has_fact(state) && state.corrections.is_some()
}

fn can_split(state: &State) -> bool {
    can_correct_fact(state) && state.ledger.fact().is_some_and(|fact| fact.witnesses.len() > 1)
}

fn can_revert(state: &State) -> bool {
    can_correct_fact(state) && state.ledger.fact().is_some_and(|fact| fact.said.is_some())
}

fn can_merge(state: &State) -> bool {
    has_table(state) && state.corrections.is_some() && state.ledger.marked.len() > 1
}

/// Read.
pub const VIEW_READER: Command =
    command("view-reader", Group::Facts, &[Shortcut(CTRL, Key::Num1)], always, |_| show(View::Reader));
/// The map.
pub const VIEW_MAP: Command =
    command("view-map", Group::Facts, &[Shortcut(CTRL, Key::Num2)], always, |_| show(View::Map));
/// The timeline.
pub const VIEW_TIMELINE: Command =
    command("view-timeline", Group::Facts, &[Shortcut(CTRL, Key::Num3)], always, |_| show(View::Timeline));
/// The ledger.
pub const VIEW_LEDGER: Command =
    command("view-ledger", Group::Facts, &[Shortcut(CTRL, Key::Num4)], always, |_| show(View::Ledger));

/// What the article holds.
pub const HERE: Command = command("here-title", Group::Facts, &[Shortcut(PLAIN, Key::T)], has_article, |_| {
    Action::Ledger(LedgerAction::Here(Lens::Facts))
});
/// Facts in the margin.
pub const MARGIN: Command = command("cmd-fact-margin", Group::Facts, &[Shortcut(PLAIN, Key::I)], has_article, |_| {
    Action::Ledger(LedgerAction::Margin)
});
/// Open the article at the sentence.
pub const OPEN_WITNESS: Command =
    command("cmd-open-witness", Group::Facts, &[Shortcut(PLAIN, Key::Enter)], has_fact, |_| {
        Action::Ledger(LedgerAction::OpenWitness)
    });
/// Put a fact right.
pub const CORRECT_FACT: Command =
    command("cmd-correct-fact", Group::Facts, &[Shortcut(PLAIN, Key::E)], can_correct_fact, |_| {
        Action::Ledger(LedgerAction::Correct)
    });
/// A fact is of no interest.
pub const HIDE_FACT: Command =
    command("cmd-hide-fact", Group::Facts, &[Shortcut(PLAIN, Key::Delete)], can_correct_fact, |_| {
        Action::Ledger(LedgerAction::Hide)
    });
/// A sentence tells another fact.
pub const SPLIT_FACT: Command = command("cmd-split-fact", Group::Facts, &[Shortcut(PLAIN, Key::S)], can_split, |_| {
    Action::Ledger(LedgerAction::Split)
});
/// Nothing is said of a fact any more.
pub const REVERT_FACT: Command =
    command("cmd-revert-fact", Group::Facts, &[], can_revert, |_| Action::Ledger(LedgerAction::Revert));
/// Mark a fact.
pub const MARK_FACT: Command = command("cmd-mark-fact", Group::Facts, &[Shortcut(PLAIN, Key::X)], has_fact, |s| {
    Action::Ledger(LedgerAction::Mark(s.ledger.chosen.unwrap_or_default()))
});
/// Marked facts are one.
pub const MERGE_FACTS: Command =
    command("cmd-merge-facts", Group::Facts, &[Shortcut(PLAIN, Key::C)], can_merge, |_| {
        Action::Ledger(LedgerAction::Merge)
    });

const fn show(view: View) -> Action {
    Action::Ledger(LedgerAction::Show(view))
}

const fn step(by: isize) -> Action {
    Action::Ledger(LedgerAction::Step(by))
}

/// Facts that `PageUp` and `PageDown` move by.
const PAGE_FACTS: isize = 10;

/// The commands, in the order in which the list of shortcuts shows them.
pub(super) const COMMANDS: &[Command] = &[
    HERE,
    MARGIN,
    VIEW_READER,
    VIEW_MAP,
    VIEW_TIMELINE,
    VIEW_LEDGER,
    command(
        "cmd-next-fact",
        Group::Facts,
        &[Shortcut(PLAIN, Key::ArrowDown), Shortcut(PLAIN, Key::J)],
        has_rows_of_facts,
        |_| step(1),
    ),
    command(
        "cmd-previous-fact",
        Group::Facts,
        &[Shortcut(PLAIN, Key::ArrowUp), Shortcut(PLAIN, Key::K)],
        has_rows_of_facts,
        |_| step(-1),
    ),
    command("cmd-page-facts-down", Group::Facts, &[Shortcut(PLAIN, Key::PageDown)], has_facts, |_| step(PAGE_FACTS)),
    command("cmd-page-facts-up", Group::Facts, &[Shortcut(PLAIN, Key::PageUp)], has_facts, |_| step(-PAGE_FACTS)),
    command("cmd-first-fact", Group::Facts, &[Shortcut(PLAIN, Key::Home)], has_facts, |_| {
        Action::Ledger(LedgerAction::End { last: false })
    }),
    command("cmd-last-fact", Group::Facts, &[Shortcut(PLAIN, Key::End)], has_facts, |_| {
        Action::Ledger(LedgerAction::End { last: true })
    }),
    command("cmd-next-witness", Group::Facts, &[Shortcut(PLAIN, Key::ArrowRight)], has_row, |_| {
        Action::Ledger(LedgerAction::Witness(1))
    }),
    command("cmd-previous-witness", Group::Facts, &[Shortcut(PLAIN, Key::ArrowLeft)], has_row, |_| {
        Action::Ledger(LedgerAction::Witness(-1))
    }),
    command("cmd-later-fact", Group::Facts, &[Shortcut(PLAIN, Key::ArrowRight)], has_time, |_| {
        Action::Ledger(LedgerAction::Along(1))
    }),
    command("cmd-earlier-fact", Group::Facts, &[Shortcut(PLAIN, Key::ArrowLeft)], has_time, |_| {
        Action::Ledger(LedgerAction::Along(-1))
    }),
    command("cmd-next-lane", Group::Facts, &[Shortcut(PLAIN, Key::ArrowDown)], has_time, |_| {
        Action::Ledger(LedgerAction::Across(1))
    }),
    command("cmd-previous-lane", Group::Facts, &[Shortcut(PLAIN, Key::ArrowUp)], has_time, |_| {
        Action::Ledger(LedgerAction::Across(-1))
    }),
    command(
        "timeline-nearer",
        Group::Facts,
        &[Shortcut(PLAIN, Key::Plus), Shortcut(PLAIN, Key::Equals)],
        has_time,
        |_| Action::Ledger(LedgerAction::Zoom(1)),
    ),
    command("timeline-farther", Group::Facts, &[Shortcut(PLAIN, Key::Minus)], has_time, |_| {
        Action::Ledger(LedgerAction::Zoom(-1))
    }),
    command("timeline-all", Group::Facts, &[Shortcut(PLAIN, Key::Num0)], has_time, |_| {
        Action::Ledger(LedgerAction::Zoom(0))
    }),
    OPEN_WITNESS,
    CORRECT_FACT,
    HIDE_FACT,
    REVERT_FACT,
    SPLIT_FACT,
    MARK_FACT,
    MERGE_FACTS,
];
