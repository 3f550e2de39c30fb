//! The list of the segments in use: one small file, replaced as a whole. What it does not name does not exist.

use std::{
    ffi::OsStr,
    fs::File,
    io::{self, Read, Write},
    path::Path,
};

use serde::{Deserialize, Serialize};
use xxhash_rust::xxh3::xxh3_64;

use super::segment::{Info, UNFINISHED, whole};

/// File name of the list.
pub(super) const NAME: &str = "MANIFEST";

/// First bytes of the list.
const MAGIC: &[u8; 16] = b"shuangcheng man\n";

/// Longest list, in bytes.
const MOST_BYTES: u64 = 64 << 20;

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Manifest {
    /// Format of the files and the rules by which pages were understood.
    pub stamp: String,
    /// The opened folder, in the system's own bytes.
    pub root: Vec<u8>,
    /// True when the segments hold every file that could be read at the last opening.
    pub complete: bool,
    /// Names of rules, by number.
    pub names: Vec<String>,
    /// Newest last.
    pub segments: Vec<Info>,
}

impl Manifest {
    /// An empty one.
    pub(super) fn new(stamp: &str, root: &OsStr) -> Self {
        Self {
            stamp: stamp.to_owned(),
            root: root.as_encoded_bytes().to_vec(),
            complete: false,
            names: vec![],
            segments: vec![],
        }
    }

    /// The list in a folder; `None` when there is none that was made by these rules, for this folder, whole.
    pub(super) fn read(folder: &Path, stamp: &str, root: &OsStr) -> Option<Self> {
        let file = File::open(folder.join(NAME)).ok()?;
        let mut bytes = Vec::new();
        file.take(MOST_BYTES).read_to_end(&mut bytes).ok()?;
        let body = bytes.strip_prefix(MAGIC)?;
        let (check, body) = body.split_first_chunk::<8>()?;
        if xxh3_64(body) != u64::from_le_bytes(*check) {
            return None;
        }
        let manifest: Self = whole(body)?;
        let ours = manifest.stamp == stamp && manifest.root == root.as_encoded_bytes();
        let rising = |info: &Info| {
            info.dead.is_sorted_by(|a, b| a < b) && info.dead.last().is_none_or(|last| *last < info.count)
        };
        (ours && manifest.segments.iter().all(rising)).then_some(manifest)
    }

    /// Replaces the list in a folder: at no moment is there none, or half of one.
    pub(super) fn write(&self, folder: &Path) -> io::Result<()> {
        let body = postcard::to_allocvec(self).map_err(io::Error::other)?;
        let mut file = tempfile::Builder::new().prefix(UNFINISHED).tempfile_in(folder)?;
        file.write_all(MAGIC)?;
        file.write_all(&xxh3_64(&body).to_le_bytes())?;
        file.write_all(&body)?;
        file.as_file().sync_all()?;
        file.persist(folder.join(NAME))?;
        Ok(())
    }
}
