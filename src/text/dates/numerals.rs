//! Expressions that begin with a number: 2020—2022年, 2019.9.6, 98年4月, 17日, 三年前.

use super::{
    super::reader::{Number, Text, han_digit, number},
    calendar::{Part, day as calendar_day},
    grammar::{Expr, Point, Read, Year, decade, hundreds, plain, plan, plan_name},
    lengths::counted,
    points::{after_year, month_of, part_of_year},
    suffix::{is_joint, joint, suffixed},
};

/// Numbers and what they count.
pub(super) fn numeral(text: Text<'_>, at: usize) -> Option<Read> {
    if text.at(at) == '半' {
        return counted(text, at);
    }
    let before = text.before(at);
    // A point behind Han is a full stop in half width.
    let stop = before == '.' && (at >= 2 && crate::text::punct::is_han(text.at(at - 2)) || is_item(text, at));
    if let Some(read) = month_point_day(text, at, stop) {
        return Some(read);
    }
    if !stop
        && !before.is_ascii_alphanumeric()
        && !matches!(before, '/' | '.')
        && let Some(read) = day_first(text, at)
    {
        return Some(read);
    }
    if !stop
        && (before.is_ascii_digit() || before.is_ascii_alphabetic() || matches!(before, '.' | '第' | '%' | '#' | '+'))
    {
        return None;
    }
    if text.at(at).is_ascii_digit()
        && matches!(before, '-' | '/' | ':')
        && text.0.get(at.saturating_sub(2)).is_some_and(|&u| (48..58).contains(&u))
    {
        return None;
    }
    if matches!(text.at(at), '十' | '九')
        && let Some((end, first)) = plan_name(text, at)
        && text.at(at) == '十'
        && text
            .one_of(end, &["期间", "时期", "末", "初", "规划", "开局", "收官", "以来", "中期", "发展", "建设", "综合"])
            .is_some()
    {
        return Some(plan(text, end, first));
    }
    // The second half of 三四月 is no month.
    if matches!(text.at(at), '一'..='鿿') && han_digit(before).is_some() || before == '数' {
        return None;
    }
    let printed = number(text, at)?;
    if printed.length == 8 && !printed.han {
        return compact(text, at, printed);
    }
    if let Some(read) = republic(text, at, printed) {
        return Some(read);
    }
    let behind = text.blanks(printed.end);
    if let Some(year) = printed.year() {
        if text.at(behind) == '年' && text.at(behind + 1) != '代' {
            return Some(after_year(text, behind + 1, Year::Of(year), "year"));
        }
        // 2022财年.
        if let Some(length) = text.one_of(behind, &["财年", "财政年度"]) {
            return Some(suffixed(text, behind + length, Point { year: Year::Of(year), ..Point::default() }, "year"));
        }
        return years_joined(text, printed, year)
            .or_else(|| dotted(text, at, printed, year))
            .or_else(|| year_and_part(text, at, printed, year));
    }
    if let Some(read) = decade_alone(text, at, printed) {
        return Some(read);
    }
    match text.at(behind) {
        '年' => short_year(text, at, printed, behind).or_else(|| counted(text, at)),
        '月' => month_of(text, at, Point::default(), "bare"),
        '日' => day_alone(text, at, printed, behind),
        '季' if text.starts(behind, "季度") => {
            let (end, part) = part_of_year(text, at)?;
            Some(suffixed(text, end, Point { part: Some(part), ..Point::default() }, "part_of_year"))
        }
        '世' if text.starts(behind, "世纪") => {
            let century = i16::try_from(printed.value).ok().filter(|c| (18..=22).contains(c))?;
            let first = (century - 1) * 100;
            decade(text, behind + 2, first)
                .or_else(|| Some(plain(behind + 2, Expr::Years(first + 1, first + 100), "century")))
        }
        // 3家, 二十个村: nearly every number counts something else.
        other if !may_be_time(other) => None,
        _ => months_of_quarters(text, at)
            .or_else(|| month_of(text, at, Point::default(), "bare"))
            .or_else(|| days_joined(text, at, printed))
            .or_else(|| counted(text, at)),
    }
}

