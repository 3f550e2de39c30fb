//! Searching beside typing: suggestions, saved views, stars, the table of all hits.

use std::sync::Arc;

use super::{
    notify,
    selecting::{ask, find_hits, select, select_row},
};
use crate::{
    app::{
        effect::{Effect, UserChange},
        ledger::View,
        notice::Notice,
        searching::{MOST_SEARCHES, SearchAction, SpotsQuestion},
        state::{Overlay, Pane, State},
    },
    corpus::Narrow,
    library::{
        query::suggest::{Suggestion, last_word},
        views::SavedView,
    },
};

/// Applies one action.
pub(super) fn update(state: &mut State, action: SearchAction) -> Vec<Effect> {
    match action {
        SearchAction::Known { starred, history, views, tags } => {
            let own = &mut state.search;
            let mut stars = (*own.starred).clone();
            stars.extend(starred);
            own.starred = Arc::new(stars);
            own.history = Arc::new(history);
            own.views = Arc::new(views);
            let mut all = (*state.tags).clone();
            for (page, tag) in tags.iter() {
                all.set(page, tag, true);
            }
            state.tags = Arc::new(all);
            vec![]
        }
        SearchAction::Exact(on) => {
            state.filter.exact = on;
            asked_again(state)
        }
        SearchAction::Remember => remember(state),
        SearchAction::ClearHistory => {
            state.search.history = Arc::default();
            vec![Effect::User(UserChange::ClearSearches)]
        }
        SearchAction::NameView(name) => {
            state.overlay = Some(Overlay::ViewName(name));
            vec![]
        }
        SearchAction::SaveView(name) => save_view(state, &name),
        SearchAction::UseView(name) => {
            let Some(view) = state.search.views.iter().find(|view| view.name == name).cloned() else { return vec![] };
            state.filter = view.filter;
            state.set_sort(view.sort);
            let mut effects = asked_again(state);
            effects.push(Effect::SaveSettings);
            effects
        }
        SearchAction::ForgetView(name) => {
            Arc::make_mut(&mut state.search.views).retain(|view| view.name != name);
            vec![Effect::User(UserChange::ForgetView(name))]
        }
        SearchAction::Take(suggestion) => take(state, suggestion),
        SearchAction::AnyPlace => {
            state.filter.include.clear();
            state.filter.exclude.clear();
            ask(state)
        }
        SearchAction::AnyFilter => {
            state.filter.narrow = Narrow::default();
            ask(state)
        }
        SearchAction::Star(path) => star(state, path.as_deref()),
        SearchAction::NextArticle(by) => next_article(state, by),
        SearchAction::Order(order) => {
            let now = state.search.spots.order;
            state.search.spots.order = (order, now.0 == order && !now.1);
            state.search.spots.chosen = None;
            vec![]
        }
        SearchAction::Spots(spots) => {
            if spots.generation == state.search.spots.generation {
                let rows = spots.found.spots.len();
                let own = &mut state.search.spots;
                own.chosen = own.chosen.filter(|row| *row < rows);
                own.listed = spots;
            }
            vec![]
        }
        SearchAction::Peek(docs) => {
            let question = state.search.peeks.ask(&state.listing, docs);
            vec![Effect::Peek(question)]
        }
        SearchAction::Peeked { of, doc, peek } => {
            state.search.peeks.take(of, doc, peek);
            vec![]
        }
        SearchAction::Choose(row) => {
            state.search.spots.chosen = Some(row);
            vec![Effect::ShowSpot]
        }
        SearchAction::Step(by) => {
            let rows = state.search.spots.listed.found.spots.len();
            let row = state.search.spots.chosen.map_or(0, |row| row.saturating_add_signed(by));
            choose(state, row.min(rows.saturating_sub(1)), rows)
        }
        SearchAction::End { last } => {
            let rows = state.search.spots.listed.found.spots.len();
            choose(state, if last { rows.saturating_sub(1) } else { 0 }, rows)
        }
        SearchAction::Open => open_spot(state),
        SearchAction::TooSlow => {
            too_slow(state);
            vec![]
        }
        SearchAction::GivenUp(question) => {
            state.search.given_up = question;
            too_slow(state);
            vec![]
        }
    }
}

fn too_slow(state: &mut State) {
    notify(state, Notice::failed("notice-pattern-slow", String::new(), "notice-pattern-slow-next", String::new()));
}

