//! The search form of a text: traditional → simplified, full width → half width, lower case; one character in, one out.

use super::span::{ByteRange, CharMap};

/// Folds one character.
#[must_use]
pub fn fold_char(c: char) -> char {
    c.to_ascii_lowercase()
}

/// The folded text as one `u16` unit per character, so that a hit's position is its character position in the source.
/// Characters beyond the BMP become one placeholder unit each.
#[must_use]
pub fn fold_units(text: &str) -> Vec<u16> {
    text.chars().map(|c| u16::try_from(u32::from(fold_char(c))).unwrap_or(0xFFFF)).collect()
}

/// The folded text as a string, with the way back to the source.
#[derive(Clone, Debug, Default)]
pub struct FoldedText {
    /// Folded characters; as many as the source has.
    pub text: String,
    map: CharMap,
    source_map: CharMap,
}

impl FoldedText {
    /// Folds `source`.
    #[must_use]
    pub fn new(source: &str) -> Self {
        let text: String = source.chars().map(fold_char).collect();
        let map = CharMap::new(&text);
        Self { map, text, source_map: CharMap::new(source) }
    }

    /// The source range of a range of the folded text.
    #[must_use]
    pub fn to_source(&self, source: &str, folded: ByteRange) -> ByteRange {
        let (a, b) = (self.map.char_of_byte(&self.text, folded.start), self.map.char_of_byte(&self.text, folded.end));
        self.source_map.bytes(source, a, b)
    }
}
