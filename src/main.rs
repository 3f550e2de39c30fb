//! Start-up only: parse the command line, then the window or a headless command.
#![cfg_attr(not(debug_assertions), windows_subsystem = "windows")]

fn main() {}
