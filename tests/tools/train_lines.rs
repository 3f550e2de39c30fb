//! Finds the weights of `src/article/classify/weights.tsv` on the labelled pages of `tests/pages/dev` and `seeds`: two rounds of multinomial
//! logistic regression, the second on what the first makes of pages it was not trained on.
//!
//! `cargo run --release --example train_lines -- --write` writes the table; `-- --without 751-790` trains without those pages and
//! says how it does on them.

#![expect(clippy::print_stdout, reason = "a tool that reports")]
#![expect(clippy::cast_precision_loss, reason = "counts of a few thousand")]

use std::{collections::HashMap, error::Error, fmt::Write as _, fs, io::Write as _, ops::RangeInclusive};

use shuangcheng::{
    article::{
        FileKind,
        classify::{Cue, KINDS, Kind, PageCues, ROLES, Role, Shares, WordCues},
    },
    text::encoding::{Decoded, decode},
};

const TABLE: &str = "src/article/classify/weights.tsv";
const EPOCHS: usize = 25;
const STEP: f32 = 0.25;
/// Strength of the pull towards zero, as the variance a weight is expected to have.
const VARIANCE: [f32; 2] = [1.0, 0.3];
const FOLDS: usize = 5;
/// Weights are kept in sixteenths.
const SCALE: f32 = 16.0;

struct Page {
    number: u32,
    cues: PageCues,
    kinds: Vec<Option<usize>>,
    titled: bool,
    /// Made of another page by taking lines away.
    cut: bool,
    words: WordCues,
    roles: Vec<usize>,
}

impl Page {
    fn lines<'a>(&self, cues: &'a PageCues) -> impl Iterator<Item = (&'a [Cue], usize)> {
        let kinds = self.kinds.clone();
        cues.cues.iter().zip(kinds).filter_map(|(cues, kind)| Some((cues.as_slice(), kind?)))
    }

    fn words(&self) -> impl Iterator<Item = (&[Cue], usize)> {
        self.words.cues.iter().map(Vec::as_slice).zip(self.roles.iter().copied())
    }
}

type Weights<const N: usize = 6> = HashMap<Cue, [f32; N]>;

/// Cues of lines or words, and what each is.
type Examples<'a> = Vec<(&'a [Cue], usize)>;

fn main() -> Result<(), Box<dyn Error>> {
    let mut without: Vec<RangeInclusive<u32>> = Vec::new();
    let mut write = false;
    let mut arguments = std::env::args().skip(1);
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--write" => write = true,
            "--without" => {
                for part in arguments.next().unwrap_or_default().split(',') {
                    let (from, to) = part.split_once('-').ok_or("--without wants 751-790")?;
                    without.push(from.parse()?..=to.parse()?);
                }
            }
            _ => return Err(format!("unknown argument {argument}").into()),
        }
    }
    let pages = pages()?;
    let is_out = |page: &Page| without.iter().any(|range| range.contains(&page.number));
    let used: Vec<&Page> = pages.iter().filter(|page| !is_out(page)).collect();
    let unused: Vec<&Page> = pages.iter().filter(|page| is_out(page) && !page.cut).collect();

    // What the first round makes of pages it has not seen.
    let mut first_guess: Vec<Vec<Shares>> = vec![Vec::new(); used.len()];
    for fold in 0..FOLDS {
        // A page and what was cut of it belong together.
        let inside = |page: &Page| page.number as usize % FOLDS == fold;
        let training: Examples<'_> = used.iter().filter(|p| !inside(p)).flat_map(|p| p.lines(&p.cues)).collect();
        let weights = train::<6>(&training, VARIANCE[0]);
        for (i, page) in used.iter().enumerate().filter(|(_, p)| inside(p)) {
            first_guess[i] = guess(&weights, &page.cues);
        }
    }
    report("first round, on folds not trained on", used.iter().copied().zip(first_guess.iter().cloned()));
    let first = train::<6>(&used.iter().flat_map(|p| p.lines(&p.cues)).collect::<Vec<_>>(), VARIANCE[0]);
    let seconds: Vec<PageCues> = used.iter().zip(&first_guess).map(|(p, guess)| p.cues.second_round(guess)).collect();
    let again = seconds.iter().zip(&used).flat_map(|(cues, page)| page.lines(cues));
    let second = train::<6>(&again.collect::<Vec<_>>(), VARIANCE[1]);
    let words = train::<3>(
        &used.iter().filter(|p| !p.roles.is_empty()).flat_map(|p| p.words()).collect::<Vec<_>>(),
        VARIANCE[0],
    );
    let (first, second, words) = (rounded(&first), rounded(&second), rounded(&words));
    report_words("words, left out", &unused, &words);
    if !unused.is_empty() {
        let guesses: Vec<Vec<Shares>> = unused.iter().map(|p| guess(&first, &p.cues)).collect();
        report("first round, left out", unused.iter().copied().zip(guesses.iter().cloned()));
        let again: Vec<Vec<Shares>> =
            unused.iter().zip(&guesses).map(|(p, g)| guess(&second, &p.cues.second_round(g))).collect();
        report("second round, left out", unused.iter().copied().zip(again.iter().cloned()));
    }
    println!("cues with weights: {}, {} and {}", first.len(), second.len(), words.len());
    if write {
        let mut file = tempfile::NamedTempFile::new_in("src/article/classify")?;
        file.write_all(table(&first, &second, &words)?.as_bytes())?;
        file.persist(TABLE)?;
    }
    Ok(())
}

