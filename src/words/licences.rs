//! The licences of the program, its typefaces, its data and its packages, carried inside the binary because it travels alone.

/// The whole text, UTF-8, lines ending in LF. Written by `tests/tools/make_licences.py`.
#[must_use]
pub const fn licences() -> &'static str {
    include_str!("../../assets/licences.txt")
}
