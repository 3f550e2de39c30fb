//! The facts of a folder, as they are used: columns for choosing among them, and each fact itself when it is looked at, put together from
//! what its pages say.

use std::{
    collections::{BTreeMap, HashMap},
    sync::{Arc, Mutex, OnceLock, PoisonError},
};

use xxhash_rust::xxh3::xxh3_128_with_seed;

use super::{
    Fact, Told,
    characters::Characters,
    edits::{one, tell_said},
    kept::{CharCounter, PageKey, Readings},
    ledger::{fact_of, merged},
    stretches::Stretches,
    table::{Member, Table},
    tabling::table_of,
};
use crate::{
    library::{Corrections, Document, Snapshot, corrections::Correction},
    text::date::PartialDate,
};

/// A page whose facts are put together with others.
#[derive(Clone, Debug)]
struct Page {
    file: Arc<str>,
    published: Option<PartialDate>,
    key: PageKey,
}

/// The pages of a folder, in their order, and what the user says of their facts.
#[derive(Clone, Debug, Default)]
pub struct Pages {
    all: Vec<Page>,
    /// What those pages say of whose facts the user said something.
    said: BTreeMap<u32, Vec<Told>>,
}

impl Pages {
    /// Adds a page that was read.
    pub fn add(&mut self, document: &Document, key: PageKey, corrections: &Corrections, readings: &Readings) {
        let number = u32::try_from(self.all.len()).unwrap_or(u32::MAX);
        if !corrections.is_empty() {
            let page = corrections.page_of(document.hash, &document.path);
            if corrections.of_page(page).any(|(_, kept)| matches!(kept.correction, Correction::Fact { .. })) {
                let mut told = Vec::new();
                let said = readings.get(key).unwrap_or_default().into_iter();
                tell_said(document, said.map(|said| (said.sentence, said.claim)), corrections, &mut told);
                if told.iter().any(|one| one.edit.is_some()) {
                    let page = document.page();
                    let mut counter = CharCounter::new(&page.article.text);
                    for (nth, one) in (0..).zip(&mut told) {
                        one.place = (number, nth);
                        one.chars = counter.chars(one.claim.sentence);
                    }
                    self.said.insert(number, told);
                }
            }
        }
        self.all.push(Page { file: document.path.as_str().into(), published: document.date(), key });
    }

    /// How many.
    #[must_use]
    pub fn len(&self) -> usize {
        self.all.len()
    }

    /// True when there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.all.is_empty()
    }

    /// The keys of all.
    pub fn keys(&self) -> impl Iterator<Item = PageKey> + '_ {
        self.all.iter().map(|page| page.key)
    }

    /// True when the user said nothing of their facts.
    #[must_use]
    pub fn are_plain(&self) -> bool {
        self.said.is_empty()
    }

    /// Stands for all that their facts are made of.
    #[must_use]
    pub fn stamp(&self) -> u128 {
        let plain = PageKey::of_all(self.keys());
        if self.said.is_empty() {
            return plain;
        }
        let halves = super::table::halves(plain);
        xxh3_128_with_seed(format!("{plain} {:?}", self.said).as_bytes(), halves[0])
    }

    /// What all of them say.
    #[must_use]
    pub fn told(&self, readings: &Readings) -> Vec<Told> {
        let mut told = Vec::new();
        for (number, page) in (0..).zip(&self.all) {
            if let Some(said) = self.said.get(&number) {
                told.extend(said.iter().cloned());
                continue;
            }
            let said = readings.get(page.key).unwrap_or_default();
            told.extend((0..).zip(said).map(|(nth, said)| Told {
                place: (number, nth),
                chars: said.chars,
                ..one(&page.file, page.published, said.sentence, said.claim)
            }));
        }
        told
    }

    /// One saying of a page.
    fn saying(&self, member: Member, readings: &Readings) -> Option<Told> {
        if let Some(said) = self.said.get(&member.page) {
            return said.get(member.saying as usize).cloned();
        }
        let page = self.all.get(member.page as usize)?;
        let said = readings.saying(page.key, member.saying)?;
        Some(one(&page.file, page.published, said.sentence, said.claim))
    }
}

/// What facts are put together from.
#[derive(Debug)]
enum From {
    /// They were put together.
    Made(Vec<Arc<Fact>>),
    /// What pages say.
    Said { pages: Pages, readings: Arc<Readings> },
}

/// All facts, in the order of the ledger.
#[derive(Debug)]
pub struct Facts {
    /// What is known of all of them without putting them together.
    pub table: Table,
    from: From,
    /// Made when it is first asked for.
    stretches: OnceLock<Stretches>,
    /// Made when it is first asked for.
    by_when: OnceLock<Vec<u32>>,
    /// Made in the background.
    characters: OnceLock<Characters>,
    /// Those that were looked at lately.
    lately: Mutex<HashMap<u32, Arc<Fact>>>,
}

