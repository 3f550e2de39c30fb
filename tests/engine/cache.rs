//! The cache never changes what is opened: whatever is done to the files, to the choices of the user, or to the cache itself.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs::{self, File},
    path::{Path, PathBuf},
    sync::Arc,
    thread::sleep,
    time::Duration,
};

use proptest::prelude::*;
use shuangcheng::{
    library::{
        Corrections, Document, Overrides, Problem, Reposts, Snapshot,
        cache::{Cache, Place, Trouble, Upkeep},
        corrections::{Correction, Kept, PlaceName},
        recheck,
        scan::{Cancel, Target, open, open_with, stream_with},
    },
    place::gazetteer,
    text::encoding::Encoding,
};

/// A folder of pages and a folder for caches.
struct Desk {
    pages: tempfile::TempDir,
    cache: tempfile::TempDir,
    overrides: Overrides,
}

/// What two snapshots of the same files have in common.
type Content = (Vec<Document>, Vec<Problem>, Reposts, bool);

fn content(snapshot: &Snapshot) -> Content {
    let documents = snapshot.documents.iter().map(|d| Document::clone(d)).collect();
    (documents, snapshot.problems.clone(), snapshot.reposts().clone(), snapshot.complete)
}

const PAGES: [&str; 6] = [
    "遂潼合作再进一步\n2021年3月5日　来源：甲日报　记者 王某\n\n　　3月5日，遂宁市与潼南区签订《涪江水运合作协议》。成渝两地都来了人，川渝各县也来了。\n\n责任编辑：李某\n",
    "遂潼合作再进两步\n2021年3月6日　来源：乙日报　记者 王某\n\n　　3月6日，遂宁市与潼南区签订《涪江水运合作协议》。成渝两地都来了人，川渝各县也来了。\n\n责任编辑：张某\n",
    "<html><head><title>绵阳的事_甲网</title></head><body><p>绵阳市的园区开工了。江北的也开工了。</p></body></html>",
    "",
    "廣安與南充簽訂合作協議\n\n廣安市和南充市將共建園區，𠀀也在。\n",
    "no Han here, only 2020-01-02\n",
];

const NAMES: [&str; 6] = ["a.txt", "b.txt", "b/a.html", "b/c.md", "c d.txt", "e.htm"];

impl Desk {
    fn new() -> Self {
        Self {
            pages: tempfile::tempdir().unwrap(),
            cache: tempfile::tempdir().unwrap(),
            overrides: Overrides::default(),
        }
    }

    fn target(&self) -> Target {
        Target::Folder(self.pages.path().to_owned())
    }

    fn place(&self) -> Place {
        Place::new(Some(self.cache.path()), None)
    }

    fn put(&self, name: &str, bytes: &[u8], old: bool) {
        let path = self.pages.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, bytes).unwrap();
        if old {
            // Always the same: only other signs tell one content from the next.
            let time = std::time::UNIX_EPOCH + Duration::from_secs(1_600_000_000);
            File::options().append(true).open(&path).unwrap().set_modified(time).unwrap();
        }
    }

    fn fill(&self) {
        for (name, page) in NAMES.iter().zip(PAGES) {
            self.put(name, page.as_bytes(), true);
        }
        // Until then a change could bear the same time.
        sleep(Duration::from_millis(80));
    }

    fn plain(&self) -> Content {
        content(&open(&self.target(), &self.overrides, &Cancel::default(), &mut |_, _| {}).unwrap())
    }

    /// An opening with the cache: what it gave, and how many documents came from it.
    fn cached(&self) -> (Content, usize, Option<Trouble>) {
        let mut cache = Cache::open(&self.place(), &self.target());
        let snapshot =
            open_with(&self.target(), &self.overrides, &mut cache, &Cancel::default(), &mut |_, _| {}).unwrap();
        let reused = cache.reused();
        (content(&snapshot), reused, cache.finish())
    }

    fn trusting(&self) -> Content {
        let mut cache = Cache::open_trusting(&self.place(), &self.target());
        content(&open_with(&self.target(), &self.overrides, &mut cache, &Cancel::default(), &mut |_, _| {}).unwrap())
    }

    /// Files of the cache.
    fn files(&self) -> Vec<PathBuf> {
        let mut files = Vec::new();
        for folder in fs::read_dir(self.cache.path()).unwrap() {
            let inside = fs::read_dir(folder.unwrap().path()).unwrap();
            files.extend(inside.map(|file| file.unwrap().path()).filter(|path| !path.ends_with("lock")));
        }
        files.sort();
        files
    }
}

