//! Every colour and size of the window, light and dark, and the egui style made of them.

pub mod own;

use std::sync::Arc;

use super::settings::{OwnColours, ThemeChoice};
use crate::{facts::Kind, library::marks::Colour};
use egui::epaint::FontColorTransferFunction;
use egui::{Color32, CornerRadius, FontFamily, FontId, Margin, Shadow, Stroke, Style, TextStyle, Visuals, vec2};

/// Corner radius of controls and cards, points.
pub const RADIUS: u8 = 7;
/// Height of the header bar, points.
pub const HEADER_HEIGHT: f32 = 52.0;
/// Height of the status line, points.
pub const STATUS_HEIGHT: f32 = 28.0;
/// Height of a control in the header, points.
pub const CONTROL_HEIGHT: f32 = 32.0;
/// Below this window width the filter panel folds into a button, points.
pub const FILTER_FOLDS_BELOW: f32 = 1100.0;
/// Below this window width the sidebar folds too, points.
pub const SIDEBAR_FOLDS_BELOW: f32 = 900.0;

/// The colours of one theme. Accent says where you are and what you can do next, place blue everything geographic, yellow search
/// hits; nothing else is coloured.
#[derive(Clone, Debug, PartialEq)]
pub struct Theme {
    /// True for the dark theme.
    pub dark: bool,
    /// Reading surface and cards.
    pub paper: Color32,
    /// Panels around it.
    pub chrome: Color32,
    /// One-point lines.
    pub line: Color32,
    /// Text.
    pub ink: Color32,
    /// Second rank of text: labels, metadata that matters.
    pub ink2: Color32,
    /// Third rank: hints, counts.
    pub ink3: Color32,
    /// Cinnabar.
    pub accent: Color32,
    /// Text on the accent.
    pub on_accent: Color32,
    /// Ink blue, for places.
    pub place: Color32,
    /// Text on place blue.
    pub on_place: Color32,
    /// Ground of a secondary place chip.
    pub place_tint: Color32,
    /// Ground of a search hit; the text on it is always `ink`.
    pub mark: Color32,
    /// Ground of a hovered row or menu item.
    pub hover: Color32,
    /// Track of bars and sliders.
    pub track: Color32,
    /// Status: attention.
    pub amber: Color32,
    /// Status: information.
    pub blue: Color32,
    /// Status: done.
    pub green: Color32,
}

const fn rgb(hex: u32) -> Color32 {
    let [_, r, g, b] = hex.to_be_bytes();
    Color32::from_rgb(r, g, b)
}

impl Theme {
    /// The light theme.
    #[must_use]
    pub const fn light() -> Self {
        Self {
            dark: false,
            paper: rgb(0xFB_F9_F4),
            chrome: rgb(0xF3_F0_E9),
            line: rgb(0xE2_DC_D0),
            ink: rgb(0x24_21_1D),
            ink2: rgb(0x6B_64_5A),
            ink3: rgb(0x73_6B_60),
            accent: rgb(0xA6_3D_2F),
            on_accent: rgb(0xFF_FF_FF),
            place: rgb(0x2B_5B_73),
            on_place: rgb(0xFF_FF_FF),
            place_tint: rgb(0xE4_EE_F2),
            mark: rgb(0xF7_E3_A1),
            hover: rgb(0xEB_E6_DB),
            track: rgb(0xD8_D1_C3),
            amber: rgb(0x7A_6A_2B),
            blue: rgb(0x2B_5B_73),
            green: rgb(0x3F_6B_3B),
        }
    }

    /// The dark theme.
    #[must_use]
    pub const fn dark() -> Self {
        Self {
            dark: true,
            paper: rgb(0x1D_1B_19),
            chrome: rgb(0x26_23_20),
            line: rgb(0x37_33_2E),
            ink: rgb(0xE6_E0_D6),
            ink2: rgb(0xA7_9F_93),
            ink3: rgb(0x93_8B_80),
            accent: rgb(0xE0_86_72),
            on_accent: rgb(0x1D_1B_19),
            place: rgb(0x86_B6_CC),
            on_place: rgb(0x16_22_28),
            place_tint: rgb(0x27_37_3F),
            mark: rgb(0x6A_56_20),
            hover: rgb(0x31_2D_29),
            track: rgb(0x4A_45_3E),
            amber: rgb(0xC9_B6_6A),
            blue: rgb(0x86_B6_CC),
            green: rgb(0x8F_BF_87),
        }
    }

