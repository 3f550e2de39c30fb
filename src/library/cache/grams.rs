//! Which parts of a segment have a character, or two characters side by side: an index that only chooses where to look, so that it can
//! never change an answer.
//!
//! Documents one behind the other make a block of some thousand characters. For each first character there is a group: the blocks that
//! have it, then for each second character the blocks that have the two, by second character. A list of blocks is a number of steps, or
//! a row of bits where that is shorter.

use crate::text::find::{Joined, Joint};

/// A block is full when it has so many units.
const BLOCK_UNITS: usize = 10240;

/// With fewer units all of them are searched as quickly.
const LEAST_UNITS: usize = 1 << 17;

/// Pairs that are told apart at once; of a longer document, pairs may be gathered twice.
const TOLD_APART: usize = 1 << 14;

/// Pairs of a word that are looked up; a long word needs no more to be rare.
const MOST_PAIRS: usize = 12;

/// First documents of the blocks, for documents with so many units.
pub(super) fn blocks(units: impl Iterator<Item = usize>) -> Vec<u32> {
    let mut starts = Vec::new();
    let mut filled = BLOCK_UNITS;
    for (number, units) in (0_u32..).zip(units) {
        if filled >= BLOCK_UNITS {
            starts.push(number);
            filled = 0;
        }
        filled += units;
    }
    starts
}

/// Some of the blocks of a segment, or of its documents.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::library) struct Bits(Vec<u64>);

impl Bits {
    /// None of so many.
    pub(in crate::library) fn none(count: usize) -> Self {
        Self(vec![0; count.div_ceil(64)])
    }

    /// And this one.
    pub(in crate::library) fn add(&mut self, at: usize) {
        if let Some(word) = self.0.get_mut(at / 64) {
            *word |= 1 << (at % 64);
        }
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

/// Pairs of characters, each once. Sorting those of a block to find doubles takes several times as long.
struct Apart {
    /// Pairs at the place of their hash or behind it, 0 where there is none.
    slots: Vec<u32>,
    /// The pair that is 0.
    has_zero: bool,
    count: usize,
}

impl Apart {
    fn new() -> Self {
        Self { slots: vec![0; TOLD_APART * 2], has_zero: false, count: 0 }
    }

    fn clear(&mut self) {
        self.slots.fill(0);
        (self.has_zero, self.count) = (false, 0);
    }

    /// True when the pair is new.
    fn is_new(&mut self, pair: u32) -> bool {
        if pair == 0 {
            return !std::mem::replace(&mut self.has_zero, true);
        }
        if self.count >= TOLD_APART {
            self.clear();
        }
        let mask = self.slots.len() - 1;
        let mut at = (pair.wrapping_mul(0x9e37_79b1) >> 16) as usize & mask;
        while let Some(slot) = self.slots.get_mut(at) {
            if *slot == pair {
                return false;
            }
            if *slot == 0 {
                *slot = pair;
                self.count += 1;
                return true;
            }
            at = (at + 1) & mask;
        }
        true
    }
}

/// Two characters and a block.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
struct Pair {
    first: u16,
    second: u16,
    block: u32,
}

/// The index of documents, each its folded text and its joints; empty where it is not worth it.
pub(super) fn build<'a>(documents: impl Iterator<Item = (&'a [u16], &'a [Joint])> + Clone) -> Vec<u8> {
    let units = documents.clone().map(|(folded, _)| folded.len());
    if units.clone().sum::<usize>() < LEAST_UNITS {
        return vec![];
    }
    let starts = blocks(units);
    let mut singles: Vec<Pair> = Vec::new();
    let mut pairs: Vec<Pair> = Vec::new();
    let mut seen = vec![false; 1 << 16];
    let mut apart = Apart::new();
    let mut documents = documents.enumerate().peekable();
    for block in 0..starts.len() {
        let end = starts.get(block + 1).map_or(usize::MAX, |start| *start as usize);
        apart.clear();
        let number = u32::try_from(block).unwrap_or(u32::MAX);
        let mut add = |text: &[u16]| {
            for unit in text {
                if let Some(seen) = seen.get_mut(usize::from(*unit)) {
                    *seen = true;
                }
            }
            for two in text.windows(2) {
                if let [first, second] = *two
                    && apart.is_new(u32::from(first) << 16 | u32::from(second))
                {
                    pairs.push(Pair { first, second, block: number });
                }
            }
        };
        while let Some((_, (folded, joints))) = documents.next_if(|(number, _)| *number < end) {
            add(folded);
            if !joints.is_empty() {
                add(&Joined::of(folded, joints).units);
            }
        }
        for (unit, seen) in (0..=u16::MAX).zip(&mut seen).filter(|(_, seen)| **seen) {
            *seen = false;
            singles.push(Pair { first: unit, second: 0, block: number });
        }
    }
    // Both sorts keep the order of equals, so that blocks rise.
    let singles = by(singles, |pair| pair.first);
    let mut pairs = by(by(pairs, |pair| pair.second), |pair| pair.first);
    pairs.dedup();
    written(&singles, &pairs, starts.len())
}

/// Sorted by a number of 16 bits, in linear time; equals keep their order.
fn by(pairs: Vec<Pair>, key: impl Fn(&Pair) -> u16) -> Vec<Pair> {
    let mut ends = vec![0_usize; (1 << 16) + 1];
    for pair in &pairs {
        ends[usize::from(key(pair)) + 1] += 1;
    }
    for at in 1..ends.len() {
        ends[at] += ends[at - 1];
    }
    let mut sorted = vec![Pair::default(); pairs.len()];
    for pair in pairs {
        let end = &mut ends[usize::from(key(&pair))];
        sorted[*end] = pair;
        *end += 1;
    }
    sorted
}

/// Number of groups; for each its character and where it begins; the groups.
fn written(singles: &[Pair], pairs: &[Pair], blocks: usize) -> Vec<u8> {
    let mut heads: Vec<u32> = Vec::new();
    let mut groups: Vec<u8> = Vec::new();
    let mut pairs = pairs.chunk_by(|a, b| a.first == b.first).peekable();
    for single in singles.chunk_by(|a, b| a.first == b.first) {
        let Some(first) = single.first().map(|pair| pair.first) else { continue };
        heads.extend([u32::from(first), u32::try_from(groups.len()).unwrap_or(u32::MAX)]);
        put_blocks(&mut groups, single, blocks);
        let Some(with) = pairs.next_if(|pairs| pairs.first().is_some_and(|pair| pair.first == first)) else { continue };
        for two in with.chunk_by(|a, b| a.second == b.second) {
            groups.extend(two.first().map(|pair| pair.second).unwrap_or_default().to_le_bytes());
            put_blocks(&mut groups, two, blocks);
        }
    }
    let count = u32::try_from(heads.len() / 2).unwrap_or(u32::MAX);
    let mut out = Vec::with_capacity(4 + heads.len() * 4 + groups.len());
    out.extend(count.to_le_bytes());
    out.extend(heads.iter().flat_map(|number| number.to_le_bytes()));
    out.append(&mut groups);
    out
}

/// How many there are, doubled, and one more for bits; then their steps or bits.
fn put_blocks(out: &mut Vec<u8>, pairs: &[Pair], blocks: usize) {
    let bits = blocks.div_ceil(8);
    let from = out.len();
    put(out, pairs.len() << 1);
    let mut last = 0;
    for pair in pairs {
        put(out, (pair.block - last) as usize);
        last = pair.block;
    }
    if out.len() - from <= bits {
        return;
    }
    out.truncate(from);
    put(out, pairs.len() << 1 | 1);
    let row = out.len();
    out.resize(row + bits, 0);
    for pair in pairs {
        if let Some(byte) = out.get_mut(row + pair.block as usize / 8) {
            *byte |= 1 << (pair.block % 8);
        }
    }
}

fn put(out: &mut Vec<u8>, mut number: usize) {
    while number > 0x7F {
        out.push((number & 0x7F) as u8 | 0x80);
        number >>= 7;
    }
    out.push(number as u8);
}

fn take(from: &mut &[u8]) -> Option<usize> {
    let mut number = 0_usize;
    for shift in (0..35).step_by(7) {
        let (&byte, rest) = from.split_first()?;
        *from = rest;
        number |= usize::from(byte & 0x7F) << shift;
        if byte < 0x80 {
            return Some(number);
        }
    }
    None
}

/// An index that was built.
#[derive(Clone, Copy, Debug)]
pub(super) struct Grams<'a> {
    heads: &'a [[u8; 8]],
    groups: &'a [u8],
    blocks: usize,
}

