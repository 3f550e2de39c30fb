//! Regular expressions over folded text, line by line, and over wrapped lines put together. The engine's time is linear in the text whatever the expression; how large an
//! expression may become and how much is spent on the hits of one page are bounded too.

use regex::{Regex, RegexBuilder};
use regex_automata::{Input, hybrid::dfa, nfa::thompson, util::syntax};

use super::{
    matching::{Spans, unit_ranges_to_bytes},
    needs::Needs,
    tree::Advice,
};
use crate::{
    article::{Article, BlockKind},
    library::{Document, Page},
    text::{
        count::count_units,
        find::{Joined, Joint},
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
const MOST_SEARCHED: usize = 256 << 20;

/// A regular expression, compiled.
#[derive(Clone, Debug)]
pub struct Pattern {
    regex: Regex,
    /// What the expression was made of.
    folded: String,
    /// What every hit has.
    needs: Option<Needs>,
    /// Characters of a hit at most, where nothing but they decide.
    longest: Option<usize>,
    /// Characters that every hit has.
    units: Vec<u16>,
}

/// What was found on a page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Found {
    /// Character ranges, sorted by their starts.
    pub spans: Spans,
    /// There may be more: the expression had read the page so often that the search was ended.
    pub cut: bool,
}

/// What was found beside words that every hit has.
enum Near {
    /// All hits.
    Told(Found),
    /// Characters there share one unit: the text itself has to tell.
    Shared,
    /// There are so many that some may have to be left out.
    Many,
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
        let (needs, longest) = Needs::of_expression(&folded, MOST_NESTED);
        RegexBuilder::new(&folded)
            .case_insensitive(true)
            .size_limit(MOST_BYTES)
            .dfa_size_limit(MOST_BYTES)
            .nest_limit(MOST_NESTED)
            .build()
            .map(|regex| {
                let units = needs.as_ref().map(Needs::units).unwrap_or_default();
                Self { regex, folded: folded.clone(), needs, longest, units }
            })
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
        let (folded, joints) = (document.folded(), document.joints());
        let within = |page: &Page, joints: &[Joint]| {
            self.find_in(folded, joints, || page.article.text.chars().map(fold::fold_char), most_bytes, stop)
        };
        let found = self.find_folded(folded, joints, most_bytes, stop);
        let found = found.unwrap_or_else(|| within(&document.page(), joints));
        if !crosses_lines(folded, &found.spans) {
            return found;
        }
        // Lines of the page around the article follow each other, but none goes on in the next one.
        let page = document.page();
        let running = running(&page.article, joints);
        if running.len() == joints.len() { found } else { within(&page, &running) }
    }

    /// The same for what is searched of a page; `None` when the folded text alone does not tell: it has characters that share a unit, or a
    /// hit that may reach from one line of the page's furniture into the next.
    pub(super) fn find_kept(&self, folded: &[u16], joints: &[Joint], stop: &dyn Fn() -> bool) -> Option<Found> {
        let found = self.find_folded(folded, joints, MOST_SEARCHED, stop)?;
        (!crosses_lines(folded, &found.spans)).then_some(found)
    }

    fn find_folded(
        &self,
        folded: &[u16],
        joints: &[Joint],
        most_bytes: usize,
        stop: &dyn Fn() -> bool,
    ) -> Option<Found> {
        let near = self.needs.as_ref().map(|needs| self.find_near(needs, folded, joints, most_bytes, stop));
        match near {
            Some(Near::Told(found)) => return Some(found),
            Some(Near::Shared) => return None,
            Some(Near::Many) | None => {}
        }
        // Some characters share one unit.
        if count_units(folded, fold::PLACEHOLDER) > 0 {
            return None;
        }
        let chars = || folded.iter().map(|unit| char_of(*unit));
        Some(self.find_in(folded, joints, chars, most_bytes, stop))
    }

    /// The same where words are known that every hit has: no more of the text is looked at than may be part of a hit.
    fn find_near(
        &self,
        needs: &Needs,
        folded: &[u16],
        joints: &[Joint],
        most_bytes: usize,
        stop: &dyn Fn() -> bool,
    ) -> Near {
        let mut spans = Spans::new();
        let places = needs.places(folded);
        let stands_somewhere = !places.is_empty() || !joints.is_empty() && needs.stands(folded, joints);
        if !stands_somewhere {
            return Near::Told(Found::default());
        }
        let all = |_, _| true;
        if !self.find_beside((needs, places), folded, &all, stop, &mut |start, end| spans.push((start, end))) {
            return Near::Shared;
        }
        if self.may_cross(folded, joints) {
            let joined = Joined::of(folded, joints);
            // Parts without a place where lines were put together were looked at as they stand.
            let seams: Vec<usize> = joined.seams().collect();
            let has_seam = |from: usize, to: usize| {
                seams.get(seams.partition_point(|seam| *seam <= from)).is_some_and(|seam| *seam < to)
            };
            let places = needs.places(&joined.units);
            let mut found = |start, end| spans.push(joined.source_of(start, end));
            if !self.find_beside((needs, places), &joined.units, &has_seam, stop, &mut found) {
                return Near::Shared;
            }
            spans.sort_unstable();
            spans.dedup();
        }
        match spans.len().checked_mul(folded.len() * 3 + 1) {
            Some(most_charged) if most_charged < most_bytes => Near::Told(Found { spans, cut: false }),
            _ => Near::Many,
        }
    }

    /// False when no hit can reach from one line into the next: around none of the joints stand all the characters that it has. To put the
    /// lines of a page together takes longer than to search it.
    fn may_cross(&self, folded: &[u16], joints: &[Joint]) -> bool {
        let Some(reach) = self.longest.filter(|_| !self.units.is_empty()) else { return !joints.is_empty() };
        joints.iter().enumerate().any(|(at, joint)| {
            let (start, end) = (joint.start as usize, joint.end as usize);
            let (from, to) = (start.saturating_sub(reach), end.saturating_add(reach).min(folded.len()));
            let before = at.checked_sub(1).and_then(|before| joints.get(before));
            if before.is_some_and(|joint| joint.end as usize > from)
                || joints.get(at + 1).is_some_and(|joint| (joint.start as usize) < to)
            {
                return true;
            }
            let stands = |unit: &u16| {
                let side = |from: usize, to: usize| folded.get(from..to).unwrap_or_default();
                side(from, start).contains(unit) || side(end, to).contains(unit)
            };
            self.units.iter().all(stands)
        })
    }

    /// The hits in the `wanted` parts of lines around the places of words that every hit has, by characters of the whole text. False when
    /// a character of such a part shares its unit with others.
    fn find_beside(
        &self,
        (needs, places): (&Needs, Spans),
        folded: &[u16],
        wanted: &dyn Fn(usize, usize) -> bool,
        stop: &dyn Fn() -> bool,
        found: &mut dyn FnMut(usize, usize),
    ) -> bool {
        let ends = |unit: &u16| matches!(unit, 0x0A | 0x0D);
        let reach = self.longest.unwrap_or(folded.len());
        // The first line end of a part of the text, and whether there is one: else the end of the part.
        let line_end = |from: usize, to: usize| {
            let to = to.min(folded.len());
            let part = folded.get(from..to).unwrap_or_default();
            part.iter().position(ends).map_or((to, false), |at| (from + at, true))
        };
        let mut part = String::new();
        let mut words = places.into_iter().peekable();
        let mut done = 0;
        while let Some((start, end)) = words.next() {
            let start = start.max(done);
            // A hit has the word, or another one that begins in it.
            let before = folded.get(start.saturating_sub(reach).max(done)..start).unwrap_or_default();
            let from = start - before.iter().rev().position(ends).unwrap_or(before.len());
            let (mut to, mut ended) = line_end(start, end.saturating_add(reach));
            // Words of one line whose parts meet share one.
            while let Some(&(next, next_end)) = words.peek() {
                let meets = next.saturating_sub(reach) <= to;
                if !meets || next >= to && (ended || line_end(to, next).1) {
                    break;
                }
                words.next();
                if !ended {
                    let more = line_end(to, next_end.saturating_add(reach));
                    (to, ended) = (more.0.max(to), more.1);
                }
            }
            done = to.max(done);
            let units = folded.get(from..to).unwrap_or_default();
            if !wanted(from, to) || !needs.hold(units, &[]) {
                continue;
            }
            if count_units(units, fold::PLACEHOLDER) > 0 {
                return false;
            }
            part.clear();
            part.extend(units.iter().map(|unit| char_of(*unit)));
            self.find_in_lines(&part, None, stop, &mut |start, end| found(from + start, from + end));
            if stop() {
                break;
            }
        }
        true
    }

    /// The same for the characters of a text, all of which are put together.
    fn find_in<C: Iterator<Item = char>>(
        &self,
        folded: &[u16],
        joints: &[Joint],
        chars: impl Fn() -> C,
        most_bytes: usize,
        stop: &dyn Fn() -> bool,
    ) -> Found {
        let mut budget = Budget::new(most_bytes);
        let mut spans = Spans::new();
        let mut whole = String::with_capacity(folded.len() * 3);
        whole.extend(chars());
        self.find_in_lines(&whole, Some(&mut budget), stop, &mut |start, end| spans.push((start, end)));
        if !joints.is_empty() {
            drop(whole);
            let joined = Joined::of(folded, joints);
            let mut left_out = joined.left_out.iter().copied().peekable();
            let mut together = String::with_capacity(folded.len() * 3);
            for (at, c) in chars().enumerate() {
                while left_out.next_if(|&(_, end)| end <= at).is_some() {}
                if left_out.peek().is_none_or(|&(start, _)| at < start) {
                    together.push(c);
                }
            }
            self.find_in_lines(&together, Some(&mut budget), stop, &mut |start, end| {
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
        mut budget: Option<&mut Budget>,
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
                let paid = budget.as_mut().is_none_or(|budget| budget.pay(line, began, hit.start(), &self.folded));
                if !paid || stop() {
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

/// True when one of these holds a line end.
fn crosses_lines(folded: &[u16], spans: &Spans) -> bool {
    let inside = |&(start, end): &(usize, usize)| folded.get(start..end).unwrap_or_default();
    spans.iter().any(|span| inside(span).iter().any(|unit| matches!(unit, 0x0A | 0x0D)))
}

/// The joints between lines of the article, of those between all lines of the page.
fn running(article: &Article, joints: &[Joint]) -> Vec<Joint> {
    let edges: Spans = joints.iter().map(|joint| (joint.start as usize, joint.end as usize)).collect();
    let of_article = |at: usize| {
        let block = article.blocks.get(article.blocks.partition_point(|block| block.span.end <= at));
        block.is_none_or(|block| block.kind != BlockKind::Furniture)
    };
    let bytes = unit_ranges_to_bytes(&article.text, &edges);
    let runs = |&(start, end): &(usize, usize)| of_article(start.saturating_sub(1)) && of_article(end);
    joints.iter().zip(bytes).filter(|(_, bytes)| runs(bytes)).map(|(joint, _)| *joint).collect()
}

/// The character of a unit that stands for one alone.
fn char_of(unit: u16) -> char {
    char::from_u32(unit.into()).unwrap_or('\u{FFFD}')
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

    #[test]
    fn lines_of_the_furniture_do_not_go_on() {
        let text = "首页\n新闻中心\n专题报道\n\n两地合修跨界桥\n2021年3月5日 来源：江边晚报\n\n　　两地的代表昨天在江边的渡口碰头，商定明年春天\n合修一座跨界的桥，费用由两家平摊，渡口的人都来了。\n\n上一篇：另一座桥\n下一篇：再一座桥\n";
        let document = document_of("a.txt", text.as_bytes());
        let page = document.page();
        let kind = |word: &str| {
            let at = text.find(word).unwrap();
            page.article.blocks.iter().find(|block| block.span.contains(at)).map(|block| block.kind)
        };
        assert_eq!((kind("首页"), kind("合修一座")), (Some(BlockKind::Furniture), Some(BlockKind::Paragraph)));
        let hits = |typed: &str| Pattern::new(typed).unwrap().find(&document, &|| false).spans.len();
        assert_eq!((hits("首页.*专题"), hits("中心.专题|中心专题"), hits("另一座桥.*再一座")), (0, 0, 0));
        assert_eq!((hits("明年春天合修"), hits("明年.+跨界"), hits("新闻.+")), (1, 1, 1));
    }

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

    proptest::proptest! {
        #![proptest_config(proptest::prelude::ProptestConfig { failure_persistence: None, ..proptest::prelude::ProptestConfig::default() })]
        /// Looking only beside the words that every hit has leaves nothing out, and finds nothing else.
        #[test]
        fn parts_of_lines_are_enough(
            text in "[一二三，a。\n\r ]{0,60}",
            first in proptest::sample::select(vec!["一二", "二", "一一", "(一|二三)", "(?:一二)+", "[二三]一", "(一|二)[^三]"]),
            second in proptest::sample::select(vec!["", ".?", "((a|三){0,2}|一)", "[^一]{0,3}", ".*", "$", r"\b", "\n"]),
            third in proptest::sample::select(vec!["", "三", "(二|一)", "一?"]),
        ) {
            let expression = [first, second, third].concat();
            let folded = fold::fold_units(&text);
            let joints = crate::text::find::joints(&folded);
            let pattern = Pattern::new(&expression).unwrap();
            let chars = || folded.iter().map(|unit| char_of(*unit));
            let mut all = pattern.find_in(&folded, &joints, chars, MOST_SEARCHED, &|| false);
            let mut near = pattern.find_folded(&folded, &joints, MOST_SEARCHED, &|| false).unwrap();
            all.spans.sort_unstable();
            near.spans.sort_unstable();
            proptest::prop_assert_eq!(all, near, "{}", expression);
        }
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
