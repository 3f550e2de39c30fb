//! Calendar dates as pages print them, and how sure we are of them.

mod forms;

use serde::{Deserialize, Serialize};

use self::forms::{Cursor, checked, day_first, english, is_digit, parse_at};
use super::span::ByteRange;

/// How exactly a date is known.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Certainty {
    /// The day is printed.
    Day,
    /// Year and month are printed.
    Month,
    /// Only the year is printed.
    Year,
    /// Worked out from the text; the reason says how.
    Inferred,
    /// Not known. A date is never invented.
    #[default]
    Unknown,
}

impl Certainty {
    /// The machine name printed by `inspect`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Day => "day",
            Self::Month => "month",
            Self::Year => "year",
            Self::Inferred => "inferred",
            Self::Unknown => "unknown",
        }
    }
}

/// A date known to the day, the month or the year. Orders by time, unknown parts first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct PartialDate {
    /// Gregorian year.
    pub year: i16,
    /// 1–12.
    pub month: Option<u8>,
    /// 1–31, only with a month.
    pub day: Option<u8>,
}

impl std::fmt::Display for PartialDate {
    /// ISO 8601, as long as it is known: `2020-07-29`, `2020-07`, `2020`.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:04}", self.year)?;
        if let Some(month) = self.month {
            write!(f, "-{month:02}")?;
            if let Some(day) = self.day {
                write!(f, "-{day:02}")?;
            }
        }
        Ok(())
    }
}

impl PartialDate {
    /// How exactly the date is known: day, month or year.
    #[must_use]
    pub const fn certainty(&self) -> Certainty {
        match (self.month, self.day) {
            (Some(_), Some(_)) => Certainty::Day,
            (Some(_), None) => Certainty::Month,
            _ => Certainty::Year,
        }
    }

    /// Days since the year 0 in a calendar of 31-day months: only good for telling how far two dates lie apart.
    /// Unknown parts count as the middle of the year or month.
    #[must_use]
    pub fn rough_days(&self) -> i32 {
        i32::from(self.year) * 372
            + i32::from(self.month.map_or(6, |m| m.saturating_sub(1))) * 31
            + i32::from(self.day.unwrap_or(15))
    }
}

/// Absolute dates printed in `text` (with a year), in order and without overlaps: 2020年07月29日, 2020-07-29, 二〇二〇年七月,
/// 民國109年 … Impossible ones (month 13, 30 February) are left out. Linear in the length of `text`.
#[must_use]
pub fn find_absolute(text: &str) -> Vec<(ByteRange, PartialDate)> {
    absolute(text).collect()
}

/// The same one by one, for those who need the first only.
pub fn absolute(text: &str) -> impl Iterator<Item = (ByteRange, PartialDate)> {
    let bytes = text.as_bytes();
    let mut next = 0;
    std::iter::from_fn(move || {
        loop {
            // Few characters begin a date.
            let mut byte = *bytes.get(next)?;
            while STEPS[usize::from(byte)] > 0 {
                next += usize::from(STEPS[usize::from(byte)]);
                byte = *bytes.get(next)?;
            }
            let at = next;
            if !may_start(byte, bytes.get(at + 1..at + 3)) {
                // Of those that are not ASCII all take three bytes.
                next = at + if byte < 0x80 { 1 } else { 3 };
                continue;
            }
            next = at + 1;
            let Some(rest) = text.get(at..) else { continue };
            if text.get(..at).is_some_and(|before| before.ends_with(is_digit)) {
                continue;
            }
            if byte.is_ascii_alphabetic() {
                let inside = at.checked_sub(1).and_then(|b| bytes.get(b)).is_some_and(u8::is_ascii_alphabetic);
                if let Some((date, len)) = if inside { None } else { english(rest) } {
                    next = at + len;
                    return Some((ByteRange::new(at, at + len), date));
                }
                continue;
            }
            if let Some((date, len)) = parse_at(rest).or_else(|| day_first(rest)) {
                next = at + len;
                return Some((ByteRange::new(at, at + len), date));
            }
        }
    })
}

/// How many bytes to go on from the first byte of a character: 0 for what [`may_start`] may say yes to, and 1 for bytes that begin none.
const STEPS: [u8; 256] = {
    let mut steps = [1; 256];
    let mut lead = 0xC0;
    while lead < 256 {
        steps[lead] = if lead < 0xE0 {
            2
        } else if lead < 0xF0 {
            3
        } else {
            4
        };
        lead += 1;
    }
    let bytes = b"0123456789adfjmnosADFJMNOS\xE4\xE6\xEF";
    let mut i = 0;
    while i < bytes.len() {
        steps[bytes[i] as usize] = 0;
        i += 1;
    }
    steps
};

