//! What a name begins with, and words that name nobody.

use std::sync::LazyLock;

use crate::{article::vocab::vocab, text::classes::Classes};

/// True when `text` begins with a surname.
pub(in crate::article) fn is_surname_start(text: &str) -> bool {
    vocab().long_surnames.start_of(text).is_some()
        || text.chars().next().is_some_and(|c| vocab().surnames.get(c).is_some())
}

/// Beginnings of Tibetan, Uyghur, Kazakh and Mongolian names, which have no surname.
pub(super) fn is_given_start(text: &str) -> bool {
    const STARTS: [&str; 40] = [
        "扎西",
        "格桑",
        "卓玛",
        "多吉",
        "次仁",
        "达瓦",
        "尼玛",
        "旺",
        "平措",
        "罗布",
        "普布",
        "巴桑",
        "索朗",
        "嘎玛",
        "洛桑",
        "拉姆",
        "仁青",
        "才让",
        "阿依",
        "古丽",
        "买买提",
        "木合",
        "努尔",
        "阿卜",
        "吐尔",
        "艾合",
        "艾尼",
        "热合",
        "依明",
        "帕提",
        "巴图",
        "巴特",
        "哈斯",
        "娜仁",
        "乌云",
        "其其格",
        "斯琴",
        "苏日",
        "叶尔",
        "阿不",
    ];
    static FIRST: LazyLock<Classes> =
        LazyLock::new(|| Classes::new().with(STARTS.iter().filter_map(|s| s.chars().next()), 1));
    text.chars().next().is_some_and(|c| FIRST.of(c) != 0) && STARTS.iter().any(|s| text.starts_with(s))
}

/// True when `text` begins with a surname that many have.
pub(in crate::article) fn is_common_surname_start(text: &str) -> bool {
    is_long_surname_start(text)
        || text.chars().next().is_some_and(|c| vocab().surnames.get(c).is_some_and(|rank| rank < 150))
}

/// True when `text` begins with a surname of two characters.
pub(in crate::article) fn is_long_surname_start(text: &str) -> bool {
    vocab().long_surnames.start_of(text).is_some()
}

/// False for words that certainly name nobody.
pub(in crate::article) fn may_name(word: &str) -> bool {
    !is_no_name(word) && vocab().media.end_of(word).is_none() && !vocab().not_source.has(word)
}

/// True for words that stand where names stand and are none.
pub(super) fn is_no_name(word: &str) -> bool {
    const ENDS: [&str; 25] = [
        "报", "网", "社", "台", "部", "局", "室", "中心", "公司", "集团", "委", "办", "厅", "院", "校", "会", "处",
        "县", "市", "省", "讯", "电", "新闻", "发布", "报道",
    ];
    const WORDS: [&str; 22] = [
        "佚名",
        "未知",
        "小编",
        "本站",
        "本报",
        "本网",
        "网络",
        "综合",
        "原创",
        "转载",
        "匿名",
        "网友",
        "编辑",
        "管理员",
        "整理",
        "实习",
        "供稿",
        "供图",
        "摄影",
        "采访",
        "今天",
        "昨日",
    ];
    static LAST: LazyLock<Classes> = LazyLock::new(|| {
        let last = |word: &&str| word.chars().next_back();
        Classes::new().with(WORDS.iter().filter_map(last), 1).with(ENDS.iter().filter_map(last), 2)
    });
    let last = word.chars().next_back().map_or(0, |c| LAST.of(c));
    last & 1 != 0 && WORDS.contains(&word)
        || vocab().nav.has(word)
        || last & 2 != 0 && ENDS.iter().any(|e| word.ends_with(e) && word.chars().count() > e.chars().count() + 1)
}