#[test]
fn what_is_as_it_was_is_not_read_again() {
    let desk = Desk::new();
    desk.fill();
    let plain = desk.plain();
    assert_eq!(desk.cached(), (plain.clone(), 0, None));
    let files = desk.files();
    assert_eq!(desk.cached(), (plain.clone(), NAMES.len(), None));
    assert_eq!(desk.files(), files, "nothing was written");
    assert_eq!(desk.trusting(), plain);
    // One changed without a sign but the time that nobody sets back, one gone, one new, one moved.
    desk.put("a.txt", PAGES[1].as_bytes(), true);
    fs::remove_file(desk.pages.path().join("b.txt")).unwrap();
    desk.put("f.txt", PAGES[4].as_bytes(), true);
    fs::rename(desk.pages.path().join("e.htm"), desk.pages.path().join("g.htm")).unwrap();
    assert_eq!(desk.trusting(), plain, "taken as it is");
    let plain = desk.plain();
    assert_eq!(desk.cached(), (plain.clone(), 3, None));
    assert_eq!(desk.trusting(), plain);
    sleep(Duration::from_millis(80));
    desk.cached();
    assert_eq!(desk.cached(), (plain, 6, None));
}

#[test]
fn what_changed_in_an_open_folder_is_kept() {
    let desk = Desk::new();
    desk.fill();
    desk.cached();
    let (target, cancel) = (desk.target(), Cancel::default());
    let mut cache = Cache::open(&desk.place(), &target);
    let before = open_with(&target, &desk.overrides, &mut cache, &cancel, &mut |_, _| {}).unwrap();
    let keep = |snapshot: &Snapshot| Cache::keep(&desk.place(), &target, &desk.overrides, snapshot);
    assert_eq!(keep(&before), Upkeep::Busy, "the opening still writes");
    assert_eq!(cache.finish(), None);
    let files = desk.files();
    assert_eq!(keep(&before), Upkeep::Done);
    assert_eq!(desk.files(), files, "there was nothing to write");
    desk.put("a.txt", PAGES[4].as_bytes(), false);
    fs::remove_file(desk.pages.path().join("b.txt")).unwrap();
    desk.put("f.txt", PAGES[1].as_bytes(), true);
    fs::rename(desk.pages.path().join("e.htm"), desk.pages.path().join("g.htm")).unwrap();
    let found = recheck(&before, &target, &desk.overrides, &BTreeSet::new(), &cancel).unwrap().unwrap();
    assert_eq!(found.changes.len(), 3, "one has the content of the one that is gone");
    assert_eq!(keep(&found.snapshot), Upkeep::Done);
    let plain = desk.plain();
    assert_eq!(desk.trusting(), plain, "no file need be looked at");
    let files = desk.files();
    assert_eq!(keep(&found.snapshot), Upkeep::Done);
    assert_eq!(desk.files(), files, "it is written once");
    assert_eq!(desk.cached().0, plain);
    assert_eq!(desk.cached().0, plain);
    // What is not whole says nothing of what is gone.
    let mut part = Snapshot::clone(&found.snapshot);
    part.documents.truncate(1);
    part.complete = false;
    assert_eq!(keep(&part), Upkeep::Not);
    assert_eq!(desk.trusting(), plain);
}

#[test]
fn a_file_that_was_just_written_is_compared_by_its_bytes() {
    let desk = Desk::new();
    desk.put("a.txt", PAGES[0].as_bytes(), false);
    assert_eq!(desk.cached().0, desk.plain());
    assert_eq!(desk.cached(), (desk.plain(), 0, None));
}

#[test]
fn streams_use_it_too() {
    let desk = Desk::new();
    desk.fill();
    let stream = || {
        let (mut cache, mut found) = (Cache::open(&desk.place(), &desk.target()), vec![]);
        let mut each = |result: Result<Document, Problem>| {
            found.push(result.unwrap());
            true
        };
        stream_with(&desk.target(), &desk.overrides, &mut cache, &Cancel::default(), &mut each).unwrap();
        let reused = cache.reused();
        assert_eq!(cache.finish(), None);
        (found, reused)
    };
    let first = stream();
    assert_eq!(first, (desk.plain().0, 0));
    assert_eq!(stream(), (first.0, NAMES.len()));
}

