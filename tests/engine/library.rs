//! The library on folders of every bad kind, and its answers against brute force.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
};

use proptest::prelude::*;
use shuangcheng::{
    library::{
        DocIx, Document, Overrides, ProblemKind, Snapshot, document_of,
        query::{Filter, Mode, Sort, ask, hits_in, snippets},
        scan::{Cancel, OpenError, Target, open, stream},
    },
    place::{CityCount, PlaceId, Tagging},
    text::encoding::Encoding,
};

fn put(folder: &Path, name: &str, bytes: impl AsRef<[u8]>) {
    let path = folder.join(name);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, bytes).unwrap();
}

fn quiet_open(target: &Target) -> Arc<Snapshot> {
    open(target, &Overrides::default(), &Cancel::default(), &mut |_, _| {}).unwrap()
}

fn open_folder(path: &Path) -> Arc<Snapshot> {
    quiet_open(&Target::Folder(path.to_owned()))
}

fn paths(snapshot: &Snapshot) -> Vec<&str> {
    snapshot.documents.iter().map(|d| d.path.as_str()).collect()
}

/// Names, contents and modification times of everything below a folder.
fn fingerprint(folder: &Path) -> Vec<String> {
    let mut lines = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(dir) = folders.pop() {
        for entry in fs::read_dir(&dir).unwrap() {
            let path = entry.unwrap().path();
            let meta = fs::symlink_metadata(&path).unwrap();
            let content = if meta.is_file() { fs::read(&path).ok() } else { None };
            lines.push(format!("{path:?} {:?} {:?} {content:?}", meta.modified().unwrap(), meta.file_type()));
            if meta.is_dir() {
                folders.push(path);
            }
        }
    }
    lines.sort();
    lines
}

#[test]
fn reads_subfolders_in_path_order_and_only_known_kinds() {
    let dir = tempfile::tempdir().unwrap();
    for name in
        ["b.txt", "a/z.MD", "a/y/x.htm", "a.txt", "a-b.html", "c.markdown", "d.jpg", "e", ".hidden.txt", ".git/f.txt"]
    {
        put(dir.path(), name, "遂宁\n");
    }
    // A browser's companion folder belongs to its page.
    put(dir.path(), "page.html", "<p>遂宁</p>");
    put(dir.path(), "page_files/frame.html", "<p>advertisement</p>");
    put(dir.path(), "other_files/kept.html", "<p>no page beside it</p>");
    let snapshot = open_folder(dir.path());
    let expected =
        ["a-b.html", "a.txt", "a/y/x.htm", "a/z.MD", "b.txt", "c.markdown", "other_files/kept.html", "page.html"];
    assert_eq!(paths(&snapshot), expected);
    assert!(snapshot.complete && snapshot.problems.is_empty());
    assert_eq!(snapshot.find("a/z.MD"), Some(DocIx(3)));
    let mut streamed = Vec::new();
    let target = Target::Folder(dir.path().to_owned());
    stream(&target, &Overrides::default(), &Cancel::default(), &mut |r| {
        streamed.push(r.unwrap().path);
        true
    })
    .unwrap();
    assert_eq!(streamed, expected);
}

