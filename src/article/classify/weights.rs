//! The weights of cues.

use std::sync::LazyLock;

use super::{Cue, Shares};

/// Hundredths would do; sixteenths keep a weight in one byte.
const SCALE: f32 = 16.0;

/// Sums of weights; those of one line or word stay far within their range, since there are a few hundred cues at most.
pub(super) type Sums<const N: usize> = [i16; N];

/// What sums of weights say.
pub(super) fn shares_of<const N: usize>(sums: Sums<N>) -> Shares<N> {
    Shares::of_sums(&sums.map(|sum| f32::from(sum) / SCALE))
}

/// Weights by cue, in sixteenths.
#[derive(Debug)]
pub(super) struct Weights<const N: usize> {
    /// The weights of cues with small numbers: those of a family stand together, from its entry in `families` on.
    direct: Vec<Sums<N>>,
    /// Where the cues of each family begin in `direct`, and how many there are.
    families: [(u32, u32); FAMILIES],
    /// One bit for every hashed cue of the others: most groups of characters are in no table, and are passed over by one look.
    bits: Box<[u64]>,
    /// For each of the others its place in `hashed` and one more, at the place of its hash or behind it; 0 where none is.
    slots: Box<[u16]>,
    /// The others and their weights, in a byte each, so that more of them stay at hand.
    hashed: Vec<(u64, [i8; N])>,
}

/// More than there are families.
const FAMILIES: usize = 64;
/// Numbers of cues up to this one are looked up without hashing.
const DIRECT: u64 = 4096;

impl<const N: usize> Weights<N> {
    /// The table of `rows`: each a cue, the column of its first weight, and the weights.
    fn new(rows: &[(Cue, usize, [i8; 6])]) -> Self {
        let mut families = [(0, 0); FAMILIES];
        for (family, number) in rows.iter().filter_map(|(cue, ..)| direct(*cue)) {
            families[family].1 = families[family].1.max(number + 1);
        }
        let mut all = 0;
        for (first, count) in &mut families {
            *first = all;
            all += *count;
        }
        let others = rows.iter().filter(|(cue, ..)| direct(*cue).is_none()).count();
        let slots = (others * 2).next_power_of_two().max(64);
        let mut this = Self {
            direct: vec![[0; N]; all as usize],
            families,
            bits: vec![0; slots / 4].into(),
            slots: vec![0; slots].into(),
            hashed: Vec::with_capacity(others),
        };
        for (cue, first, weights) in rows {
            if let Some((family, number)) = direct(*cue) {
                let own = this.direct.get_mut((this.families[family].0 + number) as usize);
                for (own, weight) in own.into_iter().flatten().skip(*first).zip(weights) {
                    *own = i16::from(*weight);
                }
            } else if let Some(own) = this.place(cue.key()) {
                for (own, weight) in own.iter_mut().skip(*first).zip(weights) {
                    *own = *weight;
                }
            }
        }
        this
    }

    /// Where the weights of a cue belong that is looked up by its hash.
    fn place(&mut self, key: u64) -> Option<&mut [i8; N]> {
        let hash = mixed(key);
        let (at, bit) = self.bit(hash);
        self.bits[at] |= bit;
        let slot = self.slot(key, hash);
        if self.slots[slot] == 0 {
            self.hashed.push((key, [0; N]));
            self.slots[slot] = u16::try_from(self.hashed.len()).ok()?;
        }
        self.hashed.get_mut(usize::from(self.slots[slot]).checked_sub(1)?).map(|(_, weights)| weights)
    }

    /// The slot of `key`, or the empty one where it would stand.
    fn slot(&self, key: u64, hash: u64) -> usize {
        let mask = self.slots.len() - 1;
        let mut slot = (hash >> 32) as usize & mask;
        while let Some(at) = usize::from(self.slots[slot]).checked_sub(1)
            && self.hashed.get(at).is_some_and(|&(known, _)| known != key)
        {
            slot = (slot + 1) & mask;
        }
        slot
    }

    /// The bit of a hash.
    const fn bit(&self, hash: u64) -> (usize, u64) {
        ((hash >> 26) as usize & (self.bits.len() - 1), 1 << (hash >> 20 & 63))
    }

