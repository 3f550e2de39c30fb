//! The ledger as a table, as JSON lines and as Markdown. Words for people are handed in ([`LedgerLabels`]).

use std::borrow::Borrow;

use jiff::civil::Date as Day;
use serde::Serialize;

use super::sheet::{Cell, Line, Sheet};
use crate::{
    facts::{Amount, ByUser, Fact, Kind, Party, Status, When, Witness as Told, edtf},
    place::{PlaceId, gazetteer},
    text::date::Certainty,
};

/// The words of the tables of facts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LedgerLabels {
    /// Names of the tables: of facts, of their sentences, of their numbers.
    pub names: [String; 3],
    /// Headings of the columns, in the order of [`Column::ALL`].
    pub heads: [String; Column::ALL.len()],
    /// Names of the kinds, in the order of [`Kind::ALL`].
    pub kinds: [String; Kind::ALL.len()],
    /// Names of the statuses, in the order of [`Status::ALL`].
    pub statuses: [String; Status::ALL.len()],
    /// How sure a date is, in the order of [`SURE`].
    pub sure: [String; SURE.len()],
    /// What the user says, in the order of [`ByUser::ALL`].
    pub by_user: [String; ByUser::ALL.len()],
    /// Rules by name, with their line of words.
    pub rules: Vec<(&'static str, String)>,
}

/// How sure a date may be.
pub const SURE: [Certainty; 5] =
    [Certainty::Day, Certainty::Month, Certainty::Year, Certainty::Inferred, Certainty::Unknown];

/// A column of the tables.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Column {
    /// Number of the fact.
    Number,
    /// Kind.
    Kind,
    /// Name.
    Name,
    /// Who takes part.
    Parties,
    /// Date.
    Date,
    /// How sure the date is.
    Sure,
    /// Deadline.
    Deadline,
    /// Status.
    Status,
    /// Quantities, as printed.
    Quantities,
    /// The quantity as a number, where there is just one and it is exact.
    Value,
    /// Its unit.
    Unit,
    /// Other names.
    OtherNames,
    /// Number of witnesses.
    Witnesses,
    /// File.
    File,
    /// Sentence.
    Sentence,
    /// The rule that read it.
    Rule,
    /// What the user says of it.
    ByUser,
    /// How the number stands to the real one: more, about, at most.
    Comparator,
    /// The upper end of a range.
    High,
}

impl Column {
    /// All of them; the table of facts has them in this order, but for the last two.
    pub const ALL: [Self; 19] = [
        Self::Number,
        Self::Kind,
        Self::Name,
        Self::Parties,
        Self::Date,
        Self::Sure,
        Self::Deadline,
        Self::Status,
        Self::Quantities,
        Self::Value,
        Self::Unit,
        Self::OtherNames,
        Self::Witnesses,
        Self::File,
        Self::Sentence,
        Self::Rule,
        Self::ByUser,
        Self::Comparator,
        Self::High,
    ];

    /// Its width, characters.
    const fn width(self) -> u16 {
        match self {
            Self::Number | Self::Witnesses | Self::Comparator => 7,
            Self::Kind | Self::Status | Self::Sure => 10,
            Self::Name => 44,
            Self::Parties | Self::Quantities | Self::ByUser => 24,
            Self::Date | Self::Deadline | Self::Value | Self::High | Self::Unit => 14,
            Self::OtherNames | Self::File => 28,
            Self::Rule => 34,
            Self::Sentence => 80,
        }
    }
}

fn word<'a, T: Copy + PartialEq>(all: &[T], words: &'a [String], one: T) -> &'a str {
    all.iter().zip(words).find(|(other, _)| **other == one).map_or("", |(_, word)| word)
}

impl LedgerLabels {
    /// The name of a kind.
    #[must_use]
    pub fn kind(&self, kind: Kind) -> &str {
        word(&Kind::ALL, &self.kinds, kind)
    }

    /// The name of a status.
    #[must_use]
    pub fn status(&self, status: Status) -> &str {
        word(&Status::ALL, &self.statuses, status)
    }

    /// What a rule goes by; its name where there are no words for it.
    #[must_use]
    pub fn rule(&self, rule: &'static str) -> &str {
        self.rules.iter().find(|(name, _)| *name == rule).map_or(rule, |(_, words)| words)
    }

    fn by_user(&self, fact: &Fact) -> String {
        fact.by_user().into_iter().map(|one| word(&ByUser::ALL, &self.by_user, one)).collect::<Vec<_>>().join("、")
    }

