//! The keys that were pressed, as actions.

use egui::Key;

use super::{PLAIN, Shortcut, commands};
use crate::app::{
    action::{Action, ReaderCommand},
    choosing::ChoiceAction,
    ledger::{LedgerAction, View},
    panels::{self, reader::Side},
    state::{Overlay, State},
};

/// The actions of the keys pressed since the last frame. Keys that a text field or an open menu uses are left to it.
pub fn take_keys(ctx: &egui::Context, state: &State, menu_open: bool, actions: &mut Vec<Action>) {
    hold_for_field(ctx, state, menu_open);
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
    let view = actions.iter().find_map(|action| match action {
        Action::Ledger(LedgerAction::Show(view)) => Some(*view),
        _ => None,
    });
    // Who goes from control to control by keys goes on in the view that was called.
    if let Some(view) = view.filter(|_| ctx.memory(|m| m.focused()).is_some()) {
        match view {
            View::Reader => ctx.memory_mut(|m| m.request_focus(panels::sidebar::list_id())),
            View::Timeline => ctx.memory_mut(|m| m.request_focus(panels::timeline::timeline_id())),
            View::Ledger => ctx.memory_mut(|m| m.request_focus(panels::ledger::table_id())),
            View::Hits => ctx.memory_mut(|m| m.request_focus(panels::hits::table_id())),
            View::Map => {}
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

/// What was typed behind the key that opens a text field, and in how many frames it is let go if no field has come.
type Held = (Vec<egui::Event>, u8);

/// Frames that a field may take to get the cursor.
const FIELD_WITHIN: u8 = 4;

/// Who types quickly, or on a slow machine, has the key that opens a text field and what is meant for the field in one frame: that waits
/// until the field has the cursor, else it would be commands.
fn hold_for_field(ctx: &egui::Context, state: &State, menu_open: bool) {
    let id = egui::Id::unique("held-for-field");
    let held: Option<Held> = ctx.data_mut(|data| data.remove_temp(id));
    let typing = ctx.text_edit_focused();
    let held = match held {
        Some((mut events, left)) => {
            ctx.input_mut(|input| {
                events.extend(take_typed(&mut input.events, 0));
                if typing || left == 0 {
                    input.events.append(&mut events);
                }
            });
            (!events.is_empty()).then(|| (events, left.saturating_sub(1)))
        }
        None if typing || menu_open || state.overlay.is_some() => None,
        None => {
            let opens = [super::SEARCH, super::FIND].into_iter().filter(|command| (command.enabled)(state));
            let keys: Vec<Shortcut> = opens.flat_map(|command| command.keys.iter().copied()).collect();
            let events = ctx.input_mut(|input| {
                let at = input.events.iter().position(|event| keys.iter().any(|key| presses(event, *key)))?;
                let mut events = take_typed(&mut input.events, at + 1);
                // The letter of the key itself comes behind it.
                if events.first().is_some_and(|event| matches!(event, egui::Event::Text(_))) {
                    let own = events.remove(0);
                    input.events.push(own);
                }
                Some(events)
            });
            events.filter(|events| !events.is_empty()).map(|events| (events, FIELD_WITHIN))
        }
    };
    if let Some(held) = held {
        ctx.data_mut(|data| data.insert_temp::<Held>(id, held));
        ctx.request_repaint();
    }
}

/// Takes what is meant for a text field out of the events from number `from` on.
fn take_typed(events: &mut Vec<egui::Event>, from: usize) -> Vec<egui::Event> {
    use egui::Event as E;
    let tail = events.split_off(from.min(events.len()));
    let typed = |event: &E| {
        matches!(event, E::Key { pressed: true, .. } | E::Text(_) | E::Paste(_) | E::Cut | E::Copy | E::Ime(_))
    };
    let (typed, others): (Vec<E>, Vec<E>) = tail.into_iter().partition(typed);
    events.extend(others);
    typed
}

fn closes_overlay(shortcut: Shortcut, state: &State, typing: bool) -> bool {
    !typing && shortcut.1 == Key::Questionmark && state.overlay == Some(Overlay::Shortcuts)
}

/// Takes one key press out of the input. `?` and `+` are Shift and another key on most keyboards, so it is not asked for.
fn consume(input: &mut egui::InputState, shortcut: Shortcut) -> bool {
    let mut taken = false;
    input.events.retain(|event| {
        let fits = presses(event, shortcut);
        taken |= fits;
        !fits
    });
    taken
}

/// Whether an event is this key pressed.
fn presses(event: &egui::Event, Shortcut(modifiers, key): Shortcut) -> bool {
    let egui::Event::Key { key: pressed, pressed: true, modifiers: held, .. } = event else { return false };
    *pressed == key
        && if key == Key::Questionmark || key == Key::Plus && !modifiers.command {
            !held.command && !held.alt
        } else {
            held.command == modifiers.command && held.shift == modifiers.shift && held.alt == modifiers.alt
        }
}
