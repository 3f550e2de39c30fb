//! Pictures of the window, drawn without GPU or driver. `SHUANGCHENG_PICTURES=folder` writes them for looking at.

#![expect(clippy::unwrap_used, reason = "a test may panic")]

#[path = "support/window.rs"]
mod window;

use shuangcheng::app::{action::Action, state::Overlay};
use window::{Desk, open};

/// Draws the window; a picture of one colour would mean that nothing was drawn.
fn look(desk: &mut Desk, name: &str) {
    let picture = desk.harness.render().unwrap();
    let first = *picture.get_pixel(0, 0);
    assert!(picture.pixels().any(|p| *p != first), "{name} is empty");
    if let Some(folder) = std::env::var_os("SHUANGCHENG_PICTURES") {
        picture.save(std::path::Path::new(&folder).join(format!("{name}.png"))).unwrap();
    }
}

#[test]
fn light_and_dark_wide_and_narrow() {
    for (name, size, dark) in [
        ("main-light", (1440.0, 900.0), false),
        ("main-dark", (1440.0, 900.0), true),
        ("narrow-light", (900.0, 600.0), false),
    ] {
        let mut desk = open(size, dark, None);
        look(&mut desk, name);
    }
}

#[test]
fn overlays_and_search() {
    let mut desk = open((1440.0, 900.0), false, None);
    for (name, overlay) in [("shortcuts", Overlay::Shortcuts), ("about", Overlay::About)] {
        desk.harness.state_mut().push(Action::ShowOverlay(overlay));
        desk.settle();
        look(&mut desk, name);
        desk.harness.state_mut().push(Action::CloseOverlay);
    }
    let before = desk.harness.state().state().listing.generation;
    desk.harness.state_mut().push(Action::SetSearch("合作".into()));
    desk.wait(|w| w.state().listing.generation > before);
    desk.settle();
    look(&mut desk, "search");
}
