//! Filters besides the cities: dates, sources, script, length and remarks, in groups of which one is open.

use std::collections::BTreeSet;

use egui::{Rect, Role, ScrollArea, Sense, Ui, WidgetInfo, pos2, vec2};

use super::histogram;
use crate::{
    app::{
        action::{Action, NarrowChange},
        panels::sidebar::{counted, number},
        state::{FacetGroup, State},
        theme::Theme,
        widgets::{
            self, button,
            icon::{self, Icon},
        },
    },
    article::RemarkCode,
    corpus::{Dates, Filter, Length, Mode, Naming, Within},
    text::{date::PartialDate, script::Script},
    words::Words,
};

/// Height of a row, points.
const ROW: f32 = 24.0;
/// The sources shown at once; the rest scrolls.
const SOURCES_SHOWN: usize = 6;

/// Draws the groups.
pub(super) fn show(ui: &mut Ui, state: &State, theme: &Theme, words: &Words, actions: &mut Vec<Action>) {
    ui.scope(|ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        let narrow = &state.filter.narrow;
        let dated = if narrow.dates.is_open() { String::new() } else { dates_text(narrow.dates, words) };
        let sources = some_of(narrow.sources.iter().map(|source| source_text(source, words)));
        let more = narrow.scripts.len() + narrow.lengths.len() + narrow.remarks.len();
        let named =
            usize::from(state.filter.naming != Naming::Any) + usize::from(state.filter.within != Within::Article);
        let more = if more + named == 0 { String::new() } else { number(more + named) };
        let tags = some_of(narrow.tags.iter().cloned());
        let tagged = !state.listing.answer.narrow.tags.is_empty() || !narrow.tags.is_empty();
        for (group, id, chosen) in [
            (FacetGroup::Dates, "facet-dates", dated),
            (FacetGroup::Sources, "facet-sources", sources),
            (FacetGroup::Tags, "facet-tags", tags),
            (FacetGroup::More, "facet-more", more),
        ] {
            // Who has no tags needs no place for them.
            if group == FacetGroup::Tags && !tagged {
                continue;
            }
            let open = state.facets_open == Some(group);
            if heading(ui, &words.t(id), &chosen, open, theme) {
                actions.push(Action::ToggleFacets(group));
            }
            if open {
                match group {
                    FacetGroup::Dates => dates(ui, state, theme, words, actions),
                    FacetGroup::Sources => self::sources(ui, state, theme, words, actions),
                    FacetGroup::Tags => self::tags(ui, state, theme, words, actions),
                    FacetGroup::More => self::more(ui, state, theme, words, actions),
                }
                ui.add_space(8.0);
            }
        }
    });
}

fn heading(ui: &mut Ui, text: &str, chosen: &str, open: bool, theme: &Theme) -> bool {
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), 26.0), Sense::click());
    response.widget_info(|| WidgetInfo::selected(Role::DisclosureTriangle, true, open, text));
    if response.hovered() {
        ui.painter().rect_filled(rect.expand2(vec2(6.0, 0.0)), 5.0, theme.hover);
    }
    let at = Rect::from_center_size(pos2(rect.left() + 5.0, rect.center().y), vec2(10.0, 10.0));
    icon::paint(ui.painter(), at, if open { Icon::Down } else { Icon::Right }, theme.ink3);
    let name = widgets::line(ui, text, Theme::bold(13.5), theme.ink2, rect.width() - 24.0);
    let used = name.size().x + 36.0;
    widgets::put(ui, name, rect.left() + 24.0, rect.center().y);
    if !chosen.is_empty() {
        let galley = widgets::line(ui, chosen, Theme::sans(12.5), theme.place, rect.width() - used);
        let left = rect.right() - 4.0 - galley.size().x;
        widgets::put(ui, galley, left, rect.center().y);
    }
    widgets::focus_ring(ui, theme, &response, rect.shrink(2.0));
    response.clicked()
}

fn dates(ui: &mut Ui, state: &State, theme: &Theme, words: &Words, actions: &mut Vec<Action>) {
    let facets = &state.listing.answer.narrow;
    if let Some(dates) =
        histogram::show(ui, (&facets.months, histogram::Of::Articles), state.filter.narrow.dates, theme, words)
    {
        actions.push(Action::Narrow(NarrowChange::Dates(dates)));
    }
    if facets.undated > 0 {
        let text = words.tn("facet-undated", &[("n", counted(facets.undated as usize))]);
        note(ui, &text, theme);
    }
}

fn note(ui: &mut Ui, text: &str, theme: &Theme) {
    let galley = widgets::line(ui, text, Theme::sans(12.5), theme.ink3, ui.available_width());
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), 20.0), Sense::hover());
    widgets::put(ui, galley, rect.left(), rect.center().y);
}

