//! The card of a place: what it is, how it was recognised, how often it is named here, and the button that filters by it.

use egui::{Area, CursorIcon, Order, Pos2, Rect, Response, Ui, vec2};

use super::{model::ReaderModel, view::ReaderView};
use crate::{
    app::{
        action::{Action, PlaceUse, ReaderCommand},
        theme::Theme,
        widgets::{
            button::{Button, Kind},
            icon::Icon,
            page::Port,
        },
    },
    library::Document,
    place::{CORRECTED, Form, Level, Mention, PlaceId, Rejected, gazetteer},
    words::{Language, Words},
};

/// Seconds a pointer rests on a place before the card comes.
const DELAY: f64 = 0.3;
const WIDTH: f32 = 356.0;
/// Room around the place and the card in which the card stays.
const SLACK: f32 = 8.0;

/// The card between frames.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct CardState {
    /// Mention under the pointer, and since when.
    over: Option<(usize, f64)>,
    /// Mention whose card shows, where the place and the card stand.
    open: Option<(usize, Rect, Rect)>,
    /// What stood at the top of the view in the last frame: text that moves takes the place from under its card.
    top: f64,
    /// Where the pointer lay when the text moved under it: who reads by the keyboard wants no card there.
    resting: Option<Pos2>,
}

/// A pointer that trembles less does not move, points.
const TREMBLE: f32 = 2.0;

impl CardState {
    /// Takes the card away.
    pub fn close(&mut self) {
        *self = Self { top: self.top, resting: self.resting, ..Self::default() };
    }

    /// True when no place is under the pointer and no card shows.
    pub fn is_closed(&self) -> bool {
        self.over.is_none() && self.open.is_none()
    }
}

/// Follows the pointer and shows the card.
#[expect(clippy::too_many_arguments, reason = "one call site; a struct would only rename the arguments")]
pub(super) fn show(
    ui: &Ui,
    model: &ReaderModel,
    view: &mut ReaderView,
    response: &Response,
    port: Port,
    theme: &Theme,
    words: &Words,
    actions: &mut Vec<Action>,
) {
    let moved = (std::mem::replace(&mut view.card.top, view.top) - view.top).abs() > 0.5;
    if moved && view.card.open.is_some() {
        view.card.close();
    }
    let (pointer, now, dragging) = ui.input(|i| (i.pointer.hover_pos(), i.time, i.pointer.any_down()));
    if let (Some((_, place, card)), Some(pointer)) = (view.card.open, pointer) {
        let near = place.expand(SLACK).contains(pointer)
            || card.expand(SLACK).contains(pointer)
            || place.union(card).contains(pointer) && pointer.x >= card.left();
        if !near {
            view.card.close();
        }
    }
    if moved {
        view.card.resting = pointer;
    }
    let rests = |at: Pos2| pointer.is_some_and(|pointer| pointer.distance(at) <= TREMBLE);
    view.card.resting = view.card.resting.filter(|at| rests(*at));
    let over = (response.hovered() && !model.original && !dragging && view.card.resting.is_none())
        .then(|| pointer.and_then(|p| mention_at(model, view, port, p)))
        .flatten();
    match over {
        Some((index, _)) if view.card.open.is_some_and(|(open, ..)| open == index) => {}
        Some((index, rect)) => {
            let since = view.card.over.filter(|(was, _)| *was == index).map_or(now, |(_, since)| since);
            view.card.over = Some((index, since));
            if now - since >= DELAY {
                view.card.open = Some((index, rect, rect));
            } else {
                ui.ctx().request_repaint_after(std::time::Duration::from_secs_f64(DELAY - (now - since)));
            }
        }
        None => view.card.over = None,
    }
    if over.is_some() {
        ui.ctx().set_cursor_icon(CursorIcon::PointingHand);
    }
    let Some((index, place, _)) = view.card.open else { return };
    let page = model.document.page();
    let Some(mention) = page.tagging.mentions.get(index) else { return };
    let area = Area::new(ui.scope_id().with("place-card"))
        .order(Order::Foreground)
        .fixed_pos(place.left_bottom() + vec2(-12.0, 2.0))
        .constrain_to(port.view.shrink(8.0))
        .show(ui.ctx(), |ui| {
            theme.card().inner_margin(14).show(ui, |ui| {
                ui.set_width(WIDTH - 28.0);
                ui.spacing_mut().item_spacing.y = 6.0;
                body(ui, model, mention, theme, words)
            })
        });
    let wish = area.inner.inner;
    let span = mention.span;
    view.card.open = Some((index, place, area.response.rect));
    match wish {
        None => return,
        Some(Wish::Only(id)) => actions.push(Action::UsePlace(id, PlaceUse::Only)),
        Some(Wish::Show(byte)) => view.inbox.push(ReaderCommand::ShowPlace(byte)),
        Some(Wish::NotAPlace) => actions.push(Action::NotAPlace(span)),
        Some(Wish::Correct) => actions.push(Action::CorrectPlace(span)),
        Some(Wish::AsRead) => actions.push(Action::PlaceAsRead(span)),
    }
    view.card.close();
}

