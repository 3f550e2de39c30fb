//! When the page says it was published. Dates inside the running text never count; a date is never invented.

use super::{
    BlockKind, Published,
    classify::Kind,
    features::Feat,
    fields::first_date,
    position, raw,
    shape::Shape,
    signs::Signs,
    sort::{self, Sorted},
    stamps, title,
    vocab::Label,
};
use crate::text::{
    date::{self, PartialDate},
    find::FindWord,
    punct::is_han,
    span::ByteRange,
};

/// How likely a byline a line of furniture beside the title must be, so that its date is looked at.
const NEAR_BYLINE: f32 = 0.02;

/// The same of a line that was taken for a heading.
const LIKELY_BYLINE: f32 = 0.3;
/// Lines behind the text that may tell when it was published.
const TAIL_LINES: usize = 12;

struct Candidate {
    score: i32,
    date: PartialDate,
    span: ByteRange,
    reason: &'static str,
}

/// The date of publication.
pub(super) fn find(text: &str, feats: &[Feat<'_>], page: &Sorted) -> Published {
    let mut all: Vec<Candidate> = Vec::new();
    let prose_lines = page.shapes.iter().filter(|s| **s == Shape::Prose).count();
    for (i, (feat, (kind, rule))) in feats.iter().zip(&page.kinds).enumerate().take(page.own_lines()) {
        let place = if i < page.first {
            3
        } else if i >= page.tail {
            1
        } else {
            0
        };
        let shape = page.shapes.get(i).copied().unwrap_or(Shape::Open);
        if *rule == sort::DATE_IN_PIECES
            && let Some(next) = feats.get(i + 1)
            && let Some(date) = position::year_and_day(feat.fold(), next.fold())
        {
            let span = ByteRange::new(feat.inner.start, next.inner.end);
            all.push(Candidate { score: 7 + place, date, span, reason: "source_line" });
        }
        if *rule == sort::DATE_BELOW
            && let Some((from, to, date)) = feat.first_date()
            && !is_placeholder(date)
        {
            let label = i.checked_sub(1).and_then(|above| feats.get(above)).map(Feat::fold).unwrap_or_default();
            let span = feat.head.to_source(text, from, to);
            let score = 8 - i32::from(is_other_date(label)) * 2;
            all.push(Candidate { score: score + place, date, span, reason: "time_label" });
            continue;
        }
        match kind {
            // Nothing else is a date's.
            _ if !feat.signs.has(Signs::DATES) => {}
            BlockKind::Byline | BlockKind::Title | BlockKind::Credit => line(text, feat, place, *kind, &mut all),
            // A whole page on one line, or the text glued to its head.
            BlockKind::Paragraph if i <= page.first + 1 && (prose_lines <= 2 || i == page.first) => {
                glued(text, feat, &mut all);
            }
            // The head of a newspaper's page: the issue's date beside the number of the page.
            BlockKind::Furniture if i < page.first && is_issue_head(feat.fold()) => {
                line(text, feat, 0, *kind, &mut all);
            }
            // A digest's head: the issue's date in brackets behind its name.
            BlockKind::Furniture if i < page.first && i <= 2 && is_issue(feat.fold()) => {
                line(text, feat, -2, *kind, &mut all);
            }
            // A byline among controls: 分享到 2018-05-11 某某网 打印.
            BlockKind::Furniture
                if i < page.first
                    && i.abs_diff(page.title.line) <= 4
                    && (page.shares.get(i).is_some_and(|s| s.of(Kind::Byline) >= NEAR_BYLINE)
                        || feat.fields().iter().any(|f| f.label == Label::Control))
                    && (!feat.fields().is_empty() || feat.beside().words > 0) =>
            {
                line(text, feat, 0, *kind, &mut all);
            }
            // 2023-10-19 05:50 發布 behind the text.
            BlockKind::Furniture
                if i >= page.tail && i <= page.tail + TAIL_LINES && tells_of_publishing(feat.fold()) =>
            {
                line(text, feat, -4, *kind, &mut all);
            }
            // A byline that looks like a heading.
            BlockKind::Heading | BlockKind::Subtitle
                if i <= page.first
                    && i > page.title.line
                    && feat.chars <= 60
                    && page.shares.get(i).is_some_and(|s| s.of(Kind::Byline) >= LIKELY_BYLINE) =>
            {
                line(text, feat, 0, BlockKind::Byline, &mut all);
            }
            // 2021年7月19日 under the first lines of a paper: the day on which it was signed.
            BlockKind::Heading | BlockKind::Paragraph
                if i >= page.first && is_signed_day(feat) && is_paper(feats, page) =>
            {
                line(text, feat, -4, BlockKind::Byline, &mut all);
            }
            BlockKind::Furniture if matches!(shape, Shape::Crumb | Shape::Doubtful) && i < page.first => {
                line(text, feat, 0, *kind, &mut all);
            }
            _ => {}
        }
        if *kind == BlockKind::Paragraph
            && feat.signs.has(Signs::LABELS)
            && feat.signs.has(Signs::DATES)
            && i + 2 >= page.tail
        {
            reprinted(text, feat, &mut all);
        }
        if i == page.first && page.title.rule == title::BEFORE_STAMP {
            behind_title(text, feat, page, &mut all);
        }
        address(feat, *kind, &mut all);
    }
    let mut best: Option<Candidate> = None;
    for c in all {
        if best.as_ref().is_none_or(|b| c.score > b.score) {
            best = Some(c);
        }
    }
    best.map_or_else(Published::default, |c| Published {
        date: Some(c.date),
        certainty: c.date.certainty(),
        evidence: Some(c.span),
        reason: c.reason,
    })
}

/// A full day and nothing else, far in: where papers are signed.
fn is_signed_day(feat: &Feat<'_>) -> bool {
    const FAR_IN: usize = 6;
    let whole = |(from, to, when): (usize, usize, PartialDate)| {
        when.day.is_some() && from <= 1 && feat.fold().trim_end().len() <= to + 1
    };
    feat.indent >= FAR_IN && feat.chars <= 14 && feat.first_date().is_some_and(whole)
}

/// The title is a paper's: 关于…的通知.
fn is_paper(feats: &[Feat<'_>], page: &Sorted) -> bool {
    let fold = feats.get(page.title.line).map(Feat::fold).unwrap_or_default();
    page.title.span.is_some() && (fold.contains("关于") || fold.contains("答复") || fold.ends_with("通知"))
}

/// 某某周刊（2020年1月2日）: a name and a date in brackets, and not the day of the visit.
fn is_issue(fold: &str) -> bool {
    let Some((name, rest)) = fold.split_once('(') else { return false };
    let behind = rest.split_once(')').map(|(_, behind)| behind.trim_start());
    name.chars().filter(|&c| is_han(c)).count() >= 4
        && behind.is_some_and(|b| b.is_empty() || b.starts_with("农历"))
        && first_date(rest).is_some_and(|(from, _, d)| from == 0 && d.day.is_some())
        && !["今天", "今日", "现在", "星期", "欢迎"].iter().any(|w| fold.has_word(w))
}

/// A date at the start of `value` whose year has two or three digits and counts from 1911, with its length.
fn republican(value: &str) -> Option<(usize, PartialDate)> {
    let digits = value.find(|c: char| !c.is_ascii_digit())?;
    let year: u32 = value.get(..digits)?.parse().ok().filter(|year| (80..=139).contains(year))?;
    let rest = value.get(digits..)?;
    rest.starts_with(['年', '/', '-', '.']).then_some(())?;
    let written = format!("{}{rest}", year + 1911);
    let (from, to, date) = first_date(&written)?;
    (from == 0 && date.day.is_some()).then_some((to + digits - 4, date))
}

/// True when the issue of a month or year is meant: 2014年9月号, 2015年第8期.
fn is_issue_of(rest: &str, when: PartialDate) -> bool {
    let rest = rest.trim_start();
    if when.month.is_some() {
        rest.starts_with(['号', '刊'])
    } else {
        rest.starts_with('第') && rest.chars().take(6).any(|c| c == '期')
    }
}

/// The number of the page, or how many the issue has: 第2版, 今日8版.
fn is_issue_head(fold: &str) -> bool {
    // A05版, 03版
    let numbered = || {
        fold.match_indices('版')
            .any(|(at, _)| fold.get(..at).is_some_and(|b| b.ends_with(|c: char| c.is_ascii_digit())))
    };
    const EDITIONS: [&str; 5] = ["数字版", "电子版", "数字报", "电子报", "数位版"];
    // A12|灣區脈搏, 下一篇4
    let code = || {
        let rest = fold.strip_prefix(|c: char| c.is_ascii_alphabetic()).unwrap_or_default();
        let digits = rest.chars().take_while(char::is_ascii_digit).count();
        (1..=3).contains(&digits) && rest.get(digits..).is_some_and(|r| r.starts_with(['|', '丨', ':', ' ']))
    };
    let turns = ["下一篇", "上一篇", "下一版", "上一版"].iter().any(|w| fold.has_word(w));
    turns
        || code()
        || EDITIONS.iter().any(|w| fold.has_word(w))
        || fold.contains('版') && (["第", "今日", "本期", "共"].iter().any(|w| fold.has_word(w)) || numbered())
}

/// 发布, 发表, 上线 beside a day, and none of the words of other days.
fn tells_of_publishing(fold: &str) -> bool {
    fold.chars().count() <= 80
        && ["发布", "发表", "刊登", "上线", "发稿"].iter().any(|w| fold.has_word(w))
        && !["版权", "备案", "评论", "网友", "回复"].iter().any(|w| fold.has_word(w))
}

/// True when the line tells when somebody printed, kept or fetched the page.
fn is_visit(fold: &str) -> bool {
    // Each of the words has one of these, and few lines do.
    fold.contains(['时', '于', '+', '引'])
        && [
            "引用日期",
            "打印时间",
            "抓取时间",
            "抓取于",
            "此页存于",
            "存档时间",
            "快照时间",
            "下载时间",
            "访问时间",
            "gmt+8",
        ]
        .iter()
        .any(|w| fold.has_word(w))
}

/// Labels of days that are not the one of publication.
fn is_other_date(label: &str) -> bool {
    // Each of the words has one of these characters.
    label.contains(['新', '辑', '成', '入', '稿', '信', '问', '言'])
        && ["更新", "编辑", "成文", "生成", "录入", "收稿", "入库", "写信", "来信", "提问", "留言"]
            .iter()
            .any(|w| label.has_word(w))
}

/// Dates that programs print for want of one.
fn is_placeholder(date: PartialDate) -> bool {
    date.year < 1980 || (date.year == 1999 && date.month == Some(11) && date.day == Some(30))
}

fn line(text: &str, feat: &Feat<'_>, place: i32, kind: BlockKind, all: &mut Vec<Candidate>) {
    let fold = feat.fold();
    if is_visit(fold) {
        return;
    }
    let found = feat.fields();
    let mut push = |start: usize, end: usize, date: PartialDate, score: i32, reason| {
        if !is_placeholder(date) {
            all.push(Candidate { score: score + place, date, span: feat.head.to_source(text, start, end), reason });
        }
    };
    for field in found.iter().filter(|f| f.label == Label::Date) {
        if let Some((from, to, when)) = first_date(field.value(fold)) {
            // 写信时间 is longer than the label that is known.
            let before = fold.floor_char_boundary(field.at.saturating_sub(6));
            let updated = is_other_date(fold.get(before..field.start).unwrap_or(field.word));
            push(
                field.start + from,
                field.start + to,
                when,
                if updated { 6 } else { 8 } - i32::from(when.day.is_none()),
                "time_label",
            );
        }
    }
    // 发布日期:110年3月5日, as offices in Taiwan write.
    for field in found.iter().filter(|f| f.label == Label::Date && first_date(f.value(fold)).is_none()) {
        if let Some((len, when)) = republican(field.value(fold)) {
            push(field.start, field.start + len, when, 7, "time_label");
        }
    }
    for (start, end, when) in found.iter().filter(|f| f.label == Label::Date).filter_map(|f| compact(fold, f.start)) {
        push(start, end, when, 7, "time_label");
    }
    if kind == BlockKind::Byline
        && first_date(fold).is_none()
        && let Some((start, end, when)) = spaced(fold)
    {
        push(start, end, when, 5, "source_line");
    }
    if kind == BlockKind::Byline
        && first_date(fold).is_none_or(|(_, _, when)| when.day.is_none())
        && let Some((start, end, when)) = stamps::unusual(fold)
    {
        push(start, end, when, 5, "source_line");
    }
    let lead_end = found.first().map_or(fold.len(), |f| f.at);
    let lead = fold.get(..lead_end).unwrap_or_default();
    if let Some((from, to, when)) = first_date(lead) {
        let issue = is_issue_of(lead.get(to..).unwrap_or_default(), when);
        let dated = when.day.is_some() || (when.month.is_some() || issue) && kind == BlockKind::Byline;
        let at_edge = kind != BlockKind::Title || to + 30 >= lead.len() && when.day.is_some();
        if dated && at_edge && kind != BlockKind::Credit {
            let with_source = found.iter().any(|f| f.label == Label::Source);
            let vague = i32::from(when.day.is_none());
            push(from, to, when, if with_source { 7 } else { 5 } - vague, "source_line");
        }
    }
    for field in
        found.iter().filter(|f| f.label != Label::Date && (f.label != Label::Document || f.word.starts_with('版')))
    {
        if let Some((from, to, when)) = first_date(field.value(fold))
            && (when.day.is_some() || is_issue_of(field.value(fold).get(to..).unwrap_or_default(), when))
        {
            let score = if when.day.is_some() { 6 } else { 3 };
            push(field.start + from, field.start + to, when, score, "source_line");
        }
    }
}

/// 20230517 behind a label.
fn compact(fold: &str, start: usize) -> Option<(usize, usize, PartialDate)> {
    let digits = fold.get(start..start + 8).filter(|d| d.bytes().all(|b| b.is_ascii_digit()))?;
    if fold.get(start + 8..)?.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let written = format!("{}-{}-{}", digits.get(..4)?, digits.get(4..6)?, digits.get(6..)?);
    let (_, _, when) = first_date(&written)?;
    when.day.is_some().then_some((start, start + 8, when))
}

/// 2020 06/15, 2019 / 3 / 1: year, month and day with blanks between them.
fn spaced(fold: &str) -> Option<(usize, usize, PartialDate)> {
    let mut numbers: Vec<(usize, usize)> = Vec::new();
    for (at, c) in fold.char_indices().filter(|(_, c)| c.is_ascii_digit()) {
        match numbers.last_mut() {
            Some((_, end)) if *end == at => *end += c.len_utf8(),
            _ => numbers.push((at, at + 1)),
        }
    }
    let number = |&(start, end): &(usize, usize)| fold.get(start..end).unwrap_or_default();
    let parted = |a: &(usize, usize), b: &(usize, usize)| {
        let gap = fold.get(a.1..b.0).unwrap_or_default();
        gap.len() <= 3 && gap.trim().len() <= 1 && gap.chars().all(|c| matches!(c, ' ' | '/' | '-' | '.' | ','))
    };
    numbers.windows(3).find_map(|three| {
        let [year, month, day] = three else { return None };
        let lengths = number(year).len() == 4 && number(month).len() <= 2 && number(day).len() <= 2;
        if !lengths || !parted(year, month) || !parted(month, day) {
            return None;
        }
        let (_, _, when) = first_date(&format!("{}-{}-{}", number(year), number(month), number(day)))?;
        (when.day.is_some() && when.year >= 1980).then_some((year.0, day.1, when))
    })
}

/// （原载《某报》2020年1月2日第3版） at the end of the text.
fn reprinted(text: &str, feat: &Feat<'_>, all: &mut Vec<Candidate>) {
    let fold = &feat.tail().text;
    let Some(open) = fold.rfind('(').filter(|_| !is_visit(fold)) else { return };
    // （本文完成于2018年11月）
    let found = feat.fields_of(fold);
    for field in found.iter().filter(|f| f.at > open && f.at - open <= 9 && f.label == Label::Date) {
        if let Some((from, to, when)) = first_date(field.value(fold))
            && when.month.is_some()
            && from == 0
        {
            let span = feat.tail().to_source(text, field.start + from, field.start + to);
            all.push(Candidate { score: 7, date: when, span, reason: "time_label" });
        }
    }
    for field in found.iter().filter(|f| f.at > open && f.at - open <= 2 && f.label == Label::Source) {
        if let Some((from, to, when)) = first_date(field.value(fold))
            && when.day.is_some()
            && !is_placeholder(when)
        {
            let span = feat.tail().to_source(text, field.start + from, field.start + to);
            all.push(Candidate { score: 4, date: when, span, reason: "source_line" });
        }
    }
}

/// The stamp that ends the title of a page that is one line.
fn behind_title(text: &str, feat: &Feat<'_>, page: &Sorted, all: &mut Vec<Candidate>) {
    let Some(title) = page.title.span else { return };
    for (range, when) in date::find_absolute(feat.fold()) {
        let span = feat.head.to_source(text, range.start, range.end);
        let near = span.start >= title.end && span.start - title.end <= 60;
        if near && when.day.is_some() && !is_placeholder(when) {
            all.push(Candidate { score: 5, date: when, span, reason: "source_line" });
            return;
        }
    }
}

/// A stamp in the beginning of running text: only with a label, or directly before 来源.
fn glued(text: &str, feat: &Feat<'_>, all: &mut Vec<Candidate>) {
    let fold = raw::head(feat.fold(), 320);
    let found = feat.fields_of(fold);
    for field in &found {
        if field.label == Label::Date {
            let value = fold.get(field.start..).unwrap_or_default();
            if let Some((range, when)) = date::find_absolute(value).first()
                && range.start < 6
                && when.day.is_some()
                && !is_placeholder(*when)
            {
                let span = feat.head.to_source(text, field.start + range.start, field.start + range.end);
                all.push(Candidate { score: 6, date: *when, span, reason: "time_label" });
            }
        }
    }
    for (range, when) in date::find_absolute(fold) {
        let rest = fold.get(range.end..).unwrap_or_default();
        let rest = rest.trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, ':' | ' ' | '|'));
        let dateline =
            range.start <= 60 && (rest.starts_with('电') || rest.starts_with('讯') || rest.starts_with("消息"));
        if dateline && when.day.is_some() && !is_placeholder(when) {
            let span = feat.head.to_source(text, range.start, range.end);
            all.push(Candidate { score: 4, date: when, span, reason: "dateline" });
        }
        if when.day.is_some()
            && (rest.starts_with("来源") || rest.starts_with("稿源") || rest.starts_with("作者"))
            && !is_placeholder(when)
        {
            let span = feat.head.to_source(text, range.start, range.end);
            all.push(Candidate { score: 6, date: when, span, reason: "source_line" });
        }
    }
}

/// The page's own address, where it prints it.
fn address(feat: &Feat<'_>, kind: BlockKind, all: &mut Vec<Candidate>) {
    if feat.chars > 400
        || !feat.signs.has(Signs::LATIN)
        || !matches!(kind, BlockKind::Furniture | BlockKind::Byline | BlockKind::Credit)
    {
        return;
    }
    let low = feat.src;
    let Some(at) = ["http://", "https://", "www."].iter().filter_map(|m| low.find_word(m)).min() else { return };
    if let Some((range, when)) = date::find_in_address(low.get(at..).unwrap_or_default()).into_iter().last() {
        let start = feat.inner.start + at;
        all.push(Candidate {
            score: 2,
            date: when,
            span: ByteRange::new(start + range.start, start + range.end),
            reason: "url",
        });
    }
}
