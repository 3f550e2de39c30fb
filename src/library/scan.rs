//! Opens a target: lists it, reads its files on worker threads, publishes growing snapshots.

use std::{
    collections::{BTreeMap, VecDeque},
    path::{Path, PathBuf},
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
    time::Duration,
};

use super::{
    Corrections, Document, Overrides, Problem, Snapshot, Waiting, builtin,
    cache::{Cache, Fetched, Finished, Kept, Notes},
    pool,
    read::{self, Job},
    reposts,
    walk::{Found, Listing},
};

/// What to open.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    /// The articles embedded in the binary.
    BuiltIn,
    /// A folder and all below it. (A file stands for itself.)
    Folder(PathBuf),
    /// Single files; folders among them are walked.
    Files(Vec<PathBuf>),
}

impl Target {
    /// The same whatever the working folder is; links are not followed. What is kept for a folder is found under this path.
    #[must_use]
    pub fn absolute(self) -> Self {
        let absolute = |path: PathBuf| std::path::absolute(&path).unwrap_or(path).components().collect();
        match self {
            Self::BuiltIn => Self::BuiltIn,
            Self::Folder(folder) => Self::Folder(absolute(folder)),
            Self::Files(files) => Self::Files(files.into_iter().map(absolute).collect()),
        }
    }

    /// The opened folder; `None` for the built-in articles and loose files.
    #[must_use]
    pub fn root(&self) -> Option<&Path> {
        match self {
            Self::Folder(folder) => Some(folder),
            Self::BuiltIn | Self::Files(_) => None,
        }
    }
}

/// How far an opening has come.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Progress {
    /// Files found so far.
    pub found: u32,
    /// True when the walk has ended and `found` is final.
    pub found_all: bool,
    /// Files read.
    pub read: u32,
    /// Bytes read.
    pub bytes: u64,
    /// Files that could not be read.
    pub problems: u32,
}

/// Set from another thread to stop an opening; what was read by then is kept.
pub type Cancel = Arc<AtomicBool>;

/// Why nothing could be opened at all.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// The folder does not exist (any more).
    #[error("{0} does not exist")]
    Missing(PathBuf),
    /// The folder may not be listed.
    #[error("{0} may not be read: {1}")]
    Denied(PathBuf, String),
    /// Anything else.
    #[error("{0}: {1}")]
    Io(PathBuf, String),
}

/// At least this long between two published snapshots: a quarter of a second.
const SNAPSHOT_EVERY_TICKS: u32 = 5;

/// A snapshot of many documents costs its maker, and those who ask it, more: a tick more for so many of them, so that this stays a small
/// part of the work.
const DOCUMENTS_PER_TICK: usize = 2_500;

/// At least this long between two reports of progress alone: a tenth of a second.
const PROGRESS_EVERY_TICKS: u32 = 2;

/// How long the calling thread waits for a result before it looks at the cancel flag again.
pub(super) const PATIENCE: Duration = Duration::from_millis(50);

/// With so many files still to be read their names are told when all are found: of fewer one would hardly see them.
const MANY_WAITING: u32 = 200;

/// Cores left to the window while a folder opens: scrolling must stay smooth.
pub(super) const WINDOW_CORES: usize = 1;

/// Files listed in one go before results are looked at again.
const LIST_STEP: usize = 256;

/// Files that a worker takes at once when most of them are known.
const KNOWN_BATCH: usize = 64;

/// The same where documents are handed over one by one.
const STREAM_BATCH: usize = 8;

/// Documents, or such batches, that may be read ahead of the next one in order; bounds the memory of [`stream`].
const READ_AHEAD: usize = 64;

/// Opens `target`. `publish` gets growing snapshots (the first with the first document read, then a few a second) and
/// the progress, always on the calling thread; the returned snapshot is complete, or as far as it came when `cancel`
/// was set.
///
/// # Errors
/// Only when the target itself cannot be listed.
pub fn open(
    target: &Target,
    overrides: &Overrides,
    cancel: &Cancel,
    publish: &mut dyn FnMut(Progress, Option<Arc<Snapshot>>),
) -> Result<Arc<Snapshot>, OpenError> {
    open_with(target, overrides, &mut Cache::none(), cancel, publish)
}

