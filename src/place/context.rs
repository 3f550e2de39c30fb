//! Refusals: strings that are spelt like a place and mean something else, told by what stands beside them.

use std::{collections::BTreeSet, sync::LazyLock};

use super::{
    edge::{Edge, ends, opening, starts},
    gazetteer::{Level, NameKind, gazetteer},
    lexicon::lexicon,
    matcher::{Hit, Meaning},
    named_after,
    persons::{Surname, is_surname, may_be_surname, signs, surname_at_end},
    prepared::{Prepared, is_han},
};
use crate::text::classes::Classes;

const WORDS: &str = include_str!("data/context.tsv");

/// Weight of a word met about sixty times in the dictionary's source.
const RARE: f32 = -13.8;

/// Characters that make a landscape, a street or a village of the name before them; bits of [`SUFFIXES`].
const ROAD: u8 = 1;
const TOWN: u8 = 2;
const VILLAGE: u8 = 4;
const WATER: u8 = 8;
const HILL: u8 = 16;

static SUFFIXES: LazyLock<Classes> = LazyLock::new(|| {
    Classes::new()
        .with("路街巷弄道".chars(), ROAD)
        .with("镇乡村".chars(), TOWN)
        .with("寨屯沟坪坝堰桥塔关门洞".chars(), VILLAGE)
        .with("江河湖岛湾".chars(), WATER)
        .with("山峡岭峰溪泉潭池海".chars(), HILL)
});

/// Word lists by class.
struct Lists {
    school_kind: Edge,
    media: Edge,
    company: Edge,
    company_tail: Edge,
    road: Edge,
    town: Edge,
    history: Edge,
    foreign_before: Edge,
    person_title: Edge,
    speech_after: Edge,
}

fn lists() -> &'static Lists {
    static LISTS: LazyLock<Lists> = LazyLock::new(|| {
        let class = |wanted: &str| -> Vec<&'static str> {
            WORDS
                .lines()
                .filter_map(|line| line.split_once('\t'))
                .filter(|(class, _)| *class == wanted)
                .flat_map(|(_, words)| words.split(' '))
                .collect()
        };
        Lists {
            school_kind: Edge::first(class("school_kind")),
            media: Edge::first(class("media")),
            company: Edge::first(class("company")),
            company_tail: Edge::first(class("company_tail")),
            road: Edge::first(class("road")),
            town: Edge::first(class("town")),
            history: Edge::first(class("history")),
            foreign_before: Edge::last(class("foreign_before")),
            person_title: Edge::last(class("person_title")),
            speech_after: Edge::first(class("speech_after")),
        }
    });
    &LISTS
}

const DIGITS: [char; 13] = ['一', '二', '三', '四', '五', '六', '七', '八', '九', '十', '百', '千', '万'];

/// Last characters of words for people by what they do: 班长, 技术员, 菜农.
const TRADES: [char; 12] = ['长', '员', '师', '工', '手', '匠', '农', '民', '商', '贩', '嫂', '哥'];

fn is_official_next(after: &str) -> bool {
    after.starts_with(['市', '县', '区', '州', '省'])
}

/// Names of people in the text that hold a place name: 刘青川 when a 刘青川 speaks or bears a title somewhere.
pub(super) fn people(prepared: &Prepared, names: &[Hit]) -> BTreeSet<String> {
    let mut people = BTreeSet::new();
    let mut last = 0;
    for hit in names.iter().filter(|hit| hit.entry().chars == 2) {
        let before = prepared.before(hit.start);
        let glued = std::mem::replace(&mut last, hit.end) == hit.start;
        if !glued && is_borne(prepared, *hit) {
            let surname = before.chars().next_back().map_or(0, char::len_utf8);
            people.insert(prepared.slice(hit.start - surname, hit.end).to_owned());
            continue;
        }
        let Some(surname) = before.chars().next_back().filter(|&c| is_surname(c)) else { continue };
        let lead = prepared.before(hit.start - surname.len_utf8());
        // A name by itself or two run together, between other signs than characters: 、李新民、
        let alone = |text: &str, rest: &str| {
            let tail = rest.chars().take_while(|&c| is_han(c)).count();
            text.chars().next_back().is_none_or(|c| !is_han(c))
                && (tail == 0 || (tail == 3 && rest.chars().next().is_some_and(is_surname)))
        };
        if !"于向从和对任经".contains(surname) && alone(lead, prepared.after(hit.end)) {
            people.insert(format!("{surname}{}", prepared.slice(hit.start, hit.end)));
            continue;
        }
        let lead = lead.trim_end_matches(' ');
        let after = prepared.after(hit.end).trim_start_matches(' ');
        let lists = lists();
        let titled = ends(lead, &lists.person_title) || lead.ends_with(TRADES);
        let free = lead.chars().next_back().is_none_or(|c| !is_han(c)) || titled;
        // 于, 向 and others are surnames and words: 位于遂宁, 向遂宁介绍.
        let sure = !"于向从和对任经".contains(surname) && !is_official_next(after);
        let spoken = ["说:", "说,", "说。", "说道", "告诉记者", "表示,"].iter().any(|word| after.starts_with(word));
        if (titled && sure) || (free && starts(after, &lists.speech_after)) || (sure && spoken) {
            people.insert(format!("{surname}{}", prepared.slice(hit.start, hit.end)));
        }
    }
    people
}

