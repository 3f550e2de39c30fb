//! Which characters stand in the sentences that tell facts: a character that is searched for is told by its list alone, a word is looked
//! for where all of its characters stand. Made in the background; who has none looks into every sentence, and finds the same.

use super::stretches::Stretches;
use crate::{
    library::{DocIx, Snapshot},
    text::{find::Joint, punct},
};

/// How many different units there are.
const UNITS: usize = 1 << 16;
/// Bits of a byte of a gap that are its value; the last byte of each gap has the other bit.
const BITS: u32 = 7;

/// For each folded character the sentences that have it: about a byte for each character of a sentence, counted once.
#[derive(Clone, Debug)]
pub struct Characters {
    /// Where the gaps of each unit begin, and where the last ones end.
    starts: Vec<u32>,
    /// How many sentences on each next one is.
    gaps: Vec<u8>,
    /// Sentences at whose borders a word of Han characters may begin or end outside of them.
    open: Vec<u32>,
    count: usize,
}

impl Characters {
    /// Of these sentences, whose pages are the documents of the snapshot; `None` when `stop` said so, or when there are too many.
    #[must_use]
    pub fn of(stretches: &Stretches, snapshot: &Snapshot, stop: &dyn Fn() -> bool) -> Option<Self> {
        let mut lengths = vec![0_u32; UNITS];
        let mut open = Vec::new();
        each_gap(stretches, snapshot, stop, &mut open, &mut |unit, gap| {
            if let Some(length) = lengths.get_mut(usize::from(unit)) {
                *length += bytes_of(gap);
            }
        })?;
        let mut starts = Vec::with_capacity(UNITS + 1);
        let mut sum = 0_u32;
        for length in &lengths {
            starts.push(sum);
            sum = sum.checked_add(*length)?;
        }
        starts.push(sum);
        let mut next = starts.clone();
        let mut gaps = vec![0_u8; sum as usize];
        each_gap(stretches, snapshot, stop, &mut vec![], &mut |unit, gap| {
            let Some(at) = next.get_mut(usize::from(unit)) else { return };
            let mut rest = gap;
            loop {
                let last = rest >> BITS == 0;
                if let Some(slot) = gaps.get_mut(*at as usize) {
                    *slot = (rest & ((1 << BITS) - 1)) as u8 | u8::from(last) << BITS;
                }
                *at += 1;
                if last {
                    break;
                }
                rest >>= BITS;
            }
        })?;
        open.shrink_to_fit();
        Some(Self { starts, gaps, open, count: stretches.len() })
    }

    /// The sentences that have a unit, rising.
    pub fn having(&self, unit: u16) -> impl Iterator<Item = u32> + '_ {
        let at = usize::from(unit);
        let range = self.starts.get(at).zip(self.starts.get(at + 1)).map(|(from, to)| *from as usize..*to as usize);
        let (mut next, mut gap, mut shift) = (0_u32, 0_u32, 0_u32);
        range.and_then(|range| self.gaps.get(range)).unwrap_or_default().iter().filter_map(move |byte| {
            gap |= u32::from(byte & ((1 << BITS) - 1)) << shift;
            if byte >> BITS == 0 {
                shift += BITS;
                return None;
            }
            next += gap;
            (gap, shift) = (0, 0);
            Some(next - 1)
        })
    }

    /// The sentences that may be touched by a hit of a word; `None` when all of them may be.
    fn may_have(&self, word: &[u16]) -> Option<Marks> {
        // What is not Han may stand across the end of a sentence.
        if word.len() > 1 && !word.iter().all(|unit| is_han(*unit)) {
            return None;
        }
        let mut units = word.to_vec();
        units.sort_unstable();
        units.dedup();
        let marked = |unit: u16| {
            let mut marks = Marks::none(self.count);
            self.having(unit).for_each(|number| marks.add(number));
            marks
        };
        let mut marks = units.into_iter().map(marked).reduce(Marks::and)?;
        if word.len() > 1 {
            self.open.iter().for_each(|number| marks.add(*number));
        }
        Some(marks)
    }

    /// The sentences that may be touched by a hit of one of these words; `None` when all of them may be.
    #[must_use]
    pub fn may_have_one(&self, words: &[&[u16]]) -> Option<Marks> {
        let may: Option<Vec<Marks>> = words.iter().map(|word| self.may_have(word)).collect();
        may?.into_iter().reduce(|a, b| a.or(&b))
    }

    /// Bytes of memory that they take.
    #[must_use]
    pub const fn bytes(&self) -> usize {
        (self.starts.len() + self.open.len()) * size_of::<u32>() + self.gaps.len()
    }
}

/// A set of sentences.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Marks(Vec<u64>);

impl Marks {
    fn none(count: usize) -> Self {
        Self(vec![0; count.div_ceil(64)])
    }

    fn add(&mut self, number: u32) {
        if let Some(word) = self.0.get_mut(number as usize / 64) {
            *word |= 1 << (number % 64);
        }
    }

    fn and(mut self, other: Self) -> Self {
        self.0.iter_mut().zip(other.0).for_each(|(a, b)| *a &= b);
        self
    }

    /// Those that are in one of them.
    #[must_use]
    fn or(mut self, other: &Self) -> Self {
        self.0.iter_mut().zip(&other.0).for_each(|(a, b)| *a |= b);
        self
    }

    /// Their numbers, rising.
    pub fn iter(&self) -> impl Iterator<Item = u32> + '_ {
        (0_u32..).zip(&self.0).flat_map(|(at, word)| {
            let mut rest = *word;
            std::iter::from_fn(move || {
                let bit = rest.trailing_zeros();
                (rest != 0).then(|| {
                    rest &= rest - 1;
                    at * 64 + bit
                })
            })
        })
    }
}

