//! Questions to a snapshot: which documents, in which order, with which hits, and the facet counts beside them.

mod candidates;
mod contexts;
mod explain;
mod fields;
mod matching;
mod near;
mod needs;
pub mod parse;
mod pattern;
mod sound;
pub mod suggest;
mod term;
mod test;
pub mod tree;

use std::{borrow::Cow, cmp::Ordering, collections::BTreeSet};

use serde::{Deserialize, Serialize};

pub(super) use candidates::Stock;
pub use contexts::{Around, Contexts, MOST_SPOTS, Spot, SpotOrder, around, contexts};
pub use explain::{Explanation, PartFound, explain};
use matching::{Context, Match};
pub use matching::{MatchedBy, Personal, Query};
pub(super) use test::has_table;
use tree::Being;

use super::{
    DocIx, Document, FacetRow, Snapshot,
    columns::Columns,
    narrow::{self, Counter},
    pairs::PairCounter,
};
pub use super::{
    narrow::{Dates, Length, MonthRow, Naming, Narrow, NarrowFacets, Within},
    pairs::{CityPair, MOST_PAIRS},
    snippet::{Snippet, snippets, snippets_of, snippets_until},
};
use crate::{place::PlaceId, text::span::ByteRange};

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

/// Between two looks at the cancel flag: characters searched.
const CANCEL_EVERY_CHARS: usize = 1 << 19;

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
    let mut facets = Facets::new(filter, &columns.places);
    let mut narrow = Counter::new(&columns);
    let mut each = |ix: DocIx, document: &Document, answers: &[PlaceId], failing: u8| {
        // The places' rows count only what every other filter lets through.
        let passes = if failing == 0 {
            facets.count(document, answers, filter)
        } else {
            passes_excluded(document, filter) && passes_included(answers, filter)
        };
        if passes {
            narrow.count(ix, document, failing, personal.tags);
        }
        passes && failing == 0
    };
    let mut hits = matching(snapshot, filter, personal, cancelled, &mut each)?;
    order(snapshot, &columns, &mut hits, settled(sort, filter), &|document| (personal.is)(document, Being::Unread));
    let (facets, pairs) = facets.rows();
    Some(Answer { hits, facets, narrow: narrow.facets(), pairs })
}

/// The matching documents of [`ask_as`] alone, in order: nothing is counted, so that only documents that may match are looked at.
pub fn find_as(
    snapshot: &Snapshot,
    filter: &Filter,
    sort: Sort,
    personal: Personal<'_>,
    cancelled: &dyn Fn() -> bool,
) -> Option<Vec<Hit>> {
    let mut each = |_: DocIx, document: &Document, answers: &[PlaceId], failing: u8| {
        failing == 0 && passes_excluded(document, filter) && passes_included(answers, filter)
    };
    let mut hits = matching(snapshot, filter, personal, cancelled, &mut each)?;
    match settled(sort, filter) {
        Sort::Relevance => {
            let date = |hit: &Hit| std::cmp::Reverse(snapshot.get(hit.doc).and_then(|document| document.date()));
            hits.sort_by_cached_key(|hit| (falling(hit.score), date(hit), hit.doc));
        }
        sort => {
            let columns = snapshot.columns();
            order(snapshot, &columns, &mut hits, sort, &|document| (personal.is)(document, Being::Unread));
        }
    }
    Some(hits)
}

/// Without words nothing is more relevant than the date.
fn settled(sort: Sort, filter: &Filter) -> Sort {
    if sort == Sort::Relevance && filter.query().is_empty() { Sort::Date } else { sort }
}

/// Told a document, the places it answers to and the filters that keep it out: whether it is wanted.
type Choice<'a> = dyn FnMut(DocIx, &Document, &[PlaceId], u8) -> bool + 'a;

