//! A short line taken apart into labelled values: `2020-07-29 08:43 来源:… 作者:… 点击:…`.

use super::vocab::{Label, vocab};
use crate::text::{
    date::{self, PartialDate},
    punct::is_han,
};

/// One labelled value of a line; offsets are bytes of the folded line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Field {
    /// What the label announces.
    pub(super) label: Label,
    /// The label itself.
    pub(super) word: &'static str,
    /// Where the label begins.
    pub(super) at: usize,
    /// Value without blank edges.
    pub(super) start: usize,
    /// End of the value.
    pub(super) end: usize,
}

impl Field {
    /// The value.
    pub(super) fn value<'a>(&self, folded: &'a str) -> &'a str {
        folded.get(self.start..self.end).unwrap_or_default()
    }
}

/// Labels that are everyday words too: only a colon or a slash makes them labels.
const EVERYDAY: [&str; 67] = [
    "媒体",
    "协作",
    "绘图",
    "配图",
    "插图",
    "插画",
    "播放",
    "收听",
    "时长",
    "解说",
    "朗读",
    "诵读",
    "播报",
    "审定",
    "审阅",
    "统稿",
    "编排",
    "版式",
    "采编",
    "文稿",
    "笔名",
    "围观",
    "美工",
    "载于",
    "media",
    "文案",
    "参与采写",
    "from",
    "origin",
    "published",
    "created",
    "撰写",
    "署名",
    "执笔",
    "发布",
    "发表",
    "刊发",
    "评论",
    "收藏",
    "分享",
    "打印",
    "图片",
    "视频",
    "海报",
    "设计",
    "制作",
    "策划",
    "统筹",
    "整理",
    "翻译",
    "主持",
    "主播",
    "投稿",
    "上传",
    "拍摄",
    "漫画",
    "时间",
    "日期",
    "出处",
    "采访",
    "文字",
    "查看",
    "访问",
    "阅读",
    "浏览",
    "点击",
    "大小",
];

/// Labels that need no sign before a short name: 转自某某报.
const GLUED: [&str; 9] = ["刊于", "刊登于", "转自", "转载自", "摘自", "摘编自", "原载", "原载于", "以下文章来源于"];

/// Labels that also say what kind of page follows.
const KINDS_OF_PAGES: [&str; 8] = ["图文", "文图", "视频", "图片", "图", "漫画", "海报", "航拍"];

/// True when what follows a colon begins like a title: with a longer run of characters than units and names have.
fn is_wording(after: &str) -> bool {
    let rest = after.trim_start_matches([':', ' ']);
    let run = rest.find(|c: char| !is_han(c)).map_or(rest, |at| rest.get(..at).unwrap_or_default());
    run.chars().count() >= 9 && !is_medium(run) && !run.ends_with(['摄', '社', '台', '部', '局', '团', '队', '司'])
}

/// True when a few characters follow, and then a blank, a sign or the end: a name, not a clause.
fn names_follow(rest: &str) -> bool {
    let run = rest.chars().take_while(|&c| is_han(c)).count();
    (2..=12).contains(&run) && !rest.chars().nth(run).is_some_and(|c| matches!(c, '，' | ',' | '。' | '、' | '“'))
}

