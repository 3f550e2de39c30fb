//! Punctuation classes after CLREQ (Requirements for Chinese Text Layout) and what counts as Han.

/// What a character is for the setting and the reading of Chinese text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Class {
    /// Han ideographs and everything else that is set in a square: kana, bopomofo, circled numbers, full-width letters.
    Han,
    /// Opening brackets and quotes: （《“「.
    Open,
    /// Closing brackets and quotes: ）》”」.
    Close,
    /// Marks inside a sentence: ，、；：.
    Pause,
    /// Marks that end a sentence: 。？！.
    Stop,
    /// The dot between the parts of a name: ·.
    MiddleDot,
    /// One half of ——, or the whole of ⸺.
    Dash,
    /// One half of …….
    Ellipsis,
    /// Marks between the ends of a range: ～ – －.
    Connector,
    /// The full-width solidus ／.
    Solidus,
    /// Stands before a number and stays with it: ￥ №.
    PreUnit,
    /// Stands behind a number and stays with it: ％ ℃.
    PostUnit,
    /// The full-width space U+3000.
    IdeographicSpace,
    /// White space of the Latin kind, line ends included.
    Space,
    /// Letters, digits and marks of other scripts.
    Other,
}

/// The class of a character standing by itself. Quotes and dots between Latin letters belong to the Latin word; only the text around
/// them can tell that.
#[must_use]
pub const fn class_of(c: char) -> Class {
    match c {
        '（' | '《' | '〈' | '「' | '『' | '【' | '〔' | '〖' | '〘' | '〚' | '［' | '｛' | '“' | '‘' | '〝' | '＜'
        | '｢' | '｟' => Class::Open,
        '）' | '》' | '〉' | '」' | '』' | '】' | '〕' | '〗' | '〙' | '〛' | '］' | '｝' | '”' | '’' | '〞' | '〟'
        | '＞' | '｣' | '｠' => Class::Close,
        '，' | '、' | '；' | '：' | '．' | '､' => Class::Pause,
        '。' | '？' | '！' | '｡' | '‼' | '⁇' | '⁈' | '⁉' => Class::Stop,
        '·' | '・' | '‧' | '•' | '･' => Class::MiddleDot,
        '—' | '―' | '⸺' | '⸻' => Class::Dash,
        '…' | '⋯' => Class::Ellipsis,
        '～' | '–' | '－' | '〜' | '゠' => Class::Connector,
        '／' => Class::Solidus,
        '￥' | '＄' | '￡' | '￠' | '№' => Class::PreUnit,
        '％' | '℃' | '‰' | '℉' | '′' | '″' => Class::PostUnit,
        '\u{3000}' => Class::IdeographicSpace,
        ' '
        | '\u{a0}'
        | '\t'
        | '\n'
        | '\r'
        | '\u{b}'
        | '\u{c}'
        | '\u{85}'
        | '\u{2000}'..='\u{200a}'
        | '\u{2028}'
        | '\u{2029}'
        | '\u{202f}'
        | '\u{205f}' => Class::Space,
        '\u{2e80}'..='\u{9fff}'
        | '\u{f900}'..='\u{faff}'
        | '\u{fe30}'..='\u{fe4f}'
        | '\u{ff00}'..='\u{ff60}'
        | '\u{ffe0}'..='\u{ffef}'
        | '\u{20000}'..='\u{3ffff}'
        | '\u{2460}'..='\u{24ff}'
        | '\u{25a0}'..='\u{27bf}'
        | '\u{2160}'..='\u{217f}'
        | '\u{1f000}'..='\u{1faff}' => Class::Han,
        _ => Class::Other,
    }
}

/// True for Han ideographs, including extensions and compatibility forms.
#[must_use]
pub const fn is_han(c: char) -> bool {
    // Nearly all stand in the first range.
    matches!(c, '\u{4e00}'..='\u{9fff}')
        || matches!(c, '\u{3007}' | '\u{3400}'..='\u{4dbf}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
}

/// True for the characters that end a line: LF, CR, and the separators other systems use.
#[must_use]
pub const fn is_line_end(c: char) -> bool {
    matches!(c, '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

/// True for white space of either width.
#[must_use]
pub const fn is_blank(c: char) -> bool {
    matches!(class_of(c), Class::Space | Class::IdeographicSpace) || matches!(c, '\u{200b}' | '\u{feff}')
}

/// The mark that closes what `open` opens; `None` when `open` opens nothing. Straight quotes are not here: they close themselves.
#[must_use]
pub const fn closing_of(open: char) -> Option<char> {
    Some(match open {
        '（' => '）',
        '《' => '》',
        '〈' => '〉',
        '「' => '」',
        '『' => '』',
        '【' => '】',
        '〔' => '〕',
        '〖' => '〗',
        '〘' => '〙',
        '〚' => '〛',
        '［' => '］',
        '｛' => '｝',
        '“' => '”',
        '‘' => '’',
        '〝' => '〞',
        '＜' => '＞',
        '｢' => '｣',
        '｟' => '｠',
        '(' => ')',
        '[' => ']',
        '{' => '}',
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn classes() {
        for (marks, class) in [
            ("遂①か〇Ａ９", Class::Han),
            ("（《「『【〔“‘", Class::Open),
            ("）》」』】〕”’", Class::Close),
            ("，、；：", Class::Pause),
            ("。？！", Class::Stop),
            ("·・‧", Class::MiddleDot),
            ("—", Class::Dash),
            ("…", Class::Ellipsis),
            ("～–", Class::Connector),
            ("／", Class::Solidus),
            ("￥", Class::PreUnit),
            ("％℃", Class::PostUnit),
            ("\u{3000}", Class::IdeographicSpace),
            (" \t\n\u{a0}", Class::Space),
            ("a7,.%é", Class::Other),
        ] {
            for c in marks.chars() {
                assert_eq!(class_of(c), class, "{c}");
            }
        }
    }

    #[test]
    fn every_opening_mark_has_its_closing_one() {
        for c in (0..0x1_0000).filter_map(char::from_u32).filter(|&c| class_of(c) == Class::Open) {
            let close = closing_of(c).unwrap();
            assert_eq!(class_of(close), Class::Close, "{c}{close}");
        }
    }
}
