//! A file beside the segments, for what a later floor works out of all pages of a folder: written whole under another name, checked
//! whole when it is read. Whatever is wrong with it, it is as if it were not there.

use std::{
    fs::{self, File},
    io::{self, Write},
    ops::Deref,
    path::{Path, PathBuf},
};

use xxhash_rust::xxh3::xxh3_64;

use super::{Place, home, mapped::Mapped, segment::UNFINISHED, stamp};
use crate::library::scan::Target;

/// First bytes of such a file.
const MAGIC: &[u8; 16] = b"shuangcheng sid\n";

/// Behind them: the stamp of the rules and the checksum of what follows.
const HEAD_BYTES: usize = MAGIC.len() + 16;

/// Longer files are not read.
const MOST_BYTES: u64 = 4 << 30;

/// Ending of the names.
pub(super) const ENDING: &str = ".side";

/// One such file.
#[derive(Clone, Debug)]
pub struct Side {
    path: PathBuf,
}

/// What a file holds: where it lies, so that only what is looked at is brought in.
#[derive(Debug)]
pub struct Body(Held);

#[derive(Debug)]
enum Held {
    Mapped(Mapped),
    /// A file that is mapped could not be replaced on Windows.
    Read(Vec<u8>),
}

impl Body {
    fn of(path: &Path) -> io::Result<Self> {
        let held =
            if cfg!(windows) { Held::Read(fs::read(path)?) } else { Held::Mapped(Mapped::of(&File::open(path)?)?) };
        Ok(Self(held))
    }

    fn whole(&self) -> &[u8] {
        match &self.0 {
            Held::Mapped(mapped) => mapped.bytes(),
            Held::Read(bytes) => bytes,
        }
    }

    /// Bytes as a file would hold them.
    #[cfg(test)]
    pub(crate) fn holding(bytes: &[u8]) -> Self {
        Self(Held::Read([&[0; HEAD_BYTES], bytes].concat()))
    }
}

impl Deref for Body {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        self.whole().get(HEAD_BYTES..).unwrap_or_default()
    }
}

impl Side {
    /// The file of a folder; `None` when nothing is kept of it. `name` is plain ASCII.
    #[must_use]
    pub fn of(place: &Place, target: &Target, name: &str) -> Option<Self> {
        let (_, folder) = home(place, target)?;
        Some(Self::within(&folder, name))
    }

    /// The same in the folder of a cache.
    pub(super) fn within(folder: &Path, name: &str) -> Self {
        Self { path: folder.join(format!("{name}{ENDING}")) }
    }

    /// What it holds; `None` when there is none, when other rules wrote it, and when a byte of it is wrong.
    #[must_use]
    pub fn read(&self) -> Option<Body> {
        let metadata = fs::metadata(&self.path).ok()?;
        if !metadata.is_file() || metadata.len() > MOST_BYTES {
            return None;
        }
        let body = Body::of(&self.path).ok()?;
        (body.whole().get(..HEAD_BYTES)? == head(&body)).then_some(body)
    }

    /// Puts `body` in its place, once all of it is on the disk.
    ///
    /// # Errors
    /// What the system says when it could not be written; the older file is left as it was.
    pub fn write(&self, body: &[u8]) -> io::Result<()> {
        let folder = self.path.parent().ok_or(io::ErrorKind::NotFound)?;
        let mut file = tempfile::Builder::new().prefix(UNFINISHED).rand_bytes(12).tempfile_in(folder)?;
        file.write_all(&head(body))?;
        file.write_all(body)?;
        file.as_file().sync_all()?;
        file.persist(&self.path)?;
        Ok(())
    }
}

fn head(body: &[u8]) -> [u8; HEAD_BYTES] {
    let mut head = [0; HEAD_BYTES];
    let parts = MAGIC.iter().copied().chain(xxh3_64(stamp().as_bytes()).to_le_bytes());
    for (slot, byte) in head.iter_mut().zip(parts.chain(xxh3_64(body).to_le_bytes())) {
        *slot = byte;
    }
    head
}

#[cfg(test)]
#[expect(clippy::disallowed_methods, reason = "a test writes its own files")]
mod tests {
    use super::*;

    #[test]
    fn a_wrong_byte_anywhere_means_that_nothing_is_kept() {
        let folder = tempfile::tempdir().unwrap();
        let place = Place::new(Some(&folder.path().join("cache")), None);
        let pages = folder.path().join("pages");
        fs::create_dir(&pages).unwrap();
        let side = Side::of(&place, &Target::Folder(pages), "facts").unwrap();
        assert!(side.read().is_none() && side.write(b"x").is_err(), "nobody made the folder of the cache yet");
        fs::create_dir_all(side.path.parent().unwrap()).unwrap();
        side.write(b"what was worked out").unwrap();
        side.write(b"what was worked out again").unwrap();
        assert_eq!(&*side.read().unwrap(), b"what was worked out again");
        let whole = fs::read(&side.path).unwrap();
        for at in 0..whole.len() {
            let mut wrong = whole.clone();
            wrong[at] ^= 4;
            fs::write(&side.path, &wrong).unwrap();
            assert!(side.read().is_none(), "byte {at}");
            fs::write(&side.path, &whole[..at]).unwrap();
            assert!(side.read().is_none(), "cut at {at}");
        }
        assert!(Side::of(&Place::none(), &Target::Folder(folder.path().into()), "facts").is_none());
        assert_eq!(fs::read_dir(side.path.parent().unwrap()).unwrap().count(), 1, "nothing else is left behind");
    }
}
