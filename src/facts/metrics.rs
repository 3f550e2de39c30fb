//! Figures that are facts by themselves: aims with a number, growth, lists of counts, what was reached up to a day.

use super::{
    Kind, Status,
    clause::Clause,
    edges::trimmed,
    extract::{Found, within},
    lexicon::List,
    name::Name,
    sentence::Line,
    subject::opening,
    wordlist::Words,
};
use crate::text::quantity::{Dimension, Quantity};

/// Words that say that a number was or is to be reached.
static REACHES: Words = Words::new(&[
    "达到",
    "达",
    "突破",
    "超过",
    "超",
    "增至",
    "增加到",
    "增加至",
    "提高到",
    "提高至",
    "提升到",
    "提升至",
    "扩大到",
    "扩大至",
    "降至",
    "降到",
    "下降到",
    "缩短到",
    "缩短至",
    "压缩到",
    "压缩至",
    "压减到",
    "控制在",
    "稳定在",
    "保持在",
    "总数为",
    "总量为",
    "率为",
    "累计",
    "实现",
    "完成",
    "创建",
    "新增",
    "预计",
    "压到",
    "压至",
    "冲刺",
    "扩到",
    "加到",
    "增到",
]);

/// Numbers that only describe a thing: how long, how large.
pub(super) static DESCRIBES: Words = Words::new(&[
    "全长",
    "长",
    "面积",
    "占地",
    "设计",
    "时速",
    "设床位",
    "编制床位",
    "规模为",
    "首批",
    "分期",
    "每年",
    "每季",
    "每月",
    "单程",
]);

/// The same of money and means.
pub(super) static DEAR: Words = Words::new(&[
    "各安排",
    "投了",
    "花了",
    "安排",
    "各派",
    "各抽",
    "各选派",
    "派驻",
    "各出",
    "抽派",
    "抽调",
    "总投资",
    "投资",
    "出资",
    "概算",
    "估算",
    "经费",
    "年产",
    "注册资本",
    "票价",
]);

/// Who tells of themselves.
static WE: Words = Words::new(&["我市", "全市", "我们", "园区", "产业园", "联盟", "平台", "全年", "中心"]);

/// Several who tell of what they share.
static TOGETHER: Words = Words::new(&[
    "两地", "双方", "两市", "两区", "两县", "两州", "三地", "三市", "三方", "四地", "四市", "五地", "五市", "两岸",
    "两省", "六市",
]);

