//! Names of people in bylines: lists with blanks or commas, names with a blank inside, names run together.

mod cut;
mod surname;

use std::sync::LazyLock;

pub(super) use self::surname::{is_common_surname_start, is_long_surname_start, is_surname_start, may_name};
use self::{
    cut::split,
    surname::{is_given_start, is_no_name},
};
use super::{meta::REGIONS, needles::Needles};
use crate::text::{classes::Classes, punct::is_han};

/// One name: byte range of the folded text; blanks may stand inside.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Name {
    pub(super) start: usize,
    pub(super) end: usize,
}

/// A list of names read from one place, and what ended it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct NameList {
    /// The writers.
    pub(super) names: Vec<Name>,
    /// Byte offset behind the list.
    pub(super) end: usize,
    /// True when the list ended with a mark that writers' lists end with (报道, 文/图 …).
    pub(super) closed: bool,
    /// True when the people of the list took pictures and wrote nothing.
    pub(super) pictures: bool,
}

/// Words before a name that make its bearer a writer, longest first.
const WRITER_ROLES: [&str; 26] = [
    "参与采写",
    "专栏作者",
    "特派记者",
    "作者",
    "特约通讯员",
    "实习通讯员",
    "特约撰稿人",
    "本报通讯员",
    "本网通讯员",
    "全媒体记者",
    "融媒体记者",
    "首席记者",
    "特约记者",
    "见习记者",
    "实习记者",
    "本报记者",
    "本网记者",
    "本台记者",
    "本刊记者",
    "通讯员",
    "特约撰稿",
    "实习生",
    "撰文",
    "采写",
    "记者",
    "文",
];

/// Words before a name that make its bearer no writer.
const OTHER_ROLES: [&str; 17] = [
    "摄影记者",
    "摄影报道",
    "视频记者",
    "图片记者",
    "责任编辑",
    "摄影",
    "摄像",
    "供图",
    "制图",
    "编辑",
    "责编",
    "校对",
    "视频",
    "剪辑",
    "图片",
    "主编",
    "图",
];

/// Words that close a list.
const CLOSERS: [&str; 18] = [
    "摄影报道",
    "图文报道",
    "综合报道",
    "联合报道",
    "现场报道",
    "整理报道",
    "专题报道",
    "特约报道",
    "文/图",
    "图/文",
    "文并图",
    "图文",
    "文图",
    "报道",
    "报导",
    "采写",
    "文",
    "撰稿",
];

/// Cities that stand between a name and 報導 without a slash, as provinces do.
const PLACES: [&str; 27] = [
    "台北", "新北", "桃园", "台中", "台南", "高雄", "基隆", "新竹", "苗栗", "彰化", "南投", "云林", "嘉义", "屏东",
    "宜兰", "花莲", "台东", "澎湖", "金门", "马祖", "综合", "广州", "深圳", "成都", "武汉", "西安", "南京",
];

/// Marks behind the name of who took a picture.
const PICTURE_MARKS: [&str; 6] = ["摄影", "摄", "供图", "图片", "制图", "图"];

/// First characters of closers, of picture marks and of other roles, last ones of closers: most words have none of them, and then need
/// not be compared with any.
static EDGES: LazyLock<Classes> = LazyLock::new(|| {
    let first = |word: &&str| word.chars().next();
    Classes::new()
        .with(CLOSERS.iter().filter_map(first), OPENS_CLOSER)
        .with(PICTURE_MARKS.iter().filter_map(first), OPENS_PICTURE_MARK)
        .with(OTHER_ROLES.iter().filter_map(first), OPENS_OTHER_ROLE)
        .with(CLOSERS.iter().filter_map(|word| word.chars().next_back()), ENDS_CLOSER)
});
const OPENS_CLOSER: u8 = 1;
const OPENS_PICTURE_MARK: u8 = 2;
const OPENS_OTHER_ROLE: u8 = 4;
const ENDS_CLOSER: u8 = 8;

/// Reads the names at `from` of a folded text. Stops at the first thing that is no name.
pub(super) fn read(folded: &str, from: usize) -> NameList {
    read_as(folded, from, false)
}

/// Reads the names of a byline or of a reporter's bracket, where behind a role even a word without a surname is a name.
pub(super) fn read_trusting(folded: &str, from: usize) -> NameList {
    read_as(folded, from, true)
}

