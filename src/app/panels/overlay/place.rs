//! The form for what a word names: no place, one, or several, here, in the article or in the whole folder.

use egui::{Id, RichText, Role, ScrollArea, Sense, Ui, WidgetInfo, vec2};

use super::save_or_cancel;
use crate::{
    app::{
        action::Action,
        forms::{PlaceForm, Reach},
        panels::reader::place_above,
        state::{Overlay, State},
        theme::{self, Theme},
        widgets::{
            self,
            button::{Button, Kind, segmented},
            field::{self, Field, FieldOutput},
            icon::Icon,
        },
    },
    place::{PlaceId, gazetteer},
    words::Words,
};

/// Candidates listed at most.
const MOST_CANDIDATES: usize = 30;
/// Height of a candidate, and of the part of their list that is in view, so that the form keeps its size.
const CANDIDATE: f32 = 30.0;
const CANDIDATES: f32 = 4.5 * CANDIDATE;

/// Draws the form.
pub(super) fn show(
    ui: &mut Ui,
    state: &State,
    form: &PlaceForm,
    fresh: bool,
    theme: &Theme,
    words: &Words,
    actions: &mut Vec<Action>,
) {
    let mut form = form.clone();
    let was = form.clone();
    let on_page = !form.path.is_empty();
    if on_page {
        sentence(ui, state, &form, theme);
        ui.add_space(4.0);
        let read: Vec<&str> = form.read.iter().map(|&id| gazetteer().get(id).name.as_str()).collect();
        let now = if read.is_empty() {
            words.t("correct-read-as-none").into_owned()
        } else {
            words.tn("correct-read-as", &[("places", read.join("、").into())])
        };
        ui.label(RichText::new(now).font(Theme::sans(12.5)).color(theme.ink3));
        ui.add_space(10.0);
    } else {
        label(ui, "correct-word", theme, words);
        field_row(ui, "correct-word", "correct-word-hint", &mut form.word, fresh, theme, words);
        ui.add_space(8.0);
    }
    label(ui, "correct-means", theme, words);
    chosen(ui, &mut form, theme, words);
    ui.add_space(2.0);
    let find =
        field_row(ui, "correct-find-place", "correct-find-place", &mut form.query, fresh && on_page, theme, words);
    let found = candidates(&form);
    let mut picked = found.first().copied().filter(|_| find.entered && !form.query.trim().is_empty());
    ui.allocate_ui(vec2(ui.available_width(), CANDIDATES), |ui| {
        ui.set_min_height(CANDIDATES);
        ui.spacing_mut().item_spacing.y = 0.0;
        if found.is_empty() {
            let id = if form.query.trim().is_empty() { "correct-find-hint" } else { "filter-no-match" };
            ui.add_space(8.0);
            ui.label(RichText::new(words.t(id)).font(Theme::sans(12.5)).color(theme.ink3));
            return;
        }
        ScrollArea::vertical().max_height(CANDIDATES).auto_shrink([false, true]).show(ui, |ui| {
            for &id in &found {
                if candidate(ui, id, form.read.contains(&id), theme, words) {
                    picked = Some(id);
                }
            }
        });
    });
    if let Some(id) = picked {
        form.chosen.push(id);
        form.refused = false;
        form.query.clear();
        if find.entered {
            // Another one may follow, or a second Enter.
            ui.memory_mut(|m| m.request_focus(field_id("correct-find-place")));
        }
    }
    if on_page {
        ui.add_space(6.0);
        label(ui, "correct-reach", theme, words);
        let reaches = Reach::ALL.map(|reach| (reach, words.t(reach_id(reach)).into_owned()));
        if let Some(reach) = segmented(ui, theme, &reaches, form.reach) {
            form.reach = reach;
        }
    }
    let ready = form.is_complete() && form.query.trim().is_empty();
    let entered = find.entered && picked.is_none();
    if save_or_cancel(ui, ready, theme, words, actions) || entered && ready {
        actions.push(Action::SaveForm);
    } else if form != was {
        actions.push(Action::ShowOverlay(Overlay::Place(form)));
    }
}

