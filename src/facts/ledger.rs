//! The ledger: the same thing told again, in other words, another script or another article, becomes one row with several witnesses.
//!
//! The rows do not depend on the order of the articles: everything is sorted before it is compared, and what is merged follows from the
//! claims alone.

use std::{borrow::Cow, collections::BTreeMap, sync::Arc};

use super::{
    Amount, Claim, Kind, Party, Status, When,
    edits::{amounts_of, date_of, kind_of, parties_of, status_of},
    table::Member,
    unwrap::in_one_line,
};
use crate::{
    library::corrections::FactEdit,
    text::{date::PartialDate, fold, punct::is_han, span::ByteRange},
};

/// A claim, the file it stands in and the day that file was published.
#[derive(Clone, Debug, PartialEq)]
pub struct Told {
    /// Path of the file.
    pub file: Arc<str>,
    /// When the article was published, as far as it is known.
    pub published: Option<PartialDate>,
    /// The sentence in source characters.
    pub sentence: String,
    /// What it says.
    pub claim: Claim,
    /// What the user says of it; seldom anything.
    pub edit: Option<Box<FactEdit>>,
    /// Number of its page, and of it among what the page says, where that is counted (see [`super::book::Pages`]).
    pub place: (u32, u32),
    /// The sentence in characters of the text: where it begins and ends; counted likewise.
    pub chars: (u32, u32),
}

/// A sentence that tells a fact.
#[derive(Clone, Debug, PartialEq)]
pub struct Witness {
    /// Path of the file.
    pub file: Arc<str>,
    /// The sentence: bytes of the decoded text.
    pub span: ByteRange,
    /// The sentence in source characters.
    pub sentence: String,
    /// The name it uses, as printed.
    pub name: String,
    /// The status it tells.
    pub status: Status,
    /// The date it tells.
    pub date: Option<When>,
    /// The deadline it tells.
    pub deadline: Option<When>,
    /// The numbers it tells.
    pub quantities: Vec<Amount>,
    /// Name of the rule that read it.
    pub rule: &'static str,
}

impl Witness {
    /// The sentence in one line, for people: on a hard-wrapped page it stands in several.
    #[must_use]
    pub fn line(&self) -> Cow<'_, str> {
        one_line(&self.sentence)
    }
}

/// A text in one line.
fn one_line(text: &str) -> Cow<'_, str> {
    if text.contains(['\n', '\r']) { in_one_line(text).into() } else { text.into() }
}

/// A status with the day it was told for.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Change {
    /// Date of the event or else of the article, in EDTF; empty when unknown.
    pub when: String,
    /// The status.
    pub status: Status,
}

/// A row of the ledger.
#[derive(Clone, Debug, PartialEq)]
pub struct Fact {
    /// What it is about.
    pub kind: Kind,
    /// The name that most witnesses use.
    pub name: String,
    /// Who takes part.
    pub parties: Vec<Party>,
    /// When it happened: what most witnesses say.
    pub date: Option<When>,
    /// By when it is to be.
    pub deadline: Option<When>,
    /// Its numbers, each once.
    pub quantities: Vec<Amount>,
    /// How far it has come.
    pub status: Status,
    /// Rule of the first witness.
    pub rule: &'static str,
    /// Every sentence that tells it, in the order of the files.
    pub witnesses: Vec<Witness>,
    /// Its statuses in the order of their dates.
    pub history: Vec<Change>,
    /// Dates that witnesses give beside [`Self::date`].
    pub other_dates: Vec<When>,
    /// Names that witnesses give beside [`Self::name`].
    pub other_names: Vec<String>,
    /// What the user says of it, of all its sentences together; `None` when that is nothing.
    pub said: Option<Box<FactEdit>>,
}

/// Puts claims together. The order of `told` does not matter.
#[must_use]
pub fn ledger(told: Vec<Told>) -> Vec<Fact> {
    merged(told).0
}

