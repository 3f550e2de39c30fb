//! Floor 7, façade: open a folder, ask it. What the window and the command line both use.

pub use crate::library::{
    Change, DocIx, Document, Overrides, Problem, Recheck, Snapshot, Turn,
    cache::{Cache, Place},
    pool::give_way,
    query::{Answer, Dates, Filter, Length, Mode, MonthRow, Naming, Narrow, NarrowFacets, Sort, Within, ask},
    recheck,
    scan::{Cancel, OpenError, Progress, Target, open, open_with},
};
