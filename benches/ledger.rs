//! What is typed into the search box and above the columns while the ledger of a folder is open: how long its rows take, once the articles
//! are found. Times are of the clock, and in brackets of all threads together, which shows less of what else the machine does.
//!
//! `cargo bench --bench ledger -- FOLDER CACHE [QUESTIONS OF EACH CLASS] [SEED] [without]`: with the last word as long as the characters of
//! the sentences are not noted yet.

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
        println!("cargo bench --bench ledger -- FOLDER CACHE [QUESTIONS OF EACH CLASS] [SEED] [without]");
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
    let ready = timed(|| book.facts.stretches());
    println!("{} sentences put in order: {:.0} ms, {:.1} MB", ready.1.len(), ready.0, ready.1.bytes() as f64 / 1e6);
    // WITHOUT: as long as that is not known.
    if words.get(4).is_none() {
        let ready = timed(|| book.facts.note_characters(&snapshot, &|| false)).0;
        let bytes = book.facts.characters().map_or(0, |characters| characters.bytes());
        println!("their characters noted, as in the background: {ready:.0} ms, {:.1} MB", bytes as f64 / 1e6);
    }
    println!("{} pages, {} facts; the first rows: {:.0} ms", snapshot.documents.len(), book.facts.len(), {
        let question = question(&book, &snapshot, Filter::default(), Wish::default());
        timed(|| rows::answer(&question, &|| false)).0
    });
    println!("| question | p50 ms | p95 ms | worst ms | rows at worst | the worst |\n|---|---|---|---|---|---|");
    for class in
        ["1 character", "2 characters", "3 characters", "two words", "either of two", "an amount", "a part of the name"]
    {
        let mut times: Vec<(f64, usize, String)> = Vec::new();
        let mut worked: Vec<f64> = Vec::new();
        let mut sum = 0_u64;
        while times.len() < each as usize {
            let Some((text, cells)) = typed(class, &snapshot, &mut random) else { continue };
            let filter = Filter { text: text.clone(), ..Filter::default() };
            let typed = format!("{text}{}{}", cells.amount, cells.name);
            let question = question(&book, &snapshot, filter, Wish { cells, ..Wish::default() });
            let before = worked_ms();
            let (ms, listed) = timed(|| rows::answer(&question, &|| false));
            worked.push(worked_ms() - before);
            let facts = listed.map(|listed: Listed| listed.facts).unwrap_or_default();
            sum = facts.iter().fold(sum, |sum, fact| sum.wrapping_mul(31).wrapping_add(u64::from(*fact)));
            times.push((ms, facts.len(), typed));
        }
        times.sort_by(|a, b| a.0.total_cmp(&b.0));
        worked.sort_by(f64::total_cmp);
        let share = |percent: usize| times.get((times.len() - 1) * percent / 100).map_or(0.0, |time| time.0);
        if let Some((worst, found, typed)) = times.last() {
            let [half, all] =
                [50, 100].map(|percent| worked.get((worked.len() - 1) * percent / 100).copied().unwrap_or(0.0));
            println!(
                "| {class} | {:.1} ({half:.1}) | {:.1} | {worst:.1} ({all:.1}) | {found} | `{typed}` | {sum:016x}",
                share(50),
                share(95)
            );
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
        "either of two" => format!("{} OR {}", piece(2)?, piece(3)?),
        _ => String::new(),
    };
    if class == "a part of the name" {
        return Some((text, Cells::default().with(CellField::Name, piece(2)?)));
    }
    let amount = if text.is_empty() { format!("≥{}亿元", random.u32(1..60)) } else { String::new() };
    Some((text, Cells::default().with(CellField::Amount, amount)))
}

/// Milliseconds of some work.
fn timed<T>(work: impl FnOnce() -> T) -> (f64, T) {
    let began = Instant::now();
    let result = work();
    (began.elapsed().as_secs_f64() * 1e3, result)
}

/// Milliseconds that all threads have computed.
#[cfg(target_os = "linux")]
fn worked_ms() -> f64 {
    let time = rustix::time::clock_gettime(rustix::time::ClockId::ProcessCPUTime);
    time.tv_sec as f64 * 1e3 + time.tv_nsec as f64 / 1e6
}

/// Not known elsewhere.
#[cfg(not(target_os = "linux"))]
const fn worked_ms() -> f64 {
    0.0
}
