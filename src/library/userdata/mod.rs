//! What the user makes: read marks, stars, tags, reading places, searches, saved views, encoding choices, corrections, highlights and notes, recent folders. One SQLite file in the platform's data folder.
//!
//! Everything is keyed by content, not by place, so that a renamed file keeps its marks. Nothing else is stored here.

mod corrections;
mod marks;
mod searches;
mod tags;

pub use corrections::{Merged, file_of};

use std::{
    collections::{BTreeMap, BTreeSet},
    fs, io,
    path::{Path, PathBuf},
    sync::Arc,
    time::Duration,
};

use rusqlite::{Connection, ErrorCode, OpenFlags, OptionalExtension, params};

use super::{ContentHash, Overrides};
use crate::text::{address::file_address, encoding::Encoding};

/// Name of the file in the data folder.
pub const FILE_NAME: &str = "userdata.sqlite3";

/// Version of the tables below, in SQLite's `user_version`.
const SCHEMA_VERSION: i64 = 5;

/// Tables of version 1. Hashes are 16 bytes, big endian; paths are the system's own bytes.
const SCHEMA: &str = "
CREATE TABLE read_mark (hash BLOB PRIMARY KEY) WITHOUT ROWID;
CREATE TABLE reading_place (hash BLOB PRIMARY KEY, offset INTEGER NOT NULL, quote TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE encoding (root BLOB NOT NULL, path TEXT NOT NULL, hash BLOB NOT NULL, name TEXT NOT NULL,
    PRIMARY KEY (root, path)) WITHOUT ROWID;
CREATE TABLE recent (path BLOB PRIMARY KEY, opened_ms INTEGER NOT NULL, count INTEGER NOT NULL,
    pinned INTEGER NOT NULL DEFAULT 0) WITHOUT ROWID;
";

/// Tables of version 2. What holds for a whole folder has no `hash` (an empty one) but the folder as `root`; what holds for a page has
/// its hash and no `root`, so that it is found wherever the page lies; `seen_root` and `path` tell where that was.
const SCHEMA_2: &str = "
CREATE TABLE correction (root BLOB NOT NULL, hash BLOB NOT NULL, slot TEXT NOT NULL, seen_root BLOB NOT NULL, path TEXT NOT NULL,
    body TEXT NOT NULL, made_ms INTEGER NOT NULL, PRIMARY KEY (root, hash, slot)) WITHOUT ROWID;
";

/// Table of version 3: highlights, notes and bookmarks, by content like the corrections of a page.
const SCHEMA_3: &str = "
CREATE TABLE mark (hash BLOB NOT NULL, slot TEXT NOT NULL, seen_root BLOB NOT NULL, path TEXT NOT NULL, body TEXT NOT NULL,
    made_ms INTEGER NOT NULL, PRIMARY KEY (hash, slot)) WITHOUT ROWID;
";

/// Tables of version 4: stars by content; what was searched for; saved views, whatever folder is open.
const SCHEMA_4: &str = "
CREATE TABLE IF NOT EXISTS star (hash BLOB PRIMARY KEY) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS search (text TEXT PRIMARY KEY, used_ms INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS saved_view (name TEXT PRIMARY KEY, body TEXT NOT NULL, made_ms INTEGER NOT NULL) WITHOUT ROWID;
";

/// Table of version 5: tags by content.
const SCHEMA_5: &str = "
CREATE TABLE IF NOT EXISTS tag (hash BLOB NOT NULL, name TEXT NOT NULL, PRIMARY KEY (hash, name)) WITHOUT ROWID;
";

/// How long a write waits for another running copy of the program.
const BUSY: Duration = Duration::from_secs(5);

/// Folders remembered beside the pinned ones.
const RECENTS_KEPT: i64 = 30;

/// Where an article was left.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ReadingPlace {
    /// Byte offset in the decoded text.
    pub offset: usize,
    /// About 24 characters from there on, to find the place again when the text has changed.
    pub quote: String,
}

/// A folder opened before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecentFolder {
    /// Where.
    pub path: PathBuf,
    /// When it was opened last, milliseconds since 1970.
    pub opened_ms: i64,
    /// Articles at that time.
    pub count: u32,
    /// Stays at the top.
    pub pinned: bool,
}

