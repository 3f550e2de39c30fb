//! Corrections to a file, and from one.

use std::{
    collections::BTreeSet,
    fs::File,
    io::{self, Read},
    path::{Path, PathBuf},
    sync::Arc,
};

use super::Result;
use crate::{
    app::{
        action::Action,
        jobs::Outbox,
        notice::{Notice, NoticeButton},
    },
    corpus::Snapshot,
    export::write::{Overwrite, write_export},
    library::{
        ContentHash,
        corrections::exchange::{self, LIMIT_BYTES},
        userdata::{UserData, file_of},
    },
    words::write_error_id,
};

/// Writes what is put right in the articles of a snapshot.
pub(super) fn write(
    data: &UserData,
    snapshot: &Snapshot,
    to: &Path,
    overwrite: Overwrite,
    outbox: &Outbox,
) -> Result<()> {
    let hashes: BTreeSet<ContentHash> = snapshot.documents.iter().map(|document| document.hash).collect();
    let wanted = |page: ContentHash, path: Option<&str>| {
        hashes.contains(&page) || path.is_some_and(|p| snapshot.find(p).is_some())
    };
    let (text, _) = file_of(data, snapshot.root.as_deref(), &wanted)?;
    let notice = match write_export(to, text.as_bytes(), overwrite, snapshot.root.as_deref()) {
        Ok(()) => Notice::done("notice-corrections-written", to.display().to_string())
            .with(NoticeButton::RevealFile(to.to_path_buf())),
        Err(error) => {
            let next = write_error_id(&error);
            Notice::failed("notice-corrections-not-written", to.display().to_string(), next, error.to_string())
        }
    };
    outbox.send(Action::Notify(notice));
    Ok(())
}

/// Takes the corrections of a file in.
pub(super) fn read(data: &mut UserData, root: Option<PathBuf>, from: &Path, outbox: &Outbox) -> Result<()> {
    let name = from.display().to_string();
    let failed = |details: String| {
        let next = "notice-corrections-not-read-next";
        outbox.send(Action::Notify(Notice::failed("notice-corrections-not-read", &name, next, details)));
    };
    let rows = match text_of(from).map(|text| exchange::read(&text)) {
        Err(error) => {
            failed(error.to_string());
            return Ok(());
        }
        Ok(Err(error)) => {
            failed(error.to_string());
            return Ok(());
        }
        Ok(Ok((rows, left_out))) => {
            if left_out > 0 {
                log::warn!("{name}: {left_out} corrections could not be read");
            }
            rows
        }
    };
    let merged = data.merge_corrections(root.as_deref(), &rows)?;
    let corrections = Arc::new(data.corrections(root.as_deref())?);
    outbox.send(Action::CorrectionsMerged { root, corrections, taken: merged.taken });
    Ok(())
}

fn text_of(path: &Path) -> io::Result<String> {
    let mut text = String::new();
    let file = File::open(path)?;
    if !file.metadata()?.is_file() {
        return Err(io::Error::new(io::ErrorKind::InvalidInput, "not a regular file"));
    }
    file.take(LIMIT_BYTES).read_to_string(&mut text)?;
    Ok(text)
}
