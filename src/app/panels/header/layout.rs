//! The layout card: size, line height, measure, indent, reading font, restored punctuation; the article follows at once.

use egui::{Align, RichText, Ui};

use crate::{
    app::{
        action::Action,
        state::{ExportSettings, Layout, State},
        theme::Theme,
        widgets::{
            button::{Button, Kind},
            field::{self, Field},
            icon::Icon,
            menu,
            slider::{self, Slider},
        },
    },
    export::name::DEFAULT_PATTERN,
    words::Words,
};

/// The button and, while it is open, the card.
pub fn show(ui: &mut Ui, state: &State, theme: &Theme, words: &Words, actions: &mut Vec<Action>) {
    let name = words.t("layout-name");
    let button = Button::new(Kind::Outlined, "Aa").name(&name).show(ui, theme);
    menu::card_under(&button, theme, 270.0, |ui| {
        let mut layout = state.settings.layout.clone();
        ui.spacing_mut().item_spacing.y = 4.0;
        ui.label(RichText::new(words.t("layout-title")).font(Theme::bold(14.0)).color(theme.ink));
        sliders(ui, &mut layout, theme, words);
        let none = words.t("layout-own-font").into_owned();
        row(ui, &words.t("layout-font"), theme, |ui| {
            let current = layout.font.clone().unwrap_or_else(|| none.clone());
            let button =
                Button::new(Kind::Quiet, &current).trailing(Icon::Down).height(26.0).max_width(150.0).show(ui, theme);
            menu::under(&button, theme, 240.0, |ui| {
                egui::ScrollArea::vertical().max_height(320.0).show(ui, |ui| {
                    if menu::item(ui, theme, &none, "", Some(layout.font.is_none()), true) {
                        layout.font = None;
                    }
                    for family in state.font_families.iter() {
                        if menu::item(ui, theme, family, "", Some(layout.font.as_ref() == Some(family)), true) {
                            layout.font = Some(family.clone());
                        }
                    }
                });
            });
        });
        switch(ui, "layout-restore", &mut layout.restore_punctuation, theme, words);
        ui.add_space(4.0);
        let standard = Layout { font: layout.font.clone(), ..Layout::default() };
        if layout != standard
            && Button::new(Kind::Quiet, &words.t("layout-reset")).height(26.0).show(ui, theme).clicked()
        {
            layout = Layout::default();
        }
        if layout != state.settings.layout {
            actions.push(Action::SetLayout(layout));
        }
        exporting(ui, &state.settings.export, theme, words, actions);
    });
}

/// How an article is saved: its punctuation, its name, and whether it is opened afterwards.
fn exporting(ui: &mut Ui, settings: &ExportSettings, theme: &Theme, words: &Words, actions: &mut Vec<Action>) {
    let mut export = settings.clone();
    ui.separator();
    ui.label(RichText::new(words.t("export-title")).font(Theme::bold(14.0)).color(theme.ink));
    switch(ui, "export-restored", &mut export.restored, theme, words);
    switch(ui, "export-open-after", &mut export.open_after, theme, words);
    ui.label(RichText::new(words.t("export-pattern")).font(Theme::sans(13.0)).color(theme.ink2));
    let (name, clear) = (words.t("export-pattern"), words.t("field-clear"));
    let id = egui::Id::unique("export-pattern");
    let field = Field { id, name: &name, hint: DEFAULT_PATTERN, clear: &clear, aside: "", height: 32.0, glass: false };
    field::show(ui, theme, field, &mut export.pattern);
    ui.label(RichText::new(words.t("export-pattern-fields")).font(Theme::sans(12.0)).color(theme.ink3));
    if export != *settings {
        actions.push(Action::SetExport(export));
    }
}

fn switch(ui: &mut Ui, id: &str, on: &mut bool, theme: &Theme, words: &Words) {
    let name = words.t(id);
    row(ui, &name, theme, |ui| {
        let text = words.t(if *on { "switch-on" } else { "switch-off" });
        let kind = if *on { Kind::Link } else { Kind::Quiet };
        if Button::new(kind, &text).name(&name).selected(*on).height(26.0).show(ui, theme).clicked() {
            *on = !*on;
        }
    });
}

fn sliders(ui: &mut Ui, layout: &mut Layout, theme: &Theme, words: &Words) {
    let em = |value: f32| words.tn("layout-characters", &[("n", format!("{value:.0}").into())]);
    for (id, shown, range, step, value) in [
        ("layout-size", format!("{:.0}", layout.size_pt), Layout::SIZE_PT, 1.0, &mut layout.size_pt),
        (
            "layout-line-height",
            format!("{:.2}", layout.line_height),
            Layout::LINE_HEIGHT,
            0.05,
            &mut layout.line_height,
        ),
        ("layout-measure", em(layout.measure_em), Layout::MEASURE_EM, 1.0, &mut layout.measure_em),
        ("layout-indent", em(layout.indent_em), Layout::INDENT_EM, 1.0, &mut layout.indent_em),
    ] {
        let label = words.t(id);
        if let Some(new) = slider::show(ui, theme, Slider { label: &label, shown: &shown, range, step }, *value) {
            *value = new;
        }
    }
}

fn row(ui: &mut Ui, label: &str, theme: &Theme, content: impl FnOnce(&mut Ui)) {
    ui.horizontal(|ui| {
        ui.label(RichText::new(label).font(Theme::sans(13.0)).color(theme.ink2));
        ui.with_layout(egui::Layout::right_to_left(Align::Center), content);
    });
}
