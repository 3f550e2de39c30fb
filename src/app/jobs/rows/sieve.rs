//! The filters of the window, as they hold for facts.

use std::{
    collections::BTreeSet,
    panic::resume_unwind,
    sync::atomic::{AtomicBool, AtomicUsize, Ordering},
    thread,
};

use super::sentences::told_in_sentences;
use crate::{
    app::ledger::{Book, LedgerQuestion},
    corpus::{DocIx, Filter, Mode, Snapshot, Sort},
    facts::table::involves,
    library::{
        document_of,
        query::{Places, Query, ask, places_until},
    },
    place::PlaceId,
};

/// The facts that are let through: one is shown when an article that is shown tells it, the places of the filter take
/// part in it, and a sentence of it has the words that are searched for. `None` when the question went stale.
pub(super) fn sieve(question: &LedgerQuestion, stop: &dyn Fn() -> bool) -> Option<Vec<bool>> {
    let (book, filter) = (&question.book, &question.filter);
    let table = book.table();
    let fits = |list: u32| {
        let takes_part = |place: &PlaceId| involves(table.cities_of_list(list), *place);
        let included = filter.include.is_empty()
            || match filter.mode {
                Mode::Any | Mode::Primary => filter.include.iter().any(takes_part),
                Mode::All => filter.include.iter().all(takes_part),
            };
        included && !filter.exclude.iter().any(takes_part)
    };
    let lists: Vec<bool> = (0..).take(table.party_list_count()).map(fits).collect();
    let mut through: Vec<bool> =
        table.party_lists().iter().map(|list| lists.get(*list as usize).is_some_and(|fits| *fits)).collect();
    let shown = shown(question);
    let text = filter.text.trim();
    let words = if text.is_empty() { vec![] } else { filter.query().words() };
    let pages = || (0_u32..).zip(&shown).filter(|(_, shown)| **shown).map(|(page, _)| page);
    if words.is_empty() && shown.iter().any(|shown| !shown) {
        let mut told = vec![false; through.len()];
        for &[fact, _] in pages().flat_map(|page| table.told_in(page)) {
            if let Some(slot) = told.get_mut(fact as usize) {
                *slot = true;
            }
        }
        keep(&mut through, &told);
    }
    let named = if words.is_empty() { vec![] } else { named_by_user(question, stop)? };
    for word in &words {
        let mut told = vec![false; through.len()];
        for &fact in &named {
            put(&mut told, fact, has(table.name(fact), word, stop)?);
        }
        let wanted = |fact: u32| through.get(fact as usize).is_some_and(|through| *through);
        for fact in told_with(book, word, &shown, &wanted, stop)? {
            put(&mut told, fact, true);
        }
        keep(&mut through, &told);
    }
    Some(through)
}

/// Facts, or pages, that are looked through in one go.
pub(super) const AT_ONCE: usize = 512;

/// Whether a fact is wanted.
pub(super) type Wanted<'a> = dyn Fn(u32) -> bool + Sync + 'a;

/// The facts, of those that are `wanted`, that a page which is shown tells in a sentence with a word. `None` when it took too long.
fn told_with(
    book: &Book,
    word: &Query,
    shown: &[bool],
    wanted: &Wanted<'_>,
    stop: &dyn Fn() -> bool,
) -> Option<Vec<u32>> {
    let stretches = book.facts.stretches();
    let is_shown = |page: u32| shown.get(page as usize).is_some_and(|shown| *shown);
    if let Some(words) = word.words_inside() {
        return told_in_sentences(book, (word, &words), (&is_shown, wanted), stop);
    }
    let may = word.words_of_hits().zip(book.facts.characters());
    if let Some(marks) = may.and_then(|(words, characters)| characters.may_have_one(&words)) {
        // Only these pages have hits in their sentences.
        let mut pages: Vec<u32> = marks.iter().map(|number| stretches.page_of(number)).collect();
        pages.dedup();
        pages.retain(|page| is_shown(*page));
        return shared(&pages, stop, &|part, all, stop| {
            part.iter().try_for_each(|page| told_on(book, word, *page, wanted, all, stop))
        });
    }
    let tells = |page: &u32| {
        is_shown(*page)
            && stretches.of_page(*page).any(|number| stretches.facts(number).iter().any(|fact| wanted(*fact)))
    };
    let pages: Vec<u32> = (0_u32..).take(shown.len()).filter(tells).collect();
    shared(&pages, stop, &|part, all, stop| {
        part.iter().try_for_each(|page| told_on(book, word, *page, wanted, all, stop))
    })
}

/// Adds to the facts what a part of all tells; `None` when it took too long.
pub(super) type Work<'a> = dyn Fn(&[u32], &mut Vec<u32>, &dyn Fn() -> bool) -> Option<()> + Sync + 'a;

