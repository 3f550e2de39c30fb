//! How well a document matches.

use super::matching::Rank;
use crate::text::date::PartialDate;

/// Short pages are not denser than this many characters make them.
const SHORT_CHARS: f32 = 300.0;

/// Years after which a page is simply old.
const OLD_YEARS: i32 = 20;

/// Words in the title count most, then places it is about, then how densely the words stand; of equals the newer one.
pub(super) fn score((units, date): (usize, Option<PartialDate>), rank: Rank, hits: usize, newest: Option<i16>) -> f32 {
    let (hits, chars) = (to_f32(hits), to_f32(units));
    let density = (1000.0 * hits / (chars + SHORT_CHARS)).min(50.0);
    let year = date.map(|date| date.year);
    let age = newest.zip(year).map_or(OLD_YEARS, |(newest, year)| i32::from(newest) - i32::from(year));
    let age = to_f32(usize::try_from(age.clamp(0, OLD_YEARS)).unwrap_or(0));
    let title = 20.0 * to_f32(rank.title_parts as usize) + if rank.title_begins { 2.0 } else { 0.0 };
    let news = 0.05 * (to_f32(usize::try_from(OLD_YEARS).unwrap_or(0)) - age);
    title + 10.0 * to_f32(rank.primary_parts as usize) + density.sqrt() + news
}

/// Exact for the small numbers it is used with.
fn to_f32(n: usize) -> f32 {
    u16::try_from(n).map_or(f32::from(u16::MAX), f32::from)
}

/// A number that sorts like the score, the greatest first.
pub(super) const fn falling(score: f32) -> u32 {
    let bits = score.to_bits();
    // Negative numbers sort the other way round, and before the others.
    let rising = if bits >> 31 == 0 { bits | 1 << 31 } else { !bits };
    !rising
}
