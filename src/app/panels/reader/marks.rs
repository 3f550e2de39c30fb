//! What the user marked, in the article: notes in the margin, ribbons of bookmarks, the card of a highlight, and the items of the menu.

use egui::{
    Align2, Color32, CursorIcon, Popup, Rect, Response, Role, Sense, Ui, WidgetInfo, pos2, text::LayoutJob, vec2,
};

use super::{
    BAR,
    model::{ReaderModel, Side},
    view::ReaderView,
};
use crate::{
    app::{
        action::{Action, ReaderCommand},
        command,
        theme::Theme,
        widgets::{
            button::{Button, Kind},
            icon::{self, Icon},
            menu,
            page::Port,
            swatch,
        },
    },
    library::marks::{Colour, MarkKind, Placed},
    text::span::ByteRange,
    words::Words,
};

/// Least room at the right of the column for notes in words, points.
const NOTE_ROOM: f32 = 132.0;
/// Widest note, points.
const NOTE_WIDTH: f32 = 190.0;
/// Lines of a note that the margin shows.
const NOTE_ROWS: usize = 5;

/// The highlights of an article with their grounds, in text order.
pub(super) fn grounds(placed: &[Placed], theme: &Theme) -> Vec<(ByteRange, Color32)> {
    let ground = |placed: &Placed| match placed.mark.kind {
        MarkKind::Highlight(colour) => Some((placed.span?, theme.highlight(colour))),
        MarkKind::Dots | MarkKind::Bookmark => None,
    };
    placed.iter().filter_map(ground).collect()
}

/// The pieces with dots under them.
pub(super) fn dotted(placed: &[Placed]) -> Vec<ByteRange> {
    placed.iter().filter(|placed| placed.mark.kind == MarkKind::Dots).filter_map(|placed| placed.span).collect()
}

/// Notes and ribbons beside the column, for the lines in view; and the card of the highlight that was clicked.
#[expect(clippy::too_many_arguments, reason = "one call site; a struct would only rename the arguments")]
pub(super) fn show(
    ui: &Ui,
    model: &ReaderModel,
    view: &mut ReaderView,
    response: &Response,
    port: Port,
    width: f32,
    theme: &Theme,
    words: &Words,
    actions: &mut Vec<Action>,
) {
    if model.original {
        return;
    }
    clicked(ui, view, model.side, response, port);
    let Some(shown) = &view.shown else { return };
    let (left, right) = (port.left + width, port.view.right() - BAR);
    let mut free = f32::MIN;
    let mut opened = None;
    for (index, placed) in view.placed.iter().enumerate() {
        let Some(first) = placed.span.and_then(|span| shown.page.source_rects(span, port.heights()).first().copied())
        else {
            continue;
        };
        let line = port.screen_rect(&first);
        if placed.mark.kind == MarkKind::Bookmark {
            ribbon(ui, placed, index, line, port, theme, words, actions);
        }
        if placed.mark.note.is_empty() {
            continue;
        }
        let at = (line.top().max(free), index);
        free = if right - left >= NOTE_ROOM {
            note(ui, placed, at, (left + 20.0, right - 8.0), theme, words, actions)
        } else {
            let at = pos2((left + 12.0).min(right - 6.0), line.center().y);
            if let Some(sign) = sign(ui, placed, index, at, theme, words) {
                opened = Some((placed.key.clone(), placed.mark.note.clone(), sign));
            }
            free
        };
    }
    if let Some((key, note, sign)) = opened {
        super::note::open(ui, view, model.side, key, note, &sign);
    }
    card(ui, view, model.side, port, theme, words, actions);
}

/// A note in words; returns where the next one may begin.
fn note(
    ui: &Ui,
    placed: &Placed,
    (top, index): (f32, usize),
    (left, right): (f32, f32),
    theme: &Theme,
    words: &Words,
    actions: &mut Vec<Action>,
) -> f32 {
    let mut job = LayoutJob::simple(
        placed.mark.note.clone(),
        Theme::sans(12.5),
        theme.ink2,
        (right - left - 10.0).clamp(40.0, NOTE_WIDTH),
    );
    job.wrap.max_rows = NOTE_ROWS;
    job.wrap.break_anywhere = false;
    let galley = ui.ctx().fonts_mut(|fonts| fonts.layout_job(job));
    let rect = Rect::from_min_size(pos2(left, top + 4.0), galley.size() + vec2(10.0, 6.0));
    let response = ui.interact(rect, ui.scope_id().with(("note", index)), Sense::click());
    let name = words.tn("note-of", &[("note", placed.mark.note.as_str().into())]);
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, &name));
    let painter = ui.painter();
    if response.hovered() || response.has_focus() {
        painter.rect_filled(rect.expand(3.0), 4.0, theme.hover);
        ui.ctx().set_cursor_icon(CursorIcon::PointingHand);
    }
    painter.rect_filled(Rect::from_min_size(rect.min, vec2(2.5, rect.height())), 1.0, colour_of(placed, theme));
    painter.galley(rect.min + vec2(10.0, 3.0), galley, theme.ink2);
    if response.clicked() {
        actions.push(Action::EditMark(placed.key.clone()));
    }
    rect.bottom() + 6.0
}

