//! Parts of a sentence that say whose the doing is: who speaks, whose office acts, what lies where, which bodies bear full names.

use super::{
    Kind, cast::Cast, clause::Clause, name::Name, parties::cities_in, sentence::Line, subject::opening, wordlist::Words,
};
use crate::place::{Form, PlaceId, gazetteer};

/// 市科技局 without a city is the article's own.
pub(super) fn own_office(line: &Line<'_>, from: usize, to: usize) -> bool {
    (from..to).any(|at| {
        line.at(at) == '市'
            && matches!(
                line.at(at.wrapping_sub(1)),
                '\0' | ',' | ' ' | ':' | '。' | '\u{3000}' | ';' | '和' | '\u{3001}' | '动'
            )
            && line.at(at + 1) != '场'
            && line.at(at + 1) != '民'
    })
}

/// Behind 某局负责人介绍, where what was said begins.
pub(super) fn behind_speaker(line: &Line<'_>, from: usize, to: usize) -> usize {
    static SPEAKS: Words = Words::new(&[
        "介绍",
        "表示",
        "说",
        "透露",
        "指出",
        "告诉记者",
        "称",
        "解释",
        "坦言",
        "强调",
        "认为",
        "披露",
        "说明",
        "回应",
    ]);
    let mark = |at: &usize| matches!(line.at(*at), ',' | ':') && line.ends_in(*at, &SPEAKS);
    (from..to).rev().find(mark).map_or(from, |at| at + 1)
}

/// 甲县丙园、乙县丁路: each of a list of things that lie somewhere is of its own place.
pub(super) fn own_of_list(line: &Line<'_>, clause: Clause, name: Name) -> Option<Vec<PlaceId>> {
    if !matches!(name.kind, Kind::Project | Kind::Platform | Kind::Institution) {
        return None;
    }
    let parts = |at: usize| matches!(line.at(at), '\u{3001}' | '和' | '及');
    let opens = |from: usize| from == opening(line, clause) || parts(from.wrapping_sub(1));
    let items = line
        .spots
        .iter()
        .filter(|spot| spot.start >= clause.from && spot.end < clause.to && opens(spot.start) && !parts(spot.end));
    let (mut count, mut own) = (0, false);
    for spot in items {
        // 甲市和乙市签署: who does it.
        let thing = line.heads.iter().find(|head| head.start >= spot.end && head.end <= clause.to);
        let thing = thing.is_some_and(|head| (spot.end..head.start).all(|at| !parts(at)));
        count += usize::from(thing);
        own |= thing && spot.start == name.from;
    }
    let mut cities = Vec::new();
    cities_in(line, name.from, name.to, &mut cities);
    (own && count >= 2 && !cities.is_empty()).then_some(cities)
}

