//! Asking an opened folder with its cache hundreds of generated questions of every class: how long half of them, nineteen of twenty and the
//! slowest take, as the window asks them (all answers in order, the counts of the filter panel, the first fifty with snippets); beside it a
//! plain scan of the folded texts, and the speed of memory. Times are of the thread, so that a busy machine shows little in them.
//!
//! `cargo bench --bench percentiles -- FOLDER CACHE [QUESTIONS OF EACH CLASS] [SEED] [CLASS]`

#![expect(clippy::print_stdout, reason = "a program for the command line")]

use std::{path::Path, sync::Arc};

use fastrand::Rng;
use shuangcheng::{
    library::{
        Document, Overrides, Snapshot,
        cache::{Cache, Place},
        query::{Filter, Sort, ask, snippets_of},
        scan::{Cancel, Target, open_with},
    },
    place::{Level, gazetteer},
    text::{fold::fold_units, pinyin},
};

/// Memory comes from where the program has it from.
#[global_allocator]
static MEMORY: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// What a person asks for.
const CLASSES: [&str; 14] = [
    "1 character",
    "2 characters",
    "4 to 8 characters",
    "a sentence",
    "two words",
    "either of two",
    "one without the other",
    "a phrase",
    "title:",
    "source:",
    "city:",
    "date:",
    "pinyin",
    "an expression",
];

fn main() {
    // Cargo adds its own `--bench`.
    let words: Vec<String> = std::env::args().skip(1).filter(|a| !a.starts_with("--")).collect();
    let (Some(folder), Some(cache)) = (words.first(), words.get(1)) else {
        println!("cargo bench --bench percentiles -- FOLDER CACHE [QUESTIONS OF EACH CLASS] [SEED]");
        return;
    };
    let number = |at: usize, usual: u64| words.get(at).and_then(|w| w.parse().ok()).unwrap_or(usual);
    let (each, mut random) = (number(2, 20), Rng::with_seed(number(3, 1)));
    let target = Target::Folder(Path::new(folder).to_owned());
    let mut cache = Cache::open_trusting(&Place::new(Some(Path::new(cache)), None), &target);
    let opened = open_with(&target, &Overrides::default(), &mut cache, &Cancel::default(), &mut |_, _| {});
    let Ok(snapshot) = opened else { return };
    if cache.finish().is_some() || snapshot.documents.is_empty() {
        return;
    }
    let scan_ms = speeds(&snapshot);
    println!("made ready, as in the background of the window: {:.0} ms", timed(|| snapshot.make_ready(&|| false)).0);
    let first = timed(|| answer(&snapshot, &Filter::default()));
    println!(
        "everything, the first time: {:.1} ms; again: {:.1} ms\n",
        first.0,
        timed(|| answer(&snapshot, &Filter::default())).0
    );
    println!("| question | p50 ms | p95 ms | worst ms | found at worst | the worst |\n|---|---|---|---|---|---|");
    let mut all = Vec::new();
    for class in CLASSES.into_iter().filter(|class| words.get(4).is_none_or(|only| only == class)) {
        let mut times: Vec<(f64, usize, String)> = Vec::new();
        for _ in 0..each {
            let text = question(class, &snapshot, &mut random);
            let filter = Filter { text: text.clone(), ..Filter::default() };
            let (ms, found) = timed(|| answer(&snapshot, &filter));
            times.push((ms, found, text));
        }
        row(class, &mut times);
        all.append(&mut times);
    }
    let count = all.len();
    row(&format!("all {count}"), &mut all);
    if let Some((worst, ..)) = all.last() {
        println!("\nworst / plain scan: {:.2}", worst / scan_ms);
    }
}

fn row(name: &str, times: &mut [(f64, usize, String)]) {
    times.sort_by(|a, b| a.0.total_cmp(&b.0));
    let share = |percent: usize| times.get(times.len().saturating_sub(1) * percent / 100).map_or(0.0, |time| time.0);
    if let Some((worst, found, text)) = times.last() {
        let text: String = text.chars().take(24).collect();
        println!("| {name} | {:.2} | {:.2} | {worst:.2} | {found} | `{text}` |", share(50), share(95));
    }
}

/// Milliseconds of the plain scan; prints it and the speed of memory beside it.
fn speeds(snapshot: &Snapshot) -> f64 {
    let texts = || snapshot.documents.iter().map(|document| bytemuck::cast_slice::<u16, u8>(document.folded()));
    // The first time, texts are brought in and held against their checksums.
    let bytes: usize = texts().map(<[u8]>::len).sum();
    let mut counts = [0_usize; 256];
    texts().flatten().for_each(|byte| counts[usize::from(*byte)] += 1);
    let rarest = (0..=u8::MAX).min_by_key(|byte| counts[usize::from(*byte)]).unwrap_or_default();
    let absent = fold_units("毫无踪影");
    let finder = memchr::memmem::Finder::new(bytemuck::cast_slice(&absent));
    let best = |work: &dyn Fn() -> usize| (0..7).map(|_| timed(work).0).fold(f64::MAX, f64::min);
    let memory = best(&|| texts().map(|text| memchr::memchr_iter(rarest, text).count()).sum());
    let scan = best(&|| texts().filter(|text| finder.find(text).is_some()).count());
    #[expect(clippy::cast_precision_loss, reason = "a figure for people")]
    let speed = |ms: f64| bytes as f64 / 1e6 / ms;
    println!(
        "{} pages, {bytes} bytes of folded text; memory {memory:.1} ms ({:.1} GB/s); plain scan {scan:.1} ms ({:.1} GB/s, {:.0} % of it)",
        snapshot.documents.len(),
        speed(memory),
        speed(scan),
        100.0 * memory / scan
    );
    scan
}

