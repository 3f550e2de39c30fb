//! The card of the chosen fact: its sentences one by one with what stands around them, its history, and where reports differ.

use egui::{
    Align, CornerRadius, Frame, Layout, Margin, RichText, Role, ScrollArea, TextFormat, Ui, WidgetInfo, text::LayoutJob,
};

use std::sync::{Arc, Weak};

use super::{
    model::{Mark, certainty_id, context, value_words},
    table::{fact_menu, status_chip},
};
use crate::{
    app::{
        action::Action,
        ledger::{Book, LedgerAction, Wish},
        state::State,
        theme::{RADIUS, Theme},
        widgets::{
            button::{Button, Kind},
            focus_ring,
            icon::Icon,
            menu,
        },
    },
    article::BlockKind,
    facts::{Change, Dispute, Fact, Topic, Witness},
    words::Words,
};

/// Room above and below the card, points.
const ABOVE: f32 = 12.0;
const BELOW: f32 = 14.0;

/// Size and line height of the sentence, points.
const TEXT_PT: f32 = 16.0;
const LINE: f32 = 27.0;

/// What the card says of a fact and one of its witnesses. Kept between frames: the page of the witness may have to be fetched from the
/// disk, and reports that differ are compared each with each.
#[derive(Debug, Default)]
pub struct Card {
    /// What it was made for. A book that is not held by anybody cannot be taken for another one.
    made_for: Option<(Weak<Book>, u32, usize, String)>,
    /// Which witness is shown.
    at: usize,
    /// Its sentence.
    pieces: Vec<(String, Mark)>,
    /// Characters of the sentence and what stands around it.
    chars: usize,
    /// Its source and its date, and the number of its paragraph.
    origin: Option<(Vec<String>, usize)>,
    disputes: Vec<Dispute>,
    /// The user wants to see all that is told differently, however much it is.
    all_sides: bool,
    /// How often it was made, for tests.
    made: u32,
}

impl Card {
    /// Makes it for the chosen fact, if it is not made yet.
    fn prepare(&mut self, state: &State) {
        let ledger = &state.ledger;
        let (Some(chosen), Some(fact)) = (ledger.chosen, ledger.fact()) else {
            self.made_for = None;
            return;
        };
        let at = ledger.witness.min(fact.witnesses.len().saturating_sub(1));
        let text = &state.filter.text;
        let same = self.made_for.as_ref().is_some_and(|(book, fact, witness, query)| {
            std::ptr::eq(book.as_ptr(), Arc::as_ptr(&ledger.book)) && (*fact, *witness, query) == (chosen, at, text)
        });
        if same {
            return;
        }
        let known = self
            .made_for
            .take()
            .is_some_and(|(book, fact, ..)| std::ptr::eq(book.as_ptr(), Arc::as_ptr(&ledger.book)) && fact == chosen);
        self.made_for = Some((Arc::downgrade(&ledger.book), chosen, at, text.clone()));
        self.made += 1;
        self.at = at;
        (self.pieces, self.origin) = (vec![], None);
        if let Some((witness, document)) = ledger.book.witness(chosen, at) {
            // Kept at hand while the sentence is cut out.
            let page = document.page();
            let article = &page.article;
            self.pieces = context(&fact, at, document, &state.filter.query());
            let source = article.source.iter().map(|source| source.value.clone());
            let told = source.chain(article.published.date.map(|date| date.to_string())).collect();
            let before = article.lines.iter().take_while(|line| line.span.start <= witness.span.start);
            let paragraph = before
                .filter(|line| matches!(line.kind, BlockKind::Paragraph | BlockKind::Question | BlockKind::Answer))
                .count();
            self.origin = Some((told, paragraph.max(1)));
        }
        self.chars = self.pieces.iter().map(|(piece, _)| piece.chars().count()).sum();
        if !known {
            (self.disputes, self.all_sides) = (fact.disputes(), false);
        }
    }
}

/// Height of the card with the room around it in a space of this size, points; 0 when no fact is chosen.
#[must_use]
pub fn height(state: &State, card: &mut Card, space: egui::Vec2) -> f32 {
    let Some(fact) = state.ledger.fact().filter(|_| state.ledger.chosen_row().is_some()) else { return 0.0 };
    card.prepare(state);
    let chars = u16::try_from(card.chars.min(4_000)).unwrap_or(4_000);
    let lines = (f32::from(chars) * TEXT_PT / (space.x - 40.0).max(100.0)).ceil();
    let more = 1
        + u8::from(fact.said.is_some())
        + u8::from(fact.history.len() > 1)
        + u8::try_from(card.disputes.len().min(4)).unwrap_or(4)
        + u8::from(!fact.other_names.is_empty())
        + u8::from(state.ledger.chosen.is_some_and(|chosen| !state.ledger.people.of(chosen).is_empty()))
        + u8::from(fact.date.as_ref().is_some_and(|when| certainty_id(when.certainty).is_some()));
    (ABOVE + BELOW + 56.0 + LINE * lines + 26.0 * f32::from(more)).min(space.y * 0.45)
}

