//! Whether what somebody only wants is more than an aim: a slogan names no place, no number, no day and nobody to do it with.

use super::{
    Kind, Status,
    clause::Clause,
    extract::{Found, within},
    lexicon::LEXICON,
    name::Name,
    parties::{cities_in, partner_named},
    sentence::Line,
    wordlist::Words,
};

/// Ends of what everybody works for.
static AIMS: Words = Words::new(&[
    "发展",
    "机制",
    "体系",
    "合作",
    "互联互通",
    "共建共享",
    "资源共享",
    "共享",
    "合作交流",
    "新模式",
    "新格局",
    "格局",
    "环境",
    "水平",
    "枢纽",
    "廊道",
    "高地",
    "集聚区",
    "标准",
    "建设",
    "联防联治",
    "创新",
    "考察",
    "交流",
    "示范县",
    "示范市",
    "示范区",
    "一体化",
]);
/// Several who do it together.
static TOGETHER: Words = Words::new(&[
    "两地",
    "双方",
    "两市",
    "两区",
    "两县",
    "两州",
    "两城",
    "三地",
    "三市",
    "三县",
    "三方",
    "四地",
    "四市",
    "四方",
    "五地",
    "五市",
    "共同",
    "联合",
    "合作共",
    "共建",
    "协同",
    "携手",
]);

/// False for a row that would only repeat what a place strives for.
pub(super) fn weighs(line: &Line<'_>, clauses: &[Clause], found: &Found) -> bool {
    let name = found.name;
    let Some(&clause) = clauses.get(found.clause) else { return true };
    if opinion(line, clauses, found) || asked(line, clause) || line.has(line.from, clause.to, &PAST) {
        return false;
    }
    // 原定设立的甲基金未能成立: it came to nothing.
    static FAILED: Words = Words::new(&["未能", "未成", "没能", "没成", "告吹", "取消"]);
    if line.has(clause.from, clause.to, &["原定", "原计划", "原拟"]) && line.has(name.to, clause.to, &FAILED) {
        return false;
    }
    let wanted = matches!(found.status, Status::Stated | Status::Planned);
    if !wanted
        || matches!(found.kind, Kind::Agreement | Kind::Institution)
        || found.rule == "metrics"
        || title(line, name)
    {
        return true;
    }
    if found.rule == "is_placed" {
        return !strives(line, clause, found.verb) || quoted(line, name) >= 2;
    }
    if among_aims(line, clause, name) {
        return false;
    }
    if quoted(line, name) > 0 {
        return true;
    }
    // 与乙县的合作 names nothing.
    if found.kind == Kind::Policy && line.ends(name.to, "的合作") {
        return false;
    }
    // 一体化发展, 协同发展: no thing, whoever it is with.
    if found.kind == Kind::Policy && line.ends(name.to, "发展") {
        return false;
    }
    // 交流考察: a visit is an event of its own only with a day or a name.
    let bare = found.kind == Kind::Event && name.to - name.from <= 4;
    // 林业重点工程: a class of things.
    let together = line.has(clause.from, name.from, &TOGETHER);
    let class = !together && line.ends_in(name.head, &["重点", "重大", "骨干", "标志性"]);
    let numbered =
        line.quantities.iter().any(|q| q.chars.start >= clause.from && q.chars.end <= clause.to && q.value >= 2.0);
    if numbered {
        return true;
    }
    if class {
        return false;
    }
    if !line.ends_in(name.to, &AIMS) && !line.has(name.from, name.to, &["新一轮"]) {
        return true;
    }
    let place = line.spots.iter().any(|spot| spot.start >= name.from && spot.end <= name.to)
        || line.has(name.from, name.to, &["流域"]) && found.kind == Kind::Policy;
    let dated = line.dates.iter().any(|d| {
        d.chars.start >= clause.from
            && d.chars.end <= clause.to
            && d.start.is_some()
            && line.group(d.chars.start).is_none()
            && !matches!(d.rule, "about_now" | "counted")
    });
    // What nobody else says in these words is a plan of its own.
    let telling = LEXICON.telling_chars(line.units(name.from, name.to)) >= 8;
    let mut cities = Vec::new();
    cities_in(line, clause.from, name.from.max(clause.from), &mut cities);
    place || dated || telling || (together || cities.len() >= 2) && !bare
}