/// The same with the sentences that tell each fact.
#[must_use]
pub fn merged(mut told: Vec<Told>) -> (Vec<Fact>, Vec<Vec<Member>>) {
    told.sort_by(|a, b| {
        (&a.file, a.claim.sentence, a.claim.span, a.claim.kind, a.claim.rule).cmp(&(
            &b.file,
            b.claim.sentence,
            b.claim.span,
            b.claim.kind,
            b.claim.rule,
        ))
    });
    let groups = groups_of(&told);
    let places: Vec<_> = told.iter().map(|one| (one.place, one.claim.sentence, one.chars)).collect();
    let mut told: Vec<Option<Told>> = told.into_iter().map(Some).collect();
    let mut rows = Vec::with_capacity(groups.len());
    for (number, group) in groups.iter().enumerate() {
        let members = group.iter().filter_map(|&one| told.get_mut(one as usize)?.take());
        rows.extend(fact_of(members.collect()).map(|fact| (fact, number)));
    }
    // Of equal ones the first stays the first.
    rows.sort_by(|(a, _), (b, _)| place(a).cmp(&place(b)));
    let members = |number: &usize| {
        let group = groups.get(*number).map(Vec::as_slice).unwrap_or_default();
        let mut members: Vec<Member> = Vec::with_capacity(group.len());
        for &((page, saying), sentence, chars) in group.iter().filter_map(|&one| places.get(one as usize)) {
            let again = members.last().is_some_and(|last| (last.page, last.sentence) == (page, sentence));
            members.push(Member { page, saying, sentence, chars, again });
        }
        members
    };
    let members = rows.iter().map(|(_, number)| members(number)).collect::<Vec<_>>();
    (rows.into_iter().map(|(fact, _)| fact).collect(), members)
}

/// What the order of the ledger goes by.
fn place(fact: &Fact) -> (Kind, &str, &[Party], Option<(&str, ByteRange)>) {
    (fact.kind, &fact.name, &fact.parties, first(fact))
}

/// The fact that those claims tell which were put together, in the order of the files; `None` when the user hid it.
#[must_use]
pub(super) fn fact_of(mut members: Vec<Told>) -> Option<Fact> {
    // Most facts are told once.
    if members.len() == 1 { members.pop().and_then(row_of_one) } else { row(members) }
}

fn groups_of(told: &[Told]) -> Vec<Vec<u32>> {
    let keys: Vec<Key> = told.iter().map(|one| Key::new(&one.claim)).collect();
    let mut sets = Sets::new(told.len());
    let mut same: BTreeMap<&Key, usize> = BTreeMap::new();
    for (index, key) in keys.iter().enumerate() {
        // What the user split off or added stands alone, until the user says what it is one with.
        if told[index].edit.as_ref().is_some_and(|edit| edit.apart || edit.added) {
            continue;
        }
        match same.get(key) {
            Some(&first) => sets.join(first, index),
            None => {
                same.insert(key, index);
            }
        }
    }
    // Names of one kind, with one ending and the same cities: a shorter one may leave out words of a longer one.
    let mut alike: BTreeMap<Alike<'_>, Vec<(&str, usize)>> = BTreeMap::new();
    for (key, &index) in &same {
        if let Some(ending) = ending(&key.name) {
            alike.entry((key.group, &told[index].claim.parties, ending)).or_default().push((&key.name, index));
        }
    }
    let mut by_chars: BTreeMap<String, usize> = BTreeMap::new();
    for (key, &index) in &same {
        if let Some(chars) = turned(key) {
            match by_chars.get(&chars) {
                Some(&first) => sets.join(first, index),
                None => {
                    by_chars.insert(chars, index);
                }
            }
        }
    }
    for names in alike.values_mut() {
        // Long lists are only merged where names are equal, so that the work stays linear.
        if names.len() > MOST_ALIKE {
            continue;
        }
        names.sort_by_key(|(name, _)| (name.chars().count(), *name));
        for (i, (short, a)) in names.iter().enumerate() {
            let longer = names.iter().skip(i + 1).filter(|(long, _)| leaves_out(short, long));
            let fits: Vec<_> = longer.take(MOST_LONGER + 1).collect();
            // What may stand for two things stands for neither.
            let one = fits.len() <= MOST_LONGER
                && fits.windows(2).all(|two| two[0].0.len() >= two[1].0.len() || leaves_out(two[0].0, two[1].0));
            for (_, b) in fits.into_iter().filter(|_| one) {
                sets.join(*a, *b);
            }
        }
    }
    // What the user put together is one, whatever it is called.
    let mut marked: BTreeMap<&str, usize> = BTreeMap::new();
    for (index, mark) in
        told.iter().enumerate().filter_map(|(i, one)| Some((i, one.edit.as_ref()?.one_with.as_deref()?)))
    {
        match marked.get(mark) {
            Some(&first) => sets.join(first, index),
            None => {
                marked.insert(mark, index);
            }
        }
    }
    // The first of a group is the smallest.
    let mut groups: Vec<Vec<u32>> = Vec::new();
    let mut group_of: Vec<usize> = Vec::with_capacity(told.len());
    for (index, number) in (0..told.len()).zip(0_u32..) {
        let root = sets.root(index);
        let group = if root == index { groups.len() } else { group_of.get(root).copied().unwrap_or(0) };
        group_of.push(group);
        match groups.get_mut(group) {
            Some(members) => members.push(number),
            None => groups.push(vec![number]),
        }
    }
    groups
}

