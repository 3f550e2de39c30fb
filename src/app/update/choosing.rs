//! Several articles at once: choosing them, and what is done with all of them.

use std::sync::Arc;

use super::{
    notify,
    selecting::{mark, select_row},
};
use crate::{
    app::{
        choosing::{Choice, ChoiceAction, TitleQuestion, Which},
        effect::{Effect, UserChange},
        notice::{Notice, NoticeButton},
        state::{Overlay, Pane, State},
    },
    export::Format,
    library::{ContentHash, DocIx, Document, tags},
};

/// Applies one action.
pub(super) fn update(state: &mut State, action: ChoiceAction) -> Vec<Effect> {
    match action {
        ChoiceAction::Toggle(path) => toggle(state, &path),
        ChoiceAction::Range(path) => match state.listing.row_of_path(&path) {
            Some(row) => range_to(state, row),
            None => vec![],
        },
        ChoiceAction::Step(by) => {
            let Some(last) = state.listing.answer.hits.len().checked_sub(1) else { return vec![] };
            let row = standing(state).map_or(0, |row| row.saturating_add_signed(by).min(last));
            range_to(state, row)
        }
        ChoiceAction::End { last } => match state.listing.answer.hits.len().checked_sub(1) {
            Some(end) => range_to(state, if last { end } else { 0 }),
            None => vec![],
        },
        ChoiceAction::All => {
            state.pane = Pane::List;
            let Choice { anchor, cursor, .. } = state.chosen;
            state.chosen =
                Choice { docs: state.listing.answer.hits.iter().map(|hit| hit.doc).collect(), anchor, cursor };
            vec![]
        }
        ChoiceAction::Clear => {
            state.chosen = Choice::default();
            vec![]
        }
        ChoiceAction::MarkRead(which, read) => {
            let hashes = hashes(state, &which).into_iter().filter(|hash| state.read.contains(hash) != read).collect();
            mark(state, hashes, read)
        }
        ChoiceAction::Star(which, on) => {
            let starred = &state.search.starred;
            let hashes: Vec<_> =
                hashes(state, &which).into_iter().filter(|hash| starred.contains(hash) != on).collect();
            if hashes.is_empty() {
                return vec![];
            }
            let stars = Arc::make_mut(&mut state.search.starred);
            for hash in &hashes {
                if on {
                    stars.insert(*hash);
                } else {
                    stars.remove(hash);
                }
            }
            vec![Effect::User(UserChange::Star(hashes, on))]
        }
        ChoiceAction::Tag(which, name, on) => tag(state, &which, &name, on),
        ChoiceAction::NameTag(which, typed) => {
            state.overlay = Some(Overlay::TagName(which, typed));
            vec![]
        }
        ChoiceAction::Tagged(tags) => {
            state.tags = tags;
            asked_for_tags(state)
        }
        ChoiceAction::Export(format) => {
            let format = Format::by_name(&format).unwrap_or_default().name().to_owned();
            state.settings.export.format.clone_from(&format);
            let start = state.settings.export.folder.clone();
            vec![Effect::SaveSettings, Effect::PickExportFolder { format, start }]
        }
        ChoiceAction::PickedFolder { format, to: Some(to), .. } => {
            state.overlay = None;
            let documents = documents(state, &Which::Chosen);
            if documents.is_empty() {
                return vec![];
            }
            state.settings.export.folder = Some(to.clone());
            let settings = state.settings.export.clone();
            vec![Effect::SaveSettings, Effect::ExportAll { documents, format, settings, to }]
        }
        ChoiceAction::PickedFolder { format, to: None, instead } => {
            if let Some(to) = instead {
                let notice = Notice::failed("notice-no-dialog", to.display().to_string(), "choice-no-dialog-next", "");
                notify(state, notice.with(NoticeButton::SaveChosenTo { format, to }));
            }
            vec![]
        }
        ChoiceAction::Exported { folder, written, failed } => {
            if let Some((file, failure)) = failed {
                let name = file.file_name().map_or_else(String::new, |n| n.to_string_lossy().into_owned());
                notify(state, Notice::failed("notice-export-failed", name, failure.next, failure.details));
            }
            if written > 0 {
                let notice = Notice::done("choice-exported", written.to_string());
                notify(state, notice.with(NoticeButton::RevealFile(folder)));
            }
            vec![]
        }
        ChoiceAction::TypeAhead(typed) => type_ahead(state, &typed),
        ChoiceAction::TitleFound(path) => match state.listing.row_of_path(&path) {
            Some(row) => {
                state.chosen = Choice::default();
                select_row(state, row)
            }
            None => vec![],
        },
        ChoiceAction::ToggleGroup(path) => {
            if !state.open_groups.remove(&path) {
                state.open_groups.insert(path);
            }
            vec![]
        }
    }
}

