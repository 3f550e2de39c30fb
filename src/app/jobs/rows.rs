//! Chooses, sorts and groups the rows of the ledger on one thread: only the newest question is worked on.

use std::{
    cmp::Ordering,
    collections::{BTreeMap, BTreeSet, HashMap},
    sync::{
        Arc, Condvar, Mutex, PoisonError,
        atomic::{AtomicU64, Ordering as Atomic},
    },
    time::Instant,
};

use super::{Outbox, ask::until, guarded, spawn};
use crate::{
    app::{
        action::Action,
        ledger::{
            Book, Column, GroupKey, Grouping, Head, Keys, LedgerAction, LedgerQuestion, Listed, People, Row, Wish,
        },
        searching::SearchAction,
    },
    corpus::{DocIx, Filter, Mode},
    facts::{Fact, Kind, Status, network::Weaver},
    library::query::{Query, hits_until},
    place::PlaceId,
    text::span::ByteRange,
};

#[derive(Debug, Default)]
struct Slot {
    waiting: Mutex<(Option<LedgerQuestion>, bool)>,
    arrived: Condvar,
    newest: AtomicU64,
}

/// The thread.
#[derive(Debug)]
pub struct RowsJob {
    slot: Arc<Slot>,
}

impl RowsJob {
    /// Starts the thread; it waits for questions.
    #[must_use]
    pub fn new(outbox: &Outbox) -> Self {
        let slot = Arc::new(Slot::default());
        let own = Arc::clone(&slot);
        spawn("rows", outbox, move |outbox| {
            while let Some(question) = own.wait() {
                let stale = || own.newest.load(Atomic::Relaxed) != question.generation;
                let stop = until(&question.filter.query(), stale);
                match guarded("rows", outbox, || answer(&question, &stop)) {
                    Some(Some(listed)) => outbox.send(Action::Ledger(LedgerAction::Listed(Arc::new(listed)))),
                    Some(None) if !stale() => outbox.send(Action::Search(SearchAction::TooSlow)),
                    Some(None) | None => {}
                }
            }
        });
        Self { slot }
    }

    /// Asks; an older question that has no answer yet is dropped.
    pub fn ask(&self, question: LedgerQuestion) {
        self.slot.newest.store(question.generation, Atomic::Relaxed);
        self.slot.waiting.lock().unwrap_or_else(PoisonError::into_inner).0 = Some(question);
        self.slot.arrived.notify_one();
    }
}

impl Drop for RowsJob {
    fn drop(&mut self) {
        self.slot.newest.store(u64::MAX, Atomic::Relaxed);
        self.slot.waiting.lock().unwrap_or_else(PoisonError::into_inner).1 = true;
        self.slot.arrived.notify_one();
    }
}

impl Slot {
    fn wait(&self) -> Option<LedgerQuestion> {
        let mut waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
        loop {
            if waiting.1 {
                return None;
            }
            if let Some(question) = waiting.0.take() {
                return Some(question);
            }
            waiting = self.arrived.wait(waiting).unwrap_or_else(PoisonError::into_inner);
        }
    }
}

/// Facts looked at between two looks at whether the question still stands.
const LOOK_EVERY: usize = 4_096;

/// The rows for a question; `None` when it went stale. Linear in the number of facts, but for the sorting.
#[must_use]
pub fn answer(question: &LedgerQuestion, stale: &dyn Fn() -> bool) -> Option<Listed> {
    let began = Instant::now();
    let LedgerQuestion { book, wish, filter, people, .. } = question;
    let who = wish.who.as_deref().and_then(|name| people.find(name));
    let mut names = vec![0; people.all.len()];
    let mut sieve = Sieve::new(question, stale);
    let mut weaver = Weaver::default();
    let mut listed =
        Listed { book: Arc::clone(book), wish: wish.clone(), generation: question.generation, ..Listed::default() };
    for (at, (index, (fact, keys))) in (0_u32..).zip(book.facts.iter().zip(&book.keys)).enumerate() {
        if at % LOOK_EVERY == 0 && stale() {
            return None;
        }
        if !sieve.lets_through(fact, keys, filter) {
            continue;
        }
        let kind = wish.kinds.is_empty() || wish.kinds.contains(&fact.kind);
        let status = wish.statuses.is_empty() || wish.statuses.contains(&fact.status);
        let late = keys.overdue_after.is_some_and(|day| day < question.today);
        let overdue = late || !wish.overdue;
        if kind && status && overdue {
            weaver.add(fact);
        }
        if !wish.pair.is_none_or(|(a, b)| fact.involves(a) && fact.involves(b)) {
            continue;
        }
        let named = people.of(index);
        if kind && status && overdue {
            for &one in named {
                count(&mut names, Some(one as usize));
            }
        }
        // Until it is known who is named, nobody is.
        if wish.who.is_some() && !who.is_some_and(|who| named.contains(&who)) {
            continue;
        }
        if status && overdue {
            count(&mut listed.kinds, Kind::ALL.iter().position(|one| *one == fact.kind));
        }
        if kind && overdue {
            count(&mut listed.statuses, Status::ALL.iter().position(|one| *one == fact.status));
        }
        listed.overdue += u32::from(late && kind && status);
        if kind && status && overdue {
            listed.facts.push(index);
        }
    }
    listed.network = weaver.finish();
    listed.who = most_named(&names, people);
    sort(book, wish, &mut listed.facts);
    if stale() {
        return None;
    }
    group(book, wish.group, &mut listed);
    listed.took_us = u64::try_from(began.elapsed().as_micros()).unwrap_or(u64::MAX);
    Some(listed)
}

