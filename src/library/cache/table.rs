//! What lists, filters and counts ask of every document of a segment, column by column: a folder of any size is counted without a card
//! being taken from the file for each page.

use std::{collections::HashMap, ops::Range, sync::OnceLock};

use serde::{Deserialize, Serialize};

use super::{bits::Bits, record};
use crate::{
    library::{Brief, Card, CityPair, Paired, card::Remarks},
    place::{PlaceId, gazetteer},
    text::{encoding::Encoding, find::merged, fold, script::Script, span::ByteRange},
};

/// The columns as they are written, in this order: any change needs a new [`super::FORMAT`]. One entry a document but for the lists, whose
/// lengths have a column of their own.
#[derive(Debug, Default, Serialize, Deserialize)]
struct Flat<'a> {
    /// Sources and how they sound, each once.
    #[serde(borrow)]
    sources: Vec<(&'a str, &'a str)>,
    /// Number of the source, counted from 1; 0 without one.
    source: Vec<u32>,
    script: Vec<Script>,
    encoding: Vec<Encoding>,
    flags: Vec<u8>,
    chars: Vec<u32>,
    remarks: Vec<u32>,
    named_len: Vec<u32>,
    /// Steps between the places, doubled, and one more for those that the page is about.
    named: Vec<u32>,
    pairs_len: Vec<u32>,
    /// Step of the first city, step from it to the second one, sentences.
    pairs: Vec<(u16, u16, u32)>,
    /// For each of the places how often it, or what lies in it, is named: the spans of its mentions, put together.
    said: Vec<u16>,
}

/// Stands for a place that is named so often, or more often.
pub(super) const OFTEN: u16 = u16::MAX;

/// For each of these places the spans that name it or what lies in this city.
fn said(places: &[PlaceId], mentions: &[(ByteRange, Vec<PlaceId>)]) -> impl Iterator<Item = u16> {
    let g = gazetteer();
    let mut spans: Vec<(PlaceId, (usize, usize))> = Vec::with_capacity(mentions.len() * 2);
    for (span, named) in mentions {
        let with_cities = named.iter().flat_map(|place| [Some(*place), g.city_of(*place)]).flatten();
        spans.extend(with_cities.map(|place| (place, (span.start, span.end))));
    }
    spans.sort_unstable();
    places.iter().map(move |place| {
        let from = spans.partition_point(|(other, _)| other < place);
        let of = spans.get(from..).unwrap_or_default().iter().take_while(|(other, _)| other == place);
        u16::try_from(merged(of.map(|(_, span)| *span).collect()).len()).unwrap_or(OFTEN)
    })
}

/// Columns in the making.
#[derive(Debug, Default)]
pub(super) struct Writer {
    sources: Vec<(Box<str>, Box<str>)>,
    numbers: HashMap<Box<str>, u32>,
    flat: Flat<'static>,
}

impl Writer {
    /// Takes in a document, which names these places there.
    pub(super) fn put(&mut self, card: &Card, mentions: &[(ByteRange, Vec<PlaceId>)]) {
        let source = card.source.as_ref().map_or(0, |source| {
            if let Some(number) = self.numbers.get(source) {
                return *number;
            }
            self.sources.push((source.clone(), card.source_key.clone()));
            let number = u32::try_from(self.sources.len()).unwrap_or(u32::MAX);
            self.numbers.insert(source.clone(), number);
            number
        });
        let brief = Brief::of(card);
        let flat = &mut self.flat;
        flat.source.push(source);
        flat.script.push(brief.script);
        flat.encoding.push(brief.encoding);
        flat.flags.push(brief.flags);
        flat.chars.push(brief.chars);
        flat.remarks.push(brief.remarks.0);
        let length = |all: usize| u32::try_from(all).unwrap_or(u32::MAX);
        flat.named_len.push(length(brief.named.len()));
        let mut last = 0;
        flat.named.extend(brief.named.iter().map(|place| {
            let step = place.0.wrapping_sub(std::mem::replace(&mut last, place.0));
            u32::from(step) << 1 | u32::from(brief.primary.binary_search(place).is_ok())
        }));
        flat.said.extend(said(brief.named, mentions));
        flat.pairs_len.push(length(brief.pairs.len()));
        let mut low = 0;
        flat.pairs.extend(brief.pairs.iter().map(|pair| {
            let (first, second) = (pair.cities().0.0, pair.cities().1.0);
            (first.wrapping_sub(std::mem::replace(&mut low, first)), second.wrapping_sub(first), pair.sentences())
        }));
    }

