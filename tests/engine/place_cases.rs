//! Sentences of our own and the places they mean, from a text file anyone can extend; and what must hold of any text at all.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::{ProptestConfig, prop, proptest};
use shuangcheng::{
    article::{self, Article, Block, BlockKind, FileKind},
    place::{self, Tagging, gazetteer},
    text::{encoding, span::ByteRange},
};

/// An article that is one paragraph.
fn paragraph(text: &str) -> Article {
    let mut article = article::read(encoding::decode(text.as_bytes(), None), FileKind::Plain);
    article.blocks = vec![Block { kind: BlockKind::Paragraph, span: ByteRange::new(0, article.text.len()) }];
    article.source = None;
    article
}

fn cities(tagging: &Tagging) -> BTreeSet<String> {
    tagging.cities.iter().map(|c| gazetteer().get(c.place).short.clone()).collect()
}

fn compounds(tagging: &Tagging) -> BTreeMap<String, String> {
    let join = |places: &Vec<place::PlaceId>| {
        places.iter().map(|&p| gazetteer().get(p).short.clone()).collect::<Vec<_>>().join("+")
    };
    tagging.compounds.iter().map(|(name, places)| (name.clone(), join(places))).collect()
}

#[test]
fn sentences_mean_the_places_listed() {
    let mut wrong = Vec::new();
    for (number, line) in include_str!("../cases/places.txt").lines().enumerate() {
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        let parts: Vec<&str> = line.split('|').map(str::trim).collect();
        let [text, want_cities, want_compounds] = parts[..] else { panic!("line {}: three parts wanted", number + 1) };
        let list = |s: &str| s.split_whitespace().filter(|w| *w != "-").map(str::to_owned).collect::<Vec<_>>();
        let tagging = place::tag(&paragraph(text));
        let want: BTreeSet<String> = list(want_cities).into_iter().collect();
        let joint: BTreeMap<String, String> = list(want_compounds)
            .into_iter()
            .filter_map(|pair| pair.split_once('=').map(|(k, v)| (k.to_owned(), v.to_owned())))
            .collect();
        if cities(&tagging) != want || compounds(&tagging) != joint {
            wrong.push(format!("{}: {text}\n   got {:?} {:?}", number + 1, cities(&tagging), compounds(&tagging)));
        }
    }
    assert!(wrong.is_empty(), "{} cases:\n{}", wrong.len(), wrong.join("\n"));
}

fn check(text: &str) {
    let article = paragraph(text);
    let tagging = place::tag(&article);
    assert_eq!(tagging, place::tag(&article), "same input, same output");
    let mut end = 0;
    for mention in &tagging.mentions {
        assert!(mention.span.start >= end, "sorted, no overlap");
        assert!(!mention.span.of(&article.text).is_empty(), "on character borders");
        assert!(!mention.places.is_empty() && !mention.rule.is_empty());
        end = mention.span.end;
    }
    for rejected in &tagging.rejected {
        assert!(!rejected.span.of(&article.text).is_empty() && !rejected.rule.is_empty());
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_text_is_tagged_soundly(text in "\\PC{0,120}") {
        check(&text);
    }

    #[test]
    fn place_like_text_is_tagged_soundly(
        parts in prop::collection::vec(prop::sample::select(vec![
            "成", "渝", "遂", "潼", "瀘", "永", "江", "北", "市", "区", "、", "高铁", "，", "大", "新", "在", "川", "南", "西",
            "重慶", "合作", "安居", "文昌", "\n", "Ａ", "𠀀", "局长", "王", "青川", "说", "路",
        ]), 0..40)
    ) {
        check(&parts.concat());
    }
}
