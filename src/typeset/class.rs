//! What a character is to the composer.

use crate::text::punct;

/// The role of a character in a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[repr(u8)]
pub enum Class {
    /// An ideograph, kana, a full-width letter or a symbol of one em.
    Han,
    /// `（《「“`: ink in the second half of the cell.
    Open,
    /// `）》」”`: ink in the first half of the cell.
    Close,
    /// `，、；：`
    Pause,
    /// `。？！`
    Stop,
    /// `·` between Han, half an em.
    Middle,
    /// One half of `——`.
    Dash,
    /// One half of `……`.
    Ellipsis,
    /// `～ –` and a lone `—`.
    Connector,
    /// `／`
    Solidus,
    /// U+3000.
    IdeoSpace,
    /// Letters, digits and their punctuation; measured by the font.
    Latin,
    /// A space inside Latin text.
    Space,
    /// A space beside Han: it *is* the gap between Han and Latin.
    GapSpace,
    /// `￥ № ＄`: keeps to the digit after it.
    PreUnit,
    /// `％ ℃ ‰`: keeps to the digit before it.
    PostUnit,
    /// Combining marks and invisible joiners: no width, never apart from the character before.
    Mark,
}

impl Class {
    /// True for the classes measured by the font instead of standing in an em cell.
    #[must_use]
    pub const fn is_narrow(self) -> bool {
        matches!(self, Self::Latin | Self::Space | Self::GapSpace)
    }

    /// True for spaces, which hang past a line end.
    #[must_use]
    pub const fn is_space(self) -> bool {
        matches!(self, Self::Space | Self::GapSpace | Self::IdeoSpace)
    }

    /// True for marks with an empty part that composition can take back.
    #[must_use]
    pub const fn is_mark(self) -> bool {
        matches!(self, Self::Open | Self::Close | Self::Pause | Self::Stop)
    }

    /// True for what counts as a character on a last line.
    #[must_use]
    pub const fn is_body(self) -> bool {
        matches!(self, Self::Han | Self::Latin | Self::Dash | Self::Ellipsis)
    }
}

/// The class of a character on its own; neighbours may still change it (see [`super::items`]). Punctuation is classed by
/// [`crate::text::punct`]; what matters only to lines is added here.
#[must_use]
pub const fn class_of(c: char) -> Class {
    match c {
        // combining marks, joiners, variation selectors, skin tones, tags
        '\u{ad}'
        | '\u{300}'..='\u{36f}'
        | '\u{180b}'..='\u{180f}'
        | '\u{200b}'..='\u{200f}'
        | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}'
        | '\u{20d0}'..='\u{20ff}'
        | '\u{302a}'..='\u{302f}'
        | '\u{3099}'
        | '\u{309a}'
        | '\u{fe00}'..='\u{fe0f}'
        | '\u{feff}'
        | '\u{fff9}'..='\u{fffb}'
        | '\u{1f3fb}'..='\u{1f3ff}'
        | '\u{e0000}'..='\u{e01ef}' => return Class::Mark,
        // control characters have no shape either; the blanks among them are spaces
        '\0'..='\u{8}' | '\u{e}'..='\u{1f}' | '\u{7f}'..='\u{84}' | '\u{86}'..='\u{9f}' => return Class::Mark,
        // half-width forms are as wide as the font says
        '\u{ff61}'..='\u{ffdc}' => return Class::Latin,
        // lost characters, private ones, Tangut, Khitan and old kana stand in a cell like Han
        '\u{fffd}'
        | '\u{e000}'..='\u{f8ff}'
        | '\u{16fe0}'..='\u{18d8f}'
        | '\u{1aff0}'..='\u{1b2ff}'
        | '\u{f0000}'..='\u{10fffd}' => return Class::Han,
        '￠' => return Class::PostUnit,
        _ => {}
    }
    match punct::class_of(c) {
        punct::Class::Han => Class::Han,
        punct::Class::Open => Class::Open,
        punct::Class::Close => Class::Close,
        punct::Class::Pause => Class::Pause,
        punct::Class::Stop => Class::Stop,
        punct::Class::MiddleDot => Class::Middle,
        punct::Class::Dash => Class::Dash,
        punct::Class::Ellipsis => Class::Ellipsis,
        punct::Class::Connector => Class::Connector,
        punct::Class::Solidus => Class::Solidus,
        punct::Class::PreUnit => Class::PreUnit,
        punct::Class::PostUnit => Class::PostUnit,
        punct::Class::IdeographicSpace => Class::IdeoSpace,
        punct::Class::Space => Class::Space,
        punct::Class::Other => Class::Latin,
    }
}

