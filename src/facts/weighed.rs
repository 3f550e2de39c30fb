//! What may be a thing though no rule is sure of it: whatever a verb is said of or brings about, nouns and quotes that nobody has told,
//! what towns do for each other, figures. Which of them are kept is weighed ([`super::cues`], [`super::model`]).

use crate::text::punct::is_han;

use super::{
    Claim, Kind, Status,
    clause::{Clause, Mood, carried, is_refused, status},
    cues::Cue,
    edges::{settled, trimmed},
    extract::{Found, within},
    lexicon::{LEXICON, List, Verb},
    metrics::{DEAR, DESCRIBES},
    name::{Name, is_slogan},
    sentence::{Line, Token},
    subject::{described, is_actor, is_when, opening},
    wordlist::Words,
};

/// A row and what speaks for it.
#[derive(Clone, Debug)]
pub struct Weighed {
    /// The row.
    pub claim: Claim,
    /// What speaks for it and against it.
    pub cues: Vec<Cue>,
    /// A rule is sure of it.
    pub sure: bool,
    /// A rule has read it, or a part of it.
    pub told: bool,
}

/// Fewest and most characters of a name.
const LENGTHS: std::ops::RangeInclusive<usize> = 2..=26;
/// Longer sentences tell more than signs around a name can say.
const MOST_CHARS: usize = 160;
/// Most names weighed of one sentence.
const MOST: usize = 24;

/// The names of a sentence that may be things, in the order of the clauses.
pub(super) fn candidates(line: &Line<'_>, clauses: &[Clause]) -> Vec<Found> {
    let mut found: Vec<Found> = Vec::new();
    let (Some(first), Some(last)) = (clauses.first(), clauses.last()) else { return found };
    if last.to - first.from > MOST_CHARS || line.holds(List::Talk, first.from, last.to) {
        return found;
    }
    for (index, &clause) in clauses.iter().enumerate() {
        if is_when(line, clause) || found.len() > MOST {
            continue;
        }
        for verb in within(&line.verbs, clause.from, clause.to) {
            if line.group(verb.start).is_some() || verb.value.kinds == 0 {
                continue;
            }
            let mood = carried(line, clauses, index, verb);
            if matches!(mood, Mood::Denied | Mood::Wished) {
                continue;
            }
            let told = status(&verb.value, mood);
            let relative = line.at(verb.end) == '的';
            // 甲市图书馆发布借阅榜: what stands before the verb does it.
            let acts = (verb.value.object || line.group(verb.end).is_some())
                && verb.end + 2 <= clause.to
                && !matches!(line.at(verb.end), '了' | '于' | '在' | '到' | '至' | '(')
                && line.dates.iter().all(|d| d.chars.start != verb.end)
                && line.quantities.iter().all(|q| q.chars.start != verb.end);
            if verb.value.subject
                && !relative
                && !acts
                && let Some((name, at)) = topic(line, clauses, index, verb)
            {
                let kind = kind_of(line, name, Some(&verb.value));
                found.push(Found { name, kind, status: told, rule: "weighed_topic", clause: at, verb: verb.start });
            }
            // 列入甲清单: the list is not what is told of.
            let listed = ["列", "纳", "入"].iter().any(|part| verb.value.word.contains(part));
            let behind = (verb.value.object && !relative && !listed).then(|| object(line, clause, verb)).flatten();
            if let Some(name) = behind {
                let kind = kind_of(line, name, Some(&verb.value));
                let clause = index;
                found.push(Found { name, kind, status: told, rule: "weighed_object", clause, verb: verb.start });
            }
        }
        nouns(line, clauses, index, &mut found);
        quotes(line, clauses, index, &mut found);
        service(line, clauses, index, &mut found);
        figure(line, clauses, index, &mut found);
    }
    found.retain(|f| LENGTHS.contains(&f.name.to.saturating_sub(f.name.from)) || f.rule == "weighed_figure");
    // 11.6万标箱: a number alone names nothing.
    let number = |name: Name| line.quantities.iter().any(|q| q.chars.start <= name.from && q.chars.end >= name.to);
    found.retain(|f| f.rule == "weighed_figure" || is_name(line, f.name) && !number(f.name));
    found.retain(|f| {
        !is_slogan(line, f.name)
            && !"的也都还就则又却才更均".contains(line.at(f.name.to - 1))
            && clauses.get(f.clause).is_some_and(|&clause| !is_actor(line, clause, f.name))
    });
    for one in &mut found {
        let mark = |at: &usize| !is_han(line.at(*at)) && !line.at(*at).is_alphanumeric() && line.group(*at).is_none();
        let marks = (one.name.from..one.name.to).take_while(mark).count();
        one.name.from += marks;
        one.name.head = one.name.head.max(one.name.from);
    }
    found
}

