//! Files that could not be read, and pages that need a second look, with what is the matter. A page opens when it is clicked.

use egui::{Rect, Role, ScrollArea, Sense, Ui, WidgetInfo, vec2};

use crate::{
    app::{
        action::Action,
        panels::sidebar::{note_id, number},
        state::{Listing, State},
        theme::Theme,
        title::title_of,
        widgets,
    },
    library::{Document, Problem, ProblemKind},
    words::Words,
};

/// Height of a line of the list, points.
const LINE: f32 = 48.0;

/// One line.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Line<'a> {
    /// Message id of what is the matter, and how many files it is the matter with.
    Heading(&'static str, usize),
    /// A file that could not be read.
    Problem(&'a Problem),
    /// A page that needs a second look.
    Page(&'a Document),
}

/// The line at `index`: each group has a heading. Nothing is built for lines out of view.
fn line(listing: &Listing, mut index: usize) -> Option<Line<'_>> {
    let problems = &listing.snapshot.problems;
    if !problems.is_empty() {
        match index.checked_sub(1) {
            None => return Some(Line::Heading("problems-unreadable", problems.len())),
            Some(at) if at < problems.len() => return problems.get(at).map(Line::Problem),
            Some(at) => index = at - problems.len(),
        }
    }
    for group in listing.remarked.iter() {
        match index.checked_sub(1) {
            None => return Some(Line::Heading(note_id(group.code), group.pages.len())),
            Some(at) if at < group.pages.len() => {
                let page = group.pages.get(at).and_then(|ix| listing.snapshot.get(*ix));
                return page.map(|page| Line::Page(page));
            }
            Some(at) => index = at - group.pages.len(),
        }
    }
    None
}

fn line_count(listing: &Listing) -> usize {
    listing.remark_count() + listing.remarked.len() + usize::from(!listing.snapshot.problems.is_empty())
}

/// Draws the list.
pub fn show(ui: &mut Ui, state: &State, theme: &Theme, words: &Words, actions: &mut Vec<Action>) {
    let listing = &state.listing;
    ui.label(egui::RichText::new(words.t("problems-what")).color(theme.ink2));
    ui.add_space(6.0);
    let height = (ui.ctx().content_rect().height() - 260.0).clamp(120.0, 480.0);
    ui.spacing_mut().item_spacing.y = 0.0;
    ScrollArea::vertical().max_height(height).min_scrolled_height(height).auto_shrink([false, true]).show_rows(
        ui,
        LINE,
        line_count(listing),
        |ui, seen| {
            for index in seen {
                let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), LINE), Sense::hover());
                match line(listing, index) {
                    Some(Line::Heading(id, count)) => {
                        let what = words.t(id).into_owned();
                        let text = words.tn("problems-group", &[("what", what.into()), ("n", number(count).into())]);
                        let galley = widgets::line(ui, &text, Theme::bold(13.5), theme.amber, rect.width());
                        widgets::put(ui, galley, rect.left() + 10.0, rect.bottom() - 14.0);
                    }
                    Some(Line::Problem(problem)) => {
                        let mut why = words.problem(problem.kind).into_owned();
                        // The other kinds say all there is to say.
                        if problem.kind == ProblemKind::Io && !problem.detail.is_empty() {
                            why = format!("{why} · {}", problem.detail);
                        }
                        let response = ui.interact(rect, ui.scope_id().with(("problem", index)), Sense::hover());
                        response
                            .widget_info(|| WidgetInfo::labeled(Role::Label, true, format!("{} {why}", problem.path)));
                        two_lines(ui, rect, &problem.path, &why, theme);
                    }
                    Some(Line::Page(page)) => page_line(ui, rect, page, theme, words, actions),
                    None => {}
                }
            }
        },
    );
}

fn page_line(ui: &mut Ui, rect: Rect, page: &Document, theme: &Theme, words: &Words, actions: &mut Vec<Action>) {
    let response = ui.interact(rect, ui.scope_id().with(&page.path), Sense::click());
    let title = title_of(page);
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, &title));
    if response.hovered() {
        ui.painter().rect_filled(rect, 5.0, theme.hover);
        ui.ctx().set_cursor_icon(egui::CursorIcon::PointingHand);
    }
    let mut why: Vec<String> = page.card().remarks.iter().map(|code| words.remark(*code)).collect();
    why.push(page.path.clone());
    two_lines(ui, rect, &title, &why.join(" · "), theme);
    widgets::focus_ring(ui, theme, &response, rect.shrink(2.0));
    if response.clicked() {
        actions.push(Action::ShowPage(page.path.clone()));
    }
}

fn two_lines(ui: &Ui, rect: Rect, what: &str, why: &str, theme: &Theme) {
    let width = rect.width() - 20.0;
    let what = widgets::line(ui, what, Theme::sans(14.0), theme.ink, width);
    let why = widgets::line(ui, why, Theme::sans(12.5), theme.ink3, width);
    widgets::put(ui, what, rect.left() + 10.0, rect.top() + 15.0);
    widgets::put(ui, why, rect.left() + 10.0, rect.top() + 34.0);
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::{
        app::jobs::ask::remarked,
        library::{ProblemKind, Snapshot, document_of},
    };

    #[test]
    fn unreadable_files_come_first_and_each_page_stands_once_under_a_heading() {
        let pages = [("a.txt", "甲县开会\n\n　　会议在遂宁市举行，讨论了道路。\n"), ("b.txt", ""), ("c.txt", " \n")];
        let documents = pages.iter().map(|(name, text)| Arc::new(document_of(name, text.as_bytes()))).collect();
        let problem = Problem { path: "d.txt".into(), kind: ProblemKind::Denied, detail: String::new() };
        let snapshot = Arc::new(Snapshot { documents, problems: vec![problem], ..Snapshot::default() });
        let listing =
            Listing { remarked: Arc::new(remarked(&snapshot)), snapshot: Arc::clone(&snapshot), ..Listing::default() };
        assert_eq!(listing.remark_count(), 3);
        let lines: Vec<String> = (0..line_count(&listing))
            .map(|index| match line(&listing, index).unwrap() {
                Line::Heading(id, count) => format!("{id} {count}"),
                Line::Problem(problem) => problem.path.clone(),
                Line::Page(page) => page.path.clone(),
            })
            .collect();
        assert_eq!(lines, ["problems-unreadable 1", "d.txt", "note-empty 2", "b.txt", "c.txt"]);
        assert_eq!(line(&listing, lines.len()), None);
    }
}
