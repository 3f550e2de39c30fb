//! Pronunciation of a page's text: of all of it, or of single pieces.

use super::super::{annotate::Ruby, class::Class, items::Item, measure::Measure};
use crate::text::span::ByteRange;

/// What is spelled, and how.
#[derive(Clone, Debug)]
pub struct Spelling {
    /// One entry a character of the shown text: its letters, nothing where it has none.
    pub read: fn(&str) -> Vec<Option<&'static str>>,
    /// Only these pieces of the source; `None` for everything.
    pub only: Option<Vec<ByteRange>>,
}

impl Spelling {
    /// The pronunciations of a block that holds `range` of the source, shown as `shown` and made into `items`. `measure`: the face.
    pub(super) fn ruby(&self, shown: &str, range: ByteRange, items: &[Item], measure: &mut dyn Measure) -> Vec<Ruby> {
        let pieces = self.only.as_ref();
        if pieces.is_some_and(|pieces| !pieces.iter().any(|piece| piece.overlaps(range))) {
            return Vec::new();
        }
        let wanted = |source: usize| pieces.is_none_or(|pieces| pieces.iter().any(|piece| piece.contains(source)));
        let letters = (self.read)(shown);
        let mut read = shown.char_indices().zip(letters).peekable();
        let mut ruby = Vec::new();
        for (item, index) in items.iter().zip(0_u32..) {
            let byte = item.byte as usize;
            while read.next_if(|((at, _), _)| *at < byte).is_some() {}
            let Some(((_, _), Some(letters))) = read.next_if(|((at, _), _)| *at == byte) else { continue };
            if item.class == Class::Han && wanted(range.start + item.src as usize) {
                ruby.push(Ruby::new(index..index + 1, letters, measure));
            }
        }
        ruby
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        text::toned::toned,
        typeset::{FixedMeasure, Options, itemize},
    };

    #[test]
    fn only_the_wanted_characters_are_spelled() {
        let text = "两地，GDP增长";
        let items = itemize(text, text, &Options::default(), &mut FixedMeasure);
        let spelled = |only: Option<Vec<ByteRange>>| -> Vec<String> {
            let spelling = Spelling { read: toned, only };
            let range = ByteRange::new(100, 100 + text.len());
            spelling.ruby(text, range, &items, &mut FixedMeasure).into_iter().map(|ruby| ruby.letters).collect()
        };
        assert_eq!(spelled(None), ["liǎng", "dì", "zēng", "zhǎng"]);
        assert_eq!(spelled(Some(vec![ByteRange::new(103, 109)])), ["dì"]);
        assert!(spelled(Some(vec![ByteRange::new(0, 100)])).is_empty());
    }
}
