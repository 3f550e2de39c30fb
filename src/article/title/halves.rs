//! Titles that stand on two lines.

use super::{
    candidate::{Candidate, candidate},
    is_slogan,
    pairs::{Pairs, overlap},
    same_title,
};
use crate::{
    article::{
        classify::{Kind, Shares},
        features::{End, Feat},
        fields::is_medium,
        shape::Shape,
        sort::is_decorated,
        vocab::vocab,
    },
    text::{punct::is_han, span::ByteRange},
};

/// True for wording that no phrase ends with.
pub(super) fn hangs(fold: &str) -> bool {
    fold.ends_with(['的', '与', '和', '及', '暨', '、'])
}

/// The second line of a title that was broken in the middle of a phrase.
pub(super) fn split_end(
    feats: &[Feat<'_>],
    shapes: &[Shape],
    best: &Candidate,
    first: usize,
    body: &Pairs,
) -> Option<(ByteRange, bool)> {
    let (a, b) = (feats.get(best.line)?, feats.get(best.line + 1)?);
    let (left, right) = (a.fold(), b.fold());
    // 关于共建散货锚地的: the phrase goes on, whatever the next line looks like.
    let hanging = hangs(left) && a.chars >= 5;
    let short = |shape: &Shape| *shape == Shape::Open || hanging && matches!(shape, Shape::Nav | Shape::Doubtful);
    // The missing word may look like the first line of the text: 情况汇报.
    let ending = hanging && b.chars <= 12 && b.stops == 0 && b.han == b.chars;
    let free = best.line + 1 < first && shapes.get(best.line + 1).is_some_and(short);
    if !(free || ending) || best.span.end != a.inner.end {
        return None;
    }
    // 今日:通城 13~19℃ and 2.7万次阅读 are no halves of a title.
    let counts = |s: &str| {
        s.chars().any(|c| c.is_ascii_digit())
            && ["阅读", "跟贴", "跟帖", "评论", "浏览", "点击", "播放", "℃"].iter().any(|w| s.contains(w))
    };
    let right = right.trim_start_matches(['*', '_', ' ']);
    if counts(left) || counts(right) {
        return None;
    }
    if b.chars > 40 || is_medium(right) && !hanging || right.starts_with('—') || right.starts_with('(') {
        return None;
    }
    // A name that other lines repeat is a medium's or a writer's.
    let repeated = |f: &Feat<'_>| f.inner != b.inner && f.chars <= 40 && f.fold().starts_with(right);
    if b.chars <= 8 && feats.iter().take(first).any(repeated) {
        return None;
    }
    let open = |marks: (char, char)| left.matches(marks.0).count() > left.matches(marks.1).count();
    let unbalanced =
        hanging || [('“', '”'), ('「', '」'), ('《', '》'), ('(', ')'), ('『', '』')].into_iter().any(open);
    let joined = left.chars().next_back().zip(right.chars().next());
    // A unit, a label with its value, or a name stands under a title and is none of its words.
    let unit = right.ends_with(['所', '局', '院', '委', '办', '部', '厅', '社', '网', '报', '台', '站', '组', '室'])
        || right.ends_with("中心");
    let labelled = right.contains(':') && !left.contains(':');
    if is_decorated(left) || labelled || unit && !hanging && overlap(right, body) < 0.5 {
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
pub(super) fn cut_half(feats: &[Feat<'_>], shapes: &[Shape], best: &Candidate) -> Option<ByteRange> {
    let at = best.line.checked_sub(1)?;
    let above = feats.get(at).filter(|f| shapes.get(at) == Some(&Shape::Open) && (8..=60).contains(&f.chars))?;
    let cut = |f: &Feat<'_>| {
        f.chars <= 140 && f.fold().split_once(above.fold()).is_some_and(|(_, rest)| rest.starts_with(['…', '.']))
    };
    feats.iter().take(at).any(cut).then_some(above.inner)
}

/// The candidate on the line over `best` when it is much shorter, the text speaks of it, and a date or source follows `best`.
pub(super) fn short_over_long<'a>(
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
pub(super) fn first_half(feats: &[Feat<'_>], shapes: &[Shape], best: &Candidate) -> Option<ByteRange> {
    let at = best.line.checked_sub(1)?;
    let above = feats.get(at)?;
    // 一趟列车,三座山城——: what a dash ends stands over the title and is none of it.
    let open = shapes.get(at) == Some(&Shape::Open)
        && above.end == End::Soft
        && above.stops == 0
        && !above.fold().ends_with("——");
    (open && (3..=24).contains(&above.chars) && above.commas <= 2 && !above.fold().starts_with('('))
        .then_some(above.inner)
}

/// The line over `best` where that begins with a dash.
pub(super) fn over_dash(text: &str, feats: &[Feat<'_>], best: &Candidate) -> Option<Candidate> {
    let own = feats.get(best.line)?.fold();
    let at = best.line.checked_sub(1).filter(|_| own.starts_with("——") || own.starts_with("--"))?;
    let above = feats.get(at).filter(|f| (6..=40).contains(&f.chars) && f.han * 3 >= f.chars * 2 && f.stops == 0)?;
    let fold = above.fold();
    let plain = !is_medium(fold) && !is_slogan(fold) && !fold.contains(['>', '|', ':']) && above.tokens().len() <= 3;
    if plain { candidate(text, above, Shape::Open, at) } else { None }
}

/// How like a title the upper of two lines must be so that the lower one is its subtitle.
const UPPER: f32 = 0.8;
/// Characters of half a title at most.
const HALF_CHARS: usize = 12;

/// The candidate on the line over `best` where both read like titles of their own.
pub(super) fn upper_of_two<'a>(
    feats: &[Feat<'_>],
    shapes: &[Shape],
    shares: &[Shares],
    all: &'a [Candidate],
    best: &Candidate,
) -> Option<&'a Candidate> {
    let at = best.line.checked_sub(1)?;
    let above = all.iter().find(|c| c.line == at && !c.cut)?;
    let feat = feats.get(at)?;
    let likely = shares.get(at).is_some_and(|s| s.of(Kind::Title) >= UPPER);
    let open = shapes.get(at) == Some(&Shape::Open) && feat.end != End::Soft && feat.chars > HALF_CHARS;
    let said_twice = all.iter().any(|c| c.line != best.line && same_title(&c.key, &best.key));
    let plain = !is_medium(feat.fold())
        && !feat.fold().starts_with(['—', '-', '('])
        && !feat.fold().contains("题:")
        && !above.key.contains(&best.key);
    (likely && open && plain && !said_twice).then_some(above)
}
