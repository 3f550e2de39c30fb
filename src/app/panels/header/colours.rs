//! One's own colours in the layout card: paper, ink and accent, each by three sliders, with how well the text can be read and a way back.

use egui::{RichText, Ui};

use crate::{
    app::{
        action::Action,
        state::{Hsv, OwnColours, State, ThemeChoice},
        theme::Theme,
        theme::own::{READABLE, color_of, contrast},
        widgets::{
            button::{Button, Kind, segmented},
            slider::{self, Slider},
        },
    },
    words::Words,
};

/// The colour that the sliders move.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Part {
    #[default]
    Paper,
    Ink,
    Accent,
}

/// Draws them while that theme is chosen.
pub(super) fn show(ui: &mut Ui, state: &State, theme: &Theme, words: &Words, actions: &mut Vec<Action>) {
    if state.theme() != ThemeChoice::Own {
        return;
    }
    let id = egui::Id::unique("own-colour");
    let mut part: Part = ui.data(|data| data.get_temp(id)).unwrap_or_default();
    let parts = [(Part::Paper, "colour-paper"), (Part::Ink, "colour-ink"), (Part::Accent, "colour-accent")];
    let options = parts.map(|(part, id)| (part, words.t(id).into_owned()));
    if let Some(chosen) = segmented(ui, theme, &options, part) {
        part = chosen;
        ui.data_mut(|data| data.insert_temp(id, part));
    }
    let was = state.settings.colours;
    let mut colours = was;
    let colour = match part {
        Part::Paper => &mut colours.paper,
        Part::Ink => &mut colours.ink,
        Part::Accent => &mut colours.accent,
    };
    sliders(ui, colour, theme, words);
    let ratio = contrast(color_of(was.ink), color_of(was.paper));
    let shown = [("n", format!("{ratio:.1}").into())];
    let (text, color) = if ratio >= READABLE {
        (words.tn("colour-clear", &shown), theme.ink2)
    } else {
        (words.tn("colour-faint", &shown), theme.amber)
    };
    ui.add(egui::Label::new(RichText::new(text).font(Theme::sans(12.5)).color(color)).wrap());
    if was != OwnColours::default() {
        let text = words.t("colour-reset");
        let reset = Button::new(Kind::Outlined, &text).height(26.0).text_pt(12.5);
        if reset.show(ui, theme).clicked() {
            colours = OwnColours::default();
        }
    }
    if colours != was {
        actions.push(Action::SetColours(colours));
    }
}

fn sliders(ui: &mut Ui, colour: &mut Hsv, theme: &Theme, words: &Words) {
    let percent = |value: f32| format!("{:.0}%", value * 100.0);
    for (id, shown, high, step, value) in [
        ("colour-hue", format!("{:.0}°", colour.hue), 359.0, 1.0, &mut colour.hue),
        ("colour-saturation", percent(colour.saturation), 1.0, 0.01, &mut colour.saturation),
        ("colour-value", percent(colour.value), 1.0, 0.01, &mut colour.value),
    ] {
        let label = words.t(id);
        let slider = Slider { label: &label, shown: &shown, range: (0.0, high), step };
        if let Some(new) = slider::show(ui, theme, slider, *value) {
            *value = new;
        }
    }
}
