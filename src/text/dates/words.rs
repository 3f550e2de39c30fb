//! The words of a data file that mean a time by themselves, and the characters any date begins with.

use std::{collections::BTreeMap, sync::LazyLock};

use super::calendar::Part;
use crate::text::classes::Classes;

/// What a word means; the number is the data file's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Meaning {
    Year(i16),
    Month(i32),
    Day(i32),
    Week(i32),
    Quarter(i32),
    SameYear(i16),
    SameMonth(i32),
    SameDay(i32),
    Now,
    Part(Part),
    /// Around New Year.
    Turn,
    Tenth(i8),
    Feast(i8, i8),
    /// A day that is a time only where the words around it say so.
    Term(i8, i8),
    /// A feast of the moon calendar, by its column.
    Moon(u8),
    Later,
    /// 近年来.
    Years,
}

#[derive(Debug)]
pub(super) struct Words {
    /// The first characters of words, in order.
    openers: Vec<char>,
    /// The words of each of them, longest first.
    words: Vec<Vec<(Vec<char>, Meaning)>>,
    /// [`WORD`] and [`NUMBER`] by first character.
    firsts: Classes,
}

/// A word of the file begins so.
pub(super) const WORD: u8 = 1;
/// A number begins so.
pub(super) const NUMBER: u8 = 2;
/// Another form begins so: 民国, 前三季度, 第一季度, 未来三年.
pub(super) const FORM: u8 = 4;
/// A line ends here.
const LINE_END: u8 = 8;

pub(super) static WORDS: LazyLock<Words> = LazyLock::new(|| {
    let mut by_first: BTreeMap<char, Vec<(Vec<char>, Meaning)>> = BTreeMap::new();
    let mut firsts = Classes::new()
        .with("0123456789一二三四五六七八九十廿两〇○半".chars(), NUMBER)
        .with("民前首头第未今昨明去过近上本接这最正农阴大\u{201c}\u{300c}'\"".chars(), FORM)
        .with("\n\r".chars(), LINE_END);
    for line in include_str!("../data/date_words.tsv").lines().filter(|l| !l.starts_with('#')) {
        let mut cells = line.split('\t');
        let (Some(word), Some(kind), Some(number)) = (cells.next(), cells.next(), cells.next()) else { continue };
        let number: i16 = number.parse().unwrap_or(0);
        let small = i8::try_from(number).unwrap_or(0);
        let wide = i32::from(number);
        let meaning = match kind {
            "year" => Meaning::Year(number),
            "month" => Meaning::Month(wide),
            "day" => Meaning::Day(wide),
            "week" => Meaning::Week(wide),
            "quarter" => Meaning::Quarter(wide),
            "same_year" => Meaning::SameYear(number),
            "same_month" => Meaning::SameMonth(wide),
            "same_day" => Meaning::SameDay(wide),
            "now" => Meaning::Now,
            "part" => match number {
                1 => Meaning::Part(Part::Early),
                2 => Meaning::Part(Part::Middle),
                3 => Meaning::Part(Part::Late),
                4 => Meaning::Part(Part::Within),
                5 => Meaning::Part(Part::FirstHalf),
                6 => Meaning::Part(Part::SecondHalf),
                12 => Meaning::Part(Part::Months(1, 12)),
                13 => Meaning::Part(Part::Months(7, 8)),
                14 => Meaning::Part(Part::Months(1, 2)),
                15 => Meaning::Part(Part::Across(9, 7)),
                24..=26 => Meaning::Part(Part::Term(small - 25)),
                16..=23 => Meaning::Part(season(number)),
                7..=10 => Meaning::Part(Part::Season(small - 6)),
                _ => Meaning::Turn,
            },
            "tenth" => Meaning::Tenth(small),
            "feast" => Meaning::Feast(i8::try_from(number / 100).unwrap_or(1), i8::try_from(number % 100).unwrap_or(1)),
            "term" => Meaning::Term(i8::try_from(number / 100).unwrap_or(1), i8::try_from(number % 100).unwrap_or(1)),
            "moon" => Meaning::Moon(u8::try_from(number).unwrap_or(0)),
            "years" => Meaning::Years,
            _ => Meaning::Later,
        };
        let Some(first) = word.chars().next() else { continue };
        firsts.add(first, WORD);
        by_first.entry(first).or_default().push((word.chars().collect(), meaning));
    }
    for words in by_first.values_mut() {
        words.sort_by_key(|(word, _)| std::cmp::Reverse(word.len()));
    }
    let (openers, words) = by_first.into_iter().unzip();
    Words { openers, words, firsts }
});

/// Seasons that begin in one year and end in the next, by their number in the data file.
const fn season(number: i16) -> Part {
    match number {
        16 => Part::Turned(-1, 11, 3),
        17 => Part::Across(11, 3),
        18 => Part::Turned(1, 9, 7),
        // 财政年度 of Hong Kong.
        20 => Part::Across(4, 3),
        21 => Part::Turned(1, 4, 3),
        22 => Part::Turned(-1, 4, 3),
        // 上学年.
        23 => Part::Turned(-1, 9, 7),
        _ => Part::Turned(1, 11, 3),
    }
}

impl Words {
    pub(super) fn class(&self, unit: u16) -> u8 {
        self.firsts.of_unit(unit)
    }

    /// The longest word that `text` begins with, and its length.
    pub(super) fn at(&self, text: impl Fn(usize) -> char) -> Option<(usize, Meaning)> {
        let words = self.words.get(self.openers.binary_search(&text(0)).ok()?)?;
        let fits = |word: &[char]| word.iter().enumerate().all(|(i, &c)| text(i) == c);
        words.iter().find(|(word, _)| fits(word)).map(|(word, meaning)| (word.len(), *meaning))
    }
}
