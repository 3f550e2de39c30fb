//! Which places the characters of a joint abbreviation mean: the cheapest chain of places, those the article names first.

use std::collections::BTreeSet;

use super::{
    gazetteer::{Level, PlaceId, gazetteer},
    letters::{ANCHOR, table},
    resolve::Scene,
};
use crate::text::{classes::BMP, fold::fold_char, units::of_char};

/// What speaks for a joint abbreviation beside its characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Evidence {
    /// Nothing.
    None,
    /// Quotes around it, a title it opens.
    Hint,
    /// A word that often follows one.
    Weak,
    /// A word that hardly follows anything else: 高铁, 三市.
    Strong,
}

/// The characters of the places an article names.
#[derive(Debug)]
pub(super) struct Locals {
    /// By character: the place, and whether the character opens its name or is its letter.
    chars: Vec<(char, PlaceId, bool)>,
    /// One bit for every character of them.
    held: Box<[u64; BMP / 64]>,
    /// The same, and for every character that tells of places by itself or opens a pair of them.
    telling: Box<[u64; BMP / 64]>,
}

/// True when the bit of the character of `unit` is set.
const fn is_in(bits: &[u64; BMP / 64], unit: u16) -> bool {
    bits[unit as usize / 64] >> (unit % 64) & 1 != 0
}

impl Locals {
    /// The characters of all cities and counties of `scene`.
    pub fn new(scene: &Scene) -> Self {
        let g = gazetteer();
        let mut this =
            Self { chars: Vec::with_capacity(64), held: Box::new([0; BMP / 64]), telling: table().telling.clone() };
        for id in scene.places.keys().filter(|&id| matches!(g.get(id).level, Level::City | Level::County)) {
            // Longer names are abbreviated by their first character only.
            let mut short = g.get(id).short.chars().map(fold_char);
            let (first, second) = (short.next(), short.next());
            this.chars.extend(first.map(|c| (c, id, true)));
            if let Some(c) = second.filter(|&c| short.next().is_none() && !matches!(c, '州' | '市' | '县' | '区')) {
                this.chars.push((c, id, false));
            }
        }
        for &(letter, id) in g.letters().iter().filter(|(_, id)| scene.places.contains_key(id)) {
            if g.get(id).level != Level::Province {
                this.chars.push((letter, id, true));
            }
        }
        this.chars.sort_unstable();
        this.chars.dedup();
        for &(c, ..) in &this.chars {
            for bits in [&mut this.held, &mut this.telling] {
                bits[usize::from(of_char(c) / 64)] |= 1 << (of_char(c) % 64);
            }
        }
        this
    }

    /// The named places that hold `c`, with whether it opens their name.
    pub fn of(&self, c: char) -> impl Iterator<Item = (PlaceId, bool)> + '_ {
        let from = self.chars.partition_point(|&(known, ..)| known < c);
        self.chars.iter().skip(from).take_while(move |&&(known, ..)| known == c).map(|&(_, id, first)| (id, first))
    }

    /// False when surely no named place holds the character of `unit`. (Those beyond the BMP are all alike.)
    fn may_hold(&self, unit: u16) -> bool {
        is_in(&self.held, unit)
    }

    /// False when the character of `unit` is none that a joint abbreviation is looked for at.
    pub fn may_tell(&self, unit: u16) -> bool {
        is_in(&self.telling, unit)
    }

    /// True when a named place holds `c`.
    pub fn holds(&self, c: char) -> bool {
        self.may_hold(of_char(c)) && self.of(c).next().is_some()
    }

    /// True when a named place begins with `c` or has it for its letter.
    pub fn opens(&self, c: char) -> bool {
        self.may_hold(of_char(c)) && self.of(c).any(|(_, first)| first)
    }
}

