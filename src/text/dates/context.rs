//! Which days an expression means where it stands: against the day of writing and the dates named before it.

use std::ops::Range;

use jiff::civil::Date;

use super::{
    super::reader::Text,
    Phrase,
    ahead::{AHEAD, is_unfinished, will_be},
    beside::Beside,
    calendar::{self, Days, Part, Unit, moved},
    grammar::{self, Expr, MonthWord, Point, Read, Toward, Year},
    value::{between, edtf, first_of, length_of, loose_day, loose_value, month_of, with_context},
};
use crate::text::date::{Certainty, PartialDate};

/// What is known of time while a text is read from its beginning.
#[derive(Clone, Debug, Default)]
pub struct Context {
    pub(super) base: Option<PartialDate>,
    /// The year that sentences of this paragraph speak of, and the month named last in it.
    pub(super) year: Option<(i16, i8)>,
    /// The days named last.
    pub(super) last: Option<Days>,
    /// They were named in this paragraph.
    pub(super) last_here: bool,
    /// The month and day named last where years are not known.
    pub(super) loose: Option<(i8, Option<i8>)>,
    /// The single day named last.
    pub(super) last_day: Option<Date>,
    /// The single day named last in this paragraph, and the one named first of all.
    pub(super) day_here: Option<Date>,
    pub(super) lead_day: Option<Date>,
    /// The expression before.
    beside: Beside,
    /// The expression being read ends in 起.
    pub(super) begins: bool,
    /// A word before it says for certain that it lies ahead: 将于.
    pub(super) to_come: bool,
    /// Years of two and three digits are those of the Republic.
    pub(super) republic: bool,
    /// The year a text of the first months looks back on (2022年，全市……, written in January 2023): whether everything told
    /// without a year was then, or only what would else lie ahead.
    pub(super) review: Option<(i16, bool)>,
}

/// What an expression was found to mean.
struct Meaning {
    days: Option<Days>,
    value: String,
    certainty: Certainty,
    rule: &'static str,
}

impl Context {
    /// A text written on `base`, as far as that is known.
    #[must_use]
    pub fn new(base: Option<PartialDate>) -> Self {
        Self { base, ..Self::default() }
    }

    /// Years of two and three digits are read as those of the Republic: 98年 is 2009.
    #[must_use]
    pub const fn republic(self, republic: bool) -> Self {
        Self { republic, ..self }
    }

    /// The text looks back on a year: a bare 3月 and 全年 are of that year, all of them or only those that would lie ahead.
    #[must_use]
    pub const fn review(self, review: Option<(i16, bool)>) -> Self {
        Self { review, ..self }
    }

    /// The day of writing.
    #[must_use]
    pub const fn base(&self) -> Option<PartialDate> {
        self.base
    }

    /// Forgets which year the sentences speak of; the days named last stay.
    pub fn new_paragraph(&mut self) {
        self.year = None;
        self.day_here = None;
        self.last_here = false;
    }

    /// Adds the expressions of the characters `range` of a folded text. Each line is a paragraph.
    pub fn read(&mut self, units: &[u16], range: Range<usize>, found: &mut Vec<Phrase>) {
        let text = Text(units.get(..range.end).unwrap_or(units));
        let mut at = range.start;
        // Nearly every character is passed over here.
        while let Some(step) = text.0.get(at..).and_then(|rest| rest.iter().position(|&unit| grammar::may_open(unit))) {
            at += step;
            if matches!(text.0.get(at), Some(10 | 13)) {
                self.new_paragraph();
                at += 1;
                continue;
            }
            match grammar::read(text, at) {
                Some(read) => {
                    if let Some(phrase) = self.phrase(text, at, read) {
                        self.beside = Beside::of(&phrase);
                        found.push(phrase);
                    }
                    at = read.end.max(at + 1);
                }
                None => at += 1,
            }
        }
    }

