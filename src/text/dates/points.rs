//! What follows a year or a month: halves, quarters, ten-day parts, days, seasons, feasts.

use super::{
    super::reader::{Text, number},
    calendar::Part,
    grammar::{Expr, MonthWord, Point, Read, Year, plain, quoted},
    moon::{behind_eve, moon_day, moon_feast},
    suffix::{joint, suffixed, timed},
    words::{Meaning, WORDS},
};

/// A feast, or the days off around it: 国庆假期 has seven.
pub(super) fn feast_days(text: Text<'_>, end: usize, first: Point) -> Read {
    let Some(length) = text.one_of(end, &["小长假", "长假", "假期", "黄金周"]) else {
        return suffixed(text, end, first, "feast");
    };
    let days = match (first.month, first.day) {
        (Some(10), _) => 7,
        (Some(5), _) => 5,
        _ => 1,
    };
    let end = end + length;
    let last = Point { day: first.day.map(|day| day + days - 1), ..first };
    timed(text, plain(end, if days == 1 { Expr::Point(first) } else { Expr::Range(first, last) }, "feast"))
}

pub(super) fn weekday(c: char) -> Option<i32> {
    ['一', '二', '三', '四', '五', '六', '日'].iter().position(|&d| d == c).and_then(|i| i32::try_from(i).ok())
}

/// 本月, 上月底, 当月5日.
pub(super) fn after_month_word(text: Text<'_>, end: usize, month: MonthWord, rule: &'static str) -> Option<Read> {
    let point = Point { month_word: Some(month), ..Point::default() };
    if let Some((after, tenth)) = tenth(text, end) {
        return Some(suffixed(text, after, Point { tenth: Some(tenth), ..point }, rule));
    }
    if let Some(day) = number(text, end).filter(|n| matches!(text.at(n.end), '日' | '号'))
        && let Some(of) = day.within(1, 31)
    {
        return Some(suffixed(text, day.end + 1, Point { day: Some(of), ..point }, rule));
    }
    Some(suffixed(text, end, point, rule))
}

/// 初, 上旬, 中旬, 底 behind a month.
pub(super) fn tenth(text: Text<'_>, at: usize) -> Option<(usize, i8)> {
    let table: [(&str, i8); 12] = [
        ("中下旬", 5),
        ("上中旬", 6),
        ("中上旬", 6),
        ("上旬", 1),
        ("中旬", 2),
        ("下旬", 3),
        ("月初", 1),
        ("月底", 3),
        ("初", 1),
        ("底", 3),
        ("末", 3),
        ("内", 4),
    ];
    table.iter().find(|(word, _)| text.starts(at, word)).and_then(|(word, tenth)| {
        // 初步, 底部 are other words.
        let end = at + word.chars().count();
        let other = text.at(at) == '初' && matches!(text.at(end), '步' | '中' | '级' | '期' | '衷' | '心' | '具')
            || text.at(at) == '底' && matches!(text.at(end), '部' | '气')
            || text.at(at) == '内' && matches!(text.at(end), '部' | '容' | '外');
        (!other).then_some((end, *tenth))
    })
}

