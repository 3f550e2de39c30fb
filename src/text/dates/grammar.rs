//! The grammar of time expressions: what stands at one place of a folded text, without asking what it means there.

use super::{
    super::reader::{Number, Text, han_digit, number},
    calendar::{MoonDay, Part, Unit},
    lengths::counted,
    moon::{behind_eve, moon_day, moon_feast},
    numerals::numeral,
    points::{after_month_word, after_year, feast_days, part_of_year, weekday},
    suffix::{suffixed, timed},
    words::{FORM, Meaning, NUMBER, WORD, WORDS},
};

/// Which year a point lies in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub(super) enum Year {
    /// None is said.
    #[default]
    Unsaid,
    /// Printed.
    Of(i16),
    /// Counted from the base: 今年 is 0.
    From(i16),
    /// Counted from the year named last: 当年 is 0.
    Same(i16),
}

/// Which month, when a word says it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum MonthWord {
    /// 本月 is 0.
    From(i32),
    /// 当月 is 0.
    Same(i32),
}

/// A year, a month, a day, or a part of one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub(super) struct Point {
    pub(super) year: Year,
    pub(super) month: Option<i8>,
    pub(super) month_word: Option<MonthWord>,
    pub(super) day: Option<i8>,
    pub(super) part: Option<Part>,
    pub(super) tenth: Option<i8>,
    /// A day of the moon calendar.
    pub(super) moon: Option<MoonDay>,
    /// A feast: its year is that of the nearest one.
    pub(super) feast: bool,
}

/// Where a counted span lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Toward {
    /// 三年前.
    Ago,
    /// 半年后.
    Later,
    /// 17天内, 未来三年.
    Ahead,
    /// 3年来, 近一年.
    Back,
    /// 为期3个月.
    Length,
    /// 三周年.
    Anniversary,
}

/// What an expression says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Expr {
    Point(Point),
    /// A range or an enumeration, from its first to its last point.
    Range(Point, Point),
    /// A stretch of whole years by name: “十四五”, 90年代.
    Years(i16, i16),
    /// 昨日 is −1.
    Day(i32),
    /// 当日 is 0.
    SameDay(i32),
    /// 本周末 is 0.
    Weekend(i32),
    /// 本季度 is 0.
    Quarter(i32),
    /// 本周 is 0, with a weekday counted from Monday.
    Week(i32, Option<i32>),
    Now,
    /// 近年来.
    Years3,
    /// 岁末年初.
    Turn,
    Later,
    /// `halves` half units, of a length that may be as short as `least` of them.
    Span {
        halves: i32,
        unit: Unit,
        toward: Toward,
        least: Option<i32>,
    },
}

/// An expression and what stands with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Read {
    pub(super) end: usize,
    pub(super) expr: Expr,
    pub(super) rule: &'static str,
    /// 以来: up to the base.
    pub(super) since: bool,
    /// 前, 年内: no later than that.
    pub(super) deadline: bool,
}

/// True when an expression may begin with the unit, and for line ends.
pub(super) fn may_open(unit: u16) -> bool {
    WORDS.class(unit) != 0
}

/// The expression that begins at `at`; callers come from the left, so nothing that covers `at` has been read.
pub(super) fn read(text: Text<'_>, at: usize) -> Option<Read> {
    let class = text.0.get(at).map_or(0, |&unit| WORDS.class(unit));
    if class == 0 {
        return None;
    }
    if class & FORM != 0
        && let Some(read) = form(text, at)
    {
        return Some(read);
    }
    if class & WORD != 0
        && let Some(read) = word(text, at)
    {
        return Some(read);
    }
    if class & NUMBER != 0 { numeral(text, at) } else { None }
}

pub(super) fn plain(end: usize, expr: Expr, rule: &'static str) -> Read {
    Read { end, expr, rule, since: false, deadline: false }
}

