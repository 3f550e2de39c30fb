//! A fixed list of words looked for all at once. Few places of a text begin like one of the words, so that most of it is passed over by
//! one look at each character, quicker than by an automaton.

use super::{classes::BMP, units};

/// Words, each with a value of `V`. Characters beyond the BMP are all alike in them.
#[derive(Debug)]
pub struct WordSet<V> {
    /// One bit for every character that is a word by itself; none where no word is.
    alone: Option<Box<[u64; BMP / 64]>>,
    /// One bit for every hashed pair of first characters.
    pairs: Box<[u64]>,
    /// How far a hash is moved down to be the number of a bit.
    shift: u32,
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
        let mut alone: Option<Box<[u64; BMP / 64]>> = None;
        let mut pairs = vec![0; (list.len() * BITS_A_WORD).next_power_of_two().max(64) / 64];
        let shift = u32::BITS - (pairs.len() * 64).ilog2();
        let mut slots = vec![Slot::default(); (list.len() * 2).next_power_of_two()];
        let mut from = 0;
        for alike in list.chunk_by(|a, b| a.pair == b.pair) {
            let Some(&Word { pair, .. }) = alike.first() else { continue };
            if pair & 0xFFFF == 0 {
                let unit = (pair >> 16) as usize;
                alone.get_or_insert_with(|| Box::new([0; BMP / 64]))[unit / 64] |= 1 << (unit % 64);
            } else {
                let (slot, bit) = bit_of(pair, shift);
                pairs[slot] |= bit;
            }
            let mut slot = mixed(pair) as usize >> 7 & (slots.len() - 1);
            while slots[slot].to > 0 {
                slot = (slot + 1) & (slots.len() - 1);
            }
            slots[slot] = Slot { pair, from: short(from), to: short(from + alike.len()) };
            from += alike.len();
        }
        Self { alone, pairs: pairs.into(), shift, slots: slots.into(), words: list.into(), tails: tails.into() }
    }

    /// Calls `found` for every word at every place of a text, in order of the places: with the place, the bytes of the word, and its
    /// value. `text` is its units (see [`units::of`]), and places are counted in them.
    pub fn each(&self, text: &[u16], mut found: impl FnMut(usize, usize, V)) {
        let Some((&first, rest)) = text.split_first() else { return };
        let mut pair = u32::from(first);
        if let Some(alone) = &self.alone {
            for (index, &unit) in text.iter().enumerate() {
                if index > 0 {
                    pair = pair << 16 | u32::from(unit);
                    if self.may_open(pair) {
                        self.longer(pair, text, index - 1, &mut found);
                    }
                }
                if is_alone(alone, unit) {
                    self.alone(unit, index, &mut found);
                }
            }
            return;
        }
        // Nearly every character is passed over here, by one look at one bit.
        for (index, &unit) in rest.iter().enumerate() {
            pair = pair << 16 | u32::from(unit);
            if self.may_open(pair) {
                self.longer(pair, text, index, &mut found);
            }
        }
    }

    /// Tells the words of two characters and more that begin with `pair` and stand at `index`.
    fn longer(&self, pair: u32, text: &[u16], index: usize, found: &mut impl FnMut(usize, usize, V)) {
        // NUL stands for no second character.
        if pair & 0xFFFF == 0 {
            return;
        }
        let behind = text.get(index + 2..).unwrap_or_default();
        for word in self.words_of(pair) {
            let tail = self.tail_of(word);
            if tail.len() <= behind.len() && tail.iter().zip(behind).all(|(a, b)| a == b) {
                found(index, word.bytes as usize, word.value);
            }
        }
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
        let mut start = 0;
        loop {
            let behind = chars.as_str();
            if self.alone.as_ref().is_some_and(|alone| is_alone(alone, first)) {
                for word in self.words_of(pair_of(first, 0)) {
                    found(start, start + word.bytes as usize, word.value);
                }
            }
            let Some(second) = chars.next().map(units::of_char) else { return };
            let pair = pair_of(first, second);
            if self.may_open(pair) && second > 0 {
                for word in self.words_of(pair) {
                    let mut tail = behind.chars().skip(1).map(units::of_char);
                    if self.tail_of(word).iter().all(|&unit| tail.next() == Some(unit)) {
                        found(start, start + word.bytes as usize, word.value);
                    }
                }
            }
            start += units::len_utf8(first);
            first = second;
        }
    }

    /// False when no word begins with the pair.
    #[inline]
    fn may_open(&self, pair: u32) -> bool {
        let (slot, bit) = bit_of(pair, self.shift);
        self.pairs.get(slot).is_some_and(|bits| bits & bit != 0)
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

/// The place of a pair among the words of bits, and its bit there.
const fn bit_of(pair: u32, shift: u32) -> (usize, u64) {
    let number = pair.wrapping_mul(0x9e37_79b1) >> shift;
    (number as usize / 64, 1 << (number % 64))
}

/// True for a character that is a word by itself.
fn is_alone(alone: &[u64; BMP / 64], unit: u16) -> bool {
    alone[usize::from(unit) / 64] >> (unit % 64) & 1 != 0
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
