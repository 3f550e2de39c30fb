//! What every answer needs of every document, worked out once for a snapshot: the rows of the facets, and the places of the documents in
//! the orders of the list. A document whose text does not match then costs nothing but the search.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::{Arc, OnceLock},
};

use super::{
    Document, Snapshot, narrow,
    query::{Length, Stock},
};
use crate::{article::RemarkCode, place::PlaceId, text::script::Script};

/// Stands for no month.
pub(super) const UNDATED: u32 = u32::MAX;

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
    /// Scripts, lengths and remarks of all documents.
    pub(super) scripts: BTreeSet<Script>,
    pub(super) lengths: BTreeSet<Length>,
    pub(super) remarks: BTreeSet<Option<RemarkCode>>,
    /// Places of all documents. Sorted.
    pub(super) places: Vec<PlaceId>,
    /// For each document its place in the order of dates, newest first, undated last; equal dates share one.
    pub(super) by_date: Vec<u32>,
    by_title: OnceLock<Vec<u32>>,
    by_source: OnceLock<Vec<u32>>,
}

/// A snapshot's columns, made when they are first asked for. A clone has none, since its documents may be changed.
#[derive(Default)]
pub struct Cached {
    columns: OnceLock<Arc<Columns>>,
    stock: OnceLock<Stock>,
    newest: OnceLock<Option<i16>>,
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
    /// The columns of its documents.
    #[must_use]
    pub(super) fn columns(&self) -> Arc<Columns> {
        let columns = self.columns.columns.get_or_init(|| Arc::new(Columns::of(&self.documents)));
        if columns.month.len() == self.documents.len() {
            return Arc::clone(columns);
        }
        // Documents were put into a snapshot that had been asked already.
        Arc::new(Columns::of(&self.documents))
    }

    /// Where its documents are kept.
    pub(super) fn stock(&self) -> &Stock {
        self.columns.stock.get_or_init(|| Stock::of(self))
    }

    /// The latest year of its documents.
    pub(super) fn newest(&self) -> Option<i16> {
        let years = || self.documents.iter().filter_map(|document| document.date()).map(|date| date.year);
        *self.columns.newest.get_or_init(|| years().max())
    }
}

impl Columns {
    fn of(documents: &[Arc<Document>]) -> Self {
        let mut columns = Self::default();
        let mut months: BTreeMap<(i16, u8), Vec<usize>> = BTreeMap::new();
        let mut sources: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        let mut places = BTreeSet::new();
        for (at, document) in documents.iter().enumerate() {
            if let Some(date) = document.card().date {
                months.entry((date.year, date.month.unwrap_or(0))).or_default().push(at);
            }
            sources.entry(narrow::source_of(document)).or_default().push(at);
            columns.scripts.insert(document.card().script);
            columns.lengths.insert(Length::of(document.card().chars));
            columns.remarks.extend(narrow::remarks_of(document));
            places.extend(document.card().named.iter().copied());
        }
        columns.month = vec![UNDATED; documents.len()];
        for (number, (month, of)) in (0..).zip(months) {
            columns.months.push(month);
            put(&mut columns.month, &of, number);
        }
        columns.source = vec![0; documents.len()];
        for (number, (source, of)) in (0..).zip(sources) {
            columns.sources.push(source.to_owned());
            put(&mut columns.source, &of, number);
        }
        columns.places = places.into_iter().collect();
        columns.by_date = ranks(documents, |document| std::cmp::Reverse(document.card().date));
        columns
    }

    /// For each document its place in the order of titles by pinyin; titles of one sound share one.
    pub(super) fn by_title(&self, documents: &[Arc<Document>]) -> &[u32] {
        self.by_title.get_or_init(|| ranks(documents, |d| (d.card().title_key.is_empty(), &d.card().title_key)))
    }

    /// The same for sources, documents without one last.
    pub(super) fn by_source(&self, documents: &[Arc<Document>]) -> &[u32] {
        self.by_source.get_or_init(|| ranks(documents, |d| (d.card().source_key.is_empty(), &d.card().source_key)))
    }
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
