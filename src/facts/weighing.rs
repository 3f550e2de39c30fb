//! Weighs the names of a sentence that no rule told, and what doubtful rules read, and tells those whose signs say enough.

use std::cmp::Reverse;

use super::{
    Claim, Party, Status,
    clause::Clause,
    cues::{Around, SHARE, early, late},
    extract::{Found, Teller, overlap, vetted},
    model::{ALONE, IDLE, LEAST, LEAST_OF_RULES, Sum},
    parties::cities_in,
    sentence::Line,
    weighed::{Weighed, candidates, is_held},
};
use crate::text::span::ByteRange;

/// No city and no 两地 stands in the sentence.
fn names_nobody(line: &Line<'_>, (from, to): (usize, usize)) -> bool {
    let mut cities = Vec::new();
    cities_in(line, from, to, &mut cities);
    cities.is_empty() && !line.has(from, to, &SHARE)
}

/// Numbers of a row that are more than chance brings together.
const MOST_ALONE: usize = 3;

impl Teller {
    /// Weighs the names of a sentence; `told` rows were told before it.
    pub(super) fn weigh(
        &mut self,
        line: &Line<'_>,
        range: ByteRange,
        sentence: (usize, usize),
        clauses: &[Clause],
        told: usize,
    ) {
        let shown = self.seen.is_some();
        let mut heavy: Vec<(i32, Found, Claim)> = Vec::new();
        // 「我的卡掉了,…」: what people say of themselves.
        let (from, to) = sentence;
        let speech = matches!(line.at(from), '\u{201c}' | '「') && line.group(from).is_none_or(|end| end >= to);
        if speech {
            return;
        }
        // 种植户今年挣了30万元: a number of nobody in the sentence.
        let of_nobody = names_nobody(line, sentence);
        for one in candidates(line, clauses) {
            let span = line.range(one.name.from, one.name.to);
            let is_told = self.claims.get(told..).unwrap_or_default().iter().any(|c| overlap(c.span, span));
            if is_told && !shown {
                continue;
            }
            let Some(one) = vetted(line, clauses, &one) else { continue };
            let mut sum = Sum::new(one.rule, shown);
            let around = self.around(line, clauses, sentence, &one, of_nobody);
            early(line, clauses, &one, &around, &mut sum);
            // Most names are light whatever the rest says, and a row costs more than its signs.
            if !shown && !sum.may_be_told() {
                continue;
            }
            let Some((claim, together)) = self.claim(line, range, sentence, clauses, &one, (&[], &[])) else {
                continue;
            };
            // What one city has alone is nothing that several do; 几个像样的项目 are only spoken of.
            let cities = claim.parties.iter().filter(|party| matches!(party, Party::City(_))).count();
            let alone = cities < 2;
            late(line, clauses, &one, &claim, together, &mut sum);
            let idle = claim.status == Status::Stated
                && clauses.get(one.clause).is_none_or(|&clause| !is_held(line, clause, one.name));
            let least = LEAST + if alone { ALONE } else { 0 } + if idle { IDLE } else { 0 };
            match (&mut self.seen, sum.cues.take()) {
                (Some(seen), Some(cues)) => seen.push(Weighed { claim, cues, sure: false, told: is_told }),
                _ if sum.total() >= least => heavy.push((sum.total(), one, claim)),
                _ => {}
            }
        }
        // The heaviest that do not overlap are told.
        heavy.sort_by_key(|(sum, ..)| Reverse(*sum));
        for (_, one, claim) in heavy {
            if self.claims.get(told..).unwrap_or_default().iter().all(|c| !overlap(c.span, claim.span)) {
                self.remember(line, &one);
                self.cast.told_of(&claim.parties);
                self.claims.push(claim);
            }
        }
        if let Some(own) = self.claims.get_mut(told..) {
            own.sort_by_key(|claim| claim.span.start);
        }
    }

    /// True when a row that a rule read is told: the rule is nearly always right, or the signs do not speak against the row.
    /// Keeps the row with its signs when somebody asks for them.
    pub(super) fn stands(
        &mut self,
        line: &Line<'_>,
        clauses: &[Clause],
        sentence: (usize, usize),
        (found, claim, together): (&Found, &Claim, bool),
    ) -> bool {
        let mut sum = Sum::new(found.rule, self.seen.is_some());
        // 重大项目105个、重大平台39个、重大改革8个: a list of numbers is what such reports count, whoever else is named.
        let listed = found.rule == "metrics" && claim.quantities.len() >= MOST_ALONE;
        if self.seen.is_none() && (listed || !sum.is_of_doubtful_rule()) {
            return true;
        }
        let around = self.around(line, clauses, sentence, found, names_nobody(line, sentence));
        early(line, clauses, found, &around, &mut sum);
        late(line, clauses, found, claim, together, &mut sum);
        if let (Some(seen), Some(cues)) = (&mut self.seen, sum.cues.take()) {
            seen.push(Weighed { claim: claim.clone(), cues, sure: true, told: true });
            return true;
        }
        sum.total() >= LEAST_OF_RULES
    }

    /// Where a name stands.
    fn around(
        &self,
        line: &Line<'_>,
        clauses: &[Clause],
        sentence: (usize, usize),
        found: &Found,
        nobody: bool,
    ) -> Around {
        let range = line.range(sentence.0, sentence.1);
        let span = line.range(found.name.from, found.name.to);
        // A row says nothing of itself.
        let rows = self.claims.iter().rev().take_while(|c| c.span.start >= range.start);
        let own = rows.filter(|c| !overlap(c.span, span));
        let clause = clauses.get(found.clause).map_or(range, |c| line.range(c.from, c.to));
        let told = (own.clone().count(), own.filter(|c| overlap(c.span, clause)).count(), self.claims.len());
        Around {
            sentence,
            told,
            nth: self.nth,
            plan: self.plan,
            paragraph: self.paragraph,
            about: self.cast.about.len(),
            title: self.title,
            nobody,
        }
    }
}
