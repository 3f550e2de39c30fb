//! Rules of verbs: what somebody signs, sets up, builds, issues or holds, and what became of a thing.

use super::{
    Kind, Status,
    clause::{Clause, Mood, status},
    extract::{Found, within},
    lexicon::{List, Verb},
    name::{Name, behind, is_slogan, settled, several, trimmed},
    parties::cities_in,
    sentence::{Line, Token},
};

/// A verb and what it brings about: 签订…协议, 成立…领导小组, 印发《…方案》.
pub(super) fn objects(
    line: &Line<'_>,
    clauses: &[Clause],
    index: usize,
    verb: &Token<Verb>,
    mood: Mood,
    found: &mut Vec<Found>,
) {
    let Some(&clause) = clauses.get(index) else { return };
    let word = verb.value.word;
    // 打造成, 建设成为: what something is to be, not a thing.
    const PARTS: [&str; 16] = [
        "成为", "为", "出", "局", "厅", "委", "部门", "单位", "者", "力", "性", "规模", "水平", "进度", "成效", "步伐",
    ];
    let placed = line.spots.iter().any(|spot| spot.start == verb.end);
    let becomes = line.at(verb.end) == '成' && matches!(word, "打造" | "建设" | "共同打造" | "联合打造" | "构建");
    let part = line.one_of(verb.end, &PARTS).is_some() && !line.starts(verb.end, "为期");
    // 支持甲市新建设…: the word goes on.
    let longer = word.ends_with('建') && matches!(line.at(verb.end), '设' | '立');
    if longer || !placed && (becomes || part) {
        return;
    }
    // 把甲打造…: likewise.
    if matches!(word, "打造")
        && line.has(clause.from, verb.start, &["将", "把"])
        && !line.ends(verb.start, "将")
        && !line.has(clause.from, verb.start, &["将继续", "将加快", "将共同", "将联合"])
    {
        return;
    }
    let relative = matches!(verb.value.kinds, kinds if kinds & Kind::Agreement.bit() != 0);
    let mut names = behind(line, clause, verb.end, relative);
    // The list goes on in the next clause when that has no verb of its own.
    if let (Some(last), Some(next)) = (names.last().copied(), clauses.get(index + 1))
        && next.part == clause.part
        && within(&line.verbs, next.from, next.to).iter().all(|v| matches!(v.value.word, "建设" | "规划"))
        && last.to == clause.to
        && line.has(next.from, next.to, &["\u{3001}"])
        && line.spots.iter().any(|spot| spot.start == next.from)
        && last.kind == Kind::Project
    {
        names.extend(behind(line, *next, next.from, false));
    }
    let part_from = clauses.iter().find(|c| c.part == clause.part).map_or(clause.from, |c| c.from);
    if matches!(word, "纳入" | "列入" | "入选") || word == "通过" && !matches!(line.at(verb.end), '《' | '了')
    {
        return;
    }
    // 每月召开一次调度会: how often, not that.
    let often = line.has(clause.from, verb.start, &["每月", "每年", "每季", "每半年", "每周", "每两", "定期", "轮流"])
        && verb.value.kinds & Kind::Event.bit() != 0;
    if often && line.has(verb.end, clause.to, &["次"]) {
        return;
    }
    let mut specific = Vec::new();
    let first = names.first().copied();
    let last = names.last().copied();
    let count = names.len();
    for name in names {
        let allowed = verb.value.brings(name.kind)
            || matches!(word, "创建" | "申建" | "争创" | "申创") && name.kind == Kind::Target;
        let title = line.at(trimmed(line, name.from, name.to)) == '《';
        // A title is a paper whatever noun it ends with, but not when one only joins it.
        if title && matches!(word, "对接" | "融入" | "实现" | "支持" | "推进" | "加快" | "共享" | "参与" | "依托")
        {
            continue;
        }
        if !allowed && !title {
            continue;
        }
        let whole =
            matches!(word, "创建" | "申建" | "争创" | "申创").then(|| becoming(line, clause, verb, name)).flatten();
        let settled = whole.or_else(|| settled(line, name)).or_else(|| joint_work(line, clause, verb, name));
        let Some(name) = settled else { continue };
        if is_slogan(line, name) || found.iter().any(|f| f.name.to == name.to) || goes_over(line, verb, name) {
            continue;
        }
        if !earnest(line, part_from, verb, name) {
            continue;
        }
        specific.push(name);
    }
    // 高铁、高速公路、沿江通道等工程: plain words that together say what is planned.
    if specific.is_empty()
        && count >= 2
        && let (Some(first), Some(last)) = (first, last)
    {
        let from = trimmed(line, first.from, first.to);
        let named = last.to - from <= 48 && last.to - from >= 8 && last.to <= clause.to;
        if named
            && verb.value.kinds & last.kind.bit() != 0
            && !found.iter().any(|f| f.name.to > from && f.name.from < last.to)
            && matches!(last.kind, Kind::Project)
            && ["谋划", "规划", "布局", "推", "共建", "实施", "开展", "建设"]
                .iter()
                .any(|part| verb.value.word.contains(part))
            && !goes_over(line, verb, last)
            && acts_for_somebody(line, part_from, verb)
            && within(&line.verbs, from, last.head).is_empty()
        {
            specific.push(Name { from, ..last });
        }
    }
    for name in specific {
        let kind = kind_of(line, verb, name);
        found.push(Found {
            name,
            kind,
            status: told(line, clause, verb, name, mood),
            rule: rule_of(kind, "object"),
            clause: index,
            verb: verb.start,
        });
    }
}

