//! Chromium as an outside judge: its line ends for our own paragraphs, recorded once (`tests/typeset/chromium.txt`). Every line that we end
//! elsewhere does so for a reason with a name, and most lines end at the same place.

use std::collections::BTreeMap;

use shuangcheng::typeset::{
    Break, Convention, Item, Line, Options, break_lines,
    class::{Class, never_starts_line},
    font::{FontMeasure, SERIF},
    itemize,
    lines::solid_range,
};

/// Why a line of ours may end elsewhere; CLREQ asks for or allows each.
fn reason(items: &[Item], lines: &[Line], theirs: usize) -> Option<&'static str> {
    let (ours, line) = (lines[0].end as usize, &lines[0]);
    let (Some(next), longer) = (items.get(theirs), ours > theirs) else { return None };
    let last = &items[solid_range(items, line).end - 1];
    let rest = items[theirs..].iter().filter(|item| item.class.is_body()).count();
    let body = |class| items[..theirs.max(ours)].iter().any(|item| item.class == class);
    let address = |at: usize| {
        let letter = |item: &&Item| item.class == Class::Latin;
        let word: Vec<char> = items[..at]
            .iter()
            .rev()
            .take_while(letter)
            .chain(items[at..].iter().take_while(letter))
            .map(|i| i.ch)
            .collect();
        word.iter().any(|c| matches!(c, '/' | '@' | '=')) || word.iter().filter(|c| **c == '.').count() >= 2
    };
    Some(if never_starts_line(next.ch) {
        "their line start is forbidden to ours: strict"
    } else if theirs > 0 && items[theirs - 1].class == Class::Solidus {
        "a solidus ends no line"
    } else if rest < 2 || items[ours..].iter().filter(|item| item.class.is_body()).count() == 2 && !longer {
        "the last line holds two characters"
    } else if address(ours) || address(theirs) {
        "an address breaks at its joints"
    } else if longer && line.shrink.iter().any(|used| *used > 0.0) {
        "compressed before expanded"
    } else if longer && last.class.is_mark() {
        "a mark at the line end takes half an em"
    } else if longer && body(Class::Middle) {
        "an interpunct takes half an em"
    } else if longer && items[..ours].windows(2).any(|pair| pair[0].class.is_mark() && pair[1].class.is_mark()) {
        "centred marks give way to a mark beside them"
    } else if !longer && body(Class::Latin) {
        "a quarter of an em between Han and Latin, where theirs is an eighth"
    } else if !longer
        && lines.get(1).is_some_and(|second| second.stretch_gap > 0.06)
        && items[ours].brk == Break::Allowed
    {
        "a loose line shares its hole"
    } else {
        return None;
    })
}

#[test]
fn differences_from_chromium_have_names() {
    let passages: Vec<(&str, &str)> = include_str!("../cases/passages.txt")
        .lines()
        .filter(|l| !l.starts_with('#'))
        .filter_map(|l| l.split_once('\t'))
        .collect();
    let mut records = include_str!("../typeset/chromium.txt").lines().filter(|l| !l.starts_with('#'));
    let (mut same, mut all) = (0, 0);
    let mut named: BTreeMap<&str, usize> = BTreeMap::new();
    let mut nameless = vec![];
    for (script, text) in passages {
        let convention = if script == "hant" { Convention::Hant } else { Convention::Hans };
        let mut font = FontMeasure::new(SERIF, u32::from(script == "hant")).expect("the reading face");
        let chars: Vec<char> = text.chars().collect();
        for _ in 0..12 {
            let record = records.next().expect("a record for every passage and measure");
            let mut parts = record.split('\t').skip(1);
            let measure: f32 = parts.next().and_then(|m| m.parse().ok()).expect("a measure");
            let counts: Vec<usize> =
                parts.next().unwrap_or_default().split(' ').filter_map(|n| n.parse().ok()).collect();
            let mut at = 0;
            for (n, &count) in counts.iter().enumerate().take(counts.len() - 1) {
                // the same start for both: what remains from there
                let rest: String = chars[at..].iter().collect();
                let options = Options { convention, indent: if n == 0 { 2.0 } else { 0.0 }, ..Options::default() };
                let items = itemize(&rest, &rest, &options, &mut font);
                let mut lines = vec![];
                break_lines(&items, measure, &options, &mut lines);
                all += 1;
                if lines[0].end as usize == count {
                    same += 1;
                } else {
                    match reason(&items, &lines, count) {
                        Some(name) => *named.entry(name).or_default() += 1,
                        None => {
                            let ours: String = chars[at..at + lines[0].end as usize].iter().collect();
                            let theirs: String = chars[at..at + count].iter().collect();
                            nameless.push(format!("{measure}: ours {ours}, theirs {theirs}"));
                        }
                    }
                }
                at += count;
            }
        }
    }
    println!("{same} of {all} lines end at the same place; else: {named:#?}");
    assert!(nameless.is_empty(), "{} of {all} differences have no name:\n{}", nameless.len(), nameless.join("\n"));
    assert!(same * 2 > all, "{same} of {all}");
}
