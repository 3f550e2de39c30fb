//! Exports of made-up pages: hostile text stays text, nothing of the page is lost, files are written whole or not at all.

use std::{fs, sync::Arc};

use proptest::prelude::*;
use shuangcheng::{
    article::{self, Article, Block, BlockKind, Derived, FileKind, Published},
    export::{
        Format, Labels, Options,
        citation::quote_with_source,
        export,
        name::{Fields, file_name},
        sha256_hex,
        write::{Overwrite, WriteError, write_export},
    },
    library::{Document, document_of},
    place,
    text::{
        date::{Certainty, PartialDate},
        encoding::{Decoded, Encoding, decode},
        script::{Script, detect},
        span::ByteRange,
    },
};

fn document(article: Article) -> Document {
    let mut document = document_of("folder/page one.txt", article.text.as_bytes());
    document.amend(|page| (page.tagging, page.article) = (place::tag(&article), article));
    document
}

/// A page of which every line has the kind given with it.
fn page(lines: &[(BlockKind, &str)]) -> Document {
    let mut text = String::new();
    let mut blocks = vec![];
    let mut title = None;
    for &(kind, line) in lines {
        let start = text.len();
        text.push_str(line);
        text.push('\n');
        blocks.push(Block { kind, span: ByteRange::new(start, text.len()) });
        if kind == BlockKind::Title {
            let span = Some(ByteRange::new(start, start + line.len()));
            title = Some(Derived { value: line.to_owned(), span, rule: "test" });
        }
    }
    let derived = |value: &str| Derived { value: value.to_owned(), span: None, rule: "test" };
    let mut read =
        article::read(Decoded { text: text.clone(), encoding: Encoding::Utf8, replacements: 0 }, FileKind::Plain);
    read.script = detect(&text);
    read.text = Arc::from(text);
    read.blocks = blocks;
    read.title = title;
    read.stand_in_title = "首句".to_owned();
    read.subtitle = None;
    read.source = Some(derived("某市日报"));
    read.authors = vec![derived("甲某"), derived("乙某")];
    read.published = Published {
        date: Some(PartialDate { year: 2020, month: Some(7), day: Some(9) }),
        certainty: Certainty::Day,
        evidence: None,
        reason: "source_line",
    };
    document(read)
}

fn text(document: &Document, format: Format, options: &Options) -> String {
    String::from_utf8(export(document, format, options)).unwrap()
}

fn sample() -> Document {
    page(&[
        (BlockKind::Furniture, "首页 > 新闻 > 正文"),
        (BlockKind::Title, "两县携手,共建园区"),
        (BlockKind::Subtitle, "——访某县负责人"),
        (BlockKind::Byline, "某市日报 2020年7月9日"),
        (BlockKind::Heading, "关键词:园区"),
        (BlockKind::Paragraph, "\u{3000}\u{3000}园区占地1,200亩,已开工!"),
        (BlockKind::Question, "记者:怎么建?"),
        (BlockKind::Answer, "负责人:一起建。"),
        (BlockKind::Answer, "这一段没有说话人,接着上一段"),
        (BlockKind::Caption, "图为现场(资料图片)"),
        (BlockKind::Credit, "编辑:丙某"),
    ])
}

#[test]
fn markdown_of_a_page() {
    let options = Options { sha256: sha256_hex(b"abc"), ..Options::default() };
    let expected = r#"---
title: "两县携手,共建园区"
source: "某市日报"
date: "2020-07-09"
date_certainty: "day"
authors: ["甲某", "乙某"]
file: "page one.txt"
sha256: "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
punctuation: "source"
---

# 两县携手,共建园区

**——访某县负责人**

某市日报 2020年7月9日

## 关键词:园区

园区占地1,200亩,已开工!

**记者**:怎么建?

**负责人**:一起建。

这一段没有说话人,接着上一段

*图为现场(资料图片)*

编辑:丙某
"#;
    assert_eq!(text(&sample(), Format::Markdown, &options), expected);
}

