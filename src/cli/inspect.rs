//! `inspect`: what was understood of each file, one object or one line a file, in path order.

use std::collections::BTreeMap;

use serde::Serialize;

use super::{
    Done, End, args::Inspect, io::Output, overrides, place_name, problem_message, report_cut, report_problem, table,
    targets,
};
use crate::{
    article::FileKind,
    facts::dates::dates_of,
    library::{
        Document, Page, Problem, reads,
        reposts::Finder,
        scan::{Cancel, Target, stream},
    },
    place::gazetteer,
    text::span::ByteRange,
    words::Words,
};

pub(super) fn run(wanted: &Inspect, words: &Words, output: &mut Output) -> Result<Done, End> {
    let mut done = Done::Clean;
    let mut opened = false;
    if !wanted.jsonl {
        let t = |id| words.t(id);
        let (file, date, source) = (t("cli-column-file"), t("cli-column-date"), t("cli-column-source"));
        output.line(&line([&file, &date, &source, &t("cli-column-cities"), &t("cli-column-title")]))?;
    }
    for target in targets(&wanted.paths) {
        let overrides = overrides(&wanted.own, &target, words)?;
        let mut end = None;
        // Files come by path, so that a group's first file is always known already.
        let (mut finder, mut paths) = (Finder::default(), Vec::<String>::new());
        let result = stream(&target, &overrides, &Cancel::default(), &mut |result| {
            let written = match &result {
                Ok(document) => {
                    opened = true;
                    if report_cut(document, words, output) {
                        done = done.max(Done::WithRemarks);
                    }
                    let first = finder.first_like(&document.sketch());
                    let first = first.and_then(|number| paths.get(number as usize)).cloned();
                    paths.push(document.path.clone());
                    show(document, first.as_deref(), wanted.jsonl, words, output)
                }
                Err(problem) => {
                    done = done.max(Done::WithRemarks);
                    report_problem(problem, words, output);
                    show_problem(problem, wanted.jsonl, words, output)
                }
            };
            end = written.err();
            end.is_none()
        });
        if let Some(end) = end {
            return Err(end);
        }
        match result {
            Ok(()) => opened |= matches!(target, Target::Folder(_)),
            Err(error) => {
                output.remark(&words.open_error(&error));
                done = done.max(Done::WithRemarks);
            }
        }
    }
    Ok(if opened { done } else { Done::Nothing })
}

/// One line of the table.
fn line(cells: [&str; 5]) -> String {
    let [file, date, source, cities, title] = cells;
    table::row(&[(file, 32), (date, 10), (source, 16), (cities, 18), (title, 0)])
}

fn show(
    document: &Document,
    duplicate_of: Option<&str>,
    jsonl: bool,
    words: &Words,
    output: &mut Output,
) -> Result<(), End> {
    if jsonl {
        return output.json(&Inspected::of(document, &document.page(), duplicate_of, words));
    }
    let card = document.card();
    let date = card.date.map(|d| d.to_string()).unwrap_or_else(|| words.t("cli-unknown-date").into_owned());
    let source = card.source.as_deref().unwrap_or_default();
    let all = &card.cities;
    let ordered = all.iter().filter(|c| c.primary).chain(all.iter().filter(|c| !c.primary));
    let cities: Vec<&str> = ordered.map(|c| place_name(c.place)).collect();
    output.line(&line([&document.path, &date, source, &cities.join(" "), &card.title]))
}

fn show_problem(problem: &Problem, jsonl: bool, words: &Words, output: &mut Output) -> Result<(), End> {
    // A folder that could not be listed is no file and has no object.
    if jsonl && reads(&problem.path) {
        output.json(&Unreadable { file: &problem.path, error: problem_message(problem, words) })
    } else {
        Ok(())
    }
}

/// A file that could not be read.
#[derive(Serialize)]
struct Unreadable<'a> {
    file: &'a str,
    error: String,
}

/// A file that could be read. What this release does not have yet is absent.
#[derive(Serialize)]
struct Inspected<'a> {
    file: &'a str,
    bytes: u64,
    encoding: &'static str,
    script: &'static str,
    title: Option<&'a str>,
    subtitle: Option<&'a str>,
    published: Published<'a>,
    source: Option<&'a str>,
    authors: Vec<&'a str>,
    blocks: Vec<Block>,
    lines: Vec<Line<'a>>,
    cities: Vec<City<'a>>,
    counties: Vec<County<'a>>,
    compounds: BTreeMap<&'a str, Vec<&'a str>>,
    mentions: Vec<Mention<'a>>,
    rejected: Vec<Rejected<'a>>,
    /// The first file that says the same.
    duplicate_of: Option<&'a str>,
    dates: Vec<Date<'a>>,
    remarks: Vec<Remark>,
}

