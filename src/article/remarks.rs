//! What a reader should know about a page: stamps of reposts, deleted years, damaged or converted text.

use std::sync::LazyLock;

use memchr::memmem;

use super::{
    BlockKind, Derived, Line, Published, RemarkCode, Title,
    converted::is_converted,
    damage::{self, Wounds},
    features::Feat,
    holes,
    needles::Needles,
    raw,
    signs::Signs,
    vocab::YEAR_HOLES,
};
use crate::text::{
    date::{self, PartialDate},
    encoding::Decoded,
    script::Script,
    span::ByteRange,
};

/// What the remarks are drawn from.
pub(super) struct Page<'a> {
    pub(super) text: &'a str,
    /// Its characters.
    pub(super) units: &'a [u16],
    pub(super) lines: &'a [Line],
    /// What was measured of the first lines.
    pub(super) feats: &'a [Feat<'a>],
    pub(super) script: Script,
    pub(super) published: &'a Published,
    pub(super) title: Option<&'a Title>,
    pub(super) inferred_year: Option<&'a Derived<i16>>,
    /// Further articles follow the first.
    pub(super) several: bool,
    /// Lines are broken at a fixed width.
    pub(super) wrapped: bool,
}

/// Damage seen by the decoder, before its text is moved on.
pub(super) fn is_damaged(decoded: &Decoded) -> bool {
    decoded.replacements > 0
        || ["锟斤拷", "烫烫烫", "\u{fffd}"]
            .iter()
            .any(|m| memmem::find(decoded.text.as_bytes(), m.as_bytes()).is_some())
}

/// All remarks, sorted.
pub(super) fn collect(page: &Page<'_>, damaged: bool) -> Vec<RemarkCode> {
    let mut remarks = Vec::new();
    let content = page.lines.iter().any(|l| l.kind.is_content());
    if page.lines.is_empty() {
        remarks.push(RemarkCode::Empty);
    } else if !content {
        remarks.push(RemarkCode::NoArticle);
    } else if page.title.is_none() {
        remarks.push(RemarkCode::NoTitle);
    }
    if damaged {
        remarks.push(RemarkCode::DecodingDamage);
    }
    if page.script == Script::Hant && is_converted(page.units) {
        remarks.push(RemarkCode::ConvertedScript);
    }
    // Most texts are whole, and that is seen sooner than how they are hurt.
    let wounds = if damage::unhurt(page.lines, page.feats) {
        Wounds::default()
    } else {
        damage::with_orphans(damage::wounds(body(page)), body(page))
    };
    // Doubled commas are traces of deleted years, unless other marks are doubled too.
    let deleted = !wounds.marks() && years_deleted(page);
    if wounds.marks() || wounds.readings >= 2 {
        remarks.push(RemarkCode::TextDamaged);
    }
    if wounds.digits_deleted() {
        remarks.push(RemarkCode::DigitsDeleted);
    }
    if page.several {
        remarks.push(RemarkCode::SeveralArticles);
    }
    if page.title.is_none() && damage::head_missing(page.text, page.lines) {
        remarks.push(RemarkCode::HeadMissing);
    }
    if !page.several && damage::tail_missing(page.text, page.lines, page.wrapped) {
        remarks.push(RemarkCode::TailMissing);
    }
    if deleted {
        remarks.push(RemarkCode::YearsDeleted);
    }
    if is_repost(page, deleted) {
        remarks.push(RemarkCode::RepostStamp);
    }
    remarks.sort_unstable();
    remarks
}

/// So many years without a number are no slip of the pen.
const MOST_BARE_YEARS: usize = 3;

fn body<'a>(page: &'a Page<'_>) -> impl Iterator<Item = &'a str> {
    page.lines.iter().filter(|l| is_body(l.kind)).map(|l| l.span.of(page.text))
}

