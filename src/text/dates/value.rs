//! Days written in EDTF (Library of Congress, Extended Date/Time Format), as short as they can be said.

use jiff::civil::Date;

use super::{
    calendar::{Days, Part, Unit},
    grammar::Point,
};

/// The last day a month has in any year.
const fn last_day(month: i8) -> i8 {
    match month {
        2 => 29,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// 2020-03.
pub(super) fn month_of(day: Date) -> String {
    format!("{:04}-{:02}", day.year(), day.month())
}

/// A stretch of days in EDTF, as short as it can be said.
pub(super) fn edtf((first, last): Days) -> String {
    if first == last {
        return first.to_string();
    }
    let from_year = first.month() == 1 && first.day() == 1;
    let to_year = last.month() == 12 && last.day() == 31;
    if from_year && to_year {
        return if first.year() == last.year() {
            format!("{:04}", first.year())
        } else {
            format!("{:04}/{:04}", first.year(), last.year())
        };
    }
    if first.day() == 1 && last == last.last_of_month() {
        let (from, to) = (month_of(first), month_of(last));
        return if from == to { from } else { format!("{from}/{to}") };
    }
    format!("{first}/{last}")
}

/// The rule of an expression whose year the text around it tells.
pub(super) fn with_context(rule: &'static str) -> &'static str {
    match rule {
        "month_day" => "month_day_near",
        "month" => "month_near",
        "day" => "day_near",
        rule => rule,
    }
}

/// Where a stretch begins: its first day, or the month or year that it opens with.
pub(super) fn first_of(days: Days) -> String {
    let said = edtf(days);
    if !said.contains('/') {
        return said;
    }
    if days.0.day() == 1 { month_of(days.0) } else { days.0.to_string() }
}

/// From the beginning of one stretch to the end of another.
pub(super) fn between(first: Days, last: Days) -> String {
    let (from, to) = (edtf(first), edtf(last));
    if from.contains('/') || to.contains('/') {
        return edtf((first.0, last.1));
    }
    format!("{from}/{to}")
}

/// A length of time: P3Y, P6M for half a year.
pub(super) fn length_of(halves: i32, unit: Unit) -> String {
    let count = halves / 2;
    match unit {
        Unit::Day => format!("P{count}D"),
        Unit::Week => format!("P{count}W"),
        Unit::Month if halves == 1 => "P15D".to_owned(),
        Unit::Month if halves % 2 != 0 => format!("P{count}M15D"),
        Unit::Month => format!("P{count}M"),
        Unit::Year if halves % 2 != 0 => format!("P{}M", halves * 6),
        Unit::Year => format!("P{count}Y"),
    }
}

/// What a point says of the year it lies in, where that year is not known: --03-18, --12-21/--12-31, --04/--06.
pub(super) fn loose_value(month: Option<i8>, point: Point) -> String {
    let months = |from: i8, to: i8| format!("--{from:02}/--{to:02}");
    match (month, point.day, point.tenth, point.part) {
        (Some(month), Some(day), ..) => format!("--{month:02}-{day:02}"),
        (Some(month), None, Some(part @ (1..=3 | 5..=6)), _) => {
            let last = last_day(month);
            let (from, to) = match part {
                1 => (1, 10),
                2 => (11, 20),
                3 => (21, last),
                5 => (11, last),
                _ => (1, 20),
            };
            format!("--{month:02}-{from:02}/--{month:02}-{to:02}")
        }
        (Some(month), ..) => format!("--{month:02}"),
        (None, .., Some(Part::Quarter(n))) => months(n * 3 - 2, n * 3),
        (None, .., Some(Part::FirstHalf)) => months(1, 6),
        (None, .., Some(Part::SecondHalf)) => months(7, 12),
        (None, .., Some(Part::FirstMonths(n))) if n > 1 => months(1, n),
        (None, .., Some(Part::Months(from, to))) if (from, to) != (1, 12) => months(from, to),
        (None, .., Some(Part::EndOf(n))) => format!("--{n:02}-21/--{n:02}-{:02}", last_day(n)),
        _ => String::new(),
    }
}

/// A day of an unknown year, moved within its month: 次日 behind --03-18 is --03-19.
pub(super) fn loose_day(month: i8, day: i8, offset: i32) -> Option<String> {
    let day = i32::from(day) + offset;
    (1..=28).contains(&day).then_some(()).or((offset == 0).then_some(()))?;
    Some(format!("--{month:02}-{day:02}"))
}
