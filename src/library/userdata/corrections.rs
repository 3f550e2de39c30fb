//! Corrections in the user's data file.

use std::path::Path;

use rusqlite::{OptionalExtension, TransactionBehavior, params};

use super::{Result, UserData, key, path_bytes};
use crate::library::{
    ContentHash,
    corrections::{
        Corrections, Kept, Key,
        exchange::{self, Row},
    },
};

/// What became of corrections taken in from a file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Merged {
    /// New, or later than one's own.
    pub taken: usize,
    /// Already there, or earlier than one's own.
    pub kept: usize,
}

/// The folder in the table: nothing for the built-in articles and loose files.
pub(super) fn root_bytes(root: Option<&Path>) -> Vec<u8> {
    root.map(path_bytes).unwrap_or_default()
}

/// The columns that name a correction.
fn columns(root: Option<&Path>, of: &Key) -> (Vec<u8>, Vec<u8>) {
    match of.page {
        Some(page) => (Vec::new(), key(page).to_vec()),
        None => (root_bytes(root), Vec::new()),
    }
}

impl UserData {
    /// Keeps a correction, or with `None` forgets it. `root` is the opened folder; `now_ms`: milliseconds since 1970.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn set_correction(&self, root: Option<&Path>, of: &Key, kept: Option<&Kept>, now_ms: i64) -> Result<()> {
        let db = self.writable()?;
        let (folder, page) = columns(root, of);
        match kept {
            Some(kept) => {
                let body = serde_json::to_string(&kept.correction).unwrap_or_default();
                db.prepare_cached(
                    "INSERT OR REPLACE INTO correction (root, hash, slot, seen_root, path, body, made_ms)
                     VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
                )?
                .execute(params![folder, page, of.slot, root_bytes(root), kept.path, body, now_ms])?
            }
            None => db
                .prepare_cached("DELETE FROM correction WHERE root = ?1 AND hash = ?2 AND slot = ?3")?
                .execute(params![folder, page, of.slot])?,
        };
        Ok(())
    }

    /// Everything put right on pages anywhere, and in the folder `root`. Rows of a later version of the program are passed over.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn corrections(&self, root: Option<&Path>) -> Result<Corrections> {
        let mut all = Corrections::default();
        for (row, here) in self.rows(root)? {
            all.set(row.key, Some(row.kept), here);
        }
        Ok(all)
    }

    /// The same with the times they were made at, for a file of corrections: those of the folder and of pages that `wanted` names
    /// by content or by path below the folder.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn corrections_of(
        &self,
        root: Option<&Path>,
        wanted: &dyn Fn(ContentHash, Option<&str>) -> bool,
    ) -> Result<Vec<Row>> {
        let rows = self.rows(root)?.into_iter();
        let fits = |row: &Row, here: bool| {
            row.key.page.is_none_or(|page| wanted(page, here.then_some(row.kept.path.as_str())))
        };
        Ok(rows.filter(|(row, here)| fits(row, *here)).map(|(row, _)| row).collect())
    }

    /// Takes corrections in, all or none: of two of the same thing the later one stays, of two equally old ones one's own.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn merge_corrections(&mut self, root: Option<&Path>, rows: &[Row]) -> Result<Merged> {
        self.writable()?;
        let mut merged = Merged::default();
        let all = self.db.transaction_with_behavior(TransactionBehavior::Immediate)?;
        for row in rows {
            let (folder, page) = columns(root, &row.key);
            let own: Option<i64> = all
                .prepare_cached("SELECT made_ms FROM correction WHERE root = ?1 AND hash = ?2 AND slot = ?3")?
                .query_row(params![folder, page, row.key.slot], |row| row.get(0))
                .optional()?;
            if own.is_some_and(|own| own >= row.made_ms) {
                merged.kept += 1;
                continue;
            }
            merged.taken += 1;
            let body = serde_json::to_string(&row.kept.correction).unwrap_or_default();
            all.prepare_cached(
                "INSERT OR REPLACE INTO correction (root, hash, slot, seen_root, path, body, made_ms)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
            )?
            .execute(params![
                folder,
                page,
                row.key.slot,
                root_bytes(root),
                row.kept.path,
                body,
                row.made_ms
            ])?;
        }
        all.commit()?;
        Ok(merged)
    }

    /// Rows of pages and of the folder, and whether the page was seen in this folder.
    fn rows(&self, root: Option<&Path>) -> Result<Vec<(Row, bool)>> {
        if self.version < 2 {
            return Ok(vec![]);
        }
        let mut statement = self.db.prepare_cached(
            "SELECT hash, seen_root, path, body, made_ms FROM correction WHERE hash <> x'' OR root = ?1
             ORDER BY hash, made_ms, slot",
        )?;
        let folder = root_bytes(root);
        let mut found = Vec::new();
        let mut rows = statement.query([&folder])?;
        while let Some(row) = rows.next()? {
            let (hash, seen, path): (Vec<u8>, Vec<u8>, String) = (row.get(0)?, row.get(1)?, row.get(2)?);
            let (body, made_ms): (String, i64) = (row.get(3)?, row.get(4)?);
            let page = <[u8; 16]>::try_from(hash).ok().map(|bytes| ContentHash(u128::from_be_bytes(bytes)));
            let Ok(correction) = serde_json::from_str(&body) else { continue };
            let kept = Kept { correction, path };
            found.push((Row { key: kept.key(page), kept, made_ms }, root.is_some() && seen == folder));
        }
        Ok(found)
    }
}

