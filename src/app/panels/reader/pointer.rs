//! The reading view's own pointer and keys: wheel, selection by mouse and by Shift with the arrows, the context menu.

use egui::{CursorIcon, Event, EventFilter, Key, PointerButton, Rect, Response, Role, Ui, WidgetInfo};

use super::{
    lookup, marks,
    model::{ReaderModel, Side},
    view::ReaderView,
};
use crate::{
    app::{
        action::{Action, ReaderCommand},
        command,
        ledger::LedgerAction,
        state::Pane,
        theme::Theme,
        title::title_of,
        widgets::{menu, page_select::Grain},
    },
    typeset::page::{Page, Pos},
    words::Words,
};

/// Points scrolled in a second for each point that a drag is beyond the view.
const DRAG_SPEED: f32 = 9.0;
/// A longer selection is no place name.
const MOST_WORD_BYTES: usize = 60;
/// Longest name of a fact that is added, bytes.
const MOST_FACT_BYTES: usize = 600;
/// Factor of zoom that makes one step of text size.
const ZOOM_STEP: f32 = 0.08;

/// Scrolls by the wheel; Ctrl and the wheel change the text size.
pub(super) fn wheel(ui: &Ui, rect: Rect, view: &mut ReaderView, actions: &mut Vec<Action>) {
    if !ui.rect_contains_pointer(rect) {
        return;
    }
    let (delta, zoom) = ui.input(|i| (i.smooth_scroll_delta().y, i.zoom_delta()));
    view.top -= f64::from(delta);
    if delta != 0.0 {
        view.card.close();
    }
    view.zoom += zoom - 1.0;
    if view.zoom.abs() >= ZOOM_STEP {
        actions.push(Action::StepTextSize(if view.zoom > 0.0 { 1 } else { -1 }));
        view.zoom = 0.0;
    }
}

/// The article as a stop of the Tab key: its keys then go to it.
pub(super) fn focus(ui: &Ui, response: &Response, model: &ReaderModel, words: &Words, actions: &mut Vec<Action>) {
    response.widget_info(|| {
        let title = title_of(&model.document);
        let name = match (model.paired, model.side) {
            (false, _) => title,
            (true, Side::Main) => words.tn("beside-first", &[("title", title.into())]),
            (true, Side::Beside) => words.tn("beside-second", &[("title", title.into())]),
        };
        WidgetInfo::labeled(Role::Document, true, name)
    });
    if !response.has_focus() {
        return;
    }
    let own = EventFilter { vertical_arrows: true, horizontal_arrows: true, ..EventFilter::default() };
    ui.memory_mut(|m| m.set_focus_lock_filter(response.id, own));
    if response.gained_focus() && !model.has_keys {
        actions.push(Action::SetPane(Pane::Reader));
        actions.push(Action::SetBesideKeys(model.side == Side::Beside));
    }
}

/// The ring around the article that has the focus.
pub(super) fn ring(ui: &Ui, response: &Response, theme: &Theme) {
    if response.has_focus() {
        ui.painter().rect_stroke(response.rect.shrink(1.0), 4.0, theme.focus_ring(), egui::StrokeKind::Inside);
    }
}

/// Selection by pointer and keys, and the context menu.
#[expect(clippy::too_many_arguments, reason = "one call site; a struct would only rename the arguments")]
pub(super) fn select(
    ui: &Ui,
    response: &Response,
    model: &ReaderModel,
    view: &mut ReaderView,
    rect: Rect,
    left: f32,
    theme: &Theme,
    words: &Words,
    actions: &mut Vec<Action>,
) {
    let port = view.port(rect, left);
    let pressed = response.is_pointer_button_down_on() && ui.input(|i| i.pointer.primary_pressed());
    // The menu of the other button is about the article it is opened on.
    let reached = pressed || response.secondary_clicked();
    let (shift, down) = ui.input(|i| (i.modifiers.shift, i.pointer.button_down(PointerButton::Primary)));
    if reached && !model.has_keys {
        actions.push(Action::SetPane(Pane::Reader));
        actions.push(Action::SetBesideKeys(model.side == Side::Beside));
    }
    let Some(shown) = &view.shown else { return };
    if let Some(at) = response.interact_pointer_pos().or_else(|| response.hover_pos()) {
        let (x, y) = port.page_point(at);
        let (caret, under) = (shown.page.hit(x, y), shown.page.char_at(x, y));
        let mut selection = view.selection;
        if response.triple_clicked() {
            selection.start(&shown.page, under, Grain::Sentence);
        } else if response.double_clicked() {
            selection.start(&shown.page, under, Grain::Word);
        } else if pressed && shift {
            selection.extend(&shown.page, caret);
        } else if pressed && ui.input(|i| i.pointer.press_start_time().is_some()) {
            selection.start(&shown.page, caret, Grain::Char);
        } else if response.dragged_by(PointerButton::Primary) && down {
            selection.extend(&shown.page, caret);
            // a drag beyond the view pulls the page along
            let beyond = (at.y - rect.bottom()).max(0.0) - (rect.top() - at.y).max(0.0);
            if beyond != 0.0 {
                let time = ui.input(|i| i.stable_dt).min(0.1);
                view.top += f64::from(beyond * DRAG_SPEED * time);
                ui.ctx().request_repaint();
            }
        }
        view.selection = selection;
    }
    if response.hovered() && view.card.is_closed() {
        ui.ctx().set_cursor_icon(CursorIcon::Text);
    }
    keys(ui, model, view, rect.height());
    if response.secondary_clicked()
        && let (Some(at), Some(shown)) = (response.interact_pointer_pos(), &view.shown)
    {
        let (x, y) = port.page_point(at);
        view.menu_at = shown.page.source_of(shown.page.char_at(x, y));
    }
    menu::context(response, theme, 260.0, |ui| {
        let keys = |shortcut: &[command::Shortcut]| shortcut.first().map(|key| key.text(ui.ctx())).unwrap_or_default();
        let (copy_source, correct_keys) = (keys(command::COPY_WITH_SOURCE.keys), keys(command::CORRECT.keys));
        let line_keys = keys(command::CORRECT_LINE.keys);
        let copy = command::Shortcut(egui::Modifiers::COMMAND, Key::C).text(ui.ctx());
        let some = view.selection.range().is_some();
        if menu::item(ui, theme, &words.t("reader-copy"), &copy, None, some) {
            view.inbox.push(ReaderCommand::Copy);
        }
        if menu::item(ui, theme, &words.t("reader-copy-source"), &copy_source, None, true) {
            view.inbox.push(ReaderCommand::CopyWithSource);
        }
        if menu::item(ui, theme, &words.t("reader-select-all"), "", None, true) {
            view.inbox.push(ReaderCommand::SelectAll);
        }
        lookup::items(ui, view.selected_words().as_deref(), theme, words, actions);
        if model.marks.is_some() {
            let selected = view.selected_source();
            marks::items(ui, selected, view.menu_at, theme, words, actions);
        }
        if !model.can_correct {
            return;
        }
        menu::rule(ui, theme);
        let word = view.selected_source().filter(|span| span.len() <= MOST_WORD_BYTES);
        if menu::item(ui, theme, &words.t("reader-is-place"), "", None, word.is_some()) {
            actions.extend(word.map(Action::CorrectPlace));
        }
        let told = view.selected_source().filter(|span| span.len() <= MOST_FACT_BYTES);
        if menu::item(ui, theme, &words.t("fact-form-add"), "", None, told.is_some()) {
            actions.extend(told.map(|span| Action::Ledger(LedgerAction::Add(span))));
        }
        if menu::item(ui, theme, &words.t("reader-line-kind"), &line_keys, None, view.menu_at.is_some()) {
            actions.extend(view.menu_at.map(Action::CorrectLine));
        }
        if menu::item(ui, theme, &words.t("cmd-correct"), &correct_keys, None, true) {
            actions.push(Action::CorrectArticle(None));
        }
    });
}

