//! What the user says of a fact: kept with the sentence that tells it, so that it outlives a new reading of the page.

use serde::{Deserialize, Serialize};

use super::{MOST_CHARS, PlaceName};

/// One who takes part, as it is kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PartyName {
    /// A city.
    City(PlaceName),
    /// Another body.
    Body(String),
}

/// What is said of a fact; what is not said stays as it is read. Of several sentences of one fact the first that says something holds.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct FactEdit {
    /// It is none, or of no interest.
    #[serde(skip_serializing_if = "is_false")]
    pub hidden: bool,
    /// The user found it in the sentence.
    #[serde(skip_serializing_if = "is_false")]
    pub added: bool,
    /// This sentence tells another fact than those it was put together with.
    #[serde(skip_serializing_if = "is_false")]
    pub apart: bool,
    /// Sentences with the same mark tell one fact.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub one_with: Option<String>,
    /// Machine name of its kind.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kind: Option<String>,
    /// Machine name of its status.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<String>,
    /// Its name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Who takes part.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub parties: Option<Vec<PartyName>>,
    /// When it happened, in EDTF; empty for not known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date: Option<String>,
    /// By when it is to be, likewise.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub deadline: Option<String>,
    /// Its numbers with their units, each as it is written.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub quantities: Option<Vec<String>>,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks for a reference")]
const fn is_false(value: &bool) -> bool {
    !*value
}

impl FactEdit {
    /// True when it says nothing.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// What both say; where both say something of one thing, `self` holds.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        Self {
            hidden: self.hidden || other.hidden,
            added: self.added || other.added,
            apart: self.apart || other.apart,
            one_with: self.one_with.or(other.one_with),
            kind: self.kind.or(other.kind),
            status: self.status.or(other.status),
            name: self.name.or(other.name),
            parties: self.parties.or(other.parties),
            date: self.date.or(other.date),
            deadline: self.deadline.or(other.deadline),
            quantities: self.quantities.or(other.quantities),
        }
    }

    /// True when nothing in it is too long to be kept.
    #[must_use]
    pub fn is_sane(&self) -> bool {
        let short = |text: &Option<String>| text.as_deref().is_none_or(|text| text.chars().count() <= MOST_CHARS);
        let parties = self.parties.as_deref().unwrap_or_default();
        let quantities = self.quantities.as_deref().unwrap_or_default();
        let body = |party: &PartyName| match party {
            PartyName::City(_) => true,
            PartyName::Body(name) => !name.trim().is_empty() && name.chars().count() <= MOST_CHARS,
        };
        [&self.one_with, &self.kind, &self.status, &self.name, &self.date, &self.deadline].into_iter().all(short)
            && parties.len() <= 100
            && quantities.len() <= 100
            && quantities.iter().all(|text| !text.trim().is_empty() && text.chars().count() <= MOST_CHARS)
            && parties.iter().all(body)
            && self.name.as_deref().is_none_or(|name| !name.trim().is_empty())
    }
}