/// A small sign that there is a note, where the margin has no room for its words. Returns it when it is pressed.
fn sign(ui: &Ui, placed: &Placed, index: usize, at: egui::Pos2, theme: &Theme, words: &Words) -> Option<Response> {
    let rect = Rect::from_center_size(at, vec2(22.0, 24.0));
    let response = ui.interact(rect, ui.scope_id().with(("note", index)), Sense::click());
    let name = words.tn("note-of", &[("note", placed.mark.note.as_str().into())]);
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, &name));
    let size = if response.hovered() || response.has_focus() { 7.0 } else { 5.5 };
    let bubble = Rect::from_center_size(at, vec2(size * 2.2, size * 1.7));
    ui.painter().rect(
        bubble,
        3.0,
        colour_of(placed, theme),
        egui::Stroke::new(1.0, theme.ink2),
        egui::StrokeKind::Inside,
    );
    if response.has_focus() {
        ui.painter().rect_stroke(rect, 4.0, theme.focus_ring(), egui::StrokeKind::Inside);
    }
    let response = response.on_hover_text(&placed.mark.note);
    response.clicked().then_some(response)
}

fn colour_of(placed: &Placed, theme: &Theme) -> Color32 {
    match placed.mark.kind {
        MarkKind::Highlight(colour) => theme.highlight_edge(colour),
        MarkKind::Dots | MarkKind::Bookmark => theme.accent,
    }
}

/// The ribbon of a bookmark at the left of its line.
#[expect(clippy::too_many_arguments, reason = "one call site; a struct would only rename the arguments")]
fn ribbon(
    ui: &Ui,
    placed: &Placed,
    index: usize,
    line: Rect,
    port: Port,
    theme: &Theme,
    words: &Words,
    actions: &mut Vec<Action>,
) {
    let at =
        Rect::from_center_size(pos2((port.left - 12.0).max(port.view.left() + 8.0), line.center().y), vec2(15.0, 18.0));
    let response = ui.interact(at.expand(3.0), ui.scope_id().with(("ribbon", index)), Sense::click());
    let quote: String = placed.mark.at.quote.chars().take(16).collect();
    let name = words.tn("bookmark-of", &[("quote", quote.into())]);
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, &name));
    let color = if response.hovered() || response.has_focus() { theme.ink } else { theme.accent };
    icon::paint(ui.painter(), at, Icon::Bookmark, color);
    if response.on_hover_text(words.t("bookmark-tip")).clicked()
        && let Some(span) = placed.span
    {
        actions.push(Action::ToggleBookmark(span.start));
    }
}

/// A click on a highlight, where no text was selected by it, opens its card.
fn clicked(ui: &Ui, view: &mut ReaderView, side: Side, response: &Response, port: Port) {
    if !response.clicked() || view.selection.range().is_some() {
        return;
    }
    let Some((shown, at)) = view.shown.as_ref().zip(response.interact_pointer_pos()) else { return };
    let (x, y) = port.page_point(at);
    let Some(offset) = shown.page.source_of(shown.page.char_at(x, y)) else { return };
    let here = |placed: &&Placed| {
        matches!(placed.mark.kind, MarkKind::Highlight(_)) && placed.span.is_some_and(|span| span.contains(offset))
    };
    // Of several the shortest is meant: it lies on the others.
    let Some(placed) = view.placed.iter().filter(here).min_by_key(|placed| placed.span.map_or(0, ByteRange::len))
    else {
        return;
    };
    let rects = placed.span.map(|span| shown.page.source_rects(span, port.heights())).unwrap_or_default();
    let under = rects.iter().map(|rect| port.screen_rect(rect)).find(|rect| rect.y_range().contains(at.y));
    if let Some(under) = under {
        view.mark_card =
            Some((placed.key.clone(), Rect::from_min_max(pos2(at.x - 40.0, under.top()), pos2(at.x, under.bottom()))));
        Popup::open_id(ui.ctx(), card_id(side));
    }
}

