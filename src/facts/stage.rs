//! How far a thing is, by all that its sentence says of it: what somebody did to it, and what the clauses behind say that it does, is
//! done to it, or is still to come. What is so goes before what is to be; what is done for a thing before it is built leaves it there.

use jiff::civil::Date;

use super::{
    Kind, Status, When,
    clause::{Clause, Mood, mood, status},
    extract::{Found, within},
    lexicon::{List, Verb},
    plans::is_bare,
    sentence::{Line, Token},
    subject::{has_happened, is_when, only_mentions, opening},
    wordlist::Words,
};

/// What the clauses behind a name say of it.
#[derive(Clone, Copy, Debug, Default)]
struct Said {
    /// The furthest that is so.
    is: Option<Status>,
    /// The same, where the words around the verb say that it is: 已, 正在, 了.
    over: Option<Status>,
    /// Something is done for it that comes before building.
    early: bool,
    /// Something is still to come.
    ahead: bool,
    /// 计划12月: a day to come is named.
    due: bool,
    /// It is used, and somebody counts how much.
    runs: bool,
    /// 已, 累计: so far.
    runs_already: bool,
}

/// The status of what a rule found; `next` are the names found behind it in the sentence, `planned` says that the page plans.
pub(super) fn stage(
    line: &Line<'_>,
    clauses: &[Clause],
    kind: Kind,
    found: &Found,
    next: &[Found],
    planned: bool,
) -> Status {
    let told = by_kind(line, kind, found);
    let whole = matches!(found.rule, "metrics" | "decides" | "is_placed" | "in_fields" | "with_city");
    let verb = line.verbs.iter().find(|verb| verb.start == found.verb);
    if kind == Kind::Target && !whole && told == Status::Stated && counted_up(line, clauses, found) {
        return Status::Done;
    }
    // 达成意向,尚未形成书面协议.
    if kind == Kind::Agreement && told == Status::Signed && unsigned(line, clauses, found) {
        return Status::Preliminary;
    }
    if whole || matches!(kind, Kind::Agreement | Kind::Target) {
        return told;
    }
    let said = behind(line, clauses, found, next);
    if kind == Kind::Event {
        // 宣布合办甲节,订于11月登场.
        let ahead = said.ahead || said.due && verb.is_some_and(|verb| line.at(verb.end) == '的');
        return if told == Status::Done && ahead && said.is.is_none() { Status::Planned } else { told };
    }
    if let Some(signed) = signed(line, clauses, found, verb, told) {
        return signed;
    }
    let told = finished(line, kind, found, verb, side_only(line, found, verb, told));
    let before = verb.is_some_and(|verb| verb.end <= found.name.from);
    // 两市共建的甲中心: who makes it says little of how far it is.
    let relative = before && verb.is_some_and(|verb| line.at(verb.end) == '的');
    // 共用一座中心,主体刚刚验收: that they share it says no more.
    let shares = verb.is_some_and(|verb| matches!(verb.value.word, "共用" | "合用"));
    let weak = relative || shares || told == Status::Stated;
    let paper = kind == Kind::Policy;
    let reached = match (said.is, said.over) {
        // 重新启动,选址已报审批: what began is the work on papers.
        _ if told == Status::UnderConstruction && said.early && begins(verb) => Some(Status::Preliminary),
        (Some(Status::UnderConstruction), _) if kind == Kind::Institution => None,
        (Some(Status::Done), _) if kind == Kind::Institution && told == Status::Established => None,
        (Some(is), _) if weak => Some(is),
        // 拟设立甲基金,目前已报送材料: further than a plan.
        (_, Some(is)) if told == Status::Planned => Some(is),
        (Some(is), _) if told == Status::Approved && is == Status::Preliminary && on_list(verb) => Some(is),
        (Some(is), _) if !paper && told != Status::Planned && is > told && is > Status::Approved => Some(is),
        _ => None,
    };
    if let Some(reached) = reached {
        return by_kind(line, kind, &Found { status: reached, ..*found });
    }
    let over = verb.is_some_and(|verb| {
        matches!(line.at(verb.end), '了' | '过') || line.says(List::Over, verb.start.saturating_sub(4), verb.start)
    });
    let bare = !over && verb.is_some_and(|verb| is_bare(line, clauses, found.clause, verb, planned));
    let early = told == Status::Preliminary;
    // 设立甲中心,上半年投入运营: nobody says that it has been done. 甲办公室设在乙市,4月挂牌: likewise.
    let where_only = verb.is_some_and(|verb| matches!(verb.value.word, "设在" | "设于" | "落户" | "选在"));
    if said.ahead && !over && !early && ((bare || weak) && before || where_only) {
        return Status::Planned;
    }
    if said.runs && (weak || told == Status::Planned && said.runs_already) {
        return if kind == Kind::Institution { Status::Established } else { Status::Done };
    }
    // 4月28日浇下最后一方混凝土: something was done to it on a day.
    if kind == Kind::Project && found.rule == "is_told_of" && told == Status::Stated && dated(line, clauses, found) {
        return Status::UnderConstruction;
    }
    if paper && told == Status::Stated && since(line, clauses, found, verb) {
        return Status::Done;
    }
    // 共同编制甲名录: a task of a plan; 推进甲路前期工作 is one as well, and says how far it is.
    let rest = clauses.get(found.clause).map_or(found.name.to, |c| c.to);
    if planned && bare && early && before && !line.holds(List::Early, found.name.to, rest) {
        return Status::Planned;
    }
    told
}

