//! Opens a folder on a thread of its own: progress and growing snapshots come back as actions.

use std::{
    sync::{
        Arc, Condvar, Mutex, Once, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
    thread::{Builder, JoinHandle},
    time::{Duration, Instant},
};

use crate::corpus::{Cache, Cancel, OpenError, Overrides, Place, Progress, Snapshot, Target, give_way, open_with};

use super::{Outbox, spawn};
use crate::{
    app::{
        action::{Action, OpenFailure},
        notice::Notice,
    },
    library::cache::Trouble,
};

/// The list of what is known from the last time comes first: until it is shown, but no longer than this, its files are not looked at, which
/// would take the processor from it.
const LIST_FIRST: Duration = Duration::from_secs(2);

/// The running opening, if any.
#[derive(Debug, Default)]
pub struct OpenJob {
    cancel: Option<Cancel>,
    list: Arc<Gate>,
}

/// Opens once the list is shown.
#[derive(Debug, Default)]
struct Gate {
    /// Somebody waits for it; asked in every frame.
    awaited: AtomicBool,
    open: Mutex<bool>,
    opened: Condvar,
}

impl Gate {
    /// Closes it, for who will [`Self::wait`].
    fn close(&self) {
        *self.open.lock().unwrap_or_else(PoisonError::into_inner) = false;
        self.awaited.store(true, Ordering::Relaxed);
    }

    fn wait(&self) {
        let open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        drop(self.opened.wait_timeout_while(open, LIST_FIRST, |open| !*open));
    }

    fn open(&self) {
        if self.awaited.swap(false, Ordering::Relaxed) {
            *self.open.lock().unwrap_or_else(PoisonError::into_inner) = true;
            self.opened.notify_all();
        }
    }
}

/// What is kept of the folder that will be opened first, read while the window is being made.
#[derive(Clone, Debug, Default)]
pub struct Ahead(Arc<Mutex<Option<Reading>>>);

/// Whose cache is read, and the thread that does it.
type Reading = (Place, Target, JoinHandle<Cache>);

impl Ahead {
    /// Starts reading. Where no thread can be had, the opening itself reads.
    #[must_use]
    pub fn start(place: &Place, target: &Target) -> Self {
        let (own_place, own_target) = (place.clone(), target.clone());
        let read = move || Cache::open(&own_place, &own_target);
        let reading = Builder::new().name("ahead".to_owned()).spawn(read);
        Self(Arc::new(Mutex::new(reading.ok().map(|reading| (place.clone(), target.clone(), reading)))))
    }

    /// What was read, when it is of this target; only once.
    fn take(&self, place: &Place, target: &Target) -> Option<Cache> {
        let (of_place, of_target, reading) = self.0.lock().unwrap_or_else(PoisonError::into_inner).take()?;
        // Whatever was read, its thread ends before the folder's cache is opened again.
        let cache = reading.join().ok()?;
        (of_place == *place && of_target == *target).then_some(cache)
    }
}

impl OpenJob {
    /// Starts; an older opening is told to stop. `overrides` is asked on the new thread, since it may have to wait for the disk.
    pub fn start(
        &mut self,
        generation: u64,
        target: Target,
        place: Place,
        overrides: impl FnOnce() -> Overrides + Send + 'static,
        ahead: &Ahead,
        outbox: &Outbox,
    ) {
        self.cancel();
        let cancel = Cancel::default();
        self.cancel = Some(Arc::clone(&cancel));
        // One of its own: an older opening that still waits is not mistaken for this one.
        self.list = Arc::default();
        let (list, ahead) = (Arc::clone(&self.list), ahead.clone());
        spawn("open", outbox, move |outbox| {
            let began = Instant::now();
            let mut publish = |progress: Progress, snapshot: Option<Arc<Snapshot>>| {
                let elapsed_ms = u64::try_from(began.elapsed().as_millis()).unwrap_or(u64::MAX);
                let known = snapshot.as_ref().is_some_and(|snapshot| snapshot.waiting.is_none()) && progress.read == 0;
                if known {
                    list.close();
                }
                outbox.send(Action::OpenProgress { generation, progress, snapshot, elapsed_ms });
                if known {
                    list.wait();
                }
            };
            let overrides = overrides();
            let mut cache = ahead.take(&place, &target).unwrap_or_else(|| Cache::open(&place, &target));
            // What is known is waited for, and whether it is still so; all else need not hinder the window.
            if cache.is_empty() {
                give_way();
            } else {
                cache.read_behind();
            }
            let result = open_with(&target, &overrides, &mut cache, &cancel, &mut publish).map_err(failure);
            outbox.send(Action::OpenDone { generation, result });
            // The list is in use by now.
            give_way();
            if let Some(Trouble { path, detail }) = cache.finish() {
                static TOLD: Once = Once::new();
                TOLD.call_once(|| {
                    log::warn!("nothing is kept in {}, so openings take longer: {detail}", path.display());
                    let name = path.display().to_string();
                    outbox.send(Action::Notify(Notice::failed("notice-cache", name, "notice-cache-next", detail)));
                });
            }
        });
    }

    /// The newest snapshot is listed in the window: what waited for that goes on.
    pub fn list_is_shown(&self) {
        self.list.open();
    }

    /// Tells the running opening to stop; what it has read is kept.
    pub fn cancel(&mut self) {
        if let Some(cancel) = self.cancel.take() {
            cancel.store(true, Ordering::Relaxed);
            self.list.open();
        }
    }
}

pub(super) fn failure(error: OpenError) -> OpenFailure {
    match error {
        OpenError::Missing(path) => OpenFailure { reason: "notice-open-missing", path, details: String::new() },
        OpenError::Denied(path, details) => OpenFailure { reason: "notice-open-denied", path, details },
        OpenError::Io(path, details) => OpenFailure { reason: "notice-open-failed", path, details },
    }
}

#[cfg(test)]
#[expect(clippy::disallowed_methods, reason = "a test writes its own files")]
mod tests {
    use super::*;

    #[test]
    fn what_was_read_ahead_is_used_once_and_for_its_own_folder() {
        let folder = tempfile::tempdir().unwrap();
        let target = Target::Folder(folder.path().join("pages"));
        std::fs::create_dir(folder.path().join("pages")).unwrap();
        std::fs::write(folder.path().join("pages/a.txt"), "甲报道\n2021年3月5日\n\n　　遂宁市与潼南区签约。\n")
            .unwrap();
        let place = Place::new(Some(&folder.path().join("cache")), None);
        let mut cache = Cache::open(&place, &target);
        open_with(&target, &Overrides::default(), &mut cache, &Cancel::default(), &mut |_, _| {}).unwrap();
        assert_eq!(cache.finish(), None);
        assert!(Ahead::default().take(&place, &target).is_none());
        assert!(Ahead::start(&place, &target).take(&place, &Target::BuiltIn).is_none());
        let ahead = Ahead::start(&place, &target);
        assert!(ahead.clone().take(&place, &target).is_some_and(|cache| !cache.is_empty()));
        assert!(ahead.take(&place, &target).is_none());
    }
}
