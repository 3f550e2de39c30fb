//! Which documents of a large folder are looked at: the indexes of the segments tell which cannot match; the rest is searched as ever, so
//! that an answer is the same with them and without.

use std::{collections::HashMap, sync::Arc};

use super::{Query, matching::Plan};
use crate::library::{
    DocIx, Snapshot,
    cache::{Blocks, Segment},
};

/// Smaller folders are searched as a whole.
const LEAST_DOCUMENTS: usize = 500;

/// Stands for a document that is not in the snapshot.
const NOWHERE: DocIx = DocIx(u32::MAX);

/// Where the documents of a snapshot are kept.
#[derive(Debug, Default)]
pub(in crate::library) struct Stock {
    /// Segments, with their documents in the order of the segment.
    segments: Vec<(Arc<Segment>, Vec<DocIx>)>,
    /// Documents that are in memory.
    loose: Vec<DocIx>,
    /// How many documents the snapshot had.
    count: usize,
}

impl Stock {
    /// Of a snapshot.
    pub(in crate::library) fn of(snapshot: &Snapshot) -> Self {
        let mut stock = Self { count: snapshot.documents.len(), ..Self::default() };
        let mut places: HashMap<*const Segment, usize> = HashMap::new();
        for (ix, document) in snapshot.iter() {
            let Some((segment, number)) = document.kept_in() else {
                stock.loose.push(ix);
                continue;
            };
            let at = *places.entry(Arc::as_ptr(segment)).or_insert_with(|| {
                stock.segments.push((Arc::clone(segment), vec![NOWHERE; segment.len()]));
                stock.segments.len() - 1
            });
            let slot = stock.segments.get_mut(at).and_then(|(_, documents)| documents.get_mut(number as usize));
            match slot {
                Some(slot) if *slot == NOWHERE => *slot = ix,
                // The same record twice: a copy of a file.
                _ => stock.loose.push(ix),
            }
        }
        stock
    }
}

/// The documents that may match, by position; `None` when every document must be looked at.
pub(super) fn candidates(snapshot: &Snapshot, query: &Query) -> Option<Vec<DocIx>> {
    if snapshot.documents.len() < LEAST_DOCUMENTS || query.is_empty() {
        return None;
    }
    let stock = snapshot.stock();
    if stock.count != snapshot.documents.len() {
        // Documents were put into a snapshot that had been asked already.
        return None;
    }
    let mut found = stock.loose.clone();
    let mut chosen = false;
    for (segment, documents) in &stock.segments {
        match query.blocks(segment) {
            Some(blocks) => {
                chosen = true;
                for range in blocks.iter().map(|block| segment.documents_of(block)) {
                    let here = documents.get(range.start as usize..range.end as usize).unwrap_or_default();
                    found.extend(here.iter().copied().filter(|ix| *ix != NOWHERE));
                }
            }
            None => found.extend(documents.iter().copied().filter(|ix| *ix != NOWHERE)),
        }
    }
    found.sort_unstable();
    chosen.then_some(found)
}

impl Query {
    /// The blocks of a segment whose documents may match; `None` when all must be looked at.
    fn blocks(&self, segment: &Segment) -> Option<Blocks> {
        all_of(self.plans(), segment)
    }
}

/// What all of these allow, as far as they can tell.
fn all_of(plans: &[Plan], segment: &Segment) -> Option<Blocks> {
    plans.iter().filter_map(|plan| plan.blocks(segment)).reduce(|a, b| a.and(&b))
}

impl Plan {
    fn blocks(&self, segment: &Segment) -> Option<Blocks> {
        match self {
            Self::Term(term) => segment.blocks_with(term.needle()?),
            Self::All(parts) | Self::Near(_, parts) => all_of(parts, segment),
            Self::Any(parts) => {
                let all: Option<Vec<Blocks>> = parts.iter().map(|part| part.blocks(segment)).collect();
                all?.into_iter().reduce(|a, b| a.or(&b))
            }
            Self::Not(_) | Self::Pattern(_) | Self::Spoken(_) | Self::Test(_) => None,
        }
    }
}

#[cfg(test)]
#[expect(clippy::disallowed_methods, reason = "a test writes its own files")]
mod tests {
    use std::fs;

    use super::*;
    use crate::library::{
        Overrides,
        cache::{Cache, Place},
        query::Filter,
        scan::{Cancel, Target, open_with},
    };

    #[test]
    fn few_documents_are_looked_at_and_none_is_missed() {
        let (pages, cache) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let mut random = fastrand::Rng::with_seed(3);
        for n in 0..600 {
            let text: String = (0..260).filter_map(|_| char::from_u32(0x4E00 + random.u32(0..3000))).collect();
            let place = if n % 60 == 0 { "遂宁\n市" } else { "" };
            fs::write(pages.path().join(format!("{n:03}.txt")), format!("题{n}\n\n{text}{place}{text}\n")).unwrap();
        }
        let target = Target::Folder(pages.path().to_owned());
        let open = || {
            let mut cache = Cache::open(&Place::new(Some(cache.path()), None), &target);
            let snapshot = open_with(&target, &Overrides::default(), &mut cache, &Cancel::default(), &mut |_, _| {});
            assert_eq!(cache.finish(), None);
            snapshot.unwrap()
        };
        open();
        let snapshot = open();
        assert!(snapshot.documents.iter().all(|document| document.kept_in().is_some()));
        let some = |text: &str| candidates(&snapshot, &Filter { text: text.into(), ..Filter::default() }.query());
        for narrow in [
            "遂宁",
            "宁市",
            "\"遂宁市\"",
            "遂宁 OR 不会有",
            "遂宁 -题",
            "遂宁 ~ 题",
            "=遂宁",
            "遂寧",
            "(遂宁 OR 宁市) title:题",
        ] {
            let found = some(narrow).unwrap_or_else(|| panic!("{narrow}"));
            assert!(found.len() < 600, "{narrow}");
            assert!((0..600).filter(|n| n % 60 == 0).all(|n| found.contains(&DocIx(n))), "{narrow}");
        }
        for open in ["", "-遂宁", "/遂宁/", "py:suining", "title:遂宁", "遂宁 OR /x/", "suining"] {
            assert_eq!(some(open), None, "{open}");
        }
        assert_eq!(some("没有这样的词").map(|found| found.len()), Some(0));
    }
}
