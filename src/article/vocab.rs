//! The word lists of this floor: read once from `data/*.txt`, matched on folded text.

use std::{collections::BTreeMap, sync::LazyLock};

use super::signs::Signs;
use crate::text::{
    classes::{BMP, boxed},
    wordset::WordSet,
};

/// The sections of one word file: `[name]`, then one word a line, `#` for remarks.
fn sections(file: &'static str) -> BTreeMap<&'static str, Vec<&'static str>> {
    let mut map: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    let mut name = "";
    for line in file.lines().map(str::trim).filter(|l| !l.is_empty() && !l.starts_with("# ")) {
        match line.strip_prefix('[').and_then(|l| l.strip_suffix(']')) {
            Some(section) => name = section,
            None => map.entry(name).or_default().push(line),
        }
    }
    map
}

const OPENING_WORDS: usize = 256;

/// Mixes two characters.
const fn mixed(first: char, second: char) -> u32 {
    ((first as u32).wrapping_mul(0x9e37_79b1) ^ second as u32).wrapping_mul(0x85eb_ca6b)
}

/// One bit for every hashed pair of characters that opens a word. Few places of a text pass, so that most of it is searched by one
/// look at each character, quicker than by an automaton.
#[derive(Debug)]
struct Openings([u64; OPENING_WORDS]);

impl Default for Openings {
    fn default() -> Self {
        Self([0; OPENING_WORDS])
    }
}

impl Openings {
    /// The bit of two characters; of words with one character, the second is NUL.
    const fn bit(first: char, second: char) -> (usize, u64) {
        let mixed = mixed(first, second) >> 12;
        (mixed as usize / 64 % OPENING_WORDS, 1 << (mixed % 64))
    }

    fn add(&mut self, first: char, second: Option<char>) {
        let (slot, bit) = Self::bit(first, second.unwrap_or('\0'));
        self.0[slot] |= bit;
    }

    /// False when no word begins with these two characters, or, with NUL, is the first alone.
    const fn may_open(&self, first: char, second: char) -> bool {
        let (slot, bit) = Self::bit(first, second);
        self.0[slot] & bit != 0
    }
}

/// A set of words that can be looked for all at once.
#[derive(Default)]
pub(super) struct Words {
    words: Vec<&'static str>,
    /// Pairs of first characters in order (NUL behind a word of one), each with the place of its first word: comparing them is much
    /// quicker than comparing words.
    firsts: Vec<((char, char), usize)>,
    /// For each pair its place in `firsts` and one more, at the place of its hash or behind it; 0 where none is.
    slots: Box<[u16]>,
    /// The same words by last character.
    by_end: Vec<(char, &'static str)>,
    openings: Openings,
    /// Some word is one character.
    any_alone: bool,
    /// One bit for every hashed last character.
    endings: [u64; 16],
    /// Characters of the longest word.
    pub(super) longest: usize,
}

impl std::fmt::Debug for Words {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.words.fmt(f)
    }
}

impl Words {
    fn new(mut words: Vec<&'static str>) -> Self {
        words.sort_unstable();
        words.dedup();
        let mut by_end: Vec<_> = words.iter().filter_map(|w| Some((w.chars().next_back()?, *w))).collect();
        by_end.sort_unstable();
        let mut openings = Openings::default();
        for word in &words {
            let mut chars = word.chars();
            if let Some(first) = chars.next() {
                openings.add(first, chars.next());
            }
        }
        let pair = |word: &str| {
            let mut chars = word.chars();
            Some((chars.next()?, chars.next().unwrap_or('\0')))
        };
        let mut firsts: Vec<((char, char), usize)> =
            words.iter().enumerate().filter_map(|(at, w)| Some((pair(w)?, at))).collect();
        firsts.dedup_by_key(|(pair, _)| *pair);
        let mut slots: Box<[u16]> = vec![0; (firsts.len() * 4).next_power_of_two()].into();
        for (place, ((first, second), _)) in (1_u16..).zip(&firsts) {
            let mut slot = mixed(*first, *second) as usize >> 6 & (slots.len() - 1);
            while slots[slot] > 0 {
                slot = (slot + 1) & (slots.len() - 1);
            }
            slots[slot] = place;
        }
        let mut endings = [0; 16];
        for (last, _) in &by_end {
            let (slot, bit) = ending(*last);
            endings[slot] |= bit;
        }
        let longest = words.iter().map(|w| w.chars().count()).max().unwrap_or(0);
        let any_alone = firsts.iter().any(|((_, second), _)| *second == '\0');
        Self { words, firsts, slots, by_end, openings, any_alone, endings, longest }
    }

