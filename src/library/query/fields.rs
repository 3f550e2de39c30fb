//! The fields of the query language (`标题:`, `city:`, `date:` …) and what may stand behind them.

use super::{
    Dates,
    sound::places_that_sound_like,
    tree::{Advice, Being, Field, Having, Marked, Node, Words},
};
use crate::{
    article::RemarkCode,
    place::{PlaceId, gazetteer},
    text::{date::PartialDate, fold, pinyin, script::Script},
};

/// A field, whatever it is called.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Name {
    Title,
    Source,
    Author,
    File,
    City,
    Primary,
    Date,
    Has,
    Script,
    Is,
    Tag,
    Spoken,
    Exact,
    Without,
}

/// Names as people type them, folded.
const NAMES: &[(&str, Name)] = &[
    ("title", Name::Title),
    ("标题", Name::Title),
    ("题目", Name::Title),
    ("source", Name::Source),
    ("来源", Name::Source),
    ("媒体", Name::Source),
    ("author", Name::Author),
    ("作者", Name::Author),
    ("记者", Name::Author),
    ("file", Name::File),
    ("文件", Name::File),
    ("city", Name::City),
    ("place", Name::City),
    ("城市", Name::City),
    ("地名", Name::City),
    ("primary", Name::Primary),
    ("主要", Name::Primary),
    ("date", Name::Date),
    ("日期", Name::Date),
    ("has", Name::Has),
    ("有", Name::Has),
    ("script", Name::Script),
    ("字形", Name::Script),
    ("is", Name::Is),
    ("状态", Name::Is),
    ("tag", Name::Tag),
    ("标签", Name::Tag),
    ("py", Name::Spoken),
    ("pinyin", Name::Spoken),
    ("拼音", Name::Spoken),
    ("exact", Name::Exact),
    ("原字", Name::Exact),
    ("not", Name::Without),
    ("不含", Name::Without),
];

/// The field of this name, in either script and case.
pub(super) fn named(name: &str) -> Option<Name> {
    // The longest name has nine letters; an address before a colon is not folded for nothing.
    let name = (name.len() <= 30).then(|| fold::fold_str(name))?;
    NAMES.iter().find(|(known, _)| *known == name).map(|(_, field)| *field)
}

const HAVING: &[(&str, Having)] = &[
    ("damage", Having::Damage),
    ("损坏", Having::Damage),
    ("缺损", Having::Damage),
    ("note", Having::Marked(Marked::Note)),
    ("笔记", Having::Marked(Marked::Note)),
    ("批注", Having::Marked(Marked::Note)),
    ("highlight", Having::Marked(Marked::Highlight)),
    ("划线", Having::Marked(Marked::Highlight)),
    ("高亮", Having::Marked(Marked::Highlight)),
    ("bookmark", Having::Marked(Marked::Bookmark)),
    ("书签", Having::Marked(Marked::Bookmark)),
    ("table", Having::Table),
    ("表格", Having::Table),
    ("title", Having::Title),
    ("标题", Having::Title),
    ("date", Having::Date),
    ("日期", Having::Date),
    ("source", Having::Source),
    ("来源", Having::Source),
    ("author", Having::Author),
    ("作者", Having::Author),
    ("city", Having::City),
    ("城市", Having::City),
    ("correction", Having::Remark(RemarkCode::Corrected)),
    ("更正", Having::Remark(RemarkCode::Corrected)),
];

const SCRIPTS: &[(&str, Script)] = &[
    ("简", Script::Hans),
    ("简体", Script::Hans),
    ("hans", Script::Hans),
    ("simplified", Script::Hans),
    ("繁", Script::Hant),
    ("繁体", Script::Hant),
    ("hant", Script::Hant),
    ("traditional", Script::Hant),
    ("混", Script::Mixed),
    ("混排", Script::Mixed),
    ("mixed", Script::Mixed),
    ("无", Script::None),
    ("none", Script::None),
];

const BEING: &[(&str, Being)] = &[
    ("unread", Being::Unread),
    ("未读", Being::Unread),
    ("read", Being::Read),
    ("已读", Being::Read),
    ("starred", Being::Starred),
    ("star", Being::Starred),
    ("星标", Being::Starred),
    ("加星", Being::Starred),
];

