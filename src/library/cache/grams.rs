//! Which documents of a segment have a character, or two characters side by side, and how often: an index of the folded texts.
//!
//! For each first character there is a group: the list of the documents that have it, then for each second character, in order, the list of
//! those that have the two. A list has a number for each document: how many were left out since the one before, and how often it has them.
//! Two characters stand side by side also where only a line end parts them inside a sentence (see [`Joint`]). So words of one or two
//! characters are counted without a text being read; of longer words the lists tell which texts may have them.

use super::bits::Bits;
use crate::text::find::Joint;

/// With fewer units all of them are searched as quickly.
const LEAST_UNITS: usize = 1 << 17;

/// Pairs of a word that are looked up; a long word needs no more to be rare.
const MOST_PAIRS: usize = 24;

/// To look for a word in one more text takes as long as to read so many bytes of lists.
const TEXT_COST_BYTES: usize = 200;

/// Counts that stand beside the step to their document; greater ones have a further number.
const MOST_BESIDE: u32 = 3;

/// There are so many lists of single characters.
const SINGLES: usize = 1 << 16;

/// A list in the making.
#[derive(Clone, Copy, Default)]
struct List {
    /// The character, or the two.
    key: u32,
    /// The document that is counted now, and how often it has them.
    document: u32,
    count: u32,
    /// One past the last document that was written down.
    next: u32,
    /// Bytes of what was written down.
    bytes: u32,
}

/// Lists in the making: those of single characters at the places of these, then those of pairs.
struct Lists {
    lists: Vec<List>,
    /// Numbers of lists of pairs at the place of their hash or behind it, 0 where there is none.
    slots: Vec<u32>,
    /// What is written to which list, in turn.
    log: Vec<(u32, u32)>,
}

impl Lists {
    fn new() -> Self {
        let single = |key| List { key, ..List::default() };
        Self { lists: (0..).take(SINGLES).map(single).collect(), slots: vec![0; 1 << 16], log: vec![] }
    }

    /// Counts a character or two in a document; documents rise.
    fn count(&mut self, number: usize, document: u32) {
        let Some(list) = self.lists.get_mut(number) else { return };
        if list.document == document && list.count > 0 {
            list.count += 1;
            return;
        }
        list.write_down(number, &mut self.log);
        (list.document, list.count) = (document, 1);
    }

    /// The number of the list of a pair.
    fn of(&mut self, pair: u32) -> usize {
        if (self.lists.len() - SINGLES) * 2 >= self.slots.len() {
            self.widen();
        }
        let mask = self.slots.len() - 1;
        let mut at = place(pair) & mask;
        while let Some(slot) = self.slots.get_mut(at) {
            let number = *slot as usize;
            if number == 0 {
                *slot = u32::try_from(self.lists.len()).unwrap_or(u32::MAX);
                self.lists.push(List { key: pair, ..List::default() });
                return self.lists.len() - 1;
            }
            if self.lists.get(number).is_some_and(|list| list.key == pair) {
                return number;
            }
            at = (at + 1) & mask;
        }
        usize::MAX
    }

    fn widen(&mut self) {
        let mask = self.slots.len() * 4 - 1;
        self.slots = vec![0; mask + 1];
        for (number, list) in (0_u32..).zip(&self.lists).skip(SINGLES) {
            let mut at = place(list.key) & mask;
            while self.slots.get(at).is_some_and(|slot| *slot != 0) {
                at = (at + 1) & mask;
            }
            if let Some(slot) = self.slots.get_mut(at) {
                *slot = number;
            }
        }
    }
}

impl List {
    /// Writes down what was counted.
    fn write_down(&mut self, number: usize, log: &mut Vec<(u32, u32)>) {
        let Some(further) = self.count.checked_sub(1) else { return };
        let number = u32::try_from(number).unwrap_or(u32::MAX);
        let mut write = |value: u32| {
            log.push((number, value));
            self.bytes += length(value);
        };
        write((self.document - self.next) << 2 | further.min(MOST_BESIDE));
        if let Some(more) = further.checked_sub(MOST_BESIDE) {
            write(more);
        }
        self.next = self.document + 1;
    }
}

/// Where a pair is looked for.
const fn place(pair: u32) -> usize {
    let hash = pair.wrapping_mul(0x9e37_79b1);
    (hash ^ hash >> 15) as usize
}