#[test]
fn bad_files_are_news_and_nothing_is_written() {
    let dir = tempfile::tempdir().unwrap();
    let root = dir.path();
    put(root, "empty.txt", "");
    put(root, "blank.txt", " \n\r\n\u{3000}");
    put(root, "zeros.txt", [0_u8; 5000]);
    put(root, "binary.txt", (0..=255_u8).cycle().take(70_000).collect::<Vec<_>>());
    put(root, "good.txt", "遂宁市与潼南区签订协议。\n");
    put(root, "one-line.txt", "遂宁潼南".repeat(100_000));
    #[cfg(unix)]
    {
        use std::os::unix::{ffi::OsStrExt, fs::symlink};
        put(root, "sub/in.txt", "x");
        symlink("..", root.join("sub/loop")).unwrap();
        symlink("self.txt", root.join("self.txt")).unwrap();
        symlink("nowhere.txt", root.join("dangling.txt")).unwrap();
        symlink("sub", root.join("again")).unwrap();
        for end in [0xFE_u8, 0xFF] {
            fs::write(root.join(std::ffi::OsStr::from_bytes(&[b'n', end, b'.', b't', b'x', b't'])), "x").unwrap();
        }
        let made = std::process::Command::new("mkfifo").arg(root.join("pipe.txt")).status();
        assert!(made.unwrap().success());
        let _socket = std::os::unix::net::UnixListener::bind(root.join("socket.txt")).unwrap();
    }
    let before = fingerprint(root);
    let snapshot = open_folder(root);
    let answer =
        ask(&snapshot, &Filter { text: "遂宁".into(), ..Filter::default() }, Sort::Date, &|_| true, &|| false);
    assert!(answer.is_some_and(|a| a.hits.len() >= 2));
    assert_eq!(fingerprint(root), before);
    assert!(snapshot.complete);
    for name in ["empty.txt", "blank.txt", "zeros.txt", "binary.txt", "good.txt", "one-line.txt"] {
        assert!(snapshot.find(name).is_some(), "{name}");
    }
    #[cfg(unix)]
    {
        let kinds: BTreeMap<&str, ProblemKind> = snapshot.problems.iter().map(|p| (p.path.as_str(), p.kind)).collect();
        assert_eq!(kinds.get("sub/loop"), Some(&ProblemKind::LinkLoop), "{kinds:?}");
        assert_eq!(kinds.get("self.txt"), Some(&ProblemKind::LinkLoop));
        assert_eq!(kinds.get("dangling.txt"), Some(&ProblemKind::Vanished));
        assert_eq!(kinds.get("pipe.txt"), Some(&ProblemKind::Special));
        assert_eq!(kinds.get("socket.txt"), Some(&ProblemKind::Special));
        assert_eq!(kinds.len(), 5);
        // Names that are no text are shown, told apart, and openable.
        let odd: Vec<&Arc<Document>> = snapshot.documents.iter().filter(|d| d.path.starts_with("n\u{FFFD}")).collect();
        assert_eq!(odd.len(), 2);
        assert_ne!(odd[0].path, odd[1].path);
        assert!(odd.iter().all(|d| d.real_path.as_ref().is_some_and(|p| p.exists())));
        assert_eq!(snapshot.documents.iter().filter(|d| d.path.ends_with("in.txt")).count(), 1);
    }
}

#[cfg(unix)]
#[test]
fn what_may_not_be_read_is_a_problem_of_its_own() {
    use std::os::unix::fs::PermissionsExt;
    let dir = tempfile::tempdir().unwrap();
    put(dir.path(), "open.txt", "x");
    put(dir.path(), "closed.txt", "x");
    put(dir.path(), "closed/in.txt", "x");
    for name in ["closed.txt", "closed"] {
        fs::set_permissions(dir.path().join(name), fs::Permissions::from_mode(0o000)).unwrap();
    }
    // The administrator may read everything; then there is nothing to see here.
    if fs::read(dir.path().join("closed.txt")).is_err() {
        let snapshot = open_folder(dir.path());
        assert_eq!(paths(&snapshot), ["open.txt"]);
        assert!(snapshot.problems.iter().all(|p| p.kind == ProblemKind::Denied));
        assert_eq!(snapshot.problems.len(), 2);
        let closed = Target::Folder(dir.path().join("closed"));
        let result = open(&closed, &Overrides::default(), &Cancel::default(), &mut |_, _| {});
        assert!(matches!(result, Err(OpenError::Denied(..))));
    } else {
        println!("SKIPPED: running as a user who may read everything");
    }
    fs::set_permissions(dir.path().join("closed"), fs::Permissions::from_mode(0o700)).unwrap();
}

#[cfg(unix)]
#[test]
fn links_that_multiply_a_tree_are_followed_once() {
    use std::os::unix::fs::symlink;
    let dir = tempfile::tempdir().unwrap();
    let outside = tempfile::tempdir().unwrap();
    put(outside.path(), "far.txt", "x");
    for i in 0..12 {
        put(dir.path(), &format!("d{i}/f.txt"), "x");
        symlink(outside.path(), dir.path().join(format!("d{i}/far"))).unwrap();
        for j in 0..12 {
            symlink(format!("../d{j}"), dir.path().join(format!("d{i}/to{j}"))).unwrap();
        }
    }
    let snapshot = open_folder(dir.path());
    assert_eq!(snapshot.documents.len(), 13);
}

#[test]
fn a_target_that_cannot_be_listed_is_an_error() {
    let missing = PathBuf::from("/nonexistent/folder");
    for target in [Target::Folder(missing.clone()), Target::Files(vec![missing])] {
        let result = open(&target, &Overrides::default(), &Cancel::default(), &mut |_, _| {});
        assert!(matches!(result, Err(OpenError::Missing(_))), "{target:?}");
    }
}

