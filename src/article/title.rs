//! The title of a page: which line says it, without the site's name.

use std::sync::LazyLock;

use super::{
    features::{End, Feat, Folded},
    fields::{fields, first_date, is_medium},
    meta,
    needles::Needles,
    one_line,
    shape::Shape,
    sort::is_decorated,
    vocab::vocab,
};
use crate::text::{punct::is_han, span::ByteRange};

/// What was found out about the title.
#[derive(Clone, Debug, Default)]
pub(super) struct Title {
    /// Source range; `None` when the page has no title.
    pub(super) span: Option<ByteRange>,
    /// Second half of a title split over two lines.
    pub(super) rest: Option<ByteRange>,
    /// The halves are phrases of their own.
    pub(super) spaced: bool,
    /// Index of the line that is the title proper.
    pub(super) line: usize,
    /// All lines that say the title, in order.
    pub(super) lines: Vec<usize>,
    /// Site named in a site suffix.
    pub(super) site: Option<ByteRange>,
    /// Name of the rule.
    pub(super) rule: &'static str,
}

/// Rule of a title on the one line that is the whole page.
pub(super) const BEFORE_STAMP: &str = "before_stamp";

struct Candidate {
    line: usize,
    span: ByteRange,
    key: String,
    score: f32,
    cut: bool,
    site: Option<ByteRange>,
}

/// Pairs of neighbouring Han characters, each as one hashed bit. There are at least [`BITS_A_PAIR`] bits for each pair, so that hardly
/// one in that many asked about is taken for another.
#[derive(Clone, Debug, Default)]
pub(super) struct Pairs(Vec<u64>);

impl Pairs {
    fn slot(&self, (a, b): (char, char)) -> (usize, u64) {
        let mixed = (u32::from(a).wrapping_mul(0x9e37_79b1) ^ u32::from(b)).wrapping_mul(0x85eb_ca6b);
        let bit = (mixed >> 8) as usize & (self.0.len() * 64 - 1);
        (bit / 64, 1 << (bit % 64))
    }

    pub(super) fn contains(&self, pair: &(char, char)) -> bool {
        if self.0.is_empty() {
            return false;
        }
        let (slot, bit) = self.slot(*pair);
        self.0.get(slot).is_some_and(|bits| bits & bit != 0)
    }

    /// About how many different pairs there are.
    pub(super) fn len(&self) -> usize {
        self.0.iter().map(|bits| bits.count_ones() as usize).sum()
    }
}

/// Characters of the running text that are looked at.
const TELLING_CHARS: usize = 8000;
const BITS_A_PAIR: usize = 64;

/// Pairs of neighbouring Han characters of the running text; a title speaks of the same things.
pub(super) fn pairs<'a>(texts: impl Iterator<Item = &'a str> + Clone) -> Pairs {
    // A Han character has three bytes.
    let most = (texts.clone().map(str::len).sum::<usize>() / 3).clamp(1, TELLING_CHARS);
    let mut pairs = Pairs(vec![0; (most * BITS_A_PAIR).next_power_of_two() / 64]);
    let mut previous = None;
    for c in texts.flat_map(str::chars).take(TELLING_CHARS) {
        let this = is_han(c).then_some(c);
        if let Some(pair) = previous.zip(this) {
            let (slot, bit) = pairs.slot(pair);
            if let Some(bits) = pairs.0.get_mut(slot) {
                *bits |= bit;
            }
        }
        previous = this;
    }
    pairs
}

/// Share of the pairs of `key` that the running text has, 0–1.
pub(super) fn overlap(key: &str, body: &Pairs) -> f32 {
    let chars: Vec<char> = key.chars().filter(|&c| is_han(c)).collect();
    let all = chars.windows(2).count();
    let shared = chars.windows(2).filter(|w| matches!(w, [a, b] if body.contains(&(*a, *b)))).count();
    #[expect(clippy::cast_precision_loss, reason = "a share of a short line")]
    let share = if all == 0 { 0.0 } else { shared as f32 / all as f32 };
    share
}

