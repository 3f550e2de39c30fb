//! Where the names of places go: the most important first, each at the first of several sides where it lies on nothing else.

use egui::{Pos2, Rect, Vec2, pos2};

/// A name that asks for a place.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Wanted {
    /// The middle of its dot.
    pub at: Pos2,
    /// Radius of the dot.
    pub radius: f32,
    /// Size of the name.
    pub size: Vec2,
    /// It may lie on other dots, though never on other names.
    pub must: bool,
}

/// Between a dot and its name, points.
const GAP: f32 = 3.0;

/// The sides, in the order in which they are tried.
fn sides(wanted: &Wanted) -> [Rect; 8] {
    let Wanted { at, radius, size, .. } = *wanted;
    let (across, down) = (radius + GAP, radius + GAP - 1.0);
    // Diagonals touch the circle, not its corner.
    let (slant_x, slant_y) = (radius * 0.71 + GAP - 1.0, radius * 0.71);
    let (left, right, middle) = (at.x - across - size.x, at.x + across, at.x - size.x / 2.0);
    let (above, below, level) = (at.y - down - size.y, at.y + down, at.y - size.y / 2.0);
    [
        (right, level),
        (left, level),
        (middle, above),
        (middle, below),
        (at.x + slant_x, at.y - slant_y - size.y),
        (at.x + slant_x, at.y + slant_y),
        (at.x - slant_x - size.x, at.y - slant_y - size.y),
        (at.x - slant_x - size.x, at.y + slant_y),
    ]
    .map(|(x, y)| Rect::from_min_size(pos2(x.round(), y.round()), size))
}

fn meets(rect: Rect, (at, radius): (Pos2, f32)) -> bool {
    rect.distance_sq_to_pos(at) < (radius + 0.5).powi(2)
}

/// Places the names; `None` for those that find no room. `wanted` comes by importance, `dots` are all circles on the map, `blocked` is
/// taken already. At most `most` names are placed. The same names, the same places.
#[must_use]
pub fn place(
    wanted: &[Wanted],
    dots: &[(Pos2, f32)],
    canvas: Rect,
    blocked: &[Rect],
    most: usize,
) -> Vec<Option<Rect>> {
    let dots: Vec<(Pos2, f32)> =
        dots.iter().copied().filter(|(at, radius)| canvas.expand(*radius + 1.0).contains(*at)).collect();
    let mut taken: Vec<Rect> = blocked.to_vec();
    let mut placed = 0;
    let places = wanted.iter().map(|name| {
        if placed >= most || !canvas.contains(name.at) {
            return None;
        }
        let sides = sides(name);
        let free = |rect: &&Rect| {
            canvas.contains_rect(**rect) && !taken.iter().any(|other| other.expand(1.0).intersects(**rect))
        };
        let clear = |rect: &&Rect| free(rect) && !dots.iter().any(|dot| meets(**rect, *dot));
        let found = sides.iter().find(clear).or_else(|| sides.iter().filter(|_| name.must).find(free)).copied();
        if let Some(rect) = found {
            placed += 1;
            taken.push(rect);
        }
        found
    });
    places.collect()
}

#[cfg(test)]
mod tests {
    use egui::vec2;
    use proptest::prelude::*;

    use super::*;

    fn canvas() -> Rect {
        Rect::from_min_size(pos2(7.0, 9.0), vec2(276.0, 180.0))
    }

    fn names() -> impl Strategy<Value = Vec<Wanted>> {
        let name = (0.0_f32..290.0, 0.0_f32..200.0, 1.5_f32..12.0, 2_u8..6, prop::bool::weighted(0.2)).prop_map(
            |(x, y, radius, chars, must)| Wanted {
                at: pos2(x, y),
                radius,
                size: vec2(f32::from(chars) * 11.5, 15.0),
                must,
            },
        );
        prop::collection::vec(name, 0..80)
    }

    proptest! {
        #[test]
        fn no_two_names_overlap(names in names(), most in 0_usize..40) {
            let dots: Vec<(Pos2, f32)> = names.iter().map(|n| (n.at, n.radius)).collect();
            let blocked = [Rect::from_min_max(pos2(200.0, 160.0), canvas().max)];
            let placed = place(&names, &dots, canvas(), &blocked, most);
            prop_assert_eq!(placed.len(), names.len());
            prop_assert_eq!(&placed, &place(&names, &dots, canvas(), &blocked, most), "the same again");
            let rects: Vec<Rect> = placed.iter().flatten().copied().collect();
            prop_assert!(rects.len() <= most);
            for (at, rect) in rects.iter().enumerate() {
                prop_assert!(canvas().contains_rect(*rect));
                prop_assert!(!rect.intersects(blocked[0]));
                for other in &rects[at + 1..] {
                    prop_assert!(!rect.intersects(*other), "{rect:?} {other:?}");
                }
            }
            for (name, rect) in names.iter().zip(&placed).filter(|(name, _)| !name.must) {
                for dot in dots.iter().filter(|_| rect.is_some()) {
                    prop_assert!(!meets(rect.unwrap(), *dot), "{name:?} lies on {dot:?}");
                }
            }
        }
    }

    #[test]
    fn the_first_name_stands_at_the_right_and_the_next_gives_way() {
        let name = |x| Wanted { at: pos2(x, 60.0), radius: 5.0, size: vec2(24.0, 15.0), must: false };
        let names = [name(100.0), name(130.0)];
        let dots = [(names[0].at, 5.0), (names[1].at, 5.0)];
        let placed = place(&names, &dots, canvas(), &[], 9);
        assert!(placed[0].unwrap().right() < 100.0, "the right side lies on the other dot");
        assert!(placed[1].unwrap().left() > 130.0);
    }
}
