//! The cues of a line: its characters, its looks, its place on the page, its neighbours; and, in a second round, what they were
//! taken for in the first.

use std::cell::RefCell;

use super::{
    KINDS, Kind, Shares,
    cue::{Cue, EDGE_END, EDGE_START, Family},
    weights::{Sums, Weights},
};
use crate::{
    article::{
        chars::{self, Known},
        features::{End, Feat},
        seen::{Seen, value_of},
        title::{self, Pairs},
    },
    text::{punct::is_han, units},
};

/// Longest line whose characters are all looked at; of others, and of running text, only the edges.
const GRAM_CHARS: usize = 60;
/// Characters at each edge of a long line that are looked at.
const EDGE_CHARS: usize = 8;

/// What a line looks like, in a few numbers.
#[derive(Clone, Copy, Debug, Default)]
struct Look {
    /// Prose, dated, or by length; with the last mark.
    look: u32,
    /// Share of its wording that the running text has, in fifths.
    share: u32,
    dated: bool,
    prose: bool,
    /// Another line says the same.
    again: bool,
    /// Another line begins with the same six letters.
    begun: bool,
}

/// The page as its lines see it.
#[derive(Debug)]
pub(super) struct Page<'a, 'b> {
    feats: &'a [Feat<'b>],
    looks: Vec<Look>,
    /// First line of running text, or the number of lines.
    first: usize,
    /// Last line of running text, if any.
    last: Option<usize>,
    /// Lines of running text, and their wording.
    prose: Vec<bool>,
    body: Pairs,
}

/// How a line compares with a neighbour, in numbers of a few values each.
pub(super) type Stack = [u32; 8];

/// How likely a line must belong to the head of the article, so that it is compared with its neighbours there.
const HEADED: f32 = 0.3;

thread_local! {
    /// Sums of the weights of the characters of lines met before.
    static SUMS: RefCell<Seen<Sums<16>>> = const { RefCell::new(Seen::new()) };
}

/// Outside of the page, for neighbours.
const NOWHERE: u32 = 31;

