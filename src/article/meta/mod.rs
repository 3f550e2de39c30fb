//! The unlabelled line under a title: its words are told apart by form and by place, since no list knows all media and all names.

mod noise;

pub(super) use self::noise::{REGIONS, is_recent};
use self::noise::{is_divider, is_noise};
use super::{
    fields::{Field, first_date, is_medium},
    names::{self, Name},
    vocab::Label,
};
use crate::text::{date, find::FindWord, punct::is_han};

/// The parts of a folded line that no label explains: the rest is blanked, so that offsets stay.
pub(super) fn unlabelled(line: &str, found: &[Field]) -> String {
    let mut out = String::with_capacity(line.len());
    let mut at = 0;
    for field in found {
        out.push_str(line.get(at..field.at.max(at)).unwrap_or_default());
        let end = field.start + value_len(field, line);
        out.extend(std::iter::repeat_n('|', end.saturating_sub(field.at.max(at))));
        at = end.max(at);
    }
    out.push_str(line.get(at..).unwrap_or_default());
    out
}

/// How much of a field's value is the label's: up to a bar, a wide gap or a date; behind a writer's label, the names.
pub(super) fn value_len(field: &Field, line: &str) -> usize {
    let value = field.value(line);
    // 作者:某某 / 某某: a second person.
    let person = |at: usize| {
        let next = value.get(at..).unwrap_or_default().trim_start_matches([' ', '/', '·']);
        let word = next.split([' ', '/', '|']).next().unwrap_or_default();
        field.label == Label::Writer
            && (2..=4).contains(&word.split('·').next().unwrap_or_default().chars().count())
            && (word.contains('·') || names::is_surname_start(word))
            && names::may_name(word)
    };
    let mut end = ["|", "丨", "  ", " · ", " / "]
        .iter()
        .filter_map(|m| value.find_word(m).filter(|at| *m != " / " || !person(*at)))
        .filter(|at| *at > 0)
        .min()
        .unwrap_or(value.len());
    if field.label != Label::Date
        && let Some((from, _, when)) = first_date(value)
        && when.month.is_some()
        && from > 0
    {
        end = end.min(from);
    }
    if field.label == Label::Date
        && let Some((_, to, _)) = first_date(value)
    {
        // The time of day goes with the date.
        let rest = value.get(to..).unwrap_or_default();
        let clock =
            rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_digit() || " :时分秒)]".contains(c)).len();
        end = end.max(to).min(to + clock).max(to);
    }
    end
}

/// What a line of a few words says; offsets are bytes of the folded line.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Meta {
    /// A full date stands among the words.
    pub(super) dated: bool,
    /// The word that names a medium.
    pub(super) source: Option<(usize, usize)>,
    /// The words that name people.
    pub(super) names: Vec<Name>,
    /// Words that are neither date nor noise.
    pub(super) words: usize,
    /// Characters of the longest word.
    pub(super) longest: usize,
    /// True when nothing on the line speaks against a byline.
    pub(super) clean: bool,
}

/// One word and what is known of it.
#[derive(Clone, Copy, Debug)]
struct Word<'a> {
    start: usize,
    end: usize,
    text: &'a str,
    /// Put together from a surname and a given name that stood apart.
    joined: bool,
    /// Said to be a writer by a role before it.
    person: bool,
}

impl Word<'_> {
    fn chars(&self) -> usize {
        self.text.chars().filter(|&c| c != ' ').count()
    }
}

/// Words before a name, by themselves or run together with it.
const ROLES: [&str; 24] = [
    "全媒体记者",
    "融媒体记者",
    "本站记者",
    "首席记者",
    "见习记者",
    "实习记者",
    "特派记者",
    "本报通讯员",
    "本报记者",
    "本网记者",
    "本刊记者",
    "本台记者",
    "特约记者",
    "特约撰稿",
    "专栏作者",
    "通讯员",
    "撰稿人",
    "记者",
    "作者",
    "撰文",
    "撰稿",
    "采写",
    "文字",
    "文",
];

/// Reads `line`, the part of a folded line before its first label.
pub(super) fn read(line: &str) -> Meta {
    read_as(line, false)
}

/// Reads what the labels of a folded line leave over.
pub(super) fn read_beside(line: &str, found: &[Field]) -> Meta {
    if line.len() > 400 {
        return Meta::default();
    }
    let writer = found.iter().any(|f| f.label == Label::Writer);
    let mut meta = read_as(&unlabelled(line, found), writer);
    meta.dated |= found.iter().any(|f| first_date(f.value(line)).is_some_and(|(_, _, d)| d.day.is_some()));
    meta
}

