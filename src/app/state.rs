//! Everything the window knows, as plain data.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::PathBuf,
    sync::Arc,
};

use crate::{
    article::RemarkCode,
    corpus::{Answer, DocIx, Document, Filter, Progress, Snapshot, Sort, Target},
    library::{
        ContentHash, Corrections, FacetRow, Marks, Tags,
        marks::Colour,
        query::{Explanation, Query, suggest::Suggestion, tree::Advice},
    },
    place::PlaceId,
    text::{compare::Differences, encoding::Encoding, span::ByteRange},
    words::Language,
};

pub use super::settings::{
    ExportSettings, Face, Hsv, LatinFace, Layout, OwnColours, Settings, ShownScript, ThemeChoice, WindowPlace,
};
use super::{
    choosing::{Choice, Which},
    fact_form::FactForm,
    fonts::Latin,
    forms::{ArticleForm, LineForm, MarkStep, NoteForm, PlaceForm, Step},
    here::Here,
    jobs::voice::Voice,
    ledger::LedgerState,
    lists::Lists,
    notice::Notice,
    searching::SearchState,
    watching::WatchState,
};

/// What one row of the list needs to know about its height, worked out away from the window.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct RowShape {
    /// Width of the title, tenths of an em.
    pub title_tenths: u16,
    /// Has city chips.
    pub chips: bool,
    /// Has a note (damage, no title).
    pub note: bool,
}

/// Pages that have the same remark; each page stands under its weightiest one only.
#[derive(Clone, Debug, PartialEq)]
pub struct Remarked {
    /// The remark.
    pub code: RemarkCode,
    /// The pages, by path.
    pub pages: Vec<DocIx>,
}

/// An answer made ready for the list: everything in it belongs to `snapshot`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Listing {
    /// The snapshot that was asked.
    pub snapshot: Arc<Snapshot>,
    /// What was asked.
    pub filter: Filter,
    /// What the person should be told about the search text.
    pub advice: Vec<Advice>,
    /// Why nothing was found.
    pub explanation: Option<Explanation>,
    /// What could be typed next.
    pub suggestions: Vec<Suggestion>,
    /// The answer.
    pub answer: Answer,
    /// One for each hit.
    pub rows: Vec<RowShape>,
    /// Document → row, `u32::MAX` when it is not in the answer.
    pub row_of: Vec<u32>,
    /// Counts without any filter: the stable rows of the filter panel.
    pub all_facets: Arc<Vec<FacetRow>>,
    /// Pages of the whole snapshot that need a second look, the weightiest remark first.
    pub remarked: Arc<Vec<Remarked>>,
    /// Cities named in the whole snapshot.
    pub cities: u32,
    /// Time the answer took, microseconds.
    pub took_us: u64,
    /// Number of the question; a later one is greater.
    pub generation: u64,
    /// It is known which articles say the same; until then none is said to.
    pub grouped: bool,
}

impl Listing {
    /// The row of a document.
    #[must_use]
    pub fn row(&self, doc: DocIx) -> Option<usize> {
        self.row_of.get(doc.0 as usize).copied().filter(|&row| row != u32::MAX).map(|row| row as usize)
    }

    /// Tells it from every other: its number, and that of its snapshot.
    #[must_use]
    pub fn key(&self) -> (u64, u64) {
        (self.generation, self.snapshot.revision)
    }

    /// The question, compiled.
    #[must_use]
    pub fn query(&self) -> Query {
        self.filter.query()
    }

    /// Files that could not be read, and pages that need a second look.
    #[must_use]
    pub fn remark_count(&self) -> usize {
        self.snapshot.problems.len() + self.remarked.iter().map(|group| group.pages.len()).sum::<usize>()
    }

    /// The document of a row.
    #[must_use]
    pub fn document(&self, row: usize) -> Option<&Arc<Document>> {
        self.answer.hits.get(row).and_then(|hit| self.snapshot.get(hit.doc))
    }

    /// The row of the document with this path.
    #[must_use]
    pub fn row_of_path(&self, path: &str) -> Option<usize> {
        self.snapshot.find(path).and_then(|doc| self.row(doc))
    }
}

/// How the list stands to what is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Asked {
    /// It is the answer.
    Answered,
    /// It is the answer to what was asked before; the new one is being worked on.
    Searching,
    /// The same, and there will be no new one: it took too long.
    GivenUp,
}

/// An opening under way.
#[derive(Clone, Debug, PartialEq)]
pub struct Loading {
    /// What is being opened.
    pub target: Target,
    /// How far it is.
    pub progress: Progress,
    /// Milliseconds since it began.
    pub elapsed_ms: u64,
    /// A reload keeps the old list until the new one is complete.
    pub reload: bool,
}

