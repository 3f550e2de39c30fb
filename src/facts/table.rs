//! The ledger as columns: what choosing, sorting and grouping facts needs of each of them, in arrays that lie one behind the other in
//! memory or in a file. A fact itself is put together only when it is looked at (see [`super::book`]).
//!
//! The bytes are checked as a whole before they come here, and made by the same rules; still nothing in them can make a reader fail.

use std::{ops::Range, sync::Arc};

use super::{Kind, Status};
use crate::{
    library::cache::Body,
    place::{PlaceId, gazetteer},
    text::{date::Certainty, span::ByteRange},
};

/// The parts of the bytes, in their order. `n` facts, `m` members, `d` pages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
    /// Kind and status, a byte each: `n`.
    Kind,
    Status,
    /// 1 where the user says something of it, a byte each: `n`.
    ByUser,
    /// Place in the order of the names: `n`.
    Name,
    /// Number of its list of those who take part, which are in order: `n`.
    Parties,
    /// First and last day of the date, then of the deadline; [`NO_DAY`] for none: `2n` each.
    Days,
    Due,
    /// The day after which it is overdue; [`NEVER`] for never: `n`.
    Overdue,
    /// The day after which nothing was heard of it for long, likewise: `n`.
    Quiet,
    /// Place of its greatest amount in the order of amounts; `u32::MAX` for none: `n`.
    Amount,
    /// Where the amounts of each begin: `n + 1`; the number of each one's unit, a byte each; their least and greatest values, 8 bytes each.
    AmountAt,
    AmountUnits,
    Amounts,
    /// Where the names of units begin, and the names.
    UnitAt,
    Units,
    /// Place in the order of dates, then of names: `n`.
    When,
    /// Number of the value of its date and of its deadline, counted from 1; 0 for none: `n`. And how sure they are, a byte each.
    Date,
    DateSure,
    Deadline,
    DeadlineSure,
    /// Witnesses, those that say it twice in one sentence once: `n`.
    Witnesses,
    /// Where the members of each begin: `n + 1`; their pages, their numbers among what these say, their sentences in
    /// bytes and in characters: `m`, `m`, `2m`, `2m`.
    Members,
    Pages,
    Sayings,
    Sentences,
    Chars,
    /// Where the name of each begins: `n + 1`; the names.
    NameAt,
    Names,
    /// Where the values of dates begin, and the values.
    ValueAt,
    Values,
    /// Where the cities of the lists of those who take part begin, and the cities.
    CityAt,
    Cities,
    /// For each page where its facts begin: `d + 1`; pairs of a fact and which of its witnesses the page is, in the order of the text.
    ToldAt,
    Told,
}

/// How many parts there are.
pub(super) const PARTS: usize = Part::Told as usize + 1;
/// Numbers of 8 bytes before the parts: their stamp, how many facts, and where each part ends.
pub(super) const HEAD: usize = 3 + PARTS;

/// Stands for no day.
pub(super) const NO_DAY: i32 = i32::MIN;
/// Stands for the day that never comes.
pub(super) const NEVER: i32 = i32::MAX;
/// Set in the number of a saying that stands in the same sentence as the one before.
pub(super) const AGAIN: u32 = 1 << 31;

/// Where the bytes are.
#[derive(Clone, Debug)]
enum Bytes {
    Here(Arc<Vec<u64>>),
    Kept(Arc<Body>),
}

/// The columns.
#[derive(Clone, Debug)]
pub struct Table {
    bytes: Bytes,
    parts: [(usize, usize); PARTS],
    count: usize,
}

impl Default for Table {
    fn default() -> Self {
        Self { bytes: Bytes::Here(Arc::default()), parts: [(0, 0); PARTS], count: 0 }
    }
}

impl PartialEq for Table {
    fn eq(&self, other: &Self) -> bool {
        self.bytes() == other.bytes()
    }
}

/// Which sentence tells a fact.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Member {
    /// Number of the page.
    pub page: u32,
    /// Number among what the page says.
    pub saying: u32,
    /// The sentence.
    pub sentence: ByteRange,
    /// Where it begins and ends in characters.
    pub chars: (u32, u32),
    /// The member before it stands in the same sentence.
    pub again: bool,
}