/// The characters are a name, not what joins two places, a paper people read, or a word of doing alone.
fn is_name(line: &Line<'_>, name: Name) -> bool {
    static OPENS: Words = Words::new(&[
        "等", "刚", "名字", "名叫", "名为", "后", "前", "尚", "未", "并", "但", "而", "每", "约定", "同意",
    ]);
    // 市民走进政务大厅: what somebody does, not what something is called.
    static GOES: Words = Words::new(&[
        "走进", "走到", "走上", "来到", "赶到", "前往", "走访", "告诉", "看到", "拿到", "收到", "接到", "说起", "谈起",
    ]);
    static PAPERS: Words = Words::new(&["报》", "书》", "杂志》", "周刊》", "志》", "纪事》"]);
    let placed = |at: usize| line.spots.iter().any(|spot| spot.start == at);
    let joint = placed(name.from)
        && line.group(name.from).is_none()
        && matches!(line.at(name.to), '与' | '和' | '同')
        && (name.to + 1..name.to + 3).any(placed);
    let telling = LEXICON.telling_chars(line.units(name.from, name.to));
    let last = line.spots.iter().rfind(|spot| spot.start >= name.from && spot.end <= name.to).map(|spot| spot.end);
    let place = last.is_some_and(|end| end + 2 > name.to) && placed(name.from);
    // 有2万人次在平台办事, 没想到: no name; 有轨电车 is one.
    let there = matches!(line.at(name.from), '没')
        || line.at(name.from) == '有' && !matches!(line.at(name.from + 1), '轨' | '机' | '线' | '色');
    let clause = (name.from + 1..name.to).any(|at| line.group(at).is_none() && line.one_of(at, &GOES).is_some());
    !joint
        && !clause
        && !there
        && !place
        && telling >= if name.kind == Kind::Agreement && line.group(name.from).is_none() { 4 } else { 1 }
        && !line.ends_in(name.to, &["之间", "期间", "以来", "方面"])
        && (placed(name.from) || line.one_of(name.from, &OPENS).is_none())
        && !line.ends_in(name.to, &PAPERS)
        && (name.to - name.from > 2 || line.group(name.from).is_some())
}

/// The verb tells of something that is there or was decided, not of what is wished for.
pub(super) fn is_firm(verb: &Verb) -> bool {
    // 加快建设 goes on all the time.
    !verb.word.starts_with('加')
        && (verb.strong || verb.works || verb.status != Status::Stated && (verb.subject || !verb.in_names))
}

/// A firm verb, a day or a number stands in the clause of the name.
pub(super) fn is_held(line: &Line<'_>, clause: Clause, name: Name) -> bool {
    let firm = |v: &Token<Verb>| {
        line.group(v.start).is_none() && is_firm(&v.value) && (v.start >= name.to || v.end <= name.from)
    };
    within(&line.verbs, clause.from, clause.to).iter().any(firm)
        || line.dates.iter().any(|d| {
            d.chars.start >= clause.from && d.chars.end <= clause.to && d.start.is_some() && d.rule != "about_now"
        })
        || line.quantities.iter().any(|q| {
            q.chars.start >= clause.from
                && q.chars.end <= clause.to
                && q.value > 1.0
                && (q.chars.end <= name.from || q.chars.start >= name.to)
        })
}

