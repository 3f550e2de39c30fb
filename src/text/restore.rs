//! Restores full-width punctuation that a page has in ASCII, for display only: one character in, one character out.
//!
//! `, : ; ? ! ( )` next to Chinese become ，：；？！（）; straight quotes are paired paragraph by paragraph; dashes, brackets and waves in
//! other spellings become the Chinese ones, and quotation marks typed the wrong way round are turned. Numbers, times, addresses, English
//! clauses and code keep theirs, and so do marks that are right already. Deciding looks only at characters that are never changed, so
//! restoring twice changes nothing more.

mod spelling;

use super::punct::{Class, class_of, is_han, is_line_end};

/// Longer paragraphs are worked on in pieces, so that a page of one line costs no more memory than one of many.
const LONG_PARAGRAPH_CHARS: usize = 1 << 20;

/// The display form of `text`: same number of characters, only punctuation changed. Lines are paragraphs.
#[must_use]
pub fn restore(text: &str) -> String {
    restore_with(text, true)
}

/// As [`restore`], but quotation marks that are typed as “ ” ‘ ’ stay as they are.
#[must_use]
pub fn restore_as_typed(text: &str) -> String {
    restore_with(text, false)
}

fn restore_with(text: &str, turn: bool) -> String {
    if !text.bytes().any(is_candidate_byte) || !text.chars().any(is_han) {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len() + text.len() / 16);
    let mut paragraph = Vec::new();
    for c in text.chars() {
        if is_line_end(c) || paragraph.len() >= LONG_PARAGRAPH_CHARS {
            flush(&mut paragraph, turn, &mut out);
        }
        if is_line_end(c) {
            out.push(c);
        } else {
            paragraph.push(c);
        }
    }
    flush(&mut paragraph, turn, &mut out);
    out
}

const fn is_candidate_byte(byte: u8) -> bool {
    matches!(byte, b',' | b':' | b';' | b'?' | b'!' | b'(' | b')' | b'"' | b'\'' | b'.' | b'-' | b'[' | b'~')
        // the first bytes of curly quotes, dashes, arrows and full-width forms
        || matches!(byte, 0xC2 | 0xE2 | 0xEF)
}

fn flush(paragraph: &mut Vec<char>, turn: bool, out: &mut String) {
    if paragraph.iter().any(|&c| is_han(c)) && !is_code(paragraph) {
        let kept = kept(paragraph);
        spelling::settle(paragraph, &kept);
        Paragraph::new(paragraph, kept).restore(turn);
    }
    out.extend(paragraph.drain(..));
}

/// True for a line of a program or of data: Chinese may stand in it, but its marks are its grammar's.
fn is_code(paragraph: &[char]) -> bool {
    const SIGNS: [&str; 10] = ["\":\"", "\":{", "\":[", "\": [", "[\"", "\": \"", "();", "){", "={", "function("];
    let has = |sign: &&str| {
        let mut first = sign.chars();
        let first = first.next();
        paragraph
            .iter()
            .enumerate()
            .any(|(i, c)| Some(*c) == first && paragraph.iter().skip(i).take(sign.len()).copied().eq(sign.chars()))
    };
    paragraph.iter().any(|c| matches!(c, '{' | ';')) && SIGNS.iter().any(has)
        || paragraph.contains(&'"') && SIGNS.iter().take(5).any(has)
}

/// What stands beside a mark: the nearest character that is neither blank nor itself a mark this module changes or makes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Side {
    /// Nothing: the paragraph's edge.
    Edge,
    /// Han, full-width characters and marks.
    Chinese,
    /// ASCII letters and digits.
    Latin,
    /// Units behind a number: % ℃.
    Unit,
    /// Anything else: slashes, operators, other scripts.
    Other,
}

fn side_of(c: char) -> Side {
    match c {
        'a'..='z' | 'A'..='Z' | '0'..='9' => Side::Latin,
        '%' | '°' => Side::Unit,
        _ => match class_of(c) {
            Class::PostUnit => Side::Unit,
            Class::Other | Class::Space => Side::Other,
            _ => Side::Chinese,
        },
    }
}

/// True for blanks, for the marks that are changed and for those they are changed to.
fn is_transparent(c: char) -> bool {
    matches!(c, ',' | ':' | ';' | '?' | '!' | '(' | ')' | '"' | '\'' | '.')
        || matches!(c, '，' | '：' | '；' | '？' | '！' | '（' | '）' | '“' | '”' | '‘' | '’' | '。')
        || matches!(class_of(c), Class::Space | Class::IdeographicSpace)
}

struct Paragraph<'a> {
    chars: &'a mut [char],
    before: Vec<Side>,
    after: Vec<Side>,
    /// Inside an address or code.
    kept: Vec<bool>,
    /// Chinese characters before each position.
    chinese: Vec<u32>,
    /// More than two Latin words for each Chinese character: marks need Chinese on both sides.
    foreign: bool,
}

