//! Names of rules are `&'static str` in the program; here those that come from a file find their way back.

use std::{
    collections::BTreeSet,
    sync::{PoisonError, RwLock},
};

/// More names than the program could ever have: a file that brings more is not ours.
const MOST_NAMES: usize = 10_000;

/// The longest name that is taken.
const MOST_BYTES: usize = 100;

static NAMES: RwLock<BTreeSet<&'static str>> = RwLock::new(BTreeSet::new());

/// The lasting form of a name. Each name is kept once for as long as the program runs, so that the memory it takes is bounded;
/// `None` for what cannot be a name of ours.
pub(crate) fn lasting(name: &str) -> Option<&'static str> {
    if name.is_empty() {
        return Some("");
    }
    if let Some(known) = NAMES.read().unwrap_or_else(PoisonError::into_inner).get(name) {
        return Some(known);
    }
    let mut names = NAMES.write().unwrap_or_else(PoisonError::into_inner);
    if let Some(known) = names.get(name) {
        return Some(known);
    }
    if name.len() > MOST_BYTES || names.len() >= MOST_NAMES {
        return None;
    }
    let lasting: &'static str = Box::leak(name.into());
    names.insert(lasting);
    Some(lasting)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_kept_once() {
        let (one, two) = (lasting("a_rule").unwrap(), lasting(&String::from("a_rule")).unwrap());
        assert!(std::ptr::eq(one, two));
        assert_eq!(lasting(""), Some(""));
        assert_eq!(lasting(&"x".repeat(MOST_BYTES + 1)), None);
    }
}
