//! One word or phrase of a query.

use std::sync::Arc;

use super::{
    known::Known,
    look::Kept,
    matching::{Match, MatchedBy, Ranked, Spans, unit_ranges_to_bytes},
    sound::{Sound, places_of},
    tally::Told,
    tree::Words,
};
use crate::{
    library::{
        Document,
        cache::{Bits, Segment},
    },
    place::PlaceId,
    text::{
        count::Needle,
        find::{self, Joined},
        fold,
        span::ByteRange,
    },
};

/// A word or phrase, compiled.
#[derive(Clone, Debug)]
pub(super) struct Term {
    typed: String,
    needle: Needle,
    /// In its very characters: those, widths and cases folded.
    exact: Option<Vec<u16>>,
    /// Has characters that share one placeholder unit, so hits are verified against the text.
    beyond_bmp: bool,
    sound: Option<Sound>,
    /// The places that the word names, by characters or by sound.
    places: Arc<[PlaceId]>,
    /// Another part of the query that must hold is the same word, and counts its hits.
    again: bool,
}

impl Term {
    pub(super) fn new(words: &Words, exact: bool, by_sound: bool) -> Self {
        let text = words.text.as_str();
        let exact = words.exact || exact;
        let sound = if by_sound && !words.quoted && !exact { Sound::of(text) } else { None };
        let places = sound.as_ref().map_or_else(|| places_of(text, false), |sound| Arc::clone(&sound.places));
        Self {
            typed: text.to_owned(),
            needle: Needle::new(&fold::fold_units(text)),
            exact: exact.then(|| fold::narrow_units(text)),
            beyond_bmp: text.chars().any(|c| u32::from(c) > 0xFFFF),
            sound,
            places,
            again: false,
        }
    }

    /// Says whether another part of the query counts its hits.
    pub(super) const fn set_again(&mut self, again: bool) {
        self.again = again;
    }

    pub(super) const fn is_again(&self) -> bool {
        self.again
    }

    /// True when both have the same hits, which the folded text tells.
    pub(super) fn has_hits_of(&self, other: &Self) -> bool {
        let plain = |term: &Self| term.is_folded() && term.sound.is_none();
        plain(self) && plain(other) && self.needle.units() == other.needle.units()
    }

    /// What the folded text of a matching document has; `None` when it may match by sound alone.
    pub(super) fn needle(&self) -> Option<&[u16]> {
        (self.sound.is_none() && !self.needle.units().is_empty()).then(|| self.needle.units())
    }

    /// The documents of a segment that may match; `None` when they must all be looked at.
    pub(super) fn documents(&self, segment: &Segment, known: &Known<'_>) -> Option<Bits> {
        let written = match known.documents_with(&self.needle) {
            Some(written) => written.clone(),
            None => segment.documents_with(self.needle.units())?,
        };
        let Some(sound) = &self.sound else { return Some(written) };
        let spoken = segment.documents_naming(&sound.places, false)?;
        Some(written.or(&spoken).or(&self.titles_that_sound(segment)).or(&self.sources(segment)?))
    }

    /// Its characters, folded.
    pub(super) const fn folded_needle(&self) -> &Needle {
        &self.needle
    }

    /// The same, where all its hits are known by them and none of them depends on another one.
    pub(super) fn plain_needle(&self) -> Option<&Needle> {
        Some(&self.needle).filter(|needle| self.sound.is_none() && self.is_folded() && needle.is_plain())
    }

    /// The places that it names.
    pub(super) fn places(&self) -> &[PlaceId] {
        &self.places
    }

    /// How it sounds, where that is looked for.
    pub(super) const fn sound(&self) -> Option<&Sound> {
        self.sound.as_ref()
    }

    fn titles_that_sound(&self, segment: &Segment) -> Bits {
        match self.sound.as_ref().filter(|sound| sound.hears_lines()) {
            Some(sound) => segment.titles_sounding(&sound.letters),
            None => Bits::none(segment.len()),
        }
    }

    /// True when it listens to titles.
    pub(super) fn hears_titles(&self) -> bool {
        self.sound.as_ref().is_some_and(Sound::hears_lines)
    }

    /// The same for the title alone.
    pub(super) fn titles(&self, segment: &Segment) -> Option<Bits> {
        Some(segment.titles_with(self.needle.units(), self.needle.finder())?.or(&self.titles_that_sound(segment)))
    }

