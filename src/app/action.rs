//! Everything that can happen, in one list.

use std::{collections::BTreeMap, path::PathBuf, sync::Arc};

use crate::{
    article::RemarkCode,
    corpus::{Dates, Length, Mode, Naming, Progress, Snapshot, Sort, Target, Within},
    library::{
        ContentHash, Corrections, Marks,
        marks::{Colour, MarkKey},
    },
    place::PlaceId,
    text::{compare::Differences, encoding::Encoding, script::Script, span::ByteRange},
    words::Language,
};

use super::{
    choosing::ChoiceAction,
    forms::{MarkStep, Step},
    jobs::voice::Voice,
    ledger::LedgerAction,
    lists::ListAnswer,
    notice::Notice,
    searching::SearchAction,
    state::{
        FacetGroup, Layout, Listing, MarksFormat, Overlay, OwnColours, Pane, PathUse, Place, Recent, ThemeChoice,
        WindowPlace,
    },
    watching::WatchAction,
};

/// What the reading view is asked to do by a key or a button.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReaderCommand {
    /// A page down, one line kept.
    PageDown,
    /// A page up, one line kept.
    PageUp,
    /// A line down.
    LineDown,
    /// A line up.
    LineUp,
    /// To the top.
    Top,
    /// To the end.
    Bottom,
    /// Go to this byte of the source. It travels with the command: the view may just be telling where it stands without it.
    ShowPlace(usize),
    /// Bring this byte of the source into view, unless it shows already.
    ShowNear(usize),
    /// Show the hit that `ReaderState::current_hit` stands on.
    ShowHit,
    /// Select the whole article.
    SelectAll,
    /// Copy the selection (nothing selected: nothing).
    Copy,
    /// Copy the selection, or the title, with the source line.
    CopyWithSource,
    /// Ask what the selected line is, or the first one in view.
    CorrectLine,
    /// Highlight the selection, in this colour or the last one; again: no highlight.
    Highlight(Option<Colour>),
    /// Dots under the selection; again: none.
    Dots,
    /// Pinyin above the selection; again: none.
    Spell,
    /// Write a note beside the selection.
    Note,
    /// Set a bookmark at the selection or the first line in view, or take it away.
    Bookmark,
    /// Open the field for finding in the article; what is selected is looked for.
    Find,
    /// Take the focus.
    Focus,
}

impl ReaderCommand {
    /// True for what any of two articles side by side can do; the rest is about the first one.
    #[must_use]
    pub const fn fits_any_side(self) -> bool {
        matches!(
            self,
            Self::PageDown
                | Self::PageUp
                | Self::LineDown
                | Self::LineUp
                | Self::Top
                | Self::Bottom
                | Self::SelectAll
                | Self::Copy
                | Self::CopyWithSource
                | Self::Spell
                | Self::Highlight(_)
                | Self::Dots
                | Self::Note
                | Self::Bookmark
                | Self::Find
        )
    }
}

/// How a click on a place in the filter panel is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PlaceUse {
    /// Must occur; again: no filter.
    Include,
    /// Must not occur; again: no filter.
    Exclude,
    /// No filter on it.
    Clear,
    /// Only this one.
    Only,
}

/// A change of the filters besides words and places.
#[derive(Clone, Debug, PartialEq)]
pub enum NarrowChange {
    /// Only these dates; open ones for all.
    Dates(Dates),
    /// A source more, or no more; empty for articles without.
    Source(String),
    /// A script.
    Script(Script),
    /// A length.
    Length(Length),
    /// A remark; `None` for articles without any.
    Remark(Option<RemarkCode>),
    /// A tag.
    Tag(String),
    /// How places must be named.
    Naming(Naming),
    /// How near each other all included places must stand.
    Within(Within),
}