#[expect(clippy::cast_precision_loss, reason = "a handful of rows")]
fn sources(ui: &mut Ui, state: &State, theme: &Theme, words: &Words, actions: &mut Vec<Action>) {
    let chosen = &state.filter.narrow.sources;
    let rows = &state.listing.answer.narrow.sources;
    // The scroll bar must not lie on the counts.
    let bar = if rows.len() > SOURCES_SHOWN { 12.0 } else { 0.0 };
    ScrollArea::vertical()
        .id_salt("sources")
        .max_height(SOURCES_SHOWN as f32 * ROW)
        .auto_shrink([false, true])
        .show_rows(ui, ROW, rows.len(), |ui, seen| {
            ui.set_max_width(ui.available_width() - bar);
            for (source, count) in rows.get(seen).unwrap_or_default() {
                if row(ui, &source_text(source, words), *count, chosen.contains(source), theme, words) {
                    actions.push(Action::Narrow(NarrowChange::Source(source.clone())));
                }
            }
        });
}

#[expect(clippy::cast_precision_loss, reason = "a handful of rows")]
fn tags(ui: &mut Ui, state: &State, theme: &Theme, words: &Words, actions: &mut Vec<Action>) {
    let chosen = &state.filter.narrow.tags;
    let found = &state.listing.answer.narrow.tags;
    // A chosen tag stays where it can be taken away, whatever else is asked.
    let missing = chosen.iter().filter(|tag| found.iter().all(|(name, _)| name != *tag)).map(|tag| (tag.clone(), 0));
    let rows: Vec<(String, u32)> = found.iter().cloned().chain(missing).collect();
    let bar = if rows.len() > SOURCES_SHOWN { 12.0 } else { 0.0 };
    ScrollArea::vertical().id_salt("tags").max_height(SOURCES_SHOWN as f32 * ROW).auto_shrink([false, true]).show_rows(
        ui,
        ROW,
        rows.len(),
        |ui, seen| {
            ui.set_max_width(ui.available_width() - bar);
            for (tag, count) in rows.get(seen).unwrap_or_default() {
                if row(ui, tag, *count, chosen.contains(tag), theme, words) {
                    actions.push(Action::Narrow(NarrowChange::Tag(tag.clone())));
                }
            }
        },
    );
}

fn more(ui: &mut Ui, state: &State, theme: &Theme, words: &Words, actions: &mut Vec<Action>) {
    let (narrow, facets) = (&state.filter.narrow, &state.listing.answer.narrow);
    ui.add_space(4.0);
    let namings = [Naming::Any, Naming::Named, Naming::Abbreviated].map(|n| (n, words.t(naming_id(n)).into_owned()));
    if let Some(naming) = button::segmented(ui, theme, &namings, state.filter.naming) {
        actions.push(Action::Narrow(NarrowChange::Naming(naming)));
    }
    // How near is a question only about several places that must all occur.
    if state.filter.mode == Mode::All {
        ui.add_space(6.0);
        let withins =
            [Within::Article, Within::Paragraph, Within::Sentence].map(|w| (w, words.t(within_id(w)).into_owned()));
        if let Some(within) = button::segmented(ui, theme, &withins, state.filter.within) {
            actions.push(Action::Narrow(NarrowChange::Within(within)));
        }
    }
    ui.add_space(4.0);
    for (script, count) in facets.scripts.iter().filter(|_| facets.scripts.len() > 1) {
        if row(ui, &words.t(script_id(*script)), *count, narrow.scripts.contains(script), theme, words) {
            actions.push(Action::Narrow(NarrowChange::Script(*script)));
        }
    }
    for (length, count) in &facets.lengths {
        if row(ui, &words.t(length_id(*length)), *count, narrow.lengths.contains(length), theme, words) {
            actions.push(Action::Narrow(NarrowChange::Length(*length)));
        }
    }
    for (code, count) in &facets.remarks {
        if row(ui, &remark_text(*code, words), *count, narrow.remarks.contains(code), theme, words) {
            actions.push(Action::Narrow(NarrowChange::Remark(*code)));
        }
    }
}