    fn phrase(&mut self, text: Text<'_>, at: usize, mut read: Read) -> Option<Phrase> {
        match (read.rule, self.republic) {
            ("republic_year", false) => return None,
            ("short_year", true) => {
                if let Expr::Point(Point { year: Year::Of(year @ 1950..=1999), .. }) = &mut read.expr {
                    *year += 11;
                }
            }
            _ => {}
        }
        let until = text.ends(at, &["截至", "截止", "截止到", "截至到"]);
        let ahead = !until && text.ends(at, &AHEAD) || read.deadline || will_be(text, at, read.end);
        // 追溯到2017年秋天: 到 before a year that is over puts nothing ahead.
        let over = |year| self.base.is_some_and(|base| year < base.year);
        let over = matches!(read.expr, Expr::Point(Point { year: Year::Of(year), .. }) if over(year));
        let ahead = ahead && !over;
        self.begins = text.before(read.end) == '起';
        self.to_come = text.ends(at, &["将", "将于", "将在", "将从", "将自", "拟于", "定于", "计划于", "预计于"]);
        if self.beside.recurs(text, at, read.expr) {
            self.beside = Beside::recurring(read.end);
            return None;
        }
        let meaning = self.listed(text, at, read, ahead)?;
        // What lies behind the day of writing is still to come, whatever words say so.
        let dated = matches!(read.expr, Expr::Point(_) | Expr::Range(..)) && !until;
        let ahead = ahead || dated && meaning.days.is_some_and(|days| self.is_later(days));
        let unfinished = |days| self.base_day().is_some_and(|now| is_unfinished(text, read.end, days, now));
        let ahead = ahead || dated && !read.since && meaning.days.is_some_and(unfinished);
        let by = read.deadline
            || !until
                && text.ends(
                    at,
                    &[
                        "到",
                        "预计",
                        "力争",
                        "争取",
                        "确保",
                        "有望",
                        "有望在",
                        "力争在",
                        "争取在",
                        "确保在",
                        "至",
                        "不迟于",
                    ],
                )
            || matches!(read.expr, Expr::Point(Point { part: Some(Part::Within), .. }))
            || matches!(read.expr, Expr::Span { toward: Toward::Ahead, .. });
        Some(Phrase {
            chars: at..read.end,
            start: meaning.days.map(|days| days.0),
            end: meaning.days.map(|days| days.1),
            value: meaning.value,
            certainty: meaning.certainty,
            rule: meaning.rule,
            deadline: by,
            ahead,
            length_only: matches!(read.expr, Expr::Span { toward: Toward::Length, .. }),
        })
    }

    /// What an expression means behind the one before it: as one of a list, as counted from it, or by itself.
    fn listed(&mut self, text: Text<'_>, at: usize, mut read: Read, ahead: bool) -> Option<Meaning> {
        if let Some(days) = self.beside.counted_from(text, at, read) {
            let value = format!("{}/{}", month_of(days.0), month_of(days.1));
            return Some(Meaning { days: Some(days), value, certainty: Certainty::Inferred, rule: read.rule });
        }
        let first = match read.expr {
            Expr::Point(point) => self.beside.listed(text, at, point),
            _ => None,
        };
        let Some((start, point)) = first else { return self.meaning(text, at, read, ahead) };
        read.expr = Expr::Point(point);
        let before = self.year.replace((start.year(), start.month()));
        let meaning = self.meaning(text, at, read, ahead);
        // What is to come says nothing of the year that is told of.
        if self.is_later((start, start)) {
            self.year = before;
        }
        meaning
    }

