//! The picture of a map, made once and painted until anything about it changes.

use std::sync::Arc;

use egui::{
    Color32, FontId, Mesh, Pos2, Rect, Shape, Stroke, Ui, Vec2,
    epaint::{Galley, TessellationOptions, Tessellator},
    pos2, vec2,
};

use super::{
    Dot, MapModel, backdrop,
    labels::{self, Wanted},
    projection::Camera,
    strands::{beside, strands},
};
use crate::app::{
    theme::Theme,
    widgets::{self, Mark},
};

/// What a picture depends on.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Key {
    pub(super) revision: u64,
    pub(super) canvas: Rect,
    pub(super) camera: Camera,
    pub(super) dark: bool,
    pub(super) backdrop: bool,
    pub(super) pixels_per_point: f32,
}

/// A picture.
#[derive(Debug)]
pub(super) struct Scene {
    pub(super) key: Key,
    /// Middle and radius of each dot on screen.
    pub(super) circles: Vec<(Pos2, f32)>,
    /// Dots with articles that lie outside.
    pub(super) outside: u32,
    /// Which dots can be used.
    live: Vec<bool>,
    mesh: Arc<Mesh>,
    /// Laid out again for every frame: the atlas of glyphs may have been made anew since, and a kept layout points into the old one.
    names: Vec<(Pos2, Name)>,
}

/// Room of the four buttons at the lower right, points.
pub(super) const BUTTONS_WIDTH: f32 = 100.0;
/// Room of the note at the lower left, points.
const NOTE_WIDTH: f32 = 96.0;
/// The sketch of the land fades from the first to the second of these scales, at which its errors show (points for a kilometre).
const FADES: (f32, f32) = (2.5, 6.0);
/// A dot with one article is no smaller, points; where there are many dots, half of it.
const LEAST_RADIUS: f32 = 2.2;
/// So many dots are few: each of them keeps its place from names.
const FEW: usize = 40;
/// So many places in the filter can all have their names and rings.
const FEW_MARKED: usize = 8;
/// Where there are many, names may lie on dots of less than this share of the largest radius.
const MINOR: f32 = 0.45;
/// A line with one sentence is no thinner, points.
const LEAST_WIDTH: f32 = 0.7;

/// Exact for the small numbers it is used with.
fn to_f32(n: u32) -> f32 {
    u16::try_from(n).map_or(f32::from(u16::MAX), f32::from)
}

/// Radius of the dot of `articles` where the largest stands for `most`: areas are in the ratio of the numbers.
fn radius_of(articles: u32, most: u32, largest: f32) -> f32 {
    largest * (to_f32(articles) / to_f32(most.max(3))).sqrt()
}

