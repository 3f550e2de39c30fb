//! The map at the top of the filter panel: cities with their counts, as the tree has them, and what joins them.

use std::collections::{BTreeMap, BTreeSet};

use egui::{Ui, vec2};

use super::{model::mark_of, view::place_menu};
use crate::{
    app::{
        action::{Action, PlaceUse},
        state::State,
        theme::Theme,
        widgets::{
            button::{Button, Kind},
            icon::Icon,
            map::{
                self, Dot, Event, Link, Look, MapModel, MapState,
                projection::{self, spot_of},
            },
        },
    },
    place::{Level, PlaceId, gazetteer},
    words::{Language, Words},
};

/// A panel lower than this has no room for a map beside the tree, points: there it stays closed until it is asked for.
const SHORT: f32 = 440.0;
/// Share of the panel's height that the map takes, and its bounds, points.
const SHARE: f32 = 0.23;
const HEIGHT: (f32, f32) = (116.0, 210.0);

/// What a map was made from: the same key, the same map.
#[derive(Clone, Debug, PartialEq)]
struct Key {
    generation: u64,
    language: Language,
    include: BTreeSet<PlaceId>,
    exclude: BTreeSet<PlaceId>,
}

/// What the map keeps between frames.
#[derive(Debug, Default)]
pub struct MapPanel {
    model: MapModel,
    key: Option<Key>,
    state: MapState,
    /// In a low panel: it is open all the same.
    short_open: bool,
}

impl MapPanel {
    fn is_open(&self, state: &State, room: f32) -> bool {
        if room < SHORT { self.short_open } else { state.settings.map_open }
    }

    /// The button that opens and closes it.
    pub(super) fn button(
        &mut self,
        ui: &mut Ui,
        state: &State,
        room: f32,
        theme: &Theme,
        words: &Words,
        actions: &mut Vec<Action>,
    ) {
        let open = self.is_open(state, room);
        let name = words.t(if open { "map-close" } else { "map-open" });
        let button = Button::icon(Kind::Quiet, Icon::Map, &name).height(24.0).pad(4.0).selected(open);
        if button.show(ui, theme).clicked() {
            if room < SHORT {
                self.short_open = !open;
            } else {
                actions.push(Action::ToggleMap);
            }
        }
    }

    /// The map, where it is open. `room`: height of the panel.
    pub(super) fn show(
        &mut self,
        ui: &mut Ui,
        state: &State,
        room: f32,
        theme: &Theme,
        words: &Words,
        actions: &mut Vec<Action>,
    ) {
        if !self.is_open(state, room) {
            return;
        }
        let key = Key {
            generation: state.listing.generation,
            language: state.language(),
            include: state.filter.include.clone(),
            exclude: state.filter.exclude.clone(),
        };
        if self.key.as_ref() != Some(&key) {
            self.model = MapModel { revision: self.model.revision + 1, ..model_of(state, words) };
            self.key = Some(key);
        }
        let size = vec2(ui.available_width(), (room * SHARE).clamp(HEIGHT.0, HEIGHT.1).round());
        let look = Look { theme, words, backdrop: state.settings.map_backdrop };
        let mut menu = |ui: &mut Ui, dot: &Dot| place_menu(ui, dot.place, dot.mark, theme, words, actions);
        let events = map::show(ui, size, &self.model, &mut self.state, look, &mut menu);
        actions.extend(events.into_iter().map(|event| match event {
            Event::Use { place, exclude } => {
                Action::UsePlace(place, if exclude { PlaceUse::Exclude } else { PlaceUse::Include })
            }
            Event::Choose { places, add } => Action::UsePlaces { places, add },
            Event::Backdrop(on) => Action::SetMapBackdrop(on),
        }));
    }
}

/// Dots for places and their counts, read aloud by the message `label`; places without a known centre are left out.
#[must_use]
pub fn dots_of(places: impl Iterator<Item = (PlaceId, u32)>, label: &str, state: &State, words: &Words) -> Vec<Dot> {
    places
        .filter_map(|(place, articles)| {
            let name = gazetteer().get(place).short.clone();
            let label = words.tn(label, &[("place", name.as_str().into()), ("n", articles.into())]);
            let mark = mark_of(&state.filter, place);
            Some(Dot { place, name, label, at: spot_of(place)?, articles, mark })
        })
        .collect()
}

/// Lines between those dots, for pairs of places and their numbers.
#[must_use]
pub fn links_of(dots: &[Dot], pairs: impl Iterator<Item = ((PlaceId, PlaceId), u32)>) -> Vec<Link> {
    let index: BTreeMap<PlaceId, usize> = dots.iter().enumerate().map(|(at, dot)| (dot.place, at)).collect();
    pairs
        .filter_map(|((one, other), sentences)| {
            Some(Link { dots: (*index.get(&one)?, *index.get(&other)?), sentences, kinds: [0; 7] })
        })
        .collect()
}

/// The cities of the whole folder with their present counts. What is shown at first follows from the folder, not from the filters, so
/// that the map stays where it is while one filters.
#[must_use]
pub fn model_of(state: &State, words: &Words) -> MapModel {
    let g = gazetteer();
    let listing = &state.listing;
    let counts: BTreeMap<PlaceId, u32> = listing.answer.facets.iter().map(|row| (row.place, row.count)).collect();
    let is_city = |place: &PlaceId| g.get(*place).level == Level::City;
    let all: BTreeMap<PlaceId, u32> =
        listing.all_facets.iter().filter(|row| is_city(&row.place)).map(|row| (row.place, row.count)).collect();
    let marked = state.filter.include.iter().chain(&state.filter.exclude).copied();
    let cities: BTreeSet<PlaceId> = all.keys().copied().chain(marked.filter(is_city)).collect();
    let shown = cities.into_iter().map(|place| (place, counts.get(&place).copied().unwrap_or(0)));
    let mut dots = dots_of(shown, "map-dot", state, words);
    dots.sort_by_key(|dot| (std::cmp::Reverse(dot.articles), dot.place));
    let links = links_of(&dots, listing.answer.pairs.iter().map(|pair| (pair.cities, pair.sentences)));
    let home: Vec<_> =
        all.iter().filter(|(_, count)| **count > 0).filter_map(|(p, n)| Some((spot_of(*p)?, *n))).collect();
    MapModel { dots, links, home: projection::core(&home), together: "map-together", revision: 0 }
}
