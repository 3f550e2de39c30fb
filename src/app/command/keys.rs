//! The keys that were pressed, as actions.

use egui::Key;

use super::{PLAIN, Shortcut, commands};
use crate::app::{
    action::{Action, ReaderCommand},
    choosing::ChoiceAction,
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
    if !typing && !menu_open && state.overlay.is_none() && super::list_has_keys(state) {
        actions.extend(type_ahead(ctx, state));
    }
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

/// Letters that follow each other within this time are one word, seconds.
const ONE_WORD_S: f64 = 1.2;

/// What is being typed to go to a title, and when its last letter came, in seconds.
type Word = (String, f64);

/// Characters typed at the list: Han characters, and letters that begin with a capital, since small ones are commands.
fn type_ahead(ctx: &egui::Context, state: &State) -> Option<Action> {
    let id = egui::Id::unique("type-ahead");
    let now = ctx.input(|input| input.time);
    let (word, at): Word = ctx.data(|data| data.get_temp(id)).unwrap_or_default();
    let mut word = if now - at < ONE_WORD_S { word } else { String::new() };
    let before = word.len();
    // Capitals that are commands go to the list only while it has the focus itself.
    let focused = ctx.memory(|m| m.focused()) == Some(panels::sidebar::list_id());
    let taken_elsewhere = |c: char| {
        let key = Key::from_name(&c.to_string());
        !focused
            && commands().any(|command| {
                (command.enabled)(state) && command.keys.iter().any(|k| k.0.shift && !k.0.command && Some(k.1) == key)
            })
    };
    ctx.input_mut(|input| {
        // Of several letters of one frame each has its own keys held; those of the frame are what is held at its end.
        let mut shift = input.modifiers.shift;
        let mut letters = vec![];
        input.events.retain(|event| {
            if let egui::Event::Key { pressed: true, modifiers, .. } = event {
                shift = modifiers.shift;
            }
            let egui::Event::Text(text) = event else { return true };
            let Some(c) = text.chars().next() else { return true };
            let begins = !c.is_ascii() && c.is_alphanumeric() || shift && c.is_ascii_uppercase() && !taken_elsewhere(c);
            if !begins && (word.is_empty() || !c.is_ascii_alphanumeric()) {
                return true;
            }
            word.push_str(text);
            letters.extend(Key::from_name(&c.to_ascii_uppercase().to_string()));
            false
        });
        // The same letters must not be commands as well.
        input.events.retain(|event| {
            !matches!(event, egui::Event::Key { key, modifiers, .. } if letters.contains(key) && !modifiers.command && !modifiers.alt)
        });
    });
    if word.len() == before {
        return None;
    }
    ctx.data_mut(|data| data.insert_temp::<Word>(id, (word.clone(), now)));
    Some(Action::Choice(ChoiceAction::TypeAhead(word)))
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
