//! The rows of the filter panel, as plain data.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::LazyLock,
};

pub use crate::app::widgets::Mark;
use crate::{
    app::state::State,
    corpus::Filter,
    place::{Level, PlaceId, gazetteer},
    text::pinyin,
};

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
    /// What is special about it.
    pub kind: Kind,
}

/// Places that stand twice in the gazetteer, as a province and as a city, and how the panel shows them once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Like most.
    Usual,
    /// A province that is one city (北京, 香港): a single row for both.
    Whole,
    /// The city among the other cities of its province (重庆 beside its districts): named as such, without one of them.
    Itself,
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
        for &place in base.keys().filter(|place| !stands_for_city(**place)) {
            below.entry(parent_in(place, &base)).or_default().push(place);
        }
        for rows in below.values_mut() {
            rows.sort_by_key(|place| {
                let count = base.get(place).copied().unwrap_or(0);
                (kind(*place) != Kind::Itself, std::cmp::Reverse(count), *place)
            });
        }
        let mut longest = [1_u32; 3];
        for (place, &count) in &base {
            let scale = if kind(*place) == Kind::Whole { 1 } else { depth(*place) };
            if let Some(slot) = longest.get_mut(usize::from(scale)) {
                *slot = (*slot).max(count);
            }
        }
        let query = state.place_query.trim();
        let wanted: Option<BTreeSet<PlaceId>> = (!query.is_empty()).then(|| {
            let mut wanted = BTreeSet::new();
            for &place in base.keys().filter(|p| !stands_for_city(**p) && matches(places.get(**p), query)) {
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
            let open_at_first = places.get(place).level == Level::Province;
            let open = children.map(|_| wanted.is_some() || open_at_first != state.tree_toggled.contains(&place));
            let count = counts.get(&place).copied().unwrap_or(0);
            let kind = kind(place);
            let scale = if kind == Kind::Whole { 1 } else { usize::from(depth) };
            let most = longest.get(scale).copied().unwrap_or(1);
            #[expect(clippy::cast_possible_truncation, reason = "a share of one, for painting")]
            let share = (f64::from(count) / f64::from(most)) as f32;
            let info = places.get(place);
            rows.push(PlaceRow {
                place,
                name: match depth {
                    // The districts of Chongqing are cities to the filter, and known by their full names.
                    1 if kind == Kind::Usual && info.adcode / 10_000 == CHONGQING => info.name.clone(),
                    1 => info.short.clone(),
                    _ if kind == Kind::Whole => info.short.clone(),
                    _ => info.name.clone(),
                },
                kind,
                depth,
                count,
                share,
                open,
                mark: mark_of(&state.filter, place),
            });
            if open == Some(true) {
                stack.extend(children.into_iter().flatten().rev());
            }
        }
        Self { rows }
    }
}

/// First digits of the codes of Chongqing.
const CHONGQING: u32 = 50;

/// The city rows that bear the code of their province, and what they are.
static CITIES_LIKE_PROVINCES: LazyLock<BTreeMap<PlaceId, Kind>> = LazyLock::new(|| {
    let places = gazetteer();
    let cities =
        |province| places.iter().filter(move |(_, place)| place.level == Level::City && place.parent == Some(province));
    let doubled = places.iter().filter_map(|(id, place)| {
        let province =
            place.parent.filter(|parent| place.level == Level::City && places.get(*parent).adcode == place.adcode)?;
        Some((id, if cities(province).count() == 1 { Kind::Whole } else { Kind::Itself }))
    });
    doubled.collect()
});

fn kind(place: PlaceId) -> Kind {
    CITIES_LIKE_PROVINCES.get(&place).copied().unwrap_or(Kind::Usual)
}

/// True for the provincial row of a city that is a province by itself: the city's row stands for both.
fn stands_for_city(place: PlaceId) -> bool {
    let whole = |(city, kind): (&PlaceId, &Kind)| *kind == Kind::Whole && gazetteer().get(*city).parent == Some(place);
    CITIES_LIKE_PROVINCES.iter().any(whole)
}