fn first(fact: &Fact) -> Option<(&str, ByteRange)> {
    fact.witnesses.first().map(|witness| (&*witness.file, witness.span))
}

const MOST_ALIKE: usize = 200;
/// A name that so many longer ones leave words out to is none of them.
const MOST_LONGER: usize = 8;

/// Kind, cities and ending: what names that may be one have in common.
type Alike<'a> = (Group, &'a [Party], &'a str);

/// Kinds that reports mix up: one calls a park a project, another a platform.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Group {
    Agreement,
    Institution,
    Works,
    Policy,
    Event,
    Target,
}

/// What is equal in two claims of one thing.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Key {
    group: Group,
    name: String,
    /// Only for names that many things bear.
    parties: Vec<Party>,
}

impl Key {
    fn new(claim: &Claim) -> Self {
        let name = plain(claim.full_name.as_ref().unwrap_or(&claim.name));
        // A centre is a body or a work, as the sentence has it.
        let house = || ["中心", "分院", "医院", "驿站", "基地"].iter().any(|end| name.ends_with(end));
        let group = match claim.kind {
            Kind::Agreement => Group::Agreement,
            Kind::Institution if house() => Group::Works,
            Kind::Institution => Group::Institution,
            Kind::Project | Kind::Platform => Group::Works,
            Kind::Policy => Group::Policy,
            Kind::Event => Group::Event,
            Kind::Target => Group::Target,
        };
        let common = claim.bare && claim.full_name.is_none() || group == Group::Agreement || name.chars().count() < 5;
        Self { group, name, parties: if common { claim.parties.clone() } else { Vec::new() } }
    }
}

/// A name without marks, 的 and words like 项目 at its end, in the folded form; “1+17” and “1+N” are one.
pub(super) fn plain(name: &str) -> String {
    let folded = fold::fold_str(name);
    // 甲镇的乙中心: whose it is does not tell it from 乙中心; what is still a draft is the paper itself.
    let folded = folded.split_once('的').map_or(folded.as_str(), |(of, rest)| {
        let short = of.chars().count() <= 6 && rest.chars().count() >= 5 && of.chars().all(is_han);
        if short { rest } else { folded.as_str() }
    });
    let mut plain = String::with_capacity(folded.len());
    let mut after_plus = false;
    for c in folded.chars() {
        if after_plus && (c.is_ascii_digit() || c == 'n' || c == 'x') {
            continue;
        }
        after_plus = c == '+';
        if c.is_alphanumeric() && c != '的' || c == '+' {
            plain.push(c);
        }
    }
    for ending in ["草案", "征求意见稿", "试行"] {
        if let Some(rest) = plain.strip_suffix(ending).filter(|rest| rest.chars().count() >= 4) {
            plain = rest.to_owned();
        }
    }
    for ending in ["建设项目", "项目", "工程", "建设"] {
        if let Some(rest) = plain.strip_suffix(ending).filter(|rest| rest.chars().count() >= 4) {
            plain = rest.to_owned();
            break;
        }
    }
    plain
}

/// The last character.
fn ending(name: &str) -> Option<&str> {
    let (at, _) = name.char_indices().next_back()?;
    name.get(at..)
}

