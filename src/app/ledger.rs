//! What the ledger, the timeline and the network know: the facts that were read, what is asked of them, and what is shown.

use std::{collections::BTreeSet, path::PathBuf, sync::Arc};

use serde::{Deserialize, Serialize};

use super::{
    action::SaveFailure,
    cells::Cells,
    here::Lens,
    state::Listing,
    timeline::{LaneBy, TimelineState},
};
use crate::{
    corpus::{DocIx, Document, Filter, Snapshot},
    export::write::Overwrite,
    facts::{Fact, Kind, Status, Witness, book::Facts, network::Network, table::Table},
    place::PlaceId,
    text::span::ByteRange,
};

/// What fills the middle of the window.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum View {
    /// The article, with the list of articles beside it.
    #[default]
    Reader,
    /// The map of cities and what they do together.
    Map,
    /// Facts in the order of time.
    Timeline,
    /// The table of facts.
    Ledger,
    /// All hits of the search in their contexts.
    Hits,
}

impl View {
    /// Those of the switch, in its order; the hits are shown from the list, while something is searched for.
    pub const ALL: [Self; 4] = [Self::Reader, Self::Map, Self::Timeline, Self::Ledger];
}

/// Every fact of a snapshot.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Book {
    /// The snapshot that was read.
    pub snapshot: Arc<Snapshot>,
    /// Its facts; their pages are the documents of the snapshot.
    pub facts: Arc<Facts>,
    /// Number of the reading.
    pub generation: u64,
    /// False while more articles are being read.
    pub complete: bool,
}

impl Book {
    /// A fact, put together from what its pages say.
    #[must_use]
    pub fn fact(&self, index: u32) -> Option<Arc<Fact>> {
        self.facts.get(index)
    }

    /// What is known of all facts without putting them together.
    #[must_use]
    pub fn table(&self) -> &Table {
        &self.facts.table
    }

    /// A witness of a fact, and its document.
    #[must_use]
    pub fn witness(&self, index: u32, witness: usize) -> Option<(Witness, &Arc<Document>)> {
        let told = self.table().witnesses(index).nth(witness)?;
        Some((self.fact(index)?.witnesses.get(witness)?.clone(), self.snapshot.get(DocIx(told.page))?))
    }
}

/// Somebody with a post, or an organisation, who is named where facts are told.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Someone {
    /// The name, as printed first.
    pub name: String,
    /// The post, likewise; empty for an organisation.
    pub post: String,
}

impl Someone {
    /// The name, with the post behind it.
    #[must_use]
    pub fn shown(&self) -> String {
        if self.post.is_empty() { self.name.clone() } else { format!("{}（{}）", self.name, self.post) }
    }
}

/// People and organisations where facts are told. They are found after the facts are on screen.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct People {
    /// Number of the reading of facts.
    #[serde(skip)]
    pub generation: u64,
    /// Stands for the facts they were found in.
    pub of: u128,
    /// All, each once.
    pub all: Vec<Someone>,
    /// For each fact where those whom its sentences name end.
    pub ends: Vec<u32>,
    /// Their numbers, rising for each fact.
    pub named: Vec<u32>,
}

impl People {
    /// Those whom the sentences of a fact name.
    #[must_use]
    pub fn of(&self, fact: u32) -> &[u32] {
        let end = |at: usize| self.ends.get(at).map(|end| *end as usize);
        let from = (fact as usize).checked_sub(1).map_or(Some(0), end);
        from.zip(end(fact as usize)).and_then(|(from, to)| self.named.get(from..to)).unwrap_or_default()
    }

    /// The one with this name; a post or none tells a person from an organisation.
    #[must_use]
    pub fn find(&self, name: &str) -> Option<u32> {
        self.all.iter().position(|one| one.name == name).and_then(|at| u32::try_from(at).ok())
    }
}

