//! What several agree on or grant without a noun of a paper or a thing: 双方约定,…; 从7月1日起,…可在对方城市申请贷款; a visit; a tally.

use super::{
    Kind, Status,
    clause::{Clause, is_refused},
    edges::trimmed,
    extract::{Found, within},
    lexicon::List,
    name::Name,
    parties::cities_in,
    sentence::Line,
    subject::{is_when, opening},
    wordlist::Words,
};
use crate::text::quantity::Dimension;

/// Several who act together.
static SEVERAL: Words = Words::new(&[
    "双方", "两市", "两地", "两县", "两区", "两州", "三方", "三市", "三地", "三县", "四市", "四地", "四方", "五市",
    "五地", "两院", "两家",
]);

fn free(found: &[Found], from: usize, to: usize) -> bool {
    found.iter().all(|f| f.name.to <= from || to <= f.name.from)
}

/// Two cities, or a word for several, stand in `from..to`.
fn shared(line: &Line<'_>, from: usize, to: usize) -> bool {
    let mut cities = Vec::new();
    cities_in(line, from, to, &mut cities);
    cities.len() >= 2 || line.has(from, to, &SEVERAL)
}

/// 两市还约定,6月底前把六家公司的运力拉进统一调度: what is agreed on, where nothing else says it.
pub(super) fn agreed(line: &Line<'_>, clauses: &[Clause], index: usize, found: &mut Vec<Found>) {
    static AGREE: Words = Words::new(&["约定", "商定", "议定", "谈定", "说定", "谈妥", "说好", "敲定", "讲定"]);
    let Some(&clause) = clauses.get(index) else { return };
    let Some((at, _)) = line.each_of(clause.from, clause.to, &AGREE).find(|&(at, _)| line.group(at).is_none()) else {
        return;
    };
    let part_from = clauses.iter().find(|c| c.part == clause.part).map_or(clause.from, |c| c.from);
    if !shared(line, part_from, at) || is_refused(line, clause, at) {
        return;
    }
    let behind = at + 2 + usize::from(line.at(at + 2) == '了');
    let content = if behind < clause.to {
        Some((index, Clause { from: behind, ..clause }))
    } else {
        clauses.get(index + 1).filter(|next| next.part == clause.part).map(|&next| (index + 1, next))
    };
    let Some((index, content)) = content else { return };
    let from = trimmed(line, opening(line, content), content.to);
    // What a paper agrees on was told with the paper.
    let told = found.iter().any(|f| {
        f.clause == index || f.name.from < content.to && content.from < f.name.to || f.kind == Kind::Agreement
    });
    let dated = line
        .dates
        .iter()
        .any(|d| d.chars.start >= content.from.min(at) && d.chars.end <= content.to && (d.ahead || d.deadline));
    let counted = line.quantities.iter().any(|q| q.chars.start >= from && q.chars.end <= content.to && q.value >= 2.0);
    let acts =
        matches!(line.at(from), '把' | '将') || line.has(from, content.to, &["互", "共", "联合", "统一", "轮流", "各"]);
    let length = content.to.saturating_sub(from);
    if told || !(7..=32).contains(&length) || !(dated || counted) || !acts {
        return;
    }
    let from = from + usize::from(matches!(line.at(from), '把' | '将'));
    let name = Name { from, to: content.to, head: from, kind: Kind::Policy, alone: true };
    found.push(Found { name, kind: Kind::Policy, status: Status::Planned, rule: "decides", clause: index, verb: at });
}

