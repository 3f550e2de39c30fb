//! Words of the user's own on articles.

use std::collections::{BTreeMap, BTreeSet};

use super::ContentHash;
use crate::text::fold;

/// Characters of a tag at most.
pub const MOST_CHARS: usize = 30;

/// The tags of all articles, by content, wherever they lie.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tags {
    pages: BTreeMap<ContentHash, BTreeSet<String>>,
}

/// A tag as it is kept: blanks at its ends and `#` before it gone, marks that part several left out. `None` when nothing is left.
#[must_use]
pub fn tidy(typed: &str) -> Option<String> {
    let parts = |c: char| matches!(c, ',' | '，' | '、' | '|' | '｜' | '"' | '“' | '”') || c.is_control();
    let kept: String = typed.chars().map(|c| if parts(c) || c.is_whitespace() { ' ' } else { c }).collect();
    let words: Vec<&str> =
        kept.trim_start_matches([' ', '#', '＃']).split(' ').filter(|word| !word.is_empty()).collect();
    let tidy: String = words.join(" ").chars().take(MOST_CHARS).collect();
    let tidy = tidy.trim_end().to_owned();
    (!tidy.is_empty()).then_some(tidy)
}

impl Tags {
    /// True when no article has one.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.pages.is_empty()
    }

    /// The tags of an article, by name.
    pub fn of(&self, page: ContentHash) -> impl Iterator<Item = &str> {
        self.pages.get(&page).into_iter().flatten().map(String::as_str)
    }

    /// True when an article has this very tag.
    #[must_use]
    pub fn has(&self, page: ContentHash, name: &str) -> bool {
        self.pages.get(&page).is_some_and(|tags| tags.contains(name))
    }

    /// True when an article has a tag that reads like `folded` (see [`fold::fold_str`]), or unless `whole` begins so.
    #[must_use]
    pub fn like(&self, page: ContentHash, folded: &str, whole: bool) -> bool {
        self.of(page).any(|tag| {
            let tag = fold::fold_str(tag);
            if whole { tag == folded } else { tag.starts_with(folded) }
        })
    }

    /// Gives an article a tag or takes it away.
    pub fn set(&mut self, page: ContentHash, name: &str, on: bool) {
        if on {
            self.pages.entry(page).or_default().insert(name.to_owned());
        } else if let Some(tags) = self.pages.get_mut(&page) {
            tags.remove(name);
            if tags.is_empty() {
                self.pages.remove(&page);
            }
        }
    }

    /// Every article with each of its tags.
    pub fn iter(&self) -> impl Iterator<Item = (ContentHash, &str)> {
        self.pages.iter().flat_map(|(page, tags)| tags.iter().map(|tag| (*page, tag.as_str())))
    }

    /// All tags, by name.
    #[must_use]
    pub fn names(&self) -> BTreeSet<&str> {
        self.pages.values().flatten().map(String::as_str).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_are_tidy() {
        for (typed, kept) in [
            ("  协议  待核 ", Some("协议 待核")),
            ("#重要", Some("重要")),
            ("一，二", Some("一 二")),
            ("“甲”\n乙", Some("甲 乙")),
            (" # , ", None),
            ("", None),
        ] {
            assert_eq!(tidy(typed).as_deref(), kept, "{typed}");
        }
        assert_eq!(tidy(&"长".repeat(99)).unwrap().chars().count(), MOST_CHARS);
    }

    #[test]
    fn tags_are_found_in_either_script_and_by_their_beginning() {
        let mut tags = Tags::default();
        let page = ContentHash(1);
        tags.set(page, "協議", true);
        tags.set(page, "Later", true);
        let like = |tags: &Tags, typed: &str, whole| tags.like(page, &fold::fold_str(typed), whole);
        assert!(like(&tags, "协议", true) && like(&tags, "协", false) && like(&tags, "later", true));
        assert!(!like(&tags, "协", true) && !tags.like(ContentHash(2), "later", false));
        tags.set(page, "協議", false);
        tags.set(page, "Later", false);
        assert!(tags.is_empty());
    }
}
