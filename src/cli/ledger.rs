//! `ledger`: what the articles of a folder say the cities did together, one row a fact, each with its sentences.

use serde::Serialize;

use super::{
    Done, End,
    args::{Ledger, LedgerFormat},
    io,
    io::Output,
    overrides, place_name, places_named, report_cut, report_problem, table,
};
use crate::{
    export::{
        sheet::{Cell, Sheet, csv, xlsx},
        write::{Overwrite, WriteError, write_export},
    },
    facts::{Amount, Fact, Party, Told, When, claims, ledger},
    library::{
        Document,
        scan::{Cancel, Target, stream},
    },
    place::{PlaceId, gazetteer},
    words::Words,
};

pub(super) fn run(wanted: &Ledger, words: &Words, output: &mut Output) -> Result<Done, End> {
    let cities = places_named(&wanted.cities, words)?;
    let target = Target::Folder(wanted.folder.clone());
    if let Some(folder) = wanted.out.as_ref().and_then(|out| out.parent())
        && io::lies_in(folder, &wanted.folder)
    {
        let path = wanted.out.as_ref().map(|out| out.display().to_string()).unwrap_or_default();
        return Err(End::Use(words.tn("cli-out-inside", &[("path", path.into())])));
    }
    let overrides = overrides(&wanted.own, &target, words)?;
    let mut done = Done::Clean;
    let mut told = Vec::new();
    stream(&target, &overrides, &Cancel::default(), &mut |result| {
        match result {
            Ok(document) => {
                if report_cut(&document, words, output) {
                    done = done.max(Done::WithRemarks);
                }
                tell(&document, &mut told);
            }
            Err(problem) => {
                done = done.max(Done::WithRemarks);
                report_problem(&problem, words, output);
            }
        }
        true
    })
    .map_err(|error| End::Use(words.open_error(&error)))?;
    let facts: Vec<Fact> = ledger(told)
        .into_iter()
        .filter(|fact| wanted.kinds.is_empty() || wanted.kinds.contains(&fact.kind))
        .filter(|fact| cities.is_empty() || cities.iter().any(|&city| takes_part(fact, city)))
        .collect();
    let bytes = match wanted.format {
        LedgerFormat::Table | LedgerFormat::Jsonl if wanted.out.is_none() => {
            for fact in &facts {
                if wanted.format == LedgerFormat::Jsonl {
                    output.json(&Row::of(fact))?;
                } else {
                    output.line(&line(fact, words))?;
                }
            }
            return Ok(done);
        }
        LedgerFormat::Table => facts.iter().map(|fact| line(fact, words) + "\n").collect::<String>().into_bytes(),
        LedgerFormat::Jsonl => {
            let lines = facts.iter().filter_map(|fact| serde_json::to_string(&Row::of(fact)).ok());
            lines.map(|line| line + "\n").collect::<String>().into_bytes()
        }
        LedgerFormat::Csv => csv(&sheet(&facts, wanted, words)),
        LedgerFormat::Xlsx => xlsx(&sheet(&facts, wanted, words)),
    };
    match &wanted.out {
        Some(path) => save(path, &bytes, words)?,
        None => output.bytes(&bytes)?,
    }
    Ok(done)
}

/// Adds what a document says.
fn tell(document: &Document, told: &mut Vec<Told>) {
    for claim in claims(&document.article, &document.tagging, &document.folded) {
        told.push(Told {
            file: document.path.clone(),
            published: document.article.published.date,
            sentence: claim.sentence.of(&document.article.text).to_owned(),
            claim,
        });
    }
}

/// True when a place, or a city of a province, takes part.
fn takes_part(fact: &Fact, place: PlaceId) -> bool {
    let g = gazetteer();
    fact.parties.iter().any(|party| match party {
        Party::City(city) => *city == place || g.city_of(place) == Some(*city) || g.province_of(*city) == Some(place),
        Party::Body(_) => false,
    })
}

fn save(path: &std::path::Path, bytes: &[u8], words: &Words) -> Result<(), End> {
    write_export(path, bytes, Overwrite::Never, None).map_err(|error| match &error {
        WriteError::Exists(path) => {
            End::Use(words.tn("cli-out-exists", &[("path", path.display().to_string().into())]))
        }
        other => End::Write { path: path.display().to_string(), detail: words.write_error(other) },
    })
}

fn names(parties: &[Party]) -> Vec<&str> {
    let name = |party| match party {
        &Party::City(city) => place_name(city),
        Party::Body(name) => name.as_str(),
    };
    parties.iter().map(name).collect()
}

/// One line for people.
fn line(fact: &Fact, words: &Words) -> String {
    let date = fact.date.as_ref().or(fact.deadline.as_ref()).map_or("", |date| date.value.as_str());
    let file = fact.witnesses.first().map_or("", |witness| witness.file.as_str());
    let (kind, status) = (words.fact_kind(fact.kind), words.fact_status(fact.status));
    let parties = names(&fact.parties).join(" ");
    table::row(&[(&kind, 8), (&parties, 20), (date, 10), (&status, 8), (&fact.name, 44), (file, 0)])
}

/// The table of a spreadsheet; the sentence links to its file.
fn sheet(facts: &[Fact], wanted: &Ledger, words: &Words) -> Sheet {
    let t = |id| words.t(id).into_owned();
    let say = |date: &Option<When>| Cell::Text(date.as_ref().map(|date| date.value.clone()).unwrap_or_default());
    let rows = facts.iter().map(|fact| {
        let witness = fact.witnesses.first();
        let file = witness.map_or("", |witness| witness.file.as_str());
        let sentence = witness.map(|witness| witness.sentence.clone()).unwrap_or_default();
        let others: Vec<&str> = fact.other_names.iter().map(String::as_str).collect();
        let amounts: Vec<&str> = fact.quantities.iter().map(|amount| amount.text.as_str()).collect();
        vec![
            Cell::Text(words.fact_kind(fact.kind).into_owned()),
            Cell::Text(fact.name.clone()),
            Cell::Text(names(&fact.parties).join("、")),
            say(&fact.date),
            say(&fact.deadline),
            Cell::Text(words.fact_status(fact.status).into_owned()),
            Cell::Text(amounts.join("；")),
            Cell::Text(others.join("；")),
            Cell::Number(u32::try_from(fact.witnesses.len()).unwrap_or(u32::MAX)),
            Cell::Text(file.to_owned()),
            Cell::Link { text: sentence, address: io::file_address(&wanted.folder.join(file)) },
        ]
    });
    Sheet {
        name: t("fact-ledger"),
        heads: vec![
            t("fact-column-kind"),
            t("fact-column-name"),
            t("fact-column-parties"),
            t("fact-column-date"),
            t("fact-column-deadline"),
            t("fact-column-status"),
            t("fact-column-quantities"),
            t("fact-column-other-names"),
            t("fact-column-witnesses"),
            t("cli-column-file"),
            t("fact-column-sentence"),
        ],
        widths: vec![10, 44, 24, 14, 14, 10, 24, 30, 8, 28, 80],
        rows: rows.collect(),
    }
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