/// The index of documents, each its folded text and its joints; empty where it is not worth it.
pub(super) fn build<'a>(documents: impl Iterator<Item = (&'a [u16], &'a [Joint])> + Clone) -> Vec<u8> {
    if documents.clone().map(|(folded, _)| folded.len()).sum::<usize>() < LEAST_UNITS {
        return vec![];
    }
    let mut lists = Lists::new();
    for (document, (folded, joints)) in (0_u32..).zip(documents) {
        folded.iter().for_each(|unit| lists.count(usize::from(*unit), document));
        let across = joints.iter().filter_map(|joint| {
            let before = (joint.start as usize).checked_sub(1)?;
            Some([*folded.get(before)?, *folded.get(joint.end as usize)?])
        });
        for [first, second] in folded.array_windows().copied().chain(across) {
            let list = lists.of(u32::from(first) << 16 | u32::from(second));
            lists.count(list, document);
        }
    }
    let Lists { mut lists, log: mut written, .. } = lists;
    (0..).zip(&mut lists).for_each(|(number, list)| list.write_down(number, &mut written));
    put_together(&lists, &written)
}

/// Number of groups; for each its character and where it begins; the groups: the bytes of the first list, and the list; how many second
/// characters there are, and these; the bytes of the lengths of their lists, and the lengths; the lists.
fn put_together(lists: &[List], written: &[(u32, u32)]) -> Vec<u8> {
    let mut pairs: Vec<(u32, u32)> = (0..).zip(lists).skip(SINGLES).map(|(number, list)| (list.key, number)).collect();
    pairs.sort_unstable();
    let bytes = |number: u32| lists.get(number as usize).map_or(0, |list| list.bytes);
    // Where each list goes on.
    let mut at: Vec<u32> = vec![0; lists.len()];
    let mut heads: Vec<u32> = Vec::new();
    let mut groups: Vec<u8> = Vec::with_capacity(written.len() * 2);
    let mut make_room = |groups: &mut Vec<u8>, number: u32| {
        if let Some(at) = at.get_mut(number as usize) {
            *at = u32::try_from(groups.len()).unwrap_or(u32::MAX);
        }
        groups.resize(groups.len() + bytes(number) as usize, 0);
    };
    let mut pairs = pairs.chunk_by(|a, b| a.0 >> 16 == b.0 >> 16).peekable();
    for single in lists.iter().take(SINGLES).filter(|list| list.bytes > 0) {
        heads.extend([single.key, u32::try_from(groups.len()).unwrap_or(u32::MAX)]);
        put(&mut groups, single.bytes);
        make_room(&mut groups, single.key);
        let with = pairs.next_if(|with| with.first().is_some_and(|(key, _)| key >> 16 == single.key));
        let with = with.unwrap_or_default();
        put(&mut groups, u32::try_from(with.len()).unwrap_or(u32::MAX));
        groups.extend(with.iter().flat_map(|(key, _)| (*key as u16).to_le_bytes()));
        put(&mut groups, with.iter().map(|(_, number)| length(bytes(*number))).sum());
        with.iter().for_each(|(_, number)| put(&mut groups, bytes(*number)));
        with.iter().for_each(|(_, number)| make_room(&mut groups, *number));
    }
    if u32::try_from(groups.len()).is_err() {
        // It cannot be told where things stand.
        return vec![];
    }
    for &(number, value) in written {
        let Some(at) = at.get_mut(number as usize) else { continue };
        let room = groups.get_mut(*at as usize..).unwrap_or_default();
        let mut rest = value;
        for (place, slot) in (1..=length(value)).zip(room) {
            *slot = (rest & 0x7F) as u8 | if place < length(value) { 0x80 } else { 0 };
            rest >>= 7;
        }
        *at += length(value);
    }
    let count = u32::try_from(heads.len() / 2).unwrap_or(u32::MAX);
    let mut out = Vec::with_capacity(4 + heads.len() * 4 + groups.len());
    out.extend(count.to_le_bytes());
    out.extend(heads.iter().flat_map(|number| number.to_le_bytes()));
    out.append(&mut groups);
    out
}

/// Bytes of a number as [`put`] writes it.
const fn length(number: u32) -> u32 {
    (38 - (number | 1).leading_zeros()) / 7
}

fn put(out: &mut Vec<u8>, mut number: u32) {
    while number > 0x7F {
        out.push((number & 0x7F) as u8 | 0x80);
        number >>= 7;
    }
    out.push(number as u8);
}