/// A column that rows can be sorted by.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Column {
    /// Kind.
    Kind,
    /// Name, by pinyin.
    Name,
    /// Who takes part.
    Parties,
    /// Date, or else the deadline.
    #[default]
    Date,
    /// The greatest quantity, unit by unit.
    Amount,
    /// How far it has come.
    Status,
    /// Number of witnesses.
    Witnesses,
}

/// What rows are grouped by. A fact of several cities stands under each of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Grouping {
    /// Two cities that take part together.
    Pair,
    /// City.
    City,
    /// Kind.
    Kind,
    /// Status.
    Status,
    /// Year.
    Year,
}

impl Grouping {
    /// All, in menu order.
    pub const ALL: [Self; 5] = [Self::Pair, Self::City, Self::Kind, Self::Status, Self::Year];
}

/// What the rows of a group have in common.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum GroupKey {
    /// Two cities.
    Pair(PlaceId, PlaceId),
    /// A city.
    City(PlaceId),
    /// A kind.
    Kind(Kind),
    /// A status.
    Status(Status),
    /// A year.
    Year(i16),
    /// None of these is known.
    Other,
}

/// How the rows are chosen and ordered, beside the filters of the whole window.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Wish {
    /// Only these kinds; none for all.
    pub kinds: BTreeSet<Kind>,
    /// Only these statuses; none for all.
    pub statuses: BTreeSet<Status>,
    /// Only facts that both cities take part in.
    pub pair: Option<(PlaceId, PlaceId)>,
    /// Only what was due and has no later word.
    pub overdue: bool,
    /// Only plans without a deadline of which nothing was heard for a year.
    pub quiet: bool,
    /// Only what the user changed or added.
    pub mine: bool,
    /// Only facts whose sentences name this person or organisation.
    pub who: Option<String>,
    /// What their columns must hold.
    pub cells: Cells,
    /// Sorted by.
    pub sort: Column,
    /// The greatest first.
    pub descending: bool,
    /// Grouped by.
    pub group: Option<Grouping>,
}

impl Wish {
    /// The same order, with nothing left out.
    #[must_use]
    pub fn open(&self) -> Self {
        Self { sort: self.sort, descending: self.descending, group: self.group, ..Self::default() }
    }

    /// True when it leaves facts out.
    #[must_use]
    pub fn narrows(&self) -> bool {
        !self.kinds.is_empty() || self.is_told()
    }

    /// The same but for the kinds, which are seen without words about it.
    #[must_use]
    pub fn is_told(&self) -> bool {
        let late = self.overdue || self.quiet;
        !self.statuses.is_empty() || self.pair.is_some() || late || self.mine || self.who.is_some() || self.cells.any()
    }
}

/// A question for rows.
#[derive(Clone, Debug, PartialEq)]
pub struct LedgerQuestion {
    /// Number; the newest wins.
    pub generation: u64,
    /// The facts.
    pub book: Arc<Book>,
    /// Who is named where they are told, as far as that is known.
    pub people: Arc<People>,
    /// The articles that the filters leave.
    pub listing: Arc<Listing>,
    /// The filters.
    pub filter: Filter,
    /// How the rows are chosen and ordered.
    pub wish: Wish,
    /// Days since 1970 of the present day.
    pub today: i32,
}

/// A row of the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Row {
    /// The heading of a group.
    Head(u32),
    /// A fact.
    Fact(u32),
}

/// The heading of a group.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Head {
    /// What its rows have in common.
    pub key: GroupKey,
    /// How many they are.
    pub count: u32,
}

