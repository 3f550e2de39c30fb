//! Lists the files of a target in path order: subfolders, links, names in any bytes, and what cannot be listed.

use std::{
    cmp::Ordering,
    collections::HashSet,
    ffi::OsStr,
    io,
    path::{Component, Path, PathBuf},
};

use walkdir::{DirEntry, WalkDir};

use super::{Problem, ProblemKind, read, scan::OpenError};
use crate::article::FileKind;

/// Endings of the folder that a browser puts beside a saved page for its pictures and frames.
const COMPANIONS: [&str; 2] = ["_files", ".files"];

/// A file to read, or news about one that cannot be.
#[derive(Debug)]
pub(super) enum Found {
    /// A readable kind of file: the path to show and the path to open.
    File(String, PathBuf),
    /// Something that could not be listed.
    Problem(Problem),
}

/// All folders below a folder but hidden ones, links followed; what cannot be listed is passed over. No file is looked at.
pub fn folders_below(root: &Path) -> impl Iterator<Item = PathBuf> {
    let all = WalkDir::new(root).follow_links(true).min_depth(1).into_iter();
    let plain = all.filter_entry(|entry| !hidden(entry.file_name())).flatten();
    plain.filter(|entry| entry.file_type().is_dir()).map(DirEntry::into_path)
}

/// One folder, listed step by step in path order.
#[derive(Debug)]
pub(super) struct Walk {
    root: PathBuf,
    label: String,
    entries: walkdir::IntoIter,
    /// Folders entered through links, as the system resolves them: each is entered once.
    linked: HashSet<PathBuf>,
    root_resolved: PathBuf,
    /// Shown paths that had to be changed to be text, to keep them apart.
    lossy: HashSet<String>,
}

impl Walk {
    /// Starts listing `root`; `label` is put before every shown path (empty, or ending in `/`).
    ///
    /// # Errors
    /// When `root` itself cannot be listed.
    pub(super) fn new(root: &Path, label: String) -> Result<Self, OpenError> {
        std::fs::read_dir(root).map_err(|error| open_error(root, &error))?;
        Ok(Self {
            root: root.to_owned(),
            label,
            entries: WalkDir::new(root).follow_links(true).min_depth(1).sort_by(path_order).into_iter(),
            linked: HashSet::new(),
            root_resolved: root.canonicalize().unwrap_or_else(|_| root.to_owned()),
            lossy: HashSet::new(),
        })
    }

    /// The path to show for a path below the root, unique even when its bytes are no text.
    fn show(&mut self, path: &Path) -> String {
        if let Some(below) = self.plain_below(path) {
            return format!("{}{below}", self.label);
        }
        let below = path.strip_prefix(&self.root).unwrap_or(path);
        let (shown, changed) = shown_path(below);
        let mut shown = format!("{}{shown}", self.label);
        while changed && !self.lossy.insert(shown.clone()) {
            shown.push('~');
        }
        shown
    }

    /// What stands behind the root in a path that is plain text: nearly every path, so that no part of it need be looked at by itself.
    fn plain_below<'a>(&self, path: &'a Path) -> Option<&'a str> {
        if std::path::MAIN_SEPARATOR != '/' {
            return None;
        }
        let root = self.root.as_os_str().as_encoded_bytes();
        let below = path.as_os_str().as_encoded_bytes().strip_prefix(root)?;
        let below = std::str::from_utf8(below).ok()?;
        let plain = if root.ends_with(b"/") { below } else { below.strip_prefix('/')? };
        (!plain.starts_with('/') && !plain.is_empty()).then_some(plain)
    }

    /// True when a folder should not be entered.
    fn skips_folder(&mut self, entry: &DirEntry) -> bool {
        if hidden(entry.file_name()) || is_companion(entry.path()) {
            return true;
        }
        if !entry.path_is_symlink() {
            return false;
        }
        // Links can multiply a tree without end, so a folder reached by a link is entered once, and not at all
        // when it is listed anyway under its own name.
        let Ok(target) = entry.path().canonicalize() else { return false };
        let listed_anyway = target
            .strip_prefix(&self.root_resolved)
            .is_ok_and(|below| !below.components().any(|part| matches!(part, Component::Normal(name) if hidden(name))));
        listed_anyway || !self.linked.insert(target)
    }
}

