//! A cue: one thing that is true of a line, and the weight table's key.

use std::fmt;

/// What kind of thing a cue tells. The names are those of the weight table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub(super) enum Family {
    /// Always there: the kinds' shares of all lines.
    Always,
    /// One to three characters of a short line, its edges marked.
    Gram,
    /// Two or three of the first characters of a long line.
    Start,
    /// Two or three of the last characters of a long line.
    End,
    /// Before, among or behind the running text.
    Where,
    /// Characters, in steps.
    Length,
    /// Looks: prose, dated, or how short; and the last mark.
    Look,
    /// Looks and where.
    LookWhere,
    /// Share of the wording that the running text has too, and where.
    ShareWhere,
    /// The same share, and the length.
    ShareLength,
    /// A date, a time, a colon behind one of the first words.
    Stamp,
    /// Share of digits.
    Digits,
    /// Share of Han characters.
    Han,
    /// A sign that occurs.
    Sign,
    /// A first character that is no Han character.
    First,
    /// Words, counted by blanks.
    Words,
    /// Blanks before the first word.
    Indent,
    /// Lines up to the running text.
    ToText,
    /// Lines from the top of the page.
    FromTop,
    /// Lines from the running text.
    FromText,
    /// Lines to the end of the page.
    ToEnd,
    /// Said again on the page, wholly or by its beginning; and where.
    Again,
    /// The looks of a neighbour.
    Beside,
    /// The looks of a neighbour and of the line.
    Pair,
    /// The looks of both neighbours and of the line.
    Triple,
    /// What a neighbour was taken for at first.
    Guess,
    /// What the line was taken for at first.
    Own,
    /// Distance to the line most like a title.
    FromTitle,
    /// How like a title the likeliest other line is.
    OtherTitle,
    /// Lines of the article's text before the line.
    TextBefore,
    /// Lines of the article's text behind it.
    TextBehind,
    /// Furniture around.
    FurnitureNear,
    /// The article's text around.
    TextNear,
    /// How the line compares with a neighbour that is as like a title: lengths, marks, share of the wording.
    Stack,
    /// Where the line of a word stands by title and text.
    WordPlace,
    /// How like a byline and a line of credits it is.
    WordLine,
    /// Whether it has a date.
    WordDated,
    /// How many words it has, and the how manieth this is.
    WordCount,
    /// Characters of the word.
    WordLength,
    /// Whether it looks like a person's or a medium's name.
    WordKind,
    /// Whether it is a channel's or a control's.
    WordListed,
    /// How often the page says it.
    WordSaid,
    /// Whether a rule takes it for the source, how surely, and whether another is taken more surely.
    WordSource,
    /// The same and where it stands.
    WordSourcePlace,
    /// Whether a rule takes it for a writer, and where it stands.
    WordWriter,
    /// Whether the imprint says it, and what it looks like.
    WordImprint,
    /// What it looks like and where it stands.
    WordKindPlace,
    /// The kind of the label before it, and the how manieth behind that it is.
    WordField,
    /// Whether it is a label itself.
    WordIsLabel,
    /// What the words before and behind it look like.
    WordBeside,
    /// Its last one or two characters.
    WordEnd,
    /// Its first two characters.
    WordStart,
    /// All of a short one.
    WordOwn,
    /// One to three characters before it.
    WordBefore,
    /// One to three characters behind it.
    WordBehind,
    /// The end of the word before.
    WordLabel,
}

/// Names in the weight table, in the order of [`Family`].
const NAMES: [&str; 56] = [
    "always",
    "gram",
    "start",
    "end",
    "where",
    "length",
    "look",
    "look-where",
    "share-where",
    "share-length",
    "stamp",
    "digits",
    "han",
    "sign",
    "first",
    "words",
    "indent",
    "to-text",
    "from-top",
    "from-text",
    "to-end",
    "again",
    "beside",
    "pair",
    "triple",
    "guess",
    "own",
    "from-title",
    "other-title",
    "text-before",
    "text-behind",
    "furniture-near",
    "text-near",
    "stack",
    "word-place",
    "word-line",
    "word-dated",
    "word-count",
    "word-length",
    "word-kind",
    "word-listed",
    "word-said",
    "word-source",
    "word-source-place",
    "word-writer",
    "word-imprint",
    "word-kind-place",
    "word-field",
    "word-is-label",
    "word-beside",
    "word-end",
    "word-start",
    "word-own",
    "word-before",
    "word-behind",
    "word-label",
];

