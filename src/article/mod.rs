//! Floor 3, one file → one [`Article`]: line kinds, title, date, source, authors, blocks that tile the text.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::text::{
    date::{Certainty, PartialDate},
    encoding::{Decoded, Encoding},
    script::Script,
    span::ByteRange,
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
}

impl RemarkCode {
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

/// Reads one decoded file. Never fails: what cannot be understood becomes a remark.
#[must_use]
pub fn read(decoded: Decoded, kind: FileKind) -> Article {
    let _ = kind;
    let text: Arc<str> = decoded.text.into();
    let blocks = if text.is_empty() {
        vec![]
    } else {
        vec![Block { kind: BlockKind::Paragraph, span: ByteRange::new(0, text.len()) }]
    };
    Article {
        encoding: decoded.encoding,
        script: crate::text::script::detect(&text),
        title: None,
        stand_in_title: text.chars().take(16).collect(),
        subtitle: None,
        published: Published::default(),
        source: None,
        authors: vec![],
        lines: vec![],
        blocks,
        remarks: vec![],
        chars: u32::try_from(text.chars().count()).unwrap_or(u32::MAX),
        text,
    }
}
