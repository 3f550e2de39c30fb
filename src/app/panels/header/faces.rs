//! The fonts of the layout card: the row of running text and that of Latin letters, each unfolding its list in the card, so that the article
//! shows every choice at once.

use egui::{Align, Id, RichText, ScrollArea, Ui};

use crate::{
    app::{
        state::{Face, LatinFace, Layout, State},
        theme::Theme,
        widgets::{
            button::{Button, Kind},
            icon::Icon,
            menu,
        },
    },
    words::Words,
};

/// Height of an unfolded list, points.
const LIST_HEIGHT: f32 = 164.0;

/// What is unfolded in the layout card.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Unfolded {
    /// Nothing.
    #[default]
    Nothing,
    /// The fonts of running text.
    Reading,
    /// The fonts of Latin letters.
    Latin,
}

impl Unfolded {
    fn id() -> Id {
        Id::unique("layout-unfolded")
    }

    /// What is unfolded now.
    pub fn now(ui: &Ui) -> Self {
        ui.data(|data| data.get_temp(Self::id())).unwrap_or_default()
    }

    /// Unfolds this, or folds it when it is unfolded.
    pub fn toggle(self, ui: &Ui) {
        let next = if Self::now(ui) == self { Self::Nothing } else { self };
        ui.data_mut(|data| data.insert_temp(Self::id(), next));
    }
}

/// The two rows.
pub(super) fn show(ui: &mut Ui, state: &State, layout: &mut Layout, theme: &Theme, words: &Words) {
    let embedded = [(Face::Serif, words.t("layout-own-font")), (Face::Sans, words.t("layout-own-sans"))];
    let families = state.font_families.as_slice();
    // As many fixed choices as there are embedded faces stand above the families.
    let at = match &layout.font {
        Some(family) => families.iter().position(|other| other == family).map(|at| at + embedded.len()),
        None => embedded.iter().position(|(face, _)| *face == layout.face),
    };
    let name = |at: usize| match embedded.get(at) {
        Some((_, name)) => name.to_string(),
        None => families.get(at - embedded.len()).cloned().unwrap_or_default(),
    };
    let current = layout.font.clone().unwrap_or_else(|| name(at.unwrap_or(0)));
    let count = embedded.len() + families.len();
    let label = words.t("layout-font");
    if let Some(chosen) = choose(ui, Unfolded::Reading, (&label, &current), at, (count, &name), theme) {
        match embedded.get(chosen) {
            Some((face, _)) => (layout.font, layout.face) = (None, *face),
            None => layout.font = Some(name(chosen)),
        }
    }
    let fixed = [
        (LatinFace::Same, words.t("layout-latin-same")),
        (LatinFace::Embedded(Face::Serif), words.t("layout-own-font")),
        (LatinFace::Embedded(Face::Sans), words.t("layout-own-sans")),
    ];
    let at = match &layout.latin {
        LatinFace::Family(family) => families.iter().position(|other| other == family).map(|at| at + fixed.len()),
        other => fixed.iter().position(|(face, _)| face == other),
    };
    let name = |at: usize| match fixed.get(at) {
        Some((_, name)) => name.to_string(),
        None => families.get(at - fixed.len()).cloned().unwrap_or_default(),
    };
    let current = match &layout.latin {
        LatinFace::Family(family) => family.clone(),
        _ => name(at.unwrap_or(0)),
    };
    let count = fixed.len() + families.len();
    let label = words.t("layout-latin");
    if let Some(chosen) = choose(ui, Unfolded::Latin, (&label, &current), at, (count, &name), theme) {
        layout.latin = match fixed.get(chosen) {
            Some((face, _)) => face.clone(),
            None => LatinFace::Family(name(chosen)),
        };
    }
}

/// A row with what is chosen, and below it, while it is unfolded, the list; returns what is chosen newly.
fn choose(
    ui: &mut Ui,
    what: Unfolded,
    (label, current): (&str, &str),
    at: Option<usize>,
    (count, name): (usize, &dyn Fn(usize) -> String),
    theme: &Theme,
) -> Option<usize> {
    let open = Unfolded::now(ui) == what;
    ui.horizontal(|ui| {
        ui.label(RichText::new(label).font(Theme::sans(13.0)).color(theme.ink2));
        ui.with_layout(egui::Layout::right_to_left(Align::Center), |ui| {
            let icon = if open { Icon::Up } else { Icon::Down };
            let spoken = format!("{label} {current}");
            let button = Button::new(Kind::Quiet, current).name(&spoken).trailing(icon).height(26.0).max_width(160.0);
            if button.selected(open).show(ui, theme).clicked() {
                what.toggle(ui);
            }
        });
    });
    if !open {
        return None;
    }
    let mut chosen = None;
    let frame = egui::Frame::new().fill(theme.chrome).corner_radius(6).inner_margin(4);
    frame.show(ui, |ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        let area = ScrollArea::vertical().id_salt(label).max_height(LIST_HEIGHT).auto_shrink([false, true]);
        area.show_rows(ui, menu::ROW_HEIGHT, count, |ui, rows| {
            for row in rows {
                if menu::choice(ui, theme, &name(row), at == Some(row)) {
                    chosen = Some(row);
                }
            }
        });
    });
    chosen
}
