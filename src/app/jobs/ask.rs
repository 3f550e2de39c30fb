//! Answers questions to the snapshot on one thread: only the newest question is worked on, an older one is given up.

use std::{
    sync::{
        Arc, Condvar, Mutex, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};

use crate::{
    article::{Article, BlockKind, RemarkCode},
    corpus::{Document, Filter, Snapshot, ask},
    library::{
        DocIx, FacetRow,
        query::{
            Personal, ask_as, contexts, explain, hits_of,
            suggest::suggest,
            tree::{Being, Marked},
        },
    },
    place::{Level, gazetteer},
    text::{
        compare::{Differences, differences},
        span::ByteRange,
    },
};

use super::{Outbox, spawn};
use crate::app::{
    action::Action,
    choosing::{ChoiceAction, TitleQuestion},
    effect::{CompareQuestion, HitsQuestion, Question},
    searching::{SearchAction, Spots, SpotsQuestion},
    state::{Listing, Remarked, RowShape},
    title::title_of,
};

/// A search by a regular expression is given up after this time.
const PATTERN_WITHIN: Duration = Duration::from_secs(20);

/// What waits to be worked on: of each kind only the newest.
#[derive(Debug, Default)]
struct Waiting {
    question: Option<Question>,
    hits: Option<HitsQuestion>,
    spots: Option<SpotsQuestion>,
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
}

enum Work {
    Ask(Box<Question>),
    FindHits(HitsQuestion),
    ListSpots(SpotsQuestion),
    Compare(CompareQuestion),
    FindTitle(TitleQuestion),
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
            while let Some(work) = own.wait() {
                match work {
                    Work::Ask(question) => {
                        match answer(&question, &mut base, &own) {
                            Some(listing) => outbox.send(Action::Answered(Arc::new(listing))),
                            // Nobody asked anything else: it was the expression that would not end.
                            None if own.newest.load(Ordering::Relaxed) == question.generation => {
                                outbox.send(Action::Search(SearchAction::TooSlow));
                            }
                            None => {}
                        }
                    }
                    Work::FindHits(HitsQuestion { generation, document, text, literal, exact, beside }) => {
                        let query = Filter { text, literal, exact, ..Filter::default() }.query();
                        let hits = Arc::new(hits_of(&document, &query));
                        outbox.send(Action::HitsFound { generation, beside, hits });
                    }
                    Work::ListSpots(question) => {
                        if let Some(spots) = list_spots(&question, &own) {
                            outbox.send(Action::Search(SearchAction::Spots(Arc::new(spots))));
                        }
                    }
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
        });
        Self { slot }
    }

    /// Asks; an older question that has no answer yet is dropped.
    pub fn ask(&self, question: Question) {
        self.slot.newest.store(question.generation, Ordering::Relaxed);
        self.change(|waiting| waiting.question = Some(question));
    }

    /// Asks for the hits in one article; an older question for them is dropped.
    pub fn find_hits(&self, question: HitsQuestion) {
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

    /// Asks for a title; an older question for one is dropped.
    pub fn find_title(&self, question: TitleQuestion) {
        self.change(|waiting| waiting.title = Some(question));
    }

    /// Has two articles compared; an older wish is dropped.
    pub fn compare(&self, question: CompareQuestion) {
        self.change(|waiting| waiting.compare = Some(question));
    }

    fn change(&self, change: impl FnOnce(&mut Waiting)) {
        change(&mut self.slot.waiting.lock().unwrap_or_else(PoisonError::into_inner));
        self.slot.arrived.notify_one();
    }
}

impl Drop for AskJob {
    fn drop(&mut self) {
        self.slot.newest.store(u64::MAX, Ordering::Relaxed);
        self.slot.newest_spots.store(u64::MAX, Ordering::Relaxed);
        self.change(|waiting| waiting.closed = true);
    }
}

impl Slot {
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
                return Some(Work::Ask(Box::new(question)));
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
    // Expressions may be slow on pages that were made to be slow; everything else ends by itself.
    let slow = query.has_pattern();
    let cancelled =
        || slot.newest.load(Ordering::Relaxed) != question.generation || slow && began.elapsed() > PATTERN_WITHIN;
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
        question.snapshot.reposts().keep_one(&mut answer.hits, |hit| hit.doc);
    }
    let took_us = u64::try_from(began.elapsed().as_micros()).unwrap_or(u64::MAX);
    if base.as_ref().is_none_or(|b| !Arc::ptr_eq(&b.snapshot, &question.snapshot)) {
        let all = ask(&question.snapshot, &Filter::default(), question.sort, &unread, &cancelled)?;
        // Found here, so that the window need not wait for them.
        let _ = question.snapshot.reposts();
        let places = gazetteer();
        let cities = all.facets.iter().filter(|f| f.count > 0 && places.get(f.place).level == Level::City).count();
        *base = Some(Base {
            snapshot: Arc::clone(&question.snapshot),
            facets: Arc::new(all.facets),
            shapes: question.snapshot.iter().map(|(ix, d)| shape(&question.snapshot, ix, d)).collect(),
            cities: u32::try_from(cities).unwrap_or(u32::MAX),
            remarked: Arc::new(remarked(&question.snapshot)),
        });
    }
    let base = base.as_ref()?;
    let nothing = answer.hits.is_empty() && !question.snapshot.documents.is_empty();
    let explanation = if nothing { explain(&question.snapshot, &question.filter, personal, &cancelled) } else { None };
    let suggestions = suggest(&question.snapshot, &question.filter.text, &answer, &base.facets);
    let mut row_of = vec![u32::MAX; question.snapshot.documents.len()];
    let mut rows = Vec::with_capacity(answer.hits.len());
    for (row, hit) in answer.hits.iter().enumerate() {
        if let Some(slot) = row_of.get_mut(hit.doc.0 as usize) {
            *slot = u32::try_from(row).unwrap_or(u32::MAX);
        }
        rows.push(base.shapes.get(hit.doc.0 as usize).copied().unwrap_or_default());
    }
    Some(Listing {
        snapshot: Arc::clone(&question.snapshot),
        text: question.filter.text.clone(),
        exact: question.filter.exact,
        advice: query.advice().to_vec(),
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
    })
}

/// All hits of a listing, in the order that was asked for.
fn list_spots(question: &SpotsQuestion, slot: &Slot) -> Option<Spots> {
    let listing = &question.listing;
    // A newer list of articles will ask again.
    let cancelled = || {
        slot.newest_spots.load(Ordering::Relaxed) != question.generation
            || slot.newest.load(Ordering::Relaxed) > listing.generation
    };
    let query = listing.query();
    let found = contexts(&listing.snapshot, &listing.answer, &query, question.order, &cancelled)?;
    Some(Spots { listing: Arc::clone(listing), found, generation: question.generation })
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
    WEIGHTY.into_iter().find(|code| document.card().has(*code))
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

fn shape(snapshot: &Snapshot, ix: DocIx, document: &Document) -> RowShape {
    // Latin letters of the embedded sans are a little over half an em wide; more than four lines' worth is never needed.
    let tenths: u32 = title_of(document).chars().take(200).map(|c| if c.is_ascii() { 6 } else { 10 }).sum();
    RowShape {
        title_tenths: u16::try_from(tenths).unwrap_or(u16::MAX),
        chips: !document.card().cities.is_empty(),
        note: list_note(document).is_some() || snapshot.reposts().group_of(ix).is_some(),
    }
}
