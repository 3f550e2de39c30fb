//! What a clause speaks of: a named thing opens it, and what follows says how far the thing is, whatever verb says so.

use super::{
    Kind, Status,
    clause::{Clause, Mood, mood, status},
    doing::verb_inside,
    edges::{settled, trimmed},
    extract::{Found, within},
    lexicon::{LEXICON, List},
    name::{Name, behind, is_slogan},
    sentence::Line,
    subject::{acts_itself, described, has_happened, is_actor, is_when, of_several, only_mentions, opening},
    wordlist::Words,
};
use crate::place::Form;

/// What says that a thing is given up, or that it never was one.
static GIVEN_UP: Words = Words::new(&[
    "搁置",
    "暂缓",
    "叫停",
    "流产",
    "夭折",
    "泡汤",
    "告吹",
    "取消",
    "废止",
    "停办",
    "停摆",
    "不会重启",
    "不了了之",
    "不属实",
    "不实",
    "谣传",
    "传言",
    "传闻",
    "仅是",
    "只是网友",
    "没有着落",
    "无从谈起",
]);
/// What belongs to the past.
static HISTORY: Words = Words::new(&[
    "始建于",
    "建于",
    "历史",
    "古代",
    "相传",
    "据载",
    "记载",
    "距今",
    "世纪",
    "王朝",
    "清代",
    "明代",
    "宋代",
    "唐代",
    "民国",
    "抗战",
    "百年前",
    "多年前",
    "千年前",
    "十年前",
    "日治",
    "日据",
    "解放前",
    "新中国成立前",
    "当年的",
    "古",
]);
/// Openings of what is going on, with what they say.
const PROGRESS: [(&str, Status); 26] = [
    ("已", Status::UnderConstruction),
    ("业已", Status::UnderConstruction),
    ("现已", Status::UnderConstruction),
    ("均已", Status::UnderConstruction),
    ("早已", Status::UnderConstruction),
    ("早于", Status::UnderConstruction),
    ("也已", Status::UnderConstruction),
    ("则已", Status::UnderConstruction),
    ("正", Status::UnderConstruction),
    ("还在", Status::UnderConstruction),
    ("仍在", Status::UnderConstruction),
    ("也在", Status::UnderConstruction),
    ("开始", Status::UnderConstruction),
    ("将", Status::Planned),
    ("即将", Status::Planned),
    ("拟", Status::Planned),
    ("预计", Status::Planned),
    ("预定", Status::Planned),
    ("计划", Status::Planned),
    ("有望", Status::Planned),
    ("可望", Status::Planned),
    ("力争", Status::Planned),
    ("力拼", Status::Planned),
    ("力拚", Status::Planned),
    ("争取", Status::Planned),
    ("最快", Status::Planned),
];

/// Finds what the clauses of a sentence speak of, beside what verbs have told.
pub(super) fn topics(line: &Line<'_>, clauses: &[Clause], found: &mut Vec<Found>) {
    for (index, &clause) in clauses.iter().enumerate() {
        if within(&line.heads, clause.from, clause.to).is_empty() {
            continue;
        }
        let start = opening(line, clause);
        if clause.to < start + 3 || within(&line.heads, start, clause.to).is_empty() {
            continue;
        }
        // 对于甲园区, 在甲园区: where or of what, not the thing itself.
        let placed =
            line.has(clause.from, start + 1, &["对", "在", "从", "除", "为", "随着", "围绕", "按照", "根据", "通过"]);
        // 由甲医院托管的乙院区: who does it.
        // 由两市共同出资的甲月票: what they pay for is told of.
        let by = start > clause.from && line.at(start - 1) == '由';
        if placed || by && (start..clause.to).all(|at| line.at(at) != '的' || line.group(at).is_some()) {
            continue;
        }
        let mut told = None;
        for name in opens(line, clause, start) {
            if found.iter().any(|f| f.name.from < name.to && name.from < f.name.to) {
                continue;
            }
            if told.is_none() {
                told = Some(said(line, clauses, index, name));
            }
            let Some(Some((status, verb, plain))) = told else { break };
            let bare = name.head <= name.from;
            // 首期投资3亿元 says nothing of the stage by itself, and 办公室已列出 nothing of the office.
            if plain && bare && (status != Status::Stated || line.at(name.to - 1) == '期') {
                continue;
            }
            // 首期规模2亿元: how large it is at first.
            if bare && line.at(name.to - 1) == '期' && line.lists(List::Measure, name.from).is_some() {
                continue;
            }
            // 两市图书馆3月1日起推行…: the library does it.
            let does = |from| {
                line.holds(List::Acts, from, clause.to)
                    || within(&line.verbs, from, clause.to).iter().any(|verb| verb.value.object && !verb.value.subject)
            };
            // 渡轮今起推行“刷脸过海”: so do they.
            let runs = |from| {
                let mut verbs = within(&line.verbs, from, clause.to).iter();
                verbs.any(|v| v.value.object && matches!(line.at(v.end), '\u{201c}' | '「' | '《'))
            };
            if plain && (name.kind == Kind::Institution && does(name.to) || runs(name.to)) {
                continue;
            }
            // 宜宾的站房已经腾出: whose it is makes no name.
            let owned = (name.from..name.head).any(|at| line.at(at) == '的' && line.group(at).is_none());
            let common = line.at(name.to.saturating_sub(4)) == '的' || line.at(name.to.saturating_sub(3)) == '的';
            if owned && (plain || common && (status != Status::Done || is_any_of(line, name))) {
                continue;
            }
            if plain && acts_by_shape(line, clause, name.to) || is_elsewhere(line, name) {
                continue;
            }
            if is_actor(line, clause, name) {
                continue;
            }
            let actor = name.kind == Kind::Institution && found.iter().any(|f| f.clause == index && f.verb >= name.to);
            // Many characters that no other name has say as much as a place.
            let telling = LEXICON.telling_chars(line.units(name.from, name.to));
            let own = name.kind != Kind::Institution && (of_somewhere(line, name) || telling >= 5);
            // 两市图书馆3月1日起…: all those there are.
            let all = status == Status::Stated
                && line.one_of(name.from, &["两市", "两地", "两县", "三地", "三市", "四市", "各地"]).is_some();
            let vague = plain && !bare && (!own || all);
            if actor || vague {
                continue;
            }
            let rule = if bare { "goes_on" } else { "is_told_of" };
            found.push(Found { name, kind: name.kind, status, rule, clause: index, verb });
        }
    }
}

