//! Last stage: the x position of every box of one line, computed whenever the line is painted or pointed at.

use super::{
    class::Class,
    compression::{WORD_SPACE_MIN, is_latin_gap, natural_gap, shrinkable, trims_end},
    items::Item,
    justification::opened,
    lines::{Line, solid_range},
    options::Options,
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
    /// Left edge of what composition left of the cell: the empty part of a mark that was not taken back counts.
    pub start: f32,
    /// Right edge of it. What lies between this and the next `start` was added: a gap, or justification.
    pub end: f32,
}

/// Places the boxes of `line`; spaces past the line end get no width.
pub fn place(items: &[Item], line: &Line, options: &Options, out: &mut Vec<Placed>) {
    out.clear();
    let solid = solid_range(items, line).end;
    let latin_room = (options.latin_gap_max - options.latin_gap).max(0.0);
    let [word_shrink, .., latin_shrink, _] = line.shrink;
    let mut x = line.indent;
    // what is left of the empty part before the next body
    let mut lead = 0.0;
    let (start, end) = (line.start as usize, line.end as usize);
    for (i, a) in items.iter().enumerate().take(end).skip(start) {
        if i == start {
            lead = a.lead - line.lead_cut;
            x += lead;
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
        let right = x + body;
        let mut placed = Placed {
            item: u32::try_from(i).unwrap_or(u32::MAX),
            // Latin text has no cell of its own: its blanks on a grid lie outside
            origin: if a.class.is_narrow() { x } else { x - a.lead },
            left: x,
            right,
            start: x - lead,
            end: right,
        };
        x = right;
        lead = 0.0;
        match items.get(i + 1).filter(|_| i + 1 < solid) {
            Some(b) => {
                let mut gap = natural_gap(a, b, options);
                if let Some((step, most)) = shrinkable(a, b, options, gap) {
                    gap -= line.shrink.get(step).copied().unwrap_or(0.0) * most;
                }
                let trail = a.trail.min(gap);
                lead = b.lead.min(gap - trail);
                placed.end = right + trail;
                if is_latin_gap(a, b) {
                    gap += line.stretch_latin * latin_room;
                }
                x += gap + opened(a, b, line);
            }
            None if i + 1 == solid && !trims_end(a, options) => {
                placed.end = right + a.trail;
                x = placed.end;
            }
            None => {}
        }
        out.push(placed);
    }
}
