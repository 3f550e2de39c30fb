//! Dates and spans of time as people type them.

use super::edtf;
use crate::text::{
    date::{PartialDate, find_absolute},
    dates,
};

/// What stands between the ends of a span.
const BETWEEN: [&str; 9] = ["..", "——", "—", "–", "～", "~", "至", "到", " - "];
/// Before a date: until then.
const UNTIL: [&str; 6] = ["..", "截至", "不晚于", "到", "至", "/"];
/// Behind a date: until then, or from then on.
const BEFORE: [&str; 5] = ["底之前", "底前", "之前", "以前", "前"];
const SINCE: [&str; 4] = ["..", "以来", "以后", "起"];

/// A date or a span as it may be typed, in EDTF: 2021-03-05, 2021年3月, 2020—2022, 2020-01..2020-07, 到2025年, 2021年起; empty for none. Of a
/// deadline the last day counts, so that 到2025年 and 2025 are one. `None` when it is none of these.
#[must_use]
pub fn typed_value(text: &str, deadline: bool) -> Option<String> {
    let text = text.trim();
    if text.is_empty() || text.starts_with("--") || edtf::days(text).is_some() {
        return Some(text.to_owned());
    }
    let value = date(text)
        .filter(|_| !text.contains(".."))
        .map(|date| date.to_string())
        .or_else(|| span(text))
        .or_else(|| said(text))?;
    let value = match value.strip_prefix("../") {
        Some(last) if deadline => last.to_owned(),
        _ => value,
    };
    (value.starts_with("--") || edtf::days(&value).is_some()).then_some(value)
}

/// A date as people type it: 2021-03-05, 2021.3, 2021年3月5日, 2021.
#[must_use]
pub fn date(text: &str) -> Option<PartialDate> {
    let text = text.trim();
    let part = |c: char| c.is_ascii_digit() || c.is_whitespace() || matches!(c, '-' | '.' | '/' | '年' | '月' | '日');
    let numbers: Vec<&str> = text.split(|c: char| !c.is_ascii_digit()).filter(|n| !n.is_empty()).collect();
    if text.chars().all(part) && numbers.len() < 3 {
        let year = numbers.first().filter(|year| year.len() == 4)?.parse().ok()?;
        let month: Option<u8> = numbers.get(1).map(|month| month.parse()).transpose().ok()?;
        return month.is_none_or(|month| (1..=12).contains(&month)).then_some(PartialDate { year, month, day: None });
    }
    // A whole date, and nothing besides.
    match find_absolute(text).as_slice() {
        [(span, date)] if span.len() == text.len() => Some(*date),
        _ => None,
    }
}

fn span(text: &str) -> Option<String> {
    let end = |text: &str| date(text).or_else(|| date(text.strip_suffix('底').unwrap_or(text)));
    if let Some(last) = UNTIL.iter().find_map(|word| end(text.strip_prefix(word)?.trim())) {
        return Some(format!("../{last}"));
    }
    if let Some(last) = BEFORE.iter().find_map(|word| end(text.strip_suffix(word)?.trim())) {
        return Some(format!("../{last}"));
    }
    if let Some(first) = SINCE.iter().find_map(|word| date(text.strip_suffix(word)?.trim())) {
        return Some(format!("{first}/.."));
    }
    let parts = BETWEEN.iter().find_map(|word| text.split_once(word));
    // 2020-2022: two years; 2020-12 is a month.
    let years = || text.split_once('-').filter(|(a, b)| [a, b].iter().all(|part| part.trim().len() == 4));
    let (first, last) = parts.or_else(years)?;
    let (first, last) = (first.trim(), last.trim());
    // 2020年至2022年, 2020至2022年; the second month or day of one year goes without it: 2020年1月至7月.
    let from = date(first)?;
    let year = format!("{:04}年", from.year);
    let month = || format!("{year}{}月", from.month.unwrap_or(1));
    let in_year = || date(&format!("{year}{last}"));
    let in_month = || date(&format!("{}{last}", month()));
    // The end is as exact as the beginning.
    let to = match date(last) {
        Some(to) => to,
        None if from.day.is_some() => in_month().filter(|to| to.day.is_some()).or_else(in_year)?,
        None => in_year()?,
    };
    Some(format!("{from}/{to}"))
}

/// As an article would say it: 2021年上半年, 2020年底.
fn said(text: &str) -> Option<String> {
    match dates::find(text, None).as_slice() {
        [one] if one.span.len() == text.len() && !one.phrase.length_only => {
            Some(one.phrase.value.clone()).filter(|value| !value.is_empty())
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_and_spans_are_read_as_people_type_them() {
        for (typed, value) in [
            ("", Some("")),
            ("2021-03-05", Some("2021-03-05")),
            ("2021.3", Some("2021-03")),
            ("2021年3月5日", Some("2021-03-05")),
            ("2020—2022", Some("2020/2022")),
            ("2020-2022", Some("2020/2022")),
            ("2020年至2022年", Some("2020/2022")),
            ("2020-01..2020-07", Some("2020-01/2020-07")),
            ("2020-01 - 2020-07", Some("2020-01/2020-07")),
            ("2020年1月至7月", Some("2020-01/2020-07")),
            ("2020年1月3日—8日", Some("2020-01-03/2020-01-08")),
            ("到2025年", Some("../2025")),
            ("至2025年底", Some("../2025")),
            ("2025年底前", Some("../2025")),
            ("..2025-06", Some("../2025-06")),
            ("2021年起", Some("2021/..")),
            ("2021-04..", Some("2021-04/..")),
            ("2021年上半年", Some("2021-01/2021-06")),
            ("--12-08", Some("--12-08")),
            ("2022—2020", None),
            ("昨天", None),
            ("三年", None),
            ("2021-13", None),
            ("abc", None),
        ] {
            assert_eq!(typed_value(typed, false).as_deref(), value, "{typed}");
        }
        assert_eq!(typed_value("到2025年", true).as_deref(), Some("2025"));
        assert_eq!(typed_value("2024—2025", true).as_deref(), Some("2024/2025"));
    }
}
