//! What can be asked about selected words: where else they stand, how they are spelled, how the other script writes them.

use egui::Ui;

use crate::{
    app::{action::Action, state::Pane, theme::Theme, widgets::menu},
    text::{
        convert::{to_hans, to_hant},
        punct::is_han,
        toned::spelled,
    },
    words::Words,
};

/// Longer selections are not spelled in a menu.
const MOST_SPELLED_CHARS: usize = 14;

/// The items of the context menu for the selected words; the first one is there without a selection too, and asleep.
pub(super) fn items(ui: &mut Ui, selected: Option<&str>, theme: &Theme, words: &Words, actions: &mut Vec<Action>) {
    menu::rule(ui, theme);
    if menu::item(ui, theme, &words.t("reader-search-folder"), "", None, selected.is_some())
        && let Some(text) = selected
    {
        actions.push(Action::SetSearch(as_query(text)));
        actions.push(Action::SetPane(Pane::List));
    }
    let Some(text) = selected.filter(|text| text.chars().count() <= MOST_SPELLED_CHARS && text.chars().any(is_han))
    else {
        return;
    };
    // What is shown is what a click copies.
    let pinyin = spelled(text);
    let (hans, hant) = (to_hans(text), to_hant(text));
    let other = [("reader-script-hant", hant), ("reader-script-hans", hans)].into_iter().find(|(_, t)| t != text);
    for (id, shown) in [("reader-pinyin", pinyin)].into_iter().chain(other) {
        if menu::item(ui, theme, &shown, &words.t(id), None, true) {
            actions.push(Action::Copy(shown));
        }
    }
}

/// The words as the folder's search takes them: one phrase where they would otherwise be several, or an order.
fn as_query(text: &str) -> String {
    let plain = text.replace('"', " ");
    let plain = plain.trim();
    let phrase = plain.contains(char::is_whitespace) || plain.starts_with('-') || plain == "OR";
    if phrase { format!("\"{plain}\"") } else { plain.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_become_one_phrase_of_the_search() {
        for (text, query) in [("两地", "两地"), ("GDP growth", "\"GDP growth\""), ("-5", "\"-5\""), ("a\"b", "\"a b\"")]
        {
            assert_eq!(as_query(text), query);
        }
    }
}
