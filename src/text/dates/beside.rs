//! What an expression takes from the one right before it: the year of a list, the day on which a length of time begins, that it comes
//! round every year.

use jiff::civil::Date;

use super::{
    super::reader::Text,
    Phrase,
    calendar::{Unit, moved},
    grammar::{Expr, Point, Read, Toward, Year},
};

/// The expression before.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Beside {
    /// Where it ends.
    end: usize,
    start: Option<Date>,
    /// It is one day.
    day: bool,
    /// 每年5月.
    recurs: bool,
}

impl Beside {
    pub(super) fn of(phrase: &Phrase) -> Self {
        let day = phrase.start == phrase.end;
        Self { end: phrase.chars.end, start: phrase.start, day, recurs: false }
    }

    pub(super) const fn recurring(end: usize) -> Self {
        Self { end, start: None, day: false, recurs: true }
    }

    /// Only a mark or a word that joins stands between it and `at`.
    fn is_joined(self, text: Text<'_>, at: usize) -> bool {
        let words = ["\u{3001}", "和", "及", "与", "以及", "至", "到", "-", "\u{2014}"];
        self.end < at
            && self.end + 2 >= at
            && text.one_of(self.end, &words).is_some_and(|length| self.end + length == at)
    }

    /// 每年5月, 每月15日: no time that was or will be, but one that comes again and again.
    pub(super) fn recurs(self, text: Text<'_>, at: usize, expr: Expr) -> bool {
        const EVERY: [&str; 20] = [
            "每年",
            "每年的",
            "每年在",
            "每年于",
            "每年自",
            "每年从",
            "每年到",
            "每年春秋",
            "历年",
            "历年的",
            "每月",
            "每月的",
            "每个月",
            "每周",
            "每季度",
            "每逢",
            "每到",
            "每年度",
            "年年",
            "每隔一年的",
        ];
        let unsaid = match expr {
            Expr::Point(point) | Expr::Range(point, _) => point.year == Year::Unsaid && point.month_word.is_none(),
            _ => false,
        };
        unsaid && (text.ends(at, &EVERY) || self.recurs && self.is_joined(text, at))
    }

    /// 2026年1月、3月、5月: the year of the first, and its month where only a day is left.
    pub(super) fn listed(self, text: Text<'_>, at: usize, point: Point) -> Option<(Date, Point)> {
        let start = self.start.filter(|_| point.year == Year::Unsaid && self.is_joined(text, at))?;
        let plain = point.month_word.is_none() && point.moon.is_none() && !point.feast && point.part.is_none();
        match (point.month, point.day) {
            (Some(month), _) if plain && month >= start.month() => Some((start, point)),
            (None, Some(day)) if plain && self.day && day > start.day() => {
                Some((start, Point { month: Some(start.month()), ..point }))
            }
            _ => None,
        }
    }

    /// 明年起三年内, 2023年起的三年里: the days that the second one means.
    pub(super) fn counted_from(self, text: Text<'_>, at: usize, read: Read) -> Option<(Date, Date)> {
        let Expr::Span { halves, unit, toward: Toward::Ahead | Toward::Length, .. } = read.expr else { return None };
        let near = self.end == at || self.end + 1 == at && matches!(text.at(self.end), '的' | ',');
        let start = self.start.filter(|_| near && text.before(self.end) == '起')?;
        Some((start, moved(moved(start, halves, unit)?, -2, Unit::Day)?))
    }
}
