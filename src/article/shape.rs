//! What a line looks like by itself, before its neighbours are asked.

use std::{cell::LazyCell, sync::LazyLock};

use super::{
    features::{Coverage, End, Feat, Signs, coverage},
    fields::{Field, fields, is_medium, without_date},
    names,
    needles::Needles,
    vocab::{Label, Lists, NOTICE_STEMS, Words, vocab},
};
use crate::text::punct::is_han;

/// The look of one line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shape {
    /// Running text.
    Prose,
    /// Date, source or writer, and nothing of the article's wording.
    Byline,
    /// Editors and photographers.
    Credit,
    /// A picture caption.
    Caption,
    /// A path through the site: 首页 > 新闻 > 正文.
    Crumb,
    /// Opens a list of other articles.
    Related,
    /// Opens readers' comments.
    Comments,
    /// Previous and next article.
    Neighbour,
    /// Disclaimers and imprints: furniture even when they are sentences.
    Legal,
    /// Certainly furniture: controls, counters, program residue.
    Furniture,
    /// Furniture where other furniture is.
    Doubtful,
    /// A channel name, which may also be a heading.
    Nav,
    /// A title with date, source or author on the same line.
    TitleAndByline,
    /// Anything else that is short.
    Open,
}

impl Shape {
    /// True for what never belongs to an article.
    pub(super) const fn is_furniture(self) -> bool {
        matches!(self, Self::Crumb | Self::Related | Self::Comments | Self::Neighbour | Self::Legal | Self::Furniture)
    }
}

/// Looks at one line.
pub(super) fn shape(feat: &Feat<'_>) -> Shape {
    if is_residue(feat) {
        return Shape::Furniture;
    }
    let fold = undecorated(feat.fold());
    if feat.chars <= 160
        && let Some(shape) = short_shape(feat, fold)
    {
        return shape;
    }
    if feat.chars <= 1200 && vocab().start.start_of(fold).is_some_and(|w| w.chars().count() >= 3) {
        // 电话, 地址 and the like open sentences too.
        if feat.chars <= 60 || starts_notice(fold) {
            return Shape::Legal;
        }
    }
    if feat.chars <= 220 && feat.lists.has(Lists::NOTICES) && is_disclaimer(feat.fold()) {
        return Shape::Legal;
    }
    if feat.is_prose() { Shape::Prose } else { Shape::Open }
}

/// Notices about rights and opinions: at least two of the words that only they are made of.
fn is_disclaimer(fold: &str) -> bool {
    static STEMS: LazyLock<Needles> = LazyLock::new(|| Needles::new(&NOTICE_STEMS));
    let hits = STEMS.distinct_in(fold);
    hits >= 3 || hits == 2 && fold.chars().count() <= 60
}

