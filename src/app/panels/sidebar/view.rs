//! Draws the list; only the rows in view are laid out.

use std::collections::HashMap;

use egui::{EventFilter, Id, Rect, Role, ScrollArea, Sense, Ui, WidgetInfo, pos2, vec2};

use super::{
    files,
    model::{Row, RowTops, title_lines},
    row, top,
};
use crate::{
    app::{
        action::Action,
        panels::waiting,
        searching::SearchAction,
        state::{Asked, Pane, State},
        theme::Theme,
        watching::Held,
    },
    library::{DocIx, Waiting},
    words::Words,
};

/// Id of the list, which is one stop of the Tab key.
#[must_use]
pub fn list_id() -> Id {
    Id::unique("articles")
}

/// What the list keeps between frames.
#[derive(Debug, Default)]
pub struct SidebarView {
    tops: RowTops,
    rows: HashMap<String, Row>,
    made_for: (u64, u64),
    /// Scroll so that the selection is seen.
    pub show_selection: bool,
}

/// Draws the sidebar into the whole of `ui`.
pub fn show(
    ui: &mut Ui,
    state: &State,
    view: &mut SidebarView,
    theme: &Theme,
    words: &Words,
    actions: &mut Vec<Action>,
) {
    ui.spacing_mut().item_spacing = vec2(0.0, 0.0);
    let sign = waiting::sign(ui, state);
    top::show(ui, state, sign, theme, words, actions);
    let listing = &state.listing;
    let key = listing.key();
    if view.made_for != key {
        view.made_for = key;
        view.rows.clear();
    }
    let waiting = waiting_files(state);
    if listing.answer.hits.is_empty() && waiting.is_none() {
        nothing(ui, state, theme, words, actions);
        return;
    }
    let width = ui.available_width();
    view.tops.refresh(listing, row::text_width(width), &state.open_groups);
    let list_id = list_id();
    let outer = ui.available_rect_before_wrap();
    let list = ui.interact(outer, list_id, Sense::focusable_noninteractive());
    let name = words.t("list-name");
    list.widget_info(|| WidgetInfo::labeled(Role::ListBox, true, &name));
    if list.has_focus() {
        ui.memory_mut(|m| {
            m.set_focus_lock_filter(
                list_id,
                EventFilter { vertical_arrows: true, horizontal_arrows: true, ..EventFilter::default() },
            );
        });
        ui.painter().rect_stroke(outer.shrink(1.0), 4.0, theme.focus_ring(), egui::StrokeKind::Inside);
        if state.pane != Pane::List && list.gained_focus() {
            actions.push(Action::SetPane(Pane::List));
        }
    }
    let wanted = std::mem::take(&mut view.show_selection).then(|| {
        let cursor = state.chosen.cursor.and_then(|doc| listing.row(doc));
        cursor.or_else(|| state.selected_row())
    });
    let wanted = wanted.flatten();
    waiting::dim(ui, sign.is_some());
    ScrollArea::vertical().id_salt("rows").auto_shrink(false).show_viewport(ui, |ui, seen| {
        let origin = ui.max_rect().min;
        if let Some(waiting) = waiting {
            let from = view.tops.height();
            ui.set_height(from + files::height(waiting));
            files::show(
                ui,
                (origin + vec2(0.0, from), width),
                (seen.top() - from, seen.bottom() - from),
                waiting,
                theme,
            );
        } else {
            ui.set_height(view.tops.height());
        }
        ui.set_width(width);
        if let Some((from, to)) = wanted.and_then(|row| view.tops.row(row)) {
            let rect = Rect::from_min_max(pos2(origin.x, origin.y + from), pos2(origin.x + width, origin.y + to));
            if from < seen.top() || to > seen.bottom() {
                ui.scroll_to_rect(rect, None);
            }
        }
        let searching = !listing.filter.text.trim().is_empty();
        // The pages are searched on another thread; until then the rows keep their room.
        let mut in_sight: Vec<DocIx> = Vec::new();
        for index in view.tops.visible(seen.top(), seen.bottom()) {
            let (Some(document), Some((from, to))) = (listing.document(index), view.tops.row(index)) else { continue };
            let block = Rect::from_min_max(pos2(origin.x, origin.y + from), pos2(origin.x + width, origin.y + to));
            let others = row::Others::of(listing, index);
            let open = others.is_some() && state.open_groups.contains(&document.path);
            let below = if open { super::group::height(others.map_or(0, |others| others.count())) } else { 0.0 };
            let rect = block.with_max_y(block.bottom() - below);
            let model = view.rows.entry(document.path.clone()).or_insert_with(|| Row::of(document));
            let doc = listing.answer.hits.get(index).map(|hit| hit.doc);
            in_sight.extend(doc.filter(|_| searching));
            let peek = doc.and_then(|doc| state.search.peeks.get(listing, doc));
            let input = row::RowInput {
                row: model,
                others,
                open,
                chosen: doc.is_some_and(|doc| state.chosen.docs.contains(&doc)),
                cursor: doc.is_some() && state.chosen.cursor == doc && !state.chosen.docs.is_empty(),
                tags: state.tags.of(document.hash).collect(),
                shape: listing.rows.get(index).copied().unwrap_or_default(),
                document,
                snippet: peek.and_then(|peek| peek.snippet.as_ref()),
                selected: state.selected.as_deref() == Some(&document.path),
                unread: !state.read.contains(&document.hash),
                starred: state.search.starred.contains(&document.hash),
                hits: listing.answer.hits.get(index).map_or(0, |hit| hit.hits),
                way: peek.and_then(|peek| peek.way),
                encoding: state.encodings.get(&document.path).copied(),
                gone: state.watch.held.get(&document.path) == Some(&Held::Gone),
                searching,
            };
            let lines = row::show(ui, rect, (state, &input), theme, words, actions);
            if title_lines(input.shape, row::text_width(width)) > 1 {
                view.tops.measured(index, lines == 1);
            }
            if let Some(others) = others.filter(|_| open) {
                let place = block.with_min_y(rect.bottom());
                super::group::show(ui, place, &others, (state, &mut view.rows), theme, words, actions);
            }
        }
        if state.search.peeks.lacks(listing, &in_sight) {
            actions.push(Action::Search(SearchAction::Peek(in_sight)));
        }
    });
}

