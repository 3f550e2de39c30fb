//! One row of the list, and its menu.

use egui::{Color32, Rect, Role, Sense, TextFormat, Ui, WidgetInfo, pos2, text::LayoutJob, vec2};

use super::{
    group,
    model::{CHIPS, META_LINE, NOTE_LINE, PADDING, Row, SNIPPET_LINE, TITLE_LINE, TITLE_PT, title_lines},
};
use crate::{
    app::{
        action::Action,
        choosing::{ChoiceAction, Which},
        searching::SearchAction,
        state::{Listing, RowShape, State},
        theme::Theme,
        widgets::{self, chip, icon, icon::Icon, menu},
    },
    article::RemarkCode,
    library::{
        DocIx, Document, Snapshot, Tags,
        query::{MatchedBy, Snippet},
        reposts::{Group, HeadReason},
    },
    text::encoding::Encoding,
    words::Words,
};

pub(super) const LEFT: f32 = 21.0;
pub(super) const RIGHT: f32 = 18.0;

/// Width of the text of a row in a list of this width, points.
#[must_use]
pub fn text_width(width: f32) -> f32 {
    (width - LEFT - RIGHT).max(80.0)
}

/// What a row is drawn from.
#[derive(Debug)]
pub struct RowInput<'a> {
    /// Words.
    pub row: &'a Row,
    /// Shape; decides the height.
    pub shape: RowShape,
    /// The document.
    pub document: &'a Document,
    /// Piece with hits, when searching.
    pub snippet: Option<&'a Snippet>,
    /// Shown in the reading view.
    pub selected: bool,
    /// One of several that are chosen.
    pub chosen: bool,
    /// The keys stand here, away from the shown article.
    pub cursor: bool,
    /// Its tags.
    pub tags: Vec<&'a str>,
    /// The articles that say the same are open below it.
    pub open: bool,
    /// Not read yet.
    pub unread: bool,
    /// Has a star.
    pub starred: bool,
    /// Hits in it.
    pub hits: u32,
    /// How it matched, where that is worth saying.
    pub way: Option<MatchedBy>,
    /// Encoding chosen by the user.
    pub encoding: Option<Encoding>,
    /// Room is kept for a snippet.
    pub searching: bool,
    /// Its file is not there any more.
    pub gone: bool,
    /// The articles that say the same.
    pub others: Option<Others<'a>>,
}

/// The articles of a group of reposts, as its rows show them.
#[derive(Clone, Copy, Debug)]
pub struct Others<'a> {
    snapshot: &'a Snapshot,
    group: &'a Group,
    own: DocIx,
}

/// Most of them that a menu lists.
const MOST_OTHERS: usize = 8;

impl<'a> Others<'a> {
    /// Those beside the article of a row; `None` when no article says the same.
    #[must_use]
    pub fn of(listing: &'a Listing, row: usize) -> Option<Self> {
        let own = listing.answer.hits.get(row)?.doc;
        let group = listing.snapshot.known_reposts().group_of(own)?;
        Some(Self { snapshot: &listing.snapshot, group, own })
    }

    /// How many there are.
    pub(super) fn count(&self) -> usize {
        self.group.members.len().saturating_sub(1)
    }

    pub(super) fn each(&self) -> impl Iterator<Item = (DocIx, &'a Document)> {
        let (snapshot, own) = (self.snapshot, self.own);
        let members = self.group.members.iter().filter(move |ix| **ix != own);
        members.filter_map(move |&ix| Some((ix, snapshot.get(ix)?.as_ref())))
    }

    /// Why this one stands for the group, if it does.
    pub(super) const fn reason(&self, ix: DocIx) -> &'static str {
        if ix.0 != self.group.head.0 {
            return "";
        }
        match self.group.reason {
            HeadReason::Fullest => "row-similar-fullest",
            HeadReason::Earliest => "row-similar-earliest",
            HeadReason::First => "row-similar-first",
        }
    }
}

