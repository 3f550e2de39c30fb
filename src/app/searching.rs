//! What the window knows of searching beside the list of articles: stars, what was searched for, saved views, all hits in context.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use crate::{
    library::Document,
    library::{
        ContentHash, DocIx, Tags,
        query::{Contexts, MatchedBy, Snippet, Spot, SpotOrder, suggest::Suggestion},
        views::SavedView,
    },
};

use super::state::Listing;

/// Search texts that are remembered while the window is open.
pub const MOST_SEARCHES: usize = 50;

/// The share of searching in the state.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SearchState {
    /// Articles with a star.
    pub starred: Arc<BTreeSet<ContentHash>>,
    /// What was searched for, the last first.
    pub history: Arc<Vec<String>>,
    /// Saved views, the first made first.
    pub views: Arc<Vec<SavedView>>,
    /// All hits in context.
    pub spots: SpotsState,
    /// What the list shows of the articles that were found.
    pub peeks: Peeks,
    /// Number of the last question that took too long.
    pub given_up: u64,
    /// The first article is wanted as soon as the list is the answer to what is asked.
    pub first_wanted: bool,
}

/// What the list shows of an article that was found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Peek {
    /// The piece of its text with the hits.
    pub snippet: Option<Snippet>,
    /// How it matched, where that is worth saying.
    pub way: Option<MatchedBy>,
}

/// Articles of which what the list shows is kept; then those that are out of sight are forgotten.
const MOST_PEEKS: usize = 2_000;

/// What the list shows of the articles that were found, as far as it was looked at.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Peeks {
    /// Which listing they are of (see [`Listing::key`]).
    of: (u64, u64),
    known: BTreeMap<DocIx, Peek>,
    /// Of which articles it was asked last.
    asked: Vec<DocIx>,
    generation: u64,
}

impl Peeks {
    /// Of one article, when it is known.
    #[must_use]
    pub fn get(&self, listing: &Listing, doc: DocIx) -> Option<&Peek> {
        self.known.get(&doc).filter(|_| self.of == listing.key())
    }

    /// True when one of these is neither known nor asked for: then all of them must be asked for.
    #[must_use]
    pub fn lacks(&self, listing: &Listing, docs: &[DocIx]) -> bool {
        let has = |doc: &DocIx| self.known.contains_key(doc) || self.asked.contains(doc);
        self.of != listing.key() && !docs.is_empty() || !docs.iter().all(has)
    }

    /// True while an answer is to come.
    #[must_use]
    pub fn waits(&self, listing: &Listing) -> bool {
        self.of == listing.key() && self.asked.iter().any(|doc| !self.known.contains_key(doc))
    }

    /// Asks for those of `docs` that are not known.
    pub(super) fn ask(&mut self, listing: &Arc<Listing>, docs: Vec<DocIx>) -> PeekQuestion {
        if self.of != listing.key() {
            self.of = listing.key();
            self.known.clear();
        }
        if self.known.len() > MOST_PEEKS {
            self.known.retain(|doc, _| docs.contains(doc));
        }
        self.generation += 1;
        self.asked = docs;
        let docs = self.asked.iter().copied().filter(|doc| !self.known.contains_key(doc)).collect();
        PeekQuestion { generation: self.generation, listing: Arc::clone(listing), docs }
    }

    /// Takes an answer.
    pub(super) fn take(&mut self, of: (u64, u64), doc: DocIx, peek: Peek) {
        if self.of == of {
            self.known.insert(doc, peek);
        }
    }
}

/// A question for what the list shows of some articles.
#[derive(Clone, Debug, PartialEq)]
pub struct PeekQuestion {
    /// Number; the newest wins.
    pub generation: u64,
    /// The articles that were found.
    pub listing: Arc<Listing>,
    /// Which of them, in the order in which they are wanted.
    pub docs: Vec<DocIx>,
}

/// The table of all hits.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SpotsState {
    /// Order, and whether the other way round.
    pub order: (SpotOrder, bool),
    /// What is shown.
    pub listed: Arc<Spots>,
    /// What was asked last: the number of the listing, and the order.
    pub asked: (u64, (SpotOrder, bool)),
    /// Number of the newest question.
    pub generation: u64,
    /// The chosen row.
    pub chosen: Option<usize>,
}

/// All hits of a listing.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Spots {
    /// The listing they are of.
    pub listing: Arc<Listing>,
    /// The hits.
    pub found: Contexts,
    /// Number of the question.
    pub generation: u64,
}

