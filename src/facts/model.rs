//! How much the signs of a row say together: the sum of their weights, which were found on labelled pages (`tests/tools/train_rows.py`).

use std::sync::LazyLock;

use super::{
    cues::Cue,
    signs::{Sign, Sort},
};
use crate::text::units;

/// The least sum, in hundredths, with which a name is told that no rule is sure of. Together with what rules read, about 7 of 8 rows are
/// right then on writers the weights were not found on (`train_rows.py` prints it for other sums).
pub(super) const LEAST: i32 = 150;

/// What the name of a thing of one city needs beyond that: most are no matter of several.
pub(super) const ALONE: i32 = 250;

/// What a wish or a noun needs that no verb, day or number holds: speeches are full of them.
pub(super) const IDLE: i32 = 25;

/// The least sum with which a row of a doubtful rule is told: only what the signs speak clearly against is left out, since a page of one
/// sentence has few signs.
pub(super) const LEAST_OF_RULES: i32 = 50;

/// Weights in hundredths, by the place of their sign.
type Table = Box<[i32]>;

/// The weights of the data file, which has rows of sort, sign and weight.
#[derive(Debug)]
pub(super) struct Weights {
    /// Where the values of each sort begin.
    places: Vec<usize>,
    /// For rows of any rule.
    all: Table,
    /// For rows of one rule, those for any added: a sort `rule+sort` of the file counts for them alone.
    rules: Vec<(&'static str, Table)>,
    /// For names by their last character and by their last two (see [`pair`]), in order.
    lasts: Vec<(u32, i32)>,
    /// For each of them, the most that the signs of [`LATE`] can add.
    late: Vec<i32>,
}

/// Sorts of signs that are known only when the row is made, or cost as much as one.
const LATE: [Sort; 14] = [
    Sort::Idle,
    Sort::NamedAgain,
    Sort::KindIs,
    Sort::StatusIs,
    Sort::NounIsKind,
    Sort::Bare,
    Sort::ShortForAnother,
    Sort::VerbBringsKind,
    Sort::SeveralDoIt,
    Sort::Dated,
    Sort::Due,
    Sort::Amount,
    Sort::Parties,
    Sort::Number,
];

static WEIGHTS: LazyLock<Weights> = LazyLock::new(|| Weights::parse(include_str!("data/weights.tsv")));

impl Weights {
    fn parse(file: &'static str) -> Self {
        let mut places = Vec::new();
        let mut all = Vec::new();
        for sort in Sort::ALL {
            places.push(all.len());
            all.resize(all.len() + sort.values().len(), 0);
        }
        let place = |sort: &str, value: &str| {
            let sort = Sort::ALL.iter().position(|s| s.name() == sort)?;
            let value = Sort::ALL.get(sort)?.values().iter().position(|v| *v == value)?;
            Some(places.get(sort)? + value)
        };
        let mut lasts = Vec::new();
        let mut own: Vec<(&str, Vec<(usize, i32)>)> = Vec::new();
        for line in file.lines().filter(|line| !line.starts_with('#')) {
            let mut cells = line.split('\t');
            let (Some(sort), Some(value), Some(weight)) = (cells.next(), cells.next(), cells.next()) else { continue };
            if let ("last" | "last two", Some(weight)) = (sort, hundredths(weight)) {
                let units: Vec<u16> = value.chars().map(units::of_char).collect();
                lasts.push((pair(&units), weight));
                continue;
            }
            let (rule, sort) = sort.split_once('+').unwrap_or(("", sort));
            let (Some(place), Some(weight)) = (place(sort, value), hundredths(weight)) else { continue };
            match (rule, own.iter_mut().find(|(known, _)| *known == rule)) {
                ("", _) => all[place] = weight,
                (_, Some((_, rows))) => rows.push((place, weight)),
                _ => own.push((rule, vec![(place, weight)])),
            }
        }
        let with_all = |rows: Vec<(usize, i32)>| {
            let mut table = all.clone();
            rows.into_iter().for_each(|(place, weight)| table[place] += weight);
            table.into_boxed_slice()
        };
        let rules: Vec<(&str, Table)> = own.into_iter().map(|(rule, rows)| (rule, with_all(rows))).collect();
        let most = |table: &Table| {
            let of_sort = |sort: &Sort| {
                let from = places.get(*sort as usize).copied().unwrap_or(0);
                let values = table.get(from..from + sort.values().len()).unwrap_or_default();
                values.iter().copied().max().unwrap_or(0).max(0)
            };
            LATE.iter().map(of_sort).sum()
        };
        let late = rules.iter().map(|(_, table)| most(table)).collect();
        lasts.sort_unstable();
        Self { places, all: all.into(), rules, lasts, late }
    }
}

/// The last two units of a name as one number; of one unit, that unit.
fn pair(units: &[u16]) -> u32 {
    match *units {
        [.., first, last] => u32::from(first) << 16 | u32::from(last),
        [last] => u32::from(last),
        [] => 0,
    }
}

/// 1.25 as 125.
fn hundredths(weight: &str) -> Option<i32> {
    let (whole, part) = weight.split_once('.')?;
    let (sign, whole) = whole.strip_prefix('-').map_or((1, whole), |whole| (-1, whole));
    Some(sign * (whole.parse::<i32>().ok()? * 100 + part.get(..2)?.parse::<i32>().ok()?))
}

/// The sum of a row whose signs are being read.
#[derive(Debug)]
pub(super) struct Sum {
    weights: &'static Weights,
    table: &'static [i32],
    late: i32,
    doubtful: bool,
    sum: i32,
    /// The signs themselves, when somebody asks for them.
    pub(super) cues: Option<Vec<Cue>>,
}

impl Sum {
    /// Of a row of `rule`; `keep` its signs.
    pub(super) fn new(rule: &str, keep: bool) -> Self {
        let weights = &*WEIGHTS;
        let own = weights.rules.iter().position(|(known, _)| *known == rule);
        let table = own.and_then(|at| weights.rules.get(at)).map_or(&weights.all, |(_, table)| table);
        let late = own.and_then(|at| weights.late.get(at)).copied().unwrap_or(i32::MAX / 2);
        let doubtful = own.is_some();
        Self { weights, table, late, doubtful, sum: 0, cues: keep.then(Vec::new) }
    }

