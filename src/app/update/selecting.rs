//! Asking and choosing: what the list holds, which article is shown, what is marked.

use std::{collections::BTreeSet, sync::Arc};

use super::visiting;
use crate::{
    app::{
        action::{NarrowChange, PlaceUse, ReaderCommand},
        effect::{Effect, HitsQuestion, Question, UserChange},
        state::{Asked, Listing, Pane, ReaderState, State},
    },
    article::{Block, BlockKind},
    corpus::{Mode, Narrow},
    place::PlaceId,
    text::span::ByteRange,
};

pub(super) fn ask(state: &mut State) -> Vec<Effect> {
    state.ask_generation += 1;
    vec![Effect::Ask(Box::new(Question {
        generation: state.ask_generation,
        snapshot: Arc::clone(&state.snapshot),
        filter: state.filter.clone(),
        sort: state.sort(),
        one_of_each: state.settings.one_of_each,
        read: Arc::clone(&state.read),
        starred: Arc::clone(&state.search.starred),
        marks: state.marks.clone(),
        tags: Arc::clone(&state.tags),
    }))]
}

pub(super) fn answered(state: &mut State, listing: Arc<Listing>) -> Vec<Effect> {
    // An answer of an older library or an older question than the one on screen is of no use.
    let fuller = listing.generation == state.listing.generation && listing.grouped && !state.listing.grouped;
    if listing.generation <= state.listing.generation && state.listing.generation != 0 && !fuller {
        return vec![];
    }
    // What is not listed any more is not chosen any more.
    state.chosen = state.chosen.carried(&state.listing.snapshot, &listing);
    state.listing = listing;
    let mut effects = super::ledgering::read_when_listed(state);
    effects.extend(super::ledgering::ask(state));
    if state.asked() == Asked::Answered && std::mem::take(&mut state.search.first_wanted) {
        effects.extend(select_row(state, 0));
    }
    let lost = state.selected.is_none() || state.document().is_none();
    let follow = state.auto_selected
        && state.pane == Pane::List
        && state.selected_row() != Some(0)
        && state.reader.place.byte == 0;
    if (lost || follow)
        && let Some(path) = state.listing.document(0).map(|d| d.path.clone())
    {
        effects.extend(select(state, path, true));
    }
    effects
}

/// The first article of the answer: when that is still to come, it is shown then.
pub(super) fn select_first(state: &mut State) -> Vec<Effect> {
    state.search.first_wanted = state.asked() == Asked::Searching;
    if state.search.first_wanted { vec![] } else { select_row(state, 0) }
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
    if !same && !auto {
        visiting::leave(state);
    }
    state.selected = Some(path);
    state.auto_selected = auto;
    // Who has chosen one does not wait for another.
    state.search.first_wanted &= auto;
    let mut effects = vec![];
    if !same {
        state.reader = ReaderState::default();
        effects.extend(find_hits(state, true));
        effects.push(Effect::User(UserChange::AskPlace(Arc::clone(&document))));
    }
    if !auto {
        effects.extend(super::searching::remember(state));
    }
    if !auto && !state.read.contains(&document.hash) {
        effects.extend(mark(state, vec![document.hash], true));
    }
    effects
}

/// Has the hits of the shown article looked for, and of the one beside it; those on screen stay until the new ones are known.
pub(super) fn find_hits(state: &mut State, show_first: bool) -> Vec<Effect> {
    let first = find_hits_in(state, false, show_first);
    first.into_iter().chain(find_hits_in(state, true, false)).collect()
}

/// Has the hits of one of two articles looked for.
pub(super) fn find_hits_in(state: &mut State, beside: bool, show_first: bool) -> Option<Effect> {
    let (text, literal, exact) = match &state.find {
        Some(words) => (words.clone(), true, false),
        None => (state.filter.text.clone(), false, state.filter.exact),
    };
    let document = if beside { state.beside_document() } else { state.document() }.cloned();
    let number = if beside { &mut state.beside_generation } else { &mut state.hits_generation };
    *number += 1;
    let generation = *number;
    if beside && document.is_none() {
        return None;
    }
    let reader = state.reader_of(beside);
    reader.show_first_hit = show_first;
    match document {
        Some(document) if !text.trim().is_empty() => {
            Some(Effect::FindHits(HitsQuestion { generation, document, text, literal, exact, beside }))
        }
        _ => {
            reader.hits = Arc::default();
            reader.current_hit = None;
            reader.show_first_hit = false;
            None
        }
    }
}

pub(super) fn hits_found(state: &mut State, generation: u64, beside: bool, hits: Arc<Vec<ByteRange>>) -> Vec<Effect> {
    let newest = if beside { state.beside_generation } else { state.hits_generation };
    if generation != newest || beside && state.beside.is_none() {
        return vec![];
    }
    let finds = state.find.is_some();
    let reader = state.reader_of(beside);
    // The same hits in the article that nobody asked for: where one stood in them stays.
    if beside && !reader.show_first_hit && reader.hits == hits {
        return vec![];
    }
    reader.hits = hits;
    reader.current_hit = None;
    let show = std::mem::take(&mut reader.show_first_hit) && !reader.hits.is_empty();
    if let Some(byte) = reader.wanted_hit.take().filter(|_| show) {
        let at = reader.hits.partition_point(|hit| hit.end <= byte);
        let last = reader.hits.len() - 1;
        return show_hit(state, beside, at.min(last));
    }
    match (show, finds) {
        (false, _) => vec![],
        (true, false) => {
            let best = best_hit(state, beside);
            show_hit(state, beside, best)
        }
        // Who finds while reading goes on from there.
        (true, true) => step_hit(state, beside, 1),
    }
}

