//! What was read of pages, in few bytes: so that a folder that was read once is not read again, and its ledger is there at once.
//!
//! Only the plain reading is kept. What the user says of facts is put to it each time, so that it never has to be thrown away for that.

use std::{
    collections::HashMap,
    sync::{
        Arc, OnceLock,
        atomic::{AtomicUsize, Ordering},
    },
};

use serde::{Deserialize, Serialize};
use xxhash_rust::xxh3::xxh3_128;

use super::{
    Amount, Claim, Kind, Party, Status, When,
    table::{halves, joined},
};
use crate::{
    library::{
        Corrections, Document,
        cache::{Body, lasting},
    },
    place::PlaceId,
    text::{date::Certainty, span::ByteRange},
};

/// Which reading of which page: its bytes, where it lies, and what the user put right in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct PageKey(u128);

impl PageKey {
    /// The key of a document as it was read.
    #[must_use]
    pub fn of(document: &Document, corrections: &Corrections) -> Self {
        let (path, date) = (document.path.as_bytes(), document.date());
        let mut bytes = Vec::with_capacity(path.len() + 64);
        bytes.extend_from_slice(&document.hash.0.to_le_bytes());
        bytes.extend_from_slice(&(path.len() as u64).to_le_bytes());
        bytes.extend_from_slice(path);
        bytes.extend_from_slice(document.brief().encoding.name().as_bytes());
        bytes.push(u8::from(date.is_some()));
        if let Some(date) = date {
            bytes.extend_from_slice(&date.year.to_le_bytes());
            bytes.extend([date.month.unwrap_or(0), date.day.unwrap_or(0)]);
        }
        if !corrections.is_empty() {
            let (page, places) = corrections.edits(document.hash, &document.path);
            if !page.is_empty() || !places.is_empty() {
                bytes.extend_from_slice(format!("{page:?}{places:?}").as_bytes());
            }
        }
        Self(xxh3_128(&bytes))
    }

    /// One key for all pages of a folder, in this order.
    #[must_use]
    pub fn of_all(keys: impl Iterator<Item = Self>) -> u128 {
        xxh3_128(&keys.flat_map(|key| key.0.to_le_bytes()).collect::<Vec<u8>>())
    }
}

/// Names of rules and units: kept once, spoken of by number.
#[derive(Clone, Debug, Default)]
struct Names {
    all: Vec<&'static str>,
    number_of: HashMap<&'static str, u16>,
}

impl Names {
    fn number(&mut self, name: &'static str) -> u16 {
        let next = u16::try_from(self.all.len()).unwrap_or(u16::MAX);
        let all = &mut self.all;
        *self.number_of.entry(name).or_insert_with(|| {
            all.push(name);
            next
        })
    }

    fn name(&self, number: u16) -> Option<&'static str> {
        self.all.get(usize::from(number)).copied()
    }
}

type KeptSentence<'a> = (ByteRange, (u32, u32), &'a str);

/// What one sentence tells.
#[derive(Clone, Debug, PartialEq)]
pub struct Said {
    /// The sentence in source characters.
    pub sentence: String,
    /// Where it begins and ends in the text, in characters.
    pub chars: (u32, u32),
    /// What it tells.
    pub claim: Claim,
}

#[derive(Serialize, Deserialize)]
struct KeptPage<'a> {
    /// Their bytes, their characters, and what they say.
    #[serde(borrow)]
    sentences: Vec<KeptSentence<'a>>,
    #[serde(borrow)]
    claims: Vec<KeptClaim<'a>>,
}

#[derive(Serialize, Deserialize)]
struct KeptClaim<'a> {
    kind: u8,
    status: u8,
    bare: bool,
    name: &'a str,
    full_name: Option<&'a str>,
    #[serde(borrow)]
    parties: Vec<KeptParty<'a>>,
    #[serde(borrow)]
    date: Option<KeptWhen<'a>>,
    #[serde(borrow)]
    deadline: Option<KeptWhen<'a>>,
    #[serde(borrow)]
    quantities: Vec<KeptAmount<'a>>,
    rule: u16,
    sentence: u32,
    span: ByteRange,
}

