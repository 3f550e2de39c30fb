//! The built binary's commands: results, exit codes, closed pipes, hostile files, help in three languages.

use std::{
    collections::BTreeSet,
    fs,
    io::Read,
    path::Path,
    process::{Command, Output, Stdio},
};

use serde_json::Value;
use shuangcheng::{
    facts::RULES,
    words::{Language, Words},
};

fn shuangcheng() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_shuangcheng"));
    // Tests leave nothing in the user's own folders.
    command.env("LC_ALL", "en_GB.UTF-8").arg("--no-cache");
    command
}

fn run(arguments: &[&str]) -> Output {
    shuangcheng().args(arguments).output().unwrap()
}

fn code(output: &Output) -> i32 {
    output.status.code().unwrap()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

fn objects(output: &Output) -> Vec<Value> {
    text(&output.stdout).lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

fn folder() -> tempfile::TempDir {
    let dir = tempfile::tempdir().unwrap();
    for (name, content) in [
        ("b.txt", "甲地办了一件事\n\n2020年7月29日\n\n甲地和乙地今天签订协议，双方将共建园区。"),
        ("a/a.txt", "乙地的另一件事\n\n乙地的园区開工了。"),
        ("empty.txt", ""),
    ] {
        let path = dir.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
    }
    dir
}

fn path(dir: &tempfile::TempDir) -> &str {
    dir.path().to_str().unwrap()
}

#[test]
fn inspect_prints_one_object_a_file_in_path_order() {
    let dir = folder();
    let output = run(&["inspect", path(&dir), "--format", "jsonl"]);
    assert_eq!(code(&output), 0, "{}", text(&output.stderr));
    let objects = objects(&output);
    let files: Vec<&str> = objects.iter().map(|o| o["file"].as_str().unwrap()).collect();
    assert_eq!(files, ["a/a.txt", "b.txt", "empty.txt"]);
    let keys = [
        "file",
        "bytes",
        "encoding",
        "script",
        "title",
        "subtitle",
        "published",
        "source",
        "authors",
        "blocks",
        "lines",
        "cities",
        "counties",
        "compounds",
        "mentions",
        "rejected",
        "duplicate_of",
        "dates",
        "remarks",
    ];
    for object in &objects {
        let object = object.as_object().unwrap();
        assert_eq!(
            object.keys().collect::<std::collections::BTreeSet<_>>(),
            keys.iter().map(|k| (*k).to_owned()).collect::<std::collections::BTreeSet<_>>().iter().collect()
        );
    }
    let blocks = objects[1]["blocks"].as_array().unwrap();
    let mut end = 0;
    for block in blocks {
        assert_eq!(block["start"].as_u64().unwrap(), end);
        end = block["end"].as_u64().unwrap();
    }
    assert_eq!(end, fs::metadata(dir.path().join("b.txt")).unwrap().len());
    let empty = &objects[2];
    assert!(empty["title"].is_null() && empty["published"]["date"].is_null());
    assert_eq!(empty["published"]["certainty"], "unknown");
    assert_eq!(empty["remarks"][0]["code"], "empty");
    assert!(empty["lines"].as_array().unwrap().is_empty());
}

#[test]
fn inspect_prints_a_table_for_people() {
    let dir = folder();
    let output = run(&["inspect", path(&dir)]);
    assert_eq!(text(&output.stdout).lines().count(), 4);
    let single = run(&["inspect", &format!("{}/b.txt", path(&dir)), "--format", "jsonl"]);
    assert_eq!(objects(&single)[0]["file"], "b.txt");
}

#[test]
fn the_user_folder_is_not_touched() {
    let dir = folder();
    let state = || {
        let mut lines: Vec<String> = walkdir::WalkDir::new(dir.path())
            .into_iter()
            .map(|entry| {
                let entry = entry.unwrap();
                let modified = entry.metadata().unwrap().modified().unwrap();
                format!("{:?} {modified:?} {:?}", entry.path(), fs::read(entry.path()).ok())
            })
            .collect();
        lines.sort();
        lines
    };
    let before = state();
    run(&["inspect", path(&dir)]);
    run(&["search", path(&dir), "园区"]);
    let inside = run(&["export", path(&dir), "--format", "md", "--out", &format!("{}/out", path(&dir))]);
    assert_eq!(code(&inside), 2, "{}", text(&inside.stderr));
    assert_eq!(state(), before);
}

#[test]
fn unreadable_files_are_told_apart_from_a_missing_folder() {
    let dir = folder();
    assert_eq!(code(&run(&["inspect", "/nonexistent/folder"])), 2);
    assert_eq!(code(&run(&["search", "/nonexistent/folder", "x"])), 2);
    assert_eq!(code(&run(&["inspect", "/nonexistent.txt", path(&dir)])), 1);
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink("nowhere", dir.path().join("gone.txt")).unwrap();
        std::os::unix::fs::symlink("..", dir.path().join("a/up")).unwrap();
        let output = run(&["inspect", path(&dir), "--format", "jsonl"]);
        assert_eq!(code(&output), 1);
        let gone = objects(&output).into_iter().find(|o| o["file"] == "gone.txt").unwrap();
        assert_eq!(gone.as_object().unwrap().keys().collect::<Vec<_>>(), ["error", "file"]);
        assert_eq!(objects(&output).len(), 4, "a link loop is no file");
        assert!(text(&output.stderr).contains("a/up"));
        let search = run(&["search", path(&dir), "园区", "--format", "files"]);
        assert_eq!(code(&search), 1);
        assert_eq!(text(&search.stdout).lines().count(), 2);
    }
}

#[test]
fn search_crosses_scripts_and_says_how_it_matched() {
    let dir = folder();
    let files = |arguments: &[&str]| {
        let mut all = vec!["search", path(&dir)];
        all.extend(arguments);
        all.extend(["--format", "files"]);
        let output = run(&all);
        assert_eq!(code(&output), 0, "{}", text(&output.stderr));
        text(&output.stdout).lines().map(str::to_owned).collect::<Vec<_>>()
    };
    assert_eq!(files(&["签订", "協議"]), ["b.txt"]);
    assert_eq!(files(&["开工"]), ["a/a.txt"]);
    assert_eq!(files(&["园区", "-协议"]), ["a/a.txt"]);
    assert_eq!(files(&["--literal", "-协议"]), [] as [&str; 0]);
    assert_eq!(files(&["没有的词"]), [] as [&str; 0]);
    assert_eq!(files(&["地", "--limit", "1"]).len(), 1);
    let output = run(&["search", path(&dir), "协议", "開工", "OR", "協議", "--format", "jsonl"]);
    let found = objects(&output);
    assert_eq!(found.len(), 1);
    assert_eq!(found[0]["matched_by"], serde_json::json!(["exact", "script"]));
    let source = fs::read_to_string(dir.path().join("b.txt")).unwrap();
    for snippet in found[0]["snippets"].as_array().unwrap() {
        let range = |k: &str| usize::try_from(snippet[k].as_u64().unwrap()).unwrap();
        assert_eq!(source.get(range("start")..range("end")), snippet["text"].as_str());
    }
    assert_eq!(code(&run(&["search", path(&dir), "--city", "没有的地方"])), 2);
}

#[test]
fn search_has_a_language_and_says_what_it_did_not_understand() {
    let dir = folder();
    let files = |query: &[&str]| {
        let output = run(&[&["search", path(&dir)][..], query, &["--format", "files"]].concat());
        assert_eq!(code(&output), 0, "{}", text(&output.stderr));
        (text(&output.stdout).lines().map(str::to_owned).collect::<Vec<_>>(), text(&output.stderr))
    };
    assert_eq!(files(&["签订 协议"]).0, ["b.txt"]);
    assert_eq!(files(&["签订", "｜", "开工"]).0.len(), 2);
    assert_eq!(files(&["/签.协/"]).0, ["b.txt"]);
    assert_eq!(files(&["园区 －协议"]).0, ["a/a.txt"]);
    assert_eq!(files(&["园区", "date:1900..1901"]).0, [] as [&str; 0]);
    let (found, said) = files(&["/(/"]);
    assert!(found.is_empty() && !said.is_empty());
    assert!(files(&["签订"]).1.is_empty());
    assert!(files(&["--literal", "/(/"]).1.is_empty());
}

#[test]
fn export_writes_files_and_overwrites_nothing() {
    let dir = folder();
    let out = tempfile::tempdir().unwrap();
    for (format, start) in [("md", "---"), ("html", "<!"), ("txt", "甲")] {
        let file = out.path().join(format!("one.{format}"));
        let file = file.to_str().unwrap();
        let source = format!("{}/b.txt", path(&dir));
        let first = run(&["export", &source, "--format", format, "--out", file]);
        assert_eq!(code(&first), 0, "{}", text(&first.stderr));
        let written = fs::read_to_string(file).unwrap();
        assert!(
            written.to_lowercase().starts_with(start),
            "{format}: {}",
            written.chars().take(40).collect::<String>()
        );
        assert_eq!(code(&run(&["export", &source, "--format", format, "--out", file])), 2, "exists already");
        assert_eq!(fs::read_to_string(file).unwrap(), written);
    }
    let many = out.path().join("many/deep");
    let output = run(&["export", path(&dir), "--format", "txt", "--query", "园区", "--out", many.to_str().unwrap()]);
    assert_eq!(code(&output), 0, "{}", text(&output.stderr));
    assert_eq!(fs::read_dir(&many).unwrap().count(), 2);
}

#[test]
fn dates_of_each_line() {
    let dir = folder();
    let file = dir.path().join("lines.txt");
    fs::write(&file, "今年3月签约，年底前开工。\n\n三月街\n").unwrap();
    let output = run(&["dates", "--base", "2020-07-29", file.to_str().unwrap()]);
    assert_eq!(code(&output), 0, "{}", text(&output.stderr));
    assert_eq!(
        text(&output.stdout),
        concat!(
            r#"[{"text":"今年3月","start":"2020-03-01","end":"2020-03-31","certainty":"inferred"},"#,
            r#"{"text":"年底前","start":"2020-12-01","end":"2020-12-31","certainty":"inferred"}]"#,
            "\n[]\n[]\n"
        )
    );
    for wrong in ["2020-07", "2020-13-01", "x", "2020-07-29x"] {
        let output = run(&["dates", "--base", wrong]);
        assert_eq!(code(&output), 2, "{wrong}");
        assert!(text(&output.stderr).contains(wrong), "{}", text(&output.stderr));
    }
}

#[test]
fn the_ledger_in_every_format() {
    let dir = tempfile::tempdir().unwrap();
    let page = "两市动态\n\n2021-03-18\n\n3月2日，广安市与合川区签订环石滩片区联合开发协议，总投资12亿元。去年11月，达州和万州成立达万铁水联运领导小组。\n";
    fs::write(dir.path().join("a.txt"), page).unwrap();
    let output = run(&["ledger", path(&dir), "--format", "jsonl"]);
    assert_eq!(code(&output), 0, "{}", text(&output.stderr));
    let rows = objects(&output);
    assert_eq!(rows.len(), 2, "{rows:?}");
    assert_eq!(rows[0]["kind"], "agreement");
    assert_eq!(rows[0]["name"], "环石滩片区联合开发协议");
    assert_eq!(rows[0]["date"]["date"], "2021-03-02");
    assert_eq!(rows[0]["quantities"][0]["value"], 1.2e9);
    assert_eq!(rows[1]["status"], "established");
    for row in &rows {
        for witness in row["witnesses"].as_array().unwrap() {
            let (start, end) = (witness["start"].as_u64().unwrap(), witness["end"].as_u64().unwrap());
            assert_eq!(page.get(start as usize..end as usize), witness["sentence"].as_str());
        }
    }
    let only =
        |arguments: &[&str]| objects(&run(&[&["ledger", path(&dir), "--format", "jsonl"], arguments].concat())).len();
    assert_eq!(only(&["--city", "合川"]), 1);
    assert_eq!(only(&["--city", "遂宁"]), 0);
    assert_eq!(only(&["--kind", "institution"]), 1);
    assert_eq!(only(&["--kind", "institution", "--kind", "agreement"]), 2);
    let output = run(&["ledger", path(&dir), "--format", "csv"]);
    assert!(output.stdout.starts_with("\u{feff}".as_bytes()) && text(&output.stdout).lines().count() == 3);
    assert_eq!(code(&run(&["ledger", path(&dir), "--format", "xlsx"])), 2, "needs a file");
    let inside = dir.path().join("x.xlsx");
    assert_eq!(code(&run(&["ledger", path(&dir), "--format", "xlsx", "--out", inside.to_str().unwrap()])), 2);
    let out = tempfile::tempdir().unwrap();
    let file = out.path().join("x.xlsx");
    assert_eq!(code(&run(&["ledger", path(&dir), "--format", "xlsx", "--out", file.to_str().unwrap()])), 0);
    assert!(fs::read(&file).unwrap().starts_with(b"PK"));
}

#[test]
fn every_sentence_of_the_ledger_is_that_of_the_text_and_every_rule_has_words() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/facts/dev");
    let words = Words::new(Language::Hans);
    let output = run(&["ledger", folder.to_str().unwrap(), "--no-cache", "--format", "jsonl"]);
    let (mut broken, mut rules) = (0, BTreeSet::new());
    for row in objects(&output) {
        assert_eq!(row["by_user"].as_array().map(Vec::len), Some(0));
        for witness in row["witnesses"].as_array().unwrap() {
            let text = fs::read_to_string(folder.join(witness["file"].as_str().unwrap())).unwrap();
            let text = text.trim_start_matches('\u{feff}');
            let (start, end) = (witness["start"].as_u64().unwrap(), witness["end"].as_u64().unwrap());
            let sentence = witness["sentence"].as_str().unwrap();
            assert_eq!(text.get(start as usize..end as usize), Some(sentence));
            broken += usize::from(sentence.contains('\n'));
            rules.insert(witness["rule"].as_str().unwrap().to_owned());
        }
    }
    assert!(broken > 5, "{broken}: sentences over a line end are among them");
    for rule in rules {
        assert!(RULES.contains(&rule.as_str()), "{rule} is not in facts::RULES");
        assert_ne!(words.fact_rule(&rule), words.t("fact-rule-other"), "fact-rule-{rule} is not in words/*/facts.ftl");
    }
}

