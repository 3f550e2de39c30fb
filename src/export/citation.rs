//! A selected passage with the line that says where it is from.

use super::name::file_of;
use crate::{
    library::Document,
    text::{
        date::{Certainty, PartialDate},
        punct::{is_blank, is_line_end},
    },
};

/// `selection` as it is, and below it `——source，《title》，date`, in the page's own characters and script. What is not known is left out; a page
/// of which nothing is known is cited by its file name. A date that was only worked out is not cited.
#[must_use]
pub fn quote_with_source(selection: &str, document: &Document) -> String {
    let selection = selection.trim_matches(|c| is_blank(c) || is_line_end(c));
    format!("{selection}\n——{}", source_line(document))
}

/// The line that says where a page is from, without the dash before it.
#[must_use]
pub fn source_line(document: &Document) -> String {
    let article = &document.page().article;
    let mut parts = Vec::new();
    if let Some(source) = &article.source {
        parts.push(source.value.clone());
    }
    if let Some(title) = &article.title {
        parts.push(format!("《{}》", title.value));
    }
    if let Some(date) = article.published.date.filter(|_| article.published.certainty != Certainty::Inferred) {
        parts.push(chinese_date(date));
    }
    if article.source.is_none() && article.title.is_none() {
        parts.insert(0, file_of(document).to_owned());
    }
    parts.join("，")
}

/// `2020年7月29日`, as far as it is known; the same in both scripts.
fn chinese_date(date: PartialDate) -> String {
    let mut out = format!("{}年", date.year);
    if let Some(month) = date.month {
        out.push_str(&format!("{month}月"));
        if let Some(day) = date.day {
            out.push_str(&format!("{day}日"));
        }
    }
    out
}
