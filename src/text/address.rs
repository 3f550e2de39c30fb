//! Paths as addresses, for links and for other programs.

use std::path::Path;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_encode};

/// What stands in an address as it is (RFC 3986, section 2.3), and what parts a path.
const PLAIN: &AsciiSet =
    &NON_ALPHANUMERIC.remove(b'/').remove(b':').remove(b'-').remove(b'_').remove(b'.').remove(b'~');

/// The `file:` address of a path of any bytes (RFC 8089): names need not be UTF-8.
#[must_use]
pub fn file_address(path: &Path) -> String {
    let path = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    let bytes = path.as_os_str().as_encoded_bytes();
    let bytes: Vec<u8> = bytes.iter().map(|&byte| if cfg!(windows) && byte == b'\\' { b'/' } else { byte }).collect();
    // C:/… is a path of its own below the empty host.
    let root = if bytes.starts_with(b"/") { "" } else { "/" };
    format!("file://{root}{}", percent_encode(&bytes, PLAIN))
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    #[test]
    fn paths_of_any_bytes_become_addresses() {
        use std::os::unix::ffi::OsStrExt;
        for (path, uri) in [
            ("/a b/文.txt".as_bytes(), "file:///a%20b/%E6%96%87.txt"),
            (b"/x#?%&;/~y", "file:///x%23%3F%25%26%3B/~y"),
            (b"/\xff\n\\", "file:///%FF%0A%5C"),
        ] {
            assert_eq!(file_address(Path::new(std::ffi::OsStr::from_bytes(path))), uri);
        }
    }
}
