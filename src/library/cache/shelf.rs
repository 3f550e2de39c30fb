//! What was kept of a folder, for looking up: by path, and by content for files that moved or were only touched.

use std::{path::Path, sync::OnceLock};

use super::{
    manifest::Manifest,
    record::{self, Facts},
    segment::{Entry, Segment},
};
use crate::{article::FileKind, library::Document, text::encoding::Encoding};

/// Where a record stands: number of the segment and of the entry.
pub(in crate::library) type Slot = (u32, u32);

/// The records of a folder that are in use.
#[derive(Debug, Default)]
pub(super) struct Shelf {
    pub segments: Vec<Segment>,
    /// Sorted by path; each path once.
    by_path: Vec<Slot>,
    /// Sorted by hash; made when the first file needs it.
    by_hash: OnceLock<Vec<(u128, Slot)>>,
    /// True when nothing is missing.
    pub complete: bool,
}

impl Shelf {
    /// What the list in `folder` names and can be read.
    pub(super) fn open(folder: &Path, manifest: Manifest) -> Self {
        let named = manifest.segments.len();
        let segments: Vec<Segment> =
            manifest.segments.into_iter().filter_map(|info| Segment::open(folder, info)).collect();
        let mut shelf = Self { complete: manifest.complete && segments.len() == named, segments, ..Self::default() };
        let mut slots: Vec<Slot> = Vec::new();
        for (number, segment) in (0_u32..).zip(&shelf.segments) {
            let live = (0_u32..).zip(&segment.entries).filter(|(at, _)| !segment.info.is_dead(*at));
            slots.extend(live.map(|(at, _)| (number, at)));
        }
        // Stable: of two with the same path the newer one stands last, and wins.
        slots.sort_by(|a, b| shelf.path(*a).cmp(shelf.path(*b)));
        let mut by_path: Vec<Slot> = Vec::with_capacity(slots.len());
        for slot in slots {
            match by_path.last_mut() {
                Some(last) if shelf.path(*last) == shelf.path(slot) => *last = slot,
                _ => by_path.push(slot),
            }
        }
        shelf.by_path = by_path;
        shelf
    }

    pub(super) fn entry(&self, (segment, at): Slot) -> Option<&Entry> {
        self.segments.get(segment as usize)?.entries.get(at as usize)
    }

    fn path(&self, slot: Slot) -> &str {
        self.entry(slot).map_or("", |entry| &entry.key.path)
    }

    /// Every path, sorted.
    pub(super) fn paths(&self) -> impl Iterator<Item = &str> {
        self.by_path.iter().map(|slot| self.path(*slot))
    }

    /// The record kept under a path.
    pub(super) fn by_path(&self, path: &str) -> Option<(Slot, &Entry)> {
        let at = self.by_path.binary_search_by(|slot| self.path(*slot).cmp(path)).ok()?;
        let slot = *self.by_path.get(at)?;
        Some((slot, self.entry(slot)?))
    }

    /// A record of the same content, read in the same way.
    pub(super) fn by_hash(&self, hash: u128, kind: FileKind, forced: Option<Encoding>) -> Option<(Slot, &Entry)> {
        let by_hash = self.by_hash.get_or_init(|| {
            let hash = |slot: &Slot| self.entry(*slot).map(|entry| (entry.key.hash, *slot));
            let mut all: Vec<(u128, Slot)> = self.by_path.iter().filter_map(hash).collect();
            all.sort_unstable();
            all
        });
        let first = by_hash.partition_point(|(other, _)| *other < hash);
        let same = by_hash.get(first..).unwrap_or_default().iter().take_while(|(other, _)| *other == hash);
        same.filter_map(|(_, slot)| Some((*slot, self.entry(*slot)?)))
            .find(|(_, entry)| entry.key.forced == forced && FileKind::of_name(&entry.key.path) == kind)
    }

    /// The bytes of a record.
    pub(super) fn record(&self, slot: Slot) -> Option<Vec<u8>> {
        self.segments.get(slot.0 as usize)?.record(self.entry(slot)?)
    }

    /// The document of a record, and its bytes.
    pub(super) fn take(&self, slot: Slot, facts: Facts) -> Option<(Document, Vec<u8>)> {
        let record = self.record(slot)?;
        Some((record::decode(&record, facts)?, record))
    }
}
