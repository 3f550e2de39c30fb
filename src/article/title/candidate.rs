//! What of a line may be a title: site suffix, dates and labels taken off.

use super::bare_key;
use crate::{
    article::{features::Feat, fields::is_medium, shape::Shape, vocab::vocab},
    text::{punct::is_han, span::ByteRange},
};

pub(super) struct Candidate {
    pub(super) line: usize,
    pub(super) span: ByteRange,
    pub(super) key: String,
    pub(super) score: f32,
    pub(super) cut: bool,
    pub(super) site: Option<ByteRange>,
}

/// Length of the sign that says that a title follows.
pub(super) fn mark_len(fold: &str) -> usize {
    const MARKS: [&str; 23] = [
        "标题:",
        "文章标题:",
        "原标题:",
        "主标题:",
        "新闻标题:",
        "稿件标题:",
        "信息标题:",
        "题目:",
        "题名:",
        "title:",
        "标题 ",
        "### ",
        "## ",
        "# ",
        "\"title\":",
        "'title':",
        "\"标题\":",
        "(标题)",
        "【标题】",
        "【题名】",
        "【题 名】",
        "【篇名】",
        "`title`=",
    ];
    MARKS.iter().find(|mark| fold.starts_with(**mark)).map_or(0, |mark| mark.len())
}

/// The part of a line that may be a title: site suffix, dates and labels taken off.
pub(super) fn candidate(text: &str, feat: &Feat<'_>, shape: Shape, line: usize) -> Option<Candidate> {
    let fold = feat.fold();
    let mut end = fold.len();
    let mut start = mark_len(fold);
    // "media":"…" says something else.
    if start == 0 && fold.starts_with(['"', '\'']) && (fold.contains("\":") || fold.contains("':")) {
        return None;
    }
    // 2021年4月号(总第188期): an issue.
    let telling = |c: char| {
        let counts = matches!(
            c,
            '年' | '月'
                | '日'
                | '号'
                | '期'
                | '总'
                | '第'
                | '卷'
                | '刊'
                | '版'
                | '至'
                | '星'
                | '周'
                | '一'
                | '二'
                | '三'
                | '四'
                | '五'
                | '六'
        );
        is_han(c) && !counts
    };
    if fold.chars().filter(|&c| telling(c)).count() < 3 && fold.chars().any(|c| c.is_ascii_digit()) {
        return None;
    }
    if shape == Shape::Crumb {
        let at = fold.rfind('>')? + 1;
        start = at;
    } else if let Some(field) = feat.fields().first()
        && field.at > start + 12
    {
        end = field.at;
    }
    let piece = fold.get(start..end)?;
    if let Some((from, _, when)) = feat.date_in(piece) {
        // A full date at the end is a stamp; a year inside belongs to the wording.
        if when.day.is_some() && from >= 18 {
            end = start + from;
        }
    }
    let piece = fold.get(start..end)?;
    let (len, site) = without_site(piece);
    let site = site.map(|(a, b)| feat.head.to_source(text, start + a, start + b));
    let piece = piece.get(..len)?;
    // 某某某某 [复制链接]
    let piece = match piece.trim_end().strip_suffix(']').and_then(|p| p.rsplit_once('[')) {
        Some((rest, inner)) if vocab().ui.start_of(inner).is_some() || inner.ends_with("链接") => rest,
        _ => piece,
    };
    let quoted = start > 0
        && piece.trim().len() > 2
        && piece.trim().starts_with('"')
        && piece.trim_end().trim_end_matches([',', ' ']).ends_with('"');
    let quote_ends = if quoted { &[' ', '|', '*'][..] } else { &[' ', '|', '*', '\''][..] };
    let left = piece.len() - piece.trim_start_matches(quote_ends).len() + usize::from(quoted);
    // Line ends written out as \\r\\n are program residue.
    // "title":"…", and 'title', in programs' lists of values.
    let listed = piece.trim_end().strip_suffix(',').map(str::trim_end).filter(|p| p.ends_with(['"', '\'']));
    let piece = listed.map_or(piece, |p| if quoted { p } else { p.trim_end_matches('\'') });
    let right = piece.trim_end_matches([' ', '|', '*', '(', '[', '_', '-', '#']);
    let right = ["\\r\\n", "\\n", "&nbsp;"].iter().fold(right, |piece, mark| without_end(piece, mark)).trim_end().len()
        - usize::from(quoted);
    if left >= right {
        return None;
    }
    // 文章标题:《某某》: what the marks hold.
    let whole = piece.get(left..right)?;
    let held = whole.strip_prefix('《').and_then(|w| w.strip_suffix('》')).filter(|w| start > 0 && !w.contains('《'));
    let (left, right) =
        if held.is_some() { (left + '《'.len_utf8(), right - '》'.len_utf8()) } else { (left, right) };
    let span = feat.head.to_source(text, start + left, start + right);
    let shown = piece.get(left..right)?;
    let cut = is_cut(shown);
    let key = bare_key(shown);
    if key.chars().count() < 4 || !key.chars().any(is_han) {
        return None;
    }
    Some(Candidate { line, span, key, score: 0.0, cut, site })
}

