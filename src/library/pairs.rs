//! Which cities an article names in one sentence, and how often: counted once when it is read, added up for each answer.

use std::sync::{LazyLock, Mutex, PoisonError};

use super::narrow::Units;
use crate::{
    article::Article,
    place::{Level, Mention, PlaceId, Tagging, gazetteer},
    text::sentence::{sentence_at, sentences},
};

/// More than the bytes of a quote or bracket that holds no sentences of its own, and of the marks behind it.
const REACH_BYTES: usize = 1024;

/// Two cities and the sentences that name both.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CityPair {
    /// The cities, the smaller id first.
    pub cities: (PlaceId, PlaceId),
    /// Sentences that name both of them or places in them, by name or by abbreviation.
    pub sentences: u32,
}

/// The pairs an answer holds at most: the strongest.
pub const MOST_PAIRS: usize = 200;

/// Position of the pair `low < high` in a list of all pairs of numbers.
const fn corner(low: usize, high: usize) -> usize {
    high * high.saturating_sub(1) / 2 + low
}

/// The pairs of one article, by id. A province is no city; a county counts for its city.
#[must_use]
pub fn pairs_of(article: &Article, tagging: &Tagging) -> Box<[Paired]> {
    let g = gazetteer();
    let mut cities: Vec<PlaceId> = tagging.cities.iter().map(|city| city.place).collect();
    cities.sort_unstable();
    if cities.len() < 2 {
        return Box::default();
    }
    let cities_of = |mention: &Mention, into: &mut Vec<usize>| {
        let named = mention.places.iter().filter_map(|place| g.city_of(*place));
        into.extend(named.filter_map(|city| cities.binary_search(&city).ok()));
    };
    let mut counts = vec![0_u32; corner(0, cities.len())];
    let mut close = |sentence: &mut Vec<usize>| {
        sentence.sort_unstable();
        sentence.dedup();
        for (at, &high) in sentence.iter().enumerate() {
            for &low in sentence.iter().take(at) {
                if let Some(count) = counts.get_mut(corner(low, high)) {
                    *count += 1;
                }
            }
        }
        sentence.clear();
    };
    let (mut sentence, mut paragraph): (Vec<usize>, Vec<usize>) = (Vec::new(), Vec::new());
    for mentions in tagging.mentions.chunk_by(|a, b| Units::block_of(article, a) == Units::block_of(article, b)) {
        // Most paragraphs need not be cut into sentences.
        paragraph.clear();
        mentions.iter().for_each(|mention| cities_of(mention, &mut paragraph));
        if paragraph.iter().all(|city| paragraph.first() == Some(city)) {
            continue;
        }
        let (Some(first), Some(last)) = (mentions.first(), mentions.last()) else { continue };
        let Some(block) = article.blocks.get(Units::block_of(article, first)) else { continue };
        // What stands further behind the last of them than a short quote reaches decides nothing.
        let text = block.span.of(&article.text);
        let end = text.ceil_char_boundary((last.span.end - block.span.start + REACH_BYTES).min(text.len()));
        let borders = sentences(text.get(..end).unwrap_or(text));
        let mut current = None;
        for mention in mentions {
            let unit = sentence_at(&borders, mention.span.start - block.span.start);
            if current != Some(unit) {
                close(&mut sentence);
                current = Some(unit);
            }
            cities_of(mention, &mut sentence);
        }
        close(&mut sentence);
    }
    let pair = |low: usize, high: usize| {
        let sentences = counts.get(corner(low, high)).copied().filter(|count| *count > 0)?;
        Some(CityPair { cities: (*cities.get(low)?, *cities.get(high)?), sentences })
    };
    let all = (0..cities.len()).flat_map(|low| (low + 1..cities.len()).filter_map(move |high| pair(low, high)));
    let mut pairs: Vec<Paired> = all.filter_map(|pair| Paired::pack(&pair)).flatten().collect();
    pairs.shrink_to_fit();
    pairs.into()
}

