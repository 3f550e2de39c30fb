//! What the index of a segment tells of the words of a query: where one of one or two characters stands and how often, and which texts
//! may have a longer one. No text is read for that.

use std::cell::RefCell;

use super::{
    matching::{Plan, Query},
    term::Term,
};
use crate::{
    library::cache::{Bits, Segment},
    text::count::Needle,
};

/// Words that are looked up beforehand; of what has more of them, the others are looked for in the texts.
const MOST_WORDS: usize = 12;

/// Sources that are remembered; more of them are not sooner found than told anew.
const MOST_LINES: usize = 64;

/// The words of a query in a segment.
#[derive(Debug, Default)]
pub(super) struct Known<'a> {
    words: Vec<(&'a [u16], Word)>,
    /// What was told of sources, which many documents share: the word, the source, and how often the one stands in the other.
    lines: RefCell<Vec<(*const Term, *const str, Option<usize>)>>,
}

/// A word in a segment.
#[derive(Debug)]
struct Word {
    /// The documents that may have it.
    may: Bits,
    /// How often each document has it, where that is known.
    counts: Option<Vec<u32>>,
}

impl<'a> Known<'a> {
    /// Of a query in a segment.
    pub(super) fn of(query: &'a Query, segment: &Segment) -> Self {
        let mut needles: Vec<&Needle> = Vec::new();
        query.plans().iter().for_each(|plan| plan.needles_in_text(&mut needles));
        let mut known = Self::default();
        for needle in needles {
            if known.words.len() == MOST_WORDS {
                break;
            }
            if known.word(needle).is_none()
                && let Some(word) = Word::of(needle, segment)
            {
                known.words.push((needle.units(), word));
            }
        }
        known
    }

    fn word(&self, needle: &Needle) -> Option<&Word> {
        self.words.iter().find(|(units, _)| *units == needle.units()).map(|(_, word)| word)
    }

    /// The documents that may have it; `None` when they must all be looked at.
    pub(super) fn documents_with(&self, needle: &Needle) -> Option<&Bits> {
        Some(&self.word(needle)?.may)
    }

    /// The documents that have it, and how often each of all documents has it; `None` when that is not known.
    pub(super) fn counts(&self, needle: &Needle) -> Option<(&Bits, &[u32])> {
        let word = self.word(needle)?;
        Some((&word.may, word.counts.as_deref()?))
    }

    /// What `tell` says of a word and a source of the segment; it is asked once.
    pub(super) fn told(&self, term: &Term, source: &str, tell: impl FnOnce() -> Option<usize>) -> Option<usize> {
        let key: (*const Term, *const str) = (term, source);
        let mut lines = self.lines.borrow_mut();
        if let Some((.., told)) = lines.iter().find(|(term, source, _)| (*term, *source) == key) {
            return *told;
        }
        let told = tell();
        // Sources that do not match are not asked about, so that there are few.
        if lines.len() < MOST_LINES {
            lines.push((key.0, key.1, told));
        }
        told
    }

    /// How often a document has it; `None` when its text has to tell.
    pub(super) fn count(&self, needle: &Needle, number: u32) -> Option<usize> {
        let word = self.word(needle)?;
        match &word.counts {
            Some(counts) => counts.get(number as usize).map(|count| *count as usize),
            None => (!word.may.has(number as usize)).then_some(0),
        }
    }
}

impl Word {
    fn of(needle: &Needle, segment: &Segment) -> Option<Self> {
        if needle.is_told_by_pairs() {
            let (may, counts) = segment.counts_of(needle.units())?;
            return Some(Self { may, counts: Some(counts) });
        }
        Some(Self { may: segment.documents_with(needle.units())?, counts: None })
    }
}

impl Plan {
    /// The words that are looked for in texts, with those that must not occur.
    fn needles_in_text<'a>(&'a self, into: &mut Vec<&'a Needle>) {
        match self {
            Self::All(parts) | Self::Any(parts) | Self::Near(_, parts) => {
                parts.iter().for_each(|part| part.needles_in_text(into));
            }
            Self::Not(part) => part.needles_in_text(into),
            Self::Term(term) => into.push(term.folded_needle()),
            Self::Pattern(_) | Self::Spoken(_) | Self::Test(_) => {}
        }
    }
}
