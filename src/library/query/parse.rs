//! Reads a search text. Nothing is wrong enough to fail: what cannot be an operator is a word, and the advice says so.
//!
//! ```text
//! text    = part (["AND"] part)*                        all of them
//! part    = near (("OR" | "|") near)*                   one of them
//! near    = unit (("~" | "~~") unit)*                   in one sentence, in one paragraph
//! unit    = ["-" | "NOT"] (word | "phrase" | /pattern/ | =word | field:value | "(" text ")")
//! ```
//! Every operator may be full width, quotes may be of any kind. Operators count at the edges of words only, so that pasted sentences stay
//! what they are; `AND`, `OR` and `NOT` are capitals between blanks. Two marks count inside of a word as well, since next to nothing is
//! written so: `~` between what are no digits, and brackets with a choice in them, as in `(公路|铁路)开工`.

mod marks;

use self::marks::{closers, half, is_bar, is_close, is_dash, is_open, is_wave};
use super::{
    fields::{self, Name},
    pattern,
    tree::{Advice, Node, Parsed, Reach, Words},
};
use crate::text::span::ByteRange;

/// Brackets in brackets that are read; deeper ones are words.
const MOST_DEPTH: usize = 20;

/// Characters of a search text that are read. A pasted page is a mistake sooner than a question, and each of its words would be looked for.
pub const MOST_CHARS: usize = 4_000;

/// Remarks about one text: nobody reads more.
const MOST_ADVICE: usize = 8;

/// Regular expressions of one text.
const MOST_PATTERNS: usize = 16;

/// Reads a search text, of which the first [`MOST_CHARS`] characters count.
#[must_use]
pub fn parse(text: &str) -> Parsed {
    let (text, long) = bounded(text);
    let mut reader = Reader {
        text,
        chars: text.char_indices().collect(),
        at: 0,
        done: 0,
        depth: 0,
        patterns: 0,
        advice: long.into_iter().collect(),
    };
    let parts = reader.run();
    let mut advice = reader.advice;
    advice.truncate(MOST_ADVICE);
    Parsed { parts, advice }
}

/// What is read of a text, and what to tell when that is not all.
fn bounded(text: &str) -> (&str, Option<Advice>) {
    let end = text.char_indices().nth(MOST_CHARS).map(|(byte, _)| byte);
    end.and_then(|end| text.get(..end)).map_or((text, None), |read| (read, Some(Advice::LongText(MOST_CHARS))))
}

/// Every line is one plain string; the first [`MOST_CHARS`] characters count.
#[must_use]
pub fn literal(text: &str) -> Parsed {
    let (text, long) = bounded(text);
    let mut start = 0;
    let mut parts = Vec::new();
    for whole in text.split_inclusive('\n') {
        let line = whole.strip_suffix('\n').unwrap_or(whole);
        let line = line.strip_suffix('\r').unwrap_or(line);
        if !line.is_empty() {
            let words = Words { text: line.to_owned(), quoted: true, exact: false };
            parts.push((ByteRange::new(start, start + line.len()), Node::Words(words)));
        }
        start += whole.len();
    }
    Parsed { parts, advice: long.into_iter().collect() }
}

struct Reader<'a> {
    text: &'a str,
    chars: Vec<(usize, char)>,
    at: usize,
    /// Behind the last character that belongs to something.
    done: usize,
    depth: usize,
    /// Regular expressions met so far.
    patterns: usize,
    advice: Vec<Advice>,
}

