//! The window as its users meet it: keys, pointer and accessible names, and pictures of it by the CPU.

#![expect(clippy::unwrap_used, reason = "a test may panic")]

mod choosing;
mod corrections;
mod damaged;
mod faces;
mod fact_corrections;
mod here;
mod keyboard;
mod ledger;
mod map;
mod marks;
mod narrow_notes;
mod network;
mod pictures;
mod reader_view;
mod reading;
mod reposts;
mod search;
mod side_by_side;
mod support;
mod timeline;
mod watching;
mod window;
