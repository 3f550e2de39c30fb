//! What looks like a thing and is none: words of a sentence taken for a name, offices and houses that do something themselves, what
//! somebody only proposes.

use super::{
    Kind,
    clause::Clause,
    extract::{Found, within},
    lexicon::{LEXICON, List, Verb},
    name::Name,
    sentence::{Line, Token},
    wordlist::Words,
};

/// False for what is no undertaking.
pub(super) fn is_made(line: &Line<'_>, clauses: &[Clause], found: &Found) -> bool {
    let works = matches!(found.kind, Kind::Institution | Kind::Project | Kind::Platform);
    let weighed = found.rule.starts_with("weighed") && found.rule != "weighed_figure";
    let said_of = found.rule.starts_with("is_") && found.rule != "is_placed" || found.rule == "goes_on" || weighed;
    let verb = line.verbs.iter().find(|verb| verb.start == found.verb);
    let step = works && (only_a_step(line, found.name, verb) || rumoured(line, clauses, found));
    let words = (works || weighed)
        && said_of
        && (only_places(line, found.name)
            || joins_another(line, found.name, verb)
            || is_sentence(line, found.name)
            // 甲境内这一段: of what, it does not say.
            || line.ends_in(found.name.to, &["这一段", "那一段", "这段", "那段"])
            || stands_there(line, found.name, verb));
    let wanted = thought_of(line, found.name) || proposed(line, clauses, found);
    let empty = only_judges(line, found.name) || lost_its_number(line, found.name) || stands_for_another(line, found);
    !empty && !step && !words && !wanted && !given_up(line, clauses, found)
}

/// 进度太慢: what somebody thinks of it.
fn only_judges(line: &Line<'_>, name: Name) -> bool {
    static JUDGES: Words = Words::new(&[
        "太慢", "太快", "太少", "太多", "太低", "太高", "太远", "太小", "太难", "偏慢", "偏低", "不够", "不足", "滞后",
    ]);
    name.from + 2 < name.to && line.ends_in(name.to, &JUDGES) && line.group(name.to - 1).is_none()
}

/// 第批清单: the page has lost its number, and the name says nothing without it. 第二批清单 says no more.
fn lost_its_number(line: &Line<'_>, name: Name) -> bool {
    static COUNTS: Words = Words::new(&["批", "次", "届", "期", "轮", "号", "条", "项", "家", "座"]);
    static LISTS: Words = Words::new(&[
        "清单",
        "名单",
        "目录",
        "项目清单",
        "事项清单",
        "任务清单",
        "项目",
        "措施",
        "举措",
        "政策",
        "名录",
        "事项",
    ]);
    if (name.from..name.to).any(|at| line.at(at) == '第' && line.one_of(at + 1, &COUNTS).is_some()) {
        return true;
    }
    let batch = line.one_of(name.from, &["首批", "第一批", "第二批", "第三批", "新一批", "首份", "一份"]);
    batch.is_some_and(|length| {
        let rest = line.one_of(name.from + length, &LISTS).map(|more| name.from + length + more);
        rest == Some(name.to)
    })
}

/// 这一数字提高到3平方米: what the number is of was said before.
fn stands_for_another(line: &Line<'_>, found: &Found) -> bool {
    static NOUNS: Words = Words::new(&["数字", "比例", "比重", "指标", "数据", "占比", "纪录", "数值"]);
    let name = found.name;
    let noun = line.one_of(name.from, &NOUNS).map(|length| name.from + length);
    found.rule == "metrics"
        && line.ends_in(name.from, &["这一", "这个", "该", "上述", "其", "这项"])
        && noun.is_some_and(|end| line.quantities.iter().any(|q| q.chars.start <= end + 3 && q.chars.start >= end))
}

