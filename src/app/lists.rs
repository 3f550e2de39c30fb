//! The lists of what the person marked and put right in what is open: each is made once for what it shows.

use std::{
    cell::LazyCell,
    collections::{BTreeMap, BTreeSet, btree_map::Entry},
    sync::Arc,
};

use super::title::title_of;
use crate::{
    corpus::{Document, Snapshot},
    facts::claims,
    library::{
        ContentHash, Corrections, Marks,
        corrections::{Correction, Kept, Key},
        marks::Placed,
    },
};

/// A row of the list of marks.
#[derive(Clone, Debug, PartialEq)]
pub struct MarkLine {
    /// Which, where and what.
    pub placed: Placed,
    /// Path of its page as it lies now.
    pub path: String,
    /// Title of its page.
    pub title: String,
}

/// A row of the list of corrections.
#[derive(Clone, Debug, PartialEq)]
pub struct CorrectionLine {
    /// Which.
    pub key: Key,
    /// What.
    pub kept: Kept,
    /// Title of the page; empty for the whole folder.
    pub title: String,
    /// The page no longer says what it was said of: nothing follows from it any more.
    pub lost: bool,
    /// The page is no longer in the folder; its path stands for its title.
    pub gone: bool,
}

/// A question for a list.
#[derive(Clone, Debug)]
pub enum ListQuestion {
    /// The marks in these articles.
    Marks(Arc<Marks>, Arc<Snapshot>),
    /// The corrections of these articles.
    Corrections(Arc<Corrections>, Arc<Snapshot>),
}

/// The rows of a list.
#[derive(Clone, Debug, PartialEq)]
pub enum Lines {
    /// Marks, page by page in text order.
    Marks(Vec<MarkLine>),
    /// Corrections: those of the folder first, then those of the pages.
    Corrections(Vec<CorrectionLine>),
}

/// A list, and what it was made of.
#[derive(Clone, Debug, PartialEq)]
pub struct ListAnswer {
    /// The question.
    pub question: ListQuestion,
    /// The rows.
    pub lines: Lines,
}

impl PartialEq for ListQuestion {
    /// For the very same things.
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Marks(a, of), Self::Marks(b, other)) => Arc::ptr_eq(a, b) && Arc::ptr_eq(of, other),
            (Self::Corrections(a, of), Self::Corrections(b, other)) => Arc::ptr_eq(a, b) && Arc::ptr_eq(of, other),
            _ => false,
        }
    }
}

impl ListQuestion {
    /// Makes the list.
    #[must_use]
    pub fn answer(self) -> ListAnswer {
        let lines = match &self {
            Self::Marks(marks, snapshot) => Lines::Marks(marks_in(marks, snapshot)),
            Self::Corrections(corrections, snapshot) => Lines::Corrections(corrections_in(corrections, snapshot)),
        };
        ListAnswer { question: self, lines }
    }
}

fn marks_in(marks: &Marks, snapshot: &Snapshot) -> Vec<MarkLine> {
    let rows = marks.placed_in(snapshot).flat_map(|(document, placed)| {
        let title = title_of(document);
        placed.into_iter().map(move |placed| MarkLine { placed, path: document.path.clone(), title: title.clone() })
    });
    rows.collect()
}

fn corrections_in(corrections: &Corrections, snapshot: &Snapshot) -> Vec<CorrectionLine> {
    let pages: BTreeSet<ContentHash> = corrections.iter().filter_map(|(key, _)| key.page).collect();
    let mut found: BTreeMap<ContentHash, (String, BTreeSet<&Key>)> = BTreeMap::new();
    if !pages.is_empty() {
        for document in &snapshot.documents {
            let page = corrections.page_of(document.hash, &document.path);
            if pages.contains(&page) {
                let lost = lost(document, corrections.of_page(page));
                match found.entry(page) {
                    Entry::Vacant(slot) => _ = slot.insert((title_of(document), lost)),
                    // A copy that still says it holds it.
                    Entry::Occupied(mut slot) => slot.get_mut().1.retain(|key| lost.contains(key)),
                }
            }
        }
    }
    let rows = corrections.iter().filter_map(|(key, kept)| {
        let (title, lost, gone) = match key.page.map(|page| found.get(&page)) {
            None => (String::new(), false, false),
            Some(Some((title, lost))) => (title.clone(), lost.contains(key), false),
            // Of pages that never lay here nobody wants to hear.
            Some(None) if snapshot.complete && corrections.was_here(key, kept) => (kept.path.clone(), false, true),
            Some(None) => return None,
        };
        Some(CorrectionLine { key: key.clone(), kept: kept.clone(), title, lost, gone })
    });
    rows.collect()
}

