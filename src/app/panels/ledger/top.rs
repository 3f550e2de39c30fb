//! Above the table: kinds with their counts, how far the reading is, what is left out, grouping, export.

use egui::{Align, Id, Layout, Response, Role, Sense, Stroke, StrokeKind, Ui, WidgetInfo, vec2};

use super::model::head_words;
use crate::{
    app::{
        action::Action,
        cells::{CellField, Cells},
        ledger::{GroupKey, Grouping, LedgerAction, Report, Wish},
        panels::sidebar::number,
        state::State,
        theme::Theme,
        widgets::{
            button::{Button, Kind as Look},
            chip,
            field::{self, Field},
            focus_ring,
            icon::Icon,
            line, menu, put,
        },
    },
    facts::{Kind, Status},
    text::fold::fold_str,
    words::Words,
};

/// Height of a pill, points.
const PILL: f32 = 30.0;

/// A choice as a pill: words, and a count in the second ink.
pub fn pill(ui: &mut Ui, theme: &Theme, text: &str, count: &str, selected: bool) -> Response {
    let ink = if selected { theme.place } else { theme.ink2 };
    let font = if selected { Theme::bold(13.5) } else { Theme::sans(13.5) };
    let label = if count.is_empty() { text.to_owned() } else { format!("{text} {count}") };
    let galley = line(ui, &label, font, ink, 240.0);
    let (rect, response) = ui.allocate_exact_size(vec2(galley.size().x + 26.0, PILL), Sense::click());
    response.widget_info(|| WidgetInfo::selected(Role::Button, true, selected, &label));
    let (fill, stroke) = if selected {
        (theme.place_tint, Stroke::new(1.0, theme.place))
    } else if response.hovered() {
        (theme.hover, theme.hairline())
    } else {
        (theme.paper, theme.hairline())
    };
    ui.painter().rect(rect, PILL / 2.0, fill, stroke, StrokeKind::Inside);
    put(ui, galley, rect.left() + 13.0, rect.center().y);
    focus_ring(ui, theme, &response, rect);
    response
}

fn wish(actions: &mut Vec<Action>, wish: Wish) {
    actions.push(Action::Ledger(LedgerAction::Wish(wish)));
}

/// Draws it.
pub(super) fn show(ui: &mut Ui, state: &State, theme: &Theme, words: &Words, actions: &mut Vec<Action>) {
    ui.add_space(16.0);
    ui.horizontal(|ui| {
        ui.set_min_height(PILL);
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            ui.spacing_mut().item_spacing.x = 2.0;
            export(ui, state, theme, words, actions);
            statuses(ui, state, theme, words, actions);
            people(ui, state, theme, words, actions);
            groups(ui, state, theme, words, actions);
            ui.with_layout(Layout::left_to_right(Align::Center).with_main_wrap(true), |ui| {
                kinds(ui, state, theme, words, actions);
            });
        });
    });
    ui.add_space(4.0);
    narrowed(ui, state, theme, words, actions);
}

/// All kinds, and each with its count.
pub fn kinds(ui: &mut Ui, state: &State, theme: &Theme, words: &Words, actions: &mut Vec<Action>) {
    let listed = &state.ledger.listed;
    let now = &state.ledger.wish;
    ui.spacing_mut().item_spacing = vec2(8.0, 6.0);
    let all = number(listed.all_kinds() as usize);
    if pill(ui, theme, &words.t("ledger-all"), &all, now.kinds.is_empty()).clicked() {
        wish(actions, Wish { kinds: [].into(), ..now.clone() });
    }
    for (kind, count) in Kind::ALL.into_iter().zip(listed.kinds) {
        let on = now.kinds.contains(&kind);
        if count == 0 && !on {
            continue;
        }
        if pill(ui, theme, &words.fact_kind(kind), &number(count as usize), on).clicked() {
            let several = ui.input(|i| i.modifiers.command || i.modifiers.shift);
            let mut kinds = if several { now.kinds.clone() } else { [].into() };
            if on && (several || now.kinds.len() == 1) {
                kinds.remove(&kind);
            } else {
                kinds.insert(kind);
            }
            wish(actions, Wish { kinds, ..now.clone() });
        }
    }
}

