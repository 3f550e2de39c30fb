//! The table: headings that sort, and the rows in view.

use egui::{Align2, Id, Rangef, Rect, Role, Sense, Stroke, StrokeKind, Ui, WidgetInfo, pos2, vec2};

use super::{
    LedgerView,
    model::{Columns, Tone, amounts, head_words, parties, tone, when_words},
    top::cell_id,
};
use crate::{
    app::{
        action::Action,
        cells::CellField,
        command,
        ledger::{Column, LedgerAction, Listed, Row, Wish},
        panels::{
            header::command_item,
            sidebar::{counted, number},
        },
        state::State,
        theme::Theme,
        widgets::{
            self, chip,
            field::{self, Field},
            icon::{self, Icon},
            line, menu, put,
            table::{Heading, Table},
        },
    },
    facts::{ByUser, Fact, Status},
    words::Words,
};

/// Height of a row and of the headings, points.
const ROW: f32 = 37.0;
const HEAD: f32 = 34.0;

/// Id of the table, which is one stop of the Tab key.
#[must_use]
pub fn table_id() -> Id {
    Id::unique("ledger")
}

/// Draws it into the whole of `ui`.
pub(super) fn show(
    ui: &mut Ui,
    state: &State,
    view: &mut LedgerView,
    theme: &Theme,
    words: &Words,
    actions: &mut Vec<Action>,
) {
    let listed = &state.ledger.listed;
    if listed.rows.is_empty() {
        nothing(ui, state, theme, words, actions);
        return;
    }
    let width = ui.available_width();
    let columns = Columns::of(width, words.language());
    heads(ui, &columns, state, theme, words, actions);
    // A correction makes a new book: the rows stay where they are.
    let question = Id::unique(("ledger", listed.book.snapshot.scan, format!("{:?}", listed.wish)));
    let chosen = state.ledger.chosen_row();
    let wanted = std::mem::take(&mut view.show_choice).then_some(chosen).flatten();
    let name = words.t("ledger-name");
    let table = Table { id: table_id(), name: &name, row: ROW, count: listed.rows.len(), sideways: true };
    table.show(ui, theme, (question, &mut view.shown), wanted, |ui, rect, row| match listed.rows.get(row) {
        Some(&Row::Head(head)) => group_head(ui, rect, listed, head, theme, words),
        Some(&Row::Fact(index)) => {
            let Some(fact) = listed.book.fact(index) else { return };
            let marked = state.ledger.marked.contains(&index);
            let input = Input { fact: &fact, row, index, chosen: chosen == Some(row), marked };
            fact_row(ui, rect, &columns, &input, state, theme, words, actions);
        }
        None => {}
    });
}

/// No rows: why.
fn nothing(ui: &mut Ui, state: &State, theme: &Theme, words: &Words, actions: &mut Vec<Action>) {
    ui.add_space(70.0);
    ui.vertical_centered(|ui| {
        if super::waits(state, &state.ledger.listed) {
            ui.label(egui::RichText::new(words.t("ledger-waiting")).color(theme.ink3));
            return;
        }
        let narrowed = state.filtered() || state.ledger.wish.narrows();
        let (what, next) =
            if narrowed { ("ledger-no-match", "ledger-no-match-next") } else { ("ledger-empty", "ledger-empty-next") };
        ui.label(egui::RichText::new(words.t(what)).font(Theme::bold(14.0)).color(theme.ink));
        ui.add_space(8.0);
        ui.label(egui::RichText::new(words.t(next)).color(theme.ink3));
        if narrowed {
            ui.add_space(12.0);
            let text = words.t("filter-clear-all");
            let button = widgets::button::Button::new(widgets::button::Kind::Outlined, &text);
            if button.show(ui, theme).clicked() {
                actions.push(Action::Ledger(LedgerAction::Wish(state.ledger.wish.open())));
                actions.push(Action::ClearFilters);
            }
        }
    });
}

const COLUMNS: [(Column, &str); 7] = [
    (Column::Kind, "fact-column-kind"),
    (Column::Name, "ledger-column-name"),
    (Column::Parties, "fact-column-parties"),
    (Column::Date, "ledger-column-date"),
    (Column::Amount, "ledger-column-amount"),
    (Column::Status, "fact-column-status"),
    (Column::Witnesses, "ledger-column-witnesses"),
];

