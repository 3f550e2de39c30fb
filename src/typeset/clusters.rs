//! Characters that readers see as one sign stay together: letters with accents, emoji joined or coloured, flags, syllables of other scripts.

use std::sync::LazyLock;

use icu_segmenter::{GraphemeClusterSegmenter, GraphemeClusterSegmenterBorrowed};

use super::items::{Break, Item};

static SEGMENTER: LazyLock<GraphemeClusterSegmenterBorrowed<'static>> = LazyLock::new(GraphemeClusterSegmenter::new);

/// Marks the boxes inside grapheme clusters, as UAX #29 draws them. Han, kana and most letters never join, so most paragraphs cost one look
/// at each character.
pub(super) fn join(shown: &str, items: &mut [Item]) {
    if !items.iter().any(|item| may_join(item.ch)) {
        return;
    }
    let mut ends = SEGMENTER.segment_str(shown).peekable();
    for item in items.iter_mut() {
        while ends.peek().is_some_and(|&end| end < item.byte as usize) {
            ends.next();
        }
        if ends.peek() != Some(&(item.byte as usize)) {
            item.brk = Break::Inside;
        }
    }
}

/// True for characters that can follow another within one cluster, or be followed so.
const fn may_join(c: char) -> bool {
    !matches!(
        c,
        ' '..='\u{2ff}' | '\u{370}'..='\u{482}' | '\u{48a}'..='\u{590}' | '\u{2010}'..='\u{2027}' | '\u{2030}'..='\u{205e}'
            | '\u{2070}'..='\u{20cf}' | '\u{2100}'..='\u{3029}' | '\u{3030}'..='\u{3098}' | '\u{309b}'..='\u{a66e}'
            | '\u{ac00}'..='\u{d7a3}' | '\u{e000}'..='\u{fb1d}' | '\u{fe10}'..='\u{fe1f}' | '\u{fe30}'..='\u{fefe}'
            | '\u{ff00}'..='\u{ff9d}' | '\u{ffa0}'..='\u{fff8}' | '\u{fffc}'..='\u{ffff}' | '\u{1f300}'..='\u{1f3fa}'
            | '\u{1f400}'..='\u{1faff}' | '\u{20000}'..='\u{3ffff}'
    )
}