#[test]
fn a_fact_of_several_witnesses_has_all_their_sentences_in_tables() {
    let dir = tempfile::tempdir().unwrap();
    let sentences = [
        "3月2日，广安市与合川区签订《环石滩片区联合开发协议》，总投资12亿元。",
        "广安市与合川区3月2日签订《环石滩片区联合开发协议》。",
    ];
    for (name, sentence) in ["a.txt", "b.txt"].into_iter().zip(sentences) {
        fs::write(dir.path().join(name), format!("两市动态{name}\n\n2021-03-18\n\n{sentence}\n")).unwrap();
    }
    let table = text(&run(&["ledger", path(&dir)]).stdout);
    assert!(table.contains("×2") && table.trim_end().ends_with(sentences[0]), "{table}");
    let csv = text(&run(&["ledger", path(&dir), "--format", "csv"]).stdout);
    assert!(csv.contains(&sentences.join("\n")) && csv.contains("\"a.txt\nb.txt\""), "{csv}");
    assert!(csv.contains(",1200000000,元,") && csv.contains("who signs what"), "{csv}");
}

#[test]
fn what_is_not_there_yet_says_so() {
    let output = run(&["export", "x", "--format", "pdf", "--out", "y"]);
    assert_eq!(code(&output), 2);
    assert!(text(&output.stderr).contains("not available yet"), "{}", text(&output.stderr));
    assert!(output.stdout.is_empty());
}

