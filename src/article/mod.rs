//! Floor 3, one file → one [`Article`]: line kinds, title, date, source, authors, blocks that tile the text.

mod author;
mod blocks;
mod captions;
mod chars;
pub mod classify;
mod converted;
mod damage;
mod edits;
mod features;
mod fields;
mod flow;
mod holes;
mod html;
mod labelled;
mod learned_names;
mod markup;
mod meta;
mod names;
mod needles;
mod one_line;
mod openers;
mod position;
mod published;
mod raw;
mod remarks;
mod seen;
mod shape;
mod signs;
mod sort;
mod source;
mod speakers;
mod stamps;
mod title;
mod vocab;

use std::sync::Arc;

pub use edits::{CORRECTED, Edits};

use serde::{Deserialize, Serialize};

use crate::text::{
    date::{Certainty, PartialDate},
    encoding::{Decoded, Encoding},
    script::Script,
    span::ByteRange,
    units,
};

/// What a line or a block of a page is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum BlockKind {
    /// Belongs to the page, not to the article: navigation, sharing, comments, related links.
    Furniture,
    /// The title, repeated titles included.
    Title,
    /// Subtitle or kicker.
    Subtitle,
    /// Date, source and author lines.
    Byline,
    /// Section heading.
    Heading,
    /// Running text.
    Paragraph,
    /// An interviewer's turn.
    Question,
    /// The answer to it.
    Answer,
    /// Picture caption.
    Caption,
    /// Editors, reviewers, photographers.
    Credit,
}

impl BlockKind {
    /// Every kind, in the order of the enum.
    pub const ALL: [Self; 10] = [
        Self::Furniture,
        Self::Title,
        Self::Subtitle,
        Self::Byline,
        Self::Heading,
        Self::Paragraph,
        Self::Question,
        Self::Answer,
        Self::Caption,
        Self::Credit,
    ];

    /// The machine name printed by `inspect`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Furniture => "furniture",
            Self::Title => "title",
            Self::Subtitle => "subtitle",
            Self::Byline => "byline",
            Self::Heading => "heading",
            Self::Paragraph => "paragraph",
            Self::Question => "question",
            Self::Answer => "answer",
            Self::Caption => "caption",
            Self::Credit => "credit",
        }
    }

    /// True for the kinds in which places are counted: title, subtitle, headings, body, captions.
    #[must_use]
    pub const fn is_content(self) -> bool {
        !matches!(self, Self::Furniture | Self::Byline | Self::Credit)
    }
}

/// A run of the text with one kind. Blocks of an article are sorted and tile its text (line ends belong to the block before).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Block {
    /// What it is.
    pub kind: BlockKind,
    /// The bytes it covers, line end included.
    pub span: ByteRange,
}

/// One non-blank line of the decoded text and why it was given its kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Line {
    /// Line number, 1-based, blank lines counted.
    pub number: u32,
    /// The line without its line end.
    pub span: ByteRange,
    /// What it is.
    pub kind: BlockKind,
    /// Name of the rule that decided.
    pub rule: &'static str,
}

/// A value read from the text, with its place and the rule that read it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Derived<T> {
    /// The value.
    pub value: T,
    /// Where it stands; `None` when it was put together from several places.
    pub span: Option<ByteRange>,
    /// Name of the rule.
    pub rule: &'static str,
}

/// When the page says it was published.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Published {
    /// The date, as exactly as it is known.
    pub date: Option<PartialDate>,
    /// How exactly.
    pub certainty: Certainty,
    /// The words of the page that say so.
    pub evidence: Option<ByteRange>,
    /// Machine name of the reason (`source_line`, `time_label`, `url`, `inferred_plan_year` …); empty when unknown.
    pub reason: &'static str,
}

/// Something a reader should know about a file. Messages for people are in [`crate::words`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RemarkCode {
    /// Nothing but white space.
    Empty,
    /// Only furniture was found.
    NoArticle,
    /// The printed date is a repost's stamp, not the event's.
    RepostStamp,
    /// Four-digit years were deleted from the text.
    YearsDeleted,
    /// Decoding met bytes that fit no encoding.
    DecodingDamage,
    /// Traditional text that looks machine-converted.
    ConvertedScript,
    /// The file is longer than is read (the rest is not shown).
    Truncated,
    /// The page has no title; the shown one is ours.
    NoTitle,
    /// The encoding was chosen by the user.
    EncodingForced,
    /// Digits were deleted from the text.
    DigitsDeleted,
    /// Marks are doubled or readings are put between the words.
    TextDamaged,
    /// The page holds several articles; title, date and writers are the first one's.
    SeveralArticles,
    /// The text begins in the middle of a sentence.
    HeadMissing,
    /// The text breaks off in the middle of a sentence.
    TailMissing,
    /// The user put something right.
    Corrected,
}

