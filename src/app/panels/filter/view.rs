//! Draws the filter panel.

use egui::{Align, Color32, Id, Layout, Rect, RichText, Role, ScrollArea, Sense, Stroke, Ui, WidgetInfo, pos2, vec2};

use super::{
    facets, map,
    model::{FilterModel, Key, Kind as RowKind, Mark, PlaceRow},
};
use crate::{
    app::{
        action::{Action, PlaceUse},
        panels::{sidebar::number, waiting},
        state::State,
        theme::Theme,
        widgets::{
            self,
            button::{self, Button, Kind},
            field::{self, Field},
            icon::{self, Icon},
            menu,
        },
    },
    corpus::Mode,
    place::PlaceId,
    words::Words,
};

/// Height of a row, points.
const ROW: f32 = 25.0;

/// What the panel keeps between frames.
#[derive(Debug, Default)]
pub struct FilterView {
    model: FilterModel,
    key: Option<Key>,
    map: map::MapPanel,
}

/// Draws the panel into the whole of `ui`.
pub fn show(
    ui: &mut Ui,
    state: &State,
    view: &mut FilterView,
    theme: &Theme,
    words: &Words,
    actions: &mut Vec<Action>,
) {
    let key = Key::of(state);
    if view.key.as_ref() != Some(&key) {
        view.model = FilterModel::of(state);
        view.key = Some(key);
    }
    let room = ui.available_height();
    ui.spacing_mut().item_spacing = vec2(8.0, 10.0);
    ui.horizontal(|ui| {
        ui.set_min_height(26.0);
        ui.label(RichText::new(words.t("filter-cities")).font(Theme::bold(14.0)).color(theme.ink));
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            view.map.button(ui, state, room, theme, words, actions);
            let filtered = !state.filter.include.is_empty() || !state.filter.exclude.is_empty();
            let clear = words.t("filter-clear");
            if filtered && Button::new(Kind::Link, &clear).height(24.0).show(ui, theme).clicked() {
                let marked = state.filter.include.iter().chain(&state.filter.exclude);
                actions.extend(marked.map(|place| Action::UsePlace(*place, PlaceUse::Clear)));
            }
        });
    });
    let old = waiting::sign(ui, state).is_some();
    ui.scope(|ui| {
        waiting::dim(ui, old);
        view.map.show(ui, state, room, theme, words, actions);
    });
    let modes = [
        (Mode::Any, words.t("filter-any").into_owned()),
        (Mode::All, words.t("filter-all").into_owned()),
        (Mode::Primary, words.t("filter-primary").into_owned()),
    ];
    if let Some(mode) = button::segmented(ui, theme, &modes, state.filter.mode) {
        actions.push(Action::SetMode(mode));
    }
    let mut query = state.place_query.clone();
    let (name, hint, clear) = (words.t("filter-search-name"), words.t("filter-search-hint"), words.t("field-clear"));
    let field = Field {
        id: Id::unique("place-search"),
        name: &name,
        hint: &hint,
        clear: &clear,
        aside: "",
        height: 32.0,
        glass: false,
    };
    if field::show(ui, theme, field, &mut query).changed {
        actions.push(Action::SetPlaceQuery(query));
    }
    // Below the tree, whatever its length.
    egui::Panel::bottom("facets").resizable(false).show_separator_line(false).frame(egui::Frame::NONE).show(ui, |ui| {
        ui.painter().hline(ui.max_rect().x_range(), ui.max_rect().top(), theme.hairline());
        ui.add_space(6.0);
        waiting::dim(ui, old);
        facets::show(ui, state, theme, words, actions);
    });
    if view.model.rows.is_empty() {
        let id = if state.place_query.trim().is_empty() { "filter-nothing" } else { "filter-no-match" };
        ui.label(RichText::new(words.t(id)).color(theme.ink3));
        return;
    }
    ui.spacing_mut().item_spacing.y = 0.0;
    waiting::dim(ui, old);
    // All bars end at one edge, left of the widest number.
    let most = view.model.rows.iter().map(|row| row.count).max().unwrap_or(0);
    let room = widgets::line(ui, &number(most as usize), Theme::sans(13.5), theme.ink2, 60.0).size().x;
    ScrollArea::vertical().id_salt("places").auto_shrink(false).show_rows(
        ui,
        ROW,
        view.model.rows.len(),
        |ui, seen| {
            for row in view.model.rows.get(seen).unwrap_or_default() {
                place_row(ui, row, room, theme, words, actions);
            }
        },
    );
}