fn card_id(side: Side) -> egui::Id {
    egui::Id::unique(("mark-card", side))
}

/// Colours, note and end of the highlight that was clicked.
fn card(ui: &Ui, view: &ReaderView, side: Side, port: Port, theme: &Theme, words: &Words, actions: &mut Vec<Action>) {
    let Some((key, at)) = &view.mark_card else { return };
    let Some(placed) = view.placed.iter().find(|placed| placed.key == *key) else { return };
    let (Some(span), MarkKind::Highlight(colour)) = (placed.span, placed.mark.kind) else { return };
    let anchor = at.intersect(port.view);
    let popup = Popup::new(card_id(side), ui.ctx().clone(), anchor, ui.layer_id()).open_memory(None);
    popup.frame(theme.card().inner_margin(8)).gap(2.0).show(|ui| {
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = 4.0;
            if let Some(chosen) = swatch::row(ui, theme, words, Some(colour)) {
                actions.push(if chosen == colour {
                    Action::EditMark(key.clone())
                } else {
                    Action::Highlight(span, chosen)
                });
                ui.close();
            }
            ui.add_space(4.0);
            if Button::new(Kind::Quiet, &words.t("mark-note")).height(28.0).show(ui, theme).clicked() {
                actions.push(Action::EditMark(key.clone()));
                ui.close();
            }
            if Button::new(Kind::Quiet, &words.t("mark-remove")).height(28.0).show(ui, theme).clicked() {
                actions.push(Action::SetMarks(vec![(key.clone(), None)]));
                ui.close();
            }
        });
        if !placed.mark.note.is_empty() {
            ui.set_max_width(300.0);
            ui.add_space(2.0);
            let text = egui::RichText::new(&placed.mark.note).font(Theme::sans(13.0)).color(theme.ink2);
            ui.add(egui::Label::new(text).wrap());
        }
    });
}

/// The items of the context menu: colours for the selection, a note, a bookmark, the list.
pub(super) fn items(
    ui: &mut Ui,
    selected: Option<ByteRange>,
    at: Option<usize>,
    theme: &Theme,
    words: &Words,
    actions: &mut Vec<Action>,
) {
    let keys = |shortcut: &[command::Shortcut]| shortcut.first().map(|key| key.text(ui.ctx())).unwrap_or_default();
    let [note_keys, bookmark_keys, dots_keys, spell_keys] =
        [command::NOTE, command::BOOKMARK, command::DOTS, command::SPELL].map(|command| keys(command.keys));
    menu::rule(ui, theme);
    let (row, _) = ui.allocate_exact_size(vec2(ui.available_width(), swatch::SIDE + 4.0), Sense::hover());
    let color = if selected.is_some() { theme.ink } else { theme.ink3 };
    let text = words.t("cmd-highlight");
    ui.painter().text(pos2(row.left() + 12.0, row.center().y), Align2::LEFT_CENTER, text, Theme::sans(13.5), color);
    let room = swatch::SIDE * 4.0 + 12.0 + 6.0;
    let place = Rect::from_min_max(pos2(row.right() - room, row.top() + 2.0), row.max);
    let mut child = ui.new_child(egui::UiBuilder::new().max_rect(place));
    child.add_enabled_ui(selected.is_some(), |ui| {
        if let Some((colour, span)) = swatch::row(ui, theme, words, None).zip(selected) {
            actions.push(Action::Highlight(span, colour));
            ui.close();
        }
    });
    if menu::item(ui, theme, &words.t("cmd-dots"), &dots_keys, None, selected.is_some()) {
        actions.extend(selected.map(Action::EmphasiseDots));
    }
    if menu::item(ui, theme, &words.t("cmd-spell"), &spell_keys, None, selected.is_some()) {
        actions.push(Action::Reader(ReaderCommand::Spell));
    }
    if menu::item(ui, theme, &words.t("mark-note"), &note_keys, None, selected.is_some()) {
        actions.extend(selected.map(Action::EditNote));
    }
    if menu::item(ui, theme, &words.t("cmd-bookmark"), &bookmark_keys, None, at.is_some()) {
        actions.extend(at.map(Action::ToggleBookmark));
    }
}

/// The colour of the last highlight, unless one is named.
pub(super) fn colour(named: Option<Colour>, model: &ReaderModel) -> Colour {
    named.unwrap_or(model.colour)
}