impl Iterator for Walk {
    type Item = Found;

    fn next(&mut self) -> Option<Found> {
        loop {
            match self.entries.next()? {
                Ok(entry) if entry.file_type().is_dir() => {
                    if self.skips_folder(&entry) {
                        self.entries.skip_current_dir();
                    }
                }
                Ok(entry) => {
                    let name = name_of(entry.path());
                    if name.first() == Some(&b'.') || !readable_ending(name) {
                        continue;
                    }
                    let shown = self.show(entry.path());
                    if entry.file_type().is_file() {
                        return Some(Found::File(shown, entry.into_path()));
                    }
                    let special = io::Error::new(io::ErrorKind::InvalidInput, "not a regular file");
                    return Some(Found::Problem(read::problem(shown, &special)));
                }
                Err(error) => {
                    let path = error.path().unwrap_or(&self.root).to_owned();
                    let name = path.file_name().unwrap_or_default();
                    let is_loop = error.loop_ancestor().is_some();
                    // A dangling link is news only when it could have been an article.
                    let gone = error.io_error().is_some_and(|e| e.kind() == io::ErrorKind::NotFound);
                    if hidden(name) || gone && !readable_kind(name) {
                        continue;
                    }
                    let shown = self.show(&path);
                    return Some(Found::Problem(match error.io_error() {
                        Some(_) if is_loop => link_loop(shown, &error),
                        Some(io) if io.raw_os_error().is_some_and(|code| code == ELOOP) => link_loop(shown, &error),
                        Some(io) => read::problem(shown, io),
                        None => link_loop(shown, &error),
                    }));
                }
            }
        }
    }
}

/// The system's code for "too many levels of symbolic links": a link that leads to itself.
#[cfg(target_os = "linux")]
const ELOOP: i32 = 40;
#[cfg(all(unix, not(target_os = "linux")))]
const ELOOP: i32 = 62;
#[cfg(not(unix))]
const ELOOP: i32 = 1921;

fn link_loop(path: String, error: &walkdir::Error) -> Problem {
    Problem { path, kind: ProblemKind::LinkLoop, detail: error.to_string() }
}

/// Why the target itself cannot be opened.
pub(super) fn open_error(path: &Path, error: &io::Error) -> OpenError {
    match error.kind() {
        io::ErrorKind::NotFound => OpenError::Missing(path.to_owned()),
        io::ErrorKind::PermissionDenied => OpenError::Denied(path.to_owned(), error.to_string()),
        _ => OpenError::Io(path.to_owned(), error.to_string()),
    }
}

/// A path with `/` between its parts, and whether its bytes had to be changed to be text.
pub(super) fn shown_path(path: &Path) -> (String, bool) {
    let mut changed = false;
    let parts: Vec<_> = path
        .components()
        .filter_map(|part| match part {
            Component::Normal(name) => {
                let text = name.to_string_lossy();
                changed |= name.to_str().is_none();
                Some(text)
            }
            _ => None,
        })
        .collect();
    (parts.join("/"), changed)
}

/// Names that begin with a full stop belong to programs, not to the reader.
fn hidden(name: &OsStr) -> bool {
    name.as_encoded_bytes().first() == Some(&b'.')
}

/// True for the file name endings that are read.
pub(super) fn readable_kind(name: &OsStr) -> bool {
    readable_ending(name.as_encoded_bytes())
}

fn readable_ending(name: &[u8]) -> bool {
    let dot = memchr::memrchr(b'.', name).filter(|at| *at > 0);
    let ending = dot.and_then(|at| name.get(at + 1..));
    ending.is_some_and(|ending| FileKind::ENDINGS.iter().any(|e| ending.eq_ignore_ascii_case(e.as_bytes())))
}

/// `page_files` beside `page.html` holds the page's pictures and advertisement frames, no articles.
fn is_companion(path: &Path) -> bool {
    let Some(name) = path.file_name().and_then(OsStr::to_str) else { return false };
    COMPANIONS
        .iter()
        .filter_map(|ending| name.strip_suffix(ending))
        .any(|stem| ["html", "htm"].iter().any(|ending| path.with_file_name(format!("{stem}.{ending}")).is_file()))
}

