//! Who wrote the article.

use std::collections::HashSet;

use super::{
    BlockKind, Derived,
    features::{Feat, Folded},
    fields::{Field, first_date, is_medium, without_date},
    labelled::people,
    meta,
    names::{self, Name},
    raw,
    sort::{self, Sorted},
    title,
    vocab::{Label, vocab},
};
use crate::text::{find::FindWord, punct::is_han, span::ByteRange};

/// The writers named on the page, in order, each once.
pub(super) fn find(text: &str, feats: &[Feat<'_>], page: &Sorted) -> Vec<Derived<String>> {
    let mut found: Vec<Derived<String>> = Vec::new();
    let mut known: HashSet<String> = HashSet::new();
    let title = page.title.span.map(|s| s.of(text).to_owned()).unwrap_or_default();
    let mut add = |folded: &Folded, names: &[Name], rule: &'static str| {
        for name in names {
            let span = folded.to_source(text, name.start, name.end);
            let value: String = span.of(text).chars().filter(|c| !raw::is_blank(*c)).collect();
            if value != title && known.insert(value.clone()) {
                found.push(Derived { value, span: Some(span), rule });
            }
        }
    };
    let head_dated = super::source::is_head_dated(feats, page);
    let last_prose = page.kinds.iter().rposition(|(k, _)| *k == BlockKind::Paragraph || *k == BlockKind::Answer);
    for (i, (feat, (kind, rule))) in feats.iter().zip(&page.kinds).enumerate().take(page.own_lines()) {
        match kind {
            BlockKind::Furniture => continue,
            BlockKind::Byline
                if matches!(*rule, sort::LABEL_ALONE | sort::VALUE_BELOW | sort::SOURCE_BELOW | sort::DATE_BELOW) =>
            {
                continue;
            }
            BlockKind::Byline if *rule == sort::NAME_ALONE => {
                let list = names::read_trusting(feat.fold(), 0);
                let whole = Name { start: 0, end: feat.fold().len() };
                add(&feat.head, if list.names.is_empty() { std::slice::from_ref(&whole) } else { &list.names }, rule);
                continue;
            }
            BlockKind::Byline | BlockKind::Credit | BlockKind::Title | BlockKind::Subtitle => {
                let (mut names, mut rule) = labelled(feat.fold(), feat.fields());
                // 某某报记者 某某 通讯员 某某: the line is one list, and the first role is no label.
                if *kind == BlockKind::Byline && feat.chars <= 60 && feat.may_name_writers() {
                    let all = people(feat.fold());
                    if all.len() > names.len() {
                        (names, rule) = (all, "writer_label");
                    }
                }
                add(&feat.head, &names, rule);
                if !names.is_empty() && *kind == BlockKind::Byline {
                    continue;
                }
                if names.is_empty() && *kind == BlockKind::Byline && !(i > page.tail && head_dated) {
                    add(&feat.head, &beside_date(feat), "beside_date");
                }
            }
            _ => {}
        }
        if i == page.first && page.title.rule == title::BEFORE_STAMP {
            add(&feat.head, &glued(feat), "writer_label");
        }
        if !feat.whole && last_prose.is_some_and(|l| l < page.first + 3) {
            for (folded, names) in in_the_middle(text, feat) {
                add(&folded, &names, "in_text");
            }
        }
        if matches!(kind, BlockKind::Paragraph | BlockKind::Answer) && last_prose == Some(i) {
            add(feat.tail(), &signed(&feat.tail().text), "in_text");
        }
        if !feat.may_name_writers() {
            continue;
        }
        if matches!(kind, BlockKind::Paragraph) {
            add(&feat.head, &in_sentence(feat.fold()), "in_sentence");
        }
        let near_edge = i <= page.first + 2 || last_prose.is_some_and(|l| i + 2 >= l);
        let loose = matches!(kind, BlockKind::Byline) || near_edge;
        add(&feat.head, &in_text(feat.fold(), loose), "in_text");
        if !feat.whole {
            add(feat.tail(), &in_text(&feat.tail().text, loose), "in_text");
        }
    }
    found
}