/// 温岭市的冷库, 三地的农场: the plain noun of a place, of which it may have many.
fn is_any_of(line: &Line<'_>, name: Name) -> bool {
    let of = (name.from..name.head).rev().find(|&at| line.at(at) == '的' && line.group(at).is_none());
    // 甲区与乙区的断头路 lies between two.
    let between = line.spots.iter().filter(|spot| spot.start >= name.from && spot.end <= name.head).count() > 1;
    of.filter(|_| !between).is_some_and(|at| {
        name.to - at <= 5
            && (line.spots.iter().any(|spot| spot.end == at && spot.mention.form == Form::Named)
                || line.ends_in(at, &["两市", "两县", "两地", "三地", "三市", "四市"]))
    })
}

/// 酒厂已经寄来两台机器, 平台已来谈班次: the shape of progress, but the thing does something itself.
fn acts_by_shape(line: &Line<'_>, clause: Clause, from: usize) -> bool {
    const SHAPES: [&str; 12] = ["已经", "已", "也已", "也会", "将", "即将", "正在", "正", "还将", "也将", "早已", "又"];
    static DOES: Words = Words::new(&[
        "来", "寄", "派", "送", "邀", "请", "给", "与", "和", "同", "向", "把", "为", "替", "从", "买", "卖", "收",
        "接入", "承接", "共同", "谈", "答应", "尝到", "用上", "吸引",
    ]);
    if line.at(from) == '是' || matches!(line.at(from), '离' | '共') {
        return true;
    }
    let shape = SHAPES.iter().filter(|word| line.starts(from, word)).map(|word| word.chars().count()).max();
    shape.is_some_and(|length| from + length < clause.to && line.one_of(from + length, &DOES).is_some())
}

/// 黄河桥上,每天…; 东至唐山站: where something else is or ends.
fn is_elsewhere(line: &Line<'_>, name: Name) -> bool {
    let on = matches!(line.at(name.to), '上' | '里' | '内' | '旁') && matches!(line.at(name.to + 1), ',' | '的' | '\0');
    static ENDS: Words = Words::new(&[
        "东至", "西至", "南至", "北至", "东起", "西起", "南起", "北起", "往", "装着", "载着", "一辆", "一列", "一艘",
        "沿着", "围着",
    ]);
    let from = line.one_of(name.from, &ENDS).is_some();
    // 两市将共同改造…公路: what somebody is to do.
    let does = line.has(name.from, name.head, &["将共同", "将联合", "将继续", "离"]);
    on || from || does
}

/// The name says where, or stands in quotes.
fn of_somewhere(line: &Line<'_>, name: Name) -> bool {
    line.spots.iter().any(|spot| spot.start >= name.from && spot.end <= name.to)
        || (name.from..name.to).any(|at| matches!(line.at(at), '\u{201c}' | '「'))
}