/// Forms that begin with a word of their own.
pub(super) fn form(text: Text<'_>, at: usize) -> Option<Read> {
    match text.at(at) {
        '民' if text.starts(at, "民国") => {
            let years = hundreds(text, text.blanks(at + 2))?;
            let end = text.blanks(years.end);
            let year = 1911 + i16::try_from(years.value).ok()?;
            (text.at(end) == '年').then(|| after_year(text, end + 1, Year::Of(year), "era"))
        }
        '前' | '首' | '头' | '第' => {
            let (end, part) = part_of_year(text, at)?;
            let first = matches!(text.at(at), '第' | '首' | '头') || !matches!(text.before(at), '目' | '当');
            first.then(|| suffixed(text, end, Point { part: Some(part), ..Point::default() }, "part_of_year"))
        }
        '未' | '今' | '过' | '近' | '接' | '这' | '最'
            if text.one_of(at, &["未来", "今后", "过去", "近", "接下来", "这", "最近"]).is_some() =>
        {
            counted(text, at)
        }
        '今' | '明' | '去' if text.one_of(at + 2, &["两年", "2年", "年"]).is_some() => years_paired(text, at),
        '正' | '农' | '阴' | '大' => moon_day(text, at, Year::Unsaid),
        '今' | '昨' | '明' | '去' if text.at(at + 1) == '(' => today(text, at),
        '上' | '本' if text.starts(at + 1, "世纪") => century(text, at),
        '\u{201c}' | '\u{300c}' | '\'' | '"' => quoted(text, at),
        _ => None,
    }
}

/// 今明两年, 明后年.
fn years_paired(text: Text<'_>, at: usize) -> Option<Read> {
    let (from, to) = match (text.at(at), text.at(at + 1)) {
        ('今', '明') => (0, 1),
        ('明', '后') => (1, 2),
        ('去', '今') => (-1, 0),
        _ => return None,
    };
    let of = |offset| Point { year: Year::From(offset), ..Point::default() };
    let end = at + 2 + text.one_of(at + 2, &["两年", "2年", "年"])?;
    Some(timed(text, plain(end, Expr::Range(of(from), of(to)), "range")))
}

/// 今(18)日, 昨(17)日: the number only repeats the word.
fn today(text: Text<'_>, at: usize) -> Option<Read> {
    let day = hundreds(text, at + 2).filter(|n| text.at(n.end) == ')')?;
    let end = day.end + 1;
    let offset = match text.at(at) {
        '今' => 0,
        '明' => 1,
        _ => -1,
    };
    // 明(113)年底: likewise.
    if text.at(end) == '年' && day.value > 31 {
        return Some(after_year(text, end + 1, Year::From(offset), "relative_year"));
    }
    (matches!(text.at(end), '日' | '天') && day.value <= 31).then_some(())?;
    Some(timed(text, plain(end + 1, Expr::Day(i32::from(offset)), "relative_day")))
}

/// A year of the Republic: 99, 112, 一百一十二.
pub(super) fn hundreds(text: Text<'_>, at: usize) -> Option<Number> {
    let hundred = text.one_of(at, &["一百零", "一百〇", "一百", "百"]);
    let from = at + hundred.unwrap_or(0);
    let rest = number(text, from).filter(|n| n.length <= 3);
    // 一一二年: three digits side by side.
    let digits = (0..3).filter_map(|i| super::super::reader::han_digit(text.at(at + i))).collect::<Vec<_>>();
    if let ([a, b, c], None) = (digits.as_slice(), super::super::reader::han_digit(text.at(at + 3)))
        && text.at(at + 3) != '十'
    {
        return Some(Number { value: a * 100 + b * 10 + c, end: at + 3, length: 3, han: true });
    }
    match (hundred, rest) {
        (Some(_), Some(rest)) => Some(Number { value: rest.value + 100, ..rest }),
        (Some(_), None) => Some(Number { value: 100, end: from, length: from - at, han: true }),
        (None, rest) => rest,
    }
}

