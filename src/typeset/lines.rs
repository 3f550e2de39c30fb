//! Fourth stage: line ends, first fit with a look at the next break (push-in before push-out), and the spacing of every line.
//!
//! Each line looks at most a fixed width past the measure, so the whole is linear in the number of boxes whatever they are.

use super::{
    class::Class,
    items::{Break, Item},
    options::{Convention, Options},
    spacing::{SHRINK_STEPS, Sums, WORD_SPACE_MIN, natural_gap, solid_end, sum_line, trims_end},
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
/// Gaps opened less than this by push-out look better than marks squeezed nearly flat.
const SMALL_GAP: f32 = 0.035;
/// Marks count as squeezed nearly flat when more than this share of their room is taken.
const NEARLY_FLAT: f32 = 0.6;
/// Boxes looked at to decide whether the last line would be too short.
const ORPHAN_LOOK: usize = 32;
/// Boxes that may be pushed down to keep company on the last line.
const ORPHAN_PUSH: usize = 8;

/// Breaks a paragraph into lines no wider than `measure`; only a single box wider than that, or a mark that hangs, goes beyond.
pub fn break_lines(items: &[Item], measure: f32, options: &Options, out: &mut Vec<Line>) {
    out.clear();
    let mut start = 0;
    while start < items.len() {
        let indent = if start == 0 { options.indent.min(measure - 1.0).max(0.0) } else { 0.0 };
        let room = measure - indent;
        let fit = Fit::scan(items, start, room, options);
        let end = keep_company(items, start, fit.choose(items, start, room, options), room, options);
        let hung = if fit.hung == Some(end) {
            end.checked_sub(1).and_then(|i| items.get(i)).map_or(0.0, |i| i.body)
        } else {
            0.0
        };
        let sums = sum_line(items, start, end, options);
        let mut line = Line {
            start: u32::try_from(start).unwrap_or(u32::MAX),
            end: u32::try_from(end).unwrap_or(u32::MAX),
            indent,
            lead_cut: sums.lead_cut,
            last: end >= items.len(),
            ..Line::default()
        };
        line.width = indent + hung + space_out(&mut line, &sums, sums.natural - hung, room, options);
        out.push(line);
        start = end;
    }
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
    /// Last box that fits at all.
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
            if !item.class.is_space() {
                solid_width = pen + if trims_end(item, options) { 0.0 } else { item.trail };
            }
            let end = i + 1;
            let brk = items.get(end).map_or(Break::Allowed, |next| next.brk);
            if solid_width <= room + TOLERANCE {
                fit.any = Some(end);
                match brk {
                    Break::Allowed => fit.best = Some(end),
                    Break::Emergency => fit.emergency = Some(end),
                    Break::Never => {}
                }
            } else if solid_width > room + MAX_PUSH_IN + TOLERANCE {
                break;
            } else if brk == Break::Allowed {
                if may_hang(item, before, options) && left <= room + TOLERANCE {
                    fit.hung = Some(end);
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
            (Some(best), _) => Some(best),
            (None, Some(next)) => {
                let sums = sum_line(items, start, next, options);
                (sums.natural - sums.give() <= room).then_some(next)
            }
            (None, None) => None,
        };
        // nothing permitted fits: a long word is broken, and if need be anything
        let end = reached.or(self.emergency).or(self.any).unwrap_or(start + 1).max(start + 1);
        let run = |from: usize, is: fn(Class) -> bool| {
            items.get(from..).unwrap_or_default().iter().take_while(|item| is(item.class)).count()
        };
        let marked = end + run(end, |class| class == Class::Mark);
        marked + run(marked, Class::is_space)
    }
}

/// True for a pausing or ending mark that may stand past the line end.
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
    if need <= 0.0 || need > give || need > MAX_PUSH_IN || hole <= SMALL_HOLE {
        return false;
    }
    let flat = need > NEARLY_FLAT * give;
    let opening = hole / shorter.gaps.max(1) as f32;
    !(flat && shorter.gaps > 0 && opening < SMALL_GAP)
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

/// Decides how the spaces of a line give way; returns its final width without indent and hanging mark.
fn space_out(line: &mut Line, sums: &Sums, natural: f32, room: f32, options: &Options) -> f32 {
    let mut over = natural - room;
    if over > 0.0 {
        let mut width = natural;
        for (used, give) in line.shrink.iter_mut().zip(sums.shrink) {
            if over > 0.0 && give > 0.0 {
                *used = (over / give).min(1.0);
                over -= *used * give;
                width -= *used * give;
            }
        }
        return width;
    }
    if !options.justify || line.last {
        return natural;
    }
    let mut need = -over;
    let mut share = |room_for_it: f32| {
        if room_for_it <= 0.0 {
            return 0.0;
        }
        let used = (need / room_for_it).min(1.0);
        need -= used * room_for_it;
        used
    };
    let words = sums.words as f32 * WORD_SPACE_MIN;
    line.stretch_word = share(words);
    line.stretch_latin = share(sums.latin as f32 * (options.latin_gap_max - options.latin_gap).max(0.0));
    if sums.gaps > 0 {
        line.stretch_gap = need / sums.gaps as f32;
        need = 0.0;
    } else if sums.words > 0 {
        line.stretch_word += need / words;
        need = 0.0;
    }
    room - need
}

/// The boxes of a line without the spaces that hang past its end.
#[must_use]
pub fn solid_range(items: &[Item], line: &Line) -> std::ops::Range<usize> {
    let (start, end) = (line.start as usize, line.end as usize);
    start..solid_end(items, start, end)
}
