//! Reposts: articles of a folder that say the same, across sites, scripts, cuts and titles, told by the wording of their running text.

mod kept;
mod sketch;

use std::{
    borrow::Cow,
    collections::HashMap,
    sync::{Arc, OnceLock},
};

pub(super) use kept::Shelf;
pub use sketch::Sketch;

use super::{DocIx, Document, Snapshot};
use crate::article::RemarkCode;

/// How much of the shorter article the longer one must hold, so that both are one: the share of its five-character runs.
/// Copies with other punctuation, damage or an added paragraph stay above it, reports of the same event by different hands far below.
pub const LIKENESS: f32 = 0.6;

/// So many articles are remembered for one run of characters: phrases of everybody's are no sign.
const REMEMBERED: usize = 24;
/// Runs of characters that two articles must share before they are compared.
const SHARED: usize = 6;

/// Why an article stands for its group.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HeadReason {
    /// It is the longest.
    Fullest,
    /// Of those that are as long it is the earliest with a date of its own.
    Earliest,
    /// Nothing more tells them apart: of those that are as long and as early, the first by path.
    First,
}

/// Articles that say the same.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    /// The articles, by path.
    pub members: Vec<DocIx>,
    /// The one that stands for them.
    pub head: DocIx,
    /// Why it does.
    pub reason: HeadReason,
}

/// The groups of a snapshot, found when they are first asked for: that looks at every document.
#[derive(Default)]
pub struct Cached {
    found: OnceLock<Arc<Reposts>>,
    /// Those of the snapshot before, as far as they hold here; shown until the others are found.
    before: Option<Arc<Reposts>>,
    /// Where they are kept.
    shelf: Option<Shelf>,
}

impl std::fmt::Debug for Cached {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Cached")
    }
}

impl Clone for Cached {
    fn clone(&self) -> Self {
        Self::default()
    }
}

impl PartialEq for Cached {
    /// They follow from the documents.
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl Cached {
    /// Those that another snapshot has found, where its documents say the same; nothing while it was not asked.
    pub(in crate::library) fn of(other: &Self) -> Self {
        Self { found: other.found.clone(), before: other.before.clone(), shelf: other.shelf.clone() }
    }

    /// The same, to be kept nowhere.
    pub(in crate::library) fn alone(self) -> Self {
        Self { shelf: None, ..self }
    }

    /// Not looked for yet. `shelf` is where they are kept.
    pub(in crate::library) fn kept_in(shelf: Option<Shelf>) -> Self {
        Self { shelf, ..Self::default() }
    }

    /// The groups of a newer snapshot with these documents: to be looked for, but most are as they were.
    pub(in crate::library) fn after(before: &Snapshot, documents: &[Arc<Document>]) -> Self {
        let shown = before.known_reposts();
        let carried = (!shown.groups.is_empty()).then(|| Arc::new(shown.carried(&before.documents, documents)));
        Self { found: OnceLock::new(), before: carried, shelf: before.reposts.shelf.clone() }
    }

    /// Takes those that are kept, if they are of these documents.
    pub(in crate::library) fn take_kept(&self, documents: &[Arc<Document>]) {
        if let Some(kept) = self.shelf.as_ref().and_then(|shelf| shelf.read(documents)) {
            let _ = self.found.set(Arc::new(kept));
        }
    }

    fn look_for(&self, documents: &[Arc<Document>]) -> Arc<Reposts> {
        let kept = self.shelf.as_ref().and_then(|shelf| shelf.read(documents));
        Arc::new(kept.unwrap_or_else(|| {
            let found = Reposts::of(documents);
            if let Some(shelf) = &self.shelf {
                shelf.write(documents, &found);
            }
            found
        }))
    }
}

impl Snapshot {
    /// Which articles say the same; nothing while the folder is still growing. The first to ask waits until every document was looked at,
    /// which is no work for a thread that draws.
    #[must_use]
    pub fn reposts(&self) -> &Reposts {
        if self.complete { self.reposts.found.get_or_init(|| self.reposts.look_for(&self.documents)) } else { &NONE }
    }

