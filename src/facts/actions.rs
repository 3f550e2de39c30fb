//! The outline of a page that is built as numbered or named actions: each action with its measures and the offices responsible.

use crate::{
    article::{Article, BlockKind},
    text::{sentence::sentences, span::ByteRange},
};

/// An action of a plan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlannedAction {
    /// Its name as printed, the number before it included.
    pub title: ByteRange,
    /// The sentences that say what is done.
    pub measures: Vec<ByteRange>,
    /// Those who are to do it, as printed.
    pub offices: Vec<ByteRange>,
}

/// What the name of an action ends in.
const WORDS: [&str; 12] =
    ["行动", "行動", "工程", "计划", "計劃", "任务", "任務", "举措", "舉措", "攻坚战", "攻堅戰", "专项"];
/// Longest name, characters.
const MOST_CHARS: usize = 40;
/// What stands before those responsible.
const BEFORE: [&str; 10] = [
    "责任单位",
    "責任單位",
    "牵头单位",
    "牽頭單位",
    "责任部门",
    "責任部門",
    "牵头部门",
    "牽頭部門",
    "配合单位",
    "配合單位",
];
/// What stands behind them, with 由 before.
const BEHIND: [&str; 4] = ["牵头", "牽頭", "负责", "負責"];

/// The actions of an article, in the order of its text; none when it has fewer than two. Linear in its length.
#[must_use]
pub fn actions(article: &Article) -> Vec<PlannedAction> {
    let text = &article.text;
    let mut found: Vec<PlannedAction> = Vec::new();
    for line in &article.lines {
        let body = matches!(line.kind, BlockKind::Paragraph | BlockKind::Answer);
        if !body && line.kind != BlockKind::Heading {
            continue;
        }
        for sentence in sentences(line.span.of(text)) {
            let span = ByteRange::new(line.span.start + sentence.start, line.span.start + sentence.end);
            let heading = line.kind == BlockKind::Heading;
            let begin =
                sentence.start == 0 || line.span.of(text).get(..sentence.start).is_some_and(|s| s.trim().is_empty());
            match title(text, span, heading, begin) {
                Some(title) => {
                    let mut action = PlannedAction { title, measures: vec![], offices: vec![] };
                    let rest = ByteRange::new(title.end, span.end);
                    if has_words(rest.of(text)) {
                        action.measures.push(rest);
                        offices(text, rest, &mut action.offices);
                    }
                    found.push(action);
                }
                // A heading of another kind ends the actions before it.
                None if heading => {}
                None => {
                    if let Some(action) = found.last_mut() {
                        offices(text, span, &mut action.offices);
                        if !only_offices(span.of(text)) {
                            action.measures.push(span);
                        }
                    }
                }
            }
        }
    }
    found.retain(|action| !action.measures.is_empty() || !action.offices.is_empty());
    if found.len() < 2 { vec![] } else { found }
}

fn has_words(text: &str) -> bool {
    text.chars().any(char::is_alphanumeric)
}

/// True for 责任单位：… alone.
fn only_offices(text: &str) -> bool {
    let text = text.trim_start_matches(['(', '（', '[', '【', ' ', '\u{3000}']);
    BEFORE.iter().any(|word| text.starts_with(word))
}

/// The name of the action that a sentence begins with: its first clause, when that is numbered or stands in a heading.
fn title(text: &str, span: ByteRange, heading: bool, begin: bool) -> Option<ByteRange> {
    let sentence = span.of(text);
    let lead = sentence.len() - sentence.trim_start().len();
    let start = span.start + lead;
    let trimmed = sentence.trim_start();
    let numbered = number_len(trimmed);
    // 一是 may stand inside a paragraph; other numbers only begin a line.
    if !heading && (numbered == 0 || !begin && !trimmed.get(..numbered).is_some_and(|n| n.ends_with('是'))) {
        return None;
    }
    let rest = trimmed.get(numbered..)?;
    let end = rest.find(['。', '，', ',', '：', ':', '；', ';', '.', '\n']).unwrap_or(rest.len());
    let name = rest.get(..end)?.trim_end();
    let bare = name.trim_end_matches(['”', '"', '」', '》', ')', '）']);
    let named = WORDS.iter().any(|word| bare.ends_with(word));
    let count = name.chars().count();
    (named && (3..=MOST_CHARS).contains(&count)).then(|| ByteRange::new(start, start + numbered + name.len()))
}

