//! What is known of each character of a line: its folded form and what it counts as. Looked up once for each character of a page.

use std::sync::LazyLock;

use super::{raw, signs::Signs};
use crate::text::{
    classes::{BMP, bmp, boxed},
    fold::fold_char,
    punct::is_han,
    units,
};

/// One folded character, every kind of blank made a space.
pub(super) fn norm(c: char) -> char {
    match c {
        // Han characters by their code, bars by their use.
        '丨' | '│' | '┊' => '|',
        '∕' | '⁄' => '/',
        '\u{4e00}'..='\u{9fff}' => fold_char(c),
        _ if c != '\u{ad}' && raw::is_blank(c) => ' ',
        '＼' => '>',
        '！'..='～' => char::from_u32(u32::from(c) - 0xFEE0).map_or(c, |c| c.to_ascii_lowercase()),
        '︰' | '﹕' | '∶' => ':',
        '﹥' | '〉' | '›' | '»' | '⟩' | '☞' | '➤' | '➔' | '⇒' => '>',
        '∥' | '∣' | '‖' | '︱' | '┃' | '▏' | '❘' | '¦' => '|',
        '―' | '─' | '⸺' => '—',
        '−' | '‐' | '‑' => '-',
        '〖' => '【',
        '〗' => '】',
        '・' | '•' | '‧' | '∙' => '·',
        _ => fold_char(c),
    }
}

/// A character's folded form and its kinds.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Known(u32);

/// What is known of the characters of the BMP.
static TABLE: LazyLock<Box<[Known; BMP]>> = LazyLock::new(|| {
    let mut table = boxed(Known(0));
    for c in bmp() {
        if let Some(slot) = table.get_mut(u32::from(c) as usize) {
            *slot = Known::work_out(c);
        }
    }
    // Beyond the BMP nothing is folded.
    table[usize::from(units::BEYOND)] = Known(u32::from(units::BEYOND));
    table
});

