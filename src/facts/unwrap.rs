//! A page broken at a fixed width, with the lines of each paragraph put together, so that a sentence over a line end is read as one; and
//! the way back from places in it to places of the page.

use std::{cell::OnceCell, sync::Arc};

use crate::{
    article::{Article, BlockKind, Line},
    place::{Mention, Tagging, tag_units},
    text::{dates::Phrase, span::ByteRange},
};

/// The page without the line ends inside its sentences.
#[derive(Debug)]
pub(super) struct Unwrapped {
    pub(super) article: Article,
    /// Its folded units.
    pub(super) units: Vec<u16>,
    cuts: Vec<Cut>,
}

/// Something that was left out.
#[derive(Clone, Copy, Debug)]
struct Cut {
    /// Where it stood: byte and character of the new text.
    byte: usize,
    char: usize,
    /// Bytes and characters left out up to here.
    bytes: usize,
    chars: usize,
}

/// Pages with longer lines are not broken at a fixed width.
const WIDEST_CHARS: usize = 100;
/// What ends a sentence, or says that a list follows.
const STOPS: [char; 12] = ['。', '！', '？', '!', '?', '”', '」', '…', '：', ':', '.', '；'];

/// A line end inside a sentence, with the blanks around it, as bytes of the page.
fn joints(article: &Article) -> Vec<ByteRange> {
    let mut blocks = article.blocks.iter().peekable();
    let mut joints = Vec::new();
    let text = |line: &Line| matches!(line.kind, BlockKind::Paragraph | BlockKind::Answer);
    let widest = OnceCell::new();
    let widest = || {
        let width = |line: &Line| line.span.of(&article.text).chars().take(WIDEST_CHARS + 1).count();
        *widest.get_or_init(|| article.lines.iter().filter(|line| text(line)).map(width).max().unwrap_or(0))
    };
    for pair in article.lines.windows(2) {
        let [above, here] = pair else { continue };
        if !text(above) || above.kind != here.kind {
            continue;
        }
        while blocks.next_if(|block| block.span.end <= above.span.start).is_some() {}
        let (end, start) = (above.span.of(&article.text).trim_end(), here.span.of(&article.text));
        let goes_on = start.trim_start();
        let one_block =
            blocks.peek().is_some_and(|block| block.span.covers(above.span) && block.span.covers(here.span));
        let adjacent = here.number == above.number + 1 && start.len() == goes_on.len();
        let full = || widest() <= WIDEST_CHARS && end.chars().count() + 3 >= widest() && !end.ends_with(STOPS);
        if !(one_block || adjacent && full()) {
            continue;
        }
        let square = |c: Option<char>| c.is_some_and(|c| !c.is_ascii_alphanumeric());
        let digits = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
        let (last, next) = (end.chars().next_back(), goes_on.chars().next());
        // Two words of another script keep a blank between them.
        if square(last) || square(next) || digits(last) && digits(next) {
            let gap = ByteRange::new(above.span.start + end.len(), here.span.start + start.len() - goes_on.len());
            joints.push(gap);
        }
    }
    joints
}

impl Unwrapped {
    /// The page put together; `None` when it is not broken that way. `folded` are the folded units of its text.
    pub(super) fn of(article: &Article, folded: &[u16]) -> Option<Self> {
        let joints = joints(article);
        if joints.is_empty() {
            return None;
        }
        let (mut text, mut units) = (String::with_capacity(article.text.len()), Vec::with_capacity(folded.len()));
        let mut cuts = Vec::with_capacity(joints.len());
        let (mut byte, mut char, mut gone) = (0, 0, (0, 0));
        for gap in &joints {
            let kept = ByteRange::new(byte, gap.start).of(&article.text);
            let chars = kept.chars().count();
            text.push_str(kept);
            units.extend_from_slice(folded.get(char..char + chars).unwrap_or_default());
            let out = gap.of(&article.text).chars().count();
            (byte, char) = (gap.end, char + chars + out);
            gone = (gone.0 + gap.end - gap.start, gone.1 + out);
            cuts.push(Cut { byte: text.len(), char: units.len(), bytes: gone.0, chars: gone.1 });
        }
        text.push_str(article.text.get(byte..).unwrap_or_default());
        units.extend_from_slice(folded.get(char..).unwrap_or_default());
        let mut whole = Self {
            article: Article { text: Arc::from(text), lines: Vec::new(), blocks: Vec::new(), ..article.clone() },
            units,
            cuts,
        };
        let mut lines: Vec<Line> = Vec::with_capacity(article.lines.len());
        let mut gaps = joints.iter().peekable();
        for line in &article.lines {
            let joined = gaps.next_if(|gap| gap.end <= line.span.end && gap.end >= line.span.start).is_some();
            let span = whole.forward(line.span);
            match lines.last_mut().filter(|_| joined) {
                Some(last) => last.span.end = span.end,
                None => lines.push(Line { span, ..*line }),
            }
        }
        whole.article.lines = lines;
        Some(whole)
    }

    /// Where a place of the page stands in the new text.
    fn forward(&self, span: ByteRange) -> ByteRange {
        let at = |byte: usize| {
            let slot = self.cuts.partition_point(|cut| cut.byte + cut.bytes <= byte);
            let before = slot.checked_sub(1).and_then(|slot| self.cuts.get(slot));
            let moved = byte - before.map_or(0, |cut| cut.bytes);
            self.cuts.get(slot).map_or(moved, |next| moved.min(next.byte))
        };
        ByteRange::new(at(span.start), at(span.end))
    }