/// The labelled values of a folded line, in order.
pub(super) fn fields(folded: &str) -> Vec<Field> {
    let mut found: Vec<Field> = Vec::new();
    if let Some(field) = wide_label(folded) {
        return vec![field];
    }
    for (at, end, word) in vocab().labels.find(folded) {
        let Some(label) = vocab().label_kind(word) else { continue };
        let rest = folded.get(end..).unwrap_or_default();
        // "origin":"…" as programs write.
        let quoted =
            rest.starts_with(['"', '\'', '`']) && folded.get(..at).is_some_and(|b| b.ends_with(['"', '\'', '`']));
        let after = if quoted { rest.get(1..).unwrap_or_default() } else { rest };
        let after = after.trim_start_matches([' ', ')', '】', ']']);
        let before = folded.get(..at).unwrap_or_default().chars().next_back();
        let free = before.is_none_or(|c| !is_han(c) && !c.is_alphabetic());
        let short = word.chars().count() == 1;
        let sign = after.chars().next();
        // 图文:某地某事 and 视频:某地某事 are the beginnings of titles.
        if at == 0 && sign == Some(':') && KINDS_OF_PAGES.contains(&word) && is_wording(after) {
            continue;
        }
        // 两市协作:从一条铁路说起 is a title that an everyday word ends the first half of.
        if !free && sign == Some(':') && EVERYDAY.contains(&word) && is_wording(after) {
            continue;
        }
        // 摄影 by 某某 is another's.
        if word == "by" && at > 0 && !folded.get(..at).is_some_and(|b| b.trim_end().ends_with('|')) {
            continue;
        }
        // 【来源】某某报
        let bracketed = before == Some('【') && rest.starts_with('】') || before == Some('[') && rest.starts_with(']');
        let value = match sign {
            Some(c) if bracketed && c != ':' => 0,
            Some(':') if free || !short => 1,
            // 撰文=某某
            Some('=') if free && matches!(label, Label::Writer | Label::Source | Label::Date) => 1,
            // 来源:某某文:某某 without a blank.
            Some(':')
                if word == "文" && found.iter().any(|f| f.label == Label::Source) && after.chars().count() <= 8 =>
            {
                1
            }
            // 转自《某报》, 据《某报》.
            _ if word.ends_with('《') => {
                if !free {
                    continue;
                }
                0
            }
            Some('《') if label == Label::Source => 0,
            // A row of controls between bars is no label.
            Some('|') if EVERYDAY.contains(&word) && folded.matches('|').count() > 2 => continue,
            // 图解+文字|《某某规定》政策解读
            Some('/' | '|' | '丨') if KINDS_OF_PAGES.contains(&word) || word == "文字" || word == "文" => {
                let value = after.trim_start_matches(['/', '|', '丨', ' ']);
                if !free || value.starts_with('《') || is_wording(value) {
                    continue;
                }
                sign.map_or(0, char::len_utf8)
            }
            Some('/' | '|' | '丨') if free && matches!(label, Label::Writer | Label::Credit | Label::Source) => {
                sign.map_or(0, char::len_utf8)
            }
            _ => {
                let spaced = rest.starts_with(' ') && !after.is_empty();
                let glued = free && GLUED.contains(&word) && names_follow(rest);
                // 发表于2018/6/5
                let dated = label == Label::Date
                    && free
                    && rest.starts_with(['1', '2'])
                    && first_date(rest).is_some_and(|(from, ..)| from == 0);
                if glued || dated {
                    0
                } else if !free || !spaced || short || EVERYDAY.contains(&word) || label == Label::Document {
                    continue;
                } else {
                    0
                }
            }
        };
        let start = end + (rest.len() - after.len()) + value;
        if let Some(last) = found.last_mut() {
            // 文/图: the second label belongs to the first.
            if start.saturating_sub(last.start) < 12 && last.start > at {
                continue;
            }
            last.end = at.max(last.start);
        }
        found.push(Field { label, word, at, start, end: folded.len() });
    }
    for field in &mut found {
        let value = folded.get(field.start..field.end).unwrap_or_default();
        let left = value.len() - value.trim_start_matches(is_edge).len();
        field.start += left;
        let mut inner = value.trim_matches(is_edge);
        // Blanks and line ends written out are program residue.
        while let Some(shorter) = ["\\t", "\\r", "\\n", "&nbsp;"].iter().find_map(|r| inner.strip_suffix(r)) {
            inner = shorter.trim_end_matches(is_edge);
        }
        field.end = field.start + inner.len();
    }
    found
}

/// 【作    者】某某: a label with a gap in its middle, in brackets, and its value.
pub(super) fn wide_label(folded: &str) -> Option<Field> {
    let (inside, value) = folded.strip_prefix(['【', '['])?.split_once(['】', ']'])?;
    let mut halves = inside.split(' ').filter(|w| !w.is_empty());
    let (first, second) = (halves.next()?, halves.next()?);
    if halves.next().is_some() || first.chars().count() != 1 || second.chars().count() != 1 {
        return None;
    }
    // The lists have the same label with two blanks.
    let written = format!("{first}  {second}");
    let word = vocab().labels.start_of(&written).filter(|w| w.len() == written.len())?;
    let label = vocab().label_kind(word)?;
    let start = folded.len() - value.trim_start_matches(is_edge).len();
    let end = start + folded.get(start..)?.trim_end_matches(is_edge).len();
    Some(Field { label, word, at: 0, start, end })
}

fn is_edge(c: char) -> bool {
    matches!(
        c,
        ' ' | ':'
            | '|'
            | '丨'
            | '│'
            | '┊'
            | '/'
            | ';'
            | ','
            | '，'
            | '['
            | ']'
            | '【'
            | '】'
            | '('
            | ')'
            | '-'
            | '·'
            | '<'
            | '>'
            | '—'
            | '〔'
            | '〕'
            | '。'
            | '"'
            | '\''
            | '='
    )
}

/// Where a date stands in a folded stretch, and the date.
pub(super) type Dated = (usize, usize, PartialDate);

/// The first date of a folded stretch.
pub(super) fn first_date(folded: &str) -> Option<Dated> {
    date::absolute(folded).next().map(|(r, d)| (r.start, r.end, d))
}

