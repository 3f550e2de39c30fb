//! A document of a snapshot: the card that lists, filters and counts need, and the page behind it, which is fetched when it is opened.

use std::{
    collections::VecDeque,
    path::PathBuf,
    sync::{Arc, Mutex, OnceLock, PoisonError, Weak},
};

use super::{CityPair, ContentHash, cache::Segment, pairs_of, query, read, reposts::Sketch};
use crate::{
    article::{Article, RemarkCode},
    place::{CityCount, PlaceId, Tagging, gazetteer},
    text::{
        date::{Certainty, PartialDate},
        encoding::Encoding,
        find::{self, Joint},
        pinyin,
        script::Script,
    },
};

/// A file that could be read.
#[derive(Clone, Debug)]
pub struct Document {
    /// Path below the root, `/` between parts, bytes that are no UTF-8 shown as U+FFFD.
    pub path: String,
    /// The path as the system has it; `None` for the built-in articles.
    pub real_path: Option<PathBuf>,
    /// Size in bytes.
    pub bytes: u64,
    /// Modification time, nanoseconds since 1970, 0 when unknown.
    pub modified_ns: i128,
    /// Hash of the content.
    pub hash: ContentHash,
    card: OnceLock<Box<Card>>,
    page: Held,
}

/// What lists, filters, counts and orders need of a page: small, and always at hand. All of it follows from the [`Page`].
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Card {
    /// The page's own title, or ours in brackets (see [`Article::shown_title`]).
    pub title: Box<str>,
    /// The title is the page's own.
    pub titled: bool,
    /// The page has no words to make a title of.
    pub nameless: bool,
    /// The source as printed.
    pub source: Option<Box<str>>,
    /// Writers.
    pub authors: Box<[Box<str>]>,
    /// When it was published.
    pub date: Option<PartialDate>,
    /// How certain that is.
    pub certainty: Certainty,
    /// Its script.
    pub script: Script,
    /// Its encoding.
    pub encoding: Encoding,
    /// Characters of the article.
    pub chars: u32,
    /// Units of the folded text.
    pub units: u32,
    /// It has rows of columns.
    pub tabled: bool,
    /// What to know about it.
    pub remarks: Box<[RemarkCode]>,
    /// Pinyin of `title` (see [`crate::text::pinyin::sort_key`]), the key of the title order.
    pub title_key: Box<str>,
    /// The source likewise; empty without a source.
    pub source_key: Box<str>,
    /// Its cities, as tagged.
    pub cities: Box<[CityCount]>,
    /// Every place it answers to: cities, counties, and the provinces above its cities. Sorted.
    pub named: Box<[PlaceId]>,
    /// Those it is about. Sorted.
    pub primary: Box<[PlaceId]>,
    /// The cities it names in one sentence (see [`pairs_of`]).
    pub pairs: Box<[CityPair]>,
}

/// A page, understood.
#[derive(Clone, Debug, PartialEq)]
pub struct Page {
    /// Its text and what the text says.
    pub article: Article,
    /// Its places.
    pub tagging: Tagging,
}

/// A page with what is searched and compared.
#[derive(Debug)]
pub(super) struct Whole {
    pub page: Arc<Page>,
    /// Folded text, one unit per character of the text (see [`crate::text::fold::fold_units`]).
    pub folded: Vec<u16>,
    /// Where a hard-wrapped line goes on in the next one; follows from `folded` (see [`crate::text::find::joints`]).
    pub joints: Box<[Joint]>,
    /// What other articles are compared with, to find reposts.
    pub sketch: Sketch,
}

/// Where a document's page is.
#[derive(Clone, Debug)]
enum Held {
    /// In memory: just read, or nothing is kept on the disk.
    Here(Arc<Whole>),
    /// In a file of the cache.
    Kept(Kept),
}

/// A page in a file of the cache.
#[derive(Debug)]
struct Kept {
    segment: Arc<Segment>,
    number: u32,
    /// The page, as long as somebody has it.
    open: Mutex<Weak<Page>>,
    /// Made anew, where the file turned out to be damaged.
    rescued: OnceLock<Arc<Whole>>,
}

impl Clone for Kept {
    fn clone(&self) -> Self {
        let open = self.open.lock().unwrap_or_else(PoisonError::into_inner).clone();
        Self {
            segment: Arc::clone(&self.segment),
            number: self.number,
            open: Mutex::new(open),
            rescued: self.rescued.clone(),
        }
    }
}

/// Pages that were fetched last are kept at hand: so many, with so many bytes of text together (one longer page stays alone).
const RECENT_PAGES: usize = 64;
const RECENT_BYTES: usize = 4 << 20;

/// The pages fetched last, the newest at the end.
static RECENT: Mutex<VecDeque<Arc<Page>>> = Mutex::new(VecDeque::new());

/// Keeps a page at hand for a while.
fn remember(page: &Arc<Page>) {
    let mut recent = RECENT.lock().unwrap_or_else(PoisonError::into_inner);
    recent.push_back(Arc::clone(page));
    let mut bytes: usize = recent.iter().map(|page| page.article.text.len()).sum();
    while recent.len() > RECENT_PAGES || bytes > RECENT_BYTES && recent.len() > 1 {
        bytes -= recent.pop_front().map_or(0, |page| page.article.text.len());
    }
}

