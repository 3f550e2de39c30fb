//! What lies over the window: shortcuts, About, remarks about files, the path field; and the messages at its lower edge.

mod about;
mod article;
mod corrections;
mod fact;
mod here;
mod line;
mod marks;
mod note;
mod notices;
mod place;
mod places;
mod problems;
mod search;
mod tag;

use egui::{Align, Id, Layout, Modal, RichText, Ui, vec2};

use crate::{
    app::{
        action::Action,
        command::{ALOUD, Group, commands},
        state::{Overlay, PathUse, State},
        theme::Theme,
        widgets::{
            button::{Button, Kind},
            field::{self, Field},
            icon::Icon,
        },
    },
    words::Words,
};

/// Draws what lies over the window.
pub fn show(ui: &mut Ui, state: &State, theme: &Theme, words: &Words, actions: &mut Vec<Action>) {
    notices::show(ui, state, theme, words, actions);
    note(ui, state.overlay.as_ref());
    let Some(overlay) = &state.overlay else { return };
    let width = match overlay {
        Overlay::Shortcuts => 720.0,
        Overlay::PathField { .. } => 520.0,
        Overlay::Article(_) | Overlay::Place(_) | Overlay::Line(_) | Overlay::Note(_) | Overlay::Fact(_) => 520.0,
        Overlay::ViewName(_) | Overlay::TagName(..) => 520.0,
        Overlay::About | Overlay::Problems | Overlay::Places | Overlay::Corrections => 640.0,
        Overlay::Marks | Overlay::SearchHelp => 720.0,
        Overlay::Here(_) => 640.0,
    };
    let width = f32::min(width, ui.ctx().content_rect().width() - 80.0);
    let title = match overlay {
        Overlay::Shortcuts => "cmd-shortcuts",
        Overlay::About => "cmd-about",
        Overlay::Problems => "problems-title",
        Overlay::Article(_) => "cmd-correct",
        Overlay::Place(_) => "correct-place-title",
        Overlay::Line(_) => "cmd-correct-line",
        Overlay::Here(_) => "here-title",
        Overlay::Fact(form) if form.added => "fact-form-add",
        Overlay::Fact(_) => "cmd-correct-fact",
        Overlay::Places => "cmd-places",
        Overlay::Corrections => "cmd-corrections",
        Overlay::Note(_) => "cmd-note",
        Overlay::Marks => "cmd-marks",
        Overlay::ViewName(_) => "view-save",
        Overlay::TagName(..) => "tag-title",
        Overlay::SearchHelp => "search-help",
        Overlay::PathField { what, .. } => match what {
            PathUse::Open => "path-title",
            PathUse::WriteCorrections => "corrections-write",
            PathUse::ReadCorrections => "corrections-read",
            PathUse::WriteMarks(_) => "marks-write",
            PathUse::ReadMarks => "marks-read",
        },
    };
    let frame = theme.card().inner_margin(24);
    let modal = Modal::new(Id::unique("overlay")).frame(frame).backdrop_color(theme.backdrop()).show(ui.ctx(), |ui| {
        let fresh = take_fresh(ui);
        ui.set_width(width);
        // Nothing else tells that a list goes on below its edge.
        let scroll = &mut ui.spacing_mut().scroll;
        (scroll.foreground_color, scroll.dormant_handle_opacity, scroll.floating_allocated_width) = (true, 0.3, 10.0);
        ui.horizontal(|ui| {
            ui.label(RichText::new(words.t(title)).font(Theme::bold(17.0)).color(theme.ink));
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                if Button::icon(Kind::Quiet, Icon::Close, &words.t("overlay-close"))
                    .height(28.0)
                    .show(ui, theme)
                    .clicked()
                {
                    actions.push(Action::CloseOverlay);
                }
            });
        });
        ui.add_space(8.0);
        match overlay {
            Overlay::Shortcuts => shortcuts(ui, state.voice.is_some(), theme, words),
            Overlay::About => about::show(ui, theme, words),
            Overlay::Problems => problems::show(ui, state, theme, words, actions),
            Overlay::Article(form) => {
                scrolled(ui, |ui| article::show(ui, state, form, fresh, theme, words, actions));
            }
            Overlay::Place(form) => scrolled(ui, |ui| place::show(ui, state, form, fresh, theme, words, actions)),
            Overlay::Line(form) => scrolled(ui, |ui| line::show(ui, state, form, fresh, theme, words, actions)),
            Overlay::Here(here) => here::show(ui, state, here, theme, words, actions),
            Overlay::Fact(form) => fact::show(ui, state, form, fresh, theme, words, actions),
            Overlay::Places => places::show(ui, state, theme, words, actions),
            Overlay::Corrections => corrections::show(ui, state, theme, words, actions),
            Overlay::Note(form) => scrolled(ui, |ui| note::show(ui, form, fresh, theme, words, actions)),
            Overlay::ViewName(name) => search::name(ui, state, name, fresh, theme, words, actions),
            Overlay::TagName(which, typed) => tag::show(ui, state, (which, typed), fresh, theme, words, actions),
            Overlay::SearchHelp => search::help(ui, theme, words),
            Overlay::Marks => marks::show(ui, state, theme, words, actions),
            Overlay::PathField { text, no_dialog, what } => {
                path_field(ui, text, (*no_dialog, *what), fresh, theme, words, actions);
            }
        }
    });
    if modal.should_close() {
        actions.push(Action::CloseOverlay);
    }
}

