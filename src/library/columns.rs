//! What every answer needs of every document, worked out once for a snapshot: the rows of the facets, and the places of the documents in
//! the orders of the list. A document whose text does not match then costs nothing but the search.

use std::{
    cmp::Reverse,
    collections::{BTreeMap, BTreeSet, HashMap},
    sync::{Arc, OnceLock},
};

use super::{
    Document, Snapshot,
    card::Remarks,
    narrow,
    query::{Length, Panel, Stock},
};
use crate::{
    article::RemarkCode,
    place::PlaceId,
    text::{date::PartialDate, script::Script},
};

/// Stands for no month.
pub(super) const UNDATED: u32 = u32::MAX;

/// What has only a few values together: documents of one kind are counted together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct Kind {
    pub script: Script,
    pub length: Length,
    pub remarks: Remarks,
}

/// The columns of a snapshot.
#[derive(Debug, Default)]
pub struct Columns {
    /// Months of all documents, in order; month 0 where it is not known.
    pub(super) months: Vec<(i16, u8)>,
    /// For each document the number of its month.
    pub(super) month: Vec<u32>,
    /// Sources of all documents, by name.
    pub(super) sources: Vec<String>,
    /// For each document the number of its source.
    pub(super) source: Vec<u32>,
    /// Kinds of documents: what has the same script, length and remarks.
    pub(super) kinds: Vec<Kind>,
    /// For each document the number of its kind.
    pub(super) kind: Vec<u32>,
    /// Scripts, lengths and remarks of all documents.
    pub(super) scripts: BTreeSet<Script>,
    pub(super) lengths: BTreeSet<Length>,
    pub(super) remarks: BTreeSet<Option<RemarkCode>>,
    /// Places of all documents. Sorted.
    pub(super) places: Vec<PlaceId>,
    /// The documents in the order of dates, newest first, undated last, those of equal dates by path.
    pub(super) by_day: Vec<u32>,
    /// For each document its place in that order.
    pub(super) place_by_day: Vec<u32>,
    by_title: OnceLock<Vec<u32>>,
    by_source: OnceLock<Vec<u32>>,
    /// All documents, counted for the filter panel.
    whole: OnceLock<Panel>,
}

/// A snapshot's columns, made when they are first asked for. A clone has none, since its documents may be changed.
#[derive(Default)]
pub struct Cached(Arc<Made>);

#[derive(Default)]
struct Made {
    columns: OnceLock<Arc<Columns>>,
    stock: OnceLock<Stock>,
    newest: OnceLock<Option<i16>>,
}

impl Cached {
    /// Those of another snapshot with the very same documents.
    pub(super) fn of(other: &Self) -> Self {
        Self(Arc::clone(&other.0))
    }
}

impl std::fmt::Debug for Cached {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Cached")
    }
}

impl Clone for Cached {
    fn clone(&self) -> Self {
        Self::default()
    }
}

impl PartialEq for Cached {
    /// They follow from the documents.
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl Snapshot {
    /// True when the other one is known to have the very same documents, so that all but the reposts can be carried over.
    #[must_use]
    pub fn has_the_same(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.columns.0, &other.columns.0) && self.documents.len() == other.documents.len()
    }

    /// The columns of its documents.
    #[must_use]
    pub(super) fn columns(&self) -> Arc<Columns> {
        let columns = self.columns.0.columns.get_or_init(|| {
            self.stock().bring_in();
            Arc::new(Columns::of(&self.documents))
        });
        if columns.month.len() == self.documents.len() {
            return Arc::clone(columns);
        }
        // Documents were put into a snapshot that had been asked already.
        Arc::new(Columns::of(&self.documents))
    }

    /// All its documents, counted for the filter panel. `columns`: its own.
    pub(super) fn whole_panel<'a>(&self, columns: &'a Columns) -> &'a Panel {
        columns.whole.get_or_init(|| Panel::of_all(self, columns))
    }

    /// Where its documents are kept.
    pub(super) fn stock(&self) -> &Stock {
        self.columns.0.stock.get_or_init(|| Stock::of(self))
    }

    /// The latest year of its documents.
    pub(super) fn newest(&self) -> Option<i16> {
        let years = || self.documents.iter().filter_map(|document| document.date()).map(|date| date.year);
        *self.columns.0.newest.get_or_init(|| years().max())
    }
}