fn heads(ui: &mut Ui, columns: &Columns, state: &State, theme: &Theme, words: &Words, actions: &mut Vec<Action>) {
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), HEAD), Sense::hover());
    let now = &state.ledger.wish;
    for ((column, id), (x, width)) in COLUMNS.into_iter().zip(columns.at) {
        if width <= 0.0 {
            continue;
        }
        let cell = Rect::from_min_size(pos2(rect.left() + x, rect.top()), vec2(width, HEAD));
        let turned = words.t(if now.descending { "ledger-descending" } else { "ledger-ascending" });
        let (text, on) = (words.t(id), now.sort == column);
        let end = column == Column::Amount;
        let cell = cell_filter(ui, cell, (column, id), state, theme, words, actions);
        let heading = Heading { text: &text, turned: &turned, on, descending: now.descending, end };
        if heading.show(ui, theme, id, cell) {
            let wish = Wish { sort: column, descending: on && !now.descending, ..now.clone() };
            actions.push(Action::Ledger(LedgerAction::Wish(wish)));
        }
    }
    ui.painter().hline(rect.x_range(), rect.bottom() - 0.5, Stroke::new(1.0, theme.track));
}

/// The condition of a column under the sign at the right end of its heading; returns what is left of the heading.
fn cell_filter(
    ui: &mut Ui,
    cell: Rect,
    (column, id): (Column, &str),
    state: &State,
    theme: &Theme,
    words: &Words,
    actions: &mut Vec<Action>,
) -> Rect {
    let fields = CellField::of(column);
    if fields.is_empty() && column != Column::Witnesses {
        return cell;
    }
    let (left, sign) = cell.split_left_right_at_x(cell.right() - 22.0);
    let now = &state.ledger.wish;
    let on = now.cells.any_of(column);
    let response = ui.interact(sign.shrink2(vec2(0.0, 5.0)), ui.scope_id().with(("filter", id)), Sense::click());
    let name = words.tn("ledger-cell-filter", &[("column", words.t(id).into_owned().into())]);
    response.widget_info(|| WidgetInfo::selected(Role::Button, true, on, &name));
    if on || response.hovered() || response.has_focus() || ui.rect_contains_pointer(cell) {
        if on || response.hovered() {
            ui.painter().rect_filled(response.rect, 5.0, if on { theme.place_tint } else { theme.hover });
        }
        let ink = if on { theme.place } else { theme.ink3 };
        icon::paint(ui.painter(), Rect::from_center_size(sign.center(), vec2(13.0, 13.0)), Icon::Filter, ink);
    }
    widgets::focus_ring(ui, theme, &response, response.rect);
    let response = response.on_hover_text(&name);
    menu::card_under(&response, theme, 300.0, |ui| {
        let mut cells = now.cells.clone();
        if let Some(first) = fields.first() {
            menu::cursor_into(ui, &response, cell_field(*first));
        }
        for &field in fields {
            let label = words.t(cell_id(field));
            ui.label(egui::RichText::new(&*label).font(Theme::sans(12.5)).color(theme.ink2));
            let mut text = cells.get(field).to_owned();
            let help = match field {
                CellField::Name => "",
                CellField::Date | CellField::Deadline => "ledger-cell-date-help",
                CellField::Amount => "ledger-cell-amount-help",
            };
            let hint = if help.is_empty() { "".into() } else { words.t(help) };
            let (id, clear) = (cell_field(field), words.t("field-clear"));
            let input = Field { id, name: &label, hint: &hint, clear: &clear, aside: "", height: 32.0, glass: false };
            if field::show(ui, theme, input, &mut text).changed {
                cells = cells.with(field, text);
            }
            if !cells.is_clear(field) {
                let text = words.t("ledger-cell-unclear");
                ui.label(egui::RichText::new(text).font(Theme::sans(12.0)).color(theme.accent));
            }
            ui.add_space(4.0);
        }
        if column == Column::Witnesses {
            let all = words.t("ledger-all").into_owned();
            let least = |n: u32| (n, words.tn("ledger-cell-witnesses", &[("n", n.into())]));
            for (n, text) in [(0, all), least(2), least(3), least(5)] {
                if menu::choice(ui, theme, &text, cells.witnesses == n) {
                    cells.witnesses = n;
                }
            }
        }
        if cells != now.cells {
            actions.push(Action::Ledger(LedgerAction::Wish(Wish { cells, ..now.clone() })));
        }
    });
    left
}

/// The field of what a column is filtered by.
fn cell_field(field: CellField) -> Id {
    Id::unique(("ledger-cell", field as u8))
}

