//! One document as bytes and back: the card, and the page that is fetched when it is opened. What comes back is checked to fit together,
//! so that no file can make the floors above fail.

mod heads;

use std::{cell::RefCell, sync::LazyLock};

use serde::{Deserialize, Serialize};

pub(super) use self::heads::{mentions_of, origins_of, running_of};
use super::{
    names::{Name, Names},
    odd,
};
use crate::{
    article::{Article, Block, BlockKind, Derived, Line, Published, RemarkCode},
    library::{Brief, Card, Page},
    place::{CityCount, CountyCount, Form, Mention, PlaceId, Rejected, Tagging, gazetteer},
    text::{
        date::{Certainty, PartialDate},
        pinyin,
        span::ByteRange,
    },
};

/// A span as a step from the start of the one before and its length.
type Step = (i64, u32);
/// A span: start and length.
type Flat = (u32, u32);
/// Where a value was read, and the rule; the value itself is on the card.
type Origin = (Option<Flat>, Name);
/// A value that was read, and where.
type Read<T> = (T, Origin);

/// A line but for its length: step of the line number, step of its start from the end of the line before, kind, rule.
type LineLook = (u32, i64, BlockKind, Name);
/// A mention but for where it begins: length, places, by abbreviation, rule.
type MentionLook = (u32, Vec<u16>, bool, Name);

/// What is kept of a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::library) struct Record {
    pub card: Vec<u8>,
    pub page: Vec<u8>,
}

/// What of a [`Card`] does not stand in the columns (see [`super::table`]) and does not follow from the rest. The fields are written in
/// this order: any change needs a new [`super::FORMAT`].
#[derive(Serialize, Deserialize)]
struct CardRecord<'a> {
    /// Stands first: it is read alone, see [`title_of`].
    #[serde(borrow)]
    title: &'a str,
    authors: Vec<&'a str>,
    certainty: Certainty,
    remarks: Vec<RemarkCode>,
    cities: Vec<(u16, u32, u32, bool)>,
}

/// What of a [`Page`] is neither on the card nor in the folded text; what can be worked out quickly is left out. The fields are written
/// in this order: any change needs a new [`super::FORMAT`].
#[derive(Serialize, Deserialize)]
struct PageRecord<'a> {
    /// See [`odd`].
    #[serde(borrow)]
    odd: &'a [u8],
    /// Kind and length: blocks tile the text.
    blocks: Vec<(BlockKind, u32)>,
    /// What mentions look like, each look once.
    mention_looks: Vec<MentionLook>,
    /// Step of the start, number of the look.
    mentions: Vec<(i64, u32)>,
    title: Option<Origin>,
    /// Empty where it can be read off the card.
    stand_in_title: &'a str,
    subtitle: Option<Read<&'a str>>,
    evidence: Option<Flat>,
    reason: Name,
    source: Option<Origin>,
    authors: Vec<Origin>,
    inferred_year: Option<Read<i16>>,
    /// What lines look like, each look once.
    line_looks: Vec<LineLook>,
    /// Number of the look, length.
    lines: Vec<(u32, u32)>,
    rejected: Vec<(Step, Name)>,
    counties: Vec<(u16, u32)>,
    compounds: Vec<(&'a str, Vec<u16>)>,
}

/// The numbers of the names of one page, which has few of them again and again.
struct Numbers<'a> {
    names: &'a Names,
    known: RefCell<Vec<(&'static str, Name)>>,
}

impl Numbers<'_> {
    fn number(&self, name: &'static str) -> Option<Name> {
        let mut known = self.known.borrow_mut();
        // The same name is mostly the same text; where it is not, it is only looked up once more.
        if let Some((_, number)) = known.iter().find(|(own, _)| std::ptr::eq(*own, name)) {
            return Some(*number);
        }
        let number = self.names.number(name)?;
        known.push((name, number));
        Some(number)
    }
}

/// A document as bytes; `None` for one that is too large to be worth it.
pub(super) fn encode(card: &Card, page: &Page, folded: &[u16], names: &Names) -> Option<Record> {
    let names = Numbers { names, known: RefCell::default() };
    Some(Record {
        card: postcard::to_allocvec(&card_record(card)).ok()?,
        page: postcard::to_allocvec(&page_record(page, &odd::of(&page.article.text, folded)?, &names)?).ok()?,
    })
}

