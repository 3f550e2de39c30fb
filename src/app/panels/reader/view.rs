//! The reading view between frames: the set page, where it stands, what is selected; and how commands move it.

use std::sync::Arc;

use super::{
    marks,
    model::{ReaderModel, Side},
    plan::{Choices, Plan},
    styles,
};
use crate::{
    app::{
        action::{Action, ReaderCommand},
        fonts::{Latin, OwnFont},
        state::{Face, Layout, Place, ShownScript},
        title::title_of,
        widgets::{page::Port, page_select::Selection},
    },
    article::RemarkCode,
    export::citation::{quote_with_source, source_line},
    library::{
        ContentHash, Document, Marks,
        marks::{MarkKey, Placed},
    },
    text::{span::ByteRange, toned::toned},
    typeset::{
        Convention, Measure,
        page::{Page, Pos, Spelling},
    },
    words::{Language, Words},
};

/// Space kept below the last line, as a share of the view.
const END_SPACE: f64 = 0.25;
/// A longer selection is no words to look up.
const MOST_WORDS_BYTES: usize = 120;
/// Where a hit is put that was out of view, as a share of the view.
const HIT_AT: f64 = 0.35;

/// Room above the title, points; more where the buttons stand over the column.
const TOP: f32 = 30.0;
const CROWDED_TOP: f32 = 56.0;

/// What decides the boxes of the page; a change makes a new page.
#[derive(Clone, Debug, PartialEq)]
struct Key {
    path: String,
    hash: ContentHash,
    /// Changes when the user puts something right.
    edition: u64,
    encoding: crate::text::encoding::Encoding,
    restore: bool,
    script: ShownScript,
    own_font: Option<OwnFont>,
    face: Face,
    latin: Option<Latin>,
    pinyin: bool,
    spelled: Vec<ByteRange>,
    language: Language,
    convention: Convention,
    choices: Choices,
}

impl Key {
    /// What stands above the text.
    fn spelling(&self) -> Option<Spelling> {
        let only = if self.pinyin { None } else { Some(self.spelled.clone()) };
        (self.pinyin || !self.spelled.is_empty()).then_some(Spelling { read: toned, only })
    }
}

/// The page of one article.
#[derive(Debug)]
pub(super) struct Shown {
    key: Key,
    layout: Layout,
    pub plan: Plan,
    pub page: Page,
    /// Spans of the mentions, in text order.
    pub places: Vec<ByteRange>,
}

/// What the reading view keeps between frames.
#[derive(Default)]
pub struct ReaderView {
    /// Commands since the last frame; the view takes them out.
    pub inbox: Vec<ReaderCommand>,
    pub(super) faces: Vec<Box<dyn Measure>>,
    faces_of: Option<(Convention, Option<OwnFont>, Face, Option<Latin>)>,
    pub(super) shown: Option<Shown>,
    /// Page height at the top of the view.
    pub(super) top: f64,
    pub(super) selection: Selection,
    pub(super) meta_height: f32,
    pub(super) card: super::card::CardState,
    /// The byte of the source where the context menu was opened.
    pub(super) menu_at: Option<usize>,
    /// Where the scroll bar was taken, as page height above the view's top.
    pub(super) bar_grip: Option<f64>,
    /// Wheel turns with Ctrl that did not yet make a step of text size.
    pub(super) zoom: f32,
    /// The field for finding waits for the cursor.
    pub(super) focus_find: bool,
    /// The article waits for the focus.
    pub(super) focus_page: bool,
    /// Pieces of the shown article with pinyin above them, by the user's wish.
    pub(super) spelled: Vec<ByteRange>,
    /// The marks of the shown article.
    pub(super) placed: Vec<Placed>,
    /// What they were made of.
    placed_of: Option<(Arc<Marks>, Arc<Document>)>,
    /// The highlight whose card shows, and where it was clicked.
    pub(super) mark_card: Option<(MarkKey, egui::Rect)>,
    /// The note whose card is open at its sign.
    pub(super) note: Option<super::note::OpenNote>,
    sent: Option<Place>,
    /// The document last seen, its page at hand as long as it is shown, and how often it has changed while its file did not.
    seen: Option<(Arc<Document>, Arc<crate::library::Page>, u64)>,
}

impl std::fmt::Debug for ReaderView {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("ReaderView").field("top", &self.top).field("selection", &self.selection).finish_non_exhaustive()
    }
}