/// True when `short` is `long` with some words left out: 甲乙一体化先行区 of 甲乙川渝毗邻地区一体化先行区, 氢能合作协议 of
/// 甲乙氢能产业协同发展合作协议. They begin alike, or the longer one only puts words before the shorter one, or has its first word somewhere and
/// ends alike.
fn leaves_out(short: &str, long: &str) -> bool {
    let count = short.chars().count();
    if count < 5 || long.chars().count() > count * 3 {
        return false;
    }
    if long.ends_with(short) {
        return digits(short) == digits(long);
    }
    let first: String = short.chars().take(2).collect();
    let last: String = short.chars().skip(count - 2).collect();
    let from = match long.find(&first) {
        Some(0) => long,
        Some(at) if count >= 6 && long.ends_with(&last) => long.get(at..).unwrap_or_default(),
        _ => return false,
    };
    let mut rest = from.chars();
    short.chars().all(|c| rest.by_ref().any(|d| d == c)) && digits(short) == digits(long)
}

fn digits(text: &str) -> String {
    text.chars().filter(char::is_ascii_digit).collect()
}

/// 甲与乙分离改革 and 乙与甲分离: the characters of a policy that joins two things, in their own order. `None` for other names.
fn turned(key: &Key) -> Option<String> {
    let name = ["改革试点", "改革", "试点", "体制机制", "机制"].iter().find_map(|end| key.name.strip_suffix(end));
    let name = name.unwrap_or(&key.name);
    let joins = key.group == Group::Policy && (name.contains('与') || name.contains('和'));
    let mut chars: Vec<char> = name.chars().collect();
    chars.sort_unstable();
    (joins && chars.len() >= 8).then(|| chars.into_iter().collect())
}

/// Which claims belong together.
struct Sets(Vec<usize>);

impl Sets {
    fn new(count: usize) -> Self {
        Self((0..count).collect())
    }

    fn root(&mut self, mut of: usize) -> usize {
        while let Some(&above) = self.0.get(of).filter(|&&above| above != of) {
            let higher = self.0.get(above).copied().unwrap_or(above);
            self.0[of] = higher;
            of = higher;
        }
        of
    }

    fn join(&mut self, a: usize, b: usize) {
        let (a, b) = (self.root(a), self.root(b));
        // The smaller index stays, so that the result does not depend on the order of joining.
        self.0[a.max(b)] = a.min(b);
    }
}

/// The value that most have; of equally many the greatest by `rank`.
fn most<T: Ord + Clone, R: Ord>(values: impl Iterator<Item = T>, rank: impl Fn(&T) -> R) -> Option<T> {
    let mut counts: BTreeMap<T, usize> = BTreeMap::new();
    values.for_each(|value| *counts.entry(value).or_default() += 1);
    counts.into_iter().max_by_key(|(value, count)| (*count, rank(value))).map(|(value, _)| value)
}

/// The row of a fact that is told once, the same as [`row`] makes.
fn row_of_one(one: Told) -> Option<Fact> {
    if one.edit.is_some() {
        return row(vec![one]);
    }
    let claim = &one.claim;
    let (kind, status, rule) = (claim.kind, claim.status, claim.rule);
    let name = claim.full_name.as_ref().unwrap_or(&claim.name);
    let other_names = if *name == claim.name { vec![] } else { vec![claim.name.clone()] };
    let mut quantities: Vec<Amount> = Vec::with_capacity(claim.quantities.len());
    add_amounts(&mut quantities, &claim.quantities);
    Some(Fact {
        kind,
        name: name.clone(),
        parties: claim.parties.clone(),
        date: claim.date.clone(),
        deadline: claim.deadline.clone(),
        quantities,
        status,
        said: None,
        rule,
        history: vec![change(&one)],
        other_dates: vec![],
        other_names,
        witnesses: vec![witness(one)],
    })
}

/// Adds the amounts that are not yet there.
fn add_amounts(known: &mut Vec<Amount>, more: &[Amount]) {
    for amount in more {
        if !known.iter().any(|known| (known.value, known.high, known.unit) == (amount.value, amount.high, amount.unit))
        {
            known.push(amount.clone());
        }
    }
}

fn change(one: &Told) -> Change {
    let when = match (&one.claim.date, one.published) {
        (Some(date), _) => date.value.clone(),
        (None, published) => published.map(|date| date.to_string()).unwrap_or_default(),
    };
    Change { when, status: one.claim.status }
}

fn witness(one: Told) -> Witness {
    Witness {
        file: one.file,
        span: one.claim.sentence,
        sentence: one.sentence,
        name: one.claim.name,
        status: one.claim.status,
        date: one.claim.date,
        deadline: one.claim.deadline,
        quantities: one.claim.quantities,
        rule: one.claim.rule,
    }
}

