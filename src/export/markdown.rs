//! Markdown: YAML front matter and `CommonMark` in which nothing of the page's own characters is markup.

use super::tree::{Facts, Node, Tree, visible};
use crate::article::BlockKind;

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
fn line(text: &str, out: &mut String) {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    // 1. and 1) would start a list.
    let numbered = digits > 0 && matches!(text.as_bytes().get(digits), Some(b'.' | b')'));
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

/// Writes page text so that it means itself. Also breaks what some readers turn into links by themselves: `http://`, `www.`, `a@b`.
fn inline(text: &str, out: &mut String) {
    let mut previous = ' ';
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        let next = chars.peek().copied();
        let escape = match c {
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '#' | '|' | '~' | '^' | '$' | '{' | '}' | '&' | '@' => {
                true
            }
            ':' => next == Some('/'),
            '.' => matches!(previous, 'w' | 'W'),
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
