//! The national gazetteer: provinces, cities, counties, zones, with codes, parents, centres and pinyin.

use std::{
    borrow::Cow,
    collections::{HashMap, HashSet},
    sync::{LazyLock, OnceLock},
};

use crate::text::fold::fold_char;

const PLACES: &str = include_str!("data/places.tsv");
const TOWNSHIPS: &str = include_str!("data/townships.tsv");
const ZONES: &str = include_str!("data/zones.tsv");
const OLD_NAMES: &str = include_str!("data/old_names.tsv");
const ALIASES: &str = include_str!("data/aliases.tsv");
const CARE: &str = include_str!("data/care.tsv");
/// The care that names of townships alone need (see [`Gazetteer::is_township`]).
pub(super) const TOWNSHIP: u8 = 3;

/// Index of a place in the gazetteer. Stable within one build only; files store the code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct PlaceId(pub u16);

/// Rank of a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Level {
    /// Province, autonomous region, special administrative region; and the provincial rank of the municipalities.
    Province,
    /// The filter's unit: prefecture-level city, autonomous prefecture, league, municipality, a district or county of Chongqing.
    City,
    /// County-level place below a city.
    County,
    /// A zone people say as a place: 天府新区, 两江新区.
    Zone,
}

/// One place.
#[derive(Clone, Debug, PartialEq)]
pub struct Place {
    /// Official full name: 遂宁市, 潼南区, 甘孜藏族自治州.
    pub name: String,
    /// Canonical short name: 遂宁, 潼南, 甘孜.
    pub short: String,
    /// Six-digit administrative code (GB/T 2260 as continued by the Ministry of Civil Affairs). The municipalities, Hong Kong and
    /// Macau stand twice under one code, as province and as city; a zone bears the code of its city. The townships and districts of
    /// Taiwan bear the seven or eight digits of its Ministry of the Interior.
    pub adcode: u32,
    /// Rank.
    pub level: Level,
    /// The place above: county → city → province. Chongqing's districts → the province-level row of Chongqing.
    pub parent: Option<PlaceId>,
    /// Pinyin without tones, syllables joined: suining.
    pub pinyin: String,
    /// Centre, degrees north and east, to 0.01°.
    pub centre: Option<(f32, f32)>,
}

/// How a name stands to its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum NameKind {
    /// Official name, or the short name with its suffix: 石柱县 for 石柱土家族自治县.
    Full,
    /// Short name.
    Short,
    /// A name it bore.
    Old,
    /// Another name: 蓉城.
    Alias,
}

/// All places.
#[derive(Debug, Default)]
pub struct Gazetteer {
    places: Vec<Place>,
    /// Old names and aliases of at least two characters.
    others: Vec<(String, PlaceId, NameKind)>,
    /// One-character abbreviations.
    letters: Vec<(char, PlaceId)>,
    care: HashMap<String, u8>,
    /// City and province of each place.
    above: Vec<(Option<PlaceId>, Option<PlaceId>)>,
    /// The places of each name, folded, and of each sound; made when it is first asked for.
    called: OnceLock<HashMap<String, Vec<PlaceId>>>,
}

/// The columns of each line that is no comment; none of a line with more than eight.
fn rows(data: &'static str) -> impl Iterator<Item = Row> {
    lines(data).filter(|line| !line.is_empty() && !line.starts_with('#')).map(|line| {
        let mut row = Row::default();
        let mut at = 0;
        for end in memchr::memchr_iter(b'\t', line.as_bytes()).chain([line.len()]) {
            if let Some(column) = row.columns.get_mut(row.len) {
                *column = line.get(at..end).unwrap_or_default();
            }
            row.len += 1;
            at = end + 1;
        }
        row
    })
}