    /// The columns as bytes.
    pub(super) fn close(self) -> postcard::Result<Vec<u8>> {
        let Self { sources, numbers: _, flat } = self;
        let sources = sources.iter().map(|(source, sound)| (&**source, &**sound)).collect();
        postcard::to_allocvec(&Flat { sources, ..flat })
    }
}

/// Columns as they are asked.
#[derive(Debug)]
pub(super) struct Table {
    sources: Vec<(Box<str>, Box<str>)>,
    /// The same, folded.
    folded: Vec<Vec<u16>>,
    source: Vec<u32>,
    script: Vec<Script>,
    encoding: Vec<Encoding>,
    flags: Vec<u8>,
    chars: Vec<u32>,
    remarks: Vec<u32>,
    named: Lists<PlaceId>,
    /// For each of these how often it is named.
    said: Vec<u16>,
    primary: Lists<PlaceId>,
    pairs: Lists<Paired>,
    /// The documents that answer to each place, and those that are about it; known once it is asked for.
    naming: OnceLock<Naming>,
    about: OnceLock<Naming>,
}

/// The documents of each place, by number of the place, one list behind the other.
#[derive(Debug)]
struct Naming {
    documents: Vec<u32>,
    ends: Vec<u32>,
}

impl Naming {
    /// Of what each document names.
    fn of(named: &Lists<PlaceId>) -> Self {
        let places = named.all.iter().map(|place| usize::from(place.0) + 1).max().unwrap_or(0);
        // Where the list of each place begins; once it is filled, where it ends.
        let mut ends = vec![0_u32; places];
        let mut begin = 0;
        named.all.iter().for_each(|place| ends.get_mut(usize::from(place.0)).into_iter().for_each(|end| *end += 1));
        ends.iter_mut().for_each(|end| begin += std::mem::replace(end, begin));
        let mut documents = vec![0; named.all.len()];
        for (number, at) in (0_u32..).zip(0..named.ends.len()) {
            for place in named.of(at) {
                let Some(end) = ends.get_mut(usize::from(place.0)) else { continue };
                documents.get_mut(*end as usize).into_iter().for_each(|slot| *slot = number);
                *end += 1;
            }
        }
        Self { documents, ends }
    }

    fn documents(&self, place: PlaceId) -> &[u32] {
        let end = |at: usize| self.ends.get(at).map(|end| *end as usize);
        let at = usize::from(place.0);
        let Some(to) = end(at) else { return &[] };
        self.documents.get(at.checked_sub(1).and_then(end).unwrap_or(0)..to).unwrap_or_default()
    }
}

/// A list for each document, one behind the other.
#[derive(Debug)]
struct Lists<T> {
    all: Vec<T>,
    ends: Vec<u32>,
}

impl<T> Lists<T> {
    fn with_capacity(documents: usize, all: usize) -> Self {
        Self { all: Vec::with_capacity(all), ends: Vec::with_capacity(documents) }
    }

    fn end(&mut self) -> Option<()> {
        self.ends.push(u32::try_from(self.all.len()).ok()?);
        Some(())
    }

    fn range(&self, at: usize) -> Range<usize> {
        let end = |at: usize| self.ends.get(at).map_or(0, |end| *end as usize);
        at.checked_sub(1).map_or(0, end)..end(at)
    }

    fn of(&self, at: usize) -> &[T] {
        self.all.get(self.range(at)).unwrap_or_default()
    }
}

