//! The keys that were pressed, as actions.

use egui::Key;

use super::{PLAIN, Shortcut, commands};
use crate::app::{
    action::{Action, ReaderCommand},
    panels::{self, reader::Side},
    state::{Overlay, State},
};

/// The actions of the keys pressed since the last frame. Keys that a text field or an open menu uses are left to it.
pub fn take_keys(ctx: &egui::Context, state: &State, menu_open: bool, actions: &mut Vec<Action>) {
    let typing = ctx.text_edit_focused();
    // A focused button or check box is pressed by these; the list and the article have no use of their own for them.
    let panes = [
        panels::sidebar::list_id(),
        panels::reader::page_id(Side::Main),
        panels::reader::page_id(Side::Beside),
        panels::ledger::table_id(),
        panels::timeline::timeline_id(),
        panels::hits::table_id(),
    ];
    let control = ctx.memory(|m| m.focused()).is_some_and(|id| !panes.contains(&id));
    // Longer chords first: Ctrl+Shift+F must not be taken for Ctrl+F.
    for wanted in [3_u32, 2, 1, 0] {
        for command in commands() {
            for &shortcut in command.keys {
                let Shortcut(modifiers, _) = shortcut;
                let weight = u32::from(modifiers.command) * 2 + u32::from(modifiers.shift);
                if weight != wanted
                    || shortcut.types()
                        && (typing || menu_open || state.overlay.is_some())
                        && !closes_overlay(shortcut, state, typing)
                {
                    continue;
                }
                // Ctrl+A, Ctrl+C and Ctrl+Z belong to the text field while it has the cursor.
                if typing && matches!(shortcut.1, Key::A | Key::Z | Key::Y)
                    || control && shortcut.presses_control()
                    || !(command.enabled)(state)
                {
                    continue;
                }
                if ctx.input_mut(|input| consume(input, shortcut)) {
                    if shortcut.types() {
                        // The key that opens a search must not be typed into it.
                        ctx.input_mut(|input| input.events.retain(|event| !matches!(event, egui::Event::Text(_))));
                    }
                    actions.push((command.action)(state));
                }
            }
        }
    }
    if !menu_open && ctx.input_mut(|input| input.consume_key(PLAIN, Key::Escape)) {
        actions.push(Action::Escape);
    }
    // egui turns Ctrl+C into a copy event of its own.
    if !typing && ctx.input(|input| input.events.iter().any(|e| matches!(e, egui::Event::Copy))) {
        actions.push(Action::Reader(ReaderCommand::Copy));
    }
}

fn closes_overlay(shortcut: Shortcut, state: &State, typing: bool) -> bool {
    !typing && shortcut.1 == Key::Questionmark && state.overlay == Some(Overlay::Shortcuts)
}

/// Takes one key press out of the input. `?` is Shift and another key on most keyboards, so its modifiers are not looked at.
fn consume(input: &mut egui::InputState, shortcut: Shortcut) -> bool {
    let Shortcut(modifiers, key) = shortcut;
    let mut taken = false;
    input.events.retain(|event| {
        let egui::Event::Key { key: pressed, pressed: true, modifiers: held, .. } = event else { return true };
        let fits = *pressed == key
            && if key == Key::Questionmark {
                !held.command && !held.alt
            } else {
                held.command == modifiers.command && held.shift == modifiers.shift && held.alt == modifiers.alt
            };
        taken |= fits;
        !fits
    });
    taken
}
