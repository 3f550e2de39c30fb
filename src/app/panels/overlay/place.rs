//! The form for what a word names: no place, one, or several, here, in the article or in the whole folder.

use egui::{Id, RichText, Ui};

use super::save_or_cancel;
use crate::{
    app::{
        action::Action,
        forms::{PlaceForm, Reach},
        panels::reader::place_above,
        state::{Overlay, State},
        theme::Theme,
        widgets::{
            button::{Button, Kind, segmented},
            field::{self, Field},
            icon::Icon,
        },
    },
    place::{PlaceId, gazetteer},
    words::Words,
};

/// Candidates shown at once.
const MOST_CANDIDATES: usize = 6;

/// Draws the form.
pub(super) fn show(
    ui: &mut Ui,
    state: &State,
    form: &PlaceForm,
    theme: &Theme,
    words: &Words,
    actions: &mut Vec<Action>,
) {
    let mut form = form.clone();
    let was = form.clone();
    let on_page = !form.path.is_empty();
    if on_page {
        sentence(ui, state, &form, theme);
    } else {
        label(ui, "correct-word", theme, words);
        field_row(ui, "correct-word", "correct-word-hint", &mut form.word, theme, words);
    }
    ui.add_space(6.0);
    label(ui, "correct-means", theme, words);
    chosen(ui, &mut form, theme, words);
    let entered = field_row(ui, "correct-find-place", "correct-find-place", &mut form.query, theme, words);
    let found = candidates(&form);
    if let Some(first) = found.first().filter(|_| entered) {
        form.chosen.push(*first);
        form.query.clear();
    }
    for id in found {
        let text = format!("{}　{}", gazetteer().get(id).name, place_above(id, words));
        if Button::new(Kind::Quiet, &text).height(26.0).show(ui, theme).clicked() {
            form.chosen.push(id);
            form.query.clear();
        }
    }
    if on_page {
        ui.add_space(8.0);
        label(ui, "correct-reach", theme, words);
        let reaches = Reach::ALL.map(|reach| (reach, words.t(reach_id(reach)).into_owned()));
        if let Some(reach) = segmented(ui, theme, &reaches, form.reach) {
            form.reach = reach;
        }
    }
    let ready = !form.word.trim().is_empty() && form.query.trim().is_empty();
    if save_or_cancel(ui, ready, theme, words, actions) {
        actions.push(Action::SaveForm);
    } else if form != was {
        actions.push(Action::ShowOverlay(Overlay::Place(form)));
    }
}

const fn reach_id(reach: Reach) -> &'static str {
    match reach {
        Reach::Here => "correct-reach-here",
        Reach::Article => "correct-reach-article",
        Reach::Folder => "correct-reach-folder",
    }
}

fn label(ui: &mut Ui, id: &str, theme: &Theme, words: &Words) {
    ui.label(RichText::new(words.t(id)).font(Theme::sans(12.5)).color(theme.ink2));
}

/// A text field; true when Enter was pressed in it.
fn field_row(ui: &mut Ui, name: &str, hint: &str, text: &mut String, theme: &Theme, words: &Words) -> bool {
    let field = Field {
        id: Id::unique(("correct-place", name)),
        name: &words.t(name),
        hint: &words.t(hint),
        clear: &words.t("field-clear"),
        aside: "",
        height: 34.0,
        glass: name == "correct-find-place",
    };
    field::show(ui, theme, field, text).entered
}

/// The word among its neighbours.
fn sentence(ui: &mut Ui, state: &State, form: &PlaceForm, theme: &Theme) {
    let Some(document) = state.snapshot.find(&form.path).and_then(|ix| state.snapshot.get(ix)) else { return };
    let text = &document.article.text;
    let sentence = crate::text::sentence::around(text, form.span);
    let mut job = egui::text::LayoutJob::default();
    job.wrap.max_width = ui.available_width();
    job.wrap.max_rows = 3;
    let format = |color, font| egui::TextFormat { font_id: font, color, ..egui::TextFormat::default() };
    let part = |from: usize, to: usize| text.get(from..to).unwrap_or_default().replace(['\n', '\r'], " ");
    job.append(part(sentence.start, form.span.start).trim_start(), 0.0, format(theme.ink2, Theme::serif(15.0)));
    job.append(form.span.of(text), 0.0, format(theme.place, Theme::bold(15.0)));
    job.append(part(form.span.end, sentence.end).trim_end(), 0.0, format(theme.ink2, Theme::serif(15.0)));
    ui.label(job);
}

/// The places meant, each with a cross; or that it is no place.
fn chosen(ui: &mut Ui, form: &mut PlaceForm, theme: &Theme, words: &Words) {
    ui.horizontal_wrapped(|ui| {
        if form.chosen.is_empty() {
            ui.label(RichText::new(words.t("correct-no-place")).font(Theme::bold(14.0)).color(theme.ink));
            return;
        }
        let mut gone = None;
        for (at, id) in form.chosen.iter().enumerate() {
            let name = &gazetteer().get(*id).name;
            let remove = words.tn("correct-remove-place", &[("place", name.as_str().into())]);
            let button = Button::new(Kind::Outlined, name).trailing(Icon::Close).name(&remove).height(28.0);
            if button.show(ui, theme).clicked() {
                gone = Some(at);
            }
        }
        if Button::new(Kind::Link, &words.t("correct-make-no-place")).height(28.0).show(ui, theme).clicked() {
            form.chosen.clear();
        }
        if let Some(at) = gone {
            form.chosen.remove(at);
        }
    });
}

/// Places whose names begin with what is typed, the exact ones first.
fn candidates(form: &PlaceForm) -> Vec<PlaceId> {
    let query = form.query.trim().to_lowercase();
    if query.is_empty() {
        return vec![];
    }
    let gazetteer = gazetteer();
    let mut found = gazetteer.lookup(&query);
    let folded: String = query.chars().map(crate::text::fold::fold_char).collect();
    let begins = gazetteer.iter().filter(|(_, place)| {
        place.name.starts_with(&folded) || query.is_ascii() && place.pinyin.starts_with(&query.replace(' ', ""))
    });
    let mut begins: Vec<PlaceId> = begins.map(|(id, _)| id).filter(|id| !found.contains(id)).collect();
    begins.sort_by_key(|&id| (gazetteer.get(id).level, id));
    found.append(&mut begins);
    found.retain(|id| !form.chosen.contains(id));
    found.truncate(MOST_CANDIDATES);
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn candidates_come_by_name_and_by_sound() {
        let find = |query: &str| {
            let form = PlaceForm { query: query.into(), ..PlaceForm::new_word() };
            candidates(&form).iter().map(|&id| gazetteer().get(id).short.clone()).collect::<Vec<_>>()
        };
        assert_eq!(find("遂寧").first().map(String::as_str), Some("遂宁"));
        assert_eq!(find("suini").first().map(String::as_str), Some("遂宁"));
        assert!(find("江北").len() >= 2, "namesakes are all offered");
        assert!(find("").is_empty());
    }
}
