//! Sentences of our own and the times they name, from a text file anyone can extend; and what must hold of any text at all.

use proptest::prelude::*;
use shuangcheng::text::{
    date::{Certainty, PartialDate, find_absolute},
    dates::{DateMention, find},
};

fn day(text: &str) -> PartialDate {
    find_absolute(text).first().map(|(_, day)| *day).unwrap_or_else(|| panic!("no day: {text}"))
}

fn said(text: &str, found: &[DateMention]) -> String {
    let one = |date: &DateMention| {
        let days = match (date.phrase.start, date.phrase.end) {
            (Some(start), Some(end)) if start == end => start.to_string(),
            (Some(start), Some(end)) => format!("{start}..{end}"),
            _ => "?".to_owned(),
        };
        format!("{}={days}", date.span.of(text))
    };
    let all: Vec<String> = found.iter().filter(|date| !date.phrase.length_only).map(one).collect();
    if all.is_empty() { "-".to_owned() } else { all.join("; ") }
}

#[test]
fn sentences_name_the_times_listed() {
    let (mut count, mut wrong) = (0, Vec::new());
    for (number, line) in include_str!("../cases/dates.txt").lines().enumerate() {
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        count += 1;
        let parts: Vec<&str> = line.split(" | ").collect();
        let [base, text, wanted] = parts[..] else { panic!("line {}: three parts wanted", number + 1) };
        let got = said(text, &find(text, Some(day(base))));
        if got != wanted {
            wrong.push(format!("line {}: {text}\n   wanted {wanted}\n   got    {got}", number + 1));
        }
    }
    assert!(count >= 300, "only {count} cases");
    assert!(wrong.is_empty(), "{} cases:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn nothing_is_invented_without_a_day_of_writing() {
    for (text, value) in [
        ("3月18日挂牌。", "--03-18"),
        ("12月底提出。", "--12-21/--12-31"),
        ("1月，会议召开。", "--01"),
        ("3月10日至12日举行。", "--03-10/--03-12"),
        ("今年4月签约。", "--04"),
        ("去年年初启动。", ""),
        ("近日开通。", ""),
        ("三年前开通。", ""),
        ("历时3个月。", "P3M"),
        ("二季度恢复。", "--04/--06"),
        ("1—9月办件。", "--01/--09"),
        ("暑期开放。", ""),
        ("上季度开通。", ""),
    ] {
        let found = find(text, None);
        assert_eq!(found.iter().map(|d| d.phrase.value.as_str()).collect::<Vec<_>>(), [value], "{text}");
        assert!(found.iter().all(|d| d.phrase.start.is_none() && d.phrase.certainty == Certainty::Unknown), "{text}");
    }
}

#[test]
fn days_of_unknown_years_are_told_on() {
    for (text, values) in [
        ("3月18日开工，同日挂牌，次日签约。", vec!["--03-18", "--03-18", "--03-19"]),
        ("10月施行；当月发证，次年2月扩面。", vec!["--10", "--10", "--02"]),
        ("11月28日开会，29日发文。", vec!["--11-28", "--11-29"]),
    ] {
        let found = find(text, None);
        assert_eq!(found.iter().map(|d| d.phrase.value.as_str()).collect::<Vec<_>>(), values, "{text}");
    }
}

#[test]
fn values_in_edtf() {
    let base = Some(day("2020-07-29"));
    for (text, value) in [
        ("今年3月签约", "2020-03"),
        ("2020年下半年开工", "2020-07/2020-12"),
        ("“十四五”期间", "2021/2025"),
        ("3年来", "2017-07/2020-07"),
        ("今年4月以来", "2020-04/.."),
        ("今年以来", "2020"),
        ("为期3个月的活动", "P3M"),
        ("签约五年", "P5Y"),
        ("帮扶期三年", "P3Y"),
        ("为期三至六个月", "P3M/P6M"),
        ("为期一年半", "P18M"),
        ("自签字之日起两年", "P2Y"),
        ("年初以来", "2020-01/.."),
        ("去年12月中旬以来", "2019-12-11/.."),
        ("二季度至四季度", "2020-04/2020-12"),
    ] {
        let found = find(text, base);
        assert_eq!(found.iter().map(|d| d.phrase.value.as_str()).collect::<Vec<_>>(), [value], "{text}");
    }
}

#[test]
fn long_lines_are_linear() {
    for unit in [
        "1",
        "一",
        "2020年",
        "2020、",
        "3月、",
        "十",
        "“十四五",
        "1-",
        "今年",
        "12日至",
        "近三年",
        "3至",
        "农历八月",
        "大年",
        "的《",
        "2022第",
    ] {
        let text = unit.repeat(100_000);
        let _ = find(&text, None);
    }
}

fn check(text: &str, base: Option<PartialDate>) {
    let found = find(text, base);
    assert_eq!(found, find(text, base), "same input, same output");
    let mut end = 0;
    for date in &found {
        assert!(date.span.start >= end && !date.span.is_empty(), "sorted, no overlap: {text:?}");
        assert!(text.get(date.span.start..date.span.end).is_some(), "inside the text: {text:?}");
        assert!(date.phrase.start <= date.phrase.end, "{text:?}");
        assert_eq!(date.phrase.start.is_none(), date.phrase.certainty == Certainty::Unknown, "{text:?}");
        end = date.span.end;
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(3000))]

    #[test]
    fn texts_of_dates(
        text in "[今去前年月日天底初末上下半内来以近至到、—\\-.0-9一二十五四“”期间季度周后民国𠀀，。\n 截将起度第世纪代个]{0,24}",
        based in any::<bool>(),
    ) {
        check(&text, based.then(|| day("2021-03-31")));
    }

    #[test]
    fn any_text(text in "\\PC{0,40}") {
        check(&text, Some(day("2021-03-31")));
    }
}
