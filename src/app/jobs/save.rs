//! Writes an export on a thread of its own.

use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

use super::{Outbox, spawn};
use crate::{
    app::{action::Action, state::ExportSettings},
    export::{
        Format, Labels, Options, export, sha256_hex,
        write::{Overwrite, write_export},
    },
    library::Document,
};

/// What is written, and where.
#[derive(Clone, Debug)]
pub struct Save {
    /// The article.
    pub document: Arc<Document>,
    /// Machine name of the format.
    pub format: String,
    /// Restored punctuation or not.
    pub settings: ExportSettings,
    /// Words for the facts at the end.
    pub labels: Labels,
    /// The file.
    pub to: PathBuf,
    /// The opened folder, which is never written to.
    pub protected: Option<PathBuf>,
}

/// Writes it. The save dialog has asked before an existing file is replaced.
pub fn start(save: Save, outbox: &Outbox) {
    spawn("export", outbox, move |outbox| {
        let result = write(&save);
        outbox.send(Action::Exported { file: save.to, result });
    });
}

fn write(save: &Save) -> Result<(), String> {
    let Some(format) = Format::by_name(&save.format) else { return Err(save.format.clone()) };
    let document = &save.document;
    // The digest is of the file as it is; the built-in articles are their own text.
    let sha256 = match &document.real_path {
        Some(path) => std::fs::read(path).map(|bytes| sha256_hex(&bytes)).unwrap_or_default(),
        None => sha256_hex(document.article.text.as_bytes()),
    };
    let options = Options {
        restored_punctuation: save.settings.restored,
        include_furniture: false,
        sha256,
        labels: save.labels.clone(),
    };
    let bytes = export(document, format, &options);
    let protected = save.protected.as_deref().map(Path::new);
    write_export(&save.to, &bytes, Overwrite::Replace, protected).map_err(|error| error.to_string())
}
