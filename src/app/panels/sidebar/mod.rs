//! The list of articles: count, order, active filters, progress, rows.

mod chosen;
mod files;
mod group;
pub mod model;
mod news;
mod row;
mod top;
mod view;
mod why;

pub use row::note_id;
pub use top::{counted, number};
pub use view::{SidebarView, list_id, show};
