//! Names: with which noun the phrase that a verb speaks of ends, and whether it says enough to be a name.

use super::{
    Kind,
    clause::Clause,
    edges::trimmed,
    lexicon::{Head, LEXICON, List, Verb},
    sentence::{Line, Spot, Token},
    wordlist::Words,
};
use crate::{
    place::{Form, Level, PlaceId, gazetteer},
    text::quantity::Dimension,
};

/// A noun phrase in characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Name {
    pub(super) from: usize,
    pub(super) to: usize,
    pub(super) head: usize,
    pub(super) kind: Kind,
    pub(super) alone: bool,
}

/// The same, but only where nothing else of a name follows: 先行区建设, not 先行区建设方案.
static LAST: Words = Words::new(&[
    "建设的前期工作",
    "建设",
    "前期工作",
    "的前期工作",
    "工作",
    "的工作",
    "编制",
    "规划编制",
    "的建设",
    "的立项",
    "立项",
    "项目建设",
    "推进",
    "实施",
    "的编制",
    "的实施",
]);

/// Words that join names.
static JOINTS: Words = Words::new(&["\u{3001}", "和", "及", "与", "以及", "并", "暨", "或", "《"]);

/// The head that ends a name and where the name ends, when nothing of the phrase follows behind `head`.
fn ends_name(line: &Line<'_>, clause: Clause, head: &Token<Head>, relative: bool) -> Option<usize> {
    let mut end = head.end;
    if let Some(behind) = line.group(head.start) {
        // “遂宁方案” and 《…协议》 end with their quote, whatever follows inside does not.
        let closes = matches!(line.at(end), '\u{201d}' | '\u{201c}' | '\u{2019}' | '」' | '』' | '》' | ')');
        let bracket_before_end = line.at(end) == '(' && line.at(behind - 1) == '》';
        if !(closes && end + 1 == behind || bracket_before_end) || line.at(behind - 1) == ')' {
            return None;
        }
        end = behind;
    }
    // 小程序“甲乙接活”: what it is called belongs to it.
    if matches!(line.at(end), '\u{201c}' | '「')
        && let Some(behind) =
            line.group(end).filter(|&behind| behind <= clause.to && (4..=14).contains(&(behind - end)))
        && matches!(head.value.kind, Kind::Platform | Kind::Project)
        && line.heads.iter().all(|other| other.start != behind && (other.end <= end || other.end >= behind))
    {
        end = behind;
    }
    if end >= clause.to || line.at(end) == '\0' {
        return Some(end);
    }
    // A note in brackets belongs to no name; 合作(甲·乙)园区 goes on behind it.
    if line.at(end) == '(' {
        let behind = line.group(end)?;
        let over = behind >= clause.to
            || line.one_of(behind, &JOINTS).is_some()
            || line.lists(List::Follow, behind).is_some()
            || line.verbs.iter().any(|v| v.start == behind && v.value.subject)
            || line.dates.iter().any(|d| d.chars.start == behind);
        return over.then_some(end);
    }
    // 先行区内, 平台上: places, not names; 发展和改革 goes on.
    if line.lists(List::GoesOn, end).is_some() {
        return None;
    }
    // 甲园区二期: the stage belongs to the name.
    if line.heads.iter().any(|h| h.start == end && line.at(h.end - 1) == '期' && h.end == end + 2) {
        return None;
    }
    // 甲桥加固完毕: what is done to the thing belongs to the name of the undertaking.
    static WORKS: Words = Words::new(&["加固", "改造", "改建", "扩建", "整治", "大修", "修缮", "加高"]);
    let worked = line.one_of(end, &WORKS).and_then(|_| line.heads.iter().find(|h| h.start == end));
    if head.value.kind == Kind::Project
        && worked.is_some_and(|work| {
            work.end >= clause.to
                || line
                    .one_of(work.end, &["完成", "完工", "完毕", "收尾", "竣工", "工程", "已", "于", "将", "正", "项目"])
                    .is_some()
        })
    {
        return None;
    }
    if matches!(head.end - head.start, 2) && line.starts(head.start, "计划") && goes_on_as_plan(line, head.end) {
        return None;
    }
    let follows = || line.lists(List::Follow, end).is_some();
    // 口岸通关协调小组: a verb that is as often part of a name, before the noun that ends it.
    let goes_on = |v: &Token<Verb>| v.value.in_names && noun_soon(line, clause, v.end);
    let verb = || line.verbs.iter().any(|v| v.start == end && v.value.subject && !goes_on(v));
    let counted = || {
        line.quantities.iter().any(|q| q.chars.start == end)
            || line.at(end).is_ascii_digit() && !line.has(end, end + 4, &["号"])
    };
    let dated = || line.dates.iter().any(|d| d.chars.start == end);
    let over = line.one_of(end, &JOINTS).is_some()
        || relative && line.at(end) == '的'
        || follows()
        || verb()
        || counted()
        || dated()
        || is_measured(line, end)
        || has_side(line, end)
        || is_worked_on(line, clause, end)
        || is_planned(line, end);
    over.then_some(end)
}

