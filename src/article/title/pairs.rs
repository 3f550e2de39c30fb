//! Pairs of neighbouring characters of the running text: a title speaks of the same things.

use crate::{
    article::{
        chars::{self, Known},
        features::Feat,
    },
    text::punct::is_han,
};

/// Pairs of neighbouring Han characters, each as one hashed bit. There are at least [`BITS_A_PAIR`] bits for each pair, so that hardly
/// one in that many asked about is taken for another.
#[derive(Clone, Debug, Default)]
pub(in crate::article) struct Pairs {
    bits: Vec<u64>,
    /// How many bits are set.
    len: usize,
}

impl Pairs {
    fn slot(&self, a: u32, b: u32) -> (usize, u64) {
        let mixed = (a.wrapping_mul(0x9e37_79b1) ^ b).wrapping_mul(0x85eb_ca6b);
        let bit = (mixed >> 8) as usize & (self.bits.len() * 64 - 1);
        (bit / 64, 1 << (bit % 64))
    }

    fn add(&mut self, a: u32, b: u32) {
        let (slot, bit) = self.slot(a, b);
        if let Some(bits) = self.bits.get_mut(slot) {
            self.len += usize::from(*bits & bit == 0);
            *bits |= bit;
        }
    }

    pub(in crate::article) fn contains(&self, pair: &(char, char)) -> bool {
        if self.bits.is_empty() {
            return false;
        }
        let (slot, bit) = self.slot(pair.0.into(), pair.1.into());
        self.bits.get(slot).is_some_and(|bits| bits & bit != 0)
    }

    /// About how many different pairs there are.
    pub(in crate::article) const fn len(&self) -> usize {
        self.len
    }
}

/// Characters of the running text that are looked at.
const TELLING_CHARS: usize = 8000;
const BITS_A_PAIR: usize = 64;

/// Pairs of neighbouring Han characters of the running text; a title speaks of the same things.
pub(in crate::article) fn pairs<'a>(lines: impl Iterator<Item = &'a Feat<'a>> + Clone) -> Pairs {
    // A Han character has three bytes.
    let most = (lines.clone().map(|line| line.fold().len()).sum::<usize>() / 3).clamp(1, TELLING_CHARS);
    let mut pairs = Pairs { bits: vec![0; (most * BITS_A_PAIR).next_power_of_two() / 64], len: 0 };
    // The code of the last character when it was a Han character, else 0.
    let (mut previous, mut left) = (0_u32, TELLING_CHARS);
    let table = chars::table();
    for line in lines {
        let mut add = |code: u32, han: bool| {
            if han && previous > 0 {
                pairs.add(previous, code);
            }
            previous = if han { code } else { 0 };
        };
        if line.beyond {
            line.fold().chars().take(left).for_each(|c| add(c.into(), is_han(c)));
        } else {
            line.units.iter().take(left).for_each(|&unit| add(unit.into(), table.of(unit).is(Known::HAN)));
        }
        left = left.saturating_sub(line.units.len());
    }
    pairs
}

/// Share of the pairs of the folded beginning of a line that the running text has, 0–1.
pub(in crate::article) fn overlap_of(feat: &Feat<'_>, body: &Pairs) -> f32 {
    if body.bits.is_empty() || feat.beyond {
        return overlap(feat.fold(), body);
    }
    let table = chars::table();
    // As in `overlap`, characters that are not Han part nothing.
    let (mut all, mut shared, mut last) = (0, 0, 0_u32);
    for &unit in feat.units.iter().filter(|&&unit| table.of(unit).is(Known::HAN)) {
        let code = u32::from(unit);
        if last > 0 {
            let (slot, bit) = body.slot(last, code);
            all += 1;
            shared += usize::from(body.bits.get(slot).is_some_and(|bits| bits & bit != 0));
        }
        last = code;
    }
    share_of(shared, all)
}

/// Share of the pairs of `key` that the running text has, 0–1.
pub(in crate::article) fn overlap(key: &str, body: &Pairs) -> f32 {
    let (mut all, mut shared, mut last) = (0, 0, None);
    for c in key.chars().filter(|&c| is_han(c)) {
        if let Some(last) = last.replace(c) {
            all += 1;
            shared += usize::from(body.contains(&(last, c)));
        }
    }
    share_of(shared, all)
}

fn share_of(shared: usize, all: usize) -> f32 {
    #[expect(clippy::cast_precision_loss, reason = "a share of a short line")]
    let share = if all == 0 { 0.0 } else { shared as f32 / all as f32 };
    share
}