impl Table {
    /// That of a file, when it was made of what `of` stands for and its parts fit together.
    #[must_use]
    pub fn kept(body: Body, of: u128) -> Option<Self> {
        Self::new(Bytes::Kept(Arc::new(body)), Some(of))
    }

    pub(super) fn here(numbers: Vec<u64>) -> Self {
        Self::new(Bytes::Here(Arc::new(numbers)), None).unwrap_or_default()
    }

    fn new(bytes: Bytes, of: Option<u128>) -> Option<Self> {
        let mut table = Self { bytes, ..Self::default() };
        let all = table.bytes();
        let head: &[u64] = bytemuck::try_cast_slice(all.get(..HEAD * 8)?).ok()?;
        let (stamp, rest) = head.split_first_chunk::<2>()?;
        if of.is_some_and(|of| of != joined(*stamp)) {
            return None;
        }
        let (count, ends) = rest.split_first()?;
        let count = usize::try_from(*count).ok()?;
        let mut parts = [(0, 0); PARTS];
        let mut from = HEAD * 8;
        for (slot, end) in parts.iter_mut().zip(ends) {
            let end = usize::try_from(*end).ok()?;
            *slot = (from, end);
            if end < from || end > all.len() {
                return None;
            }
            from = end.next_multiple_of(8);
        }
        (table.parts, table.count) = (parts, count);
        table.fits().then_some(table)
    }

    /// True when every part is as long as it must be.
    fn fits(&self) -> bool {
        let n = self.count;
        let members = self.numbers(Part::Pages).len();
        let bytes = [Part::Kind, Part::Status, Part::ByUser, Part::DateSure, Part::DeadlineSure];
        let single = [
            Part::Name,
            Part::Parties,
            Part::Overdue,
            Part::Quiet,
            Part::Amount,
            Part::When,
            Part::Date,
            Part::Deadline,
            Part::Witnesses,
        ];
        bytes.iter().all(|part| self.part(*part).len() == n)
            && single.iter().all(|part| self.numbers(*part).len() == n)
            && [Part::Days, Part::Due].iter().all(|part| self.numbers(*part).len() == 2 * n)
            && self.part(Part::Amounts).len() == 16 * self.part(Part::AmountUnits).len()
            && [Part::Members, Part::NameAt, Part::AmountAt].iter().all(|part| self.numbers(*part).len() == n + 1)
            && self.numbers(Part::Sayings).len() == members
            && [Part::Sentences, Part::Chars].iter().all(|part| self.numbers(*part).len() == 2 * members)
    }

    /// Stands for what it was made of.
    #[must_use]
    pub fn stamp(&self) -> u128 {
        let head: &[u64] = bytemuck::try_cast_slice(self.bytes()).unwrap_or_default();
        head.first_chunk::<2>().map_or(0, |stamp| joined(*stamp))
    }

