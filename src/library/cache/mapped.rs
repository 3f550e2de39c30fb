//! A file of the cache as bytes in memory, without reading it: the only place where the library needs `unsafe`.

use std::{fs::File, io};

use memmap2::Mmap;

/// The bytes of a finished file. The system brings in what is looked at, and lets go of it when memory is short.
#[derive(Debug)]
pub(super) struct Mapped(Mmap);

impl Mapped {
    /// Maps a file.
    #[expect(
        unsafe_code,
        reason = "a mapping is sound as long as nobody shortens or rewrites the file: files of the cache are written under another name, \
                  get their own name when they are whole, and are only ever removed after that, which leaves mappings as they are"
    )]
    pub(super) fn of(file: &File) -> io::Result<Self> {
        // SAFETY: see the reason above.
        unsafe { Mmap::map(file) }.map(Self)
    }

    /// All of it.
    pub(super) fn bytes(&self) -> &[u8] {
        &self.0
    }
}
