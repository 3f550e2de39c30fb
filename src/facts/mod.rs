//! Floor 6, what the cities did together: the dates of an article, the facts it tells, and the ledger of a folder.
//!
//! A fact is read from one sentence by a named rule ([`claims`]); the same thing told by several sentences becomes one row of the
//! ledger with several witnesses ([`ledger`]). Nothing is kept without the sentence that says it. What the user says of a fact goes
//! before what was read ([`tell`]). [`timeline`] and [`network`] put facts in order for drawing, [`actions`] reads plans.

pub mod actions;
mod agreed;
mod amounts;
mod benefit;
pub mod book;
mod cast;
pub mod characters;
mod clause;
mod composed;
mod cues;
pub mod dates;
mod disputes;
mod doing;
mod edges;
mod edits;
pub mod edtf;
mod extract;
mod guests;
mod handled;
pub mod kept;
mod known;
mod ledger;
mod lexicon;
mod merging;
mod metrics;
mod model;
mod name;
pub mod network;
mod parties;
pub mod people;
mod plain;
mod plans;
mod said;
mod saying;
mod sentence;
mod shapes;
mod signs;
mod speakers;
mod stage;
pub mod store;
pub mod stretches;
mod subject;
pub mod table;
mod tabling;
mod tasks;
pub mod timeline;
mod times;
mod topic;
mod tracking;
pub mod typed;
mod unmade;
mod unwrap;
mod weighed;
mod weighing;
mod weight;
mod whose;
mod wordlist;

pub use disputes::{Dispute, Topic};
pub use edits::{BY_USER, amounts, tell, tell_said};
pub use extract::{claims, weighed};
pub use ledger::{Change, Fact, Told, Witness, ledger};
pub use said::{ByUser, RULES};
pub use tracking::overdue_after;
pub use weighed::Weighed;

use crate::{
    place::{PlaceId, gazetteer},
    text::{date::Certainty, span::ByteRange},
};

/// What a fact is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Kind {
    /// 协议.
    Agreement,
    /// 机构.
    Institution,
    /// 项目.
    Project,
    /// 平台.
    Platform,
    /// 政策文件.
    Policy,
    /// 活动.
    Event,
    /// 目标、清单.
    Target,
}

impl Kind {
    /// Every kind, in the order of the ledger.
    pub const ALL: [Self; 7] =
        [Self::Agreement, Self::Institution, Self::Project, Self::Platform, Self::Policy, Self::Event, Self::Target];

    /// The machine name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Agreement => "agreement",
            Self::Institution => "institution",
            Self::Project => "project",
            Self::Platform => "platform",
            Self::Policy => "policy",
            Self::Event => "event",
            Self::Target => "target",
        }
    }

    /// The kind of a letter of the data files.
    fn of_letter(letter: char) -> Option<Self> {
        Some(match letter {
            'a' => Self::Agreement,
            'i' => Self::Institution,
            'p' => Self::Project,
            'l' => Self::Platform,
            'd' => Self::Policy,
            'e' => Self::Event,
            't' => Self::Target,
            _ => return None,
        })
    }

    const fn bit(self) -> u8 {
        1 << self as u8
    }
}

/// How far a thing has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Status {
    /// 提出目标.
    Stated,
    /// 谋划.
    Planned,
    /// 前期.
    Preliminary,
    /// 签约.
    Signed,
    /// 批复.
    Approved,
    /// 成立、揭牌.
    Established,
    /// 开工、在建.
    UnderConstruction,
    /// 建成、投运、启用.
    Done,
}

impl Status {
    /// Every status, the furthest last.
    pub const ALL: [Self; 8] = [
        Self::Stated,
        Self::Planned,
        Self::Preliminary,
        Self::Signed,
        Self::Approved,
        Self::Established,
        Self::UnderConstruction,
        Self::Done,
    ];

    /// The machine name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Stated => "stated",
            Self::Planned => "planned",
            Self::Preliminary => "preliminary",
            Self::Signed => "signed",
            Self::Approved => "approved",
            Self::Established => "established",
            Self::UnderConstruction => "under_construction",
            Self::Done => "done",
        }
    }
}

/// Who takes part.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Party {
    /// A city.
    City(PlaceId),
    /// Another body, as printed.
    Body(String),
}

/// A date of a fact.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct When {
    /// In EDTF; never empty.
    pub value: String,
    /// How sure.
    pub certainty: Certainty,
    /// The words that say so.
    pub text: String,
    /// Name of the rule that read it.
    pub rule: &'static str,
}

/// A quantity of a fact.
#[derive(Clone, Debug, PartialEq, PartialOrd)]
pub struct Amount {
    /// The number in the canonical unit; of a range, its lower end.
    pub value: f64,
    /// The upper end of a range.
    pub high: Option<f64>,
    /// The canonical unit.
    pub unit: &'static str,
    /// The sign of its comparator; empty when nothing is said.
    pub comparator: &'static str,
    /// As printed.
    pub text: String,
}

/// One sentence that tells a fact.
#[derive(Clone, Debug, PartialEq)]
pub struct Claim {
    /// What it is about.
    pub kind: Kind,
    /// The name, in source characters.
    pub name: String,
    /// A short name was used; this is the one it stands for, as the article has it.
    pub full_name: Option<String>,
    /// The name is a bare noun such as 合作协议, which many things bear.
    pub bare: bool,
    /// Cities in the order of their codes, then other bodies.
    pub parties: Vec<Party>,
    /// When it happened.
    pub date: Option<When>,
    /// By when it is to be.
    pub deadline: Option<When>,
    /// Its numbers, in the order of the text.
    pub quantities: Vec<Amount>,
    /// How far it has come.
    pub status: Status,
    /// Name of the rule that read it.
    pub rule: &'static str,
    /// The sentence.
    pub sentence: ByteRange,
    /// Where the name stands.
    pub span: ByteRange,
}

impl Fact {
    /// True when a place takes part: a city itself, the city of a county, any city of a province.
    #[must_use]
    pub fn involves(&self, place: PlaceId) -> bool {
        let g = gazetteer();
        self.parties.iter().any(|party| match party {
            Party::City(city) => {
                *city == place || g.city_of(place) == Some(*city) || g.province_of(*city) == Some(place)
            }
            Party::Body(_) => false,
        })
    }

    /// The cities that take part, in the order of their codes.
    pub fn cities(&self) -> impl Iterator<Item = PlaceId> + '_ {
        self.parties.iter().filter_map(|party| match party {
            Party::City(city) => Some(*city),
            Party::Body(_) => None,
        })
    }
}
