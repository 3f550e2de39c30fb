//! What the program is, and under which licences everything in it stands.

use egui::{RichText, Ui};

use crate::{
    app::{theme::Theme, widgets},
    words::Words,
};

/// Draws it.
pub fn show(ui: &mut Ui, theme: &Theme, words: &Words) {
    ui.label(RichText::new("双城 Shuangcheng").font(Theme::serif(22.0)).color(theme.accent));
    let version = words.tn("about-version", &[("version", env!("CARGO_PKG_VERSION").into())]);
    ui.label(RichText::new(version).color(theme.ink2));
    ui.label(RichText::new(words.t("about-what")).color(theme.ink));
    ui.add_space(8.0);
    let height = (ui.ctx().content_rect().height() - 320.0).clamp(160.0, 420.0);
    let lines: Vec<&str> = crate::words::licences::licences().lines().collect();
    egui::Frame::new().fill(theme.chrome).corner_radius(7).inner_margin(12).show(ui, |ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        egui::ScrollArea::vertical().max_height(height).auto_shrink(false).show_rows(
            ui,
            18.0,
            lines.len(),
            |ui, seen| {
                for line in lines.get(seen).unwrap_or_default() {
                    let galley = widgets::line(ui, line, Theme::sans(12.0), theme.ink2, ui.available_width());
                    let (rect, _) =
                        ui.allocate_exact_size(egui::vec2(ui.available_width(), 18.0), egui::Sense::hover());
                    widgets::put(ui, galley, rect.left(), rect.center().y);
                }
            },
        );
    });
}