/// The kind of a name by its last noun, else by its verb.
fn kind_of(line: &Line<'_>, name: Name, verb: Option<&Verb>) -> Kind {
    let head = within(&line.heads, name.from, name.to).last();
    let closes = |end: usize| end == name.to || line.group(end - 1) == Some(name.to);
    let own = head.filter(|head| closes(head.end)).map(|head| head.value.kind);
    match (own, verb) {
        (Some(kind), Some(verb)) if verb.brings(kind) || verb.first.is_none() => kind,
        (Some(kind), None) => kind,
        (own, Some(verb)) => verb.first.or(own).unwrap_or(Kind::Project),
        _ => Kind::Project,
    }
}

/// Where what is spoken of ends: before a day, a number, an adverb, a verb.
fn topic_end(line: &Line<'_>, from: usize, to: usize) -> usize {
    let inside = |at: usize| {
        line.spots.iter().any(|spot| spot.start < at && at < spot.end)
            || line.heads.iter().any(|head| head.start < at && at < head.end)
            || (1..4).any(|back| {
                at.checked_sub(back)
                    .is_some_and(|start| line.lists(List::NoSign, start).is_some_and(|length| length > back))
            })
    };
    let ends = |&at: &usize| {
        line.group(at).is_none()
            && (line.dates.iter().any(|date| date.chars.start == at)
                || line.quantities.iter().any(|q| q.chars.start == at)
                || !inside(at)
                    && (line.lists(List::Follow, at).is_some()
                        || line.lists(List::Ahead, at).is_some()
                        || line
                            .verbs
                            .iter()
                            .any(|v| v.start == at && v.value.subject && !v.value.in_names && line.at(v.end) != '的')))
    };
    (from + 2..to).find(ends).unwrap_or(to)
}

/// The phrase `from..to` as a name.
fn phrase(line: &Line<'_>, from: usize, to: usize) -> Option<Name> {
    let from = trimmed(line, from, to);
    let head = within(&line.heads, from, to).last().filter(|h| h.end == to || line.group(h.end - 1) == Some(to));
    let name = Name {
        from,
        to,
        head: head.map_or(from, |h| h.start),
        kind: head.map_or(Kind::Project, |h| h.value.kind),
        alone: false,
    };
    let name = described(line, name);
    let from = trimmed(line, name.from, to);
    (from + 2 <= to).then_some(Name { from, head: name.head.max(from), ..name })
}

/// What a verb is said of, and the clause that names it: its own, or one before it that has no verb of its own.
fn topic(line: &Line<'_>, clauses: &[Clause], index: usize, verb: &Token<Verb>) -> Option<(Name, usize)> {
    let clause = *clauses.get(index)?;
    let from = trimmed(line, opening(line, clause), verb.start);
    let to = topic_end(line, from, verb.start);
    let side = line.lists(List::Aspect, from).is_some_and(|length| from + length >= to);
    if from + 2 <= to && !side {
        return phrase(line, from, to).map(|name| (name, index));
    }
    for back in (index.saturating_sub(3)..index).rev() {
        let before = *clauses.get(back)?;
        if before.part != clause.part {
            return None;
        }
        let from = trimmed(line, opening(line, before), before.to);
        let to = topic_end(line, from, before.to);
        let acts = within(&line.verbs, from, to).iter().any(|v| v.value.object && line.at(v.end) != '的');
        if from + 3 <= to && !acts {
            return phrase(line, from, to).map(|name| (name, back));
        }
    }
    None
}

/// What stands behind a verb: up to a number, a day or a mark.
fn object(line: &Line<'_>, clause: Clause, verb: &Token<Verb>) -> Option<Name> {
    let mut from = trimmed(line, verb.end, clause.to);
    if let Some(q) = line.quantities.iter().find(|q| q.chars.start == from && q.chars.end < clause.to) {
        // 开了四个小时车: how long, not what.
        if matches!(q.unit, "小时" | "分钟" | "天" | "年" | "个月") {
            return None;
        }
        from = trimmed(line, q.chars.end, clause.to);
    }
    let stop = |&at: &usize| {
        line.group(at).is_none()
            && (line.quantities.iter().any(|q| q.chars.start == at)
                || line.dates.iter().any(|d| d.chars.start == at)
                || matches!(line.at(at), '(' | '并' | '\u{3001}'))
    };
    let to = (from + 2..clause.to).find(stop).unwrap_or(clause.to);
    let to = to - usize::from(matches!(line.at(to.wrapping_sub(1)), '等' | '共' | '约' | '近' | '的') && to > from + 2);
    phrase(line, from, to)
}

