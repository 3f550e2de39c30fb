//! What the user says of facts, put to the claims it is about.

use super::{Claim, Kind, Party, Status, When, ledger::Told};
use crate::{
    library::{
        Corrections, Document,
        corrections::{Correction, FactEdit, PartyName, PlaceName},
    },
    place::gazetteer,
    text::{date::Certainty, span::ByteRange},
};

/// The rule of what the user says.
pub const BY_USER: &str = "user";

/// Adds what a document says, as the user has it.
pub fn tell(
    document: &Document,
    claims: impl IntoIterator<Item = Claim>,
    corrections: &Corrections,
    told: &mut Vec<Told>,
) {
    let first = told.len();
    told.extend(claims.into_iter().map(|claim| one(document, claim)));
    let page = corrections.page_of(document.hash, &document.path);
    for (_, kept) in corrections.of_page(page) {
        let Correction::Fact { at, name, edit } = &kept.correction else { continue };
        // A sentence that is gone takes what was said of it along.
        let Some(sentence) = at.find(&document.article.text) else { continue };
        let mut read = told.iter_mut().skip(first);
        if edit.added {
            told.extend(added(document, sentence, name, edit));
        } else if let Some(one) = read.find(|one| one.claim.sentence == sentence && one.claim.name == *name) {
            one.edit = edit.clone();
        }
    }
}

fn one(document: &Document, claim: Claim) -> Told {
    Told {
        file: document.path.clone(),
        published: document.article.published.date,
        sentence: claim.sentence.of(&document.article.text).to_owned(),
        claim,
        edit: FactEdit::default(),
    }
}

/// A fact that the user found in a sentence.
fn added(document: &Document, sentence: ByteRange, name: &str, edit: &FactEdit) -> Option<Told> {
    let text = sentence.of(&document.article.text);
    let at = text.find(name).map(|at| ByteRange::new(sentence.start + at, sentence.start + at + name.len()));
    let claim = Claim {
        kind: kind_of(edit).unwrap_or(Kind::Event),
        name: edit.name.clone().unwrap_or_else(|| name.to_owned()),
        full_name: None,
        bare: false,
        parties: parties_of(edit).unwrap_or_default(),
        date: date_of(edit.date.as_deref()),
        deadline: date_of(edit.deadline.as_deref()),
        quantities: vec![],
        status: status_of(edit).unwrap_or(Status::Stated),
        rule: BY_USER,
        sentence,
        span: at.unwrap_or(sentence),
    };
    Some(Told { edit: edit.clone(), ..one(document, claim) })
}

/// The kind that is said.
pub(super) fn kind_of(edit: &FactEdit) -> Option<Kind> {
    let name = edit.kind.as_deref()?;
    Kind::ALL.into_iter().find(|kind| kind.name() == name)
}

/// The status that is said.
pub(super) fn status_of(edit: &FactEdit) -> Option<Status> {
    let name = edit.status.as_deref()?;
    Status::ALL.into_iter().find(|status| status.name() == name)
}

/// Those who are said to take part, cities first; places this build does not know are left out.
pub(super) fn parties_of(edit: &FactEdit) -> Option<Vec<Party>> {
    let g = gazetteer();
    let mut parties: Vec<Party> = edit.parties.as_ref()?.iter().filter_map(|party| Party::of_kept(party, g)).collect();
    parties.sort();
    parties.dedup();
    Some(parties)
}

/// A date that is said; `None` for an empty one.
pub(super) fn date_of(value: Option<&str>) -> Option<When> {
    let value = value.filter(|value| !value.is_empty())?;
    let certainty = match value.len() {
        _ if value.starts_with('-') => Certainty::Unknown,
        4 => Certainty::Year,
        7 => Certainty::Month,
        _ => Certainty::Day,
    };
    Some(When { value: value.to_owned(), certainty, text: value.to_owned(), rule: BY_USER })
}

impl Party {
    /// As it is kept.
    #[must_use]
    pub fn kept(&self) -> PartyName {
        match self {
            Self::City(city) => PartyName::City(PlaceName::of(*city)),
            Self::Body(name) => PartyName::Body(name.clone()),
        }
    }

    fn of_kept(kept: &PartyName, gazetteer: &crate::place::Gazetteer) -> Option<Self> {
        match kept {
            PartyName::City(city) => city.place(gazetteer).map(Self::City),
            PartyName::Body(name) => Some(Self::Body(name.clone())),
        }
    }

    /// One who takes part, as typed: the city of that name, else a body.
    #[must_use]
    pub fn typed(name: &str) -> Option<Self> {
        let name = name.trim();
        if name.is_empty() {
            return None;
        }
        let g = gazetteer();
        let exact = |id: &crate::place::PlaceId| {
            let place = g.get(*id);
            place.name == name || place.short == name
        };
        let city = g.lookup(name).into_iter().filter(exact).find_map(|id| g.city_of(id));
        Some(city.map_or_else(|| Self::Body(name.to_owned()), Self::City))
    }
}