impl ReaderView {
    /// Makes the page fit the model: a new one for another article, other lines for another width, the same otherwise. Where the reader
    /// was stays at the top.
    pub(super) fn prepare(&mut self, model: &ReaderModel, words: &Words, width: f32, view: f32, crowded: bool) {
        self.find_marks(model);
        let document = &model.document;
        // What was spelled belongs to one article, and not to the page as it came.
        if model.original || self.shown.as_ref().is_some_and(|shown| shown.key.hash != document.hash) {
            self.spelled.clear();
        }
        let article = &document.page().article;
        let convention = model.convention();
        let faces_of = (convention, model.own_font.clone(), model.layout.face, model.latin.clone());
        if self.faces_of.as_ref() != Some(&faces_of) {
            self.faces = styles::faces(convention, model.own_font.as_ref(), model.layout.face, model.latin.as_ref());
            self.faces_of = Some(faces_of);
        }
        let own = model.own_font.is_some() || model.latin.is_some();
        let key = Key {
            path: document.path.clone(),
            hash: document.hash,
            edition: self.edition(document),
            encoding: article.encoding,
            restore: model.layout.restore_punctuation && !model.original,
            script: model.layout.script,
            own_font: model.own_font.clone(),
            face: model.layout.face,
            latin: model.latin.clone(),
            pinyin: model.layout.pinyin && !model.original,
            spelled: self.spelled.clone(),
            language: words.language(),
            convention,
            choices: Choices {
                original: model.original,
                furniture_open: model.furniture_open,
                top_height: if crowded { CROWDED_TOP } else { TOP },
                meta_height: self.meta_height.max(28.0),
                // What the reader put right is told quietly, beside source and date.
                remarks: article
                    .remarks
                    .iter()
                    .filter(|code| **code != RemarkCode::Corrected)
                    .map(|code| words.remark(*code))
                    .collect(),
                own_title: title_of(document),
            },
        };
        match &mut self.shown {
            Some(shown) if shown.key == key => {
                if shown.layout != model.layout || (shown.page.width() - width).abs() > 0.01 {
                    let at = shown.page.source_at(self.top);
                    let into = at.map_or(0.0, |at| self.top - line_top(&shown.page, at));
                    shown.page.reshape(styles::styles(&model.layout, convention, own), width);
                    shown.layout = model.layout.clone();
                    if let Some(at) = at.filter(|_| self.top > 0.0) {
                        self.top = settled_top(&mut shown.page, at, &mut self.faces) + into.min(0.0);
                    }
                }
            }
            was => {
                let same = was.as_ref().is_some_and(|s| s.key.path == key.path && s.key.hash == key.hash);
                let at = was.as_ref().filter(|_| same && self.top > 0.0).and_then(|s| {
                    let at = s.page.source_at(self.top)?;
                    Some((at, self.top - line_top(&s.page, at)))
                });
                let plan = Plan::new(article, &key.choices);
                let styles = styles::styles(&model.layout, convention, own);
                let mut page = Page::new(Arc::clone(&article.text), model.display(), plan.specs.clone(), styles, width);
                page.spell(key.spelling());
                page.keep_whole(model.document.page().tagging.mentions.iter().map(|mention| mention.span).collect());
                match at {
                    Some((at, into)) => self.top = settled_top(&mut page, at, &mut self.faces) + into.min(0.0),
                    None if same => {}
                    None => {
                        self.top = if model.place.byte == 0 {
                            0.0
                        } else {
                            settled_top(&mut page, model.place.byte, &mut self.faces)
                        };
                        self.sent = None;
                    }
                }
                self.selection.clear();
                self.card.close();
                self.note = None;
                let places = document.page().tagging.mentions.iter().map(|m| m.span).collect();
                *was = Some(Shown { key, layout: model.layout.clone(), plan, page, places });
            }
        }
        self.settle(view);
    }

    /// Finds the marks of the article in its text, when either is another.
    fn find_marks(&mut self, model: &ReaderModel) {
        let Some(marks) = &model.marks else {
            self.placed.clear();
            self.placed_of = None;
            return;
        };
        let document = &model.document;
        let same = self.placed_of.as_ref().is_some_and(|(m, d)| Arc::ptr_eq(m, marks) && Arc::ptr_eq(d, document));
        if !same {
            self.placed = marks.placed(document.hash, &document.path, &document.page().article.text);
            self.placed_of = Some((Arc::clone(marks), Arc::clone(document)));
        }
    }

