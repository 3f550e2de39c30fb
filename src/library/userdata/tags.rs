//! Tags in the user's data file.

use rusqlite::params;

use super::{Result, UserData, key};
use crate::library::{ContentHash, tags::Tags};

impl UserData {
    /// Gives articles a tag or takes it away, all or none.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn set_tag(&mut self, hashes: &[ContentHash], name: &str, on: bool) -> Result<()> {
        self.set_tags(hashes.iter().map(|hash| (*hash, name)), on).map(drop)
    }

    /// Takes tags of a file in beside those that are there, all or none; how many were new.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn merge_tags(&mut self, rows: &[(ContentHash, String)]) -> Result<usize> {
        self.set_tags(rows.iter().map(|(hash, name)| (*hash, name.as_str())), true)
    }

    fn set_tags<'a>(&mut self, rows: impl Iterator<Item = (ContentHash, &'a str)>, on: bool) -> Result<usize> {
        self.writable()?;
        let sql = if on {
            "INSERT OR IGNORE INTO tag (hash, name) VALUES (?1, ?2)"
        } else {
            "DELETE FROM tag WHERE hash = ?1 AND name = ?2"
        };
        let all = self.db.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)?;
        let mut changed = 0;
        {
            let mut statement = all.prepare_cached(sql)?;
            for (hash, name) in rows {
                changed += statement.execute(params![key(hash), name])?;
            }
        }
        all.commit()?;
        Ok(changed)
    }

    /// All tags.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn tags(&self) -> Result<Tags> {
        let mut tags = Tags::default();
        if self.version < 5 {
            return Ok(tags);
        }
        let mut statement = self.db.prepare_cached("SELECT hash, name FROM tag")?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let (hash, name): ([u8; 16], String) = (row.get(0)?, row.get(1)?);
            tags.set(ContentHash(u128::from_be_bytes(hash)), &name, true);
        }
        Ok(tags)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_last_and_others_come_in_beside_them() {
        let dir = tempfile::tempdir().unwrap();
        let mut data = UserData::open(dir.path()).unwrap();
        let (one, two) = (ContentHash(1), ContentHash(u128::MAX));
        data.set_tag(&[one, two], "待核", true).unwrap();
        data.set_tag(&[one], "协议", true).unwrap();
        data.set_tag(&[two], "待核", false).unwrap();
        drop(data);
        let mut data = UserData::open(dir.path()).unwrap();
        let all: Vec<_> = data.tags().unwrap().iter().map(|(page, name)| (page, name.to_owned())).collect();
        assert_eq!(all, [(one, "协议".to_owned()), (one, "待核".to_owned())]);
        assert_eq!(data.merge_tags(&[(one, "协议".into()), (two, "新".into())]).unwrap(), 1);
        assert!(data.tags().unwrap().has(two, "新"));
    }

    #[test]
    fn a_file_of_the_fourth_version_gets_the_new_table() {
        let dir = tempfile::tempdir().unwrap();
        let data = UserData::open(dir.path()).unwrap();
        data.db.execute_batch("DROP TABLE tag; PRAGMA user_version = 4").unwrap();
        drop(data);
        let read_only = UserData::open_to_read(dir.path()).unwrap().unwrap();
        assert!(read_only.tags().unwrap().is_empty());
        drop(read_only);
        assert!(UserData::open(dir.path()).unwrap().tags().unwrap().is_empty());
    }
}
