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
pub(super) struct Weights<const N: usize>(HashMap<u64, [i8; N], BuildHasherDefault<Mixed>>);

impl<const N: usize> Weights<N> {
    /// Adds the weights of `cue`.
    pub(super) fn add(&self, cue: Cue, sums: &mut [i32; N]) {
        if let Some(weights) = self.0.get(&cue.key()) {
            for (sum, weight) in sums.iter_mut().zip(weights) {
                *sum += i32::from(*weight);
            }
        }
    }

    /// What sums of weights say.
    pub(super) fn shares(&self, sums: &[i32; N]) -> Shares<N> {
        #[expect(clippy::cast_precision_loss, reason = "small sums")]
        let sums = sums.map(|sum| sum as f32 / SCALE);
        Shares::of_sums(&sums)
    }
}

/// The weights of `weights.tsv`.
#[derive(Debug, Default)]
struct Table {
    /// Lines: the first and the second round.
    lines: (Weights<6>, Weights<6>),
    /// Words of bylines.
    words: Weights<3>,
}

static BUILT_IN: LazyLock<Table> = LazyLock::new(|| parse(include_str!("weights.tsv")));

/// The weights for lines that come with the program, of both rounds.
pub(super) fn of_lines() -> (&'static Weights<6>, &'static Weights<6>) {
    (&BUILT_IN.lines.0, &BUILT_IN.lines.1)
}

/// Those for the words of bylines.
pub(super) fn of_words() -> &'static Weights<3> {
    &BUILT_IN.words
}

/// Rows of round, cue and weights, parted by tabs; others are remarks.
fn parse(written: &str) -> Table {
    fn read<'a, const N: usize>(columns: impl Iterator<Item = &'a str>) -> [i8; N] {
        let mut weights = [0; N];
        for (weight, column) in weights.iter_mut().zip(columns) {
            *weight = column.parse().unwrap_or_default();
        }
        weights
    }
    let mut table = Table::default();
    for line in written.lines() {
        let mut columns = line.split('\t');
        let (Some(round), Some(cue)) = (columns.next(), columns.next().and_then(Cue::parse)) else { continue };
        match round {
            "1" => drop(table.lines.0.0.insert(cue.key(), read(columns))),
            "2" => drop(table.lines.1.0.insert(cue.key(), read(columns))),
            "word" => drop(table.words.0.insert(cue.key(), read(columns))),
            _ => {}
        }
    }
    table
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