    /// The same for the source alone.
    pub(super) fn sources(&self, segment: &Segment) -> Option<Bits> {
        segment.sources_where(|source, folded, sound| {
            if self.is_folded() {
                self.count_in_line(folded, || sound).is_some()
            } else {
                self.in_text(source, || sound)
            }
        })
    }

    /// Adds the hits in `document`; true when there is one, in the text or by sound.
    pub(super) fn holds(&self, document: &Document, found: &mut Match) -> bool {
        let units = self.spans(document);
        let mut any = !units.is_empty();
        found.units.extend(units);
        if let Some(sound) = &self.sound {
            if self.spoken_in(document) {
                let before = found.bytes.len();
                let page = document.page();
                let mentions = page.tagging.mentions.iter();
                let spoken = mentions.filter(|m| m.places.iter().any(|p| sound.covers(*p))).map(|m| m.span);
                found.bytes.extend(spoken);
                any |= found.bytes.len() > before;
            }
            any = any || self.sounds_in(document);
        }
        any
    }

    /// Character ranges of its hits in the text, from left to right.
    pub(super) fn spans(&self, document: &Document) -> Spans {
        let found = self.needle.spans(document.folded(), document.joints());
        if found.is_empty() {
            return found;
        }
        if self.beyond_bmp {
            return self.compared(document);
        }
        match &self.exact {
            Some(exact) => find::find_units_joined(&fold::narrow_units(&document.page().article.text), exact),
            None => found,
        }
    }

    /// Characters beyond the BMP share one unit, so these hits are compared with the text itself.
    fn compared(&self, document: &Document) -> Spans {
        let same = |c: char| if self.exact.is_some() { narrow(c) } else { fold::fold_char(c) };
        let chars: Vec<char> = document.page().article.text.chars().map(same).collect();
        let wanted: Vec<char> = self.typed.chars().map(same).collect();
        if !find::crosses_lines(self.needle.units()) {
            let found = find::knuth_morris_pratt(&chars, &wanted, 0);
            return found.into_iter().map(|at| (at, at + wanted.len())).collect();
        }
        let joined = Joined::of(document.folded(), document.joints());
        let mut together = Vec::with_capacity(chars.len());
        let mut from = 0;
        for &(start, end) in &joined.left_out {
            together.extend_from_slice(chars.get(from..start).unwrap_or_default());
            from = end;
        }
        together.extend_from_slice(chars.get(from..).unwrap_or_default());
        let found = find::knuth_morris_pratt(&together, &wanted, 0);
        found.into_iter().map(|at| joined.source_of(at, at + wanted.len())).collect()
    }

    /// True when a place that sounds like the word is named.
    fn spoken_in(&self, document: &Document) -> bool {
        self.sound.as_ref().is_some_and(|s| s.places.iter().any(|p| document.brief().named.binary_search(p).is_ok()))
    }

    /// True when the document's title or source sounds like it.
    fn sounds_in(&self, document: &Document) -> bool {
        self.sound.as_ref().is_some_and(|s| s.in_lines(document.sounds()))
    }

    /// Where it stands in the folded title.
    pub(super) fn in_title(&self, ranked: Ranked<'_>) -> Option<usize> {
        let first = self.needle.first_in(ranked.title);
        let sounds = || self.sound.as_ref().is_some_and(|s| s.in_lines(std::iter::once_with(ranked.title_key)));
        first.or_else(|| sounds().then_some(1))
    }

    /// True when it names a place the document is about.
    pub(super) fn is_primary(&self, ranked: Ranked<'_>) -> bool {
        self.places.iter().any(|p| ranked.primary.binary_search(p).is_ok())
    }

    /// How often it stands in a document of a segment.
    pub(super) fn tally(&self, kept: &Kept<'_>) -> Told {
        let Some(hits) = kept.count(&self.needle) else { return Told::Unsure };
        if hits > 0 && !self.is_folded() {
            return Told::Unsure;
        }
        let Some(sound) = &self.sound else {
            let counted = if self.again { 0 } else { hits };
            return if hits > 0 { Told::hits(counted) } else { Told::No };
        };
        let Some(named) = kept.named() else { return Told::Unsure };
        if sound.places.iter().any(|place| named.binary_search(place).is_ok()) {
            let spoken = || {
                let mentions = kept.mentions()?;
                let spoken = mentions.iter().filter(|(_, places)| places.iter().any(|place| sound.covers(*place)));
                Some(find::merged(spoken.map(|(span, _)| (span.start, span.end)).collect()).len())
            };
            // Letters of the page may stand in the name of a place.
            let spoken = if hits > 0 { None } else { kept.said(&sound.places).or_else(spoken) };
            let Some(spoken) = spoken else { return Told::Unsure };
            if spoken > 0 {
                return Told::hits(spoken);
            }
        }
        let Some(brief) = kept.brief() else { return Told::Unsure };
        let lines = std::iter::once_with(|| kept.title_key()).chain([brief.source_key]);
        if hits > 0 || sound.in_lines(lines) { Told::hits(hits) } else { Told::No }
    }

