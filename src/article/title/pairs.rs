//! Pairs of neighbouring characters of the running text: a title speaks of the same things.

use crate::{
    article::features::Feat,
    text::{punct::is_han, units},
};

/// Pairs of neighbouring Han characters, each as one hashed bit. There are at least [`BITS_A_PAIR`] bits for each pair, so that hardly
/// one in that many asked about is taken for another.
#[derive(Clone, Debug, Default)]
pub(in crate::article) struct Pairs(Vec<u64>);

impl Pairs {
    fn slot(&self, (a, b): (char, char)) -> (usize, u64) {
        let mixed = (u32::from(a).wrapping_mul(0x9e37_79b1) ^ u32::from(b)).wrapping_mul(0x85eb_ca6b);
        let bit = (mixed >> 8) as usize & (self.0.len() * 64 - 1);
        (bit / 64, 1 << (bit % 64))
    }

    pub(in crate::article) fn contains(&self, pair: &(char, char)) -> bool {
        if self.0.is_empty() {
            return false;
        }
        let (slot, bit) = self.slot(*pair);
        self.0.get(slot).is_some_and(|bits| bits & bit != 0)
    }

    /// About how many different pairs there are.
    pub(in crate::article) fn len(&self) -> usize {
        self.0.iter().map(|bits| bits.count_ones() as usize).sum()
    }
}

/// Characters of the running text that are looked at.
const TELLING_CHARS: usize = 8000;
const BITS_A_PAIR: usize = 64;

/// Pairs of neighbouring Han characters of the running text; a title speaks of the same things.
pub(in crate::article) fn pairs<'a>(lines: impl Iterator<Item = &'a Feat<'a>> + Clone) -> Pairs {
    // A Han character has three bytes.
    let most = (lines.clone().map(|line| line.fold().len()).sum::<usize>() / 3).clamp(1, TELLING_CHARS);
    let mut pairs = Pairs(vec![0; (most * BITS_A_PAIR).next_power_of_two() / 64]);
    let (mut previous, mut left) = (None, TELLING_CHARS);
    for line in lines {
        let mut add = |c: char| {
            let this = is_han(c).then_some(c);
            if let Some(pair) = previous.zip(this) {
                let (slot, bit) = pairs.slot(pair);
                if let Some(bits) = pairs.0.get_mut(slot) {
                    *bits |= bit;
                }
            }
            previous = this;
        };
        if line.units.contains(&units::BEYOND) {
            line.fold().chars().take(left).for_each(add);
        } else {
            line.units.iter().take(left).filter_map(|&unit| char::from_u32(unit.into())).for_each(&mut add);
        }
        left = left.saturating_sub(line.units.len());
    }
    pairs
}

/// Share of the pairs of `key` that the running text has, 0–1.
pub(in crate::article) fn overlap(key: &str, body: &Pairs) -> f32 {
    let chars: Vec<char> = key.chars().filter(|&c| is_han(c)).collect();
    let all = chars.windows(2).count();
    let shared = chars.windows(2).filter(|w| matches!(w, [a, b] if body.contains(&(*a, *b)))).count();
    #[expect(clippy::cast_precision_loss, reason = "a share of a short line")]
    let share = if all == 0 { 0.0 } else { shared as f32 / all as f32 };
    share
}
