//! What the workers do with the cache: take a document from it when its file is as it was, and make the record of any other.

use std::sync::{Arc, atomic::AtomicBool};

use xxhash_rust::xxh3::xxh3_64;

use super::{
    record::{self, Record},
    segment::{Key, Stat},
    shelf::{Shelf, Slot},
};
use crate::{
    article::FileKind,
    library::{
        ContentHash, Corrections, Document, Problem, corrections, pool,
        read::{self, Job},
    },
    place::Spot,
};

/// A file counts as settled when its content was changed at least this long before the opening began: the times of some file
/// systems are only as exact as two seconds.
const SETTLED_NS: i128 = 2_000_000_000;

/// The same for the time that nobody can set back, which exact file systems have.
const SETTLED_CHANGED_NS: i128 = 50_000_000;

/// So many changed files are read by each thread before it gives way: a few are waited for.
const READ_AT_ONCE: u32 = 64;

/// A document, and what the cache should know of it.
#[derive(Debug)]
pub(in crate::library) struct Fetched {
    pub document: Arc<Document>,
    pub kept: Kept,
}

/// What the cache should know of a document.
#[derive(Debug)]
pub(in crate::library) enum Kept {
    /// It came from this record.
    As(Slot),
    /// This record is to be written.
    New(Box<(Key, Record)>),
    /// Nothing is kept of it.
    Not,
}

/// The workers' view of a cache.
#[derive(Clone, Copy, Debug, Default)]
pub(in crate::library) struct Lookup<'a> {
    pub(super) shelf: Option<&'a Shelf>,
    /// Take the records as they are, without a look at the files.
    pub(super) trusts: bool,
    /// Threads that have to read many files give way.
    pub(super) reads_behind: bool,
    /// When the opening began by the clock of the disk; `None` when nothing can be written.
    pub(super) began_ns: Option<i128>,
}

impl Lookup<'_> {
    /// One file's document. `None` when `cancel` was set meanwhile.
    pub(in crate::library) fn fetch(&self, job: Job, cancel: &AtomicBool) -> Option<Result<Fetched, Problem>> {
        if let Some((document, slot)) = self.unchanged(&job) {
            return Some(Ok(Fetched { document, kept: Kept::As(slot) }));
        }
        if self.reads_behind {
            pool::give_way_after(READ_AT_ONCE);
        }
        let content = match read::load(&job, cancel)? {
            Ok(content) => content,
            Err(problem) => return Some(Err(problem)),
        };
        let hash = content.hash();
        let forced = job.forced;
        let settled = |stat: &Stat| {
            self.began_ns.is_some_and(|began| {
                stat.modified_ns + SETTLED_NS <= began && stat.changed_ns + SETTLED_CHANGED_NS <= began
            })
        };
        let stat = content.stat.filter(|_| self.began_ns.is_some());
        let known = self.same_content(&job, hash, content.modified_ns);
        let corrections = Arc::clone(&job.corrections);
        let (document, record) = match known {
            Some((document, record)) => (document, Some(record)),
            None => (read::document_at(job, content, hash), None),
        };
        let kept = stat.zip(self.shelf).and_then(|(stat, shelf)| {
            let edits = fingerprint(&corrections, &document);
            let encode = || record::encode(document.card(), &document.page(), document.folded(), &shelf.context.names);
            let record = record.or_else(encode)?;
            let key = Key { stat, settled: settled(&stat), forced, edits };
            Some(Kept::New(Box::new((key, record))))
        });
        Some(Ok(Fetched { document: Arc::new(document), kept: kept.unwrap_or(Kept::Not) }))
    }

    /// The kept document of a file that is as it was.
    fn unchanged(&self, job: &Job) -> Option<(Arc<Document>, Slot)> {
        let shelved = self.shelf?.by_path(&job.path)?;
        let (document, key) = (&shelved.document, &shelved.key);
        let same = self.trusts || key.settled && read::stat_at(&job.real_path) == Some(key.stat);
        if !same || key.forced != job.forced || fingerprint(&job.corrections, document) != key.edits {
            return None;
        }
        if document.lies_at(&job.real_path) {
            return Some((Arc::clone(document), shelved.slot));
        }
        // Its name is no text, or what was opened was named in another way.
        let mut document = Document::clone(document);
        document.real_path = Some(job.real_path.clone());
        Some((Arc::new(document), shelved.slot))
    }

    /// The kept document of a file with these bytes: it was moved, copied or only touched.
    fn same_content(&self, job: &Job, hash: ContentHash, modified_ns: i128) -> Option<(Document, Record)> {
        let kind = FileKind::of_name(&job.real_path.to_string_lossy());
        let shelved = self.shelf?.by_hash(hash, kind, job.forced)?;
        let (segment, number) = shelved.document.kept_in()?;
        let record = segment.record(number)?;
        let mut document = Document::clone(&shelved.document);
        (document.path, document.real_path) = (job.path.clone(), Some(job.real_path.clone()));
        document.modified_ns = modified_ns;
        (fingerprint(&job.corrections, &document) == shelved.key.edits).then_some((document, record))
    }
}

/// Tells sets of corrections apart by what they change in this document; 0 when they change nothing.
pub(super) fn fingerprint(corrections: &Corrections, document: &Document) -> u64 {
    if corrections.is_empty() {
        return 0;
    }
    let (page, mut places) = corrections.edits(document.hash, &document.path);
    // What is said of a word in the folder concerns the pages that say it.
    places.retain(|edit| match &edit.spot {
        Spot::At(_) => true,
        Spot::Word(word) => corrections::holds(document, word),
    });
    if page.is_empty() && places.is_empty() {
        return 0;
    }
    xxh3_64(format!("{page:?}\n{places:?}").as_bytes()).max(1)
}
