//! A drawing of lines, dots and words as a file: SVG, and PNG by an own small painter over tiny-skia.

use skrifa::{
    FontRef, GlyphId, MetadataProvider as _,
    instance::{LocationRef, Size},
    outline::{DrawSettings, OutlinePen},
};
use tiny_skia::{FillRule, LineCap, Paint, PathBuilder, Pixmap, Rect, Stroke, StrokeDash, Transform};

/// Red, green, blue.
pub type Rgb = [u8; 3];

/// Where a text stands at its point.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Align {
    /// Begins there.
    Start,
    /// Its middle is there.
    Middle,
    /// Ends there.
    End,
}

/// A part of a drawing; places and sizes in points from the upper left corner.
#[derive(Clone, Debug, PartialEq)]
pub enum Shape {
    /// A straight line.
    Line {
        /// From.
        from: (f32, f32),
        /// To.
        to: (f32, f32),
        /// Width.
        width: f32,
        /// Colour.
        color: Rgb,
        /// In pieces.
        dashed: bool,
    },
    /// A disc or ring.
    Dot {
        /// Centre.
        at: (f32, f32),
        /// Radius.
        radius: f32,
        /// Colour inside; `None` for the ground.
        fill: Option<Rgb>,
        /// Colour of the line around.
        line: Rgb,
        /// What it stands for, told under the pointer where a program shows the drawing; empty for nothing.
        title: String,
    },
    /// A box.
    Box {
        /// Upper left corner.
        at: (f32, f32),
        /// Width and height.
        size: (f32, f32),
        /// Colour.
        fill: Rgb,
    },
    /// A line of text.
    Text {
        /// Where its baseline is.
        at: (f32, f32),
        /// Size.
        size: f32,
        /// Bold.
        bold: bool,
        /// How it stands there.
        align: Align,
        /// Colour.
        color: Rgb,
        /// The words.
        text: String,
    },
}

/// A drawing.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Picture {
    /// Width, points.
    pub width: f32,
    /// Height, points.
    pub height: f32,
    /// Colour of the ground.
    pub ground: Rgb,
    /// What is drawn, the lowest first.
    pub shapes: Vec<Shape>,
}

/// A text for XML.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            c if c < ' ' || matches!(c, '\u{fffe}' | '\u{ffff}') => {}
            c => out.push(c),
        }
    }
    out
}

fn hex([r, g, b]: Rgb) -> String {
    format!("#{r:02X}{g:02X}{b:02X}")
}

/// The drawing as SVG 1.1; words stay words.
#[must_use]
pub fn svg(picture: &Picture) -> String {
    let (w, h) = (picture.width, picture.height);
    let mut out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{w}\" height=\"{h}\" viewBox=\"0 0 {w} {h}\" font-family=\"'Noto Sans CJK SC', 'Source Han Sans SC', 'PingFang SC', 'Microsoft YaHei', sans-serif\">\n<rect width=\"{w}\" height=\"{h}\" fill=\"{}\"/>\n",
        hex(picture.ground)
    );
    for shape in &picture.shapes {
        out.push_str(&match shape {
            Shape::Line { from, to, width, color, dashed } => {
                let dash = if *dashed { " stroke-dasharray=\"3 3\"" } else { "" };
                format!(
                    "<line x1=\"{:.1}\" y1=\"{:.1}\" x2=\"{:.1}\" y2=\"{:.1}\" stroke=\"{}\" stroke-width=\"{width}\"{dash}/>\n",
                    from.0, from.1, to.0, to.1, hex(*color)
                )
            }
            Shape::Dot { at, radius, fill, line, title } => {
                let circle = format!(
                    "<circle cx=\"{:.1}\" cy=\"{:.1}\" r=\"{radius:.1}\" fill=\"{}\" stroke=\"{}\" stroke-width=\"1.5\"",
                    at.0, at.1, hex(fill.unwrap_or(picture.ground)), hex(*line)
                );
                if title.is_empty() { format!("{circle}/>\n") } else { format!("{circle}><title>{}</title></circle>\n", escaped(title)) }
            }
            Shape::Box { at, size, fill } => format!(
                "<rect x=\"{:.1}\" y=\"{:.1}\" width=\"{:.1}\" height=\"{:.1}\" fill=\"{}\"/>\n",
                at.0, at.1, size.0, size.1, hex(*fill)
            ),
            Shape::Text { at, size, bold, align, color, text } => {
                let anchor = match align {
                    Align::Start => "",
                    Align::Middle => " text-anchor=\"middle\"",
                    Align::End => " text-anchor=\"end\"",
                };
                let bold = if *bold { " font-weight=\"bold\"" } else { "" };
                format!(
                    "<text x=\"{:.1}\" y=\"{:.1}\" font-size=\"{size}\"{bold}{anchor} fill=\"{}\">{}</text>\n",
                    at.0, at.1, hex(*color), escaped(text)
                )
            }
        });
    }
    out.push_str("</svg>\n");
    out
}

