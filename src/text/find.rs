//! Exact search in folded units, in linear time, also across the line ends of a hard-wrapped page.

use memchr::memmem::Finder;

use super::punct;

/// Looking for a word in a short text. The standard library first makes a plan for long ones, which costs more than the search.
pub trait FindWord {
    /// Where `word` first stands, as `str::find` says.
    fn find_word(&self, word: &str) -> Option<usize>;
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
    let mut hits = Vec::new();
    if needle.is_empty() || needle.len() > haystack.len() {
        return hits;
    }
    let bytes: &[u8] = bytemuck::cast_slice(haystack);
    let finder = Finder::new(bytemuck::cast_slice::<u16, u8>(needle));
    // A hit at an odd byte lies across two units and is none. Each costs a fresh start of at most the needle's length; periodic text could
    // make that quadratic, so the misses are paid from a budget, and when it is spent a search over units goes on.
    let mut budget = bytes.len() * 2 + 1024;
    let mut from = 0;
    while let Some(found) = bytes.get(from..).and_then(|tail| finder.find(tail)) {
        let at = from + found;
        if at % 2 == 0 {
            hits.push(at / 2);
            from = at + needle.len() * 2;
        } else {
            from = at + 1;
            match budget.checked_sub(needle.len() + 16) {
                Some(rest) => budget = rest,
                None => {
                    hits.extend(knuth_morris_pratt(haystack, needle, from.div_ceil(2)));
                    break;
                }
            }
        }
    }
    hits
}

/// Non-overlapping hits from unit `from` on; never looks at a unit of the haystack more than twice.
fn knuth_morris_pratt(haystack: &[u16], needle: &[u16], from: usize) -> Vec<usize> {
    // fallback[i]: length of the longest proper border of needle[..=i].
    let mut fallback = vec![0_usize; needle.len()];
    let mut matched = 0;
    for i in 1..needle.len() {
        while matched > 0 && needle[i] != needle[matched] {
            matched = fallback[matched - 1];
        }
        if needle[i] == needle[matched] {
            matched += 1;
        }
        fallback[i] = matched;
    }
    let mut hits = Vec::new();
    matched = 0;
    for (i, &unit) in haystack.iter().enumerate().skip(from) {
        while matched > 0 && unit != needle[matched] {
            matched = fallback[matched - 1];
        }
        if unit == needle[matched] {
            matched += 1;
        }
        if matched == needle.len() {
            hits.push(i + 1 - matched);
            matched = 0;
        }
    }
    hits
}

/// A hit that may reach across a line end: first unit and one past the last.
pub type Span = (usize, usize);

/// Like [`find_units`], and finds the needle also where a page is hard-wrapped inside it: between two Han characters that stand at the end
/// and the start of lines, up to two line ends and the blanks around them may lie. A needle with a line end of its own is only found as it is.
#[must_use]
pub fn find_units_joined(haystack: &[u16], needle: &[u16]) -> Vec<Span> {
    let plain = || find_units(haystack, needle).into_iter().map(|at| (at, at + needle.len())).collect::<Vec<Span>>();
    if needle.iter().any(|&unit| is_line_end(unit)) || !needle.iter().any(|&unit| is_han(unit)) {
        return plain();
    }
    let joints = joints(haystack);
    if joints.is_empty() {
        return plain();
    }
    let mut joined = Vec::with_capacity(haystack.len());
    // (position in `joined`, units left out before it), ascending.
    let mut shifts = vec![(0_usize, 0_usize)];
    let (mut from, mut left_out) = (0, 0);
    for &(start, end) in &joints {
        joined.extend_from_slice(haystack.get(from..start).unwrap_or_default());
        left_out += end - start;
        shifts.push((joined.len(), left_out));
        from = end;
    }
    joined.extend_from_slice(haystack.get(from..).unwrap_or_default());
    let source_of = |at: usize| {
        let slot = shifts.partition_point(|&(position, _)| position <= at).saturating_sub(1);
        at + shifts.get(slot).map_or(0, |&(_, out)| out)
    };
    let mut hits: Vec<Span> = find_units(&joined, needle)
        .into_iter()
        .map(|at| (source_of(at), source_of(at + needle.len() - 1) + 1))
        .collect();
    let edges = [needle.first(), needle.last()];
    if edges.into_iter().flatten().any(|&unit| is_blank(unit)) {
        // Blanks at the needle's edge may be indentation that the join left out.
        hits.extend(plain());
        hits.sort_unstable();
        hits.dedup();
    }
    hits
}

/// The runs of line ends and blanks that part two Han characters, at most two line ends each.
fn joints(units: &[u16]) -> Vec<Span> {
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
        let between_han = start > 0
            && units.get(start - 1).is_some_and(|&unit| is_han(unit))
            && units.get(end).is_some_and(|&unit| is_han(unit));
        if between_han && line_ends <= 2 {
            joints.push((start, end));
        }
    }
    joints
}

fn is_line_end(unit: u16) -> bool {
    matches!(unit, 0x0A | 0x0D)
}

/// Blanks of a folded text: U+3000 and U+00A0 have become U+0020 there.
fn is_blank(unit: u16) -> bool {
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

    #[test]
    fn a_needle_is_found_across_a_hard_wrap() {
        assert_eq!(joined("在遂\n宁市", "遂宁"), ["遂\n宁"]);
        assert_eq!(joined("在遂\r\n\u{3000}\u{3000}寧市,遂宁", "遂宁"), ["遂\r\n\u{3000}\u{3000}寧", "遂宁"]);
        assert_eq!(joined("在遂 \n\n  宁市", "遂宁"), ["遂 \n\n  宁"]);
        assert_eq!(joined("一\n二\n三\n四五", "二三四"), ["二\n三\n四"]);
    }

    #[test]
    fn other_gaps_are_no_wrap() {
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