/// So many facts are kept once they were put together: more than are ever on the screen.
const MOST_LATELY: usize = 2_000;

impl Default for Facts {
    fn default() -> Self {
        Self::new(Table::default(), From::Made(vec![]))
    }
}

impl PartialEq for Facts {
    fn eq(&self, other: &Self) -> bool {
        self.table == other.table && (0..).take(self.table.len()).all(|at| self.make(at) == other.make(at))
    }
}

impl Facts {
    fn new(table: Table, from: From) -> Self {
        Self {
            table,
            from,
            stretches: OnceLock::new(),
            by_when: OnceLock::new(),
            characters: OnceLock::new(),
            lately: Mutex::default(),
        }
    }

    /// Facts that were put together already, without the characters of their sentences. `page_of` tells the number of a file among so many
    /// pages.
    #[must_use]
    pub fn made(facts: Vec<Fact>, page_of: &dyn Fn(&str) -> Option<u32>, pages: usize) -> Self {
        let members = |fact: &Fact| {
            let of = fact.witnesses.iter().map(|witness| Member {
                page: page_of(&witness.file).unwrap_or(u32::MAX),
                saying: 0,
                sentence: witness.span,
                chars: (0, 0),
                again: false,
            });
            of.collect::<Vec<_>>()
        };
        let members: Vec<Vec<Member>> = facts.iter().map(members).collect();
        let table = table_of(&facts, &members, pages, 0);
        Self::new(table, From::Made(facts.into_iter().map(Arc::new).collect()))
    }

    /// Puts together what pages say.
    #[must_use]
    pub fn merged(pages: Pages, readings: Arc<Readings>) -> Self {
        let (facts, members) = merged(pages.told(&readings));
        let table = table_of(&facts, &members, pages.len(), pages.stamp());
        drop(facts);
        Self::new(table, From::Said { pages, readings })
    }

    /// What was put together before, `table` being made of the same.
    #[must_use]
    pub fn kept(table: Table, pages: Pages, readings: Arc<Readings>) -> Self {
        Self::new(table, From::Said { pages, readings })
    }

    /// How many.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.table.len()
    }

    /// True when there are none.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.table.is_empty()
    }

    /// The sentences that tell them, page by page. The first to ask has them put in order: tenths of a second for millions of facts.
    #[must_use]
    pub fn stretches(&self) -> &Stretches {
        self.stretches.get_or_init(|| Stretches::of_table(&self.table))
    }

    /// All of them in the order of [`Table::when_places`].
    #[must_use]
    pub fn by_when(&self) -> &[u32] {
        self.by_when.get_or_init(|| {
            let mut order = vec![0; self.table.len()];
            for (fact, place) in (0..).zip(self.table.when_places()) {
                order.get_mut(*place as usize).into_iter().for_each(|slot| *slot = fact);
            }
            order
        })
    }

    /// Which characters stand in these sentences, as soon as that is known.
    #[must_use]
    pub fn characters(&self) -> Option<&Characters> {
        self.characters.get()
    }

    /// Works that out, unless it is known or `stop` says so; `snapshot` has the pages that tell them.
    pub fn note_characters(&self, snapshot: &Snapshot, stop: &dyn Fn() -> bool) {
        if self.characters.get().is_none()
            && let Some(characters) = Characters::of(self.stretches(), snapshot, stop)
        {
            // Another thread may have done the same.
            let _ = self.characters.set(characters);
        }
    }

    /// A fact, for who looks at it again soon.
    #[must_use]
    pub fn get(&self, at: u32) -> Option<Arc<Fact>> {
        if let From::Made(facts) = &self.from {
            return facts.get(at as usize).cloned();
        }
        let lately = || self.lately.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(fact) = lately().get(&at) {
            return Some(Arc::clone(fact));
        }
        let fact = self.make(at)?;
        let mut lately = lately();
        if lately.len() >= MOST_LATELY {
            lately.clear();
        }
        lately.insert(at, Arc::clone(&fact));
        Some(fact)
    }

    /// A fact, for who goes through many.
    #[must_use]
    pub fn make(&self, at: u32) -> Option<Arc<Fact>> {
        match &self.from {
            From::Made(facts) => facts.get(at as usize).cloned(),
            From::Said { pages, readings } => {
                let members = self.table.members(at).map(|member| pages.saying(member, readings));
                fact_of(members.collect::<Option<_>>()?).map(Arc::new)
            }
        }
    }

    /// The keys of the pages that tell them.
    #[must_use]
    pub fn keys(&self) -> Vec<PageKey> {
        match &self.from {
            From::Made(_) => vec![],
            From::Said { pages, .. } => pages.keys().collect(),
        }
    }

    /// All of them, one after the other.
    pub fn iter(&self) -> impl Iterator<Item = Arc<Fact>> + '_ {
        (0..).take(self.len()).filter_map(|at| self.make(at))
    }
}