#[test]
fn plain_text_of_a_page_with_restored_punctuation_says_so() {
    let labels =
        Labels {
            punctuation: "标点".to_owned(), punctuation_restored: "已还原为全角".to_owned(), ..Labels::default()
        };
    let options = Options { restored_punctuation: true, labels, ..Options::default() };
    let written = text(&sample(), Format::Text, &options);
    assert!(written.starts_with("两县携手，共建园区\n\n——访某县负责人\n"), "{written}");
    assert!(written.contains("\n园区占地1,200亩，已开工！\n"), "{written}");
    assert!(written.contains("\n记者：怎么建？\n"), "{written}");
    assert!(written.ends_with("标点: 已还原为全角\n"), "{written}");
    assert!(!written.contains("首页"));
    let all = text(&sample(), Format::Text, &Options { include_furniture: true, ..Options::default() });
    assert!(all.contains("\n首页 > 新闻 > 正文\n"), "{all}");
}

#[test]
fn html_of_a_page_loads_nothing() {
    let written = text(&sample(), Format::Html, &Options::default());
    assert!(written.starts_with("<!DOCTYPE html>\n<html lang=\"zh-Hans\">"));
    assert!(written.contains("content=\"default-src 'none'; style-src 'unsafe-inline'\""));
    assert!(written.contains("<h1>两县携手,共建园区</h1>"));
    assert!(written.contains("<p class=\"question\"><b>记者</b>:怎么建?</p>"));
    for outside in ["http:", "https:", "url(", "@import", "<script", "<link", "<img", " src=", " href=", "<a "] {
        assert!(!written.contains(outside), "{outside}");
    }
}

#[test]
fn scripts_have_their_language() {
    let page = page(&[(BlockKind::Paragraph, "兩縣攜手共建園區")]);
    assert_eq!(page.page().article.script, Script::Hant);
    assert!(text(&page, Format::Html, &Options::default()).contains("<html lang=\"zh-Hant\">"));
}

const HOSTILE: [&str; 24] = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "[点我](javascript:alert(1))",
    "![图](http://a.example/x.png)",
    "[甲]: http://a.example",
    "<http://a.example>",
    "http://a.example 和 www.a.example 和 a@b.example",
    "---",
    "===",
    "***",
    "# 不是标题",
    "- 不是列表",
    "+ 不是列表",
    "1. 不是列表",
    "1) 不是列表",
    "> 不是引文",
    "```不是代码",
    "`不是代码`",
    "    缩进不是代码",
    "*不斜* **不粗** _不斜_ ~~不删~~ ==不标==",
    "|不是|表格|",
    "&lt;不是实体&#60;&copy;",
    "=cmd|' /C calc'!A0",
    "</style></title>\"'><b x=\"y\">末尾\\",
];

#[test]
fn hostile_text_is_only_text_in_html() {
    let lines: Vec<(BlockKind, &str)> = HOSTILE
        .iter()
        .flat_map(|&line| [(BlockKind::Paragraph, line), (BlockKind::Heading, line), (BlockKind::Answer, line)])
        .chain([(BlockKind::Title, HOSTILE[23])])
        .collect();
    let written = text(&page(&lines), Format::Html, &Options::default());
    let body = written.split_once("<article>").unwrap().1.split_once("</article>").unwrap().0;
    for tag in body.split('<').skip(1) {
        let name = tag.split(['>', ' ']).next().unwrap().trim_start_matches('/');
        assert!(["h1", "h2", "p", "b"].contains(&name), "<{tag}");
    }
    // What a browser shows is what the page says.
    for line in HOSTILE {
        let decoded = html_escape::decode_html_entities(body).into_owned();
        assert!(decoded.contains(line.trim()), "{line}");
    }
    assert_eq!(written.matches("<title>").count(), 1);
    assert_eq!(written.matches("</style>").count(), 1);
}