/// The same with what the cache knows: files that are as they were are not read. What is new is on the disk when the cache is
/// finished ([`Cache::finish`]), which takes a moment that nobody has to wait for.
///
/// # Errors
/// Only when the target itself cannot be listed.
pub fn open_with(
    target: &Target,
    overrides: &Overrides,
    cache: &mut Cache,
    cancel: &Cancel,
    publish: &mut dyn FnMut(Progress, Option<Arc<Snapshot>>),
) -> Result<Arc<Snapshot>, OpenError> {
    let mut growing = Growing::new(target.root().map(Path::to_path_buf), Arc::clone(&overrides.corrections));
    let plain = overrides.corrections.is_empty() && overrides.encodings.is_empty();
    growing.reposts = cache.beside("reposts").filter(|_| plain).map(reposts::Shelf::new);
    cache.read_with(overrides);
    if let Some(documents) = cache.kept_as(overrides) {
        root_is_there(target)?;
        growing.progress.bytes = documents.iter().map(|document| document.bytes).sum();
        growing.progress.read = u32::try_from(documents.len()).unwrap_or(u32::MAX);
        (growing.progress.found, growing.progress.found_all) = (growing.progress.read, true);
        growing.documents = documents;
        publish(growing.progress, None);
        return Ok(growing.snapshot(true));
    }
    let listing = listing_of(target, cache)?;
    growing.known = cache.kept();
    let trusts = cache.trusts();
    let (lookup, mut notes) = cache.halves();
    let Some(mut listing) = listing else {
        for (name, bytes) in builtin::ARTICLES {
            if cancel.load(Ordering::Relaxed) {
                return Ok(growing.snapshot(false));
            }
            growing.progress.found += 1;
            growing.add(Ok(Arc::new(read::corrected_document_of(name, bytes, &overrides.corrections))));
        }
        growing.progress.found_all = true;
        publish(growing.progress, None);
        return Ok(growing.snapshot(true));
    };
    if !growing.known.is_empty() && !trusts {
        // What was there the last time can be read at once; meanwhile each file is looked at.
        growing.publish_known(publish);
    }
    // A file that is as it was is done in no time, so that handing it over would cost more; one that is new takes its time.
    let batch = if growing.known.is_empty() { 1 } else { KNOWN_BATCH };
    let mut waiting: VecDeque<Vec<Job>> = VecDeque::new();
    pool::with_workers(
        "reader",
        pool::default_workers(if trusts { 0 } else { WINDOW_CORES }),
        |jobs: Vec<Job>| -> Vec<_> { jobs.into_iter().map(|job| read::read(job, &lookup, cancel)).collect() },
        |desk| {
            while !cancel.load(Ordering::Relaxed) {
                // All names are soon found, and what there is in all is wanted before what is in each.
                let now = desk.ticks();
                while !growing.progress.found_all && desk.ticks() == now && !cancel.load(Ordering::Relaxed) {
                    list_some(&mut listing, overrides, &mut growing, &mut waiting, batch);
                }
                growing.publish_found(desk.ticks(), publish);
                while let Some(jobs) = waiting.pop_front() {
                    if let Err(jobs) = desk.try_submit(jobs) {
                        waiting.push_front(jobs);
                        break;
                    }
                }
                if growing.progress.found_all && waiting.is_empty() && desk.in_flight() == 0 {
                    break;
                }
                // While there is more to list, only take what is ready.
                let mut patience = if growing.progress.found_all { PATIENCE } else { Duration::ZERO };
                while let Some(outcomes) = desk.receive(patience) {
                    patience = Duration::ZERO;
                    for outcome in outcomes.into_iter().flatten() {
                        growing.take(outcome, &mut notes);
                    }
                    growing.publish_when_due(desk.ticks(), publish);
                }
                growing.publish_when_due(desk.ticks(), publish);
            }
        },
    );
    growing.known = vec![];
    if !cancel.load(Ordering::Relaxed)
        && let Some(finished) = notes.flush()
    {
        growing.let_go(finished);
    }
    publish(growing.progress, None);
    let complete = !cancel.load(Ordering::Relaxed);
    if complete {
        notes.complete();
    }
    Ok(growing.snapshot(complete))
}

/// Reads `target` file by file in path order and hands each over, so that a folder of any size needs little memory.
/// Stops when `each` says false.
///
/// # Errors
/// Only when the target itself cannot be listed.
pub fn stream(
    target: &Target,
    overrides: &Overrides,
    cancel: &Cancel,
    each: &mut dyn FnMut(Result<Document, Problem>) -> bool,
) -> Result<(), OpenError> {
    stream_with(target, overrides, &mut Cache::none(), cancel, each)
}

