//! Places that are named beside what is done and have no part in it: where somebody comes from, where goods go, what is compared or
//! learned from, whose cards are read, and where a meeting is held.

use super::{
    sentence::{Line, Spot},
    wordlist::Words,
};
use crate::place::Form;

/// Words right before a place that is no partner.
static BEFORE: Words = Words::new(&[
    "来自",
    "源自",
    "销往",
    "远销",
    "运往",
    "卖往",
    "卖到",
    "销到",
    "输往",
    "送往",
    "寄往",
    "飞往",
    "运抵",
    "转运",
    "转送",
    "发往",
    "开往",
    "驶往",
    "参照",
    "借鉴",
    "学习",
    "参考",
    "效仿",
    "仿照",
    "取经",
    "对标",
    "比照",
    "吸取",
    "不同于",
    "有别于",
    "相比于",
    "相较",
    "较",
    "距",
    "距离",
    "继",
    "除",
    "除了",
    "不含",
    "不包括",
    "总部位于",
    "总部设在",
    "总部在",
    "注册地在",
    "毕业于",
    "出生于",
    "曾在",
    "客居",
    "旅居",
    "祖籍",
    "老家在",
    "中铁",
    "中交",
    "中建",
    "中冶",
    "国网",
    "中车",
    "遣返",
]);
/// Of these, words of a way: with the place it begins at they name a line, which is of both.
const WAYS: [&str; 12] =
    ["销往", "运往", "卖往", "输往", "送往", "寄往", "飞往", "运抵", "转运", "发往", "开往", "驶往"];
/// Words right behind a place that is no partner, 的 left out.
static BEHIND: Words = Words::new(&[
    "距离",
    "游客",
    "旅客",
    "乘客",
    "网友",
    "观光客",
    "背包客",
    "旅行团",
    "歌手",
    "乐队",
    "牌照",
    "牌车",
    "车牌",
    "卡占",
    "籍",
    "户籍",
    "户口",
    "口音",
    "方言",
    "人说",
    "话说",
    "模式",
    "经验",
    "做法",
    "先例",
    "教训",
    "来的",
    "产的",
    "运来",
    "讯】",
    "讯)",
    "电】",
    "之后",
    "之外",
    "以外",
    "相比",
    "列席",
    "观摩",
    "旁听",
]);
/// What somebody goes somewhere for who has no part there.
static VISITS: Words =
    Words::new(&["考察", "调研", "取经", "学习", "参观", "挂职", "培训", "受训", "接受训练", "观摩"]);
/// What is held somewhere.
static HELD: Words = Words::new(&[
    "举行", "召开", "举办", "签署", "签订", "签约", "签下", "签了", "签字", "揭牌", "启动", "开幕", "登场", "会面",
    "会谈", "会商", "碰头", "集结", "达成", "发布", "宣布", "首演", "开赛", "闭幕", "商定", "籤訂", "籤署",
]);

/// Which of the places of a line are only named beside what is done.
pub(super) fn mark(line: &Line<'_>, spots: &mut [Spot<'_>]) {
    let mut start = 0;
    while start < spots.len() {
        // 成都、德阳: what is said before or behind a row of places is said of all.
        let mut end = start;
        while let Some((one, next)) = spots.get(end).zip(spots.get(end + 1)) {
            let joined = next.start == one.end + 1 && matches!(line.at(one.end), '\u{3001}' | '和' | '与' | '及');
            if !joined {
                break;
            }
            end += 1;
        }
        let (from, to) = (spots[start].start, spots[end].end);
        let before = start.checked_sub(1).and_then(|at| spots.get(at)).map(|spot| spot.end);
        if is_beside(line, from, to, before) {
            spots[start..=end].iter_mut().for_each(|spot| spot.guest = true);
        }
        start = end + 1;
    }
}

/// True when a row of places `from..to` has no part in what is done; `before` is the end of the place before.
fn is_beside(line: &Line<'_>, from: usize, to: usize, before: Option<usize>) -> bool {
    if let Some(word) = line.ends_with(from, &BEFORE) {
        let start = from - word.chars().count();
        // 由昌吉市发往乌鲁木齐, 绵阳站开往遂宁: both ends are told.
        let both = WAYS.contains(&word) && before.is_some_and(|end| end <= start && start <= end + 4);
        // 比较, 开除, 相继 and 扣除 are other words.
        let other = match word {
            "较" => line.at(start.wrapping_sub(1)) == '比',
            "继" => line.at(start.wrapping_sub(1)) == '相' || !line.has(to, to + 6, &["之后", "后"]),
            "除" | "除了" => {
                matches!(line.at(start.wrapping_sub(1)), '开' | '扣' | '消' | '拆' | '清' | '解' | '排')
                    || line.one_of(to, &["外", "之外", "以外"]).is_none()
            }
            "距" | "距离" => line.has(to, to + 3, &["至", "到"]),
            "学习" => !line.has(to, to + 12, &["经验", "做法", "模式"]),
            _ => false,
        };
        return !both && !other;
    }
    let noun = to + usize::from(line.at(to) == '的');
    if line.one_of(noun, &BEHIND).is_some() && line.at(to) != '\0' {
        return match line.at(noun) {
            // 与成都相比; 绵阳之后 is said of a time, 继 stands before.
            '相' => matches!(line.at(from.wrapping_sub(1)), '与' | '同' | '跟' | '和'),
            '之' | '以' => false,
            // 籍贯, and 会籍 is no origin.
            '籍' => line.at(noun + 1) != '贯',
            _ => true,
        };
    }
    // 宁波舟山港: the second city is part of the harbour's name.
    if before == Some(from) && line.at(to) == '港' {
        return true;
    }
    // 赴苏州考察, 到杭州学习; a delegation goes to its partner.
    !line.has(line.from, from, &["代表团", "党政", "考察团", "一行", "书记", "市长", "县长"])
        && matches!(line.at(from.wrapping_sub(1)), '赴' | '到' | '去' | '往' | '在')
        && line.find(to, to + 8, &VISITS).is_some_and(|visit| (to..visit).all(|at| line.at(at) != ','))
}

/// 在成都举行: the place says where.
pub(super) fn is_venue(line: &Line<'_>, spot: &Spot<'_>) -> bool {
    if spot.mention.form != Form::Named {
        return false;
    }
    // 在重庆市潼南区: the places before belong to the same address.
    let mut from = spot.start;
    while let Some(upper) = line.spots.iter().find(|upper| upper.end == from) {
        from = upper.start;
    }
    let at = matches!(line.at(from.wrapping_sub(1)), '在' | '于');
    let stop = (spot.end..spot.end + 14).find(|&at| matches!(line.at(at), ',' | ';' | '。' | '\0' | '的'));
    let end = stop.unwrap_or(spot.end + 14);
    at && line.has(spot.end, end, &HELD)
}
