//! What can be said of one line by itself: its folded form, its length, its marks, and how much of it is furniture vocabulary.

use std::cell::OnceCell;

use super::{
    chars::{self, Known},
    fields::{Dated, Field, fields, first_date, wide_label},
    markup,
    meta::{self, Meta},
    raw::{self, RawLine},
    signs::Signs,
    vocab::vocab,
};
use crate::text::{
    punct::is_han,
    span::ByteRange,
    units::{self, Bytes},
};

/// Characters of a line's beginning and of its end that are looked at closely; the middle of a long line is only counted.
const WINDOW_CHARS: usize = 240;

/// A stretch of the source in folded form: one folded character for each source character.
#[derive(Clone, Debug, Default)]
pub(super) struct Folded {
    /// Folded text.
    pub(super) text: String,
    /// Byte offset in the source at which it begins.
    start: usize,
}

impl Folded {
    /// Folds `range` of `source`.
    pub(super) fn new(source: &str, range: ByteRange) -> Self {
        let source = range.of(source);
        // Most characters stay as they are, so whole runs of them are copied.
        let mut text = String::with_capacity(source.len());
        let mut run = 0;
        for (at, c) in source.char_indices() {
            let folded = Known::of(c).folded(c);
            if folded != c {
                text.push_str(source.get(run..at).unwrap_or_default());
                text.push(folded);
                run = at + c.len_utf8();
            }
        }
        text.push_str(source.get(run..).unwrap_or_default());
        Self { text, start: range.start }
    }

    /// The source range of the bytes `start..end` of the folded text.
    pub(super) fn to_source(&self, source: &str, start: usize, end: usize) -> ByteRange {
        // Up to the first character that folding changes, places are the same.
        let same = || self.text.get(..end).is_some_and(|text| source.get(self.start..self.start + end) == Some(text));
        if start <= end && self.text.is_char_boundary(start) && same() {
            return ByteRange::new(self.start + start, self.start + end);
        }
        let skip = self.text.get(..start).unwrap_or_default().chars().count();
        let take = self.text.get(start..end).unwrap_or_default().chars().count();
        let mut at = source.get(self.start..).unwrap_or_default().char_indices().map(|(i, _)| i);
        let from = if skip == 0 { 0 } else { at.nth(skip).unwrap_or(source.len() - self.start) };
        let rest = source.get(self.start + from..).unwrap_or_default();
        let len = rest.char_indices().nth(take).map_or(rest.len(), |(i, _)| i);
        ByteRange::new(self.start + from, self.start + from + len)
    }

    /// The bytes of the folded text that stand for the source range `span`; `None` when it is not wholly inside.
    pub(super) fn of_source(&self, source: &str, span: ByteRange) -> Option<(usize, usize)> {
        let same = || source.get(self.start..span.end).is_some_and(|text| self.text.starts_with(text));
        if self.start <= span.start && span.start <= span.end && source.is_char_boundary(span.start) && same() {
            return Some((span.start - self.start, span.end - self.start));
        }
        let skip = source.get(self.start..span.start)?.chars().count();
        let take = span.of(source).chars().count();
        let mut at = self.text.char_indices().map(|(i, _)| i).chain([self.text.len()]);
        let from = at.nth(skip)?;
        let to = if take == 0 { from } else { at.nth(take - 1)? };
        Some((from, to))
    }
}

/// How a line ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum End {
    /// With the end of a sentence.
    Stop,
    /// With a comma, a colon or the like: something follows.
    Soft,
    /// Without a mark.
    Open,
}

