//! The words that tell facts, read once from data files: verbs with what they do, nouns that names end with, words that name nothing.

use std::sync::LazyLock;

use super::{Kind, Status, plain};
use crate::text::{punct::is_han, wordset::WordSet};

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
    /// It is as often part of a name.
    pub(super) in_names: bool,
    /// It tells of something that is there or was decided, and a thing of its kind has a name.
    pub(super) strong: bool,
    /// It says what happens to works and bodies, hardly to anything else.
    pub(super) works: bool,
    /// Which it is, for rules that speak of one verb.
    pub(super) word: &'static str,
}

impl Verb {
    /// A verb that a sentence puts together; the thing stands before it.
    pub(super) fn composed(word: &'static str, length: usize, status: Status, kinds: u8) -> Self {
        Self {
            length,
            object: false,
            subject: true,
            status,
            kinds,
            first: Kind::ALL.into_iter().find(|kind| kinds & kind.bit() != 0),
            in_names: false,
            strong: false,
            works: false,
            word,
        }
    }

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
    /// No noun of a name, whatever nouns it ends with.
    Other,
    /// A word of a list.
    Listed(List),
}

pub(super) struct Lexicon {
    pub(super) words: WordSet<Entry>,
    /// Words that say nothing of what a thing is; all Han.
    generic: WordSet<()>,
}

/// A list of words that rules ask for at one place of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum List {
    /// Open what is said of a thing.
    Follow,
    /// Sides of a thing, of which something is said: 选址, 主体结构.
    Aspect,
    /// Do not open what is said: the noun before them goes on.
    GoesOn,
    /// What is measured of a thing; a number follows.
    Measure,
    /// Open a clause that says what somebody does.
    Acts,
    /// Somebody wants it, or only asks.
    Wishes,
    /// Only plan or count.
    Plans,
    /// Belong to the sentence, not to a name behind them.
    Cuts,
    /// Those who act.
    People,
    /// Words of doing whose count is what was done.
    Does,
    /// Before a verb: what it tells is still to come.
    Ahead,
    /// It has happened.
    Over,
    /// It is going on.
    Going,
    /// Right before a verb: it is not so.
    Denies,
    /// Anywhere before a verb: likewise.
    Never,
    /// Pieces of work before anything is built.
    EarlyWork,
    /// Pieces of work on the site.
    SiteWork,
    /// The last pieces of work: what is behind them is there.
    LastWork,
    /// Hold a sign of the five above, and yet say nothing of a verb: 主要, 将军, 不断.
    NoSign,
    /// What is done for a thing before it is built.
    Early,
    /// Parts of a work.
    Parts,
    /// What somebody still does with a paper or a permit.
    OnTheWay,
    /// What is done with a thing that is there.
    Runs,
    /// Verbs that only begin.
    Starts,
    /// What figures tell of that nobody has done.
    Background,
    /// Behind a time: something begins then, or comes into force.
    Begins,
    /// Behind a time: something is finished then, or put into use.
    Finishes,
    /// Those who speak say what they want or think.
    Talk,
}

impl List {
    fn of_name(name: &str) -> Option<Self> {
        Some(match name {
            "[follow]" => Self::Follow,
            "[aspect]" => Self::Aspect,
            "[goes on]" => Self::GoesOn,
            "[measure]" => Self::Measure,
            "[acts]" => Self::Acts,
            "[wishes]" => Self::Wishes,
            "[plans]" => Self::Plans,
            "[cuts]" => Self::Cuts,
            "[people]" => Self::People,
            "[does]" => Self::Does,
            "[ahead]" => Self::Ahead,
            "[over]" => Self::Over,
            "[going]" => Self::Going,
            "[denies]" => Self::Denies,
            "[never]" => Self::Never,
            "[early work]" => Self::EarlyWork,
            "[site work]" => Self::SiteWork,
            "[last work]" => Self::LastWork,
            "[no sign]" => Self::NoSign,
            "[early]" => Self::Early,
            "[parts]" => Self::Parts,
            "[on the way]" => Self::OnTheWay,
            "[runs]" => Self::Runs,
            "[starts]" => Self::Starts,
            "[background]" => Self::Background,
            "[begins]" => Self::Begins,
            "[finishes]" => Self::Finishes,
            "[talk]" => Self::Talk,
            _ => return None,
        })
    }
}

fn rows(data: &'static str) -> impl Iterator<Item = Vec<&'static str>> {
    data.lines().filter(|line| !line.is_empty() && !line.starts_with('#')).map(|line| line.split('\t').collect())
}

pub(super) static LEXICON: LazyLock<Lexicon> = LazyLock::new(|| {
    let mut entries = Vec::new();
    for row in rows(include_str!("data/verbs.tsv")) {
        let [word, place, status, kinds, ref rest @ ..] = row[..] else { continue };
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
                in_names: rest.first() == Some(&"n"),
                strong: plain::is_strong(word, status),
                works: plain::is_of_works(word),
                word,
            }),
        ));
    }
    for row in rows(include_str!("data/heads.tsv")) {
        let [word, kind, ref rest @ ..] = row[..] else { continue };
        // `x`: a word that only ends like a noun of the list.
        let entry = match kind.chars().next().and_then(Kind::of_letter) {
            Some(kind) => Entry::Head(Head { kind, alone: rest.first() == Some(&"*") }),
            None => Entry::Other,
        };
        entries.push((word, entry));
    }
    let mut list = List::Follow;
    for row in rows(include_str!("data/lists.txt")).chain(rows(include_str!("data/stages.txt"))) {
        match List::of_name(row[0]) {
            Some(next) => list = next,
            None => entries.push((row[0], Entry::Listed(list))),
        }
    }
    let generic = WordSet::new(rows(include_str!("data/generic.txt")).map(|row| (row[0], ())));
    Lexicon { words: WordSet::new(entries), generic }
});

impl Lexicon {
    /// How many characters of a folded text no generic word covers, read from the left, longest words first.
    pub(super) fn telling_chars(&self, text: &[u16]) -> usize {
        let mut generic: Vec<(usize, usize)> = Vec::new();
        self.generic.each(text, |at, bytes, ()| generic.push((at, bytes / 3)));
        let (mut at, mut telling, mut words) = (0, 0, generic.iter().peekable());
        while let Some(&unit) = text.get(at) {
            let mut word = 0;
            while let Some(&(_, length)) = words.next_if(|(start, _)| *start <= at) {
                word = word.max(length);
            }
            let c = char::from_u32(unit.into()).unwrap_or('\0');
            telling += usize::from(word == 0 && is_han(c) || c.is_ascii_alphanumeric());
            at += word.max(1);
            while words.next_if(|(start, _)| *start < at).is_some() {}
        }
        telling
    }
}
