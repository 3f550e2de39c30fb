//! How often a word stands in a text: the number of hits that [`super::find`] would list, without the list.

use memchr::memmem::Finder;

use super::find::{self, Joint, Span};

/// Units counted in one go: so many matches fit the number that is counted with.
const AT_ONCE: usize = 1 << 14;

/// A word to be counted in many texts.
#[derive(Clone, Debug)]
pub struct Needle {
    units: Box<[u16]>,
    /// Finds the bytes of the units.
    finder: Finder<'static>,
    /// It may stand across a line end.
    crosses: bool,
    /// Its hits never overlap, and no blank of a line's beginning can belong to one.
    plain: bool,
}

impl Needle {
    /// Of folded units.
    #[must_use]
    pub fn new(units: &[u16]) -> Self {
        Self {
            finder: Finder::new(bytemuck::cast_slice::<u16, u8>(units)).into_owned(),
            crosses: find::crosses_lines(units),
            plain: !find::overlaps_itself(units) && !find::has_blank_edge(units),
            units: units.into(),
        }
    }

    /// The units.
    #[must_use]
    pub fn units(&self) -> &[u16] {
        &self.units
    }

    /// Finds their bytes.
    #[must_use]
    pub const fn finder(&self) -> &Finder<'static> {
        &self.finder
    }

    /// True when its hits never overlap, and no blank of a line's beginning can belong to one.
    #[must_use]
    pub const fn is_plain(&self) -> bool {
        self.plain
    }

    /// True when it is one character, or two of which as many hits are counted as they stand side by side.
    #[must_use]
    pub fn is_told_by_pairs(&self) -> bool {
        match *self.units {
            [_] => true,
            [_, _] => self.plain,
            _ => false,
        }
    }

    /// All its hits (see [`find::find_units_wrapped`]).
    #[must_use]
    pub fn spans(&self, haystack: &[u16], joints: &[Joint]) -> Vec<Span> {
        find::find_units_wrapped(haystack, joints, &self.units, &self.finder)
    }

    /// How many hits it has, overlapping ones put together.
    #[must_use]
    pub fn count(&self, haystack: &[u16], joints: &[Joint]) -> usize {
        let slowly = || find::merged(self.spans(haystack, joints)).len();
        match &*self.units {
            [] => 0,
            [unit] => count_units(haystack, *unit),
            _ if !self.plain => slowly(),
            units => {
                let plain = match units {
                    [first, second] => count_pairs(haystack, *first, *second),
                    _ => self.count_found(haystack),
                };
                let across = |at| self.lies_across(haystack, joints, at);
                if self.crosses && (0..joints.len()).any(across) { slowly() } else { plain }
            }
        }
    }

    /// True when it may stand across a line end.
    #[must_use]
    pub const fn crosses_lines(&self) -> bool {
        self.crosses
    }

    /// True when it stands somewhere in a short text, as it is.
    #[must_use]
    pub fn is_in(&self, text: &[u16]) -> bool {
        match *self.units {
            [] => false,
            [unit] => text.contains(&unit),
            [first, second, ..] => has_run(text, &self.units, [first, second]),
        }
    }

    /// Where it first stands in a short text, as it is.
    #[must_use]
    pub fn first_in(&self, text: &[u16]) -> Option<usize> {
        let (first, rest) = self.units.split_first()?;
        let may = text.len().checked_sub(rest.len())?;
        (0..may).find(|at| text.get(*at) == Some(first) && text.get(at + 1..at + 1 + rest.len()) == Some(rest))
    }

    /// True when a hit lies across this joint.
    fn lies_across(&self, haystack: &[u16], joints: &[Joint], at: usize) -> bool {
        let Some(joint) = joints.get(at) else { return false };
        let before = (joint.start as usize).checked_sub(1).and_then(|at| haystack.get(at));
        let (Some(&before), Some(&behind)) = (before, haystack.get(joint.end as usize)) else { return false };
        if !self.units.contains(&before) || !self.units.contains(&behind) {
            return false;
        }
        let pairs = self.units.windows(2).enumerate().filter(|(_, pair)| *pair == [before, behind]);
        pairs.into_iter().any(|(left, _)| find::spelled_across(haystack, joints, at, &self.units, left + 1).is_some())
    }

    fn count_found(&self, haystack: &[u16]) -> usize {
        let mut count = 0;
        find::each_unit_with(haystack, &self.units, &self.finder, &mut |_| count += 1);
        count
    }
}

/// How often a unit stands in a text.
#[must_use]
pub fn count_units(haystack: &[u16], unit: u16) -> usize {
    // Sums of 16 bits are counted eight at a time or more.
    let part = |part: &[u16]| part.iter().map(|other| u16::from(*other == unit)).sum::<u16>();
    haystack.chunks(AT_ONCE).map(|chunk| usize::from(part(chunk))).sum()
}

/// How often two different units stand side by side.
fn count_pairs(haystack: &[u16], first: u16, second: u16) -> usize {
    let behind = haystack.get(1..).unwrap_or_default();
    let both = |a: &[u16], b: &[u16]| -> u16 {
        a.iter().zip(b).map(|(a, b)| u16::from(*a == first) & u16::from(*b == second)).sum()
    };
    haystack.chunks(AT_ONCE).zip(behind.chunks(AT_ONCE)).map(|(a, b)| usize::from(both(a, b))).sum()
}

/// True when a run of units that begins with a pair stands in a text. Eight places or more are looked at together.
fn has_run(text: &[u16], run: &[u16], [first, second]: [u16; 2]) -> bool {
    const PLACES: usize = 32;
    let behind = text.get(1..).unwrap_or_default();
    let pair = |a: &[u16], b: &[u16]| -> bool {
        a.iter().zip(b).fold(false, |any, (a, b)| any | ((*a == first) & (*b == second)))
    };
    text.chunks(PLACES).zip(behind.chunks(PLACES)).enumerate().any(|(chunk, (a, b))| {
        pair(a, b) && {
            let from = chunk * PLACES;
            (from..from + a.len()).any(|at| text.get(at..).is_some_and(|rest| rest.starts_with(run)))
        }
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::text::fold::fold_units;

    proptest! {
        #[test]
        fn as_many_are_counted_as_found(
            text in "[遂宁，a \n\r\u{3000}。]{0,60}", needle in "[遂宁，a \n]{0,4}", times in 1_usize..3,
        ) {
            let (haystack, needle) = (fold_units(&text.repeat(times)), fold_units(&needle));
            let joints = find::joints(&haystack);
            let counter = Needle::new(&needle);
            prop_assert_eq!(counter.count(&haystack, &joints), find::merged(counter.spans(&haystack, &joints)).len());
            let first = find::find_units(&haystack, &needle).first().copied();
            prop_assert_eq!(counter.first_in(&haystack), first);
            prop_assert_eq!(counter.is_in(&haystack), first.is_some());
        }
    }

    #[test]
    fn long_texts_are_counted_in_parts() {
        let text = fold_units(&"遂宁".repeat(AT_ONCE * 3));
        assert_eq!(Needle::new(&fold_units("遂宁")).count(&text, &[]), AT_ONCE * 3);
        assert_eq!(Needle::new(&fold_units("宁遂")).count(&text, &[]), AT_ONCE * 3 - 1);
        assert_eq!(Needle::new(&fold_units("宁")).count(&text, &[]), AT_ONCE * 3);
    }
}
