//! What the user says of facts, put to the claims it is about.

use std::sync::Arc;

use super::{Amount, Claim, Kind, Party, Status, When, ledger::Told};
use crate::{
    library::{
        Corrections, Document,
        corrections::{Correction, FactEdit, PartyName, PlaceName},
    },
    place::gazetteer,
    text::{
        date::{Certainty, PartialDate},
        quantity,
        span::ByteRange,
    },
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
    let page = document.page();
    let said = |claim: Claim| (claim.sentence.of(&page.article.text).to_owned(), claim);
    tell_said(document, claims.into_iter().map(said), corrections, told);
}

/// The same for claims that bring their sentences along, so that the page is not needed.
pub fn tell_said(
    document: &Document,
    said: impl IntoIterator<Item = (String, Claim)>,
    corrections: &Corrections,
    told: &mut Vec<Told>,
) {
    let first = told.len();
    let file: Arc<str> = document.path.as_str().into();
    told.extend(said.into_iter().map(|(sentence, claim)| one(&file, document.date(), sentence, claim)));
    let page = corrections.page_of(document.hash, &document.path);
    for (_, kept) in corrections.of_page(page) {
        let Correction::Fact { at, name, edit } = &kept.correction else { continue };
        // A sentence that is gone takes what was said of it along.
        let Some(sentence) = at.find(&document.page().article.text) else { continue };
        let mut read = told.iter_mut().skip(first);
        if edit.added {
            told.extend(added(&file, document, sentence, name, edit));
        } else if let Some(one) = read.find(|one| one.claim.sentence == sentence && one.claim.name == *name) {
            one.edit = Some(edit.clone());
        }
    }
}

/// What is said in a file, as nobody has changed it.
pub(super) fn one(file: &Arc<str>, published: Option<PartialDate>, sentence: String, claim: Claim) -> Told {
    Told { file: Arc::clone(file), published, sentence, claim, edit: None, place: (0, 0), chars: (0, 0) }
}

