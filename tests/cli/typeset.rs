//! `shuangcheng typeset` of the built binary: what scripts rely on.

use std::{
    io::Write,
    process::{Command, Output, Stdio},
};

fn run(arguments: &[&str], input: &[u8]) -> Output {
    let mut child = Command::new(env!("CARGO_BIN_EXE_shuangcheng"))
        .env("LC_ALL", "en_GB.UTF-8")
        .arg("typeset")
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // a program that stops at its arguments does not read
    let _ = child.stdin.take().unwrap().write_all(input);
    child.wait_with_output().unwrap()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

type Place = (String, f64, f64);

fn lines(arguments: &[&str], input: &str) -> Vec<Vec<Place>> {
    let output = run(&[arguments, &["--format", "jsonl"]].concat(), input.as_bytes());
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    text(&output.stdout).lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

fn chars(line: &[Place]) -> String {
    line.iter().map(|p| p.0.as_str()).collect()
}

const PARAGRAPH: &str =
    "两地今天签约,共建先行区;记者(甲某)问:“何时开工?”答:明年——最迟后年……其余3项共1,200万元,占8.5%。";

#[test]
fn every_character_has_a_place() {
    let lines = lines(&["--measure", "12"], PARAGRAPH);
    assert_eq!(
        lines.iter().map(|l| chars(l)).collect::<String>(),
        "两地今天签约，共建先行区；记者（甲某）问：“何时开工？”答：明年——最迟后年……其余3项共1,200万元，占8.5%。"
    );
    let (first, last) = (&lines[0][0], lines.len() - 1);
    assert_eq!((first.0.as_str(), first.1, first.2), ("两", 2.0, 1.0));
    for (n, line) in lines.iter().enumerate() {
        let mut pen = 0.0;
        for (c, x, advance) in line {
            assert!(*x >= pen - 1e-3, "{c} overlaps on line {n}");
            pen = x + advance;
        }
        assert!(pen <= 12.001, "line {n} ends at {pen}");
        assert!(n == last || (pen - 12.0).abs() < 1e-3, "line {n} ends at {pen}");
    }
    let dash = lines.iter().flatten().filter(|p| p.0 == "—").collect::<Vec<_>>();
    assert!((dash[1].1 - dash[0].1 - 1.0).abs() < 1e-3 && (dash[0].2 - 1.0).abs() < 1e-3);
}

#[test]
fn marks_take_what_is_left_of_their_cells() {
    let of = |text: &str| lines(&["--measure", "40", "--indent", "0"], text).remove(0);
    let close = |a: f64, b: f64| (a - b).abs() < 1e-3;
    let at_start = of("“甲”乙。");
    assert!(close(at_start[0].1, 0.0) && close(at_start[0].2, 0.5) && close(at_start[1].1, 0.5));
    assert!(close(at_start[4].2, 0.5), "a mark at the line end takes half an em");
    let pair = of("甲。”乙");
    assert!(close(pair[3].1 - pair[1].1, 1.5) && close(pair[1].2 + pair[2].2, 1.5));
    let quote = of("甲”“乙");
    assert!(close(quote[3].1 - quote[1].1, 1.5));
    let gap = of("甲A乙");
    assert!(close(gap[1].1, 1.25) && close(gap[2].1 - gap[1].1 - gap[1].2, 0.25));
    let traditional = lines(&["--measure", "40", "--indent", "0", "--script", "hant"], "甲，乙？丙").remove(0);
    assert!(traditional.iter().enumerate().all(|(i, p)| close(p.1, i as f64) && close(p.2, 1.0)));
}

#[test]
fn options_do_what_they_say() {
    let as_text = |arguments: &[&str], input: &str| text(&run(arguments, input.as_bytes()).stdout);
    assert_eq!(as_text(&["--measure", "5", "--indent", "0"], "甲乙丙,丁戊己庚"), "甲乙丙，丁\n戊己庚\n");
    assert_eq!(as_text(&["--measure", "20", "--as-is"], "甲乙,丙"), "甲乙,丙\n");
    assert_eq!(as_text(&["-", "--measure", "20"], "甲\r\n\r\n乙\r丙"), "甲\n\n乙\n丙\n");
    assert_eq!(as_text(&["--measure", "5", "--indent", "0", "--hang"], "甲乙丙丁戊，己庚"), "甲乙丙丁戊，\n己庚\n");
    // the text's own script decides when none is asked for
    let own = lines(&["--measure", "40", "--indent", "0"], "兩縣學習，開會");
    assert!((own[0][4].2 - 1.0).abs() < 1e-3 && (own[0][5].1 - 5.0).abs() < 1e-3);
    assert!(lines(&["--measure", "9"], "").is_empty());
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("甲.txt");
    #[expect(clippy::disallowed_methods, reason = "a test writes its own files")]
    std::fs::write(&file, "甲乙丙").unwrap();
    assert_eq!(as_text(&[file.to_str().unwrap(), "--measure", "9"], ""), "甲乙丙\n");
}

#[test]
fn wrong_use_ends_with_two() {
    for arguments in [
        vec![],
        vec!["--measure", "0"],
        vec!["--measure", "x"],
        vec!["--measure", "NaN"],
        vec!["--measure", "9", "--indent", "-1"],
        vec!["--measure", "9", "--script", "jp"],
        vec!["--measure", "9", "/no/such/file"],
    ] {
        let output = run(&arguments, b"");
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        assert!(output.stdout.is_empty() && !output.stderr.is_empty());
    }
}

#[test]
fn bytes_of_any_kind_are_set() {
    let noise: Vec<u8> = (0..=255_u8).cycle().take(5000).collect();
    for measure in ["1", "7.5", "40"] {
        let output = run(&["--measure", measure, "--format", "jsonl"], &noise);
        assert!(matches!(output.status.code(), Some(0 | 1)), "{}", text(&output.stderr));
    }
    // a line longer than what is set at a time
    let long = "两地共建先行区，各项工作都在推进。".repeat(30_000);
    let output = run(&["--measure", "30"], long.as_bytes());
    let set = text(&output.stdout);
    assert_eq!(set.lines().collect::<String>(), long);
    assert!(
        set.lines().rev().skip(1).all(|line| (29..=33).contains(&line.chars().count()) || line.chars().count() == 28)
    );
}