    /// The same as far as it is known by now: nobody waits.
    #[must_use]
    pub fn known_reposts(&self) -> &Reposts {
        self.reposts.found.get().or(self.reposts.before.as_ref()).map_or(&NONE, |known| &**known)
    }

    /// True when [`Self::reposts`] need not be waited for.
    #[must_use]
    pub fn knows_reposts(&self) -> bool {
        !self.complete || self.reposts.found.get().is_some()
    }
}

/// No groups.
static NONE: Reposts = Reposts { groups: Vec::new(), of: Vec::new() };

/// The groups of a folder.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reposts {
    groups: Vec<Group>,
    /// For each document its group.
    of: Vec<Option<u32>>,
}

impl Reposts {
    /// Groups the documents of a folder, given by path.
    #[must_use]
    pub fn of(documents: &[Arc<Document>]) -> Self {
        let first_like = first_likes(documents);
        let mut members: Vec<Vec<DocIx>> = Vec::new();
        let mut of: Vec<Option<u32>> = vec![None; documents.len()];
        for (at, first) in first_like.into_iter().enumerate() {
            let Some(first) = first else { continue };
            let Some(number) = of.get(first as usize).copied() else { continue };
            let number = number.unwrap_or_else(|| {
                members.push(vec![DocIx(first)]);
                u32::try_from(members.len() - 1).unwrap_or(u32::MAX)
            });
            for ix in [first as usize, at] {
                if let Some(slot) = of.get_mut(ix) {
                    *slot = Some(number);
                }
            }
            if let Some(group) = members.get_mut(number as usize) {
                group.push(DocIx(u32::try_from(at).unwrap_or(u32::MAX)));
            }
        }
        let groups = members
            .into_iter()
            .map(|members| {
                let (head, reason) = head(documents, &members);
                Group { members, head, reason }
            })
            .collect();
        Self { groups, of }
    }

    /// The groups for other documents of the same folder: of documents that are not as they were nothing is said.
    fn carried(&self, before: &[Arc<Document>], now: &[Arc<Document>]) -> Self {
        let mut to: Vec<Option<DocIx>> = vec![None; before.len()];
        let mut all = (0_u32..).zip(now).peekable();
        for (slot, was) in to.iter_mut().zip(before) {
            while all.next_if(|(_, document)| document.path < was.path).is_some() {}
            *slot = all.peek().filter(|(_, document)| Arc::ptr_eq(document, was)).map(|(at, _)| DocIx(*at));
        }
        let now_at = |ix: &DocIx| to.get(ix.0 as usize).copied().flatten();
        let mut carried = Self { groups: Vec::with_capacity(self.groups.len()), of: vec![None; now.len()] };
        for group in &self.groups {
            let members: Vec<DocIx> = group.members.iter().filter_map(now_at).collect();
            let (Some(first), true) = (members.first().copied(), members.len() > 1) else { continue };
            let (head, reason) = now_at(&group.head).map_or((first, HeadReason::First), |head| (head, group.reason));
            let number = u32::try_from(carried.groups.len()).ok();
            for ix in &members {
                if let Some(slot) = carried.of.get_mut(ix.0 as usize) {
                    *slot = number;
                }
            }
            carried.groups.push(Group { members, head, reason });
        }
        carried
    }

    /// The groups, by their first articles.
    #[must_use]
    pub fn groups(&self) -> &[Group] {
        &self.groups
    }

    /// The group of a document, if others say the same.
    #[must_use]
    pub fn group_of(&self, ix: DocIx) -> Option<&Group> {
        let number = self.of.get(ix.0 as usize).copied().flatten()?;
        self.groups.get(number as usize)
    }

    /// Leaves of each group in a list one: what stands for the group, or the first of it where that is not listed.
    pub fn keep_one<T>(&self, rows: &mut Vec<T>, doc: impl Fn(&T) -> DocIx) {
        let mut kept: Vec<Option<DocIx>> = vec![None; self.groups.len()];
        for ix in rows.iter().map(&doc) {
            let number = self.of.get(ix.0 as usize).copied().flatten();
            let Some((slot, group)) = number.and_then(|n| kept.get_mut(n as usize).zip(self.groups.get(n as usize)))
            else {
                continue;
            };
            if slot.is_none() || ix == group.head {
                *slot = Some(ix);
            }
        }
        rows.retain(|row| {
            let ix = doc(row);
            let number = self.of.get(ix.0 as usize).copied().flatten();
            number.and_then(|n| kept.get(n as usize)).is_none_or(|one| *one == Some(ix))
        });
    }
}

