//! Lines that labels or roles explain: dates, sources, writers, editors, counters.

use std::{cell::LazyCell, sync::LazyLock};

use super::{
    features::{End, Feat, coverage},
    fields::{Field, fields, is_medium, without_date},
    meta,
    names::{self, Name, NameList},
    needles::Needles,
    shape::Shape,
    signs::Signs,
    vocab::{Label, vocab},
};
use crate::text::{find::FindWord, punct::is_han};

/// Lines that labels explain.
pub(super) fn labelled(feat: &Feat<'_>, fold: &str) -> Option<Shape> {
    if fold.starts_with("今天是")
        || fold.starts_with("现在是")
        || fold.starts_with("现在时间")
        || fold.starts_with("本帖最后")
    {
        return Some(Shape::Furniture);
    }
    if feat.chars > 120 || feat.is_prose() && feat.stops >= 1 {
        return None;
    }
    // What stands at the edges of the whole line moves its fields.
    let whole = fold.len() == feat.fold().len();
    let own: Vec<Field> = if feat.signs.has(Signs::LABELS) && !whole { fields(fold) } else { Vec::new() };
    let found = if feat.signs.has(Signs::LABELS) && whole { feat.fields() } else { &own };
    let has = |label| found.iter().any(|f| f.label == label);
    let lead_end = found.first().map_or(fold.len(), |f| f.at);
    let lead = fold.get(..lead_end).unwrap_or_default();
    let meta = has(Label::Date) || has(Label::Source) || has(Label::Writer) || has(Label::Document);
    // A long value that reads like a sentence is no byline: an interviewer's question starts with 记者: too.
    let sentence = found.iter().any(|f| {
        let value = f.value(fold);
        value.chars().filter(|&c| is_han(c)).count() > 28 && value.contains([',', '，', '。', '?'])
    });
    if sentence || matches!(feat.end, End::Stop) && found.iter().all(|f| f.word == "记者") {
        return None;
    }
    // A row of links behind 栏目: is no head of a document.
    if found.len() == 1 && has(Label::Document) && fold.matches('|').count() >= 2 {
        return Some(Shape::Furniture);
    }
    let words = LazyCell::new(|| {
        if whole && found.len() == feat.fields().len() { feat.beside().clone() } else { meta::read_beside(fold, found) }
    });
    // Few lines need to be asked what is left of them.
    let date = feat.date_in(lead);
    let telling =
        || lead.contains('。') || lead.starts_with('《') || lead.starts_with("原创 ") || meta::is_recent(lead);
    if found.is_empty() && date.is_none() && !telling() {
        return people_by_form(feat, fold);
    }
    let (_, rest) = without_date(lead);
    let rest_len = rest.chars().filter(|&c| is_han(c) || c.is_alphabetic()).count();
    // A label in brackets behind whole sentences belongs to the text.
    if rest_len >= 12 && lead.contains('。') {
        return None;
    }
    // Asked for few lines only, and dear.
    let rest_is_small = LazyCell::new(|| {
        rest_len <= 2
            || is_medium(&rest)
            || is_document_number(&rest)
            || coverage(&rest, 0.7).all >= 0.7
            || (rest_len <= 24 && people_only(&rest))
    });
    if meta {
        if *rest_is_small || words.clean && words.words <= 2 {
            return Some(Shape::Byline);
        }
        return (rest_len >= 6).then_some(Shape::TitleAndByline);
    }
    // 某某报 2020-01-02 责编/某某: helpers behind the date do not make the line theirs.
    if has(Label::Credit) && words.dated && words.clean && words.words <= 2 {
        return Some(Shape::Byline);
    }
    if has(Label::Credit) {
        let value_len: usize = found.iter().map(|f| bare_len(f.value(fold))).sum();
        return (*rest_is_small && value_len <= 60).then_some(Shape::Credit);
    }
    if feat.chars <= 40 && is_issue_of_paper(fold) {
        return Some(Shape::Byline);
    }
    if fold.starts_with("原创 ") && words.clean && words.source.is_some() && feat.chars <= 40 {
        return Some(Shape::Byline);
    }
    if date.is_none() && words.dated && words.clean && (1..=3).contains(&words.words) && feat.chars <= 40 {
        return Some(Shape::Byline);
    }
    if let Some((_, _, when)) = date {
        if when.day.is_some() && words.clean && (1..=3).contains(&words.words) {
            return Some(Shape::Byline);
        }
        let tail = found.iter().all(|f| matches!(f.label, Label::Counter | Label::Control));
        if tail && *rest_is_small && (when.month.is_some()) {
            return Some(Shape::Byline);
        }
    }
    if !found.is_empty() && (has(Label::Counter) || has(Label::Control)) && *rest_is_small {
        return Some(Shape::Furniture);
    }
    people_by_form(feat, fold)
}

/// Lines that name people by their form alone.
fn people_by_form(feat: &Feat<'_>, fold: &str) -> Option<Shape> {
    if feat.chars <= 60 && feat.signs.has(Signs::PARTING) && credit_by_form(fold) {
        return Some(Shape::Credit);
    }
    if feat.chars <= 60 && feat.may_name_writers() && people_only(fold) {
        return Some(if is_picture_credit(fold) { Shape::Credit } else { Shape::Byline });
    }
    None
}

