//! Other forms of abbreviation: parts of provinces, more provinces, pairs, single letters, lists, and what was accepted elsewhere.

use super::{
    super::{
        gazetteer::{PlaceId, gazetteer},
        letters::{ANCHOR, INITIAL, PROVINCE, table},
        matcher::Hit,
        members::{Evidence, distinct},
        named_after,
        prepared::is_han,
    },
    Finder, Joint, Run,
};

impl Finder<'_> {
    /// 渝 before 川黔: another province letter that hardly means anything else.
    pub(super) fn more_provinces(&self, hit: Hit, joint: &Joint) -> Option<Run> {
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

    /// 渝西, 川南渝西: parts of a province or municipality, named by direction.
    pub(super) fn regions(&self, at: usize) -> Option<Run> {
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

    /// 两巫 for 巫山 and 巫溪: two named places of one rank and province that begin alike.
    pub(super) fn pair(&self, at: usize) -> Option<Run> {
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

    /// 在渝, 来蓉, 赴绵: one letter after a verb of place.
    pub(super) fn alone(&self, at: usize, c: char) -> Option<Run> {
        let before = self.text.before(at).chars().next_back()?;
        if !"在来赴抵驻莅入离留返援至".contains(before) {
            return None;
        }
        let end = at + c.len_utf8();
        // 绵州, 渝州: old names of lands.
        if self.text.after(end).starts_with('州') {
            return None;
        }
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
        best.sort_by_key(|id| std::cmp::Reverse(self.scene.places.get(id).unwrap_or(0)));
        best.truncate(1);
        (!best.is_empty()).then_some(Run { start: at, end, places: best, rule: "letter_after_verb" })
    }

    /// Every other place where an accepted abbreviation stands: 万开之间 once 万开 is known.
    pub(super) fn spread(&mut self) {
        let text = self.text;
        let mut known: Vec<(String, Vec<PlaceId>)> = self
            .runs
            .iter()
            .filter(|run| run.places.len() > 1 && run.rule != "regions")
            .map(|run| (text.slice(run.start, run.end).to_owned(), run.places.clone()))
            .collect();
        known.sort_by(|a, b| b.0.len().cmp(&a.0.len()).then_with(|| a.0.cmp(&b.0)));
        known.dedup_by(|a, b| a.0 == b.0);
        // Enough for any article; a page of a million abbreviations is not searched a million times.
        known.truncate(64);
        for (string, places) in known {
            // Neither runs nor names overlap among themselves, so their neighbours are found by halving.
            self.runs.sort_by_key(|run| run.start);
            let mut replaced = vec![false; self.runs.len()];
            let mut fresh = Vec::new();
            for start in memchr::memmem::find_iter(text.text.as_bytes(), &string) {
                let end = start + string.len();
                let holds = |s: usize, e: usize| start <= s && e <= end && e - s < end - start;
                let first = self.runs.partition_point(|r| r.end <= start);
                let last = first + self.runs.iter().skip(first).take_while(|r| r.start < end).count();
                let name = self.names.partition_point(|n| n.end <= start);
                let free = self.runs.iter().take(last).skip(first).all(|r| holds(r.start, r.end))
                    && self.names.iter().skip(name).take_while(|n| n.start < end).all(|n| holds(n.start, n.end));
                let owner = || named_after::thing(text.after(end)) == Some("company");
                if free && !self.crosses(start) && !self.crosses(end) && !self.is_landscape(end) && !owner() {
                    replaced.iter_mut().take(last).skip(first).for_each(|slot| *slot = true);
                    fresh.push(Run { start, end, places: places.clone(), rule: "joint_again" });
                }
            }
            let mut slots = replaced.into_iter();
            self.runs.retain(|_| !slots.next().unwrap_or(false));
            self.runs.append(&mut fresh);
        }
    }

    /// Reads the items of a list that already holds joint abbreviations: 九绵、广平、中遂等高速公路.
    pub(super) fn complete_lists(&mut self) {
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

    pub(super) fn take_item(&mut self, start: usize, end: usize) {
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
