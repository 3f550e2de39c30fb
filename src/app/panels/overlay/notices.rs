//! Messages at the lower edge: they take nothing away from the window. What failed stays until it is closed; what was done leaves by itself
//! after a while, unless the pointer rests on it.

use egui::{Align, Align2, Area, Id, Layout, Order, Rect, RichText, Role, Ui, vec2};

use crate::{
    app::{
        action::Action,
        choosing::ChoiceAction,
        ledger::LedgerAction,
        notice::{Notice, NoticeButton, Tone},
        state::{Overlay, PathUse, State},
        theme::{STATUS_HEIGHT, Theme},
        widgets::{
            button::{Button, Kind},
            icon::{self, Icon},
        },
    },
    words::Words,
};

/// Draws them, the newest lowest.
pub fn show(ui: &mut Ui, state: &State, theme: &Theme, words: &Words, actions: &mut Vec<Action>) {
    if state.notices.is_empty() {
        return;
    }
    Area::new(Id::unique("notices"))
        .order(Order::Foreground)
        .anchor(Align2::CENTER_BOTTOM, vec2(0.0, -STATUS_HEIGHT - 16.0))
        .show(ui.ctx(), |ui| {
            ui.spacing_mut().item_spacing.y = 8.0;
            for notice in &state.notices {
                let card = theme.card().inner_margin(14).show(ui, |ui| one(ui, notice, theme, words, actions));
                if notice.tone == Tone::Done && is_over(ui, notice, &card.response) {
                    actions.push(Action::Dismiss(notice.id));
                }
            }
        });
}

/// Seconds that what was done is told for.
const SHOWN: f64 = 12.0;

/// True when a message was on screen long enough; while the pointer is on it, or another window in front, its time does not run.
fn is_over(ui: &Ui, notice: &Notice, card: &egui::Response) -> bool {
    let id = Id::unique(("notice-since", notice.id, notice.what, &notice.name));
    let now = ui.input(|i| i.time);
    let looked_at = ui.rect_contains_pointer(card.rect) || !ui.input(|i| i.focused);
    let since = ui.data_mut(|data| {
        let since = data.get_temp_mut_or_insert_with(id, || now);
        if looked_at {
            *since = now;
        }
        *since
    });
    let left = since + SHOWN - now;
    if left <= 0.0 {
        ui.data_mut(|data| data.remove_temp::<f64>(id));
        return true;
    }
    ui.ctx().request_repaint_after(std::time::Duration::from_secs_f64(left));
    false
}

fn one(ui: &mut Ui, notice: &Notice, theme: &Theme, words: &Words, actions: &mut Vec<Action>) {
    ui.set_width(480.0);
    let what = words.tn(notice.what, &[("name", notice.name.clone().into())]);
    let (shape, color) = match notice.tone {
        Tone::Done => (Icon::Check, theme.green),
        Tone::Failed => (Icon::Warning, theme.accent),
    };
    ui.horizontal_top(|ui| {
        let (rect, _) = ui.allocate_exact_size(vec2(20.0, 22.0), egui::Sense::hover());
        icon::paint(ui.painter(), Rect::from_center_size(rect.center(), vec2(16.0, 16.0)), shape, color);
        ui.vertical(|ui| {
            ui.set_width(410.0);
            ui.spacing_mut().item_spacing.y = 3.0;
            let label = ui.label(RichText::new(&what).font(Theme::bold(13.5)).color(theme.ink));
            ui.ctx().accesskit_node_builder(label.id, |node| node.set_role(Role::Alert));
            if !notice.next.is_empty() {
                let next = words.tn(&notice.next, &[("name", notice.name.clone().into())]);
                ui.label(RichText::new(next).color(theme.ink2));
            }
            details(ui, notice, theme, words, actions);
            if !notice.buttons.is_empty() {
                ui.horizontal(|ui| buttons(ui, notice, theme, words, actions));
            }
        });
        ui.with_layout(Layout::right_to_left(Align::Min), |ui| {
            if Button::icon(Kind::Quiet, Icon::Close, &words.t("notice-close")).height(24.0).show(ui, theme).clicked() {
                actions.push(Action::Dismiss(notice.id));
            }
        });
    });
}

fn details(ui: &mut Ui, notice: &Notice, theme: &Theme, words: &Words, actions: &mut Vec<Action>) {
    if notice.details.is_empty() {
        return;
    }
    let said = words.system_said(&notice.details);
    let id = Id::unique(("notice-details", notice.id));
    let mut open = ui.data(|d| d.get_temp::<bool>(id).unwrap_or(false));
    ui.horizontal(|ui| {
        let shape = if open { Icon::Down } else { Icon::Right };
        if Button::new(Kind::Quiet, &words.t("notice-details")).trailing(shape).height(24.0).show(ui, theme).clicked() {
            open = !open;
            ui.data_mut(|d| d.insert_temp(id, open));
        }
        if open && Button::new(Kind::Quiet, &words.t("notice-copy")).height(24.0).show(ui, theme).clicked() {
            actions.push(Action::Copy(said.clone()));
        }
    });
    if open {
        ui.label(RichText::new(said).font(Theme::sans(12.0)).color(theme.ink2));
    }
}

fn buttons(ui: &mut Ui, notice: &Notice, theme: &Theme, words: &Words, actions: &mut Vec<Action>) {
    for button in &notice.buttons {
        let (id, action) = match button {
            NoticeButton::OpenFolder => ("notice-open-other", Action::PickFolder),
            NoticeButton::TypePath => (
                "notice-type-path",
                Action::ShowOverlay(Overlay::PathField {
                    text: notice.name.clone(),
                    no_dialog: false,
                    what: PathUse::Open,
                }),
            ),
            NoticeButton::OpenFile(path) => ("notice-open", Action::OpenFile(path.clone())),
            NoticeButton::RevealFile(path) => ("notice-reveal", Action::RevealFile(path.clone())),
            NoticeButton::Undo => ("correct-undo", Action::UndoCorrection),
            NoticeButton::Redo => ("correct-redo", Action::RedoCorrection),
            NoticeButton::WholeFolder => ("correct-whole-folder", Action::WholeFolder),
            NoticeButton::SaveTo { path, format, to } => {
                ("notice-save-here", Action::SaveTo { path: path.clone(), format: format.clone(), to: to.clone() })
            }
            NoticeButton::SaveChosenTo { format, to } => {
                let (format, to) = (format.clone(), Some(to.clone()));
                ("notice-save-here", Action::Choice(ChoiceAction::PickedFolder { format, to, instead: None }))
            }
            NoticeButton::SaveReport { report, to } => {
                ("notice-save-here", Action::Ledger(LedgerAction::SaveTo { report: *report, to: to.clone() }))
            }
            NoticeButton::SaveReportElsewhere(report) => {
                ("notice-save-elsewhere", Action::Ledger(LedgerAction::Save(*report)))
            }
            NoticeButton::SaveElsewhere { path, format } => {
                ("notice-save-elsewhere", Action::Export { path: Some(path.clone()), format: Some(format.clone()) })
            }
        };
        if Button::new(Kind::Outlined, &words.t(id)).height(28.0).show(ui, theme).clicked() {
            // Before what is asked for, whose own message may get the number that becomes free.
            actions.push(Action::Dismiss(notice.id));
            actions.push(action);
        }
    }
}
