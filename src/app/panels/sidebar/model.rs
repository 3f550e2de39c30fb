//! What the list shows, as plain data: row heights, and the words of one row.

use std::{
    collections::{BTreeMap, BTreeSet},
    ops::Range,
};

use crate::{
    app::{
        jobs::ask::list_note,
        state::{Listing, RowShape},
        title::{minutes_of, title_of},
    },
    article::RemarkCode,
    library::Document,
    place::gazetteer,
    text::{date::Certainty, script::Script},
};

/// Size of a title, points.
pub const TITLE_PT: f32 = 14.5;
/// Height of one title line, points.
pub const TITLE_LINE: f32 = 21.0;
/// Height of the line with source, date and length, points.
pub const META_LINE: f32 = 21.0;
/// Height of one line of a snippet, points.
pub const SNIPPET_LINE: f32 = 19.5;
/// Room for the chips, points.
pub const CHIPS: f32 = 26.0;
/// Height of a note, points.
pub const NOTE_LINE: f32 = 20.0;
/// Room above and below, points.
pub const PADDING: f32 = 13.0;

/// Tops of all rows for one answer and one width. Rows are measured by their shape, so that nothing has to be laid out to know where
/// the ten-thousandth row stands.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct RowTops {
    generation: (u64, bool),
    text_width: f32,
    searching: bool,
    open: BTreeSet<String>,
    /// Rows whose title was reckoned two lines and needs one: only the font tells.
    short: BTreeSet<usize>,
    /// One more than there are rows; the last is the height of all.
    tops: Vec<f32>,
}

/// Lines of a title of this shape: one or two.
#[must_use]
pub fn title_lines(shape: RowShape, text_width: f32) -> u8 {
    if f32::from(shape.title_tenths) / 10.0 * TITLE_PT > text_width { 2 } else { 1 }
}

/// Height of a row, points.
#[must_use]
pub fn row_height(shape: RowShape, text_width: f32, searching: bool) -> f32 {
    let mut height = 2.0 * PADDING + f32::from(title_lines(shape, text_width)) * TITLE_LINE + META_LINE;
    if searching {
        height += 2.0 * SNIPPET_LINE + 3.0;
    }
    if shape.chips {
        height += CHIPS;
    }
    if shape.note {
        height += NOTE_LINE;
    }
    height
}

impl RowTops {
    /// Brings the tops up to date; costs something only when the answer or the width is another.
    pub fn refresh(&mut self, listing: &Listing, text_width: f32, open: &BTreeSet<String>) {
        let searching = !listing.filter.text.trim().is_empty();
        let generation = (listing.generation, listing.grouped);
        if self.generation == generation
            && self.searching == searching
            && (self.text_width - text_width).abs() < 0.5
            && self.open == *open
            && self.tops.len() == listing.rows.len() + 1
        {
            return;
        }
        (self.generation, self.text_width, self.searching) = (generation, text_width, searching);
        self.open.clone_from(open);
        self.short.clear();
        let opened = open.iter().filter_map(|path| listing.snapshot.find(path));
        let opened: BTreeMap<usize, f32> = opened
            .filter_map(|doc| {
                let others = listing.snapshot.known_reposts().group_of(doc)?.members.len().saturating_sub(1);
                Some((listing.row(doc)?, super::group::height(others)))
            })
            .collect();
        self.tops.clear();
        self.tops.reserve(listing.rows.len() + 1);
        let mut top = 0.0;
        for (row, &shape) in listing.rows.iter().enumerate() {
            self.tops.push(top);
            top += row_height(shape, text_width, searching) + opened.get(&row).copied().unwrap_or_default();
        }
        self.tops.push(top);
    }

    /// Takes what the font says of a row that was reckoned two lines of title.
    pub fn measured(&mut self, row: usize, one_line: bool) {
        let changed = if one_line { self.short.insert(row) } else { self.short.remove(&row) };
        if changed {
            let by = if one_line { -TITLE_LINE } else { TITLE_LINE };
            self.tops.iter_mut().skip(row + 1).for_each(|top| *top += by);
        }
    }

    /// Height of all rows, points.
    #[must_use]
    pub fn height(&self) -> f32 {
        self.tops.last().copied().unwrap_or_default()
    }

    /// Top and bottom of a row.
    #[must_use]
    pub fn row(&self, row: usize) -> Option<(f32, f32)> {
        Some((*self.tops.get(row)?, *self.tops.get(row + 1)?))
    }

