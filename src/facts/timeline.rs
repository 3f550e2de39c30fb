//! Facts along a line of time, as pure geometry: lanes one below another, marks at their days, labels in rows that never overlap.

use jiff::{Span, civil::Date};

use super::edtf::day_number;

/// How sure the day of a mark is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Sure {
    /// The text says it.
    Solid,
    /// Worked out from other dates.
    Inferred,
    /// Month and day only: the year is not known.
    NoYear,
}

/// A fact on the line.
#[derive(Clone, Debug, PartialEq)]
pub struct Event {
    /// Its number, whatever it counts.
    pub fact: u32,
    /// First and last day since 1970; of one without a year the days of the year, from 0.
    pub days: (i32, i32),
    /// How sure.
    pub sure: Sure,
    /// Width of its label, points.
    pub width: f32,
}

/// A placed event. Its `x` is in points from day 0, or for one without a year from the left edge of the gutter.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Mark {
    /// Position of the event in its lane's list.
    pub event: usize,
    /// Where its dot stands.
    pub x: f64,
    /// Where its last day ends.
    pub end: f64,
    /// The row of its label; `None` when there is no room for one.
    pub row: Option<u8>,
}

/// A lane.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Lane {
    /// Its upper edge, points.
    pub top: f32,
    /// Its height, points.
    pub height: f32,
    /// Dated marks, from left to right.
    pub marks: Vec<Mark>,
    /// Marks without a year, in the gutter, from left to right.
    pub undated: Vec<Mark>,
}

/// All lanes at one scale.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Plan {
    /// From top to bottom.
    pub lanes: Vec<Lane>,
    /// Height of all of them, points.
    pub height: f32,
}

/// From the upper edge of a lane to its line: the lane's name stands there, points.
pub const LINE_AT: f32 = 34.0;
/// From the line to the first row of labels, points.
pub const LABELS_AT: f32 = 14.0;
/// Height of a row of labels, points.
pub const ROW: f32 = 33.0;
/// Rows of labels in a lane at most.
pub const MOST_ROWS: u8 = 6;
/// From the dot to its label, points.
pub const LABEL_X: f32 = 5.0;
/// Between two labels of a row, points.
const GAP: f32 = 10.0;
/// Below the last row, points.
const BELOW: f32 = 12.0;
/// Width of the gutter of events without a year, points.
pub const GUTTER: f32 = 170.0;

/// Places events at `day_pt` points a day. Linear in their number, but for the sorting; the same events give the same plan.
#[must_use]
pub fn plan(lanes: &[Vec<Event>], day_pt: f64) -> Plan {
    plan_rows(lanes, day_pt, MOST_ROWS)
}

/// The same with other rows of labels at most: a drawing that nobody can point at needs one for every label.
#[must_use]
pub fn plan_rows(lanes: &[Vec<Event>], day_pt: f64, rows: u8) -> Plan {
    let mut plan = Plan::default();
    for events in lanes {
        let mut lane = Lane { top: plan.height, ..Lane::default() };
        let mut order: Vec<usize> = (0..events.len()).collect();
        order.sort_by_key(|&at| events.get(at).map(|event| (event.days, event.fact)));
        let (mut dated, mut undated) = (Rows::of(rows), Rows::of(rows));
        for at in order {
            let Some(event) = events.get(at) else { continue };
            let (first, last) = event.days;
            if event.sure == Sure::NoYear {
                // Where the year has got to, across the gutter; the label must end in it.
                let room = f64::from((GUTTER - event.width - LABEL_X - GAP).max(0.0));
                let x = f64::from(first.clamp(0, 366)) / 366.0 * room;
                lane.undated.push(Mark { event: at, x, end: x, row: undated.place(x, event.width) });
            } else {
                let x = f64::from(first) * day_pt;
                let end = f64::from(last + 1) * day_pt;
                lane.marks.push(Mark { event: at, x, end, row: dated.place(x, event.width) });
            }
        }
        let rows = dated.used().max(undated.used()).max(1);
        lane.height = LINE_AT + LABELS_AT + ROW * f32::from(rows) + BELOW;
        plan.height += lane.height;
        plan.lanes.push(lane);
    }
    plan
}

/// A mark that is drawn, and those that stand too close behind it to be told apart.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Drawn {
    /// The mark. Its `end` is the last one of all of them.
    pub mark: Mark,
    /// How many more stand here.
    pub more: usize,
}