/// What lay over the window in the last frame, and whether its first field still waits for the cursor.
type Last = (Option<std::mem::Discriminant<Overlay>>, bool);

fn last_id() -> Id {
    Id::unique("overlay-last")
}

/// Notes what lies over the window.
fn note(ui: &Ui, overlay: Option<&Overlay>) {
    let kind = overlay.map(std::mem::discriminant);
    ui.data_mut(|data| {
        let last = data.get_temp_mut_or_default::<Last>(last_id());
        if last.0 != kind {
            *last = (kind, true);
        }
    });
}

/// True once for each overlay: its first field gets the cursor. In the frame in which the overlay is only measured nothing can have it.
fn take_fresh(ui: &Ui) -> bool {
    ui.is_enabled() && ui.data_mut(|data| std::mem::take(&mut data.get_temp_mut_or_default::<Last>(last_id()).1))
}

fn shortcuts(ui: &mut Ui, voice: bool, theme: &Theme, words: &Words) {
    let height = (ui.ctx().content_rect().height() - 180.0).max(200.0);
    egui::ScrollArea::vertical().max_height(height).min_scrolled_height(height.min(620.0)).show(ui, |ui| {
        ui.spacing_mut().item_spacing.x = 36.0;
        ui.columns(2, |columns| {
            for (i, group) in Group::ALL.into_iter().enumerate() {
                let Some(ui) = columns.get_mut(usize::from(i >= 4)) else { continue };
                ui.spacing_mut().item_spacing.y = 1.0;
                ui.spacing_mut().interact_size.y = 24.0;
                ui.add_space(8.0);
                ui.label(RichText::new(words.t(group.words_id())).font(Theme::bold(13.5)).color(theme.accent));
                let mut seen: Vec<&str> = vec![];
                for command in commands()
                    .filter(|c| c.group == group && !c.keys.is_empty() && (voice || c.words_id != ALOUD.words_id))
                {
                    if seen.contains(&command.words_id) {
                        continue;
                    }
                    seen.push(command.words_id);
                    // The same command may stand in the table twice, for the keys of the list and of the article.
                    let mut keys: Vec<String> = vec![];
                    for key in commands().filter(|c| c.words_id == command.words_id).flat_map(|c| c.keys) {
                        let text = key.text(ui.ctx());
                        if !keys.contains(&text) {
                            keys.push(text);
                        }
                    }
                    ui.horizontal(|ui| {
                        ui.set_min_height(24.0);
                        ui.label(RichText::new(words.t(command.words_id)).color(theme.ink));
                        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                            ui.label(RichText::new(keys.join("   ")).font(Theme::sans(12.5)).color(theme.ink2));
                        });
                    });
                }
            }
        });
    });
}

/// A form that scrolls where the window is too low for it.
fn scrolled(ui: &mut Ui, form: impl FnOnce(&mut Ui)) {
    scrolled_above(ui, 0.0, form);
}

