//! Words beside a date that are neither medium nor writer.

use std::{collections::HashSet, sync::LazyLock};

use crate::{
    article::{fields::is_medium, names, vocab::vocab},
    text::{classes::Classes, find::FindWord, punct::is_han},
};

/// Provinces, which accounts print behind the date: where the writer was.
pub(in crate::article) const REGIONS: [&str; 34] = [
    "北京",
    "天津",
    "上海",
    "重庆",
    "河北",
    "山西",
    "辽宁",
    "吉林",
    "黑龙江",
    "江苏",
    "浙江",
    "安徽",
    "福建",
    "江西",
    "山东",
    "河南",
    "湖北",
    "湖南",
    "广东",
    "海南",
    "四川",
    "贵州",
    "云南",
    "陕西",
    "甘肃",
    "青海",
    "台湾",
    "内蒙古",
    "广西",
    "西藏",
    "宁夏",
    "新疆",
    "香港",
    "澳门",
];

/// Days that accounts print for recent articles.
const RECENTLY: [&str; 6] = ["昨天", "今天 ", "前天", "刚刚", "小时前", "分钟前"];

/// True when `line` names such a day.
pub(in crate::article) fn is_recent(line: &str) -> bool {
    // A character is looked for much quicker than a word, and hardly ever there.
    line.contains(['昨', '今', '前', '刚']) && RECENTLY.iter().any(|w| line.has_word(w))
}

/// Ends of words that count or control.
const NOISE_ENDS: [&str; 16] = [
    "读完", "阅读", "浏览", "模式", "更新", "发布", "出版", "分钟", "点击", "评论", "热度", "编辑", "人气", "次", "版",
    "页",
];

/// True for the last characters of [`NOISE_ENDS`].
fn ends_noise(last: char) -> bool {
    static LAST: LazyLock<Classes> =
        LazyLock::new(|| Classes::new().with(NOISE_ENDS.iter().filter_map(|end| end.chars().next_back()), 1));
    LAST.of(last) != 0
}

pub(super) fn is_divider(c: char) -> bool {
    matches!(
        c,
        ' ' | '|'
            | '·'
            | '丨'
            | '│'
            | '┊'
            | ','
            | '、'
            | '/'
            | '-'
            | '—'
            | '>'
            | '['
            | ']'
            | '【'
            | '】'
            | '〔'
            | '〕'
            | '('
            | ')'
            | '《'
            | '》'
            | '“'
            | '”'
            | '"'
            | ':'
            | '\''
            | '*'
            | '`'
            | '_'
            | '#'
    )
}

/// Words beside a date that are neither medium nor writer.
const NOISE_WORDS: [&str; 37] = [
    "播出",
    "首播",
    "见报",
    "刊出",
    "发表",
    "存档",
    "实录",
    "文字实录",
    "出镜",
    "消息",
    "预计",
    "字数",
    "看板",
    "参与",
    "大陆",
    "内地",
    "海外",
    "原创",
    "首发",
    "年",
    "月",
    "日",
    "时",
    "分",
    "秒",
    "上午",
    "下午",
    "早上",
    "晚上",
    "北京时间",
    "约",
    "一",
    "二",
    "三",
    "四",
    "五",
    "六",
];

fn is_noise_word(word: &str) -> bool {
    static WORDS: LazyLock<HashSet<&str>> = LazyLock::new(|| NOISE_WORDS.into_iter().chain(REGIONS).collect());
    WORDS.contains(word)
}

pub(super) fn is_noise(word: &str) -> bool {
    // What a word begins and ends with tells what it may be compared with.
    let (first, last) = (word.chars().next().unwrap_or(' '), word.chars().next_back().unwrap_or(' '));
    if matches!(last, '天' | '刚' | '前')
        && RECENTLY.iter().any(|w| w.trim_end() == word || word.ends_with("前") && word.ends_with(w))
    {
        return true;
    }
    let has_han = word.chars().any(is_han);
    let counts = word.chars().any(|c| c.is_ascii_digit());
    !has_han && !word.contains('.')
        || counts && !is_medium(word)
        || matches!(first, '只' | '倒' | '正' | '楼')
            && ["只看", "倒序", "正序", "楼主"].iter().any(|w| word.starts_with(w))
        || matches!(last, '道' | '导')
            && word.chars().count() >= 4
            && ["报道", "报导"]
                .iter()
                .any(|w| word.strip_suffix(w).is_some_and(|p| p.chars().count() <= 4 && !names::is_surname_start(p)))
        || matches!(first, '星' | '发' | '编' | '更' | '刊' | '现')
            && ["星期", "发布于", "发表于", "编辑于", "更新于", "刊于", "发自", "现居"]
                .iter()
                .any(|w| word.starts_with(w))
        || word.starts_with("周") && word.chars().count() == 2
        || is_noise_word(word)
        || vocab().navigation.has(word)
        || vocab().ui.start_of(word).is_some_and(|w| w.chars().count() >= 2) && !is_medium(word)
        || ends_noise(last)
            && NOISE_ENDS.iter().any(|e| word.ends_with(e) && word.chars().count() <= e.chars().count() + 3)
            && !is_medium(word)
}
