//! Start-up only: parse the command line, then the window or a headless command.
#![cfg_attr(not(debug_assertions), windows_subsystem = "windows")]

use std::{process::ExitCode, time::Instant};

use shuangcheng::{
    app::{self, Launch},
    cli::{self, Parsed},
    corpus::Target,
};

/// Where the program's memory comes from; see the reason beside the package.
#[global_allocator]
static MEMORY: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    let started = Some(Instant::now());
    let mut request = match cli::parse(std::env::args_os()) {
        Parsed::Window(request) => request,
        Parsed::Exit(code) => return ExitCode::from(code),
    };
    let target = match request.paths.len() {
        0 => None,
        1 => request.paths.pop().map(Target::Folder),
        _ => Some(Target::Files(request.paths)),
    };
    app::run(&Launch {
        started,
        ask_system: true,
        target,
        trace_start: request.trace_start,
        trace_frames: request.trace_frames,
        data_dir: request.data_dir,
        cache: request.cache,
        ..Launch::default()
    })
}
