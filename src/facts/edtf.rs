//! The days that a date of a fact means: EDTF (ISO 8601-2), as far as the reader of dates writes it.

use jiff::civil::Date;

/// The first and the last day of an EDTF value such as `2020-03`, `2020-01/2023-01` or `2020-04/..`; an open end lasts as long as what
/// stands before it. `None` for a day of unknown year, a length of time, and anything else.
#[must_use]
pub fn days(value: &str) -> Option<(Date, Date)> {
    let (first, last) = value.split_once('/').unwrap_or((value, value));
    let of = |part: &str| one(if part == ".." { "" } else { part });
    match (of(first), of(last)) {
        (Some((from, _)), Some((_, to))) if from <= to => Some((from, to)),
        (Some(days), None) if last == ".." => Some(days),
        (None, Some(days)) if first == ".." => Some(days),
        _ => None,
    }
}

/// A year, a month or a day.
fn one(value: &str) -> Option<(Date, Date)> {
    let mut parts = value.split('-');
    let year: i16 = parts.next().filter(|year| year.len() == 4)?.parse().ok()?;
    let month: Option<i8> = parts.next().map(str::parse).transpose().ok()?;
    let day: Option<i8> = parts.next().map(str::parse).transpose().ok()?;
    if parts.next().is_some() {
        return None;
    }
    let from = Date::new(year, month.unwrap_or(1), day.unwrap_or(1)).ok()?;
    let to = match (month, day) {
        (Some(_), Some(_)) => from,
        (Some(_), None) => from.last_of_month(),
        _ => from.last_of_year(),
    };
    Some((from, to))
}

/// Days since 1970, for putting dates in order and on a line.
#[must_use]
pub fn day_number(date: Date) -> i32 {
    (date - Date::constant(1970, 1, 1)).get_days()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_have_their_days() {
        let told = |value| days(value).map(|(from, to)| format!("{from} {to}")).unwrap_or_default();
        for (value, wanted) in [
            ("2020", "2020-01-01 2020-12-31"),
            ("2020-02", "2020-02-01 2020-02-29"),
            ("2020-02-07", "2020-02-07 2020-02-07"),
            ("2020/2022", "2020-01-01 2022-12-31"),
            ("2020-12-21/2020-12-31", "2020-12-21 2020-12-31"),
            ("2020-04/..", "2020-04-01 2020-04-30"),
            ("../2025", "2025-01-01 2025-12-31"),
            ("--12-08", ""),
            ("P3M", ""),
            ("", ""),
            ("2021/2020", ""),
            ("2020-13", ""),
            ("../..", ""),
        ] {
            assert_eq!(told(value), wanted, "{value}");
        }
        assert_eq!(day_number(Date::constant(1970, 1, 2)), 1);
        assert_eq!(day_number(Date::constant(2020, 3, 10)), 18331);
    }
}