/// The status, where the day says more than the verb: what a day behind the day of writing is told for is still to come, whatever its
/// verb; of a name that was only weighed, a day that is over or 已 says that it is there.
pub(super) fn by_day(
    line: &Line<'_>,
    clause: Clause,
    (rule, kind): (&str, Kind),
    status: Status,
    (date, deadline): (Option<&When>, Option<&When>),
    now: Option<Date>,
) -> Status {
    let later = |when: Option<&When>| when.zip(now).is_some_and(|(when, now)| is_later(&when.value, now));
    let over = || line.says(List::Over, clause.from, clause.to);
    let weighed = rule.starts_with("weighed");
    match status {
        Status::Done | Status::Established | Status::UnderConstruction | Status::Signed if later(date) && !over() => {
            Status::Planned
        }
        Status::Stated if kind != Kind::Target && (later(date) || later(deadline)) => Status::Planned,
        Status::Done if weighed && date.is_none() && later(deadline) && !over() => Status::Planned,
        Status::Stated if weighed && kind != Kind::Target => {
            // 今年 is not over.
            let day = |when: &When| now.is_some() && when.value.split('/').next().is_some_and(|first| first.len() >= 7);
            let said = over() || date.is_some_and(day);
            match kind {
                _ if line.says(List::Ahead, clause.from, clause.to) => Status::Planned,
                Kind::Agreement => Status::Signed,
                Kind::Institution if said => Status::Established,
                _ if said => Status::Done,
                _ => Status::Stated,
            }
        }
        other => other,
    }
}

/// A time in EDTF begins behind a day; of a month or a year, behind that of the day.
fn is_later(value: &str, now: Date) -> bool {
    let first = value.split('/').next().unwrap_or_default();
    let number = |range: std::ops::Range<usize>| first.get(range).and_then(|part| part.parse::<i16>().ok());
    let Some(year) = number(0..4) else { return false };
    let month = number(5..7).filter(|_| first.len() >= 7);
    let day = number(8..10).filter(|_| first.len() >= 10);
    let of = (year, month.unwrap_or(now.month().into()), day.unwrap_or(now.day().into()));
    of > (now.year(), now.month().into(), now.day().into())
}

