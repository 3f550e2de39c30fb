//! The built program on the command line.

#![expect(clippy::disallowed_methods, reason = "a test writes its own files")]
#![expect(clippy::unwrap_used, reason = "a test may panic")]

mod cache;
mod commands;
mod typeset;
