//! Floor 7, façade: open a folder, ask it. What the window and the command line both use.

pub use crate::library::{
    DocIx, Document, Overrides, Problem, Snapshot,
    cache::{Cache, Place},
    query::{Answer, Dates, Filter, Length, Mode, MonthRow, Naming, Narrow, NarrowFacets, Sort, Within, ask},
    scan::{Cancel, OpenError, Progress, Target, open, open_with},
};
