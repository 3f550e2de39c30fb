//! The one place that changes the state. Pure: what touches the world comes back as effects.

mod aloud;
mod beside;
mod choosing;
mod correcting;
mod exchanging;
mod exporting;
mod finding;
mod layout;
mod ledgering;
mod marking;
mod opening;
mod searching;
mod selecting;
mod visiting;
mod watching;

use std::sync::Arc;

use opening::{Kept, adopt_target, open, open_done, set_encoding, typed_path, user_data};
use selecting::{
    answered, ask, clear_filter, find_hits, hits_found, mark, narrow, real_path, select, select_first, select_row,
    step_hit, use_place, use_places,
};

use super::{
    action::{Action, ReaderCommand},
    choosing::Choice,
    effect::{Effect, UserChange},
    fonts::FontUse,
    ledger::View,
    notice::Notice,
    reading_place,
    state::{Overlay, OwnColours, Pane, PathUse, State, ThemeChoice},
};
use crate::{corpus::Target, export::write::Overwrite};

/// Most messages on screen at once.
const MAX_NOTICES: usize = 4;

/// Applies one action.
pub fn update(state: &mut State, action: Action) -> Vec<Effect> {
    let mut effects = apply(state, action);
    effects.extend(beside::follow(state));
    effects.extend(aloud::follow(state));
    effects.extend(searching::follow(state));
    effects.extend(watching::follow(state));
    effects.extend(marking::follow(state));
    effects
}