fn pages() -> Result<Vec<Page>, Box<dyn Error>> {
    let mut pages = Vec::new();
    let rows = fs::read_to_string("tests/pages/dev.jsonl")?;
    let mut labels = rows.lines().map(serde_json::from_str).collect::<Result<Vec<serde_json::Value>, _>>()?;
    for label in &mut labels {
        label["folder"] = "tests/pages/dev".into();
    }
    let own: Vec<serde_json::Value> = serde_json::from_str(&fs::read_to_string("tests/pages/seeds.json")?)?;
    labels.extend(own.into_iter().map(|mut label| {
        label["folder"] = "seeds".into();
        label
    }));
    for label in labels {
        let file = label["file"].as_str().ok_or("no file")?;
        if label.get("html_lines").is_some() {
            continue;
        }
        let folder = label["folder"].as_str().unwrap_or_default();
        let decoded = decode(&fs::read(format!("{folder}/{file}"))?, None);
        let lines = |value: &serde_json::Value| -> Vec<u32> {
            value.as_array().into_iter().flatten().filter_map(|n| u32::try_from(n.as_u64()?).ok()).collect()
        };
        let mut kinds = HashMap::new();
        for (name, numbers) in label["kinds"].as_object().into_iter().flatten() {
            let Some(kind) = kind_of(name) else { continue };
            kinds.extend(lines(numbers).into_iter().map(|n| (n, kind)));
        }
        for number in lines(&label["body_lines"]) {
            kinds.entry(number).or_insert(Kind::Text as usize);
        }
        for number in lines(&label["furniture_lines"]) {
            kinds.insert(number, Kind::Furniture as usize);
        }
        for number in lines(&label["neutral_lines"]) {
            kinds.remove(&number);
        }
        let number = file.get(..3).unwrap_or_default().parse().unwrap_or_default();
        let titled = label["title"].is_string();
        let all = |keys: [&str; 2]| {
            let values = keys.iter().flat_map(|key| match &label[*key] {
                serde_json::Value::Array(list) => list.clone(),
                value => vec![value.clone()],
            });
            values.filter_map(|v| v.as_str().map(WordCues::folded)).collect::<Vec<_>>()
        };
        let (sources, writers) = (all(["source", "source_alternatives"]), all(["authors", "authors"]));
        let page = |text: String, kinds: &HashMap<u32, usize>, cut: bool| {
            let decoded = Decoded { text, ..decoded.clone() };
            let cues = PageCues::of(decoded.clone(), FileKind::of_name(file));
            let kinds = cues.numbers.iter().map(|n| kinds.get(n).copied()).collect();
            let words = WordCues::of(decoded, FileKind::of_name(file));
            let roles = roles(&words, &sources, &writers);
            Page { number, kinds, cues, titled, cut, words, roles }
        };
        pages.push(page(decoded.text.clone(), &kinds, false));
        if let Some((text, kinds)) = cut(&decoded.text, &kinds, number) {
            pages.push(page(text, &kinds, true));
        }
    }
    cases(&mut pages)?;
    // Neighbouring pages are by one hand: mix them, always in the same way.
    fastrand::Rng::with_seed(7).shuffle(&mut pages);
    Ok(pages)
}

