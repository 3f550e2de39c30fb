//! What was read of pages, in few bytes: so that a folder that was read once is not read again, and its ledger is there at once.
//!
//! Only the plain reading is kept. What the user says of facts is put to it each time, so that it never has to be thrown away for that.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};
use xxhash_rust::xxh3::{Xxh3, xxh3_128};

use super::{Amount, Claim, Kind, Party, Status, When};
use crate::{
    library::{Corrections, Document, cache::lasting},
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
        let mut key = Xxh3::new();
        key.update(&document.hash.0.to_le_bytes());
        key.update(document.path.as_bytes());
        key.update(format!("{:?}{:?}", document.brief().encoding, document.date()).as_bytes());
        if !corrections.is_empty() {
            let (page, places) = corrections.edits(document.hash, &document.path);
            if !page.is_empty() || !places.is_empty() {
                key.update(format!("{page:?}{places:?}").as_bytes());
            }
        }
        Self(key.digest128())
    }

    /// One key for all pages of a folder, in this order.
    #[must_use]
    pub fn of_all(keys: &[Self]) -> u128 {
        xxh3_128(&keys.iter().flat_map(|key| key.0.to_le_bytes()).collect::<Vec<u8>>())
    }
}

/// Names of rules and units: kept once, spoken of by number.
#[derive(Debug, Default)]
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

#[derive(Serialize, Deserialize)]
struct KeptPage<'a> {
    #[serde(borrow)]
    sentences: Vec<(ByteRange, &'a str)>,
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
    unit: u16,
    comparator: u16,
    text: &'a str,
}

/// The readings of many pages.
#[derive(Debug, Default)]
pub struct Readings {
    names: Names,
    /// One after the other; those of pages that are gone stay until all are written.
    bytes: Vec<u8>,
    at: HashMap<PageKey, (usize, u32)>,
    /// Readings that were added since they were last written.
    pub fresh: usize,
}

/// What stands behind the readings in a file.
#[derive(Serialize, Deserialize)]
struct Directory<'a> {
    #[serde(borrow)]
    names: Vec<&'a str>,
    pages: Vec<(PageKey, u64, u32)>,
}

impl Readings {
    /// How many pages.
    #[must_use]
    pub fn len(&self) -> usize {
        self.at.len()
    }

    /// True when there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.at.is_empty()
    }

    /// True when the page was read.
    #[must_use]
    pub fn knows(&self, page: PageKey) -> bool {
        self.at.contains_key(&page)
    }

    /// Adds what a page tells, `text` being its text.
    pub fn add(&mut self, page: PageKey, claims: &[Claim], text: &str) {
        let mut sentences: Vec<(ByteRange, &str)> = Vec::new();
        let names = &mut self.names;
        let kept = claims.iter().map(|claim| {
            if sentences.last().is_none_or(|(at, _)| *at != claim.sentence) {
                sentences.push((claim.sentence, claim.sentence.of(text)));
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
        let Ok(length) = u32::try_from(record.len()) else { return };
        self.at.insert(page, (self.bytes.len(), length));
        self.bytes.extend(record);
        self.fresh += 1;
    }

    /// What a page tells, each claim with its sentence; `None` when it was not read.
    #[must_use]
    pub fn get(&self, page: PageKey) -> Option<Vec<(String, Claim)>> {
        let &(at, length) = self.at.get(&page)?;
        let record = self.bytes.get(at..at.checked_add(length as usize)?)?;
        let kept: KeptPage<'_> = postcard::from_bytes(record).ok()?;
        kept.claims.iter().map(|claim| self.claim(claim, &kept.sentences)).collect()
    }

    fn claim(&self, kept: &KeptClaim<'_>, sentences: &[(ByteRange, &str)]) -> Option<(String, Claim)> {
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
                unit: self.names.name(amount.unit)?,
                comparator: self.names.name(amount.comparator)?,
                text: amount.text.to_owned(),
            })
        };
        let party = |party: &KeptParty<'_>| match party {
            KeptParty::City(city) => Party::City(PlaceId(*city)),
            KeptParty::Body(name) => Party::Body((*name).to_owned()),
        };
        let &(sentence, text) = sentences.get(kept.sentence as usize)?;
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
        Some((text.to_owned(), claim))
    }

    /// Forgets all pages but these.
    pub fn keep_only(&mut self, pages: &[PageKey]) {
        let mut at = HashMap::with_capacity(pages.len());
        let mut bytes = Vec::new();
        for &page in pages {
            let Some(&(from, length)) = self.at.get(&page) else { continue };
            let Some(record) = self.bytes.get(from..from + length as usize) else { continue };
            at.insert(page, (bytes.len(), length));
            bytes.extend_from_slice(record);
        }
        (self.at, self.bytes) = (at, bytes);
    }

    /// As a file has them.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut pages: Vec<(PageKey, u64, u32)> =
            self.at.iter().map(|(&page, &(at, length))| (page, at as u64, length)).collect();
        pages.sort_unstable();
        let directory = postcard::to_allocvec(&Directory { names: self.names.all.clone(), pages }).unwrap_or_default();
        let mut bytes = Vec::with_capacity(self.bytes.len() + directory.len() + 8);
        bytes.extend_from_slice(&(self.bytes.len() as u64).to_le_bytes());
        bytes.extend_from_slice(&self.bytes);
        bytes.extend_from_slice(&directory);
        bytes
    }

    /// Those of a file; none when it makes no sense.
    #[must_use]
    pub fn of_bytes(bytes: &[u8]) -> Self {
        Self::try_of(bytes).unwrap_or_default()
    }

    fn try_of(bytes: &[u8]) -> Option<Self> {
        let (length, rest) = bytes.split_first_chunk::<8>()?;
        let (records, directory) = rest.split_at_checked(usize::try_from(u64::from_le_bytes(*length)).ok()?)?;
        let directory: Directory<'_> = postcard::from_bytes(directory).ok()?;
        let mut names = Names::default();
        for name in directory.names {
            names.number(lasting(name)?);
        }
        let pages = directory.pages.into_iter();
        let at =
            pages.map(|(page, at, length)| Some((page, (usize::try_from(at).ok()?, length)))).collect::<Option<_>>()?;
        Some(Self { names, bytes: records.to_vec(), at, fresh: 0 })
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

/// How the claims of a folder were put together: worked out once, good for as long as every page is the same.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Merged {
    /// Of which pages (see [`PageKey::of_all`]).
    pub of: u128,
    /// How many claims they tell.
    pub told: u32,
    /// The facts in the order of the ledger: the places of their claims (see [`super::groups`]).
    pub groups: Vec<Vec<u32>>,
    /// For each fact its place in the order of the names.
    pub names: Vec<u32>,
}

