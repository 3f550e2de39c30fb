//! Cases for restored punctuation from `tests/cases/restore.txt`, and what must hold of every text.

use proptest::prelude::*;
use shuangcheng::text::restore::{restore, restore_as_typed};

/// The cases: source and display of each line.
fn cases() -> Vec<(usize, String, String)> {
    include_str!("../cases/restore.txt")
        .lines()
        .enumerate()
        .filter(|(_, line)| !line.is_empty() && !line.starts_with('#'))
        .map(|(n, line)| {
            let line = line.replace("\\u{3000}", "\u{3000}").replace("\\\\", "\\");
            match line.split_once(" ⇒ ") {
                Some((source, display)) => (n + 1, source.to_owned(), display.to_owned()),
                None => (n + 1, line.clone(), line),
            }
        })
        .collect()
}

#[test]
fn restore_cases() {
    let cases = cases();
    assert!(cases.len() >= 60, "only {} cases", cases.len());
    let failures: Vec<String> = cases
        .iter()
        .filter(|(_, source, display)| restore(source) != *display)
        .map(|(n, source, display)| format!("line {n}: {source}\n   wanted {display}\n   got    {}", restore(source)))
        .collect();
    assert!(failures.is_empty(), "\n{}", failures.join("\n"));
}

/// The pairs a character may change by.
fn may_become(from: char, to: char) -> bool {
    from == to
        || [(',', '，'), (':', '：'), (';', '；'), ('?', '？'), ('!', '！'), ('(', '（'), (')', '）'), ('.', '。')]
            .contains(&(from, to))
        || [('[', '［'), (']', '］'), ('≪', '《'), ('≫', '》'), ('«', '《'), ('»', '》'), ('⋯', '…')]
            .contains(&(from, to))
        || (matches!(from, '-' | '－' | '―' | '─' | '━' | '–' | '−') && to == '—')
        || (matches!(from, '~' | '∼' | '〜') && to == '～')
        || (matches!(from, '“' | '”') && matches!(to, '“' | '”'))
        || (matches!(from, '‘' | '’') && matches!(to, '‘' | '’'))
        || (from == '"' && matches!(to, '“' | '”'))
        || (from == '\'' && matches!(to, '‘' | '’'))
}

fn check(source: &str) {
    let display = restore(source);
    assert_eq!(display.chars().count(), source.chars().count(), "{source:?}");
    for (from, to) in source.chars().zip(display.chars()) {
        assert!(may_become(from, to), "{from} became {to} in {source:?}");
    }
    assert_eq!(restore(&display), display, "restored twice: {source:?}");
    let typed = restore_as_typed(source);
    for (from, to) in source.chars().zip(typed.chars()).filter(|(from, _)| "“”‘’".contains(*from)) {
        assert_eq!(from, to, "a typed mark was turned in {source:?}");
    }
}

#[test]
fn cases_keep_the_rules_of_every_text() {
    for (_, source, _) in cases() {
        check(&source);
    }
}

#[test]
fn a_million_marks_on_one_line_are_linear() {
    for unit in [
        "(",
        "中(",
        "\"",
        " ",
        "中 ",
        ",",
        "`",
        "<a",
        "http://",
        "'中",
        "(中)",
        "--",
        "[",
        "[中]",
        "”“",
        "““",
        "-",
        "~",
        "≪中≫",
        "&",
    ] {
        let text = format!("中{}中", unit.repeat(300_000));
        assert_eq!(restore(&text).chars().count(), text.chars().count());
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn texts_of_marks(source in "[中文aB1 ,:;?!()\"'.%，（）“”‘’。`</>\\[\\]~\\-&;─\n]{0,40}") {
        check(&source);
    }

    #[test]
    fn any_text(source in "\\PC{0,60}") {
        check(&source);
    }
}
