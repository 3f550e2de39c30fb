//! Titles of official papers, which stand under the name of the office that issued them.

use super::candidate::Candidate;
use crate::{
    article::{features::Feat, shape::Shape},
    text::punct::is_han,
};

/// Lines between the name of the office and the title of its paper: other offices, 文件, the number of the paper, rows of channels, a register.
const LINES_BETWEEN: usize = 12;

/// The candidate that is the title of a paper, where `best` only says who issued it: under it, else over it, where the office signs.
pub(super) fn under_issuer<'a>(
    feats: &[Feat<'_>],
    shapes: &[Shape],
    all: &'a [Candidate],
    best: &Candidate,
) -> Option<&'a Candidate> {
    if !is_issuer(feats.get(best.line)?.fold()) {
        return None;
    }
    let is_paper = |c: &&Candidate| feats.get(c.line).is_some_and(|feat| opens_paper(feat.fold()));
    let mut below = all.iter().filter(|c| c.line > best.line && c.line <= best.line + LINES_BETWEEN);
    let prose = |c: &Candidate| shapes.get(best.line..c.line).is_some_and(|lines| lines.contains(&Shape::Prose));
    let first = below.find(is_paper).filter(|c| !prose(c));
    first.or_else(|| all.iter().rev().find(|c| c.line < best.line && is_paper(c)))
}

/// 关于印发…的通知, 对某提案的答复: how titles of papers begin.
fn opens_paper(fold: &str) -> bool {
    let begins = ["关于", "对", "印发", "转发", "批转"].iter().any(|word| fold.starts_with(word));
    begins && !fold.contains(['。', ',']) && fold.chars().filter(|&c| is_han(c)).count() >= 8
}

/// One office or several, each a word of its own, and nothing said of them.
fn is_issuer(fold: &str) -> bool {
    let mut words = fold.split([' ', '、']).filter(|word| !word.is_empty()).peekable();
    words.peek().is_some_and(|first| is_office(first))
        && words.all(|word| is_office(word) || PAGES.iter().any(|end| word.ends_with(end)))
}

/// What stands beside an office's name: 政府信息公开专栏.
const PAGES: [&str; 6] = ["专栏", "网站", "门户", "平台", "公报", "公开"];

/// 某市交通运输局, 某某联席会议办公室, 某某人民政府文件.
fn is_office(word: &str) -> bool {
    const ENDS: [&str; 27] = [
        "局",
        "委",
        "厅",
        "部",
        "办",
        "处",
        "署",
        "院",
        "会",
        "府",
        "组",
        "办公室",
        "中心",
        "指挥部",
        "公司",
        "集团",
        "银行",
        "大学",
        "学院",
        "文件",
        "支队",
        "总队",
        "海关",
        "站",
        "所",
        "社",
        "团",
    ];
    word.chars().count() >= 4
        && word.chars().all(|c| is_han(c) || matches!(c, '(' | ')' | '“' | '”'))
        && ENDS.iter().any(|end| word.ends_with(end))
        && !["关于", "举行", "召开", "成立", "签"].iter().any(|verb| word.contains(verb))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn offices_and_papers() {
        for office in ["甲市交通运输局", "甲乙一体化发展联席会议办公室", "甲市发展和改革委员会 乙市发展和改革委员会"]
        {
            assert!(is_issuer(office), "{office}");
        }
        for other in ["两市成立联合办公室", "甲乙两市召开联席会", "甲市关于成立某局", "同城生活圈"]
        {
            assert!(!is_issuer(other), "{other}");
        }
        assert!(opens_paper("关于印发《甲乙2024年重点") && opens_paper("对市政协某号提案的答复"));
        assert!(!opens_paper("关于甲,乙。") && !opens_paper("对口支援"));
    }
}