    /// A sign that the row has.
    pub(super) fn add(&mut self, sign: Sign) {
        let place = self.weights.places.get(sign.0 as usize).map_or(usize::MAX, |place| place + sign.1);
        self.sum += self.table.get(place).copied().unwrap_or(0);
        if let Some(cues) = &mut self.cues {
            let (sort, value) = sign.names();
            cues.push((sort, value.to_owned()));
        }
    }

    /// What the name ends with.
    pub(super) fn ends(&mut self, units: &[u16]) {
        let text = |units: &[u16]| char::decode_utf16(units.iter().copied()).filter_map(Result::ok).collect();
        let shortest = units.len().saturating_sub(1);
        for (sort, from) in [("last", shortest), ("last two", shortest.saturating_sub(1))] {
            let end = units.get(from..).unwrap_or_default();
            if sort == "last two" && end.len() < 2 {
                return;
            }
            let at = self.weights.lasts.binary_search_by_key(&pair(end), |&(key, _)| key);
            self.sum += at.ok().and_then(|at| self.weights.lasts.get(at)).map_or(0, |&(_, weight)| weight);
            if let Some(cues) = &mut self.cues {
                cues.push((sort, text(end)));
            }
        }
    }

    /// True when the rule has weights of its own: it is not nearly always right.
    pub(super) const fn is_of_doubtful_rule(&self) -> bool {
        self.doubtful
    }

    /// A sign that the row has if it `holds`.
    pub(super) fn say(&mut self, sort: Sort, holds: bool) {
        if holds {
            self.add(Sign(sort, 0));
        }
    }

    /// The sum in hundredths: above zero when the row is rather right than wrong.
    pub(super) const fn total(&self) -> i32 {
        self.sum
    }

    /// False when the row is surely not told, whatever its last signs say.
    pub(super) const fn may_be_told(&self) -> bool {
        self.sum + self.late >= LEAST
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weights_count_for_their_rule() {
        let weights = Weights::parse("# sort\nkind\tevent\t0.25\nplan\tyes\t-1.50\nis_built+kind\tevent\t-0.30\n");
        let place = weights.places[Sort::KindIs as usize] + super::super::Kind::Event as usize;
        assert_eq!((weights.all[place], weights.rules[0].0, weights.rules[0].1[place]), (25, "is_built", -5));
        assert_eq!(weights.all[weights.places[Sort::Plan as usize]], -150);
        assert_eq!(hundredths("-0.05"), Some(-5));
    }

    /// Rows are left before [`LATE`] signs are known by what these can add at most: so no other sign may come late.
    #[test]
    fn late_signs_are_those_of_the_function_that_reads_them() {
        let code = include_str!("cues.rs");
        let late = code.split("pub(super) fn late(").nth(1).and_then(|rest| rest.split("\n}\n").next()).unwrap_or("");
        let code = late.replace("Sign::of_kind", "Sort::KindIs").replace("Sign::of_status", "Sort::StatusIs");
        let word = |rest: &str| rest.chars().take_while(char::is_ascii_alphanumeric).collect::<String>();
        let mut read: Vec<String> = code.split("Sort::").skip(1).map(word).collect();
        let mut known: Vec<String> = LATE.iter().map(|sort| format!("{sort:?}")).collect();
        read.sort();
        read.dedup();
        known.sort();
        assert_eq!(read, known);
    }
}
