//! Messages: what failed, why, what to do next, with details that fold.

use std::{borrow::Cow, path::PathBuf};

use super::ledger::Report;

/// How a message is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    /// Something was done.
    Done,
    /// Something failed.
    Failed,
}

/// A button on a message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NoticeButton {
    /// Choose another folder.
    OpenFolder,
    /// Type a path.
    TypePath,
    /// Open a file that was written.
    OpenFile(PathBuf),
    /// Show a file in the file manager.
    RevealFile(PathBuf),
    /// Save an article without asking where to.
    SaveTo {
        /// Path of the article.
        path: String,
        /// Machine name of the format.
        format: String,
        /// The file.
        to: PathBuf,
    },
    /// Save the chosen articles without asking where to.
    SaveChosenTo {
        /// Machine name of the format.
        format: String,
        /// The folder.
        to: PathBuf,
    },
    /// Take the last correction back.
    Undo,
    /// Make it again.
    Redo,
    /// Say the last correction of the whole folder.
    WholeFolder,
    /// Save a report without asking where to.
    SaveReport {
        /// As what.
        report: Report,
        /// The file.
        to: PathBuf,
    },
    /// Ask again where to save a report.
    SaveReportElsewhere(Report),
    /// Ask again where to save an article.
    SaveElsewhere {
        /// Path of the article.
        path: String,
        /// Machine name of the format.
        format: String,
    },
}

/// One message. The texts are message ids with their variables, so that a change of language reaches messages on screen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    /// Number, for removing it.
    pub id: u64,
    /// Done or failed.
    pub tone: Tone,
    /// Message id of what happened.
    pub what: &'static str,
    /// Value of `{ $name }` in it.
    pub name: String,
    /// Message id of the reason or of what to do next, which may have `{ $name }` too; empty for none.
    pub next: Cow<'static, str>,
    /// The system's own words; empty for none.
    pub details: String,
    /// Buttons.
    pub buttons: Vec<NoticeButton>,
}

impl Notice {
    /// Something failed.
    #[must_use]
    pub fn failed(
        what: &'static str,
        name: impl Into<String>,
        next: impl Into<Cow<'static, str>>,
        details: impl Into<String>,
    ) -> Self {
        let (name, next, details) = (name.into(), next.into(), details.into());
        Self { id: 0, tone: Tone::Failed, what, name, next, details, buttons: vec![] }
    }

    /// Something was done.
    #[must_use]
    pub fn done(what: &'static str, name: impl Into<String>) -> Self {
        Self {
            id: 0,
            tone: Tone::Done,
            what,
            name: name.into(),
            next: "".into(),
            details: String::new(),
            buttons: vec![],
        }
    }

    /// With a button.
    #[must_use]
    pub fn with(mut self, button: NoticeButton) -> Self {
        self.buttons.push(button);
        self
    }
}