/// One line of a data file.
#[derive(Default)]
struct Row {
    columns: [&'static str; 8],
    len: usize,
}

impl std::ops::Deref for Row {
    type Target = [&'static str];

    fn deref(&self) -> &Self::Target {
        self.columns.get(..self.len).unwrap_or_default()
    }
}

fn lines(data: &'static str) -> impl Iterator<Item = &'static str> {
    let mut at = 0;
    memchr::memchr_iter(b'\n', data.as_bytes()).chain([data.len()]).map(move |end| {
        let line = data.get(at..end).unwrap_or_default();
        at = end + 1;
        line.strip_suffix('\r').unwrap_or(line)
    })
}

fn centre(north: &str, east: &str) -> Option<(f32, f32)> {
    Some((north.parse().ok()?, east.parse().ok()?))
}

impl Gazetteer {
    fn parse() -> Self {
        let mut this = Self::default();
        let mut parents = Vec::new();
        for row in rows(PLACES) {
            let [code, name, short, level, parent, north, east, pinyin] = row[..] else { continue };
            let level = match level {
                "P" => Level::Province,
                "C" => Level::City,
                _ => Level::County,
            };
            parents.push(parent.parse::<u32>().unwrap_or(0));
            this.places.push(Place {
                name: name.to_owned(),
                short: short.to_owned(),
                adcode: code.parse().unwrap_or(0),
                level,
                parent: None,
                pinyin: pinyin.to_owned(),
                centre: centre(north, east),
            });
        }
        for (i, parent) in parents.into_iter().enumerate() {
            let level = this.places[i].level;
            this.places[i].parent = match level {
                Level::Province => None,
                Level::City => this.by_code(parent, Level::Province),
                _ => this.by_code(parent, Level::City).or_else(|| this.by_code(parent, Level::Province)),
            };
        }
        let mut others = Vec::new();
        for row in rows(TOWNSHIPS) {
            let [code, name, short, city, north, east, pinyin] = row[..] else { continue };
            others.push(Place {
                name: name.to_owned(),
                short: short.to_owned(),
                adcode: code.parse().unwrap_or(0),
                level: Level::County,
                parent: city.parse().ok().and_then(|city| this.by_code(city, Level::City)),
                pinyin: pinyin.to_owned(),
                centre: centre(north, east),
            });
        }
        for row in rows(ZONES) {
            let [name, code, north, east, pinyin] = row[..] else { continue };
            let adcode = code.parse().unwrap_or(0);
            let parent = this.by_adcode(adcode);
            others.push(Place {
                name: name.to_owned(),
                short: name.to_owned(),
                adcode,
                level: Level::Zone,
                parent,
                pinyin: pinyin.to_owned(),
                centre: centre(north, east),
            });
        }
        this.places.extend(others);
        this.sort_by_code();
        this.above = this.iter().map(|(id, _)| (this.find_city(id), this.find_province(id))).collect();
        this.read_other_names();
        this
    }

    /// Puts townships and zones among the other rows; parents are indices, so they are renumbered.
    fn sort_by_code(&mut self) {
        let mut order: Vec<usize> = (0..self.places.len()).collect();
        order.sort_by_key(|&i| (self.places[i].adcode, self.places[i].level));
        let mut new_of_old = vec![PlaceId(0); order.len()];
        for (new, &old) in order.iter().enumerate() {
            new_of_old[old] = id_of(new);
        }
        let mut places: Vec<Option<Place>> = std::mem::take(&mut self.places).into_iter().map(Some).collect();
        self.places = order
            .iter()
            .filter_map(|&old| {
                let mut place = places.get_mut(old)?.take()?;
                place.parent = place.parent.map(|p| new_of_old[p.0 as usize]);
                Some(place)
            })
            .collect();
    }

    fn read_other_names(&mut self) {
        for (i, place) in self.places.iter().enumerate() {
            let suffix = if place.name.ends_with("自治州") {
                '州'
            } else if place.name.ends_with("自治县") {
                '县'
            } else {
                continue;
            };
            if !place.short.ends_with(suffix) {
                self.others.push((format!("{}{suffix}", place.short), id_of(i), NameKind::Full));
            }
        }
        for row in rows(OLD_NAMES) {
            if let [name, code] = row[..]
                && let Some(id) = code.parse().ok().and_then(|code| self.by_adcode(code))
            {
                self.others.push((name.to_owned(), id, NameKind::Old));
            }
        }
        for row in rows(ALIASES) {
            let [name, code] = row[..] else { continue };
            let Some(id) = self.by_tag(code) else { continue };
            let mut chars = name.chars();
            match (chars.next(), chars.next()) {
                (Some(letter), None) => self.letters.push((letter, id)),
                _ => self.others.push((name.to_owned(), id, NameKind::Alias)),
            }
        }
        let townships = || self.iter().filter(|&(id, _)| self.is_township(id));
        let mut own: HashSet<Cow<'_, str>> =
            townships().flat_map(|(_, place)| [folded(&place.name), folded(&place.short)]).collect();
        // 宜兰市 cannot be mistaken: it bears the name of its county.
        for (id, place) in townships() {
            if self.find_city(id).is_some_and(|city| place.name.starts_with(&self.get(city).short)) {
                own.remove(folded(&place.name).as_ref());
            }
        }
        for (name, ..) in self.names().filter(|&(_, id, _)| !self.is_township(id)) {
            own.remove(folded(name).as_ref());
        }
        let mut care: HashMap<String, u8> = own.into_iter().map(|name| (name.into_owned(), TOWNSHIP)).collect();
        care.extend(rows(CARE).filter_map(|row| Some((fold(row.first()?), row.get(1)?.parse().ok()?))));
        self.care = care;
    }

    /// A township or district of Taiwan, Hong Kong or Macau: thousands of others bear such names, so that it counts only beside its city.
    pub(super) fn is_township(&self, id: PlaceId) -> bool {
        let place = self.get(id);
        place.level == Level::County && place.adcode > 710_000
    }

    fn by_code(&self, adcode: u32, level: Level) -> Option<PlaceId> {
        let from = self.places.partition_point(|p| p.adcode < adcode);
        let found = self.places.iter().enumerate().skip(from).take_while(|(_, p)| p.adcode == adcode);
        found.into_iter().find(|(_, p)| p.level == level).map(|(i, _)| id_of(i))
    }

    /// The place of a code: the city where province and city share one.
    #[must_use]
    pub fn by_adcode(&self, adcode: u32) -> Option<PlaceId> {
        [Level::City, Level::County, Level::Province].into_iter().find_map(|level| self.by_code(adcode, level))
    }

    /// The place of a code in the data files, where `P` behind the code asks for the province.
    pub(super) fn by_tag(&self, tag: &str) -> Option<PlaceId> {
        match tag.strip_suffix('P') {
            Some(code) => self.by_code(code.parse().ok()?, Level::Province),
            None => self.by_adcode(tag.parse().ok()?),
        }
    }

    /// How much support a name needs because it is a word of its own: 0 none, 1 from the article, 2 from its neighbours,
    /// [`TOWNSHIP`] its city or what lies near.
    pub(super) fn care(&self, name: &str) -> u8 {
        self.care.get(name).copied().unwrap_or(0)
    }

    /// One-character abbreviations and their places.
    pub(super) fn letters(&self) -> &[(char, PlaceId)] {
        &self.letters
    }

    /// Every name of at least two characters with its place.
    pub(super) fn names(&self) -> impl Iterator<Item = (&str, PlaceId, NameKind)> {
        let own = self.iter().flat_map(|(id, place)| {
            let short = (place.short != place.name).then_some((place.short.as_str(), id, NameKind::Short));
            std::iter::once((place.name.as_str(), id, NameKind::Full)).chain(short)
        });
        own.chain(self.others.iter().map(|(name, id, kind)| (name.as_str(), *id, *kind)))
    }

    /// The place of an id.
    ///
    /// # Panics
    /// When the id is not from this gazetteer, which is a bug.
    #[must_use]
    pub fn get(&self, id: PlaceId) -> &Place {
        &self.places[id.0 as usize]
    }

    /// All places with their ids, by code.
    pub fn iter(&self) -> impl Iterator<Item = (PlaceId, &Place)> {
        self.places.iter().enumerate().map(|(i, p)| (id_of(i), p))
    }

    /// The city a place counts for: itself when it is a city, the city above a county or zone, `None` for provinces.
    #[must_use]
    pub fn city_of(&self, id: PlaceId) -> Option<PlaceId> {
        self.above[id.0 as usize].0
    }

    fn find_city(&self, id: PlaceId) -> Option<PlaceId> {
        let place = self.get(id);
        match place.level {
            Level::City => Some(id),
            Level::Province => None,
            Level::County | Level::Zone => place.parent.and_then(|parent| self.find_city(parent)),
        }
    }

    /// The province above a place; itself for a province.
    #[must_use]
    pub fn province_of(&self, id: PlaceId) -> Option<PlaceId> {
        self.above[id.0 as usize].1
    }

    fn find_province(&self, id: PlaceId) -> Option<PlaceId> {
        let place = self.get(id);
        match place.level {
            Level::Province => Some(id),
            _ => place.parent.and_then(|parent| self.find_province(parent)),
        }
    }

    /// Places whose name, short name, older or traditional name or pinyin is `query` exactly (folded); cities first, then by code.
    #[must_use]
    pub fn lookup(&self, query: &str) -> Vec<PlaceId> {
        let query: String = fold(query.trim()).replace(' ', "");
        if query.is_empty() {
            return Vec::new();
        }
        let called = self.called.get_or_init(|| {
            let mut called: HashMap<String, Vec<PlaceId>> = HashMap::new();
            let by_name = self.names().map(|(name, id, _)| (fold(name), id));
            let by_sound = self.iter().map(|(id, place)| (place.pinyin.clone(), id));
            by_name.chain(by_sound).for_each(|(name, id)| called.entry(name).or_default().push(id));
            called
        });
        let mut chars = query.chars();
        let letter = chars.next().filter(|_| chars.next().is_none());
        let by_letter = self.letters.iter().filter(|(c, _)| Some(*c) == letter).map(|(_, id)| *id);
        let mut found: Vec<PlaceId> = called.get(&query).into_iter().flatten().copied().chain(by_letter).collect();
        found.sort_by_key(|&id| (self.get(id).level != Level::City, id));
        found.dedup();
        found
    }

    /// Great-circle distance in kilometres, `None` when a centre is unknown.
    #[must_use]
    pub fn distance_km(&self, a: PlaceId, b: PlaceId) -> Option<f32> {
        let (north_a, east_a) = self.get(a).centre?;
        let (north_b, east_b) = self.get(b).centre?;
        // Equirectangular: within one per cent over the distances asked about, and cheap.
        let mean = ((north_a + north_b) / 2.0).to_radians();
        let x = (east_b - east_a).to_radians() * mean.cos();
        let y = (north_b - north_a).to_radians();
        Some(6371.0 * x.hypot(y))
    }
}

fn id_of(index: usize) -> PlaceId {
    PlaceId(u16::try_from(index).unwrap_or(u16::MAX))
}

/// Folds a whole name as texts are folded; nearly all are so already.
pub(super) fn folded(name: &str) -> Cow<'_, str> {
    if name.chars().all(|c| fold_char(c) == c) { Cow::Borrowed(name) } else { Cow::Owned(fold(name)) }
}

/// Folds a whole name as texts are folded.
pub(super) fn fold(name: &str) -> String {
    name.chars().map(fold_char).collect()
}

/// The gazetteer of this build, parsed once.
#[must_use]
pub fn gazetteer() -> &'static Gazetteer {
    static GAZETTEER: LazyLock<Gazetteer> = LazyLock::new(Gazetteer::parse);
    &GAZETTEER
}

#[cfg(test)]
mod tests {
    use super::*;

