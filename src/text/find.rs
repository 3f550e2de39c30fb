//! Exact search in folded units, in linear time, also across the line ends of a hard-wrapped page.

use memchr::memmem::Finder;

use super::{
    fold::PLACEHOLDER,
    punct::{self, Class},
};

/// Looking for a word in a short text. The standard library first makes a plan for long ones, which costs more than the search.
pub trait FindWord {
    /// Where `word` first stands, as `str::find` says.
    fn find_word(&self, word: &str) -> Option<usize>;

    /// True when `word` stands somewhere, as `str::contains` says.
    fn has_word(&self, word: &str) -> bool {
        self.find_word(word).is_some()
    }
}

impl FindWord for str {
    fn find_word(&self, word: &str) -> Option<usize> {
        let (text, word) = (self.as_bytes(), word.as_bytes());
        // The last byte of a character tells most of it.
        let lead = word.iter().skip(1).take_while(|&&byte| byte & 0xC0 == 0x80).count();
        let Some(&telling) = word.get(lead) else { return Some(0) };
        let mut from = lead;
        while let Some(step) = text.get(from..).and_then(|rest| memchr::memchr(telling, rest)) {
            let start = from + step - lead;
            if text.get(start..).is_some_and(|rest| rest.starts_with(word)) {
                return Some(start);
            }
            from += step + 1;
        }
        None
    }
}

/// Positions (in units) of every hit of `needle`, left to right, not overlapping. An empty needle has none.
#[must_use]
pub fn find_units(haystack: &[u16], needle: &[u16]) -> Vec<usize> {
    find_units_with(haystack, needle, &Finder::new(bytemuck::cast_slice::<u16, u8>(needle)))
}

/// The same with a finder for the bytes of the needle, made once for many texts.
#[must_use]
pub fn find_units_with(haystack: &[u16], needle: &[u16], finder: &Finder<'_>) -> Vec<usize> {
    let mut hits = Vec::new();
    each_unit_with(haystack, needle, finder, &mut |at| hits.push(at));
    hits
}

/// Tells `found` the position of each of these hits.
pub(super) fn each_unit_with(haystack: &[u16], needle: &[u16], finder: &Finder<'_>, found: &mut impl FnMut(usize)) {
    if needle.is_empty() || needle.len() > haystack.len() {
        return;
    }
    let bytes: &[u8] = bytemuck::cast_slice(haystack);
    // A hit at an odd byte lies across two units and is none. Each costs a fresh start of at most the needle's length; periodic text could
    // make that quadratic, so the misses are paid from a budget, and when it is spent a search over units goes on.
    let mut budget = bytes.len() * 2 + 1024;
    let mut from = 0;
    while let Some(step) = bytes.get(from..).and_then(|tail| finder.find(tail)) {
        let at = from + step;
        if at % 2 == 0 {
            found(at / 2);
            from = at + needle.len() * 2;
        } else {
            from = at + 1;
            match budget.checked_sub(needle.len() + 16) {
                Some(rest) => budget = rest,
                None => {
                    knuth_morris_pratt(haystack, needle, from.div_ceil(2)).into_iter().for_each(&mut *found);
                    break;
                }
            }
        }
    }
}

/// Positions of every hit of `needle`, left to right, not overlapping, from position `from` on; never looks at a place of the haystack more
/// than twice. An empty needle has none.
#[must_use]
pub fn knuth_morris_pratt<T: PartialEq>(haystack: &[T], needle: &[T], from: usize) -> Vec<usize> {
    if needle.is_empty() {
        return vec![];
    }
    let fallback = borders(needle);
    let mut matched = 0;
    let mut hits = Vec::new();
    for (i, unit) in haystack.iter().enumerate().skip(from) {
        while matched > 0 && *unit != needle[matched] {
            matched = fallback[matched - 1];
        }
        if *unit == needle[matched] {
            matched += 1;
        }
        if matched == needle.len() {
            hits.push(i + 1 - matched);
            matched = 0;
        }
    }
    hits
}

/// For each place of the needle, the length of the longest proper border of what ends there: how much of a hit may have begun again.
fn borders<T: PartialEq>(needle: &[T]) -> Vec<usize> {
    let mut borders = vec![0_usize; needle.len()];
    let mut matched = 0;
    for i in 1..needle.len() {
        while matched > 0 && needle[i] != needle[matched] {
            matched = borders[matched - 1];
        }
        if needle[i] == needle[matched] {
            matched += 1;
        }
        borders[i] = matched;
    }
    borders
}

