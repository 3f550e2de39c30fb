//! The content of an article as one folded text, with the way back to the source.

use crate::{
    article::{Article, BlockKind},
    text::{
        fold::folding,
        span::ByteRange,
        units::{self, bytes_of, len_utf8},
    },
};

/// The folded content blocks of an article, each followed by a line feed.
#[derive(Debug, Default)]
pub(super) struct Prepared {
    /// Folded text of the content blocks.
    pub text: String,
    /// Its units.
    pub units: Vec<u16>,
    /// Where the distance between folded and source offset changes: (folded offset, source offset) from there on.
    steps: Vec<(usize, usize)>,
    /// Where each block starts in `text`, and its kind.
    blocks: Vec<(usize, BlockKind)>,
    /// Characters of a block that folding changes, while it is folded.
    changed: Vec<usize>,
}

impl Prepared {
    /// Folds the content blocks of `article`; `units` are those of its text (see [`units::of`]).
    pub fn new(article: &Article, units: &[u16]) -> Self {
        let mut this = Self::default();
        let bytes =
            article.blocks.iter().filter(|block| block.kind.is_content()).map(|block| block.span.len() + 1).sum();
        this.text.reserve(bytes);
        this.units.reserve(units.len() + article.blocks.len());
        this.steps.reserve(units.len() / 8 + article.blocks.len());
        // Blocks tile the text, so the units before a block are those of the blocks before it.
        let mut first = 0;
        for block in &article.blocks {
            let source = block.span.of(&article.text);
            let own = units::part(units, first, source);
            first += own.len();
            if block.kind.is_content() {
                this.add(block.kind, block.span.start, source, own);
            }
        }
        this
    }

    fn add(&mut self, kind: BlockKind, start: usize, source: &str, units: &[u16]) {
        self.blocks.push((self.text.len(), kind));
        self.steps.push((self.text.len(), start));
        let fold = folding();
        let first = self.units.len();
        let mut changed = std::mem::take(&mut self.changed);
        self.units.extend(units.iter().enumerate().map(|(at, &unit)| {
            let folded = fold.of(unit);
            if folded != unit {
                changed.push(at);
            }
            folded
        }));
        // Most characters stay as they are, so whole runs of them are copied.
        let (mut run, mut from) = (0, 0);
        for at in changed.drain(..) {
            let Some((&unit, &folded)) = units.get(at).zip(self.units.get(first + at)) else { break };
            let bytes = bytes_of(units.get(from..at).unwrap_or_default());
            self.text.push_str(source.get(run..run + bytes).unwrap_or_default());
            self.text.push(char::from_u32(folded.into()).unwrap_or_default());
            run += bytes + len_utf8(unit);
            from = at + 1;
            if len_utf8(unit) != len_utf8(folded) {
                self.steps.push((self.text.len(), start + run));
            }
        }
        self.changed = changed;
        self.units.push(units::of_char('\n'));
        self.text.push_str(source.get(run..).unwrap_or_default());
        self.text.push('\n');
    }

    /// The source range of a folded range inside one block.
    pub fn to_source(&self, start: usize, end: usize) -> ByteRange {
        ByteRange::new(self.source_of(start), self.source_of(end))
    }

    fn source_of(&self, offset: usize) -> usize {
        let slot = self.steps.partition_point(|&(folded, _)| folded <= offset).saturating_sub(1);
        self.steps.get(slot).map_or(offset, |&(folded, source)| source + (offset - folded))
    }

    /// The folded offset of a source offset; of the next content when it is none.
    pub fn folded_of(&self, offset: usize) -> usize {
        let slot = self.steps.partition_point(|&(_, source)| source <= offset).saturating_sub(1);
        let next = self.steps.get(slot + 1).map_or(self.text.len(), |&(folded, _)| folded);
        let at = self.steps.get(slot).map_or(offset, |&(folded, source)| folded + offset.saturating_sub(source));
        at.min(next)
    }

    /// The kind of the block a folded offset lies in.
    pub fn kind_at(&self, offset: usize) -> BlockKind {
        let slot = self.blocks.partition_point(|&(start, _)| start <= offset).saturating_sub(1);
        self.blocks.get(slot).map_or(BlockKind::Paragraph, |&(_, kind)| kind)
    }

    /// The text from `offset` on.
    pub fn after(&self, offset: usize) -> &str {
        self.text.get(offset..).unwrap_or_default()
    }

    /// The text before `offset`.
    pub fn before(&self, offset: usize) -> &str {
        self.text.get(..offset).unwrap_or_default()
    }

    /// The text between two offsets.
    pub fn slice(&self, start: usize, end: usize) -> &str {
        self.text.get(start..end).unwrap_or_default()
    }
}

/// True for the characters Chinese words are written with.
pub(super) fn is_han(c: char) -> bool {
    matches!(c, '\u{4e00}'..='\u{9fff}' | '\u{3400}'..='\u{4dbf}' | '\u{20000}'..='\u{2ffff}')
}
