//! Putting right: what the user says becomes part of the documents at once, is kept, and can be taken back.

use std::sync::Arc;

use super::{marking, notify, selecting::ask, selecting::find_hits};
use crate::{
    app::{
        effect::{Effect, UserChange},
        forms::{ArticleForm, LineForm, PlaceForm, Reach, Step},
        notice::{Notice, NoticeButton},
        state::{Change, Overlay, State, Steps},
    },
    corpus::{Snapshot, Target},
    library::{
        Corrections,
        corrections::{Correction, FactEdit},
        rescue::Rescued,
    },
    text::span::ByteRange,
};

/// Steps that can be taken back.
const MOST_CHANGES: usize = 200;

/// Opens the form for title, date, source and writers.
pub(super) fn article_form(state: &mut State, path: Option<String>) {
    if state.corrections.is_none() {
        return;
    }
    let path = path.or_else(|| state.selected.clone());
    let document = path.and_then(|path| state.snapshot.find(&path)).and_then(|ix| state.snapshot.get(ix));
    if let Some(document) = document {
        state.overlay = Some(Overlay::Article(ArticleForm::of(document)));
    }
}

/// Opens the form for a word of the shown article: a mention, or what is selected.
pub(super) fn place_form(state: &mut State, span: ByteRange) {
    let Some(document) = state.document() else { return };
    let page = document.page();
    let mention = page.tagging.mentions.iter().find(|mention| mention.span == span);
    let places = mention.map(|mention| mention.places.clone()).unwrap_or_default();
    // One place that is not meant is in the way; of several, some may stay.
    let chosen = if places.len() > 1 { places.clone() } else { vec![] };
    let form = PlaceForm { read: places, back: in_list(state), ..PlaceForm::of(document, span, &chosen) };
    if form.word.trim().is_empty() {
        return;
    }
    state.overlay = Some(Overlay::Place(form));
}

/// True when a list lies over the window, to which a form leads back.
fn in_list(state: &State) -> bool {
    matches!(state.overlay, Some(Overlay::Places | Overlay::Corrections))
}

/// Closes what lies over the window; a form that was opened from a list leads back to it. False when there was nothing.
pub(super) fn close(state: &mut State) -> bool {
    let Some(overlay) = state.overlay.take() else { return false };
    state.overlay = match overlay {
        Overlay::Place(form) if form.back && form.path.is_empty() => Some(Overlay::Corrections),
        Overlay::Place(form) if form.back => Some(Overlay::Places),
        Overlay::Note(form) if form.back => Some(Overlay::Marks),
        _ => None,
    };
    true
}

/// Opens the form for the line at a byte of the shown article.
pub(super) fn line_form(state: &mut State, byte: usize) {
    let Some(document) = state.document() else { return };
    let lines = &document.page().article.lines;
    let Some(line) = lines.get(lines.partition_point(|line| line.span.end <= byte)) else { return };
    state.overlay = Some(Overlay::Line(LineForm { path: document.path.clone(), span: line.span, kind: line.kind }));
}

/// What the open form says is put right.
pub(super) fn save_form(state: &mut State) -> Vec<Effect> {
    let Some(overlay) = state.overlay.clone() else { return vec![] };
    let Some(corrections) = state.corrections.clone() else { return vec![] };
    let document = |path: &str| state.snapshot.find(path).and_then(|ix| state.snapshot.get(ix));
    let steps = match &overlay {
        Overlay::Article(form) => document(&form.path).map(|d| form.steps(d, &corrections)).unwrap_or_default(),
        Overlay::Place(form) => form.steps(document(&form.path).map(Arc::as_ref), &corrections),
        Overlay::Line(form) => document(&form.path).map(|d| form.steps(d, &corrections)).unwrap_or_default(),
        Overlay::Fact(form) => document(&form.path).map(|d| form.steps(d, &corrections)).unwrap_or_default(),
        _ => return vec![],
    };
    close(state);
    correct(state, steps)
}

/// What was said about a word of the shown article no longer holds.
pub(super) fn as_read(state: &mut State, span: ByteRange) -> Vec<Effect> {
    let (Some(document), Some(corrections)) = (state.document(), &state.corrections) else { return vec![] };
    let steps = corrections.about(document, span).map(|key| (key, None));
    correct(state, steps.into_iter().collect())
}

/// A word of the shown article is no place, in the whole of it.
pub(super) fn not_a_place(state: &mut State, span: ByteRange) -> Vec<Effect> {
    let (Some(document), Some(corrections)) = (state.document(), state.corrections.clone()) else { return vec![] };
    let form = PlaceForm::of(document, span, &[]);
    let steps = form.steps(Some(document), &corrections);
    correct(state, steps)
}

