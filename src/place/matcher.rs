//! Every place name in a text: one pass that finds them all, then the choice between overlapping names and words.

use std::{
    borrow::Cow,
    collections::{BTreeMap, BTreeSet},
    sync::LazyLock,
};

use super::{
    gazetteer::{NameKind, PlaceId, TOWNSHIP, folded, gazetteer},
    joint::Joint,
    lexicon::{Division, LONGEST, Rival, Verdict, Window, lexicon},
    prepared::{Prepared, is_han},
};
use crate::text::{classes::Classes, units::Bytes, wordset::WordSet};

/// What a matched string can mean.
#[derive(Debug)]
pub(super) enum Meaning {
    /// Names of places; several for namesakes.
    Places(Vec<(PlaceId, NameKind)>),
    /// A joint abbreviation known by itself.
    Joint(Joint),
    /// A word that marks a joint abbreviation before it.
    Marker,
}

/// One string that is looked for.
#[derive(Debug)]
pub(super) struct Entry {
    /// Its meaning.
    pub meaning: Meaning,
    /// 0 plain, 1 needs support from the article, 2 from its neighbours.
    pub care: u8,
    /// Length in characters.
    pub chars: usize,
    /// Set for a name that is a marking word too: 合作, 通道. True when it suffices by itself.
    marker: Option<bool>,
    weight: f32,
}

/// A string found in the text, in folded offsets.
#[derive(Clone, Copy, Debug)]
pub(super) struct Hit {
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
    /// Index of the entry.
    pub entry: u32,
    /// How likely a division into words is that needs no such name: 无锡条, 一万宁可.
    pub doubt: Doubt,
}

impl Hit {
    /// What it can mean.
    pub fn entry(self) -> &'static Entry {
        &matcher().entries[self.entry as usize]
    }
}

/// How much speaks against a name in the words around it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Doubt {
    /// Nothing.
    None,
    /// Something: words may cross its border, or it leaves a scrap behind.
    Some,
    /// Words that cross its border are not much less likely than the name.
    Strong,
    /// They are as likely as the name: 向南平移.
    Even,
}

struct Matcher {
    /// The strings, each with the index of its entry.
    strings: WordSet<u32>,
    entries: Vec<Entry>,
}

/// Words that mark a joint abbreviation before them. First line: strong; second: only together with other evidence.
const MARKERS: &str = include_str!("data/markers.tsv");

