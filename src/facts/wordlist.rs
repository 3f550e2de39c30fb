//! Fixed lists of words that a line is asked for, with the characters that they begin and end with, so that most places of a line
//! are passed over at one look for the whole list.

use std::ops::Deref;

use crate::text::units;

/// Which characters stand in a text: one bit for all that have the same last ten bits.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Seen([u64; 16]);

impl Seen {
    pub(super) fn of(units: &[u16]) -> Self {
        let mut seen = Self::default();
        units.iter().for_each(|&unit| seen.add(unit));
        seen
    }

    const fn add(&mut self, unit: u16) {
        self.0[(unit >> 6 & 15) as usize] |= 1 << (unit & 63);
    }

    /// False when the character is surely not there.
    pub(super) const fn holds(&self, unit: u16) -> bool {
        self.0[(unit >> 6 & 15) as usize] & 1 << (unit & 63) != 0
    }

    /// False when surely no character is in both.
    pub(super) fn meets(&self, other: &Self) -> bool {
        self.0.iter().zip(&other.0).fold(0, |both, (a, b)| both | a & b) != 0
    }

    /// False when the first or the second character of `word` is not there. Looks at bytes, since nearly all words are Han.
    pub(super) fn may_hold(&self, word: &str) -> bool {
        const fn unit(second: u8, third: u8) -> u16 {
            (second as u16 & 15) << 6 | third as u16 & 63
        }
        match *word.as_bytes() {
            [0xE0..=0xEF, a, b, 0xE0..=0xEF, c, d, ..] => self.holds(unit(a, b)) && self.holds(unit(c, d)),
            [0xE0..=0xEF, a, b, ..] => self.holds(unit(a, b)),
            _ => true,
        }
    }
}

/// A fixed list of words.
#[derive(Debug)]
pub(super) struct Words {
    words: &'static [&'static str],
    firsts: Seen,
    lasts: Seen,
}

impl Words {
    /// The list of `words`, none of which is empty.
    pub(super) const fn new(words: &'static [&'static str]) -> Self {
        let (mut firsts, mut lasts) = (Seen([0; 16]), Seen([0; 16]));
        let mut index = 0;
        while index < words.len() {
            let bytes = words[index].as_bytes();
            firsts.add(unit_at(bytes, 0));
            let mut last = bytes.len() - 1;
            while bytes[last] & 0xC0 == 0x80 {
                last -= 1;
            }
            lasts.add(unit_at(bytes, last));
            index += 1;
        }
        Self { words, firsts, lasts }
    }

    /// False when none of them begins with the character.
    pub(super) const fn may_begin(&self, c: char) -> bool {
        self.firsts.holds(units::of_char(c))
    }
}

/// The unit of the character whose first byte is at `at`.
const fn unit_at(bytes: &[u8], at: usize) -> u16 {
    const fn low(byte: u8) -> u16 {
        byte as u16 & 63
    }
    match bytes[at] {
        first @ ..0x80 => first as u16,
        first @ ..0xE0 => (first as u16 & 31) << 6 | low(bytes[at + 1]),
        first @ ..0xF0 => (first as u16 & 15) << 12 | low(bytes[at + 1]) << 6 | low(bytes[at + 2]),
        _ => units::BEYOND,
    }
}

impl Deref for Words {
    type Target = [&'static str];

    fn deref(&self) -> &Self::Target {
        self.words
    }
}

/// Words looked for together: a fixed list, or a few that are written where they are looked for.
pub(super) trait Among {
    /// The words.
    fn words(&self) -> &[&str];

    /// The characters that they begin with, and those that they end with, where they are known.
    fn ends(&self) -> Option<(&Seen, &Seen)> {
        None
    }
}

impl<const N: usize> Among for [&str; N] {
    fn words(&self) -> &[&str] {
        self
    }
}

impl Among for Words {
    fn words(&self) -> &[&str] {
        self.words
    }

    fn ends(&self) -> Option<(&Seen, &Seen)> {
        Some((&self.firsts, &self.lasts))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_ends_of_words_are_known_before_the_program_runs() {
        static WORDS: Words = Words::new(&["共建", "合办", "A区", "“一张网”", "é"]);
        for word in WORDS.iter() {
            let (first, last) = (word.chars().next(), word.chars().next_back());
            assert!(first.is_some_and(|c| WORDS.firsts.holds(units::of_char(c))), "{word}");
            assert!(last.is_some_and(|c| WORDS.lasts.holds(units::of_char(c))), "{word}");
        }
        assert!(!WORDS.firsts.holds(units::of_char('建')) && !WORDS.lasts.holds(units::of_char('共')));
        let line = Seen::of(&units::of("两市共办"));
        assert!(line.meets(&WORDS.firsts) && !line.meets(&WORDS.lasts.clone()) || line.holds(units::of_char('办')));
    }
}