/// The same with what the cache knows, see [`open_with`].
///
/// # Errors
/// Only when the target itself cannot be listed.
pub fn stream_with(
    target: &Target,
    overrides: &Overrides,
    cache: &mut Cache,
    cancel: &Cancel,
    each: &mut dyn FnMut(Result<Document, Problem>) -> bool,
) -> Result<(), OpenError> {
    let listing = listing_of(target, cache)?;
    // As in [`open_with`].
    let batch = if cache.kept().is_empty() { 1 } else { STREAM_BATCH };
    let (lookup, mut notes) = cache.halves();
    let Some(mut listing) = listing else {
        for (name, bytes) in builtin::ARTICLES {
            if !each(Ok(read::corrected_document_of(name, bytes, &overrides.corrections))) {
                break;
            }
        }
        return Ok(());
    };
    pool::with_workers(
        "reader",
        pool::default_workers(0),
        |jobs: Vec<(u64, Job)>| -> Vec<_> {
            jobs.into_iter().map(|(number, job)| (number, read::read(job, &lookup, cancel))).collect()
        },
        |desk| {
            let mut ready = Ready::new();
            let (mut next_found, mut next_out) = (0_u64, 0_u64);
            let mut listed_all = false;
            let mut jobs = Vec::with_capacity(batch);
            while !cancel.load(Ordering::Relaxed) {
                while !listed_all && next_found - next_out < (READ_AHEAD * batch) as u64 {
                    match listing.next() {
                        None => listed_all = true,
                        Some(Found::Problem(problem)) => {
                            ready.insert(next_found, Some(Err(problem)));
                            next_found += 1;
                        }
                        Some(Found::File(path, real_path)) => {
                            jobs.push((next_found, job_of(path, real_path, overrides)));
                            next_found += 1;
                        }
                    }
                    if jobs.len() == batch {
                        hand_in(&mut jobs, desk, &mut ready);
                    }
                }
                if !jobs.is_empty() {
                    hand_in(&mut jobs, desk, &mut ready);
                }
                while let Some(result) = ready.remove(&next_out) {
                    next_out += 1;
                    let Some(result) = result else { continue };
                    let result = result.map(|Fetched { document, kept }| {
                        notes.take(kept, &document);
                        document
                    });
                    if !each(result.map(Arc::unwrap_or_clone)) {
                        return;
                    }
                }
                if next_out < next_found {
                    if desk.in_flight() == 0 && !ready.contains_key(&next_out) {
                        // Its result never came, which only a bug can bring about: go on without it.
                        ready.insert(next_out, None);
                    } else {
                        ready.extend(desk.receive(PATIENCE).into_iter().flatten().flatten());
                    }
                } else if listed_all {
                    notes.complete();
                    return;
                }
            }
        },
    );
    Ok(())
}

/// What was read ahead of its turn; `None` for what was cancelled or lost.
type Ready = BTreeMap<u64, Outcome>;

/// What became of a file; `None` for what was cancelled.
type Outcome = Option<Result<Fetched, Problem>>;

/// Files to be read, by number.
type Jobs = Vec<(u64, Job)>;

/// Hands in jobs, and takes what is done as long as there is no room for them.
fn hand_in(jobs: &mut Jobs, desk: &mut pool::Desk<'_, Jobs, Vec<(u64, Outcome)>>, ready: &mut Ready) {
    let mut full = std::mem::take(jobs);
    while let Err(back) = desk.try_submit(full) {
        full = back;
        ready.extend(desk.receive(PATIENCE).into_iter().flatten().flatten());
    }
}

/// Looks whether the target can be listed at all.
fn root_is_there(target: &Target) -> Result<(), OpenError> {
    match target {
        Target::BuiltIn => Ok(()),
        Target::Folder(root) => Listing::folder(root).map(drop),
        Target::Files(paths) => Listing::files(paths).map(drop),
    }
}

/// What a target lists.
type Files = Box<dyn Iterator<Item = Found>>;

/// The listing of a target, from the cache when it is to be taken as it is; `None` for the built-in articles.
fn listing_of(target: &Target, cache: &Cache) -> Result<Option<Files>, OpenError> {
    let listing = match target {
        Target::BuiltIn => return Ok(None),
        Target::Folder(root) => Listing::folder(root)?,
        Target::Files(paths) => Listing::files(paths)?,
    };
    if !cache.trusts() {
        return Ok(Some(Box::new(listing)));
    }
    let kept =
        cache.kept().into_iter().filter_map(|document| Some((document.path.clone(), document.real_path.clone()?)));
    Ok(Some(Box::new(kept.map(|(path, real_path)| Found::File(path, real_path)))))
}

