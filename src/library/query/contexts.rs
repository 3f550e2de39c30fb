//! All hits in their contexts, one below the other (a concordance): sorted by what stands left or right of them, counted by month and source.

use std::{cmp::Ordering, collections::BTreeMap, sync::LazyLock};

use super::{Answer, MonthRow, Places, Query, matching::unit_ranges_to_bytes, places_until};
use crate::{
    library::{DocIx, Document, Snapshot},
    text::{
        classes::{BMP, boxed},
        fold, pinyin, punct,
        span::ByteRange,
    },
};

/// Hits that are listed at most: the first ones in the order that was asked for. The counts go on.
pub const MOST_SPOTS: usize = 200_000;

/// A hit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Spot {
    /// In which document.
    pub doc: DocIx,
    start: u32,
    end: u32,
    /// The range is of bytes; else of characters, since the page need not be fetched to find those.
    bytes: bool,
}

impl Spot {
    fn new(doc: DocIx, (start, end): (usize, usize), bytes: bool) -> Self {
        let number = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
        Self { doc, start: number(start), end: number(end), bytes }
    }

    /// Where it stands in the text of its document.
    #[must_use]
    pub fn hit(&self, document: &Document) -> ByteRange {
        let (start, end) = (self.start as usize, self.end as usize);
        if self.bytes {
            return ByteRange::new(start, end);
        }
        let found = unit_ranges_to_bytes(&document.page().article.text, &[(start, end)]);
        found.first().map_or(ByteRange::new(0, 0), |&(start, end)| ByteRange::new(start, end))
    }
}

/// Order of the hits.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum SpotOrder {
    /// As the list of articles is ordered, then by place in the text.
    #[default]
    List,
    /// By the characters before the hit, from right to left.
    Left,
    /// By the hit itself, then by what follows it.
    Hit,
    /// By the characters behind the hit.
    Right,
    /// Newest first.
    Date,
    /// By source.
    Source,
}

/// All hits of an answer.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Contexts {
    /// The hits, in order.
    pub spots: Vec<Spot>,
    /// How many there are in all.
    pub count: u64,
    /// Hits by month, in order; month 0 where it is not known.
    pub months: Vec<MonthRow>,
    /// Hits in undated articles.
    pub undated: u32,
    /// Hits by source as printed, most first, ties by name; an empty name stands for articles without.
    pub sources: Vec<(String, u32)>,
}

/// Characters that decide the order.
const KEY_CHARS: usize = 10;

type Key = [u16; KEY_CHARS];

/// Collects the hits of `query` in the documents of `answer`. `None` when `cancelled` says so.
#[must_use]
pub fn contexts(
    snapshot: &Snapshot,
    answer: &Answer,
    query: &Query,
    order: (SpotOrder, bool),
    cancelled: &dyn Fn() -> bool,
) -> Option<Contexts> {
    up_to(MOST_SPOTS, snapshot, answer, query, order, cancelled)
}

fn up_to(
    most: usize,
    snapshot: &Snapshot,
    answer: &Answer,
    query: &Query,
    (order, descending): (SpotOrder, bool),
    cancelled: &dyn Fn() -> bool,
) -> Option<Contexts> {
    let mut found = Contexts::default();
    let mut months: BTreeMap<(i16, u8), u32> = BTreeMap::new();
    let mut sources: BTreeMap<&str, u32> = BTreeMap::new();
    // Document by document they come in their order; else that is known when all have come.
    let mut first = First { most, descending: descending && order.has_key(), keyed: Vec::new() };
    let turned = descending && !order.has_key();
    let mut number = 0_u64;
    for doc in in_order(snapshot, answer, (order, descending)) {
        if cancelled() {
            return None;
        }
        let Some(document) = snapshot.get(doc) else { continue };
        let places = places_until(document, query, cancelled)?;
        let count = match &places {
            Places::Chars(places) => places.len(),
            Places::Bytes(places) => places.len(),
        };
        let Some(hits) = u32::try_from(count).ok().filter(|count| *count > 0) else { continue };
        found.count += u64::from(hits);
        match document.date() {
            Some(date) => *months.entry((date.year, date.month.unwrap_or(0))).or_default() += hits,
            None => found.undated += hits,
        }
        *sources.entry(document.brief().source.unwrap_or_default()).or_default() += hits;
        let mut add = |key: Key, place: (usize, usize), bytes: bool| {
            first.add((key, number, Spot::new(doc, place, bytes)));
            number += 1;
        };
        match places {
            Places::Chars(places) => {
                let units = document.folded();
                each(places, turned, |(start, end)| {
                    let from = |at: usize| units.get(at..).unwrap_or_default().iter().copied();
                    let key = match order {
                        SpotOrder::Left => key_of(units.get(..start).unwrap_or_default().iter().rev().copied()),
                        SpotOrder::Hit => key_of(from(start)),
                        SpotOrder::Right => key_of(from(end)),
                        SpotOrder::List | SpotOrder::Date | SpotOrder::Source => Key::default(),
                    };
                    add(key, (start, end), false);
                });
            }
            Places::Bytes(places) => {
                let page = document.page();
                let text = &page.article.text;
                each(places, turned, |hit| {
                    let key = match order {
                        SpotOrder::Left => key_of(units(ByteRange::new(0, hit.start).of(text).chars().rev())),
                        SpotOrder::Hit => key_of(units(ByteRange::new(hit.start, text.len()).of(text).chars())),
                        SpotOrder::Right => key_of(units(ByteRange::new(hit.end, text.len()).of(text).chars())),
                        SpotOrder::List | SpotOrder::Date | SpotOrder::Source => Key::default(),
                    };
                    add(key, (hit.start, hit.end), true);
                });
            }
        }
    }
    found.spots = first.sorted();
    found.months = months.into_iter().map(|((year, month), count)| MonthRow { year, month, count }).collect();
    found.sources = sources.into_iter().map(|(name, count)| (name.to_owned(), count)).collect();
    found.sources.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    Some(found)
}

