//! The ledger: the same thing told again, in other words, another script or another article, becomes one row with several witnesses.
//!
//! The rows do not depend on the order of the articles: everything is sorted before it is compared, and what is merged follows from the
//! claims alone.

use std::{borrow::Cow, collections::BTreeMap, sync::Arc};

use super::{
    Amount, Claim, Kind, Party, Status, When,
    edits::{amounts_of, date_of, kind_of, parties_of, status_of},
    edtf,
    merging::groups_of,
    table::Member,
    unwrap::in_one_line,
};
use crate::{
    library::corrections::FactEdit,
    text::{date::PartialDate, span::ByteRange},
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

fn first(fact: &Fact) -> Option<(&str, ByteRange)> {
    fact.witnesses.first().map(|witness| (&*witness.file, witness.span))
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
    let told = one.published.map(|date| date.to_string());
    // 明年6月动工: what is told of a day to come is so on the day it is told.
    let first = |value: &str| edtf::days(value).map(|days| days.0);
    let ahead = |when: &&When| {
        first(&when.value).zip(told.as_deref().and_then(edtf::days)).is_some_and(|(day, told)| day > told.1)
    };
    let date = one.claim.date.as_ref().filter(|when| !ahead(when)).map(|when| when.value.clone());
    Change { when: date.or(told).unwrap_or_default(), status: one.claim.status }
}

/// How far it had come by when, in the order of the days. What has been reached is not undone by a report that says less.
fn history_of<'a>(members: impl Iterator<Item = &'a Told>) -> Vec<Change> {
    let day = |change: &Change| edtf::days(&change.when).map(|days| days.0);
    let (mut dated, mut loose): (Vec<Change>, Vec<Change>) = members.map(change).partition(|c| day(c).is_some());
    dated.sort_by(|a, b| (day(a), a).cmp(&(day(b), b)));
    let mut furthest = Status::Stated;
    for change in &mut dated {
        furthest = furthest.max(change.status);
        change.status = furthest;
    }
    // Reports of unknown days stand where they turn nothing round.
    loose.sort();
    for change in loose {
        let at = dated.partition_point(|known| known.status < change.status);
        dated.insert(at, change);
    }
    dated.dedup();
    dated
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
    // An exact date says more than 目前 or a year, and the day of what has been reached more than that of a plan for it.
    let furthest = claims().map(|c| c.status).max();
    let exact = |c: &Claim| c.date.clone().filter(|d| d.rule != "about_now");
    let date = most(claims().filter(|c| Some(c.status) == furthest).filter_map(exact), |d| d.value.len())
        .or_else(|| most(claims().filter_map(exact), |d| d.value.len()))
        .or_else(|| claims().find_map(|c| c.date.clone()));
    let deadline = most(claims().filter_map(|c| c.deadline.clone()), |d| d.value.len());
    let mut quantities: Vec<Amount> = Vec::new();
    claims().for_each(|claim| add_amounts(&mut quantities, &claim.quantities));
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
    let steps = || all().filter(|one| !(drawn && listed(one)));
    let furthest = steps().map(|one| one.claim.status).max();
    let history = history_of(steps());
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
