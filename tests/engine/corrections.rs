//! What a person puts right in a folder: it is applied, outlives renames, edits and new readings, can be taken back and given to others.

use std::{
    fs,
    path::Path,
    sync::{Arc, atomic::AtomicBool},
};

use proptest::prelude::*;
use shuangcheng::{
    article::{Article, BlockKind, RemarkCode},
    library::{
        Corrections, Document, Overrides, Snapshot,
        corrections::{Correction, Kept, Key, PlaceName, exchange},
        scan::{Cancel, Target, open},
        userdata::{UserData, file_of},
    },
    place::gazetteer,
    text::{anchor::Anchor, date::find_absolute, encoding::Encoding, span::ByteRange},
};

const PAGE: &str = "首页　新闻　专题\n两区开会商量修路\n2021-03-05 测试日报\n\n　　江北区与南岸区的代表到会，江北表示同意。\n　　双桥圈的规划今天通过。会议在江北举行，遂宁派人旁听。\n　　责任编辑：测试员\n";
const OTHER: &str = "双桥圈明年开工\n2021-04-01\n\n　　双桥圈的道路明年开工，重庆江北先修。\n";

/// A folder and a data folder.
struct Desk {
    folder: tempfile::TempDir,
    data: tempfile::TempDir,
}

impl Desk {
    fn new(files: &[(&str, &[u8])]) -> Self {
        let (folder, data) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        for (name, bytes) in files {
            fs::write(folder.path().join(name), bytes).unwrap();
        }
        Self { folder, data }
    }

    fn root(&self) -> &Path {
        self.folder.path()
    }

    fn user(&self) -> UserData {
        UserData::open(self.data.path()).unwrap()
    }

    /// The folder as the window opens it: with what the data file keeps.
    fn open(&self) -> Arc<Snapshot> {
        self.open_with(&self.user().overrides(Some(self.root())).unwrap())
    }

    fn open_with(&self, overrides: &Overrides) -> Arc<Snapshot> {
        let target = Target::Folder(self.root().to_path_buf());
        open(&target, overrides, &Cancel::default(), &mut |_, _| {}).unwrap()
    }

    /// Puts something right on a page, or in the folder.
    fn correct(&self, page: Option<&Document>, correction: Correction) -> Key {
        let user = self.user();
        let all = user.corrections(Some(self.root())).unwrap();
        let kept = Kept { correction, path: page.map(|page| page.path.clone()).unwrap_or_default() };
        let key = kept.key(page.map(|page| all.page_of(page.hash, &page.path)));
        user.set_correction(Some(self.root()), &key, Some(&kept), 1).unwrap();
        key
    }
}

fn page<'a>(snapshot: &'a Snapshot, path: &str) -> &'a Document {
    snapshot.get(snapshot.find(path).unwrap()).unwrap()
}

fn places(names: &[&str]) -> Vec<PlaceName> {
    names.iter().map(|name| PlaceName::of(gazetteer().lookup(name)[0])).collect()
}

/// Short names of the cities and counties of a page.
fn named(document: &Document) -> Vec<String> {
    let tagging = &document.page().tagging;
    let ids = tagging.cities.iter().map(|c| c.place).chain(tagging.counties.iter().map(|c| c.place));
    ids.map(|id| gazetteer().get(id).short.clone()).collect()
}

/// The span of the nth `words` of a page.
fn nth(document: &Document, words: &str, n: usize) -> ByteRange {
    let start = document.page().article.text.match_indices(words).nth(n).unwrap().0;
    ByteRange::new(start, start + words.len())
}

fn anchor(document: &Document, words: &str, n: usize) -> Anchor {
    Anchor::new(&document.page().article.text, nth(document, words, n))
}

/// The mentions of a page as word and short names.
fn mentions(document: &Document) -> Vec<(String, Vec<String>)> {
    let text = &document.page().article.text;
    let short = |id: &_| gazetteer().get(*id).short.clone();
    let page = document.page();
    let all = page.tagging.mentions.iter();
    all.map(|m| (m.span.of(text).to_owned(), m.places.iter().map(short).collect())).collect()
}

