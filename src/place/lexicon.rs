//! Words of the language with their weights, and the choice of the likeliest division of a few characters into words.

use std::sync::LazyLock;

use super::gazetteer::fold;
use crate::text::{
    classes::{BMP, boxed},
    fold::folding,
};

const WORDS: &str = include_str!("data/words.tsv");
/// ln of the number of words counted by the dictionary's source.
const LN_TOTAL: f32 = 17.9;
/// Weight of a single character that is no word.
const UNKNOWN: f32 = 1.6 - LN_TOTAL;
/// Longest word kept, in characters.
pub(super) const LONGEST: usize = 6;

/// The words. They stay where the file has them: what is made at start is only the way to them.
#[derive(Debug)]
pub(super) struct Lexicon {
    /// For every word where its line begins and some of its hash, at the place of its hash or behind it, 0 where there is none; and the
    /// weight of the word in tenths, with [`LOOSE`], beside it, since whoever asks for the one wants the other.
    slots: Box<[(u32, u16)]>,
    /// The lines of words that do not stand in the file as texts are folded.
    folded: String,
    /// Weights of single characters of the BMP: those of words, and of any other character, which still has to be spoken somehow.
    singles: Box<[f32; BMP]>,
    /// One bit for every hashed pair of neighbours inside a word: most boundaries are cleared by one look.
    pairs: Box<[u64; PAIR_WORDS]>,
    /// One bit for the hash of every beginning of a word, two characters or longer, and of the word itself: where none is, no word goes on.
    beginnings: Box<[u64; BEGINNING_WORDS]>,
}

/// One word: its weight in tenths, with [`LOOSE`] for a verb or another word that is no part of a name.
#[derive(Clone, Copy, Debug)]
struct Word(u16);

/// No weight is so great.
const LOOSE: u16 = 1 << 15;

impl Word {
    /// ln of its probability.
    fn weight(self) -> f32 {
        f32::from(self.0 & !LOOSE) / 10.0 - LN_TOTAL
    }

    const fn is_loose(self) -> bool {
        self.0 & LOOSE != 0
    }
}

const PAIR_WORDS: usize = 1 << 14;
/// About eight bits for each beginning.
const BEGINNING_WORDS: usize = 1 << 14;

/// Slots of the table, about three for each word.
const SLOTS: usize = 1 << 18;
/// Bits of a slot that say where the word's line begins; the others are some of its hash.
const AT_BITS: u32 = 21;

const fn pair_bit(a: u32, b: u32) -> usize {
    let mixed = (a.wrapping_mul(0x9e37_79b1) ^ b).wrapping_mul(0x85eb_ca6b);
    (mixed >> 12) as usize & (PAIR_WORDS * 64 - 1)
}

/// Multiplicative hashing, character by character, so that the hash of a word goes on from that of its beginning.
#[derive(Clone, Copy, Debug, Default)]
struct Hash(u64);

impl Hash {
    /// With the code of one more character.
    const fn with(self, c: u32) -> Self {
        Self((self.0.rotate_left(5) ^ c as u64).wrapping_mul(0x517c_c1b7_2722_0a95))
    }

    fn of(word: &str) -> Self {
        word.chars().fold(Self::default(), |hash, c| hash.with(c.into()))
    }

    /// Where the search for the word begins.
    const fn slot(self) -> usize {
        (self.0 >> 46) as usize & (SLOTS - 1)
    }

    /// The bit of the beginning of a word.
    const fn bit(self) -> (usize, u64) {
        ((self.0 >> 50) as usize & (BEGINNING_WORDS - 1), 1 << (self.0 >> 44 & 63))
    }

    /// What of the hash stands in the slot.
    const fn tag(self) -> u32 {
        (self.0 >> 24) as u32 & (u32::MAX >> AT_BITS)
    }
}

