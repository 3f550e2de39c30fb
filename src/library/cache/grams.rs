//! Which documents of a segment have a character, or two characters side by side, and how often: an index of the folded texts.
//!
//! For each first character there is a group: the list of the documents that have it, then the lists of those that have it with a second
//! character behind it, each told once in a packed list (see [`super::packed`]), and at the end, one behind the other, those second characters
//! that three documents have at most. Two characters stand side by side also where only a line end parts them inside a sentence (see
//! [`Joint`]). So words of one or two characters are counted without a text being read; of longer words the lists tell which texts may have
//! them.

use super::{
    bits::Bits,
    packed::{self, BitReader, BitWriter},
};
use crate::text::find::Joint;

/// With fewer units all of them are searched as quickly.
const LEAST_UNITS: usize = 1 << 17;

/// Pairs of a word that are looked up; a long word needs no more to be rare.
const MOST_PAIRS: usize = 24;

/// To look for a word in one more text takes as long as to read so many bytes of lists.
const TEXT_COST_BYTES: usize = 200;

/// Counts that stand beside the step to their document in the making; greater ones have a further number.
const MOST_BESIDE: u32 = 3;

/// There are so many lists of single characters.
const SINGLES: usize = 1 << 16;

/// Two characters that so many documents have, at most, stand among the rare ones of the first.
const RARE: u32 = 3;

/// So many lists of pairs stand behind one entry of a table, which is gone through by halves.
const CHUNK: usize = 32;

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
    /// Documents that were written down, and the numbers that took.
    documents: u32,
    values: u32,
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
        log.push((number, (self.document - self.next) << 2 | further.min(MOST_BESIDE)));
        if let Some(more) = further.checked_sub(MOST_BESIDE) {
            log.push((number, more));
            self.values += 1;
        }
        self.values += 1;
        self.documents += 1;
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
    let mut count = 0;
    for (document, (folded, joints)) in (0_u32..).zip(documents) {
        count = document + 1;
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
    put_together(&lists, &Written::of(&lists, &written), count)
}

/// What was written down, list by list.
struct Written {
    values: Vec<u32>,
    /// Where the values of each list end.
    ends: Vec<u32>,
}

impl Written {
    fn of(lists: &[List], log: &[(u32, u32)]) -> Self {
        let mut end = 0;
        let begins = lists.iter().map(|list| {
            let begin = end;
            end += list.values;
            begin
        });
        let mut ends: Vec<u32> = begins.collect();
        let mut values = vec![0; log.len()];
        for &(number, value) in log {
            let Some(at) = ends.get_mut(number as usize) else { continue };
            values.get_mut(*at as usize).into_iter().for_each(|slot| *slot = value);
            *at += 1;
        }
        Self { values, ends }
    }

    /// The documents of a list and their counts.
    fn list(&self, number: usize, into: &mut Vec<(u32, u32)>) {
        into.clear();
        let end = |at: usize| self.ends.get(at).map_or(0, |end| *end as usize);
        let from = number.checked_sub(1).map_or(0, end);
        let mut values = self.values.get(from..end(number)).unwrap_or_default().iter();
        let mut next = 0;
        while let Some(value) = values.next() {
            let beside = value & MOST_BESIDE;
            let more = if beside == MOST_BESIDE { values.next().copied().unwrap_or_default() } else { 0 };
            let document = next + (value >> 2);
            into.push((document, beside + more + 1));
            next = document + 1;
        }
    }
}