impl SpotOrder {
    /// It looks at what stands around each hit; the others go document by document.
    const fn has_key(self) -> bool {
        matches!(self, Self::Left | Self::Hit | Self::Right)
    }
}

/// The documents in the order in which their hits are listed; where that goes by the hits themselves, as they come.
fn in_order(snapshot: &Snapshot, answer: &Answer, (order, descending): (SpotOrder, bool)) -> Vec<DocIx> {
    let mut docs: Vec<DocIx> = answer.hits.iter().map(|hit| hit.doc).collect();
    let of = |doc: &DocIx| snapshot.get(*doc);
    match order {
        SpotOrder::Date => {
            docs.sort_by_cached_key(|doc| std::cmp::Reverse(of(doc).and_then(|document| document.date())));
        }
        SpotOrder::Source => docs.sort_by_cached_key(|doc| {
            let key = of(doc).map_or("", |document| document.brief().source_key);
            (key.is_empty(), key)
        }),
        SpotOrder::List => {}
        SpotOrder::Left | SpotOrder::Hit | SpotOrder::Right => return docs,
    }
    if descending {
        docs.reverse();
    }
    docs
}

/// Hands over each, from the last to the first when `turned`.
fn each<T>(all: Vec<T>, turned: bool, with: impl FnMut(T)) {
    if turned { all.into_iter().rev().for_each(with) } else { all.into_iter().for_each(with) }
}

/// The first hits of all in the order of their keys and numbers; never much more than those are kept.
struct First {
    most: usize,
    /// The greatest are the first.
    descending: bool,
    keyed: Vec<(Key, u64, Spot)>,
}

impl First {
    fn add(&mut self, hit: (Key, u64, Spot)) {
        self.keyed.push(hit);
        if self.keyed.len() >= 2 * self.most.max(1) {
            self.cut();
        }
    }

    fn compare(descending: bool, a: &(Key, u64, Spot), b: &(Key, u64, Spot)) -> Ordering {
        let order = (a.0, a.1).cmp(&(b.0, b.1));
        if descending { order.reverse() } else { order }
    }

    fn cut(&mut self) {
        let turned = self.descending;
        if self.keyed.len() > self.most && self.most > 0 {
            self.keyed.select_nth_unstable_by(self.most - 1, |a, b| Self::compare(turned, a, b));
        }
        self.keyed.truncate(self.most);
    }

    fn sorted(mut self) -> Vec<Spot> {
        self.cut();
        let turned = self.descending;
        self.keyed.sort_unstable_by(|a, b| Self::compare(turned, a, b));
        self.keyed.into_iter().map(|(_, _, spot)| spot).collect()
    }
}

/// Units of a text as they are compared.
fn units(chars: impl Iterator<Item = char>) -> impl Iterator<Item = u16> {
    chars.map(|c| u16::try_from(u32::from(fold::fold_char(c))).unwrap_or(u16::MAX))
}

/// The ranks of the next units, blanks and what controls the line left out.
fn key_of(units: impl Iterator<Item = u16>) -> Key {
    let ranks = &*RANKS;
    let blank = |unit: &u16| char::from_u32((*unit).into()).is_some_and(|c| punct::is_blank(c) || c.is_control());
    let mut key = Key::default();
    for (slot, unit) in key.iter_mut().zip(units.take(KEY_CHARS * 6).filter(|unit| !blank(unit))) {
        *slot = ranks[usize::from(unit)];
    }
    key
}

