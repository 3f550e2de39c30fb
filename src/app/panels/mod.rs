//! The parts of the window: each a plain model and a view of it.

pub mod reader;
