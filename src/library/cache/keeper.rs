//! Writes what an opening brings: new records into new segments, then the list that names them; and clears up.

use std::{
    fs::{self, File, OpenOptions, TryLockError},
    io::{self, Write},
    path::{Path, PathBuf},
    sync::Arc,
    time::UNIX_EPOCH,
};

use super::{
    Context, Finished, Kept, Trouble,
    manifest::{self, Manifest},
    room,
    segment::{Info, Parts, Segment, Writer},
    shelf::{Shelf, Slot},
};
use crate::library::Document;

/// Bytes after which a new segment is begun.
const SEGMENT_BYTES: usize = 20 << 20;

/// So much is written before an opening comes to its end, so that it need not stay in memory; less is written behind it.
const MUCH_BYTES: usize = 1 << 20;

/// Segments below this size are small, and so many small ones are brought together.
const SMALL_BYTES: u64 = 4 << 20;
const MOST_SMALL: usize = 16;

/// Whoever holds the lock on this file writes. Its time tells when the cache was last used.
pub(super) const LOCK: &str = "lock";

/// What one opening writes.
#[derive(Debug)]
pub(super) struct Keeper {
    folder: PathBuf,
    /// The caches of all folders.
    all: PathBuf,
    /// Held until the end.
    _lock: File,
    began_ns: i128,
    manifest: Manifest,
    /// The list as it is on the disk.
    written: Manifest,
    writer: Option<Writer>,
    /// Paths of the documents that wait there.
    waiting: Vec<String>,
    context: Arc<Context>,
    /// Records of the old segments that are in use, by segment and entry.
    used: Vec<Vec<bool>>,
    replaced: Vec<Slot>,
    /// New segments.
    fresh: Vec<Info>,
    /// Every file was seen.
    seen_all: bool,
    /// A document could not be kept.
    misses: bool,
    trouble: Option<Trouble>,
}

/// The lock of a cache, and the time of the disk's clock. `None` when another program holds it.
pub(super) fn lock(folder: &Path) -> io::Result<Option<(File, i128)>> {
    let mut file = OpenOptions::new().create(true).append(true).open(folder.join(LOCK))?;
    match file.try_lock() {
        Ok(()) => {}
        Err(TryLockError::WouldBlock) => return Ok(None),
        Err(TryLockError::Error(error)) => return Err(error),
    }
    file.set_len(0)?;
    file.write_all(b"-")?;
    let modified = file.metadata()?.modified()?;
    let began = modified.duration_since(UNIX_EPOCH).map_err(io::Error::other)?;
    Ok(Some((file, i128::try_from(began.as_nanos()).map_err(io::Error::other)?)))
}

impl Keeper {
    /// `None` when another program writes this cache.
    pub(super) fn new(folder: &Path, all: &Path) -> io::Result<Option<Self>> {
        fs::create_dir_all(folder)?;
        let Some((lock, began_ns)) = lock(folder)? else { return Ok(None) };
        let manifest = Manifest::new("", "".as_ref());
        Ok(Some(Self {
            folder: folder.to_owned(),
            all: all.to_owned(),
            _lock: lock,
            began_ns,
            written: manifest.clone(),
            manifest,
            writer: None,
            waiting: vec![],
            context: Arc::default(),
            used: vec![],
            replaced: vec![],
            fresh: vec![],
            seen_all: false,
            misses: false,
            trouble: None,
        }))
    }

    /// Where it writes.
    pub(super) fn folder(&self) -> &Path {
        &self.folder
    }

    pub(super) const fn began_ns(&self) -> i128 {
        self.began_ns
    }

    /// Goes on from this list.
    pub(super) fn adopt(&mut self, manifest: &Manifest) {
        self.manifest = manifest.clone();
        self.written = manifest.clone();
    }

    /// Goes on from these segments: those of the list that could be read.
    pub(super) fn start(&mut self, shelf: &Shelf) {
        self.manifest.segments = shelf.segments.iter().map(|segment| segment.info.clone()).collect();
        self.context = Arc::clone(&shelf.context);
        self.used = shelf.segments.iter().map(|segment| vec![false; segment.info.count as usize]).collect();
    }

    /// Takes note of a document.
    pub(super) fn take(&mut self, kept: Kept, document: &Document, shelf: &Shelf) -> Option<Finished> {
        match kept {
            Kept::As((segment, at)) => {
                if let Some(used) = self.used.get_mut(segment as usize).and_then(|used| used.get_mut(at as usize)) {
                    *used = true;
                }
                None
            }
            Kept::New(_) if self.trouble.is_some() => None,
            Kept::New(new) => {
                let (key, record) = *new;
                self.replaced.extend(shelf.by_path(&document.path).map(|shelved| shelved.slot));
                let parts = Parts {
                    folded: document.folded(),
                    joints: document.joints(),
                    hashes: &document.hashes(),
                    record: &record,
                    card: document.card(),
                    cut: document.is_cut(),
                };
                let writer = self.writer.get_or_insert_default();
                if writer.put(document.path.clone(), key, document.hash.0.to_le_bytes(), &parts) {
                    self.waiting.push(document.path.clone());
                } else {
                    self.misses = true;
                }
                if writer.len() >= SEGMENT_BYTES { self.write_out(shelf) } else { None }
            }
            Kept::Not => {
                self.misses = true;
                None
            }
        }
    }

    /// Writes what is waiting, when it is much.
    pub(super) fn flush(&mut self, shelf: &Shelf) -> Option<Finished> {
        if self.writer.as_ref().is_some_and(|writer| writer.len() >= MUCH_BYTES) { self.write_out(shelf) } else { None }
    }

