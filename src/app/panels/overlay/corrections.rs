//! Everything that was put right in what is open: each can be taken back; all can be given to somebody else and taken in.

use egui::{RichText, Ui, vec2};

use super::list;
use crate::{
    app::{
        action::Action,
        forms::PlaceForm,
        lists::CorrectionLine,
        panels::reader::kind_id,
        state::{Overlay, State},
        theme::Theme,
        widgets::button::{Button, Kind},
    },
    library::corrections::{Correction, PlaceName},
    words::Words,
};

const ROW: f32 = 50.0;

/// Draws the list.
pub(super) fn show(ui: &mut Ui, state: &State, theme: &Theme, words: &Words, actions: &mut Vec<Action>) {
    let rows = &state.lists.corrections;
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 8.0;
        if Button::new(Kind::Outlined, &words.t("corrections-new-word")).height(30.0).show(ui, theme).clicked() {
            actions.push(Action::ShowOverlay(Overlay::Place(PlaceForm { back: true, ..PlaceForm::new_word() })));
        }
        if Button::new(Kind::Outlined, &words.t("corrections-merge")).height(30.0).show(ui, theme).clicked() {
            actions.push(Action::MergeCorrections);
        }
        ui.add_enabled_ui(!rows.is_empty(), |ui| {
            if Button::new(Kind::Outlined, &words.t("corrections-export")).height(30.0).show(ui, theme).clicked() {
                actions.push(Action::ExportCorrections);
            }
        });
    });
    ui.add_space(8.0);
    if rows.is_empty() && state.lists.waits {
        return;
    }
    if rows.is_empty() {
        ui.label(RichText::new(words.t("corrections-none")).color(theme.ink2));
        return;
    }
    let lost = rows.iter().filter(|row| row.lost).count();
    if lost > 0 {
        let text = words.tn("corrections-lost-count", &[("n", lost.into())]);
        ui.label(RichText::new(text).font(Theme::sans(13.0)).color(theme.ink2));
        ui.add_space(4.0);
    }
    // Those that hold nothing any more come first: they want to be looked at. Those of pages that are gone come last.
    let mut rows: Vec<&CorrectionLine> = rows.iter().collect();
    rows.sort_by_key(|row| (row.gone, !row.lost));
    list(ui, ROW, rows.len(), 240.0, |ui, range| {
        for row in rows.get(range).unwrap_or_default() {
            one(ui, row, theme, words, actions);
        }
    });
}

fn one(ui: &mut Ui, row: &CorrectionLine, theme: &Theme, words: &Words, actions: &mut Vec<Action>) {
    let said = said(&row.kept.correction, words);
    ui.allocate_ui_with_layout(
        vec2(ui.available_width(), ROW),
        egui::Layout::right_to_left(egui::Align::Center),
        |ui| {
            let name = words.tn("corrections-remove-name", &[("what", said.as_str().into())]);
            let text = words.t("corrections-remove");
            let button = Button::new(Kind::Quiet, &text).name(&name).height(28.0);
            if button.show(ui, theme).clicked() {
                actions.push(Action::Correct(vec![(row.key.clone(), None)]));
            }
            if row.key.page.is_some() && !row.kept.path.is_empty() && !row.gone {
                let name = words.tn("corrections-open-name", &[("what", row.title.as_str().into())]);
                let text = words.t("places-show");
                let button = Button::new(Kind::Quiet, &text).name(&name).height(28.0);
                if button.show(ui, theme).clicked() {
                    actions.push(Action::ShowPage(row.kept.path.clone()));
                }
            }
            ui.with_layout(egui::Layout::top_down(egui::Align::Min), |ui| {
                ui.spacing_mut().item_spacing.y = 1.0;
                ui.add_space(5.0);
                let gone = row.gone.then(|| words.t("corrections-gone").into_owned());
                let lost = row.lost.then(|| lost_words(&row.kept.correction, words)).or(gone);
                let page = if row.title.is_empty() { words.t("corrections-folder") } else { row.title.as_str().into() };
                ui.add(egui::Label::new(RichText::new(said).font(Theme::sans(14.0)).color(theme.ink)).truncate());
                let (below, ink) = match lost {
                    Some(lost) => (format!("{page} · {lost}"), theme.accent),
                    None => (page.into_owned(), theme.ink3),
                };
                ui.add(egui::Label::new(RichText::new(below).font(Theme::sans(12.0)).color(ink)).truncate());
            });
        },
    );
}

/// Says that a correction holds nothing any more, with the words it was said of.
fn lost_words(correction: &Correction, words: &Words) -> String {
    let quote = match correction {
        Correction::Fact { at, .. } | Correction::Line { at, .. } | Correction::Place { at, .. } => at.quote.trim(),
        _ => "",
    };
    let quote: String = quote.split_whitespace().collect();
    words.tn("corrections-lost", &[("quote", quote.into())])
}

/// One correction in a line of words.
fn said(correction: &Correction, words: &Words) -> String {
    let none = || words.t("correct-none").into_owned();
    let names = |places: &[PlaceName]| places.iter().map(|place| place.name.as_str()).collect::<Vec<_>>().join("、");
    let word = |word: &str, places: &[PlaceName]| {
        let (id, places) =
            if places.is_empty() { ("said-not-a-place", String::new()) } else { ("said-place", names(places)) };
        words.tn(id, &[("word", word.into()), ("places", places.into())])
    };
    let field = |id: &str, value: Option<String>| {
        words.tn(
            "said-field",
            &[("field", words.t(id).into_owned().into()), ("value", value.unwrap_or_else(none).into())],
        )
    };
    match correction {
        Correction::Title(title) => field("correct-title", title.clone()),
        Correction::Date(date) => field("correct-date", date.map(|date| date.to_string())),
        Correction::Source(source) => field("correct-source", source.clone()),
        Correction::Authors(names) => field("correct-authors", Some(names.join("、")).filter(|n| !n.is_empty())),
        Correction::Line { at, kind } => {
            let head: String = at.quote.trim().chars().take(20).collect();
            words.tn("said-line", &[("line", head.into()), ("kind", words.t(&kind_id(*kind)).into_owned().into())])
        }
        Correction::Fact { name, edit, .. } => {
            let id = match (edit.hidden, edit.added, edit.one_with.is_some(), edit.apart) {
                (true, ..) => "said-fact-hidden",
                (_, true, ..) => "said-fact-added",
                (_, _, true, _) => "said-fact-merged",
                (_, _, _, true) => "said-fact-split",
                _ => "said-fact",
            };
            words.tn(id, &[("name", edit.name.as_ref().unwrap_or(name).as_str().into())])
        }
        Correction::Place { at, places } => word(&at.quote, places),
        Correction::Word { word: text, places } => word(text, places),
    }
}
