//! A second article beside the shown one, and what the two say differently.

use std::sync::Arc;

use super::selecting::find_hits_in;
use crate::{
    app::{
        action::ReaderCommand,
        effect::{CompareQuestion, Effect},
        ledger::View,
        state::{Beside, Pane, ReaderState, State},
    },
    text::compare::Differences,
};

/// Two articles of which at least this share is alike are shown with their differences marked.
const VERSIONS_ALIKE: f32 = 0.4;

/// Shows an article beside the shown one.
pub(super) fn open(state: &mut State, path: String) -> Vec<Effect> {
    if state.selected.as_ref() != Some(&path) && state.snapshot.find(&path).is_some() {
        state.ledger.view = View::Reader;
        state.beside = Some(Beside { path, ..Beside::default() });
    }
    vec![]
}

/// Takes the second article away; or shows the one that was read before, else the next one of the list.
pub(super) fn toggle(state: &mut State) -> Vec<Effect> {
    if state.beside.take().is_some() {
        return vec![];
    }
    let other = |path: &String| state.selected.as_ref() != Some(path) && state.snapshot.find(path).is_some();
    let last = state.back.iter().rev().map(|visit| &visit.path).find(|path| other(path)).cloned();
    let row = state.selected_row().map_or(0, |row| row + 1);
    let next = || {
        let rows = [row, 0].into_iter().filter_map(|row| state.listing.document(row));
        rows.map(|document| document.path.clone()).find(|path| other(path))
    };
    match last.or_else(next) {
        Some(path) => open(state, path),
        None => vec![],
    }
}

/// The two articles change places.
pub(super) fn swap(state: &mut State) -> Vec<Effect> {
    let (Some(beside), Some(selected)) = (&mut state.beside, state.selected.clone()) else { return vec![] };
    let path = std::mem::replace(&mut beside.path, selected);
    // Each goes on where it stands.
    beside.reader = ReaderState { place: state.reader.place, ..ReaderState::default() };
    super::selecting::select(state, path, false)
}

/// A command for one of two articles.
pub(super) const fn to(second: bool, command: ReaderCommand) -> Effect {
    if second { Effect::ReaderBeside(command) } else { Effect::Reader(command) }
}

/// Keys and focus go to the other of two articles.
pub(super) fn other_side(state: &mut State) -> Vec<Effect> {
    let Some(beside) = &mut state.beside else { return vec![] };
    beside.keys = !beside.keys;
    state.pane = Pane::Reader;
    vec![to(beside.keys, ReaderCommand::Focus)]
}

/// Has the two articles compared when either is another than before, and the second one searched. The second one goes when it is gone,
/// or is the first one now.
pub(super) fn follow(state: &mut State) -> Vec<Effect> {
    let compare = changed(state);
    let hits = compare.as_ref().and_then(|_| find_hits_in(state, true, false));
    compare.into_iter().chain(hits).collect()
}

/// The question for the differences of two articles, when either is another than before.
fn changed(state: &mut State) -> Option<Effect> {
    let beside = state.beside.as_ref()?;
    let right = state.snapshot.find(&beside.path).and_then(|ix| state.snapshot.get(ix)).cloned();
    let (Some(left), Some(right)) = (state.document().cloned(), right) else {
        state.beside = None;
        return None;
    };
    if left.path == right.path {
        state.beside = None;
        return None;
    }
    let beside = state.beside.as_mut()?;
    if beside.of == Some((left.hash, right.hash)) {
        return None;
    }
    beside.of = Some((left.hash, right.hash));
    (beside.differences, beside.marked, beside.current) = (None, false, None);
    Some(Effect::Compare(CompareQuestion { left, right }))
}

/// The two are compared.
pub(super) fn compared(
    state: &mut State,
    of: (crate::library::ContentHash, crate::library::ContentHash),
    differences: Arc<Differences>,
) -> Vec<Effect> {
    if let Some(beside) = state.beside.as_mut().filter(|beside| beside.of == Some(of)) {
        beside.marked = differences.alike >= VERSIONS_ALIKE;
        beside.differences = Some(differences);
    }
    vec![]
}

/// To the next (1) or previous (-1) difference, round and round, in both articles.
pub(super) fn step(state: &mut State, by: isize) -> Vec<Effect> {
    let Some(beside) = &mut state.beside else { return vec![] };
    let Some(differences) = &beside.differences else { return vec![] };
    let Ok(count) = isize::try_from(differences.places.len()) else { return vec![] };
    if count == 0 {
        return vec![];
    }
    let from = beside.current.and_then(|at| isize::try_from(at).ok()).unwrap_or(if by > 0 { -1 } else { 0 });
    let next = usize::try_from((from + by).rem_euclid(count)).unwrap_or(0);
    let Some(&(left, right)) = differences.places.get(next) else { return vec![] };
    beside.current = Some(next);
    beside.marked = true;
    vec![Effect::Reader(ReaderCommand::ShowNear(left)), Effect::ReaderBeside(ReaderCommand::ShowNear(right))]
}