/// Every byte lies in one block; lines are in order and none overlaps another.
fn assert_tiles(article: &Article) {
    let mut end = 0;
    for block in &article.blocks {
        assert_eq!(block.span.start, end);
        end = block.span.end;
    }
    assert_eq!(end, article.text.len());
    assert!(article.lines.windows(2).all(|pair| pair[0].span.end <= pair[1].span.start));
}

/// The same in everything that does not count readings.
fn assert_same(one: &Snapshot, two: &Snapshot) {
    assert_eq!(one.documents.len(), two.documents.len());
    for (one, two) in one.documents.iter().zip(&two.documents) {
        assert_eq!(one, two);
    }
    assert_eq!((&one.root, &one.problems, one.complete), (&two.root, &two.problems, two.complete));
    assert_eq!(one.corrections, two.corrections);
}

fn mended(snapshot: &Snapshot, corrections: &Arc<Corrections>) -> Snapshot {
    snapshot.mended(corrections, &AtomicBool::new(false)).unwrap()
}

/// One of every kind, on the first page of [`PAGE`].
fn every_kind(desk: &Desk) {
    let snapshot = desk.open();
    let document = page(&snapshot, "a.txt");
    let date = find_absolute("2020年2月1日")[0].1;
    desk.correct(Some(document), Correction::Title(Some("两区修路会议".into())));
    desk.correct(Some(document), Correction::Date(Some(date)));
    desk.correct(Some(document), Correction::Source(Some("江边日报".into())));
    desk.correct(Some(document), Correction::Authors(vec!["甲".into(), "乙".into()]));
    desk.correct(
        Some(document),
        Correction::Line { at: anchor(document, "双桥圈的规划", 0), kind: BlockKind::Heading },
    );
    desk.correct(Some(document), Correction::Place { at: anchor(document, "江北", 1), places: places(&["宁波"]) });
    desk.correct(Some(document), Correction::Word { word: "遂宁".into(), places: vec![] });
    desk.correct(None, Correction::Word { word: "双桥圈".into(), places: places(&["绵阳", "德阳"]) });
}

fn assert_every_kind(document: &Document) {
    let article = &document.page().article;
    assert_eq!(article.title.as_ref().unwrap().value, "两区修路会议");
    assert_eq!(article.published.date.unwrap().to_string(), "2020-02-01");
    assert_eq!(article.source.as_ref().unwrap().value, "江边日报");
    assert_eq!(article.authors.iter().map(|a| a.value.as_str()).collect::<Vec<_>>(), ["甲", "乙"]);
    let heading = nth(document, "双桥圈的规划", 0);
    assert!(article.blocks.iter().any(|b| b.kind == BlockKind::Heading && b.span.contains(heading.start)));
    let mentions = mentions(document);
    let means = |word: &str| -> Vec<&[String]> {
        mentions.iter().filter(|(w, _)| w == word).map(|(_, places)| places.as_slice()).collect()
    };
    assert_eq!(means("双桥圈"), [["绵阳", "德阳"]], "{mentions:?}");
    assert!(means("江北").contains(&&["宁波".to_owned()][..]), "{mentions:?}");
    assert!(means("遂宁").is_empty() && !named(document).contains(&"遂宁".to_owned()));
    assert!(article.remarks.contains(&RemarkCode::Corrected));
    assert_tiles(article);
}

#[test]
fn every_kind_of_correction_is_there_when_the_folder_is_opened_again() {
    let desk = Desk::new(&[("a.txt", PAGE.as_bytes()), ("b.txt", OTHER.as_bytes())]);
    let before = desk.open();
    assert!(!before.documents.iter().any(|d| d.page().article.remarks.contains(&RemarkCode::Corrected)));
    every_kind(&desk);
    let after = desk.open();
    assert_every_kind(page(&after, "a.txt"));
    // The word of the folder counts on the other page too; the rest does not reach it.
    let other = page(&after, "b.txt");
    assert_eq!(other.page().tagging.compounds.get("双桥圈").map(Vec::len), Some(2));
    let cities = named(other);
    assert!(cities.contains(&"绵阳".to_owned()) && cities.contains(&"德阳".to_owned()), "{cities:?}");
    assert_eq!(other.page().article.title, page(&before, "b.txt").page().article.title);
    // Put into the open folder, it comes to the same.
    assert_same(&mended(&before, &after.corrections), &after);
    assert_same(&mended(&after, &Arc::default()), &before);
}