/// The faces that words of a PNG are painted with: bytes of a font file and which of its faces.
#[derive(Clone, Copy, Debug)]
pub struct Faces {
    /// Regular.
    pub regular: (&'static [u8], u32),
    /// Bold.
    pub bold: (&'static [u8], u32),
}

/// Most pixels of a picture: larger drawings become coarser.
const MOST_PIXELS: f32 = 40e6;

/// The drawing as PNG, two pixels a point where it is not too large for that; empty when it has no size.
#[must_use]
pub fn png(picture: &Picture, faces: Faces) -> Vec<u8> {
    let area = picture.width.max(1.0) * picture.height.max(1.0);
    let scale = (MOST_PIXELS / area).sqrt().min(2.0);
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "sizes are small and positive")]
    let size = |points: f32| (points * scale).ceil().clamp(1.0, 60_000.0) as u32;
    let Some(mut pixmap) = Pixmap::new(size(picture.width), size(picture.height)) else { return vec![] };
    let [r, g, b] = picture.ground;
    pixmap.fill(tiny_skia::Color::from_rgba8(r, g, b, 255));
    let at = Transform::from_scale(scale, scale);
    for shape in &picture.shapes {
        draw(&mut pixmap, shape, picture.ground, faces, at);
    }
    encode(&pixmap)
}

fn paint(color: Rgb) -> Paint<'static> {
    let mut paint = Paint::default();
    let [r, g, b] = color;
    paint.set_color_rgba8(r, g, b, 255);
    paint.anti_alias = true;
    paint
}

fn draw(pixmap: &mut Pixmap, shape: &Shape, ground: Rgb, faces: Faces, at: Transform) {
    match shape {
        Shape::Line { from, to, width, color, dashed } => {
            let mut path = PathBuilder::new();
            path.move_to(from.0, from.1);
            path.line_to(to.0, to.1);
            let dash = if *dashed { StrokeDash::new(vec![3.0, 3.0], 0.0) } else { None };
            let stroke = Stroke { width: *width, line_cap: LineCap::Butt, dash, ..Stroke::default() };
            if let Some(path) = path.finish() {
                pixmap.stroke_path(&path, &paint(*color), &stroke, at, None);
            }
        }
        Shape::Dot { at: centre, radius, fill, line, .. } => {
            let Some(path) = PathBuilder::from_circle(centre.0, centre.1, *radius) else { return };
            pixmap.fill_path(&path, &paint(fill.unwrap_or(ground)), FillRule::Winding, at, None);
            pixmap.stroke_path(&path, &paint(*line), &Stroke { width: 1.5, ..Stroke::default() }, at, None);
        }
        Shape::Box { at: corner, size, fill } => {
            if let Some(rect) = Rect::from_xywh(corner.0, corner.1, size.0, size.1) {
                pixmap.fill_rect(rect, &paint(*fill), at, None);
            }
        }
        Shape::Text { at: baseline, size, bold, align, color, text } => {
            let (bytes, index) = if *bold { faces.bold } else { faces.regular };
            let Ok(font) = FontRef::from_index(bytes, index) else { return };
            let glyphs = glyphs(&font, text, *size);
            let width: f32 = glyphs.iter().map(|(_, advance)| advance).sum();
            let mut x = baseline.0
                - match align {
                    Align::Start => 0.0,
                    Align::Middle => width / 2.0,
                    Align::End => width,
                };
            let mut pen = Pen { path: PathBuilder::new(), x, y: baseline.1 };
            for (glyph, advance) in glyphs {
                pen.x = x;
                if let Some(outline) = font.outline_glyphs().get(glyph) {
                    // A glyph that cannot be drawn leaves a gap.
                    let _ = outline.draw(DrawSettings::unhinted(Size::new(*size), LocationRef::default()), &mut pen);
                }
                x += advance;
            }
            if let Some(path) = pen.path.finish() {
                pixmap.fill_path(&path, &paint(*color), FillRule::Winding, at, None);
            }
        }
    }
}

