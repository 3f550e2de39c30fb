//! The labelled pages of `tests/pages` and `seeds`: how often titles, dates, sources, writers and kinds of lines are right.
//!
//! `cargo test --test engine labelled_pages -- --nocapture` prints every fault.

use std::{fs, path::Path};

use serde_json::Value;
use shuangcheng::{
    article::{self, Article, BlockKind, FileKind},
    text::encoding,
};

#[derive(Default)]
struct Score {
    titles: usize,
    dates: usize,
    invented: usize,
    sources: usize,
    authors: usize,
    pages: usize,
    said: usize,
    right: usize,
    wanted: usize,
    body: usize,
    hidden: usize,
    kinds: usize,
    kinds_right: usize,
    faults: Vec<String>,
}

impl Score {
    fn furniture_f1(&self) -> f64 {
        2.0 * self.right as f64 / (self.said + self.wanted).max(1) as f64
    }

    fn share(&self, n: usize) -> f64 {
        n as f64 / self.pages.max(1) as f64
    }
}

fn numbers(gold: &Value, key: &str) -> Vec<u64> {
    gold.get(key).and_then(Value::as_array).map(|a| a.iter().filter_map(Value::as_u64).collect()).unwrap_or_default()
}

fn texts(gold: &Value, key: &str) -> Vec<String> {
    let list = gold.get(key).and_then(Value::as_array);
    list.map(|a| a.iter().filter_map(Value::as_str).map(tidy).collect()).unwrap_or_default()
}

fn tidy(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The right answers for a field: its value and its alternatives.
fn accepts(gold: &Value, key: &str, got: Option<&str>) -> bool {
    let also = gold.get(format!("{key}_alternatives")).and_then(Value::as_array);
    let same = |v: &Value| v.as_str().map(tidy) == got.map(tidy);
    same(&gold[key]) || also.is_some_and(|a| a.iter().any(same))
}

fn measure(folder: &str, labels: &str) -> Score {
    let text = fs::read_to_string(labels).unwrap();
    let gold: Vec<Value> = if text.trim_start().starts_with('[') {
        serde_json::from_str(&text).unwrap()
    } else {
        text.lines().filter(|l| !l.trim().is_empty()).map(|l| serde_json::from_str(l).unwrap()).collect()
    };
    let mut score = Score::default();
    for page in gold {
        let file = page["file"].as_str().unwrap();
        let bytes = fs::read(Path::new(folder).join(file)).unwrap();
        let article = article::read(encoding::decode(&bytes, None), FileKind::of_name(file));
        one(&mut score, file, &page, &article);
    }
    score
}

fn one(score: &mut Score, file: &str, gold: &Value, article: &Article) {
    score.pages += 1;
    let mut fault = |text: String| score.faults.push(format!("{file}: {text}"));
    let title = article.title.as_ref().map(|t| t.value.as_str());
    if accepts(gold, "title", title) {
        score.titles += 1;
    } else {
        fault(format!("title {title:?}, wanted {}", gold["title"]));
    }
    let date = article.published.date.map(|d| d.to_string());
    if accepts(gold, "published", date.as_deref()) {
        score.dates += 1;
    } else {
        score.invented += usize::from(gold["published"].is_null());
        fault(format!("date {date:?} ({}), wanted {}", article.published.reason, gold["published"]));
    }
    let source = article.source.as_ref().map(|t| t.value.as_str());
    if accepts(gold, "source", source) {
        score.sources += 1;
    } else {
        fault(format!("source {:?}, wanted {}", article.source, gold["source"]));
    }
    let mut authors: Vec<&str> = article.authors.iter().map(|a| a.value.as_str()).collect();
    let mut wanted: Vec<&str> =
        gold["authors"].as_array().map(|a| a.iter().filter_map(Value::as_str).collect()).unwrap_or_default();
    authors.sort_unstable();
    wanted.sort_unstable();
    let also = gold.get("authors_alternatives").and_then(Value::as_array);
    let accepted = also.is_some_and(|lists| {
        lists.iter().filter_map(Value::as_array).any(|list| {
            let mut names: Vec<&str> = list.iter().filter_map(Value::as_str).collect();
            names.sort_unstable();
            names == authors
        })
    });
    if authors == wanted || accepted {
        score.authors += 1;
    } else {
        fault(format!("authors {authors:?}, wanted {wanted:?}"));
    }
    let (furniture, body, neutral) =
        (numbers(gold, "furniture_lines"), numbers(gold, "body_lines"), numbers(gold, "neutral_lines"));
    let (furniture_texts, body_texts) = (texts(gold, "furniture_texts"), texts(gold, "body_texts"));
    for line in &article.lines {
        let number = u64::from(line.number);
        let text = tidy(line.span.of(&article.text));
        let is_furniture = furniture.contains(&number) || furniture_texts.contains(&text);
        let is_body = body.contains(&number) || body_texts.contains(&text);
        if neutral.contains(&number) {
            continue;
        }
        score.wanted += usize::from(is_furniture);
        score.body += usize::from(is_body);
        let short: String = text.chars().take(40).collect();
        if line.kind == BlockKind::Furniture {
            score.said += 1;
            score.right += usize::from(is_furniture);
            score.hidden += usize::from(is_body);
            if !is_furniture {
                score.faults.push(format!("{file}: line {number} hidden ({}): {short}", line.rule));
            }
        } else if is_furniture {
            score.faults.push(format!("{file}: line {number} shown as {} ({}): {short}", line.kind.name(), line.rule));
        }
        for (kind, lines) in gold.get("kinds").and_then(Value::as_object).into_iter().flatten() {
            if lines.as_array().is_some_and(|l| l.iter().any(|n| n.as_u64() == Some(number))) {
                score.kinds += 1;
                if kind == line.kind.name() {
                    score.kinds_right += 1;
                } else if kind != "furniture" && line.kind != BlockKind::Furniture {
                    score.faults.push(format!(
                        "{file}: line {number} {} ({}), wanted {kind}: {short}",
                        line.kind.name(),
                        line.rule
                    ));
                }
            }
        }
    }
}

fn report(name: &str, score: &Score) {
    for fault in &score.faults {
        println!("{fault}");
    }
    println!(
        "{name}: {} pages, titles {:.3}, dates {:.3} ({} invented), sources {:.3}, authors {:.3}, furniture F1 {:.3}, body hidden {}/{}, kinds {}/{}",
        score.pages,
        score.share(score.titles),
        score.share(score.dates),
        score.invented,
        score.share(score.sources),
        score.share(score.authors),
        score.furniture_f1(),
        score.hidden,
        score.body,
        score.kinds_right,
        score.kinds,
    );
}

#[test]
fn development_pages() {
    let score = measure("tests/pages/dev", "tests/pages/dev.jsonl");
    report("dev", &score);
    assert!(score.share(score.titles) >= 0.94, "titles");
    assert!(score.share(score.dates) >= 0.95 && score.invented == 0, "dates");
    assert!(score.share(score.sources) >= 0.92, "sources");
    assert!(score.share(score.authors) >= 0.90, "authors");
    assert!(score.furniture_f1() >= 0.95, "furniture");
    assert!(score.hidden * 300 <= score.body, "hidden body");
}

#[test]
fn first_articles() {
    let score = measure("seeds", "tests/pages/seeds.json");
    report("seeds", &score);
    assert_eq!(
        (score.titles, score.dates, score.sources, score.authors, score.hidden),
        (score.pages, score.pages, score.pages, score.pages, 0)
    );
    assert!(score.furniture_f1() >= 0.95, "furniture");
}
