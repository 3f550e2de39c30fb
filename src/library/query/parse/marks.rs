//! The marks of a search text, in half and full width.

/// The closing marks of an opening quote.
pub(super) const fn closers(opener: char) -> Option<&'static [char]> {
    Some(match opener {
        '"' | '＂' => &['"', '＂'],
        '“' => &['”', '"', '“'],
        '”' => &['”', '"'],
        '„' => &['“', '”'],
        '‘' => &['’', '\''],
        '「' => &['」'],
        '『' => &['』'],
        '﹁' => &['﹂'],
        '﹃' => &['﹄'],
        '〝' => &['〞', '〟'],
        '«' => &['»'],
        _ => return None,
    })
}

pub(super) const fn is_dash(c: char) -> bool {
    matches!(c, '-' | '－' | '−')
}

pub(super) const fn is_bar(c: char) -> bool {
    matches!(c, '|' | '｜')
}

pub(super) const fn is_open(c: char) -> bool {
    matches!(c, '(' | '（')
}

pub(super) const fn is_close(c: char) -> bool {
    matches!(c, ')' | '）')
}

/// Half width for full width; the case stays.
pub(super) fn half(c: char) -> char {
    match c {
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c),
        c => c,
    }
}

/// `~` as far as it stands for "in one sentence", in any width.
pub(super) const fn is_wave(c: char) -> bool {
    matches!(c, '~' | '～' | '〜')
}
