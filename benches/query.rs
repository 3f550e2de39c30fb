//! Asking an opened folder of 10,000 pages, one core: typing, filtering, sorting.
//!
//! `cargo bench --bench query`

mod support;

use std::sync::{Arc, LazyLock};

use divan::{Bencher, black_box};
use shuangcheng::{
    library::{
        Snapshot, document_of,
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

#[divan::bench(args = [Sort::Date, Sort::Title, Sort::Length])]
fn everything(bencher: Bencher<'_, '_>, sort: Sort) {
    folder();
    bencher.bench(|| black_box(answer(&Filter::default(), sort)));
}