/// The cities, and the place of each among them by its id.
static CITIES: LazyLock<(Vec<PlaceId>, Vec<u16>)> = LazyLock::new(|| {
    let g = gazetteer();
    let cities: Vec<PlaceId> = g.iter().filter(|(_, place)| place.level == Level::City).map(|(id, _)| id).collect();
    let mut ranks = vec![u16::MAX; g.iter().count()];
    for (rank, city) in (0_u16..).zip(&cities) {
        if let Some(slot) = ranks.get_mut(usize::from(city.0)) {
            *slot = rank;
        }
    }
    (cities, ranks)
});

/// All pairs of cities, by [`corner`] of their ranks.
static PAIRS: LazyLock<Vec<(PlaceId, PlaceId)>> = LazyLock::new(|| {
    let cities = &CITIES.0;
    cities.iter().enumerate().flat_map(|(at, high)| cities.iter().take(at).map(|low| (*low, *high))).collect()
});

/// Bits of the sentences in a [`Paired`].
const SENTENCE_BITS: u32 = 12;
const MOST_SENTENCES: u32 = (1 << SENTENCE_BITS) - 1;

/// A [`CityPair`] as it is kept, in four bytes: the number of the pair and the sentences. Answers add up millions of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Paired(u32);

impl Paired {
    /// Packs a pair; several stand for one of thousands of sentences. `None` when these are no two cities, the smaller id first.
    pub(super) fn pack(pair: &CityPair) -> Option<impl Iterator<Item = Self> + use<>> {
        let rank = |place: PlaceId| CITIES.1.get(usize::from(place.0)).copied().filter(|rank| *rank != u16::MAX);
        let (low, high) = (rank(pair.cities.0)?, rank(pair.cities.1)?);
        let number = u32::try_from(corner(low.into(), high.into())).ok()?;
        let fits = low < high && number <= u32::MAX >> SENTENCE_BITS;
        let (whole, rest) = (pair.sentences / MOST_SENTENCES, pair.sentences % MOST_SENTENCES);
        let parts = std::iter::repeat_n(MOST_SENTENCES, whole as usize).chain((rest > 0).then_some(rest));
        fits.then(|| parts.map(move |sentences| Self(number << SENTENCE_BITS | sentences)))
    }

    /// The cities, the smaller id first.
    pub(super) fn cities(self) -> (PlaceId, PlaceId) {
        PAIRS.get(self.number()).copied().unwrap_or((PlaceId(0), PlaceId(0)))
    }

    /// Its sentences.
    pub(super) const fn sentences(self) -> u32 {
        self.0 & MOST_SENTENCES
    }

    const fn number(self) -> usize {
        (self.0 >> SENTENCE_BITS) as usize
    }
}

/// Tables of zeros for the next counters: a new one of a third of a megabyte for every question would cost more than the counting.
static EMPTY: Mutex<Vec<Vec<u32>>> = Mutex::new(Vec::new());
/// So many are kept.
const MOST_EMPTY: usize = 4;

/// Adds up the pairs of many articles.
#[derive(Clone, Debug, Default)]
pub(super) struct PairCounter {
    /// By number of the pair; empty until the first pair.
    counts: Vec<u32>,
    /// The numbers of those that were zero when something was added, some of them twice: no other is anything but zero.
    touched: Vec<u32>,
}

impl PairCounter {
    /// Adds the pairs of an article, or takes them off again.
    pub(super) fn add_all(&mut self, pairs: &[Paired], off: bool) {
        if off {
            self.each(pairs, |count, pair| count.wrapping_sub(pair.sentences()));
        } else {
            self.each(pairs, |count, pair| count.wrapping_add(pair.sentences()));
        }
    }

