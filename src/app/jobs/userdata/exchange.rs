//! Corrections and marks to a file, and from one.

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
        choosing::ChoiceAction,
        jobs::Outbox,
        notice::{Notice, NoticeButton},
    },
    corpus::Snapshot,
    export::{
        self,
        marks::{MarkLabels, MarkedPage},
        write::{Overwrite, write_export},
    },
    library::{
        ContentHash,
        corrections::exchange::{self, ExchangeError, LIMIT_BYTES},
        marks,
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
    let said = ("notice-corrections-written", "notice-corrections-not-written");
    written(to, &text, overwrite, snapshot, said, outbox);
    Ok(())
}

/// Writes the marks in the articles of a snapshot: with words for people as Markdown, else as JSON.
pub(super) fn write_marks(
    data: &UserData,
    snapshot: &Snapshot,
    to: &Path,
    overwrite: Overwrite,
    labels: Option<&MarkLabels>,
    outbox: &Outbox,
) -> Result<()> {
    let root = snapshot.root.as_deref();
    let marks = data.marks(root)?;
    let text = match labels {
        Some(labels) => {
            let placed: Vec<_> = marks.placed_in(snapshot).collect();
            let pages: Vec<MarkedPage<'_>> =
                placed.iter().map(|(document, marks)| MarkedPage { document, marks }).collect();
            export::marks::markdown(&pages, labels)
        }
        None => {
            let pages: BTreeSet<ContentHash> =
                snapshot.documents.iter().map(|d| marks.page_of(d.hash, &d.path)).collect();
            let rows = data.mark_rows(root)?.into_iter().map(|(row, _)| row);
            let tags = data.tags()?;
            let here: BTreeSet<ContentHash> = snapshot.documents.iter().map(|d| d.hash).collect();
            let tags: Vec<_> = tags.iter().filter(|(page, _)| here.contains(page)).collect();
            marks::exchange::write(&rows.filter(|row| pages.contains(&row.key.page)).collect::<Vec<_>>(), &tags)
        }
    };
    let said = ("notice-marks-written", "notice-marks-not-written");
    written(to, &text, overwrite, snapshot, said, outbox);
    Ok(())
}

/// Writes a file and says so, or why not.
fn written(
    to: &Path,
    text: &str,
    overwrite: Overwrite,
    snapshot: &Snapshot,
    (done, failed): (&'static str, &'static str),
    outbox: &Outbox,
) {
    let notice = match write_export(to, text.as_bytes(), overwrite, snapshot.root.as_slice()) {
        Ok(()) => Notice::done(done, to.display().to_string()).with(NoticeButton::RevealFile(to.to_path_buf())),
        Err(error) => Notice::failed(failed, to.display().to_string(), write_error_id(&error), error.to_string()),
    };
    outbox.send(Action::Notify(notice));
}

/// Takes the corrections of a file in.
pub(super) fn read(data: &mut UserData, root: Option<PathBuf>, from: &Path, outbox: &Outbox) -> Result<()> {
    let said = ("notice-corrections-not-read", "notice-corrections-not-read-next");
    let Some(rows) = taken_in(from, exchange::read, said, outbox) else { return Ok(()) };
    let merged = data.merge_corrections(root.as_deref(), &rows)?;
    let corrections = Arc::new(data.corrections(root.as_deref())?);
    outbox.send(Action::CorrectionsMerged { root, corrections, taken: merged.taken });
    Ok(())
}

/// Takes the marks of a file in.
pub(super) fn read_marks(data: &mut UserData, root: Option<PathBuf>, from: &Path, outbox: &Outbox) -> Result<()> {
    let said = ("notice-marks-not-read", "notice-marks-not-read-next");
    let Some(taken) = taken_in(from, marks::exchange::read, said, outbox) else { return Ok(()) };
    let merged = data.merge_marks(root.as_deref(), &taken.marks)?;
    let tags = data.merge_tags(&taken.tags)?;
    if tags > 0 {
        outbox.send(Action::Choice(ChoiceAction::Tagged(Arc::new(data.tags()?))));
    }
    let marks = Arc::new(data.marks(root.as_deref())?);
    outbox.send(Action::MarksMerged { root, marks, taken: merged.taken + tags });
    Ok(())
}

/// The rows of a file; without a file that can be understood a message says why.
fn taken_in<T>(
    from: &Path,
    understand: impl Fn(&str) -> std::result::Result<(T, usize), ExchangeError>,
    (failed, next): (&'static str, &'static str),
    outbox: &Outbox,
) -> Option<T> {
    let name = from.display().to_string();
    let details = match text_of(from).map(|text| understand(&text)) {
        Err(error) => error.to_string(),
        Ok(Err(error)) => error.to_string(),
        Ok(Ok((rows, left_out))) => {
            if left_out > 0 {
                log::warn!("{name}: {left_out} entries could not be read");
                let (count, next) = (left_out.to_string(), "notice-left-out-next");
                outbox.send(Action::Notify(Notice::failed("notice-left-out", count, next, name)));
            }
            return Some(rows);
        }
    };
    outbox.send(Action::Notify(Notice::failed(failed, name, next, details)));
    None
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
