//! The folder that changes while it is open: when it is looked through, and how what is found comes in.

use std::{collections::BTreeSet, sync::Arc};

use super::{
    correcting,
    selecting::{ask, find_hits},
};
use crate::{
    app::{
        action::{OPEN_FAILURES, OpenFailure},
        effect::{Effect, UserChange},
        reading_place,
        state::State,
        title::title_of,
        watching::{Held, Look, WatchAction, WatchState},
    },
    corpus::{Document, Overrides, Recheck, Snapshot, Target, Turn},
};

/// Applies one action.
pub(super) fn update(state: &mut State, action: WatchAction) -> Vec<Effect> {
    match action {
        WatchAction::Look => look(state),
        WatchAction::Stirred(number) => {
            if state.watch.watched == Some(number) {
                look(state)
            } else {
                vec![]
            }
        }
        WatchAction::Unwatched(number, trouble) => {
            if state.watch.watched == Some(number) && !std::mem::replace(&mut state.watch.told, true) {
                state.watch.trouble = Some(trouble);
            }
            vec![]
        }
        WatchAction::Looked { number, before, result } => looked(state, number, before, result),
        WatchAction::ShowNew(path) => {
            state.watch.wanted.insert(path);
            look(state)
        }
        WatchAction::PutAway => {
            state.watch.news.clear();
            state.watch.trouble = None;
            vec![]
        }
    }
}

/// The shown articles, as far as their new content is not wanted.
fn kept(state: &State) -> BTreeSet<String> {
    let shown = state.selected.iter().chain(state.beside.iter().map(|beside| &beside.path));
    shown.filter(|path| !state.watch.wanted.contains(*path)).cloned().collect()
}

/// Has the folder looked through, unless that is going on.
fn look(state: &mut State) -> Vec<Effect> {
    let Some(target) = state.target.clone().filter(|target| *target != Target::BuiltIn) else { return vec![] };
    // An opening finds everything by itself; one that was stopped is not to go on unasked.
    if state.loading.is_some() || !state.snapshot.complete {
        return vec![];
    }
    if state.watch.looking {
        state.watch.again = true;
        return vec![];
    }
    let keep = kept(state);
    state.watch.looking = true;
    state.watch.number += 1;
    let overrides =
        Overrides { encodings: state.encodings.clone(), corrections: Arc::clone(&state.snapshot.corrections) };
    let (number, before) = (state.watch.number, Arc::clone(&state.snapshot));
    vec![Effect::Look(Box::new(Look { number, target, before, overrides, keep }))]
}

fn looked(state: &mut State, number: u64, before: u64, result: Result<Recheck, OpenFailure>) -> Vec<Effect> {
    if number != state.watch.number || !state.watch.looking {
        return vec![];
    }
    state.watch.looking = false;
    let mut effects = vec![];
    match result {
        // The folder may come back; what was read of it can still be read.
        Err(_) => lost(state),
        // Something was put right in between, or read anew.
        Ok(_) if before != state.snapshot.revision => state.watch.again = true,
        Ok(found) => {
            found_again(state);
            effects.extend(take_in(state, found));
            effects.extend(watch(state));
        }
    }
    if std::mem::take(&mut state.watch.again) {
        effects.extend(look(state));
    }
    effects
}

/// What is open can be listed: that it could not is no news any more.
fn found_again(state: &mut State) {
    state.watch.lost = false;
    let root = state.target.as_ref().and_then(Target::root).map(|root| root.display().to_string());
    state.notices.retain(|notice| !OPEN_FAILURES.contains(&notice.what) || Some(&notice.name) != root.as_ref());
}

/// What is open could not be read again. It may come back, which is looked for.
pub(super) fn lost(state: &mut State) {
    (state.watch.lost, state.watch.watched) = (true, None);
}