#[test]
fn a_folder_that_cannot_be_written_means_no_cache() {
    let mut desk = Desk::new();
    desk.fill();
    let file = desk.cache.path().join("file");
    fs::write(&file, "in the way").unwrap();
    let place = Place::new(Some(&file.join("below")), None);
    let mut cache = Cache::open(&place, &desk.target());
    let snapshot = open_with(&desk.target(), &desk.overrides, &mut cache, &Cancel::default(), &mut |_, _| {}).unwrap();
    assert_eq!(content(&snapshot), desk.plain());
    assert!(cache.finish().is_some_and(|trouble| trouble.path.starts_with(&file)));
    // And never in the user's own folder.
    desk.cache = tempfile::TempDir::new_in(desk.pages.path()).unwrap();
    assert_eq!(desk.cached(), (desk.plain(), 0, None));
    assert_eq!(fs::read_dir(desk.cache.path()).unwrap().count(), 0);
}

#[test]
fn two_openings_at_once_do_not_harm_each_other() {
    let desk = Desk::new();
    desk.fill();
    let plain = desk.plain();
    let openings: Vec<Cache> = (0..3).map(|_| Cache::open(&desk.place(), &desk.target())).collect();
    for mut cache in openings {
        let snapshot =
            open_with(&desk.target(), &desk.overrides, &mut cache, &Cancel::default(), &mut |_, _| {}).unwrap();
        assert_eq!(content(&snapshot), plain);
        assert_eq!(cache.finish(), None);
    }
    assert_eq!(desk.cached(), (plain, NAMES.len(), None));
    std::thread::scope(|scope| {
        for number in 0..4 {
            let desk = &desk;
            scope.spawn(move || {
                for round in 0..5 {
                    let name = format!("own{number}.txt");
                    desk.put(&name, PAGES[(number + round) % 6].as_bytes(), true);
                    desk.cached();
                }
            });
        }
    });
    assert_eq!(desk.cached().0, desk.plain());
}

#[test]
fn what_is_out_of_use_goes() {
    let desk = Desk::new();
    desk.fill();
    desk.cached();
    let size = |desk: &Desk| desk.files().iter().map(|file| fs::metadata(file).unwrap().len()).sum::<u64>();
    let first = size(&desk);
    for round in 0..40 {
        desk.put("a.txt", format!("{}{round}", PAGES[0]).as_bytes(), true);
        desk.cached();
        assert!(size(&desk) < first * 4, "round {round}");
        assert!(desk.files().len() <= 20, "{:?}", desk.files());
    }
    for name in NAMES {
        fs::remove_file(desk.pages.path().join(name)).unwrap();
    }
    desk.cached();
    assert!(size(&desk) < 400, "{:?}", desk.files());
    assert_eq!(desk.cached().0, desk.plain());
}

#[test]
fn what_turns_out_to_be_damaged_is_made_anew() {
    let desk = Desk::new();
    desk.fill();
    let plain = desk.plain();
    desk.cached();
    let segment = |desk: &Desk| desk.files().into_iter().find(|file| file.extension().is_some_and(|e| e == "seg"));
    let len = fs::read(segment(&desk).unwrap()).unwrap().len();
    for at in (0..len).step_by(61) {
        let file = segment(&desk).unwrap();
        let mut bytes = fs::read(&file).unwrap();
        let at = at.min(bytes.len() - 1);
        bytes[at] ^= 1;
        fs::write(&file, bytes).unwrap();
        // Texts and pages are looked at when they are asked for; what was found then is known to the next opening.
        assert_eq!(desk.cached().0, plain, "byte {at}");
        assert_eq!(desk.cached().0, plain, "byte {at}");
        assert_eq!(desk.cached(), (plain.clone(), NAMES.len(), None), "byte {at}");
        assert!(desk.files().iter().all(|file| file.extension().is_none_or(|e| e != "bad")), "byte {at}");
    }
}

/// A change between two openings.
#[derive(Clone, Debug)]
enum Change {
    Write { name: usize, page: usize, gbk: bool, old: bool },
    Remove(usize),
    Rename(usize, usize),
    Encoding(usize, Option<Encoding>),
    Title(usize, bool),
    Word(bool),
}