/// Reads what stands behind a field; the advice says why it cannot be.
pub(super) fn read(name: Name, field: &str, value: Words) -> Result<Node, Advice> {
    let typed = value.text.trim().to_owned();
    let choice = || fold::fold_str(&typed);
    let unknown = || Advice::UnknownValue { field: field.to_owned(), value: typed.clone() };
    Ok(match name {
        Name::Title => Node::Field(Field::Title(value)),
        Name::Source => Node::Field(Field::Source(value)),
        Name::Author => Node::Field(Field::Author(value)),
        Name::File => Node::Field(Field::File(value)),
        Name::Exact => Node::Words(Words { exact: true, ..value }),
        Name::Without => Node::Not(Box::new(Node::Words(value))),
        Name::Spoken => {
            let letters = pinyin::letters_of(&choice()).filter(|letters| !letters.is_empty());
            Node::Spoken(letters.filter(|letters| !letters.contains(|c: char| c.is_ascii_digit())).ok_or_else(unknown)?)
        }
        Name::City | Name::Primary => {
            let primary = name == Name::Primary;
            let mut choices = Vec::new();
            for typed in several(&typed) {
                let places = places_named(typed);
                if places.is_empty() {
                    return Err(Advice::UnknownPlace(typed.to_owned()));
                }
                choices.push(Node::Field(Field::Places { typed: typed.to_owned(), places, primary }));
            }
            one_of(choices).ok_or_else(unknown)?
        }
        Name::Date => Node::Field(Field::Dates(dates(&typed).ok_or(Advice::UnknownDate(typed))?)),
        Name::Has => {
            let remark = |word: &str| RemarkCode::ALL.into_iter().find(|code| code.name() == word).map(Having::Remark);
            let of = |word: &str| find(HAVING, word).or_else(|| remark(word)).map(Field::Has);
            choose(&choice(), of).ok_or_else(unknown)?
        }
        Name::Script => choose(&choice(), |word| find(SCRIPTS, word).map(Field::Script)).ok_or_else(unknown)?,
        Name::Tag => {
            let of = |word: &str| Node::Field(Field::Tag { name: fold::fold_str(word), whole: value.quoted });
            one_of(several(typed.trim_start_matches(['#', '＃'])).map(of).collect()).ok_or_else(unknown)?
        }
        Name::Is => choose(&choice(), |word| find(BEING, word).map(Field::Is)).ok_or_else(unknown)?,
    })
}

fn find<T: Copy>(table: &[(&str, T)], word: &str) -> Option<T> {
    table.iter().find(|(known, _)| *known == word).map(|(_, value)| *value)
}

/// Alternatives parted by commas or bars.
fn several(typed: &str) -> impl Iterator<Item = &str> {
    typed.split([',', '，', '、', '|', '｜']).map(str::trim).filter(|part| !part.is_empty())
}

fn choose(typed: &str, of: impl Fn(&str) -> Option<Field>) -> Option<Node> {
    let choices: Option<Vec<Node>> = several(typed).map(|word| of(word).map(Node::Field)).collect();
    one_of(choices?)
}

fn one_of(mut choices: Vec<Node>) -> Option<Node> {
    if choices.len() > 1 { Some(Node::Any(choices)) } else { choices.pop() }
}

/// The places of this name or sound; with no such place, those whose short name begins so.
fn places_named(typed: &str) -> Vec<PlaceId> {
    let g = gazetteer();
    let mut places = g.lookup(typed);
    let folded = fold::fold_str(typed);
    if let Some(letters) = pinyin::letters_of(&folded).filter(|letters| places.is_empty() && letters.len() >= 2) {
        places = places_that_sound_like(&letters);
    }
    if places.is_empty() {
        let begins = |name: &str| fold::fold_str(name).starts_with(&folded);
        places = g.iter().filter(|(_, place)| begins(&place.short)).map(|(id, _)| id).collect();
    }
    places.sort_unstable();
    places.dedup();
    places
}

