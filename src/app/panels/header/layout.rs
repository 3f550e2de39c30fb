//! The layout card: sizes and spaces, reading font, justification, script, colours, restored punctuation; the article follows at once.

use super::{colours, faces};
use egui::{Align, RichText, ScrollArea, Ui};

use crate::{
    app::{
        action::Action,
        state::{ExportSettings, Layout, ShownScript, State, ThemeChoice},
        theme::Theme,
        widgets::{
            button::{Button, Kind, segmented},
            field::{self, Field},
            menu,
            slider::{self, Slider},
            swatch,
        },
    },
    export::name::DEFAULT_PATTERN,
    words::Words,
};

/// Width of the card, points.
const WIDTH: f32 = 286.0;

/// The button and, while it is open, the card.
pub fn show(ui: &mut Ui, state: &State, theme: &Theme, words: &Words, actions: &mut Vec<Action>) {
    let name = words.t("layout-name");
    let button = Button::new(Kind::Outlined, "Aa").name(&name).show(ui, theme);
    menu::card_under(&button, theme, WIDTH, |ui| {
        let height = (ui.ctx().content_rect().bottom() - button.rect.bottom() - 68.0).max(160.0);
        let area = ScrollArea::vertical().max_height(height).min_scrolled_height(height).auto_shrink([false, true]);
        area.show(ui, |ui| {
            ui.set_width(WIDTH - 4.0);
            content(ui, state, theme, words, actions);
        });
    });
}

fn content(ui: &mut Ui, state: &State, theme: &Theme, words: &Words, actions: &mut Vec<Action>) {
    let mut layout = state.settings.layout.clone();
    ui.spacing_mut().item_spacing.y = 4.0;
    ui.horizontal(|ui| {
        ui.label(RichText::new(words.t("layout-title")).font(Theme::bold(14.0)).color(theme.ink));
        let standard = Layout { font: layout.font.clone(), latin: layout.latin.clone(), ..Layout::default() };
        ui.with_layout(egui::Layout::right_to_left(Align::Center), |ui| {
            let text = words.t("layout-reset");
            let reset = Button::new(Kind::Quiet, &text).height(24.0).text_pt(12.5);
            if layout != standard && reset.show(ui, theme).clicked() {
                layout = Layout::default();
            }
        });
    });
    sliders(ui, &mut layout, theme, words);
    faces::show(ui, state, &mut layout, theme, words);
    switch(ui, "layout-strong", &mut layout.strong, theme, words);
    switch(ui, "layout-justify", &mut layout.justify, theme, words);
    switch(ui, "layout-hang", &mut layout.hang, theme, words);
    switch(ui, "layout-pinyin", &mut layout.pinyin, theme, words);
    switch(ui, "layout-restore", &mut layout.restore_punctuation, theme, words);
    ui.add_space(4.0);
    let scripts = ShownScript::ALL.map(|script| (script, words.t(&script_id(script)).into_owned()));
    if let Some(script) = segmented(ui, theme, &scripts, layout.script) {
        layout.script = script;
    }
    ui.add_space(6.0);
    themes(ui, state, theme, words, actions);
    colours::show(ui, state, theme, words, actions);
    ui.add_space(4.0);
    if layout != state.settings.layout {
        actions.push(Action::SetLayout(layout));
    }
    exporting(ui, &state.settings.export, theme, words, actions);
}

fn script_id(script: ShownScript) -> String {
    format!("script-{}", script.name())
}

/// The themes as round buttons in their own colours.
fn themes(ui: &mut Ui, state: &State, theme: &Theme, words: &Words, actions: &mut Vec<Action>) {
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 8.0;
        for choice in ThemeChoice::THEMES {
            let id = theme_id(choice);
            let name = words.t(&id);
            let ground = Theme::of_settings(choice, state.settings.colours).paper;
            if swatch::theme(ui, theme, ground, state.theme() == choice, &name).clicked() {
                actions.push(Action::SetTheme(choice));
            }
        }
    });
}

/// Message id of a theme.
fn theme_id(choice: ThemeChoice) -> String {
    format!("theme-{}", choice.name())
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
    let em_part = |value: f32| words.tn("layout-characters", &[("n", format!("{value:.1}").into())]);
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
        ("layout-paragraph", em_part(layout.paragraph_em), Layout::PARAGRAPH_EM, 0.2, &mut layout.paragraph_em),
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
