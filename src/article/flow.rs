//! Where the running text is: pieces of it put together, its first line, the line behind its last.

use std::collections::BTreeMap;

use super::{
    features::{End, Feat},
    shape::Shape,
};

/// How the running text is broken into lines.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Broken {
    /// At a fixed width.
    pub(super) wrapped: bool,
    /// Into pieces of any kind, most of the page.
    pub(super) pieces: bool,
}

/// Runs of short lines that are pieces of running text (one clause a line, or lines broken at a fixed width) become prose.
pub(super) fn join_fragments(feats: &[Feat<'_>], shapes: &mut [Shape]) -> Broken {
    let mut wrapped_lines = 0;
    let mut pieces = 0;
    let mut at = 0;
    while at < feats.len() {
        let run = (at..feats.len()).take_while(|&i| is_piece(feats, shapes, i)).count();
        if run < 4 {
            at += run.max(1);
            continue;
        }
        let lines = feats.get(at..at + run).unwrap_or_default();
        if is_head(feats, shapes, at, run) {
            at += run;
            continue;
        }
        let after_byline = at.checked_sub(1).is_some_and(|j| shapes.get(j) == Some(&Shape::Byline));
        if let Some((from, to, wrapped)) = fragment_run(lines).or_else(|| clause_run(lines, after_byline)) {
            for (k, shape) in shapes.iter_mut().enumerate().take(at + to).skip(at + from) {
                let loose = matches!(shape, Shape::Open | Shape::Prose | Shape::Doubtful | Shape::Nav);
                let wording = loose || lines.get(k - at).is_some_and(is_wording);
                let named = lines.get(k - at).is_some_and(|f| f.fold().starts_with("\"title\":"));
                if wording && !named && !(wrapped && is_heading_between(lines, k - at)) {
                    *shape = Shape::Prose;
                }
            }
            pieces += to - from;
            if wrapped {
                wrapped_lines += to - from;
            }
        }
        at += run;
    }
    Broken {
        wrapped: wrapped_lines * 2 > feats.len() && wrapped_lines >= 4,
        pieces: pieces >= 8 && pieces * 3 > feats.len(),
    }
}

/// True for the first lines of a page when a byline ends them and much more follows: they are its head, not its text.
fn is_head(feats: &[Feat<'_>], shapes: &[Shape], at: usize, run: usize) -> bool {
    let han = |lines: &[Feat<'_>]| lines.iter().map(|f| f.han).sum::<usize>();
    at + run <= 16
        && shapes.get(at + run) == Some(&Shape::Byline)
        && !shapes.iter().take(at).any(|s| *s == Shape::Prose)
        && han(feats.get(at + run..).unwrap_or_default()) > 3 * han(feats.get(at..at + run).unwrap_or_default())
}

/// True for lines that may be pieces of running text; words of controls too, between pieces and with marks or small words.
fn is_piece(feats: &[Feat<'_>], shapes: &[Shape], i: usize) -> bool {
    let loose = |s: Option<&Shape>| matches!(s, Some(Shape::Open | Shape::Prose | Shape::Doubtful | Shape::Nav));
    if loose(shapes.get(i)) {
        return true;
    }
    let between = i > 0 && loose(shapes.get(i - 1)) && loose(shapes.get(i + 1));
    // The number of a page between two lines of one text.
    if between && feats.get(i).is_some_and(is_page_mark) {
        return true;
    }
    between && matches!(shapes.get(i), Some(Shape::Furniture | Shape::Legal | Shape::Caption | Shape::Credit))
}

/// — 3 —, - 14 -, 第 3 页: the number of a printed page.
fn is_page_mark(feat: &Feat<'_>) -> bool {
    let fold = feat.fold().trim_matches(['-', '—', ' ', '·', '第', '页', '(', ')', '/', '共']);
    feat.chars <= 12 && (1..=4).contains(&fold.len()) && fold.bytes().all(|b| b.is_ascii_digit())
}

/// True for a piece that reads like wording, whatever words it is made of.
fn is_wording(feat: &Feat<'_>) -> bool {
    let fold = feat.fold();
    feat.chars <= 40
        && feat.han * 2 >= feat.chars
        && !fold.contains(['|', '>', ':', '/', '©'])
        && (fold.ends_with(['。', ',', '，', '、', '!', '?']) || fold.contains(['的', '了', '、']))
}

/// The part of a run that is broken running text, and whether it is broken at a fixed width.
fn fragment_run(lines: &[Feat<'_>]) -> Option<(usize, usize, bool)> {
    let marked = |f: &Feat<'_>| f.end != End::Open;
    let count = lines.len();
    let prose = lines.iter().filter(|f| f.is_prose()).count();
    // Fixed width: most lines are about as long as the longest common length.
    let mut widths: BTreeMap<usize, usize> = BTreeMap::new();
    for f in lines {
        *widths.entry(printed_width(f) / 2).or_default() += 1;
    }
    let common = widths.iter().max_by_key(|(w, n)| (**n, **w)).map(|(w, _)| *w)?;
    let near = |f: &Feat<'_>| (printed_width(f) / 2).abs_diff(common) <= 1;
    // Where numbers were split too, fewer lines are full, but none is longer.
    let limited = common >= 12 && lines.iter().all(|f| printed_width(f) <= common * 2 + 4);
    // Where most lines look like running text, they may be paragraphs: those are of any length, and end with a stop.
    let (full, open) = match (limited, prose * 2 > count) {
        (true, false) => (3, 2),
        (true, true) => (4, 3),
        (false, false) => (6, 3),
        (false, true) => return None,
    };
    let wrapped = common >= 7
        && lines.iter().filter(|f| near(f)).count() * 10 >= count * full
        && lines.iter().filter(|f| near(f) && f.end == End::Open).count() * 10 >= count * open
        && lines.iter().map(|f| f.stops + f.commas).sum::<usize>() * 2 >= count;
    let with_end = lines.iter().filter(|f| marked(f)).count();
    if !wrapped && (prose * 2 > count || with_end * 10 < count * 6) {
        return None;
    }
    // Trim what stands before the first and behind the last sign of running text.
    let belongs = |f: &Feat<'_>| marked(f) || wrapped && near(f) && f.chars >= 12;
    // Where paragraphs are indented, what stands before the first of them is title and byline.
    let indented = |f: &Feat<'_>| f.src.len() < f.width * 3 && f.width >= f.src.chars().count() + 2;
    let several = wrapped && lines.iter().filter(|f| indented(f)).count() >= 2;
    // A notice at the end may be indented alone.
    let first_indented = lines.iter().position(indented).filter(|at| several && (*at < 8 || at * 4 <= count));
    let from = first_indented.or_else(|| lines.iter().position(belongs))?;
    // The day of the issue stands in the head.
    let dated = |f: &Feat<'_>| {
        f.chars <= 40 && f.stops == 0 && f.first_date().is_some_and(|(at, _, d)| at < 4 && d.day.is_some())
    };
    let head = lines.iter().take(8).rposition(dated).filter(|at| *at >= from);
    let from = head.map_or(Some(from), |at| lines.iter().skip(at + 1).position(belongs).map(|p| at + 1 + p))?;
    let to = lines.iter().rposition(belongs)? + 1;
    (to - from >= 4).then_some((from, to, wrapped))
}

/// Width of a line as it is printed, in Han characters: digits and letters are half as wide.
fn printed_width(feat: &Feat<'_>) -> usize {
    let narrow = feat.src.bytes().take(400).filter(u8::is_ascii).count();
    feat.width.saturating_sub(narrow / 2)
}

/// A short line behind the end of a sentence and before a full line, where lines are broken at a fixed width.
fn is_heading_between(lines: &[Feat<'_>], k: usize) -> bool {
    let before = k.checked_sub(1).and_then(|j| lines.get(j));
    lines.get(k).is_some_and(|f| f.chars <= 16 && f.end == End::Open)
        && before.is_some_and(|f| f.end == End::Stop)
        && lines.get(k + 1).is_some_and(|f| f.chars >= 20)
}

/// Running text with one clause a line and no marks at all: many short lines with the small words that titles and channels lack.
fn clause_run(lines: &[Feat<'_>], after_byline: bool) -> Option<(usize, usize, bool)> {
    const SMALL: [char; 24] = [
        '的', '了', '是', '在', '着', '也', '就', '却', '被', '把', '他', '她', '它', '我', '们', '这', '那', '都',
        '还', '才', '说', '得', '不', '从',
    ];
    let from = usize::from(!after_byline);
    let clause = |f: &Feat<'_>| {
        (2..=48).contains(&f.chars)
            && f.han * 10 >= f.chars * 7
            && !f
                .src
                .starts_with(|c: char| !c.is_alphanumeric() && !"“‘「『《【（(”’」』".contains(c) && c != '\u{fffd}')
            && !f.fold().contains(['|', '>'])
    };
    // One odd line may stand between; the run ends behind its last clause.
    let mut count = 0;
    for (k, line) in lines.iter().enumerate().skip(from) {
        if clause(line) {
            count = k + 1 - from;
        } else if k > from + count
            || !line.src.starts_with(|c: char| c.is_alphanumeric() || "”’」』\u{fffd}".contains(c))
        {
            break;
        }
    }
    let run = lines.get(from..from + count)?;
    let small = run.iter().filter(|f| f.fold().contains(SMALL)).count();
    let chars: usize = run.iter().map(|f| f.chars).sum();
    // Whole sentences without their full stops are longer, and have commas.
    let commas = run.iter().filter(|f| f.commas > 0).count();
    let sentences = chars <= count * 34 && small * 10 >= count * 6 && commas * 10 >= count * 3;
    (count >= 12 && small * 100 >= count * 36 && chars >= count * 5 && (chars <= count * 18 || sentences)).then_some((
        from,
        from + count,
        false,
    ))
}

/// First line of running text; the number of lines when there is none.
pub(super) fn first_prose(feats: &[Feat<'_>], shapes: &[Shape]) -> usize {
    let all = shapes.iter().filter(|s| **s == Shape::Prose).count();
    let longest =
        feats.iter().zip(shapes).filter(|(_, s)| **s == Shape::Prose).map(|(f, _)| f.chars).max().unwrap_or(0);
    for (i, shape) in shapes.iter().enumerate() {
        if *shape != Shape::Prose {
            continue;
        }
        // A lone slogan or notice before the navigation is not the beginning: something must follow soon, or it is the text.
        let soon = shapes.iter().skip(i + 1).take(6).any(|s| *s == Shape::Prose);
        let long = feats.get(i).is_some_and(|f| f.chars * 2 >= longest || f.chars >= 120);
        if all == 1 || soon || long {
            return i;
        }
    }
    shapes.iter().position(|s| *s == Shape::Prose).unwrap_or(shapes.len())
}

/// First line behind the article; the last lines of a notice belong to it.
pub(super) fn tail_start(feats: &[Feat<'_>], shapes: &[Shape], first: usize) -> usize {
    let mut last = last_prose(feats, shapes, first);
    // 五、监督电话:… 特此公告。
    while let Some(feat) = feats.get(last).filter(|_| last > first) {
        let fold = feat.fold();
        let closes = ["特此", "此复", "妥否", "请遵照执行", "请认真贯彻"].iter().any(|w| fold.starts_with(w))
            && feat.chars <= 30;
        let goes_on = super::title::is_numbered(fold) && feat.indent == 2;
        let indented = feat.indent == 2 && fold.starts_with("联系") && feat.chars <= 60;
        if !(closes || goes_on || indented) {
            break;
        }
        last += 1;
    }
    last
}

/// The line behind the last running text that is the article's.
fn last_prose(feats: &[Feat<'_>], shapes: &[Shape], first: usize) -> usize {
    let weights: Vec<usize> =
        feats.iter().zip(shapes).map(|(f, s)| if *s == Shape::Prose { f.chars } else { 0 }).collect();
    // Prose behind an opener of comments is the readers'.
    let comments = shapes.iter().enumerate().skip(first).position(|(i, s)| {
        *s == Shape::Comments && weights.iter().take(i).sum::<usize>() * 3 > weights.iter().sum::<usize>()
    });
    let end = comments.map_or(feats.len(), |c| first + c);
    let total: usize = weights.iter().take(end).sum();
    let mut before = 0;
    let mut last = first;
    for i in first..end {
        let shape = shapes.get(i).copied().unwrap_or(Shape::Open);
        let behind = total - before;
        let closes = match shape {
            Shape::Related => behind * 4 < total,
            Shape::Neighbour => behind * 3 < total,
            Shape::Credit => behind * 6 < total,
            _ => false,
        };
        if closes {
            // Only short or cut lines may follow; a paragraph that ends well goes on with the article.
            let more = (i..end).rev().find(|&j| {
                weights.get(j).is_some_and(|w| *w >= 60)
                    && feats
                        .get(j)
                        .is_some_and(|f| f.end == End::Stop && !f.fold().ends_with('…') && !f.fold().ends_with("..."))
            });
            match more {
                Some(j) if shape == Shape::Credit || shape == Shape::Related => last = j + 1,
                _ => return last,
            }
        }
        if weights.get(i).is_some_and(|w| *w > 0) {
            before += weights.get(i).copied().unwrap_or(0);
            last = last.max(i + 1);
        }
    }
    last.max(first).min(feats.len())
}