impl<'a, 'b> Page<'a, 'b> {
    /// Looks at all lines once; `body` has the wording of the running text.
    pub(super) fn new(feats: &'a [Feat<'b>]) -> Self {
        let prose: Vec<bool> = feats.iter().map(Feat::is_prose).collect();
        let body = title::pairs(feats.iter().zip(&prose).filter(|(_, prose)| **prose).map(|(feat, _)| feat));
        let mut looks: Vec<Look> = feats.iter().zip(&prose).map(|(feat, prose)| look(feat, *prose, &body)).collect();
        let starts: Vec<u64> = feats.iter().map(|feat| key(feat, LETTERS)).collect();
        let mut begun: Vec<u64> = starts.clone();
        begun.sort_unstable();
        let twice = |sorted: &[u64], key: u64| {
            let at = sorted.partition_point(|&known| known < key);
            key != 0 && sorted.get(at + 1) == Some(&key)
        };
        // Lines that begin like no other say what no other says.
        let alone = |start: u64| start != 0 && !twice(&begun, start);
        let whole = |(feat, &start): (&Feat<'_>, &u64)| if alone(start) { 0 } else { key(feat, usize::MAX) };
        let keys: Vec<u64> = feats.iter().zip(&starts).map(whole).collect();
        let mut whole = keys.clone();
        whole.sort_unstable();
        for (look, (&key, &start)) in looks.iter_mut().zip(keys.iter().zip(&starts)) {
            look.again = twice(&whole, key);
            look.begun = !look.again && twice(&begun, start);
        }
        let first = prose.iter().position(|p| *p).unwrap_or(feats.len());
        let last = prose.iter().rposition(|p| *p);
        Self { feats, looks, first, last, prose, body }
    }

    /// Which lines are running text, and their wording.
    pub(super) fn into_body(self) -> (Vec<bool>, Pairs) {
        (self.prose, self.body)
    }

    /// 0 before, 1 among, 2 behind the running text.
    fn region(&self, line: usize) -> u32 {
        if line < self.first { 0 } else { u32::from(self.last.is_none_or(|last| line > last)) + 1 }
    }

    fn look_at(&self, line: Option<usize>) -> u32 {
        line.and_then(|line| self.looks.get(line)).map_or(NOWHERE, |look| look.look)
    }

    /// How a line compares with a neighbour: lengths, marks, share of the wording.
    pub(super) fn stack(&self, line: usize, other: usize) -> Option<Stack> {
        let (own, next) = (self.feats.get(line)?, self.feats.get(other)?);
        let (a, b) = (own.fold(), next.fold());
        let longer = (next.chars as i64 - own.chars as i64) / 3;
        let both = |mark: &[char]| u32::from(a.contains(mark)) * 2 + u32::from(b.contains(mark));
        let share = |at: usize| self.looks.get(at).map_or(0, |look| look.share);
        let again = |at: usize| self.looks.get(at).is_some_and(|look| look.again || look.begun);
        Some([
            u32::try_from(longer.clamp(-4, 4) + 4).unwrap_or_default(),
            16 + both(&[',', '，']),
            32 + both(&[' ']),
            48 + both(&[':']),
            64 + both(&['“', '「', '《']),
            80 + (own.chars.min(24) / 6 * 5 + next.chars.min(24) / 6) as u32,
            112 + share(line).min(5) * 6 + share(other).min(5),
            160 + u32::from(again(line)) * 2 + u32::from(again(other)),
        ])
    }

    /// Hands every cue of the line to `tell`.
    pub(super) fn tell(&self, line: usize, tell: &mut impl FnMut(Cue)) {
        let Some((feat, look)) = self.feats.get(line).zip(self.looks.get(line)) else { return };
        tell(Cue::new(Family::Always, 0));
        letters(feat, look.prose, tell);
        self.tell_looks(line, tell);
    }

    /// Sums up the weights of all cues of the line.
    pub(super) fn sum_up(&self, line: usize, weights: &Weights<16>, sums: &mut Sums<16>) {
        let Some((feat, look)) = self.feats.get(line).zip(self.looks.get(line)) else { return };
        let of_letters = || {
            let mut sums = [0; 16];
            letters(feat, look.prose, &mut |cue| weights.add(cue, &mut sums));
            sums
        };
        // The characters of a short line depend on nothing but its text.
        let of_letters = if !look.prose && feat.width <= GRAM_CHARS {
            SUMS.with(|seen| value_of(seen, feat.src, of_letters))
        } else {
            of_letters()
        };
        for (sum, of_letters) in sums.iter_mut().zip(of_letters) {
            *sum = sum.wrapping_add(of_letters);
        }
        weights.add(Cue::new(Family::Always, 0), sums);
        self.tell_looks(line, &mut |cue| weights.add(cue, sums));
    }

    /// Hands the cues of the line's looks, place and neighbours to `tell`.
    fn tell_looks(&self, line: usize, tell: &mut impl FnMut(Cue)) {
        let Some((feat, look)) = self.feats.get(line).zip(self.looks.get(line)) else { return };
        counts(feat, look, tell);
        let region = self.region(line);
        let lengths = bucket(feat.width);
        tell(Cue::new(Family::Where, region));
        tell(Cue::new(Family::LookWhere, look.look * 3 + region));
        tell(Cue::new(Family::ShareWhere, look.share * 3 + region));
        tell(Cue::new(Family::ShareLength, look.share * 8 + (feat.width / 6).min(7) as u32));
        tell(Cue::new(Family::Length, lengths));
        match (region, self.last) {
            (0, _) => {
                tell(Cue::new(Family::ToText, (self.first - line).min(8) as u32));
                tell(Cue::new(Family::FromTop, line.min(5) as u32));
            }
            (2, Some(last)) => {
                tell(Cue::new(Family::FromText, (line - last).min(8) as u32));
                tell(Cue::new(Family::ToEnd, (self.feats.len() - line).min(6) as u32));
            }
            _ => {}
        }
        if look.again || look.begun {
            tell(Cue::new(Family::Again, u32::from(look.begun) * 3 + region));
            tell(Cue::new(Family::Again, 6 + u32::from(look.begun)));
        }
        for back in 1..=3 {
            tell(Cue::new(Family::Beside, back * 32 + self.look_at(line.checked_sub(back as usize))));
            tell(Cue::new(Family::Beside, (back + 3) * 32 + self.look_at(Some(line + back as usize))));
        }
        let (above, below) = (self.look_at(line.checked_sub(1)), self.look_at(Some(line + 1)));
        tell(Cue::new(Family::Pair, above * 32 + look.look));
        tell(Cue::new(Family::Pair, 1024 + below * 32 + look.look));
        tell(Cue::new(Family::Triple, (above * 32 + look.look) * 32 + below));
    }
}