pub(super) fn job_of(path: String, real_path: PathBuf, overrides: &Overrides) -> Job {
    let forced = overrides.encodings.get(&path).copied();
    Job { path, real_path, forced, corrections: Arc::clone(&overrides.corrections) }
}

fn list_some(
    listing: &mut Files,
    overrides: &Overrides,
    growing: &mut Growing,
    waiting: &mut VecDeque<Vec<Job>>,
    batch: usize,
) {
    if growing.progress.found_all {
        return;
    }
    for _ in 0..LIST_STEP {
        match listing.next() {
            None => {
                growing.progress.found_all = true;
                return;
            }
            Some(Found::Problem(problem)) => growing.add(Err(problem)),
            Some(Found::File(path, real_path)) => {
                growing.progress.found = growing.progress.found.saturating_add(1);
                if growing.known.is_empty() {
                    growing.paths.push(path.clone());
                }
                let job = job_of(path, real_path, overrides);
                match waiting.back_mut().filter(|jobs| jobs.len() < batch) {
                    Some(jobs) => jobs.push(job),
                    None => waiting.push_back(vec![job]),
                }
            }
        }
    }
}

/// The numbers of snapshots go up for as long as the program runs, whatever is opened.
pub(super) fn next_revision() -> u64 {
    static REVISION: AtomicU64 = AtomicU64::new(0);
    REVISION.fetch_add(1, Ordering::Relaxed) + 1
}

/// A snapshot in the making.
struct Growing {
    root: Option<PathBuf>,
    corrections: Arc<Corrections>,
    /// What the cache knows of the last opening, by path; shown as long as its files were not looked at.
    known: Vec<Arc<Document>>,
    /// The snapshot of that, once it was shown.
    shown: Option<Arc<Snapshot>>,
    /// Where the reposts of the folder are kept.
    reposts: Option<reposts::Shelf>,
    /// The paths of all files, where none is known; and then as they are told.
    paths: Vec<String>,
    found: Option<Arc<Vec<String>>>,
    /// Something was found that is not known, since the last snapshot.
    news: bool,
    /// Sorted by path.
    documents: Vec<Arc<Document>>,
    /// Read since `documents` was last brought up to date, in any order.
    fresh: Vec<Arc<Document>>,
    problems: Vec<Problem>,
    progress: Progress,
    reported: Progress,
    /// Ticks at the last snapshot and at the last report of any kind.
    last_snapshot: Option<u32>,
    last_report: Option<u32>,
}

impl Growing {
    const fn new(root: Option<PathBuf>, corrections: Arc<Corrections>) -> Self {
        let progress = Progress { found: 0, found_all: false, read: 0, bytes: 0, problems: 0 };
        Self {
            root,
            corrections,
            known: vec![],
            shown: None,
            reposts: None,
            paths: vec![],
            found: None,
            news: false,
            documents: vec![],
            fresh: vec![],
            problems: vec![],
            progress,
            reported: progress,
            last_snapshot: None,
            last_report: None,
        }
    }

    fn take(&mut self, outcome: Option<Result<Fetched, Problem>>, notes: &mut Notes<'_>) {
        // Anything else was cancelled.
        let Some(result) = outcome else { return };
        match result {
            Ok(Fetched { document, kept }) => {
                // A file that is as it was changes nothing of what is shown.
                self.news |= self.shown.is_none() || !matches!(kept, Kept::As(_));
                let finished = notes.take(kept, &document);
                self.fresh(document);
                if let Some(finished) = finished {
                    self.let_go(finished);
                }
            }
            Err(problem) => self.add(Err(problem)),
        }
    }

    fn add(&mut self, result: Result<Arc<Document>, Problem>) {
        match result {
            Ok(document) => {
                self.news = true;
                self.fresh(document);
            }
            Err(problem) => {
                self.progress.problems = self.progress.problems.saturating_add(1);
                self.problems.push(problem);
            }
        }
    }

    fn fresh(&mut self, document: Arc<Document>) {
        self.progress.read = self.progress.read.saturating_add(1);
        self.progress.bytes = self.progress.bytes.saturating_add(document.bytes);
        self.fresh.push(document);
    }

    /// Pages that are on the disk now need not stay in memory.
    fn let_go(&mut self, Finished { segment, paths }: Finished) {
        self.settle();
        for (number, path) in (0_u32..).zip(&paths) {
            let at = self.documents.binary_search_by(|document| document.path.cmp(path));
            let slot = at.ok().and_then(|at| self.documents.get_mut(at));
            if let Some(slot) = slot {
                *slot = Arc::new(Document::kept(slot.file(), &segment, number));
            }
        }
    }

