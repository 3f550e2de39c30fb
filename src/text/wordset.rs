//! A fixed list of words looked for all at once. Few places of a text begin like one of the words, so that most of it is passed over by
//! one look at each character, quicker than by an automaton.

use super::{
    classes::{BMP, boxed},
    units,
};

/// Words, each with a value of `V`. Characters beyond the BMP are all alike in them.
#[derive(Debug)]
pub struct WordSet<V> {
    /// By character: in the lower half the groups of words it opens, in the upper half those it is the second character of.
    groups: Box<[u16; BMP]>,
    /// One bit for every hashed pair of first characters.
    pairs: Box<[u64]>,
    /// Where the words of a pair stand, at the place of its hash or behind it; a word of one character stands under the pair of it and 0.
    slots: Box<[Slot]>,
    /// The words, those of one pair together.
    words: Box<[Word<V>]>,
    /// What stands behind the first two characters of each word, one after the other.
    tails: Box<[u16]>,
}

/// The words of one pair; none when the slot is empty.
#[derive(Clone, Copy, Debug, Default)]
struct Slot {
    pair: u32,
    from: u32,
    to: u32,
}

/// One word: where its tail begins and how long that is, its length in bytes, and its value.
#[derive(Clone, Copy, Debug)]
struct Word<V> {
    pair: u32,
    tail: u32,
    units: u32,
    bytes: u32,
    value: V,
}

/// The group of the words that are one character. Whatever follows does as their second character, which the bit above stands for.
const ALONE: u16 = 0x80;
/// Groups of longer words, by their first characters.
const GROUPS: u16 = 7;

/// What stands in [`WordSet::groups`] for a first character of longer words.
const fn group_of(first: u16) -> u16 {
    1 << ((first.wrapping_mul(0x9e37) >> 8) % GROUPS)
}

/// True when the second character of a word may stand behind its first.
const fn may_follow(first: u16, second: u16) -> bool {
    first & second >> 8 != 0
}

const fn pair_of(first: u16, second: u16) -> u32 {
    (first as u32) << 16 | second as u32
}

/// Mixes a pair; the keys are our own, so that nobody can make them collide.
const fn mixed(pair: u32) -> u32 {
    ((pair >> 16).wrapping_mul(0x9e37_79b1) ^ (pair & 0xFFFF)).wrapping_mul(0x85eb_ca6b)
}

