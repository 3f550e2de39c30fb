//! Spans of days: what a year, a month, a quarter or a ten-day part covers.

use std::{collections::HashMap, sync::LazyLock};

use jiff::{ToSpan, civil::Date};

/// The first and the last day of a stretch of time.
pub(super) type Days = (Date, Date);

pub(super) fn day(year: i16, month: i8, day: i8) -> Option<Days> {
    let day = Date::new(year, month, day).ok()?;
    Some((day, day))
}

pub(super) fn month(year: i16, month: i8) -> Option<Days> {
    let first = Date::new(year, month, 1).ok()?;
    Some((first, first.last_of_month()))
}

/// From the first day of one month to the last of another.
pub(super) fn months(year: i16, from: i8, to: i8) -> Option<Days> {
    let (first, _) = month(year, from)?;
    let (_, last) = month(year, to)?;
    (first <= last).then_some((first, last))
}

pub(super) fn year(year: i16) -> Option<Days> {
    months(year, 1, 12)
}

/// Parts of a year.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
    /// 年初: January and February.
    Early,
    /// 年中: June and July.
    Middle,
    /// 年底: December.
    Late,
    /// 年内: all of it.
    Within,
    /// 上半年.
    FirstHalf,
    /// 下半年.
    SecondHalf,
    /// 一季度 is 1.
    Quarter(i8),
    /// 前三季度, 前五个月: that many months from January.
    FirstMonths(i8),
    /// From one month to another: 1—9月.
    Months(i8, i8),
    /// 春 is 1.
    Season(i8),
    /// From one month to a month of the next year: 学年.
    Across(i8, i8),
    /// Likewise, so many behind the one of now: 下个雪季 is 1.
    Turned(i8, i8, i8),
    /// A half of the school year, so many behind that of now: 上学期 is -1.
    Term(i8),
    /// The last days of a month: 一季度末.
    EndOf(i8),
}

impl Part {
    pub(super) fn days(self, of: i16) -> Option<Days> {
        match self {
            Self::Early => months(of, 1, 2),
            Self::Middle => months(of, 6, 7),
            Self::Late => months(of, 12, 12),
            Self::Within => year(of),
            Self::FirstHalf => months(of, 1, 6),
            Self::SecondHalf => months(of, 7, 12),
            Self::Quarter(n) => months(of, n * 3 - 2, n * 3),
            Self::FirstMonths(n) => months(of, 1, n),
            Self::Months(from, to) => months(of, from, to),
            Self::EndOf(n) => tenth(month(of, n)?, 3),
            Self::Across(from, to) | Self::Turned(_, from, to) => {
                Some((month(of, from)?.0, month(of.checked_add(1)?, to)?.1))
            }
            // Which one is known only by the day of writing: see [`term`].
            Self::Term(_) => None,
            Self::Season(4) => Some((month(of, 12)?.0, month(of.checked_add(1)?, 2)?.1)),
            Self::Season(n) => months(of, n * 3, n * 3 + 2),
        }
    }
}

/// The half of the school year `count` behind that of `day`: September to January, or February to July. In August the new one is meant.
pub(super) fn term(day: Date, count: i8) -> Option<Days> {
    let halves = day.year().checked_mul(2)? - i16::from(day.month() == 1) + i16::from(day.month() >= 8);
    let of = halves.checked_add(i16::from(count))?;
    let year = of.div_euclid(2);
    if of.rem_euclid(2) == 0 { months(year, 2, 7) } else { Part::Across(9, 1).days(year) }
}

/// Ten-day parts of a month: 1 the first, 2 the middle, 3 the last, 5 the last two, 6 the first two; others are all of it.
pub(super) fn tenth(of: Days, part: i8) -> Option<Days> {
    let (first, last) = of;
    let on = |day: i8| Date::new(first.year(), first.month(), day).ok();
    Some(match part {
        1 => (first, on(10)?),
        2 => (on(11)?, on(20)?),
        3 => (on(21)?, last),
        5 => (on(11)?, last),
        6 => (first, on(20)?),
        _ => of,
    })
}

/// Units in which time is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unit {
    Day,
    Week,
    Month,
    Year,
}

/// `from` moved by `count` half units (a half year is 1 with [`Unit::Year`]).
pub(super) fn moved(from: Date, halves: i32, unit: Unit) -> Option<Date> {
    let span = match unit {
        Unit::Day => (halves / 2).days(),
        Unit::Week => (halves * 7 / 2).days(),
        Unit::Month if halves % 2 != 0 => (halves * 15).days(),
        Unit::Month => (halves / 2).months(),
        Unit::Year => (halves * 6).months(),
    };
    from.checked_add(span).ok()
}

/// Monday to Sunday of the week of `day`, moved by `weeks`.
pub(super) fn week(day: Date, weeks: i32) -> Option<Days> {
    let back = i32::from(day.weekday().to_monday_zero_offset());
    let monday = day.checked_add((weeks * 7 - back).days()).ok()?;
    Some((monday, monday.checked_add(6.days()).ok()?))
}

/// The quarter of `day`, moved by `count`.
pub(super) fn quarter(day: Date, count: i32) -> Option<Days> {
    let back = i32::from((day.month() - 1) % 3);
    let first = moved(day.first_of_month(), (count * 3 - back) * 2, Unit::Month)?;
    months(first.year(), first.month(), first.month() + 2)
}

/// A day of the moon calendar: so many days behind a feast, by its column of the data file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct MoonDay {
    pub(super) feast: u8,
    pub(super) shift: i8,
}

/// That day in a year.
pub(super) fn moon_day(year: i16, of: MoonDay) -> Option<Days> {
    let day = moved(moon_feast(year, of.feast)?.0, i32::from(of.shift) * 2, Unit::Day)?;
    Some((day, day))
}

/// The day of a feast of the moon calendar in a year.
fn moon_feast(year: i16, feast: u8) -> Option<Days> {
    static FEASTS: LazyLock<HashMap<i16, Vec<i16>>> = LazyLock::new(|| {
        let lines = include_str!("../data/moon_feasts.tsv").lines().filter(|line| !line.starts_with('#'));
        let numbers = lines.map(|line| line.split('\t').filter_map(|cell| cell.parse().ok()).collect::<Vec<i16>>());
        numbers.filter_map(|row| Some((*row.first()?, row.get(1..)?.to_vec()))).collect()
    });
    let on = *FEASTS.get(&year)?.get(usize::from(feast))?;
    day(year, i8::try_from(on / 100).ok()?, i8::try_from(on % 100).ok()?)
}
