//! What of the text is spoken for: names and refused strings, known beforehand, and the runs found between them. Found ones are kept apart,
//! so that a page of nothing but abbreviations is not moved about once for each of them.

use std::collections::BTreeMap;

/// A stretch of the folded text: its first byte and one past its last.
pub(super) type Stretch = (usize, usize);

/// Stretches of the text that nothing else is read into.
#[derive(Debug, Default)]
pub(super) struct Taken {
    /// Known by the last [`Taken::settle`], by where they begin.
    settled: Vec<Stretch>,
    /// Taken since then: where they end, by where they begin. The first of those that begin alike counts.
    fresh: BTreeMap<usize, usize>,
}

impl Taken {
    /// What is taken from the start, in any order.
    pub(super) fn new(mut stretches: Vec<Stretch>) -> Self {
        stretches.sort_unstable();
        Self { settled: stretches, fresh: BTreeMap::new() }
    }

    /// Takes one more.
    pub(super) fn push(&mut self, start: usize, end: usize) {
        self.fresh.entry(start).or_insert(end);
    }

    /// True when the last stretch that begins at `at` or before covers it.
    pub(super) fn holds(&self, at: usize) -> bool {
        let slot = self.settled.partition_point(|&(start, _)| start <= at);
        let settled = slot.checked_sub(1).and_then(|slot| self.settled.get(slot)).copied();
        let fresh = self.fresh.range(..=at).next_back().map(|(&start, &end)| (start, end));
        // Of two that begin alike, what was taken first counts.
        let last = match (settled, fresh) {
            (Some(settled), Some(fresh)) => Some(if fresh.0 > settled.0 { fresh } else { settled }),
            (settled, fresh) => settled.or(fresh),
        };
        last.is_some_and(|(_, end)| at < end)
    }

    /// Puts what was taken lately among the rest, once for all of it.
    pub(super) fn settle(&mut self) {
        let fresh = std::mem::take(&mut self.fresh);
        // The standard sort keeps the order of those that begin alike, and merges what is sorted already.
        let known = std::mem::replace(&mut self.settled, fresh.into_iter().collect());
        self.settled.extend(known);
        self.settled.sort_by_key(|&(start, _)| start);
    }

    /// Stretch number `slot` of what is settled.
    pub(super) fn get(&self, slot: usize) -> Option<Stretch> {
        self.settled.get(slot).copied()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        /// Against one sorted list into which each is inserted.
        #[test]
        fn it_is_one_sorted_list(
            known in prop::collection::vec((0_usize..40, 1_usize..6), 0..12),
            more in prop::collection::vec((0_usize..40, 1_usize..6, any::<bool>()), 0..12),
        ) {
            let mut list: Vec<Stretch> = known.iter().map(|&(start, len)| (start, start + len)).collect();
            let mut taken = Taken::new(list.clone());
            list.sort_unstable();
            for (start, len, settle) in more {
                // Where one was taken nothing else is: only what was known beforehand may begin there.
                if !taken.fresh.contains_key(&start) {
                    list.insert(list.partition_point(|&(from, _)| from < start), (start, start + len));
                    taken.push(start, start + len);
                }
                for at in 0..50 {
                    let slot = list.partition_point(|&(from, _)| from <= at);
                    prop_assert_eq!(taken.holds(at), slot > 0 && at < list[slot - 1].1, "{} in {:?}", at, &taken);
                }
                if settle {
                    taken.settle();
                    prop_assert_eq!(&taken.settled, &list);
                }
            }
        }
    }

    /// Moving the later ones about for each that is taken would be some 10¹³ bytes here.
    #[test]
    fn a_million_between_a_million_are_taken_at_once() {
        const MANY: usize = 1_000_000;
        let mut taken = Taken::new((0..MANY).map(|n| (n * 20, n * 20 + 6)).collect());
        for n in 0..MANY {
            taken.push(n * 20 + 10, n * 20 + 16);
        }
        assert!(taken.holds(10) && !taken.holds(6));
        taken.settle();
        assert_eq!(taken.get(3), Some((30, 36)));
        assert!(taken.holds(MANY * 20 - 5));
    }
}
