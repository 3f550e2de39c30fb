//! The ledger as a table, as JSON lines and as Markdown. Words for people are handed in ([`LedgerLabels`]).

use std::borrow::Borrow;

use serde::Serialize;

use super::sheet::{Cell, Sheet};
use crate::{
    facts::{Amount, Fact, Kind, Party, Status, When},
    place::{PlaceId, gazetteer},
};

/// The words of a table of facts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LedgerLabels {
    /// Name of the table.
    pub name: String,
    /// Kind, name, parties, date, deadline, status, quantities, other names, number of witnesses, file, sentence.
    pub heads: [String; 11],
    /// Names of the kinds, in the order of [`Kind::ALL`].
    pub kinds: [String; Kind::ALL.len()],
    /// Names of the statuses, in the order of [`Status::ALL`].
    pub statuses: [String; Status::ALL.len()],
}

impl LedgerLabels {
    /// The name of a kind.
    #[must_use]
    pub fn kind(&self, kind: Kind) -> &str {
        Kind::ALL.iter().zip(&self.kinds).find(|(one, _)| **one == kind).map_or("", |(_, name)| name)
    }

    /// The name of a status.
    #[must_use]
    pub fn status(&self, status: Status) -> &str {
        Status::ALL.iter().zip(&self.statuses).find(|(one, _)| **one == status).map_or("", |(_, name)| name)
    }
}

/// The names of those who take part.
#[must_use]
pub fn names(parties: &[Party]) -> Vec<&str> {
    let name = |party| match party {
        &Party::City(city) => place_name(city),
        Party::Body(name) => name.as_str(),
    };
    parties.iter().map(name).collect()
}

fn place_name(place: PlaceId) -> &'static str {
    &gazetteer().get(place).short
}

/// The facts as a table; `address` tells what the sentence of a file links to, empty for nothing.
#[must_use]
pub fn sheet<F: Borrow<Fact>>(
    facts: impl Iterator<Item = F>,
    labels: &LedgerLabels,
    address: &dyn Fn(&str) -> String,
) -> Sheet {
    let say = |date: &Option<When>| Cell::Text(date.as_ref().map(|date| date.value.clone()).unwrap_or_default());
    let rows = facts.map(|fact| {
        let fact: &Fact = fact.borrow();
        let witness = fact.witnesses.first();
        let file = witness.map_or("", |witness| &*witness.file);
        let sentence = witness.map(|witness| witness.sentence.clone()).unwrap_or_default();
        let others: Vec<&str> = fact.other_names.iter().map(String::as_str).collect();
        let amounts: Vec<&str> = fact.quantities.iter().map(|amount| amount.text.as_str()).collect();
        let address = address(file);
        vec![
            Cell::Text(labels.kind(fact.kind).to_owned()),
            Cell::Text(fact.name.clone()),
            Cell::Text(names(&fact.parties).join("、")),
            say(&fact.date),
            say(&fact.deadline),
            Cell::Text(labels.status(fact.status).to_owned()),
            Cell::Text(amounts.join("；")),
            Cell::Text(others.join("；")),
            Cell::Number(u32::try_from(fact.witnesses.len()).unwrap_or(u32::MAX)),
            Cell::Text(file.to_owned()),
            if address.is_empty() { Cell::Text(sentence) } else { Cell::Link { text: sentence, address } },
        ]
    });
    Sheet {
        name: labels.name.clone(),
        heads: labels.heads.to_vec(),
        widths: vec![10, 44, 24, 14, 14, 10, 24, 30, 8, 28, 80],
        rows: rows.collect(),
    }
}

/// The facts as a JSON array, one a line.
#[must_use]
pub fn json_array<F: Borrow<Fact>>(facts: impl Iterator<Item = F>) -> String {
    let lines: Vec<String> = facts.map(|fact| json(fact.borrow())).collect();
    if lines.is_empty() { "[]\n".to_owned() } else { format!("[\n{}\n]\n", lines.join(",\n")) }
}

/// A fact as one line of JSON.
#[must_use]
pub fn json(fact: &Fact) -> String {
    serde_json::to_string(&Row::of(fact)).unwrap_or_default()
}

/// A fact as JSON.
#[derive(Serialize)]
struct Row<'a> {
    kind: &'static str,
    name: &'a str,
    parties: Vec<&'a str>,
    date: Option<Date<'a>>,
    deadline: Option<Date<'a>>,
    quantities: Vec<Quantity<'a>>,
    status: &'static str,
    rule: &'static str,
    history: Vec<Change<'a>>,
    other_dates: Vec<&'a str>,
    other_names: Vec<&'a str>,
    witnesses: Vec<Witness<'a>>,
}

#[derive(Serialize)]
struct Date<'a> {
    date: &'a str,
    value: &'a str,
    certainty: &'static str,
    text: &'a str,
    rule: &'static str,
}

#[derive(Serialize)]
struct Quantity<'a> {
    value: f64,
    unit: &'static str,
    comparator: &'static str,
    text: &'a str,
}

#[derive(Serialize)]
struct Change<'a> {
    date: Option<&'a str>,
    status: &'static str,
}

#[derive(Serialize)]
struct Witness<'a> {
    file: &'a str,
    start: usize,
    end: usize,
    sentence: &'a str,
    name: &'a str,
    status: &'static str,
    rule: &'static str,
}

impl<'a> Row<'a> {
    fn of(fact: &'a Fact) -> Self {
        let date = |when: &'a When| Date {
            date: &when.value,
            value: &when.value,
            certainty: when.certainty.name(),
            text: &when.text,
            rule: when.rule,
        };
        let quantity = |amount: &'a Amount| Quantity {
            value: amount.value,
            unit: amount.unit,
            comparator: amount.comparator,
            text: &amount.text,
        };
        Self {
            kind: fact.kind.name(),
            name: &fact.name,
            parties: names(&fact.parties),
            date: fact.date.as_ref().map(date),
            deadline: fact.deadline.as_ref().map(date),
            quantities: fact.quantities.iter().map(quantity).collect(),
            status: fact.status.name(),
            rule: fact.rule,
            history: fact
                .history
                .iter()
                .map(|change| Change {
                    date: Some(change.when.as_str()).filter(|when| !when.is_empty()),
                    status: change.status.name(),
                })
                .collect(),
            other_dates: fact.other_dates.iter().map(|when| when.value.as_str()).collect(),
            other_names: fact.other_names.iter().map(String::as_str).collect(),
            witnesses: fact
                .witnesses
                .iter()
                .map(|witness| Witness {
                    file: &witness.file,
                    start: witness.span.start,
                    end: witness.span.end,
                    sentence: &witness.sentence,
                    name: &witness.name,
                    status: witness.status.name(),
                    rule: witness.rule,
                })
                .collect(),
        }
    }
}
