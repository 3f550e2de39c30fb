//! The rows of the filter panel, as plain data.

use std::collections::{BTreeMap, BTreeSet};

use crate::{
    app::state::State,
    place::{Level, PlaceId, gazetteer},
    text::pinyin,
};

/// Whether a place is part of the filter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark {
    /// Not.
    None,
    /// Must occur.
    Included,
    /// Must not occur.
    Excluded,
}

/// One row.
#[derive(Clone, Debug, PartialEq)]
pub struct PlaceRow {
    /// Which place.
    pub place: PlaceId,
    /// Its name as the panel shows it.
    pub name: String,
    /// 0 province, 1 city, 2 county.
    pub depth: u8,
    /// Articles under the other filters.
    pub count: u32,
    /// Length of the bar, 0–1, of the longest at its depth.
    pub share: f32,
    /// Open or folded; `None` when nothing is below it.
    pub open: Option<bool>,
    /// In the filter?
    pub mark: Mark,
}

/// All rows in view of the folding, in their stable order.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct FilterModel {
    /// Rows, top to bottom.
    pub rows: Vec<PlaceRow>,
}

/// What a [`FilterModel`] was made from: the same key, the same rows.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Key {
    generation: u64,
    query: String,
    toggled: BTreeSet<PlaceId>,
    include: BTreeSet<PlaceId>,
    exclude: BTreeSet<PlaceId>,
}

impl Key {
    /// The key of a state.
    #[must_use]
    pub fn of(state: &State) -> Self {
        Self {
            generation: state.listing.generation,
            query: state.place_query.clone(),
            toggled: state.tree_toggled.clone(),
            include: state.filter.include.clone(),
            exclude: state.filter.exclude.clone(),
        }
    }
}

impl FilterModel {
    /// Makes the rows. The order follows the counts without any filter, so that no row moves while one filters.
    #[must_use]
    pub fn of(state: &State) -> Self {
        let places = gazetteer();
        let listing = &state.listing;
        let counts: BTreeMap<PlaceId, u32> = listing.answer.facets.iter().map(|f| (f.place, f.count)).collect();
        let base: BTreeMap<PlaceId, u32> = listing.all_facets.iter().map(|f| (f.place, f.count)).collect();
        let mut below: BTreeMap<Option<PlaceId>, Vec<PlaceId>> = BTreeMap::new();
        for &place in base.keys() {
            below.entry(parent_in(place, &base)).or_default().push(place);
        }
        for rows in below.values_mut() {
            rows.sort_by_key(|place| (std::cmp::Reverse(base.get(place).copied().unwrap_or(0)), *place));
        }
        let mut longest = [1_u32; 3];
        for (place, &count) in &base {
            if let Some(slot) = longest.get_mut(usize::from(depth(*place))) {
                *slot = (*slot).max(count);
            }
        }
        let query = state.place_query.trim();
        let wanted: Option<BTreeSet<PlaceId>> = (!query.is_empty()).then(|| {
            let mut wanted = BTreeSet::new();
            for &place in base.keys().filter(|p| matches(places.get(**p), query)) {
                let mut at = Some(place);
                while let Some(place) = at {
                    wanted.insert(place);
                    at = parent_in(place, &base);
                }
            }
            wanted
        });
        let mut rows = vec![];
        let mut stack: Vec<PlaceId> = below.get(&None).cloned().unwrap_or_default();
        stack.reverse();
        while let Some(place) = stack.pop() {
            if wanted.as_ref().is_some_and(|w| !w.contains(&place)) {
                continue;
            }
            let children = below.get(&Some(place));
            let depth = depth(place);
            // Provinces are open and cities folded until one is clicked; a search opens what it finds.
            let open = children.map(|_| wanted.is_some() || (depth == 0) != state.tree_toggled.contains(&place));
            let count = counts.get(&place).copied().unwrap_or(0);
            let most = longest.get(usize::from(depth)).copied().unwrap_or(1);
            #[expect(clippy::cast_possible_truncation, reason = "a share of one, for painting")]
            let share = (f64::from(count) / f64::from(most)) as f32;
            let info = places.get(place);
            rows.push(PlaceRow {
                place,
                name: if depth == 1 && !info.adcode.to_string().starts_with("50") {
                    info.short.clone()
                } else {
                    info.name.clone()
                },
                depth,
                count,
                share,
                open,
                mark: if state.filter.include.contains(&place) {
                    Mark::Included
                } else if state.filter.exclude.contains(&place) {
                    Mark::Excluded
                } else {
                    Mark::None
                },
            });
            if open == Some(true) {
                stack.extend(children.into_iter().flatten().rev());
            }
        }
        Self { rows }
    }
}

fn depth(place: PlaceId) -> u8 {
    match gazetteer().get(place).level {
        Level::Province => 0,
        Level::City => 1,
        Level::County | Level::Zone => 2,
    }
}

/// The nearest place above that has a row.
fn parent_in(place: PlaceId, rows: &BTreeMap<PlaceId, u32>) -> Option<PlaceId> {
    let mut at = gazetteer().get(place).parent;
    while let Some(parent) = at {
        if rows.contains_key(&parent) {
            return Some(parent);
        }
        at = gazetteer().get(parent).parent;
    }
    None
}

fn matches(place: &crate::place::Place, query: &str) -> bool {
    if query.is_ascii() {
        let query: String = query.chars().filter(char::is_ascii_alphabetic).collect::<String>().to_ascii_lowercase();
        !query.is_empty() && (place.pinyin.starts_with(&query) || pinyin::matches(&place.short, &query))
    } else {
        let fold = |text: &str| text.chars().map(crate::text::fold::fold_char).collect::<String>();
        fold(&place.name).contains(&fold(query))
    }
}
