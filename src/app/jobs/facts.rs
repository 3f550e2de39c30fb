//! Reads the facts of a snapshot on a thread of its own, while the window is in use: what was read of an article is kept for the next
//! snapshot that has it unchanged.

use std::{
    collections::BTreeMap,
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{Arc, Mutex, PoisonError, atomic::Ordering},
    time::{Duration, Instant},
};

use super::{Outbox, spawn};
use crate::{
    app::{
        action::Action,
        ledger::{Book, Keys, LedgerAction},
    },
    corpus::{Cancel, Document, Snapshot},
    facts::{Claim, Fact, claims, edtf, ledger, overdue_after, tell},
    library::ContentHash,
    text::pinyin,
};

/// Between two words about how far it is.
const TELL_EVERY: Duration = Duration::from_millis(200);
/// The first part of the facts is shown after this time, the next ones after times three times as long.
const FIRST_PART: Duration = Duration::from_millis(800);

/// What was read of an article: good for every document that is the same in what facts are read from.
#[derive(Debug)]
struct Known {
    document: Arc<Document>,
    claims: Arc<Vec<Claim>>,
}

type Cache = BTreeMap<ContentHash, Known>;

/// The reading thread.
#[derive(Debug, Default)]
pub struct FactsJob {
    cancel: Option<Cancel>,
    cache: Arc<Mutex<Cache>>,
}