impl Whole {
    /// Puts together what follows from a page.
    pub(super) fn new(article: Article, tagging: Tagging, folded: Vec<u16>) -> Self {
        let sketch = Sketch::of(&article, &folded);
        let joints = find::joints(&folded);
        Self { page: Arc::new(Page { article, tagging }), folded, joints, sketch }
    }
}

/// What the system says of a document's file, and the hash of its bytes.
#[derive(Clone, Debug)]
pub(super) struct FileFacts {
    pub path: String,
    pub real_path: Option<PathBuf>,
    pub bytes: u64,
    pub modified_ns: i128,
    pub hash: ContentHash,
}

impl Document {
    /// A document whose page is in memory.
    pub(super) fn here(file: FileFacts, whole: Whole) -> Self {
        let card = Card::of(&whole.page.article, &whole.page.tagging, whole.folded.len());
        Self::of(file, OnceLock::from(Box::new(card)), Held::Here(Arc::new(whole)))
    }

    /// A document whose page is in a file of the cache.
    pub(super) fn kept(file: FileFacts, segment: &Arc<Segment>, number: u32) -> Self {
        let kept = Kept { segment: Arc::clone(segment), number, open: Mutex::default(), rescued: OnceLock::new() };
        Self::of(file, OnceLock::new(), Held::Kept(kept))
    }

    fn of(file: FileFacts, card: OnceLock<Box<Card>>, page: Held) -> Self {
        let FileFacts { path, real_path, bytes, modified_ns, hash } = file;
        Self { path, real_path, bytes, modified_ns, hash, card, page }
    }

    /// What the system says of its file.
    pub(super) fn file(&self) -> FileFacts {
        let Self { path, real_path, bytes, modified_ns, hash, .. } = self;
        FileFacts {
            path: path.clone(),
            real_path: real_path.clone(),
            bytes: *bytes,
            modified_ns: *modified_ns,
            hash: *hash,
        }
    }

    /// The file of the cache that has its page, and its number there.
    pub(super) fn kept_in(&self) -> Option<(&Arc<Segment>, u32)> {
        match &self.page {
            Held::Here(_) => None,
            Held::Kept(kept) => Some((&kept.segment, kept.number)),
        }
    }

    /// What a list shows of it.
    #[must_use]
    pub fn card(&self) -> &Card {
        self.card.get_or_init(|| {
            let kept = match &self.page {
                Held::Kept(kept) => kept.segment.card(kept.number),
                Held::Here(_) => None,
            };
            Box::new(kept.unwrap_or_else(|| {
                let whole = self.whole();
                Card::of(&whole.page.article, &whole.page.tagging, whole.folded.len())
            }))
        })
    }

    /// Changes the card; the page stays as it is.
    pub fn amend_card(&mut self, change: impl FnOnce(&mut Card)) {
        let mut card = self.card().clone();
        change(&mut card);
        self.card = OnceLock::from(Box::new(card));
    }

    /// The page. It may have to be fetched from the disk: keep it as long as it is needed.
    #[must_use]
    pub fn page(&self) -> Arc<Page> {
        let kept = match &self.page {
            Held::Here(whole) => return Arc::clone(&whole.page),
            Held::Kept(kept) => kept,
        };
        let mut open = kept.open.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(page) = open.upgrade() {
            return page;
        }
        let page = match kept.segment.page(kept.number, self.card()) {
            Some(page) => Arc::new(page),
            None => Arc::clone(&self.whole().page),
        };
        *open = Arc::downgrade(&page);
        remember(&page);
        page
    }

    /// The page with all that belongs to it in memory; where it is kept in a file, that file is damaged, and it is made anew.
    fn whole(&self) -> &Arc<Whole> {
        match &self.page {
            Held::Here(whole) => whole,
            Held::Kept(kept) => kept.rescued.get_or_init(|| Arc::new(read::rescue(self, &kept.segment))),
        }
    }

    /// Its page with all that belongs to it, on its own.
    pub(super) fn into_whole(self) -> Whole {
        let (folded, joints, sketch) = (self.folded().to_vec(), self.joints().into(), self.sketch());
        Whole { page: self.page(), folded, joints, sketch }
    }

    /// When it was published.
    #[must_use]
    pub fn date(&self) -> Option<PartialDate> {
        match (&self.page, self.card.get()) {
            (Held::Kept(kept), None) => kept.segment.date(kept.number),
            _ => self.card().date,
        }
    }

    /// True when its file is longer than is read.
    #[must_use]
    pub fn is_cut(&self) -> bool {
        match (&self.page, self.card.get()) {
            (Held::Kept(kept), None) => kept.segment.is_cut(kept.number),
            _ => self.card().has(RemarkCode::Truncated),
        }
    }