fn card_record(card: &Card) -> CardRecord<'_> {
    // Taken apart completely, so that a new field cannot be forgotten here.
    let Card {
        title,
        titled: _,
        nameless: _,
        source: _,
        authors,
        date: _,
        certainty,
        script: _,
        encoding: _,
        chars: _,
        units: _,
        tabled: _,
        title_printed: _,
        source_printed: _,
        remarks,
        title_key: _,
        source_key: _,
        cities,
        named: _,
        primary: _,
        pairs: _,
    } = card;
    CardRecord {
        title,
        authors: authors.iter().map(|author| &**author).collect(),
        certainty: *certainty,
        remarks: remarks.to_vec(),
        cities: cities.iter().map(|city| (city.place.0, city.named, city.abbreviated, city.primary)).collect(),
    }
}

/// The title of a card that was kept.
pub(super) fn title_of(bytes: &[u8]) -> Option<&str> {
    postcard::take_from_bytes::<&str>(bytes).ok().map(|(title, _)| title)
}

/// The card of a record, with what stands elsewhere; `None` when the bytes are not one.
pub(super) fn decode_card(bytes: &[u8], date: Option<PartialDate>, units: u32, brief: &Brief<'_>) -> Option<Card> {
    let card = decode_unheard(bytes, date, units, brief)?;
    Some(Card { title_key: pinyin::sort_key(&card.title).into(), ..card })
}

/// The same without the sound of the title, which no page needs and which takes as long as all the rest.
pub(super) fn decode_unheard(bytes: &[u8], date: Option<PartialDate>, units: u32, brief: &Brief<'_>) -> Option<Card> {
    let (record, rest) = postcard::take_from_bytes::<CardRecord<'_>>(bytes).ok()?;
    let cities = record.cities.iter().map(|&(city, named, abbreviated, primary)| {
        Some(CityCount { place: place(city)?, named, abbreviated, primary })
    });
    rest.is_empty().then_some(())?;
    Some(Card {
        title: record.title.into(),
        titled: brief.is_titled(),
        nameless: brief.is_nameless(),
        tabled: brief.is_tabled(),
        title_printed: brief.prints_title(),
        source_printed: brief.prints_source(),
        source: brief.source.map(Into::into),
        authors: record.authors.into_iter().map(Into::into).collect(),
        date,
        certainty: record.certainty,
        script: brief.script,
        encoding: brief.encoding,
        chars: brief.chars,
        units,
        remarks: record.remarks.into(),
        title_key: Box::default(),
        source_key: brief.source_key.into(),
        cities: cities.collect::<Option<_>>()?,
        named: brief.named.into(),
        primary: brief.primary.into(),
        pairs: brief.pairs.into(),
    })
}

/// How many places there are.
static PLACES: LazyLock<usize> = LazyLock::new(|| gazetteer().iter().count());

/// A place that was kept; `None` when there is none of this number.
pub(super) fn place(number: u16) -> Option<PlaceId> {
    (usize::from(number) < *PLACES).then_some(PlaceId(number))
}

fn places(numbers: &[u16]) -> Option<Vec<PlaceId>> {
    numbers.iter().map(|number| place(*number)).collect()
}

/// A date that was kept; `None` when it cannot be one.
pub(super) fn date_of((year, month, day): (i16, Option<u8>, Option<u8>)) -> Option<PartialDate> {
    let sane = month.is_none_or(|month| (1..=12).contains(&month))
        && day.is_none_or(|day| (1..=31).contains(&day) && month.is_some());
    sane.then_some(PartialDate { year, month, day })
}

fn flat(span: ByteRange) -> Option<Flat> {
    Some((u32::try_from(span.start).ok()?, u32::try_from(span.len()).ok()?))
}

fn maybe_flat(span: Option<ByteRange>) -> Option<Option<Flat>> {
    match span {
        Some(span) => flat(span).map(Some),
        None => Some(None),
    }
}

fn origin<T>(derived: &Derived<T>, names: &Numbers<'_>) -> Option<Origin> {
    Some((maybe_flat(derived.span)?, names.number(derived.rule)?))
}

/// `Some(None)` for what is not there, `None` for what cannot be kept.
fn maybe<T, V>(value: Option<T>, kept: impl FnOnce(T) -> Option<V>) -> Option<Option<V>> {
    match value {
        Some(value) => kept(value).map(Some),
        None => Some(None),
    }
}

