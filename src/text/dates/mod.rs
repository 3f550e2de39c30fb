//! Time expressions of running text: 今年3月, 去年年底, “十四五”期间, 三年前, 2020—2022年 … with the days they mean.
//!
//! [`super::date`] reads the dates that stand by themselves (address, date line); here is the language of sentences. Reading goes in two
//! steps: the grammar says what stands there, the context says which days that is. Without a base nothing is invented.

mod ahead;
mod beside;
mod calendar;
mod context;
mod days;
mod grammar;
mod lengths;
mod moon;
mod numerals;
mod points;
mod suffix;
mod value;
mod words;

use std::ops::Range;

pub use context::Context;
use jiff::civil::Date;

use super::{
    date::{Certainty, PartialDate},
    fold,
    span::ByteRange,
};

/// A time expression with its place in characters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Phrase {
    /// The characters it covers.
    pub chars: Range<usize>,
    /// First day, when it is known.
    pub start: Option<Date>,
    /// Last day, that day included.
    pub end: Option<Date>,
    /// The same in EDTF (ISO 8601-2): `2020-03`, `2020-01/2023-01`, `2020-04/..`, `--12-08` for a day of unknown year, `P3M` for a
    /// length of time; empty when nothing is known.
    pub value: String,
    /// How sure: printed in full (day, month, year), worked out (inferred), or unknown.
    pub certainty: Certainty,
    /// Name of the rule that read it.
    pub rule: &'static str,
    /// It says by when: 年底前, 到2025年, 力争年内.
    pub deadline: bool,
    /// It lies ahead of the text: 预计, 将, 到.
    pub ahead: bool,
    /// A length of time without a beginning: 为期3个月.
    pub length_only: bool,
}

impl Phrase {
    /// The date as exactly as one date can say it: the day, the month or the year in which it begins.
    #[must_use]
    pub fn date(&self) -> Option<PartialDate> {
        let (start, end) = (self.start?, self.end?);
        let one_month = start.year() == end.year() && start.month() == end.month();
        Some(PartialDate {
            year: start.year(),
            month: one_month.then(|| start.month().unsigned_abs()),
            day: (start == end).then(|| start.day().unsigned_abs()),
        })
    }
}

/// A time expression with its place in bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DateMention {
    /// Where it stands.
    pub span: ByteRange,
    /// What it says.
    pub phrase: Phrase,
}

/// The time expressions of `text`, each line a paragraph, read against `base`, the day of writing as far as it is known.
/// Linear in the length of `text`.
#[must_use]
pub fn find(text: &str, base: Option<PartialDate>) -> Vec<DateMention> {
    let units = fold::fold_units(text);
    let mut phrases = Vec::new();
    let mut context = Context::new(base);
    context.read(&units, 0..units.len(), &mut phrases);
    place(text, phrases)
}

/// Gives phrases their bytes; they are in the order of the text.
#[must_use]
pub fn place(text: &str, phrases: Vec<Phrase>) -> Vec<DateMention> {
    let mut bytes = text.char_indices().map(|(byte, _)| byte).enumerate();
    let mut byte_of = |char: usize| bytes.find(|(index, _)| *index == char).map_or(text.len(), |(_, byte)| byte);
    let mut mentions = Vec::with_capacity(phrases.len());
    for phrase in phrases {
        let start = byte_of(phrase.chars.start);
        let behind = text.get(start..).unwrap_or_default();
        let length: usize = behind.chars().take(phrase.chars.len()).map(char::len_utf8).sum();
        mentions.push(DateMention { span: ByteRange::new(start, start + length), phrase });
    }
    mentions
}
