//! What was read of the pages of a folder, and how it was put together, as files beside the pages that are kept: whoever opens the folder
//! again, in the window or by a command, has its ledger without reading.

use std::{
    collections::{BTreeMap, HashSet},
    panic::{AssertUnwindSafe, catch_unwind},
    path::PathBuf,
    sync::{Arc, atomic::Ordering},
    time::Duration,
};

use super::{
    Claim, Fact,
    book::{Facts, Pages},
    claims,
    kept::{PageKey, Readings},
    table::Table,
};
use crate::{
    library::{
        Corrections, Document,
        cache::{Place, Side},
        memory::SmallPages,
        pool,
        scan::{Cancel, Target},
    },
    text::pinyin,
};

/// The readings of a folder, and where they are kept on the disk.
#[derive(Debug, Default)]
pub struct Store {
    /// What was read.
    pub readings: Arc<Readings>,
    /// The folder whose files were looked at.
    root: Option<PathBuf>,
    /// Where it is kept.
    pub(crate) files: Option<Files>,
}

/// The files of a folder.
#[derive(Clone, Debug)]
pub(crate) struct Files {
    /// Readings.
    pub readings: Side,
    /// The ledger of what was read.
    pub ledger: Side,
    /// The ledger as the user has it, where something was said of facts.
    pub said: Side,
    /// Who is named with its facts.
    pub people: Side,
}

/// What was read of a page.
#[derive(Debug)]
pub struct Read {
    claims: Vec<Claim>,
    /// The text of its article.
    text: Arc<str>,
}

impl Read {
    /// Reads a page.
    #[must_use]
    pub fn of(document: &Document) -> Self {
        let page = document.page();
        let found = catch_unwind(AssertUnwindSafe(|| claims(&page.article, &page.tagging, document.folded())));
        let claims = found.unwrap_or_else(|_| {
            log::error!("the facts of {} could not be read", document.path);
            vec![]
        });
        Self { claims, text: Arc::clone(&page.article.text) }
    }
}

/// Pages that are read on the calling thread: starting threads would take longer.
const FEW: usize = 8;

/// Pages that a thread takes at once.
const BATCH: usize = 8;

/// Such batches that may be read ahead of the next one in order; bounds the memory.
const READ_AHEAD: usize = 64;

/// How long the calling thread waits for a result before it looks at the cancel flag again.
const PATIENCE: Duration = Duration::from_millis(50);

impl Store {
    /// What is kept of a folder; nothing when `root` is none.
    #[must_use]
    pub fn of(place: &Place, root: Option<PathBuf>) -> Self {
        let Some(root) = root else { return Self::default() };
        let target = Target::Folder(root.clone());
        let side = |name| Side::of(place, &target, name);
        let files = || {
            let (readings, ledger) = (side("readings")?, side("ledger")?);
            Some(Files { readings, ledger, said: side("ledger-said")?, people: side("people")? })
        };
        let files = files();
        let body = files.as_ref().and_then(|files| files.readings.read());
        let readings = Arc::new(body.map(Readings::kept).unwrap_or_default());
        Self { readings, root: Some(root), files }
    }

    /// True when it is that of this folder.
    #[must_use]
    pub fn is_of(&self, root: Option<&PathBuf>) -> bool {
        self.root.as_ref() == root && (root.is_some() || !self.readings.is_empty())
    }

    /// True when everything in it lies on the disk as well.
    #[must_use]
    pub fn is_saved(&self) -> bool {
        self.files.is_some() && self.readings.fresh() == 0
    }

    /// Reads a document that was not read before; true when it was read now.
    pub fn read(&mut self, document: &Document, key: PageKey) -> bool {
        let unknown = !self.readings.knows(key);
        if unknown {
            self.add(key, &Read::of(document));
        }
        unknown
    }

    /// Adds what was read of a page.
    pub fn add(&mut self, key: PageKey, read: &Read) {
        if !self.readings.knows(key) {
            Arc::make_mut(&mut self.readings).add(key, &read.claims, &read.text);
        }
    }