/// One line and what was counted on it.
#[derive(Clone, Debug)]
pub(super) struct Feat<'a> {
    /// The line without blank edges.
    pub(super) inner: ByteRange,
    /// Source of `inner`.
    pub(super) src: &'a str,
    /// The beginning, folded; all of it when `whole`.
    pub(super) head: Folded,
    /// The end, folded, unless `whole`.
    end_part: Folded,
    /// True when `head` holds the whole line.
    pub(super) whole: bool,
    /// Characters of the line as it stands, blanks before the first word included.
    pub(super) width: usize,
    /// Blanks of full width before the first word.
    pub(super) indent: usize,
    /// Characters with ink.
    pub(super) chars: usize,
    /// Han characters.
    pub(super) han: usize,
    /// ASCII digits, of full width too.
    pub(super) digits: usize,
    /// Full stops and their like, the last character not counted.
    pub(super) stops: usize,
    /// Commas, colons and semicolons.
    pub(super) commas: usize,
    /// ASCII signs that programs have and prose has not.
    pub(super) code_signs: usize,
    /// How it ends.
    pub(super) end: End,
    /// Units of the folded beginning.
    pub(super) units: Vec<u16>,
    /// A character stands beyond the BMP, so that units do not tell all characters apart.
    pub(super) beyond: bool,
    /// What [`Self::fields`] found.
    fields: OnceCell<Vec<Field>>,
    /// What [`Self::first_date`] found.
    date: OnceCell<Option<Dated>>,
    /// What [`Self::beside`] found.
    beside: OnceCell<Meta>,
    /// Kinds of signs that occur, and lists of words that have one in `head` or in the end.
    pub(super) signs: Signs,
}

/// Bytes of a Han character of the BMP.
const HAN_BYTES: usize = 3;

/// What is remembered from character to character.
#[derive(Default)]
struct Counting {
    /// The last character.
    before: u16,
    /// True when that was a Han character.
    after_han: bool,
    /// Everything that is known of any of them.
    all: Known,
    /// How many are no Han characters.
    other: usize,
}

impl Counting {
    /// Passes the Han characters that `units` begin with, as far as folding changes none, and says how many they are.
    fn pass_plain(&mut self, table: chars::Table, units: &[u16]) -> usize {
        let mut all = self.all;
        let count = units
            .iter()
            .position(|&unit| {
                let known = table.of(unit);
                let plain = known.is_plain_han();
                if plain {
                    all = all.and(known);
                }
                !plain
            })
            .unwrap_or(units.len());
        if let Some(&last) = count.checked_sub(1).and_then(|last| units.get(last)) {
            self.all = all;
            self.after_han = true;
            self.before = last;
        }
        count
    }

    /// Passes a Han character.
    const fn pass(&mut self, unit: u16, known: Known) {
        self.all = self.all.and(known);
        self.after_han = true;
        self.before = unit;
    }
}

/// Measures lines; `units` are those of `text` (see [`units::of`]).
pub(super) fn measure<'a>(text: &'a str, units: &[u16], lines: &[RawLine]) -> Vec<Feat<'a>> {
    let (mut byte, mut unit) = (0, 0);
    let mut feats = Vec::with_capacity(lines.len());
    for line in lines {
        unit += ByteRange::new(byte, line.span.start).of(text).chars().count();
        let feat = Feat::new(text, *line, units.get(unit..).unwrap_or_default());
        (byte, unit) = (feat.inner.end, unit + feat.width);
        feats.push(feat);
    }
    feats
}

