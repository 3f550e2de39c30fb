//! An index in the making: lists of pairs of characters, and how they are put together.

use super::{
    super::packed::{self, BitWriter},
    CHUNK, END, ENTRY, RARE, width,
};
use crate::text::find::Joint;

/// With fewer units all of them are searched as quickly.
pub(super) const LEAST_UNITS: usize = 1 << 17;

/// Counts that stand beside the step to their document in the making; greater ones have a further number.
const MOST_BESIDE: u32 = 3;

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
    /// Pairs and the numbers of their lists, at the place of the hash of the pair or behind it; number 0 where there is none. The pair
    /// stands here, too, so that finding a list waits for memory once.
    slots: Vec<(u32, u32)>,
    /// What is written to which list, in turn.
    log: Vec<(u32, u32)>,
}

impl Lists {
    fn new() -> Self {
        Self { lists: vec![List::default()], slots: vec![(0, 0); 1 << 16], log: vec![] }
    }

    /// Counts a pair in a document; documents rise.
    fn count(&mut self, number: u32, document: u32) {
        let Some(list) = self.lists.get_mut(number as usize) else { return };
        if list.document == document && list.count > 0 {
            list.count += 1;
            return;
        }
        list.write_down(number, &mut self.log);
        (list.document, list.count) = (document, 1);
    }

    /// The number of the list of a pair.
    fn of(&mut self, pair: u32) -> u32 {
        if self.lists.len() * 2 >= self.slots.len() {
            self.widen();
        }
        let mask = self.slots.len() - 1;
        let mut at = place(pair) & mask;
        while let Some(slot) = self.slots.get_mut(at) {
            let (key, number) = *slot;
            if number == 0 {
                let number = u32::try_from(self.lists.len()).unwrap_or(u32::MAX);
                *slot = (pair, number);
                self.lists.push(List { key: pair, ..List::default() });
                return number;
            }
            if key == pair {
                return number;
            }
            at = (at + 1) & mask;
        }
        u32::MAX
    }

    fn widen(&mut self) {
        let mask = self.slots.len() * 4 - 1;
        self.slots = vec![(0, 0); mask + 1];
        for (number, list) in (0_u32..).zip(&self.lists).skip(1) {
            let mut at = place(list.key) & mask;
            while self.slots.get(at).is_some_and(|slot| slot.1 != 0) {
                at = (at + 1) & mask;
            }
            if let Some(slot) = self.slots.get_mut(at) {
                *slot = (list.key, number);
            }
        }
    }
}

impl List {
    /// Writes down what was counted.
    fn write_down(&mut self, number: u32, log: &mut Vec<(u32, u32)>) {
        let Some(further) = self.count.checked_sub(1) else { return };
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
pub(in super::super) fn build<'a>(documents: impl Iterator<Item = (&'a [u16], &'a [Joint])> + Clone) -> Vec<u8> {
    if documents.clone().map(|(folded, _)| folded.len()).sum::<usize>() < LEAST_UNITS {
        return vec![];
    }
    let mut lists = Lists::new();
    let (mut count, mut met) = (0, vec![]);
    for (document, (folded, joints)) in (0_u32..).zip(documents) {
        count = document + 1;
        // The tables are larger than what the processor has at hand: as no pair's place depends on that of the one before, it
        // looks up many of them at once.
        each_pair(folded, joints, |first, second| met.push(lists.of(u32::from(first) << 16 | u32::from(second))));
        met.drain(..).for_each(|list| lists.count(list, document));
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

fn length(bytes: &[u8]) -> u32 {
    u32::try_from(bytes.len()).unwrap_or(u32::MAX)
}

pub(super) fn put(out: &mut Vec<u8>, mut number: u32) {
    while number > 0x7F {
        out.push((number & 0x7F) as u8 | 0x80);
        number >>= 7;
    }
    out.push(number as u8);
}