/// What a reader of Markdown sees of one line: the text, and the pieces of it that are code. Fails when a mark is bare.
fn read_markdown(body: &str) -> (String, Vec<String>) {
    let (mut plain, mut code) = (String::new(), Vec::new());
    let mut chars = body.chars();
    let mut first = true;
    while let Some(c) = chars.next() {
        match c {
            '\\' => plain.push(chars.next().unwrap()),
            '`' => {
                let inside: String = chars.by_ref().take_while(|c| *c != '`').collect();
                plain.push_str(&inside);
                code.push(inside);
            }
            _ => {
                assert!(!"*_[]<>#|~&@".contains(c), "{c} is bare in {body}");
                assert!(!first || !"-+=>".contains(c), "{body}");
                plain.push(c);
            }
        }
        first = false;
    }
    (plain, code)
}

/// True when a reader that links addresses by itself could find one, in whatever way it looks.
fn could_be_linked(text: &str) -> bool {
    let chars: Vec<char> = text.chars().collect();
    let letters = |at: usize| chars[at..].iter().take_while(|c| c.is_ascii_alphabetic()).count();
    (0..chars.len()).any(|i| match chars[i] {
        '.' => i > 0 && chars[i - 1].is_alphanumeric() && letters(i + 1) >= 2,
        '@' => {
            i > 0 && chars[i - 1].is_ascii_alphanumeric() && chars.get(i + 1).is_some_and(char::is_ascii_alphanumeric)
        }
        ':' => i > 0 && chars[i - 1].is_ascii_alphanumeric() && chars[i..].starts_with(&[':', '/', '/']),
        _ => false,
    })
}

/// The text of a line of an exported article outside of code, as the reader sees it.
fn shown_outside_code(body: &str) -> String {
    let (mut out, mut chars) = (String::new(), body.chars());
    while let Some(c) = chars.next() {
        match c {
            '\\' => out.extend(chars.next()),
            '`' => out.push(chars.by_ref().find(|c| *c == '`').map_or('`', |_| '\u{1}')),
            _ => out.push(c),
        }
    }
    out
}

fn markdown_of(line: &str) -> String {
    let page = page(&[(BlockKind::Title, "题"), (BlockKind::Paragraph, line)]);
    let written = text(&page, Format::Markdown, &Options::default());
    written.split_once("\n# 题\n\n").unwrap().1.trim_end().to_owned()
}

#[test]
fn hostile_text_is_only_text_in_markdown() {
    for line in HOSTILE {
        let body = markdown_of(line);
        assert!(!body.contains('\n'), "{body}");
        let (plain, _) = read_markdown(&body);
        assert_eq!(plain, line.trim());
        assert!(!could_be_linked(&shown_outside_code(&body)), "{body}");
    }
}

#[test]
fn addresses_in_a_page_stay_text_in_markdown() {
    for (line, code) in [
        ("邮箱:abc@163.com。", &["abc@163.com"][..]),
        ("见example.com网", &["example.com"]),
        ("四川某某网.cn/新闻", &[".cn/"]),
        ("www.a.example,b.cn.", &["www.a.example,b.cn"]),
        ("HTTP://A.example/x_y?z=1&w=%20（转载）", &["HTTP://A.example/x_y?z=1&w=%20"]),
        ("//a.example ftp://b 192.168.1.1/a.php", &["a.example", "ftp://b", "192.168.1.1/a.php"]),
        ("mailto:a+b@c.example xmpp:d@e", &["mailto:a+b@c.example", "xmpp:d@e"]),
        ("1.example.com", &["1.example.com"]),
        ("-a.example-", &["a.example"]),
        ("增长3.5%,约1.2亿元,A.B.两地,时间10:30,比分3:2", &[]),
        ("记者@测试 a@ @b 1.a", &[]),
    ] {
        let body = markdown_of(line);
        let (plain, found) = read_markdown(&body);
        assert_eq!((plain.as_str(), found), (line, code.iter().map(|c| (*c).to_owned()).collect()), "{body}");
        assert!(!could_be_linked(&shown_outside_code(&body)), "{body}");
    }
}

