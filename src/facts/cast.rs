//! Whom an article has named so far, and the words that mean them: 两地, 三个市县, 四市, 成员城市.

use std::{collections::HashMap, sync::LazyLock};

use super::{Party, sentence::Line, whose::is_remark, wordlist::Words};
use crate::{
    place::{Level, PlaceId, Tagging, gazetteer},
    text::reader::han_digit,
};

/// Longer lists than this are told one by one and not spoken of by their number.
const MOST_LISTED: usize = 10;

/// Of so many sentences it is remembered who was named together.
const LATELY: usize = 4;

/// Cities by their short names, those left out that bear the name of a province (吉林大学 is in 长春).
static SEATS: LazyLock<HashMap<&str, PlaceId>> = LazyLock::new(|| {
    let g = gazetteer();
    let provinces: Vec<&str> =
        g.iter().filter(|(_, p)| p.level == Level::Province).map(|(_, p)| p.short.as_str()).collect();
    let cities = g.iter().filter(|(id, p)| {
        let own = p.level == Level::City;
        own && (!provinces.contains(&p.short.as_str())
            || g.province_of(*id).is_some_and(|up| g.get(up).adcode == p.adcode))
    });
    cities.map(|(id, place)| (place.short.as_str(), id)).collect()
});

/// What the article has named so far.
#[derive(Debug, Default)]
pub(super) struct Cast {
    /// The article's own city: what 我市 means.
    pub(super) home: Option<PlaceId>,
    /// The cities it is about.
    pub(super) primary: Vec<PlaceId>,
    /// The same when they are few: what such an article tells without a name it tells of them together.
    pub(super) about: Vec<PlaceId>,
    /// They are named about equally often, so that what names none is of them all.
    pub(super) even: bool,
    /// The cities that stand in the text by name.
    pub(super) named: Vec<PlaceId>,
    /// The last two or more cities named together.
    pub(super) together: Vec<PlaceId>,
    /// The last two, three, four… named together: what 三市 means.
    pub(super) sized: [Vec<PlaceId>; 8],
    /// The cities of the sentence before.
    pub(super) before: Vec<PlaceId>,
    /// The same, when it was within few sentences.
    pub(super) lately: Vec<PlaceId>,
    /// How many sentences ago.
    pub(super) ago: usize,
    /// The lists that the article gives: 甲、乙和丙三市 means them wherever 三市 stands. By how many places were listed, which may be
    /// counties of fewer cities.
    pub(super) listed: [Vec<PlaceId>; MOST_LISTED],
    /// The last of them, or of three or more places without their number: what 成员城市 means.
    pub(super) members: Vec<PlaceId>,
    /// Where bodies stand that have their name from a city, which the tagger refuses as a place: 武汉大学, 天津港集团.
    pub(super) seats: Vec<(usize, PlaceId)>,
}