/// A hit that may reach across a line end: first unit and one past the last.
pub type Span = (usize, usize);

/// Sorted, overlapping ranges put together.
#[must_use]
pub fn merged(mut ranges: Vec<Span>) -> Vec<Span> {
    ranges.sort_unstable();
    let mut out: Vec<Span> = Vec::with_capacity(ranges.len());
    for (start, end) in ranges {
        match out.last_mut() {
            Some(last) if start < last.1 => last.1 = last.1.max(end),
            _ => out.push((start, end)),
        }
    }
    out
}

/// Like [`find_units`], and finds the needle also where a page is hard-wrapped inside it: where lines end and start with Han characters or
/// Chinese marks inside a sentence (on one side letters or digits will do), up to two line ends and the blanks around them may lie. A needle
/// with a line end of its own is only found as it is.
#[must_use]
pub fn find_units_joined(haystack: &[u16], needle: &[u16]) -> Vec<Span> {
    find_units_wrapped(haystack, &joints(haystack), needle, &Finder::new(bytemuck::cast_slice::<u16, u8>(needle)))
}

/// The same when the joints of the text and a finder for the bytes of the needle are known.
#[must_use]
pub fn find_units_wrapped(haystack: &[u16], joints: &[Joint], needle: &[u16], finder: &Finder<'_>) -> Vec<Span> {
    let plain: Vec<Span> =
        find_units_with(haystack, needle, finder).into_iter().map(|at| (at, at + needle.len())).collect();
    if joints.is_empty() || !crosses_lines(needle) {
        return plain;
    }
    // Only what lies across a joint is missing; nearly always that is nothing. A long needle that goes with many joints is sooner found in
    // the text put together.
    let mut across = Vec::new();
    let mut budget = haystack.len() * 2 + 1024;
    for (at, joint) in joints.iter().enumerate() {
        let before = (joint.start as usize).checked_sub(1).and_then(|at| haystack.get(at));
        let (Some(&before), Some(&behind)) = (before, haystack.get(joint.end as usize)) else { continue };
        let pairs = || needle.windows(2).enumerate().filter(|(_, pair)| *pair == [before, behind]);
        let cost = needle.len() * (1 + pairs().count());
        let Some(rest) = budget.checked_sub(cost) else { return in_joined(haystack, joints, needle, finder, plain) };
        budget = rest;
        across.extend(pairs().filter_map(|(left, _)| spelled_across(haystack, joints, at, needle, left + 1)));
    }
    if across.is_empty() {
        return plain;
    }
    if overlaps_itself(needle) || has_blank_edge(needle) {
        // Which of its hits count depends on those before them.
        return in_joined(haystack, joints, needle, finder, plain);
    }
    across.extend(plain);
    across.sort_unstable();
    across.dedup();
    across
}

/// Blanks at the needle's edge may be indentation that the join leaves out.
#[must_use]
pub fn has_blank_edge(needle: &[u16]) -> bool {
    [needle.first(), needle.last()].into_iter().flatten().any(|&unit| is_blank(unit))
}

/// The hits in the text put together, with the `plain` ones where that may have lost some.
fn in_joined(haystack: &[u16], joints: &[Joint], needle: &[u16], finder: &Finder<'_>, plain: Vec<Span>) -> Vec<Span> {
    let joined = Joined::of(haystack, joints);
    let found = find_units_with(&joined.units, needle, finder);
    let mut hits: Vec<Span> = found.into_iter().map(|at| joined.source_of(at, at + needle.len())).collect();
    if has_blank_edge(needle) {
        hits.extend(plain);
        hits.sort_unstable();
        hits.dedup();
    }
    hits
}

/// The hit whose first `left` units end before joint number `at`, and whose others go on behind it.
pub(super) fn spelled_across(
    haystack: &[u16],
    joints: &[Joint],
    at: usize,
    needle: &[u16],
    left: usize,
) -> Option<Span> {
    let (head, tail) = needle.split_at_checked(left)?;
    let joint = joints.get(at)?;
    // Backwards, over the joints before this one.
    let (mut start, mut joint_before) = (joint.start as usize, at);
    for &unit in head.iter().rev() {
        while let Some(here) =
            joint_before.checked_sub(1).and_then(|i| joints.get(i)).filter(|j| j.end as usize == start)
        {
            start = here.start as usize;
            joint_before -= 1;
        }
        start = start.checked_sub(1)?;
        if haystack.get(start) != Some(&unit) {
            return None;
        }
    }
    let (mut end, mut joint_behind) = (joint.end as usize, at + 1);
    for &unit in tail {
        while let Some(here) = joints.get(joint_behind).filter(|j| j.start as usize == end) {
            end = here.end as usize;
            joint_behind += 1;
        }
        if haystack.get(end) != Some(&unit) {
            return None;
        }
        end += 1;
    }
    Some((start, end))
}