    /// And what another one added up.
    pub(super) fn add_counts(&mut self, other: Self) {
        if self.counts.is_empty() {
            *self = other;
            return;
        }
        other.finish(|number, more| {
            if let Some(count) = self.counts.get_mut(number as usize) {
                if *count == 0 {
                    self.touched.push(number);
                }
                *count = count.wrapping_add(more);
            }
        });
    }

    /// Adds the pairs of an article of which both cities are among `answers` (sorted).
    pub(super) fn add(&mut self, pairs: &[Paired], answers: &[PlaceId]) {
        let answers = |place: PlaceId| answers.binary_search(&place).is_ok();
        self.each(pairs, |count, pair| {
            let (low, high) = pair.cities();
            if answers(low) && answers(high) { count.wrapping_add(pair.sentences()) } else { count }
        });
    }

    /// Tells the count of each of these pairs, which becomes what is answered.
    #[inline]
    fn each(&mut self, pairs: &[Paired], then: impl Fn(u32, Paired) -> u32) {
        if pairs.is_empty() {
            return;
        }
        if self.counts.is_empty() {
            let empty = EMPTY.lock().unwrap_or_else(PoisonError::into_inner).pop();
            self.counts = empty.unwrap_or_else(|| vec![0; PAIRS.len()]);
        }
        for pair in pairs {
            if let Some(count) = self.counts.get_mut(pair.number()) {
                if *count == 0 {
                    self.touched.push(pair.0 >> SENTENCE_BITS);
                }
                *count = then(*count, *pair);
            }
        }
    }

    /// Tells every count that is not zero, with the number of its pair, once; the table is kept for another counter.
    fn finish(self, mut tell: impl FnMut(u32, u32)) {
        let Self { mut counts, touched } = self;
        for number in touched {
            let count = counts.get_mut(number as usize).map_or(0, std::mem::take);
            if count > 0 {
                tell(number, count);
            }
        }
        let mut empty = EMPTY.lock().unwrap_or_else(PoisonError::into_inner);
        if !counts.is_empty() && empty.len() < MOST_EMPTY {
            empty.push(counts);
        }
    }

