//! What came in while the folder was open, in one line, with a list of it; and why changes are not noticed at once.

use egui::{Align, Layout, RichText, Ui};

use crate::{
    app::{
        action::Action,
        state::State,
        theme::Theme,
        watching::{News, WatchAction},
        widgets::{
            button::{Button, Kind},
            icon::Icon,
            menu,
        },
    },
    corpus::Turn,
    words::Words,
};

/// Most of one kind that the list shows.
const MOST: usize = 12;

/// A heading of the list, and what stands below it.
type Section = (&'static str, fn(&Turn) -> bool);

/// Draws it, when there is something to tell.
pub(super) fn show(ui: &mut Ui, state: &State, theme: &Theme, words: &Words, actions: &mut Vec<Action>) {
    let watch = &state.watch;
    if watch.lost {
        ui.label(RichText::new(words.t("watch-lost")).font(Theme::sans(12.5)).color(theme.amber));
    }
    if let Some(trouble) = watch.trouble {
        line(ui, theme, words, actions, |ui, _| {
            let text = RichText::new(words.t(trouble.words_id())).font(Theme::sans(12.5)).color(theme.ink2);
            ui.add(egui::Label::new(text).wrap());
        });
    }
    if watch.news.is_empty() || state.loading.is_some() {
        return;
    }
    let text = told(watch.counts(), words);
    line(ui, theme, words, actions, |ui, actions| {
        let room = ui.available_width();
        let button = Button::new(Kind::Quiet, &text).trailing(Icon::ArrowDown).pad(0.0).height(24.0).text_pt(12.5);
        let button = button.max_width(room).show(ui, theme);
        menu::under(&button, theme, 280.0, |ui| list(ui, state, theme, words, actions));
    });
}

/// 3 篇新、1 篇变、1 篇已不在.
#[must_use]
pub fn told(counts: [usize; 4], words: &Words) -> String {
    let ids = ["news-new", "news-changed", "news-moved", "news-gone"];
    let parts: Vec<String> = counts
        .iter()
        .zip(ids)
        .filter(|(count, _)| **count > 0)
        .map(|(count, id)| words.tn(id, &[("n", super::counted(*count))]))
        .collect();
    parts.join(&words.t("news-and"))
}

/// A line with a cross at its end.
fn line(
    ui: &mut Ui,
    theme: &Theme,
    words: &Words,
    actions: &mut Vec<Action>,
    content: impl FnOnce(&mut Ui, &mut Vec<Action>),
) {
    ui.horizontal(|ui| {
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            let name = words.t("news-put-away");
            if Button::icon(Kind::Quiet, Icon::Close, &name).height(24.0).show(ui, theme).clicked() {
                actions.push(Action::Watch(WatchAction::PutAway));
            }
            ui.with_layout(Layout::left_to_right(Align::Center), |ui| content(ui, actions));
        });
    });
}

fn list(ui: &mut Ui, state: &State, theme: &Theme, words: &Words, actions: &mut Vec<Action>) {
    let kinds: [Section; 4] = [
        ("news-new-heading", |turn| *turn == Turn::New),
        ("news-changed-heading", |turn| *turn == Turn::Changed),
        ("news-moved-heading", |turn| matches!(turn, Turn::Moved(_))),
        ("news-gone-heading", |turn| *turn == Turn::Gone),
    ];
    for (heading, is) in kinds {
        let of_kind: Vec<(&String, &News)> = state.watch.news.iter().filter(|(_, news)| is(&news.turn)).collect();
        if of_kind.is_empty() {
            continue;
        }
        menu::heading(ui, theme, &words.t(heading));
        for (path, news) in of_kind.iter().take(MOST) {
            let there = state.snapshot.find(path).is_some();
            let aside = if let Turn::Moved(from) = &news.turn { from.as_str() } else { "" };
            if menu::item(ui, theme, &news.title, aside, None, there) {
                actions.push(Action::ShowPage((*path).clone()));
            }
        }
        if let Some(more) = of_kind.len().checked_sub(MOST).filter(|more| *more > 0) {
            menu::heading(ui, theme, &words.tn("news-more", &[("n", super::counted(more))]));
        }
    }
}