fn steps(spans: impl Iterator<Item = ByteRange>) -> impl Iterator<Item = Option<Step>> {
    let mut last = 0_i64;
    spans.map(move |span| {
        let start = i64::try_from(span.start).ok()?;
        let step = start - std::mem::replace(&mut last, start);
        Some((step, u32::try_from(span.len()).ok()?))
    })
}

/// The number of a look, which is put down the first time.
fn look<T: PartialEq>(known: &mut Vec<T>, look: T) -> Option<u32> {
    let at = known.iter().position(|known| *known == look);
    u32::try_from(at.unwrap_or_else(|| {
        known.push(look);
        known.len() - 1
    }))
    .ok()
}

fn numbers(places: &[PlaceId]) -> Vec<u16> {
    places.iter().map(|place| place.0).collect()
}

fn page_record<'a>(page: &'a Page, odd: &'a [u8], names: &Numbers<'_>) -> Option<PageRecord<'a>> {
    // Taken apart completely, so that a new field cannot be forgotten here.
    let Page { article, tagging } = page;
    let Article {
        text: _,
        encoding: _,
        script: _,
        title,
        stand_in_title,
        subtitle,
        published,
        source,
        authors,
        inferred_year,
        lines,
        blocks,
        remarks: _,
        chars: _,
    } = article;
    let Published { date: _, certainty: _, evidence, reason } = published;
    let Tagging { mentions, rejected, cities: _, counties, compounds } = tagging;
    let (mut number, mut end) = (0, 0);
    let mut line_looks = Vec::new();
    let lines = lines.iter().map(|line| {
        let gap = line.number.checked_sub(std::mem::replace(&mut number, line.number))?;
        let (start, len) = flat(line.span)?;
        let step = i64::from(start) - std::mem::replace(&mut end, i64::from(start) + i64::from(len));
        Some((look(&mut line_looks, (gap, step, line.kind, names.number(line.rule)?))?, len))
    });
    let lines = lines.collect::<Option<_>>()?;
    let mut mention_looks = Vec::new();
    let mentions = mentions.iter().zip(steps(mentions.iter().map(|mention| mention.span))).map(|(mention, step)| {
        let (step, len) = step?;
        let abbreviated = mention.form == Form::Abbreviated;
        let of = (len, numbers(&mention.places), abbreviated, names.number(mention.rule)?);
        Some((step, look(&mut mention_looks, of)?))
    });
    let mentions = mentions.collect::<Option<_>>()?;
    let rejected = rejected
        .iter()
        .zip(steps(rejected.iter().map(|refused| refused.span)))
        .map(|(refused, step)| Some((step?, names.number(refused.rule)?)))
        .collect::<Option<_>>()?;
    Some(PageRecord {
        odd,
        title: maybe(title.as_ref(), |title| origin(title, names))?,
        stand_in_title: if title.is_some() { stand_in_title } else { "" },
        subtitle: maybe(subtitle.as_ref(), |subtitle| Some((subtitle.value.as_str(), origin(subtitle, names)?)))?,
        evidence: maybe_flat(*evidence)?,
        reason: names.number(reason)?,
        source: maybe(source.as_ref(), |source| origin(source, names))?,
        authors: authors.iter().map(|author| origin(author, names)).collect::<Option<_>>()?,
        inferred_year: maybe(inferred_year.as_ref(), |year| Some((year.value, origin(year, names)?)))?,
        line_looks,
        lines,
        blocks: blocks
            .iter()
            .map(|block| Some((block.kind, u32::try_from(block.span.len()).ok()?)))
            .collect::<Option<_>>()?,
        mention_looks,
        mentions,
        rejected,
        counties: counties.iter().map(|county| (county.place.0, county.named)).collect(),
        compounds: compounds.iter().map(|(printed, places)| (printed.as_str(), numbers(places))).collect(),
    })
}

/// Blocks of these kinds and lengths, which tile the text; `None` when they do not.
fn blocks_of(text: &str, blocks: Vec<(BlockKind, u32)>) -> Option<Vec<Block>> {
    let mut end = 0_usize;
    let blocks = blocks.into_iter().map(|(kind, len)| {
        let span = ByteRange::new(end, end.checked_add(len as usize)?);
        end = span.end;
        text.get(span.start..span.end).map(|_| Block { kind, span })
    });
    let blocks = blocks.collect::<Option<Vec<Block>>>()?;
    (end == text.len()).then_some(blocks)
}