/// A fact that the user found in a sentence.
fn added(file: &Arc<str>, document: &Document, sentence: ByteRange, name: &str, edit: &FactEdit) -> Option<Told> {
    let page = document.page();
    let text = sentence.of(&page.article.text);
    let at = text.find(name).map(|at| ByteRange::new(sentence.start + at, sentence.start + at + name.len()));
    let claim = Claim {
        kind: kind_of(edit).unwrap_or(Kind::Event),
        name: edit.name.clone().unwrap_or_else(|| name.to_owned()),
        full_name: None,
        bare: false,
        parties: parties_of(edit).unwrap_or_default(),
        date: date_of(edit.date.as_deref()),
        deadline: date_of(edit.deadline.as_deref()),
        quantities: amounts_of(edit).unwrap_or_default(),
        status: status_of(edit).unwrap_or(Status::Stated),
        rule: BY_USER,
        sentence,
        span: at.unwrap_or(sentence),
    };
    Some(Told { edit: Some(Box::new(edit.clone())), ..one(file, document.date(), text.to_owned(), claim) })
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

/// The numbers that are said, as they are written.
pub(super) fn amounts_of(edit: &FactEdit) -> Option<Vec<Amount>> {
    let texts = edit.quantities.as_ref()?;
    Some(texts.iter().flat_map(|text| amounts(text)).collect())
}

/// The numbers with units that a text has.
#[must_use]
pub fn amounts(text: &str) -> Vec<Amount> {
    let amount = |(at, found): (ByteRange, quantity::Quantity)| Amount {
        value: found.value,
        high: found.high,
        unit: found.unit,
        comparator: found.comparator.sign(),
        text: at.of(text).to_owned(),
    };
    quantity::find(text).into_iter().map(amount).collect()
}

/// A date that is said; `None` for an empty one.
pub(super) fn date_of(value: Option<&str>) -> Option<When> {
    let value = value.filter(|value| !value.is_empty())?;
    // Of a range the less exact end tells how exact it is.
    let ends = value.split('/').filter(|end| !matches!(*end, "" | ".."));
    let certainty = match ends.map(str::len).min() {
        _ if value.starts_with('-') => Certainty::Unknown,
        Some(4) => Certainty::Year,
        Some(7) => Certainty::Month,
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

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::{
        facts::{ByUser, Fact, claims, ledger},
        library::{
            corrections::{Kept, Key},
            document_of,
        },
        text::anchor::Anchor,
    };

    const ONE: &str = "两地签约\n2021年3月6日\n\n　　3月5日，遂宁市与潼南区签订《涪江水运合作协议》。同日，两地成立水运发展领导小组。\n";
    const TWO: &str =
        "另一则\n2021年4月2日\n\n　　3月5日，遂宁市与潼南区签订《涪江水运合作协议》。泸州市的测试长江大桥开工。\n";

    fn all_told(pages: &[(&str, &str)], corrections: &Corrections) -> Vec<Told> {
        let mut told = vec![];
        for (path, text) in pages {
            let document = document_of(path, text.as_bytes());
            let read = claims(&document.page().article, &document.page().tagging, document.folded());
            tell(&document, read, corrections, &mut told);
        }
        told
    }

    /// What is said of the claim whose name has these words, on a page.
    fn said(page: (&str, &str), words: &str, edit: FactEdit) -> (Key, Kept) {
        let document = document_of(page.0, page.1.as_bytes());
        let read = claims(&document.page().article, &document.page().tagging, document.folded());
        let claim = read.into_iter().find(|claim| claim.name.contains(words)).unwrap();
        let at = Anchor::new(&document.page().article.text, claim.sentence);
        let correction = Correction::Fact { at, name: claim.name, edit: Box::new(edit) };
        let kept = Kept { correction, path: page.0.to_owned() };
        (kept.key(Some(document.hash)), kept)
    }

    fn names(facts: &[Fact]) -> Vec<&str> {
        facts.iter().map(|fact| fact.name.as_str()).collect()
    }

    #[test]
    fn what_is_said_of_one_sentence_holds_for_the_whole_fact() {
        let pages = [("a.txt", ONE), ("b.txt", TWO)];
        let mut corrections = Corrections::default();
        let edit = FactEdit { kind: Some("event".into()), name: Some("水运的约".into()), ..FactEdit::default() };
        // Said of the second page only.
        let (key, kept) = said(pages[1], "水运合作", edit);
        corrections.set(key, Some(kept), true);
        let facts = ledger(all_told(&pages, &corrections));
        let fact = facts.iter().find(|fact| fact.name == "水运的约").unwrap();
        assert_eq!(
            (fact.kind, fact.witnesses.len(), fact.by_user()),
            (Kind::Event, 2, vec![ByUser::Kind, ByUser::Name])
        );
        // A sentence that is gone takes it along.
        let changed = TWO.replace("签订《涪江水运合作协议》", "见面");
        let facts = ledger(all_told(&[("a.txt", ONE), ("b.txt", &changed)], &corrections));
        assert!(!names(&facts).contains(&"水运的约"), "{:?}", names(&facts));
    }

    #[test]
    fn a_changed_page_keeps_what_was_said_of_sentences_that_are_left() {
        let mut corrections = Corrections::default();
        let (key, kept) = said(("a.txt", ONE), "水运合作", FactEdit { hidden: true, ..FactEdit::default() });
        corrections.set(key, Some(kept), true);
        let changed = ONE.replace("两地签约\n", "两地终于签约\n");
        let facts = ledger(all_told(&[("a.txt", &changed)], &corrections));
        assert!(names(&facts).iter().all(|name| !name.contains("水运合作")), "{:?}", names(&facts));
        assert!(!facts.is_empty());
    }

    proptest! {
        #[test]
        fn rows_do_not_depend_on_the_order_of_what_is_told(seed in any::<[u8; 16]>(), edits in prop::collection::vec((0..2_usize, 0..4_u8), 0..4)) {
            let pages = [("a.txt", ONE), ("b.txt", TWO)];
            let mut corrections = Corrections::default();
            for (page, what) in edits {
                let mut edit = FactEdit::default();
                match what {
                    0 => edit.hidden = true,
                    1 => edit.apart = true,
                    2 => edit.one_with = Some("甲".into()),
                    _ => edit.status = Some("done".into()),
                }
                let (key, kept) = said(pages[page], "水运合作", edit);
                corrections.set(key, Some(kept), true);
            }
            let told = all_told(&pages, &corrections);
            let mut mixed: Vec<(u8, Told)> = told.iter().cloned().enumerate().map(|(i, one)| (seed[i % 16], one)).collect();
            mixed.sort_by_key(|(key, _)| *key);
            let mixed = mixed.into_iter().map(|(_, one)| one).collect();
            prop_assert_eq!(ledger(told), ledger(mixed));
        }
    }
}