fn group_head(ui: &Ui, rect: Rect, listed: &Listed, head: u32, theme: &Theme, words: &Words) {
    let Some(head) = listed.heads.get(head as usize) else { return };
    let text = head_words(head.key, words);
    let count = words.tn("ledger-count", &[("n", counted(head.count as usize))]);
    let response = ui.interact(rect, ui.scope_id().with(("head", rect.top().to_bits())), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Heading, true, format!("{text} {count}")));
    let galley = line(ui, &text, Theme::bold(13.5), theme.ink2, rect.width() * 0.7);
    let x = rect.left() + 8.0;
    let right = x + galley.size().x;
    put(ui, galley, x, rect.center().y + 4.0);
    let galley = line(ui, &count, Theme::sans(12.5), theme.ink3, 200.0);
    put(ui, galley, right + 10.0, rect.center().y + 4.0);
    ui.painter().hline(rect.x_range(), rect.bottom() - 0.5, theme.hairline());
}

struct Input<'a> {
    fact: &'a Fact,
    row: usize,
    index: u32,
    chosen: bool,
    marked: bool,
}

#[expect(clippy::too_many_arguments, reason = "a struct for one call would only rename the arguments")]
fn fact_row(
    ui: &Ui,
    rect: Rect,
    columns: &Columns,
    input: &Input<'_>,
    state: &State,
    theme: &Theme,
    words: &Words,
    actions: &mut Vec<Action>,
) {
    let fact = input.fact;
    let response = ui.interact(rect, ui.scope_id().with(("row", input.row)), Sense::CLICK);
    let kind = words.fact_kind(fact.kind);
    let status = words.fact_status(fact.status);
    let when = when_words(fact, words);
    let chips = parties(fact);
    let by_user = fact.by_user();
    let said = by_user.first().map(|first| match first {
        ByUser::Added => words.t("ledger-by-user-added"),
        _ => words.t("ledger-by-user-changed"),
    });
    response.widget_info(|| {
        let who: Vec<&str> = chips.iter().map(|(name, _)| name.as_str()).collect();
        let mut name = format!("{kind}，{}，{}，{when}，{status}", fact.name, who.join("、"));
        for more in said.iter().cloned().chain(input.marked.then(|| words.t("ledger-marked-one"))) {
            name = format!("{name}，{more}");
        }
        WidgetInfo::selected(Role::ListBoxOption, true, input.chosen, name)
    });
    if input.chosen {
        ui.painter().rect_filled(rect, 0.0, theme.chosen_row());
    } else if response.hovered() {
        ui.painter().rect_filled(rect, 0.0, theme.hover);
    } else if input.marked {
        ui.painter().rect_filled(rect, 0.0, theme.place_tint);
    }
    ui.painter().hline(rect.x_range(), rect.bottom() - 0.5, theme.hairline());
    let y = rect.center().y;
    let cell = |column: usize| {
        let (x, width) = columns.at.get(column).copied().unwrap_or_default();
        (rect.left() + x, width)
    };
    // What a column has no room for is told in full under the pointer.
    let mut cut: Vec<(Rangef, String)> = Vec::new();
    let mut text = |column: usize, text: &str, bold: bool, ink| {
        let (x, width) = cell(column);
        if width > 0.0 {
            let font = if bold { Theme::bold(14.0) } else { Theme::sans(13.5) };
            let galley = line(ui, text, font, ink, width);
            if galley.elided {
                cut.push((Rangef::new(x, x + width), text.to_owned()));
            }
            put(ui, galley, x, y);
        }
    };
    text(0, &kind, false, theme.ink2);
    text(3, &when, false, theme.ink2);
    text(6, &words.tn("ledger-witnesses", &[("n", number(fact.witnesses.len()).into())]), false, theme.ink2);
    let (mut x, mut width) = cell(1);
    if input.marked {
        let place = Rect::from_center_size(pos2(x + 9.0, y), vec2(18.0, 18.0));
        ui.painter().rect_filled(place, 4.0, theme.place);
        icon::paint(ui.painter(), place.shrink(2.0), Icon::Check, theme.on_place);
        (x, width) = (x + 26.0, width - 26.0);
    }
    if let Some(said) = &said {
        let right = mark_user(ui, theme, (x, y), said);
        (x, width) = (right + 6.0, width - (right + 6.0 - x));
    }
    let galley = line(ui, &fact.name, Theme::bold(14.0), theme.ink, width);
    if galley.elided {
        cut.push((Rangef::new(x, x + width), fact.name.clone()));
    }
    put(ui, galley, x, y);
    let (x, width) = cell(2);
    let names = chips.iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>().join("、");
    if paint_parties(ui, theme, (x, y), x + width, &chips) {
        cut.push((Rangef::new(x, x + width), names));
    }
    let (x, width) = cell(4);
    if width > 0.0 {
        let shown = amounts(fact);
        let galley = line(ui, &shown, Theme::sans(13.5), theme.ink, width);
        let all = fact.quantities.iter().map(|amount| amount.text.as_str()).collect::<Vec<_>>().join(" / ");
        if galley.elided || shown != all {
            cut.push((Rangef::new(x, x + width), all));
        }
        put(ui, galley.clone(), x + width - galley.size().x, y);
    }
    let (x, width) = cell(5);
    if width > 0.0 {
        status_chip(ui, theme, (x, y), fact.status, &status);
    }
    let under = ui.input(|i| i.pointer.hover_pos()).filter(|_| response.hovered());
    let told = under.and_then(|at| cut.iter().find(|(cell, _)| cell.contains(at.x)));
    let response = match told {
        Some((_, text)) => response.on_hover_text_at_pointer(text),
        None => response,
    };
    let choose = Action::Ledger(LedgerAction::Choose { fact: Some(input.index), row: input.row });
    if response.clicked() {
        if ui.input(|i| i.modifiers.command) {
            actions.push(Action::Ledger(LedgerAction::Mark(input.index)));
        } else {
            actions.push(choose);
            ui.memory_mut(|m| m.request_focus(table_id()));
        }
    } else if response.secondary_clicked() {
        actions.push(choose);
    }
    menu::context(&response, theme, 230.0, |ui| fact_menu(ui, state, theme, words, actions));
    if response.double_clicked() {
        actions.push(Action::Ledger(LedgerAction::OpenWitness));
    }
}

