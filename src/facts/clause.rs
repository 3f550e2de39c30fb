//! Clauses of a sentence, and what the words around a verb say of it: done, planned, denied, only wished for.

use super::{
    Status,
    lexicon::{List, Verb},
    sentence::{Line, Token},
    wordlist::Words,
};
use crate::text::punct::is_han;

/// A stretch between two marks, in characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Clause {
    pub(super) from: usize,
    pub(super) to: usize,
    /// Number of the part between semicolons that it belongs to.
    pub(super) part: usize,
}

/// The clauses of the characters `from..to`; marks inside quotes and brackets do not count.
/// `joint` is the stop behind a heading that is read together with what follows: 甲大桥。全长….
pub(super) fn clauses(line: &Line<'_>, from: usize, to: usize, joint: Option<usize>) -> Vec<Clause> {
    let (mut found, mut start, mut part) = (Vec::new(), from, 0);
    for at in from..=to {
        let c = if at == to { '。' } else { line.at(at) };
        let number = c == ',' && line.at(at.wrapping_sub(1)).is_ascii_digit() && line.at(at + 1).is_ascii_digit();
        // 甲园 ｜ 起步区1.8平方公里 ｜ 两市发改委: a table that was written out.
        let mark = matches!(c, ',' | ';' | ':' | '。' | '!' | '?' | '\u{2014}' | '\u{2026}' | ' ' | '|');
        // A point between Han is a full stop that was typed in half width.
        let stop = c == '.' && !line.at(at + 1).is_ascii_alphanumeric() && !line.at(at.wrapping_sub(1)).is_ascii();
        // 甲—乙快线: one dash between two words joins them.
        let joins = c == '\u{2014}' && [at.wrapping_sub(1), at + 1].iter().all(|&by| is_han(line.at(by)));
        if !(mark || stop) || number || joins || at < to && line.group(at).is_some() {
            continue;
        }
        if at > start {
            found.push(Clause { from: start, to: at, part });
        }
        start = at + 1;
        part += usize::from(matches!(c, ';' | '。' | '.') && joint.is_none_or(|joint| at > joint));
    }
    found
}

/// How a verb is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mood {
    /// It is so, or nothing is said.
    Told,
    /// 已, 正式, 了.
    Over,
    /// 正在, 加快.
    Going,
    /// 将, 拟, 力争.
    Ahead,
    /// 不, 未, 没有: it is not so.
    Denied,
    /// 希望, 建议, 如果: somebody wants it.
    Wished,
}

/// The mood of the verb at `verb.start` in its clause.
pub(super) fn mood(line: &Line<'_>, clause: Clause, verb: &Token<Verb>) -> Mood {
    let near = verb.start.saturating_sub(4).max(clause.from);
    if line.says(List::Never, clause.from, verb.start) || line.says(List::Denies, near, verb.start) {
        return Mood::Denied;
    }
    static OTHERS: Words = Words::new(&["议员", "在野党", "商会", "业主", "居民", "村民", "网友", "家长", "委员们"]);
    let wished = line.holds(List::Wishes, past_wishes(line, clause.from, verb.start), verb.start)
        || line.has(clause.from, verb.start, &["要求"]) && line.has(clause.from, verb.start, &OTHERS);
    // 可开展检测项目500项: what it is able to do.
    // 可牵头制定: somebody may, how they do it stands between.
    const HOW: [&str; 6] = ["牵头", "联合", "共同", "携手", "协同", "先行"];
    let how = HOW.iter().find(|word| line.ends(verb.start, word)).map_or(0, |word| word.chars().count());
    let may = verb.start - how;
    // 储能, 功能: a word of its own before the verb.
    let power = line.at(may.wrapping_sub(1)) == '能'
        && "储供功性产技智动节职热电光氢核才效潜全".contains(line.at(may.wrapping_sub(2)));
    let able = matches!(line.at(may.wrapping_sub(1)), '可' | '能') && !power
        || line.ends(may, "可以")
        || line.ends(may, "能够");
    if wished || able {
        return Mood::Wished;
    }
    // 经协商印发: the talks are over.
    let talks = line.has(clause.from, verb.start, &["洽谈", "商谈", "磋商", "协商"])
        && !line.has(clause.from, verb.start, &["经", "通过"]);
    // 经两市政府同意印发施行: they have agreed.
    let agreed = line.ends(verb.start, "同意") && matches!(verb.value.status, Status::Approved | Status::Done);
    if (talks || line.says(List::Ahead, clause.from, verb.start) && !agreed)
        && !line.has(verb.start.saturating_sub(3).max(clause.from), verb.start, &["已", "正式"])
    {
        return Mood::Ahead;
    }
    if line.says(List::Over, near, verb.start) || matches!(line.at(verb.end), '了' | '过') {
        return Mood::Over;
    }
    if line.says(List::Going, verb.start.saturating_sub(6).max(clause.from), verb.start) {
        return Mood::Going;
    }
    Mood::Told
}