/// A place that may be chosen: its name and where it lies; true when it was.
fn candidate(ui: &mut Ui, id: PlaceId, is_read: bool, theme: &Theme, words: &Words) -> bool {
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), CANDIDATE), Sense::click());
    let (name, above) = (&gazetteer().get(id).name, place_above(id, words));
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, format!("{name} {above}")));
    if response.hovered() {
        ui.painter().rect_filled(rect, f32::from(theme::RADIUS), theme.hover);
        ui.ctx().set_cursor_icon(egui::CursorIcon::PointingHand);
    }
    let name = widgets::line(ui, name, Theme::sans(14.0), theme.ink, rect.width() * 0.5);
    let left = rect.left() + 10.0;
    let room = rect.width() - name.size().x - 30.0;
    let aside = left + name.size().x + 10.0;
    widgets::put(ui, name, left, rect.center().y);
    let above = if is_read { format!("{above} · {}", words.t("correct-read-now")) } else { above };
    let above = widgets::line(ui, &above, Theme::sans(12.5), theme.ink3, room);
    widgets::put(ui, above, aside, rect.center().y);
    widgets::focus_ring(ui, theme, &response, rect.shrink(2.0));
    response.clicked()
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

fn field_id(name: &str) -> Id {
    Id::unique(("correct-place", name))
}

/// A text field.
fn field_row(
    ui: &mut Ui,
    name: &str,
    hint: &str,
    text: &mut String,
    focus: bool,
    theme: &Theme,
    words: &Words,
) -> FieldOutput {
    let field = Field {
        id: field_id(name),
        name: &words.t(name),
        hint: &words.t(hint),
        clear: &words.t("field-clear"),
        aside: "",
        height: 34.0,
        glass: name == "correct-find-place",
    };
    if focus {
        ui.memory_mut(|m| m.request_focus(field.id));
    }
    field::show(ui, theme, field, text)
}

/// The word among its neighbours.
fn sentence(ui: &mut Ui, state: &State, form: &PlaceForm, theme: &Theme) {
    let Some(document) = state.snapshot.find(&form.path).and_then(|ix| state.snapshot.get(ix)) else { return };
    let text = &document.page().article.text;
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

/// The places meant, each with a cross; or that it is no place; or that there is something to choose.
fn chosen(ui: &mut Ui, form: &mut PlaceForm, theme: &Theme, words: &Words) {
    ui.horizontal_wrapped(|ui| {
        ui.set_min_height(30.0);
        let mut gone = None;
        for (at, id) in form.chosen.iter().enumerate() {
            let name = &gazetteer().get(*id).name;
            let remove = words.tn("correct-remove-place", &[("place", name.as_str().into())]);
            let button = Button::new(Kind::Outlined, name).name(&remove).trailing(Icon::Close).height(28.0);
            if button.selected(true).show(ui, theme).clicked() {
                gone = Some(at);
            }
        }
        if let Some(at) = gone {
            form.chosen.remove(at);
        }
        if !form.chosen.is_empty() {
            return;
        }
        let no_place = words.t("correct-no-place");
        if Button::new(Kind::Outlined, &no_place).height(28.0).selected(form.refused).show(ui, theme).clicked() {
            form.refused = !form.refused;
        }
        if !form.refused {
            ui.label(RichText::new(words.t("correct-or-choose")).font(Theme::sans(12.5)).color(theme.ink3));
        }
    });
}

/// Places whose names begin with what is typed, the exact ones first. Before anything is typed or chosen: those that the word names.
fn candidates(form: &PlaceForm) -> Vec<PlaceId> {
    let gazetteer = gazetteer();
    let query = form.query.trim().to_lowercase();
    if query.is_empty() {
        let wanted = form.chosen.is_empty() && !form.refused;
        return if wanted { gazetteer.lookup(form.word.trim()) } else { vec![] };
    }
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
        let form = PlaceForm { word: "江北".into(), ..PlaceForm::new_word() };
        assert!(candidates(&form).len() >= 2, "what the word itself names comes without typing");
        assert!(candidates(&PlaceForm { refused: true, ..form }).is_empty());
    }
}
