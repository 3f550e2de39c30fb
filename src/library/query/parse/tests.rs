//! What is understood of texts as people type them.

use proptest::prelude::*;

use super::*;
use crate::library::query::tree::Field;

/// A short form of what was understood.
fn shape(node: &Node) -> String {
    let list = |parts: &[Node]| parts.iter().map(shape).collect::<Vec<_>>().join(" ");
    let words = |words: &Words| {
        let text = if words.quoted { format!("[{}]", words.text) } else { words.text.clone() };
        if words.exact { format!("={text}") } else { text }
    };
    match node {
        Node::All(parts) => format!("({})", list(parts)),
        Node::Any(parts) => format!("{{{}}}", list(parts)),
        Node::Not(part) => format!("-{}", shape(part)),
        Node::Near(Reach::Sentence, parts) => format!("<{}>", list(parts)),
        Node::Near(Reach::Paragraph, parts) => format!("<<{}>>", list(parts)),
        Node::Words(w) => words(w),
        Node::Pattern(pattern) => format!("/{pattern}/"),
        Node::Spoken(letters) => format!("py:{letters}"),
        Node::Field(Field::Title(w)) => format!("title:{}", words(w)),
        Node::Field(Field::Source(w)) => format!("source:{}", words(w)),
        Node::Field(Field::Places { typed, primary, .. }) => {
            format!("{}:{typed}", if *primary { "primary" } else { "city" })
        }
        Node::Field(field) => format!("{field:?}").to_lowercase(),
    }
}

fn shown(text: &str) -> String {
    let parts: Vec<String> = parse(text).parts.iter().map(|(_, node)| shape(node)).collect();
    parts.join(" ")
}

#[test]
fn cases() {
    let file = std::fs::read_to_string("tests/cases/queries.txt").unwrap();
    let (mut section, mut count, mut wrong) = ("", 0, vec![]);
    for line in file.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
        if let Some(name) = line.strip_prefix("== ") {
            section = name;
            continue;
        }
        let Some((typed, wanted)) = line.split_once(" => ").or_else(|| line.strip_suffix(" =>").map(|t| (t, "")))
        else {
            panic!("{line}");
        };
        let typed = typed.replace('␠', " ");
        let got = match section {
            "understood" => shown(&typed),
            "advice" => said(&typed),
            _ => continue,
        };
        count += 1;
        if got != wanted.trim() {
            wrong.push(format!("{typed} => {got}   not   {wanted}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(count > 50, "{count}");
}

/// The names of the advice.
fn said(typed: &str) -> String {
    let names = parse(typed)
        .advice
        .into_iter()
        .map(|advice| format!("{advice:?}").split([' ', '(', '{']).next().unwrap_or_default().to_owned());
    let names: Vec<String> = names.collect();
    if names.is_empty() { "-".to_owned() } else { names.join(" ") }
}

#[test]
fn all_of_a_usual_text_is_read() {
    let text = "遂".repeat(MOST_CHARS);
    assert_eq!(parse(&text).advice, []);
    assert_eq!(literal(&text).advice, []);
    let longer = format!("{text}宁");
    for parsed in [parse(&longer), literal(&longer)] {
        assert_eq!(parsed.advice, [Advice::LongText(MOST_CHARS)]);
        assert_eq!(parsed.parts.first().map(|(span, _)| span.end), Some(text.len()));
    }
}

#[test]
fn of_many_patterns_the_first_ones_count() {
    let parsed = parse(&"/遂.宁/ ".repeat(100));
    let patterns = parsed.parts.iter().filter(|(_, node)| matches!(node, Node::Pattern(_))).count();
    assert_eq!((patterns, parsed.parts.len()), (MOST_PATTERNS, 100));
    assert!(parsed.advice.contains(&Advice::LargePattern("遂.宁".to_owned())));
}

#[test]
fn parts_stand_where_they_were_typed() {
    let text = " 甲 OR 乙\u{3000}-丙 \"丁 戊\" ";
    let spans: Vec<&str> = parse(text).parts.iter().map(|(span, _)| span.of(text)).collect();
    assert_eq!(spans, ["甲 OR 乙", "-丙", "\"丁 戊\""]);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn long_texts_end(piece in "[遂\"“(/| ~:=a-]{1,6}") {
        let parsed = parse(&piece.repeat(100_000));
        prop_assert!(parsed.advice.contains(&Advice::LongText(MOST_CHARS)));
        prop_assert!(parsed.parts.iter().all(|(span, _)| span.end <= MOST_CHARS * 3));
    }
}

proptest! {
    #[test]
    fn any_text_is_read(text in "[遂a \\-－|｜()（）\"“”「」/=＝~～:：标题OR.\\\\*]{0,40}") {
        let parsed = parse(&text);
        let mut at = 0;
        for (span, _) in &parsed.parts {
            prop_assert!(span.start >= at && !span.is_empty(), "{:?}", parsed);
            at = span.end;
        }
    }

    /// A sentence copied from a page, quotes and brackets included, never loses a character that it needs.
    #[test]
    fn sentences_of_one_piece_stay_whole(text in "[遂宁潼南，。“”（）0-9]{1,20}") {
        prop_assume!(!text.starts_with(['（', '“', '”']));
        let parsed = parse(&text);
        prop_assert_eq!(parsed.parts.len(), 1);
        let whole = Words { text: text.clone(), quoted: false, exact: false };
        prop_assert_eq!(&parsed.parts[0].1, &Node::Words(whole));
    }

    #[test]
    fn deep_brackets_end(depth in 0_usize..300) {
        let text = format!("{}甲 乙{}", "(".repeat(depth), ")".repeat(depth));
        prop_assert!(!parse(&text).parts.is_empty());
    }
}
