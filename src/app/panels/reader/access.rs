//! The article's lines and selection for people who listen: each line in view is a run of text with its characters, words and places,
//! and the document says what of it is selected.

use egui::{
    Id, Rect, Sense, Ui, UiBuilder,
    accesskit::{self, TextDirection, TextPosition, TextSelection},
    pos2, vec2,
};

use super::{model::Side, page_id, view::ReaderView};
use crate::{
    app::widgets::page::Port,
    typeset::{
        class::Class,
        page::{LineRef, Page, Pos},
        place,
    },
};

/// Longest run: places of words in it are counted in one byte.
const MOST_CHARS: usize = 255;

fn run_id(side: Side, line: LineRef) -> Id {
    page_id(side).with((line.block, line.line))
}

/// The lines in view of one block, as children of its node.
pub(super) fn lines(ui: &mut Ui, page: &Page, port: Port, block: usize, block_id: Id, side: Side) {
    if !ui.ctx().has_accesskit_node(block_id) {
        return;
    }
    let builder = UiBuilder::new().accessibility_parent(block_id).id_salt(("lines", block)).max_rect(port.view);
    let inner = ui.new_child(builder);
    for line in page.lines_between(port.heights()).filter(|line| line.block == block) {
        let Some(style) = page.style(block) else { continue };
        let rect = Rect::from_min_size(
            pos2(port.left + line.left, port.screen_y(line.top)),
            vec2((page.width() - line.left).max(1.0), style.pitch),
        );
        inner.interact(rect, run_id(side, line), Sense::hover());
        run(ui, page, line, rect, side);
    }
}

/// What one line says, and where its characters stand.
fn run(ui: &Ui, page: &Page, line: LineRef, rect: Rect, side: Side) {
    let Some((style, set)) = page.style(line.block).zip(page.blocks().get(line.block).and_then(|b| b.set())) else {
        return;
    };
    let Some(geometry) = set.lines.get(line.line) else { return };
    let mut placed = Vec::new();
    place(&set.items, geometry, &page.options(line.block), &mut placed);
    let (mut value, mut lengths, mut at, mut widths, mut words) = (String::new(), vec![], vec![], vec![], vec![]);
    let mut inside = false;
    for (index, place) in placed.iter().take(MOST_CHARS - 1).enumerate() {
        let Some(item) = set.items.get(place.item as usize) else { continue };
        // A Han character may begin a word; Latin text begins one where it begins.
        let latin = item.class == Class::Latin;
        if (item.class == Class::Han || latin && !inside) && index > 0 {
            words.extend(u8::try_from(index));
        }
        inside = latin;
        value.push(item.ch);
        lengths.push(u8::try_from(item.ch.len_utf8()).unwrap_or(1));
        at.push(place.left * style.size);
        widths.push((place.right - place.left) * style.size);
    }
    if line.line + 1 == set.lines.len() {
        value.push('\n');
        lengths.push(1);
        at.push(placed.last().map_or(0.0, |last| last.right * style.size));
        widths.push(0.0);
    }
    ui.ctx().accesskit_node_builder(run_id(side, line), |node| {
        node.set_role(accesskit::Role::TextRun);
        node.set_text_direction(TextDirection::LeftToRight);
        node.set_bounds(accesskit::Rect {
            x0: rect.left().into(),
            y0: rect.top().into(),
            x1: rect.right().into(),
            y1: rect.bottom().into(),
        });
        node.set_value(value);
        node.set_character_lengths(lengths);
        node.set_character_positions(at);
        node.set_character_widths(widths);
        node.set_word_starts(words);
    });
}

/// Tells what is selected, as far as it is in view.
pub(super) fn selection(ui: &Ui, view: &ReaderView, port: Port, side: Side) {
    let (Some(shown), Some((from, to))) = (&view.shown, view.selection.range()) else { return };
    let page = &shown.page;
    let lines: Vec<LineRef> = page.lines_between(port.heights()).collect();
    let (Some(anchor), Some(focus)) = (position(page, &lines, from, side), position(page, &lines, to, side)) else {
        return;
    };
    let (anchor, focus) = if view.selection.head() == Some(from) { (focus, anchor) } else { (anchor, focus) };
    ui.ctx().accesskit_node_builder(page_id(side), |node| node.set_text_selection(TextSelection { anchor, focus }));
}

/// The run and character of a place; what is out of view is the nearest end of what is in view.
fn position(page: &Page, lines: &[LineRef], pos: Pos, side: Side) -> Option<TextPosition> {
    let reads = |line: &&LineRef| page.line_bytes(**line).is_some();
    let first = lines.iter().find(reads)?;
    let starts = |line: &LineRef| Some(Pos { block: line.block, at: page.line_bytes(*line)?.start });
    let line =
        *lines.iter().rev().filter(|line| starts(line).is_some_and(|start| start <= pos)).find(reads).unwrap_or(first);
    let set = page.blocks().get(line.block)?.set()?;
    let geometry = set.lines.get(line.line)?;
    let items = set.items.get(geometry.start as usize..geometry.end as usize)?;
    let before = |at: usize| items.partition_point(|item| (item.src as usize) < at);
    let character_index = match (starts(&line)? <= pos, line.block == pos.block) {
        (false, _) => 0,
        (true, true) => before(pos.at),
        // Behind everything that is in view, or in a gap between blocks.
        (true, false) => items.len(),
    };
    let node = run_id(side, line).accesskit_id();
    Some(TextPosition { node, character_index: character_index.min(MOST_CHARS - 1) })
}
