//! Which words of a byline name the source and which the writers: the same kind of model as for lines, for words.

use std::collections::HashMap;

use super::{
    Kind, Shares,
    cue::{Cue, Family},
    weights,
};
use crate::{
    article::{
        BlockKind,
        features::Feat,
        fields::{first_date, is_medium},
        names,
        sort::Sorted,
        vocab::vocab,
    },
    text::{punct::is_han, units},
};

/// What a word of a byline may name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// Neither.
    Other,
    /// The medium that the page names as its origin.
    Source,
    /// One of the writers.
    Writer,
}

/// All roles, in the order of the columns of the weight table.
pub const ROLES: [Role; 3] = [Role::Other, Role::Source, Role::Writer];

/// A word that may be a name: a run of Han characters, or two halves of a name with a gap between them.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(in crate::article) struct Word {
    /// Index of the line.
    pub(in crate::article) line: usize,
    /// Bytes of the folded line.
    pub(in crate::article) start: usize,
    /// Where it ends.
    pub(in crate::article) end: usize,
    /// How likely each role is.
    pub(in crate::article) shares: Shares<3>,
}

/// Characters of a word at most.
const MOST_CHARS: usize = 20;
/// Characters of a line at most: bylines are short.
const LINE_CHARS: usize = 160;
/// Lines of the head and of the foot that are looked at.
const LINES: usize = 80;