/// True when a surname stands before the name and nothing speaks for the place: 司机陈台南.
fn is_borne(prepared: &Prepared, hit: Hit) -> bool {
    let Some((surname, sort)) = surname_at_end(prepared.before(hit.start)) else { return false };
    let after = prepared.after(hit.end);
    if is_official_next(after) {
        return false;
    }
    let lead = prepared.before(hit.start - surname.len_utf8()).trim_end_matches(' ');
    let called = || {
        ends(lead, &lists().person_title)
            || lead.ends_with(TRADES)
            || lead.ends_with(['叫', '姓', '傅', '机', '倌', '爷', '姐', '妹'])
    };
    let speaks = || {
        let said = after.trim_start_matches(['笑', '也', '则', '还', '就', '却', '又', '答', '总']);
        said.starts_with(['说', '讲']) || starts(said, &lists().speech_after)
    };
    sort == Surname::Sure || called() || speaks()
}

/// True when a run of place characters is the name of somebody: 名叫郑新民, 队长刘永荣.
pub(super) fn is_person(prepared: &Prepared, start: usize, end: usize) -> bool {
    let before = prepared.before(start);
    let titled = |lead: &str| ends(lead, &lists().person_title) || lead.ends_with(['叫', '姓']);
    if titled(before) && prepared.after(start).chars().next().is_some_and(is_surname) && bears_name(prepared.after(end))
    {
        return true;
    }
    surname_at_end(before).is_some_and(|(surname, sort)| {
        sort == Surname::Sure && titled(before.get(..before.len() - surname.len_utf8()).unwrap_or_default())
    })
}

