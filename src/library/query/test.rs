//! What a query asks about the page itself: its title, its source, its date, its marks.

use memchr::memmem;

use super::{
    Dates, MatchedBy, Personal,
    look::Kept,
    matching::Ranked,
    tally::Told,
    term::Term,
    tree::{Being, Field, Having, Words},
};
use crate::{
    article::{Article, Derived, RemarkCode},
    library::{
        Brief, Document, Line,
        cache::{Bits, Segment},
    },
    place::PlaceId,
    text::{date::PartialDate, fold, pinyin, script::Script, span::ByteRange},
};

/// A field of a query, compiled.
#[derive(Clone, Debug)]
pub(super) enum Test {
    Title(Box<Term>),
    Source(Box<Term>),
    Author(Box<Term>),
    File(Box<Term>),
    Places { places: Vec<PlaceId>, primary: bool },
    Dates(Dates),
    Has(Having),
    Script(Script),
    Is(Being),
    Tag { name: String, whole: bool },
}

impl Test {
    pub(super) fn new(field: &Field, exact: bool) -> Self {
        let term = |words: &Words| Box::new(Term::new(words, exact, true));
        match field {
            Field::Title(words) => Self::Title(term(words)),
            Field::Source(words) => Self::Source(term(words)),
            Field::Author(words) => Self::Author(term(words)),
            Field::File(words) => Self::File(term(words)),
            Field::Places { places, primary, .. } => Self::Places { places: places.clone(), primary: *primary },
            Field::Dates(dates) => Self::Dates(*dates),
            Field::Has(having) => Self::Has(*having),
            Field::Script(script) => Self::Script(*script),
            Field::Is(being) => Self::Is(*being),
            Field::Tag { name, whole } => Self::Tag { name: name.clone(), whole: *whole },
        }
    }

    pub(super) const fn is_personal(&self) -> bool {
        matches!(self, Self::Is(_) | Self::Tag { .. } | Self::Has(Having::Marked(_)))
    }

    pub(super) const fn ranks(&self) -> bool {
        matches!(self, Self::Title(_) | Self::Places { .. })
    }

    /// The documents of a segment that may pass; `None` when they must all be looked at.
    pub(super) fn documents(&self, segment: &Segment) -> Option<Bits> {
        match self {
            Self::Title(term) => term.titles(segment),
            Self::Source(term) => term.sources(segment),
            Self::Places { places, primary } => segment.documents_naming(places, *primary),
            Self::Dates(dates) => Some(segment.documents_dated(dates)),
            Self::Script(script) => segment.documents_where(|brief, _| brief.script == *script),
            Self::Has(Having::Marked(_)) | Self::Author(_) | Self::File(_) | Self::Is(_) | Self::Tag { .. } => None,
            Self::Has(having) => segment.documents_where(|brief, date| has(&brief, date, *having)),
        }
    }

    /// True when the document passes; where the page prints what was asked for goes to `bytes`.
    pub(super) fn holds(
        &self,
        document: &Document,
        personal: Option<Personal<'_>>,
        bytes: &mut Vec<ByteRange>,
    ) -> bool {
        let brief = document.brief();
        match self {
            Self::Title(term) => {
                // A heading of our own is no title.
                let holds = brief.is_titled() && term.in_text(document.title(), || document.title_key());
                if holds && !printed_as_read(document, Line::Title, term, bytes) {
                    let article = &document.page().article;
                    printed(article, article.title.as_ref(), term, bytes);
                }
                holds
            }
            Self::Source(term) => {
                let Some(source) = brief.source else { return false };
                let holds = term.in_text(source, || brief.source_key);
                if holds && !printed_as_read(document, Line::Source, term, bytes) {
                    let article = &document.page().article;
                    printed(article, article.source.as_ref(), term, bytes);
                }
                holds
            }
            Self::Author(term) => {
                let mut any = false;
                if !brief.has_authors() {
                    return false;
                }
                for (at, author) in document.card().authors.iter().enumerate() {
                    if term.in_text(author, || pinyin::sort_key(author)) {
                        let article = &document.page().article;
                        printed(article, article.authors.get(at), term, bytes);
                        any = true;
                    }
                }
                any
            }
            Self::File(term) => term.in_text(&document.path, || ""),
            Self::Has(Having::Marked(marked)) => personal.is_none_or(|personal| (personal.has)(document, *marked)),
            Self::Tag { name, whole } => {
                personal.and_then(|personal| personal.tags).is_none_or(|tags| tags.like(document.hash, name, *whole))
            }
            Self::Is(being) => personal.is_none_or(|personal| (personal.is)(document, *being)),
            Self::Places { .. } | Self::Dates(_) | Self::Has(_) | Self::Script(_) => {
                self.holds_in(&brief, document.date())
            }
        }
    }

