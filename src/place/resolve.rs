//! Which place a name means: namesakes by container, neighbours in a list and the article's other places; common words only with
//! support.

use std::{borrow::Cow, collections::BTreeSet, sync::LazyLock};

use super::{
    gazetteer::{Level, NameKind, PlaceId, TOWNSHIP, gazetteer},
    matcher::{Doubt, Hit, Meaning},
    prepared::Prepared,
};

/// A name that stands, with the place it means.
#[derive(Clone, Copy, Debug)]
pub(super) struct Named {
    /// First byte of the folded text.
    pub start: usize,
    /// One past the last.
    pub end: usize,
    /// The place.
    pub place: PlaceId,
    /// The rule that accepted it.
    pub rule: &'static str,
}

/// What the article names beyond doubt.
#[derive(Debug, Default)]
pub(super) struct Scene {
    /// Places named, with how often.
    pub places: Counts,
    /// Their cities.
    pub cities: Counts,
    /// Their provinces.
    pub provinces: Counts,
}

/// How often each place was counted. Asked about much more often than added to.
#[derive(Debug, Default)]
pub(super) struct Counts {
    /// By id.
    times: Vec<(PlaceId, u32)>,
    /// One bit for every hashed id, so that most of what was not counted is known by one look.
    bits: [u64; 16],
}

impl Counts {
    fn add(&mut self, place: PlaceId, times: u32) {
        match self.slot(place) {
            Ok(slot) => {
                if let Some((_, known)) = self.times.get_mut(slot) {
                    *known += times;
                }
            }
            Err(slot) => self.times.insert(slot, (place, times)),
        }
        let bit = usize::from(place.0) & 1023;
        self.bits[bit / 64] |= 1 << (bit % 64);
    }

    fn slot(&self, place: PlaceId) -> Result<usize, usize> {
        self.times.binary_search_by_key(&place, |&(known, _)| known)
    }

    /// How often a place was counted; `None` for never.
    pub fn get(&self, place: &PlaceId) -> Option<u32> {
        let bit = usize::from(place.0) & 1023;
        if self.bits[bit / 64] & (1 << (bit % 64)) == 0 {
            return None;
        }
        self.slot(*place).ok().and_then(|slot| self.times.get(slot)).map(|&(_, times)| times)
    }

    /// True when a place was counted.
    pub fn contains_key(&self, place: &PlaceId) -> bool {
        self.get(place).is_some()
    }

    /// What was counted, in order of the ids.
    pub fn keys(&self) -> impl Iterator<Item = PlaceId> + '_ {
        self.times.iter().map(|&(place, _)| place)
    }
}

impl Scene {
    /// Counts one sure mention.
    pub fn add(&mut self, place: PlaceId, times: u32) {
        let g = gazetteer();
        self.places.add(place, times);
        if let Some(city) = g.city_of(place) {
            self.cities.add(city, times);
        }
        if let Some(province) = g.province_of(place) {
            self.provinces.add(province, times);
        }
    }
}

/// The place of a string that has but one meaning: one place, or one city and its own parts or ranks.
fn sure(places: &[(PlaceId, NameKind)]) -> Option<PlaceId> {
    let g = gazetteer();
    let (first, _) = *places.first()?;
    if places.len() == 1 {
        return Some(first);
    }
    // 重庆 is a province and a city: the city. 吉林, 海南: the province; the city says so with its suffix.
    let rank = |level| places.iter().map(|&(id, _)| id).find(|&id| g.get(id).level == level);
    if let Some(province) = rank(Level::Province) {
        let twin = places
            .iter()
            .map(|&(id, _)| id)
            .find(|&id| g.get(id).level == Level::City && g.get(id).adcode == g.get(province).adcode);
        return Some(twin.unwrap_or(province));
    }
    let city = g.city_of(first)?;
    places.iter().all(|&(id, _)| g.city_of(id) == Some(city)).then(|| rank(Level::City).unwrap_or(first))
}

/// Collects the sure mentions.
pub(super) fn scene(names: &[Hit], home: &[PlaceId]) -> Scene {
    let mut scene = Scene::default();
    let mut doubtful = Counts::default();
    for hit in names {
        let entry = hit.entry();
        if let Meaning::Places(places) = &entry.meaning
            && (entry.care == 0 || (entry.care == 1 && places.iter().any(|&(_, kind)| kind == NameKind::Full)))
            && (places.len() == 1 || !places.iter().any(|&(id, _)| gazetteer().is_township(id)))
            && let Some(place) = sure(places)
        {
            if hit.doubt > Doubt::None {
                doubtful.add(place, 1);
            } else {
                scene.add(place, 1);
            }
        }
    }
    // What is named again and again is no accident.
    for (place, times) in doubtful.times {
        if times > 1 || scene.places.contains_key(&place) {
            scene.add(place, times);
        }
    }
    for &place in home {
        scene.add(place, 2);
    }
    scene
}