    /// All of it, as a file has it.
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        match &self.bytes {
            Bytes::Here(numbers) => bytemuck::cast_slice(numbers),
            Bytes::Kept(body) => body,
        }
    }

    fn part(&self, part: Part) -> &[u8] {
        let (from, to) = self.parts.get(part as usize).copied().unwrap_or_default();
        self.bytes().get(from..to).unwrap_or_default()
    }

    fn numbers(&self, part: Part) -> &[u32] {
        bytemuck::try_cast_slice(self.part(part)).unwrap_or_default()
    }

    fn pairs(&self, part: Part) -> &[[u32; 2]] {
        bytemuck::try_cast_slice(self.part(part)).unwrap_or_default()
    }

    fn days(&self, part: Part) -> &[[i32; 2]] {
        bytemuck::try_cast_slice(self.part(part)).unwrap_or_default()
    }

    /// The `at`th stretch of what `starts` cuts.
    fn stretch(&self, starts: Part, at: usize) -> Option<Range<usize>> {
        let starts = self.numbers(starts);
        Some(*starts.get(at)? as usize..*starts.get(at + 1)? as usize)
    }

    fn words(&self, starts: Part, words: Part, at: usize) -> &str {
        let bytes = self.stretch(starts, at).and_then(|range| self.part(words).get(range)).unwrap_or_default();
        std::str::from_utf8(bytes).unwrap_or_default()
    }

    /// How many facts.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.count
    }

    /// True when there are none.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.count == 0
    }

    /// The number of each one's kind, as in [`Kind::ALL`].
    #[must_use]
    pub fn kinds(&self) -> &[u8] {
        self.part(Part::Kind)
    }

    /// The number of each one's status, as in [`Status::ALL`].
    #[must_use]
    pub fn statuses(&self) -> &[u8] {
        self.part(Part::Status)
    }

    /// For each one whether the user says something of it: 1, else 0.
    #[must_use]
    pub fn by_user(&self) -> &[u8] {
        self.part(Part::ByUser)
    }

    /// Each one's place in the order of the names, by pinyin.
    #[must_use]
    pub fn name_places(&self) -> &[u32] {
        self.numbers(Part::Name)
    }

    /// The number of each one's list of those who take part; greater lists have greater numbers.
    #[must_use]
    pub fn party_lists(&self) -> &[u32] {
        self.numbers(Part::Parties)
    }

    /// How many such lists there are.
    #[must_use]
    pub fn party_list_count(&self) -> usize {
        self.numbers(Part::CityAt).len().saturating_sub(1)
    }

    /// The cities of such a list, in the order of their codes.
    pub fn cities_of_list(&self, list: u32) -> impl Iterator<Item = PlaceId> + '_ {
        let all: &[u16] = bytemuck::try_cast_slice(self.part(Part::Cities)).unwrap_or_default();
        let cities = self.stretch(Part::CityAt, list as usize).and_then(|range| all.get(range));
        cities.unwrap_or_default().iter().map(|&city| PlaceId(city))
    }

    /// The day after which each is overdue; one that never comes where nothing is due.
    #[must_use]
    pub fn overdue_after(&self) -> &[i32] {
        bytemuck::try_cast_slice(self.part(Part::Overdue)).unwrap_or_default()
    }

    /// The day after which nothing was heard for long of what is only planned; one that never comes for everything else.
    #[must_use]
    pub fn quiet_after(&self) -> &[i32] {
        bytemuck::try_cast_slice(self.part(Part::Quiet)).unwrap_or_default()
    }

    /// Each one's place in the order of the greatest amounts, unit by unit; `u32::MAX` where there is none.
    #[must_use]
    pub fn amount_places(&self) -> &[u32] {
        self.numbers(Part::Amount)
    }

    /// The amounts of a fact: unit, least and greatest value.
    pub fn amounts(&self, at: u32) -> impl Iterator<Item = (&str, f64, f64)> + '_ {
        let values: &[[f64; 2]] = bytemuck::try_cast_slice(self.part(Part::Amounts)).unwrap_or_default();
        let units = self.part(Part::AmountUnits);
        self.stretch(Part::AmountAt, at as usize).unwrap_or_default().filter_map(move |at| {
            let &[low, high] = values.get(at)?;
            Some((self.words(Part::UnitAt, Part::Units, usize::from(*units.get(at)?)), low, high))
        })
    }

    /// Each one's place in the order of dates or else deadlines, unknown ones last, and then of names.
    #[must_use]
    pub fn when_places(&self) -> &[u32] {
        self.numbers(Part::When)
    }

    /// How many witnesses each has.
    #[must_use]
    pub fn witness_counts(&self) -> &[u32] {
        self.numbers(Part::Witnesses)
    }

    /// The kind of a fact.
    #[must_use]
    pub fn kind(&self, at: u32) -> Option<Kind> {
        Kind::ALL.get(usize::from(*self.kinds().get(at as usize)?)).copied()
    }

    /// How far it has come.
    #[must_use]
    pub fn status(&self, at: u32) -> Option<Status> {
        Status::ALL.get(usize::from(*self.statuses().get(at as usize)?)).copied()
    }

    /// Its name.
    #[must_use]
    pub fn name(&self, at: u32) -> &str {
        self.words(Part::NameAt, Part::Names, at as usize)
    }

    /// The cities that take part.
    pub fn cities(&self, at: u32) -> impl Iterator<Item = PlaceId> + '_ {
        let list = self.party_lists().get(at as usize).copied().unwrap_or(u32::MAX);
        self.cities_of_list(list)
    }

    /// True when a place takes part: a city itself, the city of a county, any city of a province.
    #[must_use]
    pub fn involves(&self, at: u32, place: PlaceId) -> bool {
        involves(self.cities(at), place)
    }

    /// First and last day of its date, since 1970; `None` when not even the year is known.
    #[must_use]
    pub fn date_days(&self, at: u32) -> Option<(i32, i32)> {
        days_at(self.days(Part::Days), at)
    }

    /// The same of its deadline.
    #[must_use]
    pub fn due_days(&self, at: u32) -> Option<(i32, i32)> {
        days_at(self.days(Part::Due), at)
    }

    /// Its date in EDTF and how sure it is.
    #[must_use]
    pub fn date(&self, at: u32) -> Option<(&str, Certainty)> {
        self.value(Part::Date, Part::DateSure, at)
    }

    /// The same of its deadline.
    #[must_use]
    pub fn deadline(&self, at: u32) -> Option<(&str, Certainty)> {
        self.value(Part::Deadline, Part::DeadlineSure, at)
    }

    fn value(&self, part: Part, sure: Part, at: u32) -> Option<(&str, Certainty)> {
        let number = self.numbers(part).get(at as usize)?.checked_sub(1)?;
        let sure = SURE.get(usize::from(*self.part(sure).get(at as usize)?)).copied()?;
        Some((self.words(Part::ValueAt, Part::Values, number as usize), sure))
    }

    /// Which sentences tell it, in the order of the pages.
    pub fn members(&self, at: u32) -> impl Iterator<Item = Member> + '_ {
        let (pages, sayings) = (self.numbers(Part::Pages), self.numbers(Part::Sayings));
        let (sentences, chars) = (self.pairs(Part::Sentences), self.pairs(Part::Chars));
        self.stretch(Part::Members, at as usize).unwrap_or_default().filter_map(move |at| {
            let (saying, [start, end]) = (*sayings.get(at)?, *sentences.get(at)?);
            let sentence = ByteRange::new(start as usize, end as usize);
            let &[from, to] = chars.get(at)?;
            let again = saying & AGAIN != 0;
            Some(Member { page: *pages.get(at)?, saying: saying & !AGAIN, sentence, chars: (from, to), again })
        })
    }

    /// Its witnesses: the same, but each sentence once.
    pub fn witnesses(&self, at: u32) -> impl Iterator<Item = Member> + '_ {
        self.members(at).filter(|member| !member.again)
    }

    /// How many pages they were made of.
    #[must_use]
    pub fn page_count(&self) -> usize {
        self.numbers(Part::ToldAt).len().saturating_sub(1)
    }

    /// The facts that a page tells and which of their witnesses it is, in the order of its text.
    #[must_use]
    pub fn told_in(&self, page: u32) -> &[[u32; 2]] {
        let all = self.pairs(Part::Told);
        self.stretch(Part::ToldAt, page as usize).and_then(|range| all.get(range)).unwrap_or_default()
    }
}

