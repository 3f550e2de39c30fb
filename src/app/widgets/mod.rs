//! Controls without state of the program in them.

pub mod icon;
pub mod page;
pub mod page_line;
pub mod page_select;
