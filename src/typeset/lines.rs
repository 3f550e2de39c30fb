//! Fifth stage: line ends, first fit with a look at the next break (push-in before push-out).
//!
//! Each line looks at most a fixed width past the measure, so the whole is linear in the number of boxes whatever they are.

use super::{
    class::Class,
    compression::{MARK_STEPS, SHRINK_STEPS, Sums, hangs_free, natural_gap, solid_end, sum_line, trims_end},
    items::{Break, Item},
    justification::space_out,
    options::{Convention, Options},
};

/// One line: a range of boxes and how its spaces give way. Lengths in em.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Line {
    /// First box.
    pub start: u32,
    /// One past the last box, trailing spaces included.
    pub end: u32,
    /// Indent.
    pub indent: f32,
    /// Space trimmed before the first box.
    pub lead_cut: f32,
    /// How much of each shrinking step is used, 0–1.
    pub shrink: [f32; SHRINK_STEPS],
    /// Word spaces: share of `WORD_SPACE_MIN` added to each.
    pub stretch_word: f32,
    /// Han–Latin gaps: share of their room used, 0–1.
    pub stretch_latin: f32,
    /// Added to every gap that may open.
    pub stretch_gap: f32,
    /// The line has no gap that may open, so marks were pulled from their text.
    pub seams: bool,
    /// Final width, indent included; a hanging mark counts.
    pub width: f32,
    /// True for the last line of the paragraph.
    pub last: bool,
}

/// Widths closer than this are the same.
const TOLERANCE: f32 = 1e-3;
/// The most that push-in takes back on one line.
const MAX_PUSH_IN: f32 = 1.0;
/// A hole smaller than this is left as it is rather than closed by push-in.
const SMALL_HOLE: f32 = 0.02;
/// Marks count as squeezed flat from this share of their empty part on.
const FLAT: f32 = 0.7;
/// Gaps opened less than this by push-out look better than a mark squeezed flat.
const SMALL_GAP: f32 = 0.03;
/// Gaps opened more than this look like holes.
const LOOSE_GAP: f32 = 0.125;
/// From this measure on, a loose line takes characters from the line before it.
const BOOK_MEASURE: f32 = 20.0;
/// Breaks tried on the line before.
const EARLIER_BREAKS: usize = 3;
/// Boxes looked at to decide whether the last line would be too short.
const ORPHAN_LOOK: usize = 32;
/// Boxes that may be pushed down to keep company on the last line.
const ORPHAN_PUSH: usize = 8;

/// Breaks a paragraph into lines no wider than `measure`; only a single box wider than that, or a mark that hangs, goes beyond.
pub fn break_lines(items: &[Item], measure: f32, options: &Options, out: &mut Vec<Line>) {
    out.clear();
    let measure = if options.grid { measure.floor().max(1.0) } else { measure };
    let mut start = 0;
    while start < items.len() {
        let mut line = next_line(items, start, measure, options);
        if line.stretch_gap > LOOSE_GAP
            && measure >= BOOK_MEASURE
            && let Some(before) = out.last_mut()
            && let Some((earlier, this)) = share_hole(items, before, &line, measure, options)
        {
            *before = earlier;
            line = this;
        }
        start = line.end as usize;
        out.push(line);
    }
}

/// The indent of a line that begins with box `start`.
fn indent_at(start: usize, measure: f32, options: &Options) -> f32 {
    if start == 0 { options.indent.min(measure - 1.0).max(0.0) } else { 0.0 }
}

fn next_line(items: &[Item], start: usize, measure: f32, options: &Options) -> Line {
    let room = measure - indent_at(start, measure, options);
    let fit = Fit::scan(items, start, room, options);
    let end = keep_company(items, start, fit.choose(items, start, room, options), room, options);
    fill(items, start, end, fit.hung == Some(end), measure, options)
}

/// The line from `start` to `end`, with its spacing.
fn fill(items: &[Item], start: usize, end: usize, hangs: bool, measure: f32, options: &Options) -> Line {
    let indent = indent_at(start, measure, options);
    let mark = solid_end(items, start, end).checked_sub(1).and_then(|i| items.get(i));
    let hung = mark.filter(|_| hangs).map_or(0.0, |mark| mark.body);
    let sums = sum_line(items, start, end, options);
    let mut line = Line {
        start: u32::try_from(start).unwrap_or(u32::MAX),
        end: u32::try_from(end).unwrap_or(u32::MAX),
        indent,
        lead_cut: sums.lead_cut,
        last: end >= items.len(),
        ..Line::default()
    };
    line.width = indent + hung + space_out(&mut line, &sums, sums.natural - hung, measure - indent, options);
    line
}

