//! Names of rules are `&'static str` in the program; in the files of a cache they are numbers in a list of names, and here they find their
//! way back.

use std::{
    collections::{BTreeMap, BTreeSet},
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

/// Number of a name in the list.
pub(super) type Name = u16;

/// The names of one cache. Names are only ever added, so that a number means the same in all its segments.
#[derive(Debug, Default)]
pub(super) struct Names(RwLock<Known>);

#[derive(Debug, Default)]
struct Known {
    all: Vec<&'static str>,
    numbers: BTreeMap<&'static str, Name>,
}

impl Names {
    /// The names of a list that was kept; `None` when it cannot be one of ours.
    pub(super) fn kept(all: &[String]) -> Option<Self> {
        let names = Self::default();
        for (number, name) in all.iter().enumerate() {
            let same = names.number(lasting(name)?).map(usize::from);
            if same != Some(number) {
                return None;
            }
        }
        Some(names)
    }

    /// All of them, by number.
    pub(super) fn all(&self) -> Vec<String> {
        self.0.read().unwrap_or_else(PoisonError::into_inner).all.iter().map(|name| (*name).to_owned()).collect()
    }

    /// The number of a name, which is added when it is new; `None` when there are too many.
    pub(super) fn number(&self, name: &'static str) -> Option<Name> {
        if let Some(number) = self.0.read().unwrap_or_else(PoisonError::into_inner).numbers.get(name) {
            return Some(*number);
        }
        let mut known = self.0.write().unwrap_or_else(PoisonError::into_inner);
        if let Some(number) = known.numbers.get(name) {
            return Some(*number);
        }
        let number = Name::try_from(known.all.len()).ok().filter(|_| known.all.len() < MOST_NAMES)?;
        known.all.push(name);
        known.numbers.insert(name, number);
        Some(number)
    }

    /// The name of a number.
    pub(super) fn name(&self, number: Name) -> Option<&'static str> {
        self.0.read().unwrap_or_else(PoisonError::into_inner).all.get(usize::from(number)).copied()
    }
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

    #[test]
    fn numbers_stay() {
        let names = Names::default();
        let numbers = ["b", "a", "", "b"].map(|name| names.number(name).unwrap());
        assert_eq!(numbers, [0, 1, 2, 0]);
        let again = Names::kept(&names.all()).unwrap();
        assert_eq!(again.number("c"), Some(3));
        assert_eq!((again.name(1), again.name(9)), (Some("a"), None));
        assert!(Names::kept(&["a".into(), "a".into()]).is_none());
    }
}
