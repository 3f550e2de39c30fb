//! A set of documents of a segment.

/// Some of the documents of a segment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::library) struct Bits(Vec<u64>);

impl Bits {
    /// None of so many.
    pub(in crate::library) fn none(count: usize) -> Self {
        Self(vec![0; count.div_ceil(64)])
    }

    /// Those of which it holds, in order.
    pub(in crate::library) fn of<T>(all: &[T], holds: impl Fn(&T) -> bool) -> Self {
        // Word by word, without a branch for each of them.
        let word = |some: &[T]| (0..).zip(some).fold(0, |word, (at, one)| word | u64::from(holds(one)) << at);
        Self(all.chunks(64).map(word).collect())
    }

    /// All of so many.
    pub(in crate::library) fn all(count: usize) -> Self {
        let mut bits = Self(vec![u64::MAX; count.div_ceil(64)]);
        if let Some(last) = bits.0.last_mut() {
            *last >>= (64 - count % 64) % 64;
        }
        bits
    }

    /// And this one.
    pub(in crate::library) fn add(&mut self, at: usize) {
        if let Some(word) = self.0.get_mut(at / 64) {
            *word |= 1 << (at % 64);
        }
    }

    /// True when it is one of them.
    pub(in crate::library) fn has(&self, at: usize) -> bool {
        self.0.get(at / 64).is_some_and(|word| word >> (at % 64) & 1 == 1)
    }

    /// How many they are.
    pub(in crate::library) fn count(&self) -> usize {
        self.0.iter().map(|word| word.count_ones() as usize).sum()
    }

    /// Those that are in both.
    pub(in crate::library) fn and(mut self, other: &Self) -> Self {
        self.0.iter_mut().zip(&other.0).for_each(|(a, b)| *a &= b);
        self
    }

    /// Those that are in one of them.
    pub(in crate::library) fn or(mut self, other: &Self) -> Self {
        self.0.iter_mut().zip(&other.0).for_each(|(a, b)| *a |= b);
        self
    }

    /// Those that are in this one alone.
    pub(in crate::library) fn without(mut self, other: &Self) -> Self {
        self.0.iter_mut().zip(&other.0).for_each(|(a, b)| *a &= !b);
        self
    }

    /// Tells their numbers, rising.
    pub(in crate::library) fn each(&self, mut tell: impl FnMut(usize)) {
        for (at, word) in self.0.iter().enumerate() {
            let mut rest = *word;
            while rest != 0 {
                tell(at * 64 + rest.trailing_zeros() as usize);
                rest &= rest - 1;
            }
        }
    }

    /// Their numbers, rising.
    pub(in crate::library) fn iter(&self) -> impl Iterator<Item = usize> {
        self.0.iter().enumerate().flat_map(|(at, word)| {
            let mut rest = *word;
            std::iter::from_fn(move || {
                let bit = rest.trailing_zeros();
                (rest != 0).then(|| {
                    rest &= rest - 1;
                    at * 64 + bit as usize
                })
            })
        })
    }
}
