//! Floor 6, what the cities did together: the dates of an article, the facts it tells, and the ledger of a folder.

pub mod dates;
