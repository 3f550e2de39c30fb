//! What the user put right: on a page, kept by the page's content, so that it outlives a new name; or in a whole folder.

pub mod exchange;
mod fact;
mod mend;

use std::collections::{BTreeMap, BTreeSet};

pub use fact::{FactEdit, PartyName};
pub(in crate::library) use mend::holds;
use serde::{Deserialize, Serialize};

use super::{ContentHash, Document};
use crate::{
    article::{self, BlockKind},
    place::{self, Gazetteer, Level, PlaceId, Spot, gazetteer},
    text::{anchor::Anchor, date::PartialDate, span::ByteRange},
};

/// A place as it is kept: codes outlive a new build's order of places, and a name tells a province from its city of one code.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct PlaceName {
    /// Administrative code (GB/T 2260).
    pub code: u32,
    /// Official full name.
    pub name: String,
}

impl PlaceName {
    /// The kept form of a place.
    #[must_use]
    pub fn of(id: PlaceId) -> Self {
        let place = gazetteer().get(id);
        Self { code: place.adcode, name: place.name.clone() }
    }

    /// The place; a place that bears another name now is found by its code. `None` when the gazetteer has neither.
    #[must_use]
    pub fn place(&self, gazetteer: &Gazetteer) -> Option<PlaceId> {
        let same = gazetteer.iter().filter(|(_, place)| place.adcode == self.code);
        let (mut named, mut any): (Option<PlaceId>, Option<PlaceId>) = (None, None);
        for (id, place) in same {
            // 重庆市 stands twice; the city is what filters count.
            let better = place.level == Level::City || named.is_none();
            if place.name == self.name && better {
                named = Some(id);
            }
            any = any.or(Some(id));
        }
        named.or(any)
    }
}

/// One thing put right.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Correction {
    /// The title; `None` when the page has none.
    Title(Option<String>),
    /// The date of publication; `None` when it is not known.
    Date(Option<PartialDate>),
    /// The source; `None` when there is none.
    Source(Option<String>),
    /// The writers.
    Authors(Vec<String>),
    /// What a line is.
    Line {
        /// The line, or a part of it.
        at: Anchor,
        /// What it is.
        kind: BlockKind,
    },
    /// What is named at one place of the text.
    Place {
        /// The words.
        at: Anchor,
        /// The places meant; none when it is no place.
        places: Vec<PlaceName>,
    },
    /// What a word means wherever it stands: in the article, or in the folder.
    Word {
        /// The word.
        word: String,
        /// The places meant; none when it is no place.
        places: Vec<PlaceName>,
    },
    /// A fact that a sentence tells.
    Fact {
        /// The sentence.
        at: Anchor,
        /// The name under which it was read there; of a fact that the user added, the name it was first given.
        name: String,
        /// What is said of it.
        edit: Box<FactEdit>,
    },
}

/// Longest sentence of a fact that is kept, in characters.
const MOST_SENTENCE_CHARS: usize = 2_000;

/// Longest value that is kept, in characters; more is a mistake of the hand or a strange file.
pub const MOST_CHARS: usize = 500;

impl Correction {
    /// What is put right, whatever it is set to: a second correction of the same thing takes the place of the first.
    #[must_use]
    pub fn slot(&self) -> String {
        match self {
            Self::Title(_) => "title".to_owned(),
            Self::Date(_) => "date".to_owned(),
            Self::Source(_) => "source".to_owned(),
            Self::Authors(_) => "authors".to_owned(),
            Self::Line { at, .. } => format!("line:{}", at.start),
            Self::Place { at, .. } => format!("place:{}:{}", at.start, at.quote.len()),
            Self::Fact { at, name, edit } => {
                let sort = if edit.added { "fact+" } else { "fact" };
                format!("{sort}:{}:{name}", at.start)
            }
            Self::Word { word, .. } => {
                format!("word:{}", word.chars().map(crate::text::fold::fold_char).collect::<String>())
            }
        }
    }