/// The first date of a folded stretch, and what is left when date, time of day and weekday are taken away.
pub(super) fn without_date(folded: &str) -> (Option<Dated>, String) {
    let dates = date::find_absolute(folded);
    let first = dates.first().map(|(r, d)| (r.start, r.end, *d));
    let mut rest = String::new();
    let mut at = 0;
    for (range, _) in &dates {
        rest.push_str(folded.get(at..range.start).unwrap_or_default());
        rest.push(' ');
        at = range.end;
    }
    rest.push_str(folded.get(at..).unwrap_or_default());
    if rest.contains(':') {
        rest = without_clock(&rest);
    }
    // Friday, March 5, 2021
    if first.is_some() && rest.contains(',') {
        for day in ["mon", "tue", "wed", "thu", "fri", "sat", "sun"] {
            if rest.trim_start().starts_with(day) {
                rest = rest.replacen(day, " ", 1);
            }
        }
        rest = rest.replace("gmt", " ");
    }
    if first.is_some() && rest.contains("day") {
        for day in ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"] {
            rest = rest.replace(day, " ");
        }
    }
    // Most lines name no time; then none of the words need be looked for.
    if rest.contains('星') || rest.contains('京') || rest.contains('午') {
        for word in
            ["星期一", "星期二", "星期三", "星期四", "星期五", "星期六", "星期日", "星期天", "北京时间", "上午", "下午"]
        {
            if rest.contains(word) {
                rest = rest.replace(word, " ");
            }
        }
    }
    (first, rest.trim_matches(|c: char| is_edge(c) || c == '.').to_owned())
}

/// Takes `08:43` and `19:21:06` out.
fn without_clock(text: &str) -> String {
    let chars: Vec<char> = text.chars().collect();
    let digit = |i: usize| chars.get(i).is_some_and(char::is_ascii_digit);
    let colon = |i: usize| chars.get(i) == Some(&':');
    let mut out = String::new();
    let mut i = 0;
    while let Some(&c) = chars.get(i) {
        let hour = if digit(i) && digit(i + 1) && colon(i + 2) {
            2
        } else if digit(i) && colon(i + 1) {
            1
        } else {
            0
        };
        if hour > 0 && digit(i + hour + 1) && digit(i + hour + 2) && !(i > 0 && digit(i - 1)) {
            i += hour + 3;
            if colon(i) && digit(i + 1) && digit(i + 2) {
                i += 3;
            }
            out.push(' ');
        } else {
            out.push(c);
            i += 1;
        }
    }
    out
}

/// True when `name` has the shape of a medium's or publisher's name (folded).
pub(super) fn is_medium(name: &str) -> bool {
    let name = name.trim_matches(|c: char| is_edge(c) || matches!(c, '《' | '》' | '"' | '“' | '”'));
    // Most names end with no medium's word, and are no addresses.
    let Some(suffix) = vocab().media.end_of(name) else {
        return name.is_ascii() && may_be_medium(name) && is_domain(name);
    };
    if !may_be_medium(name) {
        return false;
    }
    // 新闻 or 发布 alone say nothing; something must stand before, except for names complete in themselves.
    let whole = suffix.len() == name.len();
    if whole { suffix.ends_with(['社', '网', '视', '报']) && suffix.chars().count() >= 3 } else { true }
}

/// False for what is too short or long for a name, is a clause, or is listed as none.
fn may_be_medium(name: &str) -> bool {
    (2..=20).contains(&name.chars().count())
        && !name.contains(['。', '，', ',', '?', '!', '、', ':'])
        && !vocab().not_source.has(name)
        && !vocab().channel.has(name)
}

/// `example.com.cn` and the like.
fn is_domain(name: &str) -> bool {
    let mut parts = name.split('.');
    name.is_ascii()
        && name.contains('.')
        && parts.all(|p| !p.is_empty() && p.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-'))
        && name.bytes().any(|b| b.is_ascii_alphabetic())
        && ["com", "cn", "net", "org", "tw", "hk", "mo"].iter().any(|tld| name.ends_with(tld))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(line: &str) -> Vec<(Label, &str)> {
        fields(line).iter().map(|f| (f.label, f.value(line))).collect()
    }

    #[test]
    fn labelled_values() {
        assert_eq!(
            parts("2020-07-29 08:43来源:某某日报 作者:甲乙 点击:12次"),
            [(Label::Source, "某某日报"), (Label::Writer, "甲乙"), (Label::Counter, "12次")]
        );
        assert_eq!(parts("责任编辑 张三"), [(Label::Credit, "张三")]);
        assert_eq!(parts("[编辑:李四]"), [(Label::Credit, "李四")]);
        assert_eq!(parts("文/张三 图/李四"), [(Label::Writer, "张三"), (Label::Credit, "李四")]);
        assert_eq!(parts("时间过得很快"), []);
    }

    #[test]
    fn rest_after_date() {
        assert_eq!(without_date("某某日报 2020年07月29日").1, "某某日报");
        assert_eq!(without_date("2020-07-29 08:43:11").1, "");
        assert_eq!(without_date("2020-07-29 08:43:11").0.map(|(_, _, d)| d.to_string()).as_deref(), Some("2020-07-29"));
    }

    #[test]
    fn media_names() {
        for name in ["四川日报", "人民网", "川观新闻", "某县融媒体中心", "新华社", "scol.com.cn"] {
            assert!(is_medium(name), "{name}");
        }
        for name in ["新闻", "要闻", "张三", "本网", "原创", "来源", "首页"] {
            assert!(!is_medium(name), "{name}");
        }
    }
}
