//! How many hits there are, in which months and in which sources.

use egui::{Align, Layout, Rect, RichText, Role, Sense, Ui, WidgetInfo, pos2, vec2};

use crate::{
    app::{
        action::{Action, NarrowChange},
        ledger::{LedgerAction, View},
        panels::{
            filter,
            sidebar::{counted, number},
            waiting,
        },
        searching::Spots,
        state::State,
        theme::Theme,
        widgets::{
            button::{Button, Kind},
            focus_ring, line, put,
        },
    },
    words::Words,
};

/// Sources that have a bar.
const MOST_SOURCES: usize = 4;
const SOURCE_LINE: f32 = 20.0;

/// Draws it.
pub(super) fn show(ui: &mut Ui, state: &State, theme: &Theme, words: &Words, actions: &mut Vec<Action>) {
    let spots = &state.search.spots.listed;
    ui.allocate_ui_with_layout(vec2(ui.available_width(), 52.0), Layout::left_to_right(Align::Center), |ui| {
        ui.label(RichText::new(words.t("view-hits")).font(Theme::bold(17.0)).color(theme.ink));
        let count = usize::try_from(spots.found.count).unwrap_or(usize::MAX);
        let pages = spots.listing.answer.hits.len();
        let text = match waiting::sign(ui, state) {
            Some(sign) => words.t(sign).into_owned(),
            None => words.tn("hits-count", &[("n", counted(count)), ("pages", counted(pages))]),
        };
        ui.label(RichText::new(text).color(theme.ink2));
        if spots.found.spots.len() < count {
            let text = words.tn("hits-cut", &[("n", number(spots.found.spots.len()).into())]);
            ui.label(RichText::new(text).font(Theme::sans(12.5)).color(theme.amber));
        }
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            let text = words.t("hits-back");
            if Button::new(Kind::Outlined, &text).height(28.0).show(ui, theme).clicked() {
                actions.push(Action::Ledger(LedgerAction::Show(View::Reader)));
            }
        });
    });
    if spots.found.count == 0 || ui.available_height() < 360.0 {
        return;
    }
    ui.horizontal_top(|ui| {
        let whole = ui.available_width();
        ui.allocate_ui(vec2(whole * 0.56, 78.0), |ui| {
            let dates = state.filter.narrow.dates;
            if let Some(dates) = filter::histogram(ui, (&spots.found.months, filter::Of::Hits), dates, theme, words) {
                actions.push(Action::Narrow(NarrowChange::Dates(dates)));
            }
        });
        ui.add_space(18.0);
        ui.vertical(|ui| sources(ui, state, spots, theme, words, actions));
    });
    ui.add_space(10.0);
}

fn sources(ui: &mut Ui, state: &State, spots: &Spots, theme: &Theme, words: &Words, actions: &mut Vec<Action>) {
    ui.spacing_mut().item_spacing.y = 0.0;
    let most = spots.found.sources.first().map_or(1, |(_, count)| *count).max(1);
    for (name, count) in spots.found.sources.iter().take(MOST_SOURCES) {
        let shown = if name.is_empty() { words.t("row-no-source").into_owned() } else { name.clone() };
        let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), SOURCE_LINE), Sense::click());
        let on = state.filter.narrow.sources.contains(name);
        let spoken = words.tn("hits-source", &[("name", shown.clone().into()), ("n", counted(*count as usize))]);
        response.widget_info(|| WidgetInfo::selected(Role::CheckBox, true, on, &spoken));
        if response.hovered() {
            ui.painter().rect_filled(rect, 4.0, theme.hover);
        }
        let name_width = rect.width() * 0.42;
        let ink = if on { theme.ink } else { theme.ink2 };
        put(ui, line(ui, &shown, Theme::sans(12.5), ink, name_width - 8.0), rect.left(), rect.center().y);
        let room = (rect.width() - name_width - 56.0).max(10.0);
        #[expect(clippy::cast_precision_loss, reason = "for painting")]
        let length = (room * (*count as f32 / most as f32)).max(2.0);
        let bar = Rect::from_min_size(pos2(rect.left() + name_width, rect.center().y - 4.0), vec2(length, 8.0));
        ui.painter().rect_filled(bar, 2.0, theme.place);
        let galley = line(ui, &number(*count as usize), Theme::sans(12.0), theme.ink3, 54.0);
        put(ui, galley, bar.right() + 6.0, rect.center().y);
        focus_ring(ui, theme, &response, rect.shrink(2.0));
        if response.clicked() {
            actions.push(Action::Narrow(NarrowChange::Source(name.clone())));
        }
    }
}
