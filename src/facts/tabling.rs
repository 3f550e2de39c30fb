//! Puts the ledger into columns (see [`super::table`]).

use std::{
    cmp::Ordering,
    collections::{BTreeMap, BTreeSet, HashMap},
};

use super::{
    Amount, Fact, Party, When, edtf,
    store::order_of_names,
    table::{AGAIN, HEAD, Member, NEVER, NO_DAY, PARTS, Part, Table, halves, sure_number},
    tracking::{overdue_after, quiet_after},
};
use crate::text::span::ByteRange;

/// The columns of facts in the order of the ledger, with the sentences that tell each; `stamp` stands for what they were made of, `pages`
/// is how many there are.
#[must_use]
pub fn table_of(facts: &[Fact], members: &[Vec<Member>], pages: usize, stamp: u128) -> Table {
    let mut made = Made::new(stamp, facts.len());
    let each = || facts.iter();
    made.bytes(Part::Kind, each().map(|fact| fact.kind as u8));
    made.bytes(Part::Status, each().map(|fact| fact.status as u8));
    made.bytes(Part::ByUser, each().map(|fact| u8::from(fact.said.is_some())));
    let names = order_of_names(facts);
    made.numbers(Part::Name, names.iter().copied());
    let parties = numbered(each().map(|fact| fact.parties.as_slice()));
    made.numbers(Part::Parties, parties.number.iter().copied());
    let mut values = Values::default();
    let (dates, due): (Vec<_>, Vec<_>) =
        each().map(|fact| (values.of(fact.date.as_ref()), values.of(fact.deadline.as_ref()))).unzip();
    made.numbers(Part::Days, dates.iter().flat_map(|date| date.days).map(i32::cast_unsigned));
    made.numbers(Part::Due, due.iter().flat_map(|date| date.days).map(i32::cast_unsigned));
    made.numbers(Part::Overdue, each().map(|fact| overdue_after(fact).unwrap_or(NEVER).cast_unsigned()));
    made.numbers(Part::Quiet, each().map(|fact| quiet_after(fact).unwrap_or(NEVER).cast_unsigned()));
    made.numbers(Part::Amount, amount_places(facts));
    let amounts = || each().flat_map(|fact| &fact.quantities);
    let units: Vec<&str> = amounts().map(|amount| amount.unit).collect::<BTreeSet<_>>().into_iter().collect();
    let unit = |amount: &Amount| units.binary_search(&amount.unit).ok().and_then(|at| u8::try_from(at).ok());
    let ends = |amount: &Amount| [amount.value, amount.high.unwrap_or(amount.value)];
    made.starts(Part::AmountAt, each().map(|fact| fact.quantities.len()));
    made.bytes(Part::AmountUnits, amounts().map(|amount| unit(amount).unwrap_or(u8::MAX)));
    made.bytes(Part::Amounts, amounts().flat_map(ends).flat_map(f64::to_ne_bytes));
    made.starts(Part::UnitAt, units.iter().map(|unit| unit.len()));
    made.bytes(Part::Units, units.iter().flat_map(|unit| unit.bytes()));
    made.numbers(Part::When, when_places(&dates, &due, &names));
    made.numbers(Part::Date, dates.iter().map(|date| date.value));
    made.bytes(Part::DateSure, dates.iter().map(|date| date.sure));
    made.numbers(Part::Deadline, due.iter().map(|date| date.value));
    made.bytes(Part::DeadlineSure, due.iter().map(|date| date.sure));
    made.numbers(Part::Witnesses, members.iter().map(|all| short(all.iter().filter(|one| !one.again).count())));
    made.starts(Part::Members, members.iter().map(Vec::len));
    let all = || members.iter().flatten();
    made.numbers(Part::Pages, all().map(|one| one.page));
    made.numbers(Part::Sayings, all().map(|one| one.saying | if one.again { AGAIN } else { 0 }));
    made.numbers(Part::Sentences, all().flat_map(|one| [short(one.sentence.start), short(one.sentence.end)]));
    made.numbers(Part::Chars, all().flat_map(|one| [one.chars.0, one.chars.1]));
    made.starts(Part::NameAt, each().map(|fact| fact.name.len()));
    made.bytes(Part::Names, each().flat_map(|fact| fact.name.bytes()));
    made.starts(Part::ValueAt, values.all.iter().map(String::len));
    made.bytes(Part::Values, values.all.iter().flat_map(|value| value.bytes()));
    let cities = |list: &&[Party]| {
        let city = |party: &Party| if let Party::City(city) = party { Some(city.0) } else { None };
        list.iter().filter_map(city).collect::<Vec<u16>>()
    };
    made.starts(Part::CityAt, parties.values.iter().map(|list| cities(list).len()));
    made.bytes(Part::Cities, parties.values.iter().flat_map(cities).flat_map(u16::to_ne_bytes));
    let told = told_in(facts, members, pages);
    made.starts(Part::ToldAt, told.iter().map(Vec::len));
    made.numbers(Part::Told, told.into_iter().flatten().flatten());
    Table::here(made.all)
}

