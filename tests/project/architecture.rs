//! Holds the house to the rules that no compiler checks: floors depend one way; who may touch windows, the disk, threads and the
//! clock; plain files stay plain; files are small and say what they are; the dependency tree stays offline and freely licensed.
//!
//! A rule that only stands in a document drifts; a rule in `cargo test` does not. The rules are the tables at the top. When a new
//! file needs the disk, say so here, in the same change.

use crate::support::names;
use crate::support::source;

use std::{collections::BTreeSet, fs};

use names::{Names, names};
use source::{RustFile, is_test_only, root, rust_files};

/// Lowest floor first. A module may use itself and the floors above its line, never one below it or beside it.
const FLOORS: &[&[&str]] = &[
    &["text"],
    &["typeset"],
    &["article"],
    &["place"],
    &["library"],
    &["facts"],
    &["corpus"],
    &["export"],
    &["words"],
    &["cli", "app"],
];

/// A path that only some files may name. `what` is compared by whole segments after renames are followed; a trailing `*` stands
/// for the rest of a segment. `places` are files or folders below `src/`.
struct Fence {
    what: &'static str,
    places: &'static [&'static str],
    why: &'static str,
}

/// Files that may read or write the disk.
const DISK: &[&str] = &[
    "library/walk.rs",
    "library/read.rs",
    "library/scan.rs",
    "library/userdata/",
    "library/cache/",
    "export/write.rs",
    "cli/io.rs",
    "app/persist.rs",
    "app/fonts.rs",
    "app/log_file.rs",
    "app/jobs/",
];

/// Where the clock may be read; main.rs measures the start.
const STOPWATCH: &[&str] = &["app/", "main.rs"];

/// Files that may make threads.
const THREADS: &[&str] = &["library/pool.rs", "app/jobs/"];

const FENCES: &[Fence] = &[
    Fence { what: "egui", places: &["app/"], why: "the window lives in `app`" },
    Fence { what: "eframe", places: &["app/"], why: "the window lives in `app`" },
    Fence { what: "egui_*", places: &["app/"], why: "the window lives in `app`" },
    Fence { what: "epaint", places: &["app/"], why: "the window lives in `app`" },
    Fence { what: "emath", places: &["app/"], why: "the window lives in `app`" },
    Fence { what: "winit", places: &["app/"], why: "the window lives in `app`" },
    Fence { what: "rfd", places: &["app/"], why: "dialogs belong to the window" },
    Fence { what: "pollster", places: &["app/jobs/"], why: "waiting is for worker threads" },
    Fence { what: "open::*", places: &["app/"], why: "other programs are started by the window only" },
    Fence {
        what: "std::process::Command",
        places: &["app/jobs/"],
        why: "other programs are started by the window only",
    },
    Fence {
        what: "std::process::exit",
        places: &["main.rs"],
        why: "only main.rs ends the program, so that nothing is lost",
    },
    Fence {
        what: "std::fs",
        places: DISK,
        why: "the disk is touched in few places, so that the user's folder stays read-only",
    },
    Fence { what: "std::os::*::fs", places: DISK, why: "the disk is touched in few places" },
    Fence { what: "walkdir", places: &["library/"], why: "folders are walked in one place" },
    Fence { what: "tempfile", places: DISK, why: "the disk is touched in few places" },
    Fence { what: "rusqlite", places: &["library/"], why: "the user's own data has one owner" },
    Fence { what: "std::net", places: &[], why: "the program never uses the network" },
    Fence { what: "std::thread", places: THREADS, why: "threads are named and counted where they are made" },
    Fence { what: "std::time::SystemTime::now", places: &["app/"], why: "the clock comes in as an argument" },
    Fence { what: "std::time::Instant::now", places: STOPWATCH, why: "the clock comes in as an argument" },
    Fence { what: "jiff::Zoned::now", places: &["app/"], why: "the clock comes in as an argument" },
    Fence { what: "jiff::Timestamp::now", places: &["app/"], why: "the clock comes in as an argument" },
    Fence { what: "clap", places: &["cli/", "main.rs"], why: "the command line is the floor `cli`" },
];

