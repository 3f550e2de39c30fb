//! The one thread that owns the user's data file: it writes in the order of asking, and answers with actions.

mod exchange;

use std::{
    path::{Path, PathBuf},
    sync::{
        Arc, Condvar, Mutex, PoisonError,
        mpsc::{Receiver, SyncSender, sync_channel},
    },
    time::Duration,
};

use super::{Outbox, guarded, spawn};
use crate::{
    app::{
        action::Action,
        effect::UserChange,
        notice::Notice,
        reading_place,
        searching::SearchAction,
        state::{Place, Recent},
    },
    corpus::Overrides,
    library::{
        Document,
        userdata::{News, ReadingPlace, UserData, UserDataError},
    },
};

type Result<T> = std::result::Result<T, UserDataError>;

/// While an article is scrolled, its place is written at most this often.
const PLACE_EVERY: Duration = Duration::from_millis(250);
/// The program waits at most this long for the last writes when it ends.
const LAST_WRITES: Duration = Duration::from_secs(2);

/// What waits for the thread.
#[derive(Debug)]
enum Work {
    Change(UserChange),
    /// What is kept for an opened folder, wanted by another thread.
    Overrides(Option<PathBuf>, SyncSender<Overrides>),
}

#[derive(Debug, Default)]
struct Pending {
    changes: Vec<Work>,
    closed: bool,
}

type Shared = Arc<(Mutex<Pending>, Condvar)>;

/// The worker's handle. Dropping it waits for the last writes.
#[derive(Debug)]
pub struct UserJob {
    shared: Shared,
    done: Receiver<()>,
}

impl UserJob {
    /// Starts the thread; the file is in `folder`.
    #[must_use]
    pub fn new(folder: &Path, outbox: &Outbox) -> Self {
        let shared = Shared::default();
        let (finished, done) = sync_channel(1);
        let (own, folder) = (Arc::clone(&shared), folder.to_path_buf());
        spawn("userdata", outbox, move |outbox| {
            work(&own, &folder, outbox);
            let _ = finished.send(());
        });
        Self { shared, done }
    }

    /// Asks for a change. Never waits for the disk; of many places of one article only the last is kept.
    pub fn push(&self, change: UserChange) {
        let (lock, wake) = &*self.shared;
        let mut pending = lock.lock().unwrap_or_else(PoisonError::into_inner);
        match (pending.changes.last_mut(), &change) {
            (Some(Work::Change(UserChange::SetPlace(last, place))), UserChange::SetPlace(hash, newer))
                if last == hash =>
            {
                place.clone_from(newer);
            }
            _ => pending.changes.push(Work::Change(change)),
        }
        wake.notify_one();
    }

    /// Asks what is kept for an opened folder, after the changes asked for so far. The answer never comes when there is no data.
    #[must_use]
    pub fn overrides(&self, root: Option<PathBuf>) -> Receiver<Overrides> {
        let (answer, wanted) = sync_channel(1);
        let (lock, wake) = &*self.shared;
        lock.lock().unwrap_or_else(PoisonError::into_inner).changes.push(Work::Overrides(root, answer));
        wake.notify_one();
        wanted
    }
}

impl Drop for UserJob {
    fn drop(&mut self) {
        let (lock, wake) = &*self.shared;
        lock.lock().unwrap_or_else(PoisonError::into_inner).closed = true;
        wake.notify_one();
        let _ = self.done.recv_timeout(LAST_WRITES);
    }
}

fn work(shared: &Shared, folder: &Path, outbox: &Outbox) {
    let tell = |what: &'static str, path: &Path, next: &'static str, details: String| {
        log::warn!("{what} ({}): {details}", path.display());
        outbox.send(Action::Notify(Notice::failed(what, path.display().to_string(), next, details)));
    };
    let failed = |details: String| tell("notice-userdata", folder, "notice-userdata-next", details);
    // Without a file the marks of this run still work, they are only not kept.
    let opened = UserData::open(folder).or_else(|error| {
        failed(error.to_string());
        UserData::in_memory()
    });
    let Ok(mut data) = opened else { return };
    match data.news() {
        Some(News::SetAside(aside)) => {
            tell("notice-userdata-aside", aside, "notice-userdata-aside-next", String::new());
        }
        Some(News::Newer) => tell("notice-userdata-newer", folder, "notice-userdata-newer-next", String::new()),
        None => {}
    }
    // A disk that stays full fails again with every place that is reached: the same reason is said once.
    let mut told = String::new();
    loop {
        let (lock, wake) = &**shared;
        let mut pending = lock.lock().unwrap_or_else(PoisonError::into_inner);
        while pending.changes.is_empty() && !pending.closed {
            pending = wake.wait(pending).unwrap_or_else(PoisonError::into_inner);
        }
        let (changes, closed) = (std::mem::take(&mut pending.changes), pending.closed);
        drop(pending);
        let only_places = changes.iter().all(is_place);
        for work in changes {
            let result = guarded("userdata", outbox, || match work {
                Work::Change(change) => apply(&mut data, change, outbox),
                Work::Overrides(root, answer) => data.overrides(root.as_deref()).map(|kept| {
                    // Whoever asked may have given up.
                    let _ = answer.send(kept);
                }),
            });
            let reason = result.and_then(Result::err).map(|error| error.to_string());
            if let Some(reason) = reason.filter(|reason| *reason != told) {
                told.clone_from(&reason);
                failed(reason);
            }
        }
        if closed {
            return;
        }
        if only_places {
            let pending = lock.lock().unwrap_or_else(PoisonError::into_inner);
            let _ = wake.wait_timeout_while(pending, PLACE_EVERY, |pending| {
                !pending.closed && pending.changes.iter().all(is_place)
            });
        }
    }
}

