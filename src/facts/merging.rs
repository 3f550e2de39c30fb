//! Which claims are of one thing: names that are equal or leave out words, and cities that agree.

use std::collections::BTreeMap;

use super::{Claim, Kind, Party, ledger::Told, lexicon::LEXICON};
use crate::{
    place::{PlaceId, gazetteer},
    text::{fold, punct::is_han},
};

/// The claims of each thing, by their numbers; the first of a group is the smallest.
pub(super) fn groups_of(told: &[Told]) -> Vec<Vec<u32>> {
    let keys: Vec<Key> = told.iter().map(|one| Key::new(&one.claim)).collect();
    let mut sets = Sets::new(told.len());
    let mut same: BTreeMap<&Key, usize> = BTreeMap::new();
    for (index, key) in keys.iter().enumerate() {
        // What the user split off or added stands alone, until the user says what it is one with.
        if told[index].edit.as_ref().is_some_and(|edit| edit.apart || edit.added) {
            continue;
        }
        match same.get(key) {
            Some(&first) => sets.join(first, index),
            None => {
                same.insert(key, index);
            }
        }
    }
    // Names of one kind, with one ending and the same cities: a shorter one may leave out words of a longer one.
    let mut alike: BTreeMap<Alike<'_>, Vec<(&str, usize)>> = BTreeMap::new();
    for (key, &index) in &same {
        if let Some(ending) = ending(&key.name) {
            alike.entry((key.group, &told[index].claim.parties, ending)).or_default().push((&key.name, index));
        }
    }
    // One name of several sets of cities.
    let mut named: BTreeMap<(Group, String), Vec<Of<'_>>> = BTreeMap::new();
    for (key, &index) in same.iter().filter(|(key, _)| key.parties.is_empty()) {
        let name = turned(key).unwrap_or_else(|| key.name.clone());
        named.entry((key.group, name)).or_default().push((&key.cities, index));
    }
    for ((_, name), of) in named.iter().filter(|(_, of)| of.len() > 1) {
        one_company(name, of, &mut sets);
    }
    for names in alike.values_mut() {
        // Long lists are only merged where names are equal, so that the work stays linear.
        if names.len() > MOST_ALIKE {
            continue;
        }
        names.sort_by_key(|(name, _)| (name.chars().count(), *name));
        for (i, (short, a)) in names.iter().enumerate() {
            let longer = names.iter().skip(i + 1).filter(|(long, _)| leaves_out(short, long));
            let fits: Vec<_> = longer.take(MOST_LONGER + 1).collect();
            // What may stand for two things stands for neither.
            let one = fits.len() <= MOST_LONGER
                && fits.windows(2).all(|two| two[0].0.len() >= two[1].0.len() || leaves_out(two[0].0, two[1].0));
            for (_, b) in fits.into_iter().filter(|_| one) {
                sets.join(*a, *b);
            }
        }
    }
    // What the user put together is one, whatever it is called.
    let mut marked: BTreeMap<&str, usize> = BTreeMap::new();
    for (index, mark) in
        told.iter().enumerate().filter_map(|(i, one)| Some((i, one.edit.as_ref()?.one_with.as_deref()?)))
    {
        match marked.get(mark) {
            Some(&first) => sets.join(first, index),
            None => {
                marked.insert(mark, index);
            }
        }
    }
    // The first of a group is the smallest.
    let mut groups: Vec<Vec<u32>> = Vec::new();
    let mut group_of: Vec<usize> = Vec::with_capacity(told.len());
    for (index, number) in (0..told.len()).zip(0_u32..) {
        let root = sets.root(index);
        let group = if root == index { groups.len() } else { group_of.get(root).copied().unwrap_or(0) };
        group_of.push(group);
        match groups.get_mut(group) {
            Some(members) => members.push(number),
            None => groups.push(vec![number]),
        }
    }
    groups
}

const MOST_ALIKE: usize = 200;
/// A name that so many longer ones leave words out to is none of them.
const MOST_LONGER: usize = 8;

/// The cities of a claim, and its number.
type Of<'a> = (&'a [PlaceId], usize);

/// Kind, cities and ending: what names that may be one have in common.
type Alike<'a> = (Group, &'a [Party], &'a str);

/// Kinds that reports mix up: one calls a park a project, another a platform.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Group {
    Agreement,
    Institution,
    Works,
    Policy,
    Event,
    Target,
}

