//! Fixed lists of words looked for all at once: one pass over a text instead of one for each word.

use daachorse::{CharwiseDoubleArrayAhoCorasick, CharwiseDoubleArrayAhoCorasickBuilder};

/// Words of one list: each has a bit.
const MOST: usize = 128;

/// At most 128 words that are all looked for in one pass.
pub(super) struct Needles(Option<CharwiseDoubleArrayAhoCorasick<u32>>);

impl Needles {
    /// Makes the automaton of `words`, which differ from each other.
    pub(super) fn new(words: &[&str]) -> Self {
        debug_assert!(words.len() <= MOST, "one bit for each word");
        // Building only fails for an empty or a repetitive list; then nothing is found.
        Self(CharwiseDoubleArrayAhoCorasickBuilder::new().build_with_values(words.iter().copied().zip(0_u32..)).ok())
    }

    /// True when one of the words occurs.
    pub(super) fn occur_in(&self, text: &str) -> bool {
        self.0.as_ref().is_some_and(|finder| finder.find_iter(text).next().is_some())
    }

    /// Where the words occur, overlaps included.
    pub(super) fn ranges_in<'a>(&'a self, text: &'a str) -> impl Iterator<Item = (usize, usize)> + 'a {
        self.0.iter().flat_map(move |finder| finder.find_overlapping_iter(text)).map(|hit| (hit.start(), hit.end()))
    }

    /// How many different words occur.
    pub(super) fn distinct_in(&self, text: &str) -> usize {
        let Some(finder) = &self.0 else { return 0 };
        let seen = finder.find_overlapping_iter(text).fold(0_u128, |seen, hit| seen | 1 << (hit.value() & 127));
        seen.count_ones() as usize
    }

    /// How often the words occur, each counted by itself and without overlapping itself.
    pub(super) fn count_in(&self, text: &str) -> usize {
        let Some(finder) = &self.0 else { return 0 };
        let mut ends = [0; MOST];
        let mut count = 0;
        for hit in finder.find_overlapping_iter(text) {
            let end = &mut ends[hit.value() as usize % MOST];
            if hit.start() >= *end {
                *end = hit.end();
                count += 1;
            }
        }
        count
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_are_those_of_one_search_for_each_word() {
        let words = [",,", "从年", "年", "年,,", "度十"];
        let needles = Needles::new(&words);
        for text in ["", "从年,,,,,", "从从年年年,度十,,", "春夏秋冬"] {
            assert_eq!(needles.count_in(text), words.iter().map(|w| text.matches(w).count()).sum::<usize>(), "{text}");
            assert_eq!(needles.distinct_in(text), words.iter().filter(|w| text.contains(**w)).count(), "{text}");
            assert_eq!(needles.occur_in(text), words.iter().any(|w| text.contains(w)), "{text}");
        }
    }
}
