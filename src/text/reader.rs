//! Folded characters by position, for grammars that read them, and the numbers that dates are made of.

/// A text of folded units (see [`crate::text::fold`]).
#[derive(Clone, Copy, Debug)]
pub(crate) struct Text<'a>(pub(crate) &'a [u16]);

impl Text<'_> {
    /// The character at `at`; `\0` outside the text and beyond the BMP.
    pub(crate) fn at(self, at: usize) -> char {
        self.0.get(at).and_then(|&unit| char::from_u32(unit.into())).unwrap_or('\0')
    }

    pub(crate) fn before(self, at: usize) -> char {
        at.checked_sub(1).map_or('\0', |before| self.at(before))
    }

    pub(crate) fn starts(self, at: usize, word: &str) -> bool {
        word.chars().enumerate().all(|(i, c)| self.at(at + i) == c)
    }

    /// The first of `words` that stands at `at`, and its length.
    pub(crate) fn one_of(self, at: usize, words: &[&str]) -> Option<usize> {
        let lead = Lead::of(self.at(at));
        words.iter().find(|word| lead.opens(word) && self.starts(at, word)).map(|word| word.chars().count())
    }

    /// True when one of `words` ends before `at`.
    pub(crate) fn ends(self, at: usize, words: &[&str]) -> bool {
        let last = Lead::of(self.before(at));
        words.iter().any(|word| last.ends(word) && self.ends_with(at, word))
    }

    /// True when `word` ends before `at`.
    pub(crate) fn ends_with(self, at: usize, word: &str) -> bool {
        at.checked_sub(word.chars().count()).is_some_and(|from| self.starts(from, word))
    }

    /// `at` behind at most three blanks; never behind a line end.
    pub(crate) fn blanks(self, at: usize) -> usize {
        at + (0..3).take_while(|&i| self.at(at + i) == ' ').count()
    }
}

/// A character as words begin or end with it: one comparison of bytes for each word, without decoding it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Lead {
    bytes: [u8; 3],
    /// It takes three bytes, as Han and their marks do; of others nothing is known.
    wide: bool,
}

impl Lead {
    pub(crate) fn of(c: char) -> Self {
        let wide = matches!(c, '\u{800}'..='\u{ffff}');
        let mut bytes = [0; 4];
        c.encode_utf8(&mut bytes);
        let [a, b, c, _] = bytes;
        Self { bytes: [a, b, c], wide }
    }

    /// False when `word` does not begin with it.
    pub(crate) fn opens(self, word: &str) -> bool {
        !self.wide || word.as_bytes().first_chunk().is_none_or(|first| *first == self.bytes)
    }

    /// False when `word` does not end with it.
    pub(crate) fn ends(self, word: &str) -> bool {
        !self.wide || word.as_bytes().last_chunk().is_none_or(|last| *last == self.bytes)
    }
}

/// A number as it is printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Number {
    pub(crate) value: u32,
    /// Position behind it.
    pub(crate) end: usize,
    /// How many characters it has.
    pub(crate) length: usize,
    /// In Han digits.
    pub(crate) han: bool,
}

pub(crate) fn han_digit(c: char) -> Option<u32> {
    Some(match c {
        '〇' | '○' | '零' => 0,
        '一' => 1,
        '二' | '两' => 2,
        '三' => 3,
        '四' => 4,
        '五' => 5,
        '六' => 6,
        '七' => 7,
        '八' => 8,
        '九' => 9,
        _ => return None,
    })
}

/// The number at `at`: up to eight ASCII digits, four Han digits of a year, or a Han number below 100.
pub(crate) fn number(text: Text<'_>, at: usize) -> Option<Number> {
    let digits = (0..9).take_while(|&i| text.at(at + i).is_ascii_digit()).count();
    if digits > 8 {
        return None;
    }
    if digits > 0 {
        let value = (0..digits).filter_map(|i| text.at(at + i).to_digit(10)).fold(0, |sum, d| sum * 10 + d);
        return Some(Number { value, end: at + digits, length: digits, han: false });
    }
    let places = (0..5).take_while(|&i| han_digit(text.at(at + i)).is_some()).count();
    let value = |count| (0..count).filter_map(|i| han_digit(text.at(at + i))).fold(0, |sum, d| sum * 10 + d);
    if places == 4 {
        return Some(Number { value: value(4), end: at + 4, length: 4, han: true });
    }
    let ten = |c| match c {
        '十' => Some(10),
        '廿' => Some(20),
        _ => None,
    };
    let (mut sum, mut next) = (0, at);
    if let Some(digit) = han_digit(text.at(next)) {
        sum = digit;
        next += 1;
        if text.at(next) == '十' {
            sum *= 10;
            next += 1;
        } else {
            // 九八年, 〇七: digits in a row.
            if let (Some(second), true) = (han_digit(text.at(next)), places == 2) {
                sum = sum * 10 + second;
                next += 1;
            } else if places > 1 {
                return None;
            }
            return Some(Number { value: sum, end: next, length: next - at, han: true });
        }
    } else {
        sum += ten(text.at(next))?;
        next += 1;
    }
    if let Some(digit) = han_digit(text.at(next)) {
        sum += digit;
        next += 1;
    }
    Some(Number { value: sum, end: next, length: next - at, han: true })
}

impl Number {
    /// The value when it lies in `from..=to`.
    pub(crate) fn within(self, from: i8, to: i8) -> Option<i8> {
        i8::try_from(self.value).ok().filter(|value| (from..=to).contains(value))
    }

    /// The value as a year that pages may speak of.
    pub(crate) fn year(self) -> Option<i16> {
        if self.length == 4 { i16::try_from(self.value).ok().filter(|y| (1800..=2100).contains(y)) } else { None }
    }
}
