//! Saved markup to text: nothing dropped but scripts, styles and comments; each block element begins a line.
//!
//! `html2text` does the work. It measures its tree by recursion, so markup that is nested very deeply or is very long goes
//! through a plain linear tag remover instead: poorer line breaks, but no stack to overflow.

use html2text::{config, render::TrivialDecorator};

/// Longest markup, in bytes, that a tree is built for.
const MOST_BYTES: usize = 8 << 20;
/// Deepest nesting of open tags that a tree is built for.
const DEEPEST: usize = 300;
/// Columns of the page that the text is set on: no paragraph of a news page is longer, so none is broken.
const COLUMNS: usize = 40_000;

/// The text of `markup`. The document's title becomes the first line.
pub(super) fn to_text(markup: &str) -> String {
    let mut text = String::new();
    if let Some(title) = document_title(markup) {
        text.push_str(&title);
        text.push('\n');
    }
    let body = if markup.len() <= MOST_BYTES && depth(markup) <= DEEPEST { rendered(markup) } else { None };
    let body = body.unwrap_or_else(|| without_tags(markup));
    let said = head_values(markup, &body);
    if said.is_empty() {
        text.push_str(&body);
        return text;
    }
    // Under the title in the body, where a byline would stand; else at the end.
    let title: String = squeezed(text.lines().next().unwrap_or_default());
    let mut placed = false;
    for line in body.lines() {
        text.push_str(line);
        text.push('\n');
        let own = if placed { String::new() } else { squeezed(line) };
        if own.chars().count() >= 4 && title.starts_with(&own) {
            text.push_str(&said);
            text.push('\n');
            placed = true;
        }
    }
    if !placed {
        text.push_str(&said);
        text.push('\n');
    }
    text
}

/// A line without blanks.
fn squeezed(line: &str) -> String {
    line.chars().filter(|c| !super::raw::is_blank(*c)).collect()
}

/// What the head of the document says and its body does not: date, source and writer as one labelled line. Values that programs left
/// unfilled say nothing.
fn head_values(markup: &str, body: &str) -> String {
    const DATES: [&str; 6] =
        ["article:published_time", "publishdate", "pubdate", "publish_time", "og:release_date", "datepublished"];
    const SOURCES: [&str; 4] = ["source", "contentsource", "mediaid", "article:source"];
    const WRITERS: [&str; 3] = ["author", "article:author", "og:article:author"];
    let mut line = String::new();
    let mut at = 0;
    let mut seen = [false; 3];
    // The head only: nothing of the kind stands deep in the body.
    while let Some(start) = find_ignoring_case(markup, "<meta", at).filter(|start| *start < HEAD_BYTES) {
        at = start + 5;
        let rest = markup.get(start..).unwrap_or_default();
        let rest = rest.get(..rest.floor_char_boundary(MOST_TAG_BYTES)).unwrap_or_default();
        let Some(tag) = rest.find('>').and_then(|end| rest.get(..end)) else { continue };
        let Some(name) =
            attribute(tag, "name").or_else(|| attribute(tag, "property")).or_else(|| attribute(tag, "itemprop"))
        else {
            continue;
        };
        let name = name.to_ascii_lowercase();
        let Some(content) = attribute(tag, "content") else { continue };
        let value = html_escape::decode_html_entities(content).trim().to_owned();
        let kinds = [("发布时间：", &DATES[..]), ("来源：", &SOURCES[..]), ("作者：", &WRITERS[..])];
        for ((label, names), seen) in kinds.iter().zip(&mut seen) {
            if *seen || !names.contains(&name.as_str()) || !is_filled(&value) {
                continue;
            }
            let date = label.starts_with('发');
            let shown = if date { value.chars().take(10).collect() } else { value.clone() };
            // Dates are printed in many forms; the year and the day are enough to find them.
            let said = if date { date_is_said(&shown, body) } else { body.contains(&shown) };
            *seen = true;
            if !said && (!date || crate::text::date::find_absolute(&shown).iter().any(|(_, d)| d.day.is_some())) {
                if !line.is_empty() {
                    line.push(' ');
                }
                line.push_str(label);
                line.push_str(&shown);
            }
        }
    }
    line
}

/// Longest tag that is read.
const MOST_TAG_BYTES: usize = 2 << 10;
/// Bytes of a document in which its head is looked for.
const HEAD_BYTES: usize = 64 << 10;