/// The first verb inside a stretch that is no part of a name; a quote may hold any.
pub(super) fn verb_inside<'a>(line: &'a Line<'_>, from: usize, to: usize) -> Option<&'a Token<Verb>> {
    within(&line.verbs, from, to)
        .iter()
        .find(|verb| verb.value.object && line.group(verb.start).is_none() && !verb.value.in_names)
}

/// True when another verb between the verb and its name is the one that tells: 为推动…建立….
pub(super) fn goes_over(line: &Line<'_>, verb: &Token<Verb>, name: Name) -> bool {
    let Some(other) = verb_inside(line, verb.end, name.head.max(verb.end)) else { return false };
    // 组建推动…的领导小组: a verb right behind the first one that only describes.
    let describes = other.start <= verb.end + 1 && (other.end..name.head).any(|at| line.at(at) == '的');
    !describes
}

/// Verbs that speak of what is to be rather than of a thing.
fn is_goal(verb: &Token<Verb>) -> bool {
    matches!(
        verb.value.word,
        "打造"
            | "构建"
            | "构筑"
            | "促进"
            | "强化"
            | "加强"
            | "加强与"
            | "加快"
            | "实现"
            | "成为"
            | "拓展"
            | "依托"
            | "深化"
            | "扩大"
            | "组织"
    )
}

/// Somebody is named before the verb.
fn acts_for_somebody(line: &Line<'_>, part_from: usize, verb: &Token<Verb>) -> bool {
    line.spots.iter().any(|spot| spot.start >= part_from && spot.end <= verb.start)
        || line.has(part_from, verb.start, &["两地", "双方", "我市", "我们", "三市", "四市", "三地", "四地", "两市"])
}

/// Verbs that say little need a name that says more: a place, a quote, or cities that do it.
pub(super) fn earnest(line: &Line<'_>, part_from: usize, verb: &Token<Verb>, name: Name) -> bool {
    let weak = matches!(verb.value.status, Status::Stated);
    let goal = is_goal(verb);
    // 重大部署 is only one that is made; 规划 that one goes by is not one's own.
    if line.ends(name.to, "部署") {
        return matches!(verb.value.word, "作出" | "做出");
    }
    // 联动两地的示范区, 创新创业的集聚区: what a place is to be. 甲乙一体化的先行区 is a thing.
    let described = (name.from..name.to).rev().find(|&at| line.at(at) == '的' && line.group(at).is_none());
    let aim = described.is_some_and(|at| at + 8 > name.to) && line.spots.iter().all(|spot| spot.start != name.from);
    let place = line.spots.iter().any(|spot| spot.start >= name.from && spot.end <= name.to);
    if aim && name.kind == Kind::Platform && verb.value.word != "建设"
        || aim && name.kind == Kind::Project && is_goal(verb) && !place
    {
        return false;
    }
    if !weak || name.kind != Kind::Policy && several(line, name.to) {
        return true;
    }
    // 建设…贸易中心: what a place wants to be, unless somebody makes it together.
    if name.kind == Kind::Institution && !place && !matches!(line.at(name.from), '\u{201c}' | '「') {
        return acts_for_somebody(line, part_from, verb)
            && line.has(part_from, verb.end, &["共", "联合", "合作", "两", "三", "双方"]);
    }
    if matches!(verb.value.word, "对接" | "积极对接" | "融入" | "落实")
        && ["规划", "纲要", "方案"].iter().any(|word| line.ends(name.to, word))
    {
        return false;
    }
    let quote = (name.from..name.to).any(|at| matches!(line.at(at), '《' | '\u{201c}' | '「'));
    let length = name.to - name.from;
    let subject = acts_for_somebody(line, part_from, verb);
    // 社保卡互认: a service is plain in few words.
    let service =
        ["互认", "互通", "互惠", "互贷", "通办", "结算", "接续", "共享", "一卡通", "免费", "异地就医", "办理", "通用"]
            .iter()
            .any(|word| line.ends(name.to, word));
    let counted =
        line.quantities.iter().any(|q| q.chars.start >= verb.end && q.chars.end <= name.head && q.value >= 2.0);
    if name.kind == Kind::Policy && service && (subject || counted) && length >= 5 {
        return true;
    }
    if name.kind == Kind::Policy && !place && !quote {
        return (subject && length >= 7 || length >= 9) && (!goal || matches!(verb.value.word, "深化" | "扩大"));
    }
    if name.kind == Kind::Policy && line.ends(name.to, "合作") && !place {
        return false;
    }
    // 新平台, 大通道 are praise rather than names.
    if goal && !quote && matches!(line.at(name.head.wrapping_sub(1)), '新' | '大') {
        return false;
    }
    if goal {
        place || quote && length >= 6 || subject && length >= 8
    } else {
        place || quote || subject || length >= 6
    }
}