    /// Ink on white.
    #[must_use]
    pub const fn white() -> Self {
        Self {
            paper: rgb(0xFF_FF_FF),
            chrome: rgb(0xF6_F6_F5),
            line: rgb(0xE3_E3_E1),
            ink: rgb(0x1F_1F_1E),
            ink2: rgb(0x5F_5F_5C),
            ink3: rgb(0x69_69_66),
            place_tint: rgb(0xE6_EF_F4),
            mark: rgb(0xFB_E3_8E),
            hover: rgb(0xEE_EE_EC),
            track: rgb(0xD6_D6_D3),
            ..Self::light()
        }
    }

    /// Brown ink on old paper.
    #[must_use]
    pub const fn sepia() -> Self {
        Self {
            paper: rgb(0xF6_EB_D5),
            chrome: rgb(0xEE_E0_C5),
            line: rgb(0xDC_CA_A8),
            ink: rgb(0x3B_2E_1E),
            ink2: rgb(0x5F_4F_38),
            ink3: rgb(0x66_56_40),
            accent: rgb(0x97_33_1F),
            place: rgb(0x24_50_6A),
            place_tint: rgb(0xDE_E4_DB),
            mark: rgb(0xF2_D2_7A),
            hover: rgb(0xE6_D6_B6),
            track: rgb(0xD2_BF_9A),
            amber: rgb(0x6B_5A_1E),
            blue: rgb(0x24_50_6A),
            green: rgb(0x37_60_2F),
            ..Self::light()
        }
    }

    /// White on black.
    #[must_use]
    pub const fn contrast() -> Self {
        Self {
            paper: rgb(0),
            chrome: rgb(0x0D_0D_0D),
            line: rgb(0x8A_8A_8A),
            ink: rgb(0xFF_FF_FF),
            ink2: rgb(0xEE_EE_EE),
            ink3: rgb(0xDA_DA_DA),
            accent: rgb(0xFF_B0_9E),
            on_accent: rgb(0),
            place: rgb(0x9F_D8_F5),
            on_place: rgb(0),
            place_tint: rgb(0x00_32_4A),
            mark: rgb(0x75_58_00),
            hover: rgb(0x33_33_33),
            track: rgb(0x77_77_77),
            amber: rgb(0xFF_E0_66),
            blue: rgb(0x9F_D8_F5),
            green: rgb(0xA8_F0_A0),
            ..Self::dark()
        }
    }

    /// The theme of a choice; light where the system would decide.
    #[must_use]
    pub fn of_settings(choice: ThemeChoice, colours: OwnColours) -> Self {
        if choice == ThemeChoice::Own { Self::own(colours) } else { Self::chosen(choice) }
    }

    /// The theme of a choice; light where the system or the reader's own colours would decide.
    #[must_use]
    pub const fn chosen(choice: ThemeChoice) -> Self {
        match choice {
            ThemeChoice::System | ThemeChoice::Light | ThemeChoice::Own => Self::light(),
            ThemeChoice::White => Self::white(),
            ThemeChoice::Sepia => Self::sepia(),
            ThemeChoice::Dark => Self::dark(),
            ThemeChoice::Contrast => Self::contrast(),
        }
    }

    /// The theme for dark or light.
    #[must_use]
    pub const fn of(dark: bool) -> Self {
        if dark { Self::dark() } else { Self::light() }
    }

    /// A one-point line.
    #[must_use]
    pub fn hairline(&self) -> Stroke {
        Stroke::new(1.0, self.line)
    }

