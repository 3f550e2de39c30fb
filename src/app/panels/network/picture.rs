//! The network as a drawing and its pairs as a table, for saving.

use std::collections::BTreeMap;

use egui::{Pos2, Rect, pos2, vec2};

use crate::{
    app::{
        ledger::Listed,
        panels::timeline::rgb,
        theme::Theme,
        widgets::map::{
            projection::spot_of,
            strands::{beside, strands},
        },
    },
    export::{
        ledger::LedgerLabels,
        picture::{Align, Picture, Rgb, Shape, ems},
        sheet::{Cell, Sheet},
    },
    facts::Kind,
    place::{PlaceId, gazetteer},
    words::Words,
};

/// Size of the drawing, points; above it the title and what the colours mean.
const WIDTH: f32 = 1000.0;
const HEIGHT: f32 = 820.0;
const HEAD: f32 = 62.0;
const MARGIN: f32 = 76.0;
/// The widest line and the largest dot, points.
const WIDEST: f32 = 9.0;
const LARGEST: f32 = 15.0;
/// So many dots have room beside each other.
const FEW: f32 = 60.0;
/// Size of a name, and the height of its line, points.
const NAME: f32 = 13.0;
const NAME_HEIGHT: f32 = 16.0;

/// Draws it in the light theme: cities at their places, lines as wide as the number of shared facts, in strands of their kinds.
#[must_use]
pub fn picture(listed: &Listed, words: &Words) -> Picture {
    let theme = Theme::light();
    let network = &listed.network;
    let places: BTreeMap<PlaceId, Pos2> =
        network.cities.iter().filter_map(|&(city, _)| Some((city, spot_of(city)?))).collect();
    let bounds = places.values().fold(Rect::NOTHING, |rect, at| rect.union(Rect::from_pos(*at)));
    let area = Rect::from_min_max(pos2(0.0, HEAD), pos2(WIDTH, HEIGHT));
    let room = area.size() - vec2(2.0 * MARGIN, 2.0 * MARGIN);
    let scale = (room.x / bounds.width().max(1e-3)).min(room.y / bounds.height().max(1e-3)).min(4_000.0);
    let at = |place: Pos2| area.center() + (place - bounds.center()) * scale;
    let most = network.pairs.first().map_or(1, |pair| pair.facts).max(4);
    let mut shapes = head(listed, &theme, words);
    for pair in network.pairs.iter().rev() {
        let (Some(a), Some(b)) = (places.get(&pair.cities.0), places.get(&pair.cities.1)) else { continue };
        let share = to_f32(pair.facts) / to_f32(most);
        for (kind, width, offset) in strands(&pair.kinds, (WIDEST * share).max(1.0)) {
            let (from, to) = beside((at(*a), at(*b)), offset);
            let color = rgb(theme.paper.lerp_to_gamma(theme.kind(kind), 0.45 + 0.4 * share.sqrt()));
            shapes.push(Shape::Line { from: (from.x, from.y), to: (to.x, to.y), width, color, dashed: false });
        }
    }
    let largest = network.cities.first().map_or(1, |(_, count)| *count).max(4);
    // Many dots are smaller ones, or they would lie on each other.
    let crowd = u32::try_from(network.cities.len()).unwrap_or(u32::MAX);
    let most_radius = LARGEST * (FEW / to_f32(crowd).max(FEW)).sqrt();
    let dots = network.cities.iter().filter_map(|&(city, count)| {
        let radius = (most_radius * (to_f32(count) / to_f32(largest)).sqrt()).max(3.5);
        Some((at(*places.get(&city)?), radius, format!("{} {count}", gazetteer().get(city).short)))
    });
    let dots: Vec<(Pos2, f32, String)> = dots.collect();
    for (centre, radius, name) in &dots {
        let (fill, line) = (Some(rgb(theme.map_dot(false))), rgb(theme.paper));
        shapes.push(Shape::Dot { at: (centre.x, centre.y), radius: *radius, fill, line, title: name.clone() });
    }
    names(&mut shapes, &dots, area, &theme);
    Picture { width: WIDTH, height: HEIGHT, ground: rgb(theme.paper), shapes }
}

