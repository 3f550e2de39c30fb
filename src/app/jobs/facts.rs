//! Reads the facts of a snapshot on a thread of its own, while the window is in use: what was read of an article is kept for the next
//! snapshot that has it unchanged.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError, atomic::Ordering},
    time::{Duration, Instant},
};

use super::{Outbox, spawn_behind};
use crate::{
    app::{
        action::Action,
        ledger::{Book, LedgerAction, People, Someone},
    },
    corpus::{Cancel, Place, Snapshot},
    facts::{
        Party,
        book::{Facts, Pages},
        people::{Who, who},
        store::Store,
    },
    text::{fold, span::ByteRange},
};

/// Between two words about how far it is.
const TELL_EVERY: Duration = Duration::from_millis(200);
/// The first part of the facts is shown after this time, the next ones after times three times as long.
const FIRST_PART: Duration = Duration::from_millis(800);

/// The reading thread.
#[derive(Debug, Default)]
pub struct FactsJob {
    cancel: Option<Cancel>,
    store: Arc<Mutex<Store>>,
}

impl FactsJob {
    /// Starts; an older reading is given up, and what it has read so far is used. What is read is kept in `place`.
    pub fn start(&mut self, generation: u64, snapshot: Arc<Snapshot>, place: Place, outbox: &Outbox) {
        self.cancel();
        let cancel = Cancel::default();
        self.cancel = Some(Arc::clone(&cancel));
        let store = Arc::clone(&self.store);
        spawn_behind("facts", outbox, move |outbox| {
            // An older reading lets go of it at its next article.
            let mut store = store.lock().unwrap_or_else(PoisonError::into_inner);
            open(&mut store, &place, &snapshot);
            read(generation, &snapshot, &mut store, &cancel, outbox);
            // What lies on the disk need not stay in memory.
            if store.is_saved() {
                *store = Store::default();
            }
        });
    }

    /// Ends the reading.
    pub fn cancel(&mut self) {
        if let Some(cancel) = self.cancel.take() {
            cancel.store(true, Ordering::Relaxed);
        }
    }
}

impl Drop for FactsJob {
    fn drop(&mut self) {
        self.cancel();
    }
}

fn read(generation: u64, snapshot: &Arc<Snapshot>, store: &mut Store, cancel: &Cancel, outbox: &Outbox) {
    let began = Instant::now();
    let (mut told_at, mut part_at) = (Duration::ZERO, FIRST_PART);
    let all = u32::try_from(snapshot.documents.len()).unwrap_or(u32::MAX);
    let mut pages = Pages::default();
    let (mut fresh, mut read) = (false, 0);
    let book = |facts, complete| Book { snapshot: Arc::clone(snapshot), facts, generation, complete };
    let whole = store.read_all(&snapshot.documents, &snapshot.corrections, cancel, &mut |store, document, key, new| {
        fresh |= new;
        read += 1;
        pages.add(document, key, &snapshot.corrections, &store.readings);
        let now = began.elapsed();
        if now >= told_at + TELL_EVERY {
            told_at = now;
            outbox.send(Action::Ledger(LedgerAction::Progress { generation, read, all }));
        }
        // What is kept is there sooner than it could be shown in parts.
        if now >= part_at && read < all && fresh {
            part_at = now * 3;
            let facts = Facts::merged(pages.clone(), Arc::clone(&store.readings));
            outbox.send(Action::Ledger(LedgerAction::Read(Arc::new(book(Arc::new(facts), false)))));
        }
        true
    });
    if !whole {
        return;
    }
    let ledger = store.ledger(pages);
    if cancel.load(Ordering::Relaxed) {
        return;
    }
    let book = Arc::new(book(Arc::clone(&ledger.facts), true));
    outbox.send(Action::Ledger(LedgerAction::Read(Arc::clone(&book))));
    // Only facts that stand in the ledger tell who has to do with them.
    let known = kept_people(store, &book);
    let new = known.is_none();
    let Some(people) = known.or_else(|| people(&book, cancel)) else { return };
    let people = Arc::new(people);
    outbox.send(Action::Ledger(LedgerAction::People(Arc::clone(&people))));
    store.save(&ledger);
    if let (true, Some(files)) = (new, &store.files)
        && let Err(error) = files.people.write(&postcard::to_allocvec(&*people).unwrap_or_default())
    {
        log::info!("who is named with the facts is not kept: {error}");
    }
}