/// The same, with so much room left below it.
fn scrolled_above(ui: &mut Ui, below: f32, form: impl FnOnce(&mut Ui)) {
    let height = (ui.ctx().content_rect().height() - 130.0 - below).max(120.0);
    egui::ScrollArea::vertical()
        .id_salt("form")
        .max_height(height)
        .min_scrolled_height(height)
        .auto_shrink([false, true])
        .show(ui, form);
}

/// A list of so many rows of this height, as high as they are or as the window allows.
fn list(ui: &mut Ui, row: f32, count: usize, above: f32, content: impl FnMut(&mut Ui, std::ops::Range<usize>)) {
    let mut content = content;
    ui.spacing_mut().item_spacing.y = 0.0;
    #[expect(clippy::cast_precision_loss, reason = "a height in points")]
    let all = row * count as f32;
    let height = all.min((ui.ctx().content_rect().height() - above).max(2.0 * row));
    egui::ScrollArea::vertical().max_height(height).min_scrolled_height(height).auto_shrink([false, true]).show_rows(
        ui,
        row,
        count,
        |ui, range| content(ui, range),
    );
}

/// The buttons at the foot of a form; true when it is to be saved.
fn save_or_cancel(ui: &mut Ui, ready: bool, theme: &Theme, words: &Words, actions: &mut Vec<Action>) -> bool {
    let mut save = false;
    ui.add_space(12.0);
    ui.allocate_ui_with_layout(vec2(ui.available_width(), 34.0), Layout::right_to_left(Align::Center), |ui| {
        ui.add_enabled_ui(ready, |ui| {
            save = Button::new(Kind::Accent, &words.t("correct-save")).show(ui, theme).clicked();
        });
        if Button::new(Kind::Quiet, &words.t("correct-cancel")).show(ui, theme).clicked() {
            actions.push(Action::CloseOverlay);
        }
    });
    save
}

fn path_field(
    ui: &mut Ui,
    text: &str,
    (no_dialog, what): (bool, PathUse),
    fresh: bool,
    theme: &Theme,
    words: &Words,
    actions: &mut Vec<Action>,
) {
    let (why, name, hint, button) = match what {
        PathUse::Open if no_dialog => ("path-no-dialog", "path-name", "path-hint", "path-open"),
        PathUse::Open => ("path-why", "path-name", "path-hint", "path-open"),
        PathUse::WriteCorrections => {
            ("path-no-dialog-write", "path-file-name", "path-file-hint", "path-write-corrections")
        }
        PathUse::ReadCorrections => {
            ("path-no-dialog-read", "path-file-name", "path-file-hint", "path-read-corrections")
        }
        PathUse::WriteMarks(_) => {
            ("path-no-dialog-marks", "path-file-name", "path-file-hint", "path-write-corrections")
        }
        PathUse::ReadMarks => ("path-no-dialog-marks-read", "path-file-name", "path-file-hint", "path-read-marks"),
    };
    ui.label(RichText::new(words.t(why)).color(theme.ink2));
    ui.add_space(8.0);
    let mut typed = text.to_owned();
    let (name, hint, clear) = (words.t(name), words.t(hint), words.t("field-clear"));
    let id = Id::unique("path-field");
    let field = Field { id, name: &name, hint: &hint, clear: &clear, aside: "", height: 36.0, glass: false };
    if fresh {
        ui.memory_mut(|m| m.request_focus(id));
    }
    let output = field::show(ui, theme, field, &mut typed);
    ui.add_space(12.0);
    let mut go = output.entered;
    ui.allocate_ui_with_layout(vec2(ui.available_width(), 34.0), Layout::right_to_left(Align::Center), |ui| {
        go |= Button::new(Kind::Accent, &words.t(button)).show(ui, theme).clicked();
    });
    if go && !typed.trim().is_empty() {
        actions.push(match what {
            PathUse::Open => Action::OpenTyped(typed),
            _ => Action::TypedExchange { text: typed, what },
        });
    } else if output.changed {
        actions.push(Action::ShowOverlay(Overlay::PathField { text: typed, no_dialog, what }));
    }
}
