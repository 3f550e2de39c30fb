//! One document as bytes and back. What comes back is checked to fit together, so that no file can make the floors above fail.

use std::sync::{Arc, LazyLock};

use serde::{Deserialize, Serialize};

use super::names;
use crate::{
    article::{Article, Block, BlockKind, Derived, Line, Published, RemarkCode},
    library::{Document, Page, document::Whole, reposts::Sketch},
    place::{CityCount, CountyCount, Form, Mention, PlaceId, Rejected, Tagging, gazetteer},
    text::{
        date::{Certainty, PartialDate},
        encoding::Encoding,
        find, fold,
        script::Script,
        span::ByteRange,
    },
};

/// A number of a name in [`Record::names`].
type Name = u16;
/// A span as a step from the start of the one before and its length.
type Step = (i64, u32);
/// A span: start and length.
type Flat = (u32, u32);
/// A value that was read, its span and the rule.
type Read<T> = (T, Option<Flat>, Name);
type Value<'a> = Read<&'a str>;

/// Everything of a [`Document`] that follows from the bytes of its file; what can be worked out quickly is left out. The fields are
/// written in this order: any change needs a new [`super::FORMAT`].
#[derive(Serialize, Deserialize)]
struct Record<'a> {
    #[serde(borrow)]
    names: Vec<&'a str>,
    text: &'a str,
    bytes: u64,
    encoding: Encoding,
    script: Script,
    title: Option<Value<'a>>,
    stand_in_title: &'a str,
    subtitle: Option<Value<'a>>,
    date: Option<(i16, Option<u8>, Option<u8>)>,
    certainty: Certainty,
    evidence: Option<Flat>,
    reason: Name,
    source: Option<Value<'a>>,
    authors: Vec<Value<'a>>,
    inferred_year: Option<Read<i16>>,
    /// Step of the line number, step of the span, kind, rule.
    lines: Vec<(u32, Step, BlockKind, Name)>,
    /// Kind and length: blocks tile the text.
    blocks: Vec<(BlockKind, u32)>,
    remarks: Vec<RemarkCode>,
    chars: u32,
    /// Step of the span, places, by abbreviation, rule.
    mentions: Vec<(Step, Vec<u16>, bool, Name)>,
    rejected: Vec<(Step, Name)>,
    cities: Vec<(u16, u32, u32, bool)>,
    counties: Vec<(u16, u32)>,
    compounds: Vec<(&'a str, Vec<u16>)>,
    /// Steps between the hashes.
    sketch: Vec<u32>,
}

/// What a record does not hold: it belongs to the file, not to its content.
#[derive(Debug)]
pub(super) struct Facts {
    pub path: String,
    pub real_path: std::path::PathBuf,
    pub modified_ns: i128,
    pub hash: crate::library::ContentHash,
}

/// The document as bytes; `None` for one that is too large to be worth it.
pub(super) fn encode(document: &Document) -> Option<Vec<u8>> {
    let (page, sketch) = (document.page(), document.sketch());
    let mut names = Names::default();
    let record = record_of(document, &page, &sketch, &mut names)?;
    postcard::to_allocvec(&Record { names: names.all, ..record }).ok()
}

/// The names of one record, each once.
#[derive(Default)]
struct Names<'a> {
    all: Vec<&'a str>,
}

impl<'a> Names<'a> {
    fn number(&mut self, name: &'a str) -> Option<Name> {
        let at = self.all.iter().position(|known| *known == name).unwrap_or(self.all.len());
        if at == self.all.len() {
            self.all.push(name);
        }
        Name::try_from(at).ok()
    }

    fn value<T, V>(&mut self, derived: &'a Derived<T>, value: V) -> Option<Read<V>> {
        let span = match derived.span {
            Some(span) => Some(flat(span)?),
            None => None,
        };
        Some((value, span, self.number(derived.rule)?))
    }