proptest::proptest! {
    #[test]
    fn no_text_links_itself_in_markdown(line in "[a-c.@:/w市 \\\\`*,1\\-]{1,16}(a|市)[.@](cc|b\\.cc|市)[ ,市a]{0,3}") {
        let body = markdown_of(&format!("文{line}"));
        let (plain, _) = read_markdown(&body);
        proptest::prop_assert_eq!(plain, format!("文{}", line.trim_end()));
        proptest::prop_assert!(!could_be_linked(&shown_outside_code(&body)), "{}", body);
    }
}

#[test]
fn front_matter_cannot_be_left_early() {
    let mut page = page(&[(BlockKind::Title, "甲\"\\: ---\u{85}\u{7f}"), (BlockKind::Paragraph, "---")]);
    page.amend(|page| {
        page.article.source = Some(Derived { value: "---\ntitle: 假".to_owned(), span: None, rule: "test" });
    });
    page.path = "a/\"b: \\.txt".to_owned();
    let written = text(&page, Format::Markdown, &Options::default());
    let lines: Vec<&str> = written.lines().collect();
    let end = lines.iter().skip(1).position(|&line| line == "---").unwrap() + 1;
    for line in &lines[1..end] {
        let (key, value) = line.split_once(": ").unwrap();
        assert!(key.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_'), "{line}");
        // Our double-quoted scalars are JSON too.
        let value: serde_json::Value = serde_json::from_str(value).unwrap_or_else(|error| panic!("{error}: {line}"));
        if key == "title" {
            assert_eq!(value, "甲\"\\: --- \u{7f}");
        }
        if key == "file" {
            assert_eq!(value, "\"b: \\.txt");
        }
    }
    assert_eq!(lines.iter().filter(|&&line| line == "---").count(), 2);
}

#[test]
fn a_page_without_title_has_ours_in_brackets() {
    let mut page = page(&[(BlockKind::Paragraph, "正文")]);
    page.amend(|page| page.article.title = None);
    let written = text(&page, Format::Markdown, &Options::default());
    assert!(written.contains("\n# 〔首句〕\n") && !written.contains("title:"), "{written}");
}

#[test]
fn hard_wrapped_lines_become_one_paragraph() {
    let mut page = page(&[(BlockKind::Paragraph, "第一行没有\r\n\u{3000}\u{3000}写完,an English\nline")]);
    page.amend(|page| page.article.title = None);
    assert!(text(&page, Format::Text, &Options::default()).contains("\n第一行没有写完,an English line\n"));
}

#[test]
fn copies_name_their_source() {
    let mut page = sample();
    assert_eq!(
        quote_with_source(" 园区占地1,200亩\n", &page),
        "园区占地1,200亩\n——某市日报，《两县携手,共建园区》，2020年7月9日"
    );
    page.amend(|page| page.article.published.certainty = Certainty::Inferred);
    page.amend(|page| page.article.source = None);
    assert_eq!(quote_with_source("甲", &page), "甲\n——《两县携手,共建园区》");
    page.amend(|page| page.article.title = None);
    page.amend(|page| page.article.published = Published::default());
    assert_eq!(quote_with_source("甲", &page), "甲\n——page one.txt");
}

#[test]
fn names_come_from_the_page() {
    let name = file_name("{date} {title}", &Fields::of(&sample()), Format::Markdown);
    assert_eq!(name, "2020-07-09 两县携手,共建园区.md");
}

#[test]
fn formats_by_name() {
    for format in Format::ALL {
        assert_eq!(Format::by_name(format.name()), Some(format));
    }
    assert_eq!(Format::by_name("HTM"), Some(Format::Html));
    assert_eq!(Format::by_name("pdf"), None);
}

#[test]
fn files_are_written_whole_and_never_over_others_unasked() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("文.md");
    write_export(&path, b"one", Overwrite::Never, &[]).unwrap();
    let refused = write_export(&path, b"two", Overwrite::Never, &[]).unwrap_err();
    assert!(matches!(refused, WriteError::Exists(_)), "{refused}");
    assert_eq!(fs::read(&path).unwrap(), b"one");
    write_export(&path, b"two", Overwrite::Replace, &[]).unwrap();
    assert_eq!(fs::read(&path).unwrap(), b"two");
    let refused = write_export(&folder.path().join("none/x.md"), b"", Overwrite::Never, &[]).unwrap_err();
    assert!(matches!(refused, WriteError::NoFolder(_)), "{refused}");
    let refused = write_export(folder.path(), b"", Overwrite::Replace, &[]).unwrap_err();
    assert!(matches!(refused, WriteError::NotAFile(_)), "{refused}");
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1, "temporary files are left");
}