impl FactsJob {
    /// Starts; an older reading is given up, and what it has read so far is used.
    pub fn start(&mut self, generation: u64, snapshot: Arc<Snapshot>, outbox: &Outbox) {
        self.cancel();
        let cancel = Cancel::default();
        self.cancel = Some(Arc::clone(&cancel));
        let cache = Arc::clone(&self.cache);
        spawn("facts", outbox, move |outbox| {
            // An older reading lets go of it at its next article.
            let mut cache = cache.lock().unwrap_or_else(PoisonError::into_inner);
            read(generation, &snapshot, &mut cache, &cancel, outbox);
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

fn read(generation: u64, snapshot: &Arc<Snapshot>, cache: &mut Cache, cancel: &Cancel, outbox: &Outbox) {
    let began = Instant::now();
    let (mut told_at, mut part_at) = (Duration::ZERO, FIRST_PART);
    let all = u32::try_from(snapshot.documents.len()).unwrap_or(u32::MAX);
    let mut told = Vec::new();
    for (read, document) in (0_u32..).zip(&snapshot.documents) {
        if cancel.load(Ordering::Relaxed) {
            return;
        }
        let claims = claims_of(document, cache);
        tell(document, claims.iter().cloned(), &snapshot.corrections, &mut told);
        let now = began.elapsed();
        if now >= told_at + TELL_EVERY {
            told_at = now;
            outbox.send(Action::Ledger(LedgerAction::Progress { generation, read: read + 1, all }));
        }
        if now >= part_at && read + 1 < all {
            part_at = now * 3;
            let book = book(generation, snapshot, ledger(told.clone()), false);
            outbox.send(Action::Ledger(LedgerAction::Read(Arc::new(book))));
        }
    }
    // Articles that are gone need not be remembered.
    if cache.len() > snapshot.documents.len() {
        let here: std::collections::BTreeSet<ContentHash> = snapshot.documents.iter().map(|d| d.hash).collect();
        cache.retain(|hash, _| here.contains(hash));
    }
    let book = book(generation, snapshot, ledger(told), true);
    if !cancel.load(Ordering::Relaxed) {
        outbox.send(Action::Ledger(LedgerAction::Read(Arc::new(book))));
    }
}

fn claims_of(document: &Arc<Document>, cache: &mut Cache) -> Arc<Vec<Claim>> {
    if let Some(known) = cache.get_mut(&document.hash) {
        let same = Arc::ptr_eq(&known.document, document)
            || known.document.page().article == document.page().article
                && known.document.page().tagging == document.page().tagging;
        if same {
            // The older document is let go.
            known.document = Arc::clone(document);
            return Arc::clone(&known.claims);
        }
    }
    let found = catch_unwind(AssertUnwindSafe(|| {
        claims(&document.page().article, &document.page().tagging, document.folded())
    }));
    let found = found.unwrap_or_else(|_| {
        log::error!("the facts of {} could not be read", document.path);
        vec![]
    });
    let claims = Arc::new(found);
    cache.insert(document.hash, Known { document: Arc::clone(document), claims: Arc::clone(&claims) });
    claims
}

/// The facts with what is worked out once for each.
#[must_use]
pub fn book(generation: u64, snapshot: &Arc<Snapshot>, facts: Vec<Fact>, complete: bool) -> Book {
    let number = |value: Option<&str>| {
        value.and_then(edtf::days).map(|(from, to)| (edtf::day_number(from), edtf::day_number(to)))
    };
    let keys = facts.iter().map(|fact| Keys {
        docs: fact.witnesses.iter().filter_map(|witness| snapshot.find(&witness.file)).collect(),
        name: 0,
        overdue_after: overdue_after(fact),
        days: number(fact.date.as_ref().map(|date| date.value.as_str())),
        due: number(fact.deadline.as_ref().map(|date| date.value.as_str())),
    });
    let mut keys: Vec<Keys> = keys.collect();
    let mut names: Vec<(String, usize)> =
        facts.iter().enumerate().map(|(at, fact)| (pinyin::sort_key(&fact.name), at)).collect();
    names.sort_unstable();
    for (place, (_, at)) in (0..).zip(names) {
        if let Some(keys) = keys.get_mut(at) {
            keys.name = place;
        }
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
    use crate::{app::jobs::queue, library::document_of};

    fn snapshot(texts: &[(&str, &str)]) -> Arc<Snapshot> {
        let documents = texts.iter().map(|(path, text)| Arc::new(document_of(path, text.as_bytes()))).collect();
        Arc::new(Snapshot { documents, complete: true, ..Snapshot::default() })
    }

    const ONE: &str = "甲报道\n2021年3月5日\n\n　　3月5日，遂宁市与潼南区签订《涪江水运合作协议》。\n";
    const TWO: &str = "乙报道\n2022年4月6日\n\n　　4月6日，遂宁市成立水运发展领导小组。\n";

    #[test]
    fn what_was_read_is_used_again_and_a_changed_article_is_read_again() {
        let (outbox, inbox) = queue(Arc::new(|| {}));
        let mut cache = Cache::new();
        let read = |texts: &[(&str, &str)], cache: &mut Cache| {
            read(1, &snapshot(texts), cache, &Cancel::default(), &outbox);
            let mut last = None;
            while let Some(action) = inbox.next() {
                if let Action::Ledger(LedgerAction::Read(book)) = action {
                    last = Some(book);
                }
            }
            last.unwrap()
        };
        let first = read(&[("a.txt", ONE), ("b.txt", TWO)], &mut cache);
        assert!(first.complete && first.facts.len() >= 2, "{:?}", first.facts);
        let known: Vec<Arc<Vec<Claim>>> = cache.values().map(|known| Arc::clone(&known.claims)).collect();
        let again = read(&[("a.txt", ONE), ("c.txt", TWO)], &mut cache);
        assert_eq!(again.facts.len(), first.facts.len());
        assert!(cache.values().zip(&known).all(|(now, then)| Arc::ptr_eq(&now.claims, then)), "nothing was read twice");
        assert!(again.facts.iter().flat_map(|f| &f.witnesses).any(|w| w.file == "c.txt"));
        let less = read(&[("a.txt", ONE)], &mut cache);
        assert!(less.facts.len() < first.facts.len());
        assert_eq!(cache.len(), 1, "what is gone is forgotten");
    }

    #[test]
    fn a_cancelled_reading_says_nothing() {
        let (outbox, inbox) = queue(Arc::new(|| {}));
        let cancel = Cancel::default();
        cancel.store(true, Ordering::Relaxed);
        read(1, &snapshot(&[("a.txt", ONE)]), &mut Cache::new(), &cancel, &outbox);
        assert!(inbox.next().is_none());
    }
}