fn take(from: &mut &[u8]) -> Option<u32> {
    let (&first, rest) = from.split_first()?;
    *from = rest;
    if first < 0x80 {
        return Some(u32::from(first));
    }
    let mut number = u32::from(first & 0x7F);
    for shift in [7, 14, 21, 28] {
        let (&byte, rest) = from.split_first()?;
        *from = rest;
        number |= u32::from(byte & 0x7F) << shift;
        if byte < 0x80 {
            return Some(number);
        }
    }
    None
}

/// The documents that have a character, or two, and how often.
#[derive(Clone, Copy, Debug, Default)]
struct Having<'a>(&'a [u8]);

impl Having<'_> {
    /// Each document and its count, rising.
    fn each(self, mut told: impl FnMut(u32, u32)) -> Option<()> {
        let (mut rest, mut document) = (self.0, 0_u32);
        while !rest.is_empty() {
            let step = take(&mut rest)?;
            let beside = step & MOST_BESIDE;
            let more = if beside == MOST_BESIDE { take(&mut rest)? } else { 0 };
            document = document.checked_add(step >> 2)?;
            told(document, beside.checked_add(more)?.checked_add(1)?);
            document = document.checked_add(1)?;
        }
        Some(())
    }
}

/// An index that was built.
#[derive(Clone, Copy, Debug)]
pub(super) struct Grams<'a> {
    heads: &'a [[u8; 8]],
    groups: &'a [u8],
    documents: usize,
}

impl<'a> Grams<'a> {
    /// The index in these bytes, of so many documents; `None` where there is none.
    pub(super) fn of(bytes: &'a [u8], documents: usize) -> Option<Self> {
        let (count, rest) = bytes.split_first_chunk::<4>()?;
        let heads = usize::try_from(u32::from_le_bytes(*count)).ok()?.checked_mul(8)?;
        let (heads, groups) = rest.split_at_checked(heads)?;
        Some(Self { heads: heads.as_chunks().0, groups, documents })
    }

    /// The documents where `needle` may stand; `None` when that cannot be told.
    pub(super) fn having(&self, needle: &[u16]) -> Option<Bits> {
        let (first, mut lists) = match needle {
            [] => return None,
            [unit] => (self.with(*unit, None)?, vec![]),
            _ => {
                let mut lists: Vec<Having<'_>> = Vec::with_capacity(MOST_PAIRS.min(needle.len()));
                for two in needle.windows(2).take(MOST_PAIRS) {
                    lists.push(self.with(*two.first()?, two.get(1).copied())?);
                }
                lists.sort_unstable_by_key(|list| std::cmp::Reverse(list.0.len()));
                (lists.pop()?, lists)
            }
        };
        let mut found = Bits::none(self.documents);
        let mut count = 0;
        first.each(|document, _| {
            found.add(document as usize);
            count += 1;
        })?;
        // The shortest lists come first, and those that are longer than what they could spare are left out.
        while let Some(list) = lists.pop().filter(|list| list.0.len() < count * TEXT_COST_BYTES) {
            let mut both = Bits::none(self.documents);
            list.each(|document, _| both.add(document as usize))?;
            found = found.and(&both);
            count = found.count();
        }
        Some(found)
    }

    /// The documents that have one character, or two side by side, and how often each has them; `None` when that cannot be told.
    pub(super) fn counts(&self, needle: &[u16]) -> Option<(Bits, Vec<u32>)> {
        let list = match *needle {
            [unit] => self.with(unit, None)?,
            [first, second] => self.with(first, Some(second))?,
            _ => return None,
        };
        let (mut found, mut counts) = (Bits::none(self.documents), vec![0; self.documents]);
        list.each(|document, count| {
            found.add(document as usize);
            counts.get_mut(document as usize).into_iter().for_each(|slot| *slot = count);
        })?;
        Some((found, counts))
    }

