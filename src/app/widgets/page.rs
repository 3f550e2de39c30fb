//! Paints the visible lines of a set page, with marks under and beneath the text, and answers the pointer.

use egui::{Color32, CornerRadius, Painter, Pos2, Rect, Stroke, Ui, pos2, vec2};

use super::page_line::{Look, correct, line_job};
use crate::{
    app::theme::Theme,
    text::span::ByteRange,
    typeset::{
        Measure,
        annotate::{RUBY_SIZE, dots, ruby_boxes},
        page::{LineRef, Page, PageRect, Pos},
        place,
    },
};

/// Where a page stands on the screen.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Port {
    /// What is visible of it.
    pub view: Rect,
    /// Screen x of the column's left edge.
    pub left: f32,
    /// Page height at the view's top.
    pub top: f64,
}

impl Port {
    /// A point of the screen as a point of the page.
    #[must_use]
    pub fn page_point(&self, at: Pos2) -> (f32, f64) {
        (at.x - self.left, f64::from(at.y - self.view.top()) + self.top)
    }

    /// A rectangle of the page on the screen.
    #[must_use]
    pub fn screen_rect(&self, rect: &PageRect) -> Rect {
        let y = self.screen_y(rect.top);
        Rect::from_min_max(pos2(self.left + rect.left, y), pos2(self.left + rect.right, y + rect.height))
    }

    /// A height of the page on the screen.
    #[must_use]
    pub fn screen_y(&self, y: f64) -> f32 {
        self.view.top() + (y - self.top) as f32
    }

    /// The heights that show.
    #[must_use]
    pub fn heights(&self) -> std::ops::Range<f64> {
        self.top..self.top + f64::from(self.view.height())
    }
}

/// How far apart strong text is struck twice, em.
const STRONG_EM: f32 = 0.028;

/// What lies on the text.
#[derive(Clone, Copy, Debug, Default)]
pub struct Marks<'a> {
    /// Search hits, in text order.
    pub hits: &'a [ByteRange],
    /// The one that stands out.
    pub current: Option<usize>,
    /// Places, in text order.
    pub places: &'a [ByteRange],
    /// Grounds of highlighted text, the later ones above.
    pub grounds: &'a [(ByteRange, Color32)],
    /// Selected text.
    pub selection: Option<(Pos, Pos)>,
}

/// The part of sorted `ranges` that can touch the lines between two heights of the page.
#[must_use]
pub fn near<'a>(page: &Page, ranges: &'a [ByteRange], lines: &[LineRef]) -> &'a [ByteRange] {
    let mut low = usize::MAX;
    let mut high = 0;
    for line in lines {
        if let (Some(bytes), Some(start)) = (page.line_bytes(*line), page.source_of(Pos { block: line.block, at: 0 })) {
            low = low.min(start + bytes.start);
            high = high.max(start + bytes.end);
        }
    }
    let from = ranges.partition_point(|range| range.end <= low);
    let to = ranges.partition_point(|range| range.start < high);
    ranges.get(from..to.max(from)).unwrap_or_default()
}

/// The part of sorted `ranges` that can touch what stands between two heights of the page.
#[must_use]
pub fn near_bytes<'a>(page: &Page, ranges: &'a [ByteRange], heights: std::ops::Range<f64>) -> &'a [ByteRange] {
    if ranges.is_empty() {
        return ranges;
    }
    let lines: Vec<LineRef> = page.lines_between(heights).collect();
    near(page, ranges, &lines)
}

/// Paints what shows of the page: marks of hits and selection, then the lines, then the underlines of places.
pub fn paint(
    ui: &Ui,
    page: &Page,
    port: Port,
    looks: &[Look],
    faces: &mut [Box<dyn Measure>],
    marks: Marks<'_>,
    theme: &Theme,
) {
    let painter = ui.painter_at(port.view);
    let lines: Vec<LineRef> = page.lines_between(port.heights()).collect();
    for (span, color) in marks.grounds {
        for rect in page.source_rects(*span, port.heights()) {
            let full = port.screen_rect(&rect);
            let ground = Rect::from_center_size(full.center(), vec2(full.width(), size_at(page, rect.top) * 1.5));
            painter.rect_filled(ground, CornerRadius::ZERO, *color);
        }
    }
    let hits = near(page, marks.hits, &lines);
    for hit in hits {
        let current = marks.current.and_then(|i| marks.hits.get(i)) == Some(hit);
        for rect in page.source_rects(*hit, port.heights()) {
            paint_hit(&painter, page, port, &rect, current, theme);
        }
    }
    if let Some((from, to)) = marks.selection {
        for rect in page.rects(from, to, port.heights()) {
            painter.rect_filled(port.screen_rect(&rect), CornerRadius::ZERO, selection_color(theme));
        }
    }
    let mut placed = Vec::new();
    for line in &lines {
        paint_line(ui, &painter, page, port, *line, looks, faces, hits, theme, &mut placed);
    }
    for place in near(page, marks.places, &lines) {
        for rect in page.source_rects(*place, port.heights()) {
            let size = size_at(page, rect.top);
            let on_screen = port.screen_rect(&rect);
            // Counted from where the line's glyphs were put, so that all underlines are equally far from their words.
            let top = painter.round_to_pixel_center(on_screen.top());
            let y = painter.round_to_pixel_center(top + on_screen.height() * 0.5 + size * 0.66);
            // Two places side by side stay two.
            painter.hline(on_screen.left() + 1.0..=on_screen.right() - 1.0, y, theme.place_line());
        }
    }
}

/// The ground of selected text.
#[must_use]
pub fn selection_color(theme: &Theme) -> Color32 {
    theme.place.gamma_multiply(0.24)
}

