//! A document as an answer looks at it: what is searched and counted, taken from where it lies in a segment, so that the document itself,
//! its card and its page stay where they are.

use std::sync::Arc;

use super::{known::Known, term::Term};
use crate::{
    library::{Brief, ContentHash, DocIx, Document, Paired, cache::Segment},
    place::PlaceId,
    text::{count::Needle, date::PartialDate, find::Joint, span::ByteRange},
};

/// A document of a snapshot that is counted.
#[derive(Clone, Copy, Debug)]
pub(in crate::library) struct Look<'a> {
    pub ix: DocIx,
    document: &'a Arc<Document>,
    /// Where it is kept; `None` for what is in memory or was changed.
    kept: Option<(&'a Segment, u32)>,
}

impl<'a> Look<'a> {
    /// At a document, wherever it is.
    pub(in crate::library) const fn at(ix: DocIx, document: &'a Arc<Document>) -> Self {
        Self { ix, document, kept: None }
    }

    /// At the document that is this one of a segment.
    pub(super) const fn into(segment: &'a Segment, number: u32, ix: DocIx, document: &'a Arc<Document>) -> Self {
        Self { ix, document, kept: Some((segment, number)) }
    }

    /// The document.
    pub(in crate::library) const fn document(&self) -> &'a Arc<Document> {
        self.document
    }

    /// The hash of its content.
    pub(in crate::library) fn hash(&self) -> ContentHash {
        self.document.hash
    }

    /// What answers ask of it.
    pub(in crate::library) fn brief(&self) -> Brief<'a> {
        let kept = self.kept.and_then(|(segment, number)| segment.brief(number));
        kept.unwrap_or_else(|| self.document.brief())
    }

    /// Every place it answers to, and the cities it names in one sentence.
    pub(super) fn places(&self) -> (&'a [PlaceId], &'a [Paired]) {
        let kept = self.kept.and_then(|(segment, number)| segment.places(number));
        kept.unwrap_or_else(|| {
            let brief = self.document.brief();
            (brief.named, brief.pairs)
        })
    }

    /// When it was published.
    pub(in crate::library) fn date(&self) -> Option<PartialDate> {
        self.kept.map_or_else(|| self.document.date(), |(segment, number)| segment.date(number))
    }
}

/// A document in a segment that is searched.
#[derive(Clone, Copy, Debug)]
pub(super) struct Kept<'a> {
    segment: &'a Segment,
    known: &'a Known<'a>,
    number: u32,
}

impl<'a> Kept<'a> {
    /// A document of a segment, of whose index so much is known.
    pub(super) const fn of(segment: &'a Segment, known: &'a Known<'a>, number: u32) -> Self {
        Self { segment, known, number }
    }

    /// How often a word stands in its folded text; `None` when that is damaged.
    pub(super) fn count(&self, needle: &Needle) -> Option<usize> {
        self.known
            .count(needle, self.number)
            .or_else(|| self.text().map(|(folded, joints)| needle.count(folded, joints)))
    }

    /// What `tell` says of a word and the source of the document.
    pub(super) fn told(&self, term: &Term, source: &str, tell: impl FnOnce() -> Option<usize>) -> Option<usize> {
        self.known.told(term, source, tell)
    }

    /// Its folded text and the joints of it; `None` when that is damaged.
    pub(super) fn text(&self) -> Option<(&'a [u16], &'a [Joint])> {
        self.segment.searched(self.number)
    }

    /// Units of its folded text.
    pub(super) fn units(&self) -> usize {
        self.segment.units(self.number)
    }

    /// What answers ask of it; `None` when that is damaged.
    pub(super) fn brief(&self) -> Option<Brief<'a>> {
        self.segment.brief(self.number)
    }

    /// Every place it answers to; `None` when that is damaged, as below.
    pub(super) fn named(&self) -> Option<&'a [PlaceId]> {
        self.segment.places(self.number).map(|(named, _)| named)
    }

    /// How often it names one of these places (sorted), or what lies in one of these cities; `None` when only its mentions tell.
    pub(super) fn said(&self, places: &[PlaceId]) -> Option<usize> {
        self.segment.said(self.number, places)
    }

    /// Where it names which places.
    pub(super) fn mentions(&self) -> Option<Vec<(ByteRange, Vec<PlaceId>)>> {
        self.segment.mentions(self.number)
    }

    /// The places it is about.
    pub(super) fn primary(&self) -> Option<&'a [PlaceId]> {
        self.segment.primary(self.number)
    }

    /// When it was published.
    pub(super) fn date(&self) -> Option<PartialDate> {
        self.segment.date(self.number)
    }

    /// Its title, folded.
    pub(super) fn folded_title(&self) -> &'a [u16] {
        self.segment.folded_title(self.number).unwrap_or_default()
    }

    /// How that sounds.
    pub(super) fn title_key(&self) -> &'a str {
        self.segment.title_key(self.number).unwrap_or_default()
    }
}
