//! Answers questions to the snapshot on one thread: only the newest question is worked on, an older one is given up.

use std::{
    sync::{
        Arc, Condvar, Mutex, PoisonError, Weak,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};

use crate::{
    article::{Article, BlockKind, RemarkCode},
    corpus::{Document, Filter, Snapshot, ask},
    library::{
        FacetRow,
        query::{
            MatchedBy, Personal, Query, ask_as, beginning, contexts, explain, shown_until, snippets_until,
            suggest::suggest,
            tree::{Advice, Being, Marked},
        },
    },
    place::{Level, gazetteer},
    text::{
        compare::{Differences, differences},
        span::ByteRange,
    },
};

use super::{Outbox, guarded, spawn};
use crate::app::{
    action::Action,
    choosing::{ChoiceAction, TitleQuestion},
    effect::{CompareQuestion, HitsQuestion, Question},
    searching::{Peek, PeekQuestion, SearchAction, Spots, SpotsQuestion},
    state::{Listing, Remarked, RowShape},
    title::title_of,
};

/// A search by a regular expression is given up after this time.
const PATTERN_WITHIN: Duration = Duration::from_secs(20);

/// Characters of a snippet in the list.
const SNIPPET_CHARS: usize = 44;

/// Says when a search with this query is to end: as soon as nobody wants it any more, and after a while where an expression may be slow on
/// pages that were made to be slow. Everything else ends by itself.
pub(super) fn until<'a>(query: &Query, unwanted: impl Fn() -> bool + 'a) -> impl Fn() -> bool + 'a {
    let (began, slow) = (Instant::now(), query.has_pattern());
    move || unwanted() || slow && began.elapsed() > PATTERN_WITHIN
}

/// What waits to be worked on: of each kind only the newest.
#[derive(Debug, Default)]
struct Waiting {
    question: Option<Question>,
    /// The last question that came.
    last: Option<Question>,
    /// The last question, when it was answered without the reposts.
    ungrouped: Option<Box<Question>>,
    hits: Option<HitsQuestion>,
    spots: Option<SpotsQuestion>,
    peek: Option<PeekQuestion>,
    beside_hits: Option<HitsQuestion>,
    compare: Option<CompareQuestion>,
    title: Option<TitleQuestion>,
    closed: bool,
}

#[derive(Debug, Default)]
struct Slot {
    waiting: Mutex<Waiting>,
    arrived: Condvar,
    newest: AtomicU64,
    newest_spots: AtomicU64,
    newest_peek: AtomicU64,
    /// Of the shown article, and of the one beside it.
    newest_hits: [AtomicU64; 2],
    /// A thread makes a snapshot ready.
    readying: AtomicBool,
}

enum Work {
    Ask(Box<Question>),
    FindHits(HitsQuestion),
    ListSpots(SpotsQuestion),
    Peek(PeekQuestion),
    Compare(CompareQuestion),
    FindTitle(TitleQuestion),
}

/// Does one piece of work.
fn attend(work: Work, base: &mut Option<Base>, grouping: &mut Weak<Snapshot>, own: &Arc<Slot>, outbox: &Outbox) {
    match work {
        Work::Ask(question) => {
            match answer(&question, base, own) {
                Some(listing) => {
                    let grouped = listing.grouped;
                    outbox.send(Action::Answered(Arc::new(listing)));
                    make_ready(own, &question.snapshot, outbox);
                    if !grouped {
                        group(own, &question, grouping, outbox);
                    }
                }
                // Nobody asked anything else: it was the expression that would not end.
                None if own.newest.load(Ordering::Relaxed) == question.generation => {
                    outbox.send(Action::Search(SearchAction::GivenUp(question.generation)));
                }
                None => {}
            }
        }
        Work::FindHits(question) => find_in(question, own, outbox),
        Work::ListSpots(question) => match list_spots(&question, own) {
            Ok(spots) => outbox.send(Action::Search(SearchAction::Spots(Arc::new(spots)))),
            Err(true) => {}
            Err(false) => outbox.send(Action::Search(SearchAction::TooSlow)),
        },
        Work::Peek(question) => peek(&question, own, outbox),
        Work::FindTitle(question) => {
            if let Some(path) = question.answer() {
                outbox.send(Action::Choice(ChoiceAction::TitleFound(path)));
            }
        }
        Work::Compare(CompareQuestion { left, right }) => {
            let of = (left.hash, right.hash);
            let differences = Arc::new(compared(&left, &right));
            outbox.send(Action::Compared { of, differences });
        }
    }
}

