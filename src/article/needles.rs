//! Fixed lists of words looked for all at once: one pass over a text instead of one for each word.

use crate::text::wordset::WordSet;

/// Words of one list: each has a bit.
const MOST: usize = 128;

/// At most 128 words that are all looked for in one pass.
pub(super) struct Needles(WordSet<u32>);

impl Needles {
    /// The set of `words`, which differ from each other.
    pub(super) fn new(words: &[&str]) -> Self {
        debug_assert!(words.len() <= MOST, "one bit for each word");
        Self(WordSet::new(words.iter().zip(0_u32..)))
    }

    /// True when one of the words occurs.
    pub(super) fn occur_in(&self, text: &str) -> bool {
        let mut any = false;
        self.0.each_in(text, |_, _, _| any = true);
        any
    }

    /// Where the words occur, overlaps included, in order of their beginnings.
    pub(super) fn ranges_in(&self, text: &str) -> Vec<(usize, usize)> {
        let mut ranges = Vec::new();
        self.0.each_in(text, |start, end, _| ranges.push((start, end)));
        ranges
    }

    /// How many different words occur.
    pub(super) fn distinct_in(&self, text: &str) -> usize {
        let mut seen = 0_u128;
        self.0.each_in(text, |_, _, word| seen |= 1 << (word & 127));
        seen.count_ones() as usize
    }

    /// The same of a text whose units are known (see [`crate::text::units::of`]), which saves taking it apart once more.
    pub(super) fn distinct_units(&self, units: &[u16]) -> usize {
        let mut seen = 0_u128;
        self.0.each(units, |_, _, word| seen |= 1 << (word & 127));
        seen.count_ones() as usize
    }

    /// How often the words occur, each counted by itself and without overlapping itself.
    pub(super) fn count_in(&self, text: &str) -> usize {
        let mut ends = [0; MOST];
        let mut count = 0;
        self.0.each_in(text, |start, end, word| {
            let last = &mut ends[word as usize % MOST];
            if start >= *last {
                *last = end;
                count += 1;
            }
        });
        count
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::units;

    #[test]
    fn counts_are_those_of_one_search_for_each_word() {
        let words = [",,", "从年", "年", "年,,", "度十"];
        let needles = Needles::new(&words);
        for text in ["", "从年,,,,,", "从从年年年,度十,,", "春夏秋冬"] {
            assert_eq!(needles.count_in(text), words.iter().map(|w| text.matches(w).count()).sum::<usize>(), "{text}");
            assert_eq!(needles.distinct_in(text), words.iter().filter(|w| text.contains(**w)).count(), "{text}");
            assert_eq!(needles.distinct_units(&units::of(text)), needles.distinct_in(text), "{text}");
            assert_eq!(needles.occur_in(text), words.iter().any(|w| text.contains(w)), "{text}");
        }
    }
}
