//! The network: the map of cities with lines for what they do together, the matrix of pairs, and the facts of a pair.

mod picture;
mod view;

pub use picture::{pairs_sheet, picture};
pub use view::{NetworkView, show};
