//! Runs the real window without a screen: own data folder, no questions to the system, pictures by the CPU.

use std::{
    io::Write as _,
    time::{Duration, Instant},
};

pub use super::cpu_renderer::CpuRenderer;
use egui_kittest::Harness;
use shuangcheng::{
    app::{
        Launch, Window,
        persist::Places,
        state::{Settings, ThemeChoice},
    },
    corpus::Target,
    words::Language,
};

/// A window of this size with its own folder for data.
pub struct Desk {
    /// The window.
    pub harness: Harness<'static, Window>,
    /// The window's own folder, which is also where its documents go.
    pub data: tempfile::TempDir,
}

/// A folder with these files, below it where a name has parts.
pub fn folder_of(files: &[(&str, &str)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in files {
        let path = folder.path().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::File::create(path).unwrap().write_all(text.as_bytes()).unwrap();
    }
    folder
}

/// Opens a window in 简体中文 and waits until its list is there.
pub fn open(size: (f32, f32), dark: bool, target: Option<Target>) -> Desk {
    let settings = Settings {
        language: Some(Language::Hans),
        theme: if dark { ThemeChoice::Dark } else { ThemeChoice::Light },
        ..Settings::default()
    };
    open_with(size, settings, target)
}

/// Opens a window with these settings and waits until its list is there.
pub fn open_with(size: (f32, f32), settings: Settings, target: Option<Target>) -> Desk {
    start(size, settings, target, tempfile::tempdir().unwrap())
}

/// The same with a folder for its data that may hold some already.
pub fn start(size: (f32, f32), settings: Settings, target: Option<Target>, data: tempfile::TempDir) -> Desk {
    start_with(size, settings, Launch { target, ..Launch::default() }, data)
}

/// The same, started in another way.
pub fn start_with(size: (f32, f32), settings: Settings, launch: Launch, data: tempfile::TempDir) -> Desk {
    let launch = Launch { data_dir: Some(data.path().to_path_buf()), ..launch };
    let places = Places::new(Some(data.path()));
    let theme = if settings.theme == ThemeChoice::Dark { egui::Theme::Dark } else { egui::Theme::Light };
    let harness = Harness::builder()
        .with_theme(theme)
        .with_size(egui::vec2(size.0, size.1))
        .with_step_dt(1.0 / 60.0)
        .with_max_steps(60)
        .renderer(CpuRenderer::default())
        .build_eframe(move |cc| Window::new(&cc.egui_ctx, &launch, places, settings));
    let mut desk = Desk { harness, data };
    desk.wait(|window| window.state().loading.is_none() && window.state().listing.snapshot.complete);
    desk.settle();
    desk
}

impl Desk {
    /// Runs frames until `done`; fails after twenty seconds.
    pub fn wait(&mut self, done: impl Fn(&Window) -> bool) {
        let began = Instant::now();
        while !done(self.harness.state()) {
            assert!(began.elapsed() < Duration::from_secs(20), "nothing came: {}", self.summary());
            self.harness.step();
            std::thread::sleep(Duration::from_millis(5));
        }
    }

    /// The state in a few words.
    fn summary(&self) -> String {
        let state = self.harness.state().state();
        format!(
            "{} rows, search {:?}, {} places, selected {:?}, notices {:?}, overlay {:?}, loading {}, pane {:?}, hits {}, own \
             folder {}",
            state.listing.answer.hits.len(),
            state.filter.text,
            state.filter.include.len() + state.filter.exclude.len(),
            state.selected,
            state.notices,
            state.overlay,
            state.loading.is_some(),
            state.pane,
            state.reader.hits.len(),
            self.data.path().display(),
        )
    }

    /// Runs a few frames more, for what follows from the last answer.
    pub fn settle(&mut self) {
        for _ in 0..8 {
            self.harness.step();
            std::thread::sleep(Duration::from_millis(2));
        }
        // What the rows in sight show of their articles comes from another thread.
        self.wait(|window| !window.state().search.peeks.waits(&window.state().listing));
        self.harness.step();
    }
}
