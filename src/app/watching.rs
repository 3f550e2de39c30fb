//! What the window knows of changes to the open folder: what came in, what is kept back because it is being read, why nothing is
//! noticed at once.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use super::action::OpenFailure;
use crate::corpus::{Change, Overrides, Recheck, Snapshot, Target, Turn};

/// A file in the list of what came in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct News {
    /// What happened.
    pub turn: Turn,
    /// Title of its article.
    pub title: String,
}

/// Why changes are noticed only when the window comes to the front.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trouble {
    /// The system watches as many folders as it may.
    Limit,
    /// The folder lies on another machine, which does not tell.
    Remote,
    /// The system says no.
    Denied,
}

impl Trouble {
    /// The words of it.
    #[must_use]
    pub const fn words_id(self) -> &'static str {
        match self {
            Self::Limit => "watch-limit",
            Self::Remote => "watch-remote",
            Self::Denied => "watch-denied",
        }
    }
}

/// An article that stays as it was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Held {
    /// Its file has other content by now.
    Changed,
    /// Its file is not there any more.
    Gone,
}

/// The share of watching in the state.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct WatchState {
    /// What came in since it was last put away, by path.
    pub news: BTreeMap<String, News>,
    /// Shown articles that stay as they were read, by path.
    pub held: BTreeMap<String, Held>,
    /// Those of them whose new content is wanted.
    pub wanted: BTreeSet<String>,
    /// The folder is being looked through.
    pub looking: bool,
    /// It must be looked through once more.
    pub again: bool,
    /// Number of the newest look.
    pub number: u64,
    /// Number of the opening that the system watches for us, once it was asked to.
    pub watched: Option<u64>,
    /// The folder cannot be listed just now.
    pub lost: bool,
    /// Why nothing is noticed at once, until it was read.
    pub trouble: Option<Trouble>,
    /// That was said already.
    pub told: bool,
}

impl WatchState {
    /// New, changed, moved and gone files in the news.
    #[must_use]
    pub fn counts(&self) -> [usize; 4] {
        let count = |is: fn(&Turn) -> bool| self.news.values().filter(|news| is(&news.turn)).count();
        [
            count(|turn| *turn == Turn::New),
            count(|turn| *turn == Turn::Changed),
            count(|turn| matches!(turn, Turn::Moved(_))),
            count(|turn| *turn == Turn::Gone),
        ]
    }

    /// Adds a change to the news; what happened to one file twice is told once.
    pub fn tell(&mut self, change: &Change, title: String) {
        let path = change.document.path.clone();
        let turn = match &change.turn {
            Turn::Moved(from) => match self.news.remove(from).map(|news| news.turn) {
                Some(Turn::New) => Turn::New,
                Some(Turn::Moved(first)) if first == path => return,
                Some(Turn::Moved(first)) => Turn::Moved(first),
                Some(Turn::Changed | Turn::Gone) | None => Turn::Moved(from.clone()),
            },
            turn => match (self.news.get(&path).map(|news| &news.turn), turn) {
                // Nobody has seen it.
                (Some(Turn::New), Turn::Gone) => {
                    self.news.remove(&path);
                    return;
                }
                (Some(Turn::New), _) => Turn::New,
                (Some(Turn::Gone), Turn::New) => Turn::Changed,
                (Some(Turn::Moved(from)), Turn::Changed) => Turn::Moved(from.clone()),
                (_, turn) => turn.clone(),
            },
        };
        self.news.insert(path, News { turn, title });
    }
}

/// A wish to look through the open folder.
#[derive(Clone, Debug, PartialEq)]
pub struct Look {
    /// Number; the newest counts.
    pub number: u64,
    /// What is open.
    pub target: Target,
    /// As it was.
    pub before: Arc<Snapshot>,
    /// Choices of the user.
    pub overrides: Overrides,
    /// Articles that stay as they were read.
    pub keep: BTreeSet<String>,
}

/// What can happen.
#[derive(Clone, Debug, PartialEq)]
pub enum WatchAction {
    /// Look through the open folder.
    Look,
    /// The system says that something changed in what is watched under this number.
    Stirred(u64),
    /// What should be watched under this number cannot be.
    Unwatched(u64, Trouble),
    /// A look has come to its end.
    Looked {
        /// Its number.
        number: u64,
        /// Revision of the snapshot it began with.
        before: u64,
        /// What it found.
        result: Result<Recheck, OpenFailure>,
    },
    /// Show an article as its file is now.
    ShowNew(String),
    /// What came in was read.
    PutAway,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::library::document_of;

    fn change(path: &str, turn: Turn) -> Change {
        Change { turn, document: Arc::new(document_of(path, b"")), kept: false }
    }

    #[test]
    fn what_happens_twice_is_told_once() {
        let moved = |from: &str| Turn::Moved(from.to_owned());
        for (turns, told) in [
            (vec![("a", Turn::New), ("a", Turn::Changed)], vec![("a", Turn::New)]),
            (vec![("a", Turn::New), ("a", Turn::Gone)], vec![]),
            (vec![("a", Turn::Changed), ("a", Turn::Gone)], vec![("a", Turn::Gone)]),
            (vec![("a", Turn::Gone), ("a", Turn::New)], vec![("a", Turn::Changed)]),
            (vec![("b", moved("a")), ("c", moved("b"))], vec![("c", moved("a"))]),
            (vec![("b", moved("a")), ("a", moved("b"))], vec![]),
            (vec![("a", Turn::New), ("b", moved("a"))], vec![("b", Turn::New)]),
            (vec![("b", moved("a")), ("b", Turn::Changed)], vec![("b", moved("a"))]),
        ] {
            let mut state = WatchState::default();
            for (path, turn) in &turns {
                state.tell(&change(path, turn.clone()), String::new());
            }
            let news: Vec<_> = state.news.iter().map(|(path, news)| (path.as_str(), news.turn.clone())).collect();
            assert_eq!(news, told, "{turns:?}");
        }
    }
}
