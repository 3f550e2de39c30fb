//! Forms in which the user puts something right, as plain data: what was typed, and what it means.

use crate::{
    article::BlockKind,
    facts::typed::date,
    library::{
        ContentHash, Corrections, Document,
        corrections::{Correction, Kept, Key, PlaceName},
        marks::{KeptMark, MarkKey},
    },
    place::PlaceId,
    text::{anchor::Anchor, date::PartialDate, span::ByteRange},
};

/// A step: the mark of a key is set, or with `None` taken away.
pub type MarkStep = (MarkKey, Option<KeptMark>);

/// Colour and note of a mark.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoteForm {
    /// Which.
    pub key: MarkKey,
    /// The mark as it shall be.
    pub kept: KeptMark,
    /// It is in the list already.
    pub known: bool,
    /// It was opened from the list of marks.
    pub back: bool,
}

/// A step: the correction of a key is set, or with `None` taken back.
pub type Step = (Key, Option<Kept>);

/// Title, date, source and writers of a page, as typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ArticleForm {
    /// The page.
    pub path: String,
    /// The title; empty for none.
    pub title: String,
    /// The date as typed; empty for none.
    pub date: String,
    /// The source; empty for none.
    pub source: String,
    /// The writers, with 、 between them.
    pub authors: String,
}

/// Where a word about a place shall hold.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Reach {
    /// At this one spot.
    Here,
    /// Wherever the article says it.
    #[default]
    Article,
    /// Wherever the folder says it.
    Folder,
}

impl Reach {
    /// All, the nearest first.
    pub const ALL: [Self; 3] = [Self::Here, Self::Article, Self::Folder];
}

/// What a word of an article names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlaceForm {
    /// The page.
    pub path: String,
    /// The word; empty for a word that the user gives to the whole folder.
    pub span: ByteRange,
    /// The word as typed, when there is no span.
    pub word: String,
    /// Where it shall hold.
    pub reach: Reach,
    /// What the word is read as now.
    pub read: Vec<PlaceId>,
    /// The places meant; none: it is no place.
    pub chosen: Vec<PlaceId>,
    /// The user said that it is no place.
    pub refused: bool,
    /// It was opened from a list.
    pub back: bool,
    /// What is typed to find a place.
    pub query: String,
}

/// What a line is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LineForm {
    /// The page.
    pub path: String,
    /// The line.
    pub span: ByteRange,
    /// What it shall be.
    pub kind: BlockKind,
}

/// What was typed is no date.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("no date")]
pub struct NoDate;

/// A date as people type it: 2021-03-05, 2021.3, 2021年3月5日, 2021; empty for none. `Err` when it is no date.
///
/// # Errors
/// When it is neither empty nor a date.
pub fn typed_date(text: &str) -> Result<Option<PartialDate>, NoDate> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(None);
    }
    date(text).map(Some).ok_or(NoDate)
}

impl ArticleForm {
    /// The form as it is first shown.
    #[must_use]
    pub fn of(document: &Document) -> Self {
        let article = &document.page().article;
        Self {
            path: document.path.clone(),
            title: article.title.as_ref().map(|title| title.value.clone()).unwrap_or_default(),
            date: article.published.date.map(|date| date.to_string()).unwrap_or_default(),
            source: article.source.as_ref().map(|source| source.value.clone()).unwrap_or_default(),
            authors: article.authors.iter().map(|author| author.value.as_str()).collect::<Vec<_>>().join("、"),
        }
    }

    /// What differs from the document, as steps. A date that is none changes nothing.
    #[must_use]
    pub fn steps(&self, document: &Document, corrections: &Corrections) -> Vec<Step> {
        let was = Self::of(document);
        let some = |text: &str| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
        let mut found = Vec::new();
        if self.title.trim() != was.title {
            found.push(Correction::Title(some(&self.title)));
        }
        if self.date.trim() != was.date
            && let Ok(date) = typed_date(&self.date)
        {
            found.push(Correction::Date(date));
        }
        if self.source.trim() != was.source {
            found.push(Correction::Source(some(&self.source)));
        }
        if self.authors.trim() != was.authors {
            let names = self.authors.split(['、', ',', '，', ';', '；', '/', '\n']);
            found.push(Correction::Authors(names.filter_map(some).collect()));
        }
        found.into_iter().map(|correction| on_page(document, corrections, correction)).collect()
    }
}

impl PlaceForm {
    /// The form of a word of a page. `places`: what it was read as.
    #[must_use]
    pub fn of(document: &Document, span: ByteRange, places: &[PlaceId]) -> Self {
        Self {
            path: document.path.clone(),
            span,
            word: span.of(&document.page().article.text).to_owned(),
            reach: Reach::default(),
            chosen: places.to_vec(),
            ..Self::new_word()
        }
    }

