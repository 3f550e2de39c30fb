//! What the reading view shows, as plain data.

use std::sync::Arc;

use crate::{
    app::{
        fonts::{Latin, OwnFont},
        here::facts_of,
        state::{Layout, Pane, Place, ShownScript, State},
    },
    export::Format,
    library::{Document, Marks, marks::Colour},
    text::{compare::Differences, span::ByteRange},
    typeset::Convention,
};

use super::styles;

/// Which of two articles side by side.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Side {
    /// The chosen one.
    #[default]
    Main,
    /// The one beside it.
    Beside,
}

/// What two articles side by side say differently, as one of them shows it.
#[derive(Clone, Debug, PartialEq)]
pub struct Compared {
    /// The pieces of this article.
    pub differences: Arc<Differences>,
    /// How many differences there are.
    pub count: usize,
    /// The one where one stands.
    pub current: Option<usize>,
    /// Share that is alike, 0–1.
    pub alike: f32,
    /// They are shown.
    pub marked: bool,
}

/// What the reading view shows. Cheap to make: everything long is shared.
#[derive(Clone, Debug, PartialEq)]
pub struct ReaderModel {
    /// Which of two articles it is.
    pub side: Side,
    /// There are two.
    pub paired: bool,
    /// It is the one of them that the keys of the reading view go to.
    pub leads: bool,
    /// How it differs from the other one, once that is known.
    pub compared: Option<Compared>,
    /// The article.
    pub document: Arc<Document>,
    /// How it is set.
    pub layout: Layout,
    /// The reading font of the user's choice, once it is read.
    pub own_font: Option<OwnFont>,
    /// The face of Latin letters, where it is another and is read.
    pub latin: Option<Latin>,
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
    /// It can be read aloud.
    pub has_voice: bool,
    /// It is being read aloud; the sentence that is being said.
    pub aloud: Option<Option<ByteRange>>,
    /// The keys without Ctrl go to the article.
    pub has_keys: bool,
    /// What the user marked, once it is known.
    pub marks: Option<Arc<Marks>>,
    /// Colour of the last highlight.
    pub colour: Colour,
    /// Corrections can be kept.
    pub can_correct: bool,
    /// Facts that stand in the margin: sentence, name, number; in the order of the text.
    pub facts: Vec<(ByteRange, String, u32)>,
    /// Machine name of the format that the export key takes.
    pub last_format: &'static str,
}

impl ReaderModel {
    /// The model of the shown article, if there is one.
    #[must_use]
    pub fn of(state: &State) -> Option<Self> {
        Some(Self {
            side: Side::Main,
            paired: state.beside.is_some(),
            leads: !state.beside_has_keys(),
            compared: compared(state),
            document: Arc::clone(state.document()?),
            layout: state.settings.layout.clone(),
            own_font: state.own_font.clone().filter(|_| state.settings.layout.font.is_some()),
            latin: state.latin(),
            hits: Arc::clone(&state.reader.hits),
            current_hit: state.reader.current_hit,
            find: state.find.clone().filter(|_| !state.beside_has_keys()),
            original: state.reader.original,
            furniture_open: state.reader.furniture_open,
            place: state.reader.place,
            has_keys: state.pane == Pane::Reader && !state.beside_has_keys(),
            has_voice: state.voice.is_some(),
            aloud: aloud(state, &state.document()?.path),
            marks: state.marks.clone(),
            colour: state.colour,
            can_correct: state.corrections.is_some(),
            facts: facts(state, state.document()?),
            last_format: Format::by_name(&state.settings.export.format).unwrap_or_default().name(),
        })
    }

    /// The model of the article beside the shown one, if there is one. What is put right is the first one's.
    #[must_use]
    pub fn beside(state: &State) -> Option<Self> {
        let beside = state.beside.as_ref()?;
        let document = state.snapshot.find(&beside.path).and_then(|ix| state.snapshot.get(ix))?;
        Some(Self {
            side: Side::Beside,
            leads: beside.keys,
            document: Arc::clone(document),
            hits: Arc::clone(&beside.reader.hits),
            current_hit: beside.reader.current_hit,
            find: state.find.clone().filter(|_| beside.keys),
            original: beside.reader.original,
            furniture_open: beside.reader.furniture_open,
            place: beside.reader.place,
            has_keys: state.pane == Pane::Reader && beside.keys,
            can_correct: false,
            aloud: aloud(state, &document.path),
            facts: facts(state, document),
            ..Self::of(state)?
        })
    }

    /// The pieces that differ from the other article, when they are shown.
    #[must_use]
    pub fn different(&self) -> &[ByteRange] {
        match (&self.compared, self.side) {
            (Some(compared), _) if !compared.marked || self.original => &[],
            (Some(compared), Side::Main) => &compared.differences.left,
            (Some(compared), Side::Beside) => &compared.differences.right,
            (None, _) => &[],
        }
    }

    /// The piece of the difference where one stands, when this article has one there.
    #[must_use]
    pub fn current_difference(&self) -> Option<ByteRange> {
        let compared = self.compared.as_ref()?;
        let (left, right) = *compared.differences.places.get(compared.current?)?;
        let start = if self.side == Side::Main { left } else { right };
        let pieces = self.different();
        pieces.get(pieces.partition_point(|piece| piece.start < start)).copied().filter(|piece| piece.start == start)
    }

    /// Whose conventions the shown text follows.
    #[must_use]
    pub fn convention(&self) -> Convention {
        let shown = if self.original { ShownScript::Source } else { self.layout.script };
        styles::convention(self.document.page().article.script, shown)
    }

    /// What turns the source's characters into those shown.
    #[must_use]
    pub fn display(&self) -> fn(&str) -> String {
        if self.original {
            return str::to_owned;
        }
        styles::display(self.document.page().article.script, self.layout.script, self.layout.restore_punctuation)
    }
}

fn aloud(state: &State, path: &str) -> Option<Option<ByteRange>> {
    state.aloud.as_ref().filter(|aloud| aloud.path == path).map(|aloud| aloud.at)
}

fn compared(state: &State) -> Option<Compared> {
    let beside = state.beside.as_ref()?;
    let differences = beside.differences.as_ref()?;
    Some(Compared {
        differences: Arc::clone(differences),
        count: differences.places.len(),
        current: beside.current,
        alike: differences.alike,
        marked: beside.marked,
    })
}

/// The facts for the margin, while they are wanted there.
fn facts(state: &State, document: &Document) -> Vec<(ByteRange, String, u32)> {
    if !state.ledger.margin {
        return vec![];
    }
    let book = &state.ledger.book;
    let found = facts_of(book, document).into_iter();
    found.map(|(span, fact)| (span, book.table().name(fact).to_owned(), fact)).collect()
}
