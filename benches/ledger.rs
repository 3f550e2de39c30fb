//! What is typed into the search box and above the columns while the ledger of a folder is open: how long its rows take, once the articles
//! are found. Times are of the clock.
//!
//! `cargo bench --bench ledger -- FOLDER CACHE [QUESTIONS OF EACH CLASS] [SEED]`

#![expect(clippy::print_stdout, reason = "a program for the command line")]

use std::{path::Path, sync::Arc, time::Instant};

use fastrand::Rng;
use shuangcheng::{
    app::{
        cells::{CellField, Cells},
        jobs::rows,
        ledger::{Book, LedgerQuestion, Listed, Wish},
        state::Listing,
    },
    facts::{book::Pages, kept::PageKey, store::Store},
    library::{
        Corrections, Overrides, Snapshot,
        cache::{Cache, Place},
        query::{Filter, Sort, ask},
        scan::{Cancel, Target, open_with},
    },
};

fn main() {
    // Cargo adds its own `--bench`.
    let words: Vec<String> = std::env::args().skip(1).filter(|a| !a.starts_with("--")).collect();
    let (Some(folder), Some(cache)) = (words.first(), words.get(1)) else {
        println!("cargo bench --bench ledger -- FOLDER CACHE [QUESTIONS OF EACH CLASS] [SEED]");
        return;
    };
    let number = |at: usize, usual: u64| words.get(at).and_then(|w| w.parse().ok()).unwrap_or(usual);
    let (each, mut random) = (number(2, 20), Rng::with_seed(number(3, 1)));
    let target = Target::Folder(Path::new(folder).to_owned());
    let place = Place::new(Some(Path::new(cache)), None);
    let mut cache = Cache::open_trusting(&place, &target);
    let Ok(snapshot) = open_with(&target, &Overrides::default(), &mut cache, &Cancel::default(), &mut |_, _| {}) else {
        return;
    };
    if cache.finish().is_some() || snapshot.documents.is_empty() {
        return;
    }
    let (mut store, mut pages) = (Store::of(&place, snapshot.root.clone()), Pages::default());
    for document in &snapshot.documents {
        let key = PageKey::of(document, &Corrections::default());
        store.read(document, key);
        pages.add(document, key, &Corrections::default(), &store.readings);
    }
    let ledger = store.ledger(pages);
    store.save(&ledger);
    let book = Arc::new(Book {
        snapshot: Arc::clone(&snapshot),
        facts: Arc::clone(&ledger.facts),
        generation: 1,
        complete: true,
    });
    println!("{} pages, {} facts; the first rows: {:.0} ms", snapshot.documents.len(), book.facts.len(), {
        let question = question(&book, &snapshot, Filter::default(), Wish::default());
        timed(|| rows::answer(&question, &|| false)).0
    });
    println!("| question | p50 ms | p95 ms | worst ms | rows at worst | the worst |\n|---|---|---|---|---|---|");
    for class in ["1 character", "2 characters", "3 characters", "two words", "an amount"] {
        let mut times: Vec<(f64, usize, String)> = Vec::new();
        let mut sum = 0_u64;
        while times.len() < each as usize {
            let Some((text, cells)) = typed(class, &snapshot, &mut random) else { continue };
            let filter = Filter { text: text.clone(), ..Filter::default() };
            let typed = format!("{text}{}", cells.amount);
            let question = question(&book, &snapshot, filter, Wish { cells, ..Wish::default() });
            let (ms, listed) = timed(|| rows::answer(&question, &|| false));
            let facts = listed.map(|listed: Listed| listed.facts).unwrap_or_default();
            sum = facts.iter().fold(sum, |sum, fact| sum.wrapping_mul(31).wrapping_add(u64::from(*fact)));
            times.push((ms, facts.len(), typed));
        }
        times.sort_by(|a, b| a.0.total_cmp(&b.0));
        let share = |percent: usize| times.get((times.len() - 1) * percent / 100).map_or(0.0, |time| time.0);
        if let Some((worst, found, typed)) = times.last() {
            println!("| {class} | {:.1} | {:.1} | {worst:.1} | {found} | `{typed}` | {sum:016x}", share(50), share(95));
        }
    }
}

/// A question as the window asks it: the articles are found already.
fn question(book: &Arc<Book>, snapshot: &Arc<Snapshot>, filter: Filter, wish: Wish) -> LedgerQuestion {
    let answer = ask(snapshot, &filter, Sort::Relevance, &|_| true, &|| false).unwrap_or_default();
    let mut row_of = vec![u32::MAX; snapshot.documents.len()];
    for (row, hit) in (0..).zip(&answer.hits) {
        if let Some(slot) = row_of.get_mut(hit.doc.0 as usize) {
            *slot = row;
        }
    }
    let listing = Listing { snapshot: Arc::clone(snapshot), answer, row_of, generation: 1, ..Listing::default() };
    LedgerQuestion {
        generation: 1,
        book: Arc::clone(book),
        people: Arc::default(),
        listing: Arc::new(listing),
        filter,
        wish,
        today: 20_000,
    }
}

/// What somebody types into the box, or above the column of amounts.
fn typed(class: &str, snapshot: &Snapshot, random: &mut Rng) -> Option<(String, Cells)> {
    let document = snapshot.documents.get(random.usize(..snapshot.documents.len()))?;
    let page = document.page();
    let chars: Vec<char> = page.article.text.chars().collect();
    let mut piece = |count: usize| -> Option<String> {
        (0..50).find_map(|_| {
            let at = random.usize(..chars.len().max(1));
            let run = chars.get(at..at + count)?;
            run.iter().all(|c| ('\u{4E00}'..='\u{9FA5}').contains(c)).then(|| run.iter().collect())
        })
    };
    let text = match class {
        "1 character" => piece(1)?,
        "2 characters" => piece(2)?,
        "3 characters" => piece(3)?,
        "two words" => format!("{} {}", piece(2)?, piece(2)?),
        _ => String::new(),
    };
    let amount = if text.is_empty() { format!("≥{}亿元", random.u32(1..60)) } else { String::new() };
    Some((text, Cells::default().with(CellField::Amount, amount)))
}

/// Milliseconds of some work.
fn timed<T>(work: impl FnOnce() -> T) -> (f64, T) {
    let began = Instant::now();
    let result = work();
    (began.elapsed().as_secs_f64() * 1e3, result)
}
