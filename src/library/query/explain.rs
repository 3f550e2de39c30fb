//! Why nothing was found, and what would be: each part of the search alone, and the search without it.

use super::{
    Filter,
    candidates::candidates,
    look::Look,
    matching::{Context, Personal, Query},
    parse,
    tree::{Node, Parsed, Words},
};
use crate::library::{Snapshot, Tags};

/// Parts of a search text that are looked at one by one.
const MOST_PARTS: usize = 16;

/// Why nothing was found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Explanation {
    /// The parts of the search text, in its order.
    pub parts: Vec<PartFound>,
    /// Documents found when any of the words will do, and the text that asks so; with two words or more.
    pub any_word: Option<(String, u32)>,
    /// Documents found when what is quoted or near each other may stand apart, and the text that asks so.
    pub apart: Option<(String, u32)>,
    /// Documents found by the sound of the letters that nothing has, and the text that asks so.
    pub by_sound: Option<(String, u32)>,
    /// Documents found in either script, when the very characters were asked for.
    pub any_script: u32,
    /// Documents found without asking for places.
    pub any_place: u32,
    /// Documents found without the other filters.
    pub any_filter: u32,
}

/// What a part of a search text finds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PartFound {
    /// As typed.
    pub text: String,
    /// It asks for words of the page, not for something about it.
    pub is_text: bool,
    /// Documents of the whole library that it finds alone.
    pub alone: u32,
    /// The search text without it.
    pub rest: String,
    /// Documents that this text finds, filters and all.
    pub without: u32,
}

/// Looks for the reasons. `None` when `cancelled` says so.
#[must_use]
pub fn explain(
    snapshot: &Snapshot,
    filter: &Filter,
    personal: Personal<'_>,
    cancelled: &dyn Fn() -> bool,
) -> Option<Explanation> {
    let parsed = filter.parsed();
    let context = Context { personal: Some(personal), stop: cancelled };
    let queries: Vec<Query> =
        parsed.parts.iter().take(MOST_PARTS).map(|(_, node)| Query::of_node(node, filter.exact)).collect();
    let words = parsed.parts.iter().filter(|(_, node)| node.is_text());
    let words: Vec<&str> = words.map(|(span, _)| span.of(&filter.text)).collect();
    let any_words = (words.len() > 1 && !filter.literal).then(|| words.join(" | "));
    let any_query = any_words.as_deref().map(|text| Query::new(text, false));
    let apart_text = rewritten(filter, &parsed, |_, node| apart(node));
    let apart_query = apart_text.as_deref().map(|text| Query::of(&parse::parse(text), filter.exact));
    let either = filter.exact.then(|| Query::of(&parsed, false));
    // Which documents each of them may find; without an answer, all.
    let may = |query: &Query| {
        candidates(snapshot, query).map(|some| {
            let mut may = vec![false; snapshot.documents.len()];
            some.iter().filter_map(|ix| may.get_mut(ix.0 as usize).map(|slot| *slot = true)).count();
            may
        })
    };
    let queries: Vec<(Query, Option<Vec<bool>>)> =
        queries.into_iter().map(|query| (may(&query), query)).map(|(may, query)| (query, may)).collect();
    let mut explanation = Explanation::default();
    let mut counts = vec![(0_u32, 0_u32); queries.len()];
    let (mut any_word, mut any_apart) = (0, 0);
    for (at, (ix, document)) in snapshot.iter().enumerate() {
        if cancelled() {
            return None;
        }
        let holds = |query: &Query| query.find(document, context).is_some();
        let finds = |(query, may): &(Query, Option<Vec<bool>>)| {
            may.as_ref().is_none_or(|may| may.get(at).is_some_and(|may| *may)) && holds(query)
        };
        let (places, others) =
            filter.passes(&Look::at(ix, document), context.personal.and_then(|personal| personal.tags));
        let missing: Vec<usize> =
            queries.iter().enumerate().filter(|(_, part)| !finds(part)).map(|(at, _)| at).collect();
        for (at, (alone, without)) in counts.iter_mut().enumerate() {
            *alone += u32::from(!missing.contains(&at));
            *without += u32::from(places && others && (missing.is_empty() || missing == [at]));
        }
        explanation.any_place += u32::from(missing.is_empty() && others);
        explanation.any_filter += u32::from(missing.is_empty() && places);
        if places && others {
            any_word += u32::from(any_query.as_ref().is_some_and(holds));
            any_apart += u32::from(apart_query.as_ref().is_some_and(holds));
            explanation.any_script += u32::from(either.as_ref().is_some_and(holds));
        }
    }
    explanation.any_word = any_words.zip(Some(any_word));
    explanation.apart = apart_text.zip(Some(any_apart));
    let sound_text = rewritten(filter, &parsed, |at, node| {
        counts.get(at).is_some_and(|(alone, _)| *alone == 0).then(|| by_sound(node)).flatten()
    });
    if let Some(text) = sound_text {
        let found = passing(snapshot, filter, &text, context)?;
        explanation.by_sound = Some((text, found));
    }
    let part = |((span, node), (alone, without)): (&(crate::text::span::ByteRange, Node), (u32, u32))| {
        let text = filter.text.as_str();
        let before = text.get(..span.start).unwrap_or_default().trim_end();
        let after = text.get(span.end..).unwrap_or_default().trim_start();
        // The operator that joined it goes with it.
        let (before, after) = match (strip_and(before, true), strip_and(after, false)) {
            (Some(before), _) => (before, after),
            (None, Some(after)) => (before, after),
            (None, None) => (before, after),
        };
        let between = if before.is_empty() || after.is_empty() { "" } else { " " };
        let rest = format!("{before}{between}{after}");
        PartFound { text: span.of(text).to_owned(), is_text: node.is_text(), alone, rest, without }
    };
    explanation.parts = parsed.parts.iter().zip(counts).map(part).collect();
    Some(explanation)
}

