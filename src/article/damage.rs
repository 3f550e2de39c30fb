//! Signs that the text itself was harmed: doubled marks, readings between the words, deleted digits, a missing end.

use std::sync::LazyLock;

use super::{Line, features::Feat, holes, raw, remarks::is_body, signs::Signs};
use crate::text::{classes::Classes, punct::is_han};

/// Characters of the running text that are looked at: what befell a text befell its beginning.
const MOST_CHARS: usize = 12_000;

/// What was counted in the running text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Wounds {
    /// Full stops, semicolons, colons and commas written twice, by kind.
    doubled: [usize; 4],
    /// 某(mǒu): readings in brackets behind a character.
    pub(super) readings: usize,
    /// Units without a number before them.
    orphans: usize,
    /// ASCII digits and Han numerals.
    digits: usize,
    han: usize,
}

impl Wounds {
    /// True when marks of at least two kinds, or full stops again and again, are doubled.
    pub(super) fn marks(&self) -> bool {
        let kinds = self.doubled.iter().filter(|n| **n > 0).count();
        self.doubled.iter().sum::<usize>() >= 3 && kinds >= 2 || self.doubled.first().is_some_and(|n| *n >= 3)
    }

    /// True when units stand again and again where no number is left.
    pub(super) const fn digits_deleted(&self) -> bool {
        self.orphans >= 4 && self.digits <= 2 && self.han >= 150
    }
}

/// Set for Han characters that are neither numerals nor units: nearly all of a text, and nothing but to be counted.
static PLAIN: LazyLock<Classes> = LazyLock::new(|| {
    let unit = |c| matches!(c, '月' | '日' | '元');
    let han = ('\u{3007}'..='\u{9fff}').chain('\u{f900}'..='\u{faff}').filter(|&c| is_han(c));
    Classes::new().with(han.filter(|&c| !is_numeral(c) && !unit(c)), 1)
});

/// True when [`wounds`] would find nothing to remark: no mark stands twice, no reading stands anywhere, and the numbers are there.
/// `feats` is what was measured of the first lines.
pub(super) fn unhurt(lines: &[Line], feats: &[Feat<'_>]) -> bool {
    let (mut left, mut digits) = (MOST_CHARS, 0);
    for (line, feat) in lines.iter().zip(feats).filter(|(line, _)| is_body(line.kind)) {
        if feat.signs.has(Signs::DOUBLED.and(Signs::TONES)) {
            return false;
        }
        // No line has more characters than bytes; one that may be looked at in part counts for nothing.
        left = left.saturating_sub(line.span.len());
        if left > 0 {
            digits += feat.digits;
        }
    }
    digits > 2 && lines.len() == feats.len()
}

/// Counts over the running text.
pub(super) fn wounds<'a>(body: impl Iterator<Item = &'a str>) -> Wounds {
    let mut found = Wounds::default();
    let plain = &*PLAIN;
    let mut left = MOST_CHARS;
    for line in body {
        let mut before = ['\n', '\n'];
        let mut open: Option<usize> = None;
        for c in line.chars().take(left) {
            left = left.saturating_sub(1);
            let [second, last] = before;
            if plain.of(c) != 0 {
                found.han += 1;
                open = None;
                before = [last, c];
                continue;
            }
            match c {
                '。' | '；' | '：' | '，' if c == last && second != c => {
                    let kind = match c {
                        '。' => 0,
                        '；' => 1,
                        '：' => 2,
                        _ => 3,
                    };
                    if let Some(count) = found.doubled.get_mut(kind) {
                        *count += 1;
                    }
                }
                '0'..='9' | '０'..='９' => found.digits += 1,
                '（' | '(' => open = is_han(last).then_some(0),
                '）' | ')' => found.readings += usize::from(open.take().is_some_and(|toned| toned > 0)),
                'ā' | 'á' | 'ǎ' | 'à' | 'ē' | 'é' | 'ě' | 'è' | 'ī' | 'í' | 'ǐ' | 'ì' | 'ō' | 'ó' | 'ǒ' | 'ò' | 'ū'
                | 'ú' | 'ǔ' | 'ù' | 'ǖ' | 'ǘ' | 'ǚ' | 'ǜ' => open = open.map(|n| n + 1),
                '%' | '％' if !last.is_numeric() && !is_numeral(last) && last != '\n' => found.orphans += 1,
                // 年月日, 投资亿元, 公里 behind a word that no number ends.
                '月' if last == '年' && !is_numeral(second) => found.orphans += 1,
                '日' if last == '月' && !is_numeral(second) && !"岁年明当".contains(second) => found.orphans += 1,
                '元' if matches!(last, '亿' | '万') && is_han(second) && !is_numeral(second) => found.orphans += 1,
                _ if is_han(c) => found.han += 1,
                ' ' | 'a'..='z' => {}
                _ => open = None,
            }
            if is_numeral(c) && c != '万' && c != '亿' {
                found.han += 1;
            }
            if is_han(c) {
                open = None;
            }
            before = [last, c];
        }
        if left == 0 {
            break;
        }
    }
    found
}