/// What a first round makes of a page, for a second one.
#[derive(Debug)]
pub(super) struct Round {
    /// Of each line, how likely each kind is, in steps.
    steps: Vec<[u32; 6]>,
    /// Lines that stand in a head: title, subtitle or kicker.
    headed: Vec<bool>,
    /// The line most like a title.
    best: usize,
    /// How like a title it is, and how like one the next likeliest is.
    likeliest: (f32, f32),
    /// Sums of what is text, up to each line.
    text_before: Vec<f32>,
    /// The same of furniture.
    furniture_before: Vec<f32>,
}

impl Round {
    pub(super) fn new(shares: &[Shares]) -> Self {
        let (mut best, mut likeliest) = (0, (-1.0, -1.0));
        for (line, own) in shares.iter().enumerate() {
            let title = own.of(Kind::Title);
            if title > likeliest.0 {
                likeliest = (title, likeliest.0);
                best = line;
            } else if title > likeliest.1 {
                likeliest.1 = title;
            }
        }
        let sums = |kind| {
            let mut sum = 0.0;
            std::iter::once(0.0)
                .chain(shares.iter().map(move |own| {
                    sum += own.of(kind);
                    sum
                }))
                .collect()
        };
        let steps = shares.iter().map(|own| own.0.map(step_of)).collect();
        let headed = shares.iter().map(|own| own.of(Kind::Title) + own.of(Kind::Subtitle) >= HEADED).collect();
        Self { steps, headed, best, likeliest, text_before: sums(Kind::Text), furniture_before: sums(Kind::Furniture) }
    }