/// “十四五”期间, “五一”假期, “七一”前夕.
pub(super) fn quoted(text: Text<'_>, at: usize) -> Option<Read> {
    let closes = |end| matches!(text.at(end), '\u{201d}' | '\u{300d}' | '\'' | '"');
    if let Some((end, first)) = plan_name(text, at + 1).filter(|&(end, _)| closes(end)) {
        return Some(plan(text, end + 1, first));
    }
    let feast = |month, day| Point { month: Some(month), day: Some(day), feast: true, ..Point::default() };
    let names = [
        ("五一", 5, 1),
        ("十一", 10, 1),
        ("七一", 7, 1),
        ("六一", 6, 1),
        ("八一", 8, 1),
        ("双十一", 11, 11),
        ("双11", 11, 11),
    ];
    for (name, month, day) in names {
        let end = at + 1 + name.chars().count();
        let is_time = || {
            text.one_of(end + 1, &["假", "小长假", "黄金周", "期间", "前", "节", "国际", "国庆"]).is_some()
                || text.before(at) == '年'
                    && (name.starts_with('双') || matches!(text.at(end + 1), ',' | '。' | ';' | '\u{3001}'))
        };
        if text.starts(at + 1, name) && closes(end) && is_time() {
            let end = end + 1 + text.one_of(end + 1, &["国际劳动节", "国际儿童节"]).unwrap_or(0);
            return Some(feast_days(text, end, feast(month, day)));
        }
    }
    None
}

/// 十四五 at `at`: where it ends and its first year.
pub(super) fn plan_name(text: Text<'_>, at: usize) -> Option<(usize, i16)> {
    let names =
        [("十一五", 2006), ("十二五", 2011), ("十三五", 2016), ("十四五", 2021), ("十五五", 2026), ("九五", 1996)];
    names.iter().find(|(name, _)| text.starts(at, name)).map(|(name, first)| (at + name.chars().count(), *first))
}

pub(super) fn plan(text: Text<'_>, end: usize, first: i16) -> Read {
    let (end, from, to) = if let Some(skip) = text.one_of(end, &["结束时", "收官之年", "收官年", "最后一年"])
    {
        (end + skip, first + 4, first + 4)
    } else if let Some(skip) = text.one_of(end, &["开局之年", "开局年", "第一年", "首年"]) {
        (end + skip, first, first)
    } else if let Some(skip) = text.one_of(end, &["期间", "时期", "以来"]) {
        (end + skip, first, first + 4)
    } else if let Some(skip) = text.one_of(end, &["末期", "期末", "末"]) {
        (end + skip, first + 4, first + 4)
    } else if let Some(skip) = text.one_of(end, &["初期", "初"]) {
        (end + skip, first, first)
    } else {
        (end, first, first + 4)
    };
    plain(end, Expr::Years(from, to), "plan")
}

pub(super) fn century(text: Text<'_>, at: usize) -> Option<Read> {
    let century = if text.at(at) == '上' { 1900 } else { 2000 };
    decade(text, at + 3, century).or_else(|| {
        let end = at + 3;
        let (length, from, to) = match text.one_of(end, &["中叶", "中期", "初", "末"]) {
            Some(1) if text.at(end) == '初' => (1, century + 1, century + 10),
            Some(1) => (1, century + 91, century + 100),
            // 到本世纪中叶: by 2050.
            Some(length) if century == 2000 => (length, century + 50, century + 50),
            Some(length) => (length, century + 45, century + 55),
            None => (0, century + 1, century + 100),
        };
        Some(plain(end + length, Expr::Years(from, to), "century"))
    })
}

