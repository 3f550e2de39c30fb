//! Who takes part: the cities named around a verb, 两地 and 我市 as what they stand for, other bodies by their printed names.

use super::{
    Kind, Party,
    cast::{Cast, Several, several},
    clause::Clause,
    guests::is_venue,
    name::Name,
    sentence::{Line, Spot},
    subject::opening,
    whose::{
        LINES, behind_speaker, bodies, bureau_that_builds, of_bureau, only_where, opens_with_own, own_of_list,
        own_office, strangers, who_runs,
    },
    wordlist::Words,
};
use crate::place::{Form, Level, PlaceId, gazetteer};

/// Words that say that several do it, or that it lies between them.
static JOINT: Words = Words::new(&[
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
]);
/// Who speaks for the whole country.
static CENTRE: Words = Words::new(&["党中央", "国务院", "中央财经", "中央政治局"]);
static HOME: Words = Words::new(&[
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
]);

/// Adds the cities of the mentions in `from..to`, provinces and mere regions left out.
pub(super) fn cities_in(line: &Line<'_>, from: usize, to: usize, cities: &mut Vec<PlaceId>) {
    cities_where(line, from, to, cities, |_| true);
}

/// The same of those mentions that `keep` lets pass.
fn cities_where(line: &Line<'_>, from: usize, to: usize, cities: &mut Vec<PlaceId>, keep: impl Fn(&Spot<'_>) -> bool) {
    let g = gazetteer();
    for (i, spot) in line.spots.iter().enumerate().filter(|(_, spot)| spot.start >= from && spot.end <= to) {
        if spot.guest || !keep(spot) || is_region(line, spot.end) && spot.mention.form == Form::Abbreviated {
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
    static REGIONS: Words = Words::new(&[
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
    ]);
    line.one_of(end, &REGIONS).is_some()
}

/// Who takes part in a fact, and whether its sentence says that several do.
pub(super) struct Company {
    pub(super) parties: Vec<Party>,
    pub(super) together: bool,
}

/// So many of those named before may be meant where nobody is named.
const MOST_INHERITED: usize = 7;

/// The cities of a fact.
pub(super) fn of_fact(
    line: &Line<'_>,
    cast: &Cast,
    sentence: (usize, usize),
    clause: Clause,
    part: (usize, usize),
    verb: usize,
    (name, until): (Name, usize),
) -> Company {
    let mut company = all_of_fact(line, cast, sentence, clause, part, verb, (name, until));
    without_venues(line, sentence, &mut company.parties);
    let strangers = strangers(line, sentence, name, cast);
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
    (name, rest): (Name, usize),
) -> Company {
    let mut cities = Vec::new();
    // A decision may stand in the clause behind the one that says who decides.
    let until = if name.from >= clause.to { name.to } else { clause.to.min(name.to.max(verb)) };
    // Whose words they are says nothing of who takes part.
    let said_from = behind_speaker(line, sentence.0, clause.from);
    let part_from = part_from.max(said_from);
    // 甲乙高速接入丙丁高速: a line whose own name says which cities it joins is not of those of another line.
    let mut ends = Vec::new();
    cities_in(line, name.from, name.to, &mut ends);
    let joins = ends.len() >= 2 && name.kind == Kind::Project;
    let mine = |spot: &Spot<'_>| !(joins && is_other_line(line, spot, name));
    cities_where(line, clause.from, until, &mut cities, mine);
    seats(line, cast, clause, verb, said_from, &mut cities);
    let several = several(line, part_from, clause.to);
    let pair = several.is_some();
    let number = several.and_then(|several| several.count);
    let joint = is_joint(line, part_from, until) || is_joint(line, name.from, name.to);
    if let Some(own) = own_of_list(line, clause, name).filter(|_| !joint) {
        return company(line, own, clause.from, verb, false);
    }
    // 川渝两地: the parts of the country themselves.
    if let Some(own) = several.and_then(|several| provinces_of_pair(line, part_from, several)) {
        return company(line, own, clause.from, verb, true);
    }
    let listed = several.and_then(|several| cast.of_number(several.count));
    let fewer = number.is_some_and(|n| n > cities.len() && (n == cast.about.len() || n > 2 && listed.is_some()));
    if pair && (cities.len() < 2 || fewer) {
        let mut before = Vec::new();
        cities_in(line, sentence.0, clause.to, &mut before);
        let sized = number.and_then(|n| cast.sized.get(n)).filter(|sized| !sized.is_empty());
        let enough = before.len() >= 2 && !fewer && number.is_none_or(|n| n == before.len() || sized.is_none());
        let named = if enough || number == Some(before.len()) {
            before
        } else if let Some(listed) = listed {
            listed.clone()
        } else if cast.ago == 0 && cast.together.len() == 2 && !fewer && line.has(part_from, clause.to, &["双方"]) {
            cast.together.clone()
        } else if cast.about.len() >= 2 && number.is_none_or(|n| n == cast.about.len()) {
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
    // 他们与丁市的同行签订…: who was named before.
    if let Some(at) = line.find(part_from, verb, &["他们", "她们"]) {
        let mut before = Vec::new();
        cities_in(line, sentence.0, at, &mut before);
        add(&mut cities, if before.is_empty() { cast.before.clone() } else { before });
    }
    let own = opens_with_own(line, clause, name, verb) && !pair;
    // 甲桥正在架梁,乙园上月投产: what lies in a place is of that place, and the clauses before speak of other things.
    if cities.len() < 2 && !own {
        cities_where(line, part_from, clause.from, &mut cities, mine);
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
    static OWN: Words = Words::new(&[
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
    ]);
    if let Some(at) = line.find(clause.from, verb.max(clause.from), &OWN).filter(|&at| at < verb) {
        let mut before = Vec::new();
        cities_in(line, sentence.0, at, &mut before);
        add(&mut cities, before.into_iter().take(1));
    }
    let named = cities.len();
    let home_acts = line.has(part_from, clause.to, &HOME) || own_office(line, part_from, clause.to);
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
    // 甲市环保局表示,…启用: the bureau speaks of what is its own, where nothing says that it is shared.
    let bureau = of_bureau(line, sentence.0, said_from)
        .filter(|_| cities.is_empty() && !joint && !pair && name.kind != Kind::Target);
    if let Some(city) = bureau {
        cities.push(city);
        initials(line, cast, name, &mut cities);
        return company(line, cities, clause.from, verb, false);
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
    let behind = several_behind(line, clause, rest);
    let nobody = cities.is_empty();
    // 建成后覆盖四市: who they are was listed before.
    if let Some(listed) = behind.filter(|_| nobody).and_then(|n| cast.of_number(Some(n))) {
        cities.clone_from(listed);
    }
    let nobody = cities.is_empty();
    let mut inherited = false;
    if nobody {
        let ours = !cast.before.is_empty() && cast.before.iter().all(|city| cast.about.contains(city));
        let near = cast.before.len() >= 2 && ours;
        let of = if near || cast.about.is_empty() || ours && !cast.even { &cast.before } else { &cast.about };
        inherited = !of.iter().all(|city| cast.about.contains(city));
        cities.extend(of.iter().take(MOST_INHERITED));
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
    add(&mut cities, who_runs(line, clause, rest));
    // 四市的院校加入: how many share it is said behind.
    if let Some(behind) = behind.filter(|n| *n > cities.len()) {
        let about = Some(&cast.about).filter(|about| about.len() == behind);
        let all = cast.of_number(Some(behind)).or(about);
        if let Some(all) = all.filter(|all| cities.iter().all(|city| all.contains(city))) {
            add(&mut cities, all.iter().copied());
        }
    }
    // 与丙市等市联防: whoever is named is the partner.
    let first = line.spots.iter().find(|spot| spot.start >= clause.from && spot.end <= verb.max(name.from));
    let partner = first.is_some_and(|spot| {
        let at = spot.start;
        let with =
            ["与", "同", "联合", "携手"].iter().find(|word| line.ends(at, word)).map(|word| word.chars().count());
        with.is_some_and(|length| opening(line, clause) + length >= at)
    });
    // 到苏州考察后,与南充市签订: who was only visited is none of them.
    let beside = |city: PlaceId| {
        let of = |spot: &Spot<'_>| spot.mention.places.iter().any(|&place| g.city_of(place) == Some(city));
        line.spots.iter().any(|spot| spot.guest && spot.start >= sentence.0 && spot.end <= sentence.1 && of(spot))
    };
    if partner && let Some(home) = cast.home.filter(|&home| !beside(home)) {
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
    if !line.has(from, to, &JOINT) && !line.has(from, to, &["合建"]) {
        return false;
    }
    (from..to).any(|at| {
        let joint = line.one_of(at, &JOINT).is_some_and(|length| at + length <= to)
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

/// Cities in the order of their codes, each once, then other bodies.
pub(super) fn in_order(parties: &mut Vec<Party>) {
    let g = gazetteer();
    parties.sort_by_key(|party| match party {
        Party::City(city) => (0, g.get(*city).adcode, Some(*city)),
        Party::Body(_) => (1, 0, None),
    });
    parties.dedup();
}

fn add(cities: &mut Vec<PlaceId>, more: impl IntoIterator<Item = PlaceId>) {
    for city in more {
        if !cities.contains(&city) {
            cities.push(city);
        }
    }
}

/// 川渝两地: cities among the provinces that are named with a pronoun of two, when there is one.
fn provinces_of_pair(line: &Line<'_>, from: usize, several: Several) -> Option<Vec<PlaceId>> {
    let g = gazetteer();
    let of = |spot: &&Spot<'_>| spot.start >= from && spot.end == several.at && spot.mention.form == Form::Abbreviated;
    let spot = line.spots.iter().find(of)?;
    let places = &spot.mention.places;
    if places.len() < 2 || !places.iter().any(|&place| g.get(place).level == Level::Province) {
        return None;
    }
    let mut cities = Vec::new();
    add(&mut cities, places.iter().filter_map(|&place| g.city_of(place)));
    (!cities.is_empty()).then_some(cities)
}

/// 张呼高铁: an abbreviation that names a line, outside the name.
fn is_other_line(line: &Line<'_>, spot: &Spot<'_>, name: Name) -> bool {
    let outside = spot.end <= name.from || spot.start >= name.to;
    outside && spot.mention.form == Form::Abbreviated && line.one_of(spot.end, &LINES).is_some()
}

/// 甲港集团与乙市政府签约: the city that a body has its name from, where the body does it with one that is named.
fn seats(line: &Line<'_>, cast: &Cast, clause: Clause, verb: usize, said: usize, cities: &mut Vec<PlaceId>) {
    if cast.seats.is_empty() || cities.len() != 1 {
        return;
    }
    let (from, to) = (line.byte(clause.from.max(said)), line.byte(verb.max(clause.from)));
    let first = cast.seats.partition_point(|&(at, _)| at < from);
    let inside = cast.seats.get(first..).unwrap_or_default().iter().take_while(|&&(at, _)| at < to);
    add(cities, inside.map(|&(_, city)| city));
}

/// 覆盖四市, 向两市供水: how many are named behind a thing by their number, before the next one.
fn several_behind(line: &Line<'_>, clause: Clause, rest: usize) -> Option<usize> {
    several(line, clause.to.min(rest), rest).and_then(|several| several.count)
}

/// 甲、乙两市的推介会在丙举行: where it is held is no partner, when others are named.
fn without_venues(line: &Line<'_>, (from, to): (usize, usize), parties: &mut Vec<Party>) {
    let inside = || line.spots.iter().filter(|spot| spot.start >= from && spot.end <= to && !spot.guest);
    if parties.len() < 3 || !inside().any(|spot| is_venue(line, spot)) {
        return;
    }
    let g = gazetteer();
    let of = |spot: &Spot<'_>, city: PlaceId| spot.mention.places.iter().any(|&place| g.city_of(place) == Some(city));
    let only_venue = |party: &Party| match party {
        Party::City(city) => {
            let mut spots = inside().filter(|spot| of(spot, *city)).peekable();
            spots.peek().is_some() && spots.all(|spot| is_venue(line, spot))
        }
        Party::Body(_) => false,
    };
    let named = |party: &&Party| match party {
        Party::City(city) => inside().any(|spot| of(spot, *city)),
        Party::Body(_) => false,
    };
    if parties.iter().filter(|party| !only_venue(party)).filter(named).count() >= 2 {
        parties.retain(|party| !only_venue(party));
    }
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
