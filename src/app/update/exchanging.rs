//! Files of corrections and marks: written for somebody else, taken in beside one's own.

use std::{path::PathBuf, sync::Arc};

use super::{correcting::root, opening::typed_path};
use crate::{
    app::{
        effect::{Effect, UserChange},
        state::{Overlay, PathUse, State},
    },
    export::write::Overwrite,
};

/// Asks for the file.
pub(super) fn ask(state: &State, what: PathUse) -> Vec<Effect> {
    vec![Effect::PickExchange { what, start: state.settings.export.folder.clone() }]
}

/// The dialog closed.
pub(super) fn picked(state: &mut State, file: Option<PathBuf>, what: PathUse, instead: Option<PathBuf>) -> Vec<Effect> {
    if let Some(proposal) = instead {
        let text = proposal.display().to_string();
        state.overlay = Some(Overlay::PathField { text, no_dialog: true, what });
    }
    // The dialog has asked about an existing file.
    file.map(|file| exchange(state, file, what, Overwrite::Replace)).unwrap_or_default()
}

/// A path was typed instead.
pub(super) fn typed(state: &mut State, text: &str, what: PathUse) -> Vec<Effect> {
    state.overlay = None;
    exchange(state, typed_path(text), what, Overwrite::Never)
}

fn exchange(state: &State, file: PathBuf, what: PathUse, overwrite: Overwrite) -> Vec<Effect> {
    let snapshot = Arc::clone(&state.snapshot);
    vec![match what {
        PathUse::Open => return vec![],
        PathUse::WriteCorrections => Effect::User(UserChange::ExportCorrections { snapshot, to: file, overwrite }),
        PathUse::ReadCorrections => Effect::User(UserChange::MergeCorrections { root: root(state), from: file }),
        PathUse::WriteMarks(format) => Effect::WriteMarks { snapshot, to: file, overwrite, format },
        PathUse::ReadMarks => Effect::User(UserChange::MergeMarks { root: root(state), from: file }),
    }]
}
