//! `search`: which files of a folder match, best first, with the sentences around the hits.

use std::collections::BTreeSet;

use serde::Serialize;

use super::{
    Done, End,
    args::{Own, Search, SearchFormat},
    finish,
    io::Output,
    overrides, places_named, read_kept, report_cut, report_problem, table,
};
use crate::{
    library::{
        ContentHash, Document, Marks, Page, Tags,
        cache::Cache,
        query::{
            Filter, Hit, Personal, Query, Sort, find_as, snippets_of,
            tree::{Advice, Being, Marked},
        },
        scan::{Cancel, Target, open_with},
    },
    words::Words,
};

/// Characters of a snippet, and snippets of a file.
const SNIPPET_CHARS: usize = 80;
const SNIPPETS: usize = 3;

pub(super) fn run(wanted: &Search, words: &Words, output: &mut Output) -> Result<Done, End> {
    let filter = Filter {
        text: wanted.text.clone(),
        literal: wanted.literal,
        include: places_named(&wanted.cities, words)?.into_iter().collect(),
        mode: wanted.mode,
        ..Filter::default()
    };
    let target = Target::Folder(wanted.folder.clone());
    let overrides = overrides(&wanted.own, &target, words)?;
    let place = &wanted.own.cache;
    let mut cache = if wanted.no_refresh { Cache::open_trusting(place, &target) } else { Cache::open(place, &target) };
    let snapshot = open_with(&target, &overrides, &mut cache, &Cancel::default(), &mut |_, _| {})
        .map_err(|error| End::Use(words.open_error(&error)))?;
    finish(cache, words, output);
    let mut done = Done::Clean;
    for problem in &snapshot.problems {
        report_problem(problem, words, output);
        done = Done::WithRemarks;
    }
    for document in &snapshot.documents {
        if report_cut(document, words, output) {
            done = Done::WithRemarks;
        }
    }
    let query = filter.query();
    for advice in query.advice() {
        output.remark(&words.search_advice(advice));
    }
    let kept = Kept::of(&wanted.own, &target, words)?;
    let is = |document: &Document, being: Being| match being {
        Being::Unread => !kept.read.contains(&document.hash),
        Being::Read => kept.read.contains(&document.hash),
        Being::Starred => kept.starred.contains(&document.hash),
    };
    let has = |document: &Document, marked: Marked| kept.marks.has(document.hash, &document.path, marked);
    let personal = Personal { is: &is, has: &has, tags: Some(&kept.tags) };
    let hits = find_as(&snapshot, &filter, Sort::Relevance, personal, &|| false).unwrap_or_default();
    if hits.iter().any(|hit| hit.cut) {
        output.remark(&words.search_advice(&Advice::MoreHits));
    }
    for hit in hits.iter().take(wanted.limit.unwrap_or(usize::MAX)) {
        let Some(document) = snapshot.get(hit.doc) else { continue };
        match wanted.format {
            SearchFormat::Files => output.line(&document.path)?,
            SearchFormat::Jsonl => output.json(&Found::of(document, &document.page(), hit, &query))?,
            SearchFormat::Table => show(document, hit, &query, words, output)?,
        }
    }
    // The program ends here: giving a hundred thousand pages back one by one would take longer than looking for a word in them.
    std::mem::forget(snapshot);
    Ok(done)
}

/// What the person did with the pages; nothing unless it is asked for.
#[derive(Default)]
struct Kept {
    read: BTreeSet<ContentHash>,
    starred: BTreeSet<ContentHash>,
    marks: Marks,
    tags: Tags,
}

impl Kept {
    fn of(own: &Own, target: &Target, words: &Words) -> Result<Self, End> {
        if !own.with_corrections {
            return Ok(Self::default());
        }
        let target = target.clone().absolute();
        read_kept(own, words, |data| {
            let (read, starred) = (data.read_set()?, data.stars()?);
            Ok(Self { read, starred, marks: data.marks(target.root())?, tags: data.tags()? })
        })
    }
}

/// A heading line, and the snippets below it.
fn show(document: &Document, hit: &Hit, query: &Query, words: &Words, output: &mut Output) -> Result<(), End> {
    let article = &document.page().article;
    let date =
        article.published.date.map(|d| d.to_string()).unwrap_or_else(|| words.t("cli-unknown-date").into_owned());
    let hits = if query.is_empty() { String::new() } else { hit.hits.to_string() };
    output.line(&table::row(&[(&document.path, 32), (&date, 10), (&hits, 4), (&article.shown_title(), 0)]))?;
    for snippet in snippets_of(document, query, SNIPPET_CHARS, SNIPPETS) {
        output.line(&format!("    {}", table::plain(snippet.span.of(&article.text))))?;
    }
    Ok(())
}

/// A matching file.
#[derive(Serialize)]
struct Found<'a> {
    file: &'a str,
    title: Option<&'a str>,
    score: f32,
    hits: u32,
    snippets: Vec<Snippet<'a>>,
    matched_by: Vec<&'static str>,
}

#[derive(Serialize)]
struct Snippet<'a> {
    start: usize,
    end: usize,
    text: &'a str,
}

impl<'a> Found<'a> {
    fn of(document: &'a Document, page: &'a Page, hit: &Hit, query: &Query) -> Self {
        let article = &page.article;
        Self {
            file: &document.path,
            title: article.title.as_ref().map(|t| t.value.as_str()),
            score: hit.score,
            hits: hit.hits,
            snippets: snippets_of(document, query, SNIPPET_CHARS, SNIPPETS)
                .into_iter()
                .map(|s| Snippet { start: s.span.start, end: s.span.end, text: s.span.of(&article.text) })
                .collect(),
            matched_by: query.matched_by(document).into_iter().map(|way| way.name()).collect(),
        }
    }
}
