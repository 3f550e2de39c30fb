//! Which documents of a segment have a character, or two characters side by side, and how often: an index of the folded texts.
//!
//! For each first character there is a group of lists: the documents that have it with a certain second character behind it, each list packed
//! (see [`super::packed`]), and at the end, one behind the other, those second characters that three documents have at most. Each character
//! of a text is the first of one pair, so that the lists of a group together tell of single characters: behind the last one of a text stands
//! [`END`], and where a line goes on in the next one (see [`Joint`]) what it goes on with instead of the line end. So words of one or two
//! characters are counted without a text being read; of longer words the lists tell which texts may have them.

use super::{
    bits::Bits,
    packed::{self, BitReader, BitWriter},
};
use crate::text::find::{self, Joint};

/// With fewer units all of them are searched as quickly.
const LEAST_UNITS: usize = 1 << 17;

/// Pairs of a word that are looked up; a long word needs no more to be rare.
const MOST_PAIRS: usize = 24;

/// To look for a word in one more text takes as long as to read so many bytes of lists.
const TEXT_COST_BYTES: usize = 200;

/// Counts that stand beside the step to their document in the making; greater ones have a further number.
const MOST_BESIDE: u32 = 3;

/// Stands behind the last character of a text.
const END: u16 = 0;

/// Two characters that so many documents have, at most, stand among the rare ones of the first.
const RARE: u32 = 3;

/// So many lists of pairs stand behind one entry of a table, which is gone through by halves.
const CHUNK: usize = 32;

/// A list in the making.
#[derive(Clone, Copy, Default)]
struct List {
    /// The two characters.
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

/// Lists in the making, from number 1 on.
struct Lists {
    lists: Vec<List>,
    /// Numbers of lists at the place of the hash of their pair or behind it, 0 where there is none.
    slots: Vec<u32>,
    /// What is written to which list, in turn.
    log: Vec<(u32, u32)>,
}

impl Lists {
    fn new() -> Self {
        Self { lists: vec![List::default()], slots: vec![0; 1 << 16], log: vec![] }
    }

    /// Counts a pair in a document; documents rise.
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
        if self.lists.len() * 2 >= self.slots.len() {
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
        for (number, list) in (0_u32..).zip(&self.lists).skip(1) {
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
        each_pair(folded, joints, |first, second| {
            let list = lists.of(u32::from(first) << 16 | u32::from(second));
            lists.count(list, document);
        });
    }
    let Lists { mut lists, log: mut written, .. } = lists;
    (0..).zip(&mut lists).for_each(|(number, list)| list.write_down(number, &mut written));
    put_together(&lists, &Written::of(&lists, &written), count)
}

/// Each character of a text, and what stands behind it.
fn each_pair(folded: &[u16], joints: &[Joint], mut told: impl FnMut(u16, u16)) {
    let mut from = 0;
    for (at, joint) in joints.iter().enumerate() {
        let start = joint.start as usize;
        let (Some(before), Some(line)) = (start.checked_sub(1), folded.get(from..start)) else { continue };
        // Joints may follow one another.
        let end = joints
            .iter()
            .skip(at + 1)
            .try_fold(joint.end, |end, next| if next.start == end { Ok(next.end) } else { Err(end) });
        let (Ok(end) | Err(end)) = end;
        let (Some(&before), Some(&behind)) = (folded.get(before), folded.get(end as usize)) else { continue };
        line.array_windows().for_each(|[first, second]| told(*first, *second));
        told(before, behind);
        from = start;
    }
    let rest = folded.get(from..).unwrap_or_default();
    rest.array_windows().for_each(|[first, second]| told(*first, *second));
    rest.last().into_iter().for_each(|last| told(*last, END));
}

/// True for what may stand at a line end, where what is behind it is told instead.
fn may_be_left_out(unit: u16) -> bool {
    find::is_blank(unit) || find::is_line_end(unit) || unit == END
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

/// Number of groups; for each its character and where it begins; the groups. A group: how many parts the table has, bytes of what is known
/// and of the lists; for each [`CHUNK`] of second characters that have lists the first one, and where what is known of them and where their
/// lists begin; of each the step from the one before and the bytes of its list; the lists; the rare ones.
fn put_together(lists: &[List], written: &Written, documents: u32) -> Vec<u8> {
    let mut pairs: Vec<(u32, u32)> = (0..).zip(lists).skip(1).map(|(number, list)| (list.key, number)).collect();
    pairs.sort_unstable();
    let by_first = || pairs.chunk_by(|a, b| a.0 >> 16 == b.0 >> 16);
    let first = |with: &[(u32, u32)]| with.first().map_or(0, |(key, _)| key >> 16);
    // Each character is the first of a pair.
    let characters: Vec<u32> = by_first().map(first).collect();
    let rank = |second: u32| match characters.binary_search(&second) {
        Ok(at) if second != u32::from(END) => u32::try_from(at + 1).unwrap_or(u32::MAX),
        _ => 0,
    };
    let steps_of = |rare: usize| packed::parameter(characters.len() as u64, rare as u64 * 2);
    let mut heads: Vec<u32> = Vec::with_capacity(characters.len() * 2);
    let mut groups: Vec<u8> = Vec::with_capacity(written.values.len());
    let (mut list, mut bytes) = (vec![], vec![]);
    for with in by_first() {
        heads.extend([first(with), length(&groups)]);
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
        let steps = steps_of(rare.len());
        groups.push(steps as u8);
        let mut out = BitWriter::new(&mut groups);
        let (mut last, width) = (0, width(documents));
        for (key, number) in rare {
            written.list(number as usize, &mut list);
            let rank = rank(key & 0xFFFF);
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
        let mut found = Bits::none(self.documents);
        if let [unit] = needle {
            self.each_of(*unit, |document, _| found.add(document as usize))?;
            return Some(found);
        }
        let pairs = needle.array_windows().filter(|[_, second]| !may_be_left_out(*second));
        let lists = pairs.take(MOST_PAIRS).map(|[first, second]| self.with(*first, *second));
        let mut lists: Vec<Having<'_>> = lists.collect::<Option<_>>()?;
        lists.sort_unstable_by_key(|list| std::cmp::Reverse(list.cost()));
        let mut count = 0;
        lists.pop()?.each(|document, _| {
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
