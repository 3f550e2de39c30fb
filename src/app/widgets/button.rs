//! Buttons: with a line around, filled with the accent, or words alone.

use egui::{Color32, Response, Role, Sense, Stroke, Ui, WidgetInfo, vec2};

use super::{
    focus_ring,
    icon::{self, Icon},
    line, put,
};
use crate::app::theme::{CONTROL_HEIGHT, RADIUS, Theme};

/// How a button looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Paper ground and a line.
    Outlined,
    /// Filled with the accent: the next step.
    Accent,
    /// Words in the accent, no ground.
    Link,
    /// Words in the second ink, a ground only under the pointer.
    Quiet,
}

/// A button being put together.
#[derive(Clone, Debug)]
pub struct Button<'a> {
    kind: Kind,
    text: &'a str,
    count: &'a str,
    icon: Option<Icon>,
    trailing: Option<Icon>,
    name: Option<&'a str>,
    height: f32,
    bold: bool,
    selected: bool,
    max_width: f32,
    pad: Option<f32>,
    stop: bool,
    small: bool,
    text_pt: f32,
}

impl<'a> Button<'a> {
    /// A button with words.
    #[must_use]
    pub const fn new(kind: Kind, text: &'a str) -> Self {
        Self {
            kind,
            text,
            count: "",
            icon: None,
            trailing: None,
            name: None,
            height: CONTROL_HEIGHT,
            bold: false,
            selected: false,
            max_width: f32::INFINITY,
            pad: None,
            stop: true,
            small: false,
            text_pt: 13.5,
        }
    }

    /// A button with an icon only; `name` is read aloud and shown as a tip.
    #[must_use]
    pub const fn icon(kind: Kind, icon: Icon, name: &'a str) -> Self {
        let mut button = Self::new(kind, "");
        button.icon = Some(icon);
        button.name = Some(name);
        button
    }

    /// An icon behind the words.
    #[must_use]
    pub const fn trailing(mut self, icon: Icon) -> Self {
        self.trailing = Some(icon);
        self
    }

    /// A fainter text behind the words.
    #[must_use]
    pub const fn count(mut self, count: &'a str) -> Self {
        self.count = count;
        self
    }

    /// Another name for screen readers, shown as a tip.
    #[must_use]
    pub const fn name(mut self, name: &'a str) -> Self {
        self.name = Some(name);
        self
    }

    /// Another height than the header's, points.
    #[must_use]
    pub const fn height(mut self, height: f32) -> Self {
        self.height = height;
        self
    }

    /// Bold words.
    #[must_use]
    pub const fn bold(mut self) -> Self {
        self.bold = true;
        self
    }

    /// Words of another size than 13.5 points.
    #[must_use]
    pub const fn text_pt(mut self, text_pt: f32) -> Self {
        self.text_pt = text_pt;
        self
    }

    /// Looks switched on.
    #[must_use]
    pub const fn selected(mut self, selected: bool) -> Self {
        self.selected = selected;
        self
    }

    /// Cuts longer words.
    #[must_use]
    pub const fn max_width(mut self, width: f32) -> Self {
        self.max_width = width;
        self
    }

    /// Other room at both sides of the words than its kind has, points.
    #[must_use]
    pub const fn pad(mut self, pad: f32) -> Self {
        self.pad = Some(pad);
        self
    }

    /// Small words in the faintest ink: an aside.
    #[must_use]
    pub const fn small(mut self) -> Self {
        self.small = true;
        self.text_pt = 11.5;
        self
    }

    /// Is no stop of the Tab key: there is another way to it by keys.
    #[must_use]
    pub const fn no_stop(mut self) -> Self {
        self.stop = false;
        self
    }

