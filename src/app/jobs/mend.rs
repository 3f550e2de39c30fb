//! Puts corrections into an open snapshot on a thread of its own; a newer wish ends an older one.

use std::sync::{Arc, atomic::Ordering};

use super::{Outbox, spawn_behind};
use crate::{
    app::action::Action,
    corpus::{Cancel, Snapshot},
    library::Corrections,
};

/// The running work, if any.
#[derive(Debug, Default)]
pub struct MendJob {
    cancel: Option<Cancel>,
}

impl MendJob {
    /// Starts; an older wish is dropped.
    pub fn start(&mut self, snapshot: Arc<Snapshot>, corrections: Arc<Corrections>, outbox: &Outbox) {
        let cancel = Cancel::default();
        if let Some(older) = self.cancel.replace(Arc::clone(&cancel)) {
            older.store(true, Ordering::Relaxed);
        }
        spawn_behind("mend", outbox, move |outbox| {
            if let Some(mended) = snapshot.mended(&corrections, &cancel) {
                outbox.send(Action::Mended(Arc::new(mended)));
            }
        });
    }
}