/// Draws a row into `rect`. Returns how many lines its title takes.
pub fn show(
    ui: &mut Ui,
    rect: Rect,
    (state, input): (&State, &RowInput<'_>),
    theme: &Theme,
    words: &Words,
    actions: &mut Vec<Action>,
) -> usize {
    let path = &input.document.path;
    // Rows are no stops of the Tab key (there may be ten thousand): the list is one, and its arrow keys move in it.
    let response = ui.interact(rect, ui.scope_id().with(path), Sense::CLICK);
    response.widget_info(|| {
        WidgetInfo::selected(Role::ListBoxOption, true, input.selected || input.chosen, &input.row.title)
    });
    if input.chosen {
        ui.painter().rect_filled(rect, 0.0, theme.chosen_row());
    }
    if input.selected {
        if !input.chosen {
            ui.painter().rect_filled(rect, 0.0, theme.paper);
        }
        let bar = Rect::from_min_size(rect.min, vec2(3.0, rect.height()));
        ui.painter().rect_filled(bar, 0.0, theme.accent);
    } else if response.hovered() && !input.chosen {
        ui.painter().rect_filled(rect, 0.0, theme.hover);
    }
    if input.cursor {
        ui.painter().rect_stroke(rect.shrink(2.0), 4.0, theme.focus_ring(), egui::StrokeKind::Inside);
    }
    ui.painter().hline(rect.x_range(), rect.bottom() - 0.5, theme.hairline());

    let width = text_width(rect.width());
    let left = rect.left() + LEFT;
    let mut y = rect.top() + PADDING;
    let lines = title_lines(input.shape, width);
    let font = if input.unread || input.selected { Theme::bold(TITLE_PT) } else { Theme::sans(TITLE_PT) };
    let mut job = LayoutJob::simple(input.row.title.clone(), font, theme.ink, width);
    job.wrap.max_rows = usize::from(lines);
    job.wrap.break_anywhere = lines == 1;
    for section in &mut job.sections {
        section.format.line_height = Some(TITLE_LINE);
    }
    let title = ui.painter().layout_job(job);
    // The room was reckoned without a font, and is less in the next frame for a title that needs less.
    let (needed, used) = (title.rows.len(), if title.rows.len() < 2 { 1.0 } else { f32::from(lines) });
    ui.painter().galley(pos2(left, y.round()), title, Color32::PLACEHOLDER);
    y += used * TITLE_LINE;

    let meta = widgets::line(ui, &meta(input, words), Theme::sans(12.5), theme.ink3, width);
    widgets::put(ui, meta, left, y + META_LINE / 2.0);
    y += META_LINE;
    if input.searching {
        y += 3.0;
        if let Some(snippet) = input.snippet {
            let job = snippet_job(snippet, &input.document.page().article.text, theme, width);
            ui.painter().galley(pos2(left, y.round()), ui.painter().layout_job(job), Color32::PLACEHOLDER);
        }
        y += 2.0 * SNIPPET_LINE;
    }
    if input.shape.chips {
        let _ = chip::paint_places(ui, theme, pos2(left, y + 5.0), left + width, &input.row.cities);
        y += CHIPS;
    }
    if input.shape.note {
        let mut notes: Vec<String> = input.row.note.iter().map(|&note| words.t(note_id(note)).into_owned()).collect();
        notes.extend(input.others.map(|others| similar(&others, words)));
        let galley = widgets::line(ui, &notes.join(" · "), Theme::sans(12.0), theme.amber, width - 14.0);
        let end = left + galley.size().x;
        widgets::put(ui, galley, left, y + NOTE_LINE / 2.0 + 2.0);
        if let Some(others) = &input.others {
            let line = Rect::from_min_max(pos2(left, y), pos2(end + 16.0, y + NOTE_LINE + 4.0));
            let count = super::counted(others.count());
            let id = if input.open { "row-similar-close" } else { "row-similar-open" };
            let name = words.tn(id, &[("n", count), ("title", input.row.title.clone().into())]);
            group::toggle(ui, line, end, (input.open, &name), (others.own, path), theme, actions);
        }
    }
    if input.starred {
        let at = Rect::from_center_size(
            pos2(rect.right() - 12.0, rect.top() + PADDING + TITLE_LINE / 2.0),
            vec2(11.0, 11.0),
        );
        icon::paint(ui.painter(), at, Icon::Star, theme.amber);
    }
    let modifiers = ui.input(|i| i.modifiers);
    if response.clicked() {
        actions.push(if modifiers.command {
            Action::Choice(ChoiceAction::Toggle(path.clone()))
        } else if modifiers.shift {
            Action::Choice(ChoiceAction::Range(path.clone()))
        } else {
            Action::Select(path.clone())
        });
    }
    if response.double_clicked() && !modifiers.any() {
        actions.push(Action::SetPane(crate::app::state::Pane::Reader));
    }
    menu::context(&response, theme, 230.0, |ui| {
        if input.chosen {
            super::chosen::items(ui, state, theme, words, actions);
        } else {
            row_menu(ui, input, &state.tags, theme, words, actions);
        }
    });
    needed
}

/// 另有 2 篇内容相近, with why this one stands for them.
fn similar(others: &Others<'_>, words: &Words) -> String {
    let count = u64::try_from(others.count()).unwrap_or(u64::MAX);
    let mut said = words.tn("row-similar", &[("n", count.into())]);
    let reason = others.reason(others.own);
    if !reason.is_empty() {
        said.push_str(&words.t("row-similar-mark"));
        said.push_str(&words.t(reason));
    }
    said
}

/// Source, date and script.
pub(super) fn origin(row: &Row, words: &Words) -> Vec<String> {
    let source = row.source.clone().unwrap_or_else(|| words.t("row-no-source").into_owned());
    let date = match &row.date {
        Some(date) if row.about => words.tn("row-about-date", &[("date", date.clone().into())]),
        Some(date) => date.clone(),
        None => words.t("row-no-date").into_owned(),
    };
    let mut parts = vec![source, date];
    if row.traditional {
        parts.push(words.t("row-traditional").into_owned());
    }
    parts
}

/// Source, date, script and length, joined by dots.
fn meta(input: &RowInput<'_>, words: &Words) -> String {
    let row = input.row;
    let mut parts = origin(row, words);
    if input.gone {
        parts.insert(0, words.t("row-gone").into_owned());
    }
    if input.searching && (input.hits > 0 || input.way.is_some()) {
        if input.hits > 0 {
            parts.push(words.tn("row-hits", &[("n", input.hits.into())]));
        }
        // What was typed is not what stands there.
        match input.way {
            Some(MatchedBy::Script) => parts.push(words.t("matched-script").into_owned()),
            Some(MatchedBy::Width) => parts.push(words.t("matched-width").into_owned()),
            Some(MatchedBy::Pinyin) => parts.push(words.t("matched-pinyin").into_owned()),
            Some(MatchedBy::Exact) | None => {}
        }
    } else {
        parts.push(words.tn("row-minutes", &[("n", row.minutes.into())]));
    }
    parts.extend(input.tags.iter().map(|tag| format!("#{tag}")));
    parts.join(" · ")
}

/// The message of a damage note.
#[must_use]
pub fn note_id(code: RemarkCode) -> &'static str {
    match code {
        RemarkCode::Empty => "note-empty",
        RemarkCode::NoArticle => "note-no-article",
        RemarkCode::RepostStamp => "note-repost-stamp",
        RemarkCode::YearsDeleted => "note-years-deleted",
        RemarkCode::DecodingDamage => "note-decoding-damage",
        RemarkCode::ConvertedScript => "note-converted-script",
        RemarkCode::Truncated => "note-truncated",
        RemarkCode::NoTitle => "note-no-title",
        RemarkCode::EncodingForced => "note-encoding-forced",
        RemarkCode::DigitsDeleted => "note-digits-deleted",
        RemarkCode::TextDamaged => "note-text-damaged",
        RemarkCode::SeveralArticles => "note-several-articles",
        RemarkCode::HeadMissing => "note-head-missing",
        RemarkCode::TailMissing => "note-tail-missing",
        RemarkCode::Corrected => "note-corrected",
    }
}