/// The halves of a long number, the low one first.
pub(super) fn halves(number: u128) -> [u64; 2] {
    let bytes = number.to_le_bytes();
    let half = |from| bytes.get(from..from + 8).and_then(|half| half.try_into().ok()).map_or(0, u64::from_le_bytes);
    [half(0), half(8)]
}

/// The number of two halves.
pub(super) fn joined([low, high]: [u64; 2]) -> u128 {
    u128::from(low) | u128::from(high) << 64
}

/// How sure dates are, in the order of their numbers.
const SURE: [Certainty; 5] =
    [Certainty::Day, Certainty::Month, Certainty::Year, Certainty::Inferred, Certainty::Unknown];

/// The number of how sure a date is.
pub(super) fn sure_number(sure: Certainty) -> u8 {
    SURE.iter().position(|one| *one == sure).and_then(|at| u8::try_from(at).ok()).unwrap_or(u8::MAX)
}

fn days_at(days: &[[i32; 2]], at: u32) -> Option<(i32, i32)> {
    days.get(at as usize).filter(|[from, _]| *from != NO_DAY).map(|&[from, to]| (from, to))
}

/// True when a place takes part where these cities do: a city itself, the city of a county, any city of a province.
#[must_use]
pub fn involves(mut cities: impl Iterator<Item = PlaceId>, place: PlaceId) -> bool {
    let g = gazetteer();
    let city = g.city_of(place);
    cities.any(|one| one == place || city == Some(one) || g.province_of(one) == Some(place))
}