/// Methods that reach the disk or the clock without naming a path.
const METHODS: &[(&[&str], &[&str])] = &[
    (
        &[
            "read_dir",
            "read_link",
            "canonicalize",
            "symlink_metadata",
            "try_exists",
            "exists",
            "is_file",
            "is_dir",
            "is_symlink",
        ],
        DISK,
    ),
    (&["elapsed"], STOPWATCH),
];

/// Colours are named in the theme and nowhere else. These two are no colours.
const THEME: &[&str] = &["app/theme.rs", "app/theme/"];
const NO_COLOURS: &[&str] = &["TRANSPARENT", "PLACEHOLDER"];

/// Inside `app`, but kept plain so that it can be tested without a window.
const PLAIN: &[&str] = &[
    "app/action.rs",
    "app/choosing.rs",
    "app/effect.rs",
    "app/forms.rs",
    "app/ledger.rs",
    "app/searching.rs",
    "app/settings.rs",
    "app/state.rs",
    "app/timeline.rs",
    "app/update.rs",
    "app/update/",
    "app/watching.rs",
    "/model.rs",
];
const NOT_PLAIN: &[&str] =
    &["egui", "eframe", "egui_*", "epaint", "emath", "winit", "rfd", "std::fs", "std::thread", "std::sync::mpsc"];

/// Lines outside test-only items.
const MAX_LINES: usize = 600;
const MAX_LINES_MAIN: usize = 60;

#[test]
fn floors_depend_downwards_only() {
    let errors: Vec<String> = rust_files().iter().flat_map(|file| floor_errors(file, &names(file))).collect();
    assert!(errors.is_empty(), "floors, lowest first: {FLOORS:?}\n{}", errors.join("\n"));
}

#[test]
fn every_module_belongs_to_a_floor() {
    for file in rust_files() {
        let top = file.module().first().cloned();
        assert!(top.is_none_or(|top| floor_of(&top).is_some()), "src/{} belongs to no floor in FLOORS", file.rel);
    }
}

#[test]
fn the_crate_page_draws_the_same_floors() {
    let page = fs::read_to_string(root().join("src/lib.rs")).expect("src/lib.rs");
    let line = page.lines().find(|line| line.starts_with("//! `text < ")).expect("lib.rs draws the floors in one line");
    let drawn = line.trim_start_matches("//! ").trim_matches('`');
    let ours: Vec<String> = FLOORS.iter().map(|floor| floor.join(", ")).collect();
    assert_eq!(drawn, ours.join(" < "));
}

#[test]
fn only_the_named_places_touch_the_outside() {
    let errors: Vec<String> = rust_files().iter().flat_map(|file| fence_errors(file, &names(file))).collect();
    assert!(errors.is_empty(), "{}", errors.join("\n"));
}

#[test]
fn colours_come_from_the_theme() {
    let errors: Vec<String> = rust_files().iter().flat_map(|file| colour_errors(file, &names(file))).collect();
    assert!(errors.is_empty(), "{}", errors.join("\n"));
}

#[test]
fn states_and_models_are_plain_data() {
    let errors: Vec<String> = rust_files().iter().flat_map(|file| plain_errors(file, &names(file))).collect();
    assert!(errors.is_empty(), "{}", errors.join("\n"));
}

#[test]
fn files_are_small_and_say_what_they_are() {
    let errors: Vec<String> = rust_files().iter().flat_map(shape_errors).collect();
    assert!(errors.is_empty(), "{}", errors.join("\n"));
}

fn floor_of(module: &str) -> Option<usize> {
    FLOORS.iter().position(|floor| floor.contains(&module))
}

fn floor_errors(file: &RustFile, names: &Names) -> Vec<String> {
    let module = file.module();
    let Some(own) = module.first() else { return Vec::new() };
    let Some(from) = floor_of(own) else { return Vec::new() };
    let mut used: BTreeSet<&str> = BTreeSet::new();
    for path in &names.paths {
        if let [first, floor, ..] = path.as_slice()
            && (first == "crate" || first == "shuangcheng")
        {
            used.insert(floor);
        }
    }
    used.into_iter()
        .filter(|floor| floor != own && (*floor == "*" || floor_of(floor).is_some_and(|to| to >= from)))
        .map(|floor| format!("src/{} (floor {own}) uses crate::{floor}, which is not below it", file.rel))
        .collect()
}