    /// How often the shown document has changed while its file did not.
    fn edition(&mut self, document: &Arc<Document>) -> u64 {
        if let Some((seen, _, edition)) = &self.seen
            && Arc::ptr_eq(seen, document)
        {
            return *edition;
        }
        let page = document.page();
        let edition = match &self.seen {
            // Read again: another document, as a rule with the same in it.
            Some((_, seen, edition)) if **seen == *page => *edition,
            Some((_, _, edition)) => edition + 1,
            None => 0,
        };
        self.seen = Some((Arc::clone(document), page, edition));
        edition
    }

    /// Sets what is near the view and keeps the view inside the page.
    pub(super) fn settle(&mut self, view: f32) {
        let Some(shown) = &mut self.shown else { return };
        for _ in 0..3 {
            self.top = shown.page.settle(self.top, view, &mut self.faces);
            let fits = self.top.clamp(0.0, last_top(&shown.page, view));
            if (fits - self.top).abs() < 0.01 {
                break;
            }
            self.top = fits;
        }
    }

    /// Carries out the commands that came since the last frame.
    pub(super) fn obey(&mut self, model: &ReaderModel, view: f32, actions: &mut Vec<Action>) {
        let pitch = f64::from((model.layout.size_pt * model.layout.line_height).round());
        let whole = f64::from(view);
        for command in std::mem::take(&mut self.inbox) {
            match command {
                ReaderCommand::PageDown => self.top = self.turn(whole, pitch, true),
                ReaderCommand::PageUp => self.top = self.turn(whole, pitch, false),
                ReaderCommand::LineDown => self.top += pitch,
                ReaderCommand::LineUp => self.top -= pitch,
                ReaderCommand::Top => self.top = 0.0,
                ReaderCommand::Bottom => self.top = self.shown.as_ref().map_or(0.0, |s| last_top(&s.page, view)),
                ReaderCommand::ShowPlace(byte) => self.show_offset(byte, 0.0, view, true),
                ReaderCommand::ShowNear(byte) => self.show_offset(byte, whole * HIT_AT, view, false),
                ReaderCommand::ShowHit => {
                    let hit = model.current_hit.and_then(|i| model.hits.get(i));
                    if let Some(hit) = hit {
                        self.show_offset(hit.start, whole * HIT_AT, view, false);
                    }
                }
                ReaderCommand::SelectAll => {
                    if let Some(shown) = &self.shown {
                        self.selection.all(&shown.page);
                    }
                }
                ReaderCommand::Copy => {
                    if let Some(text) = self.selected_text() {
                        actions.push(Action::Copy(text));
                    }
                }
                ReaderCommand::CopyWithSource => actions.push(Action::Copy(self.with_source(model))),
                ReaderCommand::CorrectLine => {
                    let selected = self.selected_source().map(|span| span.start);
                    let at = selected.or_else(|| self.shown.as_ref()?.page.source_at(self.top));
                    actions.extend(at.map(Action::CorrectLine));
                }
                ReaderCommand::Highlight(named) => {
                    let colour = marks::colour(named, model);
                    actions.extend(self.selected_source().map(|span| Action::Highlight(span, colour)));
                    // The colour is seen when the selection no longer lies on it.
                    self.selection.clear();
                }
                ReaderCommand::Spell => {
                    if let Some(span) = self.selected_source() {
                        let before = self.spelled.len();
                        self.spelled.retain(|piece| !piece.overlaps(span));
                        if self.spelled.len() == before {
                            self.spelled.push(span);
                            self.spelled.sort_unstable();
                        }
                    }
                }
                ReaderCommand::Dots => {
                    actions.extend(self.selected_source().map(Action::EmphasiseDots));
                    self.selection.clear();
                }
                ReaderCommand::Note => actions.extend(self.selected_source().map(Action::EditNote)),
                ReaderCommand::Bookmark => {
                    let selected = self.selected_source().map(|span| span.start);
                    let at = selected.or_else(|| self.shown.as_ref()?.page.source_at(self.top));
                    actions.extend(at.map(Action::ToggleBookmark));
                }
                ReaderCommand::Find => {
                    let words = self.selected_words().unwrap_or_default();
                    self.focus_find = true;
                    actions.push(Action::OpenFind(words));
                }
                ReaderCommand::Focus => self.focus_page = true,
            }
            self.settle(view);
        }
    }

    /// The top of the next or previous view: one line stays, and the new top is a line's top.
    fn turn(&self, view: f64, pitch: f64, down: bool) -> f64 {
        let step = (view - pitch).max(pitch);
        let Some(shown) = &self.shown else { return self.top };
        let page = &shown.page;
        if down {
            // the last line that is wholly visible becomes the first
            let lines: Vec<f64> = page.lines_between(self.top..self.top + view).map(|line| line.top).collect();
            let whole = lines.iter().rev().find(|top| **top + pitch <= self.top + view);
            whole.filter(|top| **top > self.top + step * 0.5).map_or(self.top + step, |top| *top)
        } else {
            let target = self.top - step;
            page.lines_between(target..self.top).map(|line| line.top).find(|top| *top >= target).unwrap_or(target)
        }
    }

