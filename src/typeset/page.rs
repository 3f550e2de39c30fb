//! A page: paragraphs stacked into one column, laid out only near the view.
//!
//! Everything a view needs is answered from here without any window: which lines show between two heights, what stands at a point, which
//! rectangles cover a range. Offsets are bytes of the source text; heights of what is not laid out yet are estimates, and [`Page::settle`]
//! keeps the reader's place while they turn into facts. Lengths are in points.

mod find;
mod parts;
mod pieces;
mod spelling;

use std::{ops::Range, sync::Arc};

use super::{
    super::text::span::ByteRange, annotate::widen, balance::break_balanced, items::itemize, lines::break_lines,
    measure::Measure, options::Options,
};
pub use parts::{Align, Block, BlockSpec, BlockStyle, Content, LineRef, PageRect, Pos, Set};
use pieces::{PIECE_BYTES, pieces};
pub use spelling::Spelling;

/// Pronunciation needs lines at least this far apart, in em of the text.
const SPELLED_PITCH_EM: f32 = 1.55;
/// Boxes kept in memory; beyond that, what is far from the view is forgotten again.
const MAX_ITEMS: usize = 1_500_000;

/// A column of blocks.
#[derive(Debug)]
pub struct Page {
    text: Arc<str>,
    display: fn(&str) -> String,
    styles: Vec<BlockStyle>,
    width: f32,
    blocks: Vec<Block>,
    by_source: Vec<(usize, usize)>,
    spelling: Option<Spelling>,
    names: Vec<ByteRange>,
    height: f64,
    items: usize,
}

impl Page {
    /// Stacks `specs` without setting any of them. `display` turns source characters into those shown, one to one.
    #[must_use]
    pub fn new(
        text: Arc<str>,
        display: fn(&str) -> String,
        specs: Vec<BlockSpec>,
        styles: Vec<BlockStyle>,
        width: f32,
    ) -> Self {
        let mut blocks = Vec::with_capacity(specs.len());
        for spec in specs {
            match spec.content {
                Content::Source(range) if range.len() > PIECE_BYTES => {
                    for (k, piece) in pieces(&text, range).into_iter().enumerate() {
                        let label_bytes = if k == 0 { spec.label_bytes } else { 0 };
                        let spec = BlockSpec { content: Content::Source(piece), label_bytes, ..spec.clone() };
                        blocks.push(Block { spec, continued: k > 0, top: 0.0, height: 0.0, set: None, stale: true });
                    }
                }
                _ => blocks.push(Block { spec, continued: false, top: 0.0, height: 0.0, set: None, stale: true }),
            }
        }
        let mut by_source: Vec<(usize, usize)> = blocks
            .iter()
            .enumerate()
            .filter_map(|(i, block)| match block.spec.content {
                Content::Source(range) => Some((range.start, i)),
                _ => None,
            })
            .collect();
        by_source.sort_unstable();
        let mut page = Self {
            text,
            display,
            styles,
            width,
            blocks,
            by_source,
            spelling: None,
            names: vec![],
            height: 0.0,
            items: 0,
        };
        page.estimate();
        page
    }

    /// Headings are not broken inside these ranges of the source where that can be helped. In order; to be given before anything is set.
    pub fn keep_whole(&mut self, names: Vec<ByteRange>) {
        self.names = names;
    }

    /// Puts pronunciation above the text, where the lines are far enough apart for it. To be told before anything is set.
    pub fn spell(&mut self, spelling: Option<Spelling>) {
        self.spelling = spelling;
    }

    /// Takes new styles (same order, same faces and options that change no box) and a new width. Lines are set again as they come into
    /// view; ask [`Page::source_at`] before and [`Page::top_of`] after to keep the reader's place.
    pub fn reshape(&mut self, styles: Vec<BlockStyle>, width: f32) {
        let rebox = styles.iter().zip(&self.styles).any(|(a, b)| a.options != b.options || a.face != b.face);
        self.styles = styles;
        self.width = width;
        for block in &mut self.blocks {
            block.stale = true;
            if rebox {
                block.set = None;
            }
        }
        if rebox {
            self.items = 0;
        }
        self.estimate();
    }

