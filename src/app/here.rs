//! What the shown article holds, as plain data: its own facts, its numbers, its outline of actions.

use std::sync::Arc;

use super::ledger::Book;
use crate::{
    article::BlockKind,
    facts::actions::{PlannedAction, actions},
    library::Document,
    place::Form,
    text::{
        quantity::{self, Dimension},
        span::ByteRange,
    },
};

/// Which of them is shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Lens {
    /// The facts that it tells.
    #[default]
    Facts,
    /// Its numbers.
    Numbers,
    /// Its actions.
    Actions,
}

impl Lens {
    /// All, in the order of the switch.
    pub const ALL: [Self; 3] = [Self::Facts, Self::Numbers, Self::Actions];
}

/// A number of the article.
#[derive(Clone, Debug, PartialEq)]
pub struct NumberRow {
    /// Where it stands.
    pub span: ByteRange,
    /// As printed.
    pub text: String,
    /// In the canonical unit, with its comparator.
    pub value: f64,
    /// The canonical unit.
    pub unit: &'static str,
    /// The sign of its comparator.
    pub sign: &'static str,
    /// What it measures.
    pub dimension: Dimension,
    /// The words before and behind it.
    pub around: (String, String),
}

/// What lies over the window.
#[derive(Clone, Debug, PartialEq)]
pub struct Here {
    /// Path of the article.
    pub path: String,
    /// Which is shown.
    pub lens: Lens,
    /// Numbers by size instead of by place.
    pub by_size: bool,
    /// The numbers.
    pub numbers: Arc<Vec<NumberRow>>,
    /// The actions.
    pub actions: Arc<Vec<PlannedAction>>,
}

impl Eq for Here {}

/// Bytes of an article whose numbers are read: more numbers than in these nobody reads.
const MOST_BYTES: usize = 4 << 20;
/// Characters shown beside a number.
const AROUND: usize = 14;

impl Here {
    /// What an article holds.
    #[must_use]
    pub fn of(document: &Document, lens: Lens) -> Self {
        let numbers = Arc::new(numbers(document));
        let actions = Arc::new(actions(&document.page().article));
        Self { path: document.path.clone(), lens, by_size: false, numbers, actions }
    }

    /// The numbers in the order that is wished.
    #[must_use]
    pub fn sorted(&self) -> Vec<&NumberRow> {
        let mut rows: Vec<&NumberRow> = self.numbers.iter().collect();
        if self.by_size {
            rows.sort_by(|a, b| (a.dimension, a.unit).cmp(&(b.dimension, b.unit)).then(b.value.total_cmp(&a.value)));
        }
        rows
    }
}

fn numbers(document: &Document) -> Vec<NumberRow> {
    let page = document.page();
    let article = &page.article;
    // 三台 in 绵阳三台 is a county, as in the facts (`facts::sentence`).
    let named: Vec<ByteRange> = page
        .tagging
        .mentions
        .iter()
        .filter(|mention| mention.form == Form::Named)
        .map(|mention| mention.span)
        .collect();
    let mut rows = Vec::new();
    for line in &article.lines {
        if line.kind == BlockKind::Furniture || line.span.start > MOST_BYTES {
            continue;
        }
        let text = line.span.of(&article.text);
        let text = text.get(..text.len().min(MOST_BYTES)).unwrap_or_default();
        for (at, found) in quantity::find(text) {
            let span = ByteRange::new(line.span.start + at.start, line.span.start + at.end);
            let next = named.partition_point(|place| place.end <= span.start);
            if named.get(next).is_some_and(|place| place.start < span.end) {
                continue;
            }
            let before = text.get(..at.start).unwrap_or_default().trim_start();
            let from = before.char_indices().rev().take(AROUND).last().map_or(before.len(), |(at, _)| at);
            let after: String = text.get(at.end..).unwrap_or_default().chars().take(AROUND).collect();
            rows.push(NumberRow {
                span,
                text: at.of(text).to_owned(),
                value: found.value,
                unit: found.unit,
                sign: found.comparator.sign(),
                dimension: found.dimension,
                around: (before.get(from..).unwrap_or_default().to_owned(), after),
            });
        }
    }
    rows
}

/// The facts that a document tells, with the sentence of each, in the order of the text.
#[must_use]
pub fn facts_of(book: &Book, document: &Document) -> Vec<(ByteRange, u32)> {
    let Some(ix) = book.snapshot.find(&document.path) else { return vec![] };
    if book.snapshot.get(ix).is_none_or(|known| known.hash != document.hash) {
        return vec![];
    }
    let table = book.table();
    let span = |&[fact, witness]: &[u32; 2]| Some((table.witnesses(fact).nth(witness as usize)?.sentence, fact));
    table.told_in(ix.0).iter().filter_map(span).collect()
}

/// The same with each fact once: the sentences that tell it, facts in the order of their first ones.
#[must_use]
pub fn told_of(book: &Book, document: &Document) -> Vec<(u32, Vec<ByteRange>)> {
    let mut told: Vec<(u32, Vec<ByteRange>)> = Vec::new();
    for (span, fact) in facts_of(book, document) {
        match told.iter_mut().find(|(known, _)| *known == fact) {
            Some((_, spans)) => spans.push(span),
            None => told.push((fact, vec![span])),
        }
    }
    told
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::library::document_of;

    #[test]
    fn numbers_are_read_and_sorted_by_what_they_measure() {
        let text =
            "两地修路\n2021年3月5日\n\n　　道路全长35公里，总投资4.5亿元，另有配套投资3200万元，共有300人施工。\n";
        let document = document_of("a.txt", text.as_bytes());
        let mut here = Here::of(&document, Lens::Numbers);
        let texts = |here: &Here| here.sorted().iter().map(|row| row.text.clone()).collect::<Vec<_>>();
        assert_eq!(texts(&here), ["35公里", "4.5亿元", "3200万元", "300人"]);
        here.by_size = true;
        assert_eq!(texts(&here), ["4.5亿元", "3200万元", "35公里", "300人"]);
        assert!(here.numbers[0].around.0.ends_with("道路全长") && here.numbers[0].around.1.starts_with("，总投资"));
    }
    #[test]
    fn the_name_of_a_county_is_no_number() {
        let text = "两地修路\n2021年3月5日\n\n　　绵阳三台、德阳中江两县共建道路35公里，三台县出资4.5亿元。\n";
        let here = Here::of(&document_of("a.txt", text.as_bytes()), Lens::Numbers);
        let texts: Vec<_> = here.sorted().iter().map(|row| row.text.clone()).collect();
        assert_eq!(texts, ["35公里", "4.5亿元"]);
    }
}
