//! Typesetting: rules, cases, properties, and line ends beside Chromium's.

#![expect(clippy::disallowed_methods, reason = "a test writes its own files")]
#![expect(clippy::expect_used, reason = "a test may panic")]
#![expect(clippy::unwrap_used, reason = "a test may panic")]

mod chromium;
mod label;
mod layout_cases;
mod props;
mod rules;