/// Draws it into the whole of `ui`.
pub fn show(ui: &mut Ui, state: &State, card: &mut Card, theme: &Theme, words: &Words, actions: &mut Vec<Action>) {
    let (Some(chosen), Some(fact)) = (state.ledger.chosen, state.ledger.fact()) else { return };
    card.prepare(state);
    let at = card.at;
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
            if let Some((told, paragraph)) = &card.origin {
                facts.extend(told.iter().cloned());
                facts.push(words.tn("ledger-paragraph", &[("n", (*paragraph).into())]));
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
            if card.origin.is_some() {
                ui.label(sentence(&card.pieces, theme, ui.available_width()));
            }
            more(ui, (&fact, at), (&card.disputes, &mut card.all_sides), theme, words, actions);
            people(ui, state, chosen, theme, words, actions);
            who_says(ui, &fact, at, state.corrections.is_some(), theme, words, actions);
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
            // Yellow is what is searched for, here as everywhere.
            Mark::Hit => {
                format.background = theme.mark;
                format.color = theme.ink;
            }
            Mark::Name => format.background = theme.chosen_row(),
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

/// By which rule the witness was read, and what the user says.
fn who_says(
    ui: &mut Ui,
    fact: &Fact,
    at: usize,
    can_revert: bool,
    theme: &Theme,
    words: &Words,
    actions: &mut Vec<Action>,
) {
    if let Some(witness) = fact.witnesses.get(at) {
        ui.horizontal_wrapped(|ui| {
            label(ui, words.t("ledger-rule"), theme);
            let rule = [("words", words.fact_rule(witness.rule).into()), ("name", witness.rule.into())];
            value(ui, words.tn("ledger-rule-of", &rule), theme);
        });
    }
    let said = fact.by_user();
    if said.is_empty() {
        return;
    }
    ui.horizontal_wrapped(|ui| {
        label(ui, words.t("ledger-by-user"), theme);
        let said: Vec<String> = said.into_iter().map(|one| words.fact_by_user(one)).collect();
        value(ui, said.join("、"), theme);
        let text = words.t("cmd-revert-fact");
        if can_revert && Button::new(Kind::Link, &text).height(22.0).text_pt(12.5).show(ui, theme).clicked() {
            actions.push(Action::Ledger(LedgerAction::Revert));
        }
    });
}

/// Reports of one status in a row, told as one step: the first and the last of those whose year is known, and how many there are.
fn runs(history: &[Change]) -> impl Iterator<Item = (&Change, &Change, usize)> {
    history.chunk_by(|one, next| one.status == next.status).filter_map(|run| {
        let dated = |change: &&Change| change.when.starts_with(|c: char| c.is_ascii_digit());
        let first = run.iter().find(dated).or_else(|| run.first())?;
        Some((first, run.iter().rev().find(dated).unwrap_or(first), run.len()))
    })
}

/// A step with its day: a click shows the sentence that tells it first.
fn history_step(
    ui: &mut Ui,
    fact: &Fact,
    (change, last, count): (&Change, &Change, usize),
    theme: &Theme,
    words: &Words,
    actions: &mut Vec<Action>,
) {
    let status = words.fact_status(change.status);
    let mut when = if change.when.is_empty() { String::new() } else { value_words(&change.when, words) };
    if count > 1 && change.when != last.when {
        let (first, last) = (when, value_words(&last.when, words));
        when = words.tn("ledger-history-run", &[("first", first.into()), ("last", last.into()), ("n", count.into())]);
    }
    let day = ui.painter().layout_no_wrap(when.clone(), Theme::sans(13.0), theme.ink);
    let chip = ui.painter().layout_no_wrap(status.clone().into_owned(), Theme::sans(12.0), theme.ink).size().x + 16.0;
    let room = if when.is_empty() { 0.0 } else { day.size().x + 8.0 };
    let (rect, response) = ui.allocate_exact_size(egui::vec2(room + chip, 22.0), egui::Sense::click());
    let spoken = words.tn("ledger-history-step", &[("date", when.into()), ("status", status.clone().into())]);
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, spoken.trim()));
    if response.hovered() {
        ui.painter().rect_filled(rect.expand2(egui::vec2(3.0, 0.0)), 5.0, theme.hover);
    }
    let top = rect.center().y - day.size().y / 2.0;
    ui.painter().galley(egui::pos2(rect.left(), top.round()), day, theme.ink);
    status_chip(ui, theme, (rect.left() + room, rect.center().y), change.status, &status);
    focus_ring(ui, theme, &response, rect);
    if let (true, Some(witness)) = (response.clicked(), witness_of(fact, change)) {
        actions.push(Action::Ledger(LedgerAction::ShowWitness(witness)));
    }
}

/// The witness that tells a change: of that day and status, else of that status.
fn witness_of(fact: &Fact, change: &Change) -> Option<usize> {
    let day = |witness: &Witness| witness.date.as_ref().map(|date| date.value.clone());
    let told = |exact: bool| {
        let tells = |witness: &Witness| {
            witness.status == change.status && (!exact || day(witness).is_some_and(|day| day == change.when))
        };
        fact.witnesses.iter().position(tells)
    };
    let undated = |witness: &Witness| witness.status == change.status && witness.date.is_none();
    told(true).or_else(|| fact.witnesses.iter().position(undated)).or_else(|| told(false))
}