/// 9.7月1日起: behind the number of an item at the head of a line.
fn is_item(text: Text<'_>, at: usize) -> bool {
    let digits = (2..=3).take_while(|&back| back <= at && text.at(at - back).is_ascii_digit()).count();
    let month = || number(text, at).is_some_and(|n| n.length <= 2 && matches!(text.at(n.end), '月' | '季' | '年'));
    digits > 0 && matches!(text.before(at - 1 - digits), '\0' | '\n' | '\r' | ' ' | '。' | ';' | ')') && month()
}

/// What may stand behind a number that is part of a time, apart from 年, 月 and 日: what joins it to another, units, and what counts more.
const fn may_be_time(behind: char) -> bool {
    is_joint(behind) || matches!(behind, '半' | '周' | '个' | '学' | '天' | '星' | '多' | '余' | '来' | '几')
}

/// 113/04/16, 113.04.16, 一一三年四月: a year of the Republic; only pages of Taiwan mean it so.
fn republic(text: Text<'_>, at: usize, printed: Number) -> Option<Read> {
    if printed.han {
        let year = hundreds(text, at).filter(|n| n.length == 3 && text.at(n.end) == '年')?;
        let of = i16::try_from(year.value).ok().filter(|year| (90..=140).contains(year))?;
        let read = after_year(text, year.end + 1, Year::Of(1911 + of), "republic_year");
        return Some(Read { rule: "republic_year", ..read });
    }
    let of = i16::try_from(printed.value).ok().filter(|year| printed.length == 3 && (90..=140).contains(year))?;
    let mark = text.at(printed.end);
    matches!(mark, '/' | '.' | '-').then_some(())?;
    let month = number(text, printed.end + 1).filter(|n| !n.han && n.length <= 2 && text.at(n.end) == mark)?;
    let day = number(text, month.end + 1).filter(|n| !n.han && n.length <= 2)?;
    let (year, month, day_of) = (1911 + of, month.within(1, 12)?, day.within(1, 31)?);
    calendar_day(year, month, day_of)?;
    let point = Point { year: Year::Of(year), month: Some(month), day: Some(day_of), ..Point::default() };
    let alone = text.at(day.end) != mark && !text.at(day.end).is_ascii_alphanumeric();
    let read = alone.then(|| suffixed(text, day.end, point, "numeric"))?;
    Some(Read { rule: "republic_year", ..read })
}

/// 一至三季度, 二、三季度.
fn months_of_quarters(text: Text<'_>, at: usize) -> Option<Read> {
    let (end, part) = part_of_year(text, at)?;
    matches!(part, Part::Months(..))
        .then(|| suffixed(text, end, Point { part: Some(part), ..Point::default() }, "part_of_year"))
}

/// 21/12/2022: the day first.
fn day_first(text: Text<'_>, at: usize) -> Option<Read> {
    let part = |from: usize, most: usize| number(text, from).filter(|n| !n.han && n.length <= most);
    let day = part(at, 2).filter(|n| text.at(n.end) == '/')?;
    let month = part(day.end + 1, 2).filter(|n| text.at(n.end) == '/')?;
    let year = part(month.end + 1, 4)?;
    let (of, month, day) = (year.year()?, month.within(1, 12)?, day.within(1, 31)?);
    calendar_day(of, month, day)?;
    let point = Point { year: Year::Of(of), month: Some(month), day: Some(day), ..Point::default() };
    (!text.at(year.end).is_ascii_alphanumeric()).then(|| suffixed(text, year.end, point, "numeric"))
}

/// 3.20, at the head of a sentence: month and day.
fn month_point_day(text: Text<'_>, at: usize, stop: bool) -> Option<Read> {
    (stop || matches!(text.before(at), '\0' | '\n' | '。' | '\u{3000}')).then_some(())?;
    let month = number(text, at).filter(|n| !n.han && n.length <= 2 && text.at(n.end) == '.')?;
    let day = number(text, month.end + 1).filter(|n| !n.han && n.length <= 2 && text.at(n.end) == ',')?;
    let point = Point { month: Some(month.within(1, 12)?), day: Some(day.within(1, 31)?), ..Point::default() };
    Some(plain(day.end, Expr::Point(point), "month_day"))
}

