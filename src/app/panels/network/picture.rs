//! The network as a drawing and its pairs as a table, for saving.

use std::collections::BTreeMap;

use egui::{Pos2, pos2, vec2};

use crate::{
    app::{ledger::Listed, panels::timeline::rgb, theme::Theme, widgets::map::projection::spot_of},
    export::{
        ledger::LedgerLabels,
        picture::{Align, Picture, Shape, ems},
        sheet::{Cell, Sheet},
    },
    facts::Kind,
    place::{PlaceId, gazetteer},
    words::Words,
};

/// Size of the drawing, points.
const WIDTH: f32 = 1000.0;
const HEIGHT: f32 = 760.0;
const MARGIN: f32 = 70.0;
/// The widest line and the largest dot, points.
const WIDEST: f32 = 9.0;
const LARGEST: f32 = 15.0;

/// Draws it in the light theme: cities at their places, lines as wide as the number of shared facts.
#[must_use]
pub fn picture(listed: &Listed) -> Picture {
    let theme = Theme::light();
    let network = &listed.network;
    let places: BTreeMap<PlaceId, Pos2> =
        network.cities.iter().filter_map(|&(city, _)| Some((city, spot_of(city)?))).collect();
    let bounds = places.values().fold(egui::Rect::NOTHING, |rect, at| rect.union(egui::Rect::from_pos(*at)));
    let room = vec2(WIDTH - 2.0 * MARGIN, HEIGHT - 2.0 * MARGIN);
    let scale = (room.x / bounds.width().max(1e-3)).min(room.y / bounds.height().max(1e-3)).min(4_000.0);
    let at = |place: Pos2| pos2(WIDTH / 2.0, HEIGHT / 2.0) + (place - bounds.center()) * scale;
    let most = network.pairs.first().map_or(1, |pair| pair.facts).max(4);
    let mut shapes = Vec::new();
    for pair in network.pairs.iter().rev() {
        let (Some(a), Some(b)) = (places.get(&pair.cities.0), places.get(&pair.cities.1)) else { continue };
        let (a, b) = (at(*a), at(*b));
        let share = to_f32(pair.facts) / to_f32(most);
        shapes.push(Shape::Line {
            from: (a.x, a.y),
            to: (b.x, b.y),
            width: (WIDEST * share).max(1.0),
            color: rgb(theme.paper.lerp_to_gamma(theme.place, 0.25 + 0.45 * share.sqrt())),
            dashed: false,
        });
    }
    let largest = network.cities.first().map_or(1, |(_, count)| *count).max(4);
    let mut taken: Vec<egui::Rect> = Vec::new();
    for &(city, count) in &network.cities {
        let Some(place) = places.get(&city) else { continue };
        let centre = at(*place);
        let radius = (LARGEST * (to_f32(count) / to_f32(largest)).sqrt()).max(3.5);
        let color = rgb(theme.map_dot(false));
        shapes.push(Shape::Dot { at: (centre.x, centre.y), radius, fill: Some(color), line: rgb(theme.paper) });
        let text = format!("{} {count}", gazetteer().get(city).short);
        let size = vec2(ems(&text) * 13.0, 16.0);
        // To the right, to the left, below, above: the first side that is free.
        let sides = [
            vec2(radius + 4.0, -8.0),
            vec2(-radius - 4.0 - size.x, -8.0),
            vec2(-size.x / 2.0, radius + 3.0),
            vec2(-size.x / 2.0, -radius - 19.0),
        ];
        let free = sides.into_iter().map(|side| egui::Rect::from_min_size(centre + side, size));
        let Some(rect) = free.into_iter().find(|rect| !taken.iter().any(|other| other.intersects(*rect))) else {
            continue;
        };
        taken.push(rect);
        let color = rgb(theme.ink);
        shapes.push(Shape::Text {
            at: (rect.left(), rect.bottom() - 4.0),
            size: 13.0,
            bold: false,
            align: Align::Start,
            color,
            text,
        });
    }
    Picture { width: WIDTH, height: HEIGHT, ground: rgb(theme.paper), shapes }
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
