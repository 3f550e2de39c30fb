//! What text must have where an expression matches: words that choose the pages worth looking at.

use regex_syntax::{
    ParserBuilder,
    hir::{Hir, HirKind},
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
        match hir.kind() {
            HirKind::Literal(literal) => Self::word(std::str::from_utf8(&literal.0).ok()?),
            HirKind::Capture(group) => Self::of(&group.sub),
            HirKind::Repetition(repeated) if repeated.min > 0 => Self::of(&repeated.sub),
            HirKind::Concat(parts) => {
                let mut all: Vec<Self> = parts.iter().filter_map(Self::of).collect();
                if all.len() > 1 { Some(Self::All(all)) } else { all.pop() }
            }
            HirKind::Alternation(parts) => Some(Self::Any(parts.iter().map(Self::of).collect::<Option<_>>()?)),
            HirKind::Empty | HirKind::Class(_) | HirKind::Look(_) | HirKind::Repetition(_) => None,
        }
    }

    fn word(text: &str) -> Option<Self> {
        let units = fold::fold_units(text);
        (!units.is_empty()).then(|| Self::Word(Box::new(Needle::new(&units))))
    }

    /// False when a folded text cannot have a hit.
    pub(super) fn hold(&self, folded: &[u16], joints: &[Joint]) -> bool {
        match self {
            Self::Word(word) => word.count(folded, joints) > 0,
            Self::All(parts) => parts.iter().all(|part| part.hold(folded, joints)),
            Self::Any(parts) => parts.iter().any(|part| part.hold(folded, joints)),
        }
    }

    /// Where words stand of which every hit has one: first units and one past the last, from left to right.
    pub(super) fn places(&self, folded: &[u16]) -> Vec<Span> {
        match self {
            Self::Word(word) => word.spans(folded, &[]),
            Self::All(parts) => {
                let longest = parts.iter().rev().max_by_key(|part| part.shortest());
                longest.map(|part| part.places(folded)).unwrap_or_default()
            }
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
            ("(遂宁|潼南)+区", Some("((遂宁|潼南)&区)")),
            ("遂?宁", Some("宁")),
            ("(遂宁|.)", None),
            ("gdp增长", Some("增长")),
            ("[遂潼]", None),
            ("", None),
            ("(", None),
        ] {
            let (found, _) = Needs::of_expression(expression, 50);
            assert_eq!(found.as_ref().map(told).as_deref(), needs, "{expression}");
        }
    }
}