/// The search text with other words for some of its parts; `None` when nothing changes.
fn rewritten(filter: &Filter, parsed: &Parsed, other: impl Fn(usize, &Node) -> Option<String>) -> Option<String> {
    if filter.literal {
        return None;
    }
    let mut changed = false;
    let parts = parsed.parts.iter().take(MOST_PARTS).enumerate().map(|(at, (span, node))| {
        let other = other(at, node);
        changed |= other.is_some();
        other.unwrap_or_else(|| span.of(&filter.text).to_owned())
    });
    let text = parts.collect::<Vec<_>>().join(" ");
    changed.then_some(text)
}

/// The words of what is quoted with blanks in it, or near each other, as words that may stand anywhere.
fn apart(node: &Node) -> Option<String> {
    match node {
        Node::Words(Words { text, quoted: true, exact: false }) if text.trim().contains(char::is_whitespace) => {
            let bare = text.split_whitespace().all(|word| word.chars().all(char::is_alphanumeric));
            bare.then(|| text.split_whitespace().collect::<Vec<_>>().join(" "))
        }
        Node::Near(_, words) => {
            let words = words.iter().map(|word| match word {
                Node::Words(Words { text, quoted: false, exact: false }) => Some(text.clone()),
                Node::Words(Words { text, quoted: true, exact: false }) => Some(format!("“{text}”")),
                _ => None,
            });
            Some(words.collect::<Option<Vec<_>>>()?.join(" "))
        }
        _ => None,
    }
}

/// Letters as the sound of the text.
fn by_sound(node: &Node) -> Option<String> {
    /// Fewer letters sound like too much.
    const LETTERS: usize = 3;
    let Node::Words(Words { text, quoted: false, exact: false }) = node else { return None };
    let letters = text.len() >= LETTERS && text.chars().all(|c| c.is_ascii_alphabetic());
    letters.then(|| format!("py:{text}"))
}

/// Documents that another text finds with the same filters; `None` when it is to stop.
fn passing(snapshot: &Snapshot, filter: &Filter, text: &str, context: Context<'_>) -> Option<u32> {
    let query = Query::of(&parse::parse(text), filter.exact);
    let may = candidates(snapshot, &query);
    let mut found = 0;
    for (ix, document) in snapshot.iter() {
        if (context.stop)() {
            return None;
        }
        if may.as_ref().is_some_and(|may| may.binary_search(&ix).is_err()) {
            continue;
        }
        let passes = filter.passes(&Look::at(ix, document), context.personal.and_then(|personal| personal.tags));
        found += u32::from(passes == (true, true) && query.find(document, context).is_some());
    }
    Some(found)
}

/// A text without the `AND` at its end or beginning; `None` when there is none.
fn strip_and(text: &str, at_end: bool) -> Option<&str> {
    ["AND", "ＡＮＤ"].into_iter().find_map(|word| {
        let rest = if at_end { text.strip_suffix(word) } else { text.strip_prefix(word) }?;
        let parted = if at_end { rest.ends_with(char::is_whitespace) } else { rest.starts_with(char::is_whitespace) };
        parted.then(|| rest.trim())
    })
}

