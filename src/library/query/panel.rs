//! The counts of the filter panel: places, pairs of cities, dates, sources and the like.

use super::{Filter, Look, Mode, Naming, answers_to, passes_included, passes_places};
use crate::{
    library::{
        Brief, CityPair, FacetRow, Paired, Snapshot, Tags,
        columns::Columns,
        narrow::{Counter, NarrowFacets, sum},
        pairs::PairCounter,
    },
    place::PlaceId,
};

/// How many documents are counted for each row.
#[derive(Clone, Debug)]
pub(in crate::library) struct Panel {
    facets: Facets,
    narrow: Counter,
    /// Each document that matches counts for all that it has: nothing but the text was asked for.
    whole: bool,
}

impl Panel {
    /// Rows for the places of all documents and of the filter; nothing is counted yet.
    pub(super) fn new(filter: &Filter, columns: &Columns) -> Self {
        let whole = filter.include.is_empty()
            && filter.exclude.is_empty()
            && filter.mode != Mode::Primary
            && filter.naming == Naming::Any
            && filter.narrow.is_empty();
        Self { facets: Facets::new(filter, &columns.places), narrow: Counter::new(columns), whole }
    }

    /// True when each document that matches counts for all that it has.
    pub(super) const fn counts_whole(&self) -> bool {
        self.whole
    }

    /// Counts a document whose text matches and that these filters keep out; true when it belongs to the answer.
    pub(super) fn count(
        &mut self,
        columns: &Columns,
        look: &Look<'_>,
        failing: u8,
        filter: &Filter,
        tags: Option<&Tags>,
    ) -> bool {
        if self.whole {
            self.facets.add_all(look.places(), false);
            self.narrow.count(columns, look, failing, tags);
            return true;
        }
        let brief = look.brief();
        // The places' rows count only what every other filter lets through.
        let passes = if failing == 0 {
            self.facets.count(&brief, &answers_to(look, &brief, filter), filter)
        } else {
            passes_places(look, &brief, filter)
        };
        if passes {
            self.narrow.count(columns, look, failing, tags);
        }
        passes && failing == 0
    }

    /// No rows, to be added to those of another one.
    pub(super) fn none(columns: &Columns) -> Self {
        let slots = columns.places.last().map_or(0, |place| usize::from(place.0) + 1);
        let facets = Facets { listed: vec![false; slots], counts: vec![0; slots], pairs: PairCounter::default() };
        Self { facets, narrow: Counter::new(columns), whole: true }
    }

    /// Takes documents off, each for all that it has but its tags.
    pub(super) fn take_off<'a>(&mut self, looks: impl Iterator<Item = Look<'a>>, columns: &Columns) {
        for look in looks {
            self.facets.add_all(look.places(), true);
            self.narrow.add(columns, &look, true);
        }
    }

    /// Counts the tags of a document.
    pub(super) fn count_tags(&mut self, look: &Look<'_>, tags: Option<&Tags>) {
        self.narrow.count_tags(look, tags);
    }

    /// And what another one counted of the same snapshot.
    pub(super) fn add(&mut self, other: Self) {
        self.facets.add_counts(other.facets);
        self.narrow.add_counts(&other.narrow);
    }

    /// Of all documents of a snapshot, each for all that it has but its tags.
    pub(in crate::library) fn of_all(snapshot: &Snapshot, columns: &Columns) -> Self {
        let mut panel = Self::new(&Filter::default(), columns);
        for look in snapshot.looks() {
            panel.facets.add_all(look.places(), false);
            panel.narrow.add(columns, &look, false);
        }
        panel
    }

    /// The rows.
    pub(super) fn close(self, columns: &Columns) -> (Vec<FacetRow>, Vec<CityPair>, NarrowFacets) {
        let (facets, pairs) = self.facets.rows();
        (facets, pairs, self.narrow.facets(columns))
    }
}

/// Counts by place number, and by pairs of cities.
#[derive(Clone, Debug)]
struct Facets {
    listed: Vec<bool>,
    counts: Vec<u32>,
    pairs: PairCounter,
}

impl Facets {
    /// Rows for the places of all documents and of the filter.
    fn new(filter: &Filter, all: &[PlaceId]) -> Self {
        let mut facets = Self { listed: vec![], counts: vec![], pairs: PairCounter::default() };
        for place in all.iter().chain(&filter.include).chain(&filter.exclude) {
            facets.slot(*place);
        }
        facets
    }

    /// The count of a place, which gets a row.
    fn slot(&mut self, place: PlaceId) -> Option<&mut u32> {
        let at = usize::from(place.0);
        if at >= self.counts.len() {
            self.counts.resize(at + 1, 0);
            self.listed.resize(at + 1, false);
        }
        if let Some(listed) = self.listed.get_mut(at) {
            *listed = true;
        }
        self.counts.get_mut(at)
    }

    fn add(&mut self, place: PlaceId) {
        // The places of all documents have their slots.
        match self.counts.get_mut(usize::from(place.0)) {
            Some(count) => *count += 1,
            None => self.slot(place).into_iter().for_each(|count| *count += 1),
        }
    }

    fn add_counts(&mut self, other: Self) {
        let slots = self.counts.len().max(other.counts.len());
        self.counts.resize(slots, 0);
        self.listed.resize(slots, false);
        sum(&mut self.counts, &other.counts);
        self.listed.iter_mut().zip(&other.listed).for_each(|(listed, other)| *listed |= other);
        self.pairs.add_counts(other.pairs);
    }

    /// Counts a document for all that it has, or takes it off again.
    fn add_all(&mut self, (named, pairs): (&[PlaceId], &[Paired]), off: bool) {
        let one = if off { u32::MAX } else { 1 };
        for place in named {
            match self.counts.get_mut(usize::from(place.0)) {
                Some(count) => *count = count.wrapping_add(one),
                None => self.slot(*place).into_iter().for_each(|count| *count = count.wrapping_add(one)),
            }
        }
        self.pairs.add_all(pairs, off);
    }

    /// Counts a document whose text matches; true when it belongs to the result.
    fn count(&mut self, brief: &Brief<'_>, answers: &[PlaceId], filter: &Filter) -> bool {
        let included = passes_included(answers, filter);
        let mut keeping_out = filter.exclude.iter().filter(|p| brief.named.binary_search(p).is_ok());
        match (keeping_out.next(), keeping_out.next()) {
            (None, _) => {
                if included || filter.mode != Mode::All {
                    if *answers == *brief.named {
                        self.add_all((brief.named, brief.pairs), false);
                    } else {
                        answers.iter().for_each(|place| self.add(*place));
                        self.pairs.add(brief.pairs, answers);
                    }
                }
                included
            }
            (Some(only), None) => {
                if included {
                    self.add(*only);
                }
                false
            }
            (Some(_), Some(_)) => false,
        }
    }

    fn rows(self) -> (Vec<FacetRow>, Vec<CityPair>) {
        // Place numbers follow the codes.
        let rows = self
            .counts
            .into_iter()
            .zip(self.listed)
            .enumerate()
            .filter(|(_, (_, listed))| *listed)
            .filter_map(|(at, (count, _))| Some(FacetRow { place: PlaceId(u16::try_from(at).ok()?), count }))
            .collect();
        (rows, self.pairs.strongest())
    }
}
