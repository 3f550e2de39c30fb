//! Opens the window: OpenGL first, then the second renderer when it is compiled in; if none starts, a message says what to do.

use std::{path::PathBuf, process::ExitCode, time::Instant};

use eframe::{NativeOptions, Renderer};
use egui::{ViewportBuilder, vec2};

use super::{
    Window,
    jobs::open::Ahead,
    log_file,
    persist::{self, Places},
    state::Settings,
};
use crate::{
    corpus::{Place, Target},
    words::{Language, Words},
};

/// Id of the program on the desktop; the same as the name of the `.desktop` file.
pub const APP_ID: &str = "shuangcheng";

/// What the command line asks of the window.
#[derive(Clone, Debug, Default)]
pub struct Launch {
    /// What to open; `None` = the last folder, or the built-in articles.
    pub target: Option<Target>,
    /// All our own files in this folder.
    pub data_dir: Option<PathBuf>,
    /// Where documents are kept between runs.
    pub cache: Place,
    /// Print the time to the first two frames.
    pub trace_start: bool,
    /// Print how long the frames took, at the end.
    pub trace_frames: bool,
    /// Ask the system for its theme, fonts and file dialogs (tests do not, so that they see the same everywhere).
    pub ask_system: bool,
    /// When the program started.
    pub started: Option<Instant>,
    /// What is kept of the folder to open, being read already.
    pub ahead: Ahead,
}

impl Launch {
    /// What is opened first: what was asked for, or the last folder, or the built-in articles.
    pub(super) fn first(&self, settings: &Settings) -> Target {
        let last = || settings.last_folder.clone().map(Target::Folder);
        self.target.clone().or_else(last).unwrap_or(Target::BuiltIn).absolute()
    }
}

/// Opens the window and returns when it is closed.
#[must_use]
pub fn run(launch: &Launch) -> ExitCode {
    let places = Places::new(launch.data_dir.as_deref());
    log_file::install(&places.log_file());
    let (settings, trouble) = persist::load(&places);
    let launch = Launch { ahead: Ahead::start(&launch.cache, &launch.first(&settings)), ..launch.clone() };
    let mut failures = Vec::new();
    for &renderer in RENDERERS {
        let (own_launch, own_places, own_settings) = (launch.clone(), places.clone(), settings.clone());
        let trouble = trouble.clone();
        let result = eframe::run_native(
            APP_ID,
            options(renderer, &settings),
            Box::new(move |cc| {
                if x11(cc) {
                    cc.egui_ctx.add_plugin(super::ime::ImeFix);
                }
                let mut window = Window::new(&cc.egui_ctx, &own_launch, own_places, own_settings);
                window.tell(trouble);
                Ok(Box::new(window))
            }),
        );
        match result {
            Ok(()) => return ExitCode::SUCCESS,
            Err(error) => {
                log::error!("renderer {renderer} could not start: {error}");
                failures.push(format!("{renderer}: {error}"));
            }
        }
    }
    report(&places, &settings, &failures.join("\n"));
    ExitCode::FAILURE
}

const RENDERERS: &[Renderer] = &[
    #[cfg(feature = "glow")]
    Renderer::Glow,
    #[cfg(feature = "wgpu")]
    Renderer::Wgpu,
];

/// The program's own icon; an empty one, which is the system's, should it not be readable.
fn icon() -> egui::IconData {
    eframe::icon_data::from_png_bytes(include_bytes!("../../assets/icon-128.png")).unwrap_or_default()
}

fn options(renderer: Renderer, settings: &Settings) -> NativeOptions {
    let mut viewport = ViewportBuilder::default()
        .with_app_id(APP_ID)
        .with_title("双城 Shuangcheng")
        .with_inner_size(vec2(1440.0, 900.0))
        .with_min_inner_size(vec2(900.0, 600.0))
        .with_clamp_size_to_monitor_size(true)
        .with_drag_and_drop(true)
        .with_icon(std::sync::Arc::new(icon()));
    if let Some(place) = settings.window {
        viewport = viewport
            .with_inner_size(vec2(place.width.clamp(400.0, 16_000.0), place.height.clamp(300.0, 16_000.0)))
            .with_maximized(place.maximized);
    }
    NativeOptions {
        viewport,
        renderer,
        // Our own settings file keeps the size; eframe's is written in place and lost when the session ends the program.
        persist_window: false,
        ..NativeOptions::default()
    }
}

/// True when the window is an X11 window.
fn x11(cc: &eframe::CreationContext<'_>) -> bool {
    use winit::raw_window_handle::{HasWindowHandle, RawWindowHandle};
    cc.window_handle().is_ok_and(|handle| matches!(handle.as_raw(), RawWindowHandle::Xlib(_) | RawWindowHandle::Xcb(_)))
}

/// No renderer could start: says so where a person can see it.
fn report(places: &Places, settings: &Settings, details: &str) {
    let language = settings.language.unwrap_or_else(system_language);
    let words = Words::new(language);
    let text = words.tn(
        "start-no-renderer",
        &[("log", places.log_file().display().to_string().into()), ("details", details.to_owned().into())],
    );
    write_error(&text);
    let _ = rfd::MessageDialog::new()
        .set_level(rfd::MessageLevel::Error)
        .set_title("双城 Shuangcheng")
        .set_description(&text)
        .show();
}

/// Prints to standard error; nobody may be listening, and that is fine.
pub(super) fn write_error(text: &str) {
    use std::io::Write as _;
    let _ = writeln!(std::io::stderr(), "{text}");
}

/// The language that the system asks for.
#[must_use]
pub fn system_language() -> Language {
    Language::of_locale(&sys_locale::get_locale().unwrap_or_default())
}
