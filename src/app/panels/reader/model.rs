//! What the reading view shows, as plain data.

use std::sync::Arc;

use crate::{
    app::{
        fonts::OwnFont,
        state::{Layout, Pane, Place, ShownScript, State},
    },
    export::Format,
    library::{Document, Marks, marks::Colour},
    text::span::ByteRange,
    typeset::Convention,
};

use super::styles;

/// What the reading view shows. Cheap to make: everything long is shared.
#[derive(Clone, Debug, PartialEq)]
pub struct ReaderModel {
    /// The article.
    pub document: Arc<Document>,
    /// How it is set.
    pub layout: Layout,
    /// The reading font of the user's choice, once it is read.
    pub own_font: Option<OwnFont>,
    /// Hits of the search text, in text order.
    pub hits: Arc<Vec<ByteRange>>,
    /// The hit that stands out.
    pub current_hit: Option<usize>,
    /// What is looked for in the article, while the field for it is open.
    pub find: Option<String>,
    /// The page as it came.
    pub original: bool,
    /// Folded furniture is open.
    pub furniture_open: bool,
    /// Where the article stood when it was last moved; start here when the article is new in the view.
    pub place: Place,
    /// The keys without Ctrl go to the article.
    pub has_keys: bool,
    /// What the user marked, once it is known.
    pub marks: Option<Arc<Marks>>,
    /// Colour of the last highlight.
    pub colour: Colour,
    /// Corrections can be kept.
    pub can_correct: bool,
    /// Machine name of the format that the export key takes.
    pub last_format: &'static str,
}

impl ReaderModel {
    /// The model of the shown article, if there is one.
    #[must_use]
    pub fn of(state: &State) -> Option<Self> {
        Some(Self {
            document: Arc::clone(state.document()?),
            layout: state.settings.layout.clone(),
            own_font: state.own_font.clone().filter(|_| state.settings.layout.font.is_some()),
            hits: Arc::clone(&state.reader.hits),
            current_hit: state.reader.current_hit,
            find: state.find.clone(),
            original: state.reader.original,
            furniture_open: state.reader.furniture_open,
            place: state.reader.place,
            has_keys: state.pane == Pane::Reader,
            marks: state.marks.clone(),
            colour: state.colour,
            can_correct: state.corrections.is_some(),
            last_format: Format::by_name(&state.settings.export.format).unwrap_or_default().name(),
        })
    }

    /// Whose conventions the shown text follows.
    #[must_use]
    pub fn convention(&self) -> Convention {
        let shown = if self.original { ShownScript::Source } else { self.layout.script };
        styles::convention(self.document.article.script, shown)
    }

    /// What turns the source's characters into those shown.
    #[must_use]
    pub fn display(&self) -> fn(&str) -> String {
        if self.original {
            return str::to_owned;
        }
        styles::display(self.document.article.script, self.layout.script, self.layout.restore_punctuation)
    }
}