fn read_as(folded: &str, from: usize, trusting: bool) -> NameList {
    // 《某某报》记者 某某: the unit in marks stands before the role.
    let from = from + marked_unit(folded.get(from..).unwrap_or_default());
    let mut list = NameList { end: from, ..NameList::default() };
    let mut writes = true;
    // Without a role before it, a word that is no name by its form may be anything.
    let mut trusted = trusting && from > 0;
    let mut at = from;
    let mut half: Option<Name> = None;
    let mut steps = 0;
    while let Some(rest) = folded.get(at..).filter(|r| !r.is_empty()) {
        steps += 1;
        if steps > 64 {
            break;
        }
        let gap = rest.len() - rest.trim_start_matches(is_separator).len();
        let rest = rest.get(gap..).unwrap_or_default();
        let start = at + gap;
        let run_len = rest.char_indices().find(|(_, c)| !is_han(*c) && *c != '·').map_or(rest.len(), |(i, _)| i);
        let run = rest.get(..run_len).unwrap_or_default();
        if run.is_empty() {
            break;
        }
        // 徐 文: the second half of a name, no mark.
        let given = half.is_some() && run.chars().count() == 1;
        // 文/图 is looked for before the run is cut at the slash.
        let edge = run.chars().next().map_or(0, |first| EDGES.of(first));
        if !given
            && edge & OPENS_CLOSER != 0
            && let Some(closer) = CLOSERS.iter().find(|c| closes(rest, c))
        {
            let opens = matches!(*closer, "撰稿" | "采写")
                || matches!(*closer, "文" | "图文" | "文图")
                    && rest.get(closer.len()..).is_some_and(|r| r.starts_with(' '));
            if list.names.is_empty() && !list.pictures && opens {
                // 撰稿/本刊记者 某某: nobody stands before it, so it is the role of who follows.
                at = skip_colon(folded, start + closer.len());
                list.end = at;
                continue;
            }
            if !list.names.is_empty() || list.pictures {
                list.closed = true;
                list.end = start + closer.len();
                // 张三/文 李四/图 goes on with the next person.
                at = list.end;
                writes = true;
                if *closer == "文" {
                    continue;
                }
            }
            break;
        }
        if edge & OPENS_PICTURE_MARK != 0
            && let Some(mark) = PICTURE_MARKS.iter().find(|m| ends_here(rest, m))
        {
            // 李四/图 takes back the last name; 张三 李四 摄 takes back all since the last writer's mark.
            if folded.get(..start).unwrap_or_default().ends_with('/') && list.names.len() > 1 {
                list.names.pop();
            } else if !list.closed {
                list.names.clear();
                list.pictures = true;
            } else {
                list.names.pop();
            }
            list.end = start + mark.len();
            break;
        }
        if edge & OPENS_OTHER_ROLE != 0
            && let Some(role) = OTHER_ROLES.iter().find(|r| run.starts_with(**r))
        {
            writes = false;
            at = start + role.len();
            at = skip_colon(folded, at);
            list.end = at;
            continue;
        }
        if let Some(role) = role_in(run) {
            writes = true;
            trusted = trusting;
            at = skip_colon(folded, start + role);
            list.end = at;
            half = None;
            continue;
        }
        let count = run.chars().count();
        // 王 芳: two single characters make a name.
        if count == 1
            && half.is_none()
            && let Some((spans, end)) = spaced_out(folded, start)
        {
            if writes {
                list.names.extend(spans.into_iter().take(12_usize.saturating_sub(list.names.len())));
            }
            at = end;
            list.end = at;
            continue;
        }
        if count == 1 {
            match half.take() {
                None if gap > 0 && extends(folded, list.names.last(), start) => {
                    // 郝思 嘉: the last character stands apart.
                    if let Some(last) = list.names.last_mut() {
                        last.end = start + run_len;
                    }
                    list.end = start + run_len;
                }
                Some(first) if gap > 0 => {
                    if writes {
                        list.names.push(Name { start: first.start, end: start + run_len });
                    }
                    list.end = start + run_len;
                }
                _ if is_surname_start(run) => half = Some(Name { start, end: start + run_len }),
                _ => break,
            }
            at = start + run_len;
            continue;
        }
        if let Some(first) = half.take() {
            // 马 远山: the surname stands apart.
            if count != 2 {
                break;
            }
            if writes {
                list.names.push(Name { start: first.start, end: start + run_len });
            }
            at = start + run_len;
            list.end = at;
            continue;
        }
        // 某某摄: who is named took a picture.
        if !list.closed
            && let Some(name) = ["摄影", "摄", "供图", "绘图"].iter().find_map(|m| run.strip_suffix(m))
            && (2..=4).contains(&name.chars().count())
        {
            list.names.clear();
            list.pictures = true;
            list.end = start + run_len;
            break;
        }
        let (body, closed) = without_closer(run);
        // 记者王小明高雄5日电: the place the report comes from.
        let (body, closed) = match rest.get(run_len..).filter(|r| is_wire(r)).and_then(|_| without_place(body)) {
            Some(name) => (name, true),
            None => (body, closed),
        };
        // 记者某某/花莲报导: what a slash parts from the name is a place.
        if closed && !list.names.is_empty() && folded.get(at..start).is_some_and(|g| g.contains('/')) {
            list.end = start + run_len;
            list.closed = true;
            break;
        }
        let Some(lens) = split(body, !list.names.is_empty(), closed).or_else(|| {
            let count = body.chars().count();
            // Behind another name a long word is rather a medium, unless it begins as names of its people do.
            let first = list.names.is_empty() || folded.get(at..start).is_some_and(|gap| gap.contains(['、', ',']));
            let long = if first || is_given_start(body) { 5 } else { 3 };
            (trusted && (2..=long).contains(&count) && may_name(body)).then(|| vec![body.len()])
        }) else {
            break;
        };
        let mut here = start;
        for len in lens {
            if writes && list.names.len() < 12 {
                list.names.push(Name { start: here, end: here + len });
            }
            here += len;
        }
        at = start + run_len;
        list.end = at;
        if closed {
            list.closed = true;
            break;
        }
    }
    list
}