fn read_as(line: &str, writer_follows: bool) -> Meta {
    let mut meta = Meta::default();
    if line.len() > 400 || line.contains(['。', '!', '?', ';', '…', '，']) {
        return meta;
    }
    let dates = date::find_absolute(line);
    let recent = is_recent(line);
    meta.dated = recent || dates.iter().any(|(_, d)| d.day.is_some());
    let mut words: Vec<Word<'_>> = Vec::new();
    let mut at = 0;
    let spans = dates.iter().map(|(r, _)| (r.start, r.end)).chain([(line.len(), line.len())]);
    for (from, to) in spans {
        split(line, at, from, &mut words);
        at = to.max(at);
    }
    let words = joined(line, with_roles(words));
    meta.words = words.len();
    meta.longest = words.iter().map(Word::chars).max().unwrap_or(0);
    // 原创 作者 账号 without a day.
    let original = line.trim_start().starts_with("原创 ") && words.len() == 3;
    let accounts = words.split_first().filter(|(w, _)| w.text == "原创").map_or(words.as_slice(), |(_, rest)| rest);
    // 原创 作者 账号 日期: the order in which accounts print.
    if let (true, true, [writer, account]) = (meta.dated || original, line.trim_start().starts_with("原创"), accounts)
        && [writer, account]
            .iter()
            .all(|w| (2..=12).contains(&w.chars()) && w.text.chars().all(|c| is_han(c) || c.is_alphanumeric()))
    {
        meta.words = words.len();
        meta.clean = true;
        meta.source = Some((account.start, account.end));
        if writer.text != account.text && writer.chars() <= 6 && names::may_name(writer.text) {
            meta.names.push(Name { start: writer.start, end: writer.end });
        }
        return meta;
    }
    // A12|某某脉搏: the page of a paper and its section.
    let section = line.split_once('|').is_some_and(|(page, _)| {
        let page = page.trim();
        page.len() <= 3 && page.bytes().any(|b| b.is_ascii_digit()) && page.bytes().all(|b| b.is_ascii_alphanumeric())
    });
    meta.clean = words.len() <= 4
        && !section
        && !line.contains("农历")
        && (line.starts_with('《') || !(line.contains('第') && line.contains('版')))
        && words.iter().all(|w| {
            let count = w.chars();
            w.text.chars().all(|c| is_han(c) || c.is_ascii_alphanumeric() || matches!(c, ' ' | '·' | '.'))
                && (count <= 6 || count <= 14 && (recent || is_medium(w.text) || meta.dated && is_team(w.text)))
        });
    if meta.clean {
        choose(line, &words, writer_follows, &mut meta);
    }
    meta
}

/// Ends of the names of those who write together.
fn is_team(word: &str) -> bool {
    ["报道组", "采访组", "编辑部", "工作室", "课题组", "调查队", "调研组", "专班", "记者站", "报道团"]
        .iter()
        .any(|end| word.ends_with(end))
}

/// The words of `line[from..to]`, without clock times, weekdays and counters.
fn split<'a>(line: &'a str, from: usize, to: usize, words: &mut Vec<Word<'a>>) {
    let Some(part) = line.get(from..to) else { return };
    let mut start = None;
    // 文档编号:A17: an unknown label and its value say nothing here.
    let mut behind_label = false;
    for (i, c) in part.char_indices().chain([(part.len(), ' ')]) {
        if !is_divider(c) {
            start = start.or(Some(i));
            continue;
        }
        let Some(begin) = start.take() else { continue };
        let Some(text) = part.get(begin..i) else { continue };
        // 两江夜话阅读4.2万: the counter is glued to the name.
        let counted = text.bytes().any(|b| b.is_ascii_digit());
        let counter = ["阅读", "浏览", "点击", "评论", "人气"]
            .iter()
            .filter(|_| counted)
            .filter_map(|w| {
                text.find_word(w)
                    .filter(|at| text.get(at + w.len()..).is_some_and(|r| r.starts_with(|c: char| c.is_ascii_digit())))
            })
            .min();
        let text = counter.filter(|at| *at > 0).and_then(|at| text.get(..at)).unwrap_or(text);
        let i = begin + text.len();
        let label = c == ':' && !ROLES.contains(&text);
        // 索 引 号:
        if label && text.chars().count() == 1 {
            while words.last().is_some_and(|w| w.chars() == 1 && w.end + 1 >= from + begin.saturating_sub(4)) {
                words.pop();
            }
        }
        let value = std::mem::replace(&mut behind_label, label);
        // 〔记者某某/云林报导〕: where the report comes from.
        let place = line.get(..from + begin).is_some_and(|b| b.ends_with('/'))
            && ["报导", "报道"]
                .iter()
                .any(|w| text.strip_suffix(w).is_some_and(|p| (2..=4).contains(&p.chars().count())));
        if !label && !value && !place && !is_noise(text) {
            words.push(Word { start: from + begin, end: from + i, text, joined: false, person: false });
        }
    }
}

