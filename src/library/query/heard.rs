//! What is shown of a document that was found by the sound of its title or its source alone: where the page prints them. Nobody counts that.

use super::{
    Context, Query, hits_until,
    matching::Plan,
    sound::{Sound, heard_in},
    test::Test,
};
use crate::{
    article::{Article, Derived},
    library::{Document, Line},
    text::{find::merged, span::ByteRange},
};

/// The hits of [`hits_until`]; of a document that has none and matches all the same, what its title and its source are heard by.
#[must_use]
pub fn shown_until(document: &Document, query: &Query, stop: &dyn Fn() -> bool) -> Option<Vec<ByteRange>> {
    let hits = hits_until(document, query, stop)?;
    if !hits.is_empty() || !query.plans().iter().any(Plan::listens) {
        return Some(hits);
    }
    if query.find_unranked(document, Context { personal: None, stop }).is_none() {
        return Some(hits);
    }
    let mut heard = Vec::new();
    query.plans().iter().for_each(|plan| plan.heard(document, &mut heard));
    let heard = heard.into_iter().map(|range: ByteRange| (range.start, range.end)).collect();
    Some(merged(heard).into_iter().map(|(start, end)| ByteRange::new(start, end)).collect())
}

impl Plan {
    /// True when it may be found by the sound of a title or a source.
    fn listens(&self) -> bool {
        match self {
            Self::All(parts) | Self::Any(parts) => parts.iter().any(Self::listens),
            Self::Term(term) | Self::Test(Test::Title(term) | Test::Source(term) | Test::Author(term)) => {
                term.sound().is_some_and(Sound::hears_lines)
            }
            Self::Not(_) | Self::Near(..) | Self::Pattern(_) | Self::Spoken(_) | Self::Test(_) => false,
        }
    }

    fn heard(&self, document: &Document, into: &mut Vec<ByteRange>) {
        match self {
            Self::All(parts) | Self::Any(parts) => parts.iter().for_each(|part| part.heard(document, into)),
            Self::Term(term) => {
                [Line::Title, Line::Source].into_iter().for_each(|line| printed(document, line, term.sound(), into));
            }
            Self::Test(Test::Title(term)) => printed(document, Line::Title, term.sound(), into),
            Self::Test(Test::Source(term)) => printed(document, Line::Source, term.sound(), into),
            Self::Test(Test::Author(term)) => {
                let page = document.page();
                page.article.authors.iter().for_each(|author| read(&page.article, Some(author), term.sound(), into));
            }
            Self::Not(_) | Self::Near(..) | Self::Pattern(_) | Self::Spoken(_) | Self::Test(_) => {}
        }
    }
}

/// Adds where the page prints the part of its title or its source that is heard.
fn printed(document: &Document, line: Line, sound: Option<&Sound>, into: &mut Vec<ByteRange>) {
    let Some(sound) = sound.filter(|sound| sound.hears_lines()) else { return };
    if let Some((span, value)) = document.printed(line) {
        let heard = heard_in(value, &sound.letters);
        into.extend(heard.map(|range| ByteRange::new(span.start + range.start, span.start + range.end)));
        return;
    }
    let page = document.page();
    let value = match line {
        Line::Title => page.article.title.as_ref(),
        Line::Source => page.article.source.as_ref(),
    };
    read(&page.article, value, Some(sound), into);
}

/// The same for a value that was read off a page.
fn read(article: &Article, value: Option<&Derived<String>>, sound: Option<&Sound>, into: &mut Vec<ByteRange>) {
    let Some(sound) = sound.filter(|sound| sound.hears_lines()) else { return };
    let Some(span) = value.and_then(|value| value.span) else { return };
    let heard = heard_in(span.of(&article.text), &sound.letters);
    into.extend(heard.map(|range| ByteRange::new(span.start + range.start, span.start + range.end)));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::library::document_of;

    #[test]
    fn a_title_that_is_heard_is_shown() {
        let document = document_of(
            "a.txt",
            "水务合作开了头\n2021年3月1日 来源：江边日报\n\n　　两家的人昨天碰头，商定了办法。\n".as_bytes(),
        );
        let shown = |typed: &str| -> Vec<String> {
            let hits = shown_until(&document, &Query::new(typed, false), &|| false).unwrap();
            hits.into_iter().map(|hit| hit.of(&document.page().article.text).to_owned()).collect()
        };
        assert_eq!(shown("shuiwu"), ["水务"]);
        assert_eq!(shown("swhz"), ["水务合作"]);
        assert_eq!(shown("jiangbianr"), ["江边日"]);
        assert_eq!(shown("title:hezuo"), ["合作"]);
        assert_eq!(shown("shuiwu 碰头"), ["碰头"], "what is counted is what is shown");
        assert!(shown("shuiwu 没有").is_empty() && shown("-shuiwu").is_empty() && shown("py:jiehe").is_empty());
    }
}
