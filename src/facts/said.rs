//! Who says what of a fact: the rules that read it, and what the user says of it.

use super::{BY_USER, Fact};

/// The rules that read facts, by the shape of the sentence. Each has a line of words for people.
pub const RULES: [&str; 32] = [
    "signs",
    "is_signed",
    "they_sign",
    "sets_up",
    "is_set_up",
    "builds",
    "is_built",
    "builds_platform",
    "is_opened",
    "acts",
    "is_issued",
    "holds",
    "is_held",
    "aims_at",
    "is_reached",
    "metrics",
    "has_figures",
    "goes_on",
    "is_told_of",
    "is_shared",
    "is_placed",
    "is_one_of",
    "decides",
    "at_meeting",
    "in_fields",
    "with_city",
    "weighed_topic",
    "weighed_object",
    "weighed_noun",
    "weighed_quote",
    "weighed_service",
    "weighed_figure",
];

/// Something of a fact that the user says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ByUser {
    /// That it is there.
    Added,
    /// Its kind.
    Kind,
    /// Its name.
    Name,
    /// Who takes part.
    Parties,
    /// When it happened.
    Date,
    /// By when it is to be.
    Deadline,
    /// Its numbers.
    Quantities,
    /// How far it has come.
    Status,
    /// That several are one.
    Joined,
    /// That it is another than those it was put together with.
    Apart,
}

impl ByUser {
    /// All, in the order of the columns.
    pub const ALL: [Self; 10] = [
        Self::Added,
        Self::Kind,
        Self::Name,
        Self::Parties,
        Self::Date,
        Self::Deadline,
        Self::Quantities,
        Self::Status,
        Self::Joined,
        Self::Apart,
    ];

    /// The machine name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Added => "added",
            Self::Kind => "kind",
            Self::Name => "name",
            Self::Parties => "parties",
            Self::Date => "date",
            Self::Deadline => "deadline",
            Self::Quantities => "quantities",
            Self::Status => "status",
            Self::Joined => "joined",
            Self::Apart => "apart",
        }
    }
}

impl Fact {
    /// What of it the user says; of what the user added that alone, and what was put to it later.
    #[must_use]
    pub fn by_user(&self) -> Vec<ByUser> {
        let Some(said) = &self.said else { return vec![] };
        // Who adds a fact says all of it.
        let own = said.added && self.witnesses.iter().all(|witness| witness.rule == BY_USER);
        let is = |one: &ByUser| match one {
            ByUser::Added => said.added,
            ByUser::Kind => said.kind.is_some() && !own,
            ByUser::Name => said.name.is_some() && !own,
            ByUser::Parties => said.parties.is_some() && !own,
            ByUser::Date => said.date.is_some() && !own,
            ByUser::Deadline => said.deadline.is_some() && !own,
            ByUser::Quantities => said.quantities.is_some() && !own,
            ByUser::Status => said.status.is_some() && !own,
            ByUser::Joined => said.one_with.is_some(),
            ByUser::Apart => said.apart && said.one_with.is_none(),
        };
        ByUser::ALL.into_iter().filter(is).collect()
    }
}