fn said(at: (f32, f32), size: f32, bold: bool, color: Rgb, text: String) -> Shape {
    Shape::Text { at, size, bold, align: Align::Start, color, text }
}

/// The title, and which colour is which kind.
fn head(listed: &Listed, theme: &Theme, words: &Words) -> Vec<Shape> {
    let network = &listed.network;
    let numbers = [("n", network.facts.into()), ("cities", network.cities.len().into())];
    let mut shapes = vec![said((16.0, 26.0), 16.0, true, rgb(theme.ink), words.tn("network-picture-title", &numbers))];
    let mut x = 16.0;
    for (at, kind) in Kind::ALL.into_iter().enumerate() {
        if network.pairs.iter().any(|pair| pair.kinds.get(at).is_some_and(|count| *count > 0)) {
            let text = words.fact_kind(kind).into_owned();
            shapes.push(Shape::Box { at: (x, 44.5), size: (18.0, 4.0), fill: rgb(theme.kind(kind)) });
            let width = ems(&text) * 12.0;
            shapes.push(said((x + 23.0, 51.0), 12.0, false, rgb(theme.ink2), text));
            x += width + 38.0;
        }
    }
    shapes.push(said((x + 6.0, 51.0), 12.0, false, rgb(theme.ink3), words.t("network-legend").into_owned()));
    shapes
}

/// Every city has its name: beside its dot where that is free, else farther off with a thin line to it.
fn names(shapes: &mut Vec<Shape>, dots: &[(Pos2, f32, String)], area: Rect, theme: &Theme) {
    let circles: Vec<Rect> =
        dots.iter().map(|(at, radius, _)| Rect::from_center_size(*at, vec2(2.0 * radius, 2.0 * radius))).collect();
    let mut taken: Vec<Rect> = Vec::new();
    let mut lines = Vec::new();
    for (own, (centre, radius, name)) in dots.iter().enumerate() {
        let size = vec2(ems(name) * NAME, NAME_HEIGHT);
        let overlap = |rect: Rect| -> f32 {
            let shared = |other: &Rect| {
                let both = rect.intersect(*other);
                if both.is_positive() { both.area() } else { 0.0 }
            };
            let others = circles.iter().enumerate().filter(|(at, _)| *at != own).map(|(_, circle)| shared(circle));
            let out = size.x * size.y - shared_area(rect, area.shrink(4.0));
            taken.iter().map(shared).sum::<f32>() + others.sum::<f32>() + out * 4.0
        };
        let spots = RINGS.iter().flat_map(|ring| SIDES.iter().map(move |side| (*ring, *side)));
        let rect_of = |(ring, (x, y)): (f32, (f32, f32))| {
            let away = vec2(x, y).normalized() * (radius + 4.0 + ring);
            // The side of the name that is nearest to the dot lies there.
            let middle = *centre + away + vec2(x * size.x / 2.0, y * size.y / 2.0);
            (ring, Rect::from_center_size(middle, size))
        };
        // The first that is free; where none is, the one that covers least.
        let mut best: Option<(f32, f32, Rect)> = None;
        for spot in spots {
            let (ring, rect) = rect_of(spot);
            let covered = overlap(rect);
            if best.is_none_or(|(least, ..)| covered < least - 0.1) {
                best = Some((covered, ring, rect));
            }
            if covered <= 0.1 {
                break;
            }
        }
        let Some((_, ring, rect)) = best else { continue };
        if ring > 0.0 {
            let end = pos2(centre.x.clamp(rect.left(), rect.right()), centre.y.clamp(rect.top(), rect.bottom()));
            let (from, to) = ((centre.x, centre.y), (end.x, end.y));
            lines.push(Shape::Line { from, to, width: 0.8, color: rgb(theme.track), dashed: false });
        }
        taken.push(rect.expand2(vec2(2.0, 0.0)));
        shapes.push(Shape::Box {
            at: (rect.left() - 1.0, rect.top() + 1.0),
            size: (rect.width() + 2.0, rect.height() - 2.0),
            fill: rgb(theme.paper),
        });
        shapes.push(said((rect.left(), rect.bottom() - 4.0), NAME, false, rgb(theme.ink), name.clone()));
    }
    // Below the names and dots that were drawn before.
    let first = shapes.iter().position(|shape| matches!(shape, Shape::Dot { .. })).unwrap_or(shapes.len());
    shapes.splice(first..first, lines);
}

