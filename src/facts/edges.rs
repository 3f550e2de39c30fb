//! Where a name begins: behind measure words, dates and the words of the sentence that stand before it.

use super::{
    lexicon::List,
    name::{Name, says_enough},
    sentence::Line,
    wordlist::Words,
};
use crate::text::reader::Lead;

/// Longer phrases are no names.
const MOST_CHARS: usize = 42;

/// Words of a sentence that stand before a name, in the order in which they are taken away.
static BEFORE: Words = Words::new(&[
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
    "同样的",
    "这样的",
    "那样的",
    "同样",
    "这样",
    " ",
    "\u{3000}",
    "、",
    "成",
    "出",
    "以及",
    "和",
    "并",
    "及",
]);

/// 成都, 和田, 同城, 本地, 对接 are words of their own.
fn is_other(line: &Line<'_>, from: usize, word: &str) -> bool {
    // 自贡市: the name of a place begins with it.
    if line.spots.iter().any(|spot| spot.start == from && spot.end > from + word.chars().count()) {
        return true;
    }
    match word {
        "成" | "和" | "同" | "本" | "对" | "其" | "及" | "并" | "由" | "就" | "出" | "好" | "起" | "过" | "为"
        | "于" | "在" => {
            line.spots.iter().any(|spot| spot.start == from)
                || matches!(
                    (word, line.at(from + 1)),
                    ("就", '业' | '医' | '学' | '地' | '近' | '诊' | '读' | '职' | '餐' | '寝')
                        | ("过", '江' | '境' | '界' | '河' | '海' | '渡')
                        | ("同", '城' | '样')
                        | ("对", '接' | '口' | '外')
                        | ("本", '地' | '土')
                        | ("成", _)
                        | ("出", _)
                )
                || line.heads.iter().any(|head| head.start == from)
        }
        _ => false,
    }
}

/// Marks before the items of a list.
const BULLETS: [char; 13] = ['●', '○', '◆', '◇', '■', '□', '▲', '△', '★', '☆', '◎', '※', '•'];

