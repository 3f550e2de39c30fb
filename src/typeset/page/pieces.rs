//! Very long paragraphs are set piece by piece, so that none costs a visible pause.

use crate::text::span::ByteRange;

/// A paragraph longer than this many bytes is cut after a sentence.
pub(super) const PIECE_BYTES: usize = 30_000;
/// How far back a cut looks for the end of a sentence.
const CUT_LOOK_BYTES: usize = 3_000;

/// Cuts a long range after sentences.
pub(super) fn pieces(text: &str, range: ByteRange) -> Vec<ByteRange> {
    let mut out = Vec::new();
    let mut start = range.start;
    while range.end - start > PIECE_BYTES {
        let mut cut = start + PIECE_BYTES;
        while !text.is_char_boundary(cut) {
            cut -= 1;
        }
        let mut low = cut - CUT_LOOK_BYTES;
        while !text.is_char_boundary(low) {
            low += 1;
        }
        let tail = ByteRange::new(low, cut).of(text);
        if let Some((at, stop)) =
            tail.char_indices().rfind(|(_, c)| matches!(c, '。' | '！' | '？' | '；' | ';' | '\n'))
        {
            cut = low + at + stop.len_utf8();
            // closing quotes stay with their sentence
            let quotes = ByteRange::new(cut, range.end)
                .of(text)
                .chars()
                .take_while(|c| matches!(c, '”' | '’' | '」' | '』' | '）'));
            cut += quotes.map(char::len_utf8).sum::<usize>();
        }
        if cut <= start {
            break;
        }
        out.push(ByteRange::new(start, cut));
        start = cut;
    }
    out.push(ByteRange::new(start, range.end));
    out
}