/// 上半年, 一季度, 前三季度, 前5个月, 初, 底 behind a year or alone.
pub(super) fn part_of_year(text: Text<'_>, at: usize) -> Option<(usize, Part)> {
    for (word, part) in [("上半年", Part::FirstHalf), ("下半年", Part::SecondHalf)] {
        if text.starts(at, word) && matches!(text.at(at + 3), '末' | '底') {
            return Some((at + 4, Part::EndOf(if part == Part::FirstHalf { 6 } else { 12 })));
        }
        if text.starts(at, word) {
            return Some((at + 3, part));
        }
    }
    if let Some(length) = text.one_of(at, &["上、下半年", "上下半年"]) {
        return Some((at + length, Part::Months(1, 12)));
    }
    let first = text.at(at);
    // 首季, 首季度, 首九个月, 头两个月.
    if matches!(first, '首' | '头') {
        if let Some(length) = text.one_of(at, &["首季度", "首季"]) {
            return Some((at + length, Part::Quarter(1)));
        }
        let number = number(text, text.blanks(at + 1))?;
        let end = text.blanks(number.end);
        let count = number.within(1, 12)?;
        return text.starts(end, "个月").then_some((end + 2, Part::FirstMonths(count)));
    }
    let from = if matches!(first, '第' | '前') { at + 1 } else { at };
    let number = number(text, text.blanks(from))?;
    let behind = text.blanks(number.end);
    // 一至三季度, 二、三季度.
    if first != '前'
        && let Some(last) = joint(text, number.end).and_then(|next| super::super::reader::number(text, next))
        && text.starts(text.blanks(last.end), "季度")
        && let (Some(from), Some(to)) =
            (number.within(1, 4), last.within(1, 4).filter(|&to| to > number.within(1, 4).unwrap_or(4)))
    {
        return Some((text.blanks(last.end) + 2, Part::Months(from * 3 - 2, to * 3)));
    }
    if text.starts(behind, "季度") && first != '前' {
        // 三四季度: the last two.
        if let (true, 2, 12 | 23 | 34) = (number.han, number.length, number.value) {
            let (from, to) = (number.value / 10, number.value % 10);
            return Some((behind + 2, Part::Months(i8::try_from(from * 3 - 2).ok()?, i8::try_from(to * 3).ok()?)));
        }
        let quarter = number.within(1, 4)?;
        if matches!(text.at(behind + 2), '末' | '底') && text.at(behind + 3) != '部' {
            return Some((behind + 3, Part::EndOf(quarter * 3)));
        }
        return Some((behind + 2, Part::Quarter(quarter)));
    }
    // 第三季 of Taiwan, Hong Kong and Macao; 第三季收官 is of a show.
    let told =
        || text.ends(at, &["预计", "计划", "可望", "有望", "最快", "力争", "拟于", "定于", "将于", "今年", "明年"]);
    if first == '第'
        && text.at(behind) == '季'
        && (told()
            || matches!(
                text.at(behind + 1),
                ',' | '。'
                    | ';'
                    | '启'
                    | '完'
                    | '开'
                    | '动'
                    | '起'
                    | '前'
                    | '收'
                    | '招'
                    | '投'
                    | '推'
                    | '落'
                    | '竣'
                    | '通'
                    | '交'
                    | '至'
            ))
    {
        return Some((behind + 1, Part::Quarter(number.within(1, 4)?)));
    }
    if first != '前' {
        return None;
    }
    if text.starts(behind, "季度") || text.starts(behind, "个季度") {
        let end = behind + if text.at(behind) == '个' { 3 } else { 2 };
        return Some((end, Part::FirstMonths(number.within(1, 4)? * 3)));
    }
    let end = if text.starts(behind, "个月") {
        behind + 2
    } else if text.at(behind) == '月' {
        behind + 1
    } else {
        return None;
    };
    Some((end, Part::FirstMonths(number.within(1, 12)?)))
}

