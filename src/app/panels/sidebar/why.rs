//! Why nothing was found: which part finds nothing, and what would be found without it.

use egui::{RichText, Ui};

use super::counted;
use crate::{
    app::{
        action::Action,
        searching::SearchAction,
        state::State,
        theme::Theme,
        widgets::button::{Button, Kind},
    },
    library::query::Explanation,
    words::Words,
};

/// Offers that leave one part out.
const MOST_OFFERS: usize = 4;
/// Characters of a part that are shown.
const MOST_CHARS: usize = 12;

/// Draws the reasons and the offers.
pub(super) fn show(
    ui: &mut Ui,
    state: &State,
    why: &Explanation,
    theme: &Theme,
    words: &Words,
    actions: &mut Vec<Action>,
) {
    let short = |text: &str| -> String {
        let mut cut: String = text.chars().take(MOST_CHARS).collect();
        if cut.len() < text.len() {
            cut.push('…');
        }
        cut
    };
    let nowhere: Vec<_> = why.parts.iter().filter(|part| part.alone == 0).collect();
    let reason = if !nowhere.is_empty() {
        let id = if nowhere.iter().any(|part| part.is_text) { "why-nowhere" } else { "why-no-such" };
        let parts: Vec<String> = nowhere.iter().map(|part| short(&part.text)).collect();
        words.tn(id, &[("parts", parts.join(&words.t("why-and")).into())])
    } else if why.any_place > 0 || why.any_filter > 0 {
        words.t("why-filters").into_owned()
    } else if why.parts.len() > 1 {
        words.t("why-apart").into_owned()
    } else {
        words.t("list-no-hits-next").into_owned()
    };
    ui.scope(|ui| {
        ui.set_max_width((ui.available_width() - 40.0).max(60.0));
        ui.label(RichText::new(reason).color(theme.ink3));
    });
    ui.add_space(8.0);
    let mut offer = |text: String, count: u32, action: Action| {
        let count = words.tn("status-count", &[("n", counted(count as usize))]);
        let spoken = format!("{text} · {count}");
        let button = Button::new(Kind::Link, &text).count(&count).name(&spoken).height(28.0).max_width(280.0);
        if button.show(ui, theme).clicked() {
            actions.push(action);
        }
    };
    if let Some((text, count)) = why.by_sound.as_ref().filter(|(_, count)| *count > 0) {
        offer(words.t("why-by-sound").into_owned(), *count, Action::SetSearch(text.clone()));
    }
    if let Some((text, count)) = why.apart.as_ref().filter(|(_, count)| *count > 0) {
        offer(words.t("why-stands-apart").into_owned(), *count, Action::SetSearch(text.clone()));
    }
    if why.any_script > 0 {
        offer(words.t("why-any-script").into_owned(), why.any_script, Action::Search(SearchAction::Exact(false)));
    }
    if why.any_place > 0 && !(state.filter.include.is_empty() && state.filter.exclude.is_empty()) {
        offer(words.t("why-any-place").into_owned(), why.any_place, Action::Search(SearchAction::AnyPlace));
    }
    if why.any_filter > 0 && !state.filter.narrow.is_empty() {
        offer(words.t("why-any-filter").into_owned(), why.any_filter, Action::Search(SearchAction::AnyFilter));
    }
    let mut parts: Vec<_> = why.parts.iter().filter(|part| part.without > 0 && why.parts.len() > 1).collect();
    parts.sort_by_key(|part| (part.alone > 0, std::cmp::Reverse(part.without)));
    for part in parts.into_iter().take(MOST_OFFERS) {
        let text = words.tn("why-drop", &[("part", short(&part.text).into())]);
        offer(text, part.without, Action::SetSearch(part.rest.clone()));
    }
    if let Some((text, count)) = why.any_word.as_ref().filter(|(_, count)| *count > 0) {
        offer(words.t("why-any-word").into_owned(), *count, Action::SetSearch(text.clone()));
    }
}
