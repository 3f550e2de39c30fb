//! Draws the network.

use egui::{Align, Layout, Rect, Role, ScrollArea, Sense, StrokeKind, Ui, UiBuilder, WidgetInfo, pos2, vec2};

use crate::{
    app::{
        action::{Action, PlaceUse},
        ledger::{GroupKey, LedgerAction, Report, Wish},
        panels::{
            filter::{
                map::{dots_of, links_of},
                place_menu,
            },
            ledger::{Card, detail, detail_height, head_words, kinds, report_id, table_id, waits, when_words},
            sidebar::{counted, number},
        },
        state::State,
        theme::Theme,
        widgets::{
            button::{Button, Kind as Look},
            chip, focus_ring,
            icon::Icon,
            line,
            map::{self, Dot, Event, MapModel, MapState, projection},
            menu, put,
        },
    },
    facts::Kind,
    place::{PlaceId, gazetteer},
    words::{Language, Words},
};

/// Room at both sides, points.
const SIDE: f32 = 22.0;
/// Cities of the matrix at most.
const MOST: usize = 12;
/// A cell of the matrix, points.
const CELL: f32 = 27.0;
/// Room for the names of the rows, points.
const NAMES: f32 = 46.0;
/// Height of a row of a fact or a pair, points.
const ROW: f32 = 34.0;

/// What the network keeps between frames.
#[derive(Debug, Default)]
pub struct NetworkView {
    /// What is said of the chosen fact.
    card: Card,
    map: MapState,
    model: MapModel,
    made_for: Option<(u64, u64, Language, Vec<PlaceId>)>,
}

impl NetworkView {
    fn prepare(&mut self, state: &State, words: &Words) {
        let listed = &state.ledger.listed;
        let marked: Vec<PlaceId> = state.filter.include.iter().chain(&state.filter.exclude).copied().collect();
        let key = (listed.generation, listed.book.generation, words.language(), marked);
        if self.made_for.as_ref() == Some(&key) {
            return;
        }
        self.model = MapModel { revision: self.model.revision + 1, ..model(state, words) };
        self.made_for = Some(key);
    }
}

/// The cities of the network and the lines between them.
fn model(state: &State, words: &Words) -> MapModel {
    let network = &state.ledger.listed.network;
    let dots = dots_of(network.cities.iter().copied(), "network-dot", state, words);
    let mut links = links_of(&dots, network.pairs.iter().map(|pair| (pair.cities, pair.facts)));
    for link in &mut links {
        let city = |at: usize| dots.get(at).map(|dot| dot.place);
        let pair = city(link.dots.0).zip(city(link.dots.1)).and_then(|(a, b)| network.pair(a, b));
        link.kinds = pair.map_or([0; Kind::ALL.len()], |pair| pair.kinds);
    }
    let home: Vec<_> = dots.iter().map(|dot| (dot.at, dot.articles)).collect();
    MapModel { links, home: projection::core(&home), dots, together: "network-together", revision: 0 }
}

