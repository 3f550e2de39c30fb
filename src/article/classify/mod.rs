//! What a line is most likely to be, by a linear model over cues that can be read: its characters, its looks, its place, its
//! neighbours. Two rounds of multinomial logistic regression: the second also sees what the first made of the neighbours.
//!
//! The weights were found on the pages of `tests/pages/dev` alone, by `cargo run --example train_lines` (`tests/tools/train_lines.rs`),
//! and stand in `weights.tsv`, a cue a line, so that anyone can see why a line was taken for what.

mod cue;
mod cues;
mod weights;
mod words;

pub use cue::Cue;
pub(super) use words::{Offers, Word, words};
pub use words::{ROLES, Role};

use self::{
    cues::{Page, Round, Stack},
    weights::shares_of,
};
use super::{
    FileKind,
    features::{self, Feat},
    raw,
    title::Pairs,
};
use crate::text::{encoding::Decoded, units};

/// What a line may be taken for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Date, source, writers.
    Byline,
    /// Editors, reviewers, photographers.
    Credit,
    /// The page's, not the article's.
    Furniture,
    /// Headings, paragraphs, questions, answers, captions.
    Text,
    /// Subtitle or kicker.
    Subtitle,
    /// The title, repeated ones included.
    Title,
}

/// All kinds, in the order of the columns of the weight table.
pub const KINDS: [Kind; 6] = [Kind::Byline, Kind::Credit, Kind::Furniture, Kind::Text, Kind::Subtitle, Kind::Title];

/// How likely each kind is; they sum to 1.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Shares<const N: usize = 6>(pub [f32; N]);

impl<const N: usize> Default for Shares<N> {
    fn default() -> Self {
        Self([0.0; N])
    }
}

impl Shares {
    /// How likely `kind` is.
    #[must_use]
    pub const fn of(&self, kind: Kind) -> f32 {
        self.0[kind as usize]
    }
}

impl Shares<3> {
    /// How likely `role` is.
    #[must_use]
    pub const fn of_role(&self, role: Role) -> f32 {
        self.0[role as usize]
    }
}

impl<const N: usize> Shares<N> {
    /// From sums of weights: the softmax.
    #[must_use]
    pub fn of_sums(sums: &[f32; N]) -> Self {
        let most = sums.iter().copied().fold(f32::MIN, f32::max);
        let mut shares = sums.map(|sum| (sum - most).exp());
        let all: f32 = shares.iter().sum();
        for share in &mut shares {
            *share /= all;
        }
        Self(shares)
    }
}

/// Lines of a page that is left to the rules.
const FEW_LINES: usize = 4;

/// How likely each line is what; which lines look like running text, and the wording of those.
pub(super) fn classify(feats: &[Feat<'_>]) -> (Vec<Shares>, Vec<bool>, Pairs) {
    let weights = weights::of_lines();
    let page = Page::new(feats);
    // The second round sees all that the first saw, so that both are summed up at once.
    let mut sums = vec![[0; 16]; feats.len()];
    for (line, sums) in sums.iter_mut().enumerate() {
        page.sum_up(line, weights, sums);
    }
    let shares: Vec<Shares> = sums.iter().map(|[a, b, c, d, e, f, ..]| shares_of([*a, *b, *c, *d, *e, *f])).collect();
    let round = Round::new(&shares);
    let second = sums.iter_mut().enumerate().map(|(line, sums)| {
        round.tell(line, |line, other| page.stack(line, other), &mut |cue| weights.add(cue, sums));
        let [_, _, _, _, _, _, a, b, c, d, e, f, ..] = *sums;
        shares_of([a, b, c, d, e, f])
    });
    let mut shares: Vec<Shares> = second.collect();
    // Of a few lines a page says too little of itself.
    if feats.len() <= FEW_LINES {
        shares.fill(Shares::default());
    }
    let (prose, body) = page.into_body();
    (shares, prose, body)
}

/// Cues of the lines of one page, for those who look for weights.
#[derive(Clone, Debug)]
pub struct PageCues {
    /// Numbers of the lines that are not blank, from 1.
    pub numbers: Vec<u32>,
    /// The cues of each of them.
    pub cues: Vec<Vec<Cue>>,
    /// How each compares with the line before it and with the line behind it.
    stacks: Vec<[Option<Stack>; 2]>,
}

impl PageCues {
    /// Of a decoded page.
    #[must_use]
    pub fn of(decoded: Decoded, kind: FileKind) -> Self {
        let text = raw::text_of(decoded.text, kind);
        let lines = raw::lines(&text);
        let feats = features::measure(&text, &units::of(&text), &lines);
        let page = Page::new(&feats);
        let cues = (0..feats.len()).map(|line| {
            let mut cues = Vec::new();
            page.tell(line, &mut |cue| cues.push(cue));
            cues
        });
        let stack =
            |line: usize| [line.checked_sub(1).and_then(|other| page.stack(line, other)), page.stack(line, line + 1)];
        Self {
            numbers: lines.iter().map(|line| line.number).collect(),
            cues: cues.collect(),
            stacks: (0..feats.len()).map(stack).collect(),
        }
    }

    /// The same lines, with what a first round made of them.
    #[must_use]
    pub fn second_round(&self, first: &[Shares]) -> Self {
        let round = Round::new(first);
        let mut next = self.clone();
        for (line, cues) in next.cues.iter_mut().enumerate() {
            let stack = |line: usize, other: usize| self.stacks.get(line)?[usize::from(other > line)];
            round.tell(line, stack, &mut |cue| cues.push(cue));
        }
        next
    }
}

/// Words of the bylines of one page and their cues, for those who look for weights.
#[derive(Clone, Debug)]
pub struct WordCues {
    /// The words, folded, without gaps.
    pub words: Vec<String>,
    /// The cues of each.
    pub cues: Vec<Vec<Cue>>,
}

impl WordCues {
    /// Of a decoded page.
    #[must_use]
    pub fn of(decoded: Decoded, kind: FileKind) -> Self {
        let text = raw::text_of(decoded.text, kind);
        let lines = raw::lines(&text);
        let feats = features::measure(&text, &units::of(&text), &lines);
        let page = super::sort::sort(&text, &feats);
        let mut found = Self { words: Vec::new(), cues: Vec::new() };
        let sources = super::source::offers(&text, &feats, &page);
        let writers = super::author::find(&text, &feats, &page);
        let offers = Offers::new(&text, &feats, &sources, &writers);
        words::visit(&feats, &page, &offers, &mut |line, start, end, cues| {
            let fold = feats.get(line).map(Feat::fold).unwrap_or_default();
            found.words.push(fold.get(start..end).unwrap_or_default().replace(' ', ""));
            found.cues.push(cues.to_vec());
        });
        found
    }

    /// A name as [`Self::words`] has it.
    #[must_use]
    pub fn folded(name: &str) -> String {
        name.chars().map(super::chars::norm).filter(|c| *c != ' ').collect()
    }
}