    fn text(&mut self, derived: Option<&'a Derived<String>>) -> Option<Option<Value<'a>>> {
        match derived {
            Some(derived) => Some(Some(self.value(derived, derived.value.as_str())?)),
            None => Some(None),
        }
    }
}

fn flat(span: ByteRange) -> Option<Flat> {
    Some((u32::try_from(span.start).ok()?, u32::try_from(span.len()).ok()?))
}

fn steps(spans: impl Iterator<Item = ByteRange>) -> impl Iterator<Item = Option<Step>> {
    let mut last = 0_i64;
    spans.map(move |span| {
        let start = i64::try_from(span.start).ok()?;
        let step = start - std::mem::replace(&mut last, start);
        Some((step, u32::try_from(span.len()).ok()?))
    })
}

fn numbers(places: &[PlaceId]) -> Vec<u16> {
    places.iter().map(|place| place.0).collect()
}

fn record_of<'a>(
    document: &'a Document,
    page: &'a Page,
    sketch: &'a Sketch,
    names: &mut Names<'a>,
) -> Option<Record<'a>> {
    // Taken apart completely, so that a new field cannot be forgotten here.
    let Page { article, tagging } = page;
    let Article {
        text,
        encoding,
        script,
        title,
        stand_in_title,
        subtitle,
        published,
        source,
        authors,
        inferred_year,
        lines,
        blocks,
        remarks,
        chars,
    } = article;
    let Published { date, certainty, evidence, reason } = published;
    let Tagging { mentions, rejected, cities, counties, compounds } = tagging;
    let mut number = 0;
    let lines = lines.iter().zip(steps(lines.iter().map(|line| line.span))).map(|(line, step)| {
        let gap = line.number.checked_sub(std::mem::replace(&mut number, line.number))?;
        Some((gap, step?, line.kind, names.number(line.rule)?))
    });
    let lines = lines.collect::<Option<_>>()?;
    let mentions = mentions.iter().zip(steps(mentions.iter().map(|mention| mention.span))).map(|(mention, step)| {
        let abbreviated = mention.form == Form::Abbreviated;
        Some((step?, numbers(&mention.places), abbreviated, names.number(mention.rule)?))
    });
    let mentions = mentions.collect::<Option<_>>()?;
    let rejected = rejected
        .iter()
        .zip(steps(rejected.iter().map(|refused| refused.span)))
        .map(|(refused, step)| Some((step?, names.number(refused.rule)?)))
        .collect::<Option<_>>()?;
    let mut hash = 0;
    Some(Record {
        names: vec![],
        text,
        bytes: document.bytes,
        encoding: *encoding,
        script: *script,
        title: names.text(title.as_ref())?,
        stand_in_title,
        subtitle: names.text(subtitle.as_ref())?,
        date: date.map(|date| (date.year, date.month, date.day)),
        certainty: *certainty,
        evidence: match evidence {
            Some(span) => Some(flat(*span)?),
            None => None,
        },
        reason: names.number(reason)?,
        source: names.text(source.as_ref())?,
        authors: authors.iter().map(|author| names.value(author, author.value.as_str())).collect::<Option<_>>()?,
        inferred_year: match inferred_year {
            Some(year) => Some(names.value(year, year.value)?),
            None => None,
        },
        lines,
        blocks: blocks
            .iter()
            .map(|block| Some((block.kind, u32::try_from(block.span.len()).ok()?)))
            .collect::<Option<_>>()?,
        remarks: remarks.clone(),
        chars: *chars,
        mentions,
        rejected,
        cities: cities.iter().map(|city| (city.place.0, city.named, city.abbreviated, city.primary)).collect(),
        counties: counties.iter().map(|county| (county.place.0, county.named)).collect(),
        compounds: compounds.iter().map(|(printed, places)| (printed.as_str(), numbers(places))).collect(),
        sketch: sketch.hashes().iter().map(|now| now.wrapping_sub(std::mem::replace(&mut hash, *now))).collect(),
    })
}

