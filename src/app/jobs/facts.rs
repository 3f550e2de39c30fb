//! Reads the facts of a snapshot on a thread of its own, while the window is in use: what was read of an article is kept for the next
//! snapshot that has it unchanged.

use std::{
    collections::HashMap,
    panic::{AssertUnwindSafe, catch_unwind},
    path::PathBuf,
    sync::{Arc, Mutex, PoisonError, atomic::Ordering},
    time::{Duration, Instant},
};

use super::{Outbox, spawn};
use crate::{
    app::{
        action::Action,
        ledger::{Book, Keys, LedgerAction, People, Someone},
    },
    corpus::{Cancel, DocIx, Document, Place, Snapshot, Target},
    facts::{
        Claim, Fact, Party, Told, claims, edtf, groups, in_order,
        kept::{Merged, PageKey, Readings},
        ledger, overdue_after,
        people::{Who, who},
        put_in_order, rows, tell_said,
    },
    library::cache::Side,
    text::{fold, pinyin, span::ByteRange},
};

/// Between two words about how far it is.
const TELL_EVERY: Duration = Duration::from_millis(200);
/// The first part of the facts is shown after this time, the next ones after times three times as long.
const FIRST_PART: Duration = Duration::from_millis(800);

/// What was read of the pages, and where it is kept on the disk.
#[derive(Debug, Default)]
struct Store {
    readings: Readings,
    /// The folder whose file was looked at.
    root: Option<PathBuf>,
    /// Files beside the pages that are kept: readings, and how they were put together.
    files: Option<(Side, Side)>,
}

impl Store {
    /// Takes what is kept of the folder of a snapshot, when it is another one than before.
    fn open(&mut self, place: &Place, snapshot: &Snapshot) {
        if self.root == snapshot.root && (self.root.is_some() || !self.readings.is_empty()) {
            return;
        }
        *self = Self { root: snapshot.root.clone(), ..Self::default() };
        let Some(root) = &snapshot.root else { return };
        let target = Target::Folder(root.clone());
        let side = |name| Side::of(place, &target, name);
        self.files = side("readings").zip(side("ledger"));
        if let Some(body) = self.files.as_ref().and_then(|(readings, _)| readings.read()) {
            self.readings = Readings::of_bytes(&body);
        }
    }