#[derive(Serialize, Deserialize)]
enum KeptParty<'a> {
    City(u16),
    Body(&'a str),
}

#[derive(Serialize, Deserialize)]
struct KeptWhen<'a> {
    value: &'a str,
    certainty: Certainty,
    text: &'a str,
    rule: u16,
}

#[derive(Serialize, Deserialize)]
struct KeptAmount<'a> {
    value: f64,
    high: Option<f64>,
    unit: u16,
    comparator: u16,
    text: &'a str,
}

/// The readings of many pages: those of a file where they lie, and those that were added.
#[derive(Clone, Debug, Default)]
pub struct Readings {
    names: Names,
    file: Option<Arc<File>>,
    /// Added, one after the other; those of pages that are gone stay until all are written.
    bytes: Vec<u8>,
    at: HashMap<PageKey, (usize, usize)>,
}

/// The readings in a file: how long the names are and how many pages there are, a number of eight bytes each; for each page its key, where
/// its record begins and how long it is; the records; the names.
#[derive(Debug)]
struct File {
    body: Body,
    pages: usize,
    /// Where an answer was found last: pages are mostly asked for in the order in which they were written.
    last: AtomicUsize,
    numbers: OnceLock<HashMap<PageKey, usize>>,
}

/// Bytes before the pages, and of each page.
const FILE_HEAD: usize = 16;
const FILE_PAGE: usize = 32;

impl File {
    fn of(body: Body) -> Option<(Self, Names)> {
        let head: &[u64] = bytemuck::try_cast_slice(body.get(..FILE_HEAD)?).ok()?;
        let &[names_length, pages] = head else { return None };
        let (names_length, pages) = (usize::try_from(names_length).ok()?, usize::try_from(pages).ok()?);
        body.get(FILE_HEAD..)?.get(..pages.checked_mul(FILE_PAGE)?)?;
        let names_at = body.len().checked_sub(names_length)?;
        let mut names = Names::default();
        for name in postcard::from_bytes::<Vec<&str>>(body.get(names_at..)?).ok()? {
            names.number(lasting(name)?);
        }
        Some((Self { body, pages, last: AtomicUsize::new(0), numbers: OnceLock::new() }, names))
    }

    fn entries(&self) -> &[[u64; 4]] {
        let bytes = self.body.get(FILE_HEAD..FILE_HEAD + self.pages * FILE_PAGE).unwrap_or_default();
        bytemuck::try_cast_slice(bytes).unwrap_or_default()
    }

    fn find(&self, page: PageKey) -> Option<&[u64; 4]> {
        let entries = self.entries();
        let after = self.last.load(Ordering::Relaxed).wrapping_add(1);
        for next in [after, after.wrapping_sub(1), 0] {
            if let Some(entry) = entries.get(next).filter(|entry| key_of(entry) == page) {
                self.last.store(next, Ordering::Relaxed);
                return Some(entry);
            }
        }
        let numbers = self.numbers.get_or_init(|| entries.iter().map(key_of).zip(0..).collect());
        let number = *numbers.get(&page)?;
        self.last.store(number, Ordering::Relaxed);
        entries.get(number)
    }

    fn record(&self, page: PageKey) -> Option<&[u8]> {
        let &[.., at, length] = self.find(page)?;
        let (at, length) = (usize::try_from(at).ok()?, usize::try_from(length).ok()?);
        self.body.get(at..at.checked_add(length)?)
    }
}

fn key_of(entry: &[u64; 4]) -> PageKey {
    PageKey(joined([entry[0], entry[1]]))
}

