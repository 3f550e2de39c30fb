//! Runs the real window without a screen: own data folder, no questions to the system, pictures by the CPU.

#[path = "cpu_renderer.rs"]
mod cpu_renderer;

use std::time::{Duration, Instant};

use cpu_renderer::CpuRenderer;
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
    _data: tempfile::TempDir,
}

/// Opens a window in 简体中文 and waits until its list is there.
pub fn open(size: (f32, f32), dark: bool, target: Option<Target>) -> Desk {
    let data = tempfile::tempdir().unwrap();
    let launch = Launch { target, data_dir: Some(data.path().to_path_buf()), ..Launch::default() };
    let settings = Settings {
        language: Some(Language::Hans),
        theme: if dark { ThemeChoice::Dark } else { ThemeChoice::Light },
        ..Settings::default()
    };
    let places = Places::new(Some(data.path()));
    let harness = Harness::builder()
        .with_size(egui::vec2(size.0, size.1))
        .with_step_dt(1.0 / 60.0)
        .with_max_steps(60)
        .renderer(CpuRenderer::default())
        .build_eframe(move |cc| Window::new(&cc.egui_ctx, &launch, places, settings));
    let mut desk = Desk { harness, _data: data };
    desk.wait(|window| window.state().loading.is_none() && window.state().listing.snapshot.complete);
    desk.settle();
    desk
}

impl Desk {
    /// Runs frames until `done`; fails after twenty seconds.
    pub fn wait(&mut self, done: impl Fn(&Window) -> bool) {
        let began = Instant::now();
        while !done(self.harness.state()) {
            assert!(began.elapsed() < Duration::from_secs(20), "nothing came: {:?}", self.harness.state());
            self.harness.step();
            std::thread::sleep(Duration::from_millis(5));
        }
    }

    /// Runs a few frames more, for what follows from the last answer.
    pub fn settle(&mut self) {
        for _ in 0..8 {
            self.harness.step();
            std::thread::sleep(Duration::from_millis(2));
        }
    }
}
