//! Start-up only: parse the command line, then the window or a headless command.
#![cfg_attr(not(debug_assertions), windows_subsystem = "windows")]

use std::{path::PathBuf, process::ExitCode, time::Instant};

use shuangcheng::{
    app::{self, Launch},
    corpus::Target,
};

fn main() -> ExitCode {
    let mut launch = Launch { started: Some(Instant::now()), ..Launch::default() };
    let mut arguments = std::env::args_os().skip(1);
    let mut paths: Vec<PathBuf> = vec![];
    while let Some(argument) = arguments.next() {
        match argument.to_str() {
            Some("--trace-start") => launch.trace_start = true,
            Some("--data-dir") => launch.data_dir = arguments.next().map(PathBuf::from),
            _ => paths.push(PathBuf::from(argument)),
        }
    }
    launch.target = match paths.len() {
        0 => None,
        1 => paths.pop().map(Target::Folder),
        _ => Some(Target::Files(paths)),
    };
    app::run(&launch)
}