/// Place of each unit in the order of readers: marks, digits, letters, Han by sound.
static RANKS: LazyLock<Box<[u16; BMP]>> = LazyLock::new(|| {
    let mut han: Vec<(String, u16)> = (0..=u16::MAX)
        .filter(|&unit| char::from_u32(unit.into()).is_some_and(|c| punct::is_han(c) && fold::fold_char(c) == c))
        .map(|unit| (char::from_u32(unit.into()).map(pinyin_of).unwrap_or_default(), unit))
        .collect();
    han.sort_unstable();
    let mut ranks = boxed(0_u16);
    // Ranks below this one are the characters' own places; what stands higher goes behind all Han.
    const FIRST_HAN: u16 = 0x3400;
    for (slot, unit) in ranks.iter_mut().zip(0..=u16::MAX) {
        *slot = if unit < FIRST_HAN { unit } else { u16::MAX };
    }
    for (rank, (_, unit)) in (FIRST_HAN..).zip(&han) {
        ranks[usize::from(*unit)] = rank;
    }
    ranks
});

fn pinyin_of(c: char) -> String {
    pinyin::sort_key(c.encode_utf8(&mut [0; 4]))
}

/// A hit and what stands around it, in one line.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Around {
    /// Before it, up to the beginning of its paragraph.
    pub left: String,
    /// The hit.
    pub hit: String,
    /// Behind it, up to the end of its paragraph.
    pub right: String,
}

/// Characters of a hit that are shown.
const MOST_SHOWN: usize = 200;

/// What stands around a hit, at most `chars` characters on each side; of a hit of hundreds of characters the beginning is shown. Line ends and rows of blanks are left out or become one blank.
#[must_use]
pub fn around(document: &Document, hit: ByteRange, chars: usize) -> Around {
    let page = document.page();
    let (text, blocks) = (&page.article.text, &page.article.blocks);
    let of = |byte: usize| blocks.get(blocks.partition_point(|block| block.span.start <= byte).saturating_sub(1));
    let start = of(hit.start).map_or(0, |block| block.span.start);
    let end = of(hit.end.saturating_sub(1)).map_or(text.len(), |block| block.span.end);
    let reach = chars.saturating_mul(2);
    let left: Vec<char> = ByteRange::new(start, hit.start).of(text).chars().rev().take(reach).collect();
    let left = one_line(left.into_iter().rev());
    let cut = left.chars().count().saturating_sub(chars);
    let right = one_line(ByteRange::new(hit.end, end.max(hit.end)).of(text).chars().take(reach));
    Around {
        left: left.chars().skip(cut).collect(),
        hit: hit_shown(hit.of(text)),
        right: right.trim_end().chars().take(chars).collect(),
    }
}

/// A hit in one line, with dots where it goes on.
fn hit_shown(hit: &str) -> String {
    let mut shown = one_line(hit.chars().take(MOST_SHOWN));
    if hit.chars().nth(MOST_SHOWN).is_some() {
        shown.push('…');
    }
    shown
}

