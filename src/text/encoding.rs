//! Bytes → text: which encoding a file is in, and its decoded text without a byte-order mark.

use serde::{Deserialize, Serialize};

/// The encodings saved pages come in. `Unknown` means that no decoding was free of damage; the text is then lossy UTF-8.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Encoding {
    /// UTF-8, with or without byte-order mark.
    Utf8,
    /// UTF-16, little endian.
    Utf16Le,
    /// UTF-16, big endian.
    Utf16Be,
    /// GB18030, which covers GB2312 and GBK.
    Gb18030,
    /// Big5 with the Hong Kong supplement.
    Big5,
    /// None of them fits.
    #[default]
    Unknown,
}

impl Encoding {
    /// Every choice a person can make, in menu order.
    pub const ALL: [Self; 5] = [Self::Utf8, Self::Gb18030, Self::Big5, Self::Utf16Le, Self::Utf16Be];

    /// The machine name printed by `inspect`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Utf8 => "utf-8",
            Self::Utf16Le => "utf-16le",
            Self::Utf16Be => "utf-16be",
            Self::Gb18030 => "gb18030",
            Self::Big5 => "big5",
            Self::Unknown => "unknown",
        }
    }
}

/// A decoded file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Decoded {
    /// The text, without byte-order mark; undecodable bytes are U+FFFD.
    pub text: String,
    /// The encoding used.
    pub encoding: Encoding,
    /// How many U+FFFD decoding put in.
    pub replacements: usize,
}

/// Decodes a file. `forced` is the user's own choice for this file.
#[must_use]
pub fn decode(bytes: &[u8], forced: Option<Encoding>) -> Decoded {
    let _ = forced;
    Decoded { text: String::from_utf8_lossy(bytes).into_owned(), encoding: Encoding::Utf8, replacements: 0 }
}