/// 渔会盼望多年的拍卖系统: behind a wish that only describes what has come at last.
fn past_wishes(line: &Line<'_>, from: usize, to: usize) -> usize {
    static LONG: Words = Words::new(&["多年的", "已久的", "许久的", "数年的", "良久的", "了多年的", "了很久的"]);
    line.each_of(from, to, &LONG).next_back().map_or(from, |(at, length)| at + length)
}

/// It is denied or only wished for before `at`.
pub(super) fn is_refused(line: &Line<'_>, clause: Clause, at: usize) -> bool {
    let near = at.saturating_sub(4).max(clause.from);
    line.says(List::Never, clause.from, at)
        || line.says(List::Denies, near, at)
        || line.holds(List::Wishes, clause.from, at)
}

/// The same, where the clauses before say it: 将推进甲线,建成乙桥 is a plan as a whole.
pub(super) fn carried(line: &Line<'_>, clauses: &[Clause], index: usize, verb: &Token<Verb>) -> Mood {
    let Some(&clause) = clauses.get(index) else { return Mood::Told };
    let own = mood(line, clause, verb);
    let opens = |clause: Clause, verb: &Token<Verb>| {
        verb.start <= clause.from + 3
            && line.spots.iter().all(|spot| spot.start < clause.from || spot.start >= verb.start)
            && line.dates.iter().all(|date| date.chars.start < clause.from || date.chars.start >= verb.start)
    };
    // 加快建设 is going on, whatever is wanted beside it.
    let going = verb.value.status == Status::UnderConstruction;
    if own != Mood::Told || going {
        return own;
    }
    if !opens(clause, verb) {
        return if settled_before(line, clauses, index) { Mood::Ahead } else { own };
    }
    for before in clauses.get(index.saturating_sub(4)..index).unwrap_or_default().iter().rev() {
        if before.part != clause.part {
            break;
        }
        let Some(first) = line.verbs.iter().find(|v| v.start >= before.from && v.end <= before.to) else {
            // 计划投资8亿元,新建…, 方案同时提出,组建…: no verb of the lexicon, but the plan is said.
            if line.says(List::Ahead, before.from, before.to) {
                return Mood::Ahead;
            }
            // 建议以甲校为牵头单位,建立…: the wish goes on.
            if line.holds(List::Wishes, before.from, before.to) {
                return Mood::Wished;
            }
            // 双方明确,由两市财政各出500万元,设立…: nothing is done in it.
            continue;
        };
        match mood(line, *before, first) {
            Mood::Ahead => return Mood::Ahead,
            // 两市商定,共建甲园: what was agreed on is still to come.
            Mood::Told if line.lists(List::Ahead, first.start).is_some() => return Mood::Ahead,
            Mood::Told if opens(*before, first) => {}
            _ => break,
        }
    }
    own
}

/// 四市商定,9月在甲县召开乙会: a clause that ends with the word says that what follows is still to come, unless a day that is over does not.
fn settled_before(line: &Line<'_>, clauses: &[Clause], index: usize) -> bool {
    static SETTLES: Words = Words::new(&["商定", "议定", "约定", "敲定", "商议决定", "拟定", "计划", "初步商定"]);
    let Some((here, before)) = index.checked_sub(1).and_then(|last| clauses.get(index).zip(clauses.get(last))) else {
        return false;
    };
    let over = line
        .dates
        .iter()
        .any(|d| d.chars.start >= here.from && d.chars.end <= here.to && d.start.is_some() && !(d.ahead || d.deadline));
    before.part == here.part && line.ends_in(before.to, &SETTLES) && !over && !line.says(List::Over, here.from, here.to)
}

/// The status that a verb in a mood tells.
pub(super) fn status(verb: &Verb, mood: Mood) -> Status {
    match (mood, verb.status) {
        // 方案6月底前报批 has been begun; 将编制规划 has not.
        (Mood::Ahead, Status::Preliminary) if !verb.object => Status::Preliminary,
        (Mood::Ahead, _) => Status::Planned,
        (Mood::Going, Status::Stated) => Status::UnderConstruction,
        (Mood::Over, Status::Stated) => Status::UnderConstruction,
        (Mood::Going, Status::Established) => Status::Preliminary,
        (_, status) => status,
    }
}

/// 由, 被, 经, 获 on their own, or 已经; 经济, 自由 are other words.
pub(super) fn is_passive(line: &Line<'_>, from: usize, to: usize) -> bool {
    static OTHERS: Words = Words::new(&[
        "经济", "经验", "经营", "经贸", "经开", "经费", "经常", "经典", "经纪", "经过", "自由", "理由", "由此", "被子",
    ]);
    (from..to).any(|at| {
        matches!(line.at(at), '由' | '被' | '经' | '获')
            && line.one_of(at, &OTHERS).is_none()
            && line.one_of(at.wrapping_sub(1), &OTHERS).is_none()
            && !matches!((line.at(at.wrapping_sub(1)), line.at(at)), ('财' | '产' | '神', '经'))
    })
}
