//! What hands do at the window: keys, and text that is typed.

use egui::{Key, Modifiers};
use egui_kittest::kittest::Queryable as _;
use shuangcheng::app::state::State;

use crate::support::window::Desk;

/// What the window knows.
pub fn state(desk: &Desk) -> &State {
    desk.harness.state().state()
}

/// Presses a key.
pub fn press(desk: &mut Desk, key: Key) {
    desk.harness.key_press(key);
    desk.settle();
}

/// Presses a key with others held.
pub fn press_with(desk: &mut Desk, modifiers: Modifiers, key: Key) {
    desk.harness.key_press_modifiers(modifiers, key);
    desk.settle();
}

/// Types.
pub fn type_text(desk: &mut Desk, text: &str) {
    desk.harness.event(egui::Event::Text(text.into()));
    desk.settle();
}

/// True when something in the window has this accessible name.
pub fn has(desk: &Desk, name: &str) -> bool {
    desk.harness.query_all_by_label(name).next().is_some()
}

/// Clicks what has this accessible name, and waits until the window rests.
pub fn click(desk: &mut Desk, name: &str) {
    desk.harness.get_by_label(name).click();
    desk.settle();
}
