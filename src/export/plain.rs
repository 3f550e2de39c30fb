//! Plain text: the title, the paragraphs, and the facts below a line.

use super::{
    Labels,
    tree::{Facts, Tree, visible},
};

/// Writes the tree.
#[must_use]
pub fn write(tree: &Tree, labels: &Labels) -> String {
    let mut out = String::new();
    text(&tree.heading, &mut out);
    out.push('\n');
    for node in &tree.nodes {
        out.push('\n');
        text(node.speaker.as_deref().unwrap_or_default(), &mut out);
        text(&node.text, &mut out);
        out.push('\n');
    }
    out.push_str("\n----\n");
    for (label, value) in rows(&tree.facts, labels) {
        text(label, &mut out);
        out.push_str(": ");
        text(&value, &mut out);
        out.push('\n');
    }
    out
}

fn text(text: &str, out: &mut String) {
    out.extend(text.chars().map(visible));
}

/// The facts with their labels, unknown ones left out.
#[must_use]
pub fn rows<'l>(facts: &Facts, labels: &'l Labels) -> Vec<(&'l str, String)> {
    let punctuation = if facts.restored { &labels.punctuation_restored } else { &labels.punctuation_source };
    let rows = [
        (&labels.source, facts.source.clone().unwrap_or_default()),
        (&labels.date, facts.date.clone().unwrap_or_default()),
        (&labels.authors, facts.authors.join("、")),
        (&labels.cities, facts.cities.join("、")),
        (&labels.file, facts.file.clone()),
        (&labels.sha256, facts.sha256.clone()),
        (&labels.punctuation, punctuation.clone()),
    ];
    rows.into_iter().filter(|(_, value)| !value.is_empty()).map(|(label, value)| (label.as_str(), value)).collect()
}
