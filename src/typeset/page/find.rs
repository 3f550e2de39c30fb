//! Points to offsets and offsets to rectangles, for the set part of a page.

use std::ops::Range;

use super::{
    super::place::{Placed, place},
    Content, LineRef, Page, PageRect, Pos, Set,
};
use crate::text::span::ByteRange;

impl Page {
    /// The place nearest to a point: the gap between characters that a caret would go to. Exact for what is set.
    #[must_use]
    pub fn hit(&self, x: f32, y: f64) -> Pos {
        self.find(x, y, |placed| (placed.left + placed.right) * 0.5)
    }

    /// The character under a point, or the one before it past a line's end.
    #[must_use]
    pub fn char_at(&self, x: f32, y: f64) -> Pos {
        self.find(x, y, |placed| placed.right)
    }

    fn find(&self, x: f32, y: f64, border: impl Fn(&Placed) -> f32) -> Pos {
        let block = self.block_at(y);
        let start = Pos { block, at: 0 };
        let (Some(style), Some(state)) = (self.style(block), self.blocks.get(block)) else { return start };
        let Some(set) = state.set() else { return start };
        let Some(last) = set.lines.len().checked_sub(1) else { return start };
        let line = (((y - state.top) / f64::from(style.pitch)).floor().max(0.0) as usize).min(last);
        let (Some(at), Some(geometry)) = (self.line_ref(block, line), set.lines.get(line)) else { return start };
        let mut placed = Vec::new();
        place(&set.items, geometry, &self.options(block), &mut placed);
        let x = (x - at.left) / style.size;
        let item = placed.iter().find(|p| x < border(p)).map_or_else(
            // past the end: before the next line's first box, or after the paragraph's last
            || geometry.end as usize,
            |p| p.item as usize,
        );
        Pos { block, at: set.items.get(item).map_or(state.len(), |item| item.src as usize) }
    }

    /// Rectangles that cover the range between two places, one for each line that shows in `clip`.
    #[must_use]
    pub fn rects(&self, from: Pos, to: Pos, clip: Range<f64>) -> Vec<PageRect> {
        let mut out = Vec::new();
        let mut placed = Vec::new();
        for line in self.lines_between(clip) {
            if line.block < from.block || line.block > to.block {
                continue;
            }
            let start = if line.block == from.block { from.at } else { 0 };
            let end = if line.block == to.block { to.at } else { usize::MAX };
            out.extend(self.line_rect(line, start..end, &mut placed));
        }
        out
    }

    fn line_rect(&self, line: LineRef, range: Range<usize>, placed: &mut Vec<Placed>) -> Option<PageRect> {
        let (style, set) = (self.style(line.block)?, self.blocks.get(line.block)?.set()?);
        let geometry = set.lines.get(line.line)?;
        let bytes = self.line_bytes(line)?;
        if bytes.end <= range.start || range.end <= bytes.start {
            return None;
        }
        place(&set.items, geometry, &self.options(line.block), placed);
        let src = |p: &Placed| set.items.get(p.item as usize).map_or(usize::MAX, |item| item.src as usize);
        let first = placed.partition_point(|p| src(p) < range.start);
        let last = placed.partition_point(|p| src(p) < range.end).checked_sub(1)?;
        let left = placed.get(first)?.left;
        // with the empty part of a mark, so that neighbouring ranges meet; not with the empty part of the mark that follows
        let right = placed.get(last)?.end;
        (first <= last).then(|| PageRect {
            left: line.left + left * style.size,
            right: line.left + right.max(left) * style.size,
            top: line.top,
            height: style.pitch,
        })
    }

    /// The source bytes of a line, relative to its block.
    #[must_use]
    pub fn line_bytes(&self, line: LineRef) -> Option<Range<usize>> {
        let block = self.blocks.get(line.block)?;
        let set = block.set()?;
        let geometry = set.lines.get(line.line)?;
        let at = |set: &Set, item: u32| set.items.get(item as usize).map_or(block.len(), |item| item.src as usize);
        Some(at(set, geometry.start)..at(set, geometry.end))
    }

    /// The line that holds a place, when its block is set.
    #[must_use]
    pub fn line_of(&self, pos: Pos) -> Option<LineRef> {
        let set = self.blocks.get(pos.block)?.set()?;
        let starts = |line: &super::super::Line| set.items.get(line.start as usize).map_or(0, |item| item.src as usize);
        let line = set.lines.partition_point(|line| starts(line) <= pos.at).saturating_sub(1);
        self.line_ref(pos.block, line)
    }

