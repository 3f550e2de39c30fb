//! Selecting text of a page: by pointer and by keys, whole characters, words or sentences. Plain data; no window.

use icu_segmenter::{WordSegmenter, options::WordBreakInvariantOptions};

use crate::{
    text::{sentence, span::ByteRange},
    typeset::page::{Content, Page, Pos},
};

/// What a selection grows by.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Grain {
    /// Characters.
    #[default]
    Char,
    /// Words (double click).
    Word,
    /// Sentences (triple click).
    Sentence,
}

/// Selected text of a page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Selection {
    /// Where it began: an empty range for characters, else the word or sentence.
    anchor: Option<(Pos, Pos)>,
    head: Pos,
    grain: Grain,
    /// Where ↑ and ↓ want to be: page x of the caret in whole points.
    pub column: Option<i32>,
}

impl Selection {
    /// Nothing selected.
    pub fn clear(&mut self) {
        *self = Self::default();
    }

    /// Starts a selection at `pos`.
    pub fn start(&mut self, page: &Page, pos: Pos, grain: Grain) {
        let (from, to) = grown(page, pos, grain);
        *self = Self { anchor: Some((from, to)), head: to, grain, column: None };
    }

    /// Moves the free end to `pos`.
    pub fn extend(&mut self, page: &Page, pos: Pos) {
        let Some((from, to)) = self.anchor else {
            self.start(page, pos, Grain::Char);
            return;
        };
        let (low, high) = grown(page, pos, self.grain);
        self.head = if pos < from { low } else { high.max(if self.grain == Grain::Char { pos } else { to }) };
        if self.grain == Grain::Char {
            self.head = pos;
        }
    }

    /// Everything.
    pub fn all(&mut self, page: &Page) {
        *self = Self { anchor: Some((page.first(), page.first())), head: page.end(), grain: Grain::Char, column: None };
    }

    /// The free end.
    #[must_use]
    pub fn head(&self) -> Option<Pos> {
        self.anchor.map(|_| self.head)
    }

    /// The selected range, if it is not empty.
    #[must_use]
    pub fn range(&self) -> Option<(Pos, Pos)> {
        let (from, to) = self.anchor?;
        let (from, to) = (from.min(self.head), to.max(self.head));
        (from < to).then_some((from, to))
    }
}

/// Bytes around a place in which a word is looked for; words are short, blocks may be long.
const WORD_LOOK_BYTES: usize = 240;

/// The word or sentence around `pos`; for characters the empty range there.
fn grown(page: &Page, pos: Pos, grain: Grain) -> (Pos, Pos) {
    let empty = (pos, pos);
    let Some(Content::Source(range)) = page.blocks().get(pos.block).map(|b| b.spec.content.clone()) else {
        return empty;
    };
    let text = range.of(page.text());
    let at = pos.at.min(text.len());
    let found = match grain {
        Grain::Char => return empty,
        Grain::Word => {
            let mut low = at.saturating_sub(WORD_LOOK_BYTES);
            while !text.is_char_boundary(low) {
                low -= 1;
            }
            let mut high = (at + WORD_LOOK_BYTES).min(text.len());
            while !text.is_char_boundary(high) {
                high += 1;
            }
            let window = ByteRange::new(low, high).of(text);
            let segmenter = WordSegmenter::new_auto(WordBreakInvariantOptions::default());
            let mut start = low;
            let mut found = None;
            for end in segmenter.segment_str(window).map(|end| low + end) {
                if end > at {
                    found = Some(ByteRange::new(start, end));
                    break;
                }
                start = end;
            }
            found
        }
        Grain::Sentence => sentence::sentences(text).into_iter().find(|sentence| at < sentence.end),
    };
    found.map_or(empty, |range| (Pos { at: range.start, ..pos }, Pos { at: range.end, ..pos }))
}
