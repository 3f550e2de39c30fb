//! What was kept of a folder, for looking up: by path, and by content for files that moved or were only touched.

use std::{
    path::Path,
    sync::{
        Arc, OnceLock,
        atomic::{AtomicUsize, Ordering},
    },
};

use super::{
    Context,
    manifest::Manifest,
    names::Names,
    segment::{Info, Key, Segment},
};
use crate::{
    article::FileKind,
    library::{ContentHash, Document, document::FileFacts, pool},
    text::encoding::Encoding,
};

/// Where a record stands: number of the segment and of the record in it.
pub(in crate::library) type Slot = (u32, u32);

/// With fewer documents another thread is not worth its start.
const MANY_DOCUMENTS: u64 = 5_000;

/// A document that was kept.
#[derive(Debug)]
pub(super) struct Shelved {
    pub document: Arc<Document>,
    pub key: Key,
    pub slot: Slot,
}

/// The records of a folder that are in use.
#[derive(Debug, Default)]
pub(super) struct Shelf {
    pub segments: Vec<Arc<Segment>>,
    pub context: Arc<Context>,
    /// Sorted by path; each path once.
    all: Vec<Shelved>,
    /// Sorted by hash; made when the first file needs it.
    by_hash: OnceLock<Vec<(ContentHash, u32)>>,
    /// True when nothing is missing.
    pub complete: bool,
    /// Position of what was found last: files come nearly by path.
    last: AtomicUsize,
}

impl Shelf {
    /// What the list in `folder` names and can be read. `root` is the folder of the documents.
    pub(super) fn open(folder: &Path, manifest: &Manifest, root: &Path) -> Self {
        let named = manifest.segments.len();
        let Some(names) = Names::kept(&manifest.names) else { return Self::default() };
        let context = Arc::new(Context { names, overrides: OnceLock::new() });
        let open = |info: &Info| {
            let (segment, rows) = Segment::open(folder, info.clone(), &context)?;
            let segment = Arc::new(segment);
            let mut shelved: Vec<Shelved> = Vec::with_capacity(rows.len());
            let live = (0_u32..).zip(rows).filter(|(number, _)| !segment.info.is_dead(*number));
            shelved.extend(live.map(|(number, row)| {
                let file = FileFacts {
                    real_path: Some(root.join(&row.path)),
                    path: row.path,
                    bytes: row.key.stat.size,
                    modified_ns: row.key.stat.modified_ns,
                    hash: ContentHash(u128::from_le_bytes(row.hash)),
                };
                let document = Arc::new(Document::kept(file, &segment, number));
                Shelved { document, key: row.key, slot: (0, number) }
            }));
            // Here on several threads; what is sorted in long runs is soon sorted as a whole.
            shelved.sort_by(|a, b| a.document.path.cmp(&b.document.path));
            Some((segment, shelved))
        };
        let count: u64 = manifest.segments.iter().map(|info| u64::from(info.count)).sum();
        let helpers = if count < MANY_DOCUMENTS { 0 } else { pool::default_workers(0).saturating_sub(1) };
        let opened = pool::side_by_side("shelf", helpers, &manifest.segments, open, open);
        let mut segments: Vec<Arc<Segment>> = Vec::with_capacity(named);
        // What was read is counted, not what the list of segments says.
        let mut all: Vec<Shelved> = Vec::with_capacity(opened.iter().flatten().map(|(_, shelved)| shelved.len()).sum());
        for (segment, shelved) in opened.into_iter().flatten() {
            let of = u32::try_from(segments.len()).unwrap_or(u32::MAX);
            all.extend(shelved.into_iter().map(|one| Shelved { slot: (of, one.slot.1), ..one }));
            segments.push(segment);
        }
        // Stable: of two with the same path the newer one stands last, and wins.
        all.sort_by(|a, b| a.document.path.cmp(&b.document.path));
        let several = all.windows(2).any(|two| matches!(two, [a, b] if a.document.path == b.document.path));
        if several {
            all.reverse();
            all.dedup_by(|later, kept| later.document.path == kept.document.path);
            all.reverse();
        }
        Self {
            complete: manifest.complete && segments.len() == named,
            segments,
            context,
            all,
            by_hash: OnceLock::new(),
            last: AtomicUsize::new(0),
        }
    }

    /// Every document, by path.
    pub(super) fn documents(&self) -> impl Iterator<Item = &Arc<Document>> {
        self.all.iter().map(|shelved| &shelved.document)
    }

    /// The record kept under a path.
    pub(super) fn by_path(&self, path: &str) -> Option<&Shelved> {
        let next = self.last.load(Ordering::Relaxed) + 1;
        let found = match self.all.get(next).filter(|shelved| shelved.document.path == path) {
            Some(_) => next,
            None => self.all.binary_search_by(|shelved| shelved.document.path.as_str().cmp(path)).ok()?,
        };
        self.last.store(found, Ordering::Relaxed);
        self.all.get(found)
    }

    /// True when the record at `slot` is what is kept under a path.
    pub(super) fn uses(&self, slot: Slot, path: &str) -> bool {
        self.by_path(path).is_some_and(|shelved| shelved.slot == slot)
    }

    /// True when nothing in it follows a choice of the user.
    pub(super) fn is_plain(&self) -> bool {
        self.all.iter().all(|shelved| shelved.key.forced.is_none() && shelved.key.edits == 0)
    }

    /// A record of the same content, read in the same way.
    pub(super) fn by_hash(&self, hash: ContentHash, kind: FileKind, forced: Option<Encoding>) -> Option<&Shelved> {
        let by_hash = self.by_hash.get_or_init(|| {
            let mut all: Vec<_> = (0..).zip(&self.all).map(|(at, shelved)| (shelved.document.hash, at)).collect();
            all.sort_unstable();
            all
        });
        let first = by_hash.partition_point(|(other, _)| *other < hash);
        let same = by_hash.get(first..).unwrap_or_default().iter().take_while(|(other, _)| *other == hash);
        same.filter_map(|(_, at)| self.all.get(*at as usize))
            .find(|shelved| shelved.key.forced == forced && FileKind::of_name(&shelved.document.path) == kind)
    }
}
