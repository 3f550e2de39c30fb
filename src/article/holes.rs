//! Years and units whose numbers were cut out of the text.

use std::sync::LazyLock;

use memchr::memmem::Finder;

use crate::text::punct::is_han;

/// Where 年 stands. (Its last byte is a common one, so that looking for that alone stops again and again.)
fn years(line: &str) -> impl Iterator<Item = usize> {
    static YEAR: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new("年"));
    YEAR.find_iter(line.as_bytes())
}

/// What may follow 年 at the beginning of a clause in whole texts: 年底, 年产, 年轻人.
const AFTER_YEAR: &str = "初底内末终中产均度轻级画味货关夜代轮龄纪年久前后迈少近老报会糕薪检审收销利息仅已过逾届景头谱节华糖戏俗幼长富复成供需总发处吞年华岁尾末份间限金鉴假迈高富纳税营耗输运流客旅游吸接生用完减增新累净";
/// Words that want a year behind them.
const BEFORE_YEAR: [char; 9] = ['从', '自', '于', '在', '到', '至', '早', '是', '（'];
/// What may follow 年 behind such a word in whole texts: 到年底, 在年内, 是年轻人.
const AFTER_WORD: &str =
    "初底内末终中产均度轻级画味货关夜代轮龄纪年久前后迈少近老报会糕薪检审华糖戏俗幼长富岁尾份间限金鉴假";

/// How often 年 stands where only the year of a date can have stood before it: 到年，… 年三月，… 年通车以来.
pub(super) fn bare_years(line: &str) -> usize {
    years(line)
        .filter(|&at| {
            let before = line.get(..at).unwrap_or_default().trim_end_matches([' ', '\u{3000}']).chars().next_back();
            let next = line.get(at + '年'.len_utf8()..).and_then(|rest| rest.chars().next());
            let Some(next) = next else { return false };
            let word = before.is_some_and(|c| BEFORE_YEAR.contains(&c));
            let opens = before.is_none_or(|c| {
                !is_han(c) && !c.is_alphanumeric() && !matches!(c, ')' | '）' | '…' | '”' | '》' | '-' | '—')
            });
            let follows = |whole: &str| is_han(next) && !whole.contains(next) || matches!(next, '，' | ',' | '、');
            opens && follows(AFTER_YEAR) || word && follows(AFTER_WORD)
        })
        .count()
}

/// Sentences that open with a year whose number is gone: 年，是… 年3月21日，….
pub(super) fn cut_years(line: &str) -> usize {
    years(line)
        .filter(|&at| {
            let before = line.get(..at).unwrap_or_default().trim_end_matches([' ', '\u{3000}']).chars().next_back();
            let rest = line.get(at + '年'.len_utf8()..).unwrap_or_default();
            let digits = rest.chars().take_while(char::is_ascii_digit).count();
            let month = (1..=2).contains(&digits) && rest.chars().nth(digits) == Some('月');
            before.is_none_or(|c| matches!(c, '。' | '；' | '！')) && (rest.starts_with(['，', ',']) || month)
        })
        .count()
}

/// Years that are written with their number.
pub(super) fn written_years(line: &str) -> usize {
    years(line)
        .filter(|&at| {
            let before = line.get(..at).unwrap_or_default();
            before.chars().rev().take(4).filter(|c| c.is_ascii_digit() || "〇零一二三四五六七八九".contains(*c)).count()
                == 4
        })
        .count()
}

/// Units that hardly stand without a number.
const UNITS: [&str; 16] = [
    "公里",
    "公斤",
    "分钟",
    "小时",
    "平方米",
    "毫米",
    "厘米",
    "万吨",
    "万亩",
    "万人",
    "万只",
    "万株",
    "万平方",
    "亩",
    "余种",
    "余名",
];

/// How often a unit follows a word that is neither a number nor asks for none: 全长公里, 只隔分钟, 百分之，.
pub(super) fn bare_units(line: &str) -> usize {
    let counted = |c: char| {
        c.is_ascii_digit()
            || !is_han(c)
            || "一二两三四五六七八九十百千万亿零〇半几数多余每上近过逾超整成单各这那哪第按论点平方立个来".contains(c)
    };
    const NUMBER: &str = "一二两三四五六七八九十百千万亿〇几数多余半";
    let units = UNITS.iter().flat_map(|unit| line.match_indices(unit)).filter(|&(at, unit)| {
        let mut before = line.get(..at).unwrap_or_default().chars().rev();
        let last = before.next();
        let rest = line.get(at + unit.len()..).unwrap_or_default();
        // 小时候, 不过个小时
        let word = unit == "小时" && rest.starts_with('候')
            || unit == "亩" && (rest.starts_with('产') || rest.starts_with('均'));
        let gap = last == Some('个') && before.next().is_some_and(|c| is_han(c) && !NUMBER.contains(c));
        !word && (gap || last.is_some_and(|c| is_han(c) && !counted(c)))
    });
    let shares = line.match_indices("百分之").filter(|&(at, share)| {
        line.get(at + share.len()..).and_then(|rest| rest.chars().next()).is_none_or(|c| !is_han(c))
    });
    units.count() + shares.count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn years_without_numbers() {
        assert_eq!(bare_years("早在年，两地就签过备忘录；到年，图纸才走出院墙；年春节前，最后一片梁落了位。"), 3);
        assert_eq!(
            bare_years(
                "年底，两市给沿线年轻人发了年货，到年底还要修路，在年内完工。今年，2020年，同年五月，一年一年，年年如此。"
            ),
            0
        );
        assert_eq!(written_years("2020年、二〇二一年和今年"), 2);
    }

    #[test]
    fn units_without_numbers() {
        assert_eq!(bare_units("全长公里，只隔分钟，占百分之，总容量万吨，不过个小时"), 5);
        assert_eq!(bare_units("全长35公里，每公里两元，几公斤，小时候，三个小时，数万亩，亩产上千斤，百分之三"), 0);
    }
}
