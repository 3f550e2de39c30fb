//! Looks through the open folder for changes on a thread of its own; a newer wish ends an older one.

use std::{
    sync::{Arc, Mutex, PoisonError, atomic::Ordering},
    thread,
    time::Duration,
};

use super::{Outbox, open::failure, spawn_behind};
use crate::{
    app::{
        action::Action,
        watching::{Look, WatchAction},
    },
    corpus::{Cache, Cancel, Overrides, Place, Recheck, Snapshot, Target, recheck},
    library::cache::Upkeep,
};

/// While the cache is being written by somebody else, it is tried again so often, with so much time between.
const TRIES: u32 = 20;
const PAUSE: Duration = Duration::from_millis(500);

/// Has the cache hold what the folder holds now, so that the next opening need not understand it again.
fn save(place: &Place, target: &Target, overrides: &Overrides, snapshot: &Snapshot) {
    // One after the other: the last one is what stays.
    static KEEPING: Mutex<()> = Mutex::new(());
    let _turn = KEEPING.lock().unwrap_or_else(PoisonError::into_inner);
    for _ in 0..TRIES {
        if Cache::keep(place, target, overrides, snapshot) != Upkeep::Busy {
            return;
        }
        thread::sleep(PAUSE);
    }
}

/// The running look, if any.
#[derive(Debug, Default)]
pub struct LookJob {
    cancel: Option<Cancel>,
}

impl LookJob {
    /// Starts; an older look is given up.
    pub fn start(&mut self, look: Look, place: Place, outbox: &Outbox) {
        self.cancel();
        let cancel = Cancel::default();
        self.cancel = Some(Arc::clone(&cancel));
        spawn_behind("look", outbox, move |outbox| {
            let Look { number, target, before, overrides, keep } = look;
            let found = recheck(&before, &target, &overrides, &keep, &cancel);
            let other = |found: &Recheck| !Arc::ptr_eq(&found.snapshot, &before);
            let changed = found.as_ref().ok().and_then(Option::as_ref).filter(|found| other(found));
            let changed = changed.map(|found| Arc::clone(&found.snapshot));
            let before = before.revision;
            // Who gave it up waits for nothing.
            if let Some(result) = found.map_err(failure).transpose() {
                outbox.send(Action::Watch(WatchAction::Looked { number, before, result }));
            }
            if let Some(snapshot) = changed {
                save(&place, &target, &overrides, &snapshot);
            }
        });
    }

    /// Gives the running look up.
    pub fn cancel(&mut self) {
        if let Some(cancel) = self.cancel.take() {
            cancel.store(true, Ordering::Relaxed);
        }
    }
}
