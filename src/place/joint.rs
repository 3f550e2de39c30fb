//! Joint abbreviations by grammar: which characters stand for places, where a run of them is meant, and which places it means.

mod around;
mod forms;
mod taken;

use std::{collections::BTreeMap, sync::LazyLock};

use self::taken::Taken;
use super::{
    context::is_person,
    gazetteer::{Level, PlaceId, fold, gazetteer},
    letters::{ANCHOR, HALF_ANCHOR, INITIAL, PROVINCE, table},
    lexicon::lexicon,
    matcher::Hit,
    members::{Evidence, Locals, convincing, members},
    prepared::Prepared,
    resolve::{Named, Scene},
};
use crate::text::units::Bytes;

const KNOWN: &str = include_str!("data/joint.tsv");
/// Characters that seldom open or close a joint abbreviation: 新兰渝高铁 is a new railway.
const LOOSE: &str = "新大中高全南北东西上下一不有老小三九十";
const LONGEST_RUN: usize = 5;
/// Weight of a word met about a hundred times in the dictionary's source.
const COMMON: f32 = -13.3;

/// Last characters of the names of places themselves: 昌波乡 is no run of three.
const UNITS: [char; 6] = ['镇', '乡', '村', '市', '县', '区'];
/// Weight of a word met about fifty times: rarer ones do not keep a run from ending inside them.
const CROSSING: f32 = -14.1;
/// Weight of a word met about six hundred times.
const FREQUENT: f32 = -11.5;

/// A joint abbreviation known by itself.
#[derive(Clone, Debug)]
pub(super) struct Joint {
    /// Its members in order.
    pub members: Vec<PlaceId>,
    /// True when the string is also an ordinary word, so that a marking word must follow.
    pub needs_marker: bool,
}

/// The joint abbreviations everybody knows.
pub(super) fn known() -> Vec<(String, Joint)> {
    let g = gazetteer();
    let lines = KNOWN.lines().filter(|line| !line.starts_with('#'));
    lines
        .filter_map(|line| line.split_once('\t'))
        .map(|(name, codes)| {
            let plain = name.trim_start_matches('?');
            let members = codes.split(' ').filter_map(|code| g.by_tag(code)).collect();
            (fold(plain), Joint { members, needs_marker: plain != name })
        })
        .collect()
}

fn known_members(text: &str) -> Option<&'static Vec<PlaceId>> {
    static KNOWN: LazyLock<BTreeMap<String, Vec<PlaceId>>> =
        LazyLock::new(|| known().into_iter().map(|(name, joint)| (name, joint.members)).collect());
    KNOWN.get(text)
}

/// A joint abbreviation found in the text.
#[derive(Clone, Debug)]
pub(super) struct Run {
    /// First byte of the folded text.
    pub start: usize,
    /// One past the last.
    pub end: usize,
    /// The places meant.
    pub places: Vec<PlaceId>,
    /// The rule that accepted it.
    pub rule: &'static str,
}

/// Finds the joint abbreviations between the names.
pub(super) struct Finder<'a> {
    text: &'a Prepared,
    scene: &'a Scene,
    markers: &'a [(usize, bool)],
    /// Characters of the places named in the article.
    locals: Locals,
    /// Names that stand, by position.
    names: &'a [Named],
    /// Refused names that a run may cover only with strong evidence, by position.
    soft: Vec<(usize, usize)>,
    /// What names, refused strings and runs have taken.
    taken: Taken,
    chosen: BTreeMap<(String, bool, bool), Option<Vec<PlaceId>>>,
    runs: Vec<Run>,
}

impl<'a> Finder<'a> {
    /// A finder for one article; `blocked` are refused strings that nothing may be read into.
    pub fn new(
        text: &'a Prepared,
        scene: &'a Scene,
        markers: &'a [(usize, bool)],
        named: &'a [Named],
        blocked: impl Iterator<Item = (usize, usize)>,
        soft: Vec<(usize, usize)>,
    ) -> Self {
        let taken = Taken::new(named.iter().map(|n| (n.start, n.end)).chain(blocked).collect());
        Self {
            text,
            scene,
            markers,
            locals: Locals::new(scene),
            names: named,
            soft,
            taken,
            chosen: BTreeMap::new(),
            runs: Vec::new(),
        }
    }

