//! The time expressions of an article, read against the day it was written or the dates its own text names.

use super::unwrap::Unwrapped;
use crate::{
    article::{Article, BlockKind, RemarkCode},
    text::{
        date::{Certainty, PartialDate},
        dates::{Context, DateMention, Phrase, place},
        script::Script,
        span::ByteRange,
    },
};

/// The dates of an article.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Dates {
    /// In the order of the text, furniture included.
    pub mentions: Vec<DateMention>,
    /// The day of writing they were read against.
    pub base: Option<PartialDate>,
    /// Machine name of where the base comes from: `published`, `inferred_year`, `latest_in_text`, `dateline`; or why there is none:
    /// `years_deleted`, `undated`.
    pub reason: &'static str,
}

/// Finds the time expressions of an article. `folded` are the folded units of its text. Linear in its length.
#[must_use]
pub fn dates_of(article: &Article, folded: &[u16]) -> Dates {
    let whole = Unwrapped::of(article, folded);
    let (page, units) = whole.as_ref().map_or((article, folded), |whole| (&whole.article, &whole.units));
    let (phrases, base, reason) = phrases_of(page, units, &line_chars(page));
    let phrases = match &whole {
        Some(whole) => phrases.into_iter().map(|phrase| whole.phrase_back(phrase)).collect(),
        None => phrases,
    };
    Dates { mentions: place(&article.text, phrases), base, reason }
}

/// First and last character of every line of an article, in order.
pub(super) fn line_chars(article: &Article) -> Vec<(usize, usize)> {
    let (mut byte, mut chars) = (0, 0);
    let mut walk = |to: usize| {
        chars += ByteRange::new(byte, to).of(&article.text).chars().count();
        byte = to;
        chars
    };
    article.lines.iter().map(|line| (walk(line.span.start), walk(line.span.end))).collect()
}

/// The expressions in characters, what they were read against, and where that comes from.
pub(super) fn phrases_of(
    article: &Article,
    folded: &[u16],
    lines: &[(usize, usize)],
) -> (Vec<Phrase>, Option<PartialDate>, &'static str) {
    let deleted = article.remarks.contains(&RemarkCode::YearsDeleted);
    let (base, reason) = if deleted { (None, "years_deleted") } else { base_of(article, folded, lines) };
    let republic = is_of_republic(article);
    let mut context = Context::new(base).republic(republic).review(review_of(article, base));
    let mut phrases = Vec::new();
    for (line, &(from, to)) in article.lines.iter().zip(lines) {
        if line.kind.is_content() {
            context.new_paragraph();
            if deleted {
                stumps(folded, from..to, &mut phrases);
            }
            context.read(folded, from..to, &mut phrases);
        } else {
            // What stands around the article says nothing of what its sentences mean.
            Context::new(base).republic(republic).read(folded, from..to, &mut phrases);
        }
    }
    if deleted {
        phrases.sort_by_key(|phrase| phrase.chars.start);
        phrases.dedup_by(|later, first| later.chars.start < first.chars.end);
    }
    (phrases, base, reason)
}

/// True for a page of Taiwan, where 98年 is 2009: traditional characters, and words that are written only there.
fn is_of_republic(article: &Article) -> bool {
    const WORDS: [&str; 28] = [
        "民國",
        "臺",
        "台北",
        "台中",
        "台南",
        "高雄",
        "新北",
        "桃園",
        "彰化",
        "南投",
        "屏東",
        "基隆",
        "宜蘭",
        "花蓮",
        "雲林",
        "新台幣",
        "新竹",
        "苗栗",
        "嘉義",
        "台東",
        "澎湖",
        "金門",
        "馬祖",
        "縣府",
        "縣政府",
        "鄉公所",
        "行政院",
        "縣市",
    ];
    article.script == Script::Hant && WORDS.iter().filter(|word| article.text.contains(*word)).count() >= 2
}

/// The year before, when the title of a page of the first months says that it looks back on it: 2021年工作总结, 年度回顾.
fn review_of(article: &Article, base: Option<PartialDate>) -> Option<(i16, bool)> {
    const LOOKS_BACK: [&str; 14] = [
        "总结",
        "回顾",
        "盘点",
        "综述",
        "回眸",
        "十大",
        "年度",
        "成绩单",
        "工作报告",
        "情况报告",
        "工作情况",
        "亮点",
        "年报",
        "大事记",
    ];
    let base = base.filter(|base| base.month.is_some_and(|month| month <= 3))?;
    let year = base.year - 1;
    let title = &article.title.as_ref()?.value;
    let names = title.contains(&year.to_string()) && !title.contains(&base.year.to_string());
    if names && LOOKS_BACK.iter().any(|word| title.contains(word)) {
        return Some((year, true));
    }
    // 过去一年, or the first words name that year.
    let body = article.lines.iter().find(|line| matches!(line.kind, BlockKind::Paragraph | BlockKind::Answer))?;
    let opening: String = body.span.of(&article.text).chars().take(80).collect();
    let named = format!("{year}年");
    let back = ["一年来", "过去一年", "过去的一年", "全年"].iter().any(|word| opening.contains(word));
    (names || back || opening.trim_start().starts_with(&named)).then_some((year, false))
}