    /// Reads those of `documents` that were not read before, on as many threads as the machine has cores for it, and hands all over to
    /// `each` in their order, with their keys, and whether they were read now. Stops when `cancel` is set or `each` says
    /// false; true when all were handed over.
    pub fn read_all(
        &mut self,
        documents: &[Arc<Document>],
        corrections: &Corrections,
        cancel: &Cancel,
        each: &mut dyn FnMut(&Self, &Document, PageKey, bool) -> bool,
    ) -> bool {
        let keys: Vec<PageKey> = documents.iter().map(|document| PageKey::of(document, corrections)).collect();
        let mut met = HashSet::new();
        let new: Vec<usize> = (0..)
            .zip(&keys)
            .filter(|(_, key)| !self.readings.knows(**key) && met.insert(**key))
            .map(|(at, _)| at)
            .collect();
        // Hands over what comes before the next page that has to be read, and that one when it is there.
        let mut next = 0;
        let mut pass = |this: &mut Self, until: usize, read: Option<Read>| {
            for (document, &key) in documents.iter().zip(&keys).take(until).skip(next) {
                if cancel.load(Ordering::Relaxed) || !each(this, document, key, false) {
                    return false;
                }
            }
            next = until;
            let Some((read, (document, &key))) = read.zip(documents.iter().zip(&keys).nth(until)) else { return true };
            next += 1;
            this.add(key, &read);
            !cancel.load(Ordering::Relaxed) && each(this, document, key, true)
        };
        if new.len() <= FEW {
            for at in new {
                if !pass(self, at, documents.get(at).map(|document| Read::of(document))) {
                    return false;
                }
            }
            return pass(self, documents.len(), None);
        }
        let _small = SmallPages::from_now();
        let work = |(turn, batch): (usize, &[usize])| -> (usize, Vec<Option<Read>>) {
            (turn, batch.iter().map(|&at| documents.get(at).map(|document| Read::of(document))).collect())
        };
        let all = pool::with_workers("facts", pool::default_workers(pool::WINDOW_CORES), work, |desk| {
            let mut batches = new.chunks(BATCH).enumerate().peekable();
            let mut ready: BTreeMap<usize, Vec<Option<Read>>> = BTreeMap::new();
            for (turn, batch) in new.chunks(BATCH).enumerate() {
                let mut reads = loop {
                    while batches.peek().is_some_and(|(number, _)| *number < turn + READ_AHEAD)
                        && let Some(next) = batches.peek()
                        && desk.try_submit(*next).is_ok()
                    {
                        batches.next();
                    }
                    if cancel.load(Ordering::Relaxed) {
                        return false;
                    }
                    if let Some(reads) = ready.remove(&turn) {
                        break reads;
                    }
                    if desk.in_flight() == 0 {
                        // Its result never came, which only a bug can bring about: go on without it.
                        break vec![];
                    }
                    ready.extend(desk.receive(PATIENCE).into_iter().flatten());
                }
                .into_iter();
                for &at in batch {
                    // What was lost is handed over unread, so that the next opening reads it.
                    let read = reads.next().flatten();
                    if !pass(self, at + usize::from(read.is_none()), read) {
                        return false;
                    }
                }
            }
            true
        });
        all && pass(self, documents.len(), None)
    }

    /// The ledger of what these pages tell, put together anew only when it was not kept.
    #[must_use]
    pub fn ledger(&self, pages: Pages) -> Ledger {
        let side = self.files.as_ref().map(|files| if pages.are_plain() { &files.ledger } else { &files.said });
        let stamp = pages.stamp();
        let known = side.and_then(Side::read).and_then(|body| Table::kept(body, stamp));
        let readings = Arc::clone(&self.readings);
        match known {
            Some(table) => Ledger { facts: Arc::new(Facts::kept(table, pages, readings)), new: None },
            None => Ledger { facts: Arc::new(Facts::merged(pages, readings)), new: side.cloned() },
        }
    }

    /// Writes the readings of these pages when enough of them are new, or many are of pages that are gone; and the ledger when that is new.
    pub fn save(&mut self, ledger: &Ledger) {
        let keys: Vec<PageKey> = ledger.facts.keys();
        let gone = self.readings.len().saturating_sub(keys.len());
        let Some(files) = &self.files else {
            // Articles that are gone need not be remembered.
            if gone > 0 {
                Arc::make_mut(&mut self.readings).keep_only(&keys);
            }
            return;
        };
        if self.readings.fresh() * 50 > keys.len() || gone * 4 > keys.len() {
            match files.readings.write(&self.readings.to_bytes(&keys)) {
                Ok(()) => {
                    self.readings = Arc::new(files.readings.read().map(Readings::kept).unwrap_or_default());
                }
                // The cache of pages tells when nothing can be written.
                Err(error) => log::info!("what was read of the facts is not kept: {error}"),
            }
        }
        if let Some(side) = &ledger.new
            && let Err(error) = side.write(ledger.facts.table.bytes())
        {
            log::info!("how facts were put together is not kept: {error}");
        }
    }
}

