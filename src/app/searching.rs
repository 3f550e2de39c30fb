//! What the window knows of searching beside the list of articles: stars, what was searched for, saved views, all hits in context.

use std::{collections::BTreeSet, sync::Arc};

use crate::{
    library::Document,
    library::{
        ContentHash, Tags,
        query::{Contexts, Spot, SpotOrder, suggest::Suggestion},
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
}
