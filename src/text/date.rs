//! Calendar dates as pages print them, and how sure we are of them.

use serde::{Deserialize, Serialize};

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
            next = at + 1;
            if !may_start(byte, bytes.get(at + 1..at + 3)) {
                continue;
            }
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

fn is_digit(c: char) -> bool {
    c.is_ascii_digit() || matches!(c, '０'..='９')
}

fn is_blank(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\u{a0}' | '\u{3000}')
}

fn checked(year: u32, month: Option<u32>, day: Option<u32>) -> Option<PartialDate> {
    let year = i16::try_from(year).ok().filter(|y| (1800..=2100).contains(y))?;
    let month = match month {
        Some(m) => Some(i8::try_from(m).ok().filter(|m| (1..=12).contains(m))?),
        None => None,
    };
    if let (Some(m), Some(d)) = (month, day) {
        jiff::civil::Date::new(year, m, i8::try_from(d).ok()?).ok()?;
    }
    let day = day.and_then(|d| u8::try_from(d).ok());
    Some(PartialDate { year, month: month.map(i8::unsigned_abs), day })
}

/// A reading position in the rest of a text.
#[derive(Clone, Copy)]
struct Cursor<'a> {
    rest: &'a str,
    used: usize,
}

impl Cursor<'_> {
    fn peek(&self) -> Option<char> {
        self.rest.chars().next()
    }

    fn eat_str(&mut self, text: &str) {
        if let Some(rest) = self.rest.strip_prefix(text) {
            self.rest = rest;
            self.used += text.len();
        }
    }

    fn peek_digit(&self) -> bool {
        self.peek().is_some_and(is_digit)
    }

    fn eat(&mut self, wanted: impl Fn(char) -> bool) -> bool {
        match self.peek() {
            Some(c) if wanted(c) => {
                self.rest = self.rest.get(c.len_utf8()..).unwrap_or_default();
                self.used += c.len_utf8();
                true
            }
            _ => false,
        }
    }

    fn blanks(&mut self) {
        for _ in 0..3 {
            if !self.eat(is_blank) {
                break;
            }
        }
    }

    /// A number of one to `most` digits, ASCII or full width; how many digits it had.
    fn digits(&mut self, most: usize) -> Option<(u32, usize)> {
        let (mut value, mut count) = (0, 0);
        while count < most {
            let Some(c) = self.peek() else { break };
            let digit = match c {
                '0'..='9' => u32::from(c) - u32::from('0'),
                '０'..='９' => u32::from(c) - u32::from('０'),
                _ => break,
            };
            value = value * 10 + digit;
            count += 1;
            self.eat(|_| true);
        }
        (count > 0).then_some((value, count))
    }

    fn exact_digits(&mut self, count: usize) -> Option<u32> {
        let before = *self;
        match self.digits(count) {
            Some((value, n)) if n == count => Some(value),
            _ => {
                *self = before;
                None
            }
        }
    }

    /// Four Han digits: 二〇二〇.
    fn han_year(&mut self) -> Option<u32> {
        let mut value = 0;
        for _ in 0..4 {
            value = value * 10 + self.peek().and_then(han_digit)?;
            self.eat(|_| true);
        }
        Some(value)
    }

    /// A number up to 39 in Han digits: 七, 十, 十二, 二十九, 廿九, 〇七.
    fn han_number(&mut self) -> Option<u32> {
        let mut value = 0;
        let mut any = false;
        for _ in 0..3 {
            match self.peek() {
                Some('十') => value = if any { value * 10 } else { 10 },
                Some('廿') => value = 20,
                Some(c) => match han_digit(c) {
                    Some(d) if value % 10 == 0 => value += d,
                    _ => break,
                },
                None => break,
            }
            any = true;
            self.eat(|_| true);
        }
        any.then_some(value)
    }

    fn number(&mut self) -> Option<u32> {
        self.digits(2).map(|(n, _)| n).or_else(|| self.han_number())
    }
}

