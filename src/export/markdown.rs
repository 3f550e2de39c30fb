//! Markdown: YAML front matter and `CommonMark` in which nothing of the page's own characters is markup.

use super::{
    sheet::{Cell, Line, Sheet},
    tree::{Facts, Node, Tree, visible},
};
use crate::{article::BlockKind, text::span::ByteRange};

/// Writes the tree.
#[must_use]
pub fn write(tree: &Tree) -> String {
    let mut out = String::new();
    front_matter(&tree.facts, &mut out);
    out.push_str("\n# ");
    inline(&tree.heading, &mut out);
    out.push('\n');
    for node in &tree.nodes {
        out.push('\n');
        paragraph(node, &mut out);
        out.push('\n');
    }
    out
}

fn paragraph(node: &Node, out: &mut String) {
    match node.kind {
        BlockKind::Heading => {
            out.push_str("## ");
            inline(&node.text, out);
        }
        BlockKind::Title | BlockKind::Subtitle => wrapped("**", &node.text, out),
        BlockKind::Caption => wrapped("*", &node.text, out),
        BlockKind::Furniture => {
            out.push_str("> ");
            line(&node.text, out);
        }
        BlockKind::Byline | BlockKind::Paragraph | BlockKind::Question | BlockKind::Answer | BlockKind::Credit => {
            match &node.speaker {
                // The colon stays outside: ** between a mark and Han would not close.
                Some(speaker) => {
                    wrapped("**", speaker, out);
                    inline(&node.text, out);
                }
                None => line(&node.text, out),
            }
        }
    }
}

fn wrapped(mark: &str, text: &str, out: &mut String) {
    out.push_str(mark);
    inline(text.trim(), out);
    out.push_str(mark);
}

/// A text at the start of a line, where more characters are markup than inside one.
pub(super) fn line(text: &str, out: &mut String) {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    // 1. and 1) would start a list.
    let marker = text.get(digits..).and_then(|rest| rest.strip_prefix(['.', ')']));
    let numbered = digits > 0 && marker.is_some_and(|rest| rest.is_empty() || rest.starts_with(char::is_whitespace));
    let (number, rest) = text.split_at_checked(if numbered { digits } else { 0 }).unwrap_or(("", text));
    out.push_str(number);
    // What `inline` escapes itself is left to it.
    let mark = match rest.chars().next() {
        Some('-' | '+') => true,
        Some(':') => !rest.starts_with(":/"),
        Some('=' | '%') => !is_doubled(rest),
        _ => false,
    };
    if numbered || mark {
        out.push('\\');
    }
    inline(rest, out);
}

/// True when the first two characters are the same: [`inline`] takes care of those.
fn is_doubled(text: &str) -> bool {
    let mut chars = text.chars();
    chars.next() == chars.next()
}

/// Writes page text so that it means itself, and so that no reader turns it into a link by itself: addresses are code. (Some readers link
/// them even when every mark in them has a backslash.)
pub(super) fn inline(text: &str, out: &mut String) {
    let mut previous = ' ';
    let mut rest = text;
    while !rest.is_empty() {
        let end = rest.find(|c| !is_address_char(c)).unwrap_or(rest.len());
        let (run, after) = rest.split_at_checked(end).unwrap_or((rest, ""));
        // What stands between this run and the next one.
        let end = after.find(is_address_char).unwrap_or(after.len());
        let (between, next) = after.split_at_checked(end).unwrap_or((after, ""));
        match address(run, previous) {
            Some(at) => {
                let (before, tail) = (ByteRange::new(0, at.start), ByteRange::new(at.end, run.len()));
                escaped(before.of(run), previous, None, out);
                out.push('`');
                out.push_str(at.of(run));
                out.push('`');
                escaped(tail.of(run), ' ', after.chars().next(), out);
            }
            None => escaped(run, previous, after.chars().next(), out),
        }
        escaped(between, run.chars().next_back().unwrap_or(previous), next.chars().next(), out);
        previous = between.chars().next_back().unwrap_or(previous);
        rest = next;
    }
}

/// Characters of addresses; runs of them are looked at as a whole.
const fn is_address_char(c: char) -> bool {
    c.is_ascii_alphanumeric()
        || matches!(c, '-' | '.' | '_' | '~' | ':' | '/' | '?' | '#' | '@' | '+' | ',' | '=' | '%' | '&')
}

