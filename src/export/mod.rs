//! Floor 8, article → bytes: one neutral document tree, one file per format; facts → tables and drawings. Never reads the window's state.
//!
//! [`tree`] turns a document into title, facts and paragraphs; [`markdown`], [`html`] and [`plain`] only write that tree. [`sheet`]
//! and [`xlsx`] write tables, [`ledger`] makes them of facts, [`picture`] writes drawings. File names are made in [`name`], files in [`mod@write`],
//! quotations in [`citation`]. Words for people are handed in ([`Labels`]).

mod archive;
pub mod citation;
pub mod html;
pub mod ledger;
pub mod markdown;
pub mod marks;
pub mod name;
pub mod picture;
pub mod plain;
pub mod sheet;
pub mod tree;
pub mod write;
pub mod xlsx;

use std::io::{self, Read};

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::library::Document;

/// A file format an article can be saved in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Format {
    /// Markdown with front matter.
    #[default]
    Markdown,
    /// One HTML file that loads nothing.
    Html,
    /// Plain text, UTF-8.
    Text,
}

impl Format {
    /// Every format, in menu order.
    pub const ALL: [Self; 3] = [Self::Markdown, Self::Html, Self::Text];

    /// The machine name, as the command line takes it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Markdown => "md",
            Self::Html => "html",
            Self::Text => "txt",
        }
    }

    /// The ending of its files, without the dot.
    #[must_use]
    pub const fn extension(self) -> &'static str {
        self.name()
    }

    /// The format of a machine name or file ending, case ignored.
    #[must_use]
    pub fn by_name(name: &str) -> Option<Self> {
        match name.to_ascii_lowercase().as_str() {
            "md" | "markdown" => Some(Self::Markdown),
            "html" | "htm" => Some(Self::Html),
            "txt" | "text" => Some(Self::Text),
            _ => None,
        }
    }
}

/// The words that stand before the facts at the end of an HTML or text file. The default is the keys of the front matter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Labels {
    /// Before the source.
    pub source: String,
    /// Before the date.
    pub date: String,
    /// Before the authors.
    pub authors: String,
    /// Before the cities.
    pub cities: String,
    /// Before the file name.
    pub file: String,
    /// Before the digest.
    pub sha256: String,
    /// Before what was done to the punctuation.
    pub punctuation: String,
    /// Says that the punctuation is the source's own.
    pub punctuation_source: String,
    /// Says that the punctuation was restored.
    pub punctuation_restored: String,
}

impl Default for Labels {
    fn default() -> Self {
        Self {
            source: "source".to_owned(),
            date: "date".to_owned(),
            authors: "authors".to_owned(),
            cities: "cities".to_owned(),
            file: "file".to_owned(),
            sha256: "sha256".to_owned(),
            punctuation: "punctuation".to_owned(),
            punctuation_source: "source".to_owned(),
            punctuation_restored: "restored".to_owned(),
        }
    }
}

/// What a person chooses for one export.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Options {
    /// True: ASCII punctuation between Chinese is written full width, and the file says so. False: the source's own characters.
    pub restored_punctuation: bool,
    /// True: navigation and other page furniture is written too.
    pub include_furniture: bool,
    /// SHA-256 of the file's bytes in hexadecimal (see [`sha256_hex`]); left out when empty. The caller reads the file again for it.
    pub sha256: String,
    /// Words for the facts at the end of HTML and text files.
    pub labels: Labels,
}

/// The bytes of a document in a format, always UTF-8 with LF line ends.
#[must_use]
pub fn export(document: &Document, format: Format, options: &Options) -> Vec<u8> {
    let tree = tree::Tree::new(document, options);
    match format {
        Format::Markdown => markdown::write(&tree),
        Format::Html => html::write(&tree, &options.labels),
        Format::Text => plain::write(&tree, &options.labels),
    }
    .into_bytes()
}

/// SHA-256 of `bytes` in lower-case hexadecimal.
#[must_use]
pub fn sha256_hex(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

/// The same of a file of whatever size: it is read piece by piece.
///
/// # Errors
/// When the file cannot be read.
pub fn sha256_of(file: &mut impl Read) -> io::Result<String> {
    let mut hasher = Sha256::new();
    let mut piece = vec![0; 64 << 10];
    loop {
        match file.read(&mut piece)? {
            0 => return Ok(hex(&hasher.finalize())),
            read => hasher.update(piece.get(..read).unwrap_or_default()),
        }
    }
}

fn hex(digest: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    digest
        .iter()
        .flat_map(|byte| [DIGITS[usize::from(byte >> 4)], DIGITS[usize::from(byte & 15)]])
        .map(char::from)
        .collect()
}