impl Cast {
    pub(super) fn new(tagging: &Tagging, text: &str) -> Self {
        let primary: Vec<PlaceId> = tagging.cities.iter().filter(|city| city.primary).map(|city| city.place).collect();
        // One that is named a third as often as the first is a partner, half as often its equal; the others are guests.
        let count = |c: &crate::place::CityCount| c.named + c.abbreviated;
        let most = tagging.cities.iter().filter(|c| c.primary).map(count).max().unwrap_or(0);
        let often = tagging.cities.iter().filter(|c| c.primary && count(c) * 3 >= most);
        let even = often.clone().all(|c| count(c) * 2 >= most);
        let about: Vec<PlaceId> = often.map(|c| c.place).collect();
        let about = if (2..=4).contains(&about.len()) { about } else { Vec::new() };
        let named = tagging.cities.iter().filter(|c| c.named > 0).map(|c| c.place).collect();
        let bodies = tagging.rejected.iter().filter(|rejected| matches!(rejected.rule, "school" | "company"));
        let seats = bodies
            .filter_map(|rejected| {
                let name = rejected.span.of(text);
                SEATS.get(name).map(|&city| (rejected.span.start, city))
            })
            .collect();
        Self { named, home: primary.first().copied(), primary, about, even, seats, ..Self::default() }
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
        self.read_lists(line);
        self.leave_out(line);
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

    /// What 三市, 四地 or 成员城市 means, as far as the article has listed them.
    pub(super) fn of_number(&self, number: Option<usize>) -> Option<&Vec<PlaceId>> {
        match number {
            Some(number) => self.listed.get(number).filter(|listed| !listed.is_empty()),
            None => Some(&self.members).filter(|members| !members.is_empty()),
        }
    }

    /// 甲、乙和丙三市: a list with its number.
    fn read_lists(&mut self, line: &Line<'_>) {
        let g = gazetteer();
        let mut spots = line.spots.iter().peekable();
        while let Some(first) = spots.next() {
            let mut places = first.mention.places.clone();
            let mut end = first.end;
            let mut guest = first.guest;
            while let Some(next) = spots.next_if(|next| is_next(line, end, next.start)) {
                places.extend(&next.mention.places);
                guest |= next.guest;
                end = next.end;
            }
            places.dedup();
            let behind = end + usize::from(line.at(end) == '等' || line.at(end) == '这');
            let number = number_at(line, behind).filter(|&(count, _)| count == places.len() && count >= 3);
            if guest || number.is_none() && places.len() < 3 {
                continue;
            }
            let mut cities: Vec<PlaceId> = Vec::new();
            for city in places.iter().filter_map(|&place| g.city_of(place)) {
                if !cities.contains(&city) {
                    cities.push(city);
                }
            }
            if cities.len() < 2 {
                continue;
            }
            if let Some(slot) = self.listed.get_mut(places.len()).filter(|slot| number.is_some() || slot.is_empty()) {
                slot.clone_from(&cities);
            }
            self.members = cities;
        }
    }

    /// 并未把丙县列为成员: who is told to be no member is left out from now on.
    fn leave_out(&mut self, line: &Line<'_>) {
        static BEFORE: Words = Words::new(&["未把", "未将", "没有把", "没有将", "没把", "不含"]);
        static BEHIND: Words = Words::new(&[
            "没有加入",
            "未加入",
            "没加入",
            "并未加入",
            "尚未加入",
            "暂未加入",
            "没有参加",
            "未参加",
            "并未参加",
            "不在其中",
            "不在其列",
            "不在此列",
            "不是成员",
            "并非成员",
        ]);
        for spot in line.spots.iter() {
            let out = line.ends_in(spot.start, &BEFORE) || line.one_of(spot.end, &BEHIND).is_some();
            let city = spot.mention.places.first().and_then(|&place| gazetteer().city_of(place));
            if let Some(city) = city.filter(|_| out && self.about.len() > 2) {
                self.about.retain(|&one| one != city);
            }
        }
    }
}

/// Between two places of a list: 、, 和, 与, 及 or 以及.
fn is_next(line: &Line<'_>, end: usize, start: usize) -> bool {
    start == end + 1 && matches!(line.at(end), '\u{3001}' | '和' | '与' | '及')
        || start == end + 2 && line.starts(end, "以及")
}

/// Words for two.
static PAIR: Words = Words::new(&["两地", "双方", "两市", "两区", "两县", "两城", "两家"]);
/// Words for all, without their number.
static ALL: Words = Words::new(&["各方", "多地", "成员城市", "成员单位", "各成员", "各城市", "沿线城市"]);

/// A word that means several who were named before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Several {
    /// Where it stands.
    pub(super) at: usize,
    /// How many they are, when it says so.
    pub(super) count: Option<usize>,
}

/// The first word in `from..to` that means several.
pub(super) fn several(line: &Line<'_>, from: usize, to: usize) -> Option<Several> {
    let all = line.find(from, to, &ALL).map(|at| Several { at, count: None });
    let counted = (from..to).find_map(|at| {
        number_at(line, at).filter(|&(_, end)| end <= to).map(|(count, _)| Several { at, count: Some(count) })
    });
    match (all, counted) {
        (Some(all), Some(counted)) if all.at < counted.at => Some(all),
        (all, counted) => counted.or(all),
    }
}

/// 三市, 三个市县, 四座城市, 两家 at `at`: how many, and where the word ends.
fn number_at(line: &Line<'_>, at: usize) -> Option<(usize, usize)> {
    let count = match line.at(at) {
        '双' => 2,
        c => han_digit(c).filter(|&count| count > 1)? as usize,
    };
    // 第三方, 十三市, 三四家.
    let before = line.at(at.wrapping_sub(1));
    if "第十百千万亿近".contains(before) || han_digit(before).is_some() {
        return None;
    }
    if count == 2 {
        let length = line.one_of(at, &PAIR)?;
        let house = line.at(at + 1) == '家';
        return (!house || acts(line, at + length)).then_some((2, at + length));
    }
    let unit = at + 1 + usize::from(matches!(line.at(at + 1), '个' | '座'));
    static UNITS: Words = Words::new(&[
        "市县", "县市", "县区", "区县", "州市", "市州", "城市", "市(州)", "地", "市", "县", "区", "州", "城", "方",
        "家", "旗",
    ]);
    let end = unit + line.one_of(unit, &UNITS)?;
    let other = match line.at(end - 1) {
        '地' => matches!(line.at(end), '块' | '点' | '区' | '面'),
        '市' => matches!(line.at(end), '场' | '民' | '值'),
        '区' => matches!(line.at(end), '块' | '间' | '域'),
        '方' => matches!(line.at(end), '面' | '案' | '向' | '式' | '位' | '米' | '法' | '针'),
        '家' => !acts(line, end),
        _ => false,
    };
    (!other).then_some((count, end))
}

/// 三家合建: what they do follows, and no noun.
fn acts(line: &Line<'_>, at: usize) -> bool {
    matches!(
        line.at(at),
        '合' | '共'
            | '都'
            | '各'
            | '约'
            | '分'
            | '联'
            | '商'
            | '下'
            | '今'
            | '明'
            | '将'
            | '已'
            | '拟'
            | '要'
            | '拿'
            | '轮'
            | '也'
            | '就'
            | '还'
            | '说'
            | '签'
    )
}
