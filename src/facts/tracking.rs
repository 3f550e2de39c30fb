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
