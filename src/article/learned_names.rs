//! Source and writers by the word model, where the rules found none or something unlikely.

use std::sync::LazyLock;

use super::{
    Derived,
    classify::{Role, Shares, Word},
    features::Feat,
    names,
    needles::Needles,
    raw,
    sort::Sorted,
    source::{Offer, surest},
    vocab::vocab,
};
use crate::text::span::ByteRange;

/// Rule of what the model found.
const LEARNED: &str = "learned";
/// How likely a word must be the source.
const SOURCE: f32 = 0.25;
/// How likely what the rules found must be so that only a sure word is preferred to it.
const KEPT: f32 = 0.6;
/// How likely such a word must be.
const SURER: f32 = 0.7;
/// How likely a word must be a writer's name.
const WRITER: f32 = 0.4;
/// The same for a name that no family name opens.
const UNUSUAL: f32 = 0.7;
/// How likely what rules found must be one.
const KEPT_WRITER: f32 = 0.4;

fn derived(text: &str, feats: &[Feat<'_>], word: &Word) -> Option<Derived<String>> {
    let span = feats.get(word.line)?.head.to_source(text, word.start, word.end);
    Some(Derived { value: span.of(text).to_owned(), span: Some(span), rule: LEARNED })
}

/// True for sites that keep other people's papers, which are no source of them.
fn is_library(feats: &[Feat<'_>], word: &Word) -> bool {
    static KINDS: LazyLock<Needles> =
        LazyLock::new(|| Needles::new(&["范文", "作文", "文库", "文档", "论文", "下载", "题库"]));
    KINDS.occur_in(feats.get(word.line).and_then(|f| f.fold().get(word.start..word.end)).unwrap_or_default())
}

/// True when `whole` is the electronic edition of `name`, or its reporter.
fn is_edition(whole: &str, name: &str) -> bool {
    const ENDS: [&str; 11] =
        ["数字", "电子", "手机", "网络版", "版权", "有限", "编辑部", "首席", "记者", "特约", "全媒体记者"];
    whole.strip_prefix(name).is_some_and(|rest| ENDS.iter().any(|end| rest.starts_with(end)))
}

/// The source: the likeliest word, else what the rules are surest of where the model knows nothing of it.
pub(super) fn source(text: &str, feats: &[Feat<'_>], words: &[Word], offers: &[Offer]) -> Option<Derived<String>> {
    let share = |word: &Word| word.shares.of_role(Role::Source);
    let mut best: Option<&Word> = None;
    for word in words {
        if best.is_none_or(|best| share(word) > share(best)) && !is_library(feats, word) {
            best = Some(word);
        }
    }
    let found = surest(offers).map(|offer| Derived {
        value: offer.span.of(text).to_owned(),
        span: Some(offer.span),
        rule: offer.rule,
    });
    let Some(best) = best else { return found };
    // 某某报电子版: the name within.
    let said = |word: &Word| feats.get(word.line).and_then(|f| f.fold().get(word.start..word.end)).unwrap_or_default();
    let within = |word: &&Word| {
        word.line == best.line && word.start == best.start && word.end < best.end && is_edition(said(best), said(word))
    };
    let best = words.iter().find(within).unwrap_or(best);
    let own = |span: ByteRange| {
        let stands = |f: &Feat<'_>, w: &Word| {
            f.inner.start <= span.start && span.end <= f.inner.end && f.head.to_source(text, w.start, w.end) == span
        };
        words.iter().find(|w| feats.get(w.line).is_some_and(|f| stands(f, w)))
    };
    let known = found.as_ref().and_then(|found| own(found.span?)).map(share);
    match known {
        // Without the model's word the rules' stands, unless another is sure.
        None if found.is_some() && share(best) < SURER => found,
        Some(known) if known >= KEPT && share(best) < SURER => found,
        _ if share(best) < SOURCE => None,
        _ if known == Some(share(best)) => found,
        _ => derived(text, feats, best).or(found),
    }
}

/// The writers: what the model takes for names of writers, and what rules found where the model sees no word.
pub(super) fn writers(
    text: &str,
    feats: &[Feat<'_>],
    page: &Sorted,
    words: &[Word],
    found: Vec<Derived<String>>,
) -> Vec<Derived<String>> {
    // A page of few lines is left to the rules.
    if page.shares.iter().all(|shares| *shares == Shares::default()) {
        return found;
    }
    // In the order of the text, so that a page of many names is not searched again for each.
    let mut known: Vec<(ByteRange, &Word)> = words
        .iter()
        .filter_map(|word| {
            let span = feats.get(word.line)?.head.to_source(text, word.start, word.end);
            Some((span, word))
        })
        .collect();
    known.sort_by_key(|(span, _)| (span.start, span.end));
    let share = |word: &Word| word.shares.of_role(Role::Writer);
    let of = |span: ByteRange| {
        let at = known.binary_search_by_key(&(span.start, span.end), |(span, _)| (span.start, span.end)).ok();
        at.and_then(|at| known.get(at)).map(|(_, word)| share(word))
    };
    let mut writers: Vec<(Derived<String>, f32)> = Vec::new();
    for writer in found {
        let share = writer.span.and_then(of).unwrap_or(1.0);
        // A pen name run together with a name before it: 某某某山客.
        let touches =
            |(last, _): &(Derived<String>, f32)| last.span.zip(writer.span).is_some_and(|(a, b)| a.end == b.start);
        if share >= KEPT_WRITER || writers.last().is_some_and(touches) {
            writers.push((writer, share));
        }
    }
    for (_, word) in &known {
        let said = feats.get(word.line).and_then(|f| f.fold().get(word.start..word.end)).unwrap_or_default();
        let least = if names::is_surname_start(said) && names::may_name(said) { WRITER } else { UNUSUAL };
        // 年月日 時分: what is left where digits were deleted.
        let clock = said.chars().all(|c| "年月日时分秒 ".contains(c));
        if share(word) < least || clock || vocab().not_source.has(said) || word.line >= page.own_lines() {
            continue;
        }
        let Some(mut name) = derived(text, feats, word) else { continue };
        name.value.retain(|c| !raw::is_blank(c));
        let same = |other: &Derived<String>| other.value.contains(&name.value) || name.value.contains(&other.value);
        match writers.iter_mut().find(|(other, _)| same(other)) {
            Some((other, sure)) if share(word) > *sure && other.rule == LEARNED => {
                *other = name;
                *sure = share(word);
            }
            Some(_) => {}
            None => writers.push((name, share(word))),
        }
    }
    writers.sort_by_key(|(writer, _)| writer.span.map(|span| span.start));
    writers.into_iter().map(|(writer, _)| writer).collect()
}
