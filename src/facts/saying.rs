//! Rules without a verb of doing: decisions, what a thing is or is to be, fields of cooperation, meetings.

use super::{
    Kind, Status,
    clause::Clause,
    doing::verb_inside,
    edges::{settled, trimmed},
    extract::{Found, within},
    lexicon::List,
    name::Name,
    sentence::Line,
    subject::{described, is_when, opening, subject_names},
    wordlist::Words,
};

/// 全会明确,支持甲市…; 党中央提出推动…: a body decides.
pub(super) fn decided(line: &Line<'_>, clauses: &[Clause], index: usize, found: &mut Vec<Found>) {
    let Some(&clause) = clauses.get(index) else { return };
    static BODIES: Words = Words::new(&[
        "全会",
        "省委",
        "市委",
        "党中央",
        "国务院",
        "中央",
        "省政府",
        "市政府",
        "省委省政府",
        "两省市",
        "县委",
        "区委",
        "州委",
        "两市党委",
    ]);
    static VERBS: Words = Words::new(&["明确提出", "明确", "提出", "决定", "同意", "要求"]);
    let verb = line.each_of(clause.from, clause.to, &VERBS).find(|(at, length)| at + length <= clause.to);
    let Some((at, length)) = verb else { return };
    let near = at.saturating_sub(8).max(clause.from);
    if line.group(at).is_some()
        || !line.has(near, at, &BODIES)
        || line.has(near, at, &["随着", "按照", "根据", "对", "把", "围绕"])
        || line.has(clause.from, at, &["随着", "按照", "如何", "落实"])
    {
        return;
    }
    // 市委书记提出 and 市委关于 are no decisions.
    if line.has(near, at, &["书记", "常委", "主任", "办公", "部长", "宣传部", "组织部", "关于", "赋予"])
    {
        return;
    }
    let mut from = at + length + usize::from(line.at(at + length) == '了');
    let mut to = clause.to;
    if from >= clause.to || line.at(from) == '的' {
        // 已经三市政府同意,现印发给你们: what they agree to stands before.
        let agreed = line.starts(at, "同意");
        let Some(next) = clauses.get(index + 1).filter(|_| from >= clause.to && !agreed) else { return };
        (from, to) = (next.from, next.to);
    }
    if line.at(from) == ',' {
        from += 1;
    }
    // 将“甲”作为…: what is decided.
    if matches!(line.at(from), '将' | '把') {
        from += 1;
    }
    let content = Clause { from, to, part: clause.part };
    let moves = within(&line.verbs, from, to).first().is_some_and(|verb| verb.start <= from + 2)
        || line.one_of(from, &["将", "把", "在", "要", "到"]).is_some()
        || (from..to).any(|at| matches!(line.at(at), '\u{201c}' | '「'));
    if !moves || to - from < 6 {
        return;
    }
    // A quote that only opens here is no part of it.
    if matches!(line.at(from), '\u{201c}' | '「' | '\u{2018}') && line.group(from).is_none() {
        from += 1;
    }
    // A long content is cut where its first clause ends.
    let end = content.to.min(from + 48);
    let end = if end < content.to {
        (from + 6..end).rev().find(|&at| line.at(at) == '的' || line.at(at) == '\u{3001}').unwrap_or(end)
    } else {
        end
    };
    let name = Name { from, to: end, head: from, kind: Kind::Policy, alone: true };
    found.push(Found { name, kind: Kind::Policy, status: Status::Stated, rule: "decides", clause: index, verb: at });
}