    /// Writes what is waiting, and the list, so that much of a long opening is not lost when the program is ended.
    fn write_out(&mut self, shelf: &Shelf) -> Option<Finished> {
        let paths = std::mem::take(&mut self.waiting);
        let outcome = self.close_segment().and_then(|()| self.write_list(shelf));
        self.note(outcome);
        let info = self.fresh.last().filter(|_| self.trouble.is_none())?;
        let (segment, _) = Segment::open(&self.folder, info.clone(), &self.context)?;
        Some(Finished { segment: Arc::new(segment), paths })
    }

    /// Records that came into use.
    pub(super) fn reused(&self) -> usize {
        self.used.iter().flatten().filter(|used| **used).count()
    }

    /// Every file was seen.
    pub(super) const fn complete(&mut self) {
        self.seen_all = true;
    }

    fn note(&mut self, outcome: io::Result<()>) {
        if let Err(error) = outcome {
            self.writer = None;
            self.trouble.get_or_insert(Trouble { path: self.folder.clone(), detail: error.to_string() });
        }
    }

    fn close_segment(&mut self) -> io::Result<()> {
        if let Some(writer) = self.writer.take() {
            self.waiting.clear();
            self.fresh.push(writer.close(&self.folder)?.0);
        }
        Ok(())
    }

    /// The list as it stands; written when it is another one.
    fn write_list(&mut self, shelf: &Shelf) -> io::Result<()> {
        let mut segments = Vec::new();
        for (number, (segment, used)) in (0_u32..).zip(shelf.segments.iter().zip(&self.used)) {
            let mut info = segment.info.clone();
            info.dead.extend(self.replaced.iter().filter(|slot| slot.0 == number).map(|slot| slot.1));
            if self.seen_all {
                info.dead.extend((0_u32..).zip(used).filter(|(_, used)| !**used).map(|(at, _)| at));
            }
            info.dead.sort_unstable();
            info.dead.dedup();
            segments.push(info);
        }
        segments.extend(self.fresh.iter().cloned());
        segments.retain(|info| info.live() > 0);
        self.manifest.segments = segments;
        self.manifest.complete = self.seen_all && !self.misses;
        self.write()
    }

    fn write(&mut self) -> io::Result<()> {
        self.manifest.names = self.context.names.all();
        if self.manifest != self.written {
            self.manifest.write(&self.folder)?;
            self.written = self.manifest.clone();
        }
        Ok(())
    }

    /// Writes what is left, brings together what is in use, and clears up.
    pub(super) fn finish(mut self, shelf: Shelf) -> Option<Trouble> {
        let nothing_new = self.writer.is_none() && self.fresh.is_empty();
        // An opening that was stopped and brought nothing changes nothing.
        if self.trouble.is_none() && (self.seen_all || !nothing_new) {
            let outcome = self.close_segment().and_then(|()| self.write_list(&shelf));
            self.note(outcome);
        }
        // Handles are let go of first: some systems do not remove open files.
        drop(shelf);
        if self.trouble.is_none() {
            let outcome = self.merge();
            self.note(outcome);
        }
        let names: Vec<&str> = self.written.segments.iter().map(|info| info.name.as_str()).collect();
        room::clear(&self.folder, &names);
        room::bound(&self.all, &self.folder);
        self.trouble
    }

    /// Brings the records in use together when more than half are not, or when there are many small segments.
    fn merge(&mut self) -> io::Result<()> {
        let segments = &self.manifest.segments;
        let all: u64 = segments.iter().map(|info| u64::from(info.count)).sum();
        let live: u64 = segments.iter().map(|info| u64::from(info.live())).sum();
        let small = |info: &Info| info.bytes < SMALL_BYTES;
        let many_dead = live * 2 < all;
        let many_small = segments.iter().filter(|info| small(info)).count() > MOST_SMALL;
        if !many_dead && !many_small {
            return Ok(());
        }
        let moves = |info: &Info| many_dead && !info.dead.is_empty() || many_small && small(info);
        let (old, mut kept): (Vec<Info>, Vec<Info>) = segments.iter().cloned().partition(moves);
        let mut writer: Option<Writer> = None;
        for info in old {
            let Some((segment, rows)) = Segment::open(&self.folder, info, &self.context) else {
                self.manifest.complete = false;
                continue;
            };
            for (at, row) in (0_u32..).zip(rows).filter(|(at, _)| !segment.info.is_dead(*at)) {
                // A damaged record is left behind, and made anew at the next opening.
                let (Some(record), Some(card), Some(folded), Some(joints), Some(hashes)) =
                    (segment.record(at), segment.card(at), segment.folded(at), segment.joints(at), segment.hashes(at))
                else {
                    self.manifest.complete = false;
                    continue;
                };
                let parts =
                    Parts { folded, joints, hashes: &hashes, record: &record, card: &card, cut: segment.is_cut(at) };
                let to = writer.get_or_insert_default();
                to.put(row.path, row.key, row.hash, &parts);
                if to.len() >= SEGMENT_BYTES
                    && let Some(full) = writer.take()
                {
                    kept.push(full.close(&self.folder)?.0);
                }
            }
        }
        if let Some(rest) = writer {
            kept.push(rest.close(&self.folder)?.0);
        }
        self.manifest.segments = kept;
        self.write()
    }
}

/// Names of our own files that the list does not name.
pub(super) fn is_list_or_lock(name: &str) -> bool {
    name == manifest::NAME || name == LOCK
}