/// 90年代 and 九十年代 behind the name of a century.
pub(super) fn decade(text: Text<'_>, at: usize, century: i16) -> Option<Read> {
    let tens = number(text, at).filter(|n| n.value % 10 == 0 && n.value < 100)?;
    let first = century + i16::try_from(tens.value).ok()?;
    text.starts(tens.end, "年代").then_some(())?;
    let tails = ["初期", "初", "末期", "末", "中后期", "中期", "中叶", "后期"];
    let (end, from, to) = match text.one_of(tens.end + 2, &tails) {
        Some(skip) if text.at(tens.end + 2) == '初' => (tens.end + 2 + skip, first, first + 2),
        Some(skip) if text.starts(tens.end + 2, "中后") => (tens.end + 2 + skip, first + 4, first + 9),
        Some(skip) if text.at(tens.end + 2) == '中' => (tens.end + 2 + skip, first + 4, first + 6),
        Some(skip) => (tens.end + 2 + skip, first + 7, first + 9),
        None => (tens.end + 2, first, first + 9),
    };
    Some(plain(end, Expr::Years(from, to), "decade"))
}

/// A word of the data file and what follows it.
pub(super) fn word(text: Text<'_>, at: usize) -> Option<Read> {
    let (length, meaning) = WORDS.at(|i| text.at(at + i))?;
    let end = at + length;
    let point = |point: Point, rule| Some(suffixed(text, end, point, rule));
    match meaning {
        Meaning::Year(offset) => Some(after_year(text, end, Year::From(offset), "relative_year")),
        Meaning::SameYear(offset) => {
            // 第二年级 and 当年轻 are other words.
            if matches!(text.at(end), '级' | '轻' | '度') {
                None
            } else {
                Some(after_year(text, end, Year::Same(offset), "same_year"))
            }
        }
        Meaning::Month(offset) => after_month_word(text, end, MonthWord::From(offset), "relative_month"),
        Meaning::SameMonth(offset) => after_month_word(text, end, MonthWord::Same(offset), "same_month"),
        Meaning::Day(offset) => {
            let other = matches!(text.at(at), '今') && matches!(text.at(end), '的') && text.at(end - 1) == '天';
            let behind = text.ends(at, &["今"])
                || matches!(text.at(at), '前')
                    && matches!(text.before(at), '年' | '月' | '以' | '之' | '日' | '天' | '周' | '提' | '空' | '目');
            let after = matches!(text.at(at), '后')
                && matches!(text.before(at), '以' | '之' | '年' | '月' | '今' | '日' | '天' | '周' | '随');
            if other || behind || after {
                None
            } else {
                Some(timed(text, plain(end, Expr::Day(offset), "relative_day")))
            }
        }
        Meaning::SameDay(offset) => Some(timed(text, plain(end, Expr::SameDay(offset), "same_day"))),
        Meaning::Quarter(offset) => Some(timed(text, plain(end, Expr::Quarter(offset), "relative_quarter"))),
        Meaning::Week(offset) => {
            if text.at(end) == '末' {
                return Some(timed(text, plain(end + 1, Expr::Weekend(offset), "relative_week")));
            }
            // 本周期, 下周边 and 上个周期 are other words.
            let other = matches!(text.at(end), '期' | '边' | '年' | '刊' | '报' | '转' | '岁');
            if other || text.at(end - 2) == '个' && text.at(end - 1) == '周' && weekday(text.at(end)).is_none() {
                return None;
            }
            let day = weekday(text.at(end));
            let end = if day.is_some() { end + 1 } else { end };
            (text.before(at) != '每').then(|| timed(text, plain(end, Expr::Week(offset, day), "relative_week")))
        }
        Meaning::Now => {
            let inside = (text.starts(at, "日前") && text.before(at).is_ascii_digit())
                || text.starts(at, "日前") && super::super::reader::han_digit(text.before(at)).is_some()
                || text.starts(at, "近日") && matches!(text.before(at), '最')
                || text.starts(at, "近期") && matches!(text.before(at), '中' | '远')
                || text.starts(at, "当前") && text.ends(at, &["立足", "着眼"])
                // 持续至今年6月.
                || text.starts(at, "至今") && matches!(text.at(end), '年' | '天' | '日' | '晚' | '春' | '夏' | '秋' | '冬' | '晨')
                || text.starts(at, "现在") && matches!(text.at(end), '的' | '时')
                || text.one_of(end, &["点", "的时期"]).is_some();
            let end = end + text.one_of(end, &["以来"]).unwrap_or(0);
            (!inside).then(|| plain(end, Expr::Now, "about_now"))
        }
        Meaning::Part(part) => {
            let whole = matches!(part, Part::Months(1, 12));
            let inside = whole && (matches!(text.at(end), '龄' | '的') || text.ends(at, &["成"]))
                || matches!(text.before(at), '每' | '全')
                || text.ends(at, &["每年", "历年", "常年"])
                || matches!(text.before(at), '1' | '2' | '3' | '4' | '5' | '6' | '7' | '8' | '9' | '0')
                    && text.at(at) == '年'
                || text.at(at) == '年' && super::super::reader::han_digit(text.before(at)).is_some();
            // 今春, 去冬, 明夏 say their year; 李明春 is a name.
            let season = matches!(part, Part::Season(_)) && end == at + 2;
            let year = match text.at(at) {
                '今' => Year::From(0),
                '去' if season => Year::From(-1),
                '明' if season => Year::From(1),
                _ => Year::Unsaid,
            };
            let glued = crate::text::punct::is_han(text.before(at))
                && !matches!(
                    text.before(at),
                    '冬' | '春' | '夏' | '秋' | '于' | '至' | '到' | '在' | '自' | '从' | '将' | '计'
                );
            let inside = inside || glued && season && matches!(text.at(at), '去' | '明');
            if inside { None } else { point(Point { year, part: Some(part), ..Point::default() }, "part_of_year") }
        }
        Meaning::Turn => Some(plain(end, Expr::Turn, "turn_of_year")),
        Meaning::Tenth(tenth) => {
            let of_moon = text.at(at) == '月' && (text.before(at) == '十' || han_digit(text.before(at)).is_some());
            if of_moon
                || matches!(text.before(at), '每' | '个' | '日' | '元' | '正' | '腊' | '闰')
                || text.ends(at, &["每月"])
            {
                None
            } else {
                point(Point { tenth: Some(tenth), ..Point::default() }, "part_of_month")
            }
        }
        Meaning::Feast(month, day) => {
            // 七一勋章 and 七一路 are names.
            let name = match text.at(at + 1) {
                '一' if text.at(at) == '七' => text.one_of(end, &["前", "期间", "建党"]).is_none(),
                '一' => {
                    let joined = text.before(at) == '十' || han_digit(text.before(at)).is_some();
                    let days = &["期间", "假期", "小长假", "长假", "黄金周", "前夕", "节前", "前", "后"];
                    // 十一前 may count something.
                    let days = if text.at(at) == '十' { &days[..5] } else { &days[..] };
                    joined || text.one_of(end, days).is_none()
                }
                _ => false,
            };
            let point = Point { month: Some(month), day: Some(day), feast: true, ..Point::default() };
            if name { None } else { Some(feast_days(text, end, point)) }
        }
        Meaning::Moon(feast) => (is_feast_time(text, end) || feast > 5).then(|| {
            let moon = Some(moon_feast(feast));
            // The eve is a time by itself.
            suffixed(text, behind_eve(text, end, feast), Point { moon, ..Point::default() }, "moon_feast")
        }),
        Meaning::Term(month, day) => is_feast_time(text, end).then(|| {
            let point = Point { month: Some(month), day: Some(day), ..Point::default() };
            suffixed(text, end, point, "feast")
        }),
        Meaning::Later => Some(plain(end, Expr::Later, "later")),
        Meaning::Years => Some(plain(end, Expr::Years3, "recent_years")),
    }
}

/// 春节前, 中秋期间: what stands behind a feast makes a time of it.
fn is_feast_time(text: Text<'_>, end: usize) -> bool {
    text.one_of(
        end,
        &["期间", "前", "后", "假", "小长假", "长假", "将", "临近", "来临", "时节", "节气", "当天", "当日"],
    )
    .is_some()
}