/// 把甲定位为…, 将甲作为…, 甲纳入…: what a place or thing is to be.
pub(super) fn positioned(line: &Line<'_>, clause: Clause, index: usize, found: &mut Vec<Found>) {
    static AS: Words = Words::new(&[
        "定位为",
        "列为",
        "确定为",
        "作为",
        "纳入",
        "列入",
        "确立为",
        "入选",
        "申报为",
        "认定为",
        "升格为",
        "打造成",
    ]);
    let wished = || {
        line.has(
            clause.from.saturating_sub(6),
            clause.to,
            &["建议", "呼吁", "提议", "希望", "研究把", "研究将", "研究让", "探讨", "能否", "是否", "可否"],
        )
    };
    let Some((at, length)) = line.each_of(clause.from, clause.to, &AS).find(|&(at, _)| line.group(at).is_none()) else {
        return;
    };
    if wished()
        || line.has(clause.from, at, &["未", "没有", "没", "不", "尚未", "暂不"])
            && !line.has(clause.from, at, &["不断", "不仅"])
    {
        return;
    }
    let passive = ["纳入", "列入", "入选"].iter().any(|word| line.starts(at, word));
    let lead = (clause.from..at).find(|&i| matches!(line.at(i), '把' | '将') && line.group(i).is_none());
    let from = match lead {
        Some(lead) => lead + 1,
        None if passive => opening(line, clause),
        None => return,
    };
    // 甲园区列入…: the park is the thing, and the verb says what became of it.
    let thing = passive
        && subject_names(line, clause, at)
            .into_iter()
            .filter_map(|name| settled(line, name))
            .any(|name| matches!(name.kind, Kind::Project | Kind::Platform));
    if thing {
        return;
    }
    // 争取纳入规划 is what is wanted, and names nothing.
    if line.one_of(from, &["争取", "力争", "拟", "将", "已", "正", "积极", "努力", "申请"]).is_some() && lead.is_none()
    {
        return;
    }
    let object = (from..at).len();
    let end =
        (at + length..clause.to).find(|&i| line.has(i, i + 4, &["来推进", "来抓", "来谋划"])).unwrap_or(clause.to);
    let end = end.min(from + 48).max(at + length);
    if !(2..=34).contains(&object)
        || line.has(clause.from.saturating_sub(10), clause.from, &["看来", "认为"])
        || end < at + length + 2
        || line.has(from, at, &["工作置", "自身", "职责"])
        || line.has(at, clause.to, &["的说法", "的提法", "的传闻", "的传言", "的建议", "的想法"])
    {
        return;
    }
    let place = line.spots.iter().any(|spot| spot.start >= from && spot.end <= end);
    let quote = (from..end).any(|i| matches!(line.at(i), '\u{201c}' | '「' | '《'));
    let rank = line.has(at, end, &["国家级", "省级", "国家重点", "全国", "世界"]);
    if !place && !quote && !rank {
        return;
    }
    // Cut in the middle of a quote is no name.
    let end = line.group(end.saturating_sub(1)).map_or(end, |group| group.min(clause.to));
    let name = Name { from, to: end, head: from, kind: Kind::Policy, alone: true };
    found.push(Found {
        name,
        kind: Kind::Policy,
        status: match passive {
            _ if line.says(List::Ahead, clause.from, lead.unwrap_or(at)) => Status::Planned,
            true => Status::Approved,
            false => Status::Stated,
        },
        rule: "is_placed",
        clause: index,
        verb: at,
    });
}

/// 围绕甲、乙等方面加强合作; 与丙市合作.
pub(super) fn cooperation(line: &Line<'_>, clause: Clause, index: usize, found: &mut Vec<Found>) {
    if !line.may_have("合作") {
        return;
    }
    let Some(at) = (clause.from..clause.to).rev().find(|&at| line.starts(at, "合作") && line.group(at).is_none())
    else {
        return;
    };
    if at + 2 < clause.to && !line.starts(at + 2, "交流") && line.at(at + 2) != ',' {
        return;
    }
    // What an agreement is about was told with it.
    if found.iter().any(|f| f.kind == Kind::Agreement) {
        return;
    }
    let name = |from, to| Name { from, to, head: from, kind: Kind::Project, alone: true };
    let push = |name: Name, rule, found: &mut Vec<Found>| {
        if name.to - name.from >= 4
            && name.to - name.from <= 44
            && !found.iter().any(|f| f.name.from < name.to && name.from < f.name.to)
        {
            found.push(Found { name, kind: Kind::Project, status: Status::Stated, rule, clause: index, verb: at });
        }
    };
    let field = (clause.from..at).find(|&i| {
        line.starts(i, "围绕") || line.at(i) == '在' && line.has(i, at, &["等方面", "等领域", "方面", "领域"])
    });
    if let Some(field) = field.filter(|_| line.has(clause.from, at, &["加强", "深化", "开展", "达成", "推进", "展开"]))
    {
        let from = field + if line.at(field) == '围' { 2 } else { 1 };
        push(name(from, at + 2), "in_fields", found);
        return;
    }
    let partner = line.spots.iter().rev().find(|spot| spot.end <= at && spot.end + 4 >= at && spot.start > clause.from);
    if let Some(partner) = partner
        && let Some(with) =
            (clause.from..partner.start).rev().take(12).find(|&i| matches!(line.at(i), '与' | '同' | '和'))
    {
        push(name(with, at + 2), "with_city", found);
    }
}