/// The sentence only says that something is on a list, not that anybody approved it.
fn on_a_list(sentence: &str) -> bool {
    let says = |words: &[&str]| words.iter().any(|word| sentence.contains(word));
    says(&["列入", "纳入", "納入", "列为", "列為"]) && !says(&["批复", "批覆", "批准", "获批", "獲批", "核准", "核定"])
}

fn row(members: Vec<Told>) -> Option<Fact> {
    let all = || members.iter();
    let claims = || all().map(|one| &one.claim);
    let edits = || all().filter_map(|one| one.edit.as_deref());
    if edits().any(|edit| edit.hidden) {
        return None;
    }
    let full = claims().any(|claim| !claim.bare);
    let naming = || claims().filter(move |claim| !full || !claim.bare);
    let name =
        most(naming().map(|c| c.full_name.clone().unwrap_or_else(|| c.name.clone())), |name| name.chars().count())?;
    let kind = most(naming().map(|c| c.kind), |kind| std::cmp::Reverse(*kind))?;
    let parties = most(naming().map(|c| c.parties.clone()), Vec::len)?;
    // Who says with whom says more than who names one of them.
    let parties = match parties.as_slice() {
        [one] => naming().map(|c| &c.parties).filter(|all| all.contains(one)).max_by_key(|all| all.len())?.clone(),
        _ => parties,
    };
    // An exact date says more than 目前 or a year.
    let date = most(claims().filter_map(|c| c.date.clone()).filter(|d| d.rule != "about_now"), |d| d.value.len())
        .or_else(|| claims().find_map(|c| c.date.clone()));
    let deadline = most(claims().filter_map(|c| c.deadline.clone()), |d| d.value.len());
    let mut quantities: Vec<Amount> = Vec::new();
    claims().for_each(|claim| add_amounts(&mut quantities, &claim.quantities));
    let mut history: Vec<Change> = all().map(change).collect();
    history.sort();
    history.dedup();
    let mut other_dates: Vec<When> = claims()
        .filter_map(|c| c.date.clone())
        .filter(|d| d.rule != "about_now" && Some(&d.value) != date.as_ref().map(|d| &d.value))
        .collect();
    other_dates.sort();
    other_dates.dedup_by(|a, b| a.value == b.value);
    let mut other_names: Vec<String> = claims().map(|c| c.name.clone()).filter(|other| *other != name).collect();
    other_names.sort();
    other_names.dedup();
    let said_of_it = edits().filter(|edit| !edit.is_empty()).cloned().reduce(FactEdit::and);
    // What the user says goes before what was read.
    let said = |value: fn(&FactEdit) -> Option<&String>| edits().find_map(value);
    let date = said(|e| e.date.as_ref()).map_or(date, |value| date_of(Some(value)));
    let deadline = said(|e| e.deadline.as_ref()).map_or(deadline, |value| date_of(Some(value)));
    let kind = edits().find_map(kind_of).unwrap_or(kind);
    let name = said(|e| e.name.as_ref()).cloned().unwrap_or(name);
    let parties = edits().find_map(parties_of).unwrap_or(parties);
    let quantities = edits().find_map(amounts_of).unwrap_or(quantities);
    // 列入清单 in one sentence, 正在开展初步设计 in another: how far it is goes before what list it is on.
    let listed = |one: &&Told| one.claim.status == Status::Approved && on_a_list(&one_line(&one.sentence));
    let early = |one: &Told| one.claim.status == Status::Preliminary;
    let drawn = kind == Kind::Project && all().any(early);
    let furthest = all().filter(|one| !(drawn && listed(one))).map(|one| one.claim.status).max();
    let status = edits().find_map(status_of).or(furthest)?;
    let rule = claims().next()?.rule;
    let mut witnesses: Vec<Witness> = members.into_iter().map(witness).collect();
    witnesses.dedup_by(|a, b| a.file == b.file && a.span == b.span);
    Some(Fact {
        kind,
        name,
        parties,
        date,
        deadline,
        quantities,
        status,
        said: said_of_it.map(Box::new),
        rule,
        witnesses,
        history,
        other_dates,
        other_names,
    })
}
