//! What text must have where an expression matches: words that choose the pages worth looking at.

use memchr::memmem::Finder;
use regex_syntax::{
    ParserBuilder,
    hir::{Hir, HirKind},
};

use crate::{
    library::{
        Document,
        cache::{Bits, Segment},
    },
    text::{find, fold},
};

/// What text must have to match.
#[derive(Clone, Debug)]
pub(super) enum Needs {
    /// These characters, folded, side by side; and a finder for their bytes.
    Word(Vec<u16>, Box<Finder<'static>>),
    /// All of them.
    All(Vec<Self>),
    /// At least one.
    Any(Vec<Self>),
}

impl Needs {
    /// What all hits of a folded expression have, whatever the case of letters; `None` where nothing is sure.
    pub(super) fn of_expression(folded: &str, most_nested: u32) -> Option<Self> {
        let parsed = ParserBuilder::new().case_insensitive(true).nest_limit(most_nested).build().parse(folded);
        Self::of(&parsed.ok()?)
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
        let finder = Finder::new(bytemuck::cast_slice::<u16, u8>(&units)).into_owned();
        (!units.is_empty()).then(|| Self::Word(units, Box::new(finder)))
    }

    /// False when the document cannot have a hit.
    pub(super) fn hold(&self, document: &Document) -> bool {
        match self {
            Self::Word(units, finder) => {
                !find::find_units_wrapped(document.folded(), document.joints(), units, finder).is_empty()
            }
            Self::All(parts) => parts.iter().all(|part| part.hold(document)),
            Self::Any(parts) => parts.iter().any(|part| part.hold(document)),
        }
    }

    /// The documents of a segment that may have one; `None` when they must all be looked at.
    pub(super) fn documents(&self, segment: &Segment) -> Option<Bits> {
        match self {
            Self::Word(units, _) => segment.documents_with(units),
            Self::All(parts) => parts.iter().filter_map(|part| part.documents(segment)).reduce(|a, b| a.and(&b)),
            Self::Any(parts) => {
                let all: Option<Vec<Bits>> = parts.iter().map(|part| part.documents(segment)).collect();
                all?.into_iter().reduce(|a, b| a.or(&b))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(needs: &Needs) -> String {
        let list = |parts: &[Needs], by: &str| format!("({})", parts.iter().map(told).collect::<Vec<_>>().join(by));
        match needs {
            Needs::Word(units, _) => String::from_utf16_lossy(units),
            Needs::All(parts) => list(parts, "&"),
            Needs::Any(parts) => list(parts, "|"),
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
            let found = Needs::of_expression(expression, 50);
            assert_eq!(found.as_ref().map(told).as_deref(), needs, "{expression}");
        }
    }
}
