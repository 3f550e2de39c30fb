//! The articles that say the same as one of the list, indented below its row.

use std::collections::HashMap;

use egui::{Color32, Rect, Role, Sense, Ui, WidgetInfo, pos2, text::LayoutJob, vec2};

use super::{
    model::Row,
    row::{LEFT, Others, RIGHT, origin},
};
use crate::{
    app::{
        action::Action,
        choosing::ChoiceAction,
        state::State,
        theme::Theme,
        widgets::{
            self,
            icon::{self, Icon},
            menu,
        },
    },
    library::{DocIx, reposts::LIKENESS},
    words::Words,
};

/// Height of a member, points.
const MEMBER: f32 = 50.0;
/// Height of the line that says what alike means, points.
const MEANING: f32 = 36.0;
/// Members are indented by this, points.
const INDENT: f32 = 16.0;

/// Height of an open group with so many members below the row, points.
#[expect(clippy::cast_precision_loss, reason = "a height in points")]
pub(super) fn height(members: usize) -> f32 {
    MEANING + members as f32 * MEMBER
}

/// Makes the note about the group a switch of this name that opens and closes it.
pub(super) fn toggle(
    ui: &Ui,
    line: Rect,
    end: f32,
    (open, name): (bool, &str),
    (doc, path): (DocIx, &str),
    theme: &Theme,
    actions: &mut Vec<Action>,
) {
    let response = ui.interact(line, ui.scope_id().with(("group", doc.0)), Sense::CLICK);
    response.widget_info(|| WidgetInfo::selected(Role::DisclosureTriangle, true, open, name));
    let at = Rect::from_center_size(pos2(end + 8.0, line.center().y), vec2(9.0, 9.0));
    icon::paint(ui.painter(), at, if open { Icon::Down } else { Icon::Right }, theme.amber);
    if response.hovered() {
        ui.painter().hline(line.left()..=end, line.bottom() - 3.0, egui::Stroke::new(1.0, theme.amber));
        ui.ctx().set_cursor_icon(egui::CursorIcon::PointingHand);
    }
    if response.clicked() {
        actions.push(Action::Choice(ChoiceAction::ToggleGroup(path.to_owned())));
    }
}

/// Draws the members in view.
pub(super) fn show(
    ui: &mut Ui,
    place: Rect,
    others: &Others<'_>,
    (state, rows): (&State, &mut HashMap<String, Row>),
    theme: &Theme,
    words: &Words,
    actions: &mut Vec<Action>,
) {
    let left = place.left() + LEFT + INDENT;
    let width = place.right() - RIGHT - left;
    // 0.6 is shown as it is meant: six tenths.
    let percent = f64::from((LIKENESS * 100.0).round());
    let meaning = words.tn("row-similar-means", &[("n", percent.into())]);
    let mut job = LayoutJob::simple(meaning, Theme::sans(11.5), theme.ink3, width);
    job.wrap.max_rows = 2;
    ui.painter().galley(pos2(left, place.top() + 5.0), ui.painter().layout_job(job), Color32::PLACEHOLDER);
    let seen = ui.clip_rect();
    let mut top = place.top() + MEANING;
    for (ix, document) in others.each() {
        let rect = Rect::from_min_size(pos2(place.left(), top), vec2(place.width(), MEMBER));
        top += MEMBER;
        if rect.bottom() < seen.top() || rect.top() > seen.bottom() {
            continue;
        }
        let response = ui.interact(rect, ui.scope_id().with(("member", ix.0)), Sense::CLICK);
        let row = rows.entry(document.path.clone()).or_insert_with(|| Row::of(document));
        let selected = state.selected.as_ref() == Some(&document.path);
        let spoken = words.tn("row-similar-member", &[("title", row.title.clone().into())]);
        response.widget_info(|| WidgetInfo::selected(Role::ListBoxOption, true, selected, &spoken));
        if selected {
            ui.painter().rect_filled(rect, 0.0, theme.paper);
        } else if response.hovered() {
            ui.painter().rect_filled(rect, 0.0, theme.hover);
        }
        let unread = !state.read.contains(&document.hash);
        let font = if unread || selected { Theme::bold(13.5) } else { Theme::sans(13.5) };
        let title = widgets::line(ui, &row.title, font, theme.ink, width);
        widgets::put(ui, title, left, rect.top() + 15.0);
        let mut parts = origin(row, words);
        let reason = others.reason(ix);
        if !reason.is_empty() {
            parts.push(words.t(reason).into_owned());
        }
        let meta = widgets::line(ui, &parts.join(" · "), Theme::sans(12.0), theme.ink3, width);
        widgets::put(ui, meta, left, rect.top() + 34.0);
        if response.clicked() {
            actions.push(Action::Select(document.path.clone()));
        }
        menu::context(&response, theme, 200.0, |ui| {
            if menu::item(ui, theme, &words.t("row-open"), "", None, true) {
                actions.push(Action::Select(document.path.clone()));
                actions.push(Action::SetPane(crate::app::state::Pane::Reader));
            }
            if menu::item(ui, theme, &words.t("row-beside"), "", None, !selected) {
                actions.push(Action::ShowBeside(document.path.clone()));
            }
        });
    }
    let line = place.left() + LEFT + 5.0;
    ui.painter().vline(line, place.top() + 6.0..=place.bottom() - 8.0, theme.hairline());
    ui.painter().hline(place.x_range(), place.bottom() - 0.5, theme.hairline());
}