    /// The same for what the columns tell.
    fn holds_in(&self, brief: &Brief<'_>, date: Option<PartialDate>) -> bool {
        match self {
            Self::Places { places, primary } => {
                let of = if *primary { brief.primary } else { brief.named };
                places.iter().any(|place| of.binary_search(place).is_ok())
            }
            Self::Dates(dates) => dates.holds(date),
            Self::Has(having) => has(brief, date, *having),
            Self::Script(script) => brief.script == *script,
            Self::Title(_) | Self::Source(_) | Self::Author(_) | Self::File(_) | Self::Tag { .. } | Self::Is(_) => true,
        }
    }

    pub(super) fn in_title(&self, ranked: Ranked<'_>) -> Option<usize> {
        match self {
            Self::Title(term) => term.in_title(ranked),
            _ => None,
        }
    }

    pub(super) fn is_primary(&self, ranked: Ranked<'_>) -> bool {
        match self {
            Self::Places { places, .. } => places.iter().any(|place| ranked.primary.binary_search(place).is_ok()),
            _ => false,
        }
    }

    /// Whether a document of a segment passes, and how often it prints what was asked for, as far as the columns tell.
    pub(super) fn tally(&self, kept: &Kept<'_>) -> Told {
        match self {
            Self::Dates(dates) => return Told::holds(dates.holds(kept.date())),
            Self::Places { places, primary } => {
                let of = if *primary { kept.primary() } else { kept.named() };
                let Some(of) = of else { return Told::Unsure };
                return Told::holds(places.iter().any(|place| of.binary_search(place).is_ok()));
            }
            _ => {}
        }
        let Some(brief) = kept.brief() else { return Told::Unsure };
        let (hits, printed) = match self {
            Self::Title(_) if !brief.is_titled() => return Told::No,
            Self::Title(term) if term.is_folded() => {
                (term.count_in_line(kept.folded_title(), || kept.title_key()), brief.prints_title())
            }
            Self::Source(term) if term.is_folded() => {
                let Some(source) = brief.source else { return Told::No };
                let told = || term.count_in_line(&fold::fold_units(source), || brief.source_key);
                (kept.told(term, source, told), brief.prints_source())
            }
            Self::Author(_) if !brief.has_authors() => return Told::No,
            Self::Title(_) | Self::Source(_) | Self::Author(_) => return Told::Unsure,
            // What the document or the person has to tell.
            Self::File(_) | Self::Tag { .. } | Self::Is(_) | Self::Has(Having::Marked(_)) => return Told::Unsure,
            Self::Places { .. } | Self::Dates(_) | Self::Has(_) | Self::Script(_) => {
                return Told::holds(self.holds_in(&brief, kept.date()));
            }
        };
        match hits {
            None => Told::No,
            Some(hits) if printed => Told::hits(hits),
            Some(_) => Told::Unsure,
        }
    }