/// What can be done with the chosen fact.
pub(super) fn fact_menu(ui: &mut Ui, state: &State, theme: &Theme, words: &Words, actions: &mut Vec<Action>) {
    command_item(ui, &command::OPEN_WITNESS, state, theme, words, actions);
    menu::rule(ui, theme);
    for command in [
        command::CORRECT_FACT,
        command::REVERT_FACT,
        command::HIDE_FACT,
        command::SPLIT_FACT,
        command::MARK_FACT,
        command::MERGE_FACTS,
    ] {
        command_item(ui, &command, state, theme, words, actions);
    }
    menu::rule(ui, theme);
    command_item(ui, &command::UNDO, state, theme, words, actions);
}

/// Says in small words with a line around that the user has a share in a row. Returns its right edge.
fn mark_user(ui: &Ui, theme: &Theme, (x, y): (f32, f32), text: &str) -> f32 {
    let galley = ui.painter().layout_no_wrap(text.to_owned(), Theme::sans(11.5), theme.ink2);
    let rect = Rect::from_min_size(pos2(x, y - 9.0), vec2(galley.size().x + 10.0, 18.0));
    ui.painter().rect(rect, 4.0, theme.track.gamma_multiply(0.5), Stroke::NONE, StrokeKind::Inside);
    put(ui, galley, x + 5.0, y);
    rect.right()
}

/// Cities as chips, other bodies behind them as words. True when there was no room for all.
fn paint_parties(ui: &Ui, theme: &Theme, (x, y): (f32, f32), right: f32, parties: &[(String, bool)]) -> bool {
    let cities: Vec<(String, bool)> =
        parties.iter().filter(|(_, city)| *city).map(|(name, _)| (name.clone(), false)).collect();
    if cities.is_empty() {
        let names: Vec<&str> = parties.iter().map(|(name, _)| name.as_str()).collect();
        let galley = line(ui, &names.join("、"), Theme::sans(12.5), theme.ink2, right - x);
        let elided = galley.elided;
        put(ui, galley, x, y);
        return elided;
    }
    // Bodies beside cities are told under the pointer.
    let room = chip::paint_places(ui, theme, pos2(x, y - chip::HEIGHT / 2.0), right, &cities);
    !room || cities.len() < parties.len()
}

/// A status with a line around, in the colour of its tone. Returns its right edge.
pub(super) fn status_chip(ui: &Ui, theme: &Theme, (x, y): (f32, f32), status: Status, text: &str) -> f32 {
    let ink = match tone(status) {
        // The faintest ink is too faint on a row under the pointer.
        Tone::Quiet => theme.ink2,
        Tone::Agreed => theme.blue,
        Tone::UnderWay => theme.amber,
        Tone::Done => theme.green,
    };
    let galley = ui.painter().layout_no_wrap(text.to_owned(), Theme::sans(12.0), ink);
    let rect = Rect::from_min_size(pos2(x, y - 10.0), vec2(galley.size().x + 16.0, 20.0));
    let line = if tone(status) == Tone::Quiet { Stroke::new(1.0, theme.track) } else { Stroke::new(1.0, ink) };
    ui.painter().rect_stroke(rect, 6.0, line, StrokeKind::Inside);
    let at = Align2::CENTER_CENTER.anchor_size(rect.center(), galley.size());
    ui.painter().galley(pos2(at.left().round(), at.top().round()), galley, ink);
    rect.right()
}
