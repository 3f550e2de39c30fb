//! What the window does by itself: it follows the system's theme, its own size and the settings, and writes these down.

use std::time::{Duration, Instant};

use egui::{Context, ViewportCommand};

use super::Window;
use crate::{
    app::{
        action::Action,
        notice::Notice,
        persist,
        settings::WindowPlace,
        theme::{self, Theme},
        watching::WatchAction,
    },
    corpus::Target,
};

/// Changed settings are written at the latest after this time.
const SAVE_AFTER: Duration = Duration::from_secs(2);
/// When the window comes to the front, the folder is looked through, unless that was done within this time.
const LOOK_EVERY: Duration = Duration::from_secs(5);
/// A folder that is gone is looked for again and again after this time: nobody tells when it is back.
const LOOK_FOR_LOST: Duration = Duration::from_secs(2);

impl Window {
    pub(super) fn follow_window(&mut self, ctx: &Context) {
        // Linux windows are not told; there the portal is asked.
        if let Some(theme) = ctx.system_theme().filter(|_| !cfg!(target_os = "linux")) {
            let dark = Some(theme == egui::Theme::Dark);
            if self.launch.ask_system && self.state.system_dark != dark {
                self.pending.push(Action::SystemTheme(dark));
            }
        }
        let theme = Theme::of_settings(self.state.theme(), self.state.settings.colours);
        if theme != self.theme {
            self.theme = theme;
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
        let in_front = ctx.input(|i| i.focused);
        let was = std::mem::replace(&mut self.in_front, in_front);
        if in_front && !was && self.last_look.is_none_or(|at| at.elapsed() >= LOOK_EVERY) {
            self.pending.push(Action::Watch(WatchAction::Look));
            ctx.request_repaint();
        }
        if self.state.watch.lost {
            let since = self.last_look.map_or(LOOK_FOR_LOST, |at| at.elapsed());
            if since >= LOOK_FOR_LOST && !self.state.watch.looking {
                self.pending.push(Action::Watch(WatchAction::Look));
                ctx.request_repaint();
            } else {
                ctx.request_repaint_after(LOOK_FOR_LOST.saturating_sub(since));
            }
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

    pub(super) fn save_when_due(&mut self) {
        if self.state.settings != self.saved && self.save_due.is_none() {
            self.save_due = Some(Instant::now() + SAVE_AFTER);
        }
        if self.save_due.is_some_and(|due| due <= Instant::now()) {
            self.save();
        }
    }

    pub(super) fn save(&mut self) {
        self.save_due = None;
        if self.state.settings == self.saved && !self.save_failed {
            return;
        }
        // What could not be written is tried again with the next change, or at the end.
        self.saved = self.state.settings.clone();
        match persist::save(&self.places, &self.saved) {
            Ok(()) => self.save_failed = false,
            Err(error) => {
                log::warn!("settings could not be written: {error}");
                let folder = self.places.config.display().to_string();
                let again = std::mem::replace(&mut self.save_failed, true);
                self.tell((!again).then(|| {
                    Notice::failed("notice-settings-unsaved", folder, "notice-userdata-next", error.to_string())
                }));
            }
        }
    }

    /// Shows a message in the next frame.
    pub(in crate::app) fn tell(&mut self, notice: Option<Notice>) {
        self.pending.extend(notice.map(Action::Notify));
    }
}
