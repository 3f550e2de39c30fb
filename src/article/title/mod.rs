//! The title of a page: which line says it, without the site's name.

mod candidate;
mod halves;
mod issued;
mod pairs;
mod score;
mod twice;

use std::sync::LazyLock;

pub(super) use pairs::{Pairs, overlap, overlap_of, pairs};

use self::{
    candidate::{Candidate, candidate, mark_len, quoted},
    halves::{cut_half, first_half, hangs, over_dash, short_over_long, split_end, upper_of_two},
    issued::under_issuer,
    score::score,
};
use super::{
    classify::{Kind, Shares},
    features::{End, Feat, Folded},
    needles::Needles,
    one_line,
    shape::Shape,
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

/// What the line model's word adds to a candidate's signs when it is sure of a title, and takes away when it is sure of another kind.
const LEARNED_TITLE: f32 = 8.0;
const LEARNED_OTHER: f32 = 2.5;

/// How likely a title the second of two phrases must be, so that both are one.
const SECOND_PHRASE: f32 = 0.6;

/// How likely a title a line must be that does not look like one.
const SURE_TITLE: f32 = 0.85;

/// The same where the break is in the middle of a phrase.
const BROKEN_PHRASE: f32 = 0.2;

/// Rule of a title on the one line that is the whole page.
pub(super) const BEFORE_STAMP: &str = "before_stamp";

/// Finds the title among the lines before `first` (the first line of running text).
pub(super) fn find(
    text: &str,
    feats: &[Feat<'_>],
    shapes: &[Shape],
    shares: &[Shares],
    first: usize,
    body: &Pairs,
) -> Title {
    let mut candidates: Vec<Candidate> = Vec::new();
    for (line, (feat, shape)) in feats.iter().zip(shapes).enumerate().take(first) {
        let likely = shares.get(line).map_or(0.0, |s| s.of(Kind::Title));
        // A question or two phrases may look like text or like a row of channels.
        let meant = likely >= SURE_TITLE && matches!(shape, Shape::Prose | Shape::Furniture | Shape::Byline);
        let open = matches!(shape, Shape::Open | Shape::TitleAndByline | Shape::Doubtful | Shape::Nav | Shape::Crumb);
        if !open && !meant || feat.chars > 120 {
            continue;
        }
        let written = likely >= 0.5 && feat.src.starts_with(['"', '\'', '(', '{']) && feat.src.contains(['"', '\'']);
        let found = candidate(text, feat, *shape, line);
        if let Some(candidate) = if written { quoted(text, feat, line).or(found) } else { found } {
            candidates.push(candidate);
        }
    }
    score::without_words_of_bylines(feats, shapes, first, &mut candidates);
    score(feats, shapes, first, body, &mut candidates);
    // Where the model knows no title either, the signs alone decide.
    let knows = |c: &Candidate| shares.get(c.line).is_some_and(|s| s.of(Kind::Title) >= 0.3);
    let other = if candidates.iter().any(knows) { LEARNED_OTHER } else { 0.0 };
    for c in &mut candidates {
        if let Some(shares) = shares.get(c.line) {
            c.score += LEARNED_TITLE * shares.of(Kind::Title) - other;
            // ——专访某某: what a dash opens explains a title.
            let dashed = feats.get(c.line).is_some_and(|f| f.fold().starts_with(['—', '-']));
            c.score -= if dashed { LEARNED_TITLE * 0.75 } else { 0.0 };
        }
    }
    let mut best: Option<&Candidate> = None;
    for c in candidates.iter().filter(|c| shapes.get(c.line) != Some(&Shape::Crumb)) {
        if best.is_none_or(|b| c.score > b.score + 0.01) {
            best = Some(c);
        }
    }
    // Where little marks the title, the text must speak of it.
    let speaks = |c: &Candidate| {
        let (len, share) = (c.key.chars().count(), overlap(&c.key, body));
        let titled = first < feats.len();
        c.score >= 2.2 && len >= 8 && share >= 0.3
            || titled && c.score >= 1.6 && len >= 6 && share >= 0.2
            || titled && c.score >= 0.4 && len >= 8 && share >= 0.35
            || titled && c.score >= 2.2 && share >= 0.5 && score::names_a_paper(&c.key)
    };
    let sure = |c: &Candidate| shares.get(c.line).is_some_and(|s| s.of(Kind::Title) >= SURE_TITLE);
    let Some(best) = best.filter(|b| b.score >= 3.2 || speaks(b) || sure(b)) else {
        return one_line::title(text, feats, first).unwrap_or_default();
    };
    // ——某某见闻: what a dash opens stands under the title, whatever that looks like.
    let over = over_dash(text, feats, best);
    let best = over.as_ref().unwrap_or(best);
    // Of two lines that both read like titles the upper one is the title, and the lower one explains it.
    let upper = upper_of_two(feats, shapes, shares, &candidates, best);
    let best = upper.unwrap_or(best);
    // 某某局 over 关于…的通知: who issued the paper is not its title.
    let paper = under_issuer(feats, shapes, &candidates, best);
    let upper = upper.filter(|_| paper.is_none());
    let best = paper.unwrap_or(best);
    let mut title =
        Title { span: Some(best.span), line: best.line, site: best.site, rule: "header_line", ..Title::default() };
    // The title alone elsewhere: what follows it here behind a dash or a bar is the site's.
    let said = Folded::new(text, best.span).text;
    let bare = candidates.iter().find(|other| {
        other.line != best.line && !other.cut && other.key.chars().count() >= 8 && best.key.starts_with(&other.key) && {
            let own = Folded::new(text, other.span).text;
            let rest = said.strip_prefix(own.as_str()).map(str::trim_start);
            rest.is_some_and(|r| r.starts_with(['-', '_', '|', '—', '·', '–']) && !r.starts_with("——"))
        }
    });
    if let Some(bare) = bare {
        title.span = Some(bare.span);
        title.line = bare.line;
    }
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
        && upper.is_none()
        // Two phrases may be title and subtitle.
        && (goes_on(feats, best.line)
            || shares.get(best.line + 1).is_none_or(|s| {
                s.of(Kind::Title) >= if spaced { SECOND_PHRASE } else { BROKEN_PHRASE } || *s == Shares::default()
            }))
    {
        title.rest = Some(rest);
        // 某某两年半：一筐草莓的旅行
        title.spaced = spaced && feats.get(best.line).is_none_or(|f| f.end != End::Soft);
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

/// True when a phrase cannot end where the line ends: 关于共建散货锚地的, 两城之间，
fn goes_on(feats: &[Feat<'_>], line: usize) -> bool {
    feats.get(line).is_some_and(|f| f.end == End::Soft && f.stops == 0 || hangs(f.fold()))
}

/// Letters and digits of a folded line: what is compared.
pub(super) fn bare_key(folded: &str) -> String {
    let mut key = String::with_capacity(folded.len());
    key.extend(folded.chars().filter(|&c| is_said(c)));
    key
}

/// True for letters and digits.
pub(super) fn is_said(c: char) -> bool {
    // The marks of Chinese text are asked about most often, and slowest to look up.
    is_han(c)
        || if c.is_ascii() {
            c.is_ascii_alphanumeric()
        } else {
            !matches!(
                c,
                '\u{2000}'..='\u{206f}' | '\u{3000}'..='\u{3004}' | '\u{3008}'..='\u{3020}' | '\u{ff00}'..='\u{ff0f}'
            ) && c.is_alphanumeric()
        }
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
    let letters = fold.get(start..).unwrap_or_default().chars().filter(|&c| is_said(c));
    key.chars().take(4).eq(letters.take(4))
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::classes::bmp;

    #[test]
    fn letters_and_digits_are_said() {
        for c in bmp() {
            assert_eq!(is_said(c), is_han(c) || c.is_alphanumeric(), "{c}");
        }
    }
}
