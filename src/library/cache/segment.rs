//! A segment: one file that holds the records of many documents and, at its end, the directory of them. Written once, never changed.

use std::{
    fs::File,
    io::{self, BufWriter, Read, Seek, SeekFrom, Write},
    path::Path,
    sync::{Mutex, PoisonError},
};

use serde::{Deserialize, Serialize, de::DeserializeOwned};
use tempfile::NamedTempFile;
use xxhash_rust::xxh3::xxh3_64;

use crate::text::encoding::Encoding;

/// First bytes of a segment.
const MAGIC: &[u8; 16] = b"shuangcheng seg\n";

/// Longest record, in bytes: the text of the longest file that is read, and what is known of it.
const MOST_RECORD_BYTES: usize = 512 << 20;

/// Longest directory, in bytes.
const MOST_DIRECTORY_BYTES: u64 = 1 << 30;

/// File name endings: whole, and in the making.
pub(super) const ENDING: &str = ".seg";
pub(super) const UNFINISHED: &str = "new-";

/// What the system says of a file: all of it must be the same for its record to be good.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(in crate::library) struct Stat {
    /// Size, bytes.
    pub size: u64,
    /// When its content was changed, nanoseconds since 1970. Programs can set it back.
    pub modified_ns: i128,
    /// When anything of it was changed, likewise; nobody can set it back. 0 where the system has no such time.
    pub changed_ns: i128,
}

/// What a record was made from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(in crate::library) struct Key {
    /// Path of the document, below the root.
    pub path: Box<str>,
    /// Its file.
    pub stat: Stat,
    /// False when the file was changed so shortly before it was read that a later change could bear the same time.
    pub settled: bool,
    /// Encoding chosen by the user.
    pub forced: Option<Encoding>,
    /// Fingerprint of the corrections in it.
    pub edits: u64,
    /// Hash of the file's bytes.
    pub hash: u128,
}

/// A row of the directory.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Entry {
    pub key: Key,
    /// Where the record stands in the file, and its checksum.
    pub at: u64,
    pub len: u32,
    pub check: u64,
}

/// What the list of segments says of one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Info {
    /// File name.
    pub name: String,
    /// Length of the file.
    pub bytes: u64,
    /// Where its directory begins, and its checksum.
    pub directory_at: u64,
    pub directory_check: u64,
    /// Records in it.
    pub count: u32,
    /// Numbers of those that are replaced or gone, rising.
    pub dead: Vec<u32>,
}

impl Info {
    pub(super) fn is_dead(&self, number: u32) -> bool {
        self.dead.binary_search(&number).is_ok()
    }

    /// Records that are in use.
    pub(super) fn live(&self) -> u32 {
        self.count.saturating_sub(u32::try_from(self.dead.len()).unwrap_or(u32::MAX))
    }
}

/// The value that all of `bytes` is; `None` when they are something else.
pub(super) fn whole<T: DeserializeOwned>(bytes: &[u8]) -> Option<T> {
    let (value, rest) = postcard::take_from_bytes::<T>(bytes).ok()?;
    rest.is_empty().then_some(value)
}

/// A segment in the making. Dropped unfinished, it leaves nothing behind.
#[derive(Debug)]
pub(super) struct Writer {
    file: BufWriter<NamedTempFile>,
    at: u64,
    entries: Vec<Entry>,
}

impl Writer {
    pub(super) fn new(folder: &Path) -> io::Result<Self> {
        let file = tempfile::Builder::new().prefix(UNFINISHED).rand_bytes(12).tempfile_in(folder)?;
        let mut file = BufWriter::with_capacity(256 << 10, file);
        file.write_all(MAGIC)?;
        Ok(Self { file, at: MAGIC.len() as u64, entries: vec![] })
    }

    /// Bytes so far.
    pub(super) const fn len(&self) -> u64 {
        self.at
    }

    pub(super) fn put(&mut self, key: Key, record: &[u8]) -> io::Result<()> {
        let Ok(len) = u32::try_from(record.len()) else { return Ok(()) };
        if record.len() > MOST_RECORD_BYTES {
            return Ok(());
        }
        self.file.write_all(record)?;
        self.entries.push(Entry { key, at: self.at, len, check: xxh3_64(record) });
        self.at += u64::from(len);
        Ok(())
    }

    /// Writes the directory and gives the file its name once all of it is on the disk.
    pub(super) fn close(mut self, folder: &Path) -> io::Result<Info> {
        let directory = postcard::to_allocvec(&self.entries).map_err(io::Error::other)?;
        self.file.write_all(&directory)?;
        let file = self.file.into_inner().map_err(io::IntoInnerError::into_error)?;
        file.as_file().sync_all()?;
        let unfinished = file.path().file_name().unwrap_or_default().to_string_lossy().into_owned();
        let name = format!("{}{ENDING}", unfinished.trim_start_matches(UNFINISHED));
        file.persist_noclobber(folder.join(&name))?;
        Ok(Info {
            name,
            bytes: self.at + directory.len() as u64,
            directory_at: self.at,
            directory_check: xxh3_64(&directory),
            count: u32::try_from(self.entries.len()).map_err(io::Error::other)?,
            dead: vec![],
        })
    }
}

/// A finished segment, open for reading.
#[derive(Debug)]
pub(super) struct Segment {
    pub info: Info,
    pub entries: Vec<Entry>,
    file: Mutex<File>,
}

impl Segment {
    /// Opens a segment; `None` when it is not the one the list speaks of.
    pub(super) fn open(folder: &Path, info: Info) -> Option<Self> {
        let plain = |c: char| c.is_ascii_alphanumeric() || c == '.' || c == '_' || c == '-';
        if !info.name.ends_with(ENDING) || !info.name.chars().all(plain) {
            return None;
        }
        let mut file = File::open(folder.join(&info.name)).ok()?;
        let len = info.bytes.checked_sub(info.directory_at).filter(|len| *len <= MOST_DIRECTORY_BYTES)?;
        let metadata = file.metadata().ok()?;
        if !metadata.is_file() || metadata.len() != info.bytes {
            return None;
        }
        let mut magic = [0; MAGIC.len()];
        file.read_exact(&mut magic).ok()?;
        let directory = read_at(&mut file, info.directory_at, usize::try_from(len).ok()?)?;
        if magic != *MAGIC || xxh3_64(&directory) != info.directory_check {
            return None;
        }
        let entries: Vec<Entry> = whole(&directory)?;
        let fits = |entry: &Entry| {
            entry.len as usize <= MOST_RECORD_BYTES
                && entry.at.checked_add(entry.len.into()).is_some_and(|end| end <= info.directory_at)
        };
        if entries.len() != info.count as usize || !entries.iter().all(fits) {
            return None;
        }
        Some(Self { info, entries, file: Mutex::new(file) })
    }

    /// The record of an entry; `None` when it is damaged.
    pub(super) fn record(&self, entry: &Entry) -> Option<Vec<u8>> {
        let mut file = self.file.lock().unwrap_or_else(PoisonError::into_inner);
        let record = read_at(&mut file, entry.at, entry.len as usize)?;
        drop(file);
        (xxh3_64(&record) == entry.check).then_some(record)
    }
}

fn read_at(file: &mut File, at: u64, len: usize) -> Option<Vec<u8>> {
    file.seek(SeekFrom::Start(at)).ok()?;
    let mut bytes = vec![0; len];
    file.read_exact(&mut bytes).ok()?;
    Some(bytes)
}
