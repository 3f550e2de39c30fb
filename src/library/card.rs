//! What is always at hand of a page: its card, and the part of it that answers ask of every document.

use super::{Paired, pairs_of, query};
use crate::{
    article::{Article, Derived, RemarkCode},
    place::{CityCount, PlaceId, Tagging, gazetteer},
    text::{
        date::{Certainty, PartialDate},
        encoding::Encoding,
        pinyin,
        script::Script,
    },
};

/// What lists, filters, counts and orders need of a page: small, and always at hand. All of it follows from the [`Page`](super::document::Page).
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
    /// Where the title was read, the page prints it in these very characters.
    pub title_printed: bool,
    /// The same for the source.
    pub source_printed: bool,
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
    pub pairs: Box<[Paired]>,
}

/// Remarks as a set.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Remarks(pub(super) u32);

impl Remarks {
    fn of(codes: &[RemarkCode]) -> Self {
        Self(codes.iter().fold(0, |all, code| all | Self::bit(*code)))
    }

    const fn bit(code: RemarkCode) -> u32 {
        1 << code as u32
    }

    /// True when this one is among them.
    #[must_use]
    pub const fn has(self, code: RemarkCode) -> bool {
        self.0 & Self::bit(code) != 0
    }
}

/// What answers ask of every document, wherever it lies; all of it follows from the [`Card`], which need not be taken from the disk for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Brief<'a> {
    /// The source as printed.
    pub source: Option<&'a str>,
    /// How it sounds; empty without a source.
    pub source_key: &'a str,
    /// Its script.
    pub script: Script,
    /// Its encoding.
    pub encoding: Encoding,
    /// Characters of the article.
    pub chars: u32,
    /// What to know about it.
    pub remarks: Remarks,
    /// Every place it answers to. Sorted.
    pub named: &'a [PlaceId],
    /// Those it is about. Sorted.
    pub primary: &'a [PlaceId],
    /// The cities it names in one sentence.
    pub pairs: &'a [Paired],
    pub(super) flags: u8,
}

impl<'a> Brief<'a> {
    const TITLED: u8 = 1;
    const NAMELESS: u8 = 2;
    const TABLED: u8 = 4;
    const CITIES: u8 = 8;
    const AUTHORS: u8 = 16;
    const TITLE_PRINTED: u8 = 32;
    pub(super) const SOURCE_PRINTED: u8 = 64;

    pub(super) fn of(card: &'a Card) -> Self {
        let flag = |holds: bool, bit: u8| if holds { bit } else { 0 };
        Self {
            source: card.source.as_deref(),
            source_key: &card.source_key,
            script: card.script,
            encoding: card.encoding,
            chars: card.chars,
            remarks: Remarks::of(&card.remarks),
            named: &card.named,
            primary: &card.primary,
            pairs: &card.pairs,
            flags: flag(card.titled, Self::TITLED)
                | flag(card.nameless, Self::NAMELESS)
                | flag(card.tabled, Self::TABLED)
                | flag(!card.cities.is_empty(), Self::CITIES)
                | flag(!card.authors.is_empty(), Self::AUTHORS)
                | flag(card.title_printed, Self::TITLE_PRINTED)
                | flag(card.source_printed, Self::SOURCE_PRINTED),
        }
    }

    /// The title is the page's own.
    #[must_use]
    pub const fn is_titled(&self) -> bool {
        self.flags & Self::TITLED != 0
    }

    /// The page has no words to make a title of.
    #[must_use]
    pub const fn is_nameless(&self) -> bool {
        self.flags & Self::NAMELESS != 0
    }

    /// It has rows of columns.
    #[must_use]
    pub const fn is_tabled(&self) -> bool {
        self.flags & Self::TABLED != 0
    }

    /// Where the title was read, the page prints it in these very characters.
    #[must_use]
    pub const fn prints_title(&self) -> bool {
        self.flags & Self::TITLE_PRINTED != 0
    }

    /// The same for the source.
    #[must_use]
    pub const fn prints_source(&self) -> bool {
        self.flags & Self::SOURCE_PRINTED != 0
    }

    /// It names a city.
    #[must_use]
    pub const fn has_cities(&self) -> bool {
        self.flags & Self::CITIES != 0
    }

    /// Somebody is named as its writer.
    #[must_use]
    pub const fn has_authors(&self) -> bool {
        self.flags & Self::AUTHORS != 0
    }
}

impl Card {
    /// The card of a page whose folded text has so many units.
    #[must_use]
    pub fn of(article: &Article, tagging: &Tagging, units: usize) -> Self {
        let title = article.shown_title();
        let source = article.source.as_ref().map(|source| source.value.as_str());
        let (named, primary) = place_sets(tagging);
        let printed = |value: Option<&Derived<String>>| {
            value.is_some_and(|value| value.span.is_some_and(|span| span.of(&article.text) == value.value))
        };
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
            title_printed: printed(article.title.as_ref()),
            source_printed: printed(article.source.as_ref()),
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
