//! The timeline as plain data: which lanes there are, what their labels say, which part of time is on screen.

use std::collections::BTreeMap;

use super::{
    ledger::{Book, Listed},
    panels::ledger::model::value_words,
};
use crate::{
    export::picture::ems,
    facts::{
        Kind,
        timeline::{Event, GUTTER, Sure},
    },
    place::{PlaceId, gazetteer},
    text::date::Certainty,
    words::Words,
};

/// What a lane is for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum LaneBy {
    /// Cities that take part together.
    #[default]
    Parties,
    /// Each city; a fact of several stands in several lanes.
    City,
    /// Each kind.
    Kind,
}

impl LaneBy {
    /// All, in the order of the switch.
    pub const ALL: [Self; 3] = [Self::Parties, Self::City, Self::Kind];
}

/// What the facts of a lane have in common.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum LaneKey {
    /// Cities.
    Cities(Vec<PlaceId>),
    /// A kind.
    Kind(Kind),
}

impl LaneKey {
    /// Its name.
    #[must_use]
    pub fn name(&self, words: &Words) -> String {
        match self {
            Self::Cities(cities) if cities.is_empty() => words.t("ledger-group-other").into_owned(),
            Self::Cities(cities) => {
                let shown: Vec<&str> = cities.iter().take(4).map(|&c| gazetteer().get(c).short.as_str()).collect();
                let more = cities.len() - shown.len();
                let names = shown.join(" × ");
                if more == 0 { names } else { format!("{names} +{more}") }
            }
            Self::Kind(kind) => words.fact_kind(*kind).into_owned(),
        }
    }
}

/// The part of time on screen.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Camera {
    /// The day at the left edge, since 1970, with its fraction.
    pub left: f64,
    /// Width of a day, points.
    pub day_pt: f64,
}

/// One step of zooming.
pub const ZOOM: f64 = 1.6;
/// Smallest and greatest width of a day: decades, and single days.
const DAY_PT: (f64, f64) = (0.004, 90.0);
/// Room beside the first and the last day, points.
const MARGIN: f64 = 24.0;
/// Room for the label of the last day, points.
const LAST: f64 = 130.0;

impl Camera {
    /// All of it on so many points.
    #[must_use]
    pub fn fit((first, last): (i32, i32), width: f32) -> Self {
        let room = (f64::from(width) - MARGIN - LAST).max(60.0);
        let day_pt = (room / f64::from((last - first).max(20))).clamp(DAY_PT.0, DAY_PT.1);
        Self { left: f64::from(first) - MARGIN / day_pt, day_pt }
    }

    /// Nearer by `factor`; what is at `x` points from the left edge stays there.
    #[must_use]
    pub fn zoomed(self, factor: f64, x: f64) -> Self {
        let day_pt = (self.day_pt * factor).clamp(DAY_PT.0, DAY_PT.1);
        Self { left: self.left + x / self.day_pt - x / day_pt, day_pt }
    }

    /// Where a day is, points from the left edge.
    #[must_use]
    pub fn x(self, day: f64) -> f64 {
        (day - self.left) * self.day_pt
    }
}

/// The timeline's share of the state.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct TimelineState {
    /// What a lane is for.
    pub by: LaneBy,
    /// Where the user moved it to; `None` for all of it.
    pub camera: Option<Camera>,
    /// Width of the line on screen, points.
    pub width: f32,
    /// The user asked for all of time, the few days far from all others among it.
    pub whole: bool,
}

/// A lane and its facts, before they are placed.
#[derive(Clone, Debug, PartialEq)]
pub struct LaneFacts {
    /// What they have in common.
    pub key: LaneKey,
    /// The facts.
    pub facts: Vec<u32>,
}

/// The days of a fact on the line: known ones, or days of the year without one.
#[must_use]
pub fn days_of(book: &Book, index: u32) -> Option<((i32, i32), Sure)> {
    let table = book.table();
    let date = table.date(index);
    let ((value, certainty), days) = match date {
        Some(date) => (date, table.date_days(index)),
        None => (table.deadline(index)?, table.due_days(index)),
    };
    if let Some(days) = days {
        let inferred = matches!(certainty, Certainty::Inferred | Certainty::Unknown) || date.is_none();
        return Some((days, if inferred { Sure::Inferred } else { Sure::Solid }));
    }
    let mut parts = value.strip_prefix("--")?.split(['-', '/']);
    let month: i32 = parts.next()?.parse().ok()?;
    let day: i32 = parts.next().and_then(|day| day.parse().ok()).unwrap_or(15);
    let at = (month.clamp(1, 12) - 1) * 30 + day.clamp(1, 31);
    Some(((at, at), Sure::NoYear))
}

/// The lanes, those with most facts first; and how many facts have no date at all.
#[must_use]
pub fn lanes(listed: &Listed, by: LaneBy) -> (Vec<LaneFacts>, usize) {
    let book = &listed.book;
    let table = book.table();
    let mut lanes: BTreeMap<LaneKey, Vec<u32>> = BTreeMap::new();
    let mut left_out = 0;
    for &index in &listed.facts {
        if days_of(book, index).is_none() {
            left_out += 1;
            continue;
        }
        let cities: Vec<PlaceId> = table.cities(index).collect();
        match by {
            LaneBy::Parties => lanes.entry(LaneKey::Cities(cities)).or_default().push(index),
            LaneBy::City if cities.is_empty() => lanes.entry(LaneKey::Cities(cities)).or_default().push(index),
            LaneBy::City => {
                for city in cities {
                    lanes.entry(LaneKey::Cities(vec![city])).or_default().push(index);
                }
            }
            LaneBy::Kind => {
                let Some(kind) = table.kind(index) else { continue };
                lanes.entry(LaneKey::Kind(kind)).or_default().push(index);
            }
        }
    }
    let mut lanes: Vec<LaneFacts> = lanes.into_iter().map(|(key, facts)| LaneFacts { key, facts }).collect();
    if by != LaneBy::Kind {
        lanes.sort_by_key(|lane| std::cmp::Reverse(lane.facts.len()));
    }
    (lanes, left_out)
}