/// A folder opened before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recent {
    /// Where.
    pub path: PathBuf,
    /// Articles at the last opening.
    pub count: u32,
    /// Stays at the top.
    pub pinned: bool,
}

/// What lies over the window.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Overlay {
    /// Keyboard shortcuts.
    Shortcuts,
    /// About and licences.
    About,
    /// Files with remarks and files that could not be read.
    Problems,
    /// Title, date, source and writers of a page, to be put right.
    Article(ArticleForm),
    /// What a word names, to be put right.
    Place(PlaceForm),
    /// What a line is, to be put right.
    Line(LineForm),
    /// What the shown article holds.
    Here(Box<Here>),
    /// A fact, to be put right or added.
    Fact(Box<FactForm>),
    /// The place names of the shown article, and what was taken for none.
    Places,
    /// Everything that was put right here.
    Corrections,
    /// Colour and note of a highlight, or the note of a bookmark.
    Note(NoteForm),
    /// Every highlight, note and bookmark of what is open.
    Marks,
    /// The name of a view that is to be saved.
    ViewName(String),
    /// A new tag for articles.
    TagName(Which, String),
    /// What can be typed into the search box.
    SearchHelp,
    /// Type or paste a path.
    PathField {
        /// What was typed so far.
        text: String,
        /// It lies there because no file dialog can be had.
        no_dialog: bool,
        /// What the path is for.
        what: PathUse,
    },
}

/// What a typed path is for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum PathUse {
    /// A folder or file to open.
    #[default]
    Open,
    /// The file that corrections are written to.
    WriteCorrections,
    /// The file that corrections are taken from.
    ReadCorrections,
    /// The file that marks are written to.
    WriteMarks(MarksFormat),
    /// The file that marks are taken from.
    ReadMarks,
}

/// How marks are written to a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MarksFormat {
    /// For people.
    Markdown,
    /// To be taken in again.
    Json,
}

impl MarksFormat {
    /// The ending of its files, without the dot.
    #[must_use]
    pub const fn extension(self) -> &'static str {
        match self {
            Self::Markdown => "md",
            Self::Json => "json",
        }
    }
}

/// Something put right or marked in one go.
#[derive(Clone, Debug, PartialEq)]
pub struct Change {
    /// The steps that take it back.
    pub before: Steps,
    /// The steps themselves.
    pub after: Steps,
}

/// What is set, or with `None` taken away.
#[derive(Clone, Debug, PartialEq)]
pub enum Steps {
    /// Corrections.
    Corrections(Vec<Step>),
    /// Highlights, notes and bookmarks.
    Marks(Vec<MarkStep>),
}

/// The groups of filters below the places.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FacetGroup {
    /// When it was published.
    Dates,
    /// Where.
    Sources,
    /// The user's own tags.
    Tags,
    /// Script, length, remarks, and how places are named.
    More,
}

/// Which part of the window the keys without Ctrl move in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Pane {
    /// The list of articles.
    #[default]
    List,
    /// The article.
    Reader,
}

/// A second article beside the shown one.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Beside {
    /// Which.
    pub path: String,
    /// The contents that were compared or are being compared: of the shown one and of this one.
    pub of: Option<(ContentHash, ContentHash)>,
    /// What differs, once it is known.
    pub differences: Option<Arc<Differences>>,
    /// The differences are shown.
    pub marked: bool,
    /// The difference where one stands.
    pub current: Option<usize>,
    /// The keys of the reading view go to it.
    pub keys: bool,
    /// The reading view's share of it, as the first one has its own.
    pub reader: ReaderState,
}

/// An article that is being read aloud.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Aloud {
    /// Number of the reading.
    pub generation: u64,
    /// Which.
    pub path: String,
    /// The sentence that is being said.
    pub at: Option<ByteRange>,
}

/// An article that was read, for the way back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Visit {
    /// Which.
    pub path: String,
    /// First visible character.
    pub byte: usize,
}

/// Where an article was left.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Place {
    /// Byte offset of the first visible character.
    pub byte: usize,
    /// Share of the article above the lower edge of the view, 0–1.
    pub fraction: f32,
}

/// The reading view's share of the state.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ReaderState {
    /// Shows the page as it came, each line labelled.
    pub original: bool,
    /// Folded furniture is open.
    pub furniture_open: bool,
    /// Where the shown article stands.
    pub place: Place,
    /// Hits of the search text in the shown article, in text order.
    pub hits: Arc<Vec<ByteRange>>,
    /// The hit F3 stands on.
    pub current_hit: Option<usize>,
    /// The hit at or behind this byte is shown when the hits are known, instead of the first.
    pub wanted_hit: Option<usize>,
    /// The article is new in the view: its first hit is shown when the hits are known.
    pub show_first_hit: bool,
}