/// What is asked of a card.
enum Wish {
    /// Filter by this place.
    Only(PlaceId),
    /// Show the mention at this byte.
    Show(usize),
    /// It is no place.
    NotAPlace,
    /// It is another place.
    Correct,
    /// What was said of it is taken back.
    AsRead,
}

/// The mention at a point of the screen and the rectangle of its words there.
fn mention_at(model: &ReaderModel, view: &ReaderView, port: Port, pointer: egui::Pos2) -> Option<(usize, Rect)> {
    let shown = view.shown.as_ref()?;
    let (x, y) = port.page_point(pointer);
    let offset = shown.page.source_of(shown.page.char_at(x, y))?;
    let index = shown.places.partition_point(|span| span.end <= offset);
    let span = *shown.places.get(index).filter(|span| span.contains(offset))?;
    shown
        .page
        .source_rects(span, port.heights())
        .iter()
        .map(|rect| {
            let full = port.screen_rect(rect);
            Rect::from_center_size(full.center(), vec2(full.width(), full.height().min(34.0)))
        })
        .find(|rect| rect.contains(pointer))
        .map(|rect| (index, rect))
        .filter(|_| index < model.document.page().tagging.mentions.len())
}

/// The words of the card, and what is asked of it.
fn body(ui: &mut Ui, model: &ReaderModel, mention: &Mention, theme: &Theme, words: &Words) -> Option<Wish> {
    let mut chosen = None;
    let page = model.document.page();
    let printed = mention.span.of(&page.article.text);
    for (position, id) in mention.places.iter().enumerate() {
        if position > 0 {
            let (line, _) = ui.allocate_exact_size(vec2(ui.available_width(), 9.0), egui::Sense::hover());
            ui.painter().hline(line.x_range(), line.center().y, theme.hairline());
        }
        let place = gazetteer().get(*id);
        ui.horizontal(|ui| {
            ui.label(egui::RichText::new(&place.name).font(Theme::bold(15.0)).color(theme.ink));
            ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
                ui.label(egui::RichText::new(place_above(*id, words)).font(Theme::sans(12.0)).color(theme.ink3));
            });
        });
        let (named, joint) = counts(&model.document, *id);
        let mut how = how_recognised(mention, printed, words);
        how.push_str(sentence_gap(words));
        how.push_str(&words.tn("place-counts", &[("named", named.into()), ("joint", joint.into())]));
        ui.label(egui::RichText::new(how).font(Theme::sans(12.5)).color(theme.ink2));
        ui.horizontal(|ui| {
            let only = words.tn("place-only", &[("place", place.short.as_str().into())]);
            let text = egui::RichText::new(only).font(Theme::sans(13.0)).color(theme.on_place);
            if ui.add(egui::Button::new(text).fill(theme.place).stroke(egui::Stroke::NONE)).clicked() {
                chosen = Some(Wish::Only(*id));
            }
            ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
                if let Some(byte) = others(ui, model, mention, *id, theme, words) {
                    chosen = Some(Wish::Show(byte));
                }
            });
        });
    }
    if model.can_correct {
        let (line, _) = ui.allocate_exact_size(vec2(ui.available_width(), 5.0), egui::Sense::hover());
        ui.painter().hline(line.x_range(), line.center().y, theme.hairline());
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = 8.0;
            let said = (mention.rule == CORRECTED).then_some(("correct-as-read-short", Wish::AsRead));
            let links = [("place-not-here", Wish::NotAPlace), ("place-another", Wish::Correct)];
            for (id, wish) in links.into_iter().chain(said) {
                if Button::new(Kind::Outlined, &words.t(id))
                    .height(26.0)
                    .pad(9.0)
                    .text_pt(12.5)
                    .show(ui, theme)
                    .clicked()
                {
                    chosen = Some(wish);
                }
            }
        });
    }
    chosen
}

