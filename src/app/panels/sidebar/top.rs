//! Above the list: count and order, or the progress of an opening; the active filters as chips; the way to the remarks.

use egui::{Align, Layout, Rect, RichText, Role, Sense, Ui, WidgetInfo, pos2, vec2};

use crate::{
    app::{
        action::Action,
        ledger::{LedgerAction, View},
        panels::{filter::facets, waiting},
        searching::SearchAction,
        state::{Loading, Overlay, State},
        theme::Theme,
        widgets::{
            self,
            button::{Button, Kind},
            chip,
            icon::Icon,
            menu,
        },
    },
    corpus::Sort,
    place::gazetteer,
    words::{FluentValue, Words},
};

/// Draws it. `sign` is said in the place of the count while the list is an old answer.
pub fn show(ui: &mut Ui, state: &State, sign: Option<&str>, theme: &Theme, words: &Words, actions: &mut Vec<Action>) {
    egui::Frame::new().inner_margin(egui::Margin { left: 16, right: 12, top: 8, bottom: 4 }).show(ui, |ui| {
        match &state.loading {
            Some(loading) => progress(ui, loading, theme, words, actions),
            None => count_and_sort(ui, state, sign, theme, words, actions),
        }
        super::chosen::show(ui, state, theme, words, actions);
        ui.scope(|ui| {
            waiting::dim(ui, sign.is_some());
            hits(ui, state, theme, words, actions);
        });
        chips(ui, state, theme, words, actions);
        remarks(ui, state, theme, words, actions);
        super::news::show(ui, state, theme, words, actions);
    });
}

fn count_and_sort(
    ui: &mut Ui,
    state: &State,
    sign: Option<&str>,
    theme: &Theme,
    words: &Words,
    actions: &mut Vec<Action>,
) {
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 4.0;
        if let Some(sign) = sign {
            ui.label(RichText::new(words.t(sign)).font(Theme::bold(14.0)).color(theme.accent));
        } else {
            let (shown, all) = (state.listing.answer.hits.len(), state.listing.snapshot.documents.len());
            let bold = RichText::new(number(shown)).font(Theme::bold(14.0)).color(theme.ink);
            ui.label(bold);
            ui.label(RichText::new(words.tn("list-of-all", &[("all", number(all).into())])).color(theme.ink2));
        }
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            let sort = words.t(sort_id(state.sort()));
            let name = words.tn("sort-name", &[("order", sort.clone().into_owned().into())]);
            let button =
                Button::new(Kind::Quiet, &sort).trailing(Icon::ArrowDown).name(&name).height(26.0).show(ui, theme);
            menu::under(&button, theme, 230.0, |ui| {
                for key in Sort::ALL {
                    let usable = key != Sort::Relevance || !state.filter.text.trim().is_empty();
                    if menu::item(ui, theme, &words.t(sort_id(key)), "", Some(key == state.sort()), usable) {
                        actions.push(Action::SetSort(key));
                    }
                }
                let one = state.settings.one_of_each;
                if one || !state.listing.snapshot.known_reposts().groups().is_empty() {
                    menu::rule(ui, theme);
                    if menu::item(ui, theme, &words.t("list-one-of-each"), "", Some(one), true) {
                        actions.push(Action::ListOneOfEach(!one));
                    }
                }
            });
        });
    });
}

/// How often it was found, the way to all hits in context; and what the person should know of the search text.
fn hits(ui: &mut Ui, state: &State, theme: &Theme, words: &Words, actions: &mut Vec<Action>) {
    let listing = &state.listing;
    if listing.filter.text.trim().is_empty() {
        return;
    }
    let all: u64 = listing.answer.hits.iter().map(|hit| u64::from(hit.hits)).sum();
    if all > 0 {
        let text = words.tn("list-hits", &[("n", counted(usize::try_from(all).unwrap_or(usize::MAX)))]);
        let button = Button::new(Kind::Quiet, &text).trailing(Icon::Right).pad(0.0).height(24.0);
        if button.show(ui, theme).clicked() {
            actions.push(Action::Ledger(LedgerAction::Show(View::Hits)));
        }
    }
    for advice in &listing.advice {
        ui.label(RichText::new(words.search_advice(advice)).font(Theme::sans(12.5)).color(theme.amber));
    }
}

/// The message of an order.
const fn sort_id(sort: Sort) -> &'static str {
    match sort {
        Sort::Date => "sort-date",
        Sort::Title => "sort-title",
        Sort::Source => "sort-source",
        Sort::Length => "sort-length",
        Sort::Unread => "sort-unread",
        Sort::Relevance => "sort-relevance",
    }
}

