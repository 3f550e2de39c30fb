//! Keeps the caches small: removes files that nobody needs, and the caches of folders that were not opened for the longest time.

use std::{fs, path::Path, time::SystemTime};

use super::{
    keeper::{self, LOCK, is_list_or_lock},
    segment::{DAMAGED, ENDING, UNFINISHED},
    side,
};

/// The caches of all folders together take at most this, in bytes, the one in use not counted.
const MOST_BYTES: u64 = 2 << 30;

/// Removes files in a cache's folder that `named` does not name: of programs that were ended, and of older lists. The lock is held.
pub(super) fn clear(folder: &Path, named: &[&str]) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let name = entry.file_name();
        let Some(name) = name.to_str() else { continue };
        let ours = name.ends_with(ENDING) || name.ends_with(DAMAGED) || name.starts_with(UNFINISHED);
        let segment = name.strip_suffix(DAMAGED).map(|stem| format!("{stem}{ENDING}"));
        if ours && !is_list_or_lock(name) && !named.contains(&segment.as_deref().unwrap_or(name)) {
            let _ = fs::remove_file(entry.path());
        }
    }
}

/// Removes the caches that were not used for the longest time while there are too many bytes; never `own`, nor one in use.
pub(super) fn bound(all: &Path, own: &Path) {
    let mut others = Vec::new();
    for entry in fs::read_dir(all).into_iter().flatten().flatten() {
        let folder = entry.path();
        let is_cache = entry
            .file_name()
            .to_str()
            .is_some_and(|name| name.len() == 32 && name.bytes().all(|b| b.is_ascii_hexdigit()));
        if !is_cache || folder == own {
            continue;
        }
        let files = fs::read_dir(&folder).into_iter().flatten().flatten();
        let bytes: u64 = files.filter_map(|file| Some(file.metadata().ok()?.len())).sum();
        let used = fs::metadata(folder.join(LOCK)).and_then(|lock| lock.modified()).unwrap_or(SystemTime::UNIX_EPOCH);
        others.push((used, folder, bytes));
    }
    let mut sum: u64 = others.iter().map(|(_, _, bytes)| bytes).sum();
    others.sort();
    for (_, folder, bytes) in others {
        if sum <= MOST_BYTES {
            return;
        }
        if let Ok(Some((lock, _))) = keeper::lock(&folder) {
            clear(&folder, &[]);
            for file in fs::read_dir(&folder).into_iter().flatten().flatten() {
                if file.file_name().to_str().is_some_and(|name| name.ends_with(side::ENDING)) {
                    let _ = fs::remove_file(file.path());
                }
            }
            let _ = fs::remove_file(folder.join(super::manifest::NAME));
            // Some systems do not remove what is open.
            drop(lock);
            let _ = fs::remove_file(folder.join(LOCK));
            let _ = fs::remove_dir(&folder);
            sum -= bytes;
        }
    }
}