/// The verb that says most of what stands at `from..to`: behind it in its clause, else before it.
fn verb_of<'a>(line: &'a Line<'_>, clause: Clause, from: usize, to: usize) -> Option<&'a Token<Verb>> {
    let free = |v: &&Token<Verb>| line.group(v.start).is_none() && v.value.kinds != 0;
    let behind = within(&line.verbs, to, clause.to).iter().filter(free).find(|v| v.value.subject);
    behind.or_else(|| within(&line.verbs, clause.from, from).iter().rfind(free))
}

/// Han and nothing that parts words.
fn is_plain(line: &Line<'_>, from: usize, to: usize) -> bool {
    (from..to).all(|at| {
        is_han(line.at(at))
            && line.group(at).is_none()
            && !matches!(line.at(at), '的' | '了' | '和' | '与' | '及' | '在' | '至')
    }) && line.spots.iter().all(|spot| spot.end <= from || spot.start >= to)
}

/// Ends of those who act.
static BODIES: Words = Words::new(&[
    "医院",
    "保健院",
    "公司",
    "集团",
    "学院",
    "大学",
    "中学",
    "小学",
    "学校",
    "法院",
    "检察院",
    "局",
    "委",
    "委员会",
    "厅",
    "处",
    "所",
    "厂",
    "银行",
    "合作社",
    "联合社",
    "海关",
    "协会",
    "商会",
    "红十字会",
    "政府",
    "部门",
    "企业",
    "国资平台",
    "发展改革",
    "图书馆",
    "体育馆",
    "文化馆",
    "博物馆",
    "消防处",
    "剧团",
]);

/// 甲医院, 乙公司: somebody who acts.
pub(super) fn is_body(line: &Line<'_>, end: usize) -> bool {
    line.ends_in(end, &BODIES) || line.one_of(end - 1, &["局", "委", "厅"]).is_some()
}

/// Every name that ends with a noun of the lexicon.
fn nouns(line: &Line<'_>, clauses: &[Clause], index: usize, found: &mut Vec<Found>) {
    let Some(&clause) = clauses.get(index) else { return };
    for head in within(&line.heads, clause.from, clause.to) {
        let end = line.group(head.end - 1).filter(|&end| end == head.end + 1).unwrap_or(head.end);
        if is_body(line, end) && line.group(head.start).is_none() {
            continue;
        }
        let before = within(&line.verbs, clause.from, head.start)
            .iter()
            .rfind(|v| v.value.object && !v.value.in_names && line.group(v.start).is_none());
        // 凭甲卡、乙码办理: with what it is done.
        let by = (head.start.saturating_sub(10).max(clause.from)..head.start).rfind(|&at| {
            let next = line.at(at + 1);
            line.at(at) == '凭' && next != '借'
                || line.at(at) == '持'
                    && !"支保坚主维扶把".contains(line.at(at.wrapping_sub(1)))
                    && !"续久股平".contains(next)
        });
        if by.is_some_and(|by| within(&line.verbs, by, head.start).iter().all(|v| v.value.in_names)) {
            continue;
        }
        // 列入甲清单: the list is not what is told of.
        let listed = before.is_some_and(|v| ["列", "纳", "入"].iter().any(|part| v.value.word.contains(part)));
        // 由两市设立的基金分担: nothing is said of the fund.
        let silent = before.is_some_and(|v| line.at(v.end) == '的')
            && within(&line.verbs, head.end, clause.to).iter().all(|v| !v.value.subject);
        if listed || silent {
            continue;
        }
        let from = before.map_or_else(|| opening(line, clause), |v| v.end);
        let name = Name { from, to: end, head: head.start, kind: head.value.kind, alone: false };
        let Some(name) = settled(line, described(line, name)) else { continue };
        // 公交化客运5月开跑: the noun goes on up to where something is said of it.
        let goes_on = topic_end(line, (end - 2).max(name.from), clause.to);
        let name = if line.group(head.start).is_none()
            && goes_on > end
            && goes_on <= end + 6
            && is_plain(line, end, goes_on)
        {
            Name { to: goes_on, ..name }
        } else {
            name
        };
        if found.iter().any(|f| f.name.from == name.from && f.name.to == name.to) {
            continue;
        }
        push(line, clauses, index, name, name.kind, "weighed_noun", found);
    }
}