impl<'a> Grams<'a> {
    /// The index in these bytes, of so many blocks; `None` where there is none.
    pub(super) fn of(bytes: &'a [u8], blocks: usize) -> Option<Self> {
        let (count, rest) = bytes.split_first_chunk::<4>()?;
        let heads = usize::try_from(u32::from_le_bytes(*count)).ok()?.checked_mul(8)?;
        let (heads, groups) = rest.split_at_checked(heads)?;
        Some(Self { heads: heads.as_chunks().0, groups, blocks })
    }

    /// The blocks where `needle` may stand; `None` when that cannot be told.
    pub(super) fn having(&self, needle: &[u16]) -> Option<Bits> {
        if needle.len() < 2 {
            return self.with(*needle.first()?, None);
        }
        let mut found: Option<Bits> = None;
        for two in needle.windows(2).take(MOST_PAIRS) {
            let blocks = self.with(*two.first()?, two.get(1).copied())?;
            found = Some(match found {
                Some(before) => before.and(&blocks),
                None => blocks,
            });
            if found.as_ref().is_some_and(|found| found.0.iter().all(|word| *word == 0)) {
                break;
            }
        }
        found
    }

    /// The blocks with a character, or with two side by side; `None` when the bytes are no index.
    fn with(&self, first: u16, second: Option<u16>) -> Option<Bits> {
        let head = |at: usize| -> Option<(u32, usize)> {
            let [a, b, c, d, e, f, g, h] = *self.heads.get(at)?;
            Some((u32::from_le_bytes([a, b, c, d]), u32::from_le_bytes([e, f, g, h]) as usize))
        };
        let found =
            self.heads.binary_search_by_key(&u32::from(first), |[a, b, c, d, ..]| u32::from_le_bytes([*a, *b, *c, *d]));
        let Ok(at) = found else { return Some(Bits::none(self.blocks)) };
        let end = head(at + 1).map_or(self.groups.len(), |(_, next)| next);
        let mut group = self.groups.get(head(at)?.1..end)?;
        let Some(second) = second else { return self.take_blocks(&mut group) };
        self.skip_blocks(&mut group)?;
        while let Some((here, rest)) = group.split_first_chunk::<2>() {
            group = rest;
            match u16::from_le_bytes(*here).cmp(&second) {
                std::cmp::Ordering::Less => self.skip_blocks(&mut group)?,
                std::cmp::Ordering::Equal => return self.take_blocks(&mut group),
                std::cmp::Ordering::Greater => break,
            }
        }
        Some(Bits::none(self.blocks))
    }

