//! The files that could not be read, and why.

use egui::{RichText, ScrollArea, Ui};

use crate::{
    app::{state::State, theme::Theme},
    words::Words,
};

/// Draws the list.
pub fn show(ui: &mut Ui, state: &State, theme: &Theme, words: &Words) {
    let problems = &state.snapshot.problems;
    ui.label(RichText::new(words.t("problems-what")).color(theme.ink2));
    ui.add_space(6.0);
    let height = (ui.ctx().content_rect().height() - 260.0).clamp(120.0, 480.0);
    ui.spacing_mut().item_spacing.y = 0.0;
    ScrollArea::vertical().max_height(height).auto_shrink([false, true]).show_rows(
        ui,
        46.0,
        problems.len(),
        |ui, seen| {
            for problem in problems.get(seen).unwrap_or_default() {
                ui.scope(|ui| {
                    ui.set_height(46.0);
                    ui.label(RichText::new(&problem.path).color(theme.ink));
                    let mut why = words.problem(problem.kind).into_owned();
                    if !problem.detail.is_empty() {
                        why = format!("{why} · {}", problem.detail);
                    }
                    ui.add(egui::Label::new(RichText::new(why).font(Theme::sans(12.5)).color(theme.ink3)).truncate());
                });
            }
        },
    );
}