/// `2020-01..2020-07`, open on one side or both; `>=2022`; one day, month or year; two with a hyphen between, of which the second may leave
/// out what it shares with the first: `2020年1月-7月`.
fn dates(typed: &str) -> Option<Dates> {
    let typed = fold::fold_str(typed).replace(['～', '〜', '—', '–', '至', '到'], "..").replace('~', "..");
    let typed = typed.trim();
    if let Some(bounded) = bounded(typed) {
        return bounded;
    }
    if let Some((from, to)) = typed.split_once("..") {
        // 2020…2021 comes from input methods that know dots better than we do.
        let (from, to) = (from.trim_matches('.').trim(), to.trim_matches('.').trim());
        let start = if from.is_empty() { None } else { Some(day(from)?) };
        let end = if to.is_empty() { None } else { Some(day(to).or_else(|| later(start?, to))?) };
        return Some(Dates { from: start, to: end });
    }
    if let Some(one) = day(typed) {
        return Some(Dates { from: Some(one), to: Some(one) });
    }
    typed.match_indices('-').find_map(|(at, hyphen)| {
        let (from, to) = (typed.get(..at)?.trim(), typed.get(at + hyphen.len()..)?.trim());
        let from = day(from)?;
        Some(Dates { from: Some(from), to: Some(day(to).or_else(|| later(from, to))?) })
    })
}

/// `>=2022`, `<2020-07`; `None` without such a mark, `Some(None)` when the date behind it cannot be read.
fn bounded(typed: &str) -> Option<Option<Dates>> {
    const MARKS: [(&str, bool, bool); 8] = [
        (">=", true, true),
        ("=>", true, true),
        ("≥", true, true),
        ("<=", false, true),
        ("=<", false, true),
        ("≤", false, true),
        (">", true, false),
        ("<", false, false),
    ];
    let (rest, up, with) =
        MARKS.into_iter().find_map(|(mark, up, with)| Some((typed.strip_prefix(mark)?.trim(), up, with)))?;
    Some(day(rest).and_then(|date| {
        let end = if with { date } else { beside(date, up)? };
        Some(if up { Dates { from: Some(end), to: None } } else { Dates { from: None, to: Some(end) } })
    }))
}

/// The day, month or year after this one, or before it.
fn beside(date: PartialDate, after: bool) -> Option<PartialDate> {
    let by = if after { 1 } else { -1 };
    let (month, day) = (i8::try_from(date.month.unwrap_or(1)).ok()?, i8::try_from(date.day.unwrap_or(1)).ok()?);
    let span = match (date.month, date.day) {
        (None, _) => jiff::Span::new().try_years(by),
        (Some(_), None) => jiff::Span::new().try_months(by),
        (Some(_), Some(_)) => jiff::Span::new().try_days(by),
    };
    let moved = jiff::civil::Date::new(date.year, month, day).ok()?.checked_add(span.ok()?).ok()?;
    Some(PartialDate {
        year: moved.year(),
        month: date.month.and_then(|_| u8::try_from(moved.month()).ok()),
        day: date.day.and_then(|_| u8::try_from(moved.day()).ok()),
    })
}

/// The end of a span of time that began with `from`, without the year, or year and month, that they share.
fn later(from: PartialDate, text: &str) -> Option<PartialDate> {
    let number = |text: &str, most: u8| text.parse::<u8>().ok().filter(|n| (1..=most).contains(n) && text.len() <= 2);
    from.month?;
    if let Some((month, rest)) = text.split_once('月') {
        let days = rest.trim_end_matches(['日', '号']);
        let day = if days.is_empty() { None } else { Some(number(days, 31)?) };
        return Some(PartialDate { year: from.year, month: Some(number(month, 12)?), day });
    }
    let days = text.trim_end_matches(['日', '号']);
    if days.len() < text.len() && from.day.is_some() {
        return Some(PartialDate { day: Some(number(days, 31)?), ..from });
    }
    // 2020-01..07
    (from.day.is_none()).then(|| number(text, 12)).flatten().map(|month| PartialDate { month: Some(month), ..from })
}

