//! Which blocks the reading view stacks for an article, and what each of them is. Plain data.

use crate::{
    article::{Article, BlockKind},
    text::{punct, span::ByteRange},
    typeset::page::{BlockSpec, Content},
};

/// The styles of the reading view; the number is the index in the page's styles.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(usize)]
pub enum StyleId {
    /// Running text.
    Body,
    /// An interviewer's turn.
    Question,
    /// The title.
    Title,
    /// A title of ours.
    OwnTitle,
    /// Subtitle.
    Subtitle,
    /// Section heading.
    Heading,
    /// Picture caption.
    Caption,
    /// Credits, bylines in the text.
    Small,
    /// Opened furniture.
    Furniture,
    /// A line of the original page.
    Original,
    /// The same after blank lines.
    OriginalApart,
    /// What the reader should know.
    Remark,
    /// Room for other painting.
    Room,
}

impl StyleId {
    /// All, in the order of their numbers.
    pub const ALL: [Self; 13] = [
        Self::Body,
        Self::Question,
        Self::Title,
        Self::OwnTitle,
        Self::Subtitle,
        Self::Heading,
        Self::Caption,
        Self::Small,
        Self::Furniture,
        Self::Original,
        Self::OriginalApart,
        Self::Remark,
        Self::Room,
    ];

    /// The style of a block.
    #[must_use]
    pub fn of(spec: &BlockSpec) -> Self {
        Self::ALL.get(spec.style).copied().unwrap_or(Self::Body)
    }
}

/// What the reading view paints into the room of a block.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Row {
    /// Nothing: space at the top.
    Top,
    /// Source, date, authors, cities.
    Meta,
    /// The line between head and body.
    Rule,
    /// Folded (or opened) furniture: how many lines.
    Furniture {
        /// Number of the group on the page.
        group: usize,
        /// Lines folded.
        lines: usize,
    },
}

/// A heading of the outline.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Heading {
    /// Where it stands in the source.
    pub span: ByteRange,
}

/// What the reading view stacks.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Plan {
    /// Blocks from top to bottom; the `tag` of a room is an index into `rows`, that of an original line its kind's place in
    /// [`BlockKind::ALL`].
    pub specs: Vec<BlockSpec>,
    /// Rooms.
    pub rows: Vec<Row>,
    /// Headings, in page order.
    pub outline: Vec<Heading>,
}

/// Heights that only the view knows, and its choices.
#[derive(Clone, Debug, PartialEq)]
pub struct Choices {
    /// The page as it came.
    pub original: bool,
    /// Furniture is open.
    pub furniture_open: bool,
    /// Room above the first line, points.
    pub top_height: f32,
    /// Height of the line with source and date, points.
    pub meta_height: f32,
    /// Words for each remark, in order.
    pub remarks: Vec<String>,
    /// The title shown when the article has none.
    pub own_title: String,
}

const RULE_HEIGHT: f32 = 26.0;
const FURNITURE_HEIGHT: f32 = 46.0;

impl Plan {
    /// The blocks for an article.
    #[must_use]
    pub fn new(article: &Article, choices: &Choices) -> Self {
        let mut plan = Self::default();
        plan.room(Row::Top, choices.top_height);
        for remark in &choices.remarks {
            plan.push(Content::Own(remark.clone()), StyleId::Remark);
        }
        if choices.original {
            plan.original(article);
            return plan;
        }
        plan.head(article, choices);
        plan.body(article, choices);
        plan
    }

    fn push(&mut self, content: Content, style: StyleId) {
        self.specs.push(BlockSpec { content, style: style as usize, label_bytes: 0, tag: 0 });
    }

    fn room(&mut self, row: Row, height: f32) {
        let tag = u32::try_from(self.rows.len()).unwrap_or(u32::MAX);
        self.rows.push(row);
        self.specs.push(BlockSpec {
            content: Content::Room(height),
            style: StyleId::Room as usize,
            label_bytes: 0,
            tag,
        });
    }