/// The asking thread.
#[derive(Debug)]
pub struct AskJob {
    slot: Arc<Slot>,
}

impl AskJob {
    /// Starts the thread; it waits for questions.
    #[must_use]
    pub fn new(outbox: &Outbox) -> Self {
        let slot = Arc::new(Slot::default());
        let own = Arc::clone(&slot);
        spawn("ask", outbox, move |outbox| {
            let mut base: Option<Base> = None;
            // The snapshot whose reposts are being looked for.
            let mut grouping: Weak<Snapshot> = Weak::new();
            while let Some(work) = own.wait() {
                if guarded("ask", outbox, || attend(work, &mut base, &mut grouping, &own, outbox)).is_none() {
                    // What a broken answer left behind is not built upon.
                    base = None;
                }
            }
        });
        Self { slot }
    }

    /// Asks; an older question that has no answer yet is dropped.
    pub fn ask(&self, question: Question) {
        self.change(|waiting| {
            waiting.ungrouped = None;
            // What is being worked on is shown first, when the new question will only say it again.
            if !waiting.last.take().is_some_and(|last| last.asks_the_same(&question)) {
                self.slot.newest.store(question.generation, Ordering::Relaxed);
            }
            waiting.last = Some(question.clone());
            waiting.question = Some(question);
        });
    }

    /// Asks for the hits in one article; an older question for them is dropped.
    pub fn find_hits(&self, question: HitsQuestion) {
        self.slot.newest_hits(question.beside).store(question.generation, Ordering::Relaxed);
        self.change(|waiting| {
            let slot = if question.beside { &mut waiting.beside_hits } else { &mut waiting.hits };
            *slot = Some(question);
        });
    }

    /// Asks for all hits; an older question for them is dropped.
    pub fn list_spots(&self, question: SpotsQuestion) {
        self.slot.newest_spots.store(question.generation, Ordering::Relaxed);
        self.change(|waiting| waiting.spots = Some(question));
    }

    /// Asks for what the list shows of some articles; an older question that has no answer yet is dropped.
    pub fn peek(&self, question: PeekQuestion) {
        self.slot.newest_peek.store(question.generation, Ordering::Relaxed);
        self.change(|waiting| waiting.peek = Some(question));
    }

    /// Asks for a title; an older question for one is dropped.
    pub fn find_title(&self, question: TitleQuestion) {
        self.change(|waiting| waiting.title = Some(question));
    }

    /// Has two articles compared; an older wish is dropped.
    pub fn compare(&self, question: CompareQuestion) {
        self.change(|waiting| waiting.compare = Some(question));
    }

    fn change(&self, change: impl FnOnce(&mut Waiting)) {
        self.slot.change(change);
    }
}

impl Drop for AskJob {
    fn drop(&mut self) {
        self.slot.newest.store(u64::MAX, Ordering::Relaxed);
        let Slot { newest_spots, newest_peek, newest_hits: [hits, beside], .. } = &*self.slot;
        for newest in [newest_spots, newest_peek, hits, beside] {
            newest.store(u64::MAX, Ordering::Relaxed);
        }
        self.change(|waiting| waiting.closed = true);
    }
}

impl Slot {
    const fn newest_hits(&self, beside: bool) -> &AtomicU64 {
        let [first, second] = &self.newest_hits;
        if beside { second } else { first }
    }

