//! Opens a folder on a thread of its own: progress and growing snapshots come back as actions.

use std::{
    sync::{Arc, atomic::Ordering},
    time::Instant,
};

use crate::corpus::{Cancel, OpenError, Overrides, Target, open};

use super::{Outbox, spawn};
use crate::app::action::{Action, OpenFailure};

/// The running opening, if any.
#[derive(Debug, Default)]
pub struct OpenJob {
    cancel: Option<Cancel>,
}

impl OpenJob {
    /// Starts; an older opening is told to stop. `overrides` is asked on the new thread, since it may have to wait for the disk.
    pub fn start(
        &mut self,
        generation: u64,
        target: Target,
        overrides: impl FnOnce() -> Overrides + Send + 'static,
        outbox: &Outbox,
    ) {
        self.cancel();
        let cancel = Cancel::default();
        self.cancel = Some(Arc::clone(&cancel));
        spawn("open", outbox, move |outbox| {
            let began = Instant::now();
            let mut publish = |progress, snapshot| {
                let elapsed_ms = u64::try_from(began.elapsed().as_millis()).unwrap_or(u64::MAX);
                outbox.send(Action::OpenProgress { generation, progress, snapshot, elapsed_ms });
            };
            let overrides = overrides();
            let result = open(&target, &overrides, &cancel, &mut publish).map_err(failure);
            outbox.send(Action::OpenDone { generation, result });
        });
    }

    /// Tells the running opening to stop; what it has read is kept.
    pub fn cancel(&mut self) {
        if let Some(cancel) = self.cancel.take() {
            cancel.store(true, Ordering::Relaxed);
        }
    }
}

fn failure(error: OpenError) -> OpenFailure {
    match error {
        OpenError::Missing(path) => OpenFailure { reason: "notice-open-missing", path, details: String::new() },
        OpenError::Denied(path, details) => OpenFailure { reason: "notice-open-denied", path, details },
        OpenError::Io(path, details) => OpenFailure { reason: "notice-open-failed", path, details },
    }
}
