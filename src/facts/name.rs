//! Names: where the noun phrase that a verb speaks of begins and ends, and whether it says enough to be a name.

use super::{
    Kind,
    clause::Clause,
    lexicon::{Head, LEXICON, List},
    sentence::{Line, Token},
};
use crate::text::quantity::Dimension;

/// A noun phrase in characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Name {
    pub(super) from: usize,
    pub(super) to: usize,
    pub(super) head: usize,
    pub(super) kind: Kind,
    pub(super) alone: bool,
}

/// Longer phrases are no names.
const MOST_CHARS: usize = 42;

/// The same, but only where nothing else of a name follows: 先行区建设, not 先行区建设方案.
const LAST: [&str; 16] = [
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
];

/// Words that join names.
const JOINTS: [&str; 9] = ["\u{3001}", "和", "及", "与", "以及", "并", "暨", "或", "《"];

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
    if end >= clause.to || line.at(end) == '\0' {
        return Some(end);
    }
    // A note in brackets belongs to no name; 合作(甲·乙)园区 goes on behind it.
    if line.at(end) == '(' {
        let behind = line.group(end)?;
        let over =
            behind >= clause.to || line.one_of(behind, &JOINTS).is_some() || line.lists(List::Follow, behind).is_some();
        return over.then_some(end);
    }
    let joins = line.one_of(end, &JOINTS).is_some();
    let last = LAST.iter().filter(|word| line.starts(end, word)).map(|word| end + word.chars().count()).max();
    let ends = |at: usize| {
        let boundary = at >= clause.to || line.one_of(at, &JOINTS).is_some() || line.lists(List::Follow, at).is_some();
        boundary
            || line.at(at) == '('
            || line.verbs.iter().any(|v| v.start == at && v.value.subject)
            || line.quantities.iter().any(|q| q.chars.start == at)
    };
    // 达5000万吨, 共12家: a number follows.
    let number = matches!(line.at(end), '共' | '达' | '超' | '近' | '约' | '均' | '至')
        && line.quantities.iter().any(|q| q.chars.start <= end + 2 && q.chars.start >= end);
    // 物流港投资18.6亿元: what is measured of it.
    let measured = line.lists(List::Measure, end).is_some_and(|length| {
        let at = end + length;
        let at = at + usize::from(matches!(line.at(at), '约' | '达' | '超' | '近' | '为' | '逾'));
        line.quantities.iter().any(|q| q.chars.start == at)
    });
    // 联盟会员扩充到…: a side of it, of which something is said.
    let side = line.lists(List::Aspect, end).is_some_and(|length| {
        let at = end + length;
        length >= 2
            && (line.lists(List::Follow, at).is_some()
                || line.verbs.iter().any(|v| v.start == at && v.value.subject && !v.value.in_names))
    });
    let follows = side || line.lists(List::Follow, end).is_some() || last.is_some_and(ends) || number || measured;
    // 甲园区二期: the stage belongs to the name.
    if line.heads.iter().any(|h| h.start == end && line.at(h.end - 1) == '期' && h.end == end + 2) {
        return None;
    }
    // 环城公路计划2025年启动: a plan that goes on is said of the thing before it.
    let plans = ["计划", "规划", "预计", "拟", "力争", "有望", "争取", "可望", "确保"]
        .iter()
        .find(|word| line.starts(end, word))
        .is_some_and(|word| goes_on_as_plan(line, end + word.chars().count()));
    if matches!(head.end - head.start, 2) && line.starts(head.start, "计划") && goes_on_as_plan(line, head.end) {
        return None;
    }
    let follows = follows || plans;
    let counted = line.quantities.iter().any(|q| q.chars.start == end)
        || line.at(end).is_ascii_digit() && !line.has(end, end + 4, &["号"]);
    let dated = line.dates.iter().any(|d| d.chars.start == end);
    let verb = line.verbs.iter().any(|v| v.start == end && v.value.subject);
    let relative = relative && line.at(end) == '的';
    // 先行区内, 平台上: places, not names; 发展和改革 goes on.
    let goes_on = line.lists(List::GoesOn, end).is_some();
    ((joins || follows || counted || dated || verb || relative) && !goes_on).then_some(end)
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

