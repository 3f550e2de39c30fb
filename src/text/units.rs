//! A text as one code unit for each character: made once, then walked by whoever asks about characters, without decoding them again.

/// The unit that stands for every character beyond the BMP. No text has it, since it is half of a surrogate pair.
pub const BEYOND: u16 = 0xD800;

/// The characters of `text`, one unit each.
#[must_use]
pub fn of(text: &str) -> Vec<u16> {
    let mut units = vec![0; text.chars().count()];
    for (unit, c) in units.iter_mut().zip(text.chars()) {
        *unit = of_char(c);
    }
    units
}

/// The unit of a character.
#[must_use]
pub fn of_char(c: char) -> u16 {
    u16::try_from(u32::from(c)).unwrap_or(BEYOND)
}

/// Bytes that the character of a unit takes in UTF-8.
#[must_use]
pub const fn len_utf8(unit: u16) -> usize {
    match unit {
        0x800.. => 3 + (unit == BEYOND) as usize,
        0x80.. => 2,
        _ => 1,
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
        fn units_are_characters(text in "[a遂é𠀀😀\u{ffff}\u{d7ff}\u{e000}\u{10ffff}\u{7ff}\u{800}]{0,60}") {
            let units = of(&text);
            prop_assert_eq!(units.len(), text.chars().count());
            for (&unit, c) in units.iter().zip(text.chars()) {
                prop_assert_eq!(len_utf8(unit), c.len_utf8());
                prop_assert_eq!(char::from_u32(unit.into()), Some(c).filter(|&c| c <= '\u{ffff}'));
            }
        }
    }
}