    /// The line under a place in running text: there without asking to be read.
    #[must_use]
    pub fn place_line(&self) -> Stroke {
        Stroke::new(1.0, self.place.gamma_multiply(if self.dark { 0.6 } else { 0.68 }))
    }

    /// Ground of the chosen row of a table.
    #[must_use]
    pub fn chosen_row(&self) -> Color32 {
        self.paper.lerp_to_gamma(self.accent, if self.dark { 0.16 } else { 0.12 })
    }

    /// The ground of highlighted text; the text on it is always `ink`.
    #[must_use]
    pub const fn highlight(&self, colour: Colour) -> Color32 {
        match (colour, self.dark) {
            (Colour::Yellow, false) => rgb(0xF8_EC_B4),
            (Colour::Green, false) => rgb(0xD9_EB_D3),
            (Colour::Blue, false) => rgb(0xD3_E5_F2),
            (Colour::Red, false) => rgb(0xF6_D9_D3),
            (Colour::Yellow, true) => rgb(0x5A_4C_1F),
            (Colour::Green, true) => rgb(0x2F_4A_2D),
            (Colour::Blue, true) => rgb(0x26_44_55),
            (Colour::Red, true) => rgb(0x5C_32_2C),
        }
    }

    /// A line in the colour of highlighted text, which shows on paper.
    #[must_use]
    pub fn highlight_edge(&self, colour: Colour) -> Color32 {
        self.highlight(colour).lerp_to_gamma(self.ink, 0.28)
    }

    /// The colour of a kind of fact, for lines that show several kinds at once.
    #[must_use]
    pub const fn kind(&self, kind: Kind) -> Color32 {
        match (kind, self.dark) {
            (Kind::Agreement, false) => rgb(0x2B_5B_9B),
            (Kind::Institution, false) => rgb(0xA0_7A_12),
            (Kind::Project, false) => rgb(0xB4_5A_22),
            (Kind::Platform, false) => rgb(0x3F_7A_3B),
            (Kind::Policy, false) => rgb(0x7A_4E_96),
            (Kind::Event, false) => rgb(0x1F_8A_8A),
            (Kind::Target, false) => rgb(0x77_72_6A),
            (Kind::Agreement, true) => rgb(0x7F_AE_E8),
            (Kind::Institution, true) => rgb(0xD9_B9_55),
            (Kind::Project, true) => rgb(0xE2_95_62),
            (Kind::Platform, true) => rgb(0x8F_BF_87),
            (Kind::Policy, true) => rgb(0xBE_9A_DB),
            (Kind::Event, true) => rgb(0x6F_C9_C9),
            (Kind::Target, true) => rgb(0xB0_A9_9E),
        }
    }

    /// A dot of the map; `faded` while others are chosen.
    #[must_use]
    pub fn map_dot(&self, faded: bool) -> Color32 {
        self.paper.lerp_to_gamma(self.place, if faded { 0.5 } else { 0.85 })
    }

    /// A line of the map, of `strength` 0–1.
    #[must_use]
    pub fn map_link(&self, strength: f32) -> Color32 {
        self.place.gamma_multiply(strength)
    }

    /// The coast under the map, of `strength` 0–1.
    #[must_use]
    pub fn map_coast(&self, strength: f32) -> Color32 {
        self.ink3.gamma_multiply(strength * 0.4)
    }

    /// Rivers and lakes under the map: quieter than the lines between dots.
    #[must_use]
    pub fn map_water(&self, strength: f32) -> Color32 {
        self.place.gamma_multiply(strength * if self.dark { 0.24 } else { 0.18 })
    }

    /// Ground of a name on the map, so that lines do not run through it.
    #[must_use]
    pub fn map_veil(&self) -> Color32 {
        self.paper.gamma_multiply(0.8)
    }

    /// Ground of a box that is being drawn.
    #[must_use]
    pub fn map_box(&self) -> Color32 {
        self.place.gamma_multiply(0.12)
    }

    /// The ring around the control that has the keyboard focus.
    #[must_use]
    pub fn focus_ring(&self) -> Stroke {
        Stroke::new(2.0, self.accent)
    }