/// Takes what is kept of the folder of a snapshot, when it is another one than before.
fn open(store: &mut Store, place: &Place, snapshot: &Snapshot) {
    if !store.is_of(snapshot.root.as_ref()) {
        *store = Store::of(place, snapshot.root.clone());
    }
}

/// Who was found to be named with the very same facts, when that is kept.
fn kept_people(store: &Store, book: &Book) -> Option<People> {
    let body = store.files.as_ref()?.people.read()?;
    let people: People = postcard::from_bytes(&body).ok()?;
    let same = people.of == book.table().stamp() && people.ends.len() == book.facts.len();
    same.then_some(People { generation: book.generation, ..people })
}

/// Who is named in the sentences that tell facts; `None` when it was given up.
fn people(book: &Book, cancel: &Cancel) -> Option<People> {
    let mut all = Vec::new();
    // One name in both scripts is one; a person and an organisation of one name are two.
    let mut number_of: HashMap<(String, bool), u32> = HashMap::new();
    let mut number = |name: &str, post: &str| {
        let key = (fold::fold_str(name), post.is_empty());
        *number_of.entry(key).or_insert_with(|| {
            all.push(Someone { name: name.to_owned(), post: post.to_owned() });
            u32::try_from(all.len() - 1).unwrap_or(u32::MAX)
        })
    };
    let mut of_sentence: HashMap<(u32, ByteRange), Vec<u32>> = HashMap::new();
    let (mut ends, mut all_named) = (Vec::with_capacity(book.facts.len()), Vec::new());
    for (index, fact) in (0..).zip(book.facts.iter()) {
        if cancel.load(Ordering::Relaxed) {
            return None;
        }
        let mut named: Vec<u32> = Vec::new();
        for (witness, at) in fact.witnesses.iter().zip(book.table().witnesses(index)) {
            let of = of_sentence.entry((at.page, at.sentence)).or_insert_with(|| {
                let Who { people, bodies } = who(&witness.line());
                let people = people.iter().map(|person| (&person.name, person.post.as_str()));
                people.chain(bodies.iter().map(|body| (body, ""))).map(|(name, post)| number(name, post)).collect()
            });
            named.extend_from_slice(of);
        }
        for party in &fact.parties {
            if let Party::Body(body) = party {
                named.push(number(body, ""));
            }
        }
        named.sort_unstable();
        named.dedup();
        all_named.extend(named);
        ends.push(u32::try_from(all_named.len()).unwrap_or(u32::MAX));
    }
    Some(People { generation: book.generation, of: book.table().stamp(), all, ends, named: all_named })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        app::jobs::queue,
        library::{
            Corrections,
            corrections::{Correction, FactEdit, Kept},
            document_of,
        },
        text::anchor::Anchor,
    };

    fn snapshot(texts: &[(&str, &str)]) -> Arc<Snapshot> {
        let documents = texts.iter().map(|(path, text)| Arc::new(document_of(path, text.as_bytes()))).collect();
        Arc::new(Snapshot { documents, complete: true, ..Snapshot::default() })
    }

    const ONE: &str = "甲报道\n2021年3月5日\n\n　　3月5日，遂宁市与潼南区签订《涪江水运合作协议》。\n";
    const TWO: &str = "乙报道\n2022年4月6日\n\n　　4月6日，遂宁市成立水运发展领导小组。\n";

    #[test]
    fn what_was_read_is_used_again_and_a_changed_article_is_read_again() {
        let (outbox, inbox) = queue(Arc::new(|| {}));
        let mut store = Store::default();
        let read = |texts: &[(&str, &str)], cache: &mut Store| {
            read(1, &snapshot(texts), cache, &Cancel::default(), &outbox);
            let mut last = None;
            while let Some(action) = inbox.next() {
                if let Action::Ledger(LedgerAction::Read(book)) = action {
                    last = Some(book);
                }
            }
            last.unwrap()
        };
        let first = read(&[("a.txt", ONE), ("b.txt", TWO)], &mut store);
        assert!(first.complete && first.facts.len() >= 2, "{}", first.facts.len());
        assert_eq!(store.readings.fresh(), 2);
        let again = read(&[("a.txt", ONE), ("b.txt", TWO)], &mut store);
        assert_eq!((&again.facts, store.readings.fresh()), (&first.facts, 2), "nothing was read twice");
        let other = read(&[("a.txt", ONE), ("c.txt", TWO)], &mut store);
        assert_eq!(store.readings.fresh(), 2, "what is gone is forgotten");
        assert!(other.facts.iter().any(|f| f.witnesses.iter().any(|w| &*w.file == "c.txt")));
        let less = read(&[("a.txt", ONE)], &mut store);
        assert!(less.facts.len() < first.facts.len());
        assert_eq!(store.readings.len(), 1, "what is gone is forgotten");
    }

    #[test]
    fn a_folder_that_was_read_is_not_read_again() {
        let folder = tempfile::tempdir().unwrap();
        let pages = folder.path().join("pages");
        std::fs::create_dir(&pages).unwrap();
        let place = Place::new(Some(&folder.path().join("cache")), None);
        // Who opens a folder makes the folder of its cache.
        drop(crate::corpus::Cache::open(&place, &crate::corpus::Target::Folder(pages.clone())));
        let (outbox, inbox) = queue(Arc::new(|| {}));
        let run = |texts: &[(&str, &str)], corrections: &Corrections| {
            let mut store = Store::default();
            let snapshot = Snapshot {
                root: Some(pages.clone()),
                corrections: Arc::new(corrections.clone()),
                ..(*snapshot(texts)).clone()
            };
            open(&mut store, &place, &snapshot);
            let known = store.readings.len();
            read(1, &Arc::new(snapshot), &mut store, &Cancel::default(), &outbox);
            let mut last = None;
            while let Some(action) = inbox.next() {
                if let Action::Ledger(LedgerAction::Read(book)) = action {
                    last = Some(book);
                }
            }
            (known, last.unwrap(), store)
        };
        let none = Corrections::default();
        let texts = [("a.txt", ONE), ("b.txt", TWO)];
        let (known, first, _) = run(&texts, &none);
        assert_eq!(known, 0);
        let (known, again, store) = run(&texts, &none);
        assert_eq!((known, &again.facts), (2, &first.facts));
        // What the user says is put to what is kept.
        let page = first.snapshot.documents[0].page();
        let witnesses = first.facts.iter().flat_map(|fact| fact.witnesses.clone());
        let witness = witnesses.into_iter().find(|witness| &*witness.file == "a.txt").unwrap();
        let correction = Correction::Fact {
            at: Anchor::new(&page.article.text, witness.span),
            name: witness.name.clone(),
            edit: Box::new(FactEdit { hidden: true, ..FactEdit::default() }),
        };
        let kept = Kept { correction, path: "a.txt".into() };
        let mut hiding = Corrections::default();
        hiding.set(kept.key(Some(first.snapshot.documents[0].hash)), Some(kept), true);
        let (known, hidden, _) = run(&texts, &hiding);
        assert_eq!((known, hidden.facts.len()), (2, first.facts.len() - 1));
        // A damaged file is made anew.
        let files = store.files.unwrap();
        for side in [&files.readings, &files.ledger, &files.said, &files.people] {
            assert!(side.read().is_some());
            side.write(b"nonsense").unwrap();
        }
        let (known, anew, _) = run(&texts, &none);
        assert_eq!((known, &anew.facts), (0, &first.facts));
        assert!([&files.readings, &files.ledger].iter().all(|side| side.read().unwrap().len() > 100));
    }

    #[test]
    fn a_cancelled_reading_says_nothing() {
        let (outbox, inbox) = queue(Arc::new(|| {}));
        let cancel = Cancel::default();
        cancel.store(true, Ordering::Relaxed);
        read(1, &snapshot(&[("a.txt", ONE)]), &mut Store::default(), &cancel, &outbox);
        assert!(inbox.next().is_none());
    }
}
