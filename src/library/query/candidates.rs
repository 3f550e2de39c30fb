//! Which documents of a large folder are looked at: the indexes of the segments tell which cannot match; the rest is searched as ever, so
//! that an answer is the same with them and without.

use std::{collections::HashMap, ops::Range, sync::Arc};

use super::{Query, known::Known, look::Look, matching::Plan, test::Test};
use crate::library::{
    DocIx, Snapshot,
    cache::{Bits, Segment},
    pool,
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

/// Where the documents lie; `None` when that is not known.
pub(super) fn lying<'a>(snapshot: &'a Snapshot, query: &Query) -> Option<&'a Stock> {
    let stock = snapshot.stock();
    if stock.count != snapshot.documents.len() {
        // Documents were put into a snapshot that had been asked already.
        return None;
    }
    if query.hears_titles() && stock.segments.iter().any(|(segment, _)| !segment.has_heard()) {
        // That takes a while, once.
        let helpers = pool::default_workers(0).saturating_sub(1);
        let hear = |(segment, _): &(Arc<Segment>, Vec<DocIx>)| segment.hear_titles();
        pool::side_by_side("asker", helpers, &stock.segments, hear, hear);
    }
    Some(stock)
}

impl Snapshot {
    /// True when no question has to wait for what [`Snapshot::make_ready`] works out.
    #[must_use]
    pub fn is_ready(&self) -> bool {
        self.stock().segments().all(Segment::has_heard)
    }

    /// Works out what the first question of its kind would have to wait for: the index is held against its checksum, titles are folded and
    /// listened to. Ends early when `stop` says so.
    pub fn make_ready(&self, stop: &dyn Fn() -> bool) {
        self.stock().segments().take_while(|_| !stop()).for_each(Segment::make_ready);
    }

    /// All documents, in the order in which they lie.
    pub(super) fn looks(&self) -> impl Iterator<Item = Look<'_>> {
        let stock = Some(self.stock()).filter(|stock| stock.count == self.documents.len());
        let kept = stock
            .into_iter()
            .flat_map(move |stock| (0..stock.segments.len()).flat_map(move |at| stock.looks(self, at, 0..usize::MAX)));
        let here = stock.is_none().then(|| self.iter().map(|(ix, document)| Look::at(ix, document)));
        kept.chain(stock.into_iter().flat_map(move |stock| stock.loose(self))).chain(here.into_iter().flatten())
    }
}

impl Stock {
    /// Has the columns of all segments brought in, several at once.
    pub(in crate::library) fn bring_in(&self) {
        let bring = |(segment, _): &(Arc<Segment>, Vec<DocIx>)| segment.bring_in();
        let helpers = if self.is_small() { 0 } else { pool::default_workers(0).saturating_sub(1) };
        pool::side_by_side_again("asker", helpers, &self.segments, bring, bring);
    }

    /// The segments, by number.
    pub(super) fn segments(&self) -> impl Iterator<Item = &Segment> {
        self.segments.iter().map(|(segment, _)| &**segment)
    }

    /// True when all documents are sooner searched than chosen.
    pub(super) const fn is_small(&self) -> bool {
        self.count < LEAST_DOCUMENTS
    }

    /// How many documents there are.
    pub(super) const fn len(&self) -> usize {
        self.count
    }

    /// The document of this number in this segment; `None` when the snapshot has it no more.
    pub(super) fn look<'a>(&'a self, snapshot: &'a Snapshot, segment: usize, number: usize) -> Option<Look<'a>> {
        let (segment, documents) = self.segments.get(segment)?;
        let ix = *documents.get(number)?;
        Some(Look::into(segment, u32::try_from(number).ok()?, ix, snapshot.get(ix)?))
    }

    /// Some of the documents of a segment, by number.
    pub(super) fn looks<'a>(
        &'a self,
        snapshot: &'a Snapshot,
        segment: usize,
        numbers: Range<usize>,
    ) -> impl Iterator<Item = Look<'a>> {
        let end = self.segments.get(segment).map_or(0, |(segment, _)| segment.len()).min(numbers.end);
        (numbers.start..end).filter_map(move |number| self.look(snapshot, segment, number))
    }

    /// Those that are in memory.
    pub(super) fn loose<'a>(&'a self, snapshot: &'a Snapshot) -> impl Iterator<Item = Look<'a>> {
        self.loose.iter().filter_map(|ix| Some(Look::at(*ix, snapshot.get(*ix)?)))
    }
}

