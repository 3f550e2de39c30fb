//! Writes an export to disk: whole or not at all, and never into the folder that is being read.

use std::{
    fs, io,
    io::Write,
    path::{Path, PathBuf},
};

/// What to do when the file exists.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Overwrite {
    /// Leave it and fail.
    #[default]
    Never,
    /// Put the new file in its place; the person has agreed.
    Replace,
}

/// Why nothing was written.
#[derive(Debug, thiserror::Error)]
pub enum WriteError {
    /// A file of that name is there already.
    #[error("{0} exists already")]
    Exists(PathBuf),
    /// The place lies in the opened folder, which is never written to.
    #[error("{0} lies in the opened folder, which is only read")]
    InsideLibrary(PathBuf),
    /// The folder to write into does not exist or is no folder.
    #[error("there is no folder {0}")]
    NoFolder(PathBuf),
    /// The path is a folder or names no file.
    #[error("{0} is not a file")]
    NotAFile(PathBuf),
    /// The system does not allow it.
    #[error("{0} may not be written: {1}")]
    Denied(PathBuf, io::Error),
    /// The disk is full.
    #[error("no room for {0}: {1}")]
    Full(PathBuf, io::Error),
    /// Anything else.
    #[error("{0}: {1}")]
    Io(PathBuf, io::Error),
}

impl WriteError {
    fn of(path: &Path, error: io::Error) -> Self {
        let path = path.to_owned();
        match error.kind() {
            io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => Self::Denied(path, error),
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => Self::Full(path, error),
            io::ErrorKind::AlreadyExists => Self::Exists(path),
            _ => Self::Io(path, error),
        }
    }

    /// The machine name, for messages: `exists`, `inside_library`, `no_folder`, `not_a_file`, `denied`, `full`, `io`.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Exists(_) => "exists",
            Self::InsideLibrary(_) => "inside_library",
            Self::NoFolder(_) => "no_folder",
            Self::NotAFile(_) => "not_a_file",
            Self::Denied(..) => "denied",
            Self::Full(..) => "full",
            Self::Io(..) => "io",
        }
    }
}

/// Writes `bytes` to `path` through a temporary file beside it, flushed to the disk before it takes its name: a reader sees the old file or
/// the whole new one. `protected_roots` are the opened folders; nothing is written in them or below them, by whatever path they are named.
///
/// # Errors
/// See [`WriteError`]; in every case an existing file is unchanged and no temporary file is left.
pub fn write_export(
    path: &Path,
    bytes: &[u8],
    overwrite: Overwrite,
    protected_roots: &[PathBuf],
) -> Result<(), WriteError> {
    if path.file_name().is_none() {
        return Err(WriteError::NotAFile(path.to_owned()));
    }
    let folder = here_for_nothing(path.parent().unwrap_or(Path::new("")));
    if !folder.is_dir() {
        return Err(WriteError::NoFolder(folder.to_owned()));
    }
    if lies_in_any(folder, protected_roots) {
        return Err(WriteError::InsideLibrary(path.to_owned()));
    }
    let existing = fs::symlink_metadata(path).ok();
    if path.is_dir() {
        return Err(WriteError::NotAFile(path.to_owned()));
    }
    if existing.is_some() && overwrite == Overwrite::Never {
        return Err(WriteError::Exists(path.to_owned()));
    }
    let fail = |error: io::Error| WriteError::of(path, error);
    let mut builder = tempfile::Builder::new();
    builder.prefix(".shuangcheng-").suffix(".tmp");
    #[cfg(unix)]
    builder.permissions(usual_permissions());
    let mut file = builder.tempfile_in(folder).map_err(fail)?;
    file.write_all(bytes).map_err(fail)?;
    if let Some(existing) = existing.filter(fs::Metadata::is_file) {
        // A replaced file keeps its permissions; a system that refuses that gives the usual ones.
        let _ = file.as_file().set_permissions(existing.permissions());
    }
    file.as_file().sync_all().map_err(fail)?;
    match overwrite {
        Overwrite::Replace => file.persist(path).map_err(|refused| fail(refused.error))?,
        Overwrite::Never => match file.persist_noclobber(path) {
            Ok(file) => file,
            // Some file systems (FAT, network shares) cannot rename without replacing; there the name is checked once more instead.
            Err(refused)
                if refused.error.kind() != io::ErrorKind::AlreadyExists && fs::symlink_metadata(path).is_err() =>
            {
                refused.file.persist(path).map_err(|refused| fail(refused.error))?
            }
            Err(refused) => return Err(fail(refused.error)),
        },
    };
    // The name itself is flushed where folders can be; the file is whole in any case.
    #[cfg(unix)]
    if let Ok(folder) = fs::File::open(folder) {
        let _ = folder.sync_all();
    }
    Ok(())
}

/// True when `folder` (which need not exist yet) is one of `roots` or lies below it, by whatever names: links and `..` are resolved on both
/// sides. The folder above `a.md`, which has no name, is the working folder. A root that cannot be resolved any more protects the path
/// it was opened by.
#[must_use]
pub fn lies_in_any(folder: &Path, roots: &[PathBuf]) -> bool {
    let absolute = |path: &Path| std::path::absolute(here_for_nothing(path)).unwrap_or_else(|_| path.to_owned());
    let folder = absolute(folder);
    let known = folder.ancestors().find_map(|part| fs::canonicalize(part).ok());
    roots.iter().any(|root| match fs::canonicalize(root) {
        Ok(root) => known.as_ref().is_some_and(|known| known.starts_with(root)),
        Err(_) => folder.starts_with(absolute(root)),
    })
}

/// The working folder, which a bare file name lies in.
fn here_for_nothing(folder: &Path) -> &Path {
    if folder.as_os_str().is_empty() { Path::new(".") } else { folder }
}

/// Read and write for all, as far as the user's mask allows it: temporary files are private otherwise.
#[cfg(unix)]
fn usual_permissions() -> fs::Permissions {
    use std::os::unix::fs::PermissionsExt;
    fs::Permissions::from_mode(0o666)
}