    /// Brings a source offset into view: to `below` points under the top, unless it shows already (or `always`).
    pub(super) fn show_offset(&mut self, offset: usize, below: f64, view: f32, always: bool) {
        let Some(shown) = &mut self.shown else { return };
        if offset == 0 && always {
            self.top = 0.0;
            return;
        }
        let top = settled_top(&mut shown.page, offset, &mut self.faces);
        // Below the field for finding, too.
        let pitch = 60.0;
        if always || top < self.top + pitch || top > self.top + f64::from(view) - 2.0 * pitch {
            self.top = top - below;
        }
    }

    /// The selected text in source characters.
    #[must_use]
    pub fn selected_text(&self) -> Option<String> {
        let shown = self.shown.as_ref()?;
        let (from, to) = self.selection.range()?;
        Some(shown.page.copy(from, to)).filter(|text| !text.is_empty())
    }

    /// The selected text, when it is a few words of one line: what can be looked for, spelled or shown in the other script.
    pub(super) fn selected_words(&self) -> Option<String> {
        let (from, to) = self.selection.range()?;
        let near = from.block == to.block && to.at - from.at <= MOST_WORDS_BYTES;
        let text = near.then(|| self.selected_text()).flatten()?;
        Some(text.trim().to_owned()).filter(|text| !text.is_empty() && !text.contains(['\n', '\r']))
    }

    /// The selection as a range of the source, when it does not reach over furniture.
    pub(super) fn selected_source(&self) -> Option<ByteRange> {
        let shown = self.shown.as_ref()?;
        let (from, to) = self.selection.range()?;
        let (start, end) = (shown.page.source_of(from)?, shown.page.source_of(to)?);
        let text = shown.page.text().get(start..end)?;
        // A selection up to the end of a paragraph reaches to the start of the next.
        let start = start + text.len() - text.trim_start().len();
        Some(ByteRange::new(start, start + text.trim().len())).filter(|span| !span.is_empty())
    }

    /// The selection, or nothing but the title, with the line that says where it is from.
    fn with_source(&self, model: &ReaderModel) -> String {
        match self.selected_text() {
            Some(text) => quote_with_source(&text, &model.document),
            None => source_line(&model.document),
        }
    }

    /// Tells the state where the view stands, when that has changed.
    pub(super) fn report(&mut self, view: f32, side: Side, actions: &mut Vec<Action>) {
        let Some(shown) = &self.shown else { return };
        let byte = if self.top < 1.0 { 0 } else { shown.page.source_at(self.top).unwrap_or(0) };
        let below = self.top + f64::from(view);
        let fraction = (below / shown.page.height().max(1.0)).clamp(0.0, 1.0) as f32;
        let place = Place { byte, fraction: (fraction * 1000.0).round() / 1000.0 };
        if self.sent != Some(place) {
            self.sent = Some(place);
            actions.push(match side {
                Side::Main => Action::ReaderMoved(place),
                Side::Beside => Action::BesideMoved(place),
            });
        }
    }

    /// Share of the way through the page, 0–1.
    pub(super) fn progress(&self, view: f32) -> f32 {
        let Some(shown) = &self.shown else { return 0.0 };
        let last = last_top(&shown.page, view);
        if last <= 0.0 { 1.0 } else { (self.top / last).clamp(0.0, 1.0) as f32 }
    }

    /// Where the page is for this frame.
    pub(super) fn port(&self, view: egui::Rect, left: f32) -> Port {
        Port { view, left, top: self.top }
    }
}

/// The greatest top of a view on this page.
pub(super) fn last_top(page: &Page, view: f32) -> f64 {
    let view = f64::from(view);
    // a short article does not scroll into empty paper
    if page.height() <= view { 0.0 } else { page.height() - view * (1.0 - END_SPACE) }
}

fn line_top(page: &Page, offset: usize) -> f64 {
    page.top_of(page.pos_of(offset).unwrap_or_default())
}

/// Top of the line of a source offset, made exact.
fn settled_top(page: &mut Page, offset: usize, faces: &mut [Box<dyn Measure>]) -> f64 {
    let pos: Pos = page.pos_of(offset).unwrap_or_default();
    page.set_at(pos, faces);
    page.top_of(pos)
}