#[test]
fn files_are_shown_by_name_or_below_what_they_share() {
    let dir = tempfile::tempdir().unwrap();
    let at = |name: &str| dir.path().join(name);
    for name in ["a/x.txt", "b/x.txt", "b/y.txt"] {
        put(dir.path(), name, "x");
    }
    assert_eq!(paths(&quiet_open(&Target::Files(vec![at("b/y.txt"), at("a/x.txt")]))), ["x.txt", "y.txt"]);
    let both = quiet_open(&Target::Files(vec![at("b/x.txt"), at("a/x.txt"), at("a/x.txt"), at("gone.txt")]));
    assert_eq!(paths(&both), ["a/x.txt", "b/x.txt"]);
    assert_eq!(both.problems.len(), 1);
    assert_eq!(paths(&quiet_open(&Target::Files(vec![at("b"), at("a/x.txt")]))), ["b/x.txt", "b/y.txt", "x.txt"]);
    assert_eq!(paths(&quiet_open(&Target::Folder(at("b/y.txt")))), ["y.txt"]);
}

#[test]
fn a_chosen_encoding_is_used_and_remarked() {
    let dir = tempfile::tempdir().unwrap();
    put(dir.path(), "a.txt", "遂宁");
    let overrides =
        Overrides { encodings: BTreeMap::from([("a.txt".to_owned(), Encoding::Utf16Le)]), ..Overrides::default() };
    let target = Target::Folder(dir.path().to_owned());
    let snapshot = open(&target, &overrides, &Cancel::default(), &mut |_, _| {}).unwrap();
    let remarks = &snapshot.documents[0].page().article.remarks;
    assert!(remarks.iter().any(|r| r.name() == "encoding_forced"), "{remarks:?}");
}

#[test]
fn snapshots_grow_and_cancelling_keeps_what_was_read() {
    let dir = tempfile::tempdir().unwrap();
    for i in 0..600 {
        put(dir.path(), &format!("{:03}.txt", (i * 7) % 600), "遂宁市与潼南区。\n".repeat(50));
    }
    let target = Target::Folder(dir.path().to_owned());
    let mut last: Option<Arc<Snapshot>> = None;
    let (mut reads, mut told) = (0, 0);
    let full = open(&target, &Overrides::default(), &Cancel::default(), &mut |progress, snapshot| {
        assert!(progress.read >= reads && progress.found >= progress.read);
        reads = progress.read;
        if let Some(snapshot) = snapshot {
            let waiting = snapshot.waiting.as_deref();
            assert!(!snapshot.complete);
            assert!(!snapshot.documents.is_empty() || waiting.is_some());
            if let Some(waiting) = waiting {
                told += 1;
                assert!(progress.found_all);
                let mut all: Vec<&str> = paths(&snapshot);
                all.extend((0..waiting.len()).filter_map(|at| waiting.path(at)));
                all.sort_unstable();
                all.dedup();
                assert_eq!(all.len(), 600, "what is read is not waited for");
            }
            assert!(snapshot.documents.windows(2).all(|w| w[0].path < w[1].path));
            if let Some(last) = &last {
                assert!(snapshot.revision > last.revision);
                let now: BTreeSet<&str> = paths(&snapshot).into_iter().collect();
                assert!(paths(last).iter().all(|p| now.contains(p)));
            }
            last = Some(snapshot);
        }
    })
    .unwrap();
    assert!(last.is_some(), "the first article can be read while the rest load");
    assert_eq!((full.documents.len(), reads, full.waiting.is_none()), (600, 600, true));
    assert!(told > 0, "the names of the files are told before they are read");

    let cancel = Cancel::default();
    let stopped = open(&target, &Overrides::default(), &cancel, &mut |_, snapshot| {
        if snapshot.is_some_and(|snapshot| !snapshot.documents.is_empty()) {
            cancel.store(true, Ordering::Relaxed);
        }
    })
    .unwrap();
    assert!(!stopped.complete && !stopped.documents.is_empty() && stopped.documents.len() < 600);
}

#[test]
fn a_file_longer_than_is_read_is_cut_and_remarked() {
    let dir = tempfile::tempdir().unwrap();
    let file = fs::File::create(dir.path().join("long.txt")).unwrap();
    file.set_len(200 << 20).unwrap();
    let cancelled = AtomicBool::new(true);
    let target = Target::Folder(dir.path().to_owned());
    // Cancelled at once: returns without reading 200 MB.
    let snapshot = open(&target, &Overrides::default(), &Arc::new(cancelled), &mut |_, _| {}).unwrap();
    assert!(snapshot.documents.is_empty() && !snapshot.complete);
}

