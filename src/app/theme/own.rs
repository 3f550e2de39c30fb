//! A theme of the reader's own paper, ink and accent: every other colour is made of these, and whatever is chosen can be read.

use egui::Color32;

use super::Theme;
use crate::{
    app::settings::{Hsv, OwnColours},
    library::marks::Colour,
};

/// Contrast of text that WCAG AA asks for.
pub const READABLE: f64 = 4.5;

/// Relative luminance as WCAG defines it, 0–1.
#[must_use]
pub fn luminance(color: Color32) -> f64 {
    let channel = |c: u8| {
        let c = f64::from(c) / 255.0;
        if c <= 0.040_45 { c / 12.92 } else { ((c + 0.055) / 1.055).powf(2.4) }
    };
    0.2126 * channel(color.r()) + 0.7152 * channel(color.g()) + 0.0722 * channel(color.b())
}

/// Contrast of two colours as WCAG defines it, 1–21.
#[must_use]
pub fn contrast(a: Color32, b: Color32) -> f64 {
    let (a, b) = (luminance(a), luminance(b));
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

/// A colour of the settings.
#[must_use]
pub fn color_of(hsv: Hsv) -> Color32 {
    let Hsv { hue, saturation, value } = hsv;
    let channel = |n: f32| {
        let k = (n + hue / 60.0) % 6.0;
        let part = value - value * saturation * k.min(4.0 - k).clamp(0.0, 1.0);
        (part * 255.0).round().clamp(0.0, 255.0) as u8
    };
    Color32::from_rgb(channel(5.0), channel(3.0), channel(1.0))
}

/// True when light text stands on dark paper: black would be harder to read on it than white.
#[must_use]
pub fn is_dark(colours: OwnColours) -> bool {
    let paper = color_of(colours.paper);
    contrast(Color32::WHITE, paper) > contrast(Color32::BLACK, paper)
}

/// The nearest colour on the way to black or white that can be read on all grounds.
fn readable(color: Color32, grounds: &[Color32], dark: bool) -> Color32 {
    let end = if dark { Color32::WHITE } else { Color32::BLACK };
    let steps = (0_u8..=40).map(|step| color.lerp_to_gamma(end, f32::from(step) / 40.0));
    steps.into_iter().find(|color| grounds.iter().all(|ground| contrast(*color, *ground) >= READABLE)).unwrap_or(end)
}

impl Theme {
    /// The theme of the reader's own colours.
    #[must_use]
    pub fn own(colours: OwnColours) -> Self {
        let dark = is_dark(colours);
        let base = Self::of(dark);
        let (paper, wanted) = (color_of(colours.paper), color_of(colours.ink));
        let (end, away) = if dark { (Color32::WHITE, Color32::BLACK) } else { (Color32::BLACK, Color32::WHITE) };
        // Grounds near the paper lean towards the ink, unless text could not be read on them then.
        let shade = |amount: f32| {
            let near = paper.lerp_to_gamma(end, amount);
            if contrast(near, end) >= READABLE + 0.4 { near } else { paper.lerp_to_gamma(away, amount) }
        };
        let (chrome, hover) = (shade(0.035), shade(0.08));
        let lightly = |color: Color32| {
            let mixes = (0_u8..=20).map(|step| color.lerp_to_gamma(away, f32::from(step) / 20.0));
            mixes.into_iter().find(|ground| contrast(*ground, end) >= READABLE + 0.4).unwrap_or(away)
        };
        let mark = lightly(base.mark);
        let highlights = Colour::ALL.map(|colour| base.highlight(colour));
        let mut on_ink = vec![paper, chrome, hover, mark];
        on_ink.extend(highlights);
        let ink = readable(wanted, &on_ink, dark);
        let plain = [paper, chrome];
        let accent = readable(color_of(colours.accent), &plain, dark);
        let place = readable(base.place, &plain, dark);
        let on = |ground: Color32| {
            if contrast(Color32::WHITE, ground) >= contrast(Color32::BLACK, ground) {
                Color32::WHITE
            } else {
                Color32::BLACK
            }
        };
        let tint = paper.lerp_to_gamma(place, 0.1);
        Self {
            dark,
            paper,
            chrome,
            line: paper.lerp_to_gamma(ink, 0.14),
            ink,
            ink2: readable(ink.lerp_to_gamma(paper, 0.32), &plain, dark),
            ink3: readable(ink.lerp_to_gamma(paper, 0.38), &plain, dark),
            accent,
            on_accent: on(accent),
            place,
            on_place: on(place),
            place_tint: if contrast(place, tint) >= READABLE { tint } else { paper },
            mark,
            hover,
            track: paper.lerp_to_gamma(ink, 0.22),
            amber: readable(base.amber, &plain, dark),
            blue: readable(base.blue, &plain, dark),
            green: readable(base.green, &plain, dark),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn colour() -> impl Strategy<Value = Hsv> {
        (0.0_f32..360.0, 0.0_f32..=1.0, 0.0_f32..=1.0).prop_map(|(hue, saturation, value)| Hsv {
            hue,
            saturation,
            value,
        })
    }

    proptest! {
        #[test]
        fn whatever_is_chosen_can_be_read(paper in colour(), ink in colour(), accent in colour()) {
            let t = Theme::own(OwnColours { paper, ink, accent });
            for (name, text, ground) in [
                ("ink", t.ink, t.paper), ("ink on chrome", t.ink, t.chrome), ("ink2", t.ink2, t.paper), ("ink2 on chrome", t.ink2, t.chrome),
                ("ink3", t.ink3, t.paper), ("ink3 on chrome", t.ink3, t.chrome), ("accent", t.accent, t.paper),
                ("accent on chrome", t.accent, t.chrome), ("place", t.place, t.paper), ("place on tint", t.place, t.place_tint),
                ("ink on mark", t.ink, t.mark), ("ink on hover", t.ink, t.hover), ("on accent", t.on_accent, t.accent),
                ("on place", t.on_place, t.place), ("amber", t.amber, t.paper), ("green", t.green, t.paper),
            ] {
                prop_assert!(contrast(text, ground) >= READABLE, "{name}: {:.2} on {:?}", contrast(text, ground), t.paper);
            }
            for highlight in Colour::ALL.map(|colour| t.highlight(colour)) {
                prop_assert!(contrast(t.ink, highlight) >= READABLE);
            }
        }
    }

    #[test]
    fn the_colours_at_first_are_those_of_the_light_theme() {
        let (own, light) = (Theme::own(OwnColours::default()), Theme::light());
        for (a, b) in [(own.paper, light.paper), (own.ink, light.ink), (own.accent, light.accent)] {
            let near = |a: u8, b: u8| a.abs_diff(b) <= 2;
            assert!(near(a.r(), b.r()) && near(a.g(), b.g()) && near(a.b(), b.b()), "{a:?} {b:?}");
        }
        let grey = OwnColours { ink: Hsv { hue: 0.0, saturation: 0.0, value: 0.75 }, ..OwnColours::default() };
        assert!(contrast(Theme::own(grey).ink, Theme::own(grey).paper) >= READABLE, "too light an ink is darkened");
    }
}
