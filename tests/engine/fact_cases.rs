//! Sentences of our own and the facts they tell, from a text file anyone can extend; and what must hold of any text at all.

use proptest::prelude::*;
use shuangcheng::{
    facts::{Fact, Party, Told, claims, ledger, tell},
    library::{Corrections, Document, document_of},
    place::gazetteer,
};

/// A page with a date line and a paragraph of the text between two that tell nothing.
fn page(day: &str, text: &str) -> Document {
    const BEFORE: &str = "这些年路越修越宽，来往的人越来越多，两岸人家走亲戚早已不用等渡船，日子也就一天一天地近了。";
    const AFTER: &str = "天色将晚，广场上的灯一盏一盏亮起来，散步的人不紧不慢，说着各自家里的事，孩子们追着风筝跑。";
    let bytes = format!("两市动态\n\n{day}\n\n{BEFORE}\n\n{text}\n\n{AFTER}\n");
    document_of("page.txt", bytes.as_bytes())
}

fn told(path: &str, document: &Document) -> Vec<Told> {
    let claims = claims(&document.page().article, &document.page().tagging, document.folded());
    let mut told = Vec::new();
    tell(document, claims, &Corrections::default(), &mut told);
    told.iter_mut().for_each(|one| one.file = path.into());
    told
}

fn party(party: &Party) -> String {
    match party {
        Party::City(city) => gazetteer().get(*city).short.clone(),
        Party::Body(name) => name.clone(),
    }
}

fn said(fact: &Fact) -> String {
    let parties: Vec<String> = fact.parties.iter().map(party).collect();
    let date = fact.date.as_ref().map_or("-", |date| date.value.as_str());
    let deadline = fact.deadline.as_ref().map(|date| format!(" by {}", date.value)).unwrap_or_default();
    format!("{} {} [{}] {} {date}{deadline}", fact.kind.name(), fact.name, parties.join(" "), fact.status.name())
}