#[test]
fn a_page_keeps_its_corrections_under_another_name_and_in_another_folder() {
    let desk = Desk::new(&[("a.txt", PAGE.as_bytes())]);
    every_kind(&desk);
    fs::rename(desk.root().join("a.txt"), desk.root().join("改名.txt")).unwrap();
    assert_every_kind(page(&desk.open(), "改名.txt"));
    let elsewhere = Desk { folder: tempfile::tempdir().unwrap(), data: desk.data };
    fs::write(elsewhere.root().join("c.txt"), PAGE).unwrap();
    let snapshot = elsewhere.open();
    let moved = page(&snapshot, "c.txt");
    assert_eq!(moved.page().article.title.as_ref().unwrap().value, "两区修路会议");
    assert!(!moved.page().tagging.compounds.contains_key("双桥圈"), "that was said of the other folder");
}

#[test]
fn a_page_that_was_edited_keeps_what_can_still_be_found() {
    let desk = Desk::new(&[("a.txt", PAGE.as_bytes())]);
    every_kind(&desk);
    fs::write(desk.root().join("a.txt"), format!("手机版　登录\n{PAGE}　　后来又补充了一段。\n")).unwrap();
    let snapshot = desk.open();
    assert_every_kind(page(&snapshot, "a.txt"));
    // What is put right now joins what was said before, and goes with it.
    let key = desk.correct(Some(page(&snapshot, "a.txt")), Correction::Source(None));
    let again = desk.open();
    assert_eq!(page(&again, "a.txt").page().article.source, None);
    assert_eq!(page(&again, "a.txt").page().article.title.as_ref().unwrap().value, "两区修路会议");
    desk.user().set_correction(Some(desk.root()), &key, None, 2).unwrap();
    assert_eq!(page(&desk.open(), "a.txt").page().article.title.as_ref().unwrap().value, "两区修路会议");
}

#[test]
fn what_cannot_be_found_again_is_not_guessed() {
    let desk = Desk::new(&[("a.txt", PAGE.as_bytes())]);
    let snapshot = desk.open();
    let document = page(&snapshot, "a.txt");
    desk.correct(Some(document), Correction::Place { at: anchor(document, "江北", 1), places: places(&["宁波"]) });
    desk.correct(
        Some(document),
        Correction::Line { at: anchor(document, "会议在江北举行", 0), kind: BlockKind::Furniture },
    );
    let rewritten = "别的题目\n2021-03-05\n\n　　全文改写了，江北没有变，江北还在，后面又说江北。\n";
    fs::write(desk.root().join("a.txt"), rewritten).unwrap();
    let after = desk.open();
    let plain = Desk::new(&[("a.txt", rewritten.as_bytes())]).open();
    let (after, plain) = (page(&after, "a.txt"), page(&plain, "a.txt"));
    assert_eq!((&after.page().article, &after.page().tagging), (&plain.page().article, &plain.page().tagging));
}

#[test]
fn a_word_of_the_folder_is_no_place_on_any_page_and_a_page_may_say_otherwise() {
    let desk = Desk::new(&[("a.txt", PAGE.as_bytes()), ("b.txt", OTHER.as_bytes())]);
    assert!(desk.open().documents.iter().all(|d| mentions(d).iter().any(|(word, _)| word == "江北")));
    desk.correct(None, Correction::Word { word: "江北".into(), places: vec![] });
    let snapshot = desk.open();
    assert!(snapshot.documents.iter().all(|d| !mentions(d).iter().any(|(word, _)| word == "江北")));
    assert!(mentions(page(&snapshot, "a.txt")).iter().any(|(word, _)| word == "江北区"), "a longer name says itself");
    desk.correct(Some(page(&snapshot, "b.txt")), Correction::Word { word: "江北".into(), places: places(&["宁波"]) });
    let snapshot = desk.open();
    assert!(named(page(&snapshot, "b.txt")).contains(&"宁波".to_owned()));
    assert!(!named(page(&snapshot, "a.txt")).contains(&"宁波".to_owned()));
}

