//! What stands behind an expression: hours, 起, 以来, 期间, 前; and the second end of a range.

use super::{
    super::reader::{Text, number},
    calendar::Part,
    grammar::{Expr, Point, Read, Year, hundreds, plain},
    points::{is_name_of_month, part_of_year, tenth, weekday},
    words::{Meaning, WORDS},
};

/// The position behind a mark or word that joins two points of a range or list.
pub(super) fn joint(text: Text<'_>, at: usize) -> Option<usize> {
    let at = text.blanks(at);
    let mark = text.at(at);
    let twice = matches!(mark, '\u{2014}' | '\u{2015}' | '\u{2500}') && text.at(at + 1) == mark;
    is_joint(mark).then(|| text.blanks(at + 1 + usize::from(twice)))
}

/// A mark or word that joins two points.
pub(super) const fn is_joint(mark: char) -> bool {
    matches!(
        mark,
        '至' | '到'
            | '-'
            | '~'
            | '\u{2013}'
            | '\u{2014}'
            | '\u{2015}'
            | '\u{2500}'
            | '\u{ff5e}'
            | '\u{301c}'
            | '\u{3001}'
    )
}

/// The point with what belongs to it behind: 起, 以来, 期间, 前, hours; and the second end of a range.
pub(super) fn suffixed(text: Text<'_>, end: usize, point: Point, rule: &'static str) -> Read {
    if let Some(read) = ranged(text, end, point) {
        return read;
    }
    timed(text, plain(end, Expr::Point(point), rule))
}

/// What may stand behind a whole expression.
pub(super) fn timed(text: Text<'_>, mut read: Read) -> Read {
    read.end = clock(text, read.end);
    read.end += text.one_of(read.end, &["(周", "(星期"]).map_or(0, |length| {
        let day = weekday(text.at(read.end + length)).is_some() || text.at(read.end + length) == '天';
        if day && text.at(read.end + length + 1) == ')' { length + 2 } else { 0 }
    });
    read.end += text
        .one_of(read.end, &["上午", "下午", "晚间", "晚上", "凌晨", "中午", "清晨", "傍晚", "一早", "早上", "晚", "早"])
        .filter(|&length| {
            length > 1
                || !matches!(text.at(read.end + 1), '期' | '稻' | '日' | '报' | '已' | '在' | '年' | '会' | '餐' | '于')
        })
        .unwrap_or(0);
    read.end = clock(text, read.end);
    if let Some(length) = text.one_of(read.end, &["以来", "至今", "迄今"]).filter(|&length| {
        // 5月至今年6月: 至 alone.
        !(text.starts(read.end, "至今") && matches!(text.at(read.end + length), '年' | '天' | '日' | '晚' | '晨'))
    }) {
        read.end += length;
        read.since = true;
    } else if let Some(length) = text.one_of(read.end, &["起"]) {
        let other = matches!(
            text.at(read.end + 1),
            '点' | '到' | '伏' | '草' | '重' | '飞' | '步' | '航' | '源' | '了' | '降' | '初'
        );
        read.end += if other { 0 } else { length };
    } else if let Some(length) = text.one_of(read.end, &["期间", "前后", "左右", "前夕"]) {
        read.end += length;
    } else if let Some(length) = text.one_of(read.end, &["之前", "以前", "前"]) {
        let other = length == 1
            && matches!(
                text.at(read.end + 1),
                '进' | '往'
                    | '三'
                    | '景'
                    | '列'
                    | '沿'
                    | '夕'
                    | '来'
                    | '去'
                    | '期'
                    | '5'
                    | '2'
                    | '3'
                    | '4'
                    | '6'
                    | '7'
                    | '8'
                    | '9'
                    | '1'
                    | '十'
                    | '五'
                    | '四'
                    | '两'
                    | '海'
            );
        if !other {
            read.end += length;
            read.deadline = true;
        }
    } else if let Some(length) = text.one_of(read.end, &["之后", "以后"]) {
        read.end += length;
    }
    read
}