impl Filter {
    /// The search text, read.
    #[must_use]
    pub fn parsed(&self) -> Parsed {
        if self.literal { parse::literal(&self.text) } else { parse::parse(&self.text) }
    }

    /// Whether a document passes the places, and whether it passes the other filters; the text is not looked at.
    fn passes(&self, look: &Look<'_>, tags: Option<&Tags>) -> (bool, bool) {
        let brief = look.brief();
        let answers = super::answers_to(look, &brief, self);
        let places = super::passes_excluded(&brief, self) && super::passes_included(&answers, self);
        (places, self.narrow.failing(look, &brief, tags) == 0)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::{library::document_of, place::gazetteer};

    fn snapshot(texts: &[&str]) -> Snapshot {
        let documents = texts.iter().enumerate().map(|(i, t)| Arc::new(document_of(&format!("{i}.txt"), t.as_bytes())));
        Snapshot { documents: documents.collect(), complete: true, ..Snapshot::default() }
    }

    fn why(snapshot: &Snapshot, filter: &Filter) -> Explanation {
        let personal = Personal { is: &|_, _| true, has: &|_, _| true, tags: None };
        explain(snapshot, filter, personal, &|| false).unwrap()
    }

    #[test]
    fn each_part_is_counted_alone_and_left_out() {
        let snapshot = snapshot(&["山中有湖", "山中有路", "海边"]);
        let found = why(&snapshot, &Filter { text: "山中 湖 海边".into(), ..Filter::default() });
        let parts: Vec<_> =
            found.parts.iter().map(|p| (p.text.as_str(), p.alone, p.rest.as_str(), p.without)).collect();
        assert_eq!(parts, [("山中", 2, "湖 海边", 0), ("湖", 1, "山中 海边", 0), ("海边", 1, "山中 湖", 1)]);
        assert_eq!(found.any_word, Some(("山中 | 湖 | 海边".to_owned(), 3)));
        assert_eq!((found.any_script, found.any_place, found.any_filter), (0, 0, 0));
        let found = why(&snapshot, &Filter { text: "山中 AND 湖 ＡＮＤ 海边".into(), ..Filter::default() });
        let rests: Vec<&str> = found.parts.iter().map(|p| p.rest.as_str()).collect();
        assert_eq!(rests, ["湖 ＡＮＤ 海边", "山中 ＡＮＤ 海边", "山中 AND 湖"], "no operator is left over");
    }

    #[test]
    fn a_looser_text_is_offered() {
        let snapshot = snapshot(&["山中有湖。\n\n　　水里有鱼。", "湖边", "消息\n\n　　合作开了头。"]);
        let of = |text: &str| why(&snapshot, &Filter { text: text.into(), ..Filter::default() });
        assert_eq!(of("湖 ~ 鱼").apart, Some(("湖 鱼".to_owned(), 1)));
        assert_eq!(of("山中 “湖 鱼”").apart, Some(("山中 湖 鱼".to_owned(), 1)));
        assert_eq!(of("山中 火").apart, None);
        assert_eq!(of("kailetou").by_sound, Some(("py:kailetou".to_owned(), 1)));
        assert_eq!(of("合作 kailetou").by_sound, Some(("合作 py:kailetou".to_owned(), 1)));
        assert_eq!(of("“kailetou”").by_sound, None, "what is quoted stands as it is typed");
        let found = of("有:批注 火");
        assert_eq!(found.parts.iter().map(|part| part.is_text).collect::<Vec<_>>(), [false, true]);
    }

    #[test]
    fn the_filter_that_is_in_the_way_is_told() {
        let snapshot = snapshot(&["遂宁市今天開工。"]);
        let mut filter = Filter { text: "开工".into(), exact: true, ..Filter::default() };
        assert_eq!(why(&snapshot, &filter).any_script, 1);
        filter.exact = false;
        filter.include.insert(gazetteer().lookup("潼南")[0]);
        let found = why(&snapshot, &filter);
        assert_eq!((found.any_place, found.any_filter, found.any_word), (1, 0, None));
        filter.include.clear();
        filter.narrow.sources.insert("某报".into());
        assert_eq!(why(&snapshot, &filter).any_filter, 1);
    }
}