impl Scene {
    pub(super) fn new(ui: &Ui, key: Key, model: &MapModel, texts: &Names, strip: Rect, theme: &Theme) -> Self {
        let Key { canvas, camera, .. } = key;
        let spots: Vec<Pos2> = model.dots.iter().map(|dot| camera.on_screen(canvas, dot.at)).collect();
        let seen = |dot: &Dot, at: Pos2| dot.articles > 0 && canvas.contains(at);
        let shown = model.dots.iter().zip(&spots).filter(|(dot, at)| seen(dot, **at)).count();
        let with_articles = model.dots.iter().filter(|dot| dot.articles > 0).count();
        let most = model.dots.iter().map(|dot| dot.articles).max().unwrap_or(0);
        // Many dots are smaller ones, so that they do not hide each other.
        let crowd = (50.0 / to_f32(u32::try_from(shown).unwrap_or(u32::MAX)).max(1.0)).sqrt().clamp(0.5, 1.0);
        let largest = (canvas.size().min_elem() * 0.06).clamp(6.0, 20.0) * crowd;
        let least = LEAST_RADIUS * crowd;
        let circles: Vec<(Pos2, f32)> = model
            .dots
            .iter()
            .zip(&spots)
            .map(|(dot, at)| (*at, if dot.is_live() { radius_of(dot.articles, most, largest).max(least) } else { 1.2 }))
            .collect();
        let mut pen = Pen::new(ui, canvas);
        if key.backdrop {
            land(&mut pen, key, theme);
        }
        let chosen = model.dots.iter().any(|dot| dot.mark == Mark::Included);
        let crowded = is_crowded(model);
        lines(&mut pen, model, &spots, canvas, chosen, theme);
        let is_minor = |dot: &Dot, radius: f32| {
            !dot.is_live() || (shown > FEW && dot.mark == Mark::None && radius < largest * MINOR)
        };
        let minor: Vec<bool> =
            model.dots.iter().zip(&circles).map(|(dot, (_, radius))| is_minor(dot, *radius)).collect();
        // The largest lowest: dots come by the number of articles. Names lie between the minor ones and the others.
        let dots = || model.dots.iter().zip(&circles).zip(&minor);
        for ((dot, circle), _) in dots().filter(|(_, minor)| **minor) {
            if dot.is_live() {
                disc(&mut pen, dot, *circle, (chosen, crowded), theme);
            } else {
                pen.disc(*circle, theme.track);
            }
        }
        let solid: Vec<(Pos2, f32)> = dots().filter(|(_, minor)| !**minor).map(|((_, circle), _)| *circle).collect();
        let names = names(&mut pen, model, texts, &circles, &solid, Free { canvas, strip, crowded }, theme);
        for ((dot, circle), _) in dots().filter(|(_, minor)| !**minor) {
            disc(&mut pen, dot, *circle, (chosen, crowded), theme);
        }
        let outside = u32::try_from(with_articles - shown).unwrap_or(u32::MAX);
        let free = Free { canvas, strip, crowded };
        pen.add(Shape::rect_filled(free.buttons().shrink(3.0), 6.0, theme.map_veil()));
        if outside > 0 {
            pen.add(Shape::rect_filled(free.note().shrink(3.0), 6.0, theme.map_veil()));
        }
        Self {
            key,
            live: model.dots.iter().map(Dot::is_live).collect(),
            circles,
            outside,
            mesh: Arc::new(pen.mesh),
            names,
        }
    }

    pub(super) fn paint(&self, ui: &Ui) {
        let painter = ui.painter();
        painter.add(Shape::mesh(Arc::clone(&self.mesh)));
        for (at, name) in &self.names {
            painter.galley(*at, name.layout(ui), Color32::PLACEHOLDER);
        }
    }

    /// The dot that a click at `at` means: of those within `reach` of it the one with the nearest rim, the smaller one where they
    /// lie on each other.
    pub(super) fn nearest(&self, at: Pos2, reach: f32) -> Option<usize> {
        let circles = self.circles.iter().zip(&self.live).enumerate().filter(|(_, (_, live))| **live);
        let distances = circles.filter_map(|(index, ((middle, radius), _))| {
            let distance = middle.distance(at);
            (distance <= radius.max(reach)).then(|| (distance / radius.max(reach), index))
        });
        distances.min_by(|a, b| a.0.total_cmp(&b.0)).map(|(_, index)| index)
    }

    /// Draws the lines of one dot over the others, and a rim around it.
    pub(super) fn emphasise(&self, ui: &Ui, model: &MapModel, index: usize, theme: &Theme) {
        let most = model.links.first().map_or(1, |link| link.sentences);
        let spot = |at: usize| self.circles.get(at).copied();
        for link in model.links.iter().filter(|link| link.dots.0 == index || link.dots.1 == index) {
            if let (Some((a, from)), Some((b, to))) = (spot(link.dots.0), spot(link.dots.1)) {
                let width = width_of(link.sentences, most, self.key.canvas).max(1.2);
                let way = (b - a).normalized();
                let ends = (a + way * from, b - way * to);
                let strands = strands(&link.kinds, width);
                if strands.is_empty() {
                    ui.painter().line_segment([ends.0, ends.1], Stroke::new(width, theme.map_link(1.0)));
                }
                for (kind, width, offset) in strands {
                    let (a, b) = beside(ends, offset);
                    ui.painter().line_segment([a, b], Stroke::new(width, theme.kind(kind)));
                }
            }
        }
        if let Some((at, radius)) = spot(index) {
            ui.painter().circle_stroke(at, radius + 2.0, Stroke::new(1.5, theme.place));
        }
    }
}

