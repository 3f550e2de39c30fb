//! Last stage: the x position of every box of one line, computed whenever the line is painted or pointed at.

use super::{
    class::Class,
    items::Item,
    lines::{Line, solid_range},
    options::Options,
    spacing::{WORD_SPACE_MIN, expandable, is_latin_gap, natural_gap, shrinkable},
};

/// Where a box stands on its line, in em from the line's left edge.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Placed {
    /// Index of the box.
    pub item: u32,
    /// Left edge of the glyph's cell, where a painter puts the glyph.
    pub origin: f32,
    /// Left edge of the body.
    pub left: f32,
    /// Right edge of the body.
    pub right: f32,
}

/// Places the boxes of `line`; spaces past the line end get no width.
pub fn place(items: &[Item], line: &Line, options: &Options, out: &mut Vec<Placed>) {
    out.clear();
    let solid = solid_range(items, line).end;
    let latin_room = (options.latin_gap_max - options.latin_gap).max(0.0);
    let [word_shrink, .., latin_shrink, _] = line.shrink;
    let mut x = line.indent;
    let (start, end) = (line.start as usize, line.end as usize);
    for (i, a) in items.iter().enumerate().take(end).skip(start) {
        if i == start {
            x += a.lead - line.lead_cut;
        }
        let body = match a.class {
            _ if i >= solid => 0.0,
            Class::Space => {
                a.body - word_shrink * (a.body - WORD_SPACE_MIN).max(0.0) + line.stretch_word * WORD_SPACE_MIN
            }
            Class::GapSpace if a.body > 0.0 => {
                a.body - latin_shrink * (a.body - options.latin_gap_min).max(0.0) + line.stretch_latin * latin_room
            }
            _ => a.body,
        };
        out.push(Placed { item: u32::try_from(i).unwrap_or(u32::MAX), origin: x - a.lead, left: x, right: x + body });
        x += body;
        if i + 1 < solid
            && let Some(b) = items.get(i + 1)
        {
            let mut gap = natural_gap(a, b, options);
            if let Some((step, most)) = shrinkable(a, b, options, gap) {
                gap -= line.shrink.get(step).copied().unwrap_or(0.0) * most;
            }
            if is_latin_gap(a, b) {
                gap += line.stretch_latin * latin_room;
            }
            if expandable(a, b) {
                gap += line.stretch_gap;
            }
            x += gap;
        }
    }
}