impl Readings {
    /// How many pages, of those that were added too.
    #[must_use]
    pub fn len(&self) -> usize {
        self.at.len() + self.file.as_ref().map_or(0, |file| file.pages)
    }

    /// True when there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// How many were added to those of the file.
    #[must_use]
    pub fn fresh(&self) -> usize {
        self.at.len()
    }

    /// True when the page was read.
    #[must_use]
    pub fn knows(&self, page: PageKey) -> bool {
        self.at.contains_key(&page) || self.file.as_ref().is_some_and(|file| file.find(page).is_some())
    }

    fn record(&self, page: PageKey) -> Option<&[u8]> {
        match self.at.get(&page) {
            Some(&(at, length)) => self.bytes.get(at..at.checked_add(length)?),
            None => self.file.as_ref()?.record(page),
        }
    }

    /// Adds what a page tells, `text` being its text.
    pub fn add(&mut self, page: PageKey, claims: &[Claim], text: &str) {
        let mut sentences: Vec<KeptSentence<'_>> = Vec::new();
        let mut counter = CharCounter::new(text);
        let names = &mut self.names;
        let kept = claims.iter().map(|claim| {
            if sentences.last().is_none_or(|(at, ..)| *at != claim.sentence) {
                sentences.push((claim.sentence, counter.chars(claim.sentence), claim.sentence.of(text)));
            }
            let mut when = |when: &'_ Option<When>| {
                let number = when.as_ref().map(|when| names.number(when.rule));
                when.as_ref()
                    .zip(number)
                    .map(|(when, rule)| (when.value.clone(), when.certainty, when.text.clone(), rule))
            };
            let (date, deadline) = (when(&claim.date), when(&claim.deadline));
            (claim, date, deadline, sentences.len() - 1)
        });
        let kept: Vec<_> = kept.collect();
        let claims = kept.iter().map(|(claim, date, deadline, sentence)| KeptClaim {
            kind: claim.kind as u8,
            status: claim.status as u8,
            bare: claim.bare,
            name: &claim.name,
            full_name: claim.full_name.as_deref(),
            parties: claim.parties.iter().map(kept_party).collect(),
            date: date.as_ref().map(kept_when),
            deadline: deadline.as_ref().map(kept_when),
            quantities: claim
                .quantities
                .iter()
                .map(|amount| KeptAmount {
                    value: amount.value,
                    high: amount.high,
                    unit: names.number(amount.unit),
                    comparator: names.number(amount.comparator),
                    text: &amount.text,
                })
                .collect(),
            rule: names.number(claim.rule),
            sentence: u32::try_from(*sentence).unwrap_or(u32::MAX),
            span: claim.span,
        });
        let kept = KeptPage { claims: claims.collect(), sentences };
        let Ok(record) = postcard::to_allocvec(&kept) else { return };
        self.at.insert(page, (self.bytes.len(), record.len()));
        self.bytes.extend(record);
    }

    /// What a page tells; `None` when it was not read.
    #[must_use]
    pub fn get(&self, page: PageKey) -> Option<Vec<Said>> {
        let kept: KeptPage<'_> = postcard::from_bytes(self.record(page)?).ok()?;
        kept.claims.iter().map(|claim| self.claim(claim, &kept.sentences)).collect()
    }

    /// One of them, by its number.
    #[must_use]
    pub fn saying(&self, page: PageKey, number: u32) -> Option<Said> {
        let kept: KeptPage<'_> = postcard::from_bytes(self.record(page)?).ok()?;
        self.claim(kept.claims.get(number as usize)?, &kept.sentences)
    }

    fn claim(&self, kept: &KeptClaim<'_>, sentences: &[KeptSentence<'_>]) -> Option<Said> {
        let when = |when: &Option<KeptWhen<'_>>| match when {
            Some(when) => Some(Some(When {
                value: when.value.to_owned(),
                certainty: when.certainty,
                text: when.text.to_owned(),
                rule: self.names.name(when.rule)?,
            })),
            None => Some(None),
        };
        let amount = |amount: &KeptAmount<'_>| {
            Some(Amount {
                value: amount.value,
                high: amount.high,
                unit: self.names.name(amount.unit)?,
                comparator: self.names.name(amount.comparator)?,
                text: amount.text.to_owned(),
            })
        };
        let party = |party: &KeptParty<'_>| match party {
            KeptParty::City(city) => Party::City(PlaceId(*city)),
            KeptParty::Body(name) => Party::Body((*name).to_owned()),
        };
        let &(sentence, chars, text) = sentences.get(kept.sentence as usize)?;
        let claim = Claim {
            kind: *Kind::ALL.get(usize::from(kept.kind))?,
            name: kept.name.to_owned(),
            full_name: kept.full_name.map(str::to_owned),
            bare: kept.bare,
            parties: kept.parties.iter().map(party).collect(),
            date: when(&kept.date)?,
            deadline: when(&kept.deadline)?,
            quantities: kept.quantities.iter().map(amount).collect::<Option<_>>()?,
            status: *Status::ALL.get(usize::from(kept.status))?,
            rule: self.names.name(kept.rule)?,
            sentence,
            span: kept.span,
        };
        Some(Said { sentence: text.to_owned(), chars, claim })
    }

    /// Forgets all pages that were added but these.
    pub fn keep_only(&mut self, pages: &[PageKey]) {
        let mut at = HashMap::with_capacity(pages.len());
        let mut bytes = Vec::new();
        for &page in pages {
            let Some(&(from, length)) = self.at.get(&page) else { continue };
            at.insert(page, (bytes.len(), length));
            bytes.extend_from_slice(self.bytes.get(from..from + length).unwrap_or_default());
        }
        (self.at, self.bytes) = (at, bytes);
    }

    /// Those of these pages, as a file has them.
    #[must_use]
    pub fn to_bytes(&self, pages: &[PageKey]) -> Vec<u8> {
        let names = postcard::to_allocvec(&self.names.all).unwrap_or_default();
        let records: Vec<(PageKey, &[u8])> =
            pages.iter().filter_map(|&page| Some((page, self.record(page)?))).collect();
        let mut at = FILE_HEAD + records.len() * FILE_PAGE;
        let all: usize = records.iter().map(|(_, record)| record.len()).sum();
        let mut bytes = Vec::with_capacity(at + all + names.len());
        bytes.extend_from_slice(&(names.len() as u64).to_ne_bytes());
        bytes.extend_from_slice(&(records.len() as u64).to_ne_bytes());
        for (page, record) in &records {
            let [low, high] = halves(page.0);
            bytes.extend([low, high, at as u64, record.len() as u64].into_iter().flat_map(u64::to_ne_bytes));
            at += record.len();
        }
        records.iter().for_each(|(_, record)| bytes.extend_from_slice(record));
        bytes.extend_from_slice(&names);
        bytes
    }

    /// Those of a file; none when it makes no sense.
    #[must_use]
    pub fn kept(body: Body) -> Self {
        let Some((file, names)) = File::of(body) else { return Self::default() };
        Self { names, file: Some(Arc::new(file)), ..Self::default() }
    }
}