    /// All runs, in order.
    pub fn find(mut self, joints: &[(Hit, &Joint)]) -> Vec<Run> {
        for (hit, joint) in joints {
            self.take_known(*hit, joint);
        }
        self.taken.settle();
        let table = table();
        let text = self.text;
        let (mut next, mut skip) = (0, 0);
        let mut way = Bytes::new(&text.units);
        let mut rest = text.units.as_slice();
        // Nearly every character is neither; the others are asked about more closely.
        while let Some(step) = rest.iter().position(|&unit| self.locals.may_tell(unit)) {
            rest = rest.get(step..).unwrap_or_default();
            let index = text.units.len() - rest.len();
            let Some((&unit, behind)) = rest.split_first() else { break };
            rest = behind;
            let class = table.class_of_unit(unit);
            let Some(c) = char::from_u32(unit.into()) else { continue };
            let local = c == '两' || self.locals.holds(c);
            if class & ANCHOR == 0 && !local {
                continue;
            }
            let at = way.of(index);
            while self.taken.get(next).is_some_and(|(_, end)| end <= at) {
                next += 1;
            }
            if at < skip || self.taken.get(next).is_some_and(|(start, _)| start <= at) {
                continue;
            }
            let mut found = if class & (ANCHOR | HALF_ANCHOR) == 0 || (class & ANCHOR == 0 && !self.locals.opens(c)) {
                None
            } else {
                self.regions(at).or_else(|| self.run_around(at)).or_else(|| self.alone(at, c))
            };
            if local {
                found = found.or_else(|| if c == '两' { self.pair(at) } else { self.local_run(at) });
            }
            if let Some(run) = found {
                skip = run.end;
                self.push(run);
            }
        }
        self.before_markers();
        self.complete_lists();
        self.spread();
        self.runs.retain(|run| !is_person(text, run.start, run.end));
        self.runs.sort_by_key(|run| run.start);
        self.runs
    }

    fn push(&mut self, run: Run) {
        self.taken.push(run.start, run.end);
        self.runs.push(run);
    }

    /// Takes a known joint abbreviation, longer by a member where one is added: 成渝 + 绵.
    fn take_known(&mut self, hit: Hit, joint: &Joint) {
        let g = gazetteer();
        let evidence = self.evidence(hit.end);
        let all_cities = joint.members.iter().all(|&id| g.get(id).level != Level::Province);
        let longer = if all_cities { self.extended(hit) } else { self.more_provinces(hit, joint) };
        if let Some(run) = longer {
            self.push(run);
            return;
        }
        let named = || joint.members.iter().all(|id| self.scene.places.contains_key(id));
        // 高屏溪 is a river.
        if self.text.after(hit.end).starts_with(['溪', '江', '河', '湖', '山', '岭']) && !self.begins_word(hit.end)
        {
            return;
        }
        if joint.needs_marker && evidence < Evidence::Strong {
            // Without a marking word its members must be named, and it must not be, or touch, an ordinary word.
            let wordlike = || {
                lexicon().weight(self.text.slice(hit.start, hit.end)).is_some()
                    || self.crosses(hit.start)
                    || self.crosses(hit.end)
            };
            if !named() || (evidence == Evidence::None && wordlike()) {
                return;
            }
        }
        // 西成 is Xi'an and Chengdu, unless the article speaks of Xining and Chengdu; 哈大 may be Harbin and Daqing.
        if (joint.needs_marker || evidence > Evidence::None)
            && all_cities
            && !named()
            && let Some(run) = self.decode(hit.start, hit.end, evidence, "joint")
            && run.places.iter().all(|id| self.scene.places.contains_key(id))
            && (joint.needs_marker || is_elsewhere(&joint.members, &run.places))
        {
            self.push(run);
            return;
        }
        self.push(Run { start: hit.start, end: hit.end, places: joint.members.clone(), rule: "known_joint" });
    }