/// So many people, and so many organisations, are offered.
const MOST_OFFERED: usize = 12;

/// Those who are named most, people first.
fn most_named(counts: &[u32], people: &People) -> Vec<(u32, u32)> {
    let mut all: Vec<(u32, u32)> = (0..).zip(counts.iter().copied()).filter(|(_, count)| *count > 0).collect();
    all.sort_by_key(|&(one, count)| (std::cmp::Reverse(count), one));
    let person = |one: u32| people.all.get(one as usize).is_some_and(|someone| !someone.post.is_empty());
    let (some, others): (Vec<_>, Vec<_>) = all.into_iter().partition(|&(one, _)| person(one));
    some.into_iter().take(MOST_OFFERED).chain(others.into_iter().take(MOST_OFFERED)).collect()
}

fn count(counts: &mut [u32], at: Option<usize>) {
    if let Some(count) = at.and_then(|at| counts.get_mut(at)) {
        *count += 1;
    }
}

/// The filters of the window, as they hold for facts: one is shown when an article that is shown tells it, the places of the filter take
/// part in it, and a sentence of it has the words that are searched for.
struct Sieve<'a> {
    question: &'a LedgerQuestion,
    /// The listing is of the same articles as the facts; else paths are compared.
    same: bool,
    shown: BTreeSet<&'a str>,
    words: Vec<Query>,
    hits: HashMap<(DocIx, usize), Vec<ByteRange>>,
    stop: &'a dyn Fn() -> bool,
}

impl<'a> Sieve<'a> {
    fn new(question: &'a LedgerQuestion, stop: &'a dyn Fn() -> bool) -> Self {
        let listing = &question.listing;
        let (ours, theirs) = (&question.book.snapshot, &listing.snapshot);
        // Corrections make new snapshots with the same articles in the same places.
        let same = ours.scan == theirs.scan && ours.documents.len() == theirs.documents.len();
        let all = listing.answer.hits.len() == theirs.documents.len();
        let shown = if same || all {
            BTreeSet::new()
        } else {
            let paths = listing.answer.hits.iter().filter_map(|hit| theirs.get(hit.doc));
            paths.map(|document| document.path.as_str()).collect()
        };
        let text = question.filter.text.trim();
        let words = if text.is_empty() { vec![] } else { question.filter.query().words() };
        Self { question, same, shown, words, hits: HashMap::new(), stop }
    }

    fn article_shown(&self, doc: DocIx) -> bool {
        let listing = &self.question.listing;
        if listing.answer.hits.len() == listing.snapshot.documents.len() {
            return true;
        }
        if self.same {
            return listing.row(doc).is_some();
        }
        self.question.book.snapshot.get(doc).is_some_and(|document| self.shown.contains(document.path.as_str()))
    }

    fn lets_through(&mut self, fact: &Fact, keys: &Keys, filter: &Filter) -> bool {
        if filter.exclude.iter().any(|&place| fact.involves(place)) {
            return false;
        }
        let mut wanted = filter.include.iter().map(|&place| fact.involves(place));
        let included = filter.include.is_empty()
            || match filter.mode {
                Mode::Any | Mode::Primary => wanted.any(|yes| yes),
                Mode::All => wanted.all(|yes| yes),
            };
        if !included || !keys.docs.iter().any(|&doc| self.article_shown(doc)) {
            return false;
        }
        (0..self.words.len()).all(|word| {
            fact.witnesses
                .iter()
                .zip(&keys.docs)
                .any(|(witness, &doc)| self.article_shown(doc) && is_hit(self.hits_of(doc, word), witness.span))
        })
    }