/// Counts units without numbers where few digits are left, which most texts are spared.
pub(super) fn with_orphans<'a>(mut found: Wounds, body: impl Iterator<Item = &'a str>) -> Wounds {
    if found.digits <= 2 && found.han >= 150 {
        found.orphans += body.map(holes::bare_units).sum::<usize>();
    }
    found
}

/// Asked of every character, so it is one comparison after another and no search.
const fn is_numeral(c: char) -> bool {
    matches!(
        c,
        '0'..='9'
            | '０'..='９'
            | '零'
            | '〇'
            | '一'
            | '二'
            | '三'
            | '四'
            | '五'
            | '六'
            | '七'
            | '八'
            | '九'
            | '十'
            | '百'
            | '千'
            | '万'
            | '亿'
            | '两'
            | '兩'
            | '億'
            | '萬'
            | '多'
            | '几'
            | '幾'
            | '余'
            | '餘'
            | '半'
            | '数'
            | '數'
    )
}

/// True when the first line of content begins as no sentence does.
pub(super) fn head_missing(text: &str, lines: &[Line]) -> bool {
    let Some(line) = lines.first().filter(|l| is_body(l.kind)) else { return false };
    let said = raw::trimmed(text, line.span).of(text);
    let indented = line.span.of(text).starts_with([' ', '\u{3000}', '\t']);
    let starts = said.starts_with(['，', '。', '、', '；', '？', '！', '”', '』', '」', '）', ',']);
    let particle =
        said.starts_with(['的', '了', '们', '們', '着']) && !said.starts_with("的确") && !said.starts_with("了解");
    // A quotation ends that never began.
    let closes = said.chars().find(|c| "“”「」『』".contains(*c)).is_some_and(|c| "”」』".contains(c));
    !indented && (starts || particle || closes && ends_well(said) && said.starts_with(is_han))
}

fn ends_well(line: &str) -> bool {
    line.trim_end_matches(['”', '’', '」', '』', '）', ')', ' '])
        .ends_with(['。', '！', '？', '!', '?', '…', '；', '：', ':', '.'])
}

/// True when the last paragraph breaks off, while those before it end with marks.
pub(super) fn tail_missing(text: &str, lines: &[Line], wrapped: bool) -> bool {
    if wrapped {
        return false;
    }
    let body: Vec<&str> =
        lines.iter().filter(|l| is_body(l.kind)).map(|l| raw::trimmed(text, l.span).of(text)).collect();
    let Some((last, others)) = body.split_last() else { return false };
    let well = others.iter().filter(|l| ends_well(l)).count();
    if others.len() < 3 || well * 10 < others.len() * 9 {
        return false;
    }
    // What stands behind the last mark is a clause, not names, a source or a link.
    let end = last.rsplit(['。', '！', '？', '!', '?', '”', '」', '…']).next().unwrap_or_default();
    let clause = end.chars().filter(|&c| is_han(c)).count();
    let broken = end.ends_with(['，', '、', ',', '：']) || end.chars().next_back().is_some_and(is_han) && clause >= 14;
    broken
        && clause >= 4
        && last.chars().count() >= 30
        && !end.contains(['□', '■', '◎', '（', '(', '【', '记', '記', '/', ':'])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn doubled_marks_and_readings() {
        let count = |text: &str| wounds(std::iter::once(text));
        assert!(count("山。。水；；云。。").marks());
        assert!(!count("山，，水，，云，，雨").marks(), "deleted years leave doubled commas");
        assert!(!count("山…………水。。。云").marks());
        assert_eq!(count("五金（wǔ jīn）之乡和永（yǒng）字，不是（PPP）也不是（见图）").readings, 2);
    }

    #[test]
    fn units_without_numbers() {
        let gone = "自年月日起，项目总投资亿元，占全市的%，同比增长%，全长约公里。".repeat(8);
        assert!(wounds(std::iter::once(gone.as_str())).digits_deleted());
        let kept = "自2020年5月6日起，项目总投资3亿元，占全市的5%，同比增长两成。".repeat(8);
        assert!(!wounds(std::iter::once(kept.as_str())).digits_deleted());
    }
}
