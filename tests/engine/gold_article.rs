//! The five pages of the folder beside the project against what is true of them: title, date, source, writers, script and furniture lines.

use std::{fs, path::Path};

use shuangcheng::{
    article::{self, Article, BlockKind, FileKind},
    text::encoding,
};

fn read(path: &Path) -> Article {
    let bytes = fs::read(path).unwrap_or_default();
    assert!(!bytes.is_empty(), "{} can be read", path.display());
    article::read(encoding::decode(&bytes, None), FileKind::of_name(&path.to_string_lossy()))
}

fn strings(gold: &serde_json::Value, key: &str) -> Vec<String> {
    gold.get(key)
        .and_then(|v| v.as_array())
        .map(|a| a.iter().filter_map(|s| s.as_str()).map(|s| s.trim().to_owned()).collect())
        .unwrap_or_default()
}

#[test]
fn pages_beside_the_project() {
    let gold_dir = Path::new("../shared/gold_seeds");
    if !gold_dir.is_dir() {
        println!("SKIPPED: ../shared/gold_seeds is not there");
        return;
    }
    let mut files: Vec<_> = fs::read_dir(gold_dir).unwrap().map(|e| e.unwrap().path()).collect();
    files.sort();
    let mut faults = Vec::new();
    let (mut right, mut said, mut true_lines) = (0, 0, 0);
    for file in files {
        let gold: serde_json::Value = serde_json::from_slice(&fs::read(&file).unwrap()).unwrap();
        let name = file.file_stem().unwrap().to_string_lossy().into_owned();
        let article = read(&Path::new("../shared/seeds").join(&name).with_extension("txt"));
        let mut check = |what: &str, got: Option<String>, wanted: Option<&str>| {
            if got.as_deref() != wanted {
                faults.push(format!("{name}: {what}: {got:?}, wanted {wanted:?}"));
            }
        };
        check("title", article.title.as_ref().map(|t| t.value.clone()), gold["title"].as_str());
        check("date", article.published.date.map(|d| d.to_string()), gold["published"].as_str());
        check("source", article.source.as_ref().map(|s| s.value.clone()), gold["source"].as_str());
        check("script", Some(article.script.name().to_owned()), gold["script"].as_str());
        let authors: Vec<&str> = article.authors.iter().map(|a| a.value.as_str()).collect();
        check("authors", Some(authors.join(" ")), Some(&strings(&gold, "authors").join(" ")));
        let furniture = strings(&gold, "furniture_lines");
        let (meta, captions) = (strings(&gold, "meta_lines"), strings(&gold, "caption_lines"));
        true_lines += furniture.len();
        for line in &article.lines {
            let text = line.span.of(&article.text).trim();
            if line.kind == BlockKind::Furniture {
                said += 1;
                if furniture.iter().any(|f| f == text) {
                    right += 1;
                } else {
                    faults.push(format!("{name}: line {} is hidden ({}): {text}", line.number, line.rule));
                }
            }
            if captions.iter().any(|c| c == text) && line.kind != BlockKind::Caption {
                faults.push(format!("{name}: line {} is {:?} ({}), not a caption", line.number, line.kind, line.rule));
            }
            let meta_kind = matches!(line.kind, BlockKind::Byline | BlockKind::Credit | BlockKind::Subtitle);
            if meta.iter().any(|m| m == text) && !meta_kind {
                faults.push(format!("{name}: line {} is {:?} ({}), not a byline", line.number, line.kind, line.rule));
            }
        }
    }
    let f1 = 2.0 * f64::from(right) / (f64::from(said) + true_lines as f64);
    println!("furniture lines: F1 {f1:.3} ({right} right, {said} said, {true_lines} true)");
    assert!(faults.is_empty() && f1 >= 0.9, "F1 {f1:.3}\n{}", faults.join("\n"));
}
