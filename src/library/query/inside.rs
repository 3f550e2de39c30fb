//! Whether a word stands in a stretch of a text: told by that stretch alone, without a search of the rest.

use super::matching::{Plan, Query};
use crate::{
    library::Document,
    text::{
        count::Needle,
        find::{self, Joint},
    },
};

impl Query {
    /// True when [`Query::inside`] tells of every document.
    #[must_use]
    pub fn is_told_by_stretches(&self) -> bool {
        self.words_inside().is_some()
    }

    /// The words of which [`Query::inside`] tells, folded; `None` when there is more to it than words.
    #[must_use]
    pub fn words_inside(&self) -> Option<Vec<&[u16]>> {
        let mut words = Vec::new();
        let [plan] = self.plans() else { return None };
        plan.words_inside(&mut words).then_some(words)
    }

    /// Words of which each of its hits is one, folded; `None` when there is more to it than words.
    #[must_use]
    pub fn words_of_hits(&self) -> Option<Vec<&[u16]>> {
        let mut words = Vec::new();
        let [plan] = self.plans() else { return None };
        plan.words_of_hits(&mut words).then_some(words)
    }

    /// The text of a document, of which stretches are asked; `None` when all of the text has to be searched for that.
    #[must_use]
    pub fn inside<'a>(&'a self, document: &'a Document) -> Option<Inside<'a>> {
        let [plan] = self.plans() else { return None };
        let (folded, joints) = document.searched();
        plan.words_inside(&mut vec![]).then_some(Inside { plan, folded, joints })
    }
}

/// A text that is asked of a word.
#[derive(Clone, Copy, Debug)]
pub struct Inside<'a> {
    plan: &'a Plan,
    folded: &'a [u16],
    joints: &'a [Joint],
}

impl Inside<'_> {
    /// True when a hit lies in a stretch of the text (first character and one past the last) or across its borders.
    #[must_use]
    pub fn has(&self, stretch: (usize, usize)) -> bool {
        self.plan.stands_in((self.folded, self.joints), stretch)
    }
}

impl Plan {
    /// Adds its words; false when it has more than words.
    fn words_inside<'a>(&'a self, words: &mut Vec<&'a [u16]>) -> bool {
        match self {
            Self::Term(term) => {
                words.extend(term.plain_needle().map(Needle::units));
                term.plain_needle().is_some()
            }
            Self::Any(parts) => parts.iter().all(|part| part.words_inside(words)),
            _ => false,
        }
    }

    /// Adds words of which each hit is one; false when it has other hits.
    fn words_of_hits<'a>(&'a self, words: &mut Vec<&'a [u16]>) -> bool {
        match self {
            Self::Term(term) => {
                words.extend(term.needle());
                // A blank at its edge may be one that begins a line.
                term.needle().is_some_and(|units| !find::has_blank_edge(units))
            }
            Self::Any(parts) => parts.iter().all(|part| part.words_of_hits(words)),
            _ => false,
        }
    }

    fn stands_in(&self, text: (&[u16], &[Joint]), stretch: (usize, usize)) -> bool {
        match self {
            Self::Term(term) => term.plain_needle().is_some_and(|needle| needle_stands_in(needle, text, stretch)),
            Self::Any(parts) => parts.iter().any(|part| part.stands_in(text, stretch)),
            _ => false,
        }
    }
}