/// Of marks from left to right those that can be told apart: `apart` points from the last one, with a label, or wanted by `keep`. The
/// others are counted with the one before them, so that none is lost however many there are. Linear in their number.
#[must_use]
pub fn thinned(marks: &[Mark], apart: f64, keep: impl Fn(&Mark) -> bool) -> Vec<Drawn> {
    let mut drawn: Vec<Drawn> = Vec::new();
    for mark in marks {
        match drawn.last_mut() {
            Some(last) if mark.row.is_none() && mark.x - last.mark.x < apart && !keep(mark) => {
                last.mark.end = last.mark.end.max(mark.end);
                last.more += 1;
            }
            _ => drawn.push(Drawn { mark: *mark, more: 0 }),
        }
    }
    drawn
}

/// Where the labels of each row end.
#[derive(Debug)]
struct Rows {
    ends: Vec<f64>,
    most: u8,
}

impl Rows {
    const fn of(most: u8) -> Self {
        Self { ends: vec![], most }
    }

    /// The first row with room at `x`.
    fn place(&mut self, x: f64, width: f32) -> Option<u8> {
        let end = x + f64::from(LABEL_X + width + GAP);
        let free = self.ends.iter().position(|used| *used <= x);
        let row = match free {
            Some(row) => row,
            None if self.ends.len() < usize::from(self.most) => {
                self.ends.push(f64::NEG_INFINITY);
                self.ends.len() - 1
            }
            None => return None,
        };
        if let Some(used) = self.ends.get_mut(row) {
            *used = end;
        }
        u8::try_from(row).ok()
    }

    fn used(&self) -> u8 {
        u8::try_from(self.ends.len()).unwrap_or(self.most)
    }
}

/// A line across the lanes, with its words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tick {
    /// Days since 1970.
    pub day: i32,
    /// `2020`, `2020-03`, `2020-03-10`.
    pub text: String,
}

/// What lies between two ticks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Step {
    Years(i16),
    Months(i8),
    Days(i8),
}

/// The ticks from day `first` to day `last` when a day is `day_pt` points wide: from decades to days, so far apart that their words have
/// room.
#[must_use]
pub fn ticks(first: i32, last: i32, day_pt: f64) -> Vec<Tick> {
    /// Least distance, points.
    const APART: f64 = 84.0;
    const STEPS: [(Step, f64); 10] = [
        (Step::Days(1), 1.0),
        (Step::Days(5), 5.0),
        (Step::Months(1), 30.0),
        (Step::Months(3), 90.0),
        (Step::Months(6), 181.0),
        (Step::Years(1), 365.0),
        (Step::Years(2), 730.0),
        (Step::Years(5), 1826.0),
        (Step::Years(10), 3652.0),
        (Step::Years(50), 18262.0),
    ];
    /// No screen has room for more.
    const MOST: usize = 400;
    let step = STEPS.into_iter().find(|(_, days)| days * day_pt >= APART).map_or(Step::Years(100), |(step, _)| step);
    let Some(mut at) = date_of(first).and_then(|from| floor(from, step)) else { return vec![] };
    let mut ticks = Vec::new();
    while day_number(at) <= last && ticks.len() < MOST {
        let day = day_number(at);
        if day >= first {
            let text = match step {
                Step::Years(_) => format!("{:04}", at.year()),
                Step::Months(_) => format!("{:04}-{:02}", at.year(), at.month()),
                Step::Days(_) => at.to_string(),
            };
            ticks.push(Tick { day, text });
        }
        let next = match step {
            Step::Years(n) => at.checked_add(Span::new().years(n)),
            Step::Months(n) => at.checked_add(Span::new().months(n)),
            // Fives begin anew each month, so that they stand on round days.
            Step::Days(n) if n > 1 && at.day() + n > 28 => at.last_of_month().tomorrow(),
            Step::Days(n) => at.checked_add(Span::new().days(n)),
        };
        match next {
            Ok(next) => at = next,
            Err(_) => break,
        }
    }
    ticks
}

/// The last step at or before a day.
fn floor(day: Date, step: Step) -> Option<Date> {
    match step {
        Step::Years(n) => Date::new(day.year() - day.year().rem_euclid(n), 1, 1).ok(),
        Step::Months(n) => Date::new(day.year(), day.month() - (day.month() - 1) % n, 1).ok(),
        Step::Days(_) => Some(day.first_of_month()),
    }
}

