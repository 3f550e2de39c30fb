//! Rules of verbs that bring something about: what somebody signs, sets up, builds, issues or holds.

use super::{
    Kind, Status,
    clause::{Clause, Mood, status},
    edges::{is_ordinal, settled, trimmed},
    extract::{Found, within},
    lexicon::Verb,
    name::{Name, behind, is_slogan, several},
    parties::cities_in,
    sentence::{Line, Token},
    subject::{described, is_when, opening},
    wordlist::Words,
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
    static PARTS: Words = Words::new(&[
        "成为", "为", "出", "局", "厅", "委", "部门", "单位", "者", "力", "性", "规模", "水平", "进度", "成效", "步伐",
    ]);
    let placed = line.spots.iter().any(|spot| spot.start == verb.end);
    let becomes = line.at(verb.end) == '成' && matches!(word, "打造" | "建设" | "共同打造" | "联合打造" | "构建");
    let after = only_says_when(line, verb);
    let part = line.one_of(verb.end, &PARTS).is_some() && !line.starts(verb.end, "为期");
    // 支持甲市新建设…: the word goes on.
    let longer = word.ends_with('建') && matches!(line.at(verb.end), '设' | '立') && line.at(verb.end + 1) != '施';
    if longer || after || !placed && (becomes || part) {
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
    // 甲高铁开行公交化列车以后: only when something else is so.
    if is_when(line, clause) {
        return;
    }
    let mut specific = Vec::new();
    let first = names.first().copied();
    let last = names.last().copied();
    let count = names.len();
    for name in names {
        // 就甲环线达成合作: the cooperation itself is what was agreed on.
        let agreed = word.contains("达成") && name.kind == Kind::Policy && line.ends(name.to, "合作");
        let name = if agreed { Name { kind: Kind::Agreement, alone: true, ..name } } else { name };
        let allowed = verb.value.brings(name.kind)
            || is_meeting(line, verb, name)
            || line.ends(name.to, "试点") && verb.value.kinds != 0
            || matches!(word, "创建" | "申建" | "争创" | "申创") && name.kind == Kind::Target;
        let title = line.at(trimmed(line, name.from, name.to)) == '《';
        // A title is a paper whatever noun it ends with, but not when one only joins it.
        if title
            && (word.ends_with("对接")
                || matches!(word, "融入" | "实现" | "支持" | "推进" | "加快" | "共享" | "参与" | "依托"))
        {
            continue;
        }
        if !allowed && !title {
            continue;
        }
        let name = if line.at(name.from) == '由' { described(line, name) } else { name };
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
    // 建立由11家医院参加的联盟: likewise, of those who take part.
    let of_many = line.at(other.end) == '的' && line.at(verb.end) == '由';
    !describes && !of_many
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
        || line.has(part_from, verb.start, &["大学", "学院", "医院", "集团", "公司"])
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
    if (verb.value.word.ends_with("对接") || matches!(verb.value.word, "融入" | "落实"))
        && line.ends_in(name.to, &["规划", "纲要", "方案"])
    {
        return false;
    }
    let quote = (name.from..name.to).any(|at| matches!(line.at(at), '《' | '\u{201c}' | '「'));
    let length = name.to - name.from;
    let subject = acts_for_somebody(line, part_from, verb);
    // 社保卡互认: a service is plain in few words.
    let service = [
        "互认",
        "互通",
        "互惠",
        "互贷",
        "通办",
        "结算",
        "接续",
        "共享",
        "一卡通",
        "免费",
        "异地就医",
        "办理",
        "通用",
        "票制",
        "互借",
        "通还",
        "互派",
        "互聘",
        "互转",
        "联办",
        "联审",
        "同价",
    ]
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
        (4..=20).contains(&name.to.saturating_sub(from)) && !(from..name.to).any(|at| line.at(at) == '\u{3001}');
    // 开通旅游专列: what two cities have opened is a thing, though others bear the name.
    let firm = ["开通", "开行", "启用", "投用", "首发", "对开", "增开", "加密"]
        .iter()
        .any(|part| verb.value.word.contains(part));
    let works = matches!(name.kind, Kind::Institution | Kind::Platform) || name.kind == Kind::Project && firm;
    // 融合发展示范区 is one word, and yet says what it is; so does 联络处 where two towns open one each.
    let each =
        name.kind == Kind::Institution && matches!(verb.value.word, "互设" | "共设" | "合设" | "相互设立" | "联合设立");
    let long = each || name.to.saturating_sub(from) >= 6;
    let short = short || each && name.to > from + 2;
    (cities.len() >= 2 && short && (from < name.head || long) && works && !is_ordinal(line, from))
        .then_some(Name { from, ..name })
}

/// 联席会议 is a body that meets; what is 召开 is one of its meetings.
pub(super) fn is_meeting(line: &Line<'_>, verb: &Token<Verb>, name: Name) -> bool {
    name.kind == Kind::Policy && verb.value.kinds == Kind::Event.bit() && line.ends(name.to, "会议")
}

/// The kind of a name behind a verb.
pub(super) fn kind_of(line: &Line<'_>, verb: &Token<Verb>, name: Name) -> Kind {
    // 印发《…纪要》: what is issued is no agreement.
    let issued = verb.value.kinds == Kind::Policy.bit() && line.ends(name.to, "纪要》");
    if line.at(name.from) == '《' && (name.kind != Kind::Agreement || issued) {
        return Kind::Policy;
    }
    if matches!(verb.value.word, "纳入" | "列入" | "入选") && name.kind == Kind::Event {
        return Kind::Policy;
    }
    if is_meeting(line, verb, name) {
        return Kind::Event;
    }
    name.kind
}

/// 建成后甲市与乙市之间半小时可达: only when something else is so.
pub(super) fn only_says_when(line: &Line<'_>, verb: &Token<Verb>) -> bool {
    line.one_of(verb.end, &["以后", "之后", "以前", "之前"]).is_some()
        || line.at(verb.end) == '后' && line.spots.iter().any(|spot| spot.start == verb.end + 1)
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
    if line.has(
        name.to,
        clause.to,
        &["前期工作", "前期研究", "可行性研究", "立项", "可研", "勘察设计", "规划研究", "方案研究"],
    ) {
        // 将启动甲线前期工作: not even that has begun.
        let starts = mood == Mood::Ahead && verb.value.word.contains("启动");
        return if starts { Status::Planned } else { Status::Preliminary };
    }
    if line.starts(verb.end, "的") && mood == Mood::Told && verb.value.status == Status::Stated {
        return Status::Established;
    }
    status(&verb.value, mood)
}