/// What stands in short quotes, and titles.
fn quotes(line: &Line<'_>, clauses: &[Clause], index: usize, found: &mut Vec<Found>) {
    let Some(&clause) = clauses.get(index) else { return };
    for at in clause.from..clause.to {
        let open = line.at(at);
        let Some(end) = line.group(at).filter(|&end| end <= clause.to) else { continue };
        if !matches!(open, '\u{201c}' | '「' | '《') || at > clause.from && line.group(at - 1) == Some(end) {
            continue;
        }
        if !((4..=24).contains(&(end - at - 2)) || open == '《' && (3..=40).contains(&(end - at))) {
            continue;
        }
        let verb = verb_of(line, clause, at, end).map(|v| v.value);
        let head = within(&line.heads, at, end).last().filter(|head| head.end + 1 == end).map(|h| h.value.kind);
        let kind = match (open, head) {
            ('《', Some(Kind::Agreement)) => Kind::Agreement,
            ('《', _) => Kind::Policy,
            (_, Some(kind)) => kind,
            _ => verb.and_then(|v| v.first).unwrap_or(Kind::Platform),
        };
        // 甲乙“一张网”: the places before the quote belong to it.
        let from = line
            .spots
            .iter()
            .rfind(|spot| spot.start >= clause.from && spot.end <= at && at - spot.end <= 4)
            .map_or(at, |spot| spot.start);
        let from = if open == '《' { at } else { from };
        let name = Name { from, to: end, head: at, kind, alone: false };
        push(line, clauses, index, name, kind, "weighed_quote", found);
    }
}

fn push(
    line: &Line<'_>,
    clauses: &[Clause],
    index: usize,
    name: Name,
    kind: Kind,
    rule: &'static str,
    found: &mut Vec<Found>,
) {
    let Some(&clause) = clauses.get(index) else { return };
    let verb = verb_of(line, clause, name.from, name.to);
    // 甲联盟上线“乙数据库”: the quote is what there is, the name does it.
    if verb.is_some_and(|v| v.start >= name.to && line.group(v.end).is_some()) {
        return;
    }
    let mood = verb.map(|verb| carried(line, clauses, index, verb));
    if matches!(mood, Some(Mood::Denied | Mood::Wished)) || is_refused(line, clause, name.from) {
        return;
    }
    let told = match (verb, mood) {
        (Some(verb), Some(mood)) => status(&verb.value, mood),
        _ => Status::Stated,
    };
    let told = if told == Status::Done && is_aim(line, clauses, index) { Status::Stated } else { told };
    let verb = verb.map_or(name.to, |verb| verb.start);
    found.push(Found { name, kind, status: told, rule, clause: index, verb });
}

/// 互认, 通办, 共享, 联网: what several do for each other.
static MUTUAL: Words = Words::new(&[
    "互认",
    "互派",
    "互聘",
    "互借",
    "互选",
    "互通",
    "互换",
    "互贷",
    "互查",
    "互转",
    "互免",
    "互惠",
    "互送",
    "互签",
    "互办",
    "互审",
    "互传",
    "互提",
    "互济",
    "通办",
    "通用",
    "通兑",
    "通借",
    "通还",
    "联办",
    "联审",
    "联网",
    "共享",
    "共用",
    "直达",
    "直通",
    "结算",
    "一卡通",
    "一码通",
    "一票制",
    "一票通",
    "同价",
    "同权",
    "同城",
    "就近",
    "取消备案",
    "免备案",
    "亮码",
]);

