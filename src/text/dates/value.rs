//! Days written in EDTF (Library of Congress, Extended Date/Time Format), as short as they can be said.

use jiff::civil::Date;

use super::calendar::Days;

/// The last day a month has in any year.
pub(super) const fn last_day(month: i8) -> i8 {
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
