//! Icons as painted shapes: the text faces have none, and a shape is sharp at every scale.

use egui::{Color32, Painter, Pos2, Rect, Shape, Stroke, pos2, vec2};

/// An icon.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Icon {
    /// ▾
    Down,
    /// ▴
    Up,
    /// ▸
    Right,
    /// ◂
    Left,
    /// ☾
    Moon,
    /// ☀
    Sun,
    /// ↻
    Reload,
    /// ✓
    Check,
    /// ×
    Close,
    /// Magnifying glass.
    Search,
    /// ⋯
    More,
    /// − (excluded)
    Minus,
    /// Star.
    Star,
    /// Pin.
    Pin,
    /// A ribbon.
    Bookmark,
    /// Funnel.
    Filter,
    /// Sidebar.
    Sidebar,
    /// ↓ (sort)
    ArrowDown,
    /// !
    Warning,
    /// Folder.
    Folder,
    /// +
    Plus,
    /// Four corners: all of it.
    Fit,
    /// Waves.
    Water,
    /// A folded map.
    Map,
}

/// Paints `icon` into the middle of `rect`, as large as the smaller side.
pub fn paint(painter: &Painter, rect: Rect, icon: Icon, color: Color32) {
    let side = rect.width().min(rect.height());
    let c = rect.center();
    let at = |x: f32, y: f32| -> Pos2 { c + vec2(x, y) * side };
    let stroke = Stroke::new((side * 0.1).clamp(1.1, 1.8), color);
    let line = |points: &[(f32, f32)]| {
        painter.add(Shape::line(points.iter().map(|&(x, y)| at(x, y)).collect(), stroke));
    };
    match icon {
        Icon::Down => fill(painter, &[at(-0.28, -0.14), at(0.28, -0.14), at(0.0, 0.2)], color),
        Icon::Up => fill(painter, &[at(-0.28, 0.14), at(0.28, 0.14), at(0.0, -0.2)], color),
        Icon::Left => fill(painter, &[at(0.14, -0.28), at(-0.2, 0.0), at(0.14, 0.28)], color),
        Icon::Right => fill(painter, &[at(-0.14, -0.28), at(0.2, 0.0), at(-0.14, 0.28)], color),
        Icon::Check => line(&[(-0.3, 0.02), (-0.08, 0.24), (0.32, -0.24)]),
        Icon::Close => {
            line(&[(-0.24, -0.24), (0.24, 0.24)]);
            line(&[(0.24, -0.24), (-0.24, 0.24)]);
        }
        Icon::Bookmark => {
            // Two halves: a filled outline must not be hollow.
            fill(painter, &[at(-0.26, -0.42), at(0.0, -0.42), at(0.0, 0.16), at(-0.26, 0.42)], color);
            fill(painter, &[at(0.0, -0.42), at(0.26, -0.42), at(0.26, 0.42), at(0.0, 0.16)], color);
        }
        Icon::Minus => line(&[(-0.26, 0.0), (0.26, 0.0)]),
        Icon::ArrowDown => {
            line(&[(0.0, -0.34), (0.0, 0.32)]);
            line(&[(-0.18, 0.12), (0.0, 0.32), (0.18, 0.12)]);
        }
        Icon::More => {
            for x in [-0.3, 0.0, 0.3] {
                painter.circle_filled(at(x, 0.0), side * 0.08, color);
            }
        }
        Icon::Search => {
            painter.circle_stroke(at(-0.06, -0.06), side * 0.26, stroke);
            line(&[(0.13, 0.13), (0.34, 0.34)]);
        }
        Icon::Moon => moon(painter, c, side * 0.36, color),
        Icon::Sun => {
            painter.circle_stroke(c, side * 0.17, stroke);
            for step in 0_u8..8 {
                let (sin, cos) = (f32::from(step) * std::f32::consts::TAU / 8.0).sin_cos();
                line(&[(cos * 0.29, sin * 0.29), (cos * 0.4, sin * 0.4)]);
            }
        }
        Icon::Reload => {
            let points: Vec<Pos2> = (0_u8..=20)
                .map(|step| {
                    let (sin, cos) = (f32::from(step) / 20.0 * 5.0 - 0.6).sin_cos();
                    at(cos * 0.3, sin * 0.3)
                })
                .collect();
            painter.add(Shape::line(points, stroke));
            fill(painter, &[at(0.1, -0.3), at(0.42, -0.34), at(0.36, 0.0)], color);
        }
        Icon::Star => {
            // Five kites around the middle.
            let point = |turn: f32, radius: f32| {
                let (sin, cos) = (turn * std::f32::consts::PI / 5.0).sin_cos();
                at(sin * radius, -cos * radius)
            };
            for kite in [0.0, 2.0, 4.0, 6.0, 8.0] {
                let (left, tip, right) = (point(kite - 1.0, 0.2), point(kite, 0.5), point(kite + 1.0, 0.2));
                fill(painter, &[at(0.0, 0.0), left, tip, right], color);
            }
        }
        Icon::Pin => {
            painter.circle_filled(at(0.0, -0.16), side * 0.17, color);
            line(&[(0.0, 0.0), (0.0, 0.38)]);
        }
        Icon::Plus => {
            line(&[(-0.26, 0.0), (0.26, 0.0)]);
            line(&[(0.0, -0.26), (0.0, 0.26)]);
        }
        Icon::Fit => {
            for (x, y) in [(-1.0, -1.0), (1.0, -1.0), (1.0, 1.0), (-1.0, 1.0)] {
                line(&[(x * 0.3, y * 0.1), (x * 0.3, y * 0.3), (x * 0.1, y * 0.3)]);
            }
        }
        Icon::Water => {
            for y in [-0.16, 0.14] {
                let wave = |step: u8| {
                    let x = f32::from(step) / 12.0;
                    (x * 0.72 - 0.36, y + (x * 2.0 * std::f32::consts::TAU).sin() * 0.07)
                };
                line(&(0..=12).map(wave).collect::<Vec<_>>());
            }
        }
        Icon::Map => {
            line(&[
                (-0.38, -0.2),
                (-0.13, -0.32),
                (0.13, -0.2),
                (0.38, -0.32),
                (0.38, 0.2),
                (0.13, 0.32),
                (-0.13, 0.2),
                (-0.38, 0.32),
                (-0.38, -0.2),
            ]);
            line(&[(-0.13, -0.32), (-0.13, 0.2)]);
            line(&[(0.13, -0.2), (0.13, 0.32)]);
        }
        Icon::Filter => line(&[
            (-0.34, -0.28),
            (0.34, -0.28),
            (0.07, 0.04),
            (0.07, 0.32),
            (-0.07, 0.24),
            (-0.07, 0.04),
            (-0.34, -0.28),
        ]),
        Icon::Sidebar => {
            painter.rect_stroke(
                Rect::from_center_size(c, vec2(0.76, 0.62) * side),
                side * 0.1,
                stroke,
                egui::StrokeKind::Middle,
            );
            line(&[(-0.12, -0.31), (-0.12, 0.31)]);
        }
        Icon::Warning => {
            painter.circle_stroke(c, side * 0.38, stroke);
            line(&[(0.0, -0.2), (0.0, 0.06)]);
            painter.circle_filled(at(0.0, 0.2), stroke.width * 0.7, color);
        }
        Icon::Folder => line(&[
            (-0.38, 0.28),
            (-0.38, -0.26),
            (-0.1, -0.26),
            (0.0, -0.14),
            (0.38, -0.14),
            (0.38, 0.28),
            (-0.38, 0.28),
        ]),
    }
}