fn apply(state: &mut State, action: Action) -> Vec<Effect> {
    match action {
        Action::Open(target) => open(state, target, false),
        Action::OpenTyped(text) => {
            state.overlay = None;
            open(state, Target::Folder(typed_path(&text)).absolute(), false)
        }
        Action::Reload => match state.target.clone() {
            Some(target) => open(state, target, true),
            None => vec![],
        },
        Action::CancelOpen => {
            if state.loading.is_some() {
                vec![Effect::CancelOpen]
            } else {
                vec![]
            }
        }
        Action::PickFolder => {
            vec![Effect::SaveSettings, Effect::PickFolder(state.settings.last_folder.clone())]
        }
        Action::PickFiles => {
            vec![Effect::SaveSettings, Effect::PickFiles(state.settings.last_folder.clone())]
        }
        Action::Picked { target, unavailable } => match target {
            Some(target) => open(state, target, false),
            None => {
                if unavailable {
                    state.overlay =
                        Some(Overlay::PathField { text: String::new(), no_dialog: true, what: PathUse::Open });
                }
                vec![]
            }
        },
        Action::Dropped(mut paths) => match paths.len() {
            0 => vec![],
            1 => {
                let path = paths.remove(0);
                open(state, Target::Folder(path), false)
            }
            _ => open(state, Target::Files(paths), false),
        },
        Action::OpenProgress { generation, progress, snapshot, elapsed_ms } => {
            if generation != state.open_generation {
                return vec![];
            }
            let Some(loading) = &mut state.loading else { return vec![] };
            loading.progress = progress;
            loading.elapsed_ms = elapsed_ms;
            match snapshot {
                Some(snapshot) if !loading.reload => {
                    adopt_target(state);
                    state.snapshot = snapshot;
                    let mut effects = ask(state);
                    effects.extend(correcting::mend(state));
                    effects
                }
                _ => vec![],
            }
        }
        Action::OpenDone { generation, result } => open_done(state, generation, result),

        Action::SetSearch(text) => {
            if state.filter.text == text {
                return vec![];
            }
            state.filter.text = text;
            let mut effects = ask(state);
            effects.extend(find_hits(state, false));
            effects
        }
        Action::FocusSearch => vec![Effect::FocusSearch],
        Action::SetSort(sort) => {
            state.set_sort(sort);
            let mut effects = ask(state);
            effects.push(Effect::SaveSettings);
            effects
        }
        Action::ListOneOfEach(one) => {
            state.settings.one_of_each = one;
            let mut effects = ask(state);
            effects.push(Effect::SaveSettings);
            effects
        }
        Action::UsePlace(place, how) => {
            use_place(state, place, how);
            ask(state)
        }
        Action::UsePlaces { places, add } => {
            use_places(state, &places, add);
            ask(state)
        }
        Action::SetMode(mode) => {
            state.filter.mode = mode;
            ask(state)
        }
        Action::Narrow(change) => {
            narrow(state, change);
            ask(state)
        }
        Action::ToggleFacets(group) => {
            state.facets_open = if state.facets_open == Some(group) { None } else { Some(group) };
            vec![]
        }
        Action::ClearFilters => {
            clear_filter(state);
            state.place_query.clear();
            let mut effects = ask(state);
            effects.extend(find_hits(state, false));
            effects
        }
        Action::SetPlaceQuery(text) => {
            state.place_query = text;
            vec![]
        }
        Action::ToggleTree(place) => {
            if !state.tree_toggled.remove(&place) {
                state.tree_toggled.insert(place);
            }
            vec![]
        }
        Action::Answered(listing) => answered(state, listing),
        Action::HitsFound { generation, beside, hits } => hits_found(state, generation, beside, hits),
        Action::Select(path) => {
            state.pane = Pane::List;
            state.sidebar_popover = false;
            state.chosen = Choice::default();
            select(state, path, false)
        }
        Action::ShowPage(path) => {
            if state.snapshot.find(&path).is_none() {
                return vec![];
            }
            state.overlay = None;
            state.sidebar_popover = false;
            state.pane = Pane::Reader;
            let mut effects = select(state, path, false);
            effects.push(Effect::ShowSelection);
            effects
        }
        Action::SelectBy(by) => {
            let count = state.listing.answer.hits.len();
            if count == 0 {
                return vec![];
            }
            let row = match state.standing_row() {
                Some(row) => row.saturating_add_signed(by).min(count - 1),
                None => 0,
            };
            state.chosen = Choice::default();
            select_row(state, row)
        }
        Action::SelectFirst => select_first(state),
        Action::SelectLast => select_row(state, state.listing.answer.hits.len().saturating_sub(1)),
        Action::ShowBeside(path) => beside::open(state, path),
        Action::ToggleBeside => beside::toggle(state),
        Action::SwapBeside => beside::swap(state),
        Action::SetBesideKeys(on) => {
            if let Some(beside) = &mut state.beside {
                beside.keys = on;
            }
            vec![]
        }
        Action::OtherSide => beside::other_side(state),
        Action::Compared { of, differences } => beside::compared(state, of, differences),
        Action::MarkDifferences(on) => {
            if let Some(beside) = &mut state.beside {
                beside.marked = on;
            }
            vec![]
        }
        Action::StepDifference(by) => beside::step(state, by),
        Action::GoBack => visiting::go(state, false),
        Action::GoForward => visiting::go(state, true),
        Action::SetPane(pane) => {
            state.pane = pane;
            vec![]
        }
        Action::MarkRead { path, read } => {
            let Some(hash) = state.snapshot.find(&path).and_then(|ix| state.snapshot.get(ix)).map(|d| d.hash) else {
                return vec![];
            };
            mark(state, vec![hash], read)
        }
        Action::MarkAllRead => {
            let listing = Arc::clone(&state.listing);
            let hashes: Vec<_> = listing
                .answer
                .hits
                .iter()
                .filter_map(|hit| listing.snapshot.get(hit.doc))
                .map(|d| d.hash)
                .filter(|hash| !state.read.contains(hash))
                .collect();
            mark(state, hashes, true)
        }
        Action::SetEncoding { path, encoding } => set_encoding(state, path, encoding),
        Action::Reveal(path) => real_path(state, &path).map(|p| vec![Effect::RevealFile(p)]).unwrap_or_default(),
        Action::CopyPath(path) => {
            let text = real_path(state, &path).map_or(path, |p| p.display().to_string());
            vec![Effect::Copy(text)]
        }
        Action::CopyTitle(path) => match state.snapshot.find(&path).and_then(|ix| state.snapshot.get(ix)) {
            Some(document) => vec![Effect::Copy(match &document.page().article.title {
                Some(title) => title.value.clone(),
                None => document.page().article.stand_in_title.clone(),
            })],
            None => vec![],
        },
        Action::Copy(text) => vec![Effect::Copy(text)],

        Action::Reader(command) => vec![Effect::Reader(command)],
        Action::ReaderMoved(place) => {
            state.reader.place = place;
            match state.document() {
                Some(document) => {
                    let kept = reading_place::at(&document.page().article.text, place.byte);
                    vec![Effect::User(UserChange::SetPlace(document.hash, kept))]
                }
                None => vec![],
            }
        }
        Action::BesideMoved(place) => {
            state.reader_of(true).place = place;
            vec![]
        }
        Action::ToggleOriginal => {
            let reader = state.reader_of(state.beside_has_keys());
            reader.original = !reader.original;
            vec![]
        }
        Action::ToggleFurniture => {
            let reader = state.reader_of(state.beside_has_keys());
            reader.furniture_open = !reader.furniture_open;
            vec![]
        }
        Action::ReadAloud => aloud::toggle(state),
        Action::VoiceFound(voice) => {
            state.voice = voice;
            vec![]
        }
        Action::Spoken { generation, at } => aloud::spoken(state, generation, at),
        Action::OpenFind(words) => finding::open(state, words),
        Action::SetFind(words) => finding::set(state, words),
        Action::CloseFind => finding::close(state),
        Action::StepHit(by) => step_hit(state, state.beside_has_keys(), by),
        Action::SetCurrentHit(hit) => {
            state.reader.current_hit = hit.filter(|&hit| hit < state.reader.hits.len());
            vec![]
        }
        Action::SetLayout(layout) => layout::set(state, layout),
        Action::StepTextSize(step) => layout::step_text_size(state, step),
        Action::StepScale(step) => layout::step_scale(state, step),

        Action::CorrectArticle(path) => {
            correcting::article_form(state, path);
            vec![]
        }
        Action::CorrectPlace(span) => {
            correcting::place_form(state, span);
            vec![]
        }
        Action::CorrectLine(byte) => {
            correcting::line_form(state, byte);
            vec![]
        }
        Action::NotAPlace(span) => correcting::not_a_place(state, span),
        Action::PlaceAsRead(span) => correcting::as_read(state, span),
        Action::SaveForm => marking::save_form(state).unwrap_or_else(|| correcting::save_form(state)),
        Action::Correct(steps) => correcting::correct(state, steps),
        Action::WholeFolder => correcting::whole_folder(state),
        Action::UndoCorrection => correcting::undo(state, false),
        Action::RedoCorrection => correcting::undo(state, true),
        Action::Listed(answer) => {
            state.lists.take(answer);
            vec![]
        }
        Action::Rescued(pages) => correcting::rescued(state, &pages),
        Action::Mended(snapshot) => correcting::mended(state, snapshot),
        Action::ExportCorrections => exchanging::ask(state, PathUse::WriteCorrections),
        Action::MergeCorrections => exchanging::ask(state, PathUse::ReadCorrections),
        Action::PickedExchange { file, what, instead } => exchanging::picked(state, file, what, instead),
        Action::TypedExchange { text, what } => exchanging::typed(state, &text, what),
        Action::CorrectionsMerged { root, corrections, taken } => {
            correcting::merged(state, root.as_deref(), corrections, taken)
        }

        Action::Highlight(span, colour) => marking::highlight(state, span, colour),
        Action::EmphasiseDots(span) => marking::dots(state, span),
        Action::ToggleBookmark(byte) => marking::bookmark(state, byte),
        Action::EditNote(span) => {
            marking::note_form(state, span);
            vec![]
        }
        Action::EditMark(key) => {
            marking::mark_form(state, key);
            vec![]
        }
        Action::SetMarks(steps) => {
            if matches!(state.overlay, Some(Overlay::Note(_))) {
                correcting::close(state);
            }
            marking::set(state, steps)
        }
        Action::ShowMark(path, key) => marking::show(state, path, &key),
        Action::ExportMarks(format) => exchanging::ask(state, PathUse::WriteMarks(format)),
        Action::MergeMarks => exchanging::ask(state, PathUse::ReadMarks),
        Action::MarksMerged { root, marks, taken } => marking::merged(state, root.as_deref(), marks, taken),

        Action::Export { path, format } => exporting::ask(state, path, format),
        Action::PickedSave { path, format, to: Some(to), .. } => {
            exporting::save(state, &path, format, to, Overwrite::Replace)
        }
        Action::PickedSave { path, format, to: None, instead } => {
            exporting::without_dialog(state, path, format, instead);
            vec![]
        }
        Action::SaveTo { path, format, to } => exporting::save(state, &path, format, to, Overwrite::Never),
        Action::Exported { path, format, file, result } => exporting::done(state, path, format, file, result),
        Action::SetExport(export) => {
            state.settings.export = export;
            vec![Effect::SaveSettings]
        }

        Action::Ledger(action) => ledgering::update(state, action),
        Action::Search(action) => searching::update(state, action),
        Action::Choice(action) => choosing::update(state, action),
        Action::Watch(action) => watching::update(state, action),

        Action::SetLanguage(language) => {
            state.settings.language = language;
            vec![Effect::SaveSettings, Effect::LoadFonts]
        }
        Action::SetTheme(theme) => {
            state.settings.theme = theme;
            vec![Effect::SaveSettings]
        }
        Action::SetColours(OwnColours { paper, ink, accent }) => {
            state.settings.colours =
                OwnColours { paper: paper.clamped(), ink: ink.clamped(), accent: accent.clamped() };
            vec![Effect::SaveSettings]
        }
        Action::ToggleTheme => {
            state.settings.theme = if state.dark() { ThemeChoice::Light } else { ThemeChoice::Dark };
            vec![Effect::SaveSettings]
        }
        Action::SystemTheme(dark) => {
            state.system_dark = dark;
            vec![]
        }
        Action::ToggleFullscreen => layout::toggle_fullscreen(state),
        Action::ToggleSidebar => layout::toggle_sidebar(state),
        Action::ToggleFilter => layout::toggle_filter(state),
        Action::ToggleMap => {
            state.settings.map_open = !state.settings.map_open;
            vec![Effect::SaveSettings]
        }
        Action::SetMapBackdrop(on) => {
            state.settings.map_backdrop = on;
            vec![Effect::SaveSettings]
        }
        Action::SetWidths { sidebar, filter } => {
            state.settings.sidebar_width = sidebar;
            state.settings.filter_width = filter;
            vec![]
        }
        Action::SetWindow(place) => {
            state.settings.window = Some(place);
            vec![]
        }
        Action::Resized { filter_folds, sidebar_folds } => layout::resized(state, filter_folds, sidebar_folds),
        Action::ShowOverlay(overlay) => {
            state.overlay = Some(overlay);
            vec![]
        }
        Action::CloseOverlay => {
            correcting::close(state);
            vec![]
        }
        Action::Escape => escape(state),
        Action::Notify(notice) => {
            notify(state, notice);
            vec![]
        }
        Action::Dismiss(id) => {
            state.notices.retain(|notice| notice.id != id);
            vec![]
        }
        Action::OpenFile(path) => vec![Effect::OpenFile(path)],
        Action::RevealFile(path) => vec![Effect::RevealFile(path)],
        Action::FontFamilies(families) => {
            state.font_families = families;
            vec![]
        }
        Action::FontLoaded(what, font) => {
            let wanted = match what {
                FontUse::Reading => &mut state.own_font,
                FontUse::Latin => &mut state.own_latin,
            };
            *wanted = Some(font);
            vec![Effect::LoadFonts]
        }

        Action::UserData { root, read, encodings, corrections, marks, recents } => {
            let kept = Kept { read, encodings, corrections, marks, recents };
            user_data(state, root.as_deref(), kept)
        }
        Action::Recents(recents) => {
            state.recents = recents;
            vec![]
        }
        Action::PlaceKnown { hash, place } => {
            // Who comes by a search wants the hit, not the place where the article was left.
            let at_hit = state.reader.show_first_hit || state.reader.current_hit.is_some();
            if !at_hit && state.document().is_some_and(|d| d.hash == hash) {
                state.reader.place = place;
                return vec![Effect::Reader(ReaderCommand::ShowPlace(place.byte))];
            }
            vec![]
        }
        Action::PinRecent(path, pinned) => {
            for recent in state.recents.iter_mut().filter(|r| r.path == path) {
                recent.pinned = pinned;
            }
            vec![Effect::User(UserChange::Pin(path, pinned))]
        }
        Action::ForgetRecent(path) => {
            state.recents.retain(|r| r.path != path);
            vec![Effect::User(UserChange::Forget(path))]
        }
        Action::ClearRecents => {
            state.recents.retain(|r| r.pinned);
            vec![Effect::User(UserChange::Clear)]
        }
    }
}

