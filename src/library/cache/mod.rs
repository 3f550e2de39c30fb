//! What was understood of a folder's files, kept so that the next opening reads only what is new or changed.
//!
//! All of it is disposable: documents lie in immutable segments (`segment`), and one small list names the segments in use
//! (`manifest`). A segment is mapped into memory: its texts are searched where they lie (`grams` counts words of one or two characters
//! and tells which texts may have longer ones), and cards and pages are taken from it when they are asked for (`record`), so that a folder
//! of any size needs little memory. Whatever turns out to be damaged then is made anew from its file, and the whole segment at the next opening. Everything has a checksum and the stamp of
//! the rules that made it; what is damaged, foreign, older or newer is passed over and made anew from the files. A file's record is good
//! while size, times, chosen encoding and corrections are the same; a moved or touched file is found by the hash of its bytes.
//!
//! One program at a time writes the cache of a folder, which a lock on a file decides that the system lets go of when the program
//! ends; the others only read it. Whatever is written has another name until it is whole, so that a program that is killed leaves
//! nothing but a file that the next one removes.

mod bits;
mod grams;
mod keep;
mod keeper;
mod lookup;
mod manifest;
mod mapped;
mod names;
mod odd;
mod packed;
mod record;
mod room;
mod segment;
mod shelf;
mod side;
mod table;

use std::{
    path::{Path, PathBuf},
    sync::{Arc, OnceLock},
};

use xxhash_rust::xxh3::xxh3_128;

pub(super) use bits::Bits;
pub use keep::Upkeep;
pub(super) use lookup::{Fetched, Kept, Lookup};
pub(crate) use names::lasting;
pub(super) use segment::{Segment, Stat};
pub use side::{Body, Side};

use self::{keeper::Keeper, manifest::Manifest, names::Names, shelf::Shelf};
use super::{Document, Overrides, scan::Target, userdata};

/// Version of the files' format.
const FORMAT: u32 = 9;

/// Who made a cache: the format, the release, and the rules and tables it was built with.
fn stamp() -> String {
    let order = if cfg!(target_endian = "big") { "be" } else { "le" };
    format!("{FORMAT} {order} {} {}", env!("CARGO_PKG_VERSION"), env!("SHUANGCHENG_RULES"))
}

/// What all segments of one cache share.
#[derive(Debug, Default)]
pub(super) struct Context {
    /// The names in their records.
    names: Names,
    /// How the documents of this opening are read, should one have to be read again.
    overrides: OnceLock<Overrides>,
}

impl Segment {
    /// How its documents are read.
    pub(super) fn overrides(&self) -> Overrides {
        self.context.overrides.get().cloned().unwrap_or_default()
    }
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
    shelf: Option<Shelf>,
    keeper: Option<Keeper>,
    trouble: Option<Trouble>,
    trusts: bool,
    reads_behind: bool,
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
        let shelf = Shelf::open(&folder, &manifest, target.root().unwrap_or(&root));
        if let Some(keeper) = &mut keeper {
            keeper.start(&shelf);
        }
        Self { shelf: Some(shelf), keeper, trouble, trusts: false, reads_behind: false }
    }

    /// Files that are as they were are looked at as fast as can be; threads that have to read more than a few give way (see
    /// `pool::give_way`).
    pub const fn read_behind(&mut self) {
        self.reads_behind = true;
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

    /// A file for what is worked out of the whole folder; `None` when nothing is to be written.
    pub(super) fn beside(&self, name: &str) -> Option<Side> {
        self.keeper.as_ref().map(|keeper| Side::within(keeper.folder(), name))
    }

    /// Documents of this opening whose files were not read, because they are as they were.
    #[must_use]
    pub fn reused(&self) -> usize {
        self.keeper.as_ref().map_or(0, Keeper::reused)
    }

    /// True when the records are to be taken as they are.
    pub(super) const fn trusts(&self) -> bool {
        self.trusts
    }

    /// True when no document was kept, or not all.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.shelf.as_ref().is_none_or(|shelf| !shelf.complete || shelf.documents().next().is_none())
    }

    /// The documents that were kept, by path; nothing when some are missing.
    pub(super) fn kept(&self) -> Vec<Arc<Document>> {
        let shelf = self.shelf.as_ref().filter(|shelf| shelf.complete);
        shelf.map(|shelf| shelf.documents().cloned().collect()).unwrap_or_default()
    }

    /// The same, when they are to be taken as they are and were all read in just this way.
    pub(super) fn kept_as(&self, overrides: &Overrides) -> Option<Vec<Arc<Document>>> {
        let shelf = self.shelf.as_ref().filter(|shelf| self.trusts && shelf.complete)?;
        let plain = overrides.corrections.is_empty() && overrides.encodings.is_empty();
        (plain && shelf.is_plain()).then(|| self.kept())
    }

    /// Tells how the documents of this opening are read.
    pub(super) fn read_with(&self, overrides: &Overrides) {
        if let Some(shelf) = &self.shelf {
            let _ = shelf.context.overrides.set(overrides.clone());
        }
    }

    /// What the workers ask, and what is told of the documents they bring.
    pub(super) fn halves(&mut self) -> (Lookup<'_>, Notes<'_>) {
        let began_ns = self.keeper.as_ref().map(Keeper::began_ns);
        let lookup =
            Lookup { shelf: self.shelf.as_ref(), trusts: self.trusts, reads_behind: self.reads_behind, began_ns };
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

/// A segment that was written: its documents need not stay in memory.
#[derive(Debug)]
pub(super) struct Finished {
    pub segment: Arc<Segment>,
    /// Its documents, by number.
    pub paths: Vec<String>,
}

/// Takes note of the documents of an opening.
#[derive(Debug, Default)]
pub(super) struct Notes<'a> {
    keeper: Option<&'a mut Keeper>,
    shelf: Option<&'a Shelf>,
}

impl Notes<'_> {
    /// A document was read. Tells of a segment that is full now.
    pub(super) fn take(&mut self, kept: Kept, document: &Document) -> Option<Finished> {
        match (&mut self.keeper, self.shelf) {
            (Some(keeper), Some(shelf)) => keeper.take(kept, document, shelf),
            _ => None,
        }
    }

    /// Writes what is waiting to be written, when it is much.
    pub(super) fn flush(&mut self) -> Option<Finished> {
        match (&mut self.keeper, self.shelf) {
            (Some(keeper), Some(shelf)) => keeper.flush(shelf),
            _ => None,
        }
    }

    /// Every file was seen: what was not among them is gone.
    pub(super) fn complete(&mut self) {
        if let Some(keeper) = &mut self.keeper {
            keeper.complete();
        }
    }
}
