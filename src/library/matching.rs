//! A search text, compiled: words, phrases, alternatives, exclusions; and where a document matches it.

use super::Document;
use crate::{
    place::{Level, PlaceId, gazetteer},
    text::{find, fold, pinyin, span::ByteRange},
};

/// How a hit relates to the words as typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum MatchedBy {
    /// The very characters.
    Exact,
    /// Across 简体 and 繁體.
    Script,
    /// Across full width and half width, or upper and lower case.
    Width,
    /// By sound: a place, the title or the source.
    Pinyin,
}

impl MatchedBy {
    /// The machine name printed by `search`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Exact => "exact",
            Self::Script => "script",
            Self::Width => "width",
            Self::Pinyin => "pinyin",
        }
    }
}

/// A search text, compiled. Empty queries match everything.
#[derive(Clone, Debug, Default)]
pub struct Query {
    /// All groups must match; of a group, one term.
    groups: Vec<Vec<Term>>,
    /// None of these may match.
    without: Vec<Term>,
}

#[derive(Clone, Debug)]
struct Term {
    typed: String,
    units: Vec<u16>,
    /// Has characters that share one placeholder unit, so hits are verified against the text.
    beyond_bmp: bool,
    sound: Option<Sound>,
    /// The places that the word names, by characters or by sound.
    places: Vec<PlaceId>,
}

#[derive(Clone, Debug)]
struct Sound {
    letters: String,
    /// Places that sound like it, sorted.
    places: Vec<PlaceId>,
}

/// Where a document matches.
#[derive(Clone, Debug, Default)]
pub(super) struct Match {
    /// Character ranges of the text, sorted, not overlapping.
    units: Vec<(usize, usize)>,
    /// Byte ranges of places found by sound.
    spoken: Vec<ByteRange>,
    /// Groups that match in the title.
    pub title_groups: u32,
    /// Groups that name a place the document is about.
    pub primary_groups: u32,
}

impl Query {
    /// Compiles what a person typed: white space separates words that must all occur, `"…"` keeps blanks, `-word` must
    /// not occur, `OR` between two words lets one of them do. With `literal`, each line of `text` is one plain string.
    #[must_use]
    pub fn new(text: &str, literal: bool) -> Self {
        if literal {
            let groups = text.lines().filter(|l| !l.is_empty()).map(|line| vec![Term::new(line, false)]).collect();
            return Self { groups, without: vec![] };
        }
        let mut query = Self::default();
        let mut join_next = false;
        for (word, quoted) in split(text) {
            if word == "OR" && !quoted {
                join_next = !query.groups.is_empty();
                continue;
            }
            if !quoted && let Some(rest) = word.strip_prefix('-').filter(|rest| !rest.is_empty()) {
                query.without.push(Term::new(rest, false));
                continue;
            }
            let term = Term::new(&word, !quoted);
            match query.groups.last_mut() {
                Some(group) if join_next => group.push(term),
                _ => query.groups.push(vec![term]),
            }
            join_next = false;
        }
        query
    }

    /// True when it narrows nothing.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.groups.is_empty() && self.without.is_empty()
    }

    /// A query for each word that must occur, alone; what must not occur is left out.
    #[must_use]
    pub fn words(&self) -> Vec<Self> {
        self.groups.iter().map(|group| Self { groups: vec![group.clone()], without: vec![] }).collect()
    }

    /// Where `document` matches; `None` when it does not.
    pub(super) fn find(&self, document: &Document) -> Option<Match> {
        let mut found = Match::default();
        if self.is_empty() {
            return Some(found);
        }
        let mut title: Option<Vec<u16>> = None;
        for group in &self.groups {
            let (mut any, mut in_title, mut is_primary) = (false, false, false);
            for term in group {
                let here = term.find(document, &mut found);
                if !here {
                    continue;
                }
                let title = title.get_or_insert_with(|| fold::fold_units(&document.article.shown_title()));
                in_title |= !find::find_units(title, &term.units).is_empty() || term.sounds_in(document, 1);
                is_primary |= term.places.iter().any(|p| document.primary.binary_search(p).is_ok());
                any = true;
            }
            if !any {
                return None;
            }
            found.title_groups += u32::from(in_title);
            found.primary_groups += u32::from(is_primary);
        }
        if self.without.iter().any(|term| !term.find_units(document).is_empty()) {
            return None;
        }
        found.units = merged(std::mem::take(&mut found.units));
        Some(found)
    }

    /// The hits of a match as byte ranges of the text, in order, not overlapping.
    pub(super) fn ranges(document: &Document, found: &Match) -> Vec<ByteRange> {
        let mut ranges: Vec<(usize, usize)> = unit_ranges_to_bytes(&document.article.text, &found.units);
        ranges.extend(found.spoken.iter().map(|r| (r.start, r.end)));
        merged(ranges).into_iter().map(|(start, end)| ByteRange::new(start, end)).collect()
    }

    /// Number of hits of a match; the length of [`Query::ranges`].
    pub(super) fn count(document: &Document, found: &Match) -> usize {
        if found.spoken.is_empty() { found.units.len() } else { Self::ranges(document, found).len() }
    }

    /// By which ways `document` matches, sorted; empty when it does not match or the query is empty.
    #[must_use]
    pub fn matched_by(&self, document: &Document) -> Vec<MatchedBy> {
        let mut ways = Vec::new();
        for term in self.groups.iter().flatten() {
            let units = term.find_units(document);
            for (start, end) in unit_ranges_to_bytes(&document.article.text, &units) {
                let source = ByteRange::new(start, end).of(&document.article.text);
                let unwrapped: String = source.split(['\r', '\n']).map(str::trim).collect();
                ways.push(if source == term.typed || unwrapped == term.typed {
                    MatchedBy::Exact
                } else if narrow(source) == narrow(&term.typed) {
                    MatchedBy::Width
                } else {
                    MatchedBy::Script
                });
            }
            if term.sound.is_some() && (term.spoken_in(document) || term.sounds_in(document, 2)) {
                ways.push(MatchedBy::Pinyin);
            }
        }
        ways.sort_unstable();
        ways.dedup();
        ways
    }
}