    /// The soft shadow of menus and cards.
    #[must_use]
    pub fn shadow(&self) -> Shadow {
        let alpha = if self.dark { 90 } else { 30 };
        Shadow { offset: [0, 4], blur: 18, spread: 0, color: Color32::from_black_alpha(alpha) }
    }

    /// The shade over the window while an overlay is open.
    #[must_use]
    pub fn backdrop(&self) -> Color32 {
        Color32::from_black_alpha(if self.dark { 120 } else { 60 })
    }

    /// Sans at `size` points.
    #[must_use]
    pub fn sans(size: f32) -> FontId {
        FontId::new(size, FontFamily::Proportional)
    }

    /// Bold sans at `size` points.
    #[must_use]
    pub fn bold(size: f32) -> FontId {
        FontId::new(size, FontFamily::Name("bold-ui".into()))
    }

    /// Serif at `size` points, for the mark and for headings outside the reading view.
    #[must_use]
    pub fn serif(size: f32) -> FontId {
        FontId::new(size, FontFamily::Name("serif-ui".into()))
    }

    /// The frame of menus, popovers and cards.
    pub fn card(&self) -> egui::Frame {
        egui::Frame::new()
            .fill(self.paper)
            .stroke(self.hairline())
            .corner_radius(CornerRadius::same(RADIUS + 1))
            .shadow(self.shadow())
            .inner_margin(Margin::same(6))
    }

    /// The egui style of this theme; no default colour or radius is left in it.
    #[must_use]
    pub fn style(&self) -> Style {
        let mut style = Style {
            text_styles: [
                (TextStyle::Small, Self::sans(12.0)),
                (TextStyle::Body, Self::sans(13.5)),
                (TextStyle::Button, Self::sans(13.5)),
                (TextStyle::Heading, Self::bold(18.0)),
                (TextStyle::Monospace, FontId::new(12.5, FontFamily::Monospace)),
            ]
            .into(),
            visuals: self.visuals(),
            animation_time: 0.1,
            ..Style::default()
        };
        let spacing = &mut style.spacing;
        spacing.item_spacing = vec2(8.0, 8.0);
        spacing.button_padding = vec2(12.0, 4.0);
        spacing.interact_size = vec2(28.0, 28.0);
        spacing.menu_margin = Margin::same(6);
        spacing.window_margin = Margin::same(20);
        spacing.icon_width = 15.0;
        spacing.icon_spacing = 8.0;
        spacing.scroll.floating = true;
        spacing.scroll.bar_width = 8.0;
        spacing.scroll.floating_width = 4.0;
        spacing.scroll.bar_outer_margin = 2.0;
        spacing.scroll.foreground_color = false;
        // The ground below the bar would cut the rules between rows and the colour of a chosen one.
        spacing.scroll.dormant_background_opacity = 0.0;
        spacing.scroll.active_background_opacity = 0.0;
        style.interaction.selectable_labels = false;
        style.interaction.tooltip_delay = 0.5;
        style.url_in_tooltip = false;
        style
    }