    fn extended(&mut self, hit: Hit) -> Option<Run> {
        let table = table();
        let next = self.text.after(hit.end).chars().next().filter(|_| !self.is_taken(hit.end));
        let prev = self.text.before(hit.start).chars().next_back();
        if let Some(c) = next
            && (table.class(c) & INITIAL != 0 || self.locals.holds(c))
            && (!LOOSE.contains(c) || self.locals.opens(c))
            && !self.is_marker(hit.end)
            && !is_side(self.text.after(hit.end))
        {
            let end = hit.end + c.len_utf8();
            let telling = self.is_telling(c) && !LOOSE.contains(c);
            let evidence = self.evidence_of(hit.start, end);
            if (telling || evidence > Evidence::None)
                && (!self.crosses(end) || (evidence >= Evidence::Weak && self.is_marker(end)))
                && (!self.begins_word(hit.end) || self.is_marker(end))
                && let Some(run) = self.choose(hit.start, end, evidence, "joint_longer")
            {
                return Some(run);
            }
        }
        if let Some(c) = prev
            && table.class(c) & INITIAL != 0
            && (!LOOSE.contains(c) || self.locals.opens(c))
        {
            let start = hit.start - c.len_utf8();
            let second = self.text.after(hit.start).chars().next().map_or(0, char::len_utf8);
            let evidence = self.evidence_of(start, hit.end);
            let local = evidence >= Evidence::Weak && self.locals.opens(c);
            if !local && !self.is_telling(c) && known_members(self.text.slice(start, hit.start + second)).is_none() {
                return None;
            }
            if !self.is_taken(start) && !self.crosses(start) {
                let evidence = self.evidence(hit.end);
                return self.choose(start, hit.end, evidence, "joint_longer");
            }
        }
        None
    }

    /// The best run that holds the character at `at`.
    fn run_around(&mut self, at: usize) -> Option<Run> {
        let table = table();
        let is_part = |c: char| table.class(c) & INITIAL != 0;
        let mut offsets: Vec<usize> = Vec::with_capacity(10);
        for (i, c) in self.text.before(at).char_indices().rev().take(LONGEST_RUN - 1) {
            if !is_part(c) || self.is_taken(i) || self.is_marker(i) {
                break;
            }
            offsets.push(i);
        }
        offsets.reverse();
        let anchor = offsets.len();
        let mut end = at;
        for (i, c) in self.text.after(at).char_indices().take(LONGEST_RUN) {
            if !is_part(c) || self.is_taken(at + i) || (i > 0 && self.is_marker(at + i)) {
                break;
            }
            offsets.push(at + i);
            end = at + i + c.len_utf8();
        }
        offsets.push(end);
        let total = offsets.len() - 1;
        for len in (2..=LONGEST_RUN.min(total)).rev() {
            for first in anchor.saturating_sub(len - 1)..=anchor.min(total - len) {
                let (start, stop) = (offsets[first], offsets[first + len]);
                if let Some(run) = self.try_run(start, stop, false) {
                    return Some(run);
                }
            }
        }
        None
    }

    /// Runs of everyday characters right before a strong marking word: 成兰铁路 where 成都 is spoken of.
    fn before_markers(&mut self) {
        let markers = self.markers;
        let mut over: Vec<(usize, usize)> = Vec::new();
        for &(at, strong) in markers {
            let before = self.text.before(at);
            // Weak ones matter only after the last character of a name that is none.
            let last = before.chars().next_back();
            if !strong && !last.is_some_and(|c| self.locals.opens(c) && self.is_taken(at - c.len_utf8())) {
                continue;
            }
            let parts: Vec<(usize, char)> = before
                .char_indices()
                .rev()
                .take(LONGEST_RUN)
                .take_while(|&(i, c)| (table().class(c) & INITIAL != 0 || self.locals.holds(c)) && !self.is_marker(i))
                .collect();
            if let Some(run) = self.over_name(&parts, at) {
                // Two marking words may begin at one place.
                if over.last().is_none_or(|&(_, end)| end <= run.start) {
                    over.push((run.start, run.end));
                    self.push(run);
                }
                continue;
            }
            if !strong {
                continue;
            }
            let chars: Vec<usize> = parts.iter().map(|&(i, _)| i).take_while(|&i| !self.is_taken(i)).collect();
            if !parts.iter().take(chars.len()).any(|&(_, c)| self.locals.opens(c)) {
                continue;
            }
            let run = (2..=chars.len()).rev().find_map(|len| self.try_run(chars[len - 1], at, false));
            if let Some(run) = run {
                self.push(run);
            }
        }
        over.sort_unstable();
        self.runs.retain(|r| {
            let slot = over.partition_point(|&(_, end)| end <= r.start);
            r.rule == "joint_over_name" || over.get(slot).is_none_or(|&(start, _)| r.end <= start)
        });
    }

