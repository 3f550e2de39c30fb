//! Questions to a snapshot: which documents, in which order, with which hits, and the facet counts beside them.

mod bulk;
mod candidates;
mod contexts;
mod explain;
mod fields;
mod heard;
pub mod inside;
mod known;
mod look;
mod matching;
mod near;
mod needs;
mod panel;
pub mod parse;
mod pattern;
mod score;
mod settle;
mod sound;
pub mod suggest;
mod sweep;
mod tally;
mod term;
mod test;
pub mod tree;

use std::{borrow::Cow, collections::BTreeSet};

use serde::{Deserialize, Serialize};

pub(super) use candidates::Stock;
pub use contexts::{Around, Contexts, MOST_SPOTS, Spot, SpotOrder, around, contexts};
pub use explain::{Explanation, PartFound, explain};
pub use heard::shown_until;
pub(super) use look::Look;
use matching::Context;
pub use matching::{MatchedBy, Personal, Query};
pub(super) use panel::Panel;
use score::falling;
use settle::Found;
pub(super) use sound::sounds_like;
pub(super) use test::has_table;
use tree::Being;

use super::{Brief, DocIx, Document, FacetRow, Snapshot, columns::Columns, narrow};
pub use super::{
    narrow::{Dates, Length, MonthRow, Naming, Narrow, NarrowFacets, Within},
    pairs::{CityPair, MOST_PAIRS},
    snippet::{Snippet, beginning, snippets, snippets_of, snippets_until},
};
use crate::{
    place::PlaceId,
    text::{find::merged, span::ByteRange},
};

/// How the included places combine.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Mode {
    /// 任一: at least one of them.
    #[default]
    Any,
    /// 全部: all of them.
    All,
    /// 仅主要: at least one of them, and as a primary city.
    Primary,
}

/// Order of the result; the names in lower case are how settings keep it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Sort {
    /// Newest first, undated last.
    #[default]
    Date,
    /// Title by pinyin.
    Title,
    /// Source by pinyin.
    Source,
    /// Longest first.
    Length,
    /// Unread first, then by date.
    Unread,
    /// Best match first (only with a query; otherwise like `Date`).
    Relevance,
}

impl Sort {
    /// All, in menu order.
    pub const ALL: [Self; 6] = [Self::Date, Self::Title, Self::Source, Self::Length, Self::Unread, Self::Relevance];
}

/// Everything that narrows a snapshot.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// Search text as typed (see [`parse`]).
    pub text: String,
    /// True: each line of `text` is one plain string, no operators, no pinyin.
    pub literal: bool,
    /// True: words are meant in their very characters, simplified or traditional.
    pub exact: bool,
    /// Places that must occur (a province stands for its cities, a city for its counties).
    pub include: BTreeSet<PlaceId>,
    /// Places that must not occur.
    pub exclude: BTreeSet<PlaceId>,
    /// How `include` combines.
    pub mode: Mode,
    /// How the included places must be named.
    pub naming: Naming,
    /// How near each other they must stand, with [`Mode::All`].
    pub within: Within,
    /// Dates, sources and the like.
    pub narrow: Narrow,
}

impl Filter {
    /// The search text, compiled.
    #[must_use]
    pub fn query(&self) -> Query {
        Query::of(&self.parsed(), self.exact)
    }
}

/// One document of a result.
#[derive(Clone, Debug, PartialEq)]
pub struct Hit {
    /// Which.
    pub doc: DocIx,
    /// Number of places where a search word occurs (0 without a query).
    pub hits: u32,
    /// Relevance; greater is better.
    pub score: f32,
    /// There are `hits` at least: a regular expression had read the page too often to go on.
    pub cut: bool,
}

/// An answer.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Answer {
    /// Matching documents, in order.
    pub hits: Vec<Hit>,
    /// Provinces, cities and counties with their counts under the *other* filters, by code.
    pub facets: Vec<FacetRow>,
    /// Dates, sources and the like, each counted under every other filter.
    pub narrow: NarrowFacets,
    /// Cities named in one sentence, strongest first, at most [`MOST_PAIRS`]: the sentences of the documents that count for
    /// the `facets` of both.
    pub pairs: Vec<CityPair>,
}

