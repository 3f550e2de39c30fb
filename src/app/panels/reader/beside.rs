//! What stands over the second of two articles: how alike they are, the differences and the ways through them, and its end.

use egui::{Rect, RichText, Ui, UiBuilder, pos2, vec2};

use super::model::{Compared, ReaderModel};
use crate::{
    app::{
        action::Action,
        theme::Theme,
        widgets::{
            button::{Button, Kind},
            icon::Icon,
        },
    },
    words::Words,
};

/// Two articles of which less is alike are no versions of each other: nothing is said of differences.
const RELATED: f32 = 0.1;

/// Draws the bar.
pub(super) fn bar(
    ui: &mut Ui,
    model: &ReaderModel,
    rect: Rect,
    theme: &Theme,
    words: &Words,
    actions: &mut Vec<Action>,
) {
    let place =
        Rect::from_min_max(pos2(rect.left() + 16.0, rect.top() + 10.0), pos2(rect.right() - 22.0, rect.top() + 44.0));
    ui.painter().rect_filled(Rect::from_min_size(rect.min, vec2(rect.width(), 54.0)), 0.0, theme.paper);
    let mut ui = ui.new_child(
        UiBuilder::new().max_rect(place).layout(egui::Layout::right_to_left(egui::Align::Center)).id_salt("beside"),
    );
    ui.spacing_mut().item_spacing.x = 4.0;
    if Button::icon(Kind::Quiet, Icon::Close, &words.t("beside-close")).height(28.0).show(&mut ui, theme).clicked() {
        actions.push(Action::ToggleBeside);
    }
    if Button::new(Kind::Quiet, &words.t("beside-swap")).height(28.0).show(&mut ui, theme).clicked() {
        actions.push(Action::SwapBeside);
    }
    let Some(Compared { count, current, alike, marked, .. }) = &model.compared else { return };
    let some = *count > 0;
    if *alike < RELATED {
        return;
    }
    for (icon, name, by) in [(Icon::Down, "cmd-next-difference", 1), (Icon::Up, "cmd-previous-difference", -1)] {
        let name = words.t(name);
        let button = Button::icon(Kind::Quiet, icon, &name).height(28.0);
        if ui.add_enabled_ui(some, |ui| button.show(ui, theme)).inner.clicked() {
            actions.push(Action::StepDifference(by));
        }
    }
    let text = match (some, current) {
        (false, _) => words.t("beside-same").into_owned(),
        (true, Some(at)) => words.tn("find-count", &[("at", (at + 1).into()), ("all", (*count).into())]),
        (true, None) => words.tn("beside-differences", &[("n", (*count).into())]),
    };
    let button = Button::new(Kind::Quiet, &text).selected(*marked).height(28.0);
    if button.show(&mut ui, theme).on_hover_text(words.t("beside-mark")).clicked() && some {
        actions.push(Action::MarkDifferences(!marked));
    }
    let percent = (f64::from(*alike) * 100.0).round();
    let alike = words.tn("beside-alike", &[("n", percent.into())]);
    if ui.available_width() > 90.0 {
        ui.add(egui::Label::new(RichText::new(alike).font(Theme::sans(12.5)).color(theme.ink3)).truncate());
    }
}