/// True when a hit may begin inside another one: 发展发展.
pub(super) fn overlaps_itself(needle: &[u16]) -> bool {
    borders(needle).last().is_some_and(|&border| border > 0)
}

/// True when the needle may be found across a line end.
#[must_use]
pub fn crosses_lines(needle: &[u16]) -> bool {
    needle.len() > 1
        && !needle.iter().any(|&unit| is_line_end(unit))
        && needle.iter().any(|&unit| side(unit, true) == Side::Square || side(unit, false) == Side::Square)
}

/// A hard-wrapped text with its lines put together: what lies between two Han characters of one sentence is left out.
#[derive(Clone, Debug, Default)]
pub struct Joined {
    /// The text without what was left out.
    pub units: Vec<u16>,
    /// What was left out, as ranges of the source, ascending.
    pub left_out: Vec<Span>,
    /// (Position in `units`, units left out before it), ascending.
    shifts: Vec<(usize, usize)>,
}

impl Joined {
    /// Puts the lines of folded units together.
    #[must_use]
    pub fn of(source: &[u16], joints: &[Joint]) -> Self {
        let left_out: Vec<Span> = joints.iter().map(|joint| (joint.start as usize, joint.end as usize)).collect();
        let mut units = Vec::with_capacity(source.len());
        let mut shifts = vec![(0_usize, 0_usize)];
        let (mut from, mut gone) = (0, 0);
        for &(start, end) in &left_out {
            units.extend_from_slice(source.get(from..start).unwrap_or_default());
            gone += end - start;
            shifts.push((units.len(), gone));
            from = end;
        }
        units.extend_from_slice(source.get(from..).unwrap_or_default());
        Self { units, left_out, shifts }
    }

    /// Where something was left out, by positions in `units`, ascending.
    pub fn seams(&self) -> impl Iterator<Item = usize> {
        self.shifts.iter().skip(1).map(|(at, _)| *at)
    }

    /// The source range of a range of the joined text that is not empty.
    #[must_use]
    pub fn source_of(&self, start: usize, end: usize) -> Span {
        let at = |at: usize| {
            let slot = self.shifts.partition_point(|&(position, _)| position <= at).saturating_sub(1);
            at + self.shifts.get(slot).map_or(0, |&(_, out)| out)
        };
        (at(start), at(end.saturating_sub(1)) + 1)
    }
}

/// What lies between two lines of one text: first unit and one past the last.
#[derive(Clone, Copy, Debug, PartialEq, Eq, bytemuck::Pod, bytemuck::Zeroable)]
#[repr(C)]
pub struct Joint {
    /// The first unit that is left out when the text is put together.
    pub start: u32,
    /// One past the last.
    pub end: u32,
}

/// The runs of line ends and blanks at which a hard-wrapped text goes on, at most two line ends each.
#[must_use]
pub fn joints(units: &[u16]) -> Box<[Joint]> {
    let mut joints = Vec::new();
    // The end of the last run looked at: runs do not overlap, so the walk stays linear.
    let mut done = 0;
    for at in memchr::memchr2_iter(0x0A, 0x0D, bytemuck::cast_slice(units)) {
        let at = at / 2;
        if at < done || !units.get(at).is_some_and(|&unit| is_line_end(unit)) {
            continue;
        }
        let mut start = at;
        while start > done && units.get(start - 1).is_some_and(|&unit| is_blank(unit)) {
            start -= 1;
        }
        let mut end = at;
        let mut line_ends = 0;
        while let Some(&unit) = units.get(end).filter(|&&unit| is_blank(unit) || is_line_end(unit)) {
            let second_half = unit == 0x0A && end > 0 && units.get(end - 1) == Some(&0x0D);
            line_ends += usize::from(is_line_end(unit) && !second_half);
            end += 1;
        }
        done = end;
        let before = start.checked_sub(1).and_then(|at| units.get(at)).map_or(Side::None, |&unit| side(unit, true));
        let behind = units.get(end).map_or(Side::None, |&unit| side(unit, false));
        let goes_on =
            matches!((before, behind), (Side::Square, Side::Square | Side::Latin) | (Side::Latin, Side::Square));
        if goes_on
            && line_ends <= 2
            && let (Ok(start), Ok(end)) = (u32::try_from(start), u32::try_from(end))
        {
            joints.push(Joint { start, end });
        }
    }
    joints.into()
}

