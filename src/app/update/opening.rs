//! Opening: what is left of the old library, what the new one brings.

use std::{collections::BTreeMap, path::Path, sync::Arc};

use super::{notify, selecting::ask};
use crate::{
    app::{
        action::OpenFailure,
        choosing::Choice,
        effect::{Effect, UserChange},
        notice::{Notice, NoticeButton, Tone},
        state::{Listing, Loading, ReaderState, Recent, State},
    },
    corpus::{Overrides, Progress, Target},
    library::{ContentHash, Corrections, Marks},
    text::encoding::Encoding,
};

pub(super) fn open(state: &mut State, target: Target, reload: bool) -> Vec<Effect> {
    state.open_generation += 1;
    state.overlay = None;
    state.loading = Some(Loading { target: target.clone(), progress: Progress::default(), elapsed_ms: 0, reload });
    let mut effects = vec![];
    if !reload {
        // Choices belong to one folder; those kept for this one are on their way.
        state.encodings.clear();
        state.corrections = None;
        state.marks = None;
        state.done.clear();
        state.undone.clear();
        let root = target.root().map(Path::to_path_buf);
        effects.push(Effect::User(UserChange::Load(root)));
    }
    let overrides = state.corrections.clone().filter(|_| reload).map(|corrections| {
        let encodings = state.encodings.clone();
        Overrides { encodings, corrections }
    });
    effects.push(Effect::Open { generation: state.open_generation, target, overrides });
    effects
}

/// The opening shows its first articles: what was open before is left.
pub(super) fn adopt_target(state: &mut State) {
    let Some(loading) = &state.loading else { return };
    if state.target.as_ref() == Some(&loading.target) {
        return;
    }
    state.target = Some(loading.target.clone());
    // What could not be opened before is no longer what the person waits for, unless the program's own articles stand in for it.
    if loading.target != Target::BuiltIn {
        let is_old =
            |notice: &Notice| notice.tone == Tone::Failed && notice.buttons.contains(&NoticeButton::OpenFolder);
        state.notices.retain(|notice| !is_old(notice));
    }
    state.selected = None;
    state.back.clear();
    state.forward.clear();
    state.reader = ReaderState::default();
    super::selecting::clear_filter(state);
    state.place_query.clear();
    state.chosen = Choice::default();
    state.open_groups.clear();
    state.tree_toggled.clear();
    state.listing = Arc::new(Listing::default());
    super::ledgering::forget(state);
    super::watching::forget(state);
}

pub(super) fn open_done(
    state: &mut State,
    generation: u64,
    result: Result<Arc<crate::library::Snapshot>, OpenFailure>,
) -> Vec<Effect> {
    if generation != state.open_generation {
        return vec![];
    }
    match result {
        Ok(snapshot) => {
            adopt_target(state);
            state.loading = None;
            let count = u32::try_from(snapshot.documents.len()).unwrap_or(u32::MAX);
            let mut effects = super::watching::adopt(state, snapshot);
            effects.extend(super::watching::read_whole(state));
            match &state.target {
                Some(Target::Folder(folder)) => {
                    state.settings.last_folder = Some(folder.clone());
                    effects.push(Effect::User(UserChange::Touch(folder.clone(), count)));
                }
                _ => state.settings.last_folder = None,
            }
            effects.push(Effect::SaveSettings);
            effects
        }
        Err(failure) => {
            let again = state.loading.take().is_some_and(|loading| loading.reload);
            if again && state.snapshot.complete {
                super::watching::lost(state);
            }
            let notice =
                Notice::failed(failure.reason, failure.path.display().to_string(), "notice-open-next", failure.details)
                    .with(NoticeButton::OpenFolder)
                    .with(NoticeButton::TypePath);
            notify(state, notice);
            // The last folder is gone: there is still something to read.
            if state.target.is_none() { open(state, Target::BuiltIn, false) } else { vec![] }
        }
    }
}

/// Reads the folder again with another encoding for one file, and remembers it.
pub(super) fn set_encoding(state: &mut State, path: String, encoding: Option<Encoding>) -> Vec<Effect> {
    match encoding {
        Some(encoding) => state.encodings.insert(path.clone(), encoding),
        None => state.encodings.remove(&path),
    };
    let mut effects = vec![];
    let hash = state.snapshot.find(&path).and_then(|ix| state.snapshot.get(ix)).map(|d| d.hash);
    if let (Some(Target::Folder(root)), Some(hash)) = (state.target.clone(), hash) {
        effects.push(Effect::User(UserChange::SetEncoding { root, path, hash, encoding }));
    }
    if let Some(target) = state.target.clone() {
        effects.extend(open(state, target, true));
    }
    effects
}

/// What the data file holds for a folder.
pub(super) struct Kept {
    pub read: Vec<ContentHash>,
    pub encodings: BTreeMap<String, Encoding>,
    pub corrections: Arc<Corrections>,
    pub marks: Arc<Marks>,
    pub recents: Vec<Recent>,
}

/// What the data file holds for a folder is known. The opening has been told already.
pub(super) fn user_data(state: &mut State, root: Option<&Path>, kept: Kept) -> Vec<Effect> {
    let Kept { read, encodings, corrections, marks, recents } = kept;
    let mut all = (*state.read).clone();
    all.extend(read);
    state.read = Arc::new(all);
    state.recents = recents;
    let mut effects = ask(state);
    let target = state.loading.as_ref().map(|loading| &loading.target).or(state.target.as_ref());
    if target.and_then(Target::root) == root {
        // A choice made in the meantime is newer.
        for (path, encoding) in encodings {
            state.encodings.entry(path).or_insert(encoding);
        }
        state.corrections.get_or_insert(corrections);
        state.marks.get_or_insert(marks);
        effects.extend(super::correcting::mend(state));
    }
    effects
}

/// A path as people type or paste it: quotes around it, `file://` before it, blanks at its ends.
pub(super) fn typed_path(text: &str) -> std::path::PathBuf {
    let text = text.trim().trim_matches(|c| matches!(c, '"' | '\'' | '“' | '”'));
    let text = text.strip_prefix("file://").unwrap_or(text);
    std::path::PathBuf::from(text)
}
