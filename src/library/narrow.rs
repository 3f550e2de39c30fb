//! What narrows a result besides words and places (dates, sources, scripts, lengths, remarks), how places must be named, and how near each other.

use std::collections::{BTreeMap, BTreeSet};

use super::{Brief, Document, Tags, card::Remarks, columns::Columns, query::Look};
use crate::{
    article::{Article, RemarkCode},
    place::{Form, Mention, PlaceId, gazetteer},
    text::{
        date::PartialDate,
        script::Script,
        sentence::{sentence_at, sentences},
        span::ByteRange,
    },
};

/// Days from `from` to `to`, both included; an open end with `None`. Undated documents pass only when both ends are open.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Dates {
    /// First day.
    pub from: Option<PartialDate>,
    /// Last day. A month or a year stands for its last day.
    pub to: Option<PartialDate>,
}

impl Dates {
    /// True when nothing is asked.
    #[must_use]
    pub const fn is_open(&self) -> bool {
        self.from.is_none() && self.to.is_none()
    }

    /// True when `date` may lie within: a date known to the month passes when any day of that month does.
    #[must_use]
    pub fn holds(&self, date: Option<PartialDate>) -> bool {
        let Some(date) = date else { return self.is_open() };
        let ((from, to), (first, last)) = (self.days(), Self::days_of(date));
        last >= from && first <= to
    }

    /// First and last day, as numbers that sort like the calendar.
    pub(super) fn days(&self) -> (i32, i32) {
        (self.from.map_or(i32::MIN, first_day), self.to.map_or(i32::MAX, last_day))
    }

    /// The same for the days that a date may be.
    pub(super) fn days_of(date: PartialDate) -> (i32, i32) {
        (first_day(date), last_day(date))
    }

    /// The days of what has no date: none of them lies between any two.
    pub(super) const NO_DAYS: (i32, i32) = (i32::MAX, i32::MIN);
}

/// Year, month and day as one number that sorts like the calendar.
fn number(year: i16, month: u8, day: u8) -> i32 {
    i32::from(year) * 10_000 + i32::from(month) * 100 + i32::from(day)
}

fn first_day(date: PartialDate) -> i32 {
    number(date.year, date.month.unwrap_or(1), date.day.unwrap_or(1))
}

fn last_day(date: PartialDate) -> i32 {
    number(date.year, date.month.unwrap_or(12), date.day.unwrap_or(31))
}

/// How long an article is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Length {
    /// Fewer than 500 characters: read in a minute.
    Short,
    /// Fewer than 2,000.
    Medium,
    /// Longer.
    Long,
}

impl Length {
    /// All, shortest first.
    pub const ALL: [Self; 3] = [Self::Short, Self::Medium, Self::Long];

    /// Of an article with this many characters.
    #[must_use]
    pub const fn of(chars: u32) -> Self {
        match chars {
            0..500 => Self::Short,
            500..2000 => Self::Medium,
            _ => Self::Long,
        }
    }
}

/// How the places that are asked for must be named.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Naming {
    /// Any way.
    #[default]
    Any,
    /// By name at least once.
    Named,
    /// By joint abbreviation at least once.
    Abbreviated,
}

/// How near each other all included places must stand.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Within {
    /// In one article.
    #[default]
    Article,
    /// In one paragraph.
    Paragraph,
    /// In one sentence.
    Sentence,
}

/// Everything that narrows besides words and places. An empty set asks for nothing; the values of one set are alternatives.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Narrow {
    /// When it was published.
    pub dates: Dates,
    /// Sources as printed; an empty one stands for documents without.
    pub sources: BTreeSet<String>,
    /// Scripts.
    pub scripts: BTreeSet<Script>,
    /// Lengths.
    pub lengths: BTreeSet<Length>,
    /// Remarks; `None` stands for documents without any.
    pub remarks: BTreeSet<Option<RemarkCode>>,
    /// Tags of the person's own.
    pub tags: BTreeSet<String>,
}

/// One bit for each part of [`Narrow`].
pub(super) mod part {
    pub(in crate::library) const DATES: u8 = 1;
    pub(in crate::library) const SOURCES: u8 = 2;
    pub(in crate::library) const SCRIPTS: u8 = 4;
    pub(in crate::library) const LENGTHS: u8 = 8;
    pub(in crate::library) const REMARKS: u8 = 16;
    pub(in crate::library) const TAGS: u8 = 32;
}

