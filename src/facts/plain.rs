//! Names whose noun the lexicon does not know: what a strong verb with nothing else in its clause is said of.

use super::{
    Status,
    clause::{Clause, Mood},
    doing::{only_says_when, rule_of, told, verb_inside},
    edges::trimmed,
    extract::{Found, within},
    lexicon::{LEXICON, List, Verb},
    name::{Name, is_slogan},
    parties::cities_in,
    sentence::{Line, Token},
    subject::{only_mentions, opening},
    wordlist::Words,
};

/// Words that part a thing from its verb or from what follows it.
static PARTS: Words = Words::new(&[
    "已", "正式", "将", "于", "在", "全线", "全面", "顺利", "成功", "正在", "率先", "同步", "今", "近日", "日前",
    "计划", "预计", "拟", "有望", "如期", "提前", "陆续", "先后", "也", "还", "主体", "刚", "才",
]);

/// Ends of phrases that act, or that tell when and where, and name nothing.
static NO_ENDS: Words = Words::new(&[
    "天", "次", "年", "月", "一起", "关系", "们", "线", "市", "县", "区", "省", "州", "部门", "政府", "法院", "公司",
    "单位", "企业", "代表", "市长", "书记", "人", "局", "委", "中", "上", "下", "内", "后", "前", "时", "间", "里",
    "吨", "者", "等", "员", "方", "地", "家", "会议", "性", "化", "们",
]);

/// The verb tells of something that is there or was decided, and a thing of its kind has a name.
pub(super) fn is_strong(word: &str, status: Status) -> bool {
    !matches!(status, Status::Stated | Status::Planned | Status::Preliminary)
        && word != "设"
        && ![
            "启动", "达成", "制定", "制订", "作出", "做出", "建立", "落户", "落地", "入", "列", "通过", "批准", "批复",
            "获批", "审", "施工",
        ]
        .iter()
        .any(|part| word.contains(part))
}

/// 共建, 合办, 互设: several do it.
fn is_joint_verb(word: &str) -> bool {
    const OPENS: [&str; 9] = ["共建", "共设", "共办", "合建", "合办", "联建", "联办", "互设", "联合建"];
    OPENS.iter().any(|open| word.starts_with(open)) || ["共同建", "合作建", "携手共建", "联手共建"].contains(&word)
}

/// What places wish to be or to have together.
static WISHED: Words = Words::new(&[
    "体系",
    "格局",
    "环境",
    "生态",
    "家园",
    "未来",
    "高地",
    "优势",
    "模式",
    "关系",
    "精神",
    "文化",
    "共同体",
    "发展",
    "合作",
    "机制",
    "品牌",
    "标杆",
    "样板",
    "典范",
    "繁荣",
    "生活",
    "平安",
    "和谐",
    "力量",
    "优质",
    "成果",
    "产业",
    "资源",
    "美丽",
    "服务",
    "丝路",
    "事业",
    "市场",
]);

/// It says what happens to works and bodies.
pub(super) fn is_of_works(word: &str) -> bool {
    WORKS.iter().any(|part| word.contains(part))
}

/// What such a verb says happens to works and bodies, hardly to anything else.
const WORKS: [&str; 45] = [
    "开工",
    "动工",
    "完工",
    "竣工",
    "复工",
    "通车",
    "通航",
    "通水",
    "建成",
    "投用",
    "投产",
    "投运",
    "投入",
    "揭牌",
    "挂牌",
    "成立",
    "启用",
    "开通",
    "上线",
    "贯通",
    "合龙",
    "封顶",
    "奠基",
    "签",
    "举行",
    "召开",
    "开幕",
    "闭幕",
    "印发",
    "出台",
    "发布",
    "开行",
    "首发",
    "首航",
    "运营",
    "开园",
    "开馆",
    "开业",
    "开赛",
    "试运行",
    "开班",
    "开街",
    "开张",
    "落成",
    "开诊",
];

/// Whether the characters are a name: neither too short nor too long, of somebody's place or in quotes, and no sentence.
fn is_name(line: &Line<'_>, from: usize, to: usize, least: usize, shared: bool) -> bool {
    let length = to.saturating_sub(from);
    // 完成2.4万亩 is how much.
    if line.at(from).is_ascii_digit() {
        return false;
    }
    if !(least..=22).contains(&length) || line.ends_in(to, &NO_ENDS) {
        return false;
    }
    let last = line.spots.iter().filter(|spot| spot.start >= from && spot.end <= to).map(|spot| spot.end).max();
    let quote = matches!(line.at(from), '\u{201c}' | '「') && line.group(from).is_some_and(|end| end <= to);
    let sentence = (from..to).any(|at| {
        line.group(at).is_none()
            && matches!(
                line.at(at),
                '了' | '是'
                    | '我'
                    | '他'
                    | '她'
                    | '这'
                    | '那'
                    | '有'
                    | '不'
                    | '没'
                    | ','
                    | ':'
                    | '为'
                    | '被'
                    | '把'
                    | '对'
            )
    });
    let telling = LEXICON.telling_chars(line.units(last.unwrap_or(from), to));
    (last.is_some_and(|end| to >= end + 2) || quote || shared && telling >= 3)
        && !sentence
        && telling >= 2
        && verb_inside(line, from, to).is_none()
}