/// The bytes behind the last separator. (Taking a path apart costs more than the rest of the listing.)
fn name_of(path: &Path) -> &[u8] {
    let bytes = path.as_os_str().as_encoded_bytes();
    let separator = if std::path::MAIN_SEPARATOR == '/' { b'/' } else { b'\\' };
    let from = memchr::memrchr(separator, bytes).map_or(0, |at| at + 1);
    bytes.get(from..).unwrap_or_default()
}

/// Orders the entries of one folder so that whole paths come out in the order of their bytes: a folder sorts as `name/`.
fn path_order(a: &DirEntry, b: &DirEntry) -> Ordering {
    let (name_a, name_b) = (name_of(a.path()), name_of(b.path()));
    match (a.file_type().is_dir(), b.file_type().is_dir()) {
        (false, false) => name_a.cmp(name_b),
        (dir_a, dir_b) => {
            let end = |dir: bool| dir.then_some(&b'/');
            name_a.iter().chain(end(dir_a)).cmp(name_b.iter().chain(end(dir_b)))
        }
    }
}

/// Everything a target lists: folders are walked, files come by name.
#[derive(Debug)]
pub(super) struct Listing {
    parts: std::vec::IntoIter<Part>,
    current: Option<Walk>,
}

#[derive(Debug)]
enum Part {
    File(String, PathBuf),
    Folder(Box<Walk>),
}

impl Listing {
    /// One folder and all below it; a file stands for itself.
    ///
    /// # Errors
    /// When it cannot be listed.
    pub(super) fn folder(path: &Path) -> Result<Self, OpenError> {
        let metadata = std::fs::metadata(path).map_err(|error| open_error(path, &error))?;
        if !metadata.is_dir() {
            return Self::files(std::slice::from_ref(&path.to_owned()));
        }
        Ok(Self { parts: vec![].into_iter(), current: Some(Walk::new(path, String::new())?) })
    }

    /// Single files (and folders) in path order. Files are shown by name; when two names are the same, all are shown
    /// below the folder they have in common.
    ///
    /// # Errors
    /// When there is just one and it is a folder that cannot be listed, or does not exist.
    pub(super) fn files(paths: &[PathBuf]) -> Result<Self, OpenError> {
        let mut paths = paths.to_vec();
        paths.sort();
        paths.dedup();
        if let [only] = paths.as_slice() {
            std::fs::symlink_metadata(only).map_err(|error| open_error(only, &error))?;
        }
        let name = |path: &Path| shown_path(Path::new(path.file_name().unwrap_or(path.as_os_str()))).0;
        let names: HashSet<String> = paths.iter().map(|p| name(p)).collect();
        let unique = names.len() == paths.len();
        let shared = shared_parts(&paths);
        let mut parts = Vec::with_capacity(paths.len());
        for path in paths {
            let shown =
                if unique { name(&path) } else { shown_path(&path.components().skip(shared).collect::<PathBuf>()).0 };
            if path.is_dir() {
                match Walk::new(&path, format!("{shown}/")) {
                    Ok(walk) => parts.push((format!("{shown}/"), Part::Folder(Box::new(walk)))),
                    Err(_) => parts.push((shown.clone(), Part::File(shown, path))),
                }
            } else {
                parts.push((shown.clone(), Part::File(shown, path)));
            }
        }
        parts.sort_by(|a, b| a.0.cmp(&b.0));
        let parts: Vec<Part> = parts.into_iter().map(|(_, part)| part).collect();
        Ok(Self { parts: parts.into_iter(), current: None })
    }
}

impl Iterator for Listing {
    type Item = Found;

    fn next(&mut self) -> Option<Found> {
        loop {
            if let Some(found) = self.current.as_mut().and_then(Iterator::next) {
                return Some(found);
            }
            self.current = None;
            match self.parts.next()? {
                Part::File(shown, path) => return Some(Found::File(shown, path)),
                Part::Folder(walk) => self.current = Some(*walk),
            }
        }
    }
}

/// How many leading components all paths have in common, their last one not counted.
fn shared_parts(paths: &[PathBuf]) -> usize {
    let Some(first) = paths.first() else { return 0 };
    let mut shared = first.components().count().saturating_sub(1);
    for path in paths {
        let same = first.components().zip(path.components()).take_while(|(a, b)| a == b).count();
        shared = shared.min(same).min(path.components().count().saturating_sub(1));
    }
    shared
}
