//! The form for what a line of a page is.

use egui::{RichText, Ui};

use super::save_or_cancel;
use crate::{
    app::{
        action::Action,
        forms::LineForm,
        state::{Overlay, State},
        theme::Theme,
        widgets::button::choices,
    },
    article::BlockKind,
    words::Words,
};

/// Characters of the line that are shown.
const MOST_CHARS: usize = 120;

/// Draws the form.
pub(super) fn show(
    ui: &mut Ui,
    state: &State,
    form: &LineForm,
    fresh: bool,
    theme: &Theme,
    words: &Words,
    actions: &mut Vec<Action>,
) {
    let Some(document) = state.snapshot.find(&form.path).and_then(|ix| state.snapshot.get(ix)) else { return };
    let page = document.page();
    let line = form.span.of(&page.article.text).trim();
    let mut shown: String = line.chars().take(MOST_CHARS).collect();
    if shown.len() < line.len() {
        shown.push('…');
    }
    ui.label(RichText::new(shown).font(Theme::serif(15.0)).color(theme.ink));
    ui.add_space(8.0);
    let (was, mut kind) = (form.kind, form.kind);
    let kinds = BlockKind::ALL.map(|kind| (kind, words.t(&super::super::reader::kind_id(kind)).into_owned()));
    let mut clicked = false;
    for row in kinds.chunks(5) {
        if let Some(chosen) = choices(ui, theme, row, kind, fresh) {
            kind = chosen;
            clicked = true;
        }
        ui.add_space(4.0);
    }
    ui.add_space(4.0);
    ui.label(RichText::new(words.t("correct-kept")).font(Theme::sans(12.0)).color(theme.ink3));
    let form = LineForm { kind, ..form.clone() };
    let changed = form.kind != document_kind(state, &form);
    // The first Enter chooses, the second one saves.
    let entered = !clicked && ui.input(|input| input.key_pressed(egui::Key::Enter));
    let save = save_or_cancel(ui, changed, theme, words, actions);
    if form.kind != was {
        actions.push(Action::ShowOverlay(Overlay::Line(form)));
    } else if save || entered && changed {
        actions.push(Action::SaveForm);
    }
}

/// What the line is now.
fn document_kind(state: &State, form: &LineForm) -> BlockKind {
    let document = state.snapshot.find(&form.path).and_then(|ix| state.snapshot.get(ix));
    let Some(page) = document.map(|d| d.page()) else { return form.kind };
    let line = page.article.lines.iter().find(|line| line.span == form.span);
    line.map_or(form.kind, |line| line.kind)
}
