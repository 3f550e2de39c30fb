//! All hits of the search, one below the other in their contexts; above them where and when they are.

mod table;
mod top;

use egui::{Id, Ui};

pub use table::table_id;

use crate::{
    app::{action::Action, state::State, theme::Theme},
    words::Words,
};

/// What the table keeps between frames.
#[derive(Debug, Default)]
pub struct HitsView {
    /// Scroll so that the chosen row is seen.
    pub show_choice: bool,
    /// What was shown last: another question starts at the top.
    shown: Option<Id>,
}

/// Room at both sides, points.
const SIDE: f32 = 22.0;

/// Draws it into the whole of `ui`.
pub fn show(ui: &mut Ui, state: &State, view: &mut HitsView, theme: &Theme, words: &Words, actions: &mut Vec<Action>) {
    let full = ui.max_rect().shrink2(egui::vec2(SIDE, 0.0));
    let mut inner = ui.new_child(egui::UiBuilder::new().max_rect(full));
    let ui = &mut inner;
    ui.spacing_mut().item_spacing = egui::vec2(8.0, 0.0);
    top::show(ui, state, theme, words, actions);
    table::show(ui, state, view, theme, words, actions);
}