/// 某某日报 · 张三 · 2020-07-29: names among the words before the first label.
fn beside_date(feat: &Feat<'_>) -> Vec<Name> {
    let (fold, found, words) = (feat.fold(), feat.fields(), feat.beside());
    let lead = fold.get(..found.first().map_or(fold.len(), |f| f.at)).unwrap_or_default();
    let sourced = found.iter().any(|f| f.label == Label::Source);
    if words.names.is_empty()
        && (sourced || words.source.is_none())
        && words.clean
        && words.words == 1
        && !lead.contains(['〔', '号'])
    {
        // A name alone beside a date or before the source.
        let start = lead.len() - lead.trim_start_matches(|c: char| !is_han(c)).len();
        let list = names::read_trusting(lead, start);
        let sure = list.names.len() == 1
            && list.names.iter().all(|n| lead.get(n.start..n.end).is_some_and(|n| n.chars().count() == 3));
        return if sure || sourced { list.names } else { vec![] };
    }
    words.names.clone()
}

/// Names in the head of a page that is one line: behind a writer's label between title and text.
fn glued(feat: &Feat<'_>) -> Vec<Name> {
    let head = raw::head(feat.fold(), 320);
    let writers = feat.fields_of(head);
    let mut found = Vec::new();
    for field in writers.iter().filter(|f| f.label == Label::Writer) {
        let names = names::read(head.get(..field.end).unwrap_or_default(), field.start).names;
        if names.is_empty() {
            let first = field.value(head).split(' ').next().unwrap_or_default();
            found.extend(pen_names(first, field.start));
        }
        found.extend(names);
    }
    found
}

/// Windows of a very long line around the brackets that name reporters, since only the ends of lines are kept folded.
fn in_the_middle(text: &str, feat: &Feat<'_>) -> Vec<(Folded, Vec<Name>)> {
    const MOST: usize = 8;
    let mut found = Vec::new();
    for at in memchr::memmem::find_iter(feat.src.as_bytes(), "记者".as_bytes())
        .chain(memchr::memmem::find_iter(feat.src.as_bytes(), "記者".as_bytes()))
        .take(MOST * 8)
    {
        let before = feat.src.get(..at).unwrap_or_default();
        let Some(open) =
            before.char_indices().rev().take(16).find(|(_, c)| matches!(c, '（' | '(' | '〔' | '【')).map(|(i, _)| i)
        else {
            continue;
        };
        let rest = feat.src.get(open..).unwrap_or_default();
        let end = rest.char_indices().nth(72).map_or(rest.len(), |(i, _)| i);
        let folded = Folded::new(text, ByteRange::new(feat.inner.start + open, feat.inner.start + open + end));
        let names = in_text(&folded.text, false);
        if !names.is_empty() && found.len() < MOST {
            found.push((folded, names));
        }
    }
    found
}

/// True when what follows a list of names in a field is a date, a medium or nothing much.
fn may_follow(rest: &str) -> bool {
    // 记者 某某：单位, 某某 (Li Wei)
    if rest.trim_start().starts_with([':', '(']) {
        return true;
    }
    let (_, rest) = without_date(rest.trim_matches([' ', ')', '(', '/', '|']));
    rest.chars().count() <= 6 || is_medium(&rest)
}

/// Names behind labels: 作者:某某, 来源:记者 某某.
fn labelled(fold: &str, fields: &[Field]) -> (Vec<Name>, &'static str) {
    let mut names_found = Vec::new();
    let mut rule = "writer_label";
    for mut field in fields.iter().copied() {
        // Names may stand far apart; what is no list of names to its end is cut at bars and gaps.
        let whole = names::read(fold.get(..field.end).unwrap_or_default(), field.start);
        if field.label != Label::Writer || whole.names.is_empty() || whole.end < field.end {
            field.end = field.start + meta::value_len(&field, fold);
        }
        let value = field.value(fold).trim_end_matches([' ', '(', '/', '|']);
        match field.label {
            Label::Writer => {
                // The label may itself be a role before a name: 记者:某某 摄影:某某.
                let list = names::read_trusting(fold.get(..field.end).unwrap_or_default(), field.start);
                let covered = list.end >= field.end || fold.get(list.end..field.end).is_some_and(may_follow);
                if !list.names.is_empty() && covered {
                    names_found.extend(list.names);
                } else {
                    names_found.extend(pen_names(value, field.start));
                }
            }
            Label::Source if value.contains("记者") || value.contains("通讯员") => {
                let list = names::read(fold.get(..field.end).unwrap_or_default(), field.start);
                if !list.names.is_empty() {
                    rule = "source_label";
                    names_found.extend(list.names);
                }
            }
            _ => {}
        }
    }
    (names_found, rule)
}