impl<'a> Feat<'a> {
    /// Measures one line; `units` are those of the text from the line on.
    pub(super) fn new(text: &'a str, line: RawLine, units: &[u16]) -> Self {
        let inner = raw::trimmed(text, line.span);
        let indent = ByteRange::new(line.span.start, inner.start).of(text);
        let lead = indent.chars().count();
        let src = inner.of(text);
        let plain = markup::blanked(src);
        let shown = plain.as_deref().unwrap_or(src);
        let mut feat = Self {
            inner,
            src,
            head: Folded::default(),
            end_part: Folded::default(),
            whole: true,
            width: lead,
            indent: if lead == 0 { 0 } else { indent.matches('\u{3000}').count() },
            chars: 0,
            han: 0,
            digits: 0,
            stops: 0,
            commas: 0,
            code_signs: 0,
            end: ending(shown.trim_end()),
            units: Vec::new(),
            beyond: false,
            fields: OnceCell::new(),
            date: OnceCell::new(),
            beside: OnceCell::new(),
            signs: Signs::default(),
        };
        let own_units;
        let units = if plain.is_some() {
            // What was blanked is looked at once more where it matters.
            feat.signs = Signs::DOUBLED.and(Signs::DATES);
            own_units = units::of(shown);
            own_units.as_slice()
        } else {
            units::part(units, lead, shown)
        };
        let count = units.len();
        feat.whole = count <= WINDOW_CHARS * 2;
        let window = if feat.whole { count } else { WINDOW_CHARS };
        let (window, behind) = units.split_at_checked(window).unwrap_or((units, &[]));
        let mut count_of = Counting::default();
        feat.take_in(window, shown, &mut count_of);
        feat.count_behind(behind, shown, window, &mut count_of);
        feat.han = count - count_of.other;
        feat.signs = feat.signs.and(count_of.all.signs());
        feat.width += count;
        feat.chars += feat.han;
        if matches!(feat.end, End::Stop) {
            feat.stops = feat.stops.saturating_sub(1);
        }
        if !feat.whole {
            let back = src.char_indices().rev().nth(WINDOW_CHARS - 1).map_or(0, |(at, _)| at);
            feat.end_part = Folded::new(text, ByteRange::new(inner.start + back, inner.end));
            if let Some(end) = markup::blanked(src.get(back..).unwrap_or_default()) {
                feat.end_part.text = Folded::new(&end, ByteRange::new(0, end.len())).text;
            }
            feat.signs = feat.signs.and(vocab().lists_in(&units::of(&feat.end_part.text)));
        }
        feat.signs = feat.signs.and(vocab().lists_in(&feat.units));
        feat
    }

    /// Folds and counts the beginning of the line. Most characters stay as they are, so whole runs of them are copied.
    fn take_in(&mut self, window: &[u16], shown: &str, counting: &mut Counting) {
        let table = chars::table();
        let mut folded = String::with_capacity(window.len() * 3);
        let mut units = Vec::with_capacity(window.len());
        let (mut run, mut at) = (0, 0);
        let mut rest = window;
        loop {
            // Nearly every character is passed over here.
            let plain = counting.pass_plain(table, rest);
            let (passed, others) = rest.split_at_checked(plain).unwrap_or((rest, &[]));
            units.extend_from_slice(passed);
            at += plain * HAN_BYTES;
            let Some((&unit, others)) = others.split_first() else { break };
            rest = others;
            let known = table.of(unit);
            let to = known.folded_unit();
            units.push(to);
            if to != unit {
                folded.push_str(shown.get(run..at).unwrap_or_default());
                folded.push(char::from_u32(to.into()).unwrap_or_default());
                run = at + units::len_utf8(unit);
            }
            self.count_one(unit, known, || shown.get(at..).and_then(|rest| rest.chars().next()), counting);
            at += units::len_utf8(unit);
        }
        folded.push_str(shown.get(run..at).unwrap_or_default());
        self.head = Folded { text: folded, start: self.inner.start };
        self.units = units;
    }

    /// Counts what stands behind the window.
    fn count_behind(&mut self, behind: &[u16], shown: &str, window: &[u16], counting: &mut Counting) {
        let (table, mut bytes) = (chars::table(), Bytes::new(behind));
        let from = if behind.is_empty() { 0 } else { units::bytes_of(window) };
        let mut rest = behind;
        loop {
            let plain = counting.pass_plain(table, rest);
            let Some((&unit, others)) = rest.get(plain..).and_then(<[u16]>::split_first) else { break };
            rest = others;
            let index = behind.len() - rest.len() - 1;
            let c = || shown.get(from + bytes.of(index)..).and_then(|rest| rest.chars().next());
            self.count_one(unit, table.of(unit), c, counting);
        }
    }

