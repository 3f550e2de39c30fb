//! What lies over the window: drawers of a narrow one, and the hint while files hang over it.

use egui::{Frame, Ui};

use crate::{
    app::{action::Action, theme::Theme},
    words::Words,
};

/// egui names the divider of a panel in English.
pub(super) fn name_divider(ui: &Ui, panel: &'static str, name: &str) {
    let divider = ui.scope_id().with(panel).with("__resize");
    ui.ctx().accesskit_node_builder(divider, |node| node.set_label(name));
}

/// A panel that lies over the article in a narrow window, until something else is clicked.
#[expect(clippy::too_many_arguments, reason = "two callers, and a struct would only rename the arguments")]
pub(super) fn drawer(
    ui: &Ui,
    id: &'static str,
    rect: egui::Rect,
    frame: Frame,
    theme: &Theme,
    close: Action,
    actions: &mut Vec<Action>,
    content: impl FnOnce(&mut Ui, &mut Vec<Action>),
) {
    let shown = egui::Area::new(egui::Id::unique(id))
        .order(egui::Order::Foreground)
        .fixed_pos(rect.min)
        .constrain(false)
        .show(ui.ctx(), |ui| {
            frame.stroke(theme.hairline()).shadow(theme.shadow()).show(ui, |ui| {
                let margin = frame.total_margin().sum();
                ui.set_min_size(rect.size() - margin);
                ui.set_max_size(rect.size() - margin);
                content(ui, actions);
            });
        });
    let outside = ui.input(|i| {
        i.pointer.primary_pressed()
            && i.pointer.interact_pos().is_some_and(|at| !rect.contains(at) && at.y > rect.top())
    });
    if outside && !shown.response.contains_pointer() && !ui.ctx().any_popup_open() {
        actions.push(close);
    }
}

/// While files hang over the window: says what dropping them does.
pub(super) fn drop_hint(ui: &Ui, theme: &Theme, words: &Words) {
    if ui.input(|i| i.raw.hovered_files.is_empty()) {
        return;
    }
    let painter = ui.ctx().layer_painter(egui::LayerId::new(egui::Order::Foreground, egui::Id::unique("drop")));
    let rect = ui.ctx().content_rect();
    painter.rect_filled(rect, 0.0, theme.paper.gamma_multiply(0.9));
    painter.rect_stroke(rect.shrink(12.0), 10.0, theme.focus_ring(), egui::StrokeKind::Inside);
    painter.text(rect.center(), egui::Align2::CENTER_CENTER, words.t("drop-here"), Theme::serif(24.0), theme.ink);
}
