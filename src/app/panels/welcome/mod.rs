//! What stands in the middle when there is no article: the way to open a folder.

use egui::{Align2, Rect, RichText, Sense, Shape, Stroke, Ui, pos2, vec2};

use super::sidebar::counted;
use crate::{
    app::{
        action::Action,
        command,
        state::State,
        theme::Theme,
        widgets::{
            self,
            button::{Button, Kind},
        },
    },
    corpus::Target,
    words::Words,
};

/// Recent folders shown.
const RECENTS: usize = 6;

/// Draws it into the whole of `ui`.
pub fn show(ui: &mut Ui, state: &State, theme: &Theme, words: &Words, actions: &mut Vec<Action>) {
    // What is being opened will be there in a moment.
    if state.loading.is_some() && state.snapshot.documents.is_empty() {
        return;
    }
    let full = ui.max_rect();
    let width = 440.0_f32.min(full.width() - 48.0).max(48.0);
    let top = full.top() + (full.height() * 0.22).min(140.0);
    let column = Rect::from_min_size(pos2(full.center().x - width / 2.0, top), vec2(width, full.bottom() - top));
    let mut ui = ui.new_child(egui::UiBuilder::new().max_rect(column));
    ui.spacing_mut().item_spacing = vec2(0.0, 8.0);
    ui.vertical_centered(|ui| {
        ui.label(RichText::new(words.t("welcome-title")).font(Theme::serif(23.0)).color(theme.ink));
        ui.label(RichText::new(words.t("welcome-kinds")).font(Theme::sans(13.5)).color(theme.ink2));
    });
    ui.add_space(10.0);
    let (card, _) = ui.allocate_exact_size(vec2(width, 117.0), Sense::hover());
    dashed(&ui, card, theme);
    let mut inner = ui.new_child(egui::UiBuilder::new().max_rect(card.shrink2(vec2(16.0, 26.0))));
    inner.vertical_centered(|ui| {
        if Button::new(Kind::Accent, &words.t("welcome-open")).height(33.0).show(ui, theme).clicked() {
            actions.push(Action::PickFolder);
        }
    });
    let keys = command::OPEN_FOLDER.keys.first().map(|key| key.text(ui.ctx())).unwrap_or_default();
    let hint = format!("{}    {keys}", words.t("welcome-drop"));
    ui.painter().text(
        pos2(card.center().x, card.bottom() - 37.0),
        Align2::CENTER_CENTER,
        hint,
        Theme::sans(13.5),
        theme.ink3,
    );
    ui.add_space(10.0);
    let (rule, _) = ui.allocate_exact_size(vec2(width, 1.0), Sense::hover());
    ui.painter().hline(rule.x_range(), rule.center().y, theme.hairline());
    ui.add_space(2.0);
    ui.spacing_mut().item_spacing.y = 0.0;
    if recent(&mut ui, theme, &words.t("library-built-in"), "") {
        actions.push(Action::Open(Target::BuiltIn));
    }
    for folder in state.recents.iter().take(RECENTS) {
        let name = folder
            .path
            .file_name()
            .map_or_else(|| folder.path.display().to_string(), |n| n.to_string_lossy().into_owned());
        let count = words.tn("status-count", &[("n", counted(folder.count as usize))]);
        if recent(&mut ui, theme, &name, &count) {
            actions.push(Action::Open(Target::Folder(folder.path.clone())));
        }
    }
}

fn recent(ui: &mut Ui, theme: &Theme, name: &str, aside: &str) -> bool {
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), 28.0), Sense::click());
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Button, true, name));
    let ink = if response.hovered() { theme.accent } else { theme.ink2 };
    let left = widgets::line(ui, name, Theme::sans(13.5), ink, rect.width() - 120.0);
    widgets::put(ui, left, rect.left() + 2.0, rect.center().y);
    let right = widgets::line(ui, aside, Theme::sans(13.0), theme.ink3, 110.0);
    let right_width = right.size().x;
    widgets::put(ui, right, rect.right() - 2.0 - right_width, rect.center().y);
    widgets::focus_ring(ui, theme, &response, rect);
    response.clicked()
}

fn dashed(ui: &Ui, rect: Rect, theme: &Theme) {
    let corners = [rect.left_top(), rect.right_top(), rect.right_bottom(), rect.left_bottom(), rect.left_top()];
    for shape in Shape::dashed_line(&corners, Stroke::new(1.0, theme.track), 4.0, 3.0) {
        ui.painter().add(shape);
    }
}