    /// Adds the weights of `cue`. Where it is called the cue's family is known, so that little of it is left there.
    #[inline(always)]
    pub(super) fn add(&self, cue: Cue, sums: &mut Sums<N>) {
        if cue.has_units() {
            self.add_hashed(cue.key(), sums);
            return;
        }
        let (first, count) = self.families[cue.family() % FAMILIES];
        let number = cue.number();
        if number < u64::from(count) {
            if let Some(weights) = self.direct.get(first as usize + number as usize) {
                add(sums, weights);
            }
        } else if number >= DIRECT {
            self.add_hashed(cue.key(), sums);
        }
    }

    fn add_hashed(&self, key: u64, sums: &mut Sums<N>) {
        let hash = mixed(key);
        let (at, bit) = self.bit(hash);
        if self.bits[at] & bit == 0 {
            return;
        }
        let place = usize::from(self.slots[self.slot(key, hash)]).checked_sub(1);
        if let Some((_, weights)) = place.and_then(|at| self.hashed.get(at)) {
            add(sums, weights);
        }
    }
}

fn add<const N: usize, W: Copy + Into<i16>>(sums: &mut Sums<N>, weights: &[W; N]) {
    for (sum, weight) in sums.iter_mut().zip(weights) {
        *sum = sum.wrapping_add((*weight).into());
    }
}

/// Family and number of a cue that is looked up without hashing.
fn direct(cue: Cue) -> Option<(usize, u32)> {
    let number = u32::try_from(cue.number()).ok().filter(|&number| u64::from(number) < DIRECT)?;
    (!cue.has_units() && cue.family() < FAMILIES).then_some((cue.family(), number))
}

/// The weights of `weights.tsv`.
#[derive(Debug)]
struct Table {
    /// Lines: six of the first round, then six of the second, so that a cue is looked up once for both; the rest is room, since so many
    /// are added at once.
    lines: Weights<16>,
    /// Words of bylines; the last is room.
    words: Weights<4>,
}

static BUILT_IN: LazyLock<Table> = LazyLock::new(|| parse(include_str!("weights.tsv")));

/// The weights for lines that come with the program, of both rounds.
pub(super) fn of_lines() -> &'static Weights<16> {
    &BUILT_IN.lines
}

/// Those for the words of bylines.
pub(super) fn of_words() -> &'static Weights<4> {
    &BUILT_IN.words
}

/// Rows of round, cue and weights, parted by tabs; others are remarks.
fn parse(written: &str) -> Table {
    let (mut lines, mut words) = (Vec::with_capacity(1 << 14), Vec::with_capacity(1 << 12));
    let mut family = 0;
    for line in written.lines() {
        // A row at a time, byte by byte: columns are of one or two characters.
        let mut columns = line.as_bytes().split(|&byte| byte == b'\t');
        let (Some(round), Some(cue)) = (columns.next(), columns.next()) else { continue };
        let cue = std::str::from_utf8(cue).ok().and_then(|cue| Cue::parse(cue, family));
        let Some(cue) = cue else { continue };
        family = cue.family();
        let mut weights = [0; 6];
        for (weight, column) in weights.iter_mut().zip(columns) {
            *weight = number(column);
        }
        match round {
            b"1" => lines.push((cue, 0, weights)),
            b"2" => lines.push((cue, 6, weights)),
            b"word" => words.push((cue, 0, weights)),
            _ => {}
        }
    }
    Table { lines: Weights::new(&lines), words: Weights::new(&words) }
}

/// A small number with or without a sign; 0 for anything else.
fn number(column: &[u8]) -> i8 {
    match column {
        [digit @ b'0'..=b'9'] => (digit - b'0').cast_signed(),
        [b'-', digit @ b'0'..=b'9'] => -(digit - b'0').cast_signed(),
        _ => std::str::from_utf8(column).ok().and_then(|column| column.parse().ok()).unwrap_or_default(),
    }
}

/// Mixes a key that is a number already.
const fn mixed(key: u64) -> u64 {
    // The family stands in the highest bits, which multiplying does not bring down.
    (key ^ (key >> 56).wrapping_mul(0x517c_c1b7)).wrapping_mul(0x9e37_79b9_7f4a_7c15)
}
