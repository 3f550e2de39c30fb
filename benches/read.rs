//! Reading pages, one core: the whole of it and its parts, in bytes a second. Beside them stands what anybody has to pay:
//! finding the encoding and decoding (chardetng's and `encoding_rs`'s part), and one pass of an automaton over the folded text.
//!
//! `cargo bench --bench read`

mod support;

use divan::{Bencher, black_box, counter::BytesCount};
use shuangcheng::{
    article::{self, FileKind},
    library::document_of,
    place,
    text::{encoding::decode, fold::fold_units},
};

fn main() {
    divan::main();
}

const PAGES: u64 = 400;

fn pages() -> Vec<support::Page> {
    let generator = support::Generator::new(1);
    (0..PAGES).map(|n| generator.page(n)).collect()
}

fn bytes_of(pages: &[support::Page]) -> BytesCount {
    BytesCount::new(pages.iter().map(|p| p.bytes.len()).sum::<usize>())
}

/// Decoding alone.
#[divan::bench]
fn decoding(bencher: Bencher<'_, '_>) {
    let pages = pages();
    bencher.counter(bytes_of(&pages)).bench(|| {
        for page in &pages {
            black_box(decode(&page.bytes, None));
        }
    });
}

/// Lines, title, date, source, writers, from decoded text.
#[divan::bench]
fn articles(bencher: Bencher<'_, '_>) {
    let pages = pages();
    let decoded: Vec<_> = pages.iter().map(|p| decode(&p.bytes, None)).collect();
    bencher.counter(bytes_of(&pages)).with_inputs(|| decoded.clone()).bench_values(|decoded| {
        for page in decoded {
            black_box(article::read(page, FileKind::Plain));
        }
    });
}

/// Places, from articles.
#[divan::bench]
fn places(bencher: Bencher<'_, '_>) {
    let pages = pages();
    let articles: Vec<_> = pages.iter().map(|p| article::read(decode(&p.bytes, None), FileKind::Plain)).collect();
    bencher.counter(bytes_of(&pages)).bench(|| {
        for article in &articles {
            black_box(place::tag(article));
        }
    });
}

/// Folding for search, from decoded text.
#[divan::bench]
fn folding(bencher: Bencher<'_, '_>) {
    let pages = pages();
    let decoded: Vec<_> = pages.iter().map(|p| decode(&p.bytes, None)).collect();
    bencher.counter(bytes_of(&pages)).bench(|| {
        for page in &decoded {
            black_box(fold_units(&page.text));
        }
    });
}

/// Everything that opening a file does, but for the disk.
#[divan::bench]
fn whole(bencher: Bencher<'_, '_>) {
    let pages = pages();
    bencher.counter(bytes_of(&pages)).bench(|| {
        for page in &pages {
            black_box(document_of(&page.path, &page.bytes));
        }
    });
}
