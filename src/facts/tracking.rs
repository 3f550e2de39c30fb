//! What was promised and whether it was heard of again.

use super::{Fact, Kind, Status, edtf};

/// The last day by which a fact is to be, since 1970, when nothing says that it is done and no report is later than that day: after it,
/// the fact is overdue.
#[must_use]
pub fn overdue_after(fact: &Fact) -> Option<i32> {
    // What was to be signed, set up or issued has been.
    let reached = match fact.kind {
        Kind::Agreement => Status::Signed,
        Kind::Policy => Status::Approved,
        Kind::Institution => Status::Established,
        _ => Status::Done,
    };
    if fact.status >= reached {
        return None;
    }
    let due = fact.deadline.as_ref().and_then(|when| edtf::days(&when.value)).map(|(_, to)| edtf::day_number(to))?;
    let days = fact.history.iter().filter_map(|change| edtf::days(&change.when));
    let heard = days.map(|(from, _)| edtf::day_number(from)).max();
    heard.is_none_or(|heard| heard <= due).then_some(due)
}

/// So long after the last word a plan without a deadline counts as not heard of again, days.
const LONG: i32 = 365;

/// The last day on which a plan that has no deadline may still be heard of, since 1970: a year after the last report of it. After it, the
/// plan was promised and not seen again. `None` for what has begun, what has a deadline, and what no date is known of.
#[must_use]
pub fn quiet_after(fact: &Fact) -> Option<i32> {
    if !matches!(fact.status, Status::Planned | Status::Preliminary) || fact.deadline.is_some() {
        return None;
    }
    let days = fact.history.iter().filter_map(|change| edtf::days(&change.when));
    Some(days.map(|(_, to)| edtf::day_number(to)).max()? + LONG)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        facts::{claims, ledger, tell},
        library::{Corrections, document_of},
    };

    fn facts(text: &str) -> Vec<Fact> {
        let document = document_of("a.txt", text.as_bytes());
        let read = claims(&document.page().article, &document.page().tagging, document.folded());
        let mut told = vec![];
        tell(&document, read, &Corrections::default(), &mut told);
        ledger(told)
    }

    #[test]
    fn only_plans_without_a_deadline_fall_quiet() {
        let text = "两地动态\n2021年3月6日\n\n　　遂宁市与潼南区计划建设测试快速通道。泸州市与永川区的测试长江大桥开工。\n　　绵阳市计划在2025年底前建成测试科技产业园。\n";
        let all = facts(text);
        let of = |words: &str| all.iter().find(|fact| fact.name.contains(words)).unwrap_or_else(|| panic!("{words}"));
        let day = |text: &str| edtf::days(text).map(|(_, to)| edtf::day_number(to));
        assert_eq!(of("快速通道").status, Status::Planned);
        assert_eq!(quiet_after(of("快速通道")), day("2022-03-06"), "a year after the report");
        assert_eq!(quiet_after(of("大桥")), None, "it has begun");
        assert_eq!(quiet_after(of("产业园")), None, "its deadline tells");
        assert!(overdue_after(of("产业园")).is_some());
    }
}
