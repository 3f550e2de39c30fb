//! Highlights, notes and bookmarks in the user's data file.

use std::path::Path;

use rusqlite::{OptionalExtension, TransactionBehavior, params};

use super::{Merged, Result, UserData, corrections::root_bytes, key};
use crate::library::{
    ContentHash,
    marks::{KeptMark, MarkKey, Marks, exchange::MarkRow},
};

const PUT: &str =
    "INSERT OR REPLACE INTO mark (hash, slot, seen_root, path, body, made_ms) VALUES (?1, ?2, ?3, ?4, ?5, ?6)";

impl UserData {
    /// Keeps a mark, or with `None` forgets it. `root` is the opened folder; `now_ms`: milliseconds since 1970.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn set_mark(&self, root: Option<&Path>, of: &MarkKey, kept: Option<&KeptMark>, now_ms: i64) -> Result<()> {
        let db = self.writable()?;
        match kept {
            Some(kept) => {
                let body = serde_json::to_string(&kept.mark).unwrap_or_default();
                let values = params![key(of.page), of.slot, root_bytes(root), kept.path, body, now_ms];
                db.prepare_cached(PUT)?.execute(values)?
            }
            None => db
                .prepare_cached("DELETE FROM mark WHERE hash = ?1 AND slot = ?2")?
                .execute(params![key(of.page), of.slot])?,
        };
        Ok(())
    }

    /// All marks, wherever their pages lie. Rows of a later version of the program are passed over.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn marks(&self, root: Option<&Path>) -> Result<Marks> {
        let mut all = Marks::default();
        for (row, here) in self.mark_rows(root)? {
            all.set(row.key, Some(row.kept), here);
        }
        Ok(all)
    }

    /// The same with the times they were made at, and whether their pages were seen in the folder `root`.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn mark_rows(&self, root: Option<&Path>) -> Result<Vec<(MarkRow, bool)>> {
        if self.version < 3 {
            return Ok(vec![]);
        }
        let mut statement = self
            .db
            .prepare_cached("SELECT hash, seen_root, path, body, made_ms FROM mark ORDER BY hash, made_ms, slot")?;
        let folder = root_bytes(root);
        let mut found = Vec::new();
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let (hash, seen, path): ([u8; 16], Vec<u8>, String) = (row.get(0)?, row.get(1)?, row.get(2)?);
            let (body, made_ms): (String, i64) = (row.get(3)?, row.get(4)?);
            let Ok(mark) = serde_json::from_str::<crate::library::marks::Mark>(&body) else { continue };
            let key = MarkKey { page: ContentHash(u128::from_be_bytes(hash)), slot: mark.slot() };
            let here = root.is_some() && seen == folder;
            found.push((MarkRow { key, kept: KeptMark { mark, path }, made_ms }, here));
        }
        Ok(found)
    }

    /// Takes marks in, all or none: of two of the same piece the later one stays, of two equally old ones one's own.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn merge_marks(&mut self, root: Option<&Path>, rows: &[MarkRow]) -> Result<Merged> {
        self.writable()?;
        let mut merged = Merged::default();
        let all = self.db.transaction_with_behavior(TransactionBehavior::Immediate)?;
        for row in rows {
            let own: Option<i64> = all
                .prepare_cached("SELECT made_ms FROM mark WHERE hash = ?1 AND slot = ?2")?
                .query_row(params![key(row.key.page), row.key.slot], |row| row.get(0))
                .optional()?;
            if own.is_some_and(|own| own >= row.made_ms) {
                merged.kept += 1;
                continue;
            }
            merged.taken += 1;
            let body = serde_json::to_string(&row.kept.mark).unwrap_or_default();
            let values = params![key(row.key.page), row.key.slot, root_bytes(root), row.kept.path, body, row.made_ms];
            all.prepare_cached(PUT)?.execute(values)?;
        }
        all.commit()?;
        Ok(merged)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        library::marks::{Colour, Mark, MarkKind},
        text::anchor::Anchor,
    };

    fn kept(start: usize, colour: Colour) -> (MarkKey, KeptMark) {
        let at = Anchor { start, quote: "江北".into(), ..Anchor::default() };
        let mark = Mark { at, kind: MarkKind::Highlight(colour), note: "记".into() };
        (MarkKey { page: ContentHash(7), slot: mark.slot() }, KeptMark { mark, path: "a.txt".into() })
    }

    #[test]
    fn marks_last_and_the_later_one_stays() {
        let dir = tempfile::tempdir().unwrap();
        let here = Some(Path::new("/here"));
        let (first, yellow) = kept(3, Colour::Yellow);
        let (_, red) = kept(3, Colour::Red);
        let (second, blue) = kept(9, Colour::Blue);
        let mut data = UserData::open(dir.path()).unwrap();
        data.set_mark(here, &first, Some(&yellow), 5).unwrap();
        data.set_mark(here, &second, Some(&blue), 5).unwrap();
        drop(data);
        data = UserData::open(dir.path()).unwrap();
        let all = data.marks(here).unwrap();
        assert_eq!((all.len(), all.get(&first)), (2, Some(&yellow)));
        assert_eq!(all.page_of(ContentHash(8), "a.txt"), ContentHash(7));
        let elsewhere = data.marks(Some(Path::new("/there"))).unwrap();
        assert_eq!(elsewhere.page_of(ContentHash(8), "a.txt"), ContentHash(8), "another folder's path says nothing");
        let row = |kept: &KeptMark, made_ms| MarkRow { key: first.clone(), kept: kept.clone(), made_ms };
        assert_eq!(data.merge_marks(here, &[row(&red, 4)]).unwrap(), Merged { taken: 0, kept: 1 });
        assert_eq!(data.merge_marks(here, &[row(&red, 6)]).unwrap(), Merged { taken: 1, kept: 0 });
        assert_eq!(data.marks(here).unwrap().get(&first), Some(&red));
        data.set_mark(here, &first, None, 7).unwrap();
        assert_eq!(data.marks(here).unwrap().len(), 1);
    }

    #[test]
    fn a_file_of_the_second_version_gets_the_new_table() {
        let dir = tempfile::tempdir().unwrap();
        let data = UserData::open(dir.path()).unwrap();
        data.db.execute_batch("DROP TABLE mark; PRAGMA user_version = 2").unwrap();
        drop(data);
        assert!(UserData::open(dir.path()).unwrap().marks(None).unwrap().is_empty());
    }
}