/// Clauses behind say that nothing is signed yet.
fn unsigned(line: &Line<'_>, clauses: &[Clause], found: &Found) -> bool {
    let Some(here) = clauses.get(found.clause) else { return false };
    let mut next = clauses.iter().skip(found.clause).take(3).take_while(|c| c.part == here.part);
    next.any(|c| {
        let from = c.from.max(found.name.to);
        let never = line.find(from, c.to, &["尚未", "还没有", "仍未", "尚没有"]);
        never.is_some_and(|at| line.has(at, c.to, &["签", "书面", "谈拢", "谈定", "生效"]))
    })
}

/// 一年多来推动项目19个, 累计实施项目42个: how many there were.
fn counted_up(line: &Line<'_>, clauses: &[Clause], found: &Found) -> bool {
    let Some(&clause) = clauses.get(found.clause) else { return false };
    let from = found.clause.checked_sub(1).and_then(|at| clauses.get(at)).map_or(clause.from, |c| c.from);
    line.has(from, found.name.from, &["累计", "以来", "年来", "近三年", "近两年", "近五年", "已"])
        && !line.says(List::Ahead, clause.from, found.name.from)
}

/// 甲路的环评报告获批: what is done for a thing before it is built leaves it where it is.
fn side_only(line: &Line<'_>, found: &Found, verb: Option<&Token<Verb>>, told: Status) -> Status {
    let Some(verb) = verb.filter(|verb| verb.start >= found.name.to) else { return told };
    let early = line.holds(List::Early, found.name.to, verb.start + 1);
    match told {
        // 可研报告获批复: that is what a work is approved by.
        Status::Approved if by_study(line, found.name.to, verb) => told,
        Status::Approved | Status::Done | Status::UnderConstruction if early => Status::Preliminary,
        _ => told,
    }
}

/// 可研报告获批复: a work is approved by that paper; what passes a review is not approved.
fn by_study(line: &Line<'_>, from: usize, verb: &Token<Verb>) -> bool {
    static STUDIES: Words = Words::new(&["可研", "工可", "可行性", "初步设计", "初设", "建议书", "规划"]);
    line.has(from, verb.start, &STUDIES)
        && ["批", "核", "复", "同意", "备"].iter().any(|part| verb.value.word.contains(part))
}

/// A day that is over stands right behind the name, and no figures alone follow.
fn dated(line: &Line<'_>, clauses: &[Clause], found: &Found) -> bool {
    let Some(&clause) = clauses.get(found.clause) else { return false };
    line.dates.iter().any(|d| {
        let near = d.chars.start >= found.name.to && d.chars.start <= found.name.to + 2 && d.chars.end <= clause.to;
        near && d.start.is_some() && !(d.ahead || d.deadline) && d.rule != "about_now"
    })
}

/// 3月起推行…, 今年3月两地医院实现…: it has begun.
fn since(line: &Line<'_>, clauses: &[Clause], found: &Found, verb: Option<&Token<Verb>>) -> bool {
    let (Some(verb), Some(&clause)) = (verb, clauses.get(found.clause)) else { return false };
    let before = found.clause.checked_sub(1).and_then(|at| clauses.get(at)).filter(|c| c.part == clause.part);
    let from = before.filter(|c| c.to - c.from <= 12).map_or(clause.from, |c| c.from);
    let past = line.dates.iter().any(|d| {
        let inside = d.chars.start >= from && d.chars.end <= verb.start && d.start.is_some();
        inside && !(d.ahead || d.deadline) && !matches!(d.rule, "plan" | "about_now")
    });
    past || line.has(from, verb.start, &["今起", "即日起", "今天起", "今日起"])
}