/// How far off names may stand, points; and on which sides, the best first.
const RINGS: [f32; 7] = [0.0, 10.0, 22.0, 36.0, 52.0, 72.0, 96.0];
const SIDES: [(f32, f32); 8] =
    [(1.0, 0.0), (-1.0, 0.0), (0.0, 1.0), (0.0, -1.0), (1.0, -1.0), (1.0, 1.0), (-1.0, 1.0), (-1.0, -1.0)];

fn shared_area(a: Rect, b: Rect) -> f32 {
    let both = a.intersect(b);
    if both.is_positive() { both.area() } else { 0.0 }
}

fn to_f32(n: u32) -> f32 {
    u16::try_from(n).map_or(f32::from(u16::MAX), f32::from)
}

/// A row for each pair: the cities, how many facts, and of which kinds.
#[must_use]
pub fn pairs_sheet(listed: &Listed, labels: &LedgerLabels, words: &Words) -> Sheet {
    let t = |id| words.t(id).into_owned();
    let name = |city: PlaceId| Cell::Text(gazetteer().get(city).short.clone());
    let mut heads = vec![t("network-city"), t("network-partner"), t("network-facts")];
    heads.extend(Kind::ALL.map(|kind| labels.kind(kind).to_owned()));
    let rows = listed.network.pairs.iter().map(|pair| {
        let mut row = vec![name(pair.cities.0), name(pair.cities.1), Cell::Number(pair.facts.into())];
        row.extend(pair.kinds.map(|count| Cell::Number(count.into())));
        row
    });
    Sheet { name: t("network-matrix"), heads, widths: vec![12, 12, 8], rows: rows.collect() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{facts::network::Weaver, place::Level, words::Language};

    #[test]
    fn every_city_has_a_name_and_no_name_lies_on_another() {
        let g = gazetteer();
        let near = g.iter().filter(|(id, place)| {
            let around =
                g.province_of(*id).is_some_and(|province| matches!(g.get(province).short.as_str(), "四川" | "重庆"));
            place.level == Level::City && around && spot_of(*id).is_some()
        });
        let cities: Vec<PlaceId> = near.map(|(id, _)| id).take(40).collect();
        assert!(cities.len() > 20, "{}", cities.len());
        let mut weaver = Weaver::default();
        for (at, pair) in cities.windows(2).enumerate() {
            let mut kinds = [0; Kind::ALL.len()];
            kinds[at % 7] = 3;
            kinds[(at + 2) % 7] = 1;
            weaver.add(pair.iter().copied(), &kinds);
        }
        let listed = Listed { network: weaver.finish(), ..Listed::default() };
        let picture = picture(&listed, &Words::new(Language::Hans));
        let names: Vec<(&str, Rect)> = picture
            .shapes
            .iter()
            .filter_map(|shape| match shape {
                Shape::Text { at, size, text, .. } if *size == NAME => {
                    Some((text.as_str(), Rect::from_min_size(pos2(at.0, at.1 - 12.0), vec2(ems(text) * NAME, 14.0))))
                }
                _ => None,
            })
            .collect();
        assert_eq!(names.len(), cities.len());
        for (at, (name, rect)) in names.iter().enumerate() {
            assert!(Rect::from_min_size(Pos2::ZERO, vec2(WIDTH, HEIGHT)).contains_rect(*rect), "{name} {rect:?}");
            for (other, over) in names.iter().skip(at + 1) {
                assert!(!rect.shrink(0.5).intersects(over.shrink(0.5)), "{name} and {other}");
            }
        }
        let said = |words: &str| {
            picture.shapes.iter().any(|shape| matches!(shape, Shape::Text { text, .. } if text.contains(words)))
        };
        assert!(said("城市合作图") && said("协议") && said("线越宽"));
        let lines = picture.shapes.iter().filter(|shape| matches!(shape, Shape::Line { .. })).count();
        assert!(lines > listed.network.pairs.len(), "strands of two kinds");
    }
}
