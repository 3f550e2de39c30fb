//! Every operator of the search against a slow and plain answer: generated pages and questions, both scripts, all encodings, wrapped lines.

use std::{
    collections::BTreeSet,
    sync::{Arc, LazyLock},
};

use encoding_rs::{BIG5, GB18030};
use proptest::prelude::*;
use shuangcheng::{
    library::{
        Document, Overrides, Snapshot, Tags,
        cache::{Cache, Place},
        document_of,
        query::{Filter, Personal, Query, Sort, ask, ask_as, find_as, hits_in, hits_of, tree::Being},
        scan::{Cancel, Target, open_with},
    },
    text::fold::{fold_char, fold_str},
};

// ---- the plain answer ---------------------------------------------------------------------------------------------------

/// A question as a tree, and what is typed for it.
#[derive(Clone, Debug)]
enum Ask {
    Word(String),
    Phrase(String),
    Exact(String),
    Pattern(&'static str),
    Title(String),
    Year(i16, i16),
    Not(Box<Ask>),
    Any(Vec<Ask>),
    All(Vec<Ask>),
    Near(Vec<Ask>),
    NearPara(Vec<Ask>),
}

/// How operators are written: plain or full width; in marks, or in capitals with waves glued to the words.
#[derive(Clone, Copy, Debug, Default)]
struct Style {
    wide: bool,
    letters: bool,
}

impl Style {
    /// An operator, with its blanks.
    fn between(self, mark: &'static str, wide_mark: &'static str, letters: [&'static str; 2]) -> &'static str {
        match (self.letters, self.wide) {
            (false, false) => mark,
            (false, true) => wide_mark,
            (true, wide) => letters[usize::from(wide)],
        }
    }
}

impl Ask {
    fn typed(&self, style: Style) -> String {
        let w = style.wide;
        let list = |parts: &[Self], between: &str| {
            let parts: Vec<String> = parts.iter().map(|p| p.grouped(style)).collect();
            parts.join(between)
        };
        match self {
            Self::Word(word) => word.clone(),
            Self::Phrase(words) if w => format!("“{words}”"),
            Self::Phrase(words) => format!("\"{words}\""),
            Self::Exact(word) if w => format!("＝{word}"),
            Self::Exact(word) => format!("={word}"),
            Self::Pattern(pattern) => format!("/{pattern}/"),
            Self::Title(words) if w => format!("标题：{words}"),
            Self::Title(words) => format!("title:\"{words}\""),
            Self::Year(from, to) if w => format!("日期：{from}～{to}"),
            Self::Year(from, to) => format!("date:{from}-03..{to}"),
            Self::Not(part) => format!("{}{}", style.between("-", "－", ["NOT ", "ＮＯＴ "]), part.grouped(style)),
            Self::Any(parts) => list(parts, style.between(" OR ", " ｜ ", ["|", "｜"])),
            Self::All(parts) => list(parts, style.between(" ", "\u{3000}", [" AND ", "\u{3000}ＡＮＤ\u{3000}"])),
            Self::Near(parts) => list(parts, style.between(" ~ ", " ～ ", ["~", "～"])),
            Self::NearPara(parts) => list(parts, style.between(" ~~ ", " ～～ ", ["~~", "～～"])),
        }
    }

    /// In brackets where it would fall apart.
    fn grouped(&self, style: Style) -> String {
        match self {
            Self::Any(_) | Self::All(_) | Self::Near(_) | Self::NearPara(_) => {
                let (open, close) = if style.wide { ('（', '）') } else { ('(', ')') };
                format!("{open}{}{close}", self.typed(style))
            }
            _ => self.typed(style),
        }
    }

    fn holds(&self, page: &Page, style: Style) -> bool {
        let folded = |words: &str| fold_str(&page.flat()).contains(&fold_str(words));
        match self {
            Self::Word(words) | Self::Phrase(words) => folded(words),
            Self::Exact(words) => narrow(&page.flat()).contains(&narrow(words)),
            Self::Pattern(pattern) => {
                let paragraphs = page.paragraphs.iter().map(|p| fold_str(&p.concat()));
                // The same, by hand.
                let found = |text: &str| match *pattern {
                    "遂.市" | "遂.市$" => {
                        let chars: Vec<char> = text.chars().collect();
                        chars.windows(3).any(|w| w[0] == '遂' && w[1] != '\n' && w[2] == '市')
                            && (*pattern == "遂.市" || text.ends_with('市'))
                    }
                    "[潼涪]南+" => text.contains("潼南") || text.contains("涪南"),
                    "寧{2}" => text.contains("宁宁"),
                    _ => panic!("{pattern}"),
                };
                paragraphs.into_iter().any(|p| found(&p))
            }
            // What we call an untitled page is no title.
            Self::Title(words) => {
                let page = page.document.page();
                page.article.title.as_ref().is_some_and(|title| fold_str(&title.value).contains(&fold_str(words)))
            }
            Self::Year(from, to) => page.year.is_some_and(|year| {
                // Pages are dated in June: after March of the first year.
                let _ = style;
                (*from..=*to).contains(&year)
            }),
            Self::Not(part) => !part.holds(page, style),
            Self::Any(parts) => parts.iter().any(|p| p.holds(page, style)),
            Self::All(parts) => parts.iter().all(|p| p.holds(page, style)),
            Self::Near(parts) => {
                let sentences = page.paragraphs.iter().flatten();
                sentences.into_iter().any(|s| parts.iter().all(|p| p.holds_in(s)))
            }
            Self::NearPara(parts) => {
                page.paragraphs.iter().any(|p| parts.iter().all(|part| part.holds_in(&p.concat())))
            }
        }
    }

    /// Only words, and alternatives of them.
    fn holds_in(&self, text: &str) -> bool {
        match self {
            Self::Any(parts) => parts.iter().any(|p| p.holds_in(text)),
            Self::Exact(words) => narrow(text).contains(&narrow(words)),
            Self::Word(words) | Self::Phrase(words) => fold_str(text).contains(&fold_str(words)),
            other => panic!("{other:?}"),
        }
    }
}

/// Width and case folded, the script as it is.
fn narrow(text: &str) -> String {
    text.chars()
        .map(|c| if ('\u{FF01}'..='\u{FF5E}').contains(&c) || c.is_ascii() { fold_char(c) } else { c })
        .collect()
}

/// A page made of sentences.
struct Page {
    paragraphs: Vec<Vec<String>>,
    year: Option<i16>,
    document: Arc<Document>,
}

impl Page {
    fn of(number: usize, year: Option<i16>, paragraphs: Vec<Vec<String>>) -> Self {
        let mut text = String::from("江边的新闻\n");
        if let Some(year) = year {
            text.push_str(&format!("发布时间：{year}-06-15\n"));
        }
        for paragraph in &paragraphs {
            text.push_str(&paragraph.concat());
            text.push_str("\n\n\n");
        }
        let document = Arc::new(document_of(&format!("{number:02}.txt"), text.as_bytes()));
        Self { paragraphs, year, document }
    }

    fn flat(&self) -> String {
        self.document.page().article.text.to_string()
    }
}

impl std::fmt::Debug for Page {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.document.page().article.text)
    }
}

fn snapshot(pages: &[Page]) -> Snapshot {
    Snapshot {
        documents: pages.iter().map(|p| Arc::clone(&p.document)).collect(),
        complete: true,
        ..Snapshot::default()
    }
}

fn found(snapshot: &Snapshot, text: &str) -> BTreeSet<String> {
    let filter = Filter { text: text.into(), ..Filter::default() };
    let answer = ask(snapshot, &filter, Sort::Relevance, &|_| true, &|| false).unwrap();
    answer.hits.iter().map(|hit| snapshot.get(hit.doc).unwrap().path.clone()).collect()
}

// ---- generated pages and questions ---------------------------------------------------------------------------------------

const CHARS: [&str; 12] = ["遂", "宁", "寧", "潼", "南", "市", "涪", "江", "ＧＤ", "gd", "，", "𠀀"];

fn sentence() -> impl Strategy<Value = String> {
    prop::collection::vec(prop::sample::select(&CHARS[..]), 3..9).prop_map(|parts| {
        // Nothing that a sentence begins or ends with is a mark of its own.
        format!("江{}边。", parts.concat())
    })
}

fn pages() -> impl Strategy<Value = Vec<Page>> {
    let paragraph = prop::collection::vec(sentence(), 1..4);
    let page = (prop::option::of(2018_i16..2023), prop::collection::vec(paragraph, 1..4));
    prop::collection::vec(page, 1..7)
        .prop_map(|all| all.into_iter().enumerate().map(|(i, (year, p))| Page::of(i, year, p)).collect())
}

fn word() -> impl Strategy<Value = String> {
    let chars = prop::sample::select(&CHARS[..10]);
    prop::collection::vec(chars, 1..3).prop_map(|parts| parts.concat())
}

/// What has places in the text.
fn words() -> impl Strategy<Value = Ask> {
    // Letters alone would also be sounds.
    let han = word().prop_map(|w| if w.chars().all(|c| fold_char(c).is_ascii()) { format!("江{w}") } else { w });
    prop_oneof![han.prop_map(Ask::Word), word().prop_map(Ask::Phrase), word().prop_map(Ask::Exact),]
}

fn question() -> impl Strategy<Value = Ask> {
    let near = || {
        let part = prop_oneof![3 => words(), 1 => prop::collection::vec(words(), 2..3).prop_map(Ask::Any)];
        prop::collection::vec(part, 2..4)
    };
    let leaf = prop_oneof![
        6 => words(),
        1 => prop::sample::select(vec!["遂.市", "遂.市$", "[潼涪]南+", "寧{2}"]).prop_map(Ask::Pattern),
        1 => prop::sample::select(vec!["江边", "新闻", "新聞", "遂宁"]).prop_map(|t| Ask::Title(t.to_owned())),
        1 => (2018_i16..2023, 0_i16..3).prop_map(|(from, more)| Ask::Year(from, from + more)),
        1 => near().prop_map(Ask::Near),
        1 => near().prop_map(Ask::NearPara),
    ];
    leaf.prop_recursive(3, 12, 3, |inner| {
        prop_oneof![
            inner.clone().prop_map(|part| match part {
                Ask::Not(_) => part,
                part => Ask::Not(Box::new(part)),
            }),
            prop::collection::vec(inner.clone(), 2..4).prop_map(Ask::Any),
            prop::collection::vec(inner, 2..4).prop_map(Ask::All),
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(120))]

    #[test]
    fn every_operator_finds_what_is_there(
        pages in pages(), question in question(), wide in prop::bool::ANY, letters in prop::bool::ANY,
    ) {
        let style = Style { wide, letters };
        let typed = question.typed(style);
        let snapshot = snapshot(&pages);
        let got = found(&snapshot, &typed);
        let wanted: BTreeSet<String> =
            pages.iter().filter(|p| question.holds(p, style)).map(|p| p.document.path.clone()).collect();
        prop_assert_eq!(got, wanted, "{}", typed);
    }

    #[test]
    fn hits_are_what_was_asked_for(pages in pages(), question in words()) {
        let typed = question.typed(Style::default());
        for page in &pages {
            let text = &page.document.page().article.text;
            let hits = hits_in(&page.document, &typed);
            prop_assert_eq!(!hits.is_empty(), question.holds(page, Style::default()), "{}", typed);
            prop_assert!(hits.windows(2).all(|w| w[0].end <= w[1].start));
            for hit in hits {
                // Hits of one word that touch may be one.
                prop_assert!(question.holds_in(hit.of(text)), "{} in {:?}", typed, hit.of(text));
            }
        }
    }

    /// A sentence of a page, broken into lines anywhere and indented, is found as it reads.
    #[test]
    fn wrapped_lines_are_one_text(
        text in "[遂寧潼南市的江，、]{4,30}", cuts in prop::collection::btree_set(1_usize..29, 0..4),
        gap in prop::sample::select(vec!["\n", "\r\n", " \n\u{3000}\u{3000}", "\n\n"]), from in 0_usize..10, length in 1_usize..12,
    ) {
        let chars: Vec<char> = text.chars().collect();
        let wrapped: String = chars
            .iter()
            .enumerate()
            .map(|(i, c)| if cuts.contains(&i) { format!("{gap}{c}") } else { c.to_string() })
            .collect();
        let document = document_of("a.txt", wrapped.as_bytes());
        let wanted: String = chars.iter().skip(from).take(length).collect();
        prop_assume!(!wanted.is_empty());
        let hits = hits_of(&document, &Query::new(&wanted, true));
        prop_assert!(!hits.is_empty(), "{:?} in {:?}", wanted, wrapped);
        for hit in hits {
            let unwrapped: String = hit.of(&document.page().article.text).chars().filter(|c| !c.is_whitespace()).collect();
            prop_assert_eq!(fold_str(&unwrapped), fold_str(&wanted));
        }
    }

    /// Any text at all: no panic, and a piece of a page that is no operator is found in it.
    #[test]
    fn anything_may_be_typed(typed in "\\PC{0,40}", page in sentence()) {
        let page = Page::of(0, None, vec![vec![page]]);
        let snapshot = snapshot(std::slice::from_ref(&page));
        found(&snapshot, &typed);
        let query = Query::new(&typed, false);
        let hits = hits_of(&page.document, &query).len();
        prop_assert!(hits == 0 || !query.matched_by(&page.document).is_empty());
    }

    /// What an index may go by: a document that matches has one needle of each row.
    #[test]
    fn needles_are_in_every_match(pages in pages(), question in question()) {
        let query = Query::new(&question.typed(Style::default()), false);
        let got = found(&snapshot(&pages), &question.typed(Style::default()));
        for page in pages.iter().filter(|p| got.contains(&p.document.path)) {
            for row in query.needles() {
                let has = row.iter().any(|needle| {
                    page.document.folded().windows(needle.len()).any(|here| here == *needle)
                });
                prop_assert!(has, "{:?}", question);
            }
        }
    }
}

// ---- encodings, one by one -----------------------------------------------------------------------------------------------

/// The same page in every encoding.
fn encodings(hans: &str, hant: &str) -> Vec<(&'static str, Vec<u8>)> {
    let utf16 = |text: &str, le: bool| -> Vec<u8> {
        let units = text.encode_utf16().collect::<Vec<u16>>();
        let mut bytes: Vec<u8> = if le { vec![0xFF, 0xFE] } else { vec![0xFE, 0xFF] };
        bytes.extend(units.iter().flat_map(|u| if le { u.to_le_bytes() } else { u.to_be_bytes() }));
        bytes
    };
    vec![
        ("utf8-hans.txt", hans.as_bytes().to_vec()),
        ("utf8-hant.txt", hant.as_bytes().to_vec()),
        ("bom.txt", [b"\xEF\xBB\xBF", hans.as_bytes()].concat()),
        ("utf16le.txt", utf16(hans, true)),
        ("utf16be.txt", utf16(hant, false)),
        ("gb-hans.txt", GB18030.encode(hans).0.into_owned()),
        ("gb-hant.txt", GB18030.encode(hant).0.into_owned()),
        ("big5.txt", BIG5.encode(hant).0.into_owned()),
        ("crlf.txt", hans.replace('\n', "\r\n").into_bytes()),
    ]
}

#[test]
fn one_question_finds_the_page_in_every_encoding_and_script() {
    let hans = "两县签订水运协议\n来源：江边日报\n\n　　两县今天签订了水运合作协议，双方将共同开发航线，总投资１２亿元。\n　　据介绍，这个项目\n已经开工建设。\n";
    let hant = "兩縣簽訂水運協議\n來源：江邊日報\n\n　　兩縣今天簽訂了水運合作協議，雙方將共同開發航線，總投資１２億元。\n　　據介紹，這個項目\n已經開工建設。\n";
    let files = encodings(hans, hant);
    let documents = files.iter().map(|(name, bytes)| Arc::new(document_of(name, bytes)));
    let mut documents: Vec<Arc<Document>> = documents.collect();
    documents.sort_by(|a, b| a.path.cmp(&b.path));
    let all: BTreeSet<String> = documents.iter().map(|d| d.path.clone()).collect();
    let snapshot = Snapshot { documents, complete: true, ..Snapshot::default() };
    for typed in [
        "签订",
        "籤訂",
        "簽訂 開發航線",
        "“合作协议，双方”",
        "總投資12億元",
        "项目已经",
        "標題:水运",
        "来源:江邊",
        "签订 ~ 航線",
        "/投资\\d+亿元/",
        "-没有的词",
        "(没有 | 有的) | 協議",
        "py:shuiyun",
        "項目已經開工建設。",
    ] {
        assert_eq!(found(&snapshot, typed), all, "{typed}");
    }
    for typed in ["=签订", "script:简"] {
        let hans: BTreeSet<String> =
            all.iter().filter(|p| !p.contains("hant") && !p.contains("big5") && !p.contains("16be")).cloned().collect();
        assert_eq!(found(&snapshot, typed), hans, "{typed}");
    }
    let exact = Filter { text: "簽訂".into(), exact: true, ..Filter::default() };
    let answer = ask(&snapshot, &exact, Sort::Date, &|_| true, &|| false).unwrap();
    assert_eq!(answer.hits.len(), 4);
    assert!(found(&snapshot, "签订 ~ 开工").is_empty());
    assert!(found(&snapshot, "签订 ~~ 开工").is_empty());
}

#[test]
fn what_the_person_did_narrows() {
    // What the person did is kept by content.
    let text = |i: usize| format!("遂宁{}。", "路".repeat(i));
    let pages: Vec<Page> = (0..3).map(|i| Page::of(i, None, vec![vec![text(i)]])).collect();
    let snapshot = snapshot(&pages);
    let is = |d: &Document, being: Being| match being {
        Being::Unread => d.path != "00.txt",
        Being::Read => d.path == "00.txt",
        Being::Starred => d.path == "01.txt",
    };
    let mut tags = Tags::default();
    for (path, tag) in [("00.txt", "待核"), ("01.txt", "待核 二"), ("01.txt", "協議")] {
        tags.set(snapshot.get(snapshot.find(path).unwrap()).unwrap().hash, tag, true);
    }
    let personal = Personal { is: &is, has: &|d, _| d.path == "02.txt", tags: Some(&tags) };
    let paths = |text: &str| -> Vec<String> {
        let filter = Filter { text: text.into(), ..Filter::default() };
        let answer = ask_as(&snapshot, &filter, Sort::Date, personal, &|| false).unwrap();
        answer.hits.iter().map(|h| snapshot.get(h.doc).unwrap().path.clone()).collect()
    };
    assert_eq!(paths("is:unread"), ["01.txt", "02.txt"]);
    assert_eq!(paths("is:unread|read"), ["00.txt", "01.txt", "02.txt"]);
    assert_eq!(paths("遂宁 is:starred"), ["01.txt"]);
    assert_eq!(paths("-is:starred -is:read"), ["02.txt"]);
    assert_eq!(paths("has:note"), ["02.txt"]);
    assert_eq!(paths("tag:待核"), ["00.txt", "01.txt"], "the beginning is enough");
    assert_eq!(paths("标签:\"待核\""), ["00.txt"]);
    assert_eq!(paths("標籤:#协议"), ["01.txt"]);
    assert_eq!(paths("tag:协议|待核 -is:starred"), ["00.txt"]);
    assert_eq!(paths("-tag:待"), ["02.txt"]);
    let mut filter = Filter::default();
    filter.narrow.tags.insert("待核".into());
    let answer = ask_as(&snapshot, &filter, Sort::Date, personal, &|| false).unwrap();
    assert_eq!(answer.hits.len(), 1);
    let counts = answer.narrow.tags.iter().map(|(tag, count)| (tag.as_str(), *count)).collect::<Vec<_>>();
    assert_eq!(counts, [("協議", 1), ("待核", 1), ("待核 二", 1)], "whatever tag is asked for");
    assert_eq!(paths("-有:批注"), ["00.txt", "01.txt"]);
    // Hits in a page do not depend on who reads it.
    for text in ["遂宁 is:starred", "遂宁 -is:starred", "遂宁 -(is:starred 没有)"] {
        assert_eq!(hits_in(&pages[0].document, text).len(), 1, "{text}");
    }
}

/// Patterns that other engines never finish: here the test would not.
#[test]
fn patterns_end() {
    let text = format!("{}。\n{}", "甲".repeat(40_000), "a".repeat(20_000));
    let document = document_of("a.txt", text.as_bytes());
    for typed in ["/(甲+)+乙/", "/(甲|甲甲)*乙/", "/.*.*.*乙/", "/(a?){30}a{30}/", "/[^乙]*乙|甲/"] {
        assert!(hits_of(&document, &Query::new(typed, false)).len() <= document.folded().len());
    }
    for typed in ["/((((a{100}){100}){100}){100})/", "/\\p{Han}{1,999}{1,999}/"] {
        assert_eq!(Query::new(typed, false).advice().len(), 1, "{typed}");
    }
}

/// The lines of `tests/cases/queries.txt` that tell a page and whether it is found.
#[test]
fn cases() {
    let file = std::fs::read_to_string("tests/cases/queries.txt").unwrap();
    let lines = file.split("== found").nth(1).unwrap().lines().filter(|l| !l.is_empty() && !l.starts_with('#'));
    let (mut wrong, mut count) = (vec![], 0);
    for line in lines {
        let (page, rest) = line.split_once(" ¶ ").unwrap();
        let (typed, wanted) = rest.rsplit_once(" => ").unwrap();
        let document = Arc::new(document_of("页.txt", page.replace('⏎', "\n").as_bytes()));
        let snapshot = Snapshot { documents: vec![document], complete: true, ..Snapshot::default() };
        if found(&snapshot, typed).is_empty() == (wanted == "yes") {
            wrong.push(line);
        }
        count += 1;
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(count > 50, "{count}");
}

#[test]
fn the_best_match_comes_first() {
    let filler = "这一段讲的是别的事情，与此无关，写得很长。\n".repeat(40);
    let order = |pages: &[(&str, String)], typed: &str| -> Vec<String> {
        let mut documents: Vec<Arc<Document>> =
            pages.iter().map(|(name, text)| Arc::new(document_of(name, text.as_bytes()))).collect();
        documents.sort_by(|a, b| a.path.cmp(&b.path));
        let snapshot = Snapshot { documents, complete: true, ..Snapshot::default() };
        let filter = Filter { text: typed.into(), ..Filter::default() };
        let answer = ask(&snapshot, &filter, Sort::Relevance, &|_| true, &|| false).unwrap();
        answer.hits.iter().map(|hit| snapshot.get(hit.doc).unwrap().path.clone()).collect()
    };
    let page = |title: &str, date: &str, body: &str| format!("{title}\n{date} 来源：测试日报\n\n{body}{filler}");
    let day = "2021年3月1日";
    // In the title rather than often in the text.
    let often = "养蜂养蜂养蜂养蜂养蜂。\n".repeat(20);
    let pages = [("a.txt", page("乡里的新鲜事", day, &often)), ("b.txt", page("乡里养蜂的一家", day, "养蜂。\n"))];
    assert_eq!(order(&pages, "养蜂"), ["b.txt", "a.txt"]);
    // About the city rather than naming it in passing.
    let about = "遂宁市召开会议，遂宁市的道路修好了，遂宁市的学校开学了。\n".repeat(5);
    let other = "绵阳市召开会议，绵阳市的道路修好了，绵阳市的学校开学了，遂宁市也来了人。\n".repeat(5);
    let pages = [("a.txt", page("一次会议", day, &other)), ("b.txt", page("一次会议", day, &about))];
    assert_eq!(order(&pages, "遂宁"), ["b.txt", "a.txt"]);
    // Densely rather than once; of equals the newer.
    let pages = [("a.txt", page("一次会议", day, "养蜂。\n")), ("b.txt", page("一次会议", day, &often))];
    assert_eq!(order(&pages, "养蜂"), ["b.txt", "a.txt"]);
    let pages = [("a.txt", page("一次会议", "2011年3月1日", "养蜂。\n")), ("b.txt", page("一次会议", day, "养蜂。\n"))];
    assert_eq!(order(&pages, "养蜂"), ["b.txt", "a.txt"]);
}

// ---- large folders --------------------------------------------------------------------------------------------------------

/// The same folder as it is in memory, and from a cache with its indexes.
fn both_ways() -> &'static (Snapshot, Snapshot) {
    static BOTH: LazyLock<(Snapshot, Snapshot)> = LazyLock::new(|| {
        let (pages, cache) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let mut random = fastrand::Rng::with_seed(11);
        for n in 0..600 {
            // Words stand in few pages, some of them across a line end.
            let source = ["", "  来源：江边日报", "  來源：《遂寧日報》"][n % 3];
            let mut text = format!("江边的{n}号新闻\n{}年1月2日{source}\n\n", 2017 + n % 6);
            for _ in 0..8 {
                let filling: String = (0..30).filter_map(|_| char::from_u32(0x5200 + random.u32(0..1500))).collect();
                let parts = if random.u32(0..6) == 0 { 5 } else { 0 };
                let words: String = (0..parts).map(|_| CHARS[random.usize(0..CHARS.len())]).collect();
                text.push_str(&format!("江{filling}{words}边{}", if random.bool() { "。\n" } else { "\n" }));
            }
            // Places that bear two ranks, that lie in others, that stand together.
            text.push_str(
                ["", "", "重庆市渝中区和射洪市的人也来了。\n", "", "成渝两地，重庆、成都。\n", "", ""][n % 7],
            );
            std::fs::write(pages.path().join(format!("{n:03}.txt")), text).unwrap();
        }
        let target = Target::Folder(pages.path().to_owned());
        let open_it = |mut cache: Cache| {
            let snapshot = open_with(&target, &Overrides::default(), &mut cache, &Cancel::default(), &mut |_, _| {});
            assert_eq!(cache.finish(), None);
            Arc::unwrap_or_clone(snapshot.unwrap())
        };
        let plain = open_it(Cache::none());
        let kept = || open_it(Cache::open(&Place::new(Some(cache.path()), None), &target));
        kept();
        (plain, kept())
    });
    &BOTH
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(25))]

