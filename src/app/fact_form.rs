//! The form in which the user puts a fact right or adds one, and the steps of hiding, parting and putting together; as plain data.

use super::{
    forms::{Step, on_page, typed_date},
    ledger::Book,
};
use crate::{
    facts::{Kind, Party, Status, dates, edtf},
    library::{
        Corrections, Document,
        corrections::{Correction, FactEdit, Kept},
    },
    place::gazetteer,
    text::{anchor::Anchor, sentence::sentences, span::ByteRange},
};

/// What is typed and chosen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Typed {
    /// Its kind.
    pub kind: Kind,
    /// How far it has come.
    pub status: Status,
    /// Its name.
    pub name: String,
    /// Who takes part, with 、 between them.
    pub parties: String,
    /// When it happened; empty for not known.
    pub date: String,
    /// By when it is to be; empty for not known.
    pub deadline: String,
}

/// The form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FactForm {
    /// The page.
    pub path: String,
    /// The sentence.
    pub sentence: ByteRange,
    /// The name under which it was read there, or was first added.
    pub read_name: String,
    /// The user adds it.
    pub added: bool,
    /// What stands in the form.
    pub typed: Typed,
    /// What stood in it at first.
    pub first: Typed,
}

/// Longest page whose dates are looked through for a new fact, bytes.
const MOST_DATED: usize = 1 << 20;

/// A date as it may be typed, in EDTF; `None` when it is none.
#[must_use]
pub fn typed_value(text: &str) -> Option<String> {
    let text = text.trim();
    if text.is_empty() || text.starts_with("--") || edtf::days(text).is_some() {
        return Some(text.to_owned());
    }
    typed_date(text).ok().flatten().map(|date| date.to_string())
}

fn names(parties: &[Party]) -> String {
    let name = |party: &Party| match party {
        Party::City(city) => gazetteer().get(*city).short.clone(),
        Party::Body(name) => name.clone(),
    };
    parties.iter().map(name).collect::<Vec<_>>().join("、")
}

fn typed_parties(text: &str) -> Vec<Party> {
    text.split(['、', ',', '，', ';', '；', '\n']).filter_map(Party::typed).collect()
}

impl FactForm {
    /// The form of a fact: it speaks of the sentence of which something was said already, else of the first.
    #[must_use]
    pub fn of(book: &Book, index: u32, corrections: &Corrections) -> Option<Self> {
        let fact = book.fact(index)?;
        let (witness, document) = book.witness(index, spokesman(book, index, corrections)?)?;
        let value = |when: &Option<crate::facts::When>| when.as_ref().map(|w| w.value.clone()).unwrap_or_default();
        let typed = Typed {
            kind: fact.kind,
            status: fact.status,
            name: fact.name.clone(),
            parties: names(&fact.parties),
            date: value(&fact.date),
            deadline: value(&fact.deadline),
        };
        Some(Self {
            path: document.path.clone(),
            sentence: witness.span,
            read_name: witness.name.clone(),
            added: false,
            first: typed.clone(),
            typed,
        })
    }

    /// The form of a fact that the user found: `span` is its name, or something of the sentence that tells it.
    #[must_use]
    pub fn found(document: &Document, span: ByteRange) -> Option<Self> {
        let page = document.page();
        let article = &page.article;
        let lines = &article.lines;
        let line = lines.get(lines.partition_point(|line| line.span.end <= span.start))?.span;
        let sentence = sentences(line.of(&article.text))
            .into_iter()
            .map(|s| ByteRange::new(line.start + s.start, line.start + s.end))
            .find(|s| s.end > span.start)?;
        let name = ByteRange::new(span.start, span.end.min(sentence.end)).of(&article.text).trim().to_owned();
        let g = gazetteer();
        let inside = page.tagging.mentions.iter().filter(|mention| sentence.overlaps(mention.span));
        let mut cities: Vec<Party> =
            inside.flat_map(|mention| &mention.places).filter_map(|&p| g.city_of(p)).map(Party::City).collect();
        cities.sort();
        cities.dedup();
        let dated = article.text.len() <= MOST_DATED;
        let date = if dated { dates::dates_of(article, document.folded()).mentions } else { vec![] };
        let date = date.into_iter().find(|date| sentence.overlaps(date.span) && !date.phrase.length_only);
        let typed = Typed {
            kind: Kind::Project,
            status: Status::Stated,
            name: name.clone(),
            parties: names(&cities),
            date: date.map(|date| date.phrase.value).unwrap_or_default(),
            deadline: String::new(),
        };
        let path = document.path.clone();
        Some(Self { path, sentence, read_name: name, added: true, first: typed.clone(), typed })
    }