/// True for characters that may not start a line under CSS `line-break: strict` for Chinese: UAX #14 classes CL, CP, EX, NS (with the small
/// kana of CJ) and IN, class PO of East Asian width A, F or W, hyphens and wave dashes, and iteration marks.
#[must_use]
pub const fn never_starts_line(c: char) -> bool {
    matches!(
        class_of(c),
        Class::Close
            | Class::Pause
            | Class::Stop
            | Class::Middle
            | Class::Dash
            | Class::Ellipsis
            | Class::Connector
            | Class::Solidus
            | Class::PostUnit
            | Class::IdeoSpace
            | Class::Space
            | Class::Mark
    ) || matches!(
        c,
        // closing (CL, CP), half-width and vertical forms included
        '｡' | '､' | '｣' | ')' | ']' | '}' | '\u{fe11}' | '\u{fe12}' | '\u{fe50}' | '\u{fe52}' | '\u{fe5a}' | '\u{fe5c}' | '\u{fe5e}'
        | '\u{fe18}' | '\u{fe36}' | '\u{fe38}' | '\u{fe3a}' | '\u{fe3c}' | '\u{fe3e}' | '\u{fe40}' | '\u{fe42}' | '\u{fe44}' | '\u{fe48}'
        | '⁆' | '⁾' | '₎' | '⌉' | '⌋' | '\u{232a}' | '❩' | '❫' | '❭' | '❯' | '❱' | '❳' | '❵' | '⟆' | '⟧' | '⟩' | '⟫' | '⟭' | '⟯' | '⦄' | '⦆'
        | '⦈' | '⦊' | '⦌' | '⦎' | '⦐' | '⦒' | '⦔' | '⦖' | '⦘' | '⧙' | '⧛' | '⧽' | '⸣' | '⸥' | '⸧' | '⸩'
        // exclamation and interrogation (EX)
        | '❢' | '❣' | '⸮'
        | '!' | '?' | '\u{fe15}' | '\u{fe16}' | '\u{fe56}' | '\u{fe57}' | '‽'
        // non-starters (NS): iteration marks, sound marks, small marks
        | '々' | '〻' | '〼' | '゛' | '゜' | 'ゝ' | 'ゞ' | '゠' | 'ヽ' | 'ヾ' | '･' | 'ﾞ' | 'ﾟ' | '\u{fe13}' | '\u{fe14}' | '\u{fe54}'
        | '\u{fe55}' | '\u{1f679}'..='\u{1f67b}' | 'ꀕ' | '\u{16fe0}'..='\u{16fe3}'
        // small kana and the long sound mark (CJ)
        | 'ー' | 'ぁ' | 'ぃ' | 'ぅ' | 'ぇ' | 'ぉ' | 'っ' | 'ゃ' | 'ゅ' | 'ょ' | 'ゎ' | 'ゕ' | 'ゖ' | 'ァ' | 'ィ' | 'ゥ' | 'ェ' | 'ォ' | 'ッ'
        | 'ャ' | 'ュ' | 'ョ' | 'ヮ' | 'ヵ' | 'ヶ' | '\u{31f0}'..='\u{31ff}' | '\u{1b150}'..='\u{1b152}' | '\u{1b164}'..='\u{1b167}' | 'ｧ'..='ｰ'
        // inseparable (IN)
        | '‥' | '․' | '\u{fe19}'
        // units after a number (PO) of width A, F or W
        | '°' | '‵' | '‶' | '‷' | '‴' | '⁗' | '￠' | '﹪'
        // hyphens
        | '\u{2010}' | '\u{2012}'
    )
}

/// True for what follows a number as its unit: `㎡ ㎏ ㏄` and their like, one em wide.
#[must_use]
pub const fn is_unit_square(c: char) -> bool {
    matches!(c, '\u{3371}'..='\u{337a}' | '\u{3380}'..='\u{33df}' | '\u{33ff}')
}

/// True for spaces and joiners at which no line ends.
#[must_use]
pub const fn is_glue(c: char) -> bool {
    matches!(c, '\u{a0}' | '\u{2007}' | '\u{202f}' | '\u{2060}' | '\u{feff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    /// UAX #14 as published, against our table: one line a class, its characters behind it.
    #[test]
    fn strict_line_starts_are_those_of_uax_14() {
        let mut count = 0;
        let data = include_str!("../../tests/cases/line_start.txt");
        for line in data.lines().filter(|line| !line.starts_with('#')) {
            let (class, chars) = line.split_once('\t').unwrap();
            for c in chars.split(' ').map(|hex| char::from_u32(u32::from_str_radix(hex, 16).unwrap()).unwrap()) {
                assert!(never_starts_line(c), "{c} U+{:04X} of class {class}", u32::from(c));
                count += 1;
            }
        }
        assert!(count > 200, "{count}");
        for c in "中（《「“￥aA1ＡあアＺ①".chars() {
            assert!(!never_starts_line(c), "{c} U+{:04X}", u32::from(c));
        }
    }
}
