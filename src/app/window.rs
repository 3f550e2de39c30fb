//! The window itself: takes answers and keys, runs `update`, performs effects, draws the panels.

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use egui::{Context, Frame, Margin, Panel, Ui, ViewportCommand, vec2};

use super::{
    action::Action,
    command,
    effect::Effect,
    jobs::{self, Inbox, Outbox, ask::AskJob, dialog, open::OpenJob},
    notice::Notice,
    panels,
    persist::{self, Places},
    start::{self, Launch},
    state::{Settings, State, WindowPlace},
    theme::{self, Theme},
    update::update,
};
use crate::{corpus::Target, words::Words};

/// Changed settings are written at the latest after this time.
const SAVE_AFTER: Duration = Duration::from_secs(2);

/// The running program.
pub struct Window {
    state: State,
    words: Words,
    theme: Theme,
    places: Places,
    outbox: Outbox,
    inbox: Inbox,
    ask: AskJob,
    open: OpenJob,
    reader: panels::reader::ReaderView,
    /// Actions of the last frame's panels, run at the beginning of the next.
    pending: Vec<Action>,
    saved: Settings,
    save_due: Option<Instant>,
    title: String,
    launch: Launch,
    frames: u64,
}

impl std::fmt::Debug for Window {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Window").field("state", &self.state).finish_non_exhaustive()
    }
}

impl Window {
    /// Builds the program around an egui context; `logic` and `ui` do the rest.
    #[must_use]
    pub fn new(ctx: &Context, launch: &Launch, places: Places, settings: Settings) -> Self {
        let waker = ctx.clone();
        let (outbox, inbox) = jobs::queue(Arc::new(move || waker.request_repaint()));
        let mut state =
            State { settings: settings.clone(), system_language: start::system_language(), ..State::default() };
        ctx.options_mut(|options| options.zoom_with_keyboard = false);
        ctx.set_fonts(super::fonts::definitions(state.language() == crate::words::Language::Hant, None));
        let theme = Theme::of(state.dark());
        theme.apply(ctx);
        let target = launch
            .target
            .clone()
            .or_else(|| settings.last_folder.clone().map(Target::Folder))
            .unwrap_or(Target::BuiltIn);
        let mut window = Self {
            words: Words::new(state.language()),
            theme,
            ask: AskJob::new(&outbox),
            open: OpenJob::default(),
            reader: panels::reader::ReaderView::default(),
            pending: vec![],
            saved: settings,
            save_due: None,
            title: String::new(),
            launch: launch.clone(),
            frames: 0,
            places,
            outbox,
            inbox,
            state: State::default(),
        };
        let effects = update(&mut state, Action::Open(target));
        window.state = state;
        for effect in effects {
            window.perform(ctx, effect);
        }
        window
    }

    /// The state, for tests.
    #[must_use]
    pub fn state(&self) -> &State {
        &self.state
    }

    /// Runs an action at the next frame, as a panel would.
    pub fn push(&mut self, action: Action) {
        self.pending.push(action);
    }

    fn act(&mut self, ctx: &Context, action: Action) {
        let effects = update(&mut self.state, action);
        for effect in effects {
            self.perform(ctx, effect);
        }
    }

    fn perform(&mut self, ctx: &Context, effect: Effect) {
        match effect {
            Effect::Open { generation, target, overrides } => {
                self.open.start(generation, target, overrides, &self.outbox);
            }
            Effect::CancelOpen => self.open.cancel(),
            Effect::Ask(question) => self.ask.ask(*question),
            Effect::PickFolder(start) => {
                let words = dialog::DialogWords { title: self.words.t("cmd-open-folder").into_owned(), start };
                dialog::pick_folder(words, &self.outbox);
            }
            Effect::PickFiles(start) => {
                let words = dialog::DialogWords { title: self.words.t("cmd-open-files").into_owned(), start };
                dialog::pick_files(words, self.words.t("dialog-pages").into_owned(), &self.outbox);
            }
            Effect::SaveSettings => self.save_due = Some(Instant::now()),
            Effect::Copy(text) => ctx.copy_text(text),
            Effect::Reader(command) => self.reader.inbox.push(command),
            Effect::OpenFile(path) => {
                if let Err(error) = open::that_detached(&path) {
                    let name = path.display().to_string();
                    self.pending.push(Action::Notify(Notice::failed("notice-open-file", name, "", error.to_string())));
                }
            }
            Effect::RevealFile(path) => {
                let folder = path.parent().map_or(path.as_path(), |p| p);
                if let Err(error) = open::that_detached(folder) {
                    let name = folder.display().to_string();
                    self.pending.push(Action::Notify(Notice::failed("notice-open-file", name, "", error.to_string())));
                }
            }
            Effect::LoadFonts => {
                self.words = Words::new(self.state.language());
                ctx.set_fonts(super::fonts::definitions(self.state.language() == crate::words::Language::Hant, None));
            }
            Effect::PickSave { .. }
            | Effect::Export { .. }
            | Effect::User(_)
            | Effect::FocusSearch
            | Effect::ShowSelection => {}
        }
    }

