//! Writes an export on a thread of its own.

use std::{
    fs::File,
    path::{Path, PathBuf},
    sync::Arc,
};

use super::{Outbox, spawn};
use crate::{
    app::{
        action::{Action, SaveFailure},
        choosing::ChoiceAction,
        state::ExportSettings,
    },
    export::{
        Format, Labels, Options, export,
        name::{Fields, file_name},
        sha256_hex, sha256_of,
        write::{Overwrite, WriteError, write_export},
    },
    library::Document,
    words::write_error_id,
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
    /// What to do when it exists: replace it, or find a free name.
    pub overwrite: Overwrite,
    /// The opened folder, which is never written to.
    pub protected: Option<PathBuf>,
}

/// Names tried before giving up: `name`, `name (2)`, …
const NAMES: u32 = 99;

/// Writes it, and tells how that went.
pub fn start(save: Save, outbox: &Outbox) {
    spawn("export", outbox, move |outbox| {
        let (file, result) = write(&save);
        let result = result.map_err(|error| failure(&error));
        outbox.send(Action::Exported { path: save.document.path.clone(), format: save.format, file, result });
    });
}

/// Writes each of several articles into the folder `to`, and tells how that went. A file that cannot be written ends it.
pub fn start_all(documents: Vec<Arc<Document>>, like: Save, outbox: &Outbox) {
    spawn("export", outbox, move |outbox| {
        let format = Format::by_name(&like.format).unwrap_or_default();
        let folder = like.to.clone();
        let (mut written, mut failed) = (0, None);
        for document in documents {
            let name = file_name(&like.settings.pattern, &Fields::of(&document), format);
            let save = Save { document, to: folder.join(name), overwrite: Overwrite::Never, ..like.clone() };
            let (file, result) = write(&save);
            if let Err(error) = result {
                failed = Some((file, failure(&error)));
                break;
            }
            written += 1;
        }
        outbox.send(Action::Choice(ChoiceAction::Exported { folder, written, failed }));
    });
}

/// What is said of it.
pub(super) fn failure(error: &WriteError) -> SaveFailure {
    let details = match error {
        WriteError::Denied(_, system) | WriteError::Full(_, system) | WriteError::Io(_, system) => system.to_string(),
        WriteError::Exists(_) | WriteError::InsideLibrary(_) | WriteError::NoFolder(_) | WriteError::NotAFile(_) => {
            String::new()
        }
    };
    SaveFailure { next: write_error_id(error), details }
}

/// The file that was or should have been written, and how it went.
fn write(save: &Save) -> (PathBuf, Result<(), WriteError>) {
    let format = Format::by_name(&save.format).unwrap_or_default();
    let document = &save.document;
    // The digest is of the file as it is; the built-in articles are their own text.
    let sha256 = match &document.real_path {
        Some(path) => File::open(path).and_then(|mut file| sha256_of(&mut file)).unwrap_or_default(),
        None => sha256_hex(document.page().article.text.as_bytes()),
    };
    let options = Options {
        restored_punctuation: save.settings.restored,
        include_furniture: false,
        sha256,
        labels: save.labels.clone(),
    };
    let bytes = export(document, format, &options);
    write_free(&save.to, &bytes, save.overwrite, save.protected.as_slice())
}

/// Writes bytes to a file; where none may be replaced, a number goes behind a name that is taken. The file and how it went.
pub(super) fn write_free(
    to: &Path,
    bytes: &[u8],
    overwrite: Overwrite,
    protected: &[PathBuf],
) -> (PathBuf, Result<(), WriteError>) {
    for number in 1..=NAMES {
        let file = numbered(to, number);
        match write_export(&file, bytes, overwrite, protected) {
            Err(WriteError::Exists(_)) if number < NAMES => {}
            result => return (file, result),
        }
    }
    (to.to_path_buf(), Err(WriteError::Exists(to.to_path_buf())))
}

/// `a.md`, `a (2).md`, `a (3).md` …
fn numbered(path: &Path, number: u32) -> PathBuf {
    if number < 2 {
        return path.to_path_buf();
    }
    let mut name = path.file_stem().unwrap_or_default().to_os_string();
    name.push(format!(" ({number})"));
    if let Some(ending) = path.extension() {
        name.push(".");
        name.push(ending);
    }
    path.with_file_name(name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::library::document_of;

    fn save(to: PathBuf, overwrite: Overwrite, protected: Option<PathBuf>) -> Save {
        let document = Arc::new(document_of("a.txt", "测试县开会\n\n　　会议在遂宁举行。\n".as_bytes()));
        Save {
            document,
            format: "txt".into(),
            settings: ExportSettings::default(),
            labels: Labels::default(),
            to,
            overwrite,
            protected,
        }
    }

    #[test]
    fn without_a_dialog_no_file_is_replaced() {
        let folder = tempfile::tempdir().unwrap();
        let to = folder.path().join("文 1.5.txt");
        for name in ["文 1.5.txt", "文 1.5 (2).txt", "文 1.5 (3).txt"] {
            let (file, result) = write(&save(to.clone(), Overwrite::Never, None));
            assert!(result.is_ok() && file == folder.path().join(name), "{}", file.display());
        }
        let (file, result) = write(&save(to.clone(), Overwrite::Replace, None));
        assert!(result.is_ok() && file == to);
    }

    #[test]
    fn a_failure_says_why_in_words_of_its_own() {
        let folder = tempfile::tempdir().unwrap();
        let inside = Some(folder.path().to_path_buf());
        for (to, protected, next) in [
            (folder.path().join("a.txt"), inside, "export-error-inside-library"),
            (folder.path().join("none/a.txt"), None, "export-error-no-folder"),
            (folder.path().to_path_buf(), None, "export-error-not-a-file"),
        ] {
            let (_, result) = write(&save(to, Overwrite::Replace, protected));
            assert_eq!(failure(&result.unwrap_err()), SaveFailure { next: next.into(), details: String::new() });
        }
        let full = std::io::Error::from(std::io::ErrorKind::StorageFull);
        let failed = failure(&WriteError::Full("a".into(), full));
        assert!(failed.next == "export-error-full" && !failed.details.is_empty());
    }
}
