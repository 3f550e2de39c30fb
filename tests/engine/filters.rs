//! The filter panel's counts against brute force, on pages read for real: each count must be what a filter of its own would leave.

use std::{collections::BTreeSet, sync::Arc};

use proptest::prelude::*;
use shuangcheng::{
    article::RemarkCode,
    library::{
        CityPair, Document, Snapshot, document_of,
        query::{Answer, Dates, Filter, Length, MOST_PAIRS, Mode, Naming, Narrow, Sort, Within, ask},
    },
    place::{Form, Level, PlaceId, gazetteer},
    text::{date::PartialDate, script::Script, sentence::sentences},
};

const PLACES: [&str; 5] = ["遂宁", "潼南", "绵阳", "四川", "成都"];

fn place(name: &str) -> PlaceId {
    gazetteer().lookup(name)[0]
}

/// A page: date line, then sentences that name places by name or together.
fn page() -> impl Strategy<Value = String> {
    let head = prop::sample::select(vec![
        "一座小站的早晨\n2020年7月29日 来源:甲乙日报\n",
        "一座小站的早晨\n2021-03-05 来源:丙丁晚报\n",
        "一座小站的早晨\n发布时间:2021-03-20\n",
        "一座小站的早晨\n",
        "",
    ]);
    let sentence = prop::sample::select(vec![
        "遂宁市的代表介绍了做法,大家听得很认真。",
        "潼南区派人参加,并提出了几条建议。",
        "绵阳市今年新修了三条公路,通到村口。",
        "遂潼一体化发展进展顺利,项目已经开工。",
        "成都市也来了不少人,带来新的办法。",
        "射洪市和潼南区、绵阳市的代表谈了一次，遂宁市没有说话。",
        "遂潼两地的车开到成都市，“一天两趟。”司机说绵阳市也有。",
        "大家都说这样的日子越过越好,往后还会更好。",
        "\n",
    ]);
    (head, prop::collection::vec(sentence, 1..9), prop::bool::ANY).prop_map(|(head, body, long)| {
        let text = format!("{head}{}\n", body.concat());
        if long {
            format!("{text}{}\n", "大家都说这样的日子越过越好,往后还会更好。".repeat(30))
        } else {
            text
        }
    })
}

fn date(year: i16, month: u8) -> PartialDate {
    PartialDate { year, month: Some(month), day: None }
}

fn filter() -> impl Strategy<Value = Filter> {
    let names = || prop::collection::btree_set(prop::sample::select(PLACES.to_vec()), 0..3);
    let narrow = (
        prop::sample::select(vec![(None, None), (Some(date(2021, 1)), None), (None, Some(date(2020, 12)))]),
        prop::collection::btree_set(prop::sample::select(vec!["甲乙日报", "丙丁晚报", ""]), 0..2),
        prop::collection::btree_set(prop::sample::select(vec![Script::Hans, Script::Hant]), 0..2),
        prop::collection::btree_set(prop::sample::select(Length::ALL.to_vec()), 0..2),
        prop::collection::btree_set(prop::sample::select(vec![None, Some(RemarkCode::NoTitle)]), 0..2),
    );
    (
        names(),
        names(),
        prop::sample::select(vec![Mode::Any, Mode::All, Mode::Primary]),
        prop::sample::select(vec![Naming::Any, Naming::Named, Naming::Abbreviated]),
        prop::sample::select(vec![Within::Article, Within::Paragraph, Within::Sentence]),
        prop::sample::select(vec!["", "公路"]),
        narrow,
    )
        .prop_map(|(include, exclude, mode, naming, within, text, (dates, sources, scripts, lengths, remarks))| {
            let ids = |names: BTreeSet<&str>| names.into_iter().map(place).collect::<BTreeSet<_>>();
            Filter {
                text: text.to_owned(),
                include: ids(include),
                exclude: ids(exclude),
                mode,
                naming,
                within,
                narrow: Narrow {
                    dates: Dates { from: dates.0, to: dates.1 },
                    sources: sources.into_iter().map(str::to_owned).collect(),
                    scripts,
                    lengths,
                    remarks,
                    tags: BTreeSet::new(),
                },
                ..Filter::default()
            }
        })
}

fn answer(snapshot: &Snapshot, filter: &Filter) -> Answer {
    ask(snapshot, filter, Sort::Date, &|_| true, &|| false).unwrap()
}

fn count(snapshot: &Snapshot, change: impl FnOnce(&mut Filter), filter: &Filter) -> usize {
    let mut changed = filter.clone();
    change(&mut changed);
    snapshot.documents.iter().filter(|d| passes(d, &changed)).count()
}