/// The position at which a name that may begin at `from` begins: behind measure words, 了, 为期3个月的 and the like.
pub(super) fn trimmed(line: &Line<'_>, mut from: usize, to: usize) -> usize {
    loop {
        let before = from;
        for word in [
            "了",
            "着",
            "过",
            "好",
            "起",
            "的",
            "一批",
            "一系列",
            "一个",
            "一项",
            "一座",
            "一条",
            "一处",
            "一份",
            "一家",
            "一支",
            "一所",
            "一套",
            "一场",
            "一部",
            "一款",
            "一间",
            "一笔",
            "首批",
            "首个",
            "当年",
            "是",
            "首条",
            "相关",
            "有关",
            "多个",
            "多项",
            "各项",
            "其",
            "本",
            "该",
            "这个",
            "这一",
            "这条",
            "这座",
            "这项",
            "这支",
            "一纸",
            "一列",
            "一对",
            "一张",
            "一片",
            "一届",
            "一次",
            "一轮",
            "此",
            "上述",
            "我市",
            "全市",
            "关于",
            "对",
            "包括",
            "由",
            "把",
            "在",
            "于",
            "为",
            "就",
            "同",
            "更多",
            " ",
            "\u{3000}",
            "、",
            "成",
            "出",
            "以及",
            "和",
            "并",
            "及",
        ] {
            // 成都, 和田, 同城, 本地, 对接 are words of their own.
            let other = match word {
                "成" | "和" | "同" | "本" | "对" | "其" | "及" | "并" | "由" | "就" | "出" | "好" | "起" | "过"
                | "为" | "于" | "在" => {
                    line.spots.iter().any(|spot| spot.start == from)
                        || matches!(
                            (word, line.at(from + 1)),
                            ("过", '江' | '境' | '河' | '海' | '渡')
                                | ("同", '城')
                                | ("对", '接' | '口' | '外')
                                | ("本", '地' | '土')
                                | ("成", _)
                                | ("出", _)
                        )
                        || line.heads.iter().any(|head| head.start == from)
                }
                _ => false,
            };
            if from < to && line.starts(from, word) && !other {
                from += word.chars().count();
            }
        }
        if let Some(date) = line.dates.iter().find(|date| date.chars.start == from && date.chars.end < to) {
            let length = date.length_only || matches!(line.at(date.chars.end), '的' | ',');
            if length || date.start.is_some() && !matches!(date.rule, "plan") && line.at(date.chars.end) != '行' {
                from = date.chars.end;
            }
        }
        if line.at(from) == '【'
            && let Some(end) = line.group(from).filter(|&end| end < to)
        {
            from = end;
        }
        // 35公里的…, 50个…: how much is told apart.
        if let Some(quantity) =
            line.quantities.iter().find(|q| q.chars.start == from && q.chars.end < to && line.at(q.chars.end) == '的')
        {
            from = quantity.chars.end + 1;
        }
        if from == before {
            return from.min(to);
        }
    }
}

/// Where a name begins behind the last word of a sentence that stands before it: 把甲大桥, 第二步做成甲园区, 两地搭档的甲先行区.
fn behind_words(line: &Line<'_>, from: usize, head: usize) -> usize {
    let free = |at: &usize| line.group(*at).is_none() && line.spots.iter().all(|s| *at < s.start || s.end <= *at);
    let cut = (from..head).rev().filter(free).find_map(|at| {
        // 甲与乙共同组成的丙中心: a place behind 的 begins a name of its own.
        if line.at(at) == '的' && at > from {
            let own = line.spots.iter().any(|spot| spot.start == at + 1 && spot.end <= head);
            let joint =
                line.has(at.saturating_sub(8).max(from), at, &["共同", "合编", "共管", "牵头", "合推", "合办", "合建"]);
            return (own || joint).then_some(at + 1);
        }
        // 甲市为丙通道再添…: 为 on its own.
        let for_it = line.at(at) == '为'
            && !matches!(line.at(at + 1), '民' | '主' | '期' | '例' | '题')
            && !matches!(line.at(at.wrapping_sub(1)), '行' | '人' | '以');
        line.lists(List::Cuts, at).or_else(|| for_it.then_some(1)).map(|length| at + length)
    });
    // 推动瑞金机场: a verb before a place is one, though it may stand in names.
    let verb = line.verbs.iter().rev().find(|verb| {
        let placed = line.spots.iter().any(|spot| spot.start == verb.end && spot.end <= head);
        verb.start >= from && verb.end < head && verb.value.object && placed && line.group(verb.start).is_none()
    });
    let cut = cut.max(verb.map(|verb| verb.end));
    cut.filter(|&at| at < head).unwrap_or(from)
}

/// 部门, 居民, 老板: who does something is no part of the name of what it is done to.
fn acts_inside(line: &Line<'_>, from: usize, head: usize) -> bool {
    (from..head).any(|at| line.group(at).is_none() && line.lists(List::People, at).is_some())
}

/// A name that a rule took as it stands, without the words of the sentence in it.
pub(super) fn cleaned(line: &Line<'_>, name: Name) -> Option<Name> {
    if line.group(name.from).is_some() || name.head <= name.from {
        return Some(name).filter(|name| name.head < name.to || !acts_inside(line, name.from, name.to));
    }
    let from = trimmed(line, behind_words(line, name.from, name.head), name.to);
    (!acts_inside(line, from, name.head) && from < name.to).then_some(Name { from, ..name })
}