/// 甲学院与乙市政府签约: who signed is all that is said.
pub(super) fn signing(line: &Line<'_>, clauses: &[Clause], index: usize, found: &mut Vec<Found>) {
    const SIGN: [&str; 6] = ["签约", "签字", "签署协议", "签订协议", "正式签约", "达成合作"];
    let Some(&clause) = clauses.get(index) else { return };
    let Some(word) = SIGN.iter().find(|word| line.ends(clause.to, word)) else { return };
    let at = clause.to - word.chars().count();
    let from = opening(line, clause);
    let free_at = |i: &usize| matches!(line.at(*i), '与' | '和' | '同') && line.group(*i).is_none();
    let joined = (from + 3..at).find(free_at);
    let agreement = found.iter().any(|f| f.clause == index && (f.kind != Kind::Agreement || f.verb != at));
    let acts = within(&line.verbs, from, at).iter().any(|verb| verb.value.object && line.at(verb.end) != '的');
    if joined.is_none() || agreement || acts || line.has(from, at, &["就", "仪式", "集中", "个项目", "已"]) {
        return;
    }
    if !(8..=32).contains(&(clause.to - from)) || is_refused(line, clause, at) || is_when(line, clause) {
        return;
    }
    found.retain(|f| f.clause != index);
    let name = Name { from, to: clause.to, head: from, kind: Kind::Agreement, alone: true };
    let status = if line.says(List::Ahead, from, at) { Status::Planned } else { Status::Signed };
    found.push(Found { name, kind: Kind::Agreement, status, rule: "they_sign", clause: index, verb: at });
}

/// 就沭河采砂联合监管达成一致: what they agree about.
pub(super) fn of_one_mind(line: &Line<'_>, clause: Clause, index: usize, found: &mut Vec<Found>) {
    const END: [&str; 3] = ["达成一致", "达成一致意见", "取得一致"];
    let Some(word) = END.iter().find(|word| line.ends(clause.to, word)) else { return };
    let at = clause.to - word.chars().count();
    let about = (clause.from + 2..at).rev().find(|&i| line.at(i) == '就' && line.group(i).is_none());
    let Some(from) = about.map(|i| i + 1).filter(|&from| (5..=28).contains(&(at - from))) else { return };
    let several = shared(line, clause.from, from);
    if !several || !free(found, from, at) || is_refused(line, clause, at) || is_when(line, clause) {
        return;
    }
    let name = Name { from, to: at, head: from, kind: Kind::Agreement, alone: true };
    let status = if line.says(List::Ahead, clause.from, at) { Status::Planned } else { Status::Signed };
    found.push(Found { name, kind: Kind::Agreement, status, rule: "they_sign", clause: index, verb: at });
}

/// 从7月1日起,开封职工在郑州买房可申请异地贷款: what people of one town may do in the other from a day on.
pub(super) fn entitled(line: &Line<'_>, clauses: &[Clause], index: usize, found: &mut Vec<Found>) {
    static MAY: Words = Words::new(&["可以", "均可", "都可", "即可", "就能", "都能", "可", "能够", "能"]);
    static DOES: Words = Words::new(&[
        "申请",
        "办理",
        "享受",
        "使用",
        "办",
        "直接",
        "免费",
        "就近",
        "异地",
        "刷",
        "凭",
        "跨市",
        "跨省",
        "在线",
        "一站式",
        "通用",
        "预约",
        "申办",
    ]);
    let Some(&clause) = clauses.get(index) else { return };
    let mut may = line.each_of(clause.from + 2, clause.to, &MAY).filter(|&(at, _)| line.group(at).is_none());
    let does = |from: usize| line.each_of(from, (from + 12).min(clause.to), &DOES).next().is_some();
    let Some((at, length)) = may.find(|&(at, length)| does(at + length)) else { return };
    let part = clauses.iter().filter(|c| c.part == clause.part);
    let from = part.clone().next().map_or(clause.from, |c| c.from);
    let begins = line.dates.iter().find(|d| {
        d.chars.start >= from
            && d.chars.end <= at
            && (line.at(d.chars.end) == '起' || line.at(d.chars.end.wrapping_sub(1)) == '起')
            && d.start.is_some()
    });
    let Some(day) = begins else { return };
    let told = found.iter().any(|f| f.clause == index);
    if told || !shared(line, from, clause.to) || is_refused(line, clause, at) || is_when(line, clause) {
        return;
    }
    // 能为对方参保人办理认证: what is done stands behind.
    let begin = at + length;
    let begin = match line.each_of(begin, clause.to, &DOES).next() {
        Some((does, _)) if line.at(begin) == '为' || line.at(begin) == '在' || line.at(begin) == '向' => does,
        _ => begin,
    };
    let name = Name { from: begin, to: clause.to, head: begin, kind: Kind::Policy, alone: true };
    if !(4..=24).contains(&(clause.to - begin)) || !free(found, begin, clause.to) {
        return;
    }
    let status = if day.ahead || day.deadline { Status::Planned } else { Status::Done };
    found.push(Found { name, kind: Kind::Policy, status, rule: "is_shared", clause: index, verb: at });
}

