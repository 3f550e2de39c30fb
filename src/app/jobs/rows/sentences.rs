//! Facts that are told with plain words: each sentence tells alone whether it has one.

use std::sync::{
    Arc,
    atomic::{AtomicBool, Ordering},
};

use super::sieve::{AT_ONCE, Wanted, shared};
use crate::{
    app::ledger::Book,
    corpus::{DocIx, Document},
    facts::stretches::Stretches,
    library::query::Query,
};

/// The facts, of those that are `wanted`, that a page which is shown tells in a sentence with one of these words, which are all that the
/// query has (see [`Query::words_inside`]). `None` when it took too long.
pub(super) fn told_in_sentences(
    book: &Book,
    (query, words): (&Query, &[&[u16]]),
    (is_shown, wanted): (&Wanted<'_>, &Wanted<'_>),
    stop: &dyn Fn() -> bool,
) -> Option<Vec<u32>> {
    let (stretches, characters) = (book.facts.stretches(), book.facts.characters());
    let told: Vec<AtomicBool> = (0..book.facts.len()).map(|_| AtomicBool::new(false)).collect();
    let new = |fact: u32| told.get(fact as usize).filter(|told| !told.load(Ordering::Relaxed) && wanted(fact));
    // A fact of many sentences is told by the first of them that has a word.
    let tell = |number: u32, all: &mut Vec<u32>| {
        let facts = stretches.facts(number).iter().copied();
        all.extend(facts.filter(|fact| new(*fact).is_some_and(|told| !told.swap(true, Ordering::Relaxed))));
    };
    if let (Some(characters), [[unit]]) = (characters, words) {
        let (mut all, mut walk) = (Vec::new(), Walk::default());
        let mut page_shown = false;
        for (count, number) in characters.having(*unit).enumerate() {
            if count % AT_ONCE == 0 && stop() {
                return None;
            }
            if walk.enters(stretches, number) {
                page_shown = is_shown(walk.page);
            }
            if page_shown {
                tell(number, &mut all);
            }
        }
        return Some(all);
    }
    let look = |document: Option<&Arc<Document>>, numbers: &mut dyn Iterator<Item = u32>, all: &mut Vec<u32>| {
        let Some(inside) = document.and_then(|document| query.inside(document)) else { return };
        for number in numbers {
            let open = stretches.facts(number).iter().any(|fact| new(*fact).is_some());
            if open && inside.has(stretches.chars(number)) {
                tell(number, all);
            }
        }
    };
    if let Some(marks) = characters.and_then(|characters| characters.may_have_one(words)) {
        let numbers: Vec<u32> = marks.iter().collect();
        return shared(&numbers, stop, &|part, all, stop| {
            let (mut rest, mut walk) = (part, Walk::default());
            while let Some(first) = rest.first() {
                walk.enters(stretches, *first);
                let (of_page, others) = rest.split_at(rest.partition_point(|number| *number < walk.end));
                rest = others;
                let document = Some(walk.page).filter(|page| is_shown(*page)).map(DocIx);
                let document = document.and_then(|page| book.snapshot.get(page));
                look(document, &mut of_page.iter().copied(), all);
            }
            (!stop()).then_some(())
        });
    }
    let tells = |page: &u32| is_shown(*page) && !stretches.of_page(*page).is_empty();
    let pages = u32::try_from(stretches.pages()).unwrap_or(u32::MAX);
    let pages: Vec<u32> = (0..pages).filter(tells).collect();
    shared(&pages, stop, &|part, all, stop| {
        for page in part {
            look(book.snapshot.get(DocIx(*page)), &mut stretches.of_page(*page), all);
        }
        (!stop()).then_some(())
    })
}

/// Goes from page to page as the numbers of sentences rise.
#[derive(Default)]
struct Walk {
    page: u32,
    /// One past the last sentence of the page.
    end: u32,
}

impl Walk {
    /// Goes to the page of a sentence; true when it is another one than before.
    fn enters(&mut self, stretches: &Stretches, number: u32) -> bool {
        /// So many pages are sooner passed one by one than left out.
        const NEAR: u32 = 8;
        if number < self.end {
            return false;
        }
        let near = (self.page..self.page + NEAR).find(|page| stretches.of_page(*page).contains(&number));
        self.page = near.unwrap_or_else(|| stretches.page_of(number));
        self.end = stretches.of_page(self.page).end;
        true
    }
}