/// Decides every name. Refused ones come back with their rule.
pub(super) fn resolve(prepared: &Prepared, names: &[Hit], scene: &Scene) -> (Vec<Named>, Vec<(Hit, &'static str)>) {
    let (mut accepted, mut refused): (Vec<Named>, Vec<_>) = (Vec::new(), Vec::new());
    for (index, hit) in names.iter().enumerate() {
        let Meaning::Places(places) = &hit.entry().meaning else { continue };
        let places = &near(places, scene);
        let before = accepted.last().copied();
        let after = names.get(index + 1).copied();
        match decide(prepared, *hit, places, before, after, scene) {
            Ok((place, rule)) => accepted.push(Named { start: hit.start, end: hit.end, place, rule }),
            Err(rule) => refused.push((*hit, rule)),
        }
    }
    (accepted, refused)
}

/// True when the text between two names only joins them: 、 和 与.
fn joins(between: &str) -> bool {
    matches!(between, "、" | "·" | "和" | "与" | "及" | "," | "/" | "以及" | "-" | "—")
}

/// Without the townships of a land that the article does not name, where others bear the name as well.
fn near<'a>(places: &'a [(PlaceId, NameKind)], scene: &Scene) -> Cow<'a, [(PlaceId, NameKind)]> {
    let g = gazetteer();
    let far = |&(id, _): &(PlaceId, NameKind)| {
        g.is_township(id) && !g.province_of(id).is_some_and(|land| scene.provinces.contains_key(&land))
    };
    match places.iter().filter(|place| far(place)).count() {
        0 => Cow::Borrowed(places),
        all if all == places.len() => Cow::Borrowed(places),
        _ => places.iter().copied().filter(|place| !far(place)).collect(),
    }
}