/// The document of a record; `None` when the bytes are not one or do not fit together.
pub(super) fn decode(bytes: &[u8], facts: Facts) -> Option<Document> {
    let (record, rest) = postcard::take_from_bytes::<Record<'_>>(bytes).ok()?;
    if !rest.is_empty() {
        return None;
    }
    let names: Vec<&'static str> = record.names.iter().map(|name| names::lasting(name)).collect::<Option<_>>()?;
    let check = Check { text: record.text, names: &names, places: *PLACES };
    let title = check.value(record.title)?;
    let authors = record.authors.into_iter().map(|author| check.one(author)).collect::<Option<_>>()?;
    let inferred_year = match record.inferred_year {
        Some((value, span, rule)) => Some(Derived { value, span: check.maybe_span(span)?, rule: check.name(rule)? }),
        None => None,
    };
    let (mut number, mut last) = (0_u32, 0);
    let lines = record.lines.into_iter().map(|(gap, step, kind, rule)| {
        number = number.checked_add(gap)?;
        Some(Line { number, span: check.step(&mut last, step)?, kind, rule: check.name(rule)? })
    });
    let lines = lines.collect::<Option<_>>()?;
    let mut end = 0;
    let blocks = record.blocks.into_iter().map(|(kind, len)| {
        let span = check.span((end, len))?;
        end = end.checked_add(len)?;
        Some(Block { kind, span })
    });
    let blocks = blocks.collect::<Option<Vec<Block>>>()?;
    // Blocks tile the text.
    if end as usize != record.text.len() {
        return None;
    }
    let article = Article {
        text: record.text.into(),
        encoding: record.encoding,
        script: record.script,
        title,
        stand_in_title: record.stand_in_title.to_owned(),
        subtitle: check.value(record.subtitle)?,
        published: Published {
            date: match record.date {
                Some(date) => Some(date_of(date)?),
                None => None,
            },
            certainty: record.certainty,
            evidence: check.maybe_span(record.evidence)?,
            reason: check.name(record.reason)?,
        },
        source: check.value(record.source)?,
        authors,
        inferred_year,
        lines,
        blocks,
        remarks: record.remarks,
        chars: record.chars,
    };
    let mut last = 0;
    let mentions = record.mentions.into_iter().map(|(step, places, abbreviated, rule)| {
        let form = if abbreviated { Form::Abbreviated } else { Form::Named };
        let span = check.step(&mut last, step)?;
        Some(Mention { span, places: check.places(&places)?, form, rule: check.name(rule)? })
    });
    let mentions = mentions.collect::<Option<_>>()?;
    let mut last = 0;
    let rejected = record
        .rejected
        .into_iter()
        .map(|(step, rule)| Some(Rejected { span: check.step(&mut last, step)?, rule: check.name(rule)? }))
        .collect::<Option<_>>()?;
    let cities = record.cities.into_iter().map(|(place, named, abbreviated, primary)| {
        Some(CityCount { place: check.place(place)?, named, abbreviated, primary })
    });
    let counties =
        record.counties.into_iter().map(|(place, named)| Some(CountyCount { place: check.place(place)?, named }));
    let compounds = record
        .compounds
        .into_iter()
        .map(|(printed, places)| Some((printed.to_owned(), check.places(&places)?)))
        .collect::<Option<_>>()?;
    let tagging = Tagging {
        mentions,
        rejected,
        cities: cities.collect::<Option<_>>()?,
        counties: counties.collect::<Option<_>>()?,
        compounds,
    };
    let mut hash = 0_u32;
    let sketch = record.sketch.into_iter().map(|step| {
        hash = hash.wrapping_add(step);
        hash
    });
    let Facts { path, real_path, modified_ns, hash: content } = facts;
    let folded = fold::fold_units(record.text);
    let whole = Whole {
        joints: find::joints(&folded),
        folded,
        sketch: Sketch::kept(sketch.collect())?,
        page: Arc::new(Page { article, tagging }),
    };
    Some(Document::here((path, Some(real_path)), record.bytes, modified_ns, content, whole))
}

/// How many places there are.
static PLACES: LazyLock<usize> = LazyLock::new(|| gazetteer().iter().count());