/// The status, where the kind tells more than the verb: an event that goes on takes place, a rule that begins is in force, and what is
/// counted and not reached is an aim.
fn by_kind(line: &Line<'_>, kind: Kind, found: &Found) -> Status {
    // 专列由2列增至5列: it runs.
    let grows = || line.verbs.iter().any(|verb| verb.start == found.verb && verb.value.word.ends_with(['至', '到']));
    let word = || line.verbs.iter().find(|verb| verb.start == found.verb).map_or("", |verb| verb.value.word);
    let teaches = || ["招生", "开班", "开课", "开学"].iter().any(|part| word().contains(part));
    let sets_out = || ["搭起", "上路", "上岗", "亮相", "到岗"].contains(&word());
    match (kind, found.status) {
        (Kind::Project | Kind::Platform, Status::Established) if grows() => Status::Done,
        // 发布联票, 发布平台: it is there.
        (Kind::Platform, Status::Approved)
            if line.verbs.iter().any(|verb| verb.start == found.verb && verb.value.word.contains("发布")) =>
        {
            Status::Done
        }
        (Kind::Event, Status::Stated | Status::UnderConstruction | Status::Established) => Status::Done,
        (Kind::Policy, Status::UnderConstruction) => Status::Done,
        (Kind::Target, Status::Planned) => Status::Stated,
        // 分校已招生, 稽查小队即日起上路: it has been set up.
        (Kind::Institution, Status::Done) if teaches() || sets_out() => Status::Established,
        (_, status) => status,
    }
}

/// 启动 may begin anything; 开工 only building.
fn begins(verb: Option<&Token<Verb>>) -> bool {
    verb.is_some_and(|verb| verb.value.word.ends_with("启动"))
}

/// 列入, 纳入: it is on a list.
fn on_list(verb: Option<&Token<Verb>>) -> bool {
    verb.is_some_and(|verb| ["列入", "纳入", "列为", "入选"].iter().any(|word| verb.value.word.contains(word)))
}

/// 签约共建甲园, 就共建甲中心签约: it is signed, and no more.
fn signed(
    line: &Line<'_>,
    clauses: &[Clause],
    found: &Found,
    verb: Option<&Token<Verb>>,
    told: Status,
) -> Option<Status> {
    let verb = verb.filter(|_| told == Status::Stated)?;
    let clause = clauses.get(found.clause)?;
    let before = line.ends(verb.start, "签约") || line.ends(verb.start, "签约,");
    let behind = line.one_of(found.name.to, &["签约", "正式签约", "成功签约"]).is_some();
    if before || behind {
        return Some(Status::Signed);
    }
    // 发布支持甲的十条措施: what was done with it stands before.
    let lead = line.verbs.iter().find(|other| other.end == verb.start && other.value.object);
    if let Some(lead) = lead.filter(|lead| !matches!(lead.value.status, Status::Stated | Status::Planned)) {
        return Some(status(&lead.value, mood(line, *clause, lead)));
    }
    // 签署协议,共建甲走廊: what the paper says.
    let opens = verb.start <= clause.from + 2;
    let last = found.clause.checked_sub(1).and_then(|at| clauses.get(at)).filter(|c| opens && c.part == clause.part)?;
    let signs =
        |verb: &Token<Verb>| verb.value.status == Status::Signed && verb.value.kinds & Kind::Agreement.bit() != 0;
    within(&line.verbs, last.from, last.to).iter().any(signs).then_some(Status::Planned)
}

/// 合建了一座检测中心: behind 了 what is built stands there. What is used together is there as well.
fn finished(line: &Line<'_>, kind: Kind, found: &Found, verb: Option<&Token<Verb>>, told: Status) -> Status {
    let Some(verb) = verb.filter(|_| matches!(told, Status::UnderConstruction | Status::Stated)) else { return told };
    let over = line.at(verb.end) == '了' && verb.end < found.name.from || verb.value.word.ends_with('了');
    let starts = line.holds(List::Starts, verb.start, verb.end);
    match kind {
        _ if !over || starts || !verb.value.object => told,
        Kind::Institution => Status::Established,
        _ => Status::Done,
    }
}