    fn skip_blocks(&self, from: &mut &[u8]) -> Option<()> {
        let count = take(from)?;
        if count & 1 == 1 {
            *from = from.get(self.blocks.div_ceil(8)..)?;
            return Some(());
        }
        for _ in 0..count >> 1 {
            take(from)?;
        }
        Some(())
    }

    fn take_blocks(&self, from: &mut &[u8]) -> Option<Bits> {
        let mut blocks = Bits::none(self.blocks);
        let count = take(from)?;
        if count & 1 == 1 {
            let bits = from.get(..self.blocks.div_ceil(8))?;
            for (at, byte) in bits.iter().enumerate().filter(|(_, byte)| **byte != 0) {
                if let Some(word) = blocks.0.get_mut(at / 8) {
                    *word |= u64::from(*byte) << (at % 8 * 8);
                }
            }
            return Some(blocks);
        }
        let mut block = 0;
        for _ in 0..count >> 1 {
            block += take(from)?;
            blocks.add(block);
        }
        Some(blocks)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::text::{find, fold::fold_units};

    fn index(texts: &[Vec<u16>]) -> (Vec<u8>, Vec<u32>) {
        let joints: Vec<Box<[Joint]>> = texts.iter().map(|text| find::joints(text)).collect();
        let documents = texts.iter().zip(&joints).map(|(text, joints)| (&**text, &**joints));
        (build(documents), blocks(texts.iter().map(Vec::len)))
    }

    #[test]
    fn a_long_document_names_each_block_once() {
        // Its pairs are told apart in several goes, and the first stand in each of them.
        let mut text: Vec<u16> = (0x4e00..0x9f00).flat_map(|unit| [unit, 0x4e00, 0x4e01]).collect();
        text.resize(LEAST_UNITS + 1, 0);
        let (bytes, starts) = index(&[text.clone(), text]);
        let grams = Grams::of(&bytes, starts.len()).unwrap();
        assert_eq!(grams.having(&[0x4e00, 0x4e01]).unwrap().iter().collect::<Vec<_>>(), [0, 1]);
        assert_eq!(grams.having(&[0, 0]).unwrap().iter().collect::<Vec<_>>(), [0, 1]);
        assert_eq!(grams.having(&[0x4e00, 0x9000]).unwrap().iter().count(), 0);
    }

    #[test]
    fn a_short_folder_has_none() {
        assert!(index(&[fold_units("遂宁")]).0.is_empty());
        assert!(Grams::of(&[], 1).is_none());
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, cases: 3, ..ProptestConfig::default() })]
        /// Every hit lies in a block that was named; a block without the characters was not.
        #[test]
        fn no_hit_is_missed(pieces in proptest::collection::vec("[一-丧。\n ]{0,9}", 20..60), needles in proptest::collection::vec("[一-丧]{1,3}", 20)) {
            let texts: Vec<Vec<u16>> = (0..200)
                .map(|n| fold_units(&(0..90).map(|i| pieces[(n * 7 + i * (n + 3)) % pieces.len()].as_str()).collect::<String>().repeat(3)))
                .collect();
            let (bytes, starts) = index(&texts);
            prop_assume!(!bytes.is_empty());
            let grams = Grams::of(&bytes, starts.len()).unwrap();
            for needle in &needles {
                let needle = fold_units(needle);
                let named: Vec<usize> = grams.having(&needle).unwrap().iter().collect();
                for (block, start) in starts.iter().enumerate() {
                    let end = starts.get(block + 1).map_or(texts.len(), |end| *end as usize);
                    let documents = &texts[*start as usize..end];
                    let hit = documents.iter().any(|text| !find::find_units_joined(text, &needle).is_empty());
                    prop_assert!(!hit || named.contains(&block));
                    let has = |unit: &u16| documents.iter().any(|text| text.contains(unit));
                    prop_assert!(!named.contains(&block) || needle.iter().all(has));
                }
            }
        }

        #[test]
        fn any_bytes_are_read(bytes in proptest::collection::vec(any::<u8>(), 0..60), needle in proptest::collection::vec(0..4_u16, 1..4)) {
            if let Some(grams) = Grams::of(&bytes, 9) {
                let _ = grams.having(&needle);
            }
        }
    }
}