    fn visuals(&self) -> Visuals {
        let mut v = if self.dark { Visuals::dark() } else { Visuals::light() };
        let radius = CornerRadius::same(RADIUS);
        // How much of a pixel a stroke covers, made into how much of it is painted. Light on dark spreads in the eye: egui's own curve for
        // it (about 0.5) turns the hairlines of a serif into stems. Dark on light loses them, so they get a little more than they cover.
        v.text_options.color_transfer_function = FontColorTransferFunction::Gamma(if self.dark { 0.74 } else { 0.86 });
        v.override_text_color = None;
        v.weak_text_color = Some(self.ink3);
        v.hyperlink_color = self.accent;
        v.faint_bg_color = self.chrome;
        v.extreme_bg_color = self.paper;
        v.text_edit_bg_color = Some(self.paper);
        v.code_bg_color = self.chrome;
        v.warn_fg_color = self.amber;
        v.error_fg_color = self.accent;
        v.window_fill = self.paper;
        v.window_stroke = self.hairline();
        v.window_corner_radius = CornerRadius::same(RADIUS + 3);
        v.window_shadow = self.shadow();
        v.popup_shadow = self.shadow();
        v.menu_corner_radius = CornerRadius::same(RADIUS + 1);
        v.panel_fill = self.chrome;
        v.selection.bg_fill = self.place_tint;
        v.selection.stroke = Stroke::new(1.0, self.place);
        v.slider_trailing_fill = true;
        v.text_cursor.stroke = Stroke::new(1.5, self.accent);
        let w = &mut v.widgets;
        for (state, fill, stroke) in [
            (&mut w.noninteractive, self.chrome, self.line),
            (&mut w.inactive, self.paper, self.line),
            (&mut w.hovered, self.hover, self.ink3),
            (&mut w.active, self.hover, self.accent),
            (&mut w.open, self.hover, self.ink3),
        ] {
            state.bg_fill = fill;
            state.weak_bg_fill = fill;
            state.bg_stroke = Stroke::new(1.0, stroke);
            state.fg_stroke = Stroke::new(1.0, self.ink);
            state.corner_radius = radius;
            state.expansion = 0.0;
        }
        v
    }

    /// Installs the styles of this theme and of the other brightness, and makes this one current.
    pub fn apply(&self, ctx: &egui::Context) {
        for other in [Self::light(), Self::dark()].iter().filter(|other| other.dark != self.dark).chain([self]) {
            let of = if other.dark { egui::Theme::Dark } else { egui::Theme::Light };
            ctx.set_style_of(of, Arc::new(other.style()));
        }
        ctx.set_theme(if self.dark { egui::ThemePreference::Dark } else { egui::ThemePreference::Light });
    }
}

#[cfg(test)]
mod tests {
    use super::own::contrast;
    use super::*;

    #[test]
    fn the_colours_of_kinds_show_on_paper_and_differ() {
        for t in ThemeChoice::THEMES.map(Theme::chosen) {
            let colors = Kind::ALL.map(|kind| t.kind(kind));
            for (at, color) in colors.into_iter().enumerate() {
                assert!(contrast(color, t.paper) >= 3.0, "{at}, {:?}: {:.2}", t.paper, contrast(color, t.paper));
                assert!(!colors.iter().skip(at + 1).any(|other| *other == color));
            }
        }
    }

    #[test]
    fn text_meets_wcag_aa() {
        for t in ThemeChoice::THEMES.map(Theme::chosen) {
            for (name, text) in
                [("ink", t.ink), ("ink2", t.ink2), ("ink3", t.ink3), ("accent", t.accent), ("place", t.place)]
            {
                for (ground_name, ground) in [("paper", t.paper), ("chrome", t.chrome)] {
                    let ratio = contrast(text, ground);
                    assert!(ratio >= 4.5, "{name} on {ground_name}, {:?}: {ratio:.2}", t.paper);
                }
            }
            for (name, text, ground) in [
                ("ink on mark", t.ink, t.mark),
                ("ink on hover", t.ink, t.hover),
                ("a quiet status on a row under the pointer", t.ink2, t.hover),
                ("a quiet status on the chosen row", t.ink2, t.chosen_row()),
                ("on_accent", t.on_accent, t.accent),
                ("on_place", t.on_place, t.place),
                ("place on tint", t.place, t.place_tint),
                ("amber", t.amber, t.paper),
                ("green", t.green, t.paper),
                ("ink on yellow", t.ink, t.highlight(Colour::Yellow)),
                ("ink on green", t.ink, t.highlight(Colour::Green)),
                ("ink on blue", t.ink, t.highlight(Colour::Blue)),
                ("ink on red", t.ink, t.highlight(Colour::Red)),
            ] {
                let ratio = contrast(text, ground);
                assert!(ratio >= 4.5, "{name}, {:?}: {ratio:.2}", t.paper);
            }
        }
    }
}