/// The page of a record; `None` when the bytes are not one or do not fit together.
pub(super) fn decode_page(bytes: &[u8], folded: &[u16], card: &Card, names: &Names) -> Option<Page> {
    let (record, rest) = postcard::take_from_bytes::<PageRecord<'_>>(bytes).ok()?;
    if !rest.is_empty() {
        return None;
    }
    let text = odd::text(folded, record.odd)?;
    let check = Check { text: &text, names };
    let same = |there: bool, kept: bool| (there == kept).then_some(());
    same(card.titled, record.title.is_some())?;
    same(card.source.is_some(), record.source.is_some())?;
    same(card.authors.len() == record.authors.len(), true)?;
    let title = maybe(record.title, |origin| check.derived(card.title.to_string(), origin))?;
    let stand_in_title = match &title {
        Some(_) => record.stand_in_title.to_owned(),
        None => card.title.strip_prefix('〔')?.strip_suffix('〕')?.to_owned(),
    };
    let source =
        maybe(record.source.zip(card.source.as_deref()), |(origin, source)| check.derived(source.to_owned(), origin))?;
    let authors = record.authors.into_iter().zip(&card.authors);
    let authors = authors.map(|(origin, author)| check.derived(author.to_string(), origin)).collect::<Option<_>>()?;
    let subtitle = maybe(record.subtitle, |(value, origin)| check.derived(value.to_owned(), origin))?;
    let inferred_year = maybe(record.inferred_year, |(value, origin)| check.derived(value, origin))?;
    let (mut number, mut last) = (0_u32, 0_i64);
    let lines = record.lines.into_iter().map(|(look, len)| {
        let &(gap, step, kind, rule) = record.line_looks.get(look as usize)?;
        number = number.checked_add(gap)?;
        let start = u32::try_from(last.checked_add(step)?).ok()?;
        last = i64::from(start) + i64::from(len);
        Some(Line { number, span: check.span((start, len))?, kind, rule: check.name(rule)? })
    });
    let lines = lines.collect::<Option<_>>()?;
    let blocks = blocks_of(&text, record.blocks)?;
    let published = Published {
        date: card.date,
        certainty: card.certainty,
        evidence: check.maybe_span(record.evidence)?,
        reason: check.name(record.reason)?,
    };
    let mut last = 0;
    let mentions = record.mentions.into_iter().map(|(step, look)| {
        let (len, named, abbreviated, rule) = record.mention_looks.get(look as usize)?;
        let form = if *abbreviated { Form::Abbreviated } else { Form::Named };
        let span = check.step(&mut last, (step, *len))?;
        Some(Mention { span, places: places(named)?, form, rule: check.name(*rule)? })
    });
    let mentions = mentions.collect::<Option<_>>()?;
    let mut last = 0;
    let rejected = record
        .rejected
        .into_iter()
        .map(|(step, rule)| Some(Rejected { span: check.step(&mut last, step)?, rule: check.name(rule)? }))
        .collect::<Option<_>>()?;
    let counties =
        record.counties.into_iter().map(|(county, named)| Some(CountyCount { place: place(county)?, named }));
    let compounds = record
        .compounds
        .into_iter()
        .map(|(printed, named)| Some((printed.to_owned(), places(&named)?)))
        .collect::<Option<_>>()?;
    let tagging = Tagging {
        mentions,
        rejected,
        cities: card.cities.to_vec(),
        counties: counties.collect::<Option<_>>()?,
        compounds,
    };
    let article = Article {
        encoding: card.encoding,
        script: card.script,
        title,
        stand_in_title,
        subtitle,
        published,
        source,
        authors,
        inferred_year,
        lines,
        blocks,
        remarks: card.remarks.to_vec(),
        chars: card.chars,
        text: text.into(),
    };
    Some(Page { article, tagging })
}

/// What the parts of a record must fit.
struct Check<'a> {
    text: &'a str,
    names: &'a Names,
}