fn han_digit(c: char) -> Option<u32> {
    match c {
        // Letters that look like 〇.
        'О' | 'Ｏ' => Some(0),
        // 两 counts; it is no digit of a date.
        '两' => None,
        _ => super::reader::han_digit(c),
    }
}

/// 25/11/2022 at the very start of `rest`, and its length in bytes. Where day and month could be exchanged, only the year is believed.
fn day_first(rest: &str) -> Option<(PartialDate, usize)> {
    let mut cursor = Cursor { rest, used: 0 };
    let (first, _) = cursor.digits(2)?;
    if cursor.peek() == Some(' ') {
        return day_and_name(first, cursor);
    }
    let mark = cursor.peek().filter(|c| matches!(c, '/' | '-'))?;
    cursor.eat(|_| true);
    let (second, _) = cursor.digits(2)?;
    cursor.eat(|c| c == mark).then_some(())?;
    let year = cursor.exact_digits(4).filter(|year| (1990..=2100).contains(year))?;
    if cursor.peek_digit() {
        return None;
    }
    let date = match (first > 12, second > 12) {
        (true, false) => checked(year, Some(second), Some(first)),
        (false, true) => checked(year, Some(first), Some(second)),
        _ if first == second => checked(year, Some(first), Some(first)),
        _ => checked(year, None, None).filter(|_| (1..=12).contains(&first) && (1..=12).contains(&second)),
    }?;
    Some((date, cursor.used))
}

/// 10 Nov 2023 behind the day.
fn day_and_name(day: u32, mut cursor: Cursor<'_>) -> Option<(PartialDate, usize)> {
    cursor.blanks();
    let letters: String = cursor.rest.chars().take(10).take_while(char::is_ascii_alphabetic).collect();
    let month = month_of(&letters)?;
    cursor.eat_str(&letters);
    cursor.eat(|c| matches!(c, '.' | ','));
    cursor.blanks();
    let year = cursor.exact_digits(4)?;
    if cursor.peek_digit() {
        return None;
    }
    checked(year, Some(month), Some(day)).map(|date| (date, cursor.used))
}

/// The number of a month by its English name or its first three letters.
fn month_of(name: &str) -> Option<u32> {
    const MONTHS: [&str; 12] = [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ];
    let name = name.to_ascii_lowercase();
    let month = MONTHS.iter().position(|m| {
        *m == name || name == "sept" && m.starts_with("sept") || name.len() == 3 && m.starts_with(&name)
    })?;
    u32::try_from(month + 1).ok()
}

/// `Mar 5, 2021`, `March 5th 2021`, `Sep 11 08:31:07 2023` at the very start of `rest`, and its length in bytes.
fn english(rest: &str) -> Option<(PartialDate, usize)> {
    let letters: String = rest.chars().take(10).take_while(char::is_ascii_alphabetic).collect();
    let month = month_of(&letters)?;
    let mut cursor = Cursor { rest: rest.get(letters.len()..)?, used: letters.len() };
    cursor.eat(|c| c == '.');
    cursor.blanks();
    let (day, _) = cursor.digits(2)?;
    for letter in ["st", "nd", "rd", "th"] {
        if cursor.rest.starts_with(letter) {
            cursor.eat(char::is_alphabetic);
            cursor.eat(char::is_alphabetic);
        }
    }
    cursor.eat(|c| c == ',' || c == '，');
    cursor.blanks();
    if clock_follows(cursor) {
        while cursor.eat(|c| c.is_ascii_digit() || c == ':') {}
        cursor.blanks();
    }
    let year = cursor.exact_digits(4)?;
    if cursor.peek_digit() {
        return None;
    }
    let date = checked(year, Some(month), Some(day))?;
    Some((date, cursor.used))
}

