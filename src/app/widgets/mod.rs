//! Controls without state of the program in them.

pub mod icon;