impl Narrow {
    /// True when nothing is asked.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// The parts that keep a document out, as bits of [`part`]. Without `tags` these keep nothing out.
    pub(super) fn failing(&self, look: &Look<'_>, brief: &Brief<'_>, tags: Option<&Tags>) -> u8 {
        let mut failing = 0;
        if !self.dates.holds(look.date()) {
            failing |= part::DATES;
        }
        if !self.sources.is_empty() && !self.sources.contains(brief.source.unwrap_or_default()) {
            failing |= part::SOURCES;
        }
        if !self.scripts.is_empty() && !self.scripts.contains(&brief.script) {
            failing |= part::SCRIPTS;
        }
        if !self.lengths.is_empty() && !self.lengths.contains(&Length::of(brief.chars)) {
            failing |= part::LENGTHS;
        }
        if !self.remarks.is_empty() && !remarks_of(brief.remarks).any(|code| self.remarks.contains(&code)) {
            failing |= part::REMARKS;
        }
        if !self.tags.is_empty() && tags.is_some_and(|tags| !tags.of(look.hash()).any(|tag| self.tags.contains(tag))) {
            failing |= part::TAGS;
        }
        failing
    }
}

/// The remarks of a page, as the rows of the filter have them.
pub(super) fn remarks_of(remarks: Remarks) -> impl Iterator<Item = Option<RemarkCode>> {
    let has = move |code: &RemarkCode| remarks.has(*code);
    // What the reader put right is no doubt about the page.
    let none = RemarkCode::ALL.into_iter().filter(has).all(|code| code == RemarkCode::Corrected).then_some(None);
    RemarkCode::ALL.into_iter().filter(has).map(Some).chain(none)
}

/// Documents of one month.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MonthRow {
    /// Year.
    pub year: i16,
    /// Month, 0 for documents whose month is not known.
    pub month: u8,
    /// How many pass every filter but the dates.
    pub count: u32,
}

/// The counts of each part, under every filter but that part's own.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NarrowFacets {
    /// By month, in order. Every month that a document of the snapshot has is listed, with 0 too.
    pub months: Vec<MonthRow>,
    /// Undated documents.
    pub undated: u32,
    /// Sources, most first, ties by name.
    pub sources: Vec<(String, u32)>,
    /// Scripts.
    pub scripts: Vec<(Script, u32)>,
    /// Lengths.
    pub lengths: Vec<(Length, u32)>,
    /// Remarks.
    pub remarks: Vec<(Option<RemarkCode>, u32)>,
    /// Tags that the documents have, by name.
    pub tags: Vec<(String, u32)>,
}

/// Collects [`NarrowFacets`]. Months and sources of every document are listed, so that the picture does not jump while people type.
#[derive(Clone, Debug)]
pub(super) struct Counter {
    months: Vec<u32>,
    undated: u32,
    sources: Vec<u32>,
    /// By kind: documents that nothing keeps out, and those that only their script, their length or their remarks do.
    kinds: [Vec<u32>; 4],
    tags: BTreeMap<String, u32>,
}

impl Counter {
    pub(super) fn new(columns: &Columns) -> Self {
        Self {
            months: vec![0; columns.months.len()],
            undated: 0,
            sources: vec![0; columns.sources.len()],
            kinds: std::array::from_fn(|_| vec![0; columns.kinds.len()]),
            tags: BTreeMap::new(),
        }
    }

    /// Counts a document whose words and places match and which only the parts `failing` keep out.
    pub(super) fn count(&mut self, columns: &Columns, look: &Look<'_>, failing: u8, tags: Option<&Tags>) {
        let at = look.ix.0 as usize;
        match failing {
            0 => {
                self.add(columns, look, false);
                self.count_tags(look, tags);
            }
            part::DATES => self.add_month(columns, at, 1),
            part::SOURCES => self.add_source(columns, at, 1),
            part::SCRIPTS => self.add_kind(columns, at, 1, 1),
            part::LENGTHS => self.add_kind(columns, at, 2, 1),
            part::REMARKS => self.add_kind(columns, at, 3, 1),
            part::TAGS => self.count_tags(look, tags),
            _ => {}
        }
    }

    /// Counts a document for all that it has but its tags, or takes it off again.
    pub(super) fn add(&mut self, columns: &Columns, look: &Look<'_>, off: bool) {
        let (at, one) = (look.ix.0 as usize, if off { u32::MAX } else { 1 });
        self.add_month(columns, at, one);
        self.add_source(columns, at, one);
        self.add_kind(columns, at, 0, one);
    }

