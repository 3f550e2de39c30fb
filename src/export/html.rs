//! HTML: one file with our typography inside, nothing loaded from outside, every character of the page escaped, no link active.

use super::{
    Labels, plain,
    tree::{Node, Tree, visible},
};
use crate::{article::BlockKind, text::script::Script};

const STYLE: &str = include_str!("style.css");

/// Writes the tree.
#[must_use]
pub fn write(tree: &Tree, labels: &Labels) -> String {
    let mut out = String::new();
    out.push_str("<!DOCTYPE html>\n<html lang=\"");
    out.push_str(language(tree.script));
    out.push_str("\">\n<head>\n<meta charset=\"utf-8\">\n");
    out.push_str(
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n",
    );
    out.push_str("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
    out.push_str("<meta name=\"referrer\" content=\"no-referrer\">\n");
    out.push_str("<meta name=\"format-detection\" content=\"telephone=no, date=no, address=no, email=no\">\n<title>");
    escaped(&tree.heading, &mut out);
    out.push_str("</title>\n<style>\n");
    out.push_str(STYLE);
    out.push_str("</style>\n</head>\n<body>\n<article>\n");
    element("h1", "", &tree.heading, &mut out);
    for node in &tree.nodes {
        paragraph(node, &mut out);
    }
    out.push_str("</article>\n<footer>\n<dl>\n");
    for (label, value) in plain::rows(&tree.facts, labels) {
        out.push_str("<dt>");
        escaped(label, &mut out);
        out.push_str("</dt><dd>");
        escaped(&value, &mut out);
        out.push_str("</dd>\n");
    }
    out.push_str("</dl>\n</footer>\n</body>\n</html>\n");
    out
}

const fn language(script: Script) -> &'static str {
    match script {
        Script::Hans => "zh-Hans",
        Script::Hant => "zh-Hant",
        Script::Mixed | Script::None => "zh",
    }
}

fn paragraph(node: &Node, out: &mut String) {
    match node.kind {
        BlockKind::Heading => element("h2", "", &node.text, out),
        BlockKind::Paragraph => element("p", "", &node.text, out),
        kind => match &node.speaker {
            Some(speaker) => {
                out.push_str("<p class=\"");
                out.push_str(kind.name());
                out.push_str("\"><b>");
                escaped(speaker, out);
                out.push_str("</b>");
                escaped(&node.text, out);
                out.push_str("</p>\n");
            }
            None => element("p", kind.name(), &node.text, out),
        },
    }
}

fn element(tag: &str, class: &str, text: &str, out: &mut String) {
    out.push('<');
    out.push_str(tag);
    if !class.is_empty() {
        out.push_str(" class=\"");
        out.push_str(class);
        out.push('"');
    }
    out.push('>');
    escaped(text, out);
    out.push_str("</");
    out.push_str(tag);
    out.push_str(">\n");
}

fn escaped(text: &str, out: &mut String) {
    let text: String = text.chars().map(visible).collect();
    html_escape::encode_safe_to_string(&text, out);
}
