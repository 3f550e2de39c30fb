//! The rows of a segment: one for each document, with what it was made from and how long its things are.

use serde::{Deserialize, Serialize};

use super::{Key, whole_of};

/// A document in the directory; where its things stand follows from the lengths of those before.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(in super::super) struct Row {
    /// Path of the document, below the root; kept beside the row, see [`Named`].
    #[serde(skip)]
    pub path: String,
    pub key: Key,
    /// Hash of the file's bytes.
    pub hash: [u8; 16],
    pub date: Option<(i16, Option<u8>, Option<u8>)>,
    /// Units of folded text, joints, bytes of the sketch.
    pub(super) units: u32,
    pub(super) joints: u32,
    pub(super) hashes: u32,
    pub(super) card: u32,
    pub(super) page: u32,
    /// The file is longer than is read.
    pub(super) cut: bool,
    /// Checksum of text, joints and sketch; of the page and that checksum.
    pub(super) text_check: u64,
    pub(super) page_check: u64,
}

/// A row as it is kept: how many bytes its path shares with the one before, what follows them, and the rest.
type Named<T, R> = (u32, T, R);

/// Bytes that two paths have in common.
fn shared(one: &str, other: &str) -> usize {
    let alike = one.char_indices().zip(other.chars()).take_while(|((_, a), b)| a == b);
    alike.last().map_or(0, |((at, c), _)| at + c.len_utf8())
}

/// The rows as bytes.
pub(super) fn directory(rows: &[Row]) -> postcard::Result<Vec<u8>> {
    let mut last = "";
    let named = rows.iter().map(|row| {
        let shared = shared(std::mem::replace(&mut last, &row.path), &row.path);
        (u32::try_from(shared).unwrap_or_default(), row.path.get(shared..).unwrap_or_default(), row)
    });
    let named: Vec<Named<&str, &Row>> = named.collect();
    postcard::to_allocvec(&named)
}

/// The rows again; `None` when the bytes are none.
pub(super) fn rows_of(bytes: &[u8]) -> Option<Vec<Row>> {
    let named: Vec<Named<&str, Row>> = whole_of(bytes)?;
    let mut last = String::new();
    let rows = named.into_iter().map(|(shared, rest, row)| {
        let path = format!("{}{rest}", last.get(..shared as usize)?);
        last.clone_from(&path);
        Some(Row { path, ..row })
    });
    rows.collect()
}
