//! Pages of `tests/cases/lines`: the kind of every line, and what is read of title, date, source and writers.
//!
//! A file holds pages under `=== name`; `@field value` rows say what must be read (an empty value: nothing), then one line of
//! the page a row, `kind|text`. Kind `-` is not checked; a row without anything is a blank line of the page.

use std::{fs, path::PathBuf};

use proptest::prelude::*;
use shuangcheng::{
    article::{self, Article, BlockKind, FileKind, RemarkCode},
    text::encoding::{Decoded, Encoding},
};

fn read(text: &str, kind: FileKind) -> Article {
    article::read(Decoded { text: text.to_owned(), encoding: Encoding::Utf8, replacements: 0 }, kind)
}

#[derive(Default)]
struct Page {
    name: String,
    fields: Vec<(String, String)>,
    rows: Vec<(String, String)>,
}

fn pages(text: &str) -> Vec<Page> {
    let mut pages: Vec<Page> = Vec::new();
    for row in text.lines() {
        if let Some(name) = row.strip_prefix("=== ") {
            pages.push(Page { name: name.to_owned(), ..Page::default() });
            continue;
        }
        let Some(page) = pages.last_mut() else { continue };
        if let Some(field) = row.strip_prefix('@') {
            let (key, value) = field.split_once(' ').unwrap_or((field, ""));
            page.fields.push((key.to_owned(), value.to_owned()));
        } else {
            let (kind, line) = row.split_once('|').unwrap_or(("", row));
            page.rows.push((kind.to_owned(), line.to_owned()));
        }
    }
    pages
}

fn field(article: &Article, key: &str) -> String {
    let value = |v: Option<&article::Derived<String>>| v.map(|t| t.value.clone()).unwrap_or_default();
    match key {
        "title" => value(article.title.as_ref()),
        "subtitle" => value(article.subtitle.as_ref()),
        "source" => value(article.source.as_ref()),
        "date" => article.published.date.map(|d| d.to_string()).unwrap_or_default(),
        "authors" => article.authors.iter().map(|a| a.value.as_str()).collect::<Vec<_>>().join(" "),
        "year" => article.inferred_year.as_ref().map(|y| y.value.to_string()).unwrap_or_default(),
        _ => panic!("unknown field {key}"),
    }
}

/// Every word of `wanted` must be among the remarks, or must not, with a `!` before it.
fn check_remarks(article: &Article, wanted: &str) -> Vec<String> {
    let names: Vec<&str> = article.remarks.iter().map(|r: &RemarkCode| r.name()).collect();
    wanted
        .split_whitespace()
        .filter(|w| match w.strip_prefix('!') {
            Some(absent) => names.contains(&absent),
            None => !names.contains(w),
        })
        .map(|w| format!("remarks {names:?}, wanted {w}"))
        .collect()
}

#[test]
fn line_cases() {
    let mut files: Vec<PathBuf> = fs::read_dir("tests/cases/lines").unwrap().map(|e| e.unwrap().path()).collect();
    files.sort();
    let mut faults = Vec::new();
    let mut count = 0;
    for file in files {
        for page in pages(&fs::read_to_string(&file).unwrap()) {
            count += 1;
            let text: String = page.rows.iter().map(|(_, line)| format!("{line}\n")).collect();
            let article = read(&text, FileKind::Plain);
            let at = format!("{}: {}", file.file_name().unwrap().to_string_lossy(), page.name);
            for (key, wanted) in &page.fields {
                if key == "remarks" {
                    faults.extend(check_remarks(&article, wanted).into_iter().map(|f| format!("{at}: {f}")));
                } else if field(&article, key) != *wanted {
                    faults.push(format!("{at}: {key} {:?}, wanted {wanted:?}", field(&article, key)));
                }
            }
            for line in &article.lines {
                let (kind, source) = &page.rows[line.number as usize - 1];
                if kind != "-" && kind != line.kind.name() {
                    let got = line.kind.name();
                    faults.push(format!("{at}: {got} ({}), wanted {kind}: {source}", line.rule));
                }
            }
            assert_tiled(&article);
        }
    }
    assert!(count >= 25, "only {count} pages were found");
    assert!(faults.is_empty(), "{} faults\n{}", faults.len(), faults.join("\n"));
}