/// Pen names: one to three short words that fill an author field.
fn pen_names(value: &str, start: usize) -> Vec<Name> {
    let value = first_date(value).map_or(value, |(from, _, _)| value.get(..from).unwrap_or_default());
    let value = value.split('\\').next().unwrap_or_default().trim_end();
    let words: Vec<&str> = value.split([' ', '、', ',', '/', '|']).filter(|w| !w.is_empty()).collect();
    if words.is_empty() || words.len() > 3 || !words.iter().all(|w| is_pen_name(w)) {
        return vec![];
    }
    let mut at = 0;
    let mut names = Vec::new();
    for word in words {
        let Some(found) = value.get(at..).and_then(|r| r.find_word(word)) else { continue };
        names.push(Name { start: start + at + found, end: start + at + found + word.len() });
        at += found + word.len();
    }
    names
}

/// A single short word in an author field that is no unit.
fn is_pen_name(value: &str) -> bool {
    let count = value.chars().count();
    (2..=4).contains(&count)
        && value.chars().all(is_han)
        && vocab().media.end_of(value).is_none()
        && !vocab().not_source.has(value)
        && !["佚名", "小编", "网友", "记者", "编辑", "摄影", "公司", "集团", "中心"].iter().any(|w| value.has_word(w))
        && !value.ends_with(['局', '委', '办', '部', '厅', '院', '校', '会', '处', '县', '市', '省', '区', '社', '台'])
}

/// Names in brackets, behind squares, and behind 本报记者 at the edge of a sentence.
fn in_text(fold: &str, loose: bool) -> Vec<Name> {
    let mut found = Vec::new();
    let mut done = 0;
    for (at, c) in fold.char_indices() {
        if at < done {
            continue;
        }
        let after = at + c.len_utf8();
        match c {
            '□' | '■' | '◎' | '☐' => {
                // Squares open bylines at the start of a line and behind a sentence; elsewhere they are bullets.
                let before = fold.get(..at).unwrap_or_default().trim_end();
                let edge = before.is_empty() || before.ends_with(['。', '!', '?', '”', '」', ')', '…', '"']);
                if edge {
                    let list = names::read(fold, after);
                    let rest = fold.get(list.end..).unwrap_or_default();
                    if !list.pictures && !rest.chars().next().is_some_and(is_han) && !list.names.is_empty() {
                        done = list.end;
                        found.extend(list.names);
                    }
                }
            }
            '(' | '〔' | '【' | '[' | '（' => {
                let close = match c {
                    '(' | '（' => ')',
                    '〔' => '〕',
                    '【' => '】',
                    _ => ']',
                };
                let rest = fold.get(after..).unwrap_or_default();
                let Some(len) = rest.char_indices().take(70).find(|(_, d)| *d == close).map(|(i, _)| i) else {
                    continue;
                };
                let inner = rest.get(..len).unwrap_or_default();
                if let Some(from) = role_start(inner) {
                    let list = names::read_trusting(fold.get(..after + len).unwrap_or_default(), after + from);
                    let left = fold.get(list.end..after + len).unwrap_or_default();
                    // （记者 某某：单位）
                    let unit = left.starts_with(':') && !left.contains(['。', '?', '!']);
                    if !list.pictures && (unit || left.chars().count() <= 14) {
                        found.extend(list.names);
                    }
                    done = after + len;
                }
            }
            '本' | '记' | '通' | '文' | '首' | '特' | '全' | '融' if loose => {
                if let Some(names) = unbracketed(fold, at) {
                    done = names.last().map_or(done, |n| n.end);
                    found.extend(names);
                }
            }
            _ => {}
        }
    }
    found
}

/// …联合打假。（彭望果）: names alone in a bracket behind the last sentence.
fn signed(fold: &str) -> Vec<Name> {
    let Some(inner) = fold.strip_suffix([')', '】']) else { return vec![] };
    let Some(open) = inner.char_indices().rev().take(16).find(|(_, c)| matches!(c, '(' | '【')).map(|(at, _)| at)
    else {
        return vec![];
    };
    let start = open + inner.get(open..).and_then(|r| r.chars().next()).map_or(1, char::len_utf8);
    let said = inner.get(start..).unwrap_or_default();
    let behind = inner.get(..open).unwrap_or_default().trim_end().ends_with(['。', '!', '?', '”', '」', '…']);
    let count = said.chars().filter(|&c| is_han(c)).count();
    if !behind || count < 2 || !said.chars().all(|c| is_han(c) || matches!(c, ' ' | '、')) || !names::may_name(said) {
        return vec![];
    }
    let list = names::read(inner, start);
    let whole = list.end >= inner.trim_end().len() && !list.pictures;
    let plain = list.names.iter().all(|n| inner.get(n.start..n.end).is_some_and(names::is_common_surname_start));
    if whole && plain { list.names } else { vec![] }
}

