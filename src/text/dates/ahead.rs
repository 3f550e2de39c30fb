//! Words that put a time ahead of the text: 将, 预计, 力争.

use jiff::civil::Date;

use super::{super::reader::Text, calendar::Days};

/// Words before an expression that put it ahead of the text.
pub(super) const AHEAD: [&str; 34] = [
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
    "延后至",
    "延后到",
    "推迟至",
    "推迟到",
    "延至",
    "顺延至",
    "延期至",
    "有效期至",
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
        // 2025年要实现: what has to be is not yet.
        || text.at(end) == '要' && !matches!(text.at(end + 1), '求' | '闻' | '点' | '素' | '道' | '地' | '案')
}

/// 上半年投用, in the first half of that time: nothing says that it has been, and most of the time is still to come.
pub(super) fn is_unfinished(text: Text<'_>, end: usize, (first, last): Days, now: Date) -> bool {
    const FINISHES: [&str; 16] = [
        "建成", "完工", "竣工", "通车", "投用", "投运", "投产", "投入", "启用", "完成", "交付", "开通", "全线", "全面",
        "落成", "运营",
    ];
    let days = |from: Date, to: Date| (to - from).get_days();
    let length = days(first, last);
    let open = length > 80 && first <= now && days(first, now) * 2 < length;
    let finishes = || text.one_of(end, &FINISHES);
    open && finishes().is_some_and(|length| (0..4).all(|i| !matches!(text.at(end + length + i), '了' | '过')))
}
