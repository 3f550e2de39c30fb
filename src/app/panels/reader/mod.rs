//! The reading view: an article set by our own composition, its head, its folded furniture, its places and search hits.

mod access;
mod beside;
mod card;
mod facts;
mod find;
mod held;
mod lookup;
mod margin;
mod marks;
pub mod model;
mod note;
pub mod plan;
mod pointer;
mod rows;
mod styles;
mod view;

use egui::{Id, Rect, Sense, Ui, UiBuilder, pos2, vec2};

pub use card::{how_recognised, place_above, why_refused};
pub use held::strips;
pub use model::{ReaderModel, Side};
pub use styles::kind_id;
pub use view::ReaderView;

use crate::{
    app::{
        action::Action,
        theme::Theme,
        widgets::page::{self, Marks},
    },
    words::Words,
};

/// Room at both sides of the column, points.
const SIDE: f32 = 32.0;
/// Room at the right for the scroll bar and the hit strip.
const BAR: f32 = 16.0;

/// Id of the article, which is one stop of the Tab key.
#[must_use]
pub fn page_id(side: Side) -> Id {
    Id::unique(("page", side))
}

/// Least width of each of two articles side by side, points; narrower ones stand one below the other.
const LEAST_HALF: f32 = 330.0;

/// Draws the article, and beside or below it the second one.
pub fn show_both(
    ui: &mut Ui,
    (model, beside): (&ReaderModel, Option<&ReaderModel>),
    (view, beside_view): (&mut ReaderView, &mut ReaderView),
    theme: &Theme,
    words: &Words,
    actions: &mut Vec<Action>,
) {
    let Some(beside) = beside else { return show(ui, model, view, theme, words, actions) };
    let (rect, _) = ui.allocate_exact_size(ui.available_size(), Sense::hover());
    let (first, second) = if rect.width() >= 2.0 * LEAST_HALF {
        rect.split_left_right_at_fraction(0.5)
    } else {
        rect.split_top_bottom_at_fraction(0.5)
    };
    for (model, view, half) in [(model, view, first), (beside, beside_view, second)] {
        let mut half_ui = ui.new_child(UiBuilder::new().max_rect(half.shrink(0.5)).id_salt(("half", model.side)));
        let before = actions.len();
        show(&mut half_ui, model, view, theme, words, actions);
        // What is asked of a place in one of them goes to that one.
        if let Some(first) = actions.iter().skip(before).position(Action::is_of_focused_article) {
            actions.insert(before + first, Action::SetBesideKeys(model.side == Side::Beside));
        }
    }
    let stroke = theme.hairline();
    if first.right() < second.right() {
        ui.painter().vline(first.right(), rect.y_range(), stroke);
    } else {
        ui.painter().hline(rect.x_range(), first.bottom(), stroke);
    }
}

/// Draws the article.
pub fn show(
    ui: &mut Ui,
    model: &ReaderModel,
    view: &mut ReaderView,
    theme: &Theme,
    words: &Words,
    actions: &mut Vec<Action>,
) {
    let (rect, _) = ui.allocate_exact_size(ui.available_size(), Sense::hover());
    if rect.width() < 40.0 || rect.height() < 40.0 {
        return;
    }
    let mut ui = ui.new_child(UiBuilder::new().max_rect(rect).id_salt(model.side));
    let ui = &mut ui;
    ui.set_clip_rect(rect.intersect(ui.clip_rect()));
    ui.painter().rect_filled(rect, 0.0, theme.paper);

    // whole characters: the right edge then needs no stretching in plain Han lines
    let size = model.layout.size_pt.max(1.0);
    let room = rect.width() - 2.0 * SIDE - BAR;
    let mut em = model.layout.measure_em.min((room / size).floor()).max(4.0);
    if model.original {
        em = (em + styles::LABEL_MARGIN_EM).min((room / size).floor()).max(4.0);
    }
    let width = em * size;
    let left = rect.left() + ((rect.width() - BAR - width) * 0.5).max(SIDE * 0.5);

    let crowded = model.side == Side::Beside || left + width > rect.right() - margin::buttons_width(model);
    view.prepare(model, words, width, rect.height(), crowded);
    view.obey(model, rect.height(), actions);
    pointer::wheel(ui, rect, view, actions);
    view.settle(rect.height());
    let response = ui.interact(rect, page_id(model.side), Sense::click_and_drag());
    if std::mem::take(&mut view.focus_page) && !ui.ctx().text_edit_focused() {
        response.request_focus();
    }
    pointer::focus(ui, &response, model, words, actions);
    pointer::select(ui, &response, model, view, rect, left, theme, words, actions);
    view.settle(rect.height());

    let port = view.port(rect, left);
    let looks = styles::looks(&model.layout, model.convention(), model.latin.is_some(), theme);
    let selection = view.selection.range();
    if let Some(shown) = &view.shown {
        let places = if model.original { &[][..] } else { shown.places.as_slice() };
        let mut grounds = if model.original { vec![] } else { marks::grounds(&view.placed, theme) };
        let differences = page::near_bytes(&shown.page, model.different(), port.heights());
        grounds.extend(differences.iter().map(|span| (*span, theme.chosen_row())));
        grounds.extend(model.aloud.flatten().map(|span| (span, theme.chosen_row())));
        let marks = Marks { hits: &model.hits, current: model.current_hit, places, grounds: &grounds, selection };
        page::paint(ui, &shown.page, port, &looks, &mut view.faces, marks, theme);
        if let Some(current) = model.current_difference() {
            page::outline(ui, &shown.page, port, current, theme);
        }
    }
    if let Some(shown) = view.shown.as_ref().filter(|_| !model.original) {
        page::paint_dots(ui, &shown.page, port, &marks::dotted(&view.placed), theme.ink2);
    }
    // What the article consists of is part of it for those who listen, too.
    let inside = UiBuilder::new().max_rect(rect).accessibility_parent(page_id(model.side)).id_salt("rows");
    rows::show(&mut ui.new_child(inside), model, view, port, width, theme, words, actions);
    access::selection(ui, view, port, model.side);
    facts::show(ui, model, view, port, theme, actions);
    margin::outline(ui, model, view, port, theme, words, actions);
    margin::bar(ui, model, view, rect, theme);
    // where they would stand on text, the buttons keep to the head of the page and to a pointer that comes for them
    let head = Rect::from_min_size(rect.min, vec2(rect.width(), 56.0));
    if model.side == Side::Beside {
        beside::bar(ui, model, rect, theme, words, actions);
    }
    margin::progress(ui, model, view, rect, theme);
    pointer::ring(ui, &response, theme);
    if model.find.is_some() {
        find::show(ui, model, view, rect, theme, words, actions);
    } else if model.side == Side::Main && (!crowded || view.top < 16.0 || ui.rect_contains_pointer(head)) {
        margin::buttons(ui, model, view.placed.len(), rect, theme, words, actions);
    }
    marks::show(ui, model, view, &response, port, width, theme, words, actions);
    note::show(ui, model, view, port, theme, words, actions);
    card::show(ui, model, view, &response, port, theme, words, actions);
    view.report(rect.height(), model.side, actions);
}

/// A rectangle at the right edge of `rect`, `inset` points in.
fn right_strip(rect: Rect, inset: f32, width: f32) -> Rect {
    Rect::from_min_size(pos2(rect.right() - inset - width, rect.top()), vec2(width, rect.height()))
}
