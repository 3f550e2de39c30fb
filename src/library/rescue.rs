//! Pages whose kept form on the disk turned out to be damaged: who makes them anew from their files, and what became of them. That may be
//! long work, so the thread of a window never does it: there an empty page stands in, and the window has another thread do it.

use std::{
    cell::{Cell, RefCell},
    path::PathBuf,
    sync::{
        Arc, LazyLock, Mutex, OnceLock, PoisonError,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
};

use super::{Card, Document, Snapshot, document::Whole, read, scan};

/// What became of a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rescued {
    /// Path of the document.
    pub path: String,
    /// The same as the system has it.
    pub real_path: Option<PathBuf>,
    /// It was made anew; else its file is another by now, or gone, and the page is empty.
    pub anew: bool,
}

/// A page in place of a damaged one; all copies of a document share it.
#[derive(Debug, Default)]
pub(super) struct Rescue {
    whole: OnceLock<Arc<Whole>>,
    /// Somebody has been told that it is needed.
    noted: AtomicBool,
}

/// Results that nobody has asked for yet; only so many are kept.
static DONE: Mutex<Vec<Rescued>> = Mutex::new(Vec::new());
static DONE_COUNT: AtomicUsize = AtomicUsize::new(0);
const MOST_DONE: usize = 100;

thread_local! {
    /// This thread leaves it to others.
    static LEAVES: Cell<bool> = const { Cell::new(false) };
    /// What it came upon.
    static FOUND: RefCell<Vec<Document>> = const { RefCell::new(Vec::new()) };
}

/// From now on this thread does not make damaged pages anew: it is told of them by [`found`].
pub fn leave_to_others() {
    LEAVES.set(true);
}

/// The damaged documents that this thread came upon since it last asked, for [`Document::rescue`] on another thread.
#[must_use]
pub fn found() -> Vec<Document> {
    FOUND.take()
}

/// What became of damaged pages of these documents, whoever came upon them; each is told once.
#[must_use]
pub fn told(snapshot: &Snapshot) -> Vec<Rescued> {
    if DONE_COUNT.load(Ordering::Relaxed) == 0 {
        return vec![];
    }
    let mut done = DONE.lock().unwrap_or_else(PoisonError::into_inner);
    let own = |one: &Rescued| {
        let document = snapshot.find(&one.path).and_then(|ix| snapshot.get(ix));
        document.is_some_and(|document| document.real_path == one.real_path)
    };
    let (told, rest) = std::mem::take(&mut *done).into_iter().partition(own);
    *done = rest;
    DONE_COUNT.store(done.len(), Ordering::Relaxed);
    told
}

/// Stands in for a page until it is made anew.
pub(super) static STAND_IN: LazyLock<(Whole, Card)> = LazyLock::new(|| {
    let document = read::document_of("", b"");
    let card = document.card().clone();
    (document.into_whole(), card)
});

impl Rescue {
    /// The page, if it was made anew; never waits.
    pub(super) fn get(&self) -> Option<&Arc<Whole>> {
        self.whole.get()
    }

    /// The page, made anew with `make`, which says too whether that succeeded; `None` when this thread leaves it to others.
    pub(super) fn page(&self, document: &Document, make: impl FnOnce() -> (Whole, bool)) -> Option<&Arc<Whole>> {
        if let Some(whole) = self.get() {
            return Some(whole);
        }
        if LEAVES.get() {
            if !self.noted.swap(true, Ordering::Relaxed) {
                FOUND.with_borrow_mut(|found| found.push(document.clone()));
            }
            return None;
        }
        Some(self.whole.get_or_init(|| {
            let (whole, anew) = make();
            let rescued = Rescued { path: document.path.clone(), real_path: document.real_path.clone(), anew };
            let mut done = DONE.lock().unwrap_or_else(PoisonError::into_inner);
            if done.len() >= MOST_DONE {
                done.remove(0);
            }
            done.push(rescued);
            DONE_COUNT.store(done.len(), Ordering::Relaxed);
            Arc::new(whole)
        }))
    }
}

impl Snapshot {
    /// The same with the pages that were made anew in memory, so that what was shown in their place is shown no more. `None` when there
    /// are none.
    #[must_use]
    pub fn with_rescued(&self) -> Option<Self> {
        let mut documents = self.documents.clone();
        let mut any = false;
        for slot in &mut documents {
            if let Some(rescued) = slot.rescued() {
                *slot = Arc::new(rescued);
                any = true;
            }
        }
        any.then(|| Self {
            columns: super::columns::Cached::default(),
            documents,
            revision: scan::next_revision(),
            ..self.clone()
        })
    }
}

