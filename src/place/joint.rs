//! Joint abbreviations by grammar: which characters stand for places, where a run of them is meant, and which places it means.

use std::{collections::BTreeMap, sync::LazyLock};

use super::{
    gazetteer::{Level, PlaceId, fold, gazetteer},
    letters::{ANCHOR, HALF_ANCHOR, INITIAL, PROVINCE, table},
    lexicon::lexicon,
    matcher::Hit,
    members::{Evidence, Locals, convincing, distinct, members},
    named_after,
    prepared::{Prepared, is_han},
    resolve::{Named, Scene},
};

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
    /// Spans taken by names and known joints, sorted.
    taken: Vec<(usize, usize)>,
    chosen: BTreeMap<(String, bool), Option<Vec<PlaceId>>>,
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
        let mut taken: Vec<(usize, usize)> = named.iter().map(|n| (n.start, n.end)).chain(blocked).collect();
        taken.sort_unstable();
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
        let table = table();
        let text = self.text;
        let (mut next, mut skip) = (0, 0);
        for (at, c) in text.text.char_indices() {
            let class = table.class(c);
            let local = c == '两' || self.locals.holds(c);
            if at < skip || (class & ANCHOR == 0 && !local) {
                continue;
            }
            while self.taken.get(next).is_some_and(|&(_, end)| end <= at) {
                next += 1;
            }
            if self.taken.get(next).is_some_and(|&(start, _)| start <= at) {
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

    /// What speaks for `start..end`: what follows it, a count of its members, quotes around it, or a title it opens.
    fn evidence_of(&self, start: usize, end: usize) -> Evidence {
        let (run, rest) = (self.text.slice(start, end), self.text.after(end));
        let best = self.evidence(end);
        if best == Evidence::Strong {
            return best;
        }
        // 九绵、绵苍四条高速
        if let Some(at) = rest.find('条').filter(|&at| at <= 6)
            && counted(rest).is_some()
            && self.evidence(end + at + '条'.len_utf8()) == Evidence::Strong
        {
            return Evidence::Strong;
        }
        if let Some(count) = counted(rest) {
            return if count == run.chars().count() { Evidence::Strong } else { Evidence::Weak };
        }
        let (before, after) = (self.text.before(start).chars().next_back(), rest.chars().next());
        let quoted =
            before.is_some_and(|c| "“「『\"‘《〈".contains(c)) && after.is_some_and(|c| "”」』\"’》〉".contains(c));
        let opens = before.is_none_or(|c| c == '\n') && after.is_some_and(|c| ":: ,，".contains(c));
        if quoted || opens { best.max(Evidence::Hint) } else { best }
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
        // 西成 is Xi'an and Chengdu, unless the article speaks of Xining and Chengdu.
        if joint.needs_marker
            && !named()
            && let Some(run) = self.decode(hit.start, hit.end, evidence, "joint")
            && run.places.iter().all(|id| self.scene.places.contains_key(id))
        {
            self.push(run);
            return;
        }
        self.push(Run { start: hit.start, end: hit.end, places: joint.members.clone(), rule: "known_joint" });
    }

    /// 渝 before 川黔: another province letter that hardly means anything else.
    fn more_provinces(&self, hit: Hit, joint: &Joint) -> Option<Run> {
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
        let letter = |c: Option<char>| c.and_then(|c| table.provinces.get(&c).copied());
        let first = letter(self.text.slice(start, hit.start).chars().next());
        let last = letter(self.text.slice(hit.end, end).chars().next());
        let places = first.into_iter().chain(joint.members.iter().copied()).chain(last).collect();
        Some(Run { start, end, places: distinct(places)?, rule: "provinces" })
    }

    fn extended(&mut self, hit: Hit) -> Option<Run> {
        let table = table();
        let next = self.text.after(hit.end).chars().next().filter(|_| !self.is_taken(hit.end));
        let prev = self.text.before(hit.start).chars().next_back();
        if let Some(c) = next
            && (table.class(c) & INITIAL != 0 || self.locals.holds(c))
            && (!LOOSE.contains(c) || self.locals.opens(c))
            && !self.is_marker(hit.end)
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

    fn is_telling(&self, c: char) -> bool {
        let class = table().class(c);
        class & ANCHOR != 0 || (class & HALF_ANCHOR != 0 && self.locals.opens(c))
    }

    /// 高屏溪 is a river.
    fn is_landscape(&self, end: usize) -> bool {
        self.text.after(end).starts_with(['溪', '江', '河', '湖', '山', '岭']) && !self.begins_word(end)
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
                let word = self.text.slice(start, end);
                // Rare words count only when they are whole sayings.
                if lexicon().weight(word).is_some_and(|weight| weight > CROSSING || word.len() >= 9) {
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
        if (places.len() == 1 && self.crosses(end)) || named_after::thing(self.text.after(end)) == Some("media") {
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
                self.runs.retain(|r| r.end <= run.start || run.end <= r.start);
                self.push(run);
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
    }

    /// A run of three or more that holds what else would be a name: 钦北防高铁 where 钦州, 北海 and 防城港 are spoken of.
    fn over_name(&mut self, parts: &[(usize, char)], end: usize) -> Option<Run> {
        let opened = parts.iter().take_while(|&&(_, c)| self.locals.opens(c)).count();
        (3..=opened).rev().find_map(|len| {
            let (start, _) = *parts.get(len - 1)?;
            let slot = self.names.partition_point(|n| n.end <= start);
            let held: Vec<&Named> = self.names.iter().skip(slot).take_while(|n| n.start < end).collect();
            let elsewhere = |n: &&Named| self.scene.places.get(&n.place).is_some_and(|&times| times > 1);
            if held.is_empty() || held.iter().any(|n| n.start < start || n.end > end) || held.iter().all(elsewhere) {
                return None;
            }
            let places = members(self.text.slice(start, end), Evidence::Strong, self.scene, &self.locals)?;
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

    /// True when the article names a place of this very name: 固镇 is 固镇县, not two places.
    fn is_name(&self, run: &str) -> bool {
        let g = gazetteer();
        let mut opening = run.chars().next().into_iter().flat_map(|c| self.locals.of(c));
        opening.any(|(id, first)| first && fold(&g.get(id).short) == run)
    }

    /// True when a refused name, such as a county that nothing supports, lies in `start..end` or across its borders.
    fn covers_refused(&self, start: usize, end: usize) -> bool {
        let slot = self.soft.partition_point(|&(_, to)| to <= start);
        self.soft.get(slot).is_some_and(|&(from, _)| from < end)
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
        (1..count).rev().find_map(|last| {
            let known = last > 1 || self.evidence_of(at, ends[last]) > Evidence::None;
            if known { self.try_run(at, ends[last], false) } else { None }
        })
    }

    /// 两巫 for 巫山 and 巫溪: two named places of one rank and province that begin alike.
    fn pair(&self, at: usize) -> Option<Run> {
        let g = gazetteer();
        let from = at + '两'.len_utf8();
        let c = self.text.after(from).chars().next()?;
        let end = from + c.len_utf8();
        if "省市县区州地城镇乡村江湖河岸山海港家会年天".contains(c)
            || self.is_taken(from)
            || self.covers_refused(at, end)
            || self.begins_word(at)
            || self.begins_word(from)
        {
            return None;
        }
        let alike: Vec<PlaceId> = self.locals.of(c).filter(|&(_, first)| first).map(|(id, _)| id).collect();
        let [a, b] = alike[..] else { return None };
        let fits = g.get(a).level == g.get(b).level && g.province_of(a) == g.province_of(b);
        fits.then_some(Run { start: at, end, places: alike, rule: "two_alike" })
    }

    /// Every other place where an accepted abbreviation stands: 万开之间 once 万开 is known.
    fn spread(&mut self) {
        let text = self.text;
        let mut known: Vec<(String, Vec<PlaceId>)> = self
            .runs
            .iter()
            .filter(|run| run.places.len() > 1 && run.rule != "regions")
            .map(|run| (text.slice(run.start, run.end).to_owned(), run.places.clone()))
            .collect();
        known.sort_by(|a, b| b.0.len().cmp(&a.0.len()).then_with(|| a.0.cmp(&b.0)));
        known.dedup_by(|a, b| a.0 == b.0);
        for (string, places) in known {
            for (start, _) in text.text.match_indices(&string) {
                let end = start + string.len();
                let overlaps = |s: usize, e: usize| s < end && start < e;
                let holds = |s: usize, e: usize| start <= s && e <= end && e - s < end - start;
                let free = self.runs.iter().all(|r| !overlaps(r.start, r.end) || holds(r.start, r.end))
                    && self.names.iter().all(|n| !overlaps(n.start, n.end) || holds(n.start, n.end));
                if free && !self.crosses(start) && !self.crosses(end) && !self.is_landscape(end) {
                    self.runs.retain(|r| !overlaps(r.start, r.end));
                    self.push(Run { start, end, places: places.clone(), rule: "joint_again" });
                }
            }
        }
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
        let key = (run.to_owned(), evidence == Evidence::Strong);
        let cached = self.chosen.get(&key).cloned();
        let members = match cached {
            Some(members) => members,
            None => {
                let members = members(run, evidence, self.scene, &self.locals);
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

    /// 在渝, 来蓉, 赴绵: one letter after a verb of place.
    fn alone(&self, at: usize, c: char) -> Option<Run> {
        let before = self.text.before(at).chars().next_back()?;
        if !"在来赴抵驻莅入离留返援至".contains(before) {
            return None;
        }
        let end = at + c.len_utf8();
        if self.covers_refused(at, end)
            || self.crosses(at)
            || self.crosses(end)
            || self.is_taken(end) && !self.text.after(end).starts_with(is_han)
        {
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

/// 川南, 渝东北: a part of a province.
fn is_region(run: &str) -> bool {
    let mut chars = run.chars();
    chars.next().is_some_and(|c| table().class(c) & PROVINCE != 0) && chars.all(|c| "东西南北中".contains(c))
}

/// The number in 三市, 两县, 四个区.
fn counted(rest: &str) -> Option<usize> {
    let mut chars = rest.chars();
    let count = match chars.next()? {
        '两' | '二' => 2,
        '三' => 3,
        '四' => 4,
        '五' => 5,
        '六' => 6,
        _ => return None,
    };
    let unit = chars.next()?;
    "市县区城州地方家个座条".contains(unit).then_some(count)
}

/// True when two neighbours in `run` make an ordinary word: 来自遂潼 is no list of four.
fn holds_word(run: &str) -> bool {
    let ends = run.char_indices().skip(2).map(|(at, _)| at).chain([run.len()]);
    lexicon().weight(run).is_some_and(|weight| weight > CROSSING)
        || run.char_indices().zip(ends).any(|((start, _), end)| {
            run.get(start..end).and_then(|pair| lexicon().weight(pair)).is_some_and(|weight| weight > COMMON)
        })
}
