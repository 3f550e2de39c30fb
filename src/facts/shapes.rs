//! Shapes of sentences that name a thing by its quote or its place alone: 签订《…》, 共建“…”, 其一是《…协议》, 同日挂牌的还有….

use super::{
    Kind, Status,
    clause::{Clause, Mood, status},
    doing::rule_of,
    edges::{settled, trimmed},
    extract::{Found, within},
    lexicon::{List, Verb},
    name::{Name, behind, is_slogan},
    parties::cities_in,
    sentence::{Line, Token},
    subject::{described, is_when, opening},
    wordlist::Words,
};

/// Weak verbs behind which a quote names something real, not what a place wants to be.
const FOR_QUOTES: [&str; 12] =
    ["推行", "实行", "试行", "共建", "合作共建", "联合共建", "推出", "共同推出", "联合推出", "合办", "加挂", "共推"];

fn free(found: &[Found], name: Name) -> bool {
    !found.iter().any(|f| f.name.from < name.to && name.from < f.name.to)
}

/// A title or a short quote right behind a verb, whatever noun it ends with.
pub(super) fn quoted(
    line: &Line<'_>,
    clause: Clause,
    index: usize,
    verb: &Token<Verb>,
    mood: Mood,
    found: &mut Vec<Found>,
) {
    let from = trimmed(line, verb.end, clause.to);
    let open = line.at(from);
    let Some(end) = line.group(from).filter(|&end| end <= clause.to) else { return };
    let told = status(&verb.value, mood);
    let word = verb.value.word;
    let kind = match open {
        '《' if verb.value.kinds & Kind::Agreement.bit() != 0 && verb.value.status == Status::Signed => {
            Kind::Agreement
        }
        '\u{201c}' | '「' => {
            // 发布“护照”: what is made public may be anything.
            let firm = !matches!(verb.value.status, Status::Stated | Status::Planned | Status::Approved)
                && !["发", "公布", "完成", "形成", "建立"].iter().any(|part| word.contains(part))
                || FOR_QUOTES.contains(&word);
            let length = end - from - 2;
            let head = within(&line.heads, from, end).last().filter(|head| head.end + 1 == end);
            let kind = head.map(|head| head.value.kind).filter(|&kind| verb.value.brings(kind)).or(verb.value.first);
            // 启动“甲行动”的发布会 goes on.
            let over = end >= clause.to
                || matches!(line.at(end), '\u{3001}' | '(' | '等' | ',')
                || ["牌子", "品牌", "和", "并", "以及"].iter().any(|word| line.starts(end, word))
                || line.verbs.iter().any(|v| v.start == end)
                || line.quantities.iter().any(|q| q.chars.start == end)
                || line.dates.iter().any(|d| d.chars.start == end);
            let marks = (from..end).any(|at| matches!(line.at(at), ',' | '\u{3001}' | '。' | '!' | '?' | ';'));
            let Some(kind) = kind.filter(|_| firm && over && !marks && (4..=18).contains(&length)) else { return };
            kind
        }
        _ => return,
    };
    let name = Name { from, to: end, head: from, kind, alone: false };
    if is_slogan(line, name) || !free(found, name) {
        return;
    }
    found.push(Found { name, kind, status: told, rule: rule_of(kind, "object"), clause: index, verb: verb.start });
}

/// 其一是《…协议》; 另一份是「…意向书」: a paper named in a list of what was signed.
pub(super) fn listed(line: &Line<'_>, clause: Clause, index: usize, found: &mut Vec<Found>) {
    static OPENS: Words = Words::new(&[
        "其一是",
        "其二是",
        "其三是",
        "一是",
        "二是",
        "三是",
        "四是",
        "分别是",
        "分别为",
        "第一份是",
        "第二份是",
        "第三份是",
        "另一份是",
        "一份是",
        "一项是",
        "另一项是",
        "包括",
        "即",
        "前者是",
    ]);
    let Some(length) = line.one_of(clause.from, &OPENS) else { return };
    let mut from = clause.from + length;
    while let Some(end) = line.group(from).filter(|&end| end <= clause.to) {
        let head =
            within(&line.heads, from, end).last().filter(|h| h.end + 1 == end && h.value.kind == Kind::Agreement);
        let name = Name { from, to: end, head: from, kind: Kind::Agreement, alone: false };
        if head.is_some() && free(found, name) {
            let kind = Kind::Agreement;
            found.push(Found { name, kind, status: Status::Signed, rule: "signs", clause: index, verb: from });
        }
        from = end + usize::from(matches!(line.at(end), '\u{3001}' | '和' | '与'));
    }
}

/// 同一天挂牌的,还有甲协作区: the verb stands before what it is said of.
pub(super) fn turned(
    line: &Line<'_>,
    clauses: &[Clause],
    index: usize,
    verb: &Token<Verb>,
    mood: Mood,
    found: &mut Vec<Found>,
) {
    static LINKS: Words = Words::new(&["还有", "是", "有", "包括", "则是", "正是", "也有", "另有", "就是"]);
    let Some(&clause) = clauses.get(index) else { return };
    if line.at(verb.end) != '的' {
        return;
    }
    // The link may stand behind a comma.
    let (here, at) = if verb.end + 1 >= clause.to {
        match clauses.get(index + 1).filter(|next| next.part == clause.part) {
            Some(&next) => (next, next.from),
            None => return,
        }
    } else {
        (clause, verb.end + 1)
    };
    let Some(length) = line.one_of(at, &LINKS) else { return };
    for name in behind(line, here, at + length, false) {
        let Some(name) = settled(line, described(line, name)).filter(|name| verb.value.brings(name.kind)) else {
            continue;
        };
        if !is_slogan(line, name) && free(found, name) {
            let index = if here == clause { index } else { index + 1 };
            let rule = rule_of(name.kind, "subject");
            found.push(Found {
                name,
                kind: name.kind,
                status: status(&verb.value, mood),
                rule,
                clause: index,
                verb: verb.start,
            });
        }
    }
}

