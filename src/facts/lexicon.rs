//! The words that tell facts, read once from data files: verbs with what they do, nouns that names end with, words that name nothing.

use std::{collections::HashSet, sync::LazyLock};

use super::{Kind, Status};
use crate::text::wordset::WordSet;

/// A verb of the data file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Verb {
    /// Characters.
    pub(super) length: usize,
    /// The thing may stand behind it.
    pub(super) object: bool,
    /// The thing may stand before it.
    pub(super) subject: bool,
    pub(super) status: Status,
    /// One bit for each [`Kind`].
    pub(super) kinds: u8,
    /// The kind it brings about most: what a thing is whose noun says nothing.
    pub(super) first: Option<Kind>,
    /// Which it is, for rules that speak of one verb.
    pub(super) word: &'static str,
}

impl Verb {
    /// True when it may bring about a thing of that kind. What is opened, begun or approved is a project, a platform or a body, and
    /// which of them a noun alone does not tell.
    pub(super) const fn brings(&self, kind: Kind) -> bool {
        const THINGS: u8 = Kind::Institution.bit() | Kind::Project.bit() | Kind::Platform.bit();
        let things =
            self.kinds & THINGS != 0 && !matches!(self.status, Status::Stated | Status::Planned | Status::Signed);
        let kinds = if things { self.kinds | THINGS } else { self.kinds };
        kinds & kind.bit() != 0
    }
}

/// A noun of the data file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Head {
    pub(super) kind: Kind,
    /// May be a name without anything before it.
    pub(super) alone: bool,
}

/// What a word of the data files is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Entry {
    Verb(Verb),
    Head(Head),
}

pub(super) struct Lexicon {
    pub(super) words: WordSet<Entry>,
    generic: HashSet<&'static str>,
    longest_generic: usize,
}

fn rows(data: &'static str) -> impl Iterator<Item = Vec<&'static str>> {
    data.lines().filter(|line| !line.is_empty() && !line.starts_with('#')).map(|line| line.split('\t').collect())
}

pub(super) static LEXICON: LazyLock<Lexicon> = LazyLock::new(|| {
    let mut entries = Vec::new();
    for row in rows(include_str!("data/verbs.tsv")) {
        let [word, place, status, kinds] = row[..] else { continue };
        let Some(status) = Status::ALL.into_iter().find(|s| s.name() == status) else { continue };
        // `x` stands for none: the verb only ends what stands before it.
        let first = kinds.chars().find_map(Kind::of_letter);
        let kinds = kinds.chars().filter_map(Kind::of_letter).fold(0, |bits, kind| bits | kind.bit());
        entries.push((
            word,
            Entry::Verb(Verb {
                length: word.chars().count(),
                object: place != "s",
                subject: place != "o",
                status,
                kinds,
                first,
                word,
            }),
        ));
    }
    for row in rows(include_str!("data/heads.tsv")) {
        let [word, kind, ref rest @ ..] = row[..] else { continue };
        let Some(kind) = kind.chars().next().and_then(Kind::of_letter) else { continue };
        entries.push((word, Entry::Head(Head { kind, alone: rest.first() == Some(&"*") })));
    }
    let generic: HashSet<&'static str> = rows(include_str!("data/generic.txt")).map(|row| row[0]).collect();
    let longest_generic = generic.iter().map(|word| word.chars().count()).max().unwrap_or(0);
    Lexicon { words: WordSet::new(entries), generic, longest_generic }
});

impl Lexicon {
    /// How many characters of `text` no generic word covers, read from the left, longest words first.
    pub(super) fn telling_chars(&self, text: &[char]) -> usize {
        let (mut at, mut telling) = (0, 0);
        while at < text.len() {
            let most = self.longest_generic.min(text.len() - at);
            let word = (1..=most).rev().find(|&n| {
                text.get(at..at + n).is_some_and(|part| self.generic.contains(part.iter().collect::<String>().as_str()))
            });
            telling +=
                usize::from(word.is_none() && crate::text::punct::is_han(text[at]) || text[at].is_ascii_alphanumeric());
            at += word.unwrap_or(1);
        }
        telling
    }
}