    fn change(&self, change: impl FnOnce(&mut Waiting)) {
        change(&mut self.waiting.lock().unwrap_or_else(PoisonError::into_inner));
        self.arrived.notify_one();
    }

    fn wait(&self) -> Option<Work> {
        let mut waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
        loop {
            if waiting.closed {
                return None;
            }
            // One article is quickly searched, and it is what the person looks at.
            if let Some(question) = waiting.hits.take().or_else(|| waiting.beside_hits.take()) {
                return Some(Work::FindHits(question));
            }
            if let Some(question) = waiting.title.take() {
                return Some(Work::FindTitle(question));
            }
            if let Some(question) = waiting.question.take() {
                self.newest.fetch_max(question.generation, Ordering::Relaxed);
                return Some(Work::Ask(Box::new(question)));
            }
            if let Some(question) = waiting.peek.take() {
                return Some(Work::Peek(question));
            }
            if let Some(question) = waiting.spots.take() {
                return Some(Work::ListSpots(question));
            }
            if let Some(question) = waiting.compare.take() {
                return Some(Work::Compare(question));
            }
            waiting = self.arrived.wait(waiting).unwrap_or_else(PoisonError::into_inner);
        }
    }
}

/// Compares what two articles show: everything but furniture, captions and credits.
fn compared(left: &Document, right: &Document) -> Differences {
    let pieces = |article: &Article| -> Vec<ByteRange> {
        let blocks = article.blocks.iter();
        let told =
            blocks.filter(|block| !matches!(block.kind, BlockKind::Furniture | BlockKind::Credit | BlockKind::Byline));
        told.map(|block| block.span).collect()
    };
    let (left, right) = (left.page(), right.page());
    differences((&left.article.text, &pieces(&left.article)), (&right.article.text, &pieces(&right.article)))
}

/// Has the reposts of a snapshot looked for, which takes longer than an answer; the newest question is answered once more with them.
fn group(slot: &Arc<Slot>, question: &Question, grouping: &mut Weak<Snapshot>, outbox: &Outbox) {
    slot.change(|waiting| waiting.ungrouped = Some(Box::new(question.clone())));
    if grouping.upgrade().is_some_and(|snapshot| Arc::ptr_eq(&snapshot, &question.snapshot)) {
        return;
    }
    let snapshot = Arc::clone(&question.snapshot);
    *grouping = Arc::downgrade(&snapshot);
    let slot = Arc::clone(slot);
    spawn("reposts", outbox, move |_| {
        let _ = snapshot.reposts();
        slot.change(|waiting| {
            let same = |question: &mut Box<Question>| Arc::ptr_eq(&question.snapshot, &snapshot);
            if let Some(question) = waiting.ungrouped.take_if(same) {
                waiting.question.get_or_insert(*question);
            }
        });
    });
}

/// Has worked out what a first search would have to wait for, while nobody waits.
fn make_ready(slot: &Arc<Slot>, snapshot: &Arc<Snapshot>, outbox: &Outbox) {
    if !snapshot.complete || snapshot.is_ready() || slot.readying.swap(true, Ordering::Relaxed) {
        return;
    }
    let (slot, snapshot) = (Arc::clone(slot), Arc::clone(snapshot));
    spawn("ready", outbox, move |_| {
        snapshot.make_ready(&|| slot.newest.load(Ordering::Relaxed) == u64::MAX);
        slot.readying.store(false, Ordering::Relaxed);
    });
}

/// What is the same for every question to one snapshot.
struct Base {
    snapshot: Arc<Snapshot>,
    facets: Arc<Vec<FacetRow>>,
    shapes: Vec<RowShape>,
    cities: u32,
    remarked: Arc<Vec<Remarked>>,
}

