//! What the columns of the ledger must hold, as it is typed under their headings: a part of the name, spans of time, amounts, a number of
//! witnesses.

use super::ledger::{Book, Column};
use crate::{
    facts::{amounts, edtf, typed::typed_value},
    text::fold::{fold_char, folding},
};

/// What is typed; empty for anything.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cells {
    /// A part of the name.
    pub name: String,
    /// A day or a span of time in which it happened.
    pub date: String,
    /// The same for the deadline.
    pub deadline: String,
    /// An amount with its unit, with a sign before it or another one behind it.
    pub amount: String,
    /// So many witnesses at least.
    pub witnesses: u32,
}

/// A line of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CellField {
    /// The name.
    Name,
    /// The date.
    Date,
    /// The deadline.
    Deadline,
    /// The amount.
    Amount,
}

impl CellField {
    /// All that are typed.
    pub const ALL: [Self; 4] = [Self::Name, Self::Date, Self::Deadline, Self::Amount];

    /// Those that belong to a column.
    #[must_use]
    pub const fn of(column: Column) -> &'static [Self] {
        match column {
            Column::Name => &[Self::Name],
            Column::Date => &[Self::Date, Self::Deadline],
            Column::Amount => &[Self::Amount],
            Column::Kind | Column::Parties | Column::Status | Column::Witnesses => &[],
        }
    }
}

impl Cells {
    /// What is typed in a line.
    #[must_use]
    pub fn get(&self, field: CellField) -> &str {
        match field {
            CellField::Name => &self.name,
            CellField::Date => &self.date,
            CellField::Deadline => &self.deadline,
            CellField::Amount => &self.amount,
        }
    }

    /// The same with something else typed in a line.
    #[must_use]
    pub fn with(mut self, field: CellField, text: String) -> Self {
        match field {
            CellField::Name => self.name = text,
            CellField::Date => self.date = text,
            CellField::Deadline => self.deadline = text,
            CellField::Amount => self.amount = text,
        }
        self
    }

    /// True when something is asked of a column.
    #[must_use]
    pub fn any_of(&self, column: Column) -> bool {
        let typed = CellField::of(column).iter().any(|&field| !self.get(field).trim().is_empty());
        typed || column == Column::Witnesses && self.witnesses > 1
    }

    /// True when something is asked.
    #[must_use]
    pub fn any(&self) -> bool {
        self.witnesses > 1 || CellField::ALL.iter().any(|&field| !self.get(field).trim().is_empty())
    }

    /// True when a line is understood, or empty.
    #[must_use]
    pub fn is_clear(&self, field: CellField) -> bool {
        let text = self.get(field).trim();
        text.is_empty()
            || match field {
                CellField::Name => true,
                CellField::Date | CellField::Deadline => span(text).is_some(),
                CellField::Amount => Range::read(text).is_some(),
            }
    }

    /// Made ready for looking at facts. What is not understood lets everything through.
    #[must_use]
    pub fn sieve(&self) -> Sieve {
        let name: Vec<char> = self.name.trim().chars().map(fold_char).collect();
        Sieve {
            name: Some(name).filter(|name| !name.is_empty()),
            date: span(&self.date),
            deadline: span(&self.deadline),
            amount: Range::read(&self.amount),
            witnesses: self.witnesses,
        }
    }
}

/// First and last day of what is typed; an open end has none.
fn span(text: &str) -> Option<(i32, i32)> {
    let value = typed_value(text, false).filter(|value| !value.is_empty())?;
    let (from, to) = edtf::days(&value)?;
    let first = if value.starts_with("..") { i32::MIN } else { edtf::day_number(from) };
    let last = if value.ends_with("..") { i32::MAX } else { edtf::day_number(to) };
    Some((first, last))
}

/// Amounts of one unit.
#[derive(Clone, Debug, PartialEq)]
struct Range {
    unit: &'static str,
    from: f64,
    to: f64,
}