/// 三市在管网, 受甲高铁, 两县昨天在乙会展中心: words of a sentence, not a name.
fn is_sentence(line: &Line<'_>, name: Name) -> bool {
    static OPENS: Words = Words::new(&[
        "主要", "受", "又", "另", "凭", "往", "与", "因", "据", "让", "有一", "有两", "有三", "有几", "有数", "先把",
        "先由", "正在", "正进", "终至", "起自", "称", "以",
    ]);
    static INSIDE: Words =
        Words::new(&["在", "将", "由", "被", "把", "是", "给", "已", "正在", "称", "依托", "提供", "则", "仍", "尚待"]);
    static WORDS: Words = Words::new(&[
        "规则", "细则", "准则", "原则", "守则", "通则", "法则", "总则", "在线", "在建", "存在", "在校", "在职", "自由",
        "由此", "给水", "补给", "供给", "自给", "将军", "名称", "职称", "对称", "于都",
    ]);
    // 昨天在丙中心: a day inside is no part of a name.
    static DAYS: Words = Words::new(&["昨", "今天", "今日", "去年", "前年", "近日", "日前", "当天", "同日", "本月"]);
    let place = |at: usize| line.spots.iter().any(|spot| spot.start <= at && at < spot.end);
    // 与之配套的甲环线, 甲县在乙县的园: what describes it may be any words.
    let of = (name.from..name.head).rev().find(|&at| line.at(at) == '的' && line.group(at).is_none());
    // 指数由两市的协会合编: by whom, where nothing that somebody does describes it, as in 由三市共建的园区.
    let by = of.is_some_and(|of| {
        (name.from + 1..of).any(|at| {
            let by = line.at(at) == '由' && line.group(at).is_none() && !line.ends(at + 1, "自由");
            by && !place(at) && within(&line.verbs, at, of).is_empty()
        })
    });
    if by {
        return true;
    }
    let name = Name { from: of.map_or(name.from, |at| at + 1), ..name };
    if !place(name.from) && line.group(name.from).is_none() && line.one_of(name.from, &OPENS).is_some() {
        return true;
    }
    (name.from..name.head.max(name.from)).any(|at| {
        let free = line.group(at).is_none() && !place(at);
        let word = || {
            [at, at.saturating_sub(1)].iter().any(|&from| {
                line.one_of(from, &WORDS).is_some_and(|length| from + length > at)
                    || line.lists(List::NoSign, from).is_some_and(|length| from + length > at)
            })
        };
        free && (line.one_of(at, &INSIDE).is_some() && !word() || at > name.from && line.one_of(at, &DAYS).is_some())
    })
}

/// 甲市海关, 乙县人民医院, 丙市图书馆: they have long been there; only what sets them up or builds them makes them a thing.
fn stands_there(line: &Line<'_>, name: Name, verb: Option<&Token<Verb>>) -> bool {
    static OFFICES: Words = Words::new(&[
        "局",
        "海关",
        "办公厅",
        "教育厅",
        "水利厅",
        "政府",
        "法院",
        "检察院",
        "气象台",
        "电视台",
        "银行",
        "商会",
        "出版社",
        "报社",
        "课题组",
    ]);
    static HOUSES: Words = Words::new(&[
        "图书馆",
        "博物馆",
        "美术馆",
        "文化馆",
        "体育馆",
        "医院",
        "中心医院",
        "学校",
        "中学",
        "小学",
        "大学",
        "学院",
        "高新区",
        "经开区",
        "开发区",
        "新区",
        "机场",
        "车站",
        "南站",
        "北站",
        "总站",
        "景区",
        "酒厂",
        "电厂",
    ]);
    const MAKES: [&str; 26] = [
        "成立", "组建", "设立", "设在", "设于", "揭牌", "挂牌", "揭幕", "注册", "筹", "工", "建", "奠基", "封顶",
        "投用", "投运", "投产", "启用", "开业", "开园", "开馆", "开诊", "落成", "通车", "通航", "选址",
    ];
    let makes = verb.is_some_and(|verb| MAKES.iter().any(|part| verb.value.word.contains(part)));
    let quote = (name.from..name.to).any(|at| line.group(at).is_some());
    if makes || quote {
        return false;
    }
    if line.ends_in(name.to, &OFFICES) {
        return true;
    }
    let Some(place) = line.spots.iter().rfind(|spot| spot.start >= name.from && spot.end <= name.to) else {
        return false;
    };
    line.ends_in(name.to, &HOUSES)
        && place.start == name.from
        && LEXICON.telling_chars(line.units(place.end, name.to)) < 5
}

/// 完成资产评估, 完成可研评审: a step of something, not a thing.
fn only_a_step(line: &Line<'_>, name: Name, verb: Option<&Token<Verb>>) -> bool {
    static STEPS: Words = Words::new(&[
        "评估",
        "评审",
        "核发",
        "征求意见",
        "审批",
        "审查",
        "勘察",
        "勘测",
        "测算",
        "论证",
        "敷设",
        "铺设",
        "衬砌",
        "验收",
        "招标",
        "选址",
        "清零",
        "吊装",
        "浇筑",
        "征拆",
        "征迁",
        "平整",
        "测绘",
        "磋商",
    ]);
    verb.is_some_and(|verb| verb.value.word.ends_with("完成") || verb.value.word == "启动")
        && line.ends_in(name.to, &STEPS)
}

/// 甲与乙合建的传言: nobody does it.
fn rumoured(line: &Line<'_>, clauses: &[Clause], found: &Found) -> bool {
    let Some(here) = clauses.get(found.clause) else { return false };
    line.has(line.from, here.to, &["传言", "谣传", "网传", "外传", "传闻"])
        || line.has(found.name.to, line.to, &["不属实", "不实", "系谣言", "并无此事"])
}