    /// The list of a character, or of two side by side; `None` when the bytes are no index.
    fn with(&self, first: u16, second: Option<u16>) -> Option<Having<'a>> {
        let head = |at: usize| -> Option<(u32, usize)> {
            let [a, b, c, d, e, f, g, h] = *self.heads.get(at)?;
            Some((u32::from_le_bytes([a, b, c, d]), u32::from_le_bytes([e, f, g, h]) as usize))
        };
        let found =
            self.heads.binary_search_by_key(&u32::from(first), |[a, b, c, d, ..]| u32::from_le_bytes([*a, *b, *c, *d]));
        let Ok(at) = found else { return Some(Having::default()) };
        let end = head(at + 1).map_or(self.groups.len(), |(_, next)| next);
        let mut group = self.groups.get(head(at)?.1..end)?;
        let length = take(&mut group)? as usize;
        let (single, mut group) = group.split_at_checked(length)?;
        let Some(second) = second else { return Some(Having(single)) };
        let count = take(&mut group)? as usize;
        let (seconds, mut group) = group.split_at_checked(count.checked_mul(2)?)?;
        let length = take(&mut group)? as usize;
        let (mut lengths, lists) = group.split_at_checked(length)?;
        let found = seconds.as_chunks().0.binary_search_by_key(&second, |unit| u16::from_le_bytes(*unit));
        let Ok(wanted) = found else { return Some(Having::default()) };
        let mut before = 0_usize;
        for _ in 0..wanted {
            before = before.checked_add(take(&mut lengths)? as usize)?;
        }
        let length = take(&mut lengths)? as usize;
        Some(Having(lists.get(before..before.checked_add(length)?)?))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::text::{count::Needle, find, fold::fold_units};

    fn index(texts: &[Vec<u16>]) -> Vec<u8> {
        let joints: Vec<Box<[Joint]>> = texts.iter().map(|text| find::joints(text)).collect();
        build(texts.iter().zip(&joints).map(|(text, joints)| (&**text, &**joints)))
    }

    #[test]
    fn a_long_document_is_counted_as_one() {
        let mut text: Vec<u16> = (0x4e00..0x9f00).flat_map(|unit| [unit, 0x4e00, 0x4e01]).collect();
        text.resize(LEAST_UNITS + 1, 0);
        let bytes = index(&[vec![], text.clone(), text]);
        let grams = Grams::of(&bytes, 3).unwrap();
        // The first of all units is the second one, too.
        assert_eq!(grams.counts(&[0x4e00, 0x4e01]).unwrap().1, [0, 0x5100, 0x5100]);
        assert_eq!(grams.counts(&[0x4e00]).unwrap().1, [0, 0x5101, 0x5101]);
        assert_eq!(grams.having(&[0, 0]).unwrap().iter().collect::<Vec<_>>(), [1, 2]);
        assert_eq!(grams.having(&[0x4e00, 0x9000]).unwrap().iter().count(), 0);
        assert_eq!(grams.counts(&[0x9fff]).unwrap().1, [0, 0, 0]);
    }

    #[test]
    fn a_short_folder_has_none() {
        assert!(index(&[fold_units("遂宁")]).is_empty());
        assert!(Grams::of(&[], 1).is_none());
    }

    #[test]
    fn numbers_come_back_as_they_were_put() {
        for number in [0, 1, 0x7F, 0x80, 0x3FFF, 0x4000, 0x1F_FFFF, 0x20_0000, 0xFFF_FFFF, 0x1000_0000, u32::MAX] {
            let mut bytes = vec![];
            put(&mut bytes, number);
            assert_eq!(bytes.len(), length(number) as usize, "{number}");
            let mut rest = &*bytes;
            assert_eq!((take(&mut rest), rest.len()), (Some(number), 0));
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, cases: 3, ..ProptestConfig::default() })]
        /// Every hit lies in a document that was named; what is counted is what the text has.
        #[test]
        fn no_hit_is_missed(pieces in proptest::collection::vec("[一-丧，。a\n ]{0,9}", 20..60), needles in proptest::collection::vec("[一-丧，a\n ]{1,4}", 40)) {
            let texts: Vec<Vec<u16>> = (0..200)
                .map(|n| fold_units(&(0..90).map(|i| pieces[(n * 7 + i * (n + 3)) % pieces.len()].as_str()).collect::<String>().repeat(3)))
                .collect();
            let bytes = index(&texts);
            prop_assume!(!bytes.is_empty());
            let grams = Grams::of(&bytes, texts.len()).unwrap();
            for needle in &needles {
                let needle = Needle::new(&fold_units(needle));
                let hits: Vec<u32> =
                    texts.iter().map(|text| needle.count(text, &find::joints(text)) as u32).collect();
                let named = grams.having(needle.units()).unwrap();
                let hit = (0..).zip(&hits).filter(|(_, hits)| **hits > 0).map(|(at, _)| at);
                let missed: Vec<usize> = hit.filter(|at| !named.iter().any(|named| named == *at)).collect();
                prop_assert_eq!(missed, [0; 0], "{:?}", needle.units());
                if needle.is_told_by_pairs() {
                    prop_assert_eq!(grams.counts(needle.units()).unwrap().1, hits, "{:?}", needle.units());
                }
            }
        }
    }
}