    /// A run of three or more that holds what else would be a name: 钦北防高铁 where 钦州, 北海 and 防城港 are spoken of.
    fn over_name(&mut self, parts: &[(usize, char)], end: usize) -> Option<Run> {
        let opened = parts.iter().take_while(|&&(_, c)| self.locals.opens(c)).count();
        (3..=opened).rev().find_map(|len| {
            let (start, _) = *parts.get(len - 1)?;
            let slot = self.names.partition_point(|n| n.end <= start);
            let held: Vec<&Named> = self.names.iter().skip(slot).take_while(|n| n.start < end).collect();
            // Where all are named, the run may hold even a name that stands elsewhere: 阆苍南一体化.
            let whole = self.evidence(end) == Evidence::Strong && len == opened;
            let elsewhere = |n: &&Named| !whole && self.scene.places.get(&n.place).is_some_and(|times| times > 1);
            if held.is_empty() || held.iter().any(|n| n.start < start || n.end > end) || held.iter().all(elsewhere) {
                return None;
            }
            let places = members(self.text.slice(start, end), Evidence::Strong, false, self.scene, &self.locals)?;
            let fits =
                places.iter().all(|id| self.scene.places.contains_key(id) && !held.iter().any(|n| n.place == *id));
            (fits && !self.crosses(start)).then_some(Run { start, end, places, rule: "joint_over_name" })
        })
    }

    fn try_run(&mut self, start: usize, end: usize, listed: bool) -> Option<Run> {
        let text = self.text.slice(start, end);
        let evidence = if listed { Evidence::Strong } else { self.evidence_of(start, end) };
        let (first, last) = (text.chars().next()?, text.chars().next_back()?);
        let marked = evidence == Evidence::Strong;
        let whole = lexicon().weight(text).unwrap_or(f32::MIN);
        // Where the article names them all, the characters may make words by chance; but 安全通道 is no run of two.
        let local = evidence > Evidence::None && text.chars().all(|c| self.locals.holds(c));
        let wordlike = if local { whole > if marked { FREQUENT } else { CROSSING } } else { holds_word(text) };
        let loose = (LOOSE.contains(first) && (!marked || first == '新' || first == '大'))
            || ((LOOSE.contains(last) || last == '内') && !marked);
        if (loose && !local)
            || wordlike
            || (!marked && (text.ends_with(UNITS) || self.covers_refused(start, end)))
            || (is_region(text) && !(marked && text.chars().all(|c| self.locals.opens(c))))
            || (text.chars().count() > 2 && text.ends_with(['镇', '乡', '村']))
            || self.is_name(text)
            || self.crosses(start)
            || (self.crosses(end) && !(local && self.is_marker(end)))
        {
            return None;
        }
        self.choose(start, end, evidence, if listed { "joint_in_list" } else { "joint" })
    }

    /// The longest run from `at` whose characters are all of places that the article names.
    fn local_run(&mut self, at: usize) -> Option<Run> {
        let (mut ends, mut count) = ([0; LONGEST_RUN + 1], 0);
        for (i, c) in self.text.after(at).char_indices().take(LONGEST_RUN + 1) {
            if !self.locals.holds(c) || self.is_taken(at + i) || (i > 0 && self.is_marker(at + i)) {
                break;
            }
            ends[count] = at + i + c.len_utf8();
            count += 1;
        }
        (1..count).rev().find_map(|last| self.try_run(at, ends[last], false))
    }