/// Year, month and day with any marks between, or none: `202007`.
fn day(text: &str) -> Option<PartialDate> {
    let unit = text.chars().next_back();
    let text = text.trim_end_matches(['日', '号', '月', '年']);
    let together = matches!(text.len(), 6 | 8) && text.bytes().all(|b| b.is_ascii_digit());
    let cuts = |from: usize| together.then(|| text.get(from..from + 2)).flatten();
    let parted = text.split(['-', '/', '.', '年', '月']);
    let mut numbers: Box<dyn Iterator<Item = &str>> =
        if together { Box::new(text.get(..4).into_iter().chain(cuts(4)).chain(cuts(6))) } else { Box::new(parted) };
    let year: i16 = numbers.next().filter(|year| year.len() == 4)?.parse().ok()?;
    let mut part = |most: u8| -> Option<Option<u8>> {
        match numbers.next() {
            None => Some(None),
            Some(number) => number.parse::<u8>().ok().filter(|n| (1..=most).contains(n) && number.len() <= 2).map(Some),
        }
    };
    let (month, day) = (part(12)?, part(31)?);
    let fits = match unit {
        Some('年') => month.is_none(),
        // 2020年1-7月 is no day of January.
        Some('月') => day.is_none(),
        _ => true,
    };
    (fits && numbers.next().is_none()).then_some(PartialDate { year, month, day })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(typed: &str) -> Option<String> {
        let end = |date: Option<PartialDate>| date.map(|d| d.to_string()).unwrap_or_default();
        dates(typed).map(|d| format!("{}..{}", end(d.from), end(d.to)))
    }

    #[test]
    fn dates_as_people_type_them() {
        for (typed, read) in [
            ("2020", "2020..2020"),
            ("2020-07", "2020-07..2020-07"),
            ("2020年7月", "2020-07..2020-07"),
            ("2020.7.29", "2020-07-29..2020-07-29"),
            ("2020-01..2020-07", "2020-01..2020-07"),
            ("2020/1～2021", "2020-01..2021"),
            ("２０２０－０１．．", "2020-01.."),
            ("..2019", "..2019"),
            ("2019-2021", "2019..2021"),
            ("2020至2021", "2020..2021"),
            ("2020到2021", "2020..2021"),
            ("202007", "2020-07..2020-07"),
            ("20200729", "2020-07-29..2020-07-29"),
            ("202001-202007", "2020-01..2020-07"),
            (">=2022", "2022.."),
            ("＞＝2022", "2022.."),
            ("≥ 2022-03", "2022-03.."),
            (">2022", "2023.."),
            (">2022-12", "2023-01.."),
            (">2020-02-28", "2020-02-29.."),
            ("<=2022", "..2022"),
            ("<2022", "..2021"),
            ("<2022-01", "..2021-12"),
            ("2020年1月-7月", "2020-01..2020-07"),
            ("2020年1-7月", "2020-01..2020-07"),
            ("2020年1月至7月", "2020-01..2020-07"),
            ("2020年11月-2021年2月", "2020-11..2021-02"),
            ("2020年1月5日-8日", "2020-01-05..2020-01-08"),
            ("2020年1月5日-2月8日", "2020-01-05..2020-02-08"),
            ("2020-01-05-2020-02-08", "2020-01-05..2020-02-08"),
            ("2020.1-2020.7", "2020-01..2020-07"),
            ("2020-01..07", "2020-01..2020-07"),
        ] {
            assert_eq!(shown(typed).as_deref(), Some(read), "{typed}");
        }
        for wrong in [
            "",
            "20",
            "2020-13",
            "2020-00",
            "2020-1-32",
            "去年",
            "2020-1-1-1",
            "a..b",
            "2020-123",
            "202013",
            "20200732",
            ">",
            ">=去年",
            "2020-7年",
            ">2020-02-30",
            "2020年1月-13月",
            "1月-7月",
        ] {
            assert_eq!(shown(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn names_are_known_in_both_scripts() {
        assert_eq!(named("標題"), Some(Name::Title));
        assert_eq!(named("TITLE"), Some(Name::Title));
        assert_eq!(named("來源"), Some(Name::Source));
        assert_eq!(named("http"), None);
        assert!(NAMES.iter().all(|(name, _)| fold::fold_str(name) == *name));
        for table in [HAVING.iter().map(|x| x.0).collect::<Vec<_>>(), SCRIPTS.iter().map(|x| x.0).collect()] {
            assert!(table.iter().all(|name| fold::fold_str(name) == *name));
        }
    }

    #[test]
    fn places_by_name_sound_and_beginning() {
        let g = gazetteer();
        let names = |typed: &str| places_named(typed).into_iter().map(|p| g.get(p).short.clone()).collect::<Vec<_>>();
        assert!(names("遂宁").contains(&"遂宁".to_owned()));
        assert!(names("遂寧").contains(&"遂宁".to_owned()));
        assert!(names("suining").contains(&"遂宁".to_owned()));
        assert!(names("chongqing").contains(&"重庆".to_owned()));
        assert!(names("没有的地方").is_empty());
    }
}
