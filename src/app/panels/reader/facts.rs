//! Facts in the margin: a bar beside each sentence that tells one, while the reader wants to see them.

use egui::{CursorIcon, Rect, Role, Sense, Ui, WidgetInfo, pos2, vec2};

use super::{model::ReaderModel, view::ReaderView};
use crate::app::{action::Action, ledger::LedgerAction, theme::Theme, widgets::page::Port};

/// From the bar to the column, points.
const ASIDE: f32 = 12.0;
/// Bars of sentences that tell several facts stand side by side, so many at most.
const MOST: u8 = 3;

/// Draws the bars of the lines in view.
pub(super) fn show(
    ui: &Ui,
    model: &ReaderModel,
    view: &ReaderView,
    port: Port,
    theme: &Theme,
    actions: &mut Vec<Action>,
) {
    let Some(shown) = view.shown.as_ref().filter(|_| !model.original) else { return };
    let mut last = None;
    let mut beside = 0_u8;
    for (at, (span, name, fact)) in model.facts.iter().enumerate() {
        beside = if last == Some(*span) { beside + 1 } else { 0 };
        last = Some(*span);
        let rects = shown.page.source_rects(*span, port.heights());
        if beside >= MOST || rects.is_empty() {
            continue;
        }
        let whole = rects.iter().map(|rect| port.screen_rect(rect)).fold(Rect::NOTHING, Rect::union);
        let x = port.left - ASIDE - f32::from(beside) * 6.0;
        let bar = Rect::from_min_max(pos2(x, whole.top() + 3.0), pos2(x + 3.0, whole.bottom() - 3.0));
        let response = ui.interact(bar.expand2(vec2(2.0, 0.0)), ui.scope_id().with(("fact", at)), Sense::CLICK);
        response.widget_info(|| WidgetInfo::labeled(Role::Link, true, name));
        ui.painter().rect_filled(bar, 1.5, if response.hovered() { theme.accent } else { theme.map_link(0.65) });
        if response.hovered() {
            ui.ctx().set_cursor_icon(CursorIcon::PointingHand);
        }
        if response.clicked() {
            actions.push(Action::Ledger(LedgerAction::Find(*fact)));
        }
        response.on_hover_text(name);
    }
}