/// 甲高新区创建国家高新区: what becomes what.
fn becoming(line: &Line<'_>, clause: Clause, verb: &Token<Verb>, name: Name) -> Option<Name> {
    let before =
        within(&line.verbs, clause.from, verb.start).last().map_or_else(|| opening(line, clause), |other| other.end);
    let thing = within(&line.heads, before, verb.start).last().filter(|head| head.end == verb.start)?;
    let place = line.spots.iter().any(|spot| spot.start >= before && spot.end <= thing.end);
    (place && verb.start - before <= 14 && name.to - before <= 32).then_some(Name {
        from: before,
        kind: Kind::Target,
        ..name
    })
}

/// 甲、乙、丙建设融合发展示范区: a plain name is enough when several cities make the thing.
pub(super) fn joint_work(line: &Line<'_>, clause: Clause, verb: &Token<Verb>, name: Name) -> Option<Name> {
    let mut cities = Vec::new();
    cities_in(line, clause.from, verb.start, &mut cities);
    let from = trimmed(line, name.from, name.to);
    let short =
        (5..=20).contains(&name.to.saturating_sub(from)) && !(from..name.to).any(|at| line.at(at) == '\u{3001}');
    (cities.len() >= 2 && short && from < name.head && matches!(name.kind, Kind::Institution | Kind::Platform))
        .then_some(Name { from, ..name })
}

/// The kind of a name behind a verb.
pub(super) fn kind_of(line: &Line<'_>, verb: &Token<Verb>, name: Name) -> Kind {
    if line.at(name.from) == '《' && name.kind != Kind::Agreement {
        return Kind::Policy;
    }
    if matches!(verb.value.word, "纳入" | "列入" | "入选") && name.kind == Kind::Event {
        return Kind::Policy;
    }
    name.kind
}