    /// True when it can be kept.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        let typed = &self.typed;
        !typed.name.trim().is_empty()
            && typed_value(&typed.date).is_some()
            && typed_value(&typed.deadline).is_some()
            && !typed_parties(&typed.parties).is_empty()
            && (self.added || self.typed != self.first)
    }

    /// The steps: only what was changed is said.
    #[must_use]
    pub fn steps(&self, document: &Document, corrections: &Corrections) -> Vec<Step> {
        let (typed, first) = (&self.typed, &self.first);
        let differs = |changed: bool| self.added || changed;
        change(document, corrections, self.sentence, &self.read_name, |edit| {
            edit.added |= self.added;
            if differs(typed.kind != first.kind) {
                edit.kind = Some(typed.kind.name().to_owned());
            }
            if differs(typed.status != first.status) {
                edit.status = Some(typed.status.name().to_owned());
            }
            if differs(typed.name != first.name) {
                edit.name = Some(typed.name.trim().to_owned());
            }
            if differs(typed.parties != first.parties) {
                edit.parties = Some(typed_parties(&typed.parties).iter().map(Party::kept).collect());
            }
            if differs(typed.date != first.date) {
                edit.date = typed_value(&typed.date);
            }
            if differs(typed.deadline != first.deadline) {
                edit.deadline = typed_value(&typed.deadline);
            }
        })
    }
}

/// What was said of the fact that a sentence tells under this name.
fn known<'a>(document: &Document, corrections: &'a Corrections, sentence: ByteRange, name: &str) -> Option<&'a Kept> {
    let page = corrections.page_of(document.hash, &document.path);
    corrections.of_page(page).map(|(_, kept)| kept).find(|kept| match &kept.correction {
        Correction::Fact { at, name: read, edit } => {
            let same = read == name || edit.added && edit.name.as_deref() == Some(name);
            same && at.find(&document.page().article.text) == Some(sentence)
        }
        _ => false,
    })
}

/// The witness of which something was said already, else the first.
fn spokesman(book: &Book, index: u32, corrections: &Corrections) -> Option<usize> {
    let count = book.fact(index)?.witnesses.len();
    let said = (0..count).find(|&at| {
        book.witness(index, at).is_some_and(|(w, document)| known(document, corrections, w.span, &w.name).is_some())
    });
    said.or_else(|| (0..count).find(|&at| book.witness(index, at).is_some()))
}

/// Says something more of the fact that a sentence tells.
fn change(
    document: &Document,
    corrections: &Corrections,
    sentence: ByteRange,
    name: &str,
    put: impl FnOnce(&mut FactEdit),
) -> Vec<Step> {
    let (at, name, mut edit) = match known(document, corrections, sentence, name).map(|kept| &kept.correction) {
        Some(Correction::Fact { at, name, edit }) => (at.clone(), name.clone(), edit.clone()),
        _ => (Anchor::new(&document.page().article.text, sentence), name.to_owned(), Box::default()),
    };
    put(&mut edit);
    let correction = Correction::Fact { at, name, edit };
    if correction.is_sane() { vec![on_page(document, corrections, correction)] } else { vec![] }
}

/// The steps that say something of a witness of a fact; of the one that speaks for it when none is named.
fn of_witness(
    book: &Book,
    index: u32,
    witness: Option<usize>,
    corrections: &Corrections,
    put: impl FnOnce(&mut FactEdit),
) -> Vec<Step> {
    let Some(at) = witness.or_else(|| spokesman(book, index, corrections)) else { return vec![] };
    let Some((witness, document)) = book.witness(index, at) else { return vec![] };
    change(document, corrections, witness.span, &witness.name, put)
}

/// A fact is of no interest. One that the user added is taken back.
#[must_use]
pub fn hide(book: &Book, index: u32, corrections: &Corrections) -> Vec<Step> {
    let mut steps = of_witness(book, index, None, corrections, |edit| edit.hidden = true);
    for (_, kept) in &mut steps {
        let added = matches!(kept.as_ref().map(|k| &k.correction), Some(Correction::Fact { edit, .. }) if edit.added);
        if added && book.fact(index).is_some_and(|fact| fact.witnesses.len() == 1) {
            *kept = None;
        }
    }
    steps
}

/// A witness tells another fact.
#[must_use]
pub fn split(book: &Book, index: u32, witness: usize, corrections: &Corrections) -> Vec<Step> {
    of_witness(book, index, Some(witness), corrections, |edit| {
        edit.apart = true;
        edit.one_with = None;
    })
}

/// Facts are one.
#[must_use]
pub fn merge(book: &Book, facts: &[u32], corrections: &Corrections) -> Vec<Step> {
    let all: Vec<Step> = facts.iter().flat_map(|&fact| of_witness(book, fact, None, corrections, |_| ())).collect();
    let mark_of = |kept: &Option<Kept>| match kept.as_ref().map(|kept| &kept.correction) {
        Some(Correction::Fact { edit, .. }) => edit.one_with.clone(),
        _ => None,
    };
    let mark = all.iter().find_map(|(_, kept)| mark_of(kept)).or_else(|| {
        let (key, _) = all.first()?;
        Some(format!("{:032x}:{}", key.page.unwrap_or_default().0, key.slot).chars().take(200).collect())
    });
    facts
        .iter()
        .flat_map(|&fact| of_witness(book, fact, None, corrections, |edit| edit.one_with.clone_from(&mark)))
        .collect()
}