    fn hits_of(&mut self, doc: DocIx, word: usize) -> &[ByteRange] {
        let (words, book, stop) = (&self.words, &self.question.book, self.stop);
        self.hits.entry((doc, word)).or_insert_with(|| {
            let (Some(query), Some(document)) = (words.get(word), book.snapshot.get(doc)) else { return vec![] };
            hits_until(document, query, stop).unwrap_or_default()
        })
    }
}

/// True when one of the hits, which stand in order, lies in `span` or across its borders.
fn is_hit(hits: &[ByteRange], span: ByteRange) -> bool {
    let slot = hits.partition_point(|hit| hit.end <= span.start);
    hits.get(slot).is_some_and(|hit| hit.overlaps(span))
}

/// Sorts; equal ones by date, name and place in the book, unknown dates last whichever way.
fn sort(book: &Book, wish: &Wish, facts: &mut [u32]) {
    let when = |keys: &Keys| keys.days.or(keys.due);
    let amount = |fact: &Fact| {
        let all = fact.quantities.iter().map(|amount| (amount.unit, amount.value));
        all.reduce(|a, b| if b.1 > a.1 { b } else { a })
    };
    let last = |a: bool, b: bool| a.cmp(&b);
    facts.sort_by(|&a, &b| {
        let (Some(x), Some(y), Some(p), Some(q)) = (book.fact(a), book.fact(b), book.keys_of(a), book.keys_of(b))
        else {
            return Ordering::Equal;
        };
        let turn = |order: Ordering| if wish.descending { order.reverse() } else { order };
        let first = match wish.sort {
            Column::Kind => turn(x.kind.cmp(&y.kind)),
            Column::Name => turn(p.name.cmp(&q.name)),
            Column::Parties => turn(x.parties.cmp(&y.parties)),
            Column::Date => {
                let (i, j) = (when(p), when(q));
                last(i.is_none(), j.is_none()).then_with(|| turn(i.cmp(&j)))
            }
            Column::Amount => match (amount(x), amount(y)) {
                (Some(i), Some(j)) => turn(i.0.cmp(j.0).then(i.1.total_cmp(&j.1))),
                (i, j) => last(i.is_none(), j.is_none()),
            },
            Column::Status => turn(x.status.cmp(&y.status)),
            Column::Witnesses => turn(x.witnesses.len().cmp(&y.witnesses.len())),
        };
        first
            .then_with(|| last(when(p).is_none(), when(q).is_none()))
            .then_with(|| when(p).cmp(&when(q)))
            .then_with(|| p.name.cmp(&q.name))
            .then(a.cmp(&b))
    });
}

fn group(book: &Book, by: Option<Grouping>, listed: &mut Listed) {
    let Some(by) = by else {
        listed.rows = listed.facts.iter().map(|&fact| Row::Fact(fact)).collect();
        return;
    };
    let mut groups: BTreeMap<GroupKey, Vec<u32>> = BTreeMap::new();
    for &index in &listed.facts {
        let (Some(fact), Some(keys)) = (book.fact(index), book.keys_of(index)) else { continue };
        for key in keys_of(fact, keys, by) {
            groups.entry(key).or_default().push(index);
        }
    }
    let mut groups: Vec<(GroupKey, Vec<u32>)> = groups.into_iter().collect();
    // Places: those with most facts first; what has an order of its own keeps it.
    if matches!(by, Grouping::Pair | Grouping::City) {
        groups.sort_by_key(|(key, facts)| (*key == GroupKey::Other, std::cmp::Reverse(facts.len()), *key));
    }
    for (key, facts) in groups {
        let at = u32::try_from(listed.heads.len()).unwrap_or(u32::MAX);
        listed.heads.push(Head { key, count: u32::try_from(facts.len()).unwrap_or(u32::MAX) });
        listed.rows.push(Row::Head(at));
        listed.rows.extend(facts.into_iter().map(Row::Fact));
    }
}

/// The groups that a fact stands in.
fn keys_of(fact: &Fact, keys: &Keys, by: Grouping) -> Vec<GroupKey> {
    let cities: Vec<PlaceId> = fact.cities().collect();
    let mut found: Vec<GroupKey> = match by {
        Grouping::Pair => {
            let pairs = cities.iter().enumerate();
            let pairs = pairs.flat_map(|(i, &a)| cities.iter().skip(i + 1).map(move |&b| (a.min(b), a.max(b))));
            pairs.map(|(a, b)| GroupKey::Pair(a, b)).collect()
        }
        Grouping::City => cities.iter().map(|&city| GroupKey::City(city)).collect(),
        Grouping::Kind => vec![GroupKey::Kind(fact.kind)],
        Grouping::Status => vec![GroupKey::Status(fact.status)],
        Grouping::Year => keys.days.or(keys.due).map(|(day, _)| GroupKey::Year(year_of(day))).into_iter().collect(),
    };
    if found.is_empty() {
        found.push(GroupKey::Other);
    }
    found
}

