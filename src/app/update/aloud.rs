//! Reading aloud: from the first sentence in view to the end of the article that has the keys, or until it is stopped.

use crate::{
    app::{
        action::ReaderCommand,
        effect::Effect,
        state::{Aloud, State},
    },
    article::BlockKind,
    library::Document,
    text::{sentence::sentences, span::ByteRange},
};

/// Longer sentences are no speech; a voice that was given them could not be followed.
const MOST_CHARS: usize = 1_000;

/// Starts reading aloud, or stops it.
pub(super) fn toggle(state: &mut State) -> Vec<Effect> {
    if state.aloud.is_some() {
        return stop(state);
    }
    let (Some(voice), Some(document)) = (state.voice.clone(), state.focused_document().cloned()) else { return vec![] };
    let pieces = pieces(&document, state.focused_reader().place.byte);
    if pieces.is_empty() {
        return vec![];
    }
    state.aloud_generation += 1;
    let generation = state.aloud_generation;
    state.aloud = Some(Aloud { generation, path: document.path.clone(), at: None });
    vec![Effect::Speak { generation, voice, pieces }]
}

/// Stops reading aloud.
pub(super) fn stop(state: &mut State) -> Vec<Effect> {
    if state.aloud.take().is_some() { vec![Effect::Hush] } else { vec![] }
}

/// Stops when the article that is read aloud is no longer shown.
pub(super) fn follow(state: &mut State) -> Vec<Effect> {
    let Some(aloud) = &state.aloud else { return vec![] };
    let beside = state.beside.as_ref().map(|beside| &beside.path);
    if state.selected.as_ref() == Some(&aloud.path) || beside == Some(&aloud.path) { vec![] } else { stop(state) }
}

/// A sentence begins, or with `None` everything is said.
pub(super) fn spoken(state: &mut State, generation: u64, at: Option<ByteRange>) -> Vec<Effect> {
    let Some(aloud) = state.aloud.as_mut().filter(|aloud| aloud.generation == generation) else { return vec![] };
    aloud.at = at;
    let Some(span) = at else {
        state.aloud = None;
        return vec![];
    };
    let second = state.selected.as_ref() != Some(&aloud.path);
    vec![super::beside::to(second, ReaderCommand::ShowNear(span.start))]
}

/// The sentences of what is read of an article, from a byte on.
fn pieces(document: &Document, from: usize) -> Vec<(ByteRange, String)> {
    let text = &document.page().article.text;
    let read = |kind| !matches!(kind, BlockKind::Furniture | BlockKind::Credit | BlockKind::Byline);
    let mut pieces = vec![];
    for block in document.page().article.blocks.iter().filter(|block| read(block.kind) && block.span.end > from) {
        let start = block.span.start;
        for sentence in sentences(block.span.of(text)) {
            let span = ByteRange::new(start + sentence.start, start + sentence.end);
            if span.end > from {
                let words: String = span.of(text).chars().take(MOST_CHARS).collect();
                pieces.push((span, words));
            }
        }
    }
    pieces
}
