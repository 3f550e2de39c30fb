//! Words that put a time ahead of the text: 将, 预计, 力争.

use super::super::reader::Text;

/// Words before an expression that put it ahead of the text.
pub(super) const AHEAD: [&str; 26] = [
    "将",
    "将于",
    "将在",
    "预计",
    "预计到",
    "力争",
    "力争到",
    "力争在",
    "计划",
    "计划于",
    "计划到",
    "拟于",
    "拟在",
    "有望",
    "有望在",
    "争取",
    "争取在",
    "确保",
    "确保在",
    "到",
    "至",
    "定于",
    "预计在",
    "预计于",
    "将从",
    "将自",
];

/// 12月底动工 behind 预计, or 将 a few characters before: the same clause says that it lies ahead.
pub(super) fn will_be(text: Text<'_>, at: usize, end: usize) -> bool {
    let clause_mark = |c| matches!(c, ',' | '。' | ';' | '\n' | '\0' | '!' | '?');
    let before = (1..=12).take_while(|&back| back <= at && !clause_mark(text.at(at - back)));
    let mark = |c: char| matches!(c, '将' | '拟' | '预' | '望');
    let mut said = false;
    for back in before {
        let c = text.at(at - back);
        let next = text.at(at - back + 1);
        // 料2027年底落成: at the head of its clause.
        said |= c == '料' && clause_mark(text.before(at - back))
            || mark(c)
                && match c {
                    '将' => !matches!(next, '军' | '士' | '领'),
                    '预' => next == '计',
                    '望' => text.before(at - back) == '有',
                    _ => true,
                };
    }
    let after = (0..4).take_while(|&i| !clause_mark(text.at(end + i)));
    said || after.into_iter().any(|i| text.at(end + i) == '将' && !matches!(text.at(end + i + 1), '军' | '士' | '领'))
        || text.one_of(end + usize::from(text.at(end) == ','), &["将", "我市将", "计划", "力争", "拟"]).is_some()
}