/// 王 芳, 欧阳 春, 郝思 嘉: halves of a name with one blank between them are put together.
fn joined<'a>(line: &'a str, words: Vec<Word<'a>>) -> Vec<Word<'a>> {
    let mut out: Vec<Word<'a>> = Vec::new();
    for word in words {
        let count = word.chars();
        let gap_is_blank = |last: &Word<'_>| {
            line.get(last.end..word.start).is_some_and(|gap| !gap.is_empty() && gap.len() <= 2 && gap.trim().is_empty())
        };
        // 佟 丽 华: a third single character, and no fourth that it could begin a name with.
        let alone =
            |at: usize| line.get(at..).is_none_or(|rest| !is_single(rest.strip_prefix(' ').unwrap_or_default()));
        if let Some(last) = out.last_mut()
            && last.joined
            && last.text.chars().count() == 3
            && last.chars() == 2
            && count == 1
            && gap_is_blank(last)
            && alone(word.end)
        {
            last.end = word.end;
            last.text = line.get(last.start..word.end).unwrap_or_default();
            continue;
        }
        if let Some(last) = out.last_mut()
            && !last.joined
            && gap_is_blank(last)
            && names::is_surname_start(last.text)
            && matches!((last.chars(), count), (1, 1 | 2) | (2, 1))
        {
            last.end = word.end;
            last.text = line.get(last.start..word.end).unwrap_or_default();
            last.joined = true;
            continue;
        }
        out.push(word);
    }
    out
}

/// True when `rest` begins with one Han character and no second.
fn is_single(rest: &str) -> bool {
    let mut chars = rest.chars();
    chars.next().is_some_and(is_han) && !chars.next().is_some_and(is_han)
}