impl RemarkCode {
    /// Every remark, in the order of the enum.
    pub const ALL: [Self; 15] = [
        Self::Empty,
        Self::NoArticle,
        Self::RepostStamp,
        Self::YearsDeleted,
        Self::DecodingDamage,
        Self::ConvertedScript,
        Self::Truncated,
        Self::NoTitle,
        Self::EncodingForced,
        Self::DigitsDeleted,
        Self::TextDamaged,
        Self::SeveralArticles,
        Self::HeadMissing,
        Self::TailMissing,
        Self::Corrected,
    ];

    /// The machine name printed by `inspect`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Empty => "empty",
            Self::NoArticle => "no_article",
            Self::RepostStamp => "repost_stamp",
            Self::YearsDeleted => "years_deleted",
            Self::DecodingDamage => "decoding_damage",
            Self::ConvertedScript => "converted_script",
            Self::Truncated => "truncated",
            Self::NoTitle => "no_title",
            Self::EncodingForced => "encoding_forced",
            Self::DigitsDeleted => "digits_deleted",
            Self::TextDamaged => "text_damaged",
            Self::SeveralArticles => "several_articles",
            Self::HeadMissing => "head_missing",
            Self::TailMissing => "tail_missing",
            Self::Corrected => "corrected",
        }
    }
}

/// One page, understood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Article {
    /// The decoded text.
    pub text: Arc<str>,
    /// How it was decoded.
    pub encoding: Encoding,
    /// Its script.
    pub script: Script,
    /// The title without site suffix, in source characters; `None` when the page has none.
    pub title: Option<Derived<String>>,
    /// What the window shows when there is no title: the first clause of the body.
    pub stand_in_title: String,
    /// Subtitle, in source characters.
    pub subtitle: Option<Derived<String>>,
    /// Date of publication.
    pub published: Published,
    /// The medium named as origin, else the site named on the page.
    pub source: Option<Derived<String>>,
    /// Writers only; blanks inside a name removed.
    pub authors: Vec<Derived<String>>,
    /// The year the text says it speaks from when no date is printed; never part of `published`.
    pub inferred_year: Option<Derived<i16>>,
    /// All non-blank lines.
    pub lines: Vec<Line>,
    /// Blocks; they tile `text`.
    pub blocks: Vec<Block>,
    /// What a reader should know.
    pub remarks: Vec<RemarkCode>,
    /// Characters of the article itself (content blocks, white space not counted).
    pub chars: u32,
}

impl Article {
    /// The title to show: the page's own, or ours in brackets.
    #[must_use]
    pub fn shown_title(&self) -> String {
        match &self.title {
            Some(title) => title.value.clone(),
            None => format!("〔{}〕", self.stand_in_title),
        }
    }
}

/// What kind of file a text came from; decides how it is turned into lines.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum FileKind {
    /// `.txt` and anything else.
    #[default]
    Plain,
    /// `.md`.
    Markdown,
    /// `.html`, `.htm`: the decoded markup is turned into text first.
    Html,
}

impl FileKind {
    /// Endings of the names of files that may be articles, lower case.
    pub const ENDINGS: [&str; 5] = ["txt", "md", "markdown", "html", "htm"];

    /// By file name ending, case ignored.
    #[must_use]
    pub fn of_name(name: &str) -> Self {
        match name.rsplit_once('.').map(|(_, ext)| ext.to_ascii_lowercase()).as_deref() {
            Some("md" | "markdown") => Self::Markdown,
            Some("html" | "htm") => Self::Html,
            _ => Self::Plain,
        }
    }
}

/// What `title` keeps of a page's title.
type Title = Derived<String>;

/// Lines that are looked at closely; what a longer file has beyond is running text.
const MOST_LINES: usize = 100_000;

/// Reads one decoded file. Never fails: what cannot be understood becomes a remark.
#[must_use]
pub fn read(decoded: Decoded, kind: FileKind) -> Article {
    read_with(decoded, kind, &Edits::default())
}

/// The same with what a person put right on the page.
#[must_use]
pub fn read_with(decoded: Decoded, kind: FileKind, edits: &Edits) -> Article {
    read_units(decoded, kind, edits).0
}

/// The same, and the units of the article's text (see [`units::of`]), which others will ask for.
#[must_use]
pub fn read_units(decoded: Decoded, kind: FileKind, edits: &Edits) -> (Article, Vec<u16>) {
    let damaged = remarks::is_damaged(&decoded);
    let encoding = decoded.encoding;
    let text: Arc<str> = raw::text_of(decoded.text, kind).into();
    let units = units::of(&text);
    (understand(text, &units, encoding, damaged, edits), units)
}