impl Merged {
    /// As a file has it.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        postcard::to_allocvec(self).unwrap_or_default()
    }

    /// That of a file, when it is of these pages and so many claims, and each claim is in one group.
    #[must_use]
    pub fn of_bytes(bytes: &[u8], of: u128, told: usize) -> Option<Self> {
        let merged: Self = postcard::from_bytes(bytes).ok()?;
        let mut seen = vec![false; told];
        let once = |&claim: &u32| seen.get_mut(claim as usize).is_some_and(|seen| !std::mem::replace(seen, true));
        let sound = merged.of == of
            && merged.told as usize == told
            && merged.names.len() == merged.groups.len()
            && merged.groups.iter().all(|group| !group.is_empty())
            && merged.groups.iter().flatten().all(once)
            && seen.iter().all(|seen| *seen);
        sound.then_some(merged)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        facts::{claims, ledger, put_in_order, rows, tell, tell_said},
        library::document_of,
    };

    const TEXT: &str = "两地签约\n2021年3月6日\n\n　　3月5日，遂宁市与潼南区签订《涪江水运合作协议》，总投资12亿元，力争2025年建成。同日，两地成立水运发展领导小组。\n";

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
        let again = Readings::of_bytes(&readings.to_bytes());
        let (sentences, found): (Vec<String>, Vec<Claim>) = again.get(key).unwrap().into_iter().unzip();
        assert_eq!(found, claims);
        let page = document.page();
        assert!(sentences.iter().zip(&claims).all(|(text, claim)| text == claim.sentence.of(&page.article.text)));
        // The same file elsewhere or with another text is another page.
        let mut moved = document.clone();
        moved.path = "b.txt".into();
        assert!(again.get(PageKey::of(&moved, &Corrections::default())).is_none());
        let mut told = (vec![], vec![]);
        tell(&document, claims, &Corrections::default(), &mut told.0);
        tell_said(&document, again.get(key).unwrap(), &Corrections::default(), &mut told.1);
        assert_eq!(told.0, told.1);
        readings.keep_only(&[]);
        assert!(readings.is_empty() && readings.bytes.is_empty());
    }

    #[test]
    fn bytes_that_make_no_sense_are_no_readings() {
        let (document, claims) = read(TEXT);
        let mut readings = Readings::default();
        readings.add(PageKey(1), &claims, &document.page().article.text);
        let whole = readings.to_bytes();
        for at in 0..whole.len() {
            let cut = Readings::of_bytes(whole.get(..at).unwrap());
            assert!(cut.get(PageKey(1)).is_none_or(|found| found.len() == claims.len()), "{at}");
            let mut wrong = whole.clone();
            wrong[at] ^= 0x55;
            // Whatever comes back, it comes back.
            drop(Readings::of_bytes(&wrong).get(PageKey(1)));
        }
    }

    #[test]
    fn how_claims_were_put_together_is_good_for_those_claims_only() {
        let (document, claims) = read(TEXT);
        let mut told = vec![];
        tell(&document, claims, &Corrections::default(), &mut told);
        let groups = crate::facts::groups(&mut told);
        let names = (0..).take(groups.len()).collect();
        let merged = Merged { of: 7, told: u32::try_from(told.len()).unwrap(), groups, names };
        let bytes = merged.to_bytes();
        assert_eq!(Merged::of_bytes(&bytes, 7, told.len()), Some(merged.clone()));
        assert_eq!(Merged::of_bytes(&bytes, 8, told.len()), None);
        assert_eq!(Merged::of_bytes(&bytes, 7, told.len() + 1), None);
        let twice = Merged { groups: vec![vec![0], vec![0]], names: vec![0, 1], ..merged.clone() };
        assert_eq!(Merged::of_bytes(&twice.to_bytes(), 7, told.len()), None);
        put_in_order(&mut told);
        let facts: Vec<_> =
            crate::facts::in_order(rows(&merged.groups, told.clone())).into_iter().map(|f| f.0).collect();
        assert_eq!(facts, ledger(told));
    }
}