/// The documents whose text matches and that `each` lets through, which is told the places they answer to and the filters that keep them
/// out; not in order. `None` when `cancelled` says so.
fn matching(
    snapshot: &Snapshot,
    filter: &Filter,
    personal: Personal<'_>,
    cancelled: &dyn Fn() -> bool,
    each: &mut Choice<'_>,
) -> Option<Vec<Hit>> {
    if cancelled() {
        return None;
    }
    let query = filter.query();
    let context = Context { personal: Some(personal), stop: cancelled };
    let newest = snapshot.newest();
    let mut hits = Vec::new();
    let mut since_look = 0;
    let mut look_at = |ix: DocIx, document: &Document| -> Option<()> {
        since_look += document.units() + 1000;
        if since_look > CANCEL_EVERY_CHARS {
            since_look = 0;
            if cancelled() {
                return None;
            }
        }
        let failing = if filter.narrow.is_empty() { 0 } else { filter.narrow.failing(document, personal.tags) };
        if failing.count_ones() > 1 {
            // Whatever filter were taken away, another would still keep it out.
            return Some(());
        }
        let Some(found) = query.find(document, context) else { return Some(()) };
        if each(ix, document, &answers_to(document, filter), failing) {
            let count = Query::count(document, &found);
            hits.push(Hit {
                doc: ix,
                hits: u32::try_from(count).unwrap_or(u32::MAX),
                score: if query.is_empty() { 0.0 } else { score(document, &found, count, newest) },
                cut: found.cut,
            });
        }
        Some(())
    };
    match candidates::candidates(snapshot, &query) {
        Some(some) => {
            for ix in some {
                if let Some(document) = snapshot.get(ix) {
                    look_at(ix, document)?;
                }
            }
        }
        None => {
            for (ix, document) in snapshot.iter() {
                look_at(ix, document)?;
            }
        }
    }
    (!cancelled()).then_some(hits)
}

fn passes_excluded(document: &Document, filter: &Filter) -> bool {
    !filter.exclude.iter().any(|p| document.brief().named.binary_search(p).is_ok())
}

/// The places a document answers to under `filter`, sorted.
fn answers_to<'a>(document: &'a Document, filter: &Filter) -> Cow<'a, [PlaceId]> {
    let within = filter.mode == Mode::All && filter.within != Within::Article && !filter.include.is_empty();
    if within {
        return narrow::together(document, &filter.include, filter.within, filter.naming).into();
    }
    let all = match filter.mode {
        Mode::Any | Mode::All => document.brief().named,
        Mode::Primary => document.brief().primary,
    };
    if filter.naming == Naming::Any {
        return Cow::Borrowed(all);
    }
    let mut named = narrow::named_by(document, filter.naming);
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

/// Counts by place number, and by pairs of cities.
struct Facets {
    listed: Vec<bool>,
    counts: Vec<u32>,
    pairs: PairCounter,
}

impl Facets {
    /// Rows for the places of all documents and of the filter.
    fn new(filter: &Filter, all: &[PlaceId]) -> Self {
        let mut facets = Self { listed: vec![], counts: vec![], pairs: PairCounter::default() };
        for place in all.iter().chain(&filter.include).chain(&filter.exclude) {
            facets.slot(*place);
        }
        facets
    }

    /// The count of a place, which gets a row.
    fn slot(&mut self, place: PlaceId) -> Option<&mut u32> {
        let at = usize::from(place.0);
        if at >= self.counts.len() {
            self.counts.resize(at + 1, 0);
            self.listed.resize(at + 1, false);
        }
        if let Some(listed) = self.listed.get_mut(at) {
            *listed = true;
        }
        self.counts.get_mut(at)
    }

    fn add(&mut self, place: PlaceId) {
        if let Some(count) = self.slot(place) {
            *count += 1;
        }
    }

    /// Counts a document whose text matches; true when it belongs to the result.
    fn count(&mut self, document: &Document, answers: &[PlaceId], filter: &Filter) -> bool {
        let included = passes_included(answers, filter);
        let mut keeping_out = filter.exclude.iter().filter(|p| document.brief().named.binary_search(p).is_ok());
        match (keeping_out.next(), keeping_out.next()) {
            (None, _) => {
                if included || filter.mode != Mode::All {
                    for place in answers {
                        self.add(*place);
                    }
                    let brief = document.brief();
                    let all = *answers == *brief.named;
                    self.pairs.add(brief.pairs, (!all).then_some(answers));
                }
                included
            }
            (Some(only), None) => {
                if included {
                    self.add(*only);
                }
                false
            }
            (Some(_), Some(_)) => false,
        }
    }