/// The rows that answer a question.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Listed {
    /// The facts that were asked.
    pub book: Arc<Book>,
    /// What was asked.
    pub wish: Wish,
    /// Number of the question.
    pub generation: u64,
    /// The facts, each once, in order.
    pub facts: Vec<u32>,
    /// Headings.
    pub heads: Vec<Head>,
    /// Rows, headings among them.
    pub rows: Vec<Row>,
    /// Facts of each kind under every filter but that of kinds, in the order of [`Kind::ALL`].
    pub kinds: [u32; Kind::ALL.len()],
    /// The same for statuses.
    pub statuses: [u32; Status::ALL.len()],
    /// What was due and has no later word, under every filter but that.
    pub overdue: u32,
    /// Plans without a deadline of which nothing was heard for a year, likewise.
    pub quiet: u32,
    /// What the user changed or added, likewise.
    pub mine: u32,
    /// Who is named under every filter but that of names, the most first, with the number of facts.
    pub who: Vec<(u32, u32)>,
    /// The cities of all that is chosen but for the pair, and what they do together.
    pub network: Network,
    /// Time the answer took, microseconds.
    pub took_us: u64,
}

impl Listed {
    /// Facts of all kinds.
    #[must_use]
    pub fn all_kinds(&self) -> u32 {
        self.kinds.iter().sum()
    }

    /// The row of a fact: the one at `hint`, when the fact stands there, else the first.
    #[must_use]
    pub fn row_of(&self, fact: u32, hint: usize) -> Option<usize> {
        let is = |row: &Row| *row == Row::Fact(fact);
        if self.rows.get(hint).is_some_and(is) { Some(hint) } else { self.rows.iter().position(is) }
    }
}

/// The share of the ledger in the state.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct LedgerState {
    /// What fills the middle of the window.
    pub view: View,
    /// The newest facts.
    pub book: Arc<Book>,
    /// Who is named where its facts are told.
    pub people: Arc<People>,
    /// A reading under way: articles read, and all.
    pub reading: Option<(u32, u32)>,
    /// Number of the newest reading.
    pub read_generation: u64,
    /// Scan and revision of the snapshot that was last given to be read.
    pub read_of: Option<(u64, u64)>,
    /// Number of the newest question.
    pub ask_generation: u64,
    /// How rows are chosen and ordered.
    pub wish: Wish,
    /// The newest rows.
    pub listed: Arc<Listed>,
    /// The chosen fact, by its place in `book`.
    pub chosen: Option<u32>,
    /// Its row, when it stands in several.
    pub row: usize,
    /// The witness that is shown.
    pub witness: usize,
    /// The timeline.
    pub timeline: TimelineState,
    /// Facts are shown in the margin of the article.
    pub margin: bool,
    /// Something was put right: the chosen fact is brought into sight, or if it is gone the one that took this row.
    pub follow: Option<usize>,
    /// Facts that are marked for being put together.
    pub marked: BTreeSet<u32>,
    /// Days since 1970 of the present day, as the window was told at its start.
    pub today: i32,
}

impl LedgerState {
    /// The chosen fact.
    #[must_use]
    pub fn fact(&self) -> Option<Arc<Fact>> {
        self.book.fact(self.chosen?)
    }

    /// The row of the chosen fact.
    #[must_use]
    pub fn chosen_row(&self) -> Option<usize> {
        self.listed.row_of(self.chosen?, self.row)
    }
}

/// A file that what is shown can be saved as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Report {
    /// The rows as CSV.
    Csv,
    /// The rows as XLSX.
    Xlsx,
    /// The rows as a table in Markdown.
    Markdown,
    /// The rows as JSON.
    Json,
    /// The timeline as a drawing.
    TimelineSvg,
    /// The timeline as a picture.
    TimelinePng,
    /// The network as a drawing.
    NetworkSvg,
    /// The network as a picture.
    NetworkPng,
    /// The pairs of the network as CSV.
    PairsCsv,
}

impl Report {
    /// What the table can be saved as, in menu order.
    pub const TABLE: [Self; 4] = [Self::Csv, Self::Xlsx, Self::Markdown, Self::Json];

    /// The ending of its files, without the dot.
    #[must_use]
    pub const fn extension(self) -> &'static str {
        match self {
            Self::Csv | Self::PairsCsv => "csv",
            Self::Xlsx => "xlsx",
            Self::Markdown => "md",
            Self::Json => "json",
            Self::TimelineSvg | Self::NetworkSvg => "svg",
            Self::TimelinePng | Self::NetworkPng => "png",
        }
    }
}