/// 90年代 without a century.
pub(super) fn decade_alone(text: Text<'_>, at: usize, printed: Number) -> Option<Read> {
    (printed.value >= 50 && printed.length <= 2).then_some(())?;
    decade(text, at, 1900)
}

/// 20240307.
pub(super) fn compact(text: Text<'_>, at: usize, printed: Number) -> Option<Read> {
    let (year, month, day) = (printed.value / 10_000, printed.value / 100 % 100, printed.value % 100);
    let year = i16::try_from(year).ok().filter(|y| (1949..=2060).contains(y))?;
    let (month, day) = (i8::try_from(month).ok()?, i8::try_from(day).ok()?);
    calendar_day(year, month, day)?;
    let alone = !text.at(printed.end).is_ascii_alphanumeric() && !matches!(text.before(at), '/' | '_' | '-');
    (alone && !is_label_of_number(text, at)).then_some(())?;
    let point = Point { year: Year::Of(year), month: Some(month), day: Some(day), ..Point::default() };
    Some(suffixed(text, printed.end, point, "compact"))
}

/// 编号, 电话 and the like stand before.
pub(super) fn is_label_of_number(text: Text<'_>, at: usize) -> bool {
    let at = (0..3)
        .fold(at, |at, _| if matches!(text.before(at), ' ' | ':' | '为' | '是' | '.' | '(') { at - 1 } else { at });
    text.ends(
        at,
        &[
            "编号",
            "文号",
            "号码",
            "电话",
            "热线",
            "单号",
            "证号",
            "备案号",
            "代码",
            "no",
            "邮编",
            "许可证",
            "qq",
            "批号",
            "编码",
            "案号",
            "帐号",
            "账号",
            "学号",
            "工号",
        ],
    )
}

/// 2022上半年, 2023一季度: the year without its word.
fn year_and_part(text: Text<'_>, at: usize, printed: Number, year: i16) -> Option<Read> {
    (!printed.han && !is_label_of_number(text, at)).then_some(())?;
    let halves = ["上半年", "下半年", "全年", "第", "一", "二", "三", "四", "前"];
    text.one_of(printed.end, &halves)?;
    let (end, part) = if text.starts(printed.end, "全年") {
        (printed.end + 2, Part::Months(1, 12))
    } else {
        part_of_year(text, printed.end).filter(|(end, _)| matches!(text.before(*end), '年' | '度' | '末' | '底'))?
    };
    Some(suffixed(text, end, Point { year: Year::Of(year), part: Some(part), ..Point::default() }, "part_of_year"))
}

/// 2020—2022年, 2021、2022年, 2019年至2021年 begins elsewhere.
pub(super) fn years_joined(text: Text<'_>, first: Number, year: i16) -> Option<Read> {
    let slash = text.at(first.end) == '/';
    let second = number(text, if slash { first.end + 1 } else { joint(text, first.end)? })?;
    let behind = text.blanks(second.end);
    // 2019、2020两年.
    let both = text.starts(behind, "两年");
    // 2021—2022雪季: the noun says that they are years.
    let season =
        text.one_of(second.end, &["雪季", "学年", "赛季", "年度", "榨季", "采暖季", "供暖季", "冰雪季"]).is_some();
    let of_money = text.one_of(behind, &["财政年度", "财年", "年财政年度"]);
    let season = season || of_money.is_some();
    (text.at(behind) == '年' && !slash || season || both).then_some(())?;
    let to = match second.length {
        4 => second.year()?,
        2 => year / 100 * 100 + i16::try_from(second.value).ok()?,
        _ => return None,
    };
    (to > year).then_some(())?;
    let of = |year| Point { year: Year::Of(year), ..Point::default() };
    // 2023/24财政年度: from April to March.
    if let Some(length) = of_money.filter(|_| to == year + 1) {
        let whole = Point { part: Some(Part::Across(4, 3)), ..of(year) };
        return Some(suffixed(text, behind + length, whole, "range"));
    }
    if season {
        return Some(plain(second.end, Expr::Range(of(year), of(to)), "range"));
    }
    let behind = behind + usize::from(both);
    let end = behind + 1 + usize::from(text.at(behind + 1) == '度');
    let end = end + text.one_of(end, &["期间"]).unwrap_or(0);
    Some(plain(end, Expr::Range(of(year), of(to)), "range"))
}

