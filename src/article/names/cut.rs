//! Names run together, cut where it costs least.

use super::{is_given_start, is_no_name, is_surname_start};
use crate::article::vocab::vocab;

/// Splits characters run together into names (byte lengths). `inside`: other names came before, so pen names are believed.
/// `placed`: a place may follow the name (記者王小明台北報導).
pub(super) fn split(run: &str, inside: bool, placed: bool) -> Option<Vec<usize>> {
    let chars: Vec<char> = run.chars().collect();
    let n = chars.len();
    if run.contains('·') {
        return (n <= 16 && !run.starts_with('·')).then(|| vec![run.len()]);
    }
    if is_no_name(run) || n > 24 {
        return None;
    }
    if n <= 3 && !is_surname_start(run) {
        return (inside && n >= 2).then(|| vec![run.len()]);
    }
    if is_given_start(run) && (3..=5).contains(&n) {
        return Some(vec![run.len()]);
    }
    // Cheapest way to cut into names of two to four characters.
    let mut best: Vec<Option<(i32, usize)>> = vec![None; n + 1];
    best[0] = Some((0, 0));
    for i in 0..n {
        let Some((cost, _)) = best[i] else { continue };
        for len in 2..=4 {
            let Some(word) = chars.get(i..i + len) else { continue };
            let price = cost + name_cost(word);
            if best[i + len].is_none_or(|(c, _)| price < c || (price == c && i + len == n)) {
                best[i + len] = Some((price, i));
            }
        }
    }
    let cut = |upto: usize| {
        let mut lens = Vec::new();
        let mut at = upto;
        while at > 0 {
            let from = best.get(at).copied().flatten()?.1;
            lens.push(chars.get(from..at)?.iter().map(|c| c.len_utf8()).sum());
            at = from;
        }
        lens.reverse();
        Some(lens)
    };
    let parts = i32::try_from(n.div_ceil(3)).unwrap_or(i32::MAX);
    if best[n].is_some_and(|(cost, _)| cost <= parts * 16 + 14) {
        let lens = cut(n)?;
        // Four characters are two people only when both have common surnames.
        let rare = chars.get(2).is_none_or(|c| vocab().surnames.get(*c).is_none_or(|rank| rank >= 120));
        return Some(if n == 4 && lens.len() == 2 && rare { vec![run.len()] } else { lens });
    }
    if placed && is_surname_start(run) {
        let len = if n >= 5 { 3 } else { 2 };
        return Some(vec![chars.iter().take(len).map(|c| c.len_utf8()).sum()]);
    }
    None
}

/// How unlikely the characters are as one name.
fn name_cost(word: &[char]) -> i32 {
    let (mut bytes, mut len) = ([0; 8], 0);
    for c in word.iter().take(2) {
        len += c.encode_utf8(bytes.get_mut(len..).unwrap_or_default()).len();
    }
    let first = bytes.get(..len).and_then(|bytes| std::str::from_utf8(bytes).ok()).unwrap_or_default();
    let long = vocab().long_surnames.has(first);
    let base = match (word.len(), long) {
        (3, false) => 10,
        (2, false) => 12,
        (4, true) => 10,
        (3, true) => 12,
        (4, false) => 34,
        _ => 40,
    };
    let rank = word.first().and_then(|c| vocab().surnames.get(*c));
    let surname = match rank {
        Some(rank) if rank < 120 => 0,
        Some(rank) if rank < 260 => 3,
        Some(_) => 6,
        None if long => 0,
        None => 22,
    };
    // A common surname inside a given name is unlikely.
    let inner = word
        .iter()
        .skip(if long { 2 } else { 1 })
        .filter(|c| vocab().surnames.get(**c).is_some_and(|r| r < 20))
        .count();
    base + surname + i32::try_from(inner).unwrap_or(0) * 3
}