impl Lexicon {
    fn parse() -> Self {
        let mut this = Self {
            slots: vec![(0, 0); SLOTS].into(),
            folded: String::new(),
            singles: boxed(UNKNOWN),
            pairs: Box::new([0; PAIR_WORDS]),
            beginnings: Box::new([0; BEGINNING_WORDS]),
        };
        let fold = folding();
        let mut rest = WORDS;
        while !rest.is_empty() {
            // The code of the last character, and the bytes of the word as it stands and folded.
            let (mut hash, mut plain, mut last) = (Hash::default(), true, 0);
            let (mut end, mut len) = (0, 0);
            while let Some((c, step)) = next_char(rest, end) {
                // Nearly all stand in the file as texts are folded.
                let folded = fold.of_code(c);
                end += step;
                len += if folded == c { step } else { char::from_u32(folded).map_or(0, char::len_utf8) };
                plain &= folded == c;
                hash = hash.with(folded);
                if last != 0 {
                    let bit = pair_bit(last, folded);
                    this.pairs[bit / 64] |= 1 << (bit % 64);
                    let (slot, bit) = hash.bit();
                    this.beginnings[slot] |= bit;
                }
                last = folded;
            }
            let (line, next) = end_of_line(rest, end);
            if let Some(tenths) = tenths_of(line.as_bytes().get(end..).unwrap_or_default()) {
                if char::from_u32(last).is_some_and(|last| last.len_utf8() == len)
                    && let Some(slot) = this.singles.get_mut(last as usize)
                {
                    *slot = Word(tenths).weight();
                }
                let place = if plain { WORDS.len() - rest.len() } else { this.keep(line) };
                this.add(hash, place, len, tenths);
            }
            rest = next;
        }
        this
    }

    /// Folds a line of the file and says where it stands now.
    fn keep(&mut self, line: &str) -> usize {
        let place = WORDS.len() + self.folded.len();
        self.folded.push_str(&fold(line));
        place
    }

    /// Remembers the word of `len` bytes at `at`; of several alike the last counts.
    fn add(&mut self, hash: Hash, at: usize, len: usize, tenths: u16) {
        let word = self.line(at).get(..len).unwrap_or_default();
        let slot = self.slot_of(hash, word);
        let entry = hash.tag() << AT_BITS | u32::try_from(at + 1).unwrap_or(0);
        if let Some(slot) = self.slots.get_mut(slot) {
            *slot = (entry, tenths);
        }
    }

    /// The file from the line on that begins at `at`.
    fn line(&self, at: usize) -> &[u8] {
        let line = match at.checked_sub(WORDS.len()) {
            None => WORDS.as_bytes().get(at..),
            Some(at) => self.folded.as_bytes().get(at..),
        };
        line.unwrap_or_default()
    }

    /// The slot of `word`, or the empty one where it would stand.
    fn slot_of(&self, hash: Hash, word: &[u8]) -> usize {
        let mut slot = hash.slot();
        while let Some(&(entry, _)) = self.slots.get(slot).filter(|&&(entry, _)| entry != 0) {
            if entry >> AT_BITS == hash.tag() {
                let line = self.line(place_of(entry));
                if line.get(word.len()) == Some(&b'\t') && line.starts_with(word) {
                    break;
                }
            }
            slot = (slot + 1) & (SLOTS - 1);
        }
        slot
    }

    fn hashed(&self, hash: Hash, word: &[u8]) -> Option<Word> {
        let &(entry, tenths) = self.slots.get(self.slot_of(hash, word))?;
        (entry != 0).then_some(Word(tenths))
    }

    fn find(&self, word: &str) -> Option<Word> {
        self.hashed(Hash::of(word), word.as_bytes())
    }

    /// Weight of a word (ln of its probability), `None` when it is not one.
    pub fn weight(&self, word: &str) -> Option<f32> {
        self.find(word).map(Word::weight)
    }

    /// Weight of a word and whether it is loose (see [`Self::is_loose`]), `None` when it is not one.
    pub fn look_up(&self, word: &str) -> Option<(f32, bool)> {
        self.find(word).map(|word| (word.weight(), word.is_loose()))
    }