impl<'a> Paragraph<'a> {
    fn new(chars: &'a mut [char], kept: Vec<bool>) -> Self {
        let before = sides(chars.iter());
        let mut after = sides(chars.iter().rev());
        after.reverse();
        let mut chinese = Vec::with_capacity(chars.len() + 1);
        let (mut count, mut words, mut in_word) = (0_u32, 0_u32, false);
        chinese.push(0);
        for (&c, &kept) in chars.iter().zip(&kept) {
            count += u32::from(!is_transparent(c) && side_of(c) == Side::Chinese);
            chinese.push(count);
            let letter = c.is_ascii_alphabetic() && !kept;
            words += u32::from(letter && !in_word);
            in_word = letter;
        }
        Self { chars, before, after, kept, chinese, foreign: words > 2 * count }
    }

    fn restore(&mut self, turn: bool) {
        self.brackets();
        self.double_quotes();
        self.single_quotes();
        if turn {
            spelling::turn_quotes(self.chars, &self.kept);
        }
        self.marks();
        self.full_stops();
    }

    fn char_at(&self, at: usize) -> Option<char> {
        self.chars.get(at).copied()
    }

    fn side_before(&self, at: usize) -> Side {
        self.before.get(at).copied().unwrap_or(Side::Edge)
    }

    fn side_after(&self, at: usize) -> Side {
        self.after.get(at).copied().unwrap_or(Side::Edge)
    }

    fn is_kept(&self, at: usize) -> bool {
        self.kept.get(at).copied().unwrap_or(false)
    }

    fn has_chinese(&self, start: usize, end: usize) -> bool {
        self.chinese.get(start) != self.chinese.get(end)
    }

    fn set(&mut self, at: usize, to: char) {
        if let Some(slot) = self.chars.get_mut(at) {
            *slot = to;
        }
    }

    /// Round brackets: a pair is Chinese when Chinese stands in it or before it. Half-restored pairs are completed.
    fn brackets(&mut self) {
        let mut open: Vec<usize> = Vec::new();
        for at in 0..self.chars.len() {
            match self.char_at(at) {
                Some('(' | '（') if !self.is_kept(at) => open.push(at),
                Some(closer @ (')' | '）')) if !self.is_kept(at) => match open.pop() {
                    Some(start) => {
                        let typed = closer == '）' || self.char_at(start) == Some('（');
                        if typed || self.is_chinese_pair(start, at) {
                            self.set(start, '（');
                            self.set(at, '）');
                        }
                    }
                    // 1)加强 or a bracket whose partner is on another line.
                    None if self.side_before(at) == Side::Chinese && !self.foreign => self.set(at, '）'),
                    None if self.side_before(at) == Side::Latin && self.is_han_right_after(at) && !self.foreign => {
                        self.set(at, '）');
                    }
                    None => {}
                },
                _ => {}
            }
        }
        for at in open {
            if self.is_han_right_after(at) && matches!(self.side_before(at), Side::Chinese | Side::Edge) {
                self.set(at, '（');
            }
        }
    }

    fn is_chinese_pair(&self, start: usize, end: usize) -> bool {
        let inside = self.has_chinese(start + 1, end);
        let before = self.side_before(start) == Side::Chinese;
        if self.foreign { inside && (before || self.side_after(end) == Side::Chinese) } else { inside || before }
    }

    fn is_han_right_after(&self, at: usize) -> bool {
        self.char_at(at + 1).is_some_and(is_han)
    }

    /// Straight double quotes, taken two by two; a last odd one stays. Inches and seconds behind a number stay too when the count is odd.
    fn double_quotes(&mut self) {
        let mut quotes: Vec<usize> =
            (0..self.chars.len()).filter(|&at| self.char_at(at) == Some('"') && !self.is_kept(at)).collect();
        if quotes.len() % 2 == 1 {
            let measure = quotes
                .iter()
                .position(|&at| at.checked_sub(1).and_then(|i| self.char_at(i)).is_some_and(|c| c.is_ascii_digit()));
            if let Some(measure) = measure {
                quotes.remove(measure);
            }
        }
        for pair in quotes.chunks_exact(2) {
            if let [start, end] = *pair
                && self.is_chinese_quote(start, end)
            {
                self.set(start, '“');
                self.set(end, '”');
            }
        }
    }

    fn is_chinese_quote(&self, start: usize, end: usize) -> bool {
        let outside = self.side_before(start) == Side::Chinese || self.side_after(end) == Side::Chinese;
        let inside = self.has_chinese(start + 1, end);
        if self.foreign { inside && outside } else { inside || outside }
    }

    /// Straight single quotes, only where both hug Chinese: never an apostrophe, a minute or a foot.
    fn single_quotes(&mut self) {
        let mut open: Vec<usize> = Vec::new();
        for at in 0..self.chars.len() {
            if self.char_at(at) != Some('\'') || self.is_kept(at) {
                continue;
            }
            let left = at.checked_sub(1).and_then(|i| self.char_at(i));
            let right = self.char_at(at + 1);
            let latin = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
            let closes = !latin(right) && self.side_before(at) == Side::Chinese;
            if closes && let Some(start) = open.pop() {
                self.set(start, '‘');
                self.set(at, '’');
            } else if !latin(left) && right.is_some_and(is_han) {
                open.push(at);
            }
        }
    }