    /// Counts one character, which is looked up in the text by `c` where it stands beyond the BMP.
    fn count_one(&mut self, unit: u16, mut known: Known, c: impl FnOnce() -> Option<char>, counting: &mut Counting) {
        if unit == units::BEYOND {
            self.beyond = true;
            known = c().map_or(Known::default(), Known::of);
        }
        if known.is(Known::HAN) {
            counting.pass(unit, known);
            return;
        }
        counting.all = counting.all.and(known);
        counting.other += 1;
        self.count(known, counting.after_han);
        if unit == counting.before && is_mark(unit) {
            self.signs = self.signs.and(Signs::DOUBLED);
        }
        counting.after_han = false;
        counting.before = unit;
    }

    /// Counts a character that is no Han character.
    fn count(&mut self, known: Known, after_han: bool) {
        self.chars += usize::from(!known.is(Known::BLANK));
        self.digits += usize::from(known.is(Known::DIGIT));
        if known.is(Known::STOP) || after_han && known.is(Known::LOW_STOP) {
            self.stops += 1;
        } else if known.is(Known::COMMA) {
            self.commas += 1;
        } else if known.is(Known::CODE) {
            self.code_signs += 1;
        }
    }

    /// The end, folded; the same as `head` when `whole`.
    pub(super) fn tail(&self) -> &Folded {
        if self.whole { &self.head } else { &self.end_part }
    }

    /// True when names of writers may stand on the line.
    pub(super) const fn may_name_writers(&self) -> bool {
        self.signs.has(Signs::ROLES.and(Signs::SQUARE))
    }

    /// The labelled values of the folded beginning.
    pub(super) fn fields(&self) -> &[Field] {
        self.fields.get_or_init(|| self.read_fields(self.fold()))
    }

    /// The labelled values of a part of the folded line.
    pub(super) fn fields_of(&self, part: &str) -> Vec<Field> {
        if std::ptr::eq(part, self.fold()) { self.fields().to_vec() } else { self.read_fields(part) }
    }

    fn read_fields(&self, part: &str) -> Vec<Field> {
        // Without a label from the lists only one with a gap in its middle is left.
        if self.signs.has(Signs::LABELS) { fields(part) } else { wide_label(part).into_iter().collect() }
    }

    /// The first date of the folded beginning.
    pub(super) fn first_date(&self) -> Option<Dated> {
        *self.date.get_or_init(|| if self.signs.has(Signs::DATES) { first_date(self.fold()) } else { None })
    }

    /// The first date of a part of the folded beginning.
    pub(super) fn date_in(&self, part: &str) -> Option<Dated> {
        if part.len() == self.fold().len() {
            self.first_date()
        } else if self.signs.has(Signs::DATES) {
            first_date(part)
        } else {
            None
        }
    }

    /// What the words of the folded beginning say beside its labelled values.
    pub(super) fn beside(&self) -> &Meta {
        self.beside.get_or_init(|| meta::read_beside(self.fold(), self.fields()))
    }

    /// The folded beginning.
    pub(super) fn fold(&self) -> &str {
        &self.head.text
    }

    /// True for running text: long enough, with the marks of sentences.
    pub(super) fn is_prose(&self) -> bool {
        let marks = self.stops + self.commas;
        match self.end {
            // Titles and slogans end with ! and ? as sentences do; alone they say little.
            End::Stop if self.src.ends_with(['!', '?', '！', '？', '…']) => {
                self.han >= 45 || self.stops >= 1 && self.han >= 24
            }
            End::Stop => self.han >= 18 && marks >= 1 || self.han >= 30,
            End::Soft | End::Open => self.han >= 45 && marks >= 2 || self.han >= 80 && marks >= 1,
        }
    }