#[test]
fn an_encoding_and_a_correction_go_together() {
    let (bytes, _, _) = encoding_rs::GB18030.encode(PAGE);
    let desk = Desk::new(&[("a.txt", &bytes)]);
    // The same page, first read in a wrong encoding.
    let user = desk.user();
    let hash = page(&desk.open(), "a.txt").hash;
    user.set_encoding(desk.root(), "a.txt", hash, Some(Encoding::Big5)).unwrap();
    let wrong = desk.open();
    assert!(page(&wrong, "a.txt").page().article.remarks.contains(&RemarkCode::EncodingForced));
    desk.correct(Some(page(&wrong, "a.txt")), Correction::Title(Some("两区修路会议".into())));
    user.set_encoding(desk.root(), "a.txt", hash, Some(Encoding::Gb18030)).unwrap();
    let snapshot = desk.open();
    let document = page(&snapshot, "a.txt");
    assert_eq!(document.page().article.title.as_ref().unwrap().value, "两区修路会议");
    assert!(document.page().article.text.contains("江北区与南岸区"));
    let again = mended(&mended(&snapshot, &Arc::default()), &snapshot.corrections);
    assert_same(&again, &snapshot);
}

#[test]
fn an_exported_file_gives_another_reader_the_same_corrections() {
    let desk = Desk::new(&[("a.txt", PAGE.as_bytes()), ("b.txt", OTHER.as_bytes())]);
    every_kind(&desk);
    let (text, count) = file_of(&desk.user(), Some(desk.root()), &|_, _| true).unwrap();
    assert_eq!(count, 8);
    // The other reader has the same pages in a folder of another name.
    let other = Desk::new(&[("a.txt", PAGE.as_bytes()), ("b.txt", OTHER.as_bytes())]);
    let (rows, left_out) = exchange::read(&text).unwrap();
    assert_eq!(left_out, 0);
    let merged = other.user().merge_corrections(Some(other.root()), &rows).unwrap();
    assert_eq!((merged.taken, merged.kept), (8, 0));
    let (ours, theirs) = (desk.open(), other.open());
    assert_eq!(ours.corrections, theirs.corrections);
    assert_every_kind(page(&theirs, "a.txt"));
    assert_eq!(file_of(&other.user(), Some(other.root()), &|_, _| true).unwrap().0, text, "written again, the same");
}

// --- any corrections on any pages

const PIECES: &[&str] = &[
    "江北",
    "江北区",
    "南岸区",
    "遂宁市",
    "遂宁",
    "潼南区",
    "遂潼",
    "成渝",
    "双桥圈",
    "江津、永川",
    "商量修路",
    "会议举行",
    "，",
    "。",
    "\n",
    "\n\n",
    "\n　　",
    "2021年3月5日",
    "来源：测试日报",
    "首页 | 新闻 | 专题",
    "责任编辑：测试员",
    "區與縣",
    "A１",
    "\u{fffd}",
    "😀",
];

const WORDS: &[&str] =
    &["江北", "遂宁", "遂寧", "双桥圈", "双桥", "修路", "区", "江津、永川", "。\n", "无此词", "😀", "A1"];

fn any_page() -> impl Strategy<Value = String> {
    proptest::collection::vec(proptest::sample::select(PIECES), 3..40).prop_map(|pieces| pieces.concat())
}

fn any_places() -> impl Strategy<Value = Vec<PlaceName>> {
    let one = proptest::sample::select(&["遂宁", "重庆", "宁波", "四川", "潼南", "绵阳"][..]);
    proptest::collection::vec(one, 0..3).prop_map(|names| places(&names))
}

/// What is said, with numbers that become a page and a span of it.
#[derive(Clone, Debug)]
struct Said {
    what: usize,
    page: usize,
    from: usize,
    chars: usize,
    kind: usize,
    word: &'static str,
    places: Vec<PlaceName>,
    value: Option<String>,
}

fn any_said() -> impl Strategy<Value = Said> {
    let word = proptest::sample::select(WORDS);
    let value = proptest::option::of("[甲乙丙遂宁江北]{0,6}");
    (0..8_usize, 0..9_usize, 0..400_usize, 1..12_usize, 0..64_usize, word, any_places(), value).prop_map(
        |(what, page, from, chars, kind, word, places, value)| Said {
            what,
            page,
            from,
            chars,
            kind,
            word,
            places,
            value,
        },
    )
}