/// True when `body` prints any full date: its own word counts for more than the head's.
fn date_is_said(date: &str, body: &str) -> bool {
    let Some((_, wanted)) = crate::text::date::find_absolute(date).first().copied() else { return true };
    crate::text::date::absolute(body).take(200).any(|(_, d)| d == wanted)
}

/// True for a value of a few words without the signs of templates.
fn is_filled(value: &str) -> bool {
    (2..=30).contains(&value.chars().count()) && !value.contains(['{', '}', '$', '<', '[', '%', '|', '@', '/'])
}

/// The value of an attribute of a tag.
fn attribute<'a>(tag: &'a str, name: &str) -> Option<&'a str> {
    let lower = tag.to_ascii_lowercase();
    let mut from = 0;
    while let Some(at) = lower.get(from..)?.find(name).map(|at| from + at) {
        from = at + name.len();
        let rest = tag.get(from..)?.trim_start();
        let before = lower.get(..at)?.chars().next_back();
        let Some(rest) = rest.strip_prefix('=').filter(|_| before.is_some_and(char::is_whitespace)) else { continue };
        let rest = rest.trim_start();
        let quote = rest.chars().next()?;
        return if matches!(quote, '"' | '\'') {
            rest.get(1..)?.split(quote).next()
        } else {
            rest.split([' ', '/', '>']).next()
        };
    }
    None
}

fn rendered(markup: &str) -> Option<String> {
    let text = config::with_decorator(TrivialDecorator::new())
        .raw_mode(true)
        .no_link_wrapping()
        .link_footnotes(false)
        .allow_width_overflow()
        .string_from_read(markup.as_bytes(), COLUMNS)
        .ok()?;
    // Rulers are drawn as wide as the page.
    let lines = text.lines().map(|l| if l.starts_with('─') && l.chars().all(|c| c == '─') { "" } else { l });
    let mut out = String::with_capacity(text.len());
    for line in lines {
        out.push_str(line);
        out.push('\n');
    }
    Some(out)
}

/// An upper bound of how deeply tags are nested: elements that never close count as open.
fn depth(markup: &str) -> usize {
    let (mut open, mut deepest) = (0_usize, 0);
    let bytes = markup.as_bytes();
    for at in memchr::memchr_iter(b'<', bytes) {
        match bytes.get(at + 1) {
            Some(b'/') => open = open.saturating_sub(1),
            Some(c) if c.is_ascii_alphabetic() => {
                let name: String = bytes
                    .iter()
                    .skip(at + 1)
                    .take(8)
                    .take_while(|b| b.is_ascii_alphanumeric())
                    .map(|b| char::from(b.to_ascii_lowercase()))
                    .collect();
                const VOID: [&str; 9] = ["br", "img", "hr", "meta", "link", "input", "col", "area", "base"];
                // Paragraphs and list items close each other.
                if !VOID.contains(&name.as_str())
                    && !matches!(name.as_str(), "p" | "li" | "dd" | "dt" | "option" | "td" | "tr" | "th")
                {
                    open += 1;
                    deepest = deepest.max(open);
                }
            }
            _ => {}
        }
    }
    deepest
}

fn document_title(markup: &str) -> Option<String> {
    let start = find_ignoring_case(markup, "<title", 0)?;
    let from = start + markup.get(start..)?.find('>')? + 1;
    let end = find_ignoring_case(markup, "</title", from)?;
    let title = html_escape::decode_html_entities(markup.get(from..end)?).into_owned();
    let title = title.split_whitespace().collect::<Vec<_>>().join(" ");
    (!title.is_empty()).then_some(title)
}

/// Byte offset of `needle` (lower case, ASCII) in `text` from `from` on.
fn find_ignoring_case(text: &str, needle: &str, from: usize) -> Option<usize> {
    let bytes = text.as_bytes().get(from..)?;
    memchr::memchr_iter(b'<', bytes)
        .find(|&at| bytes.get(at..at + needle.len()).is_some_and(|b| b.eq_ignore_ascii_case(needle.as_bytes())))
        .map(|at| from + at)
}

