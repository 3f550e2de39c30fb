//! The fields of the query language (`标题:`, `city:`, `date:` …) and what may stand behind them.

use super::{
    Dates,
    sound::places_that_sound_like,
    tree::{Advice, Being, Field, Having, Marked, Node, Words},
};
use crate::{
    article::RemarkCode,
    place::{PlaceId, gazetteer},
    text::{date::PartialDate, fold, script::Script},
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
            let letters: String = choice().chars().filter(|c| !matches!(c, ' ' | '\'' | '’' | '-')).collect();
            let letters = letters.replace('ü', "v");
            if letters.is_empty() || !letters.bytes().all(|b| b.is_ascii_lowercase()) {
                return Err(unknown());
            }
            Node::Spoken(letters)
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
    if places.is_empty() && folded.len() >= 2 && folded.bytes().all(|b| b.is_ascii_lowercase()) {
        places = places_that_sound_like(&folded);
    }
    if places.is_empty() {
        let begins = |name: &str| fold::fold_str(name).starts_with(&folded);
        places = g.iter().filter(|(_, place)| begins(&place.short)).map(|(id, _)| id).collect();
    }
    places.sort_unstable();
    places.dedup();
    places
}

/// `2020-01..2020-07`, open on one side or both; one day, month or year; years with a hyphen between.
fn dates(typed: &str) -> Option<Dates> {
    let typed = fold::fold_str(typed).replace(['～', '—', '至'], "..").replace('~', "..");
    if let Some((from, to)) = typed.split_once("..") {
        // 2020…2021 comes from input methods that know dots better than we do.
        let end = |text: &str| {
            let text = text.trim_matches('.').trim();
            if text.is_empty() { Some(None) } else { day(text).map(Some) }
        };
        return Some(Dates { from: end(from)?, to: end(to)? });
    }
    if let Some((from, to)) = typed.split_once('-')
        && let (4, 4) = (from.len(), to.len())
    {
        return Some(Dates { from: Some(day(from)?), to: Some(day(to)?) });
    }
    let one = day(typed.trim())?;
    Some(Dates { from: Some(one), to: Some(one) })
}

/// Year, month and day with any marks between.
fn day(text: &str) -> Option<PartialDate> {
    let text = text.trim_end_matches(['日', '号', '月', '年']);
    let mut numbers = text.split(['-', '/', '.', '年', '月']);
    let year: i16 = numbers.next().filter(|year| year.len() == 4)?.parse().ok()?;
    let mut part = |most: u8| -> Option<Option<u8>> {
        match numbers.next() {
            None => Some(None),
            Some(number) => number.parse::<u8>().ok().filter(|n| (1..=most).contains(n) && number.len() <= 2).map(Some),
        }
    };
    let (month, day) = (part(12)?, part(31)?);
    numbers.next().is_none().then_some(PartialDate { year, month, day })
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
        ] {
            assert_eq!(shown(typed).as_deref(), Some(read), "{typed}");
        }
        for wrong in ["", "20", "2020-13", "2020-00", "2020-1-32", "去年", "2020-1-1-1", "a..b", "2020-123"] {
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
