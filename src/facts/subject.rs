//! Rules of what became of a thing, and the words that open a clause before the thing it speaks of.

use super::{
    Kind, Status,
    clause::{Clause, Mood, status},
    doing::{is_meeting, rule_of, verb_inside},
    edges::{settled, trimmed},
    extract::{Found, within},
    lexicon::{Head, LEXICON, List, Verb},
    name::{Name, behind, is_slogan},
    sentence::{Line, Token},
    wordlist::Words,
};
use crate::text::quantity::Dimension;

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
    static PLANS: Words = Words::new(&[
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
    ]);
    if active || placed && !line.has(verb.end, clause.to, &PLANS) {
        return;
    }
    // 将推进甲高铁前期工作: the verb before tells it.
    let told_before = verb.value.status == Status::Preliminary
        && !verb.value.object
        && within(&line.verbs, clause.from, verb.start).iter().any(|other| {
            other.value.object
                && other.value.kinds != 0
                && line.at(other.end) != '的'
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
    // 通过总体规划评审, 用地手续已办妥: a side of what the clause before names.
    let side = |from: usize| {
        let skip = line.one_of(from, &["通过", "完成", "获得", "取得", "获", "拿到"]).unwrap_or(0);
        line.lists(List::Aspect, from + skip)
            .is_some_and(|length| line.heads.iter().all(|h| h.start < from + skip + length || h.end > verb.start))
    };
    let opens = trimmed(line, opening(line, clause), verb.start);
    let side = side(opens) && own.iter().all(|name| name.kind == Kind::Policy);
    // 甲实验室。由乙学院与丙园区合办: who does it.
    let by = by_whom(line, clause) && verb.end >= clause.to;
    // 由甲集团继续开展前期研究: likewise, and the clause says nothing else.
    let acts = |name: &Name| name.kind == Kind::Institution && line.at(name.from.wrapping_sub(1)) == '由';
    if verb.value.status == Status::Preliminary && own.iter().any(acts) {
        return;
    }
    let side = side || by;
    let own = if side { Vec::new() } else { own };
    let no_head = |h: &Token<Head>| h.start < clause.from || h.end > verb.start || side;
    let names = if own.is_empty() && line.heads.iter().all(no_head) {
        // …作为功能平台之一,率先获批设立: the clause before names it.
        // …, 断头十多年, 终于打通: clauses between say nothing of another thing.
        let part = clauses.get(index.saturating_sub(3)..index).unwrap_or_default();
        let before = part.iter().rev().take_while(|c| c.part == clause.part && matches!(line.at(c.to), ',' | '。'));
        let Some(before) = before.copied().filter(|c| !by_whom(line, *c)).find(|c| {
            within(&line.heads, c.from, c.to).iter().any(|h| {
                matches!(h.value.kind, Kind::Project | Kind::Platform | Kind::Institution)
                    || h.value.kind == Kind::Agreement
                        && verb.value.status == Status::Signed
                        && h.end == c.to
                        && is_topic(line, *c)
            })
        }) else {
            return;
        };
        if verb.value.kinds & Kind::Policy.bit() != 0
            && !(side || verb.value.kinds & Kind::Project.bit() != 0 && verb.value.status == Status::Preliminary)
            && !matches!(verb.value.word, "获批" | "批复")
        {
            return;
        }
        let asked = line.has(before.from, before.to, &["怎么", "如何", "是否", "何时", "能否"]);
        // 主体结构已于5月28日封顶: neither the side nor the day is another thing.
        let aspect = line.lists(List::Aspect, opens).map_or(clause.from, |length| opens + length);
        let dated: usize = line
            .dates
            .iter()
            .filter(|d| d.chars.start >= aspect && d.chars.end <= verb.start)
            .map(|d| d.chars.len())
            .sum();
        let heading = line.at(before.to) == '。';
        if asked || !by && !heading && trimmed(line, aspect, verb.start) + 8 + dated < verb.start {
            return;
        }
        // 甲学院与乙学院达成协议,…招生: they act.
        let act = within(&line.verbs, before.from, before.to)
            .iter()
            .any(|v| v.value.object && !v.value.in_names && line.at(v.end) != '的' && line.group(v.start).is_none());
        let mut names = subject_names(line, before, before.to);
        names.retain(|name| !act || name.kind != Kind::Institution);
        names
    } else {
        own
    };
    // 甲学院、乙大学共同建设的丙所: who builds it stands before it.
    let builders = names.len() > 1 && names.last().is_some_and(|last| described(line, *last) != *last);
    // 甲机场与乙机场签约组建丙联盟: those who sign.
    let signs = verb.value.status == Status::Signed && line.verbs.iter().any(|other| other.start == verb.end);
    if signs {
        return;
    }
    let builders = builders || of_several(line, &names);
    let names = if builders { names.into_iter().rev().take(1).collect() } else { names };
    for name in names {
        let meets = is_meeting(line, verb, name);
        if !(meets || verb.value.brings(name.kind) || verb.value.status == Status::Signed && name.kind == Kind::Project)
        {
            continue;
        }
        let name = if meets { Name { kind: Kind::Event, ..name } } else { name };
        let begin = name.from;
        let Some(name) = settled(line, described(line, name))
            .filter(|name| verb_inside(line, name.from, name.head.max(name.from)).is_none())
        else {
            continue;
        };
        // 推动甲机场年内建成: it is what somebody works for.
        let aim = within(&line.verbs, begin, name.from).iter().any(|v| {
            line.at(v.end) != '的' && ["推", "促", "确保", "加快"].iter().any(|part| v.value.word.contains(part))
        });
        // 下月开通, 年底前挂牌: the day says that it is still to come.
        let due = line.dates.iter().any(|d| {
            d.chars.start >= clause.from && d.chars.end <= verb.start && (d.ahead || d.deadline) && d.start.is_some()
        });
        let mood = if (aim || due) && mood == Mood::Told { Mood::Ahead } else { mood };
        // 将共同改造…公路: what somebody does.
        let begins = line.spots.iter().any(|spot| spot.start == name.from) || line.group(name.from).is_some();
        let acts = (name.from..name.head).take(12).any(|at| {
            line.group(at).is_none()
                && line.one_of(at, &["将共同", "将继续", "将联合", "将推动", "正在", "承诺"]).is_some()
        });
        if belongs(line, name, verb)
            || acts
            || !begins && line.lists(List::Acts, name.from).is_some_and(|length| length >= 2)
        {
            continue;
        }
        if is_actor(line, clause, name) {
            continue;
        }
        let acting = acts_itself(line, clause, name, verb)
            || name.kind == Kind::Institution && verb.value.status == Status::Signed && !verb.value.word.contains('落');
        // 甲高铁的选线方案已上报: the road is the thing.
        let of_works = name.kind == Kind::Policy
            && (name.from..name.to).rev().find(|&at| line.at(at) == '的' && line.group(at).is_none()).is_some_and(
                |at| {
                    line.lists(List::Aspect, at + 1) == Some(name.to - at - 1)
                        && line.heads.iter().any(|head| head.end == at && head.value.kind == Kind::Project)
                },
            );
        let by = matches!(line.at(name.from), '按' | '依' | '照') && !begins;
        if acting || by || of_works || is_slogan(line, name) {
            continue;
        }
        let status = if line.has(verb.start, clause.to, &["以来"]) && verb.value.status == Status::Stated {
            Status::Done
        } else {
            status(&verb.value, mood)
        };
        if let Some(told) = found.iter_mut().find(|f| f.name.to == name.to && f.kind == name.kind) {
            // 已落户企业26家, 已开工31个: something else, or not all of it.
            let whole = verb.end >= clause.to || line.at(verb.end) == '了' && verb.end + 1 >= clause.to;
            if whole {
                told.status = further(line, told, status);
            }
            continue;
        }
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

/// 甲学院设立观测点, 两家医院组建联盟: the name does it, and what it makes stands behind the verb.
pub(super) fn acts_itself(line: &Line<'_>, clause: Clause, name: Name, verb: &Token<Verb>) -> bool {
    let makes = matches!(verb.value.status, Status::Established | Status::Signed)
        && within(&line.heads, verb.end, clause.to).iter().any(|head| line.group(head.start).is_none());
    (name.kind == Kind::Institution || makes)
        && verb.value.object
        && clause.to >= verb.end + 3
        && !matches!(line.at(verb.end), '于' | '在' | '了' | '到' | '至')
        && line.dates.iter().all(|d| d.chars.start != verb.end)
        && line.quantities.iter().all(|q| q.chars.start != verb.end)
}

/// The clause only says by whom: 由甲学院与乙园区合办.
fn by_whom(line: &Line<'_>, clause: Clause) -> bool {
    let ends = within(&line.verbs, clause.from, clause.to).last().is_some_and(|verb| verb.end == clause.to);
    ends && line.at(clause.from) == '由'
        && (clause.from..clause.to).all(|at| line.at(at) != '的' || line.group(at).is_some())
}

/// 甲医院与乙医院开通绿色通道: a body named together with another, and what they do stands behind them.
pub(super) fn is_actor(line: &Line<'_>, clause: Clause, name: Name) -> bool {
    static BODIES: Words = Words::new(&[
        "医院",
        "图书馆",
        "博物馆",
        "美术馆",
        "档案馆",
        "文化馆",
        "海关",
        "学校",
        "中学",
        "小学",
        "学院",
        "大学",
        "研究院",
        "研究所",
        "局",
        "公司",
        "集团",
        "银行",
        "港",
        "机场",
        "区",
        "园",
        "社",
        "所",
        "中心",
        "协会",
    ]);
    static JOINS: Words = Words::new(&["与", "和", "同", "跟", "\u{3001}", "及"]);
    if line.group(name.from).is_some() || !line.ends_in(name.to, &BODIES) {
        return false;
    }
    let before = line.ends_in(name.from, &JOINS) && name.from >= clause.from + 4;
    let behind = line.one_of(name.to, &JOINS).map(|length| name.to + length);
    let other = behind.is_some_and(|at| {
        line.spots.iter().any(|spot| spot.start == at)
            || line.heads.iter().any(|head| head.start > at && head.end <= at + 12)
    });
    if !before && !other {
        return false;
    }
    let does = within(&line.verbs, name.to, clause.to).iter().any(|verb| {
        let object = verb.value.object && line.at(verb.end) != '的' && line.group(verb.start).is_none();
        object
            && clause.to >= verb.end + 2
            && line.dates.iter().all(|d| d.chars.start != verb.end)
            && line.quantities.iter().all(|q| q.chars.start != verb.end)
    });
    does || ["签约", "合办", "结对", "携手", "牵手", "合作", "签字", "结盟", "联办", "共建"]
        .iter()
        .any(|end| line.ends(clause.to, end))
        || line.has(name.to, clause.to, &["就"]) && !line.has(name.to, clause.to, &["成就", "就业", "就医", "就近"])
}

/// 甲港与乙集团的合资公司: whose it is, and the last noun is the thing.
pub(super) fn of_several(line: &Line<'_>, names: &[Name]) -> bool {
    let Some(last) = names.last().filter(|_| names.len() > 1) else { return false };
    let of = (last.from..last.head).rev().find(|&at| line.at(at) == '的' && line.group(at).is_none());
    of.is_some_and(|at| line.spots.iter().all(|spot| spot.start <= at || spot.end > last.head))
        && matches!(line.at(last.from.wrapping_sub(1)), '与' | '和' | '同')
}

/// The clause only names something: 两市联名的互认协议, …
fn is_topic(line: &Line<'_>, clause: Clause) -> bool {
    let relative = |verb: &Token<Verb>| line.at(verb.end) == '的' || line.group(verb.start).is_some();
    within(&line.verbs, clause.from, clause.to).iter().all(relative)
        && line.one_of(clause.from, &["根据", "按照", "依据", "通过", "就", "为", "对", "随着", "除", "按"]).is_none()
}

/// How far a thing has come of which two verbs tell. What has happened goes before what is to come; being on a list says least.
pub(super) fn further(line: &Line<'_>, told: &Found, status: Status) -> Status {
    const LISTS: [&str; 9] = ["列入", "纳入", "列为", "入选", "获列入", "获纳入", "被列入", "被纳入", "被列为"];
    let verb = line.verbs.iter().find(|verb| verb.start == told.verb);
    // 两市合建的工程通过环评: who builds it says nothing of how far it is.
    if verb.is_some_and(|verb| line.at(verb.end) == '的') && status != Status::Stated {
        return status;
    }
    let on_list = told.status == Status::Approved && verb.is_some_and(|verb| LISTS.contains(&verb.value.word));
    // 将共建甲基地,正在选址 is still a plan.
    let happened = !matches!(status, Status::Stated | Status::Planned | Status::Preliminary);
    let early = status == Status::Preliminary && (on_list || told.status == Status::Stated);
    match (on_list, happened) {
        (true, true) => status,
        (false, true) => told.status.max(status),
        _ if early => status,
        _ => told.status,
    }
}

/// 甲集团的车间已接上绿电: whose common thing it is, and nothing of building it.
fn belongs(line: &Line<'_>, name: Name, verb: &Token<Verb>) -> bool {
    const BUILDS: [&str; 17] = [
        "工", "建", "通车", "通航", "通水", "封顶", "启用", "投用", "投产", "投运", "贯通", "通", "开行", "揭牌",
        "挂牌", "成立", "运营",
    ];
    let of = (name.from..name.to).rev().find(|&at| line.at(at) == '的' && line.group(at).is_none());
    of.is_some_and(|at| {
        name.kind == Kind::Project
            && name.to - at <= 6
            && LEXICON.telling_chars(line.units(at + 1, name.to)) < 5
            && !BUILDS.iter().any(|part| verb.value.word.contains(part))
    })
}

/// 甲高铁开行公交化列车以后: the clause only says when something else is so.
pub(super) fn is_when(line: &Line<'_>, clause: Clause) -> bool {
    static ENDS: Words =
        Words::new(&["以后", "之后", "后", "以前", "之前", "的时候", "时", "那天", "那年", "那一天", "那一年", "期间"]);
    line.ends_with(clause.to, &ENDS).is_some()
        && !["今后", "日后", "先后", "前后", "随后", "届时", "同时", "及时", "小时", "会后", "最后", "落后"]
            .iter()
            .any(|end| line.ends(clause.to, end))
}

/// 通车以后, 开工前, 通航费: the verb tells when or what, not that it happened.
pub(super) fn only_mentions(line: &Line<'_>, verb: &Token<Verb>) -> bool {
    static BEHIND: Words = Words::new(&[
        "首年",
        "首月",
        "首日",
        "首周",
        "次年",
        "次日",
        "次月",
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
    ]);
    // 成立两周年; 向四市开放.
    let years = line.has(verb.end, verb.end + 5, &["周年"]);
    let to_others = line.ends(verb.end, "开放") && line.has(verb.start.saturating_sub(10), verb.start, &["向", "对"]);
    let behind = line.one_of(verb.end, &BEHIND).is_some();
    years || to_others || behind && !line.starts(verb.end, "前三") && !line.starts(verb.end, "日前")
}

/// 通车一年来, 开通的第二天: the verb only tells when, but what it tells of has happened.
pub(super) fn has_happened(line: &Line<'_>, verb: &Token<Verb>) -> bool {
    static SINCE: Words = Words::new(&[
        "快",
        "满",
        "以来",
        "一年来",
        "两年来",
        "三年来",
        "一年",
        "两年",
        "三年",
        "半年",
        "的第二天",
        "的头一天",
        "第一天",
        "那天",
        "那几天",
        "当天",
        "当日",
        "首日",
    ]);
    matches!(verb.value.status, Status::Done | Status::Established) && line.one_of(verb.end, &SINCE).is_some()
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
    // 连接天桥则仍待立法会审批: what waits for somebody stands before.
    static WAITS: Words = Words::new(&["则仍待", "仍待", "尚待", "有待", "则待", "还待", "正待", "仍须", "仍需"]);
    let waits = line.find(from, verb, &WAITS).filter(|&at| line.group(at).is_none());
    if let Some(at) = waits.filter(|&at| line.heads.iter().any(|head| head.end == at)) {
        return behind(line, Clause { to: at, ..clause }, from, false);
    }
    // 《甲分工》已经乙会议审议通过: the paper, not the meeting that passed it.
    if line.at(from) == '《'
        && let Some(end) = line.group(from).filter(|&end| end < verb)
        && line.one_of(end, &["已经", "业经", "经", "已由"]).is_some()
    {
        let kind = if line.ends(end, "协议》") { Kind::Agreement } else { Kind::Policy };
        return vec![Name { from, to: end, head: from, kind, alone: true }];
    }
    let names = behind(line, within_subject, from, false);
    let Some(last) = names.last() else { return names };
    // 甲集团牵头的乙公司已领到执照: the noun right before the verb, not the one that acts inside.
    let near = within(&line.heads, last.to, verb).last().filter(|head| {
        let gap = line.units(head.end, verb).len();
        gap <= 3 && (gap == 0 || line.lists(List::Follow, head.end).is_some())
    });
    let of = near.and_then(|head| {
        (last.to..head.start).rev().find(|&at| line.at(at) == '的' && line.group(at).is_none()).map(|at| (at, head))
    });
    if let Some((at, head)) = of
        && (last.to..at).all(|i| !matches!(line.at(i), ',' | ':'))
    {
        let (kind, alone) = (head.value.kind, head.value.alone);
        return vec![Name { from: at + 1, to: head.end, head: head.start, kind, alone }];
    }
    // What stands between the name and its verb.
    let gap = verb.saturating_sub(last.to);
    let filler = gap == 0
        || line.lists(List::Follow, last.to).is_some()
        || line.lists(List::Aspect, last.to).is_some()
        || line.at(last.to) == '('
        || line.dates.iter().any(|d| d.chars.start == last.to)
        || line.quantities.iter().any(|q| {
            // 光储一期20万千瓦已并网: how large it is.
            let large = || matches!(line.at(q.chars.end), '已' | '于' | '将' | '正' | '全') || q.chars.end == verb;
            q.chars.start == last.to && (q.value <= 12.0 || q.dimension != Dimension::Count && large())
        });
    if filler && gap <= 40 { names } else { Vec::new() }
}

/// Words that open a clause and do not belong to what it speaks of.
static OPENINGS: Words = Words::new(&[
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
]);
/// Behind the words that open a clause and do not belong to what it speaks of.
/// Longest head of a telegram, before its writers.
const WIRED_CHARS: usize = 24;

pub(super) fn opening(line: &Line<'_>, clause: Clause) -> usize {
    let mut at = clause.from;
    // 本报潼南5月13日电(记者甲)昨日…: the head of a telegram.
    if at == line.from
        && let Some(wired) = (at..clause.to.min(at + WIRED_CHARS))
            .find(|&at| line.at(at) == '(' && matches!(line.at(at.wrapping_sub(1)), '电' | '讯'))
        && let Some(end) = line.group(wired).filter(|&end| end < clause.to)
    {
        at = end;
    }
    loop {
        let before = at;
        while matches!(line.at(at), '\u{201c}' | '「' | ' ' | '\u{3000}') && line.group(at).is_none() {
            at += 1;
        }
        // 自贡, 以 and 对 begin names of places as well.
        if let Some(length) = line.one_of(at, &OPENINGS)
            && line.spots.iter().all(|spot| spot.start != at || spot.end <= at + length)
        {
            at += length;
        }
        if let Some(date) = line.dates.iter().find(|d| d.chars.start == at && d.chars.end <= clause.to) {
            at = date.chars.end;
            // 10月1日零点起互认…: from when on.
            at += line.one_of(at, &["零点起", "零时起", "起,", "起"]).filter(|_| at < clause.to).unwrap_or(0);
        }
        if at == before || at >= clause.to {
            return at.min(clause.to);
        }
    }
}