/// 《…》 stands in the name.
fn title(line: &Line<'_>, name: Name) -> bool {
    (name.from..name.to).any(|at| line.at(at) == '《')
}

/// How many parts of a name stand in quotes, of those that 、 parts as well.
fn quoted(line: &Line<'_>, name: Name) -> usize {
    let quote = |at: &usize| matches!(line.at(*at), '\u{201c}' | '\u{201d}' | '「');
    let Some(first) = (name.from..name.to).find(quote) else { return 0 };
    1 + (first..name.to).filter(|&at| line.at(at) == '\u{3001}').count()
}

/// 努力把甲建成…: it is wanted, not done.
fn strives(line: &Line<'_>, clause: Clause, verb: usize) -> bool {
    line.has(clause.from, verb, &["努力", "奋力", "力争", "争取", "着力"])
}

/// 某某认为,要…: what somebody thinks should be.
fn opinion(line: &Line<'_>, clauses: &[Clause], found: &Found) -> bool {
    let Some(here) = clauses.get(found.clause) else { return false };
    let thinks = clauses
        .iter()
        .take(found.clause + 1)
        .rfind(|c| line.has(c.from, c.to.min(found.verb.max(c.from)), &["认为", "觉得", "看来"]));
    thinks.is_some_and(|c| line.has(c.from, here.to.min(found.verb), &["要", "应", "必须", "需要"]))
        // 提出了深化…的要求: what is asked for.
        || line.has(found.name.to, here.to, &["的要求", "的工作要求", "的目标要求"])
}

/// 推进设施互通、产业协同、环保共治: three or more aims of like length in one breath.
fn among_aims(line: &Line<'_>, clause: Clause, name: Name) -> bool {
    static ENDS: Words = Words::new(&[
        "互通", "协同", "协作", "共享", "共兴", "共治", "联治", "联控", "增效", "共建", "互补", "共赢", "对接", "联动",
        "融合", "同城", "一体", "互动", "共荣", "共进",
    ]);
    let free = |at: &usize| line.at(*at) == '\u{3001}' && line.group(*at).is_none();
    let marks: Vec<usize> = (clause.from..clause.to).filter(free).collect();
    if marks.len() < 2 || line.quantities.iter().any(|q| q.chars.start >= clause.from && q.chars.end <= clause.to) {
        return false;
    }
    let ends = marks.iter().copied().chain([clause.to]);
    let aims = ends.filter(|&end| line.ends_in(end, &ENDS)).count();
    aims >= 3 && line.ends_in(name.to, &ENDS)
}

/// What belongs to the past: 一百多年前商人修建的铁路.
static PAST: Words =
    Words::new(&["百年前", "百多年前", "解放前", "民国时期", "清代", "明代", "抗战时期", "日据", "日治", "上世纪初"]);

/// 何时落实两地互认? A clause that asks tells nothing.
fn asked(line: &Line<'_>, clause: Clause) -> bool {
    line.at(clause.to) == '?'
}

/// One city only means to do something, and nothing says where, how much or by when: everybody strives for as much.
pub(super) fn only_strives(
    line: &Line<'_>,
    (part_from, clause): (usize, Clause),
    until: usize,
    found: &Found,
    cities: &[char],
) -> bool {
    let name = found.name;
    let verb = line.verbs.iter().find(|verb| verb.start == found.verb);
    let weak = |status| matches!(status, Status::Stated | Status::Planned);
    // 加快建设 goes on all the time; 开工 happened.
    let hurries = |word: &str| ["加快", "加紧", "加速", "推", "持续"].iter().any(|part| word.starts_with(part));
    let going = found.status == Status::UnderConstruction
        && verb.is_some_and(|verb| weak(verb.value.status) || hurries(verb.value.word));
    if !weak(found.status) && !going
        || matches!(found.kind, Kind::Agreement | Kind::Institution | Kind::Target)
        || !matches!(found.rule, "builds" | "builds_platform" | "acts" | "holds")
    {
        return false;
    }
    // 泸东新城 of 泸州 bears the first character of its city; a river basin has several banks.
    let own = line.spots.iter().any(|spot| spot.start >= name.from && spot.end <= name.to)
        || cities.contains(&line.at(name.from))
        || found.kind == Kind::Policy && line.has(name.from, name.to, &["流域"])
        || (name.from..name.to)
            .any(|at| matches!(line.at(at), '《' | '\u{201c}' | '\u{201d}' | '「') || line.at(at).is_ascii_digit());
    let figures = line.quantities.iter().any(|q| q.chars.start >= clause.from && q.chars.end <= until && q.value > 1.0);
    let dated = line
        .dates
        .iter()
        .any(|d| d.chars.start >= part_from && d.chars.end <= until && d.start.is_some() && d.rule != "about_now");
    !own && !figures && !dated
}