/// A noun of a name ends few characters behind `from`, with nothing between that parts words.
fn noun_soon(line: &Line<'_>, clause: Clause, from: usize) -> bool {
    const MOST: usize = 8;
    let next = line.heads.partition_point(|head| head.end < from + 2);
    let head = line.heads.get(next).filter(|head| head.start >= from && head.end <= clause.to.min(from + MOST));
    head.is_some_and(|head| {
        (from..head.end).all(|at| {
            !matches!(
                line.at(at),
                '的' | '了' | '\u{3001}' | '并' | '和' | '在' | '于' | '(' | '至' | '《' | '\u{201c}'
            )
        }) && line.dates.iter().all(|d| d.chars.start < from || d.chars.start >= head.end)
            && line.quantities.iter().all(|q| q.chars.start < from || q.chars.start >= head.end)
            && line.spots.iter().all(|s| s.start < from || s.start >= head.end)
    })
}

/// 先行区建设, 甲高铁的前期工作: what is done for a thing ends its name, where nothing else follows.
fn is_worked_on(line: &Line<'_>, clause: Clause, end: usize) -> bool {
    if line.one_of(end, &LAST).is_none() {
        return false;
    }
    let last = LAST.iter().filter(|word| line.starts(end, word)).map(|word| end + word.chars().count()).max();
    last.is_some_and(|at| {
        at >= clause.to
            || line.one_of(at, &JOINTS).is_some()
            || line.lists(List::Follow, at).is_some()
            || line.at(at) == '('
            || line.verbs.iter().any(|v| v.start == at && v.value.subject)
            || line.quantities.iter().any(|q| q.chars.start == at)
    })
}

/// 达5000万吨, 共12家, 投资18.6亿元: a number, or what is measured of the thing.
fn is_measured(line: &Line<'_>, end: usize) -> bool {
    let number = matches!(line.at(end), '共' | '达' | '超' | '近' | '约' | '均' | '至')
        && line.quantities.iter().any(|q| q.chars.start <= end + 2 && q.chars.start >= end);
    number
        || line.lists(List::Measure, end).is_some_and(|length| {
            let at = end + length;
            let at = at + usize::from(matches!(line.at(at), '约' | '达' | '超' | '近' | '为' | '逾'));
            line.quantities.iter().any(|q| q.chars.start == at)
        })
}

/// 联盟会员扩充到…: a side of it, of which something is said.
fn has_side(line: &Line<'_>, end: usize) -> bool {
    line.lists(List::Aspect, end).is_some_and(|length| {
        let at = end + length;
        length >= 2
            && line.one_of(end, &["项目", "工程", "建设", "工作"]).is_none()
            && line.heads.iter().all(|other| other.end != at)
            && (line.lists(List::Follow, at).is_some()
                || line.verbs.iter().any(|v| v.start == at && v.value.subject && !v.value.in_names))
    })
}

/// 环城公路计划2025年启动: a plan that goes on is said of the thing before it.
fn is_planned(line: &Line<'_>, end: usize) -> bool {
    static PLANS: Words = Words::new(&["计划", "规划", "预计", "拟", "力争", "有望", "争取", "可望", "确保"]);
    line.one_of(end, &PLANS).is_some_and(|length| goes_on_as_plan(line, end + length))
}

