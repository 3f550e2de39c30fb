//! The ledger: a table of the facts that the shown articles tell, and the sentences of the chosen one below it.

mod detail;
pub mod model;
mod table;
mod top;

use egui::{Id, Ui};

pub use detail::{Card, height as detail_height, show as detail};
pub use model::{head_words, when_words};
pub use table::table_id;
pub use top::{kinds, pill, report_id};

use crate::{
    app::{action::Action, ledger::Listed, state::State, theme::Theme},
    words::Words,
};

/// What the ledger keeps between frames.
#[derive(Debug, Default)]
pub struct LedgerView {
    /// Scroll so that the chosen row is seen.
    pub show_choice: bool,
    /// What is said of the chosen fact.
    card: Card,
    /// What the table showed last: another question starts at the top.
    shown: Option<Id>,
}

/// Room at both sides of the table, points.
const SIDE: f32 = 22.0;

/// Draws it into the whole of `ui`.
pub fn show(
    ui: &mut Ui,
    state: &State,
    view: &mut LedgerView,
    theme: &Theme,
    words: &Words,
    actions: &mut Vec<Action>,
) {
    let full = ui.max_rect().shrink2(egui::vec2(SIDE, 0.0));
    let mut inner = ui.new_child(egui::UiBuilder::new().max_rect(full));
    let ui = &mut inner;
    ui.spacing_mut().item_spacing = egui::vec2(8.0, 0.0);
    top::show(ui, state, theme, words, actions);
    let below = ui.available_rect_before_wrap();
    let card = detail::height(state, &mut view.card, below.size());
    let table = egui::Rect::from_min_max(below.min, egui::pos2(below.right(), below.bottom() - card));
    let mut upper = ui.new_child(egui::UiBuilder::new().max_rect(table));
    table::show(&mut upper, state, view, theme, words, actions);
    if card > 0.0 {
        let rect = egui::Rect::from_min_max(egui::pos2(below.left(), table.bottom()), below.max);
        let mut lower = ui.new_child(egui::UiBuilder::new().max_rect(rect));
        detail::show(&mut lower, state, &mut view.card, theme, words, actions);
    }
}

/// True when nothing has been answered yet.
pub(crate) fn waits(state: &State, listed: &Listed) -> bool {
    listed.rows.is_empty() && (state.ledger.reading.is_some() || state.loading.is_some() || listed.generation == 0)
}
