//! People who are called like places: a surname right before the name, a byline that holds it.

use std::sync::LazyLock;

use super::{
    lexicon::lexicon,
    prepared::{Prepared, is_han},
};
use crate::text::classes::Classes;

/// First line: common surnames. Second: those hardly ever a word by themselves. Third: those that often are.
const SURNAMES: &str = include_str!("data/surnames.txt");
/// Weight of a word met about twenty times in the dictionary's source.
const RARE: f32 = -14.9;

/// True for the common surnames.
pub(super) fn is_surname(c: char) -> bool {
    is_of_line(c, 1)
}

/// True when `c` is in the line of the list that `bit` stands for.
fn is_of_line(c: char, bit: u8) -> bool {
    static SET: LazyLock<Classes> = LazyLock::new(|| {
        SURNAMES.lines().zip([1, 2, 4]).fold(Classes::new(), |classes, (line, bit)| classes.with(line.chars(), bit))
    });
    SET.of(c) & bit != 0
}

/// True for every character that is a surname.
pub(super) fn may_be_surname(c: char) -> bool {
    is_of_line(c, 7)
}

/// How sure it is that the character before a name is the surname of somebody.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Surname {
    /// Nothing else it could be: 的林三明.
    Sure,
    /// What stands around must tell: 羊倌高绥德说.
    Maybe,
}

/// The surname that ends `before`, when it belongs to no word there and counts nothing: 一张, 本周.
pub(super) fn surname_at_end(before: &str) -> Option<(char, Surname)> {
    let c = before.chars().next_back()?;
    let sort = match (is_of_line(c, 2), is_of_line(c, 4)) {
        (true, _) => Surname::Sure,
        (_, true) => Surname::Maybe,
        _ => return None,
    };
    let lead = before.get(..before.len() - c.len_utf8())?;
    if lead.ends_with(|last: char| {
        last.is_ascii_digit() || "一二三四五六七八九十百千万两几这那每各本上下全数半多余第前后".contains(last)
    }) {
        return None;
    }
    // 买了张地图
    if "张段项章".contains(c) && lead.ends_with(['了', '着', '过', '有', '是', '买', '的']) {
        return None;
    }
    let starts = lead.char_indices().rev().take(2).take_while(|&(_, c)| is_han(c));
    let in_word = starts
        .filter_map(|(at, _)| before.get(at..))
        .any(|word| lexicon().weight(word).is_some_and(|weight| weight > RARE));
    (!in_word).then_some((c, sort))
}

/// True when `start..end` lies in the name of somebody who wrote or drew: 文:米脂川.
pub(super) fn signs(text: &Prepared, start: usize, end: usize) -> bool {
    const LABELS: [&str; 14] =
        ["文", "图", "摄", "撰文", "摄影", "作者", "记者", "通讯员", "编辑", "责编", "审核", "监制", "校对", "供稿"];
    let before = text.before(start);
    // With more than one character before it the name is none of a person.
    let own: usize = before.chars().rev().take(2).take_while(|&c| is_han(c)).map(char::len_utf8).sum();
    let lead = before.get(..before.len() - own).unwrap_or_default();
    let Some(label) = lead.trim_end_matches(' ').strip_suffix([':', '：']) else { return false };
    let tail = text.after(end).chars().take_while(|&c| is_han(c)).count();
    let chars = |bytes: usize| bytes / '文'.len_utf8();
    tail + chars(own) == 1
        && chars(end - start) == 2
        && LABELS.iter().any(|word| label.trim_end_matches(' ').ends_with(word))
}
