//! Which of many titles another one says again: all of it, or its beginning.

use super::same_title;

/// For each key, whether another of them says the same title (see [`same_title`]). Sorted, a key stands right before what goes on from it,
/// so that each is only compared with its neighbours.
pub(super) fn said_twice(keys: &[&str]) -> Vec<bool> {
    let mut twice = vec![false; keys.len()];
    let mut order: Vec<usize> = (0..keys.len()).collect();
    order.sort_unstable_by_key(|&at| keys.get(at).copied().unwrap_or_default());
    // The keys that the present one begins with, the longest last.
    let mut begun: Vec<usize> = Vec::new();
    let key_of = |at: usize| keys.get(at).copied().unwrap_or_default();
    for at in order {
        let key = key_of(at);
        while begun.last().is_some_and(|&last| !key.starts_with(key_of(last))) {
            begun.pop();
        }
        // Where the longest is too short to be the beginning of a title, the others are too.
        if let Some(&last) = begun.last()
            && same_title(key_of(last), key)
        {
            for at in [last, at] {
                if let Some(slot) = twice.get_mut(at) {
                    *slot = true;
                }
            }
        }
        begun.push(at);
    }
    twice
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        /// Against each compared with each.
        #[test]
        fn it_is_each_with_each(keys in prop::collection::vec("[甲乙a]{0,9}", 0..14)) {
            let keys: Vec<&str> = keys.iter().map(String::as_str).collect();
            let wanted: Vec<bool> = keys
                .iter()
                .enumerate()
                .map(|(i, a)| keys.iter().enumerate().any(|(j, b)| i != j && same_title(a, b)))
                .collect();
            prop_assert_eq!(said_twice(&keys), wanted);
        }
    }

    /// Each with each would be 4 × 10¹⁰ comparisons.
    #[test]
    fn of_two_hundred_thousand_the_one_pair_is_found() {
        let mut keys: Vec<String> = (0..200_000).map(|n| format!("两城共建的第{n:06}条消息")).collect();
        keys.push("两城共建的第000007".to_owned());
        let keys: Vec<&str> = keys.iter().map(String::as_str).collect();
        let twice = said_twice(&keys);
        let found: Vec<usize> = (0..keys.len()).filter(|&at| twice[at]).collect();
        assert_eq!(found, [7, 200_000]);
    }
}