/// What a window does at a keystroke; how many articles are found.
fn answer(snapshot: &Snapshot, filter: &Filter) -> usize {
    let Some(answer) = ask(snapshot, filter, Sort::Relevance, &|_| true, &|| false) else { return 0 };
    let query = filter.query();
    let documents = answer.hits.iter().take(50).filter_map(|hit| snapshot.get(hit.doc));
    let snippets: usize = documents.map(|document| snippets_of(document, &query, 44, 1).len()).sum();
    std::hint::black_box((snippets, answer.facets.len()));
    answer.hits.len()
}

/// Milliseconds of some work.
fn timed<T>(work: impl FnOnce() -> T) -> (f64, T) {
    let began = now_ms();
    let result = work();
    (now_ms() - began, result)
}

/// Milliseconds that this thread has computed.
#[cfg(target_os = "linux")]
fn now_ms() -> f64 {
    let time = rustix::time::clock_gettime(rustix::time::ClockId::ThreadCPUTime);
    time.tv_sec as f64 * 1e3 + time.tv_nsec as f64 / 1e6
}

/// Milliseconds that have passed, where the time of a thread cannot be had.
#[cfg(not(target_os = "linux"))]
fn now_ms() -> f64 {
    static BEGAN: std::sync::LazyLock<std::time::Instant> = std::sync::LazyLock::new(std::time::Instant::now);
    BEGAN.elapsed().as_secs_f64() * 1e3
}

fn han(c: char) -> bool {
    ('\u{4E00}'..='\u{9FA5}').contains(&c)
}

/// So many Han characters in a row of a page.
fn piece(document: &Document, random: &mut Rng, count: usize) -> Option<String> {
    let page = document.page();
    let chars: Vec<char> = page.article.text.chars().collect();
    (0..50).find_map(|_| {
        let at = random.usize(..chars.len().max(1));
        let run = chars.get(at..at + count)?;
        run.iter().all(|c| han(*c)).then(|| run.iter().collect())
    })
}

fn question(class: &str, snapshot: &Snapshot, random: &mut Rng) -> String {
    loop {
        let Some(document) = snapshot.documents.get(random.usize(..snapshot.documents.len())) else { continue };
        if let Some(text) = question_from(class, document, random) {
            return text;
        }
    }
}

fn question_from(class: &str, document: &Arc<Document>, random: &mut Rng) -> Option<String> {
    Some(match class {
        "1 character" => piece(document, random, 1)?,
        "2 characters" => piece(document, random, 2)?,
        "4 to 8 characters" => {
            let count = random.usize(4..9);
            piece(document, random, count)?
        }
        "a sentence" => {
            let page = document.page();
            let sentences: Vec<&str> = page.article.text.split(['。', '\n']).map(str::trim).collect();
            let long: Vec<&&str> = sentences.iter().filter(|s| (12..60).contains(&s.chars().count())).collect();
            let sentence = long.get(random.usize(..long.len().max(1)))?;
            format!("\"{}\"", sentence.replace(['"', '“', '”'], ""))
        }
        "two words" => format!("{} {}", piece(document, random, 2)?, piece(document, random, 2)?),
        "either of two" => format!("{} OR {}", piece(document, random, 2)?, piece(document, random, 3)?),
        "one without the other" => format!("{} -{}", piece(document, random, 2)?, piece(document, random, 2)?),
        "a phrase" => format!("\"{}\"", piece(document, random, 4)?),
        "title:" => {
            let title: Vec<char> = document.title().chars().filter(|c| han(*c)).collect();
            let at = random.usize(..title.len().max(1));
            format!("title:{}", title.get(at..at + 2)?.iter().collect::<String>())
        }
        "source:" => format!("source:{}", document.card().source.as_deref()?.chars().take(3).collect::<String>()),
        "city:" => {
            let all = gazetteer();
            let cities: Vec<&str> =
                all.iter().filter(|(_, p)| p.level == Level::City).map(|(_, place)| &*place.short).collect();
            let named = &document.card().cities;
            let city = named.get(random.usize(..named.len().max(1))).map(|city| &*all.get(city.place).short);
            format!("city:{}", city.or_else(|| cities.get(random.usize(..cities.len())).copied())?)
        }
        "date:" => {
            let (year, month) = (random.u32(2014..2026), random.u32(1..7));
            format!("date:{year}-{month:02}..{year}-{:02}", month + random.u32(0..6))
        }
        "pinyin" => {
            let count = random.usize(2..4);
            let text = piece(document, random, count)?;
            pinyin::sort_key(&text).replace(' ', "")
        }
        "an expression" => {
            let (a, b) = (piece(document, random, 2)?, piece(document, random, 1)?);
            format!("/{a}.{{0,4}}{b}/")
        }
        _ => return None,
    })
}
