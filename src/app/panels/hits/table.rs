//! The table of hits: headings that sort, and the rows in view.

use egui::{Id, Rect, RichText, Role, Sense, Stroke, Ui, WidgetInfo, pos2, vec2};

use super::HitsView;
use crate::{
    app::{
        action::Action,
        panels::waiting,
        searching::SearchAction,
        state::{Asked, State},
        theme::Theme,
        title::title_of,
        widgets::{
            line, line_end, put,
            table::{Heading, Table},
        },
    },
    library::query::{Around, SpotOrder, around},
    words::Words,
};

/// Height of a row and of the headings, points.
const ROW: f32 = 30.0;
const HEAD: f32 = 32.0;
/// Size of the text, points.
const TEXT_PT: f32 = 14.0;

/// Id of the table, which is one stop of the Tab key.
#[must_use]
pub fn table_id() -> Id {
    Id::unique("hits")
}

/// Where the columns stand, from the left edge.
struct Columns {
    date: f32,
    /// The hit begins here; what stands before it ends here.
    middle: f32,
    width: f32,
}

impl Columns {
    fn of(width: f32) -> Self {
        // Narrow tables have no room for the source.
        let date = if width > 760.0 { 130.0 } else { 0.0 };
        let contexts = date + 96.0;
        Self { date, middle: contexts + (width - contexts) * 0.45, width }
    }

    const fn contexts(&self) -> f32 {
        self.date + 96.0
    }
}

/// Draws it into what is left of `ui`.
pub(super) fn show(
    ui: &mut Ui,
    state: &State,
    view: &mut HitsView,
    theme: &Theme,
    words: &Words,
    actions: &mut Vec<Action>,
) {
    let own = &state.search.spots;
    let spots = &own.listed;
    if spots.found.spots.is_empty() {
        ui.add_space(70.0);
        ui.vertical_centered(|ui| {
            let typed = !state.filter.text.trim().is_empty();
            let waits = typed && (own.asked.0 != spots.listing.generation || state.asked() == Asked::Searching);
            let id = if waits {
                "hits-waiting"
            } else if typed {
                "hits-none"
            } else {
                "hits-ask"
            };
            ui.label(RichText::new(words.t(id)).color(theme.ink3));
        });
        return;
    }
    let width = ui.available_width();
    let columns = Columns::of(width);
    heads(ui, &columns, state, theme, words, actions);
    let old = waiting::sign(ui, state).is_some();
    waiting::dim(ui, old);
    let question = Id::unique(("hits", spots.listing.filter.text.clone(), format!("{:?}", own.order)));
    let wanted = std::mem::take(&mut view.show_choice).then_some(own.chosen).flatten();
    let name = words.t("view-hits");
    let table = Table { id: table_id(), name: &name, row: ROW, count: spots.found.spots.len(), sideways: false };
    table.show(ui, theme, (question, &mut view.shown), wanted, |ui, rect, row| {
        one(ui, rect, row, &columns, state, theme, words, actions);
    });
}

fn heads(ui: &mut Ui, columns: &Columns, state: &State, theme: &Theme, words: &Words, actions: &mut Vec<Action>) {
    let (rect, _) = ui.allocate_exact_size(vec2(columns.width, HEAD), Sense::hover());
    let (now, descending) = state.search.spots.order;
    let half = (columns.middle - columns.contexts()) / 2.0;
    let cells = [
        (SpotOrder::Source, "hits-by-source", 0.0, columns.date, false),
        (SpotOrder::Date, "hits-by-date", columns.date, 96.0, false),
        (SpotOrder::List, "hits-by-list", columns.contexts(), half, false),
        (SpotOrder::Left, "hits-by-left", columns.contexts() + half, half - 12.0, true),
        (SpotOrder::Hit, "hits-by-hit", columns.middle, 64.0, false),
        (SpotOrder::Right, "hits-by-right", columns.middle + 64.0, columns.width - columns.middle - 64.0, false),
    ];
    for (order, id, x, width, end) in cells {
        if width <= 0.0 {
            continue;
        }
        let cell = Rect::from_min_size(pos2(rect.left() + x, rect.top()), vec2(width, HEAD));
        let (text, turned) = (words.t(id), words.t(if descending { "ledger-descending" } else { "ledger-ascending" }));
        let heading = Heading { text: &text, turned: &turned, on: now == order, descending, end };
        if heading.show(ui, theme, id, cell) {
            actions.push(Action::Search(SearchAction::Order(order)));
            // The arrows go on in the table.
            ui.memory_mut(|m| m.request_focus(table_id()));
        }
    }
    ui.painter().hline(rect.x_range(), rect.bottom() - 0.5, Stroke::new(1.0, theme.track));
}

