//! What people of one town have in the other, told without a noun of a rule: 住院免备案, 凭身份证免费乘坐跨市公交, 均享八五折.

use super::{
    Kind, Status,
    agreed::{free, shared},
    clause::{Clause, is_refused},
    extract::Found,
    lexicon::List,
    name::Name,
    sentence::Line,
    subject::is_when,
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

/// Several take part, or people of one town have it in another.
fn across(line: &Line<'_>, from: usize, to: usize) -> bool {
    shared(line, from, to) || line.has(from, to, &["对方", "跨市", "跨省", "各市", "两岸"])
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
        || !across(line, part_from, clause.to)
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