/// A loose line and the one before it share the hole: the earlier one ends a little sooner. `None` when that looks no better.
fn share_hole(items: &[Item], before: &Line, loose: &Line, measure: f32, options: &Options) -> Option<(Line, Line)> {
    let (start, end) = (before.start as usize, before.end as usize);
    let mut best = None;
    let mut least = loose.stretch_gap * 0.9;
    let breaks = (start + 1..end).rev().filter(|&at| items.get(at).is_some_and(|item| item.brk == Break::Allowed));
    for at in breaks.take(EARLIER_BREAKS) {
        let earlier = fill(items, start, at, false, measure, options);
        let this = next_line(items, at, measure, options);
        let worst = earlier.stretch_gap.max(this.stretch_gap);
        // what follows must not start anew somewhere else for nothing
        if worst < least && this.end >= loose.end && !earlier.seams {
            least = worst;
            best = Some((earlier, this));
        }
    }
    best
}

/// The candidates for a line's end.
#[derive(Clone, Copy, Debug, Default)]
struct Fit {
    /// Last permitted break that fits.
    best: Option<usize>,
    /// First permitted break beyond the measure, near enough to be pushed in.
    next: Option<usize>,
    /// A break after a mark that may hang.
    hung: Option<usize>,
    /// Last place inside a word that fits.
    emergency: Option<usize>,
    /// Last place between letters of an address that fits.
    in_address: Option<usize>,
    /// Last joint of an address that fits.
    at_joint: Option<usize>,
    /// Last place that fits which only the rules for line starts and ends forbid.
    kinsoku: Option<usize>,
    /// Last box that fits at all without taking a sign apart.
    any: Option<usize>,
}

impl Fit {
    fn scan(items: &[Item], start: usize, room: f32, options: &Options) -> Self {
        let mut fit = Self::default();
        let mut pen = 0.0;
        let mut solid_width = 0.0;
        let mut before: Option<&Item> = None;
        for (i, item) in items.iter().enumerate().skip(start) {
            match before {
                None if options.trim_start && item.class == Class::Open => {}
                None => pen += item.lead,
                Some(a) => pen += natural_gap(a, item, options),
            }
            let left = pen;
            pen += item.body;
            if !hangs_free(item) {
                solid_width = pen + if trims_end(item, options) { 0.0 } else { item.trail };
            }
            let end = i + 1;
            let brk = items.get(end).map_or(Break::Allowed, |next| next.brk);
            if solid_width <= room + TOLERANCE {
                match brk {
                    Break::Allowed => fit.best = Some(end),
                    Break::AtJoint => fit.at_joint = Some(end),
                    Break::InAddress => fit.in_address = Some(end),
                    Break::Emergency => fit.emergency = Some(end),
                    Break::Kinsoku => fit.kinsoku = Some(end),
                    Break::Never | Break::Inside => {}
                }
                if brk > Break::Inside {
                    fit.any = Some(end);
                }
            } else if solid_width > room + MAX_PUSH_IN + TOLERANCE {
                break;
            } else if brk == Break::Allowed {
                if may_hang(item, before, options) && left <= room + TOLERANCE {
                    fit.hung = Some(end + free_run(items, end));
                } else {
                    fit.next = Some(end);
                }
                break;
            }
            before = Some(item);
        }
        fit
    }

    fn choose(&self, items: &[Item], start: usize, room: f32, options: &Options) -> usize {
        if let Some(hung) = self.hung {
            return hung;
        }
        let reached = match (self.best, self.next) {
            (Some(best), Some(next))
                if options.justify && best < items.len() && pushes_in(items, start, best, next, room, options) =>
            {
                Some(next)
            }
            (Some(best), _) => Some(self.within_word(items, start, best, room, options).unwrap_or(best)),
            (None, Some(next)) => {
                let sums = sum_line(items, start, next, options);
                (sums.natural - sums.give() <= room).then_some(next)
            }
            (None, None) => None,
        };
        // nothing permitted fits: an address or a long word is broken, and if need be anything
        let forced = self.at_joint.or(self.in_address).or(self.emergency).or(self.kinsoku).or(self.any);
        let end = reached.or(forced).unwrap_or(start + 1).max(start + 1);
        end + free_run(items, end)
    }

