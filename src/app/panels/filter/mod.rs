//! The filter panel: the map, how places combine, a search for places, and the tree province → city → county.

pub mod facets;
mod histogram;
pub mod map;
pub mod model;
mod view;

pub use view::{FilterView, show};