    /// The folded text tells all of its hits.
    pub(super) const fn is_folded(&self) -> bool {
        self.exact.is_none() && !self.beyond_bmp
    }

    /// How often it stands in a short text, folded; `sounds` as for [`Term::in_text`]. `None` when it does not match.
    pub(super) fn count_in_line<'a>(&self, folded: &[u16], sounds: impl FnOnce() -> &'a str) -> Option<usize> {
        let hits = self.needle.count(folded, &find::joints(folded));
        let sounds = || self.sound.as_ref().is_some_and(|sound| sound.in_lines(std::iter::once_with(sounds)));
        (hits > 0 || sounds()).then_some(hits)
    }

    /// What its hits look like; `None` for one that also finds places by sound.
    pub(super) fn shape(&self) -> Option<&[u16]> {
        self.sound.is_none().then(|| self.needle.units())
    }

    /// Adds the ways in which it matches.
    pub(super) fn ways(&self, document: &Document, ways: &mut Vec<MatchedBy>) {
        let units = self.spans(document);
        if !units.is_empty() {
            let page = document.page();
            for (start, end) in unit_ranges_to_bytes(&page.article.text, &units) {
                ways.push(self.way(ByteRange::new(start, end).of(&page.article.text)));
            }
        }
        if self.sound.is_some() && (self.spoken_in(document) || self.sounds_in(document)) {
            ways.push(MatchedBy::Pinyin);
        }
    }

    fn way(&self, source: &str) -> MatchedBy {
        let unwrapped: String = source.split(['\r', '\n']).map(str::trim).collect();
        if source == self.typed || unwrapped == self.typed {
            MatchedBy::Exact
        } else if narrowed(&unwrapped) == narrowed(&self.typed) || narrowed(source) == narrowed(&self.typed) {
            MatchedBy::Width
        } else {
            MatchedBy::Script
        }
    }

    /// True when `text` has it. `sounds`: the text's own sound, for letters.
    pub(super) fn in_text<S: AsRef<str>>(&self, text: &str, sounds: impl FnOnce() -> S) -> bool {
        let spoken = |sound: &Sound| sound.in_lines(std::iter::once(sounds().as_ref()));
        self.spans_in(text).next().is_some() || self.sound.as_ref().is_some_and(spoken)
    }

    /// Byte ranges of a short text that has it.
    pub(super) fn spans_in(&self, text: &str) -> impl Iterator<Item = ByteRange> {
        let (haystack, needle) = match &self.exact {
            Some(exact) => (fold::narrow_units(text), &**exact),
            None => (fold::fold_units(text), self.needle.units()),
        };
        let found = find::find_units_joined(&haystack, needle);
        let wanted: Option<String> = self.beyond_bmp.then(|| fold::fold_str(&self.typed));
        let ranges: Vec<ByteRange> = unit_ranges_to_bytes(text, &found)
            .into_iter()
            .map(|(start, end)| ByteRange::new(start, end))
            .filter(|range| wanted.as_ref().is_none_or(|wanted| fold::fold_str(range.of(text)) == *wanted))
            .collect();
        ranges.into_iter()
    }

    /// The way in which a short text has it; `None` when it does not.
    pub(super) fn way_in(&self, text: &str, sounds: Option<&str>) -> Option<MatchedBy> {
        let best = self.spans_in(text).map(|range| self.way(range.of(text))).min();
        best.or_else(|| self.in_text(text, || sounds.unwrap_or_default()).then_some(MatchedBy::Pinyin))
    }
}

/// Half width and lower case, script untouched.
fn narrowed(text: &str) -> String {
    text.chars().map(narrow).collect()
}

fn narrow(c: char) -> char {
    let c = match c {
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c),
        '\u{3000}' | '\u{A0}' => ' ',
        c => c,
    };
    c.to_ascii_lowercase()
}