    fn rows(self) -> (Vec<FacetRow>, Vec<CityPair>) {
        // Place numbers follow the codes.
        let rows = self
            .counts
            .into_iter()
            .zip(self.listed)
            .enumerate()
            .filter(|(_, (_, listed))| *listed)
            .filter_map(|(at, (count, _))| Some(FacetRow { place: PlaceId(u16::try_from(at).ok()?), count }))
            .collect();
        (rows, self.pairs.strongest())
    }
}

/// How well a document matches: words in the title count most, then places it is about, then how densely the words stand; of equals the
/// newer one.
fn score(document: &Document, found: &Match, hits: usize, newest: Option<i16>) -> f32 {
    /// Short pages are not denser than this many characters make them.
    const SHORT_CHARS: f32 = 300.0;
    /// Years after which a page is simply old.
    const OLD_YEARS: i32 = 20;
    let (hits, chars) = (to_f32(hits), to_f32(document.units()));
    let density = (1000.0 * hits / (chars + SHORT_CHARS)).min(50.0);
    let year = document.date().map(|date| date.year);
    let age = newest.zip(year).map_or(OLD_YEARS, |(newest, year)| i32::from(newest) - i32::from(year));
    let age = to_f32(usize::try_from(age.clamp(0, OLD_YEARS)).unwrap_or(0));
    let title = 20.0 * to_f32(found.title_parts as usize) + if found.title_begins { 2.0 } else { 0.0 };
    let news = 0.05 * (to_f32(usize::try_from(OLD_YEARS).unwrap_or(0)) - age);
    title + 10.0 * to_f32(found.primary_parts as usize) + density.sqrt() + news
}

/// Exact for the small numbers it is used with.
fn to_f32(n: usize) -> f32 {
    u16::try_from(n).map_or(f32::from(u16::MAX), f32::from)
}

/// Newest first, undated last.
fn by_date(a: &Document, b: &Document) -> Ordering {
    b.date().cmp(&a.date())
}

/// Empty keys last.
fn by_key(a: &str, b: &str) -> Ordering {
    (a.is_empty(), a).cmp(&(b.is_empty(), b))
}

/// Sorts; equal ones by date, then by path.
fn order(snapshot: &Snapshot, columns: &Columns, hits: &mut Vec<Hit>, sort: Sort, unread: &dyn Fn(&Document) -> bool) {
    let rank = |ranks: &[u32], hit: &Hit| ranks.get(hit.doc.0 as usize).copied().unwrap_or(u32::MAX);
    let first = |hit: &Hit| match sort {
        Sort::Date => 0,
        Sort::Title => rank(columns.by_title(&snapshot.documents), hit),
        Sort::Source => rank(columns.by_source(&snapshot.documents), hit),
        Sort::Length => snapshot.get(hit.doc).map_or(u32::MAX, |document| u32::MAX - document.brief().chars),
        Sort::Unread => u32::from(!snapshot.get(hit.doc).is_some_and(|document| unread(document))),
        Sort::Relevance => falling(hit.score),
    };
    let mut keyed: Vec<(u32, u32, DocIx, Hit)> =
        hits.drain(..).map(|hit| (first(&hit), rank(&columns.by_date, &hit), hit.doc, hit)).collect();
    keyed.sort_unstable_by_key(|(first, date, doc, _)| (*first, *date, *doc));
    hits.extend(keyed.into_iter().map(|(_, _, _, hit)| hit));
}

/// A number that sorts like the score, the greatest first.
const fn falling(score: f32) -> u32 {
    let bits = score.to_bits();
    // Negative numbers sort the other way round, and before the others.
    let rising = if bits >> 31 == 0 { bits | 1 << 31 } else { !bits };
    !rising
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
    let found = query.find(document, Context { personal: None, stop });
    if stop() {
        return None;
    }
    Some(found.map(|found| Query::ranges(document, &found)).unwrap_or_default())
}