/// `number_room`: width of the widest number.
fn place_row(ui: &mut Ui, row: &PlaceRow, number_room: f32, theme: &Theme, words: &Words, actions: &mut Vec<Action>) {
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), ROW), Sense::hover());
    let response = ui.interact(rect, ui.scope_id().with(("place", row.place.0)), Sense::click());
    let included = row.mark == Mark::Included;
    let itself = words.t("filter-itself");
    let (shown, spoken) = match row.kind {
        RowKind::Itself => (itself.as_ref(), format!("{} {itself}", row.name)),
        RowKind::Usual | RowKind::Whole => (row.name.as_str(), row.name.clone()),
    };
    // A province that is one city is used as cities are.
    let heading = row.depth == 0 && row.kind != RowKind::Whole;
    let label = words.tn("filter-row-name", &[("place", spoken.into()), ("n", row.count.into())]);
    response.widget_info(|| WidgetInfo::selected(Role::CheckBox, true, included, &label));
    let dim = row.count == 0 && row.mark == Mark::None;
    let ink = match (row.mark, dim, row.depth) {
        (Mark::Excluded, ..) => theme.accent,
        (_, true, _) => theme.ink3.gamma_multiply(0.75),
        (_, _, 0) if heading => theme.ink2,
        _ => theme.ink,
    };
    if response.hovered() {
        ui.painter().rect_filled(rect.expand2(vec2(6.0, 0.0)), 5.0, theme.hover);
    }
    let middle = rect.center().y;
    let indent = if row.depth == 2 { 18.0 } else { 0.0 };
    let mut left = rect.left() + indent;
    if !heading || row.mark != Mark::None {
        check_box(ui, Rect::from_center_size(pos2(left + 7.0, middle), vec2(14.0, 14.0)), row.mark, dim, theme);
    }
    if let Some(open) = row.open {
        let at = if heading && row.mark == Mark::None { left + 5.0 } else { rect.left() + 92.0 };
        let at = Rect::from_center_size(pos2(at, middle), vec2(22.0, ROW));
        fold(ui, at, row, open, theme, words, actions);
    }
    left += 24.0;
    let font = if row.depth == 0 { Theme::bold(13.5) } else { Theme::sans(13.5) };
    let bar_left = rect.left() + 112.0;
    let count = widgets::line(ui, &number(row.count as usize), font.clone(), if dim { ink } else { theme.ink2 }, 60.0);
    let count_width = count.size().x;
    widgets::put(ui, count, rect.right() - 4.0 - count_width, middle);
    let room = if heading { rect.right() - count_width - 12.0 } else { bar_left - 8.0 } - left;
    let room = if row.open.is_some() && !heading { room - 18.0 } else { room };
    let name = widgets::line(ui, shown, font, ink, room);
    let name_width = name.size().x;
    widgets::put(ui, name, left, middle);
    if row.mark == Mark::Excluded {
        ui.painter().hline(left..=left + name_width, middle, Stroke::new(1.0, theme.accent));
    }
    if !heading {
        let rail = Rect::from_min_max(
            pos2(bar_left, middle - 3.0),
            pos2(rect.right() - (number_room + 12.0).max(44.0), middle + 3.0),
        );
        if rail.width() > 8.0 {
            let track = if dim { theme.track.gamma_multiply(0.5) } else { theme.track };
            ui.painter().rect_filled(rail, 3.0, track);
            let width = (rail.width() * row.share).max(if row.count > 0 { 3.0 } else { 0.0 });
            let bar = Rect::from_min_size(rail.min, vec2(width, rail.height()));
            ui.painter().rect_filled(
                bar,
                3.0,
                if row.depth < 2 { theme.place } else { theme.place.gamma_multiply(0.6) },
            );
        }
    }
    widgets::focus_ring(ui, theme, &response, rect.shrink(2.0));
    if response.clicked() {
        let alt = ui.input(|i| i.modifiers.alt);
        let how = if alt { PlaceUse::Exclude } else { PlaceUse::Include };
        actions.push(Action::UsePlace(row.place, how));
    }
    menu::context(&response, theme, 200.0, |ui| place_menu(ui, row.place, row.mark, theme, words, actions));
}

/// What can be done with a place.
pub(in crate::app::panels) fn place_menu(
    ui: &mut Ui,
    place: PlaceId,
    mark: Mark,
    theme: &Theme,
    words: &Words,
    actions: &mut Vec<Action>,
) {
    for (id, how) in [
        ("filter-place-only", PlaceUse::Only),
        ("filter-place-include", PlaceUse::Include),
        ("filter-place-exclude", PlaceUse::Exclude),
    ] {
        if menu::item(ui, theme, &words.t(id), "", None, true) {
            actions.push(Action::UsePlace(place, how));
        }
    }
    if mark != Mark::None && menu::item(ui, theme, &words.t("filter-place-clear"), "", None, true) {
        actions.push(Action::UsePlace(place, PlaceUse::Clear));
    }
}

fn fold(ui: &mut Ui, at: Rect, row: &PlaceRow, open: bool, theme: &Theme, words: &Words, actions: &mut Vec<Action>) {
    let response = ui.interact(at, ui.scope_id().with(("fold", row.place.0)), Sense::click());
    let id = if open { "filter-fold" } else { "filter-unfold" };
    let name = words.tn(id, &[("place", row.name.clone().into())]);
    response.widget_info(|| WidgetInfo::labeled(Role::DisclosureTriangle, true, &name));
    let shape = if open { Icon::Down } else { Icon::Right };
    icon::paint(ui.painter(), Rect::from_center_size(at.center(), vec2(10.0, 10.0)), shape, theme.ink3);
    widgets::focus_ring(ui, theme, &response, at.shrink(4.0));
    if response.clicked() {
        actions.push(Action::ToggleTree(row.place));
    }
}

pub(super) fn check_box(ui: &Ui, rect: Rect, mark: Mark, dim: bool, theme: &Theme) {
    let (fill, stroke) = match mark {
        Mark::Included => (theme.place, Stroke::NONE),
        Mark::Excluded => (theme.accent, Stroke::NONE),
        Mark::None => (Color32::TRANSPARENT, Stroke::new(1.2, if dim { theme.track } else { theme.ink3 })),
    };
    ui.painter().rect(rect, 4.0, fill, stroke, egui::StrokeKind::Inside);
    match mark {
        Mark::Included => icon::paint(ui.painter(), rect.shrink(2.0), Icon::Check, theme.on_place),
        Mark::Excluded => icon::paint(ui.painter(), rect.shrink(2.0), Icon::Minus, theme.on_accent),
        Mark::None => {}
    }
}