/// Finds the title among the lines before `first` (the first line of running text).
pub(super) fn find(text: &str, feats: &[Feat<'_>], shapes: &[Shape], first: usize, body: &Pairs) -> Title {
    let mut candidates: Vec<Candidate> = Vec::new();
    for (line, (feat, shape)) in feats.iter().zip(shapes).enumerate().take(first) {
        if !matches!(shape, Shape::Open | Shape::TitleAndByline | Shape::Doubtful | Shape::Nav | Shape::Crumb)
            || feat.chars > 120
        {
            continue;
        }
        if let Some(candidate) = candidate(text, feat, *shape, line) {
            candidates.push(candidate);
        }
    }
    score(feats, shapes, first, body, &mut candidates);
    let mut best: Option<&Candidate> = None;
    for c in candidates.iter().filter(|c| shapes.get(c.line) != Some(&Shape::Crumb)) {
        if best.is_none_or(|b| c.score > b.score + 0.01) {
            best = Some(c);
        }
    }
    // Where little marks the title, the text must speak of it.
    let speaks = |c: &Candidate| c.score >= 2.2 && c.key.chars().count() >= 8 && overlap(&c.key, body) >= 0.3;
    let Some(best) = best.filter(|b| b.score >= 3.2 || speaks(b)) else {
        return one_line::title(text, feats, first).unwrap_or_default();
    };
    let mut title =
        Title { span: Some(best.span), line: best.line, site: best.site, rule: "header_line", ..Title::default() };
    // The same title elsewhere: take the fullest wording.
    for other in &candidates {
        let same = same_title(&best.key, &other.key);
        if !same || other.line == best.line {
            continue;
        }
        if title.site.is_none() {
            title.site = other.site;
        }
        let longer = other.key.chars().count() > best.key.chars().count() && !other.cut;
        if best.cut && longer {
            title.span = Some(other.span);
            title.rule = "full_wording";
        } else if longer && other.key.starts_with(&best.key) {
            // Split over two lines: the next line holds the missing end.
            let missing = other.key.get(best.key.len()..).unwrap_or_default();
            if feats.get(best.line + 1).is_some_and(|f| bare_key(f.fold()) == missing) {
                title.span = Some(other.span);
                title.rule = "split_line";
                title.lines.push(best.line + 1);
            }
        }
    }
    if title.lines.is_empty()
        && let Some((rest, spaced)) = split_end(feats, shapes, best, first, body)
    {
        title.rest = Some(rest);
        title.spaced = spaced;
        title.lines.push(best.line + 1);
        title.rule = "split_line";
    }
    // A line before the title says its first half and is cut where the next line goes on.
    if title.rest.is_none()
        && let Some(half) = cut_half(feats, shapes, best)
    {
        title.rest = title.span;
        title.span = Some(half);
        title.lines.push(best.line - 1);
        title.rule = "split_line";
    }
    // A short phrase over a longer line that explains it: the longer line is the subtitle.
    if title.rest.is_none()
        && title.rule == "header_line"
        && let Some(above) = short_over_long(feats, shapes, &candidates, best, body)
    {
        title.span = Some(above.span);
        title.line = above.line;
        title.rule = "short_over_long";
    }
    // 三问某某： over the rest of the title.
    if title.rest.is_none()
        && let Some(half) = first_half(feats, shapes, best)
    {
        title.rest = title.span;
        title.span = Some(half);
        title.spaced = true;
        title.lines.push(best.line - 1);
        title.rule = "split_line";
    }
    let whole = if title.rule == "split_line" && title.rest == Some(best.span) { title.rest } else { title.span };
    let key = whole.map(|s| bare_key(&Folded::new(text, s).text)).unwrap_or_default();
    for (line, feat) in feats.iter().enumerate() {
        if feat.chars > 140 || shapes.get(line) == Some(&Shape::Crumb) {
            continue;
        }
        let says = || {
            let own = candidate(text, feat, Shape::Open, line).map(|c| c.key).unwrap_or_default();
            same_title(&key, &own)
        };
        if line == title.line || may_say(feat.fold(), &key) && says() {
            title.lines.push(line);
        }
    }
    title.lines.sort_unstable();
    title.lines.dedup();
    title
}

/// Letters and digits of a folded line: what is compared.
pub(super) fn bare_key(folded: &str) -> String {
    folded.chars().filter(|&c| is_han(c) || c.is_alphanumeric()).collect()
}

/// True when one is the other, or its beginning cut with dots.
fn same_title(a: &str, b: &str) -> bool {
    let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    let count = short.chars().count();
    if a == b {
        return count >= 4;
    }
    count >= 6 && long.starts_with(short)
}

/// False when the line surely says another title than `key`: cheap to ask of every line. Titles are compared from their beginning,
/// and none is shorter than four letters.
fn may_say(fold: &str, key: &str) -> bool {
    let start = mark_len(fold);
    let letters = fold.get(start..).unwrap_or_default().chars().filter(|&c| is_han(c) || c.is_alphanumeric());
    key.chars().take(4).eq(letters.take(4))
}

/// Length of the sign that says that a title follows.
fn mark_len(fold: &str) -> usize {
    const MARKS: [&str; 13] = [
        "标题:",
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
    ];
    MARKS.iter().find(|mark| fold.starts_with(**mark)).map_or(0, |mark| mark.len())
}

/// The part of a line that may be a title: site suffix, dates and labels taken off.
fn candidate(text: &str, feat: &Feat<'_>, shape: Shape, line: usize) -> Option<Candidate> {
    let fold = feat.fold();
    let mut end = fold.len();
    let mut start = mark_len(fold);
    if shape == Shape::Crumb {
        let at = fold.rfind('>')? + 1;
        start = at;
    } else if let Some(field) = fields(fold).first()
        && field.at > start + 12
    {
        end = field.at;
    }
    let piece = fold.get(start..end)?;
    if let Some((from, _, when)) = first_date(piece) {
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
    let right = right.trim_end_matches("\\r\\n").trim_end_matches("\\n").trim_end_matches("&nbsp;").trim_end().len()
        - usize::from(quoted);
    if left >= right {
        return None;
    }
    let span = feat.head.to_source(text, start + left, start + right);
    let shown = piece.get(left..right)?;
    let cut = shown.ends_with('…') || shown.ends_with("...") || shown.ends_with("..");
    let key = bare_key(shown);
    if key.chars().count() < 4 || !key.chars().any(is_han) {
        return None;
    }
    Some(Candidate { line, span, key, score: 0.0, cut, site })
}

/// Length of `piece` without a site suffix, and where the site's name stands.
fn without_site(piece: &str) -> (usize, Option<(usize, usize)>) {
    for mark in ["_", "|", "--", " - ", "-", "—", "丨", "｜", " · "] {
        let Some(at) = piece.find(mark) else { continue };
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
                .or_else(|| parts.last().filter(named).filter(|_| strong))
                .and_then(|p| {
                    let from = piece.rfind(p)?;
                    Some((from, from + p.len()))
                });
            return (at, site);
        }
    }
    (piece.len(), None)
}

fn score(feats: &[Feat<'_>], shapes: &[Shape], first: usize, body: &Pairs, all: &mut [Candidate]) {
    let keys: Vec<(usize, String)> = all.iter().map(|c| (c.line, c.key.clone())).collect();
    let shares: Vec<f32> = all.iter().map(|c| overlap(&c.key, body)).collect();
    // How much of its wording the best of them shares with the text.
    let top = all.iter().zip(&shares).filter(|(c, _)| c.key.chars().count() >= 6).map(|(_, s)| *s).fold(0.0, f32::max);
    for c in all.iter_mut() {
        let Some((feat, &shape)) = feats.get(c.line).zip(shapes.get(c.line)) else { continue };
        let len = c.key.chars().count();
        c.score += match len {
            0..=3 => -2.0,
            4 => -0.5,
            5 => 0.0,
            6..=7 => 1.0,
            8..=40 => 2.0,
            41..=60 => 0.5,
            _ => -1.5,
        };
        let share = overlap(&c.key, body);
        c.score += share * 3.0;
        // Said again; a name that the text does not know is said again by its own site.
        let known = share >= 0.12 || body.len() < 60;
        if known && keys.iter().any(|(line, key)| *line != c.line && same_title(key, &c.key)) {
            c.score += 3.0;
        }
        let fold = feat.fold();
        // Another line speaks of what the text speaks of, and this one does not.
        if share < 0.1 && top >= 0.35 && len >= 4 && !is_twin(fold) {
            c.score -= 3.0;
        }
        if share < 0.2 && len <= 10 && is_in_byline(feats, shapes, c.line, fold) {
            c.score -= 4.0;
        }
        // 发文机构:某某办公室
        if share < 0.25
            && let Some((label, value)) = fold.split_once(':')
            && (2..=8).contains(&label.chars().count())
            && !value.is_empty()
            && is_registry_label(&bare_key(label))
        {
            c.score -= 3.0;
        }
        if PAPERS.iter().any(|end| c.key.ends_with(end)) {
            c.score += 1.0;
        }
        let next = shapes.get(c.line + 1).copied();
        let after = shapes.get(c.line + 2).copied();
        // A site's name beside a date looks like a title with its stamp.
        let stamp = |j: usize| feats.get(j).is_some_and(|f| overlap(f.fold(), body) < 0.1) && top >= 0.35;
        let stamped = |j: usize| shapes.get(j) == Some(&Shape::TitleAndByline) && stamp(j);
        let next = if stamped(c.line + 1) { Some(Shape::Byline) } else { next };
        let is_byline = |s: Option<Shape>| matches!(s, Some(Shape::Byline));
        if shape == Shape::TitleAndByline {
            c.score += 2.0;
        } else if is_byline(next) {
            c.score += 3.0;
        } else if is_byline(after) {
            // A dash says that the line between is a subtitle; two short lines are halves of one title.
            let between = feats.get(c.line + 1);
            let dash = between.is_some_and(|f| f.fold().starts_with(['—', '-']));
            let halves = shape == Shape::Open
                && overlap(&c.key, body) >= 0.3
                && between.is_some_and(|f| f.chars <= 18 && f.end == End::Open && !is_medium(f.fold()))
                && feat.chars <= 18
                && feat.end == End::Open;
            c.score += if dash {
                3.0
            } else if halves {
                4.0
            } else {
                1.5
            };
        } else if c.line + 1 == first {
            c.score += if c.line == 0 && len >= 6 { 1.7 } else { 1.0 };
        } else if c.line + 2 == first && feats.get(c.line + 1).is_some_and(|f| f.chars <= 4) {
            // A name alone may stand under a title.
            c.score += 0.8;
        }
        // What follows a date or source line is a subtitle or a heading, where a title may stand over that line.
        let group = (0..c.line)
            .rev()
            .take(12)
            .find(|&j| shapes.get(j) == Some(&Shape::Byline) && !feats.get(j).is_some_and(is_visit_day));
        if let Some(last) = group
            && !is_byline(next)
        {
            let over = (0..last).rev().find(|&j| shapes.get(j) != Some(&Shape::Byline));
            let titled = over.is_some_and(|j| {
                shapes.get(j) != Some(&Shape::Crumb)
                    && keys.iter().any(|(line, key)| *line == j && key.chars().count() >= 6 && overlap(key, body) > 0.1)
            });
            c.score += if titled || last + 1 != c.line { -2.0 } else { 1.5 };
        }
        // A text that shares nothing with the line was not written under it.
        let beside = is_byline(next) || is_byline(after) || c.line + 1 == first;
        if !beside && body.len() >= 150 && len >= 6 && overlap(&c.key, body) < 0.05 {
            c.score -= 2.0;
        }
        let rows: Vec<&str> = fold
            .split(['|', '/', '>', '\\', '→', '·', ':', '-', '—'])
            .map(str::trim)
            .filter(|w| !w.is_empty())
            .collect();
        if rows.len() >= 3 && rows.iter().all(|w| w.chars().count() <= 5) {
            c.score -= 3.0;
        }
        if c.line > 0 && shapes.get(c.line - 1).is_some_and(|s| s.is_furniture()) {
            c.score += 0.7;
        }
        if c.line == 0 {
            c.score += 0.5;
        }
        if fold.starts_with("# ") || fold.starts_with("标题:") {
            c.score += 4.0;
        }
        // 标题 on a line of its own.
        let above = c.line.checked_sub(1).and_then(|j| feats.get(j)).map(|f| f.fold().trim_matches(LABEL_EDGES));
        if above.is_some_and(|word| matches!(word, "标题" | "题目" | "题名" | "名称" | "信息名称" | "文件名称"))
        {
            c.score += 4.0;
        }
        if c.cut {
            c.score -= 1.0;
        }
        // Paragraphs are indented by two characters; titles stand at the edge or far in.
        if feat.indent == 2 && len >= 16 {
            c.score -= 1.5;
        }
        match shape {
            Shape::Doubtful => c.score -= 2.5,
            Shape::Nav => c.score -= 4.0,
            _ => {}
        }
        if fold.starts_with("——") || fold.starts_with("--") || fold.starts_with('—') || fold.starts_with('(') {
            c.score -= 3.0;
        }
        if is_decorated(fold) {
            c.score -= 3.0;
        }
        if is_numbered(fold) {
            c.score -= 3.0;
        }
        match feat.end {
            End::Soft => c.score -= 1.0,
            End::Stop if fold.ends_with('。') || fold.ends_with('.') => c.score -= 2.0,
            _ => {}
        }
        if is_medium(fold) || is_slogan(fold) {
            c.score -= 3.0;
        }
        if feat.tokens().len() >= 6 {
            c.score -= 1.5;
        }
        #[expect(clippy::cast_precision_loss, reason = "a small distance")]
        let far = (first - c.line) as f32;
        c.score -= (far * 0.05).min(1.5);
    }
}

/// Two phrases of one length: 两江同治 两城共享.
fn is_twin(fold: &str) -> bool {
    let halves = fold.split_once(' ').map(|(a, b)| (a.chars().count(), b.trim_start().chars().count()));
    halves.is_some_and(|(a, b)| a == b && a >= 4)
}

/// 发文机构, 主题分类, 有效性: what registers of papers tell.
fn is_registry_label(label: &str) -> bool {
    const ENDS: [&str; 20] = [
        "机构",
        "单位",
        "部门",
        "字号",
        "编号",
        "分类",
        "专题",
        "栏目",
        "频道",
        "有效性",
        "名称",
        "状态",
        "口述",
        "整理",
        "体裁",
        "题材",
        "密级",
        "引号",
        "主持",
        "录音",
    ];
    ENDS.iter().any(|end| label.ends_with(end))
}

/// Ends of the titles of official papers.
const PAPERS: [&str; 22] = [
    "通知",
    "公告",
    "通告",
    "公示",
    "意见",
    "方案",
    "决定",
    "批复",
    "纪要",
    "报告",
    "办法",
    "规划",
    "倡议书",
    "公开信",
    "简析",
    "答复",
    "须知",
    "实施细则",
    "复函",
    "条例",
    "规定",
    "简报",
];

/// True when a dated or labelled line of the head says the word again beside other things: a medium's name.
fn is_in_byline(feats: &[Feat<'_>], shapes: &[Shape], line: usize, fold: &str) -> bool {
    let word = fold.trim_matches(|c: char| !is_han(c) && !c.is_alphanumeric());
    word.chars().count() >= 3
        && feats.iter().zip(shapes).enumerate().take(60).any(|(j, (f, shape))| {
            j != line
                && f.chars <= 80
                && f.chars > word.chars().count() + 2
                && (*shape == Shape::Byline || first_date(f.fold()).is_some() || f.fold().contains("月日"))
                && f.fold().contains(word)
        })
}

/// What may stand around a label alone on its line.
const LABEL_EDGES: [char; 8] = [':', ' ', '【', '】', '[', ']', '(', ')'];

/// 2024年5月6日 星期一, as sites print for the day of the visit.
fn is_visit_day(feat: &Feat<'_>) -> bool {
    let fold = feat.fold();
    fold.contains("星期") && fields(fold).is_empty() && meta::read(fold).words == 0
}

/// 一、… (一)… 1. …: a heading of the text.
pub(super) fn is_numbered(fold: &str) -> bool {
    let mut chars = fold.trim_start_matches('(').chars();
    let first = chars.next();
    let number = |c: char| c.is_ascii_digit() || "一二三四五六七八九十".contains(c);
    let second = chars.find(|&c| !number(c));
    first.is_some_and(number) && second.is_some_and(|c| matches!(c, '、' | ')' | '.'))
}

/// Lines in which a site praises itself.
pub(super) fn is_slogan(fold: &str) -> bool {
    static WORDS: LazyLock<Needles> = LazyLock::new(|| {
        Needles::new(&[
            "欢迎",
            "好帮手",
            "门户",
            "第一网",
            "权威",
            "尽在",
            "伴您",
            "伴你",
            "主流媒体",
            "最具影响",
            "新闻网站",
            "官方网站",
            "为您服务",
            "一网打尽",
            "随时随地",
            "就上",
            "看天下",
            "知天下",
            "掌上",
        ])
    });
    WORDS.occur_in(fold)
}

/// The second line of a title that was broken in the middle of a phrase.
fn split_end(
    feats: &[Feat<'_>],
    shapes: &[Shape],
    best: &Candidate,
    first: usize,
    body: &Pairs,
) -> Option<(ByteRange, bool)> {
    let (a, b) = (feats.get(best.line)?, feats.get(best.line + 1)?);
    if best.line + 1 >= first || shapes.get(best.line + 1) != Some(&Shape::Open) || best.span.end != a.inner.end {
        return None;
    }
    let (left, right) = (a.fold(), b.fold());
    if b.chars > 40 || is_medium(right) || right.starts_with('—') || right.starts_with('(') {
        return None;
    }
    // A name that other lines repeat is a medium's or a writer's.
    let repeated = |f: &Feat<'_>| f.inner != b.inner && f.chars <= 40 && f.fold().starts_with(right);
    if b.chars <= 8 && feats.iter().take(first).any(repeated) {
        return None;
    }
    let open = |marks: (char, char)| left.matches(marks.0).count() > left.matches(marks.1).count();
    let unbalanced = [('“', '”'), ('「', '」'), ('《', '》'), ('(', ')'), ('『', '』')].into_iter().any(open);
    let joined = left.chars().next_back().zip(right.chars().next());
    // A unit, a label with its value, or a name stands under a title and is none of its words.
    let unit = right.ends_with(['所', '局', '院', '委', '办', '部', '厅', '社', '网', '报', '台', '站', '组', '室'])
        || right.ends_with("中心");
    let labelled = right.contains(':') && !left.contains(':');
    if is_decorated(left) || labelled || unit && overlap(right, body) < 0.5 {
        return None;
    }
    let mid_word = joined.is_some_and(|pair| body.contains(&pair))
        && overlap(right, body) >= 0.2
        && shapes.get(best.line + 2) == Some(&Shape::Byline);
    // Two phrases over the date line: a subtitle would have a dash.
    let phrases = shapes.get(best.line + 2) == Some(&Shape::Byline)
        && a.end == End::Open
        && a.chars <= 18
        && b.chars <= 20
        && a.chars + b.chars >= 10
        // A line three times as long explains the short one.
        && b.chars < a.chars * 3
        && (b.chars >= 5 || overlap(right, body) >= 0.2);
    (unbalanced || a.end == End::Soft || mid_word || phrases).then_some((b.inner, !unbalanced && !mid_word))
}

/// The line over `best` when an earlier line says it, cut with dots at its end.
fn cut_half(feats: &[Feat<'_>], shapes: &[Shape], best: &Candidate) -> Option<ByteRange> {
    let at = best.line.checked_sub(1)?;
    let above = feats.get(at).filter(|f| shapes.get(at) == Some(&Shape::Open) && (8..=60).contains(&f.chars))?;
    let cut = |f: &Feat<'_>| {
        f.chars <= 140 && f.fold().split_once(above.fold()).is_some_and(|(_, rest)| rest.starts_with(['…', '.']))
    };
    feats.iter().take(at).any(cut).then_some(above.inner)
}

/// The candidate on the line over `best` when it is much shorter, the text speaks of it, and a date or source follows `best`.
fn short_over_long<'a>(
    feats: &[Feat<'_>],
    shapes: &[Shape],
    all: &'a [Candidate],
    best: &Candidate,
    body: &Pairs,
) -> Option<&'a Candidate> {
    let at = best.line.checked_sub(1)?;
    let above = all.iter().find(|c| c.line == at)?;
    let (short, long) = (above.key.chars().count(), best.key.chars().count());
    let feat = feats.get(at)?;
    let said_twice = all.iter().any(|c| c.line != best.line && same_title(&c.key, &best.key));
    (shapes.get(at) == Some(&Shape::Open)
        && shapes.get(best.line + 1) == Some(&Shape::Byline)
        && (4..=10).contains(&short)
        && short * 3 <= long * 2
        && feat.end == End::Open
        && feat.fold().chars().all(|c| is_han(c) || " ·、".contains(c))
        && !said_twice
        && !is_medium(feat.fold())
        && !is_slogan(feat.fold())
        && vocab().channel.end_of(feat.fold()).is_none()
        && overlap(&above.key, body) >= 0.3)
        .then_some(above)
}

/// The line over `best` when it ends with a colon or a comma: the title begins there.
fn first_half(feats: &[Feat<'_>], shapes: &[Shape], best: &Candidate) -> Option<ByteRange> {
    let at = best.line.checked_sub(1)?;
    let above = feats.get(at)?;
    let open = shapes.get(at) == Some(&Shape::Open) && above.end == End::Soft && above.stops == 0;
    (open && (3..=24).contains(&above.chars) && above.commas <= 2 && !above.fold().starts_with('('))
        .then_some(above.inner)
}