/// Why `hit` is no place here, if it is none. `followed` is the verdict on the name that begins where it ends, if one does.
pub(super) fn refusal(
    prepared: &Prepared,
    hit: Hit,
    followed: Option<Option<&'static str>>,
    people: &BTreeSet<String>,
) -> Option<&'static str> {
    let Meaning::Places(places) = &hit.entry().meaning else { return None };
    let (before, after) = (prepared.before(hit.start), prepared.after(hit.end));
    let name = prepared.slice(hit.start, hit.end);
    let lists = lists();
    if !people.is_empty()
        && let Some(surname) = before.chars().next_back().filter(|&c| may_be_surname(c))
        && people.contains(&format!("{surname}{name}"))
    {
        return Some("person_name");
    }
    if signs(prepared, hit.start, hit.end) {
        return Some("person_name");
    }
    // 第七台河道, 一万宁可: the name begins with the end of a number.
    if name.starts_with(DIGITS)
        && (before.ends_with(DIGITS) || before.ends_with(|c: char| c.is_ascii_digit() || c == '第'))
    {
        return Some("number");
    }
    if ends(before, &lists.foreign_before) && !is_official(name) {
        return Some("foreign");
    }
    // 山西大同大学 is neither in the one nor the other.
    if followed == Some(Some("school")) {
        return Some("school");
    }
    // 泰州海陵药业: what follows is no place either, and part of the company's name.
    if followed == Some(Some("company")) {
        return Some("company");
    }
    let stands = followed.is_some_and(|verdict| verdict != Some("common_word"));
    if stands || is_official(name) || places.iter().any(|&(_, kind)| kind == NameKind::Full) {
        return None;
    }
    let g = gazetteer();
    let city = places.iter().any(|&(id, _)| g.get(id).level <= Level::City) && hit.entry().care == 0;
    // What a person bears: 局长高平表示. Cities are not mistaken so.
    if !city && ends(before, &lists.person_title) {
        let rest = after.chars().next().map_or("", |c| after.get(c.len_utf8()..).unwrap_or_default());
        if starts(after, &lists.speech_after) || starts(rest, &lists.speech_after) {
            return Some("person_name");
        }
    }
    // 教师许昌平: a surname that opens a place's name, after a title.
    if ends(before, &lists.person_title) && name.chars().next().is_some_and(is_surname) && bears_name(after) {
        return Some("person_name");
    }
    if name.starts_with(['东', '南', '西', '北'])
        && name.ends_with('岸')
        && before.ends_with(['江', '河', '湖', '海', '湾', '溪', '水'])
    {
        return Some("water_or_hill");
    }
    // 邻水而居, 临海而建: only words stand so.
    if !city && after.starts_with('而') && !after.starts_with("而言") {
        return Some("common_word");
    }
    // 重庆江北国际机场 names no second place.
    if (after.starts_with("国际机场") || after.starts_with("机场"))
        && places.iter().all(|&(id, _)| g.get(id).level == Level::County || g.get(id).adcode / 10_000 == 50)
        && !name.starts_with("重庆")
    {
        return Some("airport");
    }
    // 石柱子
    if after.starts_with('子') && lexicon().starts_with_word(after).is_none() {
        return Some("common_word");
    }
    // 太原(tài yuán)面馆: the reading stands between the name and what is named.
    let after = past_reading(after);
    if is_of_nature(name, after) {
        return Some("water_or_hill");
    }
    if !city && is_title_of_work(before, after) {
        return Some("work");
    }
    if school(after) {
        return Some("school");
    }
    if starts(after, &lists.media) {
        return Some("media");
    }
    if opening(after, &lists.company).is_some_and(|word| !named_after::is_trade(word)) || company(after) {
        return Some("company");
    }
    if starts(after, &lists.history) {
        return Some("history");
    }
    // 蓉城火锅 is of the city: nobody calls a dish after its other name.
    let other = places.iter().all(|&(_, kind)| kind == NameKind::Alias);
    if let Some(rule) = named_after::thing(after).filter(|&rule| !other || rule != "product") {
        return Some(rule);
    }
    if starts(after, &lists.road) || single(after, ROAD) || (on_road(after) && !goes(before)) {
        return Some("road");
    }
    if single(after, TOWN)
        || after.starts_with("街道")
        || (!city && longer_town(after))
        || (!city && (starts(after, &lists.town) || single(after, VILLAGE)))
    {
        return Some("town");
    }
    if single(after, WATER) || (!city && single(after, HILL)) {
        return Some("water_or_hill");
    }
    None
}

/// What follows a reading in brackets.
fn past_reading(after: &str) -> &str {
    let Some(inner) = after.strip_prefix(['(', '（']) else { return after };
    let rest = inner.trim_start_matches(|c: char| c.is_alphabetic() && !is_han(c) || c == ' ');
    if rest.len() == inner.len() { after } else { rest.strip_prefix([')', '）']).unwrap_or(after) }
}

/// 右江上游 is on the river, 平顶山上 on the hill.
fn is_of_nature(name: &str, after: &str) -> bool {
    const WATER: [&str; 9] = ["上游", "中游", "下游", "流域", "干流", "支流", "水系", "河段", "入海口"];
    let water =
        name.ends_with(['江', '河', '湖', '溪', '水', '川']) && WATER.iter().any(|word| after.starts_with(word));
    let hill = name.ends_with(['山', '岭', '峰'])
        && ["上", "顶", "脚", "腰", "麓", "东麓", "西麓", "南麓", "北麓", "南坡", "北坡"]
            .iter()
            .any(|word| after.starts_with(word));
    water
        || (hill
            && !["上学", "上班", "上市", "上空", "上线", "上榜", "上演"].iter().any(|word| after.starts_with(word)))
}

