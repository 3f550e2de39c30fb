//! Who takes part: the cities named around a verb, 两地 and 我市 as what they stand for, other bodies by their printed names.

use super::{Kind, Party, clause::Clause, name::Name, sentence::Line, subject::opening};
use crate::place::{Form, Level, PlaceId, Tagging, gazetteer};

/// What the article has named so far.
#[derive(Debug, Default)]
pub(super) struct Cast {
    /// The article's own city: what 我市 means.
    home: Option<PlaceId>,
    /// The cities it is about.
    primary: Vec<PlaceId>,
    /// The same when they are few: what such an article tells without a name it tells of them together.
    about: Vec<PlaceId>,
    /// They are named about equally often, so that what names none is of them all.
    even: bool,
    /// The last two or more cities named together.
    together: Vec<PlaceId>,
    /// The cities of the sentence before.
    before: Vec<PlaceId>,
}

impl Cast {
    pub(super) fn new(tagging: &Tagging) -> Self {
        let primary: Vec<PlaceId> = tagging.cities.iter().filter(|city| city.primary).map(|city| city.place).collect();
        // One that is named a third as often as the first is a partner, half as often its equal; the others are guests.
        let count = |c: &crate::place::CityCount| c.named + c.abbreviated;
        let most = tagging.cities.iter().filter(|c| c.primary).map(count).max().unwrap_or(0);
        let often = tagging.cities.iter().filter(|c| c.primary && count(c) * 3 >= most);
        let even = often.clone().all(|c| count(c) * 2 >= most);
        let about: Vec<PlaceId> = often.map(|c| c.place).collect();
        let about = if (2..=4).contains(&about.len()) { about } else { Vec::new() };
        Self { home: primary.first().copied(), primary, about, even, ..Self::default() }
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
/// Words that say that several do it, or that it lies between them.
const JOINT: [&str; 26] = [
    "共同",
    "联合",
    "共建",
    "共享",
    "共管",
    "共治",
    "合作",
    "协作",
    "协同",
    "携手",
    "合建",
    "合办",
    "合编",
    "互认",
    "互济",
    "互通",
    "互办",
    "边界",
    "毗邻",
    "跨市",
    "跨省",
    "跨界",
    "跨江",
    "同城",
    "一体化",
    "轮办",
];
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
    let fewer = how_many(line, part_from, clause.to).is_some_and(|n| n > cities.len() && n == cast.about.len());
    if pair && (cities.len() < 2 || fewer) {
        let mut before = Vec::new();
        cities_in(line, sentence.0, clause.to, &mut before);
        let named = if before.len() >= 2 && !fewer {
            before
        } else if cast.about.len() >= 2 && how_many(line, part_from, clause.to).is_none_or(|n| n == cast.about.len()) {
            cast.about.clone()
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
    let nobody = cities.is_empty();
    if nobody {
        let near = cast.before.len() >= 2 && cast.before.iter().all(|city| cast.about.contains(city));
        let of = if near || !cast.even || cast.about.is_empty() { &cast.before } else { &cast.about };
        cities.extend(of.iter().take(4));
    }
    // An article about a few cities tells of them together where it names none, or one and says that it is shared.
    let home_acts = own || pronoun(&HOME);
    let shared = || {
        name.kind == Kind::Agreement
            || line.has(part_from, until, &JOINT)
            || line.has(name.from, name.to, &JOINT)
            || line.has(name.from, name.to, &["至"])
    };
    initials(line, cast, name, &mut cities);
    // 与丙市等市联防: whoever is named is the partner.
    let first = line.spots.iter().find(|spot| spot.start >= clause.from && spot.end <= verb.max(name.from));
    let partner = first.is_some_and(|spot| {
        let at = spot.start;
        let with =
            ["与", "同", "联合", "携手"].iter().find(|word| line.ends(at, word)).map(|word| word.chars().count());
        with.is_some_and(|length| opening(line, clause) + length >= at)
    });
    if partner
        && let Some(home) = cast.home
        && !cities.contains(&home)
    {
        cities.push(home);
    }
    let of_them = cities.iter().all(|city| cast.about.contains(city));
    if named_few(&cities, nobody && cast.even, &shared) && of_them && !home_acts {
        cast.about.iter().for_each(|&city| {
            if !cities.contains(&city) {
                cities.push(city);
            }
        });
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

/// How many 三地, 四市 are; two for 两地 and 双方.
fn how_many(line: &Line<'_>, from: usize, to: usize) -> Option<usize> {
    const NUMBERS: [(&str, usize); 5] = [("两", 2), ("双", 2), ("三", 3), ("四", 4), ("五", 5)];
    let first = |words: &[&str]| line.find(from, to, words);
    let at = first(&PAIR).into_iter().chain(first(&SEVERAL)).min()?;
    NUMBERS.iter().find(|(word, _)| line.starts(at, word)).map(|&(_, count)| count)
}

/// 甲乙快线 of the cities 甲州 and 乙阳: the first characters of two cities the article is about, side by side.
fn initials(line: &Line<'_>, cast: &Cast, name: Name, cities: &mut Vec<PlaceId>) {
    if cast.about.len() < 2 {
        return;
    }
    let g = gazetteer();
    let first = |place: PlaceId| g.get(place).name.chars().next();
    let whose = |at: usize| cast.about.iter().copied().find(|&city| first(city) == Some(line.at(at)));
    for at in name.from..name.to.saturating_sub(1) {
        let named = line.spots.iter().any(|spot| spot.start <= at && at < spot.end && spot.mention.form == Form::Named);
        if let (Some(one), Some(other)) = (whose(at), whose(at + 1))
            && one != other
            && !named
        {
            [one, other]
                .into_iter()
                .filter(|city| !cities.contains(city))
                .collect::<Vec<_>>()
                .into_iter()
                .for_each(|city| cities.push(city));
        }
    }
}

/// Nobody is named, or only one of those who share it.
fn named_few(cities: &[PlaceId], nobody: bool, shared: &impl Fn() -> bool) -> bool {
    cities.len() < 2 && (nobody || shared())
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
