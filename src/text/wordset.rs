//! A fixed list of words looked for all at once. Few places of a text begin like one of the words, so that most of it is passed over by
//! one look at each character, quicker than by an automaton.

use std::collections::HashMap;

use super::{
    classes::Classes,
    units::{self, Bytes},
};

/// Words, each with a value of `V`. Characters beyond the BMP are all alike in them.
#[derive(Debug)]
pub struct WordSet<V> {
    /// [`OPENS`] and [`ALONE`] by first character.
    firsts: Classes,
    /// One bit for every hashed pair of first characters.
    pairs: Box<[u64]>,
    /// The words of a pair; a word of one character stands under the pair of it and 0.
    slots: HashMap<(u16, u16), (u32, u32), Hasher>,
    /// What stands behind the first two characters of a word, its length in bytes, and its value.
    words: Box<[Word<V>]>,
}

/// What stands behind the first two characters of a word, its length in bytes, and its value.
type Word<V> = (Box<[u16]>, u32, V);

/// A word of at least two characters begins so.
const OPENS: u8 = 1;
/// The character is a word.
const ALONE: u8 = 2;

/// Hashing for keys that are our own, so that nobody can make them collide.
type Hasher = std::hash::BuildHasherDefault<Mixed>;

/// Multiplicative hashing of a few numbers.
#[derive(Debug, Default)]
struct Mixed(u64);

impl std::hash::Hasher for Mixed {
    fn write(&mut self, bytes: &[u8]) {
        for &byte in bytes {
            self.write_u32(byte.into());
        }
    }

    fn write_u16(&mut self, value: u16) {
        self.write_u32(value.into());
    }

    fn write_u32(&mut self, value: u32) {
        self.0 = (self.0.rotate_left(5) ^ u64::from(value)).wrapping_mul(0x517c_c1b7_2722_0a95);
    }

    fn finish(&self) -> u64 {
        self.0 ^ (self.0 >> 29)
    }
}

impl<V: Copy> WordSet<V> {
    /// The set of `words`, in which one word may stand with several values; empty words are left out.
    #[must_use]
    pub fn new<W: AsRef<str>>(words: impl IntoIterator<Item = (W, V)>) -> Self {
        let mut keyed = Vec::new();
        for (word, value) in words {
            let units = units::of(word.as_ref());
            let length = u32::try_from(word.as_ref().len()).unwrap_or(u32::MAX);
            let (second, rest) = (units.get(1).copied().unwrap_or(0), units.get(2..).unwrap_or_default());
            if let Some(&first) = units.first() {
                keyed.push(((first, second), Box::<[u16]>::from(rest), length, value));
            }
        }
        keyed.sort_by_key(|&(key, ..)| key);
        let mut firsts = Classes::new();
        let mut pairs = vec![0; (keyed.len() * BITS_A_WORD).next_power_of_two().max(64) / 64];
        let mut slots: HashMap<_, (u32, u32), _> = HashMap::default();
        for (index, &((first, second), ..)) in (0_u32..).zip(&keyed) {
            firsts.add_unit(first, if second == 0 { ALONE } else { OPENS });
            let (slot, bit) = bit_of(first, second, pairs.len());
            pairs[slot] |= bit;
            slots.entry((first, second)).or_insert((index, index)).1 = index + 1;
        }
        let words = keyed.into_iter().map(|(_, rest, length, value)| (rest, length, value)).collect();
        Self { firsts, pairs: pairs.into(), slots, words }
    }

    /// Calls `found` with first byte, end and value for every word at every place of a text, in order of the places. `text` is its units
    /// (see [`units::of`]).
    pub fn each(&self, text: &[u16], mut found: impl FnMut(usize, usize, V)) {
        let mut bytes = Bytes::new(text);
        for (index, &first) in text.iter().enumerate() {
            let class = self.firsts.of_unit(first);
            if class == 0 {
                continue;
            }
            if class & ALONE != 0 {
                for (_, length, value) in self.words_of(first, 0) {
                    let start = bytes.of(index);
                    found(start, start + *length as usize, *value);
                }
            }
            let Some(&second) = text.get(index + 1) else { continue };
            let (slot, bit) = bit_of(first, second, self.pairs.len());
            if class & OPENS == 0 || self.pairs[slot] & bit == 0 {
                continue;
            }
            let behind = text.get(index + 2..).unwrap_or_default();
            for (_, length, value) in self.words_of(first, second).iter().filter(|(rest, ..)| behind.starts_with(rest))
            {
                let start = bytes.of(index);
                found(start, start + *length as usize, *value);
            }
        }
    }

    fn words_of(&self, first: u16, second: u16) -> &[(Box<[u16]>, u32, V)] {
        let range = self.slots.get(&(first, second)).map(|&(from, to)| from as usize..to as usize);
        range.and_then(|range| self.words.get(range)).unwrap_or_default()
    }
}

/// So many that hardly a pair is taken for another.
const BITS_A_WORD: usize = 16;

/// The place of a pair among `slots` words of bits.
fn bit_of(first: u16, second: u16, slots: usize) -> (usize, u64) {
    let mixed = (u32::from(first).wrapping_mul(0x9e37_79b1) ^ u32::from(second)).wrapping_mul(0x85eb_ca6b);
    // The number of slots is a power of two.
    ((mixed >> 14) as usize & (slots - 1), 1 << (mixed >> 8 & 63))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn found(words: &[&str], text: &str) -> Vec<(usize, usize, usize)> {
        let set = WordSet::new(words.iter().enumerate().map(|(i, w)| (w, i)));
        let mut hits = vec![];
        set.each(&units::of(text), |start, end, value| hits.push((start, end, value)));
        hits.sort_unstable();
        hits
    }

    #[test]
    fn nothing_is_found_by_no_words() {
        assert_eq!(found(&[], "遂宁"), []);
        assert_eq!(found(&["", "遂宁", "宁"], ""), []);
    }

    proptest! {
        #[test]
        fn every_word_is_found_wherever_it_stands(
            words in prop::collection::vec("[遂宁a𠀀]{0,4}", 0..12), text in "[遂宁渝a𠀀]{0,40}",
        ) {
            let words: Vec<&str> = words.iter().map(String::as_str).collect();
            let mut wanted = vec![];
            for (at, _) in text.char_indices() {
                for (i, word) in words.iter().enumerate().filter(|(_, w)| !w.is_empty()) {
                    if text.get(at..).is_some_and(|rest| rest.starts_with(word)) {
                        wanted.push((at, at + word.len(), i));
                    }
                }
            }
            wanted.sort_unstable();
            prop_assert_eq!(found(&words, &text), wanted);
        }
    }
}