fn stands_in(rel: &str, places: &[&str]) -> bool {
    places.iter().any(|place| rel == *place || place.ends_with('/') && rel.starts_with(place))
}

/// Does `path` begin with `what`, or import by `*` something that contains it?
fn begins_with(path: &[String], what: &str) -> bool {
    let mut parts = path.iter();
    for want in what.split("::") {
        let Some(part) = parts.next() else { return false };
        if part == "*" {
            return true;
        }
        let same = want.strip_suffix('*').map_or(part == want, |head| part.starts_with(head));
        if !same {
            return false;
        }
    }
    true
}

fn fence_errors(file: &RustFile, names: &Names) -> Vec<String> {
    let mut errors = Vec::new();
    for Fence { what, places, why } in FENCES {
        if !stands_in(&file.rel, places)
            && let Some(path) = names.paths.iter().find(|path| begins_with(path, what))
        {
            errors.push(format!("src/{} names {} ({what}); only {places:?} may: {why}", file.rel, path.join("::")));
        }
    }
    for (methods, places) in METHODS {
        for method in methods.iter().filter(|method| names.methods.contains(**method)) {
            if !stands_in(&file.rel, places) {
                errors.push(format!("src/{} calls .{method}(); only {places:?} may", file.rel));
            }
        }
    }
    errors
}

fn colour_errors(file: &RustFile, names: &Names) -> Vec<String> {
    let is_colour = |path: &[String]| {
        let after = path.iter().skip_while(|part| !matches!(part.as_str(), "Color32" | "Rgba" | "Hsva")).nth(1);
        after.is_some_and(|part| {
            part.starts_with("from_")
                || part == "new"
                || part.chars().all(|c| c.is_ascii_uppercase() || c == '_') && !NO_COLOURS.contains(&part.as_str())
        }) || path.iter().any(|part| part == "hex_color")
    };
    let paths = names.paths.iter().filter(|path| !stands_in(&file.rel, THEME) && is_colour(path));
    paths
        .map(|path| format!("src/{} makes a colour with {}; colours belong to {THEME:?}", file.rel, path.join("::")))
        .collect()
}

fn plain_errors(file: &RustFile, names: &Names) -> Vec<String> {
    let is = |place: &&str| {
        file.rel == **place
            || place.starts_with('/') && file.rel.ends_with(*place)
            || place.ends_with('/') && file.rel.starts_with(*place)
    };
    let plain = PLAIN.iter().any(is);
    let paths = names.paths.iter().filter(|path| plain && NOT_PLAIN.iter().any(|what| begins_with(path, what)));
    paths.map(|path| format!("src/{} must stay plain data, but names {}", file.rel, path.join("::"))).collect()
}

fn shape_errors(file: &RustFile) -> Vec<String> {
    let mut errors = Vec::new();
    let lines = lines_outside_tests(&file.text);
    let most = if file.rel == "main.rs" { MAX_LINES_MAIN } else { MAX_LINES };
    if lines > most {
        errors.push(format!("src/{}: {lines} lines outside its tests, at most {most}", file.rel));
    }
    if !file.text.starts_with("//! ") {
        errors.push(format!("src/{}: must open with a `//!` sentence", file.rel));
    }
    for item in &file.syntax.items {
        if let syn::Item::Mod(module) = item
            && !is_test_only(&module.attrs)
            && module.attrs.iter().any(|attribute| attribute.path().is_ident("path"))
        {
            errors.push(format!("src/{}: `#[path]` hides where module {} lives", file.rel, module.ident));
        }
    }
    errors
}