/// The files that are still to be read, while nothing narrows the list: nobody knows yet whether they would be in it.
fn waiting_files(state: &State) -> Option<&Waiting> {
    let waiting = state.listing.snapshot.waiting.as_deref();
    waiting.filter(|waiting| state.loading.is_some() && !state.filtered() && !waiting.is_empty())
}

/// No rows: why, and what would help; or the ghosts of rows that are coming.
fn nothing(ui: &mut Ui, state: &State, theme: &Theme, words: &Words, actions: &mut Vec<Action>) {
    if state.loading.is_some() || state.listing.generation == 0 {
        for _ in 0..3 {
            let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), 84.0), Sense::hover());
            ui.painter().rect_filled(rect.shrink2(vec2(16.0, 10.0)), 7.0, theme.hover);
        }
        return;
    }
    ui.add_space(24.0);
    // Whether nothing is found is known only when the new answer is there.
    let pending = match state.asked() {
        Asked::Answered => None,
        Asked::Searching => Some("list-searching"),
        Asked::GivenUp => Some("list-given-up"),
    };
    if let Some(pending) = pending {
        ui.vertical_centered(|ui| ui.label(egui::RichText::new(words.t(pending)).color(theme.ink2)));
        return;
    }
    ui.vertical_centered(|ui| {
        let (what, next) =
            if state.filtered() { ("list-no-hits", "list-no-hits-next") } else { ("list-empty", "list-empty-next") };
        ui.label(egui::RichText::new(words.t(what)).font(Theme::bold(14.0)).color(theme.ink));
        ui.add_space(6.0);
        if let Some(explanation) = &state.listing.explanation {
            super::why::show(ui, state, explanation, theme, words, actions);
        } else {
            ui.scope(|ui| {
                ui.set_max_width((ui.available_width() - 40.0).max(60.0));
                ui.label(egui::RichText::new(words.t(next)).color(theme.ink3));
            });
        }
        if state.filtered() {
            ui.add_space(10.0);
            let text = words.t("filter-clear-all");
            let button = crate::app::widgets::button::Button::new(crate::app::widgets::button::Kind::Outlined, &text);
            if button.show(ui, theme).clicked() {
                actions.push(Action::ClearFilters);
            }
        }
    });
}