/// Something to tell the user about the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum News {
    /// It was damaged; it is kept under this name, and a new one was started.
    SetAside(PathBuf),
    /// A later version of the program made it: it is read as far as possible and not written.
    Newer,
}

/// Why the user's data cannot be read or written.
#[derive(Debug, thiserror::Error)]
pub enum UserDataError {
    /// The folder or file cannot be made or opened.
    #[error("{0}")]
    Io(#[from] io::Error),
    /// The database says no.
    #[error("{0}")]
    Database(#[from] rusqlite::Error),
    /// A later version of the program made the file, so it is not written.
    #[error("made by a later version of the program; not written")]
    ReadOnly,
}

type Result<T> = std::result::Result<T, UserDataError>;

/// The folder in which the file lies: `data_dir`, or the platform's.
#[must_use]
pub fn folder(data_dir: Option<&Path>) -> PathBuf {
    match (data_dir, directories::ProjectDirs::from("", "", "shuangcheng")) {
        (Some(dir), _) => dir.to_path_buf(),
        (None, Some(dirs)) => dirs.data_dir().to_path_buf(),
        (None, None) => std::env::temp_dir().join("shuangcheng"),
    }
}

/// The user's data, open. Every write is small and lasts once it returns.
#[derive(Debug)]
pub struct UserData {
    db: Connection,
    news: Option<News>,
    read_only: bool,
    /// Version of its tables.
    version: i64,
}

impl UserData {
    /// Opens the file in `folder`, which is made when it is missing. A damaged file is set aside, never deleted.
    ///
    /// # Errors
    /// When the folder cannot be made, or the file can be neither opened nor set aside.
    pub fn open(folder: &Path) -> Result<Self> {
        fs::create_dir_all(folder)?;
        let path = folder.join(FILE_NAME);
        match Self::open_file(&path) {
            Err(UserDataError::Database(error)) if is_damage(&error) => {
                let aside = set_aside(&path)?;
                let mut fresh = Self::open_file(&path)?;
                fresh.news = Some(News::SetAside(aside));
                Ok(fresh)
            }
            other => other,
        }
    }

    /// Opens the file in `folder` for reading: nothing is made, repaired or written. `None` when there is no data yet.
    ///
    /// # Errors
    /// When there is a file that cannot be read.
    pub fn open_to_read(folder: &Path) -> Result<Option<Self>> {
        let path = folder.join(FILE_NAME);
        if !path.try_exists()? {
            return Ok(None);
        }
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let journals = ["-wal", "-journal"].map(|ending| beside(&path, ending));
        let db = if journals.iter().any(|journal| journal.exists()) {
            // A window may be writing just now.
            Connection::open_with_flags(&path, flags)?
        } else {
            // Even a reader would put the files of the write-ahead log beside it, unless it is told that nobody writes.
            Connection::open_with_flags(
                format!("{}?immutable=1", file_address(&path)),
                flags | OpenFlags::SQLITE_OPEN_URI,
            )?
        };
        db.busy_timeout(BUSY)?;
        let version = db.query_row("PRAGMA user_version", [], |row| row.get(0))?;
        Ok((version > 0).then_some(Self { db, news: None, read_only: true, version }))
    }

    /// Everything kept for what is opened: `root` is the folder, `None` for the built-in articles and loose files.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn overrides(&self, root: Option<&Path>) -> Result<Overrides> {
        let encodings = root.map(|root| self.encodings(root)).transpose()?.unwrap_or_default();
        Ok(Overrides { encodings, corrections: Arc::new(self.corrections(root)?) })
    }

    /// Data that is gone when the program ends.
    ///
    /// # Errors
    /// When the system has no memory for it.
    pub fn in_memory() -> Result<Self> {
        Self::prepare(Connection::open_in_memory()?)
    }

    fn open_file(path: &Path) -> Result<Self> {
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        Self::prepare(Connection::open_with_flags(path, flags)?)
    }

    fn prepare(mut db: Connection) -> Result<Self> {
        db.busy_timeout(BUSY)?;
        let version = |db: &Connection| db.query_row("PRAGMA user_version", [], |row| row.get::<_, i64>(0));
        let newer = version(&db)?;
        if newer > SCHEMA_VERSION {
            return Ok(Self { db, news: Some(News::Newer), read_only: true, version: newer });
        }
        // In memory and on some network disks there is no write-ahead log; then the ordinary journal does.
        let _: String = db.query_row("PRAGMA journal_mode = WAL", [], |row| row.get(0))?;
        let intact: String = db.query_row("PRAGMA quick_check(1)", [], |row| row.get(0))?;
        if intact != "ok" {
            let code = rusqlite::ffi::Error::new(rusqlite::ffi::SQLITE_CORRUPT);
            return Err(rusqlite::Error::SqliteFailure(code, Some(intact)).into());
        }
        // Two copies of the program may start at once: the second finds the tables made.
        let make = db.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)?;
        for (number, tables) in (1..).zip([SCHEMA, SCHEMA_2, SCHEMA_3, SCHEMA_4, SCHEMA_5]) {
            if version(&make)? < number {
                make.execute_batch(tables)?;
                make.pragma_update(None, "user_version", number)?;
            }
        }
        make.commit()?;
        Ok(Self { db, news: None, read_only: false, version: SCHEMA_VERSION })
    }

