//! What people of one town have in the other, told without a noun of a rule: 住院免备案, 凭身份证免费乘坐跨市公交, 均享八五折; and what several
//! did together by number: 联手破获案件217起.

use super::{
    Kind, Status,
    agreed::free,
    clause::{Clause, is_refused},
    edges::trimmed,
    extract::Found,
    lexicon::List,
    name::Name,
    parties::cities_in,
    sentence::Line,
    subject::{is_when, opening},
    wordlist::Words,
};
use crate::text::quantity::Dimension;

/// Words that say that something is granted, with what may stand before them in the name.
static GRANTED: Words = Words::new(&[
    "免备案",
    "免于备案",
    "无需备案",
    "不用备案",
    "不用先备案",
    "不用再备案",
    "取消备案",
    "直接结算",
    "打破户籍限制",
    "不受户籍限制",
    "取消户籍限制",
    "通借通还",
    "通用通兑",
    "同城同价",
    "同城待遇",
    "同等待遇",
    "本地待遇",
    "全程网办",
    "异地可办",
    "就近可办",
    "统一受理",
    "统一调度",
    "互查",
    "互刷",
    "互通互用",
    "互相认账",
    "结果互认",
    "已经互认",
    "实现互认",
    "全部互认",
]);
/// What they are granted for, which belongs to the name.
static BEFORE: Words = Words::new(&[
    "异地住院",
    "跨市住院",
    "异地就医",
    "跨省就医",
    "异地门诊",
    "看门诊",
    "住院",
    "门诊",
    "就医",
    "看病",
    "业务",
    "乘车码",
    "借书证",
    "敬老卡",
    "公交卡",
    "社保卡",
    "急救电话",
    "检查结果",
    "检验结果",
    "提取",
    "图书",
]);
/// Words that open what is granted; what follows belongs to the name.
static OPENS: Words = Words::new(&[
    "免费乘坐",
    "免费游览",
    "免费入园",
    "免费借阅",
    "免费停放",
    "免费通行",
    "免票",
    "半价乘坐",
    "均享",
    "同享",
    "可享",
    "享受",
    "不用再",
    "不再开具",
    "不再收取",
    "不再提交",
    "无需再",
    "无须再",
    "不必再",
]);

/// Two cities, or a word for several, stand in `from..to`.
fn shared(line: &Line<'_>, from: usize, to: usize) -> bool {
    static SEVERAL: Words = Words::new(&[
        "双方", "两市", "两地", "两县", "两区", "两州", "三方", "三市", "三地", "三县", "四市", "四地", "四方", "五市",
        "五地", "对方", "跨市", "跨省", "各市", "两岸",
    ]);
    let mut cities = Vec::new();
    cities_in(line, from, to, &mut cities);
    cities.len() >= 2 || line.has(from, to, &SEVERAL)
}

/// 参保人员在对方医院住院免备案: what is granted.
pub(super) fn granted(line: &Line<'_>, clauses: &[Clause], index: usize, found: &mut Vec<Found>) {
    let Some(&clause) = clauses.get(index) else { return };
    let part_from = clauses.iter().find(|c| c.part == clause.part).map_or(clause.from, |c| c.from);
    let free_at = |at: usize| line.group(at).is_none();
    let span = line
        .each_of(clause.from, clause.to, &GRANTED)
        .find(|&(at, _)| free_at(at))
        .map(|(at, length)| {
            let before = BEFORE.iter().filter(|word| line.ends(at, word)).map(|word| word.chars().count()).max();
            (at - before.unwrap_or(0), at + length, at)
        })
        .or_else(|| {
            let (at, _) = line.each_of(clause.from, clause.to, &OPENS).find(|&(at, _)| free_at(at))?;
            let short = clause.to - at <= 18 && clause.to >= at + 5;
            short.then_some((at, clause.to, at))
        });
    let Some((from, to, at)) = span else { return };
    // 3类业务打破户籍限制: how many of them.
    let counted = line
        .quantities
        .iter()
        .find(|q| q.chars.end == from && q.dimension == Dimension::Count && q.chars.start >= clause.from);
    let from = counted.map_or(from, |q| q.chars.start);
    if !(4..=24).contains(&(to - from))
        || !free(found, from, to)
        || !shared(line, part_from, clause.to)
        || is_refused(line, Clause { to: at, ..clause }, at) && !line.starts(at, "不")
        || is_when(line, clause)
        || line.has(
            to,
            clause.to,
            &["机制", "平台", "协议", "办法", "方案", "工作", "清单", "试点", "改革", "问题", "难题"],
        )
    {
        return;
    }
    let ahead = line.says(List::Ahead, clause.from, at)
        || line
            .dates
            .iter()
            .any(|d| d.chars.start >= part_from && d.chars.end <= at && d.start.is_some() && (d.ahead || d.deadline));
    let status = if ahead { Status::Planned } else { Status::Done };
    let name = Name { from, to, head: from, kind: Kind::Policy, alone: true };
    found.push(Found { name, kind: Kind::Policy, status, rule: "is_shared", clause: index, verb: at });
}

/// 三方联手破获案件217起: what several have done together, by number.
pub(super) fn worked_together(line: &Line<'_>, clauses: &[Clause], index: usize, found: &mut Vec<Found>) {
    static TOGETHER: Words = Words::new(&["联手", "联合", "共同", "并肩", "协同", "合力", "携手", "累计"]);
    static DOES: Words = Words::new(&[
        "破获", "侦破", "查处", "查办", "查获", "化解", "调解", "处置", "救助", "抓获", "移送", "审结", "联调", "检查",
        "巡查", "巡河", "培训", "采样",
    ]);
    let Some(&clause) = clauses.get(index) else { return };
    let opened = opening(line, clause);
    let does = line.each_of(opened, clause.to, &DOES).find(|&(at, length)| {
        line.group(at).is_none()
            && (line.ends_in(at, &TOGETHER)
                || line.each_of(opened, at, &TOGETHER).next().is_some_and(|(by, _)| at <= by + 6))
            && line.quantities.iter().any(|q| {
                q.chars.start >= at + length
                    && q.chars.start <= at + length + 14
                    && q.chars.end <= clause.to
                    && q.value >= 2.0
            })
    });
    let Some((at, length)) = does else { return };
    let amount = line.quantities.iter().find(|q| q.chars.start >= at + length && q.value >= 2.0);
    let part_from = clauses.iter().find(|c| c.part == clause.part).map_or(clause.from, |c| c.from);
    let Some(amount) = amount.filter(|_| shared(line, part_from, at)) else { return };
    let from = trimmed(line, at, amount.chars.start);
    // 侦破37起电信诈骗案: the noun may stand behind.
    let to = if amount.chars.start <= at + length + 1 { clause.to } else { amount.chars.start };
    let ahead = line.says(List::Ahead, clause.from, at);
    if !(4..=20).contains(&(to - from))
        || !free(found, from, to)
        || is_refused(line, clause, at)
        || is_when(line, clause)
        || ahead
    {
        return;
    }
    let name = Name { from, to, head: from, kind: Kind::Target, alone: true };
    found.push(Found { name, kind: Kind::Target, status: Status::Done, rule: "metrics", clause: index, verb: at });
}
