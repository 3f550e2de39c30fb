//! Runs the composition cases of `tests/cases/layout.txt`.

use shuangcheng::typeset::{
    Convention, FixedMeasure, Item, Kinsoku, Line, Options, Placed, break_lines, itemize, lines::solid_range, place,
};

struct Case {
    name: String,
    set: String,
    text: String,
    expect: Vec<(String, String)>,
}

fn cases() -> Vec<Case> {
    let mut out: Vec<Case> = Vec::new();
    for line in include_str!("../cases/layout.txt").lines().filter(|l| !l.starts_with('#') && !l.trim().is_empty()) {
        if let Some(name) = line.strip_prefix("== ") {
            out.push(Case { name: name.to_owned(), set: String::new(), text: String::new(), expect: vec![] });
            continue;
        }
        let (key, value) = line.split_once(": ").unwrap_or_else(|| panic!("not `key: value`: {line}"));
        let case = out.last_mut().expect("a case opens with ==");
        match key {
            "set" => value.clone_into(&mut case.set),
            "text" => value.replace("\\u{a0}", "\u{a0}").clone_into(&mut case.text),
            "line" | "wide" | "full" | "x" | "gap" => {
                case.expect.push((key.to_owned(), value.replace("\\u{a0}", "\u{a0}")));
            }
            _ => panic!("unknown key {key}"),
        }
    }
    out
}

fn options(set: &str) -> (f32, Options) {
    let mut options = Options::default();
    let mut measure = 0.0;
    for word in set.split_whitespace() {
        match word {
            "hans" => options.convention = Convention::Hans,
            "hant" => options.convention = Convention::Hant,
            "hang" => options.hang = true,
            "grid" => options = options.on_grid(),
            "off" => options.kinsoku = Kinsoku::Off,
            "ragged" => options.justify = false,
            "basic" => options.kinsoku = Kinsoku::Basic,
            "gb" => options.kinsoku = Kinsoku::Gb,
            _ => match word.strip_prefix("indent=") {
                Some(indent) => options.indent = indent.parse().unwrap(),
                None => measure = word.parse().unwrap_or_else(|_| panic!("unknown setting {word}")),
            },
        }
    }
    (measure, options)
}

fn placed(items: &[Item], line: &Line, options: &Options) -> Vec<Placed> {
    let mut out = vec![];
    place(items, line, options, &mut out);
    out
}

fn run(case: &Case) -> Result<(), String> {
    let (measure, options) = options(&case.set);
    let items = itemize(&case.text, &case.text, &options, &mut FixedMeasure);
    let mut lines = vec![];
    break_lines(&items, measure, &options, &mut lines);
    let text = |line: &Line| -> String { items[line.start as usize..line.end as usize].iter().map(|i| i.ch).collect() };
    let close = |what: &str, got: f32, want: f32| {
        if (got - want).abs() < 2e-3 { Ok(()) } else { Err(format!("{what} is {got}, expected {want}")) }
    };
    let wanted: Vec<&str> = case.expect.iter().filter(|(k, _)| k == "line").map(|(_, v)| v.as_str()).collect();
    let got: Vec<String> = lines.iter().map(text).collect();
    if !wanted.is_empty() && got != wanted {
        return Err(format!("lines {got:?}, expected {wanted:?}"));
    }
    for (key, value) in case.expect.iter().filter(|(k, _)| k != "line") {
        let words: Vec<&str> = value.split_whitespace().collect();
        match (key.as_str(), words.as_slice()) {
            ("full", [n]) => {
                let line = &lines[n.parse::<usize>().unwrap() - 1];
                close("line width", line.width, measure)?;
                let last = placed(&items, line, &options)[solid_range(&items, line).len() - 1];
                close("right edge", last.right, measure)?;
            }
            ("x", [n, c, want]) => {
                let line = &lines[n.parse::<usize>().unwrap() - 1];
                let found = placed(&items, line, &options)
                    .into_iter()
                    .find(|p| items[p.item as usize].ch.to_string() == *c)
                    .ok_or(format!("no {c} on line {n}"))?;
                close(&format!("x of {c}"), found.left, want.parse().unwrap())?;
            }
            ("gap", [n, a, b, want]) => {
                let line = &lines[n.parse::<usize>().unwrap() - 1];
                let all = placed(&items, line, &options);
                let shown = |p: &Placed| items[p.item as usize].ch.to_string();
                let pair = all.windows(2).find(|pair| shown(&pair[0]) == *a && shown(&pair[1]) == *b);
                let pair = pair.ok_or(format!("no {a}{b} on line {n}: {got:?}"))?;
                close(&format!("gap of {a}{b}"), pair[1].left - pair[0].right, want.parse().unwrap())?;
            }
            ("wide", [marks, want]) => {
                let at = case.text.find(marks).ok_or(format!("no {marks}"))?;
                let all = placed(&items, &lines[0], &options);
                let first = items.iter().position(|i| i.byte as usize == at).unwrap();
                let after = first + marks.chars().count();
                close(&format!("width of {marks}"), all[after].left - all[first - 1].right, want.parse().unwrap())?;
            }
            _ => return Err(format!("cannot read `{key}: {value}`")),
        }
    }
    Ok(())
}

#[test]
fn every_case_holds() {
    let cases = cases();
    assert!(cases.len() > 120, "the case file is read");
    for rule in 1..=38 {
        let number = format!("{rule} ");
        assert!(cases.iter().any(|case| case.name.starts_with(&number)), "rule {rule} has no case");
    }
    let failures: Vec<String> =
        cases.iter().filter_map(|case| run(case).err().map(|e| format!("{}: {e}", case.name))).collect();
    assert!(failures.is_empty(), "{} of {} cases fail:\n{}", failures.len(), cases.len(), failures.join("\n"));
}