/// Everything that can happen.
#[derive(Clone, Debug, PartialEq)]
pub enum Action {
    // Opening
    /// Open this.
    Open(Target),
    /// Open what a person typed into the path field.
    OpenTyped(String),
    /// Read the open folder again.
    Reload,
    /// Stop reading.
    CancelOpen,
    /// Show the file dialog for a folder.
    PickFolder,
    /// Show the file dialog for files.
    PickFiles,
    /// Files or folders dropped on the window.
    Dropped(Vec<PathBuf>),
    /// A file dialog closed: what was chosen, and whether it closed so fast that there was none.
    Picked {
        /// Chosen paths, empty when cancelled.
        target: Option<Target>,
        /// True when the dialog never opened.
        unavailable: bool,
    },
    /// News from the opening job.
    OpenProgress {
        /// Number of the opening.
        generation: u64,
        /// How far.
        progress: Progress,
        /// A growing snapshot.
        snapshot: Option<Arc<Snapshot>>,
        /// Since the start, milliseconds.
        elapsed_ms: u64,
    },
    /// The opening job has ended.
    OpenDone {
        /// Number of the opening.
        generation: u64,
        /// The last snapshot, or why there is none.
        result: Result<Arc<Snapshot>, OpenFailure>,
    },

    // The list
    /// A search text was typed.
    SetSearch(String),
    /// Put the cursor into the search box.
    FocusSearch,
    /// Order of the list.
    SetSort(Sort),
    /// Lists one of the articles that say the same, or all of them.
    ListOneOfEach(bool),
    /// A place in the filter.
    UsePlace(PlaceId, PlaceUse),
    /// Only these places in the filter, or beside those that are there.
    UsePlaces {
        /// Which.
        places: Vec<PlaceId>,
        /// Beside the others.
        add: bool,
    },
    /// How included places combine.
    SetMode(Mode),
    /// Another filter: dates, sources and the like.
    Narrow(NarrowChange),
    /// Open a group of filters, or close it.
    ToggleFacets(FacetGroup),
    /// No filter, no search.
    ClearFilters,
    /// What is typed in the filter panel's search box.
    SetPlaceQuery(String),
    /// Fold or open a province or city in the filter panel.
    ToggleTree(PlaceId),
    /// The ask job has an answer.
    Answered(Arc<Listing>),
    /// The ask job has the hits of the shown article.
    HitsFound {
        /// Number of the question.
        generation: u64,
        /// Of the article beside the shown one.
        beside: bool,
        /// In text order.
        hits: Arc<Vec<ByteRange>>,
    },
    /// Show this article.
    Select(String),
    /// Show this article from outside the list: what lies over the window goes away, and the keys go to the article.
    ShowPage(String),
    /// Move the selection by rows.
    SelectBy(isize),
    /// To the first row.
    SelectFirst,
    /// To the last row.
    SelectLast,
    /// Show this article beside the shown one.
    ShowBeside(String),
    /// Take the second article away, or show the one that was read before beside this one.
    ToggleBeside,
    /// The two articles change places.
    SwapBeside,
    /// The keys of the reading view go to the second article, or to the first.
    SetBesideKeys(bool),
    /// The keys of the reading view go to the other of two articles, and so does the focus.
    OtherSide,
    /// The two articles are compared.
    Compared {
        /// Which two.
        of: (ContentHash, ContentHash),
        /// What differs.
        differences: Arc<Differences>,
    },
    /// Show what differs, or not.
    MarkDifferences(bool),
    /// To the next (1) or previous (-1) difference.
    StepDifference(isize),
    /// To the article that was shown before this one.
    GoBack,
    /// To the article that was left by going back.
    GoForward,
    /// Keys go here.
    SetPane(Pane),
    /// Mark one article read or unread.
    MarkRead {
        /// Which.
        path: String,
        /// Read or unread.
        read: bool,
    },
    /// Mark every article of the list read.
    MarkAllRead,
    /// Read a file in this encoding; `None` = find out.
    SetEncoding {
        /// Which.
        path: String,
        /// How.
        encoding: Option<Encoding>,
    },
    /// Show a file in the file manager.
    Reveal(String),
    /// Copy a file's path.
    CopyPath(String),
    /// Copy an article's title.
    CopyTitle(String),
    /// Copy some text.
    Copy(String),

