//! Reading facts, one core: from articles whose places are known, and the ledger of all of them, in bytes of the pages a second.
//!
//! `cargo bench --bench facts`

mod support;

use divan::{Bencher, black_box, counter::BytesCount};
use shuangcheng::{
    facts::{claims, dates::dates_of, ledger, tell},
    library::{Corrections, Document, document_of},
};

fn main() {
    divan::main();
}

const PAGES: u64 = 400;

fn documents() -> (Vec<Document>, BytesCount) {
    let generator = support::Generator::new(1);
    let pages: Vec<_> = (0..PAGES).map(|n| generator.page(n)).collect();
    let bytes = BytesCount::new(pages.iter().map(|page| page.bytes.len()).sum::<usize>());
    (pages.iter().map(|page| document_of(&page.path, &page.bytes)).collect(), bytes)
}

/// The dates of articles.
#[divan::bench]
fn dates(bencher: Bencher<'_, '_>) {
    let (documents, bytes) = documents();
    bencher.counter(bytes).bench(|| {
        for document in &documents {
            black_box(dates_of(&document.page().article, document.folded()));
        }
    });
}

/// What sentences tell, dates included: the facts stage.
#[divan::bench]
fn reading(bencher: Bencher<'_, '_>) {
    let (documents, bytes) = documents();
    bencher.counter(bytes).bench(|| {
        for document in &documents {
            black_box(claims(&document.page().article, &document.page().tagging, document.folded()));
        }
    });
}

/// Putting together what was told.
#[divan::bench]
fn merging(bencher: Bencher<'_, '_>) {
    let (documents, bytes) = documents();
    let mut told = Vec::new();
    for document in &documents {
        tell(
            document,
            claims(&document.page().article, &document.page().tagging, document.folded()),
            &Corrections::default(),
            &mut told,
        );
    }
    bencher.counter(bytes).with_inputs(|| told.clone()).bench_values(|told| black_box(ledger(told)));
}