fn assert_tiled(article: &Article) {
    let mut at = 0;
    for block in &article.blocks {
        assert_eq!(block.span.start, at, "blocks tile the text");
        assert!(block.span.end > at && article.text.is_char_boundary(block.span.end));
        at = block.span.end;
    }
    assert_eq!(at, article.text.len());
    for pair in article.lines.windows(2) {
        assert!(pair[0].number < pair[1].number && pair[0].span.end <= pair[1].span.start);
    }
    for line in &article.lines {
        let block = article.blocks.iter().find(|b| b.span.contains(line.span.start));
        assert!(block.is_some_and(|block| block.kind == line.kind && block.span.covers(line.span)));
    }
    let spans = [&article.title, &article.source, &article.subtitle].into_iter().flatten().filter_map(|d| d.span);
    for span in spans.chain(article.authors.iter().filter_map(|a| a.span)).chain(article.published.evidence) {
        assert!(!span.of(&article.text).is_empty(), "spans lie in the text");
    }
}

#[test]
fn empty_and_blank_files() {
    for text in ["", "\n", " \r\n\u{3000}\r\n"] {
        let article = read(text, FileKind::Plain);
        assert_eq!(article.remarks, [RemarkCode::Empty]);
        assert!(article.lines.is_empty() && article.title.is_none() && article.chars == 0);
        assert_tiled(&article);
    }
}

#[test]
fn a_gigantic_line_takes_linear_time() {
    for piece in ["很长的一行，没有尽头。", "a=1;{}", "記者", "(", "2020年", ">", "□张三", "来源:", "  "]
    {
        let text = piece.repeat(2_000_000 / piece.len());
        assert_tiled(&read(&text, FileKind::Plain));
    }
}

#[test]
fn a_gigantic_number_of_lines_is_read() {
    let text = "首页\n今天,\n".repeat(60_000);
    let article = read(&text, FileKind::Plain);
    assert_eq!(article.lines.len(), 120_000);
    assert_eq!(article.blocks.last().unwrap().span.end, text.len());
}

#[test]
fn kinds_of_files() {
    let text = "<title>甲</title><p>一</p><p>二</p>";
    let html = read(text, FileKind::Html);
    let lines: Vec<_> = html.lines.iter().map(|l| l.span.of(&html.text)).collect();
    assert_eq!(lines, ["甲", "一", "二"]);
    assert_eq!(&*read(text, FileKind::Plain).text, text);
}

fn line() -> impl Strategy<Value = String> {
    prop_oneof![
        "\\PC{0,40}",
        "[首页新闻来源记者:：0-9年月日>|□（）()\\[\\] \u{3000}，。！张王李三四文/图摄编辑-]{0,60}",
        "(时间|来源|作者|记者|编辑|上一篇|相关阅读|网友评论)[:： ]?[张王李四川日报0-9-]{0,12}",
        "[一-龥]{5,40}[，。][一-龥]{5,40}。",
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn any_page_is_tiled(lines in proptest::collection::vec(line(), 0..25), end in prop_oneof![Just("\n"), Just("\r\n"), Just("\r")]) {
        let text = lines.join(end);
        for kind in [FileKind::Plain, FileKind::Markdown] {
            let article = read(&text, kind);
            prop_assert_eq!(&*article.text, text.as_str());
            assert_tiled(&article);
            prop_assert!(article.lines.iter().all(|l| BlockKind::ALL.contains(&l.kind)));
        }
        assert_tiled(&read(&text, FileKind::Html));
    }

    #[test]
    fn reading_twice_says_the_same(lines in proptest::collection::vec(line(), 0..12)) {
        let text = lines.join("\n");
        prop_assert_eq!(read(&text, FileKind::Plain), read(&text, FileKind::Plain));
    }
}

/// Each line asked all others whether they say its title, and what the page is as a whole: some 10¹¹ comparisons here.
#[test]
fn a_page_of_a_hundred_thousand_short_lines_is_read() {
    let han = |n: u32| char::from_u32(0x4E00 + n % 5000).unwrap();
    let lines = (0..100_000_u32).map(|n| [1, 71, 5_003, 40_009, 70_001].map(|step| han(n.wrapping_mul(step) / 3)));
    let text: String = lines.flat_map(|line| line.into_iter().chain(['\n'])).collect();
    let article = read(&text, FileKind::Plain);
    assert!(article.lines.len() >= 90_000, "{}", article.lines.len());
}