/// Draws it into the whole of `ui`.
pub fn show(
    ui: &mut Ui,
    state: &State,
    view: &mut NetworkView,
    theme: &Theme,
    words: &Words,
    actions: &mut Vec<Action>,
) {
    let full = ui.max_rect().shrink2(vec2(SIDE, 0.0));
    let mut inner = ui.new_child(UiBuilder::new().max_rect(full));
    let ui = &mut inner;
    ui.spacing_mut().item_spacing = vec2(8.0, 0.0);
    view.prepare(state, words);
    top(ui, state, theme, words, actions);
    let below = ui.available_rect_before_wrap();
    let card = detail_height(state, &mut view.card, below.size());
    let area = Rect::from_min_max(below.min, pos2(below.right(), below.bottom() - card - 14.0));
    let listed = &state.ledger.listed;
    if view.model.dots.is_empty() && waits(state, listed) {
        let galley = line(ui, &words.t("ledger-waiting"), Theme::sans(13.5), theme.ink3, area.width());
        put(ui, galley.clone(), area.center().x - galley.size().x / 2.0, area.top() + 90.0);
        return;
    }
    let side = (area.width() * 0.42).clamp(240.0, NAMES + CELL * 13.5);
    let (left, right) = if area.width() < 620.0 {
        let half = area.top() + area.height() * 0.5;
        (
            Rect::from_min_max(area.min, pos2(area.right(), half - 6.0)),
            Rect::from_min_max(pos2(area.left(), half + 6.0), area.max),
        )
    } else {
        let x = area.right() - side;
        (Rect::from_min_max(area.min, pos2(x - 18.0, area.bottom())), Rect::from_min_max(pos2(x, area.top()), area.max))
    };
    let (left, below_map) = left.split_top_bottom_at_y(left.bottom() - LEGEND);
    let mut child = ui.new_child(UiBuilder::new().max_rect(below_map).id_salt("network-legend"));
    legend(&mut child, state, theme, words);
    let mut child = ui.new_child(UiBuilder::new().max_rect(left).id_salt("network-map"));
    let look = map::Look { theme, words, backdrop: state.settings.map_backdrop };
    let mut choose = |ui: &mut Ui, dot: &Dot| place_menu(ui, dot.place, dot.mark, theme, words, actions);
    let events = map::show(&mut child, left.size(), &view.model, &mut view.map, look, &mut choose);
    actions.extend(events.into_iter().map(|event| match event {
        Event::Use { place, exclude } => {
            Action::UsePlace(place, if exclude { PlaceUse::Exclude } else { PlaceUse::Include })
        }
        Event::Choose { places, add } => Action::UsePlaces { places, add },
        Event::Backdrop(on) => Action::SetMapBackdrop(on),
    }));
    let mut child = ui.new_child(UiBuilder::new().max_rect(right).id_salt("network-side"));
    ScrollArea::vertical().id_salt("network-scroll").auto_shrink(false).show(&mut child, |ui| {
        ui.spacing_mut().item_spacing = vec2(0.0, 0.0);
        matrix(ui, state, theme, words, actions);
        ui.add_space(14.0);
        if state.ledger.wish.pair.is_some() {
            facts(ui, state, theme, words, actions);
        } else {
            pairs(ui, state, theme, words, actions);
        }
    });
    if card > 0.0 {
        let rect = Rect::from_min_max(pos2(below.left(), below.bottom() - card), below.max);
        let mut lower = ui.new_child(UiBuilder::new().max_rect(rect));
        detail(&mut lower, state, &mut view.card, theme, words, actions);
    }
}

/// Room for the colours of the kinds and what they mean, points.
const LEGEND: f32 = 44.0;

/// Which colour is which kind, and what the width of a line says.
fn legend(ui: &mut Ui, state: &State, theme: &Theme, words: &Words) {
    let pairs = &state.ledger.listed.network.pairs;
    if pairs.is_empty() {
        return;
    }
    ui.add_space(4.0);
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = vec2(5.0, 2.0);
        for (at, kind) in Kind::ALL.into_iter().enumerate() {
            if !pairs.iter().any(|pair| pair.kinds.get(at).is_some_and(|count| *count > 0)) {
                continue;
            }
            let (rect, _) = ui.allocate_exact_size(vec2(18.0, 14.0), Sense::hover());
            let bar = Rect::from_center_size(rect.center(), vec2(16.0, 4.0));
            ui.painter().rect_filled(bar, 1.0, theme.kind(kind));
            ui.label(egui::RichText::new(words.fact_kind(kind)).font(Theme::sans(12.0)).color(theme.ink2));
            ui.add_space(6.0);
        }
        ui.label(egui::RichText::new(words.t("network-legend")).font(Theme::sans(12.0)).color(theme.ink3));
    });
}

fn top(ui: &mut Ui, state: &State, theme: &Theme, words: &Words, actions: &mut Vec<Action>) {
    ui.add_space(16.0);
    ui.horizontal(|ui| {
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            let text = words.t("ledger-save");
            let button = Button::new(Look::Quiet, &text).trailing(Icon::Down).show(ui, theme);
            menu::under(&button, theme, 180.0, |ui| {
                for report in [Report::NetworkSvg, Report::NetworkPng, Report::PairsCsv] {
                    let any = !state.ledger.listed.network.pairs.is_empty();
                    if menu::item(ui, theme, &words.t(report_id(report)), "", None, any) {
                        actions.push(Action::Ledger(LedgerAction::Save(report)));
                    }
                }
            });
            ui.with_layout(Layout::left_to_right(Align::Center).with_main_wrap(true), |ui| {
                kinds(ui, state, theme, words, actions);
            });
        });
    });
    ui.add_space(12.0);
}