    /// True for what can be said of a whole folder.
    #[must_use]
    pub const fn fits_folder(&self) -> bool {
        matches!(self, Self::Word { .. })
    }

    /// True when nothing in it is too long to be kept.
    #[must_use]
    pub fn is_sane(&self) -> bool {
        let short = |text: &str| text.chars().count() <= MOST_CHARS;
        match self {
            Self::Title(value) | Self::Source(value) => value.as_deref().is_none_or(short),
            Self::Date(date) => date.is_none_or(|date| {
                date.month.is_none_or(|month| (1..=12).contains(&month))
                    && date.day.is_none_or(|day| (1..=31).contains(&day) && date.month.is_some())
            }),
            Self::Authors(names) => names.len() <= 100 && names.iter().all(|name| short(name)),
            Self::Line { at, .. } => !at.quote.is_empty() && short(&at.quote),
            Self::Place { at, places } => {
                !at.quote.is_empty() && short(&at.quote) && short(&at.before) && short(&at.after) && places.len() <= 100
            }
            Self::Fact { at, name, edit } => {
                !at.quote.is_empty()
                    && at.quote.chars().count() <= MOST_SENTENCE_CHARS
                    && short(&at.before)
                    && short(&at.after)
                    && short(name)
                    && edit.is_sane()
            }
            Self::Word { word, places } => !word.trim().is_empty() && word.chars().count() <= 40 && places.len() <= 100,
        }
    }
}

/// Where a correction holds and what it is of.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Key {
    /// The page; `None` for the whole folder.
    pub page: Option<ContentHash>,
    /// See [`Correction::slot`].
    pub slot: String,
}

/// A correction as it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kept {
    /// What is put right.
    pub correction: Correction,
    /// Path of the page below the opened folder when it was put right; empty for the whole folder.
    pub path: String,
}

impl Kept {
    /// Its key: on the page with this content, or in the folder.
    #[must_use]
    pub fn key(&self, page: Option<ContentHash>) -> Key {
        Key { page, slot: self.correction.slot() }
    }
}

/// What is put right in one opened folder.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Corrections {
    all: BTreeMap<Key, Kept>,
    /// Pages of this folder by path: a page whose content has changed keeps what was said of it.
    by_path: BTreeSet<(String, ContentHash)>,
}

/// What two sets of corrections say differently.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Difference {
    /// Pages by content.
    pub pages: BTreeSet<ContentHash>,
    /// Pages by path, whose content may have changed.
    pub paths: BTreeSet<String>,
    /// Folded words of the folder.
    pub words: BTreeSet<String>,
}