/// What is equal in two claims of one thing.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Key {
    group: Group,
    name: String,
    cities: Vec<PlaceId>,
    /// Only for names that many things bear: nothing else of that name is one with them.
    parties: Vec<Party>,
}

impl Key {
    fn new(claim: &Claim) -> Self {
        let name = plain(claim.full_name.as_ref().unwrap_or(&claim.name));
        // A centre is a body or a work, as the sentence has it.
        let house = || ["中心", "分院", "医院", "驿站", "基地"].iter().any(|end| name.ends_with(end));
        let group = match claim.kind {
            Kind::Agreement => Group::Agreement,
            Kind::Institution if house() => Group::Works,
            Kind::Institution => Group::Institution,
            Kind::Project | Kind::Platform => Group::Works,
            Kind::Policy => Group::Policy,
            Kind::Event => Group::Event,
            Kind::Target => Group::Target,
        };
        let common = claim.bare && claim.full_name.is_none() || group == Group::Agreement || name.chars().count() < 5;
        let cities = claim.parties.iter().filter_map(|party| match party {
            Party::City(city) => Some(*city),
            Party::Body(_) => None,
        });
        let parties = if common { claim.parties.clone() } else { Vec::new() };
        Self { group, name, cities: cities.collect(), parties }
    }
}