impl Reader<'_> {
    fn peek(&self, ahead: usize) -> Option<char> {
        self.chars.get(self.at + ahead).map(|&(_, c)| c)
    }

    fn char_at(&self, at: usize) -> Option<char> {
        self.chars.get(at).map(|&(_, c)| c)
    }

    fn byte(&self, at: usize) -> usize {
        self.chars.get(at).map_or(self.text.len(), |&(byte, _)| byte)
    }

    fn slice(&self, from: usize, to: usize) -> String {
        self.chars.get(from..to).unwrap_or_default().iter().map(|&(_, c)| c).collect()
    }

    fn skip_blanks(&mut self) {
        while self.peek(0).is_some_and(char::is_whitespace) {
            self.at += 1;
        }
    }

    /// True when a word ends before position `at`.
    fn border(&self, at: usize) -> bool {
        self.char_at(at).is_none_or(|c| c.is_whitespace() || is_bar(c) || self.depth > 0 && is_close(c))
    }

    /// Parts up to the end, or up to the bracket that closes this group.
    fn run(&mut self) -> Vec<(ByteRange, Node)> {
        let mut parts = Vec::new();
        let (mut all, mut any) = (false, false);
        loop {
            self.skip_blanks();
            if self.ends() {
                break;
            }
            if !parts.is_empty() && self.operator_is("AND") {
                let operator = self.take(3);
                self.skip_blanks();
                if self.ends() {
                    self.loose(operator);
                }
                all = true;
                continue;
            }
            let start = self.byte(self.at);
            let (node, chosen) = self.alternatives();
            any |= chosen;
            if let Some(node) = node {
                parts.push((ByteRange::new(start, self.byte(self.done)), node));
            }
        }
        if all && any && !self.advice.contains(&Advice::MixedOperators) {
            self.advice.push(Advice::MixedOperators);
        }
        parts
    }

    /// True where nothing more belongs to this text or group.
    fn ends(&self) -> bool {
        self.peek(0).is_none_or(|c| self.depth > 0 && is_close(c))
    }

    /// The next characters, which are read.
    fn take(&mut self, count: usize) -> String {
        self.at += count;
        self.slice(self.at - count, self.at)
    }

    /// What stands between operators, and whether one of several is enough.
    fn alternatives(&mut self) -> (Option<Node>, bool) {
        let mut choices: Vec<Node> = self.near().into_iter().collect();
        loop {
            let back = self.at;
            self.skip_blanks();
            let Some(operator) = self.take_or() else {
                self.at = back;
                break;
            };
            self.skip_blanks();
            let next = if self.ends() { None } else { self.near() };
            if next.is_none() || choices.is_empty() {
                self.loose(operator);
            }
            choices.extend(next);
        }
        match choices.len() {
            0 | 1 => (choices.pop(), false),
            _ => (Some(Node::Any(choices)), true),
        }
    }

    fn loose(&mut self, operator: String) {
        let advice = Advice::LooseOperator(operator);
        if self.advice.last() != Some(&advice) {
            self.advice.push(advice);
        }
    }

    /// `OR`, `|`.
    fn take_or(&mut self) -> Option<String> {
        let start = self.at;
        if self.operator_is("OR") {
            self.at += 2;
        } else {
            while self.peek(0).is_some_and(is_bar) {
                self.at += 1;
            }
        }
        (self.at > start).then(|| self.slice(start, self.at))
    }

    /// True when these characters stand here, in any width.
    fn begins(&self, word: &str) -> bool {
        word.chars().enumerate().all(|(i, c)| self.peek(i).is_some_and(|here| half(here) == c))
    }

    /// True when this word stands here alone.
    fn word_is(&self, word: &str) -> bool {
        self.begins(word) && self.border(self.at + word.chars().count())
    }

    /// The same for an operator in letters, which may have a bracket behind it.
    fn operator_is(&self, word: &str) -> bool {
        self.word_is(word) || self.begins(word) && self.char_at(self.at + word.len()).is_some_and(is_open)
    }

    /// Waves at `at` with something glued to them that is no digit, as it would be in `3～5`: how far, and how many characters.
    fn glued_waves(&self, at: usize) -> Option<(Reach, usize)> {
        let count = (at..).take_while(|&at| self.char_at(at).is_some_and(is_wave)).count();
        let reach = match count {
            1 => Reach::Sentence,
            2 => Reach::Paragraph,
            _ => return None,
        };
        let next = self.char_at(at + count).map(half)?;
        (!self.border(at + count) && !next.is_ascii_digit() && next != '/').then_some((reach, count))
    }

    /// True when the waves at `at` end a word: nothing before them is a digit, and another word follows, with or without a blank.
    fn waves_part(&self, at: usize) -> bool {
        let before = at.checked_sub(1).and_then(|before| self.char_at(before)).map(half);
        if before.is_none_or(|c| is_wave(c) || c.is_ascii_digit()) {
            return false;
        }
        let count = (at..).take_while(|&at| self.char_at(at).is_some_and(is_wave)).count();
        self.glued_waves(at).is_some() || (1..=2).contains(&count) && self.border(at + count)
    }

    /// True when a phrase, a pattern or a group may end before `at`.
    fn closes(&self, at: usize) -> bool {
        self.border(at) || self.glued_waves(at).is_some()
    }

    /// `~`, `~~` and their words: how far, and how many characters it takes.
    fn near_operator(&self) -> Option<(Reach, usize)> {
        const ALL: [(&str, Reach); 8] = [
            ("~~", Reach::Paragraph),
            ("~", Reach::Sentence),
            ("NEAR/P", Reach::Paragraph),
            ("NEAR/S", Reach::Sentence),
            ("NEAR", Reach::Sentence),
            ("同段", Reach::Paragraph),
            ("同句", Reach::Sentence),
            ("〜", Reach::Sentence),
        ];
        ALL.into_iter().find(|(word, _)| self.word_is(word)).map(|(word, reach)| (reach, word.chars().count()))
    }

    fn near(&mut self) -> Option<Node> {
        let mut node = self.unit();
        loop {
            let back = self.at;
            self.skip_blanks();
            let Some((reach, length)) = self.near_operator().or_else(|| self.glued_waves(self.at)) else {
                self.at = back;
                return node;
            };
            let operator = self.take(length);
            self.skip_blanks();
            let next = if self.ends() { None } else { self.unit() };
            node = match (node, next) {
                (Some(left), Some(right)) => Some(self.together(reach, left, right)),
                (left, right) => {
                    self.loose(operator);
                    left.or(right)
                }
            };
        }
    }

    fn together(&mut self, reach: Reach, left: Node, right: Node) -> Node {
        let nears = |node: &Node| node.is_text() || matches!(node, Node::Near(..));
        if !nears(&left) || !nears(&right) {
            if !self.advice.contains(&Advice::NearWords) {
                self.advice.push(Advice::NearWords);
            }
            return Node::All(vec![left, right]);
        }
        match left {
            Node::Near(same, mut parts) if same == reach => {
                parts.push(right);
                Node::Near(same, parts)
            }
            left => Node::Near(reach, vec![left, right]),
        }
    }

    fn unit(&mut self) -> Option<Node> {
        let c = self.peek(0)?;
        if is_dash(c) && !self.border(self.at + 1) && !self.peek(1).is_some_and(is_dash) {
            self.at += 1;
            return self.primary().map(|node| Node::Not(Box::new(node)));
        }
        if self.operator_is("NOT") {
            let operator = self.take(3);
            self.skip_blanks();
            if self.ends() {
                self.loose(operator);
                self.done = self.at;
                return None;
            }
            return self.primary().map(|node| Node::Not(Box::new(node)));
        }
        self.primary()
    }

    /// A word, a phrase, a pattern, a field or a group. `None` for an operator that has nothing to do.
    fn primary(&mut self) -> Option<Node> {
        let letters = ["AND", "NOT"].into_iter().find(|word| self.operator_is(word));
        if let Some(operator) = self.take_or().or_else(|| letters.map(|word| self.take(word.len()))) {
            self.loose(operator);
            self.done = self.at;
            return None;
        }
        let symbol = self.peek(0).is_some_and(|c| matches!(half(c), '~' | '〜' | 'N'));
        if let Some((_, length)) = self.near_operator().filter(|_| symbol) {
            let operator = self.take(length);
            self.loose(operator);
            self.done = self.at;
            return None;
        }
        let node = self.group().or_else(|| self.pattern()).or_else(|| self.field());
        if let Some(node) = node {
            self.done = self.at;
            return node;
        }
        let start = self.at;
        let words = self.value(None);
        self.small_operator(start);
        self.done = self.at;
        words.map(Node::Words)
    }

    /// `or` between words is a word, which is said.
    fn small_operator(&mut self, start: usize) {
        let word: String = self.slice(start, self.at).chars().map(half).collect();
        let capitals = word.to_ascii_uppercase();
        if !matches!(capitals.as_str(), "AND" | "OR" | "NOT") || word == capitals {
            return;
        }
        let blank = |c: &char| c.is_whitespace();
        let before = (0..start).rev().filter_map(|at| self.char_at(at)).find(|c| !blank(c));
        let after = (self.at..).map_while(|at| self.char_at(at)).find(|c| !blank(c));
        let begins = before.is_none_or(|c| is_open(c) || is_bar(c));
        if after.is_some_and(|c| !is_close(c) && !is_bar(c)) && (!begins || capitals == "NOT") {
            self.advice.push(Advice::SmallOperator(word));
        }
    }

    /// Where the bracket that opens at `at` is closed.
    fn closing(&self, at: usize) -> Option<usize> {
        let mut open = 0_usize;
        for (at, &(_, c)) in self.chars.iter().enumerate().skip(at) {
            if is_open(c) {
                open += 1;
            } else if is_close(c) {
                open -= 1;
                if open == 0 {
                    return Some(at);
                }
            }
        }
        None
    }

    /// True when there is a choice between these two: text that is pasted has none.
    fn has_choice(&self, from: usize, to: usize) -> bool {
        let inside = self.chars.get(from..to).unwrap_or_default();
        let is_or = |four: &[(usize, char)]| match four {
            [(_, a), (_, o), (_, r), (_, b)] => {
                a.is_whitespace() && half(*o) == 'O' && half(*r) == 'R' && (b.is_whitespace() || is_open(*b))
            }
            _ => false,
        };
        inside.iter().any(|&(_, c)| is_bar(c)) || inside.windows(4).any(is_or)
    }

    /// True when a choice in brackets begins at `at`, inside of a word.
    fn choice_at(&self, at: usize) -> bool {
        self.depth < MOST_DEPTH
            && self.char_at(at).is_some_and(is_open)
            && self.closing(at).is_some_and(|end| self.has_choice(at + 1, end))
    }

    /// `( … )` with more than a word inside.
    fn group(&mut self) -> Option<Option<Node>> {
        if !self.peek(0).is_some_and(is_open) || self.depth >= MOST_DEPTH {
            return None;
        }
        let inside = |end: usize| self.chars.get(self.at + 1..end).unwrap_or_default();
        let Some(end) = self.closing(self.at) else {
            if inside(self.chars.len()).iter().any(|&(_, c)| c.is_whitespace()) {
                self.advice.push(Advice::OpenGroup);
            }
            return None;
        };
        let several = inside(end).iter().any(|&(_, c)| c.is_whitespace() || is_bar(c));
        let waves = |at: usize| self.char_at(at).is_some_and(is_wave) && self.waves_part(at);
        if !several && !(self.at + 1..end).any(waves) {
            return None;
        }
        if !self.closes(end + 1) && !self.has_choice(self.at + 1, end) {
            self.advice.push(Advice::GluedGroup);
            return None;
        }
        self.at += 1;
        self.depth += 1;
        let mut parts: Vec<Node> = self.run().into_iter().map(|(_, node)| node).collect();
        self.depth -= 1;
        // What stands in quotes inside may have taken the bracket.
        if self.peek(0).is_some_and(is_close) {
            self.at += 1;
        }
        Some(match parts.len() {
            0 | 1 => parts.pop(),
            _ => Some(Node::All(parts)),
        })
    }

    /// `/ … /`.
    fn pattern(&mut self) -> Option<Option<Node>> {
        if !matches!(self.peek(0), Some('/' | '／')) {
            return None;
        }
        let mut at = self.at + 1;
        let end = loop {
            match self.char_at(at)? {
                '\\' => at += 1,
                '/' | '／' if at > self.at + 1 && self.closes(at + 1) => break at,
                _ => {}
            }
            at += 1;
        };
        let typed = self.slice(self.at + 1, end);
        let whole = self.slice(self.at, end + 1);
        self.at = end + 1;
        self.patterns += 1;
        let compiled = if self.patterns > MOST_PATTERNS {
            Err(Advice::LargePattern(typed.chars().take(20).collect()))
        } else {
            pattern::Pattern::new(&typed)
        };
        Some(Some(match compiled {
            Ok(_) => Node::Pattern(typed),
            Err(advice) => {
                self.advice.push(advice);
                Node::Words(Words { text: whole, quoted: true, exact: false })
            }
        }))
    }

    /// `name:value`.
    fn field(&mut self) -> Option<Option<Node>> {
        let rest = self.chars.get(self.at..).unwrap_or_default();
        let length = rest.iter().take(12).position(|&(_, c)| matches!(c, ':' | '：'))?;
        let typed = self.slice(self.at, self.at + length);
        let name = fields::named(&typed)?;
        let start = self.at;
        self.at += length + 1;
        if self.border(self.at) {
            self.advice.push(Advice::EmptyField(typed));
            return Some(None);
        }
        let node = match self.group() {
            Some(inside) => inside,
            None => self.value(Some(name)).map(Node::Words),
        };
        let Some(node) = node else {
            self.advice.push(Advice::EmptyField(typed));
            return Some(None);
        };
        let mut trouble = None;
        let node = each_word(node, &mut |words| match fields::read(name, &typed, words) {
            Ok(node) => node,
            Err(advice) => {
                trouble.get_or_insert(advice);
                Node::All(vec![])
            }
        });
        Some(Some(match trouble {
            None => node,
            Some(advice) => {
                self.advice.push(advice);
                Node::Words(Words { text: self.slice(start, self.at), quoted: true, exact: false })
            }
        }))
    }

    /// `[=]word` or `[=]"phrase"`; `None` for empty quotes.
    fn value(&mut self, of: Option<Name>) -> Option<Words> {
        let exact = matches!(self.peek(0), Some('=' | '＝')) && !self.border(self.at + 1);
        self.at += usize::from(exact);
        if let Some(closers) = self.peek(0).and_then(closers) {
            let closing: Vec<usize> = (self.at + 1..self.chars.len())
                .filter(|&at| self.char_at(at).is_some_and(|c| closers.contains(&c)))
                .collect();
            let end = closing.iter().copied().find(|&at| self.closes(at + 1));
            // Marks that only close inside of a word belong to it.
            if end.is_some() || closing.is_empty() {
                let text = self.slice(self.at + 1, end.unwrap_or(self.chars.len()));
                if end.is_none() && !text.trim().is_empty() {
                    self.advice.push(Advice::OpenQuote);
                }
                self.at = end.map_or(self.chars.len(), |end| end + 1);
                return (!text.trim().is_empty()).then_some(Words { text, quoted: true, exact });
            }
        }
        let start = self.at;
        let mut open = 0_usize;
        while let Some(c) = self.peek(0) {
            if c.is_whitespace() || is_bar(c) && !of.is_some_and(takes_bars) {
                break;
            }
            let glued =
                of.is_none() && self.at > start && (is_wave(c) && self.waves_part(self.at) || self.choice_at(self.at));
            if glued {
                break;
            }
            if is_open(c) {
                open += 1;
            } else if is_close(c) {
                if open == 0 && self.depth > 0 {
                    break;
                }
                open = open.saturating_sub(1);
            }
            self.at += 1;
        }
        Some(Words { text: self.slice(start, self.at), quoted: false, exact })
    }
}

/// Fields with a handful of values: `is:unread|starred`.
const fn takes_bars(name: Name) -> bool {
    matches!(name, Name::City | Name::Primary | Name::Has | Name::Script | Name::Is | Name::Tag)
}

/// Puts something else in the place of each word.
fn each_word(node: Node, with: &mut impl FnMut(Words) -> Node) -> Node {
    match node {
        Node::Words(words) => with(words),
        Node::All(parts) => Node::All(parts.into_iter().map(|part| each_word(part, with)).collect()),
        Node::Any(parts) => Node::Any(parts.into_iter().map(|part| each_word(part, with)).collect()),
        Node::Near(_, parts) => Node::All(parts.into_iter().map(|part| each_word(part, with)).collect()),
        Node::Not(part) => Node::Not(Box::new(each_word(*part, with))),
        other => other,
    }
}

#[cfg(test)]
mod tests;
