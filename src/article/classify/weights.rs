//! The weights of cues.

use std::{
    collections::HashMap,
    hash::{BuildHasherDefault, Hasher},
    sync::LazyLock,
};

use super::{Cue, Shares};

/// Hundredths would do; sixteenths keep a weight in one byte.
const SCALE: f32 = 16.0;

/// A round's weights: one for each kind and cue, in sixteenths.
#[derive(Debug, Default)]
pub(super) struct Weights(HashMap<u64, [i8; 6], BuildHasherDefault<Mixed>>);

impl Weights {
    /// Adds the weights of `cue`.
    pub(super) fn add(&self, cue: Cue, sums: &mut [i32; 6]) {
        if let Some(weights) = self.0.get(&cue.key()) {
            for (sum, weight) in sums.iter_mut().zip(weights) {
                *sum += i32::from(*weight);
            }
        }
    }

    /// What sums of weights say.
    pub(super) fn shares(&self, sums: &[i32; 6]) -> Shares {
        #[expect(clippy::cast_precision_loss, reason = "small sums")]
        let sums = sums.map(|sum| sum as f32 / SCALE);
        Shares::of_sums(&sums)
    }
}

/// Weights of the first and the second round.
static BUILT_IN: LazyLock<(Weights, Weights)> = LazyLock::new(|| parse(include_str!("weights.tsv")));

/// The weights that come with the program.
pub(super) fn built_in() -> (&'static Weights, &'static Weights) {
    (&BUILT_IN.0, &BUILT_IN.1)
}

/// Lines of round, cue and six weights, parted by tabs; others are remarks.
fn parse(table: &str) -> (Weights, Weights) {
    let (mut first, mut second) = (Weights::default(), Weights::default());
    for line in table.lines() {
        let mut columns = line.split('\t');
        let (Some(round), Some(cue)) = (columns.next(), columns.next().and_then(Cue::parse)) else { continue };
        let mut weights = [0; 6];
        for (weight, column) in weights.iter_mut().zip(columns) {
            *weight = column.parse().unwrap_or_default();
        }
        let into = if round == "1" { &mut first } else { &mut second };
        into.0.insert(cue.key(), weights);
    }
    (first, second)
}

/// Mixes a key that is a number already.
#[derive(Debug, Default)]
pub(super) struct Mixed(u64);

impl Hasher for Mixed {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.write_u64((*byte).into());
        }
    }

    fn write_u64(&mut self, key: u64) {
        let mixed = (self.0 ^ key).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        self.0 = mixed ^ mixed >> 32;
    }
}
