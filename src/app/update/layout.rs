//! Sizes, fonts and panels: how the window is laid out.

use crate::app::{
    effect::Effect,
    fonts::FontUse,
    state::{LatinFace, Layout, Pane, Settings, State},
};

/// Sets how articles are set; fonts that are wanted anew are asked for.
pub(super) fn set(state: &mut State, layout: Layout) -> Vec<Effect> {
    let was = std::mem::replace(&mut state.settings.layout, layout.clamped());
    let now = state.settings.layout.clone();
    let mut effects = vec![Effect::SaveSettings];
    if was.font != now.font {
        state.own_font = None;
        effects.extend(now.font.clone().map(|family| Effect::ReadFont(FontUse::Reading, family)));
    }
    if was.latin != now.latin {
        state.own_latin = None;
        if let LatinFace::Family(family) = now.latin.clone() {
            effects.push(Effect::ReadFont(FontUse::Latin, family));
        }
    }
    // The baseline of Latin letters is put on that of the Han characters.
    let face = was.face != now.face && now.latin != LatinFace::Same;
    if face || (&was.font, &was.latin) != (&now.font, &now.latin) {
        effects.push(Effect::LoadFonts);
    }
    effects
}

/// Makes the text of articles larger or smaller; 0 sets the usual size.
pub(super) fn step_text_size(state: &mut State, step: i8) -> Vec<Effect> {
    let mut layout = state.settings.layout.clone();
    layout.size_pt = if step == 0 { Layout::default().size_pt } else { layout.size_pt + f32::from(step) };
    state.settings.layout = layout.clamped();
    vec![Effect::SaveSettings]
}

/// The same of the whole window, by tenths.
pub(super) fn step_scale(state: &mut State, step: i8) -> Vec<Effect> {
    let scale = if step == 0 { 1.0 } else { state.settings.scale + 0.1 * f32::from(step) };
    state.settings.scale = Settings::clamped_scale((scale * 10.0).round() / 10.0);
    vec![Effect::SaveSettings]
}

/// Gives the article the whole screen, or takes it back.
pub(super) fn toggle_fullscreen(state: &mut State) -> Vec<Effect> {
    state.fullscreen = !state.fullscreen;
    if state.fullscreen {
        state.pane = Pane::Reader;
    }
    vec![Effect::Fullscreen(state.fullscreen)]
}

/// Shows the list or hides it; in a narrow window it lies over the article.
pub(super) fn toggle_sidebar(state: &mut State) -> Vec<Effect> {
    if state.sidebar_folds {
        state.sidebar_popover = !state.sidebar_popover;
        return vec![];
    }
    state.settings.sidebar_open = !state.settings.sidebar_open;
    vec![Effect::SaveSettings]
}

/// The same of the filter panel.
pub(super) fn toggle_filter(state: &mut State) -> Vec<Effect> {
    if state.filter_folds {
        state.filter_popover = !state.filter_popover;
        return vec![];
    }
    state.settings.filter_open = !state.settings.filter_open;
    vec![Effect::SaveSettings]
}

/// The window has become too narrow for a panel, or wide enough.
pub(super) fn resized(state: &mut State, filter_folds: bool, sidebar_folds: bool) -> Vec<Effect> {
    // A small window has no room for more than the places.
    if filter_folds && !state.filter_folds {
        state.facets_open = None;
    }
    state.filter_folds = filter_folds;
    state.sidebar_folds = sidebar_folds;
    state.filter_popover &= filter_folds;
    state.sidebar_popover &= sidebar_folds;
    vec![]
}