/// Takes roles off, alone or run together with a name, and marks the words behind them.
fn with_roles(words: Vec<Word<'_>>) -> Vec<Word<'_>> {
    let mut out: Vec<Word<'_>> = Vec::new();
    let mut behind = false;
    for mut word in words {
        // 某某报记者某某: medium, role and name run together.
        if let Some(at) = word.text.find_word("记者").filter(|at| *at >= 6)
            && let Some((unit, name)) = word.text.get(..at).zip(word.text.get(at + "记者".len()..))
            && !name.is_empty()
        {
            let unit =
                ["全媒体", "融媒体", "首席", "特约", "本报"].iter().find_map(|t| unit.strip_suffix(t)).unwrap_or(unit);
            out.push(Word { end: word.start + unit.len(), text: unit, ..word });
            let name = ["报道", "报导", "摄影报道"].iter().find_map(|t| name.strip_suffix(t)).unwrap_or(name);
            let name = if name.chars().count() > 4 {
                name.char_indices().nth(3).and_then(|(i, _)| name.get(..i)).unwrap_or(name)
            } else {
                name
            };
            let start = word.start + at + "记者".len();
            out.push(Word { start, end: start + name.len(), text: name, joined: false, person: true });
            behind = true;
            continue;
        }
        if ROLES.contains(&word.text) {
            behind = true;
            continue;
        }
        if let Some(role) = ROLES.iter().find(|r| word.text.starts_with(**r) && r.chars().count() > 1) {
            word.start += role.len();
            word.text = word.text.get(role.len()..).unwrap_or_default();
            behind = true;
        }
        // 某某官方账号, 某某专讯: what a medium calls itself.
        let plain = ["官方账号", "官方帐号", "官方微信", "官方微博", "官方号", "专讯", "记者", "原创"]
            .iter()
            .find_map(|s| word.text.strip_suffix(s));
        // 某某报讯, but 某某晚讯 is a name.
        let told = || word.text.strip_suffix('讯').filter(|n| n.ends_with(['报', '社', '网', '台', '刊']));
        if let Some(name) = plain.or_else(told).filter(|n| n.chars().count() >= 3) {
            word.end = word.start + name.len();
            word.text = name;
        }
        word.person = behind;
        out.push(word);
    }
    out
}

fn choose(line: &str, words: &[Word<'_>], writer_follows: bool, meta: &mut Meta) {
    let free = || words.iter().enumerate().filter(|(_, w)| !w.person && !w.joined);
    let marked = |w: &Word<'_>| line.get(..w.start).is_some_and(|before| before.ends_with(['【', '《']));
    let medium = free().find(|(_, w)| is_medium(w.text)).or_else(|| free().find(|(_, w)| marked(w)));
    // A word of four and more is a medium rather than a person, unless it begins with a double surname.
    let long = || free().filter(|(_, w)| w.chars() >= 4 && !names::is_long_surname_start(w.text));
    let lone = free().count() == 1;
    // Where others are called writers, the word left over is the medium.
    let writer = writer_follows || words.iter().any(|w| w.person || w.joined);
    let pick = |(_, w): &(usize, &Word<'_>)| match w.chars() {
        0 | 1 => false,
        2 => writer,
        3 => writer || !names::is_common_surname_start(w.text),
        _ => true,
    };
    let source = medium
        .or_else(|| long().find(|(_, w)| w.chars() >= 5 || !names::is_common_surname_start(w.text)))
        .or_else(|| long().next())
        .or_else(|| free().find(pick).filter(|_| lone))
        // Of two short words the less personal is the medium, else the longer, else the first.
        .or_else(|| {
            let two = free().count() == 2 && words.len() == 2;
            free()
                .filter(|_| two)
                .max_by_key(|(i, w)| (w.chars(), !names::is_surname_start(w.text), std::cmp::Reverse(*i)))
        })
        .filter(|(_, w)| w.chars() >= 2);
    meta.source = source.map(|(_, w)| (w.start, w.end));
    let chosen = source.map(|(i, _)| i);
    let others = words.len() - usize::from(chosen.is_some());
    for (_, word) in words.iter().enumerate().filter(|(i, _)| Some(*i) != chosen) {
        if word.person {
            let list = names::read_trusting(line.get(..word.end).unwrap_or_default(), word.start);
            if list.names.is_empty() && (2..=4).contains(&word.chars()) {
                meta.names.push(Name { start: word.start, end: word.end });
            }
            meta.names.extend(list.names);
        } else if line.get(word.end..).is_some_and(|r| r.trim_start().starts_with('〔')) {
            // 纪要〔2022〕4号
        } else if word.joined
            || chosen.is_some()
                && (2..=4).contains(&word.chars())
                && (names::is_surname_start(word.text) || others == 1)
                && names::may_name(word.text)
        {
            meta.names.push(Name { start: word.start, end: word.end });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(line: &str) -> String {
        let meta = read(line);
        let source = meta.source.and_then(|(a, b)| line.get(a..b)).unwrap_or("-");
        let names: Vec<String> =
            meta.names.iter().map(|n| line.get(n.start..n.end).unwrap_or_default().replace(' ', "")).collect();
        format!("{source}/{}", names.join("+"))
    }

    #[test]
    fn words_by_form_and_place() {
        for (line, wanted) in [
            ("2023-08-14 22:51:03 晨昏线 陆 漫漫", "晨昏线/陆漫漫"),
            ("东山夜话 2023-10-17 21:03", "东山夜话/"),
            ("【东山路讯】 2023年06月09日", "东山路讯/"),
            ("**段 青岩** · 东山纵深 · `2023/12/29 06:30` · 约 5 分钟读完", "东山纵深/段青岩"),
            ("2022/04/06 星期三 17:48 | 东山周报 | 文字 骆小川", "东山周报/骆小川"),
            ("东山新报眼 记者金小浩朴小兰 2020-01-02", "东山新报眼/金小浩+朴小兰"),
            ("2020-01-02 王小明", "-/"),
            ("秦小观 2023-04-03 18:40 东山日报", "东山日报/秦小观"),
            ("【石板说】 2023年06月09日", "石板说/"),
            ("石板说 记者 涂小涛 2023/11/30", "石板说/涂小涛"),
            ("松间笺 · 赵小浩 · 2023-04-03", "松间笺/赵小浩"),
            ("东山说 · 听雨 · 2023-04-03", "东山说/听雨"),
        ] {
            assert_eq!(said(line), wanted, "{line}");
        }
    }

    #[test]
    fn sentences_are_no_bylines() {
        for line in [
            "2020年1月2日，东山县开了会。",
            "2023年3月22日 星期三 农历闰二月初一",
            "2020-01-02 东山县今年新修的二十座桥全部通车",
        ] {
            assert!(!read(line).clean, "{line}");
        }
    }
}
