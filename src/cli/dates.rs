//! `dates`: the time expressions of each line of a text, one JSON array a line.

use serde::Serialize;

use super::{Done, End, args::Dates, io, io::Output};
use crate::text::{dates::find, encoding::decode};

pub(super) fn run(wanted: &Dates, output: &mut Output) -> Result<Done, End> {
    let bytes = io::read_input(wanted.file.as_deref())?;
    let text = decode(&bytes, None).text;
    for line in text.lines() {
        let found = find(line, Some(wanted.base));
        // A length of time without a beginning has no days.
        let found = found.iter().filter(|date| !date.phrase.length_only).map(|date| Said {
            text: date.span.of(line),
            start: date.phrase.start.map(|day| day.to_string()),
            end: date.phrase.end.map(|day| day.to_string()),
            certainty: date.phrase.certainty.name(),
        });
        output.json(&found.collect::<Vec<_>>())?;
    }
    Ok(Done::Clean)
}

#[derive(Serialize)]
struct Said<'a> {
    text: &'a str,
    start: Option<String>,
    end: Option<String>,
    certainty: &'static str,
}