    fn add_month(&mut self, columns: &Columns, at: usize, one: u32) {
        let month = columns.month.get(at).and_then(|month| self.months.get_mut(*month as usize));
        let count = month.unwrap_or(&mut self.undated);
        *count = count.wrapping_add(one);
    }

    fn add_source(&mut self, columns: &Columns, at: usize, one: u32) {
        if let Some(count) = columns.source.get(at).and_then(|source| self.sources.get_mut(*source as usize)) {
            *count = count.wrapping_add(one);
        }
    }

    fn add_kind(&mut self, columns: &Columns, at: usize, of: usize, one: u32) {
        let kinds = self.kinds.get_mut(of).zip(columns.kind.get(at));
        if let Some(count) = kinds.and_then(|(kinds, kind)| kinds.get_mut(*kind as usize)) {
            *count = count.wrapping_add(one);
        }
    }

    /// And what another one counted of the same snapshot.
    pub(super) fn add_counts(&mut self, other: &Self) {
        sum(&mut self.months, &other.months);
        sum(&mut self.sources, &other.sources);
        self.undated = self.undated.wrapping_add(other.undated);
        self.kinds.iter_mut().zip(&other.kinds).for_each(|(kinds, other)| sum(kinds, other));
        for (tag, count) in &other.tags {
            *self.tags.entry(tag.clone()).or_default() += count;
        }
    }

    /// Counts the tags of a document.
    pub(super) fn count_tags(&mut self, look: &Look<'_>, tags: Option<&Tags>) {
        for tag in tags.filter(|tags| !tags.is_empty()).into_iter().flat_map(|tags| tags.of(look.hash())) {
            match self.tags.get_mut(tag) {
                Some(count) => *count += 1,
                None => drop(self.tags.insert(tag.to_owned(), 1)),
            }
        }
    }

    pub(super) fn facets(self, columns: &Columns) -> NarrowFacets {
        let mut sources: Vec<(String, u32)> = columns.sources.iter().cloned().zip(self.sources).collect();
        // By name they are already.
        sources.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
        let months = columns.months.iter().zip(self.months);
        let mut scripts: BTreeMap<Script, u32> = columns.scripts.iter().map(|script| (*script, 0)).collect();
        let mut lengths: BTreeMap<Length, u32> = columns.lengths.iter().map(|length| (*length, 0)).collect();
        let mut remarks: BTreeMap<Option<RemarkCode>, u32> = columns.remarks.iter().map(|code| (*code, 0)).collect();
        let [all, by_script, by_length, by_remarks] = &self.kinds;
        for (at, kind) in columns.kinds.iter().enumerate() {
            let of = |kinds: &[u32]| kinds.get(at).copied().unwrap_or(0);
            *scripts.entry(kind.script).or_default() += of(all) + of(by_script);
            *lengths.entry(kind.length).or_default() += of(all) + of(by_length);
            for code in remarks_of(kind.remarks) {
                *remarks.entry(code).or_default() += of(all) + of(by_remarks);
            }
        }
        NarrowFacets {
            months: months.map(|(&(year, month), count)| MonthRow { year, month, count }).collect(),
            undated: self.undated,
            sources,
            scripts: scripts.into_iter().collect(),
            lengths: lengths.into_iter().collect(),
            remarks: remarks.into_iter().collect(),
            tags: self.tags.into_iter().collect(),
        }
    }
}

/// Adds counts to others; some stand for what is taken off.
pub(super) fn sum(counts: &mut [u32], others: &[u32]) {
    counts.iter_mut().zip(others).for_each(|(count, other)| *count = count.wrapping_add(*other));
}

/// The place itself, its city and its province.
fn with_above(place: PlaceId) -> impl Iterator<Item = PlaceId> {
    let g = gazetteer();
    [Some(place), g.city_of(place), g.province_of(place)].into_iter().flatten()
}

/// The places a document answers to by mentions of this form. Sorted.
pub(super) fn named_by(document: &Document, naming: Naming) -> Vec<PlaceId> {
    let mut places: Vec<PlaceId> = document
        .page()
        .tagging
        .mentions
        .iter()
        .filter(|mention| fits(mention.form, naming))
        .flat_map(|mention| mention.places.iter().copied())
        .flat_map(with_above)
        .collect();
    places.sort_unstable();
    places.dedup();
    places
}

fn fits(form: Form, naming: Naming) -> bool {
    match naming {
        Naming::Any => true,
        Naming::Named => form == Form::Named,
        Naming::Abbreviated => form == Form::Abbreviated,
    }
}

