//! The window itself: takes answers and keys, runs `update`, performs effects, draws the panels.

mod following;
mod lying_over;

use std::{
    path::PathBuf,
    sync::Arc,
    time::{Duration, Instant},
};

use egui::{Context, Frame, Margin, Panel, Ui, ViewportCommand};

use self::lying_over::{drawer, drop_hint, name_divider};
use super::{
    action::Action,
    command,
    effect::{Effect, UserChange},
    fonts::{self, FontUse},
    jobs::{
        self, Inbox, Outbox, ask::AskJob, dialog, facts::FactsJob, leave::LeaveJob, look::LookJob, mend::MendJob,
        open::OpenJob, rows::RowsJob, userdata::UserJob, voice::VoiceJob, watch::WatchJob,
    },
    ledger::{LedgerEffect, View},
    panels,
    persist::Places,
    start::{self, Launch},
    state::{FacetGroup, LatinFace, MarksFormat, Pane, PathUse, Settings, State},
    theme::{self, Theme},
    trace::{Trace, computed_ms},
    update::update,
};
use crate::{
    export,
    library::rescue,
    words::{Language, Words},
};

/// An opening waits at most this long for what the data file keeps for its folder.
const KEPT_WITHIN: Duration = Duration::from_secs(5);

/// The running program.
pub struct Window {
    state: State,
    words: Words,
    theme: Theme,
    places: Places,
    outbox: Outbox,
    inbox: Inbox,
    ask: AskJob,
    user: UserJob,
    open: OpenJob,
    mend: MendJob,
    look: LookJob,
    watch: WatchJob,
    facts: FactsJob,
    rows: RowsJob,
    leave: LeaveJob,
    voice: VoiceJob,
    reader: panels::reader::ReaderView,
    beside: panels::reader::ReaderView,
    sidebar: panels::sidebar::SidebarView,
    filter: panels::filter::FilterView,
    ledger: panels::ledger::LedgerView,
    timeline: panels::timeline::TimelineView,
    network: panels::network::NetworkView,
    header: panels::header::HeaderView,
    hits: panels::hits::HitsView,
    /// Actions of the last frame's panels, run at the beginning of the next.
    pending: Vec<Action>,
    saved: Settings,
    save_due: Option<Instant>,
    /// The settings could not be written the last time, which was said.
    save_failed: bool,
    title: String,
    /// The window was in front in the last frame.
    in_front: bool,
    /// When the open folder was looked through last.
    last_look: Option<Instant>,
    /// A menu was open in the last frame: egui forgets it before the keys of this one are looked at.
    menu_open: bool,
    /// The last frame had an answer in its list.
    listed: bool,
    launch: Launch,
    trace: Trace,
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
        rescue::leave_to_others();
        let (outbox, inbox) = jobs::queue(Arc::new(move || waker.request_repaint()));
        let mut state = State {
            settings: settings.clone(),
            system_language: start::system_language(),
            facets_open: Some(FacetGroup::Dates),
            ..State::default()
        };
        state.ledger.today = today();
        ctx.options_mut(|options| options.zoom_with_keyboard = false);
        ctx.set_fonts(fonts::definitions(state.language() == Language::Hant, None));
        let theme = Theme::of_settings(state.theme(), state.settings.colours);
        theme.apply(ctx);
        let target = launch.first(&settings);
        let mut window = Self {
            words: Words::new(state.language()),
            theme,
            ask: AskJob::new(&outbox),
            user: UserJob::new(&places.data, &outbox),
            open: OpenJob::default(),
            mend: MendJob::default(),
            look: LookJob::default(),
            watch: WatchJob::default(),
            facts: FactsJob::default(),
            rows: RowsJob::new(&outbox),
            leave: LeaveJob::new(&outbox),
            voice: VoiceJob::default(),
            reader: panels::reader::ReaderView::default(),
            beside: panels::reader::ReaderView::default(),
            sidebar: panels::sidebar::SidebarView::default(),
            filter: panels::filter::FilterView::default(),
            ledger: panels::ledger::LedgerView::default(),
            timeline: panels::timeline::TimelineView::default(),
            network: panels::network::NetworkView::default(),
            header: panels::header::HeaderView::default(),
            hits: panels::hits::HitsView::default(),
            pending: vec![],
            saved: settings,
            save_due: None,
            save_failed: false,
            title: String::new(),
            in_front: true,
            last_look: None,
            menu_open: false,
            listed: false,
            launch: launch.clone(),
            trace: Trace {
                started: launch.started.filter(|_| launch.trace_start),
                frames_ms: launch.trace_frames.then(Vec::new),
                ..Trace::default()
            },
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
        if window.launch.ask_system {
            #[cfg(target_os = "linux")]
            jobs::system::theme(&window.outbox);
            jobs::system::fonts(&window.outbox);
            VoiceJob::look(&window.outbox);
        }
        if let Some(family) = window.state.settings.layout.font.clone() {
            window.perform(ctx, Effect::ReadFont(FontUse::Reading, family));
        }
        match window.state.settings.layout.latin.clone() {
            LatinFace::Same => {}
            LatinFace::Embedded(_) => window.perform(ctx, Effect::LoadFonts),
            LatinFace::Family(family) => window.perform(ctx, Effect::ReadFont(FontUse::Latin, family)),
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
        let (snapshot, listing) = (Arc::clone(&self.state.snapshot), Arc::clone(&self.state.listing));
        let (book, listed) = (Arc::clone(&self.state.ledger.book), Arc::clone(&self.state.ledger.listed));
        for effect in update(&mut self.state, action) {
            self.perform(ctx, effect);
        }
        self.leave.unless_same(snapshot, &self.state.snapshot);
        self.leave.unless_same(listing, &self.state.listing);
        self.leave.unless_same(book, &self.state.ledger.book);
        self.leave.unless_same(listed, &self.state.ledger.listed);
    }

    fn perform(&mut self, ctx: &Context, effect: Effect) {
        match effect {
            Effect::Open { generation, target, overrides } => {
                // A reload brings its own; the first opening waits for what is kept, on its own thread.
                let kept =
                    overrides.is_none().then(|| self.user.overrides(target.root().map(std::path::Path::to_path_buf)));
                let overrides = move || overrides.or_else(|| kept?.recv_timeout(KEPT_WITHIN).ok()).unwrap_or_default();
                let Launch { cache, ahead, .. } = &self.launch;
                self.open.start(generation, target, cache.clone(), overrides, ahead, &self.outbox);
            }
            Effect::CancelOpen => self.open.cancel(),
            Effect::Look(look) => {
                self.last_look = Some(Instant::now());
                self.look.start(*look, self.launch.cache.clone(), &self.outbox);
            }
            Effect::Watch(number, Some(target)) if self.launch.ask_system => {
                self.watch.start(number, target, &self.outbox);
            }
            Effect::Watch(..) => self.watch.stop(),
            Effect::Mend { snapshot, corrections } => self.mend.start(snapshot, corrections, &self.outbox),
            Effect::PickExchange { what, start } => self.pick_exchange(what, start),
            Effect::WriteMarks { snapshot, to, overwrite, format } => {
                let word = |id: &str| self.words.t(id).into_owned();
                let labels = (format == MarksFormat::Markdown).then(|| export::marks::MarkLabels {
                    title: word("cmd-marks"),
                    bookmark: word("marks-bookmark-before"),
                    lost: word("marks-lost"),
                });
                self.user.push(UserChange::ExportMarks { snapshot, to, overwrite, labels });
            }
            Effect::Ledger(LedgerEffect::Read { generation, snapshot }) => {
                self.facts.start(generation, snapshot, self.launch.cache.clone(), &self.outbox);
            }
            Effect::Ledger(LedgerEffect::Ask(question)) => self.rows.ask(*question),
            Effect::Ledger(LedgerEffect::ShowChoice) => {
                (self.ledger.show_choice, self.timeline.show_choice) = (true, true);
            }
            Effect::Ledger(LedgerEffect::ShowFact(fact)) => self.timeline.show_fact = Some(fact),
            Effect::Ledger(LedgerEffect::PickSave(report, start)) => {
                let name = panels::header::library_name(self.state.target.as_ref(), &self.words);
                let name = self.words.tn("ledger-file-name", &[("name", name.into())]);
                let name = format!("{}.{}", export::name::legal(&name), report.extension());
                let words = self.dialog_words("ledger-save", start);
                dialog::pick_report(words, report, name, self.places.documents.clone(), &self.outbox);
            }
            Effect::Ledger(LedgerEffect::Save { report, listed, timeline, to, overwrite }) => {
                let (labels, protected) = (self.words.ledger_labels(), self.protected());
                let job = jobs::report::ReportJob {
                    report,
                    listed,
                    timeline,
                    language: self.state.language(),
                    labels,
                    to,
                    overwrite,
                    protected,
                };
                jobs::report::start(job, &self.outbox);
            }
            Effect::Ask(question) => self.ask.ask(*question),
            Effect::FindTitle(question) => self.ask.find_title(*question),
            Effect::FindHits(question) => self.ask.find_hits(question),
            Effect::List(question) => jobs::lists::start(question, &self.outbox),
            Effect::Peek(question) => self.ask.peek(question),
            Effect::ListSpots(question) => self.ask.list_spots(*question),
            Effect::ShowSpot => self.hits.show_choice = true,
            Effect::PickFolder(start) => {
                dialog::pick_folder(self.dialog_words("cmd-open-folder", start), &self.outbox);
            }
            Effect::PickFiles(start) => {
                let words = self.dialog_words("cmd-open-files", start);
                dialog::pick_files(words, self.words.t("dialog-pages").into_owned(), &self.outbox);
            }
            Effect::Fullscreen(on) => ctx.send_viewport_cmd(ViewportCommand::Fullscreen(on)),
            Effect::SaveSettings => self.save_due = Some(Instant::now()),
            Effect::Copy(text) => ctx.copy_text(text),
            Effect::Reader(command) => {
                // Moving, selecting and copying are done where the keys are; everything else is the first article's.
                let beside = self.state.beside.as_ref().is_some_and(|beside| beside.keys);
                let view = if beside && command.fits_any_side() { &mut self.beside } else { &mut self.reader };
                view.inbox.push(command);
            }
            Effect::ReaderBeside(command) => self.beside.inbox.push(command),
            Effect::Speak { generation, voice, pieces } => self.voice.start(generation, voice, pieces, &self.outbox),
            Effect::Hush => self.voice.stop(),
            Effect::Compare(question) => self.ask.compare(question),
            Effect::OpenFile(path) => jobs::desktop::open_file(path, &self.outbox),
            Effect::RevealFile(path) => jobs::desktop::reveal(path, &self.outbox),
            Effect::LoadFonts => {
                self.words = Words::new(self.state.language());
                let traditional = self.state.language() == Language::Hant;
                let (face, latin) = (self.state.settings.layout.face, self.state.latin());
                let own = self.state.own_font.as_ref();
                ctx.set_fonts(fonts::definitions_with(traditional, own, face, latin.as_ref()));
            }
            Effect::ReadFont(what, family) => jobs::system::load_font(what, family, &self.outbox),
            Effect::PickSave { document, format, settings } => {
                let Some(kind) = export::Format::by_name(&format) else { return };
                let file_name = export::name::file_name(&settings.pattern, &export::name::Fields::of(&document), kind);
                let words = self.dialog_words("cmd-export", settings.folder.clone());
                let (path, documents) = (document.path.clone(), self.places.documents.clone());
                dialog::pick_save(words, dialog::Proposal { path, format, file_name, documents }, &self.outbox);
            }
            Effect::Export { document, format, settings, to, overwrite } => {
                let protected = self.protected();
                let labels = export_labels(&self.words);
                let save = jobs::save::Save { document, format, settings, labels, to, overwrite, protected };
                jobs::save::start(save, &self.outbox);
            }
            Effect::PickExportFolder { format, start } => {
                let words = self.dialog_words("choice-export-title", start);
                dialog::pick_export_folder(words, format, self.places.documents.clone(), &self.outbox);
            }
            Effect::ExportAll { documents, format, settings, to } => {
                let Some(document) = documents.first().map(Arc::clone) else { return };
                let (protected, labels) = (self.protected(), export_labels(&self.words));
                let overwrite = export::write::Overwrite::Never;
                let like = jobs::save::Save { document, format, settings, labels, to, overwrite, protected };
                jobs::save::start_all(documents, like, &self.outbox);
            }
            Effect::User(change) => self.user.push(change),
            Effect::FocusSearch => self.header.focus_search = true,
            Effect::ShowSelection => self.sidebar.show_selection = true,
        }
    }

    fn pick_exchange(&self, what: PathUse, start: Option<PathBuf>) {
        let documents = self.places.documents.clone();
        let word = |id: &str| self.words.t(id).into_owned();
        match what {
            PathUse::Open => {}
            PathUse::WriteCorrections => {
                let words = self.dialog_words("corrections-export", start);
                dialog::pick_exchange_to(words, what, word("corrections-file-name"), documents, &self.outbox);
            }
            PathUse::ReadCorrections => {
                let words = self.dialog_words("corrections-merge", start);
                dialog::pick_exchange_from(words, what, word("corrections-file"), &self.outbox);
            }
            PathUse::WriteMarks(format) => {
                let name = format!("{}.{}", word("marks-file-name"), format.extension());
                dialog::pick_exchange_to(self.dialog_words("marks-write", start), what, name, documents, &self.outbox);
            }
            PathUse::ReadMarks => {
                let words = self.dialog_words("marks-read", start);
                dialog::pick_exchange_from(words, what, word("marks-file"), &self.outbox);
            }
        }
    }

    /// The opened folder, which is never written to.
    fn protected(&self) -> Option<PathBuf> {
        self.state.target.as_ref()?.root().map(std::path::Path::to_path_buf)
    }

    fn dialog_words(&self, title: &str, start: Option<PathBuf>) -> dialog::DialogWords {
        dialog::DialogWords { title: self.words.t(title).into_owned(), start, available: self.launch.ask_system }
    }

    fn panels(&mut self, ui: &mut Ui, actions: &mut Vec<Action>) {
        let (theme, words, state) = (&self.theme, &self.words, &self.state);
        let chrome = Frame::new().fill(theme.chrome);
        // The whole screen is the article's alone.
        let reads = state.ledger.view == View::Reader;
        let alone = state.fullscreen && reads && state.selected.is_some();
        if !alone {
            Panel::top("header")
                .exact_size(theme::HEADER_HEIGHT)
                .frame(chrome.inner_margin(Margin::symmetric(16, 0)))
                .show(ui, |ui| {
                    panels::header::show(ui, state, &mut self.header, theme, words, actions);
                });
            Panel::bottom("status")
                .exact_size(theme::STATUS_HEIGHT)
                .frame(chrome.inner_margin(Margin::symmetric(16, 0)))
                .show(ui, |ui| {
                    panels::status::show(ui, state, theme, words);
                });
        }
        let settings = &state.settings;
        let mut widths = (settings.sidebar_width, settings.filter_width);
        if settings.sidebar_open && !state.sidebar_folds && reads && !alone {
            let shown = Panel::left("sidebar")
                .default_size(settings.sidebar_width)
                .size_range(240.0..=480.0)
                .frame(chrome)
                .show(ui, |ui| panels::sidebar::show(ui, state, &mut self.sidebar, theme, words, actions));
            widths.0 = shown.response.rect.width();
            name_divider(ui, "sidebar", &words.t("panel-resize-sidebar"));
        }
        let margin = Margin { left: 14, right: 14, top: 10, bottom: 4 };
        if settings.filter_open && !state.filter_folds && !alone {
            let shown = Panel::right("filter")
                .default_size(settings.filter_width)
                .size_range(240.0..=420.0)
                .frame(chrome.inner_margin(margin))
                .show(ui, |ui| panels::filter::show(ui, state, &mut self.filter, theme, words, actions));
            widths.1 = shown.response.rect.width();
            name_divider(ui, "filter", &words.t("panel-resize-filter"));
        }
        if (widths.0 - settings.sidebar_width).abs() > 0.5 || (widths.1 - settings.filter_width).abs() > 0.5 {
            actions.push(Action::SetWidths { sidebar: widths.0, filter: widths.1 });
        }
        let middle = egui::CentralPanel::default().frame(Frame::new().fill(theme.paper)).show(ui, |ui| {
            match (state.ledger.view, panels::reader::ReaderModel::of(state)) {
                // The first rows and their article in one frame would be a long one.
                (View::Reader, Some(_)) if !self.listed => ui.ctx().request_repaint(),
                (View::Reader, Some(model)) => {
                    let beside = panels::reader::ReaderModel::beside(state);
                    panels::reader::strips(ui, state, theme, words, actions);
                    let views = (&mut self.reader, &mut self.beside);
                    panels::reader::show_both(ui, (&model, beside.as_ref()), views, theme, words, actions);
                }
                (_, None) => panels::welcome::show(ui, state, theme, words, actions),
                (View::Timeline, Some(_)) => {
                    panels::timeline::show(ui, state, &mut self.timeline, theme, words, actions);
                }
                (View::Map, Some(_)) => {
                    panels::network::show(ui, state, &mut self.network, theme, words, actions);
                }
                (View::Hits, Some(_)) => panels::hits::show(ui, state, &mut self.hits, theme, words, actions),
                (View::Ledger, Some(_)) => {
                    panels::ledger::show(ui, state, &mut self.ledger, theme, words, actions);
                }
            }
        });
        let rect = middle.response.rect;
        if middle.response.contains_pointer()
            && reads
            && state.pane != Pane::Reader
            && state.selected.is_some()
            && ui.input(|i| i.pointer.primary_pressed())
            && !ui.ctx().any_popup_open()
        {
            actions.push(Action::SetPane(Pane::Reader));
        }
        if state.sidebar_popover && reads {
            let left = egui::Rect::from_min_max(rect.min, egui::pos2(rect.left() + 320.0, rect.bottom()));
            drawer(ui, "sidebar-drawer", left, chrome, theme, Action::ToggleSidebar, actions, |ui, actions| {
                panels::sidebar::show(ui, state, &mut self.sidebar, theme, words, actions);
            });
        }
        if state.filter_popover {
            let right = egui::Rect::from_min_max(egui::pos2(rect.right() - 304.0, rect.top()), rect.max);
            let frame = chrome.inner_margin(margin);
            drawer(ui, "filter-drawer", right, frame, theme, Action::ToggleFilter, actions, |ui, actions| {
                panels::filter::show(ui, state, &mut self.filter, theme, words, actions);
            });
        }
        panels::overlay::show(ui, state, theme, words, actions);
        drop_hint(ui, theme, words);
    }
}

/// Days since 1970 of the present day (UTC: whether something is overdue does not hang on hours).
#[expect(clippy::disallowed_methods, reason = "the clock is read here, in `app`, and passed down")]
fn today() -> i32 {
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap_or_default();
    i32::try_from(since.as_secs() / 86_400).unwrap_or(i32::MAX)
}

fn export_labels(words: &Words) -> export::Labels {
    let word = |id| words.t(id).into_owned();
    export::Labels {
        source: word("export-source"),
        date: word("export-date"),
        authors: word("export-authors"),
        cities: word("export-cities"),
        file: word("export-file"),
        sha256: word("export-sha256"),
        punctuation: word("export-punctuation"),
        punctuation_source: word("export-punctuation-source"),
        punctuation_restored: word("export-punctuation-restored"),
    }
}

impl Window {
    /// Pages whose kept form is damaged are made anew on another thread; whoever did it, it is told.
    fn rescue(&mut self, ctx: &Context) {
        let damaged = rescue::found();
        if !damaged.is_empty() {
            jobs::rescue::start(damaged, Arc::clone(&self.state.snapshot), &self.outbox);
        }
        let told = rescue::told(&self.state.snapshot);
        if !told.is_empty() {
            self.act(ctx, Action::Rescued(told));
        }
    }
}

impl eframe::App for Window {
    fn logic(&mut self, ctx: &Context, _frame: &mut eframe::Frame) {
        let began = computed_ms();
        self.trace.began(began);
        while let Some(action) = self.inbox.next() {
            self.act(ctx, action);
        }
        self.rescue(ctx);
        let mut keys = vec![];
        command::take_keys(ctx, &self.state, self.menu_open, &mut keys);
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
        self.trace.timed(0, began);
    }

    fn ui(&mut self, ui: &mut Ui, frame: &mut eframe::Frame) {
        let began = computed_ms();
        let mut actions = vec![];
        self.panels(ui, &mut actions);
        self.menu_open = ui.ctx().any_popup_open();
        self.listed = self.state.listing.generation > 0;
        if Arc::ptr_eq(&self.state.listing.snapshot, &self.state.snapshot) {
            self.open.list_is_shown();
        }
        if !actions.is_empty() {
            self.pending.append(&mut actions);
            ui.request_repaint();
        }
        self.trace.timed(1, began);
        let list = self.trace.list(&self.state.listing);
        let ledger = self.trace.ledger(&self.state.ledger.listed);
        for line in self.trace.frame(frame.info().cpu_usage).into_iter().chain(list).chain(ledger) {
            start::write_error(&line);
        }
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
        self.look.cancel();
        self.watch.stop();
        self.facts.cancel();
        self.voice.stop();
        self.save();
        if let Some(line) = self.trace.report() {
            start::write_error(&line);
        }
    }
}