/// Wherever a hit that touches the stretch can lie is looked through: hits of a plain needle do not depend on what is before them.
fn needle_stands_in(needle: &Needle, (folded, joints): (&[u16], &[Joint]), (from, to): (usize, usize)) -> bool {
    let Some(reach) = needle.units().len().checked_sub(1) else { return false };
    let to = to.min(folded.len());
    if from > to {
        return false;
    }
    let near = |joint: &Joint| (joint.start as usize) < to + reach;
    let first = || joints.partition_point(|joint| (joint.end as usize) <= from.saturating_sub(reach));
    if joints.is_empty() || !needle.crosses_lines() || !joints.get(first()).is_some_and(near) {
        let window = from.saturating_sub(reach)..(to + reach).min(folded.len());
        return folded.get(window).is_some_and(|window| needle.is_in(window));
    }
    let (start, end) = (back(joints, from, reach), forward(joints, to, reach).min(folded.len()));
    let Some(window) = folded.get(start..end) else { return false };
    if !needle.units().first().is_some_and(|unit| window.contains(unit)) {
        return false;
    }
    let inside = joints.partition_point(|joint| (joint.start as usize) < start);
    let inside = joints.get(inside..).unwrap_or_default().iter().take_while(|joint| joint.end as usize <= end);
    let shifted = |at: u32| u32::try_from(at as usize - start).unwrap_or(u32::MAX);
    let inside: Vec<Joint> =
        inside.map(|joint| Joint { start: shifted(joint.start), end: shifted(joint.end) }).collect();
    needle.spans(window, &inside).iter().any(|&(hit, behind)| start + hit < to && start + behind > from)
}

/// So many characters before `at`, those that joints leave out not counted.
fn back(joints: &[Joint], mut at: usize, mut reach: usize) -> usize {
    let before = joints.partition_point(|joint| (joint.start as usize) < at);
    for joint in joints.get(..before).unwrap_or_default().iter().rev() {
        let between = at.saturating_sub(joint.end as usize);
        if between > reach {
            break;
        }
        reach -= between;
        at = joint.start as usize;
    }
    at.saturating_sub(reach)
}

/// The same behind `at`.
fn forward(joints: &[Joint], mut at: usize, mut reach: usize) -> usize {
    let first = joints.partition_point(|joint| joint.end as usize <= at);
    for joint in joints.get(first..).unwrap_or_default() {
        let between = (joint.start as usize).saturating_sub(at);
        if between > reach {
            break;
        }
        reach -= between;
        at = joint.end as usize;
    }
    at + reach
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::library::{
        document_of,
        query::{Places, places_until},
    };

    proptest! {
        /// What the stretch tells is what the hits of the whole text tell.
        #[test]
        fn a_stretch_tells_what_the_whole_text_does(
            text in "([遂宁，a]{1,4}|\n|\r\n\u{3000}| |。){0,30}", words in prop::collection::vec("[遂宁，a]{1,4}", 1..3), ends in (0_usize..60, 0_usize..60),
        ) {
            let document = document_of("a.txt", text.as_bytes());
            let all = document.folded().len();
            let (from, to) = (ends.0.min(ends.1).min(all), ends.0.max(ends.1).min(all));
            prop_assume!(from < to);
            for query in Query::new(&words.join(" OR "), false).words() {
                let Some(Places::Chars(hits)) = places_until(&document, &query, &|| false) else { continue };
                let wanted = hits.iter().any(|&(start, end)| start < to && end > from);
                let told = query.inside(&document).map(|inside| inside.has((from, to)));
                prop_assert_eq!(query.is_told_by_stretches(), told.is_some());
                prop_assert!(told.is_none_or(|told| told == wanted), "{:?} {:?} {:?}", words, hits, (from, to));
            }
        }
    }

    #[test]
    fn plain_words_are_told() {
        let document = document_of("a.txt", "题目\n\n在遂\n宁市，也在潼南。".as_bytes());
        let told = |text: &str, from: usize, to: usize| {
            let at = document.folded().iter().position(|unit| *unit == 0x5728).unwrap();
            Query::new(text, false)
                .words()
                .first()
                .and_then(|word| Some(word.inside(&document)?.has((at + from, at + to))))
        };
        assert_eq!(told("遂宁", 3, 5), Some(true), "across the line end");
        assert_eq!(told("遂宁", 4, 6), Some(false));
        assert_eq!(told("潼南 OR 宁市", 4, 6), Some(true));
        assert_eq!((told("宁宁", 0, 9), told("suining", 0, 9), told("/遂/", 0, 9)), (None, None, None));
    }
}