/// Lines of one width and one colour, and discs, as triangles.
struct Pen {
    tessellator: Tessellator,
    mesh: Mesh,
}

impl Pen {
    fn new(ui: &Ui, canvas: Rect) -> Self {
        let options: TessellationOptions = ui.ctx().tessellation_options(|options| *options);
        let mut tessellator = Tessellator::new(ui.ctx().pixels_per_point(), options, [1, 1], vec![]);
        tessellator.set_clip_rect(canvas);
        Self { tessellator, mesh: Mesh::default() }
    }

    fn add(&mut self, shape: Shape) {
        self.tessellator.tessellate_shape(shape, &mut self.mesh);
    }

    fn disc(&mut self, (at, radius): (Pos2, f32), color: Color32) {
        self.add(Shape::circle_filled(at, radius, color));
    }
}

fn land(pen: &mut Pen, key: Key, theme: &Theme) {
    let Key { canvas, camera, .. } = key;
    let strength = ((FADES.1 - camera.scale) / (FADES.1 - FADES.0)).clamp(0.0, 1.0);
    if strength <= 0.0 {
        return;
    }
    let seen = Rect::from_min_max(camera.on_plane(canvas, canvas.min), camera.on_plane(canvas, canvas.max))
        .expand(20.0 / camera.scale);
    // Small rivers are noise where the whole country is shown.
    let streams = ((camera.scale - 0.12) / 0.2).clamp(0.0, 1.0);
    for curve in backdrop::CURVES.iter().filter(|curve| curve.bounds.intersects(seen)) {
        let (width, color) = match curve.kind {
            backdrop::Kind::Coast => (1.0, theme.map_coast(strength)),
            backdrop::Kind::Lake => (0.8, theme.map_water(strength)),
            backdrop::Kind::River => (1.6, theme.map_water(strength)),
            backdrop::Kind::Stream if streams > 0.0 => (1.0, theme.map_water(strength * streams * 0.8)),
            backdrop::Kind::Stream => continue,
        };
        // Points that fall together on screen are drawn once.
        let mut points: Vec<Pos2> = Vec::with_capacity(curve.points.len());
        for point in &curve.points {
            let at = camera.on_screen(canvas, *point);
            if points.last().is_none_or(|last| last.distance_sq(at) > 1.0) {
                points.push(at);
            }
        }
        if points.len() < 2 {
            continue;
        }
        let stroke = Stroke::new(width, color);
        pen.add(if curve.closed { Shape::closed_line(points, stroke) } else { Shape::line(points, stroke) });
    }
}

/// A line whose colour says something is at least so wide, points.
const LEAST_STRAND: f32 = 1.3;

/// Width of the line for so many sentences where the strongest has `most`.
fn width_of(sentences: u32, most: u32, canvas: Rect) -> f32 {
    let widest = (canvas.size().min_elem() * 0.026).clamp(3.5, 9.0);
    (widest * to_f32(sentences) / to_f32(most.max(4))).max(LEAST_WIDTH)
}

