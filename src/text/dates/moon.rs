//! Days of the moon calendar: 正月初八, 大年初三, 农历八月十五.

use super::{
    super::reader::{Text, han_digit, number},
    calendar::MoonDay,
    grammar::{Point, Read, Year},
    suffix::suffixed,
};

/// A day of a month of the moon that a feast tells the beginning of; of other months nothing is known.
pub(super) fn moon_day(text: Text<'_>, at: usize, year: Year) -> Option<Read> {
    let named = text.one_of(at, &["农历", "阴历", "旧历"]).unwrap_or(0);
    let from = at + named;
    let (month, behind) = if let Some(length) = text.one_of(from, &["大年初"]) {
        (1, from + length - 1)
    } else if text.starts(from, "正月") {
        (1, from + 2)
    } else {
        (named > 0).then_some(())?;
        let month = number(text, from).filter(|n| n.han && text.at(n.end) == '月')?;
        (month.within(1, 12)?, month.end + 1)
    };
    let (day, end) = day_of(text, behind)?;
    // Column of the feast that lies in the month, and its day.
    let (feast, of) = match month {
        1 => (0, 1),
        5 => (2, 5),
        7 => (3, 7),
        8 => (4, 15),
        9 => (5, 9),
        _ => return None,
    };
    let moon = Some(MoonDay { feast, shift: day - of });
    Some(suffixed(text, end, Point { year, moon, ..Point::default() }, "moon_day"))
}

/// The day of a feast of the data file; the eve of the first is counted as the one behind the last.
pub(super) const fn moon_feast(column: u8) -> MoonDay {
    if column > 5 { MoonDay { feast: 0, shift: -1 } } else { MoonDay { feast: column, shift: 0 } }
}

/// 初八, 十五, 廿三.
fn day_of(text: Text<'_>, at: usize) -> Option<(i8, usize)> {
    if text.at(at) == '初' {
        if text.at(at + 1) == '十' {
            return Some((10, at + 2));
        }
        let day = han_digit(text.at(at + 1)).filter(|day| (1..=9).contains(day))?;
        return Some((i8::try_from(day).ok()?, at + 2));
    }
    let day = number(text, at).filter(|n| n.han && n.value > 10)?;
    Some((day.within(11, 30)?, day.end))
}

/// 除夕夜: where a feast of the data file ends, the night of the eve included.
pub(super) fn behind_eve(text: Text<'_>, end: usize, column: u8) -> usize {
    if column > 5 { end + text.one_of(end, &["夜晚", "当夜", "当晚", "夜"]).unwrap_or(0) } else { end }
}