/// The words of all lines that may be bylines, each with the roles it may have.
pub(in crate::article) fn words(feats: &[Feat<'_>], page: &Sorted) -> Vec<Word> {
    let weights = weights::of_words();
    let mut found = Vec::new();
    visit(feats, page, &mut |line, start, end, cues| {
        let mut sums = [0; 3];
        for cue in cues {
            weights.add(*cue, &mut sums);
        }
        found.push(Word { line, start, end, shares: weights::shares_of(sums) });
    });
    found
}

/// Hands each word and its cues to `tell`.
pub(super) fn visit(feats: &[Feat<'_>], page: &Sorted, tell: &mut impl FnMut(usize, usize, usize, &[Cue])) {
    let lines: Vec<usize> = (0..feats.len()).filter(|&line| is_likely(feats, page, line)).collect();
    if lines.is_empty() {
        return;
    }
    // How often the page says a word as a whole one.
    let mut said: HashMap<&str, u32> = HashMap::new();
    let short = |feat: &&Feat<'_>| feat.chars <= LINE_CHARS && !feat.is_prose();
    for feat in feats.iter().filter(short).take(LINES * 2) {
        for (start, end) in runs(feat.fold()) {
            *said.entry(feat.fold().get(start..end).unwrap_or_default()).or_default() += 1;
        }
    }
    let mut cues = Vec::new();
    for line in lines {
        let Some(feat) = feats.get(line) else { continue };
        let fold = feat.fold();
        let all = runs(fold);
        let dated = feat.digits > 0 && first_date(fold).is_some();
        let mut emit = |at: usize, start: usize, end: usize, halves: bool| {
            let word = fold.get(start..end).unwrap_or_default();
            cues.clear();
            let mut add = |family, value| cues.push(Cue::new(family, value));
            add(Family::Always, 1);
            add(Family::WordPlace, place(page, line));
            let shares = page.shares.get(line).copied().unwrap_or_default();
            let step = |share: f32| u32::from(share >= 0.05) + u32::from(share >= 0.5);
            add(Family::WordLine, step(shares.of(Kind::Byline)) * 3 + step(shares.of(Kind::Credit)));
            add(Family::WordDated, u32::from(dated));
            add(Family::WordCount, (all.len().min(6) * 8 + at.min(6)) as u32);
            let chars = word.chars().filter(|c| *c != ' ').count();
            add(Family::WordLength, chars.min(12) as u32);
            let first = names::is_surname_start(word) && chars <= 4;
            let kind = u32::from(first) + 2 * u32::from(is_medium(word)) + 4 * u32::from(halves);
            add(Family::WordKind, kind);
            let nav = vocab().channel.has(word) || vocab().nav.has(word) || vocab().not_source.has(word);
            add(Family::WordListed, u32::from(nav));
            add(Family::WordSaid, said.get(word).copied().unwrap_or_default().min(3));
            let own: Vec<u16> = word.chars().filter(|c| *c != ' ').map(units::of_char).collect();
            for len in 1..=2 {
                if own.len() > len {
                    cues.push(Cue::of_units(Family::WordEnd, own.get(own.len() - len..).unwrap_or_default()));
                }
            }
            cues.push(Cue::of_units(Family::WordStart, own.get(..2).unwrap_or(&own)));
            if own.len() <= 3 {
                cues.push(Cue::of_units(Family::WordOwn, &own));
            }
            around(fold, start, end, &mut cues);
            tell(line, start, end, &cues);
        };
        for (at, &(start, end)) in all.iter().enumerate() {
            let chars = fold.get(start..end).unwrap_or_default().chars().count();
            if (2..=MOST_CHARS).contains(&chars) {
                emit(at, start, end, false);
            } else if chars == 1
                && let Some(&(next, over)) = all.get(at + 1)
                && fold.get(end..next).is_some_and(|gap| !gap.is_empty() && gap.bytes().all(|b| b == b' '))
                && fold.get(next..over).is_some_and(|rest| rest.chars().count() == 1)
            {
                emit(at, start, over, true);
            }
        }
    }
}

/// True for a line that may say who wrote or where it stood.
fn is_likely(feats: &[Feat<'_>], page: &Sorted, line: usize) -> bool {
    let Some(feat) = feats.get(line).filter(|f| f.chars <= LINE_CHARS && f.han >= 2) else { return false };
    let near = line < LINES || line + LINES > feats.len();
    let byline = page.shares.get(line).is_some_and(|s| s.of(Kind::Byline) + s.of(Kind::Credit) >= 0.05);
    let kind = page.kinds.get(line).map(|(kind, _)| *kind);
    let text = kind.is_some_and(BlockKind::is_content);
    near && !text && (byline || matches!(kind, Some(BlockKind::Byline)) || feat.digits >= 4 && line < page.first)
}

/// Where a line stands by the title and the text.
fn place(page: &Sorted, line: usize) -> u32 {
    let title = if page.title.span.is_some() { page.title.line } else { 0 };
    if line >= page.tail {
        6 + u32::from(line > page.tail + 1)
    } else if line >= page.first {
        5
    } else if line < title {
        (title - line).min(3) as u32 + 8
    } else {
        (line - title).min(4) as u32
    }
}

/// Runs of Han characters and what is written in one with them.
fn runs(fold: &str) -> Vec<(usize, usize)> {
    let mut found = Vec::new();
    let mut open: Option<(usize, bool)> = None;
    for (at, c) in fold.char_indices() {
        let han = is_han(c);
        let inside = han || c.is_ascii_alphanumeric() || c == '·' && open.is_some();
        match (&mut open, inside) {
            (None, true) => open = Some((at, han)),
            (Some((_, any)), true) => *any |= han,
            (Some((from, any)), false) => {
                if *any {
                    found.push((*from, at));
                }
                open = None;
            }
            (None, false) => {}
        }
    }
    if let Some((from, true)) = open {
        found.push((from, fold.len()));
    }
    found
}

/// The characters before and behind a word.
fn around(fold: &str, start: usize, end: usize, cues: &mut Vec<Cue>) {
    let before: Vec<u16> = fold.get(..start).unwrap_or_default().chars().rev().take(3).map(sign).collect();
    let mut before: Vec<u16> = before.into_iter().rev().collect();
    if before.len() < 3 {
        before.insert(0, super::cue::EDGE_START);
    }
    let mut behind: Vec<u16> = fold.get(end..).unwrap_or_default().chars().take(3).map(sign).collect();
    if behind.len() < 3 {
        behind.push(super::cue::EDGE_END);
    }
    for len in 1..=3 {
        if let Some(gram) = before.len().checked_sub(len).and_then(|from| before.get(from..)) {
            cues.push(Cue::of_units(Family::WordBefore, gram));
        }
        if let Some(gram) = behind.get(..len) {
            cues.push(Cue::of_units(Family::WordBehind, gram));
        }
    }
    // The word before, wherever it ends.
    let rest = fold.get(..start).unwrap_or_default().trim_end_matches(|c: char| !is_han(c));
    let last: Vec<u16> = rest.chars().rev().take(2).map(units::of_char).collect();
    if last.len() == 2 {
        cues.push(Cue::of_units(Family::WordLabel, &last.into_iter().rev().collect::<Vec<_>>()));
    }
}

/// A character's unit; digits and letters are one each.
fn sign(c: char) -> u16 {
    match c {
        '0'..='9' => u16::from(b'0'),
        'a'..='z' | 'A'..='Z' => u16::from(b'a'),
        _ => units::of_char(c),
    }
}
