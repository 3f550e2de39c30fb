//! What occurs on a line: kinds of signs and lists of words. What is not there need not be looked for.

/// A set of kinds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Signs(u16);

impl Signs {
    /// `>` and its kin.
    pub(super) const ARROW: Self = Self(1);
    /// Blanks and what parts the names of channels.
    pub(super) const DIVIDER: Self = Self(1 << 1);
    /// ASCII letters.
    pub(super) const LATIN: Self = Self(1 << 2);
    /// Squares and circles that open bylines.
    pub(super) const SQUARE: Self = Self(1 << 3);
    /// Square brackets, low lines and the character 丨, which is used as a bar: they part words too.
    pub(super) const BRACKET: Self = Self(1 << 4);
    /// Vowels with tones.
    pub(super) const TONES: Self = Self(1 << 5);
    /// What a date may begin with: digits, 一, 二, 民 and the first letters of months and weekdays.
    pub(super) const DATES: Self = Self(1 << 6);
    /// Full stops, semicolons, colons or commas of full width that stand twice.
    pub(super) const DOUBLED: Self = Self(1 << 7);
    /// Words of controls and channel names.
    pub(super) const NAVIGATION: Self = Self(1 << 8);
    /// Labels of values.
    pub(super) const LABELS: Self = Self(1 << 9);
    /// Parts of furniture lines.
    pub(super) const PHRASES: Self = Self(1 << 10);
    /// Parts of notices about rights and opinions.
    pub(super) const NOTICES: Self = Self(1 << 11);
    /// Roles of writers.
    pub(super) const ROLES: Self = Self(1 << 12);
    /// Traces of deleted years.
    pub(super) const HOLES: Self = Self(1 << 13);

    /// What may part words.
    pub(super) const PARTING: Self = Self(0b1_0011);

    /// Those of both.
    pub(super) const fn and(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// True when one of `signs` occurs.
    pub(super) const fn has(self, signs: Self) -> bool {
        self.0 & signs.0 != 0
    }

    /// As a number, to be kept in tables.
    pub(super) const fn bits(self) -> u16 {
        self.0
    }

    /// The set of [`Self::bits`].
    pub(super) const fn of_bits(bits: u16) -> Self {
        Self(bits)
    }
}
