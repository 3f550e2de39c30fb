//! What two texts say differently, whatever their script, width, blanks, line breaks and kind of quotation marks.
//!
//! Sentences are compared first, then the characters of those that differ, so that what is alike by chance in two different sentences
//! does not tear them into pieces.

use imara_diff::{Algorithm, Diff, InternedInput};

use super::{
    fold::fold_char,
    punct::{is_blank, is_line_end},
    sentence::sentences,
    span::ByteRange,
};

/// Alike pieces shorter than this many characters between two differences belong to them.
const LEAST_ALIKE: usize = 3;
/// Two passages of which a smaller share is alike are different as a whole.
const LEAST_SHARE: f64 = 0.35;

/// What differs between two texts.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Differences {
    /// Pieces of the first text that the second does not have so, in text order.
    pub left: Vec<ByteRange>,
    /// Pieces of the second text that the first does not have so, in text order.
    pub right: Vec<ByteRange>,
    /// Where each difference stands in both texts, in text order.
    pub places: Vec<(usize, usize)>,
    /// Share of the longer text that the other one has too, 0–1.
    pub alike: f32,
}

/// A text as it is compared.
struct Side {
    /// Byte and folded form of each character that counts.
    chars: Vec<(ByteRange, char)>,
    /// Sentences, as ranges of `chars`.
    sentences: Vec<(usize, usize)>,
    end: usize,
}

impl Side {
    fn new(text: &str, pieces: &[ByteRange]) -> Self {
        let mut side = Self { chars: Vec::new(), sentences: Vec::new(), end: pieces.last().map_or(0, |p| p.end) };
        for piece in pieces {
            for sentence in sentences(piece.of(text)) {
                let first = side.chars.len();
                let start = piece.start + sentence.start;
                let counted =
                    sentence.of(piece.of(text)).char_indices().filter(|(_, c)| !is_blank(*c) && !is_line_end(*c));
                side.chars
                    .extend(counted.map(|(at, c)| (ByteRange::new(start + at, start + at + c.len_utf8()), plain(c))));
                if side.chars.len() > first {
                    side.sentences.push((first, side.chars.len()));
                }
            }
        }
        side
    }

    fn sentence(&self, (first, end): (usize, usize)) -> String {
        self.chars.get(first..end).unwrap_or_default().iter().map(|(_, c)| c).collect()
    }

    /// The characters of some sentences.
    fn range(&self, sentences: &std::ops::Range<u32>) -> (usize, usize) {
        let at = |index: u32| self.sentences.get(index as usize).map_or(self.chars.len(), |(first, _)| *first);
        (at(sentences.start), at(sentences.end))
    }

    /// Where a character begins; behind the last one the end.
    fn byte(&self, index: usize) -> usize {
        self.chars.get(index).map_or(self.end, |(span, _)| span.start)
    }

    fn span(&self, (first, end): (usize, usize)) -> Option<ByteRange> {
        let last = self.chars.get(first..end)?.last()?;
        Some(ByteRange::new(self.byte(first), last.0.end))
    }
}

/// One character for all that mean the same.
fn plain(c: char) -> char {
    match c {
        '“' | '”' | '„' | '「' | '」' | '『' | '』' | '＂' | '〝' | '〞' => '"',
        '‘' | '’' | '＇' => '\'',
        '—' | '－' | '―' => '-',
        _ => fold_char(c),
    }
}

/// A stretch of characters on both sides.
type Stretch = ((usize, usize), (usize, usize));

/// Compares the `pieces` of two texts: `(text, pieces)`.
#[must_use]
pub fn differences(left: (&str, &[ByteRange]), right: (&str, &[ByteRange])) -> Differences {
    let (a, b) = (Side::new(left.0, left.1), Side::new(right.0, right.1));
    let mut input = InternedInput::default();
    input.update_before(a.sentences.iter().map(|&sentence| a.sentence(sentence)));
    input.update_after(b.sentences.iter().map(|&sentence| b.sentence(sentence)));
    let mut found: Vec<Stretch> = Vec::new();
    for hunk in Diff::compute(Algorithm::Histogram, &input).hunks() {
        inside(&a, &b, (a.range(&hunk.before), b.range(&hunk.after)), &mut found);
    }
    let mut all = Differences::default();
    let (mut missing, mut extra) = (0, 0);
    for (one, other) in found {
        all.places.push((a.byte(one.0), b.byte(other.0)));
        all.left.extend(a.span(one));
        all.right.extend(b.span(other));
        missing += one.1 - one.0;
        extra += other.1 - other.0;
    }
    let longer = a.chars.len().max(b.chars.len());
    let common = (a.chars.len() - missing).min(b.chars.len() - extra);
    all.alike = if longer == 0 { 1.0 } else { common as f32 / longer as f32 };
    all
}