/// The year of a day since 1970.
fn year_of(day: i32) -> i16 {
    let epoch = jiff::civil::Date::constant(1970, 1, 1);
    jiff::Span::new().try_days(day).and_then(|span| epoch.checked_add(span)).map_or(0, jiff::civil::Date::year)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        app::{jobs::facts::book, state::Listing},
        corpus::{Snapshot, Sort, ask},
        facts::{claims, ledger, tell},
        library::{Corrections, document_of},
        place::gazetteer,
    };

    /// So many articles with one agreement each.
    fn question(articles: usize) -> LedgerQuestion {
        let text =
            "甲地与乙地签约\n2021年3月6日\n\n　　3月5日，遂宁市与潼南区签订《涪江水运合作协议》，总投资12亿元。\n";
        let one = document_of("a.txt", text.as_bytes());
        let mut told = vec![];
        let read = claims(&one.page().article, &one.page().tagging, one.folded());
        tell(&one, read, &Corrections::default(), &mut told);
        let fact = ledger(told).remove(0);
        let names: Vec<String> = (0..articles).map(|n| format!("{n:06}.txt")).collect();
        let documents = names.iter().map(|name| {
            let mut document = one.clone();
            document.path.clone_from(name);
            Arc::new(document)
        });
        let snapshot = Arc::new(Snapshot { documents: documents.collect(), complete: true, ..Snapshot::default() });
        let facts = names.iter().enumerate().map(|(n, name)| {
            let mut fact = fact.clone();
            fact.name = format!("第{n}号协议");
            fact.kind = Kind::ALL[n % Kind::ALL.len()];
            fact.witnesses[0].file = name.as_str().into();
            fact
        });
        let book = Arc::new(book(1, &snapshot, facts.collect(), None, true));
        let filter = Filter::default();
        let listing = listing(&snapshot, &filter);
        LedgerQuestion {
            generation: 1,
            book,
            people: Arc::default(),
            listing,
            filter,
            wish: Wish::default(),
            today: 20_000,
        }
    }

    fn listing(snapshot: &Arc<Snapshot>, filter: &Filter) -> Arc<Listing> {
        let answer = ask(snapshot, filter, Sort::Date, &|_| false, &|| false).unwrap();
        let mut row_of = vec![u32::MAX; snapshot.documents.len()];
        for (row, hit) in (0..).zip(&answer.hits) {
            row_of[hit.doc.0 as usize] = row;
        }
        Arc::new(Listing { snapshot: Arc::clone(snapshot), answer, row_of, generation: 1, ..Listing::default() })
    }

    #[test]
    fn only_what_shown_articles_tell_is_listed() {
        let mut question = question(20);
        let mut listing = (*question.listing).clone();
        listing.answer.hits.truncate(5);
        listing.row_of = vec![u32::MAX; 20];
        for (row, hit) in (0..).zip(&listing.answer.hits) {
            listing.row_of[hit.doc.0 as usize] = row;
        }
        question.listing = Arc::new(listing.clone());
        assert_eq!(answer(&question, &|| false).unwrap().facts.len(), 5);
        // Rows of another snapshot are found by path.
        let mut other = (*listing.snapshot).clone();
        other.scan = 9;
        listing.snapshot = Arc::new(other);
        question.listing = Arc::new(listing);
        assert_eq!(answer(&question, &|| false).unwrap().facts.len(), 5);
        assert!(answer(&question, &|| true).is_none(), "a stale question is given up");
    }

    #[test]
    fn a_hundred_thousand_rows_are_sorted_grouped_and_filtered_in_no_time() {
        let mut question = question(if cfg!(debug_assertions) { 20_000 } else { 100_000 });
        question.filter.include.insert(gazetteer().lookup("遂宁")[0]);
        for wish in [
            Wish::default(),
            Wish { sort: Column::Name, descending: true, ..Wish::default() },
            Wish { group: Some(Grouping::Pair), kinds: [Kind::Project].into(), ..Wish::default() },
        ] {
            question.wish = wish;
            let listed = answer(&question, &|| false).unwrap();
            assert!(!listed.facts.is_empty());
            // A machine that is busy with other things may take longer; ten times would be another algorithm.
            assert!(listed.took_us < 500_000, "{} µs", listed.took_us);
        }
    }
}