    /// The index only tells where to look.
    #[test]
    fn an_index_changes_no_answer(
        ask_for in question(), wide in any::<bool>(), letters in any::<bool>(), exact in any::<bool>(),
    ) {
        let (plain, kept) = both_ways();
        let text = ask_for.typed(Style { wide, letters });
        let more = [
            "suining", "py:suining", "遂宁 has:date", "𠀀", "江 -遂", "市边", "", "江边 江", "source:日报", "source:=遂寧",
            "title:江边 江边", "city:遂宁 OR 江边", "date:2018..2019", "/江.{0,3}遂|边/", "/遂.{0,2}市/ 江边", "jiangbian",
            "(江边 遂市) OR 新闻", "(遂 -市) OR 号", "江边 OR 的3号新", "city:遂宁 年 -边江", "date:2018..2019 遂", "-遂 -市",
            "script:hans 市 OR 潼", "江 -has:source", "江边的1号新闻 OR 遂",
            "chongqing", "suining OR chongqing", "sichuan", "yuzhong", "cq", "chengdu -chongqing", "jiangb", "xinwen",
            "市 市", "江边的 遂 江边的", "\"遂\" 遂 =遂", "边边 边边", "-市 遂 -市", "遂宁 遂寧 宁",
        ];
        for text in std::iter::once(text.as_str()).chain(more) {
            let filter = Filter { text: text.to_owned(), exact, ..Filter::default() };
            let answer = |snapshot| ask(snapshot, &filter, Sort::Relevance, &|_| true, &|| false).unwrap();
            let (without, with) = (answer(plain), answer(kept));
            prop_assert_eq!(&without, &with, "{}", text);
            let personal = Personal { is: &|_, _| true, has: &|_, _| true, tags: None };
            prop_assert_eq!(find_as(kept, &filter, Sort::Relevance, personal, &|| false), Some(with.hits), "{}", text);
        }
    }
}