    /// Puts what was read lately where it belongs.
    fn settle(&mut self) {
        if !self.fresh.is_empty() {
            self.documents.append(&mut self.fresh);
            // The standard sort finds the sorted run and merges.
            self.documents.sort_by(|a, b| a.path.cmp(&b.path));
        }
    }

    /// Shows what the cache knows, before any file was looked at.
    fn publish_known(&mut self, publish: &mut dyn FnMut(Progress, Option<Arc<Snapshot>>)) {
        let snapshot = self.snapshot(false);
        snapshot.reposts.take_kept(&snapshot.documents);
        self.shown = Some(Arc::clone(&snapshot));
        publish(self.progress, Some(snapshot));
        (self.last_snapshot, self.last_report, self.reported) = (Some(0), Some(0), self.progress);
    }

    /// Tells once which files there are, when all are found and many are still to be read.
    fn publish_found(&mut self, now: u32, publish: &mut dyn FnMut(Progress, Option<Arc<Snapshot>>)) {
        let Progress { found, found_all, read, problems, .. } = self.progress;
        if !found_all || self.paths.is_empty() {
            return;
        }
        let mut paths = std::mem::take(&mut self.paths);
        if found.saturating_sub(read).saturating_sub(problems) < MANY_WAITING {
            return;
        }
        paths.sort_unstable();
        self.found = Some(Arc::new(paths));
        let snapshot = self.snapshot(false);
        publish(self.progress, Some(snapshot));
        (self.last_snapshot, self.last_report, self.reported) = (Some(now), Some(now), self.progress);
    }

    fn publish_when_due(&mut self, now: u32, publish: &mut dyn FnMut(Progress, Option<Arc<Snapshot>>)) {
        let due = |last: Option<u32>, every| last.is_none_or(|at| now.saturating_sub(at) >= every);
        let more = u32::try_from(self.documents.len() / DOCUMENTS_PER_TICK).unwrap_or(u32::MAX);
        let every = SNAPSHOT_EVERY_TICKS.saturating_add(more);
        if self.news && !self.fresh.is_empty() && due(self.last_snapshot, every) {
            let snapshot = self.snapshot(false);
            publish(self.progress, Some(snapshot));
            (self.last_snapshot, self.last_report, self.reported) = (Some(now), Some(now), self.progress);
        } else if self.reported != self.progress && due(self.last_report, PROGRESS_EVERY_TICKS) {
            publish(self.progress, None);
            (self.last_report, self.reported) = (Some(now), self.progress);
        }
    }

    /// What was read so far. Merging two sorted lists of pointers, so that a growing library stays cheap.
    fn snapshot(&mut self, complete: bool) -> Arc<Snapshot> {
        self.settle();
        self.problems.sort();
        let revision = next_revision();
        self.news = false;
        let documents = if self.known.is_empty() { self.documents.clone() } else { over(&self.known, &self.documents) };
        // Where nothing has changed, what was worked out of what was known stays good.
        let same = |shown: &&Arc<Snapshot>| {
            shown.documents.len() == documents.len()
                && shown.documents.iter().zip(&documents).all(|(was, now)| Arc::ptr_eq(was, now))
        };
        let shown = self.shown.as_ref().filter(same);
        let waiting = self.found.as_ref().filter(|_| !complete);
        let waiting = waiting.map(|paths| Arc::new(Waiting::of(paths, &documents, &self.problems)));
        Arc::new(Snapshot {
            columns: shown.map(|shown| super::columns::Cached::of(&shown.columns)).unwrap_or_default(),
            reposts: shown.map_or_else(
                || reposts::Cached::kept_in(self.reposts.clone()),
                |shown| reposts::Cached::of(&shown.reposts),
            ),
            root: self.root.clone(),
            documents,
            problems: self.problems.clone(),
            revision,
            scan: revision,
            corrections: Arc::clone(&self.corrections),
            complete,
            waiting,
        })
    }
}

/// Two lists by path in one; of documents with the same path the newer one.
fn over(older: &[Arc<Document>], newer: &[Arc<Document>]) -> Vec<Arc<Document>> {
    let mut all = Vec::with_capacity(older.len() + newer.len());
    let mut newer = newer.iter().peekable();
    for document in older {
        while let Some(first) = newer.next_if(|first| first.path < document.path) {
            all.push(Arc::clone(first));
        }
        match newer.next_if(|first| first.path == document.path) {
            Some(same) => all.push(Arc::clone(same)),
            None => all.push(Arc::clone(document)),
        }
    }
    all.extend(newer.cloned());
    all
}
