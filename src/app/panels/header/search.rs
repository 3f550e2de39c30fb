//! The search box, and below it while it is used: what could be typed next, what was searched for, saved views.

use egui::{Area, Id, Key, Modifiers, Order, Rect, Role, Sense, Ui, WidgetInfo, pos2, vec2};

use super::HeaderView;
use crate::{
    app::{
        action::Action,
        panels::sidebar::counted,
        searching::SearchAction,
        state::{Overlay, State},
        theme::{CONTROL_HEIGHT, Theme},
        widgets::{
            button::{Button, Kind},
            field::{self, Field},
            icon::{self, Icon},
            line, menu, put,
        },
    },
    library::query::suggest::Suggestion,
    place::gazetteer,
    words::Words,
};

/// Search texts and views that are offered.
const MOST_SEARCHES: usize = 5;
const MOST_VIEWS: usize = 6;

/// Id of the search box.
#[must_use]
pub fn search_id() -> Id {
    Id::unique("search")
}

/// One line of what is offered.
enum Offer<'a> {
    Suggestion(&'a Suggestion),
    Search(&'a str),
    View(&'a str),
}

/// What is offered for what is typed.
fn offers(state: &State) -> Vec<Offer<'_>> {
    let typed = state.filter.text.trim();
    let mut all: Vec<Offer<'_>> = vec![];
    // Suggestions of an older text would put something else in the place of the last word.
    if state.listing.filter.text == state.filter.text && !typed.is_empty() {
        all.extend(state.listing.suggestions.iter().map(Offer::Suggestion));
    }
    let searches = state.search.history.iter().map(String::as_str);
    let searches = searches.filter(|text| *text != typed && text.starts_with(typed));
    all.extend(searches.take(if typed.is_empty() { MOST_SEARCHES } else { 2 }).map(Offer::Search));
    let views = state.search.views.iter().rev().map(|view| view.name.as_str());
    let views = views.filter(|name| typed.is_empty() || name.contains(typed));
    all.extend(views.take(MOST_VIEWS).map(Offer::View));
    all
}

/// Draws the box between two edges, and the card below it.
pub(super) fn show(
    ui: &mut Ui,
    state: &State,
    view: &mut HeaderView,
    (left, right): (f32, f32),
    theme: &Theme,
    words: &Words,
    actions: &mut Vec<Action>,
) {
    let full = ui.max_rect();
    let width = 520.0_f32.min(right - left).max(120.0);
    // Centred a little left of the middle, as the reading column is, unless the sides need the room.
    let x = (full.left() + full.width() * 0.22).clamp(left, (right - width).max(left));
    let rect = Rect::from_min_size(pos2(x, full.center().y - CONTROL_HEIGHT / 2.0), vec2(width, CONTROL_HEIGHT));
    let mut child = ui.new_child(egui::UiBuilder::new().max_rect(rect));
    let mut text = state.filter.text.clone();
    let (name, hint, clear) = (words.t("search-name"), words.t("search-hint"), words.t("field-clear"));
    let aside = words.t("search-aside");
    let field = Field {
        id: search_id(),
        name: &name,
        hint: &hint,
        clear: &clear,
        aside: &aside,
        height: CONTROL_HEIGHT,
        glass: true,
    };
    let asked_for = std::mem::take(&mut view.focus_search);
    // Who goes to another view has done with typing: the card would lie over it.
    let other_view = view.drawn_over.replace(state.ledger.view).is_some_and(|before| before != state.ledger.view);
    if other_view && !asked_for {
        ui.memory_mut(|m| m.surrender_focus(search_id()));
    }
    if asked_for {
        ui.memory_mut(|m| m.request_focus(search_id()));
    }
    let focused = ui.memory(|m| m.has_focus(search_id()));
    let offers = offers(state);
    if focused && !offers.is_empty() {
        steer(ui, view, offers.len());
    }
    let output = field::show(&mut child, theme, field, &mut text);
    if output.changed {
        view.choice = None;
        actions.push(Action::SetSearch(text));
    }
    if output.entered {
        match view.choice.take().and_then(|at| offers.get(at)) {
            Some(offer) => {
                actions.push(taken(offer));
                if !matches!(offer, Offer::Suggestion(Suggestion::Title { .. })) {
                    view.focus_search = true;
                }
            }
            None => {
                actions.push(Action::Search(SearchAction::Remember));
                actions.push(Action::SelectFirst);
            }
        }
    }
    // A click into the card takes the cursor out of the box before it is released.
    let over = view.card.is_some_and(|card| ui.input(|i| i.pointer.interact_pos().is_some_and(|at| card.contains(at))));
    let open = (output.focused || over && view.card.is_some()) && state.overlay.is_none();
    if !open {
        view.card = None;
        view.choice = None;
        return;
    }
    let area =
        Area::new(Id::unique("search-card")).order(Order::Foreground).fixed_pos(rect.left_bottom() + vec2(0.0, 6.0));
    let shown = area.show(ui.ctx(), |ui| {
        theme.card().show(ui, |ui| {
            ui.set_width(width - 16.0);
            ui.spacing_mut().item_spacing.y = 0.0;
            card(ui, state, view, &offers, theme, words, actions);
        });
    });
    view.card = Some(shown.response.rect);
}

/// Up and down among the offers.
fn steer(ui: &Ui, view: &mut HeaderView, count: usize) {
    let pressed = |key| ui.input_mut(|i| i.consume_key(Modifiers::NONE, key));
    if pressed(Key::ArrowDown) {
        view.choice = Some(view.choice.map_or(0, |at| (at + 1) % count));
    }
    if pressed(Key::ArrowUp) {
        view.choice = match view.choice {
            Some(0) => None,
            Some(at) => Some(at - 1),
            None => count.checked_sub(1),
        };
    }
}

fn taken(offer: &Offer<'_>) -> Action {
    match offer {
        Offer::Suggestion(suggestion) => Action::Search(SearchAction::Take((*suggestion).clone())),
        Offer::Search(text) => Action::SetSearch((*text).to_owned()),
        Offer::View(name) => Action::Search(SearchAction::UseView((*name).to_owned())),
    }
}

fn card(
    ui: &mut Ui,
    state: &State,
    view: &mut HeaderView,
    offers: &[Offer<'_>],
    theme: &Theme,
    words: &Words,
    actions: &mut Vec<Action>,
) {
    let mut last = None;
    for (at, offer) in offers.iter().enumerate() {
        let heading = match offer {
            Offer::Suggestion(Suggestion::Place { .. }) => "search-offer-places",
            Offer::Suggestion(Suggestion::Source { .. }) => "search-offer-sources",
            Offer::Suggestion(Suggestion::Title { .. }) => "search-offer-titles",
            Offer::Search(_) => "search-offer-history",
            Offer::View(_) => "search-offer-views",
        };
        if last != Some(heading) {
            last = Some(heading);
            menu::heading(ui, theme, &words.t(heading));
        }
        let chosen = view.choice == Some(at);
        if offer_line(ui, offer, chosen, theme, words, actions) {
            view.card = None;
            actions.push(taken(offer));
        }
    }
    if !offers.is_empty() {
        menu::rule(ui, theme);
    }
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 2.0;
        let text = words.t("search-exact");
        if quiet(&text).selected(state.filter.exact).show(ui, theme).clicked() {
            actions.push(Action::Search(SearchAction::Exact(!state.filter.exact)));
        }
        let text = words.t("search-help");
        if quiet(&text).show(ui, theme).clicked() {
            actions.push(Action::ShowOverlay(Overlay::SearchHelp));
        }
        if state.filtered() {
            let text = words.t("view-save");
            if quiet(&text).show(ui, theme).clicked() {
                actions.push(Action::Search(SearchAction::NameView(state.filter.text.trim().to_owned())));
            }
        }
        if state.filter.text.is_empty() && !state.search.history.is_empty() {
            let text = words.t("search-clear-history");
            if quiet(&text).show(ui, theme).clicked() {
                actions.push(Action::Search(SearchAction::ClearHistory));
            }
        }
    });
}