/// 2019.9.6, 2020-07-30 08:43, 2020/7/30; 2020-07 and 2020.07 with two digits.
pub(super) fn dotted(text: Text<'_>, at: usize, printed: Number, year: i16) -> Option<Read> {
    if is_label_of_number(text, at) || matches!(text.before(at), '/' | '_' | '=') {
        return None;
    }
    let mark = text.at(printed.end);
    matches!(mark, '-' | '/' | '.' | '\u{2013}' | '\u{b7}').then_some(())?;
    let month = number(text, printed.end + 1).filter(|n| n.length <= 2)?;
    let of = month.within(1, 12)?;
    let point = Point { year: Year::Of(year), month: Some(of), ..Point::default() };
    if text.at(month.end) == mark {
        let day = number(text, month.end + 1).filter(|n| n.length <= 2 || text.at(n.end) == ':' && n.length == 4)?;
        // 2020-07-2908:43: the time is glued to the day.
        let (value, end) = if day.length == 4 { (day.value / 100, day.end - 2) } else { (day.value, day.end) };
        let value = i8::try_from(value).ok()?;
        calendar_day(year, of, value)?;
        let other = text.at(end).is_ascii_alphabetic() && text.at(end) != 't' || text.at(end) == mark;
        return (!other).then(|| suffixed(text, end, Point { day: Some(value), ..point }, "numeric"));
    }
    let alone = month.length == 2
        && !matches!(text.at(month.end), '年' | '.' | '%')
        && !text.at(month.end).is_ascii_alphanumeric();
    (alone && mark == '-').then(|| suffixed(text, month.end, point, "numeric"))
}

/// 98年4月, 112年5月, 98年: a year without its century, or one of the Republic.
pub(super) fn short_year(text: Text<'_>, at: usize, printed: Number, behind: usize) -> Option<Read> {
    let value = i16::try_from(printed.value).ok()?;
    let month = number(text, text.blanks(behind + 1))
        .filter(|n| n.within(1, 12).is_some() && text.at(text.blanks(n.end)) == '月');
    let han_tens = printed.han && (0..printed.length).any(|i| text.at(at + i) == '十');
    let year = match (printed.length, month) {
        (3, Some(_)) if (90..=140).contains(&value) => 1911 + value,
        (2, Some(_)) if !han_tens => {
            if value >= 50 {
                1900 + value
            } else {
                2000 + value
            }
        }
        // 21年底: of this century.
        (2, None)
            if !printed.han
                && (12..=40).contains(&value)
                && text.one_of(behind + 1, &["底", "末", "上半年", "下半年"]).is_some()
                && !matches!(text.before(at), '近' | '约' | '达' | '超' | '过' | '长' | '满' | '逾' | '个' | '期') =>
        {
            2000 + value
        }
        (length @ 2..=3, None) if !han_tens && (if length == 2 { 77..=99 } else { 90..=140 }).contains(&value) => {
            let counts = matches!(
                text.at(behind + 1),
                '来' | '前' | '后' | '间' | '的' | '内' | '以' | '历' | '多' | '余' | '期' | '产'
            ) || matches!(
                text.before(at),
                '近' | '约' | '达' | '超' | '过' | '长' | '满' | '逾' | '个' | '期' | '年'
            );
            if counts {
                return None;
            }
            if length == 3 {
                let end = after_year(text, behind + 1, Year::Of(1911 + value), "republic_year");
                return Some(Read { rule: "republic_year", ..end });
            }
            1900 + value
        }
        _ => return None,
    };
    Some(after_year(text, behind + 1, Year::Of(year), "short_year"))
}

