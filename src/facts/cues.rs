//! What speaks for a row and against it: how it was found, how its name looks, and what stands around it.

use memchr::memmem;

use super::{
    Claim, Kind, Party, Status,
    clause::{Clause, carried},
    extract::{Found, within},
    lexicon::{LEXICON, List},
    model::Sum,
    name::Name,
    parties::cities_in,
    sentence::Line,
    signs::{Sign, Sort},
    weighed::{is_body, is_firm, is_held},
    wordlist::Words,
};
use crate::text::{dates::Phrase, punct::is_han, quantity::Quantity, span::ByteRange};

/// A sign: of which sort, and which of them.
pub type Cue = (&'static str, String);

/// Where a row stands.
#[derive(Clone, Copy, Debug)]
pub(super) struct Around {
    /// The sentence.
    pub(super) sentence: (usize, usize),
    /// Rows that were told of the sentence by rules, of its clause, and of the page so far.
    pub(super) told: (usize, usize, usize),
    /// Sentences before it in its paragraph.
    pub(super) nth: usize,
    /// The page is a plan.
    pub(super) plan: bool,
    /// Paragraphs before its own.
    pub(super) paragraph: usize,
    /// Cities that the page is about.
    pub(super) about: usize,
    /// Where the title of the page stands.
    pub(super) title: ByteRange,
    /// Its sentence names no city and no 两地.
    pub(super) nobody: bool,
}

/// 两地, 双方: who was named before does it.
pub(super) static SHARE: Words = Words::new(&[
    "两地", "双方", "两市", "两区", "两县", "两州", "两校", "两院", "两家", "两局", "两岸", "三地", "三市", "三县",
    "三方", "三家", "四地", "四市", "四方", "五地", "五市", "各市", "两省", "两边",
]);
static JOINT: Words = Words::new(&[
    "联合", "共同", "共建", "合作", "合办", "合建", "携手", "联手", "跨", "共享", "互", "协同", "结对", "毗邻",
]);
static SAYS: Words =
    Words::new(&["说", "称", "表示", "告诉", "认为", "坦言", "介绍", "透露", "回应", "回答", "觉得", "指出"]);
static PEOPLE: Words = Words::new(&[
    "我",
    "他",
    "她",
    "你",
    "记者",
    "居民",
    "村民",
    "乘客",
    "市民",
    "司机",
    "老人",
    "大家",
    "家长",
    "游客",
    "孩子",
    "网友",
    "老板",
    "咱",
    "种植户",
    "养殖户",
    "农户",
    "菜农",
    "果农",
    "商户",
    "车主",
    "学生",
    "患者",
]);
static PAST: Words = Words::new(&[
    "年前", "曾", "过去", "以前", "原来", "原先", "此前", "当年", "从前", "历史", "去年", "前年", "一度", "早年",
]);
static DOUBT: Words = Words::new(&[
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
]);
const SENTENCE: [char; 22] = [
    '了', '是', '有', '不', '没', '在', '把', '被', '让', '给', '就', '也', '都', '又', '还', '才', '到', '从', '对',
    '着', '过', '为',
];
static LONG_AGO: Words = Words::new(&["世纪", "民国", "清", "明代", "古", "年代", "建于", "始建"]);
/// Words that a name of work ends with less often than something else.
static PLAIN: Words = Words::new(&[
    "工作", "方面", "情况", "问题", "关系", "能力", "水平", "力度", "条件", "基础", "作用", "优势", "需求", "领域",
    "阶段", "时间", "部门", "单位", "企业", "公司", "人员", "群众", "市民", "代表", "政府", "手续", "材料", "资料",
    "经验", "成果", "成效", "消息", "报告", "活动", "任务", "要求", "意见", "产业", "经济", "市场",
]);

/// How many of `ends` a number lies above.
fn at_most(value: usize, ends: [usize; 3]) -> usize {
    ends.iter().filter(|&&end| value > end).count()
}

/// The signs of a name and of what stands around it, which are known before the row is made.
pub(super) fn early(line: &Line<'_>, clauses: &[Clause], found: &Found, around: &Around, sum: &mut Sum) {
    let name = found.name;
    let (from, to) = around.sentence;
    sum.add(Sign(Sort::Always, 0));
    let Some(&clause) = clauses.get(found.clause) else { return };
    // The name.
    let length = name.to - name.from;
    let place = line.spots.iter().any(|spot| spot.start >= name.from && spot.end <= name.to);
    let first = line.spots.iter().any(|spot| spot.start == name.from);
    sum.say(Sort::NameHasPlace, place);
    sum.say(Sort::NameBeginsWithPlace, first);
    sum.say(Sort::NameInBrackets, line.group(name.from).is_some());
    let has = |wanted: fn(char) -> bool| (name.from..name.to).any(|at| wanted(line.at(at)));
    sum.say(Sort::NameHasQuote, has(|c| matches!(c, '\u{201c}' | '「')));
    sum.say(Sort::NameHasTitle, has(|c| c == '《'));
    sum.say(Sort::NameHasNumber, has(|c| c.is_ascii_digit()));
    sum.say(Sort::NameHasJointWords, line.has(name.from, name.to, &JOINT));
    let free =
        |wanted: fn(char) -> bool| (name.from..name.to).any(|at| wanted(line.at(at)) && line.group(at).is_none());
    sum.say(Sort::NameHasOf, free(|c| c == '的'));
    sum.say(Sort::NameIsSentence, free(|c| SENTENCE.contains(&c)));
    sum.say(Sort::NameHasVerb, within(&line.verbs, name.from, name.to).iter().any(|v| !v.value.in_names));
    let opens = line.verbs.iter().any(|verb| verb.start == name.from) || line.lists(List::Does, name.from).is_some();
    sum.say(Sort::NameOpensWithVerb, opens);
    sum.say(Sort::NameHasList, free(|c| c == '\u{3001}'));
    sum.say(Sort::NameEndsPlainly, line.ends_in(name.to, &PLAIN));
    sum.say(Sort::NameHasPeople, line.says(List::People, name.from, name.to) || line.has(name.from, name.to, &PEOPLE));
    sum.say(Sort::NameSaysBoth, line.has(name.from, name.to, &SHARE));
    sum.say(Sort::NameIsAspect, line.lists(List::Aspect, name.from).is_some());
    sum.say(Sort::NameActs, line.lists(List::Acts, name.from).is_some_and(|length| length >= 2) && !first);
    sum.say(Sort::NameGoesOn, line.lists(List::GoesOn, name.to).is_some());
    sum.say(Sort::NameEndsClause, name.to >= clause.to);
    sum.say(Sort::NameOpensClause, name.from <= clause.from + 1);
    sum.say(Sort::NounUnknown, last_noun(line, name).is_none());
    sum.say(Sort::NameEndsAsBody, is_body(line, name.to));
    let does = within(&line.verbs, name.to, clause.to).iter().any(|v| {
        v.value.object
            && line.at(v.end) != '的'
            && within(&line.heads, v.end, clause.to).iter().any(|h| h.start >= v.end)
    });
    sum.say(Sort::NameDoes, does);
    // Its clause.
    let verb = line.verbs.iter().find(|verb| verb.start == found.verb);
    sum.say(Sort::VerbUnknown, verb.is_none());
    if let Some(verb) = verb {
        sum.add(Sign(Sort::VerbTells, verb.value.status as usize));
        sum.say(Sort::VerbFirm, is_firm(&verb.value));
        sum.say(Sort::VerbStrong, verb.value.strong);
        sum.say(Sort::VerbOfWorks, verb.value.works);
        sum.say(Sort::VerbOnlyBefore, verb.value.object && !verb.value.subject);
        sum.say(Sort::VerbOnlyBehind, verb.value.subject && !verb.value.object);
        sum.say(Sort::VerbEndsClause, clauses.iter().any(|c| c.to == verb.end));
        sum.say(Sort::VerbTouchesName, verb.end == name.from || verb.start == name.to);
        sum.say(Sort::VerbFar, verb.start > name.to + 8 || verb.end + 8 < name.from);
        sum.say(Sort::VerbWithLe, line.at(verb.end) == '了');
        sum.say(Sort::VerbDescribes, line.at(verb.end) == '的');
        sum.add(Sign(Sort::MoodIs, carried(line, clauses, found.clause, verb) as usize));
    }
    sum.say(Sort::ClauseJointWords, line.has(clause.from, clause.to, &JOINT));
    sum.say(Sort::ClauseSaysBoth, line.has(clause.from, clause.to, &SHARE));
    let dated = |from: usize, to: usize| {
        line.dates
            .iter()
            .any(|d| d.chars.start >= from && d.chars.end <= to && d.start.is_some() && d.rule != "about_now")
    };
    sum.say(Sort::ClauseHasDay, dated(clause.from, clause.to));
    sum.say(Sort::SentenceHasDay, dated(from, to));
    let counts = |q: &Quantity| q.chars.start >= clause.from && q.chars.end <= clause.to && q.value > 1.0;
    sum.say(Sort::ClauseHasNumber, line.quantities.iter().any(counts));
    let in_clause = |words: &Words| line.has(clause.from, clause.to, words);
    let in_sentence = |words: &Words| line.has(from, to, words);
    sum.say(Sort::ClauseSpeaks, in_clause(&SAYS));
    sum.say(Sort::SentenceSpeaks, in_sentence(&SAYS));
    sum.say(Sort::ClauseHasPeople, in_clause(&PEOPLE));
    sum.say(Sort::SentenceHasPeople, in_sentence(&PEOPLE));
    sum.say(Sort::ClauseLooksBack, in_clause(&PAST));
    sum.say(Sort::ClauseDoubts, in_clause(&DOUBT));
    sum.say(Sort::SentenceDoubts, in_sentence(&DOUBT));
    sum.say(Sort::ClauseIsBackground, line.holds(List::Background, clause.from, clause.to));
    sum.say(Sort::ClauseWishes, line.holds(List::Wishes, clause.from, clause.to));
    sum.say(Sort::LongAgo, in_sentence(&LONG_AGO));
    sum.say(Sort::ClauseSaysOver, line.says(List::Over, clause.from, clause.to));
    sum.say(Sort::ClauseSaysGoing, line.says(List::Going, clause.from, clause.to));
    sum.say(Sort::ClauseSaysAhead, line.says(List::Ahead, clause.from, clause.to));
    let day_behind = |d: &Phrase| d.chars.start >= name.to && d.chars.end <= clause.to && d.start.is_some();
    sum.say(Sort::HasDayBehind, line.dates.iter().any(day_behind));
    sum.say(Sort::Held, is_held(line, clause, name));
    sum.say(Sort::FirstClause, found.clause == 0);
    sum.say(Sort::OwnClauseBefore, clause.to < found.verb);
    // Its sentence and its page.
    sum.say(Sort::NamesNobody, around.nobody);
    sum.say(Sort::Asks, matches!(line.at(to.wrapping_sub(1)), '?'));
    sum.say(Sort::FirstSentence, around.nth == 0);
    sum.say(Sort::Plan, around.plan);
    sum.say(Sort::SentenceTold, around.told.0 > 0);
    sum.say(Sort::ClauseTold, around.told.1 > 0);
    sum.say(Sort::PageTold, around.told.2 > 0);
    sum.add(Sign(Sort::RowsOfSentence, at_most(around.told.0, [0, 1, 2])));
    sum.add(Sign(Sort::Paragraph, at_most(around.paragraph, [0, 1, 4])));
    sum.add(Sign(Sort::CitiesOfPage, at_most(around.about, [0, 1, 2])));
    // “…工程”: what the name ends with, without the mark that closes it.
    let closes = |at: &usize| matches!(line.at(*at), '\u{201d}' | '」' | '』' | '》' | ')');
    let marks = (name.from + 1..name.to).rev().take_while(closes).count();
    if found.rule.starts_with("weighed") {
        sum.ends(line.units(name.from, name.to - marks));
    }
    let printed = line.source(name.from, name.to).trim();
    sum.say(Sort::NamedInTitle, around.title.of(line.text).contains(printed));
    let mut cities = Vec::new();
    cities_in(line, clause.from, clause.to, &mut cities);
    sum.add(Sign(Sort::CitiesOfClause, at_most(cities.len(), [0, 1, 2])));
    cities_in(line, from, to, &mut cities);
    sum.add(Sign(Sort::CitiesOfSentence, at_most(cities.len(), [0, 1, 2])));
    sum.add(Sign(Sort::Before, before(line, clause, name.from)));
    sum.add(Sign(Sort::Behind, behind(line, clause, name.to)));
    let telling = LEXICON.telling_chars(line.units(name.from, name.to));
    sum.add(Sign(Sort::Length, at_most(length, [4, 8, 14])));
    sum.add(Sign(Sort::Telling, at_most(telling, [0, 3, 6])));
    sum.add(Sign(Sort::ClauseLength, at_most(clause.to - clause.from, [8, 16, 28])));
    sum.add(Sign(Sort::SentenceLength, at_most(to - from, [20, 50, 90])));
    sum.add(Sign(Sort::Clauses, at_most(clauses.len(), [1, 2, 5])));
}

/// The signs of the row that was read as `claim`: those of `LATE` in [`super::model`].
pub(super) fn late(line: &Line<'_>, clauses: &[Clause], found: &Found, claim: &Claim, together: bool, sum: &mut Sum) {
    let name = found.name;
    // 深化协同治理: nothing but a wish holds it.
    let held = clauses.get(found.clause).is_some_and(|&clause| is_held(line, clause, name));
    sum.say(Sort::Idle, claim.status == Status::Stated && !held);
    let printed = line.source(name.from, name.to).trim();
    sum.say(Sort::NamedAgain, memmem::find_iter(line.text.as_bytes(), printed.as_bytes()).nth(1).is_some());
    sum.add(Sign::of_kind(claim.kind));
    sum.add(Sign::of_status(claim.status));
    sum.say(Sort::NounIsKind, last_noun(line, name).is_some_and(|kind| kind == claim.kind));
    sum.say(Sort::Bare, claim.bare);
    sum.say(Sort::ShortForAnother, claim.full_name.is_some());
    let verb = line.verbs.iter().find(|verb| verb.start == found.verb);
    sum.say(Sort::VerbBringsKind, verb.is_some_and(|verb| verb.value.brings(claim.kind)));
    sum.say(Sort::SeveralDoIt, together);
    sum.say(Sort::Dated, claim.date.is_some());
    sum.say(Sort::Due, claim.deadline.is_some());
    sum.say(Sort::Amount, !claim.quantities.is_empty());
    let parties = claim.parties.iter().filter(|p| matches!(p, Party::City(_))).count();
    sum.add(Sign(Sort::Parties, at_most(parties, [0, 1, 2])));
    if claim.kind == Kind::Target || claim.status == Status::Stated {
        let dimension = line.quantities.iter().find(|q| q.chars.start >= name.from && q.chars.end <= name.to);
        let unit = dimension.map_or("none", |q| q.unit);
        if let Some(unit) = Sort::Number.values().iter().position(|value| *value == unit) {
            sum.add(Sign(Sort::Number, unit));
        }
    }
}

/// The kind of the noun that a name ends with.
fn last_noun(line: &Line<'_>, name: Name) -> Option<Kind> {
    let last = within(&line.heads, name.from, name.to).last()?;
    (last.end == name.to || line.group(last.end - 1) == Some(name.to)).then_some(last.value.kind)
}

/// What stands right before a name, by its number among the values of [`Sort::Before`].
fn before(line: &Line<'_>, clause: Clause, at: usize) -> usize {
    if at <= clause.from {
        return 0;
    }
    let last = line.at(at - 1);
    let ends = |end: usize| end == at;
    match last {
        '的' => 1,
        '在' | '从' | '到' | '向' | '于' | '由' | '经' | '至' | '往' | '对' | '给' | '为' | '以' | '按' | '被' => {
            2
        }
        '与' | '和' | '同' | '跟' | '及' | '\u{3001}' => 3,
        _ if line.verbs.iter().any(|v| ends(v.end)) => 4,
        _ if line.spots.iter().any(|s| ends(s.end)) => 5,
        _ if line.dates.iter().any(|d| ends(d.chars.end)) => 6,
        _ if line.quantities.iter().any(|q| ends(q.chars.end)) => 7,
        '了' | '着' | '过' => 8,
        _ if !is_han(last) => 9,
        _ => 10,
    }
}

/// What stands right behind a name, by its number among the values of [`Sort::Behind`].
fn behind(line: &Line<'_>, clause: Clause, at: usize) -> usize {
    if at >= clause.to {
        return 0;
    }
    let next = line.at(at);
    match next {
        '的' => 1,
        '与' | '和' | '同' | '跟' | '及' | '\u{3001}' => 2,
        _ if line.dates.iter().any(|d| d.chars.start == at) => 3,
        _ if line.quantities.iter().any(|q| q.chars.start == at) => 4,
        _ if line.verbs.iter().any(|v| v.start == at && v.value.subject) => 5,
        _ if line.verbs.iter().any(|v| v.start == at) => 6,
        _ if line.lists(List::Follow, at).is_some() => 7,
        _ if !is_han(next) => 8,
        _ => 9,
    }
}
