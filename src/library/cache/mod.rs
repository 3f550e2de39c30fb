//! What was understood of a folder's files, kept so that the next opening reads only what is new or changed.
//!
//! All of it is disposable: documents lie in immutable segments (`segment`), and one small list names the segments in use
//! (`manifest`). Everything has a checksum and the stamp of the rules that made it; what is damaged, foreign, older or newer is
//! passed over and made anew from the files. A file's record is good while size, times, chosen encoding and corrections are the
//! same; a moved or touched file is found by the hash of its bytes.
//!
//! One program at a time writes the cache of a folder, which a lock on a file decides that the system lets go of when the program
//! ends; the others only read it. Whatever is written has another name until it is whole, so that a program that is killed leaves
//! nothing but a file that the next one removes.

mod keeper;
mod lookup;
mod manifest;
mod names;
mod record;
mod room;
mod segment;
mod shelf;
mod side;

use std::path::{Path, PathBuf};

use xxhash_rust::xxh3::xxh3_128;

pub(super) use lookup::{Fetched, Kept, Lookup};
pub(crate) use names::lasting;
pub(super) use segment::Stat;
pub use side::{Body, Side};

use self::{keeper::Keeper, manifest::Manifest, shelf::Shelf};
use super::{scan::Target, userdata};

/// Version of the files' format.
const FORMAT: u32 = 2;

/// Who made a cache: the format, the release, and the rules and tables it was built with.
fn stamp() -> String {
    format!("{FORMAT} {} {}", env!("CARGO_PKG_VERSION"), env!("SHUANGCHENG_RULES"))
}

/// Where caches are kept.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Place {
    folder: Option<PathBuf>,
}

impl Place {
    /// Nothing is kept.
    #[must_use]
    pub const fn none() -> Self {
        Self { folder: None }
    }

    /// In `cache_dir`; else in a folder of its own below `data_dir`; else where the platform keeps caches.
    #[must_use]
    pub fn new(cache_dir: Option<&Path>, data_dir: Option<&Path>) -> Self {
        let folder = match (cache_dir, data_dir) {
            (Some(cache), _) => Some(cache.to_owned()),
            (None, Some(data)) => Some(userdata::folder(Some(data)).join("cache")),
            (None, None) => {
                directories::ProjectDirs::from("", "", "shuangcheng").map(|dirs| dirs.cache_dir().join("pages"))
            }
        };
        Self { folder: folder.map(|folder| std::path::absolute(&folder).unwrap_or(folder)) }
    }
}

/// The folder of a target and that of its cache; `None` when nothing is kept of it.
fn home(place: &Place, target: &Target) -> Option<(PathBuf, PathBuf)> {
    let (all, root) = (place.folder.as_ref()?, target.root()?);
    let root: PathBuf = std::path::absolute(root).unwrap_or_else(|_| root.to_owned()).components().collect();
    // Nothing is ever written into the user's folder.
    let real = |path: &Path| path.canonicalize().unwrap_or_else(|_| path.to_owned());
    let platform = *place == Place::new(None, None);
    if !root.is_dir() || !platform && (all.starts_with(&root) || real(all).starts_with(real(&root))) {
        return None;
    }
    let folder = all.join(format!("{:032x}", xxh3_128(root.as_os_str().as_encoded_bytes())));
    Some((root, folder))
}

/// Why nothing can be kept, in the system's words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trouble {
    /// The folder or file.
    pub path: PathBuf,
    /// What the system says.
    pub detail: String,
}

/// The cache of one folder during one opening.
#[derive(Debug, Default)]
pub struct Cache {
    root: Option<PathBuf>,
    shelf: Option<Shelf>,
    keeper: Option<Keeper>,
    trouble: Option<Trouble>,
    trusts: bool,
}

impl Cache {
    /// No cache.
    #[must_use]
    pub fn none() -> Self {
        Self::default()
    }

    /// The cache of a target in `place`, made when there is none; only folders have one. Never fails: what cannot be used is
    /// passed over, and [`Self::finish`] tells when nothing could be written.
    #[must_use]
    pub fn open(place: &Place, target: &Target) -> Self {
        let (Some(all), Some((root, folder))) = (&place.folder, home(place, target)) else { return Self::none() };
        let (mut keeper, mut trouble) = (None, None);
        match Keeper::new(&folder, all) {
            Ok(found) => keeper = found,
            Err(error) => trouble = Some(Trouble { path: folder.clone(), detail: error.to_string() }),
        }
        let manifest = Manifest::read(&folder, &stamp(), root.as_os_str());
        let manifest = manifest.unwrap_or_else(|| Manifest::new(&stamp(), root.as_os_str()));
        if let Some(keeper) = &mut keeper {
            keeper.adopt(&manifest);
        }
        let shelf = Shelf::open(&folder, manifest);
        if let Some(keeper) = &mut keeper {
            keeper.start(&shelf);
        }
        Self { root: Some(root), shelf: Some(shelf), keeper, trouble, trusts: false }
    }

    /// The same, to be taken as it is: no file is looked at when the last opening came to its end. Nothing is written.
    #[must_use]
    pub fn open_trusting(place: &Place, target: &Target) -> Self {
        let mut cache = Self::open(place, target);
        if cache.shelf.as_ref().is_some_and(|shelf| shelf.complete) {
            (cache.keeper, cache.trusts) = (None, true);
        }
        cache
    }

    /// Documents of this opening whose files were not read, because they are as they were.
    #[must_use]
    pub fn reused(&self) -> usize {
        self.keeper.as_ref().map_or(0, Keeper::reused)
    }

    /// What is kept, as files to read; `None` when the folder itself is to be listed.
    pub(super) fn listed(&self) -> Option<Vec<(String, PathBuf)>> {
        let (root, shelf) = (self.root.as_ref()?, self.shelf.as_ref().filter(|_| self.trusts)?);
        Some(shelf.paths().map(|path| (path.to_owned(), root.join(path))).collect())
    }

    /// What the workers ask, and what is told of the documents they bring.
    pub(super) fn halves(&mut self) -> (Lookup<'_>, Notes<'_>) {
        let began_ns = self.keeper.as_ref().map(Keeper::began_ns);
        let lookup = Lookup { shelf: self.shelf.as_ref(), trusts: self.trusts, began_ns };
        (lookup, Notes { keeper: self.keeper.as_mut(), shelf: self.shelf.as_ref() })
    }

    /// Writes what is new. When many records are out of use, those in use are brought together; when the caches of all folders
    /// take too much room, the oldest ones go. Tells why nothing could be written, if so.
    pub fn finish(self) -> Option<Trouble> {
        let Self { shelf, keeper, trouble, .. } = self;
        match (keeper, shelf) {
            (Some(keeper), Some(shelf)) => keeper.finish(shelf).or(trouble),
            _ => trouble,
        }
    }
}

/// Takes note of the documents of an opening.
#[derive(Debug, Default)]
pub(super) struct Notes<'a> {
    keeper: Option<&'a mut Keeper>,
    shelf: Option<&'a Shelf>,
}

impl Notes<'_> {
    /// A document was read.
    pub(super) fn take(&mut self, kept: Kept) {
        if let (Some(keeper), Some(shelf)) = (&mut self.keeper, self.shelf) {
            keeper.take(kept, shelf);
        }
    }

    /// Every file was seen: what was not among them is gone.
    pub(super) fn complete(&mut self) {
        if let Some(keeper) = &mut self.keeper {
            keeper.complete();
        }
    }
}