pub(super) const fn rule_of(kind: Kind, how: &'static str) -> &'static str {
    match (kind, how.as_bytes().first()) {
        (Kind::Agreement, Some(b'o')) => "signs",
        (Kind::Institution, Some(b'o')) => "sets_up",
        (Kind::Project, Some(b'o')) => "builds",
        (Kind::Platform, Some(b'o')) => "builds_platform",
        (Kind::Policy, Some(b'o')) => "acts",
        (Kind::Event, Some(b'o')) => "holds",
        (Kind::Target, Some(b'o')) => "aims_at",
        (Kind::Agreement, _) => "is_signed",
        (Kind::Institution, _) => "is_set_up",
        (Kind::Project, _) => "is_built",
        (Kind::Platform, _) => "is_opened",
        (Kind::Policy, _) => "is_issued",
        (Kind::Event, _) => "is_held",
        (Kind::Target, _) => "is_reached",
    }
}

/// The status, with what follows the name: 前期工作 is preliminary.
pub(super) fn told(line: &Line<'_>, clause: Clause, verb: &Token<Verb>, name: Name, mood: Mood) -> Status {
    if line.has(name.to, clause.to, &["前期工作", "前期研究", "可行性研究", "立项"]) {
        return Status::Preliminary;
    }
    if line.starts(verb.end, "的") && mood == Mood::Told && verb.value.status == Status::Stated {
        return Status::Established;
    }
    status(&verb.value, mood)
}

/// A thing and what became of it: …挂牌成立, …正式签约, …已开工建设, …获批设立.
pub(super) fn subjects(
    line: &Line<'_>,
    clauses: &[Clause],
    index: usize,
    verb: &Token<Verb>,
    mood: Mood,
    found: &mut Vec<Found>,
) {
    let Some(&clause) = clauses.get(index) else { return };
    if only_mentions(line, verb) || is_when(line, clause) {
        return;
    }
    // 甲园区把职教列为课题: the park does it.
    let placed = matches!(
        verb.value.word,
        "纳入" | "列入" | "写入" | "列为" | "获列入" | "获纳入" | "被列入" | "被纳入" | "入选"
    );
    let active = (clause.from..verb.start).any(|at| line.at(at) == '把' && line.group(at).is_none());
    const PLANS: [&str; 16] = [
        "规划",
        "计划",
        "清单",
        "名单",
        "方案",
        "纲要",
        "重点",
        "项目库",
        "储备库",
        "目录",
        "试点",
        "示范",
        "十四五",
        "盘子",
        "五年",
        "必保",
    ];
    if active || placed && !line.has(verb.end, clause.to, &PLANS) {
        return;
    }
    // 将推进甲高铁前期工作: the verb before tells it.
    let told_before = verb.value.status == Status::Preliminary
        && !verb.value.object
        && within(&line.verbs, clause.from, verb.start).iter().any(|other| {
            other.value.object
                && other.value.kinds != 0
                && line.group(other.start).is_none()
                && line.heads.iter().any(|h| h.start >= other.end && h.end <= verb.start)
        });
    if told_before {
        return;
    }
    // 成为首个受益者: a thing became no other thing.
    if verb.value.word == "成为" && !within(&line.heads, verb.end, clause.to).iter().any(|head| head.end == clause.to)
    {
        return;
    }
    let own = subject_names(line, clause, verb.start);
    let names = if own.is_empty() && line.heads.iter().all(|h| h.start < clause.from || h.end > verb.start) {
        // …作为功能平台之一,率先获批设立: the clause before names it.
        // …, 断头十多年, 终于打通: clauses between say nothing of another thing.
        let part = clauses.get(index.saturating_sub(3)..index).unwrap_or_default();
        let before = part.iter().rev().take_while(|c| c.part == clause.part && line.at(c.to) == ',');
        let Some(before) = before.copied().find(|c| {
            within(&line.heads, c.from, c.to)
                .iter()
                .any(|h| matches!(h.value.kind, Kind::Project | Kind::Platform | Kind::Institution))
        }) else {
            return;
        };
        if verb.value.kinds & Kind::Policy.bit() != 0 && !matches!(verb.value.word, "获批" | "批复") {
            return;
        }
        if trimmed(line, clause.from, verb.start) + 8 < verb.start {
            return;
        }
        subject_names(line, before, before.to)
    } else {
        own
    };
    for name in names {
        if !(verb.value.brings(name.kind) || verb.value.status == Status::Signed && name.kind == Kind::Project) {
            continue;
        }
        let begin = name.from;
        let Some(name) = settled(line, described(line, name))
            .filter(|name| verb_inside(line, name.from, name.head.max(name.from)).is_none())
        else {
            continue;
        };
        // 推动甲机场年内建成: it is what somebody works for.
        let aim = within(&line.verbs, begin, name.from)
            .iter()
            .any(|v| ["推", "促", "确保", "加快"].iter().any(|part| v.value.word.contains(part)));
        let mood = if aim && mood == Mood::Told { Mood::Ahead } else { mood };
        // 将共同改造…公路: what somebody does.
        let begins = line.spots.iter().any(|spot| spot.start == name.from) || line.group(name.from).is_some();
        let acts = (name.from..name.head).take(12).any(|at| {
            line.group(at).is_none()
                && line.one_of(at, &["将共同", "将继续", "将联合", "将推动", "正在", "承诺"]).is_some()
        });
        if acts || !begins && line.lists(List::Acts, name.from).is_some_and(|length| length >= 2) {
            continue;
        }
        if is_slogan(line, name) || found.iter().any(|f| f.name.to == name.to && f.kind == name.kind) {
            continue;
        }
        let status = if line.has(verb.start, clause.to, &["以来"]) && verb.value.status == Status::Stated {
            Status::Done
        } else {
            status(&verb.value, mood)
        };
        found.push(Found {
            name,
            kind: name.kind,
            status,
            rule: rule_of(name.kind, "subject"),
            clause: index,
            verb: verb.start,
        });
    }
}

/// 甲高铁开行公交化列车以后: the clause only says when something else is so.
pub(super) fn is_when(line: &Line<'_>, clause: Clause) -> bool {
    const ENDS: [&str; 12] =
        ["以后", "之后", "后", "以前", "之前", "的时候", "时", "那天", "那年", "那一天", "那一年", "期间"];
    ENDS.iter().any(|end| line.ends(clause.to, end))
        && !["今后", "日后", "先后", "前后", "随后", "届时", "同时", "及时", "小时", "会后", "最后", "落后"]
            .iter()
            .any(|end| line.ends(clause.to, end))
}

/// 通车以后, 开工前, 通航费: the verb tells when or what, not that it happened.
pub(super) fn only_mentions(line: &Line<'_>, verb: &Token<Verb>) -> bool {
    const BEHIND: [&str; 41] = [
        "以后",
        "之后",
        "后",
        "以前",
        "之前",
        "前",
        "时",
        "的时候",
        "那天",
        "那年",
        "那一天",
        "那一年",
        "当日",
        "以来",
        "期间",
        "半年",
        "伊始",
        "当天",
        "满",
        "快",
        "已经一年",
        "一年",
        "两年",
        "三年",
        "十年",
        "十一年",
        "十二年",
        "周年",
        "率",
        "量",
        "费",
        "里程",
        "能力",
        "条件",
        "典礼",
        "受",
        "的",
        "运行图",
        "令",
        "日",
        "期",
    ];
    line.one_of(verb.end, &BEHIND).is_some() && !line.starts(verb.end, "前三") && !line.starts(verb.end, "日前")
}

/// 两地联合建设的甲平台 is the name 甲平台.
pub(super) fn described(line: &Line<'_>, name: Name) -> Name {
    let last = within(&line.verbs, name.from, name.head)
        .iter()
        .rev()
        .find(|verb| line.at(verb.end) == '的' && line.group(verb.start).is_none());
    last.map_or(name, |verb| Name { from: verb.end + 1, ..name })
}

/// The names that open a clause and are followed by nothing but adverbs, dates and places up to `verb`.
pub(super) fn subject_names(line: &Line<'_>, clause: Clause, verb: usize) -> Vec<Name> {
    let from = trimmed(line, opening(line, clause), verb);
    let within_subject = Clause { to: verb, ..clause };
    let names = behind(line, within_subject, from, false);
    let Some(last) = names.last() else { return names };
    // What stands between the name and its verb.
    let gap = verb.saturating_sub(last.to);
    let filler = gap == 0
        || line.lists(List::Follow, last.to).is_some()
        || line.lists(List::Aspect, last.to).is_some()
        || line.at(last.to) == '('
        || line.dates.iter().any(|d| d.chars.start == last.to)
        || line.quantities.iter().any(|q| q.chars.start == last.to && q.value <= 12.0);
    if filler && gap <= 40 { names } else { Vec::new() }
}

/// Behind the words that open a clause and do not belong to what it speaks of.
pub(super) fn opening(line: &Line<'_>, clause: Clause) -> usize {
    let mut at = clause.from;
    loop {
        let before = at;
        while matches!(line.at(at), '\u{201c}' | '「' | ' ' | '\u{3000}') && line.group(at).is_none() {
            at += 1;
        }
        if let Some(length) = line.one_of(
            at,
            &[
                "其中",
                "同时",
                "此外",
                "另外",
                "随着",
                "目前",
                "据悉",
                "据了解",
                "据介绍",
                "日前",
                "近日",
                "今天",
                "由",
                "自",
                "而",
                "但",
                "从而",
                "会上",
                "当天",
                "比如",
                "例如",
                "记者获悉",
                "以",
                "从",
                "对",
                "当前",
                "如今",
                "这里的",
                "预计",
                "预计到",
                "到",
                "经过",
                "作为",
                "因此",
                "届时",
                "截至",
            ],
        ) {
            at += length;
        }
        if let Some(date) = line.dates.iter().find(|d| d.chars.start == at && d.chars.end <= clause.to) {
            at = date.chars.end;
        }
        if at == before || at >= clause.to {
            return at.min(clause.to);
        }
    }
}