fn decide(
    prepared: &Prepared,
    hit: Hit,
    places: &[(PlaceId, NameKind)],
    before: Option<Named>,
    after: Option<Hit>,
    scene: &Scene,
) -> Result<(PlaceId, &'static str), &'static str> {
    let g = gazetteer();
    let care = hit.entry().care;
    let kind = places.iter().map(|&(_, kind)| kind).min().unwrap_or(NameKind::Short);
    let mut sure = sure(places);
    if hit.doubt > Doubt::None
        && kind == NameKind::Short
        && (hit.doubt == Doubt::Even || !places.iter().any(|&(place, _)| is_spoken_of(place, scene)))
        && !stands(prepared, hit, before, after)
        && !prepared.after(hit.end).starts_with(['市', '县', '区', '州', '省', '方', '籍'])
    {
        return Err("contested");
    }
    if care == 0
        && let Some(place) = sure
    {
        let known = kind != NameKind::Short || supported(place, scene) || is_well_known(place);
        return if known || stands(prepared, hit, before, after) {
            Ok((place, rule_of(kind)))
        } else {
            Err("unsupported")
        };
    }
    let container = before.filter(|b| b.end == hit.start).map(|b| b.place);
    let left = before.filter(|b| joins(prepared.slice(b.end, hit.start))).map(|b| b.place);
    let right = after
        .filter(|a| joins(prepared.slice(hit.end, a.start)) && a.entry().care < 2)
        .and_then(|a| if let Meaning::Places(places) = &a.entry().meaning { self::sure(places) } else { None });
    let is_city = places.iter().any(|&(id, _)| g.get(id).level == Level::City);
    let mut scored: Vec<(i32, PlaceId, &'static str)> = places
        .iter()
        .filter(|&&(id, _)| g.get(id).level != Level::Province || places.len() == 1)
        .map(|&(id, _)| {
            let (score, rule) = score(id, is_city, container, left, right, scene);
            (score, id, rule)
        })
        .collect();
    scored.sort_by_key(|&(score, id, _)| (-score, g.get(id).level, id));
    let Some(&(best, place, why)) = scored.first() else {
        return sure.take().map_or(Err("unknown"), |place| Ok((place, rule_of(kind))));
    };
    let second = scored.get(1).map_or(i32::MIN, |&(score, ..)| score);
    if care == 2 {
        // Context alone makes no place of a word: somebody must use it as one.
        let used = matches!(why, "in_list" | "after_its_container") || stands(prepared, hit, before, after);
        return if best >= NEIGHBOUR && used { Ok((place, why)) } else { Err("common_word") };
    }
    if matches!(care, 1 | TOWNSHIP) && best < SUPPORT && !scene.places.contains_key(&place) {
        return Err("common_word");
    }
    if scored.len() > 1 && sure.is_none() && (best < PRIOR || (best == second && best < SUPPORT)) {
        return Err("namesake");
    }
    Ok((sure.filter(|_| best < SUPPORT).unwrap_or(place), if best >= SUPPORT { why } else { rule_of(kind) }))
}

/// True when the article names something else of the county's province, or the place is more than a county.
fn supported(place: PlaceId, scene: &Scene) -> bool {
    let g = gazetteer();
    let count = |places: &Counts, id| places.get(&id).unwrap_or(0);
    g.get(place).level != Level::County
        || g.province_of(place).is_none_or(|province| count(&scene.provinces, province) > count(&scene.places, place))
}

/// True when the article names the place elsewhere, or others of its city.
fn is_spoken_of(place: PlaceId, scene: &Scene) -> bool {
    scene.places.contains_key(&place) || gazetteer().city_of(place).is_some_and(|city| scene.cities.contains_key(&city))
}

/// Counties named everywhere without saying where they lie: 义乌, 敦煌.
fn is_well_known(place: PlaceId) -> bool {
    static KNOWN: LazyLock<BTreeSet<&str>> =
        LazyLock::new(|| include_str!("data/known_counties.txt").split_whitespace().collect());
    KNOWN.contains(gazetteer().get(place).short.as_str())
}

/// True when the words around a name use it as a place: 前往兰西, 兰西、望奎等地.
fn stands(prepared: &Prepared, hit: Hit, before: Option<Named>, after: Option<Hit>) -> bool {
    let (lead, trail) = (prepared.before(hit.start), prepared.after(hit.end));
    lead.ends_with(['在', '到', '从', '往', '至', '去', '赴', '自', '于', '距', '回'])
        || ["籍", "等地", "境内", "一带", "县城", "城区", "当地", "全县", "人"]
            .iter()
            .any(|word| trail.starts_with(word))
        || before.is_some_and(|b| b.end == hit.start || joins(prepared.slice(b.end, hit.start)))
        || after.is_some_and(|a| hit.end == a.start || joins(prepared.slice(hit.end, a.start)))
}

const NEIGHBOUR: i32 = 40;
const SUPPORT: i32 = 20;
const PRIOR: i32 = 4;

fn score(
    id: PlaceId,
    beside_city: bool,
    container: Option<PlaceId>,
    left: Option<PlaceId>,
    right: Option<PlaceId>,
    scene: &Scene,
) -> (i32, &'static str) {
    let g = gazetteer();
    let (city, province) = (g.city_of(id), g.province_of(id));
    let is_city = g.get(id).level == Level::City;
    let (mut score, mut rule) = (0, "by_rank");
    if is_city {
        score += 8;
    } else if city.is_some_and(|c| matches!(g.get(c).adcode, 110_000 | 310_000 | 440_100 | 440_300)) {
        score += 4;
    }
    let mut raise = |by: i32, why| {
        if by > 0 && (rule == "by_rank" || by > 30) {
            rule = why;
        }
        score += by;
    };
    if scene.provinces.contains_key(&province.unwrap_or(id)) {
        // 西安 is the city even where others of Heilongjiang are named, whose 西安区 is a district of one.
        let raised = match (is_city, beside_city) {
            (true, _) => 20,
            (false, false) => 12,
            (false, true) => 6,
        };
        raise(raised, "by_province");
    }
    if !is_city && city.is_some_and(|c| scene.cities.contains_key(&c)) {
        raise(25, "by_city");
    }
    if scene.places.contains_key(&id) {
        raise(25, "by_full_name");
    }
    for neighbour in [left, right].into_iter().flatten() {
        if g.city_of(neighbour) == city {
            raise(60, "in_list");
        } else if g.province_of(neighbour) == province {
            raise(if is_city || g.get(neighbour).level == g.get(id).level { 50 } else { 20 }, "in_list");
        } else if is_city && g.get(neighbour).level == Level::City {
            // Cities are named beside cities: 延安与长治.
            raise(25, "in_list");
        } else if g.distance_km(neighbour, id).is_some_and(|way| way <= 250.0) {
            // Neighbours across a border: 大竹、垫江.
            raise(20, "in_list");
        }
    }
    if let Some(container) = container
        && container != id
        && (Some(container) == city
            || Some(container) == province
            || (g.get(container).adcode == province.map_or(0, |p| g.get(p).adcode)))
    {
        raise(100, "after_its_container");
    }
    (score, rule)
}

fn rule_of(kind: NameKind) -> &'static str {
    match kind {
        NameKind::Full => "full_name",
        NameKind::Short => "short_name",
        NameKind::Old => "old_name",
        NameKind::Alias => "other_name",
    }
}