/// What else leaves facts out, each with a cross; and how far the reading is.
fn narrowed(ui: &mut Ui, state: &State, theme: &Theme, words: &Words, actions: &mut Vec<Action>) {
    let now = &state.ledger.wish;
    let reading = state.ledger.reading.filter(|(read, all)| read < all);
    let marked = state.ledger.marked.len();
    if !now.is_told() && reading.is_none() && marked == 0 {
        return;
    }
    ui.add_space(4.0);
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = vec2(6.0, 4.0);
        let mut more = Vec::new();
        let mut cross = |ui: &mut Ui, text: &str, without: Wish| {
            let name = words.tn("chip-remove", &[("what", text.into())]);
            if chip::removable(ui, theme, text, &name, false).clicked() {
                wish(actions, without);
            }
        };
        if marked > 0 {
            marks(ui, marked, theme, words, &mut more);
        }
        if let Some((a, b)) = now.pair {
            cross(ui, &head_words(GroupKey::Pair(a, b), words), Wish { pair: None, ..now.clone() });
        }
        if let Some(name) = &now.who {
            cross(ui, name, Wish { who: None, ..now.clone() });
        }
        if now.overdue {
            cross(ui, &words.t("ledger-overdue"), Wish { overdue: false, ..now.clone() });
        }
        if now.quiet {
            cross(ui, &words.t("ledger-quiet"), Wish { quiet: false, ..now.clone() });
        }
        if now.mine {
            cross(ui, &words.t("ledger-by-user-only"), Wish { mine: false, ..now.clone() });
        }
        for (text, cells) in cell_words(&now.cells, words) {
            cross(ui, &text, Wish { cells, ..now.clone() });
        }
        for status in &now.statuses {
            let mut statuses = now.statuses.clone();
            statuses.remove(status);
            cross(ui, &words.fact_status(*status), Wish { statuses, ..now.clone() });
        }
        if let Some((read, all)) = reading {
            let numbers = [("read", number(read as usize).into()), ("all", number(all as usize).into())];
            let text = words.tn("ledger-reading", &numbers);
            ui.label(egui::RichText::new(text).font(Theme::sans(12.5)).color(theme.ink3));
        }
        actions.append(&mut more);
    });
}

/// What is asked of columns in words, each with the same without it.
fn cell_words(cells: &Cells, words: &Words) -> Vec<(String, Cells)> {
    let mut found = Vec::new();
    for field in CellField::ALL.into_iter().filter(|&field| !cells.get(field).trim().is_empty()) {
        let name = words.t(cell_id(field)).into_owned();
        let text = words.tn("ledger-cell", &[("field", name.into()), ("text", cells.get(field).trim().into())]);
        found.push((text, cells.clone().with(field, String::new())));
    }
    if cells.witnesses > 1 {
        let text = words.tn("ledger-cell-witnesses", &[("n", cells.witnesses.into())]);
        found.push((text, Cells { witnesses: 0, ..cells.clone() }));
    }
    found
}

/// The message of a line of the columns' conditions.
pub(super) const fn cell_id(field: CellField) -> &'static str {
    match field {
        CellField::Name => "ledger-cell-name",
        CellField::Date => "fact-column-date",
        CellField::Deadline => "fact-column-deadline",
        CellField::Amount => "ledger-column-amount",
    }
}

/// How many facts are marked, and what can be done with them.
fn marks(ui: &mut Ui, marked: usize, theme: &Theme, words: &Words, actions: &mut Vec<Action>) {
    let text = words.tn("ledger-marked", &[("n", number(marked).into())]);
    ui.label(egui::RichText::new(text).font(Theme::bold(13.0)).color(theme.place));
    for (id, action, any) in
        [("ledger-marked-merge", LedgerAction::Merge, marked > 1), ("ledger-marked-clear", LedgerAction::Unmark, true)]
    {
        ui.add_enabled_ui(any, |ui| {
            if Button::new(Look::Outlined, &words.t(id)).height(26.0).text_pt(12.5).show(ui, theme).clicked() {
                actions.push(Action::Ledger(action));
            }
        });
    }
    ui.add_space(6.0);
}

