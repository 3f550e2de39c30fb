//! Whether a document of a segment matches, and how often: told by what the segment has at hand, without a list of the hits. What cannot be
//! told so is left to the search itself, which gives the same answer for everything.

use super::{
    look::Kept,
    matching::{Plan, Query, Rank, Ranked, spoken_in},
    test::Test,
};
use crate::text::find::merged;

/// A long search is to end: what it says then does not count.
type Stop<'a> = &'a dyn Fn() -> bool;

/// What is told of a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Told {
    /// It does not match.
    No,
    /// It has to be searched.
    Unsure,
    /// It matches.
    Yes(Tally),
}

/// What is counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Tally {
    /// Places where one of the words stands.
    pub hits: usize,
    /// Parts of the query that have such places.
    parts: u32,
    /// There are so many at least.
    pub cut: bool,
}

impl Told {
    /// It matches at so many places.
    pub(super) const fn hits(hits: usize) -> Self {
        Self::Yes(Tally { hits, parts: if hits > 0 { 1 } else { 0 }, cut: false })
    }

    /// It matches, wherever.
    pub(super) const fn holds(yes: bool) -> Self {
        if yes { Self::hits(0) } else { Self::No }
    }
}

impl Query {
    /// What can be told of a document in a segment, and what ranks it.
    pub(super) fn tally(&self, kept: &Kept<'_>, stop: Stop<'_>) -> (Told, Rank) {
        let told = match all(self.plans(), kept, stop) {
            // Hits of several parts that overlap count once.
            Told::Yes(tally) if tally.parts > 1 && !self.is_apart() => Told::Unsure,
            told => told,
        };
        if !self.ranks() || !matches!(told, Told::Yes(_)) {
            return (told, Rank::default());
        }
        let Some(primary) = kept.primary() else { return (Told::Unsure, Rank::default()) };
        let title_key = || kept.title_key();
        (told, self.rank(Ranked { title: kept.folded_title(), title_key: &title_key, primary }))
    }
}

/// All of them hold.
fn all(plans: &[Plan], kept: &Kept<'_>, stop: Stop<'_>) -> Told {
    let (mut sum, mut sure) = (Tally::default(), true);
    for plan in plans {
        match plan.tally(kept, stop) {
            Told::No => return Told::No,
            Told::Unsure => sure = false,
            Told::Yes(tally) => sum.add(tally),
        }
    }
    if sure { Told::Yes(sum) } else { Told::Unsure }
}

impl Tally {
    const fn add(&mut self, other: Self) {
        self.hits += other.hits;
        self.parts += other.parts;
        self.cut |= other.cut;
    }
}

impl Plan {
    fn tally(&self, kept: &Kept<'_>, stop: Stop<'_>) -> Told {
        match self {
            Self::All(parts) => all(parts, kept, stop),
            Self::Any(parts) => {
                let (mut sum, mut any, mut sure) = (Tally::default(), false, true);
                for part in parts {
                    match part.tally(kept, stop) {
                        Told::No => {}
                        Told::Unsure => sure = false,
                        Told::Yes(tally) => {
                            sum.add(tally);
                            any = true;
                        }
                    }
                }
                match (sure, any) {
                    (false, _) => Told::Unsure,
                    (true, true) => Told::Yes(sum),
                    (true, false) => Told::No,
                }
            }
            Self::Not(part) => match part.tally(kept, stop) {
                Told::No => Told::hits(0),
                Told::Unsure => Told::Unsure,
                Told::Yes(_) => Told::No,
            },
            // Without all of the words they are nowhere near each other.
            Self::Near(_, parts) => match all(parts, kept, stop) {
                Told::No => Told::No,
                Told::Unsure | Told::Yes(_) => Told::Unsure,
            },
            Self::Term(term) => term.tally(kept),
            Self::Pattern(pattern) => {
                let found = kept.text().and_then(|(folded, joints)| pattern.find_kept(folded, joints, stop));
                let Some(found) = found else { return Told::Unsure };
                match merged(found.spans).len() {
                    0 => Told::No,
                    hits => Told::Yes(Tally { hits, parts: 1, cut: found.cut }),
                }
            }
            Self::Spoken(letters) => {
                let Some((folded, joints)) = kept.text() else { return Told::Unsure };
                match merged(spoken_in(folded, joints, letters)).len() {
                    0 => Told::No,
                    hits => Told::hits(hits),
                }
            }
            Self::Test(test) => test.tally(kept),
        }
    }

    /// What the hits of its parts look like; `None` for those of which that is not known. What must not be has no hits.
    pub(super) fn shapes<'a>(&'a self, into: &mut Vec<Option<&'a [u16]>>) {
        match self {
            Self::All(parts) | Self::Any(parts) | Self::Near(_, parts) => {
                parts.iter().for_each(|part| part.shapes(into));
            }
            Self::Not(_) => {}
            // Its hits are those of another part.
            Self::Term(term) if term.is_again() => {}
            Self::Term(term) => into.push(term.shape()),
            Self::Pattern(_) | Self::Spoken(_) | Self::Test(Test::Title(_) | Test::Source(_) | Test::Author(_)) => {
                into.push(None);
            }
            Self::Test(_) => {}
        }
    }
}

/// True when no hit of one of these can lie over a hit of another one.
pub(super) fn are_apart(shapes: &[Option<&[u16]>]) -> bool {
    let blank = |units: &[u16]| units.iter().any(|unit| matches!(unit, 0x20 | 0x09 | 0x0A | 0x0D));
    let apart = |a: &[u16], b: &[u16]| {
        let meet = |left: &[u16], right: &[u16]| {
            (0..left.len()).any(|from| {
                let rest = left.get(from..).unwrap_or_default();
                rest.starts_with(right) || right.starts_with(rest)
            })
        };
        // Blanks are left out where lines are put together.
        !blank(a) && !blank(b) && !meet(a, b) && !meet(b, a)
    };
    shapes.iter().enumerate().all(|(at, one)| {
        shapes.iter().take(at).all(|other| match (one, other) {
            (Some(a), Some(b)) => apart(a, b),
            _ => false,
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::fold::fold_units;

    #[test]
    fn words_that_share_characters_at_their_edges_may_overlap() {
        let apart = |words: &[&str]| {
            let words: Vec<Vec<u16>> = words.iter().map(|word| fold_units(word)).collect();
            are_apart(&words.iter().map(|word| Some(&**word)).collect::<Vec<_>>())
        };
        assert!(apart(&["遂宁", "潼南", "市"]) && apart(&["遂宁"]) && apart(&[]));
        for words in [["遂宁", "宁市"], ["宁市", "遂宁"], ["遂宁市", "宁"], ["遂宁", "遂宁"], ["遂 宁", "潼南"]]
        {
            assert!(!apart(&words), "{words:?}");
        }
        assert!(are_apart(&[None]) && !are_apart(&[None, Some(&[1])]));
    }
}