fn depth(place: PlaceId) -> u8 {
    match gazetteer().get(place).level {
        Level::Province => 0,
        Level::City => u8::from(kind(place) != Kind::Whole),
        Level::County | Level::Zone => 2,
    }
}

/// The nearest place above that has a row.
fn parent_in(place: PlaceId, rows: &BTreeMap<PlaceId, u32>) -> Option<PlaceId> {
    let mut at = gazetteer().get(place).parent;
    while let Some(parent) = at {
        if rows.contains_key(&parent) && !stands_for_city(parent) {
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

/// Whether a place is in the filter.
#[must_use]
pub fn mark_of(filter: &Filter, place: PlaceId) -> Mark {
    if filter.include.contains(&place) {
        Mark::Included
    } else if filter.exclude.contains(&place) {
        Mark::Excluded
    } else {
        Mark::None
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::{app::state::Listing, library::FacetRow, place::Gazetteer};

    fn find(places: &Gazetteer, name: &str, level: Level) -> PlaceId {
        places.iter().find(|(_, place)| place.name == name && place.level == level).unwrap().0
    }

    /// The rows for these places and everything above them, each named by as many pages as it has names below it.
    fn rows(named: &[(&str, Level)], change: impl FnOnce(&mut State)) -> Vec<String> {
        let places = gazetteer();
        let mut counts: BTreeMap<PlaceId, u32> = BTreeMap::new();
        for (name, level) in named {
            let mut at = Some(find(places, name, *level));
            while let Some(place) = at {
                *counts.entry(place).or_default() += 1;
                at = places.get(place).parent;
            }
        }
        let facets: Vec<FacetRow> = counts.into_iter().map(|(place, count)| FacetRow { place, count }).collect();
        let mut state = State::default();
        let mut listing = Listing { all_facets: Arc::new(facets.clone()), ..Listing::default() };
        listing.answer.facets = facets;
        state.listing = Arc::new(listing);
        change(&mut state);
        let row = |row: PlaceRow| {
            let fold = match row.open {
                Some(true) => "▾",
                Some(false) => "▸",
                None => "",
            };
            let indent = "  ".repeat(usize::from(row.depth));
            let itself = if row.kind == Kind::Itself { "*" } else { "" };
            format!("{indent}{fold}{}{itself} {}", row.name, row.count)
        };
        FilterModel::of(&state).rows.into_iter().map(row).collect()
    }

    const NAMED: [(&str, Level); 8] = [
        ("重庆市", Level::City),
        ("永川区", Level::City),
        ("永川区", Level::City),
        ("潼南区", Level::City),
        ("朝阳区", Level::County),
        ("上海市", Level::City),
        ("安居区", Level::County),
        ("香港特别行政区", Level::City),
    ];

    #[test]
    fn a_municipality_is_one_row() {
        assert_eq!(
            rows(&NAMED, |_| {}),
            [
                "▾重庆市 4",
                "  重庆* 1",
                "  永川区 2",
                "  潼南区 1",
                "▸北京 1",
                "上海 1",
                "▾四川省 1",
                "  ▸遂宁 1",
                "香港 1",
            ]
        );
    }

    #[test]
    fn a_search_opens_what_it_finds_and_finds_no_row_twice() {
        let search = |query: &str| rows(&NAMED, |state| state.place_query = query.into());
        assert_eq!(search("beijing"), ["▾北京 1"]);
        assert_eq!(search("chaoyang"), ["▾北京 1", "    朝阳区 1"]);
        assert_eq!(search("重庆"), ["▾重庆市 4", "  重庆* 1"]);
        assert_eq!(search("安居"), ["▾四川省 1", "  ▾遂宁 1", "    安居区 1"]);
    }

    #[test]
    fn a_folded_municipality_opens_like_a_city() {
        let beijing = find(gazetteer(), "北京市", Level::City);
        let rows = rows(&NAMED, |state| {
            state.tree_toggled.insert(beijing);
            state.filter.include.insert(beijing);
        });
        assert!(rows.windows(2).any(|pair| pair == ["▾北京 1", "    朝阳区 1"]), "{rows:?}");
    }
}