/// Behind 计划: when or where it is to happen, or what is to be done.
fn goes_on_as_plan(line: &Line<'_>, at: usize) -> bool {
    matches!(line.at(at), '于' | '在' | '到' | '用' | '由' | '从')
        || line.dates.iter().any(|date| date.chars.start == at)
        || line.verbs.iter().any(|verb| verb.start == at)
}

/// The names behind a verb: one, or a list joined by 、 and 和.
pub(super) fn behind(line: &Line<'_>, clause: Clause, from: usize, relative: bool) -> Vec<Name> {
    let mut names = Vec::new();
    let mut start = from;
    let (mut started, mut skip) = (false, from);
    // A list has few members.
    for _ in 0..24 {
        let next = line.heads.partition_point(|head| head.end <= start.max(skip));
        let Some((head, end)) = line
            .heads
            .get(next..)
            .unwrap_or_default()
            .iter()
            .take_while(|head| head.end <= clause.to)
            .find_map(|head| ends_name(line, clause, head, relative).map(|end| (head, end)))
        else {
            break;
        };
        let name = Name { from: start, to: end, head: head.start, kind: head.value.kind, alone: head.value.alone };
        // 经济区与行政区适度分离: a bare noun before 与 and 和 is the first half of a longer name.
        let half = matches!(line.at(end), '与' | '和')
            && end + 1 < clause.to
            && !says_enough(line, Name { from: trimmed(line, start, end), ..name });
        if half && names.is_empty() && !started {
            started = true;
            skip = end;
            continue;
        }
        names.push(name);
        let mut after = end;
        for word in ["的前期工作", "前期工作", "项目建设", "建设", "工作", "编制"] {
            if line.starts(after, word) {
                after += word.chars().count();
                break;
            }
        }
        if line.at(after) == '等' && !matches!(line.at(after + 1), '\0' | ',') && after + 1 < clause.to {
            // 等标志性工程: what the names before are.
            break;
        }
        let joint = if line.at(after) == '《' {
            Some(0)
        } else {
            line.one_of(after, &["\u{3001}", "以及", "和", "及", "与", "并"])
        };
        let Some(joint) = joint else { break };
        start = after + joint;
        if line.verbs.iter().any(|verb| verb.start == start && verb.value.object) {
            break;
        }
    }
    names
}

/// True when a name is more than 重大项目 or 合作平台.
pub(super) fn says_enough(line: &Line<'_>, name: Name) -> bool {
    let from = name.from;
    let place = line.spots.iter().any(|spot| spot.start >= from && spot.end < name.to && !of_provinces(spot));
    let quote = (from..name.to).any(|at| matches!(line.at(at), '《' | '\u{201c}' | '「' | '\u{2018}' | '\u{201d}'));
    let counted = line
        .quantities
        .iter()
        .any(|q| q.chars.start >= from && q.chars.end < name.to && q.value >= 5.0 && q.value.fract() == 0.0);
    // The last two characters are the noun itself.
    name.alone
        || place
        || several(line, name.to) && LEXICON.telling_chars(line.units(from, name.to.saturating_sub(2).max(from))) >= 1
        || quote
        || counted
        || LEXICON.telling_chars(line.units(from, name.to.saturating_sub(2).max(from))) >= 2
}

/// 川渝: so large a part of the country that it tells no thing from others.
fn of_provinces(spot: &Spot<'_>) -> bool {
    let province = |&place: &PlaceId| gazetteer().get(place).level == Level::Province;
    spot.mention.form == Form::Abbreviated && spot.mention.places.iter().any(province)
}

/// 加氢站6座: how many there are stands behind.
pub(super) fn several(line: &Line<'_>, at: usize) -> bool {
    line.quantities.iter().any(|q| q.chars.start == at && q.value >= 2.0 && q.dimension == Dimension::Count)
}

/// Whether the source calls a slogan what looks like a name: 标杆, 高地, 样板.
pub(super) fn is_slogan(line: &Line<'_>, name: Name) -> bool {
    line.has(
        name.from,
        name.to,
        &[
            "率先",
            "标杆",
            "新篇章",
            "新高地",
            "奇迹",
            "梦想",
            "力量",
            "一条路",
            "新局面",
            "使命",
            "新征程",
            "人民代表大会",
        ],
    )
}
