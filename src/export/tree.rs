//! The neutral document tree: what every format writes, without a word about how.

use super::Options;
use crate::{
    article::{Article, BlockKind},
    library::Document,
    place::gazetteer,
    text::{
        punct::{Class, class_of, is_blank, is_line_end},
        restore::restore,
        script::Script,
        span::ByteRange,
    },
};

/// The facts about a document that its export carries.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Facts {
    /// The page's own title; `None` when it has none.
    pub title: Option<String>,
    /// Subtitle.
    pub subtitle: Option<String>,
    /// The medium.
    pub source: Option<String>,
    /// Date of publication, ISO 8601 as far as it is known.
    pub date: Option<String>,
    /// Machine name of the date's certainty.
    pub date_certainty: &'static str,
    /// Writers.
    pub authors: Vec<String>,
    /// Canonical short names of its cities, most mentioned first.
    pub cities: Vec<String>,
    /// Name of the file it was read from, without folders.
    pub file: String,
    /// SHA-256 of that file, hexadecimal; empty when not known.
    pub sha256: String,
    /// True when punctuation was restored.
    pub restored: bool,
}

/// One paragraph of the export.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Node {
    /// What it is.
    pub kind: BlockKind,
    /// Who speaks, without the colon; only in questions and answers that name the speaker.
    pub speaker: Option<String>,
    /// The text behind the speaker, without line ends; starts with the colon when there is a speaker.
    pub text: String,
}

/// A document as a tree of one level: title, facts, paragraphs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tree {
    /// The title to show; ours, in brackets, when the page has none.
    pub heading: String,
    /// What is known of the document.
    pub facts: Facts,
    /// Its script.
    pub script: Script,
    /// Its paragraphs, in the order of the page. Lines of the title are in `heading` only.
    pub nodes: Vec<Node>,
}

impl Tree {
    /// Builds the tree of a document.
    #[must_use]
    pub fn new(document: &Document, options: &Options) -> Self {
        let article = &document.page().article;
        let shown = |text: &str| if options.restored_punctuation { restore(text) } else { text.to_owned() };
        let mut nodes = Vec::new();
        for block in &article.blocks {
            match block.kind {
                BlockKind::Furniture if !options.include_furniture => {}
                // Repeated titles and a title with the site's name behind it are in the heading already.
                BlockKind::Title if article.title.is_some() => {}
                BlockKind::Furniture => {
                    let lines = lines_of(block.span.of(&article.text)).filter(|line| !line.is_empty());
                    nodes.extend(lines.map(|line| Node { kind: block.kind, speaker: None, text: shown(line) }));
                }
                kind => {
                    let text = shown(&join_lines(block.span.of(&article.text)));
                    if !text.is_empty() {
                        nodes.push(node(kind, text));
                    }
                }
            }
        }
        Self {
            heading: one_line(&shown(&article.shown_title())),
            facts: facts(document, article, options, &shown),
            script: article.script,
            nodes,
        }
    }
}

fn facts(document: &Document, article: &Article, options: &Options, shown: &dyn Fn(&str) -> String) -> Facts {
    let gazetteer = gazetteer();
    Facts {
        title: article.title.as_ref().map(|title| one_line(&shown(&title.value))),
        subtitle: article.subtitle.as_ref().map(|subtitle| one_line(&shown(&subtitle.value))),
        source: article.source.as_ref().map(|source| one_line(&source.value)),
        date: article.published.date.map(|date| date.to_string()),
        date_certainty: article.published.certainty.name(),
        authors: article.authors.iter().map(|author| one_line(&author.value)).collect(),
        cities: document.page().tagging.cities.iter().map(|city| gazetteer.get(city.place).short.clone()).collect(),
        file: document.path.rsplit('/').next().unwrap_or_default().to_owned(),
        sha256: options.sha256.clone(),
        restored: options.restored_punctuation,
    }
}

fn node(kind: BlockKind, text: String) -> Node {
    if matches!(kind, BlockKind::Question | BlockKind::Answer)
        && let Some(end) = speaker_end(&text)
    {
        return Node {
            kind,
            speaker: Some(ByteRange::new(0, end).of(&text).to_owned()),
            text: ByteRange::new(end, text.len()).of(&text).to_owned(),
        };
    }
    Node { kind, speaker: None, text }
}

/// No speaker's name is longer than this many characters.
const SPEAKER_CHARS: usize = 16;

/// Where a speaker's name ends: at the first colon, when nothing before it looks like a sentence.
fn speaker_end(text: &str) -> Option<usize> {
    for (at, c) in text.char_indices().take(SPEAKER_CHARS + 1) {
        match c {
            ':' | '：' => return (at > 0).then_some(at),
            ',' | ';' | '?' | '!' => return None,
            _ if matches!(class_of(c), Class::Pause | Class::Stop) || matches!(c, '“' | '「' | '"') => return None,
            _ => {}
        }
    }
    None
}

/// The lines of a block without the blanks at their edges.
fn lines_of(text: &str) -> impl Iterator<Item = &str> {
    text.split(is_line_end).map(|line| line.trim_matches(is_blank))
}

/// The lines of a block as one paragraph: hard-wrapped Chinese is joined without a gap, Latin with one blank.
fn join_lines(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for line in lines_of(text).filter(|line| !line.is_empty()) {
        let latin = |c: Option<char>| c.is_some_and(|c| class_of(c) == Class::Other);
        if latin(out.chars().next_back()) && latin(line.chars().next()) {
            out.push(' ');
        }
        out.push_str(line);
    }
    out
}

/// A fact on one line.
fn one_line(text: &str) -> String {
    join_lines(text)
}

/// Control characters have no place in a text file; shown as U+FFFD they are neither lost nor at work. Tabs stay.
#[must_use]
pub fn visible(c: char) -> char {
    match c {
        '\t' => c,
        _ if c.is_control()
            || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{fff9}'..='\u{fffb}') =>
        {
            '\u{FFFD}'
        }
        _ => c,
    }
}