/// 甲项目是…重点项目之一: says what a thing is.
pub(super) fn is_one_of(line: &Line<'_>, clause: Clause, index: usize, found: &mut Vec<Found>) {
    if !line.may_have("是") {
        return;
    }
    let Some(at) = (clause.from + 4..clause.to).find(|&at| {
        line.at(at) == '是'
            && line.group(at).is_none()
            && !line.ends(at, "于")
            && !line.ends(at, "不")
            && !line.ends(at, "就")
    }) else {
        return;
    };
    // 是主通道 only describes; 是重点项目之一 says what is done.
    if !line.has(at, clause.to, &["重点", "首", "第一", "之一", "标志性", "省级", "国家级", "重大", "示范"])
    {
        return;
    }
    let ends = within(&line.heads, at, clause.to)
        .last()
        .is_some_and(|head| matches!(head.value.kind, Kind::Project | Kind::Platform) && head.end + 3 >= clause.to);
    if !ends {
        return;
    }
    for name in subject_names(line, clause, at) {
        let Some(name) =
            settled(line, described(line, name)).filter(|name| matches!(name.kind, Kind::Project | Kind::Platform))
        else {
            continue;
        };
        if !found.iter().any(|f| f.name.to == name.to) {
            found.push(Found {
                name,
                kind: name.kind,
                status: Status::Stated,
                rule: "is_one_of",
                clause: index,
                verb: at,
            });
        }
    }
}

/// 甲园区…现有企业11家,年产量约10万吨: a thing and its figures.
pub(super) fn figures(line: &Line<'_>, clauses: &[Clause], index: usize, found: &mut Vec<Found>) {
    let Some(&clause) = clauses.get(index).filter(|_| line.quantities.len() >= 2) else { return };
    let until = clauses.iter().rfind(|c| c.part == clause.part).map_or(clause.to, |c| c.to);
    if line.starts(clause.from, "作为") {
        return;
    }
    let count = line
        .quantities
        .iter()
        .filter(|q| q.chars.start >= clause.from && q.chars.end <= until && q.value > 1.0)
        .count();
    static MEASURED: Words = Words::new(&[
        "全长", "总长", "投资", "面积", "占地", "产量", "年产", "现有", "规模", "里程", "入驻", "床位", "产值",
    ]);
    if count < 2 || is_when(line, clause) || !line.has(clause.from, until, &MEASURED) {
        return;
    }
    let end = (opening(line, clause)..clause.to)
        .find(|&at| matches!(line.at(at), '以' | '现' | '已' | '总' | '占' | '全'))
        .unwrap_or(clause.to);
    for name in subject_names(line, clause, end) {
        let Some(name) = settled(line, name).filter(|name| {
            matches!(name.kind, Kind::Project | Kind::Platform)
                && name.to - name.from <= 18
                && line.spots.iter().any(|spot| spot.start == name.from && spot.end < name.to)
                && name.to - name.head >= 2
                && !line.has(name.from, name.to, &["的", "有", "到", "是", "\u{3001}", "各", "设"])
        }) else {
            continue;
        };
        if verb_inside(line, name.from, name.to).is_none()
            && !found.iter().any(|f| f.name.to == name.to || f.clause >= index)
        {
            found.push(Found {
                name,
                kind: name.kind,
                status: Status::Stated,
                rule: "has_figures",
                clause: index,
                verb: end,
            });
        }
    }
}

/// 在…第二次会议上: it took place.
pub(super) fn meeting(line: &Line<'_>, clause: Clause, index: usize, found: &mut Vec<Found>) {
    for head in within(&line.heads, clause.from, clause.to).iter().filter(|h| h.value.kind == Kind::Event) {
        let visit = line.starts(head.start, "互访")
            && line.spots.iter().filter(|s| s.start >= clause.from && s.end <= head.start).count() >= 2;
        static BEHIND: Words = Words::new(&[
            "上,",
            "上提出",
            "上强调",
            "上审议",
            "上通过",
            "上签",
            "上宣布",
            "上发布",
            "上明确",
            "上指出",
            "上表示",
            "上说",
            "上启动",
            "上揭",
            "上介绍",
            "上获悉",
            "上,",
            "上正式",
        ]);
        let at = line.one_of(head.end, &BEHIND).is_some() || line.at(head.end) == '上' && head.end + 1 == clause.to;
        if !(visit || at) || line.group(head.start).is_some() {
            continue;
        }
        let opened = opening(line, clause);
        let from = if visit { None } else { (opened..head.start).find(|&i| line.at(i) == '在') };
        let from = from.map_or(opened, |i| i + 1);
        let name = Name { from, to: head.end, head: head.start, kind: Kind::Event, alone: false };
        let Some(name) = settled(line, described(line, name)) else { continue };
        if name.to - name.from >= 8 && !found.iter().any(|f| f.name.to == name.to) {
            found.push(Found {
                name,
                kind: Kind::Event,
                status: Status::Done,
                rule: "at_meeting",
                clause: index,
                verb: head.start,
            });
        }
    }
}