/// So many sayings that differ are shown until more are wanted.
const MOST_SIDES: usize = 8;

/// Names, history and what is told differently.
fn more(
    ui: &mut Ui,
    (fact, at): (&Fact, usize),
    (disputes, all_sides): (&[Dispute], &mut bool),
    theme: &Theme,
    words: &Words,
    actions: &mut Vec<Action>,
) {
    ui.spacing_mut().item_spacing.x = 8.0;
    if let Some(row) = fact.date.as_ref().filter(|when| certainty_id(when.certainty).is_some()) {
        // The sentence that is shown may tell another date than the row does.
        let when = fact.witnesses.get(at).and_then(|witness| witness.date.as_ref()).unwrap_or(row);
        if let Some(id) = certainty_id(when.certainty) {
            label(ui, words.tn(id, &[("text", when.text.clone().into())]), theme);
        }
    }
    if fact.history.len() > 1 {
        ui.horizontal_wrapped(|ui| {
            label(ui, words.t("ledger-history"), theme);
            for (i, run) in runs(&fact.history).enumerate() {
                if i > 0 {
                    label(ui, "→", theme);
                }
                history_step(ui, fact, run, theme, words, actions);
            }
        });
    }
    for dispute in disputes {
        ui.horizontal_wrapped(|ui| {
            let topic = match dispute.topic {
                Topic::Date => words.t("ledger-differ-date"),
                Topic::Deadline => words.t("ledger-differ-deadline"),
                Topic::Amount(_) => words.t("ledger-differ-amount"),
            };
            label(ui, topic, theme);
            // What is told each month anew differs a hundred times.
            let shown = if *all_sides { usize::MAX } else { MOST_SIDES };
            for (said, witnesses) in dispute.sides.iter().take(shown) {
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
            if let Some(folded) = dispute.sides.len().checked_sub(shown).filter(|folded| *folded > 0) {
                let text = words.tn("ledger-differ-more", &[("n", folded.into())]);
                *all_sides |= Button::new(Kind::Link, &text).height(24.0).text_pt(13.0).show(ui, theme).clicked();
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        app::ledger::{Listed, Row},
        facts::{Status, book::Facts, claims, ledger, tell},
        library::{Corrections, Snapshot, document_of},
    };

    #[test]
    fn a_card_is_made_once_for_a_fact_and_its_witness() {
        let text = "甲报道\n2021年3月5日\n\n　　3月5日，遂宁市与潼南区签订《涪江水运合作协议》。会后各自回去。\n";
        let document = Arc::new(document_of("a.txt", text.as_bytes()));
        let mut told = vec![];
        let page = document.page();
        let read = claims(&page.article, &page.tagging, document.folded());
        tell(&document, read, &Corrections::default(), &mut told);
        let facts = Arc::new(Facts::made(ledger(told), &|_| Some(0), 1));
        let snapshot = Snapshot { documents: vec![Arc::clone(&document)], complete: true, ..Snapshot::default() };
        let book = Book { facts, snapshot: Arc::new(snapshot), ..Book::default() };
        let mut state = State::default();
        state.ledger.book = Arc::new(book.clone());
        state.ledger.listed = Arc::new(Listed { facts: vec![0], rows: vec![Row::Fact(0)], ..Listed::default() });
        state.ledger.chosen = Some(0);
        let (mut card, space) = (Card::default(), egui::vec2(800.0, 2_000.0));
        let first = height(&state, &mut card, space);
        assert!(first > 0.0 && card.pieces.iter().any(|(_, mark)| *mark == Mark::Party), "{card:?}");
        for _ in 0..10 {
            assert!((height(&state, &mut card, space) - first).abs() < 0.1);
        }
        assert_eq!(card.made, 1);
        state.ledger.book = Arc::new(book);
        let _ = height(&state, &mut card, space);
        assert_eq!(card.made, 2, "another book may tell it otherwise");
        state.filter.text = "合作".to_owned();
        let _ = height(&state, &mut card, space);
        assert!(card.pieces.iter().any(|(piece, mark)| piece == "合作" && *mark == Mark::Hit), "{card:?}");
        state.ledger.listed = Arc::default();
        assert!(height(&state, &mut card, space) <= 0.0, "what is not in the list has no card");
        state.ledger.chosen = None;
        assert!(height(&state, &mut card, space) <= 0.0);
    }

    #[test]
    fn reports_of_one_status_are_one_step() {
        let change = |when: &str, status| Change { when: when.into(), status };
        let history = [
            change("--02-21/--02-29", Status::Done),
            change("2020-03", Status::Done),
            change("2020-05", Status::Done),
            change("--06", Status::Planned),
            change("2021", Status::Done),
        ];
        let told: Vec<_> = runs(&history).map(|(first, last, n)| (&*first.when, &*last.when, n)).collect();
        assert_eq!(told, [("2020-03", "2020-05", 3), ("--06", "--06", 1), ("2021", "2021", 1)]);
    }
}