/// Reads `run` as places, if its characters can be read so.
///
/// With `lines` a railway or a motorway is meant, or the way between two ends: those run from city to city.
pub(super) fn members(
    run: &str,
    evidence: Evidence,
    lines: bool,
    scene: &Scene,
    locals: &Locals,
) -> Option<Vec<PlaceId>> {
    let table = table();
    let chars: Vec<char> = run.chars().collect();
    if chars.iter().all(|c| table.provinces.contains_key(c))
        && chars.iter().filter(|c| table.class(**c) & ANCHOR != 0).count() >= 2
    {
        return distinct(chars.iter().filter_map(|c| table.provinces.get(c).copied()).collect());
    }
    let g = gazetteer();
    #[expect(clippy::cast_precision_loss, reason = "a small count")]
    let worth = |id: PlaceId, cost: f32, first: bool| -> f32 {
        let named = scene.places.get(&id).map(|times| 4.0 * times.min(20) as f32);
        match (named, g.city_of(id).and_then(|c| scene.cities.get(&c))) {
            (Some(often), _) => {
                let county = if g.get(id).level == Level::County { 40.0 } else { 0.0 };
                county - often - if first { 250.0 } else { 140.0 }
            }
            (None, Some(_)) => cost - 30.0,
            _ => cost,
        }
    };
    let mut options: Vec<Vec<(PlaceId, f32)>> = chars
        .iter()
        .map(|&c| {
            let all = table.places.get(&c).map(Vec::as_slice).unwrap_or_default();
            let mut options: Vec<_> = all.iter().map(|&(id, cost)| (id, worth(id, cost, true))).collect();
            for (id, _) in locals.of(c) {
                if !options.iter().any(|&(known, _)| known == id) {
                    // A later character of a named place: 凤 for 来凤.
                    options.push((id, worth(id, 0.0, false)));
                }
            }
            options
        })
        .collect();
    // The surest character keeps its best reading; the others are looked for around it.
    let centre = (0..chars.len()).min_by(|&a, &b| {
        let best = |i: usize| options[i].iter().map(|&(_, cost)| cost).fold(f32::MAX, f32::min);
        best(a).total_cmp(&best(b))
    })?;
    let (pivot, _) = options[centre].iter().copied().min_by(|a, b| a.1.total_cmp(&b.1))?;
    // Districts of Chongqing stand beside the counties over the border: 开梁 is 开江 and 梁平.
    let is_city = |id: PlaceId| g.get(id).level == Level::City && g.get(id).adcode.is_multiple_of(100);
    if lines && is_city(pivot) {
        // Where the character opens a city's name, a county that happens to be spoken of is not the other end.
        for (&c, options) in chars.iter().zip(&mut options) {
            let opens = |id: PlaceId| g.get(id).short.chars().next().map(fold_char) == Some(c);
            if !options.iter().any(|&(id, _)| is_city(id) && opens(id)) {
                continue;
            }
            for (id, cost) in options.iter_mut().filter(|(id, _)| g.get(*id).level == Level::County) {
                *cost += if *id == pivot { 0.0 } else { MINOR_END };
            }
        }
    }
    // The way counts little between places that the article names.
    let way_between = |a: PlaceId, b: PlaceId, way: f32| {
        let named = scene.places.contains_key(&a) && scene.places.contains_key(&b);
        // Equals stand together, and no city beside its own county.
        let ranks = if g.get(a).level == g.get(b).level { 0.0 } else { 25.0 };
        let nested = if g.city_of(a) == g.city_of(b) && ranks > 0.0 { 40.0 } else { 0.0 };
        if named { way * 0.1 + ranks + nested } else { way + nested * 10.0 }
    };
    let mut ranked: Vec<(f32, (PlaceId, f32))> = Vec::new();
    for option in &mut options {
        let far = |id: PlaceId| way_between(pivot, id, g.distance_km(pivot, id).unwrap_or(3000.0));
        ranked.clear();
        ranked.extend(option.iter().map(|&(id, cost)| (cost + far(id), (id, cost))));
        ranked.sort_by(|(a, (first, _)), (b, (second, _))| a.total_cmp(b).then(first.cmp(second)));
        option.clear();
        option.extend(ranked.iter().take(6).map(|&(_, choice)| choice));
    }
    let reach = if evidence == Evidence::Strong { 2500.0 } else { 400.0 };
    // Cheapest chain: rank plus the way from member to member.
    let mut costs: Vec<Vec<(f32, usize)>> = Vec::with_capacity(chars.len());
    for (i, option) in options.iter().enumerate() {
        let row = option
            .iter()
            .map(|&(id, cost)| {
                if i == 0 {
                    return (cost, 0);
                }
                let from = options[i - 1].iter().zip(&costs[i - 1]).enumerate().map(|(j, (&(prev, _), &(sum, _)))| {
                    let way = g.distance_km(prev, id).unwrap_or(3000.0);
                    let named = scene.places.contains_key(&prev) && scene.places.contains_key(&id);
                    (
                        if prev == id || (way > reach && !named) {
                            f32::INFINITY
                        } else {
                            sum + way_between(prev, id, way) + cost
                        },
                        j,
                    )
                });
                from.min_by(|a, b| a.0.total_cmp(&b.0)).unwrap_or((f32::INFINITY, 0))
            })
            .collect();
        costs.push(row);
    }
    let last = costs.last()?;
    let mut at = (0..last.len()).min_by(|&a, &b| last[a].0.total_cmp(&last[b].0))?;
    if !last[at].0.is_finite() {
        return None;
    }
    let mut members = Vec::with_capacity(chars.len());
    for i in (0..chars.len()).rev() {
        members.push(options[i][at].0);
        at = costs[i][at].1;
    }
    members.reverse();
    distinct(members)
}