    /// Leftmost longest hits in `text`: start, end, word.
    pub(super) fn find(&self, text: &str) -> Vec<(usize, usize, &'static str)> {
        self.hits(text).collect()
    }

    /// True when one of the words occurs.
    pub(super) fn occurs_in(&self, text: &str) -> bool {
        self.hits(text).next().is_some()
    }

    /// The same one by one.
    pub(super) fn hits<'a>(&'a self, text: &'a str) -> impl Iterator<Item = (usize, usize, &'static str)> + 'a {
        let mut chars = text.char_indices().peekable();
        let mut next = 0;
        std::iter::from_fn(move || {
            while let Some((at, c)) = chars.next() {
                if at < next || !self.may_open(c, chars.peek().map(|&(_, c)| c)) {
                    continue;
                }
                if let Some(word) = text.get(at..).and_then(|rest| self.start_of(rest)) {
                    next = at + word.len();
                    return Some((at, next, word));
                }
            }
            None
        })
    }

    /// False when no word begins with these two characters, nor is the first alone.
    const fn may_open(&self, first: char, second: Option<char>) -> bool {
        let longer = match second {
            Some(second) => self.openings.may_open(first, second),
            None => false,
        };
        longer || self.any_alone && self.openings.may_open(first, '\0')
    }

    /// True when `text` is one of the words.
    pub(super) fn has(&self, text: &str) -> bool {
        // A text that is a word is the longest that it starts with.
        self.start_of(text).is_some_and(|word| word.len() == text.len())
    }

    /// The longest word that `text` starts with.
    pub(super) fn start_of(&self, text: &str) -> Option<&'static str> {
        let mut chars = text.chars();
        let first = chars.next()?;
        let second = chars.next();
        let second = second.filter(|&second| self.openings.may_open(first, second));
        let longer =
            second.and_then(|second| self.words_of((first, second)).iter().rev().find(|w| text.starts_with(**w)));
        let alone = || {
            let may = self.any_alone && self.openings.may_open(first, '\0');
            if may { self.words_of((first, '\0')).first() } else { None }
        };
        longer.or_else(alone).copied()
    }

    /// The words that begin with two characters, the beginnings of a word before it.
    fn words_of(&self, pair: (char, char)) -> &[&'static str] {
        let mut slot = mixed(pair.0, pair.1) as usize >> 6 & (self.slots.len().saturating_sub(1));
        while let Some(place) = self.slots.get(slot).and_then(|place| usize::from(*place).checked_sub(1)) {
            let Some((known, from)) = self.firsts.get(place) else { break };
            if *known == pair {
                let to = self.firsts.get(place + 1).map_or(self.words.len(), |next| next.1);
                return self.words.get(*from..to).unwrap_or_default();
            }
            slot = (slot + 1) & (self.slots.len() - 1);
        }
        &[]
    }

    /// The longest word that `text` ends with.
    pub(super) fn end_of(&self, text: &str) -> Option<&'static str> {
        let last = text.chars().next_back()?;
        let (slot, bit) = ending(last);
        if self.endings[slot] & bit == 0 {
            return None;
        }
        let from = self.by_end.partition_point(|(c, _)| *c < last);
        let alike = self.by_end.iter().skip(from).take_while(|(c, _)| *c == last).map(|(_, w)| *w);
        alike.filter(|w| text.ends_with(w)).max_by_key(|w| w.len())
    }
}

/// The bit of a last character.
const fn ending(last: char) -> (usize, u64) {
    let bit = last as usize & 1023;
    (bit / 64, 1 << (bit % 64))
}

