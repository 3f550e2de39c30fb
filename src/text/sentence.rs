//! Sentence borders of Chinese text.
//!
//! A sentence ends with 。！？…… (ASCII ? ! when Chinese stands before them), its closing quotes and brackets included, and with every line
//! end. Marks inside 《》, inside brackets and inside short quotes do not end it, so a quoted title or slogan stays whole.

use super::{
    punct::{Class, class_of, closing_of, is_blank, is_line_end},
    span::ByteRange,
};

/// Quotes and brackets longer than this many characters hold sentences of their own.
const SHORT_CHARS: usize = 40;
/// Longer lines are worked on in pieces, so that a page of one line costs no more memory than one of many.
const LONG_LINE_CHARS: usize = 1 << 16;

/// The sentences of `text`, each with its closing marks; together they cover all of it but blank edges.
#[must_use]
pub fn sentences(text: &str) -> Vec<ByteRange> {
    let mut sentences = Vec::new();
    let mut line = Line { text, start: 0, end: 0, marks: Vec::with_capacity(32) };
    let bytes = text.as_bytes();
    // Characters of the line so far, and the place of the next.
    let (mut chars, mut byte) = (0, 0);
    while let Some(&lead) = bytes.get(byte) {
        // Characters with these first bytes are plain, and take three bytes: 丁 to 鿿 and the comma.
        let plain = match lead {
            0xE5..=0xE9 => true,
            0xE4 => bytes.get(byte + 1).is_some_and(|&next| next >= 0xB8),
            0xEF => bytes.get(byte + 1..byte + 3) == Some(&[0xBC, 0x8C]),
            _ => false,
        };
        if plain && chars < LONG_LINE_CHARS {
            (chars, byte) = (chars + 1, byte + 3);
            continue;
        }
        let Some(c) = text.get(byte..).and_then(|rest| rest.chars().next()) else { break };
        let next = byte + c.len_utf8();
        let plain = is_plain(c);
        if !plain && is_line_end(c) {
            line.split(byte, next, &mut sentences);
            (chars, byte) = (0, next);
            continue;
        }
        if chars >= LONG_LINE_CHARS {
            let last = || text.get(..byte).and_then(|before| before.chars().next_back());
            let at_border = || last().is_some_and(|last| class_of(last) == Class::Stop) && class_of(c) == Class::Han;
            if at_border() || chars >= 16 * LONG_LINE_CHARS {
                line.split(byte, byte, &mut sentences);
                chars = 0;
            }
        }
        if !plain {
            line.marks.push(Mark { at: chars, byte, c });
        }
        (chars, byte) = (chars + 1, next);
    }
    line.split(text.len(), text.len(), &mut sentences);
    sentences
}

/// The sentence that covers byte `offset` of `text`, or the nearest one before it. `sentences` is the result of [`sentences`].
#[must_use]
pub fn sentence_at(sentences: &[ByteRange], offset: usize) -> Option<ByteRange> {
    let after = sentences.partition_point(|sentence| sentence.start <= offset);
    sentences.get(after.checked_sub(1)?).copied()
}

/// Bytes looked at on each side by [`around`].
const NEAR_BYTES: usize = 4_096;

/// The sentence around `span`, looked for in its neighbourhood only; `span` itself when nothing is found.
#[must_use]
pub fn around(text: &str, span: ByteRange) -> ByteRange {
    let from = text.floor_char_boundary(span.start.saturating_sub(NEAR_BYTES));
    let to = text.ceil_char_boundary(span.end.saturating_add(NEAR_BYTES).min(text.len()));
    let near = text.get(from..to).unwrap_or_default();
    let found = sentence_at(&sentences(near), span.start.saturating_sub(from));
    let found = found.map(|sentence| ByteRange::new(sentence.start + from, sentence.end + from));
    found.filter(|sentence| sentence.covers(span)).unwrap_or(span)
}

/// A character of a line that is not plain; nearly all are, and say nothing of sentences.
#[derive(Clone, Copy, Debug)]
struct Mark {
    /// How many characters of the line stand before it.
    at: usize,
    /// Where it stands in the text.
    byte: usize,
    c: char,
}

impl Mark {
    /// Where the next character stands.
    const fn end(self) -> usize {
        self.byte + self.c.len_utf8()
    }
}

/// A line, or a piece of a long one.
struct Line<'a> {
    text: &'a str,
    /// Its bytes.
    start: usize,
    end: usize,
    marks: Vec<Mark>,
}

