//! Source and writers by the word model, where the rules found none or something unlikely.

use super::{
    Derived,
    classify::{Role, Shares, Word},
    features::Feat,
    names, raw,
    sort::Sorted,
    vocab::vocab,
};
use crate::text::span::ByteRange;

/// Rule of what the model found.
const LEARNED: &str = "learned";
/// How likely a word must be the source when the rules found none.
const SOURCE: f32 = 0.5;
/// How likely another word must be so that it is preferred to what the rules found, and how unlikely that must be.
const SURER: (f32, f32) = (0.9, 0.1);
/// How likely a word must be a writer's name when the rules found none.
const WRITER: f32 = 0.6;
/// The same when they found some.
const SURE_WRITER: f32 = 0.8;
/// The same for a name that no family name opens.
const UNUSUAL: f32 = 0.85;
/// How likely at least what the rules found must be.
const NO_WRITER: f32 = 0.1;

fn derived(text: &str, feats: &[Feat<'_>], word: &Word) -> Option<Derived<String>> {
    let span = feats.get(word.line)?.head.to_source(text, word.start, word.end);
    Some(Derived { value: span.of(text).to_owned(), span: Some(span), rule: LEARNED })
}

/// The source: what the rules found, or the likeliest word.
pub(super) fn source(
    text: &str,
    feats: &[Feat<'_>],
    words: &[Word],
    found: Option<Derived<String>>,
) -> Option<Derived<String>> {
    let share = |word: &Word| word.shares.of_role(Role::Source);
    let mut best: Option<&Word> = None;
    for word in words {
        if best.is_none_or(|best| share(word) > share(best)) {
            best = Some(word);
        }
    }
    let Some(best) = best else { return found };
    let own = |span: ByteRange| {
        words.iter().find(|w| feats.get(w.line).is_some_and(|f| f.head.to_source(text, w.start, w.end) == span))
    };
    let keep = match &found {
        Some(found) => {
            let own = found.span.and_then(own).map(share);
            share(best) < SURER.0 || own.is_none_or(|own| own > SURER.1)
        }
        None => share(best) < SOURCE,
    };
    if keep { found } else { derived(text, feats, best).or(found) }
}

/// Takes out of the writers what is surely none, and puts in what is likely one: readily where the rules found nobody, else only
/// what is sure.
pub(super) fn complete_writers(
    text: &str,
    feats: &[Feat<'_>],
    page: &Sorted,
    words: &[Word],
    writers: &mut Vec<Derived<String>>,
) {
    let share = |word: &Word| word.shares.of_role(Role::Writer);
    // In the order of the text, so that a page of many names is not searched again for each.
    let source = |word: &Word| feats.get(word.line).map(|f| f.head.to_source(text, word.start, word.end));
    let mut spans: Vec<(usize, usize, f32)> =
        words.iter().filter_map(|word| source(word).map(|span| (span.start, span.end, share(word)))).collect();
    spans.sort_by_key(|(start, end, _)| (*start, *end));
    let stays = |writer: &Derived<String>| {
        let at = writer.span.and_then(|span| {
            spans.binary_search_by_key(&(span.start, span.end), |(start, end, _)| (*start, *end)).ok()
        });
        at.and_then(|at| spans.get(at)).is_none_or(|(_, _, share)| *share >= NO_WRITER)
    };
    // A list of which nothing would stay is no list with others among the writers; a page of few lines is left to the rules.
    let left_to_rules = page.shares.iter().all(|shares| *shares == Shares::default());
    if !left_to_rules && writers.iter().any(stays) {
        writers.retain(stays);
    }
    let least = if writers.is_empty() { WRITER } else { SURE_WRITER };
    let likely = |word: &&Word| {
        let said = feats.get(word.line).and_then(|f| f.fold().get(word.start..word.end)).unwrap_or_default();
        let named = names::is_surname_start(said) && names::may_name(said) || share(word) >= UNUSUAL;
        // 年月日 時分: what is left where digits were deleted.
        let clock = said.chars().all(|c| "年月日时分秒 ".contains(c));
        share(word) >= least && named && !clock && !vocab().not_source.has(said) && word.line < page.own_lines()
    };
    for word in words.iter().filter(likely) {
        let Some(mut name) = derived(text, feats, word) else { continue };
        name.value.retain(|c| !raw::is_blank(c));
        let known = |other: &Derived<String>| other.value.contains(&name.value) || name.value.contains(&other.value);
        if !writers.iter().any(known) {
            writers.push(name);
        }
    }
    writers.sort_by_key(|writer| writer.span.map(|span| span.start));
}
