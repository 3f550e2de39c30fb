//! Words in one sentence or one paragraph.

use std::collections::BTreeSet;

use super::{
    matching::{Plan, Spans, unit_ranges_to_bytes},
    tree::Reach,
};
use crate::{
    library::{Document, Page},
    text::sentence::sentences,
};

/// The hits of all `parts` in the sentences or paragraphs where each of them has one; a hit stands where it begins. A line end inside a
/// paragraph ends no sentence. `cut` is set where there may be more.
pub(super) fn together(
    document: &Document,
    reach: Reach,
    parts: &[Plan],
    stop: &dyn Fn() -> bool,
    cut: &mut bool,
) -> Spans {
    let mut all: Vec<Spans> = Vec::with_capacity(parts.len());
    for part in parts {
        let spans = part.spans(document, stop, cut);
        if spans.is_empty() {
            return Spans::new();
        }
        all.push(spans);
    }
    // Hits by character, with the number of their part; then by the sentence they begin in.
    let mut hits: Vec<((usize, usize), usize)> =
        all.into_iter().enumerate().flat_map(|(part, spans)| spans.into_iter().map(move |span| (span, part))).collect();
    hits.sort_unstable();
    let starts: Spans = hits.iter().map(|&((start, _), _)| (start, start)).collect();
    let page = document.page();
    let bytes = unit_ranges_to_bytes(&page.article.text, &starts);
    let mut borders = Borders { page: &page, block: None };
    let keys: Vec<(usize, usize)> = bytes.iter().map(|&(byte, _)| borders.unit_of(byte, reach)).collect();
    let mut found = Spans::new();
    let mut from = 0;
    for group in keys.chunk_by(|a, b| a == b) {
        let here = hits.get(from..from + group.len()).unwrap_or_default();
        let present: BTreeSet<usize> = here.iter().map(|&(_, part)| part).collect();
        if present.len() == parts.len() {
            found.extend(here.iter().map(|&(span, _)| span));
        }
        from += group.len();
    }
    found
}

struct Borders<'a> {
    page: &'a Page,
    /// The block that was cut into sentences last: its number and where its sentences start.
    block: Option<(usize, Vec<usize>)>,
}

impl Borders<'_> {
    /// The block and the sentence that a byte stands in.
    fn unit_of(&mut self, byte: usize, reach: Reach) -> (usize, usize) {
        let blocks = &self.page.article.blocks;
        let at = blocks.partition_point(|block| block.span.start <= byte).saturating_sub(1);
        let Some(block) = blocks.get(at).filter(|_| reach == Reach::Sentence) else { return (at, 0) };
        if self.block.as_ref().is_none_or(|(known, _)| *known != at) {
            // Blanks of one byte for line ends of one byte: the places stay.
            let flat = block.span.of(&self.page.article.text).replace(['\n', '\r'], " ");
            self.block = Some((at, sentences(&flat).into_iter().map(|sentence| sentence.start).collect()));
        }
        let starts = self.block.as_ref().map(|(_, starts)| starts.as_slice()).unwrap_or_default();
        let offset = byte - block.span.start;
        (at, starts.partition_point(|&start| start <= offset))
    }
}