/// True for openings that only notices have.
fn starts_notice(fold: &str) -> bool {
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

fn short_shape(feat: &Feat<'_>, fold: &str) -> Option<Shape> {
    if feat.signs.has(Signs::ARROW.and(Signs::DIVIDER)) && is_crumb(feat, fold) {
        return Some(Shape::Crumb);
    }
    if let Some(shape) = opener(feat, fold) {
        return Some(shape);
    }
    if let Some(shape) = labelled(feat, fold) {
        return Some(shape);
    }
    if feat.chars <= 80 && vocab().start.start_of(fold).is_some() {
        return Some(Shape::Legal);
    }
    // Rows of links have no sentences.
    let sentences = feat.stops >= 2 || feat.end == End::Stop && feat.is_prose();
    if feat.lists.has(Lists::NAVIGATION)
        && !sentences
        && let Some(shape) = covered(feat, coverage(fold, COVERED))
    {
        return Some(shape);
    }
    if is_caption(feat, fold) {
        return Some(Shape::Caption);
    }
    if is_page_numbers(fold) || is_address_only(fold) {
        return Some(Shape::Furniture);
    }
    let phrases = if feat.lists.has(Lists::PHRASES) { vocab().phrase.find(fold) } else { Vec::new() };
    if !phrases.is_empty() {
        let weight: usize = phrases.iter().map(|(_, _, w)| w.chars().count()).sum();
        if phrases.len() >= 2 && feat.chars <= 90 || weight * 3 >= feat.chars {
            return Some(Shape::Legal);
        }
        if !feat.is_prose() && feat.chars <= 60 {
            return Some(Shape::Doubtful);
        }
    }
    if is_token_row(feat) {
        return Some(Shape::Doubtful);
    }
    None
}

/// A folded line without bullets and Markdown marks at its edges.
pub(super) fn undecorated(fold: &str) -> &str {
    fold.trim_start_matches(|c: char| {
        matches!(
            c,
            ' ' | '•'
                | '·'
                | '●'
                | '◆'
                | '■'
                | '★'
                | '☆'
                | '※'
                | '*'
                | '#'
                | '>'
                | '-'
                | '|'
                | '+'
                | '◇'
                | '○'
                | '►'
                | '▶'
        )
    })
    .trim_end_matches([' ', '|', '*', '#'])
}

/// Letters only: marks, blanks and digits taken out.
pub(super) fn bare(fold: &str) -> String {
    fold.chars().filter(|&c| is_letter(c)).collect()
}

fn is_letter(c: char) -> bool {
    is_han(c) || c.is_alphabetic()
}

fn is_residue(feat: &Feat<'_>) -> bool {
    let fold = feat.fold();
    if feat.chars > 3000 && (feat.han * 5 < feat.chars || (feat.stops + feat.commas) * 200 < feat.chars) {
        return true;
    }
    if feat.han * 4 < feat.chars && feat.code_signs * 8 >= feat.chars && feat.chars >= 3 {
        return true;
    }
    if feat.src.starts_with("![") || fold.starts_with("data:") {
        return true;
    }
    let hashtags = fold.split(' ').filter(|w| !w.is_empty());
    if feat.chars <= 120
        && hashtags.clone().count() >= 2
        && hashtags.clone().all(|w| w.starts_with('#') && w.len() > 1 && !w.starts_with("##"))
    {
        return true;
    }
    if feat.han == 0
        && feat.chars >= 4
        && fold.contains(['/', '\'', '`', '='])
        && fold.contains([',', ')', '.', ';'])
        && feat.code_signs + fold.matches(['\'', ',', '/']).count() >= 4
    {
        return true;
    }
    const STARTS: [&str; 16] = [
        "function",
        "var ",
        "document.",
        "window.",
        "insert into",
        "select ",
        "<script",
        "<div",
        "<!--",
        "</",
        "<p",
        "<span",
        "/*",
        "$(",
        "{{",
        "[!--",
    ];
    feat.han * 3 < feat.chars && STARTS.iter().any(|s| fold.starts_with(s))
}

fn is_crumb(feat: &Feat<'_>, fold: &str) -> bool {
    const HERE: [&str; 8] = ["位置", "首页", "主页", "您在", "当前", "网站", "导航", "频道"];
    let arrows = feat.fold().matches('>').count();
    if arrows > 0 && feat.stops == 0 && feat.end != End::Stop && feat.chars <= 100 {
        let first = fold.split('>').next().unwrap_or_default().trim();
        let head: String = fold.chars().take(16).collect();
        let names_place = HERE.iter().any(|h| head.contains(h));
        return names_place || arrows >= 2 || (first.chars().count() <= 12 && !first.is_empty());
    }
    // 首页 / 新闻 / 正文 and the like.
    if feat.chars > 40 {
        return false;
    }
    let tokens: Vec<&str> =
        fold.split(['/', '-', '|', '·', ' ', '→', ':']).map(str::trim).filter(|t| !t.is_empty()).collect();
    tokens.len() >= 3 && matches!(tokens.last(), Some(&("正文" | "内容" | "详情" | "浏览文章" | "查看文章")))
}

/// Openers of lists and comments, previous and next article.
fn opener(feat: &Feat<'_>, fold: &str) -> Option<Shape> {
    const NEIGHBOURS: [&str; 10] =
        ["上一篇", "下一篇", "上一条", "下一条", "前一篇", "后一篇", "上一则", "下一则", "上篇", "下篇"];
    let lead = fold.trim_start_matches(['[', '【', '<', '(', '«', '「']);
    if NEIGHBOURS.iter().any(|n| lead.strip_prefix(n).is_some_and(|r| !r.starts_with(is_han)))
        || lead.starts_with("上一篇")
        || lead.starts_with("下一篇")
    {
        return Some(Shape::Neighbour);
    }
    // No opener is a whole sentence.
    let bare = if feat.chars <= 60 { bare(fold) } else { String::new() };
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
        words.has(name)
            || words.start_of(name).is_some_and(|w| count <= w.chars().count() + slack && w.chars().count() >= 3)
            || words.end_of(name).is_some_and(|w| count <= w.chars().count() + slack + 2 && w.chars().count() >= 4)
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
    labelled.is_some_and(|rest| rest.trim_start().starts_with([':', '】', ']', '|', '>'])).then_some(Shape::Related)
}

/// Lines that labels explain.
fn labelled(feat: &Feat<'_>, fold: &str) -> Option<Shape> {
    if fold.starts_with("今天是") || fold.starts_with("现在是") || fold.starts_with("现在时间") {
        return Some(Shape::Furniture);
    }
    if feat.chars > 120 || feat.is_prose() && feat.stops >= 1 {
        return None;
    }
    let found: Vec<Field> = if feat.lists.has(Lists::LABELS) { fields(fold) } else { Vec::new() };
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
    let (date, rest) = without_date(lead);
    let rest_len = rest.chars().filter(|&c| is_letter(c)).count();
    // Asked for few lines only, and dear.
    let rest_is_small = LazyCell::new(|| {
        rest_len <= 2 || is_medium(&rest) || coverage(&rest, 0.7).all >= 0.7 || (rest_len <= 24 && people_only(&rest))
    });
    if meta {
        if *rest_is_small {
            return Some(Shape::Byline);
        }
        return (rest_len >= 6).then_some(Shape::TitleAndByline);
    }
    if has(Label::Credit) {
        let value_len: usize = found.iter().map(|f| bare_len(f.value(fold))).sum();
        return (*rest_is_small && value_len <= 60).then_some(Shape::Credit);
    }
    if let Some((_, _, when)) = date {
        if when.day.is_some() && found.iter().all(|f| f.label != Label::Credit) && names_beside_date(&rest) {
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
    if feat.chars <= 60 && feat.may_name_writers() && people_only(fold) {
        return Some(if is_picture_credit(fold) { Shape::Credit } else { Shape::Byline });
    }
    None
}

/// At most three short words beside a date: a medium, a writer, a channel.
fn names_beside_date(rest: &str) -> bool {
    let words = beside_date_words(rest);
    (1..=3).contains(&words.len())
        && !rest.contains(['。', '!', '?', '、', '《'])
        && words.iter().all(|w| {
            let count = w.chars().count();
            w.chars().all(|c| is_han(c) || c.is_ascii_alphanumeric()) && (count <= 6 || count <= 12 && is_medium(w))
        })
}

/// The words beside a date, marks between them taken out.
pub(super) fn beside_date_words(rest: &str) -> Vec<&str> {
    rest.split(|c: char| {
        matches!(c, ' ' | '|' | '·' | '丨' | ',' | '/' | '-' | '[' | ']' | '【' | '】' | '(' | ')' | '•' | '│')
    })
    .filter(|w| !w.is_empty())
    .collect()
}

fn bare_len(text: &str) -> usize {
    text.chars().filter(|&c| is_han(c)).count()
}

/// True when a line is a role (with its unit) and names, from end to end.
pub(super) fn people_only(fold: &str) -> bool {
    let inner =
        fold.trim_matches(|c: char| matches!(c, ' ' | '(' | ')' | '【' | '】' | '[' | ']' | '〔' | '〕' | ':' | '。'));
    let squares = inner.trim_start_matches(['□', '■', '◎', '●', '○', '◆', '◇', '☐', '▪', '◼', '△', '▲', ' ']);
    let marked = squares.len() < inner.len() && !inner.starts_with(['△', '▲', '◆', '◇', '●']);
    static ROLES: LazyLock<Needles> = LazyLock::new(|| Needles::new(&["记者", "通讯员", "撰稿", "作者"]));
    let has_role =
        ROLES.occur_in(squares) || ["文/", "文|", "图文/", "文图/", "文丨"].iter().any(|r| squares.starts_with(r));
    if !marked && !has_role {
        return false;
    }
    // A place may follow a slash: 記者某某／台北報導.
    let list = names::read(squares, 0);
    let rest = squares.get(list.end..).unwrap_or_default();
    let rest = rest.trim_start_matches(['/', ' ', ',', '、']);
    (!list.names.is_empty() || list.pictures)
        && (bare_len(rest) == 0
            || (bare_len(rest) <= 6
                && (rest.ends_with("报道") || rest.ends_with("报导") || rest.ends_with("文") || rest.ends_with('电'))))
}

/// True when the people of the line only took pictures.
fn is_picture_credit(fold: &str) -> bool {
    let fold = fold.trim_matches(['(', ')', ' ', '。']);
    names::read(fold, 0).pictures
}

/// A line is furniture when at least this share of it is furniture's words.
const COVERED: f32 = 0.75;

fn covered(feat: &Feat<'_>, cover: Coverage) -> Option<Shape> {
    if cover.all < COVERED {
        return None;
    }
    let tokens = feat.tokens().len();
    if cover.ui >= 0.5 || cover.words >= 4 && tokens >= 4 || cover.ui > 0.0 && cover.words >= 3 {
        return Some(Shape::Furniture);
    }
    if cover.words >= 3 && tokens >= 3 {
        return Some(Shape::Doubtful);
    }
    (cover.all > 0.99 && feat.chars <= 8).then_some(Shape::Nav)
}

/// Picture captions by their first or last words.
fn is_caption(feat: &Feat<'_>, fold: &str) -> bool {
    if feat.chars > 110 || feat.stops > 2 {
        return false;
    }
    let end = fold.trim_end_matches([' ', ')', '。', '】', '.', '”', '"']);
    let bracketed = fold.ends_with(')') || fold.ends_with("】");
    if let Some(head) = vocab().caption_head.start_of(fold) {
        let rest = fold.get(head.len()..).unwrap_or_default();
        let symbol = !head.starts_with(is_han);
        if symbol
            || rest.starts_with([':', ' ', ')', '丨', '|'])
            || feat.chars <= 60 && matches!(head, "图为" | "图片为")
        {
            return true;
        }
    }
    let mut chars = fold.chars();
    if chars.next() == Some('图')
        && chars
            .next()
            .is_some_and(|c| c.is_ascii_digit() || matches!(c, ':' | '①'..='⑳' | '一' | '二' | '三' | '|' | '丨'))
    {
        return true;
    }
    let Some(tail) = vocab().caption_tail.end_of(end) else { return false };
    let before = end.get(..end.len() - tail.len()).unwrap_or_default();
    match tail {
        // 人民网 某某摄, 记者 某某 摄, (某某 摄)
        "摄" | "摄影" | "供图" | "制图" | "绘图" | "摄影报道" | "受访者提供" => {
            feat.chars <= 90 && photographer(before)
        }
        "图片" | "照片" | "图)" | "提供)" => bracketed,
        _ => feat.chars <= 60,
    }
}

/// True when what stands before 摄 ends like a name, a unit or a blank.
fn photographer(before: &str) -> bool {
    let before = before.trim_end();
    if before.is_empty() || before.ends_with(['(', '/', '、']) {
        return true;
    }
    let run: String = {
        let mut tail: Vec<char> = before.chars().rev().take_while(|&c| is_han(c)).collect();
        tail.reverse();
        tail.into_iter().collect()
    };
    let count = run.chars().count();
    // The run before 摄 is a name, or ends with one after a unit's name.
    count <= 12 || ["记者", "通讯员"].iter().any(|r| run.contains(r))
}

fn is_page_numbers(fold: &str) -> bool {
    let mut digits = 0;
    for c in fold.chars() {
        match c {
            '0'..='9' => digits += 1,
            ' ' | '[' | ']' | '|' | '.' | '…' | '<' | '>' | '(' | ')' | '/' | '-' | '页' | '第' | '共' | ':' => {}
            _ => return false,
        }
    }
    digits > 0
}

fn is_address_only(fold: &str) -> bool {
    let end = fold.trim_start_matches(|c: char| is_han(c) || matches!(c, ':' | ' '));
    (end.starts_with("http://") || end.starts_with("https://") || end.starts_with("www.")) && !end.contains(is_han)
}

/// A row of many short words without any mark of a sentence: city switchers, tag clouds, channel rows.
fn is_token_row(feat: &Feat<'_>) -> bool {
    if feat.stops > 0 || feat.commas > 1 || feat.end != End::Open {
        return false;
    }
    let tokens = feat.tokens();
    let long = tokens.iter().filter(|t| t.chars().count() > 7).count();
    tokens.len() >= 5 && long * 5 <= tokens.len()
}
