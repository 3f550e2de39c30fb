//! What somebody handles with 把 and 将: 把《…协议》签了, 把断头路打通, 把河道全部清淤.

use super::{
    Kind, Status,
    clause::{Clause, Mood, carried, status},
    doing::rule_of,
    edges::settled,
    extract::{Found, within},
    lexicon::Verb,
    name::{Name, is_slogan},
    sentence::{Line, Token},
    subject::is_when,
    wordlist::Words,
};

/// Between the thing and what is done to it.
static ADVERBS: Words = Words::new(&[
    "全部",
    "全线",
    "一并",
    "正式",
    "提前",
    "尽快",
    "逐步",
    "重新",
    "彻底",
    "一次性",
    "先",
    "都",
    "也",
    "再",
]);
/// Bare verbs that are one only with what follows them.
const BARE: [(&str, Status, u8); 9] = [
    ("签", Status::Signed, Kind::Agreement.bit()),
    ("建", Status::Done, Kind::Project.bit() | Kind::Platform.bit()),
    ("修", Status::Done, Kind::Project.bit()),
    ("通", Status::Done, Kind::Project.bit()),
    ("铺", Status::Done, Kind::Project.bit()),
    ("架", Status::Done, Kind::Project.bit()),
    ("挂", Status::Established, Kind::Institution.bit() | Kind::Platform.bit()),
    ("搭", Status::Established, Kind::Platform.bit() | Kind::Institution.bit()),
    ("定", Status::Signed, Kind::Agreement.bit()),
];
/// What follows them.
static BEHIND: Words = Words::new(&["了", "好", "成", "通", "下来", "起来", "上", "完", "妥", "到"]);

/// 把 and the thing behind it, when a verb right behind the thing says what becomes of it.
pub(super) fn handled(line: &Line<'_>, clauses: &[Clause], index: usize, found: &mut Vec<Found>) {
    let Some(&clause) = clauses.get(index) else { return };
    if !line.may_have("把") && !line.may_have("将") || is_when(line, clause) {
        return;
    }
    for at in clause.from..clause.to {
        let takes = line.at(at) == '把' || line.at(at) == '将' && line.at(at.wrapping_sub(1)) != '即';
        let free = line.group(at).is_none() && line.spots.iter().all(|spot| at < spot.start || spot.end <= at);
        if !takes || !free || within(&line.verbs, at, at + 8).iter().any(|verb| verb.start <= at + 1) {
            continue;
        }
        let thing = within(&line.heads, at + 1, clause.to).iter().find_map(|head| {
            let end = line.group(head.start).unwrap_or(head.end);
            let closes = end == head.end || end == head.end + 1;
            let (status, verb) = done_to(line, clauses, index, end, head.value.kind).filter(|_| closes)?;
            Some((head, end, status, verb))
        });
        let Some((head, end, status, verb)) = thing else { continue };
        let name = Name { from: at + 1, to: end, head: head.start, kind: head.value.kind, alone: head.value.alone };
        let Some(name) = settled(line, name) else { continue };
        if is_slogan(line, name) || found.iter().any(|f| f.name.from < name.to && name.from < f.name.to) {
            continue;
        }
        let rule = rule_of(name.kind, "object");
        found.push(Found { name, kind: name.kind, status, rule, clause: index, verb });
    }
}

/// What is done to a thing that ends at `end`, and where the verb stands.
fn done_to(line: &Line<'_>, clauses: &[Clause], index: usize, end: usize, kind: Kind) -> Option<(Status, usize)> {
    let clause = *clauses.get(index)?;
    let mut at = end;
    while let Some(length) = line.one_of(at, &ADVERBS) {
        at += length;
    }
    if let Some(verb) = line.verbs.iter().find(|verb| verb.start == at && verb.end <= clause.to) {
        let firm = !matches!(verb.value.status, Status::Stated | Status::Planned | Status::Approved);
        let mood = carried(line, clauses, index, verb);
        let fits = verb.value.brings(kind) && firm && !matches!(mood, Mood::Denied | Mood::Wished);
        return fits.then(|| (status(&verb.value, mood), at));
    }
    let &(word, told, kinds) = BARE.iter().find(|(word, ..)| line.starts(at, word))?;
    let behind = line.one_of(at + 1, &BEHIND)?;
    let over = at + 1 + behind >= clause.to || matches!(line.at(at + 1 + behind), '了' | ',');
    if !over || kinds & kind.bit() == 0 {
        return None;
    }
    let value = Verb::composed(word, 1, told, kinds);
    let mood = carried(line, clauses, index, &Token { start: at, end: at + 1, value });
    (!matches!(mood, Mood::Denied | Mood::Wished)).then(|| (status(&value, mood), at))
}