/// The date of a day since 1970.
#[must_use]
pub fn date_of(day: i32) -> Option<Date> {
    let span = Span::new().try_days(day).ok()?;
    Date::constant(1970, 1, 1).checked_add(span).ok()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn labels_never_overlap(
            events in prop::collection::vec((-4000..20_000_i32, 0..40_i32, 0..3_u8, 1.0..300.0_f32), 0..80),
            day_pt in 0.001..80.0_f64,
        ) {
            let events: Vec<Event> = (0..)
                .zip(&events)
                .map(|(fact, &(first, more, sure, width))| Event {
                    fact,
                    days: (first, first + more),
                    sure: [Sure::Solid, Sure::Inferred, Sure::NoYear][usize::from(sure)],
                    width: if sure == 2 { width.min(GUTTER - LABEL_X - 10.0) } else { width },
                })
                .collect();
            let halves = [events.clone(), events];
            let plan = plan(&halves, day_pt);
            let mut below = 0.0;
            for (lane, events) in plan.lanes.iter().zip(&halves) {
                prop_assert!(lane.top >= below);
                below = lane.top + lane.height;
                for marks in [&lane.marks, &lane.undated] {
                    for (i, a) in marks.iter().enumerate() {
                        let Some(row) = a.row else { continue };
                        prop_assert!(LINE_AT + LABELS_AT + ROW * f32::from(row + 1) <= lane.height);
                        let end = a.x + f64::from(LABEL_X + events[a.event].width);
                        for b in marks.iter().skip(i + 1).filter(|b| b.row == Some(row)) {
                            prop_assert!(end <= b.x || b.x + f64::from(LABEL_X + events[b.event].width) <= a.x);
                        }
                    }
                }
                for mark in &lane.undated {
                    let end = mark.x + f64::from(LABEL_X + events[mark.event].width);
                    prop_assert!(mark.x >= 0.0 && end <= f64::from(GUTTER), "{end}");
                }
            }
        }

        #[test]
        fn ticks_stand_apart_and_in_order(first in -40_000..40_000_i32, points in 100.0..3000.0_f64, day_pt in 0.002..100.0_f64) {
            let last = first + (points / day_pt) as i32;
            let ticks = ticks(first, last, day_pt);
            prop_assert!(ticks.iter().all(|tick| tick.day >= first && tick.day <= last));
            for pair in ticks.windows(2) {
                prop_assert!(f64::from(pair[1].day - pair[0].day) * day_pt > 45.0, "{pair:?}");
            }
        }
    }

    #[test]
    fn marks_that_cannot_be_told_apart_are_counted_and_none_is_lost() {
        let mark = |event: usize, x: f64, row| Mark { event, x, end: x + event as f64, row };
        let marks = [
            mark(0, 10.0, Some(0)),
            mark(1, 11.0, None),
            mark(9, 12.0, None),
            mark(2, 13.0, Some(1)),
            mark(3, 14.0, None),
            mark(4, 15.0, None),
            mark(5, 40.0, None),
        ];
        let drawn = thinned(&marks, 6.0, |mark| mark.event == 4);
        let shown: Vec<_> = drawn.iter().map(|one| (one.mark.event, one.more, one.mark.end)).collect();
        assert_eq!(shown, [(0, 2, 21.0), (2, 1, 17.0), (4, 0, 19.0), (5, 0, 45.0)]);
        let many: Vec<Mark> = (0..50_000).map(|at| mark(at, at as f64 / 100.0, None)).collect();
        let drawn = thinned(&many, 6.0, |_| false);
        assert!(drawn.len() <= 84);
        assert_eq!(drawn.iter().map(|one| 1 + one.more).sum::<usize>(), many.len());
    }

    #[test]
    fn ticks_go_from_decades_to_days() {
        let year = day_number(Date::constant(2020, 1, 1));
        let texts = |first, last, day_pt| ticks(first, last, day_pt).into_iter().map(|t| t.text).collect::<Vec<_>>();
        assert_eq!(texts(year, year + 3000, 0.05), ["2020", "2025"]);
        assert_eq!(texts(year, year + 800, 0.3), ["2020", "2021", "2022"]);
        assert_eq!(texts(year, year + 95, 3.0), ["2020-01", "2020-02", "2020-03", "2020-04"]);
        assert_eq!(texts(year + 30, year + 32, 90.0), ["2020-01-31", "2020-02-01", "2020-02-02"]);
    }
}