/// Words of notices; two of them make one.
pub(super) const NOTICE_STEMS: [&str; 20] = [
    "转载",
    "侵权",
    "侵犯",
    "立场",
    "注明出处",
    "本站",
    "本网",
    "仅代表",
    "不代表",
    "版权",
    "免责",
    "投稿",
    "未经授权",
    "本平台",
    "如有",
    "删除",
    "及时联系",
    "信息存储",
    "所有权",
    "仅供参考",
];

/// Words that make the bearer of the name behind them a writer, or may.
const ROLES: [&str; 14] = [
    "记者",
    "通讯员",
    "撰稿",
    "撰文",
    "作者",
    "采写",
    "文/",
    "文:",
    "文|",
    "文丨",
    "图文/",
    "文图/",
    "图文:",
    "实习生",
];

/// What is left where a year was cut out, in source characters.
pub(super) const YEAR_HOLES: [&str; 66] = [
    "市度十大",
    "省度十大",
    "县度",
    "(—)",
    "（—）",
    "(-)",
    "(—年)",
    "（—年）",
    "。,",
    "。，",
    "，,",
    ",,",
    "，，",
    "从初",
    "自初",
    "截至底",
    "截至年底,",
    "到底,",
    "从年",
    "自年",
    "至年",
    "在年",
    "于年",
    "—年)",
    "。初，",
    "。底，",
    "。到，",
    "。以来，",
    "，底，",
    "，初，",
    "对度",
    "由底的",
    "比底的",
    "到底达到",
    "到底完成",
    "到底建成",
    "期限至。",
    "有效期至。",
    "期限至，",
    "下一度合",
    "，初在",
    "力争底",
    "争取底",
    "预计底",
    "确保底",
    "预计初",
    "力争初",
    "计划初",
    "，到，",
    "，底前",
    "。底前",
    "截至末，",
    "与相比",
    "；到，",
    "早在，",
    "自以来",
    "至底；",
    "至底。",
    "至底，",
    "力争到，",
    "争取到，",
    "，底建",
    "，底投",
    "，底以前",
    "—）》",
    "计划底",
];

/// Everything the rules look words up in.
#[derive(Debug)]
pub(super) struct Vocab {
    /// The words of all lists, each with the list that has it: most lines have few, and then need not be searched again.
    scanner: WordSet<Signs>,
    /// Controls and channel names; the value tells which through `ui`.
    pub(super) navigation: Words,
    /// Controls only.
    pub(super) ui: Words,
    /// Channel names only.
    pub(super) nav: Words,
    /// Parts of furniture lines.
    pub(super) phrase: Words,
    /// Beginnings of furniture lines.
    pub(super) start: Words,
    /// Openers of lists of other articles.
    pub(super) related: Words,
    /// Openers of readers' comments.
    pub(super) comments: Words,
    /// All labels; `label_kind` tells which.
    pub(super) labels: Words,
    label_kinds: BTreeMap<&'static str, Label>,
    /// Endings of media names.
    pub(super) media: Words,
    /// Endings of media names that are safe in running text.
    pub(super) media_strong: Words,
    /// Parts of site names that are no media.
    pub(super) weak_site: Words,
    /// Values of a source label that name nobody.
    pub(super) not_source: Words,
    /// Pieces of site suffixes that name a channel.
    pub(super) channel: Words,
    /// Endings of captions.
    pub(super) caption_tail: Words,
    /// Beginnings of captions.
    pub(super) caption_head: Words,
    /// Two-character surnames.
    pub(super) long_surnames: Words,
    /// One-character surnames with their rank, commonest first.
    pub(super) surnames: Ranks,
}

/// Characters with their ranks.
#[derive(Debug)]
pub(super) struct Ranks(Box<[u16; BMP]>);

impl Ranks {
    /// The rank of `c`, if it has one.
    pub(super) fn get(&self, c: char) -> Option<u16> {
        self.0.get(u32::from(c) as usize)?.checked_sub(1)
    }
}