fn short(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

/// Columns in the making. All numbers are as this machine has them; a file of another kind of machine has another stamp.
struct Made {
    all: Vec<u64>,
    next: usize,
}

impl Made {
    fn new(stamp: u128, count: usize) -> Self {
        let mut all = vec![0; HEAD];
        let head = halves(stamp).into_iter().chain([count as u64]);
        for (slot, number) in all.iter_mut().zip(head) {
            *slot = number;
        }
        Self { all, next: 0 }
    }

    fn bytes(&mut self, part: Part, bytes: impl Iterator<Item = u8>) {
        debug_assert_eq!(self.next, part as usize, "parts are made in their order");
        let from = self.all.len() * 8;
        let mut count = 0;
        let (mut word, mut filled) = ([0; 8], 0);
        for byte in bytes {
            if let Some(slot) = word.get_mut(filled) {
                *slot = byte;
            }
            (count, filled) = (count + 1, filled + 1);
            if filled == 8 {
                self.all.push(u64::from_ne_bytes(word));
                (word, filled) = ([0; 8], 0);
            }
        }
        if filled > 0 {
            self.all.push(u64::from_ne_bytes(word));
        }
        if let Some(end) = self.all.get_mut(HEAD - PARTS + self.next) {
            *end = (from + count) as u64;
        }
        self.next += 1;
    }

    fn numbers(&mut self, part: Part, numbers: impl Iterator<Item = u32>) {
        self.bytes(part, numbers.flat_map(u32::to_ne_bytes));
    }

    fn starts(&mut self, part: Part, lengths: impl Iterator<Item = usize>) {
        let mut at = 0;
        let ends = lengths.map(|length| {
            at += length;
            short(at)
        });
        self.numbers(part, std::iter::once(0).chain(ends));
    }
}

/// Different values in order, and the number of each one's value among them.
struct Numbered<T> {
    values: Vec<T>,
    number: Vec<u32>,
}

fn numbered<T: Ord + Copy>(all: impl Iterator<Item = T>) -> Numbered<T> {
    let all: Vec<T> = all.collect();
    let mut places: BTreeMap<T, u32> = all.iter().map(|value| (*value, 0)).collect();
    for (place, slot) in (0..).zip(places.values_mut()) {
        *slot = place;
    }
    let number = all.iter().map(|value| places.get(value).copied().unwrap_or_default()).collect();
    Numbered { values: places.into_keys().collect(), number }
}

/// A date as the columns have it.
#[derive(Clone, Copy)]
struct Dated {
    days: [i32; 2],
    value: u32,
    sure: u8,
}

/// The values of dates, each once.
#[derive(Default)]
struct Values {
    all: Vec<String>,
    known: HashMap<String, (u32, [i32; 2])>,
}

impl Values {
    fn of(&mut self, when: Option<&When>) -> Dated {
        let Some(when) = when else { return Dated { days: [NO_DAY; 2], value: 0, sure: 0 } };
        let sure = sure_number(when.certainty);
        if let Some(&(value, days)) = self.known.get(&when.value) {
            return Dated { days, value, sure };
        }
        let days = edtf::days(&when.value).map(|(from, to)| [edtf::day_number(from), edtf::day_number(to)]);
        let days = days.unwrap_or([NO_DAY; 2]);
        self.all.push(when.value.clone());
        let value = short(self.all.len());
        self.known.insert(when.value.clone(), (value, days));
        Dated { days, value, sure }
    }
}

/// The place of each one's greatest amount among all of them: unit by unit, the greater the later.
fn amount_places(facts: &[Fact]) -> impl Iterator<Item = u32> {
    let greatest = |fact: &Fact| {
        let all = fact.quantities.iter().map(|amount| (amount.unit, amount.value));
        all.reduce(|a, b| if b.1 > a.1 { b } else { a })
    };
    let order = |a: &(&str, f64), b: &(&str, f64)| a.0.cmp(b.0).then(a.1.total_cmp(&b.1));
    let mut all: Vec<_> = facts.iter().filter_map(greatest).collect();
    all.sort_unstable_by(order);
    all.dedup_by(|a, b| order(a, b) == Ordering::Equal);
    let place = move |one: (&str, f64)| short(all.partition_point(|other| order(other, &one) == Ordering::Less));
    facts.iter().map(move |fact| greatest(fact).map_or(u32::MAX, &place)).collect::<Vec<_>>().into_iter()
}

/// The place of each in the order of dates or else deadlines, unknown ones last, then of names.
fn when_places(dates: &[Dated], due: &[Dated], names: &[u32]) -> impl Iterator<Item = u32> {
    let when = |(date, due): (&Dated, &Dated)| if date.days[0] == NO_DAY { due.days } else { date.days };
    let whens: Vec<[i32; 2]> = dates.iter().zip(due).map(when).collect();
    let mut order: Vec<(bool, [i32; 2], u32, usize)> =
        whens.iter().zip(names).enumerate().map(|(at, (&when, &name))| (when[0] == NO_DAY, when, name, at)).collect();
    order.sort_unstable();
    let mut places = vec![0; order.len()];
    for (place, (.., at)) in (0..).zip(order) {
        if let Some(slot) = places.get_mut(at) {
            *slot = place;
        }
    }
    places.into_iter()
}

/// For each page the facts it tells and which of their witnesses it is, in the order of its text.
fn told_in(facts: &[Fact], members: &[Vec<Member>], pages: usize) -> Vec<Vec<[u32; 2]>> {
    let mut told: Vec<Vec<(ByteRange, &str, [u32; 2])>> = vec![vec![]; pages];
    for ((number, fact), members) in (0..).zip(facts).zip(members) {
        let seen = members.iter().filter(|member| !member.again);
        for ((nth, member), witness) in (0..).zip(seen).zip(&fact.witnesses) {
            if let Some(of) = told.get_mut(member.page as usize) {
                of.push((member.sentence, witness.rule, [number, nth]));
            }
        }
    }
    let in_order = |mut of: Vec<(ByteRange, &str, [u32; 2])>| {
        of.sort_unstable();
        of.into_iter().map(|(.., one)| one).collect()
    };
    told.into_iter().map(in_order).collect()
}
