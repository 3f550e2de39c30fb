//! The forms a printed date has, read from the beginning of a text.

use super::PartialDate;

pub(super) fn is_digit(c: char) -> bool {
    c.is_ascii_digit() || matches!(c, '０'..='９')
}

fn is_blank(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\u{a0}' | '\u{3000}')
}

pub(super) fn checked(year: u32, month: Option<u32>, day: Option<u32>) -> Option<PartialDate> {
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
pub(super) struct Cursor<'a> {
    pub(super) rest: &'a str,
    pub(super) used: usize,
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

    pub(super) fn peek_digit(&self) -> bool {
        self.peek().is_some_and(is_digit)
    }

    pub(super) fn eat(&mut self, wanted: impl Fn(char) -> bool) -> bool {
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

    pub(super) fn exact_digits(&mut self, count: usize) -> Option<u32> {
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
        _ => crate::text::reader::han_digit(c),
    }
}

/// 25/11/2022 at the very start of `rest`, and its length in bytes. Where day and month could be exchanged, only the year is believed.
pub(super) fn day_first(rest: &str) -> Option<(PartialDate, usize)> {
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
pub(super) fn english(rest: &str) -> Option<(PartialDate, usize)> {
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
pub(super) fn parse_at(rest: &str) -> Option<(PartialDate, usize)> {
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
