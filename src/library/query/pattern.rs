//! Regular expressions over folded text, paragraph by paragraph. The engine's time is linear in the text whatever the expression; how large an
//! expression may become and how much is spent on the hits of one page are bounded too.

use regex::{Regex, RegexBuilder};

use super::{matching::Spans, tree::Advice};
use crate::{
    library::Document,
    text::{
        find::{self, Joined},
        fold, punct,
    },
};

/// Memory that an expression may take, compiled, bytes.
const MOST_BYTES: usize = 1 << 20;
/// Characters of an expression.
const MOST_CHARS: usize = 1_000;
/// Nested groups and repetitions.
const MOST_NESTED: u32 = 50;
/// Bytes looked at for the hits of one page: after these the page has hits enough.
const MOST_SEARCHED: usize = 512 << 20;

/// A regular expression, compiled.
#[derive(Clone, Debug)]
pub struct Pattern {
    regex: Regex,
}

impl Pattern {
    /// Compiles what stood between the slashes.
    ///
    /// # Errors
    /// What to tell the person when it cannot be compiled.
    pub fn new(typed: &str) -> Result<Self, Advice> {
        if typed.chars().count() > MOST_CHARS {
            return Err(Advice::LargePattern(typed.chars().take(20).collect()));
        }
        RegexBuilder::new(&folded(typed))
            .case_insensitive(true)
            .multi_line(true)
            .crlf(true)
            .size_limit(MOST_BYTES)
            .dfa_size_limit(MOST_BYTES)
            .nest_limit(MOST_NESTED)
            .build()
            .map(|regex| Self { regex })
            .map_err(|error| match error {
                regex::Error::CompiledTooBig(_) => Advice::LargePattern(typed.to_owned()),
                error => Advice::WrongPattern { pattern: typed.to_owned(), details: last_line(&error.to_string()) },
            })
    }

    /// Where it matches: character ranges, in order. Empty matches are none. `stop` is asked between the hits.
    #[must_use]
    pub fn find(&self, document: &Document, stop: &dyn Fn() -> bool) -> Spans {
        let mut spans = Spans::new();
        let mut budget = MOST_SEARCHED;
        each_paragraph(document, &mut |paragraph, first, joined| {
            let mut known = (0, 0);
            let mut from = 0;
            while let Some(found) = self.regex.find_at(paragraph, from) {
                if found.is_empty() {
                    // Nothing was found here; go on behind the next character.
                    let Some(next) = paragraph.get(found.end()..).and_then(|rest| rest.chars().next()) else { break };
                    from = found.end() + next.len_utf8();
                    continue;
                }
                let mut unit = |byte: usize| {
                    known.1 += paragraph.get(known.0..byte).map_or(0, |part| part.chars().count());
                    known.0 = byte;
                    known.1
                };
                let (start, end) = (unit(found.start()), unit(found.end()));
                let (start, end) = joined.source_of(start, end);
                spans.push((first + start, first + end));
                from = found.end();
                let cost = paragraph.len() - found.start();
                if budget < cost || stop() {
                    return false;
                }
                budget -= cost;
            }
            true
        });
        spans
    }
}

/// Hands over each paragraph of the page, folded and with its wrapped lines put together; its first unit; and the way back.
pub(super) fn each_paragraph(document: &Document, with: &mut dyn FnMut(&str, usize, &Joined) -> bool) {
    let text = &document.article.text;
    let mut first = 0;
    for block in &document.article.blocks {
        let source = block.span.of(text);
        let count = source.chars().count();
        let units = document.folded.get(first..first + count).unwrap_or_default();
        let joined = Joined::of(units, &find::joints(units));
        let mut left_out = joined.left_out.iter().copied().peekable();
        let mut paragraph = String::with_capacity(source.len());
        for (at, c) in source.chars().enumerate() {
            while left_out.next_if(|&(_, end)| end <= at).is_some() {}
            if left_out.peek().is_none_or(|&(start, _)| at < start) {
                paragraph.push(fold::fold_char(c));
            }
        }
        if !with(&paragraph, first, &joined) {
            return;
        }
        first += count;
    }
}

/// Folds what an expression looks for: Han by script; full-width marks to plain ones that mean only themselves.
fn folded(typed: &str) -> String {
    let mut out = String::with_capacity(typed.len());
    for c in typed.chars() {
        let narrow = fold::fold_char(c);
        if narrow != c && narrow.is_ascii_punctuation() {
            out.push('\\');
            out.push(narrow);
        } else if punct::is_han(c) || !c.is_ascii() {
            out.push(narrow);
        } else {
            // The case of letters behind a backslash has a meaning.
            out.push(c);
        }
    }
    out
}

/// The reason stands in the last line of the message, below a picture of the place.
fn last_line(message: &str) -> String {
    let line = message.lines().next_back().unwrap_or_default();
    line.trim_start_matches("error: ").to_owned()
}
