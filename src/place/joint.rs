//! Joint abbreviations by grammar: which characters stand for places, where a run of them is meant, and which places it means.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::LazyLock,
};

use super::{
    gazetteer::{Level, PlaceId, fold, gazetteer},
    letters::{ANCHOR, HALF_ANCHOR, INITIAL, PROVINCE, table},
    lexicon::lexicon,
    matcher::Hit,
    prepared::{Prepared, is_han},
    resolve::{Named, Scene},
};

const KNOWN: &str = include_str!("data/joint.tsv");
/// Characters that seldom open or close a joint abbreviation: 新兰渝高铁 is a new railway.
const LOOSE: &str = "新大中高全南北东西上下一不有老小三九十";
const LONGEST_RUN: usize = 5;
/// Weight of a word met about a hundred times in the dictionary's source.
const COMMON: f32 = -13.3;

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

fn is_known(text: &str) -> bool {
    static KNOWN: LazyLock<BTreeSet<String>> = LazyLock::new(|| known().into_iter().map(|(name, _)| name).collect());
    KNOWN.contains(text)
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
    /// First characters of the places named in the article.
    initials: BTreeSet<char>,
    /// Spans taken by names and known joints, sorted.
    taken: Vec<(usize, usize)>,
    chosen: BTreeMap<(String, bool), Option<Vec<PlaceId>>>,
    runs: Vec<Run>,
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Evidence {
    None,
    Weak,
    Strong,
}

impl<'a> Finder<'a> {
    /// A finder for one article; `blocked` are refused strings that nothing may be read into.
    pub fn new(
        text: &'a Prepared,
        scene: &'a Scene,
        markers: &'a [(usize, bool)],
        named: &[Named],
        blocked: impl Iterator<Item = (usize, usize)>,
    ) -> Self {
        let g = gazetteer();
        let initials = scene.places.keys().filter_map(|&id| fold(&g.get(id).short).chars().next()).collect();
        let mut taken: Vec<(usize, usize)> = named.iter().map(|n| (n.start, n.end)).chain(blocked).collect();
        taken.sort_unstable();
        Self { text, scene, markers, initials, taken, chosen: BTreeMap::new(), runs: Vec::new() }
    }

    /// All runs, in order.
    pub fn find(mut self, joints: &[(Hit, &Joint)]) -> Vec<Run> {
        for (hit, joint) in joints {
            self.take_known(*hit, joint);
        }
        let table = table();
        let text = self.text;
        let (mut next, mut skip) = (0, 0);
        for (at, c) in text.text.char_indices() {
            let class = table.class(c);
            if class & (ANCHOR | HALF_ANCHOR) == 0 || at < skip {
                continue;
            }
            if class & ANCHOR == 0 && !self.initials.contains(&c) {
                continue;
            }
            while self.taken.get(next).is_some_and(|&(_, end)| end <= at) {
                next += 1;
            }
            if self.taken.get(next).is_some_and(|&(start, _)| start <= at) {
                continue;
            }
            let found = self.regions(at).or_else(|| self.run_around(at)).or_else(|| self.alone(at, c));
            if let Some(run) = found {
                skip = run.end;
                self.push(run);
            }
        }
        self.before_markers();
        self.complete_lists();
        self.runs.sort_by_key(|run| run.start);
        self.runs
    }

    fn push(&mut self, run: Run) {
        let slot = self.taken.partition_point(|&(start, _)| start < run.start);
        self.taken.insert(slot, (run.start, run.end));
        self.runs.push(run);
    }

    fn is_taken(&self, at: usize) -> bool {
        let slot = self.taken.partition_point(|&(start, _)| start <= at);
        slot.checked_sub(1).and_then(|slot| self.taken.get(slot)).is_some_and(|&(_, end)| at < end)
    }

    /// True when a marking word begins at `at`.
    fn is_marker(&self, at: usize) -> bool {
        self.markers.binary_search_by_key(&at, |&(start, _)| start).is_ok()
    }

    /// What follows a run that ends at `end`.
    fn evidence(&self, end: usize) -> Evidence {
        let at = |position: usize| {
            let slot = self.markers.partition_point(|&(start, _)| start < position);
            let here = self.markers.iter().skip(slot).take_while(|&&(start, _)| start == position);
            here.fold(Evidence::None, |so_far, &(_, strong)| {
                so_far.max(if strong { Evidence::Strong } else { Evidence::Weak })
            })
        };
        let mut best = at(end);
        let rest = self.text.after(end);
        // 九绵、广平、中遂等高速公路: the marking word closes the whole list.
        if best < Evidence::Strong && rest.starts_with(['、', '和', '与', '及', '等']) {
            for (offset, c) in rest.char_indices().take(36) {
                if matches!(c, '。' | ';' | '；' | '!' | '?' | '\n' | ',' | '，') {
                    break;
                }
                let listed = offset > 0 && at(end + offset) == Evidence::Strong;
                if listed {
                    best = Evidence::Strong;
                    break;
                }
            }
        }
        best
    }

    /// Takes a known joint abbreviation, longer by a member where one is added: 成渝 + 绵.
    fn take_known(&mut self, hit: Hit, joint: &Joint) {
        let g = gazetteer();
        let evidence = self.evidence(hit.end);
        let all_cities = joint.members.iter().all(|&id| g.get(id).level != Level::Province);
        let longer = if all_cities { self.extended(hit) } else { self.more_provinces(hit) };
        if let Some(run) = longer {
            self.push(run);
            return;
        }
        let named = || joint.members.iter().all(|id| self.scene.places.contains_key(id));
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
        self.push(Run { start: hit.start, end: hit.end, places: joint.members.clone(), rule: "known_joint" });
    }

    /// 渝 before 川黔: another province letter that hardly means anything else.
    fn more_provinces(&mut self, hit: Hit) -> Option<Run> {
        let table = table();
        let fits = |c: &char| table.class(*c) & (PROVINCE | ANCHOR) == PROVINCE | ANCHOR;
        let lead = self.text.before(hit.start).chars().next_back().filter(fits).map_or(0, char::len_utf8);
        let trail = self.text.after(hit.end).chars().next().filter(fits).map_or(0, char::len_utf8);
        let (start, end) = (hit.start - lead, hit.end + trail);
        if lead + trail == 0
            || self.is_taken(start)
            || self.is_taken(hit.end)
            || self.crosses(start)
            || self.crosses(end)
        {
            return None;
        }
        self.choose(start, end, Evidence::None, "provinces")
    }

    fn extended(&mut self, hit: Hit) -> Option<Run> {
        let table = table();
        let next = self.text.after(hit.end).chars().next().filter(|_| !self.is_taken(hit.end));
        let prev = self.text.before(hit.start).chars().next_back();
        if let Some(c) = next
            && table.class(c) & INITIAL != 0
            && !LOOSE.contains(c)
        {
            let end = hit.end + c.len_utf8();
            let telling = self.is_telling(c);
            let evidence = self.evidence(end);
            if (telling || evidence > Evidence::None)
                && !self.crosses(end)
                && !self.begins_word(hit.end)
                && let Some(run) = self.choose(hit.start, end, evidence, "joint_longer")
            {
                return Some(run);
            }
        }
        if let Some(c) = prev
            && table.class(c) & INITIAL != 0
            && !LOOSE.contains(c)
        {
            let start = hit.start - c.len_utf8();
            let second = self.text.after(hit.start).chars().next().map_or(0, char::len_utf8);
            if !self.is_telling(c) && !is_known(self.text.slice(start, hit.start + second)) {
                return None;
            }
            if !self.is_taken(start) && !self.crosses(start) {
                let evidence = self.evidence(hit.end);
                return self.choose(start, hit.end, evidence, "joint_longer");
            }
        }
        None
    }

    fn is_telling(&self, c: char) -> bool {
        let class = table().class(c);
        class & ANCHOR != 0 || (class & HALF_ANCHOR != 0 && self.initials.contains(&c))
    }

    fn begins_word(&self, at: usize) -> bool {
        lexicon().starts_with_word(self.text.after(at)).is_some()
    }

    /// True when a word lies across `at`.
    fn crosses(&self, at: usize) -> bool {
        let (before, after) = (self.text.before(at), self.text.after(at));
        let (Some(a), Some(b)) = (before.chars().next_back(), after.chars().next()) else { return false };
        if !is_han(a) || !is_han(b) || lexicon().never_joined(a, b) {
            return false;
        }
        let starts = before.char_indices().rev().take(3).map(|(i, _)| i);
        for start in starts {
            let ends = after.char_indices().take(3).map(|(i, c)| at + i + c.len_utf8());
            for end in ends {
                if lexicon().weight(self.text.slice(start, end)).is_some() {
                    return true;
                }
            }
        }
        false
    }

    /// 渝西, 川南渝西: parts of a province or municipality, named by direction.
    fn regions(&self, at: usize) -> Option<Run> {
        let after = self.text.after(at);
        if !after.starts_with('渝') {
            return None;
        }
        let direction = |text: &str| -> usize {
            let mut len = 0;
            for (i, c) in text.char_indices().take(2) {
                if "东西南北中".contains(c) {
                    len = i + c.len_utf8();
                } else {
                    break;
                }
            }
            len
        };
        let rest = after.get('渝'.len_utf8()..)?;
        let own = direction(rest);
        if own == 0 || self.is_taken(at + '渝'.len_utf8()) {
            return None;
        }
        let mut end = at + '渝'.len_utf8() + own;
        let rail = ["高铁", "铁路", "高速铁路"].iter().any(|word| self.text.after(end).starts_with(word));
        if rail {
            return None;
        }
        let municipality = *table().provinces.get(&'渝')?;
        let mut places = vec![municipality];
        let mut start = at;
        // A neighbour before: 川南渝西.
        let before = self.text.before(at);
        let back: String = before.chars().rev().take_while(|c| "东西南北中".contains(*c)).take(2).collect();
        let lead = before.get(..before.len() - back.len()).unwrap_or_default();
        if !back.is_empty()
            && let Some(letter) = lead.chars().next_back()
            && let Some(&province) = table().provinces.get(&letter)
        {
            start = lead.len() - letter.len_utf8();
            places.insert(0, province);
        } else if let Some(letter) = self.text.after(end).chars().next()
            && let Some(&province) = table().provinces.get(&letter)
        {
            let tail = direction(self.text.after(end + letter.len_utf8()));
            if tail > 0 {
                end += letter.len_utf8() + tail;
                places.push(province);
            }
        }
        if places.len() == 1 && self.crosses(end) {
            return None;
        }
        Some(Run { start, end, places, rule: "regions" })
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
        for &(at, _) in markers.iter().filter(|&&(_, strong)| strong) {
            let before = self.text.before(at);
            let chars: Vec<usize> = before
                .char_indices()
                .rev()
                .take(3)
                .take_while(|&(i, c)| table().class(c) & INITIAL != 0 && !self.is_taken(i) && !self.is_marker(i))
                .map(|(i, _)| i)
                .collect();
            if !chars.iter().any(|&i| self.text.after(i).chars().next().is_some_and(|c| self.initials.contains(&c))) {
                continue;
            }
            let run = (2..=chars.len()).rev().find_map(|len| self.try_run(chars[len - 1], at, false));
            if let Some(run) = run {
                self.push(run);
            }
        }
    }

    fn try_run(&mut self, start: usize, end: usize, listed: bool) -> Option<Run> {
        let text = self.text.slice(start, end);
        let evidence = if listed { Evidence::Strong } else { self.evidence(end) };
        let (first, last) = (text.chars().next()?, text.chars().next_back()?);
        let marked = evidence == Evidence::Strong;
        if (LOOSE.contains(first) && (!marked || first == '新' || first == '大'))
            || (LOOSE.contains(last) && !marked)
            || holds_word(text)
            || self.crosses(start)
            || self.crosses(end)
        {
            return None;
        }
        self.choose(start, end, evidence, if listed { "joint_in_list" } else { "joint" })
    }

    /// Chooses the members of `start..end`, if they go together well enough for the evidence.
    fn choose(&mut self, start: usize, end: usize, evidence: Evidence, rule: &'static str) -> Option<Run> {
        let text = self.text;
        let run = text.slice(start, end);
        // Without any evidence and without a telling character, only places that the article names can be meant.
        if evidence == Evidence::None && !run.chars().any(|c| table().class(c) & ANCHOR != 0) {
            let named = |c: char| {
                let of = |places: &Vec<(PlaceId, f32)>| places.iter().any(|(id, _)| self.scene.places.contains_key(id));
                table().places.get(&c).is_some_and(of) || table().class(c) & PROVINCE != 0
            };
            if !run.chars().all(named) {
                return None;
            }
        }
        let key = (run.to_owned(), evidence == Evidence::Strong);
        let cached = self.chosen.get(&key).cloned();
        let members = match cached {
            Some(members) => members,
            None => {
                let members = self.members(run, evidence);
                self.chosen.insert(key, members.clone());
                members
            }
        }?;
        self.convincing(run, &members, evidence).then_some(Run { start, end, places: members, rule })
    }

    fn members(&self, run: &str, evidence: Evidence) -> Option<Vec<PlaceId>> {
        let table = table();
        let chars: Vec<char> = run.chars().collect();
        if chars.iter().all(|c| table.provinces.contains_key(c))
            && chars.iter().filter(|c| table.class(**c) & ANCHOR != 0).count() >= 2
        {
            return distinct(chars.iter().filter_map(|c| table.provinces.get(c).copied()).collect());
        }
        let g = gazetteer();
        let worth = |id: PlaceId, cost: f32| -> f32 {
            match (self.scene.places.get(&id), g.city_of(id).and_then(|c| self.scene.cities.get(&c))) {
                #[expect(clippy::cast_precision_loss, reason = "a small count")]
                (Some(&times), _) => cost - 250.0 - 4.0 * times.min(20) as f32,
                (None, Some(_)) => cost - 30.0,
                _ => cost,
            }
        };
        let mut options: Vec<Vec<(PlaceId, f32)>> = chars
            .iter()
            .map(|c| {
                let all = table.places.get(c).map(Vec::as_slice).unwrap_or_default();
                all.iter().map(|&(id, cost)| (id, worth(id, cost))).collect()
            })
            .collect();
        // The surest character keeps its best reading; the others are looked for around it.
        let centre = (0..chars.len()).min_by(|&a, &b| {
            let best = |i: usize| options[i].iter().map(|&(_, cost)| cost).fold(f32::MAX, f32::min);
            best(a).total_cmp(&best(b))
        })?;
        let (pivot, _) = options[centre].iter().copied().min_by(|a, b| a.1.total_cmp(&b.1))?;
        for option in &mut options {
            option.sort_by(|a, b| {
                let far = |id: PlaceId| g.distance_km(pivot, id).unwrap_or(3000.0);
                (a.1 + far(a.0)).total_cmp(&(b.1 + far(b.0))).then(a.0.cmp(&b.0))
            });
            option.truncate(6);
        }
        let reach = if evidence == Evidence::Strong { 2500.0 } else { 400.0 };
        // Cheapest chain: rank plus the way from member to member.
        let mut costs: Vec<Vec<(f32, usize)>> = Vec::with_capacity(chars.len());
        for (i, option) in options.iter().enumerate() {
            let row = option
                .iter()
                .map(|&(id, cost)| {
                    if i == 0 {
                        return (cost, 0);
                    }
                    let from =
                        options[i - 1].iter().zip(&costs[i - 1]).enumerate().map(|(j, (&(prev, _), &(sum, _)))| {
                            let way = g.distance_km(prev, id).unwrap_or(3000.0);
                            (if prev == id || way > reach { f32::INFINITY } else { sum + way + cost }, j)
                        });
                    from.min_by(|a, b| a.0.total_cmp(&b.0)).unwrap_or((f32::INFINITY, 0))
                })
                .collect();
            costs.push(row);
        }
        let last = costs.last()?;
        let mut at = (0..last.len()).min_by(|&a, &b| last[a].0.total_cmp(&last[b].0))?;
        if !last[at].0.is_finite() {
            return None;
        }
        let mut members = Vec::with_capacity(chars.len());
        for i in (0..chars.len()).rev() {
            members.push(options[i][at].0);
            at = costs[i][at].1;
        }
        members.reverse();
        distinct(members)
    }

    /// True when the evidence carries this reading.
    fn convincing(&self, run: &str, members: &[PlaceId], evidence: Evidence) -> bool {
        let g = gazetteer();
        if members.iter().any(|&id| g.get(id).level == Level::Province) {
            return true;
        }
        let named = |id: &PlaceId| self.scene.places.contains_key(id);
        let known = members.iter().filter(|id| named(id)).count();
        let way = members.windows(2).filter_map(|pair| g.distance_km(pair[0], pair[1])).fold(0.0, f32::max);
        let ranked = members.iter().all(|&id| g.get(id).level == Level::City);
        let telling = run.chars().filter(|&c| table().class(c) & ANCHOR != 0).count();
        if known == members.len() {
            return true;
        }
        match evidence {
            Evidence::Strong => (known > 0 || telling > 0) && (way <= 450.0 || ranked),
            Evidence::Weak => (known > 0 || telling > 0) && way <= 300.0,
            Evidence::None => {
                (telling == members.len() || (telling > 0 && known + 1 >= members.len())) && way <= 300.0 && ranked
            }
        }
    }

    /// 在渝, 来蓉, 赴绵: one letter after a verb of place.
    fn alone(&self, at: usize, c: char) -> Option<Run> {
        let before = self.text.before(at).chars().next_back()?;
        if !"在来赴抵驻莅入离留返援至".contains(before) {
            return None;
        }
        let end = at + c.len_utf8();
        if self.crosses(at) || self.crosses(end) || self.is_taken(end) && !self.text.after(end).starts_with(is_han) {
            return None;
        }
        let g = gazetteer();
        let places = table().places.get(&c)?;
        let mut best: Vec<PlaceId> = places
            .iter()
            .filter(|(id, cost)| {
                self.scene.places.contains_key(id)
                    || (*cost == 0.0
                        && table().class(c) & ANCHOR != 0
                        && g.letters().iter().any(|(l, p)| *l == c && p == id))
            })
            .map(|&(id, _)| id)
            .collect();
        best.sort_by_key(|id| std::cmp::Reverse(self.scene.places.get(id).copied().unwrap_or(0)));
        best.truncate(1);
        (!best.is_empty()).then_some(Run { start: at, end, places: best, rule: "letter_after_verb" })
    }

    /// Reads the items of a list that already holds joint abbreviations: 九绵、广平、中遂等高速公路.
    fn complete_lists(&mut self) {
        let spans: Vec<(usize, usize)> =
            self.runs.iter().filter(|r| r.places.len() > 1 && r.rule == "joint").map(|r| (r.start, r.end)).collect();
        for (start, end) in spans {
            if self.evidence(end) != Evidence::Strong {
                continue;
            }
            if let Some(lead) = self.text.before(start).strip_suffix('、') {
                let item: usize = lead.chars().rev().take(6).take_while(|&c| is_han(c)).map(char::len_utf8).sum();
                self.take_item(lead.len() - item, lead.len());
            }
            if let Some(rest) = self.text.after(end).strip_prefix('、') {
                let from = end + '、'.len_utf8();
                let item: usize =
                    rest.chars().take(6).take_while(|&c| is_han(c) && c != '等').map(char::len_utf8).sum();
                self.take_item(from, from + item);
            }
        }
    }

    fn take_item(&mut self, start: usize, end: usize) {
        let item = self.text.slice(start, end);
        let count = item.chars().count();
        if (2..=4).contains(&count)
            && item.chars().all(|c| table().class(c) & INITIAL != 0)
            && !item.char_indices().any(|(i, _)| self.is_taken(start + i))
            && let Some(run) = self.try_run(start, end, true)
        {
            self.push(run);
        }
    }
}

/// True when two neighbours in `run` make an ordinary word: 来自遂潼 is no list of four.
fn holds_word(run: &str) -> bool {
    let ends = run.char_indices().skip(2).map(|(at, _)| at).chain([run.len()]);
    lexicon().weight(run).is_some()
        || run.char_indices().zip(ends).any(|((start, _), end)| {
            run.get(start..end).and_then(|pair| lexicon().weight(pair)).is_some_and(|weight| weight > COMMON)
        })
}

fn distinct(members: Vec<PlaceId>) -> Option<Vec<PlaceId>> {
    let set: BTreeSet<PlaceId> = members.iter().copied().collect();
    (set.len() == members.len()).then_some(members)
}
