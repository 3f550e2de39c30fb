//! Lines that open or close what is not the article: paths through the site, lists of other articles, comments, notices.

use std::sync::LazyLock;

use super::{
    features::{End, Feat},
    fields::first_date,
    needles::Needles,
    shape::{Shape, bare, is_letter},
    signs::Signs,
    vocab::{NOTICE_STEMS, Words, vocab},
};
use crate::text::{find::FindWord, punct::is_han};

/// Notices about rights and opinions: at least two of the words that only they are made of.
pub(super) fn is_disclaimer(fold: &str) -> bool {
    static STEMS: LazyLock<Needles> = LazyLock::new(|| Needles::new(&NOTICE_STEMS));
    let hits = STEMS.distinct_in(fold);
    hits >= 3 || hits == 2 && fold.chars().count() <= 60
}

/// True for openings that only notices have.
pub(super) fn starts_notice(fold: &str) -> bool {
    const NOTICES: [&str; 28] = [
        "免责声明",
        "版权声明",
        "特别声明",
        "郑重声明",
        "本网声明",
        "重要声明",
        "网站声明",
        "法律声明",
        "侵权声明",
        "声明:",
        "凡本网",
        "凡本站",
        "凡注明",
        "凡来源",
        "凡标注",
        "本内容不代表",
        "本文内容不代表",
        "本文仅代表",
        "本文来源于网络",
        "本文来自网络",
        "转载请注明",
        "未经授权",
        "网友评论仅供",
        "版权所有",
        "copyright",
        "本网站使用",
        "我们使用cookie",
        "如有侵权",
    ];
    NOTICES.iter().any(|n| fold.starts_with(n))
}

pub(super) fn is_crumb(feat: &Feat<'_>, fold: &str) -> bool {
    const HERE: [&str; 8] = ["位置", "首页", "主页", "您在", "当前", "网站", "导航", "频道"];
    // 〈南部〉 is a bracket.
    let brackets = if feat.src.contains('〈') { feat.src.matches('〉').count() } else { 0 };
    let arrows = feat.fold().matches('>').count().saturating_sub(brackets)
        + if fold.contains('\\') { fold.matches(" \\ ").count() } else { 0 };
    if arrows > 0 && feat.stops == 0 && feat.end != End::Stop && feat.chars <= 100 {
        let first = fold.split(['>', '\\']).next().unwrap_or_default().trim();
        let head: String = fold.chars().take(16).collect();
        let names_place = HERE.iter().any(|h| head.has_word(h));
        return names_place || arrows >= 2 || (first.chars().count() <= 12 && !first.is_empty());
    }
    // 首页 / 新闻 / 正文 and the like.
    const LAST: [&str; 5] = ["正文", "内容", "详情", "浏览文章", "查看文章"];
    let end = fold.trim_end_matches(['/', '-', '|', '·', ' ', '→', ':']);
    if feat.chars > 40 || !LAST.iter().any(|last| end.ends_with(last)) {
        return false;
    }
    let tokens: Vec<&str> =
        fold.split(['/', '-', '|', '·', ' ', '→', ':']).map(str::trim).filter(|t| !t.is_empty()).collect();
    tokens.len() >= 3 && tokens.last().is_some_and(|last| LAST.contains(last))
}

/// Openers of lists and comments, previous and next article.
pub(super) fn opener(feat: &Feat<'_>, fold: &str) -> Option<Shape> {
    const NEIGHBOURS: [&str; 10] =
        ["上一篇", "下一篇", "上一条", "下一条", "前一篇", "后一篇", "上一则", "下一则", "上篇", "下篇"];
    let lead = fold.trim_start_matches(['[', '【', '<', '(', '«', '「']);
    if lead.starts_with(['上', '下', '前', '后'])
        && (NEIGHBOURS.iter().any(|n| lead.strip_prefix(n).is_some_and(|r| !r.starts_with(is_han)))
            || lead.starts_with("上一篇")
            || lead.starts_with("下一篇"))
    {
        return Some(Shape::Neighbour);
    }
    // 某某网 2020/06/23 我要评论(0): the byline with a control behind it.
    if feat.chars <= 60 && feat.date_in(fold).is_some_and(|(.., when)| when.day.is_some()) {
        return None;
    }
    // No opener is a whole sentence, nor longer than the words are; more is only let pass behind 更多.
    let most = vocab().comments.longest.max(vocab().related.longest) + 4;
    let letter = || fold.chars().rev().find(|&c| is_letter(c));
    let may_open = feat.chars <= 60
        && (feat.han <= most || feat.signs.has(Signs::BRACKET) || matches!(letter(), Some('多' | 'e')));
    let bare = if may_open { bare(fold) } else { String::new() };
    let mut name = bare.as_str();
    for more in ["更多", "more"] {
        while let Some(shorter) = name.strip_suffix(more) {
            name = shorter;
        }
    }
    let count = name.chars().count();
    let of = |words: &Words, slack: usize| {
        if count > words.longest + slack + 2 {
            return false;
        }
        // A name that is a word is the longest that it starts with.
        words.start_of(name).is_some_and(|w| {
            let own = w.chars().count();
            w.len() == name.len() || count <= own + slack && own >= 3
        }) || words.end_of(name).is_some_and(|w| count <= w.chars().count() + slack + 2 && w.chars().count() >= 4)
    };
    if of(&vocab().comments, 2) && count >= 2 {
        return Some(Shape::Comments);
    }
    // 条评论, 人参与 after a number.
    if of(&vocab().related, 1) {
        return Some(Shape::Related);
    }
    // 相关阅读:某某 with the first title on the same line.
    let labelled = vocab().related.start_of(lead).and_then(|w| lead.get(w.len()..));
    // 最新更新:2023/11/07
    let labelled = labelled.filter(|rest| first_date(rest).is_none_or(|(from, ..)| from > 2));
    labelled.is_some_and(|rest| rest.trim_start().starts_with([':', '】', ']', '|', '>'])).then_some(Shape::Related)
}

pub(super) fn is_page_numbers(fold: &str) -> bool {
    let mut digits = 0;
    for c in fold.chars() {
        match c {
            '0'..='9' => digits += 1,
            ' ' | '—' | '[' | ']' | '|' | '.' | '…' | '<' | '>' | '(' | ')' | '/' | '-' | '页' | '第' | '共' | ':' =>
                {}
            _ => return false,
        }
    }
    digits > 0
}

pub(super) fn is_address_only(fold: &str) -> bool {
    let end = fold.trim_start_matches(|c: char| is_han(c) || matches!(c, ':' | ' '));
    (end.starts_with("http://") || end.starts_with("https://") || end.starts_with("www.")) && !end.contains(is_han)
}
