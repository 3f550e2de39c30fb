//! From degrees to the plane, and from the plane to the screen.
//!
//! The plane is Lambert's conformal conic projection with the parallels usual for China, in kilometres, y growing southwards: shapes are
//! right at every zoom, and a kilometre is about as long in Hainan as in Heilongjiang.

use egui::{Pos2, Rect, Vec2, pos2, vec2};

use crate::place::{PlaceId, gazetteer};

const EARTH_RADIUS_KM: f64 = 6371.0;
const PARALLELS: (f64, f64) = (25.0, 47.0);
/// The point of the plane that is its origin, degrees north and east.
const ORIGIN: (f64, f64) = (35.0, 105.0);

/// Where the centre of a place is on the plane, if that is known.
#[must_use]
pub fn spot_of(place: PlaceId) -> Option<Pos2> {
    gazetteer().get(place).centre.map(|(north, east)| project(north, east))
}

/// A point on the plane.
#[must_use]
pub fn project(north: f32, east: f32) -> Pos2 {
    let (first, second) = (PARALLELS.0.to_radians(), PARALLELS.1.to_radians());
    let cone = |parallel: f64| (std::f64::consts::FRAC_PI_4 + parallel / 2.0).tan();
    let n = (first.cos() / second.cos()).ln() / (cone(second) / cone(first)).ln();
    let f = first.cos() * cone(first).powf(n) / n;
    let radius = |north: f64| EARTH_RADIUS_KM * f / cone(north.clamp(-80.0, 89.0).to_radians()).powf(n);
    let (radius, origin) = (radius(f64::from(north)), radius(ORIGIN.0));
    let (sin, cos) = (n * (f64::from(east) - ORIGIN.1).to_radians()).sin_cos();
    #[expect(clippy::cast_possible_truncation, reason = "kilometres; an f32 knows them to the metre")]
    let point = pos2((radius * sin) as f32, (radius * cos - origin) as f32);
    point
}

/// What part of the plane is on screen.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Camera {
    /// The point of the plane in the middle.
    pub centre: Pos2,
    /// Points of the screen for a kilometre.
    pub scale: f32,
}

/// Room kept free around the places, points.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Margins {
    /// Left and right.
    pub side: f32,
    /// Above.
    pub top: f32,
    /// Below.
    pub bottom: f32,
}

impl Camera {
    /// Smallest and largest scale: the whole country in a small panel, a county town in a window.
    pub const SCALE: (f32, f32) = (0.02, 8.0);
    /// A single place is shown with so much around it, kilometres.
    const LEAST_KM: f32 = 90.0;

    /// The camera that shows `places` in `canvas` with room around them.
    #[must_use]
    pub fn fit(places: Rect, canvas: Rect, margins: Margins) -> Self {
        if !places.is_finite() || places.is_negative() {
            return Self { centre: Pos2::ZERO, scale: Self::SCALE.0 };
        }
        let free = Rect::from_min_max(
            canvas.min + vec2(margins.side, margins.top),
            canvas.max - vec2(margins.side, margins.bottom),
        );
        let room = free.size().max(Vec2::splat(16.0));
        let size = places.size().max(Vec2::splat(Self::LEAST_KM));
        let scale = (room.x / size.x).min(room.y / size.y).clamp(Self::SCALE.0, Self::SCALE.1);
        Self { centre: places.center() + (canvas.center() - free.center()) / scale, scale }
    }

    /// Where a point of the plane is on screen.
    #[must_use]
    pub fn on_screen(&self, canvas: Rect, point: Pos2) -> Pos2 {
        canvas.center() + (point - self.centre) * self.scale
    }

    /// The point of the plane at a point of the screen.
    #[must_use]
    pub fn on_plane(&self, canvas: Rect, at: Pos2) -> Pos2 {
        self.centre + (at - canvas.center()) / self.scale
    }

    /// Zooms; the point under `at` stays there.
    pub fn zoom(&mut self, canvas: Rect, at: Pos2, factor: f32) {
        let point = self.on_plane(canvas, at);
        self.scale = (self.scale * factor).clamp(Self::SCALE.0, Self::SCALE.1);
        self.centre = point - (at - canvas.center()) / self.scale;
    }

    /// Moves what is shown by `delta` points, no further than that the middle of the canvas stays among `places`.
    pub fn pan(&mut self, delta: Vec2, places: Rect) {
        self.centre -= delta / self.scale;
        if places.is_finite() && !places.is_negative() {
            self.centre = places.clamp(self.centre);
        }
    }
}