    /// Heights of everything that is not set, from its length.
    fn estimate(&mut self) {
        for block in &mut self.blocks {
            let Some(style) = self.styles.get(block.spec.style) else { continue };
            let bytes = match &block.spec.content {
                Content::Source(range) => range.len(),
                Content::Own(words) => words.len(),
                Content::Room(height) => {
                    block.height = *height;
                    continue;
                }
            };
            let em = bytes as f32 / 3.0 + style.options.indent;
            let lines = (em * style.size / (self.width - style.inset).max(style.size)).ceil().max(1.0);
            block.height = lines * style.pitch;
        }
        self.stack();
    }

    /// Tops of all blocks.
    fn stack(&mut self) {
        let mut y = 0.0_f64;
        for block in &mut self.blocks {
            let style = self.styles.get(block.spec.style);
            y += f64::from(style.map_or(0.0, |s| if block.continued { 0.0 } else { s.before }));
            block.top = y;
            y += f64::from(block.height) + f64::from(style.map_or(0.0, |s| s.after));
        }
        self.height = y;
    }

    /// Sets one block for the present width. True when its height changed.
    fn set_block(&mut self, index: usize, faces: &mut [Box<dyn Measure>]) -> bool {
        let Some(block) = self.blocks.get_mut(index) else { return false };
        let Some(style) = self.styles.get(block.spec.style) else { return false };
        if !block.stale {
            return false;
        }
        block.stale = false;
        let mut options = style.options;
        if block.continued {
            options.indent = 0.0;
        }
        let mut set = match block.set.take() {
            Some(set) => set,
            None => {
                let (shown, source) = match &block.spec.content {
                    Content::Source(range) => {
                        let source = range.of(&self.text);
                        ((self.display)(source), source)
                    }
                    Content::Own(words) => (words.clone(), words.as_str()),
                    Content::Room(_) => return false,
                };
                let Some(face) = faces.get_mut(style.face) else { return false };
                let mut items = itemize(&shown, source, &options, face.as_mut());
                self.items += items.len();
                let spelling = self.spelling.as_ref().filter(|_| style.pitch >= style.size * SPELLED_PITCH_EM);
                let ruby = match (&block.spec.content, spelling) {
                    (Content::Source(range), Some(spelling)) => spelling.ruby(&shown, *range, &items, face.as_mut()),
                    _ => Vec::new(),
                };
                widen(&mut items, &ruby);
                Set { shown, items, ruby, lines: Vec::new() }
            }
        };
        let measure = (self.width - style.inset).max(style.size) / style.size;
        if style.balance {
            let from = match &block.spec.content {
                Content::Source(range) => *range,
                _ => ByteRange::new(0, 0),
            };
            let inside = self.names.iter().filter(|name| from.start <= name.start && name.end <= from.end);
            let names: Vec<ByteRange> =
                inside.map(|name| ByteRange::new(name.start - from.start, name.end - from.start)).collect();
            break_balanced(&set.shown, &set.items, &names, measure, &options, &mut set.lines);
        } else {
            break_lines(&set.items, measure, &options, &mut set.lines);
        }
        let height = set.lines.len().max(1) as f32 * style.pitch;
        block.set = Some(set);
        let changed = (height - block.height).abs() > 0.01;
        block.height = height;
        changed
    }

    /// Sets everything between `top` and `top + view` and a little around, and returns where `top` has moved: the line at the top of the
    /// view stays there although heights above it became exact.
    pub fn settle(&mut self, top: f64, view: f32, faces: &mut [Box<dyn Measure>]) -> f64 {
        let mut top = top;
        // every round sets at least one block, or ends; few are needed because estimates are near
        for _ in 0..64 {
            let anchor = self.block_at(top);
            let into = top - self.blocks.get(anchor).map_or(0.0, |b| b.top);
            let was = self.blocks.get(anchor).map_or(0.0, |b| b.height);
            let margin = f64::from(view) * 0.5;
            let (first, last) = (self.block_at(top - margin), self.block_at(top + f64::from(view) + margin));
            let mut changed = false;
            for index in first..=last {
                changed |= self.set_block(index, faces);
            }
            if !changed {
                break;
            }
            self.stack();
            let block = self.blocks.get(anchor);
            let now = block.map_or(0.0, |b| b.height);
            // inside an estimated block the share that was above the view stays above it
            let into = if was > 0.0 && into > 0.0 && into <= f64::from(was) {
                into * f64::from(now) / f64::from(was)
            } else {
                into
            };
            top = block.map_or(0.0, |b| b.top) + into;
        }
        if self.items > MAX_ITEMS {
            self.forget_far(top, f64::from(view));
        }
        top
    }