#[test]
fn the_built_in_articles_open() {
    let snapshot = quiet_open(&Target::BuiltIn);
    assert!(snapshot.root.is_none() && snapshot.complete && snapshot.problems.is_empty());
    assert!(snapshot.documents.iter().all(|d| d.real_path.is_none() && !d.page().article.text.is_empty()));
}

// ---- answers against brute force ------------------------------------------------------------------------------------

/// A document with given places, whatever the tagger thinks of its text.
fn document(path: &str, text: &str, named: &[u16], primary: &[u16]) -> Arc<Document> {
    let mut document = document_of(path, text.as_bytes());
    let ids = |numbers: &[u16]| numbers.iter().map(|n| PlaceId(*n)).collect::<BTreeSet<_>>();
    let tagging = Tagging {
        cities: ids(named)
            .into_iter()
            .map(|place| CityCount { place, named: 1, abbreviated: 0, primary: ids(primary).contains(&place) })
            .collect(),
        ..Tagging::default()
    };
    document.amend(|page| page.tagging = tagging);
    document.amend_card(|card| card.named = ids(named).into_iter().collect());
    document.amend_card(|card| card.primary = ids(primary).into_iter().collect());
    Arc::new(document)
}

fn snapshot(documents: Vec<Arc<Document>>) -> Snapshot {
    Snapshot { documents, complete: true, ..Snapshot::default() }
}

fn places() -> impl Strategy<Value = Vec<u16>> {
    prop::collection::vec(0_u16..5, 0..4)
}

fn words() -> impl Strategy<Value = String> {
    prop::collection::vec(prop::sample::select(vec!["遂", "宁", "潼", "南", "。", "\n", "a", " ", "，", "𠀀"]), 0..30)
        .prop_map(|parts| parts.concat())
}

fn answer(snapshot: &Snapshot, filter: &Filter) -> shuangcheng::library::query::Answer {
    ask(snapshot, filter, Sort::Date, &|_| true, &|| false).unwrap()
}

