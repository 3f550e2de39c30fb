//! An anchor: a piece of a text, kept with its words and what stands around them, so that it is found again in a changed text.
//!
//! The selectors of the W3C Web Annotation Data Model (2017), `TextPositionSelector` and `TextQuoteSelector`, used together: the
//! position decides while its words are still there, else the words with what surrounds them. What cannot be told apart is lost
//! rather than guessed.

use memchr::memmem;
use serde::{Deserialize, Serialize};

use super::span::ByteRange;

/// Characters kept on each side.
const CONTEXT_CHARS: usize = 16;

/// Places where the words stand that are compared; a text that repeats them more often does not tell which one is meant.
const MOST_COMPARED: usize = 4_096;

/// A piece of a text and how to find it again.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Anchor {
    /// Byte offset of the first character when the anchor was made.
    pub start: usize,
    /// The piece itself.
    pub quote: String,
    /// Up to 16 characters before it.
    #[serde(default)]
    pub before: String,
    /// Up to 16 characters behind it.
    #[serde(default)]
    pub after: String,
}

impl Anchor {
    /// The anchor of `span` in `text`; empty when the span does not fit.
    #[must_use]
    pub fn new(text: &str, span: ByteRange) -> Self {
        let before = text.get(..span.start).unwrap_or_default();
        let from = before.char_indices().rev().take(CONTEXT_CHARS).last().map_or(before.len(), |(at, _)| at);
        Self {
            start: span.start,
            quote: span.of(text).to_owned(),
            before: before.get(from..).unwrap_or_default().to_owned(),
            after: text.get(span.end..).unwrap_or_default().chars().take(CONTEXT_CHARS).collect(),
        }
    }

    /// Where the piece stands in `text`: where it stood, when its words are still there; else where its words stand among most of
    /// the old neighbours. `None` when they are gone or two places fit equally well.
    #[must_use]
    pub fn find(&self, text: &str) -> Option<ByteRange> {
        if self.quote.is_empty() {
            return None;
        }
        let at = |start: usize| ByteRange::new(start, start + self.quote.len());
        let found: Vec<usize> = memmem::find_iter(text.as_bytes(), self.quote.as_bytes()).take(MOST_COMPARED).collect();
        let score = |start: usize| {
            let before = text.get(..start).unwrap_or_default();
            let after = text.get(start + self.quote.len()..).unwrap_or_default();
            let alike = |a: &mut dyn Iterator<Item = char>, b: &mut dyn Iterator<Item = char>| {
                a.zip(b).take_while(|(x, y)| x == y).count()
            };
            alike(&mut before.chars().rev(), &mut self.before.chars().rev())
                + alike(&mut after.chars(), &mut self.after.chars())
        };
        let whole = self.before.chars().count() + self.after.chars().count();
        // An unchanged text: nothing to weigh. A lone place may have lost its neighbours, not the words.
        let stands = at(self.start).of(text) == self.quote;
        if stands && (score(self.start) == whole || found.len() == 1) {
            return Some(at(self.start));
        }
        let best = found.iter().map(|&start| score(start)).max()?;
        let mut fitting = found.iter().filter(|&&start| score(start) == best);
        let first = *fitting.next()?;
        match fitting.next() {
            // The words alone say too little when they are one or two characters.
            None => (best > 0 || self.quote.chars().count() > 4).then(|| at(first)),
            Some(_) => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const PAGE: &str = "甲县与乙县商量修路。会议在甲县举行，讨论了道路。乙县提出先修桥，甲县同意。";

    fn nth(text: &str, words: &str, n: usize) -> ByteRange {
        let start = text.match_indices(words).nth(n).unwrap().0;
        ByteRange::new(start, start + words.len())
    }

    #[test]
    fn an_anchor_follows_its_words() {
        for n in 0..3 {
            let anchor = Anchor::new(PAGE, nth(PAGE, "甲县", n));
            assert_eq!(anchor.find(PAGE), Some(nth(PAGE, "甲县", n)));
            let longer = format!("新的一行。\n{PAGE}\n又一行。");
            assert_eq!(anchor.find(&longer), Some(nth(&longer, "甲县", n)), "{n}");
        }
    }

    #[test]
    fn what_cannot_be_told_apart_is_lost() {
        let anchor = Anchor::new(PAGE, nth(PAGE, "甲县", 1));
        assert_eq!(anchor.find("全文改写，甲县还在，甲县又在。"), None);
        assert_eq!(anchor.find("没有了"), None);
        assert_eq!(Anchor::default().find(PAGE), None);
        // One place left, but nothing around it is as it was.
        assert_eq!(anchor.find("别的话里也有甲县两个字"), None);
    }

    proptest! {
        #[test]
        fn every_piece_is_found_in_its_own_text(text in "[甲乙丙县市，。]{1,60}", from in 0..60_usize, len in 1..6_usize) {
            let chars: Vec<(usize, char)> = text.char_indices().collect();
            let from = from % chars.len();
            let to = (from + len).min(chars.len());
            let span = ByteRange::new(chars[from].0, chars.get(to).map_or(text.len(), |(at, _)| *at));
            prop_assert_eq!(Anchor::new(&text, span).find(&text), Some(span));
        }

        #[test]
        fn any_anchor_in_any_text_is_a_border_of_characters(text in "\\PC{0,40}", quote in "\\PC{0,3}", start in 0..60_usize) {
            let anchor = Anchor { start, quote: quote.clone(), ..Anchor::default() };
            if let Some(span) = anchor.find(&text) {
                prop_assert_eq!(span.of(&text), quote);
            }
        }
    }
}
