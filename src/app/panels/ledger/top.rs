//! Above the table: kinds with their counts, how far the reading is, what is left out, grouping, export.

use egui::{Align, Layout, Response, Role, Sense, Stroke, StrokeKind, Ui, WidgetInfo, vec2};

use super::model::head_words;
use crate::{
    app::{
        action::Action,
        ledger::{GroupKey, Grouping, LedgerAction, Report, Wish},
        panels::sidebar::number,
        state::State,
        theme::Theme,
        widgets::{
            button::{Button, Kind as Look},
            chip, focus_ring,
            icon::Icon,
            line, menu, put,
        },
    },
    facts::{Kind, Status},
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
    let plain = now.statuses.is_empty() && now.pair.is_none() && now.who.is_none() && !now.overdue;
    if plain && reading.is_none() {
        return;
    }
    ui.add_space(4.0);
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = vec2(6.0, 4.0);
        let mut cross = |ui: &mut Ui, text: &str, without: Wish| {
            let name = words.tn("chip-remove", &[("what", text.into())]);
            if chip::removable(ui, theme, text, &name, false).clicked() {
                wish(actions, without);
            }
        };
        if let Some((a, b)) = now.pair {
            cross(ui, &head_words(GroupKey::Pair(a, b), words), Wish { pair: None, ..now.clone() });
        }
        if let Some(name) = &now.who {
            cross(ui, name, Wish { who: None, ..now.clone() });
        }
        if now.overdue {
            cross(ui, &words.t("ledger-overdue"), Wish { overdue: false, ..now.clone() });
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
    });
}

fn statuses(ui: &mut Ui, state: &State, theme: &Theme, words: &Words, actions: &mut Vec<Action>) {
    let now = &state.ledger.wish;
    let listed = &state.ledger.listed;
    let text = words.t("ledger-status");
    let on = !now.statuses.is_empty() || now.overdue;
    let button = Button::new(Look::Quiet, &text).trailing(Icon::Down).selected(on).show(ui, theme);
    menu::under(&button, theme, 210.0, |ui| {
        if menu::item(ui, theme, &words.t("ledger-all"), "", Some(now.statuses.is_empty() && !now.overdue), true) {
            wish(actions, Wish { statuses: [].into(), overdue: false, ..now.clone() });
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
        let count = number(listed.overdue as usize);
        if menu::item(ui, theme, &words.t("ledger-overdue"), &count, Some(now.overdue), true) {
            wish(actions, Wish { overdue: !now.overdue, ..now.clone() });
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
    menu::under(&button, theme, 300.0, |ui| {
        if menu::item(ui, theme, &words.t("ledger-all"), "", Some(now.who.is_none()), true) {
            wish(actions, Wish { who: None, ..now.clone() });
        }
        let mut posts = true;
        menu::rule(ui, theme);
        for &(one, count) in listed.who.iter().filter(|_| known) {
            let Some(someone) = people.all.get(one as usize) else { continue };
            if posts && someone.post.is_empty() && listed.who.first().is_some_and(|first| first.0 != one) {
                menu::rule(ui, theme);
            }
            posts = !someone.post.is_empty();
            let on = now.who.as_ref() == Some(&someone.name);
            if menu::item(ui, theme, &someone.shown(), &number(count as usize), Some(on), true) {
                wish(actions, Wish { who: (!on).then(|| someone.name.clone()), ..now.clone() });
            }
        }
    });
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