/// Reads the text of an article again, with other corrections.
#[must_use]
pub fn read_again(article: &Article, edits: &Edits) -> Article {
    let damaged = article.remarks.contains(&RemarkCode::DecodingDamage);
    understand(Arc::clone(&article.text), &units::of(&article.text), article.encoding, damaged, edits)
}

fn understand(text: Arc<str>, units: &[u16], encoding: Encoding, damaged: bool, edits: &Edits) -> Article {
    let raw_lines = raw::lines(&text);
    let feats = features::measure(&text, units, raw_lines.get(..MOST_LINES).unwrap_or(&raw_lines));
    let mut page = sort::sort(&text, &feats);
    let resorted = !edits.lines.is_empty() && edits.sort(&text, &raw_lines, &mut page);
    let lines: Vec<Line> = raw_lines
        .iter()
        .enumerate()
        .map(|(i, line)| {
            let (kind, rule) = page.kinds.get(i).copied().unwrap_or((BlockKind::Paragraph, "beyond"));
            Line { number: line.number, span: line.span, kind, rule }
        })
        .collect();
    let script = crate::text::script::detect_units(&text, units);
    let title = title_of(&text, &page);
    let subtitle = lines.iter().find(|l| l.kind == BlockKind::Subtitle).map(|l| {
        let span = raw::trimmed(&text, l.span);
        Derived {
            value: span.of(&text).trim_start_matches(['—', '-', '―', '─']).trim().to_owned(),
            span: Some(span),
            rule: l.rule,
        }
    });
    let published = published::find(&text, &feats, &page);
    let sources = source::offers(&text, &feats, &page);
    let writers = author::find(&text, &feats, &page);
    let words = classify::words(&feats, &page, &classify::Offers::new(&text, &feats, &sources, &writers));
    let source = learned_names::source(&text, &feats, &words, &sources);
    let authors = learned_names::writers(&text, &feats, &page, &words, writers);
    let inferred_year = remarks::inferred_year(&text, &lines);
    let mut remarks = remarks::collect(
        &remarks::Page {
            text: &text,
            units,
            lines: &lines,
            feats: &feats,
            script,
            published: &published,
            title: title.as_ref(),
            inferred_year: inferred_year.as_ref(),
            several: !page.more_titles.is_empty(),
            wrapped: page.wrapped,
        },
        damaged,
    );
    if resorted {
        remarks.push(RemarkCode::Corrected);
    }
    let blocks = blocks::tile(&text, &lines, page.wrapped);
    let chars = lines
        .iter()
        .enumerate()
        .filter(|(_, l)| l.kind.is_content())
        .map(|(i, l)| {
            let count = || l.span.of(&text).chars().filter(|c| !raw::is_blank(*c)).count();
            feats.get(i).map_or_else(count, |f| f.chars)
        })
        .sum::<usize>();
    let mut article = Article {
        encoding,
        script,
        stand_in_title: stand_in(&text, &lines),
        title,
        subtitle,
        published,
        source,
        authors,
        inferred_year,
        lines,
        blocks,
        remarks,
        chars: u32::try_from(chars).unwrap_or(u32::MAX),
        text,
    };
    edits.fill(&mut article);
    article
}

/// The title's value; the halves of a split title are joined, with a space between whole phrases.
fn title_of(text: &str, page: &sort::Sorted) -> Option<Title> {
    let span = page.title.span?;
    let mut value = span.of(text).to_owned();
    if let Some(rest) = page.title.rest {
        // Two phrases get a space; a phrase broken in its middle is simply joined.
        if page.title.spaced {
            value.push(' ');
        }
        value.push_str(rest.of(text));
        return Some(Derived { value, span: None, rule: page.title.rule });
    }
    Some(Derived { value, span: Some(span), rule: page.title.rule })
}

/// The first clause of the article that says something, at most 24 characters: a clause that is little more than a date does not.
fn stand_in(text: &str, lines: &[Line]) -> String {
    let first = |wanted: fn(BlockKind) -> bool| lines.iter().find(|l| wanted(l.kind));
    let line = first(|k| matches!(k, BlockKind::Paragraph | BlockKind::Question | BlockKind::Answer))
        .or_else(|| first(BlockKind::is_content))
        .or_else(|| lines.first());
    let Some(line) = line else { return String::new() };
    let inner = raw::trimmed(text, line.span).of(text);
    let clauses =
        || inner.split(['。', '，', '；', '：', '！', '？', ',', ';', ':', '!', '?', '\u{3000}']).map(str::trim);
    let telling = |c: &char| {
        crate::text::punct::is_han(*c) && !matches!(c, '年' | '月' | '日' | '号' | '號' | '时' | '時' | '分')
    };
    let says = |at_least: usize| clauses().find(|clause| clause.chars().filter(telling).count() >= at_least);
    let clause = says(5).or_else(|| says(2)).unwrap_or(inner);
    clause.chars().take(24).collect()
}
