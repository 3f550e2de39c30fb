//! One line of a set paragraph as an egui job whose sections put every glyph where the composition wants it.

use egui::{
    FontFamily, FontId,
    text::{LayoutJob, LayoutSection, TextFormat},
};

use crate::typeset::{
    Item, Measure, Options, Placed,
    class::Class,
    page::{LineRef, Page, Set},
    place,
};

/// How the blocks of one style are painted.
#[derive(Clone, Debug)]
pub struct Look {
    /// Family of the text.
    pub family: FontFamily,
    /// Family of Latin letters, digits and the spaces at them.
    pub latin: FontFamily,
    /// Family of a label at the start of the block.
    pub label: FontFamily,
    /// Colour of the text.
    pub color: egui::Color32,
    /// Struck twice, a fraction of a point apart: weight for a face that has no bold.
    pub strong: bool,
}

/// A job and where its pen must be after each section, in points.
#[derive(Debug)]
pub struct LineJob {
    /// For egui.
    pub job: LayoutJob,
    /// Pen position at the end of each section.
    pub pens: Vec<f32>,
}

/// Builds the job of a line. `color` overrides the look's.
pub fn line_job(
    page: &Page,
    line: LineRef,
    look: &Look,
    color: egui::Color32,
    measure: &mut dyn Measure,
    placed: &mut Vec<Placed>,
) -> Option<LineJob> {
    let (style, block) = (page.style(line.block)?, page.blocks().get(line.block)?);
    let set = block.set()?;
    let geometry = set.lines.get(line.line)?;
    let options: Options = page.options(line.block);
    place(&set.items, geometry, &options, placed);
    let mut builder = Builder {
        set,
        placed,
        measure,
        look,
        label_bytes: block.spec.label_bytes,
        format: TextFormat {
            font_id: FontId::new(style.size, look.family.clone()),
            color,
            line_height: Some(style.pitch),
            ..TextFormat::default()
        },
        size: style.size,
        base: 0,
        end: 0,
        cursor: 0.0,
        out: LineJob { job: LayoutJob::default(), pens: Vec::new() },
    };
    builder.run(geometry.start as usize, geometry.end as usize)?;
    Some(builder.out)
}

struct Builder<'a> {
    set: &'a Set,
    placed: &'a [Placed],
    measure: &'a mut dyn Measure,
    look: &'a Look,
    label_bytes: usize,
    format: TextFormat,
    size: f32,
    /// First byte of the line in the shown text, and one past its last.
    base: usize,
    end: usize,
    /// Where egui's pen is, in em.
    cursor: f32,
    out: LineJob,
}

