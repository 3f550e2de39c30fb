//! A strip over an article whose file is not as it was read: the article stays, and the new one is offered.

use egui::{Align, Frame, Layout, Margin, Panel, RichText, Ui};

use crate::{
    app::{
        action::Action,
        state::State,
        theme::Theme,
        watching::{Held, WatchAction},
        widgets::{
            button::{Button, Kind},
            icon::{self, Icon},
        },
    },
    words::Words,
};

/// Draws the strip for each shown article that needs one.
pub fn strips(ui: &mut Ui, state: &State, theme: &Theme, words: &Words, actions: &mut Vec<Action>) {
    let shown = state.selected.iter().chain(state.beside.iter().map(|beside| &beside.path));
    for (number, path) in shown.enumerate() {
        if let Some(held) = state.watch.held.get(path) {
            strip(ui, number, path, *held, theme, words, actions);
        }
    }
}

fn strip(ui: &mut Ui, number: usize, path: &str, held: Held, theme: &Theme, words: &Words, actions: &mut Vec<Action>) {
    let frame = Frame::new().fill(theme.chrome).inner_margin(Margin::symmetric(20, 6));
    Panel::top(egui::Id::unique(("held", number))).frame(frame).resizable(false).show(ui, |ui| {
        let (id, shape) = match held {
            Held::Changed => ("held-changed", Icon::Warning),
            Held::Gone => ("held-gone", Icon::Warning),
        };
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = 8.0;
            let (rect, _) = ui.allocate_exact_size(egui::vec2(16.0, 26.0), egui::Sense::hover());
            let at = egui::Rect::from_center_size(rect.center(), egui::vec2(14.0, 14.0));
            icon::paint(ui.painter(), at, shape, theme.amber);
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                if held == Held::Changed {
                    let text = words.t("held-show");
                    if Button::new(Kind::Outlined, &text).height(26.0).show(ui, theme).clicked() {
                        actions.push(Action::Watch(WatchAction::ShowNew(path.to_owned())));
                    }
                }
                ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                    let text = RichText::new(words.t(id)).font(Theme::sans(13.0)).color(theme.ink2);
                    ui.add(egui::Label::new(text).truncate());
                });
            });
        });
    });
}
