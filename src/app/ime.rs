//! Keeps the input method on and its candidate window off the text, on X11.
//!
//! egui-winit 0.37 re-creates the X11 input context on every click into a text field, which drops the user's input method back to
//! Latin letters, and reports the top of the caret, so that the candidate window covers the line being typed.

/// The plugin; install it on X11 only.
#[derive(Debug, Default)]
pub struct ImeFix;

impl egui::Plugin for ImeFix {
    fn debug_name(&self) -> &'static str {
        "ime_fix"
    }

    fn output_hook(&mut self, _ctx: &egui::Context, output: &mut egui::FullOutput) {
        if let Some(ime) = &mut output.platform_output.ime {
            ime.should_interrupt_composition = false;
            let caret = ime.cursor_rect;
            let below = egui::pos2(caret.min.x, caret.max.y);
            ime.cursor_rect = egui::Rect::from_min_size(below, egui::vec2(caret.width(), 1.0));
        }
    }
}