/// 到2025年,甲市…达1.3万亿立方米; …增长8.1%; 重大项目105个、重大平台39个; 截至11月底,两市办理案件2874件.
pub(super) fn metrics(line: &Line<'_>, clauses: &[Clause], index: usize, found: &mut Vec<Found>) {
    let Some(&clause) = clauses.get(index).filter(|_| !line.quantities.is_empty()) else { return };
    let numbers: Vec<_> = line
        .quantities
        .iter()
        .filter(|q| q.chars.start >= clause.from && q.chars.end <= clause.to && line.group(q.chars.start).is_none())
        .collect();
    let (Some(first), Some(last)) = (numbers.first(), numbers.last()) else { return };
    let of_part = |f: &Found| clauses.get(f.clause).is_some_and(|g| g.part == clause.part);
    if found.iter().any(|f| f.rule == "metrics" && f.clause < index && of_part(f)) {
        return;
    }
    let part_from = clauses.iter().find(|c| c.part == clause.part).map_or(clause.from, |c| c.from);
    if line.has(clause.from, first.chars.start, &["可以", "如果", "若", "或许", "希望", "建议", "不足"]) {
        return;
    }
    // 据测算,年节约标煤六千吨: what somebody reckons.
    let reckoned = line.ends_in(clause.from.saturating_sub(1), &["测算", "估算", "推算"]);
    if reckoned || line.holds(List::Background, clause.from, first.chars.start) {
        return;
    }
    let ahead = line.dates.iter().any(|d| {
        d.chars.start >= part_from && d.chars.end <= clause.to && (d.ahead || d.deadline) && d.start.is_some()
    });
    let here = line.spots.iter().any(|s| s.start >= clause.from && s.end <= first.chars.start)
        || line.has(clause.from, first.chars.start, &TOGETHER);
    let grows = here
        && line.has(clause.from, first.chars.start, &["增长", "下降", "提高到", "提升", "上升"])
        && first.dimension == Dimension::Ratio;
    let reaches =
        line.has(clause.from, first.chars.end, &["达", "实现", "突破", "超过", "增至", "提高", "完成", "创建"]);
    let counts = numbers.iter().filter(|q| q.dimension == Dimension::Count).count() >= 2
        && numbers.windows(2).all(|w| line.has(w[0].chars.end, w[1].chars.start, &["\u{3001}"]));
    // 重大项目105个、重大平台39个 names what it counts.
    let named = within(&line.heads, clause.from, clause.to).len() >= 2
        || !within(&line.verbs, clause.from, first.chars.start).is_empty();
    let counts = counts && named;
    let told = done_or_due(line, clauses, index, first, found);
    if !(grows || ahead && reaches || counts && numbers.len() >= 3 || told.is_some()) {
        return;
    }
    let mut from = opening(line, clause);
    if counts && let Some(verb) = within(&line.verbs, from, first.chars.start).last() {
        from = verb.end;
    }
    let aim = (from..first.chars.start)
        .find_map(|at| Some(at + line.one_of(at, &["目标是", "指标是", "目标为", "指标为", "口径是"])?));
    let from = aim.map_or(from, |at| opening(line, Clause { from: at, ..clause }));
    let stated = ["提出", "要求", "明确", "实现", "预计", "力争", "确保"].iter().find(|word| line.starts(from, word));
    let from = stated.map_or(from, |word| opening(line, Clause { from: from + word.chars().count(), ..clause }));
    let from = trimmed(line, from, first.chars.start);
    // 实现156项政务事项互办: what is counted may stand behind.
    let to = whole_list(line, clauses, index, from).filter(|&to| told.is_some() && to - from <= 44);
    let to = if let Some(to) = to {
        to
    } else if told.is_some() && clause.to.saturating_sub(from) <= 40 {
        clause.to
    } else if last.chars.end - from <= 44 {
        last.chars.end
    } else {
        first.chars.end
    };
    let place = line.spots.iter().any(|s| s.start >= part_from && s.end <= clause.to)
        || counts
        || told.is_some()
        || line.has(from, to, &TOGETHER)
        || line.has(from, to, &["我市", "全市", "园区", "产业园"]);
    if from >= first.chars.start
        || to - from > 44
        || !place
        || found.iter().any(|f| f.name.from < to && from < f.name.to)
    {
        return;
    }
    // 年底达到60%: of what is not said here.
    let said = (from..first.chars.start)
        .filter(|&at| !line.dates.iter().any(|d| d.chars.contains(&at)))
        .filter(|&at| {
            !matches!(
                line.at(at),
                '到' | '达' | '超' | '过' | '将' | '要' | '已' | '是' | '为' | '约' | '近' | '突' | '破'
            )
        })
        .count();
    // 未完成的15项任务中: among them.
    if line.one_of(to.saturating_sub(1), &["中", "里", "内"]).is_some() && to > last.chars.end {
        return;
    }
    // 增加到三十多处: likewise.
    if line.one_of(from, &REACHES).is_some_and(|length| from + length + 1 >= first.chars.start) {
        return;
    }
    // 办结22项: of what was not said here.
    if does_in(line, from, from + 2)
        && first.chars.start == from + 2
        && first.dimension == Dimension::Count
        && to <= last.chars.end + 1
    {
        return;
    }
    // 与甲市教育部门结对学校44所: an office is no person of a story.
    let office = line.has(from, first.chars.start, &["部门"]);
    let somebody = !office && line.says(List::People, from, first.chars.start);
    // 一季度又完成27.8万人次: of what was said before.
    let again = matches!(line.at(from), '又' | '再' | '还' | '仅')
        && first.chars.start - from <= 5
        && line.one_of(from + 1, &REACHES).is_some();
    if again {
        return;
    }
    if somebody || said < 2 && clause.to < last.chars.end + 2 {
        return;
    }
    // What is to be reached is an aim, and a list of counts says no more.
    let status = if ahead || counts || told == Some(Status::Planned) { Status::Stated } else { Status::Done };
    let name = Name { from, to, head: from, kind: Kind::Target, alone: true };
    found.push(Found { name, kind: Kind::Target, status, rule: "metrics", clause: index, verb: first.chars.start });
}

/// 新注册企业163家,到位资金21亿元: where the clauses end that go on counting in the same words.
fn whole_list(line: &Line<'_>, clauses: &[Clause], index: usize, from: usize) -> Option<usize> {
    let first = *clauses.get(index)?;
    let next = clauses.get(index + 1..).unwrap_or_default().iter();
    let counts = next.take_while(|clause| {
        let number = line.quantities.iter().find(|q| q.chars.start >= clause.from && q.chars.end <= clause.to);
        clause.part == first.part
            && clause.to - from <= 44
            && number.is_some_and(|q| {
                q.chars.end == clause.to
                    && q.chars.start > clause.from + 1
                    && q.chars.start - clause.from <= 12
                    && q.dimension != Dimension::Ratio
                    && !line.has(clause.from, q.chars.start, &["投资", "面积", "比", "其中", "全长", "增长"])
                    && !line.has(clause.from, q.chars.start, &DESCRIBES)
            })
    });
    counts.last().map(|clause| clause.to)
}

/// A word of doing whose count is what was done: 培训护理员300名, 查处案件57起.
fn does_in(line: &Line<'_>, from: usize, to: usize) -> bool {
    (from..to).any(|at| line.lists(List::Does, at).is_some_and(|length| at + length <= to))
}

/// Agreements, projects and rules are counted whatever their number.
fn clause_agrees(line: &Line<'_>, clause: Clause) -> bool {
    line.has(clause.from, clause.to, &["协议", "协定", "项目", "备忘录", "制度", "标准", "案件", "事项"])
}

