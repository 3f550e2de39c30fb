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
    let mut line = Vec::new();
    for (byte, c) in text.char_indices() {
        if !is_plain(c) && is_line_end(c) {
            split_line(&line, byte, &mut sentences);
            line.clear();
            continue;
        }
        if line.len() >= LONG_LINE_CHARS {
            let at_border =
                || line.last().is_some_and(|&(_, last)| class_of(last) == Class::Stop) && class_of(c) == Class::Han;
            if at_border() || line.len() >= 16 * LONG_LINE_CHARS {
                split_line(&line, byte, &mut sentences);
                line.clear();
            }
        }
        line.push((byte, c));
    }
    split_line(&line, text.len(), &mut sentences);
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

fn split_line(line: &[(usize, char)], line_end: usize, sentences: &mut Vec<ByteRange>) {
    let short = short_spans(line);
    let mut start = 0;
    let mut at = 0;
    while let Some(step) = line.get(at..).and_then(|rest| rest.iter().position(|&(_, c)| !is_plain(c))) {
        at += step;
        let length = end_marks(line, at);
        let marks_end = at + length;
        if length == 0 {
            at += 1;
            continue;
        }
        // Inside a short quote only marks at its very end count.
        let inner_end = short.get(at).copied().unwrap_or_default();
        let closers = closing_marks(line, marks_end);
        let end = marks_end + closers;
        at = end;
        if inner_end > end || (closers > 0 && goes_on(line, marks_end - 1, end)) {
            at = marks_end;
            continue;
        }
        push(line, start, end, line_end, sentences);
        start = end;
    }
    push(line, start, line.len(), line_end, sentences);
}

/// The characters that nearly all text is made of, and that are no marks of any kind.
const fn is_plain(c: char) -> bool {
    matches!(c, '\u{4e00}'..='\u{9fff}' | '0'..='9' | 'A'..='Z' | 'a'..='z')
}

/// For each character the end of the outermost short quote or bracket it stands in (0: none, and so is what is missing).
fn short_spans(line: &[(usize, char)]) -> Vec<usize> {
    let mut open: Vec<(usize, char)> = Vec::new();
    let mut done = 0;
    let mut pairs = Vec::new();
    for (i, &(_, c)) in line.iter().enumerate().filter(|(_, (_, c))| !is_plain(*c)) {
        if let Some(closer) = closing_of(c) {
            open.push((i, closer));
        } else if c == '"' {
            match open.last() {
                Some(&(start, '"')) => {
                    pairs.push((start, i));
                    open.pop();
                }
                _ => open.push((i, '"')),
            }
        } else if class_of(c) == Class::Close || matches!(c, ')' | ']' | '}') {
            // A stray closer closes nothing; one that fits closes what was left open inside it. Looking back is bounded: what is older
            // than a short span is no short span any more.
            while open.last().is_some_and(|&(start, closer)| closer != c && i - start > SHORT_CHARS) {
                open.pop();
            }
            let depth = open.iter().rev().take(8).position(|&(_, closer)| closer == c);
            if let Some(depth) = depth {
                let slot = open.len() - 1 - depth;
                if let Some(&(start, _)) = open.get(slot) {
                    pairs.push((start, i));
                }
                open.truncate(slot);
            }
        }
    }
    if pairs.is_empty() {
        return Vec::new();
    }
    let mut ends = vec![0; line.len()];
    pairs.sort_unstable();
    for (start, end) in pairs {
        if end - start <= SHORT_CHARS {
            for slot in ends.iter_mut().take(end + 1).skip(start.max(done)) {
                *slot = end + 1;
            }
            done = done.max(end + 1);
        }
    }
    ends
}

/// Number of characters of the run of sentence marks at `at`: 0 when there is none.
fn end_marks(line: &[(usize, char)], at: usize) -> usize {
    let Some(&(_, first)) = line.get(at) else { return 0 };
    let char_at = |i: usize| line.get(i).map(|&(_, c)| c);
    let before = at.checked_sub(1).and_then(char_at);
    let chinese_before = before.is_some_and(|c| !matches!(class_of(c), Class::Other | Class::Space));
    let is_end = match first {
        '?' | '!' => {
            (chinese_before || matches!(before, Some(')' | '"' | '%')))
                && !char_at(at + 1).is_some_and(|c| c.is_ascii_alphanumeric() || matches!(c, '/' | '=' | '&'))
        }
        '…' | '⋯' => matches!(char_at(at + 1), Some('…' | '⋯')),
        _ => class_of(first) == Class::Stop,
    };
    if !is_end {
        return 0;
    }
    let run = line.get(at..).unwrap_or_default().iter();
    let length = run.take_while(|&&(_, c)| class_of(c) == Class::Stop || matches!(c, '?' | '!' | '…' | '⋯')).count();
    // An ellipsis that a comma or 等 follows only trails off inside the sentence.
    let only_dots = matches!(char_at(at + length - 1), Some('…' | '⋯'));
    let follower = char_at(at + length);
    if only_dots && follower.is_some_and(|c| matches!(c, '等' | '的' | ',') || class_of(c) == Class::Pause) {
        return 0;
    }
    length
}

/// Closing quotes and brackets at `at`. A straight quote right behind a sentence mark is taken for a closing one.
fn closing_marks(line: &[(usize, char)], at: usize) -> usize {
    let rest = line.get(at..).unwrap_or_default();
    rest.iter().take_while(|&&(_, c)| class_of(c) == Class::Close || matches!(c, ')' | ']' | '"' | '\'')).count()
}

/// True when the text after a closed question or exclamation goes on with the same sentence: “……?”他问.
fn goes_on(line: &[(usize, char)], last_mark: usize, end: usize) -> bool {
    let asks = line.get(last_mark).is_some_and(|&(_, c)| matches!(c, '?' | '!' | '？' | '！' | '…' | '⋯'));
    asks && line.get(end).is_some_and(|&(_, c)| matches!(class_of(c), Class::Han | Class::Pause) || c == ',')
}

/// Adds the characters `start..end` of a line without the blanks at their edges.
fn push(line: &[(usize, char)], start: usize, end: usize, line_end: usize, sentences: &mut Vec<ByteRange>) {
    let part = line.get(start..end).unwrap_or_default();
    let Some(first) = part.iter().find(|&&(_, c)| !is_blank(c)) else { return };
    let Some(last) = part.iter().rposition(|&(_, c)| !is_blank(c)) else { return };
    let stop = line.get(start + last + 1).map_or(line_end, |&(byte, _)| byte);
    sentences.push(ByteRange::new(first.0, stop));
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
