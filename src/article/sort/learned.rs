//! What the line model says, where it is surer than the rules.

use crate::article::{
    BlockKind,
    classify::{Kind, Shares},
    features::{End, Feat},
    shape::Shape,
    title::Title,
};

/// Rule of a line whose kind is the model's.
const LEARNED: &str = "learned";

/// How likely furniture must be so that a line is called so against the rules.
const FURNITURE: f32 = 0.7;
/// How likely another kind must be so that it is preferred to the one the rules found.
const OTHER: f32 = 0.8;
/// How likely a kind must be before titles are looked for: what is taken away there is never looked at again.
const SURE: f32 = 0.93;

/// Puts the looks of lines right of which the model is sure, so that they are candidates for the right things.
pub(super) fn reshape(feats: &[Feat<'_>], shares: &[Shares], shapes: &mut [Shape]) {
    for ((shape, shares), feat) in shapes.iter_mut().zip(shares).zip(feats) {
        let article = shares.of(Kind::Title) + shares.of(Kind::Text) + shares.of(Kind::Subtitle);
        let short = feat.chars <= 60;
        match *shape {
            Shape::Open | Shape::Nav | Shape::Doubtful if short && shares.of(Kind::Furniture) >= SURE => {
                *shape = Shape::Furniture;
            }
            Shape::Furniture | Shape::Doubtful | Shape::Nav | Shape::Legal if article >= SURE => *shape = Shape::Open,
            _ => {}
        }
    }
}

/// First line of running text under the title, where sentences stand over it: an editor's note, a summary.
pub(super) fn first_under_title(shares: &[Shares], shapes: &[Shape], first: usize) -> usize {
    /// Lines over the title at most.
    const LINES: usize = 60;
    /// Sentences over it at most.
    const SENTENCES: usize = 4;
    let title = |line: &usize| shares.get(*line).map_or(0.0, |s| s.of(Kind::Title));
    if (0..first).any(|line| title(&line) >= 0.3) {
        return first;
    }
    let Some(line) = (first..shares.len().min(LINES)).find(|line| title(line) >= SURE) else { return first };
    let prose = |line: &usize| shapes.get(*line) == Some(&Shape::Prose);
    if (first..line).filter(prose).count() > SENTENCES {
        return first;
    }
    (line + 1..shapes.len()).find(prose).unwrap_or(first)
}

/// First lines of the further articles of a page: surely titles, over surely bylines.
pub(super) fn next_titles(shares: &[Shares], title: &Title, first: usize) -> Vec<usize> {
    let of = |line: usize, kind: Kind| shares.get(line).map_or(0.0, |s| s.of(kind));
    if title.span.is_none() {
        return Vec::new();
    }
    (first + 1..shares.len())
        .filter(|line| of(*line, Kind::Title) >= SURE && of(line + 1, Kind::Byline) >= SURE)
        .filter(|line| title.lines.binary_search(line).is_err())
        .collect()
}

/// Puts kinds right. Titles stay: they were chosen with the model's word.
pub(super) fn settle(feats: &[Feat<'_>], shares: &[Shares], kinds: &mut [(BlockKind, &'static str)]) {
    for ((kind, shares), feat) in kinds.iter_mut().zip(shares).zip(feats) {
        let furniture = shares.of(Kind::Furniture);
        let article = shares.of(Kind::Title) + shares.of(Kind::Text) + shares.of(Kind::Subtitle);
        let (byline, credit) = (shares.of(Kind::Byline), shares.of(Kind::Credit));
        let (least, mut most) = trust(*kind);
        // A line with a label and a date is no furniture.
        if *kind == (BlockKind::Byline, "labels") && feat.digits >= 4 {
            most = f32::INFINITY;
        }
        let better = match kind.0 {
            BlockKind::Title => None,
            BlockKind::Furniture => (furniture <= least && feat.han > 0).then(|| other_kind(feat, shares)).flatten(),
            _ if furniture >= most => Some(BlockKind::Furniture),
            // What has a label keeps its kind.
            BlockKind::Byline if !feat.fields().is_empty() => None,
            BlockKind::Byline => (article.max(credit) >= OTHER).then(|| other_kind(feat, shares)).flatten(),
            BlockKind::Credit => (article.max(byline) >= OTHER).then(|| other_kind(feat, shares)).flatten(),
            _ if byline >= OTHER => Some(BlockKind::Byline),
            _ if credit >= OTHER => Some(BlockKind::Credit),
            BlockKind::Subtitle => (shares.of(Kind::Text) >= OTHER).then(|| other_kind(feat, shares)).flatten(),
            _ => (shares.of(Kind::Subtitle) >= OTHER).then_some(BlockKind::Subtitle),
        };
        if let Some(better) = better {
            *kind = (better, LEARNED);
        }
    }
}

/// How likely furniture must at most be so that a line called so by this rule is none, and at least so that another is.
fn trust((kind, rule): (BlockKind, &'static str)) -> (f32, f32) {
    match (kind, rule) {
        // Words and forms that only pages have.
        (BlockKind::Furniture, "by_itself" | "section" | "list_inside") => (0.1, FURNITURE),
        (BlockKind::Furniture, _) => (0.25, FURNITURE),
        // Labels with their values, and names where names stand.
        (BlockKind::Byline, _) => (0.25, 0.99),
        (BlockKind::Credit, _) => (0.25, 0.9),
        // Sentences.
        (_, "prose" | "speaker") => (0.25, 0.9),
        _ => (0.25, FURNITURE),
    }
}

/// What a line is that is no furniture.
fn other_kind(feat: &Feat<'_>, shares: &Shares) -> Option<BlockKind> {
    let byline = shares.of(Kind::Byline);
    let credit = shares.of(Kind::Credit);
    let text = shares.of(Kind::Text) + shares.of(Kind::Title);
    let subtitle = shares.of(Kind::Subtitle);
    let most = byline.max(credit).max(text).max(subtitle);
    if most < 0.5 {
        return None;
    }
    Some(if most <= text {
        if feat.end == End::Open && feat.chars <= 42 { BlockKind::Heading } else { BlockKind::Paragraph }
    } else if most <= byline {
        BlockKind::Byline
    } else if most <= credit {
        BlockKind::Credit
    } else {
        BlockKind::Subtitle
    })
}