/// The part of the plane where most of it happens: a place far away from the others that few articles name does not make all of them
/// small. `places` are points with their weights; at least 70 % of the weight lies inside.
#[must_use]
pub fn core(places: &[(Pos2, u32)]) -> Rect {
    /// Share of the weight that is certainly shown.
    const SHARE: f64 = 0.7;
    /// Shown as well: what is not much farther away than that.
    const REACH: f32 = 1.6;
    /// Nothing so near is left out, kilometres.
    const NEAR_KM: f32 = 120.0;
    let total: f64 = places.iter().map(|(_, weight)| f64::from(*weight)).sum();
    let median = |of: fn(&Pos2) -> f32| {
        let mut sorted: Vec<(f32, u32)> = places.iter().map(|(at, weight)| (of(at), *weight)).collect();
        sorted.sort_by(|a, b| a.0.total_cmp(&b.0));
        let mut seen = 0.0;
        let middle = sorted.iter().find(|(_, weight)| {
            seen += f64::from(*weight);
            seen * 2.0 >= total
        });
        middle.map_or(0.0, |(value, _)| *value)
    };
    let middle = pos2(median(|at| at.x), median(|at| at.y));
    let mut by_distance: Vec<(f32, u32)> = places.iter().map(|(at, weight)| (at.distance(middle), *weight)).collect();
    by_distance.sort_by(|a, b| a.0.total_cmp(&b.0));
    let mut seen = 0.0;
    let reach = by_distance.iter().find(|(_, weight)| {
        seen += f64::from(*weight);
        seen >= total * SHARE
    });
    let reach = reach.map_or(f32::INFINITY, |(distance, _)| (distance * REACH).max(NEAR_KM));
    let mut rect = Rect::NOTHING;
    for (at, _) in places.iter().filter(|(at, _)| at.distance(middle) <= reach) {
        rect.extend_with(*at);
    }
    rect
}

/// The rectangle around all points.
#[must_use]
pub fn around(points: impl Iterator<Item = Pos2>) -> Rect {
    points.fold(Rect::NOTHING, |mut rect, point| {
        rect.extend_with(point);
        rect
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn km(a: (f32, f32), b: (f32, f32)) -> f32 {
        project(a.0, a.1).distance(project(b.0, b.1))
    }

    /// On the globe.
    fn true_km(a: (f32, f32), b: (f32, f32)) -> f32 {
        let (a, b) = ((a.0.to_radians(), a.1.to_radians()), (b.0.to_radians(), b.1.to_radians()));
        let h = ((b.0 - a.0) / 2.0).sin().powi(2) + a.0.cos() * b.0.cos() * ((b.1 - a.1) / 2.0).sin().powi(2);
        2.0 * 6371.0 * h.sqrt().asin()
    }

    proptest! {
        #[test]
        fn near_distances_are_right(north in 19.0_f32..53.0, east in 74.0_f32..134.0, d in 0.2_f32..1.0) {
            for b in [(north + d, east), (north, east + d), (north - d, east + d)] {
                let (flat, globe) = (km((north, east), b), true_km((north, east), b));
                prop_assert!((flat / globe - 1.0).abs() < 0.06, "{flat} {globe}");
            }
        }

        #[test]
        fn screen_and_plane_are_inverse(x in -2500.0_f32..2500.0, y in -2000.0_f32..2000.0, scale in 0.05_f32..10.0) {
            let canvas = Rect::from_min_size(pos2(10.0, 20.0), vec2(276.0, 180.0));
            let camera = Camera { centre: pos2(x / 2.0, y / 2.0), scale };
            let back = camera.on_plane(canvas, camera.on_screen(canvas, pos2(x, y)));
            prop_assert!(back.distance(pos2(x, y)) < 0.5, "{back:?}");
        }

        #[test]
        fn a_fit_shows_every_place(points in prop::collection::vec((18.0_f32..53.0, 74.0_f32..134.0), 1..30)) {
            let canvas = Rect::from_min_size(pos2(0.0, 0.0), vec2(276.0, 180.0));
            let places: Vec<Pos2> = points.iter().map(|(n, e)| project(*n, *e)).collect();
            let camera = Camera::fit(around(places.iter().copied()), canvas, Margins { side: 30.0, top: 12.0, bottom: 30.0 });
            for place in places {
                prop_assert!(canvas.shrink(5.0).contains(camera.on_screen(canvas, place)), "{camera:?}");
            }
        }

        #[test]
        fn zooming_keeps_the_point_under_the_pointer(x in 0.0_f32..276.0, y in 0.0_f32..180.0, factor in 0.5_f32..2.0) {
            let canvas = Rect::from_min_size(pos2(0.0, 0.0), vec2(276.0, 180.0));
            let mut camera = Camera { centre: pos2(300.0, 200.0), scale: 0.7 };
            let before = camera.on_plane(canvas, pos2(x, y));
            camera.zoom(canvas, pos2(x, y), factor);
            prop_assert!(camera.on_screen(canvas, before).distance(pos2(x, y)) < 0.05);
        }
    }

    #[test]
    fn north_is_up_and_east_is_right() {
        let (middle, north, east) = (project(30.0, 105.0), project(31.0, 105.0), project(30.0, 106.0));
        assert!(north.y < middle.y && (north.x - middle.x).abs() < 0.1);
        assert!(east.x > middle.x);
    }

    #[test]
    fn a_place_far_away_does_not_make_the_others_small() {
        let (chengdu, suining, tongnan, beijing) =
            (project(30.66, 104.07), project(30.53, 105.57), project(30.19, 105.84), project(39.9, 116.4));
        let places = [(chengdu, 5), (suining, 5), (tongnan, 4), (beijing, 1)];
        let shown = core(&places);
        assert!(shown.contains(chengdu) && shown.contains(tongnan) && !shown.contains(beijing));
        // Of two places none is left out.
        assert!(core(&[(chengdu, 1), (beijing, 1)]).contains(beijing));
        assert_eq!(core(&[]), Rect::NOTHING);
    }
}
