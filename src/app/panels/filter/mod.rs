//! The filter panel: the map, how places combine, a search for places, and the tree province → city → county.

pub mod facets;
mod histogram;
pub mod map;
pub mod model;
mod view;

pub(in crate::app::panels) use histogram::{Of, show as histogram};
pub(in crate::app::panels) use view::place_menu;
pub use view::{FilterView, show};