/// The things named where a clause begins, when what follows is said of them.
fn opens(line: &Line<'_>, clause: Clause, start: usize) -> Vec<Name> {
    let mut names = Vec::new();
    let all = behind(line, clause, start, true);
    let last = if of_several(line, &all) { all.len() - 1 } else { 0 };
    for name in all.into_iter().skip(last) {
        // 甲大桥的选址: a side of the thing; 甲园区的企业 is another thing.
        let owner = line.at(name.to) == '的';
        if owner && line.lists(List::Aspect, name.to + 1).is_none() || !works(name.kind) {
            break;
        }
        let name = described(line, name);
        let from = trimmed(line, name.from, name.to);
        let head_only = from >= name.head && name.head + 1 < name.to;
        let name = if head_only { Some(Name { from: name.head, ..name }) } else { settled(line, name) };
        let Some(name) = name else { break };
        let begins = line.spots.iter().any(|spot| spot.start == name.from) || line.group(name.from).is_some();
        let acts = !begins
            && line.lists(List::Acts, name.from).is_some_and(|length| {
                length >= 2 || !matches!(line.at(name.from), '向' | '同' | '和' | '能' | '会' | '通')
            })
            || within(&line.verbs, name.from, name.to).first().is_some_and(|verb| verb.start == name.from);
        // 甲高新区 does things itself.
        let place = [
            "新区",
            "经开区",
            "高新区",
            "开发区",
            "都市圈",
            "片区",
            "社区",
            "新城",
            "大学",
            "中学",
            "银行",
            "集团",
            "公司",
        ]
        .iter()
        .any(|end| line.ends(name.to, end));
        let counted = line.quantities.iter().any(|q| {
            // 两市22家医院, not 首期8座大楼.
            let pair = matches!(line.at(name.from), '两' | '三' | '四' | '五');
            let near = name.from + if pair { 3 } else { 1 };
            q.chars.start <= near && q.chars.end > name.from && q.value >= 2.0
        });
        let title = (name.from..name.to).any(|at| line.at(at) == '《');
        let ready = !acts
            && !title
            && !counted
            && !place
            && verb_inside(line, name.from, name.head.max(name.from)).is_none()
            && name.to - name.from <= 32
            && !is_slogan(line, name)
            && !line.has(
                name.from,
                name.to,
                &["这些", "那些", "许多", "不少", "各个", "每个", "所有", "一些", "有的", "哪"],
            );
        if !ready {
            break;
        }
        names.push(name);
    }
    names
}

const fn works(kind: Kind) -> bool {
    matches!(kind, Kind::Project | Kind::Platform | Kind::Institution)
}

/// Status, place of the words that say so, and whether only the shape of the sentence says so.
fn said(line: &Line<'_>, clauses: &[Clause], index: usize, name: Name) -> Option<(Status, usize, bool)> {
    let first = *clauses.get(index)?;
    let (mut shape, mut told) = (None, None);
    for (step, &clause) in clauses.iter().enumerate().skip(index).take(5) {
        let here = step == index;
        let from = if here { name.to } else { opening(line, clause) };
        if clause.part != first.part {
            break;
        }
        if !here && (line.spots.iter().any(|spot| spot.start == from) || another(line, clause, from)) {
            // 甲大桥:甲、乙各负担一半,上月落成: what a heading names goes on behind those who do something for it.
            let heading =
                name.to == first.to && within(&line.heads, from, clause.to).iter().all(|h| !works(h.value.kind));
            if heading && (line.says(List::People, from, clause.to) || bears(line, clause)) {
                continue;
            }
            break;
        }
        if line.has(from, clause.to, &GIVEN_UP) || line.has(line.from, clause.to, &HISTORY) {
            return None;
        }
        for verb in within(&line.verbs, from, clause.to) {
            // What somebody does for the thing is not what became of it.
            // 由两市共同设立: what others did to it.
            let passive = verb.end >= clause.to && line.has(from, verb.start, &["由", "被", "经", "获"]);
            if passive && here && verb.value.status == Status::Stated {
                return Some((Status::Stated, verb.start, false));
            }
            if verb.value.object && !verb.value.subject && !passive {
                if here {
                    continue;
                } else {
                    break;
                };
            }
            // 成为首个受益者: it became no other thing.
            let becomes = verb.value.word == "成为"
                && within(&line.heads, verb.end, clause.to).iter().all(|head| head.end != clause.to);
            if becomes
                || line.group(verb.start).is_some()
                || line.at(verb.end) == '的' && verb.end + 1 < clause.to && !has_happened(line, verb)
            {
                continue;
            }
            let mood = mood(line, clause, verb);
            if here && mood == Mood::Told && has_happened(line, verb) && verb.value.brings(name.kind) {
                // 互助会成立半年 is still there, 高铁开工一年 is being built.
                let status = match (verb.value.status, name.kind) {
                    (Status::Established, Kind::Institution) => Status::Established,
                    (Status::UnderConstruction, _) if verb.value.word.ends_with('工') => Status::UnderConstruction,
                    _ => Status::Done,
                };
                return Some((status, verb.start, false));
            }
            let active = (from..verb.start).any(|at| line.at(at) == '把' && line.group(at).is_none());
            let acting = acts_itself(line, clause, name, verb);
            if acting
                || active
                || only_mentions(line, verb)
                || is_when(line, clause)
                || matches!(mood, Mood::Denied | Mood::Wished)
                || !verb.value.brings(name.kind)
            {
                continue;
            }
            let ahead = line
                .dates
                .iter()
                .any(|d| d.chars.start >= clause.from && d.chars.end <= verb.start && (d.ahead || d.deadline));
            let here = status(&verb.value, if ahead { Mood::Ahead } else { mood });
            // 主体封顶,预计年底投运: what has happened goes before what is to come.
            told = match told {
                Some((before, _)) if here > before && here != Status::Planned => Some((here, verb.start)),
                None => Some((here, verb.start)),
                before => before,
            };
        }
        if shape.is_none() && told.is_none() {
            shape = by_shape(line, clause, from, name.kind);
        }
    }
    let told = told.map(|(status, at)| (status, at, false));
    told.or_else(|| shape.map(|status| (status, first.to.min(name.to + 1), true)))
}

