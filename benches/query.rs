//! Asking an opened folder of 10,000 pages, one core: typing, filtering, sorting.
//!
//! `cargo bench --bench query`

mod support;

use std::sync::{Arc, LazyLock};

use divan::{Bencher, black_box};
use shuangcheng::{
    library::{
        Document, Snapshot, document_of, pairs_of,
        query::{Filter, Sort, ask},
    },
    place::gazetteer,
};

fn main() {
    divan::main();
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

#[divan::bench(args = ["遂潼", "涪江 公路", "天然氣", "zhihui jiaotong", "毫无踪影"])]
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
        let bare = |document: &Arc<Document>| Arc::new(Document { pairs: Box::default(), ..(**document).clone() });
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
    bencher.bench(|| documents.iter().map(|d| pairs_of(&d.article, &d.tagging).len()).sum::<usize>());
}

#[divan::bench(args = [Sort::Date, Sort::Title, Sort::Length])]
fn everything(bencher: Bencher<'_, '_>, sort: Sort) {
    folder();
    bencher.bench(|| black_box(answer(&Filter::default(), sort)));
}