fn short(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

impl<V: Copy> WordSet<V> {
    /// The set of `words`, in which one word may stand with several values; empty words are left out.
    #[must_use]
    pub fn new<W: AsRef<str>>(words: impl IntoIterator<Item = (W, V)>) -> Self {
        let (mut list, mut tails) = (Vec::new(), Vec::new());
        for (word, value) in words {
            let word = word.as_ref();
            let mut units = word.chars().map(units::of_char);
            let Some(first) = units.next() else { continue };
            let pair = pair_of(first, units.next().unwrap_or(0));
            let tail = tails.len();
            tails.extend(units);
            list.push(Word {
                pair,
                tail: short(tail),
                units: short(tails.len() - tail),
                bytes: short(word.len()),
                value,
            });
        }
        list.sort_by_key(|word| word.pair);
        let mut groups = boxed(ALONE << 8);
        let mut pairs = vec![0; (list.len() * BITS_A_WORD).next_power_of_two().max(64) / 64];
        let mut slots = vec![Slot::default(); (list.len() * 2).next_power_of_two()];
        let mut from = 0;
        for alike in list.chunk_by(|a, b| a.pair == b.pair) {
            let Some(&Word { pair, .. }) = alike.first() else { continue };
            let (first, second) = ((pair >> 16) as u16, (pair & 0xFFFF) as u16);
            if second == 0 {
                groups[usize::from(first)] |= ALONE;
            } else {
                groups[usize::from(first)] |= group_of(first);
                groups[usize::from(second)] |= group_of(first) << 8;
            }
            let (slot, bit) = bit_of(pair, pairs.len());
            pairs[slot] |= bit;
            let mut slot = mixed(pair) as usize >> 7 & (slots.len() - 1);
            while slots[slot].to > 0 {
                slot = (slot + 1) & (slots.len() - 1);
            }
            slots[slot] = Slot { pair, from: short(from), to: short(from + alike.len()) };
            from += alike.len();
        }
        Self { groups, pairs: pairs.into(), slots: slots.into(), words: list.into(), tails: tails.into() }
    }

    /// Calls `found` for every word at every place of a text, in order of the places: with the place, the bytes of the word, and its
    /// value. `text` is its units (see [`units::of`]), and places are counted in them.
    pub fn each(&self, text: &[u16], mut found: impl FnMut(usize, usize, V)) {
        let Some((&first, mut rest)) = text.split_first() else { return };
        let (mut here, mut next) = (0, self.groups_of(first));
        // Nearly every character is passed over here.
        while let Some(step) = rest.iter().position(|&unit| {
            here = next;
            next = self.groups_of(unit);
            may_follow(here, next)
        }) {
            rest = rest.get(step + 1..).unwrap_or_default();
            let index = text.len() - rest.len() - 2;
            let Some(&[first, second]) = text.get(index..index + 2) else { break };
            if here & ALONE != 0 {
                self.alone(first, index, &mut found);
            }
            if second == 0 || !self.may_open(pair_of(first, second)) {
                continue;
            }
            let behind = text.get(index + 2..).unwrap_or_default();
            for word in self.words_of(pair_of(first, second)) {
                let tail = self.tail_of(word);
                if tail.len() <= behind.len() && tail.iter().zip(behind).all(|(a, b)| a == b) {
                    found(index, word.bytes as usize, word.value);
                }
            }
        }
        if let Some(&last) = text.last().filter(|_| next & ALONE != 0) {
            self.alone(last, text.len() - 1, &mut found);
        }
    }

    fn groups_of(&self, unit: u16) -> u16 {
        self.groups[usize::from(unit)]
    }

    fn alone(&self, unit: u16, index: usize, found: &mut impl FnMut(usize, usize, V)) {
        for word in self.words_of(pair_of(unit, 0)) {
            found(index, word.bytes as usize, word.value);
        }
    }

    /// The same for a text whose units are not known, with first byte and end in place of place and bytes.
    pub fn each_in(&self, text: &str, mut found: impl FnMut(usize, usize, V)) {
        let mut chars = text.chars();
        let Some(mut first) = chars.next().map(units::of_char) else { return };
        let (mut start, mut here) = (0, self.groups_of(first));
        loop {
            let behind = chars.as_str();
            let second = chars.next().map(units::of_char);
            let next = second.map_or(ALONE << 8, |second| self.groups_of(second));
            if may_follow(here, next) {
                if here & ALONE != 0 {
                    for word in self.words_of(pair_of(first, 0)) {
                        found(start, start + word.bytes as usize, word.value);
                    }
                }
                if let Some(second) = second.filter(|&second| second > 0)
                    && self.may_open(pair_of(first, second))
                {
                    for word in self.words_of(pair_of(first, second)) {
                        let mut tail = behind.chars().skip(1).map(units::of_char);
                        if self.tail_of(word).iter().all(|&unit| tail.next() == Some(unit)) {
                            found(start, start + word.bytes as usize, word.value);
                        }
                    }
                }
            }
            let Some(second) = second else { return };
            start += units::len_utf8(first);
            (first, here) = (second, next);
        }
    }

    /// False when no word begins with the pair.
    fn may_open(&self, pair: u32) -> bool {
        let (slot, bit) = bit_of(pair, self.pairs.len());
        self.pairs[slot] & bit != 0
    }

    fn tail_of(&self, word: &Word<V>) -> &[u16] {
        self.tails.get(word.tail as usize..(word.tail + word.units) as usize).unwrap_or_default()
    }

    fn words_of(&self, pair: u32) -> &[Word<V>] {
        let mut at = mixed(pair) as usize >> 7 & (self.slots.len() - 1);
        while let Some(slot) = self.slots.get(at).filter(|slot| slot.to > 0) {
            if slot.pair == pair {
                return self.words.get(slot.from as usize..slot.to as usize).unwrap_or_default();
            }
            at = (at + 1) & (self.slots.len() - 1);
        }
        &[]
    }
}

/// So many that hardly a pair is taken for another.
const BITS_A_WORD: usize = 16;

/// The place of a pair among `slots` words of bits.
const fn bit_of(pair: u32, slots: usize) -> (usize, u64) {
    let mixed = mixed(pair);
    // The number of slots is a power of two.
    ((mixed >> 14) as usize & (slots - 1), 1 << (mixed >> 8 & 63))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn found(words: &[&str], text: &str) -> Vec<(usize, usize, usize)> {
        let set = WordSet::new(words.iter().enumerate().map(|(i, w)| (w, i)));
        let (mut hits, mut same) = (vec![], vec![]);
        let starts: Vec<usize> = text.char_indices().map(|(at, _)| at).collect();
        set.each(&units::of(text), |index, bytes, value| hits.push((starts[index], starts[index] + bytes, value)));
        set.each_in(text, |start, end, value| same.push((start, end, value)));
        assert_eq!(hits, same);
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
            words in prop::collection::vec("[遂宁a𠀀]{0,4}", 0..12), text in "[遂宁渝a𠀀\u{0}]{0,40}",
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