fn progress(ui: &mut Ui, loading: &Loading, theme: &Theme, words: &Words, actions: &mut Vec<Action>) {
    let p = loading.progress;
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 4.0;
        ui.label(RichText::new(words.t("loading")).color(theme.ink2));
        ui.label(RichText::new(number(p.read as usize)).font(Theme::bold(13.5)).color(theme.ink));
        if p.found_all {
            ui.label(RichText::new(format!("/ {}", number(p.found as usize))).color(theme.ink2));
        }
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            if Button::new(Kind::Link, &words.t("loading-stop")).height(26.0).show(ui, theme).clicked() {
                actions.push(Action::CancelOpen);
            }
        });
    });
    let share = if p.found > 0 { (f64::from(p.read) / f64::from(p.found)).min(1.0) } else { 0.0 };
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width() - 4.0, 12.0), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::ProgressIndicator, true, words.t("loading")));
    let rail = Rect::from_min_size(pos2(rect.left(), rect.center().y - 2.0), vec2(rect.width(), 4.0));
    ui.painter().rect_filled(rail, 2.0, theme.track);
    #[expect(clippy::cast_possible_truncation, reason = "a share of one, for painting")]
    let done = Rect::from_min_size(rail.min, vec2(rail.width() * share as f32, 4.0));
    ui.painter().rect_filled(done, 2.0, theme.accent);
    let mut parts = vec![];
    if loading.elapsed_ms > 300 && p.read > 0 {
        let rate = u64::from(p.read) * 1000 / loading.elapsed_ms.max(1);
        parts.push(words.tn("loading-rate", &[("n", number(usize::try_from(rate).unwrap_or(0)).into())]));
        if p.found_all && rate > 0 {
            parts.push(left(u64::from(p.found.saturating_sub(p.read)) / rate + 1, words));
        }
    }
    if p.problems > 0 {
        parts.push(words.tn("loading-problems", &[("n", p.problems.into())]));
    }
    let galley = widgets::line(ui, &parts.join(" · "), Theme::sans(12.5), theme.ink3, ui.available_width());
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), 22.0), Sense::hover());
    widgets::put(ui, galley, rect.left(), rect.center().y);
}

/// From so many seconds on minutes are told.
const MINUTES_FROM: u64 = 90;

/// How long it will take, in seconds or minutes.
fn left(seconds: u64, words: &Words) -> String {
    if seconds < MINUTES_FROM {
        words.tn("loading-left", &[("n", seconds.into())])
    } else {
        words.tn("loading-left-minutes", &[("n", ((seconds + 30) / 60).into())])
    }
}

fn chips(ui: &mut Ui, state: &State, theme: &Theme, words: &Words, actions: &mut Vec<Action>) {
    if !state.filtered() {
        return;
    }
    ui.add_space(4.0);
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = vec2(6.0, 6.0);
        let places = gazetteer();
        let text = state.filter.text.trim();
        if !text.is_empty() {
            // What has quotes of its own gets no others around them.
            let id = if text.contains(['“', '”', '「', '」', '"']) { "chip-text-quoted" } else { "chip-text" };
            let shown = words.tn(id, &[("text", text.to_owned().into())]);
            let name = words.tn("chip-remove", &[("what", text.to_owned().into())]);
            if chip::removable(ui, theme, &shown, &name, false).clicked() {
                actions.push(Action::SetSearch(String::new()));
            }
        }
        let marked =
            state.filter.include.iter().map(|p| (*p, false)).chain(state.filter.exclude.iter().map(|p| (*p, true)));
        for (place, excluded) in marked {
            let shown = &places.get(place).short;
            let name = words.tn("chip-remove", &[("what", shown.clone().into())]);
            if chip::removable(ui, theme, shown, &name, excluded).clicked() {
                actions.push(Action::UsePlace(place, crate::app::action::PlaceUse::Clear));
            }
        }
        if state.filter.exact {
            let shown = words.t("search-exact");
            let name = words.tn("chip-remove", &[("what", shown.clone().into_owned().into())]);
            if chip::removable(ui, theme, &shown, &name, false).clicked() {
                actions.push(Action::Search(SearchAction::Exact(false)));
            }
        }
        for (shown, change) in facets::chips(&state.filter, words) {
            let name = words.tn("chip-remove", &[("what", shown.clone().into())]);
            if chip::removable(ui, theme, &shown, &name, false).clicked() {
                actions.push(Action::Narrow(change));
            }
        }
        let text = words.t("view-save");
        if Button::new(Kind::Quiet, &text).height(24.0).text_pt(12.5).show(ui, theme).clicked() {
            actions.push(Action::Search(SearchAction::NameView(state.filter.text.trim().to_owned())));
        }
    });
    ui.add_space(4.0);
}

fn remarks(ui: &mut Ui, state: &State, theme: &Theme, words: &Words, actions: &mut Vec<Action>) {
    let count = state.listing.remark_count();
    if count == 0 || state.loading.is_some() {
        return;
    }
    let text = words.tn("list-problems", &[("n", count.into())]);
    // The words stand under the count.
    if Button::new(Kind::Quiet, &text).trailing(Icon::Right).pad(0.0).height(24.0).show(ui, theme).clicked() {
        actions.push(Action::ShowOverlay(Overlay::Problems));
    }
}

/// A number with a comma at each thousand.
#[must_use]
pub fn number(n: usize) -> String {
    let digits = n.to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// The same as a variable of a message: short numbers stay numbers, so that “1 article” is not “1 articles”.
#[must_use]
pub fn counted(n: usize) -> FluentValue<'static> {
    if n < 1000 { n.into() } else { number(n).into() }
}

#[cfg(test)]
mod tests {
    use crate::words::{Language, Words};

    #[test]
    fn long_times_are_told_in_minutes() {
        let words = Words::new(Language::Hans);
        for (seconds, text) in
            [(1, "还需约 1 秒"), (89, "还需约 89 秒"), (90, "还需约 2 分钟"), (1196, "还需约 20 分钟")]
        {
            let told: String =
                super::left(seconds, &words).chars().filter(|c| !matches!(c, '\u{2068}' | '\u{2069}')).collect();
            assert_eq!(told, text);
        }
    }

    #[test]
    fn thousands_have_commas() {
        for (n, text) in [(0, "0"), (999, "999"), (1000, "1,000"), (8412, "8,412"), (1_234_567, "1,234,567")] {
            assert_eq!(super::number(n), text);
        }
    }
}
