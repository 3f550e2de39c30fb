//! Reads a search text. Nothing is wrong enough to fail: what cannot be an operator is a word, and the advice says so.
//!
//! ```text
//! text    = part*                                       all of them
//! part    = near (("OR" | "|") near)*                   one of them
//! near    = unit (("~" | "~~") unit)*                   in one sentence, in one paragraph
//! unit    = ["-"] (word | "phrase" | /pattern/ | =word | field:value | "(" text ")")
//! ```
//! Every operator may be full width, quotes may be of any kind. Operators count at the edges of words only, so that pasted sentences stay
//! what they are; `OR` and `~` stand alone between blanks.

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

/// The closing marks of an opening quote.
const fn closers(opener: char) -> Option<&'static [char]> {
    Some(match opener {
        '"' | '＂' => &['"', '＂'],
        '“' => &['”', '"', '“'],
        '”' => &['”', '"'],
        '„' => &['“', '”'],
        '‘' => &['’', '\''],
        '「' => &['」'],
        '『' => &['』'],
        '﹁' => &['﹂'],
        '﹃' => &['﹄'],
        '〝' => &['〞', '〟'],
        '«' => &['»'],
        _ => return None,
    })
}

const fn is_dash(c: char) -> bool {
    matches!(c, '-' | '－' | '−')
}

const fn is_bar(c: char) -> bool {
    matches!(c, '|' | '｜')
}

const fn is_open(c: char) -> bool {
    matches!(c, '(' | '（')
}

const fn is_close(c: char) -> bool {
    matches!(c, ')' | '）')
}

