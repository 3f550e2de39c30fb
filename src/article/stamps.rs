//! Stamps in unusual orders: the year behind month and day, or cut to two digits.

use super::fields::first_date;
use crate::text::date::PartialDate;

/// A date with a day and where it stands in a folded line.
pub(super) type Stamp = (usize, usize, PartialDate);

/// The stamp of a line without a full date in the usual order.
pub(super) fn unusual(fold: &str) -> Option<Stamp> {
    let numbers = numbers(fold);
    year_behind(fold, &numbers).or_else(|| short_year(fold, &numbers))
}

/// Runs of digits.
fn numbers(fold: &str) -> Vec<(usize, usize)> {
    let mut numbers: Vec<(usize, usize)> = Vec::new();
    for (at, _) in fold.char_indices().filter(|(_, c)| c.is_ascii_digit()) {
        match numbers.last_mut() {
            Some((_, end)) if *end == at => *end += 1,
            _ => numbers.push((at, at + 1)),
        }
    }
    numbers
}

/// 05-19 08:32 · 2021年; 5月18日 2017年; 2023年第35期 9月3日: month and day, and a year alone elsewhere in the line.
fn year_behind(fold: &str, numbers: &[(usize, usize)]) -> Option<Stamp> {
    let of = |&(start, end): &(usize, usize)| fold.get(start..end).unwrap_or_default();
    let rest = |&(_, end): &(usize, usize)| fold.get(end..).unwrap_or_default();
    let alone = |year: &&(usize, usize)| {
        let behind = rest(year).strip_prefix('年');
        of(year).len() == 4 && behind.is_some_and(|r| !r.trim_start().starts_with(|c: char| c.is_ascii_digit()))
    };
    let mut years = numbers.iter().filter(alone);
    let year = years.next().filter(|_| years.next().is_none())?;
    let days: Vec<Stamp> = numbers
        .windows(2)
        .filter_map(|two| {
            let [month, day] = two else { return None };
            let between = fold.get(month.1..day.0)?;
            let short = of(month).len() <= 2 && of(day).len() <= 2;
            let named = between == "月" && rest(day).starts_with(['日', '号']);
            let dashed = matches!(between, "-" | "/" | ".") && of(month).len() == 2 && of(day).len() == 2;
            let apart =
                !fold.get(..month.0)?.ends_with(['-', '/', '.', ':', '年']) && !rest(day).starts_with(['-', '/', '.']);
            let (_, _, when) = (short && (named || dashed) && apart)
                .then(|| first_date(&format!("{}-{}-{}", of(year), of(month), of(day))))??;
            when.day.is_some().then_some((month.0.min(year.0), day.1.max(year.1), when))
        })
        .collect();
    let [stamp] = *days.as_slice() else { return None };
    (1980..=2100).contains(&stamp.2.year).then_some(stamp)
}

/// 22-02-02 11:11: a year of two digits, where a time of day follows.
fn short_year(fold: &str, numbers: &[(usize, usize)]) -> Option<Stamp> {
    let of = |&(start, end): &(usize, usize)| fold.get(start..end).unwrap_or_default();
    numbers.windows(5).find_map(|five| {
        let [year, month, day, hour, minute] = five else { return None };
        let between = |a: &(usize, usize), b: &(usize, usize)| fold.get(a.1..b.0).unwrap_or_default();
        let two = [year, month, day, hour, minute].iter().all(|n| of(n).len() == 2);
        let mark = between(year, month);
        let parted = matches!(mark, "-" | "/" | ".") && between(month, day) == mark;
        let timed = between(day, hour).trim().is_empty() && between(hour, minute) == ":";
        let free = !fold.get(..year.0)?.ends_with(['-', '/', '.', ':']);
        if !(two && parted && timed && free) {
            return None;
        }
        let (_, _, when) = first_date(&format!("20{}-{}-{}", of(year), of(month), of(day)))?;
        when.day.is_some().then_some((year.0, day.1, when))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unusual_stamps() {
        let said = |line: &str| unusual(line).map(|(_, _, when)| when.to_string());
        assert_eq!(said("某某客户端 05-19 08:32 · 2021年").as_deref(), Some("2021-05-19"));
        assert_eq!(said("[10-28 21:15] 2021年 来源:某某手机报").as_deref(), Some("2021-10-28"));
        assert_eq!(said("记者某某 5月18日 2017年").as_deref(), Some("2017-05-18"));
        assert_eq!(said("《某某周刊》2023年第35期 9月3日出版").as_deref(), Some("2023-09-03"));
        assert_eq!(said("某某看点 某某某 22-02-02 11:11:11 福建").as_deref(), Some("2022-02-02"));
        assert_eq!(said("2021年5月3日 至 5月8日"), None);
        assert_eq!(said("电话 22-02-02"), None);
        assert_eq!(said("5月3日 5月8日 2021年"), None);
    }
}