fn answer(question: &Question, base: &mut Option<Base>, slot: &Slot) -> Option<Listing> {
    let began = Instant::now();
    let query = question.filter.query();
    let cancelled = until(&query, || slot.newest.load(Ordering::Relaxed) != question.generation);
    let unread = |document: &Document| !question.read.contains(&document.hash);
    let is = |document: &Document, being: Being| match being {
        Being::Unread => unread(document),
        Being::Read => !unread(document),
        Being::Starred => question.starred.contains(&document.hash),
    };
    let has = |document: &Document, marked: Marked| {
        question.marks.as_ref().is_some_and(|marks| marks.has(document.hash, &document.path, marked))
    };
    let personal = Personal { is: &is, has: &has, tags: Some(&question.tags) };
    let mut answer = ask_as(&question.snapshot, &question.filter, question.sort, personal, &cancelled)?;
    if question.one_of_each {
        let known = question.snapshot.known_reposts();
        // Without any, the list would be longer now than in a moment.
        let reposts = if known.groups().is_empty() { question.snapshot.reposts() } else { known };
        reposts.keep_one(&mut answer.hits, |hit| hit.doc);
    }
    let took_us = u64::try_from(began.elapsed().as_micros()).unwrap_or(u64::MAX);
    if base.as_ref().is_none_or(|b| !b.snapshot.has_the_same(&question.snapshot)) {
        let all = if question.filter == Filter::default() && !question.one_of_each {
            answer.clone()
        } else {
            ask(&question.snapshot, &Filter::default(), question.sort, &unread, &cancelled)?
        };
        let places = gazetteer();
        let cities = all.facets.iter().filter(|f| f.count > 0 && places.get(f.place).level == Level::City).count();
        *base = Some(Base {
            snapshot: Arc::clone(&question.snapshot),
            facets: Arc::new(all.facets),
            shapes: question.snapshot.documents.iter().map(|document| shape(document)).collect(),
            cities: u32::try_from(cities).unwrap_or(u32::MAX),
            remarked: Arc::new(remarked(&question.snapshot)),
        });
    }
    let base = base.as_ref()?;
    let grouped = question.snapshot.knows_reposts();
    let reposts = question.snapshot.known_reposts();
    let nothing = answer.hits.is_empty() && !question.snapshot.documents.is_empty();
    let explanation = if nothing { explain(&question.snapshot, &question.filter, personal, &cancelled) } else { None };
    let suggestions = suggest(&question.snapshot, &question.filter.text, &answer, &base.facets);
    let mut row_of = vec![u32::MAX; question.snapshot.documents.len()];
    let mut rows = Vec::with_capacity(answer.hits.len());
    for (row, hit) in answer.hits.iter().enumerate() {
        if let Some(slot) = row_of.get_mut(hit.doc.0 as usize) {
            *slot = u32::try_from(row).unwrap_or(u32::MAX);
        }
        let mut shape = base.shapes.get(hit.doc.0 as usize).copied().unwrap_or_default();
        shape.note |= reposts.group_of(hit.doc).is_some();
        rows.push(shape);
    }
    let mut advice = query.advice().to_vec();
    advice.extend(answer.hits.iter().any(|hit| hit.cut).then_some(Advice::MoreHits));
    Some(Listing {
        snapshot: Arc::clone(&question.snapshot),
        filter: question.filter.clone(),
        advice,
        explanation,
        suggestions,
        answer,
        rows,
        row_of,
        all_facets: Arc::clone(&base.facets),
        remarked: Arc::clone(&base.remarked),
        cities: base.cities,
        took_us,
        generation: question.generation,
        grouped,
    })
}

/// The hits in one article; none when the expression would not end.
fn find_in(question: HitsQuestion, slot: &Slot, outbox: &Outbox) {
    let HitsQuestion { generation, document, text, literal, exact, beside } = question;
    let query = Filter { text, literal, exact, ..Filter::default() }.query();
    let unwanted = || slot.newest_hits(beside).load(Ordering::Relaxed) != generation;
    let hits = shown_until(&document, &query, &until(&query, unwanted));
    if unwanted() {
        return;
    }
    if hits.is_none() {
        outbox.send(Action::Search(SearchAction::TooSlow));
    }
    outbox.send(Action::HitsFound { generation, beside, hits: Arc::new(hits.unwrap_or_default()) });
}