impl Columns {
    fn of(documents: &[Arc<Document>]) -> Self {
        let mut columns = Self::default();
        // Grown step by step, they would be copied again and again.
        for column in [&mut columns.month, &mut columns.source, &mut columns.kind] {
            column.reserve_exact(documents.len());
        }
        let mut months: BTreeMap<(i16, u8), u32> = BTreeMap::new();
        let mut sources: HashMap<&str, u32> = HashMap::new();
        let mut places: Vec<bool> = Vec::new();
        let mut kinds: HashMap<Kind, u32> = HashMap::new();
        // Numbers by first appearance; put in order below.
        for document in documents {
            let brief = document.brief();
            let count = u32::try_from(months.len()).unwrap_or(UNDATED);
            let month = document.date().map(|date| (date.year, date.month.unwrap_or(0)));
            columns.month.push(month.map_or(UNDATED, |month| *months.entry(month).or_insert(count)));
            let count = u32::try_from(sources.len()).unwrap_or(u32::MAX);
            columns.source.push(*sources.entry(brief.source.unwrap_or_default()).or_insert(count));
            let kind = Kind { script: brief.script, length: Length::of(brief.chars), remarks: brief.remarks };
            columns.kind.push(match kinds.get(&kind) {
                Some(number) => *number,
                None => {
                    let number = u32::try_from(kinds.len()).unwrap_or(u32::MAX);
                    columns.kinds.push(kind);
                    kinds.insert(kind, number);
                    number
                }
            });
            for place in brief.named {
                let at = usize::from(place.0);
                if places.len() <= at {
                    places.resize(at + 1, false);
                }
                if let Some(slot) = places.get_mut(at) {
                    *slot = true;
                }
            }
        }
        columns.scripts.extend(columns.kinds.iter().map(|kind| kind.script));
        columns.lengths.extend(columns.kinds.iter().map(|kind| kind.length));
        columns.remarks.extend(columns.kinds.iter().flat_map(|kind| narrow::remarks_of(kind.remarks)));
        columns.months = in_order(months, &mut columns.month);
        columns.sources = in_order(sources, &mut columns.source).into_iter().map(str::to_owned).collect();
        let places = places.iter().enumerate().filter(|(_, there)| **there);
        columns.places = places.filter_map(|(at, _)| Some(PlaceId(u16::try_from(at).ok()?))).collect();
        let mut dated: Vec<(Reverse<Option<PartialDate>>, u32)> =
            documents.iter().map(|document| Reverse(document.date())).zip(0..).collect();
        dated.sort_unstable();
        columns.by_day = dated.iter().map(|(_, doc)| *doc).collect();
        columns.place_by_day = vec![0; documents.len()];
        (0..).zip(&columns.by_day).for_each(|(place, doc)| put(&mut columns.place_by_day, &[*doc as usize], place));
        columns
    }

    /// For each document its place in the order of titles by pinyin; titles of one sound share one.
    pub(super) fn by_title(&self, documents: &[Arc<Document>]) -> &[u32] {
        self.by_title.get_or_init(|| ranks(documents, |d| (d.title_key().is_empty(), d.title_key())))
    }

    /// The same for sources, documents without one last.
    pub(super) fn by_source(&self, documents: &[Arc<Document>]) -> &[u32] {
        self.by_source.get_or_init(|| ranks(documents, |d| (d.brief().source_key.is_empty(), d.brief().source_key)))
    }
}

/// The values in order; their numbers in the column become their places in it.
fn in_order<T: Ord>(numbered: impl IntoIterator<Item = (T, u32)>, column: &mut [u32]) -> Vec<T> {
    let mut all: Vec<(T, u32)> = numbered.into_iter().collect();
    all.sort_unstable();
    let mut places = vec![0; all.len()];
    for (place, (_, number)) in (0..).zip(&all) {
        if let Some(slot) = places.get_mut(*number as usize) {
            *slot = place;
        }
    }
    for number in column {
        *number = places.get(*number as usize).copied().unwrap_or(UNDATED);
    }
    all.into_iter().map(|(value, _)| value).collect()
}

fn put(column: &mut [u32], of: &[usize], number: u32) {
    for &at in of {
        if let Some(slot) = column.get_mut(at) {
            *slot = number;
        }
    }
}

/// For each document the number of its key in the order of keys.
fn ranks<'a, K: Ord>(documents: &'a [Arc<Document>], key: impl Fn(&'a Document) -> K) -> Vec<u32> {
    let mut keyed: Vec<(K, usize)> = documents.iter().enumerate().map(|(at, document)| (key(document), at)).collect();
    keyed.sort_unstable();
    let mut ranks = vec![0; documents.len()];
    for (number, same) in (0..).zip(keyed.chunk_by(|a, b| a.0 == b.0)) {
        for &(_, at) in same {
            put(&mut ranks, &[at], number);
        }
    }
    ranks
}
