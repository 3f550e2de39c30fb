//! Which days a point means: the year, month or day that it leaves out is taken from what was said before.

use jiff::civil::Date;

use super::{
    calendar::{self, Days, MoonDay, Part, Unit, moved, tenth},
    context::Context,
    grammar::{MonthWord, Point, Year},
};

impl Context {
    /// The days of a point, and whether it says its year itself.
    pub(super) fn days_of(&self, point: Point, ahead: bool) -> (Option<Days>, bool) {
        let said = self.year_of(point.year);
        if point.year != Year::Unsaid && said.is_none() {
            return (None, true);
        }
        let days = (|| {
            if let Some(word) = point.month_word {
                let from = match word {
                    MonthWord::From(offset) => {
                        let base = self.base?;
                        let first = Date::new(base.year, base.month?.cast_signed(), 1).ok()?;
                        moved(first, offset * 2, Unit::Month)?
                    }
                    MonthWord::Same(offset) => {
                        let of = self.last.filter(|days| days.0.month() == days.1.month()).map(|days| days.0);
                        let of = of.or_else(|| {
                            self.base.filter(|base| base.month.is_some()).and_then(|_| self.about_base())
                        })?;
                        moved(of.first_of_month(), offset * 2, Unit::Month)?
                    }
                };
                return match (point.day, point.tenth) {
                    (Some(day), _) => calendar::day(from.year(), from.month(), day),
                    (None, Some(part)) => tenth(calendar::month(from.year(), from.month())?, part),
                    _ => calendar::month(from.year(), from.month()),
                };
            }
            if let Some(feast) = point.moon {
                let Some(year) = said else { return self.moon_feast(feast, ahead) };
                return calendar::moon_day(year, feast);
            }
            if let Some(month) = point.month {
                let year = said.or_else(|| match (point.feast, self.year, self.about_base()) {
                    // 元旦 is the nearest one.
                    (true, None, Some(now)) if month == 1 && self.review.is_none() => {
                        let of = |offset: i16| calendar::day(now.year() + offset, month, point.day.unwrap_or(1));
                        let mut near = (-1..=1).filter_map(of).map(|days| days.0);
                        let day = if ahead {
                            near.find(|&day| day >= now)
                        } else {
                            near.min_by_key(|day| day.duration_since(now).as_hours().abs())
                        };
                        day.map(Date::year)
                    }
                    _ => self.year_for(month, point.day, ahead),
                })?;
                return match (point.day, point.tenth) {
                    (Some(day), _) => calendar::day(year, month, day),
                    (None, Some(part)) => tenth(calendar::month(year, month)?, part),
                    _ => calendar::month(year, month),
                };
            }
            if let Some(Part::Term(count)) = point.part {
                return calendar::term(self.about_base()?, count);
            }
            if let Some(part) = point.part {
                let this = self.base.and_then(|base| part.days(base.year));
                let later = this.is_some_and(|days| self.is_later(days));
                let review = self.looked_back_on(later, ahead).filter(|_| later || part != Part::Within);
                // 今冬, written in January, began in the year before.
                let turned = part == Part::Season(4) && point.year == Year::From(0);
                let turned = turned && self.base.and_then(|base| base.month).is_some_and(|month| month <= 2);
                let said = said.map(|year| year - i16::from(turned));
                let year = said.or(self.year.map(|(year, _)| year)).or(review).or(self.base.map(|base| base.year))?;
                if let (Part::Across(from, _) | Part::Turned(_, from, _), None, Some(now)) =
                    (part, said, self.about_base())
                {
                    let turns = if let Part::Turned(turns, ..) = part { i16::from(turns) } else { 0 };
                    return part.days(now.year() - i16::from(now.month() < from) + turns);
                }
                let late = part == Part::Late && said.is_none() && self.year.is_none() && !ahead;
                // In January, 年底 was last year's.
                let back = late && self.base.and_then(|base| base.month).is_some_and(|month| month <= 2);
                return part.days(year - i16::from(back));
            }
            if point.day.is_some() || point.tenth.is_some() {
                // 月底前 is the end of the month of writing. A month that another paragraph named says nothing of a day here.
                let month = self
                    .last
                    .filter(|days| !ahead && (self.last_here || point.day.is_none() || days.0 == days.1))
                    .filter(|&days| days.0.month() == days.1.month() && !self.is_later(days))
                    .map(|days| days.0)
                    .or_else(|| self.month_of_telling(point.day.filter(|_| !ahead)))?;
                return match (point.day, point.tenth) {
                    (Some(day), _) => calendar::day(month.year(), month.month(), day),
                    (None, Some(part)) => tenth(calendar::month(month.year(), month.month())?, part),
                    _ => None,
                };
            }
            match said {
                Some(year) => calendar::year(year),
                None => calendar::year(self.base?.year),
            }
        })();
        (days, said.is_some())
    }