    /// Hands what the first round says about the line to `tell`.
    pub(super) fn tell(&self, line: usize, stack: impl Fn(usize, usize) -> Option<Stack>, tell: &mut impl FnMut(Cue)) {
        if self.headed.get(line) == Some(&true) {
            for (side, other) in [(0, line.checked_sub(1)), (1, Some(line + 1))] {
                let other = other.filter(|other| self.headed.get(*other) == Some(&true));
                match other.and_then(|other| stack(line, other)) {
                    Some(stack) => stack.iter().for_each(|value| tell(Cue::new(Family::Stack, side * 256 + value))),
                    None => tell(Cue::new(Family::Stack, side * 256 + 255)),
                }
            }
        }
        let kinds = KINDS.len() as u32;
        let place = |back: i64| match back {
            -2 => 0,
            -1 => 1,
            1 => 2,
            _ => 3,
        };
        for step in [-2_i64, -1, 1, 2] {
            let at = i64::try_from(line).ok().and_then(|line| usize::try_from(line + step).ok());
            let base = place(step) * kinds * 8;
            match at.and_then(|at| self.steps.get(at)) {
                Some(steps) => {
                    for (kind, step) in (0..).zip(steps) {
                        tell(Cue::new(Family::Guess, base + kind * 8 + step));
                    }
                }
                None => tell(Cue::new(Family::Guess, base + 7)),
            }
        }
        for (kind, step) in (0..).zip(self.steps.get(line).into_iter().flatten()) {
            tell(Cue::new(Family::Own, kind * 8 + step));
        }
        let away = (line as i64 - self.best as i64).clamp(-4, 6) + 4;
        tell(Cue::new(Family::FromTitle, u32::try_from(away).unwrap_or_default()));
        let other = if line == self.best { self.likeliest.1 } else { self.likeliest.0 };
        tell(Cue::new(Family::OtherTitle, step_of(other)));
        let part = |sums: &[f32], from: usize, to: usize| {
            let at = |i: usize| sums.get(i.min(sums.len().saturating_sub(1))).copied().unwrap_or_default();
            at(to) - at(from)
        };
        let all = self.steps.len();
        tell(Cue::new(Family::TextBefore, whole(part(&self.text_before, 0, line)).min(6)));
        tell(Cue::new(Family::TextBehind, whole(part(&self.text_before, line + 1, all)).min(6)));
        let (from, to) = (line.saturating_sub(4), (line + 5).min(all));
        let near = |sums: &[f32]| whole(part(sums, from, to) * 5.0 / (to - from).max(1) as f32);
        tell(Cue::new(Family::FurnitureNear, near(&self.furniture_before)));
        tell(Cue::new(Family::TextNear, near(&self.text_before)));
    }
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a small number that is not negative")]
fn whole(sum: f32) -> u32 {
    (sum + 0.001) as u32
}

/// A share in six steps.
fn step_of(share: f32) -> u32 {
    [0.05, 0.2, 0.5, 0.8, 0.95].iter().filter(|least| share >= **least).count() as u32
}

fn look(feat: &Feat<'_>, prose: bool, body: &Pairs) -> Look {
    let dated = feat.digits > 0 && feat.chars <= 120 && feat.first_date().is_some();
    let size = match feat.width {
        _ if prose => 0,
        _ if dated => 1,
        0..=4 => 2,
        5..=10 => 3,
        11..=40 => 4,
        _ => 5,
    };
    let closed = feat.src.ends_with(['”', '’', '」', '』', '）', ')', '》', '】', '〕', ']']);
    let end = match feat.end {
        _ if closed => 3,
        End::Stop => 0,
        End::Soft => 1,
        End::Open => 2,
    };
    // Running text has its own wording.
    let share = if prose || feat.chars > 200 { 1.0 } else { title::overlap_of(feat, body) };
    Look { look: size * 4 + end, share: whole(share * 5.0), dated, prose, again: false, begun: false }
}

/// Letters of a line's beginning.
const LETTERS: usize = 6;

/// A number for the first `letters` letters of a line, or, with [`usize::MAX`], for all; 0 for lines that have fewer, or none.
fn key(feat: &Feat<'_>, letters: usize) -> u64 {
    if feat.chars > 160 {
        return 0;
    }
    // Units do not tell characters beyond the BMP apart.
    if feat.beyond {
        return key_of(feat.fold().chars().filter(|&c| title::is_said(c)).map(u32::from), letters);
    }
    let table = chars::table();
    let said = |unit: u16| table.of(unit).is(Known::HAN) || char::from_u32(unit.into()).is_some_and(title::is_said);
    key_of(feat.units.iter().filter(|&&unit| said(unit)).map(|&unit| u32::from(unit)), letters)
}

fn key_of(said: impl Iterator<Item = u32>, letters: usize) -> u64 {
    let (mut key, mut count) = (0x51_7c_c1_b7_27_22_0a_95_u64, 0);
    for letter in said.take(letters) {
        key = (key.rotate_left(5) ^ u64::from(letter)).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        count += 1;
    }
    if count == 0 || count < letters && letters < usize::MAX { 0 } else { key }
}

/// The characters: digits are one digit, Latin words one letter.
fn letters(feat: &Feat<'_>, prose: bool, tell: &mut impl FnMut(Cue)) {
    let mut letters = Letters { units: [0; GRAM_CHARS + 2], len: 0 };
    letters.push(EDGE_START);
    if !prose && feat.width <= GRAM_CHARS {
        letters.take(feat.units.iter().copied());
        letters.push(EDGE_END);
        let units = letters.get();
        units.iter().for_each(|unit| tell(Cue::of_units(Family::Gram, &[*unit])));
        grams(Family::Gram, units, tell);
        return;
    }
    letters.take(feat.units.iter().copied().take(EDGE_CHARS));
    grams(Family::Start, letters.get(), tell);
    let mut tail = [0; EDGE_CHARS];
    let mut from = EDGE_CHARS;
    for c in feat.tail().text.chars().rev().take(EDGE_CHARS) {
        from -= 1;
        tail[from] = units::of_char(c);
    }
    letters.len = 0;
    letters.take(tail.into_iter().skip(from));
    letters.push(EDGE_END);
    grams(Family::End, letters.get(), tell);
}

fn grams(family: Family, units: &[u16], tell: &mut impl FnMut(Cue)) {
    for gram in units.windows(2) {
        tell(Cue::of_units(family, gram));
    }
    for gram in units.windows(3) {
        tell(Cue::of_units(family, gram));
    }
}

/// The characters of a short line or of an edge.
struct Letters {
    units: [u16; GRAM_CHARS + 2],
    len: usize,
}

impl Letters {
    fn push(&mut self, unit: u16) {
        if let Some(slot) = self.units.get_mut(self.len) {
            *slot = unit;
            self.len += 1;
        }
    }