/// First and last dated day of all lanes.
fn reach(book: &Book, lanes: &[LaneFacts]) -> Option<(i32, i32)> {
    let days = lanes.iter().flat_map(|lane| &lane.facts).filter_map(|&fact| days_of(book, fact));
    let days = days.filter(|(_, sure)| *sure != Sure::NoYear).map(|(days, _)| days);
    days.reduce(|a, b| (a.0.min(b.0), a.1.max(b.1)))
}

/// The days that are shown at first: all of them, or where a few stand far from all others, those of the others; and how many facts
/// stand beyond.
#[must_use]
pub fn shown_first(book: &Book, lanes: &[LaneFacts], whole: bool) -> Option<((i32, i32), usize)> {
    /// With fewer facts each of them counts.
    const MANY: usize = 100;
    /// One fact in so many may stand beyond, at either end.
    const FEW: usize = 100;
    let all = reach(book, lanes)?;
    let days = lanes.iter().flat_map(|lane| &lane.facts).filter_map(|&fact| days_of(book, fact));
    let days: Vec<(i32, i32)> = days.filter(|(_, sure)| *sure != Sure::NoYear).map(|(days, _)| days).collect();
    if whole || days.len() < MANY {
        return Some((all, 0));
    }
    let mut first: Vec<i32> = days.iter().map(|days| days.0).collect();
    let mut last: Vec<i32> = days.iter().map(|days| days.1).collect();
    let beyond = days.len() / FEW;
    let from = *first.select_nth_unstable(beyond).1;
    let to = *last.select_nth_unstable(days.len() - 1 - beyond).1;
    // Days near the others are among them.
    let near = (to - from).max(0) / 4;
    let (from, to) = ((from - near).max(all.0), (to + near).min(all.1));
    // Only where it is worth it: most of the width would be empty.
    if to <= from || (to - from).saturating_mul(2) >= all.1 - all.0 {
        return Some((all, 0));
    }
    let outside = days.iter().filter(|days| days.1 < from || days.0 > to).count();
    Some(((from, to), outside))
}

/// What a label says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    /// The name, cut.
    pub name: String,
    /// The date.
    pub when: String,
}

/// Sizes of the two lines of a label, points.
pub const NAME_PT: f32 = 13.0;
/// Of its date.
pub const WHEN_PT: f32 = 11.0;
/// Ems of a name that are shown.
const MOST_EMS: f32 = 12.5;

/// The events of a lane with their labels.
#[must_use]
pub fn events(book: &Book, lane: &LaneFacts, words: &Words) -> (Vec<Event>, Vec<Label>) {
    let table = book.table();
    let mut events = Vec::with_capacity(lane.facts.len());
    let mut labels = Vec::with_capacity(lane.facts.len());
    for &index in &lane.facts {
        let Some((days, sure)) = days_of(book, index) else { continue };
        let when = table.date(index).or_else(|| table.deadline(index)).map(|(value, _)| value).unwrap_or_default();
        // In the gutter everything is without its year: that need not be said again.
        let when = if sure == Sure::NoYear {
            when.trim_start_matches('-').replace("/--", "—")
        } else {
            value_words(when, words)
        };
        // The gutter is narrow.
        let most = if sure == Sure::NoYear { MOST_EMS - 2.5 } else { MOST_EMS };
        let label = Label { name: cut(table.name(index), most), when };
        let width = (ems(&label.name) * NAME_PT).max(ems(&label.when) * WHEN_PT) + 2.0;
        let width = if sure == Sure::NoYear { width.min(GUTTER - 16.0) } else { width };
        events.push(Event { fact: index, days, sure, width });
        labels.push(label);
    }
    (events, labels)
}

fn cut(name: &str, most: f32) -> String {
    let mut out = String::new();
    let mut width = 0.0;
    for c in name.chars() {
        width += ems(c.encode_utf8(&mut [0; 4]));
        if width > most {
            out.push('…');
            break;
        }
        out.push(c);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_under_the_pointer_stays_there() {
        let camera = Camera::fit((18_000, 19_000), 1000.0);
        assert!(camera.x(18_000.0) >= 0.0 && camera.x(19_001.0) <= 1000.0);
        let day = camera.left + 300.0 / camera.day_pt;
        for factor in [0.0001, 0.5, 3.0, 1e9] {
            let near = camera.zoomed(factor, 300.0);
            assert!((near.x(day) - 300.0).abs() < 1e-6, "{factor}");
            assert!((DAY_PT.0..=DAY_PT.1).contains(&near.day_pt));
        }
    }

    #[test]
    fn long_names_are_cut() {
        assert_eq!(cut("甲乙丙", MOST_EMS), "甲乙丙");
        assert_eq!(cut(&"甲".repeat(40), MOST_EMS), format!("{}…", "甲".repeat(12)));
    }
}
