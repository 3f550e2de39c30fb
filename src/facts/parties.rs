//! Who takes part: the cities named around a verb, 两地 and 我市 as what they stand for, other bodies by their printed names.

use super::{Party, clause::Clause, name::Name, sentence::Line};
use crate::place::{Form, Level, PlaceId, Tagging, gazetteer};

/// What the article has named so far.
#[derive(Debug, Default)]
pub(super) struct Cast {
    /// The article's own city: what 我市 means.
    home: Option<PlaceId>,
    /// The cities it is about.
    primary: Vec<PlaceId>,
    /// The last two or more cities named together.
    together: Vec<PlaceId>,
    /// The cities of the sentence before.
    before: Vec<PlaceId>,
}

impl Cast {
    pub(super) fn new(tagging: &Tagging) -> Self {
        let primary: Vec<PlaceId> = tagging.cities.iter().filter(|city| city.primary).map(|city| city.place).collect();
        Self { home: primary.first().copied(), primary, ..Self::default() }
    }

    /// A new paragraph begins.
    pub(super) fn new_paragraph(&mut self) {
        self.before.clear();
    }

    /// A sentence has been read.
    pub(super) fn passed(&mut self, cities: Vec<PlaceId>) {
        if cities.len() >= 2 {
            self.together.clone_from(&cities);
        }
        if !cities.is_empty() {
            self.before = cities;
        }
    }
}

const PAIR: [&str; 6] = ["两地", "双方", "两市", "两区", "两县", "两城"];
const SEVERAL: [&str; 8] = ["三地", "三市", "四地", "四市", "五地", "各方", "三方", "多地"];
const HOME: [&str; 14] = [
    "我市",
    "全市",
    "市委",
    "市政府",
    "我们",
    "我县",
    "我区",
    "本市",
    "该市",
    "市级",
    "我州",
    "全州",
    "我地",
    "市人民政府",
];

/// Adds the cities of the mentions in `from..to`, provinces and mere regions left out.
pub(super) fn cities_in(line: &Line<'_>, from: usize, to: usize, cities: &mut Vec<PlaceId>) {
    let g = gazetteer();
    for (i, spot) in line.spots.iter().enumerate().filter(|(_, spot)| spot.start >= from && spot.end <= to) {
        if is_region(line, spot.end) && spot.mention.form == Form::Abbreviated {
            continue;
        }
        // 重庆市潼南区 is one place: the one named last.
        let above = line
            .spots
            .get(i + 1)
            .filter(|next| next.start <= spot.end + 1 && !matches!(line.at(spot.end), '\u{3001}' | '和' | '与' | ','))
            .is_some_and(|next| {
                let upper = next.mention.places.first().and_then(|&p| g.province_of(p));
                let mine = spot.mention.places.first();
                upper.zip(mine).is_some_and(|(upper, &mine)| upper != mine && g.get(upper).adcode == g.get(mine).adcode)
            });
        if above {
            continue;
        }
        for &place in &spot.mention.places {
            // 川渝 names provinces.
            if spot.mention.form == Form::Abbreviated
                && spot.mention.places.iter().any(|&p| g.get(p).level == Level::Province)
            {
                continue;
            }
            if let Some(city) = g.city_of(place)
                && !cities.contains(&city)
            {
                cities.push(city);
            }
        }
    }
}

/// 成渝地区双城经济圈, 长株潭城市群: a part of the country, not its cities.
fn is_region(line: &Line<'_>, end: usize) -> bool {
    line.one_of(
        end,
        &[
            "地区",
            "城市群",
            "双城",
            "经济圈",
            "经济区",
            "中部",
            "毗邻",
            "发展主轴",
            "主轴",
            "平原",
            "双核",
            "相向",
            "都市圈",
        ],
    )
    .is_some()
}

/// The cities of a fact.
pub(super) fn of_fact(
    line: &Line<'_>,
    cast: &Cast,
    sentence: (usize, usize),
    clause: Clause,
    part_from: usize,
    verb: usize,
    name: Name,
) -> Vec<Party> {
    let mut cities = Vec::new();
    // A decision may stand in the clause behind the one that says who decides.
    let until = if name.from >= clause.to { name.to } else { clause.to.min(name.to.max(verb)) };
    cities_in(line, clause.from, until, &mut cities);
    let pronoun = |words: &[&str]| line.has(part_from, clause.to, words);
    let pair = pronoun(&PAIR) || pronoun(&SEVERAL);
    if pair && cities.len() < 2 {
        let mut before = Vec::new();
        cities_in(line, sentence.0, clause.to, &mut before);
        let named = if before.len() >= 2 {
            before
        } else if cast.together.is_empty() {
            cast.primary.clone()
        } else {
            cast.together.clone()
        };
        named.into_iter().for_each(|city| {
            if !cities.contains(&city) {
                cities.push(city);
            }
        });
    }
    if cities.len() < 2 {
        cities_in(line, part_from, clause.from, &mut cities);
    }
    if pronoun(&HOME)
        && let Some(home) = cast.home
        && !cities.contains(&home)
    {
        cities.push(home);
    }
    // 市科技局 without a city is the article's own.
    let own = (part_from..clause.to).any(|at| {
        line.at(at) == '市'
            && matches!(
                line.at(at.wrapping_sub(1)),
                '\0' | ',' | ' ' | ':' | '。' | '\u{3000}' | ';' | '和' | '\u{3001}' | '动'
            )
            && line.at(at + 1) != '场'
            && line.at(at + 1) != '民'
    });
    if own
        && let Some(home) = cast.home
        && !cities.contains(&home)
    {
        cities.push(home);
    }
    if cities.is_empty() {
        cities_in(line, sentence.0, clause.to, &mut cities);
    }
    if cities.is_empty() {
        cities.extend(cast.before.iter().take(4));
    }
    // Nobody is named before the verb: the article's own city acts.
    let actor = line.spots.iter().any(|spot| {
        let before = !matches!(line.at(spot.start.wrapping_sub(1)), '与' | '和' | '同' | '对');
        let mut named = Vec::new();
        cities_in(line, spot.start, spot.end, &mut named);
        spot.start >= part_from && spot.end <= verb && before && !named.is_empty()
    });
    if !actor
        && let Some(home) = cast.home
        && cities.len() < 2
        && !cities.contains(&home)
    {
        cities.push(home);
    }
    if cities.is_empty() {
        cities_in(line, sentence.0, sentence.1, &mut cities);
    }
    let g = gazetteer();
    cities.sort_by_key(|&city| (g.get(city).adcode, city));
    let mut parties: Vec<Party> = cities.into_iter().map(Party::City).collect();
    parties.extend(bodies(line, clause.from, verb).into_iter().map(Party::Body));
    parties
}

/// Companies and universities named with a full name before the verb.
fn bodies(line: &Line<'_>, from: usize, to: usize) -> Vec<String> {
    const ENDS: [&str; 6] = ["有限公司", "股份公司", "集团公司", "大学", "银行", "集团"];
    let mut found = Vec::new();
    let mut start = from;
    for at in from..to {
        let c = line.at(at);
        if matches!(c, '\u{3001}' | '与' | '和' | '同' | '由' | ',' | '对' | '向' | '的') {
            start = at + 1;
            continue;
        }
        if let Some(length) = line.one_of(at, &ENDS)
            && at + length <= to
            && at >= start + 2
            && at - start <= 20
            && line.one_of(at + length, &["城", "生", "路", "群"]).is_none()
        {
            let name = line.source(start, at + length).trim();
            if !found.iter().any(|known| known == name) {
                found.push(name.to_owned());
            }
            start = at + length;
        }
    }
    found
}
