//! Every highlight, note and bookmark of what is open: to go there, to write on, to take away; and as files.

use egui::{Align, Layout, Rect, RichText, Ui, vec2};

use super::list;
use crate::{
    app::{
        action::Action,
        lists::MarkLine,
        state::{MarksFormat, State},
        theme::Theme,
        widgets::{
            button::{Button, Kind},
            icon::{self, Icon},
        },
    },
    library::marks::MarkKind,
    words::Words,
};

const ROW: f32 = 66.0;

/// Draws the list.
pub(super) fn show(ui: &mut Ui, state: &State, theme: &Theme, words: &Words, actions: &mut Vec<Action>) {
    let lines = &state.lists.marks;
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 8.0;
        ui.add_enabled_ui(!lines.is_empty(), |ui| {
            for (id, format) in [("marks-export-md", MarksFormat::Markdown), ("marks-export-json", MarksFormat::Json)] {
                if Button::new(Kind::Outlined, &words.t(id)).height(30.0).show(ui, theme).clicked() {
                    actions.push(Action::ExportMarks(format));
                }
            }
        });
        if Button::new(Kind::Outlined, &words.t("marks-merge")).height(30.0).show(ui, theme).clicked() {
            actions.push(Action::MergeMarks);
        }
    });
    ui.add_space(8.0);
    if lines.is_empty() && state.lists.waits {
        return;
    }
    if lines.is_empty() {
        ui.label(RichText::new(words.t("marks-none")).color(theme.ink2));
        return;
    }
    list(ui, ROW, lines.len(), 220.0, |ui, range| {
        for line in lines.get(range).unwrap_or_default() {
            one(ui, line, theme, words, actions);
        }
    });
}

fn one(ui: &mut Ui, line: &MarkLine, theme: &Theme, words: &Words, actions: &mut Vec<Action>) {
    let placed = &line.placed;
    let quote: String = placed.mark.at.quote.split_whitespace().collect();
    let short: String = quote.chars().take(16).collect();
    let named = |id: &str| words.tn(id, &[("what", short.as_str().into())]);
    ui.allocate_ui_with_layout(vec2(ui.available_width(), ROW), Layout::right_to_left(Align::Center), |ui| {
        ui.spacing_mut().item_spacing.x = 2.0;
        let (remove, edit, show) = (named("marks-remove-name"), named("marks-edit-name"), named("marks-show-name"));
        let button = |ui: &mut Ui, id: &str, name: &str| {
            Button::new(Kind::Quiet, &words.t(id)).name(name).height(28.0).show(ui, theme).clicked()
        };
        if button(ui, "marks-remove", &remove) {
            actions.push(Action::SetMarks(vec![(placed.key.clone(), None)]));
        }
        if button(ui, "marks-edit", &edit) {
            actions.push(Action::EditMark(placed.key.clone()));
        }
        if placed.span.is_some() && button(ui, "places-show", &show) {
            actions.push(Action::ShowMark(line.path.clone(), placed.key.clone()));
        }
        ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
            let (dot, _) = ui.allocate_exact_size(vec2(22.0, ROW), egui::Sense::hover());
            let at = Rect::from_center_size(egui::pos2(dot.left() + 7.0, dot.center().y), vec2(14.0, 14.0));
            match placed.mark.kind {
                MarkKind::Highlight(colour) => {
                    let edge = egui::Stroke::new(1.0, theme.ink3);
                    ui.painter().circle(at.center(), 6.0, theme.highlight(colour), edge);
                }
                MarkKind::Dots => {
                    for x in [-5.0, 0.0, 5.0] {
                        ui.painter().circle_filled(at.center() + vec2(x, 0.0), 1.6, theme.ink2);
                    }
                }
                MarkKind::Bookmark => icon::paint(ui.painter(), at, Icon::Bookmark, theme.accent),
            }
            ui.vertical(|ui| {
                ui.spacing_mut().item_spacing.y = 1.0;
                let note = placed.mark.note.split_whitespace().collect::<Vec<_>>().join(" ");
                ui.add_space(if note.is_empty() { 13.0 } else { 4.0 });
                let label = |ui: &mut Ui, text: &str, font, color| {
                    ui.add(egui::Label::new(RichText::new(text).font(font).color(color)).truncate());
                };
                label(ui, &quote, Theme::serif(14.5), theme.ink);
                if !note.is_empty() {
                    label(ui, &note, Theme::sans(13.0), theme.ink2);
                }
                if placed.span.is_none() {
                    label(
                        ui,
                        &words.tn("marks-lost-in", &[("page", line.title.as_str().into())]),
                        Theme::sans(12.0),
                        theme.amber,
                    );
                } else {
                    label(ui, &line.title, Theme::sans(12.0), theme.ink3);
                }
            });
        });
    });
}