    /// True when it says something that can be kept.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        !self.word.trim().is_empty() && (self.refused || !self.chosen.is_empty())
    }

    /// A word for the whole folder, yet to be typed.
    #[must_use]
    pub fn new_word() -> Self {
        let (path, word, query) = (String::new(), String::new(), String::new());
        let span = ByteRange::new(0, 0);
        let (read, chosen, reach) = (Vec::new(), Vec::new(), Reach::Folder);
        Self { path, span, word, reach, read, chosen, refused: false, back: false, query }
    }

    /// The steps. What is said of the folder takes the place of what was said of the same word in the article.
    #[must_use]
    pub fn steps(&self, document: Option<&Document>, corrections: &Corrections) -> Vec<Step> {
        let places: Vec<PlaceName> = self.chosen.iter().map(|&id| PlaceName::of(id)).collect();
        let word = Correction::Word { word: self.word.trim().to_owned(), places: places.clone() };
        let mut steps = Vec::new();
        let correction = match (self.reach, document) {
            (Reach::Here, Some(document)) if !self.span.is_empty() => {
                Correction::Place { at: Anchor::new(&document.page().article.text, self.span), places }
            }
            _ => word.clone(),
        };
        if !correction.is_sane() {
            return steps;
        }
        if self.reach != Reach::Here
            && let Some(document) = document
        {
            // A wider word would be hidden by a narrower one.
            let page = corrections.page_of(document.hash, &document.path);
            for (key, kept) in corrections.of_page(page) {
                let narrower = match &kept.correction {
                    Correction::Place { at, .. } => at.quote == self.word,
                    Correction::Word { .. } => self.reach == Reach::Folder && key.slot == word.slot(),
                    _ => false,
                };
                if narrower {
                    steps.push((key.clone(), None));
                }
            }
        }
        match document.filter(|_| self.reach != Reach::Folder) {
            Some(document) => steps.push(on_page(document, corrections, correction)),
            None => {
                let kept = Kept { correction, path: String::new() };
                steps.push((kept.key(None), Some(kept)));
            }
        }
        steps
    }
}

impl LineForm {
    /// The steps.
    #[must_use]
    pub fn steps(&self, document: &Document, corrections: &Corrections) -> Vec<Step> {
        let text = &document.page().article.text;
        let line = self.span.of(text);
        // The head of a long line is enough to find it.
        let end = line.char_indices().nth(200).map_or(self.span.end, |(at, _)| self.span.start + at);
        let at = Anchor::new(text, ByteRange::new(self.span.start, end));
        vec![on_page(document, corrections, Correction::Line { at, kind: self.kind })]
    }
}

/// A correction of one page, as a step.
#[must_use]
pub fn on_page(document: &Document, corrections: &Corrections, correction: Correction) -> Step {
    let kept = Kept { correction, path: document.path.clone() };
    // What was said of an older content of the page stays in force beside it: all of it stands under one content.
    let page: ContentHash = corrections.page_of(document.hash, &document.path);
    (kept.key(Some(page)), Some(kept))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{library::document_of, place::gazetteer};

    const PAGE: &str =
        "两区开会\n2021-03-05 测试日报\n\n　　江北区与南岸区开会，江北表示同意。\n　　会议在江北举行。\n";

    #[test]
    fn dates_as_people_type_them() {
        let shown = |text: &str| typed_date(text).map(|date| date.map(|date| date.to_string()).unwrap_or_default());
        for (typed, date) in [
            ("", ""),
            (" 2021-03-05 ", "2021-03-05"),
            ("2021.3.5", "2021-03-05"),
            ("2021年3月5日", "2021-03-05"),
            ("2021-03", "2021-03"),
            ("2021年3月", "2021-03"),
            ("2021", "2021"),
        ] {
            assert_eq!(shown(typed), Ok(date.to_owned()), "{typed}");
        }
        for typed in ["昨天", "3月5日", "2021-13", "21", "2021-02-30", "2021-03-05 与 2021-03-06", "约2021年"] {
            assert_eq!(typed_date(typed), Err(NoDate), "{typed}");
        }
    }

    #[test]
    fn only_what_was_changed_becomes_a_step() {
        let document = document_of("a.txt", PAGE.as_bytes());
        let mut form = ArticleForm::of(&document);
        assert_eq!(form.steps(&document, &Corrections::default()), []);
        form.title = "新题 ".into();
        form.authors = "甲、乙，丙".into();
        form.date = "不是日期".into();
        let steps = form.steps(&document, &Corrections::default());
        let said: Vec<_> = steps.iter().filter_map(|(_, kept)| kept.as_ref().map(|k| k.correction.clone())).collect();
        assert_eq!(
            said,
            [Correction::Title(Some("新题".into())), Correction::Authors(vec!["甲".into(), "乙".into(), "丙".into()])]
        );
    }

    #[test]
    fn a_wider_word_takes_narrower_ones_away() {
        let document = document_of("a.txt", PAGE.as_bytes());
        let start = PAGE.rfind("江北").unwrap();
        let ningbo = gazetteer().lookup("宁波");
        let mut corrections = Corrections::default();
        let mut form = PlaceForm::of(&document, ByteRange::new(start, start + 6), &ningbo);
        let mut count = |reach, form: &mut PlaceForm| {
            form.reach = reach;
            let steps = form.steps(Some(&document), &corrections);
            let count = steps.len();
            for (key, kept) in steps {
                corrections.set(key, kept, true);
            }
            (count, corrections.len())
        };
        assert_eq!(count(Reach::Here, &mut form), (1, 1));
        assert_eq!(count(Reach::Article, &mut form), (2, 1));
        assert_eq!(count(Reach::Folder, &mut form), (2, 1));
        let (key, kept) = corrections.iter().next().unwrap();
        assert_eq!((key.page, kept.path.as_str()), (None, ""));
        assert_eq!(PlaceForm::new_word().steps(None, &corrections), [], "an empty word says nothing");
    }
}
