//! From a decoded file to the text that is read, and from that text to its lines.

use super::FileKind;
use crate::text::span::ByteRange;

/// One line that is not blank.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct RawLine {
    /// Line number, 1-based, blank lines counted.
    pub(super) number: u32,
    /// The line without its line end.
    pub(super) span: ByteRange,
}

/// The text of a file: itself, or what its markup says.
pub(super) fn text_of(decoded: String, kind: FileKind) -> String {
    match kind {
        FileKind::Plain | FileKind::Markdown => decoded,
        FileKind::Html => super::html::to_text(&decoded),
    }
}

/// True for white space and for characters without any ink.
pub(super) fn is_blank(c: char) -> bool {
    !matches!(c, '\u{4e00}'..='\u{9fff}')
        && (c.is_whitespace()
            || c.is_control()
            || matches!(c, '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' | '\u{ad}'))
}

/// The lines of `text` that are not blank. Lines end at LF, CRLF or CR.
pub(super) fn lines(text: &str) -> Vec<RawLine> {
    let bytes = text.as_bytes();
    let mut found = Vec::new();
    let (mut start, mut number) = (0, 1);
    let push = |number: u32, start: usize, end: usize, found: &mut Vec<RawLine>| {
        let span = ByteRange::new(start, end);
        if span.of(text).chars().any(|c| !is_blank(c)) {
            found.push(RawLine { number, span });
        }
    };
    for end in memchr::memchr2_iter(b'\n', b'\r', bytes) {
        if bytes.get(end) == Some(&b'\n') && end > 0 && end == start && bytes.get(end - 1) == Some(&b'\r') {
            start = end + 1;
            continue;
        }
        push(number, start, end, &mut found);
        number = number.saturating_add(1);
        start = end + 1;
    }
    push(number, start, text.len(), &mut found);
    found
}

/// The first `chars` characters of `text`, or all of it.
pub(super) fn head(text: &str, chars: usize) -> &str {
    let mut rest = text.chars();
    match chars.checked_sub(1).map(|last| rest.nth(last)) {
        Some(Some(_)) => text.get(..text.len() - rest.as_str().len()).unwrap_or_default(),
        Some(None) => text,
        None => "",
    }
}

/// `range` without blank edges.
pub(super) fn trimmed(text: &str, range: ByteRange) -> ByteRange {
    let source = range.of(text);
    let rest = source.trim_start_matches(is_blank);
    let start = range.start + source.len() - rest.len();
    ByteRange::new(start, start + rest.trim_end_matches(is_blank).len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn line_ends() {
        let text = "一\r\n\r\n二\r三\n \u{3000}\n四";
        let found: Vec<_> = lines(text).iter().map(|l| (l.number, l.span.of(text))).collect();
        assert_eq!(found, [(1, "一"), (3, "二"), (4, "三"), (6, "四")]);
    }
}
