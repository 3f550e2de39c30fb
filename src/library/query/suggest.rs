//! What a person may go on to type: places, sources and titles of the library that begin like the last word, by characters or by sound.

use super::{Answer, sound::sounds_like};
use crate::{
    library::{DocIx, FacetRow, Snapshot},
    place::{Level, PlaceId, gazetteer},
    text::{fold, pinyin},
};

/// Something to go on with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Suggestion {
    /// Only articles that name this place.
    Place {
        /// Which.
        place: PlaceId,
        /// Articles of the library that name it.
        count: u32,
    },
    /// Only articles of this source.
    Source {
        /// As printed.
        name: String,
        /// Articles of the answer, whatever their source.
        count: u32,
    },
    /// This article.
    Title {
        /// Which.
        doc: DocIx,
        /// Its path.
        path: String,
        /// Its title.
        title: String,
    },
}

/// Suggestions of each kind.
const MOST_OF_EACH: usize = 3;
/// Articles of an answer whose titles are looked at.
const MOST_TITLES: usize = 300;

/// The last word of a search text, where suggestions begin; and where it starts. `None` inside quotes, fields and patterns.
#[must_use]
pub fn last_word(text: &str) -> Option<(usize, &str)> {
    let start = text.char_indices().rev().find(|(_, c)| c.is_whitespace()).map_or(0, |(at, c)| at + c.len_utf8());
    let word = text.get(start..)?;
    let plain = |c: char| c.is_alphanumeric() || c == '\'';
    (!word.is_empty() && word.chars().all(plain) && super::parse::parse(text).advice.is_empty())
        .then_some((start, word))
}

/// Suggestions for a search text. `places`: those of the whole library.
#[must_use]
pub fn suggest(snapshot: &Snapshot, text: &str, answer: &Answer, places: &[FacetRow]) -> Vec<Suggestion> {
    let Some((_, word)) = last_word(text) else { return vec![] };
    let folded = fold::fold_str(word);
    let letters = folded.replace('\'', "");
    let spelled = letters.len() >= 2 && letters.bytes().all(|b| b.is_ascii_lowercase());
    let g = gazetteer();
    let mut found = Vec::new();
    let mut cities: Vec<(bool, &FacetRow)> = places
        .iter()
        .filter(|row| row.count > 0)
        .filter(|row| {
            let place = g.get(row.place);
            fold::fold_str(&place.short).starts_with(&folded)
                || fold::fold_str(&place.name).starts_with(&folded)
                || spelled && (place.pinyin.starts_with(&letters) || pinyin::matches(&place.short, &letters))
        })
        .map(|row| (g.get(row.place).level != Level::City, row))
        .collect();
    cities.sort_by_key(|(below, row)| (*below, std::cmp::Reverse(row.count), row.place));
    found.extend(
        cities.iter().take(MOST_OF_EACH).map(|(_, row)| Suggestion::Place { place: row.place, count: row.count }),
    );
    let sources = answer.narrow.sources.iter().filter(|(name, _)| !name.is_empty()).filter(|(name, _)| {
        fold::fold_str(name).contains(&folded) || spelled && sounds_like(&pinyin::sort_key(name), &letters)
    });
    found.extend(
        sources.take(MOST_OF_EACH).map(|(name, count)| Suggestion::Source { name: name.clone(), count: *count }),
    );
    let titles = answer.hits.iter().take(MOST_TITLES).filter_map(|hit| {
        let document = snapshot.get(hit.doc)?;
        let title = document.title();
        let begins = fold::fold_str(title).contains(&folded)
            || letters.len() >= 3 && spelled && sounds_like(document.title_key(), &letters);
        begins.then(|| Suggestion::Title { doc: hit.doc, path: document.path.clone(), title: title.to_owned() })
    });
    found.extend(titles.take(MOST_OF_EACH));
    found
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::library::{
        document_of,
        query::{Filter, Sort, ask},
    };

    #[test]
    fn the_last_word_is_gone_on_with() {
        assert_eq!(last_word("甲 遂"), Some((4, "遂")));
        assert_eq!(last_word("sui'n"), Some((0, "sui'n")));
        for text in ["", "甲 ", "\"甲 乙", "city:遂", "/甲", "-甲"] {
            assert_eq!(last_word(text), None, "{text}");
        }
    }

    #[test]
    fn places_sources_and_titles_are_proposed() {
        let text = "遂宁的新桥\n2020年7月29日 来源：遂宁日报\n\n　　遂宁市和潼南区今天开了一个会，讨论了新桥的建设。\n";
        let documents = vec![Arc::new(document_of("a.txt", text.as_bytes()))];
        let snapshot = Snapshot { documents, complete: true, ..Snapshot::default() };
        let all = ask(&snapshot, &Filter::default(), Sort::Date, &|_| true, &|| false).unwrap();
        let kinds = |typed: &str| -> Vec<&'static str> {
            let filter = Filter { text: typed.into(), ..Filter::default() };
            let answer = ask(&snapshot, &filter, Sort::Date, &|_| true, &|| false).unwrap();
            suggest(&snapshot, typed, &answer, &all.facets)
                .iter()
                .map(|s| match s {
                    Suggestion::Place { .. } => "place",
                    Suggestion::Source { .. } => "source",
                    Suggestion::Title { .. } => "title",
                })
                .collect()
        };
        for typed in ["遂", "遂寧", "suin", "桥 遂宁"] {
            let kinds = kinds(typed);
            assert!(
                kinds.contains(&"place") && kinds.contains(&"source") && kinds.contains(&"title"),
                "{typed} {kinds:?}"
            );
        }
        assert_eq!(kinds("sn").first(), Some(&"place"));
        assert!(kinds("没有").is_empty());
    }
}
