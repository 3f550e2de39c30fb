//! What the tests of the project share.

pub mod lock;
pub mod names;
pub mod source;