/// What speaks against a county as the end of a railway: more than its being named, and being nearer, speak for it.
const MINOR_END: f32 = 700.0;

/// How often an article must name places so that their first characters alone are taken for them.
const OFTEN: u32 = 3;

/// True when the evidence carries this reading.
pub(super) fn convincing(run: &str, members: &[PlaceId], evidence: Evidence, scene: &Scene, locals: &Locals) -> bool {
    let g = gazetteer();
    if members.iter().any(|&id| g.get(id).level == Level::Province) {
        return true;
    }
    let named = |id: &PlaceId| scene.places.contains_key(id);
    let often = |id: &PlaceId| scene.places.get(id).is_some_and(|times| times >= OFTEN);
    let known = members.iter().filter(|id| named(id)).count();
    // A city whose counties are spoken of is spoken of, too.
    let spoken = members.iter().filter(|id| named(id) || scene.cities.contains_key(id)).count();
    let way = members.windows(2).filter_map(|pair| g.distance_km(pair[0], pair[1])).fold(0.0, f32::max);
    let ranked = members.iter().all(|&id| g.get(id).level == Level::City);
    let is_telling = |c: char| table().class(c) & ANCHOR != 0;
    let telling = run.chars().filter(|&c| is_telling(c)).count();
    // Places that the article does not name are looked up by their first characters only.
    let opened =
        run.chars().zip(members).all(|(c, id)| !named(id) || locals.of(c).any(|(of, first)| of == *id && first));
    if known == members.len() {
        return match evidence {
            // Two that the article speaks of again and again: 塔阿 where Tacheng and Altay are its subject.
            Evidence::None => opened && (telling > 0 || members.len() > 2 || ranked && members.iter().all(often)),
            Evidence::Hint => opened,
            _ => true,
        };
    }
    match evidence {
        Evidence::Strong => (spoken > 0 || telling > 0) && (way <= 450.0 || ranked),
        Evidence::Weak => (known > 0 || spoken == members.len()) && way <= 300.0,
        // Whatever tells nothing by itself must be named.
        Evidence::None | Evidence::Hint => {
            way <= 300.0 && ranked && run.chars().zip(members).all(|(c, id)| is_telling(c) || named(id)) && telling > 0
        }
    }
}

pub(super) fn distinct(members: Vec<PlaceId>) -> Option<Vec<PlaceId>> {
    let set: BTreeSet<PlaceId> = members.iter().copied().collect();
    (set.len() == members.len()).then_some(members)
}
