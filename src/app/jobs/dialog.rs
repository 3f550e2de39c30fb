//! The system's file dialogs, each on a thread of its own, so that the window keeps drawing.

use std::{
    path::PathBuf,
    time::{Duration, Instant},
};

use crate::{article::FileKind, corpus::Target};

use super::{Outbox, spawn};
use crate::app::{
    action::Action,
    choosing::ChoiceAction,
    ledger::{LedgerAction, Report},
    state::PathUse,
};

/// A dialog that closes faster than a person can was never there.
const NEVER_OPENED: Duration = Duration::from_millis(100);

/// What a dialog says of itself.
#[derive(Clone, Debug, Default)]
pub struct DialogWords {
    /// Title.
    pub title: String,
    /// Where to start.
    pub start: Option<PathBuf>,
    /// False: there are no dialogs, as on a bare desktop. Tests open none on the screen of whoever runs them.
    pub available: bool,
}

/// Waits for a dialog, if there are any.
fn ask<T>(words: &DialogWords, shown: impl Future<Output = Option<T>>) -> Option<T> {
    if words.available { pollster::block_on(shown) } else { None }
}

fn dialog(words: &DialogWords) -> rfd::AsyncFileDialog {
    let dialog = rfd::AsyncFileDialog::new().set_title(&words.title);
    match &words.start {
        Some(folder) => dialog.set_directory(folder),
        None => dialog,
    }
}

/// Asks for a folder.
pub fn pick_folder(words: DialogWords, outbox: &Outbox) {
    spawn("dialog", outbox, move |outbox| {
        let began = Instant::now();
        let chosen = ask(&words, dialog(&words).pick_folder());
        let target = chosen.map(|folder| Target::Folder(folder.path().to_path_buf()));
        let unavailable = target.is_none() && began.elapsed() < NEVER_OPENED;
        outbox.send(Action::Picked { target, unavailable });
    });
}

/// Asks for files.
pub fn pick_files(words: DialogWords, kinds: String, outbox: &Outbox) {
    spawn("dialog", outbox, move |outbox| {
        let began = Instant::now();
        let dialog = dialog(&words).add_filter(kinds, &FileKind::ENDINGS);
        let chosen = ask(&words, dialog.pick_files());
        let target = chosen
            .filter(|files| !files.is_empty())
            .map(|files| Target::Files(files.iter().map(|file| file.path().to_path_buf()).collect()));
        let unavailable = target.is_none() && began.elapsed() < NEVER_OPENED;
        outbox.send(Action::Picked { target, unavailable });
    });
}

/// What is saved, and under which name.
#[derive(Clone, Debug)]
pub struct Proposal {
    /// Path of the article; comes back with the answer.
    pub path: String,
    /// Machine name of the format; comes back with the answer.
    pub format: String,
    /// The proposed name.
    pub file_name: String,
    /// Where it could go when there is neither a dialog nor a folder of the last time.
    pub documents: PathBuf,
}

/// Asks where to save.
pub fn pick_save(words: DialogWords, proposal: Proposal, outbox: &Outbox) {
    spawn("dialog", outbox, move |outbox| {
        let began = Instant::now();
        let Proposal { path, format, file_name, documents } = proposal;
        let chosen = ask(&words, dialog(&words).set_file_name(&file_name).save_file());
        let to = chosen.map(|file| file.path().to_path_buf());
        let unavailable = to.is_none() && began.elapsed() < NEVER_OPENED;
        let instead =
            unavailable.then(|| words.start.filter(|folder| folder.is_dir()).unwrap_or(documents).join(file_name));
        outbox.send(Action::PickedSave { path, format, to, instead });
    });
}

/// Asks for the folder that several articles are exported to; the format comes back with the answer.
pub fn pick_export_folder(words: DialogWords, format: String, documents: PathBuf, outbox: &Outbox) {
    spawn("dialog", outbox, move |outbox| {
        let began = Instant::now();
        let to = ask(&words, dialog(&words).pick_folder()).map(|folder| folder.path().to_path_buf());
        let unavailable = to.is_none() && began.elapsed() < NEVER_OPENED;
        let instead = unavailable.then(|| words.start.filter(|folder| folder.is_dir()).unwrap_or(documents));
        outbox.send(Action::Choice(ChoiceAction::PickedFolder { format, to, instead }));
    });
}

/// Asks where to save a report.
pub fn pick_report(words: DialogWords, report: Report, file_name: String, documents: PathBuf, outbox: &Outbox) {
    spawn("dialog", outbox, move |outbox| {
        let began = Instant::now();
        let chosen = ask(&words, dialog(&words).set_file_name(&file_name).save_file());
        let to = chosen.map(|file| file.path().to_path_buf());
        let unavailable = to.is_none() && began.elapsed() < NEVER_OPENED;
        let folder = words.start.filter(|folder| folder.is_dir()).unwrap_or(documents);
        let instead = unavailable.then(|| folder.join(file_name));
        outbox.send(Action::Ledger(LedgerAction::PickedSave { report, to, instead }));
    });
}

/// Asks where to write corrections or marks. Without a dialog a file in `documents` is proposed, when no folder is known.
pub fn pick_exchange_to(words: DialogWords, what: PathUse, file_name: String, documents: PathBuf, outbox: &Outbox) {
    spawn("dialog", outbox, move |outbox| {
        let began = Instant::now();
        let file = ask(&words, dialog(&words).set_file_name(&file_name).save_file());
        let folder = words.start.filter(|folder| folder.is_dir()).unwrap_or(documents);
        answer(file, what, began, folder.join(file_name), outbox);
    });
}

/// Asks for a file of corrections or marks.
pub fn pick_exchange_from(words: DialogWords, what: PathUse, kinds: String, outbox: &Outbox) {
    spawn("dialog", outbox, move |outbox| {
        let began = Instant::now();
        let file = ask(&words, dialog(&words).add_filter(kinds, &["json"]).pick_file());
        answer(file, what, began, PathBuf::new(), outbox);
    });
}

fn answer(file: Option<rfd::FileHandle>, what: PathUse, began: Instant, proposal: PathBuf, outbox: &Outbox) {
    let unavailable = file.is_none() && began.elapsed() < NEVER_OPENED;
    let file = file.map(|file| file.path().to_path_buf());
    outbox.send(Action::PickedExchange { file, what, instead: unavailable.then_some(proposal) });
}