impl Spots {
    /// A row, and its document.
    #[must_use]
    pub fn row(&self, row: usize) -> Option<(Spot, &Arc<Document>)> {
        let spot = *self.found.spots.get(row)?;
        Some((spot, self.listing.snapshot.get(spot.doc)?))
    }
}

/// A question for all hits.
#[derive(Clone, Debug, PartialEq)]
pub struct SpotsQuestion {
    /// Number; the newest wins.
    pub generation: u64,
    /// The articles.
    pub listing: Arc<Listing>,
    /// Order, and whether the other way round.
    pub order: (SpotOrder, bool),
}

/// What can happen.
#[derive(Clone, Debug, PartialEq)]
pub enum SearchAction {
    /// What the data file holds.
    Known {
        /// Articles with a star.
        starred: BTreeSet<ContentHash>,
        /// Search texts, the last first.
        history: Vec<String>,
        /// Saved views.
        views: Vec<SavedView>,
        /// Tags.
        tags: Tags,
    },
    /// Words in their very characters, or in either script.
    Exact(bool),
    /// The search text is worth remembering.
    Remember,
    /// Forget what was searched for.
    ClearHistory,
    /// Show the form for the name of a view; the text is what is typed.
    NameView(String),
    /// Keep text, filters and order under this name.
    SaveView(String),
    /// Ask for what a view asks for.
    UseView(String),
    /// Forget a view.
    ForgetView(String),
    /// Go on with a suggestion instead of the last word.
    Take(Suggestion),
    /// No places in the filter.
    AnyPlace,
    /// No other filters.
    AnyFilter,
    /// Give an article a star or take it away; `None` = the shown one.
    Star(Option<String>),
    /// To the next (1) or previous (-1) article of the list, and its first hit.
    NextArticle(isize),
    /// Order of all hits; the same again turns it round.
    Order(SpotOrder),
    /// All hits are there.
    Spots(Arc<Spots>),
    /// These articles came into sight.
    Peek(Vec<DocIx>),
    /// What the list shows of an article is there.
    Peeked {
        /// Of which listing (see [`Listing::key`]).
        of: (u64, u64),
        /// Which.
        doc: DocIx,
        /// What.
        peek: Peek,
    },
    /// Choose a row of the table of hits.
    Choose(usize),
    /// Move the choice by rows.
    Step(isize),
    /// To the first or the last row.
    End {
        /// The last.
        last: bool,
    },
    /// Show the chosen hit in its article.
    Open,
    /// An expression took too long.
    TooSlow,
    /// The question of this number took too long: it has no answer.
    GivenUp(u64),
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_known_is_not_asked_for_again() {
        let listing = Arc::new(Listing { generation: 3, ..Listing::default() });
        let docs = |numbers: &[u32]| -> Vec<DocIx> { numbers.iter().map(|&n| DocIx(n)).collect() };
        let mut peeks = Peeks::default();
        assert!(peeks.lacks(&listing, &docs(&[1, 2])) && !peeks.lacks(&listing, &[]));
        assert_eq!(peeks.ask(&listing, docs(&[1, 2])).docs, docs(&[1, 2]));
        assert!(!peeks.lacks(&listing, &docs(&[1, 2])) && peeks.waits(&listing));
        peeks.take(listing.key(), DocIx(1), Peek::default());
        // Scrolled on before the second was there.
        assert!(peeks.lacks(&listing, &docs(&[1, 2, 3])));
        assert_eq!(peeks.ask(&listing, docs(&[1, 2, 3])).docs, docs(&[2, 3]));
        peeks.take(listing.key(), DocIx(2), Peek::default());
        peeks.take(listing.key(), DocIx(3), Peek::default());
        assert!(!peeks.waits(&listing));
        let newer = Arc::new(Listing { generation: 4, ..Listing::default() });
        assert_eq!(peeks.get(&newer, DocIx(1)), None);
        assert_eq!(peeks.ask(&newer, docs(&[1])).docs, docs(&[1]));
        // An answer to the older listing comes late.
        peeks.take(listing.key(), DocIx(1), Peek::default());
        assert_eq!(peeks.get(&newer, DocIx(1)), None);
    }

    #[test]
    fn only_so_many_are_kept() {
        let listing = Arc::new(Listing { generation: 3, ..Listing::default() });
        let mut peeks = Peeks::default();
        for n in 0..10_000 {
            let question = peeks.ask(&listing, vec![DocIx(n)]);
            question.docs.into_iter().for_each(|doc| peeks.take(listing.key(), doc, Peek::default()));
            assert!(peeks.known.len() <= MOST_PEEKS + 1);
        }
    }
}