    /// Drops the boxes of blocks more than two views away; their heights stay.
    fn forget_far(&mut self, top: f64, view: f64) {
        let keep = self.block_at(top - 2.0 * view)..=self.block_at(top + 3.0 * view);
        for (i, block) in self.blocks.iter_mut().enumerate() {
            if !keep.contains(&i)
                && let Some(set) = block.set.take()
            {
                self.items -= set.items.len();
                block.stale = true;
            }
        }
    }

    /// Makes sure that the block of `pos` is set, so that [`Page::top_of`] is exact for it.
    pub fn set_at(&mut self, pos: Pos, faces: &mut [Box<dyn Measure>]) {
        if self.set_block(pos.block, faces) {
            self.stack();
        }
    }

    /// Height of the page; partly estimated.
    #[must_use]
    pub fn height(&self) -> f64 {
        self.height
    }

    /// Width of the column.
    #[must_use]
    pub fn width(&self) -> f32 {
        self.width
    }

    /// Number of boxes in memory.
    #[must_use]
    pub fn items_in_memory(&self) -> usize {
        self.items
    }

    /// The source text.
    #[must_use]
    pub fn text(&self) -> &Arc<str> {
        &self.text
    }

    /// All blocks, from top to bottom.
    #[must_use]
    pub fn blocks(&self) -> &[Block] {
        &self.blocks
    }

    /// The style of a block.
    #[must_use]
    pub fn style(&self, block: usize) -> Option<&BlockStyle> {
        self.styles.get(self.blocks.get(block)?.spec.style)
    }

    /// The setting of a block's paragraph, as used for its lines.
    #[must_use]
    pub fn options(&self, block: usize) -> Options {
        let mut options = self.style(block).map_or_else(Options::default, |style| style.options);
        if self.blocks.get(block).is_some_and(|b| b.continued) {
            options.indent = 0.0;
        }
        options
    }

    /// The block at a height; the nearest one outside the page and in the gaps between blocks.
    #[must_use]
    pub fn block_at(&self, y: f64) -> usize {
        self.blocks.partition_point(|block| block.top <= y).saturating_sub(1)
    }

    /// The set lines that show between two heights.
    pub fn lines_between(&self, range: Range<f64>) -> impl Iterator<Item = LineRef> + '_ {
        let first = self.block_at(range.start);
        self.blocks.iter().enumerate().skip(first).take_while(move |(_, block)| block.top < range.end).flat_map(
            move |(index, block)| {
                let pitch = self.style(index).map_or(1.0, |style| style.pitch);
                let skip = ((range.start - block.top) / f64::from(pitch)).floor().max(0.0) as usize;
                let show = ((range.end - block.top) / f64::from(pitch)).ceil().max(0.0) as usize;
                let count = block.lines().len();
                (skip.min(count)..show.min(count)).filter_map(move |line| self.line_ref(index, line))
            },
        )
    }

    fn line_ref(&self, block: usize, line: usize) -> Option<LineRef> {
        let (style, block_ref) = (self.style(block)?, self.blocks.get(block)?);
        let set = block_ref.lines().get(line)?;
        let slack = match style.align {
            Align::Start => 0.0,
            Align::Centre => ((self.width - style.inset - set.width * style.size) * 0.5).max(0.0),
        };
        Some(LineRef {
            block,
            line,
            left: style.inset + slack,
            top: block_ref.top + f64::from(style.pitch) * line as f64,
        })
    }
}
