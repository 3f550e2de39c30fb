//! Sentences of our own and the quantities in them, from a text file anyone can extend; and what must hold of any text at all.

use proptest::prelude::*;
use shuangcheng::text::quantity::{Comparator, find};

fn said(text: &str) -> String {
    let found = find(text).into_iter().map(|(span, quantity)| {
        let high = quantity.high.map(|high| format!("..{high}")).unwrap_or_default();
        format!("{}={}{}{high} {}", span.of(text), quantity.comparator.sign(), quantity.value, quantity.unit)
    });
    let all: Vec<String> = found.collect();
    if all.is_empty() { "-".to_owned() } else { all.join("; ") }
}

#[test]
fn sentences_name_the_quantities_listed() {
    let (mut count, mut wrong) = (0, Vec::new());
    for (number, line) in include_str!("../cases/quantities.txt").lines().enumerate() {
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        count += 1;
        let Some((text, wanted)) = line.split_once(" | ") else { panic!("line {}: two parts wanted", number + 1) };
        if said(text) != wanted {
            wrong.push(format!("line {}: {text}\n   wanted {wanted}\n   got    {}", number + 1, said(text)));
        }
    }
    assert!(count >= 50, "only {count} cases");
    assert!(wrong.is_empty(), "{} cases:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn quantities_compare_across_scales_and_scripts() {
    let one = |text: &str| find(text).remove(0).1;
    for (a, b) in [
        ("425億元", "425亿元"),
        ("5400万立方米", "0.54亿立方米"),
        ("一百二十八公里", "128千米"),
        ("2.67万人次", "26,700人次"),
    ] {
        let (a, b) = (one(a), one(b));
        assert!((a.value - b.value).abs() < 1e-6 && a.unit == b.unit, "{a:?} {b:?}");
    }
    assert_eq!(one("超千亿元").comparator, Comparator::MoreThan);
}

#[test]
fn long_lines_are_linear() {
    for unit in ["1", "一", "百", "1,234", "万亿", "10-20", "近", "1.", "三分之"] {
        let text = unit.repeat(100_000);
        let _ = find(&text);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(3000))]

    #[test]
    fn texts_of_numbers(text in "[0-9一二两十百千万亿半几数余多近约超过以上下.,，/%％—\\-至个家元人公里次成分之𠀀 ]{0,24}") {
        let found = find(&text);
        let mut end = 0;
        for (span, quantity) in &found {
            prop_assert!(span.start >= end && !span.is_empty());
            prop_assert!(text.get(span.start..span.end).is_some());
            prop_assert!(quantity.value.is_finite() && quantity.value >= 0.0);
            prop_assert!(quantity.high.is_none_or(|high| high >= quantity.value));
            end = span.end;
        }
    }
}
