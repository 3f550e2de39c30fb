//! Several articles of the list chosen at once, tags, and what is done with all of them.

use std::{collections::BTreeSet, path::PathBuf, sync::Arc};

use super::{action::SaveFailure, state::Listing};
use crate::{
    corpus::{DocIx, Document, Snapshot},
    library::Tags,
    text::{fold, pinyin},
};

/// The chosen articles. Positions are those of the listing's snapshot; all of them are listed.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Choice {
    /// Which.
    pub docs: BTreeSet<DocIx>,
    /// Where a range begins.
    pub anchor: Option<DocIx>,
    /// Where the keys stand.
    pub cursor: Option<DocIx>,
}

impl Choice {
    /// The same articles in another listing, as far as they are listed there.
    #[must_use]
    pub fn carried(&self, from: &Arc<Snapshot>, to: &Listing) -> Self {
        let carry = |doc: DocIx| {
            let doc = if Arc::ptr_eq(from, &to.snapshot) { Some(doc) } else { to.snapshot.find(&from.get(doc)?.path) };
            doc.filter(|doc| to.row(*doc).is_some())
        };
        Self {
            docs: self.docs.iter().filter_map(|doc| carry(*doc)).collect(),
            anchor: self.anchor.and_then(carry),
            cursor: self.cursor.and_then(carry),
        }
    }
}

/// What something is done with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Which {
    /// All chosen articles.
    Chosen,
    /// This one.
    One(String),
}

/// A question for the next title that begins so. Every title of a list may have to be looked at, which is no work for the window's thread.
#[derive(Clone, Debug, PartialEq)]
pub struct TitleQuestion {
    /// Where.
    pub listing: Arc<Listing>,
    /// How it begins: letters by sound, anything else by characters.
    pub typed: String,
    /// The row to begin at; the rows before it come last.
    pub start: usize,
}

impl TitleQuestion {
    /// The path of the article.
    #[must_use]
    pub fn answer(&self) -> Option<String> {
        let count = self.listing.answer.hits.len();
        let folded = fold::fold_str(&self.typed);
        let spelled = folded.bytes().all(|b| b.is_ascii_alphanumeric());
        let begins = |document: &Document| {
            let card = document.card();
            spelled && pinyin::matches_key(&card.title_key, &folded)
                || fold::fold_str(card.title.trim_start_matches(|c: char| !c.is_alphanumeric())).starts_with(&folded)
        };
        let mut rows = (self.start..count).chain(0..self.start.min(count));
        rows.find_map(|row| self.listing.document(row).filter(|document| begins(document)).map(|d| d.path.clone()))
    }
}

/// What can happen.
#[derive(Clone, Debug, PartialEq)]
pub enum ChoiceAction {
    /// Choose an article beside the others, or not.
    Toggle(String),
    /// Choose from where the last one was chosen to this one.
    Range(String),
    /// The same by rows from where the keys stand.
    Step(isize),
    /// To the first or the last row.
    End {
        /// The last.
        last: bool,
    },
    /// Choose the whole list.
    All,
    /// Choose none.
    Clear,
    /// Mark read or unread.
    MarkRead(Which, bool),
    /// Give stars or take them away.
    Star(Which, bool),
    /// Give a tag or take it away.
    Tag(Which, String, bool),
    /// Show the form for a new tag; the text is what is typed.
    NameTag(Which, String),
    /// The tags are known, or others came in.
    Tagged(Arc<Tags>),
    /// Export in the format of this machine name, asking for a folder.
    Export(String),
    /// The dialog for the folder closed.
    PickedFolder {
        /// Machine name of the format.
        format: String,
        /// The folder; `None` when it was cancelled.
        to: Option<PathBuf>,
        /// No dialog can be had: where they could go instead.
        instead: Option<PathBuf>,
    },
    /// The export has ended.
    Exported {
        /// The folder.
        folder: PathBuf,
        /// Articles that were written.
        written: usize,
        /// The file that could not be written, and why.
        failed: Option<(PathBuf, SaveFailure)>,
    },
    /// Go to the next title that begins so, by characters or by sound.
    TypeAhead(String),
    /// That title was found: the article of this path.
    TitleFound(String),
    /// Open the articles that say the same below a row, or close them.
    ToggleGroup(String),
}
