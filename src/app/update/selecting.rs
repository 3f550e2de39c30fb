//! Asking and choosing: what the list holds, which article is shown, what is marked.

use std::sync::Arc;

use crate::{
    app::{
        action::{PlaceUse, ReaderCommand},
        effect::{Effect, Question, UserChange},
        state::{Listing, Pane, ReaderState, State},
    },
    library::query,
    place::PlaceId,
};

pub(super) fn ask(state: &mut State) -> Vec<Effect> {
    state.ask_generation += 1;
    vec![Effect::Ask(Box::new(Question {
        generation: state.ask_generation,
        snapshot: Arc::clone(&state.snapshot),
        filter: state.filter.clone(),
        sort: state.settings.sort.into(),
        read: Arc::clone(&state.read),
    }))]
}

pub(super) fn answered(state: &mut State, listing: Arc<Listing>) -> Vec<Effect> {
    // An answer of an older library or an older question than the one on screen is of no use.
    if listing.generation <= state.listing.generation && state.listing.generation != 0 {
        return vec![];
    }
    state.listing = listing;
    let lost = state.selected.is_none() || state.document().is_none();
    let follow = state.auto_selected
        && state.pane == Pane::List
        && state.selected_row() != Some(0)
        && state.reader.place.byte == 0;
    if (lost || follow)
        && let Some(path) = state.listing.document(0).map(|d| d.path.clone())
    {
        return select(state, path, true);
    }
    vec![]
}

pub(super) fn select_row(state: &mut State, row: usize) -> Vec<Effect> {
    match state.listing.document(row).map(|d| d.path.clone()) {
        Some(path) => {
            let mut effects = select(state, path, false);
            effects.push(Effect::ShowSelection);
            effects
        }
        None => vec![],
    }
}

pub(super) fn select(state: &mut State, path: String, auto: bool) -> Vec<Effect> {
    let Some(document) = state.snapshot.find(&path).and_then(|ix| state.snapshot.get(ix)).cloned() else {
        return vec![];
    };
    let same = state.selected.as_deref() == Some(&path);
    state.selected = Some(path);
    state.auto_selected = auto;
    let mut effects = vec![];
    if !same {
        state.reader = ReaderState::default();
        find_hits(state);
        effects.push(Effect::User(UserChange::AskPlace(document.hash)));
        if !state.reader.hits.is_empty() {
            state.reader.current_hit = Some(0);
            effects.push(Effect::Reader(ReaderCommand::ShowHit));
        }
    }
    if !auto && !state.read.contains(&document.hash) {
        effects.extend(mark(state, vec![document.hash], true));
    }
    effects
}

pub(super) fn find_hits(state: &mut State) {
    let hits = match state.document() {
        Some(document) if !state.filter.text.trim().is_empty() => query::hits_in(document, &state.filter.text),
        _ => vec![],
    };
    state.reader.hits = Arc::new(hits);
    state.reader.current_hit = None;
}

pub(super) fn mark(state: &mut State, hashes: Vec<crate::library::ContentHash>, read: bool) -> Vec<Effect> {
    if hashes.is_empty() {
        return vec![];
    }
    let mut all = (*state.read).clone();
    for hash in &hashes {
        if read {
            all.insert(*hash);
        } else {
            all.remove(hash);
        }
    }
    state.read = Arc::new(all);
    vec![Effect::User(UserChange::MarkRead(hashes, read))]
}

pub(super) fn use_place(state: &mut State, place: PlaceId, how: PlaceUse) {
    let included = state.filter.include.remove(&place);
    let excluded = state.filter.exclude.remove(&place);
    match how {
        PlaceUse::Include if !included => {
            state.filter.include.insert(place);
        }
        PlaceUse::Exclude if !excluded => {
            state.filter.exclude.insert(place);
        }
        PlaceUse::Only => {
            state.filter.include.clear();
            state.filter.exclude.clear();
            state.filter.include.insert(place);
        }
        PlaceUse::Include | PlaceUse::Exclude | PlaceUse::Clear => {}
    }
}

pub(super) fn real_path(state: &State, path: &str) -> Option<std::path::PathBuf> {
    state.snapshot.find(path).and_then(|ix| state.snapshot.get(ix)).and_then(|d| d.real_path.clone())
}
