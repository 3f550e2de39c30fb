//! Makes the lists of what the person marked and put right in what is open, on a thread of its own: pages have to be fetched for them, and
//! a folder may have a hundred thousand.

use super::{Outbox, spawn};
use crate::app::{action::Action, lists::ListQuestion};

/// Starts; the window knows by itself which answer is to its last question.
pub fn start(question: ListQuestion, outbox: &Outbox) {
    spawn("lists", outbox, move |outbox| outbox.send(Action::Listed(question.answer())));
}