/// What the list shows of each of these articles, one after the other; nothing for one on which the expression would not end.
fn peek(question: &PeekQuestion, slot: &Slot, outbox: &Outbox) {
    let PeekQuestion { generation, listing, docs } = question;
    let query = listing.query();
    let unwanted = || {
        slot.newest_peek.load(Ordering::Relaxed) != *generation
            || slot.newest.load(Ordering::Relaxed) > listing.generation
    };
    let stop = until(&query, unwanted);
    for &doc in docs {
        let Some(document) = listing.snapshot.get(doc) else { continue };
        let found = snippets_until(document, &query, (SNIPPET_CHARS, 1), &stop);
        let ways = if stop() { vec![] } else { query.matched_by(document) };
        if unwanted() {
            return;
        }
        let way = if ways.contains(&MatchedBy::Exact) { None } else { ways.first().copied() };
        let snippet = found.unwrap_or_default().into_iter().next().or_else(|| beginning(document, SNIPPET_CHARS));
        let peek = Peek { snippet, way };
        outbox.send(Action::Search(SearchAction::Peeked { of: listing.key(), doc, peek }));
    }
}

/// All hits of a listing, in the order that was asked for; else whether nobody wants them any more.
fn list_spots(question: &SpotsQuestion, slot: &Slot) -> Result<Spots, bool> {
    let listing = &question.listing;
    // A newer list of articles will ask again.
    let unwanted = || {
        slot.newest_spots.load(Ordering::Relaxed) != question.generation
            || slot.newest.load(Ordering::Relaxed) > listing.generation
    };
    let query = listing.query();
    let stop = until(&query, unwanted);
    match contexts(&listing.snapshot, &listing.answer, &query, question.order, &stop) {
        Some(found) => Ok(Spots { listing: Arc::clone(listing), found, generation: question.generation }),
        None => Err(unwanted()),
    }
}

/// The remarks that call for a second look at a page, the weightiest first.
const WEIGHTY: [RemarkCode; 5] = [
    RemarkCode::Empty,
    RemarkCode::NoArticle,
    RemarkCode::DecodingDamage,
    RemarkCode::YearsDeleted,
    RemarkCode::Truncated,
];

/// The remark that the list shows under an article.
#[must_use]
pub fn list_note(document: &Document) -> Option<RemarkCode> {
    let remarks = document.brief().remarks;
    WEIGHTY.into_iter().find(|code| remarks.has(*code))
}

/// The pages that need a second look. For tests and the asking thread.
#[must_use]
pub fn remarked(snapshot: &Snapshot) -> Vec<Remarked> {
    let mut groups = WEIGHTY.map(|code| Remarked { code, pages: vec![] });
    for (ix, document) in snapshot.iter() {
        let note = list_note(document);
        if let Some(group) = groups.iter_mut().find(|group| note == Some(group.code)) {
            group.pages.push(ix);
        }
    }
    groups.into_iter().filter(|group| !group.pages.is_empty()).collect()
}

fn shape(document: &Document) -> RowShape {
    let brief = document.brief();
    // Latin letters of the embedded sans are a little over half an em wide; more than four lines' worth is never needed.
    let width = |title: &str| title.chars().take(200).map(|c| if c.is_ascii() { 6 } else { 10 }).sum::<u32>();
    let tenths = if brief.is_nameless() { width(&title_of(document)) } else { width(document.title()) };
    RowShape {
        title_tenths: u16::try_from(tenths).unwrap_or(u16::MAX),
        chips: brief.has_cities(),
        note: list_note(document).is_some(),
    }
}
