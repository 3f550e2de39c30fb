//! The card of the chosen fact: its sentences one by one with what stands around them, its history, and where reports differ.

use egui::{Align, CornerRadius, Frame, Layout, Margin, RichText, ScrollArea, TextFormat, Ui, text::LayoutJob};

use super::{
    model::{Mark, certainty_id, context, value_words},
    table::{fact_menu, status_chip},
};
use crate::{
    app::{
        action::Action,
        ledger::{LedgerAction, Wish},
        state::State,
        theme::{RADIUS, Theme},
        widgets::{
            button::{Button, Kind},
            icon::Icon,
            menu,
        },
    },
    article::BlockKind,
    facts::{Fact, Topic},
    words::Words,
};

/// Room above and below the card, points.
const ABOVE: f32 = 12.0;
const BELOW: f32 = 14.0;

/// Size and line height of the sentence, points.
const TEXT_PT: f32 = 16.0;
const LINE: f32 = 27.0;

/// Height of the card with the room around it in a space of this size, points; 0 when no fact is chosen.
#[must_use]
pub fn height(state: &State, space: egui::Vec2) -> f32 {
    let Some(fact) = state.ledger.fact() else { return 0.0 };
    let at = state.ledger.witness.min(fact.witnesses.len().saturating_sub(1));
    let shown = state.ledger.chosen.and_then(|chosen| state.ledger.book.witness(chosen, at));
    let count = shown.map_or(0, |(_, document)| {
        context(fact, at, document).iter().map(|(piece, _)| piece.chars().count()).sum::<usize>()
    });
    let chars = u16::try_from(count.min(4_000)).unwrap_or(4_000);
    let lines = (f32::from(chars) * TEXT_PT / (space.x - 40.0).max(100.0)).ceil();
    let more = u8::from(fact.history.len() > 1)
        + u8::try_from(fact.disputes().len().min(4)).unwrap_or(4)
        + u8::from(!fact.other_names.is_empty())
        + u8::from(state.ledger.chosen.is_some_and(|chosen| !state.ledger.people.of(chosen).is_empty()))
        + u8::from(fact.date.as_ref().is_some_and(|when| certainty_id(when.certainty).is_some()));
    (ABOVE + BELOW + 56.0 + LINE * lines + 26.0 * f32::from(more)).min(space.y * 0.45)
}

/// Draws it into the whole of `ui`.
pub fn show(ui: &mut Ui, state: &State, theme: &Theme, words: &Words, actions: &mut Vec<Action>) {
    let (Some(chosen), Some(fact)) = (state.ledger.chosen, state.ledger.fact()) else { return };
    let at = state.ledger.witness.min(fact.witnesses.len().saturating_sub(1));
    ui.add_space(ABOVE);
    let room = ui.available_height() - BELOW;
    let frame = Frame::new()
        .fill(theme.chrome)
        .stroke(theme.hairline())
        .corner_radius(CornerRadius::same(RADIUS + 2))
        .inner_margin(Margin::symmetric(16, 10));
    frame.show(ui, |ui| {
        ui.set_min_height(room - 20.0);
        ui.set_max_height(room - 20.0);
        ui.horizontal(|ui| {
            ui.set_min_height(26.0);
            ui.spacing_mut().item_spacing.x = 4.0;
            if fact.witnesses.len() > 1 {
                for (icon, id, by) in
                    [(Icon::Left, "ledger-witness-before", -1), (Icon::Right, "ledger-witness-next", 1)]
                {
                    let name = words.t(id);
                    let button = Button::icon(Kind::Quiet, icon, &name).height(24.0).pad(2.0);
                    if button.show(ui, theme).clicked() {
                        actions.push(Action::Ledger(LedgerAction::Witness(by)));
                    }
                }
            }
            let mut facts =
                vec![words.tn("ledger-witness-of", &[("at", (at + 1).into()), ("all", fact.witnesses.len().into())])];
            if let Some((witness, document)) = state.ledger.book.witness(chosen, at) {
                let article = &document.page().article;
                facts.extend(article.source.as_ref().map(|source| source.value.clone()));
                facts.extend(article.published.date.map(|date| date.to_string()));
                let lines = &article.lines;
                let paragraph = lines
                    .iter()
                    .take_while(|line| line.span.start <= witness.span.start)
                    .filter(|line| matches!(line.kind, BlockKind::Paragraph | BlockKind::Question | BlockKind::Answer))
                    .count();
                facts.push(words.tn("ledger-paragraph", &[("n", paragraph.max(1).into())]));
            }
            ui.label(RichText::new(facts.join(" · ")).font(Theme::sans(12.5)).color(theme.ink3));
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                ui.spacing_mut().item_spacing.x = 10.0;
                let text = words.t("ledger-wrong");
                let button = Button::new(Kind::Quiet, &text).trailing(Icon::Down).height(26.0).text_pt(12.5);
                let button = button.show(ui, theme);
                menu::under(&button, theme, 230.0, |ui| fact_menu(ui, state, theme, words, actions));
                let text = words.t("ledger-open");
                if Button::new(Kind::Quiet, &text).height(26.0).text_pt(12.5).show(ui, theme).clicked() {
                    actions.push(Action::Ledger(LedgerAction::OpenWitness));
                }
            });
        });
        ScrollArea::vertical().id_salt(("fact", chosen, at)).auto_shrink(false).show(ui, |ui| {
            ui.spacing_mut().item_spacing.y = 6.0;
            if let Some((_, document)) = state.ledger.book.witness(chosen, at) {
                let job = sentence(&context(fact, at, document), theme, ui.available_width());
                ui.label(job);
            }
            more(ui, fact, theme, words, actions);
            people(ui, state, chosen, theme, words, actions);
        });
    });
}