/// The day that the lines before the text print for it, when it was not read as the page's own: 某报 104年3月30日, or 11月29日 with the
/// year that the text names first.
fn day_above(article: &Article, folded: &[u16], lines: &[(usize, usize)], republic: bool) -> Option<PartialDate> {
    let first = article.lines.iter().position(|line| matches!(line.kind, BlockKind::Paragraph | BlockKind::Answer))?;
    let mut above = Vec::new();
    for (_, &(from, to)) in
        article.lines.iter().zip(lines).take(first).filter(|(line, _)| !matches!(line.kind, BlockKind::Title))
    {
        Context::new(None).republic(republic).read(folded, from..to, &mut above);
    }
    if let Some(day) = above.iter().filter(|p| p.start.is_some() && p.start == p.end).find_map(Phrase::date) {
        return Some(day);
    }
    let day = above.iter().find(|p| p.start.is_none() && p.value.starts_with("--") && p.value.len() == 7)?;
    let part = |range: std::ops::Range<usize>| day.value.get(range).and_then(|part| part.parse::<u8>().ok());
    let mut body = Vec::new();
    let &(from, to) = lines.get(first)?;
    Context::new(None).republic(republic).read(folded, from..to, &mut body);
    // 2025年底完工 may lie ahead without a word that says so.
    let printed = |p: &&Phrase| p.rule != "part_of_year";
    let year = body.iter().filter(|p| !p.deadline && !p.ahead).filter(printed).find_map(|p| p.start)?.year();
    Some(PartialDate { year, month: part(2..4), day: part(5..7) })
}

/// The day of writing: the page's own date, the year its text tells, or the latest day its text names.
fn base_of(article: &Article, folded: &[u16], lines: &[(usize, usize)]) -> (Option<PartialDate>, &'static str) {
    let repost = article.remarks.contains(&RemarkCode::RepostStamp);
    if let Some(date) = article.published.date.filter(|_| !repost) {
        return (Some(date), "published");
    }
    let republic = is_of_republic(article);
    if article.published.date.is_none()
        && let Some(day) = day_above(article, folded, lines, republic)
    {
        return (Some(day), "published");
    }
    let year = article.inferred_year.as_ref().map(|year| PartialDate { year: year.value, month: None, day: None });
    let mut context = Context::new(year).republic(republic);
    let mut phrases = Vec::new();
    for (_, &(from, to)) in article.lines.iter().zip(lines).filter(|(line, _)| line.kind.is_content()) {
        context.new_paragraph();
        context.read(folded, from..to, &mut phrases);
    }
    // 某地1月9日电: the day is printed, its year is the first that lies behind all that has been.
    if year.is_none()
        && let Some(day) = dateline(folded, &phrases)
    {
        return (Some(day), "dateline");
    }
    // Minutes open with the day of the meeting; later days in them are what it set.
    if year.is_none()
        && is_minutes(article)
        && let Some(day) = phrases.iter().find(|phrase| phrase.certainty == Certainty::Day).filter(|p| !p.ahead)
        && let Some(day) = day.date().filter(|day| day.day.is_some())
    {
        return (Some(day), "latest_in_text");
    }
    let dated = phrases.iter().filter(|phrase| {
        let printed = matches!(phrase.certainty, Certainty::Day | Certainty::Month);
        let of_year = year.is_some_and(|year| phrase.start.is_some_and(|start| start.year() == year.year));
        !phrase.ahead && !phrase.deadline && (printed && year.is_none() || of_year)
    });
    // 2026年底 is as often a plan as a day that has been.
    let dated = dated.filter(|phrase| phrase.rule != "part_of_year");
    let latest = dated.filter_map(Phrase::date).filter(|date| date.month.is_some()).max();
    if latest.is_none() && year.is_none() && !repost {
        // The lines around the article may print one day that was not read as its own: 来源:某报 20240307.
        let mut around = Vec::new();
        for (_, &(from, to)) in article.lines.iter().zip(lines).filter(|(line, _)| !line.kind.is_content()) {
            Context::new(None).read(folded, from..to, &mut around);
        }
        let mut printed = around.iter().filter(|phrase| phrase.certainty == Certainty::Day).filter_map(Phrase::date);
        if let Some(day) = printed.find(|date| date.day.is_some()) {
            return (Some(day), "published");
        }
    }
    match (latest, year) {
        (Some(latest), None) => (Some(latest), "latest_in_text"),
        (Some(latest), Some(_)) => (Some(latest), "inferred_year"),
        (None, Some(year)) => (Some(year), "inferred_year"),
        (None, None) => (None, "undated"),
    }
}