/// The pages of `tests/cases/lines`: short, and each with a form of its own.
fn cases(pages: &mut Vec<Page>) -> Result<(), Box<dyn Error>> {
    let mut files: Vec<_> =
        fs::read_dir("tests/cases/lines")?.map(|file| Ok(file?.path())).collect::<Result<_, std::io::Error>>()?;
    files.sort();
    for file in files {
        for case in fs::read_to_string(file)?.split("\n=== ").skip(1) {
            let rows = case.lines().skip(1).filter(|row| !row.starts_with('@'));
            let (mut text, mut kinds) = (String::new(), Vec::new());
            for (kind, line) in rows.filter_map(|row| row.split_once('|')) {
                text.push_str(line);
                text.push('\n');
                kinds.push(kind_of(kind));
            }
            let markdown = case.lines().any(|row| row == "@kind markdown");
            let kind = if markdown { FileKind::Markdown } else { FileKind::Plain };
            let decoded = Decoded { text, ..decode(b"", None) };
            let cues = PageCues::of(decoded.clone(), kind);
            let words = WordCues::of(decoded, kind);
            let value = |key: &str| case.lines().find_map(|row| row.strip_prefix(key)).map(str::to_owned);
            let writers: Vec<String> =
                value("@authors ").iter().flat_map(|v| v.split(' ')).map(WordCues::folded).collect();
            let sources: Vec<String> = value("@source ").iter().map(|v| WordCues::folded(v)).collect();
            // A case that does not ask for the writers says nothing of them.
            let asks = value("@authors").is_some() && value("@source").is_some();
            let roles = if asks { roles(&words, &sources, &writers) } else { Vec::new() };
            let kinds = cues.numbers.iter().map(|n| kinds.get(*n as usize - 1).copied().flatten()).collect();
            pages.push(Page { number: 1000 + pages.len() as u32, kinds, cues, titled: true, cut: true, words, roles });
        }
    }
    Ok(())
}

/// What the words of a page are.
fn roles(words: &WordCues, sources: &[String], writers: &[String]) -> Vec<usize> {
    let role = |word: &String| {
        if sources.contains(word) {
            Role::Source
        } else if writers.contains(word) {
            Role::Writer
        } else {
            Role::Other
        }
    };
    words.words.iter().map(|word| role(word) as usize).collect()
}

/// The model's kind for a label's; `None` for a line of which nothing is said.
fn kind_of(name: &str) -> Option<usize> {
    Some(match name {
        "byline" => Kind::Byline,
        "credit" => Kind::Credit,
        "furniture" => Kind::Furniture,
        "subtitle" => Kind::Subtitle,
        "title" => Kind::Title,
        "" | "-" => return None,
        _ => Kind::Text,
    } as usize)
}

