//! A document of a snapshot: the card that lists, filters and counts need, and the page behind it, which is fetched when it is opened.

use std::{path::PathBuf, sync::Arc};

use super::{CityPair, ContentHash, pairs_of, query, reposts::Sketch};
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
    /// What a list shows of it.
    pub card: Card,
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
#[derive(Clone, Debug, PartialEq)]
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
}

impl Whole {
    /// Puts together what follows from a page.
    pub(super) fn new(article: Article, tagging: Tagging, folded: Vec<u16>) -> Self {
        let sketch = Sketch::of(&article, &folded);
        let joints = find::joints(&folded);
        Self { page: Arc::new(Page { article, tagging }), folded, joints, sketch }
    }
}

impl Document {
    /// A document whose page is in memory.
    pub(super) fn here(
        (path, real_path): (String, Option<PathBuf>),
        bytes: u64,
        modified_ns: i128,
        hash: ContentHash,
        whole: Whole,
    ) -> Self {
        let card = Card::of(&whole.page.article, &whole.page.tagging, whole.folded.len());
        Self { path, real_path, bytes, modified_ns, hash, card, page: Held::Here(Arc::new(whole)) }
    }

    /// The page. It may have to be fetched from the disk: keep it as long as it is needed.
    #[must_use]
    pub fn page(&self) -> Arc<Page> {
        match &self.page {
            Held::Here(whole) => Arc::clone(&whole.page),
        }
    }

    /// Folded text, one unit per character of the text (see [`crate::text::fold::fold_units`]).
    #[must_use]
    pub fn folded(&self) -> &[u16] {
        match &self.page {
            Held::Here(whole) => &whole.folded,
        }
    }

    /// Where a hard-wrapped line goes on in the next one (see [`crate::text::find::joints`]).
    #[must_use]
    pub fn joints(&self) -> &[Joint] {
        match &self.page {
            Held::Here(whole) => &whole.joints,
        }
    }

    /// What other articles are compared with, to find reposts.
    #[must_use]
    pub fn sketch(&self) -> Sketch {
        match &self.page {
            Held::Here(whole) => whole.sketch.clone(),
        }
    }

    /// How its title and its source sound, in this order.
    pub fn sounds(&self) -> impl Iterator<Item = &str> {
        [&*self.card.title_key, &*self.card.source_key].into_iter()
    }

    /// Changes the page, which is in memory then, and the card with it; what is searched and compared stays as it was.
    pub fn amend(&mut self, change: impl FnOnce(&mut Page)) {
        let mut page = Page::clone(&self.page());
        change(&mut page);
        self.card = Card::of(&page.article, &page.tagging, self.folded().len());
        let (folded, joints, sketch) = (self.folded().to_vec(), self.joints().into(), self.sketch());
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
            && self.card == other.card
            && self.folded() == other.folded()
            && self.joints() == other.joints()
            && self.sketch() == other.sketch()
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
