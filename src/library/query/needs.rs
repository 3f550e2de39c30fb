//! What text must have where an expression matches: words that choose the pages worth looking at.

use regex_syntax::{
    ParserBuilder,
    hir::{Class, Hir, HirKind},
};

use crate::{
    library::cache::{Bits, Segment},
    text::{
        count::Needle,
        find::{Joint, Span},
        fold,
    },
};

/// What text must have to match.
#[derive(Clone, Debug)]
pub(super) enum Needs {
    /// These characters, folded, side by side.
    Word(Box<Needle>),
    /// All of them.
    All(Vec<Self>),
    /// At least one.
    Any(Vec<Self>),
}

impl Needs {
    /// What all hits of a folded expression have, whatever the case of letters, and how many characters they have at most where nothing
    /// but their own characters decides; `None` where nothing is sure.
    pub(super) fn of_expression(folded: &str, most_nested: u32) -> (Option<Self>, Option<usize>) {
        let parsed = ParserBuilder::new().case_insensitive(true).nest_limit(most_nested).build().parse(folded);
        parsed.map_or((None, None), |hir| (Self::of(&hir), longest(&hir)))
    }

    /// What all hits of an expression have; `None` where nothing is sure.
    fn of(hir: &Hir) -> Option<Self> {
        if let Some(words) = words_of(hir) {
            return Self::one_of(words);
        }
        match hir.kind() {
            HirKind::Capture(group) => Self::of(&group.sub),
            HirKind::Repetition(repeated) if repeated.min > 0 => Self::of(&repeated.sub),
            HirKind::Concat(parts) => {
                let mut all: Vec<Self> = Vec::new();
                // What stands side by side is one word.
                let mut side_by_side: Words = vec![vec![]];
                for part in parts {
                    let longer = words_of(part).and_then(|words| joined(&side_by_side, &words));
                    match longer {
                        Some(longer) => side_by_side = longer,
                        None => {
                            all.extend(Self::one_of(std::mem::replace(&mut side_by_side, vec![vec![]])));
                            match words_of(part) {
                                Some(words) => side_by_side = words,
                                None => all.extend(Self::of(part)),
                            }
                        }
                    }
                }
                all.extend(Self::one_of(side_by_side));
                if all.len() > 1 { Some(Self::All(all)) } else { all.pop() }
            }
            HirKind::Alternation(parts) => Some(Self::Any(parts.iter().map(Self::of).collect::<Option<_>>()?)),
            HirKind::Empty | HirKind::Literal(_) | HirKind::Class(_) | HirKind::Look(_) | HirKind::Repetition(_) => {
                None
            }
        }
    }

    /// One of these words; `None` when one of them is empty.
    fn one_of(mut words: Words) -> Option<Self> {
        words.sort_unstable();
        words.dedup();
        if words.is_empty() || words.iter().any(Vec::is_empty) {
            return None;
        }
        let mut words: Vec<Self> = words.iter().map(|units| Self::Word(Box::new(Needle::new(units)))).collect();
        if words.len() > 1 { Some(Self::Any(words)) } else { words.pop() }
    }

    /// False when a folded text cannot have a hit.
    pub(super) fn hold(&self, folded: &[u16], joints: &[Joint]) -> bool {
        match self {
            Self::Word(word) => word.count(folded, joints) > 0,
            Self::All(parts) => parts.iter().all(|part| part.hold(folded, joints)),
            Self::Any(parts) => parts.iter().any(|part| part.hold(folded, joints)),
        }
    }

    /// False when none of the words of [`Needs::places`] stands in a text, also across its line ends.
    pub(super) fn stands(&self, folded: &[u16], joints: &[Joint]) -> bool {
        match self {
            Self::Word(word) => word.count(folded, joints) > 0,
            Self::All(parts) => Self::longest(parts).is_some_and(|part| part.stands(folded, joints)),
            Self::Any(parts) => parts.iter().any(|part| part.stands(folded, joints)),
        }
    }

    /// Of parts that all must be there, the one whose words are longest.
    fn longest(parts: &[Self]) -> Option<&Self> {
        parts.iter().rev().max_by_key(|part| part.shortest())
    }

    /// Characters that every hit has.
    pub(super) fn units(&self) -> Vec<u16> {
        match self {
            Self::Word(word) => word.units().to_vec(),
            Self::All(parts) => parts.iter().flat_map(Self::units).collect(),
            Self::Any(parts) => {
                let (first, others) = parts.split_first().map_or((vec![], parts.as_slice()), |(a, b)| (a.units(), b));
                let others: Vec<Vec<u16>> = others.iter().map(Self::units).collect();
                first.into_iter().filter(|unit| others.iter().all(|units| units.contains(unit))).collect()
            }
        }
    }

    /// Where words stand of which every hit has one: first units and one past the last, from left to right.
    pub(super) fn places(&self, folded: &[u16]) -> Vec<Span> {
        match self {
            Self::Word(word) => word.spans(folded, &[]),
            Self::All(parts) => Self::longest(parts).map(|part| part.places(folded)).unwrap_or_default(),
            Self::Any(parts) => {
                let mut all: Vec<Span> = parts.iter().flat_map(|part| part.places(folded)).collect();
                all.sort_unstable();
                all
            }
        }
    }

    /// Length of the shortest word that may be the one of a hit.
    fn shortest(&self) -> usize {
        match self {
            Self::Word(word) => word.units().len(),
            Self::All(parts) => parts.iter().map(Self::shortest).max().unwrap_or(0),
            Self::Any(parts) => parts.iter().map(Self::shortest).min().unwrap_or(0),
        }
    }

