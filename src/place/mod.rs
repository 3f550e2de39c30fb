//! Floor 4, places: the gazetteer, joint abbreviations, and the tagger that turns an article into mentions.

mod context;
mod edge;
mod edits;
pub mod gazetteer;
mod joint;
mod letters;
mod lexicon;
mod matcher;
mod members;
mod named_after;
mod persons;
mod prepared;
mod primary;
mod resolve;

use std::{collections::BTreeMap, sync::LazyLock};

pub use edits::{CORRECTED, Edit, Spot};
pub use gazetteer::{Gazetteer, Level, Place, PlaceId, gazetteer};

use self::{
    edits::Corrected,
    joint::Run,
    matcher::{Hit, Meaning},
    prepared::Prepared,
    resolve::{Named, Scene},
};
use crate::{
    article::Article,
    text::{span::ByteRange, units},
};

/// How a mention names its places.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Form {
    /// By name: 遂宁市, 遂宁.
    Named,
    /// By abbreviation: 遂潼, 成渝高铁.
    Abbreviated,
}

/// A span of the text that means one or several places.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mention {
    /// Where it stands (only the place words).
    pub span: ByteRange,
    /// The exact places meant, in the order of the characters (counties stay counties).
    pub places: Vec<PlaceId>,
    /// By name or by abbreviation.
    pub form: Form,
    /// Name of the rule that accepted it.
    pub rule: &'static str,
}

/// A place-like string that was refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rejected {
    /// Where it stands.
    pub span: ByteRange,
    /// Name of the rule that refused it.
    pub rule: &'static str,
}

/// One city of an article.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CityCount {
    /// The city (the filter's unit).
    pub place: PlaceId,
    /// Mentions by name, its counties' included.
    pub named: u32,
    /// Mentions by joint abbreviation.
    pub abbreviated: u32,
    /// True when the article is about it.
    pub primary: bool,
}

/// One county of an article.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CountyCount {
    /// The county.
    pub place: PlaceId,
    /// Mentions by name.
    pub named: u32,
}

/// Everything the tagger says about one article.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tagging {
    /// Accepted mentions, in text order.
    pub mentions: Vec<Mention>,
    /// Refused strings, in text order.
    pub rejected: Vec<Rejected>,
    /// Cities, most mentioned first, ties by code.
    pub cities: Vec<CityCount>,
    /// Counties outside Chongqing, likewise.
    pub counties: Vec<CountyCount>,
    /// Joint abbreviations as printed → canonical cities, in the order of the characters (provinces left out).
    pub compounds: BTreeMap<String, Vec<PlaceId>>,
}

/// Finds the places of an article (title, subtitle, headings, body and captions; never furniture).
#[must_use]
pub fn tag(article: &Article) -> Tagging {
    tag_with(article, &[])
}

/// The same with what a person said about its places.
#[must_use]
pub fn tag_with(article: &Article, edits: &[Edit]) -> Tagging {
    tag_units(article, &units::of(&article.text), edits)
}