/// Counts lines without test-only items. Relies on rustfmt: an item ends at the first line that is indented like its attribute and
/// closes it.
fn lines_outside_tests(text: &str) -> usize {
    let mut count = 0;
    let mut inside: Option<(usize, bool)> = None;
    for line in text.lines() {
        let indent = line.len() - line.trim_start().len();
        let word = line.trim();
        match inside {
            None if word == "#[cfg(test)]" => inside = Some((indent, false)),
            None => count += 1,
            Some((outer, _)) if indent == outer && !word.is_empty() => {
                let more = word.starts_with("#[") || word.starts_with("//");
                let ends = word.ends_with(';') || word.ends_with('}') || word.ends_with("},");
                if !more && ends {
                    inside = None;
                }
            }
            Some(_) => {}
        }
    }
    count
}

mod the_checker_itself {
    //! Each rule is shown something it must refuse, and something it must let pass.

    use super::*;

    fn read(rel: &str, text: &str) -> (RustFile, Names) {
        let file = RustFile::new(rel, text);
        let names = names(&file);
        (file, names)
    }

    #[test]
    fn refuses_a_higher_floor_however_it_is_spelt() {
        for (rel, text) in [
            ("text/fold.rs", "use crate::app::State;"),
            ("text/fold.rs", "use crate::{article::Article};"),
            ("text/fold.rs", "use crate::{span, article::{self, line::{Kind}}};"),
            ("text/fold.rs", "use super::super::place::Place;"),
            ("text/mod.rs", "use super::place::Place;"),
            ("text/mod.rs", "mod inner { use super::super::place; }"),
            ("text/fold.rs", "use crate as house; fn f() { house::app::run(); }"),
            ("text/fold.rs", "fn f(a: &crate::article::Article) {}"),
            ("text/fold.rs", "fn f() { let _ = format!(\"{}\", crate::words::AREAS.len()); }"),
            ("text/fold.rs", "macro_rules! m { () => { use $crate::{text::span, corpus}; } }"),
            ("text/fold.rs", "use shuangcheng::cli;"),
            ("text/fold.rs", "use crate::*;"),
            ("text/fold.rs", "#[cfg(test)] mod tests {} use crate::app;"),
            ("cli/mod.rs", "use crate::app;"),
            ("app/mod.rs", "use crate::cli;"),
        ] {
            let (file, names) = read(rel, text);
            assert!(!floor_errors(&file, &names).is_empty(), "{rel}: {text}\n{names:?}");
        }
    }

    #[test]
    fn lets_lower_floors_and_tests_pass() {
        for (rel, text) in [
            ("article/mod.rs", "use crate::{text::span::ByteRange, typeset}; use super::text;"),
            ("article/title.rs", "use super::{Article, raw}; use crate::article::lines;"),
            (
                "article/title.rs",
                "#[cfg(test)] mod tests { use crate::app; } #[cfg(test)] fn f() { crate::app::run() }",
            ),
            ("article/title.rs", "impl A { #[cfg(test)] fn f() { crate::app::run() } }"),
            ("article/title.rs", "/// See [`crate::app`].\nfn f() { let _ = \"crate::app\"; } // crate::app"),
            ("app/mod.rs", "use crate::{words::Words, library};"),
            ("lib.rs", "pub mod app;"),
        ] {
            let (file, names) = read(rel, text);
            assert_eq!(floor_errors(&file, &names), Vec::<String>::new(), "{text}");
        }
    }

