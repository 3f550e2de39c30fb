//! Everything the window knows, as plain data.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::PathBuf,
    sync::Arc,
};

use serde::{Deserialize, Serialize};

use crate::{
    article::RemarkCode,
    corpus::{Answer, DocIx, Document, Filter, Progress, Snapshot, Sort, Target},
    library::{ContentHash, FacetRow},
    place::PlaceId,
    text::{encoding::Encoding, span::ByteRange},
    words::Language,
};

use super::notice::Notice;

/// Light, dark, or what the system says.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ThemeChoice {
    /// Follow the system; light where it does not tell.
    #[default]
    System,
    /// Always light.
    Light,
    /// Always dark.
    Dark,
}

/// How the reading view sets an article.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Layout {
    /// Text size, points.
    pub size_pt: f32,
    /// Line height, times the text size.
    pub line_height: f32,
    /// Line length, em.
    pub measure_em: f32,
    /// First-line indent, em.
    pub indent_em: f32,
    /// Family chosen by the user; `None` = the embedded serif.
    pub font: Option<String>,
    /// Show full-width punctuation where a page has ASCII.
    pub restore_punctuation: bool,
}

impl Default for Layout {
    fn default() -> Self {
        Self {
            size_pt: 18.0,
            line_height: 1.95,
            measure_em: 34.0,
            indent_em: 2.0,
            font: None,
            restore_punctuation: true,
        }
    }
}

impl Layout {
    /// Smallest and largest text size, points.
    pub const SIZE_PT: (f32, f32) = (12.0, 36.0);
    /// Smallest and largest line height.
    pub const LINE_HEIGHT: (f32, f32) = (1.4, 2.6);
    /// Smallest and largest line length, em.
    pub const MEASURE_EM: (f32, f32) = (24.0, 44.0);
    /// Smallest and largest indent, em.
    pub const INDENT_EM: (f32, f32) = (0.0, 2.0);

    /// The same with every value inside its bounds (a settings file may hold anything).
    #[must_use]
    pub fn clamped(mut self) -> Self {
        let fit = |value: f32, (low, high): (f32, f32), default: f32| {
            if value.is_finite() { value.clamp(low, high) } else { default }
        };
        self.size_pt = fit(self.size_pt, Self::SIZE_PT, 18.0);
        self.line_height = fit(self.line_height, Self::LINE_HEIGHT, 1.95);
        self.measure_em = fit(self.measure_em, Self::MEASURE_EM, 34.0);
        self.indent_em = fit(self.indent_em, Self::INDENT_EM, 2.0);
        self
    }
}

/// How exporting was last done.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ExportSettings {
    /// Folder of the last export.
    pub folder: Option<PathBuf>,
    /// Machine name of the last format: `md`, `html`, `txt`.
    pub format: String,
    /// Pattern of the suggested file name: `{date}`, `{title}`, `{source}`.
    pub pattern: String,
    /// Open the file after saving.
    pub open_after: bool,
    /// Write restored punctuation instead of the source's own characters.
    pub restored: bool,
}

impl Default for ExportSettings {
    fn default() -> Self {
        Self { folder: None, format: "md".into(), pattern: "{date} {title}".into(), open_after: false, restored: false }
    }
}

/// Size and place of the window, points.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct WindowPlace {
    /// Inner width.
    pub width: f32,
    /// Inner height.
    pub height: f32,
    /// Maximised.
    pub maximized: bool,
}

/// What outlives the program, apart from the user's data about articles.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Settings {
    /// Language of the interface; `None` follows the system.
    pub language: Option<Language>,
    /// Theme.
    pub theme: ThemeChoice,
    /// Reading layout.
    pub layout: Layout,
    /// Width of the sidebar, points.
    pub sidebar_width: f32,
    /// Width of the filter panel, points.
    pub filter_width: f32,
    /// Sidebar shown.
    pub sidebar_open: bool,
    /// Filter panel shown (in windows wide enough for it).
    pub filter_open: bool,
    /// Size of the window at the last end.
    pub window: Option<WindowPlace>,
    /// Scale of the whole window.
    pub scale: f32,
    /// Folder open at the last end; `None` = the built-in articles.
    pub last_folder: Option<PathBuf>,
    /// Exporting.
    pub export: ExportSettings,
    /// Order of the list.
    pub sort: Sort,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            language: None,
            theme: ThemeChoice::System,
            layout: Layout::default(),
            sidebar_width: 315.0,
            filter_width: 304.0,
            sidebar_open: true,
            filter_open: true,
            window: None,
            scale: 1.0,
            last_folder: None,
            export: ExportSettings::default(),
            sort: Sort::Date,
        }
    }
}

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
    /// The search text that was asked.
    pub text: String,
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
}

impl Listing {
    /// The row of a document.
    #[must_use]
    pub fn row(&self, doc: DocIx) -> Option<usize> {
        self.row_of.get(doc.0 as usize).copied().filter(|&row| row != u32::MAX).map(|row| row as usize)
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
    /// Type or paste a path.
    PathField {
        /// What was typed so far.
        text: String,
        /// It lies there because no file dialog can be had.
        no_dialog: bool,
    },
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
    /// What narrows the list.
    pub filter: Filter,
    /// The newest answer.
    pub listing: Arc<Listing>,
    /// Path of the shown article.
    pub selected: Option<String>,
    /// The selection was made by the program, not by the user: another answer may move it.
    pub auto_selected: bool,
    /// Where the keys go.
    pub pane: Pane,
    /// Reading view.
    pub reader: ReaderState,
    /// Articles that have been read.
    pub read: Arc<BTreeSet<ContentHash>>,
    /// Encodings chosen by the user.
    pub encodings: BTreeMap<String, Encoding>,
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
}

impl State {
    /// The language of the interface.
    #[must_use]
    pub fn language(&self) -> Language {
        self.settings.language.unwrap_or(self.system_language)
    }

    /// True for the dark theme.
    #[must_use]
    pub fn dark(&self) -> bool {
        match self.settings.theme {
            ThemeChoice::Light => false,
            ThemeChoice::Dark => true,
            ThemeChoice::System => self.system_dark.unwrap_or(false),
        }
    }

    /// The shown article: from the newest snapshot.
    #[must_use]
    pub fn document(&self) -> Option<&Arc<Document>> {
        let path = self.selected.as_deref()?;
        self.snapshot.find(path).and_then(|doc| self.snapshot.get(doc))
    }

    /// The row of the shown article in the list.
    #[must_use]
    pub fn selected_row(&self) -> Option<usize> {
        self.listing.row_of_path(self.selected.as_deref()?)
    }

    /// True when anything narrows the list.
    #[must_use]
    pub fn filtered(&self) -> bool {
        !self.filter.text.trim().is_empty() || !self.filter.include.is_empty() || !self.filter.exclude.is_empty()
    }
}
