//! Finding in the article that has the keys: the field opens, its words change, it closes.

use super::selecting::{find_hits, find_hits_in};
use crate::app::{
    effect::Effect,
    state::{Pane, State},
};

/// Opens the field with these words; empty ones keep what was looked for last.
pub(super) fn open(state: &mut State, words: String) -> Vec<Effect> {
    let words = if words.is_empty() { state.find.clone().unwrap_or_else(|| state.last_find.clone()) } else { words };
    if state.find.as_ref() == Some(&words) {
        return vec![];
    }
    set(state, words)
}

/// Looks for other words, from the place on that is being read: in the article that has the keys, and to be seen in both.
pub(super) fn set(state: &mut State, words: String) -> Vec<Effect> {
    state.last_find.clone_from(&words);
    state.find = Some(words);
    let second = state.beside_has_keys();
    [false, true].into_iter().filter_map(|beside| find_hits_in(state, beside, beside == second)).collect()
}

/// Closes the field: the hits of the folder's search are shown again, and the article goes on where it stands.
pub(super) fn close(state: &mut State) -> Vec<Effect> {
    if state.find.take().is_none() {
        return vec![];
    }
    state.pane = Pane::Reader;
    find_hits(state, false)
}