/// 某市专题会议纪要.
fn is_minutes(article: &Article) -> bool {
    article.title.as_ref().is_some_and(|title| title.value.contains("纪要") || title.value.contains("紀要"))
}

/// The day of a report that opens with 某地1月9日电, where its year is not printed: the first such day behind all days and years that
/// the text tells as past.
fn dateline(folded: &[u16], phrases: &[Phrase]) -> Option<PartialDate> {
    let at = |index: usize| folded.get(index).and_then(|&unit| char::from_u32(unit.into())).unwrap_or('\0');
    let first = phrases.iter().find(|phrase| phrase.chars.len() >= 4)?;
    let (month, day) = match *first.value.as_bytes() {
        [.., b'-', m1, m2, b'-', d1, d2] if [m1, m2, d1, d2].iter().all(u8::is_ascii_digit) => {
            ((m1 - b'0') * 10 + m2 - b'0', (d1 - b'0') * 10 + d2 - b'0')
        }
        _ => return None,
    };
    let wired = matches!(at(first.chars.end), '电' | '讯') && !matches!(at(first.chars.end + 1), '力' | '网' | '费');
    let yearless = first.chars.clone().all(|index| at(index) != '年');
    if !wired || !yearless {
        return None;
    }
    let over = |phrase: &&Phrase| phrase.chars.start > first.chars.start && !(phrase.ahead || phrase.deadline);
    let printed = |phrase: &&Phrase| {
        phrase.chars.clone().take(5).any(|index| at(index) == '年') && at(phrase.chars.start).is_ascii_digit()
    };
    let latest = phrases.iter().filter(over).filter(printed).filter_map(|phrase| {
        let start = phrase.start?;
        // 刚刚过去的2024年 is over as a whole.
        let gone = phrase.rule == "year"
            && (at(phrase.chars.start.wrapping_sub(1)), at(phrase.chars.start.wrapping_sub(2))) == ('的', '去');
        Some(if gone { (start.year() + 1, 1, 1) } else { (start.year(), start.month(), start.day()) })
    });
    let (year, since_month, since_day) = latest.max()?;
    let later = (month.cast_signed(), day.cast_signed()) >= (since_month, since_day);
    Some(PartialDate { year: year + i16::from(!later), month: Some(month), day: Some(day) })
}

/// What is left where a year was cut out: 以来 and 初 at the head of a sentence, (—).
fn stumps(folded: &[u16], range: std::ops::Range<usize>, found: &mut Vec<Phrase>) {
    let at = |index: usize| folded.get(index).and_then(|&unit| char::from_u32(unit.into())).unwrap_or('\0');
    for index in range.clone() {
        let opens = index == range.start || matches!(at(index.wrapping_sub(1)), '。' | ' ' | '!' | '?' | ';');
        let length = match at(index) {
            '以' if opens && at(index + 1) == '来' => 2,
            '初' | '底' if opens && at(index + 1) == ',' => 1,
            '从' if matches!(at(index + 1), '初' | '底') && at(index + 2) != '步' => 2,
            '(' if at(index + 1) == '\u{2014}' && (index + 2..index + 4).any(|end| at(end) == ')') => {
                if at(index + 2) == ')' { 3 } else { 4 }
            }
            _ => continue,
        };
        found.push(Phrase {
            chars: index..index + length,
            start: None,
            end: None,
            value: String::new(),
            certainty: Certainty::Unknown,
            rule: "year_deleted",
            deadline: false,
            ahead: false,
            length_only: false,
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::library::document_of;

    fn base(page: &str) -> (Option<PartialDate>, &'static str) {
        let document = document_of("page.txt", page.as_bytes());
        let dates = dates_of(&document.page().article, document.folded());
        (dates.base, dates.reason)
    }

    #[test]
    fn the_year_of_a_dateline_lies_behind_all_that_has_been() {
        let day = |year| Some(PartialDate { year, month: Some(1), day: Some(9) });
        let page = |middle: &str| {
            format!(
                "戈壁电网再添一条线路\n\n某社酒泉1月9日电 连接酒泉与哈密的输电线路8日架通，沿线十七座电站等着并网。\n\n\
                 这条线路2023年4月核准，同年秋天开工。{middle}\n\n去年8月，双方在敦煌碰头，谈的是风机叶片怎么回收。\n"
            )
        };
        assert_eq!(base(&page("")), (day(2024), "dateline"));
        assert_eq!(base(&page("在刚刚过去的2024年，两地互访游客九万人次。")), (day(2025), "dateline"));
    }
}