fn choose_pair(state: &State, pair: Option<(PlaceId, PlaceId)>, actions: &mut Vec<Action>) {
    let wish = Wish { pair, ..state.ledger.wish.clone() };
    actions.push(Action::Ledger(LedgerAction::Wish(wish)));
}

fn to_f32(n: usize) -> f32 {
    u16::try_from(n).map_or(f32::from(u16::MAX), f32::from)
}

/// The pairs of the cities with most facts: a cell is as dark as they have facts.
fn matrix(ui: &mut Ui, state: &State, theme: &Theme, words: &Words, actions: &mut Vec<Action>) {
    let network = &state.ledger.listed.network;
    let room = ((ui.available_width() - NAMES) / CELL).max(2.0);
    let shown = network.cities.iter().take(MOST).filter(|_| network.pairs.len() > 1);
    let paired = shown
        .map(|&(city, _)| city)
        .filter(|&city| network.pairs.iter().take(400).any(|pair| pair.cities.0 == city || pair.cities.1 == city));
    let cities: Vec<PlaceId> =
        paired.enumerate().take_while(|(at, _)| to_f32(at + 1) <= room).map(|(_, c)| c).collect();
    if cities.len() < 2 {
        return;
    }
    let most = network.pairs.first().map_or(1, |pair| pair.facts).max(1);
    let size = vec2(NAMES + CELL * to_f32(cities.len()), CELL * to_f32(cities.len() + 1));
    let (rect, response) = ui.allocate_exact_size(size, Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Grid, true, &*words.t("network-matrix")));
    let cell = |row: usize, column: usize| {
        let at = pos2(rect.left() + NAMES + CELL * to_f32(column), rect.top() + CELL * to_f32(row + 1));
        Rect::from_min_size(at, vec2(CELL, CELL)).shrink(1.0)
    };
    for (at, &city) in cities.iter().enumerate() {
        let name = &gazetteer().get(city).short;
        let galley = line(ui, name, Theme::sans(12.0), theme.ink2, NAMES - 6.0);
        put(ui, galley.clone(), rect.left() + NAMES - 6.0 - galley.size().x, cell(at, 0).center().y);
        // Above a column there is room for two characters.
        let short: String = name.chars().take(2).collect();
        let galley = line(ui, &short, Theme::sans(11.0), theme.ink3, CELL);
        let head = cell(at, at);
        put(ui, galley.clone(), head.center().x - galley.size().x / 2.0, rect.top() + CELL * 0.6);
    }
    for (row, &a) in cities.iter().enumerate() {
        for (column, &b) in cities.iter().enumerate() {
            let at = cell(row, column);
            let Some(pair) = network.pair(a, b).filter(|_| a != b) else {
                let fill = if a == b { theme.line } else { theme.hover };
                ui.painter().rect_filled(at, 3.0, fill.gamma_multiply(0.55));
                continue;
            };
            let chosen = state.ledger.wish.pair.is_some_and(|(x, y)| (x.min(y), x.max(y)) == pair.cities);
            let share = f32::from(u16::try_from(pair.facts).unwrap_or(u16::MAX))
                / f32::from(u16::try_from(most).unwrap_or(u16::MAX));
            let strength = 0.18 + 0.72 * share.sqrt();
            let response = ui.interact(at, ui.scope_id().with(("cell", row, column)), Sense::CLICK);
            let spoken = pair_words(pair.cities, pair.facts, words);
            response.widget_info(|| WidgetInfo::selected(Role::Button, true, chosen, &spoken));
            ui.painter().rect_filled(at, 3.0, theme.paper.lerp_to_gamma(theme.place, strength));
            let ink = if strength > 0.55 { theme.on_place } else { theme.ink };
            let count = pair.facts.to_string();
            // Large numbers are set smaller: none may be cut.
            let size = [11.5, 11.5, 11.5, 11.5, 10.0, 8.5, 7.0].get(count.len()).copied().unwrap_or(6.0);
            let galley = line(ui, &count, Theme::sans(size), ink, CELL + 8.0);
            put(ui, galley.clone(), at.center().x - galley.size().x / 2.0, at.center().y);
            if chosen || response.hovered() {
                ui.painter().rect_stroke(at.expand(1.0), 4.0, theme.focus_ring(), StrokeKind::Inside);
            }
            if response.clicked() {
                choose_pair(state, (!chosen).then_some(pair.cities), actions);
            }
            response.on_hover_text(spoken);
        }
    }
}