/// The dates in the running text.
fn dates<'a>(page: &'a Page<'_>) -> impl Iterator<Item = PartialDate> + 'a {
    let dated = |i: usize| page.feats.get(i).is_none_or(|feat| feat.signs.has(Signs::DATES));
    let lines = page.lines.iter().enumerate().filter(move |&(i, line)| is_body(line.kind) && dated(i));
    lines.flat_map(|(_, line)| date::absolute(line.span.of(page.text))).map(|(_, date)| date)
}

/// Running text.
pub(super) const fn is_body(kind: BlockKind) -> bool {
    matches!(kind, BlockKind::Paragraph | BlockKind::Answer | BlockKind::Question)
}

/// Traces of four-digit years cut out of the text, of which few are left.
fn years_deleted(page: &Page<'_>) -> bool {
    let bare: usize = body(page).map(holes::bare_years).sum();
    if bare >= MOST_BARE_YEARS && bare > 3 * body(page).map(holes::written_years).sum::<usize>() {
        return true;
    }
    // A sentence that opens with 年, or 年3月 has lost its number for certain; where no other year is printed, all have.
    let cut: usize = body(page).map(holes::cut_years).sum();
    if cut > 0 && body(page).map(holes::written_years).sum::<usize>() < cut {
        return true;
    }
    let mut score = 0;
    if let Some(title) = page.title {
        score += 3 * traces(&title.value);
    }
    for (i, line) in page.lines.iter().enumerate().filter(|(_, l)| is_body(l.kind)) {
        let feat = page.feats.get(i);
        let inner = feat.map_or_else(|| raw::trimmed(page.text, line.span).of(page.text), |f| f.src);
        if feat.is_none_or(|f| !f.whole || f.signs.has(Signs::HOLES)) {
            score += traces(inner) * 2;
        }
        const STUMPS: [&str; 11] =
            ["以来,", "以来，", "初,", "初，", "底,", "底，", "年,", "年，", "年初", "年底", "上半年,"];
        if inner.starts_with(['以', '初', '底', '年', '上']) && STUMPS.iter().any(|s| inner.starts_with(s)) {
            score += 2;
        }
        if inner.starts_with([',', '，', '、']) {
            score += 1;
        }
    }
    // A comma typed twice is what a year between two commas leaves, but where years stand it is only damage.
    let commas = |line: &str| line.matches("，，").count() + line.matches(",,").count() + line.matches("，,").count();
    let doubled = 2 * body(page).map(commas).sum::<usize>();
    if score < 5 + doubled && body(page).map(holes::written_years).sum::<usize>() >= 2 {
        return false;
    }
    // Months and years are counted only where they can still decide.
    if score < 4 {
        return false;
    }
    let month = memmem::Finder::new("月");
    let month_days: usize = body(page).map(|line| month.find_iter(line.as_bytes()).count()).sum();
    if score + usize::from(month_days >= 4) < 5 {
        return false;
    }
    let years = dates(page).take(3).count();
    score + usize::from(month_days >= 4 && years == 0) >= 5 && years <= 2
}

/// Places where a year must have stood.
fn traces(text: &str) -> usize {
    static HOLES: LazyLock<Needles> = LazyLock::new(|| Needles::new(&YEAR_HOLES));
    HOLES.count_in(text)
}

/// The stamp cannot be the article's own date.
fn is_repost(page: &Page<'_>, years_deleted: bool) -> bool {
    let Some(stamp) = page.published.date else { return false };
    if years_deleted {
        return true;
    }
    if page.inferred_year.is_some_and(|y| y.value != stamp.year) {
        return true;
    }
    // A notice is dated where it is signed.
    let after_body = page.lines.iter().skip_while(|l| !is_body(l.kind)).skip(2);
    let signed = !page.several
        && after_body.filter(|l| l.kind == BlockKind::Byline).any(|l| {
            let said = l.span.of(page.text);
            said.chars().count() <= 60
                && date::find_absolute(said).last().is_some_and(|(_, d)| stamp.rough_days() - d.rough_days() > 200)
        });
    if signed {
        return true;
    }
    // A report that is years old speaks of its own year; one who tells a story of years prints them all, and is not old for it.
    let dates: Vec<PartialDate> = dates(page).collect();
    let mut years: Vec<i16> = dates.iter().map(|day| day.year).collect();
    years.sort_unstable();
    years.dedup();
    if years.len() >= 3 {
        return false;
    }
    // Two days or more are named, or the day the text opens with, and all lie far back.
    let mut first = None;
    let mut several = opens_long_before(page, stamp);
    for day in dates.into_iter().filter(|d| d.day.is_some()) {
        if stamp.rough_days() - day.rough_days() <= 200 {
            return false;
        }
        several |= *first.get_or_insert(day) != day;
    }
    several
}