    /// True for verbs, adverbs, prepositions and other words that are no part of a name.
    pub fn is_loose(&self, word: &str) -> bool {
        self.find(word).is_some_and(Word::is_loose)
    }

    /// Weight of a character spoken by itself.
    fn single(&self, c: char) -> f32 {
        let beyond = || self.weight(c.encode_utf8(&mut [0; 4])).unwrap_or(UNKNOWN);
        self.singles.get(u32::from(c) as usize).copied().unwrap_or_else(beyond)
    }

    /// True when no word can hold `a` and `b` side by side.
    pub fn never_joined(&self, a: char, b: char) -> bool {
        let bit = pair_bit(a.into(), b.into());
        self.pairs[bit / 64] & (1 << (bit % 64)) == 0
    }

    /// True when words may begin with the characters of `hash`, two or more.
    fn may_go_on(&self, hash: Hash) -> bool {
        let (slot, bit) = hash.bit();
        self.beginnings[slot] & bit != 0
    }

    /// The longest word of two or more characters that begins `text`.
    pub fn starts_with_word<'a>(&self, text: &'a str) -> Option<&'a str> {
        let mut chars = text.chars();
        let first = chars.next()?;
        let mut hash = Hash::default().with(first.into());
        let (mut longest, mut end) = (None, first.len_utf8());
        for c in chars.take(LONGEST - 1) {
            hash = hash.with(c.into());
            // No longer word either begins so.
            if !self.may_go_on(hash) {
                break;
            }
            end += c.len_utf8();
            if text.as_bytes().get(..end).is_some_and(|word| self.hashed(hash, word).is_some()) {
                longest = Some(end);
            }
        }
        longest.and_then(|end| text.get(..end))
    }
}

/// The code of the character of the word at `at` of a line, and its bytes; `None` where the word has ended.
fn next_char(line: &str, at: usize) -> Option<(u32, usize)> {
    match line.as_bytes().get(at..)? {
        // Nearly all characters take three bytes.
        &[a @ 0xE0..=0xEF, b, c, ..] => {
            Some((u32::from(a & 0xF) << 12 | u32::from(b & 0x3F) << 6 | u32::from(c & 0x3F), 3))
        }
        [b'\t' | b'\n' | b'#', ..] => None,
        _ => line.get(at..)?.chars().next().map(|c| (c.into(), c.len_utf8())),
    }
}

/// The line that `text` begins with, which does not end before `from`, and what follows it.
fn end_of_line(text: &str, from: usize) -> (&str, &str) {
    let row = text.as_bytes().get(from..).unwrap_or_default();
    // Lines are short.
    let end = row.iter().position(|&byte| byte == b'\n').map_or(text.len(), |len| from + len + 1);
    text.split_at_checked(end).unwrap_or((text, ""))
}

/// Where the line of an entry begins.
const fn place_of(entry: u32) -> usize {
    (entry & ((1 << AT_BITS) - 1)) as usize - 1
}