/// A button at the foot of the card.
fn quiet(text: &str) -> Button<'_> {
    Button::new(Kind::Quiet, text).height(28.0).text_pt(12.5)
}

/// One offer; true when it was clicked.
fn offer_line(
    ui: &mut Ui,
    offer: &Offer<'_>,
    chosen: bool,
    theme: &Theme,
    words: &Words,
    actions: &mut Vec<Action>,
) -> bool {
    let (text, aside, mark) = match offer {
        Offer::Suggestion(Suggestion::Place { place, count }) => (
            gazetteer().get(*place).name.clone(),
            words.tn("status-count", &[("n", counted(*count as usize))]),
            Icon::Pin,
        ),
        Offer::Suggestion(Suggestion::Source { name, count }) => {
            (name.clone(), words.tn("status-count", &[("n", counted(*count as usize))]), Icon::Right)
        }
        Offer::Suggestion(Suggestion::Title { title, .. }) => (title.clone(), String::new(), Icon::Right),
        Offer::Search(text) => ((*text).to_owned(), String::new(), Icon::Search),
        Offer::View(name) => ((*name).to_owned(), String::new(), Icon::Check),
    };
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), 30.0), Sense::click());
    response.widget_info(|| WidgetInfo::selected(Role::MenuItem, true, chosen, &text));
    if chosen || response.hovered() {
        ui.painter().rect_filled(rect, 5.0, theme.hover);
    }
    let at = Rect::from_center_size(pos2(rect.left() + 17.0, rect.center().y), vec2(12.0, 12.0));
    icon::paint(ui.painter(), at, mark, theme.ink3);
    let aside = line(ui, &aside, Theme::sans(12.5), theme.ink3, 120.0);
    let aside_width = aside.size().x;
    put(ui, aside, rect.right() - 12.0 - aside_width, rect.center().y);
    let galley = line(ui, &text, Theme::sans(13.5), theme.ink, rect.width() - 56.0 - aside_width);
    put(ui, galley, rect.left() + 32.0, rect.center().y);
    if let Offer::View(name) = offer
        && (chosen || response.hovered())
    {
        let at = Rect::from_center_size(pos2(rect.right() - 18.0, rect.center().y), vec2(24.0, 24.0));
        let text = words.tn("view-forget", &[("name", (*name).to_owned().into())]);
        let mut child = ui.new_child(egui::UiBuilder::new().max_rect(at));
        if Button::icon(Kind::Quiet, Icon::Close, &text).height(24.0).no_stop().show(&mut child, theme).clicked() {
            actions.push(Action::Search(SearchAction::ForgetView((*name).to_owned())));
            return false;
        }
    }
    response.clicked()
}