    /// Adds characters: digits as one digit each, letters of a Latin word as one.
    fn take(&mut self, units: impl Iterator<Item = u16>) {
        let mut in_word = false;
        for unit in units {
            let ascii = u8::try_from(unit).ok().filter(u8::is_ascii_alphanumeric);
            let letter = ascii.is_some_and(|b| b.is_ascii_alphabetic());
            match ascii {
                Some(_) if letter && in_word => {}
                Some(_) if letter => self.push(u16::from(b'a')),
                Some(_) => self.push(u16::from(b'0')),
                None => self.push(unit),
            }
            in_word = letter;
        }
    }

    fn get(&self) -> &[u16] {
        self.units.get(..self.len).unwrap_or_default()
    }
}

fn counts(feat: &Feat<'_>, look: &Look, tell: &mut impl FnMut(Cue)) {
    tell(Cue::new(Family::Look, look.look));
    let fold = feat.fold();
    if look.dated {
        tell(Cue::new(Family::Stamp, 0));
    }
    if feat.digits >= 3 && fold.contains(':') && has_clock(fold) {
        tell(Cue::new(Family::Stamp, 1));
    }
    if fold.chars().take(8).any(|c| c == ':') {
        tell(Cue::new(Family::Stamp, 2));
    }
    let fifth = |n: usize| (n * 5 / feat.chars.max(1)).min(5) as u32;
    if feat.digits > 0 {
        tell(Cue::new(Family::Digits, fifth(feat.digits)));
    }
    tell(Cue::new(Family::Han, fifth(feat.han)));
    let mut words = 0;
    if feat.width <= GRAM_CHARS * 3 {
        const BLANK: u16 = 0x20;
        let mut seen = 0;
        words = usize::from(feat.units.first().is_some_and(|&unit| unit != BLANK));
        let mut rest = feat.units.as_slice();
        // Han characters are none of them.
        while let Some(step) = rest.iter().position(|unit| !matches!(unit, 0x4E00..=0x9FFF)) {
            let Some((&unit, behind)) = rest.get(step..).and_then(<[u16]>::split_first) else { break };
            rest = behind;
            words += usize::from(unit == BLANK && rest.first().is_some_and(|&next| next != BLANK));
            seen |= sign_bit(unit);
        }
        for (at, &sign) in SIGNS.iter().enumerate().filter(|_| seen != 0) {
            if seen >> at & 1 != 0 {
                tell(Cue::of_units(Family::Sign, &[units::of_char(sign)]));
            }
        }
    }
    if let Some(first) = fold.chars().next().filter(|&c| !is_han(c)) {
        let first = match first {
            '0'..='9' => '0',
            'a'..='z' => 'a',
            _ => first,
        };
        tell(Cue::of_units(Family::First, &[units::of_char(first)]));
    }
    let words = if feat.width <= GRAM_CHARS * 3 { words } else { 1 };
    tell(Cue::new(Family::Words, words.min(5) as u32));
    if feat.indent > 0 {
        tell(Cue::new(Family::Indent, feat.indent.min(4) as u32));
    }
}

/// The signs that are told, in this order.
const SIGNS: [char; 17] = ['|', '>', '/', '·', '_', '-', '《', '“', '【', '[', '(', '#', '*', '@', '〔', '△', '▲'];

/// The bit of a sign by its place among [`SIGNS`]; none of another character.
fn sign_bit(unit: u16) -> u32 {
    // The commonest that are none.
    if matches!(unit, 0x30..=0x39 | 0x61..=0x7A | 0x20 | 0x2C | 0x2E | 0x3002) {
        return 0;
    }
    let at = SIGNS.iter().position(|&sign| units::of_char(sign) == unit);
    at.map_or(0, |at| 1 << at)
}

/// 12:34
fn has_clock(fold: &str) -> bool {
    fold.as_bytes()
        .windows(4)
        .any(|w| matches!(w, [a, b':', c, d] if a.is_ascii_digit() && c.is_ascii_digit() && d.is_ascii_digit()))
}

fn bucket(chars: usize) -> u32 {
    const STEPS: [usize; 19] = [1, 2, 3, 4, 5, 6, 7, 8, 10, 12, 15, 18, 22, 27, 33, 42, 60, 100, 200];
    STEPS.iter().filter(|most| chars > **most).count() as u32
}
