//! What a page is made of, and how its parts are named.

use super::super::{annotate::Ruby, items::Item, lines::Line, options::Options};
use crate::text::span::ByteRange;

/// Where the lines of a block stand in the column.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Align {
    /// At the left.
    #[default]
    Start,
    /// In the middle.
    Centre,
}

/// The look of one kind of block. Lengths in points.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct BlockStyle {
    /// Setting of its paragraphs.
    pub options: Options,
    /// Index of its face among the measures given to `Page::settle`.
    pub face: usize,
    /// Type size.
    pub size: f32,
    /// From line to line.
    pub pitch: f32,
    /// Space above.
    pub before: f32,
    /// Space below.
    pub after: f32,
    /// Space at the left.
    pub inset: f32,
    /// Line position.
    pub align: Align,
    /// Lines of about one length, broken between words: for headings.
    pub balance: bool,
}

/// What a block holds.
#[derive(Clone, Debug, PartialEq)]
pub enum Content {
    /// A range of the source text; shown through the page's display function.
    Source(ByteRange),
    /// Words that are not in the source. Shown as they are.
    Own(String),
    /// Nothing to set: room of this height for the caller's own painting.
    Room(f32),
}

/// One block as the caller wants it.
#[derive(Clone, Debug, PartialEq)]
pub struct BlockSpec {
    /// What it holds.
    pub content: Content,
    /// Index into the styles.
    pub style: usize,
    /// The first bytes of the source range that are a label, such as a speaker's name; for the painter.
    pub label_bytes: usize,
    /// For the caller: what the block is.
    pub tag: u32,
}

/// A place on the page: a block and a byte offset in its content. Orders as the page reads.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Pos {
    /// Index of the block.
    pub block: usize,
    /// Byte offset in the block's source range or own words.
    pub at: usize,
}

/// A rectangle on the page.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct PageRect {
    /// Left edge.
    pub left: f32,
    /// Right edge.
    pub right: f32,
    /// Top of the line.
    pub top: f64,
    /// Height of the line.
    pub height: f32,
}

/// A paragraph that has been set.
#[derive(Clone, Debug, Default)]
pub struct Set {
    /// The text shown.
    pub shown: String,
    /// Its boxes.
    pub items: Vec<Item>,
    /// Pronunciations, in text order.
    pub ruby: Vec<Ruby>,
    /// Its lines, for the present width.
    pub lines: Vec<Line>,
}

/// One block of the page.
#[derive(Clone, Debug)]
pub struct Block {
    /// What the caller asked for (a long paragraph becomes several blocks).
    pub spec: BlockSpec,
    /// True when this is a later piece of a paragraph; it has no indent.
    pub continued: bool,
    /// Top of its first line; exact once everything above is set.
    pub top: f64,
    /// Height of its lines, estimated until it is set.
    pub height: f32,
    /// Its lines and boxes, once it has been near the view.
    pub(super) set: Option<Set>,
    /// They are for another width.
    pub(super) stale: bool,
}

/// A visible line.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LineRef {
    /// Index of the block.
    pub block: usize,
    /// Index of the line in the block.
    pub line: usize,
    /// Left edge of the line box, alignment and inset included.
    pub left: f32,
    /// Top.
    pub top: f64,
}

impl Block {
    /// The set paragraph, if it has been near the view.
    #[must_use]
    pub fn set(&self) -> Option<&Set> {
        self.set.as_ref().filter(|_| !self.stale)
    }

    /// Its lines; none until it is set.
    #[must_use]
    pub fn lines(&self) -> &[Line] {
        self.set().map_or(&[], |set| &set.lines)
    }

    /// Length of its content in bytes.
    #[must_use]
    pub fn len(&self) -> usize {
        match &self.spec.content {
            Content::Source(range) => range.len(),
            Content::Own(words) => words.len(),
            Content::Room(_) => 0,
        }
    }

    /// True when there is nothing to read in it.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}
