//! Opens a target: lists it, reads its files on worker threads, publishes growing snapshots.

mod growing;

use std::{
    collections::{BTreeMap, VecDeque},
    path::{Path, PathBuf},
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
    time::Duration,
};

use self::growing::Growing;
use super::{
    Document, Overrides, Problem, Snapshot, builtin,
    cache::{Cache, Fetched},
    memory::SmallPages,
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

/// How long the calling thread waits for a result before it looks at the cancel flag again.
pub(super) const PATIENCE: Duration = Duration::from_millis(50);

/// Files listed in one go before more of them are handed to the workers.
const LIST_STEP: usize = 256;

/// Files are listed for so long before results are looked at: half a second.
const LIST_TICKS: u32 = 10;

/// Files that a worker takes at once when none is known: waking another thread for each would cost more than reading it. The first files of
/// a folder go one by one, so that a small one is shared by all workers and something is soon seen of a large one.
const NEW_BATCH: usize = 8;
const ONE_BY_ONE: u32 = 64;

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
    // A file that is as it was is done in no time, so that handing it over would cost more; of those that are new a worker
    // takes fewer, since they take their time.
    let new = growing.known.is_empty();
    let batch = if new { NEW_BATCH } else { KNOWN_BATCH };
    let _small = new.then(SmallPages::from_now);
    let mut waiting: VecDeque<Vec<Job>> = VecDeque::new();
    pool::with_workers(
        "reader",
        pool::default_workers(if trusts { 0 } else { pool::WINDOW_CORES }),
        |jobs: Vec<Job>| -> Vec<_> { jobs.into_iter().map(|job| read::read(job, &lookup, cancel)).collect() },
        |desk| {
            while !cancel.load(Ordering::Relaxed) {
                // All names are soon found, and what there is in all is wanted before what is in each.
                let began = desk.ticks();
                loop {
                    list_some(&mut listing, overrides, &mut growing, &mut waiting, batch);
                    while let Some(jobs) = waiting.pop_front() {
                        if let Err(jobs) = desk.try_submit(jobs) {
                            waiting.push_front(jobs);
                            break;
                        }
                    }
                    // Known files are done as soon as they are found: who does them waits for their being taken.
                    let long = !new || desk.ticks().saturating_sub(began) >= LIST_TICKS;
                    if growing.progress.found_all || long || cancel.load(Ordering::Relaxed) {
                        break;
                    }
                }
                growing.publish_found(desk.ticks(), publish);
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
    stream_also(target, overrides, cache, cancel, |_| (), &mut |result| each(result.map(|(document, ())| document)))
}

/// The same with what `also` makes of each document, on the threads that read.
///
/// # Errors
/// Only when the target itself cannot be listed.
pub fn stream_also<T: Send>(
    target: &Target,
    overrides: &Overrides,
    cache: &mut Cache,
    cancel: &Cancel,
    also: impl Fn(&Document) -> T + Sync,
    each: &mut dyn FnMut(Result<(Document, T), Problem>) -> bool,
) -> Result<(), OpenError> {
    let listing = listing_of(target, cache)?;
    // As in [`open_with`].
    let new = cache.is_empty();
    let batch = if new { 1 } else { STREAM_BATCH };
    let _small = new.then(SmallPages::from_now);
    let (lookup, mut notes) = cache.halves();
    let Some(mut listing) = listing else {
        for (name, bytes) in builtin::ARTICLES {
            let document = read::corrected_document_of(name, bytes, &overrides.corrections);
            let more = also(&document);
            if !each(Ok((document, more))) {
                break;
            }
        }
        return Ok(());
    };
    pool::with_workers(
        "reader",
        pool::default_workers(0),
        |jobs: Jobs| -> Vec<_> {
            let read = |(number, job)| {
                let outcome = read::read(job, &lookup, cancel);
                let outcome = outcome.map(|outcome| outcome.map(|fetched| (also(&fetched.document), fetched)));
                (number, outcome)
            };
            jobs.into_iter().map(read).collect()
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
                    let result = result.map(|(more, Fetched { document, kept })| {
                        notes.take(kept, &document);
                        (Arc::unwrap_or_clone(document), more)
                    });
                    if !each(result) {
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
type Ready<T> = BTreeMap<u64, Outcome<T>>;

/// What became of a file, and what was made of it; `None` for what was cancelled.
type Outcome<T> = Option<Result<(T, Fetched), Problem>>;

/// Files to be read, by number.
type Jobs = Vec<(u64, Job)>;

/// Hands in jobs, and takes what is done as long as there is no room for them.
fn hand_in<T>(jobs: &mut Jobs, desk: &mut pool::Desk<'_, Jobs, Vec<(u64, Outcome<T>)>>, ready: &mut Ready<T>) {
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
                let alone = growing.known.is_empty() && growing.progress.found <= ONE_BY_ONE;
                let batch = if alone { 1 } else { batch };
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