fn lines(pen: &mut Pen, model: &MapModel, spots: &[Pos2], canvas: Rect, chosen: bool, theme: &Theme) {
    let most = model.links.first().map_or(1, |link| link.sentences);
    // As many as the picture bears.
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a few hundred")]
    let count = (canvas.area() / 550.0).clamp(30.0, 400.0) as usize;
    // The strongest uppermost.
    for link in model.links.iter().take(count).rev() {
        let included = |at: usize| model.dots.get(at).is_some_and(|dot| dot.mark == Mark::Included);
        let ends = usize::from(included(link.dots.0)) + usize::from(included(link.dots.1));
        let strength = match (chosen, ends) {
            // What happened once is there without asking to be seen.
            (false, _) => 0.16 + 0.4 * (to_f32(link.sentences) / to_f32(most.max(4))).sqrt(),
            (true, 0) => 0.15,
            (true, 1) => 0.5,
            (true, _) => 0.8,
        };
        if let (Some(a), Some(b)) = (spots.get(link.dots.0), spots.get(link.dots.1)) {
            let width = width_of(link.sentences, most, canvas);
            let strands = strands(&link.kinds, width.max(LEAST_STRAND));
            if strands.is_empty() {
                pen.add(Shape::line_segment([*a, *b], Stroke::new(width, theme.map_link(strength))));
            }
            for (kind, width, offset) in strands {
                // A hue has to be seen to be told from others.
                let color = theme.kind(kind).gamma_multiply(strength.max(if chosen { 0.15 } else { 0.62 }));
                let (a, b) = beside((*a, *b), offset);
                pen.add(Shape::line_segment([a, b], Stroke::new(width, color)));
            }
        }
    }
}

fn disc(pen: &mut Pen, dot: &Dot, (at, radius): (Pos2, f32), (chosen, crowded): (bool, bool), theme: &Theme) {
    match dot.mark {
        Mark::Included if crowded => {
            pen.disc((at, radius + 1.0), theme.paper);
            pen.disc((at, radius), theme.place);
        }
        Mark::Included => {
            pen.disc((at, radius + 3.0), theme.place);
            pen.disc((at, radius + 1.5), theme.paper);
            pen.disc((at, radius), theme.place);
        }
        Mark::Excluded => {
            let radius = radius.max(4.5);
            pen.disc((at, radius + 1.0), theme.paper);
            let stroke = Stroke::new(1.5, theme.accent);
            pen.add(Shape::circle_stroke(at, radius - 0.75, stroke));
            pen.add(Shape::line_segment([at - vec2(radius - 2.0, 0.0), at + vec2(radius - 2.0, 0.0)], stroke));
        }
        Mark::None => {
            // A rim keeps dots apart that lie on each other.
            pen.disc((at, radius + radius.min(3.0) * 0.25), theme.paper);
            pen.disc((at, radius), theme.map_dot(chosen));
        }
    }
}

/// Where names may lie: all of `canvas` but the buttons and the note in `strip`.
#[derive(Clone, Copy)]
struct Free {
    canvas: Rect,
    strip: Rect,
    /// Too many are in the filter for all of their names.
    crowded: bool,
}

impl Free {
    fn buttons(&self) -> Rect {
        Rect::from_min_max(pos2(self.strip.right() - BUTTONS_WIDTH, self.strip.top()), self.strip.max)
    }

    fn note(&self) -> Rect {
        Rect::from_min_max(self.strip.min, pos2(self.strip.left() + NOTE_WIDTH, self.strip.bottom()))
    }
}

/// True when too many places are in the filter for all of their names.
fn is_crowded(model: &MapModel) -> bool {
    model.dots.iter().filter(|dot| dot.mark != Mark::None).count() > FEW_MARKED
}

/// A name and how it is written.
#[derive(Clone, Debug)]
struct Name {
    text: String,
    font: FontId,
    ink: Color32,
    size: Vec2,
}

impl Name {
    /// egui keeps layouts of the last frame, so this is a look-up.
    fn layout(&self, ui: &Ui) -> Arc<Galley> {
        widgets::line(ui, &self.text, self.font.clone(), self.ink, NAME_WIDTH)
    }
}

/// Names are cut behind so many points.
const NAME_WIDTH: f32 = 140.0;

/// The names of all dots, measured once for a model.
#[derive(Debug, Default)]
pub(super) struct Names {
    /// What they were made for: the model, the size of the letters, the theme, the pixels.
    key: Option<(u64, f32, bool, f32)>,
    /// `None` for dots that cannot be used.
    names: Vec<Option<Name>>,
}