/// Puts something right: one step that can be taken back.
pub(super) fn correct(state: &mut State, steps: Vec<Step>) -> Vec<Effect> {
    let Some(corrections) = &state.corrections else { return vec![] };
    let steps: Vec<Step> = steps.into_iter().filter(|(key, kept)| corrections.get(key) != kept.as_ref()).collect();
    if steps.is_empty() {
        return vec![];
    }
    let (effects, before) = apply(state, &steps);
    let notice = told(&steps, &before);
    remember(state, Steps::Corrections(before), Steps::Corrections(steps));
    notify(state, notice);
    effects
}

/// Makes a change one that can be taken back.
pub(super) fn remember(state: &mut State, before: Steps, after: Steps) {
    silence(state);
    state.undone.clear();
    state.done.push(Change { before, after });
    if state.done.len() > MOST_CHANGES {
        state.done.remove(0);
    }
}

/// The message about a change: what is said now, and the way back.
fn told(steps: &[Step], before: &[Step]) -> Notice {
    let said = steps.iter().rev().find_map(|(key, kept)| kept.as_ref().map(|kept| (key, &kept.correction)));
    match said.map(|(_, said)| said) {
        None => Notice::done("notice-correction-removed", ""),
        Some(Correction::Word { word, places }) => {
            let whole = steps.iter().any(|(key, kept)| kept.is_some() && key.page.is_none());
            let (what, folder) = match (places.is_empty(), whole) {
                (true, false) => ("notice-not-a-place", true),
                (true, true) => ("notice-not-a-place-folder", false),
                (false, false) => ("notice-place", true),
                (false, true) => ("notice-place-folder", false),
            };
            let notice = Notice::done(what, word.clone());
            if folder { notice.with(NoticeButton::WholeFolder) } else { notice }
        }
        Some(Correction::Place { at, places }) => {
            let what = if places.is_empty() { "notice-not-a-place" } else { "notice-place" };
            Notice::done(what, at.quote.clone())
        }
        Some(Correction::Fact { name, edit, .. }) => {
            // Only what is new in it is told.
            let was = before.iter().find(|(key, _)| said.is_some_and(|(of, _)| of == key));
            let was = match was.and_then(|(_, kept)| kept.as_ref()).map(|kept| &kept.correction) {
                Some(Correction::Fact { edit, .. }) => edit.as_ref().clone(),
                _ => FactEdit::default(),
            };
            let what = if edit.hidden && !was.hidden {
                "notice-fact-hidden"
            } else if edit.one_with.is_some() && edit.one_with != was.one_with {
                "notice-facts-merged"
            } else if edit.apart && !was.apart {
                "notice-fact-split"
            } else if edit.added && !was.added {
                "notice-fact-added"
            } else {
                "notice-fact"
            };
            Notice::done(what, edit.name.as_ref().unwrap_or(name).clone())
        }
        Some(_) => Notice::done("notice-corrected", ""),
    }
    .with(NoticeButton::Undo)
}

/// Says the last word about a place of the whole folder.
pub(super) fn whole_folder(state: &mut State) -> Vec<Effect> {
    let last = state.done.last().and_then(|change| match &change.after {
        Steps::Corrections(steps) => steps.last().cloned(),
        Steps::Marks(_) => None,
    });
    let Some((_, Some(kept))) = last else { return vec![] };
    let Correction::Word { word, places } = &kept.correction else { return vec![] };
    let Some(corrections) = state.corrections.clone() else { return vec![] };
    let document = state.snapshot.find(&kept.path).and_then(|ix| state.snapshot.get(ix));
    let gazetteer = crate::place::gazetteer();
    let form = PlaceForm {
        word: word.clone(),
        path: kept.path.clone(),
        reach: Reach::Folder,
        chosen: places.iter().filter_map(|place| place.place(gazetteer)).collect(),
        ..PlaceForm::new_word()
    };
    let steps = form.steps(document.map(Arc::as_ref), &corrections);
    correct(state, steps)
}

