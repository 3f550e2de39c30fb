//! The search form of a text: traditional → simplified, full width → half width, lower case; one character in, one out.
//!
//! Quotes, dashes and the ideographic marks 。、「」 stay as they are: only forms with an ASCII twin change. Index, query and highlight
//! all fold through this one table, so 籤訂, 簽訂 and 签订 meet without the query being converted.

use std::sync::LazyLock;

use super::{
    classes::{BMP, boxed},
    span::{ByteRange, CharMap},
    units,
};

/// The unit that stands for every character beyond the BMP.
pub const PLACEHOLDER: u16 = 0xFFFF;

/// Folded code unit of every BMP code point.
static TABLE: LazyLock<Box<[u16; BMP]>> = LazyLock::new(|| {
    let mut table = boxed(0);
    for (slot, unit) in table.iter_mut().zip(0..=u16::MAX) {
        *slot = unit;
    }
    let mut set = |from: u32, to: u32| {
        if let (Some(slot), Ok(to)) = (table.get_mut(from as usize), u16::try_from(to)) {
            *slot = to;
        }
    };
    for (from, to) in pairs(include_str!("data/t2s.txt")).chain(pairs(include_str!("data/fold_extra.txt"))) {
        set(from.into(), to.into());
    }
    for ascii in 0x21..=0x7E_u8 {
        let lower = u32::from(ascii.to_ascii_lowercase());
        set(u32::from(ascii), lower);
        set(u32::from(ascii) + 0xFEE0, lower);
    }
    set(0x3000, 0x20);
    set(0xA0, 0x20);
    table
});

/// The pairs of a data file: the first two characters of each line that is no comment.
fn pairs(data: &str) -> impl Iterator<Item = (char, char)> {
    data.lines().filter(|line| !line.starts_with('#')).filter_map(|line| {
        let mut chars = line.chars();
        Some((chars.next()?, chars.next()?))
    })
}

/// Folds one character. Characters beyond the BMP stay as they are.
#[must_use]
pub fn fold_char(c: char) -> char {
    match u16::try_from(u32::from(c)) {
        Ok(unit) => char::from_u32(u32::from(TABLE[usize::from(unit)])).unwrap_or(c),
        Err(_) => c,
    }
}

/// Folds a string, character by character.
#[must_use]
pub fn fold_str(text: &str) -> String {
    text.chars().map(fold_char).collect()
}

/// The folded text as one `u16` unit per character, so that a hit's position is its character position in the source.
/// Characters beyond the BMP become one [`PLACEHOLDER`] each: hits of a query that has one must be compared with the source.
#[must_use]
pub fn fold_units(text: &str) -> Vec<u16> {
    folded_units(units::of(text))
}

/// The same from the units of the text.
#[must_use]
pub fn folded_units(mut units: Vec<u16>) -> Vec<u16> {
    let table = &*TABLE;
    for unit in &mut units {
        *unit = if *unit == units::BEYOND { PLACEHOLDER } else { table[usize::from(*unit)] };
    }
    units
}

/// One unit per character with widths and cases folded, the script as it is: what a search for the very characters looks at.
#[must_use]
pub fn narrow_units(text: &str) -> Vec<u16> {
    let mut units = units::of(text);
    for unit in &mut units {
        *unit = match *unit {
            units::BEYOND => PLACEHOLDER,
            wide @ 0xFF01..=0xFF5E => narrow_ascii(wide - 0xFEE0),
            0x3000 | 0xA0 => 0x20,
            other => narrow_ascii(other),
        };
    }
    units
}

const fn narrow_ascii(unit: u16) -> u16 {
    match unit {
        0x41..=0x5A => unit + 0x20,
        _ => unit,
    }
}

/// The table of folded units, looked up once for those who fold many.
#[derive(Clone, Copy, Debug)]
pub struct Folding(&'static [u16; BMP]);

impl Folding {
    /// Folds the character of a unit; [`units::BEYOND`] stays.
    #[must_use]
    pub fn of(self, unit: u16) -> u16 {
        self.0[usize::from(unit)]
    }

    /// Folds the code of a character, as [`fold_char`] does.
    #[must_use]
    pub fn of_code(self, code: u32) -> u32 {
        u16::try_from(code).map_or(code, |unit| self.of(unit).into())
    }
}

/// The table of folded units.
#[must_use]
pub fn folding() -> Folding {
    Folding(&TABLE)
}

/// The folded text as a string, with the way back to the source.
#[derive(Clone, Debug, Default)]
pub struct FoldedText {
    /// Folded characters; as many as the source has.
    pub text: String,
    map: CharMap,
    source_map: CharMap,
}

impl FoldedText {
    /// Folds `source`.
    #[must_use]
    pub fn new(source: &str) -> Self {
        let text = fold_str(source);
        let map = CharMap::new(&text);
        Self { map, text, source_map: CharMap::new(source) }
    }

    /// The source range of a range of the folded text.
    #[must_use]
    pub fn to_source(&self, source: &str, folded: ByteRange) -> ByteRange {
        let (a, b) = (self.map.char_of_byte(&self.text, folded.start), self.map.char_of_byte(&self.text, folded.end));
        self.source_map.bytes(source, a, b)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn scripts_widths_and_cases_meet() {
        for (a, b) in [
            ("龍馬潭區與綦江區", "龙马潭区与綦江区"),
            ("籤訂", "签订"),
            ("上遊", "上游"),
            ("徵程", "征程"),
            ("看著", "看着"),
            ("瞭解", "了解"),
            ("臺灣", "台湾"),
            ("ＧＤＰ５％", "gdp5%"),
            ("遂寧\u{3000}潼南\u{a0}", "遂宁 潼南 "),
            ("，：；？！（）", ",:;?!()"),
            ("𠀀「」。", "𠀀「」。"),
        ] {
            assert_eq!(fold_str(a), b);
            assert_eq!(fold_units(a), fold_units(b));
        }
    }

    #[test]
    fn every_character_folds_to_one_that_stays() {
        for c in (0..0x11_0000).filter_map(char::from_u32) {
            let folded = fold_char(c);
            assert_eq!(fold_char(folded), folded, "{c} → {folded} → {}", fold_char(folded));
        }
    }

    proptest! {
        #[test]
        fn character_count_stays(text in "\\PC{0,80}") {
            prop_assert_eq!(fold_units(&text).len(), text.chars().count());
            prop_assert_eq!(fold_str(&text).chars().count(), text.chars().count());
        }

        #[test]
        fn the_way_back_is_exact(text in "[a-zＡ-Ｆ遂寧潼𠀀ß\n]{0,200}", a in 0_usize..200, b in 0_usize..200) {
            let folded = FoldedText::new(&text);
            let count = text.chars().count();
            let (a, b) = (a.min(count), b.min(count));
            let (a, b) = (a.min(b), a.max(b));
            let byte = |s: &str, n: usize| s.char_indices().nth(n).map_or(s.len(), |(i, _)| i);
            let range = ByteRange::new(byte(&folded.text, a), byte(&folded.text, b));
            prop_assert_eq!(folded.to_source(&text, range), ByteRange::new(byte(&text, a), byte(&text, b)));
        }
    }
}
