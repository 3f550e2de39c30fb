//! The sign that the answer on screen is the one before: it is dimmed, and words say that a new one is being looked for.

use std::time::Duration;

use egui::{Id, Ui};

use crate::app::state::{Asked, State};

/// An answer that is there within this time needs no sign, seconds.
const SOON_S: f64 = 0.12;

/// How much of an old answer shines through.
const DIM: f32 = 0.4;

/// What is said in the place of a count that is not known; `None` when the answer on screen is the one that was asked for, or will be in no
/// time.
pub(super) fn sign(ui: &Ui, state: &State) -> Option<&'static str> {
    match state.asked() {
        Asked::Answered => None,
        Asked::GivenUp => Some("list-given-up"),
        Asked::Searching => lasts(ui, state).then_some("list-searching"),
    }
}

/// Draws what is `old` so that it looks it.
pub(super) fn dim(ui: &mut Ui, old: bool) {
    if old {
        ui.multiply_opacity(DIM);
    }
}

/// True when the search for this question has been going on for a while; asks for a frame when it will have been.
fn lasts(ui: &Ui, state: &State) -> bool {
    let (id, now) = (Id::unique("asked-since"), ui.input(|input| input.time));
    // Who goes on typing waits since the list was the answer to something typed: that counts, not the last letter.
    let since: (u64, f64) = ui.data_mut(|data| {
        let known: &mut (u64, f64) = data.get_temp_mut_or(id, (0, now));
        if known.0 != state.listing.generation {
            *known = (state.listing.generation, now);
        }
        *known
    });
    let left = SOON_S - (now - since.1);
    if left > 0.0 {
        ui.ctx().request_repaint_after(Duration::from_secs_f64(left));
    }
    left <= 0.0
}