#[test]
fn wrong_use_is_explained_in_the_users_language() {
    for (locale, word) in [("zh_CN.UTF-8", "用法"), ("zh_TW.UTF-8", "資料夾"), ("en_US.UTF-8", "Usage")] {
        let mut command = shuangcheng();
        let help = command.env("LC_ALL", locale).arg("--help").output().unwrap();
        assert_eq!(code(&help), 0);
        assert!(text(&help.stdout).contains(word), "{locale}");
        for sub in ["inspect", "search", "export", "typeset"] {
            let help = shuangcheng().env("LC_ALL", locale).args([sub, "--help"]).output().unwrap();
            assert_eq!(code(&help), 0);
            let foreign = ["Usage", "Options", "Arguments", "Print", "possible values", "default:"];
            let shown = text(&help.stdout);
            assert!(locale.starts_with("en") || !foreign.iter().any(|f| shown.contains(f)), "{shown}");
        }
    }
    for arguments in [vec!["inspect"], vec!["inspect", ".", "--format", "xml"], vec!["search", ".", "x", "--no-such"]] {
        let output = run(&arguments);
        assert_eq!(code(&output), 2, "{arguments:?}");
        assert!(!output.stderr.is_empty() && output.stdout.is_empty());
    }
    assert_eq!(code(&run(&["--version"])), 0);
    assert!(text(&run(&["--licences"]).stdout).contains("Apache"));
}