    fn head(&mut self, article: &Article, choices: &Choices) {
        match &article.title {
            Some(title) => self.push(own_or_source(article, &title.value, title.span), StyleId::Title),
            None => self.push(Content::Own(choices.own_title.clone()), StyleId::OwnTitle),
        }
        if let Some(subtitle) = &article.subtitle {
            self.push(own_or_source(article, &subtitle.value, subtitle.span), StyleId::Subtitle);
        }
        self.room(Row::Meta, choices.meta_height);
        self.room(Row::Rule, RULE_HEIGHT);
    }

    fn body(&mut self, article: &Article, choices: &Choices) {
        let shown_subtitle = article.subtitle.as_ref().and_then(|s| s.span);
        let (mut before_text, mut groups) = (true, 0);
        // furniture with nothing shown in between folds into one row
        let mut folded: Vec<ByteRange> = Vec::new();
        for block in &article.blocks {
            match block.kind {
                BlockKind::Furniture => folded.extend(lines(&article.text, block.span)),
                // the head shows them
                BlockKind::Title => {}
                BlockKind::Byline if before_text => {}
                kind => {
                    for span in lines(&article.text, block.span) {
                        if kind == BlockKind::Subtitle && shown_subtitle.is_some_and(|s| s.overlaps(span)) {
                            continue;
                        }
                        self.furniture(&mut folded, &mut groups, choices.furniture_open);
                        self.line(article, kind, span);
                    }
                    before_text &= matches!(kind, BlockKind::Subtitle | BlockKind::Caption);
                }
            }
        }
        self.furniture(&mut folded, &mut groups, choices.furniture_open);
    }

    fn furniture(&mut self, folded: &mut Vec<ByteRange>, groups: &mut usize, open: bool) {
        if folded.is_empty() {
            return;
        }
        self.room(Row::Furniture { group: *groups, lines: folded.len() }, FURNITURE_HEIGHT);
        *groups += 1;
        for span in folded.drain(..).filter(|_| open) {
            self.push(Content::Source(span), StyleId::Furniture);
        }
    }

    fn line(&mut self, article: &Article, kind: BlockKind, span: ByteRange) {
        let style = match kind {
            BlockKind::Heading => StyleId::Heading,
            BlockKind::Question => StyleId::Question,
            BlockKind::Caption => StyleId::Caption,
            BlockKind::Subtitle => StyleId::Subtitle,
            BlockKind::Credit | BlockKind::Byline => StyleId::Small,
            _ => StyleId::Body,
        };
        if kind == BlockKind::Heading {
            self.outline.push(Heading { span });
        }
        let label_bytes = if kind == BlockKind::Answer { label_of(span.of(&article.text)) } else { 0 };
        self.specs.push(BlockSpec { content: Content::Source(span), style: style as usize, label_bytes, tag: 0 });
    }

    fn original(&mut self, article: &Article) {
        let mut number = 0;
        for line in &article.lines {
            let style = if line.number > number + 1 { StyleId::OriginalApart } else { StyleId::Original };
            number = line.number;
            let kind = BlockKind::ALL.iter().position(|kind| *kind == line.kind).unwrap_or(0);
            self.specs.push(BlockSpec {
                content: Content::Source(line.span),
                style: style as usize,
                label_bytes: 0,
                tag: u32::try_from(kind).unwrap_or(0),
            });
            if line.kind == BlockKind::Heading {
                self.outline.push(Heading { span: trimmed(&article.text, line.span) });
            }
        }
    }
}

/// The value where it stands in the source, if it stands there as it is.
fn own_or_source(article: &Article, value: &str, span: Option<ByteRange>) -> Content {
    match span {
        Some(span) if !span.is_empty() && span.of(&article.text) == value => Content::Source(span),
        _ => Content::Own(value.to_owned()),
    }
}

/// The lines of a range without their blank edges; blank lines are left out.
fn lines(text: &str, range: ByteRange) -> impl Iterator<Item = ByteRange> + '_ {
    let mut at = range.start;
    range
        .of(text)
        .split_inclusive(punct::is_line_end)
        .map(move |line| {
            let span = ByteRange::new(at, at + line.len());
            at = span.end;
            trimmed(text, span)
        })
        .filter(|span| !span.is_empty())
}