/// A clause that ends with such a word, or the phrase around it.
fn service(line: &Line<'_>, clauses: &[Clause], index: usize, found: &mut Vec<Found>) {
    let Some(&clause) = clauses.get(index) else { return };
    let Some((at, length)) = line.each_of(clause.from, clause.to, &MUTUAL).last() else { return };
    let start = opening(line, clause);
    let acts = within(&line.verbs, start, at).iter().rfind(|v| v.value.object && !v.value.in_names);
    let day = line.dates.iter().filter(|d| d.chars.start >= start && d.chars.end <= at).map(|d| d.chars.end).max();
    let from = trimmed(line, acts.map_or(start, |v| v.end).max(day.unwrap_or(start)), at);
    let to = topic_end(line, at + length, clause.to).max(at + length);
    // 互派教师, 互认甲学分: what is done to what.
    let to = if from + 2 > at || to - at < 8 { to } else { at + length };
    let from = from.min(at);
    // 两市共用的平台: it only describes.
    if line.at(to) == '的' {
        return;
    }
    let name = Name { from, to, head: at, kind: Kind::Policy, alone: false };
    push(line, clauses, index, name, Kind::Policy, "weighed_service", found);
}

/// 主办方的目标是:今年…: the clause before says that what follows is an aim.
fn is_aim(line: &Line<'_>, clauses: &[Clause], index: usize) -> bool {
    let before = index.checked_sub(1).and_then(|before| clauses.get(before)).zip(clauses.get(index));
    before.is_some_and(|(before, own)| before.part == own.part && line.has(before.from, before.to, &["目标"]))
}

/// A clause that tells a number.
fn figure(line: &Line<'_>, clauses: &[Clause], index: usize, found: &mut Vec<Found>) {
    let Some(&clause) = clauses.get(index) else { return };
    let mut numbers = line.quantities.iter().filter(|q| {
        q.chars.start >= clause.from && q.chars.end <= clause.to && line.group(q.chars.start).is_none() && q.value > 1.0
    });
    let Some(last) = numbers.next_back() else { return };
    // 从三个方面着力: how somebody goes about it.
    static WAYS: Words = Words::new(&["方面", "领域", "板块", "大行动", "环节", "层面", "维度", "措施"]);
    if line.has(last.chars.start, clause.to, &WAYS) {
        return;
    }
    // 共同出资3亿元, 全长14公里: what a thing costs and how large it is.
    let near = last.chars.start.saturating_sub(8).max(clause.from);
    if line.has(near, last.chars.start, &DEAR) || line.has(near, last.chars.start, &DESCRIBES) {
        return;
    }
    // 据测算,年节约标煤六千吨; 几个乡镇; 三兄弟开了四个小时车.
    let reckoned = line.ends_in(clause.from.saturating_sub(1), &["测算", "估算", "推算"]);
    let vague = matches!(line.at(last.chars.start), '几' | '数');
    static KIN: Words = Words::new(&["兄弟", "姐妹", "夫妇", "夫妻", "父子", "母女", "种植户", "养殖户"]);
    if reckoned || vague || line.has(clause.from, clause.to, &KIN) {
        return;
    }
    let from = trimmed(line, opening(line, clause), last.chars.start);
    let to = if clause.to - from <= 40 { clause.to } else { last.chars.end };
    if from >= last.chars.start || to - from > 44 || to - from < 4 {
        return;
    }
    let name = Name { from, to, head: from, kind: Kind::Target, alone: true };
    let ahead = is_aim(line, clauses, index)
        || line.says(List::Ahead, clause.from, last.chars.start)
        || line
            .dates
            .iter()
            .any(|d| d.chars.start >= clause.from && d.chars.end <= clause.to && (d.ahead || d.deadline));
    let told = if ahead { Status::Stated } else { Status::Done };
    let verb = last.chars.start;
    found.push(Found { name, kind: Kind::Target, status: told, rule: "weighed_figure", clause: index, verb });
}
