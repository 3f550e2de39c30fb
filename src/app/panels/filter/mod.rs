//! The filter panel: how places combine, a search for places, and the tree province → city → county.

pub mod facets;
mod histogram;
pub mod model;
mod view;

pub use view::{FilterView, show};
