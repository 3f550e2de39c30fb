//! Headings of a few lines: about equally long, and broken between words where that can be had.
//!
//! Running text takes the measure as it is. A heading set so ends in a line of two characters, or in the middle of a name; editors break it by
//! sense instead (CLREQ leaves the breaking of headings to them; CSS calls the mechanical part `text-wrap: balance`).

use icu_segmenter::{WordSegmenter, options::WordBreakInvariantOptions};

use super::{
    items::Item,
    lines::{Line, break_lines},
    options::Options,
};

/// A heading of more lines is running text.
const MOST_LINES: usize = 4;
/// And so is one of more boxes.
const MOST_BOXES: usize = 160;
/// Measures tried, as shares of the whole.
const STEPS: u8 = 24;
/// What a line that begins inside a word costs, in shares of the measure that the lines differ by.
const SPLIT_COST: f32 = 0.6;

/// Breaks `shown`, whose boxes are `items`, into as few lines as `measure` allows, as equal as can be without splitting words.
pub fn break_balanced(shown: &str, items: &[Item], measure: f32, options: &Options, out: &mut Vec<Line>) {
    break_lines(items, measure, options, out);
    let count = out.len();
    if !(2..=MOST_LINES).contains(&count) || items.len() > MOST_BOXES {
        return;
    }
    let words: Vec<usize> = WordSegmenter::new_auto(WordBreakInvariantOptions::default()).segment_str(shown).collect();
    let mut best = cost(items, &words, measure, out);
    let mut tried = Vec::new();
    for step in (STEPS / 3..STEPS).rev() {
        break_lines(items, measure * f32::from(step) / f32::from(STEPS), options, &mut tried);
        if tried.len() != count {
            break;
        }
        let this = cost(items, &words, measure, &tried);
        if this < best && tried.iter().all(|line| line.width <= measure) {
            best = this;
            std::mem::swap(out, &mut tried);
        }
    }
}

/// How unequal the lines are, and how many begin inside a word.
fn cost(items: &[Item], words: &[usize], measure: f32, lines: &[Line]) -> f32 {
    let (mut least, mut most) = (f32::INFINITY, 0.0_f32);
    let mut splits = 0.0;
    for line in lines {
        (least, most) = (least.min(line.width), most.max(line.width));
        let first = items.get(line.start as usize).map_or(0, |item| item.byte as usize);
        splits += f32::from(u8::from(words.binary_search(&first).is_err()));
    }
    (most - least) / measure + splits * SPLIT_COST
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::typeset::{items::itemize, measure::FixedMeasure};

    fn lines(text: &str, measure: f32) -> Vec<String> {
        let options = Options { justify: false, indent: 0.0, ..Options::default() };
        let items = itemize(text, text, &options, &mut FixedMeasure);
        let mut out = Vec::new();
        break_balanced(text, &items, measure, &options, &mut out);
        let of =
            |line: &Line| items.get(line.start as usize..line.end as usize).unwrap().iter().map(|i| i.ch).collect();
        out.iter().map(of).collect()
    }

    #[test]
    fn a_heading_has_no_short_last_line_and_splits_no_word() {
        assert_eq!(lines("两市签订合作协议共建产业园区", 12.0), ["两市签订合作协议", "共建产业园区"]);
        assert_eq!(lines("两市签订合作协议", 12.0), ["两市签订合作协议"]);
    }

    #[test]
    fn as_many_lines_as_the_measure_asks_for() {
        let text = "两市签订合作协议共建产业园区".repeat(3);
        for measure in 6..40 {
            let options = Options { justify: false, indent: 0.0, ..Options::default() };
            let items = itemize(&text, &text, &options, &mut FixedMeasure);
            let mut plain = Vec::new();
            break_lines(&items, f32::from(measure as u8), &options, &mut plain);
            assert_eq!(lines(&text, f32::from(measure as u8)).len(), plain.len(), "{measure}");
        }
    }
}
