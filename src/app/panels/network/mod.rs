//! The network: the map of cities with lines for what they do together, the matrix of pairs, and the facts of a pair.

mod picture;
mod view;

pub use picture::{pairs_sheet, picture};
pub use view::{NetworkView, show};

use egui::Pos2;

use crate::{
    app::widgets::map::projection::project,
    place::{PlaceId, gazetteer},
};

/// Where a city is on the plane of the map.
fn spot(city: PlaceId) -> Option<Pos2> {
    gazetteer().get(city).centre.map(|(north, east)| project(north, east))
}