/// Whether a clause tells how much was done, or is to be, by somebody of the article and at some time.
fn done_or_due(line: &Line<'_>, clauses: &[Clause], index: usize, first: &Quantity, found: &[Found]) -> Option<Status> {
    let clause = *clauses.get(index)?;
    let at = first.chars.start;
    // A single thing, a year, a rank is no figure; 30年 is a length of time.
    let length = line.one_of(first.chars.end, &["年头", "春秋", "岁月", "寒暑"]).is_some();
    if matches!(first.dimension, Dimension::Time | Dimension::Length) || first.value < 2.0 || length {
        return None;
    }
    let near = at.saturating_sub(8).max(clause.from);
    let beside = at.saturating_sub(3).max(clause.from);
    // The comparator is part of the number: 超过6万人次.
    let reaches = line.has(near, first.chars.end, &REACHES);
    if line.has(beside, at, &DEAR)
        || line.has(if reaches { beside } else { near }, at, &DESCRIBES)
        || line.at(at.wrapping_sub(1)) == '等'
        || line.has(clause.from, at, &["不少于", "不超过", "不得", "据史", "相传", "历史"])
    {
        return None;
    }
    let does = does_in(line, clause.from, at);
    // 他把三处水面画在图上, 要跑两个市的窗口: a story.
    let place = matches!(line.at(first.chars.end), '市' | '县' | '区' | '省' | '州' | '国' | '岸' | '边' | '方' | '地');
    let story = (clause.from..at).any(|i| matches!(line.at(i), '他' | '她' | '把' | '着') && line.group(i).is_none())
        && !reaches;
    if place || story || !reaches && clause.to > first.chars.end + 14 {
        return None;
    }
    // 截至6月底,两市…三百名: who shares it and up to when say as much as the verb.
    let counted = line.has(clause.from, at, &TOGETHER)
        && (line.has(clause.from, at, &["已", "共", "累计"])
            || line.dates.iter().any(|d| d.chars.end <= at && d.chars.start + 16 > clause.from));
    if !reaches && !does && !counted {
        return None;
    }
    // 四条渔政船: so few are no figure, unless they are what was agreed on.
    let few = first.dimension == Dimension::Count && first.value < 10.0 && !reaches && !clause_agrees(line, clause);
    let part = clauses.iter().filter(|c| c.part == clause.part);
    let from = part.clone().next().map_or(clause.from, |c| c.from);
    let own = |from: usize| {
        line.has(from, at, &WE)
            || line.has(from, at, &TOGETHER)
            || line.spots.iter().any(|spot| spot.start >= from && spot.end <= at)
    };
    // What follows a thing in its sentence describes the thing, unless somebody or another time is named anew.
    let fact = found
        .iter()
        .filter(|f| {
            f.clause < index && clauses.get(f.clause).is_some_and(|c| c.part == clause.part) && f.rule != "metrics"
        })
        .map(|f| f.name.to)
        .max();
    if fact.is_some_and(|to| {
        !own(clause.from)
            && !line.dates.iter().any(|d| d.ahead && d.chars.start >= clause.from.max(to) && d.chars.end <= at)
    }) {
        return None;
    }
    // 服务站开门,登记8900人: what follows somebody's doing describes it.
    let earlier = clauses.iter().take(index).filter(|c| c.part == clause.part);
    let describes = earlier.into_iter().any(|c| {
        within(&line.verbs, c.from, c.to).iter().any(|verb| line.group(verb.start).is_none())
            && !within(&line.heads, c.from, c.to).is_empty()
    });
    let wanted = line.has(clause.from, at, &["将", "要", "力争", "争取", "计划", "目标", "拟", "预计", "可望", "有望"]);
    if few && !wanted {
        return None;
    }
    if describes
        && !wanted
        && !own(clause.from)
        && line.dates.iter().all(|d| d.chars.start < clause.from || d.chars.start > at)
    {
        return None;
    }
    let dated = line.dates.iter().filter(|d| d.chars.start >= from && d.chars.start < clause.to);
    let when = dated.clone().any(|d| d.start.is_some() || d.rule == "counted" || d.rule == "plan")
        || line.has(from, at, &["截至", "截止", "以来", "年来", "累计"]);
    let due = wanted || dated.clone().any(|d| d.ahead || d.deadline);
    // 引进人才300名 among measures that semicolons part.
    let measure = does
        && (clauses.first().map(|c| c.part) != clauses.last().map(|c| c.part))
        && does_in(line, clause.from, (clause.from + 6).min(at));
    let shared = line.has(clause.from, at, &TOGETHER);
    if !when && !(own(from) && (reaches || due)) && !measure && !(shared && does) {
        return None;
    }
    // A rate is told of any town; here it counts where towns share it.
    if first.dimension == Dimension::Ratio && !due && !line.has(from, at, &TOGETHER) {
        return None;
    }
    Some(if due { Status::Planned } else { Status::Done })
}
