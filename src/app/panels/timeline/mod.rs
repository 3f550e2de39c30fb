//! The timeline: facts at their days, in lanes by parties, city or kind.

mod picture;
mod view;

pub use picture::{picture, rgb};
pub use view::{TimelineView, show, timeline_id};
