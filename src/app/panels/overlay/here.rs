//! What the shown article holds: its facts, its numbers that can be sorted, its outline of actions.

use egui::{Rect, Role, Sense, Ui, WidgetInfo, vec2};

use super::list;
use crate::{
    app::{
        action::Action,
        here::{Here, Lens, told_of},
        ledger::LedgerAction,
        panels::ledger::when_words,
        state::{Overlay, State},
        theme::Theme,
        widgets::{
            button::{Button, Kind, choices},
            line, put,
        },
    },
    facts::actions::PlannedAction,
    text::span::ByteRange,
    words::Words,
};

const ROW: f32 = 44.0;

/// Draws it.
pub(super) fn show(ui: &mut Ui, state: &State, here: &Here, theme: &Theme, words: &Words, actions: &mut Vec<Action>) {
    let Some(document) = state.snapshot.find(&here.path).and_then(|ix| state.snapshot.get(ix)) else { return };
    let book = &state.ledger.book;
    let facts = told_of(book, document);
    let name = |lens| match lens {
        Lens::Facts => words.tn("here-facts", &[("n", facts.len().into())]),
        Lens::Numbers => words.tn("here-numbers", &[("n", here.numbers.len().into())]),
        Lens::Actions => words.tn("here-actions", &[("n", here.actions.len().into())]),
    };
    let lenses = Lens::ALL.map(|lens| (lens, name(lens)));
    let show = |here: Here| Action::ShowOverlay(Overlay::Here(Box::new(here)));
    if let Some(lens) = choices(ui, theme, &lenses, here.lens, false) {
        actions.push(show(Here { lens, ..here.clone() }));
    }
    ui.add_space(8.0);
    let text = &document.page().article.text;
    match here.lens {
        Lens::Facts => {
            let on = state.ledger.margin;
            let id = if on { "here-margin-off" } else { "here-margin-on" };
            if Button::new(Kind::Link, &words.t(id)).height(24.0).show(ui, theme).clicked() {
                actions.push(Action::Ledger(LedgerAction::Margin));
            }
            ui.add_space(4.0);
            if facts.is_empty() {
                ui.label(egui::RichText::new(words.t("here-no-facts")).color(theme.ink3));
            }
            // A row for each fact, and under it one for each sentence of the article that tells it.
            let rows: Vec<(u32, Option<ByteRange>)> = facts
                .iter()
                .flat_map(|(fact, spans)| {
                    std::iter::once((*fact, None)).chain(spans.iter().map(|span| (*fact, Some(*span))))
                })
                .collect();
            list(ui, ROW, rows.len(), 260.0, |ui, range| {
                for &(index, span) in rows.get(range).unwrap_or_default() {
                    let Some(fact) = book.fact(index) else { continue };
                    if let Some(span) = span {
                        let sentence: String = span.of(text).split(['\n', '\r']).map(str::trim).collect();
                        row(ui, ("", &sentence), span, theme, actions);
                        continue;
                    }
                    let (kind, status) = (words.fact_kind(fact.kind), words.fact_status(fact.status));
                    let below = format!("{kind} · {status} · {}", when_words(&fact, words));
                    let first = facts.iter().find(|(fact, _)| *fact == index).and_then(|(_, spans)| spans.first());
                    let Some(&first) = first else { continue };
                    row(ui, (&fact.name, &below), first, theme, actions);
                }
            });
        }
        Lens::Numbers => {
            let id = if here.by_size { "here-by-place" } else { "here-by-size" };
            if Button::new(Kind::Link, &words.t(id)).height(24.0).show(ui, theme).clicked() {
                actions.push(show(Here { by_size: !here.by_size, ..here.clone() }));
            }
            ui.add_space(4.0);
            if here.numbers.is_empty() {
                ui.label(egui::RichText::new(words.t("here-no-numbers")).color(theme.ink3));
            }
            let rows = here.sorted();
            list(ui, ROW, rows.len(), 260.0, |ui, range| {
                for number in rows.get(range).unwrap_or_default() {
                    let sign = if number.sign.is_empty() { "=" } else { number.sign };
                    let shown = format!("{}　{sign} {} {}", number.text, plain(number.value), number.unit);
                    let below = format!("…{}{}{}…", number.around.0, number.text, number.around.1);
                    row(ui, (&shown, &below), number.span, theme, actions);
                }
            });
        }
        Lens::Actions => {
            if here.actions.is_empty() {
                ui.label(egui::RichText::new(words.t("here-no-actions")).color(theme.ink3));
            }
            let rows = outline(&here.actions, text, words);
            list(ui, ROW, rows.len(), 240.0, |ui, range| {
                for (name, below, span) in rows.get(range).unwrap_or_default() {
                    row(ui, (name, below), *span, theme, actions);
                }
            });
        }
    }
}

/// The actions and under each its measures.
fn outline(actions: &[PlannedAction], text: &str, words: &Words) -> Vec<(String, String, ByteRange)> {
    let mut rows = Vec::new();
    for action in actions {
        let names = |all: &[ByteRange]| all.iter().map(|office| office.of(text)).collect::<Vec<_>>().join("、");
        let below = if !action.offices.is_empty() {
            words.tn("here-offices", &[("offices", names(&action.offices).into())])
        } else if !action.speakers.is_empty() {
            words.tn("here-speakers", &[("offices", names(&action.speakers).into())])
        } else {
            words.tn("here-measures", &[("n", action.measures.len().into())])
        };
        rows.push((action.title.of(text).trim().to_owned(), below, action.title));
        for measure in &action.measures {
            let words = measure.of(text).trim_start_matches(['。', '，', '：', ':', ',']).trim();
            rows.push((String::new(), words.to_owned(), *measure));
        }
    }
    rows
}

/// A number without needless digits.
fn plain(value: f64) -> String {
    let text = format!("{value:.4}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// A row that leads to a place of the article. Without a name it is indented: it belongs to the one above.
fn row(ui: &mut Ui, (name, below): (&str, &str), span: ByteRange, theme: &Theme, actions: &mut Vec<Action>) {
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), ROW), Sense::click());
    let spoken = if name.is_empty() { below.to_owned() } else { format!("{name}，{below}") };
    response.widget_info(|| WidgetInfo::labeled(Role::Link, true, &spoken));
    if response.hovered() || response.has_focus() {
        ui.painter().rect_filled(rect, 4.0, theme.hover);
    }
    let inner = Rect::from_min_max(rect.min + vec2(6.0, 0.0), rect.max - vec2(6.0, 0.0));
    let mut cut = false;
    if name.is_empty() {
        let galley = line(ui, below, Theme::sans(13.0), theme.ink2, inner.width() - 18.0);
        cut = galley.elided;
        put(ui, galley, inner.left() + 18.0, inner.center().y);
    } else {
        put(ui, line(ui, name, Theme::bold(13.5), theme.ink, inner.width()), inner.left(), rect.top() + 14.0);
        put(ui, line(ui, below, Theme::sans(12.0), theme.ink3, inner.width()), inner.left(), rect.top() + 31.0);
    }
    ui.painter().hline(rect.x_range(), rect.bottom() - 0.5, theme.hairline());
    let response = if cut { response.on_hover_text(below) } else { response };
    if response.clicked() {
        actions.push(Action::Ledger(LedgerAction::Spot(span)));
    }
}