/// Length of a unit in 《》 at the start of `rest` with a role behind it.
fn marked_unit(rest: &str) -> usize {
    let lead = rest.len() - rest.trim_start().len();
    let Some(inner) = rest.get(lead..).and_then(|r| r.strip_prefix('《')) else { return 0 };
    let Some(close) = inner.char_indices().take(16).find(|(_, c)| *c == '》').map(|(at, c)| at + c.len_utf8()) else {
        return 0;
    };
    let behind = inner.get(close..).unwrap_or_default().trim_start();
    let role = behind.chars().take(10).collect::<String>();
    if role_in(&role).is_some() { lead + '《'.len_utf8() + close } else { 0 }
}

/// 佟 丽 华: three or more single characters with one blank between each two are names letter by letter. The names and where they end.
fn spaced_out(folded: &str, start: usize) -> Option<(Vec<Name>, usize)> {
    let mut letters: Vec<(usize, char)> = Vec::new();
    let mut at = start;
    loop {
        let rest = folded.get(at..).unwrap_or_default();
        let mut chars = rest.chars();
        let Some(c) = chars.next().filter(|&c| is_han(c)) else { break };
        if chars.next().is_some_and(|next| is_han(next) || next == '·') {
            break;
        }
        letters.push((at, c));
        at += c.len_utf8();
        let blank = folded.get(at..).unwrap_or_default();
        if !blank.starts_with(' ') || blank.starts_with("  ") {
            break;
        }
        at += 1;
    }
    let run: String = letters.iter().map(|(_, c)| *c).collect();
    // 索 引 号:
    if folded.get(at..).is_some_and(|rest| rest.trim_start().starts_with(':')) {
        return None;
    }
    if letters.len() < 3 || !is_surname_start(&run) {
        return None;
    }
    let mut names = Vec::new();
    let mut from = 0;
    for len in split(&run, false, false)? {
        let count = run.get(from..from + len)?.chars().count();
        let first = run.get(..from)?.chars().count();
        let (begin, _) = *letters.get(first)?;
        let (last, c) = *letters.get(first + count - 1)?;
        names.push(Name { start: begin, end: last + c.len_utf8() });
        from += len;
    }
    let end = names.last()?.end;
    Some((names, end))
}

/// True when the last name has two characters and ends one blank before `start`.
fn extends(folded: &str, last: Option<&Name>, start: usize) -> bool {
    last.is_some_and(|n| {
        let name = folded.get(n.start..n.end).unwrap_or_default();
        name.chars().count() == 2 && folded.get(n.end..start).is_some_and(|gap| gap == " ")
    })
}

