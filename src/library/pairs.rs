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
pub fn pairs_of(article: &Article, tagging: &Tagging) -> Box<[CityPair]> {
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
    let mut pairs: Vec<CityPair> =
        (0..cities.len()).flat_map(|low| (low + 1..cities.len()).filter_map(move |high| pair(low, high))).collect();
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

/// Tables of zeros for the next counters: a new one of a third of a megabyte for every question would cost more than the counting.
static EMPTY: Mutex<Vec<Vec<u32>>> = Mutex::new(Vec::new());
/// So many are kept.
const MOST_EMPTY: usize = 4;

/// Adds up the pairs of many articles.
#[derive(Clone, Debug, Default)]
pub(super) struct PairCounter {
    /// By [`corner`] of the ranks; empty until the first pair.
    counts: Vec<u32>,
    /// The ranks of those that were zero when something was added, some of them twice: no other is anything but zero.
    touched: Vec<(u16, u16)>,
}

impl PairCounter {
    /// Adds the pairs of an article, or takes them off again.
    pub(super) fn add_all(&mut self, pairs: &[CityPair], off: bool) {
        self.each(pairs, |_, _, count, sentences| {
            *count = if off { count.wrapping_sub(sentences) } else { count.wrapping_add(sentences) };
        });
    }

    /// And what another one added up.
    pub(super) fn add_counts(&mut self, other: Self) {
        if self.counts.is_empty() {
            *self = other;
            return;
        }
        other.finish(|low, high, count| self.add_at((low, high), count));
    }

    fn add_at(&mut self, (low, high): (u16, u16), more: u32) {
        if let Some(count) = self.counts.get_mut(corner(low.into(), high.into())) {
            if *count == 0 {
                self.touched.push((low, high));
            }
            *count = count.wrapping_add(more);
        }
    }

    /// Adds the pairs of an article of which both cities are among `answers` (sorted).
    pub(super) fn add(&mut self, pairs: &[CityPair], answers: &[PlaceId]) {
        let answers = |place: PlaceId| answers.binary_search(&place).is_ok();
        self.each(pairs, |low, high, count, sentences| {
            if answers(low) && answers(high) {
                *count = count.wrapping_add(sentences);
            }
        });
    }

    /// Tells the count of each of these pairs.
    fn each(&mut self, pairs: &[CityPair], mut tell: impl FnMut(PlaceId, PlaceId, &mut u32, u32)) {
        if pairs.is_empty() {
            return;
        }
        let (cities, ranks) = &*CITIES;
        if self.counts.is_empty() {
            let empty = EMPTY.lock().unwrap_or_else(PoisonError::into_inner).pop();
            self.counts = empty.unwrap_or_else(|| vec![0; corner(0, cities.len())]);
        }
        let rank = |place: PlaceId| ranks.get(usize::from(place.0)).copied().unwrap_or(u16::MAX);
        for CityPair { cities: (low, high), sentences } in pairs {
            let at = (rank(*low), rank(*high));
            if let Some(count) = self.counts.get_mut(corner(at.0.into(), at.1.into())) {
                if *count == 0 {
                    self.touched.push(at);
                }
                tell(*low, *high, count, *sentences);
            }
        }
    }

    /// Tells every count that is not zero, with its ranks, once; the table is kept for another counter.
    fn finish(self, mut tell: impl FnMut(u16, u16, u32)) {
        let Self { mut counts, touched } = self;
        for (low, high) in touched {
            let count = counts.get_mut(corner(low.into(), high.into())).map_or(0, std::mem::take);
            if count > 0 {
                tell(low, high, count);
            }
        }
        let mut empty = EMPTY.lock().unwrap_or_else(PoisonError::into_inner);
        if !counts.is_empty() && empty.len() < MOST_EMPTY {
            empty.push(counts);
        }
    }

    /// The strongest pairs, strongest first, ties by id.
    pub(super) fn strongest(self) -> Vec<CityPair> {
        let cities = &CITIES.0;
        let mut pairs: Vec<CityPair> = Vec::new();
        self.finish(|low, high, sentences| {
            if let (Some(a), Some(b)) = (cities.get(usize::from(low)), cities.get(usize::from(high))) {
                pairs.push(CityPair { cities: (*a, *b), sentences });
            }
        });
        let by_strength = |pair: &CityPair| (std::cmp::Reverse(pair.sentences), pair.cities);
        if pairs.len() > MOST_PAIRS {
            pairs.select_nth_unstable_by_key(MOST_PAIRS - 1, by_strength);
            pairs.truncate(MOST_PAIRS);
        }
        pairs.sort_unstable_by_key(by_strength);
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
        let (some, other) = ([pair(3, 5, 2), pair(5, 9, 1)], [pair(3, 5, 7)]);
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
            assert_eq!(both.strongest(), some);
        }
    }

    fn pairs(text: &str) -> Vec<String> {
        let g = gazetteer();
        let document = document_of("a.txt", text.as_bytes());
        let name = |place: PlaceId| g.get(place).short.clone();
        let mut pairs: Vec<String> = document
            .card()
            .pairs
            .iter()
            .map(|p| format!("{} {} {}", name(p.cities.0), name(p.cities.1), p.sentences))
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