/// A row that can be chosen; true when it was clicked.
fn row(ui: &mut Ui, text: &str, count: u32, chosen: bool, theme: &Theme, words: &Words) -> bool {
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), ROW), Sense::click());
    let label = words.tn("filter-row-name", &[("place", text.to_owned().into()), ("n", count.into())]);
    response.widget_info(|| WidgetInfo::selected(Role::CheckBox, true, chosen, &label));
    if response.hovered() {
        ui.painter().rect_filled(rect.expand2(vec2(6.0, 0.0)), 5.0, theme.hover);
    }
    let dim = count == 0 && !chosen;
    let ink = if dim { theme.ink3.gamma_multiply(0.75) } else { theme.ink };
    let mark = Rect::from_center_size(pos2(rect.left() + 7.0, rect.center().y), vec2(14.0, 14.0));
    super::view::check_box(
        ui,
        mark,
        if chosen { super::model::Mark::Included } else { super::model::Mark::None },
        dim,
        theme,
    );
    let galley =
        widgets::line(ui, &number(count as usize), Theme::sans(13.0), if dim { ink } else { theme.ink2 }, 60.0);
    let width = galley.size().x;
    widgets::put(ui, galley, rect.right() - 4.0 - width, rect.center().y);
    let name = widgets::line(ui, text, Theme::sans(13.0), ink, rect.width() - 36.0 - width);
    let cut = name.elided;
    widgets::put(ui, name, rect.left() + 24.0, rect.center().y);
    widgets::focus_ring(ui, theme, &response, rect.shrink(2.0));
    let clicked = response.clicked();
    if cut {
        response.on_hover_text(text);
    }
    clicked
}

/// What is chosen here, each with the change that takes it away.
#[must_use]
pub fn chips(filter: &Filter, words: &Words) -> Vec<(String, NarrowChange)> {
    let narrow = &filter.narrow;
    let mut chips = Vec::new();
    if !narrow.dates.is_open() {
        chips.push((dates_text(narrow.dates, words), NarrowChange::Dates(Dates::default())));
    }
    chips.extend(narrow.sources.iter().map(|s| (source_text(s, words), NarrowChange::Source(s.clone()))));
    chips.extend(narrow.scripts.iter().map(|s| (words.t(script_id(*s)).into_owned(), NarrowChange::Script(*s))));
    chips.extend(narrow.lengths.iter().map(|l| (words.t(length_id(*l)).into_owned(), NarrowChange::Length(*l))));
    chips.extend(narrow.remarks.iter().map(|c| (remark_text(*c, words), NarrowChange::Remark(*c))));
    chips.extend(narrow.tags.iter().map(|tag| (format!("#{tag}"), NarrowChange::Tag(tag.clone()))));
    // Without a place to ask for, these two change nothing.
    if !filter.include.is_empty() && filter.naming != Naming::Any {
        chips.push((words.t(naming_id(filter.naming)).into_owned(), NarrowChange::Naming(Naming::Any)));
    }
    if !filter.include.is_empty() && filter.mode == Mode::All && filter.within != Within::Article {
        chips.push((words.t(within_id(filter.within)).into_owned(), NarrowChange::Within(Within::Article)));
    }
    chips
}

fn some_of(mut names: impl Iterator<Item = String>) -> String {
    let first = names.next().unwrap_or_default();
    let more = names.collect::<BTreeSet<_>>().len();
    if more == 0 { first } else { format!("{first} +{more}") }
}

fn source_text(source: &str, words: &Words) -> String {
    if source.is_empty() { words.t("row-no-source").into_owned() } else { source.to_owned() }
}

fn remark_text(code: Option<RemarkCode>, words: &Words) -> String {
    code.map_or_else(|| words.t("facet-no-remark").into_owned(), |code| words.remark(code))
}

/// From and to, as people write them.
pub(super) fn dates_text(dates: Dates, words: &Words) -> String {
    let shown = |date: Option<PartialDate>| date.map(|d| d.to_string()).unwrap_or_default();
    if dates.from == dates.to {
        return shown(dates.from);
    }
    words
        .tn("facet-dates-range", &[("from", shown(dates.from).into()), ("to", shown(dates.to).into())])
        .trim()
        .to_owned()
}

const fn naming_id(naming: Naming) -> &'static str {
    match naming {
        Naming::Any => "naming-any",
        Naming::Named => "naming-named",
        Naming::Abbreviated => "naming-abbreviated",
    }
}

const fn within_id(within: Within) -> &'static str {
    match within {
        Within::Article => "within-article",
        Within::Paragraph => "within-paragraph",
        Within::Sentence => "within-sentence",
    }
}

const fn script_id(script: Script) -> &'static str {
    match script {
        Script::Hans => "facet-script-hans",
        Script::Hant => "facet-script-hant",
        Script::Mixed => "facet-script-mixed",
        Script::None => "facet-script-none",
    }
}

const fn length_id(length: Length) -> &'static str {
    match length {
        Length::Short => "facet-length-short",
        Length::Medium => "facet-length-medium",
        Length::Long => "facet-length-long",
    }
}