/// The definition, word for word.
fn passes(d: &Document, f: &Filter) -> bool {
    let article = &d.page().article;
    let day = |p: PartialDate, month: u8, day: u8| (p.year, p.month.unwrap_or(month), p.day.unwrap_or(day));
    let n = &f.narrow;
    let dated = match article.published.date {
        None => n.dates.from.is_none() && n.dates.to.is_none(),
        Some(date) => {
            n.dates.from.is_none_or(|from| day(date, 12, 31) >= day(from, 1, 1))
                && n.dates.to.is_none_or(|to| day(date, 1, 1) <= day(to, 12, 31))
        }
    };
    let source = article.source.as_ref().map_or("", |s| s.value.as_str());
    let remark =
        |code: &Option<RemarkCode>| code.map_or(article.remarks.is_empty(), |code| article.remarks.contains(&code));
    dated
        && article.text.contains(&f.text)
        && (n.sources.is_empty() || n.sources.contains(source))
        && (n.scripts.is_empty() || n.scripts.contains(&article.script))
        && (n.lengths.is_empty() || n.lengths.iter().any(|l| *l == Length::of(article.chars)))
        && (n.remarks.is_empty() || n.remarks.iter().any(remark))
        && f.exclude.iter().all(|p| !d.card().named.contains(p))
        && included(d, f)
}

/// What each sentence of each document names.
type Sentences = Vec<Vec<BTreeSet<PlaceId>>>;

fn all_sentences(snapshot: &Snapshot) -> Sentences {
    let named = |d: &Document| {
        let units = units(d, Within::Sentence).into_iter();
        units.map(|(from, to)| named_in(d, Naming::Any, from, to)).filter(|named| named.len() > 1).collect()
    };
    snapshot.documents.iter().map(|d| named(d)).collect()
}

/// Every pair of the cities that have a row, strongest first: the sentences that name both in the documents that a filter for
/// either of them would leave.
fn pairs(snapshot: &Snapshot, all: &Sentences, f: &Filter, answer: &Answer) -> Vec<CityPair> {
    let is_city = |place: &PlaceId| gazetteer().get(*place).level == Level::City;
    let left = |city: PlaceId| {
        let mut f = f.clone();
        if f.mode == Mode::All {
            f.include.insert(city);
        } else {
            f.include = [city].into();
        }
        (city, snapshot.documents.iter().map(|d| passes(d, &f)).collect::<Vec<bool>>())
    };
    let cities: Vec<(PlaceId, Vec<bool>)> = answer.facets.iter().map(|r| r.place).filter(is_city).map(left).collect();
    let mut pairs = vec![];
    for (at, (a, left_a)) in cities.iter().enumerate() {
        for (b, left_b) in &cities[at + 1..] {
            let documents = all.iter().zip(left_a.iter().zip(left_b)).filter(|(_, left)| *left.0 && *left.1);
            let both = |named: &&BTreeSet<PlaceId>| named.contains(a) && named.contains(b);
            let sentences = documents.flat_map(|(sentences, _)| sentences).filter(both).count();
            if sentences > 0 {
                pairs.push(CityPair { cities: (*a, *b), sentences: sentences as u32 });
            }
        }
    }
    pairs.sort_by_key(|pair| (std::cmp::Reverse(pair.sentences), pair.cities));
    pairs
}

fn named_in(d: &Document, naming: Naming, from: usize, to: usize) -> BTreeSet<PlaceId> {
    let g = gazetteer();
    let fits = |form| naming == Naming::Any || (form == Form::Named) == (naming == Naming::Named);
    let page = d.page();
    let mentions = page.tagging.mentions.iter().filter(|m| fits(m.form) && m.span.start >= from && m.span.start < to);
    let places: Vec<PlaceId> = mentions.flat_map(|m| m.places.clone()).collect();
    let above = places.iter().flat_map(|p| [g.city_of(*p), g.province_of(*p)]).flatten();
    places.iter().copied().chain(above).collect()
}

/// Stretches in which all included places must stand.
fn units(d: &Document, within: Within) -> Vec<(usize, usize)> {
    let text = &d.page().article.text;
    let page = d.page();
    let blocks = page.article.blocks.iter().map(|b| (b.span.start, b.span.end));
    match within {
        Within::Article => vec![(0, text.len())],
        Within::Paragraph => blocks.collect(),
        Within::Sentence => blocks
            .flat_map(|(start, end)| {
                let inside = sentences(text.get(start..end).unwrap_or_default());
                let starts: Vec<usize> = inside.iter().map(|s| start + s.start).collect();
                let ends: Vec<usize> = starts.iter().skip(1).copied().chain([end]).collect();
                starts.into_iter().zip(ends).collect::<Vec<_>>()
            })
            .collect(),
    }
}