    /// What should be told after opening.
    #[must_use]
    pub const fn news(&self) -> Option<&News> {
        self.news.as_ref()
    }

    fn writable(&self) -> Result<&Connection> {
        if self.read_only { Err(UserDataError::ReadOnly) } else { Ok(&self.db) }
    }

    /// Marks articles as read, all or none.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn mark_read(&mut self, hashes: &[ContentHash]) -> Result<()> {
        self.for_each("INSERT OR IGNORE INTO read_mark (hash) VALUES (?1)", hashes)
    }

    /// Takes read marks away, all or none.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn mark_unread(&mut self, hashes: &[ContentHash]) -> Result<()> {
        self.for_each("DELETE FROM read_mark WHERE hash = ?1", hashes)
    }

    fn for_each(&mut self, sql: &str, hashes: &[ContentHash]) -> Result<()> {
        self.writable()?;
        let all = self.db.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)?;
        {
            let mut statement = all.prepare_cached(sql)?;
            for hash in hashes {
                statement.execute([key(*hash)])?;
            }
        }
        all.commit()?;
        Ok(())
    }

    /// All read articles.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn read_set(&self) -> Result<BTreeSet<ContentHash>> {
        let mut statement = self.db.prepare_cached("SELECT hash FROM read_mark")?;
        let rows = statement.query_map([], |row| row.get::<_, [u8; 16]>(0))?;
        Ok(rows.map(|row| row.map(|bytes| ContentHash(u128::from_be_bytes(bytes)))).collect::<rusqlite::Result<_>>()?)
    }

    /// Remembers where an article was left.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn set_place(&self, hash: ContentHash, place: &ReadingPlace) -> Result<()> {
        let offset = i64::try_from(place.offset).unwrap_or(i64::MAX);
        self.writable()?
            .prepare_cached("INSERT OR REPLACE INTO reading_place (hash, offset, quote) VALUES (?1, ?2, ?3)")?
            .execute(params![key(hash), offset, place.quote])?;
        Ok(())
    }

    /// Where an article was left.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn place_of(&self, hash: ContentHash) -> Result<Option<ReadingPlace>> {
        let mut statement = self.db.prepare_cached("SELECT offset, quote FROM reading_place WHERE hash = ?1")?;
        let place = statement.query_row([key(hash)], |row| {
            Ok(ReadingPlace { offset: usize::try_from(row.get::<_, i64>(0)?).unwrap_or(0), quote: row.get(1)? })
        });
        Ok(place.optional()?)
    }

    /// Remembers the encoding chosen for a file, or with `None` forgets it. `path` is the shown path below `root`.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn set_encoding(&self, root: &Path, path: &str, hash: ContentHash, encoding: Option<Encoding>) -> Result<()> {
        let db = self.writable()?;
        match encoding {
            Some(encoding) => db
                .prepare_cached("INSERT OR REPLACE INTO encoding (root, path, hash, name) VALUES (?1, ?2, ?3, ?4)")?
                .execute(params![path_bytes(root), path, key(hash), encoding.name()])?,
            None => db
                .prepare_cached("DELETE FROM encoding WHERE root = ?1 AND path = ?2")?
                .execute(params![path_bytes(root), path])?,
        };
        Ok(())
    }

    /// The encodings chosen below `root`, by shown path.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn encodings(&self, root: &Path) -> Result<BTreeMap<String, Encoding>> {
        let mut statement = self.db.prepare_cached("SELECT path, name FROM encoding WHERE root = ?1")?;
        let rows =
            statement.query_map([path_bytes(root)], |row| Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?)))?;
        let mut chosen = BTreeMap::new();
        for row in rows {
            let (path, name) = row?;
            if let Some(encoding) = Encoding::ALL.into_iter().find(|e| e.name() == name) {
                chosen.insert(path, encoding);
            }
        }
        Ok(chosen)
    }

    /// Puts a folder at the top of the recent ones. `now_ms`: milliseconds since 1970.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn touch_recent(&self, path: &Path, count: u32, now_ms: i64) -> Result<()> {
        let db = self.writable()?;
        db.prepare_cached(
            "INSERT INTO recent (path, opened_ms, count) VALUES (?1, ?2, ?3)
             ON CONFLICT (path) DO UPDATE SET opened_ms = excluded.opened_ms, count = excluded.count",
        )?
        .execute(params![path_bytes(path), now_ms, count])?;
        db.prepare_cached(
            "DELETE FROM recent WHERE pinned = 0 AND path NOT IN
             (SELECT path FROM recent WHERE pinned = 0 ORDER BY opened_ms DESC, path LIMIT ?1)",
        )?
        .execute([RECENTS_KEPT])?;
        Ok(())
    }

    /// Recent folders: pinned ones first, then the last opened.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn recents(&self) -> Result<Vec<RecentFolder>> {
        let mut statement = self.db.prepare_cached(
            "SELECT path, opened_ms, count, pinned FROM recent ORDER BY pinned DESC, opened_ms DESC, path",
        )?;
        let rows = statement.query_map([], |row| {
            Ok(RecentFolder {
                path: path_of(row.get::<_, Vec<u8>>(0)?),
                opened_ms: row.get(1)?,
                count: row.get(2)?,
                pinned: row.get(3)?,
            })
        })?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// Keeps a folder at the top, or lets it go.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn pin(&self, path: &Path, pinned: bool) -> Result<()> {
        let sql = "UPDATE recent SET pinned = ?2 WHERE path = ?1";
        self.writable()?.prepare_cached(sql)?.execute(params![path_bytes(path), pinned])?;
        Ok(())
    }

    /// Takes one folder out of the recent ones.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn forget(&self, path: &Path) -> Result<()> {
        self.writable()?.prepare_cached("DELETE FROM recent WHERE path = ?1")?.execute([path_bytes(path)])?;
        Ok(())
    }

    /// Takes all folders that are not pinned out of the recent ones.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn clear(&self) -> Result<()> {
        self.writable()?.execute("DELETE FROM recent WHERE pinned = 0", [])?;
        Ok(())
    }
}