/// 《水城河边》: a county's short name in the short title of a song or a book; plans and papers have longer ones.
fn is_title_of_work(before: &str, after: &str) -> bool {
    let mut back = before.chars().rev().enumerate().skip_while(|&(own, c)| own < 6 && is_han(c));
    let Some((own, _)) = back.next().filter(|&(_, c)| matches!(c, '《' | '〈')) else { return false };
    let tail = after.chars().take(6).take_while(|&c| is_han(c)).count();
    own + tail <= 4
        && after.chars().nth(tail).is_some_and(|c| "》〉".contains(c))
        && tail + own > 0
        && !["日报", "晚报", "晨报", "时报", "县志", "志", "规划", "方案", "条例", "年鉴", "通讯"]
            .iter()
            .any(|word| after.starts_with(word))
}

/// 泰安路上的 speaks of a road, 去泰安路上 of a way.
fn on_road(after: &str) -> bool {
    ["路上", "街上"].iter().any(|word| after.starts_with(word))
}

fn goes(before: &str) -> bool {
    before.ends_with(['去', '往', '到', '回', '来', '赴', '至', '奔', '进'])
}

/// 朝阳川镇: a town whose name only begins like the place.
fn longer_town(after: &str) -> bool {
    let mut chars = after.chars();
    let (Some(a), Some(b)) = (chars.next(), chars.next()) else { return false };
    matches!(b, '镇' | '乡' | '村')
        && is_han(a)
        && !"市县区的、".contains(a)
        && after.get(..a.len_utf8() + b.len_utf8()).is_some_and(|pair| lexicon().weight(pair).is_none())
}

/// True when one more character closes a person's name: 许昌 + 平 before a word or a pause.
fn bears_name(after: &str) -> bool {
    let Some(c) =
        after.chars().next().filter(|&c| is_han(c) && !"市县区省州的在与和及、到至向从是为分特站".contains(c))
    else {
        return false;
    };
    let rest = after.get(c.len_utf8()..).unwrap_or_default();
    lexicon().starts_with_word(after).is_none()
        && (rest.chars().next().is_none_or(|c| !is_han(c) || "说在是的把和对从也就正".contains(c))
            || lexicon().starts_with_word(rest).is_some_and(|word| lexicon().is_loose(word)))
}

/// True for names that carry the suffix of an office: nobody calls a river 遂宁市.
fn is_official(name: &str) -> bool {
    name.ends_with(['省', '市', '县', '区', '州', '盟', '旗']) && name.chars().count() > 2
}

/// True when the first character is one of `suffixes` and begins no ordinary word (山区, 河东, 乡村).
fn single(after: &str, suffixes: u8) -> bool {
    let Some(first) = after.chars().next().filter(|&c| SUFFIXES.of(c) & suffixes != 0) else { return false };
    // Rare words count for nothing: 路沿.
    let common = |word| lexicon().weight(word).is_some_and(|weight| weight > RARE);
    let pair = |second: char| after.get(..first.len_utf8() + second.len_utf8()).unwrap_or_default();
    !after.chars().nth(1).map(pair).is_some_and(common) && !lexicon().starts_with_word(after).is_some_and(common)
}

fn school(after: &str) -> bool {
    let mut rest = after;
    for _ in 0..5 {
        if rest.starts_with("学院") {
            return true;
        }
        if let Some(tail) = rest.strip_prefix("大学") {
            return !tail.starts_with('生') && !tail.starts_with('城');
        }
        let Some(tail) = opening(rest, &lists().school_kind) else { return false };
        rest = tail;
    }
    false
}

/// True when the name opens a company's: no pause and no function word up to 有限公司.
fn company(after: &str) -> bool {
    let mut left = 14;
    for (at, c) in after.char_indices() {
        let breaks = matches!(
            c,
            '的' | '与'
                | '和'
                | '在'
                | '是'
                | '到'
                | '将'
                | '等'
                | '及'
                | '由'
                | '被'
                | '从'
                | '对'
                | '为'
                | '市'
                | '县'
                | '区'
                | '引'
                | '签'
        );
        if left == 0 || breaks || !is_han(c) {
            return false;
        }
        if matches!(c, '有' | '股' | '集' | '总' | '分' | '子')
            && starts(after.get(at..).unwrap_or_default(), &lists().company_tail)
        {
            return true;
        }
        left -= 1;
    }
    false
}