/// True for 1, 2, １, ２, 一, 二 and 民 in UTF-8, so that other characters need not be decoded.
fn may_start(byte: u8, next: Option<&[u8]>) -> bool {
    match byte {
        // No year before 1800 or after 2100 counts; a digit of full width begins with 0xEF.
        b'1' if matches!(next, Some([b'8' | b'9' | 0xEF, _])) => true,
        b'2' if matches!(next, Some([b'0' | b'1' | 0xEF, _])) => true,
        // 03/05/2021
        b'0'..=b'9' => next.is_some_and(|next| next.iter().any(|b| matches!(b, b'/' | b'-' | b' '))),
        0xE4 => matches!(next, Some(&[0xB8, 0x80] | &[0xBA, 0x8C])),
        0xE6 => matches!(next, Some(&[0xB0, 0x91])),
        0xEF => matches!(next, Some(&[0xBC, 0x91 | 0x92])),
        b'a' | b'd' | b'f' | b'j' | b'm' | b'n' | b'o' | b's' | b'A' | b'D' | b'F' | b'J' | b'M' | b'N' | b'O'
        | b'S' => next.is_some_and(|next| next.iter().all(u8::is_ascii_alphabetic)),
        _ => false,
    }
}

/// Dates written as an address writes them: `/2020/07/29/`, `/2020-07/29/`, `/202007/29/`, `/20200729/`, `t20200729_`, `/2020/0729/`.
#[must_use]
pub fn find_in_address(address: &str) -> Vec<(ByteRange, PartialDate)> {
    let mut found = Vec::new();
    let (mut next, mut previous) = (0, ' ');
    for (at, c) in address.char_indices() {
        let starts = matches!(c, '1' | '2') && !previous.is_ascii_digit();
        previous = c;
        if !starts || at < next {
            continue;
        }
        let Some(rest) = address.get(at..) else { continue };
        // Year, month and day with or without one dividing sign, then no more digits.
        let mut cursor = Cursor { rest, used: 0 };
        let date = (|| {
            let year = cursor.exact_digits(4)?;
            let divided = cursor.eat(|c| matches!(c, '/' | '-' | '_'));
            let month = cursor.exact_digits(2)?;
            cursor.eat(|c| matches!(c, '/' | '-' | '_'));
            let Some(day) = cursor.exact_digits(2) else {
                return if divided && !cursor.peek_digit() { checked(year, Some(month), None) } else { None };
            };
            // A long number is an identifier unless the day ends it.
            if cursor.peek_digit() { None } else { checked(year, Some(month), Some(day)) }
        })();
        if let Some(date) = date.filter(|d| (1990..=2100).contains(&d.year)) {
            found.push((ByteRange::new(at, at + cursor.used), date));
            next = at + cursor.used;
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(text: &str) -> String {
        find_absolute(text).iter().map(|(_, d)| d.to_string()).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn printed_forms() {
        for (text, wanted) in [
            ("2020年07月29日", "2020-07-29"),
            ("2020-07-29 08:43", "2020-07-29"),
            ("2020-07-2908:43来源", "2020-07-29"),
            ("2020/7/29", "2020-07-29"),
            ("2020.07.29", "2020-07-29"),
            ("2020 年 7 月 9 日", "2020-07-09"),
            ("二〇二〇年七月二十九日", "2020-07-29"),
            ("二○二○年十月", "2020-10"),
            ("民國109年7月29日", "2020-07-29"),
            ("２０２０年７月", "2020-07"),
            ("2020-07", "2020-07"),
            ("Mar 5, 2021", "2021-03-05"),
            ("March 25th 2021", "2021-03-25"),
            ("sept. 5, 2021", "2021-09-05"),
            ("Mon Sep 11 08:31:07 2023", "2023-09-11"),
            ("25/11/2022 04:30", "2022-11-25"),
            ("Fri, 10 Nov 2023 07:00:12", "2023-11-10"),
            ("3 may 2021", "2021-05-03"),
            ("3 车 2021", ""),
            ("23-03-2021", "2021-03-23"),
            ("05/03/2021", "2021"),
            ("5/5/2021", "2021-05-05"),
            ("35/11/2022", ""),
            ("二〇二〇·十二·一", "2020-12-01"),
            ("Maro 5, 2021", ""),
            ("marathon 5, 2021", ""),
            ("1999年起,到2003年", "1999 2003"),
            ("2020年13月1日", ""),
            ("2021年2月30日", ""),
            ("电话0816-2395666", ""),
            ("12020-07-29", ""),
            ("2020-07-291", ""),
            ("比分2020.7", ""),
            ("2023 08/30 16:47:12", "2023-08-30"),
            ("202308/30", ""),
        ] {
            assert_eq!(all(text), wanted, "{text}");
        }
    }

    #[test]
    fn addresses() {
        for (text, wanted) in [
            ("http://a.example/2020/07/29/c_1.htm", "2020-07-29"),
            ("http://a.example/2020/0729/12.html", "2020-07-29"),
            ("a.example/n/2020-07/29/content_1.htm", "2020-07-29"),
            ("a.example/202007/t20200729_123.html", "2020-07-29"),
            ("a.example/20200729/1.html", "2020-07-29"),
            ("a.example/id=20201399", ""),
        ] {
            let found: Vec<_> = find_in_address(text).iter().map(|(_, d)| d.to_string()).collect();
            assert_eq!(found.join(" "), wanted, "{text}");
        }
    }
}