    /// Words between blanks and dividing signs.
    pub(super) fn tokens(&self) -> Vec<&str> {
        self.fold()
            .split(|c: char| {
                matches!(c, ' ' | '|' | '>' | '·' | '•' | '/' | '-' | '_' | '【' | '】' | '[' | ']' | '┊' | '│' | '丨')
            })
            .filter(|t| !t.is_empty())
            .collect()
    }
}

/// What stands before the number of a note: …接了”。[2]
fn before_note(src: &str) -> &str {
    let Some(inner) = src.strip_suffix(']') else { return src };
    let digits = inner.trim_end_matches(|c: char| c.is_ascii_digit());
    digits.strip_suffix('[').filter(|_| digits.len() < inner.len() && inner.len() - digits.len() <= 3).unwrap_or(src)
}

/// What stands before a short bracket that ends a line behind the end of a sentence: …联合打假。（彭望果）
fn before_bracket(src: &str) -> Option<&str> {
    const MOST_CHARS: usize = 24;
    let inner = src.strip_suffix(['）', ')', '】', '〕'])?;
    let open = inner.char_indices().rev().take(MOST_CHARS).find(|(_, c)| matches!(c, '（' | '(' | '【' | '〔'))?.0;
    let before = src.get(..open)?.trim_end();
    before.ends_with(['。', '！', '？', '”', '」', '…']).then_some(before)
}

/// Full stops, semicolons, colons and commas of full width.
fn is_mark(unit: u16) -> bool {
    matches!(char::from_u32(unit.into()), Some('。' | '；' | '：' | '，'))
}

/// How the last character with ink ends the line; closing quotes and brackets are looked through.
fn ending(src: &str) -> End {
    let src = before_note(before_bracket(src).unwrap_or(src));
    for c in src.chars().rev().take(6) {
        match c {
            '”' | '’' | '」' | '』' | '"' | '\'' | '）' | ')' | '》' | '】' | '〕' | ']' => {}
            '。' | '！' | '？' | '!' | '?' | '；' | ';' | '…' | '.' | '．' | '｡' => return End::Stop,
            '，' | '、' | '：' | ',' | ':' | '—' | '―' => return End::Soft,
            _ => return End::Open,
        }
    }
    End::Open
}

/// How much of a short line is made of furniture vocabulary.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Coverage {
    /// Share of the characters with ink (dividing signs left out) covered by controls, channel names and numbers, 0–1.
    pub(super) all: f32,
    /// Share covered by controls alone.
    pub(super) ui: f32,
    /// How many words were found.
    pub(super) words: usize,
}

/// Measures a folded line. Numbers count as covered as soon as one word is. Stops as soon as less than `least` can be covered, and
/// then says that nothing is.
pub(super) fn coverage(folded: &str, least: f32) -> Coverage {
    let ink = |text: &str| text.chars().filter(|&c| is_ink(c) && !c.is_ascii_digit()).count();
    let total = ink(folded);
    if total == 0 {
        return Coverage::default();
    }
    #[expect(clippy::cast_precision_loss, reason = "a share of a short line")]
    let share = |n: usize| (n as f32 / total as f32).min(1.0);
    let (mut all, mut ui, mut words) = (0, 0, 0);
    let (mut open, mut at) = (0, 0);
    for (start, end, word) in vocab().navigation.hits(folded) {
        open += ink(folded.get(at..start).unwrap_or_default());
        if share(open) > 1.0 - least {
            return Coverage::default();
        }
        at = end;
        let len = word.chars().filter(|&c| is_ink(c)).count();
        words += 1;
        all += len;
        if vocab().ui.has(word) {
            ui += len;
        }
    }
    Coverage { all: share(all), ui: share(ui), words }
}

/// A character that says something: no blank, no dividing sign.
fn is_ink(c: char) -> bool {
    // The marks of Chinese text are asked about most often, and slowest to look up.
    is_han(c)
        || !matches!(c, '\u{2000}'..='\u{206f}' | '\u{3000}'..='\u{303f}' | '\u{ff00}'..='\u{ff0f}')
            && c.is_alphanumeric()
}
