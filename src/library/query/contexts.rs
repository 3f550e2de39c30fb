//! All hits in their contexts, one below the other (a concordance): sorted by what stands left or right of them, counted by month and source.

use std::{collections::BTreeMap, sync::LazyLock};

use super::{Answer, MonthRow, Query, hits_until};
use crate::{
    library::{DocIx, Document, Snapshot},
    text::{
        classes::{BMP, boxed},
        fold, pinyin, punct,
        span::ByteRange,
    },
};

/// Hits that are listed at most; the counts go on.
pub const MOST_SPOTS: usize = 200_000;

/// A hit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Spot {
    /// In which document.
    pub doc: DocIx,
    /// Where.
    pub hit: ByteRange,
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
    (order, descending): (SpotOrder, bool),
    cancelled: &dyn Fn() -> bool,
) -> Option<Contexts> {
    let mut found = Contexts::default();
    let mut months: BTreeMap<(i16, u8), u32> = BTreeMap::new();
    let mut sources: BTreeMap<&str, u32> = BTreeMap::new();
    let mut keyed: Vec<(Key, Spot)> = Vec::new();
    for hit in &answer.hits {
        if cancelled() {
            return None;
        }
        let Some(document) = snapshot.get(hit.doc) else { continue };
        let hits = hits_until(document, query, cancelled)?;
        let count = u32::try_from(hits.len()).unwrap_or(u32::MAX);
        if count == 0 {
            continue;
        }
        found.count += u64::from(count);
        match document.date() {
            Some(date) => *months.entry((date.year, date.month.unwrap_or(0))).or_default() += count,
            None => found.undated += count,
        }
        *sources.entry(document.brief().source.unwrap_or_default()).or_default() += count;
        let page = document.page();
        let text = &page.article.text;
        let room = MOST_SPOTS.saturating_sub(keyed.len());
        keyed.extend(hits.into_iter().take(room).map(|hit_at| {
            let key = match order {
                SpotOrder::Left => key_of(before(text, hit_at.start)),
                SpotOrder::Hit => key_of(behind(text, hit_at.start)),
                SpotOrder::Right => key_of(behind(text, hit_at.end)),
                SpotOrder::List | SpotOrder::Date | SpotOrder::Source => Key::default(),
            };
            (key, Spot { doc: hit.doc, hit: hit_at })
        }));
    }
    match order {
        SpotOrder::List => {}
        SpotOrder::Left | SpotOrder::Hit | SpotOrder::Right => keyed.sort_by_key(|(key, _)| *key),
        SpotOrder::Date | SpotOrder::Source => {
            let of = |spot: &Spot| snapshot.get(spot.doc);
            keyed.sort_by(|(_, a), (_, b)| match (of(a), of(b), order) {
                (Some(a), Some(b), SpotOrder::Date) => super::by_date(a, b),
                (Some(a), Some(b), _) => super::by_key(a.brief().source_key, b.brief().source_key),
                _ => std::cmp::Ordering::Equal,
            });
        }
    }
    if descending {
        keyed.reverse();
    }
    found.spots = keyed.into_iter().map(|(_, spot)| spot).collect();
    found.months = months.into_iter().map(|((year, month), count)| MonthRow { year, month, count }).collect();
    found.sources = sources.into_iter().map(|(name, count)| (name.to_owned(), count)).collect();
    found.sources.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    Some(found)
}

/// The characters before a byte, nearest first, without blanks.
fn before(text: &str, byte: usize) -> impl Iterator<Item = char> {
    ByteRange::new(0, byte)
        .of(text)
        .chars()
        .rev()
        .take(KEY_CHARS * 6)
        .filter(|c| !punct::is_blank(*c) && !c.is_control())
}

/// The characters from a byte on, without blanks.
fn behind(text: &str, byte: usize) -> impl Iterator<Item = char> {
    ByteRange::new(byte, text.len())
        .of(text)
        .chars()
        .take(KEY_CHARS * 6)
        .filter(|c| !punct::is_blank(*c) && !c.is_control())
}

fn key_of(chars: impl Iterator<Item = char>) -> Key {
    let ranks = &*RANKS;
    let mut key = Key::default();
    for (slot, c) in key.iter_mut().zip(chars) {
        *slot = u16::try_from(u32::from(fold::fold_char(c))).map_or(u16::MAX, |unit| ranks[usize::from(unit)]);
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
            let Around { left, hit, right } = around(snapshot.get(spot.doc).unwrap(), spot.hit, 3);
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
