//! A snapshot in the making: what was read so far, and when it is shown.

use std::{path::PathBuf, sync::Arc};

use super::{Progress, next_revision};
use crate::library::{
    Corrections, Document, Problem, Snapshot, Waiting,
    cache::{Fetched, Finished, Kept, Notes},
    columns, reposts,
};

/// At least this long between two published snapshots: a quarter of a second.
const SNAPSHOT_EVERY_TICKS: u32 = 5;

/// A snapshot of many documents costs its maker, and those who ask it, more: a tick more for so many of them, so that this stays a small
/// part of the work.
const DOCUMENTS_PER_TICK: usize = 2_500;

/// At least this long between two reports of progress alone: a tenth of a second.
const PROGRESS_EVERY_TICKS: u32 = 2;

/// The same where all that is known is on the screen already: a quarter, since to draw it takes the processor from what is reported.
const KNOWN_PROGRESS_EVERY_TICKS: u32 = 5;

/// With so many files still to be read their names are told when all are found: of fewer one would hardly see them.
const MANY_WAITING: u32 = 200;

/// A snapshot in the making.
pub(super) struct Growing {
    root: Option<PathBuf>,
    corrections: Arc<Corrections>,
    /// What the cache knows of the last opening, by path; shown as long as its files were not looked at.
    pub(super) known: Vec<Arc<Document>>,
    /// The snapshot of that, once it was shown.
    shown: Option<Arc<Snapshot>>,
    /// Where the reposts of the folder are kept.
    pub(super) reposts: Option<reposts::Shelf>,
    /// The paths of all files, where none is known; and then as they are told.
    pub(super) paths: Vec<String>,
    found: Option<Arc<Vec<String>>>,
    /// Something was found that is not known, since the last snapshot.
    news: bool,
    /// Sorted by path.
    pub(super) documents: Vec<Arc<Document>>,
    /// Read since `documents` was last brought up to date, in any order.
    fresh: Vec<Arc<Document>>,
    problems: Vec<Problem>,
    pub(super) progress: Progress,
    reported: Progress,
    /// Ticks at the last snapshot and at the last report of any kind.
    last_snapshot: Option<u32>,
    last_report: Option<u32>,
}

impl Growing {
    pub(super) const fn new(root: Option<PathBuf>, corrections: Arc<Corrections>) -> Self {
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

    pub(super) fn take(&mut self, outcome: Option<Result<Fetched, Problem>>, notes: &mut Notes<'_>) {
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

    pub(super) fn add(&mut self, result: Result<Arc<Document>, Problem>) {
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
    pub(super) fn let_go(&mut self, Finished { segment, paths }: Finished) {
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
    pub(super) fn publish_known(&mut self, publish: &mut dyn FnMut(Progress, Option<Arc<Snapshot>>)) {
        let snapshot = self.snapshot(false);
        snapshot.reposts.take_kept(&snapshot.documents);
        self.shown = Some(Arc::clone(&snapshot));
        publish(self.progress, Some(snapshot));
        (self.last_snapshot, self.last_report, self.reported) = (Some(0), Some(0), self.progress);
    }

    /// Tells once which files there are, when all are found and many are still to be read.
    pub(super) fn publish_found(&mut self, now: u32, publish: &mut dyn FnMut(Progress, Option<Arc<Snapshot>>)) {
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

    pub(super) fn publish_when_due(&mut self, now: u32, publish: &mut dyn FnMut(Progress, Option<Arc<Snapshot>>)) {
        let due = |last: Option<u32>, every| last.is_none_or(|at| now.saturating_sub(at) >= every);
        let more = u32::try_from(self.documents.len() / DOCUMENTS_PER_TICK).unwrap_or(u32::MAX);
        let every = SNAPSHOT_EVERY_TICKS.saturating_add(more);
        let progress_every = if self.shown.is_some() { KNOWN_PROGRESS_EVERY_TICKS } else { PROGRESS_EVERY_TICKS };
        if self.news && !self.fresh.is_empty() && due(self.last_snapshot, every) {
            let snapshot = self.snapshot(false);
            publish(self.progress, Some(snapshot));
            (self.last_snapshot, self.last_report, self.reported) = (Some(now), Some(now), self.progress);
        } else if self.reported != self.progress && due(self.last_report, progress_every) {
            publish(self.progress, None);
            (self.last_report, self.reported) = (Some(now), self.progress);
        }
    }

    /// What was read so far. Merging two sorted lists of pointers, so that a growing library stays cheap.
    pub(super) fn snapshot(&mut self, complete: bool) -> Arc<Snapshot> {
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
            columns: shown.map(|shown| columns::Cached::of(&shown.columns)).unwrap_or_default(),
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