    /// Draws it.
    pub fn show(self, ui: &mut Ui, theme: &Theme) -> Response {
        let ink = match self.kind {
            Kind::Outlined => theme.ink,
            Kind::Accent => theme.on_accent,
            Kind::Link => theme.accent,
            Kind::Quiet if self.small => theme.ink3,
            Kind::Quiet => theme.ink2,
        };
        let pad = self.pad.unwrap_or(match self.kind {
            Kind::Link => 2.0,
            Kind::Quiet => 8.0,
            Kind::Accent => 20.0,
            Kind::Outlined => 11.0,
        });
        let bold = self.bold || self.kind == Kind::Accent;
        let font = if bold { Theme::bold(self.text_pt) } else { Theme::sans(self.text_pt) };
        let galley = line(ui, self.text, font, ink, self.max_width);
        let count = line(ui, self.count, Theme::sans(13.5), theme.ink3, f32::INFINITY);
        let count_width = if self.count.is_empty() { 0.0 } else { count.size().x + 5.0 };
        let lead = if self.icon.is_none() { 0.0 } else { 16.0 };
        let gap = if self.icon.is_some() && !self.text.is_empty() { 6.0 } else { 0.0 };
        let tail = if self.trailing.is_none() { 0.0 } else { 14.0 };
        let width = lead + gap + galley.size().x + count_width + tail + 2.0 * pad;
        let size = vec2(if self.text.is_empty() { width.max(self.height) } else { width }, self.height);
        let (rect, response) = ui.allocate_exact_size(size, if self.stop { Sense::click() } else { Sense::CLICK });
        let name = self.name.unwrap_or(self.text);
        response.widget_info(|| WidgetInfo::selected(Role::Button, ui.is_enabled(), self.selected, name));
        if ui.is_rect_visible(rect) {
            let hot = response.hovered() || response.is_pointer_button_down_on();
            let (fill, stroke) = match self.kind {
                Kind::Outlined if self.selected => (theme.place_tint, Stroke::new(1.0, theme.place)),
                Kind::Outlined if hot => (theme.hover, Stroke::new(1.0, theme.line)),
                Kind::Outlined => (theme.paper, theme.hairline()),
                Kind::Accent if hot => (theme.accent.lerp_to_gamma(theme.ink, 0.12), Stroke::NONE),
                Kind::Accent => (theme.accent, Stroke::NONE),
                Kind::Quiet if hot || self.selected => (theme.hover, Stroke::NONE),
                Kind::Link | Kind::Quiet => (Color32::TRANSPARENT, Stroke::NONE),
            };
            ui.painter().rect(rect, f32::from(RADIUS), fill, stroke, egui::StrokeKind::Inside);
            let mut x = rect.left() + pad;
            if self.text.is_empty() {
                x = rect.center().x - lead / 2.0;
            }
            if let Some(icon) = self.icon {
                let side = vec2(16.0, 16.0);
                icon::paint(
                    ui.painter(),
                    egui::Rect::from_center_size(egui::pos2(x + 8.0, rect.center().y), side),
                    icon,
                    ink,
                );
                x += lead + gap;
            }
            let text_width = galley.size().x;
            put(ui, galley, x, rect.center().y);
            if self.kind == Kind::Link && hot {
                ui.painter().hline(x..=x + text_width, rect.center().y + 9.0, Stroke::new(1.0, ink));
            }
            x += text_width;
            if !self.count.is_empty() {
                put(ui, count, x + 5.0, rect.center().y);
                x += count_width;
            }
            if let Some(icon) = self.trailing {
                let at = egui::pos2(x + 9.0, rect.center().y);
                icon::paint(ui.painter(), egui::Rect::from_center_size(at, vec2(10.0, 10.0)), icon, theme.ink3);
            }
            focus_ring(ui, theme, &response, rect);
        }
        match self.name {
            Some(name) => response.on_hover_text(name),
            None => response,
        }
    }
}

/// A row of choices of which one is on, as wide as the room.
pub fn segmented<T: Copy + PartialEq>(ui: &mut Ui, theme: &Theme, options: &[(T, String)], current: T) -> Option<T> {
    choices(ui, theme, options, current, false)
}

/// The same; with `focus` the one that is on gets the keys.
pub fn choices<T: Copy + PartialEq>(
    ui: &mut Ui,
    theme: &Theme,
    options: &[(T, String)],
    current: T,
    focus: bool,
) -> Option<T> {
    let mut chosen = None;
    let gap = 6.0;
    let count = f32::from(u8::try_from(options.len()).unwrap_or(1));
    let width = ((ui.available_width() - gap * (count - 1.0)) / count).floor();
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = gap;
        for (value, text) in options {
            let on = *value == current;
            let (rect, response) = ui.allocate_exact_size(vec2(width, 27.0), Sense::click());
            response.widget_info(|| WidgetInfo::selected(Role::RadioButton, ui.is_enabled(), on, text));
            let (fill, stroke, ink) = if on {
                (theme.place_tint, Stroke::new(1.0, theme.place), theme.place)
            } else if response.hovered() {
                (theme.hover, theme.hairline(), theme.ink2)
            } else {
                (theme.paper, theme.hairline(), theme.ink2)
            };
            ui.painter().rect(rect, f32::from(RADIUS), fill, stroke, egui::StrokeKind::Inside);
            let galley = line(ui, text, Theme::sans(13.0), ink, width - 8.0);
            let left = rect.center().x - galley.size().x / 2.0;
            put(ui, galley, left, rect.center().y);
            focus_ring(ui, theme, &response, rect);
            if focus && on {
                response.request_focus();
            }
            if response.clicked() {
                chosen = Some(*value);
            }
        }
    });
    chosen
}
