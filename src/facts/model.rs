//! How much the signs of a row say together: the sum of their weights, which were found on labelled pages (`tests/tools/train_rows.py`).

use std::{collections::HashMap, sync::LazyLock};

use super::cues::Cue;

/// The least sum with which a row is told that no rule is sure of: above it, 43 of 49 are right on writers the weights were not found on.
pub(super) const LEAST: f32 = 3.0;

/// A sign with the rule for whose rows alone its weight counts; an empty one for all.
type Key = (&'static str, &'static str, &'static str);

/// The rows of the data file: sort, sign, weight. A sort `rule+sort` counts only for rows of that rule.
static WEIGHTS: LazyLock<HashMap<Key, f32>> = LazyLock::new(|| {
    let rows = include_str!("data/weights.tsv").lines().filter(|line| !line.starts_with('#'));
    rows.filter_map(|line| {
        let mut parts = line.split('\t');
        let (sort, cue, weight) = (parts.next()?, parts.next()?, parts.next()?);
        let (rule, sort) = sort.split_once('+').unwrap_or(("", sort));
        Some(((rule, sort, cue), weight.parse().ok()?))
    })
    .collect()
});

/// The sum of the weights of the signs of a row: above zero when it is rather right than wrong.
pub(super) fn score(rule: &'static str, cues: &[Cue]) -> f32 {
    let both = cues.iter().flat_map(|&(sort, cue)| [("", sort, cue), (rule, sort, cue)]);
    both.filter_map(|key| WEIGHTS.get(&key)).sum()
}