impl Check<'_> {
    fn name(&self, number: Name) -> Option<&'static str> {
        self.names.name(number)
    }

    fn span(&self, (start, len): Flat) -> Option<ByteRange> {
        let (start, end) = (start as usize, (start as usize).checked_add(len as usize)?);
        (self.text.is_char_boundary(start) && self.text.is_char_boundary(end)).then(|| ByteRange::new(start, end))
    }

    fn maybe_span(&self, span: Option<Flat>) -> Option<Option<ByteRange>> {
        maybe(span, |span| self.span(span))
    }

    fn step(&self, last: &mut i64, (step, len): Step) -> Option<ByteRange> {
        *last = last.checked_add(step)?;
        self.span((u32::try_from(*last).ok()?, len))
    }

    fn derived<T>(&self, value: T, (span, rule): Origin) -> Option<Derived<T>> {
        Some(Derived { value, span: self.maybe_span(span)?, rule: self.name(rule)? })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::library::document_of;

    const PAGE: &str = "甲报讯：遂潼合作再进一步\n2021年3月5日  来源：甲日报  记者 王某\n\n　　3月5日，遂宁市与潼南区签订《涪江水运合作协议》。成渝两地、川渝各县都来了。\n\n责任编辑：李某\n";

    fn decoded(bytes: &[u8], like: &Card) -> Option<Card> {
        decode_card(bytes, like.date, like.units, &Brief::of(like))
    }

    #[test]
    fn a_document_comes_back_as_it_was() {
        let names = Names::default();
        for text in [PAGE, "", "\n\n", "😀𠀀 遂宁", "no Han at all 2020-01-02", "廣安與南充\n甲\t乙\t丙\n甲\t乙\t丙\n"]
        {
            let document = document_of("a.txt", text.as_bytes());
            let record = encode(document.card(), &document.page(), document.folded(), &names).unwrap();
            let card = decoded(&record.card, document.card()).unwrap();
            assert_eq!(card, *document.card());
            assert_eq!(title_of(&record.card), Some(&*card.title));
            let mentions = document.page().tagging.mentions.clone();
            let mentions: Vec<_> = mentions.into_iter().map(|mention| (mention.span, mention.places)).collect();
            assert_eq!(mentions_of(&record.page), Some(mentions));
            let read = document.page();
            let spans =
                [&read.article.title, &read.article.source].map(|value| value.as_ref().and_then(|value| value.span));
            assert_eq!(origins_of(&record.page), Some(spans));
            let article = document.page().article.clone();
            assert_eq!(running_of(&record.page, document.folded()), Some((article.text.to_string(), article.blocks)));
            assert_eq!(decode_page(&record.page, document.folded(), &card, &names).unwrap(), *document.page());
        }
    }

    #[test]
    fn damaged_bytes_are_refused_or_harmless() {
        let names = Names::default();
        let document = document_of("a.txt", PAGE.as_bytes());
        let (card, folded) = (document.card(), document.folded());
        let record = encode(card, &document.page(), folded, &names).unwrap();
        for len in 0..record.page.len() {
            assert!(decode_page(&record.page[..len], folded, card, &names).is_none(), "cut at {len}");
        }
        for len in 0..record.card.len() {
            assert!(decoded(&record.card[..len], card).is_none(), "cut at {len}");
        }
        let bytes = record.page.len().max(record.card.len());
        for (at, flip) in (0..bytes).flat_map(|at| [1, 0x80, 0xFF].map(|flip| (at, flip))) {
            let damaged = |bytes: &[u8]| -> Vec<u8> {
                bytes.iter().enumerate().map(|(i, byte)| if i == at { byte ^ flip } else { *byte }).collect()
            };
            // Whatever comes of it can be asked everything.
            if let Some(card) = decoded(&damaged(&record.card), card) {
                card.named.iter().for_each(|place| drop(gazetteer().get(*place).name.clone()));
                let _ = decode_page(&record.page, folded, &card, &names);
            }
            let _ = (mentions_of(&damaged(&record.page)), origins_of(&damaged(&record.page)));
            let _ = running_of(&damaged(&record.page), folded);
            if let Some(found) = decode_page(&damaged(&record.page), folded, card, &names) {
                let text = &found.article.text;
                assert_eq!(found.article.blocks.iter().map(|b| b.span.len()).sum::<usize>(), text.len());
                assert!(found.tagging.mentions.iter().all(|m| text.get(m.span.start..m.span.end).is_some()));
            }
        }
    }
}