/// `piece` without `mark` at its end, however often it stands there.
fn without_end<'a>(mut piece: &'a str, mark: &str) -> &'a str {
    while let Some(shorter) = piece.strip_suffix(mark) {
        piece = shorter;
    }
    piece
}

/// True for wording that ends with dots in place of its end.
fn is_cut(shown: &str) -> bool {
    shown.ends_with('…') || shown.ends_with("...") || shown.ends_with("..")
}

/// The longest quoted stretch of a line that a program wrote: ("subject":"…", (55190, 7, '…',
pub(super) fn quoted(text: &str, feat: &Feat<'_>, line: usize) -> Option<Candidate> {
    let fold = feat.fold();
    let mut best: Option<(usize, usize)> = None;
    for mark in ['"', '\''] {
        let mut open: Option<usize> = None;
        for (at, _) in fold.match_indices(mark) {
            match open {
                Some(from) if at > from + best.map_or(0, |(a, b)| b - a) => {
                    best = Some((from, at));
                    open = None;
                }
                Some(_) => open = None,
                None => open = Some(at + mark.len_utf8()),
            }
        }
    }
    let (from, to) = best?;
    let said = fold.get(from..to)?;
    let key = bare_key(said);
    (key.chars().filter(|&c| is_han(c)).count() >= 4).then(|| Candidate {
        line,
        span: feat.head.to_source(text, from, to),
        cut: is_cut(said),
        key,
        score: 0.0,
        site: None,
    })
}

/// Length of `piece` without a site suffix, and where the site's name stands.
fn without_site(piece: &str) -> (usize, Option<(usize, usize)>) {
    // Most pieces have none of the marks.
    if !piece.contains(['_', '|', '-', '—', '丨', '｜', '·']) {
        return (piece.len(), None);
    }
    for mark in ["_", "|", "--", " - ", "-", "—", "丨", "｜", " · "] {
        // “苹果—桃”电商走廊: not inside of quotes.
        let outside = |at: &usize| {
            let before = piece.get(..*at).unwrap_or_default();
            [('“', '”'), ('《', '》'), ('「', '」'), ('(', ')')]
                .iter()
                .all(|(open, close)| before.matches(*open).count() <= before.matches(*close).count())
        };
        let Some(at) = piece.match_indices(mark).map(|(at, _)| at).find(outside) else { continue };
        if piece.get(..at).is_none_or(|p| p.chars().filter(|&c| is_han(c)).count() < 4) {
            continue;
        }
        let rest = piece.get(at + mark.len()..).unwrap_or_default();
        let parts: Vec<&str> = rest.split(mark.trim()).map(str::trim).filter(|p| !p.is_empty()).collect();
        let site_like = |p: &str| {
            is_medium(p)
                || vocab().channel.has(p)
                || vocab().nav.has(p)
                || p.is_ascii()
                || vocab().channel.end_of(p).is_some() && p.chars().count() <= 8
        };
        let last = parts.last().copied().unwrap_or_default();
        let strong = mark == "_" && parts.iter().all(|p| p.chars().count() <= 16);
        let weak_site = vocab().weak_site.end_of(last).is_some() && last.chars().count() <= 10;
        if !parts.is_empty()
            && (parts.iter().all(|p| site_like(p)) || strong || weak_site || parts.len() > 1 && site_like(last))
        {
            let named = |p: &&&str| {
                (3..=8).contains(&p.chars().count())
                    && p.chars().all(is_han)
                    && !vocab().channel.has(p)
                    && !vocab().nav.has(p)
                    && vocab().weak_site.end_of(p).is_none()
            };
            let site = parts
                .iter()
                .rev()
                .find(|p| is_medium(p))
                .or_else(|| parts.iter().find(|p| named(p)).filter(|_| strong))
                .and_then(|p| {
                    let from = piece.rfind(p)?;
                    Some((from, from + p.len()))
                });
            return (at, site);
        }
    }
    (piece.len(), None)
}