/// Half width for full width; the case stays.
fn half(c: char) -> char {
    match c {
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c),
        c => c,
    }
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
        loop {
            self.skip_blanks();
            match self.peek(0) {
                None => return parts,
                Some(c) if self.depth > 0 && is_close(c) => return parts,
                Some(_) => {}
            }
            let start = self.byte(self.at);
            if let Some(node) = self.alternatives() {
                parts.push((ByteRange::new(start, self.byte(self.done)), node));
            }
        }
    }

    fn alternatives(&mut self) -> Option<Node> {
        let mut choices: Vec<Node> = self.near().into_iter().collect();
        loop {
            let back = self.at;
            self.skip_blanks();
            let Some(operator) = self.take_or() else {
                self.at = back;
                break;
            };
            self.skip_blanks();
            let ends = self.peek(0).is_none_or(|c| self.depth > 0 && is_close(c));
            let next = if ends { None } else { self.near() };
            if next.is_none() || choices.is_empty() {
                self.loose(operator);
            }
            choices.extend(next);
        }
        match choices.len() {
            0 | 1 => choices.pop(),
            _ => Some(Node::Any(choices)),
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
        if self.word_is("OR") {
            self.at += 2;
        } else {
            while self.peek(0).is_some_and(is_bar) {
                self.at += 1;
            }
        }
        (self.at > start).then(|| self.slice(start, self.at))
    }

    /// True when this word stands here alone.
    fn word_is(&self, word: &str) -> bool {
        let length = word.chars().count();
        word.chars().enumerate().all(|(i, c)| self.peek(i).is_some_and(|here| half(here) == c))
            && self.border(self.at + length)
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
            let Some((reach, length)) = self.near_operator() else {
                self.at = back;
                return node;
            };
            let operator = self.slice(self.at, self.at + length);
            self.at += length;
            self.skip_blanks();
            let ends = self.peek(0).is_none_or(|c| self.depth > 0 && is_close(c));
            let next = if ends { None } else { self.unit() };
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
        self.primary()
    }

    /// A word, a phrase, a pattern, a field or a group. `None` for an operator that has nothing to do.
    fn primary(&mut self) -> Option<Node> {
        if let Some(operator) = self.take_or() {
            self.loose(operator);
            self.done = self.at;
            return None;
        }
        let symbol = self.peek(0).is_some_and(|c| matches!(half(c), '~' | '〜' | 'N'));
        if let Some((_, length)) = self.near_operator().filter(|_| symbol) {
            let operator = self.slice(self.at, self.at + length);
            self.loose(operator);
            self.at += length;
            self.done = self.at;
            return None;
        }
        let node = self.group().or_else(|| self.pattern()).or_else(|| self.field());
        if let Some(node) = node {
            self.done = self.at;
            return node;
        }
        let words = self.value(false);
        self.done = self.at;
        words.map(Node::Words)
    }

    /// `( … )` with more than a word inside.
    fn group(&mut self) -> Option<Option<Node>> {
        if !self.peek(0).is_some_and(is_open) || self.depth >= MOST_DEPTH {
            return None;
        }
        let (mut open, mut end) = (0_usize, None);
        for (at, &(_, c)) in self.chars.iter().enumerate().skip(self.at) {
            if is_open(c) {
                open += 1;
            } else if is_close(c) {
                open -= 1;
                if open == 0 {
                    end = Some(at);
                    break;
                }
            }
        }
        let inside = |end: usize| self.chars.get(self.at + 1..end).unwrap_or_default();
        let Some(end) = end else {
            if inside(self.chars.len()).iter().any(|&(_, c)| c.is_whitespace()) {
                self.advice.push(Advice::OpenGroup);
            }
            return None;
        };
        let several = inside(end).iter().any(|&(_, c)| c.is_whitespace() || is_bar(c));
        if !several || !self.border(end + 1) {
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
                '/' | '／' if at > self.at + 1 && self.border(at + 1) => break at,
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
            None => self.value(takes_bars(name)).map(Node::Words),
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
    fn value(&mut self, takes_bars: bool) -> Option<Words> {
        let exact = matches!(self.peek(0), Some('=' | '＝')) && !self.border(self.at + 1);
        self.at += usize::from(exact);
        if let Some(closers) = self.peek(0).and_then(closers) {
            let closing: Vec<usize> = (self.at + 1..self.chars.len())
                .filter(|&at| self.char_at(at).is_some_and(|c| closers.contains(&c)))
                .collect();
            let end = closing.iter().copied().find(|&at| self.border(at + 1));
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
            if c.is_whitespace() || is_bar(c) && !takes_bars {
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
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::library::query::tree::Field;

    /// A short form of what was understood.
    fn shape(node: &Node) -> String {
        let list = |parts: &[Node]| parts.iter().map(shape).collect::<Vec<_>>().join(" ");
        let words = |words: &Words| {
            let text = if words.quoted { format!("[{}]", words.text) } else { words.text.clone() };
            if words.exact { format!("={text}") } else { text }
        };
        match node {
            Node::All(parts) => format!("({})", list(parts)),
            Node::Any(parts) => format!("{{{}}}", list(parts)),
            Node::Not(part) => format!("-{}", shape(part)),
            Node::Near(Reach::Sentence, parts) => format!("<{}>", list(parts)),
            Node::Near(Reach::Paragraph, parts) => format!("<<{}>>", list(parts)),
            Node::Words(w) => words(w),
            Node::Pattern(pattern) => format!("/{pattern}/"),
            Node::Spoken(letters) => format!("py:{letters}"),
            Node::Field(Field::Title(w)) => format!("title:{}", words(w)),
            Node::Field(Field::Source(w)) => format!("source:{}", words(w)),
            Node::Field(Field::Places { typed, primary, .. }) => {
                format!("{}:{typed}", if *primary { "primary" } else { "city" })
            }
            Node::Field(field) => format!("{field:?}").to_lowercase(),
        }
    }

    fn shown(text: &str) -> String {
        let parts: Vec<String> = parse(text).parts.iter().map(|(_, node)| shape(node)).collect();
        parts.join(" ")
    }

    #[test]
    fn cases() {
        let file = std::fs::read_to_string("tests/cases/queries.txt").unwrap();
        let (mut section, mut count, mut wrong) = ("", 0, vec![]);
        for line in file.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
            if let Some(name) = line.strip_prefix("== ") {
                section = name;
                continue;
            }
            let Some((typed, wanted)) = line.split_once(" => ").or_else(|| line.strip_suffix(" =>").map(|t| (t, "")))
            else {
                panic!("{line}");
            };
            let typed = typed.replace('␠', " ");
            let got = match section {
                "understood" => shown(&typed),
                "advice" => said(&typed),
                _ => continue,
            };
            count += 1;
            if got != wanted.trim() {
                wrong.push(format!("{typed} => {got}   not   {wanted}"));
            }
        }
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
        assert!(count > 50, "{count}");
    }

    /// The names of the advice.
    fn said(typed: &str) -> String {
        let names = parse(typed)
            .advice
            .into_iter()
            .map(|advice| format!("{advice:?}").split([' ', '(', '{']).next().unwrap_or_default().to_owned());
        let names: Vec<String> = names.collect();
        if names.is_empty() { "-".to_owned() } else { names.join(" ") }
    }

    #[test]
    fn all_of_a_usual_text_is_read() {
        let text = "遂".repeat(MOST_CHARS);
        assert_eq!(parse(&text).advice, []);
        assert_eq!(literal(&text).advice, []);
        let longer = format!("{text}宁");
        for parsed in [parse(&longer), literal(&longer)] {
            assert_eq!(parsed.advice, [Advice::LongText(MOST_CHARS)]);
            assert_eq!(parsed.parts.first().map(|(span, _)| span.end), Some(text.len()));
        }
    }

    #[test]
    fn of_many_patterns_the_first_ones_count() {
        let parsed = parse(&"/遂.宁/ ".repeat(100));
        let patterns = parsed.parts.iter().filter(|(_, node)| matches!(node, Node::Pattern(_))).count();
        assert_eq!((patterns, parsed.parts.len()), (MOST_PATTERNS, 100));
        assert!(parsed.advice.contains(&Advice::LargePattern("遂.宁".to_owned())));
    }

    #[test]
    fn parts_stand_where_they_were_typed() {
        let text = " 甲 OR 乙\u{3000}-丙 \"丁 戊\" ";
        let spans: Vec<&str> = parse(text).parts.iter().map(|(span, _)| span.of(text)).collect();
        assert_eq!(spans, ["甲 OR 乙", "-丙", "\"丁 戊\""]);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(24))]

        #[test]
        fn long_texts_end(piece in "[遂\"“(/| ~:=a-]{1,6}") {
            let parsed = parse(&piece.repeat(100_000));
            prop_assert!(parsed.advice.contains(&Advice::LongText(MOST_CHARS)));
            prop_assert!(parsed.parts.iter().all(|(span, _)| span.end <= MOST_CHARS * 3));
        }
    }

    proptest! {
        #[test]
        fn any_text_is_read(text in "[遂a \\-－|｜()（）\"“”「」/=＝~～:：标题OR.\\\\*]{0,40}") {
            let parsed = parse(&text);
            let mut at = 0;
            for (span, _) in &parsed.parts {
                prop_assert!(span.start >= at && !span.is_empty(), "{:?}", parsed);
                at = span.end;
            }
        }

        /// A sentence copied from a page, quotes and brackets included, never loses a character that it needs.
        #[test]
        fn sentences_of_one_piece_stay_whole(text in "[遂宁潼南，。“”（）0-9]{1,20}") {
            prop_assume!(!text.starts_with(['（', '“', '”']));
            let parsed = parse(&text);
            prop_assert_eq!(parsed.parts.len(), 1);
            let whole = Words { text: text.clone(), quoted: false, exact: false };
            prop_assert_eq!(&parsed.parts[0].1, &Node::Words(whole));
        }

        #[test]
        fn deep_brackets_end(depth in 0_usize..300) {
            let text = format!("{}甲 乙{}", "(".repeat(depth), ")".repeat(depth));
            prop_assert!(!parse(&text).parts.is_empty());
        }
    }
}