/// The documents that may match, by position; `None` when every document must be looked at.
pub(super) fn candidates(snapshot: &Snapshot, query: &Query) -> Option<Vec<DocIx>> {
    let stock = lying(snapshot, query)?;
    if stock.is_small() || query.is_empty() {
        return None;
    }
    let chosen = stock.segments().map(|segment| query.documents(segment, &Known::of(query, segment)));
    let chosen: Vec<Option<Bits>> = chosen.collect();
    if chosen.iter().all(Option::is_none) {
        return None;
    }
    let mut found = Bits::none(stock.count);
    stock.loose.iter().for_each(|ix| found.add(ix.0 as usize));
    for ((_, documents), chosen) in stock.segments.iter().zip(&chosen) {
        let mut add = |ix: &DocIx| {
            if *ix != NOWHERE {
                found.add(ix.0 as usize);
            }
        };
        match chosen {
            Some(some) => some.iter().filter_map(|number| documents.get(number)).for_each(&mut add),
            None => documents.iter().for_each(&mut add),
        }
    }
    Some(found.iter().filter_map(|at| Some(DocIx(u32::try_from(at).ok()?))).collect())
}

impl Query {
    fn hears_titles(&self) -> bool {
        self.plans().iter().any(Plan::hears_titles)
    }

    /// The documents of a segment that may match; `None` when all must be looked at. `known`: what its index tells.
    pub(super) fn documents(&self, segment: &Segment, known: &Known<'_>) -> Option<Bits> {
        all_of(self.plans(), segment, known)
    }
}

/// What all of these allow, as far as they can tell.
fn all_of(plans: &[Plan], segment: &Segment, known: &Known<'_>) -> Option<Bits> {
    plans.iter().filter_map(|plan| plan.documents(segment, known)).reduce(|a, b| a.and(&b))
}

impl Plan {
    /// True when it listens to titles.
    pub(super) fn hears_titles(&self) -> bool {
        match self {
            Self::All(parts) | Self::Any(parts) | Self::Near(_, parts) => parts.iter().any(Self::hears_titles),
            Self::Not(part) => part.hears_titles(),
            Self::Term(term) | Self::Test(Test::Title(term) | Test::Source(term)) => term.hears_titles(),
            Self::Pattern(_) | Self::Spoken(_) | Self::Test(_) => false,
        }
    }

    fn documents(&self, segment: &Segment, known: &Known<'_>) -> Option<Bits> {
        match self {
            Self::Term(term) => term.documents(segment, known),
            Self::All(parts) | Self::Near(_, parts) => all_of(parts, segment, known),
            Self::Any(parts) => {
                let all: Option<Vec<Bits>> = parts.iter().map(|part| part.documents(segment, known)).collect();
                all?.into_iter().reduce(|a, b| a.or(&b))
            }
            Self::Pattern(pattern) => pattern.needs()?.documents(segment),
            Self::Test(test) => test.documents(segment),
            Self::Not(_) | Self::Spoken(_) => None,
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
            "/遂宁.?市/",
            "/(遂.{0,3}宁|毫无踪影)+市?/",
            "/[遂没]+/",
            "city:遂宁",
            "has:city",
            "suining",
        ] {
            let found = some(narrow).unwrap_or_else(|| panic!("{narrow}"));
            assert!(found.len() < 600, "{narrow}");
            assert!((0..600).filter(|n| n % 60 == 0).all(|n| found.contains(&DocIx(n))), "{narrow}");
        }
        for open in ["", "-遂宁", "/遂?宁?/", "/[^遂宁]+/", "py:suining", "遂宁 OR /x?/", "file:1"] {
            assert_eq!(some(open), None, "{open}");
        }
        assert_eq!(some("没有这样的词").map(|found| found.len()), Some(0));
        assert_eq!(some("title:59").map(|found| found.len()), Some(16));
        assert_eq!(some("title:题5 -遂宁").map(|found| found.len()), Some(111));
    }
}