/// The article that stands for a group.
fn head(documents: &[Arc<Document>], members: &[DocIx]) -> (DocIx, HeadReason) {
    let first = members.first().copied().unwrap_or(DocIx(0));
    let chars = |ix: DocIx| documents.get(ix.0 as usize).map_or(0, |d| d.brief().chars);
    let most = members.iter().map(|&ix| chars(ix)).max().unwrap_or_default();
    // One twentieth may be an address or a line of thanks.
    let mut full = members.iter().copied().filter(|&ix| chars(ix) * 20 >= most * 19);
    let (Some(one), None) = (full.next(), full.next()) else {
        let day = |ix: DocIx| {
            let document = documents.get(ix.0 as usize)?;
            let own = !document.brief().remarks.has(RemarkCode::RepostStamp);
            document.date().filter(|date| own && date.day.is_some()).map(|date| date.rough_days())
        };
        let dated =
            members.iter().copied().filter(|&ix| chars(ix) * 20 >= most * 19).filter_map(|ix| Some((day(ix)?, ix)));
        let mut dated: Vec<(i32, DocIx)> = dated.collect();
        dated.sort_unstable();
        return match dated.as_slice() {
            // Of several of one day none is the earliest.
            [(day, ix), (other, _), ..] if day == other => (*ix, HeadReason::First),
            [(_, ix), ..] => (*ix, HeadReason::Earliest),
            [] => (first, HeadReason::First),
        };
    };
    (one, HeadReason::Fullest)
}

/// For each document what [`Finder::first_like`] says when it is asked for one after the other; with all sketches at hand this takes a
/// fraction of the time and the memory.
fn first_likes(documents: &[Arc<Document>]) -> Vec<Option<u32>> {
    let sketches: Vec<Cow<'_, [u32]>> = documents.iter().map(|document| document.hashes()).collect();
    // Hash and document, by hash; where several have one, that is a run.
    let mut having: Vec<(u32, u32)> =
        (0..).zip(&sketches).flat_map(|(at, hashes)| hashes.iter().map(move |hash| (*hash, at))).collect();
    having.sort_unstable();
    let mut runs: Vec<&[(u32, u32)]> = having.chunk_by(|a, b| a.0 == b.0).filter(|run| run.len() > 1).collect();
    // The runs of each document, one document behind the other.
    let mut ends = vec![0_usize; sketches.len() + 1];
    let count = |ends: &mut Vec<usize>, (_, at): &(u32, u32)| {
        if let Some(end) = ends.get_mut(*at as usize + 1) {
            *end += 1;
        }
    };
    runs.iter().flat_map(|run| run.iter()).for_each(|entry| count(&mut ends, entry));
    let mut sum = 0;
    for end in &mut ends {
        sum += *end;
        *end = sum;
    }
    let mut runs_of = vec![0_u32; sum];
    for (number, run) in (0..).zip(&runs) {
        for (_, at) in run.iter() {
            let slot = ends.get_mut(*at as usize).and_then(|end| {
                *end += 1;
                runs_of.get_mut(*end - 1)
            });
            if let Some(slot) = slot {
                *slot = number;
            }
        }
    }
    // Now each number is where the runs of the next document begin.
    for run in &mut runs {
        *run = run.get(..REMEMBERED).unwrap_or(run);
    }
    let mut shared = vec![0_u16; sketches.len()];
    let mut groups: Vec<u32> = (0..).zip(&sketches).map(|(at, _)| at).collect();
    let mut likes = vec![None; sketches.len()];
    let mut from = 0;
    for (own, sketch) in (0_u32..).zip(&sketches) {
        let to = ends.get(own as usize).copied().unwrap_or(from);
        let own_runs = runs_of.get(std::mem::replace(&mut from, to)..to).unwrap_or_default();
        let met = || {
            let runs = own_runs.iter().filter_map(|number| runs.get(*number as usize));
            runs.flat_map(|run| run.iter().map(|entry| entry.1).take_while(|at| *at < own))
        };
        let mut near: Vec<u32> = Vec::new();
        for at in met() {
            if let Some(count) = shared.get_mut(at as usize) {
                *count += 1;
                if usize::from(*count) == SHARED {
                    near.push(at);
                }
            }
        }
        for at in met() {
            if let Some(count) = shared.get_mut(at as usize) {
                *count = 0;
            }
        }
        near.sort_unstable();
        let mut best: Option<(f32, u32)> = None;
        for at in near {
            let Some(other) = sketches.get(at as usize) else { continue };
            let Some(likeness) = sketch::likeness(sketch, other).filter(|&likeness| likeness >= LIKENESS) else {
                continue;
            };
            if best.is_none_or(|(most, _)| likeness > most) {
                best = Some((likeness, groups.get(at as usize).copied().unwrap_or(at)));
            }
        }
        if let (Some((_, group)), Some(slot), Some(like)) =
            (best, groups.get_mut(own as usize), likes.get_mut(own as usize))
        {
            *slot = group;
            *like = Some(group);
        }
    }
    likes
}