fn is_place(work: &Work) -> bool {
    matches!(work, Work::Change(UserChange::SetPlace(..)))
}

fn apply(data: &mut UserData, change: UserChange, outbox: &Outbox) -> Result<()> {
    match change {
        UserChange::Load(root) => {
            let Overrides { encodings, corrections } = data.overrides(root.as_deref())?;
            let read = data.read_set()?.into_iter().collect();
            let marks = Arc::new(data.marks(root.as_deref())?);
            let (starred, history, views, tags) = (data.stars()?, data.searches()?, data.views()?, data.tags()?);
            outbox.send(Action::Search(SearchAction::Known { starred, history, views, tags }));
            outbox.send(Action::UserData { root, read, encodings, corrections, marks, recents: recents(data)? });
        }
        UserChange::MarkRead(hashes, true) => data.mark_read(&hashes)?,
        UserChange::MarkRead(hashes, false) => data.mark_unread(&hashes)?,
        UserChange::Star(hashes, starred) => data.set_star(&hashes, starred)?,
        UserChange::Tag(hashes, name, on) => data.set_tag(&hashes, &name, on)?,
        UserChange::Searched(text) => data.add_search(&text, now_ms())?,
        UserChange::ClearSearches => data.clear_searches()?,
        UserChange::SaveView(view) => data.save_view(&view, now_ms())?,
        UserChange::ForgetView(name) => data.forget_view(&name)?,
        UserChange::SetPlace(hash, place) => data.set_place(hash, &place)?,
        UserChange::AskPlace(document) => {
            if let Some(known) = data.place_of(document.hash)?.filter(|known| known.offset > 0) {
                found_place(&document, &known, outbox);
            }
        }
        UserChange::FindPlace(document, place) => found_place(&document, &place, outbox),
        UserChange::SetEncoding { root, path, hash, encoding } => data.set_encoding(&root, &path, hash, encoding)?,
        UserChange::Correct { root, key, kept } => {
            data.set_correction(root.as_deref(), &key, kept.as_ref(), now_ms())?;
        }
        UserChange::Mark { root, key, kept } => data.set_mark(root.as_deref(), &key, kept.as_ref(), now_ms())?,
        UserChange::ExportMarks { snapshot, to, overwrite, labels } => {
            exchange::write_marks(data, &snapshot, &to, overwrite, labels.as_ref(), outbox)?;
        }
        UserChange::MergeMarks { root, from } => exchange::read_marks(data, root, &from, outbox)?,
        UserChange::ExportCorrections { snapshot, to, overwrite } => {
            exchange::write(data, &snapshot, &to, overwrite, outbox)?;
        }
        UserChange::MergeCorrections { root, from } => exchange::read(data, root, &from, outbox)?,
        UserChange::Touch(path, count) => {
            data.touch_recent(&path, count, now_ms())?;
            outbox.send(Action::Recents(recents(data)?));
        }
        UserChange::Pin(path, pinned) => {
            data.pin(&path, pinned)?;
            outbox.send(Action::Recents(recents(data)?));
        }
        UserChange::Forget(path) => data.forget(&path)?,
        UserChange::Clear => data.clear()?,
    }
    Ok(())
}

fn found_place(document: &Document, place: &ReadingPlace, outbox: &Outbox) {
    let place = Place { byte: reading_place::find(&document.page().article.text, place), fraction: 0.0 };
    outbox.send(Action::PlaceKnown { hash: document.hash, place });
}

fn recents(data: &UserData) -> Result<Vec<Recent>> {
    let recent = |path: PathBuf, count, pinned| Recent { path, count, pinned };
    Ok(data.recents()?.into_iter().map(|folder| recent(folder.path, folder.count, folder.pinned)).collect())
}

/// Milliseconds since 1970.
#[expect(clippy::disallowed_methods, reason = "the clock is read here, in `app`, and passed down")]
fn now_ms() -> i64 {
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since.as_millis()).unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{app::jobs::queue, library::ContentHash};

    #[test]
    fn marks_places_and_recent_folders_outlive_the_program() {
        let dir = tempfile::tempdir().unwrap();
        let (outbox, _inbox) = queue(Arc::new(|| {}));
        let job = UserJob::new(dir.path(), &outbox);
        job.push(UserChange::MarkRead(vec![ContentHash(7)], true));
        for byte in 0..100 {
            job.push(UserChange::SetPlace(ContentHash(7), ReadingPlace { offset: byte, quote: "正文".into() }));
        }
        job.push(UserChange::Touch("/a".into(), 3));
        drop(job);
        let data = UserData::open(dir.path()).unwrap();
        assert!(data.read_set().unwrap().contains(&ContentHash(7)));
        let place = data.place_of(ContentHash(7)).unwrap().unwrap();
        assert_eq!(place, ReadingPlace { offset: 99, quote: "正文".into() });
        assert_eq!(data.recents().unwrap()[0].count, 3);
    }
}