    // Reading
    /// A key or button for the reading view.
    Reader(ReaderCommand),
    /// The reading view moved.
    ReaderMoved(Place),
    /// The second article moved.
    BesideMoved(Place),
    /// Page as it came, or as it reads.
    ToggleOriginal,
    /// Read aloud from here, or stop.
    ReadAloud,
    /// The system has a voice, or none.
    VoiceFound(Option<Voice>),
    /// A sentence is being said.
    Spoken {
        /// Number of the reading.
        generation: u64,
        /// Where it stands; `None` at the end.
        at: Option<ByteRange>,
    },
    /// Open or fold the furniture.
    ToggleFurniture,
    /// Open the field for finding in the article with these words; empty ones keep what was looked for last.
    OpenFind(String),
    /// Find other words in the article.
    SetFind(String),
    /// Close the field.
    CloseFind,
    /// To the next (1) or previous (-1) hit.
    StepHit(isize),
    /// The hit the reading view stands on.
    SetCurrentHit(Option<usize>),
    /// Reading layout.
    SetLayout(Layout),
    /// Text larger (1), smaller (-1), or as at first (0).
    StepTextSize(i8),
    /// Window scale larger (1), smaller (-1), or as at first (0).
    StepScale(i8),

    // Putting right
    /// Show the form for title, date, source and writers of a page; `None` = the shown one.
    CorrectArticle(Option<String>),
    /// Show the form for what a word of the shown article names.
    CorrectPlace(ByteRange),
    /// Show the form for what the line at this byte of the shown article is.
    CorrectLine(usize),
    /// This word of the shown article is no place.
    NotAPlace(ByteRange),
    /// What the user said about this word of the shown article is taken back.
    PlaceAsRead(ByteRange),
    /// What the open form says holds.
    SaveForm,
    /// Set corrections, or take them back.
    Correct(Vec<Step>),
    /// Say the last correction of the whole folder.
    WholeFolder,
    /// Take the last correction back.
    UndoCorrection,
    /// Do it again.
    RedoCorrection,
    /// The mending job has a snapshot.
    Mended(Arc<Snapshot>),
    /// Pages whose kept form was damaged were made anew from their files, or could not be.
    Rescued(Vec<crate::library::rescue::Rescued>),
    /// A list of what was marked or put right is there.
    Listed(ListAnswer),
    /// Ask where to write the corrections.
    ExportCorrections,
    /// Ask for a file of corrections to take in.
    MergeCorrections,
    /// A dialog for a file of corrections or marks closed.
    PickedExchange {
        /// The file, `None` when cancelled.
        file: Option<PathBuf>,
        /// What it is for.
        what: PathUse,
        /// The dialog never opened: what may be proposed in its stead.
        instead: Option<PathBuf>,
    },
    /// The path of such a file was typed.
    TypedExchange {
        /// As typed.
        text: String,
        /// What it is for.
        what: PathUse,
    },
    /// The corrections of a file were taken in.
    CorrectionsMerged {
        /// The folder they were taken in for.
        root: Option<PathBuf>,
        /// All that hold now.
        corrections: Arc<Corrections>,
        /// How many are new.
        taken: usize,
    },

    /// Of searching.
    Search(SearchAction),
    /// Of the folder that changes.
    Watch(WatchAction),
    /// Of several articles at once.
    Choice(ChoiceAction),

    // Facts
    /// In the ledger, the timeline or the network.
    Ledger(LedgerAction),
    // Marking
    /// Highlight a piece of the shown article; the same colour again takes the highlight away.
    Highlight(ByteRange, Colour),
    /// Dots under a piece of the shown article; again: none.
    EmphasiseDots(ByteRange),
    /// Set a bookmark at a byte of the shown article, or take it away.
    ToggleBookmark(usize),
    /// Show the form for the note beside a piece of the shown article.
    EditNote(ByteRange),
    /// Show the form for a mark.
    EditMark(MarkKey),
    /// Set marks, or take them away.
    SetMarks(Vec<MarkStep>),
    /// Show a mark where it stands.
    ShowMark(String, MarkKey),
    /// Ask where to write the marks.
    ExportMarks(MarksFormat),
    /// Ask for a file of marks to take in.
    MergeMarks,
    /// The marks of a file were taken in.
    MarksMerged {
        /// The folder they were taken in for.
        root: Option<PathBuf>,
        /// All that there are now.
        marks: Arc<Marks>,
        /// How many are new.
        taken: usize,
    },