/// Text of a file of corrections and the number of them; see [`exchange::write`].
///
/// # Errors
/// When the data cannot be read.
pub fn file_of(
    data: &UserData,
    root: Option<&Path>,
    wanted: &dyn Fn(ContentHash, Option<&str>) -> bool,
) -> Result<(String, usize)> {
    let rows = data.corrections_of(root, wanted)?;
    Ok((exchange::write(&rows), rows.len()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::library::corrections::Correction;

    fn title(text: &str, path: &str) -> Kept {
        Kept { correction: Correction::Title(Some(text.to_owned())), path: path.to_owned() }
    }

    fn word(word: &str) -> Kept {
        Kept { correction: Correction::Word { word: word.to_owned(), places: vec![] }, path: String::new() }
    }

    #[test]
    fn corrections_last_by_content_and_by_folder() {
        let dir = tempfile::tempdir().unwrap();
        let (here, there) = (Path::new("/here"), Path::new("/there"));
        let page = Some(ContentHash(7));
        let (kept, folder) = (title("甲", "a.txt"), word("江北"));
        let data = UserData::open(dir.path()).unwrap();
        data.set_correction(Some(here), &kept.key(page), Some(&kept), 1).unwrap();
        data.set_correction(Some(here), &folder.key(None), Some(&folder), 1).unwrap();
        drop(data);
        let data = UserData::open(dir.path()).unwrap();
        assert_eq!(data.corrections(Some(here)).unwrap().len(), 2);
        let elsewhere = data.corrections(Some(there)).unwrap();
        assert_eq!(elsewhere.len(), 1, "the page is known wherever it lies, the word is this folder's");
        assert_eq!(elsewhere.page_of(ContentHash(8), "a.txt"), ContentHash(8), "another folder's path says nothing");
        assert_eq!(data.corrections(Some(here)).unwrap().page_of(ContentHash(8), "a.txt"), ContentHash(7));
        data.set_correction(Some(there), &kept.key(page), None, 2).unwrap();
        assert_eq!(data.corrections(Some(here)).unwrap().len(), 1);
    }

    #[test]
    fn the_later_correction_stays() {
        let (mut one, two) = (UserData::in_memory().unwrap(), UserData::in_memory().unwrap());
        let here = Some(Path::new("/here"));
        let page = Some(ContentHash(7));
        for (data, kept, made_ms) in [
            (&one, title("早", "a.txt"), 1),
            (&two, title("晚", "b.txt"), 2),
            (&one, word("江北"), 5),
            (&two, word("江北"), 3),
            (&two, word("南山"), 3),
        ] {
            let of = kept.key(page.filter(|_| !kept.path.is_empty()));
            data.set_correction(here, &of, Some(&kept), made_ms).unwrap();
        }
        let (text, count) = file_of(&two, here, &|page, path| page == ContentHash(7) && path == Some("b.txt")).unwrap();
        assert_eq!(count, 3);
        let (rows, left_out) = exchange::read(&text).unwrap();
        assert_eq!(left_out, 0);
        assert_eq!(one.merge_corrections(here, &rows).unwrap(), Merged { taken: 2, kept: 1 });
        assert_eq!(one.merge_corrections(here, &rows).unwrap(), Merged { taken: 0, kept: 3 });
        let all = one.corrections(here).unwrap();
        assert_eq!(all.get(&title("", "").key(page)), Some(&title("晚", "b.txt")));
        assert_eq!(all.len(), 3);
        assert!(!file_of(&one, here, &|_, _| false).unwrap().0.contains("title"));
    }

    #[test]
    fn a_file_of_the_first_version_gets_the_new_table() {
        let dir = tempfile::tempdir().unwrap();
        let data = UserData::open(dir.path()).unwrap();
        data.db.execute_batch("DROP TABLE correction; DROP TABLE mark; PRAGMA user_version = 1").unwrap();
        drop(data);
        assert!(UserData::open(dir.path()).unwrap().corrections(None).unwrap().is_empty());
    }
}
