//! Makes pages anew that the window came upon and whose kept form is damaged: a file may have to be read and understood for each.

use std::sync::Arc;

use super::{Outbox, spawn};
use crate::{
    app::action::Action,
    corpus::{Document, Snapshot},
    library::rescue,
};

/// Starts.
pub fn start(damaged: Vec<Document>, snapshot: Arc<Snapshot>, outbox: &Outbox) {
    spawn("rescue", outbox, move |outbox| {
        damaged.iter().for_each(Document::rescue);
        outbox.send(Action::Rescued(rescue::told(&snapshot)));
    });
}