/// What follows a year: month and day, half, quarter, beginning, end, season, feast.
pub(super) fn after_year(text: Text<'_>, at: usize, year: Year, rule: &'static str) -> Read {
    let point = Point { year, ..Point::default() };
    let from = text.blanks(at);
    if let Some(read) = moon_day(text, from, year) {
        return read;
    }
    if let Some((end, part)) = part_of_year(text, if text.at(from) == '的' { from + 1 } else { from }) {
        return suffixed(text, end, Point { part: Some(part), ..point }, "part_of_year");
    }
    if let Some(read) = month_of(text, from, point, rule) {
        return read;
    }
    // 去年同期: the time named last, in that year.
    if text.starts(from, "同期") {
        return plain(from + 2, Expr::Point(point), "same_period");
    }
    if text.starts(from, "元月") {
        let point = Point { month: Some(1), ..point };
        return match tenth(text, from + 2) {
            Some((end, tenth)) => suffixed(text, end, Point { tenth: Some(tenth), ..point }, rule),
            None => suffixed(text, from + 2, point, rule),
        };
    }
    let words: [(&str, Part); 34] = [
        ("伊始", Part::Early),
        ("之初", Part::Early),
        ("之内", Part::Within),
        ("开春", Part::Season(1)),
        ("初春", Part::Season(1)),
        ("入春", Part::Season(1)),
        ("早春", Part::Season(1)),
        ("入夏", Part::Season(2)),
        ("初夏", Part::Season(2)),
        ("盛夏", Part::Season(2)),
        ("仲夏", Part::Season(2)),
        ("入秋", Part::Season(3)),
        ("初秋", Part::Season(3)),
        ("深秋", Part::Season(3)),
        ("金秋", Part::Season(3)),
        ("入冬", Part::Season(4)),
        ("初冬", Part::Season(4)),
        ("隆冬", Part::Season(4)),
        ("寒冬", Part::Season(4)),
        ("年初", Part::Early),
        ("年中", Part::Middle),
        ("年底", Part::Late),
        ("年末", Part::Late),
        ("年内", Part::Within),
        ("初", Part::Early),
        ("底", Part::Late),
        ("末", Part::Late),
        ("内", Part::Within),
        ("中", Part::Middle),
        ("春", Part::Season(1)),
        ("夏", Part::Season(2)),
        ("秋", Part::Season(3)),
        ("冬", Part::Season(4)),
        ("岁末", Part::Late),
    ];
    for (word, part) in words {
        if !text.starts(from, word) {
            continue;
        }
        let end = from + word.chars().count();
        // 2022年春节, 2021年中国…, 2020年初步 are other words.
        let next = text.at(end);
        let other = match word {
            "中" => {
                let done = text.one_of(
                    end,
                    &[
                        "押后", "推迟", "投入", "投产", "投用", "开工", "开通", "动工", "启用", "启动", "竣工", "通车",
                        "左右", "试", "交付", "落成", "举行", "举办", "上线",
                    ],
                );
                done.is_none() && !matches!(next, ',' | '\u{3001}' | '。' | ';' | '完' | '建' | '前')
            }
            "初" => matches!(next, '步' | '中' | '级' | '期' | '心'),
            "内" => matches!(next, '部' | '容' | '外' | '地' | '蒙' | '江'),
            "春" | "夏" | "秋" | "冬" => {
                let season = next == '季' || next == '天' || matches!(next, ',' | '。' | ';' | '\u{3001}');
                if next == '季' || next == '天' {
                    return suffixed(text, end + 1, Point { part: Some(part), ..point }, "season");
                }
                !season
            }
            _ => false,
        };
        if !other {
            let end = end + usize::from(matches!(part, Part::Season(_)) && text.at(end) == '时');
            let rule = if matches!(part, Part::Season(_)) { "season" } else { "part_of_year" };
            return suffixed(text, end, Point { part: Some(part), ..point }, rule);
        }
    }
    if let Some(read) = quoted(text, from).filter(|read| read.rule == "feast") {
        let of = |feast: Point| Point { year, ..feast };
        let expr = match read.expr {
            Expr::Point(feast) => Expr::Point(of(feast)),
            Expr::Range(first, last) => Expr::Range(of(first), of(last)),
            other => other,
        };
        return Read { expr, ..read };
    }
    if let Some((length, meaning)) = WORDS.at(|i| text.at(from + i)) {
        let end = from + length;
        match meaning {
            Meaning::Feast(month, day) => {
                return feast_days(text, end, Point { month: Some(month), day: Some(day), ..point });
            }
            Meaning::Term(month, day) => {
                return suffixed(text, end, Point { month: Some(month), day: Some(day), ..point }, "feast");
            }
            Meaning::Moon(feast) => {
                let moon = Some(moon_feast(feast));
                return suffixed(text, behind_eve(text, end, feast), Point { moon, ..point }, "moon_feast");
            }
            Meaning::Part(part) => return suffixed(text, end, Point { part: Some(part), ..point }, "part_of_year"),
            _ => {}
        }
    }
    let at = if text.at(at) == '度' && !matches!(text.at(at + 1), '假' | '过') { at + 1 } else { at };
    suffixed(text, at, point, rule)
}

