//! Highlights, notes and bookmarks of what is read: set, changed, taken away, and back again.

use std::sync::Arc;

use super::{correcting, notify, selecting::select};
use crate::{
    app::{
        action::ReaderCommand,
        effect::{Effect, UserChange},
        forms::{MarkStep, NoteForm},
        ledger::View,
        lists::ListQuestion,
        notice::{Notice, NoticeButton},
        state::{Overlay, Pane, State, Steps},
    },
    library::{
        Document, Marks,
        marks::{Colour, KeptMark, Mark, MarkKey, MarkKind, Placed},
    },
    text::{anchor::Anchor, punct::is_line_end, span::ByteRange},
};

/// Characters of the text that a bookmark keeps.
const BOOKMARK_CHARS: usize = 24;

/// The marks of an article.
fn placed(state: &State, document: &Document) -> Vec<Placed> {
    let marks = state.marks.as_ref();
    marks.map(|m| m.placed(document.hash, &document.path, &document.page().article.text)).unwrap_or_default()
}

/// A new mark of the article that has the keys; `None` when there is nothing to mark, or too much.
fn new_mark(state: &State, span: ByteRange, kind: MarkKind) -> Option<(MarkKey, KeptMark)> {
    let (document, marks) = (state.focused_document()?, state.marks.as_ref()?);
    let mark = Mark { at: Anchor::new(&document.page().article.text, span), kind, note: String::new() };
    let key = MarkKey { page: marks.page_of(document.hash, &document.path), slot: mark.slot() };
    mark.is_sane().then(|| (key, KeptMark { mark, path: document.path.clone() }))
}

/// Highlights a piece, or gives its highlight another colour; the same colour again takes it away. Highlights without a note that
/// lie wholly inside become part of it.
pub(super) fn highlight(state: &mut State, span: ByteRange, colour: Colour) -> Vec<Effect> {
    let Some(document) = state.focused_document().cloned() else { return vec![] };
    state.colour = colour;
    let all = placed(state, &document);
    let highlights = || all.iter().filter(|placed| matches!(placed.mark.kind, MarkKind::Highlight(_)));
    let steps = match highlights().find(|placed| placed.span == Some(span)) {
        Some(same) if same.mark.kind == MarkKind::Highlight(colour) => vec![(same.key.clone(), None)],
        Some(same) => vec![recoloured(state, &same.key, colour)],
        None => {
            let Some((key, kept)) = new_mark(state, span, MarkKind::Highlight(colour)) else { return vec![] };
            let inside = |placed: &&Placed| placed.mark.note.is_empty() && placed.span.is_some_and(|s| span.covers(s));
            let mut steps: Vec<MarkStep> =
                highlights().filter(inside).map(|placed| (placed.key.clone(), None)).collect();
            steps.push((key, Some(kept)));
            steps
        }
    };
    set(state, steps)
}

fn recoloured(state: &State, key: &MarkKey, colour: Colour) -> MarkStep {
    let kept = state.marks.as_ref().and_then(|marks| marks.get(key)).cloned().map(|mut kept| {
        kept.mark.kind = MarkKind::Highlight(colour);
        kept
    });
    (key.clone(), kept)
}

/// Puts dots under a piece, or takes those that touch it away.
pub(super) fn dots(state: &mut State, span: ByteRange) -> Vec<Effect> {
    let Some(document) = state.focused_document().cloned() else { return vec![] };
    let touches =
        |placed: &&Placed| placed.mark.kind == MarkKind::Dots && placed.span.is_some_and(|other| other.overlaps(span));
    let mut steps: Vec<MarkStep> =
        placed(state, &document).iter().filter(touches).map(|placed| (placed.key.clone(), None)).collect();
    if steps.is_empty() {
        steps.extend(new_mark(state, span, MarkKind::Dots).map(|(key, kept)| (key, Some(kept))));
    }
    set(state, steps)
}

/// Sets a bookmark at a byte of the article that has the keys, or takes the one of that line away.
pub(super) fn bookmark(state: &mut State, byte: usize) -> Vec<Effect> {
    let Some(document) = state.focused_document().cloned() else { return vec![] };
    let text = &document.page().article.text;
    let words: String =
        text.get(byte..).unwrap_or_default().chars().take(BOOKMARK_CHARS).take_while(|c| !is_line_end(*c)).collect();
    let span = ByteRange::new(byte, byte + words.trim_end().len());
    let all = placed(state, &document);
    let there = all.iter().find(|placed| {
        placed.mark.kind == MarkKind::Bookmark && placed.span.is_some_and(|s| s.overlaps(span) || s.start == byte)
    });
    let steps = match there {
        Some(there) => vec![(there.key.clone(), None)],
        None => new_mark(state, span, MarkKind::Bookmark).map(|(key, kept)| (key, Some(kept))).into_iter().collect(),
    };
    set(state, steps)
}

