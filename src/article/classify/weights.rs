//! The weights of cues.

use std::sync::LazyLock;

use super::{Cue, Shares};

/// Hundredths would do; sixteenths keep a weight in one byte.
const SCALE: f32 = 16.0;

/// What sums of weights say.
pub(super) fn shares_of<const N: usize>(sums: [i32; N]) -> Shares<N> {
    #[expect(clippy::cast_precision_loss, reason = "small sums")]
    let sums = sums.map(|sum| sum as f32 / SCALE);
    Shares::of_sums(&sums)
}

/// Weights by cue, in sixteenths.
#[derive(Debug)]
pub(super) struct Weights<const N: usize> {
    /// One bit for every hashed cue: most groups of characters are in no table, and are passed over by one look.
    bits: Box<[u64]>,
    /// The cues, each at the place of its hash or behind it; [`EMPTY`] where none is.
    keys: Box<[u64]>,
    /// Their weights.
    weights: Box<[[i8; N]]>,
}

/// No cue has this key.
const EMPTY: u64 = u64::MAX;

impl<const N: usize> Weights<N> {
    /// A table with room for `cues` cues.
    fn with_room(cues: usize) -> Self {
        let slots = (cues * 2).next_power_of_two().max(64);
        Self { bits: vec![0; slots / 4].into(), keys: vec![EMPTY; slots].into(), weights: vec![[0; N]; slots].into() }
    }

    /// The place of `key`, or the empty one where it would stand.
    fn slot(&self, key: u64, hash: u64) -> usize {
        let mask = self.keys.len() - 1;
        let mut slot = (hash >> 32) as usize & mask;
        while self.keys.get(slot).is_some_and(|&known| known != key && known != EMPTY) {
            slot = (slot + 1) & mask;
        }
        slot
    }

    /// The bit of a hash.
    const fn bit(&self, hash: u64) -> (usize, u64) {
        ((hash >> 26) as usize & (self.bits.len() - 1), 1 << (hash >> 20 & 63))
    }

    /// Remembers weights of a cue: those from the column `first` on.
    fn insert(&mut self, cue: Cue, first: usize, weights: &[i8]) {
        let (key, hash) = (cue.key(), mixed(cue.key()));
        let (at, bit) = self.bit(hash);
        self.bits[at] |= bit;
        let slot = self.slot(key, hash);
        if let Some((known, own)) = self.keys.get_mut(slot).zip(self.weights.get_mut(slot)) {
            *known = key;
            for (own, weight) in own.iter_mut().skip(first).zip(weights) {
                *own = *weight;
            }
        }
    }

    /// Adds the weights of `cue`.
    pub(super) fn add(&self, cue: Cue, sums: &mut [i32; N]) {
        let (key, hash) = (cue.key(), mixed(cue.key()));
        let (at, bit) = self.bit(hash);
        if self.bits[at] & bit == 0 {
            return;
        }
        let slot = self.slot(key, hash);
        if self.keys.get(slot) == Some(&key)
            && let Some(weights) = self.weights.get(slot)
        {
            for (sum, &weight) in sums.iter_mut().zip(weights) {
                *sum += i32::from(weight);
            }
        }
    }
}

/// The weights of `weights.tsv`.
#[derive(Debug)]
struct Table {
    /// Lines: six of the first round, then six of the second, so that a cue is looked up once for both.
    lines: Weights<12>,
    /// Words of bylines.
    words: Weights<3>,
}

static BUILT_IN: LazyLock<Table> = LazyLock::new(|| parse(include_str!("weights.tsv")));

/// The weights for lines that come with the program, of both rounds.
pub(super) fn of_lines() -> &'static Weights<12> {
    &BUILT_IN.lines
}

/// Those for the words of bylines.
pub(super) fn of_words() -> &'static Weights<3> {
    &BUILT_IN.words
}

/// Rows of round, cue and weights, parted by tabs; others are remarks.
fn parse(written: &str) -> Table {
    let rows = memchr::memchr_iter(b'\n', written.as_bytes()).count();
    let words = memchr::memmem::find_iter(written.as_bytes(), "\nword\t").count();
    let mut table = Table { lines: Weights::with_room(rows - words), words: Weights::with_room(words) };
    for line in written.lines() {
        let mut columns = line.split('\t');
        let (Some(round), Some(cue)) = (columns.next(), columns.next().and_then(Cue::parse)) else { continue };
        let mut weights = [0; 6];
        for (weight, column) in weights.iter_mut().zip(columns) {
            *weight = number(column);
        }
        match round {
            "1" => table.lines.insert(cue, 0, &weights),
            "2" => table.lines.insert(cue, 6, &weights),
            "word" => table.words.insert(cue, 0, &weights),
            _ => {}
        }
    }
    table
}

/// A small number with or without a sign; 0 for anything else.
fn number(column: &str) -> i8 {
    match column.as_bytes() {
        [digit @ b'0'..=b'9'] => (digit - b'0').cast_signed(),
        [b'-', digit @ b'0'..=b'9'] => -(digit - b'0').cast_signed(),
        _ => column.parse().unwrap_or_default(),
    }
}

/// Mixes a key that is a number already.
const fn mixed(key: u64) -> u64 {
    // The family stands in the highest bits, which multiplying does not bring down.
    (key ^ (key >> 56).wrapping_mul(0x517c_c1b7)).wrapping_mul(0x9e37_79b9_7f4a_7c15)
}
