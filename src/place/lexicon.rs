//! Words of the language with their weights, and the choice of the likeliest division of a few characters into words.

use std::{borrow::Cow, collections::HashMap, sync::LazyLock};

use super::gazetteer::fold;
use crate::text::fold::fold_char;

const WORDS: &str = include_str!("data/words.tsv");
/// ln of the number of words counted by the dictionary's source.
const LN_TOTAL: f32 = 17.9;
/// Weight of a single character that is no word.
const UNKNOWN: f32 = 1.6 - LN_TOTAL;
/// Longest word kept, in characters.
pub(super) const LONGEST: usize = 6;

/// The words.
#[derive(Debug)]
pub(super) struct Lexicon {
    weights: HashMap<Cow<'static, str>, Word, Hasher>,
    /// Weights of single characters of the BMP: those of words, and of any other character, which still has to be spoken somehow.
    singles: Box<[f32]>,
    /// One bit for every hashed pair of neighbours inside a word: most boundaries are cleared by one look.
    pairs: Box<[u64; PAIR_WORDS]>,
}

/// One word: its weight, and whether it is a verb or another word that is no part of a name.
#[derive(Clone, Copy, Debug)]
struct Word {
    weight: f32,
    loose: bool,
}

const PAIR_WORDS: usize = 1 << 14;

type Hasher = std::hash::BuildHasherDefault<Fx>;

/// Multiplicative hashing of short strings; the keys are our own, so nobody can make them collide.
#[derive(Debug, Default)]
pub(super) struct Fx(u64);

impl std::hash::Hasher for Fx {
    fn write(&mut self, bytes: &[u8]) {
        for chunk in bytes.chunks(8) {
            let mut word = [0; 8];
            word[..chunk.len()].copy_from_slice(chunk);
            self.0 = (self.0.rotate_left(5) ^ u64::from_le_bytes(word)).wrapping_mul(0x517c_c1b7_2722_0a95);
        }
    }

    fn finish(&self) -> u64 {
        self.0 ^ (self.0 >> 29)
    }
}

fn pair_bit(a: char, b: char) -> usize {
    let mixed = (u32::from(a).wrapping_mul(0x9e37_79b1) ^ u32::from(b)).wrapping_mul(0x85eb_ca6b);
    (mixed >> 12) as usize & (PAIR_WORDS * 64 - 1)
}

impl Lexicon {
    fn parse() -> Self {
        let mut weights: HashMap<Cow<'static, str>, Word, Hasher> =
            HashMap::with_capacity_and_hasher(80_000, Hasher::default());
        let mut singles: Box<[f32]> = vec![UNKNOWN; 0x1_0000].into();
        let mut pairs = Box::new([0; PAIR_WORDS]);
        for line in WORDS.lines().filter(|line| !line.starts_with('#')) {
            let Some((word, tenths)) = line.split_once('\t') else { continue };
            let stripped = tenths.strip_suffix('v');
            let Ok(tenths) = stripped.unwrap_or(tenths).parse::<u16>() else { continue };
            let weight = f32::from(tenths) / 10.0 - LN_TOTAL;
            // Nearly all stand in the file as texts are folded, and need no copy.
            let plain = word.chars().all(|c| fold_char(c) == c);
            let word = if plain { Cow::Borrowed(word) } else { Cow::Owned(fold(word)) };
            let mut last = None;
            for c in word.chars() {
                if let Some(last) = last {
                    let bit = pair_bit(last, c);
                    pairs[bit / 64] |= 1 << (bit % 64);
                }
                last = Some(c);
            }
            if let Some(single) = last.filter(|c| c.len_utf8() == word.len())
                && let Some(slot) = singles.get_mut(u32::from(single) as usize)
            {
                *slot = weight;
            }
            weights.insert(word, Word { weight, loose: stripped.is_some() });
        }
        Self { weights, singles, pairs }
    }

    /// Weight of a word (ln of its probability), `None` when it is not one.
    pub fn weight(&self, word: &str) -> Option<f32> {
        self.weights.get(word).map(|word| word.weight)
    }

    /// True for verbs, adverbs, prepositions and other words that are no part of a name.
    pub fn is_loose(&self, word: &str) -> bool {
        self.weights.get(word).is_some_and(|word| word.loose)
    }

    /// Weight of a character spoken by itself.
    fn single(&self, c: char) -> f32 {
        let beyond = || self.weight(c.encode_utf8(&mut [0; 4])).unwrap_or(UNKNOWN);
        self.singles.get(u32::from(c) as usize).copied().unwrap_or_else(beyond)
    }