    /// The documents of a segment that may have one; `None` when they must all be looked at.
    pub(super) fn documents(&self, segment: &Segment) -> Option<Bits> {
        match self {
            Self::Word(word) => segment.documents_with(word.units()),
            Self::All(parts) => parts.iter().filter_map(|part| part.documents(segment)).reduce(|a, b| a.and(&b)),
            Self::Any(parts) => {
                let all: Option<Vec<Bits>> = parts.iter().map(|part| part.documents(segment)).collect();
                all?.into_iter().reduce(|a, b| a.or(&b))
            }
        }
    }
}

/// Words, folded, of which a hit or a part of it is one.
type Words = Vec<Vec<u16>>;

/// More words than these say too little.
const MOST_WORDS: usize = 16;
/// Characters of such a word at most.
const MOST_CHARS: usize = 64;

/// All that an expression can match, folded; `None` when that is more than a few words, or more is asked of what stands beside it.
fn words_of(hir: &Hir) -> Option<Words> {
    match hir.kind() {
        HirKind::Empty => Some(vec![vec![]]),
        HirKind::Literal(literal) => Some(vec![fold::fold_units(std::str::from_utf8(&literal.0).ok()?)]),
        HirKind::Class(Class::Unicode(class)) => {
            let count: usize = class.iter().map(|range| range.len()).sum();
            let chars = || class.iter().flat_map(|range| range.start()..=range.end());
            let mut words: Words = (count <= MOST_WORDS)
                .then(|| chars().map(|c| fold::fold_units(c.encode_utf8(&mut [0; 4]))).collect())?;
            words.sort_unstable();
            words.dedup();
            Some(words)
        }
        HirKind::Class(Class::Bytes(_)) | HirKind::Look(_) => None,
        HirKind::Repetition(repeated) if repeated.max == Some(repeated.min) => {
            let words = words_of(&repeated.sub)?;
            (0..repeated.min).try_fold(vec![vec![]], |all, _| joined(&all, &words))
        }
        HirKind::Repetition(_) => None,
        HirKind::Capture(group) => words_of(&group.sub),
        HirKind::Concat(parts) => parts.iter().try_fold(vec![vec![]], |all, part| joined(&all, &words_of(part)?)),
        HirKind::Alternation(parts) => {
            let words: Option<Vec<Words>> = parts.iter().map(words_of).collect();
            Some(words?.concat()).filter(|words| words.len() <= MOST_WORDS)
        }
    }
}

/// Each of these words with each of those behind it; `None` when that is too much.
fn joined(words: &Words, others: &Words) -> Option<Words> {
    let longest = |words: &Words| words.iter().map(Vec::len).max().unwrap_or(0);
    let few = words.len() * others.len() <= MOST_WORDS && longest(words) + longest(others) <= MOST_CHARS;
    let each = |word: &Vec<u16>| others.iter().map(|other| [&**word, &**other].concat()).collect::<Words>();
    few.then(|| words.iter().flat_map(each).collect())
}

/// The most characters of a hit; `None` where there is no end to it, or where what stands beside it decides.
fn longest(hir: &Hir) -> Option<usize> {
    match hir.kind() {
        HirKind::Empty => Some(0),
        HirKind::Literal(literal) => Some(std::str::from_utf8(&literal.0).ok()?.chars().count()),
        HirKind::Class(_) => Some(1),
        HirKind::Look(_) => None,
        HirKind::Repetition(repeated) => longest(&repeated.sub)?.checked_mul(repeated.max? as usize),
        HirKind::Capture(group) => longest(&group.sub),
        HirKind::Concat(parts) => parts.iter().try_fold(0_usize, |sum, part| sum.checked_add(longest(part)?)),
        HirKind::Alternation(parts) => parts.iter().map(longest).try_fold(0, |most, part| Some(most.max(part?))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(needs: &Needs) -> String {
        let list = |parts: &[Needs], by: &str| format!("({})", parts.iter().map(told).collect::<Vec<_>>().join(by));
        match needs {
            Needs::Word(word) => String::from_utf16_lossy(word.units()),
            Needs::All(parts) => list(parts, "&"),
            Needs::Any(parts) => list(parts, "|"),
        }
    }

    #[test]
    fn hits_are_no_longer_than_they_can_be() {
        let cases =
            [("遂.{0,3}宁|市", Some(5)), ("(遂宁){2}a?", Some(5)), ("遂+", None), ("遂$", None), (r"\b遂", None)];
        for (expression, longest) in cases {
            assert_eq!(Needs::of_expression(expression, 50).1, longest, "{expression}");
        }
    }

    #[test]
    fn words_that_all_hits_have_are_known() {
        for (expression, needs) in [
            ("遂宁", Some("遂宁")),
            ("遂.{0,3}宁市", Some("(遂&宁市)")),
            ("(遂宁|潼南)+区", Some("((潼南|遂宁)&区)")),
            ("遂?宁", Some("宁")),
            ("(遂宁|.)", None),
            ("gdp增长", Some("gdp增长")),
            ("[遂潼]", Some("(潼|遂)")),
            ("遂[宁潼]市.", Some("(遂宁市|遂潼市)")),
            ("(遂|潼).{2}[南宁]{2}", Some("((潼|遂)&(南南|南宁|宁南|宁宁))")),
            ("[遂宁]+[a-z]南", Some("((宁|遂)&南)")),
            ("k遂", Some("(k遂|\u{212A}遂)")),
            ("[^遂]", None),
            ("", None),
            ("(", None),
        ] {
            let (found, _) = Needs::of_expression(expression, 50);
            assert_eq!(found.as_ref().map(told).as_deref(), needs, "{expression}");
        }
    }
}