#[cfg(test)]
#[expect(clippy::disallowed_methods, reason = "a test writes its own files")]
mod tests {
    use std::{
        fs,
        path::Path,
        time::{Duration, UNIX_EPOCH},
    };

    use super::*;
    use crate::library::{
        Overrides,
        cache::{Cache, Place},
        scan::{Cancel, Target, open_with},
    };

    fn open(pages: &Path, cache: &Path) -> Arc<Snapshot> {
        let target = Target::Folder(pages.to_owned());
        let mut cache = Cache::open(&Place::new(Some(cache), None), &target);
        let snapshot = open_with(&target, &Overrides::default(), &mut cache, &Cancel::default(), &mut |_, _| {});
        assert_eq!(cache.finish(), None);
        snapshot.unwrap()
    }

    /// Opens a folder whose cache is damaged so that a page cannot be had, and what a thread that leaves it to others comes upon then.
    fn damaged(pages: &Path) -> (Arc<Snapshot>, Vec<Document>) {
        let cache = tempfile::tempdir().unwrap();
        let files = |folder: &Path| -> Vec<PathBuf> {
            fn walk(folder: &Path, all: &mut Vec<PathBuf>) {
                for entry in fs::read_dir(folder).unwrap() {
                    let path = entry.unwrap().path();
                    if path.is_dir() { walk(&path, all) } else { all.push(path) }
                }
            }
            let mut all = vec![];
            walk(folder, &mut all);
            all.retain(|path| path.extension().is_some_and(|ending| ending == "seg"));
            all
        };
        open(pages, cache.path());
        let len = fs::read(&files(cache.path())[0]).unwrap().len();
        for at in (0..len).step_by(7) {
            for segment in files(cache.path()) {
                let mut bytes = fs::read(&segment).unwrap();
                let at = at.min(bytes.len() - 1);
                bytes[at] ^= 1;
                fs::write(&segment, bytes).unwrap();
            }
            let snapshot = open(pages, cache.path());
            LEAVES.set(true);
            let empty = snapshot.documents.iter().filter(|document| document.page().article.text.is_empty()).count();
            let found = found();
            LEAVES.set(false);
            if !found.is_empty() {
                assert_eq!(empty, found.len(), "an empty page stands in");
                return (snapshot, found);
            }
            // It was noticed at once, or does not matter; it is made anew.
            open(pages, cache.path());
        }
        panic!("nothing was damaged");
    }

    fn pages() -> tempfile::TempDir {
        let pages = tempfile::tempdir().unwrap();
        for name in ["甲", "乙"] {
            let text = format!("{name}地办会\n\n　　{name}地与丙地商量修路，定下日子。\n");
            let path = pages.path().join(format!("{name}.txt"));
            fs::write(&path, text).unwrap();
            // Files that were just written are read again at each opening.
            let time = UNIX_EPOCH + Duration::from_secs(1_600_000_000);
            fs::File::options().append(true).open(&path).unwrap().set_modified(time).unwrap();
        }
        pages
    }

    #[test]
    fn a_thread_that_leaves_it_to_others_is_told_and_never_reads() {
        let pages = pages();
        let (snapshot, found) = damaged(pages.path());
        assert!(snapshot.with_rescued().is_none() && told(&snapshot).is_empty());
        LEAVES.set(true);
        let again: Vec<usize> = snapshot.documents.iter().map(|document| document.page().article.text.len()).collect();
        assert!(again.contains(&0) && super::found().is_empty(), "each is told once");
        LEAVES.set(false);
        found.iter().for_each(Document::rescue);
        let told = told(&snapshot);
        assert_eq!(told.len(), found.len());
        assert!(told.iter().all(|page| page.anew), "{told:?}");
        LEAVES.set(true);
        let whole = snapshot.documents.iter().all(|document| document.page().article.text.contains("商量修路"));
        LEAVES.set(false);
        assert!(whole, "its copies have it");
        let now = snapshot.with_rescued().unwrap();
        assert!(now.revision > snapshot.revision && now.scan == snapshot.scan);
        assert!(now.documents.iter().all(|document| document.page().article.text.contains("商量修路")));
        assert!(now.with_rescued().is_none());
    }

    #[test]
    fn a_page_whose_file_has_changed_is_told_to_be_lost() {
        let pages = pages();
        let (snapshot, found) = damaged(pages.path());
        for name in ["甲", "乙"] {
            fs::write(pages.path().join(format!("{name}.txt")), "别的\n").unwrap();
        }
        found.iter().for_each(Document::rescue);
        let told = told(&snapshot);
        assert!(!told.is_empty() && told.iter().all(|page| !page.anew), "{told:?}");
    }
}