impl Said {
    fn put(&self, snapshot: &Snapshot, all: &mut Corrections) {
        let document = &snapshot.documents[self.page % snapshot.documents.len()];
        let text = &document.page().article.text;
        let borders: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
        let from = self.from % borders.len();
        let to = (from + self.chars).min(borders.len() - 1);
        let at = Anchor::new(text, ByteRange::new(borders[from], borders[to]));
        let (places, word) = (self.places.clone(), self.word.to_owned());
        let correction = match self.what {
            0 => Correction::Title(self.value.clone()),
            1 => {
                Correction::Date(find_absolute("2020年2月1日").first().map(|(_, date)| *date).filter(|_| self.kind > 9))
            }
            2 => Correction::Source(self.value.clone()),
            3 => Correction::Authors(self.value.clone().into_iter().collect()),
            4 => Correction::Line { at, kind: BlockKind::ALL[self.kind % BlockKind::ALL.len()] },
            5 => Correction::Place { at, places },
            _ => Correction::Word { word, places },
        };
        let whole = self.what == 7;
        let path = if whole { String::new() } else { document.path.clone() };
        let kept = Kept { correction, path };
        let key = kept.key((!whole).then(|| all.page_of(document.hash, &document.path)));
        all.set(key, Some(kept), true);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn corrections_come_to_the_same_whenever_they_are_put_in(
        pages in proptest::collection::vec(any_page(), 1..4),
        said in proptest::collection::vec(any_said(), 0..7),
        first in 0..7_usize,
    ) {
        let names: Vec<String> = (0..pages.len()).map(|i| format!("{i}.txt")).collect();
        let files: Vec<(&str, &[u8])> = names.iter().map(String::as_str).zip(pages.iter().map(|p| p.as_bytes())).collect();
        let desk = Desk::new(&files);
        let plain = desk.open_with(&Overrides::default());
        let (mut some, mut all) = (Corrections::default(), Corrections::default());
        for (i, said) in said.iter().enumerate() {
            said.put(&plain, &mut all);
            if i < first {
                said.put(&plain, &mut some);
            }
        }
        let (some, all) = (Arc::new(some), Arc::new(all));
        let opened = desk.open_with(&Overrides { corrections: Arc::clone(&all), ..Overrides::default() });
        let step = mended(&plain, &some);
        assert_same(&mended(&step, &all), &opened);
        assert_same(&mended(&opened, &some), &step);
        assert_same(&mended(&opened, &Arc::default()), &plain);
        for document in &opened.documents {
            assert_tiles(&document.page().article);
            let text = &document.page().article.text;
            for mention in &document.page().tagging.mentions {
                prop_assert!(text.get(mention.span.start..mention.span.end).is_some_and(|word| !word.is_empty()));
            }
        }
    }

    #[test]
    fn a_file_of_any_bytes_is_refused_or_read(bytes in proptest::collection::vec(any::<u8>(), 0..200), cut in 0..900_usize) {
        let _ = exchange::read(&String::from_utf8_lossy(&bytes));
        // Damage in a real file.
        let desk_text = real_file();
        let cut = desk_text.floor_char_boundary(cut % desk_text.len());
        let (head, tail) = desk_text.split_at(cut);
        let damaged = format!("{head}{}{tail}", String::from_utf8_lossy(&bytes));
        if let Ok((rows, _)) = exchange::read(&damaged) {
            let mut user = UserData::in_memory().unwrap();
            let _ = user.merge_corrections(Some(Path::new("/f")), &rows).unwrap();
            let all = user.corrections(Some(Path::new("/f"))).unwrap();
            for row in &rows {
                let _ = all.edits(row.key.page.unwrap_or_default(), &row.kept.path);
            }
        }
    }
}

fn real_file() -> String {
    let at = Anchor { start: 3, quote: "江北".into(), before: "在".into(), after: "区".into() };
    let all = [
        Correction::Title(Some("“一”, 二".into())),
        Correction::Date(None),
        Correction::Line { at: at.clone(), kind: BlockKind::Furniture },
        Correction::Place { at, places: places(&["宁波"]) },
    ];
    let rows = all.into_iter().map(|correction| {
        let kept = Kept { correction, path: "a.txt".into() };
        exchange::Row { key: kept.key(Some(shuangcheng::library::ContentHash(7))), kept, made_ms: 1 }
    });
    exchange::write(&rows.collect::<Vec<_>>())
}