/// 两市80所中小学结对; 甲条例自7月1日起施行 is told elsewhere. 第五届甲节定于5月在乙县举行 likewise.
pub(super) fn announced(line: &Line<'_>, clauses: &[Clause], index: usize, found: &mut Vec<Found>) {
    static AHEAD: Words = Words::new(&[
        "定于",
        "订于",
        "将于",
        "拟于",
        "计划于",
        "预定于",
        "暂定于",
        "暂定在",
        "计划",
        "预定",
        "暂定",
        "定在",
        "订在",
        "改在",
        "推迟到",
        "延期至",
        "则定于",
    ]);
    // 下次会报轮到丙市,预定11月召开: whose turn it is stands between.
    static TURNS: Words = Words::new(&["轮到", "轮由", "改由", "将由", "拟由", "由"]);
    static WHEN: Words = Words::new(&["时间", "会期", "日期", "举办时间", "初步", "已"]);
    let Some(&clause) = clauses.get(index) else { return };
    if within(&line.heads, clause.from, clause.to).iter().all(|head| head.value.kind != Kind::Event) {
        return;
    }
    let opened = opening(line, clause);
    for head in within(&line.heads, opened, clause.to).iter().filter(|h| h.value.kind == Kind::Event) {
        let end = line.group(head.start).filter(|&end| end == head.end + 1).unwrap_or(head.end);
        let turn =
            line.one_of(end, &TURNS).and_then(|_| clauses.get(index + 1)).filter(|next| next.part == clause.part);
        let said = turn.map_or(end, |next| next.from + line.one_of(next.from, &WHEN).unwrap_or(0));
        let Some(length) = line.one_of(said, &AHEAD) else { continue };
        let dated = line.dates.iter().any(|d| d.chars.start >= said + length && d.chars.start <= said + length + 3);
        if !dated || line.has(clause.from, head.start, &["未", "不", "没"]) {
            continue;
        }
        let from = trimmed(line, opened, head.end);
        let name = Name { from, to: end, head: head.start, kind: Kind::Event, alone: false };
        // 下一次例会: which one it is stands before.
        let next = line.one_of(from, &["下一次", "下次", "下一届", "下届", "第"]).is_some();
        let name = if next { Some(name) } else { settled(line, name) };
        let Some(name) = name.filter(|name| free(found, *name) && name.to - name.from <= 24) else { continue };
        let kind = Kind::Event;
        found.push(Found { name, kind, status: Status::Planned, rule: "is_held", clause: index, verb: end });
    }
}

/// 两市人社局互认187项职业技能证书: what several do for each other, whatever noun it ends with.
pub(super) fn mutual(line: &Line<'_>, clauses: &[Clause], index: usize, found: &mut Vec<Found>) {
    let Some(&clause) = clauses.get(index) else { return };
    static MUTUAL: Words = Words::new(&["互认", "互免", "互派", "互借", "互聘", "互荐", "互换", "互寄"]);
    static SHARE: Words = Words::new(&["两地", "双方", "两市", "两县", "两州", "三地", "三市", "四地", "四市", "三方"]);
    if !MUTUAL.iter().any(|word| line.may_have(word)) || found.iter().any(|f| f.clause == index) {
        return;
    }
    let mutual = line.each_of(clause.from, clause.to, &MUTUAL).find(|&(at, _)| line.group(at).is_none());
    let Some((at, _)) = mutual else { return };
    let mut cities = Vec::new();
    // Who does it may be named a clause before.
    let part_from = clauses.iter().find(|c| c.part == clause.part).map_or(clause.from, |c| c.from);
    // 职称互认、人才共用: one of a list of services.
    let opened = opening(line, clause);
    let part_from = if at <= opened + 5 { part_from } else { clause.from };
    cities_in(line, part_from, at, &mut cities);
    let from = at + 2 + usize::from(line.at(at + 2) == '了');
    let name = Name { from: at, to: clause.to, head: at, kind: Kind::Policy, alone: true };
    let behind = clause.to.saturating_sub(from);
    let ahead = line.says(List::Ahead, clause.from, at);
    let denied = line.says(List::Denies, at.saturating_sub(4).max(clause.from), at)
        || line.says(List::Never, clause.from, at)
        || line.holds(List::Wishes, clause.from, at);
    // 互认机制建立以来: a noun that goes on is no doing.
    let noun = within(&line.heads, from, clause.to).iter().any(|head| head.start == from)
        || matches!(line.at(from), '\u{3001}' | '和' | '等' | '的' | '机' | '互' | '范' | '工' | '制' | '是' | '后');
    let several = cities.len() >= 2 || line.has(part_from, at, &SHARE);
    if !several || denied || noun || !(3..=20).contains(&behind) || !free(found, name) || is_when(line, clause) {
        return;
    }
    let status = if ahead { Status::Planned } else { Status::Done };
    found.push(Found { name, kind: Kind::Policy, status, rule: "is_shared", clause: index, verb: at });
}