/// 昆山、太仓: places and nothing else.
fn only_places(line: &Line<'_>, name: Name) -> bool {
    (name.from..name.to).all(|at| {
        matches!(line.at(at), '\u{3001}' | '和' | '与' | '及')
            || line.spots.iter().any(|spot| spot.start <= at && at < spot.end)
    })
}

/// 甲医院与乙医院共建的病房: who makes it with whom.
fn joins_another(line: &Line<'_>, name: Name, verb: Option<&Token<Verb>>) -> bool {
    let Some(verb) = verb.filter(|verb| verb.start > name.to) else { return false };
    let together = matches!(line.at(name.to), '与' | '和' | '同')
        && line.verbs.iter().any(|v| v.start > name.to && v.end <= verb.end && v.value.object && !v.value.in_names);
    together && (name.to..verb.start).any(|at| line.at(at) == '的')
}

/// 签订协议的设想: what is thought of.
fn thought_of(line: &Line<'_>, name: Name) -> bool {
    static THOUGHTS: Words =
        Words::new(&["的设想", "的想法", "的构想", "的打算", "的建议", "的可能", "的说法", "的念头", "的传言"]);
    line.one_of(name.to, &THOUGHTS).is_some()
}

/// 代表建议,由甲市牵头,组建乙集团: what follows is what somebody wants.
fn proposed(line: &Line<'_>, clauses: &[Clause], found: &Found) -> bool {
    static WANTS: Words = Words::new(&["建议", "呼吁", "提议", "主张", "希望", "盼望"]);
    static TAKEN: Words = Words::new(&["根据", "采纳", "落实", "按照", "针对", "听取", "吸收", "征求", "回应"]);
    let Some(here) = clauses.get(found.clause) else { return false };
    let before = clauses.get(..found.clause).unwrap_or_default().iter().rev().take_while(|c| c.part == here.part);
    let mut before = before.filter(|c| !line.has(c.from, c.to, &TAKEN));
    before.any(|c| {
        line.find(c.from, c.to, &WANTS).is_some_and(|at| {
            let opens =
                at + 2 >= c.to || matches!(line.at(at + 2), '由' | '将' | '把' | '在') || line.at(at + 2) == '两';
            opens && line.group(at).is_none() && at > c.from
        })
    })
}

/// 原计划组建的甲公司…不再设立.
fn given_up(line: &Line<'_>, clauses: &[Clause], found: &Found) -> bool {
    static ENDED: Words =
        Words::new(&["不再设立", "不再组建", "不再建设", "不再实施", "终止合作", "宣告终止", "已经终止", "项目终止"]);
    let Some(here) = clauses.get(found.clause) else { return false };
    let last = clauses.iter().rfind(|c| c.part == here.part).map_or(here.to, |c| c.to);
    // 甲轮渡4月18日停航: said of the thing itself.
    static STOPS: Words = Words::new(&["停航", "停运", "退役", "撤销", "停办", "关停", "终止", "废止"]);
    let again = line.has(found.name.to, line.to, &["复开", "恢复", "复航", "复运", "重新"]);
    let stops = !again && matches!(found.kind, Kind::Project | Kind::Platform | Kind::Institution) && {
        let verbs = within(&line.verbs, found.name.to, here.to.max(found.name.to));
        line.find(found.name.to, here.to, &STOPS).is_some_and(|at| verbs.iter().all(|verb| verb.start >= at))
    };
    // What was thought of, and is not done: 会议认为条件不成熟,暂不列入今年清单.
    static NEVER: Words = Words::new(&[
        "不再推进",
        "不作安排",
        "暂不安排",
        "不列入",
        "未列入",
        "没有列入",
        "未纳入",
        "没有纳入",
        "不纳入",
        "暂不采纳",
        "暂不考虑",
        "不予采纳",
        "不予考虑",
        "没有出台",
        "论证未通过",
        "没有通过",
        "撤了项目",
        "没有此议",
        "并无此议",
        "没有这回事",
        "没有这个计划",
        "没有这方面",
        "并无此事",
        "没有此事",
        "尚无规划",
        "没有立项",
        "未立项",
        "终止洽谈",
        "误传",
        "不属实",
        "没有的事",
        "并不存在",
        "停留在纸面",
        "没有达成协议",
        "谈崩",
        "后再议",
    ]);
    // Up to the end of what is said in one breath.
    let never = line.find(found.name.to, last.min(found.name.to + 40), &NEVER).is_some_and(|at| {
        // 甲线可研获批,乙线未列入: another thing stands between.
        within(&line.heads, found.name.to, at).iter().all(|head| {
            !matches!(head.value.kind, Kind::Project | Kind::Platform | Kind::Institution)
                || head.start < found.name.to + 2
        }) && line.group(at).is_none()
    });
    stops || never || line.has(found.name.to, last.min(found.name.to + 40), &ENDED)
}