fn glyphs(font: &FontRef<'_>, text: &str, size: f32) -> Vec<(GlyphId, f32)> {
    let (map, metrics) = (font.charmap(), font.glyph_metrics(Size::new(size), LocationRef::default()));
    let of = |c: char| {
        let glyph = map.map(c)?;
        Some((glyph, metrics.advance_width(glyph).unwrap_or(size)))
    };
    text.chars().filter_map(of).collect()
}

/// Takes the outline of a glyph, whose y goes up, to its place.
struct Pen {
    path: PathBuilder,
    x: f32,
    y: f32,
}

impl OutlinePen for Pen {
    fn move_to(&mut self, x: f32, y: f32) {
        self.path.move_to(self.x + x, self.y - y);
    }

    fn line_to(&mut self, x: f32, y: f32) {
        self.path.line_to(self.x + x, self.y - y);
    }

    fn quad_to(&mut self, cx: f32, cy: f32, x: f32, y: f32) {
        self.path.quad_to(self.x + cx, self.y - cy, self.x + x, self.y - y);
    }

    fn curve_to(&mut self, cx0: f32, cy0: f32, cx1: f32, cy1: f32, x: f32, y: f32) {
        let (dx, dy) = (self.x, self.y);
        self.path.cubic_to(dx + cx0, dy - cy0, dx + cx1, dy - cy1, dx + x, dy - y);
    }

    fn close(&mut self) {
        self.path.close();
    }
}

/// Opaque pixels as PNG.
fn encode(pixmap: &Pixmap) -> Vec<u8> {
    let rgb: Vec<u8> = pixmap.pixels().iter().flat_map(|p| [p.red(), p.green(), p.blue()]).collect();
    let mut out = Vec::new();
    let mut encoder = png::Encoder::new(&mut out, pixmap.width(), pixmap.height());
    encoder.set_color(png::ColorType::Rgb);
    encoder.set_depth(png::BitDepth::Eight);
    // Writing to memory cannot fail.
    let written = encoder.write_header().and_then(|mut writer| writer.write_image_data(&rgb));
    if written.is_err() {
        out.clear();
    }
    out
}

/// Width of a line of text in ems, near enough for laying out: Han and full-width marks are one, Latin letters a little over half.
#[must_use]
pub fn ems(text: &str) -> f32 {
    text.chars().map(|c| if c.is_ascii() { 0.56 } else { 1.0 }).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    const SERIF: (&[u8], u32) = (crate::typeset::font::SERIF, 0);

    fn picture() -> Picture {
        let (dark, light) = ([30, 40, 50], [250, 249, 244]);
        Picture {
            width: 80.0,
            height: 40.0,
            ground: light,
            shapes: vec![
                Shape::Box { at: (0.0, 0.0), size: (10.0, 10.0), fill: dark },
                Shape::Line { from: (0.0, 20.0), to: (80.0, 20.0), width: 2.0, color: dark, dashed: true },
                Shape::Dot { at: (40.0, 20.0), radius: 5.0, fill: None, line: dark, title: "乙<".into() },
                Shape::Text {
                    at: (80.0, 36.0),
                    size: 12.0,
                    bold: false,
                    align: Align::End,
                    color: dark,
                    text: "甲&乙<".into(),
                },
            ],
        }
    }

    #[test]
    fn svg_keeps_words_and_escapes_them() {
        let text = svg(&picture());
        assert!(text.starts_with("<svg ") && text.ends_with("</svg>\n"));
        assert!(text.contains(">甲&amp;乙&lt;</text>") && text.contains("stroke-dasharray"));
        assert!(text.contains("><title>乙&lt;</title></circle>"));
    }

    #[test]
    fn png_has_every_shape() {
        let bytes = png(&picture(), Faces { regular: SERIF, bold: SERIF });
        let mut reader = png::Decoder::new(std::io::Cursor::new(&bytes)).read_info().unwrap();
        let mut pixels = vec![0; reader.output_buffer_size().unwrap()];
        let info = reader.next_frame(&mut pixels).unwrap();
        assert_eq!((info.width, info.height), (160, 80));
        let at = |x: usize, y: usize| pixels[(y * 160 + x) * 3];
        assert_eq!(at(5, 5), 30, "the box");
        assert_eq!(at(80, 40), 250, "the ring is hollow");
        assert!((70..90).any(|x| at(x, 40) < 60), "its line");
        let ink = (100..160).flat_map(|x| (50..78).map(move |y| (x, y))).filter(|&(x, y)| at(x, y) < 120).count();
        assert!(ink > 60, "the words: {ink}");
        assert!(png(&Picture::default(), Faces { regular: SERIF, bold: SERIF }).len() > 20);
    }
}
