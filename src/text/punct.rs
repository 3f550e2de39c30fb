//! Punctuation classes after CLREQ (Requirements for Chinese Text Layout) and what counts as Han.

/// True for Han ideographs, including extensions and compatibility forms.
#[must_use]
pub const fn is_han(c: char) -> bool {
    matches!(c, '\u{3007}' | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
}
