//! Fourth stage: where space may be added to a line, and how much each place of a line gives or takes.

use super::{
    class::Class,
    compression::{Sums, WORD_SPACE_MIN},
    items::{Break, Item},
    lines::Line,
    options::Options,
};

/// May justification open space between two neighbours?
pub(super) fn expandable(a: &Item, b: &Item) -> bool {
    let run = |class| matches!(class, Class::Latin | Class::Space);
    // the gap that a literal space makes opens behind the space, like any other gap
    let empty = a.class == Class::GapSpace && a.body <= 0.0;
    let fixed_after = empty || matches!(a.class, Class::Connector | Class::Solidus | Class::Open | Class::PreUnit);
    let fixed_before = matches!(
        b.class,
        Class::Connector
            | Class::Solidus
            | Class::Close
            | Class::Pause
            | Class::Stop
            | Class::PostUnit
            | Class::GapSpace
            | Class::Mark
    );
    let pair = a.class == b.class && matches!(a.class, Class::Dash | Class::Ellipsis);
    !(fixed_after || fixed_before || pair || run(a.class) && run(b.class))
}

/// Can two neighbours be pulled apart at all? The last resort of a line that has no gap to open: marks leave their text before words,
/// dashes and dots are torn.
pub(super) fn separable(a: &Item, b: &Item) -> bool {
    let run = |class| matches!(class, Class::Latin | Class::Space);
    let pair = a.class == b.class && matches!(a.class, Class::Dash | Class::Ellipsis);
    let empty = |item: &Item| item.class == Class::GapSpace && item.body <= 0.0;
    !(pair || run(a.class) && run(b.class) || b.brk == Break::Inside || b.class == Class::Mark || empty(a) || empty(b))
}

/// The gap that a line opens between two neighbours.
pub(super) fn opened(a: &Item, b: &Item, line: &Line) -> f32 {
    let opens = if line.seams { separable(a, b) } else { expandable(a, b) };
    if opens { line.stretch_gap } else { 0.0 }
}

/// Decides how the spaces of a line give way; returns its final width without indent and hanging mark.
pub(super) fn space_out(line: &mut Line, sums: &Sums, natural: f32, room: f32, options: &Options) -> f32 {
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
    } else if sums.seams > 0 {
        line.stretch_gap = need / sums.seams as f32;
        line.seams = true;
        need = 0.0;
    }
    room - need
}