/// Finds for each article the first one before it that says the same.
#[derive(Debug, Default)]
pub struct Finder {
    /// The articles so far: their sketch, and the first of their group.
    known: Vec<(Sketch, u32)>,
    /// Those that have a run of characters.
    having: HashMap<u32, Vec<u32>>,
}

impl Finder {
    /// Number, counted in calls from 0, of the first article of the group that `sketch` belongs to; `None` for the first of its kind.
    pub fn first_like(&mut self, sketch: &Sketch) -> Option<u32> {
        let own = u32::try_from(self.known.len()).unwrap_or(u32::MAX);
        let mut met: Vec<u32> =
            sketch.hashes().iter().filter_map(|hash| self.having.get(hash)).flatten().copied().collect();
        met.sort_unstable();
        let mut best: Option<(f32, u32)> = None;
        for run in met.chunk_by(|a, b| a == b).filter(|run| run.len() >= SHARED) {
            let Some((other, group)) = run.first().and_then(|&at| self.known.get(at as usize)) else { continue };
            let Some(likeness) = sketch.likeness(other).filter(|&likeness| likeness >= LIKENESS) else { continue };
            if best.is_none_or(|(most, _)| likeness > most) {
                best = Some((likeness, *group));
            }
        }
        let group = best.map_or(own, |(_, group)| group);
        for &hash in sketch.hashes() {
            let having = self.having.entry(hash).or_default();
            if having.len() < REMEMBERED {
                having.push(own);
            }
        }
        self.known.push((sketch.clone(), group));
        best.map(|(_, group)| group)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::library::document_of;

    fn documents(pages: &[(&str, &str)]) -> Vec<Arc<Document>> {
        pages.iter().map(|(path, text)| Arc::new(document_of(path, text.as_bytes()))).collect()
    }

    const BODY: &str = "遂宁与潼南两地交通部门昨日在琼江边碰头，商定明年春天合修一座跨界的桥。\n桥长三百二十米，造价由两家平摊，施工期间渡船照开，过河的学生不用绕路。\n桥头将设一个小小的市集，卖两边的柠檬和红薯，管市集的人由两个村轮流出。\n渡口的老人说，撑了四十年的船，总算要歇一歇了，桥名还没有定，两边各想了三个。\n";

    #[test]
    fn none_of_several_of_one_day_is_the_earliest() {
        let page = |day: &str| format!("两地合修跨界桥\n{day} 来源：琼江晚报\n{BODY}");
        let head = |days: [&str; 3]| {
            let pages = days.map(page);
            let all = documents(&[("a.txt", &pages[0]), ("b.txt", &pages[1]), ("c.txt", &pages[2])]);
            let group = Reposts::of(&all).groups().first().cloned().unwrap();
            (group.head, group.reason)
        };
        assert_eq!(head(["2021-03-07", "2021-03-05", "2021-03-05"]), (DocIx(1), HeadReason::First));
        assert_eq!(head(["2021-03-07", "2021-03-05", "2021-03-06"]), (DocIx(1), HeadReason::Earliest));
        assert_eq!(head(["", "", ""]), (DocIx(0), HeadReason::First));
    }

    #[test]
    fn copies_cuts_and_the_other_script_are_one_group() {
        let whole = format!("两地合修跨界桥\n2021-03-05 来源：琼江晚报\n{BODY}");
        let cut =
            format!("一座桥的故事\n2021-03-09 来源：桥讯网\n{}", BODY.lines().take(3).collect::<Vec<_>>().join("\n"));
        let hant = "兩地合修跨界橋\n2021-03-07\n遂寧與潼南兩地交通部門昨日在瓊江邊碰頭,商定明年春天合修一座跨界的橋。\n橋長三百二十米,造價由兩家平攤,施工期間渡船照開,過河的學生不用繞路。\n橋頭將設一個小小的市集,賣兩邊的檸檬和紅薯,管市集的人由兩個村輪流出。\n渡口的老人說,撐了四十年的船,總算要歇一歇了,橋名還沒有定,兩邊各想了三個。\n";
        let other = "另一件事\n2021-03-05\n遂宁与潼南两地的水务部门昨天约定，琼江上下游的水质数据每天互相通报，谁先发现异样谁先关闸。\n巡河员由沿岸的村民担任，每月有补贴，巡一趟要走六公里。\n";
        let all = documents(&[("a.txt", &whole), ("b.txt", other), ("c.txt", &cut), ("d.txt", hant)]);
        let reposts = Reposts::of(&all);
        assert_eq!(reposts.groups().len(), 1);
        let group = reposts.group_of(DocIx(2)).unwrap();
        assert_eq!(group.members, [DocIx(0), DocIx(2), DocIx(3)]);
        assert_eq!((group.head, group.reason), (DocIx(0), HeadReason::Earliest));
        assert_eq!(reposts.group_of(DocIx(1)), None);
        let mut rows = vec![DocIx(3), DocIx(2), DocIx(1), DocIx(0)];
        reposts.keep_one(&mut rows, |ix| *ix);
        assert_eq!(rows, [DocIx(1), DocIx(0)], "the head stays");
        let mut rows = vec![DocIx(3), DocIx(1), DocIx(2)];
        reposts.keep_one(&mut rows, |ix| *ix);
        assert_eq!(rows, [DocIx(3), DocIx(1)], "the first where the head is not listed");
    }

    #[test]
    fn all_at_once_or_one_after_the_other_is_the_same() {
        let mut random = fastrand::Rng::with_seed(5);
        let lines: Vec<&str> = BODY.lines().collect();
        let page = |random: &mut fastrand::Rng| {
            let own: String = (0..60).filter_map(|_| char::from_u32(random.u32(0x4E00..0x4E80))).collect();
            let body: String = (0..random.usize(1..5)).map(|_| lines[random.usize(0..lines.len())]).collect();
            format!("题\n\n{body}\n{}\n", if random.bool() { own } else { String::new() })
        };
        let pages: Vec<(String, String)> = (0..300).map(|n| (format!("{n:03}.txt"), page(&mut random))).collect();
        let all = documents(&pages.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect::<Vec<_>>());
        let mut finder = Finder::default();
        let one_by_one: Vec<Option<u32>> = all.iter().map(|document| finder.first_like(&document.sketch())).collect();
        assert_eq!(first_likes(&all), one_by_one);
        assert!(one_by_one.iter().flatten().count() > 100);
    }

    #[test]
    fn groups_hold_for_what_is_as_it_was() {
        let copies: Vec<(String, String)> = (0..6).map(|n| (format!("{n}.txt"), format!("题{n}\n{BODY}"))).collect();
        let all = documents(&copies.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect::<Vec<_>>());
        let reposts = Reposts::of(&all);
        assert_eq!(reposts.groups()[0].members.len(), 6);
        assert_eq!(reposts.carried(&all, &all), reposts);
        // The first one has other words, one is gone, one is new.
        let mut now: Vec<Arc<Document>> = all.clone();
        now[0] = Arc::clone(&documents(&[("0.txt", "另一件事\n")])[0]);
        now.remove(3);
        now.insert(1, Arc::clone(&documents(&[("00.txt", BODY)])[0]));
        now.sort_by(|a, b| a.path.cmp(&b.path));
        let carried = reposts.carried(&all, &now);
        let paths: Vec<&str> = carried.groups()[0].members.iter().map(|ix| now[ix.0 as usize].path.as_str()).collect();
        assert_eq!(paths, ["1.txt", "2.txt", "4.txt", "5.txt"]);
        assert_eq!((carried.group_of(DocIx(0)), carried.groups().len()), (None, 1));
    }

    #[test]
    fn groups_are_kept_for_the_very_same_documents() {
        use crate::library::{
            cache::{Cache, Place, Side},
            scan::Target,
        };
        let folder = tempfile::tempdir().unwrap();
        let (place, target) =
            (Place::new(Some(&folder.path().join("cache")), None), Target::Folder(folder.path().join("pages")));
        std::fs::create_dir(folder.path().join("pages")).unwrap();
        drop(Cache::open(&place, &target));
        let shelf = Shelf::new(Side::of(&place, &target, "reposts").unwrap());
        let cut = BODY.lines().take(2).collect::<Vec<_>>().join("\n");
        let all = documents(&[("a.txt", &cut), ("b.txt", "别的\n"), ("c.txt", BODY), ("d.txt", BODY)]);
        let found = Reposts::of(&all);
        assert!(!found.groups.is_empty() && shelf.read(&all).is_none());
        shelf.write(&all, &found);
        assert_eq!(shelf.read(&all), Some(found));
        assert_eq!(shelf.read(&all[..3]), None);
        assert_eq!(
            shelf.read(&documents(&[("a.txt", &cut), ("b.txt", "别的\n"), ("c.txt", BODY), ("e.txt", BODY)])),
            None
        );
    }

    #[test]
    fn the_fullest_stands_for_its_group() {
        let cut = BODY.lines().take(2).collect::<Vec<_>>().join("\n");
        let all = documents(&[("a.txt", &format!("甲报\n{cut}\n")), ("b.txt", &format!("乙报\n{BODY}"))]);
        let reposts = Reposts::of(&all);
        let group = reposts.group_of(DocIx(0)).unwrap();
        assert_eq!((group.head, group.reason), (DocIx(1), HeadReason::Fullest));
    }

    #[test]
    fn empty_and_short_pages_are_like_none() {
        let all = documents(&[("a.txt", ""), ("b.txt", ""), ("c.txt", "首页\n"), ("d.txt", "首页\n")]);
        assert_eq!(Reposts::of(&all), Reposts { groups: Vec::new(), of: vec![None; 4] });
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]
        /// The estimate is near the true share, and exact for texts that fit into a sketch.
        #[test]
        fn likeness_is_the_share_of_the_shorter(a in "[一-丏]{40,200}", b in "[一-丏]{40,200}", mixed in 0..100_usize) {
            use std::collections::BTreeSet;
            let b = format!("{}{b}", a.chars().take(a.chars().count() * mixed / 100).collect::<String>());
            let units = |text: &str| crate::text::units::of(text);
            let all = |text: &str| -> BTreeSet<Vec<u16>> { units(text).windows(5).map(<[u16]>::to_vec).collect() };
            let sketch = |text: &str| {
                let document = document_of("a.txt", format!("题目\n\n{text}。{text}。\n").as_bytes());
                (document.sketch(), all(&format!("{text}{text}")))
            };
            let ((one, x), (two, y)) = (sketch(&a), sketch(&b));
            if let Some(said) = one.likeness(&two) {
                let truth = x.intersection(&y).count() as f32 / x.len().min(y.len()) as f32;
                prop_assert!((said - truth).abs() < 0.45, "{said} for {truth}");
            }
            prop_assert_eq!(one.likeness(&two), two.likeness(&one));
        }
    }
}