#[cfg(unix)]
#[test]
fn exports_are_readable_like_other_files() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().unwrap();
    let (export, other) = (folder.path().join("a"), folder.path().join("b"));
    write_export(&export, b"", Overwrite::Never, &[]).unwrap();
    fs::File::create(&other).unwrap();
    let mode = |path| fs::metadata(path).unwrap().permissions().mode();
    assert_eq!(mode(&export), mode(&other));
}

#[test]
fn the_opened_folder_is_never_written_to() {
    let folder = tempfile::tempdir().unwrap();
    let library = folder.path().join("library");
    fs::create_dir_all(library.join("sub")).unwrap();
    fs::create_dir(folder.path().join("library two")).unwrap();
    let mut inside =
        vec![library.join("x.md"), library.join("sub/x.md"), folder.path().join("library two/../library/x.md")];
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink(&library, folder.path().join("link")).unwrap();
        inside.push(folder.path().join("link/x.md"));
    }
    for path in inside {
        for overwrite in [Overwrite::Never, Overwrite::Replace] {
            let refused = write_export(&path, b"x", overwrite, std::slice::from_ref(&library)).unwrap_err();
            assert!(matches!(refused, WriteError::InsideLibrary(_)), "{refused}");
            assert_eq!(refused.name(), "inside_library");
        }
    }
    assert!(!library.join("x.md").exists());
    for path in [folder.path().join("x.md"), folder.path().join("library two/x.md"), library.join("../y.md")] {
        write_export(&path, b"x", Overwrite::Never, std::slice::from_ref(&library)).unwrap();
    }
}

/// Characters of a text that are not blank.
fn solid(text: &str) -> impl Iterator<Item = char> {
    text.chars().filter(|c| !c.is_whitespace() && *c != '\u{200b}' && *c != '\u{feff}')
}

proptest! {
    #[test]
    fn all_content_is_in_the_plain_export_in_order(source in "([遂宁市召开会议,。:“”a1 \u{3000}]{0,30}\n){0,12}") {
        let document = document(article::read(decode(source.as_bytes(), None), FileKind::Plain));
        let written = text(&document, Format::Text, &Options::default());
        let mut rest = solid(&written);
        for block in &document.page().article.blocks {
            let titled = block.kind == BlockKind::Title && document.page().article.title.is_some();
            if block.kind.is_content() && !titled {
                for c in solid(block.span.of(&document.page().article.text)) {
                    prop_assert!(rest.any(|written| written == c), "{c} is missing");
                }
            }
        }
    }

    #[test]
    fn any_page_exports(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        let document = document(article::read(decode(&bytes, None), FileKind::Plain));
        for format in Format::ALL {
            for restored_punctuation in [false, true] {
                let written = export(&document, format, &Options { restored_punctuation, ..Options::default() });
                prop_assert!(String::from_utf8(written).is_ok());
            }
        }
    }
}