    /// The strongest pairs, strongest first, ties by id.
    pub(super) fn strongest(self) -> Vec<CityPair> {
        let mut counts: Vec<(u32, u32)> = Vec::with_capacity(self.touched.len());
        self.finish(|number, sentences| counts.push((sentences, number)));
        if counts.len() > MOST_PAIRS {
            // Of those that are as strong as the last one, the ids tell which are among the first.
            let (_, last, _) = counts.select_nth_unstable_by(MOST_PAIRS - 1, |a, b| b.0.cmp(&a.0));
            let least = last.0;
            counts.retain(|(sentences, _)| *sentences >= least);
        }
        let pair = |(sentences, number): (u32, u32)| Some(CityPair { cities: *PAIRS.get(number as usize)?, sentences });
        let mut pairs: Vec<CityPair> = counts.into_iter().filter_map(pair).collect();
        pairs.sort_unstable_by_key(|pair| (std::cmp::Reverse(pair.sentences), pair.cities));
        pairs.truncate(MOST_PAIRS);
        pairs
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::library::document_of;

    #[test]
    fn what_is_taken_off_and_added_again_counts_once() {
        let pair =
            |low: usize, high: usize, sentences: u32| CityPair { cities: (CITIES.0[low], CITIES.0[high]), sentences };
        let packed =
            |pairs: &[CityPair]| -> Vec<Paired> { pairs.iter().flat_map(|pair| Paired::pack(pair).unwrap()).collect() };
        let wanted = [pair(3, 5, 2), pair(5, 9, 1)];
        let (some, other) = (packed(&wanted), packed(&[pair(3, 5, 7)]));
        for _ in 0..3 {
            // The table of the one before is used again.
            let (mut all, mut off) = (PairCounter::default(), PairCounter::default());
            all.add_all(&some, false);
            all.add_all(&some, true);
            assert_eq!(all.clone().strongest(), []);
            all.add_all(&some, false);
            all.add_all(&other, false);
            off.add_all(&other, true);
            off.add_all(&other, false);
            off.add_all(&other, true);
            let mut both = PairCounter::default();
            both.add_counts(all);
            both.add_counts(off);
            assert_eq!(both.strongest(), wanted);
        }
    }

    #[test]
    fn pairs_come_back_as_they_were_packed() {
        let cities = &CITIES.0;
        for (low, high) in [(0, 1), (3, 200), (cities.len() - 2, cities.len() - 1)] {
            for sentences in [1, 4095, 4096, 10_000] {
                let pair = CityPair { cities: (cities[low], cities[high]), sentences };
                let packed: Vec<Paired> = Paired::pack(&pair).unwrap().collect();
                assert!(packed.iter().all(|packed| packed.cities() == pair.cities));
                assert_eq!(packed.iter().map(|packed| packed.sentences()).sum::<u32>(), sentences);
                let mut counter = PairCounter::default();
                counter.add_all(&packed, false);
                assert_eq!(counter.strongest(), [pair]);
            }
            assert!(Paired::pack(&CityPair { cities: (cities[high], cities[low]), sentences: 1 }).is_none());
        }
    }

    #[test]
    fn of_equals_the_first_by_id_are_told() {
        let mut counter = PairCounter::default();
        let cities = &CITIES.0;
        let all: Vec<CityPair> = (1..40)
            .flat_map(|high| (0..high).map(move |low| (low, high)))
            .map(|(low, high)| CityPair {
                cities: (cities[low], cities[high]),
                sentences: 1 + (low as u32 + high as u32) % 3,
            })
            .collect();
        all.iter().for_each(|pair| counter.add_all(&Paired::pack(pair).unwrap().collect::<Vec<_>>(), false));
        let mut wanted = all;
        wanted.sort_by_key(|pair| (std::cmp::Reverse(pair.sentences), pair.cities));
        wanted.truncate(MOST_PAIRS);
        assert_eq!(counter.strongest(), wanted);
    }

    fn pairs(text: &str) -> Vec<String> {
        let g = gazetteer();
        let document = document_of("a.txt", text.as_bytes());
        let name = |place: PlaceId| g.get(place).short.clone();
        let mut pairs: Vec<String> = document
            .card()
            .pairs
            .iter()
            .map(|p| format!("{} {} {}", name(p.cities().0), name(p.cities().1), p.sentences()))
            .collect();
        pairs.sort();
        pairs
    }

    #[test]
    fn sentences_count_once_for_each_pair_they_name() {
        let text = "甲地新闻\n遂宁市和潼南区、射洪市开会，遂宁市很高兴。绵阳市没有参加。\n遂宁市、绵阳市又谈了一次。\n";
        assert_eq!(pairs(text), ["遂宁 潼南 1", "遂宁 绵阳 1"].map(sorted));
    }

    #[test]
    fn an_abbreviation_counts_for_its_members() {
        assert_eq!(pairs("甲地新闻\n遂潼一体化发展进展顺利，项目已经开工。\n"), ["遂宁 潼南 1"].map(sorted));
    }

    /// By id, as the pairs are.
    fn sorted(pair: &str) -> String {
        let g = gazetteer();
        let parts: Vec<&str> = pair.split(' ').collect();
        let (a, b) = (g.lookup(parts[0])[0], g.lookup(parts[1])[0]);
        if a < b { pair.to_owned() } else { format!("{} {} {}", parts[1], parts[0], parts[2]) }
    }

    #[test]
    fn corners_of_pairs_are_numbered_without_gaps() {
        let all: Vec<usize> = (1..9).flat_map(|high| (0..high).map(move |low| corner(low, high))).collect();
        assert_eq!(all, (0..36).collect::<Vec<_>>());
        assert_eq!(corner(0, 9), 36);
    }
}