/// The name with its edges trimmed; `None` when it says too little or too much.
pub(super) fn settled(line: &Line<'_>, name: Name) -> Option<Name> {
    let mut from = trimmed(line, name.from, name.to);
    if line.group(from).is_none() {
        from = trimmed(line, behind_words(line, from, name.head), name.to);
    }
    // 由两地共同组成的领导小组: what describes at length is no part of the name.
    while name.to.saturating_sub(from) > MOST_CHARS && line.at(from) != '《' {
        let next = (from..name.head).find(|&at| line.at(at) == '的' && line.group(at).is_none())?;
        from = trimmed(line, next + 1, name.to);
    }
    // …之间35公里的甲乙大道: likewise.
    if let Some(quantity) = line
        .quantities
        .iter()
        .rev()
        .find(|q| q.chars.start > from && q.chars.end < name.head && line.at(q.chars.end) == '的')
    {
        from = quantity.chars.end + 1;
    }
    // Of a list without 等 only the last member has the noun.
    let listed = (from..name.head).rev().find(|&at| line.at(at) == '\u{3001}' && line.group(at).is_none());
    // 甲、乙同城化办公室: the cities of a name are no list of names.
    let cities = listed.is_some_and(|at| {
        let ends = |end: usize| line.spots.iter().any(|spot| spot.end == end && spot.start >= from);
        let begins = |start: usize| line.spots.iter().any(|spot| spot.start == start && line.group(spot.end).is_none());
        ends(at) && begins(at + 1) && line.spots.iter().any(|spot| spot.start == from)
    });
    // 跨域立案、联合执行、类案会商3项机制: the number says that the noun is that of all.
    let summed = listed.is_some_and(|at| {
        line.quantities.iter().any(|q| {
            q.chars.start > at + 2
                && q.chars.end <= name.head
                && (2.0..=12.0).contains(&q.value)
                && name.head - q.chars.end <= 4
        })
    });
    if let Some(last) = listed
        && !cities
        && !summed
        && !(from..name.to)
            .any(|at| line.at(at) == '等' && !matches!(line.at(at.wrapping_sub(1)), '高' | '同' | '平' | '相'))
        && line.quantities.iter().all(|q| q.chars.start != last + 1)
    {
        from = trimmed(line, last + 1, name.to);
    }
    // 甲、乙“丙走廊”: the cities before the name are those that make it.
    if let Some(spot) = line.spots.iter().find(|spot| spot.start == from)
        && listed.is_some_and(|at| at + 1 == from)
        && line.spots.iter().any(|before| before.end + 1 == from)
        && line.group(spot.end).is_some()
    {
        from = spot.end;
    }
    // 由两市市长任组长的领导小组: the plain noun, unless places say which.
    let describes = name.alone && name.head > from && line.at(name.head - 1) == '的';
    if describes
        && line.spots.iter().all(|spot| spot.start < from || spot.end > name.head)
        && line.group(from).is_none()
    {
        from = name.head;
    }
    if acts_inside(line, from, name.head) {
        return None;
    }
    let balanced = |open: char, close: char| {
        let count = |c| (from..name.to).filter(|&at| line.at(at) == c).count();
        count(open) == count(close)
    };
    // Words of a sentence, not of a name.
    let sentence = (from..name.to).any(|at| {
        line.group(at).is_none()
            && matches!(line.at(at), '了' | '谁' | '我' | '他' | '她' | '它' | '吗' | '呢' | '却' | '没' | '`' | '=')
    });
    // 第二阶段: a stretch is one only of some road or between some places.
    let stretch = line.at(name.to - 1) == '段'
        && name.head + 1 == name.to
        && line.spots.iter().all(|spot| spot.start < from || spot.end > name.head);
    // 去年确定的18个项目: so many of them.
    let counted = line.quantities.iter().find(|q| {
        q.chars.end == name.head && q.value >= 2.0 && q.chars.start > from && line.at(q.chars.start - 1) == '的'
    });
    let from = counted.map_or(from, |q| q.chars.start);
    // 第7个驿站: one of several.
    let ordinal = line.at(from) == '第'
        && line
            .quantities
            .iter()
            .any(|q| q.chars.start <= from + 1 && q.chars.end > from + 1 && q.chars.end <= from + 4);
    if sentence
        || stretch
        || ordinal
        || line.has(from, name.to, &["等方面", "等领域", "等等", "个方面", "个领域"])
        || from >= name.to
        || !balanced('《', '》')
        || !balanced('(', ')')
        || !balanced('\u{201c}', '\u{201d}')
        || !balanced('「', '」')
    {
        return None;
    }
    let name = Name { from, ..name };
    (name.to - from >= 2 && says_enough(line, name)).then_some(name)
}

/// True when a name is more than 重大项目 or 合作平台.
pub(super) fn says_enough(line: &Line<'_>, name: Name) -> bool {
    let from = name.from;
    let place = line.spots.iter().any(|spot| spot.start >= from && spot.end < name.to);
    let quote = (from..name.to).any(|at| matches!(line.at(at), '《' | '\u{201c}' | '「' | '\u{2018}' | '\u{201d}'));
    let counted = line
        .quantities
        .iter()
        .any(|q| q.chars.start >= from && q.chars.end < name.to && q.value >= 5.0 && q.value.fract() == 0.0);
    // The last two characters are the noun itself.
    name.alone
        || place
        || several(line, name.to) && LEXICON.telling_chars(&line.chars(from, name.to.saturating_sub(2).max(from))) >= 1
        || quote
        || counted
        || LEXICON.telling_chars(&line.chars(from, name.to.saturating_sub(2).max(from))) >= 2
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