impl Range {
    /// 10亿元, ≥10亿元, 10亿元以上, 1亿元—5亿元.
    fn read(text: &str) -> Option<Self> {
        let text = text.trim();
        let sign = text.chars().next().filter(|c| matches!(c, '≥' | '≤' | '>' | '<' | '＞' | '＜'));
        if let Some((from, to)) = text.replace("..", "~").split_once(['—', '–', '～', '~', '至', '到']) {
            let (from, to) = (from.trim(), to.trim_start_matches(['—', ' ']).trim());
            let unit = to.trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, '.' | ','));
            // 5—10亿元: the first number has the unit of the second.
            let from = if amounts(from).is_empty() { amounts(&format!("{from}{unit}")) } else { amounts(from) };
            return match (from.as_slice(), amounts(to).as_slice()) {
                ([a], [b]) if a.unit == b.unit => {
                    Some(Self { unit: a.unit, from: a.value.min(b.value), to: a.value.max(b.value) })
                }
                _ => None,
            };
        }
        let found = amounts(text.trim_start_matches(['≥', '≤', '>', '<', '＞', '＜', '=']).trim());
        match (found.as_slice(), sign) {
            ([one], Some('≥' | '>' | '＞')) => Some(Self { unit: one.unit, from: one.value, to: f64::INFINITY }),
            ([one], Some(_)) => Some(Self { unit: one.unit, from: f64::NEG_INFINITY, to: one.value }),
            ([one], None) if one.high.is_some() => {
                Some(Self { unit: one.unit, from: one.value, to: one.high.unwrap_or(one.value) })
            }
            ([one], None) => Some(match one.comparator {
                ">" | "≥" => Self { unit: one.unit, from: one.value, to: f64::INFINITY },
                "<" | "≤" => Self { unit: one.unit, from: f64::NEG_INFINITY, to: one.value },
                // Nobody types a sum to the last yuan.
                "≈" => Self { unit: one.unit, from: one.value * 0.9, to: one.value * 1.1 },
                _ => Self { unit: one.unit, from: one.value, to: one.value },
            }),
            _ => None,
        }
    }

    fn holds(&self, (unit, low, high): (&str, f64, f64)) -> bool {
        self.unit == unit && self.from <= high && low <= self.to
    }
}

/// The columns' conditions.
#[derive(Clone, Debug, PartialEq)]
pub struct Sieve {
    name: Option<Vec<char>>,
    date: Option<(i32, i32)>,
    deadline: Option<(i32, i32)>,
    amount: Option<Range>,
    witnesses: u32,
}

impl Sieve {
    /// True when a fact passes. What is cheap is looked at first.
    #[must_use]
    pub fn holds(&self, book: &Book, fact: u32) -> bool {
        let table = book.table();
        let meets = |days: Option<(i32, i32)>, asked: &Option<(i32, i32)>| {
            asked.is_none_or(|(first, last)| days.is_some_and(|(from, to)| from <= last && first <= to))
        };
        table.witness_counts().get(fact as usize).is_some_and(|count| *count >= self.witnesses)
            && meets(table.date_days(fact), &self.date)
            && meets(table.due_days(fact), &self.deadline)
            && self.name.as_ref().is_none_or(|name| has_folded(table.name(fact), name))
            && self.amount.as_ref().is_none_or(|range| table.amounts(fact).any(|amount| range.holds(amount)))
    }
}

/// True when folded characters stand side by side in a short text, once that is folded.
fn has_folded(text: &str, word: &[char]) -> bool {
    let Some((first, others)) = word.split_first() else { return true };
    let folding = folding();
    let is = |c: char, wanted: char| folding.of_code(c.into()) == u32::from(wanted);
    let mut rest = text.chars();
    while let Some(c) = rest.next() {
        let mut behind = rest.clone();
        if is(c, *first) && others.iter().all(|wanted| behind.next().is_some_and(|c| is(c, *wanted))) {
            return true;
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_found_in_both_scripts_and_widths() {
        let has = |name: &str, typed: &str| {
            let word: Vec<char> = typed.chars().map(fold_char).collect();
            let by_library = crate::text::fold::fold_str(name).contains(&crate::text::fold::fold_str(typed));
            assert_eq!(has_folded(name, &word), by_library, "{name} {typed}");
            by_library
        };
        assert!(has("涪江水運ＡＢ協議", "水运ab协") && has("涪江", "江") && has("涪涪江", "涪江"));
        assert!(!has("涪江", "江水") && !has("", "江") && !has("涪江", "𠀀"));
    }

    #[test]
    fn amounts_are_asked_for_as_people_write_them() {
        let billion = 1e9;
        for (text, from, to) in [
            ("10亿元", billion, billion),
            ("≥10亿元", billion, f64::INFINITY),
            ("10亿元以上", billion, f64::INFINITY),
            ("超10亿元", billion, f64::INFINITY),
            ("<10亿元", f64::NEG_INFINITY, billion),
            ("5亿元—10亿元", 5e8, billion),
            ("5..10亿元", 5e8, billion),
        ] {
            assert_eq!(Range::read(text), Some(Range { unit: "元", from, to }), "{text}");
        }
        assert_eq!(Range::read("很多"), None);
        assert_eq!(Range::read("10亿元至35公里"), None, "units that do not compare");
        let cells = Cells::default().with(CellField::Amount, "很多".to_owned());
        assert!(!cells.is_clear(CellField::Amount) && cells.any_of(Column::Amount) && !cells.any_of(Column::Date));
    }

    #[test]
    fn open_ends_have_no_day() {
        assert_eq!(span("2021年起").map(|(_, last)| last), Some(i32::MAX));
        assert_eq!(span("到2025年").map(|(first, _)| first), Some(i32::MIN));
        assert_eq!(span("1970-01-01..1970-01-03"), Some((0, 2)));
        assert_eq!(span("哪天"), None);
    }
}