    /// The month of writing, or the one before it when its `day` would still be to come: 28日, written on the first of March.
    fn month_of_telling(&self, day: Option<i8>) -> Option<Date> {
        let now = self.base.filter(|base| base.month.is_some()).and_then(|_| self.about_base())?;
        let later = day.is_some_and(|day| self.base_day().is_some_and(|base| day > base.day() + 14)) && !self.begins;
        if later { moved(now.first_of_month(), -2, Unit::Month) } else { Some(now) }
    }

    /// The time named last, or the month of writing, in another year.
    pub(super) fn same_period(&self, year: i16) -> Option<Days> {
        let whole = |days: &Days| calendar::year(days.0.year()) == Some(*days);
        let last = self.last.filter(|days| days.0.year() != year && !whole(days));
        let (first, last) = match last {
            Some(days) => days,
            None => {
                let base = self.base?;
                calendar::month(base.year, base.month?.cast_signed())?
            }
        };
        let moved = |day: Date| day.with().year(day.year() + year - first.year()).build().ok();
        Some((moved(first)?, moved(last).or_else(|| moved(last.first_of_month()).map(Date::last_of_month))?))
    }

    /// The feast that a text without a year means: the next one when it lies ahead, else the last one.
    fn moon_feast(&self, feast: MoonDay, ahead: bool) -> Option<Days> {
        let base = self.about_base()?;
        let of = |offset: i16| calendar::moon_day(base.year() + offset, feast);
        if ahead {
            return of(0).filter(|days| days.0 >= base).or_else(|| of(1));
        }
        of(0).filter(|days| days.0 <= base).or_else(|| of(-1))
    }

    /// The year the text looks back on, when a time without a year is of it.
    fn looked_back_on(&self, later: bool, ahead: bool) -> Option<i16> {
        self.review.filter(|&(_, whole)| !ahead && (whole || later)).map(|(year, _)| year)
    }

    /// The year of a month that stands without one.
    pub(super) fn year_for(&self, month: i8, day: Option<i8>, ahead: bool) -> Option<i16> {
        let base = self.base;
        if let Some((year, before)) = self.year {
            // Telling goes on into the next year, unless that lies ahead of the writing.
            let next = month < before && base.is_some_and(|base| base.year > year) && before - month > 5;
            return Some(year + i16::from(next));
        }
        let base = base?;
        let Some(now) = base.month.map(u8::cast_signed) else { return Some(base.year) };
        let later = (month, day.unwrap_or(1)) > (now, base.day.map_or(31, u8::cast_signed));
        if let Some(year) = self.looked_back_on(later, ahead) {
            return Some(year);
        }
        Some(match ahead {
            // In January, 12月28日 was last year; in December, 1月 to come is the next one's.
            false if later && now <= 3 && month - now >= 6 && !self.begins => base.year - 1,
            true if now >= 10 && month <= 3 => base.year + 1,
            // 将于1月1日, written in July.
            true if self.to_come && now - month >= 4 => base.year + 1,
            _ => base.year,
        })
    }
}