    fn meaning(&mut self, text: Text<'_>, at: usize, read: Read, ahead: bool) -> Option<Meaning> {
        let inferred = |days: Option<Days>, value: String, rule| {
            let certainty = if days.is_some() { Certainty::Inferred } else { Certainty::Unknown };
            Some(Meaning { days, value, certainty, rule })
        };
        match read.expr {
            Expr::Point(point) => self.point(text, at, read, point, ahead),
            Expr::Range(first, last) => Some(self.range(first, last, ahead, read)),
            Expr::Years(from, to) => {
                let days = (calendar::year(from)?.0, calendar::year(to)?.1);
                let value = if from == to { format!("{from}") } else { format!("{from}/{to}") };
                Some(Meaning { days: Some(days), value, certainty: Certainty::Year, rule: read.rule })
            }
            Expr::Day(offset) => {
                // 即日起 begins on the day that was told of, when that is just past.
                let told = self.last_day.filter(|_| text.starts(at, "即日"));
                let told = told.filter(|&told| {
                    self.base_day().and_then(|base| moved(base, -6, Unit::Day)).is_some_and(|near| told >= near)
                        && self.base_day().is_some_and(|base| told <= base)
                });
                let day = told.or(self.base_day()).and_then(|day| moved(day, offset * 2, Unit::Day));
                let days = day.map(|day| (day, day));
                // Back in the present: 2017年开工, 昨天合龙, 8月投用.
                self.year = None;
                self.named(days);
                inferred(days, days.map(edtf).unwrap_or_default(), read.rule)
            }
            Expr::SameDay(offset) => {
                let named = self.same_day(text, at);
                // 第二天 without a day before it is just a word.
                let day = named.and_then(|day| moved(day, offset * 2, Unit::Day));
                let days = day.map(|day| (day, day));
                let loose = self.loose.filter(|_| days.is_none());
                if let Some(value) = loose.and_then(|(month, day)| loose_day(month, day?, offset)) {
                    return inferred(None, value, read.rule);
                }
                if days.is_none() && offset != 0 {
                    return None;
                }
                inferred(days, days.map(edtf).unwrap_or_default(), read.rule)
            }
            Expr::Week(offset, day) => {
                let week = self.base_day().and_then(|base| calendar::week(base, offset));
                let days = match (week, day) {
                    (Some((monday, _)), Some(day)) => moved(monday, day * 2, Unit::Day).map(|day| (day, day)),
                    (week, _) => week,
                };
                self.named(days.filter(|days| days.0 == days.1));
                inferred(days, days.map(edtf).unwrap_or_default(), read.rule)
            }
            Expr::Weekend(offset) => {
                let week = self.base_day().and_then(|base| calendar::week(base, offset));
                let days = week.and_then(|(monday, sunday)| Some((moved(monday, 10, Unit::Day)?, sunday)));
                inferred(days, days.map(edtf).unwrap_or_default(), read.rule)
            }
            Expr::Quarter(offset) => {
                let now = self.base.filter(|base| base.month.is_some()).and_then(|_| self.about_base());
                let days = now.and_then(|now| calendar::quarter(now, offset));
                inferred(days, days.map(edtf).unwrap_or_default(), read.rule)
            }
            Expr::Now => {
                if text.one_of(at, &["现在", "目前", "如今", "眼下"]).is_some() {
                    self.year = None;
                }
                let days = self.base.and_then(|base| match base.month {
                    Some(month) => calendar::month(base.year, month.cast_signed()),
                    None => calendar::year(base.year),
                });
                inferred(days, days.map(edtf).unwrap_or_default(), read.rule)
            }
            Expr::Turn => {
                let days = self.base.filter(|base| base.month.is_some()).and_then(|base| {
                    let later = base.month.is_some_and(|month| month > 6);
                    let year = base.year - i16::from(!later);
                    Some((calendar::month(year, 12)?.0, calendar::month(year + 1, 1)?.1))
                });
                inferred(days, days.map(edtf).unwrap_or_default(), read.rule)
            }
            Expr::Years3 | Expr::Later => inferred(None, String::new(), read.rule),
            Expr::Span { halves, unit, toward, least } => {
                let (days, value) = self.span(halves, unit, toward, ahead);
                // 三至六个月 lasts so long or so long.
                let value = match least {
                    Some(least) if toward == Toward::Length => format!("{}/{value}", length_of(least, unit)),
                    _ => value,
                };
                inferred(days, value, read.rule)
            }
        }
    }