    /// Chooses the members of `start..end`, if they go together well enough for the evidence.
    fn choose(&mut self, start: usize, end: usize, evidence: Evidence, rule: &'static str) -> Option<Run> {
        let text = self.text;
        let run = text.slice(start, end);
        // What everybody knows, unless the article names others: 西成 may be Xining and Chengdu.
        if evidence == Evidence::Strong
            && let Some(known) = known_members(run)
            && known.iter().filter(|id| self.scene.places.contains_key(id)).count() * 2 >= known.len()
        {
            let named = |places: &[PlaceId]| places.iter().all(|id| self.scene.places.contains_key(id));
            if !named(known)
                && let Some(other) = self
                    .decode(start, end, evidence, rule)
                    .filter(|other| named(&other.places) && is_elsewhere(known, &other.places))
            {
                return Some(other);
            }
            return Some(Run { start, end, places: known.clone(), rule: "known_joint" });
        }
        self.decode(start, end, evidence, rule)
    }

    fn decode(&mut self, start: usize, end: usize, evidence: Evidence, rule: &'static str) -> Option<Run> {
        let run = self.text.slice(start, end);
        // Without any evidence and without a telling character, only places that the article names can be meant.
        if evidence == Evidence::None && !run.chars().any(|c| table().class(c) & ANCHOR != 0) {
            let named = |c: char| self.locals.opens(c) || table().class(c) & PROVINCE != 0;
            if !run.chars().all(named) {
                return None;
            }
        }
        // Without a word that marks them, each must be named, telling, or the letter of a province: nothing else would convince.
        let may_convince = |c: char| table().class(c) & (ANCHOR | PROVINCE) != 0 || self.locals.holds(c);
        if evidence <= Evidence::Hint && !run.chars().all(may_convince) {
            return None;
        }
        let lines = evidence == Evidence::Strong
            && ["高铁", "铁路", "城际", "高速", "客专", "动车", "之间"]
                .iter()
                .any(|w| self.text.after(end).starts_with(w));
        let key = (run.to_owned(), evidence == Evidence::Strong, lines);
        let cached = self.chosen.get(&key).cloned();
        let members = match cached {
            Some(members) => members,
            None => {
                let members = members(run, evidence, lines, self.scene, &self.locals);
                self.chosen.insert(key, members.clone());
                members
            }
        }?;
        convincing(run, &members, evidence, self.scene, &self.locals).then_some(Run {
            start,
            end,
            places: members,
            rule,
        })
    }
}

/// True when the places are cities, and those that are not the known ones lie elsewhere: 渝中 is no other reading of 渝.
fn is_elsewhere(known: &[PlaceId], places: &[PlaceId]) -> bool {
    let g = gazetteer();
    let apart = |(a, b): (&PlaceId, &PlaceId)| a == b || g.distance_km(*a, *b).is_none_or(|way| way > 60.0);
    places.iter().all(|&id| g.get(id).level == Level::City) && known.iter().zip(places).all(apart)
}

/// 川南, 渝东北: a part of a province.
fn is_region(run: &str) -> bool {
    let mut chars = run.chars();
    chars.next().is_some_and(|c| table().class(c) & PROVINCE != 0) && chars.all(|c| "东西南北中".contains(c))
}

/// True when two neighbours in `run` make an ordinary word: 来自遂潼 is no list of four.
fn holds_word(run: &str) -> bool {
    let ends = run.char_indices().skip(2).map(|(at, _)| at).chain([run.len()]);
    lexicon().weight(run).is_some_and(|weight| weight > CROSSING)
        || run.char_indices().zip(ends).any(|((start, _), end)| {
            run.get(start..end).and_then(|pair| lexicon().weight(pair)).is_some_and(|weight| weight > COMMON)
        })
}

/// 广佛南线, 成渝中线: which of several lines, not one more city.
fn is_side(after: &str) -> bool {
    let mut chars = after.chars();
    chars.next().is_some_and(|c| "东西南北中".contains(c)) && chars.next().is_some_and(|c| "线段环岸翼片".contains(c))
}
