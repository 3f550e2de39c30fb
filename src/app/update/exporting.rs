//! Exporting: asking where to, without a dialog too, and what is said afterwards.

use std::path::{Path, PathBuf};

use super::notify;
use crate::{
    app::{
        action::SaveFailure,
        effect::Effect,
        notice::{Notice, NoticeButton},
        state::State,
    },
    export::{Format, write::Overwrite},
};

/// Asks where an article is to go; `None` = the shown article, the last format.
pub(super) fn ask(state: &State, path: Option<String>, format: Option<String>) -> Vec<Effect> {
    let Some(document) = (match path {
        Some(path) => state.snapshot.find(&path).and_then(|ix| state.snapshot.get(ix)).cloned(),
        None => state.document().cloned(),
    }) else {
        return vec![];
    };
    let format = format.unwrap_or_else(|| state.settings.export.format.clone());
    // A settings file may hold anything.
    let format = Format::by_name(&format).unwrap_or_default().name().to_owned();
    vec![Effect::SaveSettings, Effect::PickSave { document, format, settings: state.settings.export.clone() }]
}

/// Writes an article to a file, and remembers where.
pub(super) fn save(state: &mut State, path: &str, format: String, to: PathBuf, overwrite: Overwrite) -> Vec<Effect> {
    let Some(document) = state.snapshot.find(path).and_then(|ix| state.snapshot.get(ix)).cloned() else {
        return vec![];
    };
    state.settings.export.folder = to.parent().map(Path::to_path_buf);
    state.settings.export.format.clone_from(&format);
    let settings = state.settings.export.clone();
    vec![Effect::SaveSettings, Effect::Export { document, format, settings, to, overwrite }]
}

/// The save dialog closed without a file: it was cancelled, or there is none, and then the article could go somewhere else.
pub(super) fn without_dialog(state: &mut State, path: String, format: String, instead: Option<PathBuf>) {
    let Some(to) = instead else { return };
    let notice = Notice::failed("notice-no-dialog", to.display().to_string(), "notice-no-dialog-next", "")
        .with(NoticeButton::SaveTo { path, format, to });
    notify(state, notice);
}

/// Says how it went.
pub(super) fn done(
    state: &mut State,
    path: String,
    format: String,
    file: PathBuf,
    result: Result<(), SaveFailure>,
) -> Vec<Effect> {
    told(state, file, result, NoticeButton::SaveElsewhere { path, format })
}

/// Says how writing `file` went; `elsewhere` offers another place.
pub(super) fn told(
    state: &mut State,
    file: PathBuf,
    result: Result<(), SaveFailure>,
    elsewhere: NoticeButton,
) -> Vec<Effect> {
    let name = file.file_name().map_or_else(String::new, |n| n.to_string_lossy().into_owned());
    match result {
        Ok(()) => {
            let notice = Notice::done("notice-exported", name)
                .with(NoticeButton::OpenFile(file.clone()))
                .with(NoticeButton::RevealFile(file.clone()));
            notify(state, notice);
            if state.settings.export.open_after { vec![Effect::OpenFile(file)] } else { vec![] }
        }
        Err(SaveFailure { next, details }) => {
            let notice = Notice::failed("notice-export-failed", name, next, details).with(elsewhere);
            notify(state, notice);
            vec![]
        }
    }
}