/// The same when the units of the article's text are known (see [`units::of`]).
#[must_use]
pub fn tag_units(article: &Article, units: &[u16], edits: &[Edit]) -> Tagging {
    let text = Prepared::new(article, units);
    let mut found = matcher::find(&text);
    let corrected = Corrected::new(&article.text, &text, edits);
    let home = article.source.as_ref().map(|source| home_of(&source.value)).unwrap_or_default();
    let people = context::people(&text, &found.names);
    let mut refused: Vec<(Hit, &'static str)> = Vec::new();
    let mut names = Vec::with_capacity(found.names.len());
    let mut joints: Vec<(Hit, &joint::Joint)> = Vec::new();
    // From the end, since what follows a name tells what it is.
    let mut next: Option<(usize, Option<&'static str>)> = None;
    for hit in found.names.iter().rev() {
        if corrected.refuses(hit.start, hit.end) {
            refused.push((*hit, CORRECTED));
            next = Some((hit.start, Some(CORRECTED)));
            continue;
        }
        if let Meaning::Joint(joint) = &hit.entry().meaning {
            joints.push((*hit, joint));
            next = Some((hit.start, None));
            continue;
        }
        let followed = next.filter(|&(start, _)| start == hit.end).map(|(_, verdict)| verdict);
        let verdict = context::refusal(&text, *hit, followed, &people);
        match verdict {
            Some(rule) => refused.push((*hit, rule)),
            None => names.push(*hit),
        }
        next = Some((hit.start, verdict));
    }
    joints.reverse();
    refused.reverse();
    names.reverse();
    let mut scene = resolve::scene(&names, &home);
    corrected.places().for_each(|place| scene.add(place, 1));
    let (mut named, unresolved) = resolve::resolve(&text, &names, &scene);
    refused.extend(unresolved);
    let scene = settled(scene, &named);
    // What a run may not be read into at all, and what it may cover with strong evidence.
    let spans = |soft: bool| {
        let is_soft = |rule: &str| matches!(rule, "common_word" | "namesake" | "unsupported" | "contested");
        let hits = refused.iter().filter(move |(_, rule)| is_soft(rule) == soft);
        hits.map(|(hit, _)| (hit.start, hit.end)).collect::<Vec<_>>()
    };
    let (mut blocked, mut soft) = (spans(false), spans(true));
    blocked.extend(corrected.refused());
    soft.sort_unstable();
    let mut runs = joint::Finder::new(&text, &scene, &found.markers, &named, blocked.into_iter(), soft).find(&joints);
    named.retain(|n| {
        let slot = runs.partition_point(|run| run.end <= n.start);
        runs.get(slot).is_none_or(|run| n.end <= run.start)
    });
    let parts = named.iter().filter(|n| is_part_of_province(&text, n));
    let towns = named.windows(2).filter(|two| is_town(&text, &two[0], &two[1])).map(|two| &two[1]);
    let mut parts: Vec<(usize, usize)> = parts.chain(towns).map(|n| (n.start, n.end)).collect();
    parts.sort_unstable();
    named.retain(|n| parts.binary_search(&(n.start, n.end)).is_err());
    refused.extend(
        found.names.iter().filter(|h| parts.binary_search(&(h.start, h.end)).is_ok()).map(|h| (*h, "part_of_province")),
    );
    refused.append(&mut found.refused);
    refused.retain(|(hit, _)| {
        let slot = runs.partition_point(|run| run.end <= hit.start);
        runs.get(slot).is_none_or(|run| hit.start < run.start || run.end < hit.end)
    });
    corrected.settle(&mut named, &mut runs);
    // 泸州 stands where 泸州市 did not: nothing was refused there.
    refused.retain(|(hit, _)| {
        let slot = named.partition_point(|n| n.end <= hit.start);
        named.get(slot).is_none_or(|n| n.start >= hit.end)
    });
    assemble(article, &text, &named, runs, &refused)
}

/// 青海东南部 is a part of the country, not the province; it still tells which province the article speaks of.
fn is_part_of_province(text: &Prepared, name: &Named) -> bool {
    let after = text.after(name.end);
    let rest = after.trim_start_matches(['东', '西', '南', '北', '中']);
    gazetteer().get(name.place).level == Level::Province
        && (1..=6).contains(&(after.len() - rest.len()))
        && (rest.starts_with('部') || rest.starts_with("地区"))
}

/// 元朗区新田, 某县和平: behind a county of another province, the short name of a county is that of a town there.
fn is_town(text: &Prepared, first: &Named, second: &Named) -> bool {
    let g = gazetteer();
    let county = |name: &Named| g.get(name.place).level == Level::County;
    let whole = |name: &Named| text.before(name.end).ends_with(['县', '区', '市', '旗']);
    first.end == second.start
        && county(first)
        && county(second)
        && whole(first)
        && !whole(second)
        && g.province_of(first.place) != g.province_of(second.place)
}

/// Adds the places decided by context to the scene, for the joint abbreviations.
fn settled(mut scene: Scene, named: &[Named]) -> Scene {
    for name in named {
        if !scene.places.contains_key(&name.place) {
            scene.add(name.place, 1);
        }
    }
    scene
}

/// The place a medium is named after.
fn home_of(source: &str) -> Vec<PlaceId> {
    // Names of provinces and cities that need no support, in the gazetteer's order, by first character.
    static NAMES: LazyLock<BTreeMap<char, Vec<(&str, PlaceId)>>> = LazyLock::new(|| {
        let g = gazetteer();
        let mut names: BTreeMap<char, Vec<(&str, PlaceId)>> = BTreeMap::new();
        for (name, id, _) in g.names().filter(|(name, id, _)| g.get(*id).level <= Level::City && g.care(name) == 0) {
            if let Some(first) = name.chars().next() {
                names.entry(first).or_default().push((name, id));
            }
        }
        names
    });
    let folded = gazetteer::fold(source);
    let g = gazetteer();
    let mut best: Option<(usize, PlaceId)> = None;
    let alike = folded.chars().next().and_then(|first| NAMES.get(&first)).map(Vec::as_slice).unwrap_or_default();
    for &(name, id) in alike {
        if folded.starts_with(name)
            && best.is_none_or(|(len, known)| {
                len < name.len() || (len == name.len() && g.get(known).level < g.get(id).level)
            })
        {
            best = Some((name.len(), id));
        }
    }
    best.map(|(_, id)| id).into_iter().collect()
}

/// Puts mentions, counts and joint abbreviations together.
fn assemble(
    article: &Article,
    text: &Prepared,
    named: &[Named],
    runs: Vec<Run>,
    refused: &[(Hit, &'static str)],
) -> Tagging {
    let g = gazetteer();
    let mut tagging = Tagging::default();
    let mut spans: Vec<(usize, usize, Mention)> = named
        .iter()
        .map(|n| {
            let span = text.to_source(n.start, n.end);
            (n.start, n.end, Mention { span, places: vec![n.place], form: Form::Named, rule: n.rule })
        })
        .collect();
    for run in runs {
        let span = text.to_source(run.start, run.end);
        let cities: Vec<PlaceId> = {
            let mut cities = Vec::new();
            for city in run.places.iter().filter_map(|&p| g.city_of(p)) {
                if !cities.contains(&city) {
                    cities.push(city);
                }
            }
            cities
        };
        if run.places.len() > 1 && !cities.is_empty() {
            tagging.compounds.entry(span.of(&article.text).to_owned()).or_insert(cities);
        }
        spans.push((run.start, run.end, Mention { span, places: run.places, form: Form::Abbreviated, rule: run.rule }));
    }
    spans.sort_by_key(|&(start, ..)| start);
    let mut counts: BTreeMap<PlaceId, CityCount> = BTreeMap::new();
    let mut counties: BTreeMap<PlaceId, u32> = BTreeMap::new();
    for (_, _, mention) in &spans {
        let mut last = None;
        for city in mention.places.iter().filter_map(|&p| g.city_of(p)) {
            if last.replace(city) == Some(city) {
                continue;
            }
            let count =
                counts.entry(city).or_insert(CityCount { place: city, named: 0, abbreviated: 0, primary: false });
            match mention.form {
                Form::Named => count.named += 1,
                Form::Abbreviated => count.abbreviated += 1,
            }
        }
        if mention.form == Form::Named {
            for &place in mention.places.iter().filter(|&&p| g.get(p).level == Level::County) {
                *counties.entry(place).or_default() += 1;
            }
        }
    }
    let seen: Vec<primary::Seen<'_>> =
        spans.iter().map(|(start, end, mention)| primary::Seen { start: *start, end: *end, mention }).collect();
    for city in primary::primary(text, &seen) {
        if let Some(count) = counts.get_mut(&city) {
            count.primary = true;
        }
    }
    tagging.cities = counts.into_values().collect();
    tagging.cities.sort_by_key(|c| (std::cmp::Reverse(c.named + c.abbreviated), g.get(c.place).adcode, c.place));
    tagging.counties = counties.into_iter().map(|(place, named)| CountyCount { place, named }).collect();
    tagging.counties.sort_by_key(|c| (std::cmp::Reverse(c.named), g.get(c.place).adcode));
    tagging.rejected =
        refused.iter().map(|(hit, rule)| Rejected { span: text.to_source(hit.start, hit.end), rule }).collect();
    tagging.rejected.sort_by_key(|r| (r.span, r.rule));
    tagging.rejected.dedup();
    // Kept as long as the page is, so not in the greater room that the spans had.
    tagging.mentions = Vec::with_capacity(spans.len());
    tagging.mentions.extend(spans.into_iter().map(|(_, _, mention)| mention));
    tagging
}