/// A date at the very start of `rest` and its length in bytes.
fn parse_at(rest: &str) -> Option<(PartialDate, usize)> {
    let mut cursor = Cursor { rest, used: 0 };
    let year = if cursor.eat(|c| c == '民') {
        if !cursor.eat(|c| matches!(c, '國' | '国')) {
            return None;
        }
        cursor.blanks();
        let years = cursor.digits(3).map(|(n, _)| n).or_else(|| cursor.han_number())?;
        1911 + years
    } else if cursor.peek_digit() {
        cursor.exact_digits(4)?
    } else {
        cursor.han_year()?
    };
    let at_year = cursor.used;
    cursor.blanks();
    let blank = cursor.used > at_year;
    if cursor.eat(|c| c == '年') {
        return after_year_word(year, cursor);
    }
    numeric(year, cursor).or_else(|| if blank { spaced(year, cursor) } else { None })
}

/// 2023 08/30: month and day with two digits each behind a blank.
fn spaced(year: u32, mut cursor: Cursor<'_>) -> Option<(PartialDate, usize)> {
    let month = cursor.exact_digits(2)?;
    cursor.eat(|c| c == '/').then_some(())?;
    let day = cursor.exact_digits(2)?;
    if cursor.peek_digit() {
        return None;
    }
    checked(year, Some(month), Some(day)).map(|date| (date, cursor.used))
}

/// …年, …年7月, …年7月29日.
fn after_year_word(year: u32, at_year: Cursor<'_>) -> Option<(PartialDate, usize)> {
    let year_only = checked(year, None, None)?;
    let mut cursor = at_year;
    cursor.blanks();
    let Some(month) = cursor.number() else { return Some((year_only, at_year.used)) };
    cursor.blanks();
    if !cursor.eat(|c| c == '月') {
        return Some((year_only, at_year.used));
    }
    // A month that cannot be makes the whole expression doubtful.
    let to_month = checked(year, Some(month), None)?;
    let at_month = cursor;
    cursor.blanks();
    let Some(day) = cursor.number() else { return Some((to_month, at_month.used)) };
    cursor.blanks();
    if !cursor.eat(|c| matches!(c, '日' | '号' | '號')) {
        return Some((to_month, at_month.used));
    }
    checked(year, Some(month), Some(day)).map(|date| (date, cursor.used))
}

/// 2020-07-29, 2020/7/29, 2020.07.29; 2020-07 with two digits.
fn numeric(year: u32, mut cursor: Cursor<'_>) -> Option<(PartialDate, usize)> {
    // 2024\/03\/29, as programs write.
    cursor.eat(|c| c == '\\');
    let mark = cursor.peek().filter(|c| matches!(c, '-' | '/' | '.' | '－' | '／' | '．' | '–' | '·'))?;
    cursor.eat(|_| true);
    cursor.blanks();
    // 二〇二〇·十二·一
    let (month, month_digits) = cursor.digits(2).or_else(|| Some((cursor.han_number()?, 1)))?;
    let at_month = cursor;
    cursor.blanks();
    cursor.eat(|c| c == '\\');
    if !cursor.eat(|c| c == mark) {
        // 2020.7 may be a number and 2019-20 a season; only 2020-07 is a month.
        let alone = mark == '-' && month_digits == 2 && !at_month.peek_digit();
        let range_of_years = at_month.peek() == Some('年');
        return if alone && !range_of_years { Some((checked(year, Some(month), None)?, at_month.used)) } else { None };
    }
    cursor.blanks();
    let day = cursor.number()?;
    if cursor.peek_digit() && !clock_follows(cursor) {
        return None;
    }
    Some((checked(year, Some(month), Some(day))?, cursor.used))
}

/// True for `08:43` right at the position: pages glue the time to the day.
fn clock_follows(mut cursor: Cursor<'_>) -> bool {
    cursor.exact_digits(2).is_some_and(|hour| hour < 25)
        && cursor.eat(|c| matches!(c, ':' | '：'))
        && cursor.exact_digits(2).is_some()
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
