//! The project itself: layers, packages, packaging, words of the interface.

#![expect(clippy::expect_used, reason = "a test may panic")]

mod architecture;
mod dependencies;
mod packaging;
mod support;
mod words;
