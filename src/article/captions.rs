//! Picture captions by their first or last words.

use super::{features::Feat, vocab::vocab};
use crate::text::{find::FindWord, punct::is_han};

/// Picture captions by their first or last words.
pub(super) fn is_caption(feat: &Feat<'_>, fold: &str) -> bool {
    // Several sentences that end with who wrote and took the pictures are text.
    if feat.chars > 110 || feat.stops > 2 || feat.chars > 60 && feat.stops >= 1 && feat.is_prose() {
        return false;
    }
    // ▲点击关注我们▲, ▶ 视频: controls with a sign, no captions.
    const CONTROLS: [&str; 14] = [
        "点击",
        "长按",
        "扫码",
        "关注",
        "收听",
        "播放",
        "朗读",
        "赞同",
        "滚动",
        "卷动",
        "蓝字",
        "语音版",
        "观看",
        "下载",
    ];
    if !fold.starts_with(is_han) && CONTROLS.iter().any(|w| fold.has_word(w)) {
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
    // 茶农在采摘。吴小鸣 图, 老农在鉴别。某某社发: a scene, and who showed it.
    if feat.chars <= 60
        && let Some((scene, giver)) = end.rsplit_once('。')
        && (6..=40).contains(&scene.chars().count())
        && (2..=14).contains(&giver.chars().count())
        && giver.ends_with(['图', '发', '摄'])
        && !giver.contains(['，', ','])
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
