//! Marks as a file that can be given to somebody else, and taken in beside one's own.

use serde::{Deserialize, Serialize};

use super::{KeptMark, Mark, MarkKey};
use crate::library::{ContentHash, corrections::exchange::ExchangeError, tags};

/// What the file says it is.
const FORMAT: &str = "shuangcheng-marks";
/// The version written, and the newest that is read.
const VERSION: u32 = 1;

/// A mark with what is needed to keep it and to compare it with another's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MarkRow {
    /// Which.
    pub key: MarkKey,
    /// The mark.
    pub kept: KeptMark,
    /// When it was made, milliseconds since 1970.
    pub made_ms: i64,
}

#[derive(Serialize, Deserialize)]
struct Entry {
    /// xxh3-128 of the page's bytes, hexadecimal.
    page: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    path: String,
    made_ms: i64,
    #[serde(flatten)]
    mark: Mark,
}

/// A tag of a page.
#[derive(Serialize, Deserialize)]
struct TagEntry {
    /// xxh3-128 of the page's bytes, hexadecimal.
    page: String,
    tag: String,
}

/// The file's text: JSON, one object, a line for each mark and each tag.
#[must_use]
pub fn write(rows: &[MarkRow], tags: &[(ContentHash, &str)]) -> String {
    let mut text = format!("{{\"format\":\"{FORMAT}\",\"version\":{VERSION},");
    if !tags.is_empty() {
        text.push_str("\"tags\":[");
        for (i, (page, tag)) in tags.iter().enumerate() {
            let entry = TagEntry { page: format!("{:032x}", page.0), tag: (*tag).to_owned() };
            text.push_str(if i == 0 { "\n" } else { ",\n" });
            text.push_str(&serde_json::to_string(&entry).unwrap_or_default());
        }
        text.push_str("\n],");
    }
    text.push_str("\"marks\":[");
    for (i, row) in rows.iter().enumerate() {
        let entry = Entry {
            page: format!("{:032x}", row.key.page.0),
            path: row.kept.path.clone(),
            made_ms: row.made_ms,
            mark: row.kept.mark.clone(),
        };
        text.push_str(if i == 0 { "\n" } else { ",\n" });
        // Strings, numbers and lists always have a JSON form.
        text.push_str(&serde_json::to_string(&entry).unwrap_or_default());
    }
    text.push_str("\n]}\n");
    text
}

/// What a file holds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Taken {
    /// The marks.
    pub marks: Vec<MarkRow>,
    /// The tags.
    pub tags: Vec<(ContentHash, String)>,
}

/// The marks and tags of a file, and how many were left out because they make no sense.
///
/// # Errors
/// When it is another kind of file, or of a later version.
pub fn read(text: &str) -> Result<(Taken, usize), ExchangeError> {
    #[derive(Deserialize)]
    struct File {
        format: String,
        version: u32,
        marks: Vec<serde_json::Value>,
        #[serde(default)]
        tags: Vec<serde_json::Value>,
    }
    let file: File = serde_json::from_str(text).map_err(|error| ExchangeError::Foreign(error.to_string()))?;
    if file.format != FORMAT {
        return Err(ExchangeError::Foreign(file.format));
    }
    if file.version > VERSION {
        return Err(ExchangeError::Newer(file.version));
    }
    let count = file.marks.len() + file.tags.len();
    let taken = Taken {
        marks: file.marks.into_iter().filter_map(row).collect(),
        tags: file.tags.into_iter().filter_map(tag).collect(),
    };
    let left_out = count - taken.marks.len() - taken.tags.len();
    Ok((taken, left_out))
}

fn tag(value: serde_json::Value) -> Option<(ContentHash, String)> {
    let TagEntry { page, tag } = serde_json::from_value(value).ok()?;
    Some((ContentHash(u128::from_str_radix(&page, 16).ok()?), tags::tidy(&tag)?))
}

fn row(value: serde_json::Value) -> Option<MarkRow> {
    let Entry { page, path, made_ms, mark } = serde_json::from_value(value).ok()?;
    let page = ContentHash(u128::from_str_radix(&page, 16).ok()?);
    mark.is_sane().then(|| {
        let key = MarkKey { page, slot: mark.slot() };
        MarkRow { key, kept: KeptMark { mark, path }, made_ms }
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        library::marks::{Colour, MarkKind},
        text::anchor::Anchor,
    };

    #[test]
    fn what_is_written_is_read_and_nonsense_is_left_out() {
        let rows: Vec<MarkRow> = [
            (MarkKind::Highlight(Colour::Red), "“一”, \\ 二\n三"),
            (MarkKind::Highlight(Colour::Yellow), ""),
            (MarkKind::Bookmark, ""),
        ]
        .into_iter()
        .zip(1..)
        .map(|((kind, note), n)| {
            let at = Anchor { start: n, quote: "江北".into(), before: "在".into(), after: "区".into() };
            let mark = Mark { at, kind, note: note.into() };
            let key = MarkKey { page: ContentHash(n as u128), slot: mark.slot() };
            MarkRow { key, kept: KeptMark { mark, path: "a/b.txt".into() }, made_ms: 5 }
        })
        .collect();
        let written = write(&rows, &[(ContentHash(1), "待核"), (ContentHash(2), "引 号")]);
        let tags = vec![(ContentHash(1), "待核".into()), (ContentHash(2), "引 号".into())];
        assert_eq!(read(&written).unwrap(), (Taken { marks: rows.clone(), tags }, 0));
        let odd = write(&rows, &[]).replace("\"red\"", "\"plaid\"");
        assert_eq!(read(&odd).map(|(taken, left)| (taken.marks.len(), left)).unwrap(), (2, 1));
        assert!(matches!(read("{}"), Err(ExchangeError::Foreign(_))));
        let newer = write(&[], &[]).replace("\"version\":1", "\"version\":9");
        assert!(matches!(read(&newer), Err(ExchangeError::Newer(9))));
    }
}