/// Wrapped lines put together; other blanks become one.
fn one_line(chars: impl Iterator<Item = char>) -> String {
    let mut out = String::new();
    let (mut blank, mut broken) = (false, false);
    for c in chars {
        if c.is_whitespace() || c.is_control() {
            blank = true;
            broken |= matches!(c, '\n' | '\r');
            continue;
        }
        let latin = |c: char| c.is_ascii_alphanumeric();
        if blank && !out.is_empty() && (!broken || latin(c) && out.ends_with(latin)) {
            out.push(' ');
        }
        (blank, broken) = (false, false);
        out.push(c);
    }
    if blank && !broken && !out.is_empty() {
        out.push(' ');
    }
    out
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::library::{
        document_of,
        query::{Filter, Sort, ask},
    };

    fn snapshot(texts: &[&str]) -> Snapshot {
        let documents = texts.iter().enumerate().map(|(i, t)| Arc::new(document_of(&format!("{i}.txt"), t.as_bytes())));
        Snapshot { documents: documents.collect(), complete: true, ..Snapshot::default() }
    }

    fn listed(snapshot: &Snapshot, text: &str, order: SpotOrder, descending: bool) -> (Contexts, Vec<String>) {
        let filter = Filter { text: text.into(), ..Filter::default() };
        let answer = ask(snapshot, &filter, Sort::Title, &|_| true, &|| false).unwrap();
        let found = contexts(snapshot, &answer, &filter.query(), (order, descending), &|| false).unwrap();
        let lines = found.spots.iter().map(|spot| {
            let document = snapshot.get(spot.doc).unwrap();
            let Around { left, hit, right } = around(document, spot.hit(document), 3);
            format!("{left}[{hit}]{right}")
        });
        let lines = lines.collect();
        (found, lines)
    }

    #[test]
    fn hits_are_sorted_by_their_neighbours_sounds() {
        let snapshot = snapshot(&["甲说合作好。\n乙想合作吗。\n\n\n丙在合\n　　作着。", "丁与合作者"]);
        let (found, lines) = listed(&snapshot, "合作", SpotOrder::Right, false);
        assert_eq!(lines, ["甲说[合作]好。", "乙想[合作]吗。", "丙在[合作]着。", "丁与[合作]者"]);
        assert_eq!(found.count, 4);
        // shuo, xiang, yu, zai
        let (_, lines) = listed(&snapshot, "合作", SpotOrder::Left, false);
        assert_eq!(lines, ["甲说[合作]好。", "乙想[合作]吗。", "丁与[合作]者", "丙在[合作]着。"]);
        let (_, up) = listed(&snapshot, "合作", SpotOrder::Left, true);
        assert_eq!(up.first().map(String::as_str), Some("丙在[合作]着。"));
    }

    #[test]
    fn hits_are_counted_by_month_and_source() {
        let snapshot = snapshot(&[
            "甲地办会\n2020年7月29日 来源：江边日报\n\n　　合作，合作。\n",
            "乙地办会\n2020年8月1日 来源：江边日报\n\n　　合作。\n",
        ]);
        let (found, _) = listed(&snapshot, "合作", SpotOrder::Date, false);
        let months: Vec<_> = found.months.iter().map(|m| (m.year, m.month, m.count)).collect();
        assert_eq!((months, found.undated), (vec![(2020, 7, 2), (2020, 8, 1)], 0));
        assert_eq!(found.sources.iter().map(|(_, n)| n).sum::<u32>(), 3);
        assert_eq!(found.spots.first().map(|s| s.doc), Some(DocIx(1)));
    }

    #[test]
    fn the_first_hits_are_the_first_of_all() {
        let pages: Vec<String> = (0..40)
            .map(|n| {
                let date =
                    format!("20{:02}年{}月1日 来源：{}", 10 + n * 7 % 13, 1 + n % 12, ["甲报", "乙报", "丙报"][n % 3]);
                let hits: String = (0..n % 5).map(|k| format!("第{}次合作{}。\n", n * k % 11, n * 3 % 7 + k)).collect();
                format!("题目{n}\n{date}\n\n　　{hits}合作\n")
            })
            .collect();
        let snapshot = snapshot(&pages.iter().map(String::as_str).collect::<Vec<_>>());
        let filter = Filter { text: "合作".into(), ..Filter::default() };
        let answer = ask(&snapshot, &filter, Sort::Title, &|_| true, &|| false).unwrap();
        let some = |most: usize, order| up_to(most, &snapshot, &answer, &filter.query(), order, &|| false).unwrap();
        use SpotOrder::{Date, Hit, Left, List, Right, Source};
        for order in [List, Left, Hit, Right, Date, Source] {
            let all = some(MOST_SPOTS, (order, false));
            assert!(all.spots.len() > 60);
            let turned: Vec<Spot> = some(MOST_SPOTS, (order, true)).spots;
            assert!(turned.iter().rev().eq(&all.spots), "{order:?}");
            for most in [0, 1, 7, 30] {
                for descending in [false, true] {
                    let few = some(most, (order, descending));
                    let wanted = if descending { &turned } else { &all.spots };
                    assert_eq!(few.spots, wanted[..most], "{order:?} {descending}");
                    assert_eq!((few.count, &few.months, &few.sources), (all.count, &all.months, &all.sources));
                }
            }
        }
    }

    #[test]
    fn a_hit_as_long_as_the_page_is_shown_by_its_beginning() {
        let snapshot = snapshot(&[&format!("甲{}乙", "合作".repeat(500_000))]);
        let (_, lines) = listed(&snapshot, "/甲.+乙/", SpotOrder::List, false);
        assert_eq!(lines.len(), 1);
        assert!(lines.iter().all(|line| line.chars().count() < MOST_SHOWN + 10 && line.ends_with("…]")), "{lines:?}");
    }

    #[test]
    fn a_hundred_thousand_hits_are_sorted_in_no_time() {
        let body = "两地合作建桥，又合作修路。\n".repeat(500);
        let one = document_of("a.txt", body.as_bytes());
        let documents = (0..100).map(|i| {
            let mut document = one.clone();
            document.path = format!("{i:03}.txt");
            Arc::new(document)
        });
        let snapshot = Snapshot { documents: documents.collect(), complete: true, ..Snapshot::default() };
        let began = std::time::Instant::now();
        let filter = Filter { text: "合作".into(), ..Filter::default() };
        let answer = ask(&snapshot, &filter, Sort::Date, &|_| true, &|| false).unwrap();
        let found = contexts(&snapshot, &answer, &filter.query(), (SpotOrder::Right, false), &|| false).unwrap();
        assert_eq!(found.spots.len(), 100_000);
        assert!(began.elapsed().as_secs() < 20, "{:?}", began.elapsed());
    }
}