/// Answers `filter` without knowing the person: conditions such as `is:starred` let everything through, but `unread` tells the unread
/// state. Otherwise like [`ask_as`].
pub fn ask(
    snapshot: &Snapshot,
    filter: &Filter,
    sort: Sort,
    unread: &dyn Fn(&Document) -> bool,
    cancelled: &dyn Fn() -> bool,
) -> Option<Answer> {
    let is = |document: &Document, being: Being| match being {
        Being::Unread => unread(document),
        Being::Read => !unread(document),
        Being::Starred => true,
    };
    ask_as(snapshot, filter, sort, Personal { is: &is, has: &|_, _| true, tags: None }, cancelled)
}

/// Answers `filter`. `personal` tells what the person did with each document, for [`Sort::Unread`] and conditions such as `is:starred`.
/// Stops early with `None` when `cancelled` says so.
///
/// The facets have a row for every province, city and county that the snapshot or the filter names. Its count is the
/// number of documents that answer to the place and pass every *other* filter:
/// - [`Mode::Any`], [`Mode::Primary`]: the included places are one filter, which a row that is not excluded belongs to. So
///   its count looks at the text and the excluded places only. With `Primary` a document answers to the places it is about.
/// - [`Mode::All`]: each included place is a filter of its own, so a count says what adding the row would leave.
/// - an excluded row counts what it keeps out: the text, the included and the other excluded places hold.
///
/// With [`Naming`] a document answers to what it names in that way; with [`Within`] and [`Mode::All`], to what stands in one paragraph
/// or sentence with all the included places.
pub fn ask_as(
    snapshot: &Snapshot,
    filter: &Filter,
    sort: Sort,
    personal: Personal<'_>,
    cancelled: &dyn Fn() -> bool,
) -> Option<Answer> {
    let columns = snapshot.columns();
    let mut panel = Panel::new(filter, &columns);
    let found = Found::of(snapshot, filter, personal, cancelled)?;
    let sort = settled(sort, &found);
    let hits = if panel.counts_whole() {
        found.settle_whole(&mut panel, &columns)?
    } else {
        found.settle(&mut |look, failing| panel.count(&columns, look, failing, filter, personal.tags))?
    };
    let hits = order(snapshot, &columns, &hits, sort, &|document| (personal.is)(document, Being::Unread));
    let (facets, pairs, narrow) = panel.close(&columns);
    Some(Answer { hits, facets, narrow, pairs })
}

/// The matching documents of [`ask_as`] alone, in order: nothing is counted, so that only documents that may match are looked at.
pub fn find_as(
    snapshot: &Snapshot,
    filter: &Filter,
    sort: Sort,
    personal: Personal<'_>,
    cancelled: &dyn Fn() -> bool,
) -> Option<Vec<Hit>> {
    let each = |look: &Look<'_>, failing: u8| {
        let places = !filter.include.is_empty() || !filter.exclude.is_empty();
        failing == 0 && (!places || passes_places(look, &look.brief(), filter))
    };
    let found = Found::of(snapshot, filter, personal, cancelled)?;
    let sort = settled(sort, &found);
    let hits = found.settle(&mut { each })?;
    Some(match sort {
        Sort::Relevance => {
            // Newest first, undated last; nothing else of the folder has to be known.
            let date = |hit: &Hit| std::cmp::Reverse(snapshot.get(hit.doc).and_then(|document| document.date()));
            let mut hits = hits;
            hits.sort_by_cached_key(|hit| (falling(hit.score), date(hit), hit.doc));
            hits
        }
        sort => {
            let columns = snapshot.columns();
            order(snapshot, &columns, &hits, sort, &|document| (personal.is)(document, Being::Unread))
        }
    })
}