fn key(hash: ContentHash) -> [u8; 16] {
    hash.0.to_be_bytes()
}

fn is_damage(error: &rusqlite::Error) -> bool {
    matches!(error.sqlite_error_code(), Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase))
}

/// The path with more at its end.
fn beside(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(ending);
    name.into()
}

/// Renames a damaged file (and its journal) to the first free name beside it.
fn set_aside(path: &Path) -> io::Result<PathBuf> {
    let named = |ending: &str| beside(path, ending);
    let mut number = 1;
    let aside = loop {
        let aside = named(&format!(".damaged-{number}"));
        if fs::symlink_metadata(&aside).is_err() {
            break aside;
        }
        number += 1;
    };
    fs::rename(path, &aside)?;
    for journal in ["-wal", "-shm"] {
        // Its journal would damage the new file; without one there is nothing to move.
        let _ = fs::rename(named(journal), named(&format!(".damaged-{number}{journal}")));
    }
    Ok(aside)
}

#[cfg(unix)]
fn path_bytes(path: &Path) -> Vec<u8> {
    std::os::unix::ffi::OsStrExt::as_bytes(path.as_os_str()).to_vec()
}

#[cfg(unix)]
fn path_of(bytes: Vec<u8>) -> PathBuf {
    <std::ffi::OsString as std::os::unix::ffi::OsStringExt>::from_vec(bytes).into()
}

