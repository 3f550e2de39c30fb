//! What `update` asks for: everything that touches the world outside the state.

use std::{collections::BTreeSet, path::PathBuf, sync::Arc};

use crate::{
    corpus::{Filter, Overrides, Snapshot, Sort, Target},
    export::{marks::MarkLabels, write::Overwrite},
    library::{
        ContentHash, Corrections, Document, Marks, Tags,
        corrections::{Kept, Key},
        marks::{KeptMark, MarkKey},
        userdata::ReadingPlace,
        views::SavedView,
    },
    text::encoding::Encoding,
};

use super::{
    action::ReaderCommand,
    choosing::TitleQuestion,
    fonts::FontUse,
    jobs::voice::{Piece, Voice},
    ledger::LedgerEffect,
    lists::ListQuestion,
    searching::{PeekQuestion, SpotsQuestion},
    state::{ExportSettings, MarksFormat, PathUse},
    watching::Look,
};

/// A question to the open snapshot.
#[derive(Clone, Debug, PartialEq)]
pub struct Question {
    /// Number; the newest wins.
    pub generation: u64,
    /// Whom to ask.
    pub snapshot: Arc<Snapshot>,
    /// What.
    pub filter: Filter,
    /// In which order.
    pub sort: Sort,
    /// Read articles.
    pub read: Arc<BTreeSet<ContentHash>>,
    /// Of articles that say the same, list one.
    pub one_of_each: bool,
    /// Articles with a star.
    pub starred: Arc<BTreeSet<ContentHash>>,
    /// What was marked.
    pub marks: Option<Arc<Marks>>,
    /// Tags.
    pub tags: Arc<Tags>,
}

impl Question {
    /// True when the answer will hold the same articles: of a later snapshot in which nothing is new.
    #[must_use]
    pub fn asks_the_same(&self, other: &Self) -> bool {
        self.snapshot.has_the_same(&other.snapshot)
            && (&self.filter, self.sort, self.one_of_each) == (&other.filter, other.sort, other.one_of_each)
            && Arc::ptr_eq(&self.read, &other.read)
            && Arc::ptr_eq(&self.starred, &other.starred)
            && Arc::ptr_eq(&self.tags, &other.tags)
            && self.marks.as_ref().map(Arc::as_ptr) == other.marks.as_ref().map(Arc::as_ptr)
    }
}

/// A question for the hits in one article. The two of a pair are numbered each on its own.
#[derive(Clone, Debug, PartialEq)]
pub struct HitsQuestion {
    /// Number; the newest wins.
    pub generation: u64,
    /// Where.
    pub document: Arc<Document>,
    /// The search text.
    pub text: String,
    /// Find the very words; otherwise as the folder's search understands them.
    pub literal: bool,
    /// Words are meant in their very characters.
    pub exact: bool,
    /// It is the article beside the shown one.
    pub beside: bool,
}

/// Two articles to be compared.
#[derive(Clone, Debug, PartialEq)]
pub struct CompareQuestion {
    /// The shown one.
    pub left: Arc<Document>,
    /// The one beside it.
    pub right: Arc<Document>,
}

/// A change to the user's data file.
#[derive(Clone, Debug, PartialEq)]
pub enum UserChange {
    /// Load what is known: of every article, and of the folder that is open.
    Load(Option<PathBuf>),
    /// Read marks.
    MarkRead(Vec<ContentHash>, bool),
    /// Stars.
    Star(Vec<ContentHash>, bool),
    /// A tag.
    Tag(Vec<ContentHash>, String, bool),
    /// A search text to remember.
    Searched(String),
    /// Forget all search texts.
    ClearSearches,
    /// Keep a view.
    SaveView(Box<SavedView>),
    /// Forget a view.
    ForgetView(String),
    /// Where an article was left.
    SetPlace(ContentHash, ReadingPlace),
    /// Ask where an article was left.
    AskPlace(Arc<Document>),
    /// Find a place of an earlier text of the article in its new one.
    FindPlace(Arc<Document>, ReadingPlace),
    /// A chosen encoding.
    SetEncoding {
        /// The opened folder.
        root: PathBuf,
        /// Path below it.
        path: String,
        /// The content the choice was made for.
        hash: ContentHash,
        /// `None` takes the choice back.
        encoding: Option<Encoding>,
    },
    /// Something put right, or taken back.
    Correct {
        /// The opened folder; `None` for the built-in articles and loose files.
        root: Option<PathBuf>,
        /// What it is of.
        key: Key,
        /// `None` takes it back.
        kept: Option<Kept>,
    },
    /// Something marked, or its mark taken away.
    Mark {
        /// The opened folder; `None` for the built-in articles and loose files.
        root: Option<PathBuf>,
        /// What it is of.
        key: MarkKey,
        /// `None` takes it away.
        kept: Option<KeptMark>,
    },
    /// Write the marks of a snapshot to a file.
    ExportMarks {
        /// The articles they are in.
        snapshot: Arc<Snapshot>,
        /// The file.
        to: PathBuf,
        /// Whether it may take the place of another.
        overwrite: Overwrite,
        /// How; Markdown needs words.
        labels: Option<MarkLabels>,
    },
    /// Take the marks of a file in.
    MergeMarks {
        /// The opened folder.
        root: Option<PathBuf>,
        /// The file.
        from: PathBuf,
    },
    /// Write what is put right in a snapshot to a file.
    ExportCorrections {
        /// The articles it is about.
        snapshot: Arc<Snapshot>,
        /// The file.
        to: PathBuf,
        /// Whether it may take the place of another.
        overwrite: Overwrite,
    },
    /// Take the corrections of a file in.
    MergeCorrections {
        /// The opened folder.
        root: Option<PathBuf>,
        /// The file.
        from: PathBuf,
    },
    /// A folder was opened and holds so many articles.
    Touch(PathBuf, u32),
    /// Pin or unpin.
    Pin(PathBuf, bool),
    /// Forget one.
    Forget(PathBuf),
    /// Forget all unpinned.
    Clear,
}

