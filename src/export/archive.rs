//! A ZIP archive: what office formats are packed in.

use std::io::Write;

use flate2::{Compression, Crc, write::DeflateEncoder};

/// Collects parts and writes the archive (APPNOTE 6.3, without ZIP64).
#[derive(Debug, Default)]
pub(super) struct Archive {
    out: Vec<u8>,
    directory: Vec<u8>,
    parts: u16,
}

/// 1 January 1980, the earliest day of the format: the same input gives the same bytes.
const DAY: u16 = 1 << 5 | 1;

impl Archive {
    /// Adds a part, packed. Parts beyond the limits of the format (4 GiB, 65,535 parts) are left out; says whether it was added.
    pub(super) fn add(&mut self, name: &str, bytes: &[u8]) -> bool {
        let (Ok(size), Ok(offset), Ok(length)) =
            (u32::try_from(bytes.len()), u32::try_from(self.out.len()), u16::try_from(name.len()))
        else {
            return false;
        };
        let deflated = deflated(bytes);
        // What does not become shorter is stored as it is.
        let (method, packed) = deflated.as_deref().map_or((0, bytes), |packed| (8, packed));
        let Ok(packed_size) = u32::try_from(packed.len()) else { return false };
        if self.parts == u16::MAX || u32::try_from(self.out.len() + packed.len() + 1_000).is_err() {
            return false;
        }
        let crc = crc32(bytes);
        // Version 2.0, names in UTF-8.
        let common = |to: &mut Vec<u8>| {
            for value in [20, 1 << 11, method, 0, DAY] {
                to.extend(u16::to_le_bytes(value));
            }
            for value in [crc, packed_size, size] {
                to.extend(value.to_le_bytes());
            }
            to.extend(length.to_le_bytes());
            to.extend([0, 0]);
        };
        self.out.extend(b"PK\x03\x04");
        common(&mut self.out);
        self.out.extend(name.as_bytes());
        self.out.extend(packed);
        self.directory.extend(b"PK\x01\x02\x14\x00");
        common(&mut self.directory);
        self.directory.extend([0; 10]);
        self.directory.extend(offset.to_le_bytes());
        self.directory.extend(name.as_bytes());
        self.parts += 1;
        true
    }

    /// The archive.
    pub(super) fn finish(mut self) -> Vec<u8> {
        let offset = u32::try_from(self.out.len()).unwrap_or(u32::MAX);
        let size = u32::try_from(self.directory.len()).unwrap_or(u32::MAX);
        self.out.append(&mut self.directory);
        self.out.extend(b"PK\x05\x06\0\0\0\0");
        self.out.extend(self.parts.to_le_bytes());
        self.out.extend(self.parts.to_le_bytes());
        self.out.extend(size.to_le_bytes());
        self.out.extend(offset.to_le_bytes());
        self.out.extend([0, 0]);
        self.out
    }
}

/// CRC-32 as ZIP has it.
fn crc32(bytes: &[u8]) -> u32 {
    let mut crc = Crc::new();
    crc.update(bytes);
    crc.sum()
}

/// The bytes packed as ZIP's method 8 (RFC 1951); `None` when they do not become shorter.
fn deflated(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut encoder = DeflateEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(bytes).ok()?;
    encoder.finish().ok().filter(|packed| packed.len() < bytes.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_check_value_of_the_standard() {
        assert_eq!(crc32(b"123456789"), 0xCBF4_3926);
    }

    #[test]
    fn packed_bytes_come_back() {
        let text = "双城".repeat(1_000);
        let mut back = String::new();
        let packed = deflated(text.as_bytes()).unwrap();
        std::io::Read::read_to_string(&mut flate2::read::DeflateDecoder::new(packed.as_slice()), &mut back).unwrap();
        assert_eq!(back, text);
        assert_eq!(deflated(b"abc"), None);
    }

    #[test]
    fn parts_are_listed() {
        let mut archive = Archive::default();
        assert!(archive.add("a/b.txt", b"abc") && archive.add("表.txt", b""));
        let bytes = archive.finish();
        assert!(bytes.starts_with(b"PK\x03\x04") && bytes.windows(4).filter(|w| w == b"PK\x01\x02").count() == 2);
        assert_eq!(bytes[bytes.len() - 12], 2);
    }
}