/// The row where the keys stand.
fn standing(state: &State) -> Option<usize> {
    state.chosen.cursor.and_then(|doc| state.listing.row(doc)).or_else(|| state.standing_row())
}

/// Chooses an article beside the others. The shown one is the first of them.
fn toggle(state: &mut State, path: &str) -> Vec<Effect> {
    let Some(doc) = state.listing.snapshot.find(path).filter(|doc| state.listing.row(*doc).is_some()) else {
        return vec![];
    };
    state.pane = Pane::List;
    if state.chosen.docs.is_empty()
        && let Some(shown) = state.selected_row().and_then(|row| state.listing.answer.hits.get(row)).map(|hit| hit.doc)
    {
        state.chosen.docs.insert(shown);
    }
    if !state.chosen.docs.remove(&doc) {
        state.chosen.docs.insert(doc);
    }
    (state.chosen.anchor, state.chosen.cursor) = (Some(doc), Some(doc));
    vec![]
}

/// Chooses the rows between the anchor and `row`.
fn range_to(state: &mut State, row: usize) -> Vec<Effect> {
    state.pane = Pane::List;
    let listing = &state.listing;
    let from = state.chosen.anchor.and_then(|doc| listing.row(doc)).or_else(|| standing(state)).unwrap_or(row);
    let doc_at = |row: usize| listing.answer.hits.get(row).map(|hit| hit.doc);
    let docs = (from.min(row)..=from.max(row)).filter_map(doc_at).collect();
    state.chosen = Choice { docs, anchor: doc_at(from), cursor: doc_at(row) };
    vec![Effect::ShowSelection]
}

fn documents(state: &State, which: &Which) -> Vec<Arc<Document>> {
    match which {
        // In the order of the list.
        Which::Chosen => {
            let listing = &state.listing;
            let mut rows: Vec<(usize, DocIx)> =
                state.chosen.docs.iter().filter_map(|doc| Some((listing.row(*doc)?, *doc))).collect();
            rows.sort_unstable();
            rows.into_iter().filter_map(|(_, doc)| listing.snapshot.get(doc).cloned()).collect()
        }
        Which::One(path) => {
            state.snapshot.find(path).and_then(|ix| state.snapshot.get(ix)).cloned().into_iter().collect()
        }
    }
}

fn hashes(state: &State, which: &Which) -> Vec<ContentHash> {
    documents(state, which).iter().map(|document| document.hash).collect()
}

fn tag(state: &mut State, which: &Which, name: &str, on: bool) -> Vec<Effect> {
    if matches!(state.overlay, Some(Overlay::TagName(..))) {
        state.overlay = None;
    }
    let Some(name) = tags::tidy(name) else { return vec![] };
    let hashes: Vec<_> = hashes(state, which).into_iter().filter(|hash| state.tags.has(*hash, &name) != on).collect();
    if hashes.is_empty() {
        return vec![];
    }
    let tags = Arc::make_mut(&mut state.tags);
    for hash in &hashes {
        tags.set(*hash, &name, on);
    }
    let mut effects = vec![Effect::User(UserChange::Tag(hashes, name, on))];
    effects.extend(asked_for_tags(state));
    effects
}

/// The counts of the tags, and what is listed by them, follow at once.
fn asked_for_tags(state: &mut State) -> Vec<Effect> {
    super::selecting::ask(state)
}

/// To the next title that begins so; more letters look on from the same row.
fn type_ahead(state: &State, typed: &str) -> Vec<Effect> {
    let more = usize::from(typed.chars().count() < 2);
    let start = standing(state).map_or(0, |row| row + more);
    let (listing, typed) = (Arc::clone(&state.listing), typed.to_owned());
    vec![Effect::FindTitle(Box::new(TitleQuestion { listing, typed, start }))]
}
