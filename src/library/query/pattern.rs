//! Regular expressions over folded text, line by line, and over wrapped lines put together. The engine's time is linear in the text whatever the expression; how large an
//! expression may become and how much is spent on the hits of one page are bounded too.

use regex::{Regex, RegexBuilder};
use regex_automata::{Input, hybrid::dfa, nfa::thompson, util::syntax};

use super::{matching::Spans, needs::Needs, tree::Advice};
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
const MOST_SEARCHED: usize = 256 << 20;

/// A regular expression, compiled.
#[derive(Clone, Debug)]
pub struct Pattern {
    regex: Regex,
    /// What the expression was made of.
    folded: String,
    /// What every hit has.
    needs: Option<Needs>,
}

/// What was found on a page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Found {
    /// Character ranges, sorted by their starts.
    pub spans: Spans,
    /// There may be more: the expression had read the page so often that the search was ended.
    pub cut: bool,
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
        let folded = folded(typed);
        let needs = Needs::of_expression(&folded, MOST_NESTED);
        RegexBuilder::new(&folded)
            .case_insensitive(true)
            .size_limit(MOST_BYTES)
            .dfa_size_limit(MOST_BYTES)
            .nest_limit(MOST_NESTED)
            .build()
            .map(|regex| Self { regex, folded: folded.clone(), needs })
            .map_err(|error| match error {
                regex::Error::CompiledTooBig(_) => Advice::LargePattern(typed.to_owned()),
                error => Advice::WrongPattern { pattern: typed.to_owned(), details: last_line(&error.to_string()) },
            })
    }

    /// What every hit has; `None` where nothing is sure.
    pub(super) const fn needs(&self) -> Option<&Needs> {
        self.needs.as_ref()
    }

    /// Where it matches, in a line as it stands or in wrapped lines put together. Empty matches are none. `stop` is asked between the hits.
    #[must_use]
    pub fn find(&self, document: &Document, stop: &dyn Fn() -> bool) -> Found {
        self.find_within(document, MOST_SEARCHED, stop)
    }

    fn find_within(&self, document: &Document, most_bytes: usize, stop: &dyn Fn() -> bool) -> Found {
        if self.needs.as_ref().is_some_and(|needs| !needs.hold(document)) {
            return Found::default();
        }
        let mut budget = Budget::new(most_bytes);
        let mut spans = Spans::new();
        // Folded characters are all that is needed, but for those that share one unit.
        let page = document.folded().contains(&fold::PLACEHOLDER).then(|| document.page());
        let chars = || -> Box<dyn Iterator<Item = char> + '_> {
            match &page {
                Some(page) => Box::new(page.article.text.chars().map(fold::fold_char)),
                None => {
                    Box::new(document.folded().iter().map(|unit| char::from_u32((*unit).into()).unwrap_or('\u{FFFD}')))
                }
            }
        };
        let mut whole = String::with_capacity(document.units() * 3);
        whole.extend(chars());
        self.find_in_lines(&whole, &mut budget, stop, &mut |start, end| spans.push((start, end)));
        if !document.joints().is_empty() {
            drop(whole);
            let joined = Joined::of(document.folded(), document.joints());
            let mut left_out = joined.left_out.iter().copied().peekable();
            let mut together = String::with_capacity(document.units() * 3);
            for (at, c) in chars().enumerate() {
                while left_out.next_if(|&(_, end)| end <= at).is_some() {}
                if left_out.peek().is_none_or(|&(start, _)| at < start) {
                    together.push(c);
                }
            }
            self.find_in_lines(&together, &mut budget, stop, &mut |start, end| {
                spans.push(joined.source_of(start, end));
            });
            spans.sort_unstable();
            spans.dedup();
        }
        Found { spans, cut: budget.spent }
    }

    /// The hits line by line, by characters of the whole text.
    fn find_in_lines(
        &self,
        text: &str,
        budget: &mut Budget,
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
                let began = from;
                if hit.is_empty() {
                    // Nothing was found here; go on behind the next character.
                    let Some(next) = line.get(hit.end()..).and_then(|rest| rest.chars().next()) else { break };
                    from = hit.end() + next.len_utf8();
                } else {
                    let mut unit = |byte: usize| {
                        known.1 += text.get(known.0..byte).map_or(0, |part| part.chars().count());
                        known.0 = byte;
                        known.1
                    };
                    found(unit(begin + hit.start()), unit(begin + hit.end()));
                    from = hit.end();
                }
                if !budget.pay(line, began, hit.start(), &self.folded) || stop() {
                    return;
                }
            }
        }
    }
}