/// 两市各负担4500万元, 两家各出4辆车: who pays for it.
fn bears(line: &Line<'_>, clause: Clause) -> bool {
    line.has(clause.from, clause.to, &["负担", "承担", "分担", "各出", "出资", "各占", "掏", "牵头", "选址", "各修"])
}

/// A clause behind the first that speaks of somebody or something else.
fn another(line: &Line<'_>, clause: Clause, from: usize) -> bool {
    static OTHERS: Words =
        Words::new(&["两市", "两地", "双方", "两县", "两区", "三市", "三地", "四市", "四地", "我市", "我们", "市民"]);
    // 我市境内段已开工: a stretch of the same thing.
    let stretch = |length: usize| line.one_of(from + length, &["境内", "段", "侧", "一侧", "这一段", "方向"]).is_some();
    line.one_of(from, &OTHERS).is_some_and(|length| !stretch(length)) || clause.to <= from
}

/// 已…, 将…, 3月…: how far a thing is, when nothing else says what becomes of it.
fn by_shape(line: &Line<'_>, clause: Clause, from: usize, kind: Kind) -> Option<Status> {
    let from = if line.at(from) == '的' { from + 1 } else { from };
    // 甲机场扩建的前期工作: it is no further than that.
    static EARLY: Words = Words::new(&[
        "前期工作",
        "前期研究",
        "前期论证",
        "可研",
        "预可研",
        "可行性研究",
        "初步设计",
        "环评",
        "选线",
        "选址",
    ]);
    let early = line.one_of(from, &EARLY).is_some();
    let from = line.lists(List::Aspect, from).map_or(from, |length| from + length);
    if line.one_of(from, &["已累计", "已有", "已成", "已是", "已达", "将派", "将为", "将给"]).is_some()
    {
        return None;
    }
    if line.has(from, clause.to, &["不", "没", "未", "无"]) || is_when(line, clause) {
        return None;
    }
    // 码头还在: it has not gone, and no more.
    let word = PROGRESS.iter().find(|(word, _)| line.starts(from, word) && from + word.chars().count() < clause.to);
    let word = word.map(|&(_, status)| status);
    let date =
        line.dates.iter().find(|d| d.chars.start >= from && d.chars.start <= from + 6 && d.chars.end <= clause.to);
    // 投资3亿元: what is measured of it; 发运8万标箱 is what was done with it.
    let long = line
        .one_of(from, &["全长", "总长", "长", "里程", "线路全长", "正线全长", "高", "宽", "主跨", "总里程"])
        .is_some();
    let figures = !long
        && line.lists(List::Measure, from).is_some()
        && line.quantities.iter().any(|q| q.chars.start >= from && q.chars.end <= clause.to && q.value > 1.0);
    let dated = date
        .filter(|d| d.start.is_some() && !d.length_only)
        .map(|d| if d.ahead || d.deadline { Status::Planned } else { Status::Stated });
    let dated = dated.filter(|_| kind != Kind::Institution);
    early.then_some(Status::Preliminary).or(word).or(dated).or(figures.then_some(Status::Stated))
}