/// Which of the article's mentions of a place this is, with the ways to its neighbours; returns where to go.
fn others(
    ui: &mut Ui,
    model: &ReaderModel,
    mention: &Mention,
    id: PlaceId,
    theme: &Theme,
    words: &Words,
) -> Option<usize> {
    let all: Vec<usize> = {
        let page = model.document.page();
        let mentions = page.tagging.mentions.iter();
        mentions.filter(|m| m.places.contains(&id)).map(|m| m.span.start).collect()
    };
    let at = all.binary_search(&mention.span.start).ok()?;
    if all.len() < 2 {
        return None;
    }
    let mut to = None;
    let step = |ui: &mut Ui, icon, name: &str, target: Option<&usize>| {
        let clicked = ui
            .add_enabled_ui(target.is_some(), |ui| Button::icon(Kind::Quiet, icon, name).height(24.0).show(ui, theme))
            .inner
            .clicked();
        target.copied().filter(|_| clicked)
    };
    to = to.or(step(ui, Icon::Right, &words.t("place-next-mention"), all.get(at + 1)));
    let text = words.tn("place-mention-of", &[("n", (at + 1).into()), ("count", all.len().into())]);
    ui.label(egui::RichText::new(text).font(Theme::sans(12.0)).color(theme.ink3));
    to.or(step(
        ui,
        Icon::Left,
        &words.t("place-previous-mention"),
        at.checked_sub(1).and_then(|before| all.get(before)),
    ))
}

fn sentence_gap(words: &Words) -> &'static str {
    if words.language() == Language::En { " " } else { "" }
}

/// Level and what lies above: 地级 · 四川省.
#[must_use]
pub fn place_above(id: PlaceId, words: &Words) -> String {
    let place = gazetteer().get(id);
    let province = gazetteer().province_of(id).filter(|province| *province != id);
    let municipality = place.level == Level::City && province.is_some_and(|p| gazetteer().get(p).name == place.name);
    let level = words.t(match place.level {
        _ if municipality => "place-level-municipality",
        Level::Province => "place-level-province",
        Level::City => "place-level-city",
        Level::County => "place-level-county",
        Level::Zone => "place-level-zone",
    });
    let city = gazetteer().city_of(id).filter(|city| *city != id);
    let mut parts = vec![level.into_owned()];
    for above in [province, city].into_iter().flatten() {
        // a municipality is its own province
        let name = &gazetteer().get(above).name;
        if *name != place.name && parts.last() != Some(name) {
            parts.push(name.clone());
        }
    }
    parts.join(" · ")
}

/// How a mention was recognised, as a sentence.
#[must_use]
pub fn how_recognised(mention: &Mention, printed: &str, words: &Words) -> String {
    let args = [("text", printed.into())];
    // the rule's own words, where there are some
    let id = format!("place-rule-{}", mention.rule.replace('_', "-"));
    let by_rule = words.tn(&id, &args);
    if by_rule != id {
        return by_rule;
    }
    words.tn(if mention.form == Form::Named { "place-how-named" } else { "place-how-joint" }, &args)
}

/// Why a string was taken for no place, as a sentence.
#[must_use]
pub fn why_refused(rejected: &Rejected, words: &Words) -> String {
    let id = format!("place-refused-{}", rejected.rule.replace('_', "-"));
    let by_rule = words.t(&id).into_owned();
    if by_rule == id { words.t("place-refused").into_owned() } else { by_rule }
}

/// How often an article names a place, by name and in joint abbreviations.
fn counts(document: &Document, id: PlaceId) -> (usize, usize) {
    let page = document.page();
    let mentions = page.tagging.mentions.iter().filter(|m| m.places.contains(&id));
    let (named, joint): (Vec<_>, Vec<_>) = mentions.partition(|m| m.form == Form::Named);
    (named.len(), joint.len())
}