/// What is known of all characters, looked up once for those who ask about many.
#[derive(Clone, Copy, Debug)]
pub(super) struct Table(&'static [Known; BMP]);

impl Table {
    /// What is known of the character of a unit (see [`units`]); nothing beyond the BMP.
    pub(super) fn of(self, unit: u16) -> Known {
        self.0[usize::from(unit)]
    }
}

/// The table.
pub(super) fn table() -> Table {
    Table(&TABLE)
}

/// What a character counts as.
impl Known {
    /// A Han character.
    pub(super) const HAN: u32 = 1 << 16;
    /// White space or nothing to be seen.
    pub(super) const BLANK: u32 = 1 << 17;
    /// The end of a sentence.
    pub(super) const STOP: u32 = 1 << 18;
    /// The end of a sentence behind a Han character.
    pub(super) const LOW_STOP: u32 = 1 << 19;
    /// A mark inside a sentence.
    pub(super) const COMMA: u32 = 1 << 20;
    /// A sign that programs have and prose has not.
    pub(super) const CODE: u32 = 1 << 21;
    /// An ASCII digit or its twin of full width.
    pub(super) const DIGIT: u32 = 1 << 22;
    /// Where the bits of [`Signs`] that one character can have begin, and how many they are.
    const SIGNS: u32 = 23;
    const SIGN_BITS: u32 = 7;
    /// A Han character that is its own folded form.
    const PLAIN: u32 = 1 << 31;

    fn work_out(c: char) -> Self {
        // Scripts and private characters that no rule speaks of: a third of the BMP.
        if matches!(c, '\u{a000}'..='\u{f8ff}') {
            return Self(u32::from(fold_char(c)) & 0xFFFF);
        }
        let folded = norm(c);
        let mut bits = u32::from(folded) & 0xFFFF;
        if is_han(c) {
            let signs = match folded {
                '一' | '二' | '民' => Signs::DATES,
                _ if is_han(folded) => Signs::default(),
                _ => Signs::BRACKET,
            };
            let plain = if folded == c && c <= '\u{ffff}' { Self::PLAIN } else { 0 };
            return Self(bits | u32::from(signs.bits()) << Self::SIGNS | Self::HAN | plain);
        }
        bits |= u32::from(signs_of(folded).bits()) << Self::SIGNS;
        bits |= u32::from(folded.is_ascii_digit()) * Self::DIGIT;
        if raw::is_blank(c) {
            return Self(bits | Self::BLANK);
        }
        bits |= match c {
            '。' | '！' | '？' | '!' | '?' | '；' | '…' => Self::STOP,
            '.' => Self::LOW_STOP,
            ';' => Self::LOW_STOP | Self::CODE,
            '，' | '、' | '：' | ',' | ':' => Self::COMMA,
            '{' | '}' | '<' | '>' | '=' | '$' | '\\' | '&' | '|' | '_' | '#' | '*' | '%' => Self::CODE,
            _ => 0,
        };
        Self(bits)
    }

    /// What is known of `c`.
    pub(super) fn of(c: char) -> Self {
        TABLE.get(u32::from(c) as usize).copied().unwrap_or_else(|| Self::work_out(c))
    }

    /// The folded form of the unit of which this is known.
    pub(super) const fn folded_unit(self) -> u16 {
        (self.0 & 0xFFFF) as u16
    }

    /// True for one of `kinds`.
    pub(super) const fn is(self, kinds: u32) -> bool {
        self.0 & kinds != 0
    }

    /// With the kinds of another.
    pub(super) const fn and(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// True for a Han character that is its own folded form.
    pub(super) const fn is_plain_han(self) -> bool {
        self.0 & Self::PLAIN != 0
    }

    /// The kinds of signs it is.
    pub(super) const fn signs(self) -> Signs {
        Signs::of_bits((self.0 >> Self::SIGNS & ((1 << Self::SIGN_BITS) - 1)) as u16)
    }

    /// The folded form of `c`, of which this is known.
    pub(super) fn folded(self, c: char) -> char {
        // Beyond the BMP nothing is folded.
        if c > '\u{ffff}' { c } else { char::from_u32(self.0 & 0xFFFF).unwrap_or(c) }
    }
}

const fn signs_of(folded: char) -> Signs {
    match folded {
        '>' => Signs::ARROW,
        ' ' | '/' | '-' | '|' | '·' | '→' | ':' => Signs::DIVIDER,
        '0'..='9' => Signs::DATES,
        'a' | 'd' | 'f' | 'j' | 'm' | 'n' | 'o' | 's' => Signs::LATIN.and(Signs::DATES),
        'a'..='z' | 'A'..='Z' => Signs::LATIN,
        // Vowels with tones, as readings have them.
        'ā' | 'á' | 'ǎ' | 'à' | 'ē' | 'é' | 'ě' | 'è' | 'ī' | 'í' | 'ǐ' | 'ì' | 'ō' | 'ó' | 'ǒ' | 'ò' | 'ū' | 'ú'
        | 'ǔ' | 'ù' | 'ǖ' | 'ǘ' | 'ǚ' | 'ǜ' => Signs::TONES,
        '【' | '】' | '[' | ']' | '_' | '#' | '〔' | '〕' => Signs::BRACKET,
        '□' | '■' | '◎' | '☐' | '●' | '○' | '◆' | '◇' | '▪' | '◼' | '△' | '▲' => Signs::SQUARE,
        _ => Signs::of_bits(0),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_knows_every_character() {
        for c in (0..0x11_0000).filter_map(char::from_u32) {
            let known = Known::of(c);
            assert_eq!(known.folded(c), norm(c), "{c}");
            assert_eq!(known.is(Known::HAN), is_han(c), "{c}");
            assert_eq!(known.is(Known::BLANK), raw::is_blank(c), "{c}");
            assert!(is_han(c) || known.signs() == signs_of(norm(c)), "{c}");
        }
    }
}