/// What happens in the ledger and beside it.
#[derive(Clone, Debug, PartialEq)]
pub enum LedgerAction {
    /// Fill the middle with this.
    Show(View),
    /// News of the reading.
    Progress {
        /// Number of the reading.
        generation: u64,
        /// Articles read.
        read: u32,
        /// All articles.
        all: u32,
    },
    /// Facts are there.
    Read(Arc<Book>),
    /// It is known who is named where facts are told.
    People(Arc<People>),
    /// Rows are there.
    Listed(Arc<Listed>),
    /// Choose and order rows like this.
    Wish(Wish),
    /// Choose a fact, in this row.
    Choose {
        /// Which; `None` for none.
        fact: Option<u32>,
        /// Its row.
        row: usize,
    },
    /// Move the choice by rows.
    Step(isize),
    /// To the first or the last row.
    End {
        /// The last.
        last: bool,
    },
    /// To the next (1) or the previous (-1) witness.
    Witness(isize),
    /// Show this witness.
    ShowWitness(usize),
    /// Lanes of the timeline for this.
    Lanes(LaneBy),
    /// The timeline was moved or has another width.
    Look(TimelineState),
    /// The timeline nearer (1), farther (-1), or all of it (0).
    Zoom(i8),
    /// To the next (1) or previous (-1) fact of the lane.
    Along(isize),
    /// To the nearest fact in the next (1) or previous (-1) lane.
    Across(isize),
    /// Mark a fact for being put together with others, or no more.
    Mark(u32),
    /// No fact is marked any more.
    Unmark,
    /// Show the form of the chosen fact.
    Correct,
    /// The chosen fact is of no interest.
    Hide,
    /// Nothing is said of the chosen fact any more.
    Revert,
    /// The sentence that is shown tells another fact.
    Split,
    /// The marked facts are one.
    Merge,
    /// Show the form for a fact that the shown article tells here.
    Add(ByteRange),
    /// Show what the shown article holds.
    Here(Lens),
    /// Facts in the margin, or not.
    Margin,
    /// Go to this place of the shown article and mark it.
    Spot(ByteRange),
    /// Show this fact in the ledger.
    Find(u32),
    /// Save what is shown, asking where to.
    Save(Report),
    /// The save dialog closed.
    PickedSave {
        /// As what.
        report: Report,
        /// Where to, `None` when cancelled.
        to: Option<PathBuf>,
        /// No dialog can be had: where it could go instead.
        instead: Option<PathBuf>,
    },
    /// Save without a dialog, as a new file.
    SaveTo {
        /// As what.
        report: Report,
        /// The file.
        to: PathBuf,
    },
    /// It was written, or not.
    Saved {
        /// As what.
        report: Report,
        /// The file.
        file: PathBuf,
        /// Why not.
        result: Result<(), SaveFailure>,
    },
    /// Open the article of the witness that is shown, at its sentence.
    OpenWitness,
}

/// What the ledger asks for.
#[derive(Clone, Debug, PartialEq)]
pub enum LedgerEffect {
    /// Read the facts of a snapshot; an older reading is given up.
    Read {
        /// Number of the reading.
        generation: u64,
        /// The snapshot.
        snapshot: Arc<Snapshot>,
    },
    /// Ask for rows.
    Ask(Box<LedgerQuestion>),
    /// Scroll so that the chosen fact is seen.
    ShowChoice,
    /// Move the timeline so that this fact is seen.
    ShowFact(u32),
    /// Dialog for saving, starting in this folder.
    PickSave(Report, Option<PathBuf>),
    /// Write what is shown.
    Save {
        /// As what.
        report: Report,
        /// What is shown.
        listed: Arc<Listed>,
        /// Which part of time.
        timeline: TimelineState,
        /// The file.
        to: PathBuf,
        /// Whether an existing file is replaced.
        overwrite: Overwrite,
    },
}