fn skip_colon(folded: &str, at: usize) -> usize {
    let rest = folded.get(at..).unwrap_or_default();
    at + (rest.len() - rest.trim_start_matches([' ', ':', '/']).len())
}

fn is_separator(c: char) -> bool {
    matches!(c, ' ' | '、' | ',' | '，' | '/' | '&' | '|' | '丨' | ';')
}

/// True when `rest` starts with `word` and nothing of a word follows.
fn ends_here(rest: &str, word: &str) -> bool {
    rest.strip_prefix(word).is_some_and(|r| !r.chars().next().is_some_and(is_han))
}

fn closes(rest: &str, word: &str) -> bool {
    ends_here(rest, word) && !rest.strip_prefix(word).is_some_and(|r| r.starts_with(':'))
}

/// End of the last role word when everything before it may be the name of the unit: 某某日报全媒体记者|张三.
fn role_in(run: &str) -> Option<usize> {
    // Every role ends with one of these.
    if !run.contains(['员', '人', '者', '稿', '生', '文', '写']) {
        return None;
    }
    static ROLES: LazyLock<Needles> = LazyLock::new(|| {
        let long: Vec<&str> = WRITER_ROLES.into_iter().filter(|r| r.chars().count() > 1).collect();
        Needles::new(&long)
    });
    ROLES
        .ranges_in(run)
        .into_iter()
        .filter(|(at, _)| run.get(..*at).is_some_and(|u| u.chars().count() <= 16))
        .map(|(_, end)| end)
        .max()
}

/// True when a day and 电 or 讯 follow, as behind the place of a report.
fn is_wire(rest: &str) -> bool {
    let day = rest.trim_start_matches(|c: char| c.is_ascii_digit());
    day.len() < rest.len()
        && day
            .strip_prefix('日')
            .is_some_and(|r| r.trim_start_matches(['专', '综', '合', '外']).starts_with(['电', '讯']))
}

/// The name before a place of two characters, or of three with its rank.
fn without_place(run: &str) -> Option<&str> {
    let count = run.chars().count();
    let place = if run.ends_with(['市', '县']) { 3 } else { 2 };
    let at = run.char_indices().nth(count.checked_sub(place)?)?.0;
    run.get(..at).filter(|name| (2..=4).contains(&name.chars().count()) && is_surname_start(name))
}

fn without_closer(run: &str) -> (&str, bool) {
    if run.chars().next_back().is_none_or(|last| EDGES.of(last) & ENDS_CLOSER == 0) {
        return (run, false);
    }
    for closer in CLOSERS {
        if let Some(body) = run.strip_suffix(closer) {
            // 記者王小明台北報導: the place the report comes from.
            let named =
                PLACES.iter().chain(&REGIONS).find_map(|p| body.strip_suffix(p)).filter(|b| b.chars().count() >= 2);
            // Given names end with 文 too: three characters are a name as they stand.
            if body.chars().count() >= if closer == "文" { 3 } else { 2 } {
                return (named.unwrap_or(body), true);
            }
        }
    }
    (run, false)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read_all(text: &str) -> Vec<String> {
        read(text, 0).names.iter().map(|n| text.get(n.start..n.end).unwrap_or_default().replace(' ', "")).collect()
    }

    #[test]
    fn lists() {
        for (text, wanted) in [
            ("张三丰 李小四 王五", "张三丰 李小四 王五"),
            ("王 芳 李小四", "王芳 李小四"),
            ("王 小 芳 李小四", "王小芳 李小四"),
            ("王 芳 李 娜", "王芳 李娜"),
            ("记者 王 小 芳 通讯员 李 小 四", "王小芳 李小四"),
            ("撰稿/本刊记者 王芳", "王芳"),
            ("张三丰、李小四", "张三丰 李小四"),
            ("张小三李小四", "张小三 李小四"),
            ("郭小甲王某乙", "郭小甲 王某乙"),
            ("欧阳小甲 司马乙", "欧阳小甲 司马乙"),
            ("张三 文/图", "张三"),
            ("张三 李四 摄", ""),
            ("张三/文 李四/图", "张三"),
            ("张三 通讯员 李四 摄影报道", "张三 李四"),
            ("王小明台北报导", "王小明"),
            ("赵安阳子", "赵安阳子"),
            ("了解到,项目", ""),
            ("从市里获悉", ""),
        ] {
            assert_eq!(read_all(text).join(" "), wanted, "{text}");
        }
    }
}
