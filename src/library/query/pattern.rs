//! Regular expressions over folded text, line by line, and over wrapped lines put together. The engine's time is linear in the text whatever the expression; how large an
//! expression may become and how much is spent on the hits of one page are bounded too.

use regex::{Regex, RegexBuilder};

use super::{matching::Spans, tree::Advice};
use crate::{
    library::Document,
    text::{find::Joined, fold, punct},
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

    /// Where it matches, in a line as it stands or in wrapped lines put together: character ranges, sorted by their starts. Empty matches
    /// are none. `stop` is asked between the hits.
    #[must_use]
    pub fn find(&self, document: &Document, stop: &dyn Fn() -> bool) -> Spans {
        let text = &document.page().article.text;
        let mut budget = MOST_SEARCHED;
        let mut spans = Spans::new();
        let whole: String = text.chars().map(fold::fold_char).collect();
        self.find_in_lines(&whole, &mut budget, stop, &mut |start, end| spans.push((start, end)));
        if !document.joints().is_empty() {
            drop(whole);
            let joined = Joined::of(document.folded(), document.joints());
            let mut left_out = joined.left_out.iter().copied().peekable();
            let mut together = String::with_capacity(text.len());
            for (at, c) in text.chars().enumerate() {
                while left_out.next_if(|&(_, end)| end <= at).is_some() {}
                if left_out.peek().is_none_or(|&(start, _)| at < start) {
                    together.push(fold::fold_char(c));
                }
            }
            self.find_in_lines(&together, &mut budget, stop, &mut |start, end| {
                spans.push(joined.source_of(start, end));
            });
            spans.sort_unstable();
            spans.dedup();
        }
        spans
    }

    /// The hits line by line, by characters of the whole text.
    fn find_in_lines(
        &self,
        text: &str,
        budget: &mut usize,
        stop: &dyn Fn() -> bool,
        found: &mut dyn FnMut(usize, usize),
    ) {
        // The character that stands at the byte where the last hit ended.
        let mut known = (0, 0);
        let mut offset = 0;
        for line in text.split_inclusive(['\n', '\r']) {
            let begin = offset;
            offset += line.len();
            let line = line.trim_end_matches(['\n', '\r']);
            let mut from = 0;
            while let Some(hit) = self.regex.find_at(line, from) {
                if hit.is_empty() {
                    // Nothing was found here; go on behind the next character.
                    let Some(next) = line.get(hit.end()..).and_then(|rest| rest.chars().next()) else { break };
                    from = hit.end() + next.len_utf8();
                    continue;
                }
                let mut unit = |byte: usize| {
                    known.1 += text.get(known.0..byte).map_or(0, |part| part.chars().count());
                    known.0 = byte;
                    known.1
                };
                found(unit(begin + hit.start()), unit(begin + hit.end()));
                from = hit.end();
                let cost = line.len() - hit.start();
                if *budget < cost || stop() {
                    return;
                }
                *budget -= cost;
            }
        }
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
