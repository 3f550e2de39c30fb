//! Who takes part: the cities named around a verb, 两地 and 我市 as what they stand for, other bodies by their printed names.

use std::sync::LazyLock;

use super::{
    Kind, Party,
    clause::Clause,
    name::Name,
    sentence::{Line, Seen},
    subject::opening,
    whose::{behind_speaker, bodies, bureau_that_builds, is_remark, only_where, own_of_list, own_office, strangers},
};
use crate::place::{Form, Level, PlaceId, Tagging, gazetteer};

/// Of so many sentences it is remembered who was named together.
const LATELY: usize = 4;

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
    /// The cities that stand in the text by name.
    named: Vec<PlaceId>,
    /// The last two or more cities named together.
    together: Vec<PlaceId>,
    /// The last two, three, four… named together: what 三市 means.
    sized: [Vec<PlaceId>; 8],
    /// The cities of the sentence before.
    before: Vec<PlaceId>,
    /// The same, when it was within few sentences.
    lately: Vec<PlaceId>,
    /// How many sentences ago.
    ago: usize,
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
        let named = tagging.cities.iter().filter(|c| c.named > 0).map(|c| c.place).collect();
        Self { named, home: primary.first().copied(), primary, about, even, ..Self::default() }
    }

    /// A new paragraph begins.
    pub(super) fn new_paragraph(&mut self) {
        self.before.clear();
    }

    /// These have been told to do something together.
    pub(super) fn told_of(&mut self, parties: &[Party]) {
        let cities =
            || parties.iter().filter_map(|party| if let Party::City(city) = party { Some(*city) } else { None });
        if cities().nth(1).is_some() {
            self.lately = cities().collect();
            self.ago = 0;
        }
    }

    /// A sentence has been read.
    pub(super) fn passed(&mut self, line: &Line<'_>, mut cities: Vec<PlaceId>) {
        // 我市与丙市: the pair that 双方 means behind it.
        if let (Some(home), [one]) = (self.home, cities.as_slice())
            && home != *one
            && line.has(line.from, line.to, &["我市", "我县", "我区", "我州"])
        {
            cities.push(home);
        }
        if cities.len() >= 2 && !is_remark(line) {
            if let Some(slot) = self.sized.get_mut(cities.len()) {
                slot.clone_from(&cities);
            }
            self.together.clone_from(&cities);
            self.lately.clone_from(&cities);
            self.ago = 0;
        } else {
            self.ago += 1;
            if self.ago > LATELY {
                self.lately.clear();
            }
        }
        if !cities.is_empty() {
            self.before = cities;
        }
    }
}

const PAIR: [&str; 6] = ["两地", "双方", "两市", "两区", "两县", "两城"];
const SEVERAL: [&str; 20] = [
    "三地", "三市", "四地", "四市", "五地", "各方", "三方", "多地", "四方", "五市", "五方", "六市", "六地", "三县",
    "四县", "三区", "三州", "七市", "三城", "四城",
];
/// Words that say that several do it, or that it lies between them.
const JOINT: [&str; 25] = [
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
/// Who speaks for the whole country.
const CENTRE: [&str; 4] = ["党中央", "国务院", "中央财经", "中央政治局"];
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
    const REGIONS: [&str; 13] = [
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
    ];
    static FIRSTS: LazyLock<Seen> = LazyLock::new(|| Seen::first_of(&REGIONS));
    line.begins_with(end, &REGIONS, &FIRSTS).is_some()
}

/// Who takes part in a fact, and whether its sentence says that several do.
pub(super) struct Company {
    pub(super) parties: Vec<Party>,
    pub(super) together: bool,
}