fn date_of((year, month, day): (i16, Option<u8>, Option<u8>)) -> Option<PartialDate> {
    let sane = month.is_none_or(|month| (1..=12).contains(&month))
        && day.is_none_or(|day| (1..=31).contains(&day) && month.is_some());
    sane.then_some(PartialDate { year, month, day })
}

/// What the parts of a record must fit.
struct Check<'a> {
    text: &'a str,
    names: &'a [&'static str],
    /// How many places there are.
    places: usize,
}

impl Check<'_> {
    fn name(&self, number: Name) -> Option<&'static str> {
        self.names.get(usize::from(number)).copied()
    }

    fn span(&self, (start, len): Flat) -> Option<ByteRange> {
        let (start, end) = (start as usize, (start as usize).checked_add(len as usize)?);
        (self.text.is_char_boundary(start) && self.text.is_char_boundary(end)).then(|| ByteRange::new(start, end))
    }

    fn maybe_span(&self, span: Option<Flat>) -> Option<Option<ByteRange>> {
        match span {
            Some(span) => self.span(span).map(Some),
            None => Some(None),
        }
    }

    fn step(&self, last: &mut i64, (step, len): Step) -> Option<ByteRange> {
        *last = last.checked_add(step)?;
        self.span((u32::try_from(*last).ok()?, len))
    }

    fn one(&self, (value, span, rule): Value<'_>) -> Option<Derived<String>> {
        Some(Derived { value: value.to_owned(), span: self.maybe_span(span)?, rule: self.name(rule)? })
    }

    fn value(&self, value: Option<Value<'_>>) -> Option<Option<Derived<String>>> {
        match value {
            Some(value) => self.one(value).map(Some),
            None => Some(None),
        }
    }

    fn place(&self, number: u16) -> Option<PlaceId> {
        (usize::from(number) < self.places).then_some(PlaceId(number))
    }

    fn places(&self, numbers: &[u16]) -> Option<Vec<PlaceId>> {
        numbers.iter().map(|number| self.place(*number)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::library::document_of;

    const PAGE: &str = "甲报讯：遂潼合作再进一步\n2021年3月5日  来源：甲日报  记者 王某\n\n　　3月5日，遂宁市与潼南区签订《涪江水运合作协议》。成渝两地、川渝各县都来了。\n\n责任编辑：李某\n";

    fn facts(document: &Document) -> Facts {
        Facts {
            path: document.path.clone(),
            real_path: "x".into(),
            modified_ns: document.modified_ns,
            hash: document.hash,
        }
    }

    #[test]
    fn a_document_comes_back_as_it_was() {
        for text in [PAGE, "", "\n\n", "😀𠀀 遂宁", "no Han at all 2020-01-02"] {
            let mut document = document_of("a.txt", text.as_bytes());
            document.real_path = Some("x".into());
            let bytes = encode(&document).unwrap();
            assert_eq!(decode(&bytes, facts(&document)).unwrap(), document);
        }
    }

    #[test]
    fn damaged_bytes_are_refused_or_harmless() {
        let document = document_of("a.txt", PAGE.as_bytes());
        let bytes = encode(&document).unwrap();
        for len in 0..bytes.len() {
            assert!(decode(&bytes[..len], facts(&document)).is_none(), "cut at {len}");
        }
        for at in 0..bytes.len() {
            for flip in [1, 0x80, 0xFF] {
                let mut damaged = bytes.clone();
                damaged[at] ^= flip;
                // Whatever comes of it can be asked everything.
                if let Some(found) = decode(&damaged, facts(&document)) {
                    assert_eq!(
                        found.page().article.blocks.iter().map(|b| b.span.len()).sum::<usize>(),
                        found.page().article.text.len()
                    );
                    assert!(
                        found.page().tagging.mentions.iter().all(|m| found
                            .page()
                            .article
                            .text
                            .get(m.span.start..m.span.end)
                            .is_some())
                    );
                    found.card.named.iter().for_each(|place| drop(gazetteer().get(*place).name.clone()));
                }
            }
        }
    }
}