/// Where the first of the quotes begins that stand side by side up to `from`.
fn quotes_before(line: &Line<'_>, opened: usize, mut from: usize) -> usize {
    let begins = |at: usize| (opened..at).rev().take_while(|&by| line.group(by) == line.group(at - 1)).last();
    if let Some(end) = from.checked_sub(1).and_then(|at| line.group(at)) {
        from = end;
        while let Some(begin) = (from > opened && line.group(from - 1) == Some(from)).then(|| begins(from)).flatten() {
            from = begin;
        }
    }
    from
}

/// 甲、乙两地检验结果互认: what towns do for each other is said by its noun alone.
pub(super) fn service(line: &Line<'_>, clause: Clause, index: usize, found: &mut Vec<Found>) {
    static ENDS: Words = Words::new(&[
        "通借通还",
        "互相承认",
        "相互承认",
        "互相认可",
        "互借",
        "互转",
        "互聘",
        "互派",
        "通兑",
        "通缴",
        "通存通取",
        "同权",
        "同标",
        "联办",
        "联审",
        "联考",
        "互换",
        "联合养护",
        "联合管护",
        "共同管护",
        "联合管理",
        "同步执法",
        "统一调度",
        "联合调度",
        "直通车",
        "互审",
        "互联",
        "互认",
        "互通",
        "互查",
        "互传",
        "互报",
        "互贷",
        "互认互贷",
        "互认互通",
        "通办",
        "跨省通办",
        "跨市通办",
        "互办",
        "互惠",
        "互免",
        "通用",
        "同价",
        "联网",
        "直接结算",
        "异地结算",
        "一卡通",
        "一码通",
        "互提",
    ]);
    static SHARE: Words =
        Words::new(&["两地", "双方", "两市", "两区", "两县", "两州", "三地", "三市", "三县", "四地", "四市", "五市"]);
    // 从下月起“一窗通办”: the quote says it.
    let quote = matches!(line.at(clause.to - 1), '\u{201d}' | '」') && line.group(clause.to - 1) == Some(clause.to);
    let last = clause.to - usize::from(quote);
    let Some(end) = line.ends_with(last, &ENDS) else { return };
    let opened = opening(line, clause);
    if found.iter().any(|f| f.clause == index) || !quote && line.group(clause.to - 1).is_some() {
        return;
    }
    // Behind the towns that do it.
    let share = line.each_of(opened, clause.to, &SHARE).next().map(|(at, length)| at + length);
    let mut spots = line.spots.iter().filter(|spot| spot.start >= opened && spot.end <= clause.to);
    let towns = spots.clone().count() >= 2;
    let numbered = line
        .one_of(clause.from, &["一是", "二是", "三是", "四是", "五是", "其一是", "其二是"])
        .map(|n| clause.from + n);
    let Some(from) = share.or(numbered).or_else(|| spots.next_back().filter(|_| towns).map(|spot| spot.end)) else {
        return;
    };
    // “甲通”“乙通”两卡互认: towns that name the cards stand in quotes.
    let from = quotes_before(line, opened, from);
    let from = trimmed(line, from + usize::from(line.at(from) == '的'), clause.to);
    // 公交部门正在推进交通卡互认: it is not there yet.
    static TRYING: Words =
        Words::new(&["正在推进", "正在推动", "正在探索", "加快推进", "探索推进", "正推进", "正推动"]);
    let trying = line.each_of(from, clause.to, &TRYING).next().map(|(at, length)| at + length);
    let from = trying.unwrap_or(from);
    let from = ["率先", "在全省", "在全国", "首次", "已", "正式", "全面", "同步", "将", "实行", "实现", "推行", "推进"]
        .iter()
        .fold(from, |at, word| if line.starts(at, word) { at + word.chars().count() } else { at });
    let least = end.chars().count() + 2;
    let length = clause.to.saturating_sub(from);
    let wished =
        line.has(clause.from, clause.to, &["希望", "建议", "未", "没有", "不", "呼吁", "能否", "商量", "何时", "洽谈"]);
    if !(least..=24).contains(&length) || wished || is_when(line, clause) {
        return;
    }
    let ahead =
        line.has(clause.from, from.max(clause.from), &["将", "拟", "计划", "力争", "争取", "有望", "还要", "要"]);
    let head = if quote { clause.to - 1 } else { clause.to - end.chars().count() };
    let name = Name { from, to: clause.to, head, kind: Kind::Policy, alone: false };
    let status = match (ahead, trying) {
        (true, _) => Status::Planned,
        (false, Some(_)) => Status::Preliminary,
        (false, None) => Status::Done,
    };
    found.push(Found { name, kind: Kind::Policy, status, rule: "is_shared", clause: index, verb: from });
}