/// Everything the window knows.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct State {
    /// Settings.
    pub settings: Settings,
    /// Language that the system asks for.
    pub system_language: Language,
    /// The system asks for dark; `None` when it does not tell.
    pub system_dark: Option<bool>,
    /// What is open.
    pub target: Option<Target>,
    /// The newest snapshot of it.
    pub snapshot: Arc<Snapshot>,
    /// An opening under way.
    pub loading: Option<Loading>,
    /// Number of the newest opening.
    pub open_generation: u64,
    /// Number of the newest question.
    pub ask_generation: u64,
    /// Number of the newest question for the hits in the shown article.
    pub hits_generation: u64,
    /// Number of the newest question for the hits in the article beside it.
    pub beside_generation: u64,
    /// What narrows the list.
    pub filter: Filter,
    /// The newest answer.
    pub listing: Arc<Listing>,
    /// Path of the shown article.
    pub selected: Option<String>,
    /// The selection was made by the program, not by the user: another answer may move it.
    pub auto_selected: bool,
    /// A second article beside the shown one.
    pub beside: Option<Beside>,
    /// Articles shown before this one, the last one at the end.
    pub back: Vec<Visit>,
    /// Articles that were left by going back.
    pub forward: Vec<Visit>,
    /// Nothing but the article on the whole screen.
    pub fullscreen: bool,
    /// Where the keys go.
    pub pane: Pane,
    /// Reading view.
    pub reader: ReaderState,
    /// What is looked for in the article; `None` while the field for it is closed.
    pub find: Option<String>,
    /// What was looked for in an article last.
    pub last_find: String,
    /// The voice of the system, if it has one.
    pub voice: Option<Voice>,
    /// What is being read aloud.
    pub aloud: Option<Aloud>,
    /// Number of the newest reading aloud.
    pub aloud_generation: u64,
    /// Articles that have been read.
    pub read: Arc<BTreeSet<ContentHash>>,
    /// Encodings chosen by the user.
    pub encodings: BTreeMap<String, Encoding>,
    /// What the user put right in what is open; `None` until it is known.
    pub corrections: Option<Arc<Corrections>>,
    /// Highlights, notes and bookmarks; `None` until they are known.
    pub marks: Option<Arc<Marks>>,
    /// Colour of the last highlight.
    pub colour: Colour,
    /// The lists of what was marked and put right, while one is open.
    pub lists: Lists,
    /// Changes that can be taken back, the last one at the end.
    pub done: Vec<Change>,
    /// Changes that were taken back.
    pub undone: Vec<Change>,
    /// Folders opened before, newest first.
    pub recents: Vec<Recent>,
    /// Messages on screen.
    pub notices: Vec<Notice>,
    /// What lies over the window.
    pub overlay: Option<Overlay>,
    /// Families installed on the machine, for the reading font.
    pub font_families: Arc<Vec<String>>,
    /// The reading font of the user's choice, once it is read.
    pub own_font: Option<super::fonts::OwnFont>,
    /// The font of Latin letters of the user's choice, once it is read.
    pub own_latin: Option<super::fonts::OwnFont>,
    /// The window is too narrow for the filter panel beside the article.
    pub filter_folds: bool,
    /// The window is too narrow for the sidebar beside the article.
    pub sidebar_folds: bool,
    /// In a narrow window: the filter panel lies over the article.
    pub filter_popover: bool,
    /// In a narrow window: the sidebar lies over the article.
    pub sidebar_popover: bool,
    /// Provinces and cities folded or opened in the filter panel against their default.
    pub tree_toggled: BTreeSet<PlaceId>,
    /// What is typed in the filter panel's own search box.
    pub place_query: String,
    /// The open group of filters.
    pub facets_open: Option<FacetGroup>,
    /// The ledger, the timeline and the network.
    pub ledger: LedgerState,
    /// Stars, history, saved views, all hits in context.
    pub search: SearchState,
    /// Tags of the user's own.
    pub tags: Arc<Tags>,
    /// Several articles of the list at once.
    pub chosen: Choice,
    /// Rows of the list below which the articles that say the same are open, by path.
    pub open_groups: BTreeSet<String>,
    /// Changes to the open folder.
    pub watch: WatchState,
}

impl State {
    /// The language of the interface.
    #[must_use]
    pub fn language(&self) -> Language {
        self.settings.language.unwrap_or(self.system_language)
    }

