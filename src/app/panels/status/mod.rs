//! The status line: how much there is, how long the search took, where one stands.

use egui::{Align, Layout, RichText, Ui};

use super::sidebar::{counted, number};
use crate::{
    app::{
        ledger::View,
        state::{Asked, State},
        theme::Theme,
        title::minutes_of,
    },
    words::Words,
};

/// The facts of so few articles are there before one could read that they are being read.
const SOON: u32 = 200;

/// Draws it into the whole of `ui`.
pub fn show(ui: &mut Ui, state: &State, theme: &Theme, words: &Words) {
    ui.horizontal_centered(|ui| {
        ui.spacing_mut().item_spacing.x = 20.0;
        let label = |ui: &mut Ui, text: String| {
            ui.label(RichText::new(text).font(Theme::sans(12.0)).color(theme.ink3));
        };
        let listing = &state.listing;
        let count = words.tn("status-count", &[("n", counted(listing.snapshot.documents.len()))]);
        let cities = words.tn("status-cities", &[("n", listing.cities.into())]);
        let facts = &state.ledger.book.facts;
        if facts.is_empty() {
            label(ui, format!("{count} · {cities}"));
        } else {
            let facts = words.tn("ledger-count", &[("n", counted(facts.len()))]);
            label(ui, format!("{count} · {cities} · {facts}"));
        }
        if let Some((read, all)) = state.ledger.reading.filter(|(read, all)| read < all && *all > SOON) {
            let numbers = [("read", number(read as usize).into()), ("all", number(all as usize).into())];
            label(ui, words.tn("ledger-reading", &numbers));
        }
        if !listing.filter.text.trim().is_empty() && state.asked() == Asked::Answered {
            #[expect(clippy::cast_precision_loss, reason = "a time for reading")]
            let milliseconds = listing.took_us as f64 / 1000.0;
            label(ui, words.tn("status-search", &[("ms", format!("{milliseconds:.1}").into())]));
        }
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            if let Some(row) = state.selected_row() {
                let percent = (f64::from(state.reader.place.fraction.clamp(0.0, 1.0)) * 100.0).round();
                label(ui, format!("{percent}%"));
                let whole = state.document().map_or(1, |document| minutes_of(document.card().chars));
                let left = (f64::from(whole) * (1.0 - f64::from(state.reader.place.fraction))).ceil();
                if state.reader.place.byte > 0 && left >= 1.0 {
                    label(ui, words.tn("status-left", &[("n", left.into())]));
                }
                let (at, all) = (number(row + 1), number(listing.answer.hits.len()));
                label(ui, words.tn("status-place", &[("at", at.into()), ("all", all.into())]));
            }
            let reader = state.focused_reader();
            if let (Some(at), None, View::Reader) = (reader.current_hit, &state.find, state.ledger.view) {
                let (at, all) = (number(at + 1), number(reader.hits.len()));
                label(ui, words.tn("status-hit", &[("at", at.into()), ("all", all.into())]));
            }
            label(ui, words.t("status-offline").into_owned());
        });
    });
}
