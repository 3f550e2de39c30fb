//! Bylines that only their place gives away: a medium and a writer under a title, a name alone, the head of the next article.

use super::{
    features::{End, Feat},
    fields::first_date,
    meta, names,
    shape::Shape,
    signs::Signs,
    sort::{DATE_BELOW, DATE_IN_PIECES, LABEL_ALONE, MEDIUM_ALONE, NAME_ALONE, SOURCE_BELOW, VALUE_BELOW},
    title,
    vocab::{Label, vocab},
};
use crate::text::{date::PartialDate, punct::is_han};

/// A rule's name for each line that its place explains, in order of the lines.
pub(super) type Placed = Vec<(usize, &'static str)>;

/// Marks lines among the short lines of a page that are bylines by their place.
pub(super) fn bylines(feats: &[Feat<'_>], shapes: &mut [Shape]) -> Placed {
    let mut placed = Placed::new();
    let mut names_after_titles = Vec::new();
    values_below(feats, shapes, &mut placed);
    pieces_of_dates(feats, shapes, &mut placed);
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
        } else if goes_on && under_title && is_quoted_name(fold)
            || (next == Some(Shape::Byline) || before == Some(Shape::Byline)) && is_masthead(feats, i)
            || is_said_below(feats, shapes, i)
        {
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

/// Lines of the head of a page; what stands on lines of its own is looked for there only.
const HEAD_LINES: usize = 60;

/// The label that a line is, with nothing behind it, and whether a colon or brackets say so: 来源:, 【作者】, 发布机构.
fn lone_label(feat: &Feat<'_>) -> Option<(Label, bool)> {
    if feat.chars > 10 || feat.chars < 2 || !feat.signs.has(Signs::LABELS) {
        return None;
    }
    let fold = feat.fold();
    let word = fold.trim_matches(|c: char| "【】[]():* ".contains(c));
    let marked = word.len() < fold.len() && fold.ends_with([':', '】', ']']);
    vocab().labels.has(word).then(|| vocab().label_kind(word)).flatten().map(|label| (label, marked))
}

/// Labels alone on their lines, each with its value on the next.
fn values_below(feats: &[Feat<'_>], shapes: &mut [Shape], placed: &mut Placed) {
    let labels: Vec<(usize, Label, bool)> = feats
        .iter()
        .take(HEAD_LINES)
        .enumerate()
        .filter_map(|(i, feat)| lone_label(feat).map(|(label, marked)| (i, label, marked)))
        .filter(|(i, ..)| shapes.get(*i) != Some(&Shape::Prose))
        .collect();
    for &(i, label, marked) in &labels {
        // Words without a sign are labels where several stand in one column.
        let column = labels.iter().any(|(j, ..)| *j == i + 2 || *j + 2 == i);
        let Some(below) = feats.get(i + 1).filter(|_| marked || column) else { continue };
        if labels.iter().any(|(j, ..)| *j == i + 1) || below.chars > 30 || below.end != End::Open {
            continue;
        }
        let fold = below.fold();
        let plain = fold.chars().all(|c| is_han(c) || c.is_alphanumeric() || " ·、/《》".contains(c));
        let rule = match label {
            Label::Date if first_date(fold).is_some_and(|(from, ..)| from == 0) => DATE_BELOW,
            Label::Source if plain && (2..=20).contains(&below.chars) && below.han > 1 => SOURCE_BELOW,
            Label::Writer if plain && (is_name(fold) || !names::read_trusting(fold, 0).names.is_empty()) => NAME_ALONE,
            Label::Document if column => VALUE_BELOW,
            _ => continue,
        };
        placed.push((i, LABEL_ALONE));
        placed.push((i + 1, rule));
        for line in [i, i + 1] {
            if let Some(shape) = shapes.get_mut(line) {
                *shape = Shape::Byline;
            }
        }
    }
}

/// 2022, 06/08 and 19:44 on lines of their own; a time alone under a date.
fn pieces_of_dates(feats: &[Feat<'_>], shapes: &mut [Shape], placed: &mut Placed) {
    for i in 0..feats.len().min(HEAD_LINES) {
        let Some((feat, next)) = feats.get(i).zip(feats.get(i + 1)) else { break };
        if feat.chars == 4 && year_and_day(feat.fold(), next.fold()).is_some() {
            placed.push((i, DATE_IN_PIECES));
            placed.push((i + 1, "day_below"));
            for line in [i, i + 1] {
                if let Some(shape) = shapes.get_mut(line) {
                    *shape = Shape::Byline;
                }
            }
        }
        let dated = shapes.get(i) == Some(&Shape::Byline);
        if dated
            && is_time(next.fold())
            && let Some(shape) = shapes.get_mut(i + 1)
        {
            *shape = Shape::Byline;
            placed.push((i + 1, "time_below"));
        }
    }
}

/// 08:09 or 19:44:03.
fn is_time(fold: &str) -> bool {
    let mut parts = fold.split(':');
    (4..=8).contains(&fold.len())
        && (2..=3).contains(&fold.split(':').count())
        && parts.all(|p| (1..=2).contains(&p.len()) && p.bytes().all(|b| b.is_ascii_digit()))
}

/// The date that a line with the year and a line with month and day say together.
pub(super) fn year_and_day(year: &str, day: &str) -> Option<PartialDate> {
    let digits = |s: &str, most: usize| (1..=most).contains(&s.len()) && s.bytes().all(|b| b.is_ascii_digit());
    let year = year.trim_end_matches(['年', '/', '-', '.']);
    let day = day.split(' ').next()?.trim_end_matches('日');
    let (month, day) = day.split_once(['/', '-', '.', '月'])?;
    if year.len() != 4 || !digits(year, 4) || !digits(month, 2) || !digits(day, 2) {
        return None;
    }
    first_date(&format!("{year}-{month}-{day}")).map(|(_, _, date)| date).filter(|d| d.day.is_some() && d.year >= 1980)
}

/// True for a word that a line of the next three says again as the name of an account or beside a date.
fn is_said_below(feats: &[Feat<'_>], shapes: &[Shape], i: usize) -> bool {
    let Some(fold) = feats.get(i).map(Feat::fold) else { return false };
    i < HEAD_LINES
        && (3..=10).contains(&fold.chars().count())
        && fold.chars().all(is_han)
        && feats.iter().zip(shapes).skip(i + 1).take(3).any(|(f, shape)| {
            let rest = if f.chars <= 60 { f.fold().split_once(fold) } else { None };
            rest.is_some_and(|(before, rest)| {
                !before.ends_with(is_han)
                    && (rest.starts_with("官方")
                        || *shape == Shape::Byline && !rest.starts_with(is_han) && f.first_date().is_some())
            })
        })
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
        let origin = |j: usize| feats.get(j).is_some_and(|f| f.chars <= 40 && names_origin(f));
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
fn names_origin(feat: &Feat<'_>) -> bool {
    feat.fields().iter().any(|f| matches!(f.label, Label::Source | Label::Writer)) || feat.beside().words > 0
}