    /// The day of writing when it is known to the day.
    pub(super) fn base_day(&self) -> Option<Date> {
        let base = self.base?;
        Date::new(base.year, base.month?.cast_signed(), base.day?.cast_signed()).ok()
    }

    /// Some day of the time of writing: unknown parts count as the end of the year or month.
    pub(super) fn about_base(&self) -> Option<Date> {
        let base = self.base?;
        let first = Date::new(base.year, base.month.map_or(12, u8::cast_signed), 1).ok()?;
        Some(base.day.and_then(|day| first.with().day(day.cast_signed()).build().ok()).unwrap_or(first))
    }

    /// The day that 当天 and 次日 count from: the one named in the paragraph; else, in news, the day of the event it opens with.
    fn same_day(&self, text: Text<'_>, at: usize) -> Option<Date> {
        let last = self.last.filter(|days| days.0 == days.1).map(|days| days.0).or(self.last_day);
        let news = |day: &Date| {
            self.base_day()
                .is_some_and(|base| *day <= base && moved(*day, 62, Unit::Day).is_some_and(|end| end >= base))
        };
        let lead = self.lead_day.filter(news);
        let of_event = text.ends(at, &["签约", "签订", "签字", "会后", "会议", "开幕", "仪式", "活动", "发布"]);
        let here = self.day_here.filter(|_| !of_event);
        here.or(lead).or(last).or_else(|| self.base_day())
    }

    /// Remembers the days named last.
    fn named(&mut self, days: Option<Days>) {
        let Some(days) = days else { return };
        // What is still to come is not what 同日 and 同月 mean.
        if self.last.is_some() && self.is_later(days) {
            return;
        }
        self.last = Some(days);
        self.last_here = true;
        if days.0 == days.1 {
            self.last_day = Some(days.0);
            self.day_here = Some(days.0);
            self.lead_day = self.lead_day.or(Some(days.0));
        }
    }

    /// The days lie behind the day of writing.
    pub(super) fn is_later(&self, days: Days) -> bool {
        self.about_base().is_some_and(|base| days.0 > base.last_of_month())
    }

    /// The year that a year word means.
    pub(super) fn year_of(&self, year: Year) -> Option<i16> {
        match year {
            Year::Unsaid => None,
            Year::Of(year) => Some(year),
            Year::From(offset) => Some(self.base?.year + offset),
            Year::Same(offset) => {
                self.last.map(|days| days.0.year()).or(self.base.map(|base| base.year)).map(|y| y + offset)
            }
        }
    }

