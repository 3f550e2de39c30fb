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
use crate::text::quantity::{Dimension, Quantity};

/// Several who act together.
static SEVERAL: Words = Words::new(&[
    "双方", "两市", "两地", "两县", "两区", "两州", "三方", "三市", "三地", "三县", "四市", "四地", "四方", "五市",
    "五地", "两院", "两家",
]);

/// Nothing was found of `from..to` yet.
pub(super) fn free(found: &[Found], from: usize, to: usize) -> bool {
    found.iter().all(|f| f.name.to <= from || to <= f.name.from)
}

/// Two cities, or a word for several, stand in `from..to`.
pub(super) fn shared(line: &Line<'_>, from: usize, to: usize) -> bool {
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
    // …签约,建立卒中救治协作网: what they signed for.
    let next = clauses.get(index + 1).filter(|next| next.part == clause.part);
    let for_what = next.and_then(|next| {
        let verb = within(&line.verbs, next.from, next.to)
            .iter()
            .find(|verb| verb.start <= next.from + 2 && verb.value.object)?;
        let head = within(&line.heads, verb.end, next.to).last().filter(|head| head.end == next.to)?;
        let from = trimmed(line, verb.end, next.to);
        (from + 4 <= head.end && head.end - from <= 24).then_some((from, head.end))
    });
    let (from, to) = for_what.filter(|&(from, to)| free(found, from, to)).unwrap_or((from, clause.to));
    let name = Name { from, to, head: from, kind: Kind::Agreement, alone: true };
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
pub(super) fn visit(line: &Line<'_>, clauses: &[Clause], index: usize, found: &mut Vec<Found>) {
    let Some(&clause) = clauses.get(index) else { return };
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
    // 赴乙市,围绕示范区建设开展会商: what for may be told behind.
    let behind = clauses.get(index + 1).filter(|next| next.part == clause.part && clause.to <= host + 3);
    let talks =
        behind.filter(|next| line.ends_in(next.to, &["会商", "座谈", "对接", "交流", "考察", "学习", "调研", "洽谈"]));
    let aim = aim.or(talks.map(|_| clause.to));
    let Some(to) = aim.filter(|&to| to <= clause.to && free(found, guest.start, to)) else { return };
    let ahead = line.says(List::Ahead, clause.from, go);
    if is_refused(line, clause, go) || is_when(line, clause) {
        return;
    }
    let name = Name { from: guest.start, to, head: guest.start, kind: Kind::Event, alone: true };
    let status = if ahead { Status::Planned } else { Status::Done };
    found.push(Found { name, kind: Kind::Event, status, rule: "is_held", clause: index, verb: go });
}

/// 议定的27件实事办结24件, 列入清单的19个事项中,办结6个: how many of so many are done.
pub(super) fn tally(line: &Line<'_>, clauses: &[Clause], index: usize, found: &mut Vec<Found>) {
    static DONE: Words = Words::new(&[
        "办结",
        "完成",
        "落实",
        "建成",
        "开工",
        "投产",
        "投用",
        "销号",
        "办理完毕",
        "落地",
        "见效",
        "办成",
        "办妥",
        "兑现",
        "竣工",
        "完工",
    ]);
    static TASKS: Words = Words::new(&[
        "事项",
        "任务",
        "实事",
        "件事",
        "工作",
        "项目",
        "议题",
        "重点事",
        "清单",
        "措施",
        "举措",
        "决议",
        "改革",
    ]);
    let Some(&clause) = clauses.get(index) else { return };
    // 19个事项中,办结6个: what is done of them may be a clause of its own.
    let next = clauses.get(index + 1).filter(|next| next.part == clause.part && line.at(clause.to) == ',');
    let within = |q: &&Quantity, clause: Clause| {
        q.chars.start >= clause.from && q.chars.end <= clause.to && q.dimension == Dimension::Count && q.value >= 2.0
    };
    let mut own = line.quantities.iter().filter(|q| within(q, clause));
    let Some(all) = own.next() else { return };
    let (some, here) = match (own.next(), next) {
        (Some(some), _) => (Some(some), true),
        (None, Some(&next)) if line.ends_in(clause.to, &TASKS) || line.ends(clause.to, "中") => {
            (line.quantities.iter().find(|q| within(q, next)), false)
        }
        _ => (None, true),
    };
    let Some(some) = some.filter(|_| own.next().is_none()) else { return };
    let between = some.chars.start.saturating_sub(all.chars.end);
    let of_tasks = here || line.has(clause.from, clause.to, &["事", "任务", "项目", "工作", "议题", "清单"]);
    if some.value > all.value
        || !((if here { 3 } else { 1 })..=14).contains(&between)
        || !line.ends_in(some.chars.start, &DONE)
        || !of_tasks
        || line.has(all.chars.end, some.chars.start, &["其中", "未", "没"])
        || here && line.has(all.chars.end, some.chars.start, &[","])
    {
        return;
    }
    let from = trimmed(line, opening(line, clause), all.chars.start);
    let to = if here { some.chars.end } else { clause.to - usize::from(line.ends(clause.to, "中")) };
    if found.iter().any(|f| f.clause == index) || here && to + 2 < clause.to || is_when(line, clause) {
        return;
    }
    // 27件 right at the beginning says what is counted as well.
    let verbs = super::extract::within(&line.verbs, from, all.chars.start)
        .iter()
        .any(|verb| line.at(verb.end) != '的' && !line.has(verb.end, all.chars.start, &["的"]));
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

/// 门诊楼挂出一块新牌:甲巡回法庭: what the board says.
pub(super) fn on_board(line: &Line<'_>, clauses: &[Clause], index: usize, found: &mut Vec<Found>) {
    static BOARDS: Words = Words::new(&["牌", "牌子", "新牌", "新牌子", "铜牌", "招牌", "牌匾", "匾"]);
    let Some(&clause) = clauses.get(index).filter(|_| line.may_have("挂") && line.may_have("牌")) else { return };
    if !line.ends_in(clause.to, &BOARDS) || is_when(line, clause) {
        return;
    }
    let Some(at) = (clause.from..clause.to).rfind(|&at| line.at(at) == '挂' && line.group(at).is_none()) else {
        return;
    };
    let (named, next) = (matches!(line.at(clause.to), ':' | '\u{2014}'), clauses.get(index + 1));
    let Some(&next) = next.filter(|_| named && clause.to - at <= 12 && !is_refused(line, clause, at)) else { return };
    let from = trimmed(line, next.from, next.to);
    let to = line.group(from).filter(|&end| end <= next.to).unwrap_or(next.to);
    let name = Name { from, to, head: from, kind: Kind::Institution, alone: true };
    if !(4..=24).contains(&(to - from)) || !free(found, from, to) {
        return;
    }
    let status = if line.says(List::Ahead, clause.from, at) { Status::Planned } else { Status::Established };
    found.push(Found { name, kind: Kind::Institution, status, rule: "sets_up", clause: index + 1, verb: at });
}

/// 5月中旬召开的四市市长会商会原则同意: the meeting has been held.
pub(super) fn was_held(line: &Line<'_>, clause: Clause, index: usize, found: &mut Vec<Found>) {
    static HELD: Words = Words::new(&["召开的", "举行的", "举办的", "开的"]);
    let Some((at, length)) = line.each_of(clause.from, clause.to, &HELD).find(|&(at, _)| line.group(at).is_none())
    else {
        return;
    };
    let dated = line.dates.iter().any(|d| {
        d.chars.end <= at
            && d.chars.end + 10 >= at
            && d.chars.start >= clause.from
            && d.start.is_some()
            && !d.ahead
            && !d.deadline
    });
    let from = at + length;
    let to = (from..clause.to).find(|&end| {
        let meets = line.ends_in(
            end,
            &[
                "会商会",
                "联席会",
                "联席会议",
                "次会议",
                "调度会",
                "推进会",
                "座谈会",
                "对接会",
                "推介会",
                "协商会",
                "专题会",
                "全会",
                "例会",
            ],
        );
        meets && !matches!(line.at(end), '议' | '会')
    });
    let to = to.or_else(|| line.ends(clause.to, "会议").then_some(clause.to));
    let Some(to) = to.filter(|&to| dated && (4..=30).contains(&(to - from)) && free(found, from, to)) else { return };
    let name = Name { from, to, head: from, kind: Kind::Event, alone: true };
    if is_refused(line, clause, at) {
        return;
    }
    found.push(Found { name, kind: Kind::Event, status: Status::Done, rule: "is_held", clause: index, verb: at });
}