/// Tags, scripts, styles and comments taken out; block tags become line ends.
fn without_tags(markup: &str) -> String {
    const BLOCKS: [&str; 21] = [
        "p", "div", "br", "li", "ul", "ol", "tr", "td", "th", "table", "h1", "h2", "h3", "h4", "h5", "h6", "section",
        "article", "header", "footer", "dd",
    ];
    let mut out = String::with_capacity(markup.len() / 2);
    let mut rest = markup;
    while let Some(at) = rest.find('<') {
        push_text(&mut out, rest.get(..at).unwrap_or_default());
        let tag = rest.get(at + 1..).unwrap_or_default();
        let name: String = tag
            .trim_start_matches('/')
            .chars()
            .take(10)
            .take_while(char::is_ascii_alphanumeric)
            .map(|c| c.to_ascii_lowercase())
            .collect();
        if tag.starts_with("!--") {
            rest = tag.find("-->").and_then(|e| tag.get(e + 3..)).unwrap_or_default();
            continue;
        }
        if name.is_empty() && !tag.starts_with('!') {
            out.push('<');
            rest = tag;
            continue;
        }
        let Some(close) = tag.find('>') else { break };
        rest = tag.get(close + 1..).unwrap_or_default();
        if matches!(name.as_str(), "script" | "style" | "title") && !tag.starts_with('/') {
            let end = find_ignoring_case(rest, &format!("</{name}"), 0).unwrap_or(rest.len());
            rest = rest.get(end..).unwrap_or_default();
        }
        if BLOCKS.contains(&name.as_str()) {
            out.push('\n');
        }
    }
    push_text(&mut out, rest);
    out
}

fn push_text(out: &mut String, text: &str) {
    html_escape::decode_html_entities_to_string(text.replace(['\n', '\r'], " "), out);
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = "<html><head><title>甲市新闻_某网</title><style>p{}</style></head><body><ul><li>首页</li><li>财经</li></ul>\
        <h1>甲市&nbsp;新闻</h1><hr><p>第一段，<b>粗</b>体<a href='http://x.example'>链接</a>。</p><table><tr><td>左</td><td>右</td></tr></table>\
        <script>var a = 1 < 2;</script><!-- 注 --><p>第二段</p></body></html>";

    #[test]
    fn both_ways_say_the_same() {
        for text in [to_text(PAGE), format!("{}\n{}", document_title(PAGE).unwrap(), without_tags(PAGE))] {
            let lines: Vec<_> =
                text.lines().map(|l| l.trim_matches(crate::article::raw::is_blank)).filter(|l| !l.is_empty()).collect();
            assert_eq!(
                lines,
                ["甲市新闻_某网", "首页", "财经", "甲市\u{a0}新闻", "第一段，粗体链接。", "左", "右", "第二段"]
            );
        }
    }

    #[test]
    fn the_head_says_what_the_body_does_not() {
        let page = |body: &str| {
            format!(
                "<head><title>甲</title><meta name=\"author\" content='某甲'><meta content=\"2021-05-06T08:00:00+08:00\" \
                 property=\"article:published_time\"><META NAME=source CONTENT=某某报><meta name=\"pubdate\" content=\"2020-01-01\">\
                 </head><p>{body}</p>"
            )
        };
        let text = to_text(&page("文"));
        assert_eq!(text.trim(), "甲\n文\n作者：某甲 发布时间：2021-05-06 来源：某某报");
        assert_eq!(to_text(&page("2021年5月6日 某某报 某甲")).lines().count(), 2);
        let headed = "<title>老粮仓变书屋_某网</title><meta name=author content=某甲><ul><li>首页</ul><h1>老粮仓变书屋</h1><p>文</p>";
        let text = to_text(headed);
        let lines: Vec<_> = text.lines().map(str::trim).filter(|l| !l.is_empty()).collect();
        assert!(lines.windows(2).any(|w| w == ["老粮仓变书屋", "作者：某甲"]), "{lines:?}");
        let unfilled = "<meta name=author content='{{author}}'><meta name=pubdate content='$date'><p>文</p>";
        assert_eq!(to_text(unfilled).trim(), "文");
    }

    #[test]
    fn deep_nesting_is_survived() {
        let deep = "<div>".repeat(200_000) + "字";
        assert_eq!(to_text(&deep).trim(), "字");
        let deep = "<b>".repeat(250) + "字";
        assert_eq!(to_text(&deep).trim(), "字");
        let open = "<p".repeat(100_000);
        let _ = to_text(&open);
    }

    #[test]
    fn a_long_paragraph_stays_whole() {
        let long = format!("<p>{}</p>", "字".repeat(15_000));
        assert_eq!(to_text(&long).trim().chars().count(), 15_000);
    }
}