/// The position behind a time of day: `08:43:10`, 8时30分, 9点.
pub(super) fn clock(text: Text<'_>, at: usize) -> usize {
    let from = text.blanks(at);
    let from = if text.at(from) == 't' && from == at { from + 1 } else { from };
    let Some(hour) = number(text, from).filter(|n| n.value < 25 && n.length <= 2) else { return at };
    if text.at(hour.end) == ':' {
        let Some(minute) = number(text, hour.end + 1).filter(|n| n.value < 60 && n.length == 2) else { return at };
        let second = number(text, minute.end + 1).filter(|n| text.at(minute.end) == ':' && n.length == 2);
        return second.map_or(minute.end, |second| second.end);
    }
    if matches!(text.at(hour.end), '时' | '点') && !matches!(text.at(hour.end + 1), '间' | '代' | '期') {
        let behind = hour.end + 1;
        let minute = number(text, behind).filter(|n| text.at(n.end) == '分');
        return minute.map_or(behind + usize::from(matches!(text.at(behind), '整' | '许')), |n| n.end + 1);
    }
    at
}

/// The second end of a range or the last of a list: 至12日, —2022年11月, 、8月.
pub(super) fn ranged(text: Text<'_>, end: usize, first: Point) -> Option<Read> {
    let mut last = None;
    let mut from = end;
    if let Some((point, after)) = dotted_end(text, end, first) {
        return Some(timed(text, plain(after, Expr::Range(first, point), "range")));
    }
    // A list has few members.
    for _ in 0..12 {
        // 20日、22日 and 3月和5月 are two times; 5、6月 has been read as one.
        let Some(next) = joint(text, from).filter(|_| !matches!(text.at(text.blanks(from)), '\u{3001}')) else {
            break;
        };
        let listed = matches!(text.at(from), '\u{3001}' | '和' | '及' | '与');
        let Some((point, after)) = second(text, next, first) else { break };
        // A list names things alike; a range of a month and a year is none.
        let alike = (point.month.is_some() || point.month_word.is_some())
            == (first.month.is_some() || first.month_word.is_some())
            && point.day.is_some() == first.day.is_some()
            && point.part.is_some() == first.part.is_some();
        if listed && !alike {
            break;
        }
        last = Some((point, after));
        from = after;
        if !listed {
            break;
        }
    }
    let (point, after) = last?;
    Some(timed(text, plain(after, Expr::Range(first, point), "range")))
}

/// 2019.9.6-9.8, 2019.9.6—8: the second end is written as the first is, without its year or month.
fn dotted_end(text: Text<'_>, end: usize, first: Point) -> Option<(Point, usize)> {
    let (of_month, of_day) = (first.month?, first.day?);
    let digits = (1..=2).take_while(|&back| back <= end && text.at(end - back).is_ascii_digit()).count();
    let mark = text.at(end.checked_sub(digits + 1).filter(|_| digits > 0)?);
    let from = joint(text, end).filter(|_| text.at(end) != mark)?;
    matches!(mark, '.' | '/' | '-').then_some(())?;
    let part = |at| number(text, at).filter(|n| !n.han && n.length <= 2);
    let one = part(from)?;
    let ends = |at: usize| {
        !text.at(at).is_ascii_alphanumeric()
            && !matches!(
                text.at(at),
                '.' | '/' | '-' | '%' | ':' | '年' | '月' | '日' | '号' | '个' | '人' | '万' | '亿'
            )
    };
    let (month, day, after) = match part(one.end + 1).filter(|_| text.at(one.end) == mark) {
        Some(day) => (one.within(1, 12)?, day.within(1, 31)?, day.end),
        None => (of_month, one.within(1, 31)?, one.end),
    };
    let later = (month, day) > (of_month, of_day) && ends(after);
    later.then_some((Point { month: Some(month), day: Some(day), ..first }, after))
}

/// 民国109年至111年: the second end counts as the first. Its year and the position behind it.
fn republic_end(text: Text<'_>, at: usize, first: Point) -> Option<(i16, usize)> {
    let Year::Of(from) = first.year else { return None };
    let printed = hundreds(text, at).filter(|n| text.at(text.blanks(n.end)) == '年')?;
    let year = 1911 + i16::try_from(printed.value).ok()?;
    let named = (2..=16).any(|back| at >= back && text.starts(at - back, "民国"));
    let three = (from.checked_sub(1911)).is_some_and(|year| (90..=140).contains(&year)) && year > 2010;
    ((named || three) && (from + 1..=from + 40).contains(&year)).then_some((year, text.blanks(printed.end) + 1))
}

