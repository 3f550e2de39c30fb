//! The national gazetteer: provinces, cities, counties, zones, with codes, parents, centres and pinyin.

use std::sync::LazyLock;

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
    /// Six-digit administrative code (GB/T 2260 as continued by the Ministry of Civil Affairs).
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

/// All places.
#[derive(Debug, Default)]
pub struct Gazetteer {
    places: Vec<Place>,
}

impl Gazetteer {
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
        self.places.iter().enumerate().map(|(i, p)| (PlaceId(u16::try_from(i).unwrap_or(u16::MAX)), p))
    }

    /// The city a place counts for: itself when it is a city, the city above a county or zone, `None` for provinces.
    #[must_use]
    pub fn city_of(&self, id: PlaceId) -> Option<PlaceId> {
        let place = self.get(id);
        match place.level {
            Level::City => Some(id),
            Level::Province => None,
            Level::County | Level::Zone => place.parent.and_then(|parent| self.city_of(parent)),
        }
    }

    /// The province above a place; itself for a province.
    #[must_use]
    pub fn province_of(&self, id: PlaceId) -> Option<PlaceId> {
        let place = self.get(id);
        if place.level == Level::Province { Some(id) } else { place.parent.and_then(|parent| self.province_of(parent)) }
    }

    /// Places whose name, short name, older or traditional name or pinyin is `query` exactly (folded); cities first, then by code.
    #[must_use]
    pub fn lookup(&self, query: &str) -> Vec<PlaceId> {
        self.iter()
            .filter(|(_, p)| p.name == query || p.short == query || p.pinyin == query)
            .map(|(id, _)| id)
            .collect()
    }
}

/// The gazetteer of this build, parsed once.
pub fn gazetteer() -> &'static Gazetteer {
    static GAZETTEER: LazyLock<Gazetteer> = LazyLock::new(Gazetteer::default);
    &GAZETTEER
}