/// Opens the form for the note beside a piece: of the highlight that lies there, else of a new one.
pub(super) fn note_form(state: &mut State, span: ByteRange) {
    let Some(document) = state.focused_document().cloned() else { return };
    let all = placed(state, &document);
    let there = all.iter().find(|placed| {
        matches!(placed.mark.kind, MarkKind::Highlight(_)) && placed.span.is_some_and(|s| s == span || s.covers(span))
    });
    match there {
        Some(placed) => mark_form(state, placed.key.clone()),
        None => {
            let Some((key, kept)) = new_mark(state, span, MarkKind::Highlight(state.colour)) else { return };
            state.overlay = Some(Overlay::Note(NoteForm { key, kept, known: false, back: false }));
        }
    }
}

/// Opens the form for a mark.
pub(super) fn mark_form(state: &mut State, key: MarkKey) {
    let Some(kept) = state.marks.as_ref().and_then(|marks| marks.get(&key)).cloned() else { return };
    let back = state.overlay == Some(Overlay::Marks);
    state.overlay = Some(Overlay::Note(NoteForm { key, kept, known: true, back }));
}

/// What the open form says holds. False when no form for a note is open.
pub(super) fn save_form(state: &mut State) -> Option<Vec<Effect>> {
    let Some(Overlay::Note(form)) = state.overlay.clone() else { return None };
    correcting::close(state);
    let mut kept = form.kept;
    let note = kept.mark.note.trim().to_owned();
    kept.mark.note = note;
    if let MarkKind::Highlight(colour) = kept.mark.kind {
        state.colour = colour;
    }
    Some(if kept.mark.is_sane() { set(state, vec![(form.key, Some(kept))]) } else { vec![] })
}

/// Sets marks: one step that can be taken back.
pub(super) fn set(state: &mut State, steps: Vec<MarkStep>) -> Vec<Effect> {
    let Some(marks) = &state.marks else { return vec![] };
    let steps: Vec<MarkStep> = steps.into_iter().filter(|(key, kept)| marks.get(key) != kept.as_ref()).collect();
    if steps.is_empty() {
        return vec![];
    }
    let (effects, before) = apply(state, &steps);
    correcting::remember(state, Steps::Marks(before), Steps::Marks(steps.clone()));
    // A highlight is seen where it was made; what is gone is not.
    if steps.iter().all(|(_, kept)| kept.is_none()) {
        notify(state, Notice::done("notice-mark-removed", "").with(NoticeButton::Undo));
    }
    effects
}

/// Sets marks; returns what is asked for and the steps that lead back.
pub(super) fn apply(state: &mut State, steps: &[MarkStep]) -> (Vec<Effect>, Vec<MarkStep>) {
    let root = correcting::root(state);
    let mut marks = state.marks.as_deref().cloned().unwrap_or_default();
    let mut effects = vec![];
    let mut before: Vec<MarkStep> = vec![];
    for (key, kept) in steps {
        let was = marks.set(key.clone(), kept.clone(), root.is_some());
        before.push((key.clone(), was));
        let (root, key, kept) = (root.clone(), key.clone(), kept.clone());
        effects.push(Effect::User(UserChange::Mark { root, key, kept }));
    }
    before.reverse();
    state.marks = Some(Arc::new(marks));
    (effects, before)
}

/// Goes to a mark, in whatever article it stands.
pub(super) fn show(state: &mut State, path: String, key: &MarkKey) -> Vec<Effect> {
    state.overlay = None;
    let mut effects = select(state, path, false);
    state.pane = Pane::Reader;
    state.ledger.view = View::Reader;
    state.reader.show_first_hit = false;
    let Some(document) = state.document().cloned() else { return effects };
    let span = placed(state, &document).into_iter().find(|placed| placed.key == *key).and_then(|placed| placed.span);
    if let Some(span) = span {
        state.reader.place.byte = span.start;
        // Where the article was left does not matter now.
        effects.retain(|effect| !matches!(effect, Effect::User(UserChange::AskPlace(_))));
        effects.push(Effect::Reader(ReaderCommand::ShowPlace(span.start)));
    }
    effects.push(Effect::ShowSelection);
    effects
}

/// After each action: the list that is on screen is made when it is opened, and again when what it shows has changed.
pub(super) fn follow(state: &mut State) -> Option<Effect> {
    let snapshot = Arc::clone(&state.snapshot);
    let question = match state.overlay {
        Some(Overlay::Marks) => ListQuestion::Marks(state.marks.clone()?, snapshot),
        Some(Overlay::Corrections) => ListQuestion::Corrections(state.corrections.clone()?, snapshot),
        _ => {
            state.lists.forget();
            return None;
        }
    };
    state.lists.ask(question).map(Effect::List)
}

/// The marks of a file were taken in.
pub(super) fn merged(state: &mut State, of: Option<&std::path::Path>, marks: Arc<Marks>, taken: usize) -> Vec<Effect> {
    notify(state, Notice::done("notice-marks-merged", taken.to_string()));
    if correcting::root(state).as_deref() == of {
        state.marks = Some(marks);
        // What lies before cannot be told apart from what came with the file.
        state.done.clear();
        state.undone.clear();
    }
    vec![]
}
