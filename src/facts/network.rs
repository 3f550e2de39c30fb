//! Who does things with whom: cities and pairs of them with the number and the kinds of their shared facts.

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
    /// The facts it is made of, each once.
    pub facts: u32,
}

/// Puts a network together.
#[derive(Debug, Default)]
pub struct Weaver {
    /// For each place, by its number, which city it is, counted from 1 as they came.
    rank: Vec<u16>,
    cities: Vec<(PlaceId, u32)>,
    /// For each two cities, by their ranks, which pair they are, counted from 1 as they came.
    place: Vec<u32>,
    pairs: Vec<Pair>,
    facts: u32,
    /// The ranks of the cities that are being added.
    these: Vec<(PlaceId, u16)>,
}

impl Weaver {
    /// Adds facts of the same cities, so many of each kind, in the order of [`Kind::ALL`].
    pub fn add(&mut self, cities: impl Iterator<Item = PlaceId>, facts: &[u32; Kind::ALL.len()]) {
        let mut these = std::mem::take(&mut self.these);
        these.clear();
        these.extend(cities.map(|city| (city, 0)));
        these.sort_unstable();
        these.dedup();
        let all = facts.iter().sum::<u32>();
        self.facts += all;
        for (city, rank) in &mut these {
            *rank = self.rank_of(*city);
            if let Some((_, count)) = self.cities.get_mut(usize::from(*rank)) {
                *count += all;
            }
        }
        if these.len() <= MOST_CITIES {
            for (i, a) in these.iter().enumerate() {
                for b in these.iter().skip(i + 1) {
                    let Some(pair) = self.pair_of(*a, *b) else { continue };
                    pair.kinds.iter_mut().zip(facts).for_each(|(count, more)| *count += more);
                    pair.facts += all;
                }
            }
        }
        self.these = these;
    }

    /// The place of a city among those that came.
    fn rank_of(&mut self, city: PlaceId) -> u16 {
        let at = usize::from(city.0);
        if at >= self.rank.len() {
            self.rank.resize(at + 1, 0);
        }
        match self.rank.get_mut(at) {
            Some(rank) if *rank == 0 => {
                self.cities.push((city, 0));
                *rank = u16::try_from(self.cities.len()).unwrap_or(u16::MAX);
                *rank - 1
            }
            known => known.map_or(0, |rank| *rank - 1),
        }
    }

    /// The pair of two cities, of which the first has the lower code.
    fn pair_of(&mut self, (a, i): (PlaceId, u16), (b, j): (PlaceId, u16)) -> Option<&mut Pair> {
        let (low, high) = (usize::from(i.min(j)), usize::from(i.max(j)));
        let at = high * high.saturating_sub(1) / 2 + low;
        if at >= self.place.len() {
            self.place.resize(at + 1, 0);
        }
        let place = self.place.get_mut(at)?;
        if *place == 0 {
            self.pairs.push(Pair { cities: (a, b), kinds: [0; Kind::ALL.len()], facts: 0 });
            *place = u32::try_from(self.pairs.len()).ok()?;
        }
        self.pairs.get_mut(*place as usize - 1)
    }

    /// The network.
    #[must_use]
    pub fn finish(self) -> Network {
        let Self { mut cities, mut pairs, facts, .. } = self;
        cities.sort_unstable_by_key(|&(city, count)| (std::cmp::Reverse(count), city));
        pairs.sort_unstable_by_key(|pair| (std::cmp::Reverse(pair.facts), pair.cities));
        Network { cities, pairs, facts }
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