/// The cities of a fact.
pub(super) fn of_fact(
    line: &Line<'_>,
    cast: &Cast,
    sentence: (usize, usize),
    clause: Clause,
    part: (usize, usize),
    verb: usize,
    name: Name,
) -> Company {
    let mut company = all_of_fact(line, cast, sentence, clause, part, verb, name);
    let strangers = strangers(line, sentence, name, &cast.named);
    let is_stranger = |party: &Party| matches!(party, Party::City(city) if strangers.contains(city));
    if company.parties.iter().any(|party| matches!(party, Party::City(_)) && !is_stranger(party)) {
        company.parties.retain(|party| !is_stranger(party));
    }
    // 甲市交通局表示,将建设…: whose bureau it is builds it.
    if let Some(city) = bureau_that_builds(line, sentence.0, clause, verb)
        && !company.parties.contains(&Party::City(city))
        && company.parties.iter().any(|party| matches!(party, Party::City(_)))
    {
        let g = gazetteer();
        let code = |party: &Party| match party {
            Party::City(city) => Some((g.get(*city).adcode, *city)),
            Party::Body(_) => None,
        };
        let at =
            company.parties.partition_point(|party| code(party).is_some_and(|code| code < (g.get(city).adcode, city)));
        company.parties.insert(at, Party::City(city));
    }
    company
}

