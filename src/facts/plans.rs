//! Pages and sentences that plan: what they tell without saying that it has happened is still to come.

use memchr::memmem;

use super::{
    clause::Clause,
    lexicon::{List, Verb},
    sentence::{Line, Token},
    wordlist::Words,
};
use crate::{
    article::{Article, BlockKind},
    place::Form,
    text::fold,
};

/// Papers that say what is to be done.
const PAPERS: [&str; 13] =
    ["方案", "规划", "计划", "要点", "清单", "意见", "措施", "分工", "安排", "纲要", "行动", "纪要", "部署"];
/// What is said of them in a title, which is folded.
const ISSUED: [&str; 13] =
    ["的通知", "印发", "公布", "出台", "部署", "敲定", "发布", "公开", "征求意见", "全文", "解读", "纪要", "一图读懂"];
/// Titles of pages that look back.
const LOOKS_BACK: [&str; 10] = ["总结", "回顾", "综述", "成效", "工作情况", "进展", "盘点", "回眸", "亮点", "成绩单"];
/// Those who are to do it are named under each measure; in both scripts, since the whole text is not folded for them.
static OFFICES: Words = Words::new(&[
    "牵头单位",
    "牽頭單位",
    "责任单位",
    "責任單位",
    "责任部门",
    "責任部門",
    "牵头部门",
    "牽頭部門",
    "完成时限",
    "完成時限",
]);

/// The page is a plan, a list of tasks, or the minutes of a meeting that sets some.
pub(super) fn is_plan(article: &Article) -> bool {
    let title = article.title.as_ref().map(|title| fold::fold_str(&title.value)).unwrap_or_default();
    let says = |words: &[&str]| words.iter().any(|word| title.contains(word));
    if says(&LOOKS_BACK) {
        return false;
    }
    let named = says(&PAPERS) && says(&ISSUED);
    let twice = |word: &&str| memmem::find_iter(article.text.as_bytes(), word.as_bytes()).nth(1).is_some();
    named && is_paper(article) || OFFICES.iter().any(twice)
}

/// The paper itself rather than a report of it: many short paragraphs that begin with a number.
fn is_paper(article: &Article) -> bool {
    const NUMBERS: [&str; 12] =
        ["一、", "二、", "三、", "四、", "(一)", "(二)", "（一）", "（二）", "（三）", "1.", "2.", "①"];
    let opens = |line: &&crate::article::Line| {
        let text = line.span.of(&article.text).trim_start();
        NUMBERS.iter().any(|number| text.starts_with(number))
    };
    let numbered = article
        .lines
        .iter()
        .filter(|line| matches!(line.kind, BlockKind::Paragraph | BlockKind::Heading | BlockKind::Answer));
    numbered.filter(opens).take(3).count() >= 3
}

/// 下一步, 2022年工作打算: what follows is to be done.
pub(super) fn opens_plan(line: &Line<'_>, from: usize, to: usize) -> bool {
    static OPENS: Words = Words::new(&[
        "下一步",
        "下一阶段",
        "下阶段",
        "接下来",
        "工作打算",
        "工作思路",
        "工作计划",
        "下一年",
        "未来",
        "今后",
        "新的一年",
        "工作安排",
        "后续",
        "明年的",
        "主要措施",
        "主要举措",
        "举措:",
        "重点任务",
    ]);
    let to = to.min(from + 14);
    line.has(from, to, &OPENS) && !line.has(from, to, &["未来科", "未来城", "未来社区", "未来乡"])
}

/// （四）推进河流联防。…2015年底前完成: a numbered task that begins with what is to be done, and says by when or who is to do it.
pub(super) fn is_task(line: &Line<'_>, from: usize, to: usize) -> bool {
    const MARKS: [char; 8] = ['(', ')', '.', '、', '【', '】', '●', '.'];
    let number = |c: char| c.is_ascii_digit() || "一二三四五六七八九十百".contains(c) || MARKS.contains(&c);
    let at = (from..to).find(|&at| !number(line.at(at))).unwrap_or(to);
    let marked = at > from + 1 && MARKS.contains(&line.at(at - 1));
    let verb = marked && line.verbs.iter().any(|verb| verb.start == at && verb.value.object);
    let due = || line.dates.iter().any(|d| d.chars.start >= from && (d.ahead || d.deadline) && d.start.is_some());
    let past = || line.says(List::Over, from, to) || line.has(from, to, &["了", "累计", "同比"]);
    verb && (due() || line.has(from, line.to, &OFFICES)) && !past()
}

/// 按照方案, 根据协议: what follows in the sentence is what the paper says.
pub(super) fn by_paper(line: &Line<'_>, clauses: &[Clause], index: usize) -> bool {
    static BY: Words = Words::new(&["按照", "根据", "依照", "依据", "按", "照", "据", "遵照"]);
    static SAID: Words = Words::new(&[
        "方案",
        "规划",
        "计划",
        "协议",
        "安排",
        "部署",
        "目标",
        "约定",
        "备忘录",
        "工期",
        "进度",
        "要点",
        "纪要",
        "分工",
        "章程",
        "设计",
        "纲要",
        "文本",
    ]);
    let Some(here) = clauses.get(index) else { return false };
    clauses.get(..index).unwrap_or_default().iter().rev().take(4).take_while(|c| c.part == here.part).any(|c| {
        line.one_of(c.from, &BY).is_some()
            && line.has(c.from, c.to, &SAID)
            && !line.has(c.from, c.to, &["统计", "数据"])
    })
}

/// Nobody is said to have done it at some time: 建设甲桥, 在丙县设立乙站.
pub(super) fn is_bare(line: &Line<'_>, clauses: &[Clause], index: usize, verb: &Token<Verb>, named: bool) -> bool {
    let Some(&clause) = clauses.get(index) else { return false };
    // 10月15日,两市举办…: the day may be a clause of its own.
    let before = index.checked_sub(1).and_then(|before| clauses.get(before)).filter(|c| c.part == clause.part);
    let from = before.filter(|c| c.to - c.from <= 12).map_or(clause.from, |c| c.from);
    let past = line.dates.iter().any(|d| {
        d.chars.start >= from
            && d.chars.end <= verb.start
            && d.start.is_some()
            && !(d.ahead || d.deadline)
            && !matches!(d.rule, "plan" | "about_now")
    });
    let somebody = !named
        && line.spots.iter().any(|spot| {
            let before = line.at(spot.start.wrapping_sub(1));
            spot.start >= clause.from
                && spot.end <= verb.start
                && spot.mention.form == Form::Named
                && !matches!(before, '在' | '与' | '同' | '和' | '以' | '从' | '于' | '为' | '对' | '\u{3001}' | '托')
        });
    !past && !somebody && line.at(verb.end) != '的'
}