/// The ledger of a folder.
#[derive(Debug)]
pub struct Ledger {
    /// The facts.
    pub facts: Arc<Facts>,
    /// Where it is to be kept, when it is new.
    new: Option<Side>,
}

/// For each fact its place in the order of the names.
#[must_use]
pub fn order_of_names(facts: &[Fact]) -> Vec<u32> {
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

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::{
        facts::{ledger, tell},
        library::{
            Corrections,
            cache::Body,
            corrections::{Correction, FactEdit, Kept},
            document_of,
        },
        text::anchor::Anchor,
    };

    const TEXTS: [&str; 5] = [
        "两地签约\n2021年3月6日\n\n　　3月5日，遂宁市与潼南区签订《涪江水运合作协议》，总投资12亿元，力争2025年建成。同日，两地成立水运发展领导小组。\n",
        "另一则\n2021年4月2日\n\n　　3月5日，遂宁市与潼南区签订《涪江水运合作协议》，总投资15亿元。泸州市的测试长江大桥开工。\n",
        "第三则\n\n　　泸州市的测试长江大桥力争12月建成，遂宁市与潼南区共建遂潼测试产业园，产业园去年已经开工。\n",
        "無事\n2020年1月1日\n\n　　今天没有什么事。\n",
        "第五则\n2022年5月\n\n　　遂寧市與潼南區簽訂《涪江水運合作協議》。\n",
    ];

    /// Reads pages as the window and the command do.
    fn opened(store: &mut Store, pages: &[&Document], said: &Corrections) -> Ledger {
        let mut all = Pages::default();
        for document in pages {
            let key = PageKey::of(document, said);
            store.read(document, key);
            all.add(document, key, said, &store.readings);
        }
        store.ledger(all)
    }

    /// What the pages tell, put together without anything that is kept.
    fn plainly(pages: &[&Document], said: &Corrections) -> Vec<Fact> {
        let mut told = vec![];
        for document in pages {
            let page = document.page();
            tell(document, claims(&page.article, &page.tagging, document.folded()), said, &mut told);
        }
        ledger(told)
    }

    fn same(facts: &Facts, plain: &[Fact]) {
        assert_eq!(facts.len(), plain.len());
        let table = &facts.table;
        for (at, (fact, plain)) in (0..).zip(facts.iter().zip(plain)) {
            assert_eq!(*fact, *plain);
            assert_eq!(
                (table.kind(at), table.status(at), table.name(at)),
                (Some(plain.kind), Some(plain.status), &*plain.name)
            );
            assert!(table.cities(at).eq(plain.cities()));
            let when =
                |when: &Option<crate::facts::When>| when.as_ref().map(|when| (when.value.clone(), when.certainty));
            assert_eq!(table.date(at).map(|(value, sure)| (value.to_owned(), sure)), when(&plain.date));
            assert_eq!(table.deadline(at).map(|(value, sure)| (value.to_owned(), sure)), when(&plain.deadline));
            assert!(table.witnesses(at).map(|one| one.sentence).eq(plain.witnesses.iter().map(|witness| witness.span)));
            let amounts = plain.quantities.iter().map(|one| (one.unit, one.value, one.high.unwrap_or(one.value)));
            assert!(table.amounts(at).eq(amounts));
            for (nth, one) in (0..).zip(table.witnesses(at)) {
                assert!(table.told_in(one.page).contains(&[at, nth]));
            }
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(24))]
        #[test]
        fn what_is_kept_is_what_would_be_put_together(
            which in prop::collection::vec(0..TEXTS.len(), 1..7),
            changed in (0..7_usize, 0..TEXTS.len()),
            edit in 0..5_u8,
        ) {
            let folder = tempfile::tempdir().unwrap();
            let root = folder.path().join("pages");
            std::fs::create_dir(&root).unwrap();
            let place = Place::new(Some(&folder.path().join("cache")), None);
            drop(crate::library::cache::Cache::open(&place, &Target::Folder(root.clone())));
            let names: Vec<String> = (0..which.len()).map(|n| format!("{n}.txt")).collect();
            let mut documents: Vec<Document> =
                names.iter().zip(&which).map(|(name, &text)| document_of(name, TEXTS[text].as_bytes())).collect();
            let mut said = Corrections::default();
            for round in 0..3 {
                if round == 1 {
                    let at = changed.0 % documents.len();
                    documents[at] = document_of(&names[at], TEXTS[changed.1].as_bytes());
                }
                let pages: Vec<&Document> = documents.iter().collect();
                let plain = plainly(&pages, &said);
                if round == 2 && let Some(fact) = plain.first() {
                    let mut what = FactEdit::default();
                    match edit {
                        0 => what.hidden = true,
                        1 => what.apart = true,
                        2 => what.one_with = Some("甲".into()),
                        3 => what.name = Some("别名".into()),
                        _ => what.status = Some("done".into()),
                    }
                    let witness = &fact.witnesses[0];
                    let document = documents.iter().find(|document| document.path == *witness.file).unwrap();
                    let at = Anchor::new(&document.page().article.text, witness.span);
                    let correction = Correction::Fact { at, name: witness.name.clone(), edit: Box::new(what) };
                    let kept = Kept { correction, path: document.path.clone() };
                    said.set(kept.key(Some(document.hash)), Some(kept), true);
                }
                let plain = plainly(&pages, &said);
                for opening in 0..2 {
                    let mut store = Store::of(&place, Some(root.clone()));
                    let ledger = opened(&mut store, &pages, &said);
                    prop_assert!(opening == 0 || ledger.new.is_none(), "it was kept");
                    same(&ledger.facts, &plain);
                    store.save(&ledger);
                }
            }
        }
    }

    #[test]
    fn pages_read_side_by_side_come_in_order_and_say_the_same() {
        // The same page again, pages that are known, and more than are read at once.
        let names: Vec<String> = (0..300).map(|n| format!("{:03}.txt", n % 290)).collect();
        let documents: Vec<Arc<Document>> = names
            .iter()
            .enumerate()
            .map(|(n, name)| Arc::new(document_of(name, TEXTS[n % 290 % TEXTS.len()].as_bytes())))
            .collect();
        let none = Corrections::default();
        let mut plain = Store::default();
        for document in &documents {
            plain.read(document, PageKey::of(document, &none));
        }
        for (known, stop) in [(0, 300), (100, 300), (295, 300), (0, 37)] {
            let mut store = Store::default();
            for document in &documents[..known] {
                store.read(document, PageKey::of(document, &none));
            }
            let (mut met, mut new) = (Vec::new(), 0);
            let whole = store.read_all(&documents, &none, &Cancel::default(), &mut |store, document, key, read| {
                assert_eq!(store.readings.get(key), plain.readings.get(key), "{}", document.path);
                met.push(document.path.clone());
                new += usize::from(read);
                stop == 300 || met.len() < stop
            });
            assert_eq!(whole, stop == 300);
            assert_eq!(met, names[..stop]);
            assert_eq!(new, stop.min(290) - known.min(290));
        }
        let cancelled = Cancel::default();
        cancelled.store(true, Ordering::Relaxed);
        assert!(!Store::default().read_all(&documents, &none, &cancelled, &mut |_, _, _, _| panic!("cancelled")));
    }

    #[test]
    fn a_table_that_does_not_fit_is_none() {
        let document = document_of("a.txt", TEXTS[0].as_bytes());
        let ledger = opened(&mut Store::default(), &[&document], &Corrections::default());
        let bytes = ledger.facts.table.bytes().to_vec();
        let stamp = ledger.facts.table.stamp();
        assert_eq!(Table::kept(Body::holding(&bytes), stamp).as_ref(), Some(&ledger.facts.table));
        assert_eq!(Table::kept(Body::holding(&bytes), stamp ^ 1), None);
        for at in 0..bytes.len() {
            assert_eq!(Table::kept(Body::holding(&bytes[..at]), stamp), None, "cut at {at}");
            let mut wrong = bytes.clone();
            wrong[at] ^= 0x55;
            // Whatever comes back, it comes back.
            if let Some(table) = Table::kept(Body::holding(&wrong), stamp) {
                let facts = Facts::kept(table, Pages::default(), Arc::default());
                assert_eq!(facts.iter().count(), 0);
                for fact in 0..4 {
                    let table = &facts.table;
                    drop((
                        table.name(fact).to_owned(),
                        table.cities(fact).count(),
                        table.date(fact).is_some(),
                        table.told_in(fact).len(),
                    ));
                }
            }
        }
    }
}
