//! Back and forward: the articles that were read, and where each was left.

use super::selecting::select;
use crate::app::{
    action::ReaderCommand,
    effect::{Effect, UserChange},
    ledger::View,
    state::{Pane, State, Visit},
};

/// Articles remembered.
const MOST_VISITS: usize = 100;

/// Remembers the shown article before another one is shown by the user.
pub(super) fn leave(state: &mut State) {
    let Some(visit) = here(state) else { return };
    state.forward.clear();
    push(&mut state.back, visit);
}

fn here(state: &State) -> Option<Visit> {
    state.selected.clone().map(|path| Visit { path, byte: state.reader.place.byte })
}

fn push(visits: &mut Vec<Visit>, visit: Visit) {
    visits.push(visit);
    if visits.len() > MOST_VISITS {
        visits.remove(0);
    }
}

/// To the article before this one, or with `forward` to the one that was left by going back. Articles that are gone are passed over.
pub(super) fn go(state: &mut State, forward: bool) -> Vec<Effect> {
    let from = here(state);
    loop {
        let Some(visit) = (if forward { state.forward.pop() } else { state.back.pop() }) else { return vec![] };
        if state.snapshot.find(&visit.path).is_none() || state.selected.as_ref() == Some(&visit.path) {
            continue;
        }
        let (back, ahead) = (state.back.clone(), state.forward.clone());
        let mut effects = select(state, visit.path, false);
        (state.back, state.forward) = (back, ahead);
        if let Some(from) = from {
            push(if forward { &mut state.back } else { &mut state.forward }, from);
        }
        state.overlay = None;
        state.pane = Pane::Reader;
        state.ledger.view = View::Reader;
        state.reader.show_first_hit = false;
        state.reader.place.byte = visit.byte;
        // Where it was left just now counts, not what was kept of it.
        effects.retain(|effect| !matches!(effect, Effect::User(UserChange::AskPlace(_))));
        effects.push(Effect::Reader(ReaderCommand::ShowPlace(visit.byte)));
        effects.push(Effect::ShowSelection);
        return effects;
    }
}
