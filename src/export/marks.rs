//! Marked passages as Markdown: page by page, each with its note and the line that says where it is from.

use super::markdown::{inline, line};
use crate::{
    library::{
        Document,
        marks::{MarkKind, Placed},
    },
    text::{date::Certainty, span::ByteRange},
};

/// A page and its marks, in text order.
#[derive(Clone, Copy, Debug)]
pub struct MarkedPage<'a> {
    /// The page.
    pub document: &'a Document,
    /// Its marks.
    pub marks: &'a [Placed],
}

/// Words for people.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MarkLabels {
    /// Heading of the file.
    pub title: String,
    /// Stands before the words of a bookmark.
    pub bookmark: String,
    /// Stands behind a passage that the text no longer has.
    pub lost: String,
}

/// The passages with their notes. Pages without marks are left out.
#[must_use]
pub fn markdown(pages: &[MarkedPage<'_>], labels: &MarkLabels) -> String {
    let mut out = String::from("# ");
    inline(&labels.title, &mut out);
    out.push('\n');
    for page in pages.iter().filter(|page| !page.marks.is_empty()) {
        let article = &page.document.page().article;
        out.push_str("\n## ");
        inline(&article.shown_title(), &mut out);
        out.push_str("\n\n");
        let date = article.published.date.filter(|_| article.published.certainty != Certainty::Inferred);
        let source = article.source.as_ref().map(|source| source.value.clone());
        let from: Vec<String> = source.into_iter().chain(date.map(|date| date.to_string())).collect();
        for part in from {
            inline(&part, &mut out);
            out.push_str(" · ");
        }
        inline(&page.document.path, &mut out);
        out.push('\n');
        for placed in page.marks {
            one(placed, &article.text, labels, &mut out);
        }
    }
    out
}

fn one(placed: &Placed, text: &str, labels: &MarkLabels, out: &mut String) {
    let quote = placed.span.map_or(placed.mark.at.quote.as_str(), |span: ByteRange| span.of(text));
    out.push('\n');
    for words in quote.lines().map(str::trim).filter(|words| !words.is_empty()) {
        out.push_str("> ");
        if placed.mark.kind == MarkKind::Bookmark {
            inline(&labels.bookmark, out);
            inline(words, out);
        } else {
            line(words, out);
        }
        out.push('\n');
    }
    if placed.span.is_none() {
        out.push_str(">\n> ");
        inline(&labels.lost, out);
        out.push('\n');
    }
    for words in placed.mark.note.lines().map(str::trim).filter(|words| !words.is_empty()) {
        out.push('\n');
        line(words, out);
        out.push('\n');
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        library::{
            ContentHash, document_of,
            marks::{Colour, Mark, MarkKey},
        },
        text::anchor::Anchor,
    };

    #[test]
    fn passages_stand_under_their_page_with_notes() {
        let text =
            "两区商量修路\n2021-03-05 来源：测试日报\n\n　　甲区的代表到会，双方同意先修*桥*，再修路，明年开工。\n";
        let document = document_of("a.txt", text.as_bytes());
        let placed = |words: &str, kind, note: &str| {
            let start = text.find(words).unwrap_or(0);
            let at = Anchor { start, quote: words.into(), ..Anchor::default() };
            let mark = Mark { at: at.clone(), kind, note: note.into() };
            Placed { key: MarkKey { page: ContentHash(1), slot: mark.slot() }, span: at.find(text), mark }
        };
        let marks = [
            placed("先修*桥*", MarkKind::Highlight(Colour::Red), "为什么？\n\n# 再问"),
            placed("明年开工", MarkKind::Bookmark, ""),
            placed("没有的话", MarkKind::Highlight(Colour::Blue), ""),
        ];
        let labels =
            MarkLabels { title: "批注".into(), bookmark: "书签：".into(), lost: "（找不到了）".into() };
        let out = markdown(&[MarkedPage { document: &document, marks: &marks }], &labels);
        assert!(out.starts_with("# 批注\n\n## 两区商量修路\n\n测试日报 · 2021-03-05 · `a.txt`\n"), "{out}");
        assert!(out.contains("> 先修\\*桥\\*\n\n为什么？\n\n\\# 再问\n"), "{out}");
        assert!(out.contains("> 书签：明年开工\n") && out.contains("> 没有的话\n>\n> （找不到了）\n"), "{out}");
    }
}