/// What several rules found in one sentence: a body that decides is told once, and an agreement without a name is only told where nothing
/// else says what was agreed.
pub(super) fn settle_together(line: &Line<'_>, clauses: &[Clause], found: &mut Vec<Found>) {
    // 全会上提出「…」: the meeting and what it decides are one.
    let meeting = found.iter().find(|f| f.rule == "at_meeting").map(|f| (f.clause, f.name));
    if let Some((clause, meeting)) = meeting
        && let Some(decision) = found.iter_mut().find(|f| f.rule == "decides" && f.clause == clause)
        && meeting.to <= decision.name.from
    {
        decision.name = Name { from: meeting.from, head: meeting.from, ..decision.name };
        found.retain(|f| f.rule != "at_meeting");
    }
    // 达成共识: with whom or about what has to be said.
    let vague = |f: &Found| {
        let clause = clauses.get(f.clause).copied();
        f.kind == Kind::Agreement
            && line.ends(f.name.to, "共识")
            && f.name.to - f.name.from <= 4
            && clause.is_some_and(|c| !line.has(c.from, f.name.from, &["就"]) && !partner_named(line, c))
    };
    if found.len() > 1 {
        let others = found.iter().any(|f| !vague(f));
        found.retain(|f| !others || !vague(f));
    }
}

/// The kind, where only the sentence tells it: a centre or a station that is built is a work, one that is set up a body.
pub(super) fn kind_in(line: &Line<'_>, clauses: &[Clause], found: &Found) -> Kind {
    static HOUSES: Words = Words::new(&[
        "中心",
        "医院",
        "分院",
        "院区",
        "驿站",
        "基地",
        "学校",
        "幼儿园",
        "体育馆",
        "博物馆",
        "服务区",
        "检测站",
    ]);
    static BUILT: Words = Words::new(&[
        "开工", "动工", "建成", "竣工", "投用", "投运", "投资", "概算", "开建", "地基", "奠基", "装修", "占地", "施工",
        "进场",
    ]);
    static SET_UP: Words =
        Words::new(&["挂牌", "揭牌", "成立", "组建", "编制", "抽调", "派驻", "主任", "授牌", "抽派"]);
    // 附属医院乙院区揭牌: what gets a sign is a body.
    const SIGNS: [&str; 6] = ["揭牌", "挂牌", "加挂", "授牌", "揭幕", "成立"];
    static BODIES: Words = Words::new(&["院区", "分院", "分校", "校区", "分馆", "站"]);
    let name = found.name;
    let Some(here) = clauses.get(found.clause) else { return found.kind };
    let signed = line
        .verbs
        .iter()
        .any(|verb| verb.start == found.verb && SIGNS.iter().any(|word| verb.value.word.contains(word)));
    if found.kind == Kind::Project && signed && line.ends_in(name.to, &BODIES) {
        return Kind::Institution;
    }
    if found.kind != Kind::Institution || !line.ends_in(name.to, &HOUSES) {
        return found.kind;
    }
    let next = clauses.iter().skip(found.clause + 1).take_while(|c| {
        c.part == here.part && within(&line.heads, c.from, c.to).iter().all(|head| head.value.kind != Kind::Institution)
    });
    let until = next.last().map_or(here.to, |c| c.to);
    let built = line.has(here.from, until, &BUILT) && !line.has(here.from, until, &SET_UP);
    if built { Kind::Project } else { found.kind }
}