fn change() -> impl Strategy<Value = Change> {
    let encoding =
        prop_oneof![Just(None), Just(Some(Encoding::Utf8)), Just(Some(Encoding::Gb18030)), Just(Some(Encoding::Big5))];
    prop_oneof![
        5 => (0..NAMES.len(), 0..PAGES.len(), any::<bool>(), any::<bool>())
            .prop_map(|(name, page, gbk, old)| Change::Write { name, page, gbk, old }),
        1 => (0..NAMES.len()).prop_map(Change::Remove),
        2 => (0..NAMES.len(), 0..NAMES.len()).prop_map(|(from, to)| Change::Rename(from, to)),
        1 => (0..NAMES.len(), encoding).prop_map(|(name, encoding)| Change::Encoding(name, encoding)),
        1 => (0..NAMES.len(), any::<bool>()).prop_map(|(name, set)| Change::Title(name, set)),
        1 => any::<bool>().prop_map(Change::Word),
    ]
}

impl Desk {
    fn change(&mut self, change: &Change) {
        let at = |name: usize| self.pages.path().join(NAMES[name]);
        match *change {
            Change::Write { name, page, gbk, old } => {
                let bytes = if gbk { gbk_of(PAGES[page]) } else { PAGES[page].as_bytes().to_vec() };
                self.put(NAMES[name], &bytes, old);
            }
            Change::Remove(name) => drop(fs::remove_file(at(name))),
            Change::Rename(from, to) => drop(fs::rename(at(from), at(to))),
            Change::Encoding(name, encoding) => {
                let all: &mut BTreeMap<String, Encoding> = &mut self.overrides.encodings;
                match encoding {
                    Some(encoding) => all.insert(NAMES[name].to_owned(), encoding),
                    None => all.remove(NAMES[name]),
                };
            }
            Change::Title(name, set) => {
                let Some(document) = self.plain().0.into_iter().find(|d| d.path == NAMES[name]) else { return };
                let kept =
                    Kept { correction: Correction::Title(Some("另一个题目".to_owned())), path: document.path };
                self.correct(kept.key(Some(document.hash)), set.then_some(kept));
            }
            Change::Word(set) => {
                let places = vec![PlaceName::of(gazetteer().lookup("宁波")[0])];
                let kept =
                    Kept { correction: Correction::Word { word: "江北".to_owned(), places }, path: String::new() };
                self.correct(kept.key(None), set.then_some(kept));
            }
        }
    }

    fn correct(&mut self, key: shuangcheng::library::corrections::Key, kept: Option<Kept>) {
        let mut corrections = Corrections::clone(&self.overrides.corrections);
        corrections.set(key, kept, true);
        self.overrides.corrections = Arc::new(corrections);
    }
}

fn gbk_of(text: &str) -> Vec<u8> {
    encoding_rs::GB18030.encode(text).0.into_owned()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_snapshot_is_the_same_with_and_without(
        rounds in prop::collection::vec(prop::collection::vec(change(), 0..4), 1..5),
    ) {
        let mut desk = Desk::new();
        desk.fill();
        desk.cached();
        for changes in rounds {
            for change in &changes {
                desk.change(change);
            }
            let plain = desk.plain();
            prop_assert_eq!(desk.cached().0, plain.clone());
            prop_assert_eq!(desk.trusting(), plain);
        }
    }

    #[test]
    fn a_damaged_cache_is_passed_over(
        damages in prop::collection::vec((any::<prop::sample::Index>(), any::<prop::sample::Index>(), 0..6_u8, any::<u8>()), 1..6),
    ) {
        let desk = Desk::new();
        desk.fill();
        let plain = desk.plain();
        desk.cached();
        for (file, at, how, byte) in damages {
            let files = desk.files();
            damage(&files[file.index(files.len())], &at, how, byte);
            let (found, _, trouble) = desk.cached();
            prop_assert_eq!(&found, &plain);
            prop_assert_eq!(trouble, None);
            prop_assert_eq!(&desk.trusting(), &plain);
        }
    }
}

fn damage(file: &Path, at: &prop::sample::Index, how: u8, byte: u8) {
    let mut bytes = fs::read(file).unwrap();
    if bytes.is_empty() {
        return;
    }
    let at = at.index(bytes.len());
    match how {
        0 => bytes.truncate(at),
        1 => bytes.push(byte),
        2 => bytes.clear(),
        3 => return fs::remove_file(file).unwrap(),
        _ => bytes[at] ^= byte.max(1),
    }
    fs::write(file, bytes).unwrap();
}
