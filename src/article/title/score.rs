//! Which of the lines over the text is its title: signs of all kinds, each with its weight.

use super::{
    bare_key,
    candidate::Candidate,
    is_numbered, is_slogan,
    pairs::{Pairs, overlap},
    twice::said_twice,
};
use crate::{
    article::{
        features::{End, Feat},
        fields::is_medium,
        meta,
        shape::Shape,
        sort::is_decorated,
    },
    text::punct::is_han,
};

pub(super) fn score(feats: &[Feat<'_>], shapes: &[Shape], first: usize, body: &Pairs, all: &mut [Candidate]) {
    // Candidates are in the order of their lines.
    let keys: Vec<(usize, &str)> = all.iter().map(|c| (c.line, c.key.as_str())).collect();
    let key_of = |line: usize| keys.binary_search_by_key(&line, |(line, _)| *line).ok().and_then(|at| keys.get(at));
    let again = said_twice(&all.iter().map(|c| c.key.as_str()).collect::<Vec<_>>());
    let stamps = stamps(feats, shapes);
    let shares: Vec<f32> = all.iter().map(|c| overlap(&c.key, body)).collect();
    // How much of its wording the best of them shares with the text.
    let top = all.iter().zip(&shares).filter(|(c, _)| c.key.chars().count() >= 6).map(|(_, s)| *s).fold(0.0, f32::max);
    let mut scores = vec![0.0; all.len()];
    for (((c, &share), &again), score) in all.iter().zip(&shares).zip(&again).zip(&mut scores) {
        let Some((feat, &shape)) = feats.get(c.line).zip(shapes.get(c.line)) else { continue };
        let len = c.key.chars().count();
        *score += match len {
            0..=3 => -2.0,
            4 => -0.5,
            5 => 0.0,
            6..=7 => 1.0,
            8..=40 => 2.0,
            41..=60 => 0.5,
            _ => -1.5,
        };
        // Few characters are shared by chance.
        *score += share * if len < 6 { 2.0 } else { 4.5 };
        // Said again; a name that the text does not know is said again by its own site.
        let known = share >= 0.12 || body.len() < 60;
        if known && again {
            *score += 3.0;
        }
        let fold = feat.fold();
        // Another line speaks of what the text speaks of, and this one does not.
        if share < 0.1 && top >= 0.35 && len >= 4 && !is_twin(fold) {
            *score -= 3.0;
        }
        if share < 0.2 && len <= 10 && is_in_byline(&stamps, c.line, fold) {
            *score -= 4.0;
        }
        // 发文机构:某某办公室
        if is_register(fold) {
            *score -= 3.0;
        }
        // 某市代市长 某某: who gave the speech.
        if is_speaker(fold) {
            *score -= 8.0;
        }
        if names_a_paper(&c.key) {
            *score += 1.0;
        }
        let next = shapes.get(c.line + 1).copied();
        let after = shapes.get(c.line + 2).copied();
        // A site's name beside a date looks like a title with its stamp.
        let stamp = |j: usize| feats.get(j).is_some_and(|f| overlap(f.fold(), body) < 0.1) && top >= 0.35;
        let stamped = |j: usize| shapes.get(j) == Some(&Shape::TitleAndByline) && stamp(j);
        let next = if stamped(c.line + 1) { Some(Shape::Byline) } else { next };
        let is_byline = |s: Option<Shape>| matches!(s, Some(Shape::Byline));
        if shape == Shape::TitleAndByline {
            *score += 2.0;
        } else if is_byline(next) {
            *score += 3.0;
        } else if is_byline(after) {
            // A dash says that the line between is a subtitle; two short lines are halves of one title.
            let between = feats.get(c.line + 1);
            let dash = between.is_some_and(|f| f.fold().starts_with(['—', '-']));
            let halves = shape == Shape::Open
                && share >= 0.3
                && between.is_some_and(|f| f.chars <= 18 && f.end == End::Open && !is_medium(f.fold()))
                && feat.chars <= 18
                && feat.end == End::Open;
            *score += if dash {
                3.0
            } else if halves {
                4.0
            } else {
                1.5
            };
        } else if c.line + 1 == first {
            *score += if c.line == 0 && len >= 6 { 1.7 } else { 1.0 };
        } else if c.line + 2 == first && feats.get(c.line + 1).is_some_and(|f| f.chars <= 4) {
            // A name alone may stand under a title.
            *score += 0.8;
        }
        // What follows a date or source line is a subtitle or a heading, where a title may stand over that line.
        let group = (0..c.line)
            .rev()
            .take(12)
            .find(|&j| shapes.get(j) == Some(&Shape::Byline) && !feats.get(j).is_some_and(is_visit_day));
        if let Some(last) = group
            && !is_byline(next)
        {
            let over = (0..last).rev().find(|&j| shapes.get(j) != Some(&Shape::Byline));
            let titled = over.is_some_and(|j| {
                shapes.get(j) != Some(&Shape::Crumb)
                    && !feats.get(j).is_some_and(|f| is_register(f.fold()))
                    && key_of(j).is_some_and(|(_, key)| key.chars().count() >= 6 && overlap(key, body) > 0.1)
            });
            *score += if titled || last + 1 != c.line { -2.0 } else { 1.5 };
        }
        // A text that shares nothing with the line was not written under it.
        let beside = is_byline(next) || is_byline(after) || c.line + 1 == first;
        if !beside && body.len() >= 150 && len >= 6 && share < 0.05 {
            *score -= 2.0;
        }
        let rows: Vec<&str> = fold
            .split(['|', '/', '>', '\\', '→', '·', ':', '-', '—'])
            .map(str::trim)
            .filter(|w| !w.is_empty())
            .collect();
        if rows.len() >= 3 && rows.iter().all(|w| w.chars().count() <= 5) {
            *score -= 3.0;
        }
        if c.line > 0 && shapes.get(c.line - 1).is_some_and(|s| s.is_furniture()) {
            *score += 0.7;
        }
        if c.line == 0 {
            *score += 0.5;
        }
        if fold.starts_with("# ") || fold.starts_with("标题:") {
            *score += 4.0;
        }
        // 标题 on a line of its own.
        let above = c.line.checked_sub(1).and_then(|j| feats.get(j)).filter(|f| f.chars <= 8);
        let above = above.map(|f| f.fold().trim_matches(LABEL_EDGES).replace(' ', ""));
        if above.is_some_and(|word| {
            matches!(word.as_str(), "标题" | "题目" | "题名" | "篇名" | "名称" | "信息名称" | "文件名称")
        }) {
            *score += 4.0;
        }
        if c.cut {
            *score -= 1.0;
        }
        // Paragraphs are indented by two characters; titles stand at the edge or far in.
        if feat.indent == 2 && len >= 16 {
            *score -= 1.5;
        }
        match shape {
            Shape::Doubtful => *score -= 2.5,
            Shape::Nav => *score -= 4.0,
            _ => {}
        }
        if fold.starts_with("——") || fold.starts_with("--") || fold.starts_with('—') || fold.starts_with('(') {
            *score -= 4.5;
        }
        // 某某小喇叭 播放量6.6万
        // Each of the words has one of these characters, and few titles do.
        if fold.contains(['量', '读', '评', '介', '微'])
            && ["播放量", "次阅读", "阅读量", "浏览量", "条评论", "功能介绍", "微信号"].iter().any(|w| fold.contains(w))
        {
            *score -= 2.5;
        }
        // 某某研究简报 2020年第6期
        if share < 0.3 && fold.contains('第') && fold.contains(['期', '卷']) && fold.chars().any(|c| c.is_ascii_digit())
        {
            *score -= 4.0;
        }
        // #同城化不是说说而已
        if fold.starts_with('#') && fold.chars().nth(1).is_some_and(is_han) {
            *score -= 2.0;
        }
        if is_decorated(fold) {
            *score -= 3.0;
        }
        if is_numbered(fold) {
            *score -= 3.0;
        }
        match feat.end {
            End::Soft => *score -= 1.0,
            End::Stop if fold.ends_with('。') || fold.ends_with('.') => *score -= 2.0,
            _ => {}
        }
        if is_medium(fold) || is_slogan(fold) {
            *score -= 3.0;
        }
        if feat.tokens().len() >= 6 {
            *score -= 1.5;
        }
        #[expect(clippy::cast_precision_loss, reason = "a small distance")]
        let far = (first - c.line) as f32;
        *score -= (far * 0.05).min(1.5);
    }
    for (c, score) in all.iter_mut().zip(scores) {
        c.score += score;
    }
}

/// True for 某某办法, 会议通知 and the like.
pub(super) fn names_a_paper(key: &str) -> bool {
    PAPERS.iter().any(|end| key.ends_with(end))
}

/// A post and a name behind it, and nothing else.
fn is_speaker(fold: &str) -> bool {
    const POSTS: [&str; 14] = [
        "市长",
        "书记",
        "主任",
        "局长",
        "省长",
        "主席",
        "县长",
        "区长",
        "州长",
        "院长",
        "检察长",
        "盟长",
        "旗长",
        "专员",
    ];
    let Some((post, name)) = fold.split_once(' ') else { return false };
    let name: String = name.chars().filter(|c| *c != ' ').collect();
    POSTS.iter().any(|end| post.ends_with(end))
        && post.chars().count() <= 14
        && (2..=4).contains(&name.chars().count())
        && fold.chars().all(|c| is_han(c) || c == ' ')
}

/// Two phrases of one length: 两江同治 两城共享.
fn is_twin(fold: &str) -> bool {
    let halves = fold.split_once(' ').map(|(a, b)| (a.chars().count(), b.trim_start().chars().count()));
    halves.is_some_and(|(a, b)| a == b && a >= 4)
}

/// True for a line of a register: a label and its value.
fn is_register(fold: &str) -> bool {
    fold.split_once([':', '】']).is_some_and(|(label, value)| {
        (2..=8).contains(&label.chars().count()) && !value.is_empty() && is_registry_label(&bare_key(label))
    })
}

/// 发文机构, 主题分类, 有效性: what registers of papers tell.
fn is_registry_label(label: &str) -> bool {
    const ENDS: [&str; 31] = [
        "主办",
        "报送",
        "机构",
        "单位",
        "部门",
        "字号",
        "编号",
        "分类",
        "专题",
        "栏目",
        "频道",
        "有效性",
        "名称",
        "状态",
        "口述",
        "整理",
        "体裁",
        "题材",
        "密级",
        "引号",
        "主持",
        "录音",
        "关键词",
        "目录",
        "方式",
        "号码",
        "发件人",
        "收件人",
        "摘要",
        "版次",
        "分类号",
    ];
    ENDS.iter().any(|end| label.ends_with(end))
}

/// Ends of the titles of official papers.
const PAPERS: [&str; 23] = [
    "公报",
    "通知",
    "公告",
    "通告",
    "公示",
    "意见",
    "方案",
    "决定",
    "批复",
    "纪要",
    "报告",
    "办法",
    "规划",
    "倡议书",
    "公开信",
    "简析",
    "答复",
    "须知",
    "实施细则",
    "复函",
    "条例",
    "规定",
    "简报",
];

/// True when a dated or labelled line of the head says the word again beside other things: a medium's name.
fn is_in_byline(stamps: &[(usize, &Feat<'_>)], line: usize, fold: &str) -> bool {
    let word = fold.trim_matches(|c: char| !is_han(c) && !c.is_alphanumeric());
    let count = word.chars().count();
    count >= 3 && stamps.iter().any(|(j, f)| *j != line && f.chars > count + 2 && f.fold().contains(word))
}

/// Takes away what a dated or labelled line before `first` has as one of its words, between blanks and signs: a medium's name,
/// whatever the text speaks of.
pub(super) fn without_words_of_bylines(feats: &[Feat<'_>], shapes: &[Shape], first: usize, all: &mut Vec<Candidate>) {
    let mut stamps = stamps(feats, shapes);
    stamps.retain(|(line, _)| *line < first);
    all.retain(|c| {
        c.key.chars().count() > MOST_OF_A_NAME
            || feats.get(c.line).is_none_or(|feat| !is_word_of_byline(&stamps, c.line, feat.fold()))
    });
}

/// The longest name of a medium, in characters.
const MOST_OF_A_NAME: usize = 12;

fn is_word_of_byline(stamps: &[(usize, &Feat<'_>)], line: usize, fold: &str) -> bool {
    let word = fold.trim_matches(|c: char| !is_han(c) && !c.is_alphanumeric());
    word.chars().count() >= 3
        && !word.contains(' ')
        && stamps.iter().filter(|(j, f)| *j != line && f.fold() != fold).any(|(_, f)| {
            let fold = f.fold();
            fold.match_indices(word).any(|(at, _)| {
                let before = fold.get(..at).and_then(|b| b.chars().next_back());
                let after = fold.get(at + word.len()..).and_then(|a| a.chars().next());
                let edge = |c: Option<char>| {
                    c.is_none_or(|c| matches!(c, ' ' | ':' | '|' | '/' | '【' | '】' | '[' | ']' | '(' | ')'))
                };
                edge(before) && edge(after)
            })
        })
}

/// Lines of the head with a date or labels.
fn stamps<'a, 'b>(feats: &'a [Feat<'b>], shapes: &[Shape]) -> Vec<(usize, &'a Feat<'b>)> {
    let head = feats.iter().zip(shapes).enumerate().take(60).filter(|(_, (f, _))| f.chars <= 80);
    head.filter(|(_, (f, shape))| **shape == Shape::Byline || f.first_date().is_some() || f.fold().contains("月日"))
        .map(|(j, (f, _))| (j, f))
        .collect()
}

/// What may stand around a label alone on its line.
const LABEL_EDGES: [char; 8] = [':', ' ', '【', '】', '[', ']', '(', ')'];

/// 2024年5月6日 星期一, as sites print for the day of the visit.
fn is_visit_day(feat: &Feat<'_>) -> bool {
    let fold = feat.fold();
    fold.contains("星期") && feat.fields().is_empty() && meta::read(fold).words == 0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_speaks_is_told_from_titles() {
        for line in ["江阳市代市长 甘立行", "江阳市委书记  甘 立", "河谷县县长 欧阳立行"] {
            assert!(is_speaker(line), "{line}");
        }
        for line in ["市长热线 今日开通了", "政府工作报告", "江阳市代市长甘立行", "江阳市市长 谈一体化发展"]
        {
            assert!(!is_speaker(line), "{line}");
        }
    }
}