/// What the rest of its clause and the clauses behind say of a name, up to where they speak of something else.
fn behind(line: &Line<'_>, clauses: &[Clause], found: &Found, next: &[Found]) -> Said {
    let mut said = Said::default();
    let name = found.name;
    let Some(start) = clauses.iter().position(|c| c.from <= name.from && name.from < c.to) else { return said };
    let Some(part) = clauses.get(start).map(|c| c.part) else { return said };
    // 甲路、乙桥均已开工: what is said of the last is said of all.
    let mut end = name.to;
    let mut stop = usize::MAX;
    // 学校位于…: a noun alone is the thing itself.
    let own = |other: &Found| other.rule == "goes_on" || other.name.head <= other.name.from && !other.name.alone;
    for other in next.iter().filter(|other| other.name.from >= name.to && !own(other)) {
        if other.name.from > end + 1 {
            stop = other.name.from;
            break;
        }
        end = other.name.to;
    }
    for (step, &clause) in clauses.iter().enumerate().skip(start).take(6) {
        let here = step == start;
        let from = if here { end.max(clause.from) } else { opening(line, clause) };
        if clause.part != part || from >= stop || !here && another(line, clause, from) {
            break;
        }
        if from < clause.to && !one(line, Clause { from, ..clause }, clause, here, &mut said) {
            break;
        }
    }
    said
}

/// A clause behind the first that speaks of somebody or something else.
fn another(line: &Line<'_>, clause: Clause, from: usize) -> bool {
    static OTHERS: Words = Words::new(&[
        "两市", "两地", "双方", "两县", "两区", "三市", "三地", "四市", "四地", "我市", "我们", "市民", "其中", "同时",
        "此外", "另",
    ]);
    // 甲段已完成敷设: a stretch of it.
    let place =
        line.spots.iter().any(|spot| spot.start == from && !matches!(line.at(spot.end), '段' | '境' | '侧' | '端'));
    place || line.one_of(from, &OTHERS).is_some() || line.one_of(clause.from, &OTHERS).is_some()
}

