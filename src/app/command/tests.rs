//! No two commands that can be given at once have the same key.

use super::*;

#[test]
fn no_two_commands_share_a_key_at_once() {
    for (pane, view) in [
        (Pane::List, View::Reader),
        (Pane::Reader, View::Reader),
        (Pane::List, View::Ledger),
        (Pane::List, View::Timeline),
        (Pane::List, View::Map),
    ] {
        let mut state = State { pane, selected: Some("a".into()), ..State::default() };
        state.ledger.view = view;
        state.ledger.chosen = Some(0);
        state.ledger.marked = [0, 1].into();
        state.corrections = Some(std::sync::Arc::default());
        state.ledger.listed =
            std::sync::Arc::new(crate::app::ledger::Listed { facts: vec![0], ..crate::app::ledger::Listed::default() });
        state.listing = std::sync::Arc::new(crate::app::state::Listing {
            answer: crate::corpus::Answer {
                hits: vec![crate::library::query::Hit {
                    doc: crate::corpus::DocIx(0),
                    hits: 0,
                    score: 0.0,
                    cut: false,
                }],
                ..crate::corpus::Answer::default()
            },
            ..Default::default()
        });
        let mut seen: Vec<Shortcut> = vec![];
        for command in commands().filter(|c| (c.enabled)(&state)) {
            for key in command.keys {
                assert!(!seen.contains(key), "{key:?} twice ({})", command.words_id);
                seen.push(*key);
            }
        }
    }
}
