//! What the user marked while reading: highlights in four colours with notes, and bookmarks. Kept by the page's content, so that they
//! outlive a new name; anchored by their words, so that they outlive an edit. What is not found again is kept, not guessed.

pub mod exchange;

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use serde::{Deserialize, Serialize};

use super::{ContentHash, Document, Snapshot, query::tree::Marked};
use crate::text::{anchor::Anchor, span::ByteRange};

/// Colour of a highlight.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Colour {
    /// Yellow.
    #[default]
    Yellow,
    /// Green.
    Green,
    /// Blue.
    Blue,
    /// Red.
    Red,
}

impl Colour {
    /// All, in menu order.
    pub const ALL: [Self; 4] = [Self::Yellow, Self::Green, Self::Blue, Self::Red];

    /// The machine name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Yellow => "yellow",
            Self::Green => "green",
            Self::Blue => "blue",
            Self::Red => "red",
        }
    }
}

/// What a mark looks like.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MarkKind {
    /// Coloured text.
    Highlight(Colour),
    /// Dots under the characters: Chinese emphasis.
    Dots,
    /// A ribbon at the line.
    Bookmark,
}

/// Something marked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mark {
    /// The words, or for a bookmark those that its line begins with.
    pub at: Anchor,
    /// How it looks.
    pub kind: MarkKind,
    /// What the user noted beside it; empty for nothing.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
}

/// Longest marked piece and longest note, in characters.
pub const MOST_CHARS: usize = 20_000;

impl Mark {
    /// What is marked, whatever its colour and note: a second mark of the same piece takes the place of the first.
    #[must_use]
    pub fn slot(&self) -> String {
        match self.kind {
            MarkKind::Highlight(_) => format!("highlight:{}:{}", self.at.start, self.at.quote.len()),
            MarkKind::Dots => format!("dots:{}:{}", self.at.start, self.at.quote.len()),
            MarkKind::Bookmark => format!("bookmark:{}", self.at.start),
        }
    }

    /// True when nothing in it is empty or too long to be kept.
    #[must_use]
    pub fn is_sane(&self) -> bool {
        let fits = |text: &str| text.chars().count() <= MOST_CHARS;
        !self.at.quote.is_empty()
            && [&self.at.quote, &self.at.before, &self.at.after, &self.note].into_iter().all(|t| fits(t))
    }
}

/// Which mark.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct MarkKey {
    /// The page.
    pub page: ContentHash,
    /// See [`Mark::slot`].
    pub slot: String,
}

/// A mark as it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeptMark {
    /// The mark.
    pub mark: Mark,
    /// Path of the page below the opened folder when it was marked.
    pub path: String,
}

/// All marks that are known.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Marks {
    all: BTreeMap<MarkKey, KeptMark>,
    /// Pages of this folder by path: a page whose content has changed keeps its marks.
    by_path: BTreeSet<(String, ContentHash)>,
}