/// The page as somebody saved it who took less of it: without what stands over the title, without any furniture, only title and
/// text, or without what stands behind the text.
fn cut(text: &str, kinds: &HashMap<u32, usize>, number: u32) -> Option<(String, HashMap<u32, usize>)> {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let lines: Vec<&str> = text.lines().collect();
    let numbered = || lines.iter().zip(1_u32..);
    let of_kind = |kind: Kind| numbered().map(|(_, n)| n).filter(move |n| kinds.get(n) == Some(&(kind as usize)));
    let title = of_kind(Kind::Title).next()?;
    let last = of_kind(Kind::Text).last()?;
    let keep = |n: u32| {
        let kind = kinds.get(&n).copied();
        let furniture = kind == Some(Kind::Furniture as usize);
        let around = [Kind::Byline, Kind::Credit].iter().any(|k| kind == Some(*k as usize));
        match number % 4 {
            0 => !furniture || n > title,
            1 => !furniture,
            2 => !furniture && !around,
            _ => !furniture || n < last,
        }
    };
    let mut shorter = (String::new(), HashMap::new());
    for (to, (line, from)) in numbered().filter(|(_, n)| keep(*n)).enumerate() {
        shorter.0.push_str(line);
        shorter.0.push('\n');
        if let Some(kind) = kinds.get(&from) {
            shorter.1.insert(u32::try_from(to + 1).ok()?, *kind);
        }
    }
    Some(shorter)
}

/// `AdaGrad` on the negative log-likelihood, each weight pulled towards zero as often as its cue occurs.
fn train<const N: usize>(examples: &Examples<'_>, variance: f32) -> Weights<N> {
    let mut ids: HashMap<Cue, usize> = HashMap::new();
    let mut counts: Vec<f32> = Vec::new();
    let mut rows: Vec<(Vec<usize>, usize)> = Vec::new();
    for (cues, class) in examples {
        let mut row = Vec::with_capacity(cues.len());
        for cue in *cues {
            let next = ids.len();
            let id = *ids.entry(*cue).or_insert(next);
            if id == counts.len() {
                counts.push(0.0);
            }
            if !row.contains(&id) {
                row.push(id);
                counts[id] += 1.0;
            }
        }
        rows.push((row, *class));
    }
    let mut weights = vec![[0.0_f32; N]; ids.len()];
    let mut squares = vec![[1.0_f32; N]; ids.len()];
    let mut random = fastrand::Rng::with_seed(1);
    for _ in 0..EPOCHS {
        random.shuffle(&mut rows);
        for (row, class) in &rows {
            let mut sums = [0.0; N];
            for id in row {
                for (sum, weight) in sums.iter_mut().zip(weights[*id]) {
                    *sum += weight;
                }
            }
            let shares = Shares::of_sums(&sums).0;
            for id in row {
                let pull = 1.0 / (variance * counts[*id]);
                for k in 0..N {
                    let slope = shares[k] - f32::from(u8::from(k == *class)) + pull * weights[*id][k];
                    squares[*id][k] += slope * slope;
                    weights[*id][k] -= STEP * slope / squares[*id][k].sqrt();
                }
            }
        }
    }
    ids.into_iter().map(|(cue, id)| (cue, weights[id])).collect()
}

/// In sixteenths, centred; those that say next to nothing left out.
fn rounded<const N: usize>(weights: &Weights<N>) -> Weights<N> {
    let round = |of: &[f32; N]| {
        let mean = of.iter().sum::<f32>() / N as f32;
        of.map(|w| ((w - mean) * SCALE).round().clamp(-127.0, 127.0) / SCALE)
    };
    let all = weights.iter().map(|(cue, of)| (*cue, round(of)));
    all.filter(|(_, of)| of.iter().any(|w| w.abs() * SCALE >= 2.0)).collect()
}

fn shares_of<const N: usize>(weights: &Weights<N>, cues: &[Cue]) -> Shares<N> {
    let mut sums = [0.0; N];
    for cue in cues {
        for (sum, weight) in sums.iter_mut().zip(weights.get(cue).copied().unwrap_or([0.0; N])) {
            *sum += weight;
        }
    }
    Shares::of_sums(&sums)
}

