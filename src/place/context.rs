//! Refusals: strings that are spelt like a place and mean something else, told by what stands beside them.

use std::{collections::BTreeSet, sync::LazyLock};

use super::{
    gazetteer::{Level, NameKind, gazetteer},
    lexicon::lexicon,
    matcher::{Hit, Meaning},
    prepared::{Prepared, is_han},
};

const WORDS: &str = include_str!("data/context.tsv");
const SURNAMES: &str = include_str!("data/surnames.txt");

/// Words by their first or last character: every name of a text is asked about hundreds of them.
struct Edge(Vec<(char, &'static str)>);

impl Edge {
    fn first(words: Vec<&'static str>) -> Self {
        Self::by(words, |word| word.chars().next())
    }

    fn last(words: Vec<&'static str>) -> Self {
        Self::by(words, |word| word.chars().next_back())
    }

    fn by(words: Vec<&'static str>, key: impl Fn(&str) -> Option<char>) -> Self {
        let mut keyed: Vec<_> = words.into_iter().filter_map(|word| Some((key(word)?, word))).collect();
        keyed.sort_unstable();
        Self(keyed)
    }

    /// The words whose character is `c`.
    fn alike(&self, c: char) -> impl Iterator<Item = &'static str> + '_ {
        let from = self.0.partition_point(|&(known, _)| known < c);
        self.0.iter().skip(from).take_while(move |&&(known, _)| known == c).map(|&(_, word)| word)
    }
}

/// Word lists by class.
struct Lists {
    school_kind: Vec<&'static str>,
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
            school_kind: class("school_kind"),
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

/// True for the common surnames.
pub(super) fn is_surname(c: char) -> bool {
    static SET: LazyLock<Box<[bool]>> = LazyLock::new(|| {
        let mut set = vec![false; 0x1_0000];
        for c in SURNAMES.chars().filter(|&c| is_han(c)) {
            if let Some(slot) = set.get_mut(u32::from(c) as usize) {
                *slot = true;
            }
        }
        set.into()
    });
    SET.get(u32::from(c) as usize).copied().unwrap_or_default()
}

fn starts(text: &str, words: &Edge) -> bool {
    text.chars().next().is_some_and(|first| words.alike(first).any(|word| text.starts_with(word)))
}

fn ends(text: &str, words: &Edge) -> bool {
    text.chars().next_back().is_some_and(|last| words.alike(last).any(|word| text.ends_with(word)))
}

/// Names of people in the text that hold a place name: 刘青川 when a 刘青川 speaks or bears a title somewhere.
pub(super) fn people(prepared: &Prepared, names: &[Hit]) -> BTreeSet<String> {
    let mut people = BTreeSet::new();
    for hit in names.iter().filter(|hit| hit.entry().chars == 2) {
        let before = prepared.before(hit.start);
        let Some(surname) = before.chars().next_back().filter(|&c| is_surname(c)) else { continue };
        let lead = prepared.before(hit.start - surname.len_utf8()).trim_end_matches(' ');
        let after = prepared.after(hit.end).trim_start_matches(' ');
        let lists = lists();
        let titled = ends(lead, &lists.person_title);
        let free = lead.chars().next_back().is_none_or(|c| !is_han(c)) || titled;
        if (titled && !after.starts_with(['市', '县', '区'])) || (free && starts(after, &lists.speech_after)) {
            people.insert(format!("{surname}{}", prepared.slice(hit.start, hit.end)));
        }
    }
    people
}

/// Why `hit` is no place here, if it is none. `followed` says that another name begins where it ends.
pub(super) fn refusal(
    prepared: &Prepared,
    hit: Hit,
    followed: bool,
    people: &BTreeSet<String>,
) -> Option<&'static str> {
    let Meaning::Places(places) = &hit.entry().meaning else { return None };
    let (before, after) = (prepared.before(hit.start), prepared.after(hit.end));
    let name = prepared.slice(hit.start, hit.end);
    let lists = lists();
    if !people.is_empty()
        && let Some(surname) = before.chars().next_back().filter(|&c| is_surname(c))
        && people.contains(&format!("{surname}{name}"))
    {
        return Some("person_name");
    }
    if ends(before, &lists.foreign_before) && !is_official(name) {
        return Some("foreign");
    }
    if followed || is_official(name) || places.iter().any(|&(_, kind)| kind == NameKind::Full) {
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
    if school(after) {
        return Some("school");
    }
    if starts(after, &lists.media) {
        return Some("media");
    }
    if starts(after, &lists.company) || company(after) {
        return Some("company");
    }
    if starts(after, &lists.history) {
        return Some("history");
    }
    if starts(after, &lists.road) || single(after, "路街巷弄") {
        return Some("road");
    }
    if single(after, "镇乡村") || (!city && (starts(after, &lists.town) || single(after, "寨屯沟坪坝堰桥塔关门洞")))
    {
        return Some("town");
    }
    if single(after, "江河湖岛") || (!city && single(after, "山峡岭峰溪泉潭池海")) {
        return Some("water_or_hill");
    }
    None
}

/// True for names that carry the suffix of an office: nobody calls a river 遂宁市.
fn is_official(name: &str) -> bool {
    name.chars().count() > 2 && name.ends_with(['省', '市', '县', '区', '州', '盟', '旗'])
}

/// True when the first character is one of `suffixes` and begins no ordinary word (山区, 河东, 乡村).
fn single(after: &str, suffixes: &str) -> bool {
    let Some(first) = after.chars().next() else { return false };
    suffixes.contains(first) && lexicon().starts_with_word(after).is_none()
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
        let Some(kind) = lists().school_kind.iter().find(|kind| rest.starts_with(**kind)) else { return false };
        rest = rest.get(kind.len()..).unwrap_or_default();
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