    /// Where a stretch of the new text stands in the page.
    pub(super) fn back(&self, span: ByteRange) -> ByteRange {
        let at = |byte: usize| {
            let slot = self.cuts.partition_point(|cut| cut.byte <= byte);
            byte + slot.checked_sub(1).and_then(|slot| self.cuts.get(slot)).map_or(0, |cut| cut.bytes)
        };
        let end = if span.end > span.start { at(span.end - 1) + 1 } else { at(span.start) };
        ByteRange::new(at(span.start), end)
    }

    /// The same for the characters of a time expression.
    pub(super) fn phrase_back(&self, mut phrase: Phrase) -> Phrase {
        let at = |char: usize| {
            let slot = self.cuts.partition_point(|cut| cut.char <= char);
            char + slot.checked_sub(1).and_then(|slot| self.cuts.get(slot)).map_or(0, |cut| cut.chars)
        };
        let end = if phrase.chars.is_empty() { at(phrase.chars.start) } else { at(phrase.chars.end - 1) + 1 };
        phrase.chars = at(phrase.chars.start)..end;
        phrase
    }

    /// The places of the page in the new text, and those that a line end had parted.
    pub(super) fn tagging(&self, tagging: &Tagging) -> Tagging {
        let moved = tagging.mentions.iter().map(|m| Mention { span: self.forward(m.span), ..m.clone() });
        let mut mentions: Vec<Mention> = moved.collect();
        let parted = tag_units(&self.article, &self.units, &[]).mentions.into_iter().filter(|mention| {
            let slot = self.cuts.partition_point(|cut| cut.byte <= mention.span.start);
            self.cuts.get(slot).is_some_and(|cut| cut.byte < mention.span.end)
        });
        for mention in parted {
            let slot = mentions.partition_point(|known| known.span.end <= mention.span.start);
            if mentions.get(slot).is_none_or(|known| known.span.start >= mention.span.end) {
                mentions.insert(slot, mention);
            }
        }
        Tagging { mentions, ..tagging.clone() }
    }
}

/// A sentence in one line: line ends between Han characters and the blanks beside them are left out, others become a blank.
pub(super) fn in_one_line(sentence: &str) -> String {
    let mut line = String::with_capacity(sentence.len());
    for part in sentence.split(['\n', '\r']).map(str::trim).filter(|part| !part.is_empty()) {
        let (last, next) = (line.chars().next_back(), part.chars().next());
        let word = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
        let digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
        if word(last) && word(next) && !(digit(last) && digit(next)) {
            line.push(' ');
        }
        line.push_str(part);
    }
    line
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        facts::{Told, dates::dates_of, ledger, tell},
        library::{Corrections, Document, document_of},
    };

    const PARAGRAPHS: [&str; 3] = [
        "5月12日，宜昌、荆州两市在当阳市签署《沮漳河流域共治协议》，约定到2026年底前共同建成监测站36座，总投资4.8亿元，由两市水利部门分段施工。",
        "荆州市交通局负责人介绍，宜昌至荆州城际快线去年10月18日开工，全长71公里，设站9座，截至今年4月底完成投资21亿元，计划2027年上半年通车。",
        "两市还将联合设立江汉橙产业研究院，首批科研人员60名，今年9月挂牌，与长江大学合作育种。会后，两市组建联合办公室，各派干部12名。",
    ];

    /// The paragraphs in lines of so many characters.
    fn page(width: usize) -> Document {
        let mut text = "两市签约共治沮漳河\n2024年5月13日 来源：江汉早报\n\n".to_owned();
        for paragraph in PARAGRAPHS {
            // No line begins with a mark.
            let mut length = 0;
            for c in format!("　　{paragraph}").chars() {
                if length >= width && !matches!(c, '，' | '。' | '、' | '》') {
                    text.push('\n');
                    length = 0;
                }
                text.push(c);
                length += 1;
            }
            text.push('\n');
        }
        document_of("a.txt", text.as_bytes())
    }

    fn facts(document: &Document) -> Vec<String> {
        let page = document.page();
        let mut told: Vec<Told> = Vec::new();
        let claims = crate::facts::claims(&page.article, &page.tagging, document.folded());
        for claim in &claims {
            assert_eq!(in_one_line(claim.span.of(&page.article.text)), claim.name);
        }
        tell(document, claims, &Corrections::default(), &mut told);
        let row = |fact: &crate::facts::Fact| {
            let sentence = fact.witnesses.first().map(|witness| witness.line().into_owned());
            let days = |when: &Option<crate::facts::When>| when.as_ref().map(|when| when.value.clone());
            format!(
                "{:?} {} {:?} {:?} {:?} {:?} {:?}",
                fact.kind,
                fact.name,
                fact.parties,
                fact.status,
                days(&fact.date),
                days(&fact.deadline),
                sentence
            )
        };
        ledger(told).iter().map(row).collect()
    }

    fn days(document: &Document) -> Vec<(String, String)> {
        let article = &document.page().article;
        let dates = dates_of(article, document.folded()).mentions;
        dates.iter().map(|date| (in_one_line(date.span.of(&article.text)), date.phrase.value.clone())).collect()
    }

    #[test]
    fn a_page_broken_at_a_fixed_width_tells_the_same() {
        let whole = page(1_000);
        assert!(Unwrapped::of(&whole.page().article, whole.folded()).is_none());
        assert!(facts(&whole).len() >= 4 && days(&whole).len() >= 6, "{:#?}", facts(&whole));
        // Wider lines are so few here that they are taken for something else than running text.
        for width in 18..34 {
            let wrapped = page(width);
            assert_eq!(facts(&wrapped), facts(&whole), "{width}");
            assert_eq!(days(&wrapped), days(&whole), "{width}");
        }
    }

    #[test]
    fn one_line_keeps_words_apart() {
        assert_eq!(in_one_line("宜昌、\r\n　　荆州"), "宜昌、荆州");
        assert_eq!(in_one_line("Green\nDelta\n实验室"), "Green Delta实验室");
    }
}