/// What stands beside a line end, as far as it tells that the text goes on without a blank.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Side {
    /// Han, and the marks that are set like it.
    Square,
    /// Letters, digits and their marks.
    Latin,
    /// The end of a sentence, or nothing.
    None,
}

/// Folding has made ASCII of the full-width marks.
fn side(unit: u16, before: bool) -> Side {
    if is_han(unit) || unit == PLACEHOLDER {
        return Side::Square;
    }
    let c = char::from_u32(unit.into()).unwrap_or_default();
    match c {
        '!' | '?' if before => Side::None,
        ',' | ';' | ':' | '(' | ')' => Side::Square,
        '!'..='~' => Side::Latin,
        _ => match punct::class_of(c) {
            Class::Stop | Class::Ellipsis if before => Side::None,
            Class::Other | Class::Space => Side::None,
            _ => Side::Square,
        },
    }
}

pub(crate) fn is_line_end(unit: u16) -> bool {
    matches!(unit, 0x0A | 0x0D)
}

/// Blanks of a folded text: U+3000 and U+00A0 have become U+0020 there.
pub(crate) fn is_blank(unit: u16) -> bool {
    matches!(unit, 0x20 | 0x09)
}

fn is_han(unit: u16) -> bool {
    char::from_u32(u32::from(unit)).is_some_and(punct::is_han)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::text::fold::fold_units;

    fn brute(haystack: &[u16], needle: &[u16]) -> Vec<usize> {
        let (mut hits, mut at) = (vec![], 0);
        while !needle.is_empty() && at + needle.len() <= haystack.len() {
            if haystack[at..].starts_with(needle) {
                hits.push(at);
                at += needle.len();
            } else {
                at += 1;
            }
        }
        hits
    }

    fn joined(text: &str, needle: &str) -> Vec<String> {
        let chars: Vec<char> = text.chars().collect();
        find_units_joined(&fold_units(text), &fold_units(needle))
            .into_iter()
            .map(|(a, b)| chars[a..b].iter().collect())
            .collect()
    }

    proptest! {
        #[test]
        fn words_are_found_as_by_the_standard_library(text in "[遂宁a é𠀀]{0,20}", word in "[遂宁a é𠀀]{0,3}") {
            prop_assert_eq!(text.find_word(&word), text.find(&word));
        }
    }

    proptest! {
        /// Against the same text with its lines put together, where hits are counted from left to right.
        #[test]
        fn wrapped_hits_are_those_of_the_text_put_together(
            text in "[遂宁，a \n\r\u{3000}。]{0,40}", needle in "[遂宁，a ]{1,5}",
        ) {
            let (haystack, needle) = (fold_units(&text), fold_units(&needle));
            let joined = Joined::of(&haystack, &joints(&haystack));
            let mut wanted: Vec<Span> =
                brute(&joined.units, &needle).into_iter().map(|at| joined.source_of(at, at + needle.len())).collect();
            if needle.first() == Some(&0x20) || needle.last() == Some(&0x20) {
                wanted.extend(brute(&haystack, &needle).into_iter().map(|at| (at, at + needle.len())));
                wanted.sort_unstable();
                wanted.dedup();
            }
            prop_assert_eq!(find_units_joined(&haystack, &needle), wanted);
        }
    }

    #[test]
    fn a_needle_is_found_across_a_hard_wrap() {
        assert_eq!(joined("在遂\n宁市", "遂宁"), ["遂\n宁"]);
        assert_eq!(joined("在遂\r\n\u{3000}\u{3000}寧市,遂宁", "遂宁"), ["遂\r\n\u{3000}\u{3000}寧", "遂宁"]);
        assert_eq!(joined("在遂 \n\n  宁市", "遂宁"), ["遂 \n\n  宁"]);
        assert_eq!(joined("一\n二\n三\n四五", "二三四"), ["二\n三\n四"]);
    }

    #[test]
    fn other_gaps_are_no_wrap() {
        assert_eq!(joined("甲、\n乙,2\n0个", "甲、乙"), ["甲、\n乙"]);
        assert_eq!(joined("增长\n8.1%", "增长8.1%"), ["增长\n8.1%"]);
        assert!(joined("完。\n　　又", "完。又").is_empty(), "a sentence has ended");
        for text in ["遂 宁", "遂,\n宁", "遂\n\n\n宁", "遂\n1宁", "遂\n", "\n宁"] {
            assert!(joined(text, "遂宁").is_empty(), "{text:?}");
        }
        assert_eq!(joined("遂\n宁", "遂\n宁"), ["遂\n宁"]);
        assert_eq!(joined("文\n  遂宁", " 遂宁"), [" 遂宁"]);
    }

    #[test]
    fn units_that_only_look_alike_across_bytes_stay_linear() {
        // Every odd byte of this haystack matches; none of it is a hit.
        let haystack = vec![0x4E2D_u16; 400_000];
        let needle = vec![0x2D4E_u16; 2_000];
        assert!(find_units(&haystack, &needle).is_empty());
        let mut with_hit = haystack;
        with_hit.extend_from_slice(&needle);
        assert_eq!(find_units(&with_hit, &needle), [400_000]);
    }

    /// Each joint with each place of the needle, and each of those spelled out, would be some 10¹³ comparisons.
    #[test]
    fn a_long_needle_on_a_wrapped_page_stays_linear() {
        let page = "遂宁潼南遂宁潼南遂宁潼南\n".repeat(200_000);
        let units = fold_units(&page);
        let needle = fold_units(&"遂宁潼南".repeat(500));
        let hits = find_units_joined(&units, &needle);
        assert_eq!(hits.len(), 200_000 * 3 / 500);
        assert_eq!(hits.first(), Some(&(0, 2000 + 2000 / 12)));
        let strange = fold_units(&format!("{}海", "遂宁潼南".repeat(500)));
        assert!(find_units_joined(&units, &strange).is_empty());
    }

    #[test]
    fn borders_are_found_in_one_walk() {
        let alike = vec![7_u16; 1_000_000];
        assert!(overlaps_itself(&alike));
        let mut other = alike;
        other.push(8);
        assert!(!overlaps_itself(&other));
    }

    proptest! {
        #[test]
        fn a_needle_overlaps_itself_where_it_ends_as_it_begins(needle in prop::collection::vec(0_u16..3, 0..9)) {
            let wanted = (1..needle.len()).any(|shift| needle.starts_with(&needle[shift..]));
            prop_assert_eq!(overlaps_itself(&needle), wanted);
        }

        #[test]
        fn the_text_put_together_has_the_same_hits(text in "[遂宁，a \n\r。]{0,40}", needle in "[遂宁，a ]{2,5}") {
            let (haystack, needle) = (fold_units(&text), fold_units(&needle));
            prop_assume!(crosses_lines(&needle));
            let finder = Finder::new(bytemuck::cast_slice::<u16, u8>(&needle));
            let plain = find_units_with(&haystack, &needle, &finder);
            let plain = plain.into_iter().map(|at| (at, at + needle.len())).collect();
            let together = in_joined(&haystack, &joints(&haystack), &needle, &finder, plain);
            prop_assert_eq!(find_units_joined(&haystack, &needle), together);
        }
    }

    proptest! {
        #[test]
        fn equal_to_brute_force(haystack in prop::collection::vec(prop::sample::select(vec![0x4141_u16, 0x4142, 0x4241, 0x2D4E, 0x4E2D]), 0..200),
                                needle in prop::collection::vec(prop::sample::select(vec![0x4141_u16, 0x4142, 0x4241, 0x2D4E, 0x4E2D]), 0..5)) {
            prop_assert_eq!(find_units(&haystack, &needle), brute(&haystack, &needle));
            if !needle.is_empty() {
                prop_assert_eq!(knuth_morris_pratt(&haystack, &needle, 0), brute(&haystack, &needle));
            }
        }

        #[test]
        fn joined_is_a_search_in_the_joined_text(text in "[遂宁渝, \na]{0,60}", needle in "[遂宁渝]{1,3}") {
            let units = fold_units(&text);
            let pattern: Vec<u16> = fold_units(&needle);
            for (start, end) in find_units_joined(&units, &pattern) {
                let without: Vec<u16> = units[start..end].iter().copied().filter(|&u| !is_blank(u) && !is_line_end(u)).collect();
                prop_assert_eq!(&without, &pattern);
            }
            // Nothing is lost against the plain search.
            let plain = find_units(&units, &pattern);
            let all = find_units_joined(&units, &pattern);
            prop_assert!(all.len() >= plain.len());
        }
    }
}
