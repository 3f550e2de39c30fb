//! Floor 10, the window: the only floor that knows egui, eframe, rfd, threads of its own and the clock.
//!
//! [`state`], [`action`] and [`update`] are plain data and one pure function; [`jobs`] are the threads; [`panels`] draw; [`window`]
//! ties them together once a frame; [`start`] opens the window.

pub mod action;
pub mod cells;
pub mod choosing;
pub mod command;
pub mod effect;
pub mod fact_form;
pub mod fonts;
pub mod forms;
pub mod here;
pub mod ime;
pub mod jobs;
pub mod ledger;
pub mod lists;
pub mod log_file;
pub mod notice;
pub mod panels;
pub mod persist;
pub mod reading_place;
pub mod searching;
pub mod settings;
pub mod start;
pub mod state;
pub mod theme;
pub mod timeline;
pub mod title;
mod trace;
pub mod update;
pub mod watching;
pub mod widgets;
pub mod window;

pub use start::{Launch, run};
pub use window::Window;
