//! Bylines that only their place gives away: a medium and a writer under a title, a name alone, the head of the next article.

use super::{
    features::{End, Feat},
    fields::fields,
    meta, names,
    shape::Shape,
    sort::{MEDIUM_ALONE, NAME_ALONE},
    title,
    vocab::Label,
};
use crate::text::punct::is_han;

/// A rule's name for each line that its place explains, in order of the lines.
pub(super) type Placed = Vec<(usize, &'static str)>;

/// Marks lines among the short lines of a page that are bylines by their place.
pub(super) fn bylines(feats: &[Feat<'_>], shapes: &mut [Shape]) -> Placed {
    let mut placed = Placed::new();
    let mut names_after_titles = Vec::new();
    for i in 1..feats.len() {
        let Some(feat) = feats.get(i) else { break };
        if !matches!(shapes.get(i), Some(Shape::Open | Shape::Nav)) || feat.chars > 24 || feat.end != End::Open {
            continue;
        }
        let next = shapes.get(i + 1).copied();
        let goes_on = matches!(next, Some(Shape::Prose | Shape::Byline));
        let before = shapes.get(i - 1).copied();
        let under_title = before == Some(Shape::Open) && feats.get(i - 1).is_some_and(titles);
        let fold = feat.fold();
        if is_role(fold) && feats.get(i + 1).is_some_and(|f| is_name(f.fold())) {
            placed.push((i, "role_alone"));
            placed.push((i + 1, NAME_ALONE));
        } else if goes_on && under_title && is_pair(fold) {
            placed.push((i, "words_under_title"));
        } else if goes_on && under_title && is_quoted_name(fold) {
            placed.push((i, MEDIUM_ALONE));
        } else if (next == Some(Shape::Byline) || before == Some(Shape::Byline)) && is_masthead(feats, i) {
            placed.push((i, MEDIUM_ALONE));
        } else if next == Some(Shape::Prose)
            && under_title
            && ((2..=3).contains(&feat.chars) || fold.contains(' '))
            && is_name(fold)
        {
            names_after_titles.push(i);
        }
    }
    // One word under one title may be a heading; under several titles it is who wrote.
    if names_after_titles.len() >= 2 {
        placed.extend(names_after_titles.into_iter().map(|i| (i, NAME_ALONE)));
    }
    placed.sort_unstable();
    placed.dedup_by_key(|(i, _)| *i);
    for (i, _) in &placed {
        if let Some(shape) = shapes.get_mut(*i) {
            *shape = Shape::Byline;
        }
    }
    placed
}

/// Lines that may be titles by their length.
fn titles(feat: &Feat<'_>) -> bool {
    (6..=40).contains(&feat.chars) && feat.stops == 0 && feat.end != End::Soft
}

fn is_role(fold: &str) -> bool {
    const ROLES: [&str; 12] = [
        "特约撰稿",
        "本报记者",
        "本刊记者",
        "本网记者",
        "记者",
        "作者",
        "通讯员",
        "撰稿",
        "撰文",
        "文",
        "采写",
        "特约记者",
    ];
    ROLES.contains(&fold.trim_matches(['(', ')', '□', '■', '◎', '【', '】', ' ']))
}

/// Two to four Han characters, perhaps with blanks inside.
fn is_name(fold: &str) -> bool {
    let count = fold.chars().filter(|&c| is_han(c)).count();
    (2..=4).contains(&count) && fold.chars().all(|c| is_han(c) || c == ' ') && names::may_name(fold)
}

/// 《某某报》 or 【某某报】, nothing else.
fn is_quoted_name(fold: &str) -> bool {
    let inner = fold.strip_prefix('《').and_then(|f| f.strip_suffix('》'));
    let inner = inner.or_else(|| fold.strip_prefix('【').and_then(|f| f.strip_suffix('】')));
    inner.is_some_and(|name| (3..=8).contains(&name.chars().count()) && name.chars().all(is_han))
}

/// A medium and a writer, nothing else.
fn is_pair(fold: &str) -> bool {
    // Words of a medium and a writer are parted by blanks or bars; quotes and commas belong to wording.
    if !fold.chars().all(|c| is_han(c) || matches!(c, ' ' | '|' | '·' | '/' | '《' | '》' | '【' | '】')) {
        return false;
    }
    let words = meta::read(fold);
    words.clean && words.words == 2 && words.source.is_some() && words.names.len() == 1
}

/// True when the line says again what one of the page's first lines began with.
fn is_masthead(feats: &[Feat<'_>], i: usize) -> bool {
    let Some(fold) = feats.get(i).map(Feat::fold) else { return false };
    (3..=10).contains(&fold.chars().count())
        && fold.chars().all(is_han)
        && feats.iter().take(i.min(3)).any(|f| {
            let head = f.fold();
            head.strip_prefix(fold).is_some_and(|rest| !rest.starts_with(is_han) || rest.chars().count() <= 6)
        })
}

/// The first lines of the further articles of a page: a title over a line that names medium or writer, over running text.
pub(super) fn next_titles(
    feats: &[Feat<'_>],
    shapes: &[Shape],
    title: Option<usize>,
    first: usize,
    tail: usize,
) -> Vec<usize> {
    let headed = |i: usize| {
        let lines = shapes.iter().skip(i + 1).take(5).take_while(|s| **s == Shape::Byline).count();
        let origin = |j: usize| feats.get(j).is_some_and(|f| f.chars <= 40 && names_origin(f.fold()));
        shapes.get(i + 1 + lines) == Some(&Shape::Prose) && (i + 1..i + 1 + lines).any(origin)
    };
    if !title.is_some_and(headed) {
        return Vec::new();
    }
    (first + 1..tail)
        .filter(|&i| {
            shapes.get(i) == Some(&Shape::Open)
                && feats.get(i).is_some_and(|f| titles(f) && !title::is_numbered(f.fold()))
                && matches!(shapes.get(i - 1), Some(Shape::Prose | Shape::Byline | Shape::Credit))
                && headed(i)
        })
        .collect()
}

/// True when a byline says more than a date.
fn names_origin(fold: &str) -> bool {
    let found = fields(fold);
    found.iter().any(|f| matches!(f.label, Label::Source | Label::Writer)) || meta::read_beside(fold, &found).words > 0
}
