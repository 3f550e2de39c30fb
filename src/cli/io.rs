//! The commands' only door to the outside: standard output and error, folders and files, the locale.

use std::{
    io::{self, BufWriter, Read as _, Stdout, Write},
    path::Path,
};

use super::End;
use crate::export::sha256_of;

/// Standard output, buffered, and standard error.
#[derive(Debug)]
pub struct Output {
    out: BufWriter<Stdout>,
}

impl Output {
    pub(super) fn new() -> Self {
        Self { out: BufWriter::with_capacity(64 << 10, io::stdout()) }
    }

    /// Writes text as it is.
    pub(super) fn text(&mut self, text: &str) -> Result<(), End> {
        self.out.write_all(text.as_bytes()).map_err(|error| write_error(&error))
    }

    /// Writes bytes as they are.
    pub(super) fn bytes(&mut self, bytes: &[u8]) -> Result<(), End> {
        self.out.write_all(bytes).map_err(|error| write_error(&error))
    }

    /// Writes a line.
    pub(super) fn line(&mut self, line: &str) -> Result<(), End> {
        self.text(line)?;
        self.text("\n")
    }

    /// Writes a value as one line of JSON.
    pub(super) fn json(&mut self, value: &impl serde::Serialize) -> Result<(), End> {
        serde_json::to_writer(&mut self.out, value).map_err(|error| write_error(&error.into()))?;
        self.text("\n")
    }

    /// Hands everything to the system.
    pub(super) fn flush(&mut self) -> Result<(), End> {
        self.out.flush().map_err(|error| write_error(&error))
    }

    /// Says something on standard error. Nobody listening is no failure.
    pub(super) fn remark(&self, line: &str) {
        let _ = writeln!(io::stderr().lock(), "{line}");
    }
}

fn write_error(error: &io::Error) -> End {
    if error.kind() == io::ErrorKind::BrokenPipe {
        End::PipeClosed
    } else {
        End::Write { path: "stdout".to_owned(), detail: error.to_string() }
    }
}

/// Makes a folder for output, with those above it.
pub(super) fn make_folder(path: &Path) -> Result<(), End> {
    std::fs::create_dir_all(path).map_err(|error| file_error(path, &error))
}

/// True when `path` is a folder that exists.
pub(super) fn is_folder(path: &Path) -> bool {
    path.is_dir()
}

/// True when the path is written as a folder.
pub(super) fn ends_in_slash(path: &Path) -> bool {
    path.as_os_str().as_encoded_bytes().last().is_some_and(|&b| b == b'/' || b == std::path::MAIN_SEPARATOR as u8)
}

/// SHA-256 of a file as it is now; `None` when it cannot be read.
pub(super) fn sha256_of_file(path: &Path) -> Option<String> {
    sha256_of(&mut std::fs::File::open(path).ok()?).ok()
}

/// The bytes of a file, or of standard input when there is none.
pub(super) fn read_input(path: Option<&Path>) -> Result<Vec<u8>, End> {
    let mut bytes = Vec::new();
    match path {
        Some(path) => std::fs::read(path),
        None => io::stdin().lock().read_to_end(&mut bytes).map(|_| bytes),
    }
    .map_err(|error| End::Read {
        path: path.map_or_else(|| "stdin".to_owned(), |path| path.display().to_string()),
        detail: error.to_string(),
    })
}

fn file_error(path: &Path, error: &io::Error) -> End {
    End::Write { path: path.display().to_string(), detail: error.to_string() }
}

/// Name of the locale that messages should be in.
pub(super) fn locale() -> String {
    ["LC_ALL", "LC_MESSAGES", "LANG"]
        .iter()
        .find_map(|name| std::env::var(name).ok().filter(|value| !value.is_empty()))
        .or_else(sys_locale::get_locale)
        .unwrap_or_default()
}