impl Table {
    /// The columns of so many documents; `None` when the bytes are none.
    pub(super) fn of(bytes: &[u8], documents: usize) -> Option<Self> {
        let (flat, rest) = postcard::take_from_bytes::<Flat<'_>>(bytes).ok()?;
        rest.is_empty().then_some(())?;
        let lengths = [
            flat.source.len(),
            flat.script.len(),
            flat.encoding.len(),
            flat.flags.len(),
            flat.chars.len(),
            flat.remarks.len(),
            flat.named_len.len(),
            flat.pairs_len.len(),
        ];
        if lengths != [documents; 8] || flat.source.iter().any(|number| *number as usize > flat.sources.len()) {
            return None;
        }
        if flat.said.len() != flat.named.len() {
            return None;
        }
        let mut named = Lists::with_capacity(documents, flat.named.len());
        let mut primary = Lists::with_capacity(documents, flat.named.len() / 3);
        let mut steps = flat.named.iter();
        for length in &flat.named_len {
            let mut last = 0_u16;
            for _ in 0..*length {
                let step = *steps.next()?;
                last = last.wrapping_add(u16::try_from(step >> 1).ok()?);
                let place = record::place(last)?;
                named.all.push(place);
                if step & 1 == 1 {
                    primary.all.push(place);
                }
            }
            named.end()?;
            primary.end()?;
        }
        let mut pairs = Lists::with_capacity(documents, flat.pairs.len());
        let mut kept = flat.pairs.iter();
        for length in &flat.pairs_len {
            let mut low = 0_u16;
            for _ in 0..*length {
                let (first, second, sentences) = *kept.next()?;
                low = low.wrapping_add(first);
                let cities = (record::place(low)?, record::place(low.wrapping_add(second))?);
                pairs.all.extend(Paired::pack(&CityPair { cities, sentences })?);
            }
            pairs.end()?;
        }
        if steps.next().is_some() || kept.next().is_some() {
            return None;
        }
        Some(Self {
            folded: flat.sources.iter().map(|(source, _)| fold::fold_units(source)).collect(),
            sources: flat.sources.into_iter().map(|(source, sound)| (source.into(), sound.into())).collect(),
            source: flat.source,
            script: flat.script,
            encoding: flat.encoding,
            flags: flat.flags,
            chars: flat.chars,
            remarks: flat.remarks,
            named,
            said: flat.said,
            primary,
            pairs,
            naming: OnceLock::new(),
            about: OnceLock::new(),
        })
    }

    /// The documents of whose source, the same folded, and how it sounds, `test` holds.
    pub(super) fn sources_where(&self, test: impl Fn(&str, &[u16], &str) -> bool) -> Bits {
        // Number 0 stands for none.
        let of_each =
            self.sources.iter().zip(&self.folded).map(|((source, sound), folded)| test(source, folded, sound));
        let holds: Vec<bool> = std::iter::once(false).chain(of_each).collect();
        Bits::of(&self.source, |number| holds.get(*number as usize).is_some_and(|holds| *holds))
    }

    /// What `told` says of the source of each document, the same folded, and how it sounds: `None` for those without.
    pub(super) fn told_by_sources(&self, told: impl Fn(&str, &[u16], &str) -> Option<u32>) -> (Bits, Vec<u32>) {
        // Number 0 stands for none.
        let of_each =
            self.sources.iter().zip(&self.folded).map(|((source, sound), folded)| told(source, folded, sound));
        let of_each: Vec<Option<u32>> = std::iter::once(None).chain(of_each).collect();
        let told = |number: &u32| of_each.get(*number as usize).copied().flatten();
        (
            Bits::of(&self.source, |number| told(number).is_some()),
            self.source.iter().map(|n| told(n).unwrap_or(0)).collect(),
        )
    }

    /// The documents of which these flags of [`Brief`] say that they print their source in its very characters.
    pub(super) fn printing_sources(&self) -> Bits {
        Bits::of(&self.flags, |flags| flags & Brief::SOURCE_PRINTED != 0)
    }