    fn follow_window(&mut self, ctx: &Context) {
        let dark = self.state.dark();
        if dark != self.theme.dark {
            self.theme = Theme::of(dark);
            self.theme.apply(ctx);
        }
        if (ctx.zoom_factor() - self.state.settings.scale).abs() > 0.01 {
            ctx.set_zoom_factor(self.state.settings.scale);
        }
        let title = match &self.state.target {
            Some(Target::Folder(folder)) => {
                let name = folder
                    .file_name()
                    .map_or_else(|| folder.display().to_string(), |n| n.to_string_lossy().into_owned());
                format!("双城 Shuangcheng — {name}")
            }
            _ => "双城 Shuangcheng".to_owned(),
        };
        if title != self.title {
            ctx.send_viewport_cmd(ViewportCommand::Title(title.clone()));
            self.title = title;
        }
        let width = ctx.content_rect().width();
        let (filter_folds, sidebar_folds) = (width < theme::FILTER_FOLDS_BELOW, width < theme::SIDEBAR_FOLDS_BELOW);
        if (filter_folds, sidebar_folds) != (self.state.filter_folds, self.state.sidebar_folds) {
            self.pending.push(Action::Resized { filter_folds, sidebar_folds });
        }
        let (size, maximized) = ctx.input(|i| {
            let viewport = i.viewport();
            (viewport.inner_rect.map(|r| r.size()), viewport.maximized.unwrap_or(false))
        });
        if let Some(size) = size {
            let place = WindowPlace { width: size.x, height: size.y, maximized };
            if self.state.settings.window != Some(place) {
                self.pending.push(Action::SetWindow(place));
            }
        }
    }

    fn save_when_due(&mut self) {
        if self.state.settings != self.saved && self.save_due.is_none() {
            self.save_due = Some(Instant::now() + SAVE_AFTER);
        }
        if self.save_due.is_some_and(|due| due <= Instant::now()) {
            self.save();
        }
    }

    fn save(&mut self) {
        self.save_due = None;
        if self.state.settings == self.saved {
            return;
        }
        self.saved = self.state.settings.clone();
        if let Err(error) = persist::save(&self.places, &self.saved) {
            log::warn!("settings could not be written: {error}");
        }
    }

    fn trace(&mut self) {
        self.frames += 1;
        if self.launch.trace_start
            && self.frames <= 2
            && let Some(started) = self.launch.started
        {
            start::write_error(&format!("frame {}: {} ms", self.frames, started.elapsed().as_millis()));
        }
    }
}

impl eframe::App for Window {
    fn logic(&mut self, ctx: &Context, _frame: &mut eframe::Frame) {
        while let Some(action) = self.inbox.next() {
            self.act(ctx, action);
        }
        let mut keys = vec![];
        command::take_keys(ctx, &self.state, &mut keys);
        let dropped: Vec<_> = ctx.input(|i| i.raw.dropped_files.iter().map(|file| file.path().to_path_buf()).collect());
        if !dropped.is_empty() {
            keys.push(Action::Dropped(dropped));
        }
        for action in std::mem::take(&mut self.pending).into_iter().chain(keys) {
            self.act(ctx, action);
        }
        self.follow_window(ctx);
        self.save_when_due();
        if let Some(due) = self.save_due {
            ctx.request_repaint_after(due.saturating_duration_since(Instant::now()));
        }
    }

    fn ui(&mut self, ui: &mut Ui, _frame: &mut eframe::Frame) {
        let mut actions = vec![];
        let (theme, words, state) = (&self.theme, &self.words, &self.state);
        let bar = Frame::new().fill(theme.chrome).inner_margin(Margin::symmetric(16, 8));
        Panel::top("header").exact_size(theme::HEADER_HEIGHT).frame(bar).show(ui, |ui| {
            ui.label(egui::RichText::new("双城").font(Theme::serif(19.0)).color(theme.accent));
        });
        Panel::bottom("status").exact_size(theme::STATUS_HEIGHT).frame(bar).show(ui, |_| {});
        Panel::left("sidebar")
            .default_size(state.settings.sidebar_width)
            .frame(Frame::new().fill(theme.chrome).inner_margin(Margin::symmetric(16, 12)))
            .show(ui, |ui| {
                let listing = &state.listing;
                egui::ScrollArea::vertical().auto_shrink(false).show_rows(
                    ui,
                    28.0,
                    listing.answer.hits.len(),
                    |ui, rows| {
                        for row in rows {
                            if let Some(document) = listing.document(row) {
                                let selected = state.selected.as_deref() == Some(&document.path);
                                if ui.selectable_label(selected, document.article.shown_title()).clicked() {
                                    actions.push(Action::Select(document.path.clone()));
                                }
                            }
                        }
                    },
                );
            });
        egui::CentralPanel::default().frame(Frame::new().fill(theme.paper)).show(ui, |ui| {
            match panels::reader::ReaderModel::of(state) {
                Some(model) => panels::reader::show(ui, &model, &mut self.reader, theme, words, &mut actions),
                None => {
                    ui.allocate_space(vec2(1.0, 1.0));
                }
            }
        });
        if !actions.is_empty() {
            self.pending.append(&mut actions);
            ui.request_repaint();
        }
        self.trace();
    }

    fn raw_input_hook(&mut self, _ctx: &Context, raw: &mut egui::RawInput) {
        // A huge atlas costs start-up time and memory on software renderers; 4096 holds every glyph a page needs.
        raw.max_texture_side = Some(raw.max_texture_side.unwrap_or(4096).min(4096));
    }

    fn clear_color(&self, _visuals: &egui::Visuals) -> [f32; 4] {
        self.theme.chrome.to_normalized_gamma_f32()
    }

    fn persist_egui_memory(&self) -> bool {
        false
    }

    fn on_exit(&mut self, _gl: Option<&eframe::glow::Context>) {
        self.open.cancel();
        self.save();
    }
}
