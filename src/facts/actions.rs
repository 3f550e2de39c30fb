//! The outline of a page that is built as numbered or named actions: each action with its measures and the offices responsible.

use super::{
    speakers::speakers,
    tasks::{Said, Says},
};
use crate::{
    article::{Article, BlockKind},
    text::{sentence::sentences, span::ByteRange},
};

/// An action of a plan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlannedAction {
    /// Its name as printed, the number before it included.
    pub title: ByteRange,
    /// The sentences that say what is to be done, without those responsible behind them.
    pub measures: Vec<ByteRange>,
    /// Those who are to do it, as printed.
    pub offices: Vec<ByteRange>,
    /// Those whose heads speak of it, as printed. Nobody says that they are responsible.
    pub speakers: Vec<ByteRange>,
}

/// What the name of an action ends in.
const WORDS: [&str; 12] =
    ["行动", "行動", "工程", "计划", "計劃", "任务", "任務", "举措", "舉措", "攻坚战", "攻堅戰", "专项"];
/// Longest name, characters.
const MOST_CHARS: usize = 40;
/// The actions of an article, in the order of its text; none when it has fewer than two. Linear in its length.
#[must_use]
pub fn actions(article: &Article) -> Vec<PlannedAction> {
    let text = &article.text;
    let mut found: Vec<Draft> = Vec::new();
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
                    found.push(Draft::new(title));
                    let rest = ByteRange::new(title.end, span.end);
                    if let Some(action) = found.last_mut().filter(|_| has_words(rest.of(text))) {
                        action.read(text, rest);
                    }
                }
                // A heading of another kind ends the actions before it.
                None if heading => {}
                None => {
                    if let Some(action) = found.last_mut() {
                        action.read(text, span);
                    }
                }
            }
        }
    }
    let mut found: Vec<PlannedAction> = found.into_iter().map(Draft::done).collect();
    found.retain(|action| !action.measures.is_empty() || !action.offices.is_empty());
    if found.len() < 2 { vec![] } else { found }
}

/// An action while its sentences are read.
struct Draft {
    action: PlannedAction,
    /// Sentences without a word of doing, for an action that has no others.
    plain: Vec<ByteRange>,
}

impl Draft {
    const fn new(title: ByteRange) -> Self {
        Self { action: PlannedAction { title, measures: vec![], offices: vec![], speakers: vec![] }, plain: vec![] }
    }

    /// Reads a sentence: who is to do it, and what is to be done.
    fn read(&mut self, text: &str, span: ByteRange) {
        let said = Said::of(span.of(text));
        let at = |(from, to): (usize, usize)| ByteRange::new(span.start + from, span.start + to);
        let action = &mut self.action;
        for (all, found) in [(&mut action.offices, said.offices), (&mut action.speakers, speakers(span.of(text)))] {
            for office in found.into_iter().map(at) {
                if all.iter().all(|known: &ByteRange| known.of(text) != office.of(text)) {
                    all.push(office);
                }
            }
        }
        match said.kind {
            Says::Task => self.action.measures.push(at(said.rest)),
            Says::Plain => self.plain.push(at(said.rest)),
            Says::Nothing => {}
        }
    }

    fn done(mut self) -> PlannedAction {
        if self.action.measures.is_empty() {
            self.action.measures = self.plain;
        }
        self.action
    }
}

fn has_words(text: &str) -> bool {
    text.chars().any(char::is_alphanumeric)
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
    fn measures_are_what_is_to_be_done() {
        let body = "　　方案从两个方面部署今年的工作，各地要抓紧落实，不得拖延，确保年底前见到成效。\n　　一、交通互联行动。近年来，两地往来日益密切，出行仍不方便。加快打通三条断头路，年底前全部通车（市交通运输局牵头，市发展改革委、市财政局配合）。两地的路网底子较好。\n　　二、产业协作行动。联合培育零部件产业链。定期发布供需清单。市经济和信息化局、市商务局按职责分工负责。";
        assert_eq!(
            outline(body),
            "一、交通互联行动 <1> (市交通运输局|市发展改革委|市财政局)\n二、产业协作行动 <2> (市经济和信息化局|市商务局)"
        );
    }

    #[test]
    fn offices_are_named_in_many_ways() {
        for (words, wanted) in [
            ("（牵头单位：市交通局；配合单位：市财政局、各县区政府）", "市交通局|市财政局|各县区政府"),
            ("责任部门:市水利局,市生态环境局", "市水利局|市生态环境局"),
            ("由市人力资源和社会保障局牵头，市教育局和市财政局参与", "市人力资源和社会保障局|市教育局|市财政局"),
            ("这项工作由市卫生健康委负责，六月底前完成", "市卫生健康委"),
            ("(市文化和旅遊局負責)", "市文化和旅遊局"),
            ("两市自由贸易片区管委会负责人介绍了情况", ""),
            ("各单位要认真负责，积极配合", ""),
        ] {
            let body = format!(
                "　　方案从两个方面部署今年的工作，各地要抓紧落实，不得拖延，确保年底前见到成效。\n　　一、交通互联行动。新修两条跨市公路，打通断头路。{words}。\n　　二、产业协作行动。共同建设一个零部件园区，明年投产。"
            );
            let shown = outline(&body);
            let first = shown.lines().next().unwrap_or_default();
            assert!(first.ends_with(&format!("({wanted})")), "{words}: {shown}");
        }
    }

    #[test]
    fn ordinary_pages_have_none() {
        assert_eq!(outline("　　两地签订协议，推进工程建设。项目总投资三亿元，计划明年完工，群众都很关心。"), "");
        assert_eq!(outline("　　一、交通互联行动。新修两条公路，打通断头路，方便两地群众来往，年内全部完工。"), "");
    }
}