/// Shift with the arrows, Home and End moves the free end of the selection.
fn keys(ui: &Ui, model: &ReaderModel, view: &mut ReaderView, height: f32) {
    if !model.has_keys || ui.ctx().text_edit_focused() {
        return;
    }
    let Some(shown) = &view.shown else { return };
    let mut pressed = Vec::new();
    ui.input(|i| {
        for event in &i.events {
            if let Event::Key { key, pressed: true, modifiers, .. } = event
                && modifiers.shift
                && !modifiers.alt
            {
                pressed.push((*key, modifiers.command));
            }
        }
    });
    for (key, whole) in pressed {
        let page = &shown.page;
        let head = view.selection.head().unwrap_or_else(|| first_visible(page, view.top));
        let column = view.selection.column;
        let (to, column) = match key {
            Key::ArrowRight => (page.step(head, true), None),
            Key::ArrowLeft => (page.step(head, false), None),
            Key::ArrowUp | Key::ArrowDown => {
                let x = column.unwrap_or_else(|| caret_x(page, head) as i32);
                (by_line(page, head, x as f32, key == Key::ArrowDown), Some(x))
            }
            Key::Home if whole => (page.first(), None),
            Key::End if whole => (page.end(), None),
            Key::Home | Key::End => (line_edge(page, head, key == Key::End), None),
            _ => continue,
        };
        if view.selection.head().is_none() {
            view.selection.start(page, head, Grain::Char);
        }
        view.selection.extend(page, to);
        view.selection.column = column;
        // the free end stays in view
        if let Some(line) = page.line_of(to) {
            let pitch = page.style(line.block).map_or(30.0, |s| f64::from(s.pitch));
            view.top = view.top.clamp((line.top + pitch - f64::from(height)).min(line.top), line.top);
        }
    }
}

fn first_visible(page: &Page, top: f64) -> Pos {
    page.source_at(top).and_then(|offset| page.pos_of(offset)).unwrap_or_default()
}

/// Page x of the caret at a place.
fn caret_x(page: &Page, pos: Pos) -> f32 {
    let next = page.step(pos, true);
    let top = page.top_of(pos);
    page.rects(pos, next, top..top + 1.0).first().map_or(0.0, |rect| rect.left)
}

fn by_line(page: &Page, pos: Pos, x: f32, down: bool) -> Pos {
    let Some(line) = page.line_of(pos) else { return pos };
    let pitch = page.style(line.block).map_or(30.0, |s| f64::from(s.pitch));
    // over the gap between blocks to the next line there is
    (1..6_u8)
        .map(|k| {
            let step = pitch * (0.5 + f64::from(k) * 0.5);
            page.hit(x, if down { line.top + pitch * 0.5 + step } else { line.top + pitch * 0.5 - step })
        })
        .find(|to| page.line_of(*to).is_some_and(|other| (other.block, other.line) != (line.block, line.line)))
        .unwrap_or(pos)
}

fn line_edge(page: &Page, pos: Pos, end: bool) -> Pos {
    let Some(line) = page.line_of(pos) else { return pos };
    let Some(bytes) = page.line_bytes(line) else { return pos };
    if !end {
        return Pos { at: bytes.start, ..pos };
    }
    // before the last character, when the end would already be the next line's start
    let to = Pos { at: bytes.end, ..pos };
    if page.line_of(to) == Some(line) { to } else { page.step(to, false) }
}