fn snippet_job(snippet: &Snippet, text: &str, theme: &Theme, width: f32) -> LayoutJob {
    let mut job = LayoutJob::default();
    job.wrap.max_width = width;
    job.wrap.max_rows = 2;
    // No mark begins a line.
    job.wrap.break_anywhere = false;
    let format = |hit: bool| TextFormat {
        font_id: Theme::sans(12.5),
        color: if hit { theme.ink } else { theme.ink2 },
        background: if hit { theme.mark } else { Color32::TRANSPARENT },
        line_height: Some(SNIPPET_LINE),
        ..TextFormat::default()
    };
    let mut at = snippet.span.start;
    for hit in &snippet.hits {
        job.append(&one_line(text.get(at..hit.start).unwrap_or_default()), 0.0, format(false));
        job.append(&one_line(hit.of(text)), 0.0, format(true));
        at = hit.end.max(at);
    }
    job.append(&one_line(text.get(at..snippet.span.end).unwrap_or_default()), 0.0, format(false));
    job
}

/// Line ends and wide blanks would tear a snippet apart.
fn one_line(text: &str) -> String {
    text.split(['\r', '\n', '\u{3000}']).filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
}

fn row_menu(ui: &mut Ui, input: &RowInput<'_>, tags: &Tags, theme: &Theme, words: &Words, actions: &mut Vec<Action>) {
    let path = &input.document.path;
    let on_disk = input.document.real_path.is_some();
    if menu::item(ui, theme, &words.t("row-open"), "", None, true) {
        actions.push(Action::Select(path.clone()));
        actions.push(Action::SetPane(crate::app::state::Pane::Reader));
    }
    if menu::item(ui, theme, &words.t("row-beside"), "", None, !input.selected) {
        actions.push(Action::ShowBeside(path.clone()));
    }
    if menu::item(ui, theme, &words.t("row-reveal"), "", None, on_disk) {
        actions.push(Action::Reveal(path.clone()));
    }
    menu::rule(ui, theme);
    if menu::item(ui, theme, &words.t("row-copy-title"), "", None, true) {
        actions.push(Action::CopyTitle(path.clone()));
    }
    if menu::item(ui, theme, &words.t("row-copy-path"), "", None, true) {
        actions.push(Action::CopyPath(path.clone()));
    }
    if menu::item(ui, theme, &words.t("row-export"), "", None, true) {
        actions.push(Action::Export { path: Some(path.clone()), format: None });
    }
    if menu::item(ui, theme, &words.t("cmd-correct"), "", None, true) {
        actions.push(Action::CorrectArticle(Some(path.clone())));
    }
    if let Some(others) = &input.others {
        menu::rule(ui, theme);
        menu::heading(ui, theme, &words.t("row-similar-heading"));
        for (ix, document) in others.each().take(MOST_OTHERS) {
            let row = Row::of(document);
            let label = format!("{} · {}", row.title, origin(&row, words).join(" · "));
            let reason = others.reason(ix);
            let reason = if reason.is_empty() { "".into() } else { words.t(reason) };
            if menu::item(ui, theme, &label, &reason, None, true) {
                actions.push(Action::Select(path.clone()));
                actions.push(Action::ShowBeside(document.path.clone()));
            }
        }
    }
    menu::rule(ui, theme);
    let (mark, read) = if input.unread { ("row-mark-read", true) } else { ("row-mark-unread", false) };
    if menu::item(ui, theme, &words.t(mark), "", None, true) {
        actions.push(Action::MarkRead { path: path.clone(), read });
    }
    let star = if input.starred { "row-unstar" } else { "row-star" };
    if menu::item(ui, theme, &words.t(star), "", None, true) {
        actions.push(Action::Search(SearchAction::Star(Some(path.clone()))));
    }
    if menu::item(ui, theme, &words.t("cmd-mark-all-read"), "", None, true) {
        actions.push(Action::MarkAllRead);
    }
    menu::rule(ui, theme);
    let which = Which::One(path.clone());
    super::chosen::tags(ui, tags, &[input.document.hash], &which, theme, words, actions);
    if on_disk {
        menu::rule(ui, theme);
        menu::heading(ui, theme, &words.t("row-encoding"));
        let found = input.document.card().encoding;
        let automatic = if input.encoding.is_none() { encoding_name(found) } else { "" };
        if menu::item(ui, theme, &words.t("row-encoding-auto"), automatic, Some(input.encoding.is_none()), true) {
            actions.push(Action::SetEncoding { path: path.clone(), encoding: None });
        }
        for encoding in Encoding::ALL {
            let on = input.encoding == Some(encoding);
            if menu::item(ui, theme, encoding_name(encoding), "", Some(on), true) {
                actions.push(Action::SetEncoding { path: path.clone(), encoding: Some(encoding) });
            }
        }
    }
}

/// As people know the encodings.
const fn encoding_name(encoding: Encoding) -> &'static str {
    match encoding {
        Encoding::Utf8 => "UTF-8",
        Encoding::Utf16Le => "UTF-16 LE",
        Encoding::Utf16Be => "UTF-16 BE",
        Encoding::Gb18030 => "GB18030 (GBK)",
        Encoding::Big5 => "Big5",
        Encoding::Unknown => "?",
    }
}