fn build() -> Matcher {
    let g = gazetteer();
    let mut names: Vec<(Cow<'static, str>, PlaceId, NameKind)> =
        g.names().map(|(name, id, kind)| (folded(name), id, kind)).collect();
    // Namesakes stay in the gazetteer's order.
    names.sort_by(|a, b| a.0.cmp(&b.0));
    let markers: BTreeMap<Cow<'static, str>, bool> = MARKERS
        .lines()
        .filter(|line| !line.starts_with('#'))
        .filter_map(|line| line.split_once('\t'))
        .map(|(word, strength)| (folded(word), strength == "1"))
        .collect();
    let opens_marker = Classes::new().with(markers.keys().filter_map(|word| word.chars().next()), 1);
    let (mut patterns, mut entries): (Vec<(Cow<'static, str>, u32)>, Vec<Entry>) = (Vec::new(), Vec::new());
    let mut add = |pattern: Cow<'static, str>, meaning, care, weight| {
        let known = pattern.chars().next().is_some_and(|first| opens_marker.of(first) != 0);
        let marker = if known { markers.get(&pattern).copied() } else { None };
        let index = u32::try_from(entries.len()).unwrap_or(u32::MAX);
        entries.push(Entry { meaning, care, chars: pattern.chars().count(), marker, weight });
        patterns.push((pattern, index));
    };
    for alike in names.chunk_by(|a, b| a.0 == b.0) {
        let Some((name, ..)) = alike.first() else { continue };
        let places: Vec<_> = alike.iter().map(|&(_, id, kind)| (id, kind)).collect();
        let care = g.care(name);
        let kind = places.iter().map(|&(_, kind)| kind).min().unwrap_or(NameKind::Short);
        let city = places.iter().any(|&(id, _)| g.get(id).level <= super::Level::City);
        // Counts as if from the dictionary's source: news names cities often and counties rarely.
        let count: f32 = match (kind, city) {
            (NameKind::Short, true) => 500.0,
            (NameKind::Short, false) if matches!(care, 0 | TOWNSHIP) => 60.0,
            (NameKind::Short, false) => 400.0,
            (_, true) => 500.0,
            _ => 250.0,
        };
        add(name.clone(), Meaning::Places(places), care, count.ln() - 17.9);
    }
    // Two meanings for one string keep the first: names before joint abbreviations before markers.
    let mut seen = BTreeSet::new();
    let mut is_new = |word: &str| {
        names.binary_search_by(|(name, ..)| name.as_ref().cmp(word)).is_err() && seen.insert(word.to_owned())
    };
    for (name, joint) in super::joint::known() {
        if is_new(&name) {
            add(name.into(), Meaning::Joint(joint), 0, 900_f32.ln() - 17.9);
        }
    }
    for word in markers.keys() {
        if is_new(word) {
            add(word.clone(), Meaning::Marker, 0, 0.0);
        }
    }
    Matcher { strings: WordSet::new(patterns), entries }
}

fn matcher() -> &'static Matcher {
    static MATCHER: LazyLock<Matcher> = LazyLock::new(build);
    &MATCHER
}

/// What the matcher says of a text.
#[derive(Debug, Default)]
pub(super) struct Found {
    /// Names and known joint abbreviations that stand, in order, without overlap.
    pub names: Vec<Hit>,
    /// Names that do not stand, with the reason.
    pub refused: Vec<(Hit, &'static str)>,
    /// Marking words: where they start, and whether they suffice alone. By position.
    pub markers: Vec<(usize, bool)>,
}

/// Finds all names of `prepared`.
pub(super) fn find(prepared: &Prepared) -> Found {
    let matcher = matcher();
    let mut found = Found::default();
    let mut hits: Vec<Hit> = Vec::new();
    let mut way = Bytes::new(&prepared.units);
    matcher.strings.each(&prepared.units, |unit, bytes, index| {
        let start = way.of(unit);
        let end = start + bytes;
        let entry = &matcher.entries[index as usize];
        if let Some(strong) = entry.marker {
            found.markers.push((start, strong));
        }
        if !matches!(entry.meaning, Meaning::Marker) {
            // In order of the places, of those at one place the longest first. They come by places.
            let longer = hits.iter().rev().position(|known| known.start < start || known.end >= end);
            hits.insert(
                hits.len() - longer.unwrap_or(hits.len()),
                Hit { start, end, entry: index, doubt: Doubt::None },
            );
        }
    });
    found.markers.sort_unstable();
    let (mut from, mut work) = (0, Work::default());
    while from < hits.len() {
        let mut end = hits[from].end;
        let mut to = from + 1;
        while to < hits.len() && hits[to].start < end {
            end = end.max(hits[to].end);
            to += 1;
        }
        work.choose(prepared, &hits[from..to], end, &mut found);
        from = to;
    }
    found
}

/// What choosing among overlapping hits works on, kept from choice to choice.
#[derive(Default)]
struct Work {
    window: Window,
    rivals: Vec<Rival>,
    division: Division,
    verdicts: Vec<Verdict>,
    /// The division without one of the rivals.
    without: Division,
}

impl Work {
    /// Chooses among hits that overlap; `end` is where the last of them ends.
    fn choose(&mut self, prepared: &Prepared, hits: &[Hit], end: usize, found: &mut Found) {
        let first = hits[0];
        if first.end == end && !touches_word(prepared, first) {
            let short = first.entry().chars < 3 || first.entry().care > 0;
            found.names.push(Hit { doubt: if short { doubt_of_rest(prepared, first) } else { Doubt::None }, ..first });
            return;
        }
        let before = prepared.before(first.start).char_indices().rev().take(LONGEST);
        let lead = before.take_while(|&(_, c)| is_han(c)).last().map_or(first.start, |(at, _)| at);
        let after = prepared.after(end).chars().take(LONGEST).take_while(|&c| is_han(c));
        let trail = end + after.map(char::len_utf8).sum::<usize>();
        self.window.set(prepared.slice(lead, trail));
        self.rivals.clear();
        for hit in hits {
            let mut doubt = if strands(prepared, *hit) { STRANDED } else { 0.0 };
            doubt += if cuts_city(prepared, hits, *hit) { CUTS } else { 0.0 };
            let position = |at: usize| self.window.position(at - lead);
            let (start, end) = (position(hit.start), position(hit.end));
            self.rivals.push(Rival { start, end, weight: hit.entry().weight - doubt });
        }
        let weight = self.division.divide(&self.window, &self.rivals, None);
        self.division.verdicts(&self.rivals, &mut self.verdicts);
        for (index, hit) in hits.iter().enumerate() {
            match self.verdicts.get(index) {
                Some(Verdict::Stands) => {
                    // A full name is never in doubt.
                    let short = hit.entry().chars < 3 || hit.entry().care > 0;
                    let doubt = if short { self.doubt(prepared, *hit, index, weight) } else { Doubt::None };
                    found.names.push(Hit { doubt, ..*hit });
                }
                Some(Verdict::Inside) => found.refused.push((*hit, "inside_word")),
                Some(Verdict::Across) => found.refused.push((*hit, "across_words")),
                Some(Verdict::PartOfName) | None => {}
            }
        }
    }

    /// The doubt about the rival at `index`: the likeliest division without it puts a word across its border and is not much less
    /// likely than the one with it, of `weight`; or it leaves a scrap behind.
    fn doubt(&mut self, prepared: &Prepared, hit: Hit, index: usize, weight: f32) -> Doubt {
        let margin = weight - self.without.divide(&self.window, &self.rivals, Some(index));
        let crossed = margin < CONTESTED[0] && self.rivals.get(index).is_some_and(|rival| self.without.crosses(rival));
        let crossing = match crossed {
            true if margin < CONTESTED[2] => Doubt::Even,
            true if margin < CONTESTED[1] => Doubt::Strong,
            true => Doubt::Some,
            false => Doubt::None,
        };
        crossing.max(doubt_of_rest(prepared, hit))
    }
}

/// How much likelier the division with a name must be than the one without it: beyond doubt, beyond strong doubt, and at all.
const CONTESTED: [f32; 3] = [6.0, 2.5, 1.0];

/// The doubt that what follows a name throws on it.
fn doubt_of_rest(prepared: &Prepared, hit: Hit) -> Doubt {
    if opens_motto(prepared, hit) {
        Doubt::Strong
    } else if leaves_scrap(prepared, hit) {
        Doubt::Some
    } else {
        Doubt::None
    }
}

/// “利川济人”: four characters in quotes of which the last two are no word.
fn opens_motto(prepared: &Prepared, hit: Hit) -> bool {
    if !prepared.before(hit.start).ends_with(['“', '‘', '「', '『', '"']) {
        return false;
    }
    let after = prepared.after(hit.end);
    let own = after.chars().take_while(|&c| is_han(c)).map(char::len_utf8).take(3).sum();
    let rest = after.get(..own).unwrap_or_default();
    rest.chars().count() == 2
        && after.get(own..).is_some_and(|tail| tail.starts_with(['”', '’', '」', '』', '"']))
        && lexicon().weight(rest).is_none()
        && !rest.ends_with(['造', '产', '籍', '味', '号', '站', '港', '菜', '话'])
}

/// What it costs a name to leave a character stranded.
const STRANDED: f32 = 2.5;

/// True when the hit leaves a character behind it that makes a word with its last one and none with what follows: 枣庄 in 枣庄园.
fn strands(prepared: &Prepared, hit: Hit) -> bool {
    let after = prepared.after(hit.end);
    let Some(c) = after.chars().next().filter(|&c| is_han(c)) else { return false };
    let Some(last) = prepared.slice(hit.start, hit.end).chars().next_back() else { return false };
    let lexicon = lexicon();
    let next = after.get(..c.len_utf8()).unwrap_or_default();
    !lexicon.never_joined(last, c)
        && !lexicon.is_loose(next)
        && lexicon.starts_with_word(after).is_none()
        && lexicon
            .weight(prepared.slice(hit.end - last.len_utf8(), hit.end + c.len_utf8()))
            .is_some_and(|weight| weight > EVERYDAY)
}

/// What it costs a district to cut the name of a city in two: more than 三 is commoner than 三明.
const CUTS: f32 = 6.0;

/// True when a city's name goes into the hit, and what follows the city's name is an ordinary word: 明山区 in 三明山区.
fn cuts_city(prepared: &Prepared, hits: &[Hit], hit: Hit) -> bool {
    let is_city = |other: &Hit| {
        matches!(&other.entry().meaning, Meaning::Places(places)
            if places.iter().any(|&(id, _)| gazetteer().get(id).level <= super::Level::City))
    };
    let word = |end: usize| lexicon().weight(prepared.slice(end, hit.end)).is_some();
    hit.entry().chars >= 3
        && hits.iter().any(|other| {
            other.start < hit.start && hit.start < other.end && other.end < hit.end && is_city(other) && word(other.end)
        })
}

/// True when the hit leaves a character behind it that seldom stands alone and opens no word, nor does the next, or a seldom noun
/// that it only describes: 潮州柑, 永顺镖局.
fn leaves_scrap(prepared: &Prepared, hit: Hit) -> bool {
    const USUAL: &str = "人籍产造站港段线方城乡民企校军警商队馆团班店厂院局台网报级式味话号市县区州省府镇村路街";
    let after = prepared.after(hit.end);
    let Some(c) = after.chars().next().filter(|&c| is_han(c)) else { return false };
    let lexicon = lexicon();
    match lexicon.starts_with_word(after) {
        Some(word) => {
            word.chars().count() < 4 && lexicon.look_up(word).is_some_and(|(weight, loose)| !loose && weight < SELDOM)
        }
        None => {
            let own = after.get(..c.len_utf8()).unwrap_or_default();
            let rest = after.get(c.len_utf8()..).unwrap_or_default();
            !USUAL.contains(c)
                && lexicon.look_up(own).is_none_or(|(weight, loose)| !loose && weight < SCRAP)
                && lexicon.starts_with_word(rest).is_none()
        }
    }
}

/// Weight of a word met about forty times in the dictionary's source.
const SELDOM: f32 = -14.1;
/// Weight of a character met about five hundred times as a word by itself.
const SCRAP: f32 = -11.7;

/// Weight of a word met about sixty times in the dictionary's source.
const EVERYDAY: f32 = -13.8;

/// True when some word may cross a border of the hit.
fn touches_word(prepared: &Prepared, hit: Hit) -> bool {
    let inner = prepared.slice(hit.start, hit.end);
    let joined = |a: Option<char>, b: Option<char>| match (a, b) {
        (Some(a), Some(b)) => is_han(a) && is_han(b) && !lexicon().never_joined(a, b),
        _ => false,
    };
    joined(prepared.before(hit.start).chars().next_back(), inner.chars().next())
        || joined(inner.chars().next_back(), prepared.after(hit.end).chars().next())
}
