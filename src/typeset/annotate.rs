//! Small signs above and below the text: pronunciation (ruby) over words, emphasis dots under characters. They need no room of their own
//! between the lines, but a word narrower than its pronunciation is set wider.

use std::ops::Range;

use super::{
    class::Class,
    items::{Break, Item},
    measure::Measure,
    place::Placed,
};

/// Size of pronunciation, in em of the text.
pub const RUBY_SIZE: f32 = 0.5;
/// Least blank between two pronunciations, in em of the text: a word space of their own size.
const RUBY_GAP: f32 = 0.125;

/// A pronunciation.
#[derive(Clone, Debug, PartialEq)]
pub struct Ruby {
    /// The boxes it belongs to: one character, or a word.
    pub base: Range<u32>,
    /// Its letters.
    pub letters: String,
    /// Their width, in em of the text.
    pub width: f32,
}

impl Ruby {
    /// Measures `letters` for the boxes `base`; `measure` is the face of the letters.
    #[must_use]
    pub fn new(base: Range<u32>, letters: &str, measure: &mut dyn Measure) -> Self {
        let mut widths = Vec::new();
        measure.word(letters, &mut widths);
        Self { base, letters: letters.to_owned(), width: widths.iter().sum::<f32>() * RUBY_SIZE }
    }
}

/// Makes room for `ruby` (in text order, not overlapping): words narrower than their pronunciation are spread evenly, and only an
/// emergency breaks a line within one.
pub fn widen(items: &mut [Item], ruby: &[Ruby]) {
    for note in ruby {
        let Some(base) = items.get_mut(note.base.start as usize..note.base.end as usize) else { continue };
        let count = base.iter().filter(|item| item.body > 0.0).count();
        let width: f32 = base.iter().map(Item::cell).sum();
        let blank = (note.width + RUBY_GAP - width).max(0.0) / count.max(1) as f32;
        for (k, item) in base.iter_mut().enumerate() {
            if item.body > 0.0 {
                item.lead += blank * 0.5;
                item.trail += blank * 0.5;
            }
            if k > 0 {
                item.brk = item.brk.min(Break::Emergency);
            }
        }
    }
}

/// Where a pronunciation stands on a line, in em from the line's left edge.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RubyBox {
    /// Which of the paragraph's pronunciations.
    pub ruby: usize,
    /// Left edge of its letters.
    pub left: f32,
    /// Right edge.
    pub right: f32,
}

/// The pronunciations of the words that begin on the line whose boxes are `placed`: each over the middle of its word.
#[must_use]
pub fn ruby_boxes(placed: &[Placed], ruby: &[Ruby]) -> Vec<RubyBox> {
    let (Some(first), Some(last)) = (placed.first(), placed.last()) else { return Vec::new() };
    let from = ruby.partition_point(|note| note.base.start < first.item);
    ruby.iter()
        .enumerate()
        .skip(from)
        .take_while(|(_, note)| note.base.start <= last.item)
        .filter_map(|(index, note)| {
            let at = |item: u32| placed.get((item - first.item) as usize);
            let left = at(note.base.start)?.left;
            let right = at(note.base.end.saturating_sub(1).min(last.item))?.right;
            let middle = (left + right) * 0.5;
            Some(RubyBox { ruby: index, left: middle - note.width * 0.5, right: middle + note.width * 0.5 })
        })
        .collect()
}

/// The middles of the characters of `range` that take an emphasis dot: Han and letters, not marks and spaces. In em from the line's left edge.
#[must_use]
pub fn dots(items: &[Item], placed: &[Placed], range: Range<u32>) -> Vec<f32> {
    placed
        .iter()
        .filter(|p| range.contains(&p.item))
        .filter(|p| {
            items.get(p.item as usize).is_some_and(|item| {
                item.class == Class::Han || item.class == Class::Latin && item.ch.is_alphanumeric() && item.body > 0.0
            })
        })
        .map(|p| (p.left + p.right) * 0.5)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::{
        super::{FixedMeasure, Line, Options, break_lines, itemize, place},
        *,
    };

    fn set(text: &str, ruby: &[(Range<u32>, &str)], measure: f32) -> (Vec<Item>, Vec<Line>, Vec<Ruby>, Options) {
        let options = Options { indent: 0.0, ..Options::default() };
        let mut items = itemize(text, text, &options, &mut FixedMeasure);
        let ruby: Vec<Ruby> =
            ruby.iter().map(|(base, letters)| Ruby::new(base.clone(), letters, &mut FixedMeasure)).collect();
        widen(&mut items, &ruby);
        let mut lines = vec![];
        break_lines(&items, measure, &options, &mut lines);
        (items, lines, ruby, options)
    }

    #[test]
    fn pronunciation_stands_over_the_middle_and_never_meets_the_next() {
        // 0.25 em a letter at half size: ming is as wide as its character, zhuang half an em wider
        let (items, lines, ruby, options) =
            set("甲明状乙", &[(0..1, "jia"), (1..2, "ming"), (2..3, "zhuang"), (3..4, "yi")], 20.0);
        let mut placed = vec![];
        place(&items, &lines[0], &options, &mut placed);
        let boxes = ruby_boxes(&placed, &ruby);
        assert_eq!(boxes.len(), 4);
        for (k, one) in boxes.iter().enumerate() {
            let base = placed[k];
            assert!(((one.left + one.right) - (base.left + base.right)).abs() < 1e-4);
            assert!((base.right - base.left - 1.0).abs() < 1e-4, "the character itself keeps its width");
        }
        for pair in boxes.windows(2) {
            assert!(pair[1].left - pair[0].right >= RUBY_GAP * 0.5, "{pair:?}");
        }
        assert!(placed[2].origin < placed[2].left, "the painter centres the glyph in its wider cell");
    }

    #[test]
    fn an_annotated_word_stays_on_one_line_where_it_can() {
        let (items, lines, ruby, options) = set("甲乙丙丁戊己", &[(3..5, "dingwu")], 4.0);
        let starts: Vec<u32> = lines.iter().map(|l| l.start).collect();
        assert_eq!(starts, [0, 3]);
        let mut placed = vec![];
        place(&items, &lines[1], &options, &mut placed);
        assert_eq!(ruby_boxes(&placed, &ruby).len(), 1);
        place(&items, &lines[0], &options, &mut placed);
        assert!(ruby_boxes(&placed, &ruby).is_empty());
        // in a column narrower than the word something has to give
        let (_, lines, ..) = set("甲乙丙丁", &[(0..4, "jiayibingding")], 2.0);
        assert!(lines.iter().all(|line| line.width <= 2.01), "{lines:?}");
    }

    #[test]
    fn dots_stand_under_characters_only() {
        let (items, lines, _, options) = set("甲，乙A “丙”。", &[], 20.0);
        let mut placed = vec![];
        place(&items, &lines[0], &options, &mut placed);
        assert_eq!(dots(&items, &placed, 0..items.len() as u32).len(), 4);
        assert_eq!(dots(&items, &placed, 0..2), [0.5]);
    }
}
