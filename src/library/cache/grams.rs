//! Which documents of a segment have a character, or two characters side by side, and how often: an index of the folded texts.
//!
//! For each first character there is a group of lists: the documents that have it with a certain second character behind it, each list packed
//! (see [`super::packed`]), and at the end, one behind the other, those second characters that three documents have at most. Each character
//! of a text is the first of one pair, so that the lists of a group together tell of single characters: behind the last one of a text stands
//! [`END`], and where a line goes on in the next one (see [`find::Joint`]) what it goes on with instead of the line end. So words of one or two
//! characters are counted without a text being read; of longer words the lists tell which texts may have them.

mod making;

pub(super) use making::build;

use super::{
    bits::Bits,
    packed::{self, BitReader},
};
use crate::text::find;

/// Pairs of a word that are looked up; a long word needs no more to be rare.
const MOST_PAIRS: usize = 24;

/// So many of them are looked up together; where one of their lists is so short, in bytes, the others are not.
const AT_ONCE: usize = 4;
const SHORT_BYTES: usize = 24;

/// Where only so many texts may have the word, no further list is gone through.
const FEW: usize = 2;

/// To look for a word in one more text takes as long as to read so many bytes of lists.
const TEXT_COST_BYTES: usize = 200;

/// Stands behind the last character of a text.
const END: u16 = 0;

/// Two characters that so many documents have, at most, stand among the rare ones of the first.
const RARE: u32 = 3;

/// So many lists of pairs stand behind one entry of a table, which is gone through by halves.
const CHUNK: usize = 32;

/// True for what may stand at a line end, where what is behind it is told instead.
fn may_be_left_out(unit: u16) -> bool {
    find::is_blank(unit) || find::is_line_end(unit) || unit == END
}

/// Bytes of an entry of the table of a group.
const ENTRY: usize = 10;

/// Bits of the number of a document of so many.
const fn width(documents: u32) -> u32 {
    u32::BITS - documents.saturating_sub(1).leading_zeros()
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
        let mut found = Bits::none(self.documents);
        if let [unit] = needle {
            self.each_of(*unit, |document, _| found.add(document as usize))?;
            return Some(found);
        }
        let pairs: Vec<&[u16; 2]> =
            needle.array_windows().filter(|[_, second]| !may_be_left_out(*second)).take(MOST_PAIRS).collect();
        let mut lists: Vec<Having<'_>> = Vec::with_capacity(pairs.len());
        for some in pairs.chunks(AT_ONCE) {
            for [first, second] in some {
                lists.push(self.with(*first, *second)?);
            }
            // To look up more of them costs less than to go through a long list.
            if lists.iter().any(|list| list.cost() <= SHORT_BYTES) {
                break;
            }
        }
        // The shortest come first, and those that are longer than what they could spare are left out.
        lists.sort_unstable_by_key(Having::cost);
        let mut count = None;
        for list in lists {
            if count.is_some_and(|count| count <= FEW || list.cost() >= count * TEXT_COST_BYTES) {
                break;
            }
            let mut having = Bits::none(self.documents);
            list.each(|document, _| having.add(document as usize))?;
            found = if count.is_none() { having } else { found.and(&having) };
            count = Some(found.count());
        }
        count?;
        Some(found)
    }

    /// The documents that have one character, or two side by side, and how often each has them; `None` when that cannot be told.
    pub(super) fn counts(&self, needle: &[u16]) -> Option<(Bits, Vec<u32>)> {
        let (mut found, mut counts) = (Bits::none(self.documents), vec![0_u32; self.documents]);
        let told = |document: u32, count: u32| {
            found.add(document as usize);
            counts.get_mut(document as usize).into_iter().for_each(|slot| *slot = slot.saturating_add(count));
        };
        match *needle {
            [unit] => self.each_of(unit, told)?,
            [first, second] if !may_be_left_out(second) => self.with(first, second)?.each(told)?,
            _ => return None,
        }
        Some((found, counts))
    }

    /// The group of a character and its number; `Some(None)` when there is none, `None` when the bytes are no index.
    fn group(&self, first: u16) -> Option<Option<Group<'a>>> {
        let Ok(at) = self.place(first) else { return Some(None) };
        let begin = |at: usize| self.heads.get(at).map(|head| head_of(*head).1);
        Group::of(self.groups.get(begin(at)?..begin(at + 1).unwrap_or(self.groups.len()))?).map(Some)
    }

    /// The rank of a character; where it would stand when there is none.
    fn place(&self, unit: u16) -> Result<usize, usize> {
        self.heads.binary_search_by_key(&u32::from(unit), |head| head_of(*head).0)
    }

    /// Each document that has a character, and how often with what behind it; not in order. `None` when the bytes are no index.
    fn each_of(&self, first: u16, mut told: impl FnMut(u32, u32)) -> Option<()> {
        let Some(group) = self.group(first)? else { return Some(()) };
        let (mut known, mut lists) = (group.known, group.lists);
        while !known.is_empty() {
            take(&mut known)?;
            let (list, rest) = lists.split_at_checked(take(&mut known)? as usize)?;
            packed::unpack(list, &mut told)?;
            lists = rest;
        }
        self.each_rare(group.rare, |_, document, count| {
            told(document, count);
            true
        })
    }

    /// The list of two characters side by side; `None` when the bytes are no index.
    fn with(&self, first: u16, second: u16) -> Option<Having<'a>> {
        let (Some(group), Ok(rank)) = (self.group(first)?, self.place(second)) else { return Some(Having::NONE) };
        if let Some(list) = group.frequent(second)? {
            return Some(Having::Many(list));
        }
        let rank = u32::try_from(rank + 1).ok()?;
        let (mut found, mut count) = ([(0, 0); RARE as usize], 0);
        self.each_rare(group.rare, |at, document, times| {
            if let Some(slot) = found.get_mut(count).filter(|_| at == rank) {
                *slot = (document, times);
                count += 1;
            }
            at <= rank
        })?;
        Some(Having::Few(found, count))
    }

    /// The rare ones of a group: rank of the second character from 1 on (0: the end), document and count, as long as they are wanted. `None` when the bytes are no
    /// index.
    fn each_rare(&self, rare: &[u8], mut wanted: impl FnMut(u32, u32, u32) -> bool) -> Option<()> {
        let (steps, rare) = rare.split_first()?;
        let steps = u32::from(*steps).min(packed::MOST_GAP_BITS);
        let width = width(u32::try_from(self.documents).ok()?);
        let (mut bits, mut at) = (BitReader::new(rare), 0_u32);
        while let Some(step) = bits.rice(steps) {
            at = at.checked_add(step)?;
            if !wanted(at, bits.bits(width)?, bits.rice(0)?.checked_add(1)?) {
                break;
            }
        }
        Some(())
    }
}