/// Has several threads share the work on all of these, not in order. `None` when it took too long.
pub(super) fn shared(all: &[u32], stop: &dyn Fn() -> bool, work: &Work<'_>) -> Option<Vec<u32>> {
    let (next, ended) = (AtomicUsize::new(0), AtomicBool::new(false));
    let parts: Vec<&[u32]> = all.chunks(AT_ONCE).collect();
    let each = |stop: &dyn Fn() -> bool| {
        let mut told = Vec::new();
        while let Some(part) = parts.get(next.fetch_add(1, Ordering::Relaxed)) {
            work(part, &mut told, stop)?;
        }
        Some(told)
    };
    let cores = thread::available_parallelism().map_or(1, usize::from);
    thread::scope(|scope| {
        let help = || each(&|| ended.load(Ordering::Relaxed));
        let helper = |_| thread::Builder::new().name("rows-helper".to_owned()).spawn_scoped(scope, help).ok();
        let helpers: Vec<_> = (1..cores.min(parts.len())).filter_map(helper).collect();
        // The helpers may have done all of it before this thread came to ask.
        let own = each(stop).filter(|_| !stop());
        if own.is_none() {
            ended.store(true, Ordering::Relaxed);
        }
        let mut told = own?;
        for helper in helpers {
            told.extend(helper.join().unwrap_or_else(|panic| resume_unwind(panic))?);
        }
        Some(told)
    })
}

/// Adds the facts that one page tells with a word.
fn told_on(
    book: &Book,
    word: &Query,
    page: u32,
    wanted: &dyn Fn(u32) -> bool,
    told: &mut Vec<u32>,
    stop: &dyn Fn() -> bool,
) -> Option<()> {
    if stop() {
        return None;
    }
    let (table, mut whole) = (book.table(), None);
    let Some(document) = book.snapshot.get(DocIx(page)) else { return Some(()) };
    for &[fact, witness] in table.told_in(page) {
        let Some(member) = table.witnesses(fact).nth(witness as usize).filter(|_| wanted(fact)) else { continue };
        let stretch = (member.chars.0 as usize, member.chars.1 as usize);
        if whole.is_none() {
            whole = Some(places_until(document, word, stop)?);
        }
        let hit = match &whole {
            Some(Places::Chars(hits)) => is_hit(hits, |&(start, end)| (start, end), stretch),
            Some(Places::Bytes(hits)) => {
                is_hit(hits, |hit| (hit.start, hit.end), (member.sentence.start, member.sentence.end))
            }
            None => false,
        };
        if hit {
            told.push(fact);
        }
    }
    Some(())
}

/// The facts of which the user says something, where an article tells them that the filters leave but for the words that are searched for:
/// what the user named is found by that name, although its sentences say another one.
fn named_by_user(question: &LedgerQuestion, stop: &dyn Fn() -> bool) -> Option<Vec<u32>> {
    let (book, table) = (&question.book, question.book.table());
    let said: Vec<u32> = (0..).zip(table.by_user()).filter(|(_, said)| **said > 0).map(|(fact, _)| fact).collect();
    if said.is_empty() {
        return Some(said);
    }
    let pages: BTreeSet<u32> = said.iter().flat_map(|&fact| table.witnesses(fact)).map(|at| at.page).collect();
    let documents = pages.iter().filter_map(|&page| book.snapshot.get(DocIx(page)).cloned());
    let few = Snapshot { documents: documents.collect(), complete: true, ..Snapshot::default() };
    let filter = Filter { text: String::new(), ..question.filter.clone() };
    let left = ask(&few, &filter, Sort::Date, &|_| true, stop)?;
    let left: BTreeSet<&str> =
        left.hits.iter().filter_map(|hit| few.get(hit.doc)).map(|document| document.path.as_str()).collect();
    let is_left = |page: u32| book.snapshot.get(DocIx(page)).is_some_and(|d| left.contains(d.path.as_str()));
    Some(said.into_iter().filter(|&fact| table.witnesses(fact).any(|at| is_left(at.page))).collect())
}

/// True when a name has a word; `None` when it took too long.
fn has(name: &str, word: &Query, stop: &dyn Fn() -> bool) -> Option<bool> {
    Some(match places_until(&document_of("", name.as_bytes()), word, stop)? {
        Places::Chars(hits) => !hits.is_empty(),
        Places::Bytes(hits) => !hits.is_empty(),
    })
}

fn keep(all: &mut [bool], these: &[bool]) {
    all.iter_mut().zip(these).for_each(|(one, keep)| *one &= *keep);
}