fn included(d: &Document, f: &Filter) -> bool {
    if f.include.is_empty() {
        return true;
    }
    let all = named_in(d, f.naming, 0, usize::MAX);
    match f.mode {
        Mode::Any => f.include.iter().any(|p| all.contains(p)),
        Mode::Primary => f.include.iter().any(|p| all.contains(p) && d.card().primary.contains(p)),
        Mode::All => {
            units(d, f.within).iter().any(|(from, to)| f.include.is_subset(&named_in(d, f.naming, *from, *to)))
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn every_count_is_what_a_filter_of_its_own_would_leave(
        pages in prop::collection::vec(page(), 1..6), filters in prop::collection::vec(filter(), 6),
    ) {
        let documents = pages.iter().enumerate().map(|(i, text)| Arc::new(document_of(&format!("{i}.txt"), text.as_bytes())));
        let snapshot = Snapshot { documents: documents.collect(), complete: true, ..Snapshot::default() };
        let sentences = all_sentences(&snapshot);
        for f in &filters {
            let got = answer(&snapshot, f);
            let expected: BTreeSet<&str> = snapshot.documents.iter().filter(|d| passes(d, f)).map(|d| d.path.as_str()).collect();
            let hits: BTreeSet<&str> = got.hits.iter().map(|h| snapshot.get(h.doc).unwrap().path.as_str()).collect();
            prop_assert_eq!(hits, expected, "{:?}", f);
            for row in &got.facets {
                let left = count(&snapshot, |f| {
                    match (f.exclude.remove(&row.place), f.mode) {
                        (true, _) => {}
                        (false, Mode::All) => { f.include.insert(row.place); }
                        (false, _) => f.include = [row.place].into(),
                    }
                }, f);
                // An excluded row counts what it keeps out, however it is named.
                let kept_out = count(&snapshot, |f| { f.exclude.remove(&row.place); }, f) - expected_len(&snapshot, f);
                let wanted = if f.exclude.contains(&row.place) { kept_out } else { left };
                prop_assert_eq!(row.count as usize, wanted, "{:?} {:?}", row, f);
            }
            prop_assert_eq!(&got.pairs, &pairs(&snapshot, &sentences, f, &got), "{:?}", f);
            let n = &got.narrow;
            for (source, count_of) in &n.sources {
                let left = count(&snapshot, |f| f.narrow.sources = [source.clone()].into(), f);
                prop_assert_eq!(*count_of as usize, left, "{} {:?}", source, f);
            }
            for (script, count_of) in &n.scripts {
                prop_assert_eq!(*count_of as usize, count(&snapshot, |f| f.narrow.scripts = [*script].into(), f));
            }
            for (length, count_of) in &n.lengths {
                prop_assert_eq!(*count_of as usize, count(&snapshot, |f| f.narrow.lengths = [*length].into(), f));
            }
            for (code, count_of) in &n.remarks {
                prop_assert_eq!(*count_of as usize, count(&snapshot, |f| f.narrow.remarks = [*code].into(), f));
            }
            for month in n.months.iter().filter(|m| m.month > 0) {
                let of = date(month.year, month.month);
                let left = count(&snapshot, |f| f.narrow.dates = Dates { from: Some(of), to: Some(of) }, f);
                prop_assert_eq!(month.count as usize, left);
            }
            let open = count(&snapshot, |f| f.narrow.dates = Dates::default(), f);
            prop_assert_eq!(n.months.iter().map(|m| m.count).sum::<u32>() + n.undated, u32::try_from(open).unwrap());
        }
    }
}

fn expected_len(snapshot: &Snapshot, filter: &Filter) -> usize {
    snapshot.documents.iter().filter(|d| passes(d, filter)).count()
}

/// Every city in one sentence: the strongest pairs are kept, and they are the strongest of all.
#[test]
fn only_the_strongest_pairs_are_kept() {
    let cities: Vec<&str> =
        gazetteer().iter().filter(|(_, p)| p.level == Level::City).map(|(_, p)| p.name.as_str()).collect();
    let page = |names: &[&str]| format!("一次大会\n\n{}派人来开会。\n", names.join("、"));
    let pages = [page(&cities[..30]), page(&cities[25..40]), page(&cities[27..29])];
    let documents =
        pages.iter().enumerate().map(|(i, text)| Arc::new(document_of(&format!("{i}.txt"), text.as_bytes())));
    let snapshot = Snapshot { documents: documents.collect(), complete: true, ..Snapshot::default() };
    let filter = Filter::default();
    let got = answer(&snapshot, &filter);
    let mut all = pairs(&snapshot, &all_sentences(&snapshot), &filter, &got);
    assert!(all.len() > MOST_PAIRS, "{}", all.len());
    all.truncate(MOST_PAIRS);
    assert_eq!(got.pairs, all);
    assert_eq!(got.pairs[0].sentences, 3);
}
