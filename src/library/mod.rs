//! Floor 5, a folder as one immutable snapshot: scan, read, cache, query, facets; and the user's own data beside it.

mod builtin;
pub mod cache;
mod card;
mod columns;
pub mod corrections;
mod document;
pub mod marks;
pub(crate) mod memory;
mod narrow;
mod pairs;
pub(crate) mod pool;
pub mod query;
mod read;
mod recheck;
pub mod reposts;
pub mod rescue;
pub mod scan;
mod snippet;
pub mod tags;
pub mod userdata;
pub mod views;
mod walk;

use std::{collections::BTreeMap, path::PathBuf, sync::Arc};

pub use card::{Brief, Card};
pub use corrections::Corrections;
use document::Line;
pub use document::{Document, Page};
pub use marks::Marks;
pub use pairs::{CityPair, Paired, pairs_of};
pub use read::{READ_LIMIT_BYTES, document_of};
pub use recheck::{Change, Recheck, Turn, recheck};
pub use reposts::Reposts;
pub use tags::Tags;
pub use walk::folders_below;

use crate::{place::PlaceId, text::encoding::Encoding};

/// Position of a document in one snapshot. Not stable between snapshots: keep [`Document::path`] for that.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct DocIx(pub u32);

/// Hash of a file's bytes (xxh3-128): finds the same content again after a rename.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ContentHash(pub u128);

/// A file or folder that could not be read.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Problem {
    /// Path below the root.
    pub path: String,
    /// What happened.
    pub kind: ProblemKind,
    /// The system's own words, for the details.
    pub detail: String,
}

/// Why a file or folder could not be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ProblemKind {
    /// No permission.
    Denied,
    /// Gone between listing and reading.
    Vanished,
    /// A link that leads back to a folder above it.
    LinkLoop,
    /// A pipe, a socket or a device: opening it could wait for ever.
    Special,
    /// A fault of our own while the file was read; the other files are not affected.
    Internal,
    /// Anything else.
    Io,
}

/// A folder as it was at one moment. Never changes; a newer snapshot replaces it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Snapshot {
    /// The opened folder; `None` for the built-in articles or loose files.
    pub root: Option<PathBuf>,
    /// Documents sorted by path.
    pub documents: Vec<Arc<Document>>,
    /// What could not be read, sorted.
    pub problems: Vec<Problem>,
    /// Number of the snapshot; a later one is greater.
    pub revision: u64,
    /// Number of the snapshot that the folder was last read for: corrections make new snapshots without reading it.
    pub scan: u64,
    /// Which articles say the same (see [`Snapshot::reposts`]).
    pub reposts: reposts::Cached,
    /// What the user put right, as far as it is in these documents.
    pub corrections: Arc<Corrections>,
    /// False while more files are still being read.
    pub complete: bool,
    /// What follows from the documents; made when it is first asked for.
    pub columns: columns::Cached,
    /// Files that were found and are still to be read, at a first opening; `None` where that is not told.
    pub waiting: Option<Arc<Waiting>>,
}

/// Files that are still to be read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Waiting {
    /// The paths of all files, sorted.
    paths: Arc<Vec<String>>,
    /// Which of them are still to be read.
    left: Vec<u32>,
}

impl Waiting {
    /// Those of `paths` (sorted) that are neither in `documents` (by path) nor in `problems` (sorted).
    fn of(paths: &Arc<Vec<String>>, documents: &[Arc<Document>], problems: &[Problem]) -> Self {
        let mut read = documents.iter().map(|document| document.path.as_str()).peekable();
        let mut failed: Vec<&str> = problems.iter().map(|problem| problem.path.as_str()).collect();
        failed.sort_unstable();
        let left = (0..).zip(paths.iter()).filter(|(_, path)| {
            while read.next_if(|done| *done < path.as_str()).is_some() {}
            read.peek() != Some(&path.as_str()) && failed.binary_search(&path.as_str()).is_err()
        });
        Self { paths: Arc::clone(paths), left: left.map(|(at, _)| at).collect() }
    }

    /// How many there are.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.left.len()
    }

    /// True when there is none.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.left.is_empty()
    }

    /// The path of one of them, by path.
    #[must_use]
    pub fn path(&self, at: usize) -> Option<&str> {
        self.left.get(at).and_then(|at| self.paths.get(*at as usize)).map(String::as_str)
    }
}

impl Snapshot {
    /// The document at `ix`.
    #[must_use]
    pub fn get(&self, ix: DocIx) -> Option<&Arc<Document>> {
        self.documents.get(ix.0 as usize)
    }

    /// The document with this path.
    #[must_use]
    pub fn find(&self, path: &str) -> Option<DocIx> {
        self.documents
            .binary_search_by(|d| d.path.as_str().cmp(path))
            .ok()
            .map(|i| DocIx(u32::try_from(i).unwrap_or(u32::MAX)))
    }

    /// All documents with their positions.
    pub fn iter(&self) -> impl Iterator<Item = (DocIx, &Arc<Document>)> {
        self.documents.iter().enumerate().map(|(i, d)| (DocIx(u32::try_from(i).unwrap_or(u32::MAX)), d))
    }
}

/// True when a file of this name is of a kind that is read.
#[must_use]
pub fn reads(name: &str) -> bool {
    walk::readable_kind(name.as_ref())
}

/// What the user decided about a folder's files before they are read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Overrides {
    /// Path → encoding chosen by the user.
    pub encodings: BTreeMap<String, Encoding>,
    /// What the user put right.
    pub corrections: Arc<Corrections>,
}

/// A city's row in the filter panel.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FacetRow {
    /// Province, city or county.
    pub place: PlaceId,
    /// Documents of the result of all *other* filters that name it; see [`query::ask`].
    pub count: u32,
}
