//! What a clause speaks of: a named thing opens it, and what follows says how far the thing is, whatever verb says so.

use super::{
    Kind, Status,
    clause::{Clause, Mood, mood, status},
    doing::{described, opening, verb_inside},
    extract::{Found, within},
    lexicon::{LEXICON, List},
    name::{Name, behind, is_slogan, settled, trimmed},
    sentence::Line,
};

/// What says that a thing is given up, or that it never was one.
const GIVEN_UP: [&str; 22] = [
    "搁置", "暂缓", "叫停", "流产", "夭折", "泡汤", "告吹", "取消", "废止", "停办", "停摆", "不会重启", "不了了之", "不属实", "不实",
    "谣传", "传言", "传闻", "仅是", "只是网友", "没有着落", "无从谈起",
];
/// What belongs to the past.
const HISTORY: [&str; 16] = [
    "始建于", "建于", "历史", "古代", "相传", "据载", "记载", "距今", "世纪", "王朝", "清代", "明代", "宋代", "唐代", "民国", "抗战",
];
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
        let start = opening(line, clause);
        if clause.to < start + 3 || within(&line.heads, start, clause.to).is_empty() {
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
            if plain && (bare || !of_somewhere(line, name)) {
                continue;
            }
            let rule = if bare { "goes_on" } else { "is_told_of" };
            found.push(Found { name, kind: name.kind, status, rule, clause: index, verb });
        }
    }
}

/// The name says where, or stands in quotes.
fn of_somewhere(line: &Line<'_>, name: Name) -> bool {
    line.spots.iter().any(|spot| spot.start >= name.from && spot.end <= name.to)
        || (name.from..name.to).any(|at| matches!(line.at(at), '\u{201c}' | '「'))
}

/// The things named where a clause begins, when what follows is said of them.
fn opens(line: &Line<'_>, clause: Clause, start: usize) -> Vec<Name> {
    let mut names = Vec::new();
    for name in behind(line, clause, start, true) {
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
        let ready = verb_inside(line, name.from, name.head.max(name.from)).is_none()
            && name.to - name.from <= 32
            && !is_slogan(line, name)
            && !line.has(name.from, name.to, &["这些", "那些", "许多", "不少", "各个", "每个", "所有", "一些", "有的", "哪"]);
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
    let mut shape = None;
    for (step, &clause) in clauses.iter().enumerate().skip(index).take(5) {
        let here = step == index;
        let from = if here { name.to } else { opening(line, clause) };
        if clause.part != first.part
            || !here && (line.spots.iter().any(|spot| spot.start == from) || another(line, clause, from))
        {
            break;
        }
        if line.has(from, clause.to, &GIVEN_UP) || line.has(from, clause.to, &HISTORY) {
            return None;
        }
        for verb in within(&line.verbs, from, clause.to) {
            // What somebody does for the thing is not what became of it.
            if verb.value.object && !verb.value.subject {
                if here { continue } else { break };
            }
            if line.group(verb.start).is_some() || line.at(verb.end) == '的' && verb.end + 1 < clause.to {
                continue;
            }
            let mood = mood(line, clause, verb);
            if matches!(mood, Mood::Denied | Mood::Wished) || !verb.value.brings(name.kind) {
                continue;
            }
            let ahead = line.dates.iter().any(|d| {
                d.chars.start >= clause.from && d.chars.end <= verb.start && (d.ahead || d.deadline)
            });
            return Some((status(&verb.value, if ahead { Mood::Ahead } else { mood }), verb.start, false));
        }
        if shape.is_none() {
            shape = by_shape(line, clause, from);
        }
    }
    shape.map(|status| (status, first.to.min(name.to + 1), true))
}

/// A clause behind the first that speaks of somebody or something else.
fn another(line: &Line<'_>, clause: Clause, from: usize) -> bool {
    const OTHERS: [&str; 12] =
        ["两市", "两地", "双方", "两县", "两区", "三市", "三地", "四市", "四地", "我市", "我们", "市民"];
    line.one_of(from, &OTHERS).is_some() || clause.to <= from
}

/// 已…, 将…, 3月…: how far a thing is, when nothing else says what becomes of it.
fn by_shape(line: &Line<'_>, clause: Clause, from: usize) -> Option<Status> {
    let from = if line.at(from) == '的' { from + 1 } else { from };
    let from = line.lists(List::Aspect, from).map_or(from, |length| from + length);
    if line.has(from, clause.to, &["不", "没有", "未", "无"]) {
        return None;
    }
    let word = PROGRESS.iter().find(|(word, _)| line.starts(from, word)).map(|&(_, status)| status);
    let date = line.dates.iter().find(|d| d.chars.start >= from && d.chars.start <= from + 6 && d.chars.end <= clause.to);
    let figures =
        line.quantities.iter().filter(|q| q.chars.start >= from && q.chars.end <= clause.to && q.value > 1.0).count();
    let dated = date.filter(|d| d.start.is_some() && !d.length_only).map(|d| {
        if d.ahead || d.deadline { Status::Planned } else { Status::Stated }
    });
    let _ = (figures, &LEXICON);
    word.or(dated)
}