fn statuses(ui: &mut Ui, state: &State, theme: &Theme, words: &Words, actions: &mut Vec<Action>) {
    let now = &state.ledger.wish;
    let listed = &state.ledger.listed;
    let text = words.t("ledger-status");
    let late = now.overdue || now.quiet || now.mine;
    let on = !now.statuses.is_empty() || late;
    let button = Button::new(Look::Quiet, &text).trailing(Icon::Down).selected(on).show(ui, theme);
    menu::under(&button, theme, 210.0, |ui| {
        if menu::item(ui, theme, &words.t("ledger-all"), "", Some(!on), true) {
            let all = Wish { statuses: [].into(), overdue: false, quiet: false, mine: false, ..now.clone() };
            wish(actions, all);
        }
        for (status, count) in Status::ALL.into_iter().zip(listed.statuses) {
            let on = now.statuses.contains(&status);
            let count = number(count as usize);
            if menu::item(ui, theme, &words.fact_status(status), &count, Some(on), true) {
                let mut statuses = now.statuses.clone();
                if !statuses.remove(&status) {
                    statuses.insert(status);
                }
                wish(actions, Wish { statuses, ..now.clone() });
            }
        }
        menu::rule(ui, theme);
        let rows = [
            ("ledger-overdue", listed.overdue, now.overdue, Wish { overdue: !now.overdue, ..now.clone() }),
            ("ledger-quiet", listed.quiet, now.quiet, Wish { quiet: !now.quiet, ..now.clone() }),
            ("ledger-by-user-only", listed.mine, now.mine, Wish { mine: !now.mine, ..now.clone() }),
        ];
        for (id, count, on, turned) in rows {
            if menu::item(ui, theme, &words.t(id), &number(count as usize), Some(on), true) {
                wish(actions, turned);
            }
        }
    });
}

/// Those who are named most: people with their posts, then organisations.
fn people(ui: &mut Ui, state: &State, theme: &Theme, words: &Words, actions: &mut Vec<Action>) {
    let (now, listed, people) = (&state.ledger.wish, &state.ledger.listed, &state.ledger.people);
    // The numbers are of these people only.
    let known = listed.book.generation == people.generation && !listed.who.is_empty();
    if !known && now.who.is_none() {
        return;
    }
    let text = words.t("ledger-who");
    let button = Button::new(Look::Quiet, &text).trailing(Icon::Down).selected(now.who.is_some()).show(ui, theme);
    menu::card_under(&button, theme, 300.0, |ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        menu::cursor_into(ui, &button, Id::unique("ledger-who-find"));
        let typed = Id::unique("ledger-who-typed");
        let mut text = ui.data(|data| data.get_temp::<String>(typed)).unwrap_or_default();
        let (name, clear) = (words.t("ledger-who-find"), words.t("field-clear"));
        let id = Id::unique("ledger-who-find");
        let look = Field { id, name: &name, hint: &name, clear: &clear, aside: "", height: 32.0, glass: true };
        if field::show(ui, theme, look, &mut text).changed {
            ui.data_mut(|data| data.insert_temp(typed, text.clone()));
        }
        ui.add_space(6.0);
        let height = (ui.ctx().content_rect().bottom() - ui.cursor().top() - 40.0).clamp(120.0, 520.0);
        let area =
            egui::ScrollArea::vertical().max_height(height).min_scrolled_height(height).auto_shrink([false, true]);
        area.show(ui, |ui| names(ui, state, known, text.trim(), theme, words, actions));
    });
}

/// So many people, and so many organisations, are offered; of those that are looked for.
const MOST_OFFERED: usize = 12;
const MOST_FOUND: usize = 100;