impl Names {
    /// Measures them, unless they are.
    pub(super) fn make(&mut self, ui: &Ui, key: Key, model: &MapModel, theme: &Theme) {
        let size = if key.canvas.width() < 480.0 { 11.5 } else { 13.0 };
        let key = Some((key.revision, size, key.dark, key.pixels_per_point));
        if self.key == key {
            return;
        }
        let crowded = is_crowded(model);
        let name = |dot: &Dot| {
            let (font, ink) = match dot.mark {
                Mark::Included if crowded => (Theme::sans(size), theme.ink),
                Mark::Included => (Theme::bold(size), theme.ink),
                Mark::Excluded => (Theme::sans(size), theme.accent),
                Mark::None => (Theme::sans(size), theme.ink2),
            };
            let mut name = Name { text: dot.name.clone(), font, ink, size: Vec2::ZERO };
            dot.is_live().then(|| {
                name.size = name.layout(ui).size();
                name
            })
        };
        self.names = model.dots.iter().map(name).collect();
        self.key = key;
    }
}

/// Names that are tried: more than that find no room either.
const MOST_TRIED: usize = 300;

/// Lays out the names and draws their grounds; the names themselves are painted over everything.
fn names(
    pen: &mut Pen,
    model: &MapModel,
    texts: &Names,
    circles: &[(Pos2, f32)],
    solid: &[(Pos2, f32)],
    free: Free,
    theme: &Theme,
) -> Vec<(Pos2, Name)> {
    let canvas = free.canvas;
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a few hundred")]
    let most = (canvas.area() / 1900.0).clamp(6.0, 160.0) as usize;
    // Those in the filter first, then by the number of articles.
    let mut order: Vec<usize> = (0..model.dots.len()).collect();
    order.retain(|&at| {
        let seen = circles.get(at).is_some_and(|(middle, _)| canvas.contains(*middle));
        seen && model.dots.get(at).is_some_and(Dot::is_live)
    });
    order.sort_by_key(|&at| model.dots.get(at).is_none_or(|dot| dot.mark == Mark::None));
    order.truncate(MOST_TRIED);
    let mut wanted = Vec::with_capacity(order.len());
    let mut names = Vec::with_capacity(order.len());
    for &at in &order {
        let (Some(dot), Some(&(middle, radius)), Some(Some(name))) =
            (model.dots.get(at), circles.get(at), texts.names.get(at))
        else {
            continue;
        };
        let radius = radius + if dot.mark == Mark::Included { 3.0 } else { 0.75 };
        let text = Vec2::new(name.size.x, name.size.y - 2.0);
        wanted.push(Wanted { at: middle, radius, size: text, must: dot.mark != Mark::None && !free.crowded });
        names.push(name.clone());
    }
    let placed = labels::place(&wanted, solid, canvas.shrink(4.0), &[free.buttons(), free.note()], most);
    let shown = placed.iter().zip(names).filter_map(|(rect, name)| Some(((*rect)?, name)));
    shown
        .map(|(rect, name)| {
            pen.add(Shape::rect_filled(rect.expand2(vec2(1.5, -0.5)), 3.0, theme.map_veil()));
            (rect.min - vec2(0.0, 1.0), name)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn areas_are_in_the_ratio_of_the_articles() {
        let area = |articles| radius_of(articles, 100, 20.0).powi(2);
        assert!((area(100) / area(25) - 4.0).abs() < 0.01);
        assert!((area(50) / area(25) - 2.0).abs() < 0.01);
        assert!(radius_of(0, 0, 20.0) >= 0.0);
    }

    #[test]
    fn widths_are_in_the_ratio_of_the_sentences() {
        let canvas = Rect::from_min_size(Pos2::ZERO, vec2(1000.0, 700.0));
        let width = |sentences| width_of(sentences, 100, canvas);
        assert!((width(100) / width(50) - 2.0).abs() < 0.01);
        assert!(width(1) >= LEAST_WIDTH);
    }
}
