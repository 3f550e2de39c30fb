//! Brings what is kept of an open folder up to date after it was looked through again: what is new becomes a small segment, what is gone is
//! marked in the list.

use std::collections::HashMap;

use super::{
    Cache, Kept, Place,
    lookup::fingerprint,
    record,
    segment::{Key, Stat},
};
use crate::library::{Document, Overrides, Snapshot, scan::Target};

/// What became of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Upkeep {
    /// The snapshot is what is kept now.
    Done,
    /// Somebody else writes this cache just now.
    Busy,
    /// Nothing is kept of it, or nothing can be written.
    Not,
}

impl Cache {
    /// Keeps a whole snapshot of `target`, whose documents were read with `overrides`. Documents that are kept already are not written
    /// again.
    #[must_use]
    pub fn keep(place: &Place, target: &Target, overrides: &Overrides, snapshot: &Snapshot) -> Upkeep {
        if !snapshot.complete || super::home(place, target).is_none() {
            return Upkeep::Not;
        }
        let Self { shelf: Some(shelf), keeper, trouble, .. } = Self::open(place, target) else { return Upkeep::Not };
        let Some(mut keeper) = keeper else { return if trouble.is_some() { Upkeep::Not } else { Upkeep::Busy } };
        let numbers: HashMap<&str, u32> =
            shelf.segments.iter().zip(0..).map(|(segment, number)| (segment.info.name.as_str(), number)).collect();
        for document in &snapshot.documents {
            let known = document.kept_in().and_then(|(segment, at)| {
                let number = numbers.get(segment.info.name.as_str())?;
                shelf.uses((*number, at), &document.path).then_some((*number, at))
            });
            let kept = match known {
                Some(slot) => Kept::As(slot),
                None => {
                    let edits = fingerprint(&overrides.corrections, document);
                    let forced = overrides.encodings.get(&document.path).copied();
                    let same = shelf.by_path(&document.path).filter(|shelved| {
                        shelved.document.hash == document.hash
                            && (shelved.key.forced, shelved.key.edits) == (forced, edits)
                    });
                    match same {
                        Some(shelved) => Kept::As(shelved.slot),
                        None => {
                            // When it was changed exactly was not asked, so the next opening compares its bytes once.
                            let stat = stat_of(document);
                            let key = Key { stat, settled: false, forced, edits };
                            let record = record::encode(
                                document.card(),
                                &document.page(),
                                document.folded(),
                                &shelf.context.names,
                            );
                            record.map_or(Kept::Not, |record| Kept::New(Box::new((key, record))))
                        }
                    }
                }
            };
            keeper.take(kept, document, &shelf);
        }
        keeper.complete();
        if keeper.finish(shelf).is_some() { Upkeep::Not } else { Upkeep::Done }
    }
}

fn stat_of(document: &Document) -> Stat {
    Stat { size: document.bytes, modified_ns: document.modified_ns, changed_ns: 0 }
}