/// The differences within a stretch of different sentences.
fn inside(a: &Side, b: &Side, (one, other): Stretch, found: &mut Vec<Stretch>) {
    let (long, short) = (one.1 - one.0, other.1 - other.0);
    if long == 0 || short == 0 {
        found.push((one, other));
        return;
    }
    let mut input = InternedInput::default();
    input.update_before(a.chars.get(one.0..one.1).unwrap_or_default().iter().map(|(_, c)| *c));
    input.update_after(b.chars.get(other.0..other.1).unwrap_or_default().iter().map(|(_, c)| *c));
    let mut parts: Vec<Stretch> = Vec::new();
    for hunk in Diff::compute(Algorithm::Histogram, &input).hunks() {
        let at = |base: usize, range: &std::ops::Range<u32>| (base + range.start as usize, base + range.end as usize);
        let (this, that) = (at(one.0, &hunk.before), at(other.0, &hunk.after));
        match parts.last_mut() {
            Some((last, last_other)) if this.0 - last.1 < LEAST_ALIKE => (last.1, last_other.1) = (this.1, that.1),
            _ => parts.push((this, that)),
        }
    }
    for part in &mut parts {
        settle(a, b, (one, other), part);
    }
    let different: usize = parts.iter().map(|(this, that)| (this.1 - this.0).max(that.1 - that.0)).sum();
    let longer = long.max(short);
    if (longer.saturating_sub(different)) as f64 >= longer as f64 * LEAST_SHARE {
        found.extend(parts);
    } else {
        found.push((one, other));
    }
}

/// A piece that stands in one text only and could as well begin one character later does so, when it begins with the mark that ends
/// what stands before it.
fn settle(a: &Side, b: &Side, (one, other): Stretch, (this, that): &mut Stretch) {
    let (side, end, piece) = match (this.0 == this.1, that.0 == that.1) {
        (false, true) => (a, one.1, *this),
        (true, false) => (b, other.1, *that),
        _ => return,
    };
    let room = this.1 < one.1 && that.1 < other.1 && piece.1 < end;
    let folded = |index: usize| side.chars.get(index).map(|(_, c)| *c);
    if room && folded(piece.0) == folded(piece.1) && folded(piece.0).is_some_and(|c| !c.is_alphanumeric()) {
        (this.0, this.1) = (this.0 + 1, this.1 + 1);
        (that.0, that.1) = (that.0 + 1, that.1 + 1);
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn compared(a: &str, b: &str) -> (Vec<String>, Vec<String>, f32) {
        let whole = |text: &str| vec![ByteRange::new(0, text.len())];
        let found = differences((a, &whole(a)), (b, &whole(b)));
        assert!(found.places.len() >= found.left.len().max(found.right.len()));
        let words = |text: &str, spans: &[ByteRange]| spans.iter().map(|span| span.of(text).to_owned()).collect();
        (words(a, &found.left), words(b, &found.right), found.alike)
    }

    #[test]
    fn script_width_breaks_and_quotes_do_not_count() {
        let (left, right, alike) = compared(
            "两地签订“协议”，先修桥。\n再修路，GDP增长。",
            "　　兩地簽訂「協議」,先修\n橋。再修路，ＧＤＰ增長。",
        );
        assert_eq!((left.len(), right.len()), (0, 0), "{left:?} {right:?}");
        assert!(alike > 0.99);
    }

    #[test]
    fn what_was_changed_added_and_left_out_is_found() {
        let (left, right, alike) = compared(
            "会议在甲县举行，讨论了道路和桥梁。双方同意先修桥。散会。",
            "会议在乙市举行，讨论了道路和桥梁。散会。第二天又开会。",
        );
        assert_eq!(left, ["甲县", "双方同意先修桥。"]);
        assert_eq!(right, ["乙市", "第二天又开会。"]);
        assert!(alike > 0.5 && alike < 0.9, "{alike}");
    }

    #[test]
    fn different_sentences_are_not_torn_into_pieces() {
        let (left, right, alike) = compared("今天的天气很好，我们去山里走走。", "会议的代表都到了，路在山里修。");
        assert_eq!((left.len(), right.len()), (1, 1));
        assert!(alike < 0.1);
        assert_eq!(compared("", ""), (vec![], vec![], 1.0));
        assert_eq!(compared("甲。", "").0, ["甲。"]);
    }

    proptest! {
        #[test]
        fn a_text_is_like_itself_and_pieces_stand_on_borders(a in "[甲乙丙。，\n\"a]{0,60}", b in "[甲乙丙。，\n\"a]{0,60}") {
            prop_assert!(compared(&a, &a).0.is_empty());
            let (left, right, alike) = compared(&a, &b);
            prop_assert!(left.iter().chain(&right).all(|piece| !piece.is_empty()));
            prop_assert!((0.0..=1.0).contains(&alike));
        }
    }
}