fn free(line: &Line<'_>, from: usize, to: usize, found: &[Found]) -> bool {
    let name = Name { from, to, head: from, kind: super::Kind::Project, alone: false };
    !is_slogan(line, name) && !found.iter().any(|f| f.name.from < to && from < f.name.to)
}

/// 签署甲乙两市气象…“六联”: what stands behind the verb up to a mark or a number.
pub(super) fn object(
    line: &Line<'_>,
    clauses: &[Clause],
    index: usize,
    verb: &Token<Verb>,
    mood: Mood,
    found: &mut Vec<Found>,
) {
    let Some(&clause) = clauses.get(index) else { return };
    let longer =
        verb.value.word.ends_with('建') && matches!(line.at(verb.end), '设' | '立') && line.at(verb.end + 1) != '施';
    // 两市设立的基金: what it brings about goes on behind 的.
    let relative = line.at(verb.end) == '的' || only_says_when(line, verb);
    let joint = is_joint_verb(verb.value.word);
    let Some(kind) = verb.value.first.filter(|_| (verb.value.strong || joint) && !longer && !relative) else { return };
    let end = (verb.end + 1..clause.to)
        .find(|&at| {
            line.quantities.iter().any(|q| q.chars.start == at)
                || line.dates.iter().any(|d| d.chars.start == at)
                || line.group(at).is_none() && matches!(line.at(at), '(' | '并' | '\u{3001}')
        })
        .unwrap_or(clause.to);
    let from = trimmed(line, verb.end, end);
    // 两市成立…: those who do it together say whose it is.
    let part_from = clauses.iter().find(|c| c.part == clause.part).map_or(clause.from, |c| c.from);
    // Whoever acts may be named clauses before, when the thing ends its clause.
    let part_from = if end == clause.to { part_from } else { clause.from };
    let shared = line.has(part_from, verb.start, &["两地", "双方", "两市", "两县", "三地", "三市", "四地", "四市"]);
    let acts = end >= 2 && line.lists(List::Acts, end - 2) == Some(2);
    // 三地红十字会共建应急物资储备点: what several make together has a name, but what they wish for each other has none.
    let mut cities = Vec::new();
    cities_in(line, part_from, verb.start, &mut cities);
    let shared = shared || joint && cities.len() >= 2;
    // 合办啤酒节的计划: what is thought of, not the thing.
    let thought = line.ends_in(end, &["的计划", "的想法", "的打算", "的设想", "的构想", "的建议", "的可能"]);
    // 完成资产评估: a step of some work, and no thing of its own.
    let step = verb.value.word.contains("完成")
        && line.spots.iter().all(|spot| spot.start < from || spot.end > end)
        && line.group(from).is_none();
    let wish = thought
        || step
        || line.one_of(from, &["首笔", "首次"]).is_some()
        || !verb.value.strong && (!shared || line.ends_in(end, &WISHED));
    if !acts && !wish && is_name(line, from, end, 4, shared) && free(line, from, end, found) {
        let name = Name { from, to: end, head: from, kind, alone: false };
        let status = told(line, clause, verb, name, mood);
        found.push(Found { name, kind, status, rule: rule_of(kind, "object"), clause: index, verb: verb.start });
    }
}

/// 货运站: a noun of the lexicon with a word before it and nothing else.
fn is_noun(line: &Line<'_>, from: usize, to: usize) -> bool {
    let head = line.heads.iter().find(|head| head.end == to && head.start >= from);
    head.is_some_and(|head| to - from >= 3 && to - from <= 8 && head.start > from || head.end - head.start >= 3)
        && (from..to).all(|at| !matches!(line.at(at), '的' | '了' | ',' | '\u{3001}' | '这' | '该'))
        && line.lists(List::Aspect, from) != Some(to - from)
        && line.one_of(from, &["项目", "工程", "首个", "首批", "两", "三", "多"]).is_none()
}