#[test]
fn sentences_tell_the_facts_listed() {
    let (mut count, mut wrong) = (0, Vec::new());
    for (number, line) in include_str!("../cases/facts.txt").lines().enumerate() {
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        count += 1;
        let parts: Vec<&str> = line.split(" | ").collect();
        let [day, text, wanted] = parts[..] else { panic!("line {}: three parts wanted", number + 1) };
        let facts = ledger(told("page.txt", &page(day, text)));
        let all: Vec<String> = facts.iter().map(said).collect();
        let got = if all.is_empty() { "-".to_owned() } else { all.join("; ") };
        if got != wanted {
            wrong.push(format!("line {}: {text}\n   wanted {wanted}\n   got    {got}", number + 1));
        }
    }
    assert!(count >= 50, "only {count} cases");
    assert!(wrong.is_empty(), "{} cases:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn each_fact_has_the_quantities_of_its_own_part() {
    for (text, wanted) in [
        (
            "绵阳、遂宁共建总投资5亿元的绵遂产业园和总投资3亿元的涪江大桥。",
            vec![("涪江大桥", vec!["3亿元"]), ("绵遂产业园", vec!["5亿元"])],
        ),
        ("绵遂产业园投资1.5-2亿元、涪江大桥投资30万元，今年开工。", vec![("绵遂产业园", vec!["1.5-2亿元"])]),
        ("总投资8亿元，占地300亩，绵遂产业园昨天开工。", vec![("绵遂产业园", vec!["8亿元", "300亩"])]),
    ] {
        let facts = ledger(told("page.txt", &page("2023-03-18", text)));
        for (name, amounts) in wanted {
            let fact = facts.iter().find(|fact| fact.name == name).unwrap_or_else(|| panic!("{name}: {facts:#?}"));
            assert_eq!(fact.quantities.iter().map(|q| q.text.as_str()).collect::<Vec<_>>(), amounts, "{text}");
        }
        // 三台 is a county.
        assert!(facts.iter().all(|f| f.quantities.iter().all(|q| q.unit != "门" && q.text != "三台")), "{facts:#?}");
    }
    let facts = ledger(told("page.txt", &page("2023-03-18", "绵阳三台、遂宁射洪共建三射产业园，投资1.5-2亿元。")));
    let fact = facts.iter().find(|fact| fact.name == "三射产业园").unwrap_or_else(|| panic!("{facts:#?}"));
    assert_eq!(fact.quantities.len(), 1, "{facts:#?}");
    assert_eq!((fact.quantities[0].value, fact.quantities[0].high), (150_000_000.0, Some(200_000_000.0)));
}

#[test]
fn the_same_thing_told_again_is_one_row() {
    let pages = [
        ("a.txt", page("2020-03-20", "3月10日，广安市和合川区成立广合一体化发展领导小组。领导小组办公室设在广安。")),
        ("b.txt", page("2021-05-01", "廣安市和合川區去年成立的廣合一體化發展領導小組召開第二次會議。")),
        ("c.txt", page("2021-06-01", "广安市与合川区共建广合川渝毗邻地区一体化发展先行区。")),
        ("d.txt", page("2022-06-01", "合川区与广安市共建的广合一体化发展先行区已建成。")),
    ];
    let all: Vec<Told> = pages.iter().flat_map(|(path, document)| told(path, document)).collect();
    let facts = ledger(all.clone());
    let of = |ending: &str| facts.iter().filter(|fact| fact.name.ends_with(ending)).collect::<Vec<_>>();
    let zones = of("先行区");
    assert_eq!(zones.len(), 1, "{facts:#?}");
    assert_eq!(zones[0].witnesses.len(), 2);
    assert_eq!(zones[0].status.name(), "done");
    assert_eq!(zones[0].history.len(), 2, "{:?}", zones[0].history);
    let mut turned = all;
    turned.reverse();
    assert_eq!(ledger(turned), facts);
}

/// The rows of pages with a name, each with its status, its cities and its history.
fn rows(pages: &[(&str, &str)], name: &str) -> Vec<String> {
    let all = pages.iter().enumerate().flat_map(|(nth, (day, text))| told(&format!("{nth}.txt"), &page(day, text)));
    let mut rows: Vec<String> = ledger(all.collect())
        .iter()
        .filter(|fact| fact.name.contains(name))
        .map(|fact| {
            let parties: Vec<String> = fact.parties.iter().map(party).collect();
            let history = fact.history.iter().map(|change| format!("{} {}", change.when, change.status.name()));
            let history: Vec<String> = history.collect();
            format!("{} [{}] {}: {}", fact.name, parties.join(" "), fact.status.name(), history.join(", "))
        })
        .collect();
    rows.sort();
    rows
}

#[test]
fn other_cities_have_other_things_of_one_name() {
    let pages = [
        ("2021-03-18", "绵阳市和遂宁市建成政务服务通办窗口。"),
        ("2021-04-18", "南充市和广安市将共建政务服务通办窗口。"),
        ("2021-05-18", "绵阳、遂宁、德阳三市共建的政务服务通办窗口已开放。"),
    ];
    assert_eq!(rows(&pages, "通办窗口").len(), 2, "{:?}", rows(&pages, "通办窗口"));
    // What is told of both of two larger companies is of neither.
    let pages = [
        ("2021-03-18", "绵阳市和遂宁市共建绿色算力调度中心。"),
        ("2021-04-18", "绵阳市和德阳市共建绿色算力调度中心。"),
        ("2021-05-18", "绵阳市的绿色算力调度中心已投用。"),
    ];
    assert_eq!(rows(&pages, "调度中心").len(), 3, "{:?}", rows(&pages, "调度中心"));
}

#[test]
fn what_has_been_reached_is_not_undone() {
    let pages = [
        ("2022-05-18", "绵阳、遂宁两市将共建绵遂快速通道。"),
        ("2021-03-18", "绵遂快速通道计划今年6月动工。"),
        ("2023-03-18", "绵遂快速通道昨天建成通车。"),
        ("2023-09-18", "绵遂快速通道正在施工。"),
    ];
    assert_eq!(
        rows(&pages, "绵遂快速通道"),
        ["绵遂快速通道 [绵阳 遂宁] done: 2021-03-18 planned, 2022-05-18 planned, 2023-03-17 done, 2023-09-18 done"]
    );
}

#[test]
fn long_lines_are_linear() {
    for unit in ["甲市成立", "推进甲、", "《", "“甲”", "建设的", "甲乙签订协议,", "5个", "将把"]
    {
        let document = page("2021-03-18", &unit.repeat(20_000));
        let _ = claims(&document.page().article, &document.page().tagging, document.folded());
    }
}

/// Pieces of sentences that rules look for.
const PIECES: [&str; 44] = [
    "遂宁",
    "潼南区",
    "遂潼",
    "两地",
    "我市",
    "签订",
    "协议",
    "“1+17”",
    "成立",
    "领导小组",
    "办公室",
    "设在",
    "共建",
    "产业园",
    "高速公路",
    "、",
    "和",
    "，",
    "。",
    "；",
    "的",
    "将",
    "已",
    "未",
    "希望",
    "《",
    "》",
    "方案",
    "印发",
    "推进",
    "建设",
    "先行区",
    "到2025年",
    "3月10日",
    "达",
    "35公里",
    "50余个",
    "项目",
    "正式开工",
    "会议",
    "召开",
    "把",
    "定位为",
    "開通",
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn facts_stand_in_their_sentences(pieces in prop::collection::vec(prop::sample::select(&PIECES[..]), 0..40), seed in any::<u64>()) {
        let text = pieces.concat();
        let document = page("2021-03-18", &text);
        let (all, source) = (told("a.txt", &document), document.page());
        for one in &all {
            let claim = &one.claim;
            prop_assert!(claim.sentence.covers(claim.span), "{text}");
            prop_assert_eq!(claim.sentence.of(&source.article.text), one.sentence.as_str());
            prop_assert!(!one.sentence.is_empty() && !claim.name.is_empty() && !claim.parties.is_empty());
        }
        let facts = ledger(all.clone());
        prop_assert!(facts.iter().all(|fact| !fact.witnesses.is_empty()));
        prop_assert!(all.is_empty() == facts.is_empty());
        // Any order gives the same rows.
        let mut mixed = all;
        let count = mixed.len().max(1);
        for i in 0..mixed.len() {
            mixed.swap(i, (usize::try_from(seed % 997).unwrap_or(0) + i * 7) % count);
        }
        prop_assert_eq!(ledger(mixed), facts);
    }

    #[test]
    fn any_text(text in "\\PC{0,60}") {
        let document = page("2021-03-18", &text);
        let source = document.page();
        for one in told("a.txt", &document) {
            prop_assert_eq!(one.claim.sentence.of(&source.article.text), one.sentence.as_str());
        }
    }
}