#[derive(Serialize)]
struct Published<'a> {
    date: Option<String>,
    certainty: &'static str,
    evidence: Option<&'a str>,
    reason: Option<&'a str>,
}

#[derive(Serialize)]
struct Block {
    kind: &'static str,
    start: usize,
    end: usize,
}

#[derive(Serialize)]
struct Line<'a> {
    n: u32,
    kind: &'static str,
    /// Name of the rule that decided.
    rule: &'static str,
    /// The words of the line where its number cannot be looked up in the file: in markup.
    #[serde(skip_serializing_if = "Option::is_none")]
    text: Option<&'a str>,
}

#[derive(Serialize)]
struct City<'a> {
    name: &'a str,
    adcode: u32,
    named: u32,
    abbreviated: u32,
    primary: bool,
}

#[derive(Serialize)]
struct County<'a> {
    name: &'a str,
    adcode: u32,
    city: Option<&'a str>,
    named: u32,
}

#[derive(Serialize)]
struct Mention<'a> {
    start: usize,
    end: usize,
    text: &'a str,
    places: Vec<&'a str>,
    rule: &'a str,
}

#[derive(Serialize)]
struct Rejected<'a> {
    text: &'a str,
    rule: &'a str,
}

/// A time expression; `value` in EDTF.
#[derive(Serialize)]
struct Date<'a> {
    start: usize,
    end: usize,
    text: &'a str,
    value: Option<String>,
    certainty: &'static str,
    rule: &'static str,
}

#[derive(Serialize)]
struct Remark {
    code: &'static str,
    message: String,
}

impl<'a> Inspected<'a> {
    fn of(document: &'a Document, page: &'a Page, duplicate_of: Option<&'a str>, words: &Words) -> Self {
        let Page { article, tagging } = page;
        let of_text = |span: ByteRange| span.of(&article.text);
        let published = &article.published;
        Self {
            file: &document.path,
            bytes: document.bytes,
            encoding: article.encoding.name(),
            script: article.script.name(),
            title: article.title.as_ref().map(|t| t.value.as_str()),
            subtitle: article.subtitle.as_ref().map(|t| t.value.as_str()),
            published: Published {
                date: published.date.map(|d| d.to_string()),
                certainty: published.certainty.name(),
                evidence: published.evidence.map(of_text),
                reason: Some(published.reason).filter(|r| !r.is_empty()),
            },
            source: article.source.as_ref().map(|s| s.value.as_str()),
            authors: article.authors.iter().map(|a| a.value.as_str()).collect(),
            blocks: article
                .blocks
                .iter()
                .map(|b| Block { kind: b.kind.name(), start: b.span.start, end: b.span.end })
                .collect(),
            lines: article
                .lines
                .iter()
                .map(|l| Line {
                    n: l.number,
                    kind: l.kind.name(),
                    rule: l.rule,
                    text: (FileKind::of_name(&document.path) == FileKind::Html).then(|| of_text(l.span)),
                })
                .collect(),
            cities: tagging
                .cities
                .iter()
                .map(|c| City {
                    name: place_name(c.place),
                    adcode: gazetteer().get(c.place).adcode,
                    named: c.named,
                    abbreviated: c.abbreviated,
                    primary: c.primary,
                })
                .collect(),
            counties: tagging
                .counties
                .iter()
                .map(|c| County {
                    name: &gazetteer().get(c.place).name,
                    adcode: gazetteer().get(c.place).adcode,
                    city: gazetteer().city_of(c.place).map(place_name),
                    named: c.named,
                })
                .collect(),
            compounds: tagging
                .compounds
                .iter()
                .map(|(printed, cities)| (printed.as_str(), cities.iter().map(|c| place_name(*c)).collect()))
                .collect(),
            mentions: tagging
                .mentions
                .iter()
                .map(|m| Mention {
                    start: m.span.start,
                    end: m.span.end,
                    text: of_text(m.span),
                    places: m.places.iter().map(|p| place_name(*p)).collect(),
                    rule: m.rule,
                })
                .collect(),
            rejected: tagging.rejected.iter().map(|r| Rejected { text: of_text(r.span), rule: r.rule }).collect(),
            duplicate_of,
            dates: dates_of(article, document.folded())
                .mentions
                .into_iter()
                .map(|d| Date {
                    start: d.span.start,
                    end: d.span.end,
                    text: of_text(d.span),
                    value: Some(d.phrase.value).filter(|value| !value.is_empty()),
                    certainty: d.phrase.certainty.name(),
                    rule: d.phrase.rule,
                })
                .collect(),
            remarks: article
                .remarks
                .iter()
                .map(|code| Remark { code: code.name(), message: words.remark(*code) })
                .collect(),
        }
    }
}
