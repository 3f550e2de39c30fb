//! Search by sound: places by pinyin and initials, titles and sources by syllables, and on request the characters of the text.

use std::{
    collections::BTreeMap,
    sync::{Arc, LazyLock, Mutex, PoisonError},
};

use pinyin::ToPinyinMulti;

use super::matching::Spans;
use crate::{
    place::{Level, PlaceId, gazetteer},
    text::{classes::BMP, pinyin as spelling, span::ByteRange},
};

/// Letters that may name a place by sound, or begin a title.
#[derive(Clone, Debug)]
pub(super) struct Sound {
    pub(super) letters: String,
    /// Places that sound like it or are called so, sorted.
    pub(super) places: Arc<[PlaceId]>,
}

impl Sound {
    /// The sound of a word; `None` when it is none.
    pub(super) fn of(word: &str) -> Option<Self> {
        let letters = Some(word).filter(|word| !word.contains([' ', '-'])).and_then(spelling::letters_of)?;
        let spoken = letters.len() >= 2 && letters.bytes().all(|b| b.is_ascii_lowercase());
        spoken.then(|| Self { places: places_of(&letters, true), letters })
    }

    /// True for the places themselves and the counties below them.
    pub(super) fn covers(&self, place: PlaceId) -> bool {
        self.places.binary_search(&place).is_ok()
            || gazetteer().city_of(place).is_some_and(|city| self.places.binary_search(&city).is_ok())
    }

    /// True when titles and sources are listened to: two letters are the initials of something in every second title.
    pub(super) const fn hears_lines(&self) -> bool {
        self.letters.len() >= 3
    }

    /// True when one of the lines of sounds (see `Document::sounds`) has it.
    pub(super) fn in_lines<'a>(&self, mut lines: impl Iterator<Item = &'a str>) -> bool {
        self.hears_lines() && lines.any(|line| sounds_like(line, &self.letters))
    }
}

/// Words whose places are remembered: those of a few dozen questions, as they grow letter by letter.
const MOST_KNOWN: usize = 1_000;

/// The places that a word names, by characters or (with `by_sound`) by sound. Sorted. Asked again for the same word at every keystroke and
/// by everybody who shows hits, so it is remembered.
pub(super) fn places_of(word: &str, by_sound: bool) -> Arc<[PlaceId]> {
    type Known = BTreeMap<(String, bool), Arc<[PlaceId]>>;
    static KNOWN: LazyLock<Mutex<Known>> = LazyLock::new(Mutex::default);
    let key = (word.to_owned(), by_sound);
    if let Some(places) = KNOWN.lock().unwrap_or_else(PoisonError::into_inner).get(&key) {
        return Arc::clone(places);
    }
    let mut places = gazetteer().lookup(word);
    if by_sound {
        places.extend(places_that_sound_like(&word.to_ascii_lowercase()));
    }
    places.sort_unstable();
    places.dedup();
    let places: Arc<[PlaceId]> = places.into();
    let mut known = KNOWN.lock().unwrap_or_else(PoisonError::into_inner);
    if known.len() >= MOST_KNOWN {
        known.clear();
    }
    known.insert(key, Arc::clone(&places));
    places
}

/// How a place sounds.
struct Heard {
    id: PlaceId,
    /// What is behind its short name: `shi` of 遂宁市.
    rest: String,
    /// The syllables of the short name, parted by blanks; empty where they are not those of the gazetteer.
    key: String,
}

static HEARD: LazyLock<Vec<Heard>> = LazyLock::new(|| {
    let heard = |(id, place): (PlaceId, &crate::place::Place)| {
        let rest = place.name.strip_prefix(&place.short).map(spelling::sort_key).unwrap_or_default().replace(' ', "");
        let key = spelling::sort_key(&place.short);
        let same = key.bytes().filter(|b| *b != b' ').eq(place.pinyin.bytes());
        Heard { id, rest, key: if same { key } else { String::new() } }
    };
    gazetteer().iter().map(heard).collect()
});

/// Letters from which on a syllable and the beginning of the next one are enough: fewer are the beginning of too many words.
const MIXED_LETTERS: usize = 4;