/// The part of `run` that some reader may take for an address: `http://…`, `www.…`, `a@b.c`, `a.cn`, and `.cn` behind Han.
fn address(run: &str, previous: char) -> Option<ByteRange> {
    let edge = |c: char| !c.is_ascii_alphanumeric();
    let mut start = run.len() - run.trim_start_matches(edge).len();
    if start == 1 && run.starts_with('.') && previous.is_alphanumeric() {
        start = 0;
    }
    let end = run.trim_end_matches(|c| edge(c) && c != '/').len().max(start);
    let range = ByteRange::new(start, end);
    let text = range.of(run);
    let named = text.match_indices('.').any(|(dot, _)| {
        let ending = text.get(dot + 1..).unwrap_or_default();
        ending.bytes().take_while(u8::is_ascii_alphabetic).count() >= 2
    });
    (named || text.contains("://") || text.contains('@')).then_some(range)
}

/// Writes a piece of page text with a backslash before everything that could be markup; `previous` and `next` stand around it.
fn escaped(text: &str, mut previous: char, next: Option<char>, out: &mut String) {
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        let next = chars.peek().copied().or(next);
        let escape = match c {
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '#' | '|' | '~' | '^' | '$' | '{' | '}' | '&' | '@' => {
                true
            }
            ':' => next == Some('/'),
            // ==marked== and %%comment%% of some readers.
            '=' | '%' => next == Some(c) || previous == c,
            _ => false,
        };
        if escape {
            out.push('\\');
        }
        out.push(visible(c));
        previous = c;
    }
}

/// A table as GitHub-flavoured Markdown; links stay links.
#[must_use]
pub fn table(sheet: &Sheet) -> String {
    let mut out = String::new();
    let text = |text: &str, out: &mut String| {
        let line: String = text.split(['\r', '\n']).map(str::trim).filter(|part| !part.is_empty()).collect();
        escaped(&line, ' ', None, out);
    };
    let mut row = |cells: &mut dyn Iterator<Item = &Cell>| {
        for cell in cells {
            out.push_str("| ");
            match cell {
                Cell::Text(words) => text(words, &mut out),
                Cell::Number(_) | Cell::Jump { .. } | Cell::Day { .. } => out.push_str(&cell.text()),
                Cell::Lines(lines) => {
                    for (i, Line { text: words, address }) in lines.iter().enumerate() {
                        // A table of Markdown has no other way to begin a line.
                        out.push_str(if i > 0 { "<br>" } else { "" });
                        if address.is_empty() {
                            text(words, &mut out);
                            continue;
                        }
                        out.push('[');
                        text(words, &mut out);
                        out.push_str("](");
                        out.push_str(&address.replace('(', "%28").replace(')', "%29"));
                        out.push(')');
                    }
                }
            }
            out.push(' ');
        }
        out.push_str("|\n");
    };
    let heads: Vec<Cell> = sheet.heads.iter().cloned().map(Cell::Text).collect();
    row(&mut heads.iter());
    sheet.rows.iter().for_each(|cells| row(&mut cells.iter()));
    // Behind the headings stands the rule.
    let at = out.find('\n').map_or(out.len(), |at| at + 1);
    out.insert_str(at, &format!("{}|\n", "| --- ".repeat(sheet.heads.len())));
    out
}

fn front_matter(facts: &Facts, out: &mut String) {
    out.push_str("---\n");
    field("title", facts.title.as_deref().unwrap_or_default(), out);
    field("subtitle", facts.subtitle.as_deref().unwrap_or_default(), out);
    field("source", facts.source.as_deref().unwrap_or_default(), out);
    field("date", facts.date.as_deref().unwrap_or_default(), out);
    field("date_certainty", facts.date_certainty, out);
    list("authors", &facts.authors, out);
    list("cities", &facts.cities, out);
    field("file", &facts.file, out);
    field("sha256", &facts.sha256, out);
    field("punctuation", if facts.restored { "restored" } else { "source" }, out);
    out.push_str("---\n");
}

/// `key: "value"`; nothing for an empty value.
fn field(key: &str, value: &str, out: &mut String) {
    if !value.is_empty() {
        out.push_str(key);
        out.push_str(": ");
        quoted(value, out);
        out.push('\n');
    }
}

/// `key: ["a", "b"]`; nothing for an empty list.
fn list(key: &str, values: &[String], out: &mut String) {
    if values.is_empty() {
        return;
    }
    out.push_str(key);
    out.push_str(": [");
    for (n, value) in values.iter().enumerate() {
        if n > 0 {
            out.push_str(", ");
        }
        quoted(value, out);
    }
    out.push_str("]\n");
}

/// A YAML scalar in double quotes: the one style in which every character has a spelling and no text can end the value early.
fn quoted(value: &str, out: &mut String) {
    out.push('"');
    for c in value.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            _ if c.is_control() || visible(c) != c || matches!(c, '\u{2028}' | '\u{2029}' | '\u{feff}') => {
                out.push_str(&format!("\\u{:04X}", u32::from(c)));
            }
            _ => out.push(c),
        }
    }
    out.push('"');
}