/// A second point, which takes over the year and the month that it leaves out.
pub(super) fn second(text: Text<'_>, at: usize, first: Point) -> Option<(Point, usize)> {
    let inherited = Point { year: first.year, ..Point::default() };
    if let Some((length, meaning)) = WORDS.at(|i| text.at(at + i)) {
        let part = match meaning {
            Meaning::Part(part) if first.part.is_some() => part,
            Meaning::Year(offset) => {
                let read = unranged(text, at + length, Year::From(offset))?;
                return Some(read);
            }
            // 10月至次年3月: the year behind the first one's.
            Meaning::SameYear(offset @ 1..) if first.month.is_some() => {
                let year = match first.year {
                    Year::Of(year) => Year::Of(year + offset),
                    Year::From(of) => Year::From(of + offset),
                    _ => Year::Unsaid,
                };
                let read = unranged(text, at + length, year)?;
                let turned = read.0.month.is_some_and(|month| first.month.is_some_and(|from| month < from));
                return (year != Year::Unsaid || turned).then_some(read);
            }
            Meaning::Tenth(tenth) if first.tenth.is_some() => {
                return Some((Point { tenth: Some(tenth), ..Point { part: None, day: None, ..first } }, at + length));
            }
            _ => return None,
        };
        return Some((Point { part: Some(part), ..inherited }, at + length));
    }
    if let Some((end, part)) = part_of_year(text, at) {
        return Some((Point { part: Some(part), ..inherited }, end));
    }
    if let Some((year, end)) = republic_end(text, at, first) {
        return unranged(text, end, Year::Of(year));
    }
    let printed = number(text, at)?;
    let behind = text.blanks(printed.end);
    if let Some(year) = printed.year() {
        if text.at(behind) == '年' {
            return unranged(text, behind + 1, Year::Of(year));
        }
        let mark = text.at(printed.end);
        let month = number(text, printed.end + 1).filter(|_| matches!(mark, '.' | '-' | '/'))?.within(1, 12)?;
        let month_end = number(text, printed.end + 1)?.end;
        let day = number(text, month_end + 1).filter(|n| text.at(month_end) == mark && n.length <= 2);
        let point = Point { year: Year::Of(year), month: Some(month), ..Point::default() };
        return Some(match day.and_then(|n| Some((n.within(1, 31)?, n.end))) {
            Some((day, end)) => (Point { day: Some(day), ..point }, end),
            None => (point, month_end),
        });
    }
    match text.at(behind) {
        '月' if !is_name_of_month(text, behind + 1, first.year) => {
            let month = printed.within(1, 12)?;
            let point = Point { month: Some(month), ..inherited };
            let end = behind + 1;
            if let Some(day) =
                number(text, text.blanks(end)).filter(|n| matches!(text.at(text.blanks(n.end)), '日' | '号'))
            {
                return Some((Point { day: Some(day.within(1, 31)?), ..point }, text.blanks(day.end) + 1));
            }
            if let Some((after, tenth)) = tenth(text, end) {
                return Some((Point { tenth: Some(tenth), ..point }, after));
            }
            (first.month.is_some() || first.part.is_some()).then_some((point, end))
        }
        '日' | '号' if first.day.is_some() => {
            let day = printed.within(1, 31)?;
            Some((Point { day: Some(day), part: None, tenth: None, ..first }, behind + 1))
        }
        _ => None,
    }
}

/// A year with its month and day, without looking for a range.
pub(super) fn unranged(text: Text<'_>, at: usize, year: Year) -> Option<(Point, usize)> {
    let point = Point { year, ..Point::default() };
    let from = text.blanks(at);
    if let Some((end, part)) = part_of_year(text, from) {
        return Some((Point { part: Some(part), ..point }, end));
    }
    if let Some(end) = text.one_of(from, &["年初", "年底", "年末", "初", "底", "末"]) {
        let part = if text.starts(from, "年初") || text.at(from) == '初' { Part::Early } else { Part::Late };
        return Some((Point { part: Some(part), ..point }, from + end));
    }
    let Some(month) = number(text, from).filter(|n| text.at(text.blanks(n.end)) == '月' && n.length <= 2) else {
        return Some((point, at + usize::from(text.at(at) == '度')));
    };
    let end = text.blanks(month.end) + 1;
    let point = Point { month: Some(month.within(1, 12)?), ..point };
    let day = number(text, text.blanks(end)).filter(|n| matches!(text.at(text.blanks(n.end)), '日' | '号'));
    if let Some(day) = day {
        return Some((Point { day: Some(day.within(1, 31)?), ..point }, text.blanks(day.end) + 1));
    }
    if let Some((after, tenth)) = tenth(text, end) {
        return Some((Point { tenth: Some(tenth), ..point }, after));
    }
    Some((point, end))
}