/// Marks the beginning of a line among its characters.
pub(super) const EDGE_START: u16 = 0x22A2;
/// Marks the end of a line among its characters.
pub(super) const EDGE_END: u16 = 0x22A3;
/// How a blank is written in the table.
const BLANK: char = '␠';

/// One thing that is true of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Cue(u64);

impl Cue {
    /// A cue with a small number.
    pub(super) const fn new(family: Family, value: u32) -> Self {
        Self((family as u64) << 56 | value as u64)
    }

    /// A cue of one to three characters.
    pub(super) fn of_units(family: Family, units: &[u16]) -> Self {
        let packed = match *units {
            [a] => u64::from(a),
            [a, b] => u64::from(a) << 16 | u64::from(b),
            [a, b, c] => u64::from(a) << 32 | u64::from(b) << 16 | u64::from(c),
            _ => units.iter().fold(0_u64, |all, &unit| all << 16 | u64::from(unit)),
        };
        Self((family as u64) << 56 | packed)
    }

    /// As a number.
    pub(super) const fn key(self) -> u64 {
        self.0
    }

    /// The number of its family.
    pub(super) const fn family(self) -> usize {
        (self.0 >> 56) as usize
    }

    /// Its number in the family.
    pub(super) const fn number(self) -> u64 {
        self.0 & 0xFFFF_FFFF_FFFF
    }

    /// True when its number stands for characters.
    pub(super) const fn has_units(self) -> bool {
        has_units(self.0 >> 56)
    }

    /// Reads what [`fmt::Display`] writes; quicker when the cue is of this family, as that of the row before mostly is.
    pub(super) fn parse(written: &str, family: usize) -> Option<Self> {
        let alike = NAMES.get(family).and_then(|name| written.strip_prefix(name)?.strip_prefix(':'));
        let (family, value) = match alike {
            Some(value) => (family as u64, value),
            None => {
                let (name, value) = written.split_once(':')?;
                (NAMES.iter().position(|n| *n == name)? as u64, value)
            }
        };
        if has_units(family) {
            let units =
                value.chars().map(|c| if c == BLANK { u16::from(b' ') } else { crate::text::units::of_char(c) });
            let packed = units.fold(0_u64, |all, unit| all << 16 | u64::from(unit));
            return Some(Self(family << 56 | packed));
        }
        Some(Self(family << 56 | u64::from(value.parse::<u32>().ok()?)))
    }
}

/// One bit for each family whose value is characters.
const OF_UNITS: u64 = 1 << Family::Gram as u64
    | 1 << Family::Start as u64
    | 1 << Family::End as u64
    | 1 << Family::Sign as u64
    | 1 << Family::First as u64
    | u64::MAX << Family::WordEnd as u64;

/// True for the families whose value is characters.
const fn has_units(family: u64) -> bool {
    OF_UNITS >> (family & 63) & 1 != 0
}

impl fmt::Display for Cue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let family = self.0 >> 56;
        let name = usize::try_from(family).ok().and_then(|at| NAMES.get(at)).copied().unwrap_or_default();
        let value = self.0 & 0xFFFF_FFFF_FFFF;
        if !has_units(family) {
            return write!(f, "{name}:{value}");
        }
        write!(f, "{name}:")?;
        for shift in [32, 16, 0] {
            let unit = (value >> shift & 0xFFFF) as u32;
            match char::from_u32(unit) {
                Some('\0') => {}
                Some(' ') => write!(f, "{BLANK}")?,
                Some(c) => write!(f, "{c}")?,
                None => write!(f, "\u{fffc}")?,
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cue_is_read_back() {
        for cue in [
            Cue::new(Family::TextNear, 7),
            Cue::new(Family::Triple, 70_000),
            Cue::of_units(Family::Gram, &[EDGE_START, 0x4e00]),
            Cue::of_units(Family::Gram, &[0x20, 0x4e00, 0x20]),
            Cue::of_units(Family::Sign, &[0x7c]),
        ] {
            assert_eq!(Cue::parse(&cue.to_string(), 0), Some(cue), "{cue}");
        }
    }
}