/// Those who are named most, or whose names have what is typed.
fn names(
    ui: &mut Ui,
    state: &State,
    known: bool,
    typed: &str,
    theme: &Theme,
    words: &Words,
    actions: &mut Vec<Action>,
) {
    let (now, listed, people) = (&state.ledger.wish, &state.ledger.listed, &state.ledger.people);
    let mut chosen = |ui: &Ui, who: Option<String>| {
        wish(actions, Wish { who, ..now.clone() });
        ui.close();
    };
    if typed.is_empty() {
        if menu::choice(ui, theme, &words.t("ledger-all"), now.who.is_none()) {
            chosen(ui, None);
        }
        menu::rule(ui, theme);
    }
    let typed = fold_str(typed);
    let named = listed.who.iter().filter(|_| known).filter_map(|&(one, count)| {
        let someone = people.all.get(one as usize)?;
        (typed.is_empty() || fold_str(&someone.shown()).contains(&typed)).then_some((someone, count))
    });
    let (some, bodies): (Vec<_>, Vec<_>) = named.partition(|(someone, _)| !someone.post.is_empty());
    let most = if typed.is_empty() { MOST_OFFERED } else { MOST_FOUND };
    if some.is_empty() && bodies.is_empty() && !typed.is_empty() {
        ui.label(egui::RichText::new(words.t("ledger-who-none")).font(Theme::sans(13.0)).color(theme.ink3));
    }
    let listed_any = !some.is_empty();
    for (nth, group) in [some, bodies].iter().enumerate() {
        if nth > 0 && !group.is_empty() && listed_any {
            menu::rule(ui, theme);
        }
        for (someone, count) in group.iter().take(most) {
            let on = now.who.as_ref() == Some(&someone.name);
            if menu::counted(ui, theme, &someone.shown(), &number(*count as usize), on) {
                chosen(ui, (!on).then(|| someone.name.clone()));
            }
        }
    }
}

/// The message of a grouping.
const fn group_id(group: Grouping) -> &'static str {
    match group {
        Grouping::Pair => "ledger-group-pair",
        Grouping::City => "ledger-group-city",
        Grouping::Kind => "ledger-group-kind",
        Grouping::Status => "ledger-group-status",
        Grouping::Year => "ledger-group-year",
    }
}

fn groups(ui: &mut Ui, state: &State, theme: &Theme, words: &Words, actions: &mut Vec<Action>) {
    let now = &state.ledger.wish;
    let text = words.t(now.group.map_or("ledger-group", group_id));
    let name = words.t("ledger-group");
    let button =
        Button::new(Look::Quiet, &text).name(&name).trailing(Icon::Down).selected(now.group.is_some()).show(ui, theme);
    menu::under(&button, theme, 190.0, |ui| {
        if menu::item(ui, theme, &words.t("ledger-group-none"), "", Some(now.group.is_none()), true) {
            wish(actions, Wish { group: None, ..now.clone() });
        }
        for group in Grouping::ALL {
            if menu::item(ui, theme, &words.t(group_id(group)), "", Some(now.group == Some(group)), true) {
                wish(actions, Wish { group: Some(group), ..now.clone() });
            }
        }
    });
}

/// The message of a format.
#[must_use]
pub const fn report_id(report: Report) -> &'static str {
    match report {
        Report::Csv => "ledger-csv",
        Report::Xlsx => "ledger-xlsx",
        Report::Markdown => "ledger-markdown",
        Report::Json => "ledger-json",
        Report::TimelineSvg => "timeline-svg",
        Report::TimelinePng => "timeline-png",
        Report::NetworkSvg => "network-svg",
        Report::NetworkPng => "network-png",
        Report::PairsCsv => "network-csv",
    }
}

fn export(ui: &mut Ui, state: &State, theme: &Theme, words: &Words, actions: &mut Vec<Action>) {
    let text = words.t("ledger-save");
    let button = Button::new(Look::Quiet, &text).trailing(Icon::Down).show(ui, theme);
    let any = !state.ledger.listed.facts.is_empty();
    menu::under(&button, theme, 200.0, |ui| {
        for report in Report::TABLE {
            if menu::item(ui, theme, &words.t(report_id(report)), "", None, any) {
                actions.push(Action::Ledger(LedgerAction::Save(report)));
            }
        }
    });
}