/// What may still be read on one page. How far the engine reads on for a hit is not told: `的[^一]*一` reads to the next 一, but
/// `的.*天|的` to the end of the line for each 的. At first each hit is charged with the rest of its line, which is plenty for lines of any
/// usual length. When that is used up, the way is walked once more and counted, so that only what was read is charged.
struct Budget {
    all: usize,
    left: usize,
    /// Walks and counts; `None` until the first budget is used up.
    walker: Option<Option<Box<Walker>>>,
    /// Nothing is left.
    spent: bool,
}

impl Budget {
    const fn new(bytes: usize) -> Self {
        Self { all: bytes, left: bytes, walker: None, spent: false }
    }

    /// Pays for a search in `line` from byte `from` on, whose hit began at byte `hit`; false when nothing is left.
    fn pay(&mut self, line: &str, from: usize, hit: usize, expression: &str) -> bool {
        let rest = line.len().saturating_sub(hit) + 1;
        if self.walker.is_none() {
            if let Some(left) = self.left.checked_sub(rest) {
                self.left = left;
                return !self.spent;
            }
            self.walker = Some(Walker::new(expression).map(Box::new));
            self.left = self.all;
        }
        let walked = self.walker.as_mut().and_then(Option::as_mut).and_then(|walker| walker.walk(line, from));
        match self.left.checked_sub(walked.unwrap_or(rest)) {
            Some(left) => self.left = left,
            None => self.spent = true,
        }
        !self.spent
    }
}

/// Goes the way of the engine, one byte after the other.
struct Walker {
    dfa: dfa::DFA,
    cache: dfa::Cache,
}

impl Walker {
    /// For a folded expression; `None` when it is too large for this engine.
    fn new(expression: &str) -> Option<Self> {
        let dfa = dfa::Builder::new()
            .configure(dfa::Config::new().cache_capacity(MOST_BYTES * 2).unicode_word_boundary(true))
            .thompson(thompson::Config::new().nfa_size_limit(Some(MOST_BYTES)))
            .syntax(syntax::Config::new().case_insensitive(true).nest_limit(MOST_NESTED))
            .build(expression)
            .ok()?;
        let cache = dfa.create_cache();
        Some(Self { dfa, cache })
    }

    /// Bytes read of `line` from byte `from` on until the hit there is known; `None` when that cannot be told.
    fn walk(&mut self, line: &str, from: usize) -> Option<usize> {
        let bytes = line.as_bytes();
        let input = Input::new(bytes).range(from..);
        let mut state = self.dfa.start_state_forward(&mut self.cache, &input).ok()?;
        let rest = bytes.get(from..)?;
        for (at, &byte) in rest.iter().enumerate() {
            state = self.dfa.next_state(&mut self.cache, state, byte).ok()?;
            if state.is_dead() {
                return Some(at + 1);
            }
            if state.is_quit() {
                return None;
            }
        }
        Some(rest.len())
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::library::document_of;

    /// Enough for a few readings of the line below.
    const FEW_BYTES: usize = 8 << 20;

    fn found(typed: &str) -> Found {
        let text = "两地的一桥在这里，".repeat(20_000);
        Pattern::new(typed).unwrap().find_within(&document_of("a.txt", text.as_bytes()), FEW_BYTES, &|| false)
    }

    /// Each hit was charged with the rest of its line, so that of twenty thousand in one line a few were found.
    #[test]
    fn all_hits_of_one_long_line_are_found() {
        for typed in ["的一", "的[^桥]*桥", "的.桥|不会有", r"的\w桥"] {
            let Found { spans, cut } = found(typed);
            assert_eq!((spans.len(), cut), (20_000, false), "{typed}");
        }
    }

    #[test]
    fn what_reads_all_of_the_line_for_each_hit_is_cut_and_says_so() {
        let Found { spans, cut } = found("的.*不会有|的");
        assert!(cut && (10..2_000).contains(&spans.len()), "{}", spans.len());
    }

    #[test]
    fn the_walk_is_as_long_as_what_is_read() {
        let walked = |expression: &str, line: &str| Walker::new(expression).unwrap().walk(line, 0);
        // What follows tells that the hit is at its end.
        assert!(walked("ab", "xxabyyyyyyyy").is_some_and(|bytes| (4..=6).contains(&bytes)));
        assert_eq!(walked("a.*z|a", "abbbbbbbbbb"), Some(11));
        assert_eq!(walked(r"\bab", "桥ab"), None);
    }
}
