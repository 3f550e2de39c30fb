//! Corrections as a file that can be given to somebody else, and taken in beside one's own.

use serde::{Deserialize, Serialize};

use super::{Correction, Kept, Key};
use crate::library::ContentHash;

/// What the file says it is.
const FORMAT: &str = "shuangcheng-corrections";
/// The version written, and the newest that is read.
const VERSION: u32 = 1;
/// Largest file that is read.
pub const LIMIT_BYTES: u64 = 64 << 20;

/// A correction with what is needed to keep it and to compare it with another's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// Where it holds.
    pub key: Key,
    /// What it says.
    pub kept: Kept,
    /// When it was made, milliseconds since 1970.
    pub made_ms: i64,
}

/// Why a file cannot be taken in.
#[derive(Debug, thiserror::Error)]
pub enum ExchangeError {
    /// It is no such file.
    #[error("not a file of corrections: {0}")]
    Foreign(String),
    /// A later version of the program wrote it.
    #[error("written by a later version of the program ({0})")]
    Newer(u32),
}

#[derive(Serialize, Deserialize)]
struct Entry {
    /// xxh3-128 of the page's bytes, hexadecimal; absent for the whole folder.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    page: Option<String>,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    path: String,
    made_ms: i64,
    what: Correction,
}

/// The file's text: JSON, one object, a line for each correction.
#[must_use]
pub fn write(rows: &[Row]) -> String {
    let mut text = format!("{{\"format\":\"{FORMAT}\",\"version\":{VERSION},\"corrections\":[");
    for (i, row) in rows.iter().enumerate() {
        let entry = Entry {
            page: row.key.page.map(|page| format!("{:032x}", page.0)),
            path: row.kept.path.clone(),
            made_ms: row.made_ms,
            what: row.kept.correction.clone(),
        };
        text.push_str(if i == 0 { "\n" } else { ",\n" });
        // Strings, numbers and lists always have a JSON form.
        text.push_str(&serde_json::to_string(&entry).unwrap_or_default());
    }
    text.push_str("\n]}\n");
    text
}

/// The corrections of a file, those left out that say too much or nothing, and how many those are.
///
/// # Errors
/// When it is another kind of file, or of a later version.
pub fn read(text: &str) -> Result<(Vec<Row>, usize), ExchangeError> {
    let foreign = |error: serde_json::Error| ExchangeError::Foreign(error.to_string());
    #[derive(Deserialize)]
    struct Head {
        format: String,
        version: u32,
        corrections: Vec<serde_json::Value>,
    }
    let head: Head = serde_json::from_str(text.trim_start_matches('\u{feff}')).map_err(foreign)?;
    if head.format != FORMAT {
        return Err(ExchangeError::Foreign(head.format.chars().take(40).collect()));
    }
    if head.version > VERSION {
        return Err(ExchangeError::Newer(head.version));
    }
    let (mut rows, mut left_out) = (Vec::new(), 0);
    for value in head.corrections {
        match serde_json::from_value::<Entry>(value).ok().and_then(row) {
            Some(row) => rows.push(row),
            None => left_out += 1,
        }
    }
    Ok((rows, left_out))
}

fn row(entry: Entry) -> Option<Row> {
    let page = match entry.page {
        Some(hex) => Some(ContentHash(u128::from_str_radix(&hex, 16).ok()?)),
        None => None,
    };
    if !entry.what.is_sane() || page.is_none() && !entry.what.fits_folder() {
        return None;
    }
    let kept = Kept { correction: entry.what, path: entry.path };
    Some(Row { key: kept.key(page), kept, made_ms: entry.made_ms })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{article::BlockKind, library::corrections::PlaceName, text::anchor::Anchor};

    fn rows() -> Vec<Row> {
        let at = Anchor { start: 3, quote: "江北".into(), before: "在".into(), after: "区".into() };
        let places = vec![PlaceName { code: 330_205, name: "江北区".into() }];
        let all = [
            Correction::Title(None),
            Correction::Title(Some("“一”, \\ 二".into())),
            Correction::Date(crate::text::date::find_absolute("2021年3月5日").first().map(|(_, date)| *date)),
            Correction::Authors(vec!["甲".into()]),
            Correction::Line { at: at.clone(), kind: BlockKind::Furniture },
            Correction::Place { at, places: places.clone() },
            Correction::Word { word: "甬北".into(), places },
        ];
        let kept = all.into_iter().map(|correction| Kept { correction, path: "a/b.txt".into() });
        kept.enumerate()
            .map(|(i, kept)| {
                let page = (i != 6).then_some(ContentHash(i as u128));
                Row { key: kept.key(page), kept, made_ms: 5 }
            })
            .collect()
    }

    #[test]
    fn what_is_written_is_read() {
        let rows = rows();
        assert_eq!(read(&write(&rows)).unwrap(), (rows, 0));
        assert_eq!(read(&write(&[])).unwrap(), (vec![], 0));
    }

    #[test]
    fn strange_files_are_refused_and_strange_entries_left_out() {
        for text in ["", "[]", "{}", "{\"format\":\"x\",\"version\":1,\"corrections\":[]}"] {
            assert!(matches!(read(text), Err(ExchangeError::Foreign(_))), "{text}");
        }
        let newer = write(&[]).replace("\"version\":1", "\"version\":9");
        assert!(matches!(read(&newer), Err(ExchangeError::Newer(9))));
        let odd = write(&rows()).replace("\"甲\"", "3").replace("甬北", &"很长".repeat(40));
        assert_eq!(read(&odd).map(|(rows, left)| (rows.len(), left)).unwrap(), (5, 2));
        // A title cannot hold for a whole folder.
        let whole = "{\"format\":\"shuangcheng-corrections\",\"version\":1,\"corrections\":[{\"made_ms\":1,\"what\":{\"title\":\"a\"}}]}";
        assert_eq!(read(whole).map(|(rows, left)| (rows.len(), left)).unwrap(), (0, 1));
    }
}