/// Without words nothing is more relevant than the date.
const fn settled(sort: Sort, found: &Found<'_>) -> Sort {
    if matches!(sort, Sort::Relevance) && found.is_open() { Sort::Date } else { sort }
}

/// True when the places let it through.
fn passes_places(look: &Look<'_>, brief: &Brief<'_>, filter: &Filter) -> bool {
    passes_excluded(brief, filter) && passes_included(&answers_to(look, brief, filter), filter)
}

fn passes_excluded(brief: &Brief<'_>, filter: &Filter) -> bool {
    !filter.exclude.iter().any(|p| brief.named.binary_search(p).is_ok())
}

/// The places a document answers to under `filter`, sorted.
fn answers_to<'a>(look: &Look<'a>, brief: &Brief<'a>, filter: &Filter) -> Cow<'a, [PlaceId]> {
    let within = filter.mode == Mode::All && filter.within != Within::Article && !filter.include.is_empty();
    if within {
        return narrow::together(look.document(), &filter.include, filter.within, filter.naming).into();
    }
    let all = match filter.mode {
        Mode::Any | Mode::All => brief.named,
        Mode::Primary => brief.primary,
    };
    if filter.naming == Naming::Any {
        return Cow::Borrowed(all);
    }
    let mut named = narrow::named_by(look.document(), filter.naming);
    named.retain(|place| all.binary_search(place).is_ok());
    named.into()
}

fn passes_included(answers: &[PlaceId], filter: &Filter) -> bool {
    let mut has = filter.include.iter().map(|p| answers.binary_search(p).is_ok());
    filter.include.is_empty()
        || match filter.mode {
            Mode::Any | Mode::Primary => has.any(|yes| yes),
            Mode::All => has.all(|yes| yes),
        }
}

/// Sorts; equal ones by date, then by path.
fn order(
    snapshot: &Snapshot,
    columns: &Columns,
    hits: &[Hit],
    sort: Sort,
    unread: &dyn Fn(&Document) -> bool,
) -> Vec<Hit> {
    let rank = |ranks: &[u32], hit: &Hit| ranks.get(hit.doc.0 as usize).copied().unwrap_or(u32::MAX);
    let first = |hit: &Hit| match sort {
        Sort::Date => 0,
        Sort::Title => rank(columns.by_title(&snapshot.documents), hit),
        Sort::Source => rank(columns.by_source(&snapshot.documents), hit),
        Sort::Length => snapshot.get(hit.doc).map_or(u32::MAX, |document| u32::MAX - document.brief().chars),
        Sort::Unread => u32::from(!snapshot.get(hit.doc).is_some_and(|document| unread(document))),
        Sort::Relevance => falling(hit.score),
    };
    let mut keyed: Vec<(u32, u32)> = Vec::with_capacity(hits.len());
    in_order_of_dates(columns, hits, |at| keyed.extend(hits.get(at as usize).map(|hit| (first(hit), at))));
    if sort != Sort::Date {
        by_first(&mut keyed);
    }
    keyed.iter().filter_map(|(_, at)| hits.get(*at as usize).cloned()).collect()
}

/// Tells the positions of hits by date, then by path.
fn in_order_of_dates(columns: &Columns, hits: &[Hit], mut tell: impl FnMut(u32)) {
    /// With more documents for each hit, the hits are sooner sorted.
    const FEW: usize = 4;
    if hits.len() * FEW < columns.by_day.len() {
        let place = |hit: &Hit| columns.place_by_day.get(hit.doc.0 as usize).copied().unwrap_or(u32::MAX);
        let mut keyed: Vec<(u32, u32)> = (0..).zip(hits).map(|(at, hit)| (place(hit), at)).collect();
        by_first(&mut keyed);
        keyed.into_iter().for_each(|(_, at)| tell(at));
        return;
    }
    // One more than the position, so that a table of zeros will do.
    let mut places = vec![0_u32; columns.by_day.len()];
    for (at, hit) in (1..).zip(hits) {
        places.get_mut(hit.doc.0 as usize).into_iter().for_each(|place| *place = at);
    }
    let placed = columns.by_day.iter().filter_map(|doc| places.get(*doc as usize)?.checked_sub(1));
    placed.for_each(tell);
}

