//! The form in which the user puts a fact right or adds one, and the steps of hiding, parting and putting together; as plain data.

use super::{
    forms::{Step, on_page},
    ledger::Book,
};
use crate::{
    facts::{Kind, Party, Status, amounts, dates, typed::typed_value},
    library::{
        Corrections, Document,
        corrections::{Correction, FactEdit, Kept, Key},
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
    /// Its numbers with their units, with ； between them.
    pub quantities: String,
}

/// Why a form cannot be kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Gap {
    /// It has no name.
    Name,
    /// Nobody takes part.
    Parties,
    /// The date is none.
    Date,
    /// The deadline is none.
    Deadline,
    /// This is no number with a unit.
    Quantities(String),
    /// It says nothing else than what was read.
    Nothing,
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

/// What stands between two numbers: the comma may be inside one.
fn quantities(text: &str) -> Vec<String> {
    let parts = text.split(['、', ';', '；', '\n']).map(str::trim).filter(|part| !part.is_empty());
    parts.map(str::to_owned).collect()
}

/// The first part that is no number with a unit.
fn unclear_quantity(text: &str) -> Option<String> {
    quantities(text).into_iter().find(|part| amounts(part).is_empty())
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
            quantities: fact.quantities.iter().map(|one| one.text.as_str()).collect::<Vec<_>>().join("；"),
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
        let found: Vec<String> = amounts(sentence.of(&article.text)).into_iter().map(|one| one.text).collect();
        let typed = Typed {
            kind: Kind::Project,
            status: Status::Stated,
            name: name.clone(),
            parties: names(&cities),
            date: date.map(|date| date.phrase.value).unwrap_or_default(),
            deadline: String::new(),
            quantities: found.join("；"),
        };
        let path = document.path.clone();
        Some(Self { path, sentence, read_name: name, added: true, first: typed.clone(), typed })
    }

    /// Why it cannot be kept as it stands; `None` when it can.
    #[must_use]
    pub fn gap(&self) -> Option<Gap> {
        let typed = &self.typed;
        if typed.name.trim().is_empty() {
            Some(Gap::Name)
        } else if typed_parties(&typed.parties).is_empty() {
            Some(Gap::Parties)
        } else if typed_value(&typed.date, false).is_none() {
            Some(Gap::Date)
        } else if typed_value(&typed.deadline, true).is_none() {
            Some(Gap::Deadline)
        } else if let Some(part) = unclear_quantity(&typed.quantities).filter(|_| self.says_quantities()) {
            Some(Gap::Quantities(part))
        } else {
            (!self.added && self.typed == self.first).then_some(Gap::Nothing)
        }
    }

    /// True when the numbers in the form are other ones than at first.
    fn says_quantities(&self) -> bool {
        self.typed.quantities != self.first.quantities
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
                edit.date = typed_value(&typed.date, false);
            }
            if differs(typed.deadline != first.deadline) {
                edit.deadline = typed_value(&typed.deadline, true);
            }
            if differs(self.says_quantities()) {
                edit.quantities = Some(quantities(&typed.quantities));
            }
        })
    }
}

/// What was said of the fact that a sentence tells under this name.
fn known<'a>(
    document: &Document,
    corrections: &'a Corrections,
    sentence: ByteRange,
    name: &str,
) -> Option<(&'a Key, &'a Kept)> {
    let page = corrections.page_of(document.hash, &document.path);
    corrections.of_page(page).find(|(_, kept)| match &kept.correction {
        Correction::Fact { at, name: read, edit } => {
            let same = read == name || edit.added && edit.name.as_deref() == Some(name);
            same && at.find(&document.page().article.text) == Some(sentence)
        }
        _ => false,
    })
}

/// What was said of a witness of a fact.
fn known_of<'a>(book: &Book, index: u32, at: usize, corrections: &'a Corrections) -> Option<(&'a Key, &'a FactEdit)> {
    let (witness, document) = book.witness(index, at)?;
    let (key, kept) = known(document, corrections, witness.span, &witness.name)?;
    if let Correction::Fact { edit, .. } = &kept.correction { Some((key, &**edit)) } else { None }
}

/// The witness of which something was said already, else the first.
fn spokesman(book: &Book, index: u32, corrections: &Corrections) -> Option<usize> {
    let count = book.fact(index)?.witnesses.len();
    let said = (0..count).find(|&at| known_of(book, index, at, corrections).is_some());
    said.or_else(|| (0..count).find(|&at| book.witness(index, at).is_some()))
}

