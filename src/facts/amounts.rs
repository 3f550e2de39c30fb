//! Which quantities are those of a fact: of a sentence that tells several, each has what stands in its own part of it.

use super::{
    Amount,
    clause::Clause,
    extract::{Found, within},
    lexicon::List,
    name::Name,
    sentence::Line,
};
use crate::text::quantity::Quantity;

/// More are not kept.
const MOST: usize = 12;

/// The quantities of the name `name`, found in `clause`; those up to `until` are its own, where no other name of the sentence has them.
/// `before` and `behind` are the names found around it.
pub(super) fn amounts(
    line: &Line<'_>,
    clauses: &[Clause],
    (clause, until): (Clause, usize),
    name: Name,
    (before, behind): (&[Found], &[Found]),
) -> Vec<Amount> {
    let others = || {
        before
            .iter()
            .chain(behind)
            .map(|found| found.name)
            .filter(|other| other.to <= name.from || other.from >= name.to)
    };
    let inside = |other: &Name| other.from >= clause.from && other.to <= clause.to;
    let last = others().filter(|other| inside(other) && other.to <= name.from).max_by_key(|other| other.to);
    let next = others().filter(|other| inside(other) && other.from >= name.to).min_by_key(|other| other.from);
    let from = match last {
        Some(last) => Mark::between(line, last, name),
        None => Mark { at: measured(line, clauses, clause, others), ..Mark::default() },
    };
    let to = match next {
        Some(next) => Mark::between(line, name, next),
        None => Mark { at: item_end(line, clause, name).unwrap_or(until), ..Mark::default() },
    };
    let own = |q: &&Quantity| {
        let (start, end) = (q.chars.start, q.chars.end);
        let mine = name.from <= start && end <= name.to;
        let other = others().any(|other| other.from <= start && end <= other.to);
        // 总投资3亿元的乙园: what stands right before 的 is of the name behind.
        let behind_me = next.is_some_and(|next| to.is_of_next(line, end, next));
        let before_me = last.is_some() && from.is_of_next(line, end, name);
        mine || !other && (start >= from.at || before_me) && end <= to.at && !behind_me
    };
    let found = line.quantities.iter().filter(own);
    let amount = |q: &Quantity| Amount {
        value: q.value,
        high: q.high,
        unit: q.unit,
        comparator: q.comparator.sign(),
        text: line.source(q.chars.start, q.chars.end).to_owned(),
    };
    found.take(MOST).map(amount).collect()
}

/// Where, between two names of one clause, what is said of the first ends.
#[derive(Clone, Copy, Debug, Default)]
struct Mark {
    at: usize,
    /// No mark and no word stands there: only 的 tells.
    open: bool,
}

impl Mark {
    /// The last mark or word that joins between two names: 甲园投资5亿元、乙桥….
    fn between(line: &Line<'_>, first: Name, second: Name) -> Self {
        let joins = |at: &usize| {
            line.group(*at).is_none() && matches!(line.at(*at), '\u{3001}' | '和' | '及' | '与' | '并' | ',' | ';')
        };
        match (first.to..second.from).rev().find(joins) {
            Some(at) => Self { at, open: false },
            None => Self { at: second.from, open: true },
        }
    }

    /// Without a mark, 的 right behind a quantity says that it is of the second name.
    fn is_of_next(self, line: &Line<'_>, end: usize, next: Name) -> bool {
        self.open && end <= next.from && line.at(end) == '的' && next.from <= end + 12
    }
}

/// 甲园投资2亿元、乙桥投资3亿元: where the item of a list ends, when the next one is of something else that was not found.
fn item_end(line: &Line<'_>, clause: Clause, name: Name) -> Option<usize> {
    let mark = |at: &usize| line.at(*at) == '\u{3001}' && line.group(*at).is_none();
    let counted = |from: usize, to: usize| line.quantities.iter().any(|q| q.chars.start >= from && q.chars.end <= to);
    (name.to..clause.to).filter(mark).find(|&at| {
        let end = (at + 1..clause.to).find(mark).unwrap_or(clause.to);
        let head = within(&line.heads, at + 1, end).first();
        let named = head.is_some_and(|head| {
            head.end >= at + 4 && counted(head.end, end) && within(&line.verbs, at + 1, head.start).is_empty()
        });
        named && counted(name.to, at)
    })
}

/// 总投资8亿元,甲园开工: where the clauses begin that only measure what the clause behind them names.
fn measured<I: Iterator<Item = Name>>(
    line: &Line<'_>,
    clauses: &[Clause],
    clause: Clause,
    others: impl Fn() -> I,
) -> usize {
    let mut from = clause.from;
    for before in clauses.iter().rev().skip_while(|c| c.from >= clause.from) {
        let measures = line.lists(List::Measure, before.from).is_some()
            && line.quantities.iter().any(|q| q.chars.start > before.from && q.chars.end == before.to)
            && within(&line.heads, before.from, before.to).is_empty();
        if before.part != clause.part || !measures || others().any(|other| other.from < before.to) {
            break;
        }
        from = before.from;
    }
    // 该路全长38公里,总投资29亿元,甲段已完成…: they measure what the clause before them speaks of.
    let opens = clauses.iter().all(|c| c.part != clause.part || c.from >= from);
    if opens { from } else { clause.from }
}