#[expect(clippy::too_many_arguments, reason = "a struct for one call would only rename the arguments")]
fn one(
    ui: &Ui,
    rect: Rect,
    row: usize,
    columns: &Columns,
    state: &State,
    theme: &Theme,
    words: &Words,
    actions: &mut Vec<Action>,
) {
    let own = &state.search.spots;
    let Some((spot, document)) = own.listed.row(row) else { return };
    let chosen = own.chosen == Some(row);
    let response = ui.interact(rect, ui.scope_id().with(("hit", row)), Sense::CLICK);
    // More characters than fit: they are cut.
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a few dozen characters")]
    let chars = ((columns.width - columns.middle) / TEXT_PT * 2.0).max(4.0) as usize;
    let Around { left, hit, right } = around(document, spot.hit(document), chars);
    response.widget_info(|| {
        let name = format!("{left}{hit}{right} — {}", title_of(document));
        WidgetInfo::selected(Role::ListBoxOption, true, chosen, name)
    });
    if chosen {
        ui.painter().rect_filled(rect, 0.0, theme.chosen_row());
    } else if response.hovered() {
        ui.painter().rect_filled(rect, 0.0, theme.hover);
    }
    ui.painter().hline(rect.x_range(), rect.bottom() - 0.5, theme.hairline());
    let y = rect.center().y;
    let small = |text: &str, width: f32| line(ui, text, Theme::sans(12.5), theme.ink3, width - 10.0);
    if columns.date > 0.0 {
        let none = words.t("row-no-source");
        let source = document.card().source.as_deref().unwrap_or(&none);
        put(ui, small(source, columns.date), rect.left(), y);
    }
    let date = document.card().date.map_or_else(|| words.t("row-no-date").into_owned(), |d| d.to_string());
    put(ui, small(&date, 96.0), rect.left() + columns.date, y);
    let middle = rect.left() + columns.middle;
    let font = Theme::sans(TEXT_PT);
    let galley = ui.painter().layout_no_wrap(hit, font.clone(), theme.ink);
    let hit_width = galley.size().x.min(columns.width - columns.middle);
    let ground = Rect::from_min_size(pos2(middle, y - 11.0), vec2(hit_width, 22.0));
    ui.painter().rect_filled(ground, 2.0, theme.mark);
    put(ui, galley, middle, y);
    let room =
        Rect::from_min_max(pos2(rect.left() + columns.contexts(), rect.top()), pos2(middle - 2.0, rect.bottom()));
    let galley = line_end(ui, &left, &font, theme.ink2, room.width());
    let at = pos2((room.right() - galley.size().x).round(), (y - galley.size().y / 2.0).round());
    ui.painter().with_clip_rect(room.intersect(ui.clip_rect())).galley(at, galley, theme.ink2);
    let start = middle + hit_width + 2.0;
    put(ui, line(ui, &right, font, theme.ink2, rect.right() - start), start, y);
    if response.clicked() {
        actions.push(Action::Search(SearchAction::Choose(row)));
        ui.memory_mut(|m| m.request_focus(table_id()));
    }
    if response.double_clicked() {
        actions.push(Action::Search(SearchAction::Open));
    }
}
