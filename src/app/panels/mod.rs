//! The parts of the window: each a plain model and a view of it.

pub mod filter;
pub mod header;
pub mod hits;
pub mod ledger;
pub mod network;
pub mod overlay;
pub mod reader;
pub mod sidebar;
pub mod status;
pub mod timeline;
mod waiting;
pub mod welcome;