/// Number of groups; for each its character and where it begins; the groups. A group: the bytes of the list of the first character, and the
/// list; how many second characters have lists, and the bytes of the table; for each [`CHUNK`] of them the first one, and where what is
/// known of them and where their lists begin; of each the step from the one before and the bytes of its list; the lists; the rare ones.
fn put_together(lists: &[List], written: &Written, documents: u32) -> Vec<u8> {
    let mut pairs: Vec<(u32, u32)> = (0..).zip(lists).skip(SINGLES).map(|(number, list)| (list.key, number)).collect();
    pairs.sort_unstable();
    // For each character how many there are before it.
    let mut ranks: Vec<u32> = Vec::with_capacity(SINGLES);
    let mut characters = 0;
    for list in lists.iter().take(SINGLES) {
        ranks.push(characters);
        characters += u32::from(list.documents > 0);
    }
    let rank = |unit: u16| ranks.get(usize::from(unit)).copied().unwrap_or_default();
    let mut heads: Vec<u32> = Vec::new();
    let mut groups: Vec<u8> = Vec::with_capacity(written.values.len());
    let (mut list, mut bytes) = (vec![], vec![]);
    let mut pairs = pairs.chunk_by(|a, b| a.0 >> 16 == b.0 >> 16).peekable();
    for (number, single) in lists.iter().take(SINGLES).enumerate().filter(|(_, list)| list.documents > 0) {
        heads.extend([single.key, u32::try_from(groups.len()).unwrap_or(u32::MAX)]);
        written.list(number, &mut list);
        bytes.clear();
        packed::pack(&list, documents, &mut bytes);
        put(&mut groups, length(&bytes));
        groups.extend(&bytes);
        let with = pairs.next_if(|with| with.first().is_some_and(|(key, _)| key >> 16 == single.key)).unwrap_or_default();
        let is_rare = |number: u32| lists.get(number as usize).is_some_and(|list| list.documents <= RARE);
        let (rare, frequent): (Vec<(u32, u32)>, Vec<_>) = with.iter().partition(|(_, number)| is_rare(*number));
        let (mut table, mut known) = (vec![], vec![]);
        bytes.clear();
        for chunk in frequent.chunks(CHUNK) {
            let mut last = chunk.first().map_or(0, |(key, _)| *key as u16);
            table.extend(last.to_le_bytes());
            table.extend(length(&known).to_le_bytes());
            table.extend(length(&bytes).to_le_bytes());
            for (key, number) in chunk {
                let second = *key as u16;
                put(&mut known, u32::from(second - std::mem::replace(&mut last, second)));
                let before = bytes.len();
                written.list(*number as usize, &mut list);
                packed::pack(&list, documents, &mut bytes);
                put(&mut known, u32::try_from(bytes.len() - before).unwrap_or(u32::MAX));
            }
        }
        put(&mut groups, u32::try_from(table.len() / ENTRY).unwrap_or(u32::MAX));
        put(&mut groups, length(&known));
        put(&mut groups, length(&bytes));
        groups.extend(table.iter().chain(&known).chain(&bytes));
        let steps = packed::parameter(characters.into(), rare.len() as u64 * 2);
        groups.push(steps as u8);
        let mut out = BitWriter::new(&mut groups);
        let (mut last, width) = (0, width(documents));
        for (key, number) in rare {
            written.list(number as usize, &mut list);
            let rank = rank(key as u16);
            for (document, count) in &list {
                out.rice(rank - std::mem::replace(&mut last, rank), steps);
                out.bits((*document).into(), width);
                out.rice(count.saturating_sub(1), 0);
            }
        }
        out.close();
    }
    if u32::try_from(groups.len()).is_err() {
        // It cannot be told where things stand.
        return vec![];
    }
    let count = u32::try_from(heads.len() / 2).unwrap_or(u32::MAX);
    let mut out = Vec::with_capacity(4 + heads.len() * 4 + groups.len());
    out.extend(count.to_le_bytes());
    out.extend(heads.iter().flat_map(|number| number.to_le_bytes()));
    out.append(&mut groups);
    out
}

/// Bytes of an entry of the table of a group.
const ENTRY: usize = 10;

/// Bits of the number of a document of so many.
const fn width(documents: u32) -> u32 {
    u32::BITS - documents.saturating_sub(1).leading_zeros()
}