/// The sentence, set in the serif, with its marks.
fn sentence(pieces: &[(String, Mark)], theme: &Theme, width: f32) -> LayoutJob {
    let mut job = LayoutJob::default();
    job.wrap.max_width = width;
    for (piece, mark) in pieces {
        let mut format = TextFormat {
            font_id: Theme::serif(TEXT_PT),
            color: theme.ink,
            line_height: Some(LINE),
            valign: Align::Center,
            ..TextFormat::default()
        };
        match mark {
            Mark::None => {}
            Mark::Around => format.color = theme.ink3,
            Mark::Name => format.background = theme.mark,
            Mark::Party => format.color = theme.place,
            Mark::Date => format.background = theme.track,
        }
        job.append(piece, 0.0, format);
    }
    job
}

fn label(ui: &mut Ui, text: impl Into<String>, theme: &Theme) {
    ui.label(RichText::new(text).font(Theme::sans(12.5)).color(theme.ink3));
}

fn value(ui: &mut Ui, text: impl Into<String>, theme: &Theme) {
    ui.label(RichText::new(text).font(Theme::sans(13.0)).color(theme.ink));
}

/// Who is named in its sentences; a click shows what else names them.
fn people(ui: &mut Ui, state: &State, chosen: u32, theme: &Theme, words: &Words, actions: &mut Vec<Action>) {
    let people = &state.ledger.people;
    if people.of(chosen).is_empty() {
        return;
    }
    ui.horizontal_wrapped(|ui| {
        label(ui, words.t("ledger-who"), theme);
        for someone in people.of(chosen).iter().filter_map(|&one| people.all.get(one as usize)) {
            let text = someone.shown();
            if Button::new(Kind::Quiet, &text).height(24.0).text_pt(13.0).show(ui, theme).clicked() {
                let wish = Wish { who: Some(someone.name.clone()), ..state.ledger.wish.clone() };
                actions.push(Action::Ledger(LedgerAction::Wish(wish)));
            }
        }
    });
}

/// Names, history and what is told differently.
fn more(ui: &mut Ui, fact: &Fact, theme: &Theme, words: &Words, actions: &mut Vec<Action>) {
    ui.spacing_mut().item_spacing.x = 8.0;
    if let Some(id) = fact.date.as_ref().and_then(|when| certainty_id(when.certainty)) {
        let text = fact.date.as_ref().map(|when| when.text.clone()).unwrap_or_default();
        label(ui, words.tn(id, &[("text", text.into())]), theme);
    }
    if fact.history.len() > 1 {
        ui.horizontal_wrapped(|ui| {
            label(ui, words.t("ledger-history"), theme);
            for (i, change) in fact.history.iter().enumerate() {
                if i > 0 {
                    label(ui, "→", theme);
                }
                if !change.when.is_empty() {
                    value(ui, value_words(&change.when, words), theme);
                }
                let text = words.fact_status(change.status);
                let width =
                    ui.painter().layout_no_wrap(text.clone().into_owned(), Theme::sans(12.0), theme.ink).size().x;
                let (rect, _) = ui.allocate_exact_size(egui::vec2(width + 16.0, 20.0), egui::Sense::hover());
                status_chip(ui, theme, (rect.left(), rect.center().y), change.status, &text);
            }
        });
    }
    for dispute in fact.disputes() {
        ui.horizontal_wrapped(|ui| {
            let topic = match dispute.topic {
                Topic::Date => words.t("ledger-differ-date"),
                Topic::Deadline => words.t("ledger-differ-deadline"),
                Topic::Amount(_) => words.t("ledger-differ-amount"),
            };
            label(ui, topic, theme);
            for (said, witnesses) in &dispute.sides {
                let said = match dispute.topic {
                    Topic::Amount(_) => said.clone(),
                    Topic::Date | Topic::Deadline => value_words(said, words),
                };
                let text = words.tn("ledger-said-by", &[("said", said.into()), ("n", witnesses.len().into())]);
                let first = witnesses.first().copied().unwrap_or(0);
                if Button::new(Kind::Quiet, &text).height(24.0).text_pt(13.0).show(ui, theme).clicked() {
                    actions.push(Action::Ledger(LedgerAction::ShowWitness(first)));
                }
            }
        });
    }
    if !fact.other_names.is_empty() {
        ui.horizontal_wrapped(|ui| {
            label(ui, words.t("ledger-other-names"), theme);
            value(ui, fact.other_names.join("；"), theme);
        });
    }
}
