//! Byte ranges of a decoded text, and the one place that converts between characters and bytes.

use serde::{Deserialize, Serialize};

/// A half-open range of byte offsets into one decoded text (UTF-8). Always on character boundaries.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct ByteRange {
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
}

impl ByteRange {
    /// A range from `start` to `end`; an inverted pair becomes empty at `start`.
    #[must_use]
    pub const fn new(start: usize, end: usize) -> Self {
        Self { start, end: if end < start { start } else { end } }
    }

    /// Length in bytes.
    #[must_use]
    pub const fn len(self) -> usize {
        self.end - self.start
    }

    /// True when the range covers nothing.
    #[must_use]
    pub const fn is_empty(self) -> bool {
        self.end <= self.start
    }

    /// True when `offset` lies inside.
    #[must_use]
    pub const fn contains(self, offset: usize) -> bool {
        self.start <= offset && offset < self.end
    }

    /// True when `other` lies wholly inside.
    #[must_use]
    pub const fn covers(self, other: Self) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// True when the two share at least one byte.
    #[must_use]
    pub const fn overlaps(self, other: Self) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// The text of the range; empty when the range does not fit `text` (never panics).
    #[must_use]
    pub fn of(self, text: &str) -> &str {
        text.get(self.start..self.end).unwrap_or_default()
    }
}

const STEP_CHARS: usize = 64;

/// Converts between character positions and byte offsets of one text. Costs 4 bytes for every 64 characters.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CharMap {
    /// Byte offset of every 64th character.
    anchors: Box<[u32]>,
    chars: usize,
}

impl CharMap {
    /// Builds the map of `text` (texts are bounded to 4 GiB by the reader).
    #[must_use]
    pub fn new(text: &str) -> Self {
        let mut anchors = Vec::with_capacity(text.len() / (STEP_CHARS * 2) + 1);
        let mut chars = 0;
        for (byte, _) in text.char_indices() {
            if chars % STEP_CHARS == 0 {
                anchors.push(u32::try_from(byte).unwrap_or(u32::MAX));
            }
            chars += 1;
        }
        Self { anchors: anchors.into(), chars }
    }

    /// Number of characters.
    #[must_use]
    pub fn len(&self) -> usize {
        self.chars
    }

    /// True for an empty text.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.chars == 0
    }

    /// Byte offset of character `index` (the text's length for positions past the end). `text` must be the text of `new`.
    #[must_use]
    pub fn byte_of_char(&self, text: &str, index: usize) -> usize {
        let Some(&anchor) = self.anchors.get(index / STEP_CHARS) else { return text.len() };
        let tail = text.get(anchor as usize..).unwrap_or_default();
        tail.char_indices().nth(index % STEP_CHARS).map_or(text.len(), |(byte, _)| anchor as usize + byte)
    }

    /// Position of the character that covers byte `offset`.
    #[must_use]
    pub fn char_of_byte(&self, text: &str, offset: usize) -> usize {
        if offset >= text.len() {
            return self.chars;
        }
        let slot = self.anchors.partition_point(|&anchor| anchor as usize <= offset).saturating_sub(1);
        let anchor = self.anchors.get(slot).map_or(0, |&a| a as usize);
        let tail = text.get(anchor..).unwrap_or_default();
        slot * STEP_CHARS
            + tail.char_indices().take_while(|(byte, _)| anchor + byte <= offset).count().saturating_sub(1)
    }

    /// Byte range of the characters `start..end`.
    #[must_use]
    pub fn bytes(&self, text: &str, start: usize, end: usize) -> ByteRange {
        ByteRange::new(self.byte_of_char(text, start), self.byte_of_char(text, end))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn char_map_round_trips_across_anchors() {
        let text: String = "遂a潼𠀀,".chars().cycle().take(1000).collect();
        let map = CharMap::new(&text);
        assert_eq!(map.len(), 1000);
        for (index, (byte, _)) in text.char_indices().enumerate() {
            assert_eq!(map.byte_of_char(&text, index), byte);
            assert_eq!(map.char_of_byte(&text, byte), index);
        }
        assert_eq!(map.byte_of_char(&text, 1000), text.len());
        assert_eq!(map.char_of_byte(&text, text.len()), 1000);
    }
}