/// 甲市党政代表团赴乙市学习考察: who went where to see what.
pub(super) fn visit(line: &Line<'_>, clause: Clause, index: usize, found: &mut Vec<Found>) {
    static GUESTS: Words = Words::new(&["代表团", "考察团", "考察组", "访问团", "学习团", "招商团", "参访团"]);
    static GO: Words = Words::new(&["赴", "到", "来", "前往", "抵达", "走访", "访问", "来到", "抵"]);
    static AIMS: Words = Words::new(&[
        "学习考察",
        "考察学习",
        "考察调研",
        "考察对接",
        "考察交流",
        "参观考察",
        "考察访问",
        "学习取经",
        "对接洽谈",
        "考察",
        "访问",
        "取经",
    ]);
    if line.each_of(clause.from, clause.to, &GUESTS).next().is_none() {
        return;
    }
    let opened = opening(line, clause);
    let mut guests = line.each_of(opened, clause.to, &GUESTS);
    let Some((body, length)) = guests.find(|&(at, _)| line.group(at).is_none()) else { return };
    let Some(go) = line.one_of(body + length, &GO).map(|go| body + length + go) else { return };
    let host = line.spots.iter().find(|spot| spot.start == go).map(|spot| spot.end);
    let guest = line.spots.iter().find(|spot| spot.start >= opened && spot.end <= body && body - spot.start <= 12);
    let (Some(host), Some(guest)) = (host, guest) else { return };
    let aim = line.each_of(host, (host + 8).min(clause.to), &AIMS).next().map(|(at, length)| at + length);
    let Some(to) = aim.filter(|&to| to <= clause.to && free(found, guest.start, to)) else { return };
    let ahead = line.says(List::Ahead, clause.from, go);
    if is_refused(line, clause, go) || is_when(line, clause) {
        return;
    }
    let name = Name { from: guest.start, to, head: guest.start, kind: Kind::Event, alone: true };
    let status = if ahead { Status::Planned } else { Status::Done };
    found.push(Found { name, kind: Kind::Event, status, rule: "is_held", clause: index, verb: go });
}

/// 议定的27件实事办结24件: how many of so many are done.
pub(super) fn tally(line: &Line<'_>, clause: Clause, index: usize, found: &mut Vec<Found>) {
    static DONE: Words =
        Words::new(&["办结", "完成", "落实", "建成", "开工", "投产", "投用", "销号", "办理完毕", "落地", "见效"]);
    let mut counts = line.quantities.iter().filter(|q| {
        q.chars.start >= clause.from && q.chars.end <= clause.to && q.dimension == Dimension::Count && q.value >= 2.0
    });
    let (Some(all), Some(some), None) = (counts.next(), counts.next(), counts.next()) else { return };
    let between = some.chars.start.saturating_sub(all.chars.end);
    let done = line.ends_in(some.chars.start, &DONE);
    if some.value > all.value
        || !(3..=14).contains(&between)
        || !done
        || line.has(all.chars.end, some.chars.start, &[",", "其中", "未", "没"])
    {
        return;
    }
    let from = trimmed(line, opening(line, clause), all.chars.start);
    let to = some.chars.end;
    if found.iter().any(|f| f.clause == index) || to + 2 < clause.to || is_when(line, clause) {
        return;
    }
    // 27件 right at the beginning says what is counted as well.
    let verbs = within(&line.verbs, from, all.chars.start).iter().any(|verb| line.at(verb.end) != '的');
    if verbs {
        return;
    }
    let name = Name { from, to, head: from, kind: Kind::Target, alone: true };
    found.push(Found {
        name,
        kind: Kind::Target,
        status: Status::Done,
        rule: "metrics",
        clause: index,
        verb: some.chars.start,
    });
}