    /// True when no word can hold `a` and `b` side by side.
    pub fn never_joined(&self, a: char, b: char) -> bool {
        let bit = pair_bit(a, b);
        self.pairs[bit / 64] & (1 << (bit % 64)) == 0
    }

    /// The longest word of two or more characters that begins `text`.
    pub fn starts_with_word<'a>(&self, text: &'a str) -> Option<&'a str> {
        let mut chars = text.char_indices();
        let (_, first) = chars.next()?;
        let (_, second) = chars.next()?;
        if self.never_joined(first, second) {
            return None;
        }
        let (mut longest, mut last) = (None, first);
        for (at, c) in text.char_indices().take(LONGEST).skip(1) {
            // No longer word either holds a pair that no word has.
            if self.never_joined(last, c) {
                break;
            }
            last = c;
            let Some(word) = text.get(..at + c.len_utf8()) else { break };
            if self.weights.contains_key(word) {
                longest = Some(word);
            }
        }
        longest
    }
}

/// The words of this build, parsed once.
pub(super) fn lexicon() -> &'static Lexicon {
    static LEXICON: LazyLock<Lexicon> = LazyLock::new(Lexicon::parse);
    &LEXICON
}

/// A stretch that competes with the words: a name found in the text. Positions count characters of the window.
#[derive(Clone, Copy, Debug)]
pub(super) struct Rival {
    /// First character.
    pub start: usize,
    /// One past the last.
    pub end: usize,
    /// Its weight (ln of its probability).
    pub weight: f32,
}

/// Divides `window` into words and rivals and says which rivals the likeliest division uses; for the others, whether one word
/// covers them whole.
pub(super) fn divide(window: &[char], rivals: &[Rival]) -> Division {
    let lexicon = lexicon();
    let n = window.len();
    let mut best = vec![(f32::NEG_INFINITY, 0_usize, usize::MAX); n + 1];
    best[0] = (0.0, 0, usize::MAX);
    let mut word = String::with_capacity(LONGEST * 4);
    for at in 0..n {
        let so_far = best[at].0;
        word.clear();
        let mut last = None;
        for (len, &c) in window.iter().enumerate().skip(at).take(LONGEST).map(|(i, c)| (i - at + 1, c)) {
            // No longer word either holds a pair that no word has.
            if last.is_some_and(|last| lexicon.never_joined(last, c)) {
                break;
            }
            last = Some(c);
            word.push(c);
            let weight = if len == 1 { Some(lexicon.single(c)) } else { lexicon.weight(&word) };
            if let Some(weight) = weight
                && so_far + weight > best[at + len].0
            {
                best[at + len] = (so_far + weight, at, usize::MAX);
            }
        }
        for (index, rival) in rivals.iter().enumerate().filter(|(_, rival)| rival.start == at) {
            if so_far + rival.weight > best[rival.end].0 {
                best[rival.end] = (so_far + rival.weight, at, index);
            }
        }
    }
    let mut verdicts = vec![Verdict::Across; rivals.len()];
    let (mut at, mut cuts) = (n, Vec::with_capacity(n + 1));
    while at > 0 {
        cuts.push(at);
        let (_, from, used) = best[at];
        for (index, rival) in rivals.iter().enumerate() {
            if index == used {
                verdicts[index] = Verdict::Stands;
            } else if from <= rival.start && rival.end <= at && verdicts[index] == Verdict::Across {
                verdicts[index] = if used == usize::MAX { Verdict::Inside } else { Verdict::PartOfName };
            }
        }
        at = from;
    }
    cuts.push(0);
    cuts.reverse();
    Division { verdicts, weight: best[n].0, cuts }
}

/// The likeliest division of a window.
#[derive(Debug)]
pub(super) struct Division {
    /// What became of each rival.
    pub verdicts: Vec<Verdict>,
    /// The weight of the division (ln of its probability).
    pub weight: f32,
    /// Where words begin and end, in order.
    pub cuts: Vec<usize>,
}

impl Division {
    /// True when a word lies across a border of `rival`.
    pub fn crosses(&self, rival: &Rival) -> bool {
        [rival.start, rival.end].iter().any(|border| self.cuts.binary_search(border).is_err())
    }
}

/// What became of a rival.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    /// The likeliest division uses it.
    Stands,
    /// It lies inside one word.
    Inside,
    /// It lies inside another name that stands.
    PartOfName,
    /// It lies across the border of two words.
    Across,
}