    /// Writes the readings of these pages when enough of them are new, or many are of pages that are gone.
    fn save(&mut self, pages: &[PageKey]) {
        // Articles that are gone need not be remembered.
        let gone = self.readings.len().saturating_sub(pages.len());
        if gone > 0 {
            self.readings.keep_only(pages);
        }
        let Some((file, _)) = &self.files else { return };
        if self.readings.fresh * 50 <= pages.len() && gone * 4 <= pages.len() {
            return;
        }
        match file.write(&self.readings.to_bytes()) {
            Ok(()) => self.readings.fresh = 0,
            // The cache of pages tells when nothing can be written.
            Err(error) => log::info!("what was read of the facts is not kept: {error}"),
        }
    }
}

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
        spawn("facts", outbox, move |outbox| {
            // An older reading lets go of it at its next article.
            let mut store = store.lock().unwrap_or_else(PoisonError::into_inner);
            store.open(&place, &snapshot);
            read(generation, &snapshot, &mut store, &cancel, outbox);
            // What lies on the disk need not stay in memory.
            if store.files.is_some() && store.readings.fresh == 0 {
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
    let keys: Vec<PageKey> = snapshot.documents.iter().map(|d| PageKey::of(d, &snapshot.corrections)).collect();
    let fresh = keys.iter().filter(|key| !store.readings.knows(**key)).count();
    let mut told = Vec::new();
    for ((read, document), &key) in (0_u32..).zip(&snapshot.documents).zip(&keys) {
        if cancel.load(Ordering::Relaxed) {
            return;
        }
        let said = said_of(document, key, &mut store.readings);
        tell_said(document, said, &snapshot.corrections, &mut told);
        let now = began.elapsed();
        if now >= told_at + TELL_EVERY {
            told_at = now;
            outbox.send(Action::Ledger(LedgerAction::Progress { generation, read: read + 1, all }));
        }
        // What is kept is there sooner than it could be shown in parts.
        if now >= part_at && read + 1 < all && fresh > 0 {
            part_at = now * 3;
            let book = book(generation, snapshot, ledger(told.clone()), None, false);
            outbox.send(Action::Ledger(LedgerAction::Read(Arc::new(book))));
        }
    }
    let of = PageKey::of_all(&keys);
    let plain = !told.iter().any(|one: &Told| !one.edit.is_empty());
    let file = store.files.as_ref().map(|(_, ledger)| ledger).filter(|_| plain);
    put_in_order(&mut told);
    let known = file.and_then(Side::read).and_then(|body| Merged::of_bytes(&body, of, told.len()));
    let merged = known.is_some();
    let count = u32::try_from(told.len()).unwrap_or(u32::MAX);
    let (groups, names) = match known {
        Some(known) => (known.groups, Some(known.names)),
        None => (groups(&mut told), None),
    };
    if cancel.load(Ordering::Relaxed) {
        return;
    }
    let (facts, order): (Vec<Fact>, Vec<usize>) = in_order(rows(&groups, told)).into_iter().unzip();
    let book = Arc::new(book(generation, snapshot, facts, names, true));
    if cancel.load(Ordering::Relaxed) {
        return;
    }
    outbox.send(Action::Ledger(LedgerAction::Read(Arc::clone(&book))));
    // Only facts that stand in the ledger tell who has to do with them.
    if let Some(people) = people(&book, cancel) {
        outbox.send(Action::Ledger(LedgerAction::People(Arc::new(people))));
    }
    store.save(&keys);
    if !merged && let Some(file) = store.files.as_ref().map(|(_, ledger)| ledger).filter(|_| plain) {
        let groups = order.into_iter().filter_map(|at| groups.get(at).cloned()).collect();
        let names = book.keys.iter().map(|keys| keys.name).collect();
        if let Err(error) = file.write(&Merged { of, told: count, groups, names }.to_bytes()) {
            log::info!("how facts were put together is not kept: {error}");
        }
    }
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
    let mut of_sentence: HashMap<(DocIx, ByteRange), Vec<u32>> = HashMap::new();
    let mut of_fact = Vec::with_capacity(book.facts.len());
    for (fact, keys) in book.facts.iter().zip(&book.keys) {
        if cancel.load(Ordering::Relaxed) {
            return None;
        }
        let mut named: Vec<u32> = Vec::new();
        for (witness, &doc) in fact.witnesses.iter().zip(&keys.docs) {
            let of = of_sentence.entry((doc, witness.span)).or_insert_with(|| {
                let Who { people, bodies } = who(&witness.sentence);
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
        of_fact.push(named.into_boxed_slice());
    }
    Some(People { generation: book.generation, all, of_fact })
}

/// What a document says, read now or before.
fn said_of(document: &Document, key: PageKey, readings: &mut Readings) -> Vec<(String, Claim)> {
    if let Some(said) = readings.get(key) {
        return said;
    }
    let page = document.page();
    let found = catch_unwind(AssertUnwindSafe(|| claims(&page.article, &page.tagging, document.folded())));
    let found = found.unwrap_or_else(|_| {
        log::error!("the facts of {} could not be read", document.path);
        vec![]
    });
    readings.add(key, &found, &page.article.text);
    found.into_iter().map(|claim| (claim.sentence.of(&page.article.text).to_owned(), claim)).collect()
}

/// For each fact its place in the order of the names.
fn order_of_names(facts: &[Fact]) -> Vec<u32> {
    let mut names: Vec<(String, usize)> =
        facts.iter().enumerate().map(|(at, fact)| (pinyin::sort_key(&fact.name), at)).collect();
    names.sort_unstable();
    let mut order = vec![0; facts.len()];
    for (place, (_, at)) in (0..).zip(names) {
        if let Some(slot) = order.get_mut(at) {
            *slot = place;
        }
    }
    order
}

/// The facts with what is worked out once for each. `names` is the order of their names, when it is known.
#[must_use]
pub fn book(
    generation: u64,
    snapshot: &Arc<Snapshot>,
    facts: Vec<Fact>,
    names: Option<Vec<u32>>,
    complete: bool,
) -> Book {
    let ix_of: HashMap<&str, DocIx> = snapshot.iter().map(|(ix, document)| (document.path.as_str(), ix)).collect();
    let number = |value: Option<&str>| {
        value.and_then(edtf::days).map(|(from, to)| (edtf::day_number(from), edtf::day_number(to)))
    };
    let keys = facts.iter().map(|fact| Keys {
        docs: fact.witnesses.iter().filter_map(|witness| ix_of.get(witness.file.as_str()).copied()).collect(),
        name: 0,
        overdue_after: overdue_after(fact),
        days: number(fact.date.as_ref().map(|date| date.value.as_str())),
        due: number(fact.deadline.as_ref().map(|date| date.value.as_str())),
    });
    let mut keys: Vec<Keys> = keys.collect();
    let names = names.unwrap_or_else(|| order_of_names(&facts));
    for (keys, place) in keys.iter_mut().zip(names) {
        keys.name = place;
    }
    let mut of_doc: Vec<Vec<(u32, u32)>> = vec![vec![]; snapshot.documents.len()];
    for (fact, keys) in (0..).zip(&keys) {
        for (witness, doc) in (0..).zip(&keys.docs) {
            if let Some(told) = of_doc.get_mut(doc.0 as usize) {
                told.push((fact, witness));
            }
        }
    }
    for told in &mut of_doc {
        let start = |&(fact, witness): &(u32, u32)| {
            facts.get(fact as usize).and_then(|fact| fact.witnesses.get(witness as usize)).map(|w| (w.span, w.rule))
        };
        told.sort_by_key(|one| (start(one), *one));
    }
    let of_doc = of_doc.into_iter().map(Vec::into_boxed_slice).collect();
    Book { keys, of_doc, snapshot: Arc::clone(snapshot), facts, generation, complete }
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
        assert!(first.complete && first.facts.len() >= 2, "{:?}", first.facts);
        assert_eq!(store.readings.fresh, 2);
        let again = read(&[("a.txt", ONE), ("b.txt", TWO)], &mut store);
        assert_eq!((again.facts.clone(), store.readings.fresh), (first.facts.clone(), 2), "nothing was read twice");
        let other = read(&[("a.txt", ONE), ("c.txt", TWO)], &mut store);
        assert_eq!(store.readings.fresh, 3);
        assert!(other.facts.iter().flat_map(|f| &f.witnesses).any(|w| w.file == "c.txt"));
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
        drop(crate::corpus::Cache::open(&place, &Target::Folder(pages.clone())));
        let (outbox, inbox) = queue(Arc::new(|| {}));
        let run = |texts: &[(&str, &str)], corrections: &Corrections| {
            let mut store = Store::default();
            let snapshot = Snapshot {
                root: Some(pages.clone()),
                corrections: Arc::new(corrections.clone()),
                ..(*snapshot(texts)).clone()
            };
            store.open(&place, &snapshot);
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
        assert_eq!((known, &again.facts, &again.keys), (2, &first.facts, &first.keys));
        // What the user says is put to what is kept.
        let page = first.snapshot.documents[0].page();
        let witness = first.facts.iter().flat_map(|f| &f.witnesses).find(|w| w.file == "a.txt").unwrap();
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
        let (readings, merged) = store.files.unwrap();
        for side in [&readings, &merged] {
            assert!(side.read().is_some());
            side.write(b"nonsense").unwrap();
        }
        let (known, anew, _) = run(&texts, &none);
        assert_eq!((known, &anew.facts), (0, &first.facts));
        assert!(readings.read().unwrap().len() > 100 && merged.read().unwrap().len() > 8);
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