impl Corrections {
    /// True when nothing is put right.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.all.is_empty()
    }

    /// How many things are put right.
    #[must_use]
    pub fn len(&self) -> usize {
        self.all.len()
    }

    /// The correction of this key.
    #[must_use]
    pub fn get(&self, key: &Key) -> Option<&Kept> {
        self.all.get(key)
    }

    /// All of them: those of the folder first, then page by page.
    pub fn iter(&self) -> impl Iterator<Item = (&Key, &Kept)> {
        self.all.iter()
    }

    /// True when a correction is of a page that lay in this folder under its path.
    #[must_use]
    pub fn was_here(&self, key: &Key, kept: &Kept) -> bool {
        key.page.is_some_and(|page| self.by_path.contains(&(kept.path.clone(), page)))
    }

    /// Those of one page.
    pub fn of_page(&self, page: ContentHash) -> impl Iterator<Item = (&Key, &Kept)> {
        let first = Key { page: Some(page), slot: String::new() };
        self.all.range(first..).take_while(move |(key, _)| key.page == Some(page))
    }

    /// Puts one in, or takes it out; returns what was there. `here`: its path is one of the opened folder.
    pub fn set(&mut self, key: Key, kept: Option<Kept>, here: bool) -> Option<Kept> {
        let page = key.page;
        let path = kept.as_ref().map(|kept| kept.path.clone()).filter(|path| here && !path.is_empty());
        let was = match kept {
            Some(kept) => self.all.insert(key, kept),
            None => self.all.remove(&key),
        };
        let Some(page) = page else { return was };
        if let Some(was) = &was
            && !self.of_page(page).any(|(_, kept)| kept.path == was.path)
        {
            self.by_path.remove(&(was.path.clone(), page));
        }
        self.by_path.extend(path.map(|path| (path, page)));
        was
    }

    /// The content under which what was said of a page is kept: its own, or that which it had under this path.
    #[must_use]
    pub fn page_of(&self, hash: ContentHash, path: &str) -> ContentHash {
        if self.of_page(hash).next().is_some() {
            return hash;
        }
        let first = (path.to_owned(), ContentHash(0));
        let seen = self.by_path.range(first..).take_while(|(other, _)| other == path).last();
        seen.map_or(hash, |(_, page)| *page)
    }

    /// What is put right on one page: in its article, and in its places. What was said of the page goes before what was said of the
    /// folder.
    #[must_use]
    pub fn edits(&self, hash: ContentHash, path: &str) -> (article::Edits, Vec<place::Edit>) {
        let (mut page, mut places) = (article::Edits::default(), Vec::new());
        let gazetteer = gazetteer();
        let known = |names: &[PlaceName]| -> Option<Vec<PlaceId>> {
            let found: Vec<PlaceId> = names.iter().filter_map(|name| name.place(gazetteer)).collect();
            // Places this build does not know: better as it was read than half.
            (found.len() == names.len()).then_some(found)
        };
        for (_, kept) in self.of_page(self.page_of(hash, path)) {
            match &kept.correction {
                Correction::Title(title) => page.title = Some(title.clone()),
                Correction::Date(date) => page.published = Some(*date),
                Correction::Source(source) => page.source = Some(source.clone()),
                Correction::Authors(authors) => page.authors = Some(authors.clone()),
                Correction::Line { at, kind } => page.lines.push((at.clone(), *kind)),
                Correction::Place { at, places: names } => {
                    places.extend(known(names).map(|places| place::Edit { spot: Spot::At(at.clone()), places }));
                }
                Correction::Word { word, places: names } => {
                    places.extend(known(names).map(|places| place::Edit { spot: Spot::Word(word.clone()), places }));
                }
                // Facts are read from the finished page.
                Correction::Fact { .. } => {}
            }
        }
        let own: BTreeSet<String> = places
            .iter()
            .filter_map(|edit| match &edit.spot {
                Spot::Word(word) => Some(word.chars().map(crate::text::fold::fold_char).collect()),
                Spot::At(_) => None,
            })
            .collect();
        for (key, kept) in self.of_folder() {
            if let Correction::Word { word, places: names } = &kept.correction
                && !own.contains(key.slot.trim_start_matches("word:"))
            {
                places.extend(known(names).map(|places| place::Edit { spot: Spot::Word(word.clone()), places }));
            }
        }
        (page, places)
    }

    /// The correction in force for what is named at `span` of a page: of this place, of the word in the article, or in the folder.
    #[must_use]
    pub fn about(&self, document: &Document, span: ByteRange) -> Option<Key> {
        let text = &document.page().article.text;
        let word = Correction::Word { word: span.of(text).to_owned(), places: vec![] }.slot();
        let own = || self.of_page(self.page_of(document.hash, &document.path));
        let here = own().find(|(_, kept)| match &kept.correction {
            Correction::Place { at, .. } => at.quote == span.of(text) && at.find(text) == Some(span),
            _ => false,
        });
        let word = || own().chain(self.of_folder()).find(|(key, _)| key.slot == word);
        here.or_else(word).map(|(key, _)| key.clone())
    }

    /// Those of the folder.
    fn of_folder(&self) -> impl Iterator<Item = (&Key, &Kept)> {
        self.all.iter().take_while(|(key, _)| key.page.is_none())
    }

    /// What `self` and `other` say differently.
    #[must_use]
    pub fn difference(&self, other: &Self) -> Difference {
        let mut difference = Difference::default();
        for (one, two) in [(self, other), (other, self)] {
            for (key, kept) in &one.all {
                if two.all.get(key).is_some_and(|theirs| theirs.correction == kept.correction) {
                    continue;
                }
                match key.page {
                    Some(page) => {
                        difference.pages.insert(page);
                    }
                    None => {
                        difference.words.insert(key.slot.trim_start_matches("word:").to_owned());
                    }
                }
            }
        }
        for corrections in [self, other] {
            let paths = corrections.by_path.iter().filter(|(_, page)| difference.pages.contains(page));
            difference.paths.extend(paths.map(|(path, _)| path.clone()));
        }
        difference
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place(name: &str) -> Vec<PlaceName> {
        vec![PlaceName::of(gazetteer().lookup(name)[0])]
    }

    #[test]
    fn a_place_is_found_by_its_code_and_name() {
        let g = gazetteer();
        for (id, row) in g.iter() {
            let found = PlaceName::of(id).place(g).unwrap();
            assert_eq!((row.adcode, &row.name), (g.get(found).adcode, &g.get(found).name));
        }
        let renamed = PlaceName { code: 510_900, name: "旧名".to_owned() };
        assert_eq!(g.get(renamed.place(g).unwrap()).short, "遂宁");
        assert_eq!(PlaceName { code: 1, name: "无".to_owned() }.place(g), None);
    }

    #[test]
    fn what_is_said_of_a_page_goes_before_the_folder_and_follows_its_path() {
        let mut all = Corrections::default();
        let word =
            |places| Kept { correction: Correction::Word { word: "江北".into(), places }, path: String::new() };
        let title = Kept { correction: Correction::Title(Some("新题".into())), path: "a.txt".into() };
        all.set(word(place("宁波")).key(None), Some(word(place("宁波"))), true);
        all.set(title.key(Some(ContentHash(7))), Some(title), true);
        let (page, places) = all.edits(ContentHash(7), "b.txt");
        assert_eq!(page.title, Some(Some("新题".to_owned())));
        assert_eq!(places.len(), 1);
        let own = Kept { path: "a.txt".into(), ..word(vec![]) };
        all.set(own.key(Some(ContentHash(7))), Some(own), true);
        // The file was edited: another content under the old path.
        let (page, places) = all.edits(ContentHash(8), "a.txt");
        assert!(page.title.is_some());
        assert!(places.len() == 1 && places[0].places.is_empty(), "the page's own word");
        assert!(all.edits(ContentHash(8), "c.txt").0.is_empty());
    }

    #[test]
    fn differences_name_pages_paths_and_words() {
        let mut one = Corrections::default();
        let kept = Kept { correction: Correction::Source(None), path: "a.txt".into() };
        let key = kept.key(Some(ContentHash(1)));
        one.set(key.clone(), Some(kept), true);
        let word = Kept { correction: Correction::Word { word: "遂廣".into(), places: vec![] }, path: String::new() };
        one.set(word.key(None), Some(word), true);
        let difference = one.difference(&Corrections::default());
        assert_eq!(difference.pages, BTreeSet::from([ContentHash(1)]));
        assert_eq!(difference.paths, BTreeSet::from(["a.txt".to_owned()]));
        assert_eq!(difference.words, BTreeSet::from(["遂广".to_owned()]));
        let mut two = one.clone();
        assert_eq!(one.difference(&two), Difference::default());
        two.set(key, None, true);
        assert_eq!(one.difference(&two).pages.len(), 1);
        assert_eq!(two.page_of(ContentHash(9), "a.txt"), ContentHash(9), "nothing is left of that page");
    }
}
