//! Headings of a few lines: about equally long, and broken between words where that can be had.
//!
//! Running text takes the measure as it is. A heading set so ends in a line of two characters, or in the middle of a name; editors break it by
//! sense instead (CLREQ leaves the breaking of headings to them; CSS calls the mechanical part `text-wrap: balance`).

use icu_segmenter::{WordSegmenter, options::WordBreakInvariantOptions};

use super::{
    super::text::span::ByteRange,
    items::{Break, Item},
    lines::{Line, break_lines},
    options::Options,
};

/// A heading of more lines is running text.
const MOST_LINES: usize = 4;
/// And so is one of more boxes.
const MOST_BOXES: usize = 160;
/// What it costs to begin a line inside a word, inside a name, inside a short quotation; in shares of the measure, squared, by which lines
/// differ from the ideal. Behind a blank or a pausing mark something is gained.
const IN_WORD: f32 = 0.15;
const IN_NAME: f32 = 0.3;
const IN_QUOTES: f32 = 0.12;
const AT_PAUSE: f32 = -0.1;
/// A quotation of more boxes may be broken.
const SHORT_QUOTATION: usize = 10;

/// Breaks `shown`, whose boxes are `items`, into as few lines as `measure` allows, as equal as can be without splitting words. `names`: byte
/// ranges of the source that should stay whole, in order.
pub fn break_balanced(
    shown: &str,
    items: &[Item],
    names: &[ByteRange],
    measure: f32,
    options: &Options,
    out: &mut Vec<Line>,
) {
    break_lines(items, measure, options, out);
    let count = out.len();
    if !(2..=MOST_LINES).contains(&count) || items.len() > MOST_BOXES {
        return;
    }
    let words: Vec<usize> = WordSegmenter::new_auto(WordBreakInvariantOptions::default()).segment_str(shown).collect();
    let ideal = out.iter().map(|line| line.width).sum::<f32>() / count as f32;
    let starts: Vec<f32> = (0..items.len()).map(|at| start_cost(items, at, &words, names)).collect();
    // For each number of lines and each end: the cheapest way there, its last line and where that begins.
    let mut ways: Vec<Vec<Option<(f32, Line)>>> = vec![vec![None; items.len() + 1]; count + 1];
    for lines in 1..=count {
        for start in 0..items.len() {
            let before = match lines {
                1 if start == 0 => 0.0,
                1 => continue,
                _ => match ways.get(lines - 1).and_then(|row| row.get(start).copied().flatten()) {
                    Some((cost, _)) => cost + starts.get(start).copied().unwrap_or_default(),
                    None => continue,
                },
            };
            for end in start + 1..=items.len() {
                let whole = end == items.len();
                if whole != (lines == count) || !whole && items.get(end).is_none_or(|item| item.brk != Break::Allowed) {
                    continue;
                }
                let Some(line) = line_of(items, start, end, measure, options) else {
                    // What does not fit will not fit with more.
                    if end > start + 4 && !whole {
                        break;
                    }
                    continue;
                };
                let cost = before + ((line.width - ideal) / measure).powi(2);
                if let Some(slot) = ways.get_mut(lines).and_then(|row| row.get_mut(end))
                    && slot.is_none_or(|(known, _)| cost <= known)
                {
                    *slot = Some((cost, line));
                }
            }
        }
    }
    let mut found = Vec::with_capacity(count);
    let mut end = items.len();
    for lines in (1..=count).rev() {
        let Some((_, line)) = ways.get(lines).and_then(|row| row.get(end).copied().flatten()) else { return };
        end = line.start as usize;
        found.push(line);
    }
    found.reverse();
    *out = found;
}

/// The boxes from `start` to `end` as one line, if they are one.
fn line_of(items: &[Item], start: usize, end: usize, measure: f32, options: &Options) -> Option<Line> {
    let mut lines = Vec::with_capacity(1);
    let options = if start == 0 { *options } else { Options { indent: 0.0, ..*options } };
    break_lines(items.get(start..end)?, measure, &options, &mut lines);
    let [line] = lines.as_slice() else { return None };
    let shift = u32::try_from(start).ok()?;
    Some(Line { start: line.start + shift, end: line.end + shift, last: end == items.len(), ..*line })
}

/// What it costs to begin a line with a box.
fn start_cost(items: &[Item], at: usize, words: &[usize], names: &[ByteRange]) -> f32 {
    let (Some(item), Some(before)) = (items.get(at), at.checked_sub(1).and_then(|i| items.get(i))) else { return 0.0 };
    if matches!(before.ch, ' ' | '\u{3000}' | '，' | '：' | '；' | '。' | '！' | '？' | '、' | '|' | '｜' | ':' | ',')
    {
        return AT_PAUSE;
    }
    let src = item.src as usize;
    let mut cost = 0.0;
    if names.iter().any(|name| name.start < src && src < name.end) {
        cost += IN_NAME;
    } else if words.binary_search(&(item.byte as usize)).is_err() {
        cost += IN_WORD;
    }
    let opened = items.iter().take(at).rev().take(SHORT_QUOTATION).find(|item| is_quote(item.ch));
    if opened.is_some_and(|item| matches!(item.ch, '“' | '「' | '《' | '〈')) {
        cost += IN_QUOTES;
    }
    cost
}

const fn is_quote(c: char) -> bool {
    matches!(c, '“' | '”' | '「' | '」' | '《' | '》' | '〈' | '〉')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::typeset::{items::itemize, measure::FixedMeasure};

    fn lines(text: &str, measure: f32) -> Vec<String> {
        let options = Options { justify: false, indent: 0.0, ..Options::default() };
        let items = itemize(text, text, &options, &mut FixedMeasure);
        let mut out = Vec::new();
        break_balanced(text, &items, &[], measure, &options, &mut out);
        let of =
            |line: &Line| items.get(line.start as usize..line.end as usize).unwrap().iter().map(|i| i.ch).collect();
        out.iter().map(of).collect()
    }

    #[test]
    fn a_heading_has_no_short_last_line_and_splits_no_word() {
        assert_eq!(lines("两市签订合作协议共建产业园区", 12.0), ["两市签订合作协议", "共建产业园区"]);
        assert_eq!(lines("两市签订合作协议", 12.0), ["两市签订合作协议"]);
        assert_eq!(
            lines("一江连两城 并肩向前走 甲乙在腹地跑出“加速度”", 18.0),
            ["一江连两城 并肩向前走 ", "甲乙在腹地跑出“加速度”"]
        );
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