impl Term {
    fn new(word: &str, by_sound: bool) -> Self {
        let letters = word.to_ascii_lowercase();
        let spoken = by_sound && letters.len() >= 2 && letters.bytes().all(|b| b.is_ascii_lowercase());
        let sound = spoken.then(|| Sound { places: places_that_sound_like(&letters), letters });
        let mut places = gazetteer().lookup(word);
        places.extend(sound.iter().flat_map(|s| s.places.iter().copied()));
        places.sort_unstable();
        places.dedup();
        Self {
            typed: word.to_owned(),
            units: fold::fold_units(word),
            beyond_bmp: word.chars().any(|c| u32::from(c) > 0xFFFF),
            sound,
            places,
        }
    }

    /// Adds the hits in `document`; true when there is one, in the text or by sound.
    fn find(&self, document: &Document, found: &mut Match) -> bool {
        let units = self.find_units(document);
        let mut any = !units.is_empty();
        found.units.extend(units);
        if let Some(sound) = &self.sound {
            if self.spoken_in(document) {
                let before = found.spoken.len();
                found.spoken.extend(
                    document
                        .tagging
                        .mentions
                        .iter()
                        .filter(|m| m.places.iter().any(|p| sound.covers(*p)))
                        .map(|m| m.span),
                );
                any |= found.spoken.len() > before;
            }
            any = any || self.sounds_in(document, 2);
        }
        any
    }

    /// Character ranges of its hits in the text, from left to right.
    fn find_units(&self, document: &Document) -> Vec<(usize, usize)> {
        if !self.beyond_bmp {
            return find::find_units_joined(&document.folded, &self.units);
        }
        // Characters beyond the BMP share one unit, so these hits are compared with the text itself.
        let chars: Vec<char> = document.article.text.chars().map(fold::fold_char).collect();
        let wanted: Vec<char> = self.typed.chars().map(fold::fold_char).collect();
        let (mut hits, mut from) = (Vec::new(), 0);
        while let Some(at) =
            document.folded.get(from..).and_then(|rest| find::find_units(rest, &self.units).first().copied())
        {
            let start = from + at;
            let end = start + wanted.len();
            let real = chars.get(start..end).is_some_and(|here| here == wanted);
            if real {
                hits.push((start, end));
            }
            from = if real { end } else { start + 1 };
        }
        hits
    }

    /// True when a place that sounds like the word is named.
    fn spoken_in(&self, document: &Document) -> bool {
        self.sound.as_ref().is_some_and(|s| s.places.iter().any(|p| document.named.binary_search(p).is_ok()))
    }

    /// True when one of the first `lines` lines of the document's sounds (title, source) sounds like it.
    fn sounds_in(&self, document: &Document, lines: usize) -> bool {
        // Two letters are the initials of something in every second title.
        self.sound
            .as_ref()
            .filter(|s| s.letters.len() >= 3)
            .is_some_and(|s| document.sounds.lines().take(lines).any(|line| sounds_like(line, &s.letters)))
    }
}

impl Sound {
    /// True for the places themselves and the counties below them.
    fn covers(&self, place: PlaceId) -> bool {
        self.places.binary_search(&place).is_ok()
            || gazetteer().city_of(place).is_some_and(|city| self.places.binary_search(&city).is_ok())
    }
}

/// Splits at white space, keeping `"…"` together (second value true). A quote that is never closed runs to the end.
fn split(text: &str) -> Vec<(String, bool)> {
    let mut words = Vec::new();
    let mut word = String::new();
    let mut quoted = false;
    for c in text.chars() {
        match c {
            '"' if quoted || word.is_empty() => {
                if !word.is_empty() {
                    words.push((std::mem::take(&mut word), quoted));
                }
                quoted = !quoted;
            }
            c if c.is_whitespace() && !quoted => {
                if !word.is_empty() {
                    words.push((std::mem::take(&mut word), false));
                }
            }
            c => word.push(c),
        }
    }
    if !word.trim().is_empty() {
        words.push((word, quoted));
    }
    words.retain(|(word, _)| !word.trim().is_empty());
    words
}