fn all_of_fact(
    line: &Line<'_>,
    cast: &Cast,
    sentence: (usize, usize),
    clause: Clause,
    (part_from, part_to): (usize, usize),
    verb: usize,
    name: Name,
) -> Company {
    let mut cities = Vec::new();
    // A decision may stand in the clause behind the one that says who decides.
    let until = if name.from >= clause.to { name.to } else { clause.to.min(name.to.max(verb)) };
    // Whose words they are says nothing of who takes part.
    let said_from = behind_speaker(line, sentence.0, clause.from);
    let part_from = part_from.max(said_from);
    cities_in(line, clause.from, until, &mut cities);
    let pronoun = |words: &[&str]| line.has(part_from, clause.to, words);
    let pair = pronoun(&PAIR) || pronoun(&SEVERAL);
    let joint = is_joint(line, part_from, until) || is_joint(line, name.from, name.to);
    if let Some(own) = own_of_list(line, clause, name).filter(|_| !joint) {
        return company(line, own, clause.from, verb, false);
    }
    // 川渝两地: the parts of the country themselves.
    if pair && let Some(own) = provinces_of_pair(line, part_from, clause.to) {
        return company(line, own, clause.from, verb, true);
    }
    let fewer = how_many(line, part_from, clause.to).is_some_and(|n| n > cities.len() && n == cast.about.len());
    if pair && (cities.len() < 2 || fewer) {
        let mut before = Vec::new();
        cities_in(line, sentence.0, clause.to, &mut before);
        let number = how_many(line, part_from, clause.to);
        let sized = number.and_then(|n| cast.sized.get(n)).filter(|sized| !sized.is_empty());
        let named = if before.len() >= 2 && !fewer && number.is_none_or(|n| n == before.len() || sized.is_none()) {
            before
        } else if cast.ago == 0 && cast.together.len() == 2 && !fewer && line.has(part_from, clause.to, &["双方"]) {
            cast.together.clone()
        } else if cast.about.len() >= 2 && how_many(line, part_from, clause.to).is_none_or(|n| n == cast.about.len()) {
            cast.about.clone()
        } else if let Some(sized) = sized {
            sized.clone()
        } else if cast.together.is_empty() {
            cast.primary.clone()
        } else {
            cast.together.clone()
        };
        add(&mut cities, named);
    }
    if cities.len() < 2 {
        cities_in(line, part_from, clause.from, &mut cities);
    }
    // 甲学院, 乙港: a body that bears the name of a city the article is about, where no place stands in the text.
    let g = gazetteer();
    let borne = |city: &PlaceId| {
        let at = line.find(clause.from, until, &[g.get(*city).short.as_str()]);
        at.is_some_and(|at| at < until && !matches!(line.at(at.wrapping_sub(1)), '在' | '于' | '到' | '赴' | '至'))
    };
    if cities.len() < 2 {
        let bodies: Vec<PlaceId> = cast.about.iter().copied().filter(borne).collect();
        add(&mut cities, bodies);
    }
    // 记者从甲市法院获悉,该院与乙市…: the body just named.
    const OWN: [&str; 16] = [
        "该院",
        "该校",
        "该局",
        "该馆",
        "该集团",
        "该公司",
        "该市",
        "该县",
        "该区",
        "该州",
        "该港",
        "该行",
        "我院",
        "我校",
        "我局",
        "我馆",
    ];
    if let Some(at) = line.find(clause.from, verb.max(clause.from), &OWN).filter(|&at| at < verb) {
        let mut before = Vec::new();
        cities_in(line, sentence.0, at, &mut before);
        add(&mut cities, before.into_iter().take(1));
    }
    let named = cities.len();
    let home_acts = pronoun(&HOME) || own_office(line, part_from, clause.to);
    if home_acts && let Some(home) = cast.home {
        // 我市与乙市: whoever is named is the partner, though the article speaks of it more often.
        match cast.about.as_slice() {
            [one, other] if cities == [home] && partner_named(line, clause) => {
                let partner = if home == *one { *other } else { *one };
                cities.push(partner);
            }
            _ => add(&mut cities, [home]),
        }
    }
    if cities.is_empty() {
        cities_in(line, said_from, clause.to, &mut cities);
    }
    if cities.is_empty() && cast.about.len() < 2 {
        cities_in(line, sentence.0, clause.to, &mut cities);
    }
    // 党中央提出推动…双城经济圈建设: the part of the country that is spoken of.
    if cities.is_empty() && line.has(sentence.0, clause.to, &CENTRE) {
        let mut region = Vec::new();
        cities_of_regions(line, part_from, sentence.1, &mut region);
        if region.len() >= 2 {
            return company(line, region, clause.from, verb, true);
        }
    }
    let nobody = cities.is_empty();
    let mut inherited = false;
    if nobody {
        let ours = !cast.before.is_empty() && cast.before.iter().all(|city| cast.about.contains(city));
        let near = cast.before.len() >= 2 && ours;
        let of = if near || cast.about.is_empty() || ours && !cast.even { &cast.before } else { &cast.about };
        inherited = !of.iter().all(|city| cast.about.contains(city));
        cities.extend(of.iter().take(4));
    }
    // An article about a few cities tells of them together where it names none, or one and says that it is shared.
    let shared = || {
        name.kind == Kind::Agreement
            || joint
            || line.has(name.from, name.to, &["至"])
            || line.has(name.from, name.to, &["都市圈"])
            || nobody && cast.even
            || only_where(line, part_from, clause, name)
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
    if partner && let Some(home) = cast.home {
        add(&mut cities, [home]);
    }
    let of_them = cities.iter().all(|city| cast.about.contains(city));
    let acts_alone =
        home_acts && !line.has(clause.from, verb.max(clause.from) + 2, &["共同", "联合", "共建", "合建", "合办"]);
    // 武汉都市圈推进会在鄂州召开: where it is held says not who is there.
    let region = line.has(name.from, name.to, &["都市圈"]) && cities.len() < cast.about.len();
    if (cities.len() < 2 || region) && shared() && of_them && !acts_alone {
        add(&mut cities, cast.about.iter().copied());
    }
    // 协同开展…: with whom was said just before.
    if cities.len() < 2 && joint && cast.lately.len() >= 2 && cities.iter().all(|city| cast.lately.contains(city)) {
        add(&mut cities, cast.lately.iter().copied());
    }
    // Nobody is named before the verb: the article's own city acts.
    let actor = line.spots.iter().any(|spot| {
        let before = !matches!(line.at(spot.start.wrapping_sub(1)), '与' | '和' | '同' | '对');
        let mut named = Vec::new();
        cities_in(line, spot.start, spot.end, &mut named);
        spot.start >= part_from && spot.end <= verb && before && !named.is_empty()
    });
    // 还将共同推进甲乙快线: those who share it are those whom the article is about.
    let in_name = || {
        let mut own = Vec::new();
        cities_in(line, name.from, name.to, &mut own);
        own.len() == cities.len()
    };
    if !actor && !pair && cities.len() >= 2 && line.has(part_from, name.from, &["共同"]) && in_name() {
        add(&mut cities, cast.about.iter().copied());
    }
    if !actor
        && cities.len() < 2
        && let Some(home) = cast.home
    {
        add(&mut cities, [home]);
    }
    if cities.is_empty() {
        cities_in(line, sentence.0, sentence.1, &mut cities);
    }
    // 利益共享机制 is a thing to have; 共建平台 somebody does with somebody.
    let acts_together = is_joint(line, part_from, name.from)
        || line.has(name.from, name.to, &["跨市", "跨省", "跨界", "边界", "毗邻", "同城"]);
    let mut beside = Vec::new();
    cities_in(line, part_from, part_to, &mut beside);
    let together = acts_together || cities.len() >= 2 && (named >= 2 || pair || !inherited) || beside.len() >= 2;
    company(line, cities, clause.from, verb, together)
}

/// Inside 《…》.
fn in_title(line: &Line<'_>, at: usize) -> bool {
    line.group(at).is_some_and(|end| line.at(end - 1) == '》')
}

/// Somebody does it with somebody: 合建, but not 配合建立.
fn is_joint(line: &Line<'_>, from: usize, to: usize) -> bool {
    static FIRSTS: LazyLock<Seen> = LazyLock::new(|| Seen::first_of(&JOINT));
    if !line.has(from, to, &JOINT) && !line.has(from, to, &["合建"]) {
        return false;
    }
    (from..to).any(|at| {
        let joint = line.begins_with(at, &JOINT, &FIRSTS).is_some_and(|length| at + length <= to)
            || line.starts(at, "合建") && at + 2 <= to && line.at(at.wrapping_sub(1)) != '配';
        joint && !in_title(line, at)
    })
}

fn company(line: &Line<'_>, mut cities: Vec<PlaceId>, from: usize, verb: usize, together: bool) -> Company {
    let g = gazetteer();
    cities.sort_by_key(|&city| (g.get(city).adcode, city));
    let mut parties: Vec<Party> = cities.into_iter().map(Party::City).collect();
    parties.extend(bodies(line, from, verb).into_iter().map(Party::Body));
    Company { parties, together }
}

fn add(cities: &mut Vec<PlaceId>, more: impl IntoIterator<Item = PlaceId>) {
    for city in more {
        if !cities.contains(&city) {
            cities.push(city);
        }
    }
}

/// 川渝两地: cities among the provinces that are named with a pronoun of two, when there is one.
fn provinces_of_pair(line: &Line<'_>, from: usize, to: usize) -> Option<Vec<PlaceId>> {
    let g = gazetteer();
    let at = line.find(from, to, &PAIR)?;
    let spot = line.spots.iter().find(|spot| spot.end == at && spot.mention.form == Form::Abbreviated)?;
    let places = &spot.mention.places;
    if places.len() < 2 || !places.iter().any(|&place| g.get(place).level == Level::Province) {
        return None;
    }
    let mut cities = Vec::new();
    add(&mut cities, places.iter().filter_map(|&place| g.city_of(place)));
    (!cities.is_empty()).then_some(cities)
}

/// The cities in whose name a part of the country is called: 甲乙地区双城经济圈.
fn cities_of_regions(line: &Line<'_>, from: usize, to: usize, cities: &mut Vec<PlaceId>) {
    let g = gazetteer();
    let spots = line.spots.iter().filter(|spot| spot.start >= from && spot.end <= to && is_region(line, spot.end));
    for spot in spots {
        let places = spot.mention.places.iter();
        add(cities, places.filter_map(|&place| g.city_of(place)));
    }
}

/// 与乙市: somebody is named as the one it is done with.
pub(super) fn partner_named(line: &Line<'_>, clause: Clause) -> bool {
    let mut spots = line.spots.iter().filter(|spot| spot.start >= clause.from && spot.end <= clause.to);
    spots.any(|spot| matches!(line.at(spot.start.wrapping_sub(1)), '与' | '和' | '同'))
}

/// How many 三地, 四市 are; two for 两地 and 双方.
fn how_many(line: &Line<'_>, from: usize, to: usize) -> Option<usize> {
    const NUMBERS: [(&str, usize); 7] = [("两", 2), ("双", 2), ("三", 3), ("四", 4), ("五", 5), ("六", 6), ("七", 7)];
    let first = |words: &[&str]| line.find(from, to, words);
    let at = first(&PAIR).into_iter().chain(first(&SEVERAL)).min()?;
    NUMBERS.iter().find(|(word, _)| line.starts(at, word)).map(|&(_, count)| count)
}

/// The first characters of the names of cities.
pub(super) fn initials_of(parties: &[Party]) -> Vec<char> {
    let g = gazetteer();
    let first = |party: &Party| match party {
        Party::City(city) => g.get(*city).name.chars().next(),
        Party::Body(_) => None,
    };
    parties.iter().filter_map(first).collect()
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