    /// A break inside the word behind `best`, when a line that ended at `best` would be loose: in an address, or in a word too long for any
    /// line, which must be broken anyway.
    fn within_word(&self, items: &[Item], start: usize, best: usize, room: f32, options: &Options) -> Option<usize> {
        let later = |at: Option<usize>| at.filter(|&at| at > best);
        let inside = later(self.at_joint).or(later(self.in_address)).or(later(self.emergency))?;
        if !options.justify || best >= items.len() {
            return None;
        }
        let sums = sum_line(items, start, best, options);
        let slack = sums.latin as f32 * (options.latin_gap_max - options.latin_gap).max(0.0);
        let opening = (room - sums.natural - slack) / sums.gaps.max(1) as f32;
        if opening <= LOOSE_GAP {
            return None;
        }
        let in_address = later(self.at_joint).or(later(self.in_address)).is_some();
        (in_address || is_endless(items, best, inside, room)).then_some(inside)
    }
}

/// How many boxes from `at` on hang free past a line end.
fn free_run(items: &[Item], at: usize) -> usize {
    items.get(at..).unwrap_or_default().iter().take_while(|item| hangs_free(item)).count()
}

/// True when the letters around box `at`, from box `from` on, are a word wider than `room`.
fn is_endless(items: &[Item], from: usize, at: usize, room: f32) -> bool {
    let is_letter = |item: &&Item| item.class == Class::Latin && item.brk < Break::Allowed;
    let before = items.get(from..at).unwrap_or_default().iter().rev().take_while(|item| item.class == Class::Latin);
    let mut width: f32 = before.map(|item| item.body).sum();
    for item in items.get(at..).unwrap_or_default().iter().take_while(is_letter) {
        width += item.body;
        if width > room {
            return true;
        }
    }
    false
}

/// True for a pausing or ending mark that may stand past the line end. Centred marks do not: they would leave a hole in the edge.
fn may_hang(item: &Item, before: Option<&Item>, options: &Options) -> bool {
    options.hang
        && options.convention == Convention::Hans
        && matches!(item.class, Class::Pause | Class::Stop)
        && before.is_some_and(|a| !matches!(a.class, Class::Pause | Class::Stop | Class::Close))
}

/// Push-in: squeeze the line so that it reaches `next`, if that looks better than stretching it from `best`.
fn pushes_in(items: &[Item], start: usize, best: usize, next: usize, room: f32, options: &Options) -> bool {
    let longer = sum_line(items, start, next, options);
    let (need, give) = (longer.natural - room, longer.give());
    let shorter = sum_line(items, start, best, options);
    let hole = room - shorter.natural;
    if need <= 0.0 || need > give + TOLERANCE || need > MAX_PUSH_IN + TOLERANCE || hole <= SMALL_HOLE {
        return false;
    }
    let opening = hole / shorter.gaps.max(1) as f32;
    !(shorter.gaps > 0 && opening < SMALL_GAP && squeezes_flat(&longer, need))
}

/// True when taking back `need` leaves some mark with hardly any of its empty half.
fn squeezes_flat(sums: &Sums, need: f32) -> bool {
    let mut left = need;
    sums.shrink.iter().enumerate().any(|(step, &give)| {
        let flat = give > 0.0 && left >= give * FLAT && MARK_STEPS.contains(&step);
        left = (left - give).max(0.0);
        flat
    })
}

/// The last line holds at least `min_last_line` characters: the rest is pulled in, or a break unit pushed down.
fn keep_company(items: &[Item], start: usize, end: usize, room: f32, options: &Options) -> usize {
    let left = items.len() - end.min(items.len());
    if options.min_last_line == 0 || left == 0 || left > ORPHAN_LOOK {
        return end;
    }
    let count = |from: usize| items.get(from..).unwrap_or_default().iter().filter(|item| item.class.is_body()).count();
    let rest = count(end);
    if rest >= options.min_last_line {
        return end;
    }
    let all = sum_line(items, start, items.len(), options);
    if all.natural - all.give() <= room {
        return items.len();
    }
    let floor = end.saturating_sub(ORPHAN_PUSH).max(start + 1);
    let mut found = rest;
    for at in (floor..end).rev() {
        let Some(item) = items.get(at) else { break };
        found += usize::from(item.class.is_body());
        if found >= options.min_last_line && item.brk == Break::Allowed {
            return at;
        }
    }
    end
}

/// The boxes of a line without what hangs free past its end.
#[must_use]
pub fn solid_range(items: &[Item], line: &Line) -> std::ops::Range<usize> {
    let (start, end) = (line.start as usize, line.end as usize);
    start..solid_end(items, start, end)
}