/// The position at which a name that may begin at `from` begins: behind measure words, 了, 为期3个月的 and the like.
pub(super) fn trimmed(line: &Line<'_>, mut from: usize, to: usize) -> usize {
    loop {
        let before = from;
        let mut next = 0;
        while from < to {
            let first = line.at(from);
            if !BEFORE.may_begin(first) {
                break;
            }
            let lead = Lead::of(first);
            let mut here = BEFORE.iter().enumerate().skip(next).filter(|(_, word)| lead.opens(word));
            let Some((at, word)) = here.find(|(_, word)| line.starts(from, word) && !is_other(line, from, word)) else {
                break;
            };
            from += word.chars().count();
            next = at + 1;
        }
        if let Some(date) = line.dates.iter().find(|date| date.chars.start == from && date.chars.end < to) {
            let length = date.length_only || matches!(line.at(date.chars.end), '的' | ',');
            if length || date.start.is_some() && !matches!(date.rule, "plan") && line.at(date.chars.end) != '行' {
                from = date.chars.end;
            }
        }
        // 将丙大桥列入…: what somebody puts on a list.
        let placed = line.at(from) == '将' || line.at(from) == '把';
        from += usize::from(placed && from + 4 < to && line.spots.iter().all(|spot| spot.start != from));
        // 2.甲公交: the number of a measure.
        let digits = (from..to).take(2).take_while(|&at| line.at(at).is_ascii_digit()).count();
        if digits > 0 && line.at(from + digits) == '.' && !line.at(from + digits + 1).is_ascii_digit() {
            from += digits + 1;
        }
        // 计划2025年底与甲地铁贯通: when it is to be.
        if let Some(length) = line.one_of(from, &["计划", "预计", "预定", "力争", "争取"])
            && let Some(date) = line.dates.iter().find(|d| d.chars.start == from + length && d.chars.end < to)
        {
            from = date.chars.end;
        }
        // ●甲大桥, ——甲大桥: the mark of a list.
        from += (from..to).take_while(|&at| BULLETS.contains(&line.at(at))).count();
        // 【要闻】, (一): a mark before what is told.
        if matches!(line.at(from), '【' | '(')
            && let Some(end) = line.group(from).filter(|&end| end < to)
        {
            from = end;
        }
        // 合建座观测站: the number was lost, its measure was not.
        from += usize::from(from + 3 < to && is_measure(line, from));
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

/// A measure word whose number is missing; 条例 and 项目 are words of their own.
fn is_measure(line: &Line<'_>, at: usize) -> bool {
    let next = line.at(at + 1);
    match line.at(at) {
        '座' => !matches!(next, '谈' | '椅' | '位' | '标'),
        '条' => !matches!(next, '例' | '约' | '件' | '子' | '码'),
        '项' => next != '目',
        _ => false,
    }
}

/// 第7个驿站: one of several.
pub(super) fn is_ordinal(line: &Line<'_>, from: usize) -> bool {
    line.at(from) == '第'
        && (from + 2..from + 5).any(|at| matches!(line.at(at), '个' | '座' | '家' | '条' | '处' | '份'))
}

/// Where a name begins behind the last word of a sentence that stands before it: 把甲大桥, 第二步做成甲园区, 两地搭档的甲先行区.
fn behind_words(line: &Line<'_>, from: usize, head: usize) -> usize {
    let free = |at: &usize| line.group(*at).is_none() && line.spots.iter().all(|s| *at < s.start || s.end <= *at);
    let cut = (from..head).rev().filter(free).find_map(|at| {
        // 甲与乙共同组成的丙中心: a place behind 的 begins a name of its own.
        if line.at(at) == '的' && at > from {
            let own = line.spots.iter().any(|spot| spot.start == at + 1 && spot.end <= head);
            // 工程中最长的丙大桥: which of them it is.
            if line.at(at) == '的' && at > from + 1 && (from..at).rev().take(6).any(|by| line.at(by) == '最') {
                return Some(at + 1);
            }
            // 甲市一家企业的丙生产线: whose it is.
            let own = own
                || at + 4 <= head
                    && ["企业", "公司", "院校", "学校", "大学", "单位", "集团", "机构"]
                        .iter()
                        .any(|end| line.ends(at, end));
            // 连接甲与乙的丙大桥: where it is.
            static LIES: Words =
                Words::new(&["连接", "串联", "串起", "横跨", "贯穿", "地处", "位于", "途经", "穿越", "毗邻"]);
            let own = own || line.one_of(from, &LIES).is_some() && at + 3 <= head;
            let joint =
                line.has(at.saturating_sub(8).max(from), at, &["共同", "合编", "共管", "牵头", "合推", "合办", "合建"]);
            return (own || joint).then_some(at + 1);
        }
        // 甲市为丙通道再添…: 为 on its own.
        let for_it = line.at(at) == '为'
            && !matches!(line.at(at + 1), '民' | '主' | '期' | '例' | '题')
            && !matches!(line.at(at.wrapping_sub(1)), '行' | '人' | '以');
        let let_it = line.at(at) == '让'
            && !matches!(line.at(at.wrapping_sub(1)), '转' | '出' | '礼')
            && line.at(at + 1) != '利';
        let for_it = for_it || let_it;
        line.lists(List::Cuts, at).or_else(|| for_it.then_some(1)).map(|length| at + length)
    });
    // 推动瑞金机场: a verb before a place is one, though it may stand in names; 两市共建甲中心 likewise.
    const JOINT: [&str; 8] = ["共建", "合建", "合办", "共办", "联建", "共同建设", "联合建设", "合作共建"];
    static THEY: Words = Words::new(&["两市", "两地", "双方", "两县", "两区", "三地", "三市", "四市"]);
    let verb = line.verbs.iter().rev().find(|verb| {
        let placed = line.spots.iter().any(|spot| spot.start == verb.end && spot.end <= head);
        let joint = JOINT.contains(&verb.value.word)
            && (line.spots.iter().any(|spot| spot.end == verb.start) || line.ends_in(verb.start, &THEY));
        let before = verb.end < head || joint && verb.end == head;
        verb.start >= from && before && verb.value.object && (placed || joint) && line.group(verb.start).is_none()
    });
    let at_head = verb.is_some_and(|verb| verb.end == head);
    let cut = cut.max(verb.map(|verb| verb.end));
    cut.filter(|&at| at < head || at_head).unwrap_or(from)
}

/// 部门, 居民, 老板: who does something is no part of the name of what it is done to.
fn acts_inside(line: &Line<'_>, from: usize, head: usize) -> bool {
    line.says(List::People, from, head)
}

/// 三地渔政部门联合执法行动: the name begins behind the office that does it.
fn behind_office(line: &Line<'_>, from: usize, head: usize) -> usize {
    let office = (from..head).rev().find(|&at| line.starts(at, "部门") && line.group(at).is_none());
    let at = office.map_or(from, |at| at + 2);
    let at = at + usize::from(office.is_some() && matches!(line.at(at), '对' | '将' | '的'));
    if at + 2 <= head { at } else { from }
}

/// A name that a rule took as it stands, without the words of the sentence in it.
pub(super) fn cleaned(line: &Line<'_>, name: Name) -> Option<Name> {
    if line.group(name.from).is_some() || name.head <= name.from {
        return Some(name).filter(|name| name.head < name.to || !acts_inside(line, name.from, name.to));
    }
    let from = behind_office(line, behind_words(line, name.from, name.head), name.head);
    let from = trimmed(line, from, name.to);
    // 两市共建中心: what they do, and no name.
    let they = line.one_of(from, &["两市", "两地", "双方", "两县", "三地", "三市", "四市"]);
    if they.is_some_and(|length| line.verbs.iter().any(|verb| verb.start == from + length && verb.value.object)) {
        return None;
    }
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
    // 甲会商、乙对接、丙调度三级机制: likewise.
    let summed = summed
        || (name.head.saturating_sub(2)..=name.head).any(|at| {
            let number =
                ['两', '三', '四', '五', '六', '七', '八'].iter().position(|&c| c == line.at(at)).map(|i| i + 2);
            let marks = (from..at).filter(|&at| line.at(at) == '\u{3001}' && line.group(at).is_none()).count();
            number == Some(marks + 1) && matches!(line.at(at + 1), '级' | '类' | '层' | '大' | '项')
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
    // 甲、乙跨省的“丙中心”: the quote is the name.
    let quote = (from + 1..name.head).find(|&at| {
        matches!(line.at(at), '\u{201c}' | '「') && line.at(at - 1) == '的' && line.group(at) == Some(name.to)
    });
    let whose = |at: usize| at <= from + 12 && line.spots.iter().any(|spot| spot.start == from && spot.end <= at);
    if let Some(at) = quote.filter(|&at| whose(at) && line.verbs.iter().all(|v| v.start < from || v.end > at)) {
        from = at;
    }
    // 由两市市长任组长的领导小组: the plain noun, unless places say which.
    let describes = name.alone && name.head > from && line.at(name.head - 1) == '的';
    if describes
        && line.spots.iter().all(|spot| spot.start < from || spot.end > name.head)
        && line.group(from).is_none()
    {
        from = name.head;
    }
    if line.group(from).is_none() {
        from = behind_office(line, from, name.head);
    }
    if acts_inside(line, from, name.head) {
        return None;
    }
    let balanced = |open: char, close: char| {
        let count = |c| (from..name.to).filter(|&at| line.at(at) == c).count();
        count(open) == count(close)
    };
    // Words of a sentence, not of a name.
    // 长寿区因信息系统更换: 因 behind a place says why.
    let why = line.spots.iter().any(|spot| spot.start == from && line.at(spot.end) == '因')
        || line.at(from) == '否' && line.at(from.wrapping_sub(1)) == '是';
    let sentence = why
        || (from..name.to).any(|at| {
            line.group(at).is_none()
                && matches!(
                    line.at(at),
                    '了' | '谁' | '我' | '他' | '她' | '它' | '吗' | '呢' | '却' | '没' | '`' | '='
                )
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
    let asked = line.one_of(from, &["下列", "以下", "争取", "商量", "等着"]).is_some()
        || line.at(from) == '之'
        || (from..name.head).any(|at| line.at(at) == '从' && line.at(at + 1).is_ascii_digit())
        || matches!(line.at(from), '与' | '同') && line.dates.iter().any(|date| date.chars.end == from)
        || (from..name.head).any(|at| line.at(at) == '把' && line.group(at).is_none())
        || line.has(from, name.head, &["凭一", "凭着", "凭同"])
        || line.quantities.iter().any(|q| q.chars.start == from && q.chars.end >= name.to)
        || line.at(from) == '等' && !matches!(line.at(from + 1), '级' | '待');
    if sentence
        || stretch
        || asked
        || is_ordinal(line, from)
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