/// Sorts by the first numbers in linear time; equals keep their order.
fn by_first(keyed: &mut Vec<(u32, u32)>) {
    const BITS: u32 = 11;
    const FEW: usize = 2_000;
    if keyed.len() < FEW {
        keyed.sort_by_key(|(first, _)| *first);
        return;
    }
    let mut sorted = vec![(0, 0); keyed.len()];
    let greatest = keyed.iter().map(|(first, _)| *first).max().unwrap_or(0);
    for shift in (0..u32::BITS - greatest.leading_zeros()).step_by(BITS as usize) {
        let digit = |key: u32| (key >> shift) as usize & ((1 << BITS) - 1);
        let mut ends = [0_usize; (1 << BITS) + 1];
        for (key, _) in keyed.iter() {
            ends[digit(*key) + 1] += 1;
        }
        for at in 1..ends.len() {
            ends[at] += ends[at - 1];
        }
        for pair in keyed.iter() {
            let end = &mut ends[digit(pair.0)];
            sorted[*end] = *pair;
            *end += 1;
        }
        std::mem::swap(keyed, &mut sorted);
    }
}

/// All hits of a search text in one document, in text order; empty without a query, or when the document does not match.
#[must_use]
pub fn hits_in(document: &Document, text: &str) -> Vec<ByteRange> {
    hits_of(document, &Query::new(text, false))
}

/// [`hits_in`] for a compiled query.
#[must_use]
pub fn hits_of(document: &Document, query: &Query) -> Vec<ByteRange> {
    hits_until(document, query, &|| false).unwrap_or_default()
}

/// The same for who may not want to wait: `None` when `stop` said so, which is asked on the way.
#[must_use]
pub fn hits_until(document: &Document, query: &Query, stop: &dyn Fn() -> bool) -> Option<Vec<ByteRange>> {
    let found = query.find_unranked(document, Context { personal: None, stop });
    if stop() {
        return None;
    }
    Some(found.map(|found| Query::ranges(document, &found)).unwrap_or_default())
}

/// Where a query has hits, in order, not overlapping.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Places {
    /// In characters of the text.
    Chars(Vec<(usize, usize)>),
    /// In bytes: some are known from the page alone.
    Bytes(Vec<ByteRange>),
}

/// The hits of [`hits_until`] as they are found, for who need not have them in bytes: the page is fetched only where nothing else tells.
#[must_use]
pub fn places_until(document: &Document, query: &Query, stop: &dyn Fn() -> bool) -> Option<Places> {
    let found = query.find_unranked(document, Context { personal: None, stop });
    if stop() {
        return None;
    }
    let found = found.unwrap_or_default();
    Some(if found.bytes.is_empty() {
        Places::Chars(found.units)
    } else {
        Places::Bytes(Query::ranges(document, &found))
    })
}

/// Hits in characters of a text as ranges of its bytes.
pub(super) fn ranges_of(text: &str, units: &[(usize, usize)]) -> Vec<ByteRange> {
    let bytes = merged(matching::unit_ranges_to_bytes(text, units));
    bytes.into_iter().map(|(start, end)| ByteRange::new(start, end)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sorting_in_linear_time_keeps_equals_as_they_are() {
        let mut number = 1_u32;
        let mut next = || {
            number = number.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            if number.is_multiple_of(3) { number % 5 } else { number }
        };
        let mut keyed: Vec<(u32, u32)> = (0..9_000).map(|at| (next(), at)).collect();
        let mut wanted = keyed.clone();
        wanted.sort_by_key(|(first, _)| *first);
        by_first(&mut keyed);
        assert_eq!(keyed, wanted);
    }
}