    /// Units of its folded text.
    #[must_use]
    pub fn units(&self) -> usize {
        match &self.page {
            Held::Here(whole) => whole.folded.len(),
            Held::Kept(kept) => kept.segment.units(kept.number),
        }
    }

    /// Folded text, one unit per character of the text (see [`crate::text::fold::fold_units`]).
    #[must_use]
    pub fn folded(&self) -> &[u16] {
        let kept = match &self.page {
            Held::Here(_) => None,
            Held::Kept(kept) => kept.segment.folded(kept.number),
        };
        kept.unwrap_or_else(|| &self.whole().folded)
    }

    /// Where a hard-wrapped line goes on in the next one (see [`crate::text::find::joints`]).
    #[must_use]
    pub fn joints(&self) -> &[Joint] {
        let kept = match &self.page {
            Held::Here(_) => None,
            Held::Kept(kept) => kept.segment.joints(kept.number),
        };
        kept.unwrap_or_else(|| &self.whole().joints)
    }

    /// The hashes of its sketch.
    #[must_use]
    pub fn hashes(&self) -> &[u32] {
        let kept = match &self.page {
            Held::Here(_) => None,
            Held::Kept(kept) => kept.segment.hashes(kept.number),
        };
        kept.unwrap_or_else(|| self.whole().sketch.hashes())
    }

    /// What other articles are compared with, to find reposts.
    #[must_use]
    pub fn sketch(&self) -> Sketch {
        Sketch::kept(self.hashes().to_vec()).unwrap_or_default()
    }

    /// How its title and its source sound, in this order.
    pub fn sounds(&self) -> impl Iterator<Item = &str> {
        let card = self.card();
        [&*card.title_key, &*card.source_key].into_iter()
    }

    /// Changes the page, which is in memory then, and the card with it; what is searched and compared stays as it was.
    pub fn amend(&mut self, change: impl FnOnce(&mut Page)) {
        let mut page = Page::clone(&self.page());
        change(&mut page);
        let (folded, joints, sketch) = (self.folded().to_vec(), self.joints().into(), self.sketch());
        let card = Card::of(&page.article, &page.tagging, folded.len());
        self.card = OnceLock::from(Box::new(card));
        self.page = Held::Here(Arc::new(Whole { page: Arc::new(page), folded, joints, sketch }));
    }
}

impl PartialEq for Document {
    /// The same file, and the same understood of it, wherever it is held.
    fn eq(&self, other: &Self) -> bool {
        if std::ptr::eq(self, other) {
            return true;
        }
        let file = |d: &Self| (d.bytes, d.modified_ns, d.hash);
        self.path == other.path
            && self.real_path == other.real_path
            && file(self) == file(other)
            && self.card() == other.card()
            && self.folded() == other.folded()
            && self.joints() == other.joints()
            && self.hashes() == other.hashes()
            && self.page() == other.page()
    }
}

impl Card {
    /// The card of a page whose folded text has so many units.
    #[must_use]
    pub fn of(article: &Article, tagging: &Tagging, units: usize) -> Self {
        let title = article.shown_title();
        let source = article.source.as_ref().map(|source| source.value.as_str());
        let (named, primary) = place_sets(tagging);
        Self {
            titled: article.title.is_some(),
            nameless: article.title.is_none() && article.stand_in_title.is_empty(),
            source: source.map(Into::into),
            authors: article.authors.iter().map(|author| author.value.as_str().into()).collect(),
            date: article.published.date,
            certainty: article.published.certainty,
            script: article.script,
            encoding: article.encoding,
            chars: article.chars,
            units: u32::try_from(units).unwrap_or(u32::MAX),
            tabled: query::has_table(&article.text),
            remarks: article.remarks.as_slice().into(),
            title_key: pinyin::sort_key(&title).into(),
            source_key: source.map(pinyin::sort_key).unwrap_or_default().into(),
            title: title.into(),
            cities: tagging.cities.as_slice().into(),
            named,
            primary,
            pairs: pairs_of(article, tagging),
        }
    }

    /// True when it says this of itself.
    #[must_use]
    pub fn has(&self, code: RemarkCode) -> bool {
        self.remarks.contains(&code)
    }
}

/// Every place a document answers to (cities, counties, the provinces above), and those it is about. Both sorted.
fn place_sets(tagging: &Tagging) -> (Box<[PlaceId]>, Box<[PlaceId]>) {
    let gazetteer = gazetteer();
    let mut named: Vec<PlaceId> = Vec::new();
    let mut primary: Vec<PlaceId> = Vec::new();
    for city in &tagging.cities {
        let above = gazetteer.province_of(city.place);
        named.push(city.place);
        named.extend(above);
        if city.primary {
            primary.push(city.place);
            primary.extend(above);
        }
    }
    for county in &tagging.counties {
        named.push(county.place);
        let city = gazetteer.city_of(county.place);
        if tagging.cities.iter().any(|c| c.primary && Some(c.place) == city) {
            primary.push(county.place);
        }
    }
    for places in [&mut named, &mut primary] {
        places.sort_unstable();
        places.dedup();
    }
    (named.into(), primary.into())
}