    /// The documents that answer to one of these places (sorted), or are about it.
    pub(super) fn naming(&self, places: &[PlaceId], primary: bool) -> Bits {
        let of = if primary { &self.primary } else { &self.named };
        let naming = if primary { &self.about } else { &self.naming }.get_or_init(|| Naming::of(of));
        let mut found = Bits::none(self.source.len());
        places.iter().flat_map(|place| naming.documents(*place)).for_each(|number| found.add(*number as usize));
        found
    }

    /// Every place that a document answers to.
    pub(super) fn named(&self, number: u32) -> &[PlaceId] {
        self.named.of(number as usize)
    }

    /// The same, and how often it names each of them, or what lies in it; [`OFTEN`] for more than that.
    pub(super) fn said(&self, number: u32) -> impl Iterator<Item = (PlaceId, u16)> {
        let range = self.named.range(number as usize);
        let said = self.said.get(range).unwrap_or_default();
        self.named(number).iter().copied().zip(said.iter().copied())
    }

    /// Those it is about.
    pub(super) fn primary(&self, number: u32) -> &[PlaceId] {
        self.primary.of(number as usize)
    }

    /// The cities it names in one sentence.
    pub(super) fn pairs(&self, number: u32) -> &[Paired] {
        self.pairs.of(number as usize)
    }

    /// What they say of a document.
    pub(super) fn brief(&self, number: u32) -> Option<Brief<'_>> {
        let at = number as usize;
        let source = self.source.get(at)?.checked_sub(1).and_then(|source| self.sources.get(source as usize));
        Some(Brief {
            source: source.map(|(source, _)| &**source),
            source_key: source.map_or("", |(_, sound)| sound),
            script: *self.script.get(at)?,
            encoding: *self.encoding.get(at)?,
            flags: *self.flags.get(at)?,
            chars: *self.chars.get(at)?,
            remarks: Remarks(*self.remarks.get(at)?),
            named: self.named.of(at),
            primary: self.primary.of(at),
            pairs: self.pairs.of(at),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::library::document_of;

    const PAGES: [&str; 4] = [
        "遂潼合作\n2021年3月5日  来源：甲日报  记者 王某\n\n　　遂宁市与潼南区签约。成都、重庆、绵阳都来了人，遂宁的最多。\n",
        "",
        "廣安與南充\n來源：乙報\n\n　　廣安市和南充市將共建園區。\n甲\t乙\t丙\n甲\t乙\t丙\n",
        "又一篇\n2021年3月6日  来源：甲日报\n\n　　射洪市的桥。\n",
    ];

    fn written() -> (Vec<Card>, Vec<u8>) {
        let cards: Vec<Card> = PAGES.iter().map(|page| document_of("a.txt", page.as_bytes()).card().clone()).collect();
        let mut writer = Writer::default();
        cards.iter().for_each(|card| writer.put(card, &[]));
        (cards, writer.close().unwrap())
    }

    #[test]
    fn columns_say_what_the_cards_say() {
        let (cards, bytes) = written();
        let table = Table::of(&bytes, cards.len()).unwrap();
        assert!(!cards[0].pairs.is_empty() && table.sources.len() == 2);
        for (number, card) in (0..).zip(&cards) {
            assert_eq!(table.brief(number).unwrap(), Brief::of(card));
        }
        assert!(table.brief(4).is_none() && Table::of(&bytes, 3).is_none());
    }

    #[test]
    fn damaged_columns_are_refused_or_harmless() {
        let (cards, bytes) = written();
        for len in 0..bytes.len() {
            assert!(Table::of(&bytes[..len], cards.len()).is_none(), "cut at {len}");
        }
        for (at, flip) in (0..bytes.len()).flat_map(|at| [1, 0x80, 0xFF].map(|flip| (at, flip))) {
            let mut damaged = bytes.clone();
            damaged[at] ^= flip;
            if let Some(table) = Table::of(&damaged, cards.len()) {
                (0..4).for_each(|number| assert!(table.brief(number).is_some()));
            }
        }
    }
}
