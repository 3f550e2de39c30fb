//! What a person said about places: here is none, here is that one, this word always means these.

use super::{PlaceId, joint::Run, prepared::Prepared, resolve::Named};
use crate::text::{anchor::Anchor, span::ByteRange};

/// Rule of a mention that a person put right, and of a string a person refused.
pub const CORRECTED: &str = "corrected";

/// Where a person's word holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Spot {
    /// At one place of the text.
    At(Anchor),
    /// Wherever the article says this word, whatever its script.
    Word(String),
}

/// One correction.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit {
    /// Where it holds.
    pub spot: Spot,
    /// The places meant; none when it is no place.
    pub places: Vec<PlaceId>,
}

/// A correction at its place in the folded text.
#[derive(Clone, Debug)]
struct Forced<'a> {
    start: usize,
    end: usize,
    places: &'a [PlaceId],
    /// It was said of this very place, so it goes before whatever else was read there.
    here: bool,
}

/// All corrections of an article, in text order, without overlaps.
#[derive(Debug, Default)]
pub(super) struct Corrected<'a> {
    spots: Vec<Forced<'a>>,
}

impl<'a> Corrected<'a> {
    /// Finds where `edits` hold. What was said of one place goes before what was said of a word, a longer word before a shorter one.
    pub fn new(source: &str, text: &Prepared, edits: &'a [Edit]) -> Self {
        let mut all: Vec<Forced<'a>> = Vec::new();
        for edit in edits {
            match &edit.spot {
                Spot::At(anchor) => {
                    let Some(span) = anchor.find(source) else { continue };
                    if let Some((start, end)) = text.folded(span) {
                        all.push(Forced { start, end, places: &edit.places, here: true });
                    }
                }
                Spot::Word(word) => {
                    let word = super::gazetteer::fold(word);
                    // No name goes over the end of a line, and the folded text has one more of those than the source.
                    if word.is_empty() || word.contains('\n') {
                        continue;
                    }
                    for start in memchr::memmem::find_iter(text.text.as_bytes(), word.as_bytes()) {
                        all.push(Forced { start, end: start + word.len(), places: &edit.places, here: false });
                    }
                }
            }
        }
        all.sort_by_key(|spot| (!spot.here, std::cmp::Reverse(spot.end - spot.start), spot.start));
        let mut spots: Vec<Forced<'a>> = Vec::new();
        for spot in all {
            let at = spots.partition_point(|kept| kept.end <= spot.start);
            if spots.get(at).is_none_or(|kept| spot.end <= kept.start) {
                spots.insert(at, spot);
            }
        }
        Self { spots }
    }

    /// True when a person said that exactly this string is no place.
    pub fn refuses(&self, start: usize, end: usize) -> bool {
        let at = self.spots.partition_point(|spot| spot.start < start);
        self.spots.get(at).is_some_and(|spot| (spot.start, spot.end) == (start, end) && spot.places.is_empty())
    }

    /// Strings that are no places.
    pub fn refused(&self) -> impl Iterator<Item = (usize, usize)> {
        self.spots.iter().filter(|spot| spot.places.is_empty()).map(|spot| (spot.start, spot.end))
    }

    /// Places that are named for sure.
    pub fn places(&self) -> impl Iterator<Item = PlaceId> {
        self.spots.iter().flat_map(|spot| spot.places).copied()
    }

    /// Puts the corrections in the place of what was read.
    pub fn settle(&self, named: &mut Vec<Named>, runs: &mut Vec<Run>) {
        for spot in &self.spots {
            let (start, end) = (spot.start, spot.end);
            let inside = |s: usize, e: usize| s <= start && end <= e && (s, e) != (start, end);
            // 江北 was put right, 江北区 says itself what it is.
            let longer = || named.iter().any(|n| inside(n.start, n.end)) || runs.iter().any(|r| inside(r.start, r.end));
            if !spot.here && longer() {
                continue;
            }
            if spot.places.is_empty() && !spot.here {
                named.retain(|n| (n.start, n.end) != (start, end));
                runs.retain(|r| (r.start, r.end) != (start, end));
            } else {
                named.retain(|n| n.end <= start || end <= n.start);
                runs.retain(|r| r.end <= start || end <= r.start);
            }
            match spot.places {
                [] => {}
                [place] => named.push(Named { start, end, place: *place, rule: CORRECTED }),
                places => runs.push(Run { start, end, places: places.to_vec(), rule: CORRECTED }),
            }
        }
        named.sort_by_key(|n| n.start);
        runs.sort_by_key(|r| r.start);
    }
}

impl Prepared {
    /// The folded range of a source range; `None` when it is not content.
    fn folded(&self, span: ByteRange) -> Option<(usize, usize)> {
        let (start, end) = (self.folded_of(span.start), self.folded_of(span.end));
        (start < end && self.to_source(start, end) == span).then_some((start, end))
    }
}