/// True when the first sentence names a day long before the stamp and no other day: 2019年3月5日，三市商会…
fn opens_long_before(page: &Page<'_>, stamp: PartialDate) -> bool {
    let Some(line) = page.lines.iter().find(|l| is_body(l.kind)) else { return false };
    let lead = raw::head(line.span.of(page.text).trim_start(), LEAD_BYTES);
    let lead = lead.split('。').next().unwrap_or_default();
    date::absolute(lead).any(|(_, day)| day.day.is_some() && stamp.rough_days() - day.rough_days() > 200)
}

/// How far into the text its first day may stand.
const LEAD_BYTES: usize = 180;

/// The year the text speaks from, where it says so in words: 今年是“十三五”规划收官之年 → 2020.
pub(super) fn inferred_year(text: &str, lines: &[Line]) -> Option<Derived<i16>> {
    let this_year = memmem::Finder::new("今年");
    this_year.find(text.as_bytes())?;
    for line in lines.iter().filter(|l| l.kind.is_content()) {
        let source = line.span.of(text);
        for at in this_year.find_iter(source.as_bytes()) {
            // Few go on with 是, 系, 正值 or 为.
            let next = source.get(at + "今年".len()..).and_then(|rest| rest.chars().next());
            if !next.is_some_and(|c| matches!(super::chars::norm(c), '是' | '系' | '正' | '为')) {
                continue;
            }
            let window: String =
                source.get(at..).unwrap_or_default().chars().take(48).map(super::chars::norm).collect();
            if let Some((year, rule)) = year_of(&window) {
                let start = line.span.start + at;
                return Some(Derived { value: year, span: Some(ByteRange::new(start, line.span.end)), rule });
            }
        }
    }
    None
}

fn year_of(window: &str) -> Option<(i16, &'static str)> {
    const PLANS: [(&str, i16); 5] =
        [("十一五", 2006), ("十二五", 2011), ("十三五", 2016), ("十四五", 2021), ("十五五", 2026)];
    if !window.starts_with("今年是")
        && !window.starts_with("今年系")
        && !window.starts_with("今年正值")
        && !window.starts_with("今年为")
    {
        return None;
    }
    let clause = window.split(['。', '、', ';']).next().unwrap_or_default();
    for (plan, first) in PLANS {
        let Some(at) = clause.find(plan) else { continue };
        let rest: String = clause.get(at..).unwrap_or_default().chars().take(16).collect();
        if ["收官", "收尾", "最后一年"].iter().any(|w| rest.contains(w)) {
            return Some((first + 4, "inferred_plan_year"));
        }
        if ["开局", "起步", "第一年", "首年"].iter().any(|w| rest.contains(w)) {
            return Some((first, "inferred_plan_year"));
        }
    }
    const EVENTS: [(&str, i16); 4] =
        [("新中国成立", 1949), ("中国共产党成立", 1921), ("建党", 1921), ("改革开放", 1978)];
    for (event, base) in EVENTS {
        let Some(at) = clause.find(event) else { continue };
        let rest = clause.get(at + event.len()..)?.trim_start();
        let digits: String = rest.chars().take_while(char::is_ascii_digit).collect();
        if rest.get(digits.len()..).is_some_and(|r| r.starts_with("周年")) {
            return Some((base + digits.parse::<i16>().ok()?, "inferred_anniversary"));
        }
    }
    None
}
