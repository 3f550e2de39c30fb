//! What speaks for a row and against it: how it was found, how its name looks, and what stands around it.

use super::{
    Claim, Kind, Party, Status,
    clause::{Clause, Mood, carried},
    extract::{Found, within},
    lexicon::{LEXICON, List},
    parties::cities_in,
    sentence::Line,
    weighed::is_body,
};
use crate::text::punct::is_han;

/// A sign: of which sort, and which of them.
pub type Cue = (&'static str, &'static str);

/// Where a row stands.
#[derive(Clone, Copy, Debug)]
pub(super) struct Around {
    /// The sentence.
    pub(super) sentence: (usize, usize),
    /// Its sentence says that several do it.
    pub(super) together: bool,
    /// Rows that were told of the sentence by rules, of its clause, and of the page so far.
    pub(super) told: (usize, usize, usize),
    /// Sentences before it in its paragraph.
    pub(super) nth: usize,
    /// The page is a plan.
    pub(super) plan: bool,
}

const SHARE: [&str; 24] = [
    "两地", "双方", "两市", "两区", "两县", "两州", "两校", "两院", "两家", "两局", "两岸", "三地", "三市", "三县",
    "三方", "三家", "四地", "四市", "四方", "五地", "五市", "各市", "两省", "两边",
];
const JOINT: [&str; 14] =
    ["联合", "共同", "共建", "合作", "合办", "合建", "携手", "联手", "跨", "共享", "互", "协同", "结对", "毗邻"];
const SAYS: [&str; 12] = ["说", "称", "表示", "告诉", "认为", "坦言", "介绍", "透露", "回应", "回答", "觉得", "指出"];
const PEOPLE: [&str; 18] = [
    "我", "他", "她", "你", "记者", "居民", "村民", "乘客", "市民", "司机", "老人", "大家", "家长", "游客", "孩子",
    "网友", "老板", "咱",
];
const PAST: [&str; 14] =
    ["年前", "曾", "过去", "以前", "原来", "原先", "此前", "当年", "从前", "历史", "去年", "前年", "一度", "早年"];
const DOUBT: [&str; 20] = [
    "不",
    "没",
    "未",
    "无",
    "还在商",
    "商量",
    "讨论",
    "论证",
    "研究",
    "能否",
    "是否",
    "如果",
    "要是",
    "建议",
    "希望",
    "呼吁",
    "盼",
    "可能",
    "或",
    "传",
];
const SENTENCE: [char; 22] = [
    '了', '是', '有', '不', '没', '在', '把', '被', '让', '给', '就', '也', '都', '又', '还', '才', '到', '从', '对',
    '着', '过', '为',
];
/// Words that a name of work ends with less often than something else.
const PLAIN: [&str; 40] = [
    "工作", "方面", "情况", "问题", "关系", "能力", "水平", "力度", "条件", "基础", "作用", "优势", "需求", "领域",
    "阶段", "时间", "部门", "单位", "企业", "公司", "人员", "群众", "市民", "代表", "政府", "手续", "材料", "资料",
    "经验", "成果", "成效", "消息", "报告", "活动", "任务", "要求", "意见", "产业", "经济", "市场",
];

