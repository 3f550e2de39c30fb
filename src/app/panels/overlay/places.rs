//! The place names of the shown article, by word: what each was read as and why, and what was taken for no place.

use std::collections::BTreeMap;

use egui::{RichText, Ui, vec2};

use super::list;
use crate::{
    app::{
        action::{Action, ReaderCommand},
        panels::reader::{how_recognised, why_refused},
        state::State,
        theme::Theme,
        widgets::button::{Button, Kind},
    },
    library::Page,
    place::{CORRECTED, Mention, PlaceId, Rejected, gazetteer},
    text::span::ByteRange,
    words::Words,
};

/// A word that stands for places, or was taken for none.
#[derive(Clone, Debug, PartialEq)]
struct Row<'a> {
    word: &'a str,
    /// Where it stands first.
    span: ByteRange,
    count: u32,
    what: What<'a>,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum What<'a> {
    Place(&'a Mention),
    Refused(&'a Rejected),
}

/// Words in text order, places before refused strings; a word that was read in two ways stands twice.
fn rows<'a>(page: &'a Page) -> Vec<Row<'a>> {
    let text: &'a str = &page.article.text;
    let mut rows: Vec<Row<'a>> = Vec::new();
    let mut seen: BTreeMap<(&'a str, Vec<PlaceId>, &'a str), usize> = BTreeMap::new();
    let mut add = |word: &'a str, span, key: (&'a str, Vec<PlaceId>, &'a str), what| match seen.entry(key) {
        std::collections::btree_map::Entry::Occupied(at) => {
            if let Some(row) = rows.get_mut(*at.get()) {
                row.count += 1;
            }
        }
        std::collections::btree_map::Entry::Vacant(at) => {
            at.insert(rows.len());
            rows.push(Row { word, span, count: 1, what });
        }
    };
    for mention in &page.tagging.mentions {
        let word = mention.span.of(text);
        add(word, mention.span, (word, mention.places.clone(), ""), What::Place(mention));
    }
    for rejected in &page.tagging.rejected {
        let word = rejected.span.of(text);
        add(word, rejected.span, (word, vec![], rejected.rule), What::Refused(rejected));
    }
    rows
}

/// Draws the list.
pub(super) fn show(ui: &mut Ui, state: &State, theme: &Theme, words: &Words, actions: &mut Vec<Action>) {
    let Some(document) = state.document() else {
        ui.label(words.t("places-none"));
        return;
    };
    let page = document.page();
    let rows = rows(&page);
    if rows.is_empty() {
        ui.label(RichText::new(words.t("places-none")).color(theme.ink2));
        return;
    }
    list(ui, ROW, rows.len(), 180.0, |ui, range| {
        for row in rows.get(range).unwrap_or_default() {
            one(ui, state, row, theme, words, actions);
        }
    });
}

const ROW: f32 = 50.0;

fn one(ui: &mut Ui, state: &State, row: &Row<'_>, theme: &Theme, words: &Words, actions: &mut Vec<Action>) {
    let (meaning, why) = match row.what {
        What::Place(mention) => {
            let names: Vec<&str> = mention.places.iter().map(|&id| gazetteer().get(id).name.as_str()).collect();
            (names.join("、"), how_recognised(mention, row.word, words))
        }
        What::Refused(rejected) => (words.t("places-refused").into_owned(), why_refused(rejected, words)),
    };
    ui.allocate_ui_with_layout(
        vec2(ui.available_width(), ROW),
        egui::Layout::right_to_left(egui::Align::Center),
        |ui| {
            ui.spacing_mut().item_spacing.x = 4.0;
            let named = |id| words.tn(id, &[("name", row.word.into())]);
            if state.corrections.is_some() {
                let name = named("places-correct-name");
                if Button::new(Kind::Quiet, &words.t("places-correct"))
                    .name(&name)
                    .height(28.0)
                    .show(ui, theme)
                    .clicked()
                {
                    actions.push(Action::CorrectPlace(row.span));
                }
                let said = match row.what {
                    What::Place(mention) => mention.rule,
                    What::Refused(rejected) => rejected.rule,
                } == CORRECTED;
                let name = named("places-as-read-name");
                if said
                    && Button::new(Kind::Quiet, &words.t("correct-as-read-short"))
                        .name(&name)
                        .height(28.0)
                        .show(ui, theme)
                        .clicked()
                {
                    actions.push(Action::PlaceAsRead(row.span));
                }
                let name = named("places-not-name");
                if matches!(row.what, What::Place(_))
                    && !said
                    && Button::new(Kind::Quiet, &words.t("places-not"))
                        .name(&name)
                        .height(28.0)
                        .show(ui, theme)
                        .clicked()
                {
                    actions.push(Action::NotAPlace(row.span));
                }
            }
            let name = named("places-show-name");
            if Button::new(Kind::Quiet, &words.t("places-show")).name(&name).height(28.0).show(ui, theme).clicked() {
                actions.push(Action::CloseOverlay);
                actions.push(Action::Reader(ReaderCommand::ShowPlace(row.span.start)));
            }
            ui.with_layout(egui::Layout::top_down(egui::Align::Min), |ui| {
                ui.spacing_mut().item_spacing.y = 1.0;
                ui.add_space(5.0);
                let ink = if matches!(row.what, What::Place(_)) { theme.place } else { theme.ink3 };
                let count = if row.count > 1 { format!(" ×{}", row.count) } else { String::new() };
                let mut line = egui::text::LayoutJob::default();
                line.wrap.max_rows = 1;
                let format = |color, font_id| egui::TextFormat { font_id, color, ..egui::TextFormat::default() };
                line.append(row.word, 0.0, format(ink, Theme::bold(14.0)));
                line.append(&count, 0.0, format(theme.ink3, Theme::sans(12.5)));
                line.append(&meaning, 10.0, format(theme.ink, Theme::sans(13.0)));
                ui.add(egui::Label::new(line).truncate());
                ui.add(egui::Label::new(RichText::new(why).font(Theme::sans(12.0)).color(theme.ink3)).truncate());
            });
        },
    );
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::library::document_of;

    #[test]
    fn a_word_stands_once_with_its_count_and_refused_ones_behind() {
        let document = document_of(
            "a.txt",
            "两地开会\n\n　　遂宁市与潼南区开会。遂宁市提出建议，潼南区支持，会后考察了嘉陵江。\n".as_bytes(),
        );
        let page = document.page();
        let rows = rows(&page);
        let shown: Vec<(&str, u32)> = rows.iter().map(|row| (row.word, row.count)).collect();
        assert_eq!(shown.get(..2), Some(&[("遂宁市", 2), ("潼南区", 2)][..]), "{shown:?}");
        assert!(rows.iter().skip(2).all(|row| matches!(row.what, What::Refused(_))), "{shown:?}");
    }
}
