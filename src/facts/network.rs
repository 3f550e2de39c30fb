//! Who does things with whom: cities and pairs of them with the number and the kinds of their shared facts.

use std::collections::BTreeMap;

use super::Kind;
use crate::place::PlaceId;

/// Cities of one fact that are paired; a list of more says little of any two.
const MOST_CITIES: usize = 12;

/// Two cities and what they do together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pair {
    /// The cities, the lower code first.
    pub cities: (PlaceId, PlaceId),
    /// Facts of each kind, in the order of [`Kind::ALL`].
    pub kinds: [u32; Kind::ALL.len()],
    /// Facts of all kinds.
    pub facts: u32,
}

/// Cities and pairs.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Network {
    /// Cities with their facts, those with most first.
    pub cities: Vec<(PlaceId, u32)>,
    /// Pairs, those with most facts first.
    pub pairs: Vec<Pair>,
}

/// Puts a network together.
#[derive(Debug, Default)]
pub struct Weaver {
    cities: BTreeMap<PlaceId, u32>,
    pairs: BTreeMap<(PlaceId, PlaceId), [u32; Kind::ALL.len()]>,
}

impl Weaver {
    /// Adds facts of the same cities, so many of each kind, in the order of [`Kind::ALL`].
    pub fn add(&mut self, cities: impl Iterator<Item = PlaceId>, facts: &[u32; Kind::ALL.len()]) {
        let mut cities: Vec<PlaceId> = cities.collect();
        cities.sort_unstable();
        cities.dedup();
        for &city in &cities {
            *self.cities.entry(city).or_default() += facts.iter().sum::<u32>();
        }
        if cities.len() > MOST_CITIES {
            return;
        }
        for (i, &a) in cities.iter().enumerate() {
            for &b in cities.iter().skip(i + 1) {
                let kinds = self.pairs.entry((a, b)).or_default();
                kinds.iter_mut().zip(facts).for_each(|(count, more)| *count += more);
            }
        }
    }

    /// The network.
    #[must_use]
    pub fn finish(self) -> Network {
        let mut cities: Vec<(PlaceId, u32)> = self.cities.into_iter().collect();
        cities.sort_by_key(|&(city, count)| (std::cmp::Reverse(count), city));
        let pair = |(cities, kinds): ((PlaceId, PlaceId), [u32; Kind::ALL.len()])| {
            let facts = kinds.iter().sum();
            Pair { cities, kinds, facts }
        };
        let mut pairs: Vec<Pair> = self.pairs.into_iter().map(pair).collect();
        pairs.sort_by_key(|pair| (std::cmp::Reverse(pair.facts), pair.cities));
        Network { cities, pairs }
    }
}

impl Network {
    /// The pair of two cities.
    #[must_use]
    pub fn pair(&self, a: PlaceId, b: PlaceId) -> Option<&Pair> {
        let cities = (a.min(b), a.max(b));
        self.pairs.iter().find(|pair| pair.cities == cities)
    }
}