/// N月, N月N日, N月中旬, N—M月 at `at`.
pub(super) fn month_of(text: Text<'_>, at: usize, point: Point, rule: &'static str) -> Option<Read> {
    let printed = number(text, at).filter(|n| n.length <= 2)?;
    let month = printed.within(1, 12)?;
    let behind = text.blanks(printed.end);
    // 1—9月, 3至5月, 5、6月.
    if let Some(second) = joint(text, printed.end).and_then(|next| number(text, next))
        && text.at(text.blanks(second.end)) == '月'
        && text.at(text.blanks(second.end) + 1) != '街'
        && let Some(to) = second.within(1, 12).filter(|&to| to > month)
    {
        let end = text.blanks(second.end) + 1;
        // 5、6月5日 is no list of months.
        if number(text, end).is_none_or(|day| !matches!(text.at(day.end), '日' | '号')) {
            let end = end + usize::from(text.at(end) == '份');
            return Some(suffixed(text, end, Point { part: Some(Part::Months(month, to)), ..point }, "range"));
        }
    }
    // 农历三月三 is a day of the moon.
    if text.ends(at, &["农历", "阴历", "旧历"]) {
        return None;
    }
    if text.at(behind) != '月' || is_name_of_month(text, behind + 1, point.year) {
        return None;
    }
    let end = behind + 1;
    let point = Point { month: Some(month), ..point };
    let rule = match (rule, point.year) {
        ("year", _) => "year_month",
        (rule, Year::Unsaid) => {
            if rule == "bare" {
                "month"
            } else {
                rule
            }
        }
        (rule, _) => rule,
    };
    let end = end + usize::from(text.at(end) == '份');
    let from = text.blanks(end);
    if let Some((after, tenth)) = tenth(text, from) {
        return Some(suffixed(text, after, Point { tenth: Some(tenth), ..point }, rule));
    }
    let day = number(text, from).filter(|n| n.length <= 3);
    if let Some(printed) = day
        && let Some(day) = printed.within(1, 31)
    {
        let rule = match rule {
            "year_month" => "year_month_day",
            "month" => "month_day",
            rule => rule,
        };
        let after = text.blanks(printed.end);
        if matches!(text.at(after), '日' | '号') {
            let first = Point { day: Some(day), ..point };
            return Some(suffixed(text, after + 1, first, rule));
        }
        // 3月10至12日, 9月16—18日, 5月1、2日.
        if let Some(second) = joint(text, printed.end).and_then(|next| number(text, next))
            && matches!(text.at(second.end), '日' | '号')
            && let Some(to) = second.within(1, 31).filter(|&to| to > day)
        {
            let (first, last) = (Point { day: Some(day), ..point }, Point { day: Some(to), ..point });
            return Some(timed(
                text,
                Read {
                    end: second.end + 1,
                    expr: Expr::Range(first, last),
                    rule: "range",
                    since: false,
                    deadline: false,
                },
            ));
        }
    }
    Some(suffixed(text, end, point, rule))
}

/// 3月街, 六月天, 8月薪: names that begin like a month.
pub(super) fn is_name_of_month(text: Text<'_>, after: usize, year: Year) -> bool {
    matches!(text.at(after), '街' | '饼' | '亮' | '薪' | '嫂' | '租' | '供' | '票' | '刊' | '子' | '球' | '坝' | '牙')
        || year == Year::Unsaid && text.one_of(after, &["均", "费", "天气", "河"]).is_some()
}