/// A character and where its group begins.
const fn head_of([a, b, c, d, e, f, g, h]: [u8; 8]) -> (u32, usize) {
    (u32::from_le_bytes([a, b, c, d]), u32::from_le_bytes([e, f, g, h]) as usize)
}

/// What begins with one character.
#[derive(Clone, Copy, Debug)]
struct Group<'a> {
    table: &'a [[u8; ENTRY]],
    known: &'a [u8],
    lists: &'a [u8],
    rare: &'a [u8],
}

impl<'a> Group<'a> {
    fn of(mut bytes: &'a [u8]) -> Option<Self> {
        let (parts, known, lists) = (take(&mut bytes)?, take(&mut bytes)?, take(&mut bytes)?);
        let (table, bytes) = bytes.split_at_checked((parts as usize).checked_mul(ENTRY)?)?;
        let (known, bytes) = bytes.split_at_checked(known as usize)?;
        let (lists, rare) = bytes.split_at_checked(lists as usize)?;
        Some(Self { table: table.as_chunks().0, known, lists, rare })
    }

    /// The list of a second character; `Some(None)` when it is none of the frequent ones, `None` when the bytes are no index.
    fn frequent(&self, second: u16) -> Option<Option<&'a [u8]>> {
        let from = self.table.partition_point(|[a, b, ..]| u16::from_le_bytes([*a, *b]) <= second);
        let Some(entry) = from.checked_sub(1).and_then(|at| self.table.get(at)) else { return Some(None) };
        let [a, b, c, d, e, f, g, h, i, j] = *entry;
        let mut at = u32::from(u16::from_le_bytes([a, b]));
        let mut known = self.known.get(u32::from_le_bytes([c, d, e, f]) as usize..)?;
        let mut lists = self.lists.get(u32::from_le_bytes([g, h, i, j]) as usize..)?;
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
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{
        making::{LEAST_UNITS, put},
        *,
    };
    use crate::text::{count::Needle, find, fold::fold_units};

    fn index(texts: &[Vec<u16>]) -> Vec<u8> {
        let joints: Vec<Box<[find::Joint]>> = texts.iter().map(|text| find::joints(text)).collect();
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
        assert_eq!(grams.having(&[0]).unwrap().iter().collect::<Vec<_>>(), [1, 2]);
        assert!(grams.having(&[0x4e00, 0]).is_none() && grams.counts(&[0x4e00, 0]).is_none(), "that is also the end");
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
                let Some(named) = grams.having(needle.units()) else {
                    // What a joint may leave out tells nothing.
                    prop_assert!(needle.units().len() > 1 && needle.units().iter().skip(1).all(|unit| may_be_left_out(*unit)));
                    continue;
                };
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
