//! Stars, what was searched for, and saved views in the user's data file.

use std::collections::BTreeSet;

use rusqlite::params;

use super::{Result, UserData};
use crate::library::{ContentHash, views::SavedView};

/// Search texts remembered.
const SEARCHES_KEPT: i64 = 50;
/// A search text longer than this is not remembered, bytes.
const LONGEST: usize = 1_000;

impl UserData {
    /// Gives articles a star or takes it away, all or none.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn set_star(&mut self, hashes: &[ContentHash], starred: bool) -> Result<()> {
        let sql =
            if starred { "INSERT OR IGNORE INTO star (hash) VALUES (?1)" } else { "DELETE FROM star WHERE hash = ?1" };
        self.for_each(sql, hashes)
    }

    /// All articles with a star.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn stars(&self) -> Result<BTreeSet<ContentHash>> {
        if self.version < 4 {
            return Ok(BTreeSet::new());
        }
        let mut statement = self.db.prepare_cached("SELECT hash FROM star")?;
        let rows = statement.query_map([], |row| row.get::<_, [u8; 16]>(0))?;
        Ok(rows.map(|row| row.map(|bytes| ContentHash(u128::from_be_bytes(bytes)))).collect::<rusqlite::Result<_>>()?)
    }

    /// Remembers a search text as the last one. `now_ms`: milliseconds since 1970.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn add_search(&self, text: &str, now_ms: i64) -> Result<()> {
        if text.len() > LONGEST {
            return Ok(());
        }
        let db = self.writable()?;
        db.prepare_cached("INSERT OR REPLACE INTO search (text, used_ms) VALUES (?1, ?2)")?
            .execute(params![text, now_ms])?;
        db.prepare_cached(
            "DELETE FROM search WHERE text NOT IN (SELECT text FROM search ORDER BY used_ms DESC, text LIMIT ?1)",
        )?
        .execute([SEARCHES_KEPT])?;
        Ok(())
    }

    /// Search texts, the last one first.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn searches(&self) -> Result<Vec<String>> {
        if self.version < 4 {
            return Ok(vec![]);
        }
        let mut statement = self.db.prepare_cached("SELECT text FROM search ORDER BY used_ms DESC, text")?;
        let rows = statement.query_map([], |row| row.get::<_, String>(0))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// Forgets all search texts.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn clear_searches(&self) -> Result<()> {
        self.writable()?.execute("DELETE FROM search", [])?;
        Ok(())
    }

    /// Keeps a view; one of the same name is replaced. `now_ms`: milliseconds since 1970.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn save_view(&self, view: &SavedView, now_ms: i64) -> Result<()> {
        let sql = "INSERT OR REPLACE INTO saved_view (name, body, made_ms) VALUES (?1, ?2, ?3)";
        self.writable()?.prepare_cached(sql)?.execute(params![view.name, view.body(), now_ms])?;
        Ok(())
    }

    /// Forgets a view.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn forget_view(&self, name: &str) -> Result<()> {
        self.writable()?.prepare_cached("DELETE FROM saved_view WHERE name = ?1")?.execute([name])?;
        Ok(())
    }

    /// The saved views, the first made first. Those that cannot be read are passed over.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn views(&self) -> Result<Vec<SavedView>> {
        if self.version < 4 {
            return Ok(vec![]);
        }
        let mut statement = self.db.prepare_cached("SELECT name, body FROM saved_view ORDER BY made_ms, name")?;
        let mut rows = statement.query([])?;
        let mut views = Vec::new();
        while let Some(row) = rows.next()? {
            let (name, body): (String, String) = (row.get(0)?, row.get(1)?);
            views.extend(SavedView::of(&name, &body));
        }
        Ok(views)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::library::query::{Filter, Sort};

    #[test]
    fn stars_searches_and_views_last() {
        let dir = tempfile::tempdir().unwrap();
        let mut data = UserData::open(dir.path()).unwrap();
        data.set_star(&[ContentHash(1), ContentHash(2)], true).unwrap();
        data.set_star(&[ContentHash(1)], false).unwrap();
        for n in 0..60 {
            data.add_search(&format!("词{n}"), n).unwrap();
        }
        data.add_search("词30", 100).unwrap();
        data.add_search(&"长".repeat(1000), 101).unwrap();
        let view = |name: &str, text: &str| SavedView {
            name: name.into(),
            filter: Filter { text: text.into(), ..Filter::default() },
            sort: Sort::Date,
        };
        data.save_view(&view("甲", "一"), 1).unwrap();
        data.save_view(&view("乙", "二"), 2).unwrap();
        data.save_view(&view("甲", "三"), 3).unwrap();
        drop(data);
        let data = UserData::open(dir.path()).unwrap();
        assert_eq!(data.stars().unwrap(), BTreeSet::from([ContentHash(2)]));
        let searches = data.searches().unwrap();
        assert_eq!((searches.len(), searches[0].as_str(), searches[1].as_str()), (50, "词30", "词59"));
        assert_eq!(data.views().unwrap(), [view("乙", "二"), view("甲", "三")]);
        data.forget_view("乙").unwrap();
        data.clear_searches().unwrap();
        assert_eq!((data.views().unwrap().len(), data.searches().unwrap().len()), (1, 0));
    }
}