    pub(super) fn ways(&self, document: &Document, ways: &mut Vec<MatchedBy>) {
        let card = document.card();
        match self {
            Self::Title(term) if card.titled => ways.extend(term.way_in(&card.title, Some(&card.title_key))),
            Self::Source(term) => {
                let value = card.source.as_deref();
                ways.extend(value.and_then(|value| term.way_in(value, Some(&card.source_key))));
            }
            Self::Author(term) => {
                let sounds = |value: &str| pinyin::sort_key(value);
                ways.extend(card.authors.iter().filter_map(|author| term.way_in(author, Some(&sounds(author)))));
            }
            Self::File(term) => ways.extend(term.way_in(&document.path, None)),
            Self::Title(_) | Self::Places { .. } | Self::Dates(_) | Self::Has(_) | Self::Script(_) | Self::Is(_) => {}
            Self::Tag { .. } => {}
        }
    }
}

/// Where a page prints the words of a value.
fn printed(article: &Article, value: Option<&Derived<String>>, term: &Term, bytes: &mut Vec<ByteRange>) {
    let Some(span) = value.and_then(|value| value.span) else { return };
    let here = term.spans_in(span.of(&article.text));
    bytes.extend(here.map(|range| ByteRange::new(span.start + range.start, span.start + range.end)));
}

/// The same for its title or its source, told without the page; false when it has to be fetched.
fn printed_as_read(document: &Document, line: Line, term: &Term, bytes: &mut Vec<ByteRange>) -> bool {
    let Some((span, value)) = document.printed(line) else { return false };
    bytes.extend(term.spans_in(value).map(|range| ByteRange::new(span.start + range.start, span.start + range.end)));
    true
}

const DAMAGE: [RemarkCode; 7] = [
    RemarkCode::YearsDeleted,
    RemarkCode::DecodingDamage,
    RemarkCode::DigitsDeleted,
    RemarkCode::TextDamaged,
    RemarkCode::Truncated,
    RemarkCode::HeadMissing,
    RemarkCode::TailMissing,
];

/// What the person marked is not looked at.
fn has(brief: &Brief<'_>, date: Option<PartialDate>, having: Having) -> bool {
    match having {
        Having::Damage => DAMAGE.iter().any(|code| brief.remarks.has(*code)),
        Having::Remark(code) => brief.remarks.has(code),
        Having::Title => brief.is_titled(),
        Having::Date => date.is_some(),
        Having::Source => brief.source.is_some(),
        Having::Author => brief.has_authors(),
        Having::City => brief.has_cities(),
        Having::Table => brief.is_tabled(),
        Having::Marked(_) => true,
    }
}

/// Lines with columns below each other that make a table.
const TABLE_LINES: usize = 2;

/// Two lines below each other, each with two marks or more that part columns.
pub(in crate::library) fn has_table(text: &str) -> bool {
    let columns =
        |line: &str| line.trim().chars().filter(|c| matches!(c, '\t' | '|' | '│' | '｜' | '┃')).take(2).count();
    let mut run = 0;
    let mut is_row = |row: bool| {
        run = if row { run + 1 } else { 0 };
        run >= TABLE_LINES
    };
    let bytes = text.as_bytes();
    if ["│", "｜", "┃"].iter().any(|mark| memmem::find(bytes, mark.as_bytes()).is_some()) {
        return text.lines().any(|line| is_row(columns(line) == 2));
    }
    // Few lines have a mark at all: from mark to mark instead of from character to character.
    let (mut start, mut marks) = (0, 0);
    memchr::memchr3_iter(b'\n', b'\t', b'|', bytes).chain([bytes.len()]).any(|at| {
        if !matches!(bytes.get(at), None | Some(b'\n')) {
            marks += 1;
            return false;
        }
        let line = text.get(start..at).filter(|_| marks >= 2);
        (start, marks) = (at + 1, 0);
        is_row(line.is_some_and(|line| columns(line) == 2))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_have_columns_below_each_other() {
        assert!(has_table("甲\t乙\t丙\n一\t二\t三\n"));
        assert!(has_table("x\n| 甲 | 乙 |\n| 一 | 二 |"));
        assert!(!has_table("首页|新闻|图片\n\n正文\n首页|新闻|图片"));
        assert!(!has_table(""));
    }
}