/// The hit that the list shows of an article; where that is not known, the first one in its running text, or else in no folded line.
fn best_hit(state: &State, beside: bool) -> usize {
    let document = if beside { state.beside_document() } else { state.document() };
    let reader = match &state.beside {
        Some(side) if beside => &side.reader,
        _ => &state.reader,
    };
    let Some(document) = document else { return 0 };
    let listing = &state.listing;
    let peek = listing.snapshot.find(&document.path).and_then(|doc| state.search.peeks.get(listing, doc));
    let shown = peek.and_then(|peek| peek.snippet.as_ref()).and_then(|snippet| snippet.hits.first());
    // The peek is of the folder's newest snapshot, which may have another text.
    let in_snippet = shown.and_then(|shown| reader.hits.iter().position(|hit| hit.overlaps(*shown)));
    let first_in = |wanted: fn(BlockKind) -> bool| {
        let page = document.page();
        let blocks = &page.article.blocks;
        reader.hits.iter().position(|hit| {
            let at = blocks.partition_point(|block| block.span.end <= hit.start);
            blocks.get(at).is_none_or(|block| wanted(block.kind))
        })
    };
    // As in the list, which shows the title anyway.
    let running = || first_in(|kind| matches!(kind, BlockKind::Paragraph | BlockKind::Question | BlockKind::Answer));
    let plain = || first_in(|kind| kind != BlockKind::Furniture);
    in_snippet.or_else(running).or_else(plain).unwrap_or(0)
}

/// To the next (1) or previous (-1) hit of one of two articles, round and round.
pub(super) fn step_hit(state: &mut State, beside: bool, by: isize) -> Vec<Effect> {
    let best = (by > 0 && state.find.is_none()).then(|| best_hit(state, beside));
    let reader = state.reader_of(beside);
    let count = reader.hits.len();
    if count == 0 {
        return vec![];
    }
    let next = match reader.current_hit {
        // From outside the hits the reading view's place decides where to begin.
        None => {
            let from = reader.place.byte;
            if let Some(best) = best.filter(|_| from == 0) {
                return show_hit(state, beside, best);
            }
            let after = reader.hits.partition_point(|hit| hit.start < from);
            if by > 0 { after % count } else { (after + count - 1) % count }
        }
        Some(at) => {
            let count = isize::try_from(count).unwrap_or(isize::MAX);
            usize::try_from((isize::try_from(at).unwrap_or(0) + by).rem_euclid(count)).unwrap_or(0)
        }
    };
    show_hit(state, beside, next)
}

/// Goes to a hit of one of two articles; opens the folded lines when it stands in them.
pub(super) fn show_hit(state: &mut State, beside: bool, index: usize) -> Vec<Effect> {
    let document = if beside { state.beside_document() } else { state.document() }.cloned();
    let reader = state.reader_of(beside);
    reader.current_hit = Some(index);
    if let (Some(hit), Some(document)) = (reader.hits.get(index), document) {
        let furniture = |block: &Block| block.kind == BlockKind::Furniture && block.span.overlaps(*hit);
        reader.furniture_open |= document.page().article.blocks.iter().any(furniture);
    }
    vec![super::beside::to(beside, ReaderCommand::ShowHit)]
}

/// Goes to a sentence of the shown article and marks it, as a hit is marked.
pub(super) fn show_spot(state: &mut State, span: ByteRange) -> Vec<Effect> {
    // Hits that are still being looked for would take its place.
    state.find = None;
    state.hits_generation += 1;
    state.reader.show_first_hit = false;
    state.reader.hits = Arc::new(vec![span]);
    show_hit(state, false, 0)
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

/// Nothing is asked any more; how places combine stays.
pub(super) fn clear_filter(state: &mut State) {
    state.filter.text.clear();
    state.filter.exact = false;
    state.filter.include.clear();
    state.filter.exclude.clear();
    state.filter.narrow = Narrow::default();
}

pub(super) fn narrow(state: &mut State, change: NarrowChange) {
    fn toggle<T: Ord>(set: &mut BTreeSet<T>, value: T) {
        if !set.remove(&value) {
            set.insert(value);
        }
    }
    let filter = &mut state.filter;
    match change {
        NarrowChange::Dates(dates) => filter.narrow.dates = dates,
        NarrowChange::Source(source) => toggle(&mut filter.narrow.sources, source),
        NarrowChange::Script(script) => toggle(&mut filter.narrow.scripts, script),
        NarrowChange::Length(length) => toggle(&mut filter.narrow.lengths, length),
        NarrowChange::Remark(code) => toggle(&mut filter.narrow.remarks, code),
        NarrowChange::Tag(tag) => toggle(&mut filter.narrow.tags, tag),
        NarrowChange::Naming(naming) => filter.naming = naming,
        NarrowChange::Within(within) => filter.within = within,
    }
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

/// Several places at once: at least one of them must occur, since hardly an article names all that lie in a box.
pub(super) fn use_places(state: &mut State, places: &[PlaceId], add: bool) {
    if !add {
        state.filter.include.clear();
    }
    for place in places {
        state.filter.exclude.remove(place);
        state.filter.include.insert(*place);
    }
    if state.filter.mode == Mode::All && state.filter.include.len() > 1 {
        state.filter.mode = Mode::Any;
    }
}

pub(super) fn real_path(state: &State, path: &str) -> Option<std::path::PathBuf> {
    state.snapshot.find(path).and_then(|ix| state.snapshot.get(ix)).and_then(|d| d.real_path.clone())
}