/// Tells which article, paragraph or sentence a mention stands in; mentions are asked for in text order.
#[derive(Debug, Default)]
pub(super) struct Units {
    /// The block that was cut into sentences last.
    block: Option<(usize, Vec<ByteRange>)>,
}

impl Units {
    /// Number of the block a mention stands in.
    pub(super) fn block_of(article: &Article, mention: &Mention) -> usize {
        article.blocks.partition_point(|b| b.span.start <= mention.span.start).saturating_sub(1)
    }

    /// Number of the block and start of the unit: the same for two mentions that stand together.
    pub(super) fn of(&mut self, article: &Article, mention: &Mention, within: Within) -> Option<(usize, usize)> {
        let at = Self::block_of(article, mention);
        let span = article.blocks.get(at)?.span;
        Some(match within {
            Within::Article => (0, 0),
            Within::Paragraph => (at, span.start),
            Within::Sentence => {
                if self.block.as_ref().is_none_or(|(known, _)| *known != at) {
                    self.block = Some((at, sentences(span.of(&article.text))));
                }
                let offset = mention.span.start - span.start;
                let sentence = self.block.as_ref().and_then(|(_, all)| sentence_at(all, offset));
                (at, span.start + sentence.map_or(0, |s| s.start))
            }
        })
    }
}

/// The places that stand in one paragraph or sentence with all of `wanted`: of all such units together, sorted; empty when there is none.
pub(super) fn together(
    document: &Document,
    wanted: &BTreeSet<PlaceId>,
    within: Within,
    naming: Naming,
) -> Vec<PlaceId> {
    let page = document.page();
    let article = &page.article;
    let mut found: Vec<PlaceId> = Vec::new();
    let mut unit: Vec<PlaceId> = Vec::new();
    let mut close = |unit: &mut Vec<PlaceId>| {
        unit.sort_unstable();
        unit.dedup();
        if wanted.iter().all(|place| unit.binary_search(place).is_ok()) {
            found.append(unit);
        }
        unit.clear();
    };
    let mut units = Units::default();
    let mut current: Option<(usize, usize)> = None;
    for mention in page.tagging.mentions.iter().filter(|mention| fits(mention.form, naming)) {
        let Some(key) = units.of(article, mention, within) else { continue };
        if current != Some(key) {
            close(&mut unit);
            current = Some(key);
        }
        unit.extend(mention.places.iter().copied().flat_map(with_above));
    }
    close(&mut unit);
    found.sort_unstable();
    found.dedup();
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::library::document_of;

    fn day(year: i16, month: u8, day: u8) -> PartialDate {
        PartialDate { year, month: (month > 0).then_some(month), day: (day > 0).then_some(day) }
    }

    #[test]
    fn dates_known_to_the_month_pass_when_one_of_their_days_does() {
        let spring = Dates { from: Some(day(2021, 3, 15)), to: Some(day(2021, 5, 0)) };
        for (date, holds) in [
            (day(2021, 3, 15), true),
            (day(2021, 3, 14), false),
            (day(2021, 3, 0), true),
            (day(2021, 5, 31), true),
            (day(2021, 6, 1), false),
            (day(2021, 0, 0), true),
            (day(2020, 0, 0), false),
        ] {
            assert_eq!(spring.holds(Some(date)), holds, "{date}");
        }
        assert!(!spring.holds(None));
        assert!(Dates::default().holds(None));
    }

    #[test]
    fn places_are_together_in_an_article_a_paragraph_a_sentence() {
        let document = document_of(
            "a.txt",
            "甲地新闻\n遂宁市召开会议。潼南区派人参加,并提出建议,得到采纳。\n绵阳市也介绍了做法,大家讨论热烈。\n"
                .as_bytes(),
        );
        let g = gazetteer();
        let id = |name: &str| g.lookup(name)[0];
        let has = |wanted: &[&str], within| {
            let wanted: BTreeSet<PlaceId> = wanted.iter().map(|n| id(n)).collect();
            !together(&document, &wanted, within, Naming::Any).is_empty()
        };
        assert!(has(&["遂宁", "绵阳"], Within::Article));
        assert!(!has(&["遂宁", "绵阳"], Within::Paragraph));
        assert!(has(&["遂宁", "潼南"], Within::Paragraph));
        assert!(!has(&["遂宁", "潼南"], Within::Sentence));
        assert!(has(&["遂宁"], Within::Sentence));
        assert!(named_by(&document, Naming::Abbreviated).is_empty());
        assert!(named_by(&document, Naming::Named).contains(&id("潼南")));
    }
}