/// What `update` asks for.
#[derive(Clone, Debug, PartialEq)]
pub enum Effect {
    /// Start opening; an older opening is cancelled.
    Open {
        /// Number of the opening.
        generation: u64,
        /// What.
        target: Target,
        /// Choices of the user; `None`: those that are kept for this target.
        overrides: Option<Overrides>,
    },
    /// Stop the opening.
    CancelOpen,
    /// Look through the open folder for changes.
    Look(Box<Look>),
    /// Have the system tell of changes here, with this number; `None`: of nothing any more.
    Watch(u64, Option<Target>),
    /// Ask the snapshot.
    Ask(Box<Question>),
    /// Make a snapshot with these corrections.
    Mend {
        /// The snapshot.
        snapshot: Arc<Snapshot>,
        /// What the user put right.
        corrections: Arc<Corrections>,
    },
    /// Of the ledger.
    Ledger(LedgerEffect),
    /// Look at what the list shows of articles that were found.
    Peek(PeekQuestion),
    /// Make a list of what was marked or put right.
    List(ListQuestion),
    /// List all hits.
    ListSpots(Box<SpotsQuestion>),
    /// Scroll the table of hits so that the chosen one is seen.
    ShowSpot,
    /// Dialog for a file of corrections or marks that is written or taken in.
    PickExchange {
        /// What for.
        what: PathUse,
        /// The folder to start in.
        start: Option<PathBuf>,
    },
    /// Write the marks to a file, with words of the interface where they are for people.
    WriteMarks {
        /// The articles they are in.
        snapshot: Arc<Snapshot>,
        /// The file.
        to: PathBuf,
        /// Whether it may take the place of another.
        overwrite: Overwrite,
        /// How.
        format: MarksFormat,
    },
    /// Find the hits in the shown article.
    FindHits(HitsQuestion),
    /// Dialog for a folder, starting here.
    PickFolder(Option<PathBuf>),
    /// Dialog for files, starting here.
    PickFiles(Option<PathBuf>),
    /// Dialog for saving an export.
    PickSave {
        /// What is exported.
        document: Arc<Document>,
        /// How.
        format: String,
        /// Name pattern, last folder.
        settings: ExportSettings,
    },
    /// Write an export.
    Export {
        /// What.
        document: Arc<Document>,
        /// How.
        format: String,
        /// Options.
        settings: ExportSettings,
        /// Where to.
        to: PathBuf,
        /// Whether an existing file is replaced, which the dialog has asked; otherwise a free name is looked for.
        overwrite: Overwrite,
    },
    /// Find the next title that begins so.
    FindTitle(Box<TitleQuestion>),
    /// Dialog for the folder that several articles are exported to.
    PickExportFolder {
        /// Machine name of the format.
        format: String,
        /// Where to start.
        start: Option<PathBuf>,
    },
    /// Write an export of each of several articles; no file is replaced.
    ExportAll {
        /// What.
        documents: Vec<Arc<Document>>,
        /// How.
        format: String,
        /// Options.
        settings: ExportSettings,
        /// The folder.
        to: PathBuf,
    },
    /// The user's data.
    User(UserChange),
    /// The window takes the whole screen, or gives it back.
    Fullscreen(bool),
    /// Keep the settings.
    SaveSettings,
    /// Copy text.
    Copy(String),
    /// Open a file with its program.
    OpenFile(PathBuf),
    /// Show a file in the file manager.
    RevealFile(PathBuf),
    /// To the reading view.
    Reader(ReaderCommand),
    /// To the second article.
    ReaderBeside(ReaderCommand),
    /// Say these sentences, one after the other.
    Speak {
        /// Number of the reading.
        generation: u64,
        /// With which voice.
        voice: Voice,
        /// What, and where it stands.
        pieces: Vec<Piece>,
    },
    /// Say no more.
    Hush,
    /// Compare two articles.
    Compare(CompareQuestion),
    /// Cursor into the search box.
    FocusSearch,
    /// Scroll the list so that the selection is seen.
    ShowSelection,
    /// Fonts changed (language or reading font).
    LoadFonts,
    /// Read a font family of the system for the reading view.
    ReadFont(FontUse, String),
}