fn guess(weights: &Weights, cues: &PageCues) -> Vec<Shares> {
    cues.cues.iter().map(|line| shares_of(weights, line)).collect()
}

fn report_words(name: &str, pages: &[&Page], weights: &Weights<3>) {
    let mut counts = [[0; 3]; 3];
    for page in pages {
        for (cues, role) in page.words() {
            let shares = shares_of(weights, cues).0;
            let best = (0..3).max_by(|a, b| shares[*a].total_cmp(&shares[*b])).unwrap_or_default();
            counts[role][best] += 1;
        }
    }
    println!("{name}: rows are what words are, columns what they were taken for (other, source, writer): {counts:?}");
}

fn report<'a>(name: &str, pages: impl Iterator<Item = (&'a Page, Vec<Shares>)>) {
    const LEAST: [f32; 5] = [0.5, 0.6, 0.7, 0.8, 0.9];
    let (mut hits, mut extra, mut missed, mut hidden) = ([0; 5], [0; 5], [0; 5], [0; 5]);
    let (mut body, mut titles, mut right, mut lines, mut same) = (0, 0, 0, 0, 0);
    for (page, shares) in pages {
        for (kind, shares) in page.kinds.iter().zip(&shares) {
            let Some(kind) = *kind else { continue };
            let furniture = kind == Kind::Furniture as usize;
            let content = [Kind::Text, Kind::Subtitle, Kind::Title].iter().any(|k| *k as usize == kind);
            body += usize::from(content);
            lines += 1;
            let best = (0..6).max_by(|a, b| shares.0[*a].total_cmp(&shares.0[*b])).unwrap_or_default();
            same += usize::from(best == kind);
            for (at, least) in LEAST.iter().enumerate() {
                let said = shares.of(Kind::Furniture) >= *least;
                hits[at] += usize::from(said && furniture);
                extra[at] += usize::from(said && !furniture);
                missed[at] += usize::from(!said && furniture);
                hidden[at] += usize::from(said && content);
            }
        }
        if page.titled {
            titles += 1;
            let best = (0..shares.len())
                .max_by(|a, b| shares[*a].of(Kind::Title).total_cmp(&shares[*b].of(Kind::Title)).then(b.cmp(a)));
            right += usize::from(best.is_some_and(|line| page.kinds[line] == Some(Kind::Title as usize)));
        }
    }
    println!("{name}: kinds {same} of {lines}, titles {right} of {titles}, body lines {body}");
    for (at, least) in LEAST.iter().enumerate() {
        let f1 = 2.0 * hits[at] as f32 / (2 * hits[at] + extra[at] + missed[at]).max(1) as f32;
        println!(
            "  at {least}: furniture F1 {f1:.3}, {} extra, {} missed, {} hidden",
            extra[at], missed[at], hidden[at]
        );
    }
}

fn table(first: &Weights, second: &Weights, words: &Weights<3>) -> Result<String, std::fmt::Error> {
    let kinds = KINDS.map(|kind| format!("{kind:?}").to_lowercase()).join("\t");
    let roles = ROLES.map(|role| format!("{role:?}").to_lowercase()).join("\t");
    let mut table =
        format!("# round\tcue\t{kinds}\t(sixteenths; written by tests/tools/train_lines.rs)\n# word\tcue\t{roles}\n");
    rows("1", first, &mut table)?;
    rows("2", second, &mut table)?;
    rows("word", words, &mut table)?;
    Ok(table)
}

fn rows<const N: usize>(round: &str, weights: &Weights<N>, table: &mut String) -> std::fmt::Result {
    let mut rows: Vec<_> = weights.iter().collect();
    rows.sort_by_key(|(cue, _)| **cue);
    for (cue, of) in rows {
        let columns = of.map(|w| format!("{:.0}", w * SCALE)).join("\t");
        writeln!(table, "{round}\t{cue}\t{columns}")?;
    }
    Ok(())
}