/// Reads one stretch; false when what follows is of something else.
fn one(line: &Line<'_>, rest: Clause, clause: Clause, here: bool, said: &mut Said) -> bool {
    if is_when(line, clause) {
        return true;
    }
    // 12月5日起,甲班列加密: the day may be a clause of its own.
    let first = if here { clause.from.saturating_sub(1) } else { clause.from };
    let due = |to: usize| {
        let mut dates = line.dates.iter().filter(|d| d.chars.end >= first && d.chars.end <= to);
        dates.any(|d| (d.ahead || d.deadline) && d.start.is_some())
    };
    let still =
        line.says(List::Going, rest.from, rest.to) || line.has(rest.from, rest.to, &["还在", "仍在", "尚", "仍", "待"]);
    let early = line.holds(List::Early, rest.from, rest.to);
    let mut early_on = false;
    let mut is = |status: Status| {
        said.is = said.is.max(Some(status));
        said.over = said.over.max(Some(status));
    };
    let still = still || line.has(rest.from, rest.to, &["已", "送", "报"]);
    // 用地手续正在办理, 票样还在商议; 已提出开行申请, 尚需文旅部门终审.
    let last = rest.to.saturating_sub(3).max(rest.from);
    let on_the_way =
        still && line.holds(List::OnTheWay, rest.from, rest.to) && (early || line.holds(List::OnTheWay, last, rest.to));
    if on_the_way && !due(rest.to) {
        is(Status::Preliminary);
        early_on = true;
    }
    // 完成总工程量的六成.
    let share = line.has(rest.from, rest.to, &["工程量", "过半", "形象进度"]) || {
        let done = line.find(rest.from, rest.to, &["完成"]);
        done.is_some_and(|at| {
            let mut ratios = line.quantities.iter().filter(|q| q.chars.start >= at && q.chars.end <= rest.to);
            ratios.any(|q| q.dimension == crate::text::quantity::Dimension::Ratio)
                && line.has(at, rest.to, &["投资", "工程", "土建", "路基", "主体"])
        })
    };
    // 已完成渠道衬砌62公里.
    let share = share
        || line.find(rest.from, rest.to, &["已完成", "已敷设", "已铺设"]).is_some_and(|at| {
            let mut amounts = line.quantities.iter().filter(|q| q.chars.start > at && q.chars.end <= rest.to);
            !early && amounts.any(|q| q.value > 1.0)
        });
    if share && !due(rest.to) && !line.says(List::Ahead, rest.from, rest.to) {
        is(Status::UnderConstruction);
    }
    said.early |= early_on;
    let counted = line.quantities.iter().any(|q| q.chars.start >= rest.from && q.chars.end <= rest.to && q.value > 1.0);
    let ahead = line.says(List::Ahead, rest.from, rest.to) || due(rest.to);
    said.due |= line.says(List::Ahead, rest.from, rest.to) && due(rest.to);
    let runs = counted && !ahead && line.holds(List::Runs, rest.from, rest.to);
    said.runs |= runs;
    said.runs_already |= runs && line.has(rest.from, rest.to, &["已"]);
    for verb in within(&line.verbs, rest.from, rest.to) {
        let ends = verb.end >= rest.to;
        if verb.value.object && !verb.value.subject {
            // Somebody does something; behind the first clause, somebody else.
            if here {
                continue;
            }
            return false;
        }
        // 设立标识牌, 开通一条线路: it makes something else.
        let free = ends
            || matches!(line.at(verb.end), '了' | '过' | '于' | '在' | '到' | '至' | '以' | '满')
            || line.quantities.iter().any(|q| q.chars.start == verb.end)
            || line.dates.iter().any(|d| d.chars.start == verb.end)
            || has_happened(line, verb);
        let makes = verb.value.object && !free;
        let mentions = line.at(verb.end) == '的' && !ends || only_mentions(line, verb) && !has_happened(line, verb);
        // 启动区6平方公里: the verb is part of a noun.
        let noun = line.lists(List::Aspect, verb.start).is_some_and(|length| verb.start + length > verb.end);
        const WORKS: u8 = Kind::Institution.bit() | Kind::Project.bit() | Kind::Platform.bit() | Kind::Policy.bit();
        let works = !matches!(verb.value.status, Status::Stated | Status::Signed | Status::Planned)
            && verb.value.kinds & WORKS != 0
            && !noun;
        let denied = matches!(line.at(verb.end), '未' | '没' | '不') || line.starts(verb.end, "尚未");
        if makes || mentions || denied || !works || line.group(verb.start).is_some() {
            continue;
        }
        // 首期工程开工 is of the thing, 联络处揭牌 behind a road is not.
        let between = within(&line.heads, rest.from, verb.start);
        let side_of = |at: usize| {
            [List::Aspect, List::Early, List::Parts].iter().any(|&list| {
                (0..4).any(|back| line.lists(list, at.saturating_sub(back)).is_some_and(|length| length > back))
            })
        };
        let other = between.iter().any(|head| {
            !side_of(head.start)
                && head.start > rest.from + 1
                && !matches!(line.at(head.start.wrapping_sub(1)), '该' | '本' | '期' | '个')
        });
        if other {
            if here {
                continue;
            }
            return false;
        }
        let meant = match mood(line, rest, verb) {
            Mood::Told if due(verb.start) => Mood::Ahead,
            meant => meant,
        };
        match meant {
            Mood::Denied | Mood::Wished => {}
            Mood::Ahead => said.ahead = true,
            _ => {
                let status = status(&verb.value, meant);
                let side = |list| line.holds(list, rest.from, verb.start + 1);
                // 备案材料, 开工手续: papers on the way to it.
                static PAPERS: Words = Words::new(&["材料", "手续", "申请", "程序", "公告", "招标", "报告", "方案"]);
                let status = match status {
                    _ if line.one_of(verb.end, &PAPERS).is_some() => Status::Preliminary,
                    Status::Approved if by_study(line, rest.from, verb) => status,
                    Status::Approved | Status::Done | Status::UnderConstruction
                        if side(List::Early) && !side(List::Parts) =>
                    {
                        Status::Preliminary
                    }
                    Status::Done if side(List::Parts) => Status::UnderConstruction,
                    other => other,
                };
                said.early |= status == Status::Preliminary;
                said.is = said.is.max(Some(status));
                if matches!(meant, Mood::Over | Mood::Going) {
                    said.over = said.over.max(Some(status));
                }
            }
        }
    }
    true
}