    /// How the list stands to what is asked now.
    #[must_use]
    pub fn asked(&self) -> Asked {
        if self.listing.generation == 0 || self.listing.filter == self.filter {
            Asked::Answered
        } else if self.search.given_up == self.ask_generation {
            Asked::GivenUp
        } else {
            Asked::Searching
        }
    }

    /// Order of the list: one for searching, one for everything else.
    #[must_use]
    pub fn sort(&self) -> Sort {
        if self.filter.text.trim().is_empty() { self.settings.sort } else { self.settings.search_sort }
    }

    /// Sets the order of the list as it is now.
    pub fn set_sort(&mut self, sort: Sort) {
        if self.filter.text.trim().is_empty() {
            self.settings.sort = sort;
        } else {
            self.settings.search_sort = sort;
        }
    }

    /// True for themes of light text on a dark ground.
    #[must_use]
    pub fn dark(&self) -> bool {
        match self.theme() {
            ThemeChoice::Own => super::theme::own::is_dark(self.settings.colours),
            theme => matches!(theme, ThemeChoice::Dark | ThemeChoice::Contrast),
        }
    }

    /// The theme in force; never [`ThemeChoice::System`].
    #[must_use]
    pub fn theme(&self) -> ThemeChoice {
        match self.settings.theme {
            ThemeChoice::System if self.system_dark.unwrap_or(false) => ThemeChoice::Dark,
            ThemeChoice::System => ThemeChoice::Light,
            chosen => chosen,
        }
    }

    /// The shown article: from the newest snapshot.
    #[must_use]
    pub fn document(&self) -> Option<&Arc<Document>> {
        let path = self.selected.as_deref()?;
        self.snapshot.find(path).and_then(|doc| self.snapshot.get(doc))
    }

    /// True when the keys of the reading view go to the second of two articles.
    #[must_use]
    pub fn beside_has_keys(&self) -> bool {
        self.beside.as_ref().is_some_and(|beside| beside.keys)
    }

    /// The article beside the shown one: from the newest snapshot.
    #[must_use]
    pub fn beside_document(&self) -> Option<&Arc<Document>> {
        let path = &self.beside.as_ref()?.path;
        self.snapshot.find(path).and_then(|doc| self.snapshot.get(doc))
    }

    /// The article that the keys of the reading view go to: what is found and marked is found and marked there.
    #[must_use]
    pub fn focused_document(&self) -> Option<&Arc<Document>> {
        if self.beside_has_keys() { self.beside_document() } else { self.document() }
    }

    /// The reading view's share of the state, of that article.
    #[must_use]
    pub fn focused_reader(&self) -> &ReaderState {
        match &self.beside {
            Some(beside) if beside.keys => &beside.reader,
            _ => &self.reader,
        }
    }

    /// The reading view's share of the state, of the first or of the second article.
    pub(super) fn reader_of(&mut self, second: bool) -> &mut ReaderState {
        match &mut self.beside {
            Some(beside) if second => &mut beside.reader,
            _ => &mut self.reader,
        }
    }

    /// The face of Latin letters in running text, where it is another than that of the Han characters and is read.
    #[must_use]
    pub fn latin(&self) -> Option<Latin> {
        let layout = &self.settings.layout;
        match &layout.latin {
            LatinFace::Same => None,
            LatinFace::Embedded(face) if layout.font.is_none() && *face == layout.face => None,
            LatinFace::Embedded(face) => Some(Latin::Embedded(*face)),
            LatinFace::Family(_) => self.own_latin.clone().map(Latin::Own),
        }
    }

    /// The row of the shown article in the list.
    #[must_use]
    pub fn selected_row(&self) -> Option<usize> {
        self.listing.row_of_path(self.selected.as_deref()?)
    }

    /// The row where the keys stand: of the shown article, or of the one below which it is open with others that say the same.
    #[must_use]
    pub fn standing_row(&self) -> Option<usize> {
        self.selected_row().or_else(|| {
            let snapshot = &self.listing.snapshot;
            let members = &snapshot.known_reposts().group_of(snapshot.find(self.selected.as_deref()?)?)?.members;
            let open =
                members.iter().filter(|doc| snapshot.get(**doc).is_some_and(|d| self.open_groups.contains(&d.path)));
            open.copied().find_map(|doc| self.listing.row(doc))
        })
    }

    /// True when anything narrows the list.
    #[must_use]
    pub fn filtered(&self) -> bool {
        !self.filter.text.trim().is_empty()
            || !self.filter.include.is_empty()
            || !self.filter.exclude.is_empty()
            || !self.filter.narrow.is_empty()
    }
}
