//! The form for what a line of a page is.

use egui::{RichText, Ui};

use super::save_or_cancel;
use crate::{
    app::{
        action::Action,
        forms::LineForm,
        state::{Overlay, State},
        theme::Theme,
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
    theme: &Theme,
    words: &Words,
    actions: &mut Vec<Action>,
) {
    let Some(document) = state.snapshot.find(&form.path).and_then(|ix| state.snapshot.get(ix)) else { return };
    let line = form.span.of(&document.article.text).trim();
    let mut shown: String = line.chars().take(MOST_CHARS).collect();
    if shown.len() < line.len() {
        shown.push('…');
    }
    ui.label(RichText::new(shown).font(Theme::serif(15.0)).color(theme.ink));
    ui.add_space(8.0);
    let mut kind = form.kind;
    let kinds = BlockKind::ALL.map(|kind| (kind, words.t(&super::super::reader::kind_id(kind)).into_owned()));
    for row in kinds.chunks(5) {
        if let Some(chosen) = crate::app::widgets::button::segmented(ui, theme, row, kind) {
            kind = chosen;
        }
        ui.add_space(4.0);
    }
    let form = LineForm { kind, ..form.clone() };
    let changed = form.kind != document_kind(state, &form);
    if save_or_cancel(ui, changed, theme, words, actions) {
        actions.push(Action::SaveForm);
    } else if state.overlay != Some(Overlay::Line(form.clone())) {
        actions.push(Action::ShowOverlay(Overlay::Line(form)));
    }
}

/// What the line is now.
fn document_kind(state: &State, form: &LineForm) -> BlockKind {
    let document = state.snapshot.find(&form.path).and_then(|ix| state.snapshot.get(ix));
    let line = document.and_then(|d| d.article.lines.iter().find(|line| line.span == form.span));
    line.map_or(form.kind, |line| line.kind)
}
