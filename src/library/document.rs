//! A document of a snapshot: the card that lists, filters and counts need, and the page behind it, which is fetched when it is opened.

use std::{
    borrow::Cow,
    collections::VecDeque,
    path::{Path, PathBuf},
    sync::{Arc, Mutex, OnceLock, PoisonError, Weak},
};

use super::{
    Brief, Card, ContentHash,
    cache::Segment,
    read,
    reposts::Sketch,
    rescue::{Rescue, STAND_IN},
};
use crate::{
    article::{Article, Block, RemarkCode},
    place::Tagging,
    text::{
        date::PartialDate,
        find::{self, Joint},
        fold,
        span::ByteRange,
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
    /// The card is not that of the page any more.
    amended: bool,
    page: Held,
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

/// The text of a document and the blocks of it.
#[derive(Clone, Debug)]
pub(super) enum Running {
    /// Of a page that is in memory.
    Page(Arc<Page>),
    /// Alone.
    Alone(String, Vec<Block>),
}

impl Running {
    pub(super) fn text(&self) -> &str {
        match self {
            Self::Page(page) => &page.article.text,
            Self::Alone(text, _) => text,
        }
    }

    pub(super) fn blocks(&self) -> &[Block] {
        match self {
            Self::Page(page) => &page.article.blocks,
            Self::Alone(_, blocks) => blocks,
        }
    }
}

/// A line that a page may print.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Line {
    /// Its title.
    Title,
    /// Its source.
    Source,
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
    rescue: Arc<Rescue>,
}

impl Clone for Kept {
    fn clone(&self) -> Self {
        let open = self.open.lock().unwrap_or_else(PoisonError::into_inner).clone();
        Self {
            segment: Arc::clone(&self.segment),
            number: self.number,
            open: Mutex::new(open),
            rescue: Arc::clone(&self.rescue),
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
        let kept = Kept { segment: Arc::clone(segment), number, open: Mutex::default(), rescue: Arc::default() };
        Self::of(file, OnceLock::new(), Held::Kept(kept))
    }

    fn of(file: FileFacts, card: OnceLock<Box<Card>>, page: Held) -> Self {
        let FileFacts { path, real_path, bytes, modified_ns, hash } = file;
        Self { path, real_path, bytes, modified_ns, hash, card, amended: false, page }
    }

    /// True when its file has this very path. (Compared as it is written: taking paths apart costs more than asking the system.)
    pub(super) fn lies_at(&self, path: &Path) -> bool {
        self.real_path.as_ref().is_some_and(|own| own.as_os_str() == path.as_os_str())
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

    /// The file of the cache that has its page and all that follows from it, and its number there.
    pub(super) fn kept_in(&self) -> Option<(&Arc<Segment>, u32)> {
        match &self.page {
            Held::Kept(kept) if !self.amended => Some((&kept.segment, kept.number)),
            Held::Here(_) | Held::Kept(_) => None,
        }
    }

    /// What a list shows of it.
    #[must_use]
    pub fn card(&self) -> &Card {
        if let Some(card) = self.card.get() {
            return card;
        }
        let kept = match &self.page {
            Held::Kept(kept) => kept.segment.card(kept.number),
            Held::Here(_) => None,
        };
        let of = |whole: &Whole| Card::of(&whole.page.article, &whole.page.tagging, whole.folded.len());
        match kept.or_else(|| self.found_whole().map(|whole| of(whole))) {
            Some(card) => self.card.get_or_init(|| Box::new(card)),
            None => &STAND_IN.1,
        }
    }

    /// What answers ask of it. It stays on the disk as long as nothing else is asked.
    #[must_use]
    pub fn brief(&self) -> Brief<'_> {
        let kept = match (&self.page, self.card.get()) {
            (Held::Kept(kept), None) => kept.segment.brief(kept.number),
            _ => None,
        };
        kept.unwrap_or_else(|| Brief::of(self.card()))
    }

    /// The page's own title, or ours in brackets.
    #[must_use]
    pub fn title(&self) -> &str {
        let kept = match (&self.page, self.card.get()) {
            (Held::Kept(kept), None) => kept.segment.title(kept.number),
            _ => None,
        };
        kept.unwrap_or_else(|| &self.card().title)
    }

    /// The same, folded (see [`crate::text::fold::fold_units`]).
    #[must_use]
    pub fn folded_title(&self) -> Cow<'_, [u16]> {
        let kept = self.kept_in().and_then(|(segment, number)| segment.folded_title(number));
        kept.map_or_else(|| fold::fold_units(self.title()).into(), Cow::Borrowed)
    }

    /// How that sounds (see [`crate::text::pinyin::sort_key`]).
    #[must_use]
    pub fn title_key(&self) -> &str {
        let kept = match (&self.page, self.card.get()) {
            (Held::Kept(kept), None) => kept.segment.title_key(kept.number),
            _ => None,
        };
        kept.unwrap_or_else(|| &self.card().title_key)
    }

    /// Changes the card; the page stays as it is.
    pub fn amend_card(&mut self, change: impl FnOnce(&mut Card)) {
        let mut card = self.card().clone();
        change(&mut card);
        self.card = OnceLock::from(Box::new(card));
        self.amended = true;
    }

    /// The page. It may have to be fetched from the disk: keep it as long as it is needed. Where what the disk has is damaged, it is made
    /// anew from its file, but see [`super::rescue`].
    #[must_use]
    pub fn page(&self) -> Arc<Page> {
        let kept = match &self.page {
            Held::Here(whole) => return Arc::clone(&whole.page),
            Held::Kept(kept) => kept,
        };
        if let Some(whole) = kept.rescue.get() {
            return Arc::clone(&whole.page);
        }
        let mut open = kept.open.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(page) = open.upgrade() {
            return page;
        }
        // Who looks through all pages of a folder leaves no card of each in memory.
        let page = match self.card.get() {
            Some(card) => kept.segment.page(kept.number, card),
            None => kept.segment.page_alone(kept.number),
        };
        let Some(page) = page else {
            // Making it anew may take long, and others need not wait for that.
            drop(open);
            return Arc::clone(&self.whole().page);
        };
        let page = Arc::new(page);
        *open = Arc::downgrade(&page);
        remember(&page);
        page
    }

    /// Where the page prints its title or its source, and the very characters; `None` where only the page can tell.
    pub(super) fn printed(&self, line: Line) -> Option<(ByteRange, &str)> {
        let (segment, number) = self.kept_in()?;
        let brief = self.brief();
        let (prints, value) = match line {
            Line::Title => (brief.prints_title(), self.title()),
            Line::Source => (brief.prints_source(), brief.source?),
        };
        if !prints {
            return None;
        }
        let [title, source] = segment.origins(number)?;
        let span = match line {
            Line::Title => title,
            Line::Source => source,
        };
        Some((span?, value))
    }

    /// Its text and the blocks of it: of a page in a file, nothing else is fetched.
    #[must_use]
    pub(super) fn running(&self) -> Running {
        let kept = match &self.page {
            Held::Kept(kept) if kept.rescue.get().is_none() => kept,
            _ => return Running::Page(self.page()),
        };
        let open = kept.open.lock().unwrap_or_else(PoisonError::into_inner).upgrade();
        if let Some(page) = open {
            return Running::Page(page);
        }
        match kept.segment.running(kept.number) {
            Some((text, blocks)) => Running::Alone(text, blocks),
            None => Running::Page(self.page()),
        }
    }

    /// The page with all that belongs to it in memory; where it is kept in a file, that file is damaged, and it is made anew. `None` on a
    /// thread that leaves that to others, as long as nobody has done it.
    fn found_whole(&self) -> Option<&Arc<Whole>> {
        match &self.page {
            Held::Here(whole) => Some(whole),
            Held::Kept(kept) => kept.rescue.page(self, || read::rescue(self, &kept.segment)),
        }
    }

    /// The same, or what stands in for it.
    fn whole(&self) -> &Whole {
        match self.found_whole() {
            Some(whole) => whole,
            // Only where it is needed: it is made of a document itself.
            None => &STAND_IN.0,
        }
    }

    /// Makes the page anew, as what the disk has is damaged; see [`super::rescue::found`].
    pub fn rescue(&self) {
        let _ = self.found_whole();
    }

    /// The document with the page in memory that was made anew; `None` where there is none.
    pub(super) fn rescued(&self) -> Option<Self> {
        let Held::Kept(kept) = &self.page else { return None };
        let whole = Arc::clone(kept.rescue.get()?);
        let card = Card::of(&whole.page.article, &whole.page.tagging, whole.folded.len());
        Some(Self::of(self.file(), OnceLock::from(Box::new(card)), Held::Here(whole)))
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

    /// Both: its folded text, and where lines of it go on.
    #[must_use]
    pub fn searched(&self) -> (&[u16], &[Joint]) {
        let kept = match &self.page {
            Held::Here(_) => None,
            Held::Kept(kept) => kept.segment.searched(kept.number),
        };
        kept.unwrap_or_else(|| (self.folded(), self.joints()))
    }

    /// The hashes of its sketch.
    #[must_use]
    pub fn hashes(&self) -> Cow<'_, [u32]> {
        let kept = match &self.page {
            Held::Here(_) => None,
            Held::Kept(kept) => kept.segment.hashes(kept.number).map(Cow::Owned),
        };
        kept.unwrap_or_else(|| Cow::Borrowed(self.whole().sketch.hashes()))
    }

    /// What other articles are compared with, to find reposts.
    #[must_use]
    pub fn sketch(&self) -> Sketch {
        Sketch::kept(self.hashes().into_owned()).unwrap_or_default()
    }

    /// How its title and its source sound, in this order.
    pub fn sounds(&self) -> impl Iterator<Item = &str> {
        std::iter::once_with(|| self.title_key()).chain(std::iter::once_with(|| self.brief().source_key))
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