fn trimmed(text: &str, span: ByteRange) -> ByteRange {
    let blank = |c: char| punct::is_blank(c) || punct::is_line_end(c);
    let line = span.of(text);
    let start = line.len() - line.trim_start_matches(blank).len();
    ByteRange::new(span.start + start, span.start + line.trim_end_matches(blank).len().max(start))
}

/// Longest speaker's label, in characters.
const LABEL_CHARS: usize = 12;

/// Bytes of a speaker's label at the start of an answer (`某某：`), colon included; 0 when there is none.
fn label_of(text: &str) -> usize {
    text.char_indices()
        .take(LABEL_CHARS)
        .find(|(_, c)| !c.is_alphanumeric() && !matches!(c, ' ' | '·' | '（' | '）' | '(' | ')'))
        .filter(|(at, c)| *at > 0 && matches!(c, '：' | ':'))
        .map_or(0, |(at, c)| at + c.len_utf8())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        article::{Block, Derived, FileKind, read},
        text::encoding::decode,
    };

    fn article(parts: &[(BlockKind, &str)]) -> Article {
        let text: String = parts.iter().map(|(_, t)| *t).collect();
        let mut article = read(decode(text.as_bytes(), None), FileKind::Plain);
        let mut at = 0;
        article.blocks = parts
            .iter()
            .map(|(kind, t)| {
                let span = ByteRange::new(at, at + t.len());
                at = span.end;
                Block { kind: *kind, span }
            })
            .collect();
        article.title = parts.iter().zip(&article.blocks).find(|((kind, _), _)| *kind == BlockKind::Title).map(
            |((_, t), block)| {
                let value = t.trim_end().to_owned();
                Derived {
                    span: Some(ByteRange::new(block.span.start, block.span.start + value.len())),
                    value,
                    rule: "test",
                }
            },
        );
        article.subtitle = None;
        article
    }

    fn choices() -> Choices {
        Choices {
            original: false,
            furniture_open: false,
            top_height: 30.0,
            meta_height: 30.0,
            remarks: vec![],
            own_title: "〔文〕".into(),
        }
    }

    fn shape(article: &Article, choices: &Choices) -> Vec<String> {
        let plan = Plan::new(article, choices);
        let name = |spec: &BlockSpec| match &spec.content {
            Content::Source(span) => format!("{:?} {}", StyleId::of(spec), span.of(&article.text)),
            Content::Own(words) => format!("{:?} {words}", StyleId::of(spec)),
            Content::Room(_) => format!("{:?}", plan.rows[spec.tag as usize]),
        };
        plan.specs.iter().map(name).collect()
    }

    #[test]
    fn title_comes_first_and_furniture_folds_where_it_stands() {
        let article = article(&[
            (BlockKind::Furniture, "首页 >> 新闻\n\n"),
            (BlockKind::Furniture, "设为首页\n"),
            (BlockKind::Title, "两地共建园区\n"),
            (BlockKind::Byline, "某报 2020年1月1日\n"),
            (BlockKind::Paragraph, "　　第一段。\r\n\r\n  第二段。\n"),
            (BlockKind::Furniture, "相关推荐\n"),
        ]);
        assert_eq!(
            shape(&article, &choices()),
            [
                "Top",
                "Title 两地共建园区",
                "Meta",
                "Rule",
                "Furniture { group: 0, lines: 2 }",
                "Body 第一段。",
                "Body 第二段。",
                "Furniture { group: 1, lines: 1 }",
            ]
        );
        let open = shape(&article, &Choices { furniture_open: true, ..choices() });
        assert!(open.contains(&"Furniture 设为首页".to_owned()), "{open:?}");
    }

    #[test]
    fn without_title_ours_is_shown() {
        let article = article(&[(BlockKind::Paragraph, "正文。")]);
        assert_eq!(shape(&article, &choices())[1], "OwnTitle 〔文〕");
    }

    #[test]
    fn speakers_have_labels() {
        for (text, label) in [
            ("某某：我们将推进。", "某某："),
            ("局长:是的。", "局长:"),
            ("我们说，目标：一体化。", ""),
            ("：空", ""),
            ("没有冒号的回答", ""),
        ] {
            assert_eq!(label_of(text), label.len(), "{text}");
        }
    }
}