/// Companies and universities named with a full name before the verb.
pub(super) fn bodies(line: &Line<'_>, from: usize, to: usize) -> Vec<String> {
    static ENDS: Words = Words::new(&["有限公司", "股份公司", "集团公司", "大学", "银行", "集团"]);
    let mut found = Vec::new();
    if !line.has(from, to, &ENDS) {
        return found;
    }
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

/// 在丙县举行: the only place that is named says where, not who, and the name has none of its own.
pub(super) fn only_where(line: &Line<'_>, from: usize, clause: Clause, name: Name) -> bool {
    let mut spots = line.spots.iter().filter(|spot| spot.start >= from && spot.end <= clause.to).peekable();
    let named = spots.peek().is_some();
    named
        && spots.all(|spot| {
            let where_it_is = matches!(line.at(spot.start.wrapping_sub(1)), '在' | '于')
                || ["落户", "选址", "选在", "设在", "落在", "轮到", "轮由"]
                    .iter()
                    .any(|word| line.ends(spot.start, word));
            where_it_is && !(name.from <= spot.start && spot.end <= name.to)
        })
}

/// What a scholar or somebody in the street says names cities that have no part in what is told around it.
pub(super) fn is_remark(line: &Line<'_>) -> bool {
    static WHO: Words =
        Words::new(&["教授", "学者", "专家", "研究员", "副研究员", "网友", "民众", "市民", "评论员", "研究所"]);
    static SAYS: Words =
        Words::new(&["认为", "表示", "指出", "建议", "分析", "直言", "呼吁", "提醒", "说,", "说:", "看来"]);
    line.has(line.from, line.to, &WHO) && line.has(line.from, line.to, &SAYS)
}

/// Farther apart, two cities are only the ends of a line.
const FAR_KM: f32 = 450.0;

/// What keeps the name it was given when others had a part in it.
static PARKS: Words = Words::new(&["产业园", "园区", "开发区", "工业园", "物流园", "创新园"]);

/// What is called after the cities that it joins.
pub(super) static LINES: Words =
    Words::new(&["高铁", "铁路", "高速", "客专", "客运专线", "普速", "公路", "线", "大通道"]);

/// 沪昆高铁 in a text of 上饶: cities that stand only in the name of a line between ends far apart, and nowhere in the text.
pub(super) fn strangers(line: &Line<'_>, (from, to): (usize, usize), name: Name, cast: &Cast) -> Vec<PlaceId> {
    let named = &cast.named;
    let g = gazetteer();
    let mut found = Vec::new();
    let inside = line.spots.iter().filter(|spot| spot.start >= from && spot.end <= to);
    for spot in inside.filter(|spot| spot.mention.form == Form::Abbreviated && line.one_of(spot.end, &LINES).is_some())
    {
        let cities: Vec<PlaceId> = spot.mention.places.iter().filter_map(|&place| g.city_of(place)).collect();
        let centre = |city: &PlaceId| g.get(*city).centre;
        let far = cities
            .iter()
            .any(|a| cities.iter().any(|b| centre(a).zip(centre(b)).is_some_and(|(a, b)| distance_km(a, b) > FAR_KM)));
        // 京哈高速哈尔滨至长春段: the name itself says which part of the line it is. 渝昆高铁 in a text of 重庆 is of both ends.
        let part = name.from <= spot.start
            && line.spots.iter().any(|s| s.start > spot.end && s.end <= name.to && s.mention.form == Form::Named);
        let far = far && (part || cities.iter().all(|city| !named.contains(city)));
        found.extend(cities.into_iter().filter(|city| far && !named.contains(city)));
    }
    // 苏锡通园区 in a text of 苏州 and 南通: whose letter stands in the name alone.
    for spot in line.spots.iter().filter(|spot| spot.start >= name.from && spot.end <= name.to) {
        let cities: Vec<PlaceId> = spot.mention.places.iter().filter_map(|&place| g.city_of(place)).collect();
        let two = cities.iter().filter(|city| named.contains(city)).count() + 1 == cities.len();
        let park = (spot.end..spot.end + 8).any(|at| line.one_of(at, &PARKS).is_some());
        if spot.mention.form == Form::Abbreviated && cities.len() > 2 && two && park {
            found.extend(cities.into_iter().filter(|city| !named.contains(city)));
        }
    }
    found
}

/// How far apart two points are, near enough for towns of one country.
fn distance_km(a: (f32, f32), b: (f32, f32)) -> f32 {
    let north = (a.0 - b.0) * 111.0;
    let east = (a.1 - b.1) * 111.0 * ((a.0 + b.0) / 2.0).to_radians().cos();
    north.hypot(east)
}

/// 甲市交通局表示,还将建设乙高速: nobody else is named before the verb, so the bureau's own city does it.
pub(super) fn bureau_that_builds(line: &Line<'_>, sentence: usize, clause: Clause, verb: usize) -> Option<PlaceId> {
    static BUREAUS: Words = Words::new(&["局", "委", "办", "厅", "政府", "市长", "县长", "书记", "指挥部"]);
    let said = behind_speaker(line, sentence, clause.from);
    let speaker = line.spots.iter().find(|spot| spot.start >= sentence && spot.end < said)?;
    let office = line.has(speaker.end, said, &BUREAUS) && !line.has(speaker.end, said, &["铁路局", "集团"]);
    let other = line.spots.iter().any(|spot| spot.start >= said && spot.end <= verb)
        || line.has(said, verb, &["两市", "两地", "双方", "三市", "三地", "四市", "两县", "省"]);
    let builds = line.verbs.iter().any(|v| v.start == verb && v.value.object)
        && line.has(said, verb, &["将", "拟", "计划", "要"]);
    let near = verb >= said && verb < clause.to && clause.from <= said + 1;
    if said == sentence || !office || other || !builds || !near {
        return None;
    }
    gazetteer().city_of(*speaker.mention.places.first()?)
}

/// 甲市环保局表示: whose bureau speaks in what stands before `said`.
pub(super) fn of_bureau(line: &Line<'_>, sentence: usize, said: usize) -> Option<PlaceId> {
    static BUREAUS: Words = Words::new(&["局", "委", "办", "厅", "政府", "市长", "县长", "院", "管委会"]);
    if said <= sentence {
        return None;
    }
    let mut spots = line.spots.iter().filter(|spot| spot.start >= sentence && spot.end < said);
    let speaker = spots.next_back()?;
    let one = spots.next().is_none();
    let near = line.has(speaker.end, said.min(speaker.end + 10), &BUREAUS);
    let shared = line.has(sentence, said, &["两市", "两地", "三市", "三地", "联合", "铁路局", "海关"]);
    if !one || !near || shared {
        return None;
    }
    gazetteer().city_of(*speaker.mention.places.first()?)
}

/// 钟祥环城公路计划启动: the thing bears the name of one place and opens the clause, so that it is told of that place alone.
pub(super) fn opens_with_own(line: &Line<'_>, clause: Clause, name: Name, verb: usize) -> bool {
    if !matches!(name.kind, Kind::Project | Kind::Platform) || verb < name.to || opening(line, clause) != name.from {
        return false;
    }
    let first = line.spots.iter().find(|spot| spot.start >= name.from && spot.end <= name.to);
    first.is_some_and(|spot| {
        let own = spot.start == name.from && spot.mention.form == Form::Named && spot.mention.places.len() == 1;
        // Each of the things before has a place of its own, or the clause is the first.
        own && line.at(name.to - 1) != '段'
            && line.heads.iter().any(|head| head.end <= clause.from && head.value.kind == Kind::Project)
    })
}

/// 由甲、乙两市口岸办联合主办: who runs it, in the clauses behind.
pub(super) fn who_runs(line: &Line<'_>, clause: Clause, rest: usize) -> Vec<PlaceId> {
    static RUNS: Words = Words::new(&[
        "主办", "承办", "合办", "联办", "共建", "共管", "联合", "共同", "合作", "合资", "出资", "各出", "各占", "各持",
    ]);
    let mut cities = Vec::new();
    let by = (clause.to..rest).find(|&at| line.at(at) == '由' && matches!(line.at(at.wrapping_sub(1)), ',' | ';'));
    let Some(by) = by.filter(|&by| line.spots.iter().any(|spot| spot.start == by + 1)) else { return cities };
    let end = (by..rest).find(|&at| matches!(line.at(at), ',' | ';' | '。')).unwrap_or(rest);
    if line.has(by, end, &RUNS) {
        cities_in(line, by, end, &mut cities);
    }
    if cities.len() < 2 { Vec::new() } else { cities }
}