/// 《某某研究》2021年第3期: a periodical and its issue, nothing else.
fn is_issue_of_paper(fold: &str) -> bool {
    let Some((name, rest)) = fold.strip_prefix('《').and_then(|f| f.split_once('》')) else { return false };
    (3..=14).contains(&name.chars().count())
        && rest.contains('年')
        && rest.contains(['期', '号', '卷'])
        && rest.chars().all(|c| c.is_ascii_digit() || " 年月日第期号卷总()版,-".contains(c))
}

pub(super) fn bare_len(text: &str) -> usize {
    text.chars().filter(|&c| is_han(c)).count()
}

/// True when a line is a role (with its unit) and names, from end to end.
pub(super) fn people_only(fold: &str) -> bool {
    list_of_people(fold).is_some()
}

/// The writers of a line that is a role (with its unit) and names, from end to end.
pub(super) fn people(fold: &str) -> Vec<Name> {
    let Some((start, list)) = list_of_people(fold) else { return Vec::new() };
    list.names.into_iter().map(|n| Name { start: n.start + start, end: n.end + start }).collect()
}

/// The list that a line is, and where the part begins that its offsets count from.
fn list_of_people(fold: &str) -> Option<(usize, NameList)> {
    let inner =
        fold.trim_matches(|c: char| matches!(c, ' ' | '(' | ')' | '【' | '】' | '[' | ']' | '〔' | '〕' | ':' | '。'));
    let squares = inner.trim_start_matches(['□', '■', '◎', '●', '○', '◆', '◇', '☐', '▪', '◼', '△', '▲', ' ']);
    let squares = squares.trim_start_matches(['—', '-']);
    let marked = squares.len() < inner.len() && !inner.starts_with(['△', '▲', '◆', '◇', '●']);
    static ROLES: LazyLock<Needles> = LazyLock::new(|| Needles::new(&["记者", "通讯员", "撰稿", "作者"]));
    let has_role = ROLES.occur_in(squares) && !squares.contains("创作者")
        || ["文/", "文|", "图文/", "文图/", "文丨"].iter().any(|r| squares.starts_with(r))
        || marked && squares.starts_with("文 ");
    if !marked && !has_role {
        return None;
    }
    // A place may follow a slash: 記者某某／台北報導.
    let from = unit_before(squares);
    let list = names::read_trusting(squares, from);
    let rest = squares.get(list.end..).unwrap_or_default();
    let rest = rest.trim_start_matches(['/', ' ', ',', '、']);
    let start = fold.find_word(squares)?;
    let only = (!list.names.is_empty() || list.pictures)
        && (bare_len(rest) == 0
            || (bare_len(rest) <= 6
                && (rest.ends_with("报道") || rest.ends_with("报导") || rest.ends_with("文") || rest.ends_with('电'))));
    only.then_some((start, list))
}

/// Length of a unit that stands before the role, parted from it by a blank: 某某报 记者某某.
fn unit_before(text: &str) -> usize {
    // 某某报/记者某某/某地报导
    let Some((unit, rest)) = text.split_once([' ', '/']) else { return 0 };
    let count = unit.chars().count();
    let role =
        ["记者", "通讯员", "本报记者", "特约记者", "特约撰稿", "撰稿", "全媒体记者", "融媒体记者", "文/", "作者"];
    let named = (2..=12).contains(&count) && unit.chars().all(|c| is_han(c) || matches!(c, '《' | '》'));
    if named && role.iter().any(|r| rest.trim_start().starts_with(r)) { text.len() - rest.len() } else { 0 }
}

/// 渝府发〔2021〕7号: the number of an official document.
fn is_document_number(rest: &str) -> bool {
    let count = rest.chars().count();
    count <= 24 && rest.ends_with('号') && rest.contains(['〔', '[', '('])
}

/// Helpers by the form of their role: 责任校勘:某某, (本版编审 某某). No list has all roles, but few signs make them.
fn credit_by_form(fold: &str) -> bool {
    const WORK: [char; 10] = ['编', '校', '审', '核', '责', '监', '摄', '绘', '排', '剪'];
    let inner = fold.trim_matches(|c: char| "()【】[]〔〕 。".contains(c));
    // Most lines have none of the signs.
    if !inner.contains(WORK) {
        return false;
    }
    let mut pairs = 0;
    let mut role: Option<&str> = None;
    for word in inner.split([' ', ':', '/', '|', '丨', ';', ',', '、']).filter(|w| !w.is_empty()) {
        let count = word.chars().count();
        if !word.chars().all(is_han)
            || vocab().navigation.has(word)
            || word.ends_with(['部', '室', '组', '箱', '栏', '荐'])
        {
            return false;
        }
        let works = count >= 2 && word.contains(WORK) && !(count <= 3 && pairs == 0 && role.is_some());
        match role {
            None if works && count <= 7 => role = Some(word),
            Some(_) if works && count <= 7 && pairs > 0 => role = Some(word),
            Some(_) if count <= 4 => pairs += 1,
            _ => return false,
        }
    }
    pairs > 0 && inner.contains([' ', ':', '/', '|', '丨'])
}

/// True when the people of the line only took pictures.
fn is_picture_credit(fold: &str) -> bool {
    let fold = fold.trim_matches(['(', ')', ' ', '。']);
    names::read(fold, 0).pictures
}