/// Joins what bears one name, where the cities agree: those of one are among those of just one other, or the name says which cities
/// it is of.
fn one_company(name: &str, of: &[Of<'_>], sets: &mut Sets) {
    let within = |a: &[PlaceId], b: &[PlaceId]| a.iter().all(|city| b.contains(city));
    let largest: Vec<_> = of
        .iter()
        .filter(|(cities, _)| !of.iter().any(|(other, _)| other.len() > cities.len() && within(cities, other)))
        .collect();
    let units: Vec<u16> = name.encode_utf16().collect();
    let specific = LEXICON.telling_chars(&units) >= 2;
    for (cities, index) in of.iter().filter(|one| !largest.contains(one)).filter(|_| specific) {
        let mut around = largest.iter().filter(|(other, _)| within(cities, other));
        // What may be of two companies is of neither.
        if let (Some((_, one)), None) = (around.next(), around.next()) {
            sets.join(*index, *one);
        }
    }
    for (nth, (cities, index)) in largest.iter().enumerate() {
        for (other, near) in largest.iter().skip(nth + 1) {
            let shared = cities.iter().any(|city| other.contains(city));
            if shared && says_whose(name, cities, other) {
                sets.join(*index, *near);
            }
        }
    }
}

/// 甲乙高铁: two of the cities stand in the name, by their short names or the first characters side by side.
fn says_whose(name: &str, cities: &[PlaceId], others: &[PlaceId]) -> bool {
    let g = gazetteer();
    let mut all: Vec<PlaceId> = cities.iter().chain(others).copied().collect();
    all.sort_unstable();
    all.dedup();
    let whole = all.iter().filter(|&&city| name.contains(g.get(city).short.as_str())).count();
    let firsts: Vec<char> = all.iter().filter_map(|&city| g.get(city).short.chars().next()).collect();
    let chars: Vec<char> = name.chars().collect();
    let pair = chars.windows(2).any(|two| two[0] != two[1] && two.iter().all(|c| firsts.contains(c)));
    whole >= 2 || pair
}

/// A name without marks, 的 and words like 项目 at its end, in the folded form; “1+17” and “1+N” are one.
pub(super) fn plain(name: &str) -> String {
    let folded = fold::fold_str(name);
    // 甲镇的乙中心: whose it is does not tell it from 乙中心; what is still a draft is the paper itself.
    let folded = folded.split_once('的').map_or(folded.as_str(), |(of, rest)| {
        let short = of.chars().count() <= 6 && rest.chars().count() >= 5 && of.chars().all(is_han);
        if short { rest } else { folded.as_str() }
    });
    let mut plain = String::with_capacity(folded.len());
    let mut after_plus = false;
    for c in folded.chars() {
        if after_plus && (c.is_ascii_digit() || c == 'n' || c == 'x') {
            continue;
        }
        after_plus = c == '+';
        if c.is_alphanumeric() && c != '的' || c == '+' {
            plain.push(c);
        }
    }
    for ending in ["草案", "征求意见稿", "试行"] {
        if let Some(rest) = plain.strip_suffix(ending).filter(|rest| rest.chars().count() >= 4) {
            plain = rest.to_owned();
        }
    }
    for ending in ["建设项目", "项目", "工程", "建设"] {
        if let Some(rest) = plain.strip_suffix(ending).filter(|rest| rest.chars().count() >= 4) {
            plain = rest.to_owned();
            break;
        }
    }
    plain
}

/// The last character.
fn ending(name: &str) -> Option<&str> {
    let (at, _) = name.char_indices().next_back()?;
    name.get(at..)
}

/// True when `short` is `long` with some words left out: 甲乙一体化先行区 of 甲乙川渝毗邻地区一体化先行区, 氢能合作协议 of
/// 甲乙氢能产业协同发展合作协议. They begin alike, or the longer one only puts words before the shorter one, or has its first word somewhere and
/// ends alike.
fn leaves_out(short: &str, long: &str) -> bool {
    let count = short.chars().count();
    if count < 5 || long.chars().count() > count * 3 {
        return false;
    }
    if long.ends_with(short) {
        return digits(short) == digits(long);
    }
    let first: String = short.chars().take(2).collect();
    let last: String = short.chars().skip(count - 2).collect();
    let from = match long.find(&first) {
        Some(0) => long,
        Some(at) if count >= 6 && long.ends_with(&last) => long.get(at..).unwrap_or_default(),
        _ => return false,
    };
    let mut rest = from.chars();
    short.chars().all(|c| rest.by_ref().any(|d| d == c)) && digits(short) == digits(long)
}

fn digits(text: &str) -> String {
    text.chars().filter(char::is_ascii_digit).collect()
}

/// 甲与乙分离改革 and 乙与甲分离: the characters of a policy that joins two things, in their own order. `None` for other names.
fn turned(key: &Key) -> Option<String> {
    let name = ["改革试点", "改革", "试点", "体制机制", "机制"].iter().find_map(|end| key.name.strip_suffix(end));
    let name = name.unwrap_or(&key.name);
    let joins = key.group == Group::Policy && (name.contains('与') || name.contains('和'));
    let mut chars: Vec<char> = name.chars().collect();
    chars.sort_unstable();
    (joins && chars.len() >= 8).then(|| chars.into_iter().collect())
}

/// Which claims belong together.
struct Sets(Vec<usize>);

impl Sets {
    fn new(count: usize) -> Self {
        Self((0..count).collect())
    }

    fn root(&mut self, mut of: usize) -> usize {
        while let Some(&above) = self.0.get(of).filter(|&&above| above != of) {
            let higher = self.0.get(above).copied().unwrap_or(above);
            self.0[of] = higher;
            of = higher;
        }
        of
    }

    fn join(&mut self, a: usize, b: usize) {
        let (a, b) = (self.root(a), self.root(b));
        // The smaller index stays, so that the result does not depend on the order of joining.
        self.0[a.max(b)] = a.min(b);
    }
}

/// Longer articles tell too many things to compare them all.
pub(super) const MOST_NAMES: usize = 300;

/// “大讨论”活动 after “…”大讨论活动: a name that only one longer name of the article ends with is short for it.
pub(super) fn name_in_full(claims: &mut [Claim]) {
    if claims.len() < 2 || claims.len() > MOST_NAMES {
        return;
    }
    let plains: Vec<String> = claims.iter().map(|c| plain(c.full_name.as_ref().unwrap_or(&c.name))).collect();
    let group = |claim: &Claim| match claim.kind {
        Kind::Project | Kind::Platform => Kind::Project,
        kind => kind,
    };
    let full: Vec<Option<String>> = claims
        .iter()
        .zip(&plains)
        .map(|(claim, short)| {
            let fits = !claim.bare
                && claim.full_name.is_none()
                && !matches!(claim.kind, Kind::Agreement | Kind::Target)
                && short.chars().count() >= 5;
            if !fits {
                return None;
            }
            let mut longer = claims.iter().zip(&plains).filter(|(other, long)| {
                group(other) == group(claim)
                    && long.len() > short.len()
                    && long.ends_with(short.as_str())
                    && other.parties.iter().any(|party| claim.parties.contains(party))
            });
            let (first, name) = longer.next()?;
            longer
                .all(|(_, other)| other == name)
                .then(|| first.full_name.clone().unwrap_or_else(|| first.name.clone()))
        })
        .collect();
    for (claim, full) in claims.iter_mut().zip(full) {
        claim.full_name = claim.full_name.take().or(full);
    }
}
