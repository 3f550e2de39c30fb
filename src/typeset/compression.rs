//! Third stage: the natural space between two boxes, how much of it can be taken back, and what a line adds up to.

use super::{
    class::Class,
    items::Item,
    justification::{expandable, separable},
    options::{Convention, Options},
};

/// Steps of shrinking, in the order they are used: word spaces, (none), brackets, pausing marks, Han–Latin gaps, stops.
pub const SHRINK_STEPS: usize = 6;

/// The steps that take something from marks.
pub(super) const MARK_STEPS: [usize; 3] = [2, 3, 5];

/// A word space shrinks down to this, and stretches by as much.
pub(super) const WORD_SPACE_MIN: f32 = 0.25;

/// Characters that take a gap against Han; the punctuation of a Latin run does not.
fn takes_gap(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '%' | '$' | '€' | '£' | '¥' | '#' | '&' | '+' | '°' | '@')
}

/// True where Han meets Latin letters or digits without a literal space.
pub(super) fn is_latin_gap(a: &Item, b: &Item) -> bool {
    match (a.class, b.class) {
        (Class::Han | Class::PostUnit, Class::Latin) => takes_gap(b.ch),
        (Class::Latin, Class::Han | Class::PreUnit) => takes_gap(a.ch),
        _ => false,
    }
}

/// The natural space between the bodies of two neighbours.
pub(super) fn natural_gap(a: &Item, b: &Item, options: &Options) -> f32 {
    let sum = a.trail + b.lead;
    if options.compress_adjacent && a.class.is_mark() && b.class.is_mark() {
        return match (a.class, b.class) {
            (Class::Open, _) | (Class::Close | Class::Pause | Class::Stop, Class::Close) => 0.0,
            // zero for mainland marks, a quarter for centred ones
            (Class::Close, Class::Pause | Class::Stop) => b.lead,
            // a centred mark keeps its quarter, and the opening one stands close to its text
            (Class::Pause | Class::Stop, Class::Open) if a.lead > 0.0 => a.trail,
            _ => sum.min(0.5),
        };
    }
    if is_latin_gap(a, b) { sum + options.latin_gap } else { sum }
}

/// How much of the space between two neighbours can be taken back, and at which step. `gap` is their natural space.
pub(super) fn shrinkable(a: &Item, b: &Item, options: &Options, gap: f32) -> Option<(usize, f32)> {
    let centred = options.convention == Convention::Hant;
    if options.grid {
        return None;
    }
    let (step, most) = if a.class == Class::Close || b.class == Class::Open {
        (2, if a.class == Class::Close && b.class == Class::Open { gap } else { gap.min(0.5) })
    } else if a.class == Class::Pause || b.class == Class::Pause && centred {
        (3, gap)
    } else if is_latin_gap(a, b) {
        (4, gap - options.latin_gap_min)
    } else if a.class == Class::Stop || b.class == Class::Stop && centred {
        (5, gap)
    } else {
        return None;
    };
    (most > 0.0).then_some((step, most))
}

/// What the boxes of a line add up to. Lengths in em.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Sums {
    /// Natural width, trimmed at both ends.
    pub natural: f32,
    /// What each step can take back.
    pub shrink: [f32; SHRINK_STEPS],
    /// Word spaces.
    pub words: u32,
    /// Gaps that justification may open.
    pub gaps: u32,
    /// Gaps that can be opened at all, when a line has none of the others.
    pub seams: u32,
    /// Han–Latin gaps.
    pub latin: u32,
    /// Space trimmed before the first box.
    pub lead_cut: f32,
}

impl Sums {
    /// Everything that can be taken back.
    pub fn give(&self) -> f32 {
        self.shrink.iter().sum()
    }
}

/// True for what takes no room at a line end: spaces, and marks without width.
pub(super) fn hangs_free(item: &Item) -> bool {
    item.class.is_space() || item.class == Class::Mark
}

/// One past the last box of `start..end` that takes room at a line end.
pub(super) fn solid_end(items: &[Item], start: usize, end: usize) -> usize {
    let spaces = items.get(start..end).unwrap_or_default().iter().rev().take_while(|item| hangs_free(item)).count();
    end - spaces
}

/// Adds up the boxes `start..end` as one line.
pub(super) fn sum_line(items: &[Item], start: usize, end: usize, options: &Options) -> Sums {
    let mut sums = Sums::default();
    let line = items.get(start..solid_end(items, start, end)).unwrap_or_default();
    let Some(first) = line.first() else { return sums };
    if options.trim_start && first.class == Class::Open {
        sums.lead_cut = first.lead;
    }
    sums.natural = first.lead - sums.lead_cut;
    for (k, a) in line.iter().enumerate() {
        sums.natural += a.body;
        match a.class {
            Class::Space => {
                add(&mut sums.shrink, 0, (a.body - WORD_SPACE_MIN).max(0.0));
                sums.words += 1;
            }
            Class::GapSpace if a.body > 0.0 => {
                add(&mut sums.shrink, 4, (a.body - options.latin_gap_min).max(0.0));
                sums.latin += 1;
            }
            _ => {}
        }
        let Some(b) = line.get(k + 1) else {
            if !trims_end(a, options) {
                sums.natural += a.trail;
            }
            continue;
        };
        let gap = natural_gap(a, b, options);
        sums.natural += gap;
        if let Some((step, most)) = shrinkable(a, b, options, gap) {
            add(&mut sums.shrink, step, most);
        }
        sums.latin += u32::from(is_latin_gap(a, b));
        sums.gaps += u32::from(expandable(a, b));
        sums.seams += u32::from(separable(a, b));
    }
    sums
}

/// True when the empty half of a box goes away at a line end.
pub(super) fn trims_end(item: &Item, options: &Options) -> bool {
    options.trim_end && matches!(item.class, Class::Close | Class::Pause | Class::Stop)
}

fn add(steps: &mut [f32; SHRINK_STEPS], step: usize, amount: f32) {
    if let Some(slot) = steps.get_mut(step) {
        *slot += amount;
    }
}