#[test]
fn a_pipe_that_closes_early_ends_quietly() {
    let dir = tempfile::tempdir().unwrap();
    for n in 0..300 {
        fs::write(dir.path().join(format!("{n}.txt")), "甲地和乙地签订协议。\n".repeat(60)).unwrap();
    }
    let mut child = shuangcheng()
        .args(["inspect", path(&dir), "--format", "jsonl"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut few = [0; 10];
    child.stdout.take().unwrap().read_exact(&mut few).unwrap();
    let output = child.wait_with_output().unwrap();
    assert!(output.stderr.is_empty(), "{}", text(&output.stderr));
    assert_eq!(output.status.code(), Some(0));
}

#[test]
fn hostile_files_are_read_as_far_as_they_go() {
    let dir = tempfile::tempdir().unwrap();
    let put = |name: &str, bytes: &[u8]| fs::write(dir.path().join(name), bytes).unwrap();
    put("bytes.txt", &(0..=255_u8).cycle().take(10_000).collect::<Vec<_>>());
    put("nul.txt", &[0; 3000]);
    put("half.txt", &"遂宁".as_bytes()[..5]);
    put("utf16.txt", &[0xFF, 0xFE, 0x42, 0x75, 0x31]);
    put("deep.html", "<div>".repeat(20_000).as_bytes());
    put("broken.html", b"<p><table><a href='x<");
    put("line.txt", "甲乙，".repeat(50_000).as_bytes());
    let output = run(&["inspect", path(&dir), "--format", "jsonl"]);
    assert_eq!(code(&output), 0, "{}", text(&output.stderr));
    assert_eq!(objects(&output).len(), 7);
    assert!(objects(&output).iter().all(|o| o.get("error").is_none()));
}

#[test]
fn the_five_pages_are_inspected() {
    if !Path::new("../shared/seeds").is_dir() {
        println!("SKIPPED: ../shared/seeds is not there");
        return;
    }
    let output = run(&["inspect", "../shared/seeds", "--format", "jsonl"]);
    assert_eq!((code(&output), objects(&output).len()), (0, 5));
}

/// A folder with one page, and a data folder in which its title and a word of the folder are put right.
fn corrected() -> (tempfile::TempDir, tempfile::TempDir) {
    use shuangcheng::{
        library::{
            corrections::{Correction, Kept, PlaceName},
            document_of,
            userdata::UserData,
        },
        place::gazetteer,
    };
    let (pages, data) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let page = "两地开会商量修路\n2021年3月5日\n\n　　江北与南岸的代表到会。双桥圈的规划今天通过，明年开工。\n";
    fs::create_dir(pages.path().join("文集")).unwrap();
    fs::write(pages.path().join("文集/a.txt"), page).unwrap();
    let root = pages.path().join("文集");
    let hash = document_of("a.txt", page.as_bytes()).hash;
    let places = ["遂宁", "潼南"].iter().map(|name| PlaceName::of(gazetteer().lookup(name)[0])).collect();
    let word = Correction::Word { word: "双桥圈".into(), places };
    let all = UserData::open(data.path()).unwrap();
    for (correction, page) in [(Correction::Title(Some("正确的题目".into())), Some(hash)), (word, None)] {
        let path = if page.is_some() { "a.txt".to_owned() } else { String::new() };
        let kept = Kept { correction, path };
        all.set_correction(Some(&root), &kept.key(page), Some(&kept), 1).unwrap();
    }
    (pages, data)
}

fn names(folder: &Path) -> Vec<std::ffi::OsString> {
    let mut names: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    names.sort();
    names
}

#[test]
fn corrections_are_applied_when_they_are_wanted() {
    let (pages, data) = corrected();
    let kept = names(data.path());
    let run = |arguments: &[&str]| {
        let output = shuangcheng().current_dir(pages.path()).args(arguments).output().unwrap();
        assert_eq!(code(&output), 0, "{}", text(&output.stderr));
        output
    };
    let with = ["--with-corrections", "--data-dir", path(&data)];
    // The way in which the folder is named makes no difference.
    let whole = pages.path().join("文集");
    for folder in ["文集", "./文集/", whole.to_str().unwrap()] {
        let inspect = ["inspect", folder, "--format", "jsonl"];
        let plain = objects(&run(&inspect)).remove(0);
        assert_eq!(plain["title"], "两地开会商量修路");
        assert!(plain["compounds"].as_object().unwrap().is_empty(), "{}", plain["compounds"]);
        let mended = objects(&run(&[&inspect[..], &with[..]].concat())).remove(0);
        assert_eq!(mended["title"], "正确的题目");
        assert_eq!(mended["compounds"]["双桥圈"], serde_json::json!(["遂宁", "潼南"]));
        assert_eq!(mended["remarks"][0]["code"], "corrected");
    }
    // A single file is known by its content; what holds for a folder does not hold for it.
    let single = objects(&run(&[&["inspect", "文集/a.txt", "--format", "jsonl"][..], &with[..]].concat())).remove(0);
    assert_eq!(single["title"], "正确的题目");
    assert!(single["compounds"].as_object().unwrap().is_empty());
    let found = |with: &[&str]| text(&run(&[&["search", "文集", "--city", "遂宁"][..], with].concat()).stdout);
    assert!(found(&[]).is_empty() && found(&with).contains("正确的题目"));
    let out = pages.path().join("导出.txt");
    let export = ["export", "文集/a.txt", "--format", "txt", "--out", out.to_str().unwrap()];
    run(&[&export[..], &with[..]].concat());
    assert!(fs::read_to_string(out).unwrap().starts_with("正确的题目"));
    assert_eq!(names(data.path()), kept, "nothing is put beside the data that is read");
}

#[test]
fn reading_corrections_makes_and_mends_nothing() {
    let (pages, data) = corrected();
    let folder = pages.path().join("文集");
    let folder = folder.to_str().unwrap();
    let nowhere = data.path().join("nowhere");
    let none = run(&["search", folder, "修路", "--with-corrections", "--data-dir", nowhere.to_str().unwrap()]);
    assert!(code(&none) == 0 && !none.stdout.is_empty() && !nowhere.exists());
    let file = data.path().join("userdata.sqlite3");
    fs::write(&file, "no database").unwrap();
    let damaged = run(&["inspect", folder, "--with-corrections", "--data-dir", path(&data)]);
    assert_eq!(code(&damaged), 2);
    assert!(text(&damaged.stderr).contains("Cannot read your corrections"), "{}", text(&damaged.stderr));
    assert_eq!(fs::read(&file).unwrap(), b"no database");
    // A program that has just written, and still runs: its journal is read as well.
    let busy = tempfile::tempdir().unwrap();
    let window = shuangcheng::library::userdata::UserData::open(busy.path()).unwrap();
    let kept = shuangcheng::library::corrections::Kept {
        correction: shuangcheng::library::corrections::Correction::Word { word: "江北".into(), places: vec![] },
        path: String::new(),
    };
    window.set_correction(Some(Path::new(folder)), &kept.key(None), Some(&kept), 1).unwrap();
    let output = run(&["inspect", folder, "--with-corrections", "--data-dir", path(&busy), "--format", "jsonl"]);
    assert_eq!(objects(&output)[0]["remarks"][0]["code"], "corrected", "{}", text(&output.stderr));
}

#[test]
fn nothing_is_written_into_the_folder_from_within_it() {
    let dir = folder();
    let within = |arguments: &[&str]| shuangcheng().current_dir(dir.path()).args(arguments).output().unwrap();
    let names = || {
        let mut names: Vec<_> = fs::read_dir(dir.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
        names.sort();
        names
    };
    let before = names();
    for arguments in [
        ["export", "b.txt", "--format", "md", "--out", "out.md"],
        ["export", ".", "--format", "md", "--out", "out"],
        ["export", ".", "--format", "md", "--out", "a/../out/"],
        ["ledger", ".", "--format", "csv", "--out", "out.csv"],
        ["ledger", ".", "--format", "csv", "--out", "a/out.csv"],
    ] {
        let inside = arguments[1] == ".";
        let output = within(&arguments);
        assert_eq!(code(&output), if inside { 2 } else { 0 }, "{arguments:?}: {}", text(&output.stderr));
        if inside {
            assert!(!dir.path().join("out").exists() && !dir.path().join("out.csv").exists(), "{arguments:?}");
        } else {
            // A single file protects no folder.
            fs::remove_file(dir.path().join("out.md")).unwrap();
        }
    }
    assert_eq!(names(), before);
}
