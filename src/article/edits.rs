//! What a person put right on a page: it takes the place of what the rules say.

use super::{Article, BlockKind, Derived, Published, RemarkCode, raw, sort::Sorted, title::Title};
use crate::text::{anchor::Anchor, date::PartialDate};

/// Rule and reason of everything that a person put right.
pub const CORRECTED: &str = "corrected";

/// Corrections of one page; what is `None` stays as it was read. An inner `None` says that the page has no such thing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Edits {
    /// The title.
    pub title: Option<Option<String>>,
    /// The date.
    pub published: Option<Option<PartialDate>>,
    /// The source.
    pub source: Option<Option<String>>,
    /// The writers.
    pub authors: Option<Vec<String>>,
    /// Kinds of lines. The anchor lies inside the line.
    pub lines: Vec<(Anchor, BlockKind)>,
}

impl Edits {
    /// True when nothing was put right.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// Gives lines the kinds a person gave them; the title follows. True when a line was found.
    pub(super) fn sort(&self, text: &str, lines: &[raw::RawLine], page: &mut Sorted) -> bool {
        let mut any = false;
        for (anchor, kind) in &self.lines {
            let Some(span) = anchor.find(text) else { continue };
            let at = lines.partition_point(|line| line.span.end <= span.start);
            let (Some(line), Some(slot)) = (lines.get(at), page.kinds.get_mut(at)) else { continue };
            if !line.span.overlaps(span) {
                continue;
            }
            *slot = (*kind, CORRECTED);
            any = true;
            if *kind == BlockKind::Title {
                if page.title.rule == CORRECTED {
                    page.title.lines.push(at);
                    page.title.lines.sort_unstable();
                    continue;
                }
                // The page's other titles repeat it or are none.
                let span = Some(raw::trimmed(text, line.span));
                page.title = Title { span, line: at, lines: vec![at], rule: CORRECTED, ..Title::default() };
            } else if page.title.lines.contains(&at) {
                page.title.lines.retain(|title| *title != at);
                if page.title.span.is_some_and(|title| title.overlaps(line.span)) || page.title.lines.is_empty() {
                    page.title = Title { lines: std::mem::take(&mut page.title.lines), ..Title::default() };
                }
            }
        }
        any
    }

    /// Puts title, date, source and writers into the article.
    pub(super) fn fill(&self, article: &mut Article) {
        let derived = |value: &String| {
            let start = article.text.find(value.as_str());
            let span = start.map(|start| crate::text::span::ByteRange::new(start, start + value.len()));
            Derived { value: value.clone(), span, rule: CORRECTED }
        };
        let whole = [self.title.is_some(), self.source.is_some(), self.authors.is_some(), self.published.is_some()];
        if whole.contains(&true) && !article.remarks.contains(&RemarkCode::Corrected) {
            article.remarks.push(RemarkCode::Corrected);
        }
        let title = self.title.as_ref().map(|title| title.as_ref().map(derived));
        let source = self.source.as_ref().map(|source| source.as_ref().map(derived));
        let authors = self.authors.as_ref().map(|authors| authors.iter().map(derived).collect());
        if let Some(title) = title {
            article.remarks.retain(|remark| *remark != RemarkCode::NoTitle);
            article.title = title;
        }
        if let Some(source) = source {
            article.source = source;
        }
        if let Some(authors) = authors {
            article.authors = authors;
        }
        if let Some(date) = self.published {
            let certainty = date.map(|date| date.certainty()).unwrap_or_default();
            article.published = Published { date, certainty, evidence: None, reason: CORRECTED };
            if date.is_some() {
                article.inferred_year = None;
                article.remarks.retain(|remark| *remark != RemarkCode::RepostStamp);
            }
        }
    }
}