/// Behind 甲与乙合建的: where the name of what several make together begins.
fn made_together(line: &Line<'_>, clause: Clause, verb: &Token<Verb>) -> Option<usize> {
    const MAKE: [&str; 14] = [
        "共建", "合建", "合办", "共办", "联办", "联建", "合设", "共设", "合资", "共同", "联合", "合作", "携手", "联手",
    ];
    let makes = within(&line.verbs, clause.from, verb.start).iter().rev().find(|other| {
        line.at(other.end) == '的'
            && line.group(other.start).is_none()
            && (MAKE.iter().any(|word| other.value.word.starts_with(word))
                || line.ends_in(other.start, &["共同", "联合", "合作", "携手", "联手"]))
    })?;
    let mut cities = Vec::new();
    cities_in(line, clause.from, makes.start, &mut cities);
    let both = line.has(clause.from, makes.start, &["两地", "双方", "两市", "两县", "三地", "三市", "四地", "四市"]);
    (cities.len() >= 2 || both).then_some(makes.end + 1)
}

/// 甲乙大环线已全线贯通: what stands before a verb that ends its clause.
pub(super) fn subject(
    line: &Line<'_>,
    clause: Clause,
    index: usize,
    verb: &Token<Verb>,
    mood: Mood,
    found: &mut Vec<Found>,
) {
    let longer =
        verb.value.word.ends_with('建') && matches!(line.at(verb.end), '设' | '立') && line.at(verb.end + 1) != '施';
    let Some(kind) = verb.value.first.filter(|_| verb.value.works && verb.value.strong && !longer) else { return };
    let ends = verb.end >= clause.to
        || line.quantities.iter().any(|q| q.chars.start == verb.end)
        || line.at(verb.end) == '了' && verb.end + 1 >= clause.to;
    let relative = |other: &Token<Verb>| line.at(other.end) == '的';
    if !ends
        || only_mentions(line, verb)
        || !within(&line.verbs, clause.from, verb.start)
            .iter()
            .all(|other| !other.value.object || line.group(other.start).is_some() || relative(other))
    {
        return;
    }
    let from = trimmed(line, opening(line, clause), verb.start);
    // 两县打造的“甲街”重新开街: the quote is the name.
    let quote = (from + 1..verb.start).find(|&at| {
        line.at(at - 1) == '的'
            && matches!(line.at(at), '\u{201c}' | '「')
            && line.group(at).is_some_and(|end| end <= verb.start && verb.start - end <= 4)
    });
    // 甲与乙合建的货运站启用: who makes it together says whose it is, whatever its noun.
    let made = quote.is_none().then(|| made_together(line, clause, verb)).flatten();
    let from = quote.or(made).unwrap_or(from);
    let to = (from + 2..verb.start)
        .find(|&at| {
            line.group(at).is_none()
                && line.one_of(at, &PARTS).is_some()
                && !line.spots.iter().any(|s| s.start <= at && at < s.end)
                || line.dates.iter().any(|d| d.chars.start == at)
        })
        .unwrap_or(verb.start);
    // 敦煌的葡萄走敦格线: words of doing inside are no name.
    let acts = (from..to).any(|at| {
        line.group(at).is_none() && line.lists(List::Acts, at).is_some_and(|length| length >= 2 || line.at(at) == '走')
    }) || !within(&line.verbs, from, to).is_empty();
    let own = line.spots.iter().any(|spot| spot.start == from) || line.group(from).is_some();
    // 盘富路全线通车: short, at the head of its clause, and no common words.
    const ENDS: [char; 6] = ['路', '桥', '港', '渠', '坝', '廊'];
    let short = (3..=6).contains(&to.saturating_sub(from))
        && ENDS.contains(&line.at(to.wrapping_sub(1)))
        && line.at(to.wrapping_sub(2)) != '公'
        && (from..to).all(|at| !line.at(at).is_ascii_digit())
        && !line.has(from, to, &PARTS)
        && LEXICON.telling_chars(line.units(from, to)) >= 3;
    let named = own && is_name(line, from, to, 5, false)
        || short && is_name(line, from, to, 3, true)
        || made.is_some() && (is_name(line, from, to, 3, true) || is_noun(line, from, to));
    if !acts && named && free(line, from, to, found) {
        let head = line.heads.iter().find(|head| head.end == to && head.start >= from);
        let kind =
            head.map(|head| head.value.kind).filter(|&kind| made.is_some() && verb.value.brings(kind)).unwrap_or(kind);
        let start = head.filter(|_| made.is_some()).map_or(from, |head| head.start);
        let name = Name { from, to, head: start, kind, alone: false };
        let status = super::clause::status(&verb.value, mood);
        found.push(Found { name, kind, status, rule: rule_of(kind, "subject"), clause: index, verb: verb.start });
    }
}
