//! Floor 4, places: the gazetteer, joint abbreviations, and the tagger that turns an article into mentions.

pub mod gazetteer;

use std::collections::BTreeMap;

pub use gazetteer::{Gazetteer, Level, Place, PlaceId, gazetteer};

use crate::{article::Article, text::span::ByteRange};

/// How a mention names its places.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Form {
    /// By name: 遂宁市, 遂宁.
    Named,
    /// By abbreviation: 遂潼, 成渝高铁.
    Abbreviated,
}

/// A span of the text that means one or several places.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mention {
    /// Where it stands (only the place words).
    pub span: ByteRange,
    /// The exact places meant, in the order of the characters (counties stay counties).
    pub places: Vec<PlaceId>,
    /// By name or by abbreviation.
    pub form: Form,
    /// Name of the rule that accepted it.
    pub rule: &'static str,
}

/// A place-like string that was refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rejected {
    /// Where it stands.
    pub span: ByteRange,
    /// Name of the rule that refused it.
    pub rule: &'static str,
}

/// One city of an article.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CityCount {
    /// The city (the filter's unit).
    pub place: PlaceId,
    /// Mentions by name, its counties' included.
    pub named: u32,
    /// Mentions by joint abbreviation.
    pub abbreviated: u32,
    /// True when the article is about it.
    pub primary: bool,
}

/// One county of an article.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CountyCount {
    /// The county.
    pub place: PlaceId,
    /// Mentions by name.
    pub named: u32,
}

/// Everything the tagger says about one article.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tagging {
    /// Accepted mentions, in text order.
    pub mentions: Vec<Mention>,
    /// Refused strings, in text order.
    pub rejected: Vec<Rejected>,
    /// Cities, most mentioned first, ties by code.
    pub cities: Vec<CityCount>,
    /// Counties outside Chongqing, likewise.
    pub counties: Vec<CountyCount>,
    /// Joint abbreviations as printed → canonical cities, in the order of the characters (provinces left out).
    pub compounds: BTreeMap<String, Vec<PlaceId>>,
}

/// Finds the places of an article (title, subtitle, headings, body and captions; never furniture).
#[must_use]
pub fn tag(article: &Article) -> Tagging {
    let _ = article;
    Tagging::default()
}
