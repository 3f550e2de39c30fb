//! The groups of a folder beside its cache: they are found again by what they follow from, the paths and contents of all documents.

use std::sync::Arc;

use serde::{Deserialize, Serialize};
use xxhash_rust::xxh3::Xxh3;

use super::{Group, HeadReason, Reposts};
use crate::library::{DocIx, Document, cache::Side};

/// Where the groups are kept.
#[derive(Clone, Debug)]
pub(in crate::library) struct Shelf {
    side: Side,
}

/// The groups as they are written: of each the steps between its members, which of them stands for it, and why.
#[derive(Serialize, Deserialize)]
struct Flat {
    key: u128,
    groups: Vec<(Vec<u32>, u32, u8)>,
}

const REASONS: [HeadReason; 3] = [HeadReason::Fullest, HeadReason::Earliest, HeadReason::First];

/// Number of the rules by which an article stands for its group: what other rules made is made anew.
const RULES: u8 = 2;

/// What the groups follow from, where nothing was put right and no encoding was chosen.
fn key(documents: &[Arc<Document>]) -> u128 {
    let mut key = Xxh3::new();
    key.update(&[RULES]);
    for document in documents {
        key.update(document.path.as_bytes());
        key.update(&[0]);
        key.update(&document.hash.0.to_le_bytes());
    }
    key.digest128()
}

impl Shelf {
    /// In this file.
    pub(in crate::library) const fn new(side: Side) -> Self {
        Self { side }
    }

    /// The groups of these documents; `None` when others are kept, or none.
    pub(super) fn read(&self, documents: &[Arc<Document>]) -> Option<Reposts> {
        let body = self.side.read()?;
        let flat: Flat = postcard::from_bytes(&body).ok()?;
        if flat.key != key(documents) {
            return None;
        }
        let mut of = vec![None; documents.len()];
        let mut groups = Vec::with_capacity(flat.groups.len());
        for (steps, head, reason) in flat.groups {
            let number = u32::try_from(groups.len()).ok()?;
            let mut last = 0_u32;
            let mut members = Vec::with_capacity(steps.len());
            for step in steps {
                last = last.checked_add(step)?;
                let slot = of.get_mut(last as usize)?;
                if slot.replace(number).is_some() {
                    return None;
                }
                members.push(DocIx(last));
            }
            let head = *members.get(head as usize)?;
            groups.push(Group { members, head, reason: *REASONS.get(usize::from(reason))? });
        }
        Some(Reposts { groups, of })
    }

    /// Keeps the groups of these documents.
    pub(super) fn write(&self, documents: &[Arc<Document>], found: &Reposts) {
        let flat = |group: &Group| {
            let mut last = 0;
            let steps = group.members.iter().map(|ix| ix.0 - std::mem::replace(&mut last, ix.0)).collect();
            let head = group.members.iter().position(|ix| *ix == group.head)?;
            let reason = REASONS.iter().position(|reason| *reason == group.reason)?;
            Some((steps, u32::try_from(head).ok()?, u8::try_from(reason).ok()?))
        };
        let Some(groups) = found.groups.iter().map(flat).collect() else { return };
        let Ok(bytes) = postcard::to_allocvec(&Flat { key: key(documents), groups }) else { return };
        if let Err(error) = self.side.write(&bytes) {
            log::info!("which articles say the same is not kept: {error}");
        }
    }
}