/// Cities, counties and provinces whose pinyin begins with `letters` (three or more), or is it; whose initials are it, or syllables and
/// initials (four letters or more); and those whose full name goes on so, as in `suiningshi`. Sorted.
pub(super) fn places_that_sound_like(letters: &str) -> Vec<PlaceId> {
    let gazetteer = gazetteer();
    let sounds = |heard: &&Heard| {
        let place = gazetteer.get(heard.id);
        let whole = place.pinyin.as_str();
        match spelled(whole, letters) {
            Some((typed, "")) => whole.len() == typed.len() || letters.len() >= 3,
            Some((_, rest)) if heard.rest.starts_with(rest) => true,
            _ => {
                place.level != Level::County
                    && letters.len() == place.short.chars().count()
                    && initials_are(&place.short, whole, letters)
                    || letters.len() >= MIXED_LETTERS && spelling::begins_with(&heard.key, letters)
            }
        }
    };
    let mut places: Vec<PlaceId> = HEARD.iter().filter(sounds).map(|heard| heard.id).collect();
    places.sort_unstable();
    places
}

/// The letters that spell `whole` from its beginning, and those left over when all of it is spelled. `None` when they spell something else.
/// `u` is typed for `v` as well.
fn spelled<'a>(whole: &str, letters: &'a str) -> Option<(&'a str, &'a str)> {
    let same = |(a, b): (u8, u8)| a == b || (a, b) == (b'v', b'u');
    let length = whole.len().min(letters.len());
    (!letters.is_empty() && whole.bytes().zip(letters.bytes()).all(same))
        .then(|| letters.split_at_checked(length))
        .flatten()
}

/// True when `letters` are the first letters of the syllables of `short`, whose joined pinyin is `whole`.
fn initials_are(short: &str, whole: &str, letters: &str) -> bool {
    // The gazetteer's pinyin is corrected by hand (重庆 is Chongqing), so its first letter is the one to trust.
    whole.bytes().next() == letters.bytes().next()
        && spelling::syllables(short)
            .iter()
            .skip(1)
            .zip(letters.bytes().skip(1))
            .all(|(s, l)| s.bytes().next() == Some(l))
}

/// True when `letters` spell the text from some syllable of its sort key on (see [`spelling::matches`]).
pub(in crate::library) fn sounds_like(key: &str, letters: &str) -> bool {
    let (bytes, letters_bytes) = (key.as_bytes(), letters.as_bytes());
    let (first, second) = (letters_bytes.first().copied(), letters_bytes.get(1).copied());
    let may_begin = |start: usize| {
        if bytes.get(start).copied() != first {
            return false;
        }
        let Some(second) = second else { return true };
        // The second letter stands in the same syllable, or begins the next one.
        match bytes.get(start + 1) {
            Some(&letter) if letter == second || letter == b'v' && second == b'u' => true,
            _ => {
                let next = bytes.get(start..).and_then(|rest| memchr::memchr(b' ', rest));
                next.and_then(|blank| bytes.get(start + blank + 1))
                    .is_some_and(|&letter| letter == second || letter == b'v' && second == b'u')
            }
        }
    };
    let starts = std::iter::once(0).chain(memchr::memchr_iter(b' ', bytes).map(|blank| blank + 1));
    starts
        .filter(|start| may_begin(*start))
        .filter_map(|start| key.get(start..))
        .any(|rest| spelling::begins_with(rest, letters))
}

/// The first part of a short text that `letters` spell, as short as can be.
pub(super) fn heard_in(text: &str, letters: &str) -> Option<ByteRange> {
    let syllables = spelling::syllables(text);
    let chars = text.char_indices().map(|(at, c)| ByteRange::new(at, at + c.len_utf8()));
    // What is neither letter nor digit has no sound.
    let sounds = |(_, syllable): &(ByteRange, &String)| syllable.chars().any(char::is_alphanumeric);
    let heard: Vec<(ByteRange, &String)> = chars.zip(&syllables).filter(sounds).collect();
    (0..heard.len()).find_map(|from| {
        let mut key = String::new();
        heard.get(from..)?.iter().take(letters.len()).find_map(|(range, syllable)| {
            if !key.is_empty() {
                key.push(' ');
            }
            key.push_str(syllable);
            spelling::begins_with(&key, letters)
                .then(|| ByteRange::new(heard.get(from).map_or(0, |h| h.0.start), range.end))
        })
    })
}