    fn point(&mut self, text: Text<'_>, at: usize, read: Read, point: Point, ahead: bool) -> Option<Meaning> {
        // 当年 alone is a memory unless a year was named.
        let alone = point.month.is_none() && point.part.is_none() && point.moon.is_none();
        if matches!(point.year, Year::Same(0..)) && alone && self.last.is_none() {
            return None;
        }
        if read.rule == "same_period" {
            let days = self.year_of(point.year).and_then(|year| self.same_period(year));
            let certainty = if days.is_some() { Certainty::Inferred } else { Certainty::Unknown };
            return Some(Meaning { days, value: days.map(edtf).unwrap_or_default(), certainty, rule: read.rule });
        }
        let (days, year_known) = self.days_of(point, ahead);
        // A date that cannot be is none.
        if let (Year::Of(_), None) = (point.year, days) {
            return None;
        }
        if let (Some(month), Some(day)) = (point.month, point.day)
            && calendar::day(2000, month, day).is_none()
        {
            return None;
        }
        let printed = matches!(point.year, Year::Of(_)) && read.rule != "short_year";
        let Some(days) = days else {
            // 10月…当月, 3月18日…26日: the month named before, whatever its year.
            let same = matches!(point.month_word, Some(MonthWord::Same(0)))
                || point.month_word.is_none() && (point.day.is_some() || point.tenth.is_some());
            let month = point.month.or(self.loose.filter(|_| same && point.part.is_none()).map(|(month, _)| month));
            let holidays =
                read.rule == "part_of_year" && matches!(point.part, Some(Part::Months(7, 8) | Part::Months(1, 2)));
            let value = if holidays { String::new() } else { loose_value(month, point) };
            if let Some(month) = month {
                self.loose = Some((month, point.day));
            }
            return Some(Meaning { days: None, value, certainty: Certainty::Unknown, rule: read.rule });
        };
        // 2022年工作打算: what follows speaks of that year, though it is still to come.
        let planned =
            alone && text.one_of(read.end, &["工作打算", "工作计划", "工作安排", "工作思路", "工作目标"]).is_some();
        // 落实2022年5月签订的《协议》: the year of a paper that is named by the way.
        let by_the_way = names_a_paper(text, read.end);
        let opens =
            matches!(text.before(at), '\0' | '\n' | ' ' | ',' | '。' | ';' | '\u{201c}' | '\u{300c}' | '\u{3000}');
        if let (Year::Of(year), Some(base)) = (point.year, self.base)
            && alone
            && opens
            && text.at(read.end) == ','
            && base.year == year + 1
            && base.month.is_some_and(|month| month <= 4)
        {
            self.review = self.review.or(Some((year, false)));
        }
        if planned {
            self.year = Some((days.0.year(), 0));
        } else if point.month_word.is_some_and(|word| matches!(word, MonthWord::From(_))) && !ahead {
            // 上个月: back in the present.
            self.year = None;
        } else if year_known
            && !by_the_way
            && (point.month.is_some()
                || opens && matches!(text.at(read.end), ',' | '的')
                || opens && matches!(point.year, Year::From(_)))
            && !ahead
            && !self.is_later(days)
        {
            self.year = Some((days.0.year(), point.month.unwrap_or(0)));
        } else if year_known && point.year != Year::From(0) && self.is_later(days) {
            // 预计2025年5月通车 says nothing of the year that is told of.
        } else if let (Some((year, _)), Some(month)) = (self.year, point.month) {
            self.year = Some((year.max(days.0.year()), month));
        }
        if !ahead || self.last.is_none() {
            self.named(Some(days));
        }
        let certainty = if !printed {
            Certainty::Inferred
        } else if point.day.is_some() {
            Certainty::Day
        } else if point.month.is_some() || point.part.is_some() {
            Certainty::Month
        } else {
            Certainty::Year
        };
        let rule = if year_known || point.month.is_none() { read.rule } else { with_context(read.rule) };
        if read.since {
            let until = self.about_base().filter(|&day| day >= days.0).unwrap_or(days.1);
            // 今年以来 is the year so far.
            let whole = point.month.is_none() && point.part.is_none() && matches!(point.year, Year::From(0));
            let value = if whole { edtf(days) } else { format!("{}/..", first_of(days)) };
            let until = if self.base_day().is_some() { until } else { days.1.max(until) };
            return Some(Meaning { days: Some((days.0, until)), value, certainty, rule });
        }
        // 2025年前, 6月前: by the day before.
        let before = read.deadline
            && point.day.is_none()
            && point.tenth.is_none()
            && point.part.is_none()
            && matches!(text.before(read.end), '前')
            && text.at(read.end - 1) == '前'
            && !matches!(text.at(read.end.saturating_sub(2)), '以' | '之');
        let days = if before { moved(days.0, -2, Unit::Day).map_or(days, |day| (day, day)) } else { days };
        // 春节前后: a week before and a week behind.
        let around = (point.moon.is_some() || point.feast) && text.ends(read.end, &["前后"]);
        let week = |day: Date, weeks: i32| moved(day, weeks * 2, Unit::Week);
        let days = if around { week(days.0, -1).zip(week(days.1, 1)).unwrap_or(days) } else { days };
        Some(Meaning { days: Some(days), value: edtf(days), certainty, rule })
    }