/// For each article of the book whether it is shown.
fn shown(question: &LedgerQuestion) -> Vec<bool> {
    let listing = &question.listing;
    let (ours, theirs) = (&question.book.snapshot, &listing.snapshot);
    if listing.answer.hits.len() == theirs.documents.len() {
        return vec![true; ours.documents.len()];
    }
    let row = |doc: DocIx| listing.row(doc).is_some();
    // Corrections make new snapshots with the same articles in the same places.
    if ours.scan == theirs.scan && ours.documents.len() == theirs.documents.len() {
        return ours.iter().map(|(doc, _)| row(doc)).collect();
    }
    // Both are in the order of their paths.
    let mut others = theirs.iter().peekable();
    let shown = |path: &str| {
        while others.next_if(|(_, other)| other.path.as_str() < path).is_some() {}
        others.peek().is_some_and(|(doc, other)| other.path == path && row(*doc))
    };
    ours.documents.iter().map(|document| document.path.as_str()).map(shown).collect()
}

/// True when one of the hits, which stand in order, lies in a span or across its borders.
fn is_hit<T>(hits: &[T], ends: impl Fn(&T) -> (usize, usize), (from, to): (usize, usize)) -> bool {
    let slot = hits.partition_point(|hit| ends(hit).1 <= from);
    hits.get(slot).is_some_and(|hit| ends(hit).0 < to)
}

fn put<T>(column: &mut [T], at: u32, value: T) {
    if let Some(slot) = column.get_mut(at as usize) {
        *slot = value;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        facts::{book::Pages, kept::PageKey, store::Store},
        library::Corrections,
    };

    #[test]
    fn a_fact_is_told_with_a_word_where_a_sentence_of_it_has_a_hit() {
        let texts = [
            "甲\n2021年3月6日\n\n　　3月5日，遂宁市与潼南区签订《涪江水运合作协议》，总投资12亿元。泸州市的测试长江大桥力争2030年建成，全长3公里。",
            "乙\n\n　　12月，遂宁市与潼南区签订《涪江水运\n合作协议》。去年，遂宁、潼南、泸州共建测试产业园，总投资3亿元。",
        ];
        let documents = (0..AT_ONCE * 2 + 9).map(|n| document_of(&format!("{n:04}.txt"), texts[n % 2].as_bytes()));
        let documents: Vec<_> = documents.collect();
        let (mut store, mut pages) = (Store::default(), Pages::default());
        for document in &documents {
            let key = PageKey::of(document, &Corrections::default());
            store.read(document, key);
            pages.add(document, key, &Corrections::default(), &store.readings);
        }
        let facts = store.ledger(pages).facts;
        let documents = documents.into_iter().map(std::sync::Arc::new).collect();
        let snapshot = std::sync::Arc::new(Snapshot { documents, complete: true, ..Snapshot::default() });
        let book = Book { snapshot, facts, generation: 1, complete: true };
        let shown: Vec<bool> = (0..book.snapshot.documents.len()).map(|page| page % 4 != 1).collect();
        let mut some = 0;
        let words = [
            "涪江",
            "水运合作",
            "江",
            "运",
            "产业园 OR 大桥",
            "suining",
            "/测.产/",
            "题目",
            "亿元。",
            "元",
            "协议。去年",
            "运合",
            "年共建 OR 园",
        ];
        for (known, text) in words.map(|word| (false, word)).into_iter().chain(words.map(|word| (true, word))) {
            if known {
                book.facts.note_characters(&book.snapshot, &|| false);
            }
            assert_eq!(book.facts.characters().is_some(), known);
            let filter = Filter { text: text.to_owned(), ..Filter::default() };
            for word in filter.query().words() {
                let told = told_with(&book, &word, &shown, &|fact| fact != 0, &|| false).unwrap();
                let told: BTreeSet<u32> = told.into_iter().collect();
                let has = |fact: &u32| {
                    *fact != 0
                        && book.table().witnesses(*fact).filter(|at| shown[at.page as usize]).any(|at| {
                            let document = book.snapshot.get(DocIx(at.page)).unwrap();
                            let hits = crate::library::query::hits_of(document, &word);
                            hits.iter().any(|hit| hit.start < at.sentence.end && hit.end > at.sentence.start)
                        })
                };
                let wanted: BTreeSet<u32> = (0..).take(book.facts.len()).filter(has).collect();
                assert_eq!(told, wanted, "{text}");
                some += wanted.len();
            }
        }
        assert!(some > 0 && book.facts.len() > 2, "{} facts", book.facts.len());
        let word = Query::new("涪江", false);
        assert_eq!(told_with(&book, &word, &shown, &|_| true, &|| true), None, "it is given up");
    }
}