/// Most readings of a character that count.
const MOST_READINGS: usize = 6;

/// The readings of every character, without tones and without doubles; `v` for ü.
struct Readings {
    /// First reading of each unit in `all`, and where the next unit's begin.
    starts: Vec<u32>,
    all: Vec<&'static str>,
    /// The letters its readings begin with, as bits.
    initials: Vec<u32>,
}

static READINGS: LazyLock<Readings> = LazyLock::new(|| {
    let mut readings =
        Readings { starts: Vec::with_capacity(BMP + 1), all: Vec::new(), initials: Vec::with_capacity(BMP) };
    for unit in 0..=u16::MAX {
        readings.starts.push(u32::try_from(readings.all.len()).unwrap_or(u32::MAX));
        let from = readings.all.len();
        let c = char::from_u32(unit.into());
        if let Some(several) = c.and_then(|c| c.to_pinyin_multi()) {
            for reading in several.into_iter().take(MOST_READINGS) {
                let plain = plain(reading.plain());
                if !readings.all.get(from..).unwrap_or_default().contains(&plain) {
                    readings.all.push(plain);
                }
            }
        }
        let bits = readings.all.get(from..).unwrap_or_default().iter().map(|r| initial(r.bytes().next())).sum_bits();
        readings.initials.push(bits);
    }
    readings.starts.push(u32::try_from(readings.all.len()).unwrap_or(u32::MAX));
    readings
});

trait SumBits {
    fn sum_bits(self) -> u32;
}

impl<I: Iterator<Item = u32>> SumBits for I {
    fn sum_bits(self) -> u32 {
        self.fold(0, |a, b| a | b)
    }
}

/// As it is typed.
fn plain(reading: &'static str) -> &'static str {
    match reading {
        "nü" => "nv",
        "lü" => "lv",
        "nüe" => "nve",
        "lüe" => "lve",
        other => other,
    }
}

fn initial(letter: Option<u8>) -> u32 {
    match letter {
        Some(letter @ b'a'..=b'z') => 1 << (letter - b'a'),
        _ => 0,
    }
}

/// The readings of a folded unit.
fn readings_of(unit: u16) -> &'static [&'static str] {
    let readings = &*READINGS;
    let at = |i: usize| readings.starts.get(i).map_or(0, |&start| start as usize);
    readings.all.get(at(usize::from(unit))..at(usize::from(unit) + 1)).unwrap_or_default()
}

/// Where characters stand that sound like `letters`: each syllable whole or by its first letter, the last one as far as it is typed. A hit
/// is as short as can be; hits do not overlap. Every reading of a character counts.
pub(super) fn spoken(units: &[u16], letters: &str) -> Spans {
    let letters = letters.as_bytes();
    let mut spans = Spans::new();
    let Some(first) = letters.first() else { return spans };
    let bit = initial(Some(*first));
    let initials = &READINGS.initials;
    let mut at = 0;
    while at < units.len() {
        let begins = units.get(at).is_some_and(|&u| initials.get(usize::from(u)).is_some_and(|bits| bits & bit != 0));
        match begins.then(|| spelled_from(units.get(at..).unwrap_or_default(), letters)).flatten() {
            Some(length) => {
                spans.push((at, at + length));
                at += length;
            }
            None => at += 1,
        }
    }
    spans
}

