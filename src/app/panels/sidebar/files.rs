//! Files that were found and are still to be read, below the articles that were: their names, so that one sees what is coming.

use egui::{Pos2, Rect, Role, Sense, Ui, WidgetInfo, pos2, vec2};

use super::row::{LEFT, RIGHT};
use crate::{
    app::{theme::Theme, widgets},
    library::Waiting,
};

/// Height of a name, points.
const NAME: f32 = 30.0;

/// Height of them all, points.
#[expect(clippy::cast_precision_loss, reason = "a height in points")]
pub(super) fn height(waiting: &Waiting) -> f32 {
    waiting.len() as f32 * NAME
}

/// Draws the names between `top` and `bottom`, which are told from the first one's upper edge.
pub(super) fn show(ui: &Ui, (at, width): (Pos2, f32), (top, bottom): (f32, f32), waiting: &Waiting, theme: &Theme) {
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "names in sight")]
    let row = |y: f32| (y.max(0.0) / NAME) as usize;
    for number in row(top)..waiting.len().min(row(bottom) + usize::from(bottom > 0.0)) {
        let Some(path) = waiting.path(number) else { continue };
        #[expect(clippy::cast_precision_loss, reason = "a height in points")]
        let rect = Rect::from_min_size(pos2(at.x, at.y + number as f32 * NAME), vec2(width, NAME));
        let response = ui.interact(rect, ui.scope_id().with(("file", number)), Sense::hover());
        response.widget_info(|| WidgetInfo::labeled(Role::Label, true, path));
        let galley = widgets::line(ui, path, Theme::sans(13.0), theme.ink3, width - LEFT - RIGHT);
        widgets::put(ui, galley, rect.left() + LEFT, rect.center().y);
        ui.painter().hline(rect.x_range(), rect.bottom() - 0.5, theme.hairline());
    }
}