/// Where names may begin inside a bracket: at its role word, or behind 文/.
fn role_start(inner: &str) -> Option<usize> {
    const NOT: [&str; 6] = ["摄影记者", "责任编辑", "责编", "编辑:", "编辑 ", "校对"];
    if NOT.iter().any(|n| inner.trim_start().starts_with(n)) {
        return None;
    }
    let first = ["记者", "通讯员", "撰稿", "撰文", "作者", "采写"].iter().filter_map(|r| inner.find_word(r)).min();
    if let Some(at) = first {
        // What stands before is the unit, or 文/图.
        return (inner.get(..at)?.chars().count() <= 24).then_some(at);
    }
    ["文/", "文:", "文|", "图文/", "文图/", "图文:"]
        .iter()
        .find(|m| inner.trim_start().starts_with(**m))
        .map(|m| inner.len() - inner.trim_start().len() + m.len())
}

/// 本报记者 某某 at the start of a line or behind a full stop, with names that end clearly.
fn unbracketed(fold: &str, at: usize) -> Option<Vec<Name>> {
    const ROLES: [&str; 14] = [
        "本报记者",
        "本网记者",
        "本台记者",
        "本刊记者",
        "本报特约记者",
        "本报通讯员",
        "全媒体记者",
        "融媒体记者",
        "首席记者",
        "特约记者",
        "特约通讯员",
        "记者",
        "通讯员",
        "文/",
    ];
    let rest = fold.get(at..)?;
    let role = ROLES.iter().find(|r| rest.starts_with(**r))?;
    let before = fold.get(..at).unwrap_or_default();
    let unit: String = before.chars().rev().take_while(|&c| is_han(c)).collect();
    let edge = before.get(..before.len() - unit.len()).unwrap_or_default().trim_end();
    let edge = if edge.chars().all(|c| c == '—' || c == '-') { "" } else { edge };
    let at_edge =
        edge.is_empty() || edge.ends_with(['。', '!', '?', '”', '」', '□', '■', '◎', '●', '…', ')', '电', '讯']);
    if !at_edge || unit.chars().count() > 12 {
        return None;
    }
    let from = at + role.len();
    let spaced = fold.get(from..)?.starts_with([' ', '/', '|']) || role.ends_with('/');
    let list = names::read(fold, from);
    let tail = fold.get(list.end..).unwrap_or_default();
    let ended = tail.trim().is_empty()
        || tail.starts_with("  ")
        || list.closed
        || tail.trim_start().starts_with([')', '】', '〕', '/']);
    let good = !list.pictures && !list.names.is_empty() && (ended || spaced && tail.starts_with(' '));
    good.then_some(list.names)
}

/// 本报记者某某近日在… within a sentence: the name ends where a word of time or doing begins.
fn in_sentence(fold: &str) -> Vec<Name> {
    const ROLES: [&str; 4] = ["本报记者", "本网记者", "本台记者", "本刊记者"];
    const NEXT: [&str; 44] = [
        "走访",
        "探访",
        "奔赴",
        "赶赴",
        "前往",
        "再次",
        "深入",
        "蹲点",
        "途经",
        "乘坐",
        "注意到",
        "发现",
        "赶到",
        "见到",
        "联系",
        "连线",
        "独家",
        "一行",
        "沿着",
        "沿",
        "赴",
        "历时",
        "近日",
        "日前",
        "今天",
        "今日",
        "昨天",
        "昨日",
        "前日",
        "从",
        "在",
        "来到",
        "走进",
        "了解到",
        "获悉",
        "报道",
        "看到",
        "采访",
        "跟随",
        "实地",
        "对",
        "就",
        "随",
        "专访",
    ];
    let mut found = Vec::new();
    if memchr::memmem::find(fold.as_bytes(), "记者".as_bytes()).is_none() {
        return found;
    }
    for role in ROLES {
        let Some(at) = fold.find_word(role) else { continue };
        let from = at + role.len();
        let rest = fold.get(from..).unwrap_or_default();
        let mut count = 0;
        for (i, c) in rest.char_indices() {
            if count >= 2 && NEXT.iter().any(|n| rest.get(i..).is_some_and(|r| r.starts_with(n))) {
                let name = rest.get(..i).unwrap_or_default();
                if names::is_surname_start(name.trim_start()) {
                    found.push(Name { start: from + (name.len() - name.trim_start().len()), end: from + i });
                }
                break;
            }
            if is_han(c) {
                count += 1;
            } else if c != ' ' {
                break;
            }
            if count > 4 {
                break;
            }
        }
    }
    found
}