/// After each action: while the table of hits is shown, it follows the list of articles.
pub(super) fn follow(state: &mut State) -> Option<Effect> {
    let own = &mut state.search.spots;
    let wanted = (state.listing.generation, own.order);
    if state.ledger.view != View::Hits || own.asked == wanted || state.listing.generation == 0 {
        return None;
    }
    own.asked = wanted;
    own.generation += 1;
    let question = SpotsQuestion { generation: own.generation, listing: Arc::clone(&state.listing), order: own.order };
    Some(Effect::ListSpots(Box::new(question)))
}

fn asked_again(state: &mut State) -> Vec<Effect> {
    let mut effects = ask(state);
    effects.extend(find_hits(state, false));
    effects
}

/// Puts the search text at the top of the history.
pub(super) fn remember(state: &mut State) -> Vec<Effect> {
    let text = state.filter.text.trim().to_owned();
    if text.is_empty() || state.search.history.first() == Some(&text) {
        return vec![];
    }
    let history = Arc::make_mut(&mut state.search.history);
    history.retain(|known| *known != text);
    history.insert(0, text.clone());
    history.truncate(MOST_SEARCHES);
    vec![Effect::User(UserChange::Searched(text))]
}

fn save_view(state: &mut State, name: &str) -> Vec<Effect> {
    let name = name.trim().to_owned();
    if name.is_empty() {
        return vec![];
    }
    state.overlay = None;
    let view = SavedView { name: name.clone(), filter: state.filter.clone(), sort: state.sort() };
    let views = Arc::make_mut(&mut state.search.views);
    views.retain(|known| known.name != name);
    views.push(view.clone());
    vec![Effect::User(UserChange::SaveView(Box::new(view)))]
}

fn take(state: &mut State, suggestion: Suggestion) -> Vec<Effect> {
    let start = last_word(&state.filter.text).map(|(start, _)| start);
    match suggestion {
        Suggestion::Title { path, .. } => {
            let mut effects = remember(state);
            effects.extend(select(state, path, false));
            effects.push(Effect::ShowSelection);
            state.ledger.view = View::Reader;
            return effects;
        }
        Suggestion::Place { place, .. } => {
            state.filter.exclude.remove(&place);
            state.filter.include.insert(place);
        }
        Suggestion::Source { name, .. } => {
            state.filter.narrow.sources.insert(name);
        }
    }
    // The filter says what the word began to say.
    if let Some(start) = start {
        state.filter.text.truncate(start);
    }
    asked_again(state)
}

fn star(state: &mut State, path: Option<&str>) -> Vec<Effect> {
    let Some(path) = path.or(state.selected.as_deref()) else { return vec![] };
    let Some(hash) = state.snapshot.find(path).and_then(|doc| state.snapshot.get(doc)).map(|d| d.hash) else {
        return vec![];
    };
    let stars = Arc::make_mut(&mut state.search.starred);
    let on = stars.insert(hash);
    if !on {
        stars.remove(&hash);
    }
    vec![Effect::User(UserChange::Star(vec![hash], on))]
}

fn next_article(state: &mut State, by: isize) -> Vec<Effect> {
    let count = state.listing.answer.hits.len();
    let row = match state.selected_row() {
        Some(row) => row.checked_add_signed(by).filter(|row| *row < count),
        None => Some(0),
    };
    let Some(row) = row else { return vec![] };
    let mut effects = remember(state);
    effects.extend(select_row(state, row));
    effects
}

fn choose(state: &mut State, row: usize, rows: usize) -> Vec<Effect> {
    if rows == 0 {
        return vec![];
    }
    state.search.spots.chosen = Some(row);
    vec![Effect::ShowSpot]
}

/// Shows the article of the chosen hit, and the hit in it among the others.
fn open_spot(state: &mut State) -> Vec<Effect> {
    let own = &state.search.spots;
    let Some((spot, document)) = own.chosen.and_then(|row| own.listed.row(row)) else { return vec![] };
    let (path, wanted) = (document.path.clone(), spot.hit(document).start);
    let mut effects = remember(state);
    state.ledger.view = View::Reader;
    state.pane = Pane::Reader;
    state.find = None;
    effects.extend(select(state, path, false));
    effects.push(Effect::ShowSelection);
    effects.extend(find_hits(state, true));
    // One stands nowhere until the hits are there.
    state.reader.current_hit = None;
    state.reader.wanted_hit = Some(wanted);
    effects
}
