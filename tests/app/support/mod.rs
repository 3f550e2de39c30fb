//! What the tests of the window share.

pub mod cpu_renderer;
pub mod hands;
pub mod ledger;
pub mod picture;
pub mod window;