    #[test]
    fn refuses_the_outside_outside_its_fence() {
        for (rel, text) in [
            ("words/mod.rs", "use std::fs;"),
            ("words/mod.rs", "use std::{fmt, fs::File};"),
            ("words/mod.rs", "use std as s; fn f() { s::fs::read(\"x\"); }"),
            ("words/mod.rs", "fn f() { ::std::fs::read(\"x\"); }"),
            ("words/mod.rs", "fn f() { vec![std::fs::read(\"x\")]; }"),
            ("words/mod.rs", "fn f() { vec![::std::fs::read(\"x\")]; }"),
            ("words/mod.rs", "use std::*;"),
            ("words/mod.rs", "fn f(p: &std::path::Path) -> bool { p.exists() }"),
            ("words/mod.rs", "fn f(p: &std::path::Path) { assert!(p.is_dir()); }"),
            ("app/panels/mod.rs", "use std::{fs};"),
            ("library/scan.rs", "use std::thread;"),
            ("library/query.rs", "use std::time::Instant; fn f() { Instant::now(); }"),
            ("place/mod.rs", "use std::time; fn f() { time::Instant::now(); }"),
            ("place/mod.rs", "use std::time::SystemTime as T; fn f() { T::now(); }"),
            ("place/mod.rs", "fn f(t: std::time::Instant) { t.elapsed(); }"),
            ("place/mod.rs", "use eframe::egui::Color32;"),
            ("main.rs", "extern crate egui;"),
            ("main.rs", "#[derive(egui::Probe)] struct A;"),
            ("place/mod.rs", "use std::net::TcpStream;"),
            ("library/scan_more.rs", "use std::fs;"),
            ("place/mod.rs", "#[cfg(any(test, unix))] use std::fs;"),
            ("place/mod.rs", "#[cfg(all(unix, not(test)))] use std::fs;"),
        ] {
            let (file, names) = read(rel, text);
            assert!(!fence_errors(&file, &names).is_empty(), "{rel}: {text}\n{names:?}");
        }
    }

    #[test]
    fn lets_the_named_places_and_lookalikes_pass() {
        for (rel, text) in [
            ("library/scan.rs", "use std::fs;"),
            ("library/pool.rs", "use std::thread;"),
            ("place/mod.rs", "#[cfg(all(test, unix))] use std::fs;"),
            ("app/jobs/dialog.rs", "fn f() { std::thread::Builder::new(); }"),
            ("place/mod.rs", "use std::time::{Duration, Instant}; fn f(now: Instant) {}"),
            (
                "place/mod.rs",
                "mod egui_like; use crate::place::egui; struct Eguipment; fn open() {} fn f() { self::open(); }",
            ),
            ("place/mod.rs", "#[cfg(test)] use std::fs; fn f() { let s = \"std::fs::read\"; }"),
        ] {
            let (file, names) = read(rel, text);
            assert_eq!(fence_errors(&file, &names), Vec::<String>::new(), "{text}");
        }
    }

    #[test]
    fn refuses_colours_and_windows_where_they_do_not_belong() {
        for text in [
            "use egui::Color32; fn f() { Color32::from_rgb(1, 2, 3); }",
            "use egui::Color32 as C; fn f() { C::from_gray(1); }",
            "fn f() { egui::Color32::RED; }",
            "fn f() { egui::hex_color!(\"#fff\"); }",
        ] {
            let (file, names) = read("app/widgets/row.rs", text);
            assert!(!colour_errors(&file, &names).is_empty(), "{text}");
        }
        let (file, names) =
            read("app/widgets/row.rs", "fn f(c: egui::Color32) { egui::Color32::TRANSPARENT; c.gamma_multiply(0.5); }");
        assert!(colour_errors(&file, &names).is_empty());
        for rel in ["app/state.rs", "app/panels/list/model.rs"] {
            let (file, names) = read(rel, "use eframe::egui::Rect;");
            assert!(!plain_errors(&file, &names).is_empty(), "{rel}");
        }
        let (file, names) = read("app/panels/list/view.rs", "use eframe::egui::Rect;");
        assert!(plain_errors(&file, &names).is_empty());
    }

    #[test]
    fn counts_lines_without_test_items_only() {
        let text = "//! A.\n#[cfg(test)]\nuse a::b;\nfn a() {}\n#[cfg(test)]\nmod tests {\n    fn x() {\n    }\n\n}\nfn b() {}\n";
        assert_eq!(lines_outside_tests(text), 3);
        let long = format!("//! A.\n{}", "fn a() {}\n".repeat(MAX_LINES));
        assert!(!shape_errors(&RustFile::new("text/a.rs", &long)).is_empty());
        assert!(!shape_errors(&RustFile::new("text/a.rs", "fn a() {}")).is_empty());
        assert!(!shape_errors(&RustFile::new("text/mod.rs", "//! A.\n#[path = \"../app/x.rs\"]\nmod x;")).is_empty());
        assert!(shape_errors(&RustFile::new("text/a.rs", "//! A.\nfn a() {}")).is_empty());
    }
}
