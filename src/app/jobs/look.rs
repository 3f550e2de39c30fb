//! Looks through the open folder for changes on a thread of its own; a newer wish ends an older one.

use std::sync::{Arc, atomic::Ordering};

use super::{Outbox, open::failure, spawn};
use crate::{
    app::{
        action::Action,
        watching::{Look, WatchAction},
    },
    corpus::{Cancel, recheck},
};

/// The running look, if any.
#[derive(Debug, Default)]
pub struct LookJob {
    cancel: Option<Cancel>,
}

impl LookJob {
    /// Starts; an older look is given up.
    pub fn start(&mut self, look: Look, outbox: &Outbox) {
        self.cancel();
        let cancel = Cancel::default();
        self.cancel = Some(Arc::clone(&cancel));
        spawn("look", outbox, move |outbox| {
            let Look { number, target, before, overrides, keep } = look;
            let found = recheck(&before, &target, &overrides, &keep, &cancel);
            let before = before.revision;
            // Who gave it up waits for nothing.
            if let Some(result) = found.map_err(failure).transpose() {
                outbox.send(Action::Watch(WatchAction::Looked { number, before, result }));
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