/// 17日 by itself, where only a date can stand.
pub(super) fn day_alone(text: Text<'_>, at: usize, printed: Number, behind: usize) -> Option<Read> {
    let day = printed.within(1, 31).filter(|_| printed.length <= 3)?;
    let next = text.at(behind + 1);
    if matches!(
        next,
        '内' | '游' | '间' | '均' | '报' | '元' | '本' | '夜' | '产' | '处' | '常' | '用' | '照' | '化' | '程'
    ) {
        return counted(text, at);
    }
    let opens = matches!(
        text.before(at),
        '\0' | ' '
            | '\n'
            | ','
            | '。'
            | ';'
            | '\u{3001}'
            | '('
            | '于'
            | '在'
            | '至'
            | '自'
            | '从'
            | '到'
            | '截'
            | '\u{201c}'
            | '\u{300c}'
            | ':'
            | '是'
            | '!'
            | '?'
            | '由'
            | '据'
            | '定'
            | '记'
            | '者'
            | '月'
            | '天'
            | '\u{2014}'
            | '\u{3000}'
            | '社'
            | '网'
            | '】'
    );
    let han = printed.han && !matches!(printed.value, 11..=31);
    // 甲市、乙县27日在…: what follows says that it is a day.
    let told = text
        .one_of(
            behind + 1,
            &["在", "上午", "下午", "晚", "举行", "召开", "签", "正式", "联合", "共同", "宣布", "发布", "揭牌", "起"],
        )
        .is_some()
        && crate::text::punct::is_han(text.before(at))
        && (!printed.han || !han)
        && !matches!(
            text.before(at),
            '第' | '约' | '近' | '达' | '每' | '共' | '满' | '超' | '过' | '为' | '前' | '后' | '隔' | '逾'
        );
    // 两市20日交换…: a number of days has a word before it that says so.
    let counts = matches!(
        text.before(at),
        '第' | '约'
            | '近'
            | '达'
            | '每'
            | '共'
            | '满'
            | '超'
            | '过'
            | '为'
            | '前'
            | '后'
            | '隔'
            | '逾'
            | '期'
            | '时'
            | '了'
            | '续'
            | '计'
            | '足'
            | '限'
            | '用'
            | '经'
            | '有'
            | '多'
            | '余'
            | '整'
            | '数'
            | '几'
            | '长'
            | '短'
            | '留'
            | '住'
            | '待'
            | '行'
            | '仅'
            | '只'
            | '不'
            | '少'
            | '出'
            | '缩'
            | '延'
            | '迟'
            | '早'
            | '晚'
            | '各'
            | '又'
            | '再'
            | '历'
            | '耗'
            | '费'
            | '年'
            | '个'
    );
    let led = !printed.han
        && crate::text::punct::is_han(text.before(at))
        && crate::text::punct::is_han(next)
        && !counts
        && !matches!(
            next,
            '后' | '前'
                | '以'
                | '之'
                | '来'
                | '左'
                | '的'
                | '龄'
                | '期'
                | '时'
                | '假'
                | '工'
                | '班'
                | '票'
                | '型'
                | '子'
        );
    // 连续十三日在…: the word before it asks for a number of days.
    // 8日和10日.
    let listed = matches!(text.before(at), '和' | '及' | '与') && matches!(text.at(at.saturating_sub(2)), '日' | '号');
    let opens = opens || told && !(printed.han && counts) || led || listed;
    if !opens || han || text.starts(behind, "日前") && text.before(at) != '\n' {
        return None;
    }
    Some(suffixed(text, behind + 1, Point { day: Some(day), ..Point::default() }, "day"))
}

/// 16—18日 without a month.
pub(super) fn days_joined(text: Text<'_>, at: usize, printed: Number) -> Option<Read> {
    let from = printed.within(1, 31)?;
    let second = number(text, joint(text, printed.end)?)?;
    (text.at(second.end) == '日' && !printed.han).then_some(())?;
    let to = second.within(1, 31).filter(|&to| to > from)?;
    matches!(text.before(at), '\0' | '\n' | ' ' | ',' | ';' | '。' | '(' | '于' | '在' | '从' | '自').then_some(())?;
    let day = |day| Point { day: Some(day), ..Point::default() };
    Some(plain(second.end + 1, Expr::Range(day(from), day(to)), "range"))
}