/// Those whose words a page no longer has, or which speak of a fact that is no longer read in its sentence.
fn lost<'a>(document: &Document, all: impl Iterator<Item = (&'a Key, &'a Kept)>) -> BTreeSet<&'a Key> {
    let page = document.page();
    let text = &page.article.text;
    let claims = LazyCell::new(|| claims(&page.article, &page.tagging, document.folded()));
    let is_lost = |kept: &Kept| match &kept.correction {
        Correction::Line { at, .. } | Correction::Place { at, .. } => at.find(text).is_none(),
        Correction::Fact { at, name, edit } => match at.find(text) {
            None => true,
            Some(span) => !edit.added && !claims.iter().any(|claim| claim.sentence == span && claim.name == *name),
        },
        _ => false,
    };
    all.filter(|(_, kept)| is_lost(kept)).map(|(key, _)| key).collect()
}

/// The lists as they are known.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Lists {
    /// Rows of the list of marks.
    pub marks: Arc<Vec<MarkLine>>,
    /// Rows of the list of corrections.
    pub corrections: Arc<Vec<CorrectionLine>>,
    /// What was asked last; its answer is there unless `waits`.
    asked: Option<ListQuestion>,
    /// The answer is to come.
    pub waits: bool,
}

impl Lists {
    /// Asks for a list that is on screen, unless it is there or on its way.
    pub(super) fn ask(&mut self, question: ListQuestion) -> Option<ListQuestion> {
        if self.asked.as_ref() == Some(&question) {
            return None;
        }
        self.asked = Some(question.clone());
        self.waits = true;
        Some(question)
    }

    /// Takes an answer, if it is to the last question.
    pub(super) fn take(&mut self, answer: ListAnswer) {
        if self.asked.as_ref() != Some(&answer.question) {
            return;
        }
        self.waits = false;
        match answer.lines {
            Lines::Marks(lines) => self.marks = Arc::new(lines),
            Lines::Corrections(lines) => self.corrections = Arc::new(lines),
        }
    }

    /// Nothing is on screen: nothing needs to be kept in memory.
    pub(super) fn forget(&mut self) {
        if self.asked.is_some() {
            *self = Self::default();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        library::{
            document_of,
            marks::{KeptMark, Mark, MarkKey, MarkKind},
        },
        text::{anchor::Anchor, span::ByteRange},
    };

    #[test]
    fn a_list_is_made_once_for_what_it_shows() {
        let (marks, snapshot) = (Arc::new(Marks::default()), Arc::new(Snapshot::default()));
        let question = || ListQuestion::Marks(Arc::clone(&marks), Arc::clone(&snapshot));
        let mut lists = Lists::default();
        let asked = lists.ask(question()).unwrap();
        assert_eq!(lists.ask(question()), None, "it is on its way");
        let other = ListQuestion::Marks(Arc::default(), Arc::clone(&snapshot));
        assert!(lists.ask(other.clone()).is_some());
        lists.take(asked.answer());
        assert!(lists.waits, "that was the answer to an older question");
        lists.take(other.answer());
        assert!(!lists.waits);
    }

    #[test]
    fn pages_without_marks_are_not_opened() {
        let text = "甲县与乙县商量修路。";
        let documents = (0..50).map(|n| Arc::new(document_of(&format!("{n}.txt"), format!("{text}{n}").as_bytes())));
        let snapshot = Snapshot { documents: documents.collect(), complete: true, ..Snapshot::default() };
        let mut marks = Marks::default();
        let document = &snapshot.documents[7];
        let mark = Mark { at: Anchor::new(text, ByteRange::new(0, 6)), kind: MarkKind::Dots, note: String::new() };
        let key = MarkKey { page: document.hash, slot: mark.slot() };
        marks.set(key, Some(KeptMark { mark, path: document.path.clone() }), true);
        let opened: Vec<&str> = marks.placed_in(&snapshot).map(|(document, _)| document.path.as_str()).collect();
        assert_eq!(opened, ["7.txt"]);
        assert_eq!(marks_in(&marks, &snapshot).len(), 1);
    }
}