fn at_most(value: usize, names: [&'static str; 4], ends: [usize; 3]) -> &'static str {
    let [first, second, third, last] = names;
    match value {
        n if n <= ends[0] => first,
        n if n <= ends[1] => second,
        n if n <= ends[2] => third,
        _ => last,
    }
}

/// The signs of a row that was read as `claim`.
pub(super) fn cues(line: &Line<'_>, clauses: &[Clause], found: &Found, claim: &Claim, around: &Around) -> Vec<Cue> {
    let name = found.name;
    let (from, to) = around.sentence;
    let mut cues: Vec<Cue> = vec![("always", "-"), ("kind", claim.kind.name()), ("status", claim.status.name())];
    let Some(&clause) = clauses.get(found.clause) else { return cues };
    let mut say = |sort: &'static str, holds: bool| {
        if holds {
            cues.push((sort, "yes"));
        }
    };
    // The name.
    let length = name.to - name.from;
    let place = line.spots.iter().any(|spot| spot.start >= name.from && spot.end <= name.to);
    let first = line.spots.iter().any(|spot| spot.start == name.from);
    say("name has a place", place);
    say("name begins with a place", first);
    say("name begins with a place in brackets", line.group(name.from).is_some());
    let quote = |c: char| matches!(c, '\u{201c}' | '「');
    say("name has a quote", (name.from..name.to).any(|at| quote(line.at(at))));
    say("name has a title", (name.from..name.to).any(|at| line.at(at) == '《'));
    say("name has a number", (name.from..name.to).any(|at| line.at(at).is_ascii_digit()));
    say("name has joint words", line.has(name.from, name.to, &JOINT));
    say("name has 的", (name.from..name.to).any(|at| line.at(at) == '的' && line.group(at).is_none()));
    say(
        "name is a sentence",
        (name.from..name.to).any(|at| line.group(at).is_none() && SENTENCE.contains(&line.at(at))),
    );
    say("name has a verb", within(&line.verbs, name.from, name.to).iter().any(|v| !v.value.in_names));
    say("name has a list", (name.from..name.to).any(|at| line.at(at) == '\u{3001}' && line.group(at).is_none()));
    say("name ends plainly", PLAIN.iter().any(|end| line.ends(name.to, end)));
    say("name has people", line.says(List::People, name.from, name.to) || line.has(name.from, name.to, &PEOPLE));
    say("name says both", line.has(name.from, name.to, &SHARE));
    say("name is an aspect", line.lists(List::Aspect, name.from).is_some());
    say("name acts", line.lists(List::Acts, name.from).is_some_and(|length| length >= 2) && !first);
    say("name goes on", line.lists(List::GoesOn, name.to).is_some());
    say("name ends its clause", name.to >= clause.to);
    say("name opens its clause", name.from <= clause.from + 1);
    let head = within(&line.heads, name.from, name.to)
        .last()
        .filter(|h| h.end == name.to || line.group(h.end - 1) == Some(name.to));
    say("noun is unknown", head.is_none());
    say("noun is its kind", head.is_some_and(|h| h.value.kind == claim.kind));
    say("bare", claim.bare);
    say("short for another", claim.full_name.is_some());
    say("name ends as a body", is_body(line, name.to));
    let objects = within(&line.verbs, name.to, clause.to);
    say(
        "name does something",
        objects.iter().any(|v| {
            v.value.object
                && line.at(v.end) != '的'
                && within(&line.heads, v.end, clause.to).iter().any(|h| h.start >= v.end)
        }),
    );
    // Its clause.
    let verb = line.verbs.iter().find(|verb| verb.start == found.verb);
    say("verb is unknown", verb.is_none());
    if let Some(verb) = verb {
        say("verb is strong", verb.value.strong);
        say("verb is of works", verb.value.works);
        say("verb only before", verb.value.object && !verb.value.subject);
        say("verb only behind", verb.value.subject && !verb.value.object);
        say("verb brings its kind", verb.value.brings(claim.kind));
        say("verb ends its clause", clauses.iter().any(|c| c.to == verb.end));
        say("verb touches the name", verb.end == name.from || verb.start == name.to);
        say("verb far from the name", verb.start > name.to + 8 || verb.end + 8 < name.from);
        say("verb with 了", line.at(verb.end) == '了');
        say("verb describes", line.at(verb.end) == '的');
    }
    say("clause has joint words", line.has(clause.from, clause.to, &JOINT));
    say("clause says both", line.has(clause.from, clause.to, &SHARE));
    let dated = |from: usize, to: usize| {
        line.dates
            .iter()
            .any(|d| d.chars.start >= from && d.chars.end <= to && d.start.is_some() && d.rule != "about_now")
    };
    say("clause has a day", dated(clause.from, clause.to));
    say("sentence has a day", dated(from, to));
    let numbers = |from: usize, to: usize| {
        line.quantities.iter().filter(|q| q.chars.start >= from && q.chars.end <= to && q.value > 1.0).count()
    };
    say("clause has a number", numbers(clause.from, clause.to) > 0);
    say("clause says who speaks", line.has(clause.from, clause.to, &SAYS));
    say("sentence says who speaks", line.has(from, to, &SAYS));
    say("clause has people", line.has(clause.from, clause.to, &PEOPLE));
    say("sentence has people", line.has(from, to, &PEOPLE));
    say("clause looks back", line.has(clause.from, clause.to, &PAST));
    say("clause doubts", line.has(clause.from, clause.to, &DOUBT));
    say("sentence doubts", line.has(from, to, &DOUBT));
    say("clause is background", line.holds(List::Background, clause.from, clause.to));
    say("clause wishes", line.holds(List::Wishes, clause.from, clause.to));
    say("clause has long ago", line.has(from, to, &["世纪", "民国", "清", "明代", "古", "年代", "建于", "始建"]));
    say("first clause", found.clause == 0);
    say("own clause is before", clause.to < found.verb);
    // Its sentence and its page.
    say("several do it", around.together);
    say("sentence ends in question", matches!(line.at(to.wrapping_sub(1)), '?'));
    say("first sentence of its paragraph", around.nth == 0);
    say("plan", around.plan);
    say("sentence is told", around.told.0 > 0);
    say("clause is told", around.told.1 > 0);
    say("page is told", around.told.2 > 0);
    say("dated", claim.date.is_some());
    say("due", claim.deadline.is_some());
    say("amount", !claim.quantities.is_empty());
    let mut cities = Vec::new();
    cities_in(line, clause.from, clause.to, &mut cities);
    let in_clause = cities.len();
    cities_in(line, from, to, &mut cities);
    let parties = claim.parties.iter().filter(|p| matches!(p, Party::City(_))).count();
    if let Some(mood) = verb.map(|verb| carried(line, clauses, found.clause, verb)) {
        let mood = match mood {
            Mood::Told => "told",
            Mood::Over => "over",
            Mood::Going => "going",
            Mood::Ahead => "ahead",
            Mood::Denied => "denied",
            Mood::Wished => "wished",
        };
        cues.push(("mood", mood));
    }
    cues.push(("before", before(line, clause, name.from)));
    cues.push(("behind", behind(line, clause, name.to)));
    let telling = LEXICON.telling_chars(line.units(name.from, name.to));
    cues.push(("length", at_most(length, ["to 4", "to 8", "to 14", "longer"], [4, 8, 14])));
    cues.push(("telling", at_most(telling, ["none", "to 3", "to 6", "more"], [0, 3, 6])));
    cues.push(("cities of the clause", at_most(in_clause, ["none", "one", "two", "more"], [0, 1, 2])));
    cues.push(("cities of the sentence", at_most(cities.len(), ["none", "one", "two", "more"], [0, 1, 2])));
    cues.push(("parties", at_most(parties, ["none", "one", "two", "more"], [0, 1, 2])));
    cues.push(("clause", at_most(clause.to - clause.from, ["to 8", "to 16", "to 28", "longer"], [8, 16, 28])));
    cues.push(("sentence", at_most(to - from, ["to 20", "to 50", "to 90", "longer"], [20, 50, 90])));
    cues.push(("clauses", at_most(clauses.len(), ["one", "two", "to 5", "more"], [1, 2, 5])));
    if claim.kind == Kind::Target || claim.status == Status::Stated {
        let dimension = line.quantities.iter().find(|q| q.chars.start >= name.from && q.chars.end <= name.to);
        cues.push(("number", dimension.map_or("none", |q| q.unit)));
    }
    cues
}

/// What stands right before a name.
fn before(line: &Line<'_>, clause: Clause, at: usize) -> &'static str {
    if at <= clause.from {
        return "nothing";
    }
    let last = line.at(at - 1);
    let ends = |end: usize| end == at;
    match last {
        '的' => "的",
        '在' | '从' | '到' | '向' | '于' | '由' | '经' | '至' | '往' | '对' | '给' | '为' | '以' | '按' | '被' => {
            "a preposition"
        }
        '与' | '和' | '同' | '跟' | '及' | '\u{3001}' => "a joint",
        _ if line.verbs.iter().any(|v| ends(v.end)) => "a verb",
        _ if line.spots.iter().any(|s| ends(s.end)) => "a place",
        _ if line.dates.iter().any(|d| ends(d.chars.end)) => "a day",
        _ if line.quantities.iter().any(|q| ends(q.chars.end)) => "a number",
        '了' | '着' | '过' => "了",
        _ if !is_han(last) => "a mark",
        _ => "a word",
    }
}

/// What stands right behind a name.
fn behind(line: &Line<'_>, clause: Clause, at: usize) -> &'static str {
    if at >= clause.to {
        return "nothing";
    }
    let next = line.at(at);
    match next {
        '的' => "的",
        '与' | '和' | '同' | '跟' | '及' | '\u{3001}' => "a joint",
        _ if line.dates.iter().any(|d| d.chars.start == at) => "a day",
        _ if line.quantities.iter().any(|q| q.chars.start == at) => "a number",
        _ if line.verbs.iter().any(|v| v.start == at && v.value.subject) => "a verb",
        _ if line.verbs.iter().any(|v| v.start == at) => "a verb of doing",
        _ if line.lists(List::Follow, at).is_some() => "what is said",
        _ if !is_han(next) => "a mark",
        _ => "a word",
    }
}