    /// The rows that show between `top` and `bottom`.
    #[must_use]
    pub fn visible(&self, top: f32, bottom: f32) -> Range<usize> {
        let count = self.tops.len().saturating_sub(1);
        let first = self.tops.partition_point(|&t| t <= top).saturating_sub(1);
        let last = self.tops.partition_point(|&t| t < bottom).min(count);
        first.min(last)..last
    }
}

/// What one row says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// Title.
    pub title: String,
    /// Source; `None` when not known.
    pub source: Option<String>,
    /// Date as far as it is known.
    pub date: Option<String>,
    /// The date is worked out, not printed.
    pub about: bool,
    /// Traditional script.
    pub traditional: bool,
    /// Reading time, minutes.
    pub minutes: u32,
    /// City names, and whether primary; primary ones first.
    pub cities: Vec<(String, bool)>,
    /// A note about damage.
    pub note: Option<RemarkCode>,
}

/// Most chips that are worth making.
const MAX_CHIPS: usize = 8;

impl Row {
    /// The row of a document.
    #[must_use]
    pub fn of(document: &Document) -> Self {
        let card = document.card();
        let places = gazetteer();
        let mut cities: Vec<_> = card.cities.iter().map(|c| (places.get(c.place).short.clone(), c.primary)).collect();
        cities.sort_by_key(|(_, primary)| !primary);
        if cities.len() > MAX_CHIPS {
            // The count behind “+” must stay right, so the rest keeps its number but not its names.
            for (name, _) in cities.iter_mut().skip(MAX_CHIPS) {
                name.clear();
            }
        }
        Self {
            title: title_of(document),
            source: card.source.as_deref().map(str::to_owned),
            date: card.date.map(|d| d.to_string()),
            about: card.certainty == Certainty::Inferred,
            traditional: card.script == Script::Hant,
            minutes: minutes_of(card.chars),
            cities,
            note: list_note(document),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::corpus::{Answer, DocIx};
    use crate::library::query::Hit;

    fn listing(count: u32) -> Listing {
        Listing {
            answer: Answer {
                hits: (0..count).map(|i| Hit { doc: DocIx(i), hits: 0, score: 0.0, cut: false }).collect(),
                ..Answer::default()
            },
            rows: (0..count)
                .map(|i| RowShape {
                    title_tenths: if i % 3 == 0 { 900 } else { 90 },
                    chips: i % 2 == 0,
                    note: i % 7 == 0,
                })
                .collect(),
            generation: 1,
            ..Listing::default()
        }
    }

    #[test]
    fn the_visible_rows_cover_the_view_and_no_more() {
        let listing = listing(1000);
        let mut tops = RowTops::default();
        tops.refresh(&listing, 260.0, &BTreeSet::new());
        assert!(tops.height() > 1000.0 * 40.0);
        for top in [0.0, 1.0, 333.3, 40_000.0, tops.height() - 500.0] {
            let rows = tops.visible(top, top + 500.0);
            let (first, _) = tops.row(rows.start).unwrap();
            let (_, last) = tops.row(rows.end - 1).unwrap();
            assert!(first <= top && last >= (top + 500.0).min(tops.height()), "{top}: {rows:?}");
            assert!(rows.len() < 12);
        }
        assert!(tops.visible(tops.height() + 10.0, tops.height() + 90.0).len() <= 1);
        assert_eq!(RowTops::default().visible(0.0, 100.0), 0..0);
    }

    #[test]
    fn a_title_that_needs_one_line_takes_no_room_for_two() {
        let listing = listing(9);
        let mut tops = RowTops::default();
        tops.refresh(&listing, 60.0, &BTreeSet::new());
        let (before, third) = (tops.height(), tops.row(3).unwrap());
        for _ in 0..2 {
            tops.measured(3, true);
            assert!((tops.height() - (before - TITLE_LINE)).abs() < 0.1);
            assert_eq!(tops.row(3).unwrap().0, third.0);
        }
        // In another weight it needs two again.
        tops.measured(3, false);
        assert!((tops.height() - before).abs() < 0.1);
        tops.measured(3, true);
        tops.refresh(&listing, 90.0, &BTreeSet::new());
        assert!(tops.short.is_empty());
    }

    #[test]
    fn searching_makes_room_for_snippets() {
        let mut listing = listing(3);
        let mut tops = RowTops::default();
        tops.refresh(&listing, 260.0, &BTreeSet::new());
        let before = tops.height();
        listing.filter.text = "x".into();
        listing.generation = 2;
        tops.refresh(&listing, 260.0, &BTreeSet::new());
        assert!(tops.height() > before + 100.0);
    }
}