/// What a line says behind its word: a tab, the weight in tenths, and `v` for a loose word.
fn tenths_of(row: &[u8]) -> Option<u16> {
    let (tab, rest) = row.split_first()?;
    let digits = rest.iter().take(4).take_while(|byte| byte.is_ascii_digit());
    let (tenths, len) = digits.fold((0_u16, 0), |(n, len), digit| (n * 10 + u16::from(digit - b'0'), len + 1));
    let loose = if rest.get(len) == Some(&b'v') { LOOSE } else { 0 };
    (*tab == b'\t' && len > 0).then_some(tenths | loose)
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

/// A few characters that are divided into words.
#[derive(Debug, Default)]
pub(super) struct Window {
    text: String,
    chars: Vec<char>,
    /// Where each character begins, and where the last ends.
    offsets: Vec<usize>,
    /// The words that may stand in it, by their first character: first character, one past the last, and weight.
    words: Vec<(usize, usize, f32)>,
}

impl Window {
    /// Takes up other characters.
    pub fn set(&mut self, text: &str) {
        text.clone_into(&mut self.text);
        self.chars.clear();
        self.offsets.clear();
        for (at, c) in text.char_indices() {
            self.chars.push(c);
            self.offsets.push(at);
        }
        self.offsets.push(text.len());
        let lexicon = lexicon();
        self.words.clear();
        for (at, &first) in self.chars.iter().enumerate() {
            self.words.push((at, at + 1, lexicon.single(first)));
            let mut hash = Hash::default().with(first.into());
            for (end, &c) in (at + 2..=at + LONGEST).zip(self.chars.iter().skip(at + 1)) {
                hash = hash.with(c.into());
                // No longer word either begins so.
                if !lexicon.may_go_on(hash) {
                    break;
                }
                if let Some(word) = lexicon.hashed(hash, self.slice(at, end)) {
                    self.words.push((at, end, word.weight()));
                }
            }
        }
    }

    /// The character that begins at byte `at`, 0 when none does.
    pub fn position(&self, at: usize) -> usize {
        self.offsets.binary_search(&at).unwrap_or(0)
    }

    fn slice(&self, from: usize, to: usize) -> &[u8] {
        let range = self.offsets.get(from).zip(self.offsets.get(to));
        range.and_then(|(&from, &to)| self.text.as_bytes().get(from..to)).unwrap_or_default()
    }
}

/// The likeliest division of a window into words and rivals.
#[derive(Debug, Default)]
pub(super) struct Division {
    /// For each place between characters the weight of the likeliest way to it, where its last word begins, and its rival, if it is one.
    best: Vec<(f32, usize, usize)>,
}

impl Division {
    /// Divides `window` anew, without the rival at `without`. Returns the weight of the division (ln of its probability).
    pub fn divide(&mut self, window: &Window, rivals: &[Rival], without: Option<usize>) -> f32 {
        let n = window.chars.len();
        self.best.clear();
        self.best.resize(n + 1, (f32::NEG_INFINITY, 0, usize::MAX));
        let best = &mut self.best;
        best[0].0 = 0.0;
        let mut words = window.words.iter().peekable();
        for at in 0..n {
            let so_far = best[at].0;
            while let Some(&(_, end, weight)) = words.next_if(|&&(first, ..)| first == at) {
                if so_far + weight > best[end].0 {
                    best[end] = (so_far + weight, at, usize::MAX);
                }
            }
            for (index, rival) in rivals.iter().enumerate().filter(|(_, rival)| rival.start == at) {
                if so_far + rival.weight > best[rival.end].0 && without != Some(index) {
                    best[rival.end] = (so_far + rival.weight, at, index);
                }
            }
        }
        best[n].0
    }

    /// The words and rivals of the division, from the last: where each ends and begins, and which rival it is.
    fn parts(&self) -> impl Iterator<Item = (usize, usize, usize)> + '_ {
        let mut at = self.best.len().saturating_sub(1);
        std::iter::from_fn(move || {
            let end = at;
            let &(_, from, used) = self.best.get(end).filter(|_| end > 0)?;
            at = from;
            Some((end, from, used))
        })
    }

    /// Says which rivals the division uses; for the others, whether one word covers them whole.
    pub fn verdicts(&self, rivals: &[Rival], verdicts: &mut Vec<Verdict>) {
        verdicts.clear();
        verdicts.resize(rivals.len(), Verdict::Across);
        for (at, from, used) in self.parts() {
            for (index, (rival, verdict)) in rivals.iter().zip(verdicts.iter_mut()).enumerate() {
                if index == used {
                    *verdict = Verdict::Stands;
                } else if from <= rival.start && rival.end <= at && *verdict == Verdict::Across {
                    *verdict = if used == usize::MAX { Verdict::Inside } else { Verdict::PartOfName };
                }
            }
        }
    }

    /// True when a word lies across a border of `rival`.
    pub fn crosses(&self, rival: &Rival) -> bool {
        let across = |border: usize| move |(at, from, _): (usize, usize, usize)| from < border && border < at;
        self.parts().any(across(rival.start)) || self.parts().any(across(rival.end))
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