/// Says something more of the fact that a sentence tells. What then says nothing is taken away.
fn change(
    document: &Document,
    corrections: &Corrections,
    sentence: ByteRange,
    name: &str,
    put: impl FnOnce(&mut FactEdit),
) -> Vec<Step> {
    let known = known(document, corrections, sentence, name);
    let (at, name, mut edit) = match known.map(|(_, kept)| &kept.correction) {
        Some(Correction::Fact { at, name, edit }) => (at.clone(), name.clone(), edit.clone()),
        _ => (Anchor::new(&document.page().article.text, sentence), name.to_owned(), Box::default()),
    };
    put(&mut edit);
    if let (true, Some((key, _))) = (edit.is_empty(), known) {
        return vec![(key.clone(), None)];
    }
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

/// Nothing is said of a fact any more: it is as it was read; one that the user added is gone.
#[must_use]
pub fn revert(book: &Book, index: u32, corrections: &Corrections) -> Vec<Step> {
    let count = book.fact(index).map_or(0, |fact| fact.witnesses.len());
    let known = (0..count).filter_map(|at| known_of(book, index, at, corrections));
    known.map(|(key, _)| (key.clone(), None)).collect()
}

/// One witness tells another fact; the others go on telling this one. What the user said of the fact stays with them.
#[must_use]
pub fn split(book: &Book, index: u32, witness: usize, corrections: &Corrections) -> Vec<Step> {
    let Some(fact) = book.fact(index).filter(|fact| fact.witnesses.len() > 1) else { return vec![] };
    let others: Vec<usize> = (0..fact.witnesses.len()).filter(|&at| at != witness).collect();
    let said = |at: usize| known_of(book, index, at, corrections).map(|(_, edit)| edit.clone()).unwrap_or_default();
    let own = said(witness);
    // What the user put together, and what names in several words keep together, may hang on the one that leaves.
    let joined = others.iter().map(|&at| said(at)).chain([own.clone()]).any(|edit| edit.one_with.is_some());
    let mark =
        others.first().filter(|_| others.len() > 1 && (joined || !fact.other_names.is_empty())).and_then(|&at| {
            let (key, _) = of_witness(book, index, Some(at), corrections, |edit| edit.apart = true).pop()?;
            Some(own.one_with.clone().unwrap_or_else(|| mark_of(&key)))
        });
    let mut steps = Vec::new();
    for (nth, &at) in others.iter().enumerate() {
        steps.extend(of_witness(book, index, Some(at), corrections, |edit| {
            if let Some(mark) = &mark {
                edit.one_with = Some(mark.clone());
            } else if others.len() == 1 {
                // Alone it is one with nothing.
                edit.one_with = None;
            }
            if nth == 0 && !own.added {
                let fields = FactEdit { hidden: false, added: false, apart: false, one_with: None, ..own.clone() };
                *edit = std::mem::take(edit).and(fields);
            }
        }));
    }
    // Last what the message speaks of.
    steps.extend(of_witness(book, index, Some(witness), corrections, |edit| {
        if !edit.added {
            *edit = FactEdit::default();
        }
        edit.apart = true;
        edit.one_with = None;
    }));
    steps
}

/// A mark that no other sentences have.
fn mark_of(key: &Key) -> String {
    format!("{:032x}:{}", key.page.unwrap_or_default().0, key.slot).chars().take(200).collect()
}

/// Facts are one.
#[must_use]
pub fn merge(book: &Book, facts: &[u32], corrections: &Corrections) -> Vec<Step> {
    let known = |fact: u32| {
        let count = book.fact(fact).map_or(0, |fact| fact.witnesses.len());
        (0..count).find_map(|at| known_of(book, fact, at, corrections)?.1.one_with.clone())
    };
    let mark = facts.iter().find_map(|&fact| known(fact)).or_else(|| {
        let first = facts.first().copied()?;
        let (key, _) = of_witness(book, first, None, corrections, |edit| edit.apart = true).pop()?;
        Some(mark_of(&key))
    });
    // Every sentence that has another mark gets this one, or what was put together before would fall apart.
    let mut steps = Vec::new();
    for &fact in facts {
        let count = book.fact(fact).map_or(0, |fact| fact.witnesses.len());
        let speaks = spokesman(book, fact, corrections);
        for at in 0..count {
            let marked = known_of(book, fact, at, corrections).is_some_and(|(_, edit)| edit.one_with.is_some());
            if marked || speaks == Some(at) {
                steps.extend(of_witness(book, fact, Some(at), corrections, |edit| edit.one_with.clone_from(&mark)));
            }
        }
    }
    steps
}