#[cfg(not(unix))]
fn path_bytes(path: &Path) -> Vec<u8> {
    path.to_string_lossy().into_owned().into_bytes()
}

#[cfg(not(unix))]
fn path_of(bytes: Vec<u8>) -> PathBuf {
    String::from_utf8_lossy(&bytes).into_owned().into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everything_lasts_and_two_copies_see_each_other() {
        let dir = tempfile::tempdir().unwrap();
        let folder = dir.path().join("made/when/missing");
        let mut one = UserData::open(&folder).unwrap();
        let two = UserData::open(&folder).unwrap();
        let (a, b) = (ContentHash(1), ContentHash(u128::MAX));
        one.mark_read(&[a, b, a]).unwrap();
        one.mark_unread(&[a]).unwrap();
        assert_eq!(two.read_set().unwrap(), BTreeSet::from([b]));
        let place = ReadingPlace { offset: 300, quote: "两地签订协议".to_owned() };
        two.set_place(a, &place).unwrap();
        assert_eq!(one.place_of(a).unwrap(), Some(place));
        assert_eq!(one.place_of(b).unwrap(), None);
        let root = Path::new("/some/folder");
        one.set_encoding(root, "a.txt", a, Some(Encoding::Big5)).unwrap();
        one.set_encoding(root, "b.txt", b, Some(Encoding::Gb18030)).unwrap();
        one.set_encoding(root, "b.txt", b, None).unwrap();
        assert_eq!(two.encodings(root).unwrap(), BTreeMap::from([("a.txt".to_owned(), Encoding::Big5)]));
        assert!(two.encodings(Path::new("/other")).unwrap().is_empty());
        assert!(one.news().is_none());
    }

    #[test]
    fn recent_folders_are_ordered_pinned_bounded_and_cleared() {
        let data = UserData::in_memory().unwrap();
        for n in 0..40 {
            data.touch_recent(&PathBuf::from(format!("/f{n}")), n, i64::from(n)).unwrap();
            if n == 0 {
                data.pin(Path::new("/f0"), true).unwrap();
            }
        }
        data.touch_recent(Path::new("/f20"), 7, 100).unwrap();
        let recents = data.recents().unwrap();
        let paths: Vec<_> = recents.iter().take(3).map(|r| r.path.to_string_lossy().into_owned()).collect();
        assert_eq!(paths, ["/f0", "/f20", "/f39"]);
        assert_eq!((recents.len(), recents[1].count), (31, 7));
        data.forget(Path::new("/f39")).unwrap();
        assert_eq!(data.recents().unwrap().len(), 30);
        data.clear().unwrap();
        assert_eq!(data.recents().unwrap().len(), 1);
    }

    #[cfg(unix)]
    #[test]
    fn folder_names_of_any_bytes_come_back() {
        let path = path_of(vec![b'/', 0xFF, 0xFE]);
        let data = UserData::in_memory().unwrap();
        data.touch_recent(&path, 1, 1).unwrap();
        assert_eq!(data.recents().unwrap()[0].path, path);
    }

    #[test]
    fn a_damaged_file_is_set_aside_and_a_newer_one_is_left_alone() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join(FILE_NAME);
        std::io::Write::write_all(
            &mut fs::File::create(&path).unwrap(),
            "no database at all, but long enough to be looked at".repeat(100).as_bytes(),
        )
        .unwrap();
        let mut data = UserData::open(dir.path()).unwrap();
        let Some(News::SetAside(aside)) = data.news().cloned() else { panic!("{:?}", data.news()) };
        assert!(fs::read_to_string(aside).unwrap().starts_with("no database"));
        data.mark_read(&[ContentHash(5)]).unwrap();
        data.db.pragma_update(None, "user_version", 99).unwrap();
        drop(data);
        let mut newer = UserData::open(dir.path()).unwrap();
        assert_eq!(newer.news(), Some(&News::Newer));
        assert_eq!(newer.read_set().unwrap().len(), 1);
        assert!(matches!(newer.mark_read(&[ContentHash(6)]), Err(UserDataError::ReadOnly)));
        assert!(matches!(newer.clear(), Err(UserDataError::ReadOnly)));
    }
}