    fn table(&self, name: usize, columns: &[Column], rows: Vec<Vec<Cell>>) -> Sheet {
        Sheet {
            name: self.names.get(name).cloned().unwrap_or_default(),
            heads: columns.iter().map(|&column| word(&Column::ALL, &self.heads, column).to_owned()).collect(),
            widths: columns.iter().map(|column| column.width()).collect(),
            rows,
        }
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

fn text(text: &str) -> Cell {
    Cell::Text(text.to_owned())
}

/// A date: a day where it is one, else as it stands.
fn date(when: Option<&When>) -> Cell {
    let Some(when) = when else { return text("") };
    match (when.value.parse::<Day>(), when.value.len()) {
        (Ok(day), 10) => Cell::Day { day: edtf::day_number(day), text: when.value.clone() },
        _ => text(&when.value),
    }
}

fn count(number: usize) -> f64 {
    u32::try_from(number).map_or(f64::INFINITY, f64::from)
}

/// The facts as tables: a row for each fact; a row for each sentence that tells it; a row for each of its numbers. `address` tells what the
/// sentence of a file links to, empty for nothing. The first of them says everything by itself, for files that hold but one.
#[must_use]
pub fn sheets<F: Borrow<Fact>>(
    facts: impl Iterator<Item = F>,
    labels: &LedgerLabels,
    address: &dyn Fn(&str) -> String,
) -> Vec<Sheet> {
    let (mut rows, mut told, mut amounts) = (vec![], vec![], vec![]);
    for (number, fact) in (1..).zip(facts) {
        let fact: &Fact = fact.borrow();
        rows.push(row(fact, number, told.len(), labels, address));
        for witness in &fact.witnesses {
            told.push(vec![
                Cell::Number(count(number)),
                text(&witness.name),
                date(witness.date.as_ref()),
                date(witness.deadline.as_ref()),
                text(labels.status(witness.status)),
                text(&witness.file),
                Cell::line(witness.line().into_owned(), address(&witness.file)),
                text(labels.rule(witness.rule)),
            ]);
        }
        for amount in &fact.quantities {
            amounts.push(vec![
                Cell::Number(count(number)),
                text(&fact.name),
                text(&amount.text),
                text(amount.comparator),
                Cell::Number(amount.value),
                amount.high.map_or_else(|| text(""), Cell::Number),
                text(amount.unit),
            ]);
        }
    }
    use Column as C;
    let facts = C::ALL.split_last_chunk::<2>().map_or(&[][..], |(columns, _)| columns);
    let sentences = [C::Number, C::Name, C::Date, C::Deadline, C::Status, C::File, C::Sentence, C::Rule];
    let numbers = [C::Number, C::Name, C::Quantities, C::Comparator, C::Value, C::High, C::Unit];
    vec![labels.table(0, facts, rows), labels.table(1, &sentences, told), labels.table(2, &numbers, amounts)]
}

/// The row of a fact; its sentences begin at row `first` of their table.
fn row(fact: &Fact, number: usize, first: usize, labels: &LedgerLabels, address: &dyn Fn(&str) -> String) -> Vec<Cell> {
    let lines = |line: &dyn Fn(&Told) -> Line| Cell::Lines(fact.witnesses.iter().map(line).collect());
    let others: Vec<&str> = fact.other_names.iter().map(String::as_str).collect();
    let amounts: Vec<&str> = fact.quantities.iter().map(|amount| amount.text.as_str()).collect();
    let (value, unit) = match fact.quantities.as_slice() {
        [one] if one.comparator.is_empty() && one.high.is_none() => (Cell::Number(one.value), text(one.unit)),
        _ => (text(""), text("")),
    };
    let mut rules: Vec<&str> = Vec::new();
    for witness in &fact.witnesses {
        let rule = labels.rule(witness.rule);
        if !rules.contains(&rule) {
            rules.push(rule);
        }
    }
    let sure = fact.date.as_ref().map_or("", |when| word(&SURE, &labels.sure, when.certainty));
    vec![
        Cell::Number(count(number)),
        text(labels.kind(fact.kind)),
        text(&fact.name),
        Cell::Text(names(&fact.parties).join("、")),
        date(fact.date.as_ref()),
        text(sure),
        date(fact.deadline.as_ref()),
        text(labels.status(fact.status)),
        Cell::Text(amounts.join("；")),
        value,
        unit,
        Cell::Text(others.join("；")),
        Cell::Jump { number: count(fact.witnesses.len()), sheet: 1, row: first },
        lines(&|witness| Line { text: witness.file.to_string(), address: String::new() }),
        lines(&|witness| Line { text: witness.line().into_owned(), address: address(&witness.file) }),
        Cell::Text(rules.join("；")),
        Cell::Text(labels.by_user(fact)),
    ]
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
    by_user: Vec<&'static str>,
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
    /// The upper end of a range.
    #[serde(skip_serializing_if = "Option::is_none")]
    high: Option<f64>,
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
            high: amount.high,
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
            by_user: fact.by_user().into_iter().map(ByUser::name).collect(),
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