impl Line<'_> {
    /// Adds the sentences of the line, which ends at `end`, and begins the line at `next`.
    fn split(&mut self, end: usize, next: usize, sentences: &mut Vec<ByteRange>) {
        self.end = end;
        let short = short_spans(&self.marks);
        let (mut start, mut index, mut span) = (self.start, 0, 0);
        while let Some(&mark) = self.marks.get(index) {
            let length = self.end_marks(index);
            if length == 0 {
                index += 1;
                continue;
            }
            // Inside a short quote only marks at its very end count.
            span += short.iter().skip(span).take_while(|&&(_, to)| to <= mark.at).count();
            let inner_end = short.get(span).filter(|(from, _)| *from <= mark.at).map_or(0, |&(_, to)| to);
            index += length;
            let closers = self.run(index, mark.at + length, is_closing);
            let border = index.checked_sub(1).and_then(|last| self.marks.get(last + closers)).map_or(end, |m| m.end());
            if inner_end > mark.at + length + closers || (closers > 0 && self.goes_on(index - 1, border)) {
                continue;
            }
            index += closers;
            self.push(start, border, sentences);
            start = border;
        }
        self.push(start, end, sentences);
        self.start = next;
        self.marks.clear();
    }

    /// How many marks from the one at `index` on, which must be the character `at` of the line, stand side by side and are as `wanted`.
    fn run(&self, index: usize, at: usize, wanted: impl Fn(char) -> bool) -> usize {
        let rest = self.marks.get(index..).unwrap_or_default();
        rest.iter().zip(at..).take_while(|(mark, at)| mark.at == *at && wanted(mark.c)).count()
    }

    /// The character of the line that begins at byte `at`.
    fn char_at(&self, at: usize) -> Option<char> {
        self.text.get(at..self.end)?.chars().next()
    }

    /// Number of characters of the run of sentence marks that begins with the mark at `index`: 0 when there is none.
    fn end_marks(&self, index: usize) -> usize {
        let Some(&mark) = self.marks.get(index) else { return 0 };
        let next = || self.char_at(mark.end());
        let is_end = match mark.c {
            '?' | '!' => {
                let before = self.text.get(self.start..mark.byte).and_then(|before| before.chars().next_back());
                let chinese_before = before.is_some_and(|c| !matches!(class_of(c), Class::Other | Class::Space));
                (chinese_before || matches!(before, Some(')' | '"' | '%')))
                    && !next().is_some_and(|c| c.is_ascii_alphanumeric() || matches!(c, '/' | '=' | '&'))
            }
            '…' | '⋯' => matches!(next(), Some('…' | '⋯')),
            c => class_of(c) == Class::Stop,
        };
        if !is_end {
            return 0;
        }
        let ends = |c: char| matches!(c, '?' | '!' | '…' | '⋯') || class_of(c) == Class::Stop;
        let length = self.run(index, mark.at, ends);
        // An ellipsis that a comma or 等 follows only trails off inside the sentence.
        let last = length.checked_sub(1).and_then(|last| self.marks.get(index + last));
        let Some(last) = last.filter(|last| matches!(last.c, '…' | '⋯')) else { return length };
        let trails = |c: char| matches!(c, '等' | '的' | ',') || class_of(c) == Class::Pause;
        if self.char_at(last.end()).is_some_and(trails) { 0 } else { length }
    }

    /// True when the text after a closed question or exclamation, whose last mark is at `index`, goes on with the same sentence at byte
    /// `at`: “……?”他问.
    fn goes_on(&self, index: usize, at: usize) -> bool {
        let asks = self.marks.get(index).is_some_and(|m| matches!(m.c, '?' | '!' | '？' | '！' | '…' | '⋯'));
        let on = |c: char| matches!(class_of(c), Class::Han | Class::Pause) || c == ',';
        asks && self.char_at(at).is_some_and(on)
    }

    /// Adds the bytes `start..end` without the blanks at their edges.
    fn push(&self, start: usize, end: usize, sentences: &mut Vec<ByteRange>) {
        let part = self.text.get(start..end).unwrap_or_default().trim_end_matches(is_blank);
        let inner = part.trim_start_matches(is_blank);
        if !inner.is_empty() {
            sentences.push(ByteRange::new(start + part.len() - inner.len(), start + part.len()));
        }
    }
}

/// Closing quotes and brackets. A straight quote right behind a sentence mark is taken for a closing one.
fn is_closing(c: char) -> bool {
    matches!(c, ')' | ']' | '"' | '\'') || class_of(c) == Class::Close
}

/// The characters that nearly all text is made of, and that say nothing of sentences: letters, numbers, blanks, marks inside sentences.
const fn is_plain(c: char) -> bool {
    matches!(c, '\u{4e00}'..='\u{9fff}' | '0'..='9' | 'A'..='Z' | 'a'..='z')
        || matches!(
            c,
            '，' | '、' | '；' | '：' | ',' | '.' | ';' | ':' | '%' | '-' | '+' | '/' | ' ' | '\u{3000}' | '—' | '·'
        )
}

