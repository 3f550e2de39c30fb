//! A text as one code unit for each character: made once, then walked by whoever asks about characters, without decoding them again.

/// The unit that stands for every character beyond the BMP. No text has it, since it is half of a surrogate pair.
pub const BEYOND: u16 = 0xD800;

/// The characters of `text`, one unit each.
#[must_use]
pub fn of(text: &str) -> Vec<u16> {
    let mut units = vec![0; text.chars().count()];
    let mut rest = text.as_bytes();
    // Nearly all characters take three bytes or one, and are put together from those without asking what else they could be.
    for unit in &mut units {
        let (value, behind) = match *rest {
            [a @ 0xE0..=0xEF, b, c, ref behind @ ..] => {
                (u16::from(a) << 12 | u16::from(b & 0x3F) << 6 | u16::from(c & 0x3F), behind)
            }
            [a @ ..=0x7F, ref behind @ ..] => (u16::from(a), behind),
            [a @ 0xC0..=0xDF, b, ref behind @ ..] => (u16::from(a & 0x1F) << 6 | u16::from(b & 0x3F), behind),
            [_, _, _, _, ref behind @ ..] => (BEYOND, behind),
            _ => break,
        };
        (*unit, rest) = (value, behind);
    }
    units
}

/// The unit of a character.
#[must_use]
pub const fn of_char(c: char) -> u16 {
    if c > '\u{ffff}' { BEYOND } else { c as u32 as u16 }
}

/// Bytes that the character of a unit takes in UTF-8.
#[must_use]
pub const fn len_utf8(unit: u16) -> usize {
    short_len(unit) as usize
}

/// Bytes that the characters of `units` take in UTF-8.
#[must_use]
pub fn bytes_of(units: &[u16]) -> usize {
    // Small numbers are added many at once; of so many units they stay small.
    let few = |few: &[u16]| few.iter().map(|&unit| short_len(unit)).fold(0_u16, u16::wrapping_add);
    units.chunks(1 << 13).map(|piece| usize::from(few(piece))).sum()
}

const fn short_len(unit: u16) -> u16 {
    1 + (unit >= 0x80) as u16 + (unit >= 0x800) as u16 + (unit == BEYOND) as u16
}

/// The way from units to bytes, for those who ask seldom and in order.
#[derive(Clone, Copy, Debug)]
pub struct Bytes<'a> {
    units: &'a [u16],
    unit: usize,
    byte: usize,
}

impl<'a> Bytes<'a> {
    /// The way through `units`.
    #[must_use]
    pub const fn new(units: &'a [u16]) -> Self {
        Self { units, unit: 0, byte: 0 }
    }

    /// The byte at which unit `unit` stands; `unit` never falls from call to call.
    pub fn of(&mut self, unit: usize) -> usize {
        let between = self.units.get(self.unit..unit).unwrap_or_default();
        self.byte += bytes_of(between);
        self.unit = unit.max(self.unit);
        self.byte
    }
}

/// The units of a part of a text: `from` characters stand before it.
#[must_use]
pub fn part<'a>(units: &'a [u16], from: usize, text: &str) -> &'a [u16] {
    let rest = units.get(from..).unwrap_or_default();
    rest.get(..text.chars().count()).unwrap_or(rest)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn units_are_characters(text in "[a遂é𠀀😀\u{ffff}\u{d7ff}\u{e000}\u{10ffff}\u{7ff}\u{800}]{0,60}|[遂宁a]{0,60}") {
            let units = of(&text);
            prop_assert_eq!(units.len(), text.chars().count());
            prop_assert_eq!(bytes_of(&units), text.len());
            let mut bytes = Bytes::new(&units);
            for (index, (at, _)) in text.char_indices().enumerate().step_by(3) {
                prop_assert_eq!(bytes.of(index), at);
            }
            for (&unit, c) in units.iter().zip(text.chars()) {
                prop_assert_eq!(len_utf8(unit), c.len_utf8());
                prop_assert_eq!(char::from_u32(unit.into()), Some(c).filter(|&c| c <= '\u{ffff}'));
            }
        }
    }
}