impl Marks {
    /// True when nothing is marked.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.all.is_empty()
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.all.len()
    }

    /// The mark of this key.
    #[must_use]
    pub fn get(&self, key: &MarkKey) -> Option<&KeptMark> {
        self.all.get(key)
    }

    /// All of them, page by page.
    pub fn iter(&self) -> impl Iterator<Item = (&MarkKey, &KeptMark)> {
        self.all.iter()
    }

    /// Those of one page.
    pub fn of_page(&self, page: ContentHash) -> impl Iterator<Item = (&MarkKey, &KeptMark)> {
        let first = MarkKey { page, slot: String::new() };
        self.all.range(first..).take_while(move |(key, _)| key.page == page)
    }

    /// Puts one in, or takes it out; returns what was there. `here`: its path is one of the opened folder.
    pub fn set(&mut self, key: MarkKey, kept: Option<KeptMark>, here: bool) -> Option<KeptMark> {
        let page = key.page;
        let path = kept.as_ref().map(|kept| kept.path.clone()).filter(|path| here && !path.is_empty());
        let was = match kept {
            Some(kept) => self.all.insert(key, kept),
            None => self.all.remove(&key),
        };
        if let Some(was) = &was
            && !self.of_page(page).any(|(_, kept)| kept.path == was.path)
        {
            self.by_path.remove(&(was.path.clone(), page));
        }
        self.by_path.extend(path.map(|path| (path, page)));
        was
    }

    /// The content under which the marks of a page are kept: its own, or that which it had under this path.
    #[must_use]
    pub fn page_of(&self, hash: ContentHash, path: &str) -> ContentHash {
        if self.of_page(hash).next().is_some() {
            return hash;
        }
        let first = (path.to_owned(), ContentHash(0));
        let seen = self.by_path.range(first..).take_while(|(other, _)| other == path).last();
        seen.map_or(hash, |(_, page)| *page)
    }

    /// True when a page has a mark of this kind.
    #[must_use]
    pub fn has(&self, hash: ContentHash, path: &str, marked: Marked) -> bool {
        self.of_page(self.page_of(hash, path)).any(|(_, kept)| match marked {
            Marked::Note => !kept.mark.note.trim().is_empty(),
            Marked::Bookmark => kept.mark.kind == MarkKind::Bookmark,
            Marked::Highlight => kept.mark.kind != MarkKind::Bookmark,
        })
    }

    /// The marks of a page with the places where its text has them, in text order; those that are not found come last.
    #[must_use]
    pub fn placed(&self, hash: ContentHash, path: &str, text: &str) -> Vec<Placed> {
        let page = self.of_page(self.page_of(hash, path));
        let mut placed: Vec<Placed> = page
            .map(|(key, kept)| Placed { key: key.clone(), span: kept.mark.at.find(text), mark: kept.mark.clone() })
            .collect();
        let place = |placed: &Placed| placed.span.map_or((usize::MAX, 0), |span| (span.start, span.end));
        placed.sort_by(|a, b| (place(a), &a.key).cmp(&(place(b), &b.key)));
        placed
    }

    /// The marks of all pages of a snapshot that have some, in the order of the snapshot. Only marked pages are opened.
    pub fn placed_in<'a>(&'a self, snapshot: &'a Snapshot) -> impl Iterator<Item = (&'a Arc<Document>, Vec<Placed>)> {
        let documents: &[Arc<Document>] = if self.is_empty() { &[] } else { &snapshot.documents };
        let marked =
            |document: &&Arc<Document>| self.of_page(self.page_of(document.hash, &document.path)).next().is_some();
        documents
            .iter()
            .filter(marked)
            .map(|document| (document, self.placed(document.hash, &document.path, &document.page().article.text)))
    }
}

/// A mark and where a text has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Placed {
    /// Which.
    pub key: MarkKey,
    /// Where; `None` when its words are gone, or cannot be told from others.
    pub span: Option<ByteRange>,
    /// The mark.
    pub mark: Mark,
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = "甲县与乙县商量修路。会议在甲县举行，讨论了道路。乙县提出先修桥，甲县同意。";

    fn mark(words: &str, nth: usize, kind: MarkKind) -> KeptMark {
        let start = PAGE.match_indices(words).nth(nth).unwrap().0;
        let at = Anchor::new(PAGE, ByteRange::new(start, start + words.len()));
        KeptMark { mark: Mark { at, kind, note: String::new() }, path: "a.txt".into() }
    }

    fn marks(all: &[KeptMark]) -> Marks {
        let mut marks = Marks::default();
        for kept in all {
            marks.set(MarkKey { page: ContentHash(7), slot: kept.mark.slot() }, Some(kept.clone()), true);
        }
        marks
    }

    #[test]
    fn marks_follow_their_words_through_an_edit_and_a_new_name() {
        let yellow = MarkKind::Highlight(Colour::Yellow);
        let all = marks(&[mark("甲县", 1, yellow), mark("先修桥", 0, MarkKind::Bookmark), mark("商量", 0, yellow)]);
        let found = |hash: u128, path: &str, text: &str| -> Vec<Option<String>> {
            let placed = all.placed(ContentHash(hash), path, text);
            placed.iter().map(|p| p.span.map(|span| span.of(text).to_owned())).collect()
        };
        let some = |words: &[&str]| words.iter().map(|w| Some((*w).to_owned())).collect::<Vec<_>>();
        assert_eq!(found(7, "b.txt", PAGE), some(&["商量", "甲县", "先修桥"]), "under another name");
        let edited = format!("新的一行。\n{}", PAGE.replace("商量", "讨论"));
        let mut expected = some(&["甲县", "先修桥"]);
        expected.push(None);
        assert_eq!(found(8, "a.txt", &edited), expected, "what is gone is lost, not guessed");
        assert!(found(8, "b.txt", &edited).is_empty(), "another page");
    }

    #[test]
    fn a_second_mark_of_the_same_piece_takes_the_place_of_the_first() {
        let mut all = marks(&[mark("甲县", 1, MarkKind::Highlight(Colour::Yellow))]);
        let red = mark("甲县", 1, MarkKind::Highlight(Colour::Red));
        let key = MarkKey { page: ContentHash(7), slot: red.mark.slot() };
        let was = all.set(key.clone(), Some(red.clone()), true);
        assert_eq!(was.unwrap().mark.kind, MarkKind::Highlight(Colour::Yellow));
        assert_eq!((all.len(), all.get(&key)), (1, Some(&red)));
        all.set(key, None, true);
        assert_eq!(all, Marks::default());
    }
}
