//! What was promised and whether it was heard of again.

use super::{Fact, Status, edtf};

/// True when a fact was due before `today` (days since 1970), nothing says that it is done, and no report is later than the day it was
/// due.
#[must_use]
pub fn is_overdue(fact: &Fact, today: i32) -> bool {
    if fact.status == Status::Done {
        return false;
    }
    let Some(due) = due(fact) else { return false };
    let heard =
        fact.history.iter().filter_map(|change| edtf::days(&change.when)).map(|(from, _)| edtf::day_number(from));
    due < today && heard.max().is_none_or(|heard| heard <= due)
}

/// The last day by which it is to be, since 1970.
#[must_use]
pub fn due(fact: &Fact) -> Option<i32> {
    fact.deadline.as_ref().and_then(|when| edtf::days(&when.value)).map(|(_, to)| edtf::day_number(to))
}