/// Tells for each sentence each of its units once, with how many sentences ago it was told last (before the first one, from 0 on). Adds to
/// `open` the sentences at whose borders a word may go on.
fn each_gap(
    stretches: &Stretches,
    snapshot: &Snapshot,
    stop: &dyn Fn() -> bool,
    open: &mut Vec<u32>,
    tell: &mut impl FnMut(u16, u32),
) -> Option<()> {
    let mut last = vec![0_u32; UNITS];
    for page in (0_u32..).take(stretches.pages()) {
        let numbers = stretches.of_page(page);
        if numbers.is_empty() {
            continue;
        }
        if stop() {
            return None;
        }
        let Some(document) = snapshot.get(DocIx(page)) else { continue };
        let (folded, joints) = document.searched();
        for number in numbers {
            let (from, to) = stretches.chars(number);
            for unit in folded.get(from..to.min(folded.len())).unwrap_or_default() {
                let Some(last) = last.get_mut(usize::from(*unit)) else { continue };
                if *last != number + 1 {
                    tell(*unit, number + 1 - *last);
                    *last = number + 1;
                }
            }
            if [from, to].into_iter().any(|border| may_cross(folded, joints, border)) {
                open.push(number);
            }
        }
    }
    Some(())
}

/// True when a word of Han characters may stand across a place of a text.
fn may_cross(folded: &[u16], joints: &[Joint], at: usize) -> bool {
    let joint = joints.get(joints.partition_point(|joint| (joint.end as usize) < at));
    if joint.is_some_and(|joint| joint.start as usize <= at) {
        return true;
    }
    let han = |at: Option<usize>| at.and_then(|at| folded.get(at)).is_some_and(|unit| is_han(*unit));
    han(at.checked_sub(1)) && han(Some(at))
}

fn is_han(unit: u16) -> bool {
    char::from_u32(unit.into()).is_some_and(punct::is_han)
}

/// Bytes that a gap takes.
const fn bytes_of(gap: u32) -> u32 {
    let bits = u32::BITS - gap.leading_zeros();
    if bits == 0 { 1 } else { bits.div_ceil(BITS) }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use proptest::prelude::*;

    use super::*;
    use crate::library::{document_of, query::Query};

    proptest! {
        /// Sentences that a word touches are among those that may have it, and one character is told by its list alone.
        #[test]
        fn no_sentence_with_a_word_is_left_out(
            texts in prop::collection::vec("([遂宁，a]{1,4}|\n|\r\n\u{3000}| |。){0,20}", 1..5),
            word in "[遂宁，a]{1,3}",
            cuts in prop::collection::vec((0_u32..4, 0_usize..40, 1_usize..9), 0..12),
        ) {
            let documents = texts.iter().enumerate().map(|(n, text)| Arc::new(document_of(&format!("{n}"), text.as_bytes())));
            let snapshot = Snapshot { documents: documents.collect(), complete: true, ..Snapshot::default() };
            let mut cuts: Vec<(u32, (u32, u32))> = cuts.into_iter().filter_map(|(page, from, length)| {
                let all = snapshot.get(DocIx(page))?.units();
                (from < all).then(|| (page, (from as u32, (from + length).min(all) as u32)))
            }).collect();
            cuts.sort_unstable();
            cuts.dedup();
            let stretches = Stretches::of_sentences(&cuts, texts.len());
            let characters = Characters::of(&stretches, &snapshot, &|| false).unwrap();
            prop_assert!(Characters::of(&stretches, &snapshot, &|| true).is_none() || cuts.is_empty());
            let query = Query::new(&format!("\"{word}\""), false);
            let Some(words) = query.words_inside() else { return Ok(()) };
            let has = |number: u32| {
                let document = snapshot.get(DocIx(stretches.page_of(number))).unwrap();
                query.inside(document).unwrap().has(stretches.chars(number))
            };
            let having: Vec<u32> = (0..).take(stretches.len()).filter(|number| has(*number)).collect();
            if let [[unit]] = words[..] {
                prop_assert_eq!(characters.having(*unit).collect::<Vec<_>>(), having);
            } else if let Some(may) = characters.may_have_one(&words) {
                let may: Vec<u32> = may.iter().collect();
                prop_assert!(having.iter().all(|number| may.contains(number)), "{:?} {:?} {:?}", word, having, may);
            }
        }
    }

    #[test]
    fn gaps_of_all_lengths_come_back() {
        assert_eq!([0, 1, 127, 128, 16_383, 16_384, u32::MAX].map(bytes_of), [1, 1, 1, 2, 2, 3, 5]);
        let text = |n: usize| if n.is_multiple_of(300) { "遂" } else { "宁" };
        let documents = (0..2_000).map(|n| Arc::new(document_of("a", text(n).as_bytes())));
        let snapshot = Snapshot { documents: documents.collect(), complete: true, ..Snapshot::default() };
        let stretches = Stretches::of_sentences(&(0..2_000).map(|page| (page, (0, 1))).collect::<Vec<_>>(), 2_000);
        let characters = Characters::of(&stretches, &snapshot, &|| false).unwrap();
        let wanted: Vec<u32> = (0..2_000).filter(|n| n % 300 == 0).collect();
        assert_eq!(characters.having(0x9042).collect::<Vec<_>>(), wanted);
        assert_eq!(characters.having(0x4E00).next(), None);
    }
}