fn size_at(page: &Page, y: f64) -> f32 {
    page.style(page.block_at(y + 0.5)).map_or(18.0, |style| style.size)
}

fn paint_hit(painter: &Painter, page: &Page, port: Port, rect: &PageRect, current: bool, theme: &Theme) {
    let size = size_at(page, rect.top);
    let full = port.screen_rect(rect);
    let ground = Rect::from_center_size(full.center(), vec2(full.width(), size * 1.42));
    painter.rect_filled(ground, 3.0, theme.mark);
    if current {
        painter.rect_stroke(ground, 3.0, Stroke::new(1.5, theme.accent), egui::StrokeKind::Outside);
    }
}

#[expect(clippy::too_many_arguments, reason = "one call site; a struct would only rename the arguments")]
fn paint_line(
    ui: &Ui,
    painter: &Painter,
    page: &Page,
    port: Port,
    line: LineRef,
    looks: &[Look],
    faces: &mut [Box<dyn Measure>],
    hits: &[ByteRange],
    theme: &Theme,
    placed: &mut Vec<crate::typeset::Placed>,
) {
    let Some(block) = page.blocks().get(line.block) else { return };
    let (Some(style), Some(look)) = (page.style(line.block), looks.get(block.spec.style)) else { return };
    let Some(face) = faces.get_mut(style.face) else { return };
    // text on a search mark is ink, whatever the look
    let marked = look.color != theme.ink && {
        let start = page.source_of(Pos { block: line.block, at: 0 });
        let bytes = page.line_bytes(line);
        start.zip(bytes).is_some_and(|(start, bytes)| {
            let span = ByteRange::new(start + bytes.start, start + bytes.end);
            hits.iter().any(|hit| hit.overlaps(span))
        })
    };
    let color = if marked { theme.ink } else { look.color };
    let Some(mut job) = line_job(page, line, look, color, face.as_mut(), placed) else { return };
    let lay_out = |job: egui::text::LayoutJob| ui.ctx().fonts_mut(|fonts| fonts.layout_job(job));
    let mut galley = lay_out(job.job.clone());
    // one glyph a character: the last one of each section tells where its pen ended
    let glyphs = galley.rows.first().map(|row| row.row.glyphs.as_slice()).unwrap_or_default();
    let mut ends = Vec::with_capacity(job.job.sections.len());
    let mut count = 0;
    for section in &job.job.sections {
        let range = ByteRange::new(section.byte_range.start.0, section.byte_range.end.0);
        count += range.of(&job.job.text).chars().count();
        ends.push(count.checked_sub(1).and_then(|i| glyphs.get(i)).map_or(0.0, |g| g.pos.x + g.advance_width));
    }
    let pixel = 1.0 / ui.ctx().pixels_per_point();
    if correct(&mut job, &ends, pixel * 1.2) {
        galley = lay_out(job.job);
    }
    let x = painter.round_to_pixel_center(port.left + line.left) - pixel * 0.5;
    let y = painter.round_to_pixel_center(port.screen_y(line.top)) - pixel * 0.5;
    if look.strong {
        painter.galley(pos2(x + style.size * STRONG_EM, y), std::sync::Arc::clone(&galley), color);
    }
    painter.galley(pos2(x, y), galley, color);
    let middle = port.screen_y(line.top) + style.pitch * 0.5;
    for note in ruby_boxes(placed, block.set().map_or(&[], |set| &set.ruby)) {
        let letters = block.set().and_then(|set| set.ruby.get(note.ruby)).map_or("", |ruby| ruby.letters.as_str());
        let at = pos2(port.left + line.left + (note.left + note.right) * 0.5 * style.size, middle - style.size * 0.42);
        let font = egui::FontId::new(style.size * RUBY_SIZE, look.latin.clone());
        painter.text(at, egui::Align2::CENTER_BOTTOM, letters, font, theme.ink2);
    }
}

/// A line around a range of the source.
pub fn outline(ui: &Ui, page: &Page, port: Port, range: ByteRange, theme: &Theme) {
    let painter = ui.painter_at(port.view);
    for rect in page.source_rects(range, port.heights()) {
        let full = port.screen_rect(&rect);
        let around = Rect::from_center_size(full.center(), vec2(full.width(), size_at(page, rect.top) * 1.5));
        painter.rect_stroke(around, 2.0, Stroke::new(1.5, theme.accent), egui::StrokeKind::Outside);
    }
}

/// Dots under the characters of some ranges of the source, for the lines in view.
pub fn paint_dots(ui: &Ui, page: &Page, port: Port, ranges: &[ByteRange], color: Color32) {
    let painter = ui.painter_at(port.view);
    let mut placed = Vec::new();
    for line in page.lines_between(port.heights()).filter(|_| !ranges.is_empty()) {
        let Some((style, set)) = page.style(line.block).zip(page.blocks().get(line.block).and_then(|b| b.set())) else {
            continue;
        };
        let (Some(start), Some(geometry)) =
            (page.source_of(Pos { block: line.block, at: 0 }), set.lines.get(line.line))
        else {
            continue;
        };
        place(&set.items, geometry, &page.options(line.block), &mut placed);
        let y = port.screen_y(line.top) + style.pitch * 0.5 + style.size * 0.64;
        for range in ranges {
            let at = |byte: usize| set.items.partition_point(|item| start + (item.src as usize) < byte) as u32;
            for x in dots(&set.items, &placed, at(range.start)..at(range.end)) {
                let at = pos2(port.left + line.left + x * style.size, y);
                painter.circle_filled(at, (style.size * 0.07).max(1.2), color);
            }
        }
    }
}