/// How many characters from the first on spell all letters.
fn spelled_from(units: &[u16], letters: &[u8]) -> Option<usize> {
    let mut reached = vec![false; letters.len()];
    *reached.first_mut()? = true;
    for (length, &unit) in units.iter().enumerate() {
        let mut next = vec![false; letters.len()];
        for reading in readings_of(unit) {
            for (n, rest) in (0..letters.len()).map(|n| (n, letters.get(n..).unwrap_or_default())) {
                if !reached.get(n).is_some_and(|yes| *yes) {
                    continue;
                }
                for taken in spelling::steps(reading.as_bytes(), rest) {
                    if taken == rest.len() {
                        return Some(length + 1);
                    }
                    if let Some(slot) = next.get_mut(n + taken) {
                        *slot = true;
                    }
                }
            }
        }
        if !next.contains(&true) {
            return None;
        }
        reached = next;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::fold::fold_units;

    #[test]
    fn sounds_match_at_syllable_borders() {
        for (letters, matches) in
            [("suining", true), ("suin", true), ("ning", true), ("snys", true), ("uining", false), ("suio", false)]
        {
            assert_eq!(sounds_like("sui ning yu suo", letters), matches, "{letters}");
        }
    }

    #[test]
    fn places_are_heard_as_people_spell_them() {
        let g = gazetteer();
        let names = |letters: &str| -> Vec<&str> {
            places_that_sound_like(letters).into_iter().map(|id| g.get(id).short.as_str()).collect()
        };
        for (letters, place) in [
            ("suining", "遂宁"),
            ("suin", "遂宁"),
            ("suiningshi", "遂宁"),
            ("suinings", "遂宁"),
            ("sning", "遂宁"),
            ("sn", "遂宁"),
            ("tongn", "潼南"),
            ("tnan", "潼南"),
            ("lvshun", "旅顺口"),
            ("lushun", "旅顺口"),
            ("lvsk", "旅顺口"),
            ("chongqing", "重庆"),
            ("cqing", "重庆"),
        ] {
            assert!(names(letters).contains(&place), "{letters}: {:?}", names(letters));
        }
        for (letters, place) in [("su", "遂宁"), ("suiningx", "遂宁"), ("uining", "遂宁"), ("zhongqing", "重庆")]
        {
            assert!(!names(letters).contains(&place), "{letters}");
        }
        // Words of pages in Latin letters name few places.
        for word in ["data", "page", "news", "html", "http", "home", "wifi", "chat", "list", "time", "china"] {
            assert!(names(word).len() <= 2, "{word}: {:?}", names(word));
        }
    }

    proptest::proptest! {
        #![proptest_config(proptest::prelude::ProptestConfig { failure_persistence: None, ..proptest::prelude::ProptestConfig::default() })]
        /// Looking at two letters first leaves nothing out.
        #[test]
        fn no_sound_is_missed(key in "([a-cuvn]{1,4}( [a-cuvhszn]{1,4}){0,4})?", letters in "[a-cuvhszn]{1,4}") {
            let starts = std::iter::once(0).chain(key.match_indices(' ').map(|(blank, _)| blank + 1));
            let first = |rest: &&str| rest.bytes().next() == letters.bytes().next();
            let mut rests = starts.filter_map(|start| key.get(start..)).filter(first);
            let plain = rests.any(|rest| spelling::begins_with(rest, &letters));
            proptest::prop_assert_eq!(sounds_like(&key, &letters), plain);
        }
    }

    #[test]
    fn text_is_found_by_sound() {
        let found = |text: &str, letters: &str| -> Vec<String> {
            let chars: Vec<char> = text.chars().collect();
            spoken(&fold_units(text), letters).into_iter().map(|(a, b)| chars[a..b].iter().collect()).collect()
        };
        assert_eq!(found("在遂宁市和遂寧", "suining"), ["遂宁", "遂寧"]);
        assert_eq!(found("水务合作，睡午觉", "shuiwu"), ["水务", "睡午"]);
        assert_eq!(found("水务合作", "swhz"), ["水务合作"]);
        assert_eq!(found("水务合作", "shwhz"), ["水务合作"]);
        assert_eq!(found("重庆", "chongqing"), ["重庆"]);
        assert_eq!(found("重庆", "zhongqing"), ["重庆"], "every reading counts");
        assert_eq!(found("绿水", "lvshui"), ["绿水"]);
        assert_eq!(found("绿水", "lushui"), ["绿水"]);
        assert!(found("遂 宁", "suining").is_empty());
        assert!(found("", "a").is_empty());
    }
}
