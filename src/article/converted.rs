//! Traditional text that a machine made of simplified text: by characters that writers of traditional script do not use there, and by
//! the wording and quotes of mainland news.

use std::sync::LazyLock;

use super::needles::Needles;
use crate::text::units;

/// Words with a character that only a conversion puts there: 籤訂, 公裏, 關系, 今后.
const WRONG: [&str; 125] = [
    "公裡",
    "隻用",
    "隻有",
    "隻看",
    "隻要",
    "隻能",
    "隻是",
    "隻可",
    "面粉",
    "面條",
    "面館",
    "後麵",
    "前麵",
    "裏麵",
    "晒幹",
    "餅幹",
    "余下",
    "站檯",
    "山里",
    "店里",
    "鎮里",
    "縣里",
    "市里",
    "區里",
    "廠里",
    "車里",
    "采寫",
    "采風",
    "挂牌",
    "挂着",
    "面食",
    "后天",
    "曆史",
    "曆時",
    "傢庭",
    "一傢",
    "這傢",
    "游客",
    "游泳",
    "葯材",
    "准備",
    "准時",
    "准確",
    "係統",
    "籤訂",
    "籤署",
    "籤約",
    "籤字",
    "籤名",
    "徵程",
    "長徵",
    "徵服",
    "上遊",
    "下遊",
    "中遊",
    "復制",
    "復蓋",
    "示范",
    "規范",
    "模范",
    "防范",
    "典范",
    "范圍",
    "體制機製",
    "製度",
    "機製",
    "謀划",
    "規划",
    "計划",
    "划分",
    "后勤",
    "皇後",
    "太後",
    "王後",
    "裏程",
    "公裏",
    "鄰裏",
    "裏弄",
    "故裏",
    "今后",
    "之后",
    "以后",
    "然后",
    "最后",
    "后來",
    "先后",
    "后續",
    "后面",
    "落后",
    "背后",
    "這里",
    "那里",
    "哪里",
    "家里",
    "心里",
    "村里",
    "城里",
    "手里",
    "眼里",
    "夜里",
    "關系",
    "聯系",
    "干部",
    "干事",
    "骨干",
    "干活",
    "標准",
    "瞄准",
    "奮斗",
    "戰斗",
    "制造",
    "制作",
    "采訪",
    "采用",
    "采摘",
    "采取",
    "開采",
    "咨詢",
    "余人",
    "余名",
    "余家",
    "有余",
    "稻谷",
    "谷物",
    "幹燥",
];

/// Words of mainland news, in traditional characters.
const MAINLAND: [&str; 48] = [
    "記者了解到",
    "記者從",
    "據了解",
    "據介紹",
    "據悉",
    "相關負責人",
    "相關負責同志",
    "通訊員",
    "市委",
    "縣委",
    "區委",
    "省委",
    "黨委",
    "黨組",
    "黨建",
    "群眾",
    "領導小組",
    "管委會",
    "發改委",
    "人社",
    "醫保",
    "住建",
    "街道辦",
    "居委會",
    "項目",
    "質量",
    "信息",
    "網絡",
    "視頻",
    "軟件",
    "公交",
    "動車",
    "簽約儀式",
    "簽署備忘錄",
    "產業園",
    "示範區",
    "一體化",
    "同城化",
    "鄉村振興",
    "脫貧",
    "融媒體",
    "全媒體",
    "責任編輯",
    "高質量",
    "互聯互通",
    "協同發展",
    "老百姓",
    "打通",
];

/// Characters that conversion tables prefer and writers of traditional script hardly use.
const UNUSUAL: [&str; 10] = ["爲", "麽", "羣", "麪", "喫", "墻", "啓", "敎", "衆", "綫"];

/// True when a traditional text looks converted; `units` are its characters (see [`crate::text::units::of`]).
pub(super) fn is_converted(units: &[u16]) -> bool {
    static WRONG_WORDS: LazyLock<Needles> = LazyLock::new(|| Needles::new(&WRONG));
    static MAINLAND_WORDS: LazyLock<Needles> = LazyLock::new(|| Needles::new(&MAINLAND));
    static UNUSUAL_SIGNS: LazyLock<Needles> = LazyLock::new(|| Needles::new(&UNUSUAL));
    let wrong = WRONG_WORDS.distinct_units(units);
    if wrong >= 2 {
        return true;
    }
    let unusual = UNUSUAL_SIGNS.distinct_units(units);
    if unusual >= 3 {
        return true;
    }
    // Taiwan and Hong Kong quote with 「」, mainland papers with “”.
    if units.contains(&units::of_char('「')) {
        return false;
    }
    let curls = units.contains(&units::of_char('“'));
    let mainland = MAINLAND_WORDS.distinct_units(units);
    wrong >= 1 && (curls || mainland >= 1) || curls && (mainland >= 1 || unusual >= 1) || unusual >= 2 || mainland >= 5
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wording_quotes_and_wrong_characters() {
        for text in [
            "兩市籤訂協議，今后共建產業園。",
            "據介紹，兩市將“手拉手”推進項目建設。",
            "距離縮短到十公裏，群眾出行更方便。",
        ] {
            assert!(is_converted(&units::of(text)), "{text}");
        }
        for text in
            ["兩市簽訂協議，「手牽手」推動計畫。", "記者王大明／台北報導，兩縣市今天共同宣布。", "皇后大道上的巴士"]
        {
            assert!(!is_converted(&units::of(text)), "{text}");
        }
    }
}