/// Takes the last change back, or with `again` the last taking back.
pub(super) fn undo(state: &mut State, again: bool) -> Vec<Effect> {
    let Some(change) = (if again { state.undone.pop() } else { state.done.pop() }) else { return vec![] };
    let steps = if again { change.after.clone() } else { change.before.clone() };
    let effects = match &steps {
        Steps::Corrections(steps) => apply(state, steps).0,
        Steps::Marks(steps) => marking::apply(state, steps).0,
    };
    silence(state);
    if again {
        let notice = match &change.after {
            Steps::Corrections(steps) => match &change.before {
                Steps::Corrections(before) => told(steps, before),
                Steps::Marks(_) => told(steps, &[]),
            },
            Steps::Marks(_) => Notice::done("notice-redone", "").with(NoticeButton::Undo),
        };
        notify(state, notice);
        state.done.push(change);
    } else {
        notify(state, Notice::done("notice-undone", "").with(NoticeButton::Redo));
        state.undone.push(change);
    }
    effects
}

/// Takes messages about earlier corrections away: their buttons speak of the last one.
fn silence(state: &mut State) {
    let speaks = |notice: &Notice| {
        notice.buttons.iter().any(|b| matches!(b, NoticeButton::Undo | NoticeButton::Redo | NoticeButton::WholeFolder))
    };
    state.notices.retain(|notice| !speaks(notice));
}

/// Sets the corrections; returns what is asked for and the steps that lead back.
fn apply(state: &mut State, steps: &[Step]) -> (Vec<Effect>, Vec<Step>) {
    let root = root(state);
    let mut corrections = state.corrections.as_deref().cloned().unwrap_or_default();
    let mut effects = vec![];
    let mut before: Vec<Step> = vec![];
    for (key, kept) in steps {
        let was = corrections.set(key.clone(), kept.clone(), root.is_some());
        before.push((key.clone(), was));
        let (root, key, kept) = (root.clone(), key.clone(), kept.clone());
        effects.push(Effect::User(UserChange::Correct { root, key, kept }));
    }
    before.reverse();
    state.corrections = Some(Arc::new(corrections));
    effects.extend(mend(state));
    (effects, before)
}

/// The opened folder; `None` for the built-in articles and loose files.
pub(super) fn root(state: &State) -> Option<std::path::PathBuf> {
    state.target.as_ref().and_then(Target::root).map(std::path::Path::to_path_buf)
}

/// Asks for a snapshot with the corrections, when the one on screen has others.
pub(super) fn mend(state: &State) -> Vec<Effect> {
    let Some(corrections) = &state.corrections else { return vec![] };
    if *state.snapshot.corrections == **corrections {
        return vec![];
    }
    vec![Effect::Mend { snapshot: Arc::clone(&state.snapshot), corrections: Arc::clone(corrections) }]
}

/// A snapshot with corrections is there.
pub(super) fn mended(state: &mut State, snapshot: Arc<Snapshot>) -> Vec<Effect> {
    // The folder was read again, or another correction came in between.
    let wanted = state.corrections.as_ref().is_some_and(|wanted| **wanted == *snapshot.corrections);
    if !wanted || snapshot.scan != state.snapshot.scan {
        return vec![];
    }
    state.snapshot = snapshot;
    let mut effects = ask(state);
    effects.extend(find_hits(state, false));
    effects
}

/// Pages whose kept form was damaged were made anew, or could not be: what stood in their place is shown no more.
pub(super) fn rescued(state: &mut State, pages: &[Rescued]) -> Vec<Effect> {
    // One message for all of a kind; the first is named.
    let named = |anew: bool| -> Option<String> {
        let mut paths = pages.iter().filter(|page| page.anew == anew).map(|page| page.path.clone());
        let first = paths.next()?;
        Some(match paths.count() {
            0 => first,
            more => format!("{first} +{more}"),
        })
    };
    if let Some(name) = named(true) {
        notify(state, Notice::done("notice-page-rescued", name));
    }
    if let Some(name) = named(false) {
        notify(state, Notice::failed("notice-page-lost", name, "notice-page-lost-next", String::new()));
    }
    let Some(snapshot) = state.snapshot.with_rescued() else { return vec![] };
    state.snapshot = Arc::new(snapshot);
    let mut effects = ask(state);
    effects.extend(find_hits(state, false));
    effects
}

/// Corrections of a file were taken in.
pub(super) fn merged(
    state: &mut State,
    of: Option<&std::path::Path>,
    corrections: Arc<Corrections>,
    taken: usize,
) -> Vec<Effect> {
    notify(state, Notice::done("notice-corrections-merged", taken.to_string()));
    if root(state).as_deref() != of {
        return vec![];
    }
    state.corrections = Some(corrections);
    // What lies before cannot be told apart from what came with the file.
    state.done.clear();
    state.undone.clear();
    mend(state)
}
