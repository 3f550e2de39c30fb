//! `ledger`: what the articles of a folder say the cities did together, one row a fact, each with its sentences.

use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

use super::{
    Done, End,
    args::{Ledger, LedgerFormat},
    finish,
    io::Output,
    overrides, places_named, report_cut, report_problem, table,
};
use crate::{
    export::{
        ledger::{json, names, sheets},
        sheet::{Sheet, csv},
        write::{Overwrite, WriteError, lies_in_any, write_export},
        xlsx::xlsx,
    },
    facts::{
        Fact,
        book::Pages,
        kept::PageKey,
        store::{Read, Store},
    },
    library::{
        Document,
        cache::Cache,
        scan::{Cancel, Target, stream_also},
    },
    text::address::file_address,
    words::Words,
};

pub(super) fn run(wanted: &Ledger, words: &Words, output: &mut Output) -> Result<Done, End> {
    let cities = places_named(&wanted.cities, words)?;
    let target = Target::Folder(wanted.folder.clone());
    if let Some(folder) = wanted.out.as_ref().and_then(|out| out.parent())
        && lies_in_any(folder, std::slice::from_ref(&wanted.folder))
    {
        let path = wanted.out.as_ref().map(|out| out.display().to_string()).unwrap_or_default();
        return Err(End::Use(words.tn("cli-out-inside", &[("path", path.into())])));
    }
    let overrides = overrides(&wanted.own, &target, words)?;
    let mut done = Done::Clean;
    let mut pages = Pages::default();
    let mut cache = Cache::open(&wanted.own.cache, &target);
    let mut store = Store::of(&wanted.own.cache, target.root().map(Path::to_owned));
    let known = Arc::clone(&store.readings);
    let read = |document: &Document| {
        let key = PageKey::of(document, &overrides.corrections);
        (key, (!known.knows(key)).then(|| Read::of(document)))
    };
    stream_also(&target, &overrides, &mut cache, &Cancel::default(), read, &mut |result| {
        match result {
            Ok((document, (key, read))) => {
                if report_cut(&document, words, output) {
                    done = done.max(Done::WithRemarks);
                }
                if let Some(read) = read {
                    store.add(key, &read);
                }
                pages.add(&document, key, &overrides.corrections, &store.readings);
            }
            Err(problem) => {
                done = done.max(Done::WithRemarks);
                report_problem(&problem, words, output);
            }
        }
        true
    })
    .map_err(|error| End::Use(words.open_error(&error)))?;
    finish(cache, words, output);
    let ledger = store.ledger(pages);
    store.save(&ledger);
    let facts = &ledger.facts;
    let table = &facts.table;
    let chosen = (0..).take(facts.len()).filter(|&at| {
        let kind = wanted.kinds.is_empty() || table.kind(at).is_some_and(|kind| wanted.kinds.contains(&kind));
        kind && (cities.is_empty() || cities.iter().any(|&city| table.involves(at, city)))
    });
    let mut chosen = chosen.filter_map(|at| facts.make(at));
    let bytes = match wanted.format {
        LedgerFormat::Table | LedgerFormat::Jsonl if wanted.out.is_none() => {
            for fact in chosen {
                if wanted.format == LedgerFormat::Jsonl {
                    output.line(&json(&fact))?;
                } else {
                    output.line(&line(&fact, words))?;
                }
            }
            return Ok(done);
        }
        LedgerFormat::Table => chosen.map(|fact| line(&fact, words) + "\n").collect::<String>().into_bytes(),
        LedgerFormat::Jsonl => chosen.map(|fact| json(&fact) + "\n").collect::<String>().into_bytes(),
        LedgerFormat::Csv => tables_of(&mut chosen, wanted, words).first().map(csv).unwrap_or_default(),
        LedgerFormat::Xlsx => xlsx(&tables_of(&mut chosen, wanted, words)),
    };
    match &wanted.out {
        Some(path) => save(path, &bytes, &wanted.folder, words)?,
        None => output.bytes(&bytes)?,
    }
    Ok(done)
}

fn save(path: &Path, bytes: &[u8], folder: &PathBuf, words: &Words) -> Result<(), End> {
    write_export(path, bytes, Overwrite::Never, std::slice::from_ref(folder)).map_err(|error| match &error {
        WriteError::Exists(path) => {
            End::Use(words.tn("cli-out-exists", &[("path", path.display().to_string().into())]))
        }
        other => End::Write { path: path.display().to_string(), detail: words.write_error(other) },
    })
}

/// One line for people; with the sentence of the first witness last, since it has no fixed width.
fn line(fact: &Fact, words: &Words) -> String {
    let date = fact.date.as_ref().or(fact.deadline.as_ref()).map_or("", |date| date.value.as_str());
    let witness = fact.witnesses.first();
    let (file, sentence) = witness.map_or(("", "".into()), |witness| (&*witness.file, witness.line()));
    let (kind, status) = (words.fact_kind(fact.kind), words.fact_status(fact.status));
    let parties = names(&fact.parties).join(" ");
    let count = match fact.witnesses.len() {
        0 | 1 => String::new(),
        more => format!("×{more}"),
    };
    table::row(&[
        (&kind, 8),
        (&parties, 20),
        (date, 10),
        (&status, 8),
        (&fact.name, 44),
        (file, 24),
        (&count, 3),
        (&sentence, 0),
    ])
}

/// The tables of a spreadsheet; the sentences link to their files.
fn tables_of(facts: &mut dyn Iterator<Item = Arc<Fact>>, wanted: &Ledger, words: &Words) -> Vec<Sheet> {
    let link = |file: &str| file_address(&wanted.folder.join(file));
    sheets(facts, &words.ledger_labels(), &link)
}