fn length(bytes: &[u8]) -> u32 {
    u32::try_from(bytes.len()).unwrap_or(u32::MAX)
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
#[derive(Clone, Copy, Debug)]
enum Having<'a> {
    /// A packed list.
    Many(&'a [u8]),
    /// So many of these.
    Few([(u32, u32); RARE as usize], usize),
}

impl Having<'_> {
    const NONE: Self = Self::Few([(0, 0); RARE as usize], 0);

    /// Each document and its count, rising.
    fn each(&self, mut told: impl FnMut(u32, u32)) -> Option<()> {
        match self {
            Self::Many(bytes) => packed::unpack(bytes, told),
            Self::Few(some, count) => {
                some.iter().take(*count).for_each(|(document, count)| told(*document, *count));
                Some(())
            }
        }
    }

    /// What it takes to go through it, in bytes.
    const fn cost(&self) -> usize {
        match self {
            Self::Many(bytes) => bytes.len(),
            Self::Few(_, count) => *count,
        }
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
                lists.sort_unstable_by_key(|list| std::cmp::Reverse(list.cost()));
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
        while let Some(list) = lists.pop().filter(|list| list.cost() < count * TEXT_COST_BYTES) {
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
        let place =
            |unit: u16| self.heads.binary_search_by_key(&u32::from(unit), |head| head_of(*head).0);
        let Ok(at) = place(first) else { return Some(Having::NONE) };
        let begin = |at: usize| self.heads.get(at).map(|head| head_of(*head).1);
        let mut group = self.groups.get(begin(at)?..begin(at + 1).unwrap_or(self.groups.len()))?;
        let length = take(&mut group)? as usize;
        let (single, mut group) = group.split_at_checked(length)?;
        let Some(second) = second else { return Some(Having::Many(single)) };
        let Ok(rank) = place(second) else { return Some(Having::NONE) };
        let (chunks, known, lists) = (take(&mut group)?, take(&mut group)?, take(&mut group)?);
        let (table, group) = group.split_at_checked((chunks as usize).checked_mul(ENTRY)?)?;
        let (known, group) = group.split_at_checked(known as usize)?;
        let (lists, rare) = group.split_at_checked(lists as usize)?;
        match frequent(second, table.as_chunks().0, known, lists)? {
            Some(list) => Some(Having::Many(list)),
            None => self.rare(u32::try_from(rank).ok()?, rare),
        }
    }

    /// The documents with the character of this rank among the rare ones.
    fn rare(&self, rank: u32, rare: &[u8]) -> Option<Having<'a>> {
        let (steps, rare) = rare.split_first()?;
        let steps = u32::from(*steps).min(31);
        let width = width(u32::try_from(self.documents).ok()?);
        let (mut bits, mut at) = (BitReader::new(rare), 0_u32);
        let (mut found, mut count) = ([(0, 0); RARE as usize], 0);
        while let Some(step) = bits.rice(steps) {
            at = at.checked_add(step)?;
            if at > rank {
                break;
            }
            let told = (bits.bits(width)?, bits.rice(0)?.checked_add(1)?);
            if at == rank {
                *found.get_mut(count)? = told;
                count += 1;
            }
        }
        Some(Having::Few(found, count))
    }
}

/// A character and where its group begins.
const fn head_of([a, b, c, d, e, f, g, h]: [u8; 8]) -> (u32, usize) {
    (u32::from_le_bytes([a, b, c, d]), u32::from_le_bytes([e, f, g, h]) as usize)
}

/// The list of a second character; `Some(None)` when it is none of the frequent ones, `None` when the bytes are no index.
fn frequent<'a>(second: u16, table: &[[u8; ENTRY]], known: &[u8], lists: &'a [u8]) -> Option<Option<&'a [u8]>> {
    let from = table.partition_point(|[a, b, ..]| u16::from_le_bytes([*a, *b]) <= second);
    let Some(entry) = from.checked_sub(1).and_then(|at| table.get(at)) else { return Some(None) };
    let [a, b, c, d, e, f, g, h, i, j] = *entry;
    let mut at = u32::from(u16::from_le_bytes([a, b]));
    let mut known = known.get(u32::from_le_bytes([c, d, e, f]) as usize..)?;
    let mut lists = lists.get(u32::from_le_bytes([g, h, i, j]) as usize..)?;
    for _ in 0..CHUNK {
        if known.is_empty() {
            break;
        }
        at = at.checked_add(take(&mut known)?)?;
        let (list, rest) = lists.split_at_checked(take(&mut known)? as usize)?;
        if at >= u32::from(second) {
            return Some((at == u32::from(second)).then_some(list));
        }
        lists = rest;
    }
    Some(None)
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