fn pair_words((a, b): (PlaceId, PlaceId), facts: u32, words: &Words) -> String {
    let count = words.tn("ledger-count", &[("n", counted(facts as usize))]);
    format!("{} {count}", head_words(GroupKey::Pair(a, b), words))
}

/// The pairs, each with the kinds of its facts.
fn pairs(ui: &mut Ui, state: &State, theme: &Theme, words: &Words, actions: &mut Vec<Action>) {
    let pairs = &state.ledger.listed.network.pairs;
    ui.spacing_mut().item_spacing.y = 0.0;
    // Below the matrix the list is short; the table has them all.
    for pair in pairs.iter().take(200) {
        let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), ROW), Sense::click());
        let name = head_words(GroupKey::Pair(pair.cities.0, pair.cities.1), words);
        let parts = Kind::ALL.into_iter().zip(pair.kinds).filter(|(_, count)| *count > 0);
        let kinds: Vec<String> =
            parts.map(|(kind, count)| format!("{} {}", words.fact_kind(kind), number(count as usize))).collect();
        let spoken = format!("{}，{}", pair_words(pair.cities, pair.facts, words), kinds.join("，"));
        response.widget_info(|| WidgetInfo::labeled(Role::Button, true, &spoken));
        if response.hovered() {
            ui.painter().rect_filled(rect, 0.0, theme.hover);
        }
        let galley = line(ui, &name, Theme::bold(13.5), theme.ink, rect.width() * 0.45);
        put(ui, galley, rect.left() + 6.0, rect.center().y);
        let galley = line(ui, &kinds.join(" · "), Theme::sans(12.5), theme.ink3, rect.width() * 0.5);
        put(ui, galley.clone(), rect.right() - 6.0 - galley.size().x, rect.center().y);
        ui.painter().hline(rect.x_range(), rect.bottom() - 0.5, theme.hairline());
        focus_ring(ui, theme, &response, rect.shrink(2.0));
        if response.clicked() {
            choose_pair(state, Some(pair.cities), actions);
        }
    }
}

/// The facts of the chosen pair.
fn facts(ui: &mut Ui, state: &State, theme: &Theme, words: &Words, actions: &mut Vec<Action>) {
    let listed = &state.ledger.listed;
    let Some((a, b)) = state.ledger.wish.pair else { return };
    ui.horizontal(|ui| {
        ui.set_min_height(30.0);
        let text = head_words(GroupKey::Pair(a, b), words);
        let name = words.tn("chip-remove", &[("what", text.as_str().into())]);
        if chip::removable(ui, theme, &text, &name, false).clicked() {
            choose_pair(state, None, actions);
        }
    });
    for (row, &index) in listed.facts.iter().enumerate().take(500) {
        let Some(fact) = listed.book.fact(index) else { continue };
        let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), ROW + 8.0), Sense::CLICK);
        let chosen = state.ledger.chosen == Some(index);
        let below = format!(
            "{} · {} · {}",
            words.fact_kind(fact.kind),
            words.fact_status(fact.status),
            when_words(&fact, words)
        );
        let spoken = format!("{}，{below}", fact.name);
        response.widget_info(|| WidgetInfo::selected(Role::ListBoxOption, true, chosen, &spoken));
        if chosen {
            ui.painter().rect_filled(rect, 0.0, theme.chosen_row());
        } else if response.hovered() {
            ui.painter().rect_filled(rect, 0.0, theme.hover);
        }
        let width = rect.width() - 12.0;
        put(ui, line(ui, &fact.name, Theme::bold(13.5), theme.ink, width), rect.left() + 6.0, rect.top() + 13.0);
        put(ui, line(ui, &below, Theme::sans(12.0), theme.ink3, width), rect.left() + 6.0, rect.top() + 30.0);
        ui.painter().hline(rect.x_range(), rect.bottom() - 0.5, theme.hairline());
        if response.clicked() {
            actions.push(Action::Ledger(LedgerAction::Choose { fact: Some(index), row }));
            ui.memory_mut(|m| m.surrender_focus(table_id()));
        }
        if response.double_clicked() {
            actions.push(Action::Ledger(LedgerAction::OpenWitness));
        }
    }
}
