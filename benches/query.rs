//! Asking an opened folder of 10,000 pages, one core: typing, filtering, sorting. First the answers are held against a plain search.
//!
//! `cargo bench --bench query`

#![expect(clippy::print_stdout, reason = "a program for the command line")]

mod support;

use std::{
    collections::BTreeSet,
    sync::{Arc, LazyLock},
};

use divan::{Bencher, black_box};
use shuangcheng::{
    library::{
        DocIx, Document, Snapshot, document_of, pairs_of,
        query::{Filter, Hit, Sort, SpotOrder, ask, contexts, snippets_of},
    },
    place::gazetteer,
    text::{
        find::{Joined, joints},
        fold::fold_units,
    },
};

fn main() {
    for (kind, typed, words) in CLASSES {
        let wanted = oracle(words);
        let got: BTreeSet<&str> = answer_of(&text(typed)).iter().map(|hit| path_of(hit.doc)).collect();
        assert_eq!(got, wanted, "{kind}: {typed}");
    }
    println!("{} classes of questions have the answers of the plain search", CLASSES.len());
    divan::main();
}

/// Kinds of questions: what is typed, and the plain strings of which all must be there (behind a hyphen: must not).
const CLASSES: [(&str, &str, &[&str]); 9] = [
    ("one character", "潼", &["潼"]),
    ("a word", "遂潼", &["遂潼"]),
    ("two words", "涪江 公路", &["涪江", "公路"]),
    ("the other script", "天然氣", &["天然气"]),
    ("full width", "ＧＤＰ", &["gdp"]),
    ("a phrase", "“共同开展”", &["共同开展"]),
    ("without", "涪江 －公路", &["涪江", "-公路"]),
    ("an expression", "/天然.?气/ 公路", &["天然气", "公路"]),
    ("nothing", "毫无踪影", &["毫无踪影"]),
];

/// The slow and plain answer: every page folded and looked through character by character, wrapped lines put together.
fn oracle(words: &[&str]) -> BTreeSet<&'static str> {
    let holds = |document: &Document| {
        let joined = Joined::of(document.folded(), &joints(document.folded()));
        let has = |word: &str| {
            let units = fold_units(word);
            joined.units.windows(units.len()).any(|here| here == units)
        };
        words.iter().all(|word| word.strip_prefix('-').map_or_else(|| has(word), |word| !has(word)))
    };
    folder().documents.iter().filter(|document| holds(document)).map(|document| document.path.as_str()).collect()
}

fn answer_of(filter: &Filter) -> Vec<Hit> {
    ask(folder(), filter, Sort::Relevance, &|_| true, &|| false).map(|a| a.hits).unwrap_or_default()
}

fn path_of(doc: DocIx) -> &'static str {
    folder().get(doc).map_or("", |document| document.path.as_str())
}

/// The same bytes once through: no search can be quicker without an index.
#[divan::bench]
fn memory_speed(bencher: Bencher<'_, '_>) {
    let documents = &folder().documents;
    let bytes: usize = documents.iter().map(|d| d.folded().len() * 2).sum();
    bencher.counter(divan::counter::BytesCount::new(bytes)).bench(|| {
        let absent = |d: &Arc<Document>| memchr::memchr(0xFF, bytemuck::cast_slice(d.folded())).is_some();
        documents.iter().filter(|d| absent(d)).count()
    });
}

/// What a window does at a keystroke: all answers, the first fifty with their snippets.
#[divan::bench(args = ["遂潼", "潼", "毫无踪影", "涪江 公路"])]
fn with_snippets(bencher: Bencher<'_, '_>, words: &str) {
    let filter = text(words);
    folder();
    bencher.bench(|| {
        let hits = answer_of(&filter);
        let query = filter.query();
        let documents = hits.iter().take(50).filter_map(|hit| folder().get(hit.doc));
        documents.map(|d| snippets_of(d, &query, 44, 1).len()).sum::<usize>()
    });
}

/// All hits in context, sorted by what follows them.
#[divan::bench(args = ["合作", "潼"])]
fn in_context(bencher: Bencher<'_, '_>, words: &str) {
    let filter = text(words);
    let answer = ask(folder(), &filter, Sort::Relevance, &|_| true, &|| false).unwrap_or_default();
    bencher.bench(|| {
        contexts(folder(), &answer, &filter.query(), (SpotOrder::Right, false), &|| false).map_or(0, |c| c.spots.len())
    });
}

const PAGES: u64 = 10_000;

fn folder() -> &'static Snapshot {
    static FOLDER: LazyLock<Snapshot> = LazyLock::new(|| {
        let generator = support::Generator::new(1);
        let mut documents: Vec<_> = (0..PAGES)
            .map(|n| {
                let page = generator.page(n);
                Arc::new(document_of(&page.path, &page.bytes))
            })
            .collect();
        documents.sort_by(|a, b| a.path.cmp(&b.path));
        Snapshot { documents, complete: true, revision: 1, ..Snapshot::default() }
    });
    &FOLDER
}

fn answer(filter: &Filter, sort: Sort) -> usize {
    ask(folder(), filter, sort, &|_| true, &|| false).map_or(0, |a| a.hits.len())
}

fn text(words: &str) -> Filter {
    Filter { text: words.to_owned(), ..Filter::default() }
}

#[divan::bench(args = ["遂潼", "潼", "涪江 公路", "天然氣", "=天然气", "zhihui jiaotong", "毫无踪影", "涪江 ~ 公路", "/天然.?气/", "py:tianranqi"])]
fn words(bencher: Bencher<'_, '_>, words: &str) {
    let filter = text(words);
    folder();
    bencher.bench(|| black_box(answer(&filter, Sort::Relevance)));
}

#[divan::bench]
fn one_city(bencher: Bencher<'_, '_>) {
    let mut filter = Filter::default();
    filter.include.extend(gazetteer().lookup("遂宁").into_iter().take(1));
    folder();
    bencher.bench(|| black_box(answer(&filter, Sort::Date)));
}

/// The lines of the map: what adding up the pairs of cities costs is the difference between this and the same pages without them.
#[divan::bench(args = ["with pairs", "without pairs"])]
fn map_lines(bencher: Bencher<'_, '_>, pairs: &str) {
    static BARE: LazyLock<Snapshot> = LazyLock::new(|| {
        let bare = |document: &Arc<Document>| {
            let mut document = Document::clone(document);
            document.amend_card(|card| card.pairs = Box::default());
            Arc::new(document)
        };
        Snapshot { documents: folder().documents.iter().map(bare).collect(), ..folder().clone() }
    });
    let snapshot: &Snapshot = if pairs == "with pairs" { folder() } else { &BARE };
    let ask_it = || ask(snapshot, &Filter::default(), Sort::Date, &|_| true, &|| false).map_or(0, |a| a.pairs.len());
    ask_it();
    bencher.bench(|| black_box(ask_it()));
}

/// Counting the pairs of a page's cities, once when it is read: all 10,000 pages.
#[divan::bench(sample_count = 10)]
fn pairs_of_all_pages(bencher: Bencher<'_, '_>) {
    let documents = &folder().documents;
    bencher.bench(|| documents.iter().map(|d| pairs_of(&d.page().article, &d.page().tagging).len()).sum::<usize>());
}

#[divan::bench(args = [Sort::Date, Sort::Title, Sort::Length])]
fn everything(bencher: Bencher<'_, '_>, sort: Sort) {
    folder();
    bencher.bench(|| black_box(answer(&Filter::default(), sort)));
}
