//! Questions to a snapshot: which documents, in which order, with which hits, and the facet counts beside them.

use std::collections::BTreeSet;

use super::{DocIx, FacetRow, Snapshot};
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

/// Order of the result.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
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

/// Everything that narrows a snapshot.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// Search words as typed; white space separates words that must all occur.
    pub text: String,
    /// True: `text` is one plain string per element, no pinyin.
    pub literal: bool,
    /// Places that must occur (a province stands for its cities, a city for its counties).
    pub include: BTreeSet<PlaceId>,
    /// Places that must not occur.
    pub exclude: BTreeSet<PlaceId>,
    /// How `include` combines.
    pub mode: Mode,
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
}

/// An answer.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Answer {
    /// Matching documents, in order.
    pub hits: Vec<Hit>,
    /// Provinces, cities and counties with their counts under the *other* filters, by code.
    pub facets: Vec<FacetRow>,
}

/// Answers `filter`. `unread` tells the unread state for [`Sort::Unread`]. Stops early with `None` when `cancelled` says so.
pub fn ask(
    snapshot: &Snapshot,
    filter: &Filter,
    sort: Sort,
    unread: &dyn Fn(&super::Document) -> bool,
    cancelled: &dyn Fn() -> bool,
) -> Option<Answer> {
    let _ = (filter, sort, unread);
    if cancelled() {
        return None;
    }
    Some(Answer { hits: snapshot.iter().map(|(doc, _)| Hit { doc, hits: 0, score: 0.0 }).collect(), facets: vec![] })
}

/// All hits of a search text in one document, in text order; empty without a query.
#[must_use]
pub fn hits_in(document: &super::Document, text: &str) -> Vec<ByteRange> {
    let _ = (document, text);
    vec![]
}

/// A sentence-bounded piece of the text around the best hits, for the list: its range and the hits inside it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Snippet {
    /// The piece.
    pub span: ByteRange,
    /// Hits inside it.
    pub hits: Vec<ByteRange>,
}

/// Up to `limit` snippets of about `chars` characters each.
#[must_use]
pub fn snippets(document: &super::Document, text: &str, chars: usize, limit: usize) -> Vec<Snippet> {
    let _ = (document, text, chars, limit);
    vec![]
}