fn escape(state: &mut State) -> Vec<Effect> {
    if correcting::close(state) {
        return vec![];
    }
    if state.filter_popover || state.sidebar_popover {
        state.filter_popover = false;
        state.sidebar_popover = false;
        return vec![];
    }
    let reads = state.ledger.view == View::Reader;
    if reads && !state.chosen.docs.is_empty() {
        state.chosen = Choice::default();
        return vec![];
    }
    if state.ledger.view == View::Hits {
        state.ledger.view = View::Reader;
        return vec![];
    }
    if reads && state.find.is_some() {
        return finding::close(state);
    }
    if state.fullscreen {
        return apply(state, Action::ToggleFullscreen);
    }
    if reads && state.pane == Pane::Reader {
        state.pane = Pane::List;
        return vec![];
    }
    if !state.filter.text.is_empty() {
        return update(state, Action::SetSearch(String::new()));
    }
    state.notices.pop();
    vec![]
}

pub(super) fn notify(state: &mut State, mut notice: Notice) {
    notice.id = state.notices.iter().map(|n| n.id).max().unwrap_or(0) + 1;
    state.notices.retain(|n| (n.what, &n.name) != (notice.what, &notice.name));
    state.notices.push(notice);
    if state.notices.len() > MAX_NOTICES {
        state.notices.remove(0);
    }
}

#[cfg(test)]
mod tests;