/// Sorted, overlapping ranges put together.
fn merged(mut ranges: Vec<(usize, usize)>) -> Vec<(usize, usize)> {
    ranges.sort_unstable();
    let mut out: Vec<(usize, usize)> = Vec::with_capacity(ranges.len());
    for (start, end) in ranges {
        match out.last_mut() {
            Some(last) if start < last.1 => last.1 = last.1.max(end),
            _ => out.push((start, end)),
        }
    }
    out
}

/// Character ranges (sorted, not overlapping) → byte ranges, in one pass over the text up to the last of them.
fn unit_ranges_to_bytes(text: &str, units: &[(usize, usize)]) -> Vec<(usize, usize)> {
    let mut out = Vec::with_capacity(units.len());
    let mut chars = text.char_indices().map(|(byte, _)| byte).chain([text.len()]).enumerate();
    let mut seek = |index: usize, now: &mut (usize, usize)| {
        while now.0 < index {
            let Some(next) = chars.next() else { break };
            *now = next;
        }
        now.1
    };
    let mut now = (0, 0);
    for (start, end) in units {
        let start = seek(*start, &mut now);
        out.push((start, seek(*end, &mut now)));
    }
    out
}

/// Half width and lower case, script untouched.
fn narrow(text: &str) -> String {
    text.chars()
        .map(|c| match c {
            '\u{FF01}'..='\u{FF5E}' => char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c),
            '\u{3000}' => ' ',
            c => c,
        })
        .flat_map(char::to_lowercase)
        .collect()
}

/// Cities, counties and provinces whose pinyin begins with `letters` (three or more), or is it, or whose initials are it.
fn places_that_sound_like(letters: &str) -> Vec<PlaceId> {
    let gazetteer = gazetteer();
    let mut places: Vec<PlaceId> = gazetteer
        .iter()
        .filter(|(_, place)| {
            let whole = place.pinyin.as_str();
            whole == letters
                || letters.len() >= 3 && whole.starts_with(letters)
                || place.level != Level::County
                    && letters.len() == place.short.chars().count()
                    && initials_are(&place.short, whole, letters)
        })
        .map(|(id, _)| id)
        .collect();
    places.sort_unstable();
    places
}

/// True when `letters` are the first letters of the syllables of `short`, whose joined pinyin is `whole`.
fn initials_are(short: &str, whole: &str, letters: &str) -> bool {
    // The gazetteer's pinyin is corrected by hand (重庆 is Chongqing), so its first letter is the one to trust.
    whole.bytes().next() == letters.bytes().next()
        && pinyin::syllables(short)
            .iter()
            .skip(1)
            .zip(letters.bytes().skip(1))
            .all(|(s, l)| s.bytes().next() == Some(l))
}

/// True when `letters` spell the text from some syllable of its sort key on (see [`pinyin::matches`]).
fn sounds_like(key: &str, letters: &str) -> bool {
    let starts = key.match_indices(' ').map(|(blank, _)| blank + 1);
    std::iter::once(0)
        .chain(starts)
        .filter_map(|start| key.get(start..))
        // Most syllables begin with another letter.
        .filter(|rest| rest.bytes().next() == letters.bytes().next())
        .any(|rest| pinyin::matches_key(rest, letters))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_phrases_and_operators_are_told_apart() {
        let words =
            |text| split(text).into_iter().map(|(w, q)| if q { format!("[{w}]") } else { w }).collect::<Vec<_>>();
        assert_eq!(words("遂潼  一体化\u{3000}发展"), ["遂潼", "一体化", "发展"]);
        assert_eq!(words("\"a b\" -c"), ["[a b]", "-c"]);
        assert_eq!(words("\"a b"), ["[a b]"]);
        assert_eq!(words("5\"屏"), ["5\"屏"]);
        assert!(words("  \" \" ").is_empty());
        let query = Query::new("甲 OR 乙 丙 -丁 -", false);
        assert_eq!(query.groups.iter().map(Vec::len).collect::<Vec<_>>(), [2, 1, 1]);
        assert_eq!(query.without.len(), 1);
        assert!(Query::new("OR", false).is_empty());
        assert_eq!(Query::new("a -b\nOR", true).groups.len(), 2);
    }

    #[test]
    fn sounds_match_at_syllable_borders() {
        for (letters, matches) in
            [("suining", true), ("suin", true), ("ning", true), ("snys", true), ("uining", false), ("suio", false)]
        {
            assert_eq!(sounds_like("sui ning yu suo", letters), matches, "{letters}");
        }
    }

    #[test]
    fn units_find_their_bytes() {
        assert_eq!(unit_ranges_to_bytes("a遂𠀀宁", &[(0, 1), (1, 3), (3, 4)]), [(0, 1), (1, 8), (8, 11)]);
        assert_eq!(unit_ranges_to_bytes("", &[]), []);
    }
}
