//! Blocks: runs of one kind that tile the text.

use super::{Block, BlockKind, Line};
use crate::text::span::ByteRange;

/// The blocks of a text. Blank lines and line ends belong to the block before; what stands before the first line, to the first.
/// Furniture lines that follow each other make one block, and so do the lines of a paragraph broken at a fixed width
/// (`wrapped`), until a line falls clearly short of the width or is indented anew.
pub(super) fn tile(text: &str, lines: &[Line], wrapped: bool) -> Vec<Block> {
    let mut blocks: Vec<Block> = Vec::new();
    let mut previous: Option<&Line> = None;
    for line in lines {
        let joins = previous.is_some_and(|before| joins(text, before, line, wrapped));
        let start = if previous.is_none() { 0 } else { line.span.start };
        match blocks.last_mut() {
            Some(last) if joins => last.span.end = line.span.end,
            Some(last) => {
                last.span.end = start;
                blocks.push(Block { kind: line.kind, span: ByteRange::new(start, line.span.end) });
            }
            None => blocks.push(Block { kind: line.kind, span: ByteRange::new(start, line.span.end) }),
        }
        previous = Some(line);
    }
    match blocks.last_mut() {
        Some(last) => last.span.end = text.len(),
        None if !text.is_empty() => {
            blocks.push(Block { kind: BlockKind::Furniture, span: ByteRange::new(0, text.len()) });
        }
        None => {}
    }
    blocks
}

fn joins(text: &str, before: &Line, line: &Line, wrapped: bool) -> bool {
    if before.kind != line.kind {
        return false;
    }
    match line.kind {
        BlockKind::Furniture => true,
        BlockKind::Paragraph | BlockKind::Answer | BlockKind::Question if wrapped => {
            let above = before.span.of(text).trim_end();
            let here = line.span.of(text);
            let ended = above.ends_with(['。', '！', '？', '!', '?', '”', '」', '…', '：', ':']);
            let item = ended || above.ends_with(['）', ')', '；', ';']);
            let fresh = here.starts_with([' ', '\u{3000}', '\t']);
            let adjacent = line.number == before.number + 1;
            let full = above.chars().count() + 3 >= here.chars().count();
            adjacent
                && !fresh
                && !(item && opens_item(here))
                && (!ended || full && above.chars().count() >= here.chars().count())
        }
        _ => false,
    }
}

/// 1．…, (二)…, 三、…: an item of a list.
fn opens_item(line: &str) -> bool {
    const MOST_DIGITS: usize = 2;
    let mut chars = line.trim_start_matches(['(', '（', '【']).chars().peekable();
    let mut digits = 0;
    while chars.next_if(|&c| c.is_ascii_digit() || "０１２３４５６７８９一二三四五六七八九十".contains(c)).is_some()
    {
        digits += 1;
    }
    (1..=MOST_DIGITS).contains(&digits)
        && matches!(chars.next(), Some('.' | '．' | '、' | ')' | '）' | '】'))
        // 3.5万吨
        && !chars.next().is_some_and(|c| c.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn items_of_a_list_begin_a_block() {
        for line in ["1．甲路。", "（二）乙桥", "12.9月举办", "三、丙园", "【四】"] {
            assert_eq!(opens_item(line), !line.starts_with("12.9"), "{line}");
        }
        for line in ["2024.5.6", "3.5万吨", "一是", "10月", "三市"] {
            assert!(!opens_item(line), "{line}");
        }
    }
}