/// Puts what was found in the place of what was there.
fn take_in(state: &mut State, found: Recheck) -> Vec<Effect> {
    let mut effects = vec![];
    let before = std::mem::take(&mut state.watch.held);
    state.watch.wanted.clear();
    for change in &found.changes {
        let path = &change.document.path;
        let held = match change.turn {
            _ if !change.kept => None,
            Turn::Gone => Some(Held::Gone),
            Turn::New | Turn::Changed | Turn::Moved(_) => Some(Held::Changed),
        };
        // What was held back was told when it was noticed.
        let known = before.get(path);
        if known.is_none() || held.is_some() && known != held.as_ref() {
            state.watch.tell(change, title_of(&change.document));
        }
        if let Some(held) = held {
            state.watch.held.insert(path.clone(), held);
        }
        if let Turn::Moved(from) = &change.turn {
            effects.extend(follow_move(state, from, path));
        }
    }
    if !Arc::ptr_eq(&found.snapshot, &state.snapshot) {
        effects.extend(adopt(state, found.snapshot));
    }
    effects
}

/// What was kept under the old path of a file goes on under its new one.
fn follow_move(state: &mut State, from: &str, to: &str) -> Vec<Effect> {
    let moved = |path: &mut String| {
        if path == from {
            to.clone_into(path);
        }
    };
    state.selected.iter_mut().for_each(moved);
    state.beside.iter_mut().for_each(|beside| moved(&mut beside.path));
    state.back.iter_mut().chain(&mut state.forward).for_each(|visit| moved(&mut visit.path));
    state.aloud.iter_mut().for_each(|aloud| moved(&mut aloud.path));
    let Some(encoding) = state.encodings.remove(from) else { return vec![] };
    state.encodings.insert(to.to_owned(), encoding);
    let hash = state.snapshot.find(from).and_then(|ix| state.snapshot.get(ix)).map(|document| document.hash);
    let (Some(Target::Folder(root)), Some(hash)) = (state.target.clone(), hash) else { return vec![] };
    let set = |root, path: &str, encoding| {
        Effect::User(UserChange::SetEncoding { root, path: path.to_owned(), hash, encoding })
    };
    vec![set(root.clone(), from, None), set(root, to, Some(encoding))]
}

/// A newer snapshot of what is open. Where the shown article has another text, its place in it is looked for.
pub(super) fn adopt(state: &mut State, snapshot: Arc<Snapshot>) -> Vec<Effect> {
    let (was, second) = (state.document().cloned(), state.beside_document().cloned());
    state.snapshot = snapshot;
    let mut effects = ask(state);
    let now = state.document().cloned();
    let other = is_other(was.as_ref(), now.as_ref());
    if let (true, Some(old), Some(new)) = (other, &was, &now) {
        let place = reading_place::at(&old.page().article.text, state.reader.place.byte);
        if place.offset > 0 {
            effects.push(Effect::User(UserChange::FindPlace(Arc::clone(new), place)));
        }
    }
    // The hits in the same text are the same ones, and one may stand on one of them.
    if other || is_other(second.as_ref(), state.beside_document()) {
        effects.extend(find_hits(state, false));
    }
    effects.extend(correcting::mend(state));
    effects
}

/// True when the text is another.
fn is_other(was: Option<&Arc<Document>>, now: Option<&Arc<Document>>) -> bool {
    match (was, now) {
        (Some(was), Some(now)) => !Arc::ptr_eq(was, now) && was.page().article.text != now.page().article.text,
        (None, None) => false,
        (Some(_), None) | (None, Some(_)) => true,
    }
}

/// After each action: an article that was left, or is put right, is not held back any more.
pub(super) fn follow(state: &mut State) -> Vec<Effect> {
    if state.watch.held.is_empty() || state.watch.looking {
        return vec![];
    }
    let kept = kept(state);
    if state.watch.held.keys().all(|path| kept.contains(path)) { vec![] } else { look(state) }
}

/// Has the system watch what is open, unless it does.
fn watch(state: &mut State) -> Vec<Effect> {
    if state.watch.watched.is_some() {
        return vec![];
    }
    state.watch.watched = Some(state.open_generation);
    vec![Effect::Watch(state.open_generation, state.target.clone().filter(|target| *target != Target::BuiltIn))]
}

/// The folder was read as a whole: nothing is held back, nothing is news, and it is watched anew.
pub(super) fn read_whole(state: &mut State) -> Vec<Effect> {
    found_again(state);
    let WatchState { number, told, .. } = std::mem::take(&mut state.watch);
    // A look that is under way is of the past.
    state.watch = WatchState { number: number + 1, told, ..WatchState::default() };
    watch(state)
}

/// Another folder.
pub(super) fn forget(state: &mut State) {
    state.watch = WatchState { number: state.watch.number + 1, ..WatchState::default() };
}