fn result(snapshot: &Snapshot, filter: &Filter) -> BTreeSet<DocIx> {
    answer(snapshot, filter).hits.into_iter().map(|h| h.doc).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn facet_counts_say_what_the_other_filters_leave(
        corpus in prop::collection::vec((places(), places(), prop::bool::ANY), 0..12),
        include in places(), exclude in places(), mode in 0..3_u8, with_text in prop::bool::ANY,
    ) {
        let documents = corpus
            .iter()
            .enumerate()
            .map(|(i, (named, primary, has))| {
                let primary: Vec<u16> = primary.iter().copied().filter(|p| named.contains(p)).collect();
                document(&format!("{i:02}.txt"), if *has { "某词" } else { "他文" }, named, &primary)
            })
            .collect();
        let snapshot = snapshot(documents);
        let ids = |numbers: &[u16]| numbers.iter().map(|n| PlaceId(*n)).collect::<BTreeSet<_>>();
        let mode = [Mode::Any, Mode::All, Mode::Primary][usize::from(mode)];
        let text = if with_text { "某词".to_owned() } else { String::new() };
        let filter = Filter { text, include: ids(&include), exclude: ids(&exclude), mode, ..Filter::default() };
        let answer = answer(&snapshot, &filter);

        // The result itself, by definition.
        let passes = |d: &Document, include: &BTreeSet<PlaceId>, exclude: &BTreeSet<PlaceId>| {
            let of = |p: &PlaceId| if mode == Mode::Primary { d.card().primary.contains(p) } else { d.card().named.contains(p) };
            (filter.text.is_empty() || d.page().article.text.contains(&filter.text))
                && exclude.iter().all(|p| !d.card().named.contains(p))
                && (include.is_empty() || if mode == Mode::All { include.iter().all(of) } else { include.iter().any(of) })
        };
        let expected: BTreeSet<DocIx> =
            snapshot.iter().filter(|(_, d)| passes(d, &filter.include, &filter.exclude)).map(|(ix, _)| ix).collect();
        let got: BTreeSet<DocIx> = answer.hits.iter().map(|h| h.doc).collect();
        prop_assert_eq!(got, expected);

        // Each row: take away the filter the row belongs to, count who answers to the place.
        let mut rows: BTreeSet<PlaceId> = snapshot.documents.iter().flat_map(|d| d.card().named.iter().copied()).collect();
        rows.extend(filter.include.iter().chain(&filter.exclude));
        prop_assert_eq!(answer.facets.iter().map(|r| r.place).collect::<BTreeSet<_>>(), rows);
        for row in &answer.facets {
            let (mut include, mut exclude) = (filter.include.clone(), filter.exclude.clone());
            let excluded = exclude.remove(&row.place);
            match (excluded, mode) {
                (true, _) => {}
                (false, Mode::All) => { include.remove(&row.place); }
                (false, Mode::Any | Mode::Primary) => include.clear(),
            }
            let count = snapshot.documents.iter().filter(|d| {
                let answers = if mode == Mode::Primary && !excluded { &d.card().primary } else { &d.card().named };
                passes(d, &include, &exclude) && answers.contains(&row.place)
            }).count();
            prop_assert_eq!(row.count as usize, count, "{:?} {:?}", row, filter);
        }
    }

    #[test]
    fn search_finds_what_is_there(texts in prop::collection::vec(words(), 1..6), query in words()) {
        // Every line ends with a sentence: words across a hard wrap are found too, and have tests of their own.
        let texts: Vec<String> = texts.iter().map(|t| t.replace('\n', "。\n")).collect();
        let documents = texts.iter().enumerate().map(|(i, t)| document(&format!("{i}.txt"), t, &[], &[])).collect();
        let snapshot = snapshot(documents);
        let got = result(&snapshot, &Filter { text: query.clone(), ..Filter::default() });
        let words: Vec<&str> = query.split_whitespace().collect();
        for (ix, d) in snapshot.iter() {
            let text = &d.page().article.text;
            prop_assert_eq!(got.contains(&ix), words.iter().all(|w| text.contains(w)), "{:?} in {:?}", query, text);
            let hits = hits_in(d, &query);
            if got.contains(&ix) && !words.is_empty() {
                // Every character of every occurrence is covered, and nothing else.
                let mut covered = vec![false; text.len()];
                for word in &words {
                    let mut from = 0;
                    while let Some(at) = text.get(from..).and_then(|t| t.find(word)) {
                        covered[from + at..from + at + word.len()].fill(true);
                        from += at + word.len();
                    }
                }
                let mut shown = vec![false; text.len()];
                for hit in &hits {
                    prop_assert!(!hit.of(text).is_empty());
                    shown[hit.start..hit.end].fill(true);
                }
                prop_assert_eq!(shown, covered);
            } else {
                prop_assert!(hits.is_empty());
            }
            let list = answer(&snapshot, &Filter { text: query.clone(), ..Filter::default() });
            if let Some(hit) = list.hits.iter().find(|h| h.doc == ix) {
                prop_assert_eq!(hit.hits as usize, hits.len());
            }
            for snippet in snippets(d, &query, 12, 3) {
                prop_assert!(!snippet.span.of(text).is_empty() && !snippet.hits.is_empty());
                prop_assert!(snippet.hits.iter().all(|h| snippet.span.covers(*h) && hits.contains(h)));
            }
        }
    }
}

#[test]
fn operators_phrases_and_literal_strings() {
    let snapshot = snapshot(vec![
        document("1.txt", "遂宁 潼南 GDP", &[], &[]),
        document("2.txt", "潼南", &[], &[]),
        document("3.txt", "ＧＤＰ -潼南 OR", &[], &[]),
    ]);
    let find = |text: &str, literal: bool| -> Vec<u32> {
        result(&snapshot, &Filter { text: text.into(), literal, ..Filter::default() })
            .into_iter()
            .map(|d| d.0)
            .collect()
    };
    assert_eq!(find("潼南", false), [0, 1, 2]);
    assert_eq!(find("潼南 -遂宁", false), [1, 2]);
    assert_eq!(find("遂宁 OR ＧＤＰ", false), [0, 2]);
    assert_eq!(find("\"遂宁 潼南\"", false), [0]);
    assert_eq!(find("\"潼南 遂宁\"", false), [] as [u32; 0]);
    assert_eq!(find("-潼南", true), [2]);
    assert_eq!(find("OR\n-潼南", true), [2]);
    assert_eq!(find("", false), [0, 1, 2]);
}

#[test]
fn a_cancelled_question_has_no_answer() {
    let snapshot = snapshot(vec![document("1.txt", "遂宁", &[], &[])]);
    assert!(ask(&snapshot, &Filter::default(), Sort::Date, &|_| true, &|| true).is_none());
}