fn fill(painter: &Painter, points: &[Pos2], color: Color32) {
    painter.add(Shape::convex_polygon(points.to_vec(), color, Stroke::NONE));
}

/// A crescent: the outer arc and the arc of a second circle to its upper right, as a strip of quads because it is not convex.
fn moon(painter: &Painter, centre: Pos2, radius: f32, color: Color32) {
    const STEPS: u8 = 24;
    let mut points = Vec::with_capacity(usize::from(STEPS) * 2 + 2);
    let (from, to) = (-1.3_f32, 3.3_f32);
    for step in 0..=STEPS {
        let angle = from + (to - from) * f32::from(step) / f32::from(STEPS) - 0.25;
        let (sin, cos) = angle.sin_cos();
        points.push(pos2(centre.x + cos * radius, centre.y + sin * radius));
    }
    let (start, end) = (points[0], points[usize::from(STEPS)]);
    let middle = start + (end - start) * 0.5;
    let (out, half) = ((centre - middle).normalized(), (end - start).length() * 0.5);
    let along = (end - start).normalized();
    for step in 0..=STEPS {
        let t = 1.0 - 2.0 * f32::from(step) / f32::from(STEPS);
        let depth = (1.0 - t * t).max(0.0).sqrt() * radius * 0.35;
        points.push(middle + along * (t * half) + out * depth);
    }
    let mut mesh = egui::Mesh::default();
    let count = u32::from(STEPS) + 1;
    for point in &points {
        mesh.colored_vertex(*point, color);
    }
    for i in 0..count - 1 {
        // Outer point i pairs with the inner point that stands across from it.
        let (inner, next) = (2 * count - 1 - i, 2 * count - 2 - i);
        mesh.add_triangle(i, i + 1, inner);
        mesh.add_triangle(i + 1, next, inner);
    }
    painter.add(Shape::mesh(mesh));
    painter.add(Shape::closed_line(points, Stroke::new(0.7, color)));
}
