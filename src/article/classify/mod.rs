//! What a line is most likely to be, by a linear model over cues that can be read: its characters, its looks, its place, its
//! neighbours. Two rounds of multinomial logistic regression: the second also sees what the first made of the neighbours.
//!
//! The weights were found on the pages of `tests/pages/dev` alone, by `cargo run --example train_lines` (`tests/tools/train_lines.rs`),
//! and stand in `weights.tsv`, a cue a line, so that anyone can see why a line was taken for what.

mod cue;
mod cues;
mod weights;

pub use cue::Cue;

use self::{
    cues::{Page, Round},
    weights::Weights,
};
use super::{
    FileKind,
    features::{self, Feat},
    raw,
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
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Shares(pub [f32; 6]);

impl Shares {
    /// How likely `kind` is.
    #[must_use]
    pub const fn of(&self, kind: Kind) -> f32 {
        self.0[kind as usize]
    }

    /// From sums of weights: the softmax.
    #[must_use]
    pub fn of_sums(sums: &[f32; 6]) -> Self {
        let most = sums.iter().copied().fold(f32::MIN, f32::max);
        let mut shares = sums.map(|sum| (sum - most).exp());
        let all: f32 = shares.iter().sum();
        for share in &mut shares {
            *share /= all;
        }
        Self(shares)
    }
}

/// How likely each line is what.
pub(super) fn classify(feats: &[Feat<'_>]) -> Vec<Shares> {
    let (first, second) = weights::built_in();
    let page = Page::new(feats);
    let weigh = |weights: &Weights, line: usize, round: Option<&Round<'_>>| {
        let mut sums = [0; 6];
        let mut add = |cue| weights.add(cue, &mut sums);
        page.tell(line, &mut add);
        if let Some(round) = round {
            round.tell(line, &mut add);
        }
        weights.shares(&sums)
    };
    let shares: Vec<Shares> = (0..feats.len()).map(|line| weigh(first, line, None)).collect();
    let round = Round::new(&shares);
    (0..feats.len()).map(|line| weigh(second, line, Some(&round))).collect()
}

/// Cues of the lines of one page, for those who look for weights.
#[derive(Clone, Debug)]
pub struct PageCues {
    /// Numbers of the lines that are not blank, from 1.
    pub numbers: Vec<u32>,
    /// The cues of each of them.
    pub cues: Vec<Vec<Cue>>,
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
        Self { numbers: lines.iter().map(|line| line.number).collect(), cues: cues.collect() }
    }

    /// The same lines, with what a first round made of them.
    #[must_use]
    pub fn second_round(&self, first: &[Shares]) -> Self {
        let round = Round::new(first);
        let mut next = self.clone();
        for (line, cues) in next.cues.iter_mut().enumerate() {
            round.tell(line, &mut |cue| cues.push(cue));
        }
        next
    }
}