    /// Height at which the line of a place begins: exact when its block is set, else a guess by its share of the block.
    #[must_use]
    pub fn top_of(&self, pos: Pos) -> f64 {
        if let Some(line) = self.line_of(pos) {
            return line.top;
        }
        let Some(block) = self.blocks.get(pos.block) else { return self.height() };
        block.top + f64::from(block.height) * pos.at as f64 / block.len().max(1) as f64
    }

    /// The place of a source offset; between blocks, the start of the next one that comes in the source.
    #[must_use]
    pub fn pos_of(&self, offset: usize) -> Option<Pos> {
        let next = self.by_source.partition_point(|(start, _)| *start <= offset);
        if let Some((start, block)) = next.checked_sub(1).and_then(|i| self.by_source.get(i)).copied() {
            let len = self.blocks.get(block).map_or(0, super::Block::len);
            if offset < start + len || next == self.by_source.len() {
                return Some(Pos { block, at: (offset - start).min(len) });
            }
        }
        self.by_source.get(next).map(|(_, block)| Pos { block: *block, at: 0 })
    }

    /// The source offset of a place; `None` in words of our own and in empty room.
    #[must_use]
    pub fn source_of(&self, pos: Pos) -> Option<usize> {
        match self.blocks.get(pos.block)?.spec.content {
            Content::Source(range) => Some((range.start + pos.at).min(range.end)),
            _ => None,
        }
    }

    /// The first source offset at or below a height, to come back to after the page changed.
    #[must_use]
    pub fn source_at(&self, y: f64) -> Option<usize> {
        let block = self.block_at(y);
        let here = self.blocks.get(block)?;
        if y < here.top + f64::from(here.height) {
            // half a point in, so that a line whose top is the view's top counts as that line
            let pos = self.char_at(f32::NEG_INFINITY, y + 0.5);
            if let Some(offset) = self.source_of(pos) {
                return Some(offset);
            }
        }
        (block..self.blocks.len()).skip(1).find_map(|block| self.source_of(Pos { block, at: 0 }))
    }

    /// Rectangles of a source range, on whichever blocks show it.
    #[must_use]
    pub fn source_rects(&self, range: ByteRange, clip: Range<f64>) -> Vec<PageRect> {
        let (Some(from), Some(last)) = (self.pos_of(range.start), self.pos_of(range.end.saturating_sub(1))) else {
            return Vec::new();
        };
        if from.block == last.block {
            let Some(start) = self.source_of(Pos { at: 0, ..from }) else { return Vec::new() };
            return self.rects(from, Pos { at: range.end.saturating_sub(start), ..from }, clip);
        }
        self.rects(from, Pos { block: last.block, at: usize::MAX }, clip)
    }

    /// The source characters between two places, a line feed between blocks; nothing of our own words.
    #[must_use]
    pub fn copy(&self, from: Pos, to: Pos) -> String {
        let mut out = String::new();
        let mut joined = false;
        for (index, block) in self.blocks.iter().enumerate().take(to.block + 1).skip(from.block) {
            let Content::Source(range) = block.spec.content else { continue };
            let start = if index == from.block { from.at } else { 0 };
            let end = if index == to.block { to.at } else { block.len() };
            let part = ByteRange::new(range.start + start.min(block.len()), range.start + end.min(block.len()));
            if joined && !block.continued {
                out.push('\n');
            }
            joined = true;
            out.push_str(part.of(&self.text));
        }
        out
    }

    /// First place of the page that can be selected.
    #[must_use]
    pub fn first(&self) -> Pos {
        Pos::default()
    }

    /// One past the last character.
    #[must_use]
    pub fn end(&self) -> Pos {
        let block = self.blocks.len().saturating_sub(1);
        Pos { block, at: self.blocks.get(block).map_or(0, super::Block::len) }
    }

    /// The place one character after (or before) `pos`; stays at the page's ends.
    #[must_use]
    pub fn step(&self, pos: Pos, forward: bool) -> Pos {
        let content = |block: usize| match &self.blocks.get(block)?.spec.content {
            Content::Source(range) => Some(range.of(&self.text)),
            _ => None,
        };
        if let Some(text) = content(pos.block) {
            let next = if forward {
                text.get(pos.at..).and_then(|t| t.chars().next()).map(|c| pos.at + c.len_utf8())
            } else {
                text.get(..pos.at).and_then(|t| t.chars().next_back()).map(|c| pos.at - c.len_utf8())
            };
            if let Some(at) = next {
                return Pos { at, ..pos };
            }
        }
        let mut others: Box<dyn Iterator<Item = usize>> =
            if forward { Box::new(pos.block + 1..self.blocks.len()) } else { Box::new((0..pos.block).rev()) };
        others
            .find_map(|block| content(block).map(|text| Pos { block, at: if forward { 0 } else { text.len() } }))
            .unwrap_or(pos)
    }
}