impl Builder<'_> {
    fn run(&mut self, start: usize, end: usize) -> Option<()> {
        let byte = |i: usize| self.set.items.get(i).map_or(self.set.shown.len(), |item| item.byte as usize);
        (self.base, self.end) = (byte(start), byte(end));
        let mut text = self.set.shown.get(self.base..self.end)?.to_owned();
        if text.contains('\t') {
            // egui gives tabs a width of their own
            text = text.replace('\t', " ");
        }
        self.out.job = LayoutJob { text, break_on_newline: false, round_output_to_gui: false, ..LayoutJob::default() };
        let mut k = 0;
        while k < self.placed.len() {
            let before = k;
            k = self.section(k)?;
            if k <= before {
                return None;
            }
        }
        Some(())
    }

    fn item(&self, k: usize) -> Option<&Item> {
        self.set.items.get(self.placed.get(k)?.item as usize)
    }

    fn class(&self, k: usize) -> Option<Class> {
        self.item(k).map(|item| item.class)
    }

    fn is_label(&self, k: usize) -> bool {
        self.item(k).is_some_and(|item| (item.src as usize) < self.label_bytes)
    }

    /// Adds the section that starts with box `k`; returns the box after it.
    fn section(&mut self, k: usize) -> Option<usize> {
        let (placed, item) = (*self.placed.get(k)?, *self.item(k)?);
        let label = self.is_label(k);
        let same = |this: &Self, j: usize| this.class(j) == Some(item.class) && this.is_label(j) == label;
        match item.class {
            // one section per word: egui shapes it with its kerning, as the measure did
            Class::Latin | Class::Space => {
                let mut next = k + 1;
                while item.class == Class::Latin && same(self, next) {
                    next += 1;
                }
                let width: f32 = (k..next).filter_map(|j| self.item(j)).map(|item| item.body).sum();
                self.push(k, next, placed.origin, 0.0, placed.origin + width);
                Some(next)
            }
            Class::GapSpace | Class::IdeoSpace | Class::Mark => {
                let width = match item.class {
                    Class::GapSpace => self.measure.advance(' '),
                    Class::IdeoSpace => 1.0,
                    _ => 0.0,
                };
                self.push(k, k + 1, placed.origin, 0.0, placed.origin + width);
                Some(k + 1)
            }
            // pairs of dashes become one glyph and dots stand evenly: nothing may come between them
            Class::Dash | Class::Ellipsis => {
                let mut next = k + 1;
                while same(self, next) {
                    next += 1;
                }
                let width: f32 = (k..next).filter_map(|j| self.item(j)).map(|item| item.body).sum();
                self.push(k, next, placed.origin, 0.0, placed.origin + width);
                Some(next)
            }
            _ => Some(self.even_run(k, label)),
        }
    }

    /// Glyphs in cells with equal steps share a section.
    fn even_run(&mut self, k: usize, label: bool) -> usize {
        let Some((left, width)) = self.glyph(k) else { return k + 1 };
        let mut pen = left + width;
        let mut step: Option<f32> = None;
        let mut next = k + 1;
        while let Some(class) = self.class(next) {
            let alone = class.is_space()
                || matches!(class, Class::Latin | Class::Dash | Class::Ellipsis | Class::Mark)
                || self.is_label(next) != label
                || self.class(next + 1) == Some(Class::Mark);
            let Some((to, width)) = self.glyph(next).filter(|_| !alone) else { break };
            let this = to - pen;
            if step.is_some_and(|step| (step - this).abs() > 1e-4) {
                break;
            }
            step = Some(this);
            pen = to + width;
            next += 1;
        }
        self.push(k, next, left, step.unwrap_or(0.0), pen);
        next
    }

    /// Where the glyph of a box starts, and its advance. Glyphs narrower or wider than their cell stand in its middle.
    fn glyph(&mut self, k: usize) -> Option<(f32, f32)> {
        let (placed, item) = (*self.placed.get(k)?, *self.item(k)?);
        let advance = self.measure.advance(item.ch);
        Some((placed.origin + (item.cell() - advance) * 0.5, advance))
    }

    fn push(&mut self, from: usize, to: usize, left: f32, step: f32, pen: f32) {
        let byte = |k: usize| self.item(k).map_or(self.end, |item| item.byte as usize) - self.base;
        let (start, end) = (byte(from), byte(to));
        let mut format = self.format.clone();
        format.extra_letter_spacing = step * self.size;
        if self.is_label(from) {
            format.font_id.family = self.look.label.clone();
        } else if self.class(from).is_some_and(Class::is_narrow) {
            format.font_id.family = self.look.latin.clone();
        }
        // egui adds the letter spacing before every cluster but the first of the line
        let first = self.out.job.sections.is_empty();
        let lead = (left - self.cursor) * self.size - if first { 0.0 } else { format.extra_letter_spacing };
        self.out.job.sections.push(LayoutSection { leading_space: lead, byte_range: start.into()..end.into(), format });
        self.out.pens.push(pen * self.size);
        self.cursor = pen;
    }
}

/// Glyphs from a font that was not measured may be wider or narrower than thought: moves the sections after them back into place. `ends` are
/// the right edges that egui gave the sections. True when anything moved.
pub fn correct(line: &mut LineJob, ends: &[f32], tolerance: f32) -> bool {
    let mut shift = 0.0;
    let mut moved = false;
    for (i, section) in line.job.sections.iter_mut().enumerate() {
        let off = i.checked_sub(1).and_then(|j| Some(ends.get(j)? - line.pens.get(j)?)).unwrap_or(0.0);
        if (off - shift).abs() > tolerance {
            section.leading_space -= off - shift;
            shift = off;
            moved = true;
        }
    }
    moved
}