    fn range(&mut self, first: Point, last: Point, ahead: bool, read: Read) -> Meaning {
        let (mut from, said) = self.days_of(first, ahead);
        // The year that the second end says is the first one's too, unless that would turn them round.
        if let (Year::Unsaid, Year::Of(year)) = (first.year, last.year) {
            from = self.days_of(Point { year: Year::Of(year), ..first }, ahead).0;
        }
        let (mut to, _) = self.days_of(last, ahead);
        if let (Some(start), Some(end)) = (from, to)
            && end.1 < start.0
        {
            // 3月到9月 of the same year, 10月至3月 of the next.
            let of = |turns: i16| Point { year: Year::Of(start.0.year() + turns), ..last };
            let alike = last.year == first.year || last.year == Year::Unsaid;
            let mut later = (0..=1).filter(|_| alike).filter_map(|turns| self.days_of(of(turns), ahead).0);
            to = later.find(|days| days.1 >= start.0);
        }
        let printed = matches!(first.year, Year::Of(_)) || matches!(last.year, Year::Of(_));
        let (Some(start), Some(end)) = (from, to) else {
            let half = |point: Point| match (point.month, point.day) {
                (Some(month), Some(day)) => format!("--{month:02}-{day:02}"),
                (Some(month), None) => format!("--{month:02}"),
                _ => String::new(),
            };
            let (first, last) = (half(first), half(last));
            let value = if first.is_empty() || last.is_empty() { String::new() } else { format!("{first}/{last}") };
            return Meaning { days: None, value, certainty: Certainty::Unknown, rule: read.rule };
        };
        if said && first.month.is_some() {
            self.year = Some((end.0.year(), end.1.month()));
        }
        self.named(Some(start));
        let certainty = match (printed, first.day, first.month.is_some() || first.part.is_some()) {
            (false, ..) => Certainty::Inferred,
            (_, Some(_), _) => Certainty::Day,
            (_, None, true) => Certainty::Month,
            _ => Certainty::Year,
        };
        Meaning { days: Some((start.0, end.1)), value: between(start, end), certainty, rule: read.rule }
    }

    /// The days of a counted span and its value.
    fn span(&self, halves: i32, unit: Unit, toward: Toward, ahead: bool) -> (Option<Days>, String) {
        if matches!(toward, Toward::Length | Toward::Anniversary) {
            return (None, length_of(halves, unit));
        }
        let by_day = matches!(unit, Unit::Day | Unit::Week);
        let Some(base) = (if by_day { self.base_day() } else { self.about_base() }) else {
            return (None, String::new());
        };
        // 2015年…两年后通车: told from the day named last, when that has been by now.
        let told =
            self.last.map(|days| if by_day { days.1 } else { days.0 }).filter(|_| toward == Toward::Later && !ahead);
        let told = told.filter(|&day| moved(day, halves, unit).is_some_and(|day| day <= base) && day < base);
        let base = told.unwrap_or(base);
        let whole = |day: Date| match unit {
            Unit::Day | Unit::Week => Some((day, day)),
            Unit::Year if halves % 2 == 0 => calendar::year(day.year()),
            _ => calendar::month(day.year(), day.month()),
        };
        let days = (|| match toward {
            Toward::Ago => whole(moved(base, -halves, unit)?),
            Toward::Later => whole(moved(base, halves, unit)?),
            Toward::Ahead => Some((base, moved(base, halves, unit)?)),
            _ => Some((moved(base, -halves, unit)?, base)),
        })();
        let value = days.map(|days| match toward {
            Toward::Ahead | Toward::Back if !by_day => {
                format!("{}/{}", month_of(days.0), month_of(days.1))
            }
            _ => edtf(days),
        });
        (days, value.unwrap_or_default())
    }
}

/// 签订的《协议》 behind a time: it tells of which year the paper is, not of which year the sentence speaks.
fn names_a_paper(text: Text<'_>, end: usize) -> bool {
    (end..end + 24)
        .take_while(|&at| !matches!(text.at(at), ',' | '。' | ';' | '\n' | '\0'))
        .any(|at| text.at(at) == '的' && matches!(text.at(at + 1), '《' | '「' | '\u{300e}'))
}