/// The outermost short quotes and brackets, in order: their first character and one past the last. `marks` are those of one line.
fn short_spans(marks: &[Mark]) -> Vec<(usize, usize)> {
    let mut open: Vec<(usize, char)> = Vec::new();
    let mut pairs = Vec::new();
    for &Mark { at, c, .. } in marks {
        if let Some(closer) = closing_of(c) {
            open.push((at, closer));
        } else if c == '"' {
            match open.last() {
                Some(&(start, '"')) => {
                    pairs.push((start, at));
                    open.pop();
                }
                _ => open.push((at, '"')),
            }
        } else if matches!(c, ')' | ']' | '}') || class_of(c) == Class::Close {
            // A stray closer closes nothing; one that fits closes what was left open inside it. Looking back is bounded: what is older
            // than a short span is no short span any more.
            while open.last().is_some_and(|&(start, closer)| closer != c && at - start > SHORT_CHARS) {
                open.pop();
            }
            let depth = open.iter().rev().take(8).position(|&(_, closer)| closer == c);
            if let Some(depth) = depth {
                let slot = open.len() - 1 - depth;
                if let Some(&(start, _)) = open.get(slot) {
                    pairs.push((start, at));
                }
                open.truncate(slot);
            }
        }
    }
    pairs.sort_unstable();
    let mut done = 0;
    let mut spans = Vec::with_capacity(pairs.len());
    for (start, end) in pairs {
        if end - start <= SHORT_CHARS {
            let from = start.max(done);
            if from <= end {
                spans.push((from, end + 1));
            }
            done = done.max(end + 1);
        }
    }
    spans
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_sentence_around_a_word() {
        let text = "第一句。第二句说遂宁，也说潼南。第三句。";
        let start = text.find("潼南").unwrap();
        let found = super::around(text, super::ByteRange::new(start, start + 6));
        assert_eq!(found.of(text), "第二句说遂宁，也说潼南。");
        assert_eq!(super::around("", super::ByteRange::new(3, 9)), super::ByteRange::new(3, 9));
        let long = format!("{}遂宁。", "字".repeat(10_000));
        assert!(super::around(&long, super::ByteRange::new(30_000, 30_006)).len() < 5_000);
    }

    use proptest::prelude::*;

    use super::*;

    fn split(text: &str) -> Vec<&str> {
        sentences(text).into_iter().map(|range| range.of(text)).collect()
    }

    #[test]
    fn borders() {
        for (text, expected) in [
            ("会议召开。两地签约!怎么办?动手……好", vec!["会议召开。", "两地签约!", "怎么办?", "动手……", "好"]),
            ("“甲方先行。”乙方说。“好。”", vec!["“甲方先行。”", "乙方说。", "“好。”"]),
            ("“怎么走?”他问。", vec!["“怎么走?”他问。"]),
            ("“怎么走?” 众人都笑。", vec!["“怎么走?”", "众人都笑。"]),
            ("出版《你好!明天。再见?》一书。完", vec!["出版《你好!明天。再见?》一书。", "完"]),
            ("提出“快!准!稳!”三字。", vec!["提出“快!准!稳!”三字。"]),
            ("(图为现场。)下一句", vec!["(图为现场。)", "下一句"]),
            ("第一行\n\u{3000}\u{3000}第二行 \r\n\r\n 。", vec!["第一行", "第二行", "。"]),
            ("增长8.1%、11.8%!好", vec!["增长8.1%、11.8%!", "好"]),
            ("见http://a.cn/b?c=中!d 完", vec!["见http://a.cn/b?c=中!d 完"]),
            ("粮、棉、油……等等,都有。", vec!["粮、棉、油……等等,都有。"]),
            ("真的?!是。。。", vec!["真的?!", "是。。。"]),
            ("  \u{3000} ", vec![]),
            ("", vec![]),
        ] {
            assert_eq!(split(text), expected, "{text}");
        }
    }

    #[test]
    fn long_quotes_hold_sentences() {
        let text = format!("“{}。{}。”完", "山".repeat(30), "水".repeat(30));
        assert_eq!(split(&text).len(), 3);
    }

    #[test]
    fn the_sentence_of_an_offset() {
        let text = "一。二。";
        let all = sentences(text);
        assert_eq!(sentence_at(&all, 7).unwrap().of(text), "二。");
        assert_eq!(sentence_at(&[], 7), None);
    }

    #[test]
    fn one_huge_line_of_unclosed_marks_is_linear() {
        for unit in ["“", "(", "(。", "”", "《)", "……", "?\"", "“？”他"] {
            let text = unit.repeat(200_000);
            assert!(!sentences(&text).is_empty());
        }
    }

    proptest! {
        #[test]
        fn sentences_cover_all_but_blanks(text in "[遂a1 \u{3000}\n。!?…“”《》(),\"]{0,80}") {
            let mut at = 0;
            for range in sentences(&text) {
                prop_assert!(range.start >= at && !range.is_empty());
                prop_assert!(ByteRange::new(at, range.start).of(&text).chars().all(|c| is_blank(c) || is_line_end(c)));
                prop_assert_eq!(range.of(&text).trim(), range.of(&text));
                at = range.end;
            }
            prop_assert!(ByteRange::new(at, text.len()).of(&text).chars().all(|c| is_blank(c) || is_line_end(c)));
        }
    }
}
