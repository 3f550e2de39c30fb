//! A table of many rows, of which only those in view are laid out; and its headings, which sort.

use egui::{EventFilter, Id, Rect, Role, ScrollArea, Sense, StrokeKind, Ui, WidgetInfo, pos2, vec2};

use super::{focus_ring, icon, icon::Icon, line, put};
use crate::app::theme::Theme;

/// What a table is.
#[derive(Clone, Copy, Debug)]
pub struct Table<'a> {
    /// Its id: it is one stop of the Tab key, and the arrows move in it.
    pub id: Id,
    /// Its name, as it is read aloud.
    pub name: &'a str,
    /// Height of a row, points.
    pub row: f32,
    /// How many rows.
    pub count: usize,
    /// The arrows to the sides move in it too, and not from control to control.
    pub sideways: bool,
}

impl Table<'_> {
    /// Draws it into what is left of `ui`; `draw` is given the rows in view. `question` is what the rows answer: another one than
    /// `shown` starts at the top. The row `wanted` is scrolled into view.
    pub fn show(
        self,
        ui: &mut Ui,
        theme: &Theme,
        (question, shown): (Id, &mut Option<Id>),
        wanted: Option<usize>,
        mut draw: impl FnMut(&mut Ui, Rect, usize),
    ) {
        let width = ui.available_width();
        let outer = ui.available_rect_before_wrap();
        let table = ui.interact(outer, self.id, Sense::focusable_noninteractive());
        table.widget_info(|| WidgetInfo::labeled(Role::ListBox, true, self.name));
        if table.has_focus() {
            let arrows =
                EventFilter { vertical_arrows: true, horizontal_arrows: self.sideways, ..EventFilter::default() };
            ui.memory_mut(|m| m.set_focus_lock_filter(self.id, arrows));
        }
        let fresh = shown.is_some_and(|shown| shown != question);
        *shown = Some(question);
        let mut area = ScrollArea::vertical().id_salt(("rows", self.id)).auto_shrink(false);
        if fresh && wanted.is_none() {
            area = area.vertical_scroll_offset(0.0);
        }
        #[expect(clippy::cast_precision_loss, reason = "a height in points")]
        let height = self.row * self.count as f32;
        area.show_viewport(ui, |ui, seen| {
            ui.set_height(height);
            ui.set_width(width);
            let origin = ui.max_rect().min;
            #[expect(clippy::cast_precision_loss, reason = "a height in points")]
            let rect_of = |row: usize| {
                let top = (origin.y + self.row * row as f32).round();
                Rect::from_min_size(pos2(origin.x, top), vec2(width, self.row))
            };
            if let Some(row) = wanted {
                let rect = rect_of(row);
                if rect.top() < origin.y + seen.top() || rect.bottom() > origin.y + seen.bottom() {
                    ui.scroll_to_rect(rect, None);
                }
            }
            #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a row in view")]
            let (first, last) =
                ((seen.top() / self.row).max(0.0) as usize, (seen.bottom() / self.row).max(0.0) as usize + 1);
            for row in first..last.min(self.count) {
                draw(ui, rect_of(row), row);
            }
        });
        // Over the rows: one that is chosen or pointed at is filled, and would break it.
        if table.has_focus() {
            ui.painter().rect_stroke(outer.shrink(1.0), 4.0, theme.focus_ring(), StrokeKind::Inside);
        }
    }
}

/// A heading that sorts.
#[derive(Clone, Copy, Debug)]
pub struct Heading<'a> {
    /// What it says.
    pub text: &'a str,
    /// What is read aloud beside it when the rows are sorted by it: which way.
    pub turned: &'a str,
    /// The rows are sorted by it.
    pub on: bool,
    /// The greatest first.
    pub descending: bool,
    /// It stands at the right edge of its column.
    pub end: bool,
}

impl Heading<'_> {
    /// Draws it into `cell`; true when it was clicked.
    #[must_use]
    pub fn show(self, ui: &Ui, theme: &Theme, id: &str, cell: Rect) -> bool {
        let response = ui.interact(cell, ui.scope_id().with(id), Sense::click());
        let spoken = if self.on { format!("{}，{}", self.text, self.turned) } else { self.text.to_owned() };
        response.widget_info(|| WidgetInfo::selected(Role::ColumnHeader, true, self.on, &spoken));
        let ink = if self.on || response.hovered() { theme.ink } else { theme.ink3 };
        let galley = line(ui, self.text, Theme::sans(12.5), ink, cell.width());
        let left = if self.end { cell.right() - galley.size().x } else { cell.left() };
        let right = left + galley.size().x;
        put(ui, galley, left, cell.center().y);
        if self.on {
            let x = if self.end { left - 9.0 } else { right + 9.0 };
            let at = Rect::from_center_size(pos2(x, cell.center().y), vec2(9.0, 9.0));
            icon::paint(ui.painter(), at, if self.descending { Icon::Down } else { Icon::Up }, theme.ink2);
        }
        focus_ring(ui, theme, &response, cell.shrink(2.0));
        response.clicked()
    }
}