/// What a label announces.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Label {
    /// A date.
    Date,
    /// The medium.
    Source,
    /// Writers.
    Writer,
    /// Editors and other helpers.
    Credit,
    /// How often something was read.
    Counter,
    /// A control of the page.
    Control,
    /// The head of an official document.
    Document,
}

impl Vocab {
    fn load() -> Self {
        let mut furniture = sections(include_str!("data/furniture.txt"));
        let mut labels = sections(include_str!("data/labels.txt"));
        let mut media = sections(include_str!("data/media.txt"));
        let mut captions = sections(include_str!("data/captions.txt"));
        let mut take = |name| Words::new(furniture.remove(name).unwrap_or_default());
        let (ui, nav) = (take("ui"), take("nav"));
        let both = ui.words.iter().chain(&nav.words).copied().collect();
        let mut label_kinds = BTreeMap::new();
        for (section, kind) in [
            ("control", Label::Control),
            ("counter", Label::Counter),
            ("document", Label::Document),
            ("credit", Label::Credit),
            ("writer", Label::Writer),
            ("source", Label::Source),
            ("date", Label::Date),
        ] {
            for word in labels.remove(section).unwrap_or_default() {
                label_kinds.insert(word, kind);
            }
        }
        let mut names = include_str!("data/surnames.txt").lines().filter(|l| !l.starts_with('#'));
        let long_surnames = Words::new(names.next().unwrap_or_default().split_whitespace().collect());
        let mut surnames = Ranks(boxed(0));
        for (rank, c) in (1..).zip(names.flat_map(str::chars)) {
            if let Some(slot) = surnames.0.get_mut(u32::from(c) as usize).filter(|slot| **slot == 0) {
                *slot = rank;
            }
        }
        let navigation = Words::new(both);
        let phrase = take("phrase");
        let labels = Words::new(label_kinds.keys().copied().collect());
        let lists: [(Signs, &[&str]); 6] = [
            (Signs::NAVIGATION, &navigation.words),
            (Signs::LABELS, &labels.words),
            (Signs::PHRASES, &phrase.words),
            (Signs::NOTICES, &NOTICE_STEMS),
            (Signs::ROLES, &ROLES),
            (Signs::HOLES, &YEAR_HOLES),
        ];
        let folded = |word: &&str| word.chars().map(super::chars::norm).collect::<String>();
        let listed = lists.iter().flat_map(|&(list, words)| words.iter().map(move |word| (folded(word), list)));
        let scanner = WordSet::new(listed);
        let mut section = |name| Words::new(media.remove(name).unwrap_or_default());
        let mut caption = |name| Words::new(captions.remove(name).unwrap_or_default());
        Self {
            scanner,
            start: take("start"),
            related: take("related"),
            comments: take("comments"),
            navigation,
            ui,
            nav,
            phrase,
            labels,
            label_kinds,
            media: section("suffix"),
            media_strong: section("strong"),
            weak_site: section("weak_site"),
            not_source: section("not_source"),
            channel: section("channel"),
            caption_tail: caption("tail"),
            caption_head: caption("head"),
            long_surnames,
            surnames,
        }
    }

    /// Which lists have a word in a folded text; `text` is its units.
    pub(super) fn lists_in(&self, text: &[u16]) -> Signs {
        let mut seen = Signs::default();
        self.scanner.each(text, |_, _, list| seen = seen.and(list));
        seen
    }

    /// What the label `word` announces.
    pub(super) fn label_kind(&self, word: &str) -> Option<Label> {
        self.label_kinds.get(word).copied()
    }
}

/// The word lists.
pub(super) fn vocab() -> &'static Vocab {
    static VOCAB: LazyLock<Vocab> = LazyLock::new(Vocab::load);
    &VOCAB
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_in_folded_form() {
        for file in [
            include_str!("data/furniture.txt"),
            include_str!("data/labels.txt"),
            include_str!("data/media.txt"),
            include_str!("data/captions.txt"),
        ] {
            for word in sections(file).into_values().flatten() {
                let folded: String = word.chars().map(super::super::chars::norm).collect();
                assert_eq!(word, folded, "a word that is not folded never matches");
            }
        }
    }
}