/// Bytes of the number before a name: 一、 （一） 1. 第一， 行动一： 一是; 0 for none.
fn number_len(text: &str) -> usize {
    const HAN: &str = "一二三四五六七八九十";
    let open = text.strip_prefix(['(', '（']).unwrap_or(text);
    let opened = text.len() - open.len();
    let ordinal = open.strip_prefix("第").unwrap_or(open);
    let digits: usize =
        ordinal.chars().take_while(|c| HAN.contains(*c) || c.is_ascii_digit()).map(char::len_utf8).sum();
    if digits == 0 {
        return 0;
    }
    let Some(after) = ordinal.get(digits..) else { return 0 };
    let mut marks = after.chars();
    let mark = match marks.next() {
        Some(c @ ('、' | '.' | '．' | '是')) => c.len_utf8(),
        Some(c @ (')' | '）')) if opened > 0 => c.len_utf8(),
        Some(c @ ('，' | ',' | '：' | ':')) if ordinal.len() < open.len() => c.len_utf8(),
        _ => return 0,
    };
    text.len() - after.len() + mark
}

/// Those responsible whom a sentence names.
fn offices(text: &str, span: ByteRange, found: &mut Vec<ByteRange>) {
    let sentence = span.of(text);
    for word in BEFORE {
        for (at, _) in sentence.match_indices(word) {
            let Some(rest) = sentence.get(at + word.len()..) else { continue };
            let Some(rest) = rest.strip_prefix([':', '：', '为', '為']) else { continue };
            let from = sentence.len() - rest.len();
            let end = rest.find(['。', '；', ';', ')', '）', ']', '】', '\n']).unwrap_or(rest.len());
            list(text, ByteRange::new(span.start + from, span.start + from + end), found);
        }
    }
    for (at, _) in sentence.match_indices('由') {
        let Some(rest) = sentence.get(at + '由'.len_utf8()..) else { continue };
        let end = rest.find(['。', '，', ',', '；', ';', '：', ':']).unwrap_or(rest.len());
        let clause = rest.get(..end).unwrap_or_default();
        let until = BEHIND.iter().filter_map(|word| clause.find(word)).min();
        if let Some(until) = until.filter(|&until| (6..=90).contains(&until)) {
            let from = span.start + at + '由'.len_utf8();
            list(text, ByteRange::new(from, from + until), found);
        }
    }
}

/// Each name of a list.
fn list(text: &str, span: ByteRange, found: &mut Vec<ByteRange>) {
    let mut at = span.start;
    for part in span.of(text).split(['、', ',', '，']) {
        let lead = part.len() - part.trim_start().len();
        let name = part.trim();
        let range = ByteRange::new(at + lead, at + lead + name.len());
        let known = found.iter().any(|other| other.of(text) == name);
        if !name.is_empty() && name.chars().count() <= MOST_CHARS && !known {
            found.push(range);
        }
        // The marks are one character of their own length.
        at += part.len() + text.get(at + part.len()..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::library::document_of;

    fn outline(body: &str) -> String {
        let page = format!("测试市公布方案\n2021年3月5日 来源：测试日报\n\n{body}\n");
        let document = document_of("a.txt", page.as_bytes());
        let text = &document.page().article.text;
        let join = |spans: &[ByteRange]| spans.iter().map(|s| s.of(text).trim()).collect::<Vec<_>>().join("|");
        let say = |a: &PlannedAction| format!("{} <{}> ({})", a.title.of(text), a.measures.len(), join(&a.offices));
        actions(&document.page().article).iter().map(say).collect::<Vec<_>>().join("\n")
    }

    #[test]
    fn numbered_paragraphs_become_an_outline() {
        let body = "　　方案从两个方面部署今年的工作，各地要抓紧落实，不得拖延，确保年底前见到成效。\n　　一、交通互联行动。新修两条跨市公路，打通断头路。加密城际公交班次。责任单位：市交通局、市发展改革委。\n　　二、产业协作行动。共同建设一个零部件园区，由市经济和信息化局牵头推进。\n　　三、其他事项。各地按月报送进展。";
        assert_eq!(
            outline(body),
            "一、交通互联行动 <2> (市交通局|市发展改革委)\n二、产业协作行动 <1> (市经济和信息化局)"
        );
    }

    #[test]
    fn one_sentence_each() {
        let body = "　　会议提出两件大事，要求各部门分头落实，按月报告，年底总结，不得走过场。一是实施水运提升工程，疏浚航道三十公里。二是实施医疗共享行动，两地医院互认检查结果。";
        let shown = outline(body);
        assert_eq!(shown.lines().count(), 2, "{shown}");
        assert!(shown.starts_with("一是实施水运提升工程 <1>"), "{shown}");
    }

    #[test]
    fn ordinary_pages_have_none() {
        assert_eq!(outline("　　两地签订协议，推进工程建设。项目总投资三亿元，计划明年完工，群众都很关心。"), "");
        assert_eq!(outline("　　一、交通互联行动。新修两条公路，打通断头路，方便两地群众来往，年内全部完工。"), "");
    }
}
