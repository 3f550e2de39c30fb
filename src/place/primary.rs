//! Which cities an article is about: by title, share, and who signs with whom.

use std::collections::BTreeMap;

use super::{
    Form, Mention,
    gazetteer::{Level, PlaceId, gazetteer},
    prepared::Prepared,
};
use crate::article::BlockKind;

/// A mention in folded offsets.
pub(super) struct Seen<'a> {
    /// First byte of the folded text.
    pub start: usize,
    /// One past the last.
    pub end: usize,
    /// The mention.
    pub mention: &'a Mention,
}

const MOST: usize = 4;
/// Joint abbreviations that everybody uses for a region: they say little about their members.
const REGIONS: [&str; 5] = ["成渝", "渝成", "京津", "港澳", "沪宁"];

/// What the article says of one city.
#[derive(Clone, Copy, Debug, Default)]
struct Said {
    weight: f32,
    /// Mentions by name.
    named: u32,
    /// Named in the title, by name or by an abbreviation that means it.
    titled: bool,
    /// A partner: it signs with somebody, or stands in an abbreviation used again and again.
    partner: bool,
}

/// The primary cities.
pub(super) fn primary(text: &Prepared, seen: &[Seen<'_>]) -> Vec<PlaceId> {
    let g = gazetteer();
    let mut said: BTreeMap<PlaceId, Said> = BTreeMap::new();
    // 重庆市潼南区 is about 潼南.
    let is_container = |index: usize| {
        let this = &seen[index];
        this.mention.form == Form::Named
            && seen.get(index + 1).is_some_and(|next| {
                next.start == this.end
                    && next.mention.places.first().is_some_and(|&p| within(p, this.mention.places[0]))
            })
    };
    for (index, this) in seen.iter().enumerate() {
        if this.mention.form == Form::Named
            && !is_container(index)
            && let Some(city) = g.city_of(this.mention.places[0])
        {
            said.entry(city).or_default().named += 1;
        }
    }
    let most_named = said.values().map(|s| s.named).max().unwrap_or(0);
    let mut joints: BTreeMap<Vec<PlaceId>, u32> = BTreeMap::new();
    let mut cities: Vec<PlaceId> = Vec::new();
    for (index, this) in seen.iter().enumerate() {
        if is_container(index) {
            continue;
        }
        cities.clear();
        cities.extend(this.mention.places.iter().filter_map(|&p| g.city_of(p)));
        cities.dedup();
        let kind = text.kind_at(this.start);
        let title = kind == BlockKind::Title;
        let regional = || holds_province(this.mention) || REGIONS.contains(&text.slice(this.start, this.end));
        let by_name = |said: &BTreeMap<PlaceId, Said>, city: PlaceId| said.get(&city).map_or(0, |s| s.named);
        let share = match this.mention.form {
            Form::Named => 1.0,
            Form::Abbreviated if regional() => 0.0,
            Form::Abbreviated if is_line(text.after(this.end)) => {
                // A road in the title is about the cities that the article dwells on.
                for &city in cities.iter().filter(|_| title) {
                    let named = by_name(&said, city);
                    if named >= 2 && named * 10 >= most_named * 3 {
                        let city = said.entry(city).or_default();
                        city.titled = true;
                        city.weight += 2.0;
                    }
                }
                0.0
            }
            // Of many members only those that the article dwells on, and only where the title speaks of them.
            Form::Abbreviated if cities.len() > 3 => {
                let dwelt = cities.len() <= MOST && cities.iter().all(|&city| by_name(&said, city) >= 2);
                if title && dwelt { 1.0 } else { 0.0 }
            }
            Form::Abbreviated
                if this.mention.rule == "known_joint" && cities.iter().any(|&c| by_name(&said, c) == 0) =>
            {
                0.0
            }
            Form::Abbreviated => {
                if cities.len() > 1 {
                    let mut members = cities.clone();
                    members.sort_unstable();
                    *joints.entry(members).or_default() += 1;
                }
                1.5
            }
        };
        let boost = match kind {
            BlockKind::Title => 6.0,
            BlockKind::Subtitle | BlockKind::Heading => 1.5,
            _ => 1.0,
        };
        for &city in &cities {
            let known = by_name(&said, city) > 0 || most_named < 4 || this.mention.form == Form::Named;
            let city = said.entry(city).or_default();
            city.weight += share * boost;
            city.titled |= title && share > 0.0 && known;
        }
    }
    for (members, _) in joints.into_iter().filter(|(members, times)| members.len() <= 3 && *times >= 3) {
        for city in members {
            let city = said.entry(city).or_default();
            city.partner |= city.named >= 2;
        }
    }
    partners(text, seen, &mut said);
    choose(said)
}

/// Chooses by title, then partners, then weight.
fn choose(said: BTreeMap<PlaceId, Said>) -> Vec<PlaceId> {
    let g = gazetteer();
    let mut order: Vec<(PlaceId, Said)> = said.into_iter().filter(|(_, s)| s.weight > 0.0).collect();
    order.sort_by(|a, b| b.1.weight.total_cmp(&a.1.weight).then(a.0.cmp(&b.0)));
    let Some(top) = order.first().map(|(_, s)| s.weight) else { return Vec::new() };
    let total: f32 = order.iter().map(|(_, s)| s.weight).sum();
    // A round-up names many and dwells on none.
    if order.len() >= 8 && top < total * 0.2 {
        return Vec::new();
    }
    let titled: Vec<f32> = order.iter().filter(|(_, s)| s.titled).map(|(_, s)| s.weight).collect();
    let least = match titled[..] {
        [] => top * 0.5,
        // The title's own weight is no measure for the others.
        [only] => ((only - 5.0) * 0.9).max(3.0),
        [first, ..] => (first * 0.6).max(4.0),
    };
    let rank = |s: &Said| match (s.titled, s.partner) {
        (true, _) => 0,
        (false, true) if titled.len() < 2 => 1,
        _ => 2,
    };
    order.retain(|(_, s)| rank(s) < 2 || s.weight >= least);
    order.sort_by_key(|(_, s)| rank(s));
    order.truncate(MOST);
    // A municipality steps back behind its districts unless the title names it.
    let municipal = |id: PlaceId| g.get(id).adcode.is_multiple_of(10_000);
    let split = order.iter().any(|&(id, _)| !municipal(id) && g.get(id).adcode / 10_000 == 50);
    order.retain(|&(id, s)| s.titled || !split || g.get(id).adcode != 500_000);
    order.into_iter().map(|(city, _)| city).collect()
}

/// 川南渝西 and 渝川黔 speak of provinces.
fn holds_province(mention: &Mention) -> bool {
    mention.rule == "regions" || mention.places.iter().any(|&p| gazetteer().get(p).level == Level::Province)
}

/// Signs that end a sentence, as far as partners are concerned.
const ENDS: [char; 5] = ['。', '\n', '!', '?', ';'];

/// A sentence in which somebody signs with one or two named cities speaks about them.
fn partners(text: &Prepared, seen: &[Seen<'_>], said: &mut BTreeMap<PlaceId, Said>) {
    // The sentence looked at last, and whether its cities are counted: each is looked at once.
    let (mut sentence, mut counted) = (0..0, false);
    for at in signings(&text.text) {
        if at >= sentence.end {
            let start = text.before(at).rfind(ENDS).unwrap_or(0);
            let end = text.after(at).find(ENDS).map_or(text.text.len(), |len| at + len);
            (sentence, counted) = (start..end, false);
        }
        let from = seen.partition_point(|s| s.start < sentence.start);
        // Only what stands before the signing says who signs.
        if !counted && seen.get(from).is_some_and(|s| s.start <= at) {
            counted = true;
            let to = from + seen.iter().skip(from).take_while(|s| s.start < sentence.end).count();
            count_partners(seen, from..to, said);
        }
    }
}

/// Where words for signing stand, in order.
fn signings(text: &str) -> Vec<usize> {
    let mut found = Vec::new();
    for (first, seconds) in [("签", ["订", "署", "约"].as_slice()), ("揭", &["牌"]), ("籤", &["訂", "署"])] {
        // A character is looked for much quicker than a word, and hardly ever there.
        found.extend(memchr::memmem::find_iter(text.as_bytes(), first).filter(|at| {
            let rest = text.get(at + first.len()..).unwrap_or_default();
            seconds.iter().any(|second| rest.starts_with(second))
        }));
    }
    found.sort_unstable();
    found
}

/// Counts the cities that a sentence names, when they are one or two.
fn count_partners(seen: &[Seen<'_>], sentence: std::ops::Range<usize>, said: &mut BTreeMap<PlaceId, Said>) {
    let g = gazetteer();
    let holds_next = |index: usize| {
        let this = &seen[index];
        seen.get(index + 1).is_some_and(|n| n.start == this.end && within(n.mention.places[0], this.mention.places[0]))
    };
    let mut cities: Vec<PlaceId> = sentence
        .filter(|&index| seen[index].mention.form == Form::Named && !holds_next(index))
        .filter_map(|index| g.city_of(seen[index].mention.places[0]))
        // A municipality signs for its districts.
        .filter(|&city| !g.get(city).adcode.is_multiple_of(10_000))
        .collect();
    cities.sort_unstable();
    cities.dedup();
    if cities.len() <= 2 {
        for city in cities {
            let city = said.entry(city).or_default();
            city.weight += 4.0;
            city.partner |= city.named >= 2;
        }
    }
}

/// True when `inner` lies in `outer`, whether by parent or by the municipality's code.
fn within(inner: PlaceId, outer: PlaceId) -> bool {
    let g = gazetteer();
    inner != outer
        && g.get(inner).level > Level::Province
        && (g.city_of(inner) == Some(outer)
            || g.province_of(inner).is_some_and(|p| p == outer || g.get(p).adcode == g.get(outer).adcode))
}

fn is_line(after: &str) -> bool {
    [
        "高铁",
        "铁路",
        "高速",
        "城际",
        "公路",
        "大道",
        "快速",
        "客专",
        "扩容",
        "段",
        "、",
        "等",
        "线",
        "复线",
        "新线",
        "联络线",
        "动车",
    ]
    .iter()
    .any(|word| after.starts_with(word))
}