    /// `, : ; ? !`.
    fn marks(&mut self) {
        for at in 0..self.chars.len() {
            let to = match self.char_at(at) {
                Some(',') => '，',
                Some(':') => '：',
                Some(';') => '；',
                Some('?') => '？',
                Some('!') => '！',
                _ => continue,
            };
            if !self.is_kept(at) && self.is_chinese_mark(at) {
                self.set(at, to);
            }
        }
    }

    fn is_chinese_mark(&self, at: usize) -> bool {
        let (before, after) = (self.side_before(at), self.side_after(at));
        if self.foreign {
            return before == Side::Chinese && matches!(after, Side::Chinese | Side::Edge);
        }
        match (before, after) {
            (Side::Chinese, _) | (_, Side::Chinese) => true,
            // 5%,10%: clauses, where numbers alone would be one number.
            (Side::Unit, Side::Latin | Side::Unit | Side::Edge) => true,
            _ => false,
        }
    }

    /// A full stop between two Chinese sentences, as in a scan: behind at least eight characters without another, before a blank and Han.
    /// One without a blank may be the dot of a name.
    fn full_stops(&mut self) {
        let mut clause = 0;
        for at in 0..self.chars.len() {
            let Some(c) = self.char_at(at) else { break };
            let ends = c == '.'
                && !self.foreign
                && !self.is_kept(at)
                && clause >= 8
                && at.checked_sub(1).and_then(|i| self.char_at(i)).is_some_and(is_han)
                && self.char_at(at + 1).is_some_and(|c| matches!(c, ' ' | '\u{3000}'))
                && self.side_after(at) == Side::Chinese;
            if ends {
                self.set(at, '。');
            }
            clause = if matches!(c, '.' | '。') { 0 } else { clause + 1 };
        }
    }
}

/// For each position the side before it, walking in the iterator's direction.
fn sides<'c>(chars: impl Iterator<Item = &'c char>) -> Vec<Side> {
    let mut last = Side::Edge;
    chars
        .map(|&c| {
            let side = last;
            if !is_transparent(c) {
                last = side_of(c);
            }
            side
        })
        .collect()
}

/// Marks the characters of web and mail addresses, `code` between backticks and <tags>.
fn kept(chars: &[char]) -> Vec<bool> {
    let mut kept = vec![false; chars.len()];
    let mut keep = |start: usize, end: usize| kept.iter_mut().take(end).skip(start).for_each(|slot| *slot = true);
    // The next closing mark of each kind is looked for once and remembered, so that unclosed ones cost nothing twice.
    let mut no_tick_from = usize::MAX;
    let mut no_tag_from = usize::MAX;
    let mut at = 0;
    while let Some(&c) = chars.get(at) {
        let rest = chars.get(at..).unwrap_or_default();
        let length = match c {
            '`' if at < no_tick_from => {
                let length = rest.iter().skip(1).position(|&c| c == '`').map(|n| n + 2);
                if length.is_none() {
                    no_tick_from = at;
                }
                length
            }
            '<' if at < no_tag_from
                && rest.get(1).is_some_and(|c| c.is_ascii_alphabetic() || matches!(c, '/' | '!')) =>
            {
                let length = rest.iter().position(|&c| c == '>').map(|n| n + 1);
                if length.is_none() {
                    no_tag_from = at;
                }
                length
            }
            '&' => entity_length(rest),
            _ => address_length(chars, at),
        };
        let length = length.unwrap_or(0);
        keep(at, at + length);
        at += length.max(1);
    }
    kept
}

/// Length of a character written as `&name;` or `&#number;`.
fn entity_length(rest: &[char]) -> Option<usize> {
    let name = rest.iter().skip(1).take(9).take_while(|c| c.is_ascii_alphanumeric() || **c == '#').count();
    (name > 1 && rest.get(name + 1) == Some(&';')).then_some(name + 2)
}

/// Length of the address that starts at `at`: `https://…` or `www.…` up to the first blank or character beyond ASCII, without the marks
/// at its end, which belong to the sentence.
fn address_length(chars: &[char], at: usize) -> Option<usize> {
    let rest = chars.get(at..)?;
    let starts =
        |prefix: &str| rest.len() > prefix.len() && prefix.chars().zip(rest).all(|(a, b)| a == b.to_ascii_lowercase());
    if !["http://", "https://", "ftp://", "www."].into_iter().any(starts) {
        return None;
    }
    let run = rest.iter().take_while(|c| c.is_ascii_graphic() && !matches!(c, '"' | '<' | '>' | '`')).count();
    let trail = rest
        .get(..run)?
        .iter()
        .rev()
        .take_while(|c| matches!(c, ',' | ':' | ';' | '?' | '!' | '.' | '(' | ')' | '\''))
        .count();
    Some(run - trail)
}