/// Counts the characters before places of a text that mostly come in order.
pub(super) struct CharCounter<'a> {
    text: &'a str,
    last: (usize, u32),
}

impl<'a> CharCounter<'a> {
    pub(super) const fn new(text: &'a str) -> Self {
        Self { text, last: (0, 0) }
    }

    fn before(&mut self, byte: usize) -> u32 {
        if byte < self.last.0 {
            self.last = (0, 0);
        }
        let more = self.text.get(self.last.0..byte).map_or(0, |text| text.chars().count());
        self.last = (byte, self.last.1 + u32::try_from(more).unwrap_or(u32::MAX));
        self.last.1
    }

    /// The characters of a range.
    pub(super) fn chars(&mut self, range: ByteRange) -> (u32, u32) {
        (self.before(range.start), self.before(range.end))
    }
}

fn kept_party(party: &Party) -> KeptParty<'_> {
    match party {
        Party::City(city) => KeptParty::City(city.0),
        Party::Body(name) => KeptParty::Body(name),
    }
}

fn kept_when((value, certainty, text, rule): &(String, Certainty, String, u16)) -> KeptWhen<'_> {
    KeptWhen { value, certainty: *certainty, text, rule: *rule }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        facts::{claims, tell, tell_said},
        library::document_of,
    };

    const TEXT: &str = "两地签约\n2021年3月6日\n\n　　3月5日，遂宁市与潼南区签订《涪江水运合作协议》，总投资12亿元。遂宁市与潼南区共建的测试船闸开工，总投资3亿元，预计2025年底建成。同日，两地成立水运发展领导小组。\n";

    fn read(text: &str) -> (Document, Vec<Claim>) {
        let document = document_of("a.txt", text.as_bytes());
        let claims = claims(&document.page().article, &document.page().tagging, document.folded());
        (document, claims)
    }

    #[test]
    fn what_was_read_comes_back_as_it_was() {
        let (document, claims) = read(TEXT);
        assert!(
            claims.len() >= 2 && claims.iter().any(|c| !c.quantities.is_empty() && c.deadline.is_some()),
            "{claims:?}"
        );
        let key = PageKey::of(&document, &Corrections::default());
        let mut readings = Readings::default();
        readings.add(key, &claims, &document.page().article.text);
        let mut again = Readings::kept(Body::holding(&readings.to_bytes(&[key, key])));
        again.add(PageKey(1), &claims, &document.page().article.text);
        assert_eq!((again.len(), again.fresh()), (3, 1));
        assert_eq!(again.saying(key, 1), again.get(PageKey(1)).and_then(|said| said.get(1).cloned()));
        let said = again.get(key).unwrap();
        let found: Vec<Claim> = said.iter().map(|said| said.claim.clone()).collect();
        assert_eq!(found, claims);
        let page = document.page();
        for said in &said {
            assert_eq!(said.sentence, said.claim.sentence.of(&page.article.text));
            let (from, to) = (said.chars.0 as usize, said.chars.1 as usize);
            assert_eq!(said.sentence, page.article.text.chars().skip(from).take(to - from).collect::<String>());
        }
        // The same file elsewhere or with another text is another page.
        let mut moved = document.clone();
        moved.path = "b.txt".into();
        assert!(again.get(PageKey::of(&moved, &Corrections::default())).is_none());
        let mut told = (vec![], vec![]);
        tell(&document, claims, &Corrections::default(), &mut told.0);
        let said = said.into_iter().map(|said| (said.sentence, said.claim));
        tell_said(&document, said, &Corrections::default(), &mut told.1);
        assert_eq!(told.0, told.1);
        let fewer = Readings::kept(Body::holding(&again.to_bytes(&[PageKey(1)])));
        assert_eq!((fewer.len(), fewer.knows(key), fewer.get(PageKey(1))), (1, false, again.get(key)));
    }

    #[test]
    fn bytes_that_make_no_sense_are_no_readings() {
        let (document, claims) = read(TEXT);
        let mut readings = Readings::default();
        readings.add(PageKey(1), &claims, &document.page().article.text);
        let whole = readings.to_bytes(&[PageKey(1)]);
        for at in 0..whole.len() {
            let cut = Readings::kept(Body::holding(whole.get(..at).unwrap()));
            assert!(cut.get(PageKey(1)).is_none_or(|found| found.len() == claims.len()), "{at}");
            let mut wrong = whole.clone();
            wrong[at] ^= 0x55;
            // Whatever comes back, it comes back.
            drop(Readings::kept(Body::holding(&wrong)).get(PageKey(1)));
        }
    }
}
