//! Where the witnesses of a fact say different things: on its date, its deadline, or a sum.

use super::{Fact, When, edtf};

/// What is told differently.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Topic {
    /// When it happened.
    Date,
    /// By when it is to be.
    Deadline,
    /// How much, in this unit.
    Amount(&'static str),
}

/// What witnesses say of one thing, side by side.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dispute {
    /// Of what.
    pub topic: Topic,
    /// Each saying and the positions of the witnesses that have it, in the order of the first of them.
    pub sides: Vec<(String, Vec<usize>)>,
}

impl Fact {
    /// What its witnesses tell differently. A date that is only less exact than another does not differ from it.
    #[must_use]
    pub fn disputes(&self) -> Vec<Dispute> {
        let mut found = Vec::new();
        let date = |when: &Option<When>| when.as_ref().filter(|when| when.rule != "about_now").map(|w| w.value.clone());
        for (topic, said) in [
            (Topic::Date, self.witnesses.iter().map(|w| date(&w.date)).collect::<Vec<_>>()),
            (Topic::Deadline, self.witnesses.iter().map(|w| date(&w.deadline)).collect()),
        ] {
            let sides = sides(said);
            let apart = |a: &str, b: &str| match (edtf::days(a), edtf::days(b)) {
                (Some(a), Some(b)) => a.1 < b.0 || b.1 < a.0,
                (None, None) => a != b,
                _ => false,
            };
            let differ = sides.iter().any(|(a, _)| sides.iter().any(|(b, _)| apart(a, b)));
            if differ {
                found.push(Dispute { topic, sides });
            }
        }
        let mut units: Vec<&'static str> = self.witnesses.iter().flat_map(|w| &w.quantities).map(|a| a.unit).collect();
        units.sort_unstable();
        units.dedup();
        for unit in units {
            // Sums of one sentence stand together; only a unit that each sentence has once can be compared.
            let said = self.witnesses.iter().map(|witness| {
                let mut of_unit = witness.quantities.iter().filter(|amount| amount.unit == unit);
                of_unit.next().filter(|_| of_unit.next().is_none()).map(|amount| amount.text.clone())
            });
            let values = |text: &str| {
                let all = self.witnesses.iter().flat_map(|w| &w.quantities);
                all.filter(|a| a.unit == unit && a.text == text)
                    .map(|a| (a.value.to_bits(), a.high.map(f64::to_bits)))
                    .next()
            };
            let sides = sides(said.collect());
            if sides.iter().any(|(a, _)| sides.iter().any(|(b, _)| values(a) != values(b))) {
                found.push(Dispute { topic: Topic::Amount(unit), sides });
            }
        }
        found
    }
}

fn sides(said: Vec<Option<String>>) -> Vec<(String, Vec<usize>)> {
    let mut sides: Vec<(String, Vec<usize>)> = Vec::new();
    for (witness, value) in said.into_iter().enumerate() {
        let Some(value) = value.filter(|value| !value.is_empty()) else { continue };
        match sides.iter_mut().find(|(known, _)| *known == value) {
            Some((_, witnesses)) => witnesses.push(witness),
            None => sides.push((value, vec![witness])),
        }
    }
    sides
}