    // Export
    /// Export the article, asking where to.
    Export {
        /// Path of the article; `None` = the shown one.
        path: Option<String>,
        /// Machine name of the format; `None` = the last one.
        format: Option<String>,
    },
    /// The save dialog closed.
    PickedSave {
        /// Path of the article.
        path: String,
        /// Machine name of the format.
        format: String,
        /// Where to, `None` when cancelled.
        to: Option<PathBuf>,
        /// No dialog can be had: where the article could go instead.
        instead: Option<PathBuf>,
    },
    /// Save without a dialog, as a new file: a number goes behind a name that is taken.
    SaveTo {
        /// Path of the article.
        path: String,
        /// Machine name of the format.
        format: String,
        /// The file.
        to: PathBuf,
    },
    /// The export job has ended.
    Exported {
        /// Path of the article.
        path: String,
        /// Machine name of the format.
        format: String,
        /// The file.
        file: PathBuf,
        /// Why not.
        result: Result<(), SaveFailure>,
    },
    /// Name pattern, restored punctuation, open after saving.
    SetExport(super::state::ExportSettings),

    // Window
    /// Language.
    SetLanguage(Option<Language>),
    /// Theme.
    SetTheme(ThemeChoice),
    /// The reader's own colours.
    SetColours(OwnColours),
    /// To the other theme.
    ToggleTheme,
    /// The system's theme.
    SystemTheme(Option<bool>),
    /// Nothing but the article on the whole screen, or the window again.
    ToggleFullscreen,
    /// Show or hide the sidebar.
    ToggleSidebar,
    /// Show or hide the filter panel.
    ToggleFilter,
    /// Show or hide the map in the filter panel.
    ToggleMap,
    /// Coast and rivers on the map, or not.
    SetMapBackdrop(bool),
    /// Widths of the panels were dragged.
    SetWidths {
        /// Sidebar, points.
        sidebar: f32,
        /// Filter panel, points.
        filter: f32,
    },
    /// The window was moved or sized.
    SetWindow(WindowPlace),
    /// Lay something over the window.
    ShowOverlay(Overlay),
    /// Take it away.
    CloseOverlay,
    /// The window's width decides what folds into buttons.
    Resized {
        /// The filter panel does.
        filter_folds: bool,
        /// The sidebar does.
        sidebar_folds: bool,
    },
    /// Esc: closes what is open, else clears the search.
    Escape,
    /// A message.
    Notify(Notice),
    /// Take a message away.
    Dismiss(u64),
    /// Open a file with the system's program for it.
    OpenFile(PathBuf),
    /// Show a file in the file manager.
    RevealFile(PathBuf),
    /// Families installed on the machine.
    FontFamilies(Arc<Vec<String>>),
    /// A font of the user's choice was read.
    FontLoaded(super::fonts::FontUse, super::fonts::OwnFont),

    // The user's own data
    /// What the data file holds for this folder.
    UserData {
        /// The folder.
        root: Option<PathBuf>,
        /// Read articles.
        read: Vec<ContentHash>,
        /// Chosen encodings.
        encodings: BTreeMap<String, Encoding>,
        /// What was put right.
        corrections: Arc<Corrections>,
        /// What was marked.
        marks: Arc<Marks>,
        /// Recent folders.
        recents: Vec<Recent>,
    },
    /// Recent folders, after a change.
    Recents(Vec<Recent>),
    /// Where an article was left.
    PlaceKnown {
        /// Which.
        hash: ContentHash,
        /// Where.
        place: Place,
    },
    /// Keep a recent folder at the top, or not.
    PinRecent(PathBuf, bool),
    /// Forget one recent folder.
    ForgetRecent(PathBuf),
    /// Forget all that are not pinned.
    ClearRecents,
}

impl Action {
    /// True for what is said of a place in an article by its bytes alone: with two articles side by side it is of the one that has
    /// the keys.
    #[must_use]
    pub const fn is_of_focused_article(&self) -> bool {
        matches!(
            self,
            Self::Highlight(..)
                | Self::EmphasiseDots(_)
                | Self::ToggleBookmark(_)
                | Self::EditNote(_)
                | Self::OpenFind(_)
                | Self::StepHit(_)
                | Self::ToggleFurniture
                | Self::ReadAloud
        )
    }
}

/// Why an export was not written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SaveFailure {
    /// Message id of why, and what to do next.
    pub next: String,
    /// The system's words.
    pub details: String,
}

/// The reasons of [`OpenFailure`].
pub const OPEN_FAILURES: [&str; 3] = ["notice-open-missing", "notice-open-denied", "notice-open-failed"];

/// Why nothing could be opened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenFailure {
    /// Message id of the reason.
    pub reason: &'static str,
    /// The path.
    pub path: PathBuf,
    /// The system's words.
    pub details: String,
}