    fn one(query: &str) -> String {
        let g = gazetteer();
        g.lookup(query).first().map(|&id| g.get(id).name.clone()).unwrap_or_default()
    }

    #[test]
    fn names_sounds_old_names_and_letters_are_found() {
        for (query, name) in [
            ("遂宁", "遂宁市"),
            ("suining", "遂宁市"),
            ("射洪县", "射洪市"),
            ("chongqing", "重庆市"),
            ("蓉", "成都市"),
            ("蓉城", "成都市"),
            ("甘孜", "甘孜藏族自治州"),
            ("甘孜州", "甘孜藏族自治州"),
            ("香港", "香港特别行政区"),
            ("台中", "台中市"),
            ("仙桃", "仙桃市"),
            ("天府新区", "天府新区"),
            ("雄安", "雄安新区"),
        ] {
            assert_eq!(one(query), name, "{query}");
        }
        assert_eq!(gazetteer().lookup(""), vec![]);
    }

    #[test]
    fn containers_follow_the_filter_unit() {
        let g = gazetteer();
        let city = |q: &str| g.lookup(q).first().and_then(|&id| g.city_of(id)).map(|id| g.get(id).short.clone());
        assert_eq!(city("筠连县").as_deref(), Some("宜宾"));
        assert_eq!(city("潼南").as_deref(), Some("潼南"));
        assert_eq!(city("海淀区").as_deref(), Some("北京"));
        assert_eq!(city("天府新区").as_deref(), Some("成都"));
        assert_eq!(city("四川"), None);
        for (id, place) in g.iter() {
            assert!(place.level == Level::Province || g.province_of(id).is_some(), "{}", place.name);
            assert!(place.level == Level::Province || place.centre.is_some(), "{}", place.name);
            assert!(place.pinyin.chars().all(|c| c.is_ascii_lowercase()) && !place.pinyin.is_empty(), "{}", place.name);
        }
    }
}
